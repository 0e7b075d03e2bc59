"""Contributions add up to the whole's growth, and what the parts leave is shown as a rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci

Maker = Callable[..., pd.DataFrame]
Row = dict[str, Any]

CITY, A, B, C = "431000", "431002", "431003", "431021"
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
SAMPLE = ci.latest_vintage(ci.load_sample("observations"))
ADDITIVE = ["gdp", "rd_expenditure", "hightech_output", "patent_applications", "st_achievements"]
SECTORS = ["primary_value_added", "secondary_value_added", "tertiary_value_added"]


def of(area: str, before: float | None, after: float | None, **more: Any) -> list[Row]:
    """Return two rows: the area's figures of 2006 and 2007."""
    return [
        {"area": area, "year": year, "value": value, **more}
        for year, value in ((2006, before), (2007, after))
    ]


def made(observations: pd.DataFrame, parts: Any = (A, B), **more: Any) -> pd.DataFrame:
    return ci.contributions(observations, more.pop("indicator", "gdp"), year=2007, parts=parts, **more)


def by_part(table: pd.DataFrame, column: str) -> dict[str, float]:
    return table.set_index("part")[column].to_dict()


@pytest.fixture
def two(observations: Maker) -> pd.DataFrame:
    """Two counties that make up the city: 200 grows to 220."""
    return observations(*of(CITY, 200.0, 220.0), *of(A, 80.0, 92.0), *of(B, 120.0, 128.0))


# --- by hand -------------------------------------------------------------------------------------


def test_a_contribution_is_the_increase_over_the_whole_of_the_year_before(two: pd.DataFrame) -> None:
    table = made(two)
    # 12 / 200 and 8 / 200 of growth of 20 / 200; shares 12 / 20 and 8 / 20.
    assert by_part(table, "contribution_pp") == pytest.approx({A: 6.0, B: 4.0}, rel=1e-14)
    assert by_part(table, "contribution_share") == pytest.approx({A: 0.6, B: 0.4}, rel=1e-14)
    assert by_part(table, "growth") == pytest.approx({A: 12 / 80, B: 8 / 120}, rel=1e-14)
    assert table["total_growth"].tolist() == pytest.approx([0.1, 0.1], rel=1e-14)
    assert table[["value_before", "value"]].to_numpy().tolist() == [[80.0, 92.0], [120.0, 128.0]]


def test_a_row_says_what_it_is_about(two: pd.DataFrame) -> None:
    table = made(two)
    assert table[["indicator", "area", "year", "unit"]].drop_duplicates().to_numpy().tolist() == [
        ["gdp", CITY, 2007, "100 million CNY"]
    ]
    assert table["reason"].isna().all()
    assert list(table.columns) == [*ci.schemas.Contributions.to_schema().columns]


def test_what_the_parts_leave_is_the_rest(observations: Maker) -> None:
    table = made(observations(*of(CITY, 100.0, 110.0), *of(A, 40.0, 46.0)), [A])
    # 110 - 46 less 100 - 40 is 4.
    rest = table.set_index("part").loc["rest"]
    assert rest[["value_before", "value"]].tolist() == [60.0, 64.0]
    assert rest[["contribution_pp", "contribution_share", "growth"]].tolist() == pytest.approx(
        [4.0, 0.4, 4 / 60], rel=1e-14
    )
    assert pd.isna(rest["reason"])


def test_parts_that_add_up_to_more_leave_a_negative_rest(observations: Maker) -> None:
    rows = observations(*of(CITY, 100.0, 110.0), *of(A, 60.0, 70.0), *of(B, 60.0, 66.0))
    rest = made(rows).set_index("part").loc["rest"]
    assert rest[["value_before", "value", "contribution_pp"]].tolist() == pytest.approx([-20.0, -26.0, -6.0])
    assert pd.isna(rest["growth"])


@pytest.mark.parametrize(("leftover", "parts"), [(1e-9, [A, B, "rest"]), (1e-12, [A, B])])
def test_only_rounding_is_no_rest(observations: Maker, leftover: float, parts: list[str]) -> None:
    # Of 100: a millionth of a yuan in a hundred million is a rest, what a float cannot hold is none.
    rows = observations(*of(CITY, 100.0, 110.0 + leftover), *of(A, 40.0, 50.0), *of(B, 60.0, 60.0))
    assert made(rows)["part"].tolist() == parts


