"""Scores, their parts, vetoes, grades and ranks are those reckoned by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attained import Attained, verdicts

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError, UnknownNameError
from chenzhou_indicators.schemas import ScoreParts, Scores

# Capped at 1.2: A has (1.2 + 0.5) / 2 = 0.85, B has (0.8 + 0) / 2 = 0.4, C has only 0.9.
THREE: dict[str, dict[str, Attained]] = {
    "A": {"t": 1.5, "u": 0.5},
    "B": {"t": 0.8, "u": -0.3},
    "C": {"t": None, "u": 0.9},
}


def scored(areas: dict[str, dict[str, Attained]], **how: Any) -> pd.DataFrame:
    return ci.score(verdicts(areas), **how).set_index("area")


def parted(areas: dict[str, dict[str, Attained]], **how: Any) -> pd.DataFrame:
    return ci.score_parts(verdicts(areas), **how).set_index(["area", "target"])


# --- the score -----------------------------------------------------------------------------------


def test_a_score_is_the_mean_of_attainments_from_zero_to_the_cap() -> None:
    table = scored(THREE)
    assert table["score"].tolist() == pytest.approx([0.85, 0.4, 0.9], abs=1e-12)
    assert table["rank"].tolist() == [2, 3, 1]
    assert table["year"].tolist() == [2007] * 3


@pytest.mark.parametrize(("cap", "score"), [(1, 0.75), (1.2, 0.85), (1.5, 1.0), (3, 1.0)])
def test_what_is_attained_counts_up_to_the_cap(cap: float, score: float) -> None:
    assert scored(THREE, cap=cap).loc["A", "score"] == pytest.approx(score, abs=1e-12)


def test_weights_count_as_shares_of_their_sum() -> None:
    # A: (3 * 1.2 + 1 * 0.5) / 4 = 1.025; B: 3 * 0.8 / 4 = 0.6; C: 0.9, its only target.
    expected = pytest.approx([1.025, 0.6, 0.9], abs=1e-12)
    assert scored(THREE, weights={"t": 3, "u": 1})["score"].tolist() == expected
    assert scored(THREE, weights=pd.Series({"u": 0.1, "t": 0.3}))["score"].tolist() == expected


def test_equal_weights_are_the_default() -> None:
    pd.testing.assert_frame_equal(scored(THREE), scored(THREE, weights="equal"))
    pd.testing.assert_frame_equal(scored(THREE), scored(THREE, weights={"t": 7, "u": 7}))


def test_a_missing_attainment_is_left_out_or_counts_as_zero() -> None:
    left_out, zero = scored(THREE).loc["C"], scored(THREE, missing="zero").loc["C"]
    assert left_out[["score", "targets", "scored", "coverage"]].tolist() == [0.9, 2, 1, 0.5]
    assert zero[["score", "targets", "scored", "coverage"]].tolist() == [0.45, 2, 2, 1.0]


def test_coverage_counts_weight_not_targets() -> None:
    assert scored(THREE, weights={"t": 3, "u": 1})["coverage"].tolist() == [1.0, 1.0, 0.25]


def test_a_bound_of_zero_has_no_part_under_either_rule() -> None:
    areas: dict[str, dict[str, Attained]] = {"A": {"t": 0.6, "u": ("met", None)}}
    for missing in ("leave_out", "zero"):
        table = scored(areas, missing=missing)
        assert table.loc["A", ["score", "scored", "coverage"]].tolist() == [0.6, 1, 0.5]
        row = parted(areas, missing=missing).loc[("A", "u")]
        assert row["reason"] == "no share of a bound of zero or less"
        assert row[["counted", "weight_used", "part", "shortfall"]].isna().all()
        assert row["score_without"] == 0.6


def test_a_target_not_yet_due_stands_with_the_share_reached() -> None:
    areas: dict[str, dict[str, Attained]] = {"A": {"t": ("lagging", 0.4), "u": 1.0}}
    assert scored(areas).loc["A", "score"] == 0.7
    assert scored(areas, vetoes=["t"]).loc["A", ["grade", "vetoed"]].tolist() == ["qualified", False]


def test_an_area_without_any_attainment_has_no_score_rank_or_grade() -> None:
    table = scored({**THREE, "D": {"t": None, "u": None}})
    assert table.loc["D", ["score", "rank", "grade"]].isna().all()
    assert table.loc["D", ["targets", "scored", "coverage"]].tolist() == [2, 0, 0.0]
    assert table["rank"].tolist()[:3] == [2, 3, 1]


def test_an_area_whose_targets_weigh_nothing_has_no_score_and_says_so() -> None:
    areas: dict[str, dict[str, Attained]] = {"A": {"t": 1.0}, "B": {"u": 1.0}, "C": {"u": None}}
    table, parts = scored(areas, weights={"t": 1, "u": 0}), parted(areas, weights={"t": 1, "u": 0})
    assert table["score"].isna().tolist() == [False, True, True]
    assert table["coverage"].tolist() == [1.0, 0.0, 0.0]
    assert parts["weight"].tolist() == [1.0, 0.0, 0.0]
    assert parts["reason"].tolist()[1:] == ["no target with a weight", "not assessed: no value"]


def test_areas_may_owe_different_targets() -> None:
    table = scored({"A": {"t": 1.0, "u": 0.0}, "B": {"t": 0.6}})
    assert table["score"].tolist() == [0.5, 0.6]
    assert table["targets"].tolist() == [2, 1]
    assert table["coverage"].tolist() == [1.0, 1.0]


# --- parts ---------------------------------------------------------------------------------------


def test_parts_shortfalls_and_scores_without_are_those_reckoned_by_hand() -> None:
    # Weights 3 and 1. A: 0.75 * 1.2 = 0.9 and 0.25 * 0.5 = 0.125, of 1.025 together.
    parts = parted(THREE, weights={"t": 3, "u": 1})
    columns = ["counted", "weight", "weight_used", "part", "shortfall", "score_without"]
    expected = {
        ("A", "t"): [1.2, 0.75, 0.75, 0.9, -0.15, 0.5],
        ("A", "u"): [0.5, 0.25, 0.25, 0.125, 0.125, 1.2],
        ("B", "t"): [0.8, 0.75, 0.75, 0.6, 0.15, 0.0],
        ("B", "u"): [0.0, 0.25, 0.25, 0.0, 0.25, 0.8],
        ("C", "t"): [np.nan, 0.75, np.nan, np.nan, np.nan, 0.9],
        ("C", "u"): [0.9, 0.25, 1.0, 0.9, 0.1, np.nan],
    }
    assert parts.index.tolist() == [*expected]
    for key, numbers in expected.items():
        assert parts.loc[key, columns].tolist() == pytest.approx(numbers, abs=1e-12, nan_ok=True), key
    assert parts["attainment"].tolist() == pytest.approx([1.5, 0.5, 0.8, -0.3, np.nan, 0.9], nan_ok=True)


def test_a_target_counted_as_nothing_has_a_part_and_keeps_its_reason() -> None:
    row = parted(THREE, missing="zero").loc[("C", "t")]
    assert row[["counted", "weight_used", "part", "shortfall"]].tolist() == [0.0, 0.5, 0.0, 0.5]
    assert row["reason"] == "not assessed: no value"


def test_a_row_with_a_part_has_no_reason_and_one_without_a_detail_says_the_rest() -> None:
    rows = verdicts(THREE).assign(reason=None)
    reasons = ci.score_parts(rows)["reason"]
    assert reasons.isna().tolist() == [True, True, True, True, False, True]
    assert reasons[4] == "not assessed"


def test_the_table_of_parts_gives_every_score_back_by_plain_arithmetic() -> None:
    rows = sample()
    for how in ({}, {"weights": "entropy"}, {"missing": "zero"}, {"weights": spread(rows), "cap": 1.5}):
        parts, table = ci.score_parts(rows, **how), ci.score(rows, **how).set_index("area")
        for area, own in parts.groupby("area"):
            told = own[own["counted"].notna()]
            total = sum(told["weight"])
            by_hand = sum(w * c for w, c in zip(told["weight"], told["counted"], strict=True)) / total
            assert by_hand == pytest.approx(table.loc[area, "score"], abs=1e-11)
            assert sum(told["part"]) == pytest.approx(by_hand, abs=1e-11)
            assert sum(told["shortfall"]) == pytest.approx(1 - by_hand, abs=1e-11)
            assert total == pytest.approx(table.loc[area, "coverage"], abs=1e-11)


def test_removing_a_target_changes_the_score_as_score_without_says() -> None:
    rows = sample()
    each = spread(rows)
    for missing in ("leave_out", "zero"):
        parts = ci.score_parts(rows, weights=each, missing=missing)
        for target, own in parts.groupby("target"):
            left = rows[rows["target"] != target]
            again = ci.score(left, weights=each.drop(target), missing=missing).set_index("area")["score"]
            said = own.set_index("area")["score_without"]
            assert said.tolist() == pytest.approx(again[said.index].tolist(), abs=1e-11, nan_ok=True)


def sample() -> pd.DataFrame:
    """Return what the sample says of the counties: parts of the city's targets, and their own."""
    plan, observations = ci.load_plan("chenzhou-2007"), ci.load_sample("observations")
    known = ci.latest_vintage(observations)
    people = known.query("indicator == 'registered_population' and year == 2006").set_index("area")["value"]
    counties = ci.load_areas().query("level == 'county'")["area"]
    own = plan.targets[plan.targets["scope"].isin(["each_area", "each_government"])]
    owed = pd.concat([ci.break_down(plan, people[counties]), own], ignore_index=True)
    rows = ci.assess(observations, owed, year=2007)
    return rows[rows["area"].isin(counties)]


