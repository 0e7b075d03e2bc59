"""The outlook: what every method says of a promise, side by side.

The choice of method can decide the answer. So all are shown, each with its interval and its
probability; that they disagree is a finding, and is never averaged away. Ratios are read by the
straight line first, levels by the compound rate.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import share, year_number
from ..assessment.attainment import bounds_hold
from ..assessment.figures import chosen_series, series_of
from ..assessment.reasons import Absence, first_reason
from ..catalog import area_tree
from ..doors import admit, checked
from ..schemas import Observations, Outlook
from ..targets import admit_targets
from ..vintages import status_of
from ..vocabulary import Method, Obstacle, Reason, Shape, Status
from .extrapolation import LEAST_POINTS, carried, fitted, likelihood
from .promises import TRACED, paths_owed

__all__ = ["METHODS", "outlook"]

METHODS = (Method.LINEAR, Method.DRIFT, Method.LOG_LINEAR, Method.COMPOUND)
FIRST = {str(Shape.LINEAR): str(Method.LINEAR), str(Shape.COMPOUND): str(Method.COMPOUND)}
NUMBERS = ["median", "lower", "upper", "probability"]
CARRIED = [
    *TRACED,
    "n_observations",
    "first_year",
    "last_year",
    "last_value",
    "reason",
    "obs_status",
    "shape",
]
VERDICTS = pd.CategoricalDtype([str(Status.MET), str(Status.MISSED), str(Status.NOT_ASSESSABLE)])

Floats = npt.NDArray[np.float64]
Projections = dict[str, Floats]


def outlook(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    year: int,
    as_of: str | date | pd.Timestamp | None = None,
    level: float = 0.95,
    every_year: bool = False,
    areas: pd.DataFrame | None = None,
) -> DataFrame[Outlook]:
    """Say by every method whether each target will be met when it is due.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in any number of editions. A ratio that was not observed is computed (see `derive`).
    targets : DataFrame[Targets]
        What is promised, from `load_plan` or made by hand.
    year : int
        The year looked from: later observations are not used.
    as_of : str like "2007-12-31", date or Timestamp, optional
        Use the editions known on that day; the latest when not given.
    level : float, optional
        Probability that the intervals hold, between 0 and 1.
    every_year : bool, optional
        Give a row for every year after the last observed, not only for the due year.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Outlook]
        One row per target, owing area and method, in the order of `targets`, of the area tree and of
        the methods linear, drift, log_linear, compound. ``median``, ``lower`` and ``upper`` in ``unit``;
        ``probability`` of meeting the target with its ``likelihood`` in words, in the due year;
        ``verdict``: met or missed by the median of the due year; ``agreement``: all methods that
        speak give one verdict; ``spread`` of their medians; ``read_first`` marks the method to read
        first. A target without a projection has its rows, and says why in ``reason``; a method
        that has none says so too. Missing values are gaps: the years stand where they are.

    Raises
    ------
    TableError
        If a table lacks columns or holds the wrong type, a target contradicts itself or is owed twice
        by one area, or a figure that is needed is infinite or has no known status or year.
    ArgumentError
        If `year`, `as_of` or `level` is outside its range.

    Notes
    -----
    The methods, their intervals and the probability are those of `project`. Nothing is projected
    from fewer than four values. Words for probabilities are the calibrated ones of the IPCC.

    References
    ----------
    ``docs/methods/projection.md``; Mastrandrea and others, Guidance Note on Consistent Treatment of
    Uncertainties, IPCC 2010, table 1, page 3.

    Examples
    --------
    The city promised 2 % of GDP by 2010. From its illustrative figures of 2004 to 2007:

    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007")
    >>> promise = plan.targets.query("target == 'rd_intensity_2010'")
    >>> ahead = ci.outlook(ci.load_sample("observations"), promise, year=2007)
    >>> ahead[["method", "median", "verdict", "likelihood"]].round(2)
           method  median verdict              likelihood
    0      linear    1.22  missed  exceptionally unlikely
    1       drift    1.23  missed  exceptionally unlikely
    2  log_linear    1.39  missed  exceptionally unlikely
    3    compound    1.39  missed  exceptionally unlikely
    >>> ci.outlook(ci.load_sample("observations"), promise, year=2007, level=95)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: level is 95; it is a fraction between 0 and 1, like 0.95.
    """
    year, level = year_number(year), share(level, "level")
    observations = admit(observations, Observations, name="observations")
    areas = area_tree(areas)
    owed = paths_owed(admit_targets(targets), areas)
    level_owed = owed[owed["pathless"].isna()]
    series = series_of(chosen_series(observations, level_owed, areas, until=year, as_of=as_of), owed)
    owed = _with_past(owed, series, year)
    ahead = _years_ahead(owed, every_year=every_year)
    projections = _projections(owed, series, ahead, level)
    return checked(_laid_out(owed, ahead, projections, level), Outlook)


def _with_past(owed: pd.DataFrame, series: pd.DataFrame, year: int) -> pd.DataFrame:
    """Add to each owed target what its series is, and why it cannot be carried on."""
    series = series[owed["pathless"].isna().to_numpy()[series["series"]]]
    present = series[series["value"].notna()]
    grouped = present.groupby("series")
    past = grouped.agg(
        n_observations=("value", "size"),
        first_year=("year", "first"),
        last_year=("year", "last"),
        last_value=("value", "last"),
        rank=("rank", "max"),
    ).reindex(range(len(owed)))
    several, odd = (
        series[series[flag]].groupby("series")["year"].first().reindex(range(len(owed))).astype("Int64")
        for flag in ("several", "odd")
    )
    n = past["n_observations"].fillna(0).astype("int64")
    absences = [
        Absence(owed["due"] <= year, Obstacle.DUE_REACHED, lambda rows: rows["due"].astype("str")),
        Absence(several.notna(), Reason.SEVERAL_EDITIONS, _naming(several)),
        Absence(odd.notna(), Reason.NOT_CONVERTIBLE, _naming(odd)),
        Absence(n < LEAST_POINTS, Obstacle.TOO_FEW, lambda rows: n[rows.index].astype("str")),
    ]
    reason = owed["pathless"].fillna(first_reason(owed, absences))
    return owed.assign(
        reason=reason,
        n_observations=n,
        first_year=past["first_year"].astype("Int64"),
        last_year=past["last_year"].astype("Int64"),
        last_value=past["last_value"],
        obs_status=status_of(past["rank"]),
    )


def _naming(years: pd.Series[Any]) -> Callable[[pd.DataFrame], pd.Series[str]]:
    return lambda rows: rows["indicator"] + " " + years[rows.index].astype("str")


def _years_ahead(owed: pd.DataFrame, *, every_year: bool) -> pd.DataFrame:
    """Return the place of each owed target with the due year, or each year from the last value to it."""
    due = owed["due"].to_numpy()
    last = owed["last_year"].where(owed["reason"].isna()).astype("float64").fillna(owed["due"] - 1)
    steps = due - last.to_numpy().astype("int64") if every_year else np.ones(len(owed), dtype="int64")
    place = np.repeat(np.arange(len(owed)), steps)
    left = np.repeat(np.cumsum(steps), steps) - np.arange(len(place)) - 1
    return pd.DataFrame({"place": place, "year": due[place] - left})


def _projections(owed: pd.DataFrame, series: pd.DataFrame, ahead: pd.DataFrame, level: float) -> Projections:
    """Return median, lower, upper and probability: a row per year ahead, a column per method."""
    goes_on = owed["reason"].isna().to_numpy()
    rows = series[goes_on[series["series"]] & series["value"].notna().to_numpy()]
    past = [rows[column].to_numpy() for column in ("series", "year", "value")]
    place, years = ahead["place"].to_numpy(), ahead["year"].to_numpy()
    due = years == owed["due"].to_numpy()[place]
    low, high = (np.where(due, owed[bound].to_numpy()[place], np.nan) for bound in ("minimum", "maximum"))
    strict = owed["strict"].to_numpy()[place]
    by_method = []
    for method in METHODS:
        fits = fitted(*past, count=len(owed), method=method).take(place)
        by_method.append(carried(fits, years, method=method, level=level, bounds=(low, high), strict=strict))
    return {
        name: np.stack(each, axis=1) for name, each in zip(NUMBERS, zip(*by_method, strict=True), strict=True)
    }


def _laid_out(
    owed: pd.DataFrame, ahead: pd.DataFrame, projections: Projections, level: float
) -> pd.DataFrame:
    """Lay the methods out, one row each, with what they say together."""
    place, median = ahead["place"].to_numpy(), projections["median"]
    met = _met(owed, median[ahead["year"].to_numpy() == owed["due"].to_numpy()[place]])
    verdicts = pd.Categorical.from_codes(
        np.where(np.isnan(met), 2, met == 0).ravel().astype("int8"), dtype=VERDICTS
    )
    rows = owed[CARRIED].take(np.repeat(place, len(METHODS))).reset_index(drop=True)
    rows = rows.assign(
        method=pd.Series([*map(str, METHODS)] * len(ahead), dtype="str"),
        year=np.repeat(ahead["year"].to_numpy(), len(METHODS)),
        level=level,
        spread=np.repeat(np.fmax.reduce(median, axis=1) - np.fmin.reduce(median, axis=1), len(METHODS)),
        **{name: values.ravel() for name, values in projections.items()},
    )
    each = (place[:, None] * len(METHODS) + np.arange(len(METHODS))).ravel()
    silent = rows["reason"].isna() & rows["median"].isna()
    return rows.assign(
        read_first=rows["method"] == rows["shape"].map(FIRST),
        likelihood=likelihood(rows["probability"]),
        verdict=pd.Series(verdicts.astype("str"), dtype="str").take(each).array,
        agreement=_agreement(met).take(np.repeat(place, len(METHODS))),
        reason=rows["reason"].mask(silent, str(Obstacle.NOT_POSITIVE)),
    ).drop(columns="shape")


def _met(owed: pd.DataFrame, medians: Floats) -> Floats:
    """Say of each due year's medians whether they meet the target: 1, 0, or missing."""
    held = []
    for column in medians.T:
        # A rate may leave all numbers behind; that is past any bound all the same.
        median = pd.Series(np.minimum(column, np.finfo("float64").max), index=owed.index)
        holds = bounds_hold(median, owed["minimum"], owed["maximum"], strict=owed["strict"], magnitude=median)
        held.append(holds.astype("float64").where(median.notna()))
    return np.stack(held, axis=1)


def _agreement(met: Floats) -> pd.arrays.BooleanArray:
    """Say whether all methods that speak give one verdict; missing where fewer than two speak."""
    kept, missed = (met == 1).sum(axis=1), (met == 0).sum(axis=1)
    return pd.arrays.BooleanArray((kept == 0) | (missed == 0), kept + missed < 2)
