"""Scores and what they are made of, as tables an office can send round.

Like the scorecard's table: names beside codes, words and headings in the reader's language. Scores are
written in points, 100 times what the frames hold. From the table of parts every score can be computed
again by hand: attainment counted times weight used, added up.
"""

from __future__ import annotations

import pandas as pd

from ..charts.labels import Lang, listed
from ..charts.rows import target_label
from ..vocabulary import Unscored
from .tables import headed, worded

__all__ = ["beside_ranks", "parts_table", "scores_table", "with_figures"]

RANKS = [
    *("rank_05", "rank_95", "rank_median", "rank_low", "rank_high", "share_first"),
    *("rank_low_without", "rank_high_without", "draws"),
]
SCORES = [
    *("area", "area_name", "year", "rank", "score", "grade", "vetoed", "vetoed_by", "vetoed_by_name"),
    *("targets", "scored", "coverage", *RANKS, "obs_status"),
]
FIGURES = ["actual", "required", "unit", "minimum", "maximum", "stretch", "strict", "form"]
PARTS = [
    *("area", "area_name", "target", "name", "indicator", "indicator_name", "year"),
    *("actual", "required", "unit", "status", "attainment", "counted", "weight", "weight_used"),
    *("points_of_target", "shortfall", "score_without", "reason", "clause", "obs_status", "plan"),
]
KEY = ["plan", "target", "area"]


def beside_ranks(scores: pd.DataFrame, robustness: pd.DataFrame | None) -> pd.DataFrame:
    """Lay beside scores how far the ranks depend on the weights; the first rank comes first.

    Parameters
    ----------
    scores : DataFrame[Scores]
        The scores of some areas.
    robustness : DataFrame[RankRobustness] or None
        Of the same areas.

    Returns
    -------
    DataFrame
        The rows by rank, numbered anew, areas without a score behind the others; of equal rank in the
        order given. With the columns of `robustness` on ranks, if there is one.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> owed = ci.load_plan("chenzhou-2007").targets.query("scope == 'each_government'")
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007)
    >>> beside_ranks(ci.score(verdicts), None)[["area", "rank"]].iloc[[0, -2, -1]].values.tolist()
    [['431000', 1], ['431024', 11], ['431028', <NA>]]
    """
    table = scores
    if robustness is not None:
        table = scores.merge(robustness[["area", *RANKS]], on="area", how="left", validate="1:1")
    return table.sort_values("rank", kind="stable", na_position="last", ignore_index=True)


def scores_table(
    scores: pd.DataFrame, *, parts: pd.DataFrame | None = None, lang: Lang = "zh"
) -> pd.DataFrame:
    """Return scores in points with names and words in one language, headed in it.

    Parameters
    ----------
    scores : DataFrame[Scores]
        The scores; also with the ranks laid beside them by `beside_ranks`.
    parts : DataFrame[ScoreParts], optional
        What each target is worth in them: names the veto targets, which have only codes without it.
    lang : "zh" or "en"
        Language of headings, names and words; codes stay as they are.

    Returns
    -------
    DataFrame
        One row per area, in the order given, with those of the columns that are there.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> owed = ci.load_plan("chenzhou-2007").targets.query("scope == 'each_government'")
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007)
    >>> scores_table(ci.score(verdicts), lang="zh")[["地区名称", "位次", "等次", "计分目标数"]].head(2)
      地区名称  位次  等次  计分目标数
    0  郴州市   1  优秀      1
    1  北湖区   1  优秀      1
    """
    table = scores.assign(score=100 * scores["score"])
    if parts is not None:
        names = {row["target"]: target_label(row, lang) for row in parts.to_dict("records")}
        table["vetoed_by_name"] = worded(
            scores["vetoed_by"],
            lambda codes: listed((names[code] for code in codes.split(", ")), lang, by="semicolon"),
        )
    columns = [column for column in SCORES if column in table or column == "area_name"]
    return headed(table, columns, lang, truths=["vetoed"])


def with_figures(parts: pd.DataFrame, assessments: pd.DataFrame) -> pd.DataFrame:
    """Lay beside the parts of scores the figures they were judged by.

    Parameters
    ----------
    parts : DataFrame[ScoreParts]
        What each target is worth in the score of each area.
    assessments : DataFrame[Assessments]
        The verdicts that were scored.

    Returns
    -------
    DataFrame
        The rows of `parts` in their order, numbered anew, with ``actual``, ``required``, ``unit``, ``form``
        and the bounds; where there is no verdict, ``reason`` says why at once.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> owed = ci.load_plan("chenzhou-2007").targets.query("scope == 'each_government'")
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007)
    >>> figures = with_figures(ci.score_parts(verdicts), verdicts).set_index("area")
    >>> figures.loc[["431024", "431028"], ["actual", "required", "counted", "reason"]].values.tolist()
    [[1.0, 2.0, 0.5, nan], [nan, 2.0, nan, 'no value: government_st_meetings 2007']]
    """
    table = parts.merge(assessments[[*KEY, *FIGURES]], on=KEY, how="left", validate="1:1")
    # That there is no verdict is said by the verdict.
    return table.assign(reason=table["reason"].str.removeprefix(f"{Unscored.NOT_ASSESSED}: "))


def parts_table(parts: pd.DataFrame, assessments: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return what each target is worth, with names and words in one language, headed in it.

    Parameters
    ----------
    parts : DataFrame[ScoreParts]
        What each target is worth in the score of each area.
    assessments : DataFrame[Assessments]
        The verdicts that were scored.
    lang : "zh" or "en"
        Language of headings, names and words; codes and figures stay as they are, and what counts in the
        score is in points.

    Returns
    -------
    DataFrame
        One row per target and area, in the order given.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> owed = ci.load_plan("chenzhou-2007").targets.query("scope == 'each_government'")
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007)
    >>> table = parts_table(ci.score_parts(verdicts), verdicts, lang="en").set_index("area")
    >>> table.loc["431024", ["weight used (share of the targets scored)", "attainment counted (0 to the cap)",
    ...                      "points (100 × weight used × attainment counted)"]].tolist()
    [1.0, 0.5, 50.0]
    """
    table = with_figures(parts, assessments).rename(columns={"part": "points_of_target"})
    points = ["points_of_target", "shortfall", "score_without"]
    return headed(table.assign(**{name: 100 * table[name] for name in points}), PARTS, lang)