def spread(rows: pd.DataFrame) -> pd.Series:
    """Weigh the first target 1, the second 2, and so on."""
    targets = sorted(rows["target"].unique())
    return pd.Series(range(1, len(targets) + 1), index=targets)


# --- ranks ---------------------------------------------------------------------------------------


def test_equal_scores_share_the_smaller_rank() -> None:
    areas: dict[str, dict[str, Attained]] = {
        "A": {"t": 0.5}, "B": {"t": 0.9}, "C": {"t": 0.5}, "D": {"t": 0.1},
    }  # fmt: skip
    assert scored(areas)["rank"].tolist() == [2, 1, 2, 4]


def test_scores_that_only_rounding_separates_are_equal() -> None:
    # 0.1 + 0.2 + 0.3 is 0.6000000000000001 in one order and 0.6 in another.
    areas: dict[str, dict[str, Attained]] = {
        "A": {"t": 0.1, "u": 0.2, "v": 0.3}, "B": {"t": 0.3, "u": 0.2, "v": 0.1}, "C": {"t": 0.2},
    }  # fmt: skip
    assert scored(areas)[["score", "rank"]].to_numpy().tolist() == [[0.2, 1]] * 3


# --- grades and vetoes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attained", "grade"),
    [
        (1.2, "excellent"),
        (0.9, "excellent"),
        (0.9 - 1e-9, "good"),
        (0.8, "good"),
        (0.8 - 1e-9, "qualified"),
        (0.6, "qualified"),
        (0.6 - 1e-9, "unqualified"),
        (0.0, "unqualified"),
    ],
)
def test_a_grade_begins_at_its_bar(attained: float, grade: str) -> None:
    assert scored({"A": {"t": attained}}).loc["A", "grade"] == grade


