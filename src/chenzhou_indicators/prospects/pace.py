"""Pace: how fast a target is approached, and how fast it would have to be.

The actual pace is that since the baseline; the required pace is what is left to do in the time
that is left. Both are yearly: points for a ratio, a compound rate for a level. Eurostat's ratio
of compound rates is there beside them, so that results can be compared with what offices publish.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import one_of, year_number
from ..assessment.actuals import measured
from ..assessment.attainment import RELATIVE_TOLERANCE, bounds_hold, required
from ..assessment.figures import baseline_years, chosen_figures
from ..assessment.reasons import Absence, first_reason
from ..assessment.status import expected_on_the_way, time_elapsed
from ..catalog import area_tree
from ..doors import admit, checked
from ..schemas import LAST_YEAR, Observations, Pace
from ..targets import admit_targets
from ..vocabulary import Obstacle, PaceMethod, Rating, Reason, Shape
from .promises import paths_owed

__all__ = ["pace"]

# What a target without a path keeps silent about.
TOLD = [
    *("baseline", "actual", "expected", "required", "actual_pace", "required_pace", "pace_ratio"),
    *("pace_form", "pace_unit", "year_reached", "rating", "released", "obs_status"),
]


def pace(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    year: int,
    method: Literal["pace", "cagr_ratio"] = "pace",
    as_of: str | date | pd.Timestamp | None = None,
    areas: pd.DataFrame | None = None,
) -> DataFrame[Pace]:
    """Set the pace of each target since its baseline beside the pace it still needs.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in any number of editions. A ratio that was not observed is computed (see `derive`).
    targets : DataFrame[Targets]
        What is promised, from `load_plan` or made by hand.
    year : int
        The year looked at.
    method : "pace" or "cagr_ratio"
        Pace since the baseline over pace needed from now on; or, as Eurostat has it, the compound
        rate since the baseline over the compound rate needed from the baseline to the due year,
        with its word in ``rating``.
    as_of : str like "2008-03-31", date or Timestamp, optional
        Use the editions known on that day; the latest when not given.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Pace]
        One row per target and owing area, in the order of `targets`, then of the area tree.
        ``actual_pace`` and ``required_pace`` a year in ``pace_unit``: the target's unit (points of a
        percentage) where ``pace_form`` is linear, a fraction where it is compound; ``pace_ratio``,
        a fraction, missing where the pace required is 0: a strict bound is reached, not yet passed;
        ``expected``, what the straight way to the bound passes, by which `assess` judges;
        ``year_reached``, the first year the bounds would hold at the actual pace, missing where they
        never would by 2100 (a band may be leapt over). What else cannot be said is missing, and
        ``reason`` says why.

    Raises
    ------
    TableError
        If a table lacks columns or holds the wrong type, a target contradicts itself or is owed twice
        by one area, or a figure that is needed is infinite or has no known status or year.
    ArgumentError
        If `year`, `method` or `as_of` is outside its range.

    Notes
    -----
    With the baseline (t0, b), the actual x in year t and the bound m due in year T:

    .. math:: p = \\frac{x - b}{t - t_0},\\quad r = \\frac{m - x}{T - t}
              \\qquad\\text{or}\\qquad p = (x / b)^{1 / (t - t_0)} - 1,\\quad r = (m / x)^{1 / (T - t)} - 1

    for ratios and for levels, and the ratio is p / r. Along its trajectory a target has r = p. With
    `method` "cagr_ratio" p and r are compound for all, and r = (m / b)^(1 / (T - t0)) - 1; from 95 % on
    the ratio is rated significant progress, from 60 % moderate, from 0 insufficient, and below 0
    movement away. It flatters ratios that start low: a compound rate that is kept grows its steps.
    Of a band, m is the bound nearer to the actual; no compound rate leads into it.

    References
    ----------
    Eurostat, Sustainable development in the European Union: Monitoring report on progress towards the
    SDGs in an EU context, 2023 edition, annex on the assessment of trends with quantitative targets.

    Examples
    --------
    R&D rose from 0.80 to 0.92 % of GDP in the first year, and 1.08 points are left for three years: a
    third of the pace needed, with which 2 % would be there in 2017:

    >>> import chenzhou_indicators as ci
    >>> promise = ci.load_plan("chenzhou-2007").targets.query("target == 'rd_intensity_2010'")
    >>> observations = ci.load_sample("observations")
    >>> row = ci.pace(observations, promise, year=2007).iloc[0]
    >>> [round(float(row[name]), 2) for name in ("actual_pace", "required_pace", "pace_ratio")]
    [0.12, 0.36, 0.33]
    >>> int(row["year_reached"])
    2017
    >>> ci.pace(observations, promise, year=2007, method="cagr_ratio")["rating"].tolist()
    ['insufficient progress']
    >>> ci.pace(observations, promise, year=2007, method="cagr")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: method is 'cagr'; it is one of pace, cagr_ratio.
    """
    way, year = one_of(method, PaceMethod, "method"), year_number(year)
    observations = admit(observations, Observations, name="observations")
    areas = area_tree(areas)
    owed = paths_owed(admit_targets(targets), areas)
    figures = chosen_figures(observations, owed[owed["pathless"].isna()], areas, year=year, as_of=as_of)
    rows = measured(owed, figures, year=year)
    paced = _paced(rows, year) if way == PaceMethod.PACE else _rated(rows, year)
    told = paced["pathless"].isna()
    paced[TOLD] = paced[TOLD].where(told)
    return checked(paced.assign(year=year)[[*Pace.to_schema().columns]], Pace)


def _paced(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Set the pace since the baseline beside the pace from now on."""
    frame = _measures(rows, year)
    baseline, actual, bound, shape = (frame[name] for name in ("baseline", "actual", "required", "shape"))
    gone, left = (frame[name].where(frame[name] > 0) for name in ("gone", "left"))
    done = _yearly(baseline, actual, gone, shape)
    needed = _yearly(actual, bound, left.mask(frame["met"]), shape)
    first = [
        Absence(frame["met"], Obstacle.MET_ALREADY),
        Absence(frame["left"] <= 0, Obstacle.DUE_REACHED, lambda owed: owed["due"].astype("str")),
        *_baseline_absences(frame, year),
    ]
    last = [
        Absence(frame["touching"], Obstacle.BOUND_TOUCHED),
        *_compound_absences(frame, [baseline, actual, bound]),
    ]
    return _with_paces(frame, done, needed.mask(frame["touching"] & needed.notna(), 0.0), first, last, year)


