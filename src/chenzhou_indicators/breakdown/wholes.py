"""Whole numbers by label: totals and bounds as they are handed over, each label once, in any order."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..arguments import read_each, whole_number
from ..errors import ArgumentError

__all__ = ["by_label"]


def by_label(numbers: pd.Series[int], labels: pd.Index[Any], name: str, *, of: str, most: int) -> list[int]:
    """Return a whole number for each label, in the order of the labels.

    Parameters
    ----------
    numbers : Series of int
        Whole numbers of zero or more, also if they are stored as floats.
    labels : Index
        The labels they are wanted for.
    name, of : str
        What the numbers and the labels are called in an error.
    most : int
        The largest that is admitted.

    Returns
    -------
    list of int
        As many as labels.

    Raises
    ------
    ArgumentError
        If labels are others or stand more than once, or a number is not whole or outside its range.

    Examples
    --------
    >>> by_label(pd.Series({"A": 2, "B": 1}), pd.Index(["B", "A"]), "minimum", of="weights", most=10)
    [1, 2]
    >>> by_label(pd.Series({"A": 2, "C": 1}), pd.Index(["B", "A"]), "minimum", of="weights", most=10)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: minimum holds the labels of weights; not in both:
      - B
      - C
    """
    if odd := [*labels.symmetric_difference(numbers.index, sort=False)]:
        raise ArgumentError(f"{name} holds the labels of {of}; not in both:", map(str, odd))
    if twice := [*numbers.index[numbers.index.duplicated()].unique()]:
        raise ArgumentError(f"{name} holds each label once; more than once:", map(str, twice))
    each = [*numbers.reindex(labels).items()]
    return read_each(
        partial(whole_number, least=0, most=most), ((_plain(v), f"{name} of {k}") for k, v in each)
    )


def _plain(value: Any) -> Any:
    """Return a whole number that is stored as a float as a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
