"""What holds of all contributions, effects and shares: they add up, whatever the units, order and index."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import amounts, cases, figure, money, table

import chenzhou_indicators as ci
from chenzhou_indicators.indicators.decomposition import logarithmic_mean
from chenzhou_indicators.units import convert

CITY = "431000"
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
EXACT = 1e-12
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
    units = pd.Series([draw(money) for _ in range(len(frame))], index=frame.index)
    values = [
        convert(frame["value"].iloc[[n]], frame["unit"].iloc[[n]], unit).iloc[0]
        for n, unit in enumerate(units)
    ]
    order = draw(st.permutations(range(len(frame))))
    return (
        frame.assign(value=values, unit=units).iloc[order].set_axis([draw(st.integers(0, 2)) for _ in order])
    )


# --- contributions -------------------------------------------------------------------------------


@st.composite
def parts_of_a_city(draw: st.DrawFn, of_part: Any = unsure) -> pd.DataFrame:
    """Draw the city's figures and those of some counties, that need not add up and may be missing."""
    rows = pair("gdp", CITY, (draw(signed), draw(signed | st.just(0.0))))
    for area in draw(st.lists(st.sampled_from(COUNTIES), min_size=1, max_size=5, unique=True)):
        rows += pair("gdp", area, (draw(of_part), draw(of_part)))
    return table(rows)


@cases(60)
@given(rows=parts_of_a_city())
def test_contributions_add_to_the_growth_of_the_whole_exactly(rows: pd.DataFrame) -> None:
    parts = rows["area"].unique()[1:]
    made = ci.contributions(rows, "gdp", year=2007, parts=parts)
    told = made["contribution_pp"].sum() / 100
    growth = made["total_growth"].iloc[0]
    before, after = rows["value"].iloc[:2]
    largest = rows["value"].abs().max() / before
    if before > 0:
        assert told == pytest.approx(growth, abs=EXACT * max(1, largest))
        assert growth == pytest.approx((after - before) / before)
    else:
        assert made["contribution_pp"].isna().all()
        assert made["reason"].notna().all()


@cases(40)
@given(rows=parts_of_a_city())
def test_shares_add_to_one_where_there_is_something_to_share(rows: pd.DataFrame) -> None:
    made = ci.contributions(rows, "gdp", year=2007, parts=rows["area"].unique()[1:])
    before, after = rows["value"].iloc[:2]
    if before <= 0 or before == after:
        assert made["contribution_share"].isna().all()
    else:
        largest = rows["value"].abs().max() / abs(after - before)
        assert made["contribution_share"].sum() == pytest.approx(1, abs=EXACT * max(1, largest))


@cases(60)
@given(rows=parts_of_a_city())
def test_whatever_is_missing_has_a_reason(rows: pd.DataFrame) -> None:
    made = ci.contributions(rows, "gdp", year=2007, parts=rows["area"].unique()[1:])
    lacking = made[["contribution_pp", "contribution_share"]].isna().any(axis=1)
    assert made.loc[lacking, "reason"].notna().all()
    silent = made.loc[made["reason"].fillna("").str.startswith("no figure"), "part"]
    if len(silent) and rows["value"].iloc[0] > 0:
        holds = "with parts that have no figures: " + ", ".join(silent)
        assert made.loc[made["part"] == "rest", "reason"].tolist() == [holds]


@cases(30)
@given(values=st.lists(st.tuples(amounts, amounts), min_size=11, max_size=11), data=st.data())
def test_parts_that_make_the_whole_leave_no_rest_in_any_unit_order_or_index(
    values: list[tuple[float, float]], data: st.DataObject
) -> None:
    rows = [row for area, both in zip(COUNTIES, values, strict=True) for row in pair("gdp", area, both)]
    city = pair("gdp", CITY, np.array(values).sum(axis=0).tolist())
    one = ci.contributions(table(rows), "gdp", year=2007, parts="county")
    assert one["part"].tolist() == COUNTIES
    other = ci.contributions(data.draw(relabelled(table(rows + city))), "gdp", year=2007, parts="county")
    growing = "the whole did not change" not in one["reason"].tolist()
    assume(growing)
    sizes = ["contribution_pp", "growth", "total_growth", "value_before", "value"]
    pd.testing.assert_frame_equal(other[["part", *sizes]], one[["part", *sizes]], rtol=1e-9, atol=1e-9)


# --- ratios --------------------------------------------------------------------------------------


