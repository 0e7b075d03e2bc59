"""Accounts as a panel: windows of years, growth over each, and what it is shared out into.

All areas and windows are worked on together. Years of an area follow on one another, so the row
`window` rows above, where it belongs to the same area, is where a window begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..arguments import one_or_several, read_each, whole_number
from ..doors import admit, checked
from ..errors import TableError
from ..schemas import FIRST_YEAR, LAST_YEAR, Accounts
from ..vintages import infirmity, least_firm, status_of
from ..vocabulary import Reason, Unaccounted
from .figures import missing_figures, reason_where

__all__ = [
    "Floats",
    "growth_over",
    "numbered_panel",
    "shared_out",
    "window_lengths",
    "with_rise",
]

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEAST_GROWTH = 1e-9  # growth a year up to it is rounding, and nothing is shared out of it
FACTORS = ("output", "capital", "labour")


def window_lengths(window: int | Iterable[int]) -> list[int]:
    """Read one length of a window, or several, each once; all that are none are named.

    Examples
    --------
    >>> window_lengths(5), window_lengths((1, 5, 1))
    ([5], [1, 5])
    """
    read = partial(whole_number, least=1, most=LAST_YEAR - FIRST_YEAR)
    lengths = read_each(read, ((length, "window") for length in one_or_several(window, "window")))
    return [*dict.fromkeys(lengths)]


def numbered_panel(accounts: pd.DataFrame, *, longest: int) -> tuple[pd.DataFrame, Whole]:
    """Return the accounts by area and year, and each row's number of its area.

    Parameters
    ----------
    accounts : DataFrame[Accounts]
        The accounts as given.
    longest : int
        The longest window wanted.

    Returns
    -------
    (DataFrame, array of int)
        The rows by area and year, with ``rank`` of firmness, and the number of each row's area.

    Raises
    ------
    TableError
        If `accounts` is not a table of accounts, a figure is zero or less, years are absent, or a series
        is too short: every place is named.
    """
    rows = admit(accounts, Accounts, name="accounts")
    _require_positive(rows)
    rows = checked(rows, Accounts, name="accounts").sort_values(["area", "year"], ignore_index=True)
    areas, names = pd.factorize(rows["area"])
    years = rows["year"].to_numpy()
    same = areas[1:] == areas[:-1]
    gaps = np.flatnonzero(same & (np.diff(years) > 1))
    problems = [
        f"{names[int(areas[at])]}: no row for {_years(years[at] + 1, years[at + 1] - 1)}; "
        "add it, with missing values where nothing is known"
        for at in gaps
    ]
    first, last = np.flatnonzero(np.r_[True, ~same]), np.flatnonzero(np.r_[~same, True])
    spans = years[last] - years[first] if len(rows) else np.array([], dtype="int64")
    problems += [
        f"{names[int(number)]}: {_years(years[first[number]], years[last[number]])} is shorter than "
        f"a window of {longest} years"
        for number in np.flatnonzero(spans < longest)
    ]
    if problems:
        raise TableError("accounts do not fill the windows:", problems)
    status = rows["obs_status"] if "obs_status" in rows else pd.Series(None, index=rows.index, dtype="str")
    return rows.assign(rank=infirmity(status)), areas


def _require_positive(accounts: pd.DataFrame) -> None:
    """Refuse output, capital or labour of zero or less, of which there is no growth."""
    problems = [
        f"{area} {year}: {factor} {value:g}"
        for factor in FACTORS
        for area, year, value in accounts[["area", "year", factor]][accounts[factor] <= 0].to_numpy()
    ]
    if problems:
        raise TableError("accounts hold output, capital and labour above zero; they do not at:", problems)


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def growth_over(rows: pd.DataFrame, areas: Whole, window: int) -> pd.DataFrame:
    """Return the average yearly growth of output, capital and labour over every window of a length."""
    later = np.flatnonzero(areas[window:] == areas[:-window]) + window
    figures = rows[["year", "rank", *FACTORS]]
    start, end = (figures.take(at).reset_index(drop=True) for at in (later - window, later))
    with np.errstate(over="ignore"):
        rates = {f"{name}_growth": (end[name] / start[name]) ** (1 / window) - 1 for name in FACTORS}
    _require_finite(pd.DataFrame(rates), rows.take(later))
    growth = pd.DataFrame(
        {
            "area": rows["area"].take(later).reset_index(drop=True),
            "start_year": start["year"],
            "end_year": end["year"],
            "window": window,
            **rates,
        }
    )
    missing = missing_figures(
        [(name, start[name], end[name]) for name in FACTORS], (start["year"], end["year"])
    )
    still = reason_where(growth["output_growth"] <= LEAST_GROWTH, Unaccounted.OUTPUT_DID_NOT_GROW)
    return growth.assign(
        reason=missing.fillna(still),
        obs_status=status_of(pd.concat([start["rank"], end["rank"]], axis=1).max(axis=1)),
    )


def _require_finite(growth: pd.DataFrame, ends: pd.DataFrame) -> None:
    """Refuse figures so far apart that their growth is no number."""
    endless = np.isinf(growth.to_numpy()).any(axis=1)
    if endless.any():
        places = ends.loc[endless, ["area", "year"]].itertuples(index=False)
        raise TableError(
            "accounts grow beyond all numbers; check the figures up to:",
            (f"{a} {year}" for a, year in places),
        )


def shared_out(
    growth: pd.DataFrame, capital_elasticity: float | Floats, labour_elasticity: float | Floats
) -> pd.DataFrame:
    """Share growth out among capital, labour and the residual, by one pair of elasticities or one a row."""
    output, capital, labour = (growth[f"{factor}_growth"] for factor in FACTORS)
    by_capital, by_labour = capital_elasticity * capital, labour_elasticity * labour
    residual = output - by_capital - by_labour
    shared = output.where(output > LEAST_GROWTH)
    return growth.assign(
        capital_elasticity=capital_elasticity,
        labour_elasticity=labour_elasticity,
        capital_contribution=by_capital,
        labour_contribution=by_labour,
        residual=residual,
        residual_share=residual / shared,
        capital_contribution_share=by_capital / shared,
        labour_contribution_share=by_labour / shared,
    )


def with_rise(rows: pd.DataFrame, areas: Whole) -> pd.DataFrame:
    """Add the rate of the window ending a year earlier and the rise on it, in percentage points.

    Parameters
    ----------
    rows : DataFrame
        Growth accounts of one window, by area and last year for each pair of elasticities.
    areas : array of int
        Number of each row's area, another one for each pair.

    Returns
    -------
    DataFrame
        The rows with ``residual_share_before`` and ``rise_pp``, and the status and reason of both rates.
    """
    follows = np.r_[False, (areas[1:] == areas[:-1]) & (np.diff(rows["end_year"]) == 1)][: len(rows)]
    before = rows["residual_share"].shift(1).where(follows)
    rise = 100 * (rows["residual_share"] - before)
    return rows.assign(
        residual_share_before=before,
        rise_pp=rise,
        reason=rows["reason"].fillna(reason_where(rise.isna(), Reason.NO_YEAR_BEFORE)),
        obs_status=least_firm(rows["obs_status"], rows["obs_status"].shift(1).where(follows)),
    )
