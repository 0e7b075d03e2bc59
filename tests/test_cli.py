"""The command line, run as an analyst runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators import sample
from chenzhou_indicators.sample import sample_file


def test_report_judges_the_sample_and_writes_the_year_s_folder(run):
    code, out, err = run("report")
    assert (code, err) == (0, "")
    assert sorted(path.name for path in Path("out/2007").iterdir()) == [
        "figures",
        "manifest.json",
        "report.html",
        "scorecard.xlsx",
        "tables",
    ]
    assert "郴州市2007年科技创新年：2007年目标完成情况" in out
    assert "含示例数据" in out


def test_report_of_a_file_another_plan_and_language(run, figures):
    code, out, _ = run("report", figures, "--plan", "chenzhou-2010", "--lang", "en", "--out", "made")
    assert code == 0
    assert Path("made/2010/tables/scorecard.csv").exists()
    assert "targets and results, 2010" in out


def test_report_without_firms_says_so(run, figures):
    _, out, _ = run("assess", figures)
    assert out.count("无法评估（缺企业表）") == 3


def test_report_takes_a_table_of_firms(run, figures, tmp_path):
    firms = tmp_path / "firms.csv"
    ci.load_sample("firms").to_csv(firms, index=False)
    _, out, _ = run("assess", figures, "--firms", firms, "--lang", "en")
    assert "missed (145/210 firms)" in out


def test_as_of_chooses_the_editions_of_a_day(run):
    # 5.8648 / 659 = 0.89 % on the day, 5.9848 / 650.5242 = 0.92 % in the newest editions
    _, then, _ = run("assess", "--as-of", "2008-06-30")
    _, now, _ = run("assess")
    assert "0.89%" in then
    assert "0.92%" in now


def test_assess_keeps_the_verdicts_in_a_file(run):
    code, out, _ = run("assess", "--out", "verdicts.csv")
    assert code == 0
    assert out.splitlines()[-1] == "verdicts.csv"
    assert len(Path("verdicts.csv").read_text(encoding="utf-8-sig").splitlines()) == 1 + 45


def test_what_is_read_is_not_written_over(run, figures):
    before = figures.read_bytes()
    code, _, err = run("assess", figures, "--out", "verdicts.xlsx")
    assert (code, err) == (1, "verdicts.xlsx: verdicts are written as .csv.\n")
    csv = figures.with_suffix(".csv")
    ci.write_observations(ci.load_sample("observations"), csv)
    kept = csv.read_bytes()
    code, _, err = run("assess", csv, "--out", csv)
    assert code == 1
    assert "is read by this command" in err
    assert (figures.read_bytes(), csv.read_bytes()) == (before, kept)


def test_a_device_is_not_written_over(run):
    pipe = Path("pipe.csv")
    os.mkfifo(pipe)
    code, _, err = run("assess", "--out", pipe)
    assert (code, err) == (1, "pipe.csv is no ordinary file; name another one.\n")
    assert pipe.is_fifo()


def test_the_sample_is_not_written_over(run, monkeypatch, tmp_path):
    copy = tmp_path / "observations.csv"
    copy.write_bytes(sample_file("observations").read_bytes())
    monkeypatch.setattr(sample, "sample_file", copy.with_stem)
    kept = copy.read_bytes()
    code, _, err = run("assess", "--out", copy)
    assert code == 1
    assert "is read by this command" in err
    assert copy.read_bytes() == kept


def test_the_table_of_verdicts_says_what_the_year_should_have_reached(run):
    # from 0.80 % in 2006 to 2 % in 2010 by equal steps: 0.8 + 1.2 / 4 = 1.1 in 2007
    run("assess", "--out", "verdicts.csv", "--lang", "en")
    table = pd.read_csv("verdicts.csv", encoding="utf-8-sig").set_index("target")
    assert table["expected this year"].dropna().round(2).to_dict() == {"rd_intensity_2010": 1.1}


def test_illustrative_figures_are_named_on_the_screen(run):
    assert "不代表真实结果" in run("assess")[1]


def test_a_narrow_screen_shows_fewer_columns(run, monkeypatch):
    wide = run("assess", "--lang", "en")[1]
    monkeypatch.setenv("COLUMNS", "80")
    narrow = run("assess", "--lang", "en")[1]
    assert "attainment" in wide
    assert "attainment" not in narrow


def test_a_year_with_nothing_short_says_so(run, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(
        'id="p"\ndocument="d"\nissued=2007-01-01\narea="431000"\ntitle={zh="甲",en="A"}\n[[targets]]\n'
        'target="t"\nname_zh="专利"\nname_en="Patents"\nindicator="patent_applications"\nform="level"\n'
        'minimum=1\nunit="count"\nscope="city"\ndue=2007\ncommitment="achieve"\nclause="1"\n',
        encoding="utf-8",
    )
    assert "Nothing is missed" in run("report", "--plan", path, "--lang", "en")[1]


def test_plans_and_indicators_are_listed(run):
    assert "郴政发〔2007〕6号" in run("plans")[1]
    assert "全社会研发投入占GDP比重" in run("indicators")[1]
    assert "R&D expenditure as a share of GDP" in run("indicators", "--lang", "en")[1]


def test_validate_finds_nothing_wrong_with_a_good_file(run, figures):
    code, out, err = run("validate", figures)
    assert (code, err) == (0, "")
    assert "figures.xlsx: 624 observations, 3 of them missing, nothing wrong." in out


def test_validate_lists_every_problem_not_only_the_first_screen(run, tmp_path):
    path = tmp_path / "bad.csv"
    rows = [f"gdp,431000,{year},abc,亿元,final,x" for year in range(1980, 2005)]
    path.write_text("\n".join(["indicator,area,year,value,unit,obs_status,source", *rows]), encoding="utf-8")
    code, _, err = run("validate", path)
    assert code == 1
    assert err.count("“abc” is not a number") == 25


def test_validate_checks_a_plan(run, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("id = 'x'", encoding="utf-8")
    code, _, err = run("validate", path)
    assert code == 1
    assert "document: missing" in err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["report", "nowhere.csv"], 1, "no such file"),
        (["report", "--plan", "chenzhou-207"], 1, "did you mean chenzhou-2007?"),
        (["report", "--plan", "mine.toml"], 1, "no such file"),
        (["report", "--year", "207"], 1, "207 is not a year"),
        (["report", "--as-of", "yesterday"], 1, "yesterday is not a day"),
        (["report", "--lang", "de"], 2, "'de' is not one of"),
        (["report", "--year", "soon"], 2, "--year"),
        (["reprot"], 2, "reprot"),
        (["validate"], 2, "Missing argument"),
    ],
)
def test_errors_are_sentences_with_an_exit_code(run, words, code, said):
    ended, out, err = run(*words)
    assert ended == code
    assert said in err
    assert "Traceback" not in out + err
    assert not Path("out").exists()


def test_a_report_that_cannot_be_written_says_so(run):
    Path("out").write_text("a file", encoding="utf-8")
    code, _, err = run("report")
    assert code == 1
    assert "cannot be written" in err


def test_a_console_of_another_encoding_loses_a_letter_not_the_run(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "chenzhou_indicators", "indicators"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert ended.returncode == 0
    assert b"rd_intensity" in ended.stdout


@pytest.mark.parametrize(
    "words", [["--help"], ["outlook", "--help"], ["revisions", "--help"], ["plans", "x"]]
)
def test_help_and_slips_of_the_pen_load_nothing_heavy(words, tmp_path):
    program = (
        "import sys; from chenzhou_indicators.cli import app\n"
        f"try: app({words!r}, prog_name='chenzhou-indicators')\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'pandera', 'numpy', 'matplotlib', 'scipy'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"


def test_help_lists_the_commands_in_the_order_of_the_work(run):
    out = run("--help")[1]
    order = ["report", "assess", "path", "outlook", "growth-accounts", "contributions", "revisions"]
    order += ["compare-vintages", "plans", "validate"]
    places = [out.index(f"\n  {name} ") for name in order]
    assert places == sorted(places)
