"""The command that writes the year's report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

import chenzhou_indicators as ci
from chenzhou_indicators.report.folder import checksums
from chenzhou_indicators.sample import sample_file


def manifest(folder: str = "out/2007") -> dict:
    return json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def own(tmp_path) -> Path:
    """Return a file of figures of the city alone."""
    path = tmp_path / "own.csv"
    ci.write_observations(ci.load_sample("observations").query("area == '431000'"), path)
    return path


def test_of_the_sample_every_part_is_made_and_every_file_named(run):
    code, out, err = run("report")
    assert (code, err) == (0, "")
    assert out.splitlines()[-2:] == ["out/2007/report.html", "out/2007/scorecard.xlsx"]
    told = manifest()
    assert told["not_made"] == {}
    named = {name: table.get("file") for name, table in told["inputs"].items()}
    assert named == {
        "plan": None,
        "observations": "observations.csv",
        "firms": "firms.csv",
        "accounts": "accounts.csv",
    }


def test_own_figures_get_no_part_of_the_sample_s(run, own):
    assert run("report", own)[0] == 0
    told = manifest()
    assert {*told["inputs"]} == {"plan", "observations"}
    assert told["not_made"]["growth"] == "no growth accounts given"
    assert told["not_made"]["firms"] == "no firms table"


def test_firms_accounts_a_plan_and_another_share_can_be_given(run, own, tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'id="p"\ndocument="d"\nissued=2007-01-01\narea="431000"\ntitle={zh="甲",en="A"}\n[[targets]]\n'
        'target="t"\nname_zh="专利"\nname_en="Patents"\nindicator="patent_applications"\nform="level"\n'
        'minimum=1\nunit="count"\nscope="city"\ndue=2007\ncommitment="achieve"\nclause="1"\n',
        encoding="utf-8",
    )
    given = ["--firms", sample_file("firms"), "--accounts", sample_file("accounts"), "--plan", plan]
    assert run("report", own, *given, "--by", "gdp", "--as-of", "2008-12-31")[0] == 0
    told = manifest()
    assert {*told["inputs"]} == {"plan", "observations", "firms", "accounts"}
    assert told["inputs"]["plan"]["file"] == "plan.toml"
    assert (told["divide_by"], told["as_of"]) == ("gdp", "2008-12-31")
    assert "growth" not in told["not_made"]


def test_a_report_is_replaced_but_never_what_somebody_wrote(run):
    run("report")
    assert run("report", "--lang", "en")[0] == 0
    Path("out/2007/notes.txt").write_text("to be asked", encoding="utf-8")
    before = checksums(Path("out/2007"))
    code, _, err = run("report")
    assert code == 1
    assert "notes.txt: no report wrote it" in err
    assert checksums(Path("out/2007")) == before


def test_the_page_is_opened_when_asked_for(run, own, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    run("report", own)
    assert opened == []
    run("report", own, "--open")
    assert [Path(path).name for path in opened] == ["report.html"]


def test_an_input_in_the_report_s_folder_is_refused(run, own):
    inside = Path("out/2007/own.csv")
    inside.parent.mkdir(parents=True)
    own.rename(inside)
    code, _, err = run("report", inside)
    assert code == 1
    assert "these are read from it" in err
    assert inside.exists()
