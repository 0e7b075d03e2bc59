"""Weights of targets in a score: equal, given, or by how far areas differ.

Weights are a judgement of what matters. Equal ones judge too: that a meeting held counts as much as a
tenth of the city's research. Entropy weights ask the figures instead of a person, and give most to the
targets in which areas differ most, whether or not these matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from ..arguments import one_of
from ..errors import ArgumentError, UnknownNameError, did_you_mean
from ..vocabulary import Weighting

__all__ = ["Weights", "entropy_weights", "target_weights"]

Weights: TypeAlias = "str | Mapping[str, float] | pd.Series[float] | None"

NOTHING = 1e-12  # information below it is rounding


def target_weights(weights: Weights, rows: pd.DataFrame) -> pd.Series[float]:
    """Return the weight of every target of a table, adding up to one.

    Parameters
    ----------
    weights : None, "equal", "entropy", or mapping or Series of float by target
        Given weights are finite, zero or more, not all zero, and name every target of the table.
    rows : DataFrame
        ``target`` and ``counted``, what each area is credited with.

    Returns
    -------
    Series of float
        Indexed by target, sorted.

    Raises
    ------
    ArgumentError
        If weights are outside their range, a target has none, or entropy finds no difference.
    UnknownNameError
        If a weight is given to a target that the table does not hold.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": ["a", "b", "a", "b"], "counted": [1.0, 0.5, 1.0, 1.0]})
    >>> target_weights({"a": 3, "b": 1}, rows).to_dict()
    {'a': 0.75, 'b': 0.25}
    >>> target_weights({"a": 3}, rows)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: Every target needs a weight, 0 leaves it out; none for: ...
    """
    targets = pd.Index(sorted(rows["target"].unique()), name="target")
    if isinstance(weights, Mapping | pd.Series):
        return _given(pd.Series(weights), targets)
    if weights is None or one_of(weights, Weighting, "weights") == Weighting.EQUAL:
        return pd.Series(1 / max(len(targets), 1), index=targets)
    return entropy_weights(rows).reindex(targets)


def entropy_weights(rows: pd.DataFrame) -> pd.Series[float]:
    r"""Weigh targets by the entropy of what areas attained (熵权法).

    Parameters
    ----------
    rows : DataFrame
        ``target`` and ``counted`` [fraction, zero or more]; where it is missing, the area is not among
        those compared.

    Returns
    -------
    Series of float
        Indexed by target, adding up to one. A target that fewer than two areas have, or of which none
        attained anything, tells nothing apart and has the weight zero.

    Raises
    ------
    ArgumentError
        If areas differ in no target.

    Notes
    -----
    .. math:: p_i = \frac{x_i}{\sum_i x_i}, \quad e = -\frac{1}{\ln n} \sum_i p_i \ln p_i, \quad
              w = \frac{1 - e}{\sum (1 - e)}

    with x what area i is credited with, n the areas that are, and 0 ln 0 = 0. Attainments have one scale
    already, so they are not stretched to a range before.

    References
    ----------
    Hwang and Yoon, Multiple Attribute Decision Making, 1981, chapter 3 (entropy method).

    Examples
    --------
    All attained the same of a, and very different shares of b:

    >>> rows = pd.DataFrame({"target": ["a", "b", "a", "b"], "counted": [1.0, 0.2, 1.0, 1.0]})
    >>> entropy_weights(rows).round(6).to_dict()
    {'a': 0.0, 'b': 1.0}
    """
    known = rows.dropna(subset="counted")
    targets = known["target"]
    shares = known["counted"] / known.groupby(targets)["counted"].transform("sum")
    terms: pd.Series[float] = -shares * np.log(shares.where(shares > 0, 1.0))
    count: pd.Series[float] = known.groupby(targets).size().astype("float64")
    entropy = terms.groupby(targets).sum(min_count=1).div(np.log(count.where(count > 1)))
    told = entropy.rsub(1.0).reindex(rows["target"].unique())
    told = told.where(told > NOTHING, 0.0)  # also where nothing is known
    if len(told) and not told.sum():
        raise ArgumentError("Areas differ in no target: entropy has nothing to weigh by; use other weights.")
    return told.div(told.sum())


def _given(weights: pd.Series[Any], targets: pd.Index[str]) -> pd.Series[float]:
    """Hold given weights against the targets of the table."""
    if twice := [*weights.index[weights.index.duplicated()].unique()]:
        raise ArgumentError("weights name each target once; more than once:", map(str, twice))
    if unknown := [str(name) for name in weights.index.difference(targets)]:
        hints = [f"{name}{did_you_mean(name, [*targets])}" for name in unknown]
        raise UnknownNameError("weights name targets that are not in the table:", hints)
    if len(none := targets.difference(weights.index)):
        raise ArgumentError("Every target needs a weight, 0 leaves it out; none for:", none)
    if len(weights) and not pd.api.types.is_any_real_numeric_dtype(weights):
        raise ArgumentError("weights are numbers; they are not:", map("{}: {!r}".format, *_pairs(weights)))
    odd = weights[~((weights >= 0) & (weights < np.inf)).fillna(value=False).astype(bool)]
    if len(odd):
        raise ArgumentError(
            "weights are finite and zero or more; not so:", map("{}: {}".format, *_pairs(odd))
        )
    if len(targets) and not (weights > 0).any():
        raise ArgumentError("All weights are zero; at least one target must count.")
    # The sum of great weights would be infinite.
    scaled: pd.Series[float] = weights.astype("float64") / weights.max()
    return scaled.div(scaled.sum()).reindex(targets)


def _pairs(weights: pd.Series[Any]) -> tuple[list[Any], list[Any]]:
    return [*weights.index], [*weights]
