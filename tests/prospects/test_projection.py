"""One series carried on: every method worked by hand, and what is refused.

With four values `linear` and its kin have two degrees of freedom, where Student's distribution can
be written out: F(t) = 1/2 + t / (2 sqrt(2 + t^2)), so F(1) = 1/2 + 1 / (2 sqrt 3) = 0.788675.
"""

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
    TableError,
    UnitError,
    UnknownNameError,
)
from chenzhou_indicators.prospects import projection

Maker = Callable[..., pd.DataFrame]
CITY = "431000"

# NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2: upper critical values of
# Student's t, by degrees of freedom; 0.975 and 0.90. Three decimals.
T_975 = {2: 4.303, 3: 3.182}
T_900 = {2: 1.886, 3: 1.638}
# F(1): for 2 degrees as above; for 3, 1/2 + (theta + sin(theta) cos(theta)) / pi with
# theta = atan(1 / sqrt 3) = pi / 6: 1/2 + 1/6 + sqrt(3) / (4 pi).
F_ONE = {2: 0.5 + 1 / (2 * math.sqrt(3)), 3: 2 / 3 + math.sqrt(3) / (4 * math.pi)}

# Per case: method, years, values, the year projected, its centre and standard error, the degrees.
#
# Least squares, 1 3 2 4 in 2001-2004: mean 2.5 at 2002.5, Sxx = 5,
#   Sxy = 2.25 - 0.25 - 0.25 + 2.25 = 4, slope 0.8; residuals -0.3 0.9 -0.9 0.3, squares 1.8, s^2 = 0.9.
#   2005: 2.5 + 0.8 * 2.5 = 4.5; s^2 * (1 + 1/4 + 2.5^2 / 5) = 0.9 * 2.5 = 1.5^2.
#   2007: 2.5 + 0.8 * 4.5 = 6.1; 0.9 * (1.25 + 4.5^2 / 5) = 0.9 * 5.3 = 4.77.
# With gaps, 4 7 10 19 in 2000 2001 2004 2007: mean 10 at 2003, deviations -3 -2 1 4, Sxx = 30,
#   Sxy = 18 + 6 + 0 + 36 = 60, slope 2; residuals 0 1 -2 1, squares 6, s^2 = 3.
#   2008: 10 + 2 * 5 = 20; 3 * (1 + 1/4 + 25/30) = 6.25 = 2.5^2.
# Drift, 1 2 6 7: changes 1 4 1, mean 2, s^2 = (1 + 4 + 1) / 2 = 3.
#   one year on: 7 + 2 = 9; 3 * 1 * (1 + 1/3) = 4 = 2^2. Three: 7 + 6 = 13; 3 * 3 * (1 + 3/3) = 18.
# With gaps, 10 14 16 18 in 2000 2001 2003 2004: 8 in four years, slope 2; the changes 4 2 2 over
#   1 2 1 years are 2 -2 0 off it, s^2 = (4/1 + 4/2 + 0/1) / 2 = 3.
#   2006: 18 + 4 = 22; 3 * (2 + 2^2 / 4) = 9 = 3^2.
# No change, 5 6 5 7: changes 1 -1 2, s^2 = (1 + 1 + 4) / 3 = 2. Two years on: 7; 2 * 2 = 2^2.
# With gaps, 5 6 4 5 in 2000 2001 2003 2004: (1/1 + 4/2 + 1/1) / 3 = 4/3. Three on: 5; 4/3 * 3 = 2^2.
# On logarithms: the same series as powers of two, for logarithms to base two.
LEVELS = {
    "linear": ("linear", [2001, 2002, 2003, 2004], [1, 3, 2, 4], 2005, 4.5, 1.5, 2),
    "linear, three years on": (
        "linear", [2001, 2002, 2003, 2004], [1, 3, 2, 4], 2007, 6.1, math.sqrt(4.77), 2),
    "linear with gaps": ("linear", [2000, 2001, 2004, 2007], [4, 7, 10, 19], 2008, 20.0, 2.5, 2),
    "drift": ("drift", [2001, 2002, 2003, 2004], [1, 2, 6, 7], 2005, 9.0, 2.0, 2),
    "drift, three years on": (
        "drift", [2001, 2002, 2003, 2004], [1, 2, 6, 7], 2007, 13.0, math.sqrt(18), 2),
    "drift with gaps": ("drift", [2000, 2001, 2003, 2004], [10, 14, 16, 18], 2006, 22.0, 3.0, 2),
    "no change": ("no_change", [2001, 2002, 2003, 2004], [5, 6, 5, 7], 2006, 7.0, 2.0, 3),
    "no change with gaps": ("no_change", [2000, 2001, 2003, 2004], [5, 6, 4, 5], 2007, 5.0, 2.0, 3),
}  # fmt: skip
ON_LOGARITHMS = {
    "log-linear": ("log_linear", *LEVELS["linear"][1:]),
    "log-linear with gaps": ("log_linear", *LEVELS["linear with gaps"][1:]),
    "compound": ("compound", *LEVELS["drift"][1:]),
    "compound, three years on": ("compound", *LEVELS["drift, three years on"][1:]),
    "compound with gaps": ("compound", *LEVELS["drift with gaps"][1:]),
}


