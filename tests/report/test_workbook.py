"""scorecard.xlsx, opened again: values and words by calamine, formats and charts in its XML."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.charts.scorecard import COLOURS, MARKS, SIGNS
from chenzhou_indicators.errors import ArgumentError
from chenzhou_indicators.report import workbook
from chenzhou_indicators.report.contents import calculated
from chenzhou_indicators.report.exports import tables
from chenzhou_indicators.report.scores import beside_ranks, scores_table
from chenzhou_indicators.report.workbook import write_workbook
from chenzhou_indicators.vocabulary import Status

CHINESE = re.compile(r"[\u3400-\u9fff]")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHEETS = [
    *("scorecard", "pace", "outlook", "growth-accounts", "scores", "county-verdicts", "firms"),
    *("years", "judgements", "observations", "sources", "definitions"),
]
HEADER = 2  # a title and a note stand above the headings


@pytest.fixture(scope="module")
def books(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("books")
    paths = {lang: folder / f"{lang}.xlsx" for lang in ("zh", "en")}
    for lang, path in paths.items():
        write_workbook(sample, path, lang=lang)
    return paths


def cells(path, name, lang):
    """Return every cell of a sheet, as calamine reads it."""
    title = word("sheet", name, lang)
    return CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python(skip_empty_area=False)


def parts(path, start):
    """Return the XML of the parts of a workbook whose names begin so, in their order."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(start) and name.endswith(".xml")]
        names.sort(key=lambda name: int(re.search(r"(\d+)\.xml", name)[1]))
        return [ElementTree.fromstring(archive.read(name)) for name in names]


def sheet_xml(path, name):
    """Return the XML of the sheet of a table; the summary is the first."""
    return parts(path, "xl/worksheets/sheet")[1 + SHEETS.index(name) if name != "summary" else 0]


def pattern_of(path, name, cell):
    """Return the number format of a cell, out of the styles of the workbook."""
    with zipfile.ZipFile(path) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {form.get("numFmtId"): form.get("formatCode") for form in styles.find(f"{MAIN}numFmts")}
    built_in = {"0": "General", "1": "0", "3": "#,##0", "4": "#,##0.00", "10": "0.00%", "49": "@"}
    style = next(c.get("s") for c in sheet_xml(path, name).iter(f"{MAIN}c") if c.get("r") == cell)
    number = styles.find(f"{MAIN}cellXfs")[int(style)].get("numFmtId")
    return {**built_in, **own}[number]


def letter(column):
    return chr(ord("A") + column)


# --- values and words ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_value_and_word_is_that_of_the_tables(sample, books, lang):
    expected = tables(sample, lang)
    counties = sample.counties
    ranked = beside_ranks(counties.scores, counties.ranks)
    expected["scores"] = scores_table(ranked, parts=counties.parts, lang=lang)
    for name in SHEETS:
        head, *rows = cells(books[lang], name, lang)[HEADER : HEADER + 1 + len(expected[name])]
        found = pd.DataFrame(rows, columns=head)
        table = expected[name]
        assert {*head} == {*table.columns}, name
        if name == "years":  # the plan's own area stands first
            key = [word("column", column, lang) for column in ("indicator", "area")]
            found, table = (frame.sort_values(key, ignore_index=True) for frame in (found, table))
        for column in table.columns:
            if pd.api.types.is_numeric_dtype(table[column]):
                want = [None if pd.isna(value) else float(value) for value in table[column]]
                assert [None if cell == "" else cell for cell in found[column]] == want, (name, column)
            else:
                said = [f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell for cell in found[column]]
                assert said == table[column].fillna("").tolist(), (name, column)


def test_a_number_keeps_every_digit(sample, tmp_path):
    third = 0.1 + 0.2  # 0.30000000000000004 has seventeen
    figures = sample.figures.assign(value=third)
    write_workbook(sample._replace(figures=figures), tmp_path / "a.xlsx", lang="en")
    heads, first, *_ = cells(tmp_path / "a.xlsx", "observations", "en")[HEADER:]
    assert first[heads.index("figure")] == third


def test_a_day_is_a_day_and_a_code_is_text(books):
    heads, first, *_ = cells(books["en"], "scorecard", "en")[HEADER:]
    row = dict(zip(heads, first, strict=True))
    assert (row["edition"], row["area"], row["clause"]) == (date(2008, 3, 31), "431000", "1")


