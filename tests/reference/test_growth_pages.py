"""The page on capital, and the index on that of growth accounting, say what the library gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import chenzhou_indicators as ci

METHODS = Path(__file__).parents[2] / "docs" / "methods"


def page(name: str) -> str:
    return (METHODS / name).read_text(encoding="utf-8").replace("–", "-")


def row(text: str, beginning: str) -> list[str]:
    """Return the cells behind the first of a table's row."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {beginning} "))
    return [cell.strip() for cell in line.split("|")[2:-1]]


# --- capital -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def investment() -> dict[str, Any]:
    """Run the code of the page."""
    names: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", page("capital.md"), flags=re.DOTALL)[0], names)
    return names


@pytest.mark.parametrize(
    ("name", "rate", "rule"),
    [
        ("stock, 9.6 %, one tenth", ci.ZHANG_2004_DEPRECIATION, "zhang_2004"),
        ("stock, 9.6 %, Harberger", ci.ZHANG_2004_DEPRECIATION, "harberger"),
        ("stock, 10.96 %, one tenth", ci.SHAN_2008_DEPRECIATION, "zhang_2004"),
        ("stock, 10.96 %, Harberger", ci.SHAN_2008_DEPRECIATION, "harberger"),
    ],
)
def test_the_stocks_of_the_page_are_those_of_the_sample(
    investment: dict[str, Any], name: str, rate: float, rule: str
) -> None:
    by_year = investment["by_year"]
    prices = {"price_index": by_year["cpi"], "price_form": "previous_year"}
    spent = by_year["fixed_asset_investment"] / 10_000
    stock = ci.capital_stock(spent, depreciation_rate=rate, initial_rule=rule, **prices)
    assert row(page("capital.md"), name) == [f"{value:,.1f}" for value in stock]


def test_the_code_of_the_page_gives_the_second_row_of_stocks(investment: dict[str, Any]) -> None:
    shown = row(page("capital.md"), "stock, 9.6 %, Harberger")
    assert [f"{value:,.1f}" for value in investment["stock"]] == shown


# --- growth accounting ---------------------------------------------------------------------------


def test_the_index_of_the_page_is_that_of_china() -> None:
    index = ci.tornqvist_tfp(ci.load_sample("accounts").query("area == '100000'"), base_year=1978).set_index(
        "year"
    )["tfp_index"]
    stated = re.search(
        r"stands at (\S+) in 1988, (\S+) in 1998, (\S+) in 2007 and (\S+) in 2017",
        page("growth-accounting.md"),
    )
    assert stated is not None
    assert [*stated.groups()] == [f"{index[year]:.2f}" for year in (1988, 1998, 2007, 2017)]
