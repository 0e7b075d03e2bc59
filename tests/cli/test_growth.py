"""Where growth comes from, on the screen and as a file."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from screens import cells

import chenzhou_indicators as ci

CHINA = ["growth-accounts", "--area", "100000"]
CITY = ["growth-accounts", "--area", "431000"]
COUNTIES = ["contributions", "--indicator", "hightech_output", "--year", 2007, "--parts", "county"]
HEAD = "area,year,output,capital,labour"
# 10 % a year against capital of 20 %, 20 % and 10 %, labour still: the rate is 1 - 2a, 1 - 2a, 1 - a.
ROWS = [
    "431000,2004,100,100,5",
    "431000,2005,110,120,5",
    "431000,2006,121,144,5",
    "431000,2007,133.1,158.4,5",
]


@pytest.fixture
def accounts(tmp_path):
    """Write accounts to a file."""

    def write(*rows: str, head: str = HEAD) -> Path:
        path = tmp_path / "accounts.csv"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        return path

    return write


# --- growth accounts -----------------------------------------------------------------------------


def test_china_2000_to_2005_by_the_penn_world_table(run):
    # the example of `growth_accounts`: 9.3 = 3.65 + 0.46 + 5.18, and 5.18 / 9.3 = 56 %
    code, out, err = run(*CHINA, "--lang", "en")
    assert (code, err) == (0, "")
    assert cells(out, "2000–2005") == [
        *("2000–2005", "9.3%", "10.4%", "0.7%", "3.65", "0.46", "5.18", "55.7%", "2.95"),
        "29.6% to 61.0%",
    ]
    assert sum(text.strip()[:2] in ("19", "20") and "–" in text for text in out.splitlines()) == 35
    assert "illustrative" not in out


def test_the_rate_its_rise_and_its_range_by_hand(run, accounts):
    # a = 0.35: 0.1 - 0.07 = 3 points, 30 %; then 0.1 - 0.035 = 6.5 points, 65 %; range from 1 - 2 × 0.6 to
    # 1 - 2 × 0.3, then from 1 - 0.6 to 1 - 0.3; the rise is a, thirty points at least under all 7
    out = run("growth-accounts", accounts(*ROWS), "--window", 1, "--lang", "en")[1]
    assert cells(out, "2005–2006")[4:] == ["7.00", "0", "3.00", "30%", "0.00", "-20% to 40%"]
    assert cells(out, "2006–2007")[4:] == ["3.50", "0", "6.50", "65%", "35.00", "40% to 70%"]
    assert "2007: the rate rose by 0.5 pp or more under 7 of 7 choices" in out
    assert "labour what it leaves to one; windows of 1 year)" in out
    assert "Growth accounts, year by year." in out


def test_the_range_and_the_choices_hold_the_elasticity_asked_for(run, accounts):
    # a = 0.7: 1 - 2 × 0.7 and 1 - 0.7 are the lowest now; the rise is a, under all eight
    words = ["--window", 1, "--capital-elasticity", 0.7, "--lang", "en"]
    out = run("growth-accounts", accounts(*ROWS), *words)[1]
    assert cells(out, "2005–2006")[7:] == ["-40%", "0.00", "-40% to 40%"]
    assert cells(out, "2006–2007")[7:] == ["30%", "70.00", "30% to 70%"]
    assert "8 of 8 choices (capital elasticity from 0.3 to 0.7, labour what" in " ".join(out.split())


def test_elasticities_that_leave_something_are_compared_at_one_labour_elasticity(run, accounts):
    # labour grows as output does: 1 - 2a - 0.2, with a from 0.3 to 0.7; what a leaves to one would give -a
    rows = [f"{row[:-1]}{5 * 1.1**year:.6f}" for year, row in enumerate(ROWS)]
    words = ["--window", 1, "--capital-elasticity", 0.7, "--labour-elasticity", 0.2, "--lang", "en"]
    out = run("growth-accounts", accounts(*rows), *words)[1]
    assert cells(out, "2005–2006")[9:] == ["-60% to 20%"]
    assert "(capital elasticity from 0.3 to 0.7, labour 0.2; windows" in " ".join(out.split())
    assert "compared at the same labour elasticity" in " ".join(out.split())


def test_the_city_s_rate_is_starred_and_the_choices_are_counted(run):
    # the sample's 2007: 50.8 % on 49.4 %, which is the example of `contribution_observations`
    out = run(*CITY, "--end", 2007)[1]
    row = cells(out, "2002–2007")
    assert row[7:9] == ["50.8%*", "1.41"]
    assert "不代表真实结果" in out
    assert "2007年：21 种设定（资本产出弹性从 0.3 到 0.6，劳动产出弹性为其余；窗口 1、3、5 年）中" in out


def test_china_2007_meets_the_half_point_under_two_thirds_of_the_choices(run):
    # the example of `contribution_sensitivity`: 0.67 of 21
    out = run(*CHINA, "--end", 2007, "--lang", "en")[1]
    assert "2007: the rate rose by 0.5 pp or more under 14 of 21 choices" in out


def test_years_bound_the_windows_but_not_what_they_rise_from(run):
    out = run(*CHINA, "--start", 2000, "--end", 2006)[1]
    assert [text[1:10] for text in out.splitlines() if "–" in text] == ["2000–2005", "2001–2006"]
    assert cells(out, "2000–2005")[8] == "2.95"  # on 1999–2004


def test_an_elasticity_that_is_not_given_is_what_the_other_leaves_to_one(run):
    given, capital, labour = (
        run(*CITY, *words, "--lang", "en")[1]
        for words in (
            ["--capital-elasticity", 0.4, "--labour-elasticity", 0.6],
            ["--capital-elasticity", 0.4],
            ["--labour-elasticity", 0.6],
        )
    )
    assert given == capital == labour
    assert "5-year averages. Elasticities of output: capital 0.4, labour 0.6." in given
    assert "windows of 1, 3 and 5 years" in " ".join(given.split())
    assert "add up to" not in given


def test_elasticities_that_do_not_add_up_to_one_are_pointed_out(run):
    words = ["--capital-elasticity", 0.4, "--labour-elasticity", 0.5]
    assert "The elasticities add up to 0.9" in run(*CITY, *words, "--lang", "en")[1]
    assert "两个弹性之和为 0.9" in run(*CITY, *words)[1]


def test_a_rise_that_falls_short_does_not_read_like_half_a_point(run, accounts):
    # capital grows by 20 %, then by 20 - x, with 0.35 x / 10 % = 0.4999 points: x = 0.142829 points
    last = 120 * (1.2 - 0.00142829)
    out = run("growth-accounts", accounts(*ROWS[:2], f"431000,2006,121,{last},5"), "--window", 1)[1]
    assert "0.4999" in out


def test_what_is_missing_says_why(run, accounts):
    rows = ["431000,2004,100,100,5", "431000,2005,99,110,5", "431000,2006,,,", "431000,2007,120,,5"]
    chinese, english = (
        run("growth-accounts", accounts(*rows), "--window", 1, "--lang", lang)[1] for lang in ("zh", "en")
    )
    assert "  - 2004–2005：产出未增长" in chinese
    assert "  - 2005–2006：缺数据：产出 2006、资本 2006、劳动 2006" in chinese
    assert "2007年：没有一种设定能算出贡献率比上年的提高。" in chinese
    assert "  - 2004–2005: output did not grow" in english
    assert cells(english, "2004–2005")[1:] == ["-1%", "10%", "0%", "3.50", "0", "-4.50", "—", "—", "—"]


def test_growth_accounts_are_kept_in_a_file(run):
    code, out, _ = run("growth-accounts", "--out", "accounts.csv")
    assert code == 0
    assert out.splitlines()[-1] == "accounts.csv"
    table = pd.read_csv("accounts.csv", encoding="utf-8-sig")
    assert len(table) == 35 + 6  # 1978-2017 and 2000-2010, windows of five years
    row = table[table["地区名称"].eq("全国") & table["截止年份"].eq(2005)].iloc[0]
    assert row[["余值（小数）", "科技进步贡献率"]].astype(float).round(3).tolist() == [0.052, 0.557]
    parts = row[["资本贡献率", "劳动贡献率", "科技进步贡献率"]].astype(float)
    assert parts.sum() == pytest.approx(1, abs=1e-9)


# --- both ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [CITY, [*COUNTIES[:-1], "park"]], ids=["accounts", "contributions"])
def test_a_screen_is_in_one_language(run, words):
    chinese, english = (run(*words, "--lang", lang)[1] for lang in ("zh", "en"))
    assert not re.search("[\u4e00-\u9fff]", english)
    assert not re.search("[A-Za-z]", chinese)
    assert not re.search("_", chinese + english)


@pytest.mark.parametrize(("width", "lang"), [(60, "en"), (80, "zh"), (120, "en")])
@pytest.mark.parametrize(
    ("words", "kept"),
    [(["growth-accounts"], "55.7%"), ([*COUNTIES[:-1], "park"], "15.62")],
    ids=["accounts", "contributions"],
)
def test_no_line_is_wider_than_the_screen(run, monkeypatch, words, kept, width, lang):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(width))
    out = run(*words, "--lang", lang)[1]
    assert max(map(cell_len, out.splitlines())) <= width
    assert kept in out


def test_a_narrow_screen_keeps_the_range_longer_than_what_it_is_made_of(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    row = cells(run(*CHINA, "--lang", "en")[1], "2000–2005")
    assert row == ["2000–2005", "9.3%", "5.18", "55.7%", "2.95", "29.6% to 61.0%"]


def test_a_chinese_heading_folds_evenly(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    lines = run(*CITY)[1].splitlines()
    assert any("科技进步  " in line and "贡献率  " not in line for line in lines)
    assert any(" 贡献率  " in line and "起止年份" in line for line in lines)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["growth-accounts", "nowhere.csv"], 1, "no such file"),
        (["growth-accounts", "--area", "郴州市"], 1, "郴州市 (did you mean 431000?); there are of:"),
        (["growth-accounts", "--window", 50], 1, "1978-2017 is shorter than a window of 50 years"),
        (["growth-accounts", "--window", 0], 1, "window is 0"),
        (["growth-accounts", "--window", "five"], 2, "--window"),
        (["growth-accounts", "--capital-elasticity", 35], 1, "capital_elasticity is 35.0"),
        (["growth-accounts", "--labour-elasticity", 2], 1, "labour_elasticity is 2.0"),
        (["growth-accounts", "--start", 2010, "--end", 2005], 1, "No window of 5 years lies between"),
        (["growth-accounts", "--end", 205], 1, "205 is not a year"),
        (["growth-accounts", "--out", "a.xlsx"], 1, "a.xlsx: growth accounts are written as .csv."),
        (["growth-accounts", "--out", "nowhere/a.csv"], 1, "there is no such folder"),
        (["growth-accounts", "--window", 50, "--out", "a.csv"], 1, "shorter than a window"),
        (COUNTIES[:-2], 2, "--parts"),
        ([*COUNTIES[:-1], "countty"], 1, "did you mean county?"),
        ([*COUNTIES[:-1], "431002,431003-P1"], 1, "Parts are areas of one level"),
        ([*COUNTIES[:-1], "，"], 1, "parts"),
        ([*COUNTIES, "--area", "430600"], 1, "430600"),
        ([*COUNTIES, "--indicator", "rd_intensity"], 1, "rd_intensity: ratio"),
        ([*COUNTIES, "--year", "207"], 1, "207 is not a year"),
        ([*COUNTIES, "--as-of", "soon"], 1, "soon is not a day"),
        ([*COUNTIES, "--out", "a.txt"], 1, "a.txt: contributions are written as .csv."),
        ([*COUNTIES, "--lang", "de"], 2, "'de' is not one of"),
    ],
)
def test_errors_are_sentences_and_leave_no_file(run, words, code, said):
    ended, out, err = run(*words)
    assert ended == code
    assert said in err
    assert "Traceback" not in out + err
    assert list(Path().iterdir()) == []


def test_only_the_elasticity_that_was_given_is_refused(run):
    assert "labour" not in run("growth-accounts", "--capital-elasticity", 35)[2]


def test_a_file_without_accounts_is_refused(run, accounts):
    code, _, err = run("growth-accounts", accounts())
    assert code == 1
    assert "accounts.csv holds no accounts." in err


def test_what_is_read_is_not_written_over(run, accounts, parted):
    for words, file in (
        (["growth-accounts", "--window", 1], accounts(*ROWS)),
        (COUNTIES, parted(("431000", 1, 2))),
    ):
        kept = file.read_bytes()
        code, _, err = run(words[0], file, *words[1:], "--out", file)
        assert code == 1
        assert "is read by this command" in err
        assert file.read_bytes() == kept


@pytest.mark.parametrize("sample", ["accounts", "observations"])
def test_the_sample_is_not_written_over(run, sample):
    from chenzhou_indicators.sample import sample_file

    words = ["growth-accounts"] if sample == "accounts" else COUNTIES
    kept = sample_file(sample).read_bytes()
    code, _, err = run(*words, "--out", sample_file(sample))
    assert code == 1
    assert "belongs to the sample" in err
    assert sample_file(sample).read_bytes() == kept


def test_the_sample_s_file_gives_what_the_sample_gives(run, tmp_path):
    file = tmp_path / "mine.csv"
    ci.load_sample("accounts").to_csv(file, index=False)
    assert run("growth-accounts", file)[1] == run("growth-accounts")[1]
