"""Convergence: spread before and after, growth against the level at the start."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from side_by_side import BEIHU, GUIYANG, SUXIAN, YEARS, YIZHANG, Maker, only, two_years

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import reason_label
from chenzhou_indicators.errors import ArgumentError

REGRESSED = ["slope", "standard_error", "speed", "half_life", "r_squared"]
CODES = [BEIHU, SUXIAN, GUIYANG, YIZHANG]


def moved(
    observations: Maker, *values: tuple[str, float | None, float | None], **common: Any
) -> pd.Series[Any]:
    rows = two_years(observations, *values, **common)
    return only(ci.convergence(rows, "gdp", years=YEARS, areas=[area for area, *_ in values]))


def over(observations: Maker, span: int, start: list[float], end: list[float]) -> pd.Series[Any]:
    """Compare figures of four counties some years apart."""
    rows = [{"area": area, "year": year, "value": value}
            for year, values in ((2000, start), (2000 + span, end))
            for area, value in zip(CODES, values, strict=False)]  # fmt: skip
    return only(ci.convergence(observations(*rows), "gdp", years=(2000, 2000 + span)))


# Four areas at 1, e, e^2, e^3 grow over two years by 0.60, 0.30, 0.20 and 0.10 in logs: by 0.30, 0.15, 0.10
# and 0.05 a year. From their means, levels are -1.5, -0.5, 0.5, 1.5 and growth 0.15, 0, -0.05, -0.10.
# b = (-0.225 - 0.025 - 0.15) / (2.25 + 0.25 + 0.25 + 2.25) = -0.40 / 5 = -0.08.
# What is left: 0.03, -0.04, -0.01, 0.02; squares 0.0009 + 0.0016 + 0.0001 + 0.0004 = 0.0030.
def test_the_regression_by_hand(observations: Maker) -> None:
    start = [exp(level) for level in range(4)]
    end = [value * exp(2 * rate) for value, rate in zip(start, (0.30, 0.15, 0.10, 0.05), strict=True)]
    found = over(observations, 2, start, end)
    assert found["slope"] == pytest.approx(-0.08, rel=1e-12)
    assert found["standard_error"] == pytest.approx(sqrt(0.0030 / 2 / 5), rel=1e-12)
    assert found["r_squared"] == pytest.approx(1 - 0.0030 / 0.0350, rel=1e-12)
    assert found["speed"] == pytest.approx(-log(1 - 0.16) / 2, rel=1e-12)
    assert found["half_life"] == pytest.approx(log(2) / (-log(1 - 0.16) / 2), rel=1e-12)
    assert found[["areas", "year_before", "year", "indicator"]].tolist() == [4, 2000, 2002, "gdp"]
    assert pd.isna(found["reason"])


# The deviations of 1, 2, 3 are -1, 0, 1: sqrt(2 / 3) over 2; those of 3, 4, 5 the same over 4.
def test_the_variation_by_hand(observations: Maker) -> None:
    found = moved(observations, (BEIHU, 1.0, 3.0), (SUXIAN, 2.0, 4.0), (GUIYANG, 3.0, 5.0))
    assert found["variation_before"] == pytest.approx(sqrt(2 / 3) / 2, rel=1e-12)
    assert found["variation"] == pytest.approx(sqrt(2 / 3) / 4, rel=1e-12)


def test_a_gap_that_halves_in_log_has_its_half_life(observations: Maker) -> None:
    # In five years every log level comes half way to 3: the half-life is five years.
    start = [exp(level) for level in (1.0, 2.0, 4.0, 5.0)]
    end = [exp(3 + (level - 3) / 2) for level in (1.0, 2.0, 4.0, 5.0)]
    found = over(observations, 5, start, end)
    assert found["half_life"] == pytest.approx(5, rel=1e-12)
    assert found["speed"] == pytest.approx(log(2) / 5, rel=1e-12)
    assert found["slope"] == pytest.approx(-0.1, rel=1e-12)  # (1 / 2 - 1) / 5
    assert found["r_squared"] == pytest.approx(1, rel=1e-12)
    assert found["standard_error"] == pytest.approx(0, abs=1e-12)


def test_the_regression_is_that_of_scipy() -> None:
    from scipy.stats import linregress

    observations = ci.derive(ci.latest_vintage(ci.load_sample("observations")))
    found = ci.convergence(observations, "gdp_per_capita", years=(2005, 2006, 2010), areas="county").iloc[1]
    heads = observations.query("indicator == 'gdp_per_capita' and area != '431000'")
    start, end = (heads[heads["year"] == year].set_index("area")["value"] for year in (2006, 2010))
    other = linregress(np.log(start), np.log(end / start) / 4)
    assert found["areas"] == 11
    assert found["slope"] == pytest.approx(other.slope, rel=1e-10)
    assert found["standard_error"] == pytest.approx(other.stderr, rel=1e-10)
    assert found["r_squared"] == pytest.approx(other.rvalue**2, rel=1e-10)
    assert found["variation"] == pytest.approx(end.std(ddof=0) / end.mean(), rel=1e-10)


# --- stories -------------------------------------------------------------------------------------


def test_where_those_ahead_grow_faster_the_speed_is_negative_and_no_gap_halves(observations: Maker) -> None:
    found = moved(observations, (BEIHU, 1.0, 1.0), (SUXIAN, 2.0, 3.0), (GUIYANG, 4.0, 9.0))
    assert found["slope"] > 0
    assert found["speed"] < 0
    assert pd.isna(found["half_life"])
    assert pd.isna(found["reason"])


def test_where_all_grow_alike_nothing_converges(observations: Maker) -> None:
    # 0.3 / 0.1 is 2.9999999999999996 in binary, 0.6 / 0.2 too, 3 / 1 is 3.
    found = over(observations, 1, [0.1, 0.2, 0.7, 1.0], [0.3, 0.6, 2.1, 3.0])
    assert found[["slope", "standard_error", "speed"]].tolist() == [0.0, 0.0, 0.0]
    assert str(found["speed"]) == "0.0"  # never -0.0
    assert found[["half_life", "r_squared", "reason"]].isna().all()
    assert found["variation"] == pytest.approx(found["variation_before"])


def test_growth_that_has_nothing_to_do_with_the_level_has_no_speed(observations: Maker) -> None:
    # Logs of the level go up by ones; growth 0.1, 0.3, 0.3, 0.1: as much below the middle as above it.
    start = [7.7 * exp(level) for level in range(4)]
    found = over(
        observations, 1, start, [value * exp(g) for value, g in zip(start, (0.1, 0.3, 0.3, 0.1), strict=True)]
    )
    assert found[["slope", "speed", "r_squared"]].tolist() == [0.0, 0.0, 0.0]
    assert found["standard_error"] == pytest.approx(sqrt(0.04 / 2 / 5))
    assert pd.isna(found["half_life"])


@pytest.mark.parametrize("ends", [(5.0, 5.0, 5.0), (4.0, 2.0, 1.0)], ids=["all meet", "all swap"])
def test_a_gap_closed_in_full_or_more_has_no_speed(observations: Maker, ends: tuple[float, ...]) -> None:
    found = moved(observations, *zip((BEIHU, SUXIAN, GUIYANG), (1.0, 2.0, 4.0), ends, strict=True))
    assert found["slope"] == pytest.approx(-1.0 if ends[0] == ends[1] else -2.0)
    assert found[["speed", "half_life"]].isna().all()
    assert found["reason"] == "the gap closed in full or more"


def test_overtaking_leaves_the_spread_as_it_was(observations: Maker) -> None:
    found = moved(observations, (BEIHU, 1.0, 4.0), (SUXIAN, 2.0, 2.0), (GUIYANG, 4.0, 1.0))
    assert found["variation"] == pytest.approx(found["variation_before"], rel=1e-12)
    assert found["slope"] < 0


# --- what is missing -----------------------------------------------------------------------------


def test_areas_without_figures_above_zero_are_left_out_and_named(observations: Maker) -> None:
    rows = [(BEIHU, 1.0, 3.0), (SUXIAN, 2.0, 4.0), (GUIYANG, 3.0, 5.0)]
    alone = moved(observations, *rows)
    others = [
        ("431022", None, 2.0),
        ("431023", 2.0, None),
        ("431024", 0.0, 2.0),
        ("431025", 2.0, -1.0),
        ("431026", 2.0, 0.0),
    ]
    found = moved(observations, *rows, *others)
    assert found["areas"] == 3
    assert found["reason"] == "left out, without figures above zero: 431022, 431023, 431024, 431025, 431026"
    measured = ["variation_before", "variation", *REGRESSED]
    assert found[measured].tolist() == pytest.approx(alone[measured].tolist(), nan_ok=True)


def test_two_areas_have_a_variation_and_no_regression(observations: Maker) -> None:
    found = moved(observations, (BEIHU, 1.0, 3.0), (SUXIAN, 3.0, 5.0))
    assert [found["areas"], found["variation_before"], found["variation"]] == [2, 0.5, 0.25]  # 1 / 2, 1 / 4
    assert found[REGRESSED].isna().all()
    assert found["reason"] == "fewer than three areas with figures above zero"


@pytest.mark.parametrize("values", [[(BEIHU, 1.0, 3.0)], [(BEIHU, None, 3.0), (SUXIAN, 1.0, None)]])
def test_one_area_or_none_has_no_variation_either(observations: Maker, values: list[Any]) -> None:
    found = moved(observations, *values)
    assert found[["variation_before", "variation", *REGRESSED]].isna().all()
    assert found["areas"] == (1 if len(values) == 1 else 0)
    assert pd.isna(found["obs_status"]) == (found["areas"] == 0)


def test_areas_that_start_from_one_level_have_no_slope(observations: Maker) -> None:
    found = moved(observations, (BEIHU, 0.3, 3.0), (SUXIAN, 0.1 + 0.2, 4.0), (GUIYANG, 0.3, 5.0))
    assert found[REGRESSED].isna().all()
    assert found["reason"] == "all start from one level"
    assert found["variation_before"] == pytest.approx(0, abs=1e-12)
    assert found["variation"] == pytest.approx(sqrt(2 / 3) / 4)


def test_an_indicator_without_figures_has_a_row_for_each_pair_of_years(observations: Maker) -> None:
    table = ci.convergence(observations(), "rd_expenditure", years=(2005, 2006, 2008))
    assert table[["year_before", "year", "areas"]].to_numpy().tolist() == [[2005, 2006, 0], [2006, 2008, 0]]


# The reason stands before the areas; the words for both are those of the tables, in either language.
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([(1.0, 3.0), (3.0, 5.0)], "fewer than three areas with figures above zero"),
        ([(2.0, 3.0), (2.0, 4.0), (2.0, 5.0)], "all start from one level"),
        ([(1.0, 4.0), (2.0, 2.0), (4.0, 1.0)], "the gap closed in full or more"),
    ],
)
def test_areas_left_out_are_named_behind_another_reason(
    observations: Maker, values: list[tuple[float, float]], why: str
) -> None:
    there = [(code, *both) for code, both in zip(CODES, values, strict=False)]
    found = moved(observations, *there, ("431023", None, 2.0), ("431024", 2.0, 0.0))
    assert found["reason"] == f"{why}: left out, without figures above zero: 431023, 431024"
    shown = reason_label(found["reason"], "zh")
    assert shown == f"{reason_label(why)}：未计入，没有正的数值：永兴县、嘉禾县"


# --- what is compared ----------------------------------------------------------------------------


def test_every_pair_of_years_has_its_own_areas_and_span(observations: Maker) -> None:
    start = [exp(level) for level in range(4)]
    rows = [{"area": area, "year": 2000 + n, "value": exp(log(value) * 0.9**n)}
            for area, value in zip(CODES, start, strict=True) for n in (0, 1, 3)]  # fmt: skip
    rows = [row for row in rows if (row["area"], row["year"]) != (YIZHANG, 2003)]
    table = ci.convergence(observations(*rows), "gdp", years=(2000, 2001, 2003))
    assert table["areas"].tolist() == [4, 3]
    # A tenth of every gap closes in a year: the speed is -ln 0.9 over one year and over two.
    assert table["speed"].tolist() == pytest.approx([-log(0.9)] * 2, rel=1e-12)
    assert table["reason"].fillna("").tolist() == ["", f"left out, without figures above zero: {YIZHANG}"]


def test_the_row_is_as_firm_as_the_least_firm_figure_used(observations: Maker) -> None:
    rows = two_years(observations, *((code, 1.0 + n, 2.0 + n) for n, code in enumerate(CODES)))
    rows["obs_status"] = [
        "final",
        "revised",
        "final",
        "final",
        "preliminary",
        "final",
        "illustrative",
        "final",
    ]
    rows.loc[6, "value"] = 0.0  # the illustrative one is not used
    assert only(ci.convergence(rows, "gdp", years=YEARS))["obs_status"] == "preliminary"
    rows.loc[5, "obs_status"] = "estimated"  # of the later year
    assert only(ci.convergence(rows, "gdp", years=YEARS))["obs_status"] == "estimated"


def test_areas_of_several_levels_are_refused(observations: Maker) -> None:
    rows = two_years(observations, ("431000", 9.0, 9.0), (BEIHU, 1.0, 1.0), ("x", 2.0, 2.0))
    with pytest.raises(ArgumentError, match='name one, like areas="county"') as refused:
        ci.convergence(rows, "gdp", years=YEARS)
    assert refused.value.problems == ("431000: city", "431002: county", "x: no known level")
    with pytest.raises(ArgumentError, match="no known level"):
        ci.convergence(rows, "gdp", years=YEARS, areas=[BEIHU, "x"])
    assert only(ci.convergence(rows, "gdp", years=YEARS, areas=[BEIHU]))["areas"] == 1


@pytest.mark.parametrize(("indicator", "kind"), [("cpi", "index"), ("provincial_major_project", "milestone")])
def test_what_has_no_level_in_common_is_refused(observations: Maker, indicator: str, kind: str) -> None:
    with pytest.raises(ArgumentError, match=f"{indicator} is of kind {kind}; only flows, stocks and ratios"):
        ci.convergence(observations(), indicator, years=YEARS)


def test_an_indicator_of_ones_own_may_converge(observations: Maker) -> None:
    rows = two_years(observations, (BEIHU, 1.0, 2.0), (SUXIAN, 2.0, 3.0), (GUIYANG, 4.0, 5.0))
    own = ci.convergence(rows.assign(indicator="ore", unit="tonnes"), "ore", years=YEARS)
    known = ci.convergence(rows, "gdp", years=YEARS)
    pd.testing.assert_frame_equal(own.drop(columns="indicator"), known.drop(columns="indicator"))
