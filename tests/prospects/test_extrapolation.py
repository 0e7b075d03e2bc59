"""The arithmetic of carrying on: other software's numbers, and whether 95 % hold 95 %.

The values worked by hand stand in ``test_projection.py``. Here every method is computed a second
time, written differently, and its intervals are counted on simulated series that follow its own model.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats
from statsmodels.regression.linear_model import OLS, WLS

from chenzhou_indicators.prospects.extrapolation import (
    LOGARITHMIC,
    fitted,
    interval,
    likelihood,
    predicted,
    probability,
)
from chenzhou_indicators.vocabulary import Method

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
NONE = np.array([np.nan])

# R&D over GDP of China 1999-2006 (published.csv as known at the end of 2007), GDP of China 1999-2006
# (published.csv, edition of 2013), and series with gaps that rise, fall and cross zero.
PAST: dict[str, tuple[list[int], list[float]]] = {
    "a ratio": ([*range(1999, 2007)], [0.76, 0.90, 0.95, 1.07, 1.13, 1.23, 1.33, 1.42]),
    "a level": (
        [*range(1999, 2007)],
        [89677.0, 99214.55, 109655.17, 120332.69, 135822.76, 159878.34, 184937.37, 216314.43],
    ),
    "with gaps": ([1949, 1952, 1953, 1957, 1962, 1978, 1980], [3.0, 2.5, 4.25, 4.0, 1.5, 6.0, 5.5]),
    "four values": ([2001, 2002, 2004, 2007], [12.0, 7.0, 7.5, 1.0]),
    "last years there are": ([2090, 2091, 2093, 2096, 2097], [1e-3, 2e-3, 1.5e-3, 4e-3, 9e-3]),
}
GAPLESS = {name: past for name, past in PAST.items() if past[0][-1] - past[0][0] == len(past[0]) - 1}
SIGNED = ([2000, 2001, 2003, 2004, 2009], [-3.0, -1.0, 0.0, 4.0, 2.5])


def carried(
    method: str, years: list[int], values: list[float], year: int, level: float = 0.95
) -> tuple[float, float, float, Floats, Floats, Floats]:
    """Return median, lower, upper, and what `probability` needs."""
    way = Method(method)
    fits = fitted(np.zeros(len(years), dtype="int64"), np.array(years), np.array(values), count=1, method=way)
    centre, error = predicted(fits, np.array([year]))
    degrees = fits["degrees"].to_numpy()
    ends = interval(centre, error, degrees, level, logs=way in LOGARITHMIC)
    median, lower, upper = (float(end[0]) for end in ends)
    return median, lower, upper, centre, error, degrees


def chance(method: str, years: list[int], values: list[float], year: int, minimum: float) -> float:
    *_, centre, error, degrees = carried(method, years, values, year)
    logs = Method(method) in LOGARITHMIC
    return float(probability(centre, error, degrees, np.array([minimum]), NONE, logs=logs)[0])


# --- a second computation ------------------------------------------------------------------------


@pytest.mark.parametrize("past", PAST)
@pytest.mark.parametrize("method", ["linear", "log_linear"])
@pytest.mark.parametrize(("ahead", "level"), [(1, 0.95), (4, 0.8), (30, 0.99)])
def test_least_squares_agree_with_statsmodels(past: str, method: str, ahead: int, level: float) -> None:
    years, values = PAST[past]
    seen, year = np.array(values), years[-1] + ahead
    seen = np.log(seen) if method == "log_linear" else seen
    # statsmodels inverts the design as it is given: years are counted from the first.
    design = np.column_stack([np.ones(len(years)), np.array(years) - years[0]])
    forecast = OLS(seen, design).fit().get_prediction([[1.0, year - years[0]]])
    frame = forecast.summary_frame(alpha=1 - level)
    expected = frame[["mean", "obs_ci_lower", "obs_ci_upper"]].to_numpy()[0]
    expected = np.exp(expected) if method == "log_linear" else expected
    found = carried(method, years, values, year, level)[:3]
    assert found == pytest.approx(tuple(expected), rel=1e-9)


def test_a_line_through_years_as_large_numbers_agrees_with_statsmodels_on_the_years_themselves() -> None:
    years, values = PAST["a ratio"]
    design = np.column_stack([np.ones(len(years)), years])
    frame = OLS(values, design).fit().get_prediction([[1.0, 2010.0]]).summary_frame(alpha=0.05)
    expected = frame[["mean", "obs_ci_lower", "obs_ci_upper"]].to_numpy()[0]
    assert carried("linear", years, values, 2010)[:3] == pytest.approx(tuple(expected), rel=1e-9)


@pytest.mark.parametrize("past", PAST)
@pytest.mark.parametrize("method", ["drift", "compound"])
@pytest.mark.parametrize(("ahead", "level"), [(1, 0.95), (4, 0.8), (30, 0.99)])
def test_drift_over_gaps_is_a_weighted_line_through_the_origin_in_statsmodels(
    past: str, method: str, ahead: int, level: float
) -> None:
    # The change over g years has mean g * slope and variance g * sigma^2; a new one over h years likewise.
    years, values = PAST[past]
    seen = np.log(values) if method == "compound" else np.array(values)
    gaps, changes = np.diff(years).astype("float64"), np.diff(seen)
    fit = WLS(changes, gaps, weights=1 / gaps).fit()
    frame = fit.get_prediction([[float(ahead)]], weights=1 / ahead).summary_frame(alpha=1 - level)
    expected = seen[-1] + frame[["mean", "obs_ci_lower", "obs_ci_upper"]].to_numpy()[0]
    expected = np.exp(expected) if method == "compound" else expected
    found = carried(method, years, values, years[-1] + ahead, level)[:3]
    assert found == pytest.approx(tuple(expected), rel=1e-9)


@pytest.mark.parametrize("past", GAPLESS)
@pytest.mark.parametrize("ahead", [1, 4])
def test_without_gaps_drift_is_the_mean_change_with_its_textbook_error(past: str, ahead: int) -> None:
    # Hyndman and Athanasopoulos, sections 5.2 and 5.5: s * sqrt(h * (1 + h / (n - 1))).
    years, values = GAPLESS[past]
    for method, seen in (("drift", np.array(values)), ("compound", np.log(values))):
        changes = pd.Series(seen).diff().dropna()
        scale = changes.std() * (ahead * (1 + ahead / len(changes))) ** 0.5
        law = stats.t(len(changes) - 1, loc=seen[-1] + ahead * changes.mean(), scale=scale)
        expected = law.ppf([0.5, 0.025, 0.975])
        expected = np.exp(expected) if method == "compound" else expected
        found = carried(method, years, values, years[-1] + ahead)[:3]
        assert found == pytest.approx(tuple(expected), rel=1e-9)


@pytest.mark.parametrize("past", [*PAST.values(), SIGNED], ids=[*PAST, "crossing zero"])
@pytest.mark.parametrize("ahead", [1, 5])
def test_no_change_has_the_root_mean_square_change_a_year(
    past: tuple[list[int], list[float]], ahead: int
) -> None:
    years, values = past
    steps = pd.Series(values, index=years).diff().dropna()
    a_year = steps / np.sqrt(np.diff(years))  # a change over g years spreads like sqrt(g) of one
    law = stats.t(len(steps), loc=values[-1], scale=np.sqrt((a_year**2).mean() * ahead))
    found = carried("no_change", years, values, years[-1] + ahead)[:3]
    assert found == pytest.approx(tuple(law.ppf([0.5, 0.025, 0.975])), rel=1e-9)


@pytest.mark.parametrize("method", [*Method])
@pytest.mark.parametrize("past", PAST)
def test_the_probability_is_the_upper_tail_of_the_law_the_interval_comes_from(
    past: str, method: Method
) -> None:
    years, values = PAST[past]
    year = years[-1] + 3
    median, lower, upper, *_, degrees = carried(method, years, values, year)
    # Any two points of the law give it back: the median, and the upper end at 97.5 %.
    brought = np.log if method in LOGARITHMIC else np.asarray
    middle, end = float(brought(median)), float(brought(upper))
    law = stats.t(degrees[0], loc=middle, scale=(end - middle) / stats.t.ppf(0.975, degrees[0]))
    assert chance(method, years, values, year, lower) == pytest.approx(0.975)
    assert chance(method, years, values, year, median) == pytest.approx(0.5)
    for target in (upper, median * 1.07, values[0]):
        expected = law.sf(float(brought(target)))
        assert chance(method, years, values, year, target) == pytest.approx(expected, rel=1e-8)


def test_a_probability_far_out_keeps_its_digits() -> None:
    # A line of 20 values with error 1: 1 - cdf would be rounding, the tail itself is 2.0e-20.
    law = (np.array([0.0]), np.array([1.0]), np.array([18.0]))
    far = np.array([40.0])
    assert float(probability(*law, far, NONE, logs=False)[0]) == pytest.approx(stats.t.sf(40, 18), rel=1e-9)
    assert float(probability(*law, NONE, -far, logs=False)[0]) == pytest.approx(
        stats.t.cdf(-40, 18), rel=1e-9
    )


# --- what an interval promises -------------------------------------------------------------------

SERIES = 20_000


def simulated(
    method: Method, *, horizon: int, gaps: bool, seed: int
) -> tuple[Whole, Whole, Floats, Whole, Floats]:
    """Draw series that follow a method's model, and of each the value that came `horizon` years later."""
    rng = np.random.default_rng(seed)
    length = rng.integers(8, 31, SERIES)
    series = np.repeat(np.arange(SERIES), length)
    start = np.cumsum(length) - length
    step = rng.integers(1, 5, len(series)) if gaps else np.ones(len(series), dtype="int64")
    passed = np.cumsum(step)
    when = passed - passed[start][series]  # years since the first of each series
    last = when[start + length - 1]
    slope, size = rng.normal(0, 0.1, SERIES), rng.uniform(0.02, 0.3, SERIES)
    if method in (Method.LINEAR, Method.LOG_LINEAR):
        values = slope[series] * when + size[series] * rng.normal(size=len(series))
        after = slope * (last + horizon) + size * rng.normal(size=SERIES)
    else:
        slope = np.zeros(SERIES) if method == Method.NO_CHANGE else slope
        change = slope[series] * step + size[series] * np.sqrt(step) * rng.normal(size=len(series))
        walked = np.cumsum(change)
        values = walked - walked[start][series]
        after = values[start + length - 1] + slope * horizon
        after = after + size * np.sqrt(horizon) * rng.normal(size=SERIES)
    if method in LOGARITHMIC:
        values, after = np.exp(values), np.exp(after)
    return series, 1950 + when, values, 1950 + last + horizon, after


