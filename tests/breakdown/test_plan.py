"""A plan is broken down to areas so that they make it again; what cannot be says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError, UnknownNameError
from chenzhou_indicators.vocabulary import Indivisible

Maker = Callable[..., pd.DataFrame]

PLAN = ci.load_plan("chenzhou-2007")
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
PARKS = ci.load_areas().query("level == 'park'")["area"].tolist()
EQUAL = pd.Series(1.0, index=COUNTIES)
TWO = pd.Series({"431002": 3.0, "431003": 1.0})


def parts_of(target: dict[str, Any], targets: Maker, weights: pd.Series = TWO) -> pd.DataFrame:
    return ci.break_down(targets(target), weights).set_index("area")


# --- what becomes of a target --------------------------------------------------------------------


def test_what_is_counted_is_divided_in_whole_numbers(targets: Maker) -> None:
    count = {"indicator": "st_achievements", "unit": "count"}
    assert parts_of({**count, "minimum": 10}, targets)["minimum"].tolist() == [
        8,
        2,
    ]  # 7.5 and 2.5: to the larger
    # More than 10 is 11; below 10 is 9.
    above = parts_of({**count, "minimum": 10, "strict": True}, targets)
    assert (above["minimum"].sum(), above["strict"].any()) == (11, False)
    assert parts_of({**count, "maximum": 10, "strict": True}, targets)["maximum"].sum() == 9


def test_a_stretch_and_a_maximum_are_never_below_the_minimum(targets: Maker) -> None:
    count = {"indicator": "st_achievements", "unit": "count", "minimum": 10, "stretch": 11, "maximum": 12}
    parts = parts_of(count, targets)
    assert parts[["minimum", "stretch", "maximum"]].sum().tolist() == [10, 11, 12]
    assert (parts["stretch"] >= parts["minimum"]).all()
    assert (parts["maximum"] >= parts["minimum"]).all()


def test_money_is_divided_in_proportion_and_stays_strict(targets: Maker) -> None:
    parts = parts_of({"minimum": 10.0, "strict": True}, targets)  # GDP in 100 million yuan
    assert parts["minimum"].tolist() == [7.5, 2.5]
    assert parts["strict"].all()


def test_ten_thousands_of_persons_are_no_whole_numbers(targets: Maker) -> None:
    people = {"indicator": "registered_population", "unit": "10 000 persons", "minimum": 5.0}
    assert parts_of(people, targets)["minimum"].tolist() == [3.75, 1.25]


def test_growth_and_ratios_are_asked_of_every_area_alike(targets: Maker) -> None:
    growth = {"form": "growth", "unit": "fraction", "minimum": 0.3}
    assert parts_of(growth, targets)["minimum"].tolist() == [0.3, 0.3]
    band = {"indicator": "major_project_share", "unit": "%", "minimum": 60.0, "maximum": 70.0}
    assert parts_of(band, targets)[["minimum", "maximum"]].to_numpy().tolist() == [[60.0, 70.0]] * 2


def test_the_rest_of_a_target_stays_as_the_plan_has_it() -> None:
    parts = ci.break_down(PLAN, EQUAL)
    same = [
        column for column in PLAN.targets if column not in ("area", "minimum", "maximum", "stretch", "strict")
    ]
    villages = parts[parts["target"] == "demonstration_villages"]
    row = PLAN.targets.set_index("target", drop=False).loc["demonstration_villages"]
    assert villages["area"].tolist() == COUNTIES
    wanted = pd.DataFrame([row[same]] * 11).reset_index(drop=True).astype(villages[same].dtypes.to_dict())
    pd.testing.assert_frame_equal(villages[same].reset_index(drop=True), wanted)


def test_a_column_for_each_indicator_weighs_its_target_alone() -> None:
    shared = ci.break_down(PLAN, EQUAL)["indicator"].unique()
    weights = pd.DataFrame(1.0, index=COUNTIES, columns=shared)
    weights["demonstration_villages"] = [1.0, *[0.0] * 10]
    parts = ci.break_down(PLAN, weights).set_index(["target", "area"])["minimum"]
    assert parts["demonstration_villages"].tolist() == [12, *[0] * 10]
    assert parts["patent_applications"].max() - parts["patent_applications"].min() <= 1
    with pytest.raises(ArgumentError, match=r"none for:\n  - demonstration_villages$"):
        ci.break_down(PLAN, weights.drop(columns="demonstration_villages"))


# --- what cannot be divided ----------------------------------------------------------------------


def test_every_target_is_divided_or_says_why_not() -> None:
    left = ci.indivisible(PLAN)
    divided = ci.break_down(PLAN, EQUAL)["target"].unique()
    assert sorted([*left["target"], *divided]) == sorted(PLAN.targets["target"])
    assert dict(left[["target", "reason"]].to_numpy().tolist()) == {
        "st_contribution_rise": Indivisible.NO_PARTS,
        "tech_firm_rd_intensity": Indivisible.OWED_ALREADY,
        "hightech_firm_rd_intensity": Indivisible.OWED_ALREADY,
        "provincial_major_project": Indivisible.MILESTONE,
        "rd_intensity_rise": Indivisible.RATIO_CHANGE,
        "firm_rd_intensity_rise": Indivisible.OWED_ALREADY,
        "fiscal_st_lead": Indivisible.LEAD,
        "county_key_fields": Indivisible.OWED_ALREADY,
        "government_st_meetings": Indivisible.OWED_ALREADY,
    }


def test_an_index_does_not_add_up(targets: Maker) -> None:
    index = targets({"indicator": "cpi", "unit": "previous year = 100", "maximum": 103.0})
    assert ci.indivisible(index)["reason"].tolist() == [Indivisible.INDEX]
    assert ci.break_down(index, TWO).empty


# --- adding up -----------------------------------------------------------------------------------


@pytest.mark.parametrize("areas", [COUNTIES, PARKS], ids=["counties", "parks"])
@pytest.mark.parametrize("plan", ["chenzhou-2007", "chenzhou-2010"])
def test_the_areas_make_the_citys_targets_again(plan: str, areas: list[str]) -> None:
    promised = ci.load_plan(plan).targets.set_index("target")
    weights = pd.Series(range(1, len(areas) + 1), index=areas, dtype=float)
    whole = ci.add_up(ci.break_down(ci.load_plan(plan), weights)).set_index("target")
    assert whole["area"].unique().tolist() == ["431000"]
    for bound in ("minimum", "maximum", "stretch"):
        due = promised.loc[whole.index, bound].where(~promised.loc[whole.index, "strict"], 401.0)
        pd.testing.assert_series_equal(
            whole[bound], due.where(promised.loc[whole.index, bound].notna()), rtol=1e-12
        )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=11, max_size=11).filter(any))
def test_they_do_so_whatever_the_weights(drawn: list[int]) -> None:
    villages = PLAN.targets[
        PLAN.targets["target"].isin(["demonstration_villages", "city_technology_centres"])
    ]
    whole = ci.add_up(ci.break_down(villages, pd.Series(drawn, index=COUNTIES)))
    assert whole["minimum"].tolist() == [10, 12]
    assert whole["stretch"].fillna(0).tolist() == [15, 0]


def test_growth_that_differs_is_weighted_with_its_base(targets: Maker) -> None:
    base = pd.Series({"431002": 100.0, "431003": 300.0})
    growth = {"form": "growth", "unit": "fraction"}
    asked = targets({"area": "431002", "minimum": 0.5}, {"area": "431003", "minimum": 0.1}, **growth)
    # 50 and 30 of 400.
    assert ci.add_up(asked, base=base)["minimum"].tolist() == pytest.approx([0.2], abs=1e-15)
    with pytest.raises(ArgumentError, match=r"different growth; base= needs .* of:\n  - 431002\n  - 431003$"):
        ci.add_up(asked)
    with pytest.raises(ArgumentError, match=r"of:\n  - 431003$"):
        ci.add_up(asked, base=base.drop("431003"))


def test_growth_targets_made_apart_take_the_place_of_the_uniform_ones() -> None:
    observations = ci.latest_vintage(ci.load_sample("observations"))
    base = observations.query("indicator == 'hightech_output' and year == 2006").set_index("area")["value"]
    asked = ci.break_down_growth(base[COUNTIES], 0.3, rule="catch_up").set_index("area")["growth"]
    parts = ci.break_down(PLAN, EQUAL).query("target == 'hightech_output_growth'")
    parts = parts.assign(minimum=parts["area"].map(asked))
    assert ci.add_up(parts, base=base)["minimum"].tolist() == pytest.approx([0.3], rel=1e-12)


def test_a_bound_that_an_area_lacks_is_missing_in_the_whole(targets: Maker) -> None:
    asked = targets({"area": "431002", "minimum": 5.0, "stretch": 6.0}, {"area": "431003", "minimum": 3.0})
    whole = ci.add_up(asked)
    assert whole["minimum"].tolist() == [8.0]
    assert whole["stretch"].isna().all()


# --- judged like any other -----------------------------------------------------------------------


def test_broken_down_targets_are_judged_like_city_targets() -> None:
    observations = ci.load_sample("observations")
    parts = ci.break_down(PLAN, EQUAL).query("target == 'hightech_output_growth'")
    verdicts = ci.assess(observations, parts, year=2007).set_index("area")
    # Beihu: 17.85 / 13.70 - 1 = 30.3 %; Suxian: 21.06 / 17.32 - 1 = 21.6 %.
    assert verdicts.loc[["431002", "431003"], "status"].tolist() == ["met", "missed"]
    assert verdicts["clause"].unique().tolist() == ["1"]


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weights", "error", "said"),
    [
        (
            pd.Series(1.0, index=[*COUNTIES, *PARKS]),
            ArgumentError,
            r"one level, counties or parks; .*\n  - 431002: county",
        ),
        (
            pd.Series({"431002": 1.0, "43100": 1.0}),
            UnknownNameError,
            r"Not in the area catalogue:\n  - 43100",
        ),
        (pd.Series([1.0, 1.0], index=["431002", "431002"]), ArgumentError, r"more than once:\n  - 431002$"),
        (pd.Series({"430600": 1.0}), ArgumentError, r"is owed by 431000; not inside it:\n  - 430600$"),
        (
            pd.Series({"431002": -1.0, "431003": 2.0}),
            ArgumentError,
            r"finite and zero or more; they are not at:\n  - 431002: -1.0",
        ),
        (EQUAL * 0, ArgumentError, "adds? up to 0, less than the total"),
        ([1.0], ArgumentError, "weights are a Series or DataFrame of numbers"),
    ],
    ids=["two levels", "unknown", "twice", "outside", "negative", "all zero", "a list"],
)
def test_weights_that_are_none_are_refused(weights: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        ci.break_down(PLAN, weights)


def test_money_needs_weights_that_are_not_all_zero(targets: Maker) -> None:
    with pytest.raises(ArgumentError, match="not all zero; they are:"):
        ci.break_down(targets({"minimum": 5.0}), TWO * 0)


def test_tables_that_are_none_are_refused(targets: Maker) -> None:
    with pytest.raises(TableError, match="cannot be judged"):
        ci.break_down(targets({"minimum": None}), TWO)
    with pytest.raises(
        UnknownNameError, match=r"Not in the indicator catalogue:\n  - gpd \(did you mean gdp\?\)"
    ):
        ci.indivisible(targets({"indicator": "gpd", "minimum": 1.0}))
    with pytest.raises(ArgumentError, match=r"Targets that do not add up:\n  - t$"):
        ci.add_up(targets({"indicator": "cpi", "unit": "previous year = 100", "maximum": 103.0}))
    with pytest.raises(ArgumentError, match=r"lie in no area together:\n  - 100000$"):
        ci.add_up(targets({"area": "100000", "minimum": 1.0}))


def test_the_page_says_what_its_code_gives() -> None:
    page = (Path(__file__).parents[2] / "docs" / "methods" / "breakdown.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0], names)
    villages = names["parts"].query("target == 'demonstration_villages'").sort_values("area")
    assert f"as {', '.join(villages['minimum'].map('{:.0f}'.format))} in the order" in page
    assert villages.set_index("area")["minimum"]["431027"] == 0  # Guidong
    assert (len(names["whole"]), len(names["left"])) == (15, 9)  # fifteen and nine on the page
    assert len(names["verdicts"]) == 15 * 11
