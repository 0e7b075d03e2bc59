"""What holds for all figures a city could report, not only for those in the stories.

Values are drawn from what a city's tables hold: a few significant digits, between a hundredth and
a million, so that a counterexample is one an analyst could meet.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import Step, amounts, cases, figure, money, promise, table

import chenzhou_indicators as ci
from chenzhou_indicators.units import convert

shares = st.integers(0, 40).map(lambda tenths: tenths / 10)  # few enough to meet a bound exactly, often
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()
KEY = ["indicator", "area", "year", "released"]


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Draw R&D and GDP of the city and some counties over three years, in up to three editions each."""
    rows = []
    for area in ["431000", *draw(st.sets(st.sampled_from(COUNTIES), max_size=3))]:
        for indicator in ("rd_expenditure", "gdp"):
            for year in (2005, 2006, 2007):
                days = draw(st.sets(st.sampled_from([None, "2008-01-03", "2008-12-31"]), max_size=3))
                for day in sorted(days, key=str):
                    value = draw(st.none() | amounts)
                    unit = draw(money)
                    rows.append(figure(year, value, indicator=indicator, area=area, released=day, unit=unit))
    return table(rows or [figure(2007, 1.0)])


@st.composite
def reordered(draw: st.DrawFn, frames: st.SearchStrategy[pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw a table, and the same with rows shuffled and an index of any kind, repeated labels too."""
    frame = draw(frames)
    order = draw(st.permutations(range(len(frame))))
    labels = draw(st.lists(st.sampled_from([0, 0, 7, "x", "y"]), min_size=len(frame), max_size=len(frame)))
    return frame, frame.iloc[list(order)].set_axis(pd.Index(labels, dtype=object))


def same_content(one: pd.DataFrame, other: pd.DataFrame, keys: list[str]) -> None:
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True), rtol=1e-12
    )


# --- growth --------------------------------------------------------------------------------------


@cases(15)
@given(start=amounts, end=amounts, years=st.integers(1, 30))
def test_compounding_an_average_growth_returns_to_the_end(start: float, end: float, years: int) -> None:
    growth = ci.average_growth(start, end, years)
    # A fall to almost nothing is 1 less almost 1: exact to rounding of the start, not of the end.
    assert start * (1 + growth) ** years == pytest.approx(end, rel=1e-9, abs=1e-12 * start)


@cases(15)
@given(values=st.lists(amounts, min_size=2, max_size=6), unit=money, other=money)
def test_growth_does_not_depend_on_the_unit(values: list[float], unit: str, other: str) -> None:
    rows = table([figure(2000 + n, value, unit=unit) for n, value in enumerate(values)])
    restated = rows.assign(value=convert(rows["value"], rows["unit"], other), unit=other)
    one, two = (ci.yearly_growth(frame, "gdp")["growth"] for frame in (rows, restated))
    pd.testing.assert_series_equal(one, two, rtol=1e-9, atol=1e-9)


@cases(12)
@given(before=amounts, growth=st.integers(-99, 200), unit=money)
def test_a_growth_target_does_not_depend_on_the_unit_of_either_year(
    before: float, growth: int, unit: str
) -> None:
    after = before * (1 + growth / 100)
    asked = pd.DataFrame([promise(form="growth", unit="fraction", minimum=growth / 100)])
    rows = table([figure(2006, before), figure(2007, after)])
    moved = rows["value"].where(rows["year"] == 2007, convert(rows["value"], rows["unit"], unit))
    mixed = rows.assign(value=moved, unit=rows["unit"].where(rows["year"] == 2007, unit))
    assert ci.assess(mixed, asked, year=2007)["status"].tolist() == ["met"]


# --- verdicts ------------------------------------------------------------------------------------


@st.composite
def promises(draw: st.DrawFn, *, only_floors: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw figures of 2006 and 2007 and a promise for each of the eleven counties."""
    rows, targets = [], []
    for area in COUNTIES:
        rows += [figure(year, draw(shares), area=area) for year in (2006, 2007)]
        low, high = sorted([draw(shares), draw(shares)])
        kind = "floor" if only_floors else draw(st.sampled_from(["floor", "ceiling", "band"]))
        bounds = {"floor": (low, None), "ceiling": (None, high), "band": (low, high)}[kind]
        due = draw(st.sampled_from([2007, 2008, 2010]))
        targets.append(
            promise(
                area=area,
                minimum=bounds[0],
                maximum=bounds[1],
                strict=draw(st.booleans()),
                due=due,
                baseline_year=2006,
            )
        )
    return table(rows), pd.DataFrame(targets)


@cases(12)
@given(drawn=promises())
def test_a_status_stays_when_direction_and_sign_are_both_swapped(
    drawn: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    rows, targets = drawn
    low, high = (targets[bound].astype("float64") for bound in ("minimum", "maximum"))
    one = ci.assess(rows, targets, year=2007)
    two = ci.assess(rows.assign(value=-rows["value"]), targets.assign(minimum=-high, maximum=-low), year=2007)
    assert one["status"].tolist() == two["status"].tolist()
    assert one["gap"].tolist() == pytest.approx(two["gap"].tolist())
    # In the middle of a band both bounds are equally near, and either may be the one required.
    aside = ((one["actual"] - low) - (high - one["actual"])).abs().fillna(1) > 1e-9
    assert one["required"][aside].tolist() == pytest.approx((-two["required"])[aside].tolist())


@cases(12)
@given(drawn=promises(only_floors=True))
def test_more_is_never_judged_worse_where_a_floor_is_asked(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    rows, targets = drawn
    more = rows.assign(value=rows["value"].where(rows["year"] == 2006, rows["value"] + 0.1))
    one, two = (ci.assess(frame, targets, year=2007) for frame in (rows, more))
    ladder = {
        status: rung for rung, status in enumerate(["regressing", "missed", "lagging", "on_track", "met"])
    }
    # From a baseline past the floor every way but down is met already.
    below = rows.loc[rows["year"] == 2006, "value"].to_numpy() < targets["minimum"].to_numpy()
    assert (one["status"].map(ladder)[below] <= two["status"].map(ladder)[below]).all()
    assert (one["gap"] < two["gap"]).all()


@cases(12)
@given(drawn=promises(only_floors=True))
def test_a_floor_is_met_exactly_when_the_gap_is_not_negative(
    drawn: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    rows, targets = drawn
    verdicts = ci.assess(rows, targets.assign(strict=False), year=2007)
    met = verdicts["status"] == "met"
    assert (met == (verdicts["gap"] >= 0)).all()
    asked = targets["minimum"] > 0  # of nothing there is no share
    assert ((verdicts["attainment"] >= 1) == met)[asked].all()
    assert (verdicts["attainment"].isna() == ~asked).all()


# --- editions ------------------------------------------------------------------------------------


@cases(15)
@given(frame=tables())
def test_the_latest_of_the_latest_is_the_latest(frame: pd.DataFrame) -> None:
    once = ci.latest_vintage(frame)
    assert not once.duplicated(["indicator", "area", "year"]).any()
    pd.testing.assert_frame_equal(ci.latest_vintage(once), once)


@cases(15)
@given(frame=tables(), day=st.sampled_from(["2008-01-02", "2008-01-03", "2008-06-30", "2008-12-31"]))
def test_no_edition_is_known_before_its_day(frame: pd.DataFrame, day: str) -> None:
    known = ci.as_of(frame, day)
    assert not (known["released"] > pd.Timestamp(day)).any()
    assert set(known.index) <= set(frame.index)


# --- order, index, and what is handed in ---------------------------------------------------------

PROMISES = pd.DataFrame(
    [
        promise(target="level", minimum=50.0, due=2008, baseline_year=2005),
        promise(target="growth", form="growth", unit="fraction", minimum=0.1),
        promise(target="change", form="change", minimum=5.0),
        promise(target="lead", form="lead", unit="percentage points", minimum=0.0, indicator="rd_expenditure",
               against="gdp", strict=True),
        promise(target="ratio", indicator="rd_intensity", unit="%", minimum=2.0),
        promise(target="counties", minimum=1.0, scope="each_government"),
    ]
)  # fmt: skip

# Every public function on observations, and what tells its rows apart.
STEPS: dict[str, tuple[Step, list[str]]] = {
    "latest_vintage": (ci.latest_vintage, KEY),
    "as_of": (lambda frame: ci.as_of(frame, "2008-06-30"), KEY),
    "yearly_growth": (lambda frame: ci.yearly_growth(ci.latest_vintage(frame), "gdp"), KEY[:3]),
    "derive": (lambda frame: ci.derive(ci.latest_vintage(frame)), KEY[:3]),
    "assess": (lambda frame: ci.assess(frame, PROMISES, year=2007), ["target", "area"]),
    "assess_as_of": (
        lambda frame: ci.assess(frame, PROMISES, year=2007, as_of="2008-06-30"), ["target", "area"]),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
@cases(8)
@given(frames=reordered(tables()))
def test_row_order_and_index_never_matter(name: str, frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    step, keys = STEPS[name]
    same_content(step(frames[0]), step(frames[1]), keys)


@pytest.mark.parametrize("name", STEPS)
@cases(6)
@given(frames=reordered(tables()))
def test_no_function_changes_the_observations_it_is_given(
    name: str, frames: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    given_frame = frames[1].assign(remark="kept")
    before, promises_before = given_frame.copy(deep=True), PROMISES.copy(deep=True)
    STEPS[name][0](given_frame)
    pd.testing.assert_frame_equal(given_frame, before)
    pd.testing.assert_frame_equal(PROMISES, promises_before)


@cases(6)
@given(order=st.permutations(range(len(PROMISES))), label=st.sampled_from([0, "x"]))
def test_the_order_and_index_of_targets_only_order_the_verdicts(order: list[int], label: Any) -> None:
    rows = table(
        [figure(year, 40.0 + year % 10, area=area) for year in (2005, 2006, 2007) for area in COUNTIES]
    )
    shuffled = PROMISES.iloc[order].set_axis([label] * len(PROMISES))
    one, two = (ci.assess(rows, promises, year=2007) for promises in (PROMISES, shuffled))
    same_content(one, two, ["target", "area"])
    assert two["target"].drop_duplicates().tolist() == shuffled["target"].tolist()


FIRM_PROMISES = ci.load_plan("chenzhou-2007").targets.query("scope == 'each_firm'")


@st.composite
def firm_tables(draw: st.DrawFn) -> pd.DataFrame:
    """Draw a few firms over two years, some without figures."""
    rows = [
        {"firm": f"F{number}", "area": draw(st.sampled_from(COUNTIES)), "year": year,
         "firm_class": draw(st.sampled_from(["tech", "high_tech"])),
         "sales": draw(st.none() | st.just(0.0) | amounts), "rd_expenditure": draw(st.none() | amounts)}
        for number in range(draw(st.integers(1, 5)))
        for year in (2006, 2007)
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"sales": "float64", "rd_expenditure": "float64"})


@cases(8)
@given(frames=reordered(firm_tables()))
def test_the_order_and_index_of_firms_never_matter_and_firms_are_not_changed(
    frames: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    one, two = frames
    before = two.copy(deep=True)
    same_content(ci.screen_firms(one, FIRM_PROMISES), ci.screen_firms(two, FIRM_PROMISES), ["firm", "year"])
    rows = table([figure(2007, 1.0)])
    verdicts = [ci.assess(rows, FIRM_PROMISES, year=2007, firms=frame) for frame in frames]
    pd.testing.assert_frame_equal(*verdicts)
    pd.testing.assert_frame_equal(two, before)
