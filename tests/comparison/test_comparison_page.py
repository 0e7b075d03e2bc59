"""The page on comparisons says what its code gives."""

from __future__ import annotations

import re
from math import log, sqrt
from typing import Any

import pandas as pd
import pytest
from pages import method_page, ran, table_row

import chenzhou_indicators as ci

COUNTIES = {"Beihu": "431002", "Suxian": "431003", "Yizhang": "431022", "Guidong": "431027"}


@pytest.fixture(scope="module")
def page() -> str:
    return method_page("comparison")


@pytest.fixture(scope="module")
def made(page: str) -> dict[str, Any]:
    return ran(page)


@pytest.mark.parametrize(
    ("beginning", "table", "indicator"),
    [
        ("GDP, in June 2008", "first", "gdp"),
        ("GDP, in the end", "final", "gdp"),
        ("R&D, in the end", "final", "rd_expenditure"),
        ("R&D over GDP, in the end", "final", "rd_intensity"),
    ],
)
def test_the_years_of_the_page_are_those_of_the_sample(
    page: str, made: dict[str, Any], beginning: str, table: str, indicator: str
) -> None:
    found = made[table].loc[indicator]
    numbers = [f"{found[name]:.2f}" for name in ("value_before", "value", "change")]
    growth = "" if indicator == "rd_intensity" else f"{100 * found['growth']:.1f} %"
    said = found["edition_break"] if isinstance(found["edition_break"], str) else ""
    assert table_row(page, beginning) == [*numbers, growth, said]


def test_the_ranks_of_the_page_are_those_of_the_sample(page: str, made: dict[str, Any]) -> None:
    passed = r"Jiahe \((\S+) to (\S+)\) passed Linwu \((\S+) to (\S+)\) and rose from place (\d) to (\d)"
    shown = re.search(passed, page)
    jiahe, linwu = (made["counties"].loc[("gdp", code)] for code in ("431024", "431025"))
    values = [f"{side[name]:.1f}" for side in (jiahe, linwu) for name in ("value_before", "value")]
    assert shown is not None
    assert [*shown.groups()] == [*values, str(jiahe["rank_before"]), str(jiahe["rank"])]
    assert linwu["rank_change"] == -1


def test_the_marks_of_the_page_are_those_of_the_published_figures(page: str, made: dict[str, Any]) -> None:
    assert f"{len(made['pairs'])} pairs of neighbouring years" in " ".join(page.split())
    assert len(made["marked"]) == 5


def test_the_distances_from_the_calendar_are_those_of_the_published_figures(page: str) -> None:
    published = ci.load_sample("published")
    days = published["released"].dropna().drop_duplicates().sort_values()
    known = (ci.as_of(published, day) for day in days)
    key = ["indicator", "area", "year", "released_before", "released"]
    pairs = pd.concat([ci.compare_years(figures, years=range(1999, 2016)) for figures in known])
    pairs = pairs.dropna(subset=["change", *key]).drop_duplicates(key)
    apart = (pairs["released"] - pairs["released_before"]).dt.days
    pairs = pairs.assign(off=(apart - 365.25).abs())[apart != 0]
    others = pairs[pairs["edition_break"] == ci.vocabulary.EditionBreak.ROUND].sort_values("off")
    shown = re.search(
        r"not marked keep within (\d+) days .* rounds are (\d+) or more off it.* (\d+) off", page
    )
    assert shown is not None
    near, far, nearest = map(int, shown.groups())
    assert near - 1 < pairs.loc[pairs["edition_break"].isna(), "off"].max() <= near
    assert others[["indicator", "year"]].iloc[0].tolist() == ["rd_intensity", 2005]
    assert nearest <= others["off"].iloc[0] < nearest + 1
    assert far <= others["off"].iloc[1] < far + 1


@pytest.mark.parametrize("county", COUNTIES)
def test_the_counties_of_the_page_are_those_of_the_sample(
    page: str, made: dict[str, Any], county: str
) -> None:
    found = made["output"].loc[COUNTIES[county]]
    share = f"{100 * found['share']:.1f} %"
    distances = [f"{found[name] + 0.0:.2f}" for name in ("difference", "behind_first")]
    assert table_row(page, county) == [f"{found['value']:.2f}", str(found["rank"]), share, *distances]


def test_the_convergence_of_the_page_is_that_of_the_sample(page: str, made: dict[str, Any]) -> None:
    found = made["closer"].iloc[0]
    assert table_row(page, "variation") == [f"{found['variation_before']:.4f} → {found['variation']:.4f}"]
    for beginning, name in (("slope", "slope"), ("standard error", "standard_error"), ("speed", "speed")):
        assert table_row(page, beginning) == [f"{found[name]:.4f}"]
    assert table_row(page, "half-life") == [f"{found['half_life']:.0f} years"]
    assert table_row(page, "R squared") == [f"{found['r_squared']:.2f}"]
    assert abs(found["slope"]) / found["standard_error"] == pytest.approx(1.5, abs=0.05)
    assert found["areas"] - 2 == 9


# Its figures are put through `convergence` in test_convergence.py; here what the page writes is reckoned.
def test_the_example_by_hand_is_reckoned_right(page: str) -> None:
    speed = -log(1 - 0.16) / 2
    for written in (
        f"= -{(0.225 + 0.025 + 0.150) / 5:.2f}",
        f"= {sqrt(0.0030 / 2 / 5):.4f}",
        f"= {speed:.4f}",
        f"= {log(2) / speed:.2f} years",
        f"= {1 - 0.0030 / 0.0350:.3f}",
        f"a half-life of {log(2) / 0.02:.0f} years",
    ):
        assert written in page


def test_the_reasons_of_the_page_are_the_words_of_the_tables(page: str) -> None:
    for word in ci.vocabulary.EditionBreak:
        assert f"| {word} |" in page
