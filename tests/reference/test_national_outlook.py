"""Would China reach 2 % by 2010? The outlook from what was known at the end of 2007.

The promise is that of the national programme for science and technology 2006-2020 (9 February 2006).
The figures are those of ``published.csv``: R&D over GDP of 1999 to 2001 from the data book of March
2006, of 2002 to 2006 from the yearbook the sample dates 2007-12-31. The bulletin of September 2006
had 1.34 % for 2005, the yearbook has 1.33. The outcome for 2010, first published on 28 September
2011, was 1.76 %.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci

Maker = Callable[..., pd.DataFrame]
COUNTRY = "100000"
KNOWN = {1999: 0.76, 2000: 0.90, 2001: 0.95, 2002: 1.07, 2003: 1.13, 2004: 1.23, 2005: 1.33, 2006: 1.42}


@pytest.fixture
def promise(targets: Maker) -> pd.DataFrame:
    return targets(
        {
            "indicator": "rd_intensity",
            "unit": "%",
            "area": COUNTRY,
            "minimum": 2.0,
            "due": 2010,
            "clause": "9",
        }
    )


@pytest.fixture
def published() -> pd.DataFrame:
    return ci.load_sample("published")


def told(published: pd.DataFrame, promise: pd.DataFrame, day: str, year: int = 2006) -> pd.DataFrame:
    return ci.outlook(published, promise, year=year, as_of=day).set_index("method")


def test_the_figures_known_at_the_end_of_2007_are_those_worked_with_here(published: pd.DataFrame) -> None:
    known = ci.as_of(published, "2007-12-31").query("indicator == 'rd_intensity' and area == @COUNTRY")
    assert dict(zip(known["year"], known["value"], strict=True)) == KNOWN


def test_four_methods_give_two_answers(published: pd.DataFrame, promise: pd.DataFrame) -> None:
    ahead = told(published, promise, "2007-12-31")
    # Drift: 1.42 + 4 * (1.42 - 0.76) / 7 = 1.42 + 0.377143. Compound: 1.42 * (1.42 / 0.76)^(4/7).
    # Linear: mean 8.79 / 8 = 1.09875 at 2002.5, Sxx = 42, Sxy = -2.66 - 2.25 - 1.425 - 0.535 + 0.565
    # + 1.845 + 3.325 + 4.97 = 3.835, slope 0.0913095; 7.5 years on 1.09875 + 0.684821.
    assert ahead.loc["drift", "median"] == pytest.approx(1.797143, abs=1e-6)
    assert ahead.loc["compound", "median"] == pytest.approx(1.42 * (1.42 / 0.76) ** (4 / 7), rel=1e-12)
    assert ahead.loc["linear", "median"] == pytest.approx(1.783571, abs=1e-6)
    # Log-linear: the same sums on logarithms, the slope as a weighted sum of the values.
    logs = {year: math.log(value) for year, value in KNOWN.items()}
    slope = sum((year - 2002.5) * value for year, value in logs.items()) / 42
    assert ahead.loc["log_linear", "median"] == pytest.approx(
        math.exp(sum(logs.values()) / 8 + 7.5 * slope), rel=1e-12
    )
    assert ahead["median"].round(2).tolist() == [1.78, 1.80, 2.04, 2.03]
    assert ahead["verdict"].tolist() == ["missed", "missed", "met", "met"]
    assert ahead["agreement"].tolist() == [False] * 4
    assert ahead["spread"].tolist() == pytest.approx(
        [ahead.loc["log_linear", "median"] - 1.783571] * 4, abs=1e-6
    )


def test_the_straight_line_is_read_first_and_was_nearest(
    published: pd.DataFrame, promise: pd.DataFrame
) -> None:
    ahead = told(published, promise, "2007-12-31")
    assert ahead.index[ahead["read_first"]].tolist() == ["linear"]
    outcome = ci.first_release(published).query(
        "indicator == 'rd_intensity' and area == @COUNTRY and year == 2010"
    )["value"]
    assert outcome.tolist() == [1.76]
    assert (ahead["median"] - 1.76).abs().idxmin() == "linear"
    # It lies in the interval of the line and of drift; those of the rates were far above it.
    held = ahead["lower"].le(1.76) & ahead["upper"].ge(1.76)
    assert held[["linear", "drift"]].all()
    assert ahead["last_value"].tolist() == [1.42] * 4
    assert ahead[["n_observations", "first_year", "last_year"]].drop_duplicates().to_numpy().tolist() == [
        [8, 1999, 2006]
    ]


def test_the_probability_of_the_straight_line_by_hand(published: pd.DataFrame, promise: pd.DataFrame) -> None:
    row = told(published, promise, "2007-12-31").loc["linear"]
    # Syy = sum of squares 10.0121 - 8 * 1.09875^2 = 0.3540875 ...; residuals Syy - 3.835^2 / 42.
    values = [*KNOWN.values()]
    residuals = sum(value**2 for value in values) - 8 * 1.09875**2 - 3.835**2 / 42
    error = math.sqrt(residuals / 6 * (1 + 1 / 8 + 7.5**2 / 42))
    # NIST/SEMATECH 1.3.6.7.2: t with 6 degrees of freedom, 0.975: 2.447; 0.999: 5.208.
    assert row["upper"] == pytest.approx(1.783571 + 2.447 * error, abs=0.0005 * error + 1e-6)
    assert row["lower"] == pytest.approx(1.783571 - 2.447 * error, abs=0.0005 * error + 1e-6)
    # 2 % lies more than 5.208 errors above the line: less than one in a thousand.
    assert (2 - 1.783571) / error > 5.208
    assert 0 < row["probability"] < 0.001
    assert row["likelihood"] == "exceptionally unlikely"


def test_one_edition_earlier_the_line_was_a_hundredth_higher(
    published: pd.DataFrame, promise: pd.DataFrame
) -> None:
    known = ci.as_of(published, "2007-09-30").query("indicator == 'rd_intensity' and area == @COUNTRY")
    assert known.loc[known["year"] == 2005, "value"].tolist() == [1.34]
    # 1.34 for 1.33 in 2005: mean 8.80 / 8 = 1.1, Sxy = 3.835 + 2.5 * 0.01 = 3.86; 1.1 + 7.5 * 3.86 / 42.
    row = told(published, promise, "2007-09-30").loc["linear"]
    assert row["median"] == pytest.approx(1.1 + 7.5 * 3.86 / 42, rel=1e-12)
    assert round(row["median"], 2) == 1.79
    # The last value and the first are the same, and so is what drift and compound say.
    rates = ["drift", "compound"]
    both = [
        told(published, promise, day).loc[rates, "median"].tolist() for day in ("2007-09-30", "2007-12-31")
    ]
    assert both[0] == both[1]


def test_looked_at_from_2007_the_figure_of_2007_was_not_out_yet(
    published: pd.DataFrame, promise: pd.DataFrame
) -> None:
    numbers = ["median", "lower", "upper", "probability", "last_year"]
    from_2006, from_2007 = (told(published, promise, "2007-12-31", year) for year in (2006, 2007))
    pd.testing.assert_frame_equal(from_2006[numbers], from_2007[numbers])
    # 1.49 of the bulletin of 8 January 2009 is used once it is known.
    assert told(published, promise, "2009-01-08", 2007)["last_value"].tolist() == [1.49] * 4


def test_in_the_due_year_there_is_nothing_left_to_project(
    published: pd.DataFrame, promise: pd.DataFrame
) -> None:
    ahead = told(published, promise, "2011-09-28", 2010)
    assert set(ahead["reason"]) == {"the due year is reached: 2010"}


def test_over_the_past_to_2013_the_straight_line_beat_the_rate(published: pd.DataFrame) -> None:
    known = ci.as_of(published, "2013-12-31")
    errors = ci.backtest(known, "rd_intensity", area=COUNTRY, horizon=3).query("horizon == 3")
    errors = errors.set_index("method")
    series = known.query("indicator == 'rd_intensity' and area == @COUNTRY").set_index("year")["value"]
    # 1999 to 2012 in one edition of each: from 2002 to 2009, eight times three years ahead.
    assert series.index.tolist() == [*range(1999, 2013)]
    assert set(errors["n_forecasts"]) == {8}
    y = series.to_numpy()
    off: dict[str, list[float]] = {"linear": [], "drift": [], "compound": [], "no_change": []}
    for n in range(3, 11):
        off["linear"].append(np.polyval(np.polyfit(np.arange(n + 1), y[: n + 1], 1), n + 3) - y[n + 3])
        off["drift"].append(y[n] + 3 * (y[n] - y[0]) / n - y[n + 3])
        off["compound"].append(y[n] * (y[n] / y[0]) ** (3 / n) - y[n + 3])
        off["no_change"].append(y[n] - y[n + 3])
    for method, each in off.items():
        assert errors.loc[method, "mean_error"] == pytest.approx(np.mean(each), rel=1e-9)
        assert errors.loc[method, "mean_absolute_error"] == pytest.approx(np.mean(np.abs(each)), rel=1e-9)
    assert errors.loc["linear", "mean_absolute_error"] < errors.loc["compound", "mean_absolute_error"]
    assert errors["mean_absolute_error"].idxmin() == "linear"
    # Every method beats no change; the rates overshot.
    assert errors.loc["no_change", "relative_error"] == 1
    assert (errors["relative_error"].drop("no_change") < 1).all()
    assert (errors.loc[["log_linear", "compound"], "mean_error"] > 0).all()
