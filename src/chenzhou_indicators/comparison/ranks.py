"""Ranks among areas: the best is first, and equals share the better place.

Which value is best the catalogue says: the largest, or where lower is better the smallest. After two
firsts comes a third. Values that differ by rounding only are equal.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..catalog import load_indicators
from ..vocabulary import Direction

__all__ = ["TIE", "best_first", "lower_is_better", "numbers_ranked"]

TIE = 1e-12  # of the larger of two neighbours: a smaller difference is none


def best_first(
    values: pd.Series[float], groups: pd.Series[int], smallest_first: pd.Series[bool]
) -> pd.Series[int]:
    """Rank values within their groups.

    Parameters
    ----------
    values : Series of float
        What is ranked; a missing value has no rank and takes no place.
    groups : Series of int
        Values of one number are ranked together.
    smallest_first : Series of bool
        Where the smallest value is the best; the same throughout a group.

    Returns
    -------
    Series of Int64
        On the index of `values`, 1 for the best; equals share the better place. Missing where fewer than
        two values of the group are there.

    Notes
    -----
    Neighbours a and b in order are equal where :math:`|a - b| \\le 10^{-12} \\max(|a|, |b|)`, and with them
    all that are equal to either.

    Examples
    --------
    >>> values = pd.Series([3.0, 7.0, 7.0, None])
    >>> best_first(values, pd.Series([0, 0, 0, 0]), pd.Series([False] * 4)).tolist()
    [3, 1, 1, <NA>]
    """
    there = values.notna().to_numpy() & (numbers_ranked(values, groups) > 1).to_numpy()
    worth = values.where(smallest_first, -values).to_numpy()[there]
    group = groups.to_numpy()[there]
    order = np.lexsort((worth, group))
    worth, group, place = worth[order], group[order], np.arange(len(order))
    opens = np.ones(len(order), dtype=bool)
    opens[1:] = group[1:] != group[:-1]
    apart = opens.copy()
    apart[1:] |= np.diff(worth) > TIE * np.maximum(np.abs(worth[1:]), np.abs(worth[:-1]))
    first_of = (np.maximum.accumulate(np.where(marks, place, 0)) for marks in (apart, opens))
    ranks = pd.Series(pd.NA, index=values.index, dtype="Int64")
    ranks.iloc[np.flatnonzero(there)[order]] = next(first_of) - next(first_of) + 1
    return ranks


def numbers_ranked(values: pd.Series[float], groups: pd.Series[int]) -> pd.Series[int]:
    """Return for each value how many values its group has."""
    return values.notna().groupby(groups).transform("sum").astype("int64")


def lower_is_better(indicators: pd.Series[str]) -> pd.Series[bool]:
    """Say of each indicator whether the smallest value is the best; what is neutral or unknown it is not.

    Examples
    --------
    >>> lower_is_better(pd.Series(["gdp", "cpi", "ore"])).tolist()
    [False, False, False]
    """
    return indicators.map(load_indicators().set_index("indicator")["direction"]) == Direction.LOWER
