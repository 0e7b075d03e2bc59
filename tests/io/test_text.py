"""What people write for a number, a year, a day or a name; and what is said where it is none."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chenzhou_indicators.io.cells import cell_text, shown
from chenzhou_indicators.io.text import days, folded, free_text, names, numbers, years


def column(*texts: str) -> pd.Series:
    return pd.Series(texts, dtype="str")


def read_numbers(*texts: str, percent: bool = False) -> tuple[pd.Series, pd.Series]:
    texts_ = column(*texts)
    return numbers(texts_, percent_allowed=pd.Series(percent, index=texts_.index))


@given(st.floats(-1e12, 1e12))
def test_a_number_with_all_its_digits_reads_back_exactly(value: float) -> None:
    assert read_numbers(cell_text(value))[0][0] == value


@given(st.integers(-(10**12), 10**12))
def test_thousands_separators_change_nothing(value: int) -> None:
    assert read_numbers(f"{value:,}")[0][0] == value


@given(st.text(max_size=8))
def test_no_text_is_a_number_a_missing_value_and_a_problem_at_once(text: str) -> None:
    try:
        texts = column(text)
    except UnicodeEncodeError:
        return
    value, problem = numbers(texts, percent_allowed=pd.Series([True]))
    assert not (value.notna() & problem.notna()).any()


@pytest.mark.parametrize(
    "text",
    [
        "5²",
        "①",
        "½",
        "Ⅷ",
        "1 000",
        "1'000",
        "0x10",
        "1_000",
        "1,2345",
        ",123",
        "--5",
        "5-",
        "%",
        "1e",
        "∞",
        "٣",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    value, problem = read_numbers(text, percent=True)
    assert pd.isna(value[0])
    assert problem[0].startswith(f"“{text}” is not a number")


@given(st.dates(pd.Timestamp("1949-01-01").date(), pd.Timestamp("2100-12-31").date()))
def test_a_day_reads_the_same_in_every_spelling(day: pd.Timestamp) -> None:
    spelled = column(
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y-%m-%d}T00:00:00",
    )
    read, problem = days(spelled)
    assert read.dt.date.tolist() == [day] * len(spelled)
    assert problem.isna().all()


@pytest.mark.parametrize(
    "text", ["2008", "2008-03", "2008年", "31-03-2008", "39538", "2008-03-31 12:00", "今天", "2008Q1"]
)
def test_less_or_more_than_a_day_is_refused(text: str) -> None:
    read, problem = days(column(text))
    assert read.isna().all()
    assert problem[0] == f"“{text}” is not a day; write the full date, like 2008-03-31"


def test_a_day_the_calendar_lacks_is_said_so() -> None:
    assert days(column("2007-02-29", "2008-13-01"))[1].tolist() == [
        "there is no day 2007-02-29",
        "there is no day 2008-13-01",
    ]


@given(st.integers(1949, 2100), st.sampled_from(["{}", "{}年", "{}年度", "{}.0", " {} "]))
def test_a_year_reads_the_same_in_every_spelling(year: int, spelling: str) -> None:
    read, problem = years(column(spelling.format(year)))
    assert read.tolist() == [year]
    assert problem.isna().all()


@pytest.mark.parametrize("text", ["2007.5", "07", "20070", "2007-2008", "2007-01-01", "二〇〇七", "200⑦"])
def test_what_is_no_year_is_refused(text: str) -> None:
    assert years(column(text))[1].tolist() == [f"“{text}” is not a year; write it like 2007"]


def test_a_name_is_compared_without_width_case_and_blanks() -> None:
    assert folded(column("Ｒ＆Ｄ", "r&d", " R&D\u3000")).tolist() == ["r&d"] * 3


def test_an_unknown_name_says_the_nearest_and_a_doubtful_one_all_it_may_mean() -> None:
    known = {"beihu": ["431002"], "suxian": ["431003"], "centre": ["1", "2"]}
    code, problem = names(column("Beihu", "behu", "Centre", ""), known, what="the list")
    assert code.dropna().tolist() == ["431002"]
    assert problem.dropna().tolist() == [
        "behu is not in the list (did you mean beihu?)",
        "Centre may mean 1 or 2; write the code",
        "empty; write a code or name in the list",
    ]


def test_a_text_keeps_what_is_inside_it() -> None:
    read, problem = free_text(column("  a  b\u00a0c ", "two\r\nlines", "=1+1"))
    assert read.tolist() == ["a  b\u00a0c", "two lines", "=1+1"]
    assert problem.isna().all()


@given(st.text(max_size=300))
def test_what_an_error_repeats_is_one_short_printable_line(text: str) -> None:
    line = shown(text)
    assert len(line) <= 60
    assert line.isprintable() or not text.isprintable()
    assert len(line.splitlines()) <= 1
