"""Ratios: one quantity over another, as the catalogue defines them.

A ratio that was observed is used as it stands; one that was not is computed from numerator and
denominator of the same area and year. Where a city reports neither, the sums over its
county-level units stand in, when every one of them has both: a ratio of sums, never a mean of
ratios. Parks lie inside counties and are not counted again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import area_tree, load_indicators
from ..doors import admit, checked
from ..schemas import Observations
from ..units import convert
from ..vintages import infirmity, least_firm, require_one_edition, status_of
from ..vocabulary import AreaLevel

__all__ = ["DERIVED", "computable_ratios", "derive", "missing_ratios"]

DERIVED = "derived"  # how the source of a computed ratio begins
PLACE = ["area", "year"]
SIDES = ("", "_below")  # numerator, denominator


def derive(observations: pd.DataFrame, *, areas: pd.DataFrame | None = None) -> DataFrame[Observations]:
    """Add every ratio the catalogue defines that can be computed and is not there.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Observations]
        The input, then the new ratios, numbered anew. A new ratio carries the later of its two
        release dates (missing if either is), the less firm of its two statuses, and both sources.
        It is left out where numerator or denominator is missing or the denominator is zero; a
        ratio observed as missing stays missing.

    Raises
    ------
    TableError
        If `observations` is not a table of observations.
    EditionError
        If a numerator or denominator stands in several editions.
    UnitError
        If a unit cannot be converted into the catalogue's.

    Notes
    -----
    .. math:: r = s \\frac{\\sum_i x_i}{\\sum_i z_i}

    with :math:`x` the numerator, :math:`z` the denominator, each in its catalogue unit, and
    :math:`s` the catalogue's scale; the sums run over one area, or over all county-level units of
    a city.

    References
    ----------
    Frascati Manual 2002 (OECD), chapter 6, for R&D over GDP; each ratio's own reference stands in
    `load_indicators`.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> observations = ci.as_of(ci.load_sample("observations"), "2010-12-31")
    >>> both = ci.derive(observations)
    >>> city = both.query("indicator == 'rd_intensity' and area == '431000'")
    >>> city.set_index("year")["value"].round(2).loc[[2006, 2007]].tolist()
    [0.8, 0.92]
    """
    observations = admit(observations, Observations, name="observations")
    added = missing_ratios(observations, area_tree(areas))
    together = pd.concat([observations, added], ignore_index=True) if len(added) else observations
    return checked(together.reset_index(drop=True), Observations, name="observations")


def missing_ratios(
    observations: pd.DataFrame, areas: pd.DataFrame, *, only: Collection[str] | None = None
) -> pd.DataFrame:
    """Return the observations of ratios that can be computed and are not there."""
    ratios = computable_ratios(observations)
    if only is not None:
        ratios = ratios[ratios["indicator"].isin(list(only))]
    added = [_ratio(observations, ratio, areas) for ratio in ratios.to_dict("records")]
    filled = [frame for frame in added if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else observations.iloc[:0]


def computable_ratios(observations: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the catalogue's ratios that have both parts, there too if observations are given."""
    catalogue = load_indicators()
    ratios = catalogue[catalogue["numerator"].notna() & catalogue["denominator"].notna()]
    if observations is None:
        return ratios
    there = observations["indicator"].unique()
    return ratios[ratios["numerator"].isin(there) & ratios["denominator"].isin(there)]


def _ratio(observations: pd.DataFrame, ratio: dict[Any, Any], areas: pd.DataFrame) -> pd.DataFrame:
    """Compute one ratio wherever it can be and was not observed."""
    observed = observations.loc[observations["indicator"] == ratio["indicator"], PLACE]
    either = [str(ratio["numerator"]), str(ratio["denominator"])]
    parts = _parts(observations, *either)
    reported = observations.loc[observations["indicator"].isin(either), PLACE]
    parts = _without(pd.concat([parts, _without(_city_sums(parts, areas), reported)]), observed)
    parts = parts[parts["value_below"] != 0].reset_index(drop=True)
    dated = parts["released"].notna() & parts["released_below"].notna()
    return pd.DataFrame(
        {
            "indicator": str(ratio["indicator"]),
            "area": parts["area"],
            "year": parts["year"],
            "value": float(str(ratio["scale"])) * parts["value"] / parts["value_below"],
            "unit": str(ratio["unit"]),
            "released": parts[["released", "released_below"]].max(axis=1).where(dated),
            "obs_status": least_firm(parts["obs_status"], parts["obs_status_below"]),
            "source": (
                f"{DERIVED}: {ratio['numerator']} (" + parts["source"]
                + f") / {ratio['denominator']} (" + parts["source_below"] + ")"
            ),
        }
    )  # fmt: skip


def _parts(observations: pd.DataFrame, numerator: str, denominator: str) -> pd.DataFrame:
    """Set numerator and denominator of each area and year side by side, in catalogue units."""
    sides = [_side(observations, name) for name in (numerator, denominator)]
    return sides[0].merge(sides[1], on=PLACE, suffixes=SIDES, validate="1:1")


def _side(observations: pd.DataFrame, indicator: str) -> pd.DataFrame:
    rows = observations[(observations["indicator"] == indicator) & observations["value"].notna()]
    require_one_edition(rows)
    unit = load_indicators().set_index("indicator").loc[indicator, "unit"]
    rows = rows.assign(value=convert(rows["value"], rows["unit"], str(unit)))
    return rows[[*PLACE, "value", "released", "obs_status", "source"]]


def _city_sums(parts: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Sum both sides over the county-level units of each city, where none of them is missing."""
    counties = areas.loc[areas["level"] == AreaLevel.COUNTY, ["area", "parent"]]
    inside = parts.merge(counties, on="area", validate="m:1")
    if inside.empty:
        return parts.iloc[:0]
    inside = inside.assign(
        rank=infirmity(inside["obs_status"]), rank_below=infirmity(inside["obs_status_below"])
    )
    sums = inside.groupby(["parent", "year"], as_index=False).agg(
        units=("area", "size"),
        **{"value" + side: ("value" + side, "sum") for side in SIDES},
        **{name + side: (name + side, "max") for name in ("released", "rank") for side in SIDES},
        **{"dated" + side: ("released" + side, "count") for side in SIDES},
    )
    sums = sums[sums["units"] == sums["parent"].map(counties.groupby("parent").size())]
    sums = sums.rename(columns={"parent": "area"})
    for side in SIDES:
        sums["released" + side] = sums["released" + side].where(sums["dated" + side] == sums["units"])
        sums["obs_status" + side] = status_of(sums["rank" + side])
        sums["source" + side] = "sum of " + sums["units"].astype("str") + " county-level units"
    return sums[[*parts.columns]]


def _without(rows: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """Drop rows whose area and year are taken."""
    keys = pd.MultiIndex.from_frame(rows[PLACE])
    return rows[~keys.isin(pd.MultiIndex.from_frame(taken[PLACE]))]
