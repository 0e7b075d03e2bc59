"""Every entry of the definitions is complete, cited and translated; the plans say what the documents say."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators import vocabulary
from chenzhou_indicators.catalog import area_chains, label_texts, unit_table

INDICATORS = ci.load_indicators().set_index("indicator")
AREAS = ci.load_areas().set_index("area")
UNITS = unit_table().set_index("unit")
REASONS = ["Reason", "Obstacle", "Unaccounted", "Indivisible", "Unscored", "EditionBreak", "PartAbsent"]
LABELS = [(group, word) for group, words in label_texts().items() for word in words]
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# --- indicators ----------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", INDICATORS.index)
def test_an_indicator_is_complete_cited_and_named_in_both_languages(indicator: str) -> None:
    entry = INDICATORS.loc[indicator]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", indicator)
    for column in ("name_zh", "name_en", "definition", "definition_zh", "reference"):
        assert isinstance(entry[column], str), column
        assert entry[column].strip() == entry[column] != "", column
    assert CHINESE.search(entry["name_zh"])
    assert not CHINESE.search(entry["name_en"])
    assert entry["definition"].endswith(".")
    assert entry["definition_zh"].endswith("。")


@pytest.mark.parametrize("indicator", INDICATORS.index)
def test_an_indicator_has_a_known_unit_kind_and_direction(indicator: str) -> None:
    entry = INDICATORS.loc[indicator]
    assert entry["unit"] in UNITS.index
    assert entry["kind"] in [*vocabulary.Kind]
    assert entry["direction"] in [*vocabulary.Direction]


@pytest.mark.parametrize("indicator", INDICATORS.index)
def test_a_computable_ratio_names_two_flows_or_stocks_and_a_scale(indicator: str) -> None:
    entry = INDICATORS.loc[indicator]
    parts = entry[["numerator", "denominator", "scale"]]
    assert parts.isna().all() or parts.notna().all()
    if parts.notna().all():
        assert entry["kind"] == "ratio"
        assert entry["scale"] > 0
        for part in ("numerator", "denominator"):
            assert INDICATORS.loc[entry[part], "kind"] in ("flow", "stock")


@pytest.mark.parametrize("column", ["name_zh", "name_en"])
def test_no_two_indicators_share_a_name(column: str) -> None:
    assert INDICATORS[INDICATORS[column].duplicated(keep=False)].empty


# A percentage is 100 times a quotient of two like units; GDP per person in yuan is
# 100 million / 10 000 = 10 000 times the quotient of the catalogue units; patents per 10 000
# persons divide by a unit that is already 10 000 persons.
@pytest.mark.parametrize(
    ("ratio", "scale"),
    [
        ("rd_intensity", 100),
        ("fiscal_st_share", 100),
        ("major_project_share", 100),
        ("gdp_per_capita", 10_000),
        ("patents_per_10000", 1),
    ],
)
def test_the_scale_of_a_ratio_follows_from_its_units(ratio: str, scale: float) -> None:
    assert INDICATORS.loc[ratio, "scale"] == scale


def test_the_catalogue_is_handed_out_as_a_copy() -> None:
    indicators, areas = ci.load_indicators(), ci.load_areas()
    indicators["unit"] = "spoilt"
    areas["level"] = "spoilt"
    assert "spoilt" not in ci.load_indicators()["unit"].tolist() + ci.load_areas()["level"].tolist()


# --- areas and units -----------------------------------------------------------------------------


@pytest.mark.parametrize("area", AREAS.index)
def test_an_area_has_a_level_a_parent_and_both_names(area: str) -> None:
    entry = AREAS.loc[area]
    rungs = [*vocabulary.AreaLevel]
    assert re.fullmatch(r"\d{6}(-P\d)?", area)
    assert CHINESE.search(entry["name_zh"])
    assert not CHINESE.search(entry["name_en"])
    if entry["level"] == "country":
        assert pd.isna(entry["parent"])
    else:  # one rung up, so that no sum counts an area twice
        above = AREAS.loc[entry["parent"], "level"]
        assert rungs.index(entry["level"]) == rungs.index(above) + 1


# The codes of GB/T 2260, from the list of places in the reading of the document.
def test_the_city_has_its_eleven_county_level_units_and_three_parks() -> None:
    counties = AREAS[(AREAS["level"] == "county") & (AREAS["parent"] == "431000")]
    codes = ["02", "03", "21", "22", "23", "24", "25", "26", "27", "28", "81"]
    assert counties.index.tolist() == ["4310" + code for code in codes]
    assert AREAS.loc[AREAS["level"] == "park", "parent"].tolist() == ["431002", "431003", "431003"]


def test_codes_and_names_of_areas_are_unique() -> None:
    assert AREAS.index.is_unique
    assert AREAS["name_zh"].is_unique
    assert AREAS["name_en"].is_unique


def test_a_park_lies_in_its_county_the_city_the_province_and_the_country() -> None:
    chains = area_chains(ci.load_areas())
    above = chains.loc[chains["area"] == "431003-P2", "ancestor"].tolist()
    assert above == ["431003-P2", "431003", "431000", "430000", "100000"]


@pytest.mark.parametrize("unit", UNITS.index)
def test_a_unit_has_a_dimension_a_factor_and_both_names(unit: str) -> None:
    entry = UNITS.loc[unit]
    assert entry["name_zh"]
    assert entry["name_en"]
    assert entry["dimension"]
    assert entry["factor"] > 0
    assert isinstance(entry["alias"], list)


def test_no_two_units_are_written_alike() -> None:
    written = [
        word
        for unit, entry in UNITS.iterrows()
        for word in {unit, entry["name_zh"], entry["name_en"], *entry["alias"]}
    ]
    folded = pd.Series(written).str.casefold()
    assert folded[folded.duplicated(keep=False)].empty


# --- labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("group", "word"), LABELS, ids=lambda part: part)
def test_a_label_is_there_in_both_languages(group: str, word: str) -> None:
    label = label_texts()[group][word]
    assert sorted(label) == ["en", "zh"]
    assert label["zh"].strip()
    assert label["en"].strip()
    assert not CHINESE.search(label["en"])
    # What is filled in has to be the same in both languages.
    blanks = [sorted(re.findall(r"\{\w+\}", label[lang])) for lang in ("zh", "en")]
    assert blanks[0] == blanks[1]


@pytest.mark.parametrize(
    ("group", "lists"),
    [
        ("status", ["Status"]),
        ("commitment", ["Commitment"]),
        ("form", ["Form"]),
        ("scope", ["Scope"]),
        ("obs_status", ["ObsStatus"]),
        ("kind", ["Kind"]),
        ("reason", REASONS),
        ("part", ["Part"]),
        ("shape", ["Shape"]),
        ("point", ["Point"]),
        ("method", ["Method"]),
        ("decomposition", ["Decomposition"]),
        ("likelihood", ["Likelihood"]),
        ("rating", ["Rating"]),
        ("grade", ["Grade"]),
        ("verdict_change", ["VerdictChange"]),
        ("weighting", ["Weighting"]),
        ("missing_rule", ["MissingRule"]),
        ("apportionment", ["Apportionment"]),
        ("area_level", ["AreaLevel"]),
    ],
)
def test_every_word_of_a_closed_list_has_a_label_and_no_label_is_left_over(
    group: str, lists: list[str]
) -> None:
    enums: list[type[StrEnum]] = [getattr(vocabulary, name) for name in lists]
    assert set(label_texts()[group]) == {word for enum in enums for word in enum}


# After the English scale of the IPCC, likeliest first.
def test_the_words_for_a_probability_are_graded_in_chinese() -> None:
    words = [label_texts()["likelihood"][word]["zh"] for word in vocabulary.Likelihood]
    assert words == ["几乎确定", "很可能", "可能", "或许可能", "不大可能", "很不可能", "几乎不可能"]


# --- the plan of 2007 ----------------------------------------------------------------------------

# The measurable targets of 郴政发〔2007〕6号, as read from the document clause by clause:
# target, form, minimum, maximum, stretch, strict, unit, scope, due, commitment, clause.
TARGETS_2007: list[tuple[Any, ...]] = [
    ("city_technology_centres", "level", 10, None, 15, False, "count", "city", 2007, "achieve", "1"),
    ("provincial_engineering_centres", "level", 1, None, 2, False, "count", "city", 2007, "strive", "1"),
    ("innovation_industry_bases", "level", 2, None, None, False, "count", "city", 2007, "cultivate", "1"),
    ("provincial_hightech_firms", "level", 5, None, None, False, "count", "city", 2007, "cultivate", "1"),
    ("new_hightech_product_firms", "level", 15, None, None, False, "count", "city", 2007, "achieve", "1"),
    ("hightech_output_growth", "growth", 0.30, None, None, False, "fraction", "city", 2007, "achieve", "1"),
    ("st_achievements", "level", 120, None, None, False, "count", "city", 2007, "achieve", "1"),
    ("patent_applications", "level", 400, None, None, True, "count", "city", 2007, "achieve", "1"),
    ("st_contribution_rise", "change", 0.5, None, None, False, "percentage points", "city", 2007,
     "achieve", "1"),
    ("tech_firm_rd_intensity", "level", 3, None, None, False, "%", "each_firm", 2007, "strive", "2.1"),
    ("hightech_firm_rd_intensity", "level", 5, None, None, False, "%", "each_firm", 2007, "strive", "2.1"),
    ("informatization_pilot_firms", "level", 10, None, None, False, "count", "city", 2007, "achieve", "2.3"),
    ("provincial_major_project", "level", 1, None, None, False, "milestone", "city", 2007, "strive", "3.2"),
    ("rd_intensity_rise", "change", 0, None, None, True, "percentage points", "city", 2007, "strive", "5.1"),
    ("rd_intensity_2010", "level", 2, None, None, False, "%", "city", 2010, "ensure", "5.1"),
    ("firm_rd_intensity_rise", "change", 1, None, None, False, "percentage points", "each_firm", 2007,
     "achieve", "5.1"),
    ("fiscal_st_lead", "lead", 0, None, None, True, "percentage points", "city", 2007, "ensure", "5.1"),
    ("major_project_share", "level", 60, 70, None, False, "%", "city", 2007, "achieve", "5.2"),
    ("top_innovative_firms", "level", 10, None, None, False, "count", "city", 2007, "achieve", "6.2"),
    ("top_innovators", "level", 10, None, None, False, "count", "city", 2007, "achieve", "6.2"),
    ("top_demonstration_towns", "level", 10, None, None, False, "count", "city", 2007, "achieve", "6.2"),
    ("county_key_fields", "level", 1, 2, None, False, "count", "each_area", 2007, "achieve", "7.2"),
    ("demonstration_villages", "level", 12, None, None, False, "count", "city", 2007, "achieve", "7.2"),
    ("government_st_meetings", "level", 2, None, None, False, "count", "each_government", 2007,
     "achieve", "8"),
]  # fmt: skip
COLUMNS = [
    *("target", "form", "minimum", "maximum", "stretch", "strict", "unit", "scope", "due"),
    *("commitment", "clause"),
]


@pytest.mark.parametrize("number", range(24), ids=[row[0] for row in TARGETS_2007])
def test_a_target_of_2007_says_what_the_document_says(number: int) -> None:
    found = ci.load_plan("chenzhou-2007").targets[COLUMNS].iloc[number].to_dict()
    expected = dict(zip(COLUMNS, TARGETS_2007[number], strict=True))
    assert {key: None if pd.isna(value) else value for key, value in found.items()} == expected


def test_the_plan_of_2007_has_24_targets_in_the_order_of_the_document() -> None:
    targets = ci.load_plan("chenzhou-2007").targets
    assert targets["target"].tolist() == [row[0] for row in TARGETS_2007]


def test_the_plan_of_2007_names_its_document() -> None:
    plan = ci.load_plan("chenzhou-2007")
    assert plan.document == "郴政发〔2007〕6号"
    assert plan.issued == datetime.date(2007, 3, 21)
    assert set(plan.targets["plan"]) == {"chenzhou-2007"}
    assert set(plan.targets["area"]) == {"431000"}


def test_only_the_promise_for_2010_has_a_baseline_and_only_the_lead_a_second_indicator() -> None:
    targets = ci.load_plan("chenzhou-2007").targets.set_index("target")
    assert targets["baseline_year"].dropna().to_dict() == {"rd_intensity_2010": 2006}
    assert targets["against"].dropna().to_dict() == {"fiscal_st_lead": "recurrent_fiscal_revenue"}


def test_firms_owe_three_targets_by_class() -> None:
    targets = ci.load_plan("chenzhou-2007").targets.set_index("target")
    assert targets["firm_class"].dropna().to_dict() == {
        "tech_firm_rd_intensity": "tech",
        "hightech_firm_rd_intensity": "high_tech",
        "firm_rd_intensity_rise": "tech,high_tech",
    }


@pytest.mark.parametrize("target", ["rd_intensity_rise", "fiscal_st_lead"])
def test_a_promise_without_a_number_says_so_in_both_languages(target: str) -> None:
    row = ci.load_plan("chenzhou-2007").targets.set_index("target").loc[target]
    assert "没有给出数字" in row["note_zh"]
    assert "no number" in row["note_en"]


# --- the plan of 2010 ----------------------------------------------------------------------------


# Bounds from 郴科发〔2010〕1号, section 二: growth of 30 %, 200 achievements, 10 new high-tech firms,
# 40 firms, 30 pilots, 1300 of 10 000 yuan.
@pytest.mark.parametrize(
    ("target", "minimum", "unit"),
    [
        ("hightech_output_growth", 0.30, "fraction"),
        ("st_achievements", 200, "count"),
        ("new_hightech_firms", 10, "count"),
        ("innovative_firms_supported", 40, "count"),
        ("ip_pilot_units", 30, "count"),
        ("higher_level_st_funds", 1300, "10 000 CNY"),
    ],
)
def test_a_target_of_2010_says_what_the_document_says(target: str, minimum: float, unit: str) -> None:
    row = ci.load_plan("chenzhou-2010").targets.set_index("target").loc[target]
    assert (row["minimum"], row["unit"], row["strict"]) == (minimum, unit, False)


def test_the_plan_of_2010_has_twelve_targets_all_from_its_second_section() -> None:
    plan = ci.load_plan("chenzhou-2010")
    assert plan.document == "郴科发〔2010〕1号"
    assert len(plan.targets) == 12
    assert set(plan.targets["clause"]) == {"2"}
    assert set(plan.targets["due"]) == {2010}
    assert set(plan.targets["scope"]) == {"city"}


@pytest.mark.parametrize("plan", ci.list_plans()["id"])
def test_every_target_of_a_shipped_plan_is_named_in_both_languages(plan: str) -> None:
    targets = ci.load_plan(plan).targets
    assert targets["name_zh"].str.contains(CHINESE.pattern).all()
    assert not targets["name_en"].str.contains(CHINESE.pattern).any()
    assert targets["name_zh"].is_unique
    assert targets["name_en"].is_unique
    assert (targets["note_zh"].isna() == targets["note_en"].isna()).all()
