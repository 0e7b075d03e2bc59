"""What a path of R&D over GDP costs: known values, years assumed, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError, UnitError
from chenzhou_indicators.schemas import Spending

Maker = Callable[..., pd.DataFrame]

NAN = float("nan")
# From 0.8 % in 2006 to 2.0 % in 2010: 0.8, 1.1, 1.4, 1.7, 2.0.
PATH = ci.trajectory(2006, 0.8, 2010, 2.0)
CITY = ci.trajectory(2006, 0.8, 2010, 2.0, area="431000", indicator="rd_intensity")
TWO_YEARS = pd.Series({2006: 500.0, 2007: 600.0})


def levels(asked: pd.DataFrame) -> list[float]:
    return asked["gdp"].tolist()


# --- known values --------------------------------------------------------------------------------


def test_the_path_times_gdp_is_what_has_to_be_spent() -> None:
    asked = ci.required_spending(PATH, TWO_YEARS, growth=0.10)
    assert levels(asked) == pytest.approx([500, 600, 660, 726, 798.6])
    # 0.8 % of 500, 1.1 % of 600, 1.4 % of 660, 1.7 % of 726, 2 % of 798.6
    assert asked["required_spending"].tolist() == pytest.approx([4.0, 6.6, 9.24, 12.342, 15.972])
    # 6.6 / 4 = 1.65, 9.24 / 6.6 = 1.4, 12.342 / 9.24 = 1.3357, 15.972 / 12.342 = 1.2941
    assert asked["spending_growth"].tolist()[1:] == pytest.approx([0.65, 0.4, 0.3357, 0.2941], abs=1e-4)
    assert pd.isna(asked["spending_growth"].iloc[0])
    assert asked["gdp_basis"].tolist() == ["observed", "observed", "assumed", "assumed", "assumed"]
    assert asked[["area", "unit"]].isna().all(axis=None)
    assert asked["expected_value"].tolist() == PATH["expected_value"].tolist()
    assert asked.columns.tolist() == list(Spending.to_schema().columns)


def test_without_a_growth_assumed_later_years_stay_missing() -> None:
    asked = ci.required_spending(PATH, TWO_YEARS)
    assert asked["gdp_basis"].tolist() == ["observed", "observed", "missing", "missing", "missing"]
    assert asked.loc[2:, ["gdp", "required_spending", "spending_growth"]].isna().all(axis=None)


def test_each_year_has_the_growth_assumed_for_it() -> None:
    asked = ci.required_spending(PATH, TWO_YEARS, growth=pd.Series({2009: 0.05, 2008: 0.10, 2007: 0.9}))
    # 600 * 1.10, * 1.05; none for 2010; that of 2007 is not needed.
    assert levels(asked) == pytest.approx([500, 600, 660, 693, NAN], nan_ok=True)
    assert asked["gdp_basis"].tolist() == ["observed", "observed", "assumed", "assumed", "missing"]


def test_a_year_without_a_growth_breaks_the_chain() -> None:
    asked = ci.required_spending(PATH, TWO_YEARS, growth=pd.Series({2009: 0.05, 2010: 0.05}))
    assert asked["gdp_basis"].tolist() == ["observed", "observed", "missing", "missing", "missing"]


def test_an_economy_may_be_assumed_to_shrink_or_to_stand_still() -> None:
    assert levels(ci.required_spending(PATH, TWO_YEARS, growth=-0.5)) == [500, 600, 300, 150, 75]
    assert levels(ci.required_spending(PATH, TWO_YEARS, growth=0)) == [500, 600, 600, 600, 600]


def test_a_gap_between_observed_years_is_filled_from_the_year_before() -> None:
    asked = ci.required_spending(PATH, pd.Series({2009: 900.0, 2006: 500.0, 2007: NAN}), growth=0.10)
    # 500, 550 and 605 assumed; 900 observed, whatever was assumed before it; 990 from there.
    assert levels(asked) == pytest.approx([500, 550, 605, 900, 990])
    assert asked["gdp_basis"].tolist() == ["observed", "assumed", "assumed", "observed", "assumed"]


def test_what_lies_before_the_first_observed_year_stays_missing() -> None:
    asked = ci.required_spending(PATH, pd.Series({2008: 660.0}), growth=0.10)
    assert levels(asked) == pytest.approx([NAN, NAN, 660, 726, 798.6], nan_ok=True)


def test_gdp_of_before_the_path_is_carried_to_it_and_that_of_after_is_not_needed() -> None:
    asked = ci.required_spending(PATH, pd.Series({2004: 400.0, 2012: 1.0}), growth=0.10)
    assert levels(asked) == pytest.approx(
        [400 * 1.1**2, 400 * 1.1**3, 400 * 1.1**4, 400 * 1.1**5, 400 * 1.1**6]
    )
    assert set(asked["gdp_basis"]) == {"assumed"}


def test_growth_is_on_the_year_before_in_whatever_order_and_however_many_years_a_path_has() -> None:
    whole = ci.required_spending(PATH, TWO_YEARS, growth=0.10)
    turned = ci.required_spending(PATH.iloc[::-1], TWO_YEARS, growth=0.10)
    pd.testing.assert_frame_equal(turned.iloc[::-1].reset_index(drop=True), whole)
    ends = ci.required_spending(PATH.iloc[[0, 4]], TWO_YEARS, growth=0.10)
    assert ends["required_spending"].tolist() == pytest.approx([4.0, 15.972])
    assert ends["spending_growth"].isna().all()  # four years apart


def test_a_path_without_years_is_refused() -> None:
    with pytest.raises(ArgumentError, match="trajectory is empty"):
        ci.required_spending(PATH.iloc[:0], TWO_YEARS, growth=0.1)


# --- GDP out of observations ---------------------------------------------------------------------


def test_observed_gdp_is_brought_to_the_unit_of_the_catalogue(observations: Maker) -> None:
    rows = observations(
        {"year": 2006, "value": 5_000_000.0, "unit": "10 000 CNY"},  # 500 of 100 million
        {"year": 2007, "value": 600.0},
        {"year": 2007, "value": 6.0, "indicator": "rd_expenditure"},
    )
    asked = ci.required_spending(CITY, rows, growth=0.10)
    assert asked["required_spending"].tolist() == pytest.approx([4.0, 6.6, 9.24, 12.342, 15.972])
    assert set(asked["unit"]) == {"100 million CNY"}
    assert set(asked["area"]) == {"431000"}


def test_a_path_takes_the_gdp_of_its_own_area(observations: Maker) -> None:
    rows = observations(
        {"year": 2006, "value": 65.0, "area": "431003"}, {"year": 2006, "value": 500.0}, {"value": 600.0}
    )
    assert levels(ci.required_spending(CITY, rows))[:2] == [500, 600]


def test_a_path_of_no_area_takes_the_only_gdp_there_is(observations: Maker) -> None:
    rows = observations({"value": 600.0}, {"value": None, "area": "431003"})
    asked = ci.required_spending(PATH, rows)
    assert asked.loc[asked["year"] == 2007, "gdp"].tolist() == [600]
    assert asked["area"].isna().all()


def test_a_path_whose_area_has_no_gdp_asks_for_what_is_not_known(observations: Maker) -> None:
    for rows in (observations({"area": "431003"}), observations({"indicator": "rd_expenditure"})):
        asked = ci.required_spending(CITY, rows, growth=0.10)
        assert set(asked["gdp_basis"]) == {"missing"}
        assert asked[["gdp", "required_spending", "obs_status"]].isna().all(axis=None)


def test_every_area_of_a_path_goes_by_its_own_gdp(observations: Maker) -> None:
    other = ci.trajectory(2006, 1.0, 2008, 2.0, area="431003")
    rows = observations(
        *(
            {"year": 2006, "value": value, "area": area}
            for area, value in (("431000", 500.0), ("431003", 60.0))
        ),
        {"year": 2007, "value": 80.0, "area": "431003"},
    )
    asked = ci.required_spending(pd.concat([CITY, other]), rows, growth=0.10)
    assert asked["area"].tolist() == ["431000"] * 5 + ["431003"] * 3
    assert levels(asked) == pytest.approx([500, 550, 605, 665.5, 732.05, 60, 80, 88])
    # 1 % of 60, 1.5 % of 80, 2 % of 88; growth starts anew with each area.
    assert asked["required_spending"].tolist()[5:] == pytest.approx([0.6, 1.2, 1.76])
    assert asked["spending_growth"].isna().tolist() == [True, *[False] * 4, True, False, False]
    assert asked.index.tolist() == list(range(8))


# 2006 preliminary, 2007 illustrative: what is grown from a figure is estimated, or less firm still.
def test_an_assumed_gdp_is_no_firmer_than_an_estimate_or_than_what_it_grew_from(observations: Maker) -> None:
    rows = observations(
        {"year": 2006, "obs_status": "preliminary"}, {"year": 2008, "obs_status": "illustrative"}
    )
    status = ci.required_spending(CITY, rows, growth=0.10)["obs_status"]
    assert status.tolist() == ["preliminary", "estimated", "illustrative", "illustrative", "illustrative"]
    assert ci.required_spending(CITY, rows)["obs_status"].isna().tolist() == [False, True, False, True, True]


def test_of_a_plain_series_only_the_assumed_years_have_a_status() -> None:
    status = ci.required_spending(PATH, TWO_YEARS, growth=0.10)["obs_status"]
    assert status.fillna("-").tolist() == ["-", "-", "estimated", "estimated", "estimated"]


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("growth", [15, 1, 2.5, -1, -1.5, pd.Series({2008: 0.1, 2009: 8.0})])
def test_a_growth_in_percent_is_refused(growth: Any) -> None:
    with pytest.raises(ArgumentError, match=r"is a growth of .*%; write 15 % as 0\.15"):
        ci.required_spending(PATH, TWO_YEARS, growth=growth)


@pytest.mark.parametrize(
    ("growth", "message"),
    [
        (NAN, "growth is nan; a finite number is needed"),
        (True, "growth is True"),
        ("15 %", "growth is '15 %'"),
        ({2008: 0.1}, "a finite number is needed"),
        (pd.Series({2008: NAN}), "growth is nan"),
        (pd.Series({"2008": 0.1}), "growth: '2008' is not a year"),
        (pd.Series([0.1, 0.2], index=[2008, 2008]), "growth names a year twice"),
    ],
)
def test_a_growth_that_is_no_number_a_year_is_refused(growth: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        ci.required_spending(PATH, TWO_YEARS, growth=growth)


@pytest.mark.parametrize("value", [0.0, -1.0, float("inf")])
def test_a_gdp_that_is_not_above_zero_is_refused(observations: Maker, value: float) -> None:
    gdp = pd.Series({2006: 500.0, 2007: value, 2008: value})
    for given in (gdp, observations(*({"year": year, "value": level} for year, level in gdp.items()))):
        with pytest.raises(TableError, match="above zero and finite") as refused:
            ci.required_spending(PATH, given)
        assert list(refused.value.problems) == [f"2007: {value:g}", f"2008: {value:g}"]


@pytest.mark.parametrize(
    ("gdp", "message"),
    [
        ({2006: 500.0}, "gdp is a dict; it is a Series indexed by year, or a table"),
        (500.0, "gdp is a float"),
        (pd.Series([500.0, 501.0], index=[2006, 2006]), "gdp names a year twice"),
        (pd.Series({"2006": 500.0}), "gdp: '2006' is not a year"),
        (pd.Series({206: 500.0}), "gdp: 206 is not a year"),
        (pd.Series({2006: "500"}), "gdp holds what is no number"),
        (pd.Series({2006: True}), "gdp holds what is no number"),
    ],
)
def test_a_gdp_that_is_no_number_a_year_is_refused(gdp: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        ci.required_spending(PATH, gdp)


@pytest.mark.parametrize("indicator", ["gdp", "fiscal_st_share", "gdp_per_capita", "broadband"])
def test_a_path_that_is_no_share_of_gdp_is_refused(indicator: str) -> None:
    path = ci.trajectory(2006, 0.8, 2010, 2.0, indicator=indicator)
    with pytest.raises(ArgumentError, match=f"The path is of {indicator}, which is no share of GDP"):
        ci.required_spending(path, TWO_YEARS)


def test_a_path_that_can_be_no_percentage_of_gdp_is_refused() -> None:
    with pytest.raises(ArgumentError, match="leaves 0 to 100 % of GDP") as refused:
        ci.required_spending(ci.trajectory(2006, -10, 2008, 110), TWO_YEARS)
    assert list(refused.value.problems) == ["2006: -10", "2008: 110"]
    ci.required_spending(ci.trajectory(2006, 0, 2008, 100), TWO_YEARS)


def test_a_path_of_no_area_does_not_choose_between_gdps(observations: Maker) -> None:
    with pytest.raises(ArgumentError, match=r"names no area(?s:.*)431000\n  - 431003"):
        ci.required_spending(PATH, observations({}, {"area": "431003"}))


def test_one_series_is_not_the_gdp_of_two_areas() -> None:
    two = pd.concat([CITY, CITY.assign(area="431003")])
    with pytest.raises(ArgumentError, match=r"the GDP of one area(?s:.*)431000\n  - 431003"):
        ci.required_spending(two, TWO_YEARS)
    assert levels(ci.required_spending(CITY, TWO_YEARS))[:2] == [500, 600]


# The later edition says 650.5, or withdraws the figure.
@pytest.mark.parametrize("later", [650.5, None])
def test_several_editions_of_a_gdp_are_refused(observations: Maker, later: float | None) -> None:
    rows = observations(
        {"value": 659.0, "released": "2008-01-03"}, {"value": later, "released": "2008-12-31"}
    )
    with pytest.raises(EditionError, match=r"gdp 431000 2007: 659 \(2008-01-03\)"):
        ci.required_spending(CITY, rows)
    asked = ci.required_spending(CITY, ci.latest_vintage(rows))
    assert asked.loc[asked["year"] == 2007, "gdp"].dropna().tolist() == ([later] if later else [])


def test_editions_of_another_area_do_not_matter(observations: Maker) -> None:
    rows = observations({"value": 600.0}, {"area": "431003"}, {"area": "431003", "released": "2008-01-03"})
    assert levels(ci.required_spending(CITY, rows))[1] == 600


def test_a_gdp_in_a_unit_that_is_no_money_is_refused(observations: Maker) -> None:
    with pytest.raises(UnitError, match=r"Not convertible into 100 million CNY(?s:.*)- count"):
        ci.required_spending(CITY, observations({"unit": "count"}))


def test_tables_that_are_none_are_refused_by_name(observations: Maker) -> None:
    with pytest.raises(TableError, match="trajectory is not a table of Trajectory"):
        ci.required_spending(PATH.drop(columns="expected_value"), TWO_YEARS)
    with pytest.raises(TableError, match="gdp is not a table of Observations"):
        ci.required_spending(CITY, observations().drop(columns="unit"))
    with pytest.raises(TableError, match=r"stands more than once: \(431000, 2006\)"):
        ci.required_spending(pd.concat([CITY, CITY.iloc[:1]]), TWO_YEARS)