@cases(80)
@given(rd=st.tuples(some, some), gdp=st.tuples(amounts, amounts), method=st.sampled_from(["shapley", "lmdi"]))
def test_effects_add_to_the_change_of_the_ratio_exactly(
    rd: tuple[float, float], gdp: tuple[float, float], method: str
) -> None:
    rows = table(pair("rd_expenditure", CITY, rd) + pair("gdp", CITY, gdp))
    made = ci.decompose_ratio(rows, "rd_expenditure", "gdp", start=2006, end=2007, method=method)
    start, end = (100 * x / z for x, z in zip(rd, gdp, strict=True))
    largest = max(start, end, *made["effect"].abs())
    assert made["effect"].sum() == pytest.approx(end - start, abs=EXACT * largest)
    assert made["change"].tolist() == pytest.approx([end - start] * 2, abs=EXACT * largest)


@cases(60)
@given(
    rd=amounts,
    gdp=amounts,
    moves=st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    step=st.sampled_from([1e-2, 1e-3, 1e-4]),
)
def test_shapley_and_lmdi_agree_in_the_limit_of_small_changes(
    rd: float, gdp: float, moves: tuple[float, float], step: float
) -> None:
    rows = table(
        pair("rd_expenditure", CITY, (rd, rd * (1 + step * moves[0])))
        + pair("gdp", CITY, (gdp, gdp * (1 + step * moves[1])))
    )
    shapley, lmdi = (
        ci.decompose_ratio(rows, "rd_expenditure", "gdp", start=2006, end=2007, method=method)[
            "effect"
        ].to_numpy()
        for method in ("shapley", "lmdi")
    )
    # The two differ in the third order of the change only.
    assert np.abs(shapley - lmdi).max() <= 100 * rd / gdp * (step**3 + EXACT)


@cases(20)
@given(
    rd=st.tuples(some, some),
    gdp=st.tuples(amounts, amounts),
    method=st.sampled_from(["shapley", "lmdi"]),
    data=st.data(),
)
def test_effects_do_not_depend_on_unit_order_or_index(
    rd: tuple[float, float], gdp: tuple[float, float], method: str, data: st.DataObject
) -> None:
    sides = (("rd_expenditure", CITY, rd), ("gdp", CITY, gdp))
    below = (("rd_expenditure", COUNTIES[0], gdp), ("gdp", COUNTIES[0], gdp))
    rows = table([row for side in (*sides, *below) for row in pair(*side)])
    one, other = (
        ci.decompose_ratio(frame, "rd_expenditure", "gdp", start=2006, end=2007, method=method)
        for frame in (rows, data.draw(relabelled(rows)))
    )
    largest = one["effect"].abs().max()
    pd.testing.assert_frame_equal(other, one, rtol=1e-12, atol=1e-11 * max(largest, 1))


@cases(40)
@given(rd=st.tuples(some, some), gdp=st.tuples(amounts, amounts), method=st.sampled_from(["shapley", "lmdi"]))
def test_going_back_undoes_every_effect(
    rd: tuple[float, float], gdp: tuple[float, float], method: str
) -> None:
    there, back = (
        ci.decompose_ratio(
            table(pair("rd_expenditure", CITY, rd[::way]) + pair("gdp", CITY, gdp[::way])),
            *("rd_expenditure", "gdp"), start=2006, end=2007, method=method,
        )["effect"].to_numpy()
        for way in (1, -1)
    )  # fmt: skip
    assert there == pytest.approx(-back, rel=1e-12, abs=1e-300)


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


# --- Shapley -------------------------------------------------------------------------------------


@cases(60)
@given(rd=st.tuples(some, some), gdp=st.tuples(amounts, amounts))
def test_shapley_is_the_mean_over_all_orders_of_change(
    rd: tuple[float, float], gdp: tuple[float, float]
) -> None:
    steps = dict.fromkeys(("rd_expenditure", "gdp"), 0.0)
    for order in permutations(steps):
        now = {"rd_expenditure": rd[0], "gdp": gdp[0]}
        for name in order:
            before = 100 * now["rd_expenditure"] / now["gdp"]
            now[name] = {"rd_expenditure": rd, "gdp": gdp}[name][1]
            steps[name] += (100 * now["rd_expenditure"] / now["gdp"] - before) / 2
    rows = table(pair("rd_expenditure", CITY, rd) + pair("gdp", CITY, gdp))
    made = ci.decompose_ratio(rows, "rd_expenditure", "gdp", start=2006, end=2007).set_index("factor")[
        "effect"
    ]
    largest = max(map(abs, steps.values()))
    assert made.to_dict() == pytest.approx(
        steps, rel=1e-11, abs=1e-11 * max(largest, 100 * max(rd) / min(gdp))
    )


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
