"""The contribution rate from one year to the next, and as observations that can be judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from growing import accounts_of, growing

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError

HALVES = {"capital_elasticity": 0.5, "labour_elasticity": 0.5}
PROMISE = ci.load_plan("chenzhou-2007").targets.query("target == 'st_contribution_rise'")


def rising(*capital: float, output: float = 0.1, first: int = 2005, **more: Any) -> pd.DataFrame:
    """Return accounts of constant growth of output, labour standing still, by growth of capital."""
    return accounts_of(
        growing(100, *[output] * len(capital)), capital=growing(500, *capital), first=first, **more
    )


# --- the rise on the year before -----------------------------------------------------------------


def test_a_rise_is_counted_in_points() -> None:
    # Rates by hand, capital counting half: 1 - 0.5 * 0.10 / 0.1 = 50 %, 1 - 0.5 * 0.09 / 0.1 = 55 %,
    # 1 - 0.5 * 0.12 / 0.1 = 40 %.
    rise = ci.contribution_rise(ci.growth_accounts(rising(0.10, 0.09, 0.12), window=1, **HALVES))
    assert rise["end_year"].tolist() == [2006, 2007, 2008]
    assert rise["residual_share"].tolist() == pytest.approx([0.5, 0.55, 0.4])
    assert rise["residual_share_before"].tolist() == pytest.approx([float("nan"), 0.5, 0.55], nan_ok=True)
    assert rise["rise_pp"].tolist() == pytest.approx([float("nan"), 5.0, -15.0], nan_ok=True)
    assert rise["reason"].fillna("-").tolist() == ["no value for the year before", "-", "-"]


def test_windows_of_several_years_rise_on_the_window_a_year_earlier() -> None:
    accounts = rising(0.10, 0.10, 0.10, 0.21)
    rise = ci.contribution_rise(ci.growth_accounts(accounts, window=2, **HALVES))
    # Capital by 10 % a year twice, then sqrt(1.10 * 1.21) - 1.
    last = 1 - 0.5 * ((1.10 * 1.21) ** 0.5 - 1) / 0.1
    assert rise["end_year"].tolist() == [2007, 2008, 2009]
    assert rise["rise_pp"].iloc[1:].tolist() == pytest.approx([0.0, 100 * (last - 0.5)], abs=1e-9)


def test_areas_do_not_rise_on_one_another() -> None:
    accounts = pd.concat([rising(0.1, 0.1), rising(0.08, 0.1, area="431002", first=2007)])
    rise = ci.contribution_rise(ci.growth_accounts(accounts, window=1, **HALVES).iloc[::-1])
    assert list(zip(rise["area"], rise["end_year"], rise["rise_pp"].round(6).fillna(-1), strict=True)) == [
        *(("431000", 2006, -1), ("431000", 2007, 0)),
        *(("431002", 2008, -1), ("431002", 2009, -10)),
    ]


def test_a_missing_rate_leaves_two_rises_missing_and_both_say_why() -> None:
    accounts = accounts_of([100, 110, 110, 121, 133.1, None, 161.051, 177.1561], capital=[500] * 8)
    rise = ci.contribution_rise(ci.growth_accounts(accounts, window=1)).set_index("end_year")
    assert rise["rise_pp"].isna().tolist() == [True, True, True, False, True, True, True]
    assert rise["reason"].fillna("-").to_dict() == {
        2001: "no value for the year before",
        2002: "output did not grow",
        2003: "no value for the year before",
        2004: "-",
        2005: "no figure: output 2005",
        2006: "no figure: output 2005",
        2007: "no value for the year before",
    }
    assert rise.loc[2003, "residual_share"] == 1


def test_years_taken_out_are_no_years_before() -> None:
    growth = ci.growth_accounts(rising(*[0.1] * 4), window=1).query("end_year != 2007")
    rise = ci.contribution_rise(growth).set_index("end_year")
    assert rise["rise_pp"].isna().to_dict() == {2006: True, 2008: True, 2009: False}


def test_a_rise_is_as_firm_as_the_less_firm_of_both_rates() -> None:
    accounts = rising(*[0.1] * 4, obs_status=["illustrative", "final", "final", "final", "preliminary"])
    rise = ci.contribution_rise(ci.growth_accounts(accounts, window=1))
    assert rise["obs_status"].tolist() == ["illustrative", "illustrative", "final", "preliminary"]
    # The last of one area says nothing of the first of the next.
    firm = rising(*[0.1] * 2, area="431002", obs_status="final")
    both = ci.contribution_rise(ci.growth_accounts(pd.concat([accounts, firm]), window=1))
    assert both["obs_status"].tolist()[4:] == ["final", "final"]


def test_rates_of_different_windows_or_elasticities_do_not_compare() -> None:
    accounts = rising(*[0.1] * 4)
    mixed = pd.concat(
        [ci.growth_accounts(accounts, window=(2, 1)), ci.growth_accounts(accounts, window=1, **HALVES)]
    )
    before = mixed.copy(deep=True)
    with pytest.raises(ArgumentError, match="different windows or elasticities do not compare") as refused:
        ci.contribution_rise(mixed)
    assert refused.value.problems == (
        "window 1, capital 0.35, labour 0.65",
        "window 1, capital 0.5, labour 0.5",
        "window 2, capital 0.35, labour 0.65",
    )
    pd.testing.assert_frame_equal(mixed, before)
    kept = mixed.query("window == 1 and capital_elasticity == 0.5")
    pd.testing.assert_frame_equal(
        ci.contribution_rise(kept), ci.contribution_rise(ci.growth_accounts(accounts, window=1, **HALVES))
    )


@pytest.mark.parametrize("other", [{"window": 2}, {"labour_elasticity": 0.6}, {"capital_elasticity": 0.3}])
def test_two_settings_are_enough_to_be_refused(other: dict[str, Any]) -> None:
    accounts = rising(*[0.1] * 4)
    two = [ci.growth_accounts(accounts, **{"window": 1, **more}) for more in ({}, other)]
    with pytest.raises(ArgumentError, match="do not compare"):
        ci.contribution_rise(pd.concat(two, ignore_index=True))


def test_what_is_no_table_of_growth_accounts_is_refused() -> None:
    growth = ci.growth_accounts(rising(0.1, 0.1), window=1)
    for odd, said in (
        ([1], "growth is a list"),
        (growth.drop(columns="residual_share"), "no column residual_share"),
        (growth.assign(window=0), "column window: 0 in rows 0, 1 is below 1"),
        (pd.concat([growth, growth]), "the same key stands more than once"),
    ):
        with pytest.raises(TableError, match=said):
            ci.contribution_rise(odd)


# --- as observations -----------------------------------------------------------------------------


def judged(accounts: pd.DataFrame, *, as_of: str | None = None, **more: Any) -> pd.Series:
    rates = ci.contribution_observations(accounts, window=1, **HALVES, **more)
    return ci.assess(rates, PROMISE, year=2007, as_of=as_of).iloc[0]


@pytest.mark.parametrize(
    ("capital", "rise", "status"),
    [
        (0.0990, 0.5, "met"),  # 1 - 0.5 * 0.099 / 0.1 = 50.5 %, half a point above 50 %
        (0.0991, 0.45, "missed"),
        (0.0989, 0.55, "met"),
        (0.1000, 0.0, "missed"),
        (0.1200, -10.0, "missed"),
    ],
)
def test_half_a_point_is_judged_from_accounts(capital: float, rise: float, status: str) -> None:
    verdict = judged(rising(0.1, capital))
    assert verdict["actual"] == pytest.approx(rise, abs=1e-9)
    assert (verdict["required"], verdict["status"]) == (0.5, status)


def test_without_a_rate_of_either_year_nothing_is_judged() -> None:
    for accounts, reason in (
        (rising(0.1, 0.1, first=2006), "no value for the year before: st_contribution_rate 2006"),
        (rising(0.1, first=2005), "no value: st_contribution_rate 2007"),
        (accounts_of([100, 110, 110], first=2005), "no value: st_contribution_rate 2007"),
        (accounts_of([100, 100, 110], first=2005), "no value for the year before: st_contribution_rate 2006"),
        (accounts_of([100, 110, None], first=2005), "no value: st_contribution_rate 2007"),
    ):
        verdict = judged(accounts)
        assert (verdict["status"], verdict["reason"]) == ("not_assessable", reason)


def test_rates_count_from_the_day_they_are_released() -> None:
    accounts = rising(0.1, 0.09)
    assert judged(accounts, released="2008-03-31", as_of="2008-03-31")["status"] == "met"
    early = judged(accounts, released="2008-03-31", as_of="2008-03-30")
    assert early["status"] == "not_assessable"
    # Without a day the edition is unknown, and taken as known.
    undated = judged(accounts, as_of="2008-03-30")
    assert undated["status"] == "met"
    assert pd.isna(undated["released"])
    rates = ci.contribution_observations(accounts, window=1, released=pd.Timestamp("2008-03-31"))
    assert rates["released"].tolist() == [pd.Timestamp("2008-03-31")] * 2


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["final"] * 3, "estimated"),
        (["final", "final", "illustrative"], "illustrative"),
        (["illustrative", "final", "final"], "illustrative"),  # the rate of 2006 rests on 2005
        (["preliminary"] * 3, "estimated"),
        ([None] * 3, "estimated"),
    ],
)
def test_a_verdict_on_invented_accounts_is_illustrative(statuses: list[Any], expected: str) -> None:
    assert judged(rising(0.1, 0.09, obs_status=statuses))["obs_status"] == expected


def test_rates_are_percentages_and_say_what_they_rest_on() -> None:
    accounts = rising(0.1, 0.09, 0.12, source=["a", "the bureau", None, "d"])
    rates = ci.contribution_observations(accounts.iloc[::-1], window=1, **HALVES)
    assert rates["value"].tolist() == pytest.approx([50, 55, 40])
    assert rates[["indicator", "unit", "obs_status"]].drop_duplicates().to_numpy().tolist() == [
        ["st_contribution_rate", "%", "estimated"]
    ]
    assert rates["source"].tolist() == [
        "growth accounts 2005-2006, elasticities 0.5 and 0.5 (the bureau)",
        "growth accounts 2006-2007, elasticities 0.5 and 0.5",
        "growth accounts 2007-2008, elasticities 0.5 and 0.5 (d)",
    ]
    five = ci.contribution_observations(rising(*[0.1] * 5))
    assert five["source"].tolist() == ["growth accounts 2005-2010, elasticities 0.35 and 0.65"]


def test_rates_are_those_of_the_growth_accounts() -> None:
    accounts = ci.load_sample("accounts")
    more = {"capital_elasticity": 0.4, "labour_elasticity": 0.5}
    rates = ci.contribution_observations(accounts, window=3, **more)
    growth = ci.growth_accounts(accounts, window=3, **more)
    assert rates["value"].tolist() == (100 * growth["residual_share"]).tolist()
    assert (rates["area"] + rates["year"].astype("str")).tolist() == (
        growth["area"] + growth["end_year"].astype("str")
    ).tolist()


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx", ".parquet"])
def test_rates_written_read_back_equal(tmp_path: Path, ending: str) -> None:
    rates = ci.contribution_observations(
        rising(0.1, 0.09, source="a paper, page 3"), window=1, released="2008-03-31"
    )
    rates.loc[0, "value"] = None
    ci.write_observations(rates, tmp_path / f"rates{ending}")
    pd.testing.assert_frame_equal(ci.read_observations(tmp_path / f"rates{ending}"), rates)


def test_several_windows_or_an_odd_day_are_refused() -> None:
    accounts = rising(*[0.1] * 5)
    for more, said in (
        ({"window": (1, 5)}, r"window is \(1, 5\); rates compare within one window, so give one"),
        ({"window": 0}, "window is 0; it is a whole number from 1"),
        ({"window": 5.0}, r"window is 5\.0; it is a whole number from 1"),
        ({"released": "2008"}, "2008 is not a day"),
        ({"capital_elasticity": 2}, "capital_elasticity is 2"),
    ):
        with pytest.raises(ArgumentError, match=said):
            ci.contribution_observations(accounts, **more)
    with pytest.raises(TableError, match="no column output"):
        ci.contribution_observations(accounts.drop(columns="output"))
    with pytest.raises(TableError, match=r"contribution rates is not a table .*\n.*unprintable text"):
        ci.contribution_observations(accounts.assign(source="two\nlines"))
