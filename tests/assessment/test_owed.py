"""Who owes a promise: an area, each of its units, each government, each firm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from promises import FLOOR, judged

import chenzhou_indicators as ci
from chenzhou_indicators.errors import TableError

Maker = Callable[..., pd.DataFrame]
Frame = pd.DataFrame


# --- who owes ------------------------------------------------------------------------------------

MEETINGS = {"indicator": "government_st_meetings", "unit": "count", "minimum": 2.0}
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()


def test_every_county_owes_what_each_area_owes(observations: Maker, targets: Maker) -> None:
    verdicts = ci.assess(observations(), targets({**MEETINGS, "scope": "each_area"}), year=2007)
    assert verdicts["area"].tolist() == COUNTIES


def test_twelve_governments_owe_what_each_government_owes(observations: Maker, targets: Maker) -> None:
    verdicts = ci.assess(observations(), targets({**MEETINGS, "scope": "each_government"}), year=2007)
    assert verdicts["area"].tolist() == ["431000", *COUNTIES]


@pytest.mark.parametrize("scope", ["city", "each_area", "each_government"])
def test_a_county_owes_for_itself_once(observations: Maker, targets: Maker, scope: str) -> None:
    verdicts = ci.assess(observations(), targets({**MEETINGS, "scope": scope, "area": "431003"}), year=2007)
    assert verdicts["area"].tolist() == ["431003"]


def test_each_owing_area_is_judged_on_its_own_figure(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {"area": "431000", "value": 4.0},
        {"area": "431002", "value": 1.0},
        indicator="government_st_meetings",
        unit="count",
    )
    verdicts = ci.assess(rows, targets({**MEETINGS, "scope": "each_government"}), year=2007)
    status = verdicts.set_index("area")["status"]
    assert status[["431000", "431002", "431003"]].tolist() == ["met", "missed", "not_assessable"]


def test_an_area_without_known_units_has_a_row_that_says_so(observations: Maker, targets: Maker) -> None:
    target = targets({**MEETINGS, "scope": "each_area", "area": "430600"})
    verdict = judged(observations({**MEETINGS, "area": "430600", "value": 3.0}), target)
    assert (verdict["area"], verdict["status"]) == ("430600", "not_assessable")
    assert verdict["reason"] == "no county-level unit known: 430600"


def test_every_government_inside_a_province_owes_what_each_government_owes(
    observations: Maker, targets: Maker
) -> None:
    target = targets({**MEETINGS, "scope": "each_government", "area": "430000"})
    areas = ci.assess(observations(), target, year=2007)["area"].tolist()
    # the province, its two cities, eleven counties; no parks
    assert areas[:3] == ["430000", "430600", "431000"]
    assert len(areas) == 1 + 2 + 11


def test_an_area_that_owes_a_target_by_name_and_by_scope_is_refused(
    observations: Maker, targets: Maker
) -> None:
    rows = targets({**MEETINGS, "scope": "each_area"}, {**MEETINGS, "area": "431002"})
    with pytest.raises(TableError, match=r"owes twice.*\n  - t in 431002"):
        ci.assess(observations(), rows, year=2007)


def test_another_area_tree_may_be_given(observations: Maker, targets: Maker) -> None:
    tree = pd.DataFrame(
        {"area": ["X", "Y", "Z"], "level": ["city", "county", "county"], "parent": [None, "X", "X"]}
    )
    target = targets({**MEETINGS, "scope": "each_government", "area": "X"})
    assert ci.assess(observations(), target, year=2007, areas=tree)["area"].tolist() == ["X", "Y", "Z"]


def test_rows_come_in_the_order_of_the_targets_then_of_the_area_tree(
    observations: Maker, targets: Maker
) -> None:
    rows = targets(
        {**MEETINGS, "target": "b", "scope": "each_area"},
        {**FLOOR, "target": "c"},
        {**MEETINGS, "target": "a"},
    )
    verdicts = ci.assess(observations(), rows, year=2007)
    assert verdicts["target"].tolist() == ["b"] * 11 + ["c", "a"]
    assert verdicts["area"].tolist() == [*COUNTIES, "431000", "431000"]
    assert verdicts.index.tolist() == list(range(13))


# --- firms ---------------------------------------------------------------------------------------


@pytest.fixture
def fifty_two(firms: Maker) -> pd.DataFrame:
    """Make 52 tech firms of which 37 put 3 % of sales into R&D and 15 put 2 %."""
    shares = [30.0] * 37 + [20.0] * 15
    return firms(*({"firm": f"F{n}", "rd_expenditure": rd} for n, rd in enumerate(shares)))


def test_a_promise_of_every_firm_counts_those_that_keep_it(
    observations: Maker, targets: Maker, fifty_two: pd.DataFrame
) -> None:
    verdict = judged(observations(), targets(FLOOR), firms=fifty_two)
    assert verdict["reason"] == "37 of 52 firms"
    assert verdict[["actual", "required"]].tolist() == [pytest.approx(37 / 52), 1.0]
    assert verdict["attainment"] == pytest.approx(37 / 52)
    assert verdict["unit"] == "fraction"
    assert verdict["status"] == "missed"


def test_firms_without_figures_are_counted_apart(
    observations: Maker, targets: Maker, fifty_two: pd.DataFrame, firms: Maker
) -> None:
    silent = firms(
        {"firm": "S1", "sales": None}, {"firm": "S2", "rd_expenditure": None}, {"firm": "S3", "sales": 0.0}
    )
    verdict = judged(observations(), targets(FLOOR), firms=pd.concat([fifty_two, silent]))
    assert verdict["reason"] == "37 of 52 firms, 3 without figures"
    assert verdict["actual"] == pytest.approx(37 / 52)


def test_when_all_firms_keep_it_the_promise_is_met(observations: Maker, targets: Maker, firms: Maker) -> None:
    verdict = judged(observations(), targets(FLOOR), firms=firms({"firm": "A"}, {"firm": "B"}))
    assert (verdict["status"], verdict["reason"]) == ("met", "2 of 2 firms")


def test_a_firm_without_figures_leaves_a_perfect_share_open(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    verdict = judged(observations(), targets(FLOOR), firms=firms({"firm": "A"}, {"firm": "B", "sales": None}))
    assert (verdict["status"], verdict["reason"]) == (
        "not_assessable",
        "some firms have no figures: 1 of 1 firms, 1 without figures",
    )


def test_only_firms_of_the_class_the_area_and_the_year_count(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    rows = firms(
        {"firm": "A"},
        {"firm": "B", "firm_class": "high_tech", "rd_expenditure": 1.0},
        {"firm": "C", "area": "430600", "rd_expenditure": 1.0},
        {"firm": "D", "year": 2006, "rd_expenditure": 1.0},
    )
    assert judged(observations(), targets(FLOOR), firms=rows)["reason"] == "1 of 1 firms"


def test_a_firm_in_a_park_counts_for_its_county_and_its_city(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    both = targets({**FLOOR, "area": "431003"}, {**FLOOR, "target": "city"})
    verdicts = ci.assess(observations(), both, year=2007, firms=firms({"area": "431003-P2"}))
    assert verdicts["reason"].tolist() == ["1 of 1 firms", "1 of 1 firms"]


def test_a_rise_of_firms_is_judged_on_those_with_a_year_before(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    rows = firms(
        {"firm": "A", "year": 2006, "rd_expenditure": 20.0}, {"firm": "A", "rd_expenditure": 30.0},  # +1
        {"firm": "B", "year": 2006, "rd_expenditure": 20.0}, {"firm": "B", "rd_expenditure": 29.0},  # +0.9
        {"firm": "C", "rd_expenditure": 50.0},  # no year before
    )  # fmt: skip
    rise = {**FLOOR, "form": "change", "minimum": 1.0, "unit": "percentage points"}
    verdict = judged(observations(), targets(rise), firms=rows)
    assert verdict["reason"] == "1 of 2 firms, 1 without figures"


def test_two_floors_for_one_class_are_judged_each_by_its_own_bound(
    observations: Maker, targets: Maker, firms: Maker
) -> None:
    floors = targets({**FLOOR, "target": "low"}, {**FLOOR, "target": "high", "minimum": 4.0})
    verdicts = ci.assess(observations(), floors, year=2007, firms=firms({"rd_expenditure": 35.0}))  # 3.5 %
    assert verdicts["status"].tolist() == ["met", "missed"]


# R&D of 30 in 1000 is 3 %, which is not more than 3 %, and is 0.03.
@pytest.mark.parametrize(
    ("bound", "reason"),
    [
        ({"strict": True}, "0 of 1 firms"),
        ({"minimum": 0.03, "unit": "fraction"}, "1 of 1 firms"),
        ({"minimum": 0.031, "unit": "fraction"}, "0 of 1 firms"),
        ({"minimum": None, "maximum": 2.0}, "0 of 1 firms"),
        ({"unit": "count"}, "unit cannot be converted: count → %"),
    ],
)
def test_a_bound_of_firms_is_read_as_any_other(
    observations: Maker, targets: Maker, firms: Maker, bound: dict[str, Any], reason: str
) -> None:
    assert judged(observations(), targets({**FLOOR, **bound}), firms=firms())["reason"] == reason


def test_before_the_due_year_firms_have_no_line_to_be_held_against(
    observations: Maker, targets: Maker, fifty_two: pd.DataFrame
) -> None:
    verdict = judged(observations(), targets({**FLOOR, "due": 2008}), firms=fifty_two)
    assert verdict["status"] == "not_assessable"
    assert verdict["reason"] == "the target states no baseline year: 37 of 52 firms"
