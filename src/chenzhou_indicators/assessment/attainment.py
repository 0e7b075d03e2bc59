"""How far an actual is from its bounds: gap, attainment, progress.

One formula serves every form of target. The *margin* to a minimum is actual - minimum, to a
maximum maximum - actual; the bound with the smaller margin is the one required, and the gap is
that margin: negative means short. Attainment is 1 + gap / required, which for a minimum is
actual / required, for a maximum mirrors it, and for a band falls with the distance to the
nearer bound; inside a band it is 1.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = [
    "RELATIVE_TOLERANCE",
    "attainment",
    "bounds_hold",
    "gap",
    "level_attainment",
    "progress",
    "required",
    "upper_is_nearer",
]

RELATIVE_TOLERANCE = 1e-9  # 32.3 - 31.8 is half a point, though not in binary


def _margins(
    actual: pd.Series[float], minimum: pd.Series[float], maximum: pd.Series[float]
) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return the margins to both bounds, infinite where there is none."""
    return (actual - minimum).where(minimum.notna(), np.inf), (maximum - actual).where(
        maximum.notna(), np.inf
    )


def upper_is_nearer(
    actual: pd.Series[float], minimum: pd.Series[float], maximum: pd.Series[float]
) -> pd.Series[bool]:
    """Say whether the maximum is the bound required: the only one, or the one with the smaller margin.

    Examples
    --------
    >>> band = pd.Series([60.0] * 3), pd.Series([70.0] * 3)
    >>> upper_is_nearer(pd.Series([54.0, 69.0, 75.0]), *band).tolist()
    [False, True, True]
    """
    below, above = _margins(actual, minimum, maximum)
    return minimum.isna() | (above < below)


def required(
    actual: pd.Series[float], minimum: pd.Series[float], maximum: pd.Series[float]
) -> pd.Series[float]:
    """Return the bound nearest to the actual; without an actual the minimum, else the maximum.

    Examples
    --------
    >>> band = pd.Series([60.0] * 3), pd.Series([70.0] * 3)
    >>> required(pd.Series([54.0, 69.0, 75.0]), *band).tolist()
    [60.0, 70.0, 70.0]
    """
    return minimum.where(~upper_is_nearer(actual, minimum, maximum), maximum)


def gap(actual: pd.Series[float], minimum: pd.Series[float], maximum: pd.Series[float]) -> pd.Series[float]:
    """Return the smaller margin to the bounds, negative where a bound is broken.

    Examples
    --------
    >>> band = pd.Series([60.0] * 3), pd.Series([70.0] * 3)
    >>> gap(pd.Series([54.0, 69.0, 75.0]), *band).tolist()
    [-6.0, 1.0, -5.0]
    """
    below, above = _margins(actual, minimum, maximum)
    return below.where(~(above < below), above).where(actual.notna())


def bounds_hold(
    actual: pd.Series[float],
    minimum: pd.Series[float],
    maximum: pd.Series[float],
    *,
    strict: pd.Series[bool],
    magnitude: pd.Series[float],
) -> pd.Series[bool]:
    """Say whether the bounds hold, allowing a relative 1e-9 of the magnitude.

    Parameters
    ----------
    actual, minimum, maximum : Series of float
        Aligned; a missing bound does not bind, a missing actual holds nothing.
    strict : Series of bool
        More than the bound, by more than the tolerance.
    magnitude : Series of float
        Size of the figures the actual was computed from: a difference of 32.3 and 31.8 is exact
        to 1e-9 of 32.3, not of 0.5.

    Returns
    -------
    Series of bool

    Examples
    --------
    >>> half = pd.Series([32.3 - 31.8])
    >>> bounds_hold(half, pd.Series([0.5]), pd.Series([None], dtype=float),
    ...             strict=pd.Series([False]), magnitude=pd.Series([32.3])).tolist()
    [True]
    """
    short = gap(actual, minimum, maximum)
    size = pd.concat([magnitude, required(actual, minimum, maximum)], axis=1).abs().max(axis=1)
    tolerance = RELATIVE_TOLERANCE * size
    return ((short > tolerance) | (~strict & (short >= -tolerance))).fillna(False).astype(bool)


def attainment(
    actual: pd.Series[float], minimum: pd.Series[float], maximum: pd.Series[float]
) -> pd.Series[float]:
    """Return 1 + gap / required [fraction]: actual / minimum for a floor.

    Inside a band it is 1, and outside it never falls below 0. Missing where the actual is, and
    where the required bound is not above zero.

    Examples
    --------
    >>> none = pd.Series([float("nan")])
    >>> attainment(pd.Series([96.0]), pd.Series([120.0]), none).tolist()
    [0.8]
    >>> attainment(pd.Series([54.0]), pd.Series([60.0]), pd.Series([70.0])).tolist()
    [0.9]
    """
    bound, margin = required(actual, minimum, maximum), gap(actual, minimum, maximum)
    share = 1 + margin / bound.where(bound > 0)
    banded = minimum.notna() & maximum.notna()
    return share.where(~banded, share.clip(lower=0).mask(margin >= 0, 1.0))


def level_attainment(growth: pd.Series[float], minimum: pd.Series[float]) -> pd.Series[float]:
    """Return (1 + growth) / (1 + required): how much of the required level was reached.

    Examples
    --------
    Growth of 24 % where 30 % was asked is 80 % of the growth but 95.4 % of the level:

    >>> level_attainment(pd.Series([0.24]), pd.Series([0.30])).round(3).tolist()
    [0.954]
    """
    level = 1 + minimum
    return (1 + growth) / level.where(level > 0)


def progress(
    actual: pd.Series[float], baseline: pd.Series[float], bound: pd.Series[float]
) -> pd.Series[float]:
    """Return the share of the way from the baseline to the bound covered; missing where there is none.

    Examples
    --------
    >>> progress(pd.Series([0.92]), pd.Series([0.80]), pd.Series([2.0])).round(3).tolist()
    [0.1]
    """
    way = bound - baseline
    return (actual - baseline) / way.where(way != 0)
