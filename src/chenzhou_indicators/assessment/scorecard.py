"""The score of an area: how much of what it owes it delivered, in one number and in its parts.

The score is the weighted mean of attainments, each counted from zero up to a cap, so that one target
far exceeded does not pay for all that were missed. What cannot be assessed gives its weight to the
others, in sight, or counts as nothing. Each target's part stands beside the score: a rank is explained
by what each target brought and what it fell short by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import code, number, one_of
from ..doors import admit, checked
from ..errors import ArgumentError, UnknownNameError, did_you_mean
from ..schemas import Assessments, ScoreParts, Scores
from ..vintages import infirmity, status_of
from ..vocabulary import Form, Grade, MissingRule, Status, Unscored
from .weights import Weights, target_weights

__all__ = ["GRADES", "score", "score_parts"]

# The least score of each grade but the last: 90, 80 and 60 points of a hundred.
GRADES: Mapping[str, float] = {Grade.EXCELLENT: 0.9, Grade.GOOD: 0.8, Grade.QUALIFIED: 0.6}
DECIMALS = 12  # scores that agree in so many are the same


def score(
    assessments: pd.DataFrame,
    *,
    weights: Weights = None,
    cap: float = 1.2,
    vetoes: Iterable[str] = (),
    missing: str = "leave_out",
    grades: Mapping[str, float] | None = None,
    veto_grade: str = "qualified",
) -> DataFrame[Scores]:
    r"""Score and rank areas by what they attained of the targets they owe.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        Verdicts of one year, from `assess`: the areas to compare, and the targets to count.
    weights : "equal", "entropy", or mapping or Series of float by target, optional
        What each target weighs against the others; equal by default. Given weights are zero or more and name
        every target.
    cap : float, optional
        Up to where an attainment counts, 1 or more; 1.2 is 120 %.
    vetoes : iterable of str, optional
        Targets of which missing one caps the grade.
    missing : "leave_out" or "zero", optional
        What a target that cannot be assessed does: its weight goes to the area's other targets, or it
        counts as nothing attained.
    grades : mapping of str to float, optional
        The least score of excellent, good and qualified [fraction]; 0.9, 0.8 and 0.6 by default.
    veto_grade : str, optional
        The best grade of an area that missed a veto target.

    Returns
    -------
    DataFrame[Scores]
        One row per area, in the order of the table. ``score`` is a fraction: 1 where every target is met
        exactly. ``rank`` 1 is the highest score; equal scores share the smaller rank. ``coverage`` is the
        weight of the targets that have a part in the score; by entropy a target that nobody reported
        weighs nothing, so look at ``scored`` of ``targets`` too. Where a veto target could not be assessed,
        ``vetoed`` is missing, and the grade too if the veto would have changed it; by the rule "zero" it
        counts as missed. A veto of which an area is asked nothing does not bind it.

    Raises
    ------
    TableError
        If `assessments` is not a table of assessments.
    ArgumentError
        If it holds several years, a target and area twice or an infinite attainment, weights are outside
        their range or not complete, entropy finds no difference, the cap is below 1, or grades do not fall
        or lie above the cap.
    UnknownNameError
        If a weight or veto is of a target that is not in the table.

    Notes
    -----
    .. math:: S_i = \frac{\sum_j w_j \min(c, \max(0, a_{ij}))}{\sum_j w_j}

    over the targets j of area i that have an attainment a, with w the weights and c the cap. A bound of
    zero or less has no attainment: no share of it can be taken, and the target has no part in the score
    whatever the rule for what is missing; make it a veto if it is to count. A target not yet due stands
    with the share of its final bound reached: leave its rows out to score the year alone.

    References
    ----------
    OECD and JRC, Handbook on Constructing Composite Indicators, 2008, part I, steps 5 and 6. The annual
    assessment: 郴政发〔2007〕6号, 八.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007").targets.query("scope == 'each_government'")
    >>> verdicts = ci.assess(ci.load_sample("observations"), plan, year=2007)
    >>> scores = ci.score(verdicts.query("area != '431000'"))
    >>> scores[["area", "score", "rank", "grade"]].head(3).values.tolist()
    [['431002', 1.2, 1, 'excellent'], ['431003', 1.2, 1, 'excellent'], ['431021', 1.0, 4, 'excellent']]
    >>> scores.query("area == '431028'")["coverage"].tolist()  # its meetings are not known
    [0.0]
    >>> ci.score(verdicts, vetoes=["goverment_st_meetings"])
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnknownNameError: vetoes name targets that are not in the table:
      - goverment_st_meetings (did you mean government_st_meetings?)
    """
    parts = score_parts(assessments, weights=weights, cap=cap, missing=missing)
    bars = _grades(GRADES if grades is None else grades, cap)
    best_vetoed = one_of(veto_grade, Grade, "veto_grade")
    table = _summed(parts)
    asked = ~_asks_nothing(admit(assessments, Assessments, name="assessments")).to_numpy()
    failed, open_ = _vetoes(parts, vetoes, asked, zero=missing == MissingRule.ZERO)
    by = failed.groupby(parts["area"][failed.index]).agg(", ".join).reindex(table["area"]).to_numpy()
    undecided = table["area"].isin(parts["area"][open_]).to_numpy() & pd.isna(by)
    vetoed = pd.Series(~pd.isna(by), index=table.index, dtype="boolean").mask(undecided)
    table = table.assign(vetoed=vetoed, vetoed_by=pd.Series(by, index=table.index, dtype="str"))
    return checked(table.assign(grade=_graded(table, bars, best_vetoed)), Scores, name="scores")


def score_parts(
    assessments: pd.DataFrame, *, weights: Weights = None, cap: float = 1.2, missing: str = "leave_out"
) -> DataFrame[ScoreParts]:
    r"""Say what each target is worth in the score of each area.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        Verdicts of one year, as for `score`.
    weights : "equal", "entropy", or mapping or Series of float by target, optional
        What each target weighs against the others, as in `score`.
    cap : float, optional
        Up to where an attainment counts, 1 or more.
    missing : "leave_out" or "zero", optional
        What a target that cannot be assessed does, as in `score`.

    Returns
    -------
    DataFrame[ScoreParts]
        One row per target and area, in the order of the table. ``part`` is weight_used times counted and
        adds up to the score; ``shortfall`` is weight_used times (1 - counted), negative where more than
        asked was attained, and adds up to 1 - score; ``score_without`` is the score if the area did
        not owe the target. A row without part says why in ``reason``, and leaves the score as it is.

    Raises
    ------
    TableError, ArgumentError, UnknownNameError
        As `score`.

    Notes
    -----
    .. math:: p_{ij} = \frac{w_j}{\sum_k w_k} \min(c, \max(0, a_{ij})), \quad
              S_i^{(-j)} = \frac{S_i - p_{ij}}{1 - w_j / \sum_k w_k}

    with k over the targets of the area that have a part.

    References
    ----------
    As for `score`.

    Examples
    --------
    Why Jiahe County (嘉禾县) has 75 points: one meeting of two held, its key field chosen.

    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007").targets.set_index("target", drop=False)
    >>> owed = plan.loc[["county_key_fields", "government_st_meetings"]]
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007)
    >>> parts = ci.score_parts(verdicts).query("area == '431024'")
    >>> parts[["target", "counted", "weight_used", "part", "score_without"]].values.tolist()
    [['county_key_fields', 1.0, 0.5, 0.5, 0.5], ['government_st_meetings', 0.5, 0.5, 0.25, 1.0]]
    >>> ci.score_parts(verdicts, cap=0.9)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: cap is 0.9; it is 1 or more, like 1.2 for 120 %.
    """
    rule, limit = one_of(missing, MissingRule, "missing"), number(cap, "cap")
    if limit < 1:
        raise ArgumentError(f"cap is {cap}; it is 1 or more, like 1.2 for 120 %.")
    rows = _one_judgement(assessments)
    counted, unscored = _counted(rows, limit, zero=rule == MissingRule.ZERO)
    given = target_weights(weights, rows.assign(counted=counted))
    each = rows["target"].map(given).astype("float64")  # of no rows it would be text
    used = each.where(counted.notna())
    weight, weight_used = (_share_of_area(owed, rows["area"]) for owed in (each, used))
    part = weight_used * counted
    others, their_weight = (_of_others(values, rows["area"]) for values in (part, weight_used))
    weightless = part.isna() & counted.notna()
    table = rows.assign(
        counted=counted,
        weight=weight.fillna(0.0),
        weight_used=weight_used,
        part=part,
        shortfall=weight_used - part,
        score_without=others / their_weight.where(their_weight > 0),
        reason=unscored.mask(weightless, str(Unscored.NO_WEIGHT)),
    )
    return checked(table[[*ScoreParts.to_schema().columns]], ScoreParts, name="parts of scores")


# --- the table scored ----------------------------------------------------------------------------


def _one_judgement(assessments: pd.DataFrame) -> pd.DataFrame:
    """Admit verdicts of one year in which an area owes each target once."""
    rows = admit(assessments, Assessments, name="assessments").reset_index(drop=True)
    if len(years := sorted(rows["year"].unique())) > 1:
        raise ArgumentError("A score is of one year; choose one, the table holds:", map(str, years))
    twice = rows[rows.duplicated(["target", "area"])]
    if len(twice):
        pairs = map("{} {}".format, twice["target"], twice["area"])
        raise ArgumentError("An area owes a target once; choose one plan, twice or more:", pairs)
    infinite = rows[np.isinf(rows["attainment"])]
    if len(infinite):
        pairs = map("{} {}".format, infinite["target"], infinite["area"])
        raise ArgumentError("Attainments are finite or missing; infinite are those of:", pairs)
    return checked(rows, Assessments, name="assessments")


def _share_of_area(weights: pd.Series[float], areas: pd.Series[str]) -> pd.Series[float]:
    """Divide weights by the sum of their area's; missing where that is zero."""
    whole = weights.groupby(areas).transform("sum")
    return weights / whole.where(whole > 0)