def test_decimal_figures_that_add_up_leave_no_rest(observations: Maker) -> None:
    # 0.1 + 0.2 is not 0.3 in floats.
    rows = observations(*of(CITY, 0.3, 0.6), *of(A, 0.1, 0.2), *of(B, 0.2, 0.4))
    assert made(rows)["part"].tolist() == [A, B]


@pytest.mark.parametrize(
    ("one", "other"),
    [((1e6 + 0.1, 1e6 + 0.2), (-1e6 + 0.2, -1e6 + 0.4)), ((0.1, 1e6 + 0.2), (0.2, -1e6 + 0.4))],
)
def test_parts_that_cancel_out_leave_no_rest_of_their_rounding(
    observations: Maker, one: tuple[float, float], other: tuple[float, float]
) -> None:
    # What a float loses of a million is more than 1e-13 of the whole.
    rows = observations(*of(CITY, 0.3, 0.6), *of(A, *one), *of(B, *other))
    assert made(rows)["part"].tolist() == [A, B]


def test_a_small_rest_beside_many_large_parts_is_one(observations: Maker) -> None:
    rows = [row for area in COUNTIES for row in of(area, 1000.0, 1100.0)]
    table = made(observations(*rows, *of(CITY, 11000.0, 12100.01)), "county")
    assert table["part"].iloc[-1] == "rest"
    assert table["contribution_pp"].iloc[-1] == pytest.approx(1 / 11000, rel=1e-6)


# --- the sample ----------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", ADDITIVE)
def test_the_counties_of_the_sample_add_up_to_the_city(indicator: str) -> None:
    table = ci.contributions(SAMPLE, indicator, year=2007, parts="county")
    assert table["part"].tolist() == COUNTIES
    assert table["area"].unique().tolist() == [CITY]
    assert table["contribution_pp"].sum() / 100 == pytest.approx(table["total_growth"].iloc[0], abs=1e-12)
    assert table["contribution_share"].sum() == pytest.approx(1.0, abs=1e-12)


def test_the_parks_of_the_sample_leave_a_rest() -> None:
    table = ci.contributions(SAMPLE, "hightech_output", year=2007, parts="park")
    assert table["part"].tolist() == ["431002-P1", "431003-P1", "431003-P2", "rest"]
    assert table["area"].unique().tolist() == [CITY]
    # The city 62.50 to 77.50; the parks 7.21 to 10.06, 6.85 to 8.74 and 4.51 to 5.01.
    by_hand = [2.85 / 15, 1.89 / 15, 0.50 / 15, 9.76 / 15]
    assert table["contribution_share"].tolist() == pytest.approx(by_hand, abs=1e-12)
    assert table["contribution_pp"].sum() == pytest.approx(24.0, abs=1e-9)


def test_the_parks_of_a_county_are_parts_of_it() -> None:
    table = ci.contributions(SAMPLE, "hightech_output", year=2007, parts="park", area=B)
    assert table["part"].tolist() == ["431003-P1", "431003-P2", "rest"]
    assert table["area"].unique().tolist() == [B]


# --- figures that are missing --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "years"), [((60.0, None), "2007"), ((None, 60.0), "2006"), ((None, None), "2006 2007")]
)
def test_a_part_without_a_figure_keeps_its_row_and_is_inside_the_rest(
    observations: Maker, figures: tuple[float | None, float | None], years: str
) -> None:
    table = made(observations(*of(CITY, 100.0, 110.0), *of(A, 40.0, 45.0), *of(B, *figures))).set_index(
        "part"
    )
    assert table.index.tolist() == [A, B, "rest"]
    assert table.loc[B, ["contribution_pp", "contribution_share"]].isna().all()
    assert table.loc[B, "reason"] == f"no figure: {B} {years}"
    assert table.loc[B, "total_growth"] == pytest.approx(0.1)
    # The rest is the whole less A alone, 100 - 40 and 110 - 45, whatever B reports of one year.
    assert table.loc["rest", ["value_before", "value", "contribution_pp"]].tolist() == [60.0, 65.0, 5.0]
    assert table.loc["rest", "reason"] == f"with parts that have no figures: {B}"
    assert pd.isna(table.loc[A, "reason"])


def test_a_rest_names_every_part_it_holds_even_when_it_is_zero(observations: Maker) -> None:
    table = made(observations(*of(CITY, 100.0, 110.0), *of(A, 100.0, 110.0), *of(B, None, 1.0)), [B, C, A])
    rest = table.set_index("part").loc["rest"]
    assert rest["reason"] == f"with parts that have no figures: {B}, {C}"
    assert rest["contribution_pp"] == 0.0


