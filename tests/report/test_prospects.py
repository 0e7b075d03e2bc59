"""Paths, outlooks, revisions and verdicts of two days as tables."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.report import prospects
from chenzhou_indicators.report.scorecard import write_table

DAYS = {"before": "2008-06-30", "after": "2008-12-31"}


@pytest.fixture(scope="module")
def frames():
    """Return what each table is made of."""
    sample, targets = ci.load_sample("observations"), ci.load_plan("chenzhou-2007").targets
    return {
        "outlook": ci.outlook(sample, targets, year=2007),
        "pace": ci.pace(sample, targets, year=2007, method="cagr_ratio"),
        "revisions": ci.revisions(ci.load_sample("published")),
        "comparison": ci.compare_vintages(sample, targets, year=2007, **DAYS),
    }


@pytest.fixture(params=["outlook", "pace", "revisions", "comparison"])
def kind(request):
    return request.param


def made(frames, kind, lang, **columns):
    return getattr(prospects, f"{kind}_table")(frames[kind].assign(**columns), lang=lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_is_in_one_language_with_no_heading_twice(frames, kind, lang):
    table, other = (made(frames, kind, each) for each in (lang, {"zh": "en", "en": "zh"}[lang]))
    assert table.columns.is_unique
    assert not set(table.columns) & set(other.columns)
    texts = {text for column in table.select_dtypes(["str", "object"]) for text in table[column].dropna()}
    assert not texts & {word("status", code, {"zh": "en", "en": "zh"}[lang]) for code in ("met", "missed")}
    assert {"False", "True"}.isdisjoint(texts)


def test_no_column_of_the_frame_is_lost(frames, kind):
    headings = {word("column", column, "en") for column in frames[kind].columns} - {"name_zh", "name_en"}
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
    whole = made(frames, kind, "zh")
    none = getattr(prospects, f"{kind}_table")(frames[kind].iloc[:0], lang="zh")
    assert none.columns.tolist() == whole.columns.tolist()
    assert none.empty


def test_text_that_looks_like_a_formula_is_written_as_text(frames, tmp_path):
    write_table(made(frames, "pace", "en", name_en="=HYPERLINK(1)"), tmp_path / "t.csv")
    assert set(pd.read_csv(tmp_path / "t.csv", encoding="utf-8-sig")["name"]) == {"'=HYPERLINK(1)"}


def test_a_target_without_an_outlook_has_one_row_and_its_reason(frames):
    # 45 targets × areas: one with four methods, 44 without any
    table = made(frames, "outlook", "zh")
    assert len(table) == 4 + 44
    silent = table[table["方法"].isna()]
    assert len(silent) == 44
    assert silent["说明"].ne("").all()
    assert silent["中位数"].isna().all()
    assert "只有水平目标才有路径" in set(silent["说明"])


def test_every_year_of_an_outlook_keeps_its_rows():
    promise = ci.load_plan("chenzhou-2007").targets.query("target == 'rd_intensity_2010'")
    ahead = ci.outlook(ci.load_sample("observations"), promise, year=2007, every_year=True)
    assert len(prospects.outlook_table(ahead)) == len(ahead) == 3 * 4


def test_what_a_pace_is_counted_in_is_said(frames):
    units = prospects.pace_table(frames["pace"], lang="en").set_index("target")["unit of paces"]
    assert units["rd_intensity_2010"] == "fraction a year"  # compound, as Eurostat has it
