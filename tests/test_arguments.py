"""Arguments that are no tables are read once, or refused in a sentence that names them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from chenzhou_indicators.arguments import number, one_of, share, whole_number, year_number
from chenzhou_indicators.errors import ArgumentError
from chenzhou_indicators.vocabulary import Method, Shape

NAN, INFINITE = float("nan"), float("inf")


# --- years ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1949, 2007, 2100, np.int64(2007), np.int16(2007), np.uint32(2007)])
def test_a_whole_number_from_1949_to_2100_is_a_year(year: Any) -> None:
    found = year_number(year)
    assert found == year
    assert type(found) is int


@pytest.mark.parametrize("year", [1948, 2101, 0, -2007, 207, 20070])
def test_a_whole_number_outside_is_none(year: int) -> None:
    with pytest.raises(ArgumentError, match=f"due: {year} is not a year from 1949 to 2100"):
        year_number(year, "due")


@pytest.mark.parametrize("year", ["2007", 2007.0, np.float64(2007), None, NAN, [2007], b"2007"])
def test_what_is_no_whole_number_is_no_year(year: Any) -> None:
    with pytest.raises(ArgumentError, match="is not a year; write a whole number like 2007"):
        year_number(year)


@pytest.mark.parametrize("truth", [True, False, np.True_])
def test_true_is_neither_a_year_nor_a_number_of_any_kind(truth: Any) -> None:
    with pytest.raises(ArgumentError, match=r"year: .*is not a year"):
        year_number(truth)
    with pytest.raises(ArgumentError, match=r"horizon is .*it is a whole number from 0 to 10"):
        whole_number(truth, "horizon", least=0, most=10)
    with pytest.raises(ArgumentError, match=r"target_value is .*a finite number is needed"):
        number(truth, "target_value")
    with pytest.raises(ArgumentError, match=r"level is .*it is a fraction between 0 and 1"):
        share(truth, "level")


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 1, 3, np.int64(3)])
def test_a_whole_number_is_read_from_its_least_on(value: Any) -> None:
    assert whole_number(value, "horizon", least=0, most=10) == value
    assert type(whole_number(value, "horizon", least=0, most=10)) is int


@pytest.mark.parametrize("value", [0, -1, 1.0, 1.5, "1", None, NAN])
def test_less_than_the_least_or_no_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(ArgumentError, match=r"horizon is .*; it is a whole number from 1 to 10"):
        whole_number(value, "horizon", least=1, most=10)


@pytest.mark.parametrize("value", [0, -1.5, 1e9, np.float32(0.5), np.int64(2), Fraction(1, 2)])
def test_a_finite_number_of_any_kind_is_a_number(value: Any) -> None:
    found = number(value, "growth")
    assert found == float(value)
    assert type(found) is float


@pytest.mark.parametrize("value", [NAN, INFINITE, -INFINITE, np.float64("nan"), None, "1", "1 %", [1.0], 1j])
def test_what_is_no_finite_number_is_refused_by_name(value: Any) -> None:
    with pytest.raises(ArgumentError, match=r"growth is .*; a finite number is needed"):
        number(value, "growth")


@pytest.mark.parametrize("value", [0.5, 1e-9, 1 - 1e-9, np.float64(0.95), Fraction(1, 3)])
def test_a_share_lies_between_0_and_1(value: Any) -> None:
    assert share(value, "level") == float(value)


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, -0.1, 95, NAN, INFINITE, "0.95", None])
def test_the_ends_and_what_lies_outside_are_no_share(value: Any) -> None:
    with pytest.raises(ArgumentError, match=r"level is .*; it is a fraction between 0 and 1, like 0.95"):
        share(value, "level")


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["compound", Shape.COMPOUND])
def test_a_word_of_the_list_is_read_as_its_member(word: str) -> None:
    assert one_of(word, Shape, "shape") is Shape.COMPOUND


def test_a_word_is_looked_up_in_its_own_list_only() -> None:
    assert one_of(Shape.LINEAR, Method, "method") is Method.LINEAR  # both lists have it
    with pytest.raises(ArgumentError, match="shape is 'drift'; it is one of linear, compound"):
        one_of("drift", Shape, "shape")


@pytest.mark.parametrize("word", ["Linear", "linear ", "", "zebra"])
def test_a_word_is_written_as_it_stands_in_the_list(word: str) -> None:
    with pytest.raises(ArgumentError, match="it is one of linear, compound"):
        one_of(word, Shape, "shape")


@pytest.mark.parametrize("word", [None, True, 1, NAN, ["linear"], b"linear"])
def test_what_is_no_word_is_refused_without_a_guess(word: Any) -> None:
    with pytest.raises(ArgumentError, match="it is one of") as refused:
        one_of(word, Shape, "shape")
    assert "did you mean" not in str(refused.value)