def test_a_part_that_is_not_reported_is_one_without_a_figure(observations: Maker) -> None:
    table = made(observations(*of(CITY, 100.0, 110.0), *of(A, 40.0, 45.0)), "county")
    assert table["part"].tolist() == [*COUNTIES, "rest"]
    assert table["reason"].iloc[1:-1].str.startswith("no figure: ").all()


def test_a_whole_that_was_not_observed_is_the_sum_of_all_its_county_level_units(observations: Maker) -> None:
    rows = observations(*(row for area in COUNTIES for row in of(area, 10.0, 11.0)))
    expected = [100 * 1.0 / 110.0] * 11
    for partly in (rows, pd.concat([rows, observations(of(CITY, 500.0, None)[0])])):
        table = made(partly, "county")
        assert table["part"].tolist() == COUNTIES
        assert table["contribution_pp"].tolist() == pytest.approx(expected, rel=1e-13)
        assert table["total_growth"].tolist() == pytest.approx([0.1] * 11, rel=1e-13)


@pytest.mark.parametrize("lacking", [None, 7.0])
def test_no_sum_stands_in_where_one_unit_is_missing(observations: Maker, lacking: float | None) -> None:
    rows = [row for area in COUNTIES[:-1] for row in of(area, 10.0, 11.0)]
    table = made(observations(*rows, *of(COUNTIES[-1], lacking, None)), "county")
    assert table[["contribution_pp", "total_growth"]].isna().all(axis=None)
    assert table["reason"].tolist()[:-1] == [f"no value of the whole: {CITY} 2006 2007"] * 10
    assert table["part"].tolist() == COUNTIES


def test_no_sum_stands_in_for_some_units_for_parks_or_for_sectors(observations: Maker) -> None:
    some = made(observations(*of(A, 10.0, 11.0), *of(B, 10.0, 11.0)))
    parks = made(observations(*of("431002-P1", 10.0, 11.0)), ["431002-P1"])
    sectors = made(
        observations(*(row for name in SECTORS for row in of(CITY, 1.0, 2.0, indicator=name))), SECTORS
    )
    for table in (some, parks, sectors):
        assert table["reason"].unique().tolist() == [f"no value of the whole: {CITY} 2006 2007"]
        assert table["growth"].notna().all()


def test_an_observed_whole_is_not_replaced_by_a_sum(observations: Maker) -> None:
    rows = observations(*(row for area in COUNTIES for row in of(area, 10.0, 11.0)), *of(CITY, 200.0, 230.0))
    table = made(rows, "county")
    assert table["total_growth"].unique().tolist() == pytest.approx([0.15])
    # 30 less 11 times 1 is 19 of 200.
    assert by_part(table, "contribution_pp")["rest"] == pytest.approx(9.5, rel=1e-13)


def test_a_whole_of_nothing_has_no_rest(observations: Maker) -> None:
    table = made(observations(*of(CITY, 0.0, 0.0), *of(A, 0.0, 0.0), *of(B, 0.0, 0.0)))
    assert table["part"].tolist() == [A, B]
    assert table["reason"].unique().tolist() == ["no growth from zero or less"]


# --- wholes that do not grow ---------------------------------------------------------------------


@pytest.mark.parametrize("before", [0.0, -5.0])
def test_from_a_whole_of_zero_or_less_nothing_grows(observations: Maker, before: float) -> None:
    table = made(observations(*of(CITY, before, 10.0), *of(A, before, 4.0), *of(B, None, 1.0)))
    assert table[["contribution_pp", "contribution_share", "total_growth"]].isna().all(axis=None)
    assert table["reason"].tolist() == [
        "no growth from zero or less", f"no figure: {B} 2006", "no growth from zero or less",
    ]  # fmt: skip


def test_a_whole_that_did_not_change_has_contributions_and_no_shares(observations: Maker) -> None:
    table = made(observations(*of(CITY, 50.0, 50.0), *of(A, 40.0, 45.0), *of(B, 10.0, 5.0)))
    assert table["contribution_pp"].tolist() == [10.0, -10.0]
    assert table["contribution_share"].isna().all()
    assert table["reason"].tolist() == ["the whole did not change"] * 2


