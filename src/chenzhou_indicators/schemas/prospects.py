"""The tables that look ahead, or back on how figures moved: paths, projections, revisions."""

import pandas as pd
import pandera.pandas as pa
from pandera.engines import pandas_engine
from pandera.typing.pandas import Series

from ..vocabulary import (
    Commitment,
    Form,
    GdpBasis,
    Likelihood,
    Method,
    ObsStatus,
    Point,
    Rating,
    Shape,
    Status,
)
from .results import Owed

__all__ = ["Backtest", "Outlook", "Pace", "Projection", "Revisions", "Spending", "Trajectory"]


class Trajectory(pa.DataFrameModel):
    """The value a target implies for each year."""

    area: Series[str] = pa.Field(nullable=True, description="area code; missing where none was named")
    indicator: Series[str] = pa.Field(nullable=True, description="indicator code; missing where none was")
    year: Series[int] = pa.Field(description="from the baseline to the due year, each year")
    expected_value: Series[float] = pa.Field(description="the value of the path in the year")
    shape: Series[str] = pa.Field(isin=[*Shape], description="by equal steps or by equal rates")
    point: Series[str] = pa.Field(
        nullable=True, isin=[*Point], description="what the path is made to pass; missing between"
    )

    class Config:
        """One row per area, indicator and year."""

        unique = ["area", "indicator", "year"]


class Projection(pa.DataFrameModel):
    """The value the past implies for later years, with an interval."""

    area: Series[str] = pa.Field(description="area code")
    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    method: Series[str] = pa.Field(isin=[*Method], description="how the past is carried on")
    year: Series[int] = pa.Field(description="the year projected")
    median: Series[float] = pa.Field(nullable=True, description="the value as likely exceeded as not")
    lower: Series[float] = pa.Field(nullable=True, description="lower end of the interval")
    upper: Series[float] = pa.Field(nullable=True, description="upper end of the interval")
    level: Series[float] = pa.Field(gt=0, lt=1, description="probability the interval holds [fraction]")
    probability: Series[float] = pa.Field(
        nullable=True, ge=0, le=1, description="of meeting the target; only in the due year [fraction]"
    )
    unit: Series[str] = pa.Field(description="unit of the values")
    obs_status: Series[str] = pa.Field(isin=[*ObsStatus], description="the least firm of the values used")

    class Config:
        """One row per series, method and year."""

        unique = ["area", "indicator", "method", "year"]


class OfTarget(Owed):
    """The columns by which a row is traced to what a plan promises."""

    due: Series[int] = pa.Field(description="the year it falls due")
    form: Series[str] = pa.Field(isin=[*Form], description="how the actual is measured")
    unit: Series[str] = pa.Field(description="unit of the values")
    minimum: Series[float] = pa.Field(nullable=True, description="lower bound, in `unit`")
    maximum: Series[float] = pa.Field(nullable=True, description="upper bound, in `unit`")
    strict: Series[bool] = pa.Field(description="more than the bound, not at least")
    commitment: Series[str] = pa.Field(isin=[*Commitment], description="how firmly the document says it")
    clause: Series[str] = pa.Field(description="where the document says it")
    name_zh: Series[str] = pa.Field(nullable=True, description="the target's name in Chinese")
    name_en: Series[str] = pa.Field(nullable=True, description="the target's name in English")
    reason: Series[str] = pa.Field(nullable=True, description="what cannot be said, and why")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the values used"
    )


class Pace(OfTarget):
    """How fast a target is approached, and how fast it would have to be."""

    year: Series[int] = pa.Field(description="the year looked at")
    baseline_year: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="year it is counted from")
    baseline: Series[float] = pa.Field(nullable=True, description="value of the baseline year, in `unit`")
    actual: Series[float] = pa.Field(nullable=True, description="value of the year, in `unit`")
    expected: Series[float] = pa.Field(
        nullable=True, description="what the straight way to the bound passes in the year"
    )
    required: Series[float] = pa.Field(nullable=True, description="the bound to reach, in `unit`")
    actual_pace: Series[float] = pa.Field(nullable=True, description="yearly, since the baseline")
    required_pace: Series[float] = pa.Field(nullable=True, description="yearly, to reach the bound when due")
    pace_ratio: Series[float] = pa.Field(nullable=True, description="actual over required pace [fraction]")
    pace_form: Series[str] = pa.Field(
        nullable=True, isin=[*Shape], description="linear: in `pace_unit`; compound: a rate"
    )
    pace_unit: Series[str] = pa.Field(nullable=True, description="unit of the paces, each a year")
    year_reached: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, description="first year the bound holds at the actual pace"
    )
    rating: Series[str] = pa.Field(
        nullable=True, isin=[*Rating], description="Eurostat's word for the ratio of compound rates"
    )
    released: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition of the actual")

    class Config:
        """One row per target and area."""

        unique = ["plan", "target", "area"]


