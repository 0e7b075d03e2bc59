"""Every table of a report, headed and worded in one language, for the folder tables/ and the workbook.

Numbers are as they are in the frames, days are text. A part that is missing has no table.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from ..catalog import label_texts, load_areas
from ..charts.labels import Lang, listed, unit_label, word
from ..indicators.ratios import missing_ratios
from ..vintages import infirmity, status_of
from .breakdown import breakdown_table
from .comparison import judgements_table, years_table
from .contents import Contents, Counties, Growth, Prospects, Years
from .evidence import definitions, source_label, sources
from .growth import beside_choices, growth_accounts_table
from .prospects import outlook_table, pace_table
from .scorecard import scorecard_table
from .scores import RANKS, beside_ranks, parts_table, scores_table
from .tables import headed, worded

__all__ = ["due_rows", "firm_screen_table", "tables"]

OBSERVATIONS = [
    *("indicator", "indicator_name", "area", "area_name", "year", "figure", "unit"),
    *("obs_status", "released", "source"),
]
FIRMS = [
    *("firm", "area", "area_name", "year", "firm_class", "rd_intensity", "floor", "meets_floor"),
    *("intensity_rise_pp", "meets_rise", "eligible", "reason", "obs_status"),
]
SOURCES = ["number", "source", "first_released", "latest_released", "n_figures", "obs_status"]
DEFINITIONS = ["kind", "code", "term", "unit", "definition", "reference"]
SOURCE_COLUMNS = ("source", "earlier_source", "later_source")

# Where a text of `explained` finds the name of what it explains, and the label of that kind of thing.
EXPLAINED = {
    "form": ("column", "form"),
    "scope": ("column", "form"),
    "column": ("sheet", "column"),
    "status": ("sheet", "verdict"),
    "sheet": ("sheet", "approach"),
}


def tables(contents: Contents, lang: Lang = "zh") -> dict[str, pd.DataFrame]:
    """Return every table of a report by the name of its file.

    Parameters
    ----------
    contents : Contents
        What the report holds.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are. The targets of counties
        keep the library's own headings and words, so that they can be read back.

    Returns
    -------
    dict of str to DataFrame
        In the order of the report: ``scorecard``; ``pace`` and ``outlook`` (in the due year);
        ``growth-accounts`` and ``contribution-choices``; ``county-targets``, ``county-verdicts``, ``scores``,
        ``score-parts`` and ``ranks``; ``firms``; ``years`` and ``judgements``; ``observations``, ``sources``
        and ``definitions``. Tables of a part that is missing are left out.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> from chenzhou_indicators.report.contents import calculated
    >>> plan, figures = ci.load_plan("chenzhou-2010"), ci.load_sample("observations")
    >>> made = tables(calculated(figures, plan, year=2010), "en")
    >>> [*made][:3], made["scorecard"].loc[0, ["name", "verdict"]].tolist()
    (['scorecard', 'county-targets', 'county-verdicts'], ['National science projects', 'met'])
    """
    made = {"scorecard": scorecard_table(contents.verdicts, lang=lang, plan=contents.plan)}
    if contents.prospects is not None:
        made |= _prospects(contents.prospects, lang)
    if contents.growth is not None:
        made |= _growth(contents.growth, lang)
    if contents.counties is not None:
        made |= _counties(contents.counties, lang)
    if contents.firms is not None:
        made["firms"] = firm_screen_table(contents.firms, lang=lang)
    if contents.years is not None:
        made |= _years(contents.years, lang)
    made |= {
        "observations": headed(contents.figures.rename(columns={"value": "figure"}), OBSERVATIONS, lang),
        "sources": _sources(contents, lang),
        "definitions": _definitions(contents, lang),
    }
    return {name: _with_sources(table, lang) for name, table in made.items()}


def due_rows(outlook: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of an outlook of the year in which each target falls due."""
    return outlook[outlook["year"] == outlook["due"]]


def _prospects(prospects: Prospects, lang: Lang) -> dict[str, pd.DataFrame]:
    return {
        "pace": pace_table(prospects.paces, lang=lang),
        "outlook": outlook_table(due_rows(prospects.outlook), lang=lang),
    }


def _growth(growth: Growth, lang: Lang) -> dict[str, pd.DataFrame]:
    return {
        "growth-accounts": growth_accounts_table(beside_choices(growth.accounts, growth.choices), lang=lang),
        "contribution-choices": growth_accounts_table(growth.choices, lang=lang),
    }


