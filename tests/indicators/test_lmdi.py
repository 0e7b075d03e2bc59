"""LMDI: known values, the cases of zero, and what it refuses."""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError
from chenzhou_indicators.indicators.decomposition import logarithmic_mean


def frame(*rows: list[float], names: str = "xyz") -> pd.DataFrame:
    """Return groups by factors: ``frame([1, 10, 2], [4, 5, 3])`` has groups a, b and factors x, y, z."""
    return pd.DataFrame(rows, index=[*"abcdef"[: len(rows)]], columns=[*names[: len(rows[0])]])


def mean(a: float, b: float) -> float:
    return float(logarithmic_mean(np.array([a]), np.array([b]))[0])


# --- known values --------------------------------------------------------------------------------

# The worked example of LMDIR, the R package of M. K. Heun, checked there against a workbook: two
# categories, three factors, four years, and the effects from each year to the next.
YEARS = [
    frame([1, 10, 2], [4, 5, 3]),
    frame([4, 5, 3], [5, 6, 4]),
    frame([8, 2, 4], [5, 7, 5]),
    frame([10, 1, 5], [6, 8, 6]),
]
ADDED = [
    [69.79006598, -9.455125793, 39.66505981],
    [42.96021467, -34.31902656, 50.3588119],
    [54.01064234, -9.021284671, 54.01064234],
]
MULTIPLIED = [
    [1.761117821, 0.926191306, 1.379410116],
    [1.229284572, 0.847970248, 1.273773912],
    [1.208140223, 0.968911503, 1.208140223],
]


@pytest.mark.parametrize("step", range(3))
def test_the_effects_are_those_another_program_gives(step: int) -> None:
    start, end = YEARS[step], YEARS[step + 1]
    assert ci.lmdi(start, end).tolist() == pytest.approx(ADDED[step], rel=1e-8)
    assert ci.lmdi(start, end, form="multiplicative").tolist() == pytest.approx(MULTIPLIED[step], rel=1e-8)


def test_the_effects_of_one_product_by_hand() -> None:
    # 100 * 0.02 = 2 becomes 200 * 0.04 = 8: L(8, 2) = 6 / ln 4, and each factor doubled.
    start, end = frame([100, 0.02]), frame([200, 0.04])
    assert ci.lmdi(start, end).to_dict() == pytest.approx({"x": 3.0, "y": 3.0}, rel=1e-14)
    assert ci.lmdi(start, end, form="multiplicative").to_dict() == pytest.approx(
        {"x": 2.0, "y": 2.0}, rel=1e-14
    )


def test_the_effects_of_two_groups_by_hand() -> None:
    # a: 4 becomes 8, x doubles and y stays; b: 6 becomes 6, x doubles and y halves.
    start, end = frame([2, 2], [2, 3]), frame([4, 2], [4, 1.5])
    x = 4 / log(2) * log(2) + 6 * log(2)
    assert ci.lmdi(start, end).tolist() == pytest.approx([x, -6 * log(2)], rel=1e-14)
    whole = 4 / log(14 / 10)  # L(14, 10)
    expected = np.exp([x / whole, -6 * log(2) / whole])
    assert ci.lmdi(start, end, form="multiplicative").tolist() == pytest.approx(expected.tolist(), rel=1e-13)


def test_what_did_not_change_has_no_effect() -> None:
    start = frame([2, 0, 4], [2, 3, 5])
    assert [str(effect) for effect in ci.lmdi(start, start)] == ["0.0"] * 3
    assert ci.lmdi(start, start, form="multiplicative").tolist() == [1.0] * 3


def test_a_single_factor_owns_the_whole_change() -> None:
    assert ci.lmdi(frame([3], [0]), frame([5], [4])).tolist() == [6.0]


# --- zeros ---------------------------------------------------------------------------------------

# The cases of Ang, Zhang and Choi (1998), table 2: factor x in group a at start and end, and what
# the other factor y makes of the product. The effect of x is the limit.
CASES = {
    "1: x and the product come from zero": ([0, 3], [2, 5], 10.0),
    "2: x and the product go to zero": ([2, 3], [0, 5], -6.0),
    "3: the product comes from zero, x does not": ([2, 0], [4, 5], 0.0),
    "4: the product goes to zero, x does not": ([2, 3], [4, 0], 0.0),
    "5: the product stays zero, x stays positive": ([2, 0], [4, 0], 0.0),
    "6: the product stays zero, x too": ([0, 3], [0, 5], 0.0),
    "7: the product stays zero, x goes to zero": ([2, 0], [0, 5], 0.0),
    "8: the product stays zero, x comes from zero": ([0, 3], [2, 0], 0.0),
}


