"""China 1978 to 2017: what capital and labour leave of growth, from the Penn World Table.

Figures are those of ``accounts.csv``: the Penn World Table 9.1 (Feenstra, Inklaar and Timmer 2015),
rgdpna and rnna in million US dollars of 2011, emp in million persons, labsh. Its output is adjusted
and grows more slowly than the official one. Rates are computed a second time from the file, without
the library, and both are laid beside the tables of the page on growth accounting.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci

Maker = Callable[..., pd.DataFrame]

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "methods" / "growth-accounting.md").read_text(encoding="utf-8").replace("–", "-")
CHINA, CITY = "100000", "431000"
ALPHAS = (0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60)


@pytest.fixture(scope="module")
def china() -> pd.DataFrame:
    return ci.load_sample("accounts").query(f"area == '{CHINA}'")


def rates(china: pd.DataFrame, window: int) -> pd.Series:
    growth = ci.growth_accounts(china, window=window)
    return growth.set_index("end_year")["residual_share"]


def from_the_file(area: str, window: int, alpha: float = 0.35) -> tuple[Any, Any]:
    """Return the last years of the windows, and their rates [%], without the library."""
    with (ROOT / "data" / "sample" / "accounts.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["area"] == area]
    names = ("year", "output", "capital", "labour")
    year, *factors = np.array([[float(row[name]) for name in names] for row in rows]).T
    y, k, l = (np.expm1(np.log(v[window:] / v[:-window]) / window) for v in factors)  # noqa: E741
    return year[window:].astype(int), 100 * (y - alpha * k - (1 - alpha) * l) / y


def test_2000_to_2005_by_hand(china: pd.DataFrame) -> None:
    row = ci.growth_accounts(china).set_index("end_year").loc[2005]
    # Output 7864689.5 / 5042128.5 = 1.559796; ln 0.444555; a fifth 0.0889109; exp - 1 = 9.2983 %.
    # Capital 26660154 / 16228874 = 1.642761; ln 0.496378; a fifth 0.0992756; exp - 1 = 10.4371 %.
    # Labour 757.9628 / 731.5320 = 1.036131; ln 0.0354934; a fifth 0.0070987; exp - 1 = 0.7124 %.
    grown = row[["output_growth", "capital_growth", "labour_growth"]].tolist()
    assert grown == pytest.approx([0.092983, 0.104371, 0.007124], abs=1e-6)
    # 0.35 * 10.4371 = 3.6530; 0.65 * 0.7124 = 0.4631; 9.2983 - 3.6530 - 0.4631 = 5.1823.
    parts = row[["capital_contribution", "labour_contribution", "residual"]].tolist()
    assert parts == pytest.approx([0.036530, 0.004631, 0.051823], abs=1e-6)
    # 5.1823 / 9.2983, 3.6530 / 9.2983, 0.4631 / 9.2983.
    shares = row[["residual_share", "capital_contribution_share", "labour_contribution_share"]].tolist()
    assert shares == pytest.approx([0.55734, 0.39286, 0.04980], abs=1e-5)
    assert (row["start_year"], row["obs_status"]) == (2000, "final")


# The page shows short windows without a decimal.
@pytest.mark.parametrize(("window", "small"), [(1, 0), (3, 0), (5, 1), (10, 1)])
def test_how_rates_swing_is_what_the_page_says(china: pd.DataFrame, window: int, small: int) -> None:
    years, by_hand = from_the_file(CHINA, window)
    made = rates(china, window)
    assert made.index.tolist() == years.tolist()
    assert (100 * made).tolist() == pytest.approx(by_hand.tolist(), rel=1e-9)
    moves = np.diff(by_hand)
    rises = ci.contribution_rise(ci.growth_accounts(china, window=window))["rise_pp"]
    assert rises.iloc[1:].tolist() == pytest.approx(moves.tolist(), rel=1e-9, abs=1e-9)
    lowest, highest = (
        f"{by_hand[at]:,.{decimals}f} % ({years[at]})"
        for at, decimals in ((by_hand.argmin(), small), (by_hand.argmax(), 1))
    )
    swing = f"{np.abs(moves).mean():.{small}f} points | {100 * (moves >= 0.5).mean():.0f} %"
    assert f"| {window} | {lowest} | {highest} | {swing} |" in PAGE.splitlines()


def test_the_rate_of_1990_by_hand(china: pd.DataFrame) -> None:
    # Output grew by 3217 / 2556619 = 0.126 %, capital by 322298 / 6279481 = 5.13, labour by
    # 19.586 / 638.399 = 3.07 %; (0.126 - 1.796 - 1.994) / 0.126: a rate of minus 2900 %.
    y, k, l = 3217 / 2556619, 322298 / 6279481, (657.985534667969 - 638.399169921875) / 638.399169921875  # noqa: E741
    by_hand = (y - 0.35 * k - 0.65 * l) / y
    assert round(by_hand) == -29
    assert rates(china, 1)[1990] == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize(
    ("row", "area", "window"),
    [
        ("China, five years", CHINA, 5),
        ("China, one year", CHINA, 1),
        ("City (illustrative), five years", CITY, 5),
    ],
)
def test_rates_and_rises_of_2007_are_what_the_page_says(row: str, area: str, window: int) -> None:
    accounts = ci.load_sample("accounts").query("area == @area")
    choices = ci.contribution_sensitivity(accounts, window=window).query("end_year == 2007")
    by_hand = []
    for alpha in ALPHAS:
        years, series = from_the_file(area, window, alpha)
        before, after = (series[years == year].item() for year in (2006, 2007))
        by_hand.append((after, after - before))
    found = choices.assign(rate=100 * choices["residual_share"])[["rate", "rise_pp"]].to_numpy()
    np.testing.assert_allclose(found, by_hand, rtol=1e-9)
    shown = " | ".join(f"{rate:.1f} %" for rate, _ in by_hand)
    rises = " | ".join(f"{rise:.2f}" for _, rise in by_hand)
    assert f"| {row}: rate | {shown} |\n| rise, points | {rises} |\n" in PAGE


def test_whether_2007_met_half_a_point_depends_on_window_and_elasticity(china: pd.DataFrame) -> None:
    choices = ci.contribution_sensitivity(china).query("end_year == 2007")
    met = choices.pivot_table("meets", index="capital_elasticity", columns="window", aggfunc="first")
    # Single years say no under every elasticity, windows of three and five yes under every one: 14 of 21.
    assert met.all().to_dict() == {1: False, 3: True, 5: True}
    assert not met[1].any()
    assert choices["share_met"].unique().tolist() == pytest.approx([14 / 21])
    assert "Under 67 % of the 21 choices" in PAGE


def test_the_targets_verdict_is_that_of_the_rise(china: pd.DataFrame, targets: Maker) -> None:
    promise = targets(
        {"indicator": "st_contribution_rate", "form": "change", "unit": "percentage points", "minimum": 0.5},
        area="100000",
    )
    for window, status in ((1, "missed"), (3, "met"), (5, "met")):
        verdict = ci.assess(ci.contribution_observations(china, window=window), promise, year=2007).iloc[0]
        series = rates(china, window)
        assert verdict["actual"] == pytest.approx(100 * (series[2007] - series[2006]), abs=1e-9)
        assert (verdict["status"], verdict["obs_status"]) == (status, "estimated")
        assert verdict["source"].startswith(f"growth accounts {2007 - window}-2007, elasticities 0.35")


def test_productivity_2000_to_2001_by_hand(china: pd.DataFrame) -> None:
    growth = ci.tornqvist_tfp(china).set_index("year")["tfp_growth"]
    # Mean labour share (0.5919618 + 0.5880332) / 2 = 0.5899975.
    # ln(5437056 / 5042128.5) = 0.0754094; ln(17759584 / 16228874) = 0.0901333;
    # ln(737.9928 / 731.5320) = 0.0087930.
    # 0.0754094 - 0.5899975 * 0.0087930 - 0.4100025 * 0.0901333 = 0.0332666.
    assert growth[2001] == pytest.approx(0.0332666, abs=2e-7)


def test_the_illustrative_city_met_its_half_point_in_2007() -> None:
    city = ci.load_sample("accounts").query("area == '431000'")
    # By the level method from the file: 2002 to 2007 and 2001 to 2006, output, capital, labour.
    ends = {
        2007: ((307.8018, 527.7722), (529.24, 1061.16), (247.9, 255.1)),
        2006: ((276.8002, 472.9141), (457.69, 931.23), (246.6, 253.8)),
    }
    by_hand = {}
    for year, factors in ends.items():
        y, k, l = ((end / start) ** 0.2 - 1 for start, end in factors)  # noqa: E741
        by_hand[year] = 100 * (y - 0.35 * k - 0.65 * l) / y
    rate = ci.contribution_observations(city).set_index("year")["value"]
    assert rate.loc[[2006, 2007]].tolist() == pytest.approx([by_hand[2006], by_hand[2007]], abs=1e-9)
    promise = ci.load_plan("chenzhou-2007").targets.query("target == 'st_contribution_rise'")
    verdict = ci.assess(ci.contribution_observations(city), promise, year=2007).iloc[0]
    assert verdict["actual"] == pytest.approx(by_hand[2007] - by_hand[2006], abs=1e-9)
    assert (verdict["status"], verdict["obs_status"]) == ("met", "illustrative")
