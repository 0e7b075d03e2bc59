"""Who made the growth of a total, on the screen and as a file."""

from __future__ import annotations

import pandas as pd
import pytest
from screens import cells

COUNTIES = ["contributions", "--indicator", "hightech_output", "--year", 2007, "--parts", "county"]


def test_the_counties_are_shown_largest_first_and_add_up(run):
    # the example of `contributions`: 6.64, 5.98 and 3.01 of 24 points
    code, out, err = run(*COUNTIES, "--lang", "en")
    assert (code, err) == (0, "")
    assert "High-tech output (Chenzhou): growth of 24% in 2007" in out
    names = [text.strip().split("  ")[0] for text in out.splitlines() if "%" in text][1:]
    assert names[:3] == ["Beihu District", "Suxian District", "Yongxing County"]
    assert names[-1] == "total"
    assert len(names) == 11 + 1
    assert cells(out, "Beihu District")[1:] == ["13.70", "17.85", "30.3%", "6.64*", "27.7%"]
    assert cells(out, "total")[1:] == ["62.50", "77.50", "24.0%", "24.00*", "100.0%"]
    assert "illustrative" in out


def test_parts_named_by_code_leave_a_rest_at_the_end(run, parted):
    # 10 of 100 more: 6 are 431003's, -1 is 431002's, 5 are the rest's
    file = parted(("431000", 100, 110), ("431002", 30, 29), ("431003", 20, 26))
    out = run("contributions", file, *COUNTIES[1:-1], "431002,431003", "--lang", "en")[1]
    assert cells(out, "Suxian District")[1:] == ["20", "26", "30.0%", "6", "60%"]
    assert cells(out, "Beihu District")[1:] == ["30", "29", "-3.3%", "-1", "-10%"]
    assert cells(out, "rest")[1:] == ["50", "55", "10.0%", "5", "50%"]
    assert cells(out, "total")[1:] == ["100", "110", "10.0%", "10", "100%"]
    order = [out.index(name) for name in ("Suxian", "Beihu", "rest", "total")]
    assert order == sorted(order)
    assert "illustrative" not in out


def test_shares_of_a_fall_are_called_so(run, parted):
    file = parted(("431000", 100, 90), ("431002", 50, 35))
    out = run("contributions", file, *COUNTIES[1:-1], "431002", "--lang", "en")[1]
    assert "fall" in out
    assert cells(out, "Beihu District")[1:] == ["50", "35", "-30%", "-15", "150%"]
    assert "占下降" in run("contributions", file, *COUNTIES[1:-1], "431002")[1]


def test_missing_figures_are_told_once_and_nothing_adds_up_to_them(run, parted):
    file = parted(("431002", 30, 29), ("431003", 20, 26))
    out = run("contributions", file, *COUNTIES[1:-1], "431002,431003,431021", "--lang", "en")[1]
    assert "growth in 2007 on the year before cannot be computed" in out
    assert "  - no figure (2006, 2007): Guiyang County" in out
    assert "  - no value of the whole: Chenzhou 2006 2007" in out
    assert cells(out, "total")[1:] == ["—"] * 5
    assert "无法计算" in run("contributions", file, *COUNTIES[1:-1], "431002,431003,431021")[1]


def test_parts_without_figures_are_listed_by_the_years_they_lack(run, parted, monkeypatch):
    # 10 of 100 more: 5 are 431002's; 431003 has a figure of 2006 only, so that its 60 are in the rest
    file = parted(("431000", 100, 110), ("431002", 40, 45), ("431003", 60, ""))
    words = ["contributions", file, *COUNTIES[1:-1], "431002,431003,431021,431022"]
    out = run(*words, "--lang", "en")[1]
    assert cells(out, "rest")[1:] == ["60", "65", "8.3%", "5", "50%"]
    assert cells(out, "total")[1:] == ["100", "110", "10.0%", "10", "100%"]
    assert out.endswith(
        "Missing:\n  - no figure (2007): Suxian District\n"
        "  - no figure (2006, 2007): Guiyang County, Yizhang County\n"
        "  - rest (with parts that have no figures)\n"
    )
    assert "  - 缺数据（2006、2007）：桂阳县、宜章县\n  - 其余（含缺数据的部分）\n" in run(*words)[1]
    monkeypatch.setenv("COLUMNS", "60")
    folded = "  - 缺数据（2006、2007）：桂阳县、宜章县、嘉禾县、临武县、\n    汝城县、桂东县\n"
    assert folded in run(*words[:-1], f"{words[-1]},431024,431025,431026,431027")[1]


def test_a_year_that_every_part_lacks_is_said_in_one_line(run):
    for lang, said in {
        "en": "  - no figure (2007): every part\n",
        "zh": "  - 缺数据（2007）：各部分\n",
    }.items():
        assert said in run(*COUNTIES, "--as-of", "2007-06-30", "--lang", lang)[1]


def test_years_without_any_figure_are_one_sentence_and_no_table(run):
    words = [*COUNTIES, "--year", 2003]
    assert run(*words)[1] == "高新技术产值（郴州市）：2002年和2003年各部分都没有数据。\n"
    assert run(*words, "--lang", "en")[1].endswith(": no part has a figure for 2002 or 2003.\n")


def test_the_editions_of_a_day_are_used(run):
    # on the day no figure of 2007 was known
    out = run(*COUNTIES, "--as-of", "2007-06-30", "--lang", "en")[1]
    assert cells(out, "Beihu District")[1:] == ["13.70", "—", "—", "—", "—"]


def test_areas_without_any_figure_are_not_shown(run, parted):
    file = parted(("431000", 100, 90))
    words = ["--indicator", "gdp", "--year", 2007, "--parts", "rd_expenditure"]
    assert "No area has figures" in run("contributions", file, *words, "--lang", "en")[1]
    assert "没有一个地区" in run("contributions", file, *words)[1]


def test_each_whole_has_a_table_of_its_own(run):
    # the city, its eleven counties and three parks state R&D
    words = ["--indicator", "hightech_output", "--year", 2007, "--parts", "rd_expenditure"]
    assert run("contributions", *words, "--lang", "en")[1].count("High-tech output (") == 15
    one = run("contributions", *words, "--area", "431002", "--lang", "en")[1]
    assert one.count("High-tech output (") == 1
    assert "Expenditure on R&D" in one


def test_contributions_are_kept_in_a_file(run):
    code, out, _ = run(*COUNTIES, "--out", "parts.csv")
    assert code == 0
    assert out.splitlines()[-1] == "parts.csv"
    table = pd.read_csv("parts.csv", encoding="utf-8-sig", dtype={"组成部分": "str"})
    assert table["拉动（百分点）"].sum() == pytest.approx(24.0, abs=1e-6)
    assert table.set_index("组成部分").loc["431002", "拉动（百分点）"] == pytest.approx(6.64, abs=1e-6)
    assert table["组成部分名称"].tolist()[0] == "北湖区"
