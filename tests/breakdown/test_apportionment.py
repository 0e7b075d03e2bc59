"""Whole numbers are divided as published, ties and bounds as stated; what cannot be divided is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError

METHODS = ["largest_remainder", "saintelague", "dhondt", "huntington", "adams", "dean"]
PAGE = Path(__file__).parents[2] / "docs" / "methods" / "apportionment.md"

# United States, census of 1790: the populations that counted for the House of Representatives.
CENSUS_1790 = pd.Series(
    {
        "Connecticut": 236_841,
        "Delaware": 55_540,
        "Georgia": 70_835,
        "Kentucky": 68_705,
        "Maryland": 278_514,
        "Massachusetts": 475_327,
        "New Hampshire": 141_822,
        "New Jersey": 179_570,
        "New York": 331_589,
        "North Carolina": 353_523,
        "Pennsylvania": 432_879,
        "Rhode Island": 68_446,
        "South Carolina": 206_236,
        "Vermont": 85_533,
        "Virginia": 630_560,
    }
)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(page: str) -> dict[str, Any]:
    """Run the code of the page from top to bottom."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL):
        exec(block, names)
    return names


def units(total: int, weights: Any, **more: Any) -> list[int]:
    """Return what is given, as a list."""
    return ci.apportion(total, pd.Series(weights), **more).tolist()


# --- published examples --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "published"),
    [
        ("adams", [9, 7, 5, 3, 2]),
        ("dean", [9, 7, 5, 4, 1]),
        ("huntington", [9, 7, 6, 3, 1]),
        ("saintelague", [9, 8, 5, 3, 1]),
        ("dhondt", [10, 7, 5, 3, 1]),
        # By hand: the shares are 9.061, 7.179, 5.259, 3.319, 1.182; 25 whole, the last to .319.
        ("largest_remainder", [9, 7, 5, 4, 1]),
    ],
)
def test_five_states_get_26_seats_in_five_ways_as_balinski_and_young_show(
    method: str, published: list[int]
) -> None:
    assert units(26, [9061, 7179, 5259, 3319, 1182], method=method) == published


