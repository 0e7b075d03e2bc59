"""Convergence: whether areas came closer to each other.

Two questions, with two answers. Did the spread among areas shrink? That is their variation, before and
after. Did those that were behind grow faster? That is the slope of growth on the level at the start. The
second does not answer the first: those behind may overtake, and the spread be what it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import load_indicators
from ..doors import checked
from ..errors import ArgumentError
from ..schemas import Convergence
from ..vintages import status_of
from ..vocabulary import Kind, Unaccounted
from .choice import Areas, figures_compared, pairs_of_years
from .ranks import TIE

__all__ = ["convergence"]

FEWEST = 3  # areas for a slope and its error
Floats = np.ndarray[Any, np.dtype[np.float64]]
REGRESSED = ("slope", "standard_error", "speed", "half_life", "r_squared")


def convergence(
    observations: pd.DataFrame, indicator: str, *, years: Iterable[int], areas: Areas = None
) -> DataFrame[Convergence]:
    r"""Say whether areas that were behind caught up from one year to another.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    indicator : str
        Code of a flow, a stock or a ratio like GDP per head, of the catalogue or observed.
    years : iterable of int
        Two or more, going up; each is compared with the one given before it.
    areas : str, iterable of str or DataFrame, optional
        A level of area, like "county"; codes; or an area tree, as `load_areas` returns it: areas of one
        level. By default every area with an observation of the indicator in these years.

    Returns
    -------
    DataFrame[Convergence]
        One row per pair of years: how many ``areas`` have both figures above zero, their
        ``variation_before`` and ``variation`` (standard deviation over mean, unweighted), missing where
        there are fewer than two, and of the regression ``slope``, ``standard_error`` and ``r_squared``,
        ``speed`` [1/year] and ``half_life`` [years]. The ``reason`` says why the regression or the speed
        is missing, and names the areas left out. There is no half-life where the gap does not close, and no
        r-squared where all grew alike.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or a figure compared is infinite, smaller than
        1e-100 or larger than 1e100, or its status unknown.
    UnknownNameError
        If the indicator or an area is neither in its catalogue nor observed.
    ArgumentError
        If the indicator is an index, a milestone or no text; if years are no years, fewer than two or not
        going up; if no area is named, one twice, or the areas are of several levels.
    EditionError
        If a figure of these years stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.

    Notes
    -----
    With :math:`x_{i0}` and :math:`x_{iT}` the figures of area i, T years apart, ordinary least squares of

    .. math:: \frac{1}{T} \ln \frac{x_{iT}}{x_{i0}} = a + b \ln x_{i0} + u_i

    gives the slope b; :math:`1 + bT = e^{-\beta T}` the speed :math:`\beta = -\ln(1 + bT) / T`, the rate at
    which the gap closes, continuously compounded; and the half-life is :math:`\ln 2 / \beta`. A speed needs
    :math:`1 + bT > 0`: else the gap was closed in full, or areas overtook each other. The standard error
    is that of n - 2 degrees of freedom. Variation is :math:`\sigma / \mu` over the same areas, with n in the
    denominator of :math:`\sigma^2`.

    References
    ----------
    Barro and Sala-i-Martin, Convergence, Journal of Political Economy 100 (1992), pages 223-251: beta in the
    regression of growth on the initial level, sigma as the spread.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> observations = ci.derive(ci.latest_vintage(ci.load_sample("observations")))
    >>> closer = ci.convergence(observations, "gdp_per_capita", years=(2006, 2010), areas="county")
    >>> closer[["areas", "variation_before", "variation", "slope", "standard_error"]].round(3)
       areas  variation_before  variation  slope  standard_error
    0     11             0.599      0.598 -0.003           0.002
    >>> ci.convergence(observations, "gdp", years=(2006, 2007))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: Areas of one level are compared; name one, like areas="county":
      - 431000: city
      - 431002: county
      ...
    """
    pairs = pairs_of_years(years)
    every = sorted({year for pair in pairs for year in pair})
    chosen = figures_compared(observations, every, areas, indicator)
    _require_a_level(indicator)
    _require_one_level(chosen.levels)
    figures, names = chosen.figures.set_index("area"), chosen.levels.index
    sides = {year: figures[figures["year"] == year].reindex(names) for year in every}
    rows = [_converged(sides[before], sides[year], year - before) for before, year in pairs]
    table = pd.DataFrame(rows).assign(indicator=indicator)
    table[["year_before", "year"]] = pairs
    table["obs_status"] = status_of(table["rank"])
    return checked(table[[*Convergence.to_schema().columns]].astype({"reason": "str"}), Convergence)


def _require_a_level(indicator: str) -> None:
    """Refuse what has no level that areas could have in common."""
    kind = load_indicators().set_index("indicator")["kind"].get(indicator)
    if kind in (Kind.INDEX, Kind.MILESTONE):
        raise ArgumentError(f"{indicator} is of kind {kind}; only flows, stocks and ratios have a level.")


def _require_one_level(levels: pd.Series[str]) -> None:
    """Refuse areas of several levels, for parks lie inside counties and counties inside the city."""
    if levels.nunique(dropna=False) > 1:
        headline = 'Areas of one level are compared; name one, like areas="county":'
        raise ArgumentError(headline, map("{}: {}".format, levels.index, levels.fillna("no known level")))


def _converged(before: pd.DataFrame, after: pd.DataFrame, span: int) -> dict[str, Any]:
    """Measure how the areas with both figures above zero moved towards each other."""
    there = (before["value"] > 0) & (after["value"] > 0)
    start, end = (side.loc[there, "value"].to_numpy() for side in (before, after))
    obstacle = _obstacle(start)
    measured = dict.fromkeys(REGRESSED, float("nan")) if obstacle else _regressed(start, end, span)
    if obstacle is None and np.isnan(measured["speed"]):
        obstacle = str(Unaccounted.OVERTAKEN)
    left_out = None if there.all() else f"{Unaccounted.LEFT_OUT}: {', '.join(there.index[~there])}"
    return {
        "areas": len(start),
        "variation_before": _variation(start),
        "variation": _variation(end),
        **measured,
        "reason": ": ".join(filter(None, [obstacle, left_out])) or None,
        "rank": pd.concat([before.loc[there, "rank"], after.loc[there, "rank"]]).max(),
    }


def _obstacle(start: Floats) -> str | None:
    """Say why growth cannot be regressed on these levels, if it cannot."""
    if len(start) < FEWEST:
        return str(Unaccounted.FEW_AREAS)
    return str(Unaccounted.SAME_START) if np.ptp(np.log(start)) <= TIE else None


def _variation(values: Floats) -> float:
    """Return the standard deviation over the mean; of a single value there is none."""
    return float(values.std() / values.mean()) if len(values) > 1 else float("nan")


def _regressed(start: Floats, end: Floats, span: int) -> dict[str, float]:
    """Regress yearly log growth on the log of the start, by ordinary least squares."""
    level, growth = np.log(start), (np.log(end) - np.log(start)) / span
    level, growth = level - level.mean(), growth - growth.mean()
    growth = growth if np.ptp(growth) > TIE else np.zeros_like(growth)
    squares, total, product = level @ level, growth @ growth, level @ growth
    product = product if abs(product) > TIE * np.sqrt(squares * total) else 0.0
    slope = product / squares
    rest = growth - slope * level
    kept = 1 + slope * span  # of the gap, at the end
    speed = 0.0 - np.log(kept) / span if kept > TIE else np.nan
    return {
        "slope": slope,
        "standard_error": np.sqrt(rest @ rest / (len(start) - 2) / squares),
        "speed": speed,
        "half_life": np.log(2) / speed if speed > 0 else np.nan,
        "r_squared": product**2 / (squares * total) if total > 0 else np.nan,
    }
