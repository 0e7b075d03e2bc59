"""Growth accounts and contributions as tables."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.report.growth import (
    beside_choices,
    contributions_table,
    growth_accounts_table,
    largest_first,
    with_total,
)
from chenzhou_indicators.report.scorecard import write_table

TABLES = ["growth", "rise", "sensitivity", "beside", "contributions"]
MODELS = [
    *("GrowthAccounts", "ContributionRise", "ContributionSensitivity"),
    *("Contributions", "Productivity", "RatioEffects", "ShiftShare"),
]
AREAS = {"city": "431000", "a": "431002", "b": "431003", "c": "431021"}
TOTAL = ["value_before", "value", "growth", "contribution_pp", "contribution_share"]
NONE = float("nan")


@pytest.fixture(scope="module")
def frames():
    """Return what each table is made of."""
    accounts = ci.load_sample("accounts")
    growth, sensitivity = ci.growth_accounts(accounts), ci.contribution_sensitivity(accounts)
    figures = ci.latest_vintage(ci.load_sample("observations"))
    return {
        "growth": growth,
        "rise": ci.contribution_rise(growth),
        "sensitivity": sensitivity,
        "beside": beside_choices(growth, sensitivity),
        "contributions": ci.contributions(figures, "hightech_output", year=2007, parts="park"),
    }


@pytest.fixture(params=TABLES)
def kind(request):
    return request.param


def made(frames, kind, lang):
    table = contributions_table if kind == "contributions" else growth_accounts_table
    return table(frames[kind], lang=lang)


@pytest.mark.parametrize("model", MODELS)
def test_every_column_has_a_heading_of_its_own_in_both_languages(model):
    columns = [*getattr(ci.schemas, model).to_schema().columns]
    chinese, english = ([word("column", column, lang) for column in columns] for lang in ("zh", "en"))
    assert all(re.search("[\u4e00-\u9fff]", heading) for heading in chinese)
    assert not any(re.search("[\u4e00-\u9fff]|_", heading) for heading in english)
    assert len(set(chinese)) == len(set(english)) == len(columns)


def test_a_table_is_in_one_language_with_no_heading_twice(frames, kind):
    chinese, english = (made(frames, kind, lang) for lang in ("zh", "en"))
    assert chinese.columns.is_unique
    assert english.columns.is_unique
    assert not set(chinese.columns) & set(english.columns)
    texts = [english[column].dropna() for column in english.select_dtypes(["str", "object"])]
    assert not pd.concat(texts).str.contains("[\u4e00-\u9fff]").any()


def test_no_column_of_the_frame_is_lost(frames, kind):
    headings = {word("column", column, "en") for column in frames[kind].columns}
    assert headings <= set(made(frames, kind, "en").columns)


def test_the_frame_is_not_changed(frames, kind):
    before = frames[kind].copy()
    made(frames, kind, "zh")
    pd.testing.assert_frame_equal(frames[kind], before)


def test_numbers_stay_numbers_when_read_back(frames, kind, tmp_path):
    table = made(frames, kind, "en")
    write_table(table, tmp_path / "t.csv")
    read = pd.read_csv(tmp_path / "t.csv", encoding="utf-8-sig")
    assert len(read) == len(table)
    for column in table.select_dtypes("float64"):
        assert read[column].tolist() == pytest.approx(table[column].tolist(), rel=1e-9, nan_ok=True)


def test_a_table_of_nothing_has_its_headings(frames, kind):
    none = made({kind: frames[kind].iloc[:0]}, kind, "zh")
    assert none.columns.tolist() == made(frames, kind, "zh").columns.tolist()
    assert none.empty


def test_words_names_and_reasons_are_in_the_language(frames):
    table = made(frames, "sensitivity", "zh")
    assert set(table["数据状态"]) == {"最终数", "示例数"}
    assert set(table["提高达到要求"].dropna()) == {"是", "否"}
    assert set(table["说明"]) == {"", "缺上年数据"}
    assert made(frames, "contributions", "zh")["组成部分名称"].tolist()[-1] == "其余"


# Output doubles its growth of capital in the first year and equals it in the second: 10 % against 20 %,
# then 10 % against 10 %, labour still. The rate is 1 - 2a, then 1 - a, with a the capital elasticity.
def test_the_range_and_the_rise_stand_beside_the_rate():
    accounts = pd.DataFrame(
        {
            "area": "431000",
            "year": [2005, 2006, 2007],
            "output": [100.0, 110.0, 121.0],
            "capital": [100.0, 120.0, 132.0],
            "labour": 50.0,
        }
    )
    growth = ci.growth_accounts(accounts, window=1)
    rows = beside_choices(growth, ci.contribution_sensitivity(accounts, window=(1, 2)))
    assert rows["residual_share"].tolist() == pytest.approx([0.3, 0.65])
    assert rows["rise_pp"].tolist() == pytest.approx([float("nan"), 35.0], nan_ok=True)
    assert rows["lowest_share"].tolist() == pytest.approx([-0.2, 0.4])  # a = 0.60
    assert rows["highest_share"].tolist() == pytest.approx([0.4, 0.7])  # a = 0.30
    assert rows["n_judged"].tolist() == [0, 7]  # windows of two years have none before them
    assert rows["share_met"].tolist() == pytest.approx([float("nan"), 1.0], nan_ok=True)


def test_choices_of_another_window_leave_the_range_missing(frames):
    accounts = ci.load_sample("accounts")
    rows = beside_choices(frames["growth"], ci.contribution_sensitivity(accounts, window=3))
    assert rows[["lowest_share", "highest_share"]].isna().all(axis=None)
    assert len(rows) == len(frames["growth"])


def test_contributions_and_residual_say_that_they_are_fractions(frames):
    chinese, english = (made(frames, "growth", lang).columns for lang in ("zh", "en"))
    assert {"资本拉动（小数）", "劳动拉动（小数）", "余值（小数）"} <= {*chinese}
    assert {f"contribution of {factor} (fraction)" for factor in ("capital", "labour")} <= {*english}
    assert "residual (fraction)" in english


@pytest.fixture
def shared(observations):
    """Share the growth of the city's GDP out: each area's value of 2006, value of 2007, and status."""

    def make(**figures: tuple[float, float, str]) -> pd.DataFrame:
        rows = [
            {"area": AREAS[name], "year": year, "value": value, "obs_status": status}
            for name, (*values, status) in figures.items()
            for year, value in zip((2006, 2007), values, strict=True)
        ]
        parts = [AREAS[name] for name in figures if name != "city"]
        return ci.contributions(observations(*rows), "gdp", year=2007, parts=parts)

    return make


# The city grows from 100 to 110, a from 40 to 45; what b had in 2006 is in the rest, 60 to 65.
@pytest.mark.parametrize("b", [(60, NONE), (NONE, 70), (NONE, NONE)])
def test_a_part_with_a_figure_of_one_year_is_not_counted_twice(shared, b):
    parts = shared(city=(100, 110, "final"), a=(40, 45, "revised"), b=(*b, "illustrative"))
    summed = with_total(parts)
    assert summed["part"].tolist()[:-1] == ["431002", "431003", "rest"]
    assert summed[TOTAL].iloc[-1].tolist() == pytest.approx([100, 110, 0.1, 10, 1])
    assert summed["obs_status"].iloc[-1] == "revised"  # of what is added up


def test_a_total_is_missing_where_the_growth_of_the_whole_is(shared):
    total = with_total(shared(city=(NONE, 110, "final"), a=(40, 45, "final"))).iloc[-1]
    assert total[TOTAL].isna().all()
    assert pd.isna(total["part"])


def test_the_largest_part_comes_first_the_silent_ones_late_and_the_rest_last(shared):
    # of the city's 10: a 1, b unknown, c 3, the rest 6
    parts = shared(city=(100, 110, "final"), a=(40, 41, "final"), b=(1, NONE, "final"), c=(20, 23, "final"))
    assert largest_first(parts)["part"].tolist() == ["431021", "431002", "431003", "rest"]
