"""Whether a figure moved, or only its last digits did."""

from __future__ import annotations

import pandas as pd

from ..assessment.attainment import RELATIVE_TOLERANCE

__all__ = ["moved"]


def moved(one: pd.Series[float], other: pd.Series[float]) -> pd.Series[bool]:
    """Say of each pair whether they differ by more than rounding, or only one is missing.

    Examples
    --------
    >>> moved(pd.Series([0.3, 1.0, None]), pd.Series([0.1 + 0.2, 1.1, 2.0])).tolist()
    [False, True, True]
    """
    largest = pd.concat([one, other], axis=1).abs().max(axis=1)
    return ((one - other).abs() > RELATIVE_TOLERANCE * largest) | (one.isna() != other.isna())
