"""What misses a bound never reads as a number that meets the bound as it is written."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chenzhou_indicators.charts.numbers import bound_label
from chenzhou_indicators.charts.rows import actual_label, expected_label, required_label, verdict_label

NAN = math.nan
ROW = {"form": "level", "obs_status": "final", "strict": False, "stretch": NAN, "expected": NAN}


def row_of(actual, unit, *, minimum=NAN, maximum=NAN, **more):
    return {**ROW, "actual": actual, "unit": unit, "minimum": minimum, "maximum": maximum, **more}


def read(text):
    """Read the number of a label back."""
    return float(re.search(r"-?[\d,.]+", text)[0].replace(",", ""))


@pytest.mark.parametrize(
    ("minimum", "maximum", "stretch", "unit", "text"),
    [
        (0.24045, NAN, NAN, "fraction", "≥ 24.045%"),
        (77.504, NAN, NAN, "count", "≥ 77.504"),
        (0.1225, NAN, NAN, "fraction", "≥ 12.25%"),
        (NAN, 4.255, NAN, "%", "≤ 4.255%"),
        (0.9155, 0.91996, NAN, "%", "0.9155–0.91996%"),
        (0.1 + 0.2, NAN, NAN, "fraction", "≥ 30%"),  # 0.30000000000000004
        (0.07, NAN, NAN, "fraction", "≥ 7%"),  # 100 × 0.07 is 7.000000000000001
        (1234567890.0, NAN, NAN, "count", "≥ 1,234,567,890"),
        (10.125, NAN, 15.125, "count", "≥ 10.125 / 15.125"),
        (0.0, NAN, NAN, "%", "≥ 0%"),
        (-0.00125, NAN, NAN, "fraction", "≥ -0.125%"),
    ],
)
def test_a_bound_is_written_with_every_digit_given(minimum, maximum, stretch, unit, text):
    assert bound_label(minimum, maximum, stretch, strict=False, unit=unit) == text


@pytest.mark.parametrize(
    ("row", "actual", "required"),
    [
        (row_of(0.24, "fraction", minimum=0.24045), "24%", "≥ 24.045%"),
        (row_of(0.24044, "fraction", minimum=0.24045), "24.044%", "≥ 24.045%"),
        (row_of(77.503, "count", minimum=77.504), "77.503", "≥ 77.504"),
        (row_of(4.256, "%", maximum=4.255), "4.26%", "≤ 4.255%"),
        (row_of(0.92, "%", minimum=0.9155, maximum=0.91996), "0.92%", "0.9155–0.91996%"),
        (row_of(4.255, "%", maximum=4.255), "4.255%", "≤ 4.255%"),  # exactly met, and reads so
        (row_of(32.3 - 31.8, "percentage points", minimum=0.5), "0.5 pp", "≥ 0.5 pp"),
        (row_of(-3e-15, "percentage points", minimum=0.0), "0 pp", "≥ 0 pp"),  # noise
        (row_of(412.0, "count", minimum=400.0), "412", "≥ 400"),
        (row_of(NAN, "count", minimum=400.5), "—", "≥ 400.5"),
        # 2,499 of 2,500 firms are 99.96 %
        (row_of(2499 / 2500, "fraction", minimum=1.0), "99.96% of firms", "all firms"),
    ],
)
def test_an_actual_stands_on_its_own_side_of_its_bounds(row, actual, required):
    assert actual_label(row, "en") == actual
    assert required_label(row, "en") == required


def test_what_is_behind_what_was_expected_reads_so():
    # 1.0986 and 1.1036 are both 1.10 in two decimals
    row = row_of(1.0986, "%", minimum=2.0, expected=1.1036, status="lagging", reason=None)
    assert (actual_label(row, "en"), expected_label(row, "en")) == ("1.099%", "expected 1.104%")
    assert verdict_label(row, "en") == "lagging (expected 1.104%)"


@st.composite
def decimals(draw):
    """Draw numbers as documents give them: up to eight digits, up to five behind the point."""
    return draw(st.integers(-99_999_999, 99_999_999)) / 10 ** draw(st.integers(0, 5))


@given(
    bound=decimals(),
    off=st.floats(-1, 1) | decimals(),
    unit=st.sampled_from(["%", "fraction", "count", "percentage points"]),
    floor=st.booleans(),
)
def test_the_written_actual_misses_the_written_bound_as_it_does_in_truth(bound, off, unit, floor):
    bound = bound / 100 if unit == "fraction" else bound
    actual = bound + off
    assume(actual == bound or not math.isclose(actual, bound, rel_tol=1e-8, abs_tol=1e-8))
    row = row_of(actual, unit, **{"minimum" if floor else "maximum": bound}, form="growth")
    shown, asked = read(actual_label(row)), read(required_label(row))
    assert (shown > asked) - (shown < asked) == (actual > bound) - (actual < bound)


@given(bound=decimals(), unit=st.sampled_from(["%", "fraction", "count"]))
def test_a_bound_reads_back_as_it_was_given(bound, unit):
    shown = read(bound_label(bound, NAN, NAN, strict=False, unit=unit))
    if unit == "fraction":
        shown /= 100
        assume(abs(bound) < 1e5)  # a percentage has two digits more before the point
    assert shown == pytest.approx(bound, rel=1e-9, abs=1e-8)