def _of_others(values: pd.Series[float], areas: pd.Series[str]) -> pd.Series[float]:
    """Sum up what the other rows of each row's area hold: those before it and those behind it.

    Taken from the whole by subtraction, what is small beside a row would be lost.
    """
    known = values.fillna(0.0)
    sides = [
        side.groupby(areas).cumsum().groupby(areas).shift(fill_value=0.0) for side in (known, known[::-1])
    ]
    return sides[0] + sides[1]


def _counted(rows: pd.DataFrame, limit: float, *, zero: bool) -> tuple[pd.Series[float], pd.Series[str]]:
    """Return what each target is credited with, and why some are with nothing.

    Of a bound of zero or less there is no share, reported or not: it never counts as zero.
    """
    counted = rows["attainment"].clip(lower=0.0, upper=limit)
    unmeasured = counted.isna() & ((rows["required"] <= 0) | (rows["status"] != Status.NOT_ASSESSABLE))
    unassessed = counted.isna() & ~unmeasured
    why = (str(Unscored.NOT_ASSESSED) + (": " + rows["reason"]).fillna("")).where(unassessed)
    reason = why.mask(unmeasured, str(Unscored.NO_ATTAINMENT)).astype("str")
    return counted.mask(unassessed & zero, 0.0), reason


# --- areas ---------------------------------------------------------------------------------------


