"""Scoring a nation's counties: `score`, `score_parts` and `rank_robustness` against loops and bare numpy.

2,900 areas owe 24 targets; 5 % of the attainments are missing, at random. The loop keeps a dictionary
of attainments for each area and, area by area and weighting by weighting, divides a weighted sum by the
weight of what is known, then sorts the scores for the ranks. The numpy version turns the table into a
matrix, areas by targets, and multiplies. Neither has schema, coverage, grades, reasons or parts. The
loop is timed on few weightings and multiplied up; all results are compared before anything is timed.
"""

from __future__ import annotations

import tracemalloc
from bisect import bisect_left
from collections.abc import Callable

import national_panel
import numpy as np
import pandas as pd

import chenzhou_indicators as ci

AREAS, DRAWS, SEED = 2900, 1000, 2007
CAP = 1.2
LOOPED = 10  # weightings the loop draws
MISSING = 0.05
PLACES = ["rank_low", "rank_high", "share_first", "rank_median", "rank_05", "rank_95"]
WITHOUT = ["rank_low_without", "rank_high_without"]

Credits = dict[str, dict[str, float]]  # area: target: attainment, where it is known


def verdicts(count: int, seed: int = SEED) -> pd.DataFrame:
    """Return verdicts on 24 targets for so many areas, in any order."""
    targets, one = national_panel.national_targets(), national_panel.national_areas(1)
    figures = national_panel.national_observations(targets, one)
    rows = ci.assess(figures, targets, year=national_panel.YEAR, areas=one)
    table = rows.loc[rows.index.repeat(count)].reset_index(drop=True)
    random = np.random.default_rng(seed)
    shares = random.normal(0.9, 0.3, len(table)).round(4)
    known = random.random(len(table)) >= MISSING
    met = np.where(shares >= 1, "met", "missed")
    return table.assign(
        area=[f"{110000 + number}" for number in range(count)] * len(rows),
        attainment=np.where(known, shares, np.nan),
        status=np.where(known, met, "not_assessable"),
        reason=pd.Series("no value: benchmark", index=table.index, dtype="str").mask(known),
    ).sample(frac=1, random_state=seed, ignore_index=True)


def weightings(draws: int, seed: int, targets: int) -> np.ndarray:
    """Draw weights as `rank_robustness` says it does, then leave out one target in turn: one row each."""
    drawn = np.random.default_rng(seed).exponential(size=(draws, targets))
    return np.vstack([drawn, 1 - np.eye(targets)])


# --- plain Python --------------------------------------------------------------------------------


def credits_of(table: pd.DataFrame) -> Credits:
    """Return what each area is credited with, target by target."""
    known = table.dropna(subset="attainment")
    credited: Credits = {area: {} for area in table["area"]}
    for area, target, share in zip(known["area"], known["target"], known["attainment"], strict=True):
        credited[area][target] = min(max(share, 0.0), CAP)
    return credited


def scores_in_python(credited: Credits, weights: dict[str, float]) -> dict[str, float]:
    """Score area by area."""
    scores = {}
    for area, shares in credited.items():
        total = weight = 0.0
        for target, share in shares.items():
            total += weights[target] * share
            weight += weights[target]
        scores[area] = round(total / weight, 12)
    return scores


def ranks_in_python(scores: dict[str, float]) -> list[int]:
    """Rank scores, the highest first; equals share the smaller rank."""
    rising = sorted(-score for score in scores.values())
    return [1 + bisect_left(rising, -score) for score in scores.values()]


