"""Parts that cannot be added up, and wholes that have none, are refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
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

CITY, A, B = "431000", "431002", "431003"
SECTORS = ["primary_value_added", "secondary_value_added", "tertiary_value_added"]


def made(observations: pd.DataFrame, parts: Any = (A, B), **more: Any) -> pd.DataFrame:
    return ci.contributions(observations, more.pop("indicator", "gdp"), year=2007, parts=parts, **more)


@pytest.fixture
def two(observations: Maker) -> pd.DataFrame:
    """Two counties and their city, of 2006 and 2007."""
    values = {CITY: (200.0, 220.0), A: (80.0, 92.0), B: (120.0, 128.0)}
    years = (2006, 2007)
    return observations(
        *({"area": area, "year": year, "value": value}
          for area, pair in values.items() for year, value in zip(years, pair, strict=True))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "error", "says"),
    [
        (
            ["431003", "431003-P1"],
            ArgumentError,
            "would count twice:\n  - 431003: county\n  - 431003-P1: park",
        ),
        ([CITY, A], ArgumentError, "  - 431000: city\n  - 431002: county"),
        (["430000", CITY], ArgumentError, "Parts are areas of one level"),
        ([A, "primary_value_added"], ArgumentError, "areas or indicators, not some of each"),
        ([A, A, B], ArgumentError, "once; twice or more:\n  - 431002$"),
        ([], ArgumentError, "parts is empty"),
        (None, ArgumentError, "parts is None"),
        ([431002], ArgumentError, "parts is 431002; a code is text"),
        (["gdp"], ArgumentError, "gdp is the whole"),
        (["rd_intensity", "cpi"], ArgumentError, "  - rd_intensity: ratio\n  - cpi: index"),
        (["patent_applications"], UnitError, "  - patent_applications: count$"),
        ("countys", UnknownNameError, r"countys \(did you mean county\?\)"),
        (["431020", "primry_value_added"], UnknownNameError, r"primary_value_added\?\)$"),
        (
            ["北湖区", "Suxian", "第一产业增加值"],
            UnknownNameError,
            r"  - 北湖区 \(did you mean 431002\?\)\n  - Suxian \(did you mean 431003\?\)\n"
            r"  - 第一产业增加值 \(did you mean primary_value_added\?\)$",
        ),
        (["100000"], ArgumentError, "Not inside an area of the level above:\n  - 100000"),
    ],
)
def test_parts_that_cannot_be_added_are_refused(
    two: pd.DataFrame, parts: Any, error: type[IndicatorsError], says: str
) -> None:
    with pytest.raises(error, match=says):
        made(two, parts)


@pytest.mark.parametrize(
    ("more", "error", "says"),
    [
        (
            {"area": "43100"},
            UnknownNameError,
            r"Not in the area catalogue:\n  - 43100$",
        ),
        ({"area": "43100", "parts": SECTORS}, UnknownNameError, "Not in the area catalogue"),
        ({"area": "430600"}, ArgumentError, "Not inside 430600:\n  - 431002\n  - 431003"),
        ({"area": A}, ArgumentError, "Not inside 431002"),
        ({"area": "430600", "parts": "county"}, ArgumentError, "No county lies inside 430600"),
        ({"area": 431000}, ArgumentError, "area is 431000; a code is text"),
        ({"area": "郴州市"}, UnknownNameError, r"  - 郴州市 \(did you mean 431000\?\)$"),
        ({"indicator": "地区生产总值"}, UnknownNameError, r"  - 地区生产总值 \(did you mean gdp\?\)$"),
        ({"indicator": "gpd"}, UnknownNameError, r"gpd \(did you mean gdp\?\)"),
        (
            {"indicator": "rd_intensity"},
            ArgumentError,
            "Only flows and stocks add up from parts:\n  - rd_int",
        ),
        ({"indicator": "cpi"}, ArgumentError, "cpi: index"),
    ],
)
def test_wholes_that_have_no_such_parts_are_refused(
    two: pd.DataFrame, more: Row, error: type[IndicatorsError], says: str
) -> None:
    with pytest.raises(error, match=says):
        made(two, **more)


def test_a_tree_without_names_suggests_its_codes(two: pd.DataFrame) -> None:
    tree = pd.DataFrame({"area": ["X", "north"], "level": ["city", "county"], "parent": [None, "X"]})
    with pytest.raises(UnknownNameError, match=r"  - nord \(did you mean north\?\)\n  - 431002$"):
        made(two, ["nord", A], areas=tree)


def test_a_year_is_a_whole_number(two: pd.DataFrame) -> None:
    with pytest.raises(ArgumentError, match=r"^year: '2007' is not a year"):
        ci.contributions(two, "gdp", year="2007", parts=[A])  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=r"^indicator is 7; a code is text"):
        ci.contributions(two, 7, year=2007, parts=[A])  # type: ignore[arg-type]


def test_editions_that_were_not_chosen_are_refused(two: pd.DataFrame, observations: Maker) -> None:
    again = observations({"area": B, "year": 2006, "value": 119.0, "released": "2008-09-30"})
    with pytest.raises(EditionError, match="gdp 431003 2006: 120 "):
        made(pd.concat([two, again]))
    # Another area's editions are of no concern.
    assert len(made(pd.concat([two, again]), [A])) == 2


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"value": float("inf")}, "column value: inf in rows 3 is infinite value"),
        ({"obs_status": "guessed"}, "column obs_status: 'guessed' in rows 3 is not one of final, "),
    ],
)
def test_figures_that_are_infinite_or_of_no_known_status_are_refused(
    two: pd.DataFrame, odd: Row, says: str
) -> None:
    [(column, value)] = odd.items()
    two.loc[3, column] = value
    with pytest.raises(TableError, match=says):
        made(two)
    # Another area's figures are of no concern.
    assert made(two, [B])["part"].tolist() == [B, "rest"]


def test_what_is_no_table_of_observations_or_in_no_money_is_refused(two: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="observations is a list"):
        made([])  # type: ignore[arg-type]
    with pytest.raises(UnitError, match=r"  - \w+ 431\d+ 200\d: count into "):
        made(two.assign(unit="count"))