def _summed(parts: pd.DataFrame) -> pd.DataFrame:
    """Add up the parts of each area, and rank the areas."""
    known = parts["part"].notna()
    rank = infirmity(parts["obs_status"].where(known))
    wanted = parts.assign(known=known, covered=parts["weight"].where(known, 0.0), infirmity=rank)
    areas = wanted.groupby("area", sort=False)
    table = pd.DataFrame(
        {
            "year": areas["year"].first(),
            "score": areas["part"].sum(min_count=1).round(DECIMALS),
            "targets": areas.size(),
            "scored": areas["known"].sum(),
            "coverage": areas["covered"].sum().round(DECIMALS),
            "obs_status": status_of(areas["infirmity"].max()),
        }
    ).reset_index()
    ranks = table["score"].rank(ascending=False, method="min").astype("Int64")
    return table.assign(rank=ranks)


def _asks_nothing(rows: pd.DataFrame) -> pd.Series[bool]:
    """Say of each target whether nothing is asked: at least none of what is counted cannot be missed."""
    floor = (rows["form"] == Form.LEVEL) & rows["maximum"].isna() & ~rows["strict"]
    return floor & (rows["minimum"] <= 0)


def _vetoes(
    parts: pd.DataFrame, vetoes: Iterable[str], asked: npt.NDArray[np.bool_], *, zero: bool
) -> tuple[pd.Series[str], pd.Series[bool]]:
    """Return the veto targets that were missed, row by row, and where one could not be assessed."""
    if not isinstance(vetoes, Iterable):
        raise ArgumentError(f"vetoes is {vetoes!r}; it is one or several targets, or () for none.")
    names = [code(veto, "vetoes") for veto in ([vetoes] if isinstance(vetoes, str) else vetoes)]
    known = parts["target"].unique()
    if odd := [f"{name}{did_you_mean(name, [*known])}" for name in names if name not in known]:
        raise UnknownNameError("vetoes name targets that are not in the table:", odd)
    of_veto = parts["target"].isin(names) & asked
    open_ = of_veto & (parts["status"] == Status.NOT_ASSESSABLE)
    missed = of_veto & ((parts["status"] == Status.MISSED) | (open_ & zero))
    return parts["target"][missed], open_ & ~missed


