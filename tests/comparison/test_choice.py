"""Which years and areas are compared: one reader for every comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from side_by_side import BEIHU, GUIYANG, SUXIAN, YEARS, YIZHANG, Maker, two_years

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError, UnitError, UnknownNameError

TREE = pd.DataFrame({"area": [GUIYANG, BEIHU, YIZHANG], "level": ["county", "county", "park"]})
COUNTIES = [*ci.load_areas().query("level == 'county'")["area"]]
TREE["parent"] = ["431000", "431000", BEIHU]


@pytest.mark.parametrize(
    ("areas", "compared", "ranks"),
    [
        (None, ["431000", BEIHU, GUIYANG, YIZHANG], [0, 3, 2, 1]),
        ("county", COUNTIES, [3, 0, 2, 1] + [0] * 7),
        ("city", ["430600", "431000"], [0, 0]),  # the catalogue's two cities, one without figures
        (BEIHU, [BEIHU], [0]),
        ([YIZHANG, BEIHU], [YIZHANG, BEIHU], [1, 2]),
        ([SUXIAN, BEIHU], [SUXIAN, BEIHU], [0, 0]),
        (TREE, [GUIYANG, BEIHU, YIZHANG], [1, 2, 0]),
    ],
)
def test_areas_are_a_level_codes_or_a_tree(
    observations: Maker, areas: Any, compared: list[str], ranks: list[int]
) -> None:
    rows = two_years(
        observations, ("431000", 9.0, 9.0), (BEIHU, 1.0, 1.0), (GUIYANG, 2.0, 2.0), (YIZHANG, 3.0, 3.0)
    )
    table = ci.compare_years(rows, years=YEARS, areas=areas)
    assert table["area"].tolist() == compared
    assert table["rank"].fillna(0).tolist() == ranks


COMPARISONS: dict[str, Callable[..., pd.DataFrame]] = {
    "compare_years": lambda rows, **areas: ci.compare_years(rows, years=YEARS, **areas),
    "compare_areas": lambda rows, **areas: ci.compare_areas(rows, "gdp", year=2007, **areas),
    "convergence": lambda rows, **areas: ci.convergence(rows, "gdp", years=YEARS, **areas),
}


@pytest.mark.parametrize(
    ("years", "answer"),
    [
        (2007, "years is 2007; give two or more, like"),
        ("2007", "years is '2007'; give two or more"),
        ((2007,), "years holds 1 of the two or more"),
        ((), "years holds 0 of the two or more"),
        ((2007, 2006), "years go up, each given once; 2007, 2006 do not"),
        ((2006, 2007, 2007), "2006, 2007, 2007 do not"),
        ((2006, "2007"), "years: '2007' is not a year"),
        ((2006, 2007.5), "years: 2007.5 is not a year"),
        ((2006, 20007), "years: 20007 is not a year from"),
    ],
)
def test_years_that_cannot_be_compared_are_refused(observations: Maker, years: Any, answer: str) -> None:
    with pytest.raises(ArgumentError, match=answer):
        ci.compare_years(observations(), years=years)
    with pytest.raises(ArgumentError, match=answer):
        ci.convergence(observations(), "gdp", years=years)


@pytest.mark.parametrize(
    ("areas", "error", "answer"),
    [
        ("conty", UnknownNameError, r"conty \(did you mean county\?\)"),
        (["Beihu"], UnknownNameError, r"Beihu \(did you mean 431002\?\)"),
        (["county"], UnknownNameError, "Neither a level nor an area of the catalogue:\n  - county"),
        ([], ArgumentError, "areas is empty"),
        ([BEIHU, BEIHU], ArgumentError, "twice or more:\n  - 431002"),
        ([431002], ArgumentError, "areas is 431002; a code is text"),
        (431002, ArgumentError, "areas is 431002; it is a level of area"),
        (TREE.drop(columns="level"), ArgumentError, "has no column:\n  - level"),
        (TREE.drop(columns="parent"), ArgumentError, "has no column:\n  - parent"),
        (TREE[["level"]], ArgumentError, "has no column:\n  - area\n  - parent"),
        (TREE.iloc[:0], ArgumentError, "areas is empty"),
        (pd.concat([TREE, TREE.iloc[:1]]), ArgumentError, "twice or more:\n  - 431021"),
    ],
)
@pytest.mark.parametrize("name", COMPARISONS)
def test_areas_that_cannot_be_compared_are_refused(
    observations: Maker, areas: Any, error: type[Exception], answer: str, name: str
) -> None:
    with pytest.raises(error, match=answer):
        COMPARISONS[name](observations(), areas=areas)


@pytest.mark.parametrize("name", COMPARISONS)
def test_an_area_of_ones_own_may_be_named_if_it_was_ever_observed(observations: Maker, name: str) -> None:
    rows = observations({"area": "X1", "year": 2001}, {"area": "X2"})
    assert len(COMPARISONS[name](rows, areas=["X1", "X2"]))
    with pytest.raises(UnknownNameError, match="X3"):
        COMPARISONS[name](rows, areas=["X2", "X3"])


def test_areas_of_ones_own_stand_behind_those_of_the_catalogue_by_code(observations: Maker) -> None:
    rows = observations(*({"area": area} for area in ("z", "a", SUXIAN, "m", BEIHU)))
    assert ci.compare_areas(rows, "gdp", year=2007)["area"].tolist() == [BEIHU, SUXIAN, "a", "m", "z"]


def test_a_row_without_indicator_or_area_does_not_hide_what_is_wrong(observations: Maker) -> None:
    rows = observations({}, {"indicator": None}, {"area": None, "year": 2001})
    with pytest.raises(UnknownNameError, match="gpd"):
        ci.compare_areas(rows, "gpd", year=2007)
    with pytest.raises(UnknownNameError, match="conty"):
        ci.compare_areas(rows, "gdp", year=2007, areas="conty")


@pytest.mark.parametrize("name", COMPARISONS)
def test_codes_may_come_in_a_series(observations: Maker, name: str) -> None:
    rows = two_years(observations, (BEIHU, 1.0, 2.0), (SUXIAN, 2.0, 4.0), (GUIYANG, 4.0, 5.0))
    one, other = (COMPARISONS[name](rows, areas=kind([SUXIAN, BEIHU])) for kind in (list, pd.Series))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("name", COMPARISONS)
@pytest.mark.parametrize(
    ("row", "error", "answer"),
    [
        ({"released": "2008-12-31"}, EditionError, "Several editions stand unchosen"),
        ({"area": BEIHU, "value": float("inf")}, TableError, "inf"),
        ({"area": BEIHU, "value": 2e100}, TableError, r"gdp 431002 2007: 2e\+100 100 million CNY"),
        ({"area": BEIHU, "value": -9e-101}, TableError, "gdp 431002 2007: -9e-101 100 million CNY"),
        ({"area": BEIHU, "obs_status": "sure"}, TableError, "sure"),
        ({"area": BEIHU, "unit": "persons"}, UnitError, "gdp 431002 2007: persons into 100 million CNY"),
        ({"area": None}, TableError, "area"),
        ({"area": BEIHU, "unit": None}, TableError, "unit"),
    ],
)
def test_figures_that_cannot_be_compared_are_refused(
    observations: Maker, row: dict[str, Any], error: type[Exception], answer: str, name: str
) -> None:
    with pytest.raises(error, match=answer):
        COMPARISONS[name](observations({}, row))


# Growth from one end to the other is 1e200, a squared deviation too.
@pytest.mark.parametrize("name", COMPARISONS)
def test_the_largest_and_the_smallest_value_admitted_give_finite_numbers(
    observations: Maker, name: str
) -> None:
    rows = two_years(observations, (BEIHU, 1e-100, 1e100), (SUXIAN, 1e100, 1e-100), (GUIYANG, 1e100, 1e100))
    numbers = COMPARISONS[name](rows).select_dtypes("float64")
    assert numbers.notna().any(axis=None)
    assert (numbers.isna() | (numbers.abs() < float("inf"))).all(axis=None)


@pytest.mark.parametrize("name", COMPARISONS)
def test_what_stands_in_other_years_and_areas_does_not_matter(observations: Maker, name: str) -> None:
    rows = two_years(observations, (BEIHU, 1.0, 2.0), (SUXIAN, 2.0, 3.0))
    twice = observations({"released": "2009-01-01"}, {"released": "2009-12-31"}, year=2008, area=BEIHU)
    odd = observations({"year": 2009, "area": BEIHU}, {"area": GUIYANG}, value=float("inf"), unit="parsec")
    alone, among = (
        COMPARISONS[name](table, areas=[BEIHU, SUXIAN]) for table in (rows, pd.concat([rows, twice, odd]))
    )
    pd.testing.assert_frame_equal(alone, among)


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_table_of_something_else_is_refused(observations: Maker, name: str) -> None:
    with pytest.raises(TableError, match="no column value"):
        COMPARISONS[name](observations().drop(columns="value"))


@pytest.mark.parametrize("name", COMPARISONS)
def test_the_figures_given_stay_as_they_are(observations: Maker, name: str) -> None:
    rows = two_years(observations, (BEIHU, 1.0, 2.0), (SUXIAN, 2.0, 3.0), unit="10 000 CNY")
    kept = rows.copy(deep=True)
    COMPARISONS[name](rows)
    pd.testing.assert_frame_equal(rows, kept)


@pytest.mark.parametrize("name", ["compare_areas", "convergence"])
@pytest.mark.parametrize(
    ("indicator", "error", "answer"),
    [
        ("gpd", UnknownNameError, r"nor observed:\n  - gpd \(did you mean gdp\?\)"),
        ("orre", UnknownNameError, r"orre \(did you mean ore\?\)"),
        (7, ArgumentError, "indicator is 7; a code is text"),
    ],
)
def test_an_indicator_nobody_knows_is_refused(
    observations: Maker, name: str, indicator: Any, error: type[Exception], answer: str
) -> None:
    when = {"year": 2007} if name == "compare_areas" else {"years": YEARS}
    with pytest.raises(error, match=answer):
        getattr(ci, name)(observations({}, {"indicator": "ore"}), indicator, **when)