@pytest.fixture
def four(past: Maker) -> pd.DataFrame:
    return past([2001, 2002, 2003, 2004], [1, 3, 2, 4])


def project(figures: pd.DataFrame, method: str = "linear", until: int = 2005, **more: Any) -> pd.DataFrame:
    return ci.project(figures, "gdp", area=CITY, until=until, method=method, **more)


# --- by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", LEVELS.values(), ids=LEVELS)
def test_a_projection_is_what_it_is_by_hand(past: Maker, case: tuple[Any, ...]) -> None:
    method, years, values, until, centre, error, degrees = case
    ahead = project(past(years, values), method, until, target=centre - error).iloc[-1]
    assert ahead["year"] == until
    assert ahead["median"] == pytest.approx(centre, rel=1e-12)
    # The quantile is tabulated to half a thousandth.
    assert ahead["lower"] == pytest.approx(centre - T_975[degrees] * error, abs=0.0005 * error)
    assert ahead["upper"] == pytest.approx(centre + T_975[degrees] * error, abs=0.0005 * error)
    assert ahead["probability"] == pytest.approx(F_ONE[degrees], rel=1e-9)
    above = project(past(years, values), method, until, target=centre + error).iloc[-1]
    assert above["probability"] == pytest.approx(1 - F_ONE[degrees], rel=1e-9)


@pytest.mark.parametrize("case", ON_LOGARITHMS.values(), ids=ON_LOGARITHMS)
def test_a_projection_on_logarithms_is_what_it_is_by_hand(past: Maker, case: tuple[Any, ...]) -> None:
    method, years, powers, until, centre, error, degrees = case
    figures = past(years, [2.0**power for power in powers])
    ahead = project(figures, method, until, target=2.0 ** (centre - error)).iloc[-1]
    assert ahead["median"] == pytest.approx(2.0**centre, rel=1e-12)
    assert math.log2(ahead["lower"]) == pytest.approx(centre - T_975[degrees] * error, abs=0.0005 * error)
    assert math.log2(ahead["upper"]) == pytest.approx(centre + T_975[degrees] * error, abs=0.0005 * error)
    assert ahead["probability"] == pytest.approx(F_ONE[degrees], rel=1e-9)


def test_with_two_degrees_of_freedom_the_interval_can_be_written_out(four: pd.DataFrame) -> None:
    # F(t) = p gives t = (2p - 1) sqrt(2 / (1 - (2p - 1)^2)); at 95 %: 0.95 * sqrt(2 / 0.0975) = 4.302653.
    quantile = 0.95 * math.sqrt(2 / 0.0975)
    ahead = project(four).iloc[0]
    assert ahead["lower"] == pytest.approx(4.5 - 1.5 * quantile, rel=1e-9)
    assert ahead["upper"] == pytest.approx(4.5 + 1.5 * quantile, rel=1e-9)


