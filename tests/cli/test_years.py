"""A year beside an earlier one, on the screen and as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from rich.cells import cell_len
from screens import cells

import chenzhou_indicators as ci

YEARS = ["compare", 2006, 2007]


# --- figures -------------------------------------------------------------------------------------


def test_the_city_s_indicators_are_shown_each_in_its_unit(run):
    # GDP 546.2338 and 650.5242: 104.2904 more, 19.1 %; R&D 0.80 and 0.92 % of it, from editions of two rounds
    code, out, err = run(*YEARS, "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("Chenzhou: 2006 and 2007\n")
    gdp = ["Gross domestic product", "100 million CNY", "546.23", "650.52", "104.29", "19.1%"]
    assert cells(out, "Gross domestic product") == gdp
    assert cells(out, "R&D expenditure as a share")[1:] == ["%", "0.80", "0.92", "0.12 pp*‡", "—"]
    assert cells(out, "High-tech output")[2:] == ["62.50", "77.50", "15.00*", "24.0%"]
    assert "illustrative" in out
    assert run(*YEARS)[1].startswith("郴州市：2006年与2007年\n")


def test_indicators_without_figures_of_both_years_are_named_only(run):
    out = run(*YEARS, "--lang", "en")[1]
    left = "Not shown, for want of figures of both 2006 and 2007: Pilot firms for information technology,"
    assert left in out
    assert not any(line.strip().startswith("Pilot firms") for line in out.splitlines())
    assert "未列出，因没有2006年和2007年两年的数据：信息化试点企业、" in run(*YEARS)[1]


def test_one_indicator_is_shown_for_every_area_that_has_figures(run):
    # Jiahe passed Linwu: 32.43 and 32.86 in 2006, 39.28 and 38.58 in 2007
    out = run(*YEARS, "--indicator", "gdp", "--lang", "en")[1]
    assert out.startswith("Gross domestic product: 2006 and 2007; values in 100 million CNY\n")
    assert cells(out, "area") == ["area", "2006", "2007", "change", "growth", "rank", "2006"]
    assert cells(out, "Jiahe County")[1:] == ["32.43", "39.28", "6.85*", "21.1%", "7", "up 1"]
    assert cells(out, "Linwu County")[1:] == ["32.86", "38.58", "5.72*", "17.4%", "8", "down 1"]
    assert cells(out, "Chenzhou")[1:] == ["546.23", "650.52", "104.29", "19.1%"]
    assert "the largest first" in out
    assert "由大到小" in run(*YEARS, "--indicator", "gdp")[1]


def test_a_level_and_several_indicators_have_a_table_each(run):
    words = ["--to", "park", "--indicator", "hightech_output", "--indicator", "patent_applications"]
    out = run(*YEARS, *words, "--lang", "en")[1]
    assert "Chenzhou:" not in out
    assert cells(out, "Chenzhou Export Processing Zone")[1:] == [
        "4.51",
        "5.01",
        "0.50*",
        "11.1%",
        "3",
        "same",
    ]
    assert out.count("Chenzhou Export Processing Zone") == 2
    assert out.index("High-tech output:") < out.index("\n\nPatent applications:")
    assert out.count("Ranks:") == 1


def test_ranks_are_among_the_areas_named(run):
    words = ["--indicator", "gdp", "--area", "431025", "--area", "431024", "--lang", "en"]
    out = run(*YEARS, *words)[1]
    assert cells(out, "Jiahe County")[-2:] == ["1", "up 1"]
    assert out.index("Linwu County") < out.index("Jiahe County")


def test_a_ratio_that_was_not_observed_is_computed(run):
    # 126 and 95 applications of 31.488 and 31.191 times 10 000 persons
    out = run(*YEARS, "--indicator", "patents_per_10000", "--area", "431002", "--lang", "en")[1]
    assert cells(out, "Patent applications per 10 000 persons")[2:] == ["3.05", "4.00", "0.96*", "—"]


def test_missing_figures_are_told_by_the_years_they_lack(run, parted, monkeypatch):
    file = parted(("431002", 30, 29), ("431003", 20, ""), ("431021", "", 5), ("431022", 0, 3))
    words = [*YEARS, file, "--indicator", "hightech_output", "--lang", "en"]
    out = run(*words, "--area", "431000", *(word for area in ("02", "03", "21", "22") for word in
                                            ("--area", f"4310{area}")))[1]  # fmt: skip
    assert cells(out, "Suxian District")[1:] == ["20", "—", "—", "—"]
    assert cells(out, "Yizhang County")[1:] == ["0", "3", "3", "—", "2", "same"]
    assert out.endswith(
        "Missing:\n  - no figure (2007): Suxian District\n  - no figure (2006): Guiyang County\n"
        "  - no growth from zero or less: Yizhang County\n  - no figure (2006, 2007): Chenzhou\n"
        "Ranks: among the areas compared, of one level and with figures of both years; the largest first.\n"
        "None is wholly comparable: edition not known.\n"
    )
    assert "  - 缺数据（2007）：苏仙区\n" in run(*words[:-2])[1]


def test_an_invented_figure_without_another_beside_it_is_marked_itself(run):
    words = ["--indicator", "demonstration_villages", "--area", "431002", "--lang", "en"]
    out = run(*YEARS, *words)[1]
    assert cells(out, "Science demonstration villages")[1:] == ["count", "—", "1*", "—", "—"]


def test_a_milestone_is_shown_in_words(run):
    words = ["compare", 2007, 2008, "--indicator", "provincial_major_project", "--lang", "en"]
    out = run(*words)[1]
    assert cells(out, "Rare-metal processing")[2:5] == ["not done", "done", "1*"]


def test_editions_that_may_not_compare_are_signed_and_explained(run):
    # on this day GDP of 2006 was final, and that of 2007 a first estimate of 659
    out = run(*YEARS, "--as-of", "2008-06-30", "--lang", "en")[1]
    assert cells(out, "Gross domestic product")[3:5] == ["659.00", "112.77†"]
    assert "Not wholly comparable: † one is firmer than the other" in out
    assert "不完全可比：† 两年数据状态不同" in run(*YEARS, "--as-of", "2008-06-30")[1]


def test_years_without_any_figure_are_one_sentence_and_no_table(run):
    assert run("compare", 2001, 2002)[1] == "2001年与2002年没有可以比较的数据。\n"
    words = ["--indicator", "cpi", "--lang", "en"]
    assert run(*YEARS, *words)[1] == "There are no figures of 2006 and 2007 to compare.\n"


def test_an_area_asked_for_without_figures_is_not_replaced_by_others(run):
    out = run(*YEARS, "--indicator", "gdp", "--area", "431003-P1", "--lang", "en")[1]
    assert out == "There are no figures of 2006 and 2007 to compare.\n"


def test_an_indicator_asked_for_without_figures_is_named(run):
    out = run(*YEARS, "--indicator", "gdp", "--indicator", "cpi", "--area", "431000", "--lang", "en")[1]
    assert "Not shown, for want of figures of both 2006 and 2007: Consumer price index.\n" in out


def test_a_file_without_the_city_shows_the_areas_it_has(run, parted):
    out = run(*YEARS, parted(("431002", 30, 29), ("431003", 20, 26)), "--lang", "en")[1]
    assert out.startswith("High-tech output: 2006 and 2007; values in 100 million CNY\n")
    assert cells(out, "Suxian District")[1:] == ["20", "26", "6", "30.0%", "2", "same"]
    assert out.count("edition not known") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_fit_a_screen_of_eighty_characters(run, monkeypatch, lang):
    monkeypatch.setenv("COLUMNS", "80")
    for words in ([], ["--indicator", "patent_applications"], ["--plan", "chenzhou-2007"]):
        out = run(*YEARS, *words, "--lang", lang)[1]
        wide = [line for line in out.splitlines() if cell_len(line.rstrip()) > 80]
        assert wide == []


def test_figures_are_kept_in_a_file_with_all_columns(run):
    code, out, _ = run(*YEARS, "--out", "years.csv")
    assert code == 0
    assert out.splitlines()[-1] == "years.csv"
    table = pd.read_csv("years.csv", encoding="utf-8-sig").set_index("指标")
    assert table.loc["gdp", "增长"] == pytest.approx(650.5242 / 546.2338 - 1)
    assert table.loc["rd_intensity", "变动单位"] == "个百分点"
    assert table.loc["top_innovators", "说明"] == "缺数据：十佳科技创新人才 2006"


# --- verdicts ------------------------------------------------------------------------------------

JUDGED = ["compare", 2007, 2008, "--plan", "chenzhou-2007"]


def test_verdicts_of_both_years_stand_side_by_side(run):
    # asked for: five firms, from 60 to 70 % of the funds, half a point
    code, out, err = run(*JUDGED, "--lang", "en")
    assert (code, err) == (0, "")
    assert "Science and Technology 2007: verdicts of 2007 and 2008\n郴政发〔2007〕6号\n" in out
    assert cells(out, "Provincial high-tech firms")[1:] == ["Chenzhou", "4*", "6*", "missed", "met", "gained"]
    funds = ["Chenzhou", "64.00%*", "57.00%*", "met", "missed", "lost"]
    assert cells(out, "Major and key projects")[1:] == funds
    rise = ["Chenzhou", "0.50 pp*", "0.20 pp*", "met", "missed", "lost"]
    assert cells(out, "Rise of the contribution")[1:] == rise
    assert "\n3 gained; 4 lost; 1 another verdict, not met\n" in out
    assert "illustrative" in out


def test_verdicts_that_are_not_shown_are_counted_with_their_reasons(run):
    out = run(*JUDGED, "--lang", "en")[1]
    # of 2007 only: the fields of 10 counties, the meetings of 11 governments, the city's villages
    assert "Not shown (targets × areas):\n  - can no longer be judged (no value): 22\n" in out
    assert "  - can be judged now (before: no value): 1\n" in out
    counts = [int(line.rsplit(" ", 1)[1]) for line in out.splitlines() if line.startswith("  - ")]
    assert sum(counts) + 3 + 4 + 1 == 45  # a row for each target and area, as `assess` has
    chinese = run(*JUDGED)[1]
    assert "  - 现可评估（上期缺当年数据）：1 项\n" in chinese
    assert "  - 已无法评估（缺当年数据）：22 项\n" in chinese


def test_verdicts_are_kept_to_the_indicators_and_areas_asked_for(run):
    words = ["--indicator", "provincial_hightech_firms", "--indicator", "st_achievements", "--lang", "en"]
    assert "\n2 gained; 0 lost; 0 another verdict, not met\n" in run(*JUDGED, *words)[1]
    out = run(*JUDGED, "--to", "county", "--lang", "en")[1]
    assert "\n0 gained; 0 lost; 0 another verdict, not met\nNot shown" in out
    silent = run(*JUDGED, "--area", "431002-P1", "--lang", "en")[1]
    assert silent.endswith("The plan has no target of these indicators and areas.\n")


def test_the_verdicts_of_a_file_take_its_own_table_of_firms(run, figures, tmp_path):
    words = ["compare", 2007, 2008, figures, "--plan", "chenzhou-2007", "--lang", "en"]
    assert "  - unchanged (no firms table): 3\n" in run(*words)[1]
    firms = tmp_path / "firms.csv"
    ci.load_sample("firms").to_csv(firms, index=False)
    assert "no firms table" not in run(*words, "--firms", firms)[1]


def test_verdicts_are_kept_in_a_file_with_those_that_are_only_counted(run):
    run(*JUDGED, "--out", "verdicts.csv", "--lang", "en")
    table = pd.read_csv("verdicts.csv", encoding="utf-8-sig", dtype={"area": "str"})
    assert len(table) == 45
    row = table.set_index(["target", "area"]).loc[("st_achievements", "431000")]
    assert row[["actual, before", "actual, after", "change of verdict"]].tolist() == [118, 124, "gained"]


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([2007, 2006], "years go up, each given once; 2007, 2006 do not."),
        ([2006, 2006], "years go up"),
        ([2006, 207], "207 is not a year from"),
        ([2006, 2007, "--indicator", "gpd", "--indicator", "gdpp"], "gpd (did you mean gdp?)\n  - gdpp"),
        ([2006, 2007, "--area", "北湖"], "北湖 (did you mean 431002?)"),
        ([2006, 2007, "--area", "431002", "--to", "park"], "--area names areas, --to all of a level"),
        ([2006, 2007, "--firms", "none.csv"], "--firms goes with --plan"),
        ([2006, 2007, "--plan", "chenzou-2007"], "chenzhou-2007"),
        ([2006, 2007, "--out", "years.xlsx"], "years.xlsx: comparisons are written as .csv."),
    ],
)
def test_what_cannot_be_used_is_said_with_exit_code_1(run, words, said):
    code, out, err = run("compare", *words)
    assert (code, out) == (1, "")
    assert said in err


def test_an_unknown_level_is_a_command_written_wrongly(run):
    code, _, err = run(*YEARS, "--to", "conty")
    assert code == 2
    assert "county" in err


def test_a_file_that_is_read_is_not_written_over(run, parted):
    file = parted(("431000", 30, 29))
    kept = Path(file).read_bytes()
    code, _, err = run(*YEARS, file, "--out", file)
    assert code == 1
    assert "is read by this command" in err
    assert Path(file).read_bytes() == kept