def _rated(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Set the compound rate since the baseline beside that from the baseline to the due year."""
    frame = _measures(rows.assign(shape=str(Shape.COMPOUND)), year)
    baseline, actual, bound, shape = (frame[name] for name in ("baseline", "actual", "required", "shape"))
    whole = frame["gone"] + frame["left"]
    banded = frame["minimum"].notna() & frame["maximum"].notna()
    started_met, touching = _holds(frame, baseline), _touches(frame, baseline)
    done = _yearly(baseline, actual, frame["gone"].where(frame["gone"] > 0), shape)
    ahead = (whole > 0) & (frame["left"] >= 0) & ~started_met & ~banded
    needed = _yearly(baseline, bound, whole.where(ahead), shape)
    needed = needed.mask(touching & needed.notna(), 0.0)
    last = [
        Absence(banded, Obstacle.BAND),
        Absence(started_met, Obstacle.MET_ALREADY, lambda owed: owed["baseline_year"].astype("str")),
        Absence(frame["left"] < 0, Obstacle.DUE_REACHED, lambda owed: owed["due"].astype("str")),
        Absence(touching, Obstacle.BOUND_TOUCHED),
        *_compound_absences(frame, [baseline, actual, bound]),
    ]
    paced = _with_paces(frame, done, needed, _baseline_absences(frame, year), last, year)
    return paced.assign(rating=_rating(paced["pace_ratio"]))


def _measures(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Add the bound to reach, the years gone and left, the path's value, and whether the target is met."""
    start = baseline_years(rows)
    gone, left = year - start.astype("float64"), (rows["due"] - year).astype("float64")
    bound = required(rows["actual"], rows["minimum"], rows["maximum"])
    elapsed = time_elapsed(year, start, rows["due"])
    way = expected_on_the_way(rows["baseline"], bound, elapsed)
    return rows.assign(
        start=start,
        required=bound,
        gone=gone,
        left=left,
        expected=way.where((gone >= 0) & (left >= 0)),
        met=_holds(rows, rows["actual"]),
        touching=_touches(rows, rows["actual"]),
    )


def _holds(rows: pd.DataFrame, value: pd.Series[float]) -> pd.Series[bool]:
    return bounds_hold(value, rows["minimum"], rows["maximum"], strict=rows["strict"], magnitude=value.abs())


def _touches(rows: pd.DataFrame, value: pd.Series[float]) -> pd.Series[bool]:
    """Say whether a value has reached a strict bound, which it has yet to pass."""
    return _holds(rows.assign(strict=False), value) & ~_holds(rows, value)


def _yearly(
    start: pd.Series[float], end: pd.Series[float], years: pd.Series[float], shape: pd.Series[str]
) -> pd.Series[float]:
    """Return the yearly step, or the yearly rate, from start to end; missing where there is none."""
    rate = (end.where(end > 0) / start.where(start > 0)) ** (1 / years) - 1
    # 1 to the power of nothing is 1: over no years there is no rate, not one of zero.
    return ((end - start) / years).where(shape == Shape.LINEAR, rate.where(years.notna()))


def _with_paces(
    frame: pd.DataFrame,
    done: pd.Series[float],
    needed: pd.Series[float],
    first: list[Absence],
    last: list[Absence],
    year: int,
) -> pd.DataFrame:
    """Add the paces and what follows from them; reasons in order: `first`, the baseline's own, `last`."""
    linear = frame["shape"] == Shape.LINEAR
    points = frame["unit"].mask(frame["unit"] == "%", "percentage points")
    lacking = frame["pathless"].fillna(frame["reason"]).fillna(first_reason(frame, first))
    return frame.assign(
        actual_pace=done,
        required_pace=needed,
        pace_ratio=done / needed.where(needed != 0),
        pace_form=frame["shape"],
        pace_unit=points.where(linear, "fraction"),
        year_reached=_year_reached(frame, done, year),
        rating=pd.Series(None, index=frame.index, dtype="str"),
        reason=lacking.fillna(frame["baseline_reason"]).fillna(first_reason(frame, last)),
    )


def _year_reached(frame: pd.DataFrame, done: pd.Series[float], year: int) -> pd.Series[Any]:
    """Return the first year the bounds hold if the pace stays; missing where that is never or past 2100."""
    actual, bound, linear = frame["actual"], frame["required"], frame["shape"] == Shape.LINEAR
    by_rates = np.log(bound.where(bound > 0) / actual.where(actual > 0)) / np.log1p(done.where(done > -1))
    steps = ((bound - actual) / done.where(done != 0)).where(linear, by_rates)
    whole = pd.Series(np.ceil(steps - RELATIVE_TOLERANCE * steps.abs()), index=frame.index)
    # More than the bound is asked: a year that only reaches it is one too early.
    whole = whole.mask(frame["strict"] & (steps - whole).abs().le(RELATIVE_TOLERANCE * whole), whole + 1)
    whole = whole.mask(frame["touching"], 1.0)
    whole = whole.where((whole > 0) & (whole <= LAST_YEAR - year) & ~frame["met"])
    then = (actual + done * whole).where(linear, actual * (1 + done) ** whole)
    reached: pd.Series[Any] = (year + whole).where(_holds(frame, then)).astype("Int64")
    return reached


def _baseline_absences(frame: pd.DataFrame, year: int) -> list[Absence]:
    start, gone = frame["start"], frame["gone"]
    return [
        Absence(start.isna(), Reason.NO_BASELINE_YEAR),
        Absence(gone < 0, Reason.BEFORE_BASELINE, lambda owed: pd.Series(str(year), index=owed.index)),
        Absence(gone == 0, Obstacle.AT_BASELINE, lambda owed: owed["baseline_year"].astype("str")),
    ]


def _compound_absences(frame: pd.DataFrame, values: list[pd.Series[float]]) -> list[Absence]:
    together = pd.concat(values, axis=1)
    low, high = together.min(axis=1), together.max(axis=1)
    compound = frame["shape"] == Shape.COMPOUND
    return [
        Absence(compound & (low < 0) & (high > 0), Obstacle.SIGN_CHANGES),
        Absence(compound & (low <= 0), Obstacle.NO_COMPOUND_RATE),
    ]


def _rating(ratio: pd.Series[float]) -> pd.Series[str]:
    """Rate the ratio of compound rates as Eurostat does; a ratio on the edge is rated by the better word."""
    ratio = ratio + RELATIVE_TOLERANCE  # rounding must not decide
    words = pd.CategoricalDtype([str(word) for word in Rating])
    codes = np.select([ratio >= 0.95, ratio >= 0.60, ratio >= 0, ratio < 0], [0, 1, 2, 3], -1)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=words), index=ratio.index).astype("str")
