"""How figures moved, and the verdicts of two days, on the screen and as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from rich.cells import cell_len

from chenzhou_indicators import sample
from chenzhou_indicators.sample import SAMPLES

DAYS = ["--before", "2008-06-30", "--after", "2008-12-31"]
CHINA = ["--indicator", "rd_intensity", "--area", "100000"]


def row_of(out: str, *parts: str) -> str:
    """Return the line of the screen that holds all parts."""
    return next(text for text in out.splitlines() if all(part in text for part in parts))


def test_the_nation_s_intensity_of_2007_moved_through_four_editions(run):
    # published as 1.49 % on 2009-01-08, then 1.44 and 1.40, now 1.353: 0.137 points, 9.2 % of 1.49
    code, out, err = run("revisions", *CHINA, "--lang", "en")
    assert (code, err) == (0, "")
    row = row_of(out, "China", " 2007 ").split()
    assert row[-9:] == ["%", "1.49", "1.35", "-0.14", "pp", "-9.2%", "4", "2009-01-08", "2026-07-13"]


def test_the_revisions_of_an_indicator_have_their_means(run):
    # the mean of the sixteen revisions of the nation's R&D intensity in the sample: -0.066 points
    out = run("revisions", *CHINA)[1]
    assert "全社会研发投入占GDP比重（全国）：16 个数据有修订记录，平均修订 -0.07 个百分点" in out


def test_means_are_taken_within_an_area_for_areas_differ_in_size(run):
    # revisions of the city's GDP lie between -116 and 2, of the nation's at 19 191
    out = run("revisions", "--indicator", "gdp", "--lang", "en")[1]
    assert "Gross domestic product (Chenzhou): 13 figures, mean revision -39.88" in out
    assert "product (China): " not in out  # one figure has no mean


def test_figures_of_one_edition_are_counted(run):
    assert (
        "Not shown, for want of a second edition: 17."
        in run("revisions", "--indicator", "gdp", "--lang", "en")[1]
    )
    assert "另有 17 个数据只有一个版本" in run("revisions", "--indicator", "gdp")[1]


def test_a_figure_can_be_chosen_and_a_day(run):
    # until 2009 GDP of 2007 had gone from 246 619 to 257 306 (final verification of 2009-01-14)
    words = ["revisions", "--indicator", "gdp", "--area", "100000", "--year", 2007, "--lang", "en"]
    out = run(*words, "--as-of", "2009-12-31")[1]
    row = row_of(out, "China")
    for shown in ("246,619", "257,306", "10,687", "4.3%", "2009-01-14"):
        assert shown in row
    assert "265,810.31" in run(*words)[1]


def test_invented_editions_are_named(run, figures):
    out = run("revisions", figures)[1]
    assert "5.98*" in row_of(out, "全社会研发投入", "郴州市")
    assert "不代表真实结果" in out
    assert "不代表真实结果" not in run("revisions")[1]


@pytest.mark.parametrize(
    "words", [["--indicator", "major_project_share"], ["--year", "1950"], ["--as-of", "1990-01-01"]]
)
def test_nothing_revised_is_said(run, words):
    code, out, _ = run("revisions", *words, "--lang", "en")
    assert (code, out) == (0, "None of the figures chosen has more than one edition.\n")
    assert run("revisions", *words)[1] == "所选数据中没有多于一个版本的数。\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120, 160])
@pytest.mark.parametrize("words", [["revisions"], ["compare-vintages", *DAYS]])
def test_no_line_is_wider_than_the_screen(run, monkeypatch, words, width, lang):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run(*words, "--lang", lang)[1]
    assert max(map(cell_len, out.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 80])
def test_no_number_is_folded(run, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run("revisions", "--indicator", "gdp", "--lang", "en")[1]
    for shown in ("246,619.00", "265,810.31", "1,081.76"):
        assert shown in out


def test_numbers_of_one_unit_have_the_same_decimals(run):
    out = run("revisions", "--indicator", "gdp", "--area", "431000", "--lang", "en")[1]
    for shown in ("659.00", "-2.40", "-88.00"):
        assert shown in out


def test_revisions_are_kept_in_a_file(run):
    code, out, _ = run("revisions", *CHINA, "--out", "moved.csv")
    assert code == 0
    assert out.splitlines()[-1] == "moved.csv"
    table = pd.read_csv("moved.csv", encoding="utf-8-sig").set_index("年份")
    assert table.loc[2007, ["首次发布", "最新", "版本数", "首次发布日期"]].tolist() == [
        *(1.49, 1.35321, 4, "2009-01-08")
    ]


# --- verdicts of two days ------------------------------------------------------------------------


def test_what_moved_between_two_days_is_shown_with_both_verdicts(run):
    # 5.8648 / 659 = 0.89 % on the first day, 5.9848 / 650.5242 = 0.92 % on the second; both lag behind 1.1
    code, out, err = run("compare-vintages", *DAYS, "--lang", "en")
    assert (code, err) == (0, "")
    row = row_of(out, "R&D at 2 % of GDP")
    for shown in ("0.89%*", "0.92%*", "1.10%", "lagging"):
        assert shown in row
    assert "Verdicts changed: 0. Figures moved, verdict the same: 2. Nothing moved: 43." in out
    assert "illustrative" in out


def test_a_verdict_that_changed_is_shown(run, tmp_path):
    rows = [
        "indicator,area,year,value,unit,released,obs_status,source",
        "patent_applications,431000,2007,399,count,2008-01-10,preliminary,x",
        "patent_applications,431000,2007,412,count,2008-09-30,final,x",
    ]
    figures = tmp_path / "f.csv"
    figures.write_text("\n".join(rows), encoding="utf-8")
    out = run("compare-vintages", figures, *DAYS)[1]
    row = row_of(out, "专利申请").split()
    assert row[2:] == ["399", "412", "—", "—", "未完成", "完成"]  # more than 400 are promised
    assert "结论改变：1 项；数字变动而结论未变：0 项；未变：44 项。" in out
    assert "示例" not in out


def test_two_days_between_which_nothing_moved_say_so(run):
    words = ["compare-vintages", "--before", "2010-01-01", "--after", "2010-02-01"]
    assert "no figure moved, and no verdict changed" in run(*words, "--lang", "en")[1]
    assert "没有一项的数字变动" in run(*words)[1]


def test_the_verdicts_of_two_days_are_kept_in_a_file(run):
    code, out, _ = run("compare-vintages", *DAYS, "--out", "two.csv")
    assert code == 0
    assert out.splitlines()[-1] == "two.csv"
    table = pd.read_csv("two.csv", encoding="utf-8-sig").set_index("目标")
    assert len(table) == 45
    assert table.loc["rd_intensity_2010", ["结论（前）", "结论（后）", "数字有变"]].tolist() == [
        *("进度滞后", "进度滞后", "是")
    ]


# --- refusals ------------------------------------------------------------------------------------


def test_what_is_not_known_is_listed_at_once_with_a_hint(run):
    code, out, err = run("revisions", "--indicator", "gpd", "--area", "431099")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "Neither in the figures nor in the catalogue:",
        "  - indicator gpd (did you mean gdp?)",
        "  - area 431099; codes are those of GB/T 2260, like 431000",
    ]


def test_a_name_is_answered_with_its_code(run):
    assert "indicator 地区生产总值 (did you mean gdp?)" in run("revisions", "--indicator", "地区生产总值")[2]
    assert "area Chenzhou (did you mean 431000?)" in run("revisions", "--area", "Chenzhou")[2]
    assert (
        "indicator zebra; `chenzhou-indicators indicators` lists them"
        in run("revisions", "--indicator", "zebra")[2]
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["revisions", "nowhere.csv"], 1, "no such file"),
        (["revisions", "--year", "207"], 1, "207 is not a year"),
        (["revisions", "--as-of", "2008"], 1, "2008 is not a day"),
        (["revisions", "--out", "moved.xlsx"], 1, "moved.xlsx: revisions are written as .csv."),
        (["revisions", "--indicator", "gpd", "--out", "moved.csv"], 1, "did you mean gdp?"),
        (["compare-vintages", "--before", "2009", "--after", "2010-01-01"], 1, "2009 is not a day"),
        (["compare-vintages", "--before", "2010-01-01", "--after", "2009-01-01"], 1, "swap them"),
        (["compare-vintages", "--before", "2010-01-01"], 2, "--after"),
    ],
)
def test_errors_are_sentences_and_leave_no_file(run, words, code, said):
    ended, out, err = run(*words)
    assert ended == code
    assert said in err
    assert "Traceback" not in out + err
    assert list(Path().iterdir()) == []


def test_what_is_read_is_not_written_over(run, tmp_path):
    figures = tmp_path / "f.csv"
    figures.write_text(
        "indicator,area,year,value,unit,obs_status,source\ngdp,431000,2007,1,亿元,final,x", "utf-8"
    )
    kept = figures.read_bytes()
    for words in (["revisions", figures], ["compare-vintages", figures, *DAYS]):
        code, _, err = run(*words, "--out", figures)
        assert code == 1
        assert "is read by this command" in err
    assert figures.read_bytes() == kept


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sample_file_is_written_over(run, monkeypatch, tmp_path, name):
    originals = {each: sample.sample_file(each).read_bytes() for each in SAMPLES}
    copies = {each: tmp_path / f"{each}.csv" for each in SAMPLES}
    for each, copy in copies.items():
        copy.write_bytes(originals[each])
    monkeypatch.setattr(sample, "sample_file", copies.__getitem__)
    code, _, err = run("revisions", "--indicator", "rd_intensity", "--out", copies[name])
    assert code == 1
    assert "belongs to the sample" in err
    assert copies[name].read_bytes() == originals[name]
