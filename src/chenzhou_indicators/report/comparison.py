"""Two years side by side, as tables an office can send round: figures, and verdicts.

Like the scorecard's table: names beside codes, words and headings in the reader's language, numbers
as they are. `write_table` writes them.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from ..charts.labels import Lang, unit_label, word
from .tables import headed, worded

__all__ = ["judgements_table", "years_table"]

YEARS = [
    *("indicator", "indicator_name", "area", "area_name", "year_before", "year"),
    *("value_before", "value", "unit", "change", "change_unit", "growth"),
    *("rank_before", "rank", "rank_change", "ranked", "edition_break", "reason", "obs_status"),
    *("released_before", "released", "source_before", "source"),
]
JUDGEMENTS = [
    *("target", "name", "indicator", "indicator_name", "area", "area_name", "year_before", "year_after"),
    *("actual_before", "actual_after", "unit", "required_before", "required_after"),
    *("attainment_before", "attainment_after", "attainment_change"),
    *("status_before", "status_after", "verdict_change"),
    *("figure_changed", "edition_changed", "target_changed", "reason_before", "reason_after"),
    *("released_before", "released_after", "clause", "obs_status", "plan"),
]
SIDES = {
    **{f"{name}_before": f"earlier_{name}" for name in ("year", "value", "rank", "released", "source")},
    **{name: f"later_{name}" for name in ("year", "value", "rank", "released", "source")},
}
CHANGED = ["figure_changed", "edition_changed", "target_changed"]


def years_table(comparison: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return figures of two years with names and words in one language, headed in it.

    Parameters
    ----------
    comparison : DataFrame[YearComparison]
        Figures of a year beside those of an earlier one.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per indicator, area and pair of years, in the order given.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> figures = ci.latest_vintage(ci.load_sample("observations")).query("indicator == 'hightech_output'")
    >>> sides = ci.compare_years(figures, years=[2006, 2007], areas="park")
    >>> columns = ["area", "earlier value", "later value", "growth", "later rank"]
    >>> years_table(sides, lang="en")[columns].round(2)
            area  earlier value  later value  growth  later rank
    0  431002-P1           7.21        10.06    0.40           1
    1  431003-P1           6.85         8.74    0.28           2
    2  431003-P2           4.51         5.01    0.11           3
    """
    table = comparison.assign(
        change_unit=worded(comparison["change_unit"], lambda unit: unit_label(unit, lang)),
        edition_break=worded(comparison["edition_break"], partial(word, "reason", lang=lang)),
    )
    heads = {word("column", name, lang): word("column", side, lang) for name, side in SIDES.items()}
    return headed(table, YEARS, lang).rename(columns=heads)


def judgements_table(comparison: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return the verdicts of two judgements with names and words in one language, headed in it.

    Parameters
    ----------
    comparison : DataFrame[AssessmentComparison]
        What became of each verdict.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per target and area, in the order given.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> promise = ci.load_plan("chenzhou-2007").targets.query("target == 'patent_applications'")
    >>> judged = [ci.assess(ci.load_sample("observations"), promise, year=year) for year in (2006, 2007)]
    >>> table = judgements_table(ci.compare_assessments(*judged), lang="zh")
    >>> table[["实际（前）", "实际（后）", "结论（后）", "结论变化"]]
       实际（前）  实际（后） 结论（后）          结论变化
    0  331.0  412.0    完成  现可评估（上期无法评估）
    """
    change = worded(comparison["verdict"], partial(word, "verdict_change", lang=lang))
    return headed(comparison.assign(verdict_change=change), JUDGEMENTS, lang, truths=CHANGED)
