"""Stories: given these figures and this promise, the verdict is this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from promises import FLOOR, GROWTH, INTENSITY, LEAD, OUTPUT, REVENUE, SPENDING, TWO_PERCENT, judged

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.schemas import Assessments

Maker = Callable[..., pd.DataFrame]
Frame = pd.DataFrame

RATE = {"indicator": "st_contribution_rate", "unit": "%"}
RISE = {"indicator": "st_contribution_rate", "unit": "percentage points", "form": "change", "minimum": 0.5}
PATENTS = {"indicator": "patent_applications", "unit": "count"}


# --- a level -------------------------------------------------------------------------------------


# More than 400 patent applications: 突破400.
@pytest.mark.parametrize(("value", "status"), [(399, "missed"), (400, "missed"), (401, "met")])
def test_a_strict_floor_is_more_than_not_at_least(
    observations: Maker, targets: Maker, value: float, status: str
) -> None:
    verdict = judged(
        observations({**PATENTS, "value": value}), targets({**PATENTS, "minimum": 400.0, "strict": True})
    )
    assert verdict["status"] == status
    assert verdict["gap"] == value - 400
    assert verdict["attainment"] == pytest.approx(value / 400)


@pytest.mark.parametrize(("value", "status"), [(119, "missed"), (120, "met"), (121, "met")])
def test_a_plain_floor_includes_its_bound(
    observations: Maker, targets: Maker, value: float, status: str
) -> None:
    verdict = judged(observations({**PATENTS, "value": value}), targets({**PATENTS, "minimum": 120.0}))
    assert verdict["status"] == status


# 60 to 70 %: attainment is 1 inside, outside 1 less the distance over the nearer bound.
@pytest.mark.parametrize(
    ("value", "status", "required", "gap", "attainment"),
    [
        (64.0, "met", 60.0, 4.0, 1.0),
        (60.0, "met", 60.0, 0.0, 1.0),
        (70.0, "met", 70.0, 0.0, 1.0),
        (57.0, "missed", 60.0, -3.0, 0.95),  # 1 - 3/60
        (75.0, "missed", 70.0, -5.0, 1 - 5 / 70),
    ],
)
def test_a_band_is_left_on_both_sides(
    observations: Maker,
    targets: Maker,
    value: float,
    status: str,
    required: float,
    gap: float,
    attainment: float,
) -> None:
    share = {"indicator": "major_project_share", "unit": "%"}
    verdict = judged(
        observations({**share, "value": value}), targets({**share, "minimum": 60.0, "maximum": 70.0})
    )
    assert verdict["status"] == status
    assert verdict[["required", "gap", "attainment"]].tolist() == pytest.approx([required, gap, attainment])


# 10 to 15 centres: the upper number is a hope.
@pytest.mark.parametrize(("value", "status"), [(9, "missed"), (10, "met"), (15, "met"), (16, "met")])
def test_a_stretch_never_decides(observations: Maker, targets: Maker, value: float, status: str) -> None:
    centres = {"indicator": "city_technology_centres", "unit": "count"}
    verdict = judged(
        observations({**centres, "value": value}), targets({**centres, "minimum": 10.0, "stretch": 15.0})
    )
    assert verdict["status"] == status
    assert verdict["stretch"] == 15
    assert verdict["required"] == 10


@pytest.mark.parametrize(("value", "status"), [(70.0, "met"), (70.1, "missed")])
def test_a_ceiling_alone_is_a_bound_too(
    observations: Maker, targets: Maker, value: float, status: str
) -> None:
    share = {"indicator": "major_project_share", "unit": "%"}
    verdict = judged(observations({**share, "value": value}), targets({**share, "maximum": 70.0}))
    assert verdict["status"] == status


@pytest.mark.parametrize(("value", "status"), [(1, "met"), (0, "missed")])
def test_a_milestone_is_done_or_not(observations: Maker, targets: Maker, value: float, status: str) -> None:
    project = {"indicator": "provincial_major_project", "unit": "milestone"}
    assert (
        judged(observations({**project, "value": value}), targets({**project, "minimum": 1.0}))["status"]
        == status
    )


def test_a_level_is_judged_in_the_unit_of_the_target(observations: Maker, targets: Maker) -> None:
    verdict = judged(observations({"value": 6.5}), targets({"minimum": 60_000.0, "unit": "10 000 CNY"}))
    assert verdict["actual"] == pytest.approx(65_000)  # 6.5 of 100 million is 65 000 of 10 000 yuan
    assert verdict["unit"] == "10 000 CNY"
    assert verdict["status"] == "met"


# --- growth, change and lead ---------------------------------------------------------------------


def test_growth_of_24_percent_is_80_percent_of_30_and_95_of_the_level(
    observations: Maker, targets: Maker
) -> None:
    rows = observations({**OUTPUT, "year": 2006, "value": 62.5}, {**OUTPUT, "value": 77.5})
    verdict = judged(rows, targets(GROWTH))
    assert verdict["status"] == "missed"
    # 77.5 / 62.5 - 1 = 0.24; 0.24 / 0.30 = 0.80; 1.24 / 1.30 = 0.953846
    assert verdict[["actual", "required", "gap"]].tolist() == pytest.approx([0.24, 0.30, -0.06])
    assert verdict["attainment"] == pytest.approx(0.80)
    assert verdict["level_attainment"] == pytest.approx(0.953846, abs=1e-6)


def test_growth_of_exactly_30_percent_is_met(observations: Maker, targets: Maker) -> None:
    # 109.33 * 1.3 = 142.129, and 142.129 / 109.33 - 1 is a hair below 0.3 in binary.
    rows = observations({**OUTPUT, "year": 2006, "value": 109.33}, {**OUTPUT, "value": 142.129})
    assert judged(rows, targets(GROWTH))["status"] == "met"


def test_growth_is_free_of_the_unit_of_either_year(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {**OUTPUT, "year": 2006, "value": 625_000.0, "unit": "10 000 CNY"}, {**OUTPUT, "value": 77.5}
    )
    assert judged(rows, targets(GROWTH))["actual"] == pytest.approx(0.24)


def test_only_growth_has_a_level_attainment(observations: Maker, targets: Maker) -> None:
    assert np.isnan(judged(observations({"value": 5.0}), targets({"minimum": 4.0}))["level_attainment"])


@pytest.mark.parametrize(
    ("before", "value", "status"),
    [
        (44.3, 44.8, "met"),
        (31.8, 32.3, "met"),  # 0.49999999999999645 in binary, and half a point
        (44.3, 44.79, "missed"),
        (44.3, 45.3, "met"),
        (44.3, 43.8, "missed"),
    ],
)
def test_a_rise_of_half_a_point_is_a_difference_of_two_rates(
    observations: Maker, targets: Maker, before: float, value: float, status: str
) -> None:
    verdict = judged(
        observations({**RATE, "year": 2006, "value": before}, {**RATE, "value": value}), targets(RISE)
    )
    assert verdict["status"] == status
    assert verdict["actual"] == pytest.approx(value - before)
    assert verdict["attainment"] == pytest.approx((value - before) / 0.5)
    assert verdict["unit"] == "percentage points"


def test_a_change_of_a_quantity_stands_in_its_unit(observations: Maker, targets: Maker) -> None:
    rows = observations({"year": 2006, "value": 546.2}, {"value": 650.5})
    verdict = judged(rows, targets({"form": "change", "minimum": 100.0}))
    assert verdict["actual"] == pytest.approx(104.3)


@pytest.mark.parametrize(("after", "status"), [(0.93, "met"), (0.80, "missed"), (0.79, "missed")])
def test_a_rise_without_a_number_is_more_than_nothing(
    observations: Maker, targets: Maker, after: float, status: str
) -> None:
    rows = observations({**INTENSITY, "year": 2006, "value": 0.80}, {**INTENSITY, "value": after})
    rise = {"indicator": "rd_intensity", "unit": "percentage points", "form": "change"}
    verdict = judged(rows, targets({**rise, "minimum": 0.0, "strict": True}))
    assert verdict["status"] == status
    assert np.isnan(verdict["attainment"])  # no share of nothing


def test_a_lead_is_the_difference_of_two_growths_in_points(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {**SPENDING, "year": 2006, "value": 0.96}, {**SPENDING, "value": 1.1616},  # 1.1616 / 0.96 = 1.21
        {**REVENUE, "year": 2006, "value": 25.8}, {**REVENUE, "value": 29.154},  # 29.154 / 25.8 = 1.13
    )  # fmt: skip
    verdict = judged(rows, targets(LEAD))
    assert verdict["actual"] == pytest.approx(8.0)  # 21 % - 13 %
    assert verdict["status"] == "met"


def test_spending_that_grows_as_fast_as_revenue_does_not_lead(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {**SPENDING, "year": 2006, "value": 1.0}, {**SPENDING, "value": 1.1},
        {**REVENUE, "year": 2006, "value": 30.0}, {**REVENUE, "value": 33.0},
    )  # fmt: skip
    assert judged(rows, targets(LEAD))["status"] == "missed"  # 10 % - 10 %, equal but for binary noise


# --- before, in and after the due year -----------------------------------------------------------


# 2 % by 2010 from 0.80 % in 2006: the line passes 0.80 + 1.20 / 4 = 1.10 in 2007.
@pytest.mark.parametrize(
    ("value", "status"),
    [
        (2.0, "met"),
        (1.3, "on_track"),
        (1.1, "on_track"),
        (0.92, "lagging"),
        (0.80, "lagging"),
        (0.79, "regressing"),
    ],
)
def test_before_the_due_year_a_promise_is_held_against_its_line(
    observations: Maker, targets: Maker, value: float, status: str
) -> None:
    rows = observations({**INTENSITY, "year": 2006, "value": 0.80}, {**INTENSITY, "value": value})
    verdict = judged(rows, targets(TWO_PERCENT))
    assert verdict["status"] == status
    assert verdict["time_elapsed"] == 0.25
    assert verdict["progress"] == pytest.approx((value - 0.80) / 1.20)
    assert verdict["attainment"] == pytest.approx(value / 2)


def test_what_the_line_passes_is_expected_before_the_due_year_only(
    observations: Maker, targets: Maker
) -> None:
    rows = observations(
        *({**INTENSITY, "year": year, "value": 0.80} for year in (2005, 2006, 2007, 2008, 2010, 2011))
    )
    expected = [judged(rows, targets(TWO_PERCENT), year)["expected"] for year in (2006, 2007, 2008)]
    assert expected == pytest.approx([0.80, 1.10, 1.40])  # 0.30 a year
    for year in (2005, 2010, 2011):  # before the baseline, when due and after
        assert np.isnan(judged(rows, targets(TWO_PERCENT), year)["expected"])


def test_what_the_city_of_the_sample_is_expected_to_spend_in_2007() -> None:
    plan = ci.load_plan("chenzhou-2007").targets.query("target == 'rd_intensity_2010'")
    verdict = judged(ci.load_sample("observations"), plan)
    assert verdict["expected"] == pytest.approx(1.10, abs=1e-4)  # 4.3699 / 546.2338 = 0.80 % in 2006


@pytest.mark.parametrize(
    ("figures", "target"),
    [
        ([{**INTENSITY, "value": 0.9}], TWO_PERCENT),  # no baseline
        ([{**INTENSITY, "year": 2006}, {**INTENSITY, "value": 0.9}], {**TWO_PERCENT, "baseline_year": None}),
        ([{**INTENSITY, "year": 2006}], TWO_PERCENT),  # no value of the year
        ([{**OUTPUT, "year": 2006}, OUTPUT], {**GROWTH, "due": 2010}),  # growth has no way to go
    ],
)
def test_without_a_way_or_a_value_nothing_is_expected(
    observations: Maker, targets: Maker, figures: list[dict[str, Any]], target: dict[str, Any]
) -> None:
    assert np.isnan(judged(observations(*figures), targets(target))["expected"])


def test_what_is_met_early_keeps_what_was_expected(observations: Maker, targets: Maker) -> None:
    rows = observations({**INTENSITY, "year": 2006, "value": 0.80}, {**INTENSITY, "value": 2.1})
    verdict = judged(rows, targets(TWO_PERCENT))
    assert verdict["status"] == "met"
    assert verdict["expected"] == pytest.approx(1.10)


# From 100 down to a ceiling of 80 by 2008 the line passes 90, which is 9000 of a million yuan.
def test_what_is_expected_stands_in_the_unit_of_the_target(observations: Maker, targets: Maker) -> None:
    rows = observations({"year": 2006, "value": 100.0}, {"value": 95.0})
    ceiling = {"maximum": 8000.0, "unit": "million CNY", "baseline_year": 2006, "due": 2008}
    assert judged(rows, targets(ceiling))["expected"] == pytest.approx(9000)


@pytest.mark.parametrize("year", [2010, 2011])
@pytest.mark.parametrize(("value", "status"), [(2.0, "met"), (1.99, "missed")])
def test_in_and_after_the_due_year_it_is_met_or_missed(
    observations: Maker, targets: Maker, year: int, value: float, status: str
) -> None:
    rows = observations(
        {**INTENSITY, "year": 2006, "value": 0.80}, {**INTENSITY, "year": year, "value": value}
    )
    assert judged(rows, targets(TWO_PERCENT), year)["status"] == status


def test_a_strict_bound_reached_but_not_passed_is_on_track(observations: Maker, targets: Maker) -> None:
    # From 350 to more than 400 in two years the line passes 375; 400 itself is not yet more than 400.
    rows = observations({**PATENTS, "year": 2006, "value": 350.0}, {**PATENTS, "value": 400.0})
    target = targets({**PATENTS, "minimum": 400.0, "strict": True, "baseline_year": 2006, "due": 2008})
    assert judged(rows, target)["status"] == "on_track"


# A ceiling of 80 by 2008 from 100 in 2006: the line passes 90 in 2007.
@pytest.mark.parametrize(
    ("value", "status"), [(80.0, "met"), (90.0, "on_track"), (95.0, "lagging"), (101.0, "regressing")]
)
def test_the_way_to_a_ceiling_leads_down(
    observations: Maker, targets: Maker, value: float, status: str
) -> None:
    rows = observations({"year": 2006, "value": 100.0}, {"value": value})
    assert judged(rows, targets({"maximum": 80.0, "baseline_year": 2006, "due": 2008}))["status"] == status


# A band of 60 to 70 by 2008, left upwards: from 90 the line to 70 passes 80 in 2007.
@pytest.mark.parametrize(("value", "status"), [(65.0, "met"), (78.0, "on_track"), (85.0, "lagging")])
def test_the_way_to_a_band_leads_to_the_bound_that_is_broken(
    observations: Maker, targets: Maker, value: float, status: str
) -> None:
    rows = observations({"year": 2006, "value": 90.0}, {"value": value})
    target = targets({"minimum": 60.0, "maximum": 70.0, "baseline_year": 2006, "due": 2008})
    assert judged(rows, target)["status"] == status


def test_in_the_due_year_no_baseline_is_needed(observations: Maker, targets: Maker) -> None:
    verdict = judged(observations({**INTENSITY, "year": 2010, "value": 1.5}), targets(TWO_PERCENT), 2010)
    assert verdict["status"] == "missed"
    assert np.isnan(verdict["progress"])


def test_two_editions_of_the_baseline_leave_the_verdict_of_the_due_year_alone(
    observations: Maker, targets: Maker
) -> None:
    rows = observations(
        {**INTENSITY, "year": 2006, "value": 0.8},
        {**INTENSITY, "year": 2006, "value": 0.7},
        {**INTENSITY, "year": 2010, "value": 2.1},
    )
    verdict = judged(rows, targets(TWO_PERCENT), 2010)
    assert verdict["status"] == "met"
    assert np.isnan(verdict["progress"])  # no baseline was chosen


# --- ratios --------------------------------------------------------------------------------------


def test_a_ratio_is_computed_where_only_its_parts_are_there(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {"indicator": "rd_expenditure", "value": 13.0, "released": "2008-03-31", "source": "bulletin"},
        {"value": 650.0, "released": "2008-12-31", "source": "yearbook"},
    )
    verdict = judged(rows, targets({**INTENSITY, "minimum": 2.0}))
    assert verdict["actual"] == pytest.approx(2.0)  # 13 / 650
    assert verdict["status"] == "met"
    assert verdict["source"] == "derived: rd_expenditure (bulletin) / gdp (yearbook)"
    assert verdict["released"] == pd.Timestamp("2008-12-31")


def test_an_observed_ratio_is_used_as_it_stands(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {"indicator": "rd_expenditure", "value": 13.0}, {"value": 650.0}, {**INTENSITY, "value": 1.9}
    )
    verdict = judged(rows, targets({**INTENSITY, "minimum": 2.0}))
    assert verdict["actual"] == 1.9
    assert verdict["status"] == "missed"


def test_a_ratio_without_its_parts_says_what_it_could_have_come_from(
    observations: Maker, targets: Maker
) -> None:
    rows = observations({"indicator": "rd_expenditure", "value": 13.0})
    verdict = judged(rows, targets({**INTENSITY, "minimum": 2.0}))
    assert verdict["reason"] == "no value: rd_intensity 2007 (rd_expenditure / gdp)"


def test_a_ratio_with_a_part_in_several_editions_says_so(observations: Maker, targets: Maker) -> None:
    rows = observations({"value": 650.0}, {"value": 640.0}, {"indicator": "rd_expenditure", "value": 13.0})
    verdict = judged(rows, targets({**INTENSITY, "minimum": 2.0}))
    assert verdict["reason"] == "several editions, none chosen: rd_intensity 2007"


# --- editions ------------------------------------------------------------------------------------


def test_the_day_decides_which_edition_is_judged(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {"value": 659.0, "released": "2008-01-03", "source": "report"},
        {"value": 650.5, "released": "2008-12-31", "source": "yearbook"},
    )
    promise = targets({"minimum": 655.0})
    early, late = judged(rows, promise, as_of="2008-06-30"), judged(rows, promise)
    assert (early["status"], early["source"], early["released"]) == (
        "met",
        "report",
        pd.Timestamp("2008-01-03"),
    )
    assert (late["status"], late["source"], late["released"]) == (
        "missed",
        "yearbook",
        pd.Timestamp("2008-12-31"),
    )
    assert judged(rows, promise, as_of="2008-01-02")["status"] == "not_assessable"


def test_the_correction_of_2008_brings_suxian_past_two_percent(targets: Maker) -> None:
    # Suxian in the sample, 2007: GDP 78.5957; R&D 1.4896 as of March, 1.6096 from 2008-09-30.
    rows = ci.load_sample("observations")
    promise = targets({**TWO_PERCENT, "area": "431003"})
    early, late = (judged(rows, promise, as_of=day) for day in ("2008-09-29", "2008-09-30"))
    # 1.4896 / 78.5957 = 1.8953 %; the line from 1.62 % (2006) passes 1.62 + 0.38 / 4 = 1.715 %.
    assert early["actual"] == pytest.approx(1.8953, abs=1e-4)
    assert early["status"] == "on_track"
    assert late["actual"] == pytest.approx(2.0480, abs=1e-4)  # 1.6096 / 78.5957
    assert late["status"] == "met"


# --- what a verdict carries ----------------------------------------------------------------------


def test_a_verdict_carries_its_promise(observations: Maker, targets: Maker) -> None:
    promise = targets(
        {"minimum": 1.0, "stretch": 2.0, "commitment": "strive", "clause": "5.1", "name_en": "GDP"}
    )
    verdict = judged(observations({"source": "yearbook"}), promise)
    kept = [
        "plan",
        "target",
        "indicator",
        "area",
        "due",
        "form",
        "minimum",
        "stretch",
        "strict",
        "commitment",
    ]
    assert verdict[kept].tolist() == promise.iloc[0][kept].tolist()
    assert verdict[["clause", "name_en", "source"]].tolist() == ["5.1", "GDP", "yearbook"]


@pytest.mark.parametrize("place", range(4))
def test_one_illustrative_figure_makes_an_illustrative_verdict(
    observations: Maker, targets: Maker, place: int
) -> None:
    figures = [{**SPENDING, "year": 2006}, SPENDING, {**REVENUE, "year": 2006}, REVENUE]
    figures[place] = {**figures[place], "obs_status": "illustrative"}
    assert judged(observations(*figures), targets(LEAD))["obs_status"] == "illustrative"


def test_an_illustrative_baseline_makes_an_illustrative_verdict(observations: Maker, targets: Maker) -> None:
    rows = observations({**INTENSITY, "year": 2006, "value": 0.8, "obs_status": "illustrative"}, INTENSITY)
    assert judged(rows, targets(TWO_PERCENT))["obs_status"] == "illustrative"


def test_an_illustrative_firm_makes_an_illustrative_verdict(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    rows = firms({"firm": "A"}, {"firm": "B"}).assign(obs_status=["final", "illustrative"])
    assert judged(observations(), targets(FLOOR), firms=rows)["obs_status"] == "illustrative"


def test_a_final_verdict_rests_on_final_figures_only(observations: Maker, targets: Maker) -> None:
    rows = observations({"value": 5.0}, {"year": 2006, "obs_status": "illustrative"})
    assert judged(rows, targets({"minimum": 1.0}))["obs_status"] == "final"


def test_verdicts_are_a_table_of_assessments(observations: Maker, targets: Maker) -> None:
    verdicts = ci.assess(observations(), targets({"minimum": 1.0}), year=2007)
    assert verdicts.columns.tolist() == list(Assessments.to_schema().columns)
    assert ci.assess(observations(), targets({"minimum": 1.0}).iloc[:0], year=2007).empty


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("year", [207, 20070, "2007", 2007.0, None, True])
def test_a_year_that_is_no_year_is_refused(observations: Maker, targets: Maker, year: Any) -> None:
    with pytest.raises(ArgumentError, match="is not a year"):
        ci.assess(observations(), targets({"minimum": 1.0}), year=year)


def test_a_whole_number_of_any_kind_is_a_year(observations: Maker, targets: Maker) -> None:
    assert judged(observations(), targets({"minimum": 1.0}), np.int64(2007))["year"] == 2007


@pytest.mark.parametrize("as_of", ["2008", 2008, "last year"])
def test_a_day_that_is_no_day_is_refused(observations: Maker, targets: Maker, as_of: Any) -> None:
    with pytest.raises(ArgumentError, match="is not a day"):
        ci.assess(observations(), targets({"minimum": 1.0}), year=2007, as_of=as_of)


def test_tables_that_are_none_are_refused_by_name(observations: Maker, targets: Maker, firms: Maker) -> None:
    with pytest.raises(TableError, match="observations is not a table of Observations"):
        ci.assess(observations().drop(columns="unit"), targets({"minimum": 1.0}), year=2007)
    with pytest.raises(TableError, match="targets is not a table of Targets"):
        ci.assess(observations(), targets({"minimum": 1.0}).drop(columns="due"), year=2007)
    with pytest.raises(TableError, match="firms is not a table of Firms"):
        ci.assess(observations(), targets(FLOOR), year=2007, firms=firms().drop(columns="sales"))


def test_a_target_that_stands_twice_is_refused(observations: Maker, targets: Maker) -> None:
    with pytest.raises(TableError, match="stands more than once for one area"):
        ci.assess(observations(), targets({"minimum": 1.0}, {"minimum": 2.0}), year=2007)
