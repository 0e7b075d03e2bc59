"""Weights are those given, equal, or by entropy as reckoned by hand and as published; the rest is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attained import verdicts

import chenzhou_indicators as ci
from chenzhou_indicators.assessment.weights import entropy_weights, target_weights
from chenzhou_indicators.errors import ArgumentError, UnknownNameError


def credited(**targets: list[float]) -> pd.DataFrame:
    """Return rows of targets and what areas are credited with."""
    return pd.DataFrame(targets).melt(var_name="target", value_name="counted").astype({"counted": "float64"})


TWO = credited(a=[1.0, 1.0], b=[0.5, 1.0])

# --- given and equal -----------------------------------------------------------------------------


def test_given_weights_are_brought_to_a_sum_of_one_in_the_order_of_targets() -> None:
    for given in (
        {"b": 1, "a": 3},
        pd.Series({"b": 0.5, "a": 1.5}),
        pd.Series({"b": 1, "a": 3}, dtype="Int64"),
    ):
        weights = target_weights(given, TWO)
        assert weights.index.tolist() == ["a", "b"]
        assert weights.tolist() == [0.75, 0.25]
        assert weights.dtype == "float64"


def test_equal_weights_share_one() -> None:
    for weights in (None, "equal"):
        assert target_weights(weights, TWO).to_dict() == {"a": 0.5, "b": 0.5}
        assert target_weights(weights, credited(a=[0.5])).to_dict() == {"a": 1.0}


def test_a_target_may_weigh_nothing() -> None:
    assert target_weights({"a": 0, "b": 2}, TWO).to_dict() == {"a": 0.0, "b": 1.0}


@pytest.mark.parametrize("size", [1e308, 1e-320])
def test_weights_of_any_size_keep_their_proportions(size: float) -> None:
    assert target_weights({"a": size, "b": size}, TWO).tolist() == [0.5, 0.5]


# --- entropy -------------------------------------------------------------------------------------


def test_entropy_weights_are_those_reckoned_by_hand() -> None:
    # a: shares 1/4 and 3/4, e = (1/4 ln 4 + 3/4 ln 4/3) / ln 2 = 0.8113, told 0.1887
    # b: shares 1/3 and 2/3, e = (1/3 ln 3 + 2/3 ln 3/2) / ln 2 = 0.9183, told 0.0817
    # c: shares 1/2 and 1/2, e = 1, told 0. Weights: 0.1887 / 0.2704 = 0.698, 0.302, 0.
    weights = entropy_weights(credited(a=[0.2, 0.6], b=[0.4, 0.8], c=[1.2, 1.2]))
    assert weights.round(3).to_dict() == {"a": 0.698, "b": 0.302, "c": 0.0}


def test_entropy_weights_are_those_published() -> None:
    # Elsayed, Dawood and Karthikeyan, Evaluating alternatives through the application of TOPSIS method with
    # entropy weight, International Journal of Engineering Trends and Technology 46 (2017), pages 60-66; the
    # weights to six places as the tests of pymcdm (TestEntropyWeights) give them for this matrix.
    matrix = [
        [7, 312, 1891, 6613, 163],
        [72, 88, 728, 941804, 1078],
        [10, 252, 2594, 3466, 117471],
        [10, 145, 980, 2371, 86329],
        [65, 54, 350, 501, 29897],
        [29, 48, 380, 912, 34051],
        [7, 476, 3300, 78470, 2212],
        [70, 87, 650, 733, 819000],
        [4, 86, 591, 3015, 103],
        [12, 79, 579, 3240, 96098],
        [21, 45, 261, 1253, 453],
        [1, 72, 530, 4333, 0.1048],
    ]
    columns = dict(zip("abcde", map(list, zip(*matrix, strict=True)), strict=True))
    weights = entropy_weights(credited(**columns))
    assert weights.round(6).tolist() == [0.104991, 0.069124, 0.071373, 0.449937, 0.304575]


def test_nothing_attained_by_one_area_tells_most() -> None:
    # Shares 0 and 1: e = 0, told 1. Shares 1/3 and 2/3: told 0.0817.
    weights = entropy_weights(credited(a=[0.0, 1.0], b=[0.5, 1.0]))
    assert weights["a"] == pytest.approx(1 / 1.0817, abs=1e-4)


def test_a_target_that_one_area_has_or_none_attained_weighs_nothing() -> None:
    rows = credited(one=[0.5, np.nan], none=[0.0, 0.0], no=[np.nan, np.nan], all_=[0.5, 1.0])
    assert entropy_weights(rows).to_dict() == {"one": 0.0, "none": 0.0, "no": 0.0, "all_": 1.0}


def test_the_areas_that_a_target_is_known_of_are_those_compared() -> None:
    # a is known of two areas of three: e is over ln 2, as if the third were not there.
    rows = credited(a=[0.2, 0.6, np.nan], b=[0.5, 0.5, 1.0])
    told = {"a": 1 - (math.log(4) / 4 + 0.75 * math.log(4 / 3)) / math.log(2)}
    told["b"] = 1 - 1.5 * math.log(2) / math.log(3)  # shares 1/4, 1/4, 1/2
    expected = {name: value / sum(told.values()) for name, value in told.items()}
    assert entropy_weights(rows).to_dict() == pytest.approx(expected, abs=1e-12)


def test_what_only_rounding_tells_apart_is_told_apart_by_nothing() -> None:
    # Three equal shares add up to e = 1 - 2e-16 here.
    rows = credited(a=[0.3, 0.3, 0.3], b=[0.5, 1.0, 1.0])
    assert entropy_weights(rows).to_dict() == {"a": 0.0, "b": 1.0}


def test_entropy_weights_stand_in_the_order_of_targets() -> None:
    assert target_weights("entropy", credited(b=[0.5, 1.0], a=[1.0, 1.0])).index.tolist() == ["a", "b"]


def test_a_score_by_entropy_weighs_what_is_credited_not_what_was_attained() -> None:
    # Both capped at 1.2, the areas are alike in t; u alone tells them apart.
    rows = verdicts({"A": {"t": 9.0, "u": 0.5}, "B": {"t": 1.2, "u": 1.0}})
    assert ci.score(rows, weights="entropy")["score"].tolist() == [0.5, 1.0]
    assert ci.score(rows, weights="entropy", cap=9)["score"].tolist() != [0.5, 1.0]


def test_where_areas_differ_in_nothing_entropy_is_refused() -> None:
    for rows in (credited(a=[0.5, 0.5], b=[1.0, 1.0]), credited(a=[0.5]), credited(a=[np.nan, np.nan])):
        with pytest.raises(ArgumentError, match="Areas differ in no target: entropy has nothing to weigh by"):
            target_weights("entropy", rows)


# --- refusals ------------------------------------------------------------------------------------

NONE: list[str] = []


@pytest.mark.parametrize(
    ("weights", "headline", "problems"),
    [
        ({"a": 1}, "Every target needs a weight, 0 leaves it out; none for:", ["b"]),
        ({}, "Every target needs a weight, 0 leaves it out; none for:", ["a", "b"]),
        ({"a": -1, "b": np.inf}, "weights are finite and zero or more; not so:", ["a: -1.0", "b: inf"]),
        ({"a": np.nan, "b": 1}, "weights are finite and zero or more; not so:", ["a: nan"]),
        (
            pd.Series({"a": pd.NA, "b": 1}, dtype="Int64"),
            "weights are finite and zero or more; not so:",
            ["a: <NA>"],
        ),
        ({"a": "3", "b": 1}, "weights are numbers; they are not:", ["a: '3'", "b: 1"]),
        ({"a": True, "b": False}, "weights are numbers; they are not:", ["a: True", "b: False"]),
        ({"a": 0, "b": 0}, "All weights are zero; at least one target must count.", NONE),
        (
            pd.Series([1, 2, 3, 4, 5], index=["a", "a", "b", "b", "b"]),
            "weights name each target once; more than once:",
            ["a", "b"],
        ),
        ("entropie", "weights is 'entropie' (did you mean entropy?); it is one of equal, entropy.", NONE),
        ([1, 2], "weights is [1, 2]; it is one of equal, entropy.", NONE),
    ],
)
def test_weights_outside_their_range_are_refused_all_at_once(
    weights: Any, headline: str, problems: list[str]
) -> None:
    with pytest.raises(ArgumentError) as told:
        target_weights(weights, TWO)
    assert str(told.value).splitlines()[0] == headline
    assert [*told.value.problems] == problems


def test_weights_of_targets_that_are_not_there_are_named_with_the_nearest() -> None:
    rows = credited(patents=[1.0], meetings=[1.0])
    with pytest.raises(UnknownNameError, match="weights name targets that are not in the table:") as told:
        target_weights({"patent": 1, "patents": 1, 3: 1}, rows)  # type: ignore[dict-item]
    assert sorted(told.value.problems) == ["3", "patent (did you mean patents?)"]