SIMULATIONS = [(method, horizon, gaps) for method in Method for horizon in (1, 3) for gaps in (False, True)]


@pytest.mark.parametrize(("method", "horizon", "gaps"), SIMULATIONS)
def test_intervals_hold_what_they_promise_on_series_of_their_own_model(
    method: Method, horizon: int, gaps: bool
) -> None:
    series, years, values, year, came = simulated(method, horizon=horizon, gaps=gaps, seed=2007)
    fits = fitted(series, years, values, count=SERIES, method=method)
    centre, error = predicted(fits, year)
    degrees, logs = fits["degrees"].to_numpy(), method in LOGARITHMIC
    # Of 20 000 draws the share within 95 % has a standard deviation of 0.15 points, 80 % of 0.28.
    for level, margin in ((0.95, 0.006), (0.80, 0.012)):
        _, lower, upper = interval(centre, error, degrees, level, logs=logs)
        assert ((lower <= came) & (came <= upper)).mean() == pytest.approx(level, abs=margin)
    # What had a chance of at most one in ten came in one case of ten.
    floor = probability(centre, error, degrees, came, np.full(SERIES, np.nan), logs=logs)
    for share in (0.1, 0.33, 0.66, 0.9):
        assert (floor <= share).mean() == pytest.approx(share, abs=0.013)


