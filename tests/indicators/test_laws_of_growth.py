"""What holds for every capital stock and all growth accounts a city could have.

Growth is drawn from a fall by 30 to a rise by 50 % a year, in steps of a tenth of a point, so that
years of no growth come up; levels from a hundredth to a million.
"""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pandas as pd
import pytest
from growing import accounts_of, growing
from hypothesis import given
from hypothesis import strategies as st
from laws import amounts, cases

import chenzhou_indicators as ci

rates = st.integers(-300, 500).map(lambda tenths: tenths / 1000)
fractions = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
scales = st.sampled_from([1e-8, 1e-4, 0.01, 0.1, 3.0, 1e4, 1e8])  # yuan to 100 million, and odd ones
SHARES = ["residual_share", "capital_contribution_share", "labour_contribution_share"]
FACTORS = ["output", "capital", "labour"]


def by_year(values: list[float]) -> pd.Series:
    return pd.Series(values, index=range(1980, 1980 + len(values)), dtype="float64")


investments = st.lists(st.just(0.0) | amounts, min_size=1, max_size=40).map(by_year)


@st.composite
def wear(draw: st.DrawFn, years: pd.Index) -> pd.Series:
    """Draw a rate of depreciation for each of the years."""
    return pd.Series(draw(st.lists(fractions, min_size=len(years), max_size=len(years))), index=years)


@st.composite
def panels(draw: st.DrawFn, *, holes: bool = True) -> pd.DataFrame:
    """Draw the accounts of up to three areas over three to eight years."""
    areas = []
    for number in range(draw(st.integers(1, 3))):
        years = draw(st.integers(3, 8))
        columns = {
            name: growing(draw(amounts), *draw(st.lists(rates, min_size=years - 1, max_size=years - 1)))
            for name in FACTORS
        }
        if holes and draw(st.booleans()):
            columns[draw(st.sampled_from(FACTORS))][draw(st.integers(0, years - 1))] = float("nan")
        share = draw(st.lists(fractions, min_size=years, max_size=years))
        areas.append(accounts_of(**columns, area=f"43100{number}", labour_share=share,
                                 first=draw(st.integers(1978, 2000))))  # fmt: skip
    return pd.concat(areas, ignore_index=True)


# --- capital -------------------------------------------------------------------------------------


@cases(25)
@given(yearly=amounts, rate=st.integers(8, 100), start=st.just(0.0) | amounts)
def test_constant_investment_tends_to_investment_over_depreciation(
    yearly: float, rate: int, start: float
) -> None:
    wear_a_year = rate / 100
    spent = pd.Series(yearly, index=range(1950, 2101))
    stocks = ci.capital_stock(spent, depreciation_rate=wear_a_year, initial_capital=start)
    limit = yearly / wear_a_year
    # What is missing of the limit wears off like the stock: after 150 years at 8 % to 0.0004 %.
    left = (start - limit) * (1 - wear_a_year) ** np.arange(151)
    assert (stocks - limit).tolist() == pytest.approx(left.tolist(), abs=1e-9 * max(limit, start))
    assert stocks.iloc[-1] == pytest.approx(limit, abs=4e-6 * max(limit, start))


@cases(15)
@given(spent=investments, start=st.just(0.0) | amounts)
def test_without_depreciation_the_stock_is_the_running_sum(spent: pd.Series, start: float) -> None:
    stocks = ci.capital_stock(spent, depreciation_rate=0, initial_capital=start)
    assert stocks.tolist() == pytest.approx([*accumulate(spent.iloc[1:], initial=start)], rel=1e-12)


@cases(15)
@given(spent=investments, start=amounts)
def test_where_all_wears_off_the_stock_is_this_years_investment(spent: pd.Series, start: float) -> None:
    stocks = ci.capital_stock(spent, depreciation_rate=1, initial_capital=start)
    assert stocks.tolist() == [start, *spent.iloc[1:]]


@cases(20)
@given(data=st.data(), spent=investments, more=amounts, start=amounts, other=amounts)
def test_a_stock_is_the_sum_of_the_stocks_of_two_investors(
    data: st.DataObject, spent: pd.Series, more: float, start: float, other: float
) -> None:
    wears = {"depreciation_rate": data.draw(wear(spent.index))}
    second = spent[::-1].set_axis(spent.index) + more
    one = ci.capital_stock(spent, initial_capital=start, **wears)
    two = ci.capital_stock(second, initial_capital=other, **wears)
    both = ci.capital_stock(spent + second, initial_capital=start + other, **wears)
    assert both.tolist() == pytest.approx((one + two).tolist(), rel=1e-9, abs=1e-9)


@cases(15)
@given(spent=investments, first=amounts, rate=st.integers(1, 40), scale=scales)
@pytest.mark.parametrize("rule", ["harberger", "zhang_2004"])
def test_a_stock_by_a_rule_is_free_of_the_unit(
    rule: str, spent: pd.Series, first: float, rate: int, scale: float
) -> None:
    spent.iloc[0] = first
    settled = {"depreciation_rate": rate / 100, "initial_rule": rule}
    settled |= {"growth": 0.05} if rule == "harberger" else {}
    one, other = (ci.capital_stock(values, **settled) for values in (spent, spent * scale))
    assert other.tolist() == pytest.approx((one * scale).tolist(), rel=1e-9)


