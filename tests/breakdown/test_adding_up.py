"""Targets of areas are added up to what they promise for the area they lie in."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, UnitError, UnknownNameError

Maker = Callable[..., pd.DataFrame]

PLAN = ci.load_plan("chenzhou-2007")
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
PARKS = ci.load_areas().query("level == 'park'")["area"].tolist()
EQUAL = pd.Series(1.0, index=COUNTIES)
BEIHU, SUXIAN = {"area": "431002"}, {"area": "431003"}


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
    more = pd.concat([base, pd.Series({"431021": -1.0})])  # an area that is not asked
    assert ci.add_up(asked, base=more)["minimum"].tolist() == pytest.approx([0.2], abs=1e-15)
    assert ci.add_up(asked, base=base * 5e305)["minimum"].tolist() == pytest.approx([0.2], abs=1e-15)


@pytest.mark.parametrize(
    ("base", "said"),
    [
        (None, r"asked for different growth, .* not at:\n  - 431002: nan\n  - 431003: nan$"),
        (pd.Series({"431002": 100.0}), r"not at:\n  - 431003: nan$"),
        (pd.Series({"431002": 0.0, "431003": math.inf}), r"not at:\n  - 431002: 0.0\n  - 431003: inf$"),
        (pd.Series({"431002": "100", "431003": "300"}), "base is a Series of numbers, indexed by area"),
        (
            pd.Series([1.0, 2.0], index=["431002"] * 2),
            r"base holds each area once; more than once:\n  - 431002",
        ),
        (pd.Series({431002: 1.0, 431003: 2.0}), r"which are text; not text:\n  - 431002\n  - 431003$"),
        ({"431002": 1.0, "431003": 2.0}, "base is a Series of at least one number"),
    ],
    ids=["none", "one", "zero and infinite", "text", "twice", "codes no text", "a dictionary"],
)
def test_bases_that_are_none_are_refused(targets: Maker, base: Any, said: str) -> None:
    growth = {"form": "growth", "unit": "fraction"}
    asked = targets({"area": "431002", "minimum": 0.5}, {"area": "431003", "minimum": 0.1}, **growth)
    with pytest.raises(ArgumentError, match=said):
        ci.add_up(asked, base=base)


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


# --- units and texts -----------------------------------------------------------------------------


def test_amounts_are_brought_to_the_unit_of_the_first_area(targets: Maker) -> None:
    asked = targets({**BEIHU, "minimum": 2.0, "stretch": 3.0}, {**SUXIAN, "minimum": 15000.0, "stretch": 2e4})
    # 15 000 and 20 000 times 10 000 yuan are 1.5 and 2 times 100 million.
    whole = ci.add_up(asked.assign(unit=["100 million CNY", "10 000 CNY"]))
    assert whole[["minimum", "stretch", "unit"]].to_numpy().tolist() == [[3.5, 5.0, "100 million CNY"]]
    other = ci.add_up(asked.assign(unit=["100 million CNY", "10 000 CNY"]).iloc[::-1])
    assert other[["minimum", "stretch", "unit"]].to_numpy().tolist() == [[35000.0, 50000.0, "10 000 CNY"]]


def test_ratios_are_compared_in_one_unit(targets: Maker) -> None:
    asked = targets({**BEIHU, "minimum": 70.0}, {**SUXIAN, "minimum": 0.6}, indicator="major_project_share")
    whole = ci.add_up(asked.assign(unit=["%", "fraction"]))
    assert whole[["minimum", "unit"]].to_numpy().tolist() == [[60.0, "%"]]


def test_units_that_do_not_convert_are_listed_for_all_targets(targets: Maker) -> None:
    asked = targets(
        {**BEIHU, "minimum": 2.0},
        {**SUXIAN, "minimum": 3.0, "unit": "count"},
        {**BEIHU, "target": "u", "minimum": 2.0},
        {**SUXIAN, "target": "u", "minimum": 3.0, "unit": "yuan"},
    )
    with pytest.raises(UnitError) as caught:
        ci.add_up(asked)
    assert caught.value.problems == (
        "t of 431003: count into 100 million CNY",
        "u of 431003: yuan into 100 million CNY",
    )


def test_a_text_that_differs_between_areas_and_a_column_beyond_the_schema_are_left_out(
    targets: Maker,
) -> None:
    asked = targets(
        {**BEIHU, "minimum": 2.0, "note_en": "Beihu alone"}, {**SUXIAN, "minimum": 3.0}, name_en="Output"
    )
    whole = ci.add_up(asked.assign(area_name=["Beihu", "Suxian"])).iloc[0]
    assert whole["name_en"] == "Output"
    assert pd.isna(whole["note_en"])
    assert "area_name" not in whole


# --- the area above ------------------------------------------------------------------------------


def test_the_whole_is_the_nearest_area_above_in_a_tree_of_ones_own(targets: Maker) -> None:
    tree = ci.load_areas().query("level in ['city', 'county']")[["area", "level", "parent"]]  # no province
    asked = targets({**BEIHU, "minimum": 2.0}, {**SUXIAN, "minimum": 3.0})
    assert ci.add_up(asked, areas=tree)["area"].tolist() == ["431000"]


# --- refusals ------------------------------------------------------------------------------------


def test_targets_that_are_not_the_same_for_all_areas_are_listed_together(targets: Maker) -> None:
    asked = targets(
        {**BEIHU, "minimum": 2.0},
        {**SUXIAN, "minimum": 3.0, "indicator": "rd_expenditure", "strict": True, "due": 2008},
        {**BEIHU, "target": "u", "minimum": 0.2, "form": "growth", "unit": "fraction"},
        {**SUXIAN, "target": "u", "minimum": 3.0, "baseline_year": 2006, "commitment": "strive"},
        {**BEIHU, "target": "same", "minimum": 2.0, "clause": "1"},
        {**SUXIAN, "target": "same", "minimum": 3.0, "clause": "2", "maximum": 5.0},
    )
    with pytest.raises(ArgumentError, match="the same but for bounds and unit") as caught:
        ci.add_up(asked)
    assert list(caught.value.problems) == [
        "t: indicator (gdp, rd_expenditure)",
        "t: strict (False, True)",
        "t: due (2007, 2008)",
        "u: form (growth, level)",
        "u: baseline_year (2006, none)",
        "u: commitment (achieve, strive)",
    ]


@pytest.mark.parametrize(("column", "value"), [("against", "cpi"), ("firm_class", "high_tech")])
def test_second_indicators_and_classes_of_firm_are_the_same(targets: Maker, column: str, value: str) -> None:
    asked = targets({**BEIHU, "minimum": 2.0, column: value}, {**SUXIAN, "minimum": 3.0})
    with pytest.raises(ArgumentError, match=rf"differ in:\n  - t: {column} \({value}, none\)$"):
        ci.add_up(asked)


def test_targets_that_do_not_add_up_are_refused(targets: Maker) -> None:
    with pytest.raises(ArgumentError, match=r"Targets that do not add up:\n  - t$"):
        ci.add_up(targets({"indicator": "cpi", "unit": "previous year = 100", "maximum": 103.0}))
    with pytest.raises(ArgumentError, match=r"lie in no area together:\n  - 100000$"):
        ci.add_up(targets({"area": "100000", "minimum": 1.0}))
    with pytest.raises(ArgumentError, match=r"targets are of areas of one level, .*\n  - 431002: county"):
        ci.add_up(targets({**BEIHU, "minimum": 1.0}, {"area": PARKS[0], "minimum": 1.0}))
    with pytest.raises(UnknownNameError, match=r"area catalogue:\n  - 43100$"):
        ci.add_up(targets({"area": "43100", "minimum": 1.0}))
    with pytest.raises(UnknownNameError, match=r"indicator catalogue:\n  - gpd \(did you mean gdp\?\)$"):
        ci.add_up(targets({"indicator": "gpd", "minimum": 1.0}))