def test_what_is_missing_or_infinite_is_an_empty_cell(sample, tmp_path):
    figures = sample.figures.assign(value=[float("inf"), float("-inf"), *[float("nan")] * 283])
    write_workbook(sample._replace(figures=figures), tmp_path / "a.xlsx", lang="en")
    heads, *rows = cells(tmp_path / "a.xlsx", "observations", "en")[HEADER:]
    assert {row[heads.index("figure")] for row in rows} == {""}


# --- how numbers are shown -----------------------------------------------------------------------

SHOWN = {
    ("patent_applications", "actual"): "#,##0",
    ("rd_intensity_2010", "actual"): '0.00"%"',
    ("rd_intensity_2010", "gap"): '0.00" pp"',
    ("hightech_output_growth", "actual"): "0.0%",
    ("st_contribution_rise", "required"): '0.00" pp"',
    ("provincial_major_project", "actual"): '"done";"not done";"not done"',
    ("provincial_major_project", "gap"): "#,##0",
    ("patent_applications", "attainment"): "0.0%",
    ("patent_applications", "edition"): "yyyy-mm-dd",
    ("patent_applications", "year"): "0",
    ("patent_applications", "area"): "@",
    ("patent_applications", "verdict"): '"● "@',
    ("rd_intensity_2010", "verdict"): '"▼ "@',
    ("patent_applications", "status of figures"): '"* "@',
}


@pytest.mark.parametrize(("target", "column"), SHOWN, ids=str)
def test_a_number_is_shown_in_the_form_of_its_unit(books, target, column):
    heads, *rows = cells(books["en"], "scorecard", "en")[HEADER:]
    at = next(n for n, row in enumerate(rows) if row[heads.index("target")] == target)
    columns = heads.index(column)
    cell = f"{'A' * (columns // 26)}{letter(columns % 26)}{HEADER + 2 + at}"
    assert pattern_of(books["en"], "scorecard", cell) == SHOWN[target, column]


def test_money_has_two_decimals_and_thousands(books):
    heads, *rows = cells(books["en"], "observations", "en")[HEADER:]
    at = next(n for n, row in enumerate(rows) if row[heads.index("indicator")] == "gdp")
    cell = f"{letter(heads.index('figure'))}{HEADER + 2 + at}"
    assert pattern_of(books["en"], "observations", cell) == "#,##0.00"


# --- the other hand ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_sheets_are_in_the_language_and_allowed(books, lang):
    names = CalamineWorkbook.from_path(books[lang]).sheet_names
    assert len(names) == len({name.casefold() for name in names}) == len(SHEETS) + 1
    for name in names:
        assert len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert bool(CHINESE.search(name)) == (lang == "zh")


def test_no_word_is_left_in_the_other_language(books):
    quoted = {"source", "earlier source", "later source", "reference"}
    for name in SHEETS:
        title, note, heads, *rows = cells(books["en"], name, "en")
        read = [head not in quoted for head in heads]
        kept = [text for row in rows for text, keep in zip(row, read, strict=True) if keep]
        assert not CHINESE.search(" ".join(map(str, [*title, *note, *heads, *kept]))), name
        title, note, heads, *_ = cells(books["zh"], name, "zh")
        assert not re.search(r"[a-z]{2}", "".join(map(str, [*title, *heads]))), name
    summary = [str(cell) for row in cells(books["en"], "summary", "en") for cell in row]
    assert [text for text in summary if CHINESE.search(text)] == ["郴政发〔2007〕6号"]
    summary = "".join(str(cell) for row in cells(books["zh"], "summary", "zh") for cell in row)
    assert not re.search(r"[a-z]{3}", summary.replace("chenzhou-2007", ""))


# --- what an office works with -------------------------------------------------------------------


@pytest.mark.parametrize("name", SHEETS)
def test_headings_are_frozen_filtered_and_repeated_on_paper(sample, books, name):
    xml = sheet_xml(books["zh"], name)
    pane = next(xml.iter(f"{MAIN}pane"))
    assert (pane.get("state"), pane.get("ySplit")) == ("frozen", str(HEADER + 1))
    rows = len(tables(sample, "zh")[name])
    reach = next(xml.iter(f"{MAIN}autoFilter")).get("ref")
    assert re.fullmatch(rf"A{HEADER + 1}:[A-Z]+{HEADER + 1 + rows}", reach)
    setup = next(xml.iter(f"{MAIN}pageSetup"))
    assert (setup.get("paperSize"), setup.get("orientation")) == ("9", "landscape")
    assert next(xml.iter(f"{MAIN}pageSetUpPr")).get("fitToPage") == "1"
    with zipfile.ZipFile(books["zh"]) as archive:
        defined = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}definedName")
    title = word("sheet", name, "zh")
    assert f"{title}!${HEADER + 1}:${HEADER + 1}" in [
        one.text for one in defined if "Titles" in one.get("name")
    ]


