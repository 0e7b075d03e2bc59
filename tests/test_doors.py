"""What the doors let in, bring to its type, or refuse in sentences."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from chenzhou_indicators.doors import OPTIONAL, admit, checked
from chenzhou_indicators.errors import IndicatorsError, TableError
from chenzhou_indicators.schemas import Assessments, Firms, Observations, Targets

Maker = Callable[..., pd.DataFrame]


def entering(frame: pd.DataFrame) -> pd.DataFrame:
    return admit(frame, Observations, name="actuals")


# --- admit: what is brought to its type ----------------------------------------------------------


def test_a_sound_table_comes_in_as_it_is(observations: Maker) -> None:
    frame = observations({"year": 2006}, {"year": 2007}).set_index(pd.Index(["a", "b"]))
    pd.testing.assert_frame_equal(entering(frame), frame, check_dtype=False)


def test_extra_columns_stay(observations: Maker) -> None:
    assert "remark" in entering(observations().assign(remark="x"))


@pytest.mark.parametrize("year", [2007.0, np.int16(2007), "object"])
def test_whole_numbers_of_any_kind_become_years(observations: Maker, year: Any) -> None:
    frame = observations()
    frame["year"] = pd.Series([2007], dtype=object) if isinstance(year, str) else year
    admitted = entering(frame)
    assert admitted["year"].dtype == "int64"
    assert admitted["year"].tolist() == [2007]


@pytest.mark.parametrize("year", [2007.5, None, "2007", float("inf"), True])
def test_what_is_no_whole_number_is_no_year(observations: Maker, year: Any) -> None:
    with pytest.raises(TableError, match="column year: not all whole numbers; a year is a number like 2007"):
        entering(observations(year=year))


@pytest.mark.parametrize("dtype", ["int64", "float32", "Int64", "Float64", object])
def test_numbers_of_any_kind_become_values(observations: Maker, dtype: Any) -> None:
    admitted = entering(observations(value=3.0).astype({"value": dtype}))
    assert admitted["value"].dtype == "float64"
    assert admitted["value"].tolist() == [3.0]


def test_a_missing_whole_number_is_a_missing_value(observations: Maker) -> None:
    frame = observations({"year": 2006}, {"year": 2007})
    frame["value"] = pd.array([3, None], dtype="Int64")
    assert entering(frame)["value"].isna().tolist() == [False, True]


def test_a_column_of_nothing_is_a_column_of_missing_values(observations: Maker) -> None:
    admitted = entering(observations().assign(value=None, released=None))
    assert admitted["value"].dtype == "float64"
    assert admitted["released"].dtype == "datetime64[us]"


@pytest.mark.parametrize("dtype", ["str", "string", "category", object])
def test_text_of_any_kind_becomes_text(observations: Maker, dtype: Any) -> None:
    admitted = entering(observations().astype({"area": dtype}))
    assert admitted["area"].dtype == "str"
    assert admitted["area"].tolist() == ["431000"]


@pytest.mark.parametrize("resolution", ["s", "ms", "us", "ns"])
def test_days_of_any_resolution_become_one(observations: Maker, resolution: str) -> None:
    frame = observations(released="2008-03-31").astype({"released": f"datetime64[{resolution}]"})
    admitted = entering(frame)
    assert admitted["released"].dtype == "datetime64[us]"
    assert admitted["released"].tolist() == [pd.Timestamp("2008-03-31")]


@pytest.mark.parametrize("column", sorted(OPTIONAL["Targets"]))
def test_an_optional_column_of_targets_is_added(targets: Maker, column: str) -> None:
    bare = targets({"minimum": 1.0}).drop(columns=column, errors="ignore")
    admitted = admit(bare, Targets, name="targets")
    if column == "strict":
        assert admitted[column].tolist() == [False]
    else:
        assert admitted[column].isna().all()


def test_a_table_without_editions_gets_a_column_of_unknown_ones(observations: Maker) -> None:
    admitted = entering(observations().drop(columns="released"))
    assert admitted["released"].dtype == "datetime64[us]"
    assert admitted["released"].isna().all()


def test_admitting_leaves_the_frame_as_it_was(observations: Maker) -> None:
    frame = observations(year=2007.0).drop(columns="released")
    before = frame.copy(deep=True)
    entering(frame)
    pd.testing.assert_frame_equal(frame, before)


# --- admit: what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize("thing", [None, "observations.csv", {"year": [2007]}, [1, 2]])
def test_what_is_no_frame_is_refused_by_its_type(thing: Any) -> None:
    with pytest.raises(TableError, match=f"actuals is a {type(thing).__name__}, not a DataFrame"):
        entering(thing)


def test_codes_that_are_numbers_are_refused_with_the_remedy(observations: Maker) -> None:
    with pytest.raises(
        TableError, match=r"column area: 431000 is not text; codes are text too: \.astype\(str\)"
    ):
        entering(observations(area=431000))


def test_a_missing_column_is_named_with_the_one_that_may_be_meant(observations: Maker) -> None:
    with pytest.raises(TableError, match=r"no column indicator \(did you mean indicater\?\)"):
        entering(observations().rename(columns={"indicator": "indicater"}))


def test_every_missing_column_is_listed_at_once(observations: Maker) -> None:
    with pytest.raises(TableError, match=r"not a table of Observations \(2 problems\)") as refused:
        entering(observations().drop(columns=["unit", "source"]))
    assert refused.value.problems == ("no column unit", "no column source")


def test_a_column_that_stands_twice_is_refused(observations: Maker) -> None:
    frame = observations()
    with pytest.raises(TableError, match="column value: stands 2 times"):
        entering(pd.concat([frame, frame[["value"]]], axis=1))


def test_text_is_no_value(observations: Maker) -> None:
    frame = observations().astype({"value": "str"})
    with pytest.raises(TableError, match="column value: not all numbers; text is read by read_observations"):
        entering(frame)


def test_a_dated_table_and_an_undated_row_come_together(observations: Maker) -> None:
    # pd.concat of a column of dates and a column of None is a column of objects
    undated = observations({"year": 2008}).assign(released=None)
    both = pd.concat(
        [observations(released=datetime.date(2008, 3, 31)).astype({"released": object}), undated]
    )
    assert entering(both)["released"].tolist() == [pd.Timestamp("2008-03-31"), pd.NaT]


@pytest.mark.parametrize("released", ["2008-03-31", 20080331])
def test_what_is_no_column_of_days_is_refused_with_the_remedy(observations: Maker, released: Any) -> None:
    with pytest.raises(TableError, match=r"column released: not dates: pd\.to_datetime makes them"):
        entering(observations().assign(released=released))


def test_a_time_zone_is_refused_with_the_remedy(observations: Maker) -> None:
    frame = observations(released="2008-03-31")
    frame["released"] = frame["released"].dt.tz_localize("Asia/Shanghai")
    with pytest.raises(TableError, match=r"has a time zone; a release is a day: \.dt\.tz_localize\(None\)"):
        entering(frame)


@pytest.mark.parametrize("strict", ["yes", None, 2])
def test_what_is_neither_true_nor_false_is_refused(targets: Maker, strict: Any) -> None:
    with pytest.raises(TableError, match="column strict: not all true or false"):
        admit(targets({"minimum": 1.0, "strict": strict}), Targets, name="targets")


# --- checked -------------------------------------------------------------------------------------


def test_a_sound_table_leaves_with_its_own_columns_first(observations: Maker) -> None:
    frame = observations().assign(remark="x")
    leaving = checked(frame[frame.columns[::-1]], Observations)
    assert leaving.columns.tolist() == [*Observations.to_schema().columns, "remark"]


# A change of one cell of a sound row, and what the error says of it.
CELLS = {
    "year before the republic": ({"year": 1800}, "column year: 1800 in rows 0 is below 1949"),
    "year too far": ({"year": 2200}, "column year: 2200 in rows 0 is above 2100"),
    "unknown status": (
        {"obs_status": "sure"},
        "column obs_status: 'sure' in rows 0 is not one of final, revised, ",
    ),
    "missing unit": ({"unit": None}, "column unit: nan in rows 0 is missing"),
    "blank source": ({"source": "  "}, "column source: '  ' in rows 0 is blank, padded or unprintable text"),
    "padded code": ({"indicator": "gdp "}, "column indicator: 'gdp ' in rows 0 is blank, padded"),
    "line break": ({"source": "a\nb"}, "column source: .* is blank, padded or unprintable text"),
    "infinite value": ({"value": float("inf")}, "column value: inf in rows 0 is infinite value"),
}


@pytest.mark.parametrize(("cell", "said"), CELLS.values(), ids=CELLS)
def test_a_cell_the_schema_does_not_admit_is_named(
    observations: Maker, cell: dict[str, Any], said: str
) -> None:
    with pytest.raises(TableError, match=said):
        checked(entering(observations(cell)), Observations)


def test_a_key_that_stands_twice_is_named_with_its_rows(observations: Maker) -> None:
    frame = observations({}, {"area": "431002"}, {}, released="2008-03-31")
    said = r"the same key stands more than once: \(gdp, 431000, 2007, 2008-03-31 00:00:00\), in rows 0, 2"
    with pytest.raises(TableError, match=said):
        checked(frame, Observations)


def test_two_editions_without_a_date_are_the_same_key(observations: Maker) -> None:
    with pytest.raises(TableError, match="stands more than once"):
        checked(observations({"value": 1.0}, {"value": 2.0}), Observations)


def test_every_problem_is_listed_at_once(observations: Maker) -> None:
    frame = observations({"year": 1800}, {"obs_status": "sure"}, {"year": 2006, "unit": " "})
    with pytest.raises(TableError, match=r"actuals is not a table of Observations \(3 problems\)") as refused:
        checked(frame, Observations, name="actuals")
    assert len(refused.value.problems) == 3


def test_a_firm_class_outside_the_plan_is_refused(firms: Maker) -> None:
    with pytest.raises(TableError, match="column firm_class: 'big' in rows 0 is not one of tech, high_tech"):
        checked(admit(firms({"firm_class": "big"}), Firms, name="firms"), Firms)


def test_a_verdict_outside_the_list_is_refused() -> None:
    columns = Assessments.to_schema().columns
    empty = pd.DataFrame({column: pd.Series(dtype=str(kind.dtype)) for column, kind in columns.items()})
    assert checked(empty, Assessments).empty
    with pytest.raises(TableError, match="column status: 'perhaps' in rows 0 is not one of met, on_track, "):
        checked(empty.reindex([0]).assign(status="perhaps"), Assessments)


def test_every_refusal_is_one_of_ours(observations: Maker) -> None:
    with pytest.raises(IndicatorsError):
        checked(observations(year=1800), Observations)
    with pytest.raises(ValueError, match="below 1949"):  # so that a caller may also catch the usual class
        checked(observations(year=1800), Observations)


def test_rows_are_told_by_their_place_where_labels_repeat(observations: Maker) -> None:
    apart = pd.concat([observations({"year": 2006}), observations({"year": 2007})])
    assert checked(apart, Observations).index.tolist() == [0, 0]
    with pytest.raises(TableError, match=r"column year: 1800 in rows 1 is below 1949"):
        checked(pd.concat([observations(), observations(year=1800)]), Observations)
    with pytest.raises(TableError, match=r"the same key stands more than once: .* in rows 0, 1"):
        checked(pd.concat([observations(), observations()]), Observations)
