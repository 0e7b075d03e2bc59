"""A whole year's run: figures in a sheet, a plan file, verdicts, a folder to send round."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci

FIGURES = """\
指标,地区,年份,数值,单位,发布日期,状态,来源
全社会研发投入,郴州市,2006年,"43,699",万元,2007-09-30,最终数,科技统计
全社会研发投入,郴州市,2007年,5.9848,亿元,2008-09-30,最终数,科技统计
地区生产总值,郴州市,2006年,546.2338,亿元,2007-12-31,最终数,城市统计年鉴
地区生产总值,郴州市,2007年,659,亿元,2008-01-03,初步数,政府工作报告
地区生产总值,郴州市,2007年,650.5242,亿元,2008-12-31,最终数,城市统计年鉴
专利申请量,郴州市,2007年,４００,件,2008-03-31,最终数,统计公报
"""
PLAN = """\
id = "mine"
document = "测试"
issued = 2007-01-01
area = "431000"
title = { zh = "测试计划", en = "A plan to test with" }

[[targets]]
target = "rd_2010"
name_zh = "研发投入占GDP比重"
name_en = "R&D in GDP"
indicator = "rd_intensity"
form = "level"
minimum = 2
unit = "%"
scope = "city"
baseline_year = 2006
due = 2010
commitment = "ensure"
clause = "1"

[[targets]]
target = "patents"
name_zh = "专利申请"
name_en = "Patent applications"
indicator = "patent_applications"
form = "level"
minimum = 400
strict = true
unit = "count"
scope = "city"
due = 2007
commitment = "achieve"
clause = "2"
"""


@pytest.fixture
def year(tmp_path):
    """Keep an office's files: figures as a spreadsheet saves them, and a plan."""
    (tmp_path / "数据.csv").write_text(FIGURES, encoding="gb18030")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def test_the_year_is_judged_from_file_to_folder(year):
    observations = ci.read_observations(year / "数据.csv")
    plan = ci.load_plan(year / "plan.toml")
    verdicts = ci.assess(observations, plan.targets, year=2007).set_index("target")

    rd = verdicts.loc["rd_2010"]
    # 5.9848 / 650.5242 = 0.92000 %; from 4.3699 / 546.2338 = 0.80001 % a quarter of the way is 1.10
    assert rd["actual"] == pytest.approx(100 * 5.9848 / 650.5242)
    assert rd["progress"] == pytest.approx((0.919997 - 0.800005) / (2 - 0.800005), rel=1e-4)
    assert (rd["status"], rd["obs_status"]) == ("lagging", "final")
    assert rd["released"] == pd.Timestamp("2008-12-31")
    assert rd["source"] == "derived: rd_expenditure (科技统计) / gdp (城市统计年鉴)"

    # 突破400: four hundred is not more than four hundred
    patents = verdicts.loc["patents"]
    assert (patents["actual"], patents["status"]) == (400, "missed")

    written = ci.annual_report(observations, plan, year=2007, out=year / "out")
    files = [path for path in written.rglob("*") if path.is_file()]
    assert {"report.html", "scorecard.xlsx", "scorecard.csv"} <= {path.name for path in files}
    assert all(path.stat().st_size > 0 for path in files)


def test_the_same_year_as_it_was_known_in_october_2008(year):
    observations = ci.read_observations(year / "数据.csv")
    plan = ci.load_plan(year / "plan.toml")
    rd = ci.assess(observations, plan.targets, year=2007, as_of="2008-10-01").iloc[0]
    # the yearbook was not out: 5.9848 / 659 = 0.9082 %, a preliminary figure
    assert rd["actual"] == pytest.approx(100 * 5.9848 / 659)
    assert rd["obs_status"] == "preliminary"