# --- many at once --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [*Method])
def test_series_fitted_together_are_fitted_as_each_alone(method: Method) -> None:
    pasts = [*PAST.values()]
    # Number 2 has no values at all, the last number neither.
    numbers = [0, 1, 3, 4, 5]
    series = np.repeat(numbers, [len(years) for years, _ in pasts])
    years = np.concatenate([years for years, _ in pasts])
    values = np.concatenate([values for _, values in pasts])
    together = fitted(series, years, values, count=7, method=method)
    for number, past in zip(numbers, pasts, strict=True):
        alone = fitted(np.zeros(len(past[0]), dtype="int64"), *map(np.array, past), count=1, method=method)
        pd.testing.assert_series_equal(together.loc[number], alone.loc[0], check_names=False, rtol=1e-12)
    assert together.loc[[2, 6]].isna().all(axis=None)


@pytest.mark.parametrize("method", [*Method])
def test_too_short_a_series_has_no_line_and_leaves_its_neighbours_theirs(method: Method) -> None:
    years, values = PAST["a ratio"]
    series = np.array([0] * 3 + [1] * 8 + [2] * 3)
    when, what = np.array(years[:3] + years + years[5:]), np.array(values[:3] + values + values[5:])
    fits = fitted(series, when, what, count=3, method=method)
    alone = fitted(np.zeros(8, dtype="int64"), np.array(years), np.array(values), count=1, method=method)
    assert fits.loc[[0, 2]].isna().all(axis=None)
    pd.testing.assert_series_equal(fits.loc[1], alone.loc[0], check_names=False)


