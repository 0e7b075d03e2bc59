"""The gallery shows every chart, its lines draw it, and what stands for a picture says what it says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from matplotlib.axes import Axes

import chenzhou_indicators as ci
from chenzhou_indicators.charts import descriptions

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
CHARTS = [name.removeprefix("plot_") for name in ci.__all__ if name.startswith("plot_")]
SECTIONS = {
    re.search(r"ci\.plot_(\w+)\(", text)[1]: text for text in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
}
TABLES = {
    "scorecard": "verdicts",
    "heatmap": "owed",
    "ranking": "ranks",
    "trajectory": "path",
    "outlook": "ahead",
    "growth_accounts": "growth",
    "contributions": "made",
    "comparison": "sides",
    "revisions": "editions",
}
BESIDE = {"trajectory": {"observations": "seen"}, "growth_accounts": {"sensitivity": "choices"}}
MOST = 150_000  # bytes of a picture

every_chart = pytest.mark.parametrize("name", CHARTS)


@pytest.fixture(scope="module")
def names():
    """Run the page from top to bottom; every section leaves its axes under its chart's name."""
    found = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL):
        exec(code, found)
        if chart := re.search(r"ci\.plot_(\w+)\(", code):
            found[f"picture of {chart[1]}"] = found["ax"]
    return found


def pictures(name):
    """Return what stands for each picture of a section, by language, and its file."""
    shown = re.findall(r"^!\[(.*)\]\((images/.*-(zh|en)\.png)\)$", SECTIONS[name], flags=re.MULTILINE)
    return {lang: (text, DOCS / file) for text, file, lang in shown}


def test_every_chart_has_one_section():
    assert sorted(SECTIONS) == sorted(CHARTS)


@every_chart
def test_the_lines_of_a_section_draw_its_chart(names, name):
    assert isinstance(names[f"picture of {name}"], Axes)
    assert names[f"picture of {name}"].get_title(loc="left")


@every_chart
def test_a_section_says_what_is_shown_and_how_to_read_it(name):
    assert "**What it shows.**" in SECTIONS[name]
    assert "**How to read it.**" in SECTIONS[name]


@every_chart
def test_a_picture_is_there_in_both_languages_and_small(name):
    files = {lang: file for lang, (_, file) in pictures(name).items()}
    assert sorted(files) == ["en", "zh"]
    for file in files.values():
        assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert file.stat().st_size <= MOST


@every_chart
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_stands_for_a_picture_is_its_description(names, name, lang):
    beside = {keyword: names[table] for keyword, table in BESIDE.get(name, {}).items()}
    describe = getattr(descriptions, f"describe_{name}")
    assert pictures(name)[lang][0] == describe(names[TABLES[name]], lang=lang, **beside)


def test_every_english_word_of_a_picture_on_the_page_has_its_chinese():
    spec = importlib.util.spec_from_file_location("make_images", DOCS.parent / "scripts" / "make_images.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    said = re.findall(r'(?:note|title)="(.*)"', PAGE)
    assert said
    assert set(said) == {english for english in script.CHINESE if not english.startswith("lang=")}
