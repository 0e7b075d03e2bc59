"""Why something cannot be said: the first thing a row lacks, in words.

What may be lacking is listed from the most telling to the least; a row is given the first that
applies. The words before the colon are closed, those behind it name the figure, year or unit.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

__all__ = ["Absence", "first_reason"]

NAMED = ["indicator", "against", "baseline_year", "area", "due"]  # what a reason may speak of


class Absence(NamedTuple):
    """Rows that lack something, why, and what in particular."""

    rows: pd.Series[bool]
    why: StrEnum
    detail: Callable[[pd.DataFrame], pd.Series[str]] | None = None


def first_reason(owed: pd.DataFrame, absences: list[Absence]) -> pd.Series[str]:
    """Say of each row the first thing it lacks; missing where it lacks nothing.

    Parameters
    ----------
    owed : DataFrame
        One row per target and owing area.
    absences : list of Absence
        The most telling first; `detail` is asked only for the rows it is about.

    Returns
    -------
    Series of str
        On the index of `owed`.
    """
    named = owed[NAMED]
    unexplained = pd.Series(True, index=owed.index)
    reasons = [pd.Series(None, index=owed.index[:0], dtype="str")]
    for absence in absences:
        rows = absence.rows & unexplained
        if rows.any():
            reasons.append(_worded(named[rows], absence))
            unexplained &= ~rows
    together: pd.Series[str] = pd.concat(reasons).reindex(owed.index)
    return together


def _worded(owed: pd.DataFrame, absence: Absence) -> pd.Series[str]:
    if absence.detail is None:
        return pd.Series(str(absence.why), index=owed.index, dtype="str")
    worded: pd.Series[str] = f"{absence.why}: " + absence.detail(owed)
    return worded