@pytest.mark.parametrize("odd", [0.0, -0.5])
@pytest.mark.parametrize("method", [*Method])
def test_only_logarithms_fall_silent_at_zero_or_less(method: Method, odd: float) -> None:
    years, values = [2001, 2002, 2003, 2004] * 2, [1.0, 2.0, odd, 4.0, 1.0, 2.0, 3.0, 5.0]
    fits = fitted(np.repeat([0, 1], 4), np.array(years), np.array(values), count=2, method=method)
    assert fits["sigma"].isna().tolist() == [method in LOGARITHMIC, False]


def test_nothing_at_all_is_fitted_to_nothing() -> None:
    none = np.array([], dtype="int64")
    for method in Method:
        fits = fitted(none, none, np.array([]), count=2, method=method)
        assert fits.shape[0] == 2
        assert fits.isna().all(axis=None)


# --- lines without error -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "values", "year", "value"),
    [
        # steps of 0.1 are no steps of 0.1 in binary
        ("linear", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], 2010, 1.0),
        ("drift", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], 2010, 1.0),
        # a tenth more every year: 1.1^9
        ("log_linear", [1.0, 1.1, 1.21, 1.331, 1.4641], 2010, 2.357947691),
        ("compound", [1.0, 1.1, 1.21, 1.331, 1.4641], 2010, 2.357947691),
        ("no_change", [0.3, 0.1 + 0.2, 0.3, 0.3], 2010, 0.3),
        # near one, where logarithms are near zero and rounding is not
        ("log_linear", [1.00001**n for n in range(-3, 4)], 2010, 1.00001**6),
        ("compound", [1.00001**n for n in range(-3, 4)], 2010, 1.00001**6),
        ("linear", [641.117] * 5, 2010, 641.117),
        ("log_linear", [641.117] * 5, 2010, 641.117),
    ],
)
def test_rounding_is_no_error_and_a_bound_on_the_line_is_met_for_certain(
    method: str, values: list[float], year: int, value: float
) -> None:
    years = [*range(2001, 2001 + len(values))]
    median, lower, upper, centre, error, degrees = carried(method, years, values, year)
    assert median == pytest.approx(value, rel=1e-12)
    assert lower == median == upper
    logs = Method(method) in LOGARITHMIC

    def chances(minimum: float, maximum: float, *, strict: bool = False) -> float:
        bounds = np.array([minimum]), np.array([maximum])
        return float(probability(centre, error, degrees, *bounds, logs=logs, strict=strict)[0])

    none = np.nan
    assert chances(value, none) == chances(none, value) == chances(value, value) == 1
    # A billionth past the line is allowed, a millionth is not.
    assert chances(value * (1 + 5e-10), none) == chances(none, value * (1 - 5e-10)) == 1
    assert chances(value * (1 + 1e-6), none) == chances(none, value * (1 - 1e-6)) == 0
    # More than the bound means by more than that billionth.
    assert chances(value, none, strict=True) == chances(none, value, strict=True) == 0
    assert chances(value * (1 - 5e-10), none, strict=True) == 0
    assert chances(value * (1 - 1e-6), none, strict=True) == 1
    assert chances(none, value * (1 + 1e-6), strict=True) == 1