def test_the_census_of_1790_gives_the_house_that_hamilton_proposed_and_the_one_that_became_law() -> None:
    # Hamilton's bill of 120 seats was vetoed; Jefferson's method with a divisor of 33,000 gave the 105.
    assert CENSUS_1790.sum() == 3_615_920
    proposed = [8, 2, 2, 2, 9, 16, 5, 6, 11, 12, 14, 2, 7, 3, 21]
    enacted = [7, 1, 2, 2, 8, 14, 4, 5, 10, 10, 13, 2, 6, 2, 19]
    assert units(120, CENSUS_1790) == proposed
    assert units(105, CENSUS_1790, method="dhondt") == enacted == (CENSUS_1790 // 33_000).tolist()


def test_alabama_loses_a_seat_when_the_house_of_1880_grows(made: dict[str, Any]) -> None:
    states = made["states"]
    assert (len(states), states.sum()) == (38, 49_371_340)  # without the territories
    before, after = (ci.apportion(seats, states, minimum=1) for seats in (299, 300))
    named = ["Alabama", "Texas", "Illinois", "Nevada"]
    assert before[named].tolist() == [8, 9, 18, 1]
    assert after[named].tolist() == [7, 10, 19, 1]
    assert (after.drop(named) == before.drop(named)).all()


def test_the_smallest_of_three_loses_a_unit_when_there_is_one_more_to_divide() -> None:
    # 10 x 6/14 = 4.286, 4.286, 1.429: the tenth to the third.
    # 11 x 6/14 = 4.714, 4.714, 1.571: the last two to the others.
    assert units(10, [6, 6, 2]) == [4, 4, 2]
    assert units(11, [6, 6, 2]) == [5, 5, 1]


# --- ties ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_equal_claims_are_decided_by_label_and_reported(method: str) -> None:
    given = ci.apportion(4, pd.Series({"C": 1.5, "A": 1.5, "B": 1.5}), method=method)
    assert given.to_dict() == {"C": 1, "A": 2, "B": 1}
    assert given.attrs["tied"] == ["C", "A", "B"]
    assert ci.apportion(6, pd.Series({"C": 1.5, "A": 1.5, "B": 1.5}), method=method).attrs["tied"] == []


def test_labels_are_sorted_as_text() -> None:
    assert ci.apportion(1, pd.Series({9: 1, 10: 1})).to_dict() == {9: 0, 10: 1}


def test_equal_claims_go_to_the_larger_weight_first() -> None:
    # Shares 2.5 and 1.5: halves tie. By D'Hondt the claims to the fourth are 5/3 and 3/2.
    given = ci.apportion(4, pd.Series({"A": 3, "B": 5}))
    assert (given.to_dict(), given.attrs["tied"]) == ({"A": 1, "B": 3}, ["A", "B"])
    assert ci.apportion(4, pd.Series({"A": 3, "B": 5}), method="dhondt").attrs["tied"] == []


def test_a_larger_remainder_goes_before_equal_ones_of_larger_areas() -> None:
    # Shares 3.4, 2.4, 1.4, 0.8; of the last two units one goes to .8, the other to one of .4.
    given = ci.apportion(8, pd.Series({"A": 34, "B": 24, "C": 14, "D": 8}))
    assert (given.tolist(), given.attrs["tied"]) == ([4, 2, 1, 1], ["A", "B", "C"])


def test_claims_by_huntington_are_compared_as_squares() -> None:
    # The claims to the tenth are 1 / sqrt(1 x 2) and 6 / sqrt(8 x 9): both 1/sqrt(2), as floats they differ.
    given = ci.apportion(10, pd.Series({"A": 1, "B": 6}), method="huntington")
    assert (given.tolist(), given.attrs["tied"]) == ([1, 9], ["A", "B"])


@pytest.mark.parametrize("method", ["huntington", "adams", "dean"])
def test_with_fewer_units_than_areas_the_largest_get_one(method: str) -> None:
    given = ci.apportion(2, pd.Series({"C": 3, "B": 3, "A": 5}), method=method)
    assert (given.to_dict(), given.attrs["tied"]) == ({"C": 0, "B": 1, "A": 1}, ["C", "B"])
    assert ci.apportion(1, pd.Series({"C": 3, "B": 3, "A": 5}), method=method).attrs["tied"] == []


def test_an_area_at_its_bound_has_no_claim_and_is_not_tied() -> None:
    weights = pd.Series({"A": 2, "B": 1})  # by D'Hondt both claim the second unit with 1
    assert ci.apportion(2, weights, method="dhondt").attrs["tied"] == ["A", "B"]
    given = ci.apportion(2, weights, method="dhondt", maximum=1)
    assert (given.tolist(), given.attrs["tied"]) == ([1, 1], [])
    given = ci.apportion(2, weights, method="dhondt", minimum=pd.Series({"A": 2, "B": 0}))
    assert (given.tolist(), given.attrs["tied"]) == ([2, 0], [])


# --- bounds and extremes -------------------------------------------------------------------------


def test_bounds_hold_and_the_others_come_as_near_to_their_shares_as_they_leave() -> None:
    # Shares 5, 3, 1, 1 of 10. With at least 2 each the first two are given 6, one less than each its share.
    assert units(10, [50, 30, 10, 10], minimum=2) == [4, 2, 2, 2]
    # Shares 9, .8, .2 with 0, 0, 1 to 5, 10, 10: five to the first; then the claims of the others are
    # .8, -.2, -1.2 and from one up -.8, -1.8: four more units make 3 and 2.
    least, most = pd.Series([0, 0, 1]), pd.Series([5, 10, 10])
    assert units(10, [90, 8, 2], minimum=least, maximum=most) == [5, 3, 2]
    # At most 4: the fifth unit of the first is left, for claims of 0, 0, 0: to the largest weight.
    assert units(10, [50, 30, 10, 10], maximum=4) == [4, 4, 1, 1]
    # D'Hondt from 2, 2, 2, 2 up: claims 50/3 and 30/3, then 50/4 and 30/3: both to the first.
    assert units(10, [50, 30, 10, 10], minimum=2, method="dhondt") == [4, 2, 2, 2]


def test_bounds_may_differ_and_stand_in_any_order() -> None:
    weights = pd.Series({"A": 8, "B": 1, "C": 1})
    least = pd.Series({"C": 0.0, "B": 3.0, "A": 0.0})  # whole numbers, stored as floats
    assert ci.apportion(10, weights, minimum=least).to_dict() == {"A": 7, "B": 3, "C": 0}
    assert ci.apportion(10, weights, maximum=pd.Series({"A": 5, "C": 9, "B": 2})).tolist() == [5, 2, 3]


@pytest.mark.parametrize("method", METHODS)
def test_an_area_without_a_weight_is_given_its_minimum(method: str) -> None:
    assert units(3, [0, 2, 1], method=method) == [0, 2, 1]
    assert units(4, [0, 2, 1], method=method, minimum=1) == [1, 2, 1]
    assert units(0, [0, 0], method=method) == [0, 0]
    assert units(4, [0, 0], method=method, minimum=2) == [2, 2]


@pytest.mark.parametrize("method", METHODS)
def test_weights_of_any_size_are_compared_exactly(method: str) -> None:
    # As floats 2**63 + 1 and 2**63 are equal; one unit more goes to the larger.
    assert units(3, [2**63, 2**63 + 1], method=method) == [1, 2]
    assert units(3, [1e-300, 2e-300], method=method) == units(3, [1e300, 2e300], method=method) == [1, 2]


def test_a_million_units_are_divided() -> None:
    assert units(10**6, [0.1, 0.2, 0.3]) == [166_667, 333_333, 500_000]


def test_weights_are_the_decimals_they_are_written_as() -> None:
    # 0.1 + 0.2 against 0.3 would not tie as binary fractions.
    assert ci.apportion(1, pd.Series({"A": 0.3, "B": 0.1, "C": 0.3})).attrs["tied"] == ["A", "C"]
    assert ci.apportion(3, pd.Series({"A": 0.3, "B": 0.1}), method="dhondt").attrs["tied"] == ["A", "B"]


@pytest.mark.parametrize(
    "kind", ["int64", "Int64", "float64", "float32", "int64[pyarrow]", "double[pyarrow]"]
)
@pytest.mark.parametrize("method", METHODS)
def test_numbers_are_read_however_they_are_stored_and_left_as_they_are(kind: str, method: str) -> None:
    weights = pd.Series({"A": 5, "B": 3, "C": 1}).astype(kind)
    least = pd.Series({"C": 1, "B": 0, "A": 0}).astype(kind)
    kept, bound = weights.copy(), least.copy()
    given = ci.apportion(9, weights, method=method, minimum=least)
    assert (given.tolist(), given.dtype) == ([5, 3, 1], "int64")
    pd.testing.assert_series_equal(weights, kept)
    pd.testing.assert_series_equal(least, bound)


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("total", [-1, True, 2.0, 10**6 + 1, "12", None])
def test_a_total_that_is_no_whole_number_in_range_is_refused(total: Any) -> None:
    with pytest.raises(ArgumentError, match=r"total is .* a whole number from 0 to 1000000"):
        ci.apportion(total, pd.Series({"A": 1}))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (
            pd.Series({"A": 1.0, "B": float("nan"), "C": -1.0, "D": float("inf")}),
            r"B: nan\n.*C: -1.0\n.*D: inf",
        ),
        (pd.Series({"A": 1, "B": None}, dtype="Int64"), "zero or more; they are not at:\n.*B: <NA>"),
        (pd.Series({"A": "1"}), "weights are numbers; these are of type str"),
        (pd.Series({"A": True}), "weights are numbers; these are of type bool"),
        (pd.Series({"A": 1}, dtype=object), "weights are numbers; these are of type object"),
        (pd.Series(dtype="float64"), "at least one number"),
        ([1, 2], "weights are a Series"),
        (pd.Series([1, 2, 3, 4], index=["A", "B", "A", "B"]), "more than once:\n.*A\n.*B"),
        (pd.Series({"A": 1e300, "B": 1e-300}), "too far apart, 1e-300 and 1e.300"),
        (pd.Series({"A": 0, "B": 0}), "add up to 0, less than the total, 12"),
    ],
)
def test_weights_that_say_nothing_are_refused(weights: Any, said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        ci.apportion(12, weights)


def test_every_refused_weight_is_kept_as_a_problem() -> None:
    with pytest.raises(ArgumentError) as refused:
        ci.apportion(1, pd.Series([-1.0] * 20))
    assert len(refused.value.problems) == 20


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"minimum": 5}, "least .* adds up to 15, more than the total, 12"),
        ({"minimum": 13}, "least .* adds up to 39, more than the total, 12"),
        ({"maximum": 3}, "add up to 9, less than the total, 12"),
        ({"minimum": 3, "maximum": 2}, "not above maximum; it is at:\n.*A: 3 and 2\n.*B: 3 and 2"),
        ({"minimum": -1}, "minimum is -1; it is a whole number from 0"),
        ({"maximum": 2.5}, "maximum is 2.5; it is a whole number"),
        ({"maximum": True}, "maximum is True; it is a whole number"),
        ({"minimum": [1, 1, 1]}, r"minimum is \[1, 1, 1\]; it is a whole number"),
        ({"minimum": pd.Series({"A": 1, "B": 1, "D": 1})}, "not in both:\n.*C\n.*D"),
        ({"minimum": pd.Series([1, 1, 1, 1], index=[*"ABCA"])}, "minimum holds each label once.*\n.*A"),
        ({"maximum": pd.Series({"A": 0.5, "B": 7, "C": 7})}, "maximum of A is 0.5; it is a whole"),
        (
            {"minimum": pd.Series({"A": None, "B": 1, "C": -1})},
            "2 arguments.*\n.*of A is nan.*\n.*of C is -1",
        ),
        ({"minimum": pd.Series({"A": pd.NA, "B": 1, "C": 1}, dtype="Int64")}, "minimum of A is <NA>"),
    ],
)
def test_bounds_that_cannot_hold_are_refused(bounds: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        ci.apportion(12, pd.Series({"A": 3, "B": 2, "C": 1}), **bounds)


def test_only_areas_with_a_weight_count_for_what_can_be_given() -> None:
    weights = pd.Series({"A": 3, "B": 0})
    with pytest.raises(ArgumentError, match="add up to 5, less than the total, 6"):
        ci.apportion(6, weights, minimum=1, maximum=4)
    assert ci.apportion(5, weights, minimum=1, maximum=4).tolist() == [4, 1]


def test_an_unknown_method_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ArgumentError, match=r"method is 'saintlague' \(did you mean saintelague\?\)"):
        ci.apportion(12, pd.Series({"A": 1}), method="saintlague")


def test_too_many_areas_times_units_are_refused_by_divisor_methods_only() -> None:
    weights = pd.Series(range(1, 1002))
    with pytest.raises(ArgumentError, match=r"1001 areas times 1000 units are 1001000, .* largest_remainder"):
        ci.apportion(1000, weights, method="dean")
    assert ci.apportion(1000, weights).sum() == 1000


# --- the page ------------------------------------------------------------------------------------


def test_the_tables_of_the_page_are_what_its_code_gives(page: str, made: dict[str, Any]) -> None:
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if "|" in line]
    rows = {row[0]: row[1:] for row in cells}
    table = made["villages"]
    assert len(table) == 11
    for county, numbers in table.iterrows():
        assert rows[county] == [
            f"{numbers['people']:.1f}",
            f"{numbers['share']:.2f}",
            *(f"{numbers[name]:.0f}" for name in [*METHODS, "at least 1"]),
        ]
    for seats, given in made["house"].items():
        assert rows[f"{seats} seats"] == [f"{number}" for number in given]
    for state, share in made["shares"].iterrows():
        assert rows[f"share of {state}"] == [f"{share[299]:.3f}", f"{share[300]:.3f}"]
