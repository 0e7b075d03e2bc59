"""Every table of a report, headed and worded in one language."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.catalog import label_texts
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.report.contents import calculated
from chenzhou_indicators.report.evidence import numbered_sources
from chenzhou_indicators.report.exports import firm_screen_table, tables
from chenzhou_indicators.report.scorecard import write_table

CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMES = [
    *("scorecard", "pace", "outlook", "growth-accounts", "contribution-choices", "county-targets"),
    *("county-verdicts", "scores", "score-parts", "ranks", "firms", "years", "judgements"),
    *("observations", "sources", "definitions"),
]
READ_BACK = "county-targets"  # keeps the library's own headings and words


@pytest.fixture(scope="module")
def made(sample):
    return {lang: tables(sample, lang) for lang in ("zh", "en")}


def test_a_whole_report_has_every_table(made):
    assert [*made["zh"]] == [*made["en"]] == NAMES


def test_a_table_says_as_much_in_both_languages(made):
    for name in NAMES:
        chinese, english = (made[lang][name].replace("", pd.NA).isna() for lang in ("zh", "en"))
        assert (chinese.to_numpy() == english.to_numpy()).all(), name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_heading_is_a_label_and_stands_once(made, lang):
    labels = {label[lang] for label in label_texts()["column"].values()}
    for name in {*NAMES} - {READ_BACK}:
        heads = [*made[lang][name].columns]
        assert {*heads} <= labels, name
        assert len({*heads}) == len(heads), name


def test_no_two_headings_are_called_alike():
    for lang in ("zh", "en"):
        said = pd.Series([label[lang] for label in label_texts()["column"].values()])
        assert said[said.duplicated()].tolist() == []


def texts_of(table: pd.DataFrame) -> set[str]:
    """Return every text in the cells of a table."""
    return {text for column in table.select_dtypes("str") for text in table[column].dropna()}


def test_no_chinese_is_left_in_english_tables_but_in_sources_and_references(made):
    for name in {*NAMES} - {READ_BACK}:
        quoted = [head for head in made["en"][name] if "source" in head or head == "reference"]
        texts = texts_of(made["en"][name].drop(columns=quoted))
        assert [text for text in texts if CHINESE.search(text)] == [], name


def test_no_english_is_left_in_chinese_tables_but_in_codes_sources_and_references(made):
    kept = [*("target", "indicator", "area", "plan", "firm", "code", "reference")]
    kept += ["source", "earlier_source", "later_source"]
    for name in {*NAMES} - {READ_BACK}:
        codes = [word("column", column, "zh") for column in kept]
        texts = texts_of(made["zh"][name].drop(columns=codes, errors="ignore"))
        assert [text for text in texts if re.search(r"[A-Za-z]{4}|_", text)] == [], name


def test_numbers_are_those_of_the_frames(sample, made):
    english = made["en"]
    assert english["scorecard"]["actual"].tolist() == pytest.approx(sample.verdicts["actual"], nan_ok=True)
    assert english["observations"]["figure"].tolist() == pytest.approx(sample.figures["value"], nan_ok=True)
    floors = english["firms"]["floor of the share"]
    assert floors.tolist() == pytest.approx(
        sample.firms.sort_values(["firm_class", "firm"])["required"].tolist()
    )
    points = english["ranks"]["points (100: every target exactly met)"]
    assert points.tolist() == pytest.approx(100 * sample.counties.ranks["score"])


def test_an_outlook_has_the_rows_of_the_due_year(sample, made):
    assert sample.prospects.outlook["year"].tolist() != [2010] * len(sample.prospects.outlook)
    outlook = made["en"]["outlook"]
    assert {*outlook["year"]} == {2010}
    assert outlook["method"].tolist() == ["linear trend", "drift", "log-linear trend", "compound rate"]


def test_counties_stand_by_rank(made):
    assert made["zh"]["scores"]["位次"].tolist() == [*range(1, 12)]


# The city hopes for 15 centres: that is no note on what one of its counties owes.
def test_notes_on_the_numbers_of_the_whole_are_not_those_of_counties(made):
    assert made["en"]["scorecard"]["note"].notna().any()
    assert made["en"]["county-verdicts"]["note"].isna().all()


def test_sources_are_numbered_as_on_the_page(sample, made):
    table = made["en"]["sources"]
    assert table["number"].tolist() == [*numbered_sources(sample).values()]
    assert table["source"].iloc[0] == "illustrative: scripts/make_sample.py"


# Every computed ratio of the sample has R&D or project funds in it, which are illustrative; GDP is final.
def test_what_was_computed_is_as_firm_as_its_parts(made):
    table = made["en"]["sources"].set_index("source")["status of figures"]
    assert {*table[table.index.str.startswith("computed: ")]} == {"illustrative"}
    assert {*table[table.index.str.startswith("China City")]} == {"final"}
    assert table.notna().all()


def test_a_source_of_accounts_is_as_firm_as_they_are(sample):
    rests_on = sample.growth.rests_on.assign(source="yearbook of accounts", obs_status="estimated")
    rests_on.loc[rests_on.index[0], "obs_status"] = "final"
    told = sample._replace(growth=sample.growth._replace(rests_on=rests_on))
    table = tables(told, "en")["sources"].set_index("source")
    assert table.loc["yearbook of accounts", "status of figures"] == "estimated"
    bare = sample.growth._replace(rests_on=sample.growth.rests_on[["area", "year", "output"]])
    assert len(tables(sample._replace(growth=bare), "en")["sources"]) == len(table) - 1


def test_a_computed_figure_names_what_it_was_computed_from(sample):
    computed = "derived: rd_expenditure (a) / gdp (b)"
    figures = sample.figures.assign(source=computed)
    table = tables(sample._replace(figures=figures), "zh")["observations"]
    assert {*table["数据来源"]} == {"计算：全社会研发投入 (a) / 地区生产总值 (b)"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_that_is_explained_is_defined(made, lang):
    table = made[lang]["definitions"].set_index(word("column", "code", lang))
    for key, text in label_texts()["explained"].items():
        row = table.loc[[key]].iloc[-1]  # the last: a code may be that of an indicator
        assert row[word("column", "definition", lang)] == text[lang]
        assert row[word("column", "term", lang)]
        assert row[word("column", "kind", lang)]
    assert not any("_" in term for term in table[word("column", "term", lang)])


def test_the_order_of_what_is_given_does_not_matter(sample, made):
    names = ("observations", "firms", "accounts")
    given = {name: ci.load_sample(name).sample(frac=1, random_state=1) for name in names}
    shuffled = calculated(given.pop("observations"), sample.plan, year=2007, **given)
    for name, table in tables(shuffled, "en").items():
        pd.testing.assert_frame_equal(
            table.reset_index(drop=True), made["en"][name].reset_index(drop=True), obj=name
        )


def test_firms_stand_by_class_and_say_how_firm_their_figures_are(made):
    table = made["zh"]["firms"]
    assert table["企业类别"].drop_duplicates().tolist() == ["高新技术企业", "科技型企业"]
    assert all(rows["企业"].is_monotonic_increasing for _, rows in table.groupby("企业类别"))
    assert {*table["数据状态"]} == {"示例数"}


# 郴政发〔2007〕6号 numbers its clauses 一, 二（一）; the file of the plan says 1, 2.1.
CLAUSED = ["scorecard", "county-verdicts", "pace", "score-parts", "judgements"]


@pytest.mark.parametrize("name", CLAUSED)
def test_a_clause_is_numbered_as_the_document_does(made, name):
    chinese, english = made["zh"][name]["条款"], made["en"][name]["clause"]
    said = dict(zip(english, chinese, strict=True))
    document = {"1": "一", "2.1": "二（一）", "2.3": "二（三）", "5.1": "五（一）", "8": "八"}
    assert {*said} & {*document}
    assert [said[clause] for clause in document if clause in said] == [
        document[clause] for clause in document if clause in said
    ]
    assert not any(re.search(r"\d", clause) for clause in chinese)


def test_clauses_of_what_is_read_back_stay_as_the_plan_has_them(sample, made):
    assert made["zh"][READ_BACK]["clause"].tolist() == sample.counties.targets["clause"].tolist()


# A row for each reason that screening gives; R&D of 3 % is the floor of a technology firm.
FIRMS = [
    ({"sales": None}, "缺销售额；缺上年数据"),
    ({"sales": 0.0}, "没有销售额；缺上年数据"),
    ({"sales": -1.0}, "销售额为负；缺上年数据"),
    ({"rd_expenditure": None}, "缺研发投入；缺上年数据"),
    ({"rd_expenditure": -1.0}, "研发投入为负；缺上年数据"),
    ({"rd_expenditure": 29.0}, "低于下限；缺上年数据"),
    ({"rd_expenditure": 30.0}, "缺上年数据"),
]


@pytest.mark.parametrize(("firm", "said"), FIRMS, ids=str)
def test_why_a_firm_gets_no_money_is_said_in_chinese(firms, firm, said):
    targets = ci.load_plan("chenzhou-2007").targets
    assert firm_screen_table(ci.screen_firms(firms(firm), targets))["说明"].tolist() == [said]


def test_a_class_without_a_floor_is_said_in_chinese(firms, targets):
    rule = targets(
        {"firm_class": "high_tech", "minimum": 5.0},
        indicator="firm_rd_intensity",
        scope="each_firm",
        unit="%",
    )
    assert firm_screen_table(ci.screen_firms(firms({}), rule))["说明"].tolist() == ["该类企业没有下限要求"]


def test_a_part_that_is_missing_has_no_table():
    without = calculated(ci.load_sample("observations").iloc[:0], ci.load_plan("chenzhou-2010"), year=2010)
    assert {*without.absent} == {"prospects", "growth", "counties", "firms", "years"}
    assert [*tables(without, "en")] == ["scorecard", "observations", "sources", "definitions"]


def test_tables_are_written_and_read_back(made, tmp_path):
    for name, table in made["zh"].items():
        write_table(table, tmp_path / f"{name}.csv")
        assert pd.read_csv(tmp_path / f"{name}.csv").shape == table.shape
