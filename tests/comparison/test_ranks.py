"""Ranks: the best first, equals on the better place."""

from __future__ import annotations

import pandas as pd
import pytest
from side_by_side import BEIHU, GUIYANG, SUXIAN, Maker, two_years

import chenzhou_indicators as ci
from chenzhou_indicators.comparison import ranks


def ranked(values: list[float | None], *, smallest_first: bool = False) -> list[int]:
    series = pd.Series(values, dtype="float64")
    one, direction = pd.Series(0, index=series.index), pd.Series(smallest_first, index=series.index)
    return ranks.best_first(series, one, direction).fillna(0).tolist()


# As sport counts: 1, 2, 2, 4.
@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([10.0, 9.0, 9.0, 8.0], [1, 2, 2, 4]),
        ([8.0, 10.0, 9.0, 9.0], [4, 1, 2, 2]),
        ([1.0, 1.0], [1, 1]),
        ([0.0, -0.0], [1, 1]),
        ([-1.0, -2.0, 3.0], [2, 3, 1]),
        ([1e9, 1.0, 1.0001], [1, 3, 2]),
        ([None, 2.0, None, 5.0], [0, 2, 0, 1]),
        ([None, 2.0], [0, 0]),
        ([2.0], [0]),
        ([], []),
    ],
)
def test_places_are_these(values: list[float | None], places: list[int]) -> None:
    assert ranked(values) == places


def test_where_lower_is_better_the_smallest_is_first() -> None:
    assert ranked([10.0, 9.0, 9.0, 8.0], smallest_first=True) == [4, 2, 2, 1]


# 1e-12 of the larger: of a million it is a millionth.
@pytest.mark.parametrize(("apart", "places"), [(0.9e-6, [1, 1]), (1.1e-6, [2, 1])])
def test_what_differs_by_rounding_only_is_equal(apart: float, places: list[int]) -> None:
    assert ranked([1e6, 1e6 + apart]) == places
    assert ranked([-1e6 - apart, -1e6]) == places


def test_groups_are_ranked_apart_wherever_their_values_stand() -> None:
    values = pd.Series([5.0, 1.0, 5.0, 2.0, 9.0], index=[3, 1, 4, 1, 5])
    groups = pd.Series([0, 1, 0, 1, 2], index=values.index)
    lower = groups == 1
    assert ranks.best_first(values, groups, lower).fillna(0).tolist() == [1, 1, 1, 2, 0]
    assert ranks.numbers_ranked(values, groups).tolist() == [2, 2, 2, 2, 1]


def test_the_catalogue_says_which_way_is_better(monkeypatch: pytest.MonkeyPatch, observations: Maker) -> None:
    catalogue = ci.load_indicators()
    catalogue.loc[catalogue["indicator"] == "gdp", "direction"] = "lower_is_better"
    monkeypatch.setattr(ranks, "load_indicators", lambda: catalogue)
    rows = two_years(observations, (BEIHU, 3.0, 1.0), (SUXIAN, 2.0, 2.0), (GUIYANG, 4.0, 4.0))
    years = ci.compare_years(rows, years=(2006, 2007))
    assert years["rank_before"].tolist() == [2, 1, 3]
    assert years["rank_change"].tolist() == [1, -1, 0]
    areas = ci.compare_areas(rows, "gdp", year=2007)
    assert areas["rank"].tolist() == [1, 2, 3]
    assert areas["behind_first"].tolist() == [0.0, -1.0, -3.0]  # 1 less what it is, where 1 is best