@pytest.mark.parametrize("case", CASES)
def test_a_zero_has_the_effect_of_its_limit(case: str) -> None:
    start, end, effect = CASES[case]
    effects = ci.lmdi(frame(start), frame(end))
    assert effects["x"] == effect
    assert effects.sum() == end[0] * end[1] - start[0] * start[1]
    gaps = [abs(nearby(start, end, delta)["x"] - effect) for delta in (1e-20, 1e-60, 1e-140)]
    # The limit is approached as 1 / ln delta where a product jumps, else faster.
    assert gaps[0] >= gaps[1] >= gaps[2]
    assert gaps[2] < 0.05


def nearby(start: list[float], end: list[float], delta: float) -> pd.Series:
    """Return the effects with a small amount in the place of every zero."""
    return ci.lmdi(*(frame([value or delta for value in side]) for side in (start, end)))


@pytest.mark.parametrize("delta", [1e-8, 1e-16, 1e-64])
def test_the_limit_is_approached_as_the_formula_says(delta: float) -> None:
    # Case 1 with delta: L(10, 3 delta) ln(2 / delta), written out.
    expected = (10 - 3 * delta) / log(10 / (3 * delta)) * log(2 / delta)
    assert nearby([0, 3], [2, 5], delta)["x"] == pytest.approx(expected, rel=1e-13)


def test_factors_that_come_from_zero_together_share_the_change_equally() -> None:
    assert ci.lmdi(frame([0, 0, 2]), frame([3, 4, 5])).tolist() == [30.0, 30.0, 0.0]
    assert ci.lmdi(frame([3, 4, 5]), frame([0, 0, 0])).tolist() == [-20.0] * 3
    # The limit where they vanish at one speed.
    near = ci.lmdi(frame([1e-100, 1e-100, 2]), frame([3, 4, 5]))
    assert near.tolist() == pytest.approx([30.0, 30.0, 0.0], abs=0.3)


def test_a_factor_that_comes_from_zero_while_another_stays_zero_changes_nothing() -> None:
    assert ci.lmdi(frame([0, 0, 2]), frame([3, 0, 5])).tolist() == [0.0, 0.0, 0.0]


def test_a_group_of_zeros_leaves_the_others_alone() -> None:
    start, end = frame([2, 2], [0, 3]), frame([4, 2], [0, 5])
    assert ci.lmdi(start, end).tolist() == pytest.approx([4.0, 0.0], rel=1e-14)
    # A new group with product 10 belongs to x: 4 + 10; L(18, 4) = 14 / ln 4.5.
    grown = ci.lmdi(start, frame([4, 2], [2, 5]), form="multiplicative")
    assert grown.tolist() == pytest.approx([4.5, 1.0], rel=1e-13)


def test_negative_zero_is_zero() -> None:
    assert ci.lmdi(frame([-0.0, 3]), frame([2, 5])).tolist() == [10.0, 0.0]
    assert str(ci.lmdi(frame([2, 3]), frame([2, -0.0]))["x"]) == "0.0"


# --- the logarithmic mean ------------------------------------------------------------------------


def test_the_logarithmic_mean_by_hand() -> None:
    assert mean(2.0, 1.0) == pytest.approx(1 / log(2), rel=1e-15)
    assert mean(5.0, 5.0) == 5.0
    assert [mean(3.0, 0.0), mean(0.0, 3.0), mean(0.0, 0.0)] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("gap", [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 0.1])
def test_the_mean_of_nearly_equal_values_is_precise(gap: float) -> None:
    b = 1 + gap
    gap = b - 1  # what the float holds
    # L(1, 1 + g) = g / ln(1 + g) = 1 + g / 2 - g^2 / 12 + g^3 / 24 - 19 g^4 / 720 + 3 g^5 / 160 - ...
    series = 1 + gap / 2 - gap**2 / 12 + gap**3 / 24 - 19 * gap**4 / 720 + 3 * gap**5 / 160
    assert mean(1.0, b) == pytest.approx(series, rel=max(1e-15, 0.02 * gap**6))


# --- order, types, input -------------------------------------------------------------------------


def test_the_order_of_rows_and_columns_changes_nothing_but_the_order_of_effects() -> None:
    start, end = YEARS[0], YEARS[1]
    turned = ci.lmdi(start[["z", "x", "y"]], end.iloc[::-1])
    assert turned.index.tolist() == ["z", "x", "y"]
    pd.testing.assert_series_equal(turned[["x", "y", "z"]], ci.lmdi(start, end), rtol=1e-14)


def test_the_input_stays_as_it_was() -> None:
    start, end = YEARS[0].copy(), YEARS[1].iloc[::-1]
    kept = end.copy()
    ci.lmdi(start, end)
    pd.testing.assert_frame_equal(start, YEARS[0])
    pd.testing.assert_frame_equal(end, kept)


