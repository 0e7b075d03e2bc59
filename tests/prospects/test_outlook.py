"""The outlook in stories: given these figures and this promise, what do the methods say together?

The numbers of one method are worked by hand in ``test_projection.py``; here it is what they add up
to. 1 3 2 4 in 2001-2004 is carried by a straight line to 4.5 in 2005, with a standard error of 1.5
and two degrees of freedom: F(1) = 1/2 + 1 / (2 sqrt 3).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from promises import FLOOR, GROWTH, INTENSITY, LEAD

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.vocabulary import Likelihood, Obstacle, Reason

Maker = Callable[..., pd.DataFrame]
Rows = list[dict[str, Any]]

METHODS = ["linear", "drift", "log_linear", "compound"]
LOGS = ["log_linear", "compound"]
F_ONE = 0.5 + 1 / (2 * math.sqrt(3))
UP = [1.0, 3.0, 2.0, 4.0]


def since(first: int, values: list[float | None], **common: Any) -> Rows:
    return [{"year": first + n, "value": value, **common} for n, value in enumerate(values)]


def told(figures: pd.DataFrame, targets: pd.DataFrame, year: int = 2004, **more: Any) -> pd.DataFrame:
    """Return what is said of one promise that one area owes, by method."""
    rows = ci.outlook(figures, targets, year=year, **more)
    assert rows["method"].tolist() == METHODS
    return rows.set_index("method")


# --- who has a row -------------------------------------------------------------------------------


def test_every_target_area_and_method_owed_has_a_row_in_the_order_of_the_plan() -> None:
    plan = ci.load_plan("chenzhou-2007").targets
    ahead = ci.outlook(ci.load_sample("observations"), plan, year=2007)
    # 22 targets the city or its firms owe, one of 11 counties, one of 12 governments; four methods.
    assert len(ahead) == (22 + 11 + 12) * 4
    verdicts = ci.assess(ci.load_sample("observations"), plan, year=2007)
    owed = ahead[["target", "area"]].iloc[::4].reset_index(drop=True)
    pd.testing.assert_frame_equal(owed, verdicts[["target", "area"]])
    assert ahead["method"].tolist() == METHODS * 45
    # What is not said has its reason, and the other way round.
    assert (ahead["verdict"].eq("not_assessable") == ahead["reason"].notna()).all()
    assert (ahead["reason"].isna() == ahead["probability"].notna()).all()
    # All but one of the promises are for 2007 or for every year.
    assert ahead.loc[ahead["reason"].isna(), "target"].tolist() == ["rd_intensity_2010"] * 4


def test_nothing_observed_leaves_every_target_with_its_rows(observations: Maker) -> None:
    plan = ci.load_plan("chenzhou-2007").targets
    ahead = ci.outlook(observations().iloc[:0], plan, year=2006)
    assert len(ahead) == 45 * 4
    assert set(ahead["verdict"]) == {"not_assessable"}
    assert ahead["reason"].notna().all()
    assert ahead[["median", "lower", "upper", "probability", "spread", "agreement"]].isna().all(axis=None)


def test_nothing_promised_is_an_empty_table_of_the_same_kind(observations: Maker, targets: Maker) -> None:
    promised = targets({"minimum": 5.0, "due": 2005})
    full = ci.outlook(observations(*since(2001, UP)), promised, year=2004)
    empty = ci.outlook(observations(*since(2001, UP)), promised.iloc[:0], year=2004)
    assert len(empty) == 0
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


def test_each_area_has_its_own_series(observations: Maker, targets: Maker) -> None:
    counties = ci.load_areas().query("parent == '431000' and level == 'county'")["area"].tolist()
    # The first county rises by 1 a year to 4, the second stands at 5, the others report nothing.
    figures = observations(
        *since(2001, [1.0, 2.0, 3.0, 4.0], area=counties[0]), *since(2001, [5.0] * 4, area=counties[1])
    )
    promised = targets({"minimum": 5.5, "due": 2006, "scope": "each_area"})
    ahead = ci.outlook(figures, promised, year=2004).query("method == 'linear'").set_index("area")
    assert ahead.index.tolist() == counties
    assert ahead["median"].iloc[:2].tolist() == pytest.approx([6.0, 5.0])
    assert ahead["verdict"].tolist() == ["met", "missed"] + ["not_assessable"] * (len(counties) - 2)
    assert set(ahead["reason"].iloc[2:]) == {"fewer than four observations: 0"}


def test_two_promises_about_one_series_are_told_apart(observations: Maker, targets: Maker) -> None:
    promised = targets(
        {"target": "low", "minimum": 3.0, "due": 2005}, {"target": "high", "minimum": 6.0, "due": 2005}
    )
    ahead = ci.outlook(observations(*since(2001, UP)), promised, year=2004).query("method == 'linear'")
    assert ahead["median"].tolist() == pytest.approx([4.5, 4.5])
    assert ahead["probability"].tolist() == pytest.approx([F_ONE, 1 - F_ONE])
    assert ahead["verdict"].tolist() == ["met", "missed"]


def test_what_is_said_of_a_promise_does_not_depend_on_the_others(observations: Maker, targets: Maker) -> None:
    # A change has no path: its row says nothing of values, though a level of the same indicator does.
    figures = observations(*since(2001, UP))
    promised = targets(
        {"target": "level", "minimum": 5.0, "due": 2006},
        {"target": "change", "form": "change", "minimum": 1.0, "due": 2006},
        {"target": "past", "minimum": 1.0, "due": 2004},
    )
    together = ci.outlook(figures, promised, year=2004)
    alone = [ci.outlook(figures, promised.iloc[[place]], year=2004) for place in range(3)]
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True))
    change = together.query("target == 'change'")
    assert change["n_observations"].tolist() == [0] * 4
    assert change[["last_value", "obs_status"]].isna().all(axis=None)


# --- why nothing can be said ---------------------------------------------------------------------

LATER = {"due": 2010}
REASONS: dict[str, tuple[Rows, dict[str, Any], str]] = {
    "growth": (since(2001, UP), {**GROWTH, **LATER}, "only a level has a path"),
    "a change": (
        since(2001, UP), {"form": "change", "minimum": 1.0, **LATER}, "only a level has a path"),
    "a lead": (since(2001, UP), {**LEAD, **LATER}, "only a level has a path"),
    "every firm": (
        since(2001, UP, indicator="firm_rd_intensity", unit="%"), {**FLOOR, **LATER},
        "each firm owes it for itself"),
    "a milestone": (
        since(2001, [0.0, 0.0, 0.0, 0.0], indicator="provincial_major_project", unit="milestone"),
        {"indicator": "provincial_major_project", "unit": "milestone", "minimum": 1.0, **LATER},
        "a milestone is done or not done"),
    "units unknown": (
        since(2001, UP, area="430600"),
        {"minimum": 5.0, "scope": "each_area", "area": "430600", **LATER},
        "no county-level unit known: 430600"),
    "due this year": (since(2001, UP), {"minimum": 5.0, "due": 2004}, "the due year is reached: 2004"),
    "due before": (since(2001, UP), {"minimum": 5.0, "due": 2003}, "the due year is reached: 2003"),
    "three values": (since(2002, UP[:3]), {"minimum": 5.0, **LATER}, "fewer than four observations: 3"),
    "four, one of them missing": (
        since(2001, [1.0, None, 2.0, 4.0]), {"minimum": 5.0, **LATER}, "fewer than four observations: 3"),
    "no value at all": (
        since(2001, [None] * 4), {"minimum": 5.0, **LATER}, "fewer than four observations: 0"),
    "another area's figures": (
        since(2001, UP, area="431002"), {"minimum": 5.0, **LATER}, "fewer than four observations: 0"),
    "two editions undecided": (
        [*since(2001, UP), {"year": 2002, "value": 2.9}], {"minimum": 5.0, **LATER},
        "several editions, none chosen: gdp 2002"),
    "one unit that does not convert": (
        [*since(2001, UP), {"year": 2000, "value": 1.0, "unit": "count"}], {"minimum": 5.0, **LATER},
        "unit cannot be converted: gdp 2000"),
    "a target in another dimension": (
        since(2001, UP), {"minimum": 5.0, "unit": "count", **LATER}, "unit cannot be converted: gdp 2001"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "target", "reason"), REASONS.values(), ids=REASONS)
def test_what_cannot_be_carried_on_says_why(
    observations: Maker, targets: Maker, rows: Rows, target: dict[str, Any], reason: str
) -> None:
    ahead = told(observations(*rows), targets(target))
    assert ahead["reason"].tolist() == [reason] * 4
    assert set(ahead["verdict"]) == {"not_assessable"}
    assert set(ahead["year"]) == {target["due"]}
    silent = ["median", "lower", "upper", "probability", "likelihood", "agreement", "spread"]
    assert ahead[silent].isna().all(axis=None)


def test_every_reason_an_outlook_gives_is_a_closed_word() -> None:
    words = {reason.partition(":")[0] for *_, reason in REASONS.values()}
    assert words == {
        Obstacle.NOT_A_LEVEL,
        Obstacle.ON_FIRMS,
        Obstacle.MILESTONE,
        Obstacle.DUE_REACHED,
        Obstacle.TOO_FEW,
        Reason.NO_UNITS,
        Reason.SEVERAL_EDITIONS,
        Reason.NOT_CONVERTIBLE,
    }


# Two things lacking at once, and the one that tells more.
FIRST_OF_TWO: dict[str, tuple[Rows, dict[str, Any], str]] = {
    "form before due": ([], {"form": "change", "minimum": 1.0, "due": 2004}, "only a level has a path"),
    "due before editions": (
        [{"year": 2003}, {"year": 2003}], {"minimum": 1.0, "due": 2004}, "the due year is reached: 2004"),
    "editions before units": (
        [{"year": 2003}, {"year": 2003}, {"year": 2002, "unit": "count"}], {"minimum": 1.0, "due": 2010},
        "several editions, none chosen: gdp 2003"),
    "units before too few": (
        [{"year": 2003, "unit": "count"}], {"minimum": 1.0, "due": 2010},
        "unit cannot be converted: gdp 2003"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "target", "reason"), FIRST_OF_TWO.values(), ids=FIRST_OF_TWO)
def test_of_two_reasons_the_more_telling_is_given(
    observations: Maker, targets: Maker, rows: Rows, target: dict[str, Any], reason: str
) -> None:
    figures = observations(*rows) if rows else observations().iloc[:0]
    assert set(told(figures, targets(target))["reason"]) == {reason}


def test_a_row_without_projection_still_tells_what_its_series_is(observations: Maker, targets: Maker) -> None:
    row = told(observations(*since(2002, UP[:3])), targets({"minimum": 5.0, "due": 2010})).loc["linear"]
    assert row[["n_observations", "first_year", "last_year", "last_value"]].tolist() == [3, 2002, 2004, 2.0]
    assert row["obs_status"] == "final"


# --- methods on logarithms -----------------------------------------------------------------------


@pytest.mark.parametrize("values", [[0.0, 1.0, 2.0, 3.0], [-3.0, -2.0, -1.0, 0.0]])
def test_where_there_is_no_logarithm_the_other_methods_still_speak(
    observations: Maker, targets: Maker, values: list[float]
) -> None:
    # One more a year: two years on it is the last value and 2.
    ahead = told(observations(*since(2001, values)), targets({"minimum": values[-1] + 1, "due": 2006}))
    assert ahead["median"][:2].tolist() == pytest.approx([values[-1] + 2] * 2)
    assert ahead["verdict"].tolist() == ["met", "met", "not_assessable", "not_assessable"]
    assert ahead["reason"].fillna("").tolist() == ["", "", *["no logarithm of zero or less"] * 2]
    assert ahead.loc[LOGS, ["median", "lower", "upper", "probability", "likelihood"]].isna().all(axis=None)
    # Those that speak agree, and lie together.
    assert ahead["agreement"].tolist() == [True] * 4
    assert ahead["spread"].tolist() == pytest.approx([0.0] * 4)


def test_agreement_is_asked_of_those_that_speak(observations: Maker, targets: Maker) -> None:
    # 0 4 4 4: the line is 3 + 1.2 * 2.5 = 6 in 2005 (Sxy = -1.5 * -3 + -0.5 + 0.5 + 1.5 = 6, Sxx = 5),
    # drift 4 + 4/3 = 5.33.
    ahead = told(observations(*since(2001, [0.0, 4.0, 4.0, 4.0])), targets({"minimum": 5.5, "due": 2005}))
    assert ahead["median"][:2].tolist() == pytest.approx([6.0, 16 / 3])
    assert ahead["verdict"].tolist() == ["met", "missed", "not_assessable", "not_assessable"]
    assert ahead["agreement"].tolist() == [False] * 4
    assert ahead["spread"].tolist() == pytest.approx([2 / 3] * 4)


def test_agreement_is_missing_where_none_speaks(observations: Maker, targets: Maker) -> None:
    ahead = told(observations(*since(2002, UP[:3])), targets({"minimum": 5.0, "due": 2010}))
    assert ahead["agreement"].isna().all()
    assert ahead["agreement"].dtype == "boolean"


# --- which figures are used ----------------------------------------------------------------------


def test_missing_values_are_gaps_and_the_years_stand_where_they_are(
    observations: Maker, targets: Maker
) -> None:
    # 4 7 10 19 in 2000 2001 2004 2007 is carried to 20 in 2008, error 2.5 (test_projection.py).
    values = [4.0, 7.0, None, None, 10.0, None, None, 19.0]
    promised = targets({"minimum": 17.5, "due": 2008})
    ahead = told(observations(*since(2000, values)), promised, year=2007)
    row = ahead.loc["linear"]
    assert row["median"] == pytest.approx(20.0)
    assert row["probability"] == pytest.approx(F_ONE)
    assert row[["n_observations", "first_year", "last_year", "last_value"]].tolist() == [4, 2000, 2007, 19.0]
    # Rows that are not there are the same as values that are not.
    sparse = observations(*(row for row in since(2000, values) if row["value"] is not None))
    pd.testing.assert_frame_equal(told(sparse, promised, year=2007), ahead)


def test_figures_after_the_year_looked_from_are_not_used(observations: Maker, targets: Maker) -> None:
    promised = targets({"minimum": 5.0, "due": 2008})
    early = told(observations(*since(2001, UP)), promised)
    late = told(observations(*since(2001, [*UP, 99.0, 100.0])), promised)
    pd.testing.assert_frame_equal(early, late)
    assert told(observations(*since(2001, [*UP, 99.0])), promised, year=2005)["last_value"].iloc[0] == 99.0


def test_a_series_that_ends_early_is_carried_all_the_way(observations: Maker, targets: Maker) -> None:
    # Looked at from 2006, with nothing since 2004; 0.8 a year from 4.5 in 2005 is 6.9 in 2008.
    ahead = told(observations(*since(2001, UP)), targets({"minimum": 5.0, "due": 2008}), year=2006)
    assert ahead.loc["linear", "median"] == pytest.approx(6.9)
    assert ahead.loc["linear", "last_year"] == 2004


def test_editions_are_those_known_on_the_day(observations: Maker, targets: Maker) -> None:
    promised = targets({"minimum": 5.0, "due": 2005})
    first = since(2001, [1.0, 3.0, 2.0, 8.0], released="2005-03-01")
    census = {"year": 2004, "value": 4.0, "released": "2006-01-15", "obs_status": "revised"}
    figures = observations(*first, census)
    # 1 3 2 8: mean 3.5, Sxy = -1.5 - 1.5 + 1 + 12 = 10, slope 2: 3.5 + 5 = 8.5.
    before = told(figures, promised, as_of="2006-01-14").loc["linear"]
    assert (before["median"], before["obs_status"]) == (pytest.approx(8.5), "final")
    for day in ("2006-01-15", None):
        after = told(figures, promised, as_of=day).loc["linear"]
        assert (after["median"], after["obs_status"]) == (pytest.approx(4.5), "revised")
    assert set(told(figures, promised, as_of="2005-02-28")["n_observations"]) == {0}


def test_undecided_editions_are_no_matter_once_a_day_decides(observations: Maker, targets: Maker) -> None:
    twice = [{"year": 2002, "value": value, "released": "2006-01-15"} for value in (3.0, 3.5)]
    rows = since(2001, UP, released="2005-03-01")
    promised = targets({"minimum": 5.0, "due": 2005})
    assert set(told(observations(*rows, *twice), promised)["reason"]) == {
        "several editions, none chosen: gdp 2002"
    }
    early = told(observations(*rows, *twice), promised, as_of="2005-12-31")
    assert early.loc["linear", "median"] == pytest.approx(4.5)


def test_a_value_withdrawn_by_the_newest_edition_is_a_gap(observations: Maker, targets: Maker) -> None:
    rows = since(2000, [9.0, *UP], released="2005-03-01")
    withdrawn = {"year": 2000, "value": None, "released": "2006-01-15"}
    ahead = told(observations(*rows, withdrawn), targets({"minimum": 5.0, "due": 2005}))
    assert ahead.loc["linear", ["median", "n_observations", "first_year"]].tolist() == pytest.approx(
        [4.5, 4, 2001]
    )


def test_figures_are_brought_to_the_unit_of_the_target(observations: Maker, targets: Maker) -> None:
    figures = observations(*since(2001, UP[:3]), {"year": 2004, "value": 400.0, "unit": "million CNY"})
    promised = targets({"minimum": 60000.0, "due": 2005, "unit": "10 000 CNY"})
    row = told(figures, promised).loc["linear"]
    assert row["median"] == pytest.approx(45000.0)
    assert row["last_value"] == pytest.approx(40000.0)
    assert row["unit"] == "10 000 CNY"
    assert row["probability"] == pytest.approx(1 - F_ONE)


def test_a_ratio_that_was_not_observed_is_computed(observations: Maker, targets: Maker) -> None:
    # R&D of 1 3 2 over GDP of 100 is 1 3 2 %; 4 % was observed for 2004, and parts that say 9 do not count.
    figures = observations(
        *since(2001, [1.0, 3.0, 2.0, 9.0], indicator="rd_expenditure"),
        *since(2001, [100.0] * 4, obs_status="preliminary"),
        {"year": 2004, "value": 4.0, **INTENSITY},
    )
    ahead = told(figures, targets({**INTENSITY, "minimum": 6.0, "due": 2005}))
    row = ahead.loc["linear"]
    assert row["median"] == pytest.approx(4.5)
    assert row["probability"] == pytest.approx(1 - F_ONE)
    assert row[["n_observations", "last_value"]].tolist() == [4, 4.0]
    assert row["obs_status"] == "preliminary"
    assert ahead["read_first"].tolist() == [True, False, False, False]


def test_a_projection_from_invented_figures_says_so(observations: Maker, targets: Maker) -> None:
    figures = observations(*since(2001, UP[:3]), {"year": 2004, "value": 4.0, "obs_status": "illustrative"})
    promised = targets({"minimum": 5.0, "due": 2010})
    assert set(told(figures, promised)["obs_status"]) == {"illustrative"}
    # The invented figure is of 2005 and no part of what is seen from 2004.
    later = observations(*since(2001, UP), {"year": 2005, "value": 4.0, "obs_status": "illustrative"})
    assert set(told(later, promised)["obs_status"]) == {"final"}


# --- what is said --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bounds", "share", "verdict"),
    [
        # 4.5 with error 1.5: 3 and 6 lie one error away, F(1) - F(-1) = 1 / sqrt 3.
        ({"minimum": 3.0}, F_ONE, "met"),
        ({"minimum": 6.0}, 1 - F_ONE, "missed"),
        ({"maximum": 6.0}, F_ONE, "met"),
        ({"maximum": 3.0}, 1 - F_ONE, "missed"),
        ({"minimum": 3.0, "maximum": 6.0}, 1 / math.sqrt(3), "met"),
        ({"minimum": 4.5, "maximum": 6.0}, F_ONE - 0.5, "met"),
        ({"minimum": 6.0, "maximum": 9.0}, None, "missed"),
        ({"minimum": 4.5}, 0.5, "met"),
        ({"minimum": 4.5, "strict": True}, 0.5, "missed"),
        ({"maximum": 4.5, "strict": True}, 0.5, "missed"),
        ({"minimum": 4.4, "strict": True}, None, "met"),
    ],
)
def test_floors_ceilings_and_bands_are_judged_by_the_median(
    observations: Maker, targets: Maker, bounds: dict[str, Any], share: float | None, verdict: str
) -> None:
    row = told(observations(*since(2001, UP)), targets({**bounds, "due": 2005})).loc["linear"]
    assert row["verdict"] == verdict
    assert share is None or row["probability"] == pytest.approx(share, rel=1e-9)


def test_a_probability_comes_with_its_word(observations: Maker, targets: Maker) -> None:
    # With two degrees of freedom F(-1) = 0.211 and F(1) = 0.789.
    for minimum, word in ((6.0, "unlikely"), (4.5, "about as likely as not"), (3.0, "likely")):
        row = told(observations(*since(2001, UP)), targets({"minimum": minimum, "due": 2005})).loc["linear"]
        assert row["likelihood"] == word
        assert word in {*Likelihood}


def test_a_target_that_is_met_already_may_still_be_missed_when_due(
    observations: Maker, targets: Maker
) -> None:
    # It stands at 7 where 5 is asked, and has fallen by 1 a year: 4 when due.
    ahead = told(observations(*since(2001, [10.0, 9.0, 8.0, 7.0])), targets({"minimum": 5.0, "due": 2007}))
    assert ahead.loc[["linear", "drift"], "median"].tolist() == pytest.approx([4.0, 4.0])
    # by a constant rate: 7 * (7/10) = 4.9
    assert ahead.loc["compound", "median"] == pytest.approx(4.9)
    assert set(ahead["verdict"]) == {"missed"}
    assert ahead.loc["linear", "probability"] == 0
    still = told(observations(*since(2001, [10.0, 9.0, 8.0, 7.0])), targets({"minimum": 3.0, "due": 2007}))
    assert set(still["verdict"]) == {"met"}
    assert still.loc["linear", ["probability", "likelihood"]].tolist() == [1.0, "virtually certain"]


def test_methods_that_differ_are_laid_side_by_side_and_not_averaged(
    observations: Maker, targets: Maker
) -> None:
    # 1 2 4 8 doubles to 16. The line: mean 3.75, Sxy = -1.5 - 1 + 2 + 12 = 11.5, slope 2.3, 3.75 + 5.75
    # = 9.5. Drift: 8 + 7/3.
    ahead = told(observations(*since(2001, [1.0, 2.0, 4.0, 8.0])), targets({"minimum": 12.0, "due": 2005}))
    assert ahead["median"].tolist() == pytest.approx([9.5, 31 / 3, 16.0, 16.0])
    assert ahead["verdict"].tolist() == ["missed", "missed", "met", "met"]
    assert ahead["agreement"].tolist() == [False] * 4
    assert ahead["spread"].tolist() == pytest.approx([6.5] * 4)
    agreed = told(observations(*since(2001, [1.0, 2.0, 4.0, 8.0])), targets({"minimum": 9.0, "due": 2005}))
    assert agreed["agreement"].tolist() == [True] * 4
    # To miss it together is to agree, too.
    figures = observations(*since(2001, [1.0, 2.0, 4.0, 8.0]))
    missed = told(figures, targets({"minimum": 17.0, "due": 2005}))
    assert missed["verdict"].tolist() == ["missed"] * 4
    assert missed["agreement"].tolist() == [True] * 4


# A ratio moves by steps and is read by the line first, a level by rates.
@pytest.mark.parametrize(
    ("indicator", "unit", "first"),
    [
        ("gdp", "100 million CNY", "compound"),
        ("registered_population", "10 000 persons", "compound"),
        ("rd_intensity", "%", "linear"),
        ("cpi", "previous year = 100", "linear"),
        ("not_in_the_catalogue", "%", "linear"),
        ("not_in_the_catalogue", "count", "compound"),
    ],
)
def test_the_method_to_read_first_goes_by_the_kind_of_indicator(
    observations: Maker, targets: Maker, indicator: str, unit: str, first: str
) -> None:
    of = {"indicator": indicator, "unit": unit}
    ahead = told(observations(*since(2001, UP, **of)), targets({**of, "minimum": 5.0, "due": 2005}))
    assert ahead.index[ahead["read_first"]].tolist() == [first]
    assert ahead.loc["linear", "median"] == pytest.approx(4.5)


def test_the_interval_is_as_wide_as_its_level_asks(observations: Maker, targets: Maker) -> None:
    # Student's t with two degrees of freedom: 4.303 at 95 %, 1.886 at 80 % (NIST/SEMATECH 1.3.6.7.2).
    for level, quantile in ((0.95, 4.303), (0.8, 1.886)):
        promised = targets({"minimum": 5.0, "due": 2005})
        row = told(observations(*since(2001, UP)), promised, level=level).loc["linear"]
        assert row["upper"] == pytest.approx(4.5 + 1.5 * quantile, abs=0.001)
        assert row["lower"] == pytest.approx(4.5 - 1.5 * quantile, abs=0.001)
        assert row["level"] == level
    assert told(observations(*since(2001, UP)), promised).loc["linear", "level"] == 0.95


# --- every year ----------------------------------------------------------------------------------


def test_every_year_to_the_due_year_has_a_row_where_it_is_asked_for(
    observations: Maker, targets: Maker
) -> None:
    figures = observations(*since(2001, UP), *since(2001, UP[:3], indicator="rd_expenditure"))
    promised = targets(
        {"target": "soon", "minimum": 5.0, "due": 2005},
        {"target": "silent", "minimum": 5.0, "due": 2010, "indicator": "rd_expenditure"},
        {"target": "later", "minimum": 5.0, "due": 2008},
        {"target": "no path", "form": "change", "minimum": 1.0, "due": 2010},
    )
    ahead = ci.outlook(figures, promised, year=2004, every_year=True)
    line = ahead.query("method == 'linear'")
    # One row for what is due next year or says nothing, and each year to 2008 for the third.
    assert list(zip(line["target"], line["year"], strict=True)) == [
        ("soon", 2005), ("silent", 2010),
        ("later", 2005), ("later", 2006), ("later", 2007), ("later", 2008), ("no path", 2010),
    ]  # fmt: skip
    assert ahead["method"].tolist() == METHODS * 7
    later = line.query("target == 'later'")
    assert later["median"].tolist() == pytest.approx([4.5, 5.3, 6.1, 6.9])
    # Only the due year is judged, and every row says how.
    assert later["probability"].notna().tolist() == [False, False, False, True]
    assert later["likelihood"].notna().tolist() == [False, False, False, True]
    assert later["verdict"].tolist() == ["met"] * 4
    # The spread is each year's own.
    for _, rows in ahead.query("target == 'later'").groupby("year"):
        assert set(rows["spread"]) == {rows["median"].max() - rows["median"].min()}


def test_the_due_year_is_the_same_whether_every_year_is_asked_for_or_not(
    observations: Maker, targets: Maker
) -> None:
    figures, promised = observations(*since(2001, UP)), targets({"minimum": 5.0, "due": 2009})
    all_years = ci.outlook(figures, promised, year=2004, every_year=True)
    due = all_years[all_years["year"] == 2009].reset_index(drop=True)
    pd.testing.assert_frame_equal(due, ci.outlook(figures, promised, year=2004))


def test_years_go_on_from_the_last_value_not_from_the_year_looked_from(
    observations: Maker, targets: Maker
) -> None:
    promised = targets({"minimum": 5.0, "due": 2008})
    ahead = ci.outlook(observations(*since(2001, UP)), promised, year=2006, every_year=True)
    assert ahead["year"].unique().tolist() == [2005, 2006, 2007, 2008]


# --- lines without error -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bounds", "verdict", "share"),
    [
        ({"minimum": 0.8}, "met", 1.0),
        ({"minimum": 0.8 + 4e-10}, "met", 1.0),
        ({"minimum": 0.8 + 1e-8}, "missed", 0.0),
        ({"maximum": 0.8 - 4e-10}, "met", 1.0),
        ({"maximum": 0.79}, "missed", 0.0),
        ({"minimum": 0.8, "maximum": 0.8}, "met", 1.0),
        # More than the bound is more by what rounding could do.
        ({"minimum": 0.8, "strict": True}, "missed", 0.0),
        ({"minimum": 0.8 - 1e-8, "strict": True}, "met", 1.0),
        ({"maximum": 0.8, "strict": True}, "missed", 0.0),
    ],
)
def test_on_a_perfect_line_verdict_and_probability_say_the_same(
    observations: Maker, targets: Maker, bounds: dict[str, Any], verdict: str, share: float
) -> None:
    # 0.1 0.2 0.3 0.4 0.5, no steps of 0.1 in binary: 0.8 in 2008.
    figures = observations(*since(2001, [0.1, 0.2, 0.3, 0.4, 0.5]))
    ahead = told(figures, targets({**bounds, "due": 2008}), year=2005).loc[["linear", "drift"]]
    assert ahead["verdict"].tolist() == [verdict] * 2
    assert ahead["probability"].tolist() == [share] * 2
    assert (ahead["lower"] == ahead["upper"]).all()


@pytest.mark.parametrize("bounds", [{"maximum": 0.0}, {"maximum": -1.0}])
def test_a_ceiling_of_zero_is_out_of_reach_of_rates(
    observations: Maker, targets: Maker, bounds: dict[str, Any]
) -> None:
    ahead = told(observations(*since(2001, UP)), targets({**bounds, "due": 2010}))
    assert ahead.loc[LOGS, "probability"].tolist() == [0.0, 0.0]
    assert ahead.loc[LOGS, "likelihood"].tolist() == ["exceptionally unlikely"] * 2
    assert ahead.loc[LOGS, "verdict"].tolist() == ["missed"] * 2


@pytest.mark.parametrize(
    ("bounds", "verdict"),
    [({"minimum": 8.0, "strict": True}, "met"), ({"maximum": 8.0}, "missed")],
)
def test_a_rate_that_leaves_all_numbers_behind_is_past_every_bound(
    observations: Maker, targets: Maker, bounds: dict[str, Any], verdict: str
) -> None:
    # Ten thousandfold every year: 1e16 in 2005 and 1e396 in 2100, where numbers end at 1.8e308.
    figures = observations(*since(2001, [1.0, 1e4, 1e8, 1e12, 1e16]))
    ahead = told(figures, targets({**bounds, "due": 2100}), year=2005)
    assert ahead.loc[LOGS, "median"].tolist() == [np.inf] * 2
    assert ahead.loc[LOGS, "verdict"].tolist() == [verdict] * 2


# --- what it is given ----------------------------------------------------------------------------


def test_the_targets_row_is_carried_along(observations: Maker, targets: Maker) -> None:
    promised = targets({"minimum": 5.0, "maximum": 9.0, "strict": True, "due": 2005, "clause": "2.1",
                        "commitment": "strive"}).assign(name_zh="目标", name_en="A target")  # fmt: skip
    ahead = told(observations(*since(2001, UP)), promised)
    traced = ["plan", "target", "indicator", "area", "due", "form", "unit", "minimum", "maximum", "strict",
              "commitment", "clause", "name_zh", "name_en"]  # fmt: skip
    for _, row in ahead.iterrows():
        assert row[traced].tolist() == ["test", "t", "gdp", "431000", 2005, "level", "100 million CNY", 5.0,
                                        9.0, True, "strive", "2.1", "目标", "A target"]  # fmt: skip


def test_an_own_area_tree_says_who_owes(observations: Maker, targets: Maker) -> None:
    tree = ci.load_areas()
    promised = targets({"minimum": 5.0, "due": 2010, "scope": "each_area"})
    kept = tree[(tree["level"] != "county") | (tree["area"] == "431002")]
    ahead = ci.outlook(observations(*since(2001, UP)), promised, year=2004, areas=kept)
    assert ahead["area"].unique().tolist() == ["431002"]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a year in words": ({"year": "2007"}, "year: '2007' is not a year"),
    "a year that is none": ({"year": 207}, "year: 207 is not a year from 1949 to 2100"),
    "a level in percent": ({"level": 95}, "level is 95; it is a fraction between 0 and 1"),
    "certainty": ({"level": 1}, "level is 1; it is a fraction"),
    "no level": ({"level": 0.0}, r"level is 0\.0; it is a fraction"),
    "a year for a day": ({"as_of": "2007"}, "2007 is not a day"),
}


@pytest.mark.parametrize(("argument", "words"), REFUSED.values(), ids=REFUSED)
def test_a_meaningless_request_is_refused(
    observations: Maker, targets: Maker, argument: dict[str, Any], words: str
) -> None:
    promised = targets({"minimum": 5.0, "due": 2010})
    with pytest.raises(ArgumentError, match=words):
        ci.outlook(observations(*since(2001, UP)), promised, **({"year": 2004} | argument))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"value": [1.0, np.inf, 2.0, 4.0]},
            "infinite values, statuses outside .*\n  - gdp 431000 2002: inf",
        ),
        ({"obs_status": "provisional"}, "gdp 431000 2001: 1, provisional"),
        ({"year": "2007"}, "column year: not all whole numbers"),
    ],
)
def test_figures_that_mean_nothing_are_refused(
    observations: Maker, targets: Maker, changed: dict[str, Any], words: str
) -> None:
    figures = observations(*since(2001, UP)).assign(**changed)
    with pytest.raises(TableError, match=words):
        ci.outlook(figures, targets({"minimum": 5.0, "due": 2010}), year=2004)


def test_figures_no_target_has_a_path_for_are_not_looked_at(observations: Maker, targets: Maker) -> None:
    # A change of R&D has no path, so that its infinite figure stands in nobody's way.
    figures = observations(*since(2001, UP), {"year": 2004, "value": np.inf, "indicator": "rd_expenditure"})
    change = {"target": "c", "indicator": "rd_expenditure", "form": "change"}
    promised = targets({"minimum": 5.2, "due": 2005}, {"minimum": 1.0, "due": 2005, **change})
    # 4.5 by the line, 4 + 3/3 = 5 by drift, 2^2.5 = 5.66 and 4^(4/3) = 6.35 by rates (test_backtest.py).
    ahead = ci.outlook(figures, promised, year=2004)
    assert ahead["verdict"].tolist() == ["missed", "missed", "met", "met", *["not_assessable"] * 4]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"minimum": None}, "t: has neither minimum nor maximum"),
        ({"minimum": np.inf}, "t: has a bound that is not finite"),
        ({"minimum": 5.0, "maximum": 4.0}, "t: has its minimum above its maximum"),
    ],
)
def test_a_target_that_contradicts_itself_is_refused(
    observations: Maker, targets: Maker, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(TableError, match=words):
        ci.outlook(observations(*since(2001, UP)), targets({"due": 2010, **changed}), year=2004)


# R&D of 1 to 6 over a GDP of 100 is 1 to 6 %; the GDP of 2005 is in doubt.
IN_DOUBT = {
    "two editions of a part": ({"value": 50.0}, "several editions, none chosen: rd_intensity 2005"),
    "a part in a unit unfit for it": ({"unit": "count"}, "unit cannot be converted: rd_intensity 2005"),
    "a part in the unit of the ratio": ({"unit": "%"}, "unit cannot be converted: rd_intensity 2005"),
}


@pytest.mark.parametrize(("doubt", "reason"), IN_DOUBT.values(), ids=IN_DOUBT)
def test_a_year_of_a_computed_ratio_is_never_lost_without_a_word(
    observations: Maker, targets: Maker, doubt: dict[str, Any], reason: str
) -> None:
    spent = [{"indicator": "rd_expenditure", "year": 2000 + n, "value": float(n)} for n in range(1, 7)]
    gdp = [{"year": 2000 + n, "value": 100.0} for n in range(1, 7)]
    odd = {**gdp[4], **doubt}
    parts = [*gdp, odd] if "value" in doubt else [*gdp[:4], odd, gdp[5]]
    rows = observations(*spent, *parts)
    promised = targets({"indicator": "rd_intensity", "unit": "%", "minimum": 9.0, "due": 2010})
    assert set(told(rows, promised, year=2007)["reason"]) == {reason}
    due = targets({"indicator": "rd_intensity", "unit": "%", "minimum": 9.0, "due": 2005})
    verdict = ci.assess(rows, due, year=2005).iloc[0]
    assert verdict["status"] == "not_assessable"
    assert verdict["reason"].partition(":")[0] == reason.partition(":")[0]


def test_a_year_that_is_none_is_refused(observations: Maker, targets: Maker) -> None:
    rows = observations(*since(2001, UP), {"year": 207, "value": 5.0})
    with pytest.raises(TableError, match="gdp 431000 207"):
        ci.outlook(rows, targets({"minimum": 5.0, "due": 2010}), year=2007)
