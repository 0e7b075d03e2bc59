"""Ratios follow from their parts, as the catalogue defines them, and never replace an observed one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import EditionError, TableError, UnitError

Maker = Callable[..., pd.DataFrame]

COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
RD = {"indicator": "rd_expenditure"}
GDP = {"indicator": "gdp"}


def intensity(frame: pd.DataFrame, area: str = "431000") -> list[float]:
    return frame.query(f"indicator == 'rd_intensity' and area == '{area}'")["value"].tolist()


@pytest.fixture
def counties(observations: Maker) -> pd.DataFrame:
    """Eleven counties: ten with R&D of 1 in a GDP of 100 (1 %), the last with 30 in 500 (6 %)."""
    rows = [{**RD, "area": area, "value": 1.0} for area in COUNTIES[:-1]]
    rows += [{**GDP, "area": area, "value": 100.0} for area in COUNTIES[:-1]]
    rows += [{**RD, "area": COUNTIES[-1], "value": 30.0}, {**GDP, "area": COUNTIES[-1], "value": 500.0}]
    return observations(*rows)


# --- from its parts ------------------------------------------------------------------------------


# Numerator and denominator in catalogue units; the quotients by hand.
@pytest.mark.parametrize(
    ("ratio", "numerator", "denominator", "expected"),
    [
        # 5.9848 / 650.5242 = 0.0092000 (the sample's city in 2007, latest editions)
        (
            "rd_intensity",
            ("rd_expenditure", 5.9848, "100 million CNY"),
            ("gdp", 650.5242, "100 million CNY"),
            0.92,
        ),
        # 0.7434 / 1.1616 = 0.639979
        (
            "major_project_share",
            ("major_project_funds", 0.7434, "100 million CNY"),
            ("fiscal_st_expenditure", 1.1616, "100 million CNY"),
            63.9979,
        ),
        # 650.5242e8 yuan / 466.39e4 persons = 13 948.06 yuan
        (
            "gdp_per_capita",
            ("gdp", 650.5242, "100 million CNY"),
            ("registered_population", 466.39, "10 000 persons"),
            13948.06,
        ),
        # 412 applications / 466.39 ten thousand persons = 0.88338
        (
            "patents_per_10000",
            ("patent_applications", 412.0, "count"),
            ("registered_population", 466.39, "10 000 persons"),
            0.88338,
        ),
    ],
)
def test_a_known_ratio(
    observations: Maker, ratio: str, numerator: tuple[Any, ...], denominator: tuple[Any, ...], expected: float
) -> None:
    keys = ("indicator", "value", "unit")
    rows = observations(*(dict(zip(keys, part, strict=True)) for part in (numerator, denominator)))
    added = ci.derive(rows).query(f"indicator == '{ratio}'")
    assert added["value"].tolist() == pytest.approx([expected], rel=1e-5)
    assert added["unit"].tolist() == ci.load_indicators().query(f"indicator == '{ratio}'")["unit"].tolist()


def test_the_parts_may_stand_in_any_unit_that_converts(observations: Maker) -> None:
    # 13 million yuan over 650 million yuan is 2 %.
    rows = observations(
        {**RD, "value": 1300.0, "unit": "10 000 CNY"}, {**GDP, "value": 650.0, "unit": "million CNY"}
    )
    assert intensity(ci.derive(rows)) == pytest.approx([2.0], rel=1e-12)


def test_the_input_comes_first_and_rows_are_numbered_anew(observations: Maker) -> None:
    rows = observations({**RD, "value": 2.0}, {**GDP, "value": 100.0}).set_index(pd.Index([7, 7]))
    both = ci.derive(rows)
    assert both["indicator"].tolist() == ["rd_expenditure", "gdp", "rd_intensity"]
    assert both.index.tolist() == [0, 1, 2]


def test_each_area_and_year_has_its_own_ratio(observations: Maker) -> None:
    rows = observations(
        {**RD, "value": 2.0}, {**GDP, "value": 100.0},
        {**RD, "value": 3.0, "year": 2006}, {**GDP, "value": 100.0, "year": 2006},
        {**RD, "value": 9.0, "area": "430000"}, {**GDP, "value": 100.0, "area": "430000", "year": 2006},
    )  # fmt: skip
    added = ci.derive(rows).query("indicator == 'rd_intensity'")
    keys = list(added[["area", "year", "value"]].itertuples(index=False, name=None))
    assert sorted(keys) == [("431000", 2006, 3.0), ("431000", 2007, 2.0)]


@pytest.mark.parametrize(
    "denominator", [{**GDP, "value": 0.0}, {**GDP, "value": None}, {**GDP, "value": 1.0, "year": 2006}]
)
def test_a_ratio_without_its_parts_is_left_out(observations: Maker, denominator: dict[str, Any]) -> None:
    rows = observations({**RD, "value": 2.0}, denominator)
    assert intensity(ci.derive(rows)) == []


def test_a_table_without_parts_comes_back_as_it_is(observations: Maker) -> None:
    rows = observations({"indicator": "patent_applications", "unit": "count"})
    pd.testing.assert_frame_equal(ci.derive(rows), rows, check_dtype=False)
    assert ci.derive(rows.iloc[:0]).empty


# --- observed ones -------------------------------------------------------------------------------


@pytest.mark.parametrize("observed", [1.5, None])
def test_an_observed_ratio_stays_as_it_stands_even_when_its_value_is_missing(
    observations: Maker, observed: float | None
) -> None:
    rows = observations(
        {**RD, "value": 2.0},
        {**GDP, "value": 100.0},
        {"indicator": "rd_intensity", "unit": "%", "value": observed},
    )
    assert pd.Series(intensity(ci.derive(rows))).equals(pd.Series([observed], dtype="float64"))


def test_an_observed_ratio_of_the_city_is_not_replaced_by_a_sum(
    counties: pd.DataFrame, observations: Maker
) -> None:
    city = observations({"indicator": "rd_intensity", "unit": "%", "value": 2.0})
    assert intensity(ci.derive(pd.concat([counties, city]))) == [2.0]


# --- of a city -----------------------------------------------------------------------------------


def test_a_citys_ratio_is_the_ratio_of_sums_not_the_mean_of_ratios(counties: pd.DataFrame) -> None:
    derived = ci.derive(counties)
    # Sums: (10 * 1 + 30) / (10 * 100 + 500) = 40 / 1500 = 2.6667 %.
    assert intensity(derived) == pytest.approx([100 * 40 / 1500], rel=1e-12)
    # The mean of the eleven ratios is (10 * 1 + 6) / 11 = 1.4545 %.
    of_counties = derived.query("indicator == 'rd_intensity' and area in @COUNTIES")["value"]
    assert of_counties.mean() == pytest.approx(16 / 11, rel=1e-12)


@pytest.mark.parametrize("indicator", ["rd_expenditure", "gdp"])
def test_a_city_with_one_county_lacking_has_no_ratio(counties: pd.DataFrame, indicator: str) -> None:
    lacking = (counties["indicator"] == indicator) & (counties["area"] == "431028")
    assert intensity(ci.derive(counties[~lacking])) == []
    assert intensity(ci.derive(counties.assign(value=counties["value"].mask(lacking)))) == []


def test_parks_are_not_counted_again(counties: pd.DataFrame, observations: Maker) -> None:
    parks = observations(
        {**RD, "value": 5.0, "area": "431003-P1"}, {**GDP, "value": 10.0, "area": "431003-P1"}
    )
    derived = ci.derive(pd.concat([counties, parks]))
    assert intensity(derived, "431003-P1") == [50.0]
    assert intensity(derived) == pytest.approx([100 * 40 / 1500], rel=1e-12)


def test_a_city_with_its_own_parts_does_not_need_its_counties(
    counties: pd.DataFrame, observations: Maker
) -> None:
    own = observations({**RD, "value": 3.0}, {**GDP, "value": 100.0})
    assert intensity(ci.derive(pd.concat([counties, own]))) == [3.0]


def test_a_sum_says_that_it_is_one(counties: pd.DataFrame) -> None:
    row = ci.derive(counties).query("indicator == 'rd_intensity' and area == '431000'").iloc[0]
    sums = "sum of 11 county-level units"
    assert row["source"] == f"derived: rd_expenditure ({sums}) / gdp ({sums})"


def test_a_sum_is_as_firm_and_as_late_as_the_worst_of_its_parts(counties: pd.DataFrame) -> None:
    dated = counties.assign(released=pd.Timestamp("2008-03-31"))
    dated.loc[dated["area"] == "431021", "released"] = pd.Timestamp("2008-09-30")
    dated.loc[dated["area"] == "431022", "obs_status"] = "preliminary"
    row = ci.derive(dated).query("indicator == 'rd_intensity' and area == '431000'").iloc[0]
    assert row["released"] == pd.Timestamp("2008-09-30")
    assert row["obs_status"] == "preliminary"
    dated.loc[dated["area"] == "431023", "released"] = pd.NaT
    row = ci.derive(dated).query("indicator == 'rd_intensity' and area == '431000'").iloc[0]
    assert pd.isna(row["released"])


def test_another_area_tree_may_be_given(observations: Maker) -> None:
    tree = pd.DataFrame({"area": ["X", "Y"], "level": ["city", "county"], "parent": [None, "X"]})
    rows = observations({**RD, "value": 2.0}, {**GDP, "value": 100.0}, area="Y")
    assert intensity(ci.derive(rows, areas=tree), "X") == [2.0]


# --- what a ratio carries ------------------------------------------------------------------------


def test_a_ratio_carries_the_later_date_the_less_firm_status_and_both_sources(observations: Maker) -> None:
    rows = observations(
        {**RD, "released": "2008-09-30", "obs_status": "illustrative", "source": "bulletin"},
        {**GDP, "released": "2008-12-31", "source": "yearbook"},
    )
    row = ci.derive(rows).iloc[-1]
    assert row["released"] == pd.Timestamp("2008-12-31")
    assert row["obs_status"] == "illustrative"
    assert row["source"] == "derived: rd_expenditure (bulletin) / gdp (yearbook)"


def test_a_ratio_with_one_undated_part_is_undated(observations: Maker) -> None:
    assert pd.isna(ci.derive(observations({**RD, "released": "2008-09-30"}, GDP)).iloc[-1]["released"])


# --- what is refused -----------------------------------------------------------------------------


def test_several_editions_of_a_part_are_refused(observations: Maker) -> None:
    rows = observations(RD, {**GDP, "released": "2008-01-03"}, {**GDP, "released": "2008-12-31"})
    with pytest.raises(EditionError, match=r"gdp 431000 2007: 1 \(2008-01-03\), 1 \(2008-12-31\)"):
        ci.derive(rows)


def test_a_part_in_a_unit_of_another_dimension_is_refused(observations: Maker) -> None:
    with pytest.raises(UnitError, match="  - count"):
        ci.derive(observations({**RD, "unit": "count"}, GDP))


def test_what_is_no_table_of_observations_is_refused() -> None:
    with pytest.raises(TableError, match="observations is a list"):
        ci.derive([])  # type: ignore[arg-type]
