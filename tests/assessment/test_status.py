"""The verdict, from a bound, a baseline and the time gone."""

from __future__ import annotations

import pandas as pd
import pytest

from chenzhou_indicators.assessment.status import expected_on_the_way, time_elapsed, verdict

NAN = float("nan")


def judged(actual: float, *, baseline: float, bound: float, elapsed: float = 0.25, upward: bool = True,
           holds: bool = False, due: bool = False, assessable: bool = True) -> str:  # fmt: skip
    status = verdict(
        holds=pd.Series([holds]),
        assessable=pd.Series([assessable]),
        due_reached=pd.Series([due]),
        actual=pd.Series([actual]),
        upward=pd.Series([upward]),
        bound=pd.Series([bound]),
        baseline=pd.Series([baseline]),
        elapsed=pd.Series([elapsed]),
    )
    return str(status.iloc[0])


# The line from 0.8 to 2.0 passes 0.8 + 1.2 / 4 = 1.1 after a quarter of the time.
@pytest.mark.parametrize(
    ("actual", "status"),
    [
        (1.2, "on_track"),
        (1.1, "on_track"),
        (1.1 - 1e-12, "on_track"),
        (1.09, "lagging"),
        (0.81, "lagging"),
        (0.8, "lagging"),  # standing still is neither way
        (0.79, "regressing"),
    ],
)
def test_on_the_way_up(actual: float, status: str) -> None:
    assert judged(actual, baseline=0.8, bound=2.0) == status


# The line from 100 down to a ceiling of 80 passes 100 - 20 / 4 = 95.
@pytest.mark.parametrize(
    ("actual", "status"), [(94.0, "on_track"), (95.0, "on_track"), (96.0, "lagging"), (101.0, "regressing")]
)
def test_on_the_way_down(actual: float, status: str) -> None:
    assert judged(actual, baseline=100.0, bound=80.0, upward=False) == status


def test_in_the_due_year_there_is_only_met_or_missed() -> None:
    assert judged(1.99, baseline=0.8, bound=2.0, elapsed=1.0, due=True) == "missed"
    assert judged(2.0, baseline=0.8, bound=2.0, elapsed=1.0, due=True, holds=True) == "met"


def test_what_holds_early_is_met() -> None:
    assert judged(2.1, baseline=0.8, bound=2.0, holds=True) == "met"


def test_what_cannot_be_judged_is_a_verdict_too() -> None:
    assert judged(NAN, baseline=NAN, bound=2.0, assessable=False) == "not_assessable"
    assert judged(2.1, baseline=0.8, bound=2.0, holds=True, due=True, assessable=False) == "not_assessable"


def test_time_elapsed_is_a_share_of_the_years_between() -> None:
    elapsed = time_elapsed(2008, pd.Series([2006, 2006, None], dtype="Int64"), pd.Series([2010, 2007, 2010]))
    assert elapsed.tolist() == pytest.approx([0.5, 2.0, NAN], nan_ok=True)  # 2 of 4 years; 2 of 1


def test_the_line_runs_from_the_baseline_to_the_bound() -> None:
    line = expected_on_the_way(pd.Series([0.8] * 3), pd.Series([2.0] * 3), pd.Series([0.0, 0.5, 1.0]))
    assert line.tolist() == pytest.approx([0.8, 1.4, 2.0])
