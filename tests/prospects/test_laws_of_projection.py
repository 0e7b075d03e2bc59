"""What holds for all series a city could report, not only for those in the stories.

Values have a few significant digits, between a hundredth and ten thousand, over four to ten years
with gaps, so that a counterexample is one an analyst could meet.
"""

from __future__ import annotations

from typing import Any

import laws
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import Step, cases

import chenzhou_indicators as ci
from chenzhou_indicators.units import convert

METHODS = ["linear", "drift", "log_linear", "compound", "no_change"]
OF_OUTLOOK = METHODS[:4]
CITY, COUNTY = "431000", "431002"

amounts = st.integers(1, 10**6).map(lambda hundredths: hundredths / 100)
methods = st.sampled_from(METHODS)
money = st.sampled_from(["CNY", "10 000 CNY", "million CNY"])


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return laws.table([laws.figure(**row) for row in rows])


def promised(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [laws.promise(**{"target": f"t{place}", "due": 2010, **row}) for place, row in enumerate(rows)]
    )
    return frame.astype({"minimum": "float64", "maximum": "float64"})


@st.composite
def series(draw: st.DrawFn) -> pd.DataFrame:
    """Draw one series, with gaps and missing values, but four values at the least."""
    years = sorted(draw(st.sets(st.integers(1990, 2007), min_size=4, max_size=10)))
    values: list[float | None] = [draw(amounts) for _ in years]
    missing = draw(st.sets(st.integers(0, len(years) - 1), max_size=len(years) - 4))
    kept = [None if place in missing else value for place, value in enumerate(values)]
    return table([{"year": year, "value": value} for year, value in zip(years, kept, strict=True)])


def project(figures: pd.DataFrame, method: str, **more: Any) -> pd.DataFrame:
    return ci.project(figures, "gdp", area=CITY, until=2010, method=method, **more)


def outlook(figures: pd.DataFrame, targets: pd.DataFrame, **more: Any) -> pd.DataFrame:
    return ci.outlook(figures, targets, year=2007, **more)


# --- intervals and probabilities -----------------------------------------------------------------


@cases(8)
@given(method=methods, figures=series())
def test_an_interval_holds_its_median_and_lies_in_the_wider_one(method: str, figures: pd.DataFrame) -> None:
    narrow, wide = (project(figures, method, level=level) for level in (0.8, 0.95))
    for ahead in (narrow, wide):
        assert (ahead["lower"] <= ahead["median"]).all()
        assert (ahead["median"] <= ahead["upper"]).all()
    assert (wide["lower"] <= narrow["lower"]).all()
    assert (narrow["upper"] <= wide["upper"]).all()


@cases(8)
@given(method=methods, figures=series(), targets=st.lists(amounts, min_size=3, max_size=3))
def test_the_more_is_asked_the_less_likely_it_is(
    method: str, figures: pd.DataFrame, targets: list[float]
) -> None:
    chances = [project(figures, method, target=target)["probability"].iloc[-1] for target in sorted(targets)]
    assert chances == sorted(chances, reverse=True)
    assert 0 <= chances[-1] <= chances[0] <= 1


@cases(8)
@given(figures=series(), bounds=st.tuples(amounts, amounts))
def test_at_least_and_at_most_make_one_and_a_band_is_their_difference(
    figures: pd.DataFrame, bounds: tuple[float, float]
) -> None:
    low, high = sorted(bounds)
    ahead = outlook(
        figures,
        promised({"minimum": low}, {"maximum": low}, {"minimum": high}, {"minimum": low, "maximum": high}),
    )
    over_low, under_low, over_high, inside = (rows["probability"].to_numpy() for _, rows in
                                              ahead.groupby("target"))  # fmt: skip
    # On a line without error the bound itself counts both ways.
    uncertain = (ahead["upper"] > ahead["lower"]).to_numpy()[:4]
    assert (over_low + under_low)[uncertain] == pytest.approx(1, abs=1e-12)
    assert inside[uncertain] == pytest.approx((over_low - over_high)[uncertain], abs=1e-12)


