"""Numbers and words as people read them."""

from __future__ import annotations

import math

import pytest

from chenzhou_indicators.charts import labels, numbers

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (412, "count", "412", "412"),
        (1240, "10 000 CNY", "1,240 万元", "1,240 (10 000 CNY)"),
        (77.5, "100 million CNY", "77.5 亿元", "77.5 (100 million CNY)"),
        (0.24, "fraction", "24%", "24%"),
        (0.690476, "fraction", "69%", "69%"),
        (0.919997, "%", "0.92%", "0.92%"),
        (0.5, "percentage points", "0.5 个百分点", "0.5 pp"),
        (-0.13, "percentage points", "-0.13 个百分点", "-0.13 pp"),
        (-0.001, "count", "-0.001", "-0.001"),
        (0.0, "count", "0", "0"),
        (1, "milestone", "完成", "done"),
        (0, "milestone", "未完成", "not done"),
        (100, "persons", "100 人", "100 persons"),
        (NAN, "count", "—", "—"),
    ],
)
def test_a_number_reads_in_both_languages(value, unit, zh, en):
    assert numbers.number_label(value, unit, "zh") == zh
    assert numbers.number_label(value, unit, "en") == en


@pytest.mark.parametrize(
    ("minimum", "maximum", "stretch", "strict", "unit", "text"),
    [
        (120, NAN, NAN, False, "count", "≥ 120"),
        (400, NAN, NAN, True, "count", "> 400"),
        (NAN, 5, NAN, False, "%", "≤ 5%"),
        (NAN, 5, NAN, True, "%", "< 5%"),
        (60, 70, NAN, False, "%", "60–70%"),
        (1, 2, NAN, False, "count", "1–2"),
        (10, NAN, 15, False, "count", "≥ 10 / 15"),
        (0.3, NAN, NAN, False, "fraction", "≥ 30%"),
        (1, NAN, NAN, False, "milestone", "完成"),
    ],
)
def test_a_bound_reads_as_the_document_says_it(minimum, maximum, stretch, strict, unit, text):
    assert numbers.bound_label(minimum, maximum, stretch, strict=strict, unit=unit) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.8, "80%"), (0.98333, "98.3%"), (1.0, "100%"), (1.3, "130%"), (0.0, "0%"), (NAN, "—")],
)
def test_a_share_reads_in_percent(share, text):
    assert numbers.share_label(share) == text


def test_what_is_short_never_reads_as_reached():
    assert numbers.share_label(119.99 / 120) == "99.9%"


def test_a_count_of_firms_is_translated():
    reason = "145 of 210 firms, 7 without figures"
    assert labels.reason_label(reason, "zh") == "210 户企业中 145 户达到，另有 7 户缺数据"
    assert labels.reason_label(reason, "en") == reason
    assert labels.firm_count_label(reason, "zh") == "145/210 户"


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (
            "not assessed: several editions, none chosen",
            "无法评估：有多个版本，未选定",
            "not assessed: several editions, none chosen",
        ),
        (
            "not assessed: some firms have no figures: 3 of 5 firms",
            "无法评估：部分企业缺数据：5 户企业中 3 户达到",
            "not assessed: some firms have no figures: 3 of 5 firms",
        ),
        (
            "not assessed: no value for the year before: gdp 2006",
            "无法评估：缺上年数据：地区生产总值 2006",
            "not assessed: no value for the year before: Gross domestic product 2006",
        ),
    ],
)
def test_a_reason_behind_a_reason_is_translated_too(reason, zh, en):
    assert labels.reason_label(reason, "zh") == zh
    assert labels.reason_label(reason, "en") == en
    assert labels.reason_word(reason) == "not assessed"


def test_a_plan_that_is_not_shipped_has_the_year_alone_in_its_heading():
    assert labels.plan_heading("scorecard", "chenzhou-2010", 2010).startswith("郴州市2010年科技工作要点：")
    assert labels.plan_heading("scorecard", "../ours.toml", 2010) == "2010年目标完成情况"


