"""Who owes a target.

A target is owed by its area, by every county-level unit of it, by every government, or by every
firm. Each area that owes it gets a row of its own, whether anything can be said of it or not.
"""

from __future__ import annotations

import pandas as pd

from ..catalog import area_chains
from ..errors import UnknownNameError
from ..vocabulary import AreaLevel, Scope

__all__ = ["owed_by_area"]


def owed_by_area(ordered: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return one row per target and owing area, in the order of `place`, then of the area tree.

    Raises
    ------
    UnknownNameError
        If every unit of an area owes a target, but the area tree knows none.
    """
    spread = ordered["scope"].isin([Scope.EACH_AREA, Scope.EACH_GOVERNMENT])
    counties = areas.loc[areas["level"] == AreaLevel.COUNTY, ["area"]]
    units = area_chains(areas).merge(counties, on="area").rename(columns={"area": "unit", "ancestor": "area"})
    wholes = set(ordered.loc[spread, "area"].unique())
    lacking = wholes - set(units["area"].unique())
    if lacking:
        raise UnknownNameError(
            "Every county-level unit owes a target, but the area tree knows none in:", sorted(lacking)
        )
    row = pd.Series(range(len(ordered)), index=ordered.index, name="row")
    own = pd.DataFrame({"row": row, "unit": ordered["area"]})
    cities = sorted(wholes - set(counties["area"]))
    governs = (ordered["scope"] == Scope.EACH_GOVERNMENT) & ordered["area"].isin(cities)
    by_unit = own[spread].rename(columns={"unit": "area"}).merge(units, on="area")[["row", "unit"]]
    owing = pd.concat([own[~spread | governs], by_unit]).sort_values("row", kind="stable")
    owed = ordered.iloc[owing["row"]].reset_index(drop=True)
    return owed.assign(area=owing["unit"].reset_index(drop=True))
