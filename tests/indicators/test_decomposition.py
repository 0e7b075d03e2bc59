"""A ratio's change is due to its numerator and its denominator, and to nothing else."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import (
    ArgumentError,
    EditionError,
    IndicatorsError,
    TableError,
    UnitError,
    UnknownNameError,
)

Maker = Callable[..., pd.DataFrame]
Row = dict[str, Any]
METHODS = ["shapley", "lmdi"]
RD, GDP = "rd_expenditure", "gdp"


def of(indicator: str, start: float | None, end: float | None, **more: Any) -> list[Row]:
    """Return two rows: the indicator's figures of 2006 and 2007."""
    values = ((2006, start), (2007, end))
    return [{"indicator": indicator, "year": year, "value": value, **more} for year, value in values]


def split(observations: pd.DataFrame, *names: str, **more: Any) -> pd.DataFrame:
    return ci.decompose_ratio(observations, *(names or (RD, GDP)), **{"start": 2006, "end": 2007, **more})


# --- by hand -------------------------------------------------------------------------------------


@pytest.fixture
def rows(observations: Maker) -> pd.DataFrame:
    """R&D of 2 in a GDP of 200 (1 %), then of 6 in 300 (2 %)."""
    return observations(*of(RD, 2.0, 6.0), *of(GDP, 200.0, 300.0))


def test_shapley_by_hand(rows: pd.DataFrame) -> None:
    table = split(rows)
    # R&D first: 6/200 - 2/200 = 2 points; R&D last: 6/300 - 2/300 = 4/3; the mean is 5/3.
    # GDP first: 2/300 - 2/200 = -1/3 points; GDP last: 6/300 - 6/200 = -1; the mean is -2/3.
    assert table["factor"].tolist() == [RD, GDP]
    assert table["effect"].tolist() == pytest.approx([5 / 3, -2 / 3], rel=1e-13)


def test_lmdi_by_hand(rows: pd.DataFrame) -> None:
    # L(2, 1) = 1 / ln 2; R&D trebled, GDP rose by half.
    expected = [log(3) / log(2), -log(1.5) / log(2)]
    assert split(rows, method="lmdi")["effect"].tolist() == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("method", METHODS)
def test_a_row_says_what_it_is_about(rows: pd.DataFrame, method: str) -> None:
    table = split(rows, method=method)
    keys = ["area", "numerator", "denominator", "start", "end", "unit", "method"]
    assert table[keys].drop_duplicates().to_numpy().tolist() == [["431000", RD, GDP, 2006, 2007, "%", method]]
    assert table[["ratio_start", "ratio_end", "change"]].to_numpy().tolist() == [[1.0, 2.0, 1.0]] * 2
    assert table["reason"].isna().all()
    assert list(table.columns) == [*ci.schemas.RatioEffects.to_schema().columns]


def test_the_lmdi_of_a_ratio_is_that_of_a_product_with_the_inverse(rows: pd.DataFrame) -> None:
    before, after = ({"x": [100 * x], "y": [1 / z]} for x, z in ((2.0, 200.0), (6.0, 300.0)))
    effects = ci.lmdi(pd.DataFrame(before), pd.DataFrame(after))
    assert split(rows, method="lmdi")["effect"].tolist() == pytest.approx(effects.tolist(), rel=1e-14)


def test_china_from_1999_to_2006_by_hand() -> None:
    # R&D 678.9 and 3003.1, GDP 89677 and 216314.43 (100 million yuan). R&D first: 2324.2 / 89677 = 2.5917 %,
    # last: 2324.2 / 216314.43 = 1.0745 %. GDP first: 0.3138 - 0.7571 %, last: 1.3883 - 3.3488 %.
    china = ci.latest_vintage(ci.load_sample("published")).query("area == '100000'")
    table = ci.decompose_ratio(china, RD, GDP, start=1999, end=2006)
    assert table["effect"].tolist() == pytest.approx([1.8331, -1.2018], abs=1e-4)
    # LMDI: L = (1.3883 - 0.7571) / ln(1.3883 / 0.7571) = 1.04097; ln 4.42348 = 1.48693, ln 2.41215 = 0.88052.
    logs = ci.decompose_ratio(china, RD, GDP, start=1999, end=2006, method="lmdi")
    assert logs["effect"].tolist() == pytest.approx([1.04097 * 1.48693, -1.04097 * 0.88052], abs=1e-4)