@cases(8)
@given(figures=series(), bound=amounts, floor=st.booleans())
def test_the_median_meets_what_is_at_least_as_likely_as_not(
    figures: pd.DataFrame, bound: float, floor: bool
) -> None:
    ahead = outlook(figures, promised({"minimum": bound} if floor else {"maximum": bound}))
    beyond = (ahead["probability"] - 0.5).abs() > 1e-6
    assert (ahead["verdict"].eq("met") == ahead["probability"].gt(0.5))[beyond].all()
    # They agree exactly where they give one verdict.
    assert set(ahead["agreement"]) == {ahead["verdict"].nunique() == 1}


# --- units and years -----------------------------------------------------------------------------


@cases(5)
@given(figures=series(), target=amounts, unit=money)
def test_probabilities_do_not_depend_on_the_unit_of_the_target(
    figures: pd.DataFrame, target: float, unit: str
) -> None:
    in_unit = float(convert(pd.Series([target]), pd.Series(["100 million CNY"]), unit)[0])
    one = outlook(figures, promised({"minimum": target}))
    two = outlook(figures, promised({"minimum": in_unit, "unit": unit}))
    same = ["probability", "likelihood", "verdict", "agreement", "read_first", "n_observations"]
    pd.testing.assert_frame_equal(one[same], two[same], rtol=1e-9, atol=1e-9)
    scale = in_unit / target
    for column in ("median", "lower", "upper", "spread", "last_value"):
        assert two[column].tolist() == pytest.approx(
            (one[column] * scale).tolist(), rel=1e-8, abs=1e-6 * scale
        )


@cases(8)
@given(method=methods, figures=series(), target=amounts, unit=money)
def test_a_projection_does_not_depend_on_the_unit_of_the_figures(
    method: str, figures: pd.DataFrame, target: float, unit: str
) -> None:
    moved = figures.assign(value=convert(figures["value"], figures["unit"], unit), unit=unit)
    one, two = (project(frame, method, target=target) for frame in (figures, moved))
    pd.testing.assert_frame_equal(one, two, rtol=1e-8, atol=1e-8)


@cases(8)
@given(method=methods, figures=series(), target=amounts, years=st.integers(-41, 90))
def test_nothing_depends_on_where_the_years_begin(
    method: str, figures: pd.DataFrame, target: float, years: int
) -> None:
    one = project(figures, method, target=target)
    moved = figures.assign(year=figures["year"] + years)
    two = ci.project(moved, "gdp", area=CITY, until=2010 + years, method=method, target=target)
    pd.testing.assert_frame_equal(one, two.assign(year=two["year"] - years), rtol=1e-9, atol=1e-9)


@cases(8)
@given(method=st.sampled_from(["linear", "drift", "no_change"]), figures=series(), more=amounts)
def test_a_constant_added_moves_a_line_and_leaves_its_width(
    method: str, figures: pd.DataFrame, more: float
) -> None:
    one, two = (project(frame, method) for frame in (figures, figures.assign(value=figures["value"] + more)))
    for column in ("median", "lower", "upper"):
        assert two[column].tolist() == pytest.approx((one[column] + more).tolist(), rel=1e-9, abs=1e-7)


@pytest.mark.parametrize(("logs", "plain"), [("log_linear", "linear"), ("compound", "drift")])
@cases(4)
@given(figures=series(), target=amounts)
def test_a_method_on_logarithms_is_the_plain_one_on_logarithms(
    logs: str, plain: str, figures: pd.DataFrame, target: float
) -> None:
    one = project(figures, logs, target=target)
    two = project(figures.assign(value=np.log(figures["value"])), plain, target=float(np.log(target)))
    for column in ("median", "lower", "upper"):
        assert np.log(one[column]).tolist() == pytest.approx(two[column].tolist(), rel=1e-9, abs=1e-9)
    assert one["probability"].tolist() == pytest.approx(two["probability"].tolist(), abs=1e-9, nan_ok=True)


