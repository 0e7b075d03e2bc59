"""A plan broken down: city targets turned into area targets, and added up again.

What is counted is divided in whole numbers, money in proportion. Growth is asked of every area alike,
and so is a ratio of two sums, which lies between the ratios of its parts. What cannot be divided so
that the areas make the city's target again stays with the city, and says why.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import area_chains, load_areas, load_indicators, require_known, unit_table
from ..doors import checked
from ..errors import ArgumentError
from ..plans import Plan
from ..schemas import Targets
from ..targets import admit_targets
from ..vocabulary import AreaLevel, Form, Indivisible, Kind, Scope
from .apportionment import apportion

__all__ = ["add_up", "break_down", "indivisible"]

BOUNDS = ["minimum", "maximum", "stretch"]
WHOLE = ("count", "persons")  # dimensions of what comes in whole numbers


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
        Zero or more; areas of one level inside the city, counties or parks.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.
    method : str, optional
        How whole numbers are divided, as in `apportion`.

    Returns
    -------
    DataFrame[Targets]
        One row per divisible target and area, by target in the order of the plan and area in the order of
        the weights; ``area`` filled in, the rest as in the plan. What is counted is divided into whole
        numbers, "more than 400" as 401; an area that is left without has a minimum of 0. Bounds of growth
        and of ratios stand for every area. `indivisible` lists the others.

    Raises
    ------
    TableError
        If the targets are none.
    UnknownNameError
        If an indicator or area is in no catalogue.
    ArgumentError
        If weights are missing, negative or no numbers, an indicator has no column, areas are of several
        levels, or they do not lie inside the area that owes a target.

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
    tree = load_areas() if areas is None else areas
    table = _by_indicator(weights, targets, tree)
    kept = targets[_obstacles(targets).isna()]
    rows = [_divided(row, table, tree, method) for row in kept.to_dict("records")]
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
    reasons = _obstacles(targets)
    left = targets.assign(reason=reasons)[reasons.notna()]
    return left[["plan", "target", "indicator", "reason"]].reset_index(drop=True)


def add_up(
    targets: pd.DataFrame, *, base: pd.Series[float] | None = None, areas: pd.DataFrame | None = None
) -> DataFrame[Targets]:
    """Put broken-down targets together to what they promise for the area they lie in.

    Parameters
    ----------
    targets : DataFrame[Targets]
        Targets of areas of one level, like those of `break_down`.
    base : Series of float, indexed by area, optional
        Base-year levels, above zero: needed where areas are asked for different growth.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Targets]
        One row per target and the area above: amounts are sums, growth is the mean weighted with the base, a
        ratio has the smallest minimum and the largest maximum. A bound that an area lacks is missing.

    Raises
    ------
    TableError
        If the targets are none.
    UnknownNameError
        If an indicator or area is in no catalogue.
    ArgumentError
        If a target cannot be added up, its areas are of several levels, or growth differs and the base of an
        area is missing.

    Notes
    -----
    Amounts: :math:`\\sum_i m_i`. Growth: :math:`\\sum_i b_i g_i / \\sum_i b_i`, with b the base.

    References
    ----------
    As for `break_down`.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007")
    >>> weights = pd.Series(1.0, index=ci.load_areas().query("level == 'county'")["area"])
    >>> whole = ci.add_up(ci.break_down(plan, weights)).set_index("target")
    >>> whole.loc[["patent_applications", "hightech_output_growth", "rd_intensity_2010"], "minimum"].tolist()
    [401.0, 0.3, 2.0]
    """
    rows = admit_targets(targets)
    tree = load_areas() if areas is None else areas
    require_known([*rows["area"].unique()], tree, headline="Not in the area catalogue:")
    if (odd := rows.assign(reason=_obstacles(rows))).reason.notna().any():
        raise ArgumentError("Targets that do not add up:", odd["target"][odd["reason"].notna()].unique())
    _require_one_level([*rows["area"].unique()], tree)
    together = [_together(part, tree, base) for _, part in rows.groupby(["plan", "target"], sort=False)]
    whole = pd.concat(together, ignore_index=True) if together else rows.iloc[:0]
    return checked(whole.astype(rows.dtypes.to_dict()), Targets, name="targets")


# --- what can be divided -------------------------------------------------------------------------


def _targets_of(plan: Plan | pd.DataFrame) -> pd.DataFrame:
    targets = admit_targets(plan.targets if isinstance(plan, Plan) else plan)
    require_known(targets["indicator"], load_indicators(), headline="Not in the indicator catalogue:")
    return targets.reset_index(drop=True)


def _obstacles(targets: pd.DataFrame) -> pd.Series[str]:
    """Say of each target why it cannot be divided; missing where it can."""
    catalogue = load_indicators().set_index("indicator").reindex(targets["indicator"])
    kind = pd.Series(catalogue["kind"].to_numpy(), index=targets.index)
    quotient = pd.Series(
        catalogue[["numerator", "denominator"]].notna().all(axis=1).to_numpy(), targets.index
    )
    obstacles = {
        Indivisible.OWED_ALREADY: targets["scope"] != Scope.CITY,
        Indivisible.MILESTONE: kind == Kind.MILESTONE,
        Indivisible.LEAD: targets["form"] == Form.LEAD,
        Indivisible.INDEX: kind == Kind.INDEX,
        Indivisible.NO_PARTS: (kind == Kind.RATIO) & ~quotient,
        Indivisible.RATIO_CHANGE: (kind == Kind.RATIO) & (targets["form"] != Form.LEVEL),
    }
    words = np.select([*obstacles.values()], [*map(str, obstacles)], default="")
    said = pd.Series(words, index=targets.index, dtype="str")
    return said.where(said != "")


def _is_amount(row: dict[Any, Any]) -> bool:
    """Say of a divisible target whether its bounds are amounts, to be shared, or rates, for all to keep."""
    kind = load_indicators().set_index("indicator").loc[row["indicator"], "kind"]
    return bool(kind in (Kind.FLOW, Kind.STOCK) and row["form"] != Form.GROWTH)


def _in_whole_numbers(unit: str) -> bool:
    dimension = unit_table().set_index("unit")["dimension"].get(unit)
    return dimension in WHOLE and unit in WHOLE


# --- dividing ------------------------------------------------------------------------------------


def _by_indicator(
    weights: pd.Series[float] | pd.DataFrame, targets: pd.DataFrame, tree: pd.DataFrame
) -> pd.DataFrame:
    """Return the weights of each area, a column for every indicator whose amounts are shared."""
    if not isinstance(weights, pd.Series | pd.DataFrame) or weights.empty:
        raise ArgumentError("weights are a Series or DataFrame of numbers, indexed by area.")
    _require_one_level([*weights.index], tree)
    divisible = targets[_obstacles(targets).isna()]
    shared = [row["indicator"] for row in divisible.to_dict("records") if _is_amount(row)]
    if isinstance(weights, pd.Series):
        return pd.DataFrame(dict.fromkeys(shared, weights), index=weights.index)
    if absent := sorted({*shared} - {*weights.columns}):
        raise ArgumentError("weights have a column for each indicator that is shared; none for:", absent)
    return weights


def _require_one_level(areas: list[str], tree: pd.DataFrame) -> None:
    """Refuse areas that are unknown, named twice, or of several levels."""
    require_known(areas, tree, headline="Not in the area catalogue:")
    if twice := sorted({area for area in areas if areas.count(area) > 1}):
        raise ArgumentError("weights name each area once; more than once:", twice)
    levels = tree.set_index("area")["level"][areas]
    if levels.nunique() > 1:
        raise ArgumentError(
            "weights are of areas of one level, counties or parks; parks lie inside counties:",
            [f"{area}: {level}" for area, level in levels.items()],
        )


def _divided(row: dict[Any, Any], table: pd.DataFrame, tree: pd.DataFrame, method: str) -> pd.DataFrame:
    """Return the rows of one target: its bounds shared out, or the same for every area."""
    inside = area_chains(tree).query("ancestor == @row['area'] and area != ancestor")["area"]
    if len(outside := table.index.difference(pd.Index(inside))):
        raise ArgumentError(f"{row['target']} is owed by {row['area']}; not inside it:", outside)
    parts = pd.DataFrame({**row, "area": table.index})
    if not _is_amount(row):
        return parts
    if not _in_whole_numbers(row["unit"]):
        return parts.assign(
            **{bound: _in_proportion(row[bound], table[row["indicator"]]) for bound in BOUNDS}
        )
    least, most, hoped = (_whole_bound(row, bound) for bound in BOUNDS)
    given = None if least is None else apportion(least, table[row["indicator"]], method=method)

    def shared(total: int | None) -> Any:
        if total is None:
            return np.nan
        return apportion(total, table[row["indicator"]], method=method, minimum=given).to_numpy("float64")

    low = np.nan if given is None else given.to_numpy("float64")
    return parts.assign(minimum=low, maximum=shared(most), stretch=shared(hoped), strict=False)


def _in_proportion(amount: float, weights: pd.Series[float]) -> Any:
    if np.isnan(amount):
        return np.nan
    shares = weights.astype("float64")
    if not (shares.ge(0).all() and 0 < shares.sum() < np.inf):
        raise ArgumentError(
            "weights are finite, zero or more, and not all zero; they are:", map(str, weights)
        )
    return (amount * shares / shares.sum()).to_numpy("float64")


def _whole_bound(row: dict[Any, Any], bound: str) -> int | None:
    """Return a bound of what is counted as the whole number it asks for: more than 400 is 401."""
    amount = row[bound]
    if np.isnan(amount):
        return None
    if bound == "maximum":
        return int(np.ceil(amount)) - 1 if row["strict"] else int(np.floor(amount))
    strictly = row["strict"] and bound == "minimum"
    return int(np.floor(amount)) + 1 if strictly else int(np.ceil(amount))


# --- adding up -----------------------------------------------------------------------------------


def _together(part: pd.DataFrame, tree: pd.DataFrame, base: pd.Series[float] | None) -> pd.DataFrame:
    """Return what the areas' rows of one target promise for the area they lie in."""
    row = part.iloc[0].to_dict()
    if _is_amount(row):
        bounds = part[BOUNDS].sum(skipna=False)
    elif row["form"] == Form.GROWTH:
        bounds = part[BOUNDS].apply(_weighted, weights=_base_of(part, base))
    else:
        bounds = pd.Series({"minimum": part["minimum"].min(skipna=False),
                            "maximum": part["maximum"].max(skipna=False),
                            "stretch": part["stretch"].min(skipna=False)})  # fmt: skip
    return pd.DataFrame([{**row, **bounds.to_dict(), "area": _area_above([*part["area"]], tree)}])


