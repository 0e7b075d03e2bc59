"""The tables that score areas and rank them."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from ..vocabulary import Grade, ObsStatus, Status
from .results import Owed

__all__ = ["RankRobustness", "ScoreParts", "Scores"]


class Scores(pa.DataFrameModel):
    """The score, the rank and the grade of an area in one year."""

    area: Series[str] = pa.Field(description="area code")
    year: Series[int] = pa.Field(description="the year judged")
    score: Series[float] = pa.Field(
        nullable=True, ge=0, description="weighted mean of capped attainments [fraction]"
    )
    rank: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=1, description="1 is the highest score")
    grade: Series[str] = pa.Field(nullable=True, isin=[*Grade], description="missing: cannot be said")
    vetoed: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="missed a veto target; missing: cannot be said"
    )
    vetoed_by: Series[str] = pa.Field(nullable=True, description="the veto targets missed")
    targets: Series[int] = pa.Field(description="targets the area owes")
    scored: Series[int] = pa.Field(description="of these, targets with a part in the score")
    coverage: Series[float] = pa.Field(nullable=True, description="their share of the weight [fraction]")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the figures used"
    )

    class Config:
        """One row per area."""

        unique = ["area"]


class ScoreParts(Owed):
    """What one target is worth in the score of one area."""

    year: Series[int] = pa.Field(description="the year judged")
    status: Series[str] = pa.Field(isin=[*Status], description="the verdict")
    attainment: Series[float] = pa.Field(nullable=True, description="as assessed [fraction]")
    counted: Series[float] = pa.Field(
        nullable=True, ge=0, description="attainment between 0 and the cap [fraction]"
    )
    weight: Series[float] = pa.Field(ge=0, description="share among the targets the area owes")
    weight_used: Series[float] = pa.Field(
        nullable=True, ge=0, description="share among the targets with a part in the score"
    )
    part: Series[float] = pa.Field(nullable=True, description="weight_used * counted; adds up to the score")
    shortfall: Series[float] = pa.Field(
        nullable=True, description="weight_used * (1 - counted); adds up to 1 - score"
    )
    score_without: Series[float] = pa.Field(
        nullable=True, description="the score if the area did not owe the target"
    )
    reason: Series[str] = pa.Field(nullable=True, description="why it has no part")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the figures used"
    )
    clause: Series[str] = pa.Field(description="where the document says it")
    name_zh: Series[str] = pa.Field(nullable=True, description="the target's name in Chinese")
    name_en: Series[str] = pa.Field(nullable=True, description="the target's name in English")

    class Config:
        """One row per target and area."""

        unique = ["target", "area"]


class RankRobustness(pa.DataFrameModel):
    """How far the rank of an area depends on the weights and on single targets."""

    area: Series[str] = pa.Field(description="area code")
    year: Series[int] = pa.Field(description="the year judged")
    score: Series[float] = pa.Field(nullable=True, description="with the weights given [fraction]")
    rank: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="with the weights given")
    rank_low: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="best, of `rank` and all draws")
    rank_high: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="worst, of `rank` and all draws")
    share_first: Series[float] = pa.Field(nullable=True, description="share of draws in which it is first")
    rank_median: Series[float] = pa.Field(nullable=True, description="median of the draws")
    rank_05: Series[float] = pa.Field(nullable=True, description="5th percentile of the draws")
    rank_95: Series[float] = pa.Field(nullable=True, description="95th percentile of the draws")
    rank_low_without: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, description="best, leaving out one target at a time"
    )
    rank_high_without: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, description="worst, leaving out one target at a time"
    )
    draws: Series[int] = pa.Field(description="how many weights were drawn")
    obs_status: Series[str] = pa.Field(
        nullable=True, isin=[*ObsStatus], description="the least firm of the figures used"
    )

    class Config:
        """One row per area."""

        unique = ["area"]
