"""Capital by perpetual inventory: the stock is what is left of all investment.

Nobody counts a capital stock. It is reckoned from investment at constant prices: each year what
was there wears off by the depreciation rate, and what was invested is added. The stock of the
first year has to be given, or guessed from the first investment by a rule; the guess fades as fast as
capital wears off. Rates and rules of the literature on China differ, and the stock with them.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd

from ..arguments import number, one_of, year_number
from ..errors import ArgumentError
from ..vocabulary import InitialRule, PriceForm
from .growth import average_growth

__all__ = ["SHAN_2008_DEPRECIATION", "ZHANG_2004_DEPRECIATION", "capital_stock", "deflate"]

# Zhang Jun, Wu Guiying and Zhang Jipeng (张军, 吴桂英, 张吉鹏), Economic Research Journal 2004 no. 10, 35-44.
ZHANG_2004_DEPRECIATION = 0.096
ZHANG_2004_RATIO = 0.10  # first investment over first stock, in the same paper
# Shan Haojie (单豪杰), Journal of Quantitative & Technical Economics 2008 no. 10, 17-31.
SHAN_2008_DEPRECIATION = 0.1096

LEAST_LINK = 50  # prices do not halve in a year: below it stands a ratio or a rate, not an index


def capital_stock(
    investment: pd.Series[float],
    *,
    depreciation_rate: float | pd.Series[float],
    initial_capital: float | None = None,
    initial_rule: str | None = None,
    growth: float | None = None,
    price_index: pd.Series[float] | None = None,
    price_form: str | None = None,
    base_year: int | None = None,
) -> pd.Series[float]:
    """Return the capital stock at the end of each year, by perpetual inventory.

    Parameters
    ----------
    investment : Series of float, indexed by year
        Gross fixed capital formation [any one money unit], zero or more, of consecutive years in any
        order: at constant prices, or at current prices with a `price_index`. A missing year makes the
        stock missing from that year on; the first year's is used by a rule only, for the first stock
        already holds it.
    depreciation_rate : float or Series of float indexed by year
        Share of the stock of the year before that wears off in a year [fraction], 0 to 1; a Series must
        hold every year of `investment`. ``ZHANG_2004_DEPRECIATION`` (0.096) and
        ``SHAN_2008_DEPRECIATION`` (0.1096) are two that are used for China.
    initial_capital : float, optional
        Stock at the end of the first year [the unit of investment, at the same constant prices], zero or
        more; with a `price_index` at prices of the base year.
    initial_rule : "harberger" or "zhang_2004", optional
        Rule for it where it is not given: one of the two must be.
    growth : float, optional
        Yearly growth at constant prices [fraction, between -1 and 1] for the rule of Harberger, who took
        that of output over several years; by default the average growth of investment from the first to the
        last year given, which rests on these two years alone.
    price_index : Series of float indexed by year, optional
        Price index of investment, as for `deflate`.
    price_form : "fixed_base" or "previous_year", optional
        Whether the index has one base for all years, or 100 for the year before each, as yearbooks
        print it. Needed with a `price_index`: the two look alike and nothing else tells them apart.
    base_year : int, optional
        The year whose prices the stock is in; the first by default. Only with a `price_index`.

    Returns
    -------
    Series of float
        The stock at the end of each year [the unit of investment, at constant prices], on the index
        of `investment`.

    Raises
    ------
    ArgumentError
        If an index does not hold consecutive years once each, a value is outside its range, neither or
        both of `initial_capital` and `initial_rule` are given, a rule finds no first investment above
        zero, the rule of Harberger does not know the growth of investment or finds growth plus
        depreciation at zero or less, or an argument is given that the others leave without use.

    Notes
    -----
    .. math:: K_t = (1 - d_t) K_{t-1} + I_t

    from the second year on, with :math:`I_t` the investment and :math:`d_t` the depreciation rate of year
    t. The first stock :math:`K_1` is `initial_capital`; by the rule of Harberger
    :math:`I_1 / (g + d)`, with :math:`g` the growth of investment and :math:`d` the rate (of the first
    year, where it is a Series), which holds where capital and output grow alike; by that of Zhang, Wu and
    Zhang :math:`I_1 / 0.10`. Where capital grows by g, the stock at the beginning of the first year is
    :math:`I_1 / (g + d)`; taken for the stock at its end, as is usual, it is low by the factor 1 + g.

    References
    ----------
    OECD, Measuring Capital, 2nd edition 2009 (perpetual inventory method). Harberger, Perspectives on
    capital and technology in less-developed countries, in Artis and Nobay, Contemporary Economic
    Analysis, 1978. 张军, 吴桂英, 张吉鹏: 中国省际物质资本存量估算, 经济研究 2004(10), 35-44. 单豪杰:
    中国资本存量K的再估算, 数量经济技术经济研究 2008(10), 17-31.

    Examples
    --------
    Of a stock of 1,000 a tenth wears off each year, and 150 and 160 are added:

    >>> investment = pd.Series([140.0, 150.0, 160.0], index=[2004, 2005, 2006])
    >>> capital_stock(investment, depreciation_rate=0.1, initial_capital=1000).tolist()
    [1000.0, 1050.0, 1105.0]
    >>> capital_stock(investment, depreciation_rate=0.096, initial_rule="zhang_2004").round(1).tolist()
    [1400.0, 1415.6, 1439.7]
    >>> capital_stock(investment, depreciation_rate=9.6, initial_capital=1000)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: depreciation_rate is a fraction from 0 to 1; it is not at:
      - 2004: 9.6 ...
    """
    amounts = _by_year(investment, "investment")
    _require(amounts, (amounts < 0) | np.isinf(amounts), "investment is finite and zero or more")
    rates = _rates(depreciation_rate, amounts.index)
    if price_index is not None:
        amounts = _deflated(amounts, price_index, price_form, base_year)
    elif base_year is not None or price_form is not None:
        raise ArgumentError("base_year and price_form say how to read price_index, which is not given.")
    first = _first_stock(amounts, rates, initial_capital, initial_rule, growth)
    # A stock rests on the one before it: no more than one step per year, whatever the frame.
    years = zip(1 - rates.iloc[1:], amounts.iloc[1:], strict=True)
    stocks = accumulate(years, lambda stock, year: year[0] * stock + year[1], initial=first)
    stock = pd.Series([*stocks], index=amounts.index, dtype="float64")
    _require(stock, stock == math.inf, "The stock is a finite number; investment is too large for that")
    return stock.loc[investment.index]


def deflate(
    values: pd.Series[float],
    price_index: pd.Series[float],
    *,
    price_form: str,
    base_year: int | None = None,
) -> pd.Series[float]:
    """Bring values at current prices to the prices of one year.

    Parameters
    ----------
    values : Series of float, indexed by year
        Values at current prices [any one money unit] of consecutive years; missing stays missing.
    price_index : Series of float, indexed by year
        Above zero, for every year of `values`, the base year and those between, of one base [of any
        level] or with the year before at 100. The first year's value of the latter leads to a year before
        them, and is not needed.
    price_form : "fixed_base" or "previous_year"
        Whether the index has one base for all years, or 100 for the year before each. It has to be
        said: the two look alike.
    base_year : int, optional
        The year whose prices are wanted; the first of `values` by default.

    Returns
    -------
    Series of float
        Values at prices of the base year, on the index of `values`.

    Raises
    ------
    ArgumentError
        If an index does not hold consecutive years once each, a value is infinite, the price index is
        missing, zero or less in a year that is needed, or below 50 where the year before is 100, or an
        argument is outside its range.

    Notes
    -----
    .. math:: x_t P_b / P_t

    with :math:`P` the price index on one base and b the base year. An index relative to the year before
    is chained first: :math:`P_t = P_{t-1} p_t / 100`.

    References
    ----------
    System of National Accounts 2008, chapter 15.

    Examples
    --------
    Prices rose by 10 and by 20 %; at prices of 2004 the rest of the increase is small:

    >>> spent = pd.Series([100.0, 121.0, 145.2], index=[2004, 2005, 2006])
    >>> prices = pd.Series([103.0, 110.0, 120.0], index=[2004, 2005, 2006])
    >>> deflate(spent, prices, price_form="previous_year").round(6).tolist()
    [100.0, 110.0, 110.0]
    >>> deflate(spent, prices.loc[:2005], price_form="fixed_base")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: price_index is above zero in every year; it is not at:
      - 2006: nan
    """
    amounts = _by_year(values, "values")
    _require(amounts, amounts.abs() == math.inf, "values are finite")
    return _deflated(amounts, price_index, price_form, base_year).loc[values.index]


def _deflated(
    values: pd.Series[float], price_index: pd.Series[float], price_form: str | None, base_year: int | None
) -> pd.Series[float]:
    if price_form is None:
        raise ArgumentError(
            "price_form says how to read price_index: fixed_base (one base for all years) "
            "or previous_year (100 for the year before each, as yearbooks print it)."
        )
    form = one_of(price_form, PriceForm, "price_form")
    prices = _by_year(price_index, "price_index")
    base = int(values.index[0]) if base_year is None else year_number(base_year, "base_year")
    needed = prices.reindex(range(min(base, int(values.index[0])), max(base, int(values.index[-1])) + 1))
    if form == PriceForm.PREVIOUS_YEAR:
        needed.iloc[0] = 100.0  # relative to a year before those wanted
    _require(needed, ~(needed > 0) | np.isinf(needed), "price_index is above zero in every year")
    if form == PriceForm.PREVIOUS_YEAR:
        rule = "price_index of form previous_year is 103 where prices rose by 3 %, never below 50"
        _require(needed, needed < LEAST_LINK, rule)
        needed = (needed / 100).cumprod()
    return values * needed[base] / needed.loc[values.index]


def _by_year(values: pd.Series[float], name: str) -> pd.Series[float]:
    """Return the values by year, or say which years stand twice or are not there."""
    if not isinstance(values, pd.Series) or values.empty:
        raise ArgumentError(f"{name} is a Series of at least one value indexed by year.")
    whole_years = pd.api.types.is_integer_dtype(values.index.dtype) and not values.index.hasnans
    if not whole_years or not pd.api.types.is_any_real_numeric_dtype(values):
        raise ArgumentError(f"{name} holds numbers, indexed by whole years like 2007.")
    first, last = (year_number(int(year), name) for year in (values.index.min(), values.index.max()))
    problems = [f"{year}: more than once" for year in values.index[values.index.duplicated()].unique()]
    problems += [f"{year}: not there" for year in range(first, last + 1) if year not in values.index]
    if problems:
        raise ArgumentError(f"{name} holds consecutive years, once each; it does not at:", problems)
    return values.astype("float64").sort_index()


def _rates(rate: float | pd.Series[float], years: pd.Index[Any]) -> pd.Series[float]:
    if not isinstance(rate, pd.Series):
        rates = pd.Series(number(rate, "depreciation_rate"), index=years)
    else:
        rates = _by_year(rate, "depreciation_rate").reindex(years)
    _require(rates, ~rates.between(0, 1), "depreciation_rate is a fraction from 0 to 1")
    return rates


def _first_stock(
    amounts: pd.Series[float],
    rates: pd.Series[float],
    capital: float | None,
    rule: str | None,
    growth: float | None,
) -> float:
    """Return the stock at the end of the first year, as it is given or by the rule."""
    if (capital is None) == (rule is None):
        raise ArgumentError(
            "Give the stock at the end of the first year (initial_capital=), "
            f"or a rule for it (initial_rule= {', '.join(InitialRule)}), and not both."
        )
    chosen = None if rule is None else one_of(rule, InitialRule, "initial_rule")
    if growth is not None and chosen != InitialRule.HARBERGER:
        raise ArgumentError("growth is used by initial_rule='harberger' only; leave it out.")
    if capital is not None:
        if number(capital, "initial_capital") < 0:
            raise ArgumentError(f"initial_capital is {capital}; a stock is zero or more.")
        return float(capital)
    first = float(amounts.iloc[0])
    if not first > 0:
        raise ArgumentError(
            f"initial_rule needs investment above zero in the first year; {amounts.index[0]} has {first}."
        )
    if chosen == InitialRule.ZHANG_2004:
        return first / ZHANG_2004_RATIO
    rate = _growth_of(amounts) if growth is None else number(growth, "growth")
    if growth is not None and not -1 < rate < 1:
        raise ArgumentError(f"growth is {growth}; it is a fraction between -1 and 1, like 0.1 for 10 %.")
    turnover = rate + float(rates.iloc[0])
    if not turnover > 0:
        raise ArgumentError(
            f"By the rule of Harberger growth plus depreciation is above zero; it is {turnover:g}. "
            "Give growth= of other years, or initial_capital=."
        )
    return first / turnover


def _growth_of(amounts: pd.Series[float]) -> float:
    """Return the average yearly growth of investment from its first year to its last."""
    if len(amounts) < 2 or math.isnan(amounts.iloc[-1]):
        raise ArgumentError(
            "The rule of Harberger takes the growth of investment from the first to the last year, "
            "which is not known here; give growth=."
        )
    return average_growth(float(amounts.iloc[0]), float(amounts.iloc[-1]), len(amounts) - 1)


def _require(values: pd.Series[float], outside: pd.Series[bool], rule: str) -> None:
    """Refuse values outside a rule, naming the year of each."""
    if outside.any():
        raise ArgumentError(
            f"{rule}; it is not at:", [f"{year}: {value}" for year, value in values[outside].items()]
        )
