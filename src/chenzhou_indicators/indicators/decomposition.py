"""Decomposition: which factor moved a product or a ratio, and how much of the change is its own.

Where factors change together, part of the change belongs to none of them alone. A decomposition
shares it out so that the effects add up, or multiply, to the whole change and nothing is left over.
Shapley's way takes the mean over all orders in which the factors could have changed; the
logarithmic mean Divisia index (LMDI) weights each factor's log-change with the logarithmic mean
of what they make together.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import code, one_of, year_number
from ..catalog import load_indicators, require_known, unit_table
from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import Observations, RatioEffects
from ..vintages import status_of
from ..vocabulary import Decomposition, EffectForm, Unaccounted
from .figures import missing_figures, reason_where, two_years
from .pairs import Floats, paired

__all__ = ["decompose_ratio", "lmdi", "logarithmic_mean"]

SIDES = ("numerator", "denominator")
FACTORS = ("factors_start", "factors_end")
TINY = np.finfo("float64").tiny  # below it a float loses digits


def lmdi(
    factors_start: pd.DataFrame, factors_end: pd.DataFrame, *, form: str = "additive"
) -> pd.Series[float]:
    r"""Share the change of a sum of products out among their factors, by LMDI method I.

    Parameters
    ----------
    factors_start, factors_end : DataFrame of float
        The factors before and after, each zero or more: a row per group, a column per factor, the same
        rows and columns in both, in any order. One row is a single product. Units may differ from column
        to column.
    form : "additive" or "multiplicative", optional
        Effects that add up to the difference of the totals, or that multiply to their ratio.

    Returns
    -------
    Series of float
        One effect per factor, in the order of the columns: in the unit of the product, or as a ratio.

    Raises
    ------
    ArgumentError
        If the frames are empty or do not hold the same rows and columns, once each; if a factor is missing,
        infinite, negative or no number, or a product of factors is too large or too small for a float, all
        of them listed; or if in the multiplicative form a total is zero.

    Notes
    -----
    With :math:`V_i = \prod_k x_{ki}` the product of group i, V the sum over groups, and L the logarithmic
    mean, the additive effect of factor k from 0 to T is

    .. math:: \Delta_k = \sum_i L(V_i^T, V_i^0) \ln (x_{ki}^T / x_{ki}^0), \quad
              L(a, b) = \frac{a - b}{\ln a - \ln b}, \; L(a, a) = a,

    and the multiplicative one :math:`\exp(\Delta_k / L(V^T, V^0))`. Where a factor is zero the limit for
    a small positive value is taken: a group whose product is zero before and after has no effects; one that
    comes from zero, or goes to it, owes its whole change to the factor that was or became zero. These are
    the eight cases of Ang, Zhang and Choi. Where several factors of a group do so, they share its change
    equally, which is the limit where they vanish at one speed.

    References
    ----------
    Ang, The LMDI approach to decomposition analysis: a practical guide, Energy Policy 33 (2005), pages
    867-871. Ang, Zhang and Choi, Factorizing changes in energy and environmental indicators through
    decomposition, Energy 23 (1998), pages 489-495. Ang and Liu, Handling zero values in the logarithmic
    mean Divisia index decomposition approach, Energy Policy 35 (2007), pages 238-246.

    Examples
    --------
    Two firms doubled their sales, one of them halved its R&D per sales; R&D rose by 5 in all:

    >>> before = pd.DataFrame({"sales": [100.0, 50.0], "intensity": [0.04, 0.1]}, index=["A", "B"])
    >>> after = pd.DataFrame({"sales": [200.0, 100.0], "intensity": [0.02, 0.1]}, index=["A", "B"])
    >>> lmdi(before, after).round(3).to_dict()
    {'sales': 7.773, 'intensity': -2.773}
    >>> lmdi(before, after, form="multiplicative").round(3).to_dict()
    {'sales': 1.987, 'intensity': 0.783}
    >>> lmdi(-before, after)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: Values are finite numbers, zero or more; they are not at:
      - factors_start, A, sales: -100.0 ...
    """
    chosen = one_of(form, EffectForm, "form")
    start, end = paired(factors_start, factors_end, names=FACTORS, rows="groups", columns="factors")
    _require_countable(start, end, factors_start.index)
    effects = _additive_effects(start, end).sum(axis=0)
    if chosen == EffectForm.MULTIPLICATIVE:
        effects = _multiplied(effects, start.prod(axis=1).sum(), end.prod(axis=1).sum())
    return pd.Series(effects, index=factors_start.columns, dtype="float64")


def decompose_ratio(
    observations: pd.DataFrame,
    numerator: str,
    denominator: str,
    *,
    start: int,
    end: int,
    method: str = "shapley",
) -> DataFrame[RatioEffects]:
    r"""Say how much of a ratio's change is due to its numerator, and how much to its denominator.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    numerator, denominator : str
        Codes of the indicator catalogue, like rd_expenditure and gdp.
    start, end : int
        First and last year, the first the earlier one.
    method : "shapley" or "lmdi", optional
        How the change is shared out.

    Returns
    -------
    DataFrame[RatioEffects]
        Two rows per area that has any of the four figures, by area, the numerator first: its ``effect`` on
        the ratio, in the ratio's own unit (points, where it is a percentage), and the ``change`` both add
        up to. Missing with a ``reason`` where one of the four figures is missing, a denominator is zero or,
        for lmdi, a figure is negative; a ratio or change that can be told stands all the same.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or one of the figures is infinite or its status
        unknown.
    UnknownNameError
        If an indicator is not in the catalogue.
    ArgumentError
        If the years are not in order, both indicators are the same, or an argument is outside its range.
    EditionError
        If one of the figures stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.

    Notes
    -----
    With the ratio :math:`r = s x / z`, s the scale of the catalogue, Shapley's effects are

    .. math:: \Delta_x = s \frac{x_1 - x_0}{2} \left(\frac{1}{z_0} + \frac{1}{z_1}\right), \quad
              \Delta_z = s \frac{x_0 + x_1}{2} \left(\frac{1}{z_1} - \frac{1}{z_0}\right),

    those of LMDI :math:`L(r_1, r_0) \ln (x_1 / x_0)` and :math:`-L(r_1, r_0) \ln (z_1 / z_0)`, with the
    rules of `lmdi` where x is zero. The unit is that of the catalogue's ratio of the two; where it has none,
    a fraction, or the one unit per the other.

    References
    ----------
    Shorrocks, Decomposition procedures for distributional analysis, Journal of Economic Inequality 11
    (2013), pages 99-126. Ang, Energy Policy 33 (2005), pages 867-871.

    Examples
    --------
    China's R&D intensity rose by 0.63 points from 1999 to 2006: more R&D added 1.83, the growth of GDP
    took 1.20 away:

    >>> import chenzhou_indicators as ci
    >>> china = ci.latest_vintage(ci.load_sample("published")).query("area == '100000'")
    >>> effects = ci.decompose_ratio(china, "rd_expenditure", "gdp", start=1999, end=2006)
    >>> effects[["factor", "effect", "change"]].round(2).values.tolist()
    [['rd_expenditure', 1.83, 0.63], ['gdp', -1.2, 0.63]]
    >>> ci.decompose_ratio(china, "rd_expenditure", "gdp", start=2006, end=1999)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: start is 2006, not before end, which is 1999; swap them.
    """
    names, chosen = _two_indicators(numerator, denominator), one_of(method, Decomposition, "method")
    first, last = year_number(start, "start"), year_number(end, "end")
    if first >= last:
        raise ArgumentError(f"start is {first}, not before end, which is {last}; swap them.")
    observations = admit(observations, Observations, name="observations")
    rows = _ratios(observations, names, (first, last), chosen)
    told = rows["reason"].isna()
    frames = [
        rows.assign(factor=name, effect=rows[f"by_{side}"].where(told) + 0.0)  # never -0.0
        for name, side in zip(names, SIDES, strict=True)
    ]
    both = pd.concat(frames).sort_values("area", kind="stable", ignore_index=True)
    columns = [*RatioEffects.to_schema().columns]
    return checked(both[columns].astype({"reason": "str", "obs_status": "str"}), RatioEffects)


def logarithmic_mean(a: Floats, b: Floats) -> Floats:
    """Return the logarithmic mean of each pair: (a - b) / (ln a - ln b), the value where both are equal.

    It lies between the geometric and the arithmetic mean, and is zero where one of the pair is. Both are
    finite and zero or more, which is not looked at.

    Examples
    --------
    >>> logarithmic_mean(np.array([2.0, 5.0, 3.0]), np.array([1.0, 5.0, 0.0])).round(6).tolist()
    [1.442695, 5.0, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (a - b) / _log_ratio(a, b)
    return np.where(a == b, a, np.where((a == 0) | (b == 0), 0.0, mean))


def _log_ratio(a: Floats, b: Floats) -> Floats:
    """Return ln(a / b), to full precision also where a and b are nearly the same."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    near = high - low < 0.5 * low
    small = np.where(near, high - low, 0.0) / np.where(near, low, 1.0)
    return np.copysign(np.where(near, np.log1p(small), np.log(high) - np.log(low)), a - b)


def _require_countable(start: Floats, end: Floats, groups: pd.Index) -> None:
    """Refuse groups whose product a float cannot hold: effects would not add up to its change."""
    odd = []
    for name, factors in zip(FACTORS, (start, end), strict=True):
        with np.errstate(over="ignore", under="ignore"):
            products = factors.prod(axis=1)
        lost = (products < TINY) & (factors > 0).all(axis=1)
        odd += [f"{name}, {group}" for group in groups[lost | np.isinf(products)]]
    if odd:
        raise ArgumentError("The product of the factors is too large or too small; use other units at:", odd)


def _multiplied(effects: Floats, total_start: float, total_end: float) -> Floats:
    """Return the multiplicative effects that belong to additive ones."""
    if not (total_start > 0 and total_end > 0):
        raise ArgumentError(
            f"The totals are {total_start:g} and {total_end:g}; from or to zero there is no ratio. "
            "Use form='additive'."
        )
    mean = logarithmic_mean(np.array([total_end]), np.array([total_start]))
    with np.errstate(over="ignore"):
        ratios: Floats = np.exp(effects / mean)
    if np.isinf(ratios).any():
        raise ArgumentError("A factor rose or fell too far for a ratio. Use form='additive'.")
    return ratios


def _additive_effects(start: Floats, end: Floats) -> Floats:
    """Return the additive effect of every factor in every group."""
    before, after = start.prod(axis=1), end.prod(axis=1)
    weight = logarithmic_mean(after, before)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        effects = weight * _log_ratio(end, start)
    # The limits where a product is zero: its change belongs to the factors that were or became zero.
    turned = (start == 0) != (end == 0)
    sharing = np.maximum(turned.sum(axis=1), 1)
    shared = np.where(turned, ((after - before) / sharing)[:, None], 0.0)
    positive = ((before > 0) & (after > 0))[:, None]
    return np.where(positive, effects, shared)


# --- ratios --------------------------------------------------------------------------------------


def _ratios(
    observations: pd.DataFrame, names: tuple[str, str], years: tuple[int, int], method: Decomposition
) -> pd.DataFrame:
    """Return each area's ratio of both years, and the effects, by_numerator and by_denominator."""
    table = _four_figures(observations, names, years)
    scale, unit = _ratio_unit(*names)
    split = _shapley if method == Decomposition.SHAPLEY else _lmdi
    x0, x1, z0, z1 = (table[f"{side}_{when}"].to_numpy() for side in SIDES for when in ("start", "end"))
    with np.errstate(divide="ignore", invalid="ignore"):
        r0, r1 = (scale * x / np.where(z == 0, np.nan, z) for x, z in ((x0, z0), (x1, z1)))
        effects = split(x0, x1, z0, z1, scale)
    columns = {
        "area": table.index,
        "numerator": names[0],
        "denominator": names[1],
        "start": years[0],
        "end": years[1],
        "ratio_start": r0,
        "ratio_end": r1,
        "change": r1 - r0,
        "unit": unit,
        "method": str(method),
        "reason": _why_missing(table, years, names, logs=method == Decomposition.LMDI).to_numpy(),
        "obs_status": status_of(table["rank"]).to_numpy(),
    }
    by_side = {f"by_{side}": effect for side, effect in zip(SIDES, effects, strict=True)}
    return pd.DataFrame(columns | by_side)


def _shapley(x0: Floats, x1: Floats, z0: Floats, z1: Floats, scale: float) -> tuple[Floats, Floats]:
    """Return the effects of numerator and denominator, each the mean of changing first and changing last."""
    by_x = scale * (x1 - x0) / 2 * (1 / z0 + 1 / z1)
    by_z = scale * (x0 + x1) / 2 * (1 / z1 - 1 / z0)
    return by_x, by_z


def _lmdi(x0: Floats, x1: Floats, z0: Floats, z1: Floats, scale: float) -> tuple[Floats, Floats]:
    """Return the effects of numerator and denominator, the ratio being a product with 1 / denominator."""
    start, end = (np.column_stack([scale * x, 1 / z]) for x, z in ((x0, z0), (x1, z1)))
    effects = _additive_effects(start, end)
    return effects[:, 0], effects[:, 1]


def _two_indicators(*names: str) -> tuple[str, str]:
    """Return both codes, or say which is in no catalogue."""
    codes = [code(name, side) for name, side in zip(names, SIDES, strict=True)]
    require_known(codes, load_indicators(), headline="Not in the indicator catalogue:")
    if codes[0] == codes[1]:
        raise ArgumentError(f"numerator and denominator are both {codes[0]}; a ratio has two sides.")
    return codes[0], codes[1]


def _four_figures(observations: pd.DataFrame, names: tuple[str, str], years: tuple[int, int]) -> pd.DataFrame:
    """Return both sides of both years by area, in catalogue units, and the rank of the least firm."""
    units = load_indicators().set_index("indicator")["unit"]
    figures = two_years(observations, {name: str(units[name]) for name in names}, years)
    sides = [
        figures[figures.index.get_level_values("indicator") == name]
        .droplevel("indicator")
        .rename(columns={"before": f"{side}_start", "after": f"{side}_end", "rank": side})
        for name, side in zip(names, SIDES, strict=True)
    ]
    table = pd.concat(sides, axis=1).rename_axis("area").sort_index()
    return table.assign(rank=table[[*SIDES]].max(axis=1))


def _why_missing(
    table: pd.DataFrame, years: tuple[int, int], names: tuple[str, str], *, logs: bool
) -> pd.Series[str]:
    """Say of each area why there are no effects; missing where there are."""
    figures = [
        (name, table[f"{side}_start"], table[f"{side}_end"]) for name, side in zip(names, SIDES, strict=True)
    ]
    zero = (table[["denominator_start", "denominator_end"]] == 0).any(axis=1)
    values = table[[f"{side}_{when}" for side in SIDES for when in ("start", "end")]]
    negative = logs & (values < 0).any(axis=1)
    reason = missing_figures(figures, years)
    reason = reason.fillna(reason_where(zero, Unaccounted.NO_DENOMINATOR))
    return reason.fillna(reason_where(negative, Unaccounted.NEGATIVE))


def _ratio_unit(numerator: str, denominator: str) -> tuple[float, str]:
    """Return scale and unit of the catalogue's ratio of two indicators, else of the bare quotient."""
    catalogue = load_indicators()
    known = catalogue[(catalogue["numerator"] == numerator) & (catalogue["denominator"] == denominator)]
    if len(known):
        return float(known["scale"].iloc[0]), str(known["unit"].iloc[0])
    units = catalogue.set_index("indicator")["unit"]
    one, other = (unit_table().set_index("unit").loc[units[name]] for name in (numerator, denominator))
    if one["dimension"] == other["dimension"]:
        return float(one["factor"] / other["factor"]), "fraction"
    return 1.0, f"{units[numerator]} per {units[denominator]}"