@cases(20)
@given(spent=investments, changes=st.lists(rates, min_size=40, max_size=40), scale=scales,
       base=st.none() | st.integers(1980, 2019))  # fmt: skip
def test_prices_inside_are_prices_outside_in_either_form_and_at_any_level(
    spent: pd.Series, changes: list[float], scale: float, base: int | None
) -> None:
    index = by_year(growing(100, *changes))
    links = 100 * index / index.shift(1)
    settled = {"depreciation_rate": 0.096, "initial_capital": 50.0}
    outside = ci.capital_stock(ci.deflate(spent, index, price_form="fixed_base", base_year=base), **settled)
    for prices, form in ((index, "fixed_base"), (index * scale, "fixed_base"), (links, "previous_year")):
        inside = ci.capital_stock(spent, price_index=prices, price_form=form, base_year=base, **settled)
        assert inside.tolist() == pytest.approx(outside.tolist(), rel=1e-9, abs=1e-12)


# --- growth accounts -----------------------------------------------------------------------------


@cases(30)
@given(accounts=panels(), alpha=fractions, beta=fractions, window=st.integers(1, 2))
def test_parts_and_residual_add_up_to_growth_and_shares_to_one(
    accounts: pd.DataFrame, alpha: float, beta: float, window: int
) -> None:
    growth = ci.growth_accounts(
        accounts, capital_elasticity=alpha, labour_elasticity=beta, window=(window, 1)
    )
    parts = growth[["capital_contribution", "labour_contribution", "residual"]].sum(axis=1, skipna=False)
    apart = (parts - growth["output_growth"])[parts.notna()].abs()
    assert (apart <= 1e-12).all()
    shares = growth[SHARES].dropna()
    assert ((shares.sum(axis=1) - 1).abs() <= 1e-12 * (1 + shares.abs().sum(axis=1))).all()
    # What is missing has a reason, and nothing is infinite.
    assert growth["reason"].isna().equals(growth["residual_share"].notna())
    numbers = growth.select_dtypes("number").to_numpy()
    assert not np.isinf(numbers).any()
    fell = growth["output_growth"] <= 0
    assert growth.loc[fell, SHARES].isna().all(axis=None)


@cases(12)
@given(accounts=panels(), scale=scales, factor=st.sampled_from(FACTORS))
def test_the_unit_of_a_factor_changes_nothing(accounts: pd.DataFrame, scale: float, factor: str) -> None:
    restated = accounts.assign(**{factor: accounts[factor] * scale})
    for step in (lambda rows: ci.growth_accounts(rows, window=(1, 2)), ci.tornqvist_tfp):
        one, other = step(accounts), step(restated)
        pd.testing.assert_frame_equal(one[[*one.columns[:3]]], other[[*one.columns[:3]]])
        numbers = [name for name in one.select_dtypes("float64") if not name.endswith("_share")]
        pd.testing.assert_frame_equal(one[numbers], other[numbers], rtol=1e-9, atol=1e-12)
    # A share is a quotient of two small numbers: exact to what rounding leaves of growth.
    one, other = (ci.growth_accounts(rows, window=1) for rows in (accounts, restated))
    error = 1e-12 / one["output_growth"].where(one["residual_share"].notna())
    apart = (one["residual_share"] - other["residual_share"]).abs()
    assert (apart <= error * (1 + one["residual_share"].abs())).equals(error.notna())


@cases(6)
@given(accounts=panels(), data=st.data())
def test_row_order_and_index_never_matter_to_any_choice_and_nothing_is_changed(
    accounts: pd.DataFrame, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(accounts))))
    shuffled = accounts.iloc[order].set_axis(["x"] * len(accounts)).assign(remark="kept")
    before = shuffled.copy(deep=True)
    one, other = (ci.contribution_sensitivity(rows, window=(1, 2)) for rows in (accounts, shuffled))
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    pd.testing.assert_frame_equal(shuffled, before)


@cases(20)
@given(accounts=panels(), asked=st.integers(-50, 50))
def test_the_share_of_choices_that_meet_is_their_mean(accounts: pd.DataFrame, asked: int) -> None:
    choices = ci.contribution_sensitivity(
        accounts, capital_elasticity=(0.3, 0.4, 0.6), window=(2, 1), minimum_rise=float(asked)
    )
    meets = (choices["rise_pp"] >= asked - 1e-9).astype("float64").where(choices["rise_pp"].notna())
    groups = meets.groupby([choices["area"], choices["end_year"]])
    assert choices["share_met"].tolist() == pytest.approx(groups.transform("mean").tolist(), nan_ok=True)
    assert choices["n_judged"].tolist() == groups.transform("count").tolist()


@cases(15)
@given(accounts=panels(holes=False), data=st.data())
def test_the_index_of_productivity_grows_by_its_growth_whatever_its_base(
    accounts: pd.DataFrame, data: st.DataObject
) -> None:
    one = accounts[accounts["area"] == "431000"]
    base = data.draw(st.sampled_from(one["year"].tolist()))
    tfp = ci.tornqvist_tfp(one, base_year=base)
    steps = np.log(tfp["tfp_index"]).diff().iloc[1:]
    assert steps.tolist() == pytest.approx(tfp["tfp_growth"].iloc[1:].tolist(), abs=1e-12)
    assert tfp.loc[tfp["year"] == base, "tfp_index"].item() == 1
