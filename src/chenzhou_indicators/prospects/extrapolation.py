"""Carrying many series on at once: what each method makes of the past, as arithmetic.

A method sees a series as a line with errors around it. Least squares fits the line to all values
(`linear`); `drift` starts it at the last value and gives it the mean yearly change; `no_change`
gives it none. `log_linear` and `compound` are the first two on logarithms. Years stand where they
are: over a gap of two years a series is expected to move twice as far, and twice as uncertainly.
All series are worked on together; nothing here knows of targets.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtr, stdtrit

from ..assessment.attainment import RELATIVE_TOLERANCE
from ..vocabulary import Likelihood, Method

__all__ = [
    "LEAST_POINTS",
    "LOGARITHMIC",
    "carried",
    "fitted",
    "interval",
    "likelihood",
    "predicted",
    "probability",
]

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

LEAST_POINTS = 4
LOGARITHMIC = (Method.LOG_LINEAR, Method.COMPOUND)
EXACT = 1e-12  # errors below this share of the values are rounding, not errors


def fitted(series: Whole, years: Whole, values: Floats, *, count: int, method: Method) -> pd.DataFrame:
    """Fit one method to every series.

    Parameters
    ----------
    series : array of int
        Number of the series each value belongs to, from 0, ascending.
    years : array of int
        Year of each value, ascending within its series.
    values : array of float
        No value missing.
    count : int
        How many series there are; one may have no values.
    method : Method
        How the past is carried on.

    Returns
    -------
    DataFrame
        One row per series: the line through (``anchor_year``, ``anchor``) with ``slope`` a year, and
        for its errors ``sigma``, ``constant``, ``per_year``, ``spread`` and ``degrees`` of freedom,
        from which `predicted` computes the standard error. Missing where the series has fewer than
        four values, or, for the methods on logarithms, one that is zero or less.

    Notes
    -----
    With h the years from the anchor, the variance of a new observation is

    .. math:: \\sigma^2 (c + d h + h^2 / S).

    Least squares: the anchor is the mean, c = 1 + 1/n, d = 0, S the sum of squared deviations of the
    years, sigma^2 the residual sum of squares over n - 2. Drift: the anchor is the last value, c = 0,
    d = 1, S the years from the first to the last value; with changes d_i over gaps of g_i years,
    sigma^2 = sum((d_i - slope * g_i)^2 / g_i) / (n - 2). No change: the same with slope 0, 1 / S = 0
    and n - 1 degrees.
    """
    n = np.bincount(series, minlength=count)
    fit = n >= LEAST_POINTS
    if method in LOGARITHMIC:
        fit &= np.bincount(series[values <= 0], minlength=count) == 0
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.log(values)
    kept = fit[series]
    series, when, values = series[kept], years[kept].astype("float64"), values[kept]
    with np.errstate(divide="ignore", invalid="ignore"):
        if method in (Method.LINEAR, Method.LOG_LINEAR):
            line = _least_squares(series, when, values, n)
        else:
            line = _from_the_last(series, when, values, n, moving=method != Method.NO_CHANGE)
    size = np.sqrt(_sums(series, values**2, n) / np.maximum(n, 1)) + (method in LOGARITHMIC)
    line["sigma"] = line["sigma"].mask(line["sigma"] <= EXACT * size, 0.0)
    line.loc[~fit] = np.nan
    return line


def carried(
    fits: pd.DataFrame,
    years: Whole,
    *,
    method: Method,
    level: float,
    bounds: tuple[Floats, Floats] | None = None,
    strict: npt.NDArray[np.bool_] | bool = False,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Carry fitted series on to a year each.

    Parameters
    ----------
    fits : DataFrame
        From `fitted`, one row per year wanted.
    years : array of int
        The years wanted.
    method : Method
        The one that was fitted.
    level : float
        Probability of the two-sided interval.
    bounds : (array of float, array of float), optional
        Minimum and maximum to hold; a missing one does not bind.
    strict : array of bool or bool
        More than the bound is asked.

    Returns
    -------
    (array, array, array, array) of float
        Median, lower and upper end, and the probability that the bounds hold, missing without any.
    """
    centre, error = predicted(fits, years)
    degrees, logs = fits["degrees"].to_numpy(), method in LOGARITHMIC
    low, high = bounds or (np.full(len(years), np.nan),) * 2
    return (
        *interval(centre, error, degrees, level, logs=logs),
        probability(centre, error, degrees, low, high, logs=logs, strict=strict),
    )


def predicted(fits: pd.DataFrame, years: Whole) -> tuple[Floats, Floats]:
    """Return the centre of each line in its year, and the standard error of a new observation there."""
    ahead = years - fits["anchor_year"].to_numpy()
    variance = fits["constant"] + fits["per_year"] * ahead + ahead**2 / fits["spread"]
    centre = fits["anchor"].to_numpy() + fits["slope"].to_numpy() * ahead
    return centre, fits["sigma"].to_numpy() * np.sqrt(variance.to_numpy())


