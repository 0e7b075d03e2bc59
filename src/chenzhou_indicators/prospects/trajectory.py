"""The path: the value a target implies for each year.

A promise for 2010 asks something of every year before. The trajectory runs from the baseline
through the milestones to the target, by equal steps (linear) or by equal rates (compound). It
says what the promise asks for, never what will happen: that is a projection.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from numbers import Real
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import code, number, one_of, year_number
from ..doors import checked
from ..errors import ArgumentError
from ..schemas import Trajectory
from ..vocabulary import Point, Shape

__all__ = ["trajectory"]

Years = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


def trajectory(
    baseline_year: int,
    baseline_value: float,
    due: int,
    target_value: float,
    *,
    shape: Literal["linear", "compound"] = "linear",
    milestones: Mapping[int, float] | pd.Series[float] | None = None,
    area: str | None = None,
    indicator: str | None = None,
) -> DataFrame[Trajectory]:
    """Return the value a target implies for each year from the baseline to the due year.

    Parameters
    ----------
    baseline_year : int
        The year the promise is counted from.
    baseline_value : float
        The value of that year, in any unit.
    due : int
        The year the target is judged; after the baseline year.
    target_value : float
        The value promised for it, in the same unit.
    shape : "linear" or "compound"
        By equal yearly steps, fit for ratios; or by equal yearly rates, fit for levels, where
        every value has to be above zero.
    milestones : dict of year to value, or Series indexed by year, optional
        Values promised for years between; the path passes through each.
    area, indicator : str, optional
        Codes to carry in the table.

    Returns
    -------
    DataFrame[Trajectory]
        ``area``, ``indicator``, ``year``, ``expected_value`` in the unit given, ``shape``, and
        ``point``: baseline, milestone, target, or missing between them. One row a year, in order.

    Raises
    ------
    ArgumentError
        If a year is none or the due year not after the baseline year, milestones are no mapping, name
        a year twice or one that is not between them, a value is missing or infinite, `shape` is
        unknown, a code is no text, or a compound path would start from, pass or end at zero or less.

    Notes
    -----
    Between two points (t0, a) and (t1, b) the path is

    .. math:: x_t = a + (b - a) \\frac{t - t_0}{t_1 - t_0}
              \\quad\\text{or}\\quad x_t = a (b / a)^{(t - t_0) / (t_1 - t_0)}.

    Examples
    --------
    From 0.80 % of GDP in 2006 to 2 % in 2010 the city's R&D has to rise by 0.3 points a year:

    >>> import chenzhou_indicators as ci
    >>> path = ci.trajectory(2006, 0.80, 2010, 2.0)
    >>> path["expected_value"].round(3).tolist()
    [0.8, 1.1, 1.4, 1.7, 2.0]
    >>> late = ci.trajectory(2006, 0.80, 2010, 2.0, milestones={2009: 1.1})
    >>> late["expected_value"].round(3).tolist()
    [0.8, 0.9, 1.0, 1.1, 2.0]
    >>> ci.trajectory(2006, -1.0, 2010, 2.0, shape="compound")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: No compound path through zero or less; use shape="linear":
      - 2006: -1
    """
    form = one_of(shape, Shape, "shape")
    start, end = year_number(baseline_year, "baseline_year"), year_number(due, "due")
    if end <= start:
        raise ArgumentError(f"due is {end}, not after the baseline year {start}; no path runs there.")
    between = dict(_milestones(milestones, start, end))
    points = {
        start: number(baseline_value, "baseline_value"),
        **dict(sorted(between.items())),
        end: number(target_value, "target_value"),
    }
    if form == Shape.COMPOUND:
        _require_above_zero(points)
    marks = {start: Point.BASELINE, **dict.fromkeys(between, Point.MILESTONE), end: Point.TARGET}
    years = np.arange(start, end + 1)
    path = pd.DataFrame(
        {
            "area": area if area is None else code(area, "area"),
            "indicator": indicator if indicator is None else code(indicator, "indicator"),
            "year": years,
            "expected_value": _through(points, years, form),
            "shape": str(form),
            "point": [str(marks[year]) if year in marks else None for year in years.tolist()],
        }
    )
    return checked(path.astype({"area": "str", "indicator": "str", "point": "str"}), Trajectory)


def _through(points: Mapping[int, float], years: Years, shape: Shape) -> Values:
    """Connect points by equal steps, or by equal rates; each point is passed exactly."""
    at, values = np.array([*points]), np.array([*points.values()], dtype="float64")
    if shape == Shape.LINEAR:
        return np.asarray(np.interp(years, at, values))
    path: Values = np.exp(np.interp(years, at, np.log(values)))
    path[np.isin(years, at)] = values
    return path


def _milestones(
    milestones: Mapping[int, float] | pd.Series[float] | None, start: int, end: int
) -> Iterator[tuple[int, float]]:
    """Read milestones; refuse those outside the path or without a value."""
    if milestones is None:
        return
    if not isinstance(milestones, Mapping | pd.Series):
        raise ArgumentError("milestones are a dict of year to value, like {2008: 1.4}.")
    if isinstance(milestones, pd.Series) and milestones.index.has_duplicates:
        raise ArgumentError("milestones name a year twice; keep one value each.")
    odd = []
    for year, value in milestones.items():
        when = year_number(year, "a milestone's year")
        if not start < when < end:
            odd.append(f"{when} is not between {start} and {end}")
        elif not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
            odd.append(f"{when} has the value {value!r}")
        else:
            yield when, float(value)
    if odd:
        raise ArgumentError("milestones the path cannot pass:", odd)


def _require_above_zero(points: Mapping[int, float]) -> None:
    low = [f"{year}: {value:g}" for year, value in points.items() if value <= 0]
    if low:
        raise ArgumentError('No compound path through zero or less; use shape="linear":', low)
