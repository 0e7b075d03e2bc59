"""The outlook of a nation: `outlook` for 29,000 series in one call against loops over series.

2,900 areas owe a level of ten indicators by 2010; each series has 8 to 15 yearly values, some
missing. The first loop does for each series what `outlook` does, with `scipy.stats`: two regressions
and two random walks with drift, each with interval and probability. The second makes the two
regressions only, with statsmodels. Both run over a part of the series, named in the output, and
are multiplied up; their results are compared with those of `outlook` before anything is timed.
"""

from __future__ import annotations

import time
import tracemalloc

import national_panel
import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

import chenzhou_indicators as ci

YEAR, DUE, LEVEL = 2007, 2010, 0.95
AREAS = 2900
LOOPED = 500  # series the loops are timed on
# None of them is computed from others, so that the loops see the same values.
INDICATORS = [
    *("gdp", "rd_expenditure", "hightech_output", "patent_applications", "local_fiscal_revenue"),
    *("st_contribution_rate", "cpi", "st_achievements", "gdp_volume_index", "registered_population"),
]


def promises() -> pd.DataFrame:
    """Return ten levels due in 2010, owed by every county of the nation."""
    catalogue = ci.load_indicators().set_index("indicator")
    return pd.DataFrame(
        {
            "plan": "benchmark",
            "target": INDICATORS,
            "indicator": INDICATORS,
            "form": "level",
            "minimum": 30.0,
            "unit": [catalogue.loc[name, "unit"] for name in INDICATORS],
            "scope": "each_area",
            "area": "100000",
            "baseline_year": 2005,
            "due": DUE,
            "commitment": "achieve",
            "clause": "1",
        }
    )


