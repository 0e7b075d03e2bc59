"""What a file may call an indicator, an area, a unit or a word of ours.

A code means itself; a name in either language means the code it stands for. Two things of one
name are told apart by their codes.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from ..catalog import label_texts
from .text import folded

__all__ = ["name_table", "word_table"]


def name_table(catalogue: pd.DataFrame, code: str, *spellings: str) -> dict[str, list[str]]:
    """Return the codes that every folded code and name of a catalogue may mean; a code means itself."""
    means: dict[str, list[str]] = {}
    for column in spellings:
        named = catalogue.loc[catalogue[column].notna(), [code, column]].drop_duplicates()
        for name, meant in zip(folded(named[column].astype("str")), named[code], strict=True):
            means[name] = [*dict.fromkeys((*means.get(name, ()), str(meant)))]
    codes = catalogue[code].astype("str").drop_duplicates()
    return means | {name: [meant] for name, meant in zip(folded(codes), codes, strict=True)}


@cache
def word_table(group: str) -> dict[str, list[str]]:
    """Return the word that each folded spelling of a closed list means."""
    return {
        spelling: [word]
        for word, texts in label_texts()[group].items()
        for spelling in folded(pd.Series([word, *texts.values()], dtype="str"))
    }
