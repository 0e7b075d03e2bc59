"""Growth of flows and stocks from year to year, and on average over several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError, UnitError, UnknownNameError
from chenzhou_indicators.indicators.growth import relative_change

Maker = Callable[..., pd.DataFrame]

# --- from year to year ---------------------------------------------------------------------------


def test_growth_is_the_change_over_the_year_before(observations: Maker) -> None:
    rows = observations({"year": 2006, "value": 62.5}, {"value": 77.5}, indicator="hightech_output")
    growth = ci.yearly_growth(rows, "hightech_output")
    assert growth["year"].tolist() == [2006, 2007]
    # (77.5 - 62.5) / 62.5 = 15 / 62.5 = 0.24; nothing stands before 2006.
    assert growth["growth"].isna().tolist() == [True, False]
    assert growth["growth"].iloc[1] == pytest.approx(0.24, rel=1e-12)


def test_growth_is_ordered_by_area_and_year_with_a_fresh_index(observations: Maker) -> None:
    rows = observations({"area": "431002"}, {"year": 2006}, {}, {"year": 2005}).iloc[[2, 0, 3, 1]]
    growth = ci.yearly_growth(rows, "gdp")
    keys = list(growth[["area", "year"]].itertuples(index=False, name=None))
    assert keys == [("431000", 2005), ("431000", 2006), ("431000", 2007), ("431002", 2007)]
    assert growth.index.tolist() == [0, 1, 2, 3]


def test_units_may_differ_between_the_years(observations: Maker) -> None:
    rows = observations(
        {"year": 2006, "value": 301006.0, "unit": "10 000 CNY"},  # 30.1006 of 100 million yuan
        {"value": 34.1},
        indicator="general_budget_revenue",
    )
    growth = ci.yearly_growth(rows, "general_budget_revenue")["growth"].iloc[1]
    assert growth == pytest.approx(34.1 / 30.1006 - 1, rel=1e-12)


def test_a_gap_in_the_years_leaves_the_year_after_it_missing(observations: Maker) -> None:
    rows = observations({"year": 2004, "value": 1.0}, {"year": 2006, "value": 2.0}, {"value": 3.0})
    growth = ci.yearly_growth(rows, "gdp")["growth"]
    assert growth.isna().tolist() == [True, True, False]
    assert growth.iloc[2] == 0.5  # 3 over 2


@pytest.mark.parametrize("base", [0.0, -5.0, None])
def test_nothing_grows_from_zero_or_less_or_from_what_is_missing(observations: Maker, base: Any) -> None:
    rows = observations({"year": 2006, "value": base}, {"value": 3.0})
    assert ci.yearly_growth(rows, "gdp")["growth"].isna().all()


def test_a_fall_to_zero_is_a_growth_of_minus_one(observations: Maker) -> None:
    rows = observations({"year": 2006, "value": 4.0}, {"value": 0.0})
    assert ci.yearly_growth(rows, "gdp")["growth"].iloc[1] == -1.0


def test_an_indicator_without_observations_has_an_empty_growth(observations: Maker) -> None:
    assert ci.yearly_growth(observations(), "patent_applications").empty


@pytest.mark.parametrize(
    ("indicator", "kind"),
    [("rd_intensity", "ratio"), ("cpi", "index"), ("provincial_major_project", "milestone")],
)
def test_the_growth_of_what_does_not_grow_is_refused(observations: Maker, indicator: str, kind: str) -> None:
    with pytest.raises(ArgumentError, match=f"{indicator} is of kind {kind}; only flows and stocks grow"):
        ci.yearly_growth(observations(), indicator)


def test_an_unknown_indicator_is_refused_with_the_nearest_one(observations: Maker) -> None:
    with pytest.raises(UnknownNameError, match=r"catalogue:\n  - gpd \(did you mean gdp\?\)"):
        ci.yearly_growth(observations(), "gpd")


def test_an_indicator_called_by_its_name_is_refused_with_its_code(observations: Maker) -> None:
    with pytest.raises(UnknownNameError, match=r"  - 地区生产总值 \(did you mean gdp\?\)$"):
        ci.yearly_growth(observations(), "地区生产总值")
    with pytest.raises(ArgumentError, match="indicator is 7; a code is text"):
        ci.yearly_growth(observations(), 7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"value": float("inf")}, "column value: inf in rows 1 is infinite value"),
        ({"obs_status": "guessed"}, "column obs_status: 'guessed' in rows 1 is not one of final, "),
    ],
)
def test_a_figure_that_is_infinite_or_of_no_known_status_is_refused(
    observations: Maker, odd: dict[str, Any], says: str
) -> None:
    rows = observations({"year": 2006}, odd, {"indicator": "rd_expenditure"})
    with pytest.raises(TableError, match=says):
        ci.yearly_growth(rows, "gdp")
    # Other indicators are of no concern.
    assert len(ci.yearly_growth(rows, "rd_expenditure")) == 1


def test_several_editions_of_a_figure_are_refused(observations: Maker) -> None:
    rows = observations(
        {"value": 659.0, "released": "2008-01-03"}, {"value": 650.5, "released": "2008-12-31"}
    )
    with pytest.raises(EditionError, match=r"gdp 431000 2007: 659 \(2008-01-03\), 650\.5 \(2008-12-31\)"):
        ci.yearly_growth(rows, "gdp")


def test_editions_of_other_indicators_are_none_of_its_business(observations: Maker) -> None:
    rows = observations({}, {}, {"indicator": "rd_expenditure"})
    assert len(ci.yearly_growth(rows, "rd_expenditure")) == 1


def test_a_unit_that_does_not_convert_is_refused(observations: Maker) -> None:
    with pytest.raises(
        UnitError, match=r"correct the unit:\n  - gdp 431000 2007: count into 100 million CNY$"
    ):
        ci.yearly_growth(observations(unit="count"), "gdp")


def test_what_is_no_table_of_observations_is_refused(observations: Maker) -> None:
    with pytest.raises(TableError, match="no column unit"):
        ci.yearly_growth(observations().drop(columns="unit"), "gdp")


# --- on average ----------------------------------------------------------------------------------


# The level method, by hand: the n-th root of end over start, less one.
@pytest.mark.parametrize(
    ("start", "end", "years", "expected"),
    [
        (100.0, 121.0, 2, 0.10),  # sqrt(1.21) = 1.1
        (100.0, 133.1, 3, 0.10),  # 1.1^3 = 1.331
        (50.0, 50.0, 7, 0.0),
        (8.0, 1.0, 3, -0.5),  # cube root of 1/8
        (5.0, 0.0, 4, -1.0),
        (100.0, 110.0, 0.5, 0.21),  # half a year: 1.1^2 = 1.21
    ],
)
def test_a_known_average_growth(start: float, end: float, years: float, expected: float) -> None:
    assert ci.average_growth(start, end, years) == pytest.approx(expected, abs=1e-12)


def test_national_rd_grew_by_23_7_percent_a_year_from_1999_to_2006() -> None:
    # 678.9 (S&T Statistics Data Book 2005) to 3003.1 (China Statistical Yearbook 2007), 100 million yuan:
    # ln(3003.1 / 678.9) / 7 = ln(4.42348) / 7 = 1.486927 / 7 = 0.212418; exp - 1 = 0.23666.
    assert ci.average_growth(678.9, 3003.1, 7) == pytest.approx(0.23666, abs=1e-5)


def test_series_give_a_series_on_their_index() -> None:
    index = pd.Index(["431002", "431003", "431021"])
    start = pd.Series([100.0, 100.0, None], index=index)
    end = pd.Series([121.0, 81.0, 100.0], index=index)
    growth = ci.average_growth(start, end, 2)
    assert growth.index.equals(index)
    assert growth.iloc[:2].tolist() == pytest.approx([0.1, -0.1], abs=1e-12)
    assert growth.isna().tolist() == [False, False, True]


def test_one_end_may_be_a_number_for_all() -> None:
    growth = ci.average_growth(pd.Series([100.0, 50.0]), 200.0, pd.Series([1.0, 2.0]))
    assert growth.tolist() == pytest.approx([1.0, 1.0], abs=1e-12)  # 200/100; sqrt(200/50) = 2


@pytest.mark.parametrize(
    ("start", "end", "years", "said"),
    [
        (0, 1, 7, "start must be above zero; it is 0"),
        (-3.5, 1, 7, r"start must be above zero; it is -3\.5"),
        (1, -1, 7, "end must be zero or more; it is -1"),
        (1, 1, 0, "years must be above zero; it is 0"),
    ],
)
def test_a_number_outside_its_range_is_refused(start: float, end: float, years: float, said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        ci.average_growth(start, end, years)


def test_every_place_of_a_series_outside_its_range_is_listed() -> None:
    start = pd.Series([0.0, 1.0, -1.0], index=["431002", "431003", "431021"])
    with pytest.raises(ArgumentError, match="start must be above zero; it is not at:") as refused:
        ci.average_growth(start, start.abs(), 2)
    assert refused.value.problems == ("431002: 0.0", "431021: -1.0")


def test_series_that_do_not_share_an_index_are_refused() -> None:
    with pytest.raises(ArgumentError, match=r"do not share one index; align them first: \.align\(\)"):
        ci.average_growth(pd.Series([1.0], index=["a"]), pd.Series([2.0], index=["b"]), 2)


def test_relative_change_keeps_the_index() -> None:
    change = relative_change(pd.Series([3.0, 1.0], index=[9, 9]), pd.Series([2.0, 0.0], index=[9, 9]))
    assert change.index.tolist() == [9, 9]
    assert change.fillna(-9).tolist() == [0.5, -9]


@pytest.mark.parametrize("odd", [None, "100", [100.0, 50.0]])
def test_what_is_no_number_is_refused_in_words(odd: object) -> None:
    with pytest.raises(ArgumentError, match="are numbers or Series"):
        ci.average_growth(odd, 121, 2)  # type: ignore[call-overload]


def test_a_unit_that_is_unknown_is_named_with_its_place_and_the_nearest(observations: Maker) -> None:
    rows = observations({"year": 2006}, {"unit": "100 milion CNY"})
    said = r"  - gdp 431000 2007: 100 milion CNY \(did you mean 100 million CNY\?\) into 100 million CNY$"
    with pytest.raises(UnitError, match=said):
        ci.yearly_growth(rows, "gdp")
