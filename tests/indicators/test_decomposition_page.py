"""The page on decomposition says what its code gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "decomposition.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8").replace("–", "-")


@pytest.fixture(scope="module")
def made(page: str) -> dict[str, Any]:
    """Run the code of the page from top to bottom."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL):
        exec(block, names)
    return names


def row(page: str, beginning: str) -> list[str]:
    """Return the cells of a table's row behind the first."""
    line = next(line for line in page.splitlines() if line.startswith(f"| {beginning} "))
    return [cell.strip() for cell in line.split("|")[2:-1]]


@pytest.mark.parametrize(
    ("county", "name"),
    [("431002", "Beihu"), ("431003", "Suxian"), ("431023", "Yongxing"), ("431081", "Zixing")],
)
def test_the_counties_of_the_page_are_those_of_the_sample(
    page: str, made: dict[str, Any], county: str, name: str
) -> None:
    part = made["made"].set_index("part").loc[county]
    before, after, growth, contribution, share = (cell.split("= ")[-1] for cell in row(page, name))
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
        assert row(page, beginning) == [f"{effect:+.3f}" for effect in [*sides, change]]


def test_the_factors_of_the_page_are_those_of_the_sample(page: str, made: dict[str, Any]) -> None:
    start, end = (made["factors"](column) for column in ("value_before", "value"))
    assert row(page, "additive")[:3] == [f"{effect:.3f}" for effect in ci.lmdi(start, end)]
    ratios = ci.lmdi(start, end, form="multiplicative")
    assert row(page, "multiplicative")[:3] == [f"{effect:.4f}" for effect in ratios]


def test_the_shares_of_the_page_are_those_of_its_example(page: str, made: dict[str, Any]) -> None:
    table = ci.shift_share(made["before"], made["after"]).set_index("area")
    for area in ("A", "B"):
        shown = [float(cell.split("= ")[-1]) for cell in row(page, area)]
        assert shown == pytest.approx(table.loc[area].tolist(), abs=1e-12)
