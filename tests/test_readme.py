"""What the two READMEs show runs and reads as it stands, and both tell the same."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import chenzhou_indicators as ci

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = "README.md", "README.zh.md"
OBSERVATIONS, ACCOUNTS = 2, 3  # the tables that show a file, after those of questions


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code(name: str) -> list[str]:
    """Return the lines of Python a README shows."""
    [block] = re.findall(r"```python\n(.*?)```", text(name), flags=re.DOTALL)
    return [line for line in block.splitlines() if line]


def tables(name: str) -> list[list[list[str]]]:
    """Return the tables of a README: rows of cells, the first one the heads."""
    found = re.findall(r"(?:^\|.*\n)+", text(name), flags=re.MULTILINE)
    rows = ([line[2:-2].split(" | ") for line in table.splitlines()] for table in found)
    return [[row for place, row in enumerate(table) if place != 1] for table in rows]  # without the rule


def as_file(name: str, number: int, path: Path) -> Path:
    """Save a table of a README that shows a file."""
    head, *rows = tables(name)[number]
    pd.DataFrame(rows, columns=head).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(("name", "out", "lang"), [(ENGLISH, "english", "en"), (CHINESE, "chinese", "zh-CN")])
def test_the_ten_lines_run_where_nothing_was_prepared(
    name: str, out: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    with mpl.rc_context({"backend": "agg"}), redirect_stdout(io.StringIO()) as screen:
        exec("\n".join(code(name)), names)
        plt.close("all")
    page = (tmp_path / "out" / out / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{lang}"' in page
    assert (tmp_path / "out" / "scorecard.svg").is_file()
    assert "[45 rows x 7 columns]" in screen.getvalue()  # 24 targets, by the areas that owe them


def test_the_lines_are_ten_at_most_and_the_same_but_for_the_language() -> None:
    alike = {'"zh"': '"en"', "title.zh": "title.en", "out/chinese": "out/english"}
    lines = {name: [line.split("#")[0].rstrip() for line in code(name)] for name in (ENGLISH, CHINESE)}
    turned = [
        re.sub("|".join(map(re.escape, alike)), lambda found: alike[found.group()], line)
        for line in lines[CHINESE]
    ]
    assert turned == lines[ENGLISH]
    assert len(turned) <= 10


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_a_reader_of_the_lines_is_told_the_functions_for_files(name: str) -> None:
    told = re.findall(r"#.*ci\.(\w+)\(", "\n".join(code(name)))
    assert told == ["load_plan", "read_observations", "read_firms", "read_accounts"]
    assert {*told} <= {*ci.__all__}


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_the_files_shown_can_be_read(name: str, tmp_path: Path) -> None:
    figures = ci.read_observations(as_file(name, OBSERVATIONS, tmp_path / "figures.csv"))
    assert figures.loc[0, ["indicator", "area", "value"]].tolist() == ["patent_applications", "431000", 412]
    accounts = ci.read_accounts(as_file(name, ACCOUNTS, tmp_path / "accounts.csv"))
    assert accounts.loc[0, ["year", "labour_share"]].tolist() == [2007, pytest.approx(0.519)]


def test_both_tell_the_same_in_the_same_order() -> None:
    def functions(name: str) -> list[list[str]]:
        answers = [row[1] for table in tables(name)[:2] for row in table[1:]]
        named = [re.findall(r"`(\w+)[`(]", answer) for answer in answers]
        return [[word for word in words if word in ci.__all__] for words in named]

    def shape(name: str) -> tuple[int, list[int]]:
        return text(name).count("\n## "), [len(table) for table in tables(name)]

    assert functions(ENGLISH) == functions(CHINESE)
    assert shape(ENGLISH) == shape(CHINESE)


def test_the_questions_name_public_functions() -> None:
    named = re.findall(r"`(\w+)`", "\n".join(row[1] for table in tables(ENGLISH)[:2] for row in table))
    words = {"as_of", "status", "not_assessable", "reason"}  # an argument, columns and a verdict
    assert {*named} - words <= {*ci.__all__}


def test_both_lead_to_the_same_pages() -> None:
    def pages(name: str) -> set[str]:
        links = re.findall(r"\]\(([^()\s]+)\)", text(name))
        there = {re.sub(r"(README)\.zh|docs/zh/", lambda m: m[1] or "docs/", link) for link in links}
        return {re.sub(r"-(zh|en)\.png$", ".png", link) for link in there}

    assert pages(ENGLISH) == pages(CHINESE)
    assert "docs/how-to/annual-report.md" in pages(ENGLISH)
