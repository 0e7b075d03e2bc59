"""Two years side by side as tables."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.report.comparison import judgements_table, years_table
from chenzhou_indicators.report.scorecard import write_table

TABLES = {"years": years_table, "judgements": judgements_table}
SIDES = ["year", "value", "rank", "released", "source"]
RENAMED = {
    "years": {f"{name}_before": f"earlier_{name}" for name in SIDES}
    | {name: f"later_{name}" for name in SIDES},
    "judgements": {"verdict": "verdict_change"},  # another meaning elsewhere
}
UNNAMED = {"name_zh", "name_en"}  # one of them is the name


@pytest.fixture(scope="module")
def frames():
    """Return what each table is made of."""
    observations = ci.load_sample("observations")
    known = ci.latest_vintage(observations)
    targets = ci.load_plan("chenzhou-2007").targets
    firms = ci.load_sample("firms")
    judged = [ci.assess(observations, targets, year=year, firms=firms) for year in (2006, 2007)]
    return {
        "years": ci.compare_years(ci.derive(known), years=[2004, 2006, 2007]),
        "judgements": ci.compare_assessments(*judged),
    }


@pytest.fixture(params=TABLES)
def kind(request):
    return request.param


def test_a_table_is_in_one_language_with_no_heading_twice(frames, kind):
    chinese, english = (TABLES[kind](frames[kind], lang=lang) for lang in ("zh", "en"))
    assert chinese.columns.is_unique
    assert english.columns.is_unique
    assert not set(chinese.columns) & set(english.columns)
    assert all(re.search("[\u4e00-\u9fff]", heading) for heading in chinese.columns)
    assert not any("_" in heading for heading in english.columns)
    worded = english.drop(
        columns=["earlier source", "later source"], errors="ignore"
    )  # as the figures have it
    texts = [worded[column].dropna() for column in worded.select_dtypes(["str", "object"])]
    assert not pd.concat(texts).str.contains("[\u4e00-\u9fff]").any()


def test_no_column_of_the_frame_is_lost(frames, kind):
    columns = [RENAMED[kind].get(column, column) for column in frames[kind].columns if column not in UNNAMED]
    assert {word("column", column, "en") for column in columns} <= set(TABLES[kind](frames[kind], lang="en"))


def test_rows_stay_as_they_are_and_the_frame_too(frames, kind):
    before = frames[kind].copy(deep=True)
    table = TABLES[kind](frames[kind], lang="en")
    assert frames[kind].equals(before)
    assert table["area"].tolist() == before["area"].tolist()
    assert table["indicator"].tolist() == before["indicator"].tolist()


def test_words_of_changes_units_and_breaks_are_said(frames):
    table = years_table(frames["years"]).set_index(["指标", "地区", "本期年份"])
    ratio = table.loc[("rd_intensity", "431003", 2007)]
    assert ratio[["单位", "变动单位", "不完全可比的原因"]].tolist() == [
        "%",
        "个百分点",
        "两年数据的发布批次不同",
    ]
    assert ratio[["上期数值", "本期数值", "本期位次", "上升位数"]].round(2).tolist() == [1.62, 2.05, 1, 0]
    silent = table.loc[("top_innovators", "431000", 2007), "说明"]
    assert silent == "缺数据：十佳科技创新人才 2006"


def test_both_years_are_headed_alike(frames):
    headings = [*years_table(frames["years"])]
    assert [name for name in headings if "上期" in name] == [
        *("上期年份", "上期数值", "上期位次", "上期数据发布日期", "上期数据来源"),
    ]
    assert {name.replace("上期", "本期") for name in headings if "上期" in name} < {*headings}
    assert not any("（前）" in name or "本年" in name for name in headings)


def test_what_became_of_a_verdict_is_said_in_words(frames):
    table = judgements_table(frames["judgements"], lang="en").set_index(["target", "area"])
    row = table.loc[("patent_applications", "431000")]
    assert row[["name", "year, before", "year, after"]].tolist() == ["Patent applications", 2006, 2007]
    assert row[["actual, before", "actual, after"]].tolist() == [331, 412]
    assert row["change of verdict"] == "can be judged now"  # it was not due in 2006, and has no baseline
    assert row["figure changed"] == "yes"
    assert row["target changed"] == "no"


def test_a_file_reads_back_as_it_was(frames, kind, tmp_path):
    table = TABLES[kind](frames[kind], lang="zh")
    write_table(table, tmp_path / "table.csv")
    again = pd.read_csv(tmp_path / "table.csv", encoding="utf-8-sig", dtype={"地区": "str"})
    assert list(again.columns) == list(table.columns)
    assert len(again) == len(table)
    numbers = table.select_dtypes("float64").columns
    pd.testing.assert_frame_equal(again[numbers].astype("float64"), table[numbers].reset_index(drop=True))
