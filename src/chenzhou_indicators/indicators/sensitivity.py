"""How far a contribution rate can be trusted: the same accounts under other assumptions.

The elasticities are assumed and the window is chosen. Offices choose once and publish one number;
here the rate stands beside what it would be under every other choice that could be defended, and a
target of half a point beside how many of them it holds under.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import elasticity, number, one_or_several, read_each
from ..doors import checked
from ..schemas import ContributionSensitivity
from .accounts import Floats, growth_over, numbered_panel, shared_out, window_lengths, with_rise

__all__ = ["contribution_sensitivity"]

TOLERANCE = 1e-9  # so that 44.8 - 44.3 is half a point
DECIMALS = 12  # so that 1 - 0.55 is 0.45
ELASTICITIES = (0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60)


def contribution_sensitivity(
    accounts: pd.DataFrame,
    *,
    capital_elasticity: float | Iterable[float] = ELASTICITIES,
    labour_elasticity: float | None = None,
    window: int | Iterable[int] = (1, 3, 5),
    minimum_rise: float = 0.5,
) -> DataFrame[ContributionSensitivity]:
    """Compute the contribution rate and its rise for every choice of elasticity and window.

    Parameters
    ----------
    accounts : DataFrame[Accounts]
        As for `growth_accounts`.
    capital_elasticity : float or several, optional
        Each 0 to 1 [fraction]; from 0.30 to 0.60 by default, between which estimates for China lie.
    labour_elasticity : float, optional
        One for all, 0 to 1 [fraction]; by default what the capital elasticity leaves to one.
    window : int or several, optional
        Years that growth is averaged over, each 1 or more.
    minimum_rise : float, optional
        Rise on the year before that is asked for [percentage points].

    Returns
    -------
    DataFrame[ContributionSensitivity]
        One row per area, last year, window and elasticity, in that order: ``residual_share`` [fraction],
        ``rise_pp`` on the window of equal length and elasticities that ends a year earlier, and whether it
        ``meets`` the rise asked for; ``n_judged``, how many choices give a rise in that area and year at
        all, and ``share_met``, the part of them under which it is met. Missing with a ``reason`` where a
        rate or the one before is; ``share_met`` is missing where no choice gives a rise.

    Raises
    ------
    TableError
        If `accounts` is refused by `growth_accounts`; the longest window counts.
    ArgumentError
        If an elasticity, a window or the rise is outside its range, or there is none.

    Notes
    -----
    The choices are no sample: ``share_met`` counts them, and is not a probability. A choice without a
    rise, like a window that reaches back before the accounts, counts neither for nor against: read
    ``share_met`` beside ``n_judged``.

    References
    ----------
    As for `growth_accounts`; grids of assumptions: Saltelli and others, Global Sensitivity Analysis, 2008,
    chapter 1.

    Examples
    --------
    Whether China's rate rose by half a point in 2007 depends on the choice:

    >>> import chenzhou_indicators as ci
    >>> accounts = ci.load_sample("accounts").query("area == '100000'")
    >>> choices = ci.contribution_sensitivity(accounts).query("end_year == 2007")
    >>> choices.groupby("window")["residual_share"].agg(["min", "max"]).round(2).values.tolist()
    [[0.38, 0.67], [0.4, 0.68], [0.34, 0.64]]
    >>> choices[["share_met", "n_judged"]].drop_duplicates().round(2).values.tolist()
    [[0.67, 21.0]]
    >>> ci.contribution_sensitivity(accounts, capital_elasticity=())
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: capital_elasticity is empty; give one or several.
    """
    capital = one_or_several(capital_elasticity, "capital_elasticity")
    given: list[tuple[object, str]] = [(value, "capital_elasticity") for value in capital]
    given += [] if labour_elasticity is None else [(labour_elasticity, "labour_elasticity")]
    alphas = sorted({*read_each(elasticity, given)[: len(capital)]})
    asked, lengths = number(minimum_rise, "minimum_rise"), sorted(window_lengths(window))
    rows, areas = numbered_panel(accounts, longest=max(lengths))
    alpha = np.array(alphas)
    beta = (
        np.round(1 - alpha, DECIMALS) if labour_elasticity is None else np.full_like(alpha, labour_elasticity)
    )
    windows = [_each_choice(growth_over(rows, areas, length), alpha, beta) for length in lengths]
    table = pd.concat(windows, ignore_index=True)
    meets = (table["rise_pp"] >= asked - TOLERANCE).astype("boolean").mask(table["rise_pp"].isna())
    table = table.assign(meets=meets, **_counts(table, meets))
    order = table.sort_values(["area", "end_year"], kind="stable").index
    columns = [*ContributionSensitivity.to_schema().columns]
    return checked(table.loc[order, columns].reset_index(drop=True), ContributionSensitivity)


def _each_choice(growth: pd.DataFrame, alpha: Floats, beta: Floats) -> pd.DataFrame:
    """Share the growth of one length of window out by each pair of elasticities, with the rises."""
    choices, count = len(alpha), len(growth)
    areas = pd.factorize(growth["area"])[0]
    apart = np.tile(areas, choices) + np.repeat(np.arange(choices), count) * (areas.max(initial=0) + 1)
    repeated = pd.concat([growth] * choices, ignore_index=True)
    return with_rise(shared_out(repeated, np.repeat(alpha, count), np.repeat(beta, count)), apart)


def _counts(table: pd.DataFrame, meets: pd.Series[bool]) -> dict[str, pd.Series[float]]:
    """Count, for each area and year, the choices that give a rise, and the part of them that meet it."""
    key = [table["area"], table["end_year"]]
    judged = meets.notna().groupby(key).transform("sum")
    met = meets.fillna(value=False).astype("int64").groupby(key).transform("sum")
    return {"share_met": met / judged.where(judged > 0), "n_judged": judged.astype("int64")}
