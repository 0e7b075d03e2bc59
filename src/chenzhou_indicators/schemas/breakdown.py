"""The tables that divide a target among areas."""

import pandera.pandas as pa
from pandera.typing.pandas import Series

__all__ = ["GrowthTargets"]


class GrowthTargets(pa.DataFrameModel):
    """The growth asked of each area, and the level it leads to."""

    area: Series[str] = pa.Field(description="area code")
    base: Series[float] = pa.Field(gt=0, description="level of the base year")
    growth: Series[float] = pa.Field(description="asked of the area [fraction]")
    target: Series[float] = pa.Field(description="the level to reach, in the unit of `base`")
    bound: Series[str] = pa.Field(nullable=True, isin=["floor", "cap"], description="which bound binds")

    class Config:
        """One row per area."""

        unique = ["area"]
