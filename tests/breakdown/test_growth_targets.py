"""Growth targets of areas make the city's, whatever is asked of whom."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError

BASE = pd.Series({"A": 100.0, "B": 100.0, "C": 50.0})


def growths(*arguments: Any, **more: Any) -> list[float]:
    return ci.break_down_growth(*arguments, **more)["growth"].tolist()


# --- known values --------------------------------------------------------------------------------


def test_by_the_uniform_rule_every_area_is_asked_for_the_same() -> None:
    table = ci.break_down_growth(BASE, 0.3)
    assert table["growth"].tolist() == pytest.approx([0.3, 0.3, 0.3], abs=1e-15)
    assert table["target"].tolist() == pytest.approx([130, 130, 65])
    assert table["bound"].isna().all()


def test_who_is_behind_catches_up_by_the_strength_stated() -> None:
    # C gains s ln 2 on A and B; 100 c + 100 c + 50 (c + 0.02 ln 2) = 75 gives c = 0.3 - 0.004 ln 2.
    gain = 0.02 * math.log(2)
    assert growths(BASE, 0.3, rule="catch_up") == pytest.approx(
        [0.3 - gain / 5, 0.3 - gain / 5, 0.3 + 0.8 * gain], abs=1e-14
    )
    # At twice the strength twice the gain.
    assert growths(BASE, 0.3, rule="catch_up", strength=0.04)[2] == pytest.approx(0.3 + 1.6 * gain, abs=1e-14)


def test_the_level_says_who_is_behind_and_the_base_what_it_counts() -> None:
    level = pd.Series({"C": 20.0, "B": 10.0, "A": 10.0})
    # Now A and B are behind C by the factor 2: 200 (c + gain) + 50 c = 75.
    gain = 0.02 * math.log(2)
    assert growths(BASE, 0.3, rule="catch_up", level=level) == pytest.approx(
        [0.3 + gain / 5, 0.3 + gain / 5, 0.3 - 0.8 * gain], abs=1e-14
    )


def test_what_a_cap_takes_is_shared_by_the_rest() -> None:
    # C is held to 0.31: 50 * 0.31 = 15.5 of 75, and 59.5 over 200 is 0.2975.
    table = ci.break_down_growth(BASE, 0.3, rule="catch_up", cap=0.31)
    assert table["growth"].tolist() == pytest.approx([0.2975, 0.2975, 0.31], abs=1e-15)
    assert table["bound"].fillna("").tolist() == ["", "", "cap"]


def test_what_a_floor_gives_is_taken_from_the_rest() -> None:
    # A has to grow by 0.5: 50 of 75; the other 25 over 150 is a sixth.
    table = ci.break_down_growth(BASE, 0.3, floor=pd.Series({"A": 0.5, "B": 0.0, "C": 0.0}))
    assert table["growth"].tolist() == pytest.approx([0.5, 1 / 6, 1 / 6], abs=1e-15)
    assert table["bound"].fillna("").tolist() == ["floor", "", ""]


def test_floor_and_cap_may_bind_together() -> None:
    # C wants more than 0.32 and gets it; A must have 0.33: 33 + 16 of 75 leave 26 for B.
    floor, cap = pd.Series({"A": 0.33, "B": 0.0, "C": 0.0}), pd.Series({"A": 1.0, "B": 1.0, "C": 0.32})
    table = ci.break_down_growth(BASE, 0.3, rule="catch_up", strength=0.2, floor=floor, cap=cap)
    assert table["growth"].tolist() == pytest.approx([0.33, 0.26, 0.32], abs=1e-14)
    assert table["bound"].fillna("").tolist() == ["floor", "", "cap"]


def test_a_fall_can_be_broken_down_too() -> None:
    assert growths(BASE, -0.1) == pytest.approx([-0.1] * 3, abs=1e-15)
    by_level = growths(BASE, -0.1, rule="catch_up")
    assert by_level[2] > -0.1 > by_level[0]


def test_the_counties_of_the_sample_make_the_thirty_per_cent() -> None:
    observations = ci.latest_vintage(ci.load_sample("observations"))
    output = observations.query("indicator == 'hightech_output' and year == 2006").set_index("area")["value"]
    counties = ci.load_areas().query("level == 'county'")["area"]
    table = ci.break_down_growth(output[counties], 0.3, rule="catch_up", floor=0.25, cap=0.4)
    # The city had 62.50 (100 million yuan, illustrative) in 2006; 62.5 * 1.3 = 81.25.
    assert table["target"].sum() == pytest.approx(81.25, rel=1e-12)
    assert table["growth"].between(0.25, 0.4).all()


def test_the_page_shows_what_its_code_gives() -> None:
    page = (Path(__file__).parents[2] / "docs" / "methods" / "growth-targets.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0], names)
    shown = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if " % | " in line
    ]
    rows = [row for row in shown if row[0] in [*names["counties"]["name_en"]]]
    assert len(rows) == 11
    tables = [names[name].set_index("area") for name in ("uniform", "catch_up", "bounded")]
    for row, area in zip(rows, names["counties"].index, strict=True):
        uniform, catch_up, bounded = (100 * table.loc[area, "growth"] for table in tables)
        assert row[3:5] == [f"{uniform:.1f} %", f"{catch_up:.2f} %"]
        assert row[5].startswith(f"{bounded:.2f} %")
        assert row[6] == f"{tables[2].loc[area, 'target']:.2f}"


# --- laws ----------------------------------------------------------------------------------------


@st.composite
def wanted(draw: st.DrawFn) -> dict[str, Any]:
    """Draw bases, a growth, bounds within which it can be made, and a rule."""
    count = draw(st.integers(1, 12))
    areas = [f"{431000 + number}" for number in range(count)]

    def each(low: float, high: float) -> pd.Series:
        return pd.Series(draw(st.lists(st.floats(low, high), min_size=count, max_size=count)), index=areas)

    base, floor = each(0.1, 5000), each(-0.3, 0.6)
    cap = floor + each(0.001, 0.8)
    lowest, highest = ((base * bound).sum() / base.sum() for bound in (floor, cap))
    growth = lowest + draw(st.floats(0.0, 1.0)) * (highest - lowest)
    more = {"rule": "catch_up", "strength": draw(st.floats(0, 0.5)), "level": each(0.1, 100)}
    return {
        "base": base,
        "growth": float(growth),
        "floor": floor,
        "cap": cap,
        **(more if draw(st.booleans()) else {}),
    }


@settings(max_examples=150, deadline=None)
@given(wanted())
def test_the_areas_make_the_growth_of_the_whole_within_their_bounds(asked: dict[str, Any]) -> None:
    table = ci.break_down_growth(**asked).set_index("area")
    base, growth = asked["base"], asked["growth"]
    assert (base * table["growth"]).sum() == pytest.approx(
        growth * base.sum(), rel=1e-12, abs=1e-12 * base.sum()
    )
    assert table["target"].sum() == pytest.approx((1 + growth) * base.sum(), rel=1e-12)
    assert (table["growth"] >= asked["floor"] - 1e-12).all()
    assert (table["growth"] <= asked["cap"] + 1e-12).all()


@settings(max_examples=60, deadline=None)
@given(wanted())
def test_areas_that_no_bound_holds_differ_by_the_rule_alone(asked: dict[str, Any]) -> None:
    table = ci.break_down_growth(**asked).set_index("area")
    free = table["bound"].isna()
    level = asked.get("level", pd.Series(1.0, index=table.index))
    lead = table["growth"] + asked.get("strength", 0.0) * np.log(level)
    assert np.ptp(lead[free]) < 1e-9 if free.any() else True
    # Who is held to a floor would get less without it, who is held to a cap more.
    if free.any():
        assert (lead[table["bound"] == "floor"] >= lead[free].max() - 1e-9).all()
        assert (lead[table["bound"] == "cap"] <= lead[free].min() + 1e-9).all()


@settings(max_examples=30, deadline=None)
@given(wanted(), st.randoms(use_true_random=False))
def test_order_and_unit_never_matter_and_nothing_is_changed(asked: dict[str, Any], random: Any) -> None:
    before = {name: value.copy() for name, value in asked.items() if isinstance(value, pd.Series)}
    table = ci.break_down_growth(**asked).set_index("area")
    shuffled = asked["base"].sample(frac=1, random_state=random.randint(0, 99)) * 10_000
    again = ci.break_down_growth(**{**asked, "base": shuffled}).set_index("area")
    assert again.index.tolist() == shuffled.index.tolist()
    assert again.loc[table.index, "growth"].tolist() == pytest.approx(table["growth"].tolist(), abs=1e-9)
    for name, value in before.items():
        pd.testing.assert_series_equal(asked[name], value)


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"cap": 0.25}, r"can grow by 0.25 together at most, less than 0.3\.$"),
        ({"floor": 0.35}, r"have to grow by 0.35 together at least, more than 0.3\.$"),
        (
            {"floor": pd.Series({"A": 0.4, "B": 0.1, "C": 0.4}), "cap": 0.35},
            r"above cap; it is at:\n  - A: 0.4 and 0.35\n  - C",
        ),
        ({"floor": -2.0}, r"floor is a finite fraction of -1 or more; it is not at:\n  - A: -2.0\n  - B"),
        ({"cap": float("nan")}, "cap is nan; a finite number is needed"),
        ({"cap": pd.Series({"A": 1.0, "B": 1.0})}, r"cap holds the areas of base; not in both:\n  - C$"),
        ({"rule": "catchup"}, r"rule is 'catchup' \(did you mean catch_up\?\)"),
        ({"strength": 0.1}, "used by rule='catch_up' only"),
        ({"level": BASE}, "used by rule='catch_up' only"),
        ({"rule": "catch_up", "strength": -0.1}, "strength is -0.1; it is zero or more"),
        (
            {"rule": "catch_up", "level": BASE * 0},
            r"level is finite and above zero; it is not at:\n  - A: 0.0",
        ),
    ],
)
def test_bounds_and_rules_that_do_not_fit_are_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        ci.break_down_growth(BASE, 0.3, **more)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ci.break_down_growth(BASE, -1), "growth is -1; it is a fraction above -1"),
        (lambda: ci.break_down_growth(BASE, math.inf), "growth is inf; a finite number"),
        (lambda: ci.break_down_growth([1.0], 0.3), "base is a Series of at least one number"),
        (lambda: ci.break_down_growth(BASE.iloc[:0], 0.3), "base is a Series of at least one number"),
        (
            lambda: ci.break_down_growth(BASE.set_axis([1, 2, 3]), 0.3),
            r"which are text; not text:\n  - 1\n  - 2\n  - 3",
        ),
        (
            lambda: ci.break_down_growth(BASE.set_axis(["A", "A", "C"]), 0.3),
            r"each area once; more than once:\n  - A$",
        ),
        (
            lambda: ci.break_down_growth(pd.Series({"A": 0.0, "B": None, "C": -1.0}, dtype=float), 0.3),
            r"base is finite and above zero; it is not at:\n  - A: 0.0\n  - B: nan\n  - C: -1.0$",
        ),
        (lambda: ci.break_down_growth(pd.Series({"A": "1"}), 0.3), "base is a Series of numbers"),
    ],
)
def test_bases_that_are_none_are_refused(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        call()