def test_a_name_that_is_not_in_the_catalogue_shows_its_code():
    assert labels.area_label("999999", "zh") == "999999"
    assert labels.indicator_label("mine", "en") == "mine"
    assert labels.unit_label("tonnes", "zh") == "tonnes"


@pytest.mark.parametrize(
    ("amount", "unit", "zh", "en"),
    [
        (0.58, "%", "0.58 个百分点", "0.58 pp"),
        (0.3, "fraction", "30 个百分点", "30 pp"),
        (12.5, "100 million CNY", "12.5 亿元", "12.5 (100 million CNY)"),
    ],
)
def test_a_difference_of_percentages_reads_in_points(amount, unit, zh, en):
    assert numbers.difference_label(amount, unit, "zh") == zh
    assert numbers.difference_label(amount, unit, "en") == en


@pytest.mark.parametrize(
    ("amount", "years", "zh", "en"),
    [
        (
            0.6,
            3,
            "尚需提高 0.6 个百分点\n还有 3 年，平均每年 0.2 个百分点",
            "still to rise by 0.6 pp\n3 years left: 0.2 pp a year",
        ),
        (-0.6, 1, "尚需降低 0.6 个百分点\n还有 1 年", "still to fall by 0.6 pp\none year left"),
    ],
)
def test_what_is_still_needed_reads_in_both_languages(amount, years, zh, en):
    assert numbers.needed_label(amount, years, "%", "zh") == zh
    assert numbers.needed_label(amount, years, "%", "en") == en


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "0%"),
        (0.0001, "<1%"),
        (0.01, "1%"),
        (0.0104, "1.04%"),
        (0.5, "50%"),
        (0.66, "66%"),
        (0.664, "66.4%"),
        (0.6604, "66.04%"),
        (0.67, "67%"),
        (0.99, "99%"),
        (0.9901, ">99%"),
        (1.0, "100%"),
    ],
)
def test_a_probability_never_reads_as_certain_unless_it_is(probability, text):
    assert numbers.chance_label(probability, "likely", "en") == f"likely ({text})"


def test_a_missing_probability_reads_as_nothing():
    assert numbers.chance_label(NAN, NAN) == ""


def test_numbers_of_one_picture_read_differently_where_they_differ():
    assert numbers.number_labels([1.9996, 2.0, NAN], "%") == ["1.9996%", "2.0000%", "—"]
    assert numbers.number_labels([], "%") == []


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ([1.42, 1.8, 2.0], "%", ["1.42%", "1.80%", "2.00%"]),
        ([1.49, 1.44, 1.39582, 1.35321], "%", ["1.49%", "1.44%", "1.40%", "1.35%"]),
        ([2.0, 3.0], "%", ["2%", "3%"]),
        ([0.1 + 0.2, 0.3], "count", ["0.30", "0.30"]),  # noise is no difference
        ([0.001, 0.5], "count", ["0.001", "0.50"]),  # what is not zero never reads 0
        ([-0.0, 1.5], "count", ["0.00", "1.50"]),
        ([1, 0], "milestone", ["完成", "未完成"]),
    ],
)
def test_numbers_of_one_picture_have_the_same_decimals(values, unit, texts):
    assert numbers.number_labels(values, unit) == texts


def test_numbers_need_only_be_told_from_what_they_are_held_against():
    assert numbers.number_labels([1.391, 1.392], "%", apart=[[1.391, 2.0], [1.392, 2.0]]) == [
        "1.39%",
        "1.39%",
    ]
    assert numbers.number_labels([1.9996, 1.5], "%", apart=[[1.9996, 2.0]]) == ["1.9996%", "1.5000%"]


def test_a_bracket_is_as_wide_as_its_language():
    assert labels.clause_label("2.1", "zh") == "二（一）"
    assert labels.clause_label("2.1", "en") == "clause 2.1"
