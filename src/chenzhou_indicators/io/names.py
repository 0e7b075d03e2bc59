"""What a file may call an indicator, an area, a unit or a word of ours.

A code means itself; a name in either language means the code it stands for. Two things of one
name are told apart by their codes.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from ..catalog import label_texts, load_areas
from ..errors import ArgumentError
from .text import folded

__all__ = ["area_names", "name_table", "own_catalogue", "word_table"]

AREA_COLUMNS = ["area", "name_zh", "name_en"]


def area_names(areas: pd.DataFrame | None) -> dict[str, list[str]]:
    """Return the codes that every code and name of an area may mean, by our catalogue or another one."""
    catalogue = load_areas() if areas is None else own_catalogue(areas, "areas", AREA_COLUMNS)
    return name_table(catalogue, *AREA_COLUMNS)


def own_catalogue(catalogue: pd.DataFrame, name: str, columns: list[str]) -> pd.DataFrame:
    """Return a catalogue that names are to be looked up in.

    Raises
    ------
    ArgumentError
        If it lacks one of the columns, the code first, or a code stands twice.
    """
    if not isinstance(catalogue, pd.DataFrame) or not {*columns} <= {*catalogue.columns}:
        raise ArgumentError(f"{name}= needs a DataFrame with the columns {', '.join(columns)}.")
    twice = catalogue.loc[catalogue[columns[0]].duplicated(), columns[0]].unique()
    if len(twice):
        raise ArgumentError(f"{name}= has codes that stand twice; keep one each:", map(str, twice))
    return catalogue


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