def test_a_bar_is_reached_whatever_the_last_digit_of_the_sum() -> None:
    # A third of 0.9, of 0.9 and of 0.6 add up to 0.7999999999999999 here.
    assert scored({"A": {"t": 0.9, "u": 0.9, "v": 0.6}}).loc["A", "grade"] == "good"
    third = {"excellent": 0.1 + 0.2, "good": 0.2, "qualified": 0.1}  # 0.30000000000000004
    assert scored({"A": {"t": 0.3}}, grades=third).loc["A", "grade"] == "excellent"


def test_bars_of_ones_own_replace_those_of_the_house() -> None:
    bars = {"qualified": 0.3, "good": 0.5, "excellent": 1.2}
    areas: dict[str, dict[str, Attained]] = {
        "A": {"t": 1.3}, "B": {"t": 1.1}, "C": {"t": 0.3}, "D": {"t": 0.2},
    }  # fmt: skip
    assert scored(areas, grades=bars)["grade"].tolist() == ["excellent", "good", "qualified", "unqualified"]


def test_a_missed_veto_caps_the_grade_and_leaves_score_and_rank() -> None:
    areas: dict[str, dict[str, Attained]] = {
        "A": {"t": 0.99, "u": 1.2}, "B": {"t": 1.0, "u": 0.9}, "C": {"t": 0.2, "u": 0.5},
    }  # fmt: skip
    free, table = scored(areas), scored(areas, vetoes=["t"])
    assert free["grade"].tolist() == ["excellent", "excellent", "unqualified"]
    assert table["grade"].tolist() == ["qualified", "excellent", "unqualified"]
    assert table["vetoed"].tolist() == [True, False, True]
    assert table["vetoed_by"].fillna("").tolist() == ["t", "", "t"]
    pd.testing.assert_frame_equal(free[["score", "rank"]], table[["score", "rank"]])


