"""What holds for all figures areas could report, laid side by side."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import amounts, cases, figure, money, table

import chenzhou_indicators as ci
from chenzhou_indicators.units import convert

YEARS = (2005, 2006, 2008)
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
PLACES = ["431000", *COUNTIES[:5], "431002-P1", "431003-P1", "elsewhere", "further"]
FREE = ["rank", "rank_before", "rank_change", "ranked", "growth", "share", "edition_break", "reason"]
SCALE_FREE = [
    "areas",
    "variation_before",
    "variation",
    "slope",
    "standard_error",
    "speed",
    "r_squared",
    "reason",
]

days = st.sampled_from([None, "2006-12-31", "2008-03-31", "2009-12-31"])
statuses = st.sampled_from(["final", "revised", "preliminary", "illustrative"])
values = st.none() | amounts | st.sampled_from([0.0, -1.0, 3.0])


@st.composite
def tables(draw: st.DrawFn, places: list[str] = PLACES) -> pd.DataFrame:
    """Draw GDP and R&D of some areas in some of three years, in several units."""
    rows = []
    for area in draw(st.lists(st.sampled_from(places), min_size=1, max_size=6, unique=True)):
        for indicator in draw(st.sets(st.sampled_from(["gdp", "rd_expenditure"]), min_size=1)):
            for year in draw(st.sets(st.sampled_from(YEARS), min_size=1)):
                rows.append(
                    figure(year, draw(values), indicator=indicator, area=area, unit=draw(money),
                           released=draw(days), obs_status=draw(statuses))
                )  # fmt: skip
    return table(rows)


Comparison = Callable[[pd.DataFrame], pd.DataFrame]
COMPARISONS: dict[str, Comparison] = {
    "compare_years": lambda rows: ci.compare_years(rows, years=YEARS),
    "compare_areas": lambda rows: ci.compare_areas(rows, "gdp", year=2006),
    "convergence": lambda rows: ci.convergence(rows, "gdp", years=YEARS, areas="county"),
}


@pytest.mark.parametrize("name", COMPARISONS)
@cases(12)
@given(data=st.data())
def test_neither_order_nor_index_matters(name: str, data: st.DataObject) -> None:
    rows = data.draw(tables())
    order = data.draw(st.permutations(range(len(rows))))
    labels = data.draw(st.lists(st.sampled_from([0, 7, "x"]), min_size=len(rows), max_size=len(rows)))
    shuffled = rows.iloc[list(order)].set_axis(pd.Index(labels, dtype=object))
    pd.testing.assert_frame_equal(COMPARISONS[name](rows), COMPARISONS[name](shuffled), rtol=1e-12)


@pytest.mark.parametrize("name", COMPARISONS)
@cases(12)
@given(rows=tables(), other=money)
def test_nothing_depends_on_the_unit_of_a_row(name: str, rows: pd.DataFrame, other: str) -> None:
    restated = rows.assign(value=convert(rows["value"], rows["unit"], other), unit=other)
    one, two = (COMPARISONS[name](frame) for frame in (rows, restated))
    pd.testing.assert_frame_equal(one, two, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", COMPARISONS)
@cases(12)
@given(rows=tables(), factor=st.sampled_from([1e-3, 0.7, 3.0, 1e4]))
def test_ranks_shares_growth_and_spread_do_not_depend_on_the_scale(
    name: str, rows: pd.DataFrame, factor: float
) -> None:
    columns = SCALE_FREE if name == "convergence" else FREE
    one, two = (COMPARISONS[name](rows.assign(value=rows["value"] * by)) for by in (1, factor))
    kept = [column for column in columns if column in one]
    pd.testing.assert_frame_equal(one[kept], two[kept], rtol=1e-7, atol=1e-9)


@cases(15)
@given(rows=tables())
def test_every_indicator_and_area_of_either_year_has_one_row(rows: pd.DataFrame) -> None:
    compared = ci.compare_years(rows, years=YEARS)
    for before, year in pairwise(YEARS):
        there = rows[rows["year"].isin([before, year])]
        found = compared[compared["year"] == year]
        assert {*zip(found["indicator"], found["area"], strict=True)} == {
            *zip(there["indicator"], there["area"], strict=True)
        }
    assert (compared["change"].isna() == compared[["value", "value_before"]].isna().any(axis=1)).all()
    silent = compared["change"].isna() | compared["growth"].isna()
    assert (silent == compared["reason"].notna()).all()  # both indicators are flows


@cases(12)
@given(rows=tables())
def test_changes_of_two_steps_add_up_and_growth_compounds(rows: pd.DataFrame) -> None:
    key = ["indicator", "area"]
    steps = ci.compare_years(rows, years=YEARS).dropna(subset=["growth"])
    whole = ci.compare_years(rows, years=(YEARS[0], YEARS[-1])).set_index(key)
    for name, group in steps.groupby(key):
        if len(group) == 2:
            assert group["change"].sum() == pytest.approx(whole.loc[name, "change"], abs=1e-6)
            factors = 1 + group["growth"]
            lost = 1e-15 * factors.max()  # a fall back from a millionfold rise is exact to so much
            assert factors.prod() == pytest.approx(1 + whole.loc[name, "growth"], rel=1e-9, abs=lost)


@cases(12)
@given(rows=tables())
def test_places_are_those_of_pandas_among_the_values_of_a_level(rows: pd.DataFrame) -> None:
    compared = ci.compare_areas(rows, "gdp", year=2006)
    level = compared["area"].map(ci.load_areas().set_index("area")["level"]).fillna("")
    by_level = compared["value"].groupby(level)
    # Rounding brings together what is equal but for the conversion of units.
    places = compared["value"].round(12).groupby(level).rank(method="min", ascending=False)
    pd.testing.assert_series_equal(
        compared["rank"].astype("float64"), places.where(by_level.transform("count") > 1), check_names=False
    )
    full = by_level.transform("size") == by_level.transform("count")
    fair = full & (by_level.transform("min") >= 0) & (by_level.transform("sum") > 0)
    sums = compared["share"].groupby(level).transform("sum")
    assert sums[fair & (compared["ranked"] > 1)].tolist() == pytest.approx(
        [1.0] * int((fair & (compared["ranked"] > 1)).sum())
    )
    assert (compared.loc[compared["rank"].eq(1).fillna(value=False), "behind_first"].abs() <= 1e-6).all()


@cases(12)
@given(
    start=st.lists(amounts, min_size=3, max_size=8, unique=True),
    years=st.integers(1, 10),
    left=st.integers(1, 9),
)
def test_a_gap_of_which_a_share_is_left_closes_at_the_speed_that_leaves_it(
    start: list[float], years: int, left: int
) -> None:
    """Every log level comes nearer to zero by the same share: what is left is exp(-speed x years)."""
    end = [value ** (left / 10) for value in start]
    rows = [figure(year, value, area=area)
            for year, side in ((2000, start), (2000 + years, end))
            for area, value in zip(COUNTIES, side, strict=False)]  # fmt: skip
    found: pd.Series[Any] = ci.convergence(table(rows), "gdp", years=(2000, 2000 + years)).iloc[0]
    if np.ptp(np.log(start)) > 0.01:
        assert np.exp(-found["speed"] * years) == pytest.approx(left / 10, rel=1e-6)
        assert found["r_squared"] == pytest.approx(1, abs=1e-6)
