"""The verdict: met, missed, or before the due year on track, lagging or regressing.

Bounds decide. Before the due year a target that is not yet met is held against the straight
line from its baseline to the bound it breaks. What cannot be judged is `not_assessable`, with
a reason; it is a verdict, never a gap in the table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..vocabulary import Status
from .attainment import RELATIVE_TOLERANCE

__all__ = ["expected_on_the_way", "time_elapsed", "verdict"]


def time_elapsed(year: int, baseline_year: pd.Series[int], due: pd.Series[int]) -> pd.Series[float]:
    """Return the share of the time from baseline to due year gone; missing without a baseline.

    Examples
    --------
    >>> time_elapsed(2007, pd.Series([2006], dtype="Int64"), pd.Series([2010])).tolist()
    [0.25]
    """
    start = baseline_year.astype("float64")
    return (year - start) / (due - start)


def expected_on_the_way(
    baseline: pd.Series[float], bound: pd.Series[float], elapsed: pd.Series[float]
) -> pd.Series[float]:
    """Return the value the straight line from baseline to bound passes.

    Examples
    --------
    >>> expected_on_the_way(pd.Series([0.8]), pd.Series([2.0]), pd.Series([0.25])).round(3).tolist()
    [1.1]
    """
    return baseline + (bound - baseline) * elapsed


def verdict(
    *,
    holds: pd.Series[bool],
    assessable: pd.Series[bool],
    due_reached: pd.Series[bool],
    actual: pd.Series[float],
    upward: pd.Series[bool],
    bound: pd.Series[float],
    baseline: pd.Series[float],
    elapsed: pd.Series[float],
) -> pd.Series[str]:
    """Return the status of each target.

    Parameters
    ----------
    holds : Series of bool
        The bounds hold.
    assessable : Series of bool
        Everything the verdict needs is there.
    due_reached : Series of bool
        The year judged is the due year or later.
    actual, bound, baseline : Series of float
        In one unit; `bound` is the one broken.
    upward : Series of bool
        The bound is a minimum, so that up is the right way.
    elapsed : Series of float
        Share of the time from baseline to due year gone.

    Returns
    -------
    Series of str
        Words of `Status`. Standing still is lagging: it moved neither way.
    """
    towards = pd.Series(np.where(upward, 1.0, -1.0), index=actual.index)
    ahead = towards * (actual - expected_on_the_way(baseline, bound, elapsed))
    moved = towards * (actual - baseline)
    tolerance = RELATIVE_TOLERANCE * np.maximum(actual.abs(), baseline.abs())
    words = [Status.NOT_ASSESSABLE, Status.MET, Status.MISSED, Status.ON_TRACK, Status.LAGGING]
    conditions = [~assessable, holds, due_reached, ahead >= -tolerance, moved >= -tolerance]
    first = np.select(conditions, [*range(len(words))], len(words))
    known = pd.CategoricalDtype([str(word) for word in (*words, Status.REGRESSING)])
    return pd.Series(pd.Categorical.from_codes(first, dtype=known), index=actual.index).astype("str")
