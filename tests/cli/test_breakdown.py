"""A plan's targets as those of counties and parks, on the screen and as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from rich.cells import cell_len
from screens import cells

import chenzhou_indicators as ci

HEAD = "indicator,area,year,value,unit,obs_status,source"
PLAN = """\
id = "p"
document = "d"
issued = 2007-01-01
area = "431000"
title = { zh = "甲", en = "A" }
"""
TARGET = """
[[targets]]
target = "%s"
name_zh = "目标%s"
name_en = "Target %s"
indicator = "%s"
form = "%s"
%s
unit = "%s"
scope = "city"
due = 2007
commitment = "achieve"
clause = "1"
"""


@pytest.fixture
def planned(tmp_path):
    """Write a plan: of each target its id, indicator, form, bounds and unit."""

    def write(*targets: tuple[str, ...]) -> str:
        text = PLAN + "".join(TARGET % (name, name, name, *rest) for name, *rest in targets)
        path = tmp_path / "plan.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def peopled(tmp_path):
    """Write populations: every county has the same but those named, of 2006 or of the years given."""

    def write(*, years=(2006,), unit="10 000 persons", each=1, **values: float | str) -> str:
        counties = ci.load_areas().query("level == 'county'")["area"]
        lines = [
            f"registered_population,{area},{year},{values.get(f'a{area}', each)},{unit},final,x"
            for area in counties
            for year in years
        ]
        path = tmp_path / "people.csv"
        path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
        return str(path)

    return write


# The example of `break_down`: twelve villages by the people of eleven counties.
def test_the_counties_are_rows_and_make_the_city_s_target_again(run):
    code, out, err = run("break-down", "--lang", "en")
    assert (code, err) == (0, "")
    assert (
        "Shared by: Registered population, 2006 (10 000 persons). Whole numbers by largest remainder." in out
    )
    last = out[out.index("demonstration") :]
    villages = [cells(last, name)[-1] for name in ("Beihu", "Guiyang", "Yongxing", "Guidong", "total")]
    assert villages == ["1", "2", "2", "0", "12"]
    assert cells(out, "Beihu District")[1] == "31.19*"
    assert "Added up, 14 of 15 targets are again what Chenzhou owes. The others:" in out
    assert "  - Patent applications: > 400 owed, ≥ 401 added up\n" in out
    assert "illustrative" in out


def test_what_is_asked_of_every_area_alike_is_said_once(run):
    out = run("break-down", "--lang", "en")[1]
    assert "  - Growth of high-tech output: ≥ 30%\n" in out
    assert "  - Major and key projects in public S&T money: 60–70%\n" in out
    assert "  - 高新技术产值增长：≥ 30%\n" in run("break-down")[1]


def test_what_is_not_divided_says_why(run):
    out = run("break-down", "--lang", "en")[1]
    assert "  - one thing, done or not done: Rare-metal project on provincial programme\n" in out
    assert "  - leads of areas do not add up to one: Public S&T spending outgrows revenue\n" in out
    assert "  - 单一节点，只有完成与未完成：稀贵金属项目列入省重大专项\n" in run("break-down")[1]


# Ten by the weights 6, 1, 1 … of 16: 3.75 and ten times 0.625. By the largest remainder 3, and one more for
# the fraction of 0.75, before the 0.625. By D'Hondt the claims are 6, 3, 2, 1.5, 1.2 and 1, and 1 of each
# other area; among equal claims the larger weight goes first. Adams gives each area one before any has two.
def test_whole_numbers_are_divided_by_the_method_named(run, planned, peopled):
    plan = planned(("a", "patent_applications", "level", "minimum = 10", "count"))
    words = ["break-down", peopled(a431002=6), "--plan", plan, "--lang", "en"]
    assert cells(run(*words)[1], "Beihu District") == ["Beihu District", "6", "4"]
    out = run(*words, "--method", "dhondt")[1]
    assert "by D'Hondt" in out
    assert cells(out, "Beihu District")[-1] == "6"
    assert cells(run(*words, "--method", "adams")[1], "Beihu District")[-1] == "1"


# Three over twelve parts: a quarter for each, two for the county that has twice the people.
def test_money_is_shared_in_proportion(run, planned, peopled):
    plan = planned(("a", "rd_expenditure", "level", "minimum = 3", "100 million CNY"))
    out = run("break-down", peopled(a431002=2), "--plan", plan, "--lang", "en")[1]
    assert "Target a" in out
    assert cells(out, "Beihu District") == ["Beihu District", "2", "0.50"]
    assert cells(out, "Suxian District") == ["Suxian District", "1", "0.25"]
    assert cells(out, "total") == ["total", "12", "3.00"]
    assert "Added up, the targets are again what Chenzhou owes (targets: 1)." in out
    assert "illustrative" not in out


def test_ceilings_and_hopes_keep_their_sign(run, planned, peopled):
    most = ("most", "patent_applications", "level", "maximum = 22", "count")
    hoped = ("hoped", "st_achievements", "level", "minimum = 11\nstretch = 22", "count")
    out = run("break-down", peopled(), "--plan", planned(most, hoped), "--lang", "en")[1]
    assert "Numbers: at least; behind a slash: hoped for." in out
    assert cells(out, "Beihu District") == ["Beihu District", "1", "≤ 2", "1 / 2"]


def test_parks_are_shared_by_what_they_have(run):
    code, out, _ = run("break-down", "--to", "park", "--by", "hightech_output", "--lang", "en")
    assert code == 0
    assert "by park" in out
    # 7.21, 6.85 and 4.51 of 18.57: of twelve villages 4.66, 4.43 and 2.91
    last = out[out.index("demonstration") :]
    villages = [cells(last, f"Chenzhou {name}")[-1] for name in ("Economic", "Nonferrous", "Export")]
    assert villages == ["5", "4", "3"]
    assert "Parks are only a part of the whole" in out


def test_areas_without_weights_are_named_with_what_to_do(run, peopled):
    code, out, err = run("break-down", peopled(a431003="", a431081=""))
    assert (code, out) == (1, "")
    assert err == (
        "registered_population has no figure of 2006 for 2 of 11 areas. Add the figures, share by another "
        "indicator with --by, or name those that share with --area:\n"
        "  - 431003 Suxian District\n  - 431081 Zixing City\n"
    )


# Ten patents by the weights 4 and 1: eight and two.
def test_the_areas_named_share_alone_and_owe_all_of_it(run, planned, peopled):
    plan = planned(("a", "patent_applications", "level", "minimum = 10", "count"))
    people = peopled(a431002=4, a431003="", a431081="")
    words = ["break-down", people, "--plan", plan, "--area", "431022", "--area", "431002"]
    out = run(*words, "--lang", "en")[1]
    assert "Only 2 of 11 areas share; together they owe all of it." in out
    assert cells(out, "Beihu District") == ["Beihu District", "4", "8"]
    assert cells(out, "Yizhang County") == ["Yizhang County", "1", "2"]
    assert out.index("Beihu") < out.index("Yizhang")
    assert "Guiyang" not in out
    assert "the targets are again what Chenzhou owes (targets: 1)" in out
    assert "只在 11 个地区中的 2 个之间分解" in run(*words)[1]


def test_areas_of_another_level_or_of_nowhere_are_refused(run):
    words = ["break-down", "--area", "431002-P1", "--area", "北湖区", "--area", "431003"]
    assert run(*words) == (
        1,
        "",
        "Not a county inside 431000; --to names the level:\n  - 431002-P1: Chenzhou Economic Development "
        "Zone, a park\n"
        "  - 北湖区 (did you mean 431002?)\n",
    )


# The catalogue has the counties of one city of the province.
def test_a_plan_of_an_area_that_its_counties_do_not_make_is_refused(run, planned):
    plan = Path(planned(("a", "patent_applications", "level", "minimum = 10", "count")))
    plan.write_text(plan.read_text(encoding="utf-8").replace("431000", "430000"), encoding="utf-8")
    code, out, err = run("break-down", "--plan", plan)
    assert (code, out) == (1, "")
    assert err == (
        "Hunan (430000) owes this plan, but the areas it would be divided among all lie in Chenzhou "
        '(431000), and cannot owe all of it. Set area = "431000" in a plan of what Chenzhou owes.\n'
    )
    assert run("score", "--plan", plan)[2] == err


def test_a_day_before_the_figures_is_named_where_they_are_missing(run):
    err = run("break-down", "--as-of", "2001-01-01")[2]
    assert (
        "11 of 11 areas. Name a day after 2001-01-01 with --as-of, add the figures, or share by another"
        in err
    )
    assert "--as-of" not in run("break-down", "--year", 2030, "--as-of", "2001-01-01")[2]


def test_the_newest_year_that_every_area_has_is_taken(run, tmp_path, peopled):
    whole = peopled(years=(2004, 2005, 2007))
    assert "Registered population, 2005" in run("break-down", whole, "--lang", "en")[1]
    assert "Registered population, 2007" in run("break-down", whole, "--year", 2007, "--lang", "en")[1]
    assert "of 2006 for 11 of 11 areas" in run("break-down", whole, "--year", 2006)[2]


def test_figures_are_weights_whatever_unit_they_stand_in(run, peopled):
    out = run("break-down", peopled(each=10000, a431002=20000, unit="persons"), "--lang", "en")[1]
    assert cells(out, "Beihu District")[1] == "2"


def test_the_editions_of_a_day_are_used(run):
    # the counties' population of 2006 came out on 2007-03-31
    assert "2006年" in run("break-down", "--as-of", "2007-03-31")[1]
    assert "2005年" in run("break-down", "--as-of", "2007-03-30")[1]


def test_a_narrow_screen_has_all_columns_in_more_tables(run, monkeypatch):
    wide = run("break-down", "--lang", "en")[1]
    assert wide.count("Beihu District") == 1
    for lang, tables in {"en": 4, "zh": 3}.items():
        monkeypatch.setenv("COLUMNS", "80")
        out = run("break-down", "--lang", lang)[1]
        assert out.count({"en": "Beihu District", "zh": "北湖区"}[lang]) == tables
        assert max(map(cell_len, out.splitlines())) <= 80


def test_a_plan_of_which_nothing_can_be_divided_says_so(run, planned):
    plan = planned(("a", "provincial_major_project", "level", "minimum = 1", "milestone"))
    out = run("break-down", "--plan", plan, "--lang", "en")[1]
    assert "No target can be divided." in out
    assert "one thing, done or not done: Target a" in out
    assert "没有可以分解的目标。" in run("break-down", "--plan", plan)[1]


def test_codes_that_look_like_numbers_stay_codes_in_the_file(run, planned, peopled):
    plan = Path(planned(("a", "patent_applications", "level", "minimum = 11", "count")))
    text = plan.read_text(encoding="utf-8").replace('id = "p"', 'id = "2007"')
    plan.write_text(text.replace('clause = "1"', 'clause = "2.10"'), encoding="utf-8")
    run("break-down", peopled(), "--plan", plan, "--out", "targets.csv")
    table = pd.read_csv("targets.csv", dtype={"area": "str", "clause": "str", "plan": "str"})
    assert table["plan"].unique().tolist() == ["2007"]
    verdicts = ci.assess(ci.load_sample("observations"), table, year=2007)
    assert verdicts["clause"].unique().tolist() == ["2.10"]
    assert verdicts["required"].tolist() == [1] * 11


def test_what_is_written_is_a_table_of_targets_again(run):
    code, out, _ = run("break-down", "--out", "targets.csv")
    assert code == 0
    assert out.splitlines()[-1] == "targets.csv"
    table = pd.read_csv("targets.csv", dtype={"area": "str", "clause": "str", "plan": "str"})
    assert table["area_name"].tolist()[0] == "北湖区"
    plan, figures = ci.load_plan("chenzhou-2007"), ci.load_sample("observations")
    people = ci.latest_vintage(figures).query("indicator == 'registered_population' and year == 2006")
    parts = ci.break_down(plan, people.set_index("area")["value"].drop("431000"))
    pd.testing.assert_frame_equal(
        ci.assess(figures, table, year=2007), ci.assess(figures, parts, year=2007), check_exact=True
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--by", "gpd"], 1, "did you mean gdp?"),
        (["--year", "207"], 1, "207 is not a year"),
        (["--out", "targets.txt"], 1, "targets.txt: targets are written as .csv."),
        (["--to", "park"], 1, "no figure of 2006 for 3 of 3 areas"),
        (["--to", "village"], 2, "'village' is not one of"),
        (["--method", "adms"], 2, "'adms' is not one of"),
    ],
)
def test_errors_are_sentences(run, words, code, said):
    ended, out, err = run("break-down", *words)
    assert ended == code
    assert said in err
    assert "Traceback" not in out + err


# --- lists that are folded -----------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_chinese_line_tears_no_name_and_begins_with_no_stop(run, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run("break-down")[1]
    listed = out[out.index("未分解的目标：") :].replace("\n    ", "")
    lines = [line.strip() for line in out[out.index("未分解的目标：") :].splitlines()]
    assert not any(line[0] in "、；。，：" for line in lines)
    assert max(map(cell_len, out.splitlines())) <= width
    targets = ci.load_plan("chenzhou-2007").targets
    left = targets.loc[
        targets["target"].isin(ci.indivisible(ci.load_plan("chenzhou-2007"))["target"]), "name_zh"
    ]
    assert all(name in listed for name in left)
    assert all(any(name in line for line in lines) for name in left)
