"""The contribution rate under every choice that could be defended, and how many meet the target."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from growing import accounts_of, growing

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError

KEY = ["area", "end_year", "window", "capital_elasticity"]
RATES = ["start_year", "labour_elasticity", "residual_share", "residual_share_before", "rise_pp", "reason"]
# Output grows by 10 % a year, capital by 10 and 9.9 %: by single years the rate rises by alpha * 1 point.
TENTH = accounts_of([100, 110, 121], capital=[500, 550, 604.45], first=2005)


def counted(choices: pd.DataFrame, year: int) -> tuple[list[float], list[int]]:
    of_year = choices[choices["end_year"] == year]
    return of_year["share_met"].unique().tolist(), of_year["n_judged"].unique().tolist()


def test_every_choice_by_default_is_what_the_growth_accounts_say_under_it() -> None:
    accounts = ci.load_sample("accounts").query("area == '431000'").iloc[::-1]
    choices = ci.contribution_sensitivity(accounts)
    parts = [
        ci.contribution_rise(
            ci.growth_accounts(accounts, window=window, capital_elasticity=alpha, labour_elasticity=beta)
        )
        for window in (1, 3, 5)
        for alpha, beta in [(0.30, 0.70), (0.35, 0.65), (0.40, 0.60), (0.45, 0.55), (0.50, 0.50),
                            (0.55, 0.45), (0.60, 0.40)]
    ]  # fmt: skip
    expected = pd.concat(parts).sort_values(KEY, ignore_index=True)
    pd.testing.assert_frame_equal(
        choices[[*KEY, *RATES, "obs_status"]], expected[[*KEY, *RATES, "obs_status"]], check_exact=True
    )
    # Half a point is asked for, and met or not wherever there is a rise.
    assert choices["meets"].isna().equals(choices["rise_pp"].isna())
    known = choices.dropna(subset=["rise_pp"])
    assert (known["meets"] == (known["rise_pp"] >= 0.5)).all()
    # Of 2007 every choice has a rise: seven elasticities by three windows.
    assert choices.query("end_year == 2007")["n_judged"].tolist() == [21] * 21


def test_the_choices_that_meet_half_a_point_by_hand() -> None:
    choices = ci.contribution_sensitivity(TENTH, capital_elasticity=(0.6, 0.3, 0.5, 0.4), window=(2, 1))
    of_2007 = choices.query("end_year == 2007")
    # Rises of 0.3, 0.4, 0.5 and 0.6 points by single years; the window of two years has none before it.
    assert of_2007["window"].tolist() == [1] * 4 + [2] * 4
    assert of_2007["capital_elasticity"].tolist() == [0.3, 0.4, 0.5, 0.6] * 2
    assert of_2007["rise_pp"].iloc[:4].tolist() == pytest.approx([0.3, 0.4, 0.5, 0.6], abs=1e-9)
    assert of_2007["meets"].tolist()[:4] == [False, False, True, True]
    assert of_2007["meets"].isna().tolist() == [False] * 4 + [True] * 4
    assert counted(choices, 2007) == ([0.5], [4])
    # In 2006 no choice has a year before: nothing is judged, and no share is said.
    assert choices.query("end_year == 2006")["share_met"].isna().all()
    assert choices.query("end_year == 2006")["n_judged"].tolist() == [0] * 4


@pytest.mark.parametrize(
    ("asked", "share"), [(0.29, 1.0), (0.3, 1.0), (0.3005, 0.5), (0.5, 0.5), (0.5005, 0.0), (-1, 1.0)]
)
def test_the_rise_asked_for_may_be_another(asked: float, share: float) -> None:
    choices = ci.contribution_sensitivity(TENTH, capital_elasticity=(0.3, 0.5), window=1, minimum_rise=asked)
    assert counted(choices, 2007) == ([share], [2])


def test_areas_are_counted_apart() -> None:
    both = pd.concat([TENTH, TENTH.assign(area="431002", capital=[500.0, 550.0, 605.0])])
    choices = ci.contribution_sensitivity(both, capital_elasticity=(0.3, 0.5), window=1)
    of_2007 = choices.query("end_year == 2007").groupby("area")["share_met"].unique().map(list)
    assert of_2007.to_dict() == {"431000": [0.5], "431002": [0.0]}


def test_choices_without_a_rise_count_neither_way_and_say_why() -> None:
    # Capital of 2005 is not known: windows of one year from 2007, and of two from 2008, have a rate.
    accounts = accounts_of(
        growing(100, *[0.1] * 4), capital=[None, *growing(500, 0.1, 0.1, 0.08)], first=2005
    )
    choices = ci.contribution_sensitivity(accounts, capital_elasticity=0.5, window=(1, 2))
    reasons = choices.set_index(["end_year", "window"])["reason"].fillna("-").to_dict()
    assert reasons == {
        (2006, 1): "no figure: capital 2005",
        (2007, 1): "no value for the year before",
        (2007, 2): "no figure: capital 2005",
        (2008, 1): "-",
        (2008, 2): "no value for the year before",
        (2009, 1): "-",
        (2009, 2): "-",
    }
    # 2009: capital by 8 instead of 10 %: 10 points by single years; by two, half of capital's growth of
    # sqrt(1.10 * 1.08) - 1 = 8.9954 %, 5.02 points.
    assert counted(choices, 2008) == ([0.0], [1])
    assert counted(choices, 2009) == ([1.0], [2])
    assert choices.query("end_year == 2009")["rise_pp"].tolist() == pytest.approx([10, 5.0229], abs=1e-4)


def test_where_output_did_not_grow_no_choice_gives_a_rate() -> None:
    accounts = accounts_of([100, 110, 110, 121])
    choices = ci.contribution_sensitivity(accounts, window=1).query("end_year == 2002")
    assert choices["reason"].unique().tolist() == ["output did not grow"]
    assert choices["n_judged"].unique().tolist() == [0]
    assert choices["share_met"].isna().all()


def test_labour_counts_what_capital_leaves_to_one_unless_it_is_said() -> None:
    alphas = (0.35, 0.45, 0.55)
    free = ci.contribution_sensitivity(TENTH, capital_elasticity=alphas, window=1)
    assert free["labour_elasticity"].tolist() == [0.65, 0.55, 0.45] * 2  # 0.45 to the last digit
    third = ci.contribution_sensitivity(TENTH, capital_elasticity=0.3333, window=1)
    assert third["labour_elasticity"].unique().tolist() == [0.6667]
    fixed = ci.contribution_sensitivity(
        TENTH.assign(labour=[50, 51, 52]), capital_elasticity=alphas, window=1, labour_elasticity=0.5
    )
    assert fixed["labour_elasticity"].unique().tolist() == [0.5]
    # 1 - 0.35 * 0.10 / 0.1 - 0.5 * 0.02 / 0.1 = 0.55.
    assert fixed["residual_share"].iloc[0] == pytest.approx(0.55)


def test_rows_are_ordered_whatever_the_order_asked_in_and_a_choice_stands_once() -> None:
    accounts = pd.concat([TENTH.assign(area="431002"), TENTH])
    one = ci.contribution_sensitivity(accounts, capital_elasticity=(0.5, 0.3, 0.5), window=(2, 1, 2))
    other = ci.contribution_sensitivity(
        accounts.iloc[::-1].set_axis([0] * 6), capital_elasticity=[0.3, 0.5], window=[1, 2]
    )
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert one[KEY].equals(one[KEY].sort_values(KEY, ignore_index=True))
    assert len(one) == 2 * 2 * (2 + 1)


def test_the_target_is_met_where_assess_says_so() -> None:
    # With 0.5 the rise is exactly half a point, with 0.4 it is less.
    promise = ci.load_plan("chenzhou-2007").targets.query("target == 'st_contribution_rise'")
    choices = ci.contribution_sensitivity(TENTH, capital_elasticity=(0.4, 0.5), window=1)
    for alpha, status in ((0.4, "missed"), (0.5, "met")):
        rates = ci.contribution_observations(
            TENTH, capital_elasticity=alpha, labour_elasticity=1 - alpha, window=1
        )
        assert ci.assess(rates, promise, year=2007)["status"].item() == status
        meets = choices.query("end_year == 2007 and capital_elasticity == @alpha")["meets"].item()
        assert meets == (status == "met")


def test_no_accounts_no_choices() -> None:
    choices = ci.contribution_sensitivity(TENTH.iloc[:0])
    assert choices.empty
    assert (choices.dtypes == ci.contribution_sensitivity(TENTH, window=1).dtypes).all()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"capital_elasticity": ()}, "capital_elasticity is empty; give one or several"),
        ({"capital_elasticity": "0.3"}, r"capital_elasticity is '0\.3'; it is a fraction from 0 to 1"),
        ({"labour_elasticity": 65}, "labour_elasticity is 65; it is a fraction from 0 to 1"),
        ({"window": []}, "window is empty"),
        ({"window": (1, 0)}, "window is 0"),
        ({"minimum_rise": None}, "minimum_rise is None; a finite number is needed"),
        ({"minimum_rise": float("nan")}, "minimum_rise is nan"),
    ],
)
def test_choices_outside_their_range_are_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        ci.contribution_sensitivity(TENTH, **more)


def test_every_elasticity_outside_its_range_is_listed() -> None:
    with pytest.raises(ArgumentError, match="3 arguments") as refused:
        ci.contribution_sensitivity(TENTH, capital_elasticity=(0.3, 30, float("nan")), labour_elasticity=-1)
    assert [text.split(";")[0] for text in refused.value.problems] == [
        *("capital_elasticity is 30", "capital_elasticity is nan", "labour_elasticity is -1")
    ]


def test_the_longest_window_has_to_fit() -> None:
    with pytest.raises(TableError, match="431000: 2005-2007 is shorter than a window of 5 years"):
        ci.contribution_sensitivity(TENTH)
