"""Pages on tasks and first steps give what they show; the script of the comparison runs in any folder."""

from __future__ import annotations

import doctest
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted((DOCS / "how-to").glob("*.md")), *sorted(DOCS.rglob("getting-started.md"))]
COMPARISON = DOCS / "how-to" / "compare-two-years.md"
SCRIPT = ROOT / "notebooks" / "yearly_comparison.py"
COMMAND = "$ chenzhou-indicators "
FILES = {"csv", "toml"}  # blocks that are files, named by the line above them
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

Run = Callable[..., tuple[int, str, str]]


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return the fenced blocks of a page: their kind and what stands in them."""
    return re.findall(r"```(\w+)\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def steps(page: Path) -> list[tuple[str, str, str]]:
    """Return the fenced blocks of a page, each behind the file that the line above it names."""
    block = r"(?:`([\w.-]+)`[^`\n]*\n\n)?```(\w+)\n(.*?)```"
    return re.findall(block, page.read_text(encoding="utf-8"), flags=re.DOTALL)


def require_shown(shown: str, found: str) -> None:
    """Hold an excerpt against what came; three points stand for what is left out."""
    assert doctest.OutputChecker().check_output(shown, found, SAME), f"{shown}\nis not in\n{found}"


# --- pages ---------------------------------------------------------------------------------------


def ran(text: str, run: Run) -> None:
    """Run a command of a page and hold what the page shows against what it says."""
    words, shown = text.removeprefix(COMMAND).split("\n", 1)
    code, out, err = run(*shlex.split(words))
    assert code == (1 if err else 0)
    require_shown(shown, out + err)
    assert all(len(pd.read_csv(name)) for name in re.findall(r"--(?:out|parts) (\S+\.csv)", words))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "-".join(page.relative_to(DOCS).parts))
def test_a_page_shows_what_its_commands_and_its_code_give(
    page: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Go through a page as its reader would: save its files, run its commands and its code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    names: dict[str, Any] = {}
    printed, commands, compared = "", 0, 0
    with mpl.rc_context({"backend": "agg"}):
        for file, kind, text in steps(page):
            if kind in FILES:
                Path(file).write_text(text, encoding="utf-8")
            elif kind == "python":
                monkeypatch.setattr(sys, "argv", [SCRIPT.name, "out"])
                with redirect_stdout(io.StringIO()) as screen:
                    exec(text, names)
                printed = screen.getvalue()
            elif text.startswith(COMMAND):
                ran(text, run)
                commands += 1
            elif kind == "text" and not text.startswith("$ "):
                require_shown(text, printed)
                compared += 1
        plt.close("all")
    assert commands
    assert compared


# --- the script ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a copy of the script as an analyst would, in a folder that has nothing of the project."""
    folder = tmp_path_factory.mktemp("desk")
    copied = folder / SCRIPT.name
    copied.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-W", "error", copied.name, "out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder / "out"


def table(out: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(out / f"{name}.csv", dtype={"area": "str"})


def test_the_page_shows_the_script_as_it_is() -> None:
    assert ("python", SCRIPT.read_text(encoding="utf-8")) in blocks(COMPARISON)


def test_the_script_has_thirty_lines_at_most() -> None:
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 30


def test_the_script_writes_the_files_the_page_names(out: Path) -> None:
    rows = re.findall(r"^\| (`.*?) \|", COMPARISON.read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([\w-]+\.(?:csv|png))`", row)]
    assert {path.name for path in out.iterdir()} == {*named}
    for picture in out.glob("*.png"):
        assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    for path in out.glob("*.csv"):
        assert path.read_bytes()[:3] == b"\xef\xbb\xbf"  # or a spreadsheet garbles the Chinese names
        areas = pd.read_csv(path, dtype={"area": "str"}).set_index("area")["area_name"]
        assert (areas.index.nunique(), {*areas[["431025"]]}) == (11, {"临武县"})


def test_the_targets_written_make_the_city_s_again(out: Path) -> None:
    owed = table(out, "targets").groupby("target")["minimum"]
    # twelve villages, more than 400 applications, 120 achievements: clauses 7.2 and 1
    sums = owed.sum()[["demonstration_villages", "patent_applications", "st_achievements"]]
    assert sums.tolist() == [12, 401, 120]
    assert owed.agg(["min", "max"]).loc["hightech_output_growth"].tolist() == [0.3, 0.3]


# Linwu, 2007 and 2006, all illustrative: high-tech output 1.51 after 1.31; R&D 0.1342 over a GDP of 38.5792,
# of 2 % by 2010; 11 patent applications of 30, 4 achievements of 9. It owes two key fields at most and has
# three, half of the bound too many; one village of one, two meetings of two.
LINWU = "431025"
GROWTH, PATENTS, ACHIEVEMENTS = (1.51 / 1.31 - 1) / 0.30, 11 / 30, 4 / 9
RD = 100 * 0.1342 / 38.5792 / 2
FIELDS, VILLAGES, MEETINGS = 1 - (3 - 2) / 2, 1 / 1, 2 / 2
OF_BOTH = [GROWTH, PATENTS, ACHIEVEMENTS, RD]


def test_the_score_of_linwu_can_be_computed_from_its_figures(out: Path) -> None:
    scores = table(out, "scores").set_index("area")["score"]
    by_hand = sum([*OF_BOTH, FIELDS, VILLAGES, MEETINGS]) / 7
    assert scores[LINWU] == pytest.approx(by_hand, abs=1e-12)


def test_the_parts_written_add_up_to_the_scores(out: Path) -> None:
    scores = table(out, "scores").set_index("area")["score"]
    parts = table(out, "parts").groupby("area")["part"].sum()
    assert parts.to_dict() == pytest.approx(scores.to_dict(), abs=1e-12)


def test_both_years_are_scored_on_the_same_targets(out: Path) -> None:
    both = table(out, "scores-of-both").set_index(["year", "area"])
    assert both.loc[(2007, LINWU), "score"] == pytest.approx(sum(OF_BOTH) / 4, abs=1e-12)
    assert both["scored"].loc[2006].equals(both["scored"].loc[2007])


def test_the_page_says_what_linwu_would_seem_to_have_gained(out: Path) -> None:
    both = table(out, "scores-of-both").set_index(["year", "area"])
    alone = table(out, "scores").set_index("area")
    said = re.search(
        r"In 2006 (\w+) targets .*, in 2007 (\w+), .* from (\S+) to (\S+) points; .* fell to (\d+\.\d)",
        COMPARISON.read_text(encoding="utf-8"),
    )
    assert said is not None
    now, before, now_alike = alone.loc[LINWU], both.loc[(2006, LINWU)], both.loc[(2007, LINWU)]
    words = {4: "four", 7: "seven"}
    points = [f"{100 * row['score']:.1f}" for row in (before, now, now_alike)]
    assert [*said.groups()] == [words[before["scored"]], words[now["scored"]], *points]
