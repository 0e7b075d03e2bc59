"""The tables an analyst hands over: figures, targets, firms, accounts."""

from typing import cast

import pandas as pd
import pandera.pandas as pa
from pandera.engines import pandas_engine
from pandera.typing.pandas import Series

from ..vocabulary import Commitment, FirmClass, Form, ObsStatus, Scope

__all__ = ["FIRST_YEAR", "LAST_YEAR", "UNPRINTABLE", "Accounts", "Firms", "Observations", "Targets"]

FIRST_YEAR = 1949
LAST_YEAR = 2100
# What a sheet cannot hold or a reader cannot see: control characters, lone surrogates.
UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"


def _is_clean(text: Series[str]) -> Series[bool]:
    """Say of each text whether it is not blank, has bare ends, and can be printed."""
    bare = text.str.strip()
    clean = (bare == text) & (bare != "") & ~text.str.contains(UNPRINTABLE, regex=True)
    return cast("Series[bool]", clean.fillna(True).astype(bool))


class Observations(pa.DataFrameModel):
    """One value of an indicator for one area, one year, one edition."""

    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    area: Series[str] = pa.Field(description="GB/T 2260 code, or an own code for a park")
    year: Series[int] = pa.Field(ge=FIRST_YEAR, le=LAST_YEAR, description="the year the value is about")
    value: Series[float] = pa.Field(nullable=True, description="in `unit`; may be missing, never zero for it")
    unit: Series[str] = pa.Field(description="code of the unit catalogue")
    released: Series[pandas_engine.DateTime] = pa.Field(
        nullable=True, description="day the edition came out; missing: edition unknown"
    )
    obs_status: Series[str] = pa.Field(isin=[*ObsStatus], description="how firm the value is")
    source: Series[str] = pa.Field(description="who published it, where")

    class Config:
        """One row per edition of a figure."""

        unique = ["indicator", "area", "year", "released"]

    @pa.check("indicator", "area", "unit", "source", name="blank, padded or unprintable text")
    def _clean_text(cls, text: Series[str]) -> Series[bool]:  # noqa: N805
        return _is_clean(text)

    @pa.check("value", name="infinite value")
    def _finite(cls, value: Series[float]) -> Series[bool]:  # noqa: N805
        return cast("Series[bool]", value.abs() < float("inf"))


class Targets(pa.DataFrameModel):
    """What a plan promises for an indicator."""

    plan: Series[str] = pa.Field(description="id of the plan")
    target: Series[str] = pa.Field(description="id of the target within the plan")
    indicator: Series[str] = pa.Field(description="code of the indicator catalogue")
    against: Series[str] = pa.Field(nullable=True, description="second indicator of a lead, else missing")
    form: Series[str] = pa.Field(isin=[*Form], description="how the actual is measured")
    minimum: Series[float] = pa.Field(nullable=True, description="lower bound, in `unit`")
    maximum: Series[float] = pa.Field(nullable=True, description="upper bound, in `unit`")
    stretch: Series[float] = pa.Field(nullable=True, description="a hope that decides nothing, in `unit`")
    strict: Series[bool] = pa.Field(description="more than the bound, not at least")
    unit: Series[str] = pa.Field(description="unit of the bounds: the indicator's, fraction, or points")
    scope: Series[str] = pa.Field(isin=[*Scope], description="who owes it")
    firm_class: Series[str] = pa.Field(
        nullable=True,
        str_matches=rf"^({'|'.join(FirmClass)})(,({'|'.join(FirmClass)}))*$",
        description="class of firm that owes it; several separated by a comma",
    )
    area: Series[str] = pa.Field(description="the area that owes it, or whose units or firms do")
    baseline_year: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="year it is counted from")
    due: Series[int] = pa.Field(ge=FIRST_YEAR, le=LAST_YEAR, description="year it is judged")
    commitment: Series[str] = pa.Field(isin=[*Commitment], description="how firmly the document says it")
    clause: Series[str] = pa.Field(description="where the document says it")
    name_zh: Series[str] = pa.Field(nullable=True, description="the target's name in Chinese")
    name_en: Series[str] = pa.Field(nullable=True, description="the target's name in English")
    note_zh: Series[str] = pa.Field(nullable=True, description="what a reader must know, in Chinese")
    note_en: Series[str] = pa.Field(nullable=True, description="what a reader must know, in English")

    class Config:
        """One row per target and area."""

        unique = ["plan", "target", "area"]


class Firms(pa.DataFrameModel):
    """One firm in one year; sales and R&D in one and the same money unit."""

    firm: Series[str] = pa.Field(description="the firm's own code")
    area: Series[str] = pa.Field(description="area code of its seat")
    year: Series[int] = pa.Field(ge=FIRST_YEAR, le=LAST_YEAR, description="the year the figures are about")
    firm_class: Series[str] = pa.Field(isin=[*FirmClass], description="class of firm")
    sales: Series[float] = pa.Field(nullable=True, description="sales revenue of the year")
    rd_expenditure: Series[float] = pa.Field(nullable=True, description="R&D expenditure of the year")
    obs_status: Series[str] | None = pa.Field(
        nullable=True, isin=[*ObsStatus], description="how firm the figures are"
    )

    class Config:
        """One row per firm and year."""

        unique = ["firm", "year"]


class Accounts(pa.DataFrameModel):
    """Output, capital and labour of an area in a year, for growth accounting."""

    area: Series[str] = pa.Field(description="area code")
    year: Series[int] = pa.Field(ge=FIRST_YEAR, le=LAST_YEAR, description="the year the figures are about")
    output: Series[float] = pa.Field(gt=0, nullable=True, description="at constant prices, any one unit")
    capital: Series[float] = pa.Field(gt=0, nullable=True, description="at constant prices, any one unit")
    labour: Series[float] = pa.Field(gt=0, nullable=True, description="persons, any one unit")
    labour_share: Series[float] | None = pa.Field(
        ge=0, le=1, nullable=True, description="labour's share of income [fraction]"
    )
    obs_status: Series[str] | None = pa.Field(
        nullable=True, isin=[*ObsStatus], description="how firm the figures are"
    )
    source: Series[str] | None = pa.Field(nullable=True, description="who published them, where")

    class Config:
        """One row per area and year."""

        unique = ["area", "year"]

    @pa.check("output", "capital", "labour", name="infinite value")
    def _finite(cls, value: Series[float]) -> Series[bool]:  # noqa: N805
        return cast("Series[bool]", value.abs() < float("inf"))
