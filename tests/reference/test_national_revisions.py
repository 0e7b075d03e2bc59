"""China's figures as they were published and published again, and what that did to its promises.

The figures are those of ``published.csv``, each with its producer: bulletins of the Ministry of
Science and Technology and the National Bureau of Statistics, the statistical yearbook, and the World
Bank's editions of December 2013 and July 2026. Two promises: 2 % of GDP for R&D by 2010 (national
programme for science and technology 2006-2020) and 2.2 % by 2015 (twelfth five-year plan, adopted
2011-03-14, table of main indicators).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from promises import INTENSITY

import chenzhou_indicators as ci

Maker = Callable[..., pd.DataFrame]

NATION = {**INTENSITY, "area": "100000", "clause": "table"}
BY_2010 = {**NATION, "minimum": 2.0, "baseline_year": 2006, "due": 2010}
BY_2015 = {**NATION, "minimum": 2.2, "baseline_year": 2010, "due": 2015}


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return ci.load_sample("published")


@pytest.fixture(scope="module")
def national(published: pd.DataFrame) -> pd.DataFrame:
    return ci.revisions(published.query("area == '100000'")).set_index(["indicator", "year"])


def compared(published: pd.DataFrame, target: pd.DataFrame, year: int, before: str, after: str) -> pd.Series:
    return ci.compare_vintages(published, target, year=year, before=before, after=after).iloc[0]


# --- how far the figures moved -------------------------------------------------------------------


def test_the_rd_intensity_of_2007_lost_a_tenth_of_itself_in_four_editions(national: pd.DataFrame) -> None:
    row = national.loc[("rd_intensity", 2007)]
    # 1.49 (2009-01-08), 1.44, 1.39582, 1.35321 (2026-07-13)
    assert row[["first", "latest", "n_editions"]].tolist() == [1.49, 1.35321, 4]
    assert row["revision"] == pytest.approx(-0.13679)  # 1.35321 - 1.49
    assert row["relative_revision"] == pytest.approx(-0.0918, abs=1e-4)  # -0.13679 / 1.49
    assert row["first_released"] == pd.Timestamp("2009-01-08")
    assert row["latest_released"] == pd.Timestamp("2026-07-13")
    assert row["obs_status"] == "revised"


# First and latest of each year, read off published.csv by hand; 2014 came out once.
INTENSITIES = {
    1999: (0.76, 0.74295), 2000: (0.90, 0.88409), 2001: (1.10, 0.92948), 2002: (1.07, 1.04418),
    2003: (1.13, 1.10465), 2004: (1.23, 1.19732), 2005: (1.34, 1.29008), 2006: (1.42, 1.34923),
    2007: (1.49, 1.35321), 2008: (1.54, 1.42330), 2009: (1.70, 1.63660), 2010: (1.76, 1.68456),
    2011: (1.83, 1.75244), 2012: (1.97, 1.88095), 2013: (2.09, 2.01), 2014: (2.05, 2.05),
    2015: (2.07, 2.06),
}  # fmt: skip


def test_every_rd_intensity_was_revised_downwards_once_gdp_grew(national: pd.DataFrame) -> None:
    table = national.loc["rd_intensity"]
    assert list(zip(table["first"], table["latest"], strict=True)) == [*INTENSITIES.values()]
    assert table.index.tolist() == [*INTENSITIES]
    assert (table["revision"].dropna() < 0).all()
    # The first values of the sixteen revised years sum to 23.40, the latest to 22.34304.
    assert table["mean_revision"].tolist() == pytest.approx([(22.34304 - 23.40) / 16] * 17)
    assert table["mean_absolute_revision"].tolist() == pytest.approx([(23.40 - 22.34304) / 16] * 17)
    assert table.loc[2014, ["revision", "relative_revision"]].isna().all()


def test_gdp_of_2007_gained_a_thirteenth_after_its_first_estimate(national: pd.DataFrame) -> None:
    row = national.loc[("gdp", 2007)]
    # 246619 (January 2008), 249530, 257306 (January 2009), 265810.31 after the census of 2008
    assert row[["first", "latest", "n_editions"]].tolist() == [246619, 265810.31, 4]
    assert row["relative_revision"] == pytest.approx(19191.31 / 246619)
    assert row["unit"] == "100 million CNY"


def test_rd_published_in_two_units_is_revised_in_one(national: pd.DataFrame) -> None:
    # The bulletin: 7062.6 of 100 million yuan; the yearbook: 70 625 775 of 10 000, rounded before.
    row = national.loc[("rd_expenditure", 2010)]
    assert row[["first", "latest"]].tolist() == pytest.approx([7062.6, 7062.5775])
    assert row["revision"] == pytest.approx(-0.0225)


# R&D of 3710.2 over GDP of 249530 is 1.487 %, over the GDP of 2009-01-14, 257306, 1.442 %.
@pytest.mark.parametrize(("day", "computed"), [("2009-01-13", 1.487), ("2009-01-14", 1.442)])
def test_the_intensity_of_2007_follows_from_its_parts_as_they_stood(
    published: pd.DataFrame, day: str, computed: float
) -> None:
    parts = published.query("indicator in ['rd_expenditure', 'gdp'] and area == '100000' and year == 2007")
    derived = ci.derive(ci.as_of(parts, day)).query("indicator == 'rd_intensity'")["value"].tolist()
    assert derived == pytest.approx([computed], abs=5e-4)
    # What was published, to two decimals: 1.49 on 2009-01-08; 1.44 for the GDP of 2009-01-14.
    assert [round(value, 2) for value in derived] == [1.49 if computed == 1.487 else 1.44]


# --- what that did to the promises ---------------------------------------------------------------


# Year judged, the two days, the actuals, what the line passes, the verdicts.
MOVES: list[tuple[dict[str, Any], int, str, str, list[float], list[float], list[str]]] = [
    # The revision of GDP took five hundredths; 1.42 + 0.58 / 4 = 1.565 both times.
    (BY_2010, 2007, "2009-01-08", "2009-12-21", [1.49, 1.44], [1.565, 1.565], ["lagging", "lagging"]),
    # Of 2006 only the baseline of 2005 moved, from 1.34 to 1.33: 1.34 + 0.66 / 5, 1.33 + 0.67 / 5.
    (
        {**BY_2010, "baseline_year": 2005}, 2006, "2007-09-12", "2007-12-31",
        [1.42, 1.42], [1.472, 1.464], ["lagging", "lagging"],
    ),
    # The census of 2013 took 2.08 to 2.01; 1.75899 + 0.44101 * 3/5 = 2.023596: a verdict lost to GDP.
    (
        BY_2015, 2013, "2014-10-31", "2015-11-23",
        [2.08, 2.01], [2.023596, 2.023596], ["on_track", "lagging"],
    ),
    # 2012 fell behind its line though that fell too: 1.68456 + 0.51544 * 2/5 = 1.890736.
    (
        BY_2015, 2012, "2013-12-31", "2026-07-13",
        [1.98, 1.88095], [1.935394, 1.890736], ["on_track", "lagging"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "year", "before", "after", "actual", "line", "status"), MOVES)
def test_a_promise_on_the_editions_of_two_days(
    published: pd.DataFrame,
    targets: Maker,
    promise: dict[str, Any],
    year: int,
    before: str,
    after: str,
    actual: list[float],
    line: list[float],
    status: list[str],
) -> None:
    row = compared(published, targets(promise), year, before, after)
    assert row[["actual_before", "actual_after"]].tolist() == actual
    assert row[["expected_before", "expected_after"]].tolist() == pytest.approx(line)
    assert row[["status_before", "status_after"]].tolist() == status
    assert row["figure_changed"]
    assert row["verdict_changed"] == (status[0] != status[1])


def test_the_day_before_the_bulletin_nothing_was_known_of_2007(
    published: pd.DataFrame, targets: Maker
) -> None:
    row = compared(published, targets(BY_2010), 2007, "2009-01-07", "2009-01-08")
    assert row[["status_before", "status_after"]].tolist() == ["not_assessable", "lagging"]
    assert row["reason_before"].startswith("no value: rd_intensity 2007")
    assert pd.isna(row["actual_before"])
    assert row["figure_changed"]
    assert row["verdict_changed"]


def test_between_two_bulletins_nothing_moved(published: pd.DataFrame, targets: Maker) -> None:
    row = compared(published, targets(BY_2010), 2007, "2009-01-08", "2009-12-20")
    assert not row["figure_changed"]
    assert not row["verdict_changed"]


# From 1.42 to 1.49 is 0.07 a year, and 0.51 are left for three: 0.17; 0.51 / 0.07 = 7.3 years.
# From 1.42 to 1.44 is 0.02, and 0.56 are left: 0.18667; 0.56 / 0.02 = 28 years.
@pytest.mark.parametrize(
    ("day", "actual_pace", "required_pace", "reached"),
    [("2009-01-08", 0.07, 0.17, 2015), ("2009-12-21", 0.02, 0.56 / 3, 2035)],
)
def test_a_revision_puts_off_the_year_of_two_percent_by_twenty(
    published: pd.DataFrame,
    targets: Maker,
    day: str,
    actual_pace: float,
    required_pace: float,
    reached: int,
) -> None:
    row = ci.pace(published, targets(BY_2010), year=2007, as_of=day).iloc[0]
    assert row["actual_pace"] == pytest.approx(actual_pace)
    assert row["required_pace"] == pytest.approx(required_pace)
    assert row["pace_ratio"] == pytest.approx(actual_pace / required_pace)
    assert row["year_reached"] == reached
