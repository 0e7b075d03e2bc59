"""Growth targets of areas that together make the city's.

A city that promises 30 % can ask 30 % of every county, or more of those that are behind. Whatever it asks,
the growth of the whole is the mean of the areas' growth weighted with their base, so that easing one target
hardens the others. Floors and caps are kept, and what they take or give is shared by the rest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import number, one_of
from ..doors import checked
from ..errors import ArgumentError
from ..schemas import GrowthTargets
from ..vocabulary import GrowthRule
from .by_area import numbers_by_area, require_numbers

__all__ = ["break_down_growth"]

Floats = npt.NDArray[np.float64]

STRENGTH = 0.02  # a year, for a level lower by the factor e
ROUNDING = 1e-12  # of the whole: bounds that miss the total by less meet it


def break_down_growth(
    base: pd.Series[float],
    growth: float,
    *,
    rule: str = "uniform",
    floor: float | pd.Series[float] | None = None,
    cap: float | pd.Series[float] | None = None,
    strength: float | None = None,
    level: pd.Series[float] | None = None,
) -> DataFrame[GrowthTargets]:
    r"""Give every area a growth target, so that together they make the target of the whole.

    Parameters
    ----------
    base : Series of float, indexed by area
        Level of the base year [any one unit], above zero. Areas do not overlap: no counties beside parks.
    growth : float
        Growth of the whole [fraction], above -1.
    rule : "uniform" or "catch_up", optional
        The same growth for every area, or faster growth where the level is lower.
    floor, cap : float or Series of float indexed by area, optional
        The least and the most growth an area is given [fraction, -1 or more].
    strength : float, optional
        Of catching up, zero or more: the growth an area gains over another whose level is higher by the
        factor e = 2.718 [fraction]; 0.02 by default. Only with catch_up.
    level : Series of float indexed by area, optional
        What an area is behind in, like output per head [any one unit], above zero; the base by default. Only
        with catch_up.

    Returns
    -------
    DataFrame[GrowthTargets]
        One row per area, in the order of `base`: ``base``, ``growth`` [fraction], ``target``, the level it
        has to reach [unit of base], and ``bound``, floor or cap, where one binds. The targets add up to
        (1 + growth) times the sum of the bases.

    Raises
    ------
    ArgumentError
        If a base, level or bound is missing, infinite or outside its range, labels repeat or differ, a
        floor is above its cap, the growth cannot be made within the bounds (with the growth they allow), or
        an argument is given that the rule leaves without use.

    Notes
    -----
    .. math:: g_i = \min(u_i, \max(f_i, c + r_i)), \quad \sum_i b_i g_i = g \sum_i b_i

    with b the bases, f and u floor and cap, and :math:`r_i = 0` or, to catch up,
    :math:`r_i = -s \ln l_i`, s the strength and l the level. The constant c is what makes the sum come
    out; there is one, for the left side rises with it.

    References
    ----------
    Catching up: Barro and Sala-i-Martin, Convergence, Journal of Political Economy 100 (1992), pages
    223-251, who found about 2 % a year. Breakdown of the targets: 郴政发〔2007〕6号, 八.

    Examples
    --------
    The city promises 30 %. C, at half the level of the others, is asked for more, but not above 31 %:

    >>> base = pd.Series({"A": 100.0, "B": 100.0, "C": 50.0})
    >>> targets = break_down_growth(base, 0.30, rule="catch_up", cap=0.31)
    >>> targets.round(4)
      area   base  growth  target bound
    0    A  100.0  0.2975  129.75   NaN
    1    B  100.0  0.2975  129.75   NaN
    2    C   50.0  0.3100   65.50   cap
    >>> float(targets["target"].sum().round(9))
    325.0
    >>> break_down_growth(base, 0.30, cap=0.25)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: The areas can grow by 0.25 together at most, less than ...
    """
    chosen, goal = one_of(rule, GrowthRule, "rule"), number(growth, "growth")
    if goal <= -1:
        raise ArgumentError(f"growth is {growth}; it is a fraction above -1, like 0.3 for 30 %.")
    areas = [*numbers_by_area(base, "base").index]
    amounts = _positive(base, areas, "base")
    least, most = (_bound(bound, areas, name) for bound, name in ((floor, "floor"), (cap, "cap")))
    _require_feasible(goal, amounts, least, most, areas)
    lead = _lead(chosen, strength, base if level is None else level, areas, given=level is not None)
    rates = _rates(goal, amounts, lead, least, most)
    binding = np.select([rates <= least, rates >= most], ["floor", "cap"], default="")
    bounds = pd.Series(binding, dtype="str")
    table = pd.DataFrame(
        {
            "area": areas,
            "base": amounts,
            "growth": rates,
            "target": amounts * (1 + rates),
            "bound": bounds.where(bounds != ""),
        }
    )
    return checked(table, GrowthTargets)


def _rates(goal: float, base: Floats, lead: Floats, least: Floats, most: Floats) -> Floats:
    """Return the growth of each area: the leads, shifted together until the whole comes out.

    Of areas below their floor and areas above their cap, those are held to it first that miss it by
    more in all: they stay there wherever the others are shifted.
    """
    rates, free = np.zeros(len(base)), np.ones(len(base), dtype=bool)
    while free.any():
        left = goal * base.sum() - (base * rates)[~free].sum()
        shift = (left - (base * lead)[free].sum()) / base[free].sum()
        rates[free] = shift + lead[free]
        below, above = free & (rates < least), free & (rates > most)
        short, over = (base * (least - rates))[below].sum(), (base * (rates - most))[above].sum()
        if not short and not over:
            break
        held = (below if short >= over else False) | (above if over >= short else False)
        rates[held] = np.clip(rates, least, most)[held]
        free &= ~held
    return rates


def _lead(
    rule: GrowthRule, strength: float | None, level: pd.Series[float], areas: list[str], *, given: bool
) -> Floats:
    """Return how much faster each area is to grow than one of level 1."""
    if rule == GrowthRule.UNIFORM:
        if strength is not None or given:
            raise ArgumentError("strength and level are used by rule='catch_up' only; leave them out.")
        return np.zeros(len(areas))
    weight = STRENGTH if strength is None else number(strength, "strength")
    if weight < 0:
        raise ArgumentError(f"strength is {strength}; it is zero or more, like 0.02.")
    return -weight * np.log(_positive(level, areas, "level"))


def _aligned(values: pd.Series[float], areas: list[str], name: str) -> pd.Series[float]:
    """Return a Series of numbers in the order of the areas, or say which are not in both."""
    numbers = numbers_by_area(values, name)
    if odd := [*numbers.index.symmetric_difference(pd.Index(areas))]:
        raise ArgumentError(f"{name} holds the areas of base; not in both:", odd)
    return numbers.reindex(areas)


def _positive(values: pd.Series[float], areas: list[str], name: str) -> Floats:
    aligned = _aligned(values, areas, name)
    require_numbers(aligned, (aligned > 0) & (aligned < np.inf), f"{name} is finite and above zero")
    return np.asarray(aligned, dtype="float64")


def _bound(bound: float | pd.Series[float] | None, areas: list[str], name: str) -> Floats:
    """Return a bound of each area; without one it never binds."""
    if bound is None:
        return np.full(len(areas), -1.0 if name == "floor" else np.inf)
    if not isinstance(bound, pd.Series):
        bound = pd.Series(number(bound, name), index=areas)
    aligned = _aligned(bound, areas, name)
    require_numbers(
        aligned, (aligned >= -1) & (aligned < np.inf), f"{name} is a finite fraction of -1 or more"
    )
    return np.asarray(aligned, dtype="float64")


def _require_feasible(goal: float, base: Floats, least: Floats, most: Floats, areas: list[str]) -> None:
    """Refuse bounds within which the areas cannot make the growth of the whole."""
    if (crossed := least > most).any():
        pairs = [f"{area}: {low:g} and {high:g}" for area, low, high, odd in
                 zip(areas, least, most, crossed, strict=True) if odd]  # fmt: skip
        raise ArgumentError("floor is not above cap; it is at:", pairs)
    lowest, highest = (float((base * bound).sum() / base.sum()) for bound in (least, most))
    if highest < goal - ROUNDING:
        raise ArgumentError(f"The areas can grow by {highest:g} together at most, less than {goal:g}.")
    if lowest > goal + ROUNDING:
        raise ArgumentError(f"The areas have to grow by {lowest:g} together at least, more than {goal:g}.")
