"""The capital stock by perpetual inventory, and values at constant prices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError

GIVEN = {"depreciation_rate": 0.1, "initial_capital": 1000.0}


def by_year(*values: float | None, first: int = 2004) -> pd.Series:
    return pd.Series(values, index=range(first, first + len(values)), dtype="float64")


SPENT = by_year(140.0, 150.0, 160.0)

# --- known values --------------------------------------------------------------------------------


def test_a_stock_wears_off_and_is_added_to() -> None:
    # 0.9 * 1000 + 150 = 1050; 0.9 * 1050 + 160 = 1105. The first stock holds the first investment.
    assert ci.capital_stock(SPENT, **GIVEN).tolist() == pytest.approx([1000, 1050, 1105], rel=1e-12)


def test_the_rate_of_a_year_wears_off_the_stock_of_the_year_before() -> None:
    # 0.8 * 1000 + 150 = 950; 0.5 * 950 + 160 = 635. The rate of the first year has nothing to wear off.
    rates = by_year(0.7, 0.2, 0.5)
    stocks = ci.capital_stock(SPENT, depreciation_rate=rates, initial_capital=1000)
    assert stocks.tolist() == pytest.approx([1000, 950, 635], rel=1e-12)


def test_rates_may_stand_in_any_order_and_for_more_years() -> None:
    rates = by_year(0.9, 0.7, 0.2, 0.5, 0.9, first=2003).iloc[::-1]
    stocks = ci.capital_stock(SPENT, depreciation_rate=rates, initial_capital=1000)
    assert stocks.tolist() == pytest.approx([1000, 950, 635], rel=1e-12)


def test_the_rates_of_the_literature() -> None:
    # 张军等 2004: 9.6 %; 单豪杰 2008: 10.96 %.
    assert (ci.ZHANG_2004_DEPRECIATION, ci.SHAN_2008_DEPRECIATION) == (0.096, 0.1096)


def test_a_tenth_is_the_share_of_first_investment_by_the_rule_of_zhang() -> None:
    # 140 / 0.10 = 1400; 0.904 * 1400 + 150 = 1415.6; 0.904 * 1415.6 + 160 = 1439.7024.
    stocks = ci.capital_stock(SPENT, depreciation_rate=0.096, initial_rule="zhang_2004")
    assert stocks.tolist() == pytest.approx([1400, 1415.6, 1439.7024], rel=1e-12)


def test_the_rule_of_harberger_divides_by_growth_and_depreciation() -> None:
    # Investment grows from 100 to 121 in two years, by 10 % a year: 100 / (0.10 + 0.15) = 400;
    # 0.85 * 400 + 110 = 450; 0.85 * 450 + 121 = 503.5.
    spent = by_year(100.0, 110.0, 121.0)
    stocks = ci.capital_stock(spent, depreciation_rate=0.15, initial_rule="harberger")
    assert stocks.tolist() == pytest.approx([400, 450, 503.5], rel=1e-12)
    # Two years will do: 110 / 100 is the same growth.
    two = ci.capital_stock(spent.loc[:2005], depreciation_rate=0.15, initial_rule="harberger")
    assert two.tolist() == pytest.approx([400, 450], rel=1e-12)
    # With a growth of 5 % given: 100 / 0.20.
    given = ci.capital_stock(spent, depreciation_rate=0.15, initial_rule="harberger", growth=0.05)
    assert given.iloc[0] == pytest.approx(500, rel=1e-12)


def test_the_rule_of_harberger_takes_the_rate_of_the_first_year() -> None:
    rates = by_year(0.15, 0.9, 0.9)
    stocks = ci.capital_stock(by_year(100.0, 110.0, 121.0), depreciation_rate=rates, initial_rule="harberger")
    assert stocks.iloc[0] == pytest.approx(400, rel=1e-12)


def test_where_all_grows_alike_the_rule_of_harberger_is_low_by_one_years_growth() -> None:
    # 8 % growth, 12 % depreciation: the stock before the first year is 100 / 0.20 = 500, after it 540,
    # and 540 grows by 8 % a year: 0.88 * 540 + 108 = 583.2.
    spent = by_year(*(100 * 1.08**n for n in range(10)))
    true = ci.capital_stock(spent, depreciation_rate=0.12, initial_capital=540)
    assert (true / true.shift(1)).dropna().tolist() == pytest.approx([1.08] * 9, rel=1e-12)
    ruled = ci.capital_stock(spent, depreciation_rate=0.12, initial_rule="harberger")
    assert true.iloc[0] / ruled.iloc[0] == pytest.approx(1.08, rel=1e-12)
    # The guess fades: of the 40 missing, 0.88^9 are still missing after nine years.
    assert true.iloc[9] - ruled.iloc[9] == pytest.approx(40 * 0.88**9, rel=1e-9)


# --- prices --------------------------------------------------------------------------------------

FIXED = by_year(100.0, 110.0, 132.0)  # prices rose by 10 and by 20 %
ONE_BASE = {"price_form": "fixed_base"}
LINKS = by_year(103.0, 110.0, 120.0)  # the same, with the year before at 100
CURRENT = by_year(100.0, 121.0, 145.2)


@pytest.mark.parametrize(("index", "form"), [(FIXED, "fixed_base"), (LINKS, "previous_year")])
def test_both_forms_of_a_price_index_say_the_same(index: pd.Series, form: str) -> None:
    # 100; 121 / 1.1 = 110; 145.2 / 1.32 = 110.
    deflated = ci.deflate(CURRENT, index, price_form=form)
    assert deflated.tolist() == pytest.approx([100, 110, 110], rel=1e-12)
    # At prices of 2006 all is 1.32 times as much, at prices of 2005 1.1 times.
    assert ci.deflate(CURRENT, index, price_form=form, base_year=2006).tolist() == pytest.approx(
        [132, 145.2, 145.2], rel=1e-12
    )
    assert ci.deflate(CURRENT, index, price_form=form, base_year=2005).iloc[0] == pytest.approx(110)


@pytest.mark.parametrize(("index", "form"), [(FIXED, "fixed_base"), (LINKS, "previous_year")])
@pytest.mark.parametrize("base_year", [None, 2005])
@pytest.mark.parametrize("rule", [{"initial_capital": 700.0}, {"initial_rule": "harberger"}])
def test_prices_inside_are_prices_outside(index: pd.Series, form: str, base_year: Any, rule: Any) -> None:
    prices = {"price_form": form, "base_year": base_year}
    inside = ci.capital_stock(CURRENT, depreciation_rate=0.1, price_index=index, **prices, **rule)
    outside = ci.capital_stock(ci.deflate(CURRENT, index, **prices), depreciation_rate=0.1, **rule)
    pd.testing.assert_series_equal(inside, outside)
    assert inside.iloc[1] == pytest.approx(
        0.9 * inside.iloc[0] + 121 / 1.1 * (1.0 if base_year is None else 1.1), rel=1e-12
    )


def test_the_base_year_may_lie_before_or_after_the_values() -> None:
    spent = by_year(220.0, first=2005)
    # 2004 to 2005 prices rose by 10 %, 2005 to 2006 by 20 %.
    for index, form in ((FIXED, "fixed_base"), (LINKS, "previous_year")):
        at = [ci.deflate(spent, index, price_form=form, base_year=year).iloc[0] for year in (2004, 2006)]
        assert at == pytest.approx([200, 264], rel=1e-12)


def test_the_first_link_of_an_index_is_not_needed() -> None:
    for links in (LINKS.loc[2005:], LINKS.where(LINKS.index > 2004)):
        deflated = ci.deflate(CURRENT, links, price_form="previous_year")
        assert deflated.tolist() == pytest.approx([100, 110, 110], rel=1e-12)


def test_a_negative_change_of_stocks_can_be_deflated_and_missing_stays_missing() -> None:
    deflated = ci.deflate(by_year(-100.0, None, 132.0), FIXED, **ONE_BASE)
    assert deflated.tolist() == pytest.approx([-100, float("nan"), 100], nan_ok=True)


# --- missing figures, order, index ---------------------------------------------------------------


def test_missing_investment_makes_that_stock_and_all_later_ones_missing() -> None:
    stocks = ci.capital_stock(by_year(1.0, 2.0, None, 4.0, 5.0), **GIVEN)
    assert stocks.isna().tolist() == [False, False, True, True, True]
    # Also where all of it wears off within the year.
    gone = ci.capital_stock(by_year(1.0, None, 4.0), depreciation_rate=1, initial_capital=1)
    assert gone.isna().tolist() == [False, True, True]


def test_the_first_investment_may_be_missing_where_the_stock_is_given() -> None:
    assert ci.capital_stock(by_year(None, 150.0), **GIVEN).tolist() == pytest.approx([1000, 1050])


def test_years_in_any_order_come_back_on_the_same_index() -> None:
    shuffled = SPENT.rename_axis("year").iloc[[2, 0, 1]]
    before = shuffled.copy()
    stocks = ci.capital_stock(shuffled, **GIVEN)
    assert stocks.index.equals(shuffled.index)
    assert stocks.index.name == "year"
    assert stocks.tolist() == pytest.approx([1105, 1000, 1050], rel=1e-12)
    deflated = ci.deflate(CURRENT.iloc[[2, 0, 1]], FIXED.iloc[::-1], **ONE_BASE)
    assert deflated.index.tolist() == [2006, 2004, 2005]
    assert deflated.tolist() == pytest.approx([110, 100, 110], rel=1e-12)
    pd.testing.assert_series_equal(shuffled, before)


@pytest.mark.parametrize("dtype", ["int64", "Int64", "float32"])
def test_numbers_of_any_kind_will_do(dtype: str) -> None:
    stocks = ci.capital_stock(SPENT.astype(dtype), **GIVEN)
    assert stocks.dtype == "float64"
    assert stocks.tolist() == pytest.approx([1000, 1050, 1105])


# --- refusals ------------------------------------------------------------------------------------

BAD_YEARS = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0], index=[2004, 2004, 2006, 2009, 2009])
BAD_YEARS_SAID = (
    "2004: more than once", "2009: more than once", "2005: not there", "2007: not there", "2008: not there",
)  # fmt: skip


def refused(call: Any, said: str) -> tuple[str, ...]:
    with pytest.raises(ArgumentError, match=said) as error:
        call()
    return error.value.problems


def test_gaps_and_repeated_years_are_all_listed() -> None:
    said = "holds consecutive years, once each; it does not at:"
    assert refused(lambda: ci.capital_stock(BAD_YEARS, **GIVEN), f"investment {said}") == BAD_YEARS_SAID
    assert refused(lambda: ci.deflate(BAD_YEARS, FIXED, **ONE_BASE), f"values {said}") == BAD_YEARS_SAID
    assert refused(lambda: ci.deflate(SPENT, BAD_YEARS, **ONE_BASE), f"price_index {said}") == BAD_YEARS_SAID
    by_rates = {"depreciation_rate": BAD_YEARS / 10, "initial_capital": 1}
    assert refused(lambda: ci.capital_stock(SPENT, **by_rates), f"rate {said}") == BAD_YEARS_SAID


def test_values_outside_their_range_are_all_listed() -> None:
    spent = by_year(1.0, -2.0, float("inf"), -0.5, 0.0, None)
    problems = refused(lambda: ci.capital_stock(spent, **GIVEN), "investment is finite and zero or more")
    assert problems == ("2005: -2.0", "2006: inf", "2007: -0.5")
    rates = by_year(-0.1, 0.0, 1.0, 1.1, None)
    problems = refused(
        lambda: ci.capital_stock(by_year(1, 2, 3, 4, 5, 6), depreciation_rate=rates, initial_capital=1),
        "depreciation_rate is a fraction from 0 to 1; it is not at:",
    )
    assert problems == ("2004: -0.1", "2007: 1.1", "2008: nan", "2009: nan")
    prices = by_year(100.0, 0.0, None, -3.0, float("inf"))
    problems = refused(
        lambda: ci.deflate(by_year(1, 2, 3, 4, 5, 6), prices, **ONE_BASE),
        "price_index is above zero in every year",
    )
    assert problems == ("2005: 0.0", "2006: nan", "2007: -3.0", "2008: inf", "2009: nan")
    values = by_year(1.0, float("-inf"), float("inf"))
    problems = refused(lambda: ci.deflate(values, FIXED, **ONE_BASE), "values are finite")
    assert problems == ("2005: -inf", "2006: inf")


def test_a_ratio_or_a_rate_is_not_taken_for_an_index_of_the_year_before() -> None:
    problems = refused(
        lambda: ci.deflate(CURRENT, by_year(1.03, 12.0, 49.9), price_form="previous_year"),
        "103 where prices rose by 3 %, never below 50; it is not at:",
    )
    assert problems == ("2005: 12.0", "2006: 49.9")
    assert ci.deflate(CURRENT, by_year(1.0, 1.1, 1.32), **ONE_BASE).tolist() == pytest.approx([100, 110, 110])
    fallen = ci.deflate(CURRENT, by_year(100.0, 50.0, 100.0), price_form="previous_year")
    assert fallen.tolist() == pytest.approx([100, 242, 290.4])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {},
            r"first year \(initial_capital=\), or a rule for it \(initial_rule= harberger, zhang_2004\)",
        ),
        ({"initial_capital": 1.0, "initial_rule": "harberger"}, "and not both"),
        ({"initial_capital": -1.0}, r"initial_capital is -1\.0; a stock is zero or more"),
        ({"initial_capital": float("nan")}, "initial_capital is nan"),
        ({"initial_rule": "harburger"}, r"initial_rule is 'harburger' \(did you mean harberger\?\)"),
        ({"initial_capital": 1.0, "growth": 0.1}, "growth is used by initial_rule='harberger' only"),
        ({"initial_rule": "zhang_2004", "growth": 0.1}, "growth is used by initial_rule='harberger' only"),
        ({"initial_rule": "harberger", "growth": float("inf")}, "growth is inf; a finite number"),
        (
            {"initial_rule": "harberger", "growth": -0.1},
            "is above zero; it is 0. Give growth= of other years, or initial_capital=",
        ),
        ({"initial_rule": "harberger", "growth": -0.3}, r"is above zero; it is -0\.2"),
        ({"initial_capital": 1.0, "base_year": 2004}, "price_index, which is not given"),
        ({"initial_capital": 1.0, "price_form": "previous_year"}, "price_index, which is not given"),
        ({"initial_capital": 1.0, "price_index": FIXED}, "price_form says how to read price_index"),
        ({"initial_capital": 1.0, "price_index": FIXED, "price_form": "chain"}, "price_form is 'chain'"),
        (
            {"initial_capital": 1.0, "price_index": FIXED, **ONE_BASE, "base_year": 1066},
            "base_year: 1066 is not a year",
        ),
        ({"initial_capital": 1.0, "price_index": FIXED, **ONE_BASE, "base_year": 2007}, "2007: nan"),
        ({"initial_capital": 1.0, "depreciation_rate": 9.6}, "fraction from 0 to 1; it is not at:\n  - 2004"),
        ({"initial_capital": 1.0, "depreciation_rate": "0.1"}, "depreciation_rate is '0.1'"),
    ],
)
def test_arguments_that_contradict_or_have_no_use_are_refused(more: dict[str, Any], said: str) -> None:
    refused(lambda: ci.capital_stock(SPENT, **{"depreciation_rate": 0.1, **more}), said)


@pytest.mark.parametrize("first", [0.0, None])
@pytest.mark.parametrize("rule", ["harberger", "zhang_2004"])
def test_a_rule_needs_a_first_investment(first: float | None, rule: str) -> None:
    spent = by_year(first, 150.0)
    refused(
        lambda: ci.capital_stock(spent, depreciation_rate=0.1, initial_rule=rule),
        "initial_rule needs investment above zero in the first year; 2004 has",
    )


@pytest.mark.parametrize("spent", [by_year(100.0), by_year(100.0, 110.0, None)])
def test_growth_that_cannot_be_known_has_to_be_given(spent: pd.Series) -> None:
    settled = {"depreciation_rate": 0.1, "initial_rule": "harberger"}
    refused(
        lambda: ci.capital_stock(spent, **settled),
        "from the first to the last year, which is not known here; give growth=",
    )
    assert ci.capital_stock(spent, **settled, growth=0.1).iloc[0] == pytest.approx(500)


@pytest.mark.parametrize(
    "odd",
    [
        [1.0, 2.0],
        pd.DataFrame({"investment": [1.0]}, index=[2004]),
        pd.Series([], dtype="float64"),
        pd.Series(["1"], index=[2004]),
        pd.Series([True], index=[2004]),
        pd.Series([1 + 1j], index=[2004]),
        pd.Series([1.0], index=["2004"]),
        pd.Series([1.0], index=[2004.0]),
        pd.Series([1.0, 2.0], index=pd.Index([2004, None], dtype="Int64")),
        pd.Series([1.0], index=pd.period_range("2004", periods=1, freq="Y")),
    ],
    ids=lambda odd: type(odd).__name__,
)
def test_what_is_no_series_of_numbers_by_year_is_refused(odd: Any) -> None:
    for call in (lambda: ci.capital_stock(odd, **GIVEN), lambda: ci.deflate(odd, FIXED, **ONE_BASE)):
        refused(call, "is a Series of at least one value indexed by year|indexed by whole years like 2007")


def test_years_outside_the_range_of_figures_are_refused() -> None:
    refused(lambda: ci.capital_stock(by_year(1.0, first=1800), **GIVEN), "1800 is not a year from 1949")


def test_zero_is_a_stock_and_both_ends_of_the_range_are_rates() -> None:
    for rate, second in ((0, 150.0), (1, 150.0), (np.float64(0.5), 150.0)):
        stocks = ci.capital_stock(SPENT, depreciation_rate=rate, initial_capital=0)
        assert stocks.tolist()[:2] == [0.0, second]
