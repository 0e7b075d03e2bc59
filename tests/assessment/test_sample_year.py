"""The plan of 2007 on the sample: every promise, every area that owes it."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci


@pytest.fixture(scope="module")
def verdicts() -> pd.DataFrame:
    return ci.assess(
        ci.load_sample("observations"),
        ci.load_plan("chenzhou-2007").targets,
        year=2007,
        firms=ci.load_sample("firms"),
    )


# The city's figures of 2007 (and 2006) in the sample, held against the document by hand.
CITY = {
    "city_technology_centres": "met",  # 13 of 10
    "provincial_engineering_centres": "met",  # 2 of 1
    "innovation_industry_bases": "met",  # 2 of 2
    "provincial_hightech_firms": "missed",  # 4 of 5
    "new_hightech_product_firms": "met",  # 17 of 15
    "hightech_output_growth": "missed",  # 77.5 / 62.5 = +24 % of +30 %
    "st_achievements": "missed",  # 118 of 120
    "patent_applications": "met",  # 412 of more than 400
    "st_contribution_rise": "met",  # 44.8 - 44.3 = 0.5 points of 0.5
    "tech_firm_rd_intensity": "missed",  # not every firm, see below
    "hightech_firm_rd_intensity": "missed",
    "informatization_pilot_firms": "met",  # 10 of 10
    "provincial_major_project": "missed",  # 0: not on the list
    "rd_intensity_rise": "met",  # 5.9848 / 650.5242 - 4.3699 / 546.2338 = 0.92 - 0.80 %
    "rd_intensity_2010": "lagging",  # 0.92 % where the line passes 0.80 + 1.20 / 4 = 1.10 %
    "firm_rd_intensity_rise": "missed",
    "fiscal_st_lead": "met",  # 1.1616 / 0.96 - 29.154 / 25.8 = 21 % - 13 %
    "major_project_share": "met",  # 0.7434 / 1.1616 = 64 %, between 60 and 70
    "top_innovative_firms": "met",  # 10 of 10
    "top_innovators": "met",  # 10 of 10
    "top_demonstration_towns": "not_assessable",  # a row without a value
    "demonstration_villages": "met",  # 12 of 12
}


def test_the_city_owes_22_promises_its_counties_11_and_its_governments_12(verdicts: pd.DataFrame) -> None:
    owed = verdicts.groupby("target", sort=False).size()
    assert owed["county_key_fields"] == 11
    assert owed["government_st_meetings"] == 12
    assert owed.drop(["county_key_fields", "government_st_meetings"]).to_dict() == dict.fromkeys(CITY, 1)
    assert len(verdicts) == 22 + 11 + 12


@pytest.mark.parametrize("target", CITY)
def test_a_promise_of_the_city(verdicts: pd.DataFrame, target: str) -> None:
    row = verdicts[verdicts["target"] == target]
    assert row["status"].tolist() == [CITY[target]]
    assert row["area"].tolist() == ["431000"]


# Fields chosen: 2 2 2 1 2 1 3 1 - 1 2. Linwu (431025) chose three of one or two; Guidong (431027) has no row.
def test_nine_counties_of_eleven_chose_one_or_two_fields(verdicts: pd.DataFrame) -> None:
    status = verdicts[verdicts["target"] == "county_key_fields"].set_index("area")["status"]
    assert status.value_counts().to_dict() == {"met": 9, "missed": 1, "not_assessable": 1}
    assert status["431025"] == "missed"
    assert status["431027"] == "not_assessable"


# Meetings: city 4, then 3 3 2 2 2 1 2 2 2 - 3. Jiahe (431024) held one; Anren (431028) has no value.
def test_ten_governments_of_twelve_met_twice(verdicts: pd.DataFrame) -> None:
    status = verdicts[verdicts["target"] == "government_st_meetings"].set_index("area")["status"]
    assert status.value_counts().to_dict() == {"met": 10, "missed": 1, "not_assessable": 1}
    assert status["431024"] == "missed"
    assert status["431028"] == "not_assessable"


# Counted in data/sample/firms.csv, 2007: of 217 tech firms 210 have sales above zero and R&D, 145 of them
# 3 % or more; of 75 high-tech firms 71, and 44 with 5 %. Of the 292, 259 have such figures in 2006 too, and
# 102 of them rose by a point.
@pytest.mark.parametrize(
    ("target", "counted"),
    [
        ("tech_firm_rd_intensity", "145 of 210 firms, 7 without figures"),
        ("hightech_firm_rd_intensity", "44 of 71 firms, 4 without figures"),
        ("firm_rd_intensity_rise", "102 of 259 firms, 33 without figures"),
    ],
)
def test_firms_are_counted(verdicts: pd.DataFrame, target: str, counted: str) -> None:
    row = verdicts.set_index("target").loc[target]
    assert row["reason"] == counted
    meet, _, judged, *_ = counted.split()
    assert row["actual"] == pytest.approx(int(meet) / int(judged))


def test_all_verdicts_together(verdicts: pd.DataFrame) -> None:
    # City 13 met, 4 missed, 1 lagging, 1 not assessable, and 3 missed by firms; counties 9 + 1 + 1;
    # governments 10 + 1 + 1.
    assert verdicts["status"].value_counts().to_dict() == {
        "met": 13 + 9 + 10,
        "missed": 4 + 3 + 1 + 1,
        "not_assessable": 1 + 1 + 1,
        "lagging": 1,
    }


def test_without_a_firms_table_the_three_promises_of_firms_stay_open() -> None:
    plan = ci.load_plan("chenzhou-2007").targets
    verdicts = ci.assess(ci.load_sample("observations"), plan, year=2007)
    open_ones = verdicts[verdicts["reason"] == "no firms table"]
    assert open_ones["target"].tolist() == [
        "tech_firm_rd_intensity",
        "hightech_firm_rd_intensity",
        "firm_rd_intensity_rise",
    ]
    assert set(open_ones["status"]) == {"not_assessable"}


def test_every_verdict_on_invented_figures_says_so(verdicts: pd.DataFrame) -> None:
    found = verdicts[verdicts["actual"].notna()]
    assert set(found["obs_status"]) == {"illustrative"}


def test_what_is_not_assessable_has_a_reason_and_nothing_else_but_counts_has_one(
    verdicts: pd.DataFrame,
) -> None:
    without = verdicts["status"] == "not_assessable"
    counted = verdicts["reason"].str.contains("firms", na=False)
    assert (verdicts["reason"].notna() == (without | counted)).all()


def test_the_plan_of_2010_on_the_sample() -> None:
    verdicts = ci.assess(ci.load_sample("observations"), ci.load_plan("chenzhou-2010").targets, year=2010)
    status = verdicts.set_index("target")["status"].to_dict()
    assert status == {
        "national_st_projects": "met",  # 6 of 5
        "provincial_key_st_projects": "met",  # 12 of 10
        "higher_level_st_funds": "missed",  # 1240 of 1300
        "st_investment_attracted": "met",  # 1150 of 1000
        "ip_pilot_units": "met",  # 31 of 30
        "innovative_firms_supported": "missed",  # 36 of 40
        "high_level_talents": "met",  # 108 of 100
        "st_achievements": "met",  # 205 of 200
        "innovation_alliances": "met",  # 2 of 2
        "new_rd_centres": "met",  # 4 of 3
        "new_hightech_firms": "not_assessable",  # a row without a value
        "hightech_output_growth": "met",  # 142.14 / 108.5 = +31 %
    }
