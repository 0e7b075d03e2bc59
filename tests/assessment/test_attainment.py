"""The arithmetic of bounds: the nearest one, the gap to it, attainment and progress."""

from __future__ import annotations

import pandas as pd
import pytest

from chenzhou_indicators.assessment.attainment import (
    attainment,
    bounds_hold,
    gap,
    level_attainment,
    progress,
    required,
    upper_is_nearer,
)

NAN = float("nan")


def series(*values: float) -> pd.Series[float]:
    return pd.Series(values, dtype="float64")


# actual, minimum, maximum, then what follows: the required bound, the gap, the attainment.
CASES = {
    "short of a floor": (96.0, 120.0, NAN, 120.0, -24.0, 0.8),  # 96 / 120
    "past a floor": (150.0, 120.0, NAN, 120.0, 30.0, 1.25),  # 150 / 120
    "below a ceiling": (80.0, NAN, 100.0, 100.0, 20.0, 1.2),  # 1 + 20/100
    "above a ceiling": (125.0, NAN, 100.0, 100.0, -25.0, 0.75),  # 1 - 25/100
    "below a band": (54.0, 60.0, 70.0, 60.0, -6.0, 0.9),  # 1 - 6/60
    "above a band": (77.0, 60.0, 70.0, 70.0, -7.0, 0.9),  # 1 - 7/70
    "inside, near the floor": (62.0, 60.0, 70.0, 60.0, 2.0, 1.0),
    "inside, near the ceiling": (69.0, 60.0, 70.0, 70.0, 1.0, 1.0),
    "in the middle": (65.0, 60.0, 70.0, 60.0, 5.0, 1.0),
    "at the floor": (60.0, 60.0, 70.0, 60.0, 0.0, 1.0),
    "far above a band": (200.0, 60.0, 70.0, 70.0, -130.0, 0.0),  # 1 - 130/70 is below nothing
    "inside a band from zero": (1.0, 0.0, 5.0, 0.0, 1.0, 1.0),
    "below a band from zero": (-1.0, 0.0, 5.0, 0.0, -1.0, NAN),
    "past a floor of zero": (0.12, 0.0, NAN, 0.0, 0.12, NAN),  # no share of nothing
    "a fall where a rise was asked": (-0.25, 0.5, NAN, 0.5, -0.75, -0.5),  # -0.25 / 0.5
    "no actual": (NAN, 60.0, 70.0, 60.0, NAN, NAN),
    "no actual under a ceiling": (NAN, NAN, 70.0, 70.0, NAN, NAN),
}


@pytest.mark.parametrize(
    ("actual", "minimum", "maximum", "bound", "margin", "share"), CASES.values(), ids=CASES
)
def test_bound_gap_and_attainment(
    actual: float, minimum: float, maximum: float, bound: float, margin: float, share: float
) -> None:
    given = series(actual), series(minimum), series(maximum)
    assert required(*given).tolist() == pytest.approx([bound], nan_ok=True)
    assert gap(*given).tolist() == pytest.approx([margin], nan_ok=True)
    assert attainment(*given).tolist() == pytest.approx([share], nan_ok=True)


def test_the_upper_bound_is_required_when_it_is_nearer_or_the_only_one() -> None:
    nearer = upper_is_nearer(
        series(54.0, 65.0, 66.0, 1.0, 1.0), series(60, 60, 60, NAN, 60), series(70, 70, 70, 70, NAN)
    )
    assert nearer.tolist() == [False, False, True, True, False]


# actual, minimum, maximum, size of the figures behind it, then whether a plain and a strict bound hold.
HOLDING = {
    "above": (401.0, 400.0, NAN, 401.0, True, True),
    "at the bound": (400.0, 400.0, NAN, 400.0, True, False),
    "below": (399.0, 400.0, NAN, 399.0, False, False),
    "half a point of binary noise": (32.3 - 31.8, 0.5, NAN, 32.3, True, False),
    "noise is judged by the figures, not by their difference": (0.5 - 1e-8, 0.5, NAN, 44.8, True, False),
    "short by more than noise": (0.5 - 1e-7, 0.5, NAN, 44.8, False, False),
    "a change of nothing": (0.0, 0.0, NAN, 0.8, True, False),
    "noise is no rise": (1e-10, 0.0, NAN, 0.8, True, False),
    "a small rise": (1e-3, 0.0, NAN, 0.8, True, True),
    "at a ceiling": (70.0, NAN, 70.0, 70.0, True, False),
    "inside a band": (65.0, 60.0, 70.0, 65.0, True, True),
    "outside a band": (71.0, 60.0, 70.0, 71.0, False, False),
    "nothing observed": (NAN, 60.0, NAN, NAN, False, False),
}


@pytest.mark.parametrize(
    ("actual", "minimum", "maximum", "size", "plain", "strict"), HOLDING.values(), ids=HOLDING
)
def test_bounds_hold_up_to_one_part_in_a_thousand_million(
    actual: float, minimum: float, maximum: float, size: float, plain: bool, strict: bool
) -> None:
    for is_strict, expected in ((False, plain), (True, strict)):
        holds = bounds_hold(
            series(actual),
            series(minimum),
            series(maximum),
            strict=pd.Series([is_strict]),
            magnitude=series(size),
        )
        assert holds.tolist() == [expected]


def test_level_attainment_compares_levels() -> None:
    # Growth of 24 % where 30 % was asked: 1.24 / 1.30 = 0.953846 of the level.
    assert level_attainment(series(0.24, NAN), series(0.30, 0.30)).tolist() == pytest.approx(
        [0.953846, NAN], abs=1e-6, nan_ok=True
    )


@pytest.mark.parametrize(
    ("actual", "baseline", "bound", "share"),
    [
        (0.92, 0.80, 2.0, 0.1),  # 0.12 of 1.20
        (0.70, 0.80, 2.0, -0.1 / 1.2),
        (90.0, 100.0, 80.0, 0.5),  # down to a ceiling: half the way
        (2.5, 0.5, 2.0, 4 / 3),
        (1.0, 2.0, 2.0, NAN),  # no way to go
        (1.0, NAN, 2.0, NAN),
    ],
)
def test_progress_is_the_share_of_the_way(actual: float, baseline: float, bound: float, share: float) -> None:
    found = progress(series(actual), series(baseline), series(bound))
    assert found.tolist() == pytest.approx([share], nan_ok=True)