def _base_of(part: pd.DataFrame, base: pd.Series[float] | None) -> pd.Series[float]:
    """Return the base of each row's area; where all are asked for the same growth any will do."""
    if part[BOUNDS].nunique(dropna=False).le(1).all():
        return pd.Series(1.0, index=part.index)
    found = part["area"].map(base) if base is not None else pd.Series(np.nan, index=part.index)
    if (gone := ~(found > 0)).any():
        raise ArgumentError(
            f"{part['target'].iloc[0]} asks areas for different growth; base= needs a level above zero of:",
            part["area"][gone],
        )
    return found


def _weighted(bound: pd.Series[float], weights: pd.Series[float]) -> float:
    if bound.nunique(dropna=False) == 1:  # the same of all: no rounding
        return float(bound.iloc[0])
    return float((bound * weights).sum(skipna=False) / weights.sum())


def _area_above(areas: list[str], tree: pd.DataFrame) -> str:
    """Return the nearest area in which all of them lie."""
    chains = area_chains(tree)
    above = chains[chains["area"].isin(areas) & (chains["area"] != chains["ancestor"])]
    counts = above.groupby("ancestor").size()
    common = counts.index[counts == len(areas)]
    if common.empty:
        raise ArgumentError("The areas lie in no area together:", areas)
    levels = tree.set_index("area")["level"]
    return str(max(common, key=lambda area: [*AreaLevel].index(levels[area])))
