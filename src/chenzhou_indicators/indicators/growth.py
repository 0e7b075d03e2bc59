"""Growth: the relative change of a quantity from one year to a later one.

Growth is a fraction: 0.24 is 24 %. It has meaning for flows and stocks only; the growth of a
rate, or of an index that already states a growth, means nothing and is refused. From zero or
less nothing grows: such growth is missing, never infinite.
"""

from __future__ import annotations

from numbers import Real
from typing import overload

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import code
from ..catalog import load_indicators, require_known
from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import Growth, Observations
from ..vocabulary import Kind
from .figures import figures_of

__all__ = ["average_growth", "relative_change", "yearly_growth"]


def yearly_growth(observations: pd.DataFrame, indicator: str) -> DataFrame[Growth]:
    """Return the growth of an indicator on the year before, for every area and year.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    indicator : str
        Code of a flow or a stock.

    Returns
    -------
    DataFrame[Growth]
        ``indicator``, ``area``, ``year``, ``growth`` [fraction], one row per observation, ordered by
        area and year. Missing where the value or the year before is missing, or where the year
        before is zero or less.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or a figure of the indicator is infinite or its
        status unknown.
    UnknownNameError
        If the indicator is not in the catalogue.
    ArgumentError
        If the indicator is no text, or a ratio, an index or a milestone.
    EditionError
        If a figure stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.

    Notes
    -----
    .. math:: g_t = (x_t - x_{t-1}) / x_{t-1}

    with :math:`x_t` the value of year t in the unit of the catalogue.

    References
    ----------
    System of National Accounts 2008, chapter 15.

    Examples
    --------
    High-tech output rose by 24 % in the sample's 2007, where the plan asked for 30:

    >>> import chenzhou_indicators as ci
    >>> observations = ci.latest_vintage(ci.load_sample("observations"))
    >>> growth = ci.yearly_growth(observations, "hightech_output")
    >>> growth.query("area == '431000' and year == 2007")["growth"].round(4).tolist()
    [0.24]
    >>> ci.yearly_growth(observations, "rd_intensity")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: rd_intensity is of kind ratio; ...
    """
    catalogue = load_indicators()
    require_known([code(indicator, "indicator")], catalogue, headline="Not in the indicator catalogue:")
    catalogue = catalogue.set_index("indicator")
    kind, unit = str(catalogue.loc[indicator, "kind"]), str(catalogue.loc[indicator, "unit"])
    if kind not in (Kind.FLOW, Kind.STOCK):
        raise ArgumentError(f"{indicator} is of kind {kind}; only flows and stocks grow. Use its change.")
    observations = admit(observations, Observations, name="observations")
    rows = figures_of(observations, {indicator: unit})
    rows = rows[["indicator", "area", "year", "value"]].sort_values(["area", "year"], ignore_index=True)
    before = rows[["area", "year", "value"]].assign(year=rows["year"] + 1)
    pairs = rows.merge(before, on=["area", "year"], how="left", suffixes=("", "_before"), validate="1:1")
    pairs["growth"] = relative_change(pairs["value"], pairs["value_before"])
    return checked(pairs[["indicator", "area", "year", "growth"]], Growth, name="growth")


def relative_change(value: pd.Series[float], before: pd.Series[float]) -> pd.Series[float]:
    """Return (value - before) / before, missing where `before` is missing, zero or less.

    Examples
    --------
    >>> relative_change(pd.Series([124.0, 5.0]), pd.Series([100.0, 0.0])).tolist()
    [0.24, nan]
    """
    base = before.where(before > 0)
    return (value - base) / base


@overload
def average_growth(start: float, end: float, years: float) -> float: ...
@overload
def average_growth(
    start: pd.Series[float], end: pd.Series[float] | float, years: pd.Series[float] | float
) -> pd.Series[float]: ...
def average_growth(
    start: float | pd.Series[float],
    end: float | pd.Series[float],
    years: float | pd.Series[float],
) -> float | pd.Series[float]:
    """Return the constant yearly growth that leads from one value to another.

    Parameters
    ----------
    start, end : float or aligned Series of float
        First and last value in one unit; `start` above zero, `end` zero or more. Missing gives missing.
    years : float or aligned Series of float
        Years between them, above zero.

    Returns
    -------
    float or Series of float
        Average compound growth a year [fraction]; a Series on the index of the arguments.

    Raises
    ------
    ArgumentError
        If a value is no number or outside its range, or two Series do not share an index.

    Notes
    -----
    .. math:: g = (x_n / x_0)^{1/n} - 1

    with :math:`x_0` the start, :math:`x_n` the end and :math:`n` the years: the level method
    (水平法) of the National Bureau of Statistics.

    References
    ----------
    China Statistical Yearbook 2008, chapter 1, explanatory notes (average annual growth rate).

    Examples
    --------
    National R&D over GDP went from 0.76 % (1999) to 1.42 % (2006), but a rate has no growth; its
    numerator has, 67.89 to 300.31 billion yuan:

    >>> round(average_growth(678.9, 3003.1, 7), 4)
    0.2367
    >>> average_growth(0, 1, 7)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: start must be above zero; it is 0.
    """
    odd = [argument for argument in (start, end, years) if not isinstance(argument, Real | pd.Series)]
    if odd:
        raise ArgumentError(f"start, end and years are numbers or Series; {odd[0]!r} is neither.")
    series = [argument for argument in (start, end, years) if isinstance(argument, pd.Series)]
    if any(not argument.index.equals(series[0].index) for argument in series):
        raise ArgumentError("start, end and years do not share one index; align them first: .align().")
    _require(start, np.less_equal, "start must be above zero")
    _require(end, np.less, "end must be zero or more")
    _require(years, np.less_equal, "years must be above zero")
    growth = (end / start) ** (1 / years) - 1
    return growth if isinstance(growth, pd.Series) else float(growth)


def _require(argument: float | pd.Series[float], outside: np.ufunc, rule: str) -> None:
    """Refuse values of an argument for which `outside(value, 0)` holds."""
    values = argument if isinstance(argument, pd.Series) else pd.Series([argument])
    wrong = values[outside(values, 0)]
    if len(wrong) and isinstance(argument, pd.Series):
        raise ArgumentError(f"{rule}; it is not at:", [f"{at}: {value}" for at, value in wrong.items()])
    if len(wrong):
        raise ArgumentError(f"{rule}; it is {argument}.")
