"""The pages on capital and growth accounting say what the library gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci

METHODS = Path(__file__).parents[2] / "docs" / "methods"


def page(name: str) -> str:
    return (METHODS / name).read_text(encoding="utf-8").replace("–", "-")


def row(text: str, beginning: str, *, number: int = 0) -> list[str]:
    """Return the cells behind the first of a table's row; of several alike the one of that number."""
    lines = [line for line in text.splitlines() if line.startswith(f"| {beginning} ")]
    return [cell.strip() for cell in lines[number].split("|")[2:-1]]


def of(area: str) -> pd.DataFrame:
    return ci.load_sample("accounts").query("area == @area")


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


@pytest.mark.parametrize("window", [1, 3, 5, 10])
def test_the_windows_of_the_page_are_those_of_china(window: int) -> None:
    rise = ci.contribution_rise(ci.growth_accounts(of("100000"), window=window)).set_index("end_year")
    lowest, highest, mean, often = row(page("growth-accounting.md"), str(window))
    rates, rises = rise["residual_share"], rise["rise_pp"].dropna()
    for shown, at in ((lowest, rates.idxmin()), (highest, rates.idxmax())):
        stated = re.fullmatch(r"(-?[\d,.]+) % \((\d{4})\)", shown)
        assert stated is not None
        decimals = len(stated[1].partition(".")[2])
        assert float(stated[1].replace(",", "")) == round(100 * rates[at], decimals)
        assert int(stated[2]) == at
    assert float(mean.split()[0]) == round(rises.abs().mean(), len(mean.split()[0].partition(".")[2]))
    assert often == f"{100 * (rises >= 0.5).mean():.0f} %"


@pytest.mark.parametrize(
    ("name", "area", "window", "number"),
    [
        ("China, five years: rate", "100000", 5, 0),
        ("China, one year: rate", "100000", 1, 1),
        ("City (illustrative), five years: rate", "431000", 5, 2),
    ],
)
def test_the_choices_of_the_page_are_those_of_the_sample(
    name: str, area: str, window: int, number: int
) -> None:
    choices = ci.contribution_sensitivity(of(area), window=window).query("end_year == 2007")
    text = page("growth-accounting.md")
    assert row(text, name) == [f"{100 * rate:.1f} %" for rate in choices["residual_share"]]
    assert row(text, "rise, points", number=number) == [f"{rise:.2f}" for rise in choices["rise_pp"]]


def test_the_index_of_the_page_is_that_of_china() -> None:
    index = ci.tornqvist_tfp(of("100000"), base_year=1978).set_index("year")["tfp_index"]
    stated = re.search(
        r"stands at (\S+) in 1988, (\S+) in 1998, (\S+) in 2007 and (\S+) in 2017",
        page("growth-accounting.md"),
    )
    assert stated is not None
    assert [*stated.groups()] == [f"{index[year]:.2f}" for year in (1988, 1998, 2007, 2017)]
