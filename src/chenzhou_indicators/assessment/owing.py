"""Who owes a target.

A target is owed by its area, by every county-level unit of it, by every government, or by every
firm. Each area that owes it gets a row of its own, whether anything can be said of it or not.
"""

from __future__ import annotations

import pandas as pd

from ..catalog import areas_inside
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
    return owed.assign(
        area=owing["unit"].fillna(owing["area"]), unitless=alone & (owed["scope"] == Scope.EACH_AREA)
    )
