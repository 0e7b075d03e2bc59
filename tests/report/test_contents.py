"""Everything a report holds is calculated once, by the public functions; what cannot be made has a reason."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import reason_label
from chenzhou_indicators.report.contents import calculated
from chenzhou_indicators.vocabulary import Part

OBSERVATIONS = ci.load_sample("observations")
CITY, COUNTIES = "431000", [*ci.load_areas().query("level == 'county'")["area"]]


def test_the_verdicts_are_those_of_assess(sample, plan):
    firms = ci.load_sample("firms")
    assert_frame_equal(sample.verdicts, ci.assess(OBSERVATIONS, plan.targets, year=2007, firms=firms))


def test_prospects_are_of_targets_due_later_alone(sample, plan):
    later = plan.targets.query("due > 2007")
    assert later["target"].tolist() == ["rd_intensity_2010"]
    assert_frame_equal(sample.prospects.paces, ci.pace(OBSERVATIONS, later, year=2007))
    ahead = ci.outlook(OBSERVATIONS, later, year=2007, every_year=True)
    assert_frame_equal(sample.prospects.outlook, ahead)


def test_growth_accounts_end_with_the_year_and_are_of_the_plans_area(sample):
    accounts, choices = sample.growth.accounts, sample.growth.choices
    assert accounts["area"].unique().tolist() == [CITY]
    # The sample's accounts of the city run from 2000 to 2010: windows of five years end 2005 to 2007.
    assert accounts["end_year"].tolist() == [2005, 2006, 2007]
    assert choices["end_year"].max() == 2007
    assert sorted(choices["window"].unique()) == [1, 3, 5]


def test_a_window_is_as_long_as_the_accounts_reach(plan):
    accounts = ci.load_sample("accounts").query("year >= 2003")
    made = calculated(OBSERVATIONS, plan, year=2007, accounts=accounts)
    assert made.growth.accounts["window"].unique().tolist() == [3]


def test_the_counties_owe_the_plan_shared_out_and_what_each_owes_already(sample, plan):
    people = OBSERVATIONS.query("indicator == 'registered_population' and year == 2006").set_index("area")
    parts = ci.break_down(plan, people.loc[COUNTIES, "value"])
    own = plan.targets[plan.targets["scope"].isin(["each_area", "each_government"])]
    owed = pd.concat([parts, own], ignore_index=True)
    verdicts = ci.assess(OBSERVATIONS, owed, year=2007)
    verdicts = verdicts[verdicts["area"].isin(COUNTIES)].reset_index(drop=True)
    assert_frame_equal(sample.counties.verdicts, verdicts)
    assert_frame_equal(sample.counties.scores, ci.score(verdicts))
    assert_frame_equal(sample.counties.ranks, ci.rank_robustness(verdicts))


def test_firms_are_those_of_the_year(sample, plan):
    screened = ci.screen_firms(ci.load_sample("firms"), plan.targets).query("year == 2007")
    assert_frame_equal(sample.firms, screened.reset_index(drop=True))


def test_years_compare_the_plans_figures_and_verdicts(sample, plan):
    assert {*sample.years.figures["area"]} == {CITY, *COUNTIES}
    assert sample.years.figures[["year_before", "year"]].drop_duplicates().to_numpy().tolist() == [
        [2006, 2007]
    ]
    yardstick = plan.targets.assign(due=plan.targets["due"].where(plan.targets["due"] != 2007, 2006))
    before = ci.assess(OBSERVATIONS, yardstick, year=2006, firms=ci.load_sample("firms"))
    assert_frame_equal(sample.years.judgements, ci.compare_assessments(before, sample.verdicts))
    judged = sample.years.judgements.set_index("target")
    # 331 applications in 2006 are not more than 400; 412 in 2007 are.
    assert judged.loc["patent_applications", ["actual_before", "status_before", "verdict"]].tolist() == [
        331.0,
        "missed",
        "gained",
    ]
    assert not judged["target_changed"].any()


def test_what_no_county_has_a_figure_of_is_compared_for_the_city_alone(sample):
    figures = sample.years.figures
    counted = figures[figures["area"] == COUNTIES[0]]["indicator"]
    own = figures[figures["area"] == CITY]["indicator"]
    without = {*own} - {*counted}
    known = OBSERVATIONS[OBSERVATIONS["area"].isin(COUNTIES) & OBSERVATIONS["year"].isin([2006, 2007])]
    assert not without & {*known.dropna(subset="value")["indicator"]}
    assert {"hightech_output", "rd_intensity"} <= {*counted}
    assert "fiscal_st_expenditure" in own.tolist()


def test_the_figures_are_in_one_edition_each_and_none_is_later_than_the_year(sample):
    assert not sample.figures.duplicated(["indicator", "area", "year"]).any()
    assert sample.figures["year"].max() == 2007
    assert {"rd_expenditure", "gdp"} <= {*sample.figures["indicator"]}  # what a ratio is computed from


def test_a_report_as_of_a_day_knows_nothing_released_later(plan):
    made = calculated(OBSERVATIONS, plan, year=2007, as_of="2008-06-30")
    assert made.as_of == pd.Timestamp("2008-06-30")
    released = pd.concat(
        [
            made.figures["released"],
            made.verdicts["released"],
            made.counties.verdicts["released"],
            made.years.figures["released"],
        ]
    )
    assert released.max() <= made.as_of


def test_what_is_not_given_is_missing_with_the_reason_and_the_rest_stands(bare):
    assert bare.absent == {
        Part.GROWTH: "no growth accounts given",
        Part.COUNTIES: "no figures to share by: registered_population, " + ", ".join(COUNTIES),
        Part.FIRMS: "no firms table",
    }
    assert bare.growth is bare.counties is bare.firms is None
    assert len(bare.verdicts) == 45  # 22 of the city, 11 counties' fields, 12 governments' meetings
    assert bare.prospects is not None
    assert reason_label(bare.absent[Part.COUNTIES]).startswith("缺分解所依据的数据：户籍人口、北湖区、")


@pytest.mark.parametrize(
    ("part", "reason", "given"),
    [
        (Part.GROWTH, "no accounts of the area: 431000", {"accounts": "area == '100000'"}),
        (Part.GROWTH, "accounts of fewer than two years", {"accounts": "year == 2007"}),
        (Part.FIRMS, "no firms of the year: 2007", {"firms": "year == 2006"}),
    ],
)
def test_tables_that_say_nothing_of_the_year_are_told(plan, part, reason, given):
    tables = {name: ci.load_sample(name).query(rows) for name, rows in given.items()}
    assert calculated(OBSERVATIONS, plan, year=2007, **tables).absent[part] == reason


def test_without_a_year_before_nothing_is_compared(plan):
    made = calculated(OBSERVATIONS.query("year == 2007"), plan, year=2007)
    assert made.absent[Part.YEARS] == "no figures of the year before: 2006"


def test_a_plan_that_asks_nothing_later_or_of_firms_says_so():
    made = calculated(OBSERVATIONS, ci.load_plan("chenzhou-2010"), year=2010)
    assert made.absent[Part.PROSPECTS] == "no target is due later"
    assert made.absent[Part.FIRMS] == "no target is owed by firms"


def test_an_area_without_counties_in_the_catalogue_says_so(tmp_path):
    text = (
        'id = "ours"\ndocument = "No. 1"\nissued = 2007-01-01\narea = "431002"\n'
        '[title]\nzh = "区计划"\nen = "District plan"\n[[targets]]\ntarget = "gdp"\nname_zh = "产值"\n'
        'name_en = "Output"\nindicator = "gdp"\nform = "growth"\nminimum = 0.1\nunit = "fraction"\n'
        'scope = "city"\ndue = 2007\ncommitment = "achieve"\nclause = "1"\n'
    )
    (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
    made = calculated(OBSERVATIONS, ci.load_plan(tmp_path / "ours.toml"), year=2007)
    assert made.absent[Part.COUNTIES] == "the area has no counties in the catalogue"


def test_a_part_that_is_refused_is_told_in_the_refusals_words(plan):
    nobody = OBSERVATIONS.assign(
        value=OBSERVATIONS["value"].mask(OBSERVATIONS["indicator"] == "registered_population", 0.0)
    )
    reason = calculated(nobody, plan, year=2007).absent[Part.COUNTIES]
    assert reason.startswith("cannot be made: ")
    assert reason_label(reason).startswith("无法生成：")


def test_without_any_figure_every_target_still_has_its_row(plan):
    made = calculated(OBSERVATIONS.iloc[:0], plan, year=2007)
    assert made.verdicts["status"].unique().tolist() == ["not_assessable"]
    assert len(made.verdicts) == 45
    assert {Part.GROWTH, Part.COUNTIES, Part.FIRMS, Part.YEARS} == {*made.absent}


# --- figures and plans as they come ----------------------------------------------------------------


def own_plan(folder: Path, *targets: str) -> ci.Plan:
    """Load a plan of one's own with these targets, each beginning with its name and area."""
    head = (
        'id = "ours"\ndocument = "No. 1"\nissued = 2007-01-01\narea = "431000"\n'
        '[title]\nzh = "计划"\nen = "Plan"\n'
    )
    usual = 'name_zh = "目标"\nname_en = "Target"\nscope = "city"\ncommitment = "achieve"\nclause = "1"\n'
    text = head + "".join(f"[[targets]]\n{usual}{target}\n" for target in targets)
    (folder / "ours.toml").write_text(text, encoding="utf-8")
    return ci.load_plan(folder / "ours.toml")


