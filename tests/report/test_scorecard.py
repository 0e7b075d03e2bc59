"""The scorecard as a table to send round."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.report import scorecard


@pytest.fixture(scope="module")
def verdicts(plan):
    return ci.assess(ci.load_sample("observations"), plan.targets, year=2007, firms=ci.load_sample("firms"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_holds_every_verdict_in_one_language(verdicts, lang):
    table = scorecard.scorecard_table(verdicts, lang=lang)
    assert len(table) == len(verdicts) == 45
    assert table[word("column", "actual", lang)].tolist() == pytest.approx(
        verdicts["actual"].tolist(), nan_ok=True
    )
    other = {"zh": "missed", "en": "未完成"}[lang]
    assert not table.astype(str).eq(other).any(axis=None)


def test_text_that_looks_like_a_formula_is_written_as_text(verdicts, tmp_path):
    table = scorecard.scorecard_table(verdicts.assign(name_zh="=HYPERLINK(1)"))
    scorecard.write_table(table, tmp_path / "scorecard.csv")
    table = pd.read_csv(tmp_path / "scorecard.csv", encoding="utf-8-sig", dtype=str)
    assert set(table["目标名称"]) == {"'=HYPERLINK(1)"}
    assert table["差距"].str.startswith("-").any()  # numbers are numbers


def test_a_text_reads_in_a_file_as_it_is_written(verdicts, tmp_path):
    marks = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    table = scorecard.scorecard_table(verdicts.assign(name_zh=f"专利{marks}申请\x07", source=f"{marks}=1"))
    scorecard.write_table(table, tmp_path / "scorecard.csv")
    written = pd.read_csv(tmp_path / "scorecard.csv", encoding="utf-8-sig", dtype=str)
    assert {*written["目标名称"]} == {"专利申请\ufffd"}
    assert {*written["数据来源"]} == {"'=1"}


def test_a_promise_without_a_number_says_so(verdicts, plan):
    table = scorecard.scorecard_table(verdicts, plan=plan).set_index("目标")
    assert "没有给出数字" in table.loc["rd_intensity_rise", "备注"]