def robustness_in_python(table: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Rank areas under every weighting, one after another, and sum the ranks up."""
    credited, targets = credits_of(table), sorted(table["target"].unique())
    own = ranks_in_python(scores_in_python(credited, dict.fromkeys(targets, 1.0)))
    ranks = [
        ranks_in_python(scores_in_python(credited, dict(zip(targets, row.tolist(), strict=True))))
        for row in weightings(draws, seed, len(targets))
    ]
    return summed_up(np.array(ranks).T, np.array(own), draws, [*credited])


# --- bare numpy ----------------------------------------------------------------------------------


def matrix_of(table: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Return attainments, areas by targets, and the areas."""
    wide = table.set_index(["area", "target"])["attainment"].unstack("target")  # noqa: PD010
    return wide.to_numpy(dtype="float64"), [*wide.index]


def scores_in_numpy(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Score a matrix of attainments: one column for each row of weights."""
    known = ~np.isnan(shares)
    counted = np.where(known, shares, 0.0).clip(0.0, CAP)
    return (counted @ weights.T / (known @ weights.T)).round(12)


def ranks_in_numpy(scores: np.ndarray) -> np.ndarray:
    """Rank each column, the highest first; equals share the smaller rank."""
    rising = np.sort(-scores, axis=0)
    columns = [np.searchsorted(rising[:, at], -scores[:, at]) for at in range(scores.shape[1])]
    return 1 + np.column_stack(columns)


def robustness_in_numpy(shares: np.ndarray, areas: list[str], draws: int, seed: int) -> pd.DataFrame:
    """Rank areas under all weightings, and sum the ranks up."""
    own = ranks_in_numpy(scores_in_numpy(shares, np.ones((1, shares.shape[1]))))[:, 0]
    ranks = ranks_in_numpy(scores_in_numpy(shares, weightings(draws, seed, shares.shape[1])))
    return summed_up(ranks, own, draws, areas)


def summed_up(ranks: np.ndarray, own: np.ndarray, draws: int, areas: list[str]) -> pd.DataFrame:
    """Return the same ranges as `rank_robustness`, of ranks by area and weighting."""
    drawn, without = ranks[:, :draws], ranks[:, draws:]
    low, middle, high = np.percentile(drawn, [5, 50, 95], axis=1)
    ranges = {
        "rank": own,
        "rank_low": np.minimum(own, drawn.min(axis=1)),
        "rank_high": np.maximum(own, drawn.max(axis=1)),
        "share_first": (drawn == 1).mean(axis=1),
        "rank_median": middle,
        "rank_05": low,
        "rank_95": high,
        "rank_low_without": without.min(axis=1),
        "rank_high_without": without.max(axis=1),
    }
    return pd.DataFrame(ranges, index=areas)


# --- what is compared and measured ---------------------------------------------------------------


def main() -> None:
    """Compare, then print times, ratios, and growth with areas."""
    table = verdicts(AREAS)
    shares, areas = matrix_of(table)
    targets = shares.shape[1]
    equal = dict.fromkeys(table["target"].unique(), 1.0)
    _require_equal(table, shares, areas)
    print(f"{AREAS:,} areas, {targets} targets, {table['attainment'].isna().mean():.1%} missing")
    _show_times(
        {
            "score": national_panel.fastest(lambda: ci.score(table)),
            "score_parts": national_panel.fastest(lambda: ci.score_parts(table)),
            "plain Python, area by area": national_panel.fastest(
                lambda: scores_in_python(credits_of(table), equal)
            ),
            "numpy": national_panel.fastest(
                lambda: scores_in_numpy(matrix_of(table)[0], np.ones((1, targets)))
            ),
        }
    )
    print(f"{DRAWS:,} weightings drawn, {targets} targets left out in turn")
    looped = national_panel.fastest(lambda: robustness_in_python(table, LOOPED, SEED), times=3)
    _show_times(
        {
            "rank_robustness": national_panel.fastest(lambda: ranks_of(table), times=3),
            "plain Python, weighting by weighting": looped * (DRAWS + targets) / (LOOPED + targets),
            "numpy": national_panel.fastest(
                lambda: robustness_in_numpy(*matrix_of(table), DRAWS, SEED), times=3
            ),
        }
    )
    print(f"  (the loop timed on {LOOPED + targets} weightings and multiplied up)")
    print("growth with areas: seconds, and peak memory beyond the input")
    for count in (29, 290, 2900, 29000):
        _show_growth(count)


def ranks_of(table: pd.DataFrame) -> pd.DataFrame:
    return ci.rank_robustness(table, draws=DRAWS, seed=SEED)


def _require_equal(table: pd.DataFrame, shares: np.ndarray, areas: list[str]) -> None:
    """Stop unless scores agree to 1e-12, and all that is said of ranks."""
    scores = ci.score(table).set_index("area")["score"].loc[areas]
    plain = scores_in_python(credits_of(table), dict.fromkeys(table["target"].unique(), 1.0))
    bare = scores_in_numpy(shares, np.ones((1, shares.shape[1])))[:, 0]
    parts = ci.score_parts(table).groupby("area")["part"].sum().loc[areas]
    for name, found in (("Python", [plain[area] for area in areas]), ("numpy", bare), ("its parts", parts)):
        if not np.allclose(found, scores, rtol=0, atol=1e-12):
            raise SystemExit(f"score and {name} disagree.")
    few = ci.rank_robustness(table, draws=LOOPED, seed=SEED)
    _require_same_ranks(few, robustness_in_python(table, LOOPED, SEED), "Python")
    _require_same_ranks(ranks_of(table), robustness_in_numpy(shares, areas, DRAWS, SEED), "numpy")


def _require_same_ranks(ours: pd.DataFrame, found: pd.DataFrame, name: str) -> None:
    columns = ["rank", *PLACES, *WITHOUT]
    ranks = ours.set_index("area").loc[found.index, columns].astype("float64")
    if not np.allclose(ranks, found[columns], rtol=1e-6, atol=0):  # percentiles of ranks in single precision
        raise SystemExit(f"rank_robustness and {name} disagree.")


def _show_times(spent: dict[str, float]) -> None:
    """Print seconds, and how many times those of the first."""
    first = next(iter(spent.values()))
    for name, seconds in spent.items():
        print(f"  {name:<40} {seconds:8.3f} s   {seconds / first:7.2f}")


def _show_growth(count: int) -> None:
    """Print what so many areas take."""
    table = verdicts(count)
    cells = []
    work: list[Callable[[pd.DataFrame], object]] = [ci.score, ci.score_parts, ranks_of]
    for step in work:
        spent = national_panel.fastest(lambda step=step: step(table), times=3)
        tracemalloc.start()
        step(table)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        cells.append(f"{spent:8.3f} s {peak:7.1f} MB")
    print(f"  {count:>6,} areas {len(table):>7,} rows  " + "  ".join(cells))


if __name__ == "__main__":
    main()
