"""What holds of every apportionment, and what unit after unit by hand gives in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import cases

import chenzhou_indicators as ci

DIVISORS = ["saintelague", "dhondt", "huntington", "adams", "dean"]
METHODS = ["largest_remainder", *DIVISORS]

methods = st.sampled_from(METHODS)
small = st.integers(0, 12)  # ties come often enough
hundredths = st.integers(0, 10**6).map(lambda number: number / 100)


@st.composite
def areas(draw: st.DrawFn, most: int = 5, bounded: bool = True) -> dict[str, Any]:
    """Draw weights, bounds and a total that can be divided within them."""
    labels = draw(st.permutations("ABCDE"))[: draw(st.integers(1, most))]
    kind = draw(st.sampled_from([small, hundredths]))
    weights = pd.Series({label: draw(kind) for label in labels})
    least, room = ([draw(st.integers(0, high)) for _ in labels] for high in (3, 6))
    least = pd.Series(least, index=labels) * int(bounded)
    maximum = least + pd.Series(room, index=labels) if bounded else least + 30
    total = draw(st.integers(int(least.sum()), int(maximum.where(weights > 0, least).sum())))
    bounds = {"minimum": least, "maximum": maximum} if bounded else {}
    return {"total": min(total, 40) if not bounded else total, "weights": weights, **bounds}


def claim(
    method: str, total: int, weights: dict[str, Fraction], label: str, has: int
) -> tuple[int, Fraction]:
    """Return the claim to one unit more, from the formula, squared in the divisor methods."""
    weight = weights[label]
    if method == "largest_remainder":
        return 0, total * weight / sum(weights.values()) - has
    if has == 0 and method in ("huntington", "adams", "dean"):
        return 1, weight
    squared = {
        "dhondt": lambda a: Fraction(a + 1) ** 2,
        "saintelague": lambda a: Fraction(2 * a + 1, 2) ** 2,
        "huntington": lambda a: Fraction(a * (a + 1)),
        "adams": lambda a: Fraction(a) ** 2,
        "dean": lambda a: 1 / (Fraction(a + a + 1, 2 * a * (a + 1))) ** 2,  # of the harmonic mean of a, a + 1
    }
    return 0, weight**2 / squared[method](has)


def unit_by_unit(
    method: str, total: int, weights: pd.Series, least: pd.Series, most: pd.Series, order: tuple[str, ...]
) -> dict[str, int]:
    """Give each unit to the largest claim of an area below its maximum, from the minimum up."""
    exact = {label: Fraction(str(weight)) for label, weight in weights.items()}
    has = {label: int(least[label]) for label in weights.index}
    for _ in range(total - sum(has.values())):
        open_ = [label for label in order if exact[label] > 0 and has[label] < most[label]]
        has[max(open_, key=lambda label: claim(method, total, exact, label, has[label]))] += 1
    return has


def bounds_of(case: dict[str, Any]) -> tuple[pd.Series, pd.Series]:
    nothing = case["weights"] * 0
    return case.get("minimum", nothing), case.get("maximum", nothing + case["total"])


@pytest.mark.parametrize("bounded", [False, True])
@pytest.mark.parametrize("method", METHODS)
@cases(60)
@given(data=st.data())
def test_it_gives_what_unit_by_unit_gives_and_names_who_is_tied(
    method: str, bounded: bool, data: st.DataObject
) -> None:
    case = data.draw(areas(4, bounded))
    found = ci.apportion(**case, method=method)
    least, most = bounds_of(case)
    weights = case["weights"]
    by_rule = tuple(sorted(weights.index, key=lambda label: (-weights[label], label)))
    assert found.to_dict() == unit_by_unit(method, case["total"], weights, least, most, by_rule)
    # Tied is who is given another number when ties are decided in another order.
    ways = [
        unit_by_unit(method, case["total"], weights, least, most, order)
        for order in permutations(weights.index)
    ]
    tied = [label for label in weights.index if len({way[label] for way in ways}) > 1]
    assert found.attrs["tied"] == tied


@cases(100)
@given(methods, areas(), st.randoms())
def test_units_add_up_within_bounds_in_any_order_of_the_rows(
    method: str, case: dict[str, Any], random: Any
) -> None:
    found = ci.apportion(**case, method=method)
    least, most = bounds_of(case)
    assert found.sum() == case["total"]
    assert ((found >= least) & (found <= most)).all()
    rows = [*case["weights"].index]
    random.shuffle(rows)
    again = ci.apportion(**case | {"weights": case["weights"][rows]}, method=method)
    assert again.index.tolist() == rows
    assert again.to_dict() == found.to_dict()
    assert {*again.attrs["tied"]} == {*found.attrs["tied"]}


@cases(100)
@given(st.sampled_from(DIVISORS), areas())
def test_by_a_divisor_method_no_area_loses_when_the_total_grows(method: str, case: dict[str, Any]) -> None:
    least, most = bounds_of(case)
    reach = int(most.where(case["weights"] > 0, least).sum())
    if case["total"] < reach:
        more = ci.apportion(**case | {"total": case["total"] + 1}, method=method)
        assert (more >= ci.apportion(**case, method=method)).all()


@cases(100)
@given(areas(bounded=False))
def test_the_largest_remainder_keeps_every_area_within_one_of_its_share(case: dict[str, Any]) -> None:
    if case["total"]:
        exact = {label: Fraction(str(weight)) for label, weight in case["weights"].items()}
        for label, units in ci.apportion(**case).items():
            assert abs(units - case["total"] * exact[label] / sum(exact.values())) < 1


@cases(60)
@given(areas(3))
def test_the_largest_remainder_is_as_near_to_the_shares_as_the_bounds_allow(case: dict[str, Any]) -> None:
    weights, (least, most) = case["weights"], bounds_of(case)
    whole = sum(map(Fraction, map(str, weights)))
    shares = [case["total"] * Fraction(str(weight)) / whole if whole else 0 for weight in weights]
    highest = most.where(weights > 0, least)
    ranges = [range(int(low), int(high) + 1) for low, high in zip(least, highest, strict=True)]
    nearest = min(
        sum((units - share) ** 2 for units, share in zip(way, shares, strict=True))
        for way in product(*ranges)
        if sum(way) == case["total"]
    )
    found = ci.apportion(**case).tolist()
    assert sum((units - share) ** 2 for units, share in zip(found, shares, strict=True)) == nearest


@cases(60)
@given(methods, areas(), st.sampled_from([1000, 7, 0.5, 0.001]))
def test_the_unit_of_the_weights_changes_nothing(method: str, case: dict[str, Any], factor: float) -> None:
    scaled = case["weights"].map(lambda weight: float(Fraction(str(weight)) * Fraction(str(factor))))
    found, again = (ci.apportion(**case | {"weights": w}, method=method) for w in (case["weights"], scaled))
    assert again.to_dict() == found.to_dict()
    assert again.attrs == found.attrs


@cases(60)
@given(methods, st.integers(1, 9), st.integers(0, 60), st.floats(0.01, 1e9))
def test_equal_areas_are_given_the_same_to_one_unit(
    method: str, number: int, total: int, weight: float
) -> None:
    found = ci.apportion(total, pd.Series([weight] * number), method=method)
    assert found.max() - found.min() == (1 if total % number else 0)
    assert len(found.attrs["tied"]) == (number if total % number else 0)