def test_a_small_error_is_an_error() -> None:
    # One value a ten-billionth off its line: little, but a hundred thousand times what rounding is.
    years, values = [*range(2001, 2009)], [1000.0 + 10 * n for n in range(8)]
    values[3] += 1e-7
    _, lower, upper, *_ = carried("linear", years, values, 2009)
    assert upper - lower > 1e-7


# --- bounds --------------------------------------------------------------------------------------


def test_without_a_bound_there_is_no_probability() -> None:
    assert np.isnan(probability(*map(np.array, ([1.0], [1.0], [5.0])), NONE, NONE, logs=False)).all()


@pytest.mark.parametrize("error", [0.0, 0.5])
@pytest.mark.parametrize(
    ("minimum", "maximum", "share"),
    # A positive value is above zero for certain, and never at or below it.
    [(0.0, np.nan, 1), (-5.0, np.nan, 1), (np.nan, 0.0, 0), (np.nan, -5.0, 0), (-5.0, 0.0, 0)],
)
def test_on_logarithms_zero_is_passed_for_certain(
    minimum: float, maximum: float, share: float, error: float
) -> None:
    law = (np.array([1.0]), np.array([error]), np.array([5.0]))
    found = probability(*law, np.array([minimum]), np.array([maximum]), logs=True)
    assert found.tolist() == [share]


def test_on_logarithms_a_band_from_zero_is_a_ceiling() -> None:
    law = (np.array([1.0]), np.array([0.5]), np.array([5.0]))
    band = probability(*law, np.array([0.0]), np.array([4.0]), logs=True)
    # ln 4 = 1.386 lies 0.773 errors above 1.
    assert band == pytest.approx([stats.t.cdf((np.log(4) - 1) / 0.5, 5)])


def test_a_rate_that_leaves_all_numbers_behind_is_infinite() -> None:
    # exp(709.8) is the largest number there is.
    ends = interval(*map(np.array, ([800.0], [1.0], [5.0])), 0.95, logs=True)
    assert [end.tolist() for end in ends] == [[np.inf]] * 3


# --- words ---------------------------------------------------------------------------------------

# Mastrandrea and others 2010, table 1, and the bounds as the house's design sets them: the words
# above one half begin above their bound, those below it end below theirs.
WORDS = {
    "virtually certain": [1.0, 0.9901],
    "very likely": [0.99, 0.9001],
    "likely": [0.90, 0.6601],
    "about as likely as not": [0.66, 0.5, 0.33],
    "unlikely": [0.3299, 0.10],
    "very unlikely": [0.0999, 0.01],
    "exceptionally unlikely": [0.0099, 0.0],
}


@pytest.mark.parametrize("word", WORDS)
def test_probabilities_have_their_calibrated_words_up_to_the_bounds(word: str) -> None:
    said = likelihood(pd.Series(WORDS[word], index=[*"cab"[: len(WORDS[word])]]))
    assert said.tolist() == [word] * len(WORDS[word])
    assert said.index.tolist() == [*"cab"[: len(WORDS[word])]]


def test_a_missing_probability_has_no_word() -> None:
    assert likelihood(pd.Series([np.nan, 0.5])).isna().tolist() == [True, False]