@pytest.mark.parametrize(
    ("veto_grade", "grades"),
    [
        ("excellent", ["excellent", "good"]),
        ("good", ["good", "good"]),
        ("qualified", ["qualified", "qualified"]),
        ("unqualified", ["unqualified", "unqualified"]),
    ],
)
def test_the_best_grade_under_a_veto_is_chosen(veto_grade: str, grades: list[str]) -> None:
    areas: dict[str, dict[str, Attained]] = {"A": {"t": 0.9, "u": 1.2}, "B": {"t": 0.8, "u": 0.9}}
    assert scored(areas, vetoes="t", veto_grade=veto_grade)["grade"].tolist() == grades


def test_all_veto_targets_missed_are_named_and_one_that_is_not_owed_is_none() -> None:
    areas: dict[str, dict[str, Attained]] = {"A": {"t": 0.9, "u": 0.9}, "B": {"u": 0.9}, "C": {"t": 1.0}}
    table = scored(areas, vetoes=iter(["u", "t"]))
    assert table["vetoed_by"].fillna("").tolist() == ["t, u", "u", ""]


def test_a_bound_of_zero_missed_is_a_veto_though_it_has_no_part() -> None:
    areas: dict[str, dict[str, Attained]] = {"A": {"t": 1.0, "u": ("missed", None)}}
    assert scored(areas, vetoes=["u"]).loc["A", ["score", "grade"]].tolist() == [1.0, "qualified"]


def test_a_veto_that_cannot_be_assessed_leaves_open_only_a_grade_that_it_would_change() -> None:
    areas: dict[str, dict[str, Attained]] = {
        "A": {"t": None, "u": 0.95, "v": 1.0},
        "B": {"t": None, "u": 0.6, "v": 0.7},
        "C": {"t": None, "u": 0.9, "v": 0.99},
        "D": {"t": None, "u": 0.1, "v": 1.0},
    }
    table = scored(areas, vetoes=["t", "v"])
    assert table["vetoed"].isna().tolist() == [True, False, False, True]
    assert table["vetoed_by"].fillna("").tolist() == ["", "v", "v", ""]
    assert table["grade"].isna().tolist() == [True, False, False, False]
    assert table["grade"].tolist()[1:] == ["qualified", "qualified", "unqualified"]


def test_where_missing_counts_as_zero_a_veto_that_cannot_be_assessed_is_missed() -> None:
    table = scored({"A": {"t": None, "u": 1.2, "v": 1.2}}, vetoes=["t"], missing="zero")  # 0.8
    assert table.loc["A", ["vetoed", "vetoed_by", "grade"]].tolist() == [True, "t", "qualified"]


# --- how firm ------------------------------------------------------------------------------------


def test_a_score_is_as_firm_as_the_least_firm_figure_with_a_part() -> None:
    rows = verdicts({"A": {"t": 1.0, "u": 0.5, "v": None}, "B": {"t": 1.0, "v": None}})
    rows["obs_status"] = ["final", "preliminary", "illustrative", "final", "illustrative"]
    assert ci.score(rows)["obs_status"].tolist() == ["preliminary", "final"]


# --- the table -----------------------------------------------------------------------------------