def test_columns_are_wide_enough_for_chinese(books):
    heads, *rows = cells(books["zh"], "scores", "zh")[HEADER:]
    column = heads.index("地区名称")
    width = float([*sheet_xml(books["zh"], "scores").iter(f"{MAIN}col")][column].get("width"))
    assert width > 2 * max(len(row[column]) for row in rows[:11])


def test_a_verdict_has_a_sign_and_a_ground(books):
    xml = sheet_xml(books["zh"], "scorecard")
    told = [
        rule.findtext(f"{MAIN}formula") for rule in xml.iter(f"{MAIN}cfRule") if rule.get("type") == "cellIs"
    ]
    assert told == [f'"{word("status", status, "zh")}"' for status in Status]
    with zipfile.ZipFile(books["zh"]) as archive:
        looks = ElementTree.fromstring(archive.read("xl/styles.xml")).find(f"{MAIN}dxfs")
    signs = [look.find(f"{MAIN}numFmt").get("formatCode") for look in looks]
    assert {sign[1] for sign in signs} == {*"●▲▼◄×■"}
    assert all(look.find(f"{MAIN}fill") is not None for look in looks)


def test_attainment_is_a_bar_that_is_full_at_all_that_is_required(books):
    bar = next(sheet_xml(books["zh"], "scorecard").iter(f"{MAIN}dataBar"))
    assert [end.get("val") for end in bar.findall(f"{MAIN}cfvo")] == ["0", "1"]


def test_a_sign_is_the_mark_of_the_pictures():
    letters = {"o": "●", "^": "▲", "v": "▼", "<": "◄", "X": "×", "s": "■"}
    assert {status: letters[mark] for status, mark in MARKS.items()} == SIGNS


