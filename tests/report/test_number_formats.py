"""Numbers in the form of their unit."""

from __future__ import annotations

import pytest

from chenzhou_indicators.catalog import unit_table
from chenzhou_indicators.report.cells import held, text_width
from chenzhou_indicators.report.number_formats import column_pattern, number_pattern, row_patterns

NONE = float("nan")


@pytest.mark.parametrize("unit", unit_table()["unit"])
def test_every_unit_has_a_form_with_its_usual_decimals(unit):
    shown = row_patterns({"actual": [3.0]}, [unit], "en")["actual"]
    whole = {"count": "#,##0", "persons": "#,##0", "milestone": '"done";"not done";"not done"'}
    percents = {"%": '0.00"%"', "fraction": "0.0%", "percentage points": '0.00" pp"'}
    assert shown == [{**whole, **percents}.get(unit, "#,##0.00")]


def test_a_unit_that_is_not_known_is_a_plain_number():
    assert row_patterns({"actual": [3.0]}, ["light years"])["actual"] == ["#,##0.00"]


# What each row shows would read alike, or like zero, with the usual decimals.
APART = [
    ([1.9996, 2.0], "%", '0.0000"%"'),  # 2.000 with three
    ([1.995, 2.0], "%", '0.000"%"'),  # half of the last place goes up: 2.00 with two
    ([0.2996, 0.3], "fraction", "0.00%"),  # 30.0 % with one
    ([0.001], "100 million CNY", "#,##0.000"),
    ([2.5], "count", "#,##0.00"),
    ([0.5, 0.5 + 1e-16], "%", '0.00"%"'),  # noise of reckoning is no difference
    ([1e-20, 2.0], "%", '0.00"%"'),
    ([NONE, float("inf")], "%", '0.00"%"'),
]


@pytest.mark.parametrize(("numbers", "unit", "shown"), APART, ids=str)
def test_numbers_of_a_row_are_told_apart(numbers, unit, shown):
    columns = {f"bound_{n}": [number] for n, number in enumerate(numbers)}
    assert row_patterns(columns, [unit])["bound_0"] == [shown]


def test_a_difference_of_percentages_is_in_points():
    assert number_pattern("%", 2, "zh", difference=True) == '0.00" 个百分点"'
    assert row_patterns({"gap": [-0.5]}, ["%"], "en")["gap"] == ['0.00" pp"']


def test_a_milestone_missed_by_one_is_no_milestone():
    assert row_patterns({"gap": [-1.0]}, ["milestone"])["gap"] == ["#,##0"]


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("attainment", 0.8, "0.0%"),
        ("attainment", 0.9996, "0.00%"),  # 100.0 % with one
        ("probability", 0.0009, "0.0%"),
        ("probability", 0.0004, "0.00%"),  # 0.0 % with one
        ("year", 2007, "0"),
        ("baseline_year", 2006, "0"),
        ("due", 2010, "0"),
        ("year_reached", 2017, "0"),
        ("rank", 3, "#,##0"),
        ("rank_median", 2.5, "#,##0.0"),
        ("score", 98.256, "#,##0.00"),
        ("residual", 0.0579, "#,##0.0000"),
    ],
)
def test_a_column_of_one_unit_has_its_form(code, value, shown):
    assert column_pattern(code, value) == shown


def test_a_text_is_cut_between_characters():
    cut = held("a" + "\U0001f600" * 20_000)  # each takes two units, and the last would be halved
    assert cut == "a" + "\U0001f600" * 16_382 + "…"
    assert len(cut.encode("utf-16-le")) <= 2 * 32_767


def test_what_no_file_can_hold_is_replaced():
    assert held("a\x00b\ud800c\ufffe\x85d") == "a\ufffdb\ufffdc\ufffd\ufffdd"


def test_full_width_signs_are_as_wide_as_characters():
    assert text_width("（2007年）") == 2 + 4 + 2 + 2
