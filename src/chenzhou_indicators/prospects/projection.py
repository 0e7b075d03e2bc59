"""Projections: the value the past implies for later years, with an interval.

A projection carries the past on by one method and says how sure it is, if the method is right.
Which method is right it cannot know: `outlook` lays them side by side.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import code, number, one_of, share, year_number
from ..catalog import load_indicators
from ..doors import admit, checked
from ..errors import ArgumentError, UnknownNameError, did_you_mean
from ..schemas import Observations, Projection
from ..units import convert
from ..vintages import infirmity, require_one_edition, status_of
from ..vocabulary import Direction, Method
from .extrapolation import LEAST_POINTS, LOGARITHMIC, carried, fitted

__all__ = ["one_series", "project"]


def project(
    observations: pd.DataFrame,
    indicator: str,
    *,
    area: str,
    until: int,
    method: Literal["linear", "drift", "log_linear", "compound", "no_change"] = "linear",
    level: float = 0.95,
    target: float | None = None,
) -> DataFrame[Projection]:
    """Carry one series on to a later year.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    indicator : str
        Code of the indicator catalogue.
    area : str
        Code of the area.
    until : int
        Last year projected; after the last year observed.
    method : {"linear", "drift", "log_linear", "compound", "no_change"}
        How the past is carried on: a straight line by least squares, the last value with the mean
        yearly change, each of the two on logarithms, or the last value as it is.
    level : float, optional
        Probability that the interval holds, between 0 and 1.
    target : float, optional
        A value to reach, in the indicator's catalogue unit: at least that much, also where the
        catalogue knows no better direction, or at most where it says that lower is better.

    Returns
    -------
    DataFrame[Projection]
        One row for each year after the last observed: ``median``, ``lower`` and ``upper`` in ``unit``,
        the catalogue's; ``probability`` of meeting the target in the last row, else missing.
        Missing values are gaps: the years stand where they are.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or a figure of the series is infinite or
        has no known status.
    UnknownNameError
        If the indicator is not in the catalogue, or has no observation in the area.
    EditionError
        If a year stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.
    ArgumentError
        If fewer than four years are observed, `until` is not after the last of them, a method on
        logarithms meets zero or less, or an argument is outside its range.

    Notes
    -----
    With n values ending in year t, h = until - t and t-quantiles of Student's distribution:

    * linear: :math:`\\hat a + \\hat b x`, standard error
      :math:`s \\sqrt{1 + 1/n + (x - \\bar x)^2 / S_{xx}}`, n - 2 degrees of freedom;
    * drift: :math:`y_t + h \\bar d`, standard error :math:`s \\sqrt{h (1 + h / (n - 1))}`, with
      :math:`\\bar d` and s the mean and standard deviation of the n - 1 changes, n - 2 degrees;
    * no_change: :math:`y_t`, standard error :math:`s \\sqrt{h}`, s the root mean square change, n - 1;
    * log_linear and compound: linear and drift on logarithms, the median being the exponential.

    Over gaps n - 1 becomes the years from the first to the last value, and each change counts with
    the years it took (``docs/methods/projection.md``).

    References
    ----------
    Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition 2021, sections 5.2
    and 5.5 (drift, no change) and 7.6 (regression).

    Examples
    --------
    China promised R&D of 2 % of GDP by 2010. On what was known at the end of 2007 (figures to 2006) a
    straight line said 1.8, a compound rate 2.0; it became 1.76:

    >>> import chenzhou_indicators as ci
    >>> known = ci.as_of(ci.load_sample("published"), "2007-12-31")
    >>> for method in ("linear", "compound"):
    ...     ahead = ci.project(known, "rd_intensity", area="100000", until=2010, method=method, target=2)
    ...     print(ahead[["year", "median", "probability"]].tail(1).round(2).to_string(header=False))
    3  2010  1.78  0.0
    3  2010  2.03  0.55
    >>> ci.project(known, "rd_intensity", area="100000", until=2005)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: until is 2005, but rd_intensity in 100000 is observed to 2006...
    """
    way = one_of(method, Method, "method")
    level, until = share(level, "level"), year_number(until, "until")
    goal = np.nan if target is None else number(target, "target")
    rows = one_series(observations, indicator, area)
    years, values = rows["year"].to_numpy(), rows["value"].to_numpy()
    _require_a_past(rows, indicator, area, until, way)
    fits = fitted(np.zeros(len(rows), dtype="int64"), years, values, count=1, method=way)
    ahead = np.arange(years[-1] + 1, until + 1)
    fits = fits.iloc[np.zeros(len(ahead), dtype="int64")]
    known = load_indicators().set_index("indicator").loc[indicator]
    none = np.full(len(ahead), np.nan)
    bound = np.where(ahead == until, goal, np.nan)
    bounds = (none, bound) if known["direction"] == Direction.LOWER else (bound, none)
    median, lower, upper, chance = carried(fits, ahead, method=way, level=level, bounds=bounds)
    return checked(
        pd.DataFrame(
            {
                "area": area,
                "indicator": indicator,
                "method": str(way),
                "year": ahead,
                "median": median,
                "lower": lower,
                "upper": upper,
                "level": level,
                "probability": chance,
                "unit": known["unit"],
                "obs_status": rows["obs_status"].iloc[0],
            }
        ),
        Projection,
    )


def one_series(observations: pd.DataFrame, indicator: str, area: str) -> pd.DataFrame:
    """Return the values of one indicator in one area, year by year, in the catalogue's unit.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each.
    indicator, area : str
        Codes.

    Returns
    -------
    DataFrame
        ``year``, ``value`` and ``obs_status``, the least firm of the series; missing values left out.
    """
    observations = admit(observations, Observations, name="observations")
    indicator, area = code(indicator, "indicator"), code(area, "area")
    catalogue = load_indicators().set_index("indicator")
    if indicator not in catalogue.index:
        hint = did_you_mean(indicator, catalogue.index)
        raise UnknownNameError(f"{indicator} is not in the indicator catalogue{hint}.")
    rows = observations[(observations["indicator"] == indicator) & (observations["area"] == area)]
    if rows.empty:
        known = observations.loc[observations["indicator"] == indicator, "area"].unique()
        there = f"; there is {', '.join(known[:12])}" if len(known) else ""
        raise UnknownNameError(f"No observation of {indicator} in {area}{there}.")
    require_one_edition(rows)
    rows = checked(rows, Observations, name="observations")
    rows = rows[rows["value"].notna()].sort_values("year")
    rows = rows.assign(value=convert(rows["value"], rows["unit"], str(catalogue.loc[indicator, "unit"])))
    least = status_of(infirmity(rows["obs_status"]).groupby(np.zeros(len(rows))).transform("max"))
    return rows[["year", "value"]].assign(obs_status=least)


def _require_a_past(rows: pd.DataFrame, indicator: str, area: str, until: int, method: Method) -> None:
    """Refuse what cannot be carried on."""
    where = f"{indicator} in {area}"
    if len(rows) < LEAST_POINTS:
        raise ArgumentError(
            f"{where} has {len(rows)} observed years; nothing is projected from fewer than {LEAST_POINTS}."
        )
    last = rows["year"].iloc[-1]
    if until <= last:
        raise ArgumentError(f"until is {until}, but {where} is observed to {last}; name a later year.")
    low = rows[rows["value"] <= 0]
    if method in LOGARITHMIC and len(low):
        raise ArgumentError(
            f"{where} has no logarithm, as {method} needs; use linear or drift:",
            [f"{year}: {value:g}" for year, value in zip(low["year"], low["value"], strict=True)],
        )
