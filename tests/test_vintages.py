"""Editions are chosen by date, never mixed, never overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError, UnitError
from chenzhou_indicators.schemas import Revisions
from chenzhou_indicators.vintages import infirmity, least_firm, newest, require_one_edition, undecided

Maker = Callable[..., pd.DataFrame]
NAN = float("nan")
INTENSITY = {"indicator": "rd_intensity", "unit": "%"}
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
        np.datetime64("2008-12-31"),
        " 2008-12-31 ",
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


# --- the first edition ---------------------------------------------------------------------------


def test_the_first_edition_is_the_one_with_the_earliest_date(observations: Maker) -> None:
    rows = observations(*THREE)
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        assert ci.first_release(rows.iloc[order])["value"].tolist() == [659.0]


def test_an_undated_edition_is_the_first_only_where_none_has_a_date(observations: Maker) -> None:
    rows = observations(
        {"value": 642.2}, {"value": 1.0, "year": 2006}, {"value": 659.0, "released": "2008-01-03"}
    )
    assert ci.first_release(rows)["value"].tolist() == [1.0, 659.0]


def test_undated_editions_beside_a_dated_one_leave_it_first_and_latest(observations: Maker) -> None:
    rows = observations({"value": 1.0}, {"value": 2.0}, {"value": 3.0, "released": "2008-01-03"})
    assert ci.first_release(rows)["value"].tolist() == [3.0]
    assert ci.latest_vintage(rows)["value"].tolist() == [3.0]


def test_a_figure_that_first_came_out_empty_came_out_empty(observations: Maker) -> None:
    rows = observations({"value": None, "released": "2008-01-03"}, {"value": 650.5, "released": "2008-12-31"})
    assert ci.first_release(rows)["value"].isna().tolist() == [True]


def test_two_first_editions_are_refused_though_a_later_one_is_alone(observations: Maker) -> None:
    same = {"released": "2008-01-03"}
    rows = observations({"value": 659.0, **same}, {"value": 650.5, **same}, {"released": "2008-12-31"})
    with pytest.raises(EditionError, match=r"659 \(2008-01-03\), 650\.5 \(2008-01-03\)"):
        ci.first_release(rows)
    assert ci.latest_vintage(rows)["value"].tolist() == [1.0]


def test_first_releases_keep_their_order_and_index(observations: Maker) -> None:
    rows = observations(*THREE, {"year": 2005, "value": 9.0}).set_index(pd.Index(["a", "b", "c", "d"]))
    assert ci.first_release(rows.iloc[::-1]).index.tolist() == ["d", "a"]
    assert ci.first_release(observations().iloc[:0]).empty


# --- revisions -----------------------------------------------------------------------------------

MOVED = ["first", "latest", "revision", "relative_revision", "n_editions"]


def test_a_revision_is_the_latest_less_the_first(observations: Maker) -> None:
    row = ci.revisions(observations(*THREE)).iloc[0]
    # 650.5 - 659.0 = -8.5; -8.5 / 659 = -0.0129; the undated edition is counted and not more.
    assert row[MOVED].tolist() == pytest.approx([659.0, 650.5, -8.5, -8.5 / 659, 3])
    assert row["first_released"] == pd.Timestamp("2008-01-03")
    assert row["latest_released"] == pd.Timestamp("2008-12-31")
    assert row[["unit", "obs_status"]].tolist() == ["100 million CNY", "preliminary"]


def test_mean_revisions_are_taken_over_the_revised_figures_of_one_series(observations: Maker) -> None:
    first, last = {"released": "2008-01-03"}, {"released": "2008-12-31"}
    rows = observations(
        {"year": 2004, "value": 100.0, **first}, {"year": 2004, "value": 104.0, **last},  # + 4
        {"year": 2005, "value": 200.0, **first}, {"year": 2005, "value": 194.0, **last},  # - 6
        {"area": "431003", "value": 50.0, **first}, {"area": "431003", "value": 50.0, **last},  # none
        {"year": 2006, "value": 999.0, **first},  # one edition
        {"year": 2007, "value": 888.0, **first}, {"year": 2007, "value": None, **last},  # withdrawn
        {**INTENSITY, "value": 1.0, **first}, {**INTENSITY, "value": 0.9, **last},  # of another indicator
    )  # fmt: skip
    table = ci.revisions(rows)
    assert table["revision"].tolist() == pytest.approx([4, -6, NAN, NAN, 0, -0.1], nan_ok=True)
    gdp = table[table["indicator"] == "gdp"]
    assert gdp["mean_revision"].tolist() == pytest.approx([-1] * 4 + [0])  # (4 - 6) / 2, and 0 / 1
    assert gdp["mean_absolute_revision"].tolist() == pytest.approx([5] * 4 + [0])  # (4 + 6) / 2
    assert table.iloc[-1][["mean_revision", "mean_absolute_revision"]].tolist() == pytest.approx([-0.1, 0.1])


def test_revisions_stand_in_the_order_of_indicator_area_and_year(observations: Maker) -> None:
    rows = observations({"year": 2007}, {"year": 2005}, {"area": "430000"}, {"indicator": "cpi", "unit": "%"})
    rows = rows.assign(unit=rows["unit"].replace("%", "previous year = 100")).set_axis([5, 5, "x", None])
    table = ci.revisions(rows)
    assert table[["indicator", "area", "year"]].to_numpy().tolist() == [
        ["cpi", "431000", 2007],
        ["gdp", "430000", 2007],
        ["gdp", "431000", 2005],
        ["gdp", "431000", 2007],
    ]
    assert table.index.tolist() == [0, 1, 2, 3]
    assert table.columns.tolist() == list(Revisions.to_schema().columns)


# One edition; a dated one beside one that may have come out at any time; an edition withdrawn;
# one that first came out empty.
@pytest.mark.parametrize(
    ("editions", "first", "latest", "count"),
    [
        ([{"value": 659.0, "released": "2008-01-03"}], 659.0, 659.0, 1),
        ([{"value": 659.0}], 659.0, 659.0, 1),
        ([{"value": 642.2}, {"value": 659.0, "released": "2008-01-03"}], 659.0, 659.0, 2),
        (
            [{"value": 659.0, "released": "2008-01-03"}, {"value": None, "released": "2008-12-31"}],
            659.0,
            NAN,
            2,
        ),
        (
            [{"value": None, "released": "2008-01-03"}, {"value": 659.0, "released": "2008-12-31"}],
            NAN,
            659.0,
            2,
        ),
    ],
)
def test_without_two_dated_values_there_is_no_revision(
    observations: Maker, editions: list[dict[str, Any]], first: float, latest: float, count: int
) -> None:
    row = ci.revisions(observations(*editions)).iloc[0]
    assert row[["first", "latest", "n_editions"]].tolist() == pytest.approx(
        [first, latest, count], nan_ok=True
    )
    missing = ["revision", "relative_revision", "mean_revision", "mean_absolute_revision"]
    assert row[missing].isna().all()


def test_editions_of_one_day_are_told_apart_by_the_hour(observations: Maker) -> None:
    rows = observations({"value": 2.0, "released": "2008-01-03 17:00"}, {"released": "2008-01-03 09:00"})
    assert ci.revisions(rows)["revision"].tolist() == [1.0]


@pytest.mark.parametrize("first", [0.0, -2.0])
def test_of_nothing_or_less_there_is_no_relative_revision(observations: Maker, first: float) -> None:
    rows = observations({"value": first, "released": "2008-01-03"}, {"value": 3.0, "released": "2008-12-31"})
    row = ci.revisions(rows).iloc[0]
    assert row["revision"] == 3.0 - first
    assert np.isnan(row["relative_revision"])


def test_editions_in_different_units_are_revised_in_the_unit_of_the_catalogue(observations: Maker) -> None:
    rows = observations(
        {"value": 6_590_000.0, "unit": "10 000 CNY", "released": "2008-01-03"},
        {"value": 65_050.0, "unit": "million CNY", "released": "2008-12-31"},
    )
    row = ci.revisions(rows).iloc[0]
    assert row["unit"] == "100 million CNY"
    assert row[MOVED].tolist() == pytest.approx([659.0, 650.5, -8.5, -8.5 / 659, 2])


def test_an_indicator_of_ones_own_is_revised_in_one_unit_whatever_the_order(observations: Maker) -> None:
    rows = observations(
        {"value": 650_000.0, "unit": "10 000 CNY", "released": "2008-01-03"},
        {"value": 66.0, "unit": "100 million CNY", "released": "2008-12-31"},
        indicator="tourism",
    )
    one, other = ci.revisions(rows), ci.revisions(rows.iloc[::-1])
    pd.testing.assert_frame_equal(one, other)
    assert one["relative_revision"].tolist() == pytest.approx([1 / 65])  # from 65 to 66 of 100 million


def test_editions_that_do_not_convert_are_listed_once(observations: Maker) -> None:
    rows = observations(
        {"unit": "count"}, {"unit": "count", "year": 2006}, {"indicator": "tourism", "unit": "persons"},
        {"indicator": "tourism", "unit": "%", "year": 2006},
    )  # fmt: skip
    with pytest.raises(UnitError, match="do not convert into their indicator's unit") as refused:
        ci.revisions(rows)
    assert list(refused.value.problems) == [
        "gdp: count into 100 million CNY",
        "tourism: persons into %",
    ]


def test_what_has_no_first_or_no_latest_edition_has_no_revision(observations: Maker) -> None:
    same = {"released": "2008-01-03"}
    for editions in (({}, {}), (same, same), (same, same, {"released": "2008-12-31"})):
        with pytest.raises(EditionError, match="neither is newer"):
            ci.revisions(observations(*editions))


def test_infinite_values_and_unknown_statuses_are_not_revised(observations: Maker) -> None:
    last = {"released": "2008-12-31"}
    with pytest.raises(TableError, match="column value: inf"):
        ci.revisions(observations({"value": np.inf, "released": "2008-01-03"}, last))
    with pytest.raises(TableError, match="'sure'"):
        ci.revisions(observations({"released": "2008-01-03"}, {**last, "obs_status": "sure"}))
    with pytest.raises(TableError, match="observations is not a table of Observations"):
        ci.revisions(observations().drop(columns="source"))


def test_no_editions_have_no_revisions(observations: Maker) -> None:
    assert ci.revisions(observations().iloc[:0]).empty


# --- what is refused -----------------------------------------------------------------------------

CHOICES = r"gdp 431000 2007: 659 \(no date\), 650\.5 \(no date\)"


@pytest.mark.parametrize(
    "choose",
    [ci.latest_vintage, lambda rows: ci.as_of(rows, "2010-01-01"), ci.first_release, ci.revisions],
)
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
     pd.Timestamp("2008-01-03", tz="Asia/Shanghai"), np.datetime64("NaT"), np.datetime64("2008"),
     np.datetime64("2008-12"), True],
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
