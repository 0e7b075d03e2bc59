"""What a report rests on: its sources with their editions, and the definitions of its indicators.

Sources are numbered in the order in which the verdicts need them, so that a number in a table leads to
the same line wherever sources are listed.
"""

from __future__ import annotations

import re

import pandas as pd

from ..catalog import load_indicators
from ..charts.labels import Lang, indicator_label, phrase
from ..vintages import infirmity, status_of
from ..vocabulary import ObsStatus
from .contents import Contents

__all__ = ["definitions", "heading", "is_illustrative", "numbered_sources", "source_label", "sources"]

DERIVED = "derived"  # a ratio that the figures of its parts made
COMPUTED = re.compile(r"\b([a-z][a-z0-9_]+)(?= \()")  # an indicator before its source in brackets


def heading(contents: Contents, lang: Lang = "zh") -> str:
    """Name the plan and the year."""
    return phrase("scorecard", lang, title=getattr(contents.plan.title, lang), year=contents.year)


def is_illustrative(contents: Contents) -> bool:
    """Say whether anything a report rests on is invented."""
    rests_on = [contents.figures, contents.verdicts]
    if contents.growth is not None:
        rests_on.append(contents.growth.accounts)
    if contents.firms is not None:
        rests_on.append(contents.firms)
    return any(rows["obs_status"].eq(ObsStatus.ILLUSTRATIVE).any() for rows in rests_on)


def numbered_sources(contents: Contents) -> dict[str, int]:
    """Number every source of a report from 1, those of verdicts first."""
    named = [contents.verdicts["source"], contents.figures["source"]]
    if contents.counties is not None:
        named.append(contents.counties.verdicts["source"])
    if contents.years is not None:
        named += [contents.years.figures["source"], contents.years.figures["source_before"]]
    if contents.growth is not None and "source" in contents.growth.rests_on:
        named.append(contents.growth.rests_on["source"])
    distinct = pd.concat(named).dropna().unique()
    return {source: number for number, source in enumerate(distinct, start=1)}


def sources(contents: Contents) -> pd.DataFrame:
    """List the sources of a report.

    Returns
    -------
    DataFrame
        One row per source: ``number``, ``source``, ``first_released`` and ``latest_released`` (the days of
        its editions, missing where unknown), ``figures`` (how many figures of `Contents.figures` are from
        it; none of what was computed from several) and ``obs_status`` (the least firm of them).
    """
    numbers = numbered_sources(contents)
    figures = contents.figures
    grouped = figures.groupby("source")
    rows = pd.DataFrame({"source": [*numbers], "number": [*numbers.values()]}).set_index("source")
    rows["first_released"] = grouped["released"].min()
    rows["latest_released"] = grouped["released"].max()
    rows["figures"] = grouped.size()
    rows["obs_status"] = status_of(infirmity(figures["obs_status"]).groupby(figures["source"]).max())
    return rows.reset_index()[
        ["number", "source", "first_released", "latest_released", "figures", "obs_status"]
    ].astype({"figures": "Int64"})


def definitions(contents: Contents, lang: Lang = "zh") -> pd.DataFrame:
    """List the indicators of a report with their definitions.

    Returns
    -------
    DataFrame
        One row per indicator of the catalogue that the report needs, in its order: ``indicator``, ``name``,
        ``unit`` (code), ``definition`` and ``reference``; indicators that are not in it are left out.
    """
    catalogue = load_indicators()
    needed = {*contents.figures["indicator"], *contents.verdicts["indicator"]}
    rows = catalogue[catalogue["indicator"].isin(needed)]
    return pd.DataFrame(
        {
            "indicator": rows["indicator"],
            "name": rows[f"name_{lang}"],
            "unit": rows["unit"],
            "definition": rows["definition_zh" if lang == "zh" else "definition"],
            "reference": rows["reference"],
        }
    ).reset_index(drop=True)


def source_label(source: str, lang: Lang = "zh") -> str:
    """Write a source: what it was computed from by name, any other source as it stands.

    Examples
    --------
    >>> source_label("derived: rd_expenditure (bulletin) / gdp (yearbook)")
    '计算：全社会研发投入 (bulletin) / 地区生产总值 (yearbook)'
    >>> source_label("Yearbook 2008 (gdp)", "en")
    'Yearbook 2008 (gdp)'
    """
    made, colon, rest = source.partition(": ")
    if made != DERIVED or not colon:
        return source
    named = COMPUTED.sub(lambda code: indicator_label(code[1], lang), rest)
    return phrase("computed_from", lang, sources=named)
