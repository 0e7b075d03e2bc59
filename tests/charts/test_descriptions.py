"""What a picture says in words, against what stands in its table."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.charts import descriptions as say
from chenzhou_indicators.errors import ArgumentError, TableError

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")  # beside GDP
SAMPLE = {"zh": "含示例数据，不代表真实结果。", "en": "Illustrative, not a finding."}


@pytest.fixture(scope="module")
def plan():
    return ci.load_plan("chenzhou-2007")


@pytest.fixture(scope="module")
def observed():
    return ci.latest_vintage(ci.load_sample("observations"))


@pytest.fixture(scope="module")
def verdicts(plan):
    return ci.assess(ci.load_sample("observations"), plan.targets, year=2007, firms=ci.load_sample("firms"))


@pytest.fixture(scope="module")
def owed(plan):
    own = plan.targets.query("scope in ['each_area', 'each_government']")
    return ci.assess(ci.load_sample("observations"), own, year=2007).query("area != '431000'")


@pytest.fixture(scope="module")
def sides(observed):
    figures = observed.query("indicator == 'hightech_output'")
    return ci.compare_years(figures, years=[2006, 2007], areas="county")


@pytest.fixture(scope="module")
def made(observed):
    return ci.contributions(observed, "hightech_output", year=2007, parts="county")


@pytest.fixture(scope="module")
def known():
    return ci.as_of(ci.load_sample("published"), "2007-12-31")


@pytest.fixture(scope="module")
def ahead(plan, known):
    promise = plan.targets.query("target == 'rd_intensity_2010'").assign(area="100000")
    return ci.outlook(known, promise, year=2007)


@pytest.fixture(scope="module")
def editions():
    return ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")


@pytest.fixture(scope="module")
def path():
    return ci.trajectory(2004, 1.23, 2010, 2.0, area="100000", indicator="rd_intensity")


@pytest.fixture
def every(verdicts, owed, sides, made, ahead, editions, path, plan, china):
    """Give a description of every kind, by language."""
    return {
        "scorecard": lambda lang: say.describe_scorecard(verdicts, lang),
        "heatmap": lambda lang: say.describe_heatmap(owed, lang),
        "ranking": lambda lang: say.describe_ranking(ci.rank_robustness(owed, draws=50), lang),
        "comparison": lambda lang: say.describe_comparison(sides, lang),
        "contributions": lambda lang: say.describe_contributions(made, lang),
        "revisions": lambda lang: say.describe_revisions(editions.query("year == 2007"), lang),
        "path": lambda lang: say.describe_trajectory(path, lang),
        "paces": lambda lang: say.describe_trajectory(
            ci.pace(ci.load_sample("observations"), plan.targets, year=2007), lang
        ),
        "outlook": lambda lang: say.describe_outlook(ahead, lang),
        "growth": lambda lang: say.describe_growth_accounts(
            ci.growth_accounts(china), ci.contribution_sensitivity(china), lang
        ),
    }


KINDS = ["scorecard", "heatmap", "ranking", "comparison", "contributions", "revisions", "path", "paces"]
KINDS += ["outlook", "growth"]
INVENTED = ["scorecard", "heatmap", "ranking", "comparison", "contributions", "paces"]


# --- all of them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_description_is_short_and_ends_with_a_stop(every, kind):
    for lang, stop in (("zh", "。"), ("en", ".")):
        text = every[kind](lang)
        assert 30 < len(text) <= 200
        assert text.endswith(stop)
        assert "\n" not in text
        assert "nan" not in text.lower()


@pytest.mark.parametrize("kind", KINDS)
def test_a_description_has_no_word_of_the_other_language(every, kind):
    assert not CHINESE.search(every[kind]("en"))
    assert set(LATIN.findall(every[kind]("zh"))) <= {"GDP"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_description_of_invented_figures_says_so_and_no_other(every, kind):
    for lang, warning in SAMPLE.items():
        assert every[kind](lang).endswith(warning) == (kind in INVENTED)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_warning_stays_where_names_are_long(verdicts, lang):
    long = verdicts.assign(name_zh="很长的名称" * 16, name_en="a name of eighty letters" * 4)
    text = say.describe_scorecard(long, lang)
    assert len(text) <= 200
    assert text.endswith(SAMPLE[lang])


def test_no_sentence_stands_without_the_one_it_rests_on(ahead):
    long = say.describe_outlook(ahead.assign(name_en="A name of eighty letters in words " * 3), "en")
    assert "Linear trend" not in long
    assert "Meeting it" not in long


def test_a_projection_without_an_interval_is_told_without_one(ahead):
    bare = ahead.assign(lower=float("nan"), upper=float("nan"))
    assert "线性趋势：2010年 1.78%。" in say.describe_outlook(bare)


def test_a_description_leaves_its_table_alone(sides, verdicts):
    for table, describe in ((sides, say.describe_comparison), (verdicts, say.describe_scorecard)):
        before = table.copy(deep=True)
        describe(table)
        assert table.equals(before)


# --- each of them --------------------------------------------------------------------------------


def test_the_scorecard_counts_targets_by_their_worst_verdict(verdicts):
    text = say.describe_scorecard(verdicts)
    assert text.startswith(
        "按2007年数据评估的目标 24 项：完成 13 项、进度滞后 1 项、未完成 9 项、无法评估 1 项。"
    )
    assert "未完成：省级高新技术企业、" in text
    assert "进度滞后：研发投入占GDP比重达到2%。" in text
    assert "多个地区承担的目标，按其中最差的结论计" in text


def test_a_scorecard_of_targets_all_met_names_none(verdicts):
    met = verdicts[verdicts["status"] == "met"].drop_duplicates("target").assign(obs_status="final")
    count = len(met)
    assert (
        say.describe_scorecard(met, "en")
        == f"Targets judged on the figures of 2007: {count}, of which {count} met."
    )


def test_the_grid_counts_cells_and_names_who_misses_most(owed):
    # Two targets, eleven counties: Linwu has a field too many, Jiahe met once too few, two are silent.
    text = say.describe_heatmap(owed.assign(obs_status="final"), "en")
    assert text == (
        "2007, areas × targets 11 × 2: 18 met, 2 missed, 2 not assessable. "
        "Most missed: 1, by Linwu County, Jiahe County."
    )


def test_targets_on_which_no_area_can_be_assessed_are_counted_as_left_out(owed):
    more = owed.assign(target=owed["target"] + "_too", status="not_assessable", obs_status="final")
    text = say.describe_heatmap(pd.concat([owed.assign(obs_status="final"), more]), "en")
    assert text.startswith("2007, areas × targets 11 × 2: 18 met, 2 missed, 2 not assessable. ")
    assert "Targets left out, as no area can be assessed on them: 2." in text
    assert "Targets left out" not in say.describe_heatmap(owed, "en")


def test_cells_that_nobody_owes_are_counted(owed):
    text = say.describe_heatmap(owed.iloc[1:].assign(obs_status="final"), "en")
    assert "1 not owed" in text


def test_the_ranking_names_both_ends_and_all_of_a_tie(owed):
    ranks = ci.rank_robustness(owed, draws=50)
    ranks = ranks.assign(
        rank=pd.array([1, 1, *range(3, len(ranks) + 1)], dtype="Int64"),
        score=[1.0, 1.0, *(1 - place / 100 for place in range(3, len(ranks) + 1))],
        share_first=[0.5, 0.25, *[0.0] * (len(ranks) - 2)],
        obs_status="final",
    )
    text = say.describe_ranking(ranks, "en")
    names = [ci.load_areas().set_index("area")["name_en"][area] for area in ranks["area"]]
    assert text.startswith(f"Ranked areas in 2007: 11. Rank 1 {names[0]}, {names[1]} (100 points); ")
    assert f"rank 11 {names[-1]} (89 points)." in text
    assert f"First in 50% of 50 random weightings: {names[0]}." in text


def test_areas_without_a_rank_are_counted(owed):
    ranks = ci.rank_robustness(owed, draws=50).assign(obs_status="final")
    gone = ranks["area"] == ranks["area"].iloc[-1]
    ranks = ranks.assign(rank=ranks["rank"].mask(gone), score=ranks["score"].mask(gone))
    assert "没有位次的地区 1 个" in say.describe_ranking(ranks)
    assert say.describe_ranking(ranks).startswith("2007年 10 个地区有位次")


def test_two_years_are_told_by_how_many_moved_which_way(observations):
    values = {"431002": (2.0, 3.0), "431003": (2.0, 1.0), "431021": (2.0, 2.0), "431022": (2.0, None)}
    rows = [
        {"area": area, "year": year, "value": value, "released": f"{year + 1}-03-31"}
        for area, pair in values.items()
        for year, value in zip((2006, 2007), pair, strict=True)
    ]
    sides = ci.compare_years(observations(*rows, unit="100 million CNY", indicator="gdp"), years=[2006, 2007])
    text = say.describe_comparison(sides)
    assert text.startswith("地区生产总值，2007年比2006年：上升 1 个地区，下降 1 个，持平 1 个。")
    assert "增长最大：北湖区 50%，最小：苏仙区 -50%" in text
    assert "数据不全的地区 1 个" in text


def test_a_single_area_is_told_by_its_two_values(sides):
    text = say.describe_comparison(sides.query("area == '431002'"), "en")
    assert text.startswith(
        "High-tech output, Beihu District: 13.70 (100 million CNY) in 2006, 17.85 (100 million CNY) in 2007."
    )
    assert "Growth 30.3%." in text  # 17.85 / 13.70 - 1


def test_parts_are_named_from_the_largest_and_what_takes_away_apart(made):
    text = say.describe_contributions(made)
    best = made.nlargest(1, "contribution_pp").iloc[0]
    assert text.startswith("高新技术产值（郴州市），2007年：比上年增长 24%。拉动最大（百分点）：北湖区 ")
    assert f"北湖区 {best['contribution_pp']:.2f}" in text
    turned = made.assign(contribution_pp=-made["contribution_pp"], total_growth=-made["total_growth"])
    assert "比上年下降 24%" in say.describe_contributions(turned)
    assert "负拉动（百分点）：北湖区 -" in say.describe_contributions(turned)


def test_a_figure_is_told_by_its_first_and_latest_edition(editions):
    # China's R&D intensity of 2007: 1.49 % at first, 1.35 % now.
    text = say.describe_revisions(editions.query("year == 2007"), "en")
    assert "dated editions: 4. First 1.49% (2009-01-08), latest 1.35% (2026-07-13)." in text
    assert text.endswith("Revision -0.14 pp.")
    one = say.describe_revisions(editions.query("year == 2007").head(1))
    assert one.endswith("有日期的版本只有一个：1.49%（2009-01-08）。")


def test_a_withdrawn_figure_is_called_so_and_has_no_revision(editions):
    rows = editions.query("year == 2007")
    rows = rows.assign(value=rows["value"].mask(rows["released"] == rows["released"].max()))
    text = say.describe_revisions(rows, "en")
    assert "latest withdrawn (2026-07-13)" in text
    assert "Revision" not in text


def test_a_path_is_told_from_baseline_to_target_and_with_figures_what_is_left(path, known):
    assert say.describe_trajectory(path).endswith("目标路径从2004年的 1.23% 到2010年的 2.00%（每年等量）。")
    # 1.42 % in 2006: 0.58 points in four years.
    text = say.describe_trajectory(path, "en", observations=known)
    assert text.endswith(
        "Latest actual: 1.42% in 2006. Still to rise by 0.58 pp. 4 years left: 0.15 pp a year."
    )


def test_a_path_without_names_is_just_a_path():
    bare = ci.trajectory(2006, 400, 2010, 480)
    assert (
        say.describe_trajectory(bare, "en")
        == "Path to the target: path from 400 in 2006 to 480 in 2010 (by equal steps)."
    )


def test_paces_are_counted_and_a_single_one_told_in_numbers(plan):
    paces = ci.pace(ci.load_sample("observations"), plan.targets, year=2007)
    known = paces["pace_ratio"].dropna()
    text = say.describe_trajectory(paces)
    assert text.startswith(
        f"2007年目标与地区：实际速度达到所需速度的 {(known >= 1).sum()} 项，未达到的 {(known < 1).sum()} 项。"
    )
    one = say.describe_trajectory(paces.query("target == 'rd_intensity_2010' and area == '431000'"), "en")
    assert one.startswith(
        "R&D at 2 % of GDP, Chenzhou: 0.92% in 2007, 2.00% required in 2010. A year: 0.12 pp so far"
    )
    done = say.describe_trajectory(paces[paces["reason"] == "already met"].head(1), "en")
    assert "No pace: already met." in done


def test_the_outlook_is_told_by_the_method_to_read_first_and_by_how_many_meet_it(ahead):
    text = say.describe_outlook(ahead)
    first = ahead[ahead["read_first"]].iloc[0]
    met = (ahead["verdict"] == "met").sum()
    assert text.startswith("研发投入占GDP比重达到2%（全国）：2006年 1.42%，要求2010年 ≥ 2%。")
    assert f"按中位数，{len(ahead)} 种方法中有 {met} 种能达到。" in text
    assert f"线性趋势：2010年 {first['median']:.2f}%（95% 区间 " in text
    alone = say.describe_outlook(ahead[ahead["read_first"]], "en")
    assert "methods" not in alone


@pytest.mark.parametrize(
    ("met", "zh", "en"),
    [
        (0, "按中位数，4 种方法都达不到。", "By the median none of the 4 methods meets it."),
        (1, "按中位数，4 种方法中有 1 种能达到。", "By the median it is met under 1 of 4 methods."),
        (4, "按中位数，4 种方法都能达到。", "By the median all 4 methods meet it."),
    ],
)
def test_how_many_methods_meet_it_is_said_as_one_says_it(ahead, met, zh, en):
    verdicts = ["met"] * met + ["missed"] * (4 - met)
    due = ahead[ahead["year"] == ahead["due"]]
    assert len(due) == 4
    assert zh in say.describe_outlook(due.assign(verdict=verdicts))
    assert en in say.describe_outlook(due.assign(verdict=verdicts), "en")


def test_growth_is_told_for_the_latest_window_and_adds_up(china):
    growth = ci.growth_accounts(china)
    last = growth.iloc[-1]
    text = say.describe_growth_accounts(growth, lang="en")
    parts = ["capital_contribution", "labour_contribution", "residual"]
    assert last[parts].sum() == pytest.approx(last["output_growth"])
    shown = ", ".join(
        f"{name} {100 * last[part]:.1f}"
        for name, part in zip(["capital", "labour", "technology (residual)"], parts, strict=True)
    )
    assert f"output grew {100 * last['output_growth']:.1f}% a year: {shown} pp." in text
    assert f"Contribution rate to {last['end_year']}: {100 * last['residual_share']:.1f}%." in text
    assert "elasticities" not in text


def test_other_elasticities_give_a_range_of_rates(china, choices):
    growth = ci.growth_accounts(china)
    last = choices.query("window == 5 and end_year == @growth['end_year'].max()")["residual_share"]
    text = say.describe_growth_accounts(growth, choices, "en")
    assert f"By other elasticities {100 * last.min():.1f}% to {100 * last.max():.1f}%." in text


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(say.__all__))
def test_an_unknown_language_and_another_table_are_refused(name, observations):
    describe = getattr(say, name)
    with pytest.raises(ArgumentError, match=r"lang is 'fr'; it is zh or en"):
        describe(observations(), lang="fr")
    if name != "describe_revisions":  # which takes observations
        with pytest.raises(TableError, match=r"is not a table of|no column"):
            describe(observations())


def test_no_paces_are_refused(plan):
    paces = ci.pace(ci.load_sample("observations"), plan.targets, year=2007)
    with pytest.raises(ArgumentError, match=r"paces are empty"):
        say.describe_trajectory(paces.iloc[:0])