class Outlook(OfTarget):
    """What each method says of a target when it is due."""

    method: Series[str] = pa.Field(isin=[*Method], description="how the past is carried on")
    read_first: Series[bool] = pa.Field(description="the method to read first for this kind of indicator")
    year: Series[int] = pa.Field(description="the year projected")
    median: Series[float] = pa.Field(nullable=True, description="the value as likely exceeded as not")
    lower: Series[float] = pa.Field(nullable=True, description="lower end of the interval")
    upper: Series[float] = pa.Field(nullable=True, description="upper end of the interval")
    level: Series[float] = pa.Field(gt=0, lt=1, description="probability the interval holds [fraction]")
    probability: Series[float] = pa.Field(
        nullable=True, ge=0, le=1, description="of meeting the target; only in the due year [fraction]"
    )
    likelihood: Series[str] = pa.Field(
        nullable=True, isin=[*Likelihood], description="the probability in the words of the IPCC"
    )
    verdict: Series[str] = pa.Field(
        isin=[Status.MET, Status.MISSED, Status.NOT_ASSESSABLE],
        description="whether the median meets the target when due",
    )
    agreement: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="all methods that speak give one verdict; missing where fewer than two do"
    )
    spread: Series[float] = pa.Field(
        nullable=True, description="largest less smallest median of the methods, in `unit`"
    )
    n_observations: Series[int] = pa.Field(ge=0, description="values the projection rests on")
    first_year: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="of those values")
    last_year: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="of those values")
    last_value: Series[float] = pa.Field(nullable=True, description="value of the last year, in `unit`")

    class Config:
        """One row per target, area, method and year."""

        unique = ["plan", "target", "area", "method", "year"]


class Backtest(pa.DataFrameModel):
    """How far a method was off when the past was still the future."""

    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    area: Series[str] = pa.Field(description="area code")
    method: Series[str] = pa.Field(isin=[*Method], description="how the past is carried on")
    horizon: Series[int] = pa.Field(ge=1, description="years ahead")
    n_forecasts: Series[int] = pa.Field(ge=0, description="forecasts that could be held against a value")
    mean_error: Series[float] = pa.Field(nullable=True, description="projected less observed, in `unit`")
    mean_absolute_error: Series[float] = pa.Field(nullable=True, description="in `unit`")
    root_mean_square_error: Series[float] = pa.Field(nullable=True, description="in `unit`")
    relative_error: Series[float] = pa.Field(
        nullable=True, description="mean absolute error over that of no change [fraction]"
    )
    coverage: Series[float] = pa.Field(
        nullable=True, ge=0, le=1, description="share of values inside their interval [fraction]"
    )
    level: Series[float] = pa.Field(gt=0, lt=1, description="share there should be [fraction]")
    unit: Series[str] = pa.Field(description="unit of the errors")
    obs_status: Series[str] = pa.Field(isin=[*ObsStatus], description="the least firm of the values used")

    class Config:
        """One row per method and horizon."""

        unique = ["indicator", "area", "method", "horizon"]


class Spending(pa.DataFrameModel):
    """The R&D a path asks for, year by year."""

    area: Series[str] = pa.Field(nullable=True, description="area code; missing where none was named")
    year: Series[int] = pa.Field(description="year of the path")
    expected_value: Series[float] = pa.Field(description="R&D over GDP the path asks for [%]")
    gdp: Series[float] = pa.Field(nullable=True, description="observed or assumed, in `unit`")
    gdp_basis: Series[str] = pa.Field(isin=[*GdpBasis], description="where it is from")
    required_spending: Series[float] = pa.Field(nullable=True, description="R&D asked for, in `unit`")
    spending_growth: Series[float] = pa.Field(
        nullable=True, description="relative change on the year before [fraction]"
    )
    unit: Series[str] = pa.Field(nullable=True, description="money unit; missing where none was named")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="of the GDP; estimated where it was assumed"
    )

    class Config:
        """One row per area and year."""

        unique = ["area", "year"]


class Revisions(pa.DataFrameModel):
    """How far a figure moved from its first edition to its latest."""

    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    area: Series[str] = pa.Field(description="area code")
    year: Series[int] = pa.Field(description="the year the figure is about")
    unit: Series[str] = pa.Field(description="unit of the values")
    first: Series[float] = pa.Field(nullable=True, description="value of the first edition")
    latest: Series[float] = pa.Field(nullable=True, description="value of the latest; missing if withdrawn")
    revision: Series[float] = pa.Field(nullable=True, description="latest less first, in `unit`")
    relative_revision: Series[float] = pa.Field(
        nullable=True, description="revision over the first value [fraction]"
    )
    n_editions: Series[int] = pa.Field(ge=1, description="editions there are, dated or not")
    first_released: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="day of the first")
    latest_released: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="day of the latest")
    mean_revision: Series[float] = pa.Field(
        nullable=True, description="over the revised figures of the indicator in the area, in `unit`"
    )
    mean_absolute_revision: Series[float] = pa.Field(
        nullable=True, description="over the revised figures of the indicator in the area, in `unit`"
    )
    obs_status: Series[str] = pa.Field(isin=[*ObsStatus], description="the least firm of the editions")

    class Config:
        """One row per figure."""

        unique = ["indicator", "area", "year"]
