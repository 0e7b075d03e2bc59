"""Total factor productivity by the Törnqvist index."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from growing import accounts_of, growing

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError

NAN = float("nan")


def paid(output: list[float | None], share: Any = 0.5, **more: Any) -> pd.DataFrame:
    return accounts_of(output, labour_share=share, **more)


# --- known values --------------------------------------------------------------------------------


def test_a_year_of_productivity_by_hand() -> None:
    accounts = paid([100, 110], share=[0.6, 0.5], capital=[200, 220], labour=[50, 51])
    tfp = ci.tornqvist_tfp(accounts)
    # The mean share is 0.55: ln 1.1 - 0.55 ln 1.02 - 0.45 ln 1.1 = 0.55 (0.0953102 - 0.0198026).
    assert tfp["tfp_growth"].tolist() == pytest.approx([NAN, 0.0415292], abs=1e-7, nan_ok=True)
    assert tfp["tfp_index"].tolist() == pytest.approx([1, math.exp(0.0415292)], abs=1e-7)
    assert [*tfp.columns] == ["area", "year", "tfp_growth", "tfp_index", "obs_status"]


def test_where_factors_stand_still_all_growth_is_productivity() -> None:
    tfp = ci.tornqvist_tfp(paid([100, 150, 75], share=[0.2, 0.9, 0.4]))
    assert tfp["tfp_index"].tolist() == pytest.approx([1, 1.5, 0.75])
    assert tfp["tfp_growth"].iloc[1:].tolist() == pytest.approx([math.log(1.5), math.log(0.5)])


@pytest.mark.parametrize(("share", "factor"), [(0.0, "capital"), (1.0, "labour")])
def test_a_factor_that_is_paid_all_explains_all(share: float, factor: str) -> None:
    accounts = paid([100, 130, 90], share=share, **{factor: [10.0, 13.0, 9.0]})
    assert ci.tornqvist_tfp(accounts)["tfp_index"].tolist() == pytest.approx([1, 1, 1])


def test_with_a_constant_share_it_is_growth_accounting_in_logarithms() -> None:
    accounts = ci.load_sample("accounts").assign(labour_share=0.65)
    tfp = ci.tornqvist_tfp(accounts).dropna(subset=["tfp_growth"])
    growth = ci.growth_accounts(accounts, window=1)
    y, k, l = (np.log1p(growth[f"{factor}_growth"]) for factor in ("output", "capital", "labour"))  # noqa: E741
    assert tfp["tfp_growth"].tolist() == pytest.approx((y - 0.35 * k - 0.65 * l).tolist(), abs=1e-12)


def test_growth_adds_up_to_the_index() -> None:
    tfp = ci.tornqvist_tfp(ci.load_sample("accounts").query("area == '100000'"))
    assert tfp["tfp_index"].iloc[0] == 1
    assert tfp["tfp_index"].tolist() == pytest.approx(
        np.exp(tfp["tfp_growth"].fillna(0).cumsum()).tolist(), rel=1e-12
    )


@pytest.mark.parametrize("base", [1978, 1990, 2017])
def test_another_base_only_rescales(base: int) -> None:
    accounts = ci.load_sample("accounts").query("area == '100000'")
    first, other = ci.tornqvist_tfp(accounts), ci.tornqvist_tfp(accounts, base_year=base)
    assert other.loc[other["year"] == base, "tfp_index"].item() == 1
    ratio = other["tfp_index"] / first["tfp_index"]
    assert ratio.tolist() == pytest.approx([ratio.iloc[0]] * len(ratio), rel=1e-12)
    pd.testing.assert_series_equal(other["tfp_growth"], first["tfp_growth"])


def test_each_area_starts_anew() -> None:
    one = paid([100, 110, 121])
    other = paid([7, 14], first=2001, area="431002")
    tfp = ci.tornqvist_tfp(pd.concat([other, one]).sample(frac=1, random_state=3))
    assert tfp["area"].tolist() == ["431000"] * 3 + ["431002"] * 2
    assert tfp["year"].tolist() == [2000, 2001, 2002, 2001, 2002]
    assert tfp["tfp_growth"].isna().tolist() == [True, False, False, True, False]
    assert tfp["tfp_index"].tolist() == pytest.approx([1, 1.1, 1.21, 1, 2])
    rebased = ci.tornqvist_tfp(pd.concat([other, one]), base_year=2002)["tfp_index"]
    assert rebased.tolist() == pytest.approx([1 / 1.21, 1 / 1.1, 1, 0.5, 1])


# --- missing figures -----------------------------------------------------------------------------

SIX = growing(100, 0.1, 0.1, 0.1, 0.1, 0.1)


@pytest.mark.parametrize("factor", ["output", "capital", "labour", "labour_share"])
def test_a_missing_figure_parts_the_years_before_from_those_after(factor: str) -> None:
    accounts = paid([*SIX], first=2000)
    accounts.loc[2, factor] = None
    tfp = ci.tornqvist_tfp(accounts)
    # 2001 on 2000 is known, 2002 and 2003 rest on the missing figure, 2004 and 2005 do not.
    assert tfp["tfp_growth"].isna().tolist() == [True, False, True, True, False, False]
    assert tfp["tfp_index"].tolist() == pytest.approx([1, 1.1, NAN, NAN, NAN, NAN], nan_ok=True)
    after = ci.tornqvist_tfp(accounts, base_year=2004)["tfp_index"]
    assert after.tolist() == pytest.approx([NAN, NAN, NAN, 1 / 1.1, 1, 1.1], nan_ok=True)


@pytest.mark.parametrize("factor", ["output", "capital", "labour", "labour_share"])
def test_a_base_year_without_figures_gives_no_index_but_growth(factor: str) -> None:
    accounts = paid([*SIX])
    accounts.loc[0, factor] = None
    tfp = ci.tornqvist_tfp(accounts)
    assert tfp["tfp_index"].isna().all()
    assert tfp["tfp_growth"].notna().sum() == 4
    assert ci.tornqvist_tfp(accounts, base_year=2001)["tfp_index"].iloc[1] == 1


def test_growth_is_as_firm_as_the_less_firm_of_its_two_years() -> None:
    tfp = ci.tornqvist_tfp(paid([1, 2, 3, 4], obs_status=["illustrative", "final", "estimated", None]))
    assert tfp["obs_status"].tolist() == ["illustrative", "illustrative", "estimated", "estimated"]
    # The last year of one area says nothing of the first of the next.
    two = [paid([1], obs_status="illustrative"), paid([1], area="431002", obs_status="final")]
    assert ci.tornqvist_tfp(pd.concat(two))["obs_status"].tolist() == ["illustrative", "final"]


def test_one_year_and_no_year_at_all() -> None:
    one = ci.tornqvist_tfp(paid([5.0]))
    assert one["tfp_index"].tolist() == [1]
    assert one["tfp_growth"].isna().tolist() == [True]
    for base in (None, 2000):
        nothing = ci.tornqvist_tfp(paid([5.0]).iloc[:0], base_year=base)
        assert nothing.empty
        assert (nothing.dtypes == one.dtypes).all()


# --- order, and refusals -------------------------------------------------------------------------


def test_neither_order_nor_index_matters_and_nothing_is_changed() -> None:
    accounts = ci.load_sample("accounts")
    shuffled = accounts.sample(frac=1, random_state=2).set_axis(["x"] * len(accounts))
    before = shuffled.copy(deep=True)
    pd.testing.assert_frame_equal(
        ci.tornqvist_tfp(accounts, base_year=2005),
        ci.tornqvist_tfp(shuffled, base_year=2005),
        check_exact=True,
    )
    pd.testing.assert_frame_equal(shuffled, before)


@pytest.mark.parametrize(
    ("accounts", "more", "said"),
    [
        ([1], {}, "accounts is a list, not a DataFrame"),
        (accounts_of([1, 2]), {}, "accounts has no labour_share, .* growth_accounts takes elasticities"),
        (paid([1, 2], share=[0.5, 60]), {}, r"column labour_share: 60\.0 in rows 1 is above 1"),
        (paid([1, 2], share=-0.1), {}, r"column labour_share: -0\.1 in rows 0, 1 is below 0"),
        (paid([1, 0]), {}, "431000 2001: output 0"),
        (paid([1, 2, 3]).drop(index=1), {}, "431000: no row for 2001"),
        (paid([1, 2]), {"base_year": 2002}, "accounts hold no row for base_year 2002 of:\n  - 431000"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused(accounts: Any, more: dict[str, Any], said: str) -> None:
    with pytest.raises(TableError, match=said):
        ci.tornqvist_tfp(accounts, **more)


def test_every_area_without_the_base_year_is_listed() -> None:
    accounts = pd.concat([paid([1, 2], area=f"43100{number}", first=2000 + number) for number in range(4)])
    with pytest.raises(TableError, match="no row for base_year 2002") as refused:
        ci.tornqvist_tfp(accounts, base_year=2002)
    assert refused.value.problems == ("431000", "431003")
    with pytest.raises(ArgumentError, match="base_year: '2002' is not a year"):
        ci.tornqvist_tfp(accounts, base_year="2002")  # type: ignore[arg-type]
