"""Growth accounts of a nation's counties: `growth_accounts` in one call against a loop over areas.

2,900 areas have 40 years of output, capital and labour, 1 % of the figures missing; windows of one,
five and ten years. The loop does for one area and one window after another what an analyst would
write: pandas columns, shifted by the window, the level method, the residual and its share, put together in
one table, without reasons, statuses or schema. A second loop takes bare numpy arrays, already sorted
and cut, and returns the shares only. Both run over a part of the areas, named in the output, and are
multiplied up; results are compared before anything is timed.
"""

from __future__ import annotations

import time
import tracemalloc

import national_panel
import numpy as np
import pandas as pd

import chenzhou_indicators as ci

AREAS, YEARS, WINDOWS = 2900, range(1978, 2018), (1, 5, 10)
LOOPED = 200  # areas the loops are timed on
ALPHA, BETA = 0.35, 0.65


def panel(count: int, seed: int = 2007) -> pd.DataFrame:
    """Return accounts of so many areas, in any order, 1 % of the figures missing."""
    random = np.random.default_rng(seed)
    size = (count, len(YEARS))
    frame = pd.DataFrame(
        {
            "area": np.repeat([f"{110000 + number}" for number in range(count)], len(YEARS)),
            "year": np.tile(np.array(YEARS), count),
        }
    )
    for factor, rate in (("output", 0.09), ("capital", 0.11), ("labour", 0.01)):
        steps = random.normal(rate, 0.03, size).cumsum(axis=1)
        values = (random.lognormal(4, 1, (count, 1)) * np.exp(steps)).ravel()
        frame[factor] = np.where(random.random(len(frame)) < 0.01, np.nan, values)
    return frame.sample(frac=1, random_state=seed, ignore_index=True)


def with_pandas(rows: pd.DataFrame, window: int) -> pd.DataFrame:
    """Account for the windows of one area as an analyst would in a notebook."""
    table = pd.DataFrame({"start_year": rows["year"] - window, "end_year": rows["year"]})
    for factor in ("output", "capital", "labour"):
        table[factor] = (rows[factor] / rows[factor].shift(window)) ** (1 / window) - 1
    table["capital_contribution"] = ALPHA * table["capital"]
    table["labour_contribution"] = BETA * table["labour"]
    table["residual"] = table["output"] - table["capital_contribution"] - table["labour_contribution"]
    table["residual_share"] = (table["residual"] / table["output"]).where(table["output"] > 0)
    return table.iloc[window:]


def with_numpy(output: np.ndarray, capital: np.ndarray, labour: np.ndarray, window: int) -> np.ndarray:
    """Return the residual shares of one area, and nothing else."""
    y, k, l = ((x[window:] / x[:-window]) ** (1 / window) - 1 for x in (output, capital, labour))  # noqa: E741
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(y > 0, (y - ALPHA * k - BETA * l) / y, np.nan)


def main() -> None:
    """Compare, then print times, ratios, growth with rows and memory."""
    accounts = panel(AREAS)
    ours = ci.growth_accounts(accounts, window=WINDOWS)
    some = sorted(accounts["area"].unique())[:: AREAS // LOOPED][:LOOPED]
    _require_equal(ours, accounts, some)
    looped = _looped_with_pandas(accounts, some) / len(some) * AREAS
    bare = _looped_with_numpy(accounts, some) / len(some) * AREAS
    spent = national_panel.fastest(lambda: ci.growth_accounts(accounts, window=WINDOWS), times=3)
    print(f"{AREAS:,} areas, {len(YEARS)} years, windows of {WINDOWS}: {len(ours):,} rows")
    print(f"  growth_accounts                           {spent:7.2f} s")
    print(f"  pandas, area by area and window by window {looped:7.2f} s   {looped / spent:.0f} times")
    print(f"  numpy, area by area, shares only          {bare:7.2f} s   {bare / spent:.1f} times")
    print(f"  (the loops timed on {len(some)} areas and multiplied up; results equal to 1e-12)")
    print("growth with areas")
    for count in (29, 290, 2900):
        rows = panel(count)
        spent = national_panel.fastest(lambda rows=rows: ci.growth_accounts(rows, window=WINDOWS), times=3)
        tracemalloc.start()
        ci.growth_accounts(rows, window=WINDOWS)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        print(f"  {len(rows):>7,} rows {spent:7.3f} s {peak:7.1f} MB")
    spent = national_panel.fastest(lambda: ci.contribution_sensitivity(accounts), times=1)
    print(f"contribution_sensitivity, 21 settings      {spent:7.2f} s")


def _of_area(accounts: pd.DataFrame, area: str) -> pd.DataFrame:
    return accounts[accounts["area"] == area].sort_values("year")


def _looped_with_pandas(accounts: pd.DataFrame, some: list[str]) -> float:
    few = accounts[accounts["area"].isin(some)]
    begin = time.perf_counter()
    pd.concat(
        with_pandas(rows, window).assign(area=area, window=window)
        for area, rows in few.sort_values(["area", "year"]).groupby("area")
        for window in WINDOWS
    )
    return time.perf_counter() - begin


def _looped_with_numpy(accounts: pd.DataFrame, some: list[str]) -> float:
    series = [_of_area(accounts, area)[["output", "capital", "labour"]].to_numpy().T for area in some]
    begin = time.perf_counter()
    for factors in series:
        for window in WINDOWS:
            with_numpy(*factors, window)
    return time.perf_counter() - begin


def _require_equal(ours: pd.DataFrame, accounts: pd.DataFrame, some: list[str]) -> None:
    """Stop unless the loops and `growth_accounts` agree to 1e-12."""
    table = ours.set_index(["area", "window"]).sort_index()
    columns = ["end_year", "capital_contribution", "labour_contribution", "residual", "residual_share"]
    for area in some:
        rows = _of_area(accounts, area)
        for window in WINDOWS:
            found = table.loc[(area, window), columns].sort_values("end_year").to_numpy(dtype="float64")
            by_hand = with_pandas(rows, window)[columns].to_numpy(dtype="float64")
            bare = with_numpy(*rows[["output", "capital", "labour"]].to_numpy().T, window)
            if not np.allclose(found, by_hand, rtol=1e-12, atol=1e-12, equal_nan=True):
                raise SystemExit(f"growth_accounts and pandas disagree about {area}, window {window}.")
            if not np.allclose(found[:, -1], bare, rtol=1e-9, atol=1e-12, equal_nan=True):
                raise SystemExit(f"growth_accounts and numpy disagree about {area}, window {window}.")


if __name__ == "__main__":
    main()