@pytest.mark.parametrize("method", METHODS)
def test_a_side_that_did_not_move_has_no_effect(observations: Maker, method: str) -> None:
    still = split(observations(*of(RD, 2.0, 2.0), *of(GDP, 200.0, 400.0)), method=method)
    assert still["effect"].tolist() == pytest.approx([0.0, -0.5], abs=1e-15)
    both = split(observations(*of(RD, 2.0, 2.0), *of(GDP, 200.0, 200.0)), method=method)
    assert [str(effect) for effect in both["effect"]] == ["0.0", "0.0"]


# --- zeros and signs -----------------------------------------------------------------------------


def test_a_numerator_that_stays_zero_has_no_effects_and_none_is_minus_zero(observations: Maker) -> None:
    table = split(observations(*of(RD, 0.0, 0.0), *of(GDP, 200.0, 400.0)))
    assert [str(effect) for effect in table["effect"]] == ["0.0", "0.0"]


def test_shapley_of_a_numerator_from_zero_by_hand(observations: Maker) -> None:
    # R&D first 4/200, last 4/400: mean 1.5 points. GDP first 0, last 4/400 - 4/200 = -1: mean -0.5.
    table = split(observations(*of(RD, 0.0, 4.0), *of(GDP, 200.0, 400.0)))
    assert table["effect"].tolist() == pytest.approx([1.5, -0.5], rel=1e-14)


@pytest.mark.parametrize(("start", "end", "change"), [(0.0, 4.0, 1.0), (2.0, 0.0, -1.0), (0.0, 0.0, 0.0)])
def test_lmdi_gives_a_change_from_or_to_zero_to_the_numerator(
    observations: Maker, start: float, end: float, change: float
) -> None:
    table = split(observations(*of(RD, start, end), *of(GDP, 200.0, 400.0)), method="lmdi")
    assert [str(effect) for effect in table["effect"]] == [str(change), "0.0"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("gdp", "known"), [((0.0, 300.0), "ratio_end"), ((200.0, 0.0), "ratio_start"), ((0.0, 0.0), None)]
)
def test_over_zero_there_is_no_ratio_and_no_effect(
    observations: Maker, method: str, gdp: tuple[float, float], known: str | None
) -> None:
    table = split(observations(*of(RD, 2.0, 6.0), *of(GDP, *gdp)), method=method)
    assert table["reason"].tolist() == ["nothing to divide by"] * 2
    assert table[["effect", "change"]].isna().all(axis=None)
    ratios = table[["ratio_start", "ratio_end"]].iloc[0]
    assert ratios.dropna().to_dict() == (
        {known: {"ratio_start": 1.0, "ratio_end": 2.0}[known]} if known else {}
    )


@pytest.mark.parametrize("figures", [((-2.0, 6.0), (200.0, 300.0)), ((2.0, 6.0), (200.0, -300.0))])
def test_lmdi_says_that_there_is_no_logarithm_below_zero(observations: Maker, figures: Any) -> None:
    negative = observations(*of(RD, *figures[0]), *of(GDP, *figures[1]))
    table = split(negative, method="lmdi")
    assert table["reason"].tolist() == ["no logarithm below zero"] * 2
    assert table["effect"].isna().all()
    assert table["change"].notna().all()
    shapley = split(negative)
    assert shapley["reason"].isna().all()
    assert shapley["effect"].sum() == pytest.approx(shapley["change"].iloc[0], rel=1e-12)


# --- figures that are missing --------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_figure_is_named(observations: Maker, method: str) -> None:
    rows = observations(*of(RD, None, 6.0), of(GDP, 200.0, 300.0)[0])
    table = split(rows, method=method)
    assert table["reason"].tolist() == [f"no figure: {RD} 2006, {GDP} 2007"] * 2
    assert table[["effect", "ratio_start", "ratio_end", "change"]].isna().all(axis=None)


