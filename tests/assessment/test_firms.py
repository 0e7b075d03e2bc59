"""Firms against their R&D floors, firm by firm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError

Maker = Callable[..., pd.DataFrame]
PLAN = ci.load_plan("chenzhou-2007").targets


def screen(firms: pd.DataFrame) -> pd.DataFrame:
    return ci.screen_firms(firms, PLAN)


# The floors are 3 % for tech firms and 5 % for high-tech ones (clause 2.1); sales are 1000.
@pytest.mark.parametrize(
    ("firm_class", "rd", "meets"),
    [("tech", 30.0, True), ("tech", 29.9, False), ("high_tech", 50.0, True), ("high_tech", 49.9, False)],
)
def test_a_firm_keeps_the_floor_of_its_class_or_does_not(
    firms: Maker, firm_class: str, rd: float, meets: bool
) -> None:
    row = screen(firms({"firm_class": firm_class, "rd_expenditure": rd})).iloc[0]
    assert row["meets_floor"] == meets
    assert row["eligible"] == meets
    assert row["required"] == {"tech": 3, "high_tech": 5}[firm_class]
    assert row["rd_intensity"] == pytest.approx(rd / 10)  # 100 * rd / 1000


# R&D of 20 in 1000 is 2 %; a rise of one point is asked (clause 5.1).
@pytest.mark.parametrize(("rd", "meets"), [(30.0, True), (29.9, False), (31.0, True)])
def test_a_rise_is_taken_against_the_year_before(firms: Maker, rd: float, meets: bool) -> None:
    rows = firms({"year": 2006, "rd_expenditure": 20.0}, {"rd_expenditure": rd})
    row = screen(rows).iloc[1]
    assert row["intensity_rise_pp"] == pytest.approx(rd / 10 - 2)
    assert row["meets_rise"] == meets


def test_a_rise_is_never_taken_against_an_earlier_row_than_the_year_before(firms: Maker) -> None:
    row = screen(firms({"year": 2005, "rd_expenditure": 1.0}, {"rd_expenditure": 90.0})).iloc[1]
    assert pd.isna(row["intensity_rise_pp"])
    assert pd.isna(row["meets_rise"])
    assert row["reason"] == "no figures for the year before"


def test_a_rise_of_one_point_is_met_though_not_exact_in_binary(firms: Maker) -> None:
    # 4.1 - 3.1 is 0.9999999999999996 in binary.
    rows = firms({"year": 2006, "rd_expenditure": 31.0}, {"rd_expenditure": 41.0})
    assert screen(rows)["meets_rise"].iloc[1]


# What is wrong with a firm's figures, and the reason given.
@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ({"sales": None}, "no sales figure"),
        ({"sales": 0.0}, "no sales"),
        ({"sales": -1.0}, "negative sales"),
        ({"rd_expenditure": None}, "no R&D figure"),
        ({"rd_expenditure": -1.0}, "negative R&D"),
    ],
)
def test_a_firm_without_figures_is_not_eligible_and_not_counted_as_failed(
    firms: Maker, cell: dict[str, Any], reason: str
) -> None:
    row = screen(firms(cell)).iloc[0]
    assert pd.isna(row["meets_floor"])
    assert not row["eligible"]
    assert row["reason"] == f"{reason}; no figures for the year before"


def test_a_firm_below_the_floor_is_not_eligible_and_told_so(firms: Maker) -> None:
    rows = firms({"year": 2006, "rd_expenditure": 10.0}, {"rd_expenditure": 25.0})
    assert screen(rows)["reason"].iloc[1] == "below the floor"


def test_a_firm_that_keeps_everything_has_no_reason(firms: Maker) -> None:
    rows = firms({"year": 2006, "rd_expenditure": 20.0}, {"rd_expenditure": 35.0})
    assert pd.isna(screen(rows)["reason"].iloc[1])


def test_a_class_without_a_floor_is_said_to_have_none(firms: Maker) -> None:
    only_tech = PLAN[PLAN["target"] == "tech_firm_rd_intensity"]
    row = ci.screen_firms(firms({"firm_class": "high_tech"}), only_tech).iloc[0]
    assert pd.isna(row["meets_floor"])
    assert row["reason"] == "no floor for the class"


def test_a_floor_stated_as_a_fraction_is_the_same_floor(firms: Maker, targets: Maker) -> None:
    floor = targets(
        {"indicator": "firm_rd_intensity", "minimum": 0.03, "unit": "fraction"},
        scope="each_firm",
        firm_class="tech",
    )
    rows = firms({"firm": "A", "rd_expenditure": 30.0}, {"firm": "B", "rd_expenditure": 29.0})
    screened = ci.screen_firms(rows, floor)
    assert screened["required"].tolist() == pytest.approx([3.0, 3.0])
    assert screened["meets_floor"].tolist() == [True, False]


def test_of_several_floors_the_highest_decides_on_public_money(firms: Maker, targets: Maker) -> None:
    floors = targets(
        {"target": "low", "minimum": 3.0}, {"target": "high", "minimum": 4.0},
        indicator="firm_rd_intensity", unit="%", scope="each_firm", firm_class="tech",
    )  # fmt: skip
    assert ci.screen_firms(firms(), floors)["required"].tolist() == [4.0]


def test_rows_keep_their_order_and_index(firms: Maker) -> None:
    rows = firms({"firm": "B"}, {"firm": "A"}, {"firm": "A", "year": 2006})
    for index in (["x", "y", "z"], [1, 1, 1]):
        screened = screen(rows.set_index(pd.Index(index)))
        assert screened.index.tolist() == index
        assert screened["firm"].tolist() == ["B", "A", "A"]
        assert screened["intensity_rise_pp"].isna().tolist() == [True, False, True]


def test_a_firm_that_stands_twice_in_a_year_is_refused(firms: Maker) -> None:
    rows = firms({}, {}, {"firm": "B"}, {"firm": "B", "year": 2006})
    with pytest.raises(TableError, match="more than once in a year") as refused:
        screen(rows)
    assert refused.value.problems == ("A in 2007",)


def test_targets_that_no_firm_owes_are_refused(firms: Maker, targets: Maker) -> None:
    with pytest.raises(ArgumentError, match="none has scope each_firm"):
        ci.screen_firms(firms(), targets({"minimum": 1.0}))


def test_an_unknown_class_is_refused(firms: Maker) -> None:
    with pytest.raises(TableError, match="firm_class: must be one of tech, high_tech; it holds:\n  - big"):
        screen(firms({"firm_class": "big"}))
