"""Judging a national panel: `assess` against a hand-written pandas merge, and its growth with rows.

2,900 areas owe 24 targets each; the observations are some fourteen years of every indicator the
targets name. The hand-written version does the same work for this very table and no other:
it chooses the newest edition, looks up the year, the year before, the baseline and the second
indicator, measures all four forms, and gives the same verdicts and shares, without schema, units,
sources or reasons. Both results are
compared before anything is timed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

import chenzhou_indicators as ci

YEAR = 2007
AREAS = 2900
YEARS = range(1997, 2011)
KEY = ["indicator", "area", "year"]


def national_targets() -> pd.DataFrame:
    """Return the 24 targets of the 2007 plan, each owed by every county of the nation."""
    targets = ci.load_plan("chenzhou-2007").targets.copy()
    firms = targets["scope"] == "each_firm"
    # Firms are judged on another table; here their targets stand on indicators of their own.
    targets.loc[firms, "indicator"] = targets.loc[firms, "target"]
    return targets.assign(scope="each_area", area="100000", firm_class=None)


def national_areas(count: int) -> pd.DataFrame:
    """Return a nation of so many counties."""
    counties = pd.DataFrame({"area": [f"{110000 + number}" for number in range(count)], "level": "county"})
    nation = pd.DataFrame({"area": ["100000"], "level": "country"})
    tree = pd.concat([nation, counties.assign(parent="100000")], ignore_index=True)
    return tree.assign(name_zh=tree["area"], name_en=tree["area"])


def national_observations(targets: pd.DataFrame, areas: pd.DataFrame, seed: int = 2007) -> pd.DataFrame:
    """Return one observation for every indicator, county and year, 2 % of them missing."""
    units = ci.load_indicators().set_index("indicator")["unit"]
    indicators = sorted({*targets["indicator"], *targets["against"].dropna()})
    counties = areas.loc[areas["level"] == "county", "area"]
    keys = pd.MultiIndex.from_product([indicators, counties, YEARS], names=["indicator", "area", "year"])
    frame = keys.to_frame(index=False)
    random = np.random.default_rng(seed)
    return frame.assign(
        value=np.where(random.random(len(frame)) < 0.02, np.nan, random.lognormal(2, 1, len(frame)).round(2)),
        unit=frame["indicator"].map(units).fillna("%"),
        released=pd.Timestamp("2011-03-31"),
        obs_status="illustrative",
        source="benchmark",
    ).sample(frac=1, random_state=seed, ignore_index=True)


def by_hand(observations: pd.DataFrame, targets: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Judge this table by hand: merges and one select."""
    counties = areas.loc[areas["level"] == "county", ["area"]].rename(columns={"area": "county"})
    owed = targets.merge(counties, how="cross").drop(columns="area").rename(columns={"county": "area"})
    kept = observations.loc[observations["year"].isin([YEAR, YEAR - 1]), [*KEY, "value", "released"]]
    kept = kept.sort_values("released").drop_duplicates(KEY, keep="last").drop(columns="released")

    def looked_up(indicator: str, year: int, name: str) -> pd.Series:
        rows = kept[kept["year"] == year].rename(columns={"indicator": indicator, "value": name})
        return owed[[indicator, "area"]].merge(rows, on=[indicator, "area"], how="left")[name]

    now, before = looked_up("indicator", YEAR, "now"), looked_up("indicator", YEAR - 1, "before")
    second = looked_up("against", YEAR, "second")
    second_before = looked_up("against", YEAR - 1, "second_before")
    start = looked_up("indicator", 2006, "start").where(owed["baseline_year"].notna())
    growth = now / before - 1
    form = owed["form"]
    actual = pd.Series(
        np.select(
            [form == "level", form == "growth", form == "change"],
            [now, growth, now - before],
            100 * (growth - (second / second_before - 1)),
        )
    )
    low, high = owed["minimum"], owed["maximum"]
    above = (actual >= low * (1 - 1e-9)) & ~(owed["strict"] & (actual <= low * (1 + 1e-9)))
    holds = above & ~(actual > high * (1 + 1e-9))
    late = owed["due"] <= YEAR
    elapsed = (YEAR - 2006) / (owed["due"] - 2006)
    on_way = actual >= start + (low - start) * elapsed
    status = np.select(
        [actual.isna() | (~holds & ~late & start.isna()), holds, late, on_way, actual >= start],
        ["not_assessable", "met", "missed", "on_track", "lagging"],
        "regressing",
    )
    return owed.assign(
        actual=actual,
        gap=np.minimum(actual - low, (high - actual).fillna(np.inf)),
        attainment=actual / low.where(low > 0),
        level_attainment=((1 + actual) / (1 + low)).where(form == "growth"),
        progress=(actual - start) / (low - start),
        time_elapsed=elapsed.where(owed["baseline_year"].notna()),
        status=status,
    )


def fastest(work: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several runs [s]."""
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return min(spent)


def main() -> None:
    """Print both tables."""
    targets = national_targets()
    areas = national_areas(AREAS)
    observations = national_observations(targets, areas)
    ours = ci.assess(observations, targets, year=YEAR, areas=areas).set_index(["target", "area"])
    hand = by_hand(observations, targets, areas).set_index(["target", "area"]).loc[ours.index]
    if not (ours["status"] == hand["status"]).all():
        raise SystemExit("assess and the hand-written merge disagree.")
    assess = fastest(lambda: ci.assess(observations, targets, year=YEAR, areas=areas))
    merge = fastest(lambda: by_hand(observations, targets, areas))
    print(f"{len(observations):,} observations, {AREAS:,} areas, {len(targets)} targets")
    print(f"  {len(ours):,} verdicts, equal in both")
    print(f"  hand-written merge {merge:6.2f} s")
    print(f"  assess             {assess:6.2f} s   {assess / merge:.2f} times the merge")
    print("growth with rows")
    sizes, spent = [], []
    for count in (29, 290, 2900):
        few = national_areas(count)
        rows = observations[observations["area"].isin(few["area"])].reset_index(drop=True)
        sizes.append(len(rows))
        spent.append(fastest(lambda rows=rows, few=few: ci.assess(rows, targets, year=YEAR, areas=few)))
        print(
            f"  {sizes[-1]:>9,} observations {spent[-1]:7.3f} s   {1e6 * spent[-1] / sizes[-1]:7.2f} µs each"
        )
    slope = np.log(spent[-1] / spent[-2]) / np.log(sizes[-1] / sizes[-2])
    print(f"  slope on logarithms, last step: {slope:.2f} (1 is linear)")


if __name__ == "__main__":
    main()
