"""The page on decomposition says what its code gives."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from pages import method_page, ran, table_row

import chenzhou_indicators as ci


@pytest.fixture(scope="module")
def page() -> str:
    return method_page("decomposition")


@pytest.fixture(scope="module")
def made(page: str) -> dict[str, Any]:
    return ran(page)


@pytest.mark.parametrize(
    ("county", "name"),
    [("431002", "Beihu"), ("431003", "Suxian"), ("431023", "Yongxing"), ("431081", "Zixing")],
)
def test_the_counties_of_the_page_are_those_of_the_sample(
    page: str, made: dict[str, Any], county: str, name: str
) -> None:
    part = made["made"].set_index("part").loc[county]
    before, after, growth, contribution, share = (cell.split("= ")[-1] for cell in table_row(page, name))
    assert [before, after] == [f"{part['value_before']:.2f}", f"{part['value']:.2f}"]
    assert [growth, share] == [f"{100 * part['growth']:.1f} %", f"{100 * part['contribution_share']:.1f} %"]
    assert contribution == f"{part['contribution_pp']:.2f}"


def test_the_parks_of_the_page_are_those_of_the_sample(page: str, made: dict[str, Any]) -> None:
    shown = re.search(r"Zone (\S+) points, .* Park (\S+), .* Zone (\S+), rest (\S+): ", page)
    assert shown is not None
    assert list(shown.groups()) == [f"{points:.2f}" for points in made["parks"]["contribution_pp"]]


def test_the_effects_of_the_page_are_those_of_the_sample(page: str, made: dict[str, Any]) -> None:
    effects, china = made["effects"], made["china"]
    spans = {
        "China 1999-2006": lambda method: effects(china, 1999, 2006, method),
        "the same,": lambda method: sum(effects(china, year, year + 1, method) for year in range(1999, 2006)),
        "the city 2006-2007": lambda method: effects(made["city"], 2006, 2007, method),
    }
    for beginning, found in spans.items():
        sides = pd.concat([found("shapley"), found("lmdi")]).sort_index(ascending=False, kind="stable")
        change = found("shapley").sum()
        assert table_row(page, beginning) == [f"{effect:+.3f}" for effect in [*sides, change]]


def test_the_factors_of_the_page_are_those_of_the_sample(page: str, made: dict[str, Any]) -> None:
    start, end = (made["factors"](column) for column in ("value_before", "value"))
    assert table_row(page, "additive")[:3] == [f"{effect:.3f}" for effect in ci.lmdi(start, end)]
    ratios = ci.lmdi(start, end, form="multiplicative")
    assert table_row(page, "multiplicative")[:3] == [f"{effect:.4f}" for effect in ratios]


def test_the_shares_of_the_page_are_those_of_its_example(page: str, made: dict[str, Any]) -> None:
    table = ci.shift_share(made["before"], made["after"]).set_index("area")
    for area in ("A", "B"):
        shown = [float(cell.split("= ")[-1]) for cell in table_row(page, area)]
        assert shown == pytest.approx(table.loc[area].tolist(), abs=1e-12)
