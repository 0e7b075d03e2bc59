"""Areas and numbers by area, as they are handed over.

Codes of areas are text, stand once each and are in the area tree. Areas that are put side by side are of
one level: a park lies inside a county, and both together would count it twice.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..catalog import require_known
from ..errors import ArgumentError

__all__ = ["numbers_by_area", "require_numbers", "require_one_level", "scaled"]


def numbers_by_area(numbers: pd.Series[float], name: str) -> pd.Series[float]:
    """Return numbers labelled by area as floats.

    Parameters
    ----------
    numbers : Series of float, indexed by area
        Numbers of any size, also missing ones.
    name : str
        What they are called in an error.

    Returns
    -------
    Series of float
        On the same index.

    Raises
    ------
    ArgumentError
        If it is no Series of numbers, or a label is no text or stands more than once.

    Examples
    --------
    >>> numbers_by_area(pd.Series({"431002": 3, "431003": 1}), "base").tolist()
    [3.0, 1.0]
    >>> numbers_by_area(pd.Series(["3"], index=["431002"]), "base")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: base is a Series of numbers, indexed by area.
    """
    if not isinstance(numbers, pd.Series) or numbers.empty:
        raise ArgumentError(f"{name} is a Series of at least one number, indexed by area.")
    if not pd.api.types.is_any_real_numeric_dtype(numbers):
        raise ArgumentError(f"{name} is a Series of numbers, indexed by area.")
    if odd := [label for label in numbers.index if not isinstance(label, str)]:
        raise ArgumentError(f"{name} is indexed by area codes, which are text; not text:", map(str, odd))
    if twice := [*numbers.index[numbers.index.duplicated()].unique()]:
        raise ArgumentError(f"{name} holds each area once; more than once:", twice)
    return numbers.astype("float64")


def require_numbers(numbers: pd.Series[float], fit: Any, rule: str) -> None:
    """Refuse numbers that do not fit a rule, each with its area.

    Parameters
    ----------
    numbers : Series of float, indexed by area
        Numbers.
    fit : Series of bool
        Which of them fit, aligned with `numbers`.
    rule : str
        What they are to be, as a clause.

    Raises
    ------
    ArgumentError
        Listing every number that does not fit.

    Examples
    --------
    >>> base = pd.Series({"431002": 3.0, "431003": 0.0})
    >>> require_numbers(base, base > 0, "base is above zero")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: base is above zero; it is not at:
      - 431003: 0.0
    """
    if len(odd := numbers[~fit]):
        raise ArgumentError(f"{rule}; it is not at:", [f"{area}: {value}" for area, value in odd.items()])


def require_one_level(areas: list[str], tree: pd.DataFrame, name: str) -> None:
    """Refuse areas that are no text, unknown, named twice, or of several levels.

    Parameters
    ----------
    areas : list of str
        Codes as given.
    tree : DataFrame
        The area tree, as `load_areas` returns it.
    name : str
        What is of these areas, in an error.

    Raises
    ------
    ArgumentError
        If a code is no text or stands twice, or areas are of several levels.
    UnknownNameError
        If a code is not in the tree.

    Examples
    --------
    >>> from chenzhou_indicators.catalog import load_areas
    >>> require_one_level(["431002", "431000"], load_areas(), "weights")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: weights are of areas of one level, counties or parks; parks ...
      - 431002: county
      - 431000: city
    """
    if odd := [area for area in areas if not isinstance(area, str)]:
        raise ArgumentError("Codes of areas are text, like '431000'; these are not:", map(repr, odd))
    require_known(areas, tree, headline="Not in the area catalogue:")
    if twice := sorted({area for area in areas if areas.count(area) > 1}):
        raise ArgumentError(f"{name} name each area once; more than once:", twice)
    levels = tree.set_index("area")["level"][areas]
    if levels.nunique(dropna=False) > 1:
        raise ArgumentError(
            f"{name} are of areas of one level, counties or parks; parks lie inside counties:",
            [f"{area}: {level}" for area, level in levels.items()],
        )


def scaled(weights: pd.Series[float]) -> pd.Series[float]:
    """Return weights in the same proportions, none above 1, so that sums and products stay finite.

    Parameters
    ----------
    weights : Series of float
        Finite numbers of zero or more.

    Returns
    -------
    Series of float
        Divided by a power of two, which changes no digit of a number that is not vanishing beside the rest.

    Examples
    --------
    >>> scaled(pd.Series([3.0, 1.0])).tolist()
    [0.75, 0.25]
    """
    exponent = int(np.frexp(weights.max())[1])
    return pd.Series(np.ldexp(weights.to_numpy("float64"), -exponent), index=weights.index)
