"""The tables that cross a public function, column by column.

A schema is a pandera model: it says of each column what it holds, in which unit, and what is
admissible. Where frames are held against their schema stands in `doors`.
"""

from .breakdown import GrowthTargets
from .comparison import AreaComparison, AssessmentComparison, Convergence, VintageComparison, YearComparison
from .growth import (
    ContributionRise,
    Contributions,
    ContributionSensitivity,
    GrowthAccounts,
    Productivity,
    RatioEffects,
    ShiftShare,
)
from .inputs import FIRST_YEAR, LAST_YEAR, UNPRINTABLE, Accounts, Firms, Observations, Targets
from .prospects import Backtest, Outlook, Pace, Projection, Revisions, Spending, Trajectory
from .results import Assessments, FirmScreen, Growth
from .scores import RankRobustness, ScoreParts, Scores

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "UNPRINTABLE",
    "Accounts",
    "AreaComparison",
    "AssessmentComparison",
    "Assessments",
    "Backtest",
    "ContributionRise",
    "ContributionSensitivity",
    "Contributions",
    "Convergence",
    "FirmScreen",
    "Firms",
    "Growth",
    "GrowthAccounts",
    "GrowthTargets",
    "Observations",
    "Outlook",
    "Pace",
    "Productivity",
    "Projection",
    "RankRobustness",
    "RatioEffects",
    "Revisions",
    "ScoreParts",
    "Scores",
    "ShiftShare",
    "Spending",
    "Targets",
    "Trajectory",
    "VintageComparison",
    "YearComparison",
]
