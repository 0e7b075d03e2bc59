"""The report of a year: a folder written whole, the same every time, harmless whatever it was made from."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.report.folder import checksums
from chenzhou_indicators.sample import sample_file

OBSERVATIONS = ci.load_sample("observations")
WRITE = """
import sys
import chenzhou_indicators as ci
{killing}
ci.annual_report(
    ci.load_sample("observations"), ci.load_plan("chenzhou-2007"), year=2007, out=sys.argv[1],
    lang=sys.argv[2], firms=ci.load_sample("firms"), accounts=ci.load_sample("accounts"), progress={progress},
)
"""


def written_elsewhere(out: Path, lang: str, seed: str = "0", *, killed_at: str | None = None) -> int:
    """Write the sample's report in a process of its own; return how it ended."""
    killing = (
        f"import signal\ndef dying(step):\n    if step == {killed_at!r}:\n"
        f"        signal.raise_signal(signal.SIGKILL)"
    )
    script = WRITE.format(
        killing=killing if killed_at else "", progress="dying" if killed_at else "lambda step: None"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run([sys.executable, "-c", script, str(out), lang], check=False, env=environment)
    return run.returncode


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request, plan, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("reports") / request.param
    tables = {"firms": ci.load_sample("firms"), "accounts": ci.load_sample("accounts")}
    return ci.annual_report(OBSERVATIONS, plan, year=2007, out=out, lang=request.param, **tables)


def test_the_folder_holds_page_workbook_pictures_tables_and_manifest(report):
    names = [*checksums(report)]
    pictures = ["comparison", "growth-accounts", "heatmap", "outlook-1", "ranking", "scorecard"]
    assert [name for name in names if name.startswith("figures/")] == [
        f"figures/{name}.{kind}" for name in pictures for kind in ("png", "svg")
    ]
    assert {"manifest.json", "report.html", "scorecard.xlsx", "tables/scorecard.csv"} <= {*names}
    assert [path.name for path in report.parent.iterdir()] == [report.name]


def test_the_manifest_holds_the_checksum_of_every_other_file(report):
    told = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    found = checksums(report)
    del found["manifest.json"]
    assert told["outputs"] == found
    assert {*told["inputs"]} == {"plan", "observations", "firms", "accounts"}
    assert told["not_made"] == {}


def test_every_table_can_be_read_and_has_rows(report):
    for path in (report / "tables").iterdir():
        table = pd.read_csv(path, encoding="utf-8-sig", dtype=str)
        assert len(table), path.name
        assert not table.columns.duplicated().any(), path.name


def test_a_second_run_in_another_process_gives_the_same_bytes(report, tmp_path):
    assert written_elsewhere(tmp_path / "again", report.name, seed="1") == 0
    assert checksums(tmp_path / "again") == checksums(report)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("step", ["judging 24 targets", "drawing heatmap", "writing manifest.json"])
def test_a_run_that_is_killed_leaves_the_earlier_report_whole(tmp_path, plan, step):
    out = ci.annual_report(OBSERVATIONS.query("area == '431000'"), plan, year=2007, out=tmp_path / "2007")
    before = checksums(out)
    assert written_elsewhere(out, "en", killed_at=step) == -signal.SIGKILL
    assert checksums(out) == before
    ci.annual_report(OBSERVATIONS.query("area == '431000'"), plan, year=2007, out=out)
    assert checksums(out) == before


def test_each_step_is_told_as_it_begins(plan, tmp_path):
    told: list[str] = []
    ci.annual_report(OBSERVATIONS, plan, year=2007, out=tmp_path / "2007", progress=told.append)
    assert told[0] == "judging 24 targets"
    assert {"calculating counties", "drawing ranking", "writing report.html"} <= {*told}
    assert told[-1] == "writing manifest.json"


def test_the_files_read_are_told_with_their_checksums(plan, tmp_path):
    files = {"observations": sample_file("observations")}
    out = ci.annual_report(OBSERVATIONS, plan, year=2007, out=tmp_path / "2007", files=files)
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert told["inputs"]["observations"]["file"] == "observations.csv"
    assert str(tmp_path) not in (out / "manifest.json").read_text(encoding="utf-8")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"year": "2007"}, r"year: '2007' is not a year"),
        ({"lang": "de"}, r"lang"),
        ({"plan": "chenzhou-2007"}, r"plan is str; give a Plan, as load_plan returns it"),
        ({"divide_by": 5}, r"divide_by is 5; a code is text"),
        ({"files": {"figures": "a.csv"}}, r"figures: one of observations, plan, firms, accounts"),
        ({"files": {"plan": "none.toml"}}, r"plan: none\.toml"),
        ({"as_of": "31/03/2008"}, r"31/03/2008"),
    ],
)
def test_an_argument_outside_its_range_is_refused_and_nothing_is_written(plan, tmp_path, given, message):
    arguments = {"plan": plan, "year": 2007, "out": tmp_path / "2007", **given}
    with pytest.raises(ArgumentError, match=message):
        ci.annual_report(OBSERVATIONS, **arguments)
    assert [*tmp_path.iterdir()] == []


