"""A workbook made from texts that mean harm wherever a file's text can stand is harmless."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.plans import Title
from chenzhou_indicators.report.workbook import write_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

HOSTILE = [
    *("=1+1", '=HYPERLINK("http://a.example","a")', "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "'=1"),
    *("http://a.example", "internal:a!A1", "{=1}", "<script>alert(1)</script>", "a]]>&amp;<b>", "_x000D_"),
    *("\u202e\u200fabc", "a\x00\x07b\x1f", "长" * 10_000, "x" * 40_000, "\U0001f600" * 20_000),
    *("1e5", "TRUE", "#REF!", " a  b ", "\ufffe\uffff"),
]
HELD = {
    "\u202e\u200fabc": "abc",  # a text that reads as it is written
    "\r=1": "\n=1",
    "a\x00\x07b\x1f": "a��b�",
    "x" * 40_000: "x" * 32_766 + "…",
    "\U0001f600" * 20_000: "\U0001f600" * 16_383 + "…",
    "\ufffe\uffff": "��",
}


def texts(rows):
    """Return so many texts, every hostile one as often as there is room."""
    return [HOSTILE[row % len(HOSTILE)] for row in range(rows)]


@pytest.fixture(scope="module")
def hostile(sample, tmp_path_factory):
    """Write a workbook in each language, hostile in its plan, names, sources and firms."""
    title = Title("=cmd|' /C calc'!A0\x07\ud800", '<b>&"A&P' + "x" * 400)
    names = texts(len(sample.verdicts))
    named = sample.verdicts.assign(name_zh=names, name_en=names, source=names, clause=names)
    figures = sample.figures.assign(source=texts(len(sample.figures)))
    firms = sample.firms.assign(firm=texts(len(sample.firms)))
    made = sample._replace(
        plan=replace(sample.plan, title=title, document="@=1", id="+plan"),
        verdicts=named,
        figures=figures,
        firms=firms,
    )
    folder = tmp_path_factory.mktemp("hostile")
    for lang in ("zh", "en"):
        write_workbook(made, folder / f"{lang}.xlsx", lang=lang)
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cell_is_a_formula_or_leads_out(hostile, lang):
    path = hostile / f"{lang}.xlsx"
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            xml = ElementTree.fromstring(archive.read(name))  # every part is sound XML
            assert [*xml.iter(f"{MAIN}f")] == []
            assert all(link.get("location") for link in xml.iter(f"{MAIN}hyperlink"))
            assert b'TargetMode="External"' not in archive.read(name)
            assert "externalLink" not in name


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("sheet", "column"), [("scorecard", "name"), ("observations", "source"), ("firms", "firm")]
)
def test_a_hostile_text_is_read_back_as_the_text_it_is(hostile, sheet, column, lang):
    book = CalamineWorkbook.from_path(hostile / f"{lang}.xlsx")
    _, _, heads, *rows = book.get_sheet_by_name(word("sheet", sheet, lang)).to_python(skip_empty_area=False)
    found = [row[heads.index(word("column", column, lang))] for row in rows]
    assert sorted(found) == sorted(HELD.get(text, text) for text in texts(len(rows)))


def test_a_text_like_a_formula_stays_text_when_it_is_edited(hostile):
    with zipfile.ZipFile(hostile / "en.xlsx") as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml")).find(f"{MAIN}cellXfs")
        scorecard = ElementTree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    cell = next(cell for cell in scorecard.iter(f"{MAIN}c") if cell.get("r") == "A4")
    assert styles[int(cell.get("s"))].get("quotePrefix") == "1"
