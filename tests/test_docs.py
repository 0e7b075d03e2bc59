"""The documentation names every public name once, reaches every page, and finds what is broken."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from sphinx.errors import ExtensionError

import chenzhou_indicators as ci
from chenzhou_indicators.report.contents import calculated
from chenzhou_indicators.report.exports import tables

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MADE = ("notebooks/", "repository/")  # copied in by the build
MODULES = {"errors": "errors", "schemas": "tables", "vocabulary": "words"}  # name: its page


def loaded(path: Path) -> ModuleType:
    """Load a script that is part of no package."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def check() -> ModuleType:
    return loaded(ROOT / "scripts" / "check_docs.py")


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    return loaded(DOCS / "_extensions" / "repository_pages.py")


def written() -> list[Path]:
    """Return the pages that stand in the repository, without those a build copies in."""
    return sorted(
        path for path in DOCS.rglob("*.md") if not path.relative_to(DOCS).as_posix().startswith(MADE)
    )


def listed(page: Path) -> list[str]:
    """Return the pages that a page's table of contents names, from the folder of the documentation."""
    names: list[str] = []
    for toctree in re.findall(r"```\{toctree\}\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL):
        for line in toctree.split("\n"):
            if not line or line.startswith(":"):
                continue
            name = re.sub(r".*<(.*)>", r"\1", line)  # a title may stand before it
            path = (page.parent / name).resolve().relative_to(DOCS).as_posix()
            globbed = sorted(DOCS.glob(f"{path}.md")) if "*" in path else []
            names += [found.relative_to(DOCS).with_suffix("").as_posix() for found in globbed] or [path]
    return names


# --- what the pages hold -------------------------------------------------------------------------


def test_every_public_name_stands_in_one_group() -> None:
    grouped: list[str] = []
    for page in (DOCS / "api").glob("*.md"):
        for block in re.findall(
            r"autosummary::\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL
        ):
            grouped += re.findall(r"^   (\w+)$", block, flags=re.MULTILINE)
    assert sorted([*grouped, *MODULES]) == sorted(ci.__all__)
    for page in MODULES.values():
        assert (DOCS / "api" / f"{page}.md").is_file()


def test_every_table_is_shown_column_by_column() -> None:
    page = (DOCS / "api" / "tables.md").read_text(encoding="utf-8")
    modules = [
        import_module(name) for name in re.findall(r"^```\{schema-tables\} (\S+)$", page, re.MULTILINE)
    ]
    shown = [name for module in modules for name in module.__all__ if name in ci.schemas.__all__]
    assert sorted(shown) == sorted(ci.schemas.__all__)


def test_every_page_stands_in_one_table_of_contents() -> None:
    named = [name for page in written() for name in listed(page) if not name.startswith(MADE)]
    there = [page.relative_to(DOCS).with_suffix("").as_posix() for page in written()]
    assert sorted(["index", *named]) == sorted(there)


def test_every_page_copied_in_stands_in_a_table_of_contents(pages: ModuleType) -> None:
    named = {f"{name}.md" for page in written() for name in listed(page)}
    assert set(pages.COPIED.values()) <= named
    assert "notebooks/*.md" in named


@pytest.mark.parametrize("page", sorted(path.name for path in (DOCS / "zh").glob("*.md")))
def test_a_page_in_chinese_and_its_english_one_lead_to_each_other(page: str) -> None:
    assert f"](zh/{page})" in (DOCS / page).read_text(encoding="utf-8")
    assert f"](../{page})" in (DOCS / "zh" / page).read_text(encoding="utf-8")


def test_the_landing_and_the_first_steps_are_told_in_chinese() -> None:
    assert {path.name for path in (DOCS / "zh").glob("*.md")} == {"index.md", "getting-started.md"}


@pytest.mark.parametrize(("page", "lang"), [("index.md", "en"), ("zh/index.md", "zh")])
def test_a_landing_shows_the_report_and_leads_to_how_it_is_made(page: str, lang: str) -> None:
    landing = (DOCS / page).read_text(encoding="utf-8")
    assert re.findall(r"!\[.+\]\((?:\.\./)?images/(.+)\)", landing) == [f"report-2007-{lang}.png"]
    assert re.search(r"^\| .+ \| \[.+\]\((?:\.\./)?how-to/annual-report\.md\)", landing, flags=re.MULTILINE)
    assert re.search(r"^:link: (?:\.\./)?how-to/annual-report$", landing, flags=re.MULTILINE)


@pytest.mark.parametrize("page", ["getting-started.md", "zh/getting-started.md"])
def test_the_first_steps_end_at_the_page_of_the_report(page: str) -> None:
    steps = (DOCS / page).read_text(encoding="utf-8")
    assert "chenzhou-indicators report --open" in steps
    first = steps.index("```text")
    assert -1 < steps.find("`out/2007/report.html`") < first  # said before the screen is shown


def test_the_data_model_tells_every_table_of_a_report() -> None:
    model = (DOCS / "data-model.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([\w-]+)\.csv` \|", model, flags=re.MULTILINE)
    sample = {name: ci.load_sample(name) for name in ("observations", "firms", "accounts")}
    contents = calculated(
        sample["observations"],
        ci.load_plan("chenzhou-2007"),
        year=2007,
        firms=sample["firms"],
        accounts=sample["accounts"],
    )
    assert told == [*tables(contents, "en")]


def test_the_data_model_tells_every_column_of_screened_firms() -> None:
    model = (DOCS / "data-model.md").read_text(encoding="utf-8")
    section = model.split("## Firms and their screen")[1].split("\n## ")[0]
    columns = {*ci.schemas.FirmScreen.to_schema().columns}
    assert columns <= {*re.findall(r"`(\w+)`", section)}


def test_what_a_reader_of_the_repository_sees_of_decisions_is_no_list_for_the_site() -> None:
    assert "{toctree}" not in (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert {*listed(DOCS / "project.md")} >= {
        f"decisions/{path.stem}" for path in (DOCS / "decisions").glob("0*.md")
    }


# --- languages -----------------------------------------------------------------------------------


ORDER = ["index", "project", "zh/index", "zh/getting-started", "repository/overview-zh"]


def told(page: str) -> dict[str, Any]:
    """Return what a page of a small site is told, with the pages before and after it."""
    place = ORDER.index(page)
    before, after = (ORDER[beside] if 0 <= beside < len(ORDER) else None for beside in (place - 1, place + 1))
    app = SimpleNamespace(
        env=SimpleNamespace(all_docs=ORDER),
        builder=SimpleNamespace(relations={page: (None, before, after)}),
    )
    context = {"prev": before, "next": after, "theme_search_bar_text": "Search the docs ..."}
    loaded(DOCS / "_extensions" / "languages.py").say_language(app, page, "page.html", context, None)
    return context


@pytest.mark.parametrize("page", ["zh/index", "zh/getting-started", "repository/overview-zh"])
def test_a_page_in_chinese_says_in_chinese_what_the_theme_adds(page: str) -> None:
    context = told(page)
    words = ["On this page", "Section Navigation", "previous", "next", "Skip to main content", "Back to top"]
    for said in [context["theme_search_bar_text"], *(context["gettext"](word) for word in words)]:
        assert re.fullmatch(r"[\u4e00-\u9fff]+", said)
    assert (context["language"], context["other_language"]) == ("zh-CN", "index")


def test_a_page_in_english_is_left_as_the_theme_has_it() -> None:
    assert told("project") == {
        "prev": "index",
        "next": None,
        "theme_search_bar_text": "Search the docs ...",
        "other_language": "zh/index",
        "in_chinese": False,
    }


def test_the_pages_before_and_after_are_in_the_same_language() -> None:
    ways = {page: (told(page)["prev"], told(page)["next"]) for page in ORDER[2:]}
    assert ways == {
        "zh/index": (None, "zh/getting-started"),
        "zh/getting-started": ("zh/index", "repository/overview-zh"),
        "repository/overview-zh": ("zh/getting-started", None),
    }


# --- links ---------------------------------------------------------------------------------------


def test_links_between_markdown_pages_and_their_headings_lead_somewhere(check: ModuleType) -> None:
    assert list(check.markdown_faults(ROOT)) == []


def test_a_link_to_a_missing_page_or_heading_is_found(check: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# As it is\n\n## As it is\n", encoding="utf-8")
    links = "[1](docs/a.md#as-it-is-1) [2](docs/a.md#as-it-was) [3](docs/b.md) [4](#top) [5](https://a.b/c)\n"
    (tmp_path / "README.md").write_text(f"# Top\n\n{links}\n```text\n[6](no.md)\n```\n", encoding="utf-8")
    assert list(check.markdown_faults(tmp_path)) == [
        "README.md: docs/a.md#as-it-was names no heading",
        "README.md: docs/b.md leads nowhere",
    ]


def test_a_heading_is_pointed_to_as_a_repository_view_does(check: ModuleType) -> None:
    headings = "# The data model\n## R&D at 2 %: `when`?\n## 两条命令\n## 两条命令\n```\n# no heading\n```\n"
    assert check.heading_anchors(headings) == {"the-data-model", "rd-at-2--when", "两条命令", "两条命令-1"}


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ('<a href="b.html#there">', None),
        ('<a href="#%E5%9B%BE">', None),
        ('<a href="folder/">', None),
        ('<a href="https://example.org/">', None),
        ('<img src="data:image/png;base64,AA">', None),
        ('<a href="c.html">', "leads nowhere"),
        ('<img src="c.png">', "leads nowhere"),
        ('<a href="b.html#gone">', "has no such place on the page"),
        ('<script src="https://example.org/x.js"></script>', "needs the network"),
        ('<link rel="stylesheet" href="//example.org/x.css">', "needs the network"),
        ('<p style="background: url(https://example.org/x.png)">', "needs the network"),
        ('<style>@import "https://example.org/x.css";</style>', "needs the network"),
    ],
)
def test_what_a_page_points_to_is_held_against_the_site(
    check: ModuleType, tmp_path: Path, element: str, fault: str | None
) -> None:
    (tmp_path / "folder").mkdir()
    for page in ("folder/index.html", "b.html"):
        (tmp_path / page).write_text('<p id="there">', encoding="utf-8")
    (tmp_path / "a.html").write_text(f'<h1 id="图">{element}', encoding="utf-8")
    found = list(check.site_faults(tmp_path))
    assert len(found) == (fault is not None)
    assert all(line.startswith("a.html: ") and line.endswith(fault or "") for line in found)


# --- formulas ------------------------------------------------------------------------------------


def test_the_index_of_an_accented_letter_stands_beside_it() -> None:
    formula = loaded(DOCS / "_extensions" / "mathml.py").mathml(r"\bar v_t + \sum_i^n x", block=False)
    assert re.sub(r"\s", "", formula).startswith(
        '<math><msub><moveraccent="true"><mi>v</mi><mostretchy="false">ˉ</mo></mover><mi>t</mi></msub>'
    )
    assert formula.count("<munderover>") == 1  # the bounds of a sum stay above and below


def test_a_formula_that_cannot_be_read_is_shown_in_the_error() -> None:
    module = loaded(DOCS / "_extensions" / "mathml.py")
    with pytest.raises(ExtensionError, match=r"This formula cannot be read(.|\n)*\\nothing"):
        module.mathml(r"x + \nothing", block=True)


# --- pages of the repository on the site ---------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "link", "turned"),
    [
        ("docs/how-to.md", "[a](../CHANGELOG.md)", "[a](repository/changelog.md)"),
        (
            "docs/zh/index.md",
            "[a](../../README.zh.md#两条命令)",
            "[a](../repository/overview-zh.md#两条命令)",
        ),
        ("docs/notebooks.md", "[a](../notebooks/04-counties.ipynb)", "[a](notebooks/04-counties.ipynb)"),
        ("docs/methods/pace.md", "[a](projection.md)", "[a](projection.md)"),
        ("README.zh.md", "[a](README.md)", "[a](../index.md)"),
        ("README.zh.md", "![a](docs/images/x.png)", "![a](docs/images/x.png)"),
        ("README.zh.md", "[a](docs/glossary.md)", "[a](../glossary.md)"),
        ("CONTRIBUTING.md", "[the script](scripts/try_wheel.py)", "the script"),
        ("docs/index.md", "[a](https://example.org/b.md)", "[a](https://example.org/b.md)"),
    ],
)
def test_a_link_of_the_repository_leads_to_the_same_page_on_the_site(
    pages: ModuleType, page: str, link: str, turned: str
) -> None:
    assert pages.site_links(f"See {link}.", page) == f"See {turned}."