@pytest.mark.parametrize(
    "dtype", ["int8", "uint16", "int64", "float32", "Int64", "Float64", "object", "category"]
)
def test_numbers_may_be_stored_in_any_way(dtype: str) -> None:
    effects = ci.lmdi(YEARS[0].astype(dtype), YEARS[1].astype(dtype))
    assert effects.dtype == "float64"
    assert effects.tolist() == pytest.approx(ADDED[0], rel=1e-8)


def test_zero_and_less_than_one_are_amounts_in_a_column_of_mixed_type() -> None:
    start, end = (pd.DataFrame(side, dtype=object) for side in ({"x": [0, 2.0]}, {"x": [0.5, np.float32(2)]}))
    assert ci.lmdi(start, end).tolist() == [0.5]


def test_a_group_may_be_named_by_anything() -> None:
    start = YEARS[0].set_axis(pd.MultiIndex.from_tuples([("A", 1), ("A", 2)])).set_axis([1, "b", 2.5], axis=1)
    end = YEARS[1].set_axis(start.index).set_axis(start.columns, axis=1)
    assert ci.lmdi(start, end).to_numpy().tolist() == pytest.approx(ADDED[0], rel=1e-8)


# --- what is refused -----------------------------------------------------------------------------


def test_every_cell_that_is_no_amount_is_named() -> None:
    start = pd.DataFrame(
        {"x": [1.0, None, -1.0], "y": [float("inf"), 1, 2], "z": ["12", 1.0, True]}, index=[*"abc"]
    )
    end = start.assign(x=[1.0, 1.0, 1.0], y=pd.Timestamp("2007-12-31"), z=[1 + 1j, 10**400, 3])
    with pytest.raises(ArgumentError, match="finite numbers, zero or more") as refusal:
        ci.lmdi(start, end)
    expected = [
        "factors_start, a, y: inf", "factors_start, a, z: '12'", "factors_start, b, x: nan",
        "factors_start, c, x: -1.0", "factors_start, c, z: True", "factors_end, a, y: 2007-12-31",
        "factors_end, a, z: (1+1j)", "factors_end, b, y: 2007-12-31", "factors_end, b, z: 10000",
        "factors_end, c, y: 2007-12-31",
    ]  # fmt: skip
    said = str(refusal.value).splitlines()[1:]
    assert [line[4 : 4 + len(start)] for line, start in zip(said, expected, strict=True)] == expected


@pytest.mark.parametrize("column", [[True, False], pd.array([1, None], dtype="Int64"), ["1", "2"], [1j, 2j]])
def test_a_column_of_another_type_is_refused(column: object) -> None:
    with pytest.raises(ArgumentError, match="factors_end, "):
        ci.lmdi(YEARS[0], YEARS[1].assign(y=column))


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (YEARS[1].drop(index="b"), "the same groups and factors; not in both:\n  - b$"),
        (YEARS[1].rename(columns={"x": "w"}), "not in both:\n  - w\n  - x$"),
        (YEARS[1].rename(columns={"x": 1}), "not in both:\n  - 1\n  - x$"),
        (
            YEARS[1].set_axis([*"aa"]),
            "factors_end holds rows or columns of one name; name each once:\n  - a$",
        ),
        (YEARS[1].set_axis([*"xyy"], axis=1), "name each once:\n  - y$"),
        (YEARS[1].iloc[:0], "factors_end is empty"),
        (YEARS[1][[]], "factors_end is empty"),
        (YEARS[1].to_numpy(), "factors_end is a ndarray; a DataFrame of groups by factors"),
        (YEARS[1]["x"], "factors_end is a Series"),
    ],
)
def test_frames_that_do_not_match_are_refused(end: object, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        ci.lmdi(YEARS[0], end)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "says"), [([0, 3], [2, 5], "are 0 and 10"), ([2, 3], [0, 5], "are 6 and 0")]
)
def test_from_or_to_zero_there_is_no_ratio(start: list[float], end: list[float], says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        ci.lmdi(frame(start), frame(end), form="multiplicative")


def test_products_beyond_what_a_float_holds_are_refused() -> None:
    small, large, fit = frame([1, 1], [1e-200, 1e-200]), frame([1e200, 1e200], [1, 1]), frame([1, 1], [1, 1])
    with pytest.raises(
        ArgumentError, match=r"use other units at:\n  - factors_start, b\n  - factors_end, a$"
    ):
        ci.lmdi(small, large)
    assert ci.lmdi(fit, fit * 2).tolist() == [3.0, 3.0]
    wide = (frame([1e-300, 1e300]), frame([1e300, 1e-300]))
    assert ci.lmdi(*wide).sum() == pytest.approx(0, abs=1e-9)
    with pytest.raises(ArgumentError, match="too far for a ratio"):
        ci.lmdi(*wide, form="multiplicative")


def test_a_form_that_is_none_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r"form is 'aditive' \(did you mean additive\?\)"):
        ci.lmdi(YEARS[0], YEARS[1], form="aditive")
