"""The tables that lay years, areas or judgements side by side."""

import pandas as pd
import pandera.pandas as pa
from pandera.engines import pandas_engine
from pandera.typing.pandas import Series

from ..vocabulary import Commitment, EditionBreak, ObsStatus, Status, VerdictChange
from .results import Owed

__all__ = ["AreaComparison", "AssessmentComparison", "Convergence", "VintageComparison", "YearComparison"]


class YearComparison(pa.DataFrameModel):
    """A figure in one year and in an earlier one."""

    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    area: Series[str] = pa.Field(description="area code")
    year_before: Series[int] = pa.Field(description="the earlier year")
    year: Series[int] = pa.Field(description="the later year")
    unit: Series[str] = pa.Field(description="unit of the values")
    value_before: Series[float] = pa.Field(nullable=True, description="in `unit`")
    value: Series[float] = pa.Field(nullable=True, description="in `unit`")
    change: Series[float] = pa.Field(nullable=True, description="value - value_before, in `change_unit`")
    change_unit: Series[str] = pa.Field(description="percentage points for what is in %, else `unit`")
    growth: Series[float] = pa.Field(
        nullable=True, description="of a flow or a stock, over the whole time [fraction]"
    )
    rank_before: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="among areas of its level")
    rank: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="1 is the best, by the catalogue")
    rank_change: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="places gained")
    ranked: Series[int] = pa.Field(description="areas of its level with figures of both years")
    edition_break: Series[str] = pa.Field(
        nullable=True, isin=[*EditionBreak], description="why the two figures may not compare"
    )
    reason: Series[str] = pa.Field(nullable=True, description="which figure is missing, why no growth")
    released_before: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition")
    released: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition")
    source_before: Series[str] = pa.Field(nullable=True, description="where the earlier figure is from")
    source: Series[str] = pa.Field(nullable=True, description="where the later figure is from")
    obs_status: Series[str] = pa.Field(nullable=True, isin=[*ObsStatus], description="the less firm of both")

    class Config:
        """One row per indicator, area and pair of years."""

        unique = ["indicator", "area", "year_before", "year"]


class AreaComparison(pa.DataFrameModel):
    """A figure of one area beside those of the other areas of its level."""

    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    area: Series[str] = pa.Field(description="area code")
    year: Series[int] = pa.Field(description="the year the figures are about")
    unit: Series[str] = pa.Field(description="unit of value, median and differences")
    value: Series[float] = pa.Field(nullable=True, description="in `unit`")
    rank: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="1 is the best, by the catalogue")
    ranked: Series[int] = pa.Field(description="areas of its level with a figure")
    share: Series[float] = pa.Field(
        nullable=True,
        description="of a flow or a stock: of the sum of the areas compared on its level [fraction]",
    )
    median: Series[float] = pa.Field(nullable=True, description="of its level")
    difference: Series[float] = pa.Field(nullable=True, description="value - median")
    behind_first: Series[float] = pa.Field(nullable=True, description="the value ranked first - value")
    reason: Series[str] = pa.Field(nullable=True, description="which figure is missing")
    released: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition")
    source: Series[str] = pa.Field(nullable=True, description="where the figure is from")
    obs_status: Series[str] = pa.Field(nullable=True, isin=[*ObsStatus], description="how firm the figure is")

    class Config:
        """One row per area."""

        unique = ["indicator", "area", "year"]


