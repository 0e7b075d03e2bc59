"""The tables a year's judgement gives: verdicts, growth, screened firms."""

import pandas as pd
import pandera.pandas as pa
from pandera.engines import pandas_engine
from pandera.typing.pandas import Series

from ..vocabulary import Commitment, FirmClass, Form, ObsStatus, Status

__all__ = ["Assessments", "FirmScreen", "Growth", "Owed"]


class Owed(pa.DataFrameModel):
    """A target and an area that owes it: what every row about promises begins with."""

    plan: Series[str] = pa.Field(description="id of the plan")
    target: Series[str] = pa.Field(description="id of the target within the plan")
    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    area: Series[str] = pa.Field(description="the area that owes it")


class Assessments(Owed):
    """The verdict on one target for one area that owes it, in one year."""

    year: Series[int] = pa.Field(description="the year judged")
    due: Series[int] = pa.Field(description="the year it falls due")
    form: Series[str] = pa.Field(isin=[*Form], description="how the actual is measured")
    unit: Series[str] = pa.Field(description="unit of actual, required and gap")
    actual: Series[float] = pa.Field(nullable=True, description="observed value in the target's form")
    required: Series[float] = pa.Field(nullable=True, description="the bound nearest to the actual")
    gap: Series[float] = pa.Field(nullable=True, description="distance to the bound; negative is short")
    attainment: Series[float] = pa.Field(
        nullable=True, description="1 + gap / required: actual / minimum [fraction]"
    )
    level_attainment: Series[float] = pa.Field(
        nullable=True, description="of a growth target: (1 + growth) / (1 + required) [fraction]"
    )
    progress: Series[float] = pa.Field(
        nullable=True, description="share of the way from the baseline to the bound covered [fraction]"
    )
    time_elapsed: Series[float] = pa.Field(
        nullable=True, description="share of the time from the baseline to the due year gone [fraction]"
    )
    status: Series[str] = pa.Field(isin=[*Status], description="the verdict")
    reason: Series[str] = pa.Field(nullable=True, description="why it cannot be assessed; counts of firms")
    commitment: Series[str] = pa.Field(isin=[*Commitment], description="how firmly the document says it")
    clause: Series[str] = pa.Field(description="where the document says it")
    released: Series[pandas_engine.DateTime] = pa.Field(
        nullable=True, description="edition of the year's value"
    )
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the values used"
    )
    source: Series[str] = pa.Field(nullable=True, description="source of the year's value")
    minimum: Series[float] = pa.Field(nullable=True, description="lower bound, in `unit`")
    maximum: Series[float] = pa.Field(nullable=True, description="upper bound, in `unit`")
    stretch: Series[float] = pa.Field(nullable=True, description="a hope that decides nothing, in `unit`")
    strict: Series[bool] = pa.Field(description="more than the bound, not at least")
    name_zh: Series[str] = pa.Field(nullable=True, description="the target's name in Chinese")
    name_en: Series[str] = pa.Field(nullable=True, description="the target's name in English")
    expected: Series[float] = pa.Field(
        nullable=True, description="what the straight way to the bound passes, before the due year"
    )

    class Config:
        """One row per target, area and year."""

        unique = ["plan", "target", "area", "year"]


class Growth(pa.DataFrameModel):
    """Yearly growth of an indicator."""

    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    area: Series[str] = pa.Field(description="area code")
    year: Series[int] = pa.Field(description="the later of the two years")
    growth: Series[float] = pa.Field(
        nullable=True, description="relative change on the year before [fraction]"
    )

    class Config:
        """One row per observation."""

        unique = ["indicator", "area", "year"]


class FirmScreen(pa.DataFrameModel):
    """Whether a firm keeps its R&D floor, and so may have public money."""

    firm: Series[str] = pa.Field(description="the firm's own code")
    area: Series[str] = pa.Field(description="area code of its seat")
    year: Series[int] = pa.Field(description="the year the figures are about")
    firm_class: Series[str] = pa.Field(isin=[*FirmClass], description="class of firm")
    rd_intensity: Series[float] = pa.Field(nullable=True, description="R&D over sales [%]")
    required: Series[float] = pa.Field(nullable=True, description="the floor of the class [%]")
    meets_floor: Series[pd.BooleanDtype] = pa.Field(nullable=True, description="missing: cannot be said")
    intensity_rise_pp: Series[float] = pa.Field(
        nullable=True, description="intensity less that of the year before [percentage points]"
    )
    meets_rise: Series[pd.BooleanDtype] = pa.Field(nullable=True, description="missing: cannot be said")
    eligible: Series[bool] = pa.Field(description="shown to keep the floor: may have public money")
    reason: Series[str] = pa.Field(nullable=True, description="why not eligible, or why no rise is known")
    obs_status: Series[str] = pa.Field(
        nullable=True,
        isin=[*ObsStatus],
        description="how firm the year's figures are; missing where not said",
    )

    class Config:
        """One row per firm and year."""

        unique = ["firm", "year"]
