"""A plan is broken down to areas so that they make it again; what cannot be says why."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

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
        column
        for column in PLAN.targets
        if column not in ("area", "minimum", "maximum", "stretch", "strict", "note_zh", "note_en")
    ]
    villages = parts[parts["target"] == "demonstration_villages"]
    row = PLAN.targets.set_index("target", drop=False).loc["demonstration_villages"]
    assert villages["area"].tolist() == COUNTIES
    wanted = pd.DataFrame([row[same]] * 11).reset_index(drop=True).astype(villages[same].dtypes.to_dict())
    pd.testing.assert_frame_equal(villages[same].reset_index(drop=True), wanted)


def test_a_note_stays_unless_the_amount_it_is_about_was_divided(targets: Maker) -> None:
    notes = {"note_zh": "共十亿元", "note_en": "Ten in all"}
    for amount in ({"minimum": 10.0}, {"indicator": "st_achievements", "unit": "count", "minimum": 10}):
        assert parts_of({**amount, **notes}, targets)[["note_zh", "note_en"]].isna().all(axis=None)
    growth = {"form": "growth", "unit": "fraction", "minimum": 0.3}
    assert parts_of({**growth, **notes}, targets)["note_en"].tolist() == ["Ten in all"] * 2


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
        (pd.Series({"430600": 1.0}), ArgumentError, r"\n  - 430600 does not lie inside 431000, which owes "),
        (
            pd.Series({"431002": -1.0, "431003": 2.0}),
            ArgumentError,
            r"finite numbers of zero or more; these are not:\n  - 431002: -1.0$",
        ),
        (EQUAL * 0, ArgumentError, r"weigh otherwise:\n  - .*, minimum .* add up to 0, less than the total"),
        (pd.Series({431002: 1.0, 431003: 1.0}), ArgumentError, r"are not:\n  - 431002\n  - 431003$"),
        ([1.0], ArgumentError, "weights are a Series or DataFrame of numbers"),
    ],
    ids=["two levels", "unknown", "twice", "outside", "negative", "all zero", "codes no text", "a list"],
)
def test_weights_that_are_none_are_refused(weights: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        ci.break_down(PLAN, weights)


BAD = {"431002": None, "431003": math.inf, "431021": -2.0, "431022": 1.0}


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (pd.Series(BAD, dtype="float64"), ["431002: nan", "431003: inf", "431021: -2.0"]),
        (pd.Series(BAD, dtype="Float64"), ["431002: <NA>", "431003: inf", "431021: -2.0"]),
        (pd.Series(["3", "1"], index=TWO.index), ["all areas: of type str"]),
        (TWO.astype("object"), ["all areas: of type object"]),
        (TWO > 2, ["all areas: of type bool"]),
    ],
    ids=["numbers", "nullable", "text", "objects", "yes and no"],
)
@pytest.mark.parametrize("form", ["growth", "level"])
def test_weights_are_looked_at_also_where_nothing_is_shared(
    targets: Maker, weights: pd.Series, said: list[str], form: str
) -> None:
    asked = targets({"form": form, "unit": "fraction" if form == "growth" else "CNY", "minimum": 0.3})
    with pytest.raises(ArgumentError, match="finite numbers of zero or more") as caught:
        ci.break_down(asked, weights)
    assert list(caught.value.problems) == said


def test_columns_of_weights_are_looked_at_together(targets: Maker) -> None:
    asked = targets(
        {"minimum": 5.0},
        {"target": "g", "indicator": "rd_expenditure", "form": "growth", "unit": "fraction", "minimum": 0.1},
    )
    weights = pd.DataFrame({"gdp": ["a", "b"], "rd_expenditure": [1.0, -1.0], "cpi": None}, index=TWO.index)
    with pytest.raises(ArgumentError) as caught:
        ci.break_down(asked, weights)
    said = ("gdp of all areas: of type str", "rd_expenditure of 431003: -1.0")
    assert caught.value.problems == said
    good = weights.assign(gdp=TWO, rd_expenditure=TWO)  # no target is about cpi
    assert ci.break_down(asked, good)["minimum"].tolist() == [3.75, 1.25, 0.1, 0.1]
    twofold = pd.concat([good, good[["gdp"]]], axis=1)
    with pytest.raises(ArgumentError, match=r"one column for each indicator; more for:\n  - gdp$"):
        ci.break_down(asked, twofold)


def test_money_needs_weights_that_are_not_all_zero(targets: Maker) -> None:
    with pytest.raises(ArgumentError, match=r"weigh otherwise:\n  - t: weights are all zero\n  - u: w"):
        ci.break_down(targets({"minimum": 5.0}, {"target": "u", "minimum": 6.0}), TWO * 0)


def test_weights_of_any_size_keep_their_proportions(targets: Maker) -> None:
    for size in (1e-300, 1.0, 5e307):
        assert ci.break_down(targets({"minimum": 10.0}), TWO * size)["minimum"].tolist() == pytest.approx(
            [7.5, 2.5], rel=1e-15
        )


def test_bounds_that_cannot_be_divided_are_named_together(targets: Maker) -> None:
    asked = targets(
        {"target": "falls", "form": "change", "minimum": -10},
        {"target": "none", "maximum": 0, "strict": True},
        {"target": "large", "maximum": 1_200_000},
        {"target": "between", "minimum": 10.2, "maximum": 10.8},
        {"target": "above_one", "minimum": 1, "maximum": 2, "strict": True},
        {"target": "hoped", "minimum": 10, "stretch": 8},
        {"target": "good", "minimum": 10, "maximum": 10},
        indicator="st_achievements",
        unit="count",
    )
    with pytest.raises(ArgumentError, match="These cannot be divided") as caught:
        ci.break_down(asked, TWO)
    assert list(caught.value.problems) == [
        "falls, minimum -10: total is -10; it is a whole number from 0 to 1000000.",
        "none, maximum 0: total is -1; it is a whole number from 0 to 1000000.",
        "large, maximum 1200000: total is 1200000; it is a whole number from 0 to 1000000.",
        "between: no whole number lies within its bounds, 10.2 and 10.8",
        "above_one: no whole number lies within its bounds, 1 and 2, both excluded",
        "hoped, stretch 8: The least the areas are given adds up to 10, more than the total, 8.",
    ]


def test_an_unknown_method_is_refused_also_where_nothing_is_counted(targets: Maker) -> None:
    with pytest.raises(ArgumentError, match=r"method is 'dhont' \(did you mean dhondt\?\)"):
        ci.break_down(targets({"minimum": 5.0}), TWO, method="dhont")


@pytest.mark.parametrize("column", ["area", "level", "parent"])
def test_an_area_tree_that_is_none_is_refused(targets: Maker, column: str) -> None:
    tree = ci.load_areas().drop(columns=column)
    for call in (
        lambda asked: ci.break_down(asked, TWO, areas=tree),
        lambda asked: ci.add_up(asked, areas=tree),
    ):
        with pytest.raises(ArgumentError, match=rf"no area tree, .*\n  - {column}$"):
            call(targets({"minimum": 5.0}))


def test_tables_that_are_none_are_refused(targets: Maker) -> None:
    with pytest.raises(TableError, match="cannot be judged"):
        ci.break_down(targets({"minimum": None}), TWO)
    with pytest.raises(
        UnknownNameError, match=r"Not in the indicator catalogue:\n  - gpd \(did you mean gdp\?\)"
    ):
        ci.indivisible(targets({"indicator": "gpd", "minimum": 1.0}))


def test_the_page_says_what_its_code_gives() -> None:
    page = (Path(__file__).parents[2] / "docs" / "methods" / "breakdown.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0], names)
    villages = names["parts"].query("target == 'demonstration_villages'").sort_values("area")
    assert f"as {', '.join(villages['minimum'].map('{:.0f}'.format))} in the order" in page
    assert villages.set_index("area")["minimum"]["431027"] == 0  # Guidong
    assert (len(names["whole"]), len(names["left"])) == (15, 9)  # fifteen and nine on the page
    assert len(names["verdicts"]) == 15 * 11
