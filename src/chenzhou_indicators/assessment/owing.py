"""Who owes a target.

A target is owed by its area, by every county-level unit of it, by every government, or by every
firm. Each area that owes it gets a row of its own, whether anything can be said of it or not.
"""

from __future__ import annotations

import pandas as pd

from ..catalog import areas_inside
from ..errors import TableError
from ..vocabulary import AreaLevel, Scope

__all__ = ["owed_by_area"]


def owed_by_area(targets: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return one row per target and owing area, in the order of targets, then of the area tree.

    Parameters
    ----------
    targets : DataFrame[Targets]
        Targets that areas owe, numbered in ``place``.
    areas : DataFrame
        The area tree.

    Returns
    -------
    DataFrame
        `targets` with ``area`` the one that owes it, and ``unitless`` where every county-level unit
        of an area should, but the tree knows none: the area stands for them.

    Raises
    ------
    TableError
        If one area owes a target twice, by its own row and by that of a wider area.
    """
    scope = targets["scope"]
    wholes = targets.loc[scope.isin([Scope.EACH_AREA, Scope.EACH_GOVERNMENT]), "area"].unique()
    inside = areas_inside(areas, wholes)
    counties = inside[inside["level"] == AreaLevel.COUNTY]
    governments = inside[inside["level"] != AreaLevel.PARK]
    asked = targets[["area"]].assign(row=range(len(targets)))
    own = asked[~scope.isin([Scope.EACH_AREA, Scope.EACH_GOVERNMENT])]
    parts = [
        own.assign(unit=own["area"]),
        asked[scope == Scope.EACH_AREA].merge(counties, on="area", how="left"),
        asked[scope == Scope.EACH_GOVERNMENT].merge(governments, on="area", how="left"),
    ]
    owing = pd.concat(parts).sort_values("row", kind="stable", ignore_index=True)
    owed = targets.iloc[owing["row"]].reset_index(drop=True)
    alone = owing["unit"].isna()
    # A government that the tree does not know still is one.
    owed = owed.assign(
        area=owing["unit"].fillna(owing["area"]), unitless=alone & (owed["scope"] == Scope.EACH_AREA)
    )
    if targets.duplicated(["plan", "target"]).any():  # only then can rows of one target overlap
        _require_one_row_each(owed)
    return owed


def _require_one_row_each(owed: pd.DataFrame) -> None:
    """Refuse a target that an area owes by name and by scope."""
    twice = owed[owed.duplicated(["plan", "target", "area"], keep=False)]
    if len(twice):
        keys = twice[["target", "area"]].drop_duplicates().itertuples(index=False)
        raise TableError(
            "Targets that one area owes twice, by its own row and by that of a wider area; keep one:",
            [f"{target} in {area}" for target, area in keys],
        )
