"""Where a promise should be by now, and where the past leads, on the screen and as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import chenzhou_indicators as ci

# The national plan: 2 % of GDP by 2010 from 0.9 % in 2000, as 国发〔2005〕44号 promises it.
NATIONAL = """
id = "national"
document = "国发〔2005〕44号"
issued = 2005-12-20
area = "100000"
title = { zh = "国家中长期科学和技术发展规划纲要", en = "National S&T programme" }

[[targets]]
target = "rd_intensity_2010"
name_zh = "研发投入占GDP比重达到2%"
name_en = "R&D at 2 % of GDP"
indicator = "rd_intensity"
form = "level"
minimum = 2.0
unit = "%"
scope = "city"
baseline_year = 2000
due = 2010
commitment = "achieve"
clause = "1"
"""
LEVEL = """
[[targets]]
target = "rd_2010"
name_zh = "研发投入达到7000亿元"
name_en = "R&D at 700 billion yuan"
indicator = "rd_expenditure"
form = "level"
minimum = 7000
unit = "100 million CNY"
scope = "city"
baseline_year = 2002
due = 2010
commitment = "achieve"
clause = "1"
"""
SEEN = ["--year", 2006, "--as-of", "2007-12-31"]


@pytest.fixture
def national(tmp_path):
    """Write the published figures, and the plan they are held against; return the words that name both."""
    figures, plan = tmp_path / "published.csv", tmp_path / "national.toml"
    ci.write_observations(ci.load_sample("published"), figures)
    plan.write_text(NATIONAL, encoding="utf-8")
    return [figures, "--plan", plan]


def line(out: str, start: str) -> str:
    """Return the line of the screen that begins with some words."""
    return next(text for text in out.splitlines() if text.strip().startswith(start))


# --- path ----------------------------------------------------------------------------------------


def test_the_path_of_the_city_shows_what_2007_should_be_and_the_pace_needed(run):
    # 0.80 % in 2006, 0.92 % in 2007: 0.12 points a year; 2 - 0.92 = 1.08 points are left for three
    # years: 0.36; 0.12 / 0.36 = 33 %. At 0.12 a year 1.08 takes nine years: 2016, in exact numbers
    # (0.119991) a little more: 2017. By equal steps 2007 should be at 0.8 + 1.2 / 4 = 1.1.
    code, out, err = run("path", "--lang", "en")
    assert (code, err) == (0, "")
    cells = [cell.strip() for cell in line(out, "R&D at 2 % of GDP").split("   ") if cell.strip()]
    assert cells[1:] == [
        *("Chenzhou", "0.80% (2006)", "0.92%*", "1.10%", "≥ 2% (2010)"),
        *("0.12 pp", "0.36 pp", "33.3%", "2017"),
    ]
    assert "illustrative" in out


def test_the_path_is_shown_in_chinese(run):
    out = run("path")[1]
    row = line(out, "研发投入占GDP比重达到2%")
    for shown in (
        "郴州市",
        "0.80%（2006）",
        "1.10%",
        "≥ 2%（2010）",
        "0.12 个百分点",
        "0.36 个百分点",
        "33.3%",
        "2017",
    ):
        assert shown in row
    assert "不代表真实结果" in out


def test_targets_without_a_pace_are_counted_by_reason(run):
    # 45 targets × areas, one of which has a pace
    out = run("path", "--lang", "en")[1]
    counts = {
        text.split(": ")[0].strip(" -"): int(text.split(": ")[1])
        for text in out.splitlines()
        if text.startswith("  - ")
    }
    assert counts["each firm owes it for itself"] == 3
    assert counts["a milestone is done or not done"] == 1
    assert sum(counts.values()) == 44


def test_eurostat_s_ratio_has_its_rating_and_its_own_path(run):
    # (0.92 / 0.80) - 1 = 15 % over (2 / 0.80)^(1/4) - 1 = 25.7 %: 58.3 %; 0.8 + 1.2 / 4 = 1.1
    row = line(run("path", "--method", "cagr_ratio", "--lang", "en")[1], "R&D at 2 % of GDP")
    for shown in ("15.0%", "25.7%", "58.3%", "1.10%", "insufficient progress"):
        assert shown in row
    assert "进展不足" in run("path", "--method", "cagr_ratio")[1]


def test_the_national_path_on_the_figures_of_the_end_of_2007(run, national):
    # published by then: 0.90 % for 2000 and 1.42 % for 2006; 0.52 / 6 = 0.087 points a year, 0.58 / 4 =
    # 0.145 needed, 59.8 %; by equal steps 2006 should be at 0.9 + 1.1 × 6 / 10 = 1.56
    row = line(run("path", *national, *SEEN, "--lang", "en")[1], "R&D at 2 % of GDP")
    for shown in ("China", "0.90% (2000)", "1.42%", "1.56%", "0.09 pp", "59.8%", "2013"):
        assert shown in row
    assert "*" not in row


def test_a_level_moves_by_rates_and_a_long_unit_stands_in_its_own_column(run, national, tmp_path):
    (tmp_path / "national.toml").write_text(NATIONAL + LEVEL, encoding="utf-8")
    # 1287.6 in 2002, 3003.1 in 2006: (3003.1 / 1287.6)^(1/4) - 1 = 23.58 % a year; (7000 / 3003.1)^(1/4) - 1
    # = 23.56 % needed, written with two decimals, for with one they would look alike
    out = run("path", *national, *SEEN, "--lang", "en")[1]
    row = line(out, "R&D at 700 billion yuan")
    for shown in ("100 million CNY", "1,287.60 (2002)", "3,003.10 ", "≥ 7,000 (2010)", "23.58%", "23.56%"):
        assert shown in row
    assert " unit " in out
    assert " unit " not in run("path", "--lang", "en")[1]


def test_a_pace_that_never_arrives_says_so(run, tmp_path):
    rows = [f"rd_intensity,431000,{year},{value},%,final,x" for year, value in ((2006, 1.0), (2007, 0.9))]
    figures = tmp_path / "f.csv"
    figures.write_text(
        "\n".join(["indicator,area,year,value,unit,obs_status,source", *rows]), encoding="utf-8"
    )
    assert "not by 2100" in run("path", figures, "--lang", "en")[1]
    assert "2100年前达不到" in run("path", figures)[1]


def test_a_year_without_any_pace_says_so(run):
    code, out, _ = run("path", "--plan", "chenzhou-2010", "--lang", "en")
    assert code == 0
    assert "In 2010 no target has a pace to compare." in out
    assert "  - the due year is reached: " in out
    assert "2010年没有可以比较进度的目标" in run("path", "--plan", "chenzhou-2010")[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120, 160])
@pytest.mark.parametrize("command", ["path", "outlook"])
def test_no_line_is_wider_than_the_screen(run, monkeypatch, national, tmp_path, command, width, lang):
    from rich.cells import cell_len

    (tmp_path / "national.toml").write_text(NATIONAL + LEVEL, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", str(width))
    out = run(command, *national, *SEEN, "--lang", lang)[1]
    assert max(map(cell_len, out.splitlines())) <= width
    assert "1.42%" in out


def test_a_narrow_screen_leaves_out_both_paces_or_neither(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = run("path", "--lang", "en")[1]
    assert "0.12 pp" not in out
    assert "0.36 pp" not in out
    assert "33.3%" in out


# --- outlook -------------------------------------------------------------------------------------


def test_the_outlook_of_the_city_shows_every_method_and_that_they_agree(run):
    code, out, err = run("outlook", "--lang", "en")
    assert (code, err) == (0, "")
    assert (
        "R&D at 2 % of GDP (Chenzhou): 0.92%* in 2007, ≥ 2% required in 2010; from 4 figures, 2004 to 2007"
        in out
    )
    # the medians of the example of `outlook`: 1.22, 1.23, 1.39, 1.39
    for method, median in (
        ("linear trend (read first)", "1.22%"),
        ("drift", "1.23%"),
        ("log-linear trend", "1.39%"),
        ("compound rate", "1.39%"),
    ):
        row = line(out, method)
        assert median in row
        assert "exceptionally unlikely (<1%)" in row
        assert "missed" in row
    assert "The methods agree" in out
    assert "The medians lie up to 0.17 pp apart." in out  # 1.3887 - 1.2230
    assert "illustrative" in out


def test_the_methods_disagree_on_the_nation_and_the_outlook_says_so(run, national):
    # figures published by the end of 2007: compound says 2.03, linear 1.78; the outcome was 1.76
    out = run("outlook", *national, *SEEN)[1]
    assert "1.78%" in line(out, "线性趋势（优先参考）")
    assert "未完成" in line(out, "线性趋势（优先参考）")
    assert "2.03%" in line(out, "年均增速外推")
    assert "55%" in line(out, "年均增速外推")
    assert "未完成" not in line(out, "年均增速外推")
    assert "不一致" in out
    assert "中位数极差 0.26 个百分点" in out
    assert "示例" not in out


def test_the_interval_is_as_wide_as_asked(run):
    narrow, wide = (run("outlook", "--level", level, "--lang", "en")[1] for level in (0.5, 0.99))
    assert "50% interval" in narrow
    assert "99% interval" in wide
    assert line(narrow, "drift") != line(wide, "drift")


def test_targets_without_an_outlook_are_counted_by_reason(run):
    # of 45 targets × areas one can be projected
    out = run("outlook")[1]
    counts = [
        int(text.split("：")[1].removesuffix(" 项")) for text in out.splitlines() if text.startswith("  - ")
    ]
    assert sum(counts) == 44
    assert "  - 由各企业分别承担：3 项" in out


def test_a_method_that_cannot_speak_says_why(run, tmp_path):
    values = zip(range(2004, 2008), (-0.1, 0.2, 0.4, 0.5), strict=True)
    rows = [f"rd_intensity,431000,{year},{value},%,final,x" for year, value in values]
    figures = tmp_path / "f.csv"
    figures.write_text(
        "\n".join(["indicator,area,year,value,unit,obs_status,source", *rows]), encoding="utf-8"
    )
    out = run("outlook", figures, "--lang", "en")[1]
    assert "no logarithm of zero or less" in line(out, "compound rate")
    assert "missed" in line(out, "linear trend")
    assert "The methods agree" in out  # those that speak


def test_a_year_without_any_outlook_says_so(run):
    out = run("outlook", "--plan", "chenzhou-2010", "--lang", "en")[1]
    assert "Seen from 2010, there is no target to project." in out
    assert "从2010年看，没有可以推算的目标" in run("outlook", "--plan", "chenzhou-2010")[1]


# --- files and refusals --------------------------------------------------------------------------


def test_the_path_is_kept_in_a_file(run):
    code, out, _ = run("path", "--out", "paces.csv", "--lang", "en")
    assert code == 0
    assert out.splitlines()[-1] == "paces.csv"
    table = pd.read_csv("paces.csv", encoding="utf-8-sig").set_index("target")
    assert len(table) == 45
    row = table.loc["rd_intensity_2010"]
    assert row[["actual pace a year", "required pace a year"]].astype(float).round(2).tolist() == [0.12, 0.36]
    assert row["unit of paces"] == "percentage points a year"
    assert row["expected this year"] == pytest.approx(1.1, abs=1e-5)


def test_the_outlook_is_kept_in_a_file(run, national):
    code, out, _ = run("outlook", *national, *SEEN, "--out", "ahead.csv")
    assert code == 0
    assert out.splitlines()[-1] == "ahead.csv"
    table = pd.read_csv("ahead.csv", encoding="utf-8-sig").set_index("方法")
    assert table["中位数"].round(2).to_dict() == {
        **{"线性趋势": 1.78, "年均增量外推": 1.8},
        **{"对数线性趋势": 2.04, "年均增速外推": 2.03},
    }
    assert table["优先参考"].tolist() == ["是", "否", "否", "否"]
    assert set(table["结论一致"]) == {"否"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["outlook", "nowhere.csv"], 1, "no such file"),
        (["outlook", "--plan", "chenzhou-207"], 1, "did you mean chenzhou-2007?"),
        (["outlook", "--level", "95"], 1, "level is 95.0; it is a fraction between 0 and 1, like 0.95."),
        (["outlook", "--year", "207"], 1, "207 is not a year"),
        (["outlook", "--as-of", "soon"], 1, "soon is not a day"),
        (["outlook", "--out", "ahead.xlsx"], 1, "ahead.xlsx: outlooks are written as .csv."),
        (["outlook", "--level", "half"], 2, "--level"),
        (["path", "--method", "cagr"], 2, "'cagr' is not one of"),
        (["path", "--out", "nowhere/paces.csv"], 1, "there is no such folder"),
        (["path", "--out", "paces.txt"], 1, "paces.txt: paces are written as .csv."),
        (["path", "--year", "207", "--out", "paces.csv"], 1, "207 is not a year"),
    ],
)
def test_errors_are_sentences_and_leave_no_file(run, words, code, said):
    ended, out, err = run(*words)
    assert ended == code
    assert said in err
    assert "Traceback" not in out + err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("command", ["path", "outlook"])
def test_what_is_read_is_not_written_over(run, national, command):
    kept = national[0].read_bytes()
    code, _, err = run(command, *national, *SEEN, "--out", national[0])
    assert code == 1
    assert "is read by this command" in err
    assert national[0].read_bytes() == kept