def test_a_table_that_is_none_is_refused_and_the_earlier_report_stays(plan, tmp_path):
    out = ci.annual_report(OBSERVATIONS, plan, year=2007, out=tmp_path / "2007")
    before = checksums(out)
    with pytest.raises(TableError, match=r"observations"):
        ci.annual_report(OBSERVATIONS.drop(columns="unit"), plan, year=2007, out=out)
    assert checksums(out) == before


def test_a_report_never_replaces_what_it_is_read_from(plan, tmp_path):
    (tmp_path / "figures.csv").write_bytes(sample_file("observations").read_bytes())
    with pytest.raises(ArgumentError, match=r"these are read from it"):
        ci.annual_report(
            OBSERVATIONS,
            plan,
            year=2007,
            out=tmp_path,
            files={"observations": tmp_path / "figures.csv"},
        )


# --- what is hostile -----------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(0)",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\u202edesrever",
    "{{ 7 * 7 }}{% for %}",
    "長" * 10_000,
    "]]></script><!--",
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_with_hostile_sources_yield_a_harmless_report(plan, tmp_path, lang):
    sources = [HOSTILE[row % len(HOSTILE)] for row in range(len(OBSERVATIONS))]
    out = ci.annual_report(
        OBSERVATIONS.assign(source=sources), plan, year=2007, out=tmp_path / "2007", lang=lang
    )
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.count("<script") == page.count("</script>") <= 1
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in page  # quoted, not run
    for path in (out / "tables").iterdir():
        table = pd.read_csv(path, encoding="utf-8-sig", dtype=str)
        cells = pd.Series(table.to_numpy().ravel()).dropna()
        assert not cells.str.match(r"[=@\t]|[+-](?!\d*\.?\d+(e[+-]?\d+)?$)").any(), path.name


def test_control_characters_are_refused_at_the_door_and_nothing_is_written(plan, tmp_path):
    bell = OBSERVATIONS.assign(source="bell\x07")
    with pytest.raises(TableError, match=r"blank, padded or unprintable text"):
        ci.annual_report(bell, plan, year=2007, out=tmp_path / "2007")
    assert [*tmp_path.iterdir()] == []


def test_a_hostile_plan_yields_a_harmless_report(tmp_path):
    text = """
id = "ours"
document = "<b>No. 1</b>"
issued = 2007-01-01
area = "431000"
[title]
zh = "=计划<script>alert(1)</script>"
en = "=plan<script>alert(1)</script>"
[[targets]]
target = "t"
name_zh = "<script>alert(1)</script>"
name_en = "<script>alert(1)</script>"
indicator = "gdp"
form = "growth"
minimum = 0.1
unit = "fraction"
scope = "city"
due = 2007
commitment = "achieve"
clause = "<i>1</i>"
note_zh = "<img src=x onerror=alert(1)>"
note_en = "<img src=x onerror=alert(1)>"
"""
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    ours = ci.load_plan(tmp_path / "plan.toml")
    out = ci.annual_report(OBSERVATIONS, ours, year=2007, out=tmp_path / "out")
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert not any(tag in page for tag in ("<b>No", "<i>1", "<img src=x"))