CHARTS = {
    "zh": """各项目标的结论（2007年）
郴州市各项指标比上年增长（2007年）
科技进步贡献率及其范围
各县（市、区）得分（2007年）""",
    "en": """Verdicts on the targets, 2007
Chenzhou: growth of each indicator on the year before, 2007
The contribution rate and its range
Points of the counties, 2007""",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_are_titled_named_and_inked(books, lang):
    charts = parts(books[lang], "xl/charts/chart")
    titles = ["".join(chart.find(f".//{CHART}title").itertext()) for chart in charts]
    assert titles == CHARTS[lang].splitlines()
    for chart in charts:
        for axis in (f"{CHART}catAx", f"{CHART}valAx"):
            named = "".join(next(chart.iter(axis)).find(f"{CHART}title").itertext())
            assert bool(CHINESE.search(named)) == (lang == "zh")
    inks = [ink.get("val") for ink in charts[0].find(f".//{CHART}ser").iter(f"{DRAWING}srgbClr")]
    assert {COLOURS[status].lstrip("#") for status in Status} <= {ink.lower() for ink in inks}


def test_a_chart_draws_the_cells_beside_it(sample, books):
    rates = parts(books["en"], "xl/charts/chart")[2]
    drawn = [
        [float(value.text) for value in series.find(f"{CHART}val").iter(f"{CHART}v")]
        for series in rates.iter(f"{CHART}ser")
    ]
    assert drawn[1] == pytest.approx(sample.growth.accounts["residual_share"].tolist())
    growth = parts(books["en"], "xl/charts/chart")[1]
    values = [float(v.text) for v in growth.find(f".//{CHART}val").iter(f"{CHART}v")]
    figures = sample.years.figures
    own = figures.loc[(figures["area"] == "431000") & figures["growth"].notna(), "growth"]
    assert values == pytest.approx(sorted(own, reverse=True))


def test_the_properties_name_the_report_and_one_fixed_day(books):
    with zipfile.ZipFile(books["zh"]) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "<dc:title>郴州市2007年科技创新年：2007年目标完成情况</dc:title>" in core
    assert {*re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)} == {f"{datetime(2000, 1, 1):%Y-%m-%dT%H:%M:%SZ}"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_writes_give_the_same_bytes(sample, books, tmp_path, lang):
    write_workbook(sample, tmp_path / "again.xlsx", lang=lang)
    assert (tmp_path / "again.xlsx").read_bytes() == books[lang].read_bytes()


# --- what is said above a table ---------------------------------------------------------------------


def note(path, name, lang="en"):
    return cells(path, name, lang)[1][0]


# The plan asks for half a point (郴政发〔2007〕6号, 二); that of 2010 asks for none.
def test_the_sheet_of_the_rate_names_the_area_and_whether_a_rise_is_asked(sample, books, tmp_path):
    said = note(books["en"], "growth-accounts")
    assert "Area: Chenzhou. The plan asks for a rise of the rate of at least 0.5 percentage points." in said
    assert "地区：郴州市。计划要求贡献率比上年至少提高 0.5 个百分点。" in note(
        books["zh"], "growth-accounts", "zh"
    )
    tried = sample._replace(growth=sample.growth._replace(asked=False, area="431081"))
    write_workbook(tried, tmp_path / "a.xlsx", lang="en")
    said = note(tmp_path / "a.xlsx", "growth-accounts")
    assert "Area: Zixing City. The plan asks for no rise of the rate; a rise of at least 0.5" in said


# The bars are those of `score`: 90, 80 and 60 points.
def test_the_sheet_of_scores_says_from_how_many_points_each_grade_is_given(books):
    said = (
        "Grades: excellent from 90 points, good from 80 points, qualified from 60 points, "
        "below that unqualified."
    )
    assert said in note(books["en"], "scores")
    said = "等次：90 分及以上为优秀、80 分及以上为良好、60 分及以上为合格，不足为不合格。"
    assert said in note(books["zh"], "scores", "zh")


# 276 figures are from the script that makes the sample, 9 from a yearbook, a county's bulletin and a panel.
def test_the_sheet_of_sources_counts_what_was_computed_apart(books):
    said = "Observations: 285; sources: 4; computed from several of them: 4."
    assert said in note(books["en"], "sources")


@pytest.mark.parametrize(("status", "marked"), [("illustrative", True), ("final", False)])
def test_the_sheet_of_firms_is_marked_where_a_firm_is_invented(sample, tmp_path, status, marked):
    firms = sample.firms.assign(obs_status=[status, *["final"] * (len(sample.firms) - 1)])
    write_workbook(sample._replace(firms=firms), tmp_path / "a.xlsx", lang="en")
    assert note(tmp_path / "a.xlsx", "firms").startswith("* contains illustrative") == marked
    heads, *rows = cells(tmp_path / "a.xlsx", "firms", "en")[HEADER:]
    assert ("illustrative" in [row[heads.index("status of figures")] for row in rows]) == marked


# --- what is missing, and too much ---------------------------------------------------------------


def test_a_part_that_is_missing_has_no_sheet_and_the_summary_says_why(tmp_path):
    without = calculated(ci.load_sample("observations").iloc[:0], ci.load_plan("chenzhou-2007"), year=2007)
    write_workbook(without, tmp_path / "a.xlsx", lang="en")
    names = CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names
    assert names == ["Summary", "Scorecard", "Pace", "Outlook", "Observations", "Sources", "Definitions"]
    said = {row[0]: row[1] for row in cells(tmp_path / "a.xlsx", "summary", "en")}
    assert said["Firms' R&D"] == "no firms table"
    assert said["Contribution of technological progress"] == "no growth accounts given"
    assert said["This year and last"].startswith("no figures of the year before: 2006")


@pytest.mark.parametrize(("plan", "year"), [("chenzhou-2010", 2010), ("chenzhou-2007", 2008)])
def test_other_plans_and_years_have_a_workbook(plan, year, tmp_path):
    made = calculated(ci.load_sample("observations"), ci.load_plan(plan), year=year)
    for lang in ("zh", "en"):
        write_workbook(made, tmp_path / f"{lang}.xlsx", lang=lang)
        assert len(cells(tmp_path / f"{lang}.xlsx", "scorecard", lang)) == HEADER + 1 + len(made.verdicts)


def test_rows_beyond_the_sheet_are_left_to_the_tables(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    write_workbook(sample, tmp_path / "a.xlsx", lang="en")
    rows = cells(tmp_path / "a.xlsx", "firms", "en")
    assert len(rows) == HEADER + 1 + 10
    assert "Only the first 10 of 292 rows stand here; all are in tables/firms.csv." in rows[1][0]


def test_a_path_that_cannot_be_written_is_refused(sample, tmp_path):
    with pytest.raises(
        ArgumentError, match=r"nowhere/a\.xlsx cannot be written: No such file or directory\."
    ):
        write_workbook(sample, tmp_path / "nowhere" / "a.xlsx")
