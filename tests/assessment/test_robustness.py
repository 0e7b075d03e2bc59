"""Ranks under random weights and without single targets are those of a plain loop; laws of scores."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attained import Attained, verdicts
from hypothesis import given
from hypothesis import strategies as st
from laws import cases

import chenzhou_indicators as ci
from chenzhou_indicators.assessment import robustness
from chenzhou_indicators.errors import ArgumentError, TableError, UnknownNameError
from chenzhou_indicators.schemas import RankRobustness

# D lacks u, E owes neither u nor v, F has nothing that could be assessed.
SIX: dict[str, dict[str, Attained]] = {
    "A": {"t": 1.4, "u": 0.3, "v": 0.9},
    "B": {"t": 0.6, "u": 1.1, "v": 0.7},
    "C": {"t": 0.5, "u": 0.2, "v": 0.4},
    "D": {"t": 0.9, "u": None, "v": -0.5},
    "E": {"t": 0.8},
    "F": {"t": None, "u": None, "v": None},
}
RANGES = ["rank_low", "rank_high", "rank_low_without", "rank_high_without"]


def ranked(areas: dict[str, dict[str, Attained]], **how: Any) -> pd.DataFrame:
    return ci.rank_robustness(verdicts(areas), **how).set_index("area")


def plain_ranks(areas: dict[str, dict[str, Attained]], weights: dict[str, float]) -> dict[str, int]:
    """Score and rank areas by a plain loop, capped at 1.2 and what is missing left out."""
    scores = {}
    for area, owed in areas.items():
        told = {name: min(1.2, max(0.0, a)) for name, a in owed.items() if isinstance(a, float)}
        whole = sum(weights[name] for name in told)
        if whole > 0:
            scores[area] = round(sum(weights[name] * a for name, a in told.items()) / whole, 12)
    return {area: 1 + sum(other > own for other in scores.values()) for area, own in scores.items()}


def drawn(draws: int, seed: int) -> list[dict[str, float]]:
    """Draw the weights of t, u and v: exponential numbers, one draw after another."""
    table = np.random.default_rng(seed).exponential(size=(draws, 3))
    return [dict(zip("tuv", row, strict=True)) for row in table]


# --- against a plain loop ------------------------------------------------------------------------


@pytest.mark.parametrize(("draws", "seed"), [(1, 0), (60, 0), (60, 7)])
def test_ranges_and_percentiles_are_those_of_a_plain_loop(draws: int, seed: int) -> None:
    table = ranked(SIX, draws=draws, seed=seed)
    own = plain_ranks(SIX, {"t": 1, "u": 1, "v": 1})
    each = pd.DataFrame([plain_ranks(SIX, weights) for weights in drawn(draws, seed)])
    for area in "ABCDE":
        ranks, row = sorted(each[area]), table.loc[area]
        assert row["rank"] == own[area]
        assert [row["rank_low"], row["rank_high"]] == [
            min(ranks[0], own[area]),
            max(ranks[-1], own[area]),
        ]
        assert row["share_first"] == sum(rank == 1 for rank in ranks) / draws
        for share, column in ((0.05, "rank_05"), (0.5, "rank_median"), (0.95, "rank_95")):
            at = share * (draws - 1)  # straight between the two nearest ranks
            low, high = ranks[int(at)], ranks[min(int(at) + 1, draws - 1)]
            assert row[column] == pytest.approx(low + (at - int(at)) * (high - low), abs=1e-5)
    assert (table["draws"] == draws).all()


def test_ranks_without_a_target_are_those_of_the_table_without_it() -> None:
    weights = {"t": 5.0, "u": 3.0, "v": 2.0}
    table = ranked(SIX, weights=weights, draws=5)
    ranks = []
    for target in weights:
        left = {name: weight for name, weight in weights.items() if name != target}
        rows = verdicts(SIX).query("target != @target")
        ranks.append(ci.score(rows, weights=left).set_index("area")["rank"])
    each = pd.concat(ranks, axis=1).astype("float64").loc[[*"ABCDE"]]
    assert table["rank_low_without"].tolist()[:5] == each.min(axis=1).tolist()[:5]
    assert table["rank_high_without"].tolist()[:5] == each.max(axis=1).tolist()[:5]
    # By hand, without u: A (5 * 1.2 + 2 * 0.9) / 7 = 1.11, E 0.8, D (5 * 0.9 + 0) / 7 = 0.64, B 0.63, C 0.47.
    assert ranks[1].drop("F").tolist() == [1, 4, 5, 3, 2]


def test_two_areas_that_lead_in_one_target_each_are_first_for_half_the_weights() -> None:
    areas: dict[str, dict[str, Attained]] = {"A": {"t": 1.0, "u": 0.5}, "B": {"t": 0.5, "u": 1.0}}
    table = ranked(areas, draws=20_000)
    # A binomial share of 20,000 draws has a standard error of 0.0035.
    assert table["share_first"].tolist() == pytest.approx([0.5, 0.5], abs=4 * 0.0035)
    assert table["share_first"].sum() == 1.0
    assert table[RANGES].to_numpy().tolist() == [[1, 2, 1, 2]] * 2


def test_weights_are_drawn_uniformly_from_all_that_add_up_to_one() -> None:
    # A leads where w_t > 0.75; of points uniform in a triangle, 0.25 ** 2 = 1/16 lie there.
    areas: dict[str, dict[str, Attained]] = {
        "A": {"t": 1.0, "u": 0.0, "v": 0.0}, "B": {"t": 0.75, "u": 0.75, "v": 0.75},
    }  # fmt: skip
    share = ranked(areas, draws=20_000).loc["A", "share_first"]
    assert share == pytest.approx(1 / 16, abs=4 * (1 / 16 * 15 / 16 / 20_000) ** 0.5)


def test_an_area_ahead_in_everything_is_first_whatever_the_weights() -> None:
    table = ranked({"A": {"t": 1.0, "u": 0.9}, "B": {"t": 0.5, "u": 0.8}})
    assert table.loc["A", [*RANGES, "share_first", "rank_05", "rank_95"]].tolist() == [1, 1, 1, 1, 1, 1, 1]
    assert table.loc["B", [*RANGES, "share_first", "rank_05", "rank_95"]].tolist() == [2, 2, 2, 2, 0, 2, 2]


def test_areas_alike_in_everything_share_the_first_place_in_every_draw() -> None:
    table = ranked({"A": {"t": 0.1, "u": 0.7}, "B": {"t": 0.1, "u": 0.7}})
    assert table[[*RANGES, "share_first"]].to_numpy().tolist() == [[1, 1, 1, 1, 1.0]] * 2
    # A mean of three times 0.3 is 0.3 but for rounding, which decides no place.
    table = ranked({"A": {"t": 0.3, "u": 0.3, "v": 0.3}, "B": {"t": 0.3}})
    assert table[[*RANGES, "share_first"]].to_numpy().tolist() == [[1, 1, 1, 1, 1.0]] * 2


def test_the_rank_with_the_weights_given_is_inside_the_range() -> None:
    # Nearly all weight on u: a draw that does this is not among ten.
    weights = {"t": 1e-6, "u": 1.0}
    table = ranked({"A": {"t": 1.0, "u": 0.99}, "B": {"t": 0.0, "u": 1.0}}, weights=weights, draws=10)
    assert table["rank"].tolist() == [2, 1]
    assert table[["rank_low", "rank_high", "share_first"]].to_numpy().tolist() == [[1, 2, 1.0], [1, 2, 0.0]]


def test_a_target_of_weight_zero_is_neither_drawn_nor_left_out() -> None:
    areas: dict[str, dict[str, Attained]] = {
        "A": {"t": 0.0, "u": 1.0, "v": 0.9}, "B": {"t": 1.0, "u": 0.9, "v": 0.8},
    }  # fmt: skip
    table = ranked(areas, weights={"t": 0, "u": 1, "v": 1})
    assert table[[*RANGES, "share_first"]].to_numpy().tolist() == [[1, 1, 1, 1, 1.0], [2, 2, 2, 2, 0.0]]
    # C is first with 0.6, and second without u, behind B, or without v, behind A.
    areas = {"A": {"t": 1.0, "u": 1.0, "v": 0.0}, "B": {"t": 1.0, "u": 0.0, "v": 1.0}}
    table = ranked({**areas, "C": {"t": 1.0, "u": 0.6, "v": 0.6}}, weights={"t": 0, "u": 1, "v": 1})
    assert table.loc["C", ["rank", "rank_low_without", "rank_high_without"]].tolist() == [1, 2, 2]


def test_cap_missing_rule_and_weights_are_those_of_the_score() -> None:
    for how in ({"cap": 2.0}, {"missing": "zero"}, {"weights": "entropy"}):
        table = ranked(SIX, draws=3, **how)
        scores = ci.score(verdicts(SIX), **how).set_index("area")
        columns = ["year", "score", "rank", "obs_status"]
        pd.testing.assert_frame_equal(table[columns], scores[columns])
    # F attained nothing of three targets that count as zero: last, and level with D where t is left out.
    assert ranked(SIX, draws=3, missing="zero").loc["F", RANGES].tolist() == [6, 6, 4, 6]
    # Counted up to 2, A's 1.4 beats B's 1.3 of t; capped at 1.2 they are alike.
    areas: dict[str, dict[str, Attained]] = {"A": {"t": 1.4}, "B": {"t": 1.3}}
    assert ranked(areas, draws=3)["rank_high"].tolist() == [1, 1]
    assert ranked(areas, draws=3, cap=2)["rank_high"].tolist() == [1, 2]


# --- areas without a score -----------------------------------------------------------------------


def test_an_area_without_a_score_takes_no_place() -> None:
    table, others = ranked(SIX, draws=20), ranked({area: SIX[area] for area in "ABCDE"}, draws=20)
    columns = ["score", "rank", "share_first", "rank_median", "rank_05", "rank_95", *RANGES]
    assert table.loc["F", columns].isna().all()
    pd.testing.assert_frame_equal(table.drop(index="F"), others)


def test_where_no_area_has_a_score_or_none_is_there_all_is_missing() -> None:
    table = ranked({"A": {"t": None}, "B": {"t": None}})
    assert table[["rank", "share_first", "rank_median", *RANGES]].isna().all(axis=None)
    nothing = ci.rank_robustness(verdicts(SIX).iloc[:0])
    assert [*nothing.columns] == [*RankRobustness.to_schema().columns]
    assert len(nothing) == 0


def test_an_area_that_owes_one_target_has_no_rank_without_it() -> None:
    table = ranked({"A": {"t": 1.0}, "B": {"u": 0.5}}, draws=5)
    # Without t only B has a score and is first; without u only A.
    assert table[["rank_low_without", "rank_high_without"]].to_numpy().tolist() == [[1, 1], [1, 1]]
    alone = ranked({"A": {"t": 1.0}}, draws=5).loc["A"]
    assert alone["rank"] == 1
    assert alone[["rank_low_without", "rank_high_without"]].isna().all()


# --- seeds, blocks, order ------------------------------------------------------------------------


def test_a_seed_gives_the_same_table_and_another_seed_another() -> None:
    one, same, other = (ranked(SIX, draws=50, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert (one["share_first"] != other["share_first"]).any()


@pytest.mark.parametrize("at_once", [1, 6, 25])
def test_blocks_of_draws_give_what_all_at_once_give(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    whole = ranked(SIX, draws=23)
    counts = []
    plain = robustness._ranks

    def counted(credited: Any, weights: Any) -> Any:
        counts.append(weights.shape[1])
        return plain(credited, weights)

    monkeypatch.setattr(robustness, "AT_ONCE", at_once)
    monkeypatch.setattr(robustness, "_ranks", counted)
    pd.testing.assert_frame_equal(ranked(SIX, draws=23), whole)
    step = max(at_once // 6, 1)
    assert sorted(counts)[-1] == max(step, 3)  # three targets are left out at once
    assert sum(counts) == 23 + 3


def test_rows_in_any_order_with_any_index_give_the_same() -> None:
    rows = verdicts(SIX)
    kept = rows.copy(deep=True)
    turned = rows.sample(frac=1, random_state=3).set_axis([0] * len(rows))
    one, other = (ci.rank_robustness(table, draws=40).sort_values("area") for table in (rows, turned))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))
    pd.testing.assert_frame_equal(rows, kept)


# --- laws ----------------------------------------------------------------------------------------

shares = st.none() | st.integers(-2, 16).map(lambda tenths: tenths / 10)  # few enough to tie, often


@st.composite
def tables(draw: st.DrawFn, least: int = 1) -> dict[str, dict[str, Attained]]:
    """Draw what up to five areas attained of up to four targets; not every area owes every target."""
    areas: dict[str, dict[str, Attained]] = {}
    for area in "ABCDE"[: draw(st.integers(least, 5))]:
        owed = draw(st.sets(st.sampled_from("tuvw"), min_size=1))
        areas[area] = {target: draw(shares) for target in sorted(owed)}
    return areas


def weights_of(areas: dict[str, dict[str, Attained]], draw: st.DataObject) -> dict[str, float]:
    return {
        name: draw.draw(st.integers(1, 9)) for name in sorted({t for owed in areas.values() for t in owed})
    }


@cases(25)
@given(areas=tables(), cap=st.sampled_from([1.0, 1.2, 2.0]), missing=st.sampled_from(["leave_out", "zero"]))
def test_a_score_lies_between_zero_and_the_cap(
    areas: dict[str, dict[str, Attained]], cap: float, missing: str
) -> None:
    score = ci.score(verdicts(areas), cap=cap, missing=missing)["score"].dropna()
    assert score.between(0, cap).all()


@cases(25)
@given(areas=tables(least=2), draw=st.data(), rise=st.integers(1, 10))
def test_raising_an_attainment_never_lowers_a_score_or_worsens_a_rank(
    areas: dict[str, dict[str, Attained]], draw: st.DataObject, rise: int
) -> None:
    told = [(area, t) for area, owed in areas.items() for t, a in owed.items() if a is not None]
    if not told:
        return
    area, target = draw.draw(st.sampled_from(told))
    weights = weights_of(areas, draw)
    owed = {**areas[area], target: areas[area][target] + rise / 10}  # type: ignore[operator]
    before, after = (scored_in(table, area, weights) for table in (areas, {**areas, area: owed}))
    assert after["score"] >= before["score"]
    assert after["rank"] <= before["rank"]


def scored_in(areas: dict[str, dict[str, Attained]], area: str, weights: dict[str, float]) -> pd.Series:
    return ci.score(verdicts(areas), weights=weights).set_index("area").loc[area]


@cases(20)
@given(areas=tables(), draw=st.data(), scale=st.sampled_from([1e-9, 0.1, 3, 1e12]))
def test_scaling_weights_changes_nothing(
    areas: dict[str, dict[str, Attained]], draw: st.DataObject, scale: float
) -> None:
    weights = weights_of(areas, draw)
    one, other = (
        ci.score(verdicts(areas), weights={name: by * weight for name, weight in weights.items()})
        for by in (1, scale)
    )
    pd.testing.assert_frame_equal(one, other, rtol=0, atol=1e-11)


@cases(15)
@given(areas=tables(), draw=st.data())
def test_areas_in_any_order_have_the_same_scores_and_ranges(
    areas: dict[str, dict[str, Attained]], draw: st.DataObject
) -> None:
    order = draw.draw(st.permutations([*areas]))
    turned = {area: areas[area] for area in order}
    for made in (ci.score, lambda rows: ci.rank_robustness(rows, draws=9)):
        one, other = (made(verdicts(table)).set_index("area") for table in (areas, turned))
        assert other.index.tolist() == order
        pd.testing.assert_frame_equal(one, other.loc[[*areas]])


@cases(20)
@given(areas=tables(), draw=st.data(), missing=st.sampled_from(["leave_out", "zero"]))
def test_parts_add_up_to_the_score_and_shortfalls_to_what_it_lacks(
    areas: dict[str, dict[str, Attained]], draw: st.DataObject, missing: str
) -> None:
    how: dict[str, Any] = {"weights": weights_of(areas, draw), "missing": missing}
    sums = ci.score_parts(verdicts(areas), **how).groupby("area")[["part", "shortfall"]].sum(min_count=1)
    score = ci.score(verdicts(areas), **how).set_index("area")["score"]
    assert sums["part"].tolist() == pytest.approx(score.tolist(), abs=1e-11, nan_ok=True)
    assert sums["shortfall"].tolist() == pytest.approx((1 - score).tolist(), abs=1e-11, nan_ok=True)


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"draws": 0}, "draws is 0; it is a whole number from 1 to 100000."),
        ({"draws": 100_001}, "draws is 100001; it is a whole number from 1 to 100000."),
        ({"draws": 1.5}, "draws is 1.5; it is a whole number"),
        ({"seed": -1}, "seed is -1; it is a whole number from 0 to"),
        ({"seed": None}, "seed is None; it is a whole number"),
        ({"cap": 0.5}, "cap is 0.5; it is 1 or more"),
        ({"missing": "none"}, "missing is 'none'"),
        ({"weights": {"t": 1}}, "Every target needs a weight, 0 leaves it out; none for:\n  - u\n  - v"),
    ],
)
def test_an_argument_outside_its_range_is_refused(how: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=re.escape(said)):
        ranked(SIX, **how)


def test_another_table_or_an_unknown_target_is_refused() -> None:
    with pytest.raises(TableError, match="no column target"):
        ci.rank_robustness(verdicts(SIX).drop(columns="target"))
    with pytest.raises(UnknownNameError, match="not in the table:\n  - x"):
        ranked(SIX, weights={"t": 1, "u": 1, "v": 1, "x": 1})
