"""Contributions: how many points of a total's growth each part of it made.

A county that is small and doubles moves the city less than one that is large and grows a little. A
part's contribution (拉动) is its increase over the total of the year before; contributions add up to
the total's growth. What the parts leave, or overlap, is shown as a part of its own, the rest. Parks lie
inside counties, so parts are areas of one level only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import code, year_number
from ..catalog import area_chains, area_tree, load_indicators, require_known
from ..doors import admit, checked
from ..errors import ArgumentError, UnitError
from ..schemas import Contributions, Observations
from ..units import convertible
from ..vintages import status_of
from ..vocabulary import REST, AreaLevel, Kind, Reason, Unaccounted
from .figures import missing_figures, reason_where, two_years
from .growth import relative_change

__all__ = ["contributions"]

YEARS = ["value_before", "value"]
WHOLE = ["value_before_whole", "value_whole", "rank_whole"]
ROUNDING = 1e-13  # of all amounts added up: a difference below it is none
# The level of the whole that parts of a level make up.
ABOVE = {
    AreaLevel.PARK: AreaLevel.CITY,
    AreaLevel.COUNTY: AreaLevel.CITY,
    AreaLevel.CITY: AreaLevel.PROVINCE,
    AreaLevel.PROVINCE: AreaLevel.COUNTRY,
}


def contributions(
    observations: pd.DataFrame,
    indicator: str,
    *,
    year: int,
    parts: str | Iterable[str],
    area: str | None = None,
    areas: pd.DataFrame | None = None,
) -> DataFrame[Contributions]:
    r"""Say how many percentage points of a total's growth each of its parts made.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    indicator : str
        Code of the whole: a flow or a stock.
    year : int
        The later of the two years compared.
    parts : str or several
        A level of area, like "county" or "park"; or codes of areas of one level; or codes of
        indicators that are parts of `indicator` in the same area, like sectors.
    area : str, optional
        Code of the whole. By default, for areas, the area above each that its level adds up to (the city
        of counties and of parks); for indicators every area that has any of them.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Contributions]
        One row per whole and part, by whole and in the order of the parts, and where they do not add up to
        the whole a row ``rest`` behind: ``contribution_pp`` [percentage points], ``contribution_share``
        [fraction of the whole's growth, or of its fall], growth of part and whole [fractions]. Missing with a
        ``reason`` where a figure is missing or the whole was zero or less, the share also where it did
        not change. A part without both figures is in the rest, whose ``reason`` names it; the figure of
        one year it may have is shown in its own row, and in the rest all the same. The growth of a part
        that came from zero or less is missing, its contribution is not.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or one of the figures is infinite or its status
        unknown.
    UnknownNameError
        If an indicator or area is in no catalogue.
    ArgumentError
        If the indicator or a part of it is a ratio, an index or a milestone; if there are no parts, they
        are of several levels, areas beside indicators, named twice, or not inside the whole.
    EditionError
        If one of the figures stands in several editions.
    UnitError
        If a unit, or that of a part, cannot be converted into the indicator's.

    Notes
    -----
    .. math:: c_i = 100 \frac{x_{i,t} - x_{i,t-1}}{X_{t-1}}, \quad
              s_i = \frac{x_{i,t} - x_{i,t-1}}{X_t - X_{t-1}}

    with x the part and X the whole. Where a figure of the whole is missing and its parts are all
    county-level units it has, each with both figures, their sum is the whole in both years. At current
    prices contributions are to nominal growth.

    References
    ----------
    System of National Accounts 2008, chapter 15 (contributions to growth). China Statistical Yearbook
    2008, chapter 2, explanatory notes (贡献率, 拉动).

    Examples
    --------
    High-tech output of the illustrative city grew by 24 % in 2007; three counties made most of it:

    >>> import chenzhou_indicators as ci
    >>> observations = ci.latest_vintage(ci.load_sample("observations"))
    >>> made = ci.contributions(observations, "hightech_output", year=2007, parts="county")
    >>> made.nlargest(3, "contribution_pp")[["part", "contribution_pp"]].round(1).values.tolist()
    [['431002', 6.6], ['431003', 6.0], ['431023', 3.0]]
    >>> round(float(made["contribution_pp"].sum()), 6)
    24.0
    >>> ci.contributions(observations, "hightech_output", year=2007, parts=["431003", "431003-P1"])
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: Parts are areas of one level; parks lie inside counties ...
    """
    later, whole = year_number(year, "year"), code(indicator, "indicator")
    tree = area_tree(areas)
    observations = admit(observations, Observations, name="observations")
    observations = observations[observations["year"].isin([later - 1, later])]
    pairs = _pairs(observations, whole, parts, None if area is None else code(area, "area"), tree)
    unit = str(load_indicators().set_index("indicator").loc[whole, "unit"])
    figures = _figures(observations, pairs, whole, unit, later)
    table = _beside_their_whole(pairs, figures, whole, tree)
    table = _measured(_with_rest(table), later)
    return checked(
        table.assign(indicator=whole, year=later, unit=unit)[[*Contributions.to_schema().columns]],
        Contributions,
    )


# --- which parts, of which whole -----------------------------------------------------------------


def _pairs(
    observations: pd.DataFrame,
    indicator: str,
    parts: str | Iterable[str],
    area: str | None,
    tree: pd.DataFrame,
) -> pd.DataFrame:
    """Return each whole and part: the area of the whole, the part's name, its indicator and its area."""
    _require_additive([indicator])
    if area is not None:
        require_known([area], tree, headline="Not in the area catalogue:")
    if isinstance(parts, str) and parts in [*AreaLevel]:
        return _areas(_of_level(parts, area, tree), indicator, area, tree)
    names = _named_once(parts, indicator)
    neither = "Neither areas nor indicators of the catalogues:"
    require_known(names, load_indicators(), tree, headline=neither, words=[*AreaLevel])
    here = {*names} & {*tree["area"]}
    if len(here) == len(names):
        return _areas(pd.Series(names), indicator, area, tree)
    if here:
        raise ArgumentError("parts are areas or indicators, not some of each:", names)
    _require_additive(names)
    _require_one_dimension(names, indicator)
    return _sectors(observations, indicator, names, area)


def _named_once(parts: str | Iterable[str], indicator: str) -> list[str]:
    """Return the names of the parts, or say what is wrong with them as a list."""
    if not isinstance(parts, Iterable):
        raise ArgumentError(f"parts is {parts!r}; it is a level of area, or several codes.")
    names = [parts] if isinstance(parts, str) else [code(part, "parts") for part in parts]
    if not names:
        raise ArgumentError("parts is empty; name a level of area, or areas or indicators.")
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise ArgumentError("parts name each area or indicator once; twice or more:", twice)
    if indicator in names:
        raise ArgumentError(f"{indicator} is the whole; it is no part of itself.")
    return names


def _of_level(level: str, area: str | None, tree: pd.DataFrame) -> pd.Series[str]:
    """Return the areas of a level, those inside an area if one is given."""
    members = tree.loc[tree["level"] == level, "area"]
    members = members if area is None else members[_inside(members, area, tree)]
    if members.empty:
        raise ArgumentError(f"No {level} lies inside {area or 'the area tree'}.")
    return members


def _areas(members: pd.Series[str], indicator: str, area: str | None, tree: pd.DataFrame) -> pd.DataFrame:
    """Return areas of one level, each with the area above it that is the whole."""
    levels = members.map(tree.set_index("area")["level"])
    if levels.nunique() > 1:
        raise ArgumentError(
            "Parts are areas of one level; parks lie inside counties and would count twice:",
            map("{}: {}".format, members, levels),
        )
    wholes = _ancestors(members, tree) if area is None else pd.Series(area, index=members.index)
    outside = wholes.isna() if area is None else ~_inside(members, area, tree)
    if outside.any():
        raise ArgumentError(f"Not inside {area or 'an area of the level above'}:", members[outside])
    pairs = {"whole": wholes, "part": members, "part_indicator": indicator, "part_area": members}
    return pd.DataFrame(pairs).sort_values("whole", kind="stable", ignore_index=True)


def _sectors(observations: pd.DataFrame, indicator: str, names: list[str], area: str | None) -> pd.DataFrame:
    """Return indicators as the parts of another one, in every area that has any of them."""
    there = observations.loc[observations["indicator"].isin([indicator, *names]), "area"]
    wholes = pd.DataFrame({"whole": sorted(there.unique()) if area is None else [area]}, dtype="str")
    pairs = wholes.merge(pd.DataFrame({"part": names}, dtype="str"), how="cross")
    return pairs.assign(part_indicator=pairs["part"], part_area=pairs["whole"])


def _ancestors(members: pd.Series[str], tree: pd.DataFrame) -> pd.Series[str]:
    """Return for each area the one above it that stands on the level its own level adds up to."""
    level, chains = tree.set_index("area")["level"], area_chains(tree)
    above = chains[chains["ancestor"].map(level) == chains["area"].map(level).map(ABOVE)]
    return members.map(above.set_index("area")["ancestor"])


def _inside(members: pd.Series[str], area: str, tree: pd.DataFrame) -> pd.Series[bool]:
    """Say of each area whether it lies inside another one, however deep."""
    chains = area_chains(tree)
    inside = chains.loc[(chains["ancestor"] == area) & (chains["area"] != area), "area"]
    return members.isin(inside)


def _require_additive(names: list[str]) -> None:
    """Refuse what is not in the catalogue, and what does not add up."""
    catalogue = load_indicators()
    require_known(names, catalogue, headline="Not in the indicator catalogue:")
    kinds = catalogue.set_index("indicator")["kind"]
    if odd := [f"{name}: {kinds[name]}" for name in names if kinds[name] not in (Kind.FLOW, Kind.STOCK)]:
        raise ArgumentError("Only flows and stocks add up from parts:", odd)


def _require_one_dimension(names: list[str], indicator: str) -> None:
    """Refuse parts that are measured in another thing than the whole."""
    units = load_indicators().set_index("indicator")["unit"]
    theirs = units[names]
    if odd := [f"{name}: {unit}" for name, unit in theirs[~convertible(theirs, units[indicator])].items()]:
        raise UnitError(f"Parts are measured as {indicator} is, in {units[indicator]}; these are not:", odd)


# --- figures of two years ------------------------------------------------------------------------


def _figures(
    observations: pd.DataFrame, pairs: pd.DataFrame, indicator: str, unit: str, year: int
) -> pd.DataFrame:
    """Return each indicator's and area's value of both years in one unit, and the least firm rank."""
    units = dict.fromkeys(sorted({indicator, *pairs["part_indicator"]}), unit)
    there = observations["area"].isin(sorted({*pairs["whole"], *pairs["part_area"]}))
    figures = two_years(observations[there], units, (year - 1, year))
    return figures.rename(columns={"before": "value_before", "after": "value"})


def _beside_their_whole(
    pairs: pd.DataFrame, figures: pd.DataFrame, indicator: str, tree: pd.DataFrame
) -> pd.DataFrame:
    """Lay the figures of part and whole beside each pair; a whole not observed is its county-level units."""
    ours = pd.MultiIndex.from_arrays([pairs["part_indicator"], pairs["part_area"]])
    theirs = pd.MultiIndex.from_arrays([pd.Series(indicator, index=pairs.index), pairs["whole"]])
    parts, wholes = (figures.reindex(keys).set_axis(pairs.index) for keys in (ours, theirs))
    known = parts[YEARS].notna().all(axis=1)
    table = pd.concat([pairs.assign(known=known), parts, wholes.add_suffix("_whole")], axis=1)
    unobserved = wholes[YEARS].isna().any(axis=1) & _are_all_units(table, tree)
    groups = table.groupby("whole")
    sums = groups[YEARS].transform("sum").assign(rank=groups["rank"].transform("max"))
    table[WHOLE] = table[WHOLE].mask(unobserved, sums.set_axis(WHOLE, axis=1))
    return table


def _are_all_units(table: pd.DataFrame, tree: pd.DataFrame) -> pd.Series[bool]:
    """Say of each part whether its whole's parts are all county-level units, and all have figures."""
    counties = tree[tree["level"] == AreaLevel.COUNTY]
    units = (table["part"].isin(counties["area"]) & table["known"]).groupby(table["whole"]).sum()
    complete = units == counties.groupby("parent").size().reindex(units.index)
    return table["whole"].map(complete).astype(bool)


def _with_rest(table: pd.DataFrame) -> pd.DataFrame:
    """Add to each whole what its parts leave of it, where that is more than rounding."""
    rest = _left_over(table)
    silent = table["part"].where(~table["known"]).dropna().groupby(table["whole"]).agg(", ".join)
    rest["holds"] = f"{Unaccounted.PARTS_WITHOUT_FIGURES}: " + silent.reindex(rest.index).astype("str")
    shown = (rest[YEARS].abs().max(axis=1) > rest.pop("rounding")) | rest["holds"].notna()
    rest = rest[shown & rest[YEARS].notna().all(axis=1)].reset_index().assign(part=REST)
    together = pd.concat([table, rest]) if len(rest) else table.assign(holds=pd.Series(dtype="str"))
    return together.sort_values("whole", kind="stable", ignore_index=True)


def _left_over(table: pd.DataFrame) -> pd.DataFrame:
    """Return of each whole what its parts with figures leave of it, and what of that is ``rounding``."""
    wholes = table.drop_duplicates("whole").set_index("whole")[WHOLE]
    both = wholes[WHOLE[:2]].set_axis(YEARS, axis=1)
    told = table[[*YEARS, "rank"]].where(table["known"])
    sums = told[YEARS].fillna(0.0).groupby(table["whole"]).sum().reindex(wholes.index)
    amounts = told[YEARS].abs().groupby(table["whole"]).sum().reindex(wholes.index).max(axis=1)
    return wholes.join(both - sums).assign(
        rank=told["rank"].groupby(table["whole"]).max(),
        rounding=ROUNDING * (amounts + both.abs().max(axis=1)),
    )


def _measured(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Compute growth, contributions and shares, and say why one is missing."""
    whole, base = table["value_whole"], table["value_before_whole"]
    step, change = table["value"] - table["value_before"], whole - base
    moved = change.abs() > ROUNDING * pd.concat([whole, base], axis=1).abs().max(axis=1)
    return pd.DataFrame(
        {
            "area": table["whole"],
            "part": table["part"],
            "contribution_pp": 100 * step / base.where(base > 0),
            "contribution_share": (step / change.where(moved)).where(base > 0) + 0.0,  # never -0.0
            "growth": relative_change(table["value"], table["value_before"]),
            "total_growth": relative_change(whole, base),
            "value_before": table["value_before"],
            "value": table["value"],
            "reason": _reasons(table, moved, year),
            "obs_status": status_of(pd.concat([table["rank"], table["rank_whole"]], axis=1).max(axis=1)),
        }
    )


def _reasons(table: pd.DataFrame, moved: pd.Series[bool], year: int) -> pd.Series[str]:
    """Say what is missing of the part or of the whole, what a rest holds, or that nothing can be shared."""
    part = (table["part"], table["value_before"], table["value"])
    whole = (table["whole"], table["value_before_whole"], table["value_whole"])
    years = (year - 1, year)
    of_part = missing_figures([part], years)
    of_whole = missing_figures([whole], years, why=Unaccounted.NO_WHOLE)
    shrunk = reason_where(table["value_before_whole"] <= 0, Reason.NO_GROWTH_FROM)
    still = reason_where(~moved, Unaccounted.WHOLE_UNCHANGED)
    return of_part.fillna(of_whole).fillna(shrunk).fillna(table["holds"]).fillna(still)
