"""Nothing asked is no zero, no veto and no share; numbers and arguments at the edge of what can be."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from attained import verdicts

import chenzhou_indicators as ci
from chenzhou_indicators.assessment import robustness
from chenzhou_indicators.errors import ArgumentError


def with_villages(status: str, **asked: Any) -> pd.DataFrame:
    """Return A and B, of which A owes villages as given, and half of what else is owed."""
    table = verdicts({"A": {"t": 0.5, "villages": (status, None)}, "B": {"t": 1.0, "villages": 1.0}})
    bounds = {"required": 0.0, "minimum": 0.0, "maximum": float("nan"), "strict": False, **asked}
    table = table.assign(minimum=1.0, maximum=float("nan"), strict=False)
    for column, value in bounds.items():
        table.loc[table["area"].eq("A") & table["target"].eq("villages"), column] = value
    return table


@pytest.mark.parametrize("status", ["met", "not_assessable"])
@pytest.mark.parametrize("missing", ["leave_out", "zero"])
def test_of_nothing_asked_the_silent_and_those_who_report_have_one_score(status: str, missing: str) -> None:
    parts = ci.score_parts(with_villages(status), missing=missing).set_index(["area", "target"])
    assert parts.loc[("A", "villages"), "reason"] == "no share of a bound of zero or less"
    assert parts.loc[("A", "t"), "weight_used"] == 1.0
    assert ci.score(with_villages(status), missing=missing)["score"].tolist() == [0.5, 1.0]


@pytest.mark.parametrize("missing", ["leave_out", "zero"])
def test_a_veto_of_which_nothing_is_asked_binds_nobody(missing: str) -> None:
    scores = ci.score(with_villages("not_assessable"), vetoes=["villages"], missing=missing)
    assert scores["vetoed"].tolist() == [False, False]
    assert scores["grade"].tolist() == ["unqualified", "excellent"]


@pytest.mark.parametrize(
    "asked",
    [{"strict": True}, {"form": "change"}, {"maximum": 0.0}, {"minimum": 1.0, "required": 1.0}],
    ids=["more than none", "no fall", "none at most", "one"],
)
def test_what_can_be_missed_still_binds_as_a_veto(asked: dict[str, Any]) -> None:
    scores = ci.score(with_villages("not_assessable", **asked), vetoes=["villages"])
    assert scores["vetoed"].isna().tolist() == [True, False]


def test_a_score_without_a_target_is_right_beside_a_weight_that_dwarfs_the_others() -> None:
    table = verdicts({"A": {"big": 1.0, "small": 0.4}})
    parts = ci.score_parts(table, weights={"big": 1e12, "small": 1}).set_index("target")
    assert parts.loc["big", "score_without"] == 0.4
    assert parts.loc["small", "score_without"] == 1.0


def test_a_score_without_the_only_target_that_weighs_is_missing() -> None:
    table = verdicts({"A": {"t": 1.0, "u": 0.4, "v": None}})
    parts = ci.score_parts(table, weights={"t": 1, "u": 0, "v": 1}).set_index("target")
    assert parts["score_without"].isna().tolist() == [True, False, False]
    assert parts.loc[["u", "v"], "score_without"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("endless", [float("inf"), float("-inf")])
def test_infinite_attainments_are_refused_with_their_place(endless: float) -> None:
    table = verdicts({"A": {"t": 1.0}, "B": {"t": 0.5}})
    table["attainment"] = [endless, 0.5]
    with pytest.raises(ArgumentError, match=r"finite or missing; infinite are those of:\n  - t A$"):
        ci.score(table)


def test_vetoes_that_are_no_targets_are_refused() -> None:
    with pytest.raises(ArgumentError, match="vetoes is None; it is one or several targets"):
        ci.score(verdicts({"A": {"t": 1.0}}), vetoes=None)  # type: ignore[arg-type]


def test_grades_that_are_no_mapping_are_refused() -> None:
    with pytest.raises(
        ArgumentError, match=r"grades is \[0.9, 0.8, 0.6\]; it maps excellent, good, qualified"
    ):
        ci.score(verdicts({"A": {"t": 1.0}}), grades=[0.9, 0.8, 0.6])  # type: ignore[arg-type]


def test_more_ranks_than_memory_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "MOST_RANKS", 18)
    table = verdicts({"A": {"t": 1.0}, "B": {"t": 0.5}})
    with pytest.raises(ArgumentError, match="2 areas times 10 draws are 20 ranks, above 18; draw fewer"):
        ci.rank_robustness(table, draws=10)
    assert len(ci.rank_robustness(table, draws=9)) == 2
