"""Counties scored on a plan broken down, on the screen and as files that compute again."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from rich.cells import cell_len
from screens import cells

import chenzhou_indicators as ci

HEAD = "indicator,area,year,value,unit,obs_status,source"
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
PLAN = """\
id = "p"
document = "d"
issued = 2007-01-01
area = "431000"
title = { zh = "甲", en = "A" }
"""
TARGET = """
[[targets]]
target = "%(id)s"
name_zh = "%(zh)s"
name_en = "%(en)s"
indicator = "%(indicator)s"
form = "level"
minimum = %(minimum)d
unit = "count"
scope = "city"
due = 2007
commitment = "achieve"
clause = "1"
"""
PATENTS = {"id": "p", "zh": "专利", "en": "Patents", "indicator": "patent_applications", "minimum": 22}
ACHIEVED = {"id": "a", "zh": "成果", "en": "Achievements", "indicator": "st_achievements", "minimum": 11}
# Every county has as many people as the others, and so owes 2 patents and 1 achievement. One does all and
# more, one half of the patents, one nothing; of the other eight nothing is known of achievements.
FIGURES = {"431002": (2, 3), "431003": (1, 1), "431021": (0, 0)}
OTHERS = (2, None)


@pytest.fixture
def asked(tmp_path):
    """Write the plan and the figures; return the words of a command in English."""
    plan, figures = tmp_path / "plan.toml", tmp_path / "figures.csv"
    plan.write_text(PLAN + TARGET % PATENTS + TARGET % ACHIEVED, encoding="utf-8")
    lines = [HEAD]
    for area in COUNTIES:
        lines.append(f"registered_population,{area},2006,1,10 000 persons,final,x")
        for indicator, value in zip(
            ("patent_applications", "st_achievements"), FIGURES.get(area, OTHERS), strict=True
        ):
            lines.append(f"{indicator},{area},2007,{'' if value is None else value},count,final,x")
    figures.write_text("\n".join(lines), encoding="utf-8")
    return ["score", figures, "--plan", plan, "--draws", 50, "--lang", "en"]


# (100 + 120) / 2, 100 where achievements are not known, (50 + 100) / 2, 0
def test_areas_stand_by_rank_with_points_and_coverage(run, asked):
    code, out, err = run(*asked, "--no-robustness")
    assert (code, err) == (0, "")
    assert cells(out, "Beihu District")[1:3] == ["1", "110"]
    assert cells(out, "Beihu District")[-2:] == ["2/2", "100%"]
    assert cells(out, "Zixing City")[1:3] == ["2", "100"]
    assert cells(out, "Zixing City")[-2:] == ["1/2", "50%"]
    assert cells(out, "Suxian District")[1:3] == ["10", "75"]
    assert cells(out, "Guiyang County")[1:3] == ["11", "0"]
    names = ["Beihu District", "Zixing City", "Suxian District", "Guiyang County"]
    places = [out.index(f"\n {name}") for name in names]
    assert places == sorted(places)
    assert "illustrative" not in out


# two parts of three: (2 * 100 + 120) / 3, (2 * 50 + 100) / 3
def test_weights_are_given_by_target(run, asked):
    out = run(*asked, "--weights", "p=2, a=1")[1]
    assert "Weighting: as given, 1 where not named." in out
    assert cells(out, "Beihu District")[2] == "106.67"
    assert cells(out, "Suxian District")[2] == "66.67"


def test_a_target_whose_weight_is_not_given_weighs_one(run, asked):
    out = run(*asked, "--weights", "p=2")[1]
    assert cells(out, "Beihu District")[2] == "106.67"
    assert cells(out, "Suxian District")[2] == "66.67"


def test_the_weights_of_the_page_are_accepted(run):
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    given = re.search(r"`(\w+=\d+,\w+=\d+)`", page)[1]
    code, _, err = run("score", "--weights", given, "--draws", 20, "--lang", "en", "--parts", "parts.csv")
    assert (code, err) == (0, "")
    parts = pd.read_csv("parts.csv", dtype={"area": "str"})
    # 17 targets, one of which weighs twice as much as each other: 2 of 18
    weights = parts.set_index(["target", "area"])["weight (share of the targets owed)"]
    assert weights[(given.split("=")[0], "431002")] == pytest.approx(2 / 18)
    assert weights[("top_innovators", "431002")] == pytest.approx(1 / 18)


def test_every_problem_is_told_however_many(run, asked):
    unknown = ",".join(f"a{number}=1" for number in range(20))
    err = run(*asked, "--weights", f"pp=1,{unknown}")[2]
    assert "  - pp (did you mean p?)\n" in err
    assert err.count("\n  - a") == 20
    assert "more" not in err


def test_areas_named_are_scored_alone(run, asked):
    # they owe 11 patents and 5 or 6 achievements each, and one has half of its people
    out = run(*asked, "--area", "431003", "--area", "431002")[1]
    assert "Only 2 of 11 areas share; together they owe all of it." in out
    assert "rank 2 of 2" in out
    assert "Guiyang" not in out


def test_the_cap_and_the_rule_for_missing_targets_are_options(run, asked):
    out = run(*asked, "--cap", 1, "--missing", "zero")[1]
    assert "Attainment counts up to 100%." in out
    assert "A target that cannot be scored: counted as zero." in out
    assert cells(out, "Beihu District")[1:3] == ["1", "100"]
    assert cells(out, "Zixing City")[1:3] == ["3", "50"]
    assert "Counted as zero (targets × areas):\n  - no value: 8\n" in out
    assert "Not scored (" not in out


def test_what_could_not_be_scored_is_counted_by_reason(run, asked):
    assert "Not scored (targets × areas):\n  - no value: 8\n" in run(*asked)[1]
    assert "未计分（目标×地区）：\n  - 缺当年数据：8 项\n" in run(*asked[:-1], "zh")[1]


def test_missing_a_veto_target_is_named_with_the_areas(run, asked):
    out = run(*asked, "--veto", "p", "--veto", "a")[1]
    assert "  - Patents: Suxian District\n" in out
    assert "  - Patents, Achievements: Guiyang County\n" in out
    assert "grade capped" in out
    assert "grade capped" not in run(*asked)[1]


def test_veto_targets_of_which_nothing_is_known_stand_in_a_list_of_their_own(run, asked):
    out = run(*asked, "--veto", "a")[1]
    missed, unknown = out[out.index("Veto targets missed") :].split("Not known whether this veto target")[:2]
    assert missed.endswith("grade capped:\n  - Achievements: Guiyang County\n")
    named = unknown.split("\n")[1]
    assert named.startswith("  - Achievements: Yizhang County, Yongxing County, ")
    assert named.count(",") == 7
    # Beihu and Suxian are judged, and missed nothing
    assert "Beihu" not in named
    assert "Not known" not in run(*asked, "--veto", "p")[1]
    assert "Not known" not in run(*asked, "--veto", "a", "--missing", "zero")[1]


def test_veto_targets_missed_have_their_names_in_the_file(run, asked):
    run(*asked, "--veto", "p", "--veto", "a", "--out", "scores.csv")
    table = pd.read_csv("scores.csv", dtype={"area": "str"}).set_index("area")
    assert table.loc["431021", ["vetoed by", "name of veto target"]].tolist() == [
        "p, a",
        "Patents; Achievements",
    ]
    assert pd.isna(table.loc["431002", "name of veto target"])


# Half of two patents is 25 of the 50 points they are worth, all of one achievement all of its 50.
def test_why_an_area_stands_where_it_does(run, asked):
    out = run(*asked, "--why", "431003")[1]
    assert "Suxian District: rank 10 of 11, 75 points" in out
    after = out[out.index("rank 10 of 11") :]
    assert cells(after, "Patents")[1:] == ["1", "≥ 2", "50%", "50%", "25", "25", "100"]
    assert cells(after, "Achievements")[1:] == ["1", "≥ 1", "100%", "50%", "50", "0", "50"]
    assert cells(after, "total")[1:] == ["100%", "75", "25"]


def test_the_last_area_is_explained_when_none_is_asked_for(run, asked):
    assert "Guiyang County: rank 11 of 11, 0 points" in run(*asked)[1]
    assert "桂阳县：第 11 位（共 11 位），0 分" in run(*asked[:-1], "zh")[1]


def test_targets_left_out_of_one_score_are_named_with_their_reason(run, asked):
    out = run(*asked, "--why", "431081")[1]
    assert "Not scored of Zixing City:\n  - no value: Achievements\n" in out


def test_the_range_of_ranks_is_shown_unless_unwanted(run, asked):
    out = run(*asked)[1]
    assert "under 50 random weightings" in out
    # whatever the weights, all is done by one and nothing by another
    assert cells(out, "Beihu District")[4] == "1"
    assert cells(out, "Guiyang County")[4] == "11"
    assert "random" not in run(*asked, "--no-robustness")[1]


def test_every_score_can_be_computed_again_from_the_table_of_parts(run):
    code, out, _ = run("score", "--out", "scores.csv", "--parts", "parts.csv", "--draws", 20, "--lang", "en")
    assert code == 0
    assert out.splitlines()[-2:] == ["scores.csv", "parts.csv"]
    scores, parts = (pd.read_csv(name, dtype={"area": "str"}) for name in ("scores.csv", "parts.csv"))
    counted, weight = parts["attainment counted (0 to the cap)"], parts["weight (share of the targets owed)"]
    scored = weight.where(counted.notna()).groupby(parts["area"]).sum()
    again = (100 * counted * weight).groupby(parts["area"]).sum() / scored
    points = scores.set_index("area")["points (100: every target exactly met)"]
    assert again[points.index].tolist() == pytest.approx(points.tolist(), rel=1e-8)
    shares = parts["actual"] / parts["required"]
    capped = shares.clip(0, 1.2).where(counted.notna() & (parts["unit"] == "count"))
    inside = capped[capped.notna() & ~parts["target"].eq("county_key_fields")]
    assert len(inside) > 30
    assert inside.tolist() == pytest.approx(counted[inside.index].tolist(), rel=1e-8)


def test_the_sample_s_counties_are_scored_on_illustrative_figures(run):
    code, out, err = run("score", "--draws", 20)
    assert (code, err) == (0, "")
    assert "分解依据：户籍人口（2006年）。权重：等权。完成率最高计到 120%。" in out
    assert all(ci.load_areas().set_index("area")["name_zh"][area] in out for area in COUNTIES)
    assert "不代表真实结果" in out


def test_parks_are_scored_on_what_is_broken_down_to_them(run):
    out = run("score", "--to", "park", "--by", "hightech_output", "--draws", 20, "--lang", "en")[1]
    assert cells(out, "Chenzhou Export Processing Zone")[1] in {"1", "2", "3"}
    assert "Beihu District" not in out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_tables_fit_the_screen(run, monkeypatch, lang, width):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run("score", "--draws", 20, "--lang", lang, "--veto", "county_key_fields")[1]
    assert max(map(cell_len, out.splitlines())) <= width


def test_without_any_figure_no_area_is_scored(run, asked, tmp_path):
    people = [f"registered_population,{area},2006,1,10 000 persons,final,x" for area in COUNTIES]
    asked[1].write_text("\n".join([HEAD, *people]), encoding="utf-8")
    out = run(*asked)[1]
    assert "No area can be scored." in out
    assert cells(out, "Beihu District")[1:4] == ["—", "—", "—"]
    assert "Beihu District: none of its targets can be scored." in run(*asked, "--why", "431002")[1]


def test_a_plan_of_which_areas_owe_nothing_is_refused(run, asked, tmp_path):
    milestone = (PLAN + TARGET % PATENTS).replace("patent_applications", "provincial_major_project")
    asked[3].write_text(milestone.replace("22", "1").replace('"count"', '"milestone"'), encoding="utf-8")
    assert run(*asked) == (1, "", "No target of p is divided among these areas or owed by each of them.\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--weights", "p"], 1, "p: no target with its weight"),
        (["--weights", "p=x,a=1,a=2"], 1, "  - p=x: no target with its weight\n  - a: named twice\n"),
        (["--weights", "Patents=2"], 1, "--weights names targets that are not scored"),
        (["--weights", "专利=2"], 1, "专利 (did you mean p?)"),
        (["--weights", "p=-1"], 1, "p: -1"),
        (["--weights", "entropie"], 1, "--weights is equal or entropy, or targets with weights"),
        (["--why", "北湖"], 1, "did you mean 431002?"),
        (["--why", "431000"], 1, "Not among the areas scored"),
        (["--veto", "Achievement"], 1, "Achievement (did you mean a?)"),
        (["--cap", "-1"], 1, "cap"),
        (["--draws", "0"], 1, "draws"),
        (["--out", "x.csv", "--parts", "x.csv"], 1, "x.csv is named for two tables"),
        (["--parts", "x.txt"], 1, "x.txt: parts of scores are written as .csv."),
        (["--missing", "ignore"], 2, "'ignore' is not one of"),
    ],
)
def test_errors_are_sentences(run, asked, words, code, said):
    ended, out, err = run(*asked, *words)
    assert ended == code
    assert said in err
    assert "Traceback" not in out + err