def test_a_lower_level_makes_the_interval_narrower_and_nothing_else(four: pd.DataFrame) -> None:
    wide, narrow = (project(four, level=level, target=6.0).iloc[0] for level in (0.95, 0.8))
    assert narrow["upper"] == pytest.approx(4.5 + T_900[2] * 1.5, abs=0.0005 * 1.5)
    assert narrow["level"] == 0.8
    assert wide[["median", "probability"]].tolist() == narrow[["median", "probability"]].tolist()


# --- the table -----------------------------------------------------------------------------------


def test_every_year_after_the_last_has_a_row_and_only_the_last_a_probability(four: pd.DataFrame) -> None:
    ahead = project(four, until=2007, target=6.1)
    assert ahead["year"].tolist() == [2005, 2006, 2007]
    # The line goes on by 0.8 a year.
    assert ahead["median"].tolist() == pytest.approx([4.5, 5.3, 6.1])
    assert ahead["probability"].isna().tolist() == [True, True, False]
    assert ahead["probability"].iloc[-1] == pytest.approx(0.5)
    assert (ahead["upper"] - ahead["lower"]).is_monotonic_increasing
    for column, word in [("area", CITY), ("indicator", "gdp"), ("method", "linear"), ("level", 0.95)]:
        assert set(ahead[column]) == {word}


def test_without_a_target_there_is_no_probability(four: pd.DataFrame) -> None:
    assert project(four)["probability"].isna().all()


def test_the_straight_line_is_drawn_where_no_method_is_named(four: pd.DataFrame) -> None:
    ahead = ci.project(four, "gdp", area=CITY, until=2005)
    assert ahead["method"].tolist() == ["linear"]
    assert ahead["median"].tolist() == pytest.approx([4.5])


def test_missing_values_are_gaps(past: Maker) -> None:
    # As "drift with gaps" above: 10 14 . 16 18, and nothing yet for 2005.
    figures = past([2000, 2001, 2002, 2003, 2004, 2005], [10, 14, None, 16, 18, None])
    ahead = project(figures, "drift", 2006)
    assert ahead["year"].tolist() == [2005, 2006]
    assert ahead["median"].tolist() == pytest.approx([20.0, 22.0])
    assert ahead["upper"].iloc[-1] == pytest.approx(22 + T_975[2] * 3, abs=0.0015)


def test_figures_in_several_units_are_brought_to_the_catalogues(observations: Maker) -> None:
    figures = observations(
        {"year": 2001, "value": 100.0, "unit": "million CNY"},
        {"year": 2002, "value": 30000.0, "unit": "10 000 CNY"},
        {"year": 2003, "value": 2.0},
        {"year": 2004, "value": 4e8, "unit": "CNY"},
    )
    ahead = project(figures, target=4.5).iloc[0]
    assert ahead["median"] == pytest.approx(4.5)
    assert ahead["probability"] == pytest.approx(0.5)
    assert ahead["unit"] == "100 million CNY"


def test_a_missing_value_may_stand_in_any_unit(observations: Maker) -> None:
    figures = observations(
        *({"year": 2001 + n, "value": value} for n, value in enumerate([1.0, 3.0, 2.0, 4.0])),
        {"year": 2005, "value": None, "unit": "count"},
    )
    assert project(figures)["median"].tolist() == pytest.approx([4.5])


@pytest.mark.parametrize(
    ("statuses", "least"),
    [
        (["final"] * 4, "final"),
        (["final", "illustrative", "revised", "final"], "illustrative"),
        (["estimated", "final", "final", "preliminary"], "estimated"),
    ],
)
def test_a_projection_is_as_firm_as_its_least_firm_value(
    observations: Maker, statuses: list[str], least: str
) -> None:
    figures = observations(
        *(
            {"year": 2001 + n, "value": value, "obs_status": status}
            for n, (value, status) in enumerate(zip([1.0, 3.0, 2.0, 4.0], statuses, strict=True))
        )
    )
    assert set(project(figures, until=2006)["obs_status"]) == {least}


def test_a_missing_value_makes_nothing_less_firm(observations: Maker, four: pd.DataFrame) -> None:
    invented = observations({"year": 1999, "value": None, "obs_status": "illustrative"})
    assert set(project(pd.concat([four, invented]))["obs_status"]) == {"final"}