GROWTH = (
    'target = "{name}"\narea = "{area}"\nindicator = "gdp"\nform = "growth"\n'
    'minimum = 0.1\nunit = "fraction"\ndue = 2007'
)


def test_figures_with_two_undated_editions_are_left_out_and_named_and_the_report_stands(plan):
    twice = OBSERVATIONS.query("indicator == 'gdp' and area == '431000' and year == 2007").head(1)
    twice = pd.concat([twice.assign(value=1.0), twice.assign(value=2.0)]).assign(released=pd.NaT)
    others = OBSERVATIONS.query("not (indicator == 'gdp' and area == '431000' and year == 2007)")
    made = calculated(pd.concat([others, twice], ignore_index=True), plan, year=2007)
    assert made.unchosen.to_numpy().tolist() == [["gdp", CITY, 2007]]
    assert not made.figures.eval("indicator == 'gdp' and area == '431000' and year == 2007").any()
    assert {*made.absent} == {Part.GROWTH, Part.FIRMS}
    years = made.years.figures.set_index(["indicator", "area"])
    assert years.loc[("gdp", CITY), "reason"] == "no figure: gdp 2007"


def test_doubles_that_no_part_needs_change_nothing(sample, plan):
    spare = OBSERVATIONS.head(1).assign(indicator="cpi", unit="index", released=pd.NaT)
    tables = {"firms": ci.load_sample("firms"), "accounts": ci.load_sample("accounts")}
    made = calculated(pd.concat([OBSERVATIONS, spare, spare], ignore_index=True), plan, year=2007, **tables)
    assert_frame_equal(made.figures, sample.figures)
    assert made.absent == {}


