"""Broken-down targets as a table, and beside what the whole owes."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.report.breakdown import beside_whole, breakdown_table
from chenzhou_indicators.report.scorecard import write_table

PAIR = pd.Series({"431002": 1.0, "431003": 2.0})


def test_the_table_has_the_columns_of_targets_and_two_of_names(targets):
    parts = ci.break_down(targets({"minimum": 9.0}), PAIR)
    table = breakdown_table(parts, lang="zh")
    assert [name for name in table.columns if name not in parts] == ["indicator_name", "area_name"]
    assert table["indicator_name"].tolist() == ["地区生产总值"] * 2
    assert table["area_name"].tolist() == ["北湖区", "苏仙区"]
    assert breakdown_table(parts, lang="en")["area_name"].tolist() == ["Beihu District", "Suxian District"]
    pd.testing.assert_frame_equal(table[[*parts.columns]], parts)


def test_what_is_read_back_adds_up_as_before(targets, tmp_path):
    rows = targets({"minimum": 10.0, "baseline_year": 2006}, {"target": "u", "minimum": 7.0})
    parts = ci.break_down(rows, PAIR)
    write_table(breakdown_table(parts), tmp_path / "t.csv")
    read = pd.read_csv(tmp_path / "t.csv", dtype={"area": "str", "clause": "str", "plan": "str"})
    assert ci.add_up(read)["minimum"].tolist() == pytest.approx([10.0, 7.0], rel=1e-9)
    columns = [name for name in parts.columns if name != "minimum"]
    pd.testing.assert_frame_equal(ci.add_up(read)[columns], ci.add_up(parts)[columns])


# More than 400 is 401 in whole numbers; one and two thirds of 9 make 9 again; growth is asked of all alike.
def test_what_the_areas_make_stands_beside_what_the_whole_owes(targets):
    counted = {"indicator": "patent_applications", "unit": "count", "minimum": 400.0, "strict": True}
    growing = {"target": "g", "form": "growth", "unit": "fraction", "minimum": 0.3}
    rows = targets({"target": "c", **counted}, growing, {"target": "m", "minimum": 9.0})
    beside = beside_whole(ci.break_down(rows, PAIR), rows).set_index("target")
    assert beside["minimum_sum"].to_dict() == pytest.approx({"c": 401.0, "g": 0.3, "m": 9.0})
    assert beside["exact"].to_dict() == {"c": False, "g": True, "m": True}
    assert beside["alike"].to_dict() == {"c": False, "g": True, "m": False}
    assert beside["strict_sum"].to_dict() == {"c": False, "g": False, "m": False}


def test_targets_that_were_not_divided_stand_on_neither_side(targets):
    rows = targets({"minimum": 9.0}, {"target": "u", "minimum": 2.0, "scope": "each_area"})
    assert beside_whole(ci.break_down(rows, PAIR), rows)["target"].tolist() == ["t"]


# The two districts make the city, which is not the province.
def test_areas_that_make_another_area_are_not_exact(targets):
    rows = targets({"minimum": 9.0, "area": "430000"})
    beside = beside_whole(ci.break_down(rows, PAIR), rows)
    assert beside[["area", "area_sum", "minimum_sum", "exact"]].to_numpy().tolist() == [
        ["430000", "431000", 9.0, False]
    ]


def test_parts_that_were_tampered_with_are_not_exact(targets):
    rows = targets({"minimum": 9.0})
    parts = ci.break_down(rows, PAIR)
    beside = beside_whole(parts.assign(minimum=[3.0, 5.0]), rows)
    assert beside[["minimum_sum", "exact"]].to_numpy().tolist() == [[8.0, False]]