def test_other_areas_and_indicators_are_left_aside(observations: Maker, four: pd.DataFrame) -> None:
    others = observations(
        {"year": 2005, "area": "431002"}, {"year": 2005, "indicator": "rd_expenditure"}, value=99.0
    )
    assert project(pd.concat([others, four]))["median"].tolist() == pytest.approx([4.5])


# No indicator of the catalogue is better when lower; one is made so for these.
@pytest.mark.parametrize(
    ("direction", "share"),
    [("higher_is_better", 1 - F_ONE[2]), ("neutral", 1 - F_ONE[2]), ("lower_is_better", F_ONE[2])],
)
def test_a_target_is_a_ceiling_where_lower_is_better(
    four: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, direction: str, share: float
) -> None:
    turned = ci.load_indicators().assign(direction=direction)
    monkeypatch.setattr(projection, "load_indicators", lambda: turned)
    assert project(four, target=6.0)["probability"].tolist() == pytest.approx([share])


# --- a perfect line ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["linear", "drift"])
@pytest.mark.parametrize(
    ("target", "share"), [(0.8, 1.0), (0.8 + 4e-10, 1.0), (0.8 + 1e-8, 0.0), (0.7, 1.0), (0.9, 0.0)]
)
def test_on_a_perfect_line_a_target_is_certain_or_impossible(
    past: Maker, method: str, target: float, share: float
) -> None:
    # 0.1 0.2 ... 0.5 goes on to 0.8 in 2008, and a relative billionth is allowed.
    ahead = project(past([*range(2001, 2006)], [0.1, 0.2, 0.3, 0.4, 0.5]), method, 2008, target=target)
    assert ahead["probability"].iloc[-1] == share
    assert ahead["lower"].tolist() == ahead["median"].tolist() == ahead["upper"].tolist()


# --- refusals ------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[dict[str, Any], type[IndicatorsError], str]] = {
    "the last year itself": (
        {"until": 2004}, ArgumentError,
        "until is 2004, but gdp in 431000 is observed to 2004; name a later year"),
    "a year that is past": (
        {"until": 1999}, ArgumentError, "until is 1999, but gdp in 431000 is observed to 2004"),
    "a year in words": ({"until": "2010"}, ArgumentError, "until: '2010' is not a year"),
    "half a year": ({"until": 2010.5}, ArgumentError, r"until: 2010\.5 is not a year"),
    "a year too far": ({"until": 2101}, ArgumentError, "until: 2101 is not a year from 1949 to 2100"),
    "a method there is not": (
        {"method": "arima"}, ArgumentError, "method is 'arima'; it is one of linear, drift, log_linear"),
    "a method misspelt": ({"method": "log-linear"}, ArgumentError, "did you mean log_linear"),
    "no method": ({"method": None}, ArgumentError, "method is None"),
    "a level in percent": ({"level": 95}, ArgumentError, "level is 95; it is a fraction between 0 and 1"),
    "certainty": ({"level": 1.0}, ArgumentError, r"level is 1\.0; it is a fraction"),
    "nothing": ({"level": 0}, ArgumentError, "level is 0; it is a fraction"),
    "a level that is no number": ({"level": float("nan")}, ArgumentError, "level is nan"),
    "a missing target": ({"target": float("nan")}, ArgumentError, "target is nan; a finite number"),
    "an endless target": ({"target": float("inf")}, ArgumentError, "target is inf; a finite number"),
    "a target in words": ({"target": "2 %"}, ArgumentError, "target is '2 %'; a finite number"),
    "a target that is a truth": ({"target": True}, ArgumentError, "target is True; a finite number"),
    "an indicator there is not": (
        {"indicator": "gpd"}, UnknownNameError,
        r"gpd is not in the indicator catalogue \(did you mean gdp\?\)"),
    "an area without figures": (
        {"area": "431002"}, UnknownNameError, "No observation of gdp in 431002; there is 431000"),
    "an indicator without figures": (
        {"indicator": "rd_expenditure"}, UnknownNameError, r"No observation of rd_expenditure in 431000\."),
}  # fmt: skip