# --- grades --------------------------------------------------------------------------------------


def _grades(grades: Mapping[str, float], cap: float) -> dict[Grade, float]:
    """Read the least scores of the grades, the best first, each below the one before, none above the cap."""
    wanted: list[Grade] = [grade for grade in Grade if grade != Grade.UNQUALIFIED]
    if not isinstance(grades, Mapping):
        raise ArgumentError(f"grades is {grades!r}; it maps {', '.join(wanted)} to their least score.")
    if {*grades} != {*wanted}:
        raise ArgumentError(f"grades gives the least score of {', '.join(wanted)}; it names:", grades)
    bars: dict[Grade, float] = {grade: number(grades[grade], f"grades of {grade}") for grade in wanted}
    least = [*bars.values()]
    if least != sorted({*least}, reverse=True):
        raise ArgumentError("grades fall from excellent to qualified; they are:", map(str, least))
    if least[0] > cap:
        raise ArgumentError(
            f"No score is above the cap, {cap}; 90 points are 0.9. Grades are:", map(str, least)
        )
    return bars


def _graded(table: pd.DataFrame, bars: dict[Grade, float], best_vetoed: Grade) -> pd.Series[str]:
    """Grade scores; a veto missed caps the grade, one that cannot be said leaves it open where it would."""
    grade = pd.Series(str(Grade.UNQUALIFIED), index=table.index, dtype="str")
    for word, least in reversed(bars.items()):
        grade = grade.mask(table["score"] >= least - 10.0**-DECIMALS, str(word))
    order = [*Grade]
    above = grade.isin([str(word) for word in order[: order.index(best_vetoed)]])
    grade = grade.mask(above & table["vetoed"].fillna(value=False).astype(bool), str(best_vetoed))
    return grade.mask((above & table["vetoed"].isna()) | table["score"].isna())
