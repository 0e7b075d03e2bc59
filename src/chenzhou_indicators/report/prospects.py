"""What looks ahead, or back on how figures moved, as tables an office can send round.

Like the scorecard's table: names beside codes, words and headings in the reader's language, numbers
as they are. `write_table` writes them.
"""

from __future__ import annotations

import pandas as pd

from ..charts.labels import Lang, phrase, unit_label
from .tables import headed, worded

__all__ = ["comparison_table", "outlook_table", "pace_table", "revisions_table"]

WHOSE = ["target", "name", "indicator", "indicator_name", "area", "area_name"]
PROMISED = ["minimum", "maximum", "strict", "commitment", "clause"]
OUTLOOK = [
    *WHOSE,
    *("due", "form", "last_year", "last_value", "year", "method", "read_first", "median", "lower", "upper"),
    *("level", "unit", "probability", "likelihood", "verdict", "agreement", "spread", "reason"),
    *PROMISED,
    *("n_observations", "first_year", "obs_status", "plan"),
]
PACE = [
    *WHOSE,
    *("year", "due", "form", "baseline_year", "baseline", "actual", "expected", "required", "unit"),
    *("actual_pace", "required_pace", "pace_unit", "pace_form", "pace_ratio", "year_reached", "rating"),
    "reason",
    *PROMISED,
    *("obs_status", "released", "plan"),
]
REVISIONS = [
    *("indicator", "indicator_name", "area", "area_name", "year", "first", "latest", "unit", "revision"),
    *("relative_revision", "n_editions", "first_released", "latest_released", "mean_revision"),
    *("mean_absolute_revision", "obs_status"),
]
COMPARISON = [
    *WHOSE,
    *("year", "actual_before", "actual_after", "unit", "expected_before", "expected_after"),
    *("status_before", "status_after", "figure_changed", "verdict_changed", "reason_before", "reason_after"),
    *("released_before", "released_after", "commitment", "clause", "obs_status", "plan"),
]


def outlook_table(outlook: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return an outlook with names and words in one language, headed in it.

    Parameters
    ----------
    outlook : DataFrame[Outlook]
        What each method says of each target.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per target, area, method and year, in the order given; a target without any
        projection has one row, without a method, and its reason.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> promises = ci.load_plan("chenzhou-2007").targets.query("due == 2010 or indicator == 'gdp'")
    >>> ahead = ci.outlook(ci.load_sample("observations"), promises, year=2007)
    >>> outlook_table(ahead, lang="en")[["method", "median", "verdict when due"]].round(2)
               method  median verdict when due
    0    linear trend    1.22           missed
    1           drift    1.23           missed
    2  log-linear trend    1.39           missed
    3   compound rate    1.39           missed
    """
    key = [outlook[name] for name in ("plan", "target", "area", "year")]
    silent = ~outlook["median"].notna().groupby(key).transform("any")
    again = outlook.duplicated(["plan", "target", "area", "year"])
    table = outlook[~(silent & again)]
    told = ~silent[table.index]
    return headed(
        table.assign(method=table["method"].where(told), read_first=table["read_first"].where(told)),
        OUTLOOK,
        lang,
        truths=["read_first", "agreement", "strict"],
    )


def pace_table(pace: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return paces with names and words in one language, headed in it.

    Parameters
    ----------
    pace : DataFrame[Pace]
        The paces, or why there are none.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per target and area, in the order given; what a pace is counted in says its own
        column, for it is not always the unit of the values.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> promise = ci.load_plan("chenzhou-2007").targets.query("due == 2010")
    >>> paces = ci.pace(ci.load_sample("observations"), promise, year=2007)
    >>> pace_table(paces, lang="zh")[["实际", "本年应达", "实际年均变动", "年均变动单位"]].round(2)
         实际  本年应达  实际年均变动  年均变动单位
    0  0.92   1.1    0.12  个百分点/年
    """
    units = worded(pace["pace_unit"], lambda unit: phrase("a_year", lang, unit=unit_label(unit, lang)))
    return headed(pace.assign(pace_unit=units), PACE, lang, truths=["strict"])


def revisions_table(revisions: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return revisions with names and words in one language, headed in it.

    Parameters
    ----------
    revisions : DataFrame[Revisions]
        How far figures moved.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per figure, in the order given.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> published = ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")
    >>> moved = ci.revisions(published).query("year == 2007")
    >>> revisions_table(moved, lang="en")[["area name", "first", "latest", "first released"]]
      area name  first   latest first released
    8     China   1.49  1.35321     2009-01-08
    """
    return headed(revisions, REVISIONS, lang)


def comparison_table(comparison: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return verdicts of two days with names and words in one language, headed in it.

    Parameters
    ----------
    comparison : DataFrame[VintageComparison]
        The verdicts on the editions of two days.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per target and area, in the order given.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> promise = ci.load_plan("chenzhou-2007").targets.query("due == 2010")
    >>> days = {"before": "2008-06-30", "after": "2008-12-31"}
    >>> moved = ci.compare_vintages(ci.load_sample("observations"), promise, year=2007, **days)
    >>> comparison_table(moved, lang="zh")[["结论（前）", "结论（后）", "数字有变", "结论有变"]]
      结论（前） 结论（后） 数字有变 结论有变
    0  进度滞后  进度滞后    是    否
    """
    return headed(comparison, COMPARISON, lang, truths=["figure_changed", "verdict_changed"])