# --- one method and all of them ------------------------------------------------------------------


@cases(5)
@given(figures=series(), target=amounts)
def test_what_the_outlook_says_of_a_method_is_what_project_says(figures: pd.DataFrame, target: float) -> None:
    ahead = outlook(figures, promised({"minimum": target}), every_year=True)
    columns = ["year", "median", "lower", "upper", "probability"]
    for method in OF_OUTLOOK:
        rows = ahead.loc[ahead["method"] == method, columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, project(figures, method, target=target)[columns], rtol=1e-12)


@cases(3)
@given(pasts=st.lists(series(), min_size=2, max_size=2), target=amounts)
def test_one_areas_outlook_does_not_depend_on_anothers(pasts: list[pd.DataFrame], target: float) -> None:
    figures = pd.concat([pasts[0], pasts[1].assign(area=COUNTY)])
    targets = promised({"minimum": target}, {"minimum": target, "area": COUNTY})
    together = outlook(figures, targets)
    alone = [outlook(figures[figures["area"] == area], targets[targets["area"] == area])
             for area in (CITY, COUNTY)]  # fmt: skip
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True), rtol=1e-9)


# --- order, index, and what is handed in ---------------------------------------------------------

PROMISES = promised(
    {"minimum": 50.0},
    {"maximum": 20.0, "strict": True, "unit": "million CNY"},
    {"minimum": 1.0, "form": "change"},
    {"minimum": 5.0, "maximum": 500.0, "area": COUNTY},
)
STEPS: dict[str, tuple[Step, list[str]]] = {
    "project": (lambda frame: project(frame, "compound", target=5.0), ["year"]),
    "outlook": (lambda frame: outlook(frame, PROMISES, every_year=True), ["target", "method", "year"]),
    "outlook_as_of": (lambda frame: outlook(frame, PROMISES, as_of="2008-06-30"), ["target", "method"]),
    "backtest": (lambda frame: ci.backtest(frame, "gdp", area=CITY, horizon=2), ["method", "horizon"]),
}


@st.composite
def reordered(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the series of two areas, and the same with rows shuffled and an index of any kind."""
    city, county = draw(series()), draw(series())
    spare = table([{"year": 1989, "value": draw(amounts)}])  # a back-test needs five
    frame = pd.concat([spare, city, county.assign(area=COUNTY)], ignore_index=True)
    order = draw(st.permutations(range(len(frame))))
    labels = draw(st.lists(st.sampled_from([0, 0, 7, "x", "y"]), min_size=len(frame), max_size=len(frame)))
    return frame, frame.iloc[list(order)].set_axis(pd.Index(labels, dtype=object))


@pytest.mark.parametrize("name", STEPS)
@cases(4)
@given(frames=reordered())
def test_row_order_and_index_never_matter_and_nothing_is_changed(
    name: str, frames: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    step, keys = STEPS[name]
    shuffled = frames[1].assign(remark="kept")
    before, promises_before = shuffled.copy(deep=True), PROMISES.copy(deep=True)
    one, two = step(frames[0]), step(shuffled)
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True), two.sort_values(keys, ignore_index=True), rtol=1e-12
    )
    pd.testing.assert_frame_equal(shuffled, before)
    pd.testing.assert_frame_equal(PROMISES, promises_before)


@cases(3)
@given(figures=series(), order=st.permutations(range(len(PROMISES))), label=st.sampled_from([0, "x"]))
def test_the_order_and_index_of_targets_only_order_the_rows(
    figures: pd.DataFrame, order: list[int], label: object
) -> None:
    shuffled = PROMISES.iloc[order].set_axis([label] * len(PROMISES))
    one, two = (outlook(figures, targets) for targets in (PROMISES, shuffled))
    assert two["target"].drop_duplicates().tolist() == shuffled["target"].tolist()
    pd.testing.assert_frame_equal(
        *(frame.sort_values("target", kind="stable", ignore_index=True) for frame in (one, two))
    )
