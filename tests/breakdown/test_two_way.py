"""Tables with both totals fixed: by hand and as published; what has no table is refused with the sums."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "two-way.md"


def whole(rows: list[int], columns: list[int], weights: Any) -> pd.DataFrame:
    """Divide in a table whose rows and columns are called A, B, C."""
    labels = [pd.Index([*"ABCDEFGH"[: len(totals)]]) for totals in (rows, columns)]
    table = pd.DataFrame(weights, index=labels[0], columns=labels[1])
    return ci.apportion_two_way(pd.Series(rows, labels[0]), pd.Series(columns, labels[1]), table)


def cells(rows: list[int], columns: list[int], weights: Any) -> list[list[int]]:
    """Return the table as lists."""
    return whole(rows, columns, weights).to_numpy().tolist()


# --- by hand -------------------------------------------------------------------------------------


def test_a_table_that_fits_already_stays_as_it_is() -> None:
    assert cells([3, 3], [3, 3], [[1, 2], [2, 1]]) == [[1, 2], [2, 1]]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        # With x in the corners, x^2 / (3 - x)^2 is the cross ratio: 1/9 gives x = 0.75.
        ([[1, 3], [3, 1]], [[1, 2], [2, 1]]),
        # 9 gives x = 2.25.
        ([[3, 1], [1, 3]], [[2, 1], [1, 2]]),
        # 1/36 gives x = 3/7, rounded down.
        ([[1, 6], [6, 1]], [[0, 3], [3, 0]]),
        # 1/16 gives x = 0.6, whatever rows and columns were multiplied by: 10 and 1, 1 and 7.
        ([[10, 280], [4, 7]], [[1, 2], [2, 1]]),
    ],
)
def test_two_by_two_keeps_the_cross_ratio_as_far_as_whole_numbers_can(
    weights: list[list[int]], expected: list[list[int]]
) -> None:
    assert cells([3, 3], [3, 3], weights) == expected


def test_three_by_three_by_hand() -> None:
    # Rows and columns of 4, 2, 1 add up to 7. Of 8 that is 4.57, 2.29, 1.14: one more to the first;
    # of 10 it is 5.71, 2.86, 1.43: one more to the first and to the second.
    turned = [[4, 2, 1], [1, 4, 2], [2, 1, 4]]
    assert cells([8] * 3, [8] * 3, turned) == [[5, 2, 1], [1, 5, 2], [2, 1, 5]]
    assert cells([10] * 3, [10] * 3, turned) == [[6, 3, 1], [1, 6, 3], [3, 1, 6]]


def test_a_single_row_is_its_columns() -> None:
    assert cells([6], [1, 0, 5], [[0.3, 7, 2]]) == [[1, 0, 5]]
    assert cells([1, 0, 5], [6], [[0.3], [7], [2]]) == [[1], [0], [5]]


def test_a_long_column_is_fitted_as_quickly_as_a_long_row() -> None:
    totals, weights = pd.Series(range(1400)), pd.DataFrame({0: range(1400, 0, -1)})
    whole_ = pd.Series([int(totals.sum())])
    assert ci.apportion_two_way(totals, whole_, weights)[0].tolist() == totals.tolist()
    assert ci.apportion_two_way(whole_, totals, weights.T).loc[0].tolist() == totals.tolist()


def test_nothing_is_divided_into_nothing() -> None:
    assert cells([0, 0], [0, 0], [[1, 2], [0, 0]]) == [[0, 0], [0, 0]]


# --- zeros ---------------------------------------------------------------------------------------


def test_a_zero_that_forces_another_gives_the_one_table_there_is() -> None:
    # Column A is filled by row A alone, so that row A has nothing for column B.
    assert cells([1, 1], [1, 1], [[1, 1], [0, 1]]) == [[1, 0], [0, 1]]
    assert cells([500, 500], [500, 500], [[1, 10**6], [0, 1]]) == [[500, 0], [0, 500]]


def test_parts_that_zeros_set_apart_are_fitted_each_on_its_own() -> None:
    # Rows A, B need all of columns A, B: 3, 1 of 4 and 4 by equal weights are 1.5 and .5, tied; the first up.
    weights = [[1, 1, 9], [1, 1, 9], [0, 0, 1]]
    assert cells([3, 1, 5], [2, 2, 5], weights) == [[2, 1, 0], [0, 1, 0], [0, 0, 5]]


def test_small_weights_are_not_taken_for_zeros() -> None:
    # Row A has 2 for column A's 1: the rest goes to column B, however small its weight.
    assert cells([2, 1], [1, 2], [[1, 1e-12], [1e-12, 1]]) == [[1, 1], [0, 1]]


def test_weights_of_zero_that_leave_no_table_are_refused_with_the_sums() -> None:
    headline = "rows that add up to 9 have weights only in columns that add up to 8:"
    with pytest.raises(ArgumentError, match=headline) as refused:
        cells([4, 5, 3], [5, 3, 4], [[1, 0, 0], [2, 7, 0], [1, 1, 1]])
    assert refused.value.problems == ("row A: 4", "row B: 5", "column A: 5", "column B: 3")
    with pytest.raises(
        ArgumentError, match="rows that add up to 4 have weights only in columns that add up to 0"
    ):
        cells([4, 5], [4, 5], [[0, 0], [1, 1]])


# --- ties ----------------------------------------------------------------------------------------


def test_equal_tables_are_decided_by_label_and_reported() -> None:
    table = pd.DataFrame(1, index=["B", "A"], columns=["D", "C"])
    ones = [pd.Series(1, index=labels) for labels in (["A", "B"], ["C", "D"])]
    given = ci.apportion_two_way(*ones, table)
    assert (given.loc["A", "C"], given.loc["A", "D"]) == (1, 0)
    assert given.attrs["tied"] == [("B", "D"), ("B", "C"), ("A", "D"), ("A", "C")]


def test_of_equal_tables_the_one_that_rounds_up_the_larger_cell_is_given() -> None:
    # Fitted: .5, 2.5 and .5, .5 (rows by 1/2, column A by 1 and B by 1): either diagonal can go up.
    given = whole([3, 1], [1, 3], [[1, 5], [1, 1]])
    assert given.to_numpy().tolist() == [[0, 3], [1, 0]]
    assert len(given.attrs["tied"]) == 4


def test_a_tie_is_settled_among_halves_and_never_by_a_cell_that_is_whole() -> None:
    # Fitted: the weights by 1/2. With 1.5 up, .5 beside it goes down, and so on round.
    given = whole([2, 1, 1], [2, 1, 1], [[3, 1, 0], [1, 0, 1], [0, 1, 1]])
    assert given.to_numpy().tolist() == [[2, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert len(given.attrs["tied"]) == 6


def test_only_cells_that_could_be_otherwise_are_tied() -> None:
    # Three tables of a half each, and a row that is whole: 2, 2, 2 of it to all.
    given = whole([1, 1, 4], [3, 3], [[1, 1], [1, 1], [1, 1]])
    assert given.to_numpy().tolist() == [[1, 0], [0, 1], [2, 2]]
    assert given.attrs["tied"] == [("A", "A"), ("A", "B"), ("B", "A"), ("B", "B")]
    assert whole([3, 3], [3, 3], [[1, 3], [3, 1]]).attrs["tied"] == []


# --- what comes in, what comes out ---------------------------------------------------------------


def test_the_table_has_the_labels_and_the_order_of_the_weights() -> None:
    weights = pd.DataFrame([[1, 3], [3, 1]], index=pd.Index([10, 9], name="year"), columns=["y", "x"])
    rows, columns = pd.Series({9: 3.0, 10: 2.0}), pd.Series({"x": 1, "y": 4})
    before = [frame.copy() for frame in (rows, columns, weights)]
    given = ci.apportion_two_way(rows, columns, weights)
    assert given.index.equals(weights.index)
    assert given.index.name == "year"
    assert given.columns.equals(weights.columns)
    assert (given.dtypes == "int64").all()
    assert given.sum(axis=1).to_dict() == {10: 2, 9: 3}
    assert given.sum().to_dict() == {"y": 4, "x": 1}
    assert all(one.equals(other) for one, other in zip(before, (rows, columns, weights), strict=True))


def test_totals_of_a_million_and_weights_far_apart_are_fitted() -> None:
    # Row A has one unit: to column A, since 1e-16 against 1 leaves it nothing elsewhere.
    assert cells([1, 999_999], [500_000, 500_000], [[1, 1e-16], [1, 1]]) == [[1, 0], [499_999, 500_000]]
    with pytest.raises(ArgumentError, match=r"too far apart to be fitted, 1e-300 and 1e\+300"):
        cells([5, 7, 6], [6, 5, 7], [[1, 1e-300, 1e300], [1e300, 1, 1e-300], [1e-300, 1e-300, 1]])


@pytest.mark.parametrize(
    ("rows", "columns", "refused"),
    [
        ([1, 2], [1, 1], "row_totals add up to 3, column_totals to 2"),
        ([1, -1], [0, 0], "row_totals of B is -1; it is a whole number from 0 to 1000000"),
        ([1.5, 0.5], [1, 1], "row_totals of A is 1.5"),
        ([1, 1], [None, 1], "column_totals of A is nan"),
        ([10**6, 10**6], [10**6, 10**6], "row_totals add up to 2000000, above 1000000"),
    ],
)
def test_totals_that_cannot_be_met_are_refused(rows: list[Any], columns: list[Any], refused: str) -> None:
    with pytest.raises(ArgumentError, match=refused):
        cells(rows, columns, [[1, 1], [1, 1]])


@pytest.mark.parametrize(
    ("weights", "refused"),
    [
        ([[1, -2], [np.nan, 1]], "finite and zero or more; they are not at:\n  - A, B: -2.0\n  - B, A: nan"),
        ([[1, np.inf], [1, 1]], "A, B: inf"),
        ([["1", 1], ["2", 1]], "weights are numbers; these columns are of another type:\n  - A: str"),
        ([[True, 1], [False, 1]], "another type:\n  - A: bool"),
    ],
)
def test_weights_that_are_none_are_refused(weights: list[list[Any]], refused: str) -> None:
    with pytest.raises(ArgumentError, match=re.escape(refused)):
        cells([1, 1], [1, 1], weights)


def test_labels_that_differ_or_repeat_are_refused() -> None:
    table = pd.DataFrame([[1, 1], [1, 1]], index=["A", "B"], columns=["C", "D"])
    one, other = pd.Series({"A": 1, "B": 1}), pd.Series({"C": 1, "D": 1})
    with pytest.raises(
        ArgumentError, match="row_totals holds the labels of the rows of weights; not in both"
    ):
        ci.apportion_two_way(other, one, table)
    with pytest.raises(ArgumentError, match="column_totals holds each label once; more than once:\n  - D"):
        ci.apportion_two_way(one, pd.concat([other, other[["D"]]]), table)
    with pytest.raises(ArgumentError, match="weights hold each label of rows once; more than once:\n  - A"):
        ci.apportion_two_way(one, other, pd.concat([table, table.loc[["A"]]]))
    with pytest.raises(
        ArgumentError, match="weights hold each label of columns once; more than once:\n  - C"
    ):
        ci.apportion_two_way(one, other, table[["C", "D", "C"]])


def test_what_is_no_table_and_no_series_is_refused() -> None:
    table, one = pd.DataFrame([[1]]), pd.Series([1])
    with pytest.raises(ArgumentError, match="weights are a DataFrame of at least one row and one column"):
        ci.apportion_two_way(one, one, [[1]])
    with pytest.raises(ArgumentError, match="weights are a DataFrame"):
        ci.apportion_two_way(one, one, table.iloc[:0])
    with pytest.raises(ArgumentError, match="column_totals is a list; it is a Series"):
        ci.apportion_two_way(one, [1], table)
    with pytest.raises(ArgumentError, match="weights have 100001 cells; at most 100000"):
        ci.apportion_two_way(one, one, pd.DataFrame(np.ones((1, 100_001))))


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """Run the code of the page from top to bottom."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL):
        exec(block, names)
    return names


