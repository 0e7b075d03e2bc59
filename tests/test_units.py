"""What converts into what, and what never does."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.catalog import unit_table
from chenzhou_indicators.errors import UnitError
from chenzhou_indicators.units import convert, convertible, in_unit, target_unit

UNITS = unit_table()

# 1 亿 is 10^8, 1 万 is 10^4. Yizhang's GDP of 2007 was published as 641117 万元 (the county's bulletin).
KNOWN = [
    (641117.0, "10 000 CNY", "100 million CNY", 64.1117),
    (64.1117, "100 million CNY", "10 000 CNY", 641117.0),
    (1300.0, "10 000 CNY", "million CNY", 13.0),  # 13 million yuan, the promise of 2010
    (2.5, "1 000 CNY", "CNY", 2500.0),
    (466.39, "10 000 persons", "persons", 4663900.0),
    (0.3, "fraction", "%", 30.0),
    (0.92, "%", "fraction", 0.0092),
    (400.0, "count", "count", 400.0),
]


@pytest.mark.parametrize(("value", "unit", "into", "expected"), KNOWN)
def test_a_known_value_converts(value: float, unit: str, into: str, expected: float) -> None:
    assert convert(pd.Series([value]), pd.Series([unit]), into).tolist() == pytest.approx(
        [expected], rel=1e-15
    )


def test_decimal_figures_stay_exact() -> None:
    # 70625775 万元 is 7062.5775 亿元, digit by digit (R&D of China in 2010, yearbook).
    assert convert(pd.Series([70625775.0]), pd.Series(["10 000 CNY"]), "100 million CNY").tolist() == [
        7062.5775
    ]


@pytest.mark.parametrize("unit", UNITS["unit"])
def test_a_value_already_in_the_unit_is_untouched(unit: str) -> None:
    assert convert(pd.Series([0.1]), pd.Series([unit]), unit).tolist() == [0.1]


@pytest.mark.parametrize("into", UNITS["unit"])
def test_units_convert_within_their_dimension_and_never_across(into: str) -> None:
    dimension = UNITS.set_index("unit")["dimension"]
    assert convertible(UNITS["unit"], into).tolist() == (dimension == dimension[into]).tolist()


@pytest.mark.parametrize(
    ("unit", "into"),
    [
        ("count", "100 million CNY"),
        ("%", "percentage points"),
        ("persons", "count"),
        ("CNY", "CNY per person"),
    ],
)
def test_what_is_of_another_dimension_is_refused(unit: str, into: str) -> None:
    with pytest.raises(UnitError, match=f"Not convertible into {into}:\n  - {unit}"):
        convert(pd.Series([1.0]), pd.Series([unit]), into)


def test_an_unknown_unit_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnitError, match=r"persns \(did you mean persons\?\)"):
        convert(pd.Series([1.0]), pd.Series(["persns"]), "persons")


def test_every_unit_that_does_not_convert_is_listed_once() -> None:
    units = pd.Series(["count", "tonnes", "count", "CNY"])
    with pytest.raises(UnitError) as refused:
        convert(pd.Series([1.0] * 4), units, "CNY")
    assert refused.value.problems == ("count", "tonnes")


def test_a_missing_unit_converts_into_nothing() -> None:
    units = pd.Series([None, "CNY"], dtype="str")
    assert convertible(units, "CNY").tolist() == [False, True]
    assert in_unit(pd.Series([1.0, 1.0]), units, "CNY").isna().tolist() == [True, False]


def test_each_value_may_be_wanted_in_a_unit_of_its_own() -> None:
    values = in_unit(
        pd.Series([1.0, 1.0, 1.0], index=[5, 3, 5]),
        pd.Series(["100 million CNY", "fraction", "count"], index=[5, 3, 5]),
        pd.Series(["10 000 CNY", "%", "%"], index=[5, 3, 5]),
    )
    assert values.index.tolist() == [5, 3, 5]
    assert values.fillna(-1).tolist() == [10_000, 100, -1]


def test_labels_that_stand_several_times_do_no_harm() -> None:
    values = in_unit(
        pd.Series([1.0, 2.0, 3.0], index=["a", "a", "a"]),
        pd.Series(["100 million CNY", "10 000 CNY", "count"], index=["a", "a", "a"]),
        "10 000 CNY",
    )
    assert values.index.tolist() == ["a", "a", "a"]
    assert values.fillna(-1).tolist() == [10_000, 2, -1]


@pytest.mark.parametrize(
    ("form", "indicator", "unit"),
    [
        ("level", "gdp", "100 million CNY"),
        ("growth", "gdp", "fraction"),
        ("lead", "gdp", "percentage points"),
        ("change", "gdp", "100 million CNY"),
        ("change", "rd_intensity", "percentage points"),
        ("level", "rd_intensity", "%"),
    ],
)
def test_the_unit_of_bounds_follows_from_form_and_indicator(form: str, indicator: str, unit: str) -> None:
    measured = ci.load_indicators().set_index("indicator").loc[indicator, "unit"]
    assert target_unit(form, measured) == unit
