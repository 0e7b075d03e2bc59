"""What holds of all contributions, effects and shares: they add up, whatever the units, order and index."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import amounts, cases, figure, table

import chenzhou_indicators as ci
from chenzhou_indicators.indicators.decomposition import logarithmic_mean

CITY = "431000"
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
EXACT = 1e-12
MONEY = {"CNY": 1e8, "10 000 CNY": 1e4, "million CNY": 100.0, "100 million CNY": 1.0}  # per 100 million yuan
METHODS = ["shapley", "lmdi"]
some = st.just(0.0) | amounts  # zeros come often enough
unsure = st.none() | some
signed = st.builds(lambda amount, sign: sign * amount, amounts, st.sampled_from([1, 1, 1, -1]))


def pair(indicator: str, area: str, values: Any, **more: Any) -> list[dict[str, Any]]:
    """Return rows of 2006 and 2007."""
    years = zip((2006, 2007), values, strict=True)
    return [figure(year, value, indicator=indicator, area=area, **more) for year, value in years]


@st.composite
def relabelled(draw: st.DrawFn, frame: pd.DataFrame) -> pd.DataFrame:
    """Draw the same observations in other units, another order, with labels that repeat."""
    rows = range(len(frame))
    units = [draw(st.sampled_from([*MONEY])) for _ in rows]
    values = frame["value"].to_numpy() * [MONEY[unit] for unit in units]
    order = draw(st.permutations(rows))
    return frame.assign(value=values, unit=units).iloc[order].set_axis([row % 3 for row in order])


# --- contributions -------------------------------------------------------------------------------


@st.composite
def four_cities(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the figures of cities and of their counties, that need not add up and may be missing."""
    rows, tree = [], []
    for city in "ABCD":
        rows += pair("gdp", city, (draw(signed), draw(signed | st.just(0.0))))
        counties = [f"{city}{number}" for number in range(draw(st.integers(1, 5)))]
        tree += [(city, "city", None), *((county, "county", city) for county in counties)]
        for county in counties:
            rows += pair("gdp", county, (draw(unsure), draw(unsure)))
    return table(rows), pd.DataFrame(tree, columns=["area", "level", "parent"])