def shown(beginning: str) -> list[float]:
    """Return the numbers of a table's row on the page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith(f"| {beginning} |"))
    return [float(cell) for cell in line.split("|")[2:-1]]


def test_the_worked_table_of_the_page_has_its_totals_its_pattern_and_the_nearest_rounding(
    made: dict[str, Any],
) -> None:
    fitted = np.array([shown("applications")[:3], shown("achievements")[:3]])
    factors = np.array([[1 / 10], [1 / 20]]) * np.array([1, 1 / 2, 1])
    assert fitted == pytest.approx(made["last_year"].to_numpy() * factors)
    assert fitted.sum(axis=1) == pytest.approx(made["city"].to_numpy())
    assert fitted.sum(axis=0) == pytest.approx(made["agreed"].to_numpy())
    sums = {}
    for place in range(3):  # one application up, the achievements of the others up
        up = np.arange(3) == place
        table = np.floor(fitted) + np.array([up, ~up])
        sums[place] = ((table - fitted) ** 2).sum()
        if place == 1:
            assert made["asked"].to_numpy().tolist() == table.tolist() == [[5, 3, 2], [2, 2, 1]]
    page = PAGE.read_text(encoding="utf-8")
    for place, county in enumerate(("Suxian", "Guiyang", "Zixing")):
        assert re.search(rf"\| {county} \| .* \| {sums[place]:.2f} \|", page)


def test_the_published_fit_is_rounded_down_or_up_and_adds_up(made: dict[str, Any]) -> None:
    people = made["people"]
    published = pd.DataFrame({age: shown(age)[::2] for age in people.index}, index=people.columns).T
    rounded = pd.DataFrame({age: shown(age)[1::2] for age in people.index}, index=people.columns).T
    assert (people == rounded).all(axis=None)
    assert people.sum(axis=1).equals(made["ages"])
    assert people.sum().tolist() == [3988, 11702, 2634]
    assert ((people - published).abs() < 1).all(axis=None)
    # All but one are the nearest whole number: the rows and columns of the others add up that way.
    nearest = published.round().astype("int64")
    assert people.loc["45-49", "single"] == nearest.loc["45-49", "single"] + 1
    assert (people != nearest).to_numpy().sum() == 1
    assert nearest.sum(axis=1)["45-49"] == 1661
    assert nearest.sum()["single"] == 3987
