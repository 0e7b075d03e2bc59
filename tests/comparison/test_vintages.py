"""One year judged on the editions of two days: what changed, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from promises import FLOOR, INTENSITY, OUTPUT, TWO_PERCENT

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.schemas import VintageComparison

Maker = Callable[..., pd.DataFrame]

EARLY, LATE = "2008-06-30", "2008-12-31"
FIRST = {"released": "2008-03-31"}
SECOND = {"released": "2008-12-31"}
CHANGES = ["figure_changed", "verdict_changed"]


def moved(observations: pd.DataFrame, targets: pd.DataFrame, year: int = 2007, **days: Any) -> pd.Series:
    """Compare a promise that one area owes on the editions of two days."""
    rows = ci.compare_vintages(observations, targets, year=year, **{"before": EARLY, "after": LATE, **days})
    assert len(rows) == 1
    return rows.iloc[0]


# --- stories -------------------------------------------------------------------------------------


FLOOR_OF_655 = {"minimum": 655.0}
GROWN = {**OUTPUT, "form": "growth", "unit": "fraction", "minimum": 0.30}
# For each story: figures, target, the verdicts of both days, and whether figure and verdict changed.
Story = tuple[list[dict[str, Any]], dict[str, Any], list[str], list[bool]]
STORIES: dict[str, Story] = {
    "a figure falls below its bound": (
        [{"value": 659.0, **FIRST}, {"value": 650.5, **SECOND}],
        FLOOR_OF_655,
        ["met", "missed"],
        [True, True],
    ),
    "a figure moves, but stays past its bound": (
        [{"value": 659.0, **FIRST}, {"value": 650.5, **SECOND}],
        {"minimum": 600.0},
        ["met", "met"],
        [True, False],
    ),
    "no edition came out between the days": (
        [{"value": 659.0, **FIRST}, {"value": 650.5, "released": "2009-01-01"}],
        FLOOR_OF_655,
        ["met", "met"],
        [False, False],
    ),
    "an edition confirms the figure": (
        [{"value": 659.0, **FIRST}, {"value": 659.0, **SECOND}],
        FLOOR_OF_655,
        ["met", "met"],
        [False, False],
    ),
    # 0.0092 is 0.92 %, though 100 * 0.0092 is 0.9199999999999999 in binary.
    "an edition restates the figure in another unit": (
        [{**INTENSITY, "value": 0.92, **FIRST}, {**INTENSITY, "value": 0.0092, "unit": "fraction", **SECOND}],
        {**INTENSITY, "minimum": 2.0},
        ["missed", "missed"],
        [False, False],
    ),
    "the figure was not out on the first day": (
        [{"value": 659.0, **SECOND}],
        FLOOR_OF_655,
        ["not_assessable", "met"],
        [True, True],
    ),
    "the figure is out on neither day": (
        [{"year": 2006}],
        FLOOR_OF_655,
        ["not_assessable", "not_assessable"],
        [False, False],
    ),
    "the figure is withdrawn": (
        [{"value": 659.0, **FIRST}, {"value": None, **SECOND}],
        FLOOR_OF_655,
        ["met", "not_assessable"],
        [True, True],
    ),
    # From 0.80 the line to 2 % passes 1.10 in 2007, from 0.90 it passes 0.90 + 1.10 / 4 = 1.175.
    "the baseline moves": (
        [
            {**INTENSITY, "year": 2006, "value": 0.80, **FIRST},
            {**INTENSITY, "year": 2006, "value": 0.90, **SECOND},
            {**INTENSITY, "value": 1.15, **FIRST},
        ],
        TWO_PERCENT,
        ["on_track", "lagging"],
        [True, True],
    ),
    "the baseline moves, and nothing is expected on the way": (
        [
            {**INTENSITY, "year": 2006, "value": 0.80, **FIRST},
            {**INTENSITY, "year": 2006, "value": 0.90, **SECOND},
            {**INTENSITY, "value": 1.15, **FIRST},
        ],
        {**TWO_PERCENT, "due": 2007},
        ["missed", "missed"],
        [False, False],
    ),
    # 77.5 / 62.5 is 24 % more, 77.5 / 50 is 55 %.
    "the year before moves": (
        [
            {**OUTPUT, "year": 2006, "value": 62.5, **FIRST},
            {**OUTPUT, "year": 2006, "value": 50.0, **SECOND},
            {**OUTPUT, "value": 77.5, **FIRST},
        ],
        GROWN,
        ["missed", "met"],
        [True, True],
    ),
}


@pytest.fixture
def told(observations: Maker, targets: Maker) -> pd.DataFrame:
    """Compare all stories at once, each in an area of its own."""
    figures = [{**figure, "area": story} for story, told in STORIES.items() for figure in told[0]]
    promises = [{**told[1], "area": story, "target": story} for story, told in STORIES.items()]
    table = ci.compare_vintages(
        observations(*figures), targets(*promises), year=2007, before=EARLY, after=LATE
    )
    return table.set_index("target")


def test_each_day_has_its_verdict_and_a_change_says_what_changed(told: pd.DataFrame) -> None:
    verdicts = told[["status_before", "status_after"]].to_numpy().tolist()
    changes = told[CHANGES].to_numpy().tolist()
    assert dict(zip(told.index, zip(verdicts, changes, strict=True), strict=True)) == {
        story: (verdicts, changes) for story, (*_, verdicts, changes) in STORIES.items()
    }


def test_both_figures_and_both_editions_are_told(told: pd.DataFrame) -> None:
    row = told.loc["a figure falls below its bound"]
    assert row[["actual_before", "actual_after"]].tolist() == [659.0, 650.5]
    dates = [pd.Timestamp("2008-03-31"), pd.Timestamp("2008-12-31")]
    assert row[["released_before", "released_after"]].tolist() == dates
    confirmed = told.loc["an edition confirms the figure"]
    assert confirmed[["released_before", "released_after"]].tolist() == dates
    restated = told.loc["an edition restates the figure in another unit"]
    assert restated["actual_after"] == pytest.approx(0.92)


def test_what_was_not_known_on_a_day_is_missing_there_with_its_reason(told: pd.DataFrame) -> None:
    for story, known, unknown in (
        ("the figure was not out on the first day", "after", "before"),
        ("the figure is withdrawn", "before", "after"),
    ):
        row = told.loc[story]
        assert row[f"actual_{known}"] == 659.0
        assert pd.isna(row[f"actual_{unknown}"])
        assert row[f"reason_{unknown}"] == "no value: gdp 2007"
        assert pd.isna(row[f"reason_{known}"])
    assert pd.isna(told.loc["the figure was not out on the first day", "released_before"])
    neither = told.loc["the figure is out on neither day"]
    assert neither[["reason_before", "reason_after"]].tolist() == ["no value: gdp 2007"] * 2


def test_a_baseline_that_moves_changes_what_is_expected_not_the_actual(told: pd.DataFrame) -> None:
    row = told.loc["the baseline moves"]
    assert row[["actual_before", "actual_after"]].tolist() == [1.15, 1.15]
    assert row[["expected_before", "expected_after"]].tolist() == pytest.approx([1.10, 1.175])
    due = told.loc["the baseline moves, and nothing is expected on the way"]
    assert due[["expected_before", "expected_after"]].isna().all()


def test_a_growth_moves_with_the_year_before_under_the_date_of_the_year(told: pd.DataFrame) -> None:
    row = told.loc["the year before moves"]
    assert row[["actual_before", "actual_after"]].tolist() == pytest.approx([0.24, 0.55])
    assert row["released_after"] == pd.Timestamp("2008-03-31")


# In the sample Suxian's R&D of 2007 rose from 1.4896 to 1.6096 on 2008-09-30, of a GDP of 78.5957:
# 1.895 and 2.048 %. The line from 1.0556 / 65.0913 = 1.622 % passes 1.716 %.
def test_the_correction_of_suxian_brings_it_from_on_track_to_met(targets: Maker) -> None:
    promise = targets({**TWO_PERCENT, "area": "431003"})
    row = moved(ci.load_sample("observations"), promise, before="2008-09-29", after="2008-09-30")
    assert row[["actual_before", "actual_after"]].tolist() == pytest.approx([1.895, 2.048], abs=1e-3)
    assert row[["expected_before", "expected_after"]].tolist() == pytest.approx([1.716, 1.716], abs=1e-3)
    assert row[["status_before", "status_after"]].tolist() == ["on_track", "met"]
    assert row["obs_status"] == "illustrative"


# --- rows ----------------------------------------------------------------------------------------


def test_rows_are_those_of_the_verdicts_of_either_day() -> None:
    figures, plan = ci.load_sample("observations"), ci.load_plan("chenzhou-2007").targets
    firms = ci.load_sample("firms")
    table = ci.compare_vintages(figures, plan, year=2007, before=EARLY, after=LATE, firms=firms)
    for side, day in (("before", EARLY), ("after", LATE)):
        verdicts = ci.assess(figures, plan, year=2007, firms=firms, as_of=day)
        assert table[["target", "area"]].equals(verdicts[["target", "area"]])
        for name in ("actual", "expected", "status", "reason", "released"):
            pd.testing.assert_series_equal(table[f"{name}_{side}"], verdicts[name], check_names=False)
    kept = ["plan", "indicator", "year", "unit", "commitment", "clause", "name_zh", "name_en"]
    pd.testing.assert_frame_equal(table[kept], verdicts[kept])
    assert table.columns.tolist() == list(VintageComparison.to_schema().columns)


def test_only_figures_with_editions_between_the_days_change_in_the_sample() -> None:
    figures, plan = ci.load_sample("observations"), ci.load_plan("chenzhou-2007").targets
    table = ci.compare_vintages(figures, plan, year=2007, before=EARLY, after=LATE).set_index("target")
    # R&D of the city was corrected in September, its GDP in December; no other promise rests on them.
    assert table.index[table["figure_changed"]].tolist() == ["rd_intensity_rise", "rd_intensity_2010"]
    assert not table["verdict_changed"].any()


def test_firms_are_judged_alike_on_both_days(observations: Maker, targets: Maker, firms: Maker) -> None:
    row = moved(observations(), targets(FLOOR), firms=firms())
    assert row[["status_before", "status_after"]].tolist() == ["met", "met"]  # 30 of 1000 is 3 %
    assert row[CHANGES].tolist() == [False, False]
    assert moved(observations(), targets(FLOOR))["reason_after"] == "no firms table"


def test_the_least_firm_figure_of_either_day_is_told(observations: Maker, targets: Maker) -> None:
    rows = observations({**FIRST, "obs_status": "preliminary"}, {**SECOND, "obs_status": "final"})
    assert moved(rows, targets({"minimum": 1.0}))["obs_status"] == "preliminary"
    assert moved(rows.iloc[::-1], targets({"minimum": 1.0}), before=LATE)["obs_status"] == "final"


def test_a_tree_of_ones_own_says_who_owes(observations: Maker, targets: Maker) -> None:
    tree = ci.load_areas().query("area in ['431000', '431002']")
    rows = ci.compare_vintages(
        observations(),
        targets({"minimum": 1.0, "scope": "each_government"}),
        year=2007,
        before=EARLY,
        after=LATE,
        areas=tree,
    )
    assert rows["area"].tolist() == ["431000", "431002"]


def test_no_targets_give_no_rows(observations: Maker, targets: Maker) -> None:
    none = targets({"minimum": 1.0}).iloc[:0]
    assert ci.compare_vintages(observations(), none, year=2007, before=EARLY, after=LATE).empty


# --- what is refused -----------------------------------------------------------------------------


def test_the_same_day_twice_is_no_difference(observations: Maker, targets: Maker) -> None:
    row = moved(observations(FIRST, SECOND), targets({"minimum": 1.0}), before=LATE)
    assert row[CHANGES].tolist() == [False, False]


def test_a_first_day_that_is_the_later_one_is_refused(observations: Maker, targets: Maker) -> None:
    with pytest.raises(
        ArgumentError, match="before is 2008-12-31, later than after, which is 2008-06-30; swap"
    ):
        moved(observations(), targets({"minimum": 1.0}), before=LATE, after=EARLY)


@pytest.mark.parametrize("which", ["before", "after"])
@pytest.mark.parametrize("day", ["2008", 2008, "last year", None])
def test_a_day_that_is_no_day_is_refused(observations: Maker, targets: Maker, which: str, day: Any) -> None:
    with pytest.raises(ArgumentError, match="is not a day"):
        moved(observations(), targets({"minimum": 1.0}), **{which: day})


def test_what_cannot_be_judged_is_refused_as_by_assess(observations: Maker, targets: Maker) -> None:
    with pytest.raises(ArgumentError, match="207 is not a year"):
        moved(observations(), targets({"minimum": 1.0}), 207)
    with pytest.raises(TableError, match="has neither minimum nor maximum"):
        moved(observations(), targets({}))
    with pytest.raises(TableError, match="observations is not a table of Observations"):
        moved(observations().drop(columns="released").assign(released="then"), targets({"minimum": 1.0}))