@cases(15)
@given(drawn=four_cities())
def test_contributions_add_to_growth_shares_to_one_and_what_is_missing_has_a_reason(
    drawn: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    rows, tree = drawn
    made = ci.contributions(rows, "gdp", year=2007, parts="county", areas=tree)
    assert made["area"].unique().tolist() == [*"ABCD"]
    for city in "ABCD":
        ours = made[made["area"] == city], rows[rows["area"].str.startswith(city)]
        adds_to_the_growth(*ours)
        shares_all_there_is_to_share(*ours)
        says_why(*ours)


def adds_to_the_growth(made: pd.DataFrame, rows: pd.DataFrame) -> None:
    before, after = rows["value"].iloc[:2]
    if before > 0:
        growth, largest = made["total_growth"].iloc[0], rows["value"].abs().max() / before
        told = made["contribution_pp"].sum() / 100
        assert told == pytest.approx(growth, abs=EXACT * max(1, largest))
        assert growth == pytest.approx((after - before) / before)
    else:
        assert made["contribution_pp"].isna().all()
        assert made["reason"].notna().all()


def shares_all_there_is_to_share(made: pd.DataFrame, rows: pd.DataFrame) -> None:
    before, after = rows["value"].iloc[:2]
    if before <= 0 or before == after:
        assert made["contribution_share"].isna().all()
    else:
        largest = rows["value"].abs().max() / abs(after - before)
        assert made["contribution_share"].sum() == pytest.approx(1, abs=EXACT * max(1, largest))


def says_why(made: pd.DataFrame, rows: pd.DataFrame) -> None:
    lacking = made[["contribution_pp", "contribution_share"]].isna().any(axis=1)
    assert made.loc[lacking, "reason"].notna().all()
    silent = made.loc[made["reason"].fillna("").str.startswith("no figure"), "part"]
    if len(silent) and rows["value"].iloc[0] > 0:
        holds = "with parts that have no figures: " + ", ".join(silent)
        assert made.loc[made["part"] == "rest", "reason"].tolist() == [holds]


@cases(12)
@given(values=st.lists(st.tuples(amounts, amounts), min_size=11, max_size=11), data=st.data())
def test_parts_that_make_the_whole_leave_no_rest_in_any_unit_order_or_index(
    values: list[tuple[float, float]], data: st.DataObject
) -> None:
    rows = [row for area, both in zip(COUNTIES, values, strict=True) for row in pair("gdp", area, both)]
    city = pair("gdp", CITY, np.array(values).sum(axis=0).tolist())
    one = ci.contributions(table(rows), "gdp", year=2007, parts="county")
    assert one["part"].tolist() == COUNTIES
    assume("the whole did not change" not in one["reason"].tolist())
    other = ci.contributions(data.draw(relabelled(table(rows + city))), "gdp", year=2007, parts="county")
    sizes = ["contribution_pp", "growth", "total_growth", "value_before", "value"]
    pd.testing.assert_frame_equal(other[["part", *sizes]], one[["part", *sizes]], rtol=1e-9, atol=1e-9)


# --- ratios --------------------------------------------------------------------------------------


def of_eleven(cell: Any) -> Any:
    """Draw a figure of both years for every county, a row each."""
    return st.lists(st.tuples(cell, cell), min_size=11, max_size=11).map(np.array)


def ratio_rows(rd: Any, gdp: Any) -> pd.DataFrame:
    sides = {"rd_expenditure": rd, "gdp": gdp}
    return table(
        [row for name, side in sides.items() for n, area in enumerate(COUNTIES)
         for row in pair(name, area, side[n].tolist())]
    )  # fmt: skip


def ratio_effects(rows: pd.DataFrame, method: str = "shapley") -> pd.DataFrame:
    return ci.decompose_ratio(rows, "rd_expenditure", "gdp", start=2006, end=2007, method=method)


def by_side(made: pd.DataFrame) -> Any:
    """Return the effects, a row for each county, R&D first."""
    assert made["area"].tolist() == [area for area in COUNTIES for _ in range(2)]
    return made["effect"].to_numpy().reshape(-1, 2)


@cases(8)
@given(rd=of_eleven(some), gdp=of_eleven(amounts), method=st.sampled_from(METHODS))
def test_effects_add_to_the_change_of_the_ratio_exactly(rd: Any, gdp: Any, method: str) -> None:
    made = ratio_effects(ratio_rows(rd, gdp), method)
    start, end = (100 * rd / gdp).T
    effects, change = by_side(made), made["change"].to_numpy().reshape(-1, 2)
    allowed = EXACT * np.column_stack([start, end, np.abs(effects)]).max(axis=1)
    assert (np.abs(effects.sum(axis=1) - (end - start)) <= allowed).all()
    assert (np.abs(change.T - (end - start)) <= allowed).all()


@cases(8)
@given(
    rd=st.lists(amounts, min_size=11, max_size=11).map(np.array),
    gdp=st.lists(amounts, min_size=11, max_size=11).map(np.array),
    moves=of_eleven(st.floats(-1, 1)),
    steps=st.lists(st.sampled_from([1e-2, 1e-3, 1e-4]), min_size=11, max_size=11).map(np.array),
)
def test_shapley_and_lmdi_agree_in_the_limit_of_small_changes(
    rd: Any, gdp: Any, moves: Any, steps: Any
) -> None:
    sides = zip((rd, gdp), moves.T, strict=True)
    rows = ratio_rows(*(np.column_stack([side, side * (1 + steps * move)]) for side, move in sides))
    shapley, lmdi = (by_side(ratio_effects(rows, method)) for method in METHODS)
    # The two differ in the third order of the change only.
    assert (np.abs(shapley - lmdi).max(axis=1) <= 100 * rd / gdp * (steps**3 + EXACT)).all()


@cases(6)
@given(rd=of_eleven(some), gdp=of_eleven(amounts), method=st.sampled_from(METHODS), data=st.data())
def test_effects_do_not_depend_on_unit_order_or_index(
    rd: Any, gdp: Any, method: str, data: st.DataObject
) -> None:
    rows = ratio_rows(rd, gdp)
    one, other = (ratio_effects(frame, method) for frame in (rows, data.draw(relabelled(rows))))
    numbers = ["ratio_start", "ratio_end", "change", "effect"]
    pd.testing.assert_frame_equal(other.drop(columns=numbers), one.drop(columns=numbers))
    # Each county is as exact as its own figures allow.
    allowed = 1e-11 * one[numbers].abs().max(axis=1).groupby(one["area"]).transform("max")
    assert (other[numbers] - one[numbers]).abs().le(allowed, axis=0).all(axis=None)


@cases(8)
@given(rd=of_eleven(some), gdp=of_eleven(amounts), method=st.sampled_from(METHODS))
def test_going_back_undoes_every_effect(rd: Any, gdp: Any, method: str) -> None:
    there, back = (by_side(ratio_effects(ratio_rows(rd[:, ::way], gdp[:, ::way]), method)) for way in (1, -1))
    assert there == pytest.approx(-back, rel=1e-12, abs=1e-300)


@cases(8)
@given(rd=of_eleven(some), gdp=of_eleven(amounts))
def test_shapley_is_the_mean_over_all_orders_of_change(rd: Any, gdp: Any) -> None:
    sides = {"rd_expenditure": rd, "gdp": gdp}
    steps = {name: np.zeros(11) for name in sides}
    for order in permutations(sides):
        now = {name: side[:, 0] for name, side in sides.items()}
        for name in order:
            before = 100 * now["rd_expenditure"] / now["gdp"]
            now[name] = sides[name][:, 1]
            steps[name] += (100 * now["rd_expenditure"] / now["gdp"] - before) / 2
    effects = by_side(ratio_effects(ratio_rows(rd, gdp)))
    allowed = 1e-11 * 100 * rd.max(axis=1) / gdp.min(axis=1)
    assert (np.abs(effects - np.column_stack([*steps.values()])).max(axis=1) <= allowed).all()


# --- LMDI ----------------------------------------------------------------------------------------


@st.composite
def factor_frames(draw: st.DrawFn, cell: Any = some) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw one to four groups of one to four factors before and after, often equal, often zero."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    start = [[draw(cell) for _ in range(columns)] for _ in range(rows)]
    end = [[draw(st.just(value) | cell) for value in row] for row in start]
    return pd.DataFrame(start), pd.DataFrame(end)


def totals(start: pd.DataFrame, end: pd.DataFrame) -> tuple[float, float]:
    return tuple(float(side.prod(axis=1).sum()) for side in (start, end))  # type: ignore[return-value]


@cases(150)
@given(frames=factor_frames())
def test_additive_effects_add_to_the_difference_exactly(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    effects = ci.lmdi(*frames)
    before, after = totals(*frames)
    largest = max(before, after, *effects.abs())
    assert effects.sum() == pytest.approx(after - before, abs=EXACT * largest)
    assert np.isfinite(effects).all()


@cases(100)
@given(frames=factor_frames())
def test_multiplicative_effects_multiply_to_the_ratio_exactly(
    frames: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    before, after = totals(*frames)
    assume(before > 0 and after > 0)
    effects = ci.lmdi(*frames, form="multiplicative")
    assert effects.prod() == pytest.approx(after / before, rel=EXACT)


@cases(60)
@given(frames=factor_frames(), data=st.data())
def test_the_unit_of_a_factor_scales_all_effects_alike(
    frames: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    start, end = frames
    place, scale = (
        data.draw(st.sampled_from([*start.columns])),
        data.draw(st.sampled_from([1e-4, 0.01, 1e4, 1e8])),
    )
    units = pd.Series(1.0, index=start.columns).mask(start.columns == place, scale)
    effects, moved = ci.lmdi(start, end), ci.lmdi(start * units, end * units)
    largest = max(*totals(start, end), *effects.abs())
    assert (moved / scale).tolist() == pytest.approx(effects.tolist(), rel=1e-11, abs=EXACT * largest)


@cases(60)
@given(frames=factor_frames())
def test_going_back_in_time_undoes_every_factor(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    start, end = frames
    assert ci.lmdi(end, start).tolist() == pytest.approx(
        (-ci.lmdi(start, end)).tolist(), rel=1e-12, abs=1e-300
    )


@cases(60)
@given(frames=factor_frames(amounts))
def test_a_factor_that_is_split_in_two_keeps_its_effect(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    start, end = frames
    halves = [side.drop(columns=0).assign(root=side[0] ** 0.5, again=side[0] ** 0.5) for side in frames]
    effects, split = ci.lmdi(start, end), ci.lmdi(*halves)
    largest = max(*totals(start, end), *effects.abs())
    assert split["root"] == pytest.approx(split["again"], rel=1e-12)
    assert split["root"] + split["again"] == pytest.approx(effects[0], rel=1e-9, abs=1e-11 * largest)


@cases(60)
@given(frames=factor_frames())
def test_groups_that_are_nothing_before_and_after_change_nothing(
    frames: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    start, end = frames
    empty = pd.DataFrame([[0.0] * start.shape[1]], columns=start.columns, index=["none"])
    more = ci.lmdi(pd.concat([start, empty]), pd.concat([end, empty]))
    pd.testing.assert_series_equal(more, ci.lmdi(start, end), rtol=1e-13)


@cases(150)
@given(a=amounts, b=amounts, near=st.none() | st.floats(-1e-6, 1e-6))
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic(
    a: float, b: float, near: float | None
) -> None:
    b = b if near is None else a * (1 + near)
    mean, other = (float(logarithmic_mean(np.array([x]), np.array([y]))[0]) for x, y in ((a, b), (b, a)))
    assert mean == other
    assert (a * b) ** 0.5 * (1 - 4e-15) <= mean <= (a + b) / 2 * (1 + 4e-15)
    assert min(a, b) * (1 - 4e-15) <= mean <= max(a, b) * (1 + 4e-15)


# --- shift-share ---------------------------------------------------------------------------------


@st.composite
def areas_by_sector(draw: st.DrawFn, cell: Any = some) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw up to four areas of up to four sectors, before and after."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    sides = [pd.DataFrame([[draw(cell) for _ in range(columns)] for _ in range(rows)]) for _ in range(2)]
    return sides[0], sides[1]


@cases(100)
@given(frames=areas_by_sector())
def test_the_parts_of_an_areas_growth_add_to_it(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    start, end = frames
    assume(start.to_numpy().sum() > 0)
    made = ci.shift_share(start, end)
    size = start.sum(axis=1).to_numpy()
    assert (made["growth"].isna() == (size == 0)).all()
    there = made[size > 0]
    parts = there[["national", "mix", "regional"]]
    largest = max(1.0, parts.abs().to_numpy().max())
    assert parts.sum(axis=1).tolist() == pytest.approx(there["growth"].tolist(), abs=EXACT * largest)
    growth = (end.sum(axis=1) / start.sum(axis=1) - 1).to_numpy()[size > 0]
    assert there["growth"].tolist() == pytest.approx(growth.tolist())


@cases(100)
@given(frames=areas_by_sector())
def test_weighted_mix_and_regional_parts_of_all_areas_sum_to_zero(
    frames: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    start, end = frames
    assume(start.to_numpy().sum() > 0)
    made, size = ci.shift_share(start, end), start.sum(axis=1).to_numpy()
    mix, regional = ((made[part].to_numpy() * size)[size > 0].sum() for part in ("mix", "regional"))
    # What is new to the whole, or to an area that had nothing, raises the whole and has no growth of its own.
    new = end.loc[:, start.sum() == 0].to_numpy().sum()
    from_nothing = end.loc[size == 0, start.sum() > 0].to_numpy().sum()
    from_nothing_new = end.loc[size == 0, start.sum() == 0].to_numpy().sum()
    largest = max(*(side.to_numpy().sum() for side in frames), (made["mix"].abs() * size).max())
    assert mix == pytest.approx(-new, abs=1e-11 * largest)
    assert regional == pytest.approx(new - from_nothing - from_nothing_new, abs=1e-11 * largest)


@cases(40)
@given(frames=areas_by_sector(amounts), scale=st.sampled_from([1e-8, 1e-4, 100.0]))
def test_shift_share_does_not_depend_on_the_unit(
    frames: tuple[pd.DataFrame, pd.DataFrame], scale: float
) -> None:
    one, other = (ci.shift_share(*(side * by for side in frames)) for by in (1.0, scale))
    largest = one.drop(columns="area").abs().to_numpy().max()
    pd.testing.assert_frame_equal(one, other, rtol=1e-11, atol=1e-11 * max(1, largest))


@cases(40)
@given(frames=areas_by_sector(amounts))
def test_the_sum_over_the_areas_is_the_reference_by_default(
    frames: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    given_ = {"reference_start": frames[0].sum(), "reference_end": frames[1].sum()}
    one, other = ci.shift_share(*frames), ci.shift_share(*frames, **given_)
    largest = one.drop(columns="area").abs().to_numpy().max()
    pd.testing.assert_frame_equal(one, other, rtol=1e-11, atol=1e-11 * max(1, largest))