def test_a_ratio_that_is_known_stands_where_the_other_is_not(observations: Maker) -> None:
    table = split(observations(*of(RD, 2.0, 6.0), *of(GDP, 200.0, None)))
    assert table["ratio_start"].tolist() == [1.0, 1.0]
    assert table[["effect", "ratio_end", "change"]].isna().all(axis=None)


def test_an_area_of_which_only_one_side_is_reported_has_its_rows() -> None:
    sample = ci.latest_vintage(ci.load_sample("observations"))
    table = split(sample).set_index("area")
    assert len(table) == 30  # the city, eleven counties, three parks
    parks = table[table.index.str.contains("P")]
    assert len(parks) == 6
    assert parks["reason"].unique().tolist() == [f"no figure: {GDP} 2006 2007"]
    assert table.drop(index=parks.index)["reason"].isna().all()


def test_areas_stand_in_order_the_numerator_first(observations: Maker) -> None:
    areas = ["431003", "431000", "431002"]
    rows = observations(*(row for area in areas for row in of(GDP, 1.0, 2.0, area=area)))
    table = split(rows)
    assert table["area"].tolist() == [area for area in sorted(areas) for _ in range(2)]
    assert table["factor"].tolist() == [RD, GDP] * 3


@pytest.mark.parametrize("method", METHODS)
def test_without_observations_there_are_no_rows(observations: Maker, method: str) -> None:
    assert split(observations().iloc[:0], method=method).empty
    assert split(observations(*of("patent_applications", 1.0, 2.0)), method=method).empty


# --- units ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "change"),
    [
        # The catalogue's ratios carry their scale: 4/300 - 2/200 is 1/300.
        ((RD, "100 million CNY"), (GDP, "100 million CNY"), "%", 100 / 300),
        ((GDP, "100 million CNY"), ("registered_population", "10 000 persons"), "CNY per person", 1e4 / 300),
        (("patent_applications", "count"), ("registered_population", "10 000 persons"),
         "per 10 000 persons", 1 / 300),
        # Others are a fraction where both are measured alike, else the one per the other.
        (("secondary_value_added", "100 million CNY"), (GDP, "100 million CNY"), "fraction", 1 / 300),
        (("st_achievements", "count"), ("patent_applications", "count"), "fraction", 1 / 300),
        (("patent_applications", "count"), (RD, "100 million CNY"), "count per 100 million CNY", 1 / 300),
    ],
)  # fmt: skip
def test_a_ratio_stands_in_its_own_unit(
    observations: Maker, numerator: tuple[str, str], denominator: tuple[str, str], unit: str, change: float
) -> None:
    rows = observations(
        *of(numerator[0], 2.0, 4.0, unit=numerator[1]), *of(denominator[0], 200.0, 300.0, unit=denominator[1])
    )
    table = split(rows, numerator[0], denominator[0])
    assert table["unit"].tolist() == [unit] * 2
    assert table["change"].tolist() == pytest.approx([change] * 2, rel=1e-12)
    assert table["effect"].sum() == pytest.approx(change, rel=1e-12)


def test_a_decomposed_ratio_is_the_derived_one() -> None:
    sample = ci.latest_vintage(ci.load_sample("observations"))
    derived = (
        ci.derive(sample).query("indicator == 'rd_intensity' and area == '431000'").set_index("year")["value"]
    )
    city = split(sample).query("area == '431000'")
    assert city[["ratio_start", "ratio_end"]].iloc[0].tolist() == derived.loc[[2006, 2007]].tolist()


@pytest.mark.parametrize("method", METHODS)
def test_figures_may_stand_in_any_unit_that_converts(rows: pd.DataFrame, method: str) -> None:
    small = rows["indicator"].eq(RD)
    moved = rows.assign(
        value=rows["value"].where(~small, rows["value"] * 1e4), unit=rows["unit"].where(~small, "10 000 CNY")
    )
    pd.testing.assert_frame_equal(split(moved, method=method), split(rows, method=method), rtol=1e-13)


# --- order, editions, firmness -------------------------------------------------------------------


def test_neither_row_order_nor_index_matters_and_the_input_stays(rows: pd.DataFrame) -> None:
    turned = rows.iloc[::-1].set_axis([1] * 4)
    kept = turned.copy(deep=True)
    pd.testing.assert_frame_equal(split(turned), split(rows))
    pd.testing.assert_frame_equal(turned, kept)


