"""The methods held against the past: small cases by hand, the rest against a loop of projections."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import (
    ArgumentError,
    EditionError,
    IndicatorsError,
    UnitError,
    UnknownNameError,
)

Maker = Callable[..., pd.DataFrame]
CITY = "431000"
METHODS = ["linear", "drift", "log_linear", "compound", "no_change"]
Trial = tuple[float, float, bool]
MEASURES = ["mean_error", "mean_absolute_error", "root_mean_square_error", "relative_error", "coverage"]


def tried(figures: pd.DataFrame, horizon: int = 1, **more: Any) -> pd.DataFrame:
    errors = ci.backtest(figures, "gdp", area=CITY, horizon=horizon, **more)
    return errors.set_index(["method", "horizon"])


# --- by hand -------------------------------------------------------------------------------------


def test_one_forecast_by_hand(past: Maker) -> None:
    # 1 3 2 4, then 6. The line said 4.5 with error 1.5 (test_projection.py), drift 4 + 3/3 = 5,
    # log-linear and compound on ln 1, 3, 2, 4; no change 4.
    errors = tried(past([2001, 2002, 2003, 2004, 2005], [1, 3, 2, 4, 6])).droplevel("horizon")
    assert errors.index.tolist() == METHODS
    assert set(errors["n_forecasts"]) == {1}
    # Log-linear: Sxy = 1.5 ln 4 - 0.5 ln 3 + 0.5 ln 2 = 3.5 ln 2 - 0.5 ln 3, slope a fifth of it, mean
    # ln(24) / 4 = 0.75 ln 2 + 0.25 ln 3; the mean and 2.5 slopes are 2.5 ln 2. Compound: 4 * 4^(1/3).
    expected = [-1.5, -1.0, 2**2.5 - 6, 4 ** (4 / 3) - 6, -2.0]
    assert errors["mean_error"].tolist() == pytest.approx(expected)
    absolute = [abs(error) for error in expected]
    assert errors["mean_absolute_error"].tolist() == pytest.approx(absolute)
    assert errors["root_mean_square_error"].tolist() == pytest.approx(absolute)
    # No change was off by 2.
    assert errors["relative_error"].tolist() == pytest.approx([error / 2 for error in absolute])
    assert errors["coverage"].tolist() == [1.0] * 5


def test_several_forecasts_by_hand(past: Maker) -> None:
    # 1 1 1 1 | 1 4: carried on from 2004 and from 2005, no change says 1 each time.
    errors = tried(past([*range(2001, 2007)], [1, 1, 1, 1, 1, 4]), horizon=3, methods=["no_change"])
    # One year ahead: 0 and -3, so mean -1.5, absolute 1.5, root mean square sqrt(9/2). The interval has
    # no width: it held the 1 and not the 4.
    one = errors.loc[("no_change", 1)]
    assert one["n_forecasts"] == 2
    assert one[MEASURES].tolist() == pytest.approx([-1.5, 1.5, math.sqrt(4.5), 1.0, 0.5])
    # Two years ahead: from 2004 only.
    two = errors.loc[("no_change", 2)]
    assert two["n_forecasts"] == 1
    assert two[MEASURES].tolist() == pytest.approx([-3.0, 3.0, 3.0, 1.0, 0.0])
    # Three: nothing came yet.
    three = errors.loc[("no_change", 3)]
    assert three["n_forecasts"] == 0
    assert three[MEASURES].isna().all()


def test_coverage_counts_what_fell_inside(past: Maker) -> None:
    # 1 3 2 4, then 10: the line said 4.5 +- 1.5 * 4.303 = 10.954 at 95 %, 4.5 + 1.5 * 1.886 = 7.329 at
    # 80 % (t with two degrees of freedom, NIST/SEMATECH 1.3.6.7.2).
    figures = past([2001, 2002, 2003, 2004, 2005], [1, 3, 2, 4, 10])
    for level, share in ((0.95, 1.0), (0.8, 0.0)):
        row = tried(figures, level=level, methods=["linear"]).iloc[0]
        assert (row["coverage"], row["level"]) == (share, level)
    # And below: 4.5 - 1.5 * 4.303 = -1.955.
    low = tried(past([2001, 2002, 2003, 2004, 2005], [1, 3, 2, 4, -2]), methods=["linear"])
    assert low["coverage"].tolist() == [0.0]


@pytest.mark.parametrize(
    "values",
    [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], [0.1] * 8, [1.1**year for year in range(8)]],
    ids=["equal steps", "constant", "equal rates"],
)
def test_a_method_whose_line_the_series_keeps_is_never_off(past: Maker, values: list[float]) -> None:
    # Steps of 0.1 are no steps of 0.1 in binary: an interval without width must hold them all the same.
    errors = tried(past([*range(2001, 2009)], values), horizon=2)
    kept = {0.1: ["linear", "drift"], 1.0: ["log_linear", "compound"]}[values[0]]
    kept = METHODS if values[0] == values[-1] else kept
    assert errors.loc[kept, "mean_absolute_error"].max() < 1e-12
    assert set(errors.loc[kept, "coverage"]) == {1.0}


def test_over_a_constant_past_nothing_can_be_better_than_no_change(past: Maker) -> None:
    errors = tried(past([*range(2001, 2009)], [5.0] * 8), horizon=2)
    assert errors["relative_error"].isna().all()
    assert errors["mean_absolute_error"].max() < 1e-12


# --- a loop of projections -----------------------------------------------------------------------


def looped(figures: pd.DataFrame, method: str, horizon: int) -> dict[int, tuple[int, list[float]]]:
    """Project from every year as if nothing later were known; one forecast after the other."""
    known = figures[figures["value"].notna()].set_index("year")["value"].sort_index()
    trials: dict[int, list[Trial]] = {ahead: [] for ahead in range(1, horizon + 1)}
    for origin in known.index[3:]:
        seen = figures[figures["year"] <= origin]
        if method in ("log_linear", "compound") and (seen["value"] <= 0).any():
            continue
        rows = ci.project(seen, "gdp", area=CITY, until=origin + horizon, method=method).set_index("year")
        for ahead, each in trials.items():
            if origin + ahead in known.index:
                row, came = rows.loc[origin + ahead], known[origin + ahead]
                inside = row["lower"] <= came <= row["upper"]
                each.append((row["median"] - came, known[origin] - came, inside))
    return {ahead: _measured(each) for ahead, each in trials.items()}


def _measured(trials: list[Trial]) -> tuple[int, list[float]]:
    if not trials:
        return 0, [math.nan] * 5
    errors, still, inside = (np.array(each) for each in zip(*trials, strict=True))
    absolute = np.abs(errors).mean()
    squares = math.sqrt((errors**2).mean())
    return len(trials), [errors.mean(), absolute, squares, absolute / np.abs(still).mean(), inside.mean()]


# GDP of China 1999-2012 in the edition of 2013 (published.csv), a series with gaps, one that was zero.
GDP = [89677.0, 99214.55, 109655.17, 120332.69, 135822.76, 159878.34, 184937.37, 216314.43, 265810.31,
       314045.43, 340902.81, 401512.8, 473104.0, 519322.1]  # fmt: skip
PAST = {
    "a level": ([*range(1999, 2013)], GDP),
    "gaps": ([1990, 1991, 1993, 1994, 1997, 1998, 1999, 2003], [3.0, 2.5, 4.2, 4.0, 1.5, 6.0, 5.5, 7.0]),
    "a zero midway": ([*range(2001, 2010)], [1.0, 2.0, 2.5, 4.0, 4.5, 0.0, 3.0, 5.0, 4.0]),
    "missing values": ([*range(2001, 2011)], [1.0, 3.0, 2.0, None, 4.0, 4.5, None, 5.0, 3.0, None]),
}


@pytest.mark.parametrize("name", PAST)
@pytest.mark.parametrize("method", METHODS)
def test_a_back_test_is_a_loop_of_projections(past: Maker, name: str, method: str) -> None:
    figures = past(*PAST[name])
    errors = tried(figures, horizon=4, methods=[method])
    assert errors.index.tolist() == [(method, ahead) for ahead in (1, 2, 3, 4)]
    for ahead, (count, measures) in looped(figures, method, 4).items():
        assert errors.loc[(method, ahead), "n_forecasts"] == count
        found = errors.loc[(method, ahead), MEASURES].tolist()
        assert found == pytest.approx(measures, rel=1e-9, nan_ok=True)


def test_the_straight_line_against_numpy_alone(past: Maker) -> None:
    years, values = np.arange(1999, 2013), np.array(GDP)
    errors = [
        np.polyval(np.polyfit(years[: n + 1] - 1999, values[: n + 1], 1), n + 3) - values[n + 3]
        for n in range(3, 14 - 3)
    ]
    row = tried(past(*PAST["a level"]), horizon=3, methods=["linear"]).loc[("linear", 3)]
    assert row["n_forecasts"] == 8
    assert row["mean_error"] == pytest.approx(np.mean(errors), rel=1e-9)
    assert row["root_mean_square_error"] == pytest.approx(np.sqrt(np.mean(np.square(errors))), rel=1e-9)


def test_after_a_zero_logarithms_make_no_forecast_and_are_held_against_the_same_origins(past: Maker) -> None:
    # 1 2 2.5 4 4.5 0 3 5 4: origins 2004 and 2005 are before the zero of 2006; one year ahead they are
    # held against 4.5 and 0, where no change is off by 0.5 and 4.5.
    errors = tried(past(*PAST["a zero midway"]))
    row = errors.loc[("compound", 1)]
    assert row["n_forecasts"] == 2
    # 4 * 4^(1/3) - 4.5 and 4.5 * 4.5^(1/4) - 0
    absolute = (4 * 4 ** (1 / 3) - 4.5 + 4.5**1.25) / 2
    assert row["mean_absolute_error"] == pytest.approx(absolute)
    assert row["relative_error"] == pytest.approx(absolute / 2.5)
    assert errors.loc[("no_change", 1), "n_forecasts"] == 5


# --- the table -----------------------------------------------------------------------------------


def test_every_method_and_horizon_has_a_row_in_their_order(past: Maker) -> None:
    figures = past(*PAST["a level"], obs_status="estimated")
    errors = ci.backtest(figures, "gdp", area=CITY, horizon=2)
    assert list(zip(errors["method"], errors["horizon"], strict=True)) == [
        (method, ahead) for method in METHODS for ahead in (1, 2)
    ]
    # From 2002, the fourth year, to 2011: ten forecasts of the next year, nine of the one after.
    assert errors["n_forecasts"].tolist() == [10, 9] * 5
    for column, word in [("indicator", "gdp"), ("area", CITY), ("level", 0.95),
                         ("unit", "100 million CNY"), ("obs_status", "estimated")]:  # fmt: skip
        assert set(errors[column]) == {word}
    still = errors[errors["method"] == "no_change"]
    assert still["relative_error"].tolist() == [1.0, 1.0]


def test_methods_are_tried_in_the_order_asked_for_and_once(past: Maker) -> None:
    errors = ci.backtest(
        past(*PAST["a level"]), "gdp", area=CITY, horizon=1, methods=("no_change", "linear", "no_change")
    )
    assert errors["method"].tolist() == ["no_change", "linear"]


def test_a_gap_wider_than_the_horizon_leaves_rows_that_say_so(past: Maker) -> None:
    errors = tried(past([2001, 2002, 2003, 2004, 2010], [1, 3, 2, 4, 6]), horizon=2)
    assert errors.index.tolist() == [(method, ahead) for method in METHODS for ahead in (1, 2)]
    assert set(errors["n_forecasts"]) == {0}
    assert errors[MEASURES].isna().all(axis=None)
    # Six years ahead there is one: 2.5 + 0.8 * 7.5 = 8.5 of 6.
    assert tried(past([2001, 2002, 2003, 2004, 2010], [1, 3, 2, 4, 6]), horizon=6).loc[
        ("linear", 6), "mean_error"
    ] == pytest.approx(2.5)


def test_figures_in_several_units_are_brought_to_the_catalogues(past: Maker) -> None:
    figures = past([2001, 2002, 2003, 2004, 2005], [1, 3, 2, 4, 600])
    figures["unit"] = ["100 million CNY"] * 4 + ["million CNY"]
    row = tried(figures, methods=["linear"]).iloc[0]
    assert row["mean_error"] == pytest.approx(-1.5)
    assert row["unit"] == "100 million CNY"


# --- refusals ------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[dict[str, Any], type[IndicatorsError], str]] = {
    "no year ahead": ({"horizon": 0}, ArgumentError, "horizon is 0; it is a whole number from 1 to 151"),
    "a year back": ({"horizon": -1}, ArgumentError, "horizon is -1; it is a whole number"),
    "half a year": ({"horizon": 1.5}, ArgumentError, r"horizon is 1\.5; it is a whole number"),
    "a truth": ({"horizon": True}, ArgumentError, "horizon is True; it is a whole number"),
    "a method there is not": (
        {"methods": ["linear", "arima"]}, ArgumentError, "methods is 'arima'; it is one of linear, drift"),
    "a method misspelt": ({"methods": ["compund"]}, ArgumentError, "did you mean compound"),
    "no methods": ({"methods": []}, ArgumentError, r"methods is \[\]; list some of linear, drift"),
    "one method as a word": (
        {"methods": "linear"}, ArgumentError, "methods is 'linear'; list some of linear, drift"),
    "a level in percent": ({"level": 80}, ArgumentError, "level is 80; it is a fraction"),
    "an indicator there is not": ({"indicator": "gpd"}, UnknownNameError, "did you mean gdp"),
    "an area without figures": (
        {"area": "431002"}, UnknownNameError, "No observation of gdp in 431002; there is 431000"),
}  # fmt: skip


@pytest.mark.parametrize(("argument", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_a_meaningless_request_is_refused(
    past: Maker, argument: dict[str, Any], error: type[IndicatorsError], words: str
) -> None:
    figures = past([*range(2001, 2006)], [1, 3, 2, 4, 6])
    with pytest.raises(error, match=words):
        ci.backtest(figures, **({"indicator": "gdp", "area": CITY, "horizon": 1} | argument))


@pytest.mark.parametrize(
    ("values", "count"), [([1, 3, 2, 4], 4), ([1, 3, None, 2, 4], 4), ([None] * 5, 0), ([1], 1)]
)
def test_fewer_than_five_values_cannot_be_back_tested(
    past: Maker, values: list[float | None], count: int
) -> None:
    words = f"gdp in 431000 has {count} observed years; a back-test needs 4 to project from and one to hold"
    with pytest.raises(ArgumentError, match=words):
        tried(past([*range(2001, 2001 + len(values))], values))


def test_two_editions_of_one_year_are_refused(past: Maker) -> None:
    figures = past([*range(2001, 2006), 2003], [1, 3, 2, 4, 6, 2.5])
    with pytest.raises(EditionError, match=r"Several editions stand unchosen.*\n  - gdp 431000 2003: 2 "):
        tried(figures)


def test_a_unit_that_does_not_convert_is_refused(past: Maker) -> None:
    with pytest.raises(UnitError, match="Not convertible into 100 million CNY:\n  - count"):
        tried(past([*range(2001, 2006)], [1, 3, 2, 4, 6], unit="count"))