def interval(
    centre: Floats, error: Floats, degrees: Floats, level: float, *, logs: bool
) -> tuple[Floats, Floats, Floats]:
    """Return median, lower and upper end of the two-sided interval of Student's t."""
    # There are few degrees of freedom and many series: each quantile is computed once.
    different, which = np.unique(degrees, return_inverse=True)
    reach = stdtrit(different, (1 + level) / 2)[which] * error
    if not logs:
        return centre, centre - reach, centre + reach
    with np.errstate(over="ignore"):  # far ahead a compound rate leaves all numbers behind
        return np.exp(centre), np.exp(centre - reach), np.exp(centre + reach)


def probability(
    centre: Floats,
    error: Floats,
    degrees: Floats,
    minimum: Floats,
    maximum: Floats,
    *,
    logs: bool,
    strict: npt.NDArray[np.bool_] | bool = False,
) -> Floats:
    """Return the probability that a new observation holds its bounds; a missing bound does not bind.

    Where a series lies on its line without error, it is 1 or 0: a relative 1e-9 is allowed, and has
    to be passed where more than the bound is asked, `strict`.
    """
    low, high = (_on_scale(bound, logs=logs) for bound in (minimum, maximum))
    low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
    exact = error == 0
    tolerance = RELATIVE_TOLERANCE * (1.0 if logs else np.abs(centre))
    margin = np.minimum(centre - low, high - centre)
    holds = np.where(strict, margin > tolerance, margin >= -tolerance)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_low, to_high = (low - centre) / error, (high - centre) / error
        # The upper tail is computed as one, so that a small probability keeps its digits.
        mass = stdtr(degrees, np.where(np.isposinf(high), -to_low, to_high))
        banded = np.isfinite(low) & np.isfinite(high)
        mass[banded] -= stdtr(degrees[banded], to_low[banded])
    share = np.where(exact, holds, np.clip(mass, 0, 1))
    return np.where(np.isnan(centre) | (np.isnan(minimum) & np.isnan(maximum)), np.nan, share)


def likelihood(probabilities: pd.Series[float]) -> pd.Series[str]:
    """Say probabilities in the calibrated words of the IPCC; missing stays missing.

    References
    ----------
    Mastrandrea and others, Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on
    Consistent Treatment of Uncertainties, IPCC 2010, table 1, page 3.

    Examples
    --------
    >>> likelihood(pd.Series([0.995, 0.7, 0.5, 0.02, None])).tolist()
    ['virtually certain', 'likely', 'about as likely as not', 'very unlikely', nan]
    """
    p = probabilities.to_numpy(dtype="float64")
    conditions = [p > 0.99, p > 0.90, p > 0.66, p >= 0.33, p >= 0.10, p >= 0.01, p >= 0]
    codes = np.select(conditions, [*range(len(conditions))], -1)
    words = pd.CategoricalDtype([str(word) for word in Likelihood])
    return pd.Series(pd.Categorical.from_codes(codes, dtype=words), index=probabilities.index).astype("str")


def _least_squares(series: Whole, years: Floats, values: Floats, n: Whole) -> pd.DataFrame:
    mean_year, mean = _sums(series, years, n) / n, _sums(series, values, n) / n
    x, y = years - mean_year[series], values - mean[series]
    spread = _sums(series, x**2, n)
    slope = _sums(series, x * y, n) / spread
    residuals = _sums(series, (y - slope[series] * x) ** 2, n)
    return _line(mean_year, mean, slope, np.sqrt(residuals / (n - 2)), 1 + 1 / n, 0.0, spread, n - 2)


def _from_the_last(series: Whole, years: Floats, values: Floats, n: Whole, *, moving: bool) -> pd.DataFrame:
    first = np.r_[True, series[1:] != series[:-1]] if len(series) else np.array([], dtype=bool)
    last = np.r_[first[1:], True] if len(series) else first
    at_last, anchor, at_first, start = (np.full(len(n), np.nan) for _ in range(4))
    at_last[series[last]], anchor[series[last]] = years[last], values[last]
    at_first[series[first]], start[series[first]] = years[first], values[first]
    span = at_last - at_first
    slope = (anchor - start) / span if moving else np.zeros(len(n))
    # Changes from each value to the next of its series, and the years they took.
    inner = ~first[1:]
    owner, gaps, changes = series[1:][inner], np.diff(years)[inner], np.diff(values)[inner]
    squares = _sums(owner, (changes - slope[owner] * gaps) ** 2 / gaps, n)
    degrees = n - 2 if moving else n - 1
    spread = span if moving else np.full(len(n), np.inf)
    return _line(at_last, anchor, slope, np.sqrt(squares / degrees), 0.0, 1.0, spread, degrees)


def _line(
    anchor_year: Floats,
    anchor: Floats,
    slope: Floats,
    sigma: Floats,
    constant: Floats | float,
    per_year: float,
    spread: Floats,
    degrees: Whole,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "anchor_year": anchor_year,
            "anchor": anchor,
            "slope": slope,
            "sigma": sigma,
            "constant": constant,
            "per_year": per_year,
            "spread": spread,
            "degrees": degrees.astype("float64"),
        }
    )


def _sums(series: Whole, values: Floats, n: Whole) -> Floats:
    return np.bincount(series, weights=values, minlength=len(n)).astype("float64")


def _on_scale(bound: Floats, *, logs: bool) -> Floats:
    """Bring bounds to logarithms; a bound of zero or less is passed by every positive value."""
    if not logs:
        return bound
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bound <= 0, -np.inf, np.log(bound))