def test_a_target_with_the_year_before_as_its_baseline_is_compared_too(tmp_path):
    level = (
        'target = "rd"\nindicator = "rd_expenditure"\nform = "level"\nminimum = 5\nunit = "100 million CNY"\n'
        "baseline_year = 2006\ndue = 2007"
    )
    made = calculated(OBSERVATIONS, own_plan(tmp_path, level), year=2007)
    # 4.3699 in 2006, 5.9848 in 2007 (sample), held against 5
    row = made.years.judgements.iloc[0]
    assert row[["status_before", "status_after", "verdict"]].tolist() == ["missed", "met", "gained"]


def test_a_plan_of_several_areas_is_divided_and_accounted_for_where_it_can_be(tmp_path):
    plan = own_plan(
        tmp_path,
        GROWTH.format(name="a", area="431002"),
        GROWTH.format(name="b", area="431002"),
        GROWTH.format(name="c", area="431000"),
    )
    made = calculated(OBSERVATIONS, plan, year=2007, accounts=ci.load_sample("accounts"))
    assert (made.growth.area, made.counties.area) == (CITY, CITY)
    assert made.counties.targets["target"].unique().tolist() == ["c"]


def test_a_rise_that_the_plan_does_not_ask_for_is_said_to_be_tried(sample, tmp_path):
    assert (sample.growth.rise, sample.growth.asked) == (0.5, True)  # 郴政发〔2007〕6号, 一
    plan = own_plan(tmp_path, GROWTH.format(name="a", area=CITY))
    growth = calculated(OBSERVATIONS, plan, year=2007, accounts=ci.load_sample("accounts")).growth
    assert (growth.rise, growth.asked) == (0.5, False)


def test_a_verdict_on_a_share_is_no_firmer_than_what_it_was_shared_by(plan):
    people = OBSERVATIONS["indicator"] == "registered_population"
    firm = OBSERVATIONS.assign(obs_status=OBSERVATIONS["obs_status"].where(people, "final"))
    judged = calculated(firm, plan, year=2007).counties.verdicts
    known = judged[judged["obs_status"].notna()].set_index("target")["obs_status"]
    shared = known.loc["patent_applications"]  # 401 applications, shared out
    assert shared.unique().tolist() == ["illustrative"]
    assert known.loc["hightech_output_growth"].unique().tolist() == ["final"]  # 30 % of every county
    assert known.loc["government_st_meetings"].unique().tolist() == ["final"]  # owed by each


def test_firms_keep_how_firm_their_figures_are(sample):
    assert sample.firms["obs_status"].unique().tolist() == ["illustrative"]
