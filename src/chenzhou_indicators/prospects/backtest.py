"""The back-test: how far each method was off when the past was still the future.

From every year with four values behind it the series is carried on as if nothing later were
known, and held against what came. A method that does not beat “no change” has nothing to say; an
interval that holds far fewer values than it promises is too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import one_of, share, whole_number
from ..assessment.attainment import RELATIVE_TOLERANCE
from ..catalog import load_indicators
from ..doors import checked
from ..errors import ArgumentError
from ..schemas import FIRST_YEAR, LAST_YEAR, Backtest
from ..vocabulary import Method
from .extrapolation import LEAST_POINTS, carried, fitted
from .projection import one_series

__all__ = ["backtest"]


def backtest(
    observations: pd.DataFrame,
    indicator: str,
    *,
    area: str,
    horizon: int,
    methods: Sequence[str] | None = None,
    level: float = 0.95,
) -> DataFrame[Backtest]:
    """Measure the errors each method would have made in the past of a series.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    indicator : str
        Code of the indicator catalogue.
    area : str
        Code of the area.
    horizon : int
        The most years ahead; 1 or more.
    methods : sequence of str, optional
        Some of linear, drift, log_linear, compound, no_change; all of them when not given.
    level : float, optional
        Probability that the intervals promise, between 0 and 1.

    Returns
    -------
    DataFrame[Backtest]
        One row per method and horizon: the number of forecasts that could be held against a value,
        their mean error (projected less observed), mean absolute and root mean square error in
        ``unit``; ``relative_error``, the mean absolute error over that of no change from the same
        origins; ``coverage``, the share of values inside their interval. Missing where there is no
        such forecast: a year without a value is neither an origin nor a test, and a method on
        logarithms makes none where it meets zero or less.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or a figure of the series is infinite or
        has no known status.
    UnknownNameError
        If the indicator is not in the catalogue, or has no observation in the area.
    EditionError
        If a year stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.
    ArgumentError
        If fewer than five years are observed, or an argument is outside its range.

    Notes
    -----
    Rolling origin: for each year t with at least four values up to it and each h up to `horizon`
    for which year t + h was observed, the error is :math:`\\hat y_{t+h|t} - y_{t+h}`. All origins use
    one edition, so the test knows revisions a forecaster of the day did not.

    References
    ----------
    Tashman, Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16 (2000),
    pages 437-450. Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition 2021,
    sections 5.8 and 5.10.

    Examples
    --------
    Three years ahead a compound rate missed China's R&D intensity of 2005 to 2012 by 0.15 points on
    average, a straight line by half as much:

    >>> import chenzhou_indicators as ci
    >>> known = ci.as_of(ci.load_sample("published"), "2013-12-31")
    >>> errors = ci.backtest(known, "rd_intensity", area="100000", horizon=3)
    >>> errors.query("horizon == 3").set_index("method")["mean_absolute_error"].round(2).to_dict()
    {'linear': 0.07, 'drift': 0.08, 'log_linear': 0.17, 'compound': 0.15, 'no_change': 0.27}
    >>> ci.backtest(known, "rd_intensity", area="100000", horizon=0)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: horizon is 0; it is a whole number from 1 to 151.
    """
    named = [*Method] if methods is None else methods
    if isinstance(named, str) or not isinstance(named, Sequence) or not named:
        raise ArgumentError(f"methods is {methods!r}; list some of {', '.join(Method)}, or leave it out.")
    chosen = [*dict.fromkeys(one_of(name, Method, "methods") for name in named)]
    steps, level = (
        whole_number(horizon, "horizon", least=1, most=LAST_YEAR - FIRST_YEAR),
        share(level, "level"),
    )
    rows = one_series(observations, indicator, area)
    if len(rows) <= LEAST_POINTS:
        raise ArgumentError(
            f"{indicator} in {area} has {len(rows)} observed years; a back-test needs "
            f"{LEAST_POINTS} to project from and one to hold against."
        )
    trials = pd.concat([_trials(rows, steps, method, level) for method in chosen])
    table = _summed_up(trials, chosen, steps)
    return checked(
        table.assign(
            indicator=indicator,
            area=area,
            level=level,
            unit=str(load_indicators().set_index("indicator").loc[indicator, "unit"]),
            obs_status=rows["obs_status"].iloc[0],
        ),
        Backtest,
    )


def _trials(rows: pd.DataFrame, horizon: int, method: Method, level: float) -> pd.DataFrame:
    """Carry the series on from every origin; one row per origin and year ahead that was observed."""
    years, values = rows["year"].to_numpy(), rows["value"].to_numpy()
    n = len(years)
    # Every origin sees the values up to it: one series each, all fitted at once.
    origin, seen = np.tril_indices(n)
    enough = origin >= LEAST_POINTS - 1
    origin, seen = origin[enough] - (LEAST_POINTS - 1), seen[enough]
    fits = fitted(origin, years[seen], values[seen], count=n - LEAST_POINTS + 1, method=method)
    still = fitted(origin, years[seen], values[seen], count=n - LEAST_POINTS + 1, method=Method.NO_CHANGE)
    start, later = np.triu_indices(n, k=1)
    ahead = years[later] - years[start]
    tested = (start >= LEAST_POINTS - 1) & (ahead <= horizon)
    start, later, ahead = start[tested] - (LEAST_POINTS - 1), later[tested], ahead[tested]
    median, lower, upper, _ = carried(fits.take(start), years[later], method=method, level=level)
    came, silent = values[later], np.isnan(median)
    slack = RELATIVE_TOLERANCE * np.abs(came)  # an interval without width holds what lies on its line
    inside = (lower - slack <= came) & (came <= upper + slack)
    return pd.DataFrame(
        {
            "method": str(method),
            "horizon": ahead,
            "error": median - came,
            "still": np.where(silent, np.nan, still["anchor"].to_numpy()[start] - came),
            "inside": np.where(silent, np.nan, inside),
        }
    )


def _summed_up(trials: pd.DataFrame, methods: list[Method], horizon: int) -> pd.DataFrame:
    """Sum the trials up by method and horizon; a horizon without trials has a row that says none."""
    measured = trials.assign(
        absolute=trials["error"].abs(), square=trials["error"] ** 2, still=trials["still"].abs()
    )
    keys = pd.MultiIndex.from_product(
        [[str(method) for method in methods], range(1, horizon + 1)], names=["method", "horizon"]
    )
    by = measured.groupby(["method", "horizon"])
    means = by[["error", "absolute", "square", "still", "inside"]].mean().reindex(keys)
    return pd.DataFrame(
        {
            "n_forecasts": by["error"].count().reindex(keys, fill_value=0),
            "mean_error": means["error"],
            "mean_absolute_error": means["absolute"],
            "root_mean_square_error": np.sqrt(means["square"]),
            "relative_error": means["absolute"] / means["still"].where(means["still"] > 0),
            "coverage": means["inside"],
        }
    ).reset_index()
