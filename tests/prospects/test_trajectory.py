"""The path a target implies: known values, and what has no path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError
from chenzhou_indicators.schemas import Trajectory

NAN = float("nan")


def values(path: pd.DataFrame) -> list[float]:
    return path["expected_value"].tolist()


# --- known values --------------------------------------------------------------------------------


def test_two_percent_by_2010_asks_for_three_tenths_of_a_point_a_year() -> None:
    path = ci.trajectory(2006, 0.80, 2010, 2.0)
    assert path["year"].tolist() == [2006, 2007, 2008, 2009, 2010]
    assert values(path) == pytest.approx([0.8, 1.1, 1.4, 1.7, 2.0])  # (2.0 - 0.8) / 4 = 0.3
    assert set(path["shape"]) == {"linear"}


def test_a_compound_path_rises_by_one_rate() -> None:
    path = ci.trajectory(2006, 100, 2010, 146.41, shape="compound")
    assert values(path) == pytest.approx([100, 110, 121, 133.1, 146.41])  # 1.1 ** 4 = 1.4641
    assert set(path["shape"]) == {"compound"}


def test_a_path_to_a_ceiling_falls() -> None:
    assert values(ci.trajectory(2006, 90, 2010, 70)) == pytest.approx([90, 85, 80, 75, 70])
    falling = ci.trajectory(2006, 100, 2008, 81, shape="compound")
    assert values(falling) == pytest.approx([100, 90, 81])  # 0.9 ** 2 = 0.81


def test_a_linear_path_passes_every_milestone_by_steps_of_its_own() -> None:
    # 10 to 14 in two years, 14 to 20 in one, 20 to 26 in three: steps of 2, of 6, of 2.
    path = ci.trajectory(2006, 10, 2012, 26, milestones={2009: 20, 2008: 14})
    assert values(path) == pytest.approx([10, 12, 14, 20, 22, 24, 26])


def test_a_compound_path_passes_every_milestone_by_rates_of_its_own() -> None:
    # 100 to 121 in two years is 10 % a year, 121 to 484 in two is a doubling a year.
    path = ci.trajectory(2006, 100, 2010, 484, shape="compound", milestones={2008: 121})
    assert values(path) == pytest.approx([100, 110, 121, 242, 484])
    assert path.loc[path["point"].notna(), "expected_value"].tolist() == [100, 121, 484]  # exactly


def test_a_path_may_go_down_to_a_milestone_and_up_again() -> None:
    path = ci.trajectory(2006, 2.0, 2010, 3.0, milestones={2008: 1.0})
    assert values(path) == pytest.approx([2.0, 1.5, 1.0, 2.0, 3.0])


def test_a_linear_path_may_cross_zero() -> None:
    assert values(ci.trajectory(2006, -1, 2010, 1)) == pytest.approx([-1, -0.5, 0, 0.5, 1])


def test_a_path_of_one_year_has_its_two_ends() -> None:
    path = ci.trajectory(2006, 5, 2007, 8, shape="compound")
    assert values(path) == [5, 8]
    assert path["point"].tolist() == ["baseline", "target"]


@pytest.mark.parametrize(
    "milestones",
    [
        pd.Series({2008: 14, 2009: 20}),
        pd.Series([20.0, 14.0], index=[2009, 2008]),
        pd.Series([14, 20], index=pd.Index([2008, 2009], dtype="int32")),
        {np.int64(2008): np.float32(14), 2009: np.int64(20)},
    ],
)
def test_milestones_are_a_series_or_a_dict_in_any_order(milestones: Mapping[int, float]) -> None:
    asked = ci.trajectory(2006, 10, 2012, 26, milestones={2008: 14.0, 2009: 20.0})
    pd.testing.assert_frame_equal(ci.trajectory(2006, 10, 2012, 26, milestones=milestones), asked)


def test_no_milestones_in_a_dict_are_none() -> None:
    plain = ci.trajectory(2006, 0.8, 2010, 2.0)
    pd.testing.assert_frame_equal(ci.trajectory(2006, 0.8, 2010, 2.0, milestones={}), plain)


def test_a_path_says_which_points_it_was_made_to_pass_and_what_it_is_of() -> None:
    path = ci.trajectory(2006, 10, 2010, 26, milestones={2009: 20}, area="431000", indicator="rd_intensity")
    assert path["point"].fillna("-").tolist() == ["baseline", "-", "-", "milestone", "target"]
    assert set(path["area"]) == {"431000"}
    assert set(path["indicator"]) == {"rd_intensity"}
    assert path.columns.tolist() == list(Trajectory.to_schema().columns)
    assert path.index.tolist() == [0, 1, 2, 3, 4]


def test_a_path_of_no_area_names_none() -> None:
    assert ci.trajectory(2006, 0.8, 2010, 2.0)[["area", "indicator"]].isna().all(axis=None)


# --- what has no path ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "milestones", "low"),
    [
        ((0.0, 2.0), None, ["2006: 0"]),
        ((-1.0, 2.0), None, ["2006: -1"]),
        ((1.0, 0.0), None, ["2010: 0"]),
        ((1.0, 2.0), {2008: 0.0}, ["2008: 0"]),
        ((-1.0, -2.0), {2008: -3.0}, ["2006: -1", "2008: -3", "2010: -2"]),
    ],
)
def test_no_compound_path_goes_through_zero_or_less(
    points: tuple[float, float], milestones: dict[int, float] | None, low: list[str]
) -> None:
    start, end = points
    with pytest.raises(ArgumentError, match='through zero or less; use shape="linear"') as refused:
        ci.trajectory(2006, start, 2010, end, shape="compound", milestones=milestones)
    assert list(refused.value.problems) == low
    ci.trajectory(2006, start, 2010, end, milestones=milestones)  # by steps there is one


@pytest.mark.parametrize("due", [2006, 2005])
def test_a_due_year_that_is_not_after_the_baseline_is_refused(due: int) -> None:
    with pytest.raises(ArgumentError, match=f"due is {due}, not after the baseline year 2006"):
        ci.trajectory(2006, 0.8, due, 2.0)


@pytest.mark.parametrize("year", [2005, 2006, 2010, 2011])
def test_a_milestone_outside_the_path_is_refused(year: int) -> None:
    with pytest.raises(ArgumentError, match=f"{year} is not between 2006 and 2010"):
        ci.trajectory(2006, 0.8, 2010, 2.0, milestones={year: 1.0})


@pytest.mark.parametrize("value", [NAN, float("inf"), None, "1.4", True, np.True_])
def test_a_milestone_without_a_value_is_refused(value: Any) -> None:
    with pytest.raises(ArgumentError, match="2008 has the value"):
        ci.trajectory(2006, 0.8, 2010, 2.0, milestones={2008: value})


def test_every_milestone_the_path_cannot_pass_is_listed() -> None:
    with pytest.raises(ArgumentError) as refused:
        ci.trajectory(2006, 0.8, 2010, 2.0, milestones={2011: 1.0, 2007: NAN, 2008: 1.0})
    assert list(refused.value.problems) == ["2011 is not between 2006 and 2010", "2007 has the value nan"]


def test_milestones_are_years_with_values() -> None:
    with pytest.raises(ArgumentError, match=r"like \{2008: 1\.4\}"):
        ci.trajectory(2006, 0.8, 2010, 2.0, milestones=[(2008, 1.4)])
    with pytest.raises(ArgumentError, match="name a year twice"):
        ci.trajectory(2006, 0.8, 2010, 2.0, milestones=pd.Series([1.0, 1.1], index=[2008, 2008]))
    with pytest.raises(ArgumentError, match="a milestone's year: '2008' is not a year"):
        ci.trajectory(2006, 0.8, 2010, 2.0, milestones={"2008": 1.0})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"shape": "linaer"}, r"shape is 'linaer' \(did you mean linear\?\); it is one of linear, compound"),
        ({"shape": None}, "shape is None; it is one of linear, compound"),
        ({"baseline_value": NAN}, "baseline_value is nan; a finite number is needed"),
        ({"target_value": float("inf")}, "target_value is inf; a finite number is needed"),
        ({"target_value": "2 %"}, "target_value is '2 %'; a finite number is needed"),
        ({"baseline_value": True}, "baseline_value is True; a finite number is needed"),
        ({"baseline_value": None}, "baseline_value is None; a finite number is needed"),
        ({"baseline_year": 206}, "baseline_year: 206 is not a year from 1949 to 2100"),
        ({"baseline_year": 2006.0}, "baseline_year: 2006.0 is not a year"),
        ({"due": 2101}, "due: 2101 is not a year from 1949 to 2100"),
        ({"due": "2010"}, "due: '2010' is not a year"),
        ({"due": True}, "due: True is not a year"),
    ],
)
def test_what_is_no_year_no_number_or_no_shape_is_refused_by_name(
    changed: dict[str, Any], message: str
) -> None:
    asked = {"baseline_year": 2006, "baseline_value": 0.8, "due": 2010, "target_value": 2.0}
    with pytest.raises(ArgumentError, match=message):
        ci.trajectory(**{**asked, **changed})
