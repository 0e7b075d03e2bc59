"""Two judgements side by side: what became of each verdict, and whether figure, edition or target changed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import cases
from side_by_side import Maker

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.schemas import AssessmentComparison, Assessments

CHANGED = ["figure_changed", "edition_changed", "target_changed"]
STATUSES = ["met", "on_track", "lagging", "regressing", "missed", "not_assessable"]
VERDICT: dict[str, Any] = {
    "plan": "test",
    "target": "t",
    "indicator": "gdp",
    "area": "431000",
    "year": 2007,
    "due": 2007,
    "form": "level",
    "unit": "100 million CNY",
    "actual": 650.0,
    "required": 600.0,
    "gap": 50.0,
    "attainment": 650 / 600,
    "level_attainment": None,
    "progress": None,
    "time_elapsed": None,
    "status": "met",
    "reason": None,
    "commitment": "achieve",
    "clause": "1",
    "released": pd.Timestamp("2008-03-31"),
    "obs_status": "final",
    "source": "a yearbook",
    "minimum": 600.0,
    "maximum": None,
    "stretch": None,
    "strict": False,
}


def verdicts(*rows: dict[str, Any], **common: Any) -> pd.DataFrame:
    """Make verdicts: ``verdicts({"area": "431002"}, {"status": "missed"}, year=2006)``."""
    frame = pd.DataFrame([{**VERDICT, **common, **row} for row in (rows or ({},))])
    frame["released"] = pd.to_datetime(frame["released"]).astype("datetime64[us]")
    return frame


def compared(before: dict[str, Any], after: dict[str, Any]) -> pd.Series:
    """Lay two verdicts on one target side by side."""
    rows = ci.compare_assessments(verdicts(before), verdicts(after))
    assert len(rows) == 1
    return rows.iloc[0]


def said(row: pd.Series) -> list[bool | None]:
    """Return whether figure, edition and target changed; None where it cannot be said."""
    return [None if pd.isna(row[name]) else bool(row[name]) for name in CHANGED]


# --- what became of a verdict --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("missed", "met", "gained"),
        ("regressing", "met", "gained"),
        ("met", "missed", "lost"),
        ("met", "on_track", "lost"),
        ("lagging", "on_track", "moved"),
        ("on_track", "missed", "moved"),
        ("met", "met", "same"),
        ("lagging", "lagging", "same"),
        ("not_assessable", "not_assessable", "same"),
        ("not_assessable", "met", "judged now"),
        ("not_assessable", "missed", "judged now"),
        ("met", "not_assessable", "no longer judged"),
        ("lagging", "not_assessable", "no longer judged"),
    ],
)
def test_each_pair_of_verdicts_has_its_word(before: str, after: str, verdict: str) -> None:
    row = compared({"status": before}, {"status": after})
    assert row[["status_before", "status_after", "verdict"]].tolist() == [before, after, verdict]


def test_what_only_one_judgement_has_is_added_or_dropped_and_nothing_is_said_of_changes() -> None:
    one = verdicts({"area": "431002", "actual": 1.0, "status": "missed"}, year=2006)
    other = verdicts({"area": "431003", "actual": 2.0})
    table = ci.compare_assessments(one, other).set_index("area")
    added, dropped = table.loc["431003"], table.loc["431002"]
    assert (added["verdict"], dropped["verdict"]) == ("added", "dropped")
    assert (added["actual_after"], dropped["actual_before"]) == (2.0, 1.0)
    assert (added["year_after"], dropped["year_before"]) == (2007, 2006)
    sides = ["year", "actual", "required", "attainment", "status", "reason", "released"]
    assert added[[f"{name}_before" for name in sides]].isna().all()
    assert dropped[[f"{name}_after" for name in sides]].isna().all()
    for row in (added, dropped):
        assert said(row) == [None, None, None]
        assert pd.isna(row["attainment_change"])
        assert row[["indicator", "unit", "clause", "obs_status"]].tolist() == [
            "gdp",
            "100 million CNY",
            "1",
            "final",
        ]


def test_both_sides_are_told_and_the_change_in_attainment() -> None:
    before = {"actual": 540.0, "attainment": 0.9, "status": "missed", "reason": "then"}
    after = {
        "actual": 630.0,
        "attainment": 1.05,
        "required": 601.0,
        "released": "2008-09-30",
        "reason": "now",
    }
    row = compared(before, after)
    assert row[["actual_before", "actual_after", "required_before", "required_after"]].tolist() == [
        *(540.0, 630.0),
        *(600.0, 601.0),
    ]
    assert row["attainment_change"] == pytest.approx(0.15)
    assert row[["reason_before", "reason_after"]].tolist() == ["then", "now"]
    dates = [pd.Timestamp("2008-03-31"), pd.Timestamp("2008-09-30")]
    assert row[["released_before", "released_after"]].tolist() == dates
    assert pd.isna(compared({}, {"attainment": None})["attainment_change"])


def test_the_second_judgement_names_what_both_share_and_the_least_firm_figure_is_told() -> None:
    before = {"clause": "1", "name_zh": "旧", "name_en": "old", "obs_status": "preliminary"}
    row = compared(before, {"clause": "2", "name_zh": "新", "name_en": None})
    assert row[["clause", "name_zh", "name_en", "obs_status"]].tolist() == ["2", "新", "old", "preliminary"]


# --- what had changed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ({}, {}, [False, False, False]),
        ({}, {"actual": 651.0}, [True, False, False]),
        ({}, {"actual": 650 * (1 + 2e-9)}, [True, False, False]),
        ({}, {"actual": 650 * (1 + 5e-10)}, [False, False, False]),
        ({}, {"actual": None}, [True, False, False]),
        ({"actual": None}, {"actual": None}, [False, False, False]),
        ({}, {"released": "2008-09-30"}, [False, True, False]),
        ({}, {"released": None}, [False, True, False]),
        ({"released": None}, {"released": None}, [False, False, False]),
        ({}, {"source": "another yearbook"}, [False, True, False]),
        ({"source": None}, {}, [False, True, False]),
        ({}, {"minimum": 601.0}, [False, False, True]),
        ({}, {"maximum": 700.0}, [False, False, True]),
        ({}, {"strict": True}, [False, False, True]),
        ({}, {"due": 2008}, [False, False, True]),
        ({}, {"form": "change"}, [False, False, True]),
        ({}, {"indicator": "rd_expenditure"}, [False, False, True]),
        ({}, {"stretch": 900.0, "clause": "9", "commitment": "strive"}, [False, False, False]),
        ({}, {"required": 599.0, "attainment": 2.0}, [False, False, False]),
        ({"expected": 620.0}, {"expected": 620.0}, [False, False, False]),
        ({"expected": 620.0}, {"expected": 621.0}, [True, False, False]),
        ({"expected": 620.0}, {"expected": 620 * (1 + 5e-10)}, [False, False, False]),
        ({}, {"expected": 620.0}, [True, False, False]),
        ({"expected": 620.0}, {"expected": 621.0, "minimum": 601.0}, [False, False, True]),
    ],
)
def test_what_changed_is_said_and_nothing_else(
    before: dict[str, Any], after: dict[str, Any], changed: list[bool]
) -> None:
    assert said(compared(before, after)) == changed


def test_what_is_expected_of_two_years_is_no_figure_that_changed() -> None:
    row = compared({"year": 2006, "due": 2010, "expected": 610.0}, {"due": 2010, "expected": 620.0})
    assert said(row) == [False, None, False]


# 50 in 2005 to 70 in 2009 passes 60 in 2007; from a baseline revised to 56, 63. With 62 it was on track.
def test_a_revised_baseline_is_a_figure_that_changed(observations: Maker, targets: Maker) -> None:
    rows = observations(
        {"year": 2005, "value": 50.0, "released": "2006-03-31"},
        {"year": 2005, "value": 56.0, "released": "2008-09-30"},
        {"year": 2007, "value": 62.0, "released": "2008-03-31"},
    )
    owed = targets({"minimum": 70.0, "baseline_year": 2005, "due": 2009})
    days = ("2008-06-30", "2008-12-31")
    judged = [ci.assess(rows, owed, year=2007, as_of=day) for day in days]
    assert [*pd.concat(judged)["expected"]] == pytest.approx([60.0, 63.0])
    row = ci.compare_assessments(*judged).iloc[0]
    assert row[["status_before", "status_after", "verdict"]].tolist() == ["on_track", "lagging", "moved"]
    assert said(row) == [True, False, False]
    moved = ci.compare_vintages(rows, owed, year=2007, before=days[0], after=days[1]).iloc[0]
    assert moved["figure_changed"]


def test_two_years_have_editions_of_their_own() -> None:
    row = compared({"year": 2006, "due": 2006, "released": "2007-03-31"}, {"source": "another"})
    assert row[["year_before", "year_after"]].tolist() == [2006, 2007]
    assert said(row) == [False, None, False]


@pytest.mark.parametrize(
    ("due", "due_now", "changed"),
    [
        (2006, 2007, False),  # asked anew each year
        (2010, 2010, False),
        (2010, 2011, True),
        (2006, 2010, True),
        (2010, 2007, True),
        (2006, 2006, False),
    ],
)
def test_a_due_year_that_moves_with_the_year_judged_is_no_change(
    due: int, due_now: int, changed: bool
) -> None:
    row = compared({"year": 2006, "due": due}, {"year": 2007, "due": due_now})
    assert bool(row["target_changed"]) == changed


def test_units_that_convert_are_brought_to_that_of_the_second_judgement() -> None:
    # 650 of 100 million are 6 500 000 of 10 000.
    before = {"unit": "10 000 CNY", "actual": 6_500_000.0, "required": 6e6, "minimum": 6e6, "expected": 5e6}
    row = compared(before, {"expected": 500.0})
    assert row[["unit", "actual_before", "required_before"]].tolist() == ["100 million CNY", 650.0, 600.0]
    assert said(row) == [False, False, False]
    row = compared({}, {"unit": "10 000 CNY", "actual": 6_400_000.0, "required": 6e6, "minimum": 6e6})
    assert row[["unit", "actual_before", "actual_after"]].tolist() == ["10 000 CNY", 6_500_000.0, 6_400_000.0]
    assert said(row) == [True, False, False]


def test_where_units_do_not_convert_the_first_values_are_missing_and_the_target_is_another() -> None:
    row = compared({"unit": "count", "status": "missed"}, {})
    assert row[["actual_before", "required_before"]].isna().all()
    assert row[["unit", "actual_after", "verdict"]].tolist() == ["100 million CNY", 650.0, "gained"]
    assert said(row) == [None, False, True]
    assert row["attainment_before"] == pytest.approx(650 / 600)  # has no unit
    assert said(compared({"unit": "count", "minimum": None}, {"minimum": None})) == [None, False, True]


def test_a_unit_of_ones_own_compares_with_itself() -> None:
    row = compared({"unit": "villages"}, {"unit": "villages", "actual": 651.0})
    assert row[["unit", "actual_before"]].tolist() == ["villages", 650.0]
    assert said(row) == [True, False, False]


# --- rows ----------------------------------------------------------------------------------------


def test_rows_stand_as_in_the_second_judgement_then_what_only_the_first_has() -> None:
    def owed(*names: str) -> pd.DataFrame:
        return verdicts(*({"target": name[0], "area": name[1]} for name in names))

    table = ci.compare_assessments(owed("zA", "yA", "xA", "xB"), owed("xB", "wA", "yA"))
    assert (table["target"] + table["area"]).tolist() == ["xB", "wA", "yA", "zA", "xA"]
    assert table["verdict"].tolist() == ["same", "added", "same", "dropped", "dropped"]
    assert table.index.tolist() == [0, 1, 2, 3, 4]
    assert table.columns.tolist() == [*AssessmentComparison.to_schema().columns]


def test_the_same_target_of_another_plan_is_another() -> None:
    table = ci.compare_assessments(verdicts(plan="draft"), verdicts(plan="final"))
    assert table[["plan", "verdict"]].to_numpy().tolist() == [["final", "added"], ["draft", "dropped"]]


def test_an_empty_judgement_leaves_all_added_or_all_dropped() -> None:
    some = verdicts({"area": "431002"}, {"area": "431003"})
    none = ci.assess(
        ci.load_sample("observations"), ci.load_plan("chenzhou-2007").targets.iloc[:0], year=2007
    )
    assert ci.compare_assessments(none, some)["verdict"].tolist() == ["added", "added"]
    assert ci.compare_assessments(some, some.iloc[:0])["verdict"].tolist() == ["dropped", "dropped"]
    nothing = ci.compare_assessments(none, none)
    assert nothing.empty
    assert nothing.columns.tolist() == [*AssessmentComparison.to_schema().columns]


def test_neither_table_is_changed_and_their_index_does_not_matter() -> None:
    one = verdicts({"area": "431002"}, {"area": "431003"}).set_index(pd.Index([7, 7]))
    other = one.assign(actual=[1.0, 2.0], unit="10 000 CNY")
    before = [frame.copy() for frame in (one, other)]
    table = ci.compare_assessments(one, other)
    assert table["actual_after"].tolist() == [1.0, 2.0]
    for frame, kept in zip((one, other), before, strict=True):
        pd.testing.assert_frame_equal(frame, kept)


def test_the_editions_of_two_days_give_what_compare_vintages_gives() -> None:
    figures, plan = ci.load_sample("observations"), ci.load_plan("chenzhou-2007").targets
    days = {"before": "2008-06-30", "after": "2008-12-31"}
    table = ci.compare_assessments(*(ci.assess(figures, plan, year=2007, as_of=day) for day in days.values()))
    vintages = ci.compare_vintages(figures, plan, year=2007, **days)
    shared = ["plan", "target", "area", "actual_before", "actual_after", "status_before", "status_after"]
    pd.testing.assert_frame_equal(table[shared], vintages[shared])
    assert ((table["verdict"] != "same") == vintages["verdict_changed"]).all()
    moved = table["figure_changed"]
    assert moved.tolist() == vintages["figure_changed"].tolist()
    assert table.loc[moved, "target"].tolist() == ["rd_intensity_rise", "rd_intensity_2010"]
    assert not table["target_changed"].any()


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["before", "after"])
def test_several_years_in_one_judgement_are_refused(name: str) -> None:
    both = {"before": verdicts(), "after": verdicts()}
    both[name] = verdicts({"year": 2007}, {"year": 2006}, {"year": 2006, "area": "431002"})
    with pytest.raises(ArgumentError, match=f"{name} holds several years; choose one of them:") as refused:
        ci.compare_assessments(**both)
    assert refused.value.problems == ("2006", "2007")


@pytest.mark.parametrize("name", ["before", "after"])
def test_a_target_that_stands_twice_for_an_area_is_refused(name: str) -> None:
    both = {"before": verdicts(), "after": verdicts(), name: verdicts({}, {"actual": 1.0})}
    with pytest.raises(TableError, match=f"{name} is not a table of Assessments") as refused:
        ci.compare_assessments(**both)
    assert "the same key stands more than once: (test, t, 431000, 2007)" in str(refused.value)


@pytest.mark.parametrize("name", ["before", "after"])
def test_what_is_no_judgement_is_refused(name: str) -> None:
    both = {"before": verdicts(), "after": verdicts()}
    with pytest.raises(TableError, match=f"{name} is a list, not a DataFrame"):
        ci.compare_assessments(**{**both, name: []})
    with pytest.raises(TableError, match=f"{name} is not a table of Assessments.*\n.*no column status"):
        ci.compare_assessments(**{**both, name: verdicts().drop(columns="status")})
    with pytest.raises(TableError, match="column status: 'kept'"):
        ci.compare_assessments(**{**both, name: verdicts(status="kept")})


# --- laws ----------------------------------------------------------------------------------------


@st.composite
def judgements(draw: st.DrawFn, year: int) -> pd.DataFrame:
    """Draw verdicts of one year on some targets and areas."""
    keys = draw(st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from("ABC")), unique=True))
    chosen = {
        "status": st.sampled_from(STATUSES),
        "actual": st.sampled_from([None, 600.0, 650.0]),
        "expected": st.sampled_from([None, 610.0, 620.0]),
        "unit": st.sampled_from(["100 million CNY", "10 000 CNY", "count"]),
        "minimum": st.sampled_from([None, 600.0]),
        "strict": st.booleans(),
        "due": st.sampled_from([2006, 2007, 2010]),
        "source": st.sampled_from([None, "a yearbook"]),
    }
    rows = [
        {"target": target, "area": area, **{name: draw(from_) for name, from_ in chosen.items()}}
        for target, area in keys
    ]
    return verdicts(*rows, year=year) if rows else verdicts(year=year).iloc[:0]


@cases(60)
@given(table=judgements(2007))
def test_a_judgement_beside_itself_shows_no_change(table: pd.DataFrame) -> None:
    same = ci.compare_assessments(table, table)
    assert len(same) == len(table)
    assert (same["verdict"] == "same").all()
    assert same[CHANGED].notna().all(axis=None)
    assert not same[CHANGED].any(axis=None)


@cases(60)
@given(data=st.data())
def test_swapped_judgements_swap_gains_and_losses_and_keep_what_changed(data: st.DataObject) -> None:
    before = data.draw(judgements(data.draw(st.sampled_from([2006, 2007]))))
    after = data.draw(judgements(2007))
    key = ["plan", "target", "area"]
    there, back = (
        ci.compare_assessments(*pair).set_index(key).sort_index()
        for pair in ((before, after), (after, before))
    )
    swapped = {"gained": "lost", "added": "dropped", "judged now": "no longer judged"}
    swapped |= {other: one for one, other in swapped.items()}
    pd.testing.assert_series_equal(back["verdict"].replace(swapped), there["verdict"])
    pd.testing.assert_frame_equal(back[CHANGED], there[CHANGED])
    pd.testing.assert_series_equal(back["attainment_change"], -there["attainment_change"])
    keys = [frame.set_index(key).index for frame in (before, after)]
    assert len(there) == len(keys[0].union(keys[1]))


def test_the_maker_of_verdicts_names_every_column_a_judgement_needs() -> None:
    optional = {"name_zh", "name_en", "expected"}
    assert {*Assessments.to_schema().columns} - optional == VERDICT.keys()
