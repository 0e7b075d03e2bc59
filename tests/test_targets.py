"""A table of targets made by hand is judged, or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import TableError

Maker = Callable[..., pd.DataFrame]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({}, "t: has neither minimum nor maximum"),
        ({"minimum": 3.0, "maximum": 2.0}, "t: has its minimum above its maximum"),
        ({"minimum": float("inf")}, "t: has a bound that is not finite"),
        ({"form": "growth", "minimum": 30.0, "unit": "%"}, "t: growth is a fraction (30 % is 0.30)"),
        ({"form": "growth", "minimum": 30.0, "unit": "fraction"}, "t: growth is a fraction (30 % is 0.30)"),
        (
            {"form": "lead", "minimum": 0.1, "unit": "fraction", "against": "gdp"},
            "t: a lead stands in percentage points",
        ),
        (
            {"form": "lead", "minimum": 1.0, "unit": "percentage points"},
            "t: a lead needs its second indicator",
        ),
        (
            {"scope": "each_firm", "minimum": 3.0, "unit": "%"},
            "t: every firm owes it, but no firm_class is named",
        ),
        ({"minimum": 1.0, "scope": "everyone"}, "t: scope is not one of city, each_area"),
        ({"minimum": 1.0, "clause": None}, "clause is missing"),
        ({"minimum": 1.0, "form": "levels"}, "t: form is not one of level, growth"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(
    observations: Maker, targets: Maker, target: dict[str, Any], said: str
) -> None:
    with pytest.raises(TableError) as refused:
        ci.assess(observations(), targets(target), year=2007)
    assert said in str(refused.value)


def test_a_target_that_stands_twice_is_blamed_on_the_targets(observations: Maker, targets: Maker) -> None:
    with pytest.raises(TableError, match="t: stands more than once for one area"):
        ci.assess(observations(), targets({"minimum": 1.0}, {"minimum": 2.0}), year=2007)


@pytest.mark.parametrize("odd", [{"obs_status": "Illustrative"}, {"value": float("inf")}])
def test_a_figure_a_verdict_cannot_rest_on_is_refused(
    observations: Maker, targets: Maker, odd: dict[str, Any]
) -> None:
    with pytest.raises(TableError, match="gdp 431000 2007"):
        ci.assess(observations(odd), targets({"minimum": 1.0}), year=2007)


def test_only_a_level_is_counted_from_a_baseline(observations: Maker, targets: Maker) -> None:
    rows = observations({"year": 2006, "value": 400.0}, {"value": 412.0})
    growth = targets(
        {"form": "growth", "minimum": 0.3, "unit": "fraction", "due": 2010, "baseline_year": 2006}
    )
    verdict = ci.assess(rows, growth, year=2007).iloc[0]
    # 412 / 400 - 1 = 0.03; its way is not that of the level 400
    assert verdict["actual"] == pytest.approx(0.03)
    assert (verdict["status"], verdict["reason"]) == ("not_assessable", "the target states no baseline year")


def test_a_rise_that_rests_on_an_illustrative_year_before_is_illustrative(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    rise = targets(
        {
            "indicator": "firm_rd_intensity", "form": "change", "minimum": 1.0, "unit": "percentage points",
            "scope": "each_firm", "firm_class": "tech",
        }
    )  # fmt: skip
    rows = firms(
        {"year": 2006, "rd_expenditure": 10.0, "obs_status": "illustrative"},
        {"year": 2007, "rd_expenditure": 30.0, "obs_status": "final"},
    )
    verdict = ci.assess(observations(), rise, year=2007, firms=rows).iloc[0]
    assert (verdict["status"], verdict["obs_status"]) == ("met", "illustrative")


def test_the_screen_and_the_verdict_agree_on_a_strict_floor(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    floor = targets(
        {
            "indicator": "firm_rd_intensity", "minimum": 3.0, "strict": True, "unit": "%",
            "scope": "each_firm", "firm_class": "tech",
        }
    )  # fmt: skip
    # 30 / 1000 is 3 %, and not more
    assert not ci.screen_firms(firms(), floor)["meets_floor"].iloc[0]
    assert ci.assess(observations(), floor, year=2007, firms=firms()).iloc[0]["actual"] == 0
