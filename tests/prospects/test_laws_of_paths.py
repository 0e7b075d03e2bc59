"""What holds for every path, pace and revision a city could have, not only for those in the stories."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal

import laws
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import KEY, Step, amounts, cases, figure, money, table

import chenzhou_indicators as ci
from chenzhou_indicators.units import convert

Way = Literal["linear", "compound"]

shares = st.integers(1, 500).map(lambda hundredths: hundredths / 100)  # of GDP, up to 5 %
shapes = st.sampled_from(["linear", "compound"])


def promise(**more: Any) -> dict[str, Any]:
    return laws.promise(**{"baseline_year": 2000, "due": 2010, **more})


# --- the path ------------------------------------------------------------------------------------


@st.composite
def points(draw: st.DrawFn) -> dict[int, float]:
    """Draw a baseline, up to three milestones and a target, all above zero."""
    years = sorted(draw(st.sets(st.integers(2000, 2020), min_size=2, max_size=5)))
    return {year: draw(amounts) for year in years}


def path_through(points: dict[int, float], shape: Way, **more: Any) -> pd.DataFrame:
    (start, first), *between, (due, last) = points.items()
    return ci.trajectory(start, first, due, last, shape=shape, milestones=dict(between), **more)


@cases(15)
@given(points=points(), shape=shapes)
def test_a_path_passes_its_points_and_runs_one_way_between_two_of_them(
    points: dict[int, float], shape: Way
) -> None:
    path = path_through(points, shape).set_index("year")["expected_value"]
    assert path.index.tolist() == list(range(min(points), max(points) + 1))
    assert {year: path[year] for year in points} == points
    for start, end in pairwise(points):
        steps = path.loc[start:end].diff().dropna() * np.sign(points[end] - points[start])
        assert (steps >= -1e-12 * max(points[start], points[end])).all()
        low, high = sorted([points[start], points[end]])
        assert path.loc[start:end].between(low * (1 - 1e-12), high * (1 + 1e-12)).all()


@cases(10)
@given(start=amounts, end=amounts, years=st.integers(1, 20))
def test_by_steps_every_step_is_the_same_and_by_rates_every_rate(
    start: float, end: float, years: int
) -> None:
    linear, compound = (
        ci.trajectory(2000, start, 2000 + years, end, shape=shape)["expected_value"]
        for shape in ("linear", "compound")
    )
    assert np.diff(linear) == pytest.approx([(end - start) / years] * years, abs=1e-9 * max(start, end))
    rate = ci.average_growth(start, end, years)
    assert (compound.pct_change().dropna() + 1).tolist() == pytest.approx([1 + rate] * years)
    # Rates grow their steps: between its ends a path by rates lies below the one by steps.
    assert (compound <= linear * (1 + 1e-12)).all()


@cases(8)
@given(points=points(), shape=shapes, factor=st.sampled_from([1e-4, 0.01, 100.0, 1e8]))
def test_a_path_does_not_depend_on_the_unit(points: dict[int, float], shape: Way, factor: float) -> None:
    scaled = {year: value * factor for year, value in points.items()}
    one, other = (path_through(given, shape)["expected_value"] for given in (points, scaled))
    np.testing.assert_allclose(one * factor, other, rtol=1e-9)


@cases(6)
@given(points=points(), shape=shapes)
def test_milestones_on_the_way_change_nothing(points: dict[int, float], shape: Way) -> None:
    once = path_through(points, shape)
    every = dict(zip(once["year"].tolist(), once["expected_value"].tolist(), strict=True))
    np.testing.assert_allclose(
        path_through(every, shape)["expected_value"], once["expected_value"], rtol=1e-12
    )


# --- pace ----------------------------------------------------------------------------------------

SHARE = {"indicator": "rd_intensity", "unit": "%"}


@cases(5)
@given(start=shares, end=shares, year=st.integers(2001, 2009), by_rates=st.booleans())
def test_along_its_path_the_pace_since_the_baseline_is_the_pace_still_needed(
    start: float, end: float, year: int, by_rates: bool
) -> None:
    end = end if abs(end - start) > 0.01 else end + 1
    kind = {} if by_rates else SHARE
    path = ci.trajectory(2000, start, 2010, end, shape="compound" if by_rates else "linear")
    bound = {"minimum": end} if end > start else {"maximum": end}
    rows = table([figure(when, value, **kind) for when, value in path[["year", "expected_value"]].to_numpy()])
    row = ci.pace(rows, pd.DataFrame([promise(**kind, **bound)]), year=year).iloc[0]
    slope = ci.average_growth(start, end, 10) if by_rates else (end - start) / 10
    assert [row["actual_pace"], row["required_pace"]] == pytest.approx([slope, slope], rel=1e-6)
    assert row["pace_ratio"] == pytest.approx(1, rel=1e-6)
    straight = start + (end - start) * (year - 2000) / 10
    assert row["expected"] == pytest.approx(straight)
    assert row["year_reached"] == 2010
    if by_rates:
        rated = ci.pace(rows, pd.DataFrame([promise(**bound)]), year=year, method="cagr_ratio").iloc[0]
        assert rated["pace_ratio"] == pytest.approx(1, rel=1e-6)
        assert rated["rating"] == "significant progress"


@st.composite
def figures_and_promises(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw GDP and its share of R&D in several areas, with floors, ceilings and bands for each."""
    rows, promises = [], []
    for place in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([{}, SHARE]))
        area = f"area {place}"
        rows += [figure(year, draw(shares), area=area, **kind) for year in (2000, 2004)]
        low, high = sorted([draw(shares), draw(shares)])
        bounds = draw(
            st.sampled_from([{"minimum": low}, {"maximum": high}, {"minimum": low, "maximum": high}])
        )
        promises.append(promise(area=area, strict=draw(st.booleans()), **kind, **bounds))
    return table(rows), pd.DataFrame(promises).astype({"minimum": "float64", "maximum": "float64"})