def _counties(counties: Counties, lang: Lang) -> dict[str, pd.DataFrame]:
    ranks = counties.ranks.assign(score=100 * counties.ranks["score"])
    return {
        "county-targets": breakdown_table(counties.targets, lang=lang),
        # Without the plan: its notes are on its own numbers.
        "county-verdicts": scorecard_table(counties.verdicts, lang=lang),
        "scores": scores_table(beside_ranks(counties.scores, None), parts=counties.parts, lang=lang),
        "score-parts": parts_table(counties.parts, counties.verdicts, lang=lang),
        "ranks": headed(ranks, ["area", "area_name", "year", "score", "rank", *RANKS, "obs_status"], lang),
    }


def _years(years: Years, lang: Lang) -> dict[str, pd.DataFrame]:
    return {
        "years": years_table(years.figures, lang=lang),
        "judgements": judgements_table(years.judgements, lang=lang),
    }


def firm_screen_table(firms: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return screened firms with names and words in one language, headed in it.

    Parameters
    ----------
    firms : DataFrame[FirmScreen]
        What `screen_firms` says of each firm.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per firm and year, by class and firm.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> screened = ci.screen_firms(ci.load_sample("firms"), ci.load_plan("chenzhou-2007").targets)
    >>> table = firm_screen_table(screened.query("year == 2007"), lang="en").head(2)
    >>> table[["firm", "class of firm", "floor kept", "reason"]].values.tolist()
    [['F001', 'high-tech firm', 'yes', ''], ['F002', 'high-tech firm', 'no', 'below the floor']]
    """
    rows = firms.sort_values(["firm_class", "firm", "year"], kind="stable")
    table = rows.rename(columns={"required": "floor"}).assign(
        firm_class=worded(rows["firm_class"], partial(word, "firm_class", lang=lang)),
        reason=worded(rows["reason"], lambda reason: _firm_reason(reason, lang)),
    )
    return headed(table, FIRMS, lang, truths=["meets_floor", "meets_rise", "eligible"])


def _firm_reason(reason: str, lang: Lang) -> str:
    """Write what keeps a firm from public money, and why no rise is known."""
    return listed((word("firm_reason", part, lang) for part in reason.split("; ")), lang, by="semicolon")


def _sources(contents: Contents, lang: Lang) -> pd.DataFrame:
    """Word the sources, numbered as on the page."""
    rows = sources(contents).rename(columns={"figures": "n_figures"})
    firmness = rows["obs_status"].fillna(rows["source"].map(_firmness_of_others(contents)))
    days = {name: rows[name].dt.strftime("%Y-%m-%d") for name in ("first_released", "latest_released")}
    status = worded(firmness, partial(word, "obs_status", lang=lang))
    return _head(rows.assign(**days, obs_status=status), SOURCES, lang)


def _firmness_of_others(contents: Contents) -> dict[str, str]:
    """Return the least firm status of figures computed from several sources, and of accounts, by source."""
    parts = [missing_ratios(contents.figures, load_areas())]
    if contents.growth is not None:
        parts.append(contents.growth.rests_on)
    columns = ["source", "obs_status"]
    named = pd.concat([part.reindex(columns=columns).astype("str") for part in parts], ignore_index=True)
    least = status_of(infirmity(named["obs_status"]).groupby(named["source"]).max())
    return {str(source): status for source, status in least.dropna().items()}


def _definitions(contents: Contents, lang: Lang) -> pd.DataFrame:
    """List the indicators, and below them how columns, verdicts and methods are computed."""
    indicators = definitions(contents, lang).rename(columns={"indicator": "code", "name": "term"})
    indicators = indicators.assign(
        kind=word("sheet", "indicator", lang),
        unit=worded(indicators["unit"], lambda unit: unit_label(unit, lang)),
    )
    labels = label_texts()
    groups = {key: next(group for group in EXPLAINED if key in labels[group]) for key in labels["explained"]}
    explained = pd.DataFrame(
        {
            "kind": [word(*EXPLAINED[group], lang) for group in groups.values()],
            "code": [*groups],
            "term": [word(group, key, lang) for key, group in groups.items()],
            "definition": [word("explained", key, lang) for key in groups],
        },
        dtype="str",
    )
    return _head(pd.concat([indicators, explained], ignore_index=True), DEFINITIONS, lang)


def _head(table: pd.DataFrame, columns: list[str], lang: Lang) -> pd.DataFrame:
    return table[columns].rename(columns={column: word("column", column, lang) for column in columns})


def _with_sources(table: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Write what a figure was computed from by name, wherever its source stands."""
    heads = [word("column", column, lang) for column in SOURCE_COLUMNS]
    named = {
        head: worded(table[head], partial(source_label, lang=lang))
        for head in table.columns.intersection(heads)
    }
    return table.assign(**named)