def test_effects_are_as_firm_as_the_least_firm_figure(observations: Maker) -> None:
    rows = observations(*of(RD, 2.0, 6.0, obs_status="revised"), *of(GDP, 200.0, 300.0))
    assert split(rows)["obs_status"].tolist() == ["revised"] * 2
    rows.loc[3, "obs_status"] = "illustrative"
    assert split(rows)["obs_status"].tolist() == ["illustrative"] * 2
    rows.loc[3, "value"] = None  # what has no value lends no status
    assert split(rows)["obs_status"].tolist() == ["revised"] * 2


def test_only_the_two_years_matter(rows: pd.DataFrame, observations: Maker) -> None:
    between = observations(*({"indicator": RD, "year": year, "value": 9.0} for year in (2005, 2008)))
    again = observations(
        *({"indicator": RD, "year": 2005, "released": day} for day in ("2006-01-01", "2007-01-01"))
    )
    pd.testing.assert_frame_equal(split(pd.concat([rows, between.iloc[1:], again])), split(rows))


def test_editions_that_were_not_chosen_are_refused(rows: pd.DataFrame, observations: Maker) -> None:
    again = observations({"indicator": GDP, "year": 2006, "value": 190.0, "released": "2008-12-31"})
    with pytest.raises(EditionError, match=r"gdp 431000 2006: 200 \(no date\), 190 \(2008-12-31\)"):
        split(pd.concat([rows, again]))


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "more", "error", "says"),
    [
        ((RD, "gpd"), {}, UnknownNameError, r"the indicator catalogue:\n  - gpd \(did you mean gdp\?\)$"),
        (("x1", "y1"), {}, UnknownNameError, r"  - x1\n  - y1$"),
        ((GDP, GDP), {}, ArgumentError, "numerator and denominator are both gdp"),
        ((1, GDP), {}, ArgumentError, "numerator is 1; a code is text"),
        ((RD, None), {}, ArgumentError, "denominator is None; a code is text"),
        ((RD, GDP), {"end": 2006}, ArgumentError, "start is 2006, not before end, which is 2006"),
        ((RD, GDP), {"start": 2008}, ArgumentError, "start is 2008, not before end, which is 2007"),
        ((RD, GDP), {"start": 2006.0}, ArgumentError, "start: 2006.0 is not a year"),
        ((RD, GDP), {"end": True}, ArgumentError, "end: True is not a year"),
        ((RD, GDP), {"method": "shaply"}, ArgumentError, r"method is 'shaply' \(did you mean shapley\?\)"),
    ],
)  # fmt: skip
def test_what_makes_no_ratio_is_refused(
    rows: pd.DataFrame, names: Any, more: Row, error: type[IndicatorsError], says: str
) -> None:
    with pytest.raises(error, match=says):
        split(rows, *names, **more)


def test_what_is_no_table_of_observations_or_in_no_money_is_refused(rows: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="no column value"):
        split(rows.drop(columns="value"))
    with pytest.raises(UnitError, match="  - rd_expenditure 431000 2006: persons into 100 million CNY"):
        split(rows.assign(unit="persons"))


def test_figures_that_are_infinite_or_of_no_known_status_are_refused(
    rows: pd.DataFrame, observations: Maker
) -> None:
    with pytest.raises(TableError, match="column value: inf in rows 1 is infinite value"):
        split(rows.assign(value=[2.0, float("inf"), 200.0, 300.0]))
    with pytest.raises(TableError, match="column obs_status: 'guessed' in rows 0, 1, 2, 3 is not one of"):
        split(rows.assign(obs_status="guessed"))
    # What stands in another year is of no concern.
    other = observations({"indicator": RD, "year": 2004, "value": float("inf")})
    pd.testing.assert_frame_equal(split(pd.concat([rows, other])), split(rows))


def test_an_indicator_called_by_its_name_is_refused_with_its_code(rows: pd.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match=r"  - 地区生产总值 \(did you mean gdp\?\)$"):
        split(rows, RD, "地区生产总值")
