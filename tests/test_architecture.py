"""The house is as it is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "chenzhou_indicators"
MOST_LINES = 400


def drawn_files() -> set[str]:
    """Return the paths in the tree of ARCHITECTURE.md, relative to the package."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tree = next(block for block in re.findall(r"```text\n(.*?)```", text, re.S) if block.startswith("src/"))
    paths, folder = set(), ""
    for line in tree.splitlines()[1:]:
        found = re.match(r"^((?:│   |    )?)[├└]── (\S+)", line)
        assert found, line
        name = found[2]
        if not found[1]:
            folder = name if name.endswith("/") else ""
        if not name.endswith("/"):
            paths.add((folder if found[1] else "") + name)
    return paths


def test_the_tree_shows_every_module_and_no_other():
    modules = {
        path.relative_to(PACKAGE).as_posix()
        for pattern in ("*.py", "*.pyi")
        for path in PACKAGE.rglob(pattern)
    }
    assert drawn_files() == modules


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_a_module_opens_with_its_concept_and_stays_short(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(PACKAGE.rglob("*.py")) if not p.stem.startswith("__")],
    ids=lambda path: path.stem,
)
def test_a_module_says_what_it_gives(path):
    assert "\n__all__ = [" in path.read_text(encoding="utf-8")


def test_links_between_our_pages_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = {path.name for path in folder.glob("[0-9]*.md")}
    assert {name for name in pages if f"({name})" in index} == pages
