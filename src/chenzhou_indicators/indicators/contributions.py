"""Contributions: how many points of a total's growth each part of it made.

A county that is small and doubles moves the city less than one that is large and grows a little. A
part's contribution (拉动) is its increase over the total of the year before; contributions add up to
the total's growth. What the parts leave, or overlap, is shown as a part of its own, the rest. Parks lie
inside counties, so parts are areas of one level only.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import code, year_number
from ..catalog import load_areas, load_indicators
from ..doors import admit, checked
from ..errors import ArgumentError, UnknownNameError, did_you_mean
from ..schemas import Contributions, Observations
from ..units import convert
from ..vintages import infirmity, require_one_edition, status_of
from ..vocabulary import AreaLevel, Kind, Reason, Unaccounted
from .growth import relative_change

__all__ = ["REST", "contributions"]

REST = "rest"
YEARS = ["value_before", "value"]
WHOLE = ["value_before_whole", "value_whole", "rank_whole"]
SMALL = 1e-9  # of the whole: what parts leave below it is rounding
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
        One row per whole and part, in the order of the parts, and where they do not add up to the whole a
        row ``rest`` behind: ``contribution_pp`` [percentage points], ``contribution_share`` [fraction
        of the whole's growth, or of its fall], growth of part and whole [fractions]. Missing with a
        ``reason`` where a figure is missing or the whole was zero or less, the share also where it did
        not change. Parts without figures are in the rest, which says so.

    Raises
    ------
    TableError
        If `observations` is not a table of observations.
    UnknownNameError
        If an indicator or area is in no catalogue.
    ArgumentError
        If the indicator or a part of it is a ratio, an index or a milestone; if there are no parts, they
        are of several levels, named twice, or not inside the whole.
    EditionError
        If one of the figures stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.

    Notes
    -----
    .. math:: c_i = 100 \frac{x_{i,t} - x_{i,t-1}}{X_{t-1}}, \quad
              s_i = \frac{x_{i,t} - x_{i,t-1}}{X_t - X_{t-1}}

    with x the part and X the whole. Where a whole was not observed in both years and its parts are all
    county-level units it has, their sum is the whole. At current prices contributions are to nominal growth.

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
    tree = load_areas() if areas is None else areas
    observations = admit(observations, Observations, name="observations")
    observations = observations[observations["year"].isin([later - 1, later])]
    pairs = _pairs(observations, whole, parts, None if area is None else code(area, "area"), tree)
    unit = str(load_indicators().set_index("indicator").loc[whole, "unit"])
    figures = _two_years(observations, {whole, *pairs["part_indicator"]}, unit, later)
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
    if isinstance(parts, str) and parts in [*AreaLevel]:
        members = tree.loc[tree["level"] == parts, "area"]
        inside = members if area is None else members[_inside(members, area, tree)]
        return _areas(inside, indicator, area, tree)
    names = [parts] if isinstance(parts, str) else [code(part, "parts") for part in parts]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if not names or twice or indicator in names:
        raise ArgumentError(
            "parts are a level of area, or area or indicator codes other than the whole, once each; "
            f"they are {names if twice or not names else indicator}."
        )
    sectors, places = [*load_indicators()["indicator"]], [*tree["area"]]
    unknown = [name for name in names if name not in sectors and name not in places]
    if unknown:
        hints = [did_you_mean(name, [*sectors, *places, *AreaLevel]) for name in unknown]
        raise UnknownNameError(
            "Neither areas nor indicators of the catalogues:", map("{}{}".format, unknown, hints)
        )
    if all(name in places for name in names):
        return _areas(pd.Series(names), indicator, area, tree)
    if any(name in places for name in names):
        raise ArgumentError("parts are areas or indicators, not some of each:", names)
    _require_additive(names)
    return _sectors(observations, indicator, names, area)


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
    if outside.any() or members.empty:
        raise ArgumentError(
            f"No such parts lie inside {area or 'an area of the level above'}:", members[outside]
        )
    pairs = {"whole": wholes, "part": members, "part_indicator": indicator, "part_area": members}
    return pd.DataFrame(pairs).sort_values("whole", kind="stable", ignore_index=True)


def _sectors(observations: pd.DataFrame, indicator: str, names: list[str], area: str | None) -> pd.DataFrame:
    """Return indicators as the parts of another one, in every area that has any of them."""
    there = observations.loc[observations["indicator"].isin([indicator, *names]), "area"]
    wholes = pd.DataFrame({"whole": sorted(there.unique()) if area is None else [area]})
    pairs = wholes.merge(pd.DataFrame({"part": names}), how="cross")
    return pairs.assign(part_indicator=pairs["part"], part_area=pairs["whole"])


def _ancestors(members: pd.Series[str], tree: pd.DataFrame) -> pd.Series[str]:
    """Return for each area the one above it that stands on the level its own level adds up to."""
    level, parent = (tree.set_index("area")[name] for name in ("level", "parent"))
    wanted = members.map(level).map(ABOVE)
    found = members.map(parent)
    for _ in ABOVE:
        found = found.where(found.map(level) == wanted, found.map(parent))
    return found


def _inside(members: pd.Series[str], area: str, tree: pd.DataFrame) -> pd.Series[bool]:
    """Say of each area whether it lies inside another one, however deep."""
    parent = tree.set_index("area")["parent"]
    above, inside = members, pd.Series(False, index=members.index)
    for _ in AreaLevel:
        above = above.map(parent)
        inside |= (above == area).fillna(value=False).astype(bool)
    return inside


def _require_additive(names: list[str]) -> None:
    """Refuse what is not in the catalogue, and what does not add up."""
    kinds = load_indicators().set_index("indicator")["kind"]
    if unknown := [f"{name}{did_you_mean(name, kinds.index)}" for name in names if name not in kinds.index]:
        raise UnknownNameError("Not in the indicator catalogue:", unknown)
    if odd := [f"{name}: {kinds[name]}" for name in names if kinds[name] not in (Kind.FLOW, Kind.STOCK)]:
        raise ArgumentError("Only flows and stocks add up from parts:", odd)


# --- figures of two years ------------------------------------------------------------------------


def _two_years(observations: pd.DataFrame, indicators: set[str], unit: str, year: int) -> pd.DataFrame:
    """Return each indicator's and area's value of both years in one unit, and the least firm rank."""
    rows = observations[observations["indicator"].isin(sorted(indicators))]
    require_one_edition(rows)
    rows = rows.assign(
        value=convert(rows["value"], rows["unit"], unit),
        rank=infirmity(rows["obs_status"].where(rows["value"].notna())),
    )
    before, after = (rows[rows["year"] == when].set_index(["indicator", "area"]) for when in (year - 1, year))
    figures = pd.DataFrame({"value_before": before["value"], "value": after["value"]})
    ranks = pd.concat([before["rank"], after["rank"]], axis=1).max(axis=1)
    return figures.assign(rank=ranks)


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
    return table["whole"].map(units == counties.groupby("parent").size().reindex(units.index))


def _with_rest(table: pd.DataFrame) -> pd.DataFrame:
    """Add to each whole what its parts leave of it, where that is more than rounding."""
    sums = table[YEARS].where(table["known"], 0.0).groupby(table["whole"]).sum()
    rest = table.drop_duplicates("whole").set_index("whole")[WHOLE]
    rest[YEARS] = rest[WHOLE[:2]].to_numpy() - sums.loc[rest.index].to_numpy()
    rest["rank"] = table.groupby("whole")["rank"].max()
    silent = table["part"].where(~table["known"]).dropna().groupby(table["whole"]).agg(", ".join)
    rest["holds"] = f"{Unaccounted.PARTS_WITHOUT_FIGURES}: " + silent.reindex(rest.index)
    most = rest[WHOLE[:2]].abs().max(axis=1)
    shown = (rest[YEARS].abs().max(axis=1, skipna=False) > SMALL * most) | rest["holds"].notna()
    rest = rest[shown & rest[YEARS].notna().all(axis=1)].reset_index().assign(part=REST)
    together = pd.concat([table, rest]) if len(rest) else table.assign(holds=pd.Series(dtype="str"))
    return together.sort_values("whole", kind="stable", ignore_index=True)


def _measured(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Compute growth, contributions and shares, and say why one is missing."""
    whole, base = table["value_whole"], table["value_before_whole"]
    step, change = table["value"] - table["value_before"], whole - base
    moved = change.abs() > SMALL * pd.concat([whole, base], axis=1).abs().max(axis=1)
    return pd.DataFrame(
        {
            "area": table["whole"],
            "part": table["part"],
            "contribution_pp": 100 * step / base.where(base > 0),
            "contribution_share": (step / change.where(moved)).where(base > 0),
            "growth": relative_change(table["value"], table["value_before"]),
            "total_growth": relative_change(whole, base),
            "value_before": table["value_before"],
            "value": table["value"],
            "reason": _reasons(table, moved, year),
            "obs_status": status_of(pd.concat([table["rank"], table["rank_whole"]], axis=1).max(axis=1)),
        }
    )


def _reasons(table: pd.DataFrame, moved: pd.Series[bool], year: int) -> pd.Series[str]:
    """Say what is missing of the part or of the whole, or that there is nothing to share out."""
    reason = table["holds"]
    for name, why, columns in (
        ("part", Unaccounted.NO_FIGURE, YEARS),
        ("whole", Unaccounted.NO_WHOLE, WHOLE[:2]),
    ):
        gone = [table[column].isna() for column in columns]
        years = pd.Series("", index=table.index, dtype="str")
        for missing, when in zip(gone, (year - 1, year), strict=True):
            years += pd.Series(f" {when}", index=table.index).where(missing, "")
        reason = reason.fillna((f"{why}: " + table[name] + years).where(years != ""))
    shrunk = pd.Series(str(Reason.NO_GROWTH_FROM), index=table.index).where(table["value_before_whole"] <= 0)
    still = pd.Series(str(Unaccounted.WHOLE_UNCHANGED), index=table.index).where(~moved)
    return reason.fillna(shrunk).fillna(still)