@pytest.mark.parametrize("method", ["pace", "cagr_ratio"])
@cases(4)
@given(drawn=figures_and_promises(), unit=money)
def test_the_ratio_of_paces_does_not_depend_on_the_unit_of_figures_or_target(
    method: Literal["pace", "cagr_ratio"], drawn: tuple[pd.DataFrame, pd.DataFrame], unit: str
) -> None:
    rows, promises = drawn
    into = {"100 million CNY": unit, "%": "fraction"}

    def restated(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
        for name, other in into.items():
            of_unit = frame["unit"] == name
            for column in columns:
                moved = convert(frame.loc[of_unit, column], frame.loc[of_unit, "unit"], other)
                frame = frame.assign(**{column: frame[column].mask(of_unit, moved)})
        return frame.assign(unit=frame["unit"].map(into))

    one = ci.pace(rows, promises, year=2004, method=method)
    other_target = ci.pace(rows, restated(promises, "minimum", "maximum"), year=2004, method=method)
    other_figures = ci.pace(restated(rows, "value"), promises, year=2004, method=method)
    for other in (other_target, other_figures):
        np.testing.assert_allclose(one["pace_ratio"], other["pace_ratio"], rtol=1e-6, atol=1e-9)
        pd.testing.assert_frame_equal(
            one[["reason", "rating", "year_reached", "pace_form"]],
            other[["reason", "rating", "year_reached", "pace_form"]],
        )


@cases(7)
@given(drawn=figures_and_promises())
def test_in_the_year_reached_the_bounds_hold_and_not_in_the_one_before(
    drawn: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    rows, promises = drawn
    for row in ci.pace(rows, promises, year=2004).dropna(subset="year_reached").itertuples():

        def at(year: int, row: Any = row) -> float:
            pace, years = row.actual_pace, year - 2004
            return (
                row.actual + pace * years if row.pace_form == "linear" else row.actual * (1 + pace) ** years
            )

        def short(year: int, row: Any = row) -> float:
            return float(np.nanmax([row.minimum - at(year), at(year) - row.maximum]))

        assert short(row.year_reached) < (1e-9 if not row.strict else 0)
        assert short(row.year_reached - 1) > (-1e-9 if row.strict else 0)


# --- what a path costs ---------------------------------------------------------------------------


@cases(6)
@given(
    first=st.lists(st.none() | amounts, min_size=1, max_size=4),
    factor=st.sampled_from([0.01, 3.0, 1e4]),
    growth=st.integers(-20, 40).map(lambda percent: percent / 100),
)
def test_what_has_to_be_spent_is_linear_in_gdp(
    first: list[float | None], factor: float, growth: float
) -> None:
    path = ci.trajectory(2006, 0.8, 2010, 2.0)
    gdp = pd.Series(first, index=range(2006, 2006 + len(first)), dtype="float64")
    one, scaled, added = (
        ci.required_spending(path, given, growth=growth) for given in (gdp, gdp * factor, gdp + gdp * factor)
    )
    spent = "required_spending"
    np.testing.assert_allclose(scaled[spent], one[spent] * factor, rtol=1e-9)
    np.testing.assert_allclose(added[spent], one[spent] + scaled[spent], rtol=1e-9)
    np.testing.assert_allclose(scaled["spending_growth"], one["spending_growth"], rtol=1e-6, atol=1e-9)
    # And it is the share of GDP the path says.
    known = one.dropna(subset="gdp")
    np.testing.assert_allclose(100 * known[spent] / known["gdp"], known["expected_value"], rtol=1e-12)


# --- editions ------------------------------------------------------------------------------------


@st.composite
def editions(draw: st.DrawFn, days: int = 3) -> pd.DataFrame:
    """Draw figures of an area over some years, each in editions of different days and units."""
    rows = []
    for indicator in ("gdp", "rd_expenditure"):
        for year in (2005, 2006, 2007):
            known = st.sampled_from([None, "2008-01-03", "2008-06-30", "2008-12-31"])
            for day in sorted(draw(st.sets(known, max_size=days)), key=str):
                value, unit = draw(st.none() | amounts), draw(money)
                rows.append(figure(year, value, indicator=indicator, unit=unit, released=day))
    return table(rows or [figure(2007, 1.0)])


CHOICES: dict[str, Step] = {"first_release": ci.first_release, "latest_vintage": ci.latest_vintage}


@pytest.mark.parametrize("choose", CHOICES.values(), ids=CHOICES)
@cases(6)
@given(frame=editions())
def test_an_edition_chosen_twice_is_the_one_chosen_once(choose: Step, frame: pd.DataFrame) -> None:
    once = choose(frame)
    assert not once.duplicated(KEY).any()
    assert len(once) == len(frame.drop_duplicates(KEY))
    pd.testing.assert_frame_equal(choose(once), once)


@cases(7)
@given(frame=editions())
def test_far_in_the_future_the_latest_edition_is_known(frame: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(ci.as_of(frame, "2100-12-31"), ci.latest_vintage(frame))


@cases(7)
@given(frame=editions())
def test_the_first_value_and_the_revision_make_the_latest(frame: pd.DataFrame) -> None:
    moved = ci.revisions(frame)
    revised = moved.dropna(subset="revision")
    off = (revised["first"] + revised["revision"] - revised["latest"]).abs()
    assert (off <= 1e-12 * revised[["first", "latest"]].max(axis=1)).all()  # to rounding of the larger
    absolute, mean = revised["mean_absolute_revision"], revised["mean_revision"].abs()
    assert (mean <= absolute * (1 + 1e-9)).all()
    # Each side is the edition that is chosen by itself, in the catalogue's unit.
    for side, choose in (("first", ci.first_release), ("latest", ci.latest_vintage)):
        chosen = choose(frame).sort_values(KEY, ignore_index=True)
        assert chosen[KEY].equals(moved[KEY])
        value = convert(chosen["value"], chosen["unit"], "100 million CNY")
        np.testing.assert_array_equal(moved[side], value)


@cases(4)
@given(
    frame=editions(),
    days=st.tuples(*[st.sampled_from(["2007-12-31", "2008-01-03", "2008-06-30", "2009-01-01"])] * 2),
)
def test_a_verdict_changes_only_with_its_figure(frame: pd.DataFrame, days: tuple[str, str]) -> None:
    before, after = sorted(days)
    moved = ci.compare_vintages(frame, PROMISES, year=2007, before=before, after=after)
    assert (moved["figure_changed"] | ~moved["verdict_changed"]).all()
    if before == after:
        assert not moved["figure_changed"].any()


# --- order, index, and what is handed in ---------------------------------------------------------

PROMISES = pd.DataFrame(
    [
        promise(target="floor", minimum=50.0, baseline_year=2005, due=2010),
        promise(target="ceiling", maximum=5e5, baseline_year=2006, due=2008, strict=True),
        promise(target="ratio", **SHARE, minimum=2.0, baseline_year=2005, due=2010),
        promise(target="growth", form="growth", unit="fraction", minimum=0.1, baseline_year=None, due=2007),
        promise(target="counties", minimum=1.0, scope="each_government", baseline_year=2006, due=2009),
    ]
)
PATH = ci.trajectory(2006, 0.8, 2010, 2.0, area="431000")

# Every public function of paths and editions on observations, and what tells its rows apart.
STEPS: dict[str, tuple[Step, list[str]]] = {
    "first_release": (ci.first_release, [*KEY, "released"]),
    "revisions": (ci.revisions, KEY),
    "pace": (lambda frame: ci.pace(frame, PROMISES, year=2007), ["target", "area"]),
    "cagr_ratio": (
        lambda frame: ci.pace(frame, PROMISES, year=2007, method="cagr_ratio"), ["target", "area"]),
    "compare_vintages": (
        lambda frame: ci.compare_vintages(
            frame, PROMISES, year=2007, before="2008-03-31", after="2008-12-31"), ["target", "area"]),
    "required_spending": (
        lambda frame: ci.required_spending(PATH, ci.latest_vintage(frame.dropna(subset="value")), growth=0.1),
        ["year"]),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
@cases(3)
@given(drawn=editions(), data=st.data())
def test_row_order_and_index_never_matter_and_nothing_handed_in_is_changed(
    name: str, drawn: pd.DataFrame, data: st.DataObject
) -> None:
    step, keys = STEPS[name]
    order = data.draw(st.permutations(range(len(drawn))))
    labels = data.draw(st.lists(st.sampled_from([0, 7, "x"]), min_size=len(drawn), max_size=len(drawn)))
    shuffled = drawn.iloc[order].set_axis(pd.Index(labels, dtype=object)).assign(remark="kept")
    before = [frame.copy(deep=True) for frame in (shuffled, PROMISES, PATH)]
    one, other = (step(frame).sort_values(keys, ignore_index=True) for frame in (drawn, shuffled))
    pd.testing.assert_frame_equal(one, other[one.columns], rtol=1e-12)
    for frame, was in zip((shuffled, PROMISES, PATH), before, strict=True):
        pd.testing.assert_frame_equal(frame, was)


@cases(3)
@given(order=st.permutations(range(len(PROMISES))), label=st.sampled_from([0, "x"]))
def test_the_order_and_index_of_targets_only_order_the_paces(order: list[int], label: Any) -> None:
    rows = table([figure(year, 40.0 + year % 10) for year in (2005, 2006, 2007)])
    shuffled = PROMISES.iloc[order].set_axis([label] * len(PROMISES))
    one, other = (ci.pace(rows, promises, year=2007) for promises in (PROMISES, shuffled))
    assert other["target"].drop_duplicates().tolist() == shuffled["target"].tolist()
    keys = ["target", "area"]
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True)
    )


@cases(4)
@given(points=points(), shape=shapes, data=st.data())
def test_the_order_of_milestones_and_of_a_path_never_matters(
    points: dict[int, float], shape: Way, data: st.DataObject
) -> None:
    (start, first), *between, (due, last) = points.items()
    shuffled = dict(data.draw(st.permutations(between)))
    kept = pd.Series(shuffled, dtype="float64")
    was = kept.copy(deep=True)
    path = path_through(points, shape)
    again = ci.trajectory(start, first, due, last, shape=shape, milestones=kept)
    pd.testing.assert_frame_equal(again, path)
    pd.testing.assert_series_equal(kept, was)
    share = path.assign(expected_value=path["expected_value"] / path["expected_value"].max())
    gdp = pd.Series(500.0, index=[start])
    turned = share.iloc[data.draw(st.permutations(range(len(share))))]
    one, other = (ci.required_spending(given, gdp, growth=0.1) for given in (share, turned))
    pd.testing.assert_frame_equal(other.sort_values("year", ignore_index=True), one)