def panel(areas: pd.DataFrame, seed: int = 2007) -> pd.DataFrame:
    """Return growing series of 8 to 15 years ending in 2007, 2 % of their values missing."""
    random = np.random.default_rng(seed)
    counties = areas.loc[areas["level"] == "county", "area"].to_numpy()
    count = len(counties) * len(INDICATORS)
    lengths = random.integers(8, 16, count)
    series = np.repeat(np.arange(count), lengths)
    back = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(series)) - 1
    start, rate = random.lognormal(2, 1, count), random.normal(0.1, 0.05, count)
    noise = random.normal(0, 0.05, len(series))
    values = start[series] * np.exp(rate[series] * (15 - back) + noise)
    values[random.random(len(values)) < 0.02] = np.nan
    units = ci.load_indicators().set_index("indicator")["unit"]
    frame = pd.DataFrame(
        {
            "indicator": np.array(INDICATORS)[series % len(INDICATORS)],
            "area": counties[series // len(INDICATORS)],
            "year": YEAR - back,
            "value": values,
            "released": pd.Timestamp("2008-03-31"),
            "obs_status": "illustrative",
            "source": "benchmark",
        }
    )
    frame["unit"] = frame["indicator"].map(units)
    return frame.sample(frac=1, random_state=seed, ignore_index=True)


def with_scipy(years: np.ndarray, values: np.ndarray, bound: float) -> list[tuple[float, ...]]:
    """Do for one series what `outlook` does, method by method."""
    rows = []
    n, ahead = len(years), DUE - years[-1]
    for logs in (False, True):
        y, goal = (np.log(values), np.log(bound)) if logs else (values, bound)
        line = stats.linregress(years, y)
        residuals = y - line.intercept - line.slope * years
        sigma = np.sqrt((residuals**2).sum() / (n - 2))
        spread = ((years - years.mean()) ** 2).sum()
        error = sigma * np.sqrt(1 + 1 / n + (DUE - years.mean()) ** 2 / spread)
        rows.append(_row(line.intercept + line.slope * DUE, error, n - 2, goal, logs))
        gaps, changes = np.diff(years), np.diff(y)
        span = years[-1] - years[0]
        mean = (y[-1] - y[0]) / span
        sigma = np.sqrt((((changes - mean * gaps) ** 2) / gaps).sum() / (n - 2))
        error = sigma * np.sqrt(ahead * (1 + ahead / span))
        rows.append(_row(y[-1] + mean * ahead, error, n - 2, goal, logs))
    return rows


def _row(centre: float, error: float, degrees: int, goal: float, logs: bool) -> tuple[float, ...]:
    reach = stats.t.ppf((1 + LEVEL) / 2, degrees) * error
    ends = (centre, centre - reach, centre + reach)
    return (*(np.exp(ends) if logs else ends), stats.t.sf((goal - centre) / error, degrees))


def with_statsmodels(years: np.ndarray, values: np.ndarray) -> list[float]:
    """Make the two regressions of one series with their prediction intervals."""
    ends = []
    for logs in (False, True):
        fit = sm.OLS(np.log(values) if logs else values, sm.add_constant(years)).fit()
        frame = fit.get_prediction([[1.0, DUE]]).summary_frame(alpha=1 - LEVEL)
        found = frame[["mean", "obs_ci_lower", "obs_ci_upper"]].to_numpy()[0]
        ends += [*(np.exp(found) if logs else found)]
    return ends


def main() -> None:
    """Compare, then print times, ratios, slope and memory."""
    areas, targets = national_panel.national_areas(AREAS), promises()
    observations = panel(areas)
    ours = ci.outlook(observations, targets, year=YEAR, areas=areas)
    series = {
        key: (rows["year"].to_numpy(dtype="float64"), rows["value"].to_numpy())
        for key, rows in observations.dropna(subset="value")
        .sort_values("year")
        .groupby(["indicator", "area"])
    }
    some = [key for key in series if len(series[key][0]) > 3][:: max(1, len(series) // LOOPED)][:LOOPED]
    _require_equal(ours, series, some)
    begin = time.perf_counter()
    for key in some:
        with_scipy(*series[key], 30.0)
    looped = (time.perf_counter() - begin) / len(some) * len(series)
    begin = time.perf_counter()
    for key in some:
        with_statsmodels(*series[key])
    modelled = (time.perf_counter() - begin) / len(some) * len(series)
    spent = national_panel.fastest(lambda: ci.outlook(observations, targets, year=YEAR, areas=areas), times=3)
    print(f"{len(observations):,} observations, {len(series):,} series, four methods each")
    print(f"  outlook                                   {spent:7.2f} s")
    print(f"  scipy.stats, four methods, a loop         {looped:7.2f} s   {looped / spent:.0f} times")
    print(f"  statsmodels OLS, two methods, a loop      {modelled:7.2f} s   {modelled / spent:.0f} times")
    print(f"  (the loops timed on {len(some)} series and multiplied up; results equal to 1e-9)")
    print("growth with series")
    for count in (29, 290, 2900):
        few = national_panel.national_areas(count)
        rows = observations[observations["area"].isin(few["area"])].reset_index(drop=True)
        spent = national_panel.fastest(
            lambda rows=rows, few=few: ci.outlook(rows, targets, year=YEAR, areas=few), times=3
        )
        tracemalloc.start()
        ci.outlook(rows, targets, year=YEAR, areas=few)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        size = f"{count * len(INDICATORS):>6,} series, {len(rows):>7,} observations"
        print(f"  {size} {spent:7.3f} s {peak:7.1f} MB")


def _require_equal(ours: pd.DataFrame, series: dict, some: list) -> None:
    """Stop unless the loops and `outlook` agree to 1e-9."""
    numbers = ["median", "lower", "upper", "probability"]
    table = ours.set_index(["indicator", "area", "method"])[numbers].sort_index()
    for key in some:
        by_hand = np.array(with_scipy(*series[key], 30.0))
        found = table.loc[key].loc[["linear", "drift", "log_linear", "compound"]].to_numpy()
        modelled = np.array(with_statsmodels(*series[key]))
        if not np.allclose(found, by_hand, rtol=1e-9, atol=1e-12):
            raise SystemExit(f"outlook and scipy disagree about {key}.")
        if not np.allclose(found[[0, 2], :3].ravel(), modelled, rtol=1e-9):
            raise SystemExit(f"outlook and statsmodels disagree about {key}.")


if __name__ == "__main__":
    main()