@pytest.mark.parametrize(("argument", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_a_meaningless_request_is_refused(
    four: pd.DataFrame, argument: dict[str, Any], error: type[IndicatorsError], words: str
) -> None:
    usual = {"indicator": "gdp", "area": CITY, "until": 2010}
    with pytest.raises(error, match=words):
        ci.project(four, **(usual | argument))


@pytest.mark.parametrize(
    ("values", "count"), [([1, 3, 2], 3), ([1, None, 2, 4], 3), ([None, None, None, None], 0)]
)
@pytest.mark.parametrize("method", ["linear", "compound", "no_change"])
def test_fewer_than_four_values_are_not_carried_on(
    past: Maker, values: list[float | None], count: int, method: str
) -> None:
    figures = past([*range(2001, 2001 + len(values))], values)
    with pytest.raises(ArgumentError, match=f"gdp in 431000 has {count} observed years; nothing is projec"):
        project(figures, method, 2010)


@pytest.mark.parametrize("method", ["log_linear", "compound"])
def test_methods_on_logarithms_name_every_year_at_zero_or_less(past: Maker, method: str) -> None:
    figures = past([2001, 2002, 2003, 2004, 2005], [1, 0, 2, -3.5, 4])
    words = rf"gdp in 431000 has no logarithm, as {method} needs; use linear or drift:\n  - 2002: 0\n"
    with pytest.raises(ArgumentError, match=words) as refusal:
        project(figures, method, 2010)
    assert refusal.value.problems == ("2002: 0", "2004: -3.5")


@pytest.mark.parametrize("method", ["linear", "drift", "no_change"])
def test_the_other_methods_pass_through_zero(past: Maker, method: str) -> None:
    # A line without error from -2 by 1 a year; without change it stays at 2.
    ahead = project(past([*range(2001, 2006)], [-2, -1, 0, 1, 2]), method, 2007)
    assert ahead["median"].iloc[-1] == pytest.approx(2.0 if method == "no_change" else 4.0)


@pytest.mark.parametrize("value", [5.0, None])
def test_two_editions_of_one_year_are_refused(observations: Maker, four: pd.DataFrame, value: float) -> None:
    again = observations({"year": 2003, "value": value, "released": "2005-06-30"})
    with pytest.raises(EditionError, match="Several editions stand unchosen") as refusal:
        project(pd.concat([four, again]), until=2010)
    assert refusal.value.problems[0].startswith("gdp 431000 2003: 2 (no date), ")
    # Editions of other areas are nobody's concern here.
    elsewhere = pd.concat([four, again.assign(area="431002"), again.assign(area="431002", released=pd.NaT)])
    assert len(project(elsewhere, until=2010)) == 6


def test_a_unit_that_does_not_convert_is_refused(observations: Maker, four: pd.DataFrame) -> None:
    with pytest.raises(UnitError, match="Not convertible into 100 million CNY"):
        project(pd.concat([four, observations({"year": 2000, "unit": "count"})]), until=2010)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [("value", np.inf, "inf in rows .* infinite"), ("obs_status", "provisional", "'provisional' in rows")],
)
def test_an_infinite_figure_or_an_unknown_status_is_refused(
    four: pd.DataFrame, column: str, value: object, words: str
) -> None:
    four.loc[2, column] = value
    with pytest.raises(TableError, match=words):
        project(four)
    with pytest.raises(TableError, match=words):
        ci.backtest(
            pd.concat([four, four.iloc[:1].assign(year=2005)], ignore_index=True),
            "gdp",
            area=CITY,
            horizon=1,
        )


@pytest.mark.parametrize("figures", [None, [1, 2, 3, 4], {"year": [2001]}])
def test_what_is_no_table_is_refused(figures: object) -> None:
    with pytest.raises(TableError, match=r"observations is a .*, not a DataFrame"):
        ci.project(figures, "gdp", area=CITY, until=2010)


def test_a_table_without_values_is_refused(four: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="no column value"):
        project(four.drop(columns="value"))
