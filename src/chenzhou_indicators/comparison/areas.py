"""One area beside the others: its place among its like, its share, how far it is behind.

Areas of one level are compared with each other: a county with counties, never with a park inside one.
"""

from __future__ import annotations

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import year_number
from ..doors import checked
from ..indicators.figures import reason_where
from ..schemas import AreaComparison
from ..vocabulary import Unaccounted
from .choice import Areas, figures_compared, grows
from .ranks import best_first, lower_is_better, numbers_ranked

__all__ = ["compare_areas"]


def compare_areas(
    observations: pd.DataFrame, indicator: str, *, year: int, areas: Areas = None
) -> DataFrame[AreaComparison]:
    r"""Lay the figures of areas in one year side by side.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    indicator : str
        Code of an indicator of the catalogue, or of one that is observed.
    year : int
        The year compared.
    areas : str, iterable of str or DataFrame, optional
        A level of area, like "county"; codes; or an area tree, as `load_areas` returns it. By default every
        area with an observation of the indicator in this year.

    Returns
    -------
    DataFrame[AreaComparison]
        One row per area, in the order given, or in that of the area catalogue. ``value``, ``median``,
        ``difference`` (from it) and ``behind_first`` in the catalogue's unit, or in that of the newest
        row where it knows none; ``rank`` and the number ``ranked``; ``share`` [fraction] of a flow or a
        stock, if every area compared on the level has a figure and none is negative. Median and first are
        those of the areas compared on the same level; missing, like rank and share, where it has fewer than
        two figures. An area without a figure has a row with a ``reason``.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or a figure compared is infinite, smaller than
        1e-100 or larger than 1e100, or its status unknown.
    UnknownNameError
        If the indicator or an area is neither in its catalogue nor observed.
    ArgumentError
        If the indicator is no text or the year none; if no area is named, or one twice.
    EditionError
        If a figure stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.

    Notes
    -----
    With :math:`x_i` the value of area i, m the median and :math:`x_{(1)}` the best value of its level, the
    share is :math:`x_i / \sum_j x_j`, the difference :math:`x_i - m`, and behind the first it is
    :math:`x_{(1)} - x_i`, negative where lower is better. The best is ranked first by the catalogue's
    direction, the largest where there is none; equals share the better place.

    References
    ----------
    郴政发〔2007〕6号, 八: targets are broken down to counties and parks and count in the annual assessment.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> observations = ci.latest_vintage(ci.load_sample("observations"))
    >>> counties = ci.compare_areas(observations, "hightech_output", year=2007, areas="county")
    >>> counties.loc[:2, ["area", "value", "rank", "share", "behind_first"]].round(3)
         area  value  rank  share  behind_first
    0  431002  17.85     2  0.230          3.21
    1  431003  21.06     1  0.272          0.00
    2  431021   9.04     4  0.117         12.02
    >>> ci.compare_areas(observations, "hightech_outptu", year=2007)
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnknownNameError: Neither in the indicator catalogue nor observed:
      - hightech_outptu (did you mean hightech_output?)
    """
    year = year_number(year)
    figures, levels, units = figures_compared(observations, [year], areas, indicator)
    table = figures.set_index("area").reindex(levels.index).reset_index()
    table = table.assign(indicator=indicator, year=year, unit=units[indicator])
    table = _measured(table, levels)
    return checked(table[[*AreaComparison.to_schema().columns]], AreaComparison)


def _measured(table: pd.DataFrame, levels: pd.Series[str]) -> pd.DataFrame:
    """Compare every value with the others of its level, and say which is missing."""
    value, lower = table["value"], lower_is_better(table["indicator"])
    groups = table.groupby(table["area"].map(levels).fillna("")).ngroup()
    counted = numbers_ranked(value, groups)
    compared = value.where(counted > 1).groupby(groups)
    whole, median = compared.transform("sum"), compared.transform("median")
    first = compared.transform("min").where(lower, compared.transform("max"))
    adds_up = grows(table["indicator"]) & (value >= 0).groupby(groups).transform("all") & (whole > 0)
    silent = f"{Unaccounted.NO_FIGURE}: " + table["indicator"] + " " + table["year"].astype("str")
    return table.assign(
        rank=best_first(value, groups, lower),
        ranked=counted,
        share=(value / whole).where(adds_up),
        median=median,
        difference=value - median,
        behind_first=first - value,
        reason=reason_where(value.isna(), silent),
        obs_status=table["obs_status"].where(value.notna()),
    )