def test_rows_in_any_order_with_any_index_give_the_same_and_nothing_is_changed() -> None:
    rows = verdicts(THREE)
    kept = rows.copy(deep=True)
    turned = rows.iloc[::-1].set_axis([7, 7, 1, 1, 0, 0])
    for made in (ci.score, ci.score_parts):
        keys = ["area"] if made is ci.score else ["area", "target"]
        one, other = made(rows), made(turned)  # type: ignore[operator]
        assert other["area"].drop_duplicates().tolist() == ["C", "B", "A"]
        pd.testing.assert_frame_equal(
            one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True)
        )
    pd.testing.assert_frame_equal(rows, kept)


def test_a_table_without_rows_gives_tables_without_rows() -> None:
    nothing = verdicts(THREE).iloc[:0]
    assert [*ci.score(nothing).columns] == [*Scores.to_schema().columns]
    assert [*ci.score_parts(nothing, weights="entropy").columns] == [*ScoreParts.to_schema().columns]
    assert len(ci.score(nothing, weights={})) == 0


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cap", [0.99, 0, -1])
def test_a_cap_below_one_is_refused(cap: float) -> None:
    with pytest.raises(ArgumentError, match=re.escape(f"cap is {cap}; it is 1 or more, like 1.2")):
        scored(THREE, cap=cap)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"cap": np.inf}, "cap is inf; a finite number is needed."),
        ({"cap": "1.2"}, "cap is '1.2'; a finite number is needed."),
        ({"missing": "leave"}, "missing is 'leave' (did you mean leave_out?); it is one of leave_out, zero."),
        ({"veto_grade": "god"}, "veto_grade is 'god' (did you mean good?); it is one of excellent, good,"),
        ({"vetoes": [1]}, "vetoes is 1; a code is text"),
        ({"grades": {"excellent": 1.3, "good": 1, "qualified": 0.6}}, "No score is above the cap, 1.2;"),
        ({"grades": {"excellent": 0.9, "fair": 0.5}}, "qualified; it names:\n  - excellent\n  - fair"),
        ({"grades": {"excellent": "x", "good": 0.8, "qualified": 0.6}}, "grades of excellent is 'x'"),
        (
            {"grades": {"excellent": 0.8, "good": 0.8, "qualified": 0.6}},
            "grades fall from excellent to qualified; they are:\n  - 0.8\n  - 0.8\n  - 0.6",
        ),
        (
            {"grades": {"excellent": 90, "good": 80, "qualified": 60}},
            "No score is above the cap, 1.2; 90 points are 0.9. Grades are:\n  - 90.0\n  - 80.0\n  - 60.0",
        ),
    ],
)
def test_an_argument_outside_its_range_is_refused(how: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=re.escape(said)):
        scored(THREE, **how)


def test_all_vetoes_that_are_not_in_the_table_are_named() -> None:
    with pytest.raises(UnknownNameError, match="not in the table:") as told:
        scored({"A": {"gdp_growth": 1.0}}, vetoes=["gdp_grwth", "gdp_growth", "zebra"])
    assert told.value.problems == ("gdp_grwth (did you mean gdp_growth?)", "zebra")


def test_several_years_are_refused_with_the_years() -> None:
    rows = pd.concat([verdicts(THREE, year=2008), verdicts(THREE)])
    with pytest.raises(ArgumentError, match="A score is of one year") as told:
        ci.score(rows)
    assert told.value.problems == ("2007", "2008")


def test_a_target_that_an_area_owes_twice_is_refused_with_all_pairs() -> None:
    rows = pd.concat([verdicts(THREE), verdicts(THREE, plan="other").iloc[[0, 3]]])
    with pytest.raises(ArgumentError, match="owes a target once; choose one plan") as told:
        ci.score_parts(rows)
    assert told.value.problems == ("t A", "u B")


def test_another_table_or_a_word_that_is_no_status_is_refused() -> None:
    with pytest.raises(TableError, match="no column status"):
        ci.score(verdicts(THREE).drop(columns="status"))
    with pytest.raises(TableError, match="column status: 'done' in rows 0"):
        ci.score_parts(verdicts(THREE).replace({"status": {"met": "done"}}))
