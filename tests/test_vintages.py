"""Editions are chosen by date, never mixed, never overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError
from chenzhou_indicators.vintages import infirmity, least_firm, newest, require_one_edition, undecided

Maker = Callable[..., pd.DataFrame]
THREE = (
    {"value": 659.0, "released": "2008-01-03", "obs_status": "preliminary"},
    {"value": 650.5, "released": "2008-12-31"},
    {"value": 642.2},
)


# China's R&D over GDP of 2007: bulletin of 2009-01-08; 1.54 - 0.10 in the bulletin of 2009-12-21;
# World Bank, editions of December 2013 and July 2026.
@pytest.mark.parametrize(
    ("day", "values"),
    [
        ("2009-01-07", []),
        ("2009-01-08", [1.49]),
        ("2009-12-20", [1.49]),
        ("2009-12-21", [1.44]),
        ("2013-12-31", [1.39582]),
        ("2026-07-12", [1.39582]),
        ("2026-07-13", [1.35321]),
    ],
)
def test_the_national_rd_intensity_of_2007_depends_on_the_day(day: str, values: list[float]) -> None:
    known = ci.as_of(ci.load_sample("published"), day)
    rows = known.query("indicator == 'rd_intensity' and area == '100000' and year == 2007")
    assert rows["value"].tolist() == values


def test_the_newest_edition_is_the_one_released_last(observations: Maker) -> None:
    assert ci.latest_vintage(observations(*THREE))["value"].tolist() == [650.5]


def test_an_undated_edition_is_never_newer_than_a_dated_one(observations: Maker) -> None:
    rows = observations(*THREE)
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        assert ci.latest_vintage(rows.iloc[order])["value"].tolist() == [650.5]


def test_an_undated_edition_is_known_on_any_day_until_a_dated_one_comes(observations: Maker) -> None:
    rows = observations(*THREE)
    assert ci.as_of(rows, "2008-01-02")["value"].tolist() == [642.2]
    assert ci.as_of(rows, "2008-01-03")["value"].tolist() == [659.0]


@pytest.mark.parametrize(
    "day",
    [
        "2008-12-31",
        datetime.date(2008, 12, 31),
        datetime.datetime(2008, 12, 31, 9),
        pd.Timestamp("2008-12-31"),
    ],
)
def test_an_edition_counts_from_its_own_day_on(observations: Maker, day: Any) -> None:
    assert ci.as_of(observations(*THREE), day)["value"].tolist() == [650.5]


def test_an_edition_counts_on_the_whole_of_its_day(observations: Maker) -> None:
    rows = observations({"value": 1.0, "released": "2008-12-31 16:30"})
    assert ci.as_of(rows, "2008-12-31")["value"].tolist() == [1.0]
    assert ci.as_of(rows, "2008-12-30").empty


def test_a_value_withdrawn_by_the_newest_edition_stays_missing(observations: Maker) -> None:
    rows = observations({"value": 659.0, "released": "2008-01-03"}, {"value": None, "released": "2008-12-31"})
    assert ci.latest_vintage(rows)["value"].isna().tolist() == [True]


def test_figures_are_chosen_each_for_itself(observations: Maker) -> None:
    rows = observations(
        {"value": 1.0, "released": "2008-01-03"},
        {"value": 2.0, "released": "2008-01-03", "area": "431002"},
        {"value": 3.0, "released": "2008-01-03", "year": 2006},
        {"value": 4.0, "released": "2008-01-03", "indicator": "rd_expenditure"},
        {"value": 5.0, "released": "2008-06-30"},
    )
    assert ci.latest_vintage(rows)["value"].tolist() == [2.0, 3.0, 4.0, 5.0]


def test_rows_keep_their_order_and_index(observations: Maker) -> None:
    rows = observations(*THREE, {"year": 2005, "value": 9.0}).set_index(pd.Index(["a", "b", "c", "d"]))
    assert ci.latest_vintage(rows.iloc[::-1]).index.tolist() == ["d", "b"]


def test_choosing_the_newest_twice_changes_nothing() -> None:
    published = ci.load_sample("published")
    once = ci.latest_vintage(published)
    assert not once.duplicated(["indicator", "area", "year"]).any()
    pd.testing.assert_frame_equal(ci.latest_vintage(once), once)


def test_as_of_a_day_after_every_release_is_the_latest() -> None:
    published = ci.load_sample("published")
    pd.testing.assert_frame_equal(ci.as_of(published, "2100-01-01"), ci.latest_vintage(published))


def test_an_empty_table_has_no_editions_to_choose(observations: Maker) -> None:
    assert ci.latest_vintage(observations().iloc[:0]).empty


# --- what is refused -----------------------------------------------------------------------------

CHOICES = r"gdp 431000 2007: 659 \(no date\), 650\.5 \(no date\)"


@pytest.mark.parametrize("choose", [ci.latest_vintage, lambda rows: ci.as_of(rows, "2010-01-01")])
def test_two_undated_editions_are_refused_with_the_choices(
    observations: Maker, choose: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    with pytest.raises(EditionError, match=f"neither is newer(?s:.*){CHOICES}"):
        choose(observations({"value": 659.0}, {"value": 650.5}))


def test_two_editions_of_one_day_are_refused_with_the_choices(observations: Maker) -> None:
    rows = observations({"value": 659.0}, {"value": 650.5}, released="2008-01-03")
    with pytest.raises(EditionError, match=r"659 \(2008-01-03\), 650\.5 \(2008-01-03\)"):
        ci.latest_vintage(rows)


def test_every_figure_without_a_newest_edition_is_listed(observations: Maker) -> None:
    rows = observations({}, {}, {"year": 2006}, {"year": 2006}, {"year": 2005})
    with pytest.raises(EditionError) as refused:
        ci.latest_vintage(rows)
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "gdp 431000 2007",
        "gdp 431000 2006",
    ]


@pytest.mark.parametrize(
    "day",
    ["2008", "January 2009", "31/12/2008", "2008-02-30", "", None, 2008, 2008.0, pd.NaT,
     pd.Timestamp("2008-01-03", tz="Asia/Shanghai"), np.datetime64("NaT")],
)  # fmt: skip
def test_what_is_no_plain_day_is_refused(observations: Maker, day: Any) -> None:
    with pytest.raises(ArgumentError, match="write it like 2009-01-31"):
        ci.as_of(observations(*THREE), day)


def test_what_is_no_table_of_observations_is_refused(observations: Maker) -> None:
    with pytest.raises(TableError, match="no column value"):
        ci.latest_vintage(observations().drop(columns="value"))


# --- the cores -----------------------------------------------------------------------------------


def test_of_several_editions_without_a_newest_the_last_row_is_kept(observations: Maker) -> None:
    rows = observations({"value": 1.0}, {"value": 2.0})
    assert newest(rows)["value"].tolist() == [2.0]
    assert undecided(rows).tolist() == [True, True]


def test_a_dated_edition_beside_two_undated_ones_is_decided(observations: Maker) -> None:
    rows = observations({}, {}, {"released": "2008-01-03"})
    assert undecided(rows).tolist() == [True, True, False]


def test_a_calculation_that_needs_one_edition_says_how_to_choose(observations: Maker) -> None:
    with pytest.raises(EditionError, match=r"as_of\(observations, date\) or latest_vintage\(observations\)"):
        require_one_edition(observations(*THREE))


# The list of statuses, firmest first: final, revised, preliminary, estimated, illustrative.
@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("final", "revised", "revised"),
        ("preliminary", "revised", "preliminary"),
        ("estimated", "preliminary", "estimated"),
        ("illustrative", "estimated", "illustrative"),
        ("final", None, "final"),
    ],
)
def test_the_less_firm_of_two_statuses_is_carried_on(one: str, other: str | None, least: str) -> None:
    assert least_firm(pd.Series([one]), pd.Series([other], dtype="str")).tolist() == [least]
    assert least_firm(pd.Series([other], dtype="str"), pd.Series([one])).tolist() == [least]


def test_a_word_that_is_no_status_has_no_rank() -> None:
    ranks = infirmity(pd.Series(["final", "sure", None, "illustrative"]))
    assert ranks.fillna(-1).tolist() == [0, -1, -1, 4]  # the place in the list of statuses
