"""A plan broken down: city targets turned into area targets.

What is counted is divided in whole numbers, money in proportion. Growth is asked of every area alike,
and so is a ratio of two sums, which lies between the ratios of its parts. What cannot be divided so
that the areas make the city's target again stays with the city, and says why.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import one_of
from ..catalog import area_tree, areas_inside
from ..doors import checked
from ..errors import ArgumentError
from ..plans import Plan
from ..schemas import Targets
from ..vocabulary import Apportionment
from .apportionment import apportion
from .by_area import require_one_level, scaled
from .divisibility import BOUNDS, in_whole_numbers, is_amount, known_targets, obstacles

__all__ = ["break_down", "indivisible"]


def break_down(
    plan: Plan | pd.DataFrame,
    weights: pd.Series[float] | pd.DataFrame,
    *,
    areas: pd.DataFrame | None = None,
    method: str = "largest_remainder",
) -> DataFrame[Targets]:
    """Turn every city target that can be divided into targets of areas that make it again.

    Parameters
    ----------
    plan : Plan or DataFrame[Targets]
        What the city promises.
    weights : Series or DataFrame of float, indexed by area
        In what proportion areas share: one weight for all targets, or a column for each indicator.
        Finite, zero or more, also where nothing is shared; areas of one level inside the city, counties or
        parks. Columns of other names are not looked at.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.
    method : str, optional
        How whole numbers are divided, as in `apportion`.

    Returns
    -------
    DataFrame[Targets]
        One row per divisible target and area, by target in the order of the plan and area in the order of
        the weights; ``area`` filled in, the rest as in the plan. What is counted is divided into whole
        numbers, "more than 400" as 401; an area that is left without has a minimum of 0. Notes on divided
        amounts are left out. Bounds of growth and of ratios stand for every area. `indivisible` lists the
        others.

    Raises
    ------
    TableError
        If the targets are none.
    UnknownNameError
        If an indicator or area is in no catalogue.
    ArgumentError
        If weights are missing, infinite, negative or no numbers, an indicator has no column, or several,
        areas are of several levels, or they do not lie inside the area that owes a target; if the method is
        unknown; if an amount cannot be divided (with target and bound): weights are all zero, or a bound of
        what is counted is below 0 or above 1,000,000, a stretch is below its minimum, no whole number lies
        between minimum and maximum, or the method refuses.

    Notes
    -----
    Amounts m become :math:`m w_i / \\sum_j w_j`, in whole numbers by `apportion`; a stretch is never
    below its minimum, nor is a maximum. For a growth g of every area the whole grows by g whatever the
    weights; a ratio :math:`\\sum x_i / \\sum z_i` lies between the smallest and the largest
    :math:`x_i / z_i`, so that bounds kept by every area are kept by the whole, if the areas cover it.

    References
    ----------
    郴政发〔2007〕6号, 八: targets are broken down to counties and parks and count in the annual assessment.

    Examples
    --------
    Twelve demonstration villages by the people of eleven counties:

    >>> import chenzhou_indicators as ci
    >>> plan, people = ci.load_plan("chenzhou-2007"), ci.latest_vintage(ci.load_sample("observations"))
    >>> people = people.query("indicator == 'registered_population' and year == 2006")
    >>> people = people.set_index("area")["value"]
    >>> parts = ci.break_down(plan, people.drop("431000"))
    >>> parts.query("target == 'demonstration_villages'")["minimum"].astype(int).tolist()
    [1, 1, 2, 1, 2, 1, 1, 1, 0, 1, 1]
    >>> ci.break_down(plan, people)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: weights are of areas of one level, counties or parks; ...
    """
    targets = _targets_of(plan)
    tree, chosen = area_tree(areas), one_of(method, Apportionment, "method")
    kept = targets[obstacles(targets).isna()]
    table = _by_indicator(weights, kept, tree)
    _require_inside(table.index, kept, tree)
    rows, refused = [], []
    for row in kept.to_dict("records"):
        try:
            rows.append(_divided(row, table, chosen))
        except ArgumentError as error:
            refused.append(str(error))
    if refused:
        raise ArgumentError("These cannot be divided; leave the targets out, or weigh otherwise:", refused)
    parts = pd.concat(rows, ignore_index=True) if rows else targets.iloc[:0]
    return checked(parts.astype(targets.dtypes.to_dict()), Targets, name="targets")


def indivisible(plan: Plan | pd.DataFrame) -> pd.DataFrame:
    """List the targets that `break_down` leaves with the city, and why.

    Parameters
    ----------
    plan : Plan or DataFrame[Targets]
        What the city promises.

    Returns
    -------
    DataFrame
        ``plan``, ``target``, ``indicator`` and ``reason``, a word of `vocabulary.Indivisible`, in the
        order of the plan.

    Raises
    ------
    TableError
        If the targets are none.
    UnknownNameError
        If an indicator is not in the catalogue.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> left = ci.indivisible(ci.load_plan("chenzhou-2007")).set_index("target")["reason"]
    >>> left["st_contribution_rise"], left["fiscal_st_lead"]
    ('without numerator and denominator it does not add up', 'leads of areas do not add up to one')
    """
    targets = _targets_of(plan)
    reasons = obstacles(targets)
    left = targets.assign(reason=reasons)[reasons.notna()]
    return left[["plan", "target", "indicator", "reason"]].reset_index(drop=True)


def _targets_of(plan: Plan | pd.DataFrame) -> pd.DataFrame:
    return known_targets(plan.targets if isinstance(plan, Plan) else plan)


# --- weights -------------------------------------------------------------------------------------


def _by_indicator(
    weights: pd.Series[float] | pd.DataFrame, targets: pd.DataFrame, tree: pd.DataFrame
) -> pd.DataFrame:
    """Return the weights of each area, a column for every indicator whose amounts are shared."""
    if not isinstance(weights, pd.Series | pd.DataFrame) or weights.empty:
        raise ArgumentError("weights are a Series or DataFrame of numbers, indexed by area.")
    require_one_level([*weights.index], tree, "weights")
    indicators = targets["indicator"].unique()
    if isinstance(weights, pd.Series):
        _require_weights({"": weights})
        return pd.DataFrame(dict.fromkeys(indicators, weights), index=weights.index)
    if twice := [*weights.columns[weights.columns.duplicated()].unique()]:
        raise ArgumentError("weights have one column for each indicator; more for:", map(str, twice))
    shared = {row["indicator"] for row in targets.to_dict("records") if is_amount(row)}
    if absent := sorted(shared - {*weights.columns}):
        raise ArgumentError("weights have a column for each indicator that is shared; none for:", absent)
    _require_weights({f"{code} of ": weights[code] for code in indicators if code in weights})
    return weights


def _require_weights(columns: dict[str, pd.Series[float]]) -> None:
    """Refuse weights that are no finite numbers of zero or more, in all columns at once."""
    odd = []
    for name, column in columns.items():
        if not pd.api.types.is_any_real_numeric_dtype(column):
            odd.append(f"{name}all areas: of type {column.dtype}")
            continue
        fit = ((column >= 0) & (column < np.inf)).fillna(value=False).astype(bool)
        odd += [f"{name}{area}: {weight}" for area, weight in column[~fit].items()]
    if odd:
        raise ArgumentError("weights are finite numbers of zero or more; these are not:", odd)


def _require_inside(areas: pd.Index[Any], targets: pd.DataFrame, tree: pd.DataFrame) -> None:
    """Refuse areas that lie outside an area that owes one of the targets."""
    odd = []
    for owner, owed in targets.groupby("area", sort=False)["target"]:
        inside = areas_inside(tree, [str(owner)])["unit"]
        outside = areas.difference([*inside[inside != owner]], sort=False)
        odd += [f"{area} does not lie inside {owner}, which owes {owed.iloc[0]}" for area in outside]
    if odd:
        raise ArgumentError("weights are of areas inside the one that owes a target:", odd)


# --- dividing ------------------------------------------------------------------------------------


def _divided(row: dict[Any, Any], table: pd.DataFrame, method: str) -> pd.DataFrame:
    """Return the rows of one target: its bounds shared out, or the same for every area."""
    parts = pd.DataFrame({**row, "area": table.index})
    if not is_amount(row):
        return parts
    parts = parts.assign(note_zh=None, note_en=None)  # they are about the amount that was divided
    weights = table[row["indicator"]]
    if in_whole_numbers(row["unit"]):
        return parts.assign(**_in_wholes(row, weights, method), strict=False)
    if not weights.any():
        raise ArgumentError(f"{row['target']}: weights are all zero")
    shares = scaled(weights)
    return parts.assign(
        **{bound: (row[bound] * shares / shares.sum()).to_numpy("float64") for bound in BOUNDS}
    )


def _in_wholes(row: dict[Any, Any], weights: pd.Series[float], method: str) -> dict[str, Any]:
    """Return the bounds of what is counted, shared out; none above the minimum is below it in any area."""
    asked = {bound: _whole_bound(row, bound) for bound in BOUNDS}
    least, most = asked["minimum"], asked["maximum"]
    if least is not None and most is not None and least > most:
        said = f"{row['minimum']:.15g} and {row['maximum']:.15g}{', both excluded' if row['strict'] else ''}"
        raise ArgumentError(f"{row['target']}: no whole number lies within its bounds, {said}")
    given: pd.Series[int] | None = None
    shared: dict[str, Any] = dict.fromkeys(BOUNDS, np.nan)
    for bound, total in asked.items():
        if total is None:
            continue
        try:
            units = apportion(total, weights, method=method, minimum=given)
        except ArgumentError as error:
            raise ArgumentError(f"{row['target']}, {bound} {row[bound]:.15g}: {error}") from None
        given = units if bound == "minimum" else given
        shared[bound] = units.to_numpy("float64")
    return shared


def _whole_bound(row: dict[Any, Any], bound: str) -> int | None:
    """Return a bound of what is counted as the whole number it asks for: more than 400 is 401."""
    amount = row[bound]
    if np.isnan(amount):
        return None
    if bound == "maximum":
        return int(np.ceil(amount)) - 1 if row["strict"] else int(np.floor(amount))
    strictly = row["strict"] and bound == "minimum"
    return int(np.floor(amount)) + 1 if strictly else int(np.ceil(amount))