def test_a_small_change_of_the_whole_is_one(observations: Maker) -> None:
    # One yuan in 65 billion.
    table = made(observations(*of(CITY, 650.0, 650.0 + 1e-8), *of(A, 650.0, 650.0 + 1e-8)), [A])
    assert table["contribution_share"].tolist() == [1.0]


def test_of_a_fall_the_shares_are_shares_of_the_fall(observations: Maker) -> None:
    rows = observations(*of(CITY, 100.0, 90.0), *of(A, 60.0, 45.0), *of(B, 30.0, 35.0), *of(C, 10.0, 10.0))
    table = made(rows, [A, B, C])
    assert table["contribution_pp"].tolist() == [-15.0, 5.0, 0.0]
    assert table["contribution_share"].tolist() == [1.5, -0.5, 0.0]
    assert str(table["contribution_share"].iloc[-1]) == "0.0"


def test_a_part_that_came_from_zero_contributes_and_has_no_growth(observations: Maker) -> None:
    table = made(observations(*of(CITY, 100.0, 110.0), *of(A, 0.0, 5.0), *of(B, 100.0, 105.0)))
    assert by_part(table, "contribution_pp") == {A: 5.0, B: 5.0}
    assert pd.isna(by_part(table, "growth")[A])


# --- sectors -------------------------------------------------------------------------------------


def test_sectors_are_parts_in_whatever_money_they_stand(observations: Maker) -> None:
    primary, secondary, tertiary = ({"indicator": name} for name in SECTORS)
    rows = observations(
        *of(CITY, 100.0, 120.0),
        *of(CITY, 200000.0, 210000.0, **primary, unit="10 000 CNY"),  # 20 to 21
        *of(CITY, 5000.0, 6100.0, **secondary, unit="million CNY"),  # 50 to 61
        *of(CITY, 30.0, 38.0, **tertiary),
    )
    table = made(rows, SECTORS)
    assert table["part"].tolist() == SECTORS
    assert table["contribution_pp"].tolist() == pytest.approx([1.0, 11.0, 8.0], rel=1e-13)
    assert table["value"].tolist() == [21.0, 61.0, 38.0]


def test_sectors_are_looked_for_in_every_area_that_reports_any(observations: Maker) -> None:
    primary = {"indicator": "primary_value_added"}
    rows = observations(*of(B, 50.0, 60.0), *of(A, 20.0, 25.0, **primary), *of(A, 40.0, 50.0))
    table = made(rows, ["primary_value_added"])
    assert table[["area", "part"]].to_numpy().tolist() == [
        [A, "primary_value_added"], [A, "rest"], [B, "primary_value_added"], [B, "rest"],
    ]  # fmt: skip
    assert made(rows, ["primary_value_added"], area=B)["area"].unique().tolist() == [B]


# --- areas ---------------------------------------------------------------------------------------


def test_each_part_belongs_to_the_whole_of_its_own(observations: Maker) -> None:
    tree = pd.DataFrame(
        {
            "area": ["X", "Y", "x1", "y1", "x2"],
            "level": ["city", "city", "county", "county", "county"],
            "parent": [None, None, "X", "Y", "X"],
        }
    )
    figures = {
        "X": (100.0, 110.0),
        "Y": (10.0, 9.0),
        "x1": (40.0, 44.0),
        "x2": (60.0, 66.0),
        "y1": (10.0, 9.0),
    }
    rows = observations(*(row for area, pair in figures.items() for row in of(area, *pair)))
    table = made(rows, "county", areas=tree)
    assert table[["area", "part"]].to_numpy().tolist() == [["X", "x1"], ["X", "x2"], ["Y", "y1"]]
    assert table["contribution_pp"].tolist() == pytest.approx([4.0, 6.0, -10.0], rel=1e-13)
    # The sum over the county-level units stands in for a city of this tree as well.
    without = made(rows[rows["area"].str.islower()], "county", areas=tree)
    assert without["contribution_pp"].tolist() == pytest.approx([4.0, 6.0, -10.0], rel=1e-13)
    assert made(rows, "county", area="X", areas=tree)["part"].tolist() == ["x1", "x2"]


def test_cities_are_parts_of_their_province_and_counties_may_be(observations: Maker) -> None:
    rows = observations(*of("430000", 1000.0, 1100.0), *of(CITY, 60.0, 66.0), *of("430600", 90.0, 98.0))
    table = made(rows, "city")
    assert table["area"].unique().tolist() == ["430000"]
    assert by_part(table, "contribution_pp") == pytest.approx({"430600": 0.8, CITY: 0.6, "rest": 8.6})
    of_county = made(pd.concat([rows, observations(*of(A, 20.0, 25.0))]), [A], area="430000")
    assert by_part(of_county, "contribution_pp") == pytest.approx({A: 0.5, "rest": 9.5})


