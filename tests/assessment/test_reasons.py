"""What cannot be assessed has a row and a reason; nothing is guessed and nothing dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from promises import FLOOR, GROWTH, INTENSITY, LEAD, OUTPUT, REVENUE, SPENDING, TWO_PERCENT, judged

import chenzhou_indicators as ci
from chenzhou_indicators.vocabulary import Reason

Maker = Callable[..., pd.DataFrame]
Frame = pd.DataFrame


# --- what cannot be assessed ---------------------------------------------------------------------

RATE = {"indicator": "st_contribution_rate", "unit": "%"}
CITY_FIRM = {"firm": "A", "area": "431002", "year": 2007, "firm_class": "tech", "obs_status": "final"}
# For each reason: the figures, the target, what else is given, and the reason in full.
REASONS: dict[Reason, tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any], str]] = {
    Reason.NO_VALUE: ([{"year": 2006}], {"minimum": 1.0}, {}, "gdp 2007"),
    Reason.NO_YEAR_BEFORE: ([OUTPUT], GROWTH, {}, "hightech_output 2006"),
    Reason.NO_BASELINE: ([{**INTENSITY, "value": 1.0}], TWO_PERCENT, {}, "rd_intensity 2006"),
    Reason.NO_BASELINE_YEAR: ([{"value": 1.0}], {"minimum": 2.0, "due": 2008}, {}, ""),
    Reason.BEFORE_BASELINE: (
        [{"value": 1.0}],
        {"minimum": 2.0, "due": 2010, "baseline_year": 2008},
        {},
        "2007",
    ),
    Reason.NO_SECOND_INDICATOR: (
        [{**SPENDING, "year": 2006}, SPENDING, REVENUE],
        LEAD,
        {},
        "recurrent_fiscal_revenue 2006, 2007",
    ),
    Reason.NOT_CONVERTIBLE: (
        [{"value": 5.0, "unit": "count"}],
        {"minimum": 2.0},
        {},
        "count → 100 million CNY",
    ),
    Reason.NO_GROWTH_FROM: (
        [{**OUTPUT, "year": 2006, "value": 0.0}, OUTPUT],
        GROWTH,
        {},
        "hightech_output 2006",
    ),
    Reason.SEVERAL_EDITIONS: ([{"value": 5.0}, {"value": 6.0}], {"minimum": 2.0}, {}, "gdp 2007"),
    Reason.UNLIKE_RATES: (
        [
            {**RATE, "year": 2006, "value": 44.3},
            {**RATE, "value": 50.8, "source": "growth accounts 2002-2007, elasticities 0.35 and 0.65"},
        ],
        {**RATE, "unit": "percentage points", "form": "change", "minimum": 0.5},
        {},
        "st_contribution_rate 2006, 2007",
    ),
    Reason.NO_FIRMS_TABLE: ([{}], FLOOR, {}, ""),
    Reason.NO_UNITS: ([{}], {"minimum": 1.0, "scope": "each_area", "area": "430600"}, {}, "430600"),
    Reason.FIRMS_WITHOUT_FIGURES: (
        [{}],
        FLOOR,
        {
            "firms": pd.DataFrame(
                [
                    {**CITY_FIRM, "sales": 100.0, "rd_expenditure": 10.0},
                    {**CITY_FIRM, "firm": "B", "sales": 0.0, "rd_expenditure": 1.0},
                ]
            )
        },
        "1 of 1 firms, 1 without figures",
    ),
    Reason.NO_FIRMS: (
        [{}],
        FLOOR,
        {"firms": pd.DataFrame([{**CITY_FIRM, "sales": 0.0, "rd_expenditure": 1.0}])},
        "2007",
    ),
}


@pytest.mark.parametrize("reason", [*Reason])
def test_what_cannot_be_assessed_has_a_row_and_a_reason(
    observations: Maker, targets: Maker, reason: Reason
) -> None:
    figures, target, more, detail = REASONS[reason]
    verdict = judged(observations(*figures), targets(target), **more)
    assert verdict["status"] == "not_assessable"
    assert verdict["reason"] == (f"{reason}: {detail}" if detail else str(reason))


# Figures and a target, and which figure of several stands in two editions.
UNCHOSEN = {
    "the year before": (
        [{**OUTPUT, "year": 2006}, {**OUTPUT, "year": 2006}, OUTPUT],
        GROWTH,
        "hightech_output 2006",
    ),
    "the second indicator": (
        [{**SPENDING, "year": 2006}, SPENDING, {**REVENUE, "year": 2006}, REVENUE, REVENUE],
        LEAD,
        "recurrent_fiscal_revenue 2006, 2007",
    ),
    "the baseline": (
        [{**INTENSITY, "year": 2006}, {**INTENSITY, "year": 2006}, INTENSITY],
        TWO_PERCENT,
        "rd_intensity 2006",
    ),
    "an observed ratio, though its parts are there": (
        [INTENSITY, {**INTENSITY, "value": 1.1}, {"indicator": "rd_expenditure"}, {"value": 100.0}],
        {**INTENSITY, "minimum": 2.0},
        "rd_intensity 2007",
    ),
}


@pytest.mark.parametrize(("figures", "target", "named"), UNCHOSEN.values(), ids=UNCHOSEN)
def test_several_undated_editions_are_never_chosen_from(
    observations: Maker, targets: Maker, figures: list[dict[str, Any]], target: dict[str, Any], named: str
) -> None:
    verdict = judged(observations(*figures), targets(target))
    assert verdict["status"] == "not_assessable"
    assert verdict["reason"] == f"several editions, none chosen: {named}"


# Figures of which one stands in a unit that does not convert, and what the reason says.
UNITS = {
    "the year before": (
        [{**OUTPUT, "year": 2006, "unit": "count"}, OUTPUT],
        GROWTH,
        "count → 100 million CNY",
    ),
    "the baseline": ([{**INTENSITY, "year": 2006, "unit": "count"}, INTENSITY], TWO_PERCENT, "count → %"),
    "the second indicator": (
        [{**SPENDING, "year": 2006}, SPENDING, {**REVENUE, "year": 2006, "unit": "count"}, REVENUE],
        LEAD,
        "count → 100 million CNY",
    ),
    "an observed ratio, though its parts are there": (
        [{**INTENSITY, "unit": "count"}, {"indicator": "rd_expenditure"}, {"value": 100.0}],
        {**INTENSITY, "minimum": 2.0},
        "count → %",
    ),
    "points are not percent": (
        [{**INTENSITY, "unit": "percentage points"}],
        {**INTENSITY, "minimum": 2.0},
        "percentage points → %",
    ),
}


@pytest.mark.parametrize(("figures", "target", "units"), UNITS.values(), ids=UNITS)
def test_a_unit_that_does_not_convert_is_never_guessed(
    observations: Maker, targets: Maker, figures: list[dict[str, Any]], target: dict[str, Any], units: str
) -> None:
    verdict = judged(observations(*figures), targets(target))
    assert verdict["status"] == "not_assessable"
    assert verdict["reason"] == f"unit cannot be converted: {units}"


def test_a_lead_over_revenue_that_was_zero_names_the_revenue(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {**SPENDING, "year": 2006}, SPENDING, {**REVENUE, "year": 2006, "value": 0.0}, REVENUE
    )
    assert (
        judged(rows, targets(LEAD))["reason"] == "no growth from zero or less: recurrent_fiscal_revenue 2006"
    )


def test_a_value_withdrawn_by_the_newest_edition_is_missing(observations: Maker, targets: Maker) -> None:
    rows = observations({"value": 5.0, "released": "2008-01-03"}, {"value": None, "released": "2008-12-31"})
    assert judged(rows, targets({"minimum": 1.0}))["reason"] == "no value: gdp 2007"


def test_nothing_observed_leaves_every_target_with_a_row(observations: Maker) -> None:
    plan = ci.load_plan("chenzhou-2007").targets
    verdicts = ci.assess(observations().iloc[:0], plan, year=2007)
    assert len(verdicts) == 45  # 22 for the city, 11 counties, 12 governments
    assert set(verdicts["status"]) == {"not_assessable"}
    assert verdicts["reason"].notna().all()
