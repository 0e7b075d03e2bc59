"""The tables that cross a public function, column by column.

A schema is a pandera model: it says of each column what it holds, in which unit, and what is
admissible. Where frames are held against their schema stands in `doors`.
"""

from .inputs import FIRST_YEAR, LAST_YEAR, UNPRINTABLE, Accounts, Firms, Observations, Targets
from .prospects import Backtest, Outlook, Pace, Projection, Revisions, Spending, Trajectory
from .results import Assessments, FirmScreen, Growth, VintageComparison

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "UNPRINTABLE",
    "Accounts",
    "Assessments",
    "Backtest",
    "FirmScreen",
    "Firms",
    "Growth",
    "Observations",
    "Outlook",
    "Pace",
    "Projection",
    "Revisions",
    "Spending",
    "Targets",
    "Trajectory",
    "VintageComparison",
]
