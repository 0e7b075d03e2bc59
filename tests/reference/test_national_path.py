"""China's promise of 2 % by 2010, judged on the editions of each day.

The national programme for science and technology 2006-2020, published on 9 February 2006, promised
R&D expenditure of 2 % of GDP by 2010. The figures are those of ``published.csv``: the baseline of
2005 came out as 1.34 % (bulletin of September 2006) and stands as 1.33 % in the yearbook of 2007,
which the sample dates 2007-12-31.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import chenzhou_indicators as ci

PLAN = """\
id = "china-2010"
document = "国家中长期科学和技术发展规划纲要（2006—2020年）"
issued = 2006-02-09
area = "100000"

[title]
zh = "国家中长期科技规划"
en = "National programme for science and technology"

[[targets]]
target = "rd_intensity_2010"
name_zh = "研发投入占GDP比重达到2%"
name_en = "R&D at 2 % of GDP"
indicator = "rd_intensity"
form = "level"
minimum = 2
unit = "%"
scope = "city"
baseline_year = 2005
due = 2010
commitment = "achieve"
clause = "9"
"""


@pytest.fixture
def promise(tmp_path: Path) -> pd.DataFrame:
    path = tmp_path / "china-2010.toml"
    path.write_text(PLAN, encoding="utf-8")
    return ci.load_plan(path).targets


def judged(promise: pd.DataFrame, year: int, day: str) -> pd.Series:
    return ci.assess(ci.load_sample("published"), promise, year=year, as_of=day).iloc[0]


# Year judged, day of the reader, actual, baseline known that day, what the line passes, verdict.
PATH = [
    # 1.34 + 0.66 * 1/5 = 1.472
    (2006, "2007-09-12", 1.42, 1.34, 1.472, "lagging"),
    # the yearbook: 1.33 + 0.67 * 1/5 = 1.464
    (2006, "2007-12-31", 1.42, 1.33, 1.464, "lagging"),
    # 1.33 + 0.67 * 2/5 = 1.598
    (2007, "2009-01-08", 1.49, 1.33, 1.598, "lagging"),
    # GDP of 2007 revised upwards: 1.44, further from the same line
    (2007, "2009-12-21", 1.44, 1.33, 1.598, "lagging"),
    # 1.33 + 0.67 * 3/5 = 1.732
    (2008, "2009-12-21", 1.54, 1.33, 1.732, "lagging"),
    # 1.33 + 0.67 * 4/5 = 1.866
    (2009, "2010-11-23", 1.70, 1.33, 1.866, "lagging"),
    # the due year: 1.76 of 2
    (2010, "2011-09-28", 1.76, 1.33, 2.0, "missed"),
]


@pytest.mark.parametrize(("year", "day", "actual", "baseline", "line", "status"), PATH)
def test_the_promise_year_by_year_as_it_stood_on_the_day(
    promise: pd.DataFrame, year: int, day: str, actual: float, baseline: float, line: float, status: str
) -> None:
    verdict = judged(promise, year, day)
    assert verdict["actual"] == actual
    assert verdict["status"] == status
    assert verdict["time_elapsed"] == pytest.approx((year - 2005) / 5)
    # The way covered and the line tell the baseline the verdict rests on.
    assert verdict["progress"] == pytest.approx((actual - baseline) / (2 - baseline))
    assert baseline + (2 - baseline) * verdict["time_elapsed"] == pytest.approx(line)
    assert verdict["gap"] == pytest.approx(actual - 2)


@pytest.mark.parametrize(
    ("year", "day"), [(2006, "2007-09-11"), (2007, "2009-01-07"), (2008, "2009-12-20"), (2010, "2011-09-27")]
)
def test_the_day_before_the_bulletin_nothing_can_be_said(promise: pd.DataFrame, year: int, day: str) -> None:
    verdict = judged(promise, year, day)
    assert verdict["status"] == "not_assessable"
    assert verdict["reason"].startswith(f"no value: rd_intensity {year}")


def test_the_verdict_on_2010_names_the_bulletin_it_rests_on(promise: pd.DataFrame) -> None:
    verdict = judged(promise, 2010, "2011-09-28")
    assert verdict["status"] == "missed"
    assert verdict["attainment"] == pytest.approx(0.88)  # 1.76 / 2
    assert verdict["released"] == pd.Timestamp("2011-09-28")
    assert "2010年全国科技经费投入统计公报" in verdict["source"]
    assert verdict["obs_status"] == "final"


def test_later_editions_leave_the_promise_missed_by_more(promise: pd.DataFrame) -> None:
    # World Bank, editions of December 2013 and July 2026: 1.75899 and 1.68456 % for 2010.
    actual = [judged(promise, 2010, day)["actual"] for day in ("2013-12-31", "2026-07-13")]
    assert actual == [1.75899, 1.68456]
    assert judged(promise, 2010, "2026-07-13")["obs_status"] == "revised"


def test_a_revision_takes_back_most_of_the_way_covered_since_2006(promise: pd.DataFrame) -> None:
    # Counted from 2006 (1.42 in the bulletins, 1.42 in the yearbook), 2007 was 1.49, then 1.44.
    from_2006 = promise.assign(baseline_year=2006)
    early, late = (judged(from_2006, 2007, day) for day in ("2009-01-08", "2009-12-21"))
    assert early["progress"] == pytest.approx(0.07 / 0.58)
    assert late["progress"] == pytest.approx(0.02 / 0.58)
    assert early["status"] == late["status"] == "lagging"