class AssessmentComparison(Owed):
    """The verdict on a target in two judgements."""

    year_before: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="the year judged first")
    year_after: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="the year judged second")
    unit: Series[str] = pa.Field(description="unit of actual and required; the second judgement's")
    actual_before: Series[float] = pa.Field(nullable=True, description="in the form of the target")
    actual_after: Series[float] = pa.Field(nullable=True, description="in the form of the target")
    required_before: Series[float] = pa.Field(nullable=True, description="the bound held against")
    required_after: Series[float] = pa.Field(nullable=True, description="the bound held against")
    attainment_before: Series[float] = pa.Field(nullable=True, description="[fraction]")
    attainment_after: Series[float] = pa.Field(nullable=True, description="[fraction]")
    attainment_change: Series[float] = pa.Field(nullable=True, description="after - before [fraction]")
    status_before: Series[str] = pa.Field(nullable=True, isin=[*Status], description="the first verdict")
    status_after: Series[str] = pa.Field(nullable=True, isin=[*Status], description="the second verdict")
    verdict: Series[str] = pa.Field(isin=[*VerdictChange], description="what became of the verdict")
    figure_changed: Series[pd.BooleanDtype] = pa.Field(
        nullable=True,
        description="the actual, or for one year and target what was expected, is another",
    )
    edition_changed: Series[pd.BooleanDtype] = pa.Field(
        nullable=True,
        description="of the value of one year, another edition or source; missing for two years",
    )
    target_changed: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="bounds, form, unit or due year are others"
    )
    reason_before: Series[str] = pa.Field(nullable=True, description="why it could not be assessed")
    reason_after: Series[str] = pa.Field(nullable=True, description="why it cannot be assessed")
    released_before: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition")
    released_after: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition")
    clause: Series[str] = pa.Field(description="where the document says it")
    obs_status: Series[str] = pa.Field(nullable=True, isin=[*ObsStatus], description="the less firm of both")
    name_zh: Series[str] = pa.Field(nullable=True, description="the target's name in Chinese")
    name_en: Series[str] = pa.Field(nullable=True, description="the target's name in English")

    class Config:
        """One row per target and area of either judgement."""

        unique = ["plan", "target", "area"]


class Convergence(pa.DataFrameModel):
    """Whether areas came closer to each other from one year to another."""

    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    year_before: Series[int] = pa.Field(description="the earlier year")
    year: Series[int] = pa.Field(description="the later year")
    areas: Series[int] = pa.Field(description="areas with figures of both years")
    variation_before: Series[float] = pa.Field(
        nullable=True, description="standard deviation over mean, among these areas"
    )
    variation: Series[float] = pa.Field(nullable=True, description="the same in the later year")
    slope: Series[float] = pa.Field(
        nullable=True, description="of yearly log growth on the log of the earlier level"
    )
    standard_error: Series[float] = pa.Field(nullable=True, description="of the slope")
    speed: Series[float] = pa.Field(
        nullable=True, description="beta: continuous rate at which the gap closes [1/year]"
    )
    half_life: Series[float] = pa.Field(
        nullable=True, description="years until half the gap is closed, where it closes"
    )
    r_squared: Series[float] = pa.Field(nullable=True, description="of the regression")
    reason: Series[str] = pa.Field(nullable=True, description="why something is missing, areas left out")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the figures used"
    )

    class Config:
        """One row per pair of years."""

        unique = ["indicator", "year_before", "year"]


class VintageComparison(Owed):
    """The verdict on a target in the editions of two days."""

    year: Series[int] = pa.Field(description="the year judged")
    unit: Series[str] = pa.Field(description="unit of the values")
    actual_before: Series[float] = pa.Field(nullable=True, description="in the form of the target")
    actual_after: Series[float] = pa.Field(nullable=True, description="in the form of the target")
    expected_before: Series[float] = pa.Field(nullable=True, description="what the way to the bound passes")
    expected_after: Series[float] = pa.Field(nullable=True, description="what the way to the bound passes")
    status_before: Series[str] = pa.Field(isin=[*Status], description="verdict on the first day")
    status_after: Series[str] = pa.Field(isin=[*Status], description="verdict on the second day")
    figure_changed: Series[bool] = pa.Field(description="the actual or what is expected is another")
    verdict_changed: Series[bool] = pa.Field(description="the status is another")
    reason_before: Series[str] = pa.Field(nullable=True, description="why it could not be assessed")
    reason_after: Series[str] = pa.Field(nullable=True, description="why it cannot be assessed")
    released_before: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition then")
    released_after: Series[pandas_engine.DateTime] = pa.Field(nullable=True, description="edition later")
    commitment: Series[str] = pa.Field(isin=[*Commitment], description="how firmly the document says it")
    clause: Series[str] = pa.Field(description="where the document says it")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the values used on either day"
    )
    name_zh: Series[str] = pa.Field(nullable=True, description="the target's name in Chinese")
    name_en: Series[str] = pa.Field(nullable=True, description="the target's name in English")

    class Config:
        """One row per target and area."""

        unique = ["plan", "target", "area"]
