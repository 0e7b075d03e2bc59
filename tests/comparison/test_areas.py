"""Areas side by side: rank, share, median, how far behind."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from side_by_side import BEIHU, GUIYANG, OTHER_PARK, PARK, SUXIAN, YIZHANG, Maker, only

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError
from chenzhou_indicators.schemas import AreaComparison

MEASURES = ["rank", "share", "median", "difference", "behind_first"]


def figures(observations: Maker, values: dict[str, float | None], **common: Any) -> pd.DataFrame:
    return observations(*({"area": area, "value": value} for area, value in values.items()), **common)


def compared(rows: pd.DataFrame, indicator: str = "gdp", **areas: Any) -> pd.DataFrame:
    return ci.compare_areas(rows, indicator, year=2007, **areas).set_index("area")


def test_areas_are_laid_side_by_side(observations: Maker) -> None:
    table = compared(figures(observations, {BEIHU: 2.0, SUXIAN: 5.0, GUIYANG: 3.0, YIZHANG: 10.0}))
    assert table["rank"].tolist() == [4, 2, 3, 1]
    assert table["share"].tolist() == [2 / 20, 5 / 20, 3 / 20, 10 / 20]
    assert table["median"].tolist() == [4.0] * 4  # between 3 and 5
    assert table["difference"].tolist() == [-2.0, 1.0, -1.0, 6.0]
    assert table["behind_first"].tolist() == [8.0, 5.0, 7.0, 0.0]
    assert table["ranked"].tolist() == [4] * 4
    assert table["reason"].isna().all()


def test_values_stand_in_the_unit_of_the_catalogue(observations: Maker) -> None:
    rows = observations(
        {"area": BEIHU, "value": 30000.0, "unit": "10 000 CNY"}, {"area": SUXIAN, "value": 5.0}
    )
    table = compared(rows)
    assert table["value"].tolist() == [3.0, 5.0]
    assert table["unit"].tolist() == ["100 million CNY"] * 2


def test_levels_are_compared_apart(observations: Maker) -> None:
    values = {"431000": 99.0, BEIHU: 2.0, SUXIAN: 6.0, PARK: 1.0, OTHER_PARK: 3.0, "x": 7.0, "y": 8.0}
    table = compared(figures(observations, values))
    assert [*table.index] == ["431000", BEIHU, SUXIAN, PARK, OTHER_PARK, "x", "y"]
    assert table["rank"].fillna(0).tolist() == [0, 2, 1, 2, 1, 2, 1]
    assert table["median"].fillna(0).tolist() == [0.0, 4.0, 4.0, 2.0, 2.0, 7.5, 7.5]
    assert table["share"].fillna(0).tolist() == [0.0, 2 / 8, 6 / 8, 1 / 4, 3 / 4, 7 / 15, 8 / 15]


def test_an_area_alone_on_its_level_is_compared_with_nothing(observations: Maker) -> None:
    row = only(ci.compare_areas(observations({"value": 9.0}), "gdp", year=2007))
    assert [row["value"], row["ranked"]] == [9.0, 1]
    assert row[[*MEASURES, "reason"]].isna().all()


def test_an_area_without_a_figure_has_a_row_and_spoils_the_shares(observations: Maker) -> None:
    rows = figures(observations, {BEIHU: 2.0, SUXIAN: None, GUIYANG: 3.0}, released="2008-03-31")
    table = compared(rows, areas=[BEIHU, SUXIAN, GUIYANG, YIZHANG])
    reason = "no figure: gdp 2007"
    assert table["reason"].fillna("").to_dict() == {BEIHU: "", SUXIAN: reason, GUIYANG: "", YIZHANG: reason}
    assert table["share"].isna().all()
    assert table["rank"].fillna(0).tolist() == [2, 0, 1, 0]
    assert table["median"].tolist() == [2.5] * 4
    assert table.loc[SUXIAN, ["difference", "behind_first", "obs_status"]].isna().all()
    assert table.loc[SUXIAN, "source"] == "a test"  # which edition left it missing
    assert pd.isna(table.loc[YIZHANG, "source"])
    assert table["ranked"].tolist() == [2] * 4


@pytest.mark.parametrize("values", [{BEIHU: -1.0, SUXIAN: 3.0}, {BEIHU: 0.0, SUXIAN: 0.0}])
def test_a_negative_value_or_a_sum_of_nothing_has_no_shares(
    observations: Maker, values: dict[str, float | None]
) -> None:
    table = compared(figures(observations, values))
    assert table["share"].isna().all()
    assert table["rank"].notna().all()


def test_zero_has_a_share_of_zero(observations: Maker) -> None:
    assert compared(figures(observations, {BEIHU: 0.0, SUXIAN: 0.4}))["share"].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("indicator", "unit", "shared"),
    [("registered_population", "10 000 persons", True), ("rd_intensity", "%", False),
     ("gdp_volume_index", "previous year = 100", False), ("ore", "tonnes", False)],
)  # fmt: skip
def test_only_flows_and_stocks_have_shares(
    observations: Maker, indicator: str, unit: str, shared: bool
) -> None:
    rows = figures(observations, {BEIHU: 1.0, SUXIAN: 3.0}, indicator=indicator, unit=unit)
    table = compared(rows, indicator)
    assert table["share"].notna().tolist() == [shared, shared]
    assert table["behind_first"].tolist() == [2.0, 0.0]


@pytest.mark.parametrize(("indicator", "unit"), [("rd_expenditure", "100 million CNY"), ("ore", "tonnes")])
def test_without_figures_of_the_year_the_areas_asked_for_have_rows(
    observations: Maker, indicator: str, unit: str
) -> None:
    rows = observations({"indicator": "ore", "unit": "kg", "year": 2004},
                        {"indicator": "ore", "unit": "tonnes", "year": 2005})  # fmt: skip
    table = compared(rows, indicator, areas="park")
    assert [*table.index] == [PARK, OTHER_PARK, "431003-P2"]
    assert table["unit"].unique().tolist() == [unit]
    assert table["reason"].unique().tolist() == [f"no figure: {indicator} 2007"]
    assert table["ranked"].tolist() == [0, 0, 0]
    assert table[MEASURES].isna().all(axis=None)


def test_without_figures_and_areas_there_is_an_empty_table(observations: Maker) -> None:
    table = ci.compare_areas(observations(), "rd_expenditure", year=2007)
    assert table.empty
    assert [*table.columns] == [*AreaComparison.to_schema().columns]


def test_editions_and_statuses_are_shown(observations: Maker) -> None:
    rows = observations({"area": BEIHU, "released": "2008-03-31", "obs_status": "estimated"})
    row = only(ci.compare_areas(rows, "gdp", year=2007))
    assert [str(row["released"])[:10], row["obs_status"], row["source"]] == [
        "2008-03-31",
        "estimated",
        "a test",
    ]


def test_the_counties_of_the_sample_share_the_citys_output() -> None:
    observations = ci.latest_vintage(ci.load_sample("observations"))
    table = compared(observations, "hightech_output", areas="county")
    values = observations.query("indicator == 'hightech_output' and year == 2007").set_index("area")["value"]
    assert table["share"].sum() == pytest.approx(1)
    assert table.loc[SUXIAN, "share"] == pytest.approx(
        21.06 / 77.50
    )  # of the counties' sum, the city's output
    assert values["431000"] == 77.50
    assert table.sort_values("rank").index.tolist()[:4] == [SUXIAN, BEIHU, "431081", GUIYANG]
    assert set(table["obs_status"]) == {"illustrative"}


@pytest.mark.parametrize("year", ["2007", 20007, (2007,)])
def test_a_year_that_is_none_is_refused(observations: Maker, year: Any) -> None:
    with pytest.raises(ArgumentError, match="year"):
        ci.compare_areas(observations(), "gdp", year=year)
