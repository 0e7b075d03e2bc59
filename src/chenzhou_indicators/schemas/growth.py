"""The tables that say where growth and change come from: factors, parts, effects."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from ..vocabulary import Decomposition, ObsStatus

__all__ = [
    "ContributionRise",
    "ContributionSensitivity",
    "Contributions",
    "GrowthAccounts",
    "Productivity",
    "RatioEffects",
    "ShiftShare",
]


class Window(pa.DataFrameModel):
    """Some years of an area's growth, and the elasticities they are accounted with."""

    area: Series[str] = pa.Field(description="area code")
    start_year: Series[int] = pa.Field(description="the year growth is counted from")
    end_year: Series[int] = pa.Field(description="the last year of the window")
    window: Series[int] = pa.Field(ge=1, description="years between them")
    capital_elasticity: Series[float] = pa.Field(ge=0, le=1, description="of output with respect to capital")
    labour_elasticity: Series[float] = pa.Field(ge=0, le=1, description="of output with respect to labour")
    residual_share: Series[float] = pa.Field(
        nullable=True, description="residual over output growth: 科技进步贡献率 [fraction]"
    )
    reason: Series[str] = pa.Field(nullable=True, description="why something is missing")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the accounts used"
    )

    class Config:
        """One row per area, window and pair of elasticities."""

        unique = ["area", "end_year", "window", "capital_elasticity", "labour_elasticity"]


class GrowthAccounts(Window):
    """The average yearly growth of an area over some years, shared out among its sources."""

    output_growth: Series[float] = pa.Field(nullable=True, description="average a year [fraction]")
    capital_growth: Series[float] = pa.Field(nullable=True, description="average a year [fraction]")
    labour_growth: Series[float] = pa.Field(nullable=True, description="average a year [fraction]")
    capital_contribution: Series[float] = pa.Field(
        nullable=True, description="elasticity times capital growth [fraction]"
    )
    labour_contribution: Series[float] = pa.Field(
        nullable=True, description="elasticity times labour growth [fraction]"
    )
    residual: Series[float] = pa.Field(
        nullable=True, description="output growth less both contributions [fraction]"
    )
    capital_contribution_share: Series[float] = pa.Field(
        nullable=True, description="capital contribution over output growth [fraction]"
    )
    labour_contribution_share: Series[float] = pa.Field(
        nullable=True, description="labour contribution over output growth [fraction]"
    )


class ContributionRise(Window):
    """How far the contribution rate moved from one window to the window that ends a year later."""

    residual_share_before: Series[float] = pa.Field(
        nullable=True, description="of the window that ends the year before [fraction]"
    )
    rise_pp: Series[float] = pa.Field(nullable=True, description="rise on it [percentage points]")


class ContributionSensitivity(ContributionRise):
    """The contribution rate under one choice of elasticities and window."""

    meets: Series[pd.BooleanDtype] = pa.Field(nullable=True, description="the rise is the one asked for")
    share_met: Series[float] = pa.Field(
        nullable=True,
        ge=0,
        le=1,
        description="of all choices that give the area a rise in the year, how many meet it [fraction]",
    )
    n_judged: Series[int] = pa.Field(ge=0, description="how many choices give one")


class Productivity(pa.DataFrameModel):
    """Total factor productivity, year by year."""

    area: Series[str] = pa.Field(description="area code")
    year: Series[int] = pa.Field(description="the later of the two years")
    tfp_growth: Series[float] = pa.Field(nullable=True, description="log-change on the year before")
    tfp_index: Series[float] = pa.Field(nullable=True, description="1 in the base year")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the accounts of the two years"
    )

    class Config:
        """One row per area and year."""

        unique = ["area", "year"]


class Contributions(pa.DataFrameModel):
    """What each part adds to the growth of a whole."""

    indicator: Series[str] = pa.Field(description="code of the whole's indicator")
    area: Series[str] = pa.Field(description="area code of the whole")
    year: Series[int] = pa.Field(description="the later of the two years")
    part: Series[str] = pa.Field(description="area or indicator code of the part, or rest")
    contribution_pp: Series[float] = pa.Field(
        nullable=True, description="of the growth of the whole [percentage points]"
    )
    contribution_share: Series[float] = pa.Field(
        nullable=True, description="contribution over growth of the whole [fraction]"
    )
    growth: Series[float] = pa.Field(nullable=True, description="of the part itself [fraction]")
    total_growth: Series[float] = pa.Field(nullable=True, description="of the whole [fraction]")
    value_before: Series[float] = pa.Field(
        nullable=True, description="of the part the year before, in `unit`"
    )
    value: Series[float] = pa.Field(nullable=True, description="of the part in the year, in `unit`")
    unit: Series[str] = pa.Field(description="unit of the values")
    reason: Series[str] = pa.Field(nullable=True, description="why something is missing")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the values used"
    )

    class Config:
        """One row per part of a whole."""

        unique = ["indicator", "area", "year", "part"]


class RatioEffects(pa.DataFrameModel):
    """How much of a ratio's change is due to its numerator, how much to its denominator."""

    area: Series[str] = pa.Field(description="area code")
    numerator: Series[str] = pa.Field(description="indicator code")
    denominator: Series[str] = pa.Field(description="indicator code")
    start: Series[int] = pa.Field(description="first year")
    end: Series[int] = pa.Field(description="last year")
    factor: Series[str] = pa.Field(description="numerator or denominator: its indicator code")
    effect: Series[float] = pa.Field(nullable=True, description="its part of the change, in `unit`'s points")
    ratio_start: Series[float] = pa.Field(nullable=True, description="the ratio in the first year, in `unit`")
    ratio_end: Series[float] = pa.Field(nullable=True, description="the ratio in the last year, in `unit`")
    change: Series[float] = pa.Field(nullable=True, description="last less first: the sum of the effects")
    unit: Series[str] = pa.Field(description="unit of the ratio")
    method: Series[str] = pa.Field(isin=[*Decomposition], description="how the change is shared out")
    reason: Series[str] = pa.Field(nullable=True, description="why something is missing")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the values used"
    )

    class Config:
        """One row per area and factor."""

        unique = ["area", "factor"]


class ShiftShare(pa.DataFrameModel):
    """The growth of an area as the whole's, that of its mix of sectors, and its own."""

    area: Series[str] = pa.Field(description="area code")
    growth: Series[float] = pa.Field(nullable=True, description="of the area over the period [fraction]")
    national: Series[float] = pa.Field(nullable=True, description="growth of the whole [fraction]")
    mix: Series[float] = pa.Field(nullable=True, description="due to its sectors being those [fraction]")
    regional: Series[float] = pa.Field(nullable=True, description="due to the area itself [fraction]")

    class Config:
        """One row per area."""

        unique = ["area"]