def test_provinces_are_parts_of_the_country(observations: Maker) -> None:
    table = made(observations(*of("100000", 1000.0, 1100.0), *of("430000", 60.0, 66.0)), ["430000"])
    assert by_part(table, "contribution_pp") == pytest.approx({"430000": 0.6, "rest": 9.4})


# --- order, index, input -------------------------------------------------------------------------


def test_parts_stand_in_the_order_they_were_named(two: pd.DataFrame) -> None:
    assert made(two, [B, A])["part"].tolist() == [B, A]
    assert made(two, (part for part in (B, A)))["part"].tolist() == [B, A]
    assert made(two, pd.Series([A, B], index=[7, 7]))["part"].tolist() == [A, B]
    assert made(two, A)["part"].tolist() == [A, "rest"]


def test_neither_row_order_nor_index_matters_and_the_input_stays(two: pd.DataFrame) -> None:
    turned = two.iloc[::-1].set_axis([3] * len(two))
    kept = turned.copy(deep=True)
    pd.testing.assert_frame_equal(made(turned), made(two))
    pd.testing.assert_frame_equal(turned, kept)


def test_other_years_and_indicators_play_no_part(two: pd.DataFrame, observations: Maker) -> None:
    more = observations(
        {"area": A, "year": 2005, "value": 9.0},
        {"area": A, "year": 2008, "value": 9.0},
        *of(A, 7.0, 9.0, indicator="rd_expenditure"),
    )
    pd.testing.assert_frame_equal(made(pd.concat([two, more])), made(two))


@pytest.mark.parametrize("parts", ["county", [A, B], SECTORS])
def test_without_observations_there_is_nothing_to_say(observations: Maker, parts: Any) -> None:
    table = made(observations().iloc[:0], parts)
    assert table["contribution_pp"].isna().all()
    assert table["part"].tolist() == {"county": COUNTIES}.get(str(parts), [] if parts == SECTORS else parts)
    assert table["obs_status"].isna().all()


@pytest.mark.parametrize("rows", [slice(0), slice(None), slice(1, 3)])
def test_columns_have_their_types_whatever_is_missing(two: pd.DataFrame, rows: slice) -> None:
    for parts in ([A, B], SECTORS, [A]):
        dtypes = made(two.iloc[rows], parts).dtypes.astype("str").to_dict()
        numbers = ["contribution_pp", "contribution_share", "growth", "total_growth", "value_before", "value"]
        assert {name for name, dtype in dtypes.items() if dtype == "float64"} == {*numbers}
        assert {name for name, dtype in dtypes.items() if dtype == "str"} == {*dtypes} - {*numbers, "year"}


# --- how firm ------------------------------------------------------------------------------------


def test_a_contribution_is_as_firm_as_the_least_firm_of_its_four_figures(observations: Maker) -> None:
    rows = observations(
        *of(CITY, 100.0, 110.0, obs_status="revised"),
        *of(A, 40.0, 45.0, obs_status="illustrative"),
        *of(B, 50.0, 55.0),
        *of(C, 10.0, None, obs_status="estimated"),
    )
    status = by_part(made(rows, [A, B, C]), "obs_status")
    # Of C one figure stands in its own row and counts there; the rest is the whole less A and B.
    assert status == {A: "illustrative", B: "revised", C: "estimated", "rest": "illustrative"}
    assert by_part(made(rows, [B, C]), "obs_status")["rest"] == "revised"


@pytest.mark.parametrize("year", [2006, 2007])
def test_either_year_may_be_the_less_firm(two: pd.DataFrame, year: int) -> None:
    two.loc[(two["area"] == A) & (two["year"] == year), "obs_status"] = "preliminary"
    assert by_part(made(two), "obs_status") == {A: "preliminary", B: "final"}


def test_a_sum_over_units_is_as_firm_as_the_least_firm_of_them(observations: Maker) -> None:
    rows = observations(*(row for area in COUNTIES for row in of(area, 10.0, 11.0)))
    rows.loc[rows["area"] == C, "obs_status"] = "preliminary"
    assert made(rows, "county")["obs_status"].unique().tolist() == ["preliminary"]
