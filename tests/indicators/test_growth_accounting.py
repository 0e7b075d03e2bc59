"""Growth accounts: what capital and labour explain of growth, and what they leave."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from growing import accounts_of, growing

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.schemas import GrowthAccounts

# Output grows by 10 % a year, capital by 12 %, labour by 2 %.
STEADY = accounts_of(growing(100, *[0.1] * 5), capital=growing(300, *[0.12] * 5),
                     labour=growing(50, *[0.02] * 5))  # fmt: skip
SHARES = ["residual_share", "capital_contribution_share", "labour_contribution_share"]

# --- known values --------------------------------------------------------------------------------


def test_growth_of_ten_percent_by_hand() -> None:
    row = ci.growth_accounts(STEADY).iloc[0]
    # 0.35 * 12 = 4.2 points, 0.65 * 2 = 1.3 points; 10 - 4.2 - 1.3 = 4.5 are left: 45 %.
    expected = {
        **{"output_growth": 0.10, "capital_growth": 0.12, "labour_growth": 0.02},
        **{"capital_contribution": 0.042, "labour_contribution": 0.013, "residual": 0.045},
        "residual_share": 0.45,
        **{"capital_contribution_share": 0.42, "labour_contribution_share": 0.13},
    }
    assert row[[*expected]].tolist() == pytest.approx([*expected.values()], abs=1e-12)
    assert row[["area", "start_year", "end_year", "window"]].tolist() == ["431000", 2000, 2005, 5]
    assert row[["capital_elasticity", "labour_elasticity"]].tolist() == [0.35, 0.65]
    assert pd.isna(row["reason"])


def test_average_growth_is_by_the_level_method() -> None:
    # 100 to 121 in two years is 10 % a year, whatever the year between; 4 to 9 is sqrt(9 / 4) - 1 = 50 %.
    accounts = accounts_of([100, 130, 121], capital=[4, 4, 9], labour=[7, 1, 7])
    row = ci.growth_accounts(accounts, window=2, capital_elasticity=0.1, labour_elasticity=0.9).iloc[0]
    grown = ["output_growth", "capital_growth", "labour_growth", "residual_share"]
    # (0.10 - 0.1 * 0.50) / 0.10 = 0.5.
    assert row[grown].tolist() == pytest.approx([0.1, 0.5, 0.0, 0.5], abs=1e-12)


def test_elasticities_need_not_add_up_to_one() -> None:
    row = ci.growth_accounts(STEADY, capital_elasticity=0.5, labour_elasticity=1).iloc[0]
    # 0.5 * 12 = 6, 1 * 2 = 2; 10 - 6 - 2 = 2.
    assert row[SHARES].tolist() == pytest.approx([0.2, 0.6, 0.2], abs=1e-12)
    alone = ci.growth_accounts(STEADY, capital_elasticity=0, labour_elasticity=0)
    assert alone[SHARES].iloc[0].tolist() == [1.0, 0.0, 0.0]


def test_a_residual_may_be_negative_or_more_than_growth() -> None:
    # 10 - 0.35 * 40 = -4, -40 %; with capital falling by 20 %, 10 + 7 = 17, 170 %.
    for rate, share in ((0.4, -0.4), (-0.2, 1.7)):
        accounts = accounts_of([100, 110], capital=growing(1, rate))
        assert ci.growth_accounts(accounts, window=1)["residual_share"].item() == pytest.approx(share)


def loop(accounts: pd.DataFrame, window: int, alpha: float, beta: float) -> list[tuple[Any, ...]]:
    """Account for one area, one window after another."""
    by_year = accounts.set_index("year").sort_index()
    rows = []
    for end in by_year.index[window:]:
        y, k, l = (  # noqa: E741
            math.exp(math.log(by_year.loc[end, factor] / by_year.loc[end - window, factor]) / window) - 1
            for factor in ("output", "capital", "labour")
        )
        share = (y - alpha * k - beta * l) / y if y > 0 else math.nan
        rows.append((accounts["area"].iloc[0], end, window, y, k, l, share))
    return rows


def test_all_areas_and_windows_at_once_are_one_area_and_window_at_a_time() -> None:
    random = np.random.default_rng(2007)
    areas = [
        accounts_of(
            random.lognormal(0, 0.2, years).cumsum().tolist(), area=area, first=first,
            capital=random.lognormal(3, 0.3, years).tolist(), labour=random.lognormal(2, 0.1, years).tolist())
        for area, years, first in (("431002", 6, 2000), ("431003", 9, 1999), ("430600", 7, 2010))
    ]  # fmt: skip
    keys = ["area", "end_year", "window", "output_growth", "capital_growth", "labour_growth"]
    windows = (5, 1, 2)
    together = ci.growth_accounts(pd.concat(areas), window=(*windows, 1), capital_elasticity=0.4)
    looped = [row for one in areas for window in windows for row in loop(one, window, 0.4, 0.65)]
    expected = pd.DataFrame(looped, columns=[*keys, "residual_share"])
    expected = expected.sort_values(["area", "window", "end_year"], ignore_index=True)
    pd.testing.assert_frame_equal(together[[*keys, "residual_share"]], expected, rtol=1e-9, atol=1e-12)
    assert (together["end_year"] - together["start_year"] == together["window"]).all()


# --- what cannot be said -------------------------------------------------------------------------


@pytest.mark.parametrize("after", [100.0, 99.0, 1.0, 100 * (1 + 1e-12), 100 * (1 + 1e-10)])
def test_where_output_did_not_grow_there_is_nothing_to_share_out(after: float) -> None:
    row = ci.growth_accounts(accounts_of([100, after], capital=[1, 2]), window=1).iloc[0]
    assert row[SHARES].isna().all()
    assert row["reason"] == "output did not grow"
    # Growth and contributions are still known: 0.35 * 100 %.
    assert row["output_growth"] == pytest.approx(after / 100 - 1, abs=1e-12)
    assert row[["capital_contribution", "labour_contribution"]].tolist() == pytest.approx([0.35, 0])
    assert row["residual"] == pytest.approx(after / 100 - 1 - 0.35, abs=1e-12)


def test_the_smallest_growth_that_is_shared_out_is_above_a_billionth() -> None:
    row = ci.growth_accounts(accounts_of([1.0, 1.0 + 1e-8]), window=1).iloc[0]
    assert row["residual_share"] == pytest.approx(1)
    assert pd.isna(row["reason"])


def test_missing_figures_are_named_by_factor_and_year() -> None:
    accounts = accounts_of(
        [1, 2, 3, 4, None], capital=[1, None, 1, 1, None], labour=[None, 1, 2, 4, 8], area="431002"
    )
    growth = ci.growth_accounts(accounts, window=1).set_index("end_year")
    assert growth["reason"].fillna("-").to_dict() == {
        2001: "no figure: capital 2001, labour 2000",
        2002: "no figure: capital 2001",
        2003: "-",
        2004: "no figure: output 2004, capital 2004",
    }
    # What does not rest on the missing figure is there: 2002 output grew by half, labour doubled.
    row = growth.loc[2002]
    assert row[["output_growth", "labour_growth", "labour_contribution"]].tolist() == pytest.approx(
        [0.5, 1.0, 0.65]
    )
    gone = ["capital_growth", "capital_contribution", "residual", *SHARES[:2]]
    assert row[gone].isna().all()
    assert row["labour_contribution_share"] == pytest.approx(1.3)
    assert growth.loc[2003, SHARES].notna().all()


def test_a_figure_missing_inside_a_window_is_not_used() -> None:
    hollow = STEADY.assign(output=STEADY["output"].where(~STEADY["year"].between(2001, 2004)))
    pd.testing.assert_frame_equal(ci.growth_accounts(hollow), ci.growth_accounts(STEADY))


def test_a_missing_figure_is_named_before_output_that_did_not_grow() -> None:
    row = ci.growth_accounts(accounts_of([2, 1], capital=[1, None]), window=1).iloc[0]
    assert row["reason"] == "no figure: capital 2001"
    assert row[SHARES].isna().all()


def test_growth_is_as_firm_as_the_less_firm_end_of_its_window() -> None:
    statuses = ["final", "illustrative", "preliminary", None, None]
    accounts = accounts_of(growing(1, 0.1, 0.1, 0.1, 0.1), obs_status=statuses)
    growth = ci.growth_accounts(accounts, window=(1, 2)).fillna({"obs_status": "-"})
    # 2001, 2002, 2003, 2004 by single years; then 2002 on 2000, 2003 on 2001, 2004 on 2002.
    assert growth["obs_status"].tolist() == [
        *("illustrative", "illustrative", "preliminary", "-"),
        *("preliminary", "illustrative", "preliminary"),
    ]
    assert ci.growth_accounts(STEADY)["obs_status"].isna().all()


def test_nothing_in_gives_an_empty_table_of_the_same_columns() -> None:
    nothing = STEADY.iloc[:0]
    growth = ci.growth_accounts(nothing, window=(1, 5))
    assert growth.empty
    assert [*growth.columns] == [*GrowthAccounts.to_schema().columns]
    assert (growth.dtypes == ci.growth_accounts(STEADY).dtypes).all()
    assert ci.contribution_rise(growth).empty
    assert ci.contribution_observations(nothing).empty


# --- order, index, and what is handed in ---------------------------------------------------------


def test_neither_order_nor_index_matters_and_nothing_is_changed() -> None:
    accounts = pd.concat([STEADY, STEADY.assign(area="431002", capital=STEADY["output"])])
    shuffled = accounts.sample(frac=1, random_state=1).assign(remark="kept", rank="first")
    shuffled = shuffled.set_axis(["x"] * len(shuffled))
    before = shuffled.copy(deep=True)
    pd.testing.assert_frame_equal(
        ci.growth_accounts(accounts, window=2), ci.growth_accounts(shuffled, window=2), check_exact=True
    )
    pd.testing.assert_frame_equal(shuffled, before)


def test_an_index_called_like_a_column_is_no_trouble() -> None:
    named = STEADY.set_index(["area", "year"], drop=False)
    pd.testing.assert_frame_equal(ci.growth_accounts(named), ci.growth_accounts(STEADY))


# --- refusals ------------------------------------------------------------------------------------


def refused(error: type[Exception], said: str, accounts: Any = STEADY, **more: Any) -> tuple[str, ...]:
    with pytest.raises(error, match=said) as caught:
        ci.growth_accounts(accounts, **more)
    return caught.value.problems


def test_output_capital_and_labour_of_zero_or_less_are_all_listed() -> None:
    accounts = accounts_of(
        [0, 1, -1.5, 0, 0, 0, 0, 0], capital=[1, 0, 1, 1, 1, 1, 1, 1], labour=[1, 1, 1, -2, 1, 1, 1, 1]
    )
    problems = refused(TableError, "accounts hold output, capital and labour above zero", accounts)
    assert problems == (
        *("431000 2000: output 0", "431000 2002: output -1.5"),
        *(f"431000 {year}: output 0" for year in range(2003, 2008)),
        *("431000 2001: capital 0", "431000 2003: labour -2"),
    )


def test_absent_years_and_short_series_are_listed_together() -> None:
    gaps = accounts_of(growing(1, *[0.1] * 9), area="431002").drop(index=[2, 3, 5])
    short = accounts_of([1, 2, 3], area="431003")
    enough = accounts_of([1, 2, 3, 4], area="431021")
    problems = refused(
        TableError, "accounts do not fill the windows:", pd.concat([short, enough, gaps]), window=(1, 3)
    )
    assert problems == (
        "431002: no row for 2002-2003; add it, with missing values where nothing is known",
        "431002: no row for 2005; add it, with missing values where nothing is known",
        "431003: 2000-2002 is shorter than a window of 3 years",
    )
    one = accounts_of([1.0])
    assert refused(TableError, "2000 is shorter", one) == (
        "431000: 2000 is shorter than a window of 5 years",
    )


@pytest.mark.parametrize("odd", [-0.01, 1.01, 35, float("nan"), float("inf"), True, "0.35", None])
@pytest.mark.parametrize("name", ["capital_elasticity", "labour_elasticity"])
def test_an_elasticity_outside_its_range_is_refused(name: str, odd: Any) -> None:
    refused(ArgumentError, f"^{name} is .*; it is a fraction from 0 to 1", **{name: odd})


def test_both_elasticities_are_named_where_both_are_wrong() -> None:
    problems = refused(
        ArgumentError, "2 arguments are outside", capital_elasticity=35, labour_elasticity="65"
    )
    assert problems == (
        "capital_elasticity is 35; it is a fraction from 0 to 1.",
        "labour_elasticity is '65'; it is a fraction from 0 to 1.",
    )


@pytest.mark.parametrize("odd", [0, -1, 2.5, True, "5", None, [0], 152])
def test_a_window_that_is_no_number_of_years_is_refused(odd: Any) -> None:
    refused(ArgumentError, "it is a whole number from 1 to 151", window=odd)


def test_every_window_that_is_none_is_listed_and_one_is_needed() -> None:
    problems = refused(ArgumentError, "3 arguments", window=(0, 5, 2.5, "5"))
    assert [text.split(";")[0] for text in problems] == ["window is 0", "window is 2.5", "window is '5'"]
    refused(ArgumentError, "window is empty; give one or several", window=[])


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ([1], "accounts is a list, not a DataFrame"),
        (STEADY.drop(columns="labour"), "no column labour"),
        (STEADY.assign(output="much"), "column output: not all numbers"),
        (STEADY.assign(area=431000), "431000 is not text"),
        (STEADY.assign(capital=float("inf")), "column capital: inf .* infinite value"),
        (STEADY.assign(year=STEADY["year"] + 0.5), "a year is a number like 2007"),
        (STEADY.assign(year=STEADY["year"] - 1000), "column year: 1000, 1001"),
        (STEADY.assign(obs_status="guessed"), "is not one of final"),
        (pd.concat([STEADY, STEADY.iloc[[0]]]), r"more than once: \(431000, 2000\)"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_accounts_is_refused(accounts: Any, said: str) -> None:
    refused(TableError, said, accounts)
