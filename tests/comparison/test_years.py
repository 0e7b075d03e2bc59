"""Two years side by side: change, growth, ranks, what is missing and what is refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from side_by_side import BEIHU, GUIYANG, OTHER_PARK, PARK, SUXIAN, YEARS, YIZHANG, Maker, only, two_years

import chenzhou_indicators as ci
from chenzhou_indicators.errors import TableError, UnitError
from chenzhou_indicators.schemas import YearComparison

# --- values, change, growth ----------------------------------------------------------------------


def test_an_amount_has_a_change_in_its_unit_and_a_growth(observations: Maker) -> None:
    rows = observations({"year": 2006, "value": 50.0}, {"value": 620000.0, "unit": "10 000 CNY"})
    row = only(ci.compare_years(rows, years=YEARS))
    # 620 000 times 10 000 yuan are 62 times 100 million; 62 - 50 = 12, and 12 / 50 = 0.24.
    assert row[["value_before", "value", "change", "growth"]].tolist() == [50.0, 62.0, 12.0, 0.24]
    assert row[["unit", "change_unit"]].tolist() == ["100 million CNY", "100 million CNY"]
    assert row[["indicator", "area", "year_before", "year"]].tolist() == ["gdp", "431000", 2006, 2007]
    assert pd.isna(row["reason"])


def test_a_percentage_changes_by_points_and_does_not_grow(observations: Maker) -> None:
    rows = observations({"year": 2006, "value": 0.8}, {"value": 0.92}, indicator="rd_intensity", unit="%")
    row = only(ci.compare_years(rows, years=YEARS))
    assert row["change"] == pytest.approx(0.12, abs=1e-12)
    assert [row["unit"], row["change_unit"]] == ["%", "percentage points"]
    assert pd.isna(row["growth"])
    assert pd.isna(row["reason"])


@pytest.mark.parametrize(
    ("indicator", "unit"),
    [("gdp_volume_index", "previous year = 100"), ("provincial_major_project", "milestone"),
     ("gdp_per_capita", "CNY per person")],
)  # fmt: skip
def test_an_index_a_milestone_and_a_ratio_change_but_do_not_grow(
    observations: Maker, indicator: str, unit: str
) -> None:
    rows = two_years(observations, ("431000", 1.0, 3.0), indicator=indicator, unit=unit)
    row = only(ci.compare_years(rows, years=YEARS))
    assert [row["change"], row["change_unit"]] == [2.0, unit]
    assert row[["growth", "reason"]].isna().all()


def test_a_stock_grows(observations: Maker) -> None:
    rows = two_years(observations, ("431000", 400.0, 410.0), indicator="registered_population",
                     unit="10 000 persons")  # fmt: skip
    assert only(ci.compare_years(rows, years=YEARS))["growth"] == 0.025  # 10 / 400


@pytest.mark.parametrize("start", [0.0, -5.0])
def test_from_zero_or_less_nothing_grows(observations: Maker, start: float) -> None:
    row = only(ci.compare_years(two_years(observations, ("431000", start, 5.0)), years=YEARS))
    assert [row["change"], row["reason"]] == [5.0 - start, "no growth from zero or less"]
    assert pd.isna(row["growth"])


def test_from_little_something_grows(observations: Maker) -> None:
    row = only(ci.compare_years(two_years(observations, ("431000", 0.5, 0.75)), years=YEARS))
    assert row["growth"] == 0.5  # 0.25 / 0.5
    assert pd.isna(row["reason"])


def test_growth_runs_over_the_whole_time(observations: Maker) -> None:
    rows = observations({"year": 2004, "value": 100.0}, {"year": 2010, "value": 150.0})
    assert only(ci.compare_years(rows, years=(2004, 2010)))["growth"] == 0.5


def test_each_year_stands_beside_the_one_given_before_it(observations: Maker) -> None:
    rows = observations(*({"year": year, "value": float(year)} for year in (2005, 2006, 2007, 2010)))
    compared = ci.compare_years(rows, years=(2005, 2006, 2010))
    assert compared[["year_before", "year", "change"]].to_numpy().tolist() == [
        [2005, 2006, 1.0],
        [2006, 2010, 4.0],
    ]


# --- what is missing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [(None, 5.0, "no figure: gdp 2006"), (5.0, None, "no figure: gdp 2007"),
     (None, None, "no figure: gdp 2006 2007")],
)  # fmt: skip
def test_a_missing_figure_is_named_with_its_year(
    observations: Maker, before: float | None, after: float | None, reason: str
) -> None:
    rows = two_years(observations, ("431000", before, after), released="2008-03-31")
    row = only(ci.compare_years(rows, years=YEARS))
    assert row["reason"] == reason
    assert row[["change", "growth", "rank", "rank_before", "edition_break"]].isna().all()
    assert [pd.isna(row["value_before"]), pd.isna(row["value"])] == [before is None, after is None]
    assert row["source"] == row["source_before"] == "a test"
    assert row["obs_status"] == "final" if (before or after) else pd.isna(row["obs_status"])


@pytest.mark.parametrize(("year", "reason"), [(2006, "no figure: gdp 2007"), (2007, "no figure: gdp 2006")])
def test_a_figure_of_one_year_alone_has_a_row(observations: Maker, year: int, reason: str) -> None:
    row = only(ci.compare_years(observations({"year": year}), years=YEARS))
    assert row["reason"] == reason
    assert row["obs_status"] == "final"


def test_a_missing_figure_does_not_make_the_other_less_firm(observations: Maker) -> None:
    rows = observations({"year": 2006, "value": None, "obs_status": "estimated"}, {"value": 1.0})
    assert only(ci.compare_years(rows, years=YEARS))["obs_status"] == "final"


def test_the_row_is_as_firm_as_the_less_firm_figure(observations: Maker) -> None:
    rows = observations({"year": 2006, "obs_status": "revised"}, {"obs_status": "preliminary"})
    assert only(ci.compare_years(rows, years=YEARS))["obs_status"] == "preliminary"


def test_editions_and_sources_of_both_years_are_shown(observations: Maker) -> None:
    rows = observations({"year": 2006, "released": "2007-03-31", "source": "old"},
                        {"released": "2008-03-31", "source": "new"})  # fmt: skip
    row = only(ci.compare_years(rows, years=YEARS))
    assert row[["source_before", "source"]].tolist() == ["old", "new"]
    assert [str(row["released_before"])[:10], str(row["released"])[:10]] == ["2007-03-31", "2008-03-31"]


@pytest.mark.parametrize("areas", [[BEIHU, SUXIAN, GUIYANG], "county"])
def test_an_area_that_is_named_has_a_row_without_figures_too(observations: Maker, areas: Any) -> None:
    rows = observations(
        {"area": BEIHU},
        {"area": BEIHU, "year": 2006, "indicator": "ore", "unit": "kg"},
        {"area": SUXIAN, "indicator": "ore", "unit": "kg"},
        {"area": "431000", "indicator": "rd_expenditure"},  # of the city alone
    )
    compared = ci.compare_years(rows, years=YEARS, areas=areas).set_index(["indicator", "area"])
    named = areas if areas != "county" else ci.load_areas().query("level == 'county'")["area"]
    assert [*compared.index] == [(code, area) for code in ("gdp", "ore") for area in named]
    lacking = compared.loc[("gdp", GUIYANG)]
    assert lacking[["unit", "change_unit", "reason", "ranked"]].tolist() == [
        *("100 million CNY", "100 million CNY", "no figure: gdp 2006 2007", 0)
    ]
    measured = ["value_before", "value", "change", "growth", "rank", "released", "source", "obs_status"]
    assert lacking[[*measured, "edition_break"]].isna().all()
    assert compared.loc[("ore", SUXIAN), "reason"] == "no figure: ore 2006"
    assert compared.loc[("gdp", BEIHU), ["value", "source"]].notna().all()


def test_each_pair_of_years_has_the_indicators_of_its_own_years(observations: Maker) -> None:
    rows = observations({"area": BEIHU, "year": 2005}, {"area": BEIHU, "year": 2007, "indicator": "ore"})
    compared = ci.compare_years(rows, years=(2004, 2005, 2006, 2007), areas=[BEIHU, SUXIAN])
    assert compared[["indicator", "year", "area"]].to_numpy().tolist() == [
        [code, year, area]
        for code, year in (("gdp", 2005), ("gdp", 2006), ("ore", 2007))
        for area in (BEIHU, SUXIAN)
    ]


@pytest.mark.parametrize("areas", [None, "city"])
def test_without_figures_there_is_an_empty_table(observations: Maker, areas: str | None) -> None:
    compared = ci.compare_years(observations({"year": 2001}), years=YEARS, areas=areas)
    assert compared.empty
    assert [*compared.columns] == [*YearComparison.to_schema().columns]


# --- ranks ---------------------------------------------------------------------------------------


def test_areas_are_ranked_before_and_after(observations: Maker) -> None:
    rows = two_years(observations, (BEIHU, 9.0, 8.0), (SUXIAN, 7.0, 10.0), (GUIYANG, 5.0, 5.0))
    compared = ci.compare_years(rows, years=YEARS).set_index("area")
    assert compared["rank_before"].tolist() == [1, 2, 3]
    assert compared["rank"].tolist() == [2, 1, 3]
    assert compared["rank_change"].tolist() == [-1, 1, 0]  # a place lost, a place gained
    assert compared["ranked"].tolist() == [3, 3, 3]


def test_equals_share_the_better_place(observations: Maker) -> None:
    # 0.1 + 0.2 is 0.30000000000000004 in binary: equal but for rounding.
    rows = two_years(observations, (BEIHU, 0.1 + 0.2, 2.0), (SUXIAN, 0.3, 3.0), (GUIYANG, 0.2, 1.0))
    assert ci.compare_years(rows, years=YEARS)["rank_before"].tolist() == [1, 1, 3]


def test_an_area_without_both_figures_is_not_ranked_and_takes_no_place(observations: Maker) -> None:
    rows = two_years(
        observations, (BEIHU, 9.0, None), (SUXIAN, 7.0, 7.0), (GUIYANG, 5.0, 8.0), (YIZHANG, None, 9.0)
    )
    compared = ci.compare_years(rows, years=YEARS)
    assert compared["rank_before"].fillna(0).tolist() == [0, 1, 2, 0]
    assert compared["rank"].fillna(0).tolist() == [0, 2, 1, 0]
    assert compared["ranked"].tolist() == [2, 2, 2, 2]


def test_levels_are_ranked_apart_and_an_area_alone_is_not_ranked(observations: Maker) -> None:
    rows = two_years(observations, ("431000", 99.0, 99.0), (BEIHU, 9.0, 9.0), (SUXIAN, 7.0, 7.0),
                     (PARK, 4.0, 4.0), (OTHER_PARK, 5.0, 5.0))  # fmt: skip
    compared = ci.compare_years(rows, years=YEARS).set_index("area")
    assert compared["rank"].fillna(0).to_dict() == {
        "431000": 0,
        BEIHU: 1,
        SUXIAN: 2,
        PARK: 2,
        OTHER_PARK: 1,
    }
    assert compared["ranked"].to_dict() == {"431000": 1, BEIHU: 2, SUXIAN: 2, PARK: 2, OTHER_PARK: 2}


def test_areas_no_tree_knows_are_ranked_among_themselves(observations: Maker) -> None:
    rows = two_years(observations, ("x", 1.0, 1.0), ("y", 2.0, 2.0), (BEIHU, 9.0, 9.0), (SUXIAN, 7.0, 7.0))
    compared = ci.compare_years(rows, years=YEARS)
    assert compared["area"].tolist() == [BEIHU, SUXIAN, "x", "y"]
    assert compared["rank"].tolist() == [1, 2, 2, 1]


def test_indicators_and_pairs_of_years_are_ranked_apart(observations: Maker) -> None:
    rows = observations(
        *({"indicator": indicator, "area": area, "year": year, "value": value}
          for indicator, area, year, value in [
              ("gdp", BEIHU, 2005, 1.0), ("gdp", SUXIAN, 2005, 2.0),
              ("gdp", BEIHU, 2006, 3.0), ("gdp", SUXIAN, 2006, 1.0),
              ("gdp", BEIHU, 2007, 5.0), ("gdp", SUXIAN, 2007, 9.0),
              ("rd_expenditure", BEIHU, 2006, 2.0), ("rd_expenditure", SUXIAN, 2006, 8.0),
              ("rd_expenditure", BEIHU, 2007, 2.0), ("rd_expenditure", SUXIAN, 2007, 8.0)]),
    )  # fmt: skip
    compared = ci.compare_years(rows, years=(2005, 2006, 2007))
    found = compared[compared["value"].notna() & compared["value_before"].notna()]
    assert found["indicator"].tolist() == ["gdp"] * 4 + ["rd_expenditure"] * 2
    assert found["rank"].tolist() == [1, 2, 2, 1, 2, 1]
    assert found["rank_change"].tolist() == [1, -1, -1, 1, 0, 0]


# --- what is compared ----------------------------------------------------------------------------


def test_rows_follow_the_catalogues(observations: Maker) -> None:
    codes = ("zinc", "rd_expenditure", "gdp", "ore")
    places = [(area, 1.0, 1.0) for area in ("z", SUXIAN, BEIHU)]
    rows = pd.concat([two_years(observations, *places, indicator=indicator) for indicator in codes])
    compared = ci.compare_years(rows, years=YEARS)
    assert compared["indicator"].tolist() == [
        name for name in ("gdp", "rd_expenditure", "ore", "zinc") for _ in range(3)
    ]
    assert compared["area"].tolist() == [BEIHU, SUXIAN, "z"] * 4


def test_an_indicator_of_ones_own_is_compared_in_the_unit_of_its_newest_row(observations: Maker) -> None:
    rows = two_years(observations, (BEIHU, 30000.0, 4.0), (SUXIAN, 50000.0, 6.0), indicator="ore_value")
    rows["unit"] = rows["year"].map({2006: "10 000 CNY", 2007: "100 million CNY"})
    compared = ci.compare_years(rows, years=YEARS)
    assert compared["unit"].tolist() == ["100 million CNY"] * 2
    assert compared["value_before"].tolist() == [3.0, 5.0]
    assert compared["rank"].tolist() == [2, 1]  # larger first
    assert compared[["growth", "reason"]].isna().all(axis=None)  # nobody says that it grows


def test_of_several_newest_rows_the_unit_does_not_hang_on_their_order(observations: Maker) -> None:
    rows = observations(
        {"area": BEIHU, "value": 2.0, "unit": "100 million CNY"},
        {"area": SUXIAN, "value": 1000.0, "unit": "10 000 CNY"},
        indicator="ore_value",
    )
    one, other = (ci.compare_years(frame, years=YEARS) for frame in (rows, rows[::-1]))
    pd.testing.assert_frame_equal(one, other)
    assert one["value"].tolist() in ([2.0, 0.1], [20000.0, 1000.0])


def test_an_edition_with_a_date_is_newer_than_one_without(observations: Maker) -> None:
    rows = observations(
        {"area": BEIHU, "unit": "kg", "released": "2008-03-31"},
        {"area": SUXIAN, "unit": "tonnes"},
        indicator="ore",
    )
    with pytest.raises(UnitError, match="ore 431003 2007: tonnes into kg"):
        ci.compare_years(rows, years=YEARS)


@pytest.mark.parametrize(
    ("row", "answer"),
    [({"indicator": None}, "indicator"), ({"indicator": "ore", "unit": None}, "unit")],
)
def test_a_figure_without_an_indicator_or_a_unit_is_refused(
    observations: Maker, row: dict[str, Any], answer: str
) -> None:
    with pytest.raises(TableError, match=answer):
        ci.compare_years(observations({}, row), years=YEARS)
