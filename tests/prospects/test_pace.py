"""Stories of pace: given these figures and this promise, this is how fast it goes and has to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from promises import FLOOR, GROWTH, INTENSITY, LEAD, OUTPUT, TWO_PERCENT

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.schemas import Pace
from chenzhou_indicators.vocabulary import Obstacle, Reason

Maker = Callable[..., pd.DataFrame]

SHARE = {"indicator": "major_project_share", "unit": "%"}
UNTIL_2010 = {"baseline_year": 2006, "due": 2010}
PACES = ["actual_pace", "required_pace", "pace_ratio"]
SILENT = ["baseline", "actual", "expected", "required", *PACES, "pace_form", "pace_unit", "year_reached",
          "rating", "released", "obs_status"]  # fmt: skip


def paced(observations: pd.DataFrame, targets: pd.DataFrame, year: int = 2007, **more: Any) -> pd.Series:
    """Return the one row of a promise that one area owes."""
    rows = ci.pace(observations, targets, year=year, **more)
    assert len(rows) == 1
    return rows.iloc[0]


def two(start: float, value: float, year: int = 2007, **more: Any) -> list[dict[str, Any]]:
    """Return figures of 2006 and a later year."""
    return [{**more, "year": 2006, "value": start}, {**more, "year": year, "value": value}]


@pytest.fixture
def paces(observations: Maker, targets: Maker) -> Callable[..., pd.DataFrame]:
    """Pace many stories at once, each a list of figures and a target, in an area of its own."""

    def make(*stories: tuple[list[dict[str, Any]], dict[str, Any]], **more: Any) -> pd.DataFrame:
        named = [f"area {place}" for place in range(len(stories))]
        told = list(zip(named, stories, strict=True))
        figures = [{**figure, "area": area} for area, (rows, _) in told for figure in rows]
        promises = [{"area": area, **target, "target": area} for area, (_, target) in told]
        rows = ci.pace(observations(*figures), targets(*promises), **{"year": 2007, **more})
        assert rows["target"].tolist() == named  # one row each
        return rows

    return make


def missing_as_none(column: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else value for value in column]


# --- by steps ------------------------------------------------------------------------------------


def test_a_third_of_the_pace_reaches_two_percent_in_2016(observations: Maker, targets: Maker) -> None:
    row = paced(observations(*two(0.80, 0.92, **INTENSITY)), targets(TWO_PERCENT))
    # (0.92 - 0.80) / 1 = 0.12; (2 - 0.92) / 3 = 0.36; 0.12 / 0.36 = 1/3; 1.08 / 0.12 = 9 years on.
    assert row[PACES].tolist() == pytest.approx([0.12, 0.36, 1 / 3])
    assert row["year_reached"] == 2016
    assert row[["baseline", "actual", "required"]].tolist() == [0.80, 0.92, 2.0]
    assert row["expected"] == pytest.approx(1.10)  # 0.80 + 1.20 / 4
    assert row[["pace_form", "pace_unit", "year"]].tolist() == ["linear", "percentage points", 2007]
    assert pd.isna(row["reason"])
    assert pd.isna(row["rating"])


def test_pace_is_counted_over_all_years_since_the_baseline(observations: Maker, targets: Maker) -> None:
    row = paced(observations(*two(0.80, 1.10, 2009, **INTENSITY)), targets(TWO_PERCENT), 2009)
    # 0.30 in 3 years is 0.10; 0.90 are left for one; 0.9 / 0.1 = 9 years on; 0.80 + 1.20 * 3/4.
    assert row[PACES].tolist() == pytest.approx([0.10, 0.90, 1 / 9])
    assert row["year_reached"] == 2018
    assert row["expected"] == pytest.approx(1.70)


def test_the_way_to_a_ceiling_has_falling_paces(observations: Maker, targets: Maker) -> None:
    row = paced(
        observations(*two(90, 86, 2008, **SHARE)),
        targets({**SHARE, "maximum": 70.0, **UNTIL_2010}),
        2008,
    )
    # -4 in 2 years; -16 for the 2 left; a quarter; 16 / 2 = 8 years on; halfway from 90 to 70.
    assert row[PACES].tolist() == pytest.approx([-2, -8, 0.25])
    assert row["year_reached"] == 2016
    assert row["expected"] == pytest.approx(80)


def test_away_from_the_bound_the_ratio_is_negative_and_it_is_never_reached(
    observations: Maker, targets: Maker
) -> None:
    row = paced(observations(*two(0.80, 0.68, **INTENSITY)), targets(TWO_PERCENT))
    assert row[PACES].tolist() == pytest.approx([-0.12, 0.44, -3 / 11])  # 1.32 / 3 = 0.44
    assert pd.isna(row["year_reached"])


def test_standing_still_has_a_pace_of_nothing(observations: Maker, targets: Maker) -> None:
    row = paced(observations(*two(0.80, 0.80, **INTENSITY)), targets(TWO_PERCENT))
    assert row[PACES].tolist() == pytest.approx([0, 0.40, 0])  # 1.20 / 3
    assert pd.isna(row["year_reached"])


# From 50 to 52 the way leads up to 60: 8 in 4 years; from 90 to 85 it leads down to 70: 15 in 3.
@pytest.mark.parametrize(
    ("start", "value", "due", "pace", "bound"), [(50, 52, 2011, 2, 60), (90, 85, 2010, -5, 70)]
)
def test_the_way_to_a_band_leads_to_the_bound_that_is_broken(
    observations: Maker, targets: Maker, start: float, value: float, due: int, pace: float, bound: float
) -> None:
    band = targets({**SHARE, "minimum": 60.0, "maximum": 70.0, "baseline_year": 2006, "due": due})
    row = paced(observations(*two(start, value, **SHARE)), band)
    assert row[PACES].tolist() == pytest.approx([pace, pace, 1])
    assert row["required"] == bound
    assert row["year_reached"] == due


def test_a_band_that_is_leapt_over_is_never_reached(paces: Maker) -> None:
    # From 40 to 55 it goes 15 a year: 70 in 2008, 85 in 2009.
    bands = [
        (60, 75, False, 2008),
        (60, 70, False, 2008),  # 70 is inside
        (60, 70, True, None),  # but not strictly
        (60, 65, False, None),  # leapt over from 55 to 70
        (71, 90, False, 2009),
    ]
    rows = paces(
        *(
            (
                two(40, 55, **SHARE),
                {**SHARE, "minimum": low, "maximum": high, "strict": strict, **UNTIL_2010},
            )
            for low, high, strict, _ in bands
        )
    )
    assert missing_as_none(rows["year_reached"]) == [reached for *_, reached in bands]
    assert rows["required_pace"].tolist() == pytest.approx([(low - 55) / 3 for low, *_ in bands])


def test_what_is_met_has_no_year_still_to_come(paces: Maker) -> None:
    # Inside 50 to 70 on the way from 58 to the upper end, which 62 and 66 lead to by 4 a year.
    band = {**SHARE, "minimum": 50.0, "maximum": 70.0, **UNTIL_2010}
    row = paces((two(58, 62, **SHARE), band)).iloc[0]
    assert row["reason"] == "already met"
    assert row["actual_pace"] == pytest.approx(4)
    assert row[["required_pace", "pace_ratio", "year_reached"]].isna().all()


def test_more_than_a_bound_takes_a_year_more_where_it_is_hit_exactly(paces: Maker) -> None:
    # 0.92 and 0.12 a year: 1.04 in 2008, 1.16, 1.28 in 2010; 2.00 in 2016, 2.12 in 2017.
    hits = [(1.04, 2008, 2009), (1.05, 2009, 2009), (1.28, 2010, 2011), (2.0, 2016, 2017), (2.01, 2017, 2017)]
    rows = two(0.80, 0.92, **INTENSITY)
    promises = [{**TWO_PERCENT, "minimum": bound} for bound, *_ in hits]
    plain = paces(*((rows, promise) for promise in promises))
    strict = paces(*((rows, {**promise, "strict": True}) for promise in promises))
    assert plain["year_reached"].tolist() == [year for _, year, _ in hits]
    assert strict["year_reached"].tolist() == [year for _, _, year in hits]


def test_less_than_a_ceiling_takes_a_year_more_where_it_is_hit_exactly(paces: Maker) -> None:
    # From 90 to 86 in one year: 4 a year down, 70 after 4 years more.
    ceiling = {**SHARE, "maximum": 70.0, **UNTIL_2010}
    rows = two(90, 86, **SHARE)
    assert paces((rows, ceiling), (rows, {**ceiling, "strict": True}))["year_reached"].tolist() == [
        2011,
        2012,
    ]


def test_what_is_reached_after_2100_is_not_dated(paces: Maker) -> None:
    # From 0.80 by 0.01 a year: 1.74 is 93 years after 0.81 of 2007, which is 2100.
    bounds = (1.74, 1.75, 2.0)
    rows = paces(*((two(0.80, 0.81, **INTENSITY), {**TWO_PERCENT, "minimum": bound}) for bound in bounds))
    assert missing_as_none(rows["year_reached"]) == [2100, None, None]


def test_a_strict_bound_that_is_reached_but_not_passed_asks_for_any_step(paces: Maker) -> None:
    # More than 2 is asked; 2 less or more 1e-12 is what rounding may leave of 2.
    promise = {**TWO_PERCENT, "strict": True}
    stories = [(start, 2.0 + off) for start in (1.8, 2.2) for off in (0, 1e-12, -1e-12)]
    rows = paces(*((two(start, value, **INTENSITY), promise) for start, value in stories))
    assert rows["required_pace"].tolist() == [0] * 6
    assert rows["pace_ratio"].isna().all()  # of nothing there is no multiple
    assert set(rows["reason"]) == {"the bound is reached, more is asked"}
    # Rising by 0.2 a year it is past 2 in the next; falling it never is.
    assert missing_as_none(rows["year_reached"]) == [2008, 2008, 2008, None, None, None]


def test_who_stands_still_on_a_strict_bound_never_passes_it(paces: Maker) -> None:
    row = paces((two(2.0, 2.0, **INTENSITY), {**TWO_PERCENT, "strict": True})).iloc[0]
    assert row[["actual_pace", "required_pace"]].tolist() == [0, 0]
    assert pd.isna(row["year_reached"])


def test_a_level_is_paced_in_the_unit_of_the_target(observations: Maker, targets: Maker) -> None:
    rows = observations(*two(0.80, 0.92, **INTENSITY))
    row = paced(rows, targets({**TWO_PERCENT, "minimum": 0.02, "unit": "fraction"}))
    assert row[PACES].tolist() == pytest.approx([0.0012, 0.0036, 1 / 3])
    assert row["pace_unit"] == "fraction"
    assert row["year_reached"] == 2016


# --- by rates ------------------------------------------------------------------------------------


def test_a_level_is_paced_by_rates(observations: Maker, targets: Maker) -> None:
    row = paced(
        observations(*two(100, 110.25, 2008)),
        targets({"minimum": 133.4025, **UNTIL_2010}),
        2008,
    )
    # 1.05 ** 2 = 1.1025 since 2006; 133.4025 / 110.25 = 1.21 = 1.1 ** 2 for the two years left.
    assert row[PACES].tolist() == pytest.approx([0.05, 0.10, 0.5])
    assert row[["pace_form", "pace_unit"]].tolist() == ["compound", "fraction"]
    # Halfway on the straight way, by which verdicts go, is 116.70125.
    assert row["expected"] == pytest.approx((100 + 133.4025) / 2)
    assert row["year_reached"] == 2012  # 1.05 ** 3 = 1.1576, 1.05 ** 4 = 1.2155, past 1.21


def test_a_level_that_has_to_fall_is_paced_by_falling_rates(observations: Maker, targets: Maker) -> None:
    row = paced(observations(*two(100, 95)), targets({"maximum": 76.95, "baseline_year": 2006, "due": 2009}))
    # 95 / 100 = -5 %; 76.95 / 95 = 0.81 = 0.9 ** 2; 0.95 ** 4 = 0.8145, 0.95 ** 5 = 0.7738.
    assert row[PACES].tolist() == pytest.approx([-0.05, -0.10, 0.5])
    assert row["year_reached"] == 2012


def test_a_level_that_hits_its_bound_exactly_does_so_by_rates_too(paces: Maker) -> None:
    # From 100 by 10 % a year: 121 in 2008, 161.051 in 2011.
    hits = [(121, 2008, 2009), (161.051, 2011, 2012), (161.06, 2012, 2012)]
    rows = two(100, 110)
    plain = paces(*((rows, {"minimum": bound, **UNTIL_2010}) for bound, *_ in hits))
    strict = paces(*((rows, {"minimum": bound, "strict": True, **UNTIL_2010}) for bound, *_ in hits))
    assert plain["year_reached"].tolist() == [year for _, year, _ in hits]
    assert strict["year_reached"].tolist() == [year for _, _, year in hits]


def test_the_pace_of_a_level_does_not_depend_on_its_unit(observations: Maker, targets: Maker) -> None:
    rows = observations({"year": 2006, "value": 1_000_000, "unit": "10 000 CNY"}, {"value": 110.0})
    row = paced(rows, targets({"minimum": 13_310, "unit": "million CNY", "baseline_year": 2006, "due": 2009}))
    # 1 000 000 of 10 000 yuan and 13 310 of a million are 100 and 133.1 of 100 million: 1.1 ** 3.
    assert row[["baseline", "actual"]].tolist() == pytest.approx([10_000, 11_000])
    assert row[PACES].tolist() == pytest.approx([0.1, 0.1, 1])


def test_ratios_and_indices_go_by_steps_and_quantities_by_rates(paces: Maker) -> None:
    # What the catalogue knows is taken by its kind, what it does not by its unit.
    kinds = [
        ("rd_intensity", "%", "linear", "percentage points"),
        ("rd_intensity", "fraction", "linear", "fraction"),
        ("gdp_per_capita", "CNY per person", "linear", "CNY per person"),
        ("gdp_volume_index", "previous year = 100", "linear", "previous year = 100"),
        ("gdp", "100 million CNY", "compound", "fraction"),
        ("registered_population", "10 000 persons", "compound", "fraction"),
        ("broadband", "%", "linear", "percentage points"),
        ("broadband", "fraction", "linear", "fraction"),
        ("broadband", "count", "compound", "fraction"),
    ]
    named = [{"indicator": indicator, "unit": unit} for indicator, unit, *_ in kinds]
    rows = paces(*((two(100, 110, **name), {**name, "minimum": 200.0, **UNTIL_2010}) for name in named))
    assert list(zip(rows["pace_form"], rows["pace_unit"], strict=True)) == [row[2:] for row in kinds]
    # 10 a year, or 10 %.
    assert rows["actual_pace"].tolist() == pytest.approx([10, 10, 10, 10, 0.1, 0.1, 10, 10, 0.1])


# --- the ratio of compound rates -----------------------------------------------------------------


def test_the_ratio_of_compound_rates_has_eurostats_word(paces: Maker) -> None:
    # 100 in 2006 to 146.41 in 2010 is 10 % a year; since 2006 it went by 10, 8, 3 and -2 % a year.
    values = [121.0, 116.64, 106.09, 96.04]  # 1.10 ** 2, 1.08 ** 2, 1.03 ** 2, 0.98 ** 2
    promise = {"minimum": 146.41, **UNTIL_2010}
    rows = paces(*((two(100, value, 2008), promise) for value in values), year=2008, method="cagr_ratio")
    assert rows["actual_pace"].tolist() == pytest.approx([0.10, 0.08, 0.03, -0.02])
    assert rows["required_pace"].tolist() == pytest.approx([0.10] * 4)
    assert rows["pace_ratio"].tolist() == pytest.approx([1, 0.8, 0.3, -0.2])
    assert rows["rating"].tolist() == [
        "significant progress",
        "moderate progress",
        "insufficient progress",
        "movement away",
    ]
    # 146.41 is 1.1 ** 4 times 100; the straight way is half gone: 100 + 46.41 / 2
    assert rows["expected"].tolist() == pytest.approx([123.205] * 4)
    assert rows["reason"].isna().all()


def test_on_an_edge_the_better_word_is_given(paces: Maker) -> None:
    # A doubling in one year is 100 %: the ratio is what the value is above 100.
    promise = {"minimum": 200.0, "baseline_year": 2006, "due": 2007}
    values = [195.0, 194.99, 160.0, 159.99, 100.0, 99.99]
    rows = paces(*((two(100, value), promise) for value in values), method="cagr_ratio")
    words = ["significant progress", "moderate progress", "moderate progress"]
    words += ["insufficient progress", "insufficient progress", "movement away"]
    assert rows["rating"].tolist() == words


def test_rounding_does_not_decide_a_rating(paces: Maker) -> None:
    edges = [
        (3.7, 4.403, 4.44, "significant progress"),  # 19 % of 20 %, in binary 0.9499999999999988
        (1.1, 1.232, 1.32, "moderate progress"),  # 12 % of 20 %, in binary 0.5999999999999995
        (0.1 + 0.2, 0.3, 0.6, "insufficient progress"),  # 0.30000000000000004 to 0.3 is no fall
    ]
    due = {"baseline_year": 2006, "due": 2007}
    rows = paces(
        *((two(start, value), {"minimum": bound, **due}) for start, value, bound, _ in edges),
        method="cagr_ratio",
    )
    assert rows["rating"].tolist() == [word for *_, word in edges]


def test_the_ratio_of_rates_goes_by_rates_for_a_percentage_too(observations: Maker, targets: Maker) -> None:
    rows = observations(*two(0.80, 0.92, **INTENSITY))
    row = paced(rows, targets(TWO_PERCENT), method="cagr_ratio")
    # 0.92 / 0.80 = 15 %; 2.5 ** (1/4) = 1.25743; 0.15 / 0.25743 = 0.58268.
    assert row[PACES].tolist() == pytest.approx([0.15, 0.25743, 0.58268], abs=1e-5)
    assert row[["pace_form", "pace_unit", "rating"]].tolist() == [
        "compound",
        "fraction",
        "insufficient progress",
    ]
    assert row["year_reached"] == 2013  # 0.92 * 1.15 ** 5 = 1.850, 1.15 ** 6: 2.128


def test_a_target_that_has_to_fall_is_rated_the_same_way(observations: Maker, targets: Maker) -> None:
    promise = targets({"maximum": 65.61, **UNTIL_2010})
    row = paced(observations(*two(100, 90.25, 2008)), promise, 2008, method="cagr_ratio")
    assert row[PACES].tolist() == pytest.approx([-0.05, -0.10, 0.5])  # 0.95 ** 2, 0.9 ** 4
    assert row["rating"] == "insufficient progress"


def test_a_band_has_no_rating_for_no_rate_leads_into_it(observations: Maker, targets: Maker) -> None:
    # 50 to 69 is 38 % in a year, past the 10 % that would have led to 60.5; 75 would be past the band.
    band = targets({**SHARE, "minimum": 60.5, "maximum": 70.0, "baseline_year": 2006, "due": 2008})
    for value in (55, 75):
        row = paced(observations(*two(50, value, **SHARE)), band, method="cagr_ratio")
        assert row["reason"] == "no compound rate to a band"
        assert row[["required_pace", "pace_ratio", "rating"]].isna().all()
        assert row["actual_pace"] == pytest.approx(value / 50 - 1)


def test_the_due_year_itself_is_rated_and_no_later_one(observations: Maker, targets: Maker) -> None:
    promise = targets({"minimum": 146.41, **UNTIL_2010})
    row = paced(observations(*two(100, 136.048896, 2010)), promise, 2010, method="cagr_ratio")
    assert row["pace_ratio"] == pytest.approx(0.8)  # 1.08 ** 4
    assert row["rating"] == "moderate progress"
    late = paced(observations(*two(100, 120, 2011)), promise, 2011, method="cagr_ratio")
    assert late["reason"] == "the due year is reached: 2010"
    assert late[["required_pace", "pace_ratio", "rating", "expected"]].isna().all()
    assert late["actual_pace"] == pytest.approx(1.2**0.2 - 1)


def test_what_is_met_by_the_year_is_rated_for_it_was_not_at_the_start(
    observations: Maker, targets: Maker
) -> None:
    promise = targets({"minimum": 121.0, "baseline_year": 2006, "due": 2008})
    row = paced(observations(*two(100, 125)), promise, method="cagr_ratio")
    assert row["pace_ratio"] == pytest.approx(2.5)  # 25 % of 10 % a year
    assert row["rating"] == "significant progress"
    assert pd.isna(row["year_reached"])  # it is behind


def test_what_was_met_at_the_start_has_no_rate_to_go_by(observations: Maker, targets: Maker) -> None:
    promise = targets({"minimum": 100.0, **UNTIL_2010})
    row = paced(observations(*two(120, 90)), promise, method="cagr_ratio")
    assert row["reason"] == "already met: 2006"  # in the baseline year, not now
    assert row[["required_pace", "pace_ratio", "rating"]].isna().all()


def test_from_a_strict_bound_there_is_no_rate_to_go_by(observations: Maker, targets: Maker) -> None:
    promise = targets({"minimum": 100.0, "strict": True, **UNTIL_2010})
    row = paced(observations(*two(100 + 1e-10, 90)), promise, method="cagr_ratio")
    assert row["required_pace"] == 0
    assert row[["pace_ratio", "rating"]].isna().all()
    assert row["reason"] == "the bound is reached, more is asked"


# --- why nothing can be said ---------------------------------------------------------------------

OWED = {"minimum": 200.0, **UNTIL_2010}
CHANGE = {"indicator": "rd_intensity", "form": "change", "unit": "percentage points", "minimum": 0.1}
DONE = {"indicator": "provincial_major_project", "unit": "milestone", "minimum": 1.0}
# For each story: the figures, the target, and the reason in full.
OBSTACLES: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str]] = {
    "firms owe it": ([], FLOOR, Obstacle.ON_FIRMS),
    "growth": (two(100, 110, **OUTPUT), {**GROWTH, "due": 2010}, Obstacle.NOT_A_LEVEL),
    "a change": (two(1, 2, **INTENSITY), CHANGE, Obstacle.NOT_A_LEVEL),
    "a lead": (two(1, 2), LEAD, Obstacle.NOT_A_LEVEL),
    "a milestone": (two(0, 0, **DONE), {**DONE, **UNTIL_2010}, Obstacle.MILESTONE),
    "a milestone of one's own": (
        two(0, 0, indicator="bridge", unit="milestone"),
        {**OWED, "indicator": "bridge", "unit": "milestone", "minimum": 1.0},
        Obstacle.MILESTONE,
    ),
    "no units": ([], {**OWED, "scope": "each_area", "area": "430600"}, f"{Reason.NO_UNITS}: 430600"),
    "no value": (two(100, 110)[:1], OWED, f"{Reason.NO_VALUE}: gdp 2007"),
    "no value of a ratio or its parts": (
        two(1, 2, **INTENSITY)[:1],
        TWO_PERCENT,
        f"{Reason.NO_VALUE}: rd_intensity 2007 (rd_expenditure / gdp)",
    ),
    "several editions": ([*two(100, 110), {"value": 111.0}], OWED, f"{Reason.SEVERAL_EDITIONS}: gdp 2007"),
    "a unit that does not convert": (
        two(100, 110, unit="count"),
        OWED,
        f"{Reason.NOT_CONVERTIBLE}: count → 100 million CNY",
    ),
    "already met": (two(100, 210), OWED, Obstacle.MET_ALREADY),
    "met without a baseline": (two(100, 210)[1:], {**OWED, "baseline_year": None}, Obstacle.MET_ALREADY),
    "met in the due year": (two(100, 210), {**OWED, "due": 2007}, Obstacle.MET_ALREADY),
    "due": (two(100, 110), {**OWED, "due": 2007}, f"{Obstacle.DUE_REACHED}: 2007"),
    "past due": (two(100, 110)[1:], {"minimum": 200.0, "due": 2006}, f"{Obstacle.DUE_REACHED}: 2006"),
    "no baseline year": (two(100, 110), {**OWED, "baseline_year": None}, Reason.NO_BASELINE_YEAR),
    "before the baseline": (
        two(100, 110),
        {**OWED, "baseline_year": 2008},
        f"{Reason.BEFORE_BASELINE}: 2007",
    ),
    "at the baseline": (two(100, 110), {**OWED, "baseline_year": 2007}, f"{Obstacle.AT_BASELINE}: 2007"),
    "no baseline": (two(100, 110)[1:], OWED, f"{Reason.NO_BASELINE}: gdp 2006"),
    "several editions of the baseline": (
        [*two(100, 110), {"year": 2006, "value": 101.0}],
        OWED,
        f"{Reason.SEVERAL_EDITIONS}: gdp 2006",
    ),
    "a baseline that does not convert": (
        [{"year": 2006, "unit": "count"}, {"value": 110.0}],
        OWED,
        f"{Reason.NOT_CONVERTIBLE}: count → 100 million CNY",
    ),
    "from a loss to a gain": (two(-5, 5), OWED, Obstacle.SIGN_CHANGES),
    "from a gain to a loss": (two(5, -5), OWED, Obstacle.SIGN_CHANGES),
    "from zero": (two(0, 5), OWED, Obstacle.NO_COMPOUND_RATE),
    "to zero": (two(5, 0), OWED, Obstacle.NO_COMPOUND_RATE),
    "a bound of zero": (two(5, 4), {**OWED, "minimum": None, "maximum": 0.0}, Obstacle.NO_COMPOUND_RATE),
    "all below zero": (two(-9, -5), {**OWED, "minimum": -1.0}, Obstacle.NO_COMPOUND_RATE),
}


@pytest.mark.parametrize("method", ["pace", "cagr_ratio"])
def test_what_has_no_pace_has_a_row_and_a_reason(paces: Maker, method: str) -> None:
    # What is met or due is looked at from the baseline where rates are compared.
    stories = [story for story in OBSTACLES if method == "pace" or not {"met", "due"} & {*story.split()}]
    rows = paces(*(OBSTACLES[story][:2] for story in stories), method=method).set_axis(stories)
    assert rows["reason"].to_dict() == {story: str(OBSTACLES[story][2]) for story in stories}
    assert rows[["pace_ratio", "rating"]].isna().all(axis=None)
    # Without a path a row is silent about all but its promise.
    pathless = [
        story
        for story in stories
        if OBSTACLES[story][2] in (Obstacle.ON_FIRMS, Obstacle.NOT_A_LEVEL, Obstacle.MILESTONE)
    ]
    assert len(pathless) == 6
    assert rows.loc[[*pathless, "no units"], SILENT].isna().all(axis=None)
    assert rows.loc[pathless, "minimum"].tolist() == [OBSTACLES[story][1]["minimum"] for story in pathless]


# What cannot stand in the way of a pace: other forms, firms, and the past of a projection.
ELSEWHERE = {
    *(Reason.NO_YEAR_BEFORE, Reason.NO_SECOND_INDICATOR, Reason.NO_GROWTH_FROM, Reason.NO_FIRMS_TABLE),
    *(Reason.NO_FIRMS, Reason.FIRMS_WITHOUT_FIGURES, Reason.UNLIKE_RATES),
    *(Obstacle.TOO_FEW, Obstacle.NOT_POSITIVE),
    *(Obstacle.BOUND_TOUCHED, Obstacle.BAND),  # of one method, or of strict bounds: told above
}


def test_every_reason_a_pace_can_have_has_a_story() -> None:
    told = {str(reason).partition(":")[0] for _, _, reason in OBSTACLES.values()}
    assert told == {str(word) for word in {*Reason, *Obstacle} - ELSEWHERE}


def test_by_steps_zero_and_less_are_no_obstacle(observations: Maker, targets: Maker) -> None:
    real_growth = {"indicator": "gdp_real_growth", "unit": "%"}
    promise = targets({**real_growth, "minimum": 10.0, **UNTIL_2010})
    row = paced(observations(*two(-2, 1, **real_growth)), promise)
    assert row[PACES].tolist() == pytest.approx([3, 3, 1])  # 9 points for 3 years
    rated = paced(observations(*two(-2, 1, **real_growth)), promise, method="cagr_ratio")
    assert rated["reason"] == "the sign changes"


# What is known is told, whatever else is not: 100 in 2006, 110 in 2007, 200 by 2010.
def test_what_stands_in_the_way_of_one_number_leaves_the_others(observations: Maker, targets: Maker) -> None:
    need = (200 / 110) ** (1 / 3) - 1
    without = paced(observations({"value": 110.0}), targets(OWED))
    assert without[["actual", "required_pace"]].tolist() == pytest.approx([110, need])
    assert without[["baseline", "expected", "actual_pace", "year_reached"]].isna().all()
    silent = paced(observations({"year": 2006, "value": 100.0}), targets(OWED))
    assert silent[["baseline", "expected"]].tolist() == pytest.approx([100, 125])  # 100 + 100 / 4
    assert silent[["actual", "actual_pace", "required_pace", "year_reached"]].isna().all()
    due = paced(observations(*two(100, 110)), targets({**OWED, "due": 2007}))
    assert due["actual_pace"] == pytest.approx(0.1)
    assert due["expected"] == pytest.approx(200)
    assert due["year_reached"] == 2014  # 110 * 1.1 ** 6 = 194.9, 1.1 ** 7: 214.4
    assert pd.isna(due["required_pace"])


@pytest.mark.parametrize("method", ["pace", "cagr_ratio"])
def test_before_its_baseline_a_path_expects_nothing(
    observations: Maker, targets: Maker, method: Literal["pace", "cagr_ratio"]
) -> None:
    years = {"baseline_year": 2008, "due": 2010}
    rows = observations(*two(100, 110), {"year": 2008, "value": 120.0}, {"year": 2010, "value": 130.0})
    row = paced(rows, targets({"minimum": 200.0, **years}), method=method)
    assert row[["expected", "actual_pace", "pace_ratio"]].isna().all()


# --- rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["pace", "cagr_ratio"])
def test_every_owed_target_has_a_row_where_its_verdict_has_one(method: str) -> None:
    plan, figures = ci.load_plan("chenzhou-2007").targets, ci.load_sample("observations")
    paces = ci.pace(figures, plan, year=2007, method=method)
    verdicts = ci.assess(figures, plan, year=2007)
    assert len(paces) == 45  # 22 for the city, 11 counties, 12 governments
    pd.testing.assert_frame_equal(paces[["plan", "target", "area"]], verdicts[["plan", "target", "area"]])
    assert (paces["pace_ratio"].notna() | paces["reason"].notna()).all()
    assert paces.loc[paces["pace_ratio"].notna(), "target"].tolist() == ["rd_intensity_2010"]


def test_each_county_has_a_row_of_its_own(observations: Maker, targets: Maker) -> None:
    counties = ci.load_areas().query("level == 'county'")["area"].tolist()
    figures = [
        {**figure, "area": area}
        for place, area in enumerate(counties)
        for figure in two(1.0, 1.0 + place / 10, **INTENSITY)
    ]
    rows = ci.pace(observations(*figures), targets({**TWO_PERCENT, "scope": "each_area"}), year=2007)
    assert rows["area"].tolist() == counties
    paces = [place / 10 for place in range(len(counties))]
    assert rows["actual_pace"].tolist() == pytest.approx(paces)
    assert rows["reason"].fillna("").tolist() == [""] * 10 + ["already met"]  # 1.0 + 10/10 = 2


def test_rows_stand_in_the_order_of_targets_then_of_the_tree(observations: Maker, targets: Maker) -> None:
    promises = targets(
        {**FLOOR, "target": "c"}, {**OWED, "target": "a", "scope": "each_government"}, {**OWED, "target": "b"}
    )
    rows = ci.pace(observations(), promises.set_axis([7, 7, 7]), year=2007)
    tree = ci.load_areas().query("area == '431000' or level == 'county'")["area"].tolist()
    assert rows["target"].tolist() == ["c", *["a"] * 12, "b"]
    assert rows["area"].tolist() == ["431000", *tree, "431000"]
    assert rows.index.tolist() == list(range(14))


def test_paces_are_a_table_of_paces_also_of_nothing(observations: Maker, targets: Maker) -> None:
    columns = list(Pace.to_schema().columns)
    assert ci.pace(observations(), targets(OWED), year=2007).columns.tolist() == columns
    for method in ("pace", "cagr_ratio"):
        none = ci.pace(observations(), targets(OWED).iloc[:0], year=2007, method=method)
        assert none.empty
        assert none.columns.tolist() == columns


def test_a_pace_carries_its_promise_its_edition_and_how_firm_it_is(
    observations: Maker, targets: Maker
) -> None:
    rows = observations(
        {"year": 2006, "value": 100.0, "obs_status": "estimated"},
        {"value": 105.0, "released": "2008-01-03", "obs_status": "preliminary"},
        {"value": 110.0, "released": "2008-12-31"},
    )
    promise = targets(
        {**OWED, "commitment": "ensure", "clause": "5.1", "name_en": "GDP", "name_zh": "生产总值"}
    )
    late, early = paced(rows, promise), paced(rows, promise, as_of="2008-12-30")
    kept = ["clause", "commitment", "name_en", "name_zh", "due", "minimum", "unit", "form", "baseline_year"]
    assert late[kept].tolist() == [*promise.iloc[0][kept[:-2]].tolist(), "level", 2006]
    assert [late["actual_pace"], early["actual_pace"]] == pytest.approx([0.10, 0.05])
    assert [late["released"], early["released"]] == [pd.Timestamp("2008-12-31"), pd.Timestamp("2008-01-03")]
    assert [late["obs_status"], early["obs_status"]] == ["estimated"] * 2  # the baseline's
    assert paced(rows, promise, as_of="2008-01-02")["reason"] == "no value: gdp 2007"


def test_a_withdrawn_value_has_no_pace(observations: Maker, targets: Maker) -> None:
    rows = observations(*two(100, 110, released="2008-01-03"), {"value": None, "released": "2008-12-31"})
    assert paced(rows, targets(OWED))["reason"] == "no value: gdp 2007"


def test_a_ratio_is_paced_from_its_parts(observations: Maker, targets: Maker) -> None:
    rows = observations(
        *two(500, 600), *two(4.0, 5.52, indicator="rd_expenditure")
    )  # 4 / 500 = 0.80 %, 5.52 / 600 = 0.92 %
    assert paced(rows, targets(TWO_PERCENT))[PACES].tolist() == pytest.approx([0.12, 0.36, 1 / 3])


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["cagr", "Pace", "", None, True, ["pace"]])
def test_a_method_that_is_none_is_refused(observations: Maker, targets: Maker, method: Any) -> None:
    with pytest.raises(ArgumentError, match="it is one of pace, cagr_ratio"):
        ci.pace(observations(), targets(OWED), year=2007, method=method)


@pytest.mark.parametrize("year", [207, 20070, "2007", 2007.0, None, True])
def test_a_year_that_is_no_year_is_refused(observations: Maker, targets: Maker, year: Any) -> None:
    with pytest.raises(ArgumentError, match="is not a year"):
        ci.pace(observations(), targets(OWED), year=year)


@pytest.mark.parametrize("as_of", ["2008", 2008, "last year"])
def test_a_day_that_is_no_day_is_refused(observations: Maker, targets: Maker, as_of: Any) -> None:
    with pytest.raises(ArgumentError, match="is not a day"):
        ci.pace(observations(), targets(OWED), year=2007, as_of=as_of)


def test_tables_that_are_none_are_refused_by_name(observations: Maker, targets: Maker) -> None:
    with pytest.raises(TableError, match="observations is not a table of Observations"):
        ci.pace(observations().drop(columns="unit"), targets(OWED), year=2007)
    with pytest.raises(TableError, match="targets is not a table of Targets"):
        ci.pace(observations(), targets(OWED).drop(columns="due"), year=2007)
    with pytest.raises(TableError, match="has neither minimum nor maximum"):
        ci.pace(observations(), targets({}), year=2007)
    with pytest.raises(TableError, match="infinite values"):
        ci.pace(observations({"value": np.inf}), targets(OWED), year=2007)


def test_a_target_owed_twice_by_one_area_is_refused(observations: Maker, targets: Maker) -> None:
    counties = {"scope": "each_area", "minimum": 2.0, **UNTIL_2010}
    twice = targets(counties, {**counties, "scope": "city", "area": "431002"})
    for method in ("pace", "cagr_ratio"):
        with pytest.raises(TableError, match="t in 431002"):
            ci.pace(observations(), twice, year=2007, method=method)
    with pytest.raises(TableError, match="t in 431002"):
        ci.outlook(observations(), twice, year=2007)


def test_a_target_counted_from_its_due_year_is_refused(observations: Maker, targets: Maker) -> None:
    late = targets({"minimum": 2.0, "baseline_year": 2010, "due": 2010})
    with pytest.raises(TableError, match="t: is counted from its due year or a later one"):
        ci.pace(observations(), late, year=2007)
