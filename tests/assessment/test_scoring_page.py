"""The pages on scoring and robustness say what their code gives."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from pages import method_page, ran

import chenzhou_indicators as ci
from chenzhou_indicators.assessment.weights import entropy_weights

NAMES = ci.load_areas().set_index("area")["name_en"]
TARGETS = {
    "R&D in GDP": "rd_intensity_2010",
    "patent applications": "patent_applications",
    "achievements": "st_achievements",
    "meetings": "government_st_meetings",
    "demonstration villages": "demonstration_villages",
    "villages": "demonstration_villages",
    "key fields": "county_key_fields",
    "high-tech output": "hightech_output_growth",
}
ANREN, BEIHU, SUXIAN, LINWU, GUIDONG = "431028", "431002", "431003", "431025", "431027"
ORDINALS = {word: place for place, word in enumerate(["eighth", "ninth", "tenth", "eleventh"], 8)}


@pytest.fixture(scope="module")
def scoring() -> str:
    return method_page("scoring")


@pytest.fixture(scope="module")
def robustness() -> str:
    return method_page("robustness")


@pytest.fixture(scope="module")
def made(scoring: str, robustness: str) -> dict[str, Any]:
    return ran(scoring, robustness)


def rows(page: str, heads: str) -> dict[str, list[str]]:
    """Return the rows of the table with these heads: the first cell, and those behind it."""
    lines = page.partition(f"| {heads} |\n")[2].partition("\n\n")[0].splitlines()[1:]
    cells = [[cell.strip(" *") for cell in line.split("|")[1:-1]] for line in lines]
    return {first: others for first, *others in cells}


def points(score: float) -> str:
    return f"{100 * score:.2f}"


def of(table: pd.DataFrame, area: str) -> pd.Series[Any]:
    return table.set_index("area").loc[area]


# --- scoring -------------------------------------------------------------------------------------


def test_the_scores_of_the_page_are_those_of_its_code(scoring: str, made: dict[str, Any]) -> None:
    shown = rows(scoring, "county | points | rank | grade | targets with a part")
    table = made["scores"].sort_values("rank")
    assert [*shown] == NAMES[table["area"]].tolist()
    for row, cells in zip(table.itertuples(), shown.values(), strict=True):
        assert cells == [points(row.score), str(row.rank), row.grade, f"{row.scored} of {row.targets}"]
    assert f"7/17 = {of(table, LINWU)['coverage']:.0%}".replace("%", " %") in scoring
    assert f"{of(table, GUIDONG)['coverage']:.0%} in Guidong".replace("%", " %") in scoring


def test_the_parts_of_anren_are_those_of_the_code_and_add_up(scoring: str, made: dict[str, Any]) -> None:
    shown = rows(scoring, "target | attained | brought | lacks | score without it")
    together = shown.pop("together")
    parts = made["parts"].query("area == @ANREN and part.notna()").set_index("target")
    assert {TARGETS[name] for name in shown} == {*parts.index}
    for name, cells in shown.items():
        row = parts.loc[TARGETS[name]]
        expected = [row["counted"], row["part"], row["shortfall"], row["score_without"]]
        assert [cell.split("= ")[-1].removesuffix(" %") for cell in cells] == [*map(points, expected)]
    assert together[1:3] == [points(parts["part"].sum()), points(parts["shortfall"].sum())]
    assert float(together[1]) + float(together[2]) == 100


def test_two_more_patents_make_anren_ninth_as_the_page_says(scoring: str, made: dict[str, Any]) -> None:
    verdicts = made["verdicts"].reset_index(drop=True)
    (row,) = verdicts.query("area == @ANREN and target == 'patent_applications'").index
    assert verdicts.loc[row, ["actual", "required"]].tolist() == [6, 35]
    verdicts.loc[row, "attainment"] = 8 / 35
    anren = of(ci.score(verdicts), ANREN)
    assert anren["rank"] == 9
    assert f"ninth with {points(anren['score'])}." in " ".join(scoring.split())
    ahead = of(made["scores"], GUIDONG)["score"] - of(made["scores"], ANREN)["score"]
    assert f"ninth, has {points(ahead)} points more" in scoring
    behind = of(made["scores"], ANREN)["score"] - of(made["scores"], LINWU)["score"]
    assert f"Linwu is {points(behind)} behind Anren" in scoring


def test_the_numbers_of_the_rules_are_those_of_the_code(scoring: str, made: dict[str, Any]) -> None:
    verdicts = made["verdicts"]
    high, low = (points(of(ci.score(verdicts, cap=cap), BEIHU)["score"]) for cap in (5, 1))
    assert (
        f"at a cap of 500 % it would have {high} points for all that it missed, at 100 % it has {low}"
        in scoring
    )
    zero = ci.score(verdicts, missing="zero")
    assert of(zero, GUIDONG)["rank"] == 4
    silent = verdicts[verdicts.groupby("target")["attainment"].transform("count") == 0]
    assert silent["target"].nunique() == 10
    assert (silent[silent["area"] == GUIDONG]["required"] > 0).sum() == 2
    due = ci.score(verdicts[verdicts["due"] <= 2007])
    assert [of(due, area)["rank"] for area in (BEIHU, SUXIAN)] == [1, 2]
    first, second = (points(of(due, area)["score"]) for area in (BEIHU, SUXIAN))
    assert f"Beihu is first with {first}, Suxian second with {second}" in scoring
    reported = made["parts"].query("area == @GUIDONG and part.notna()")["target"]
    assert len(reported) == 5
    assert of(ci.score(verdicts[verdicts["target"].isin(reported)]), GUIDONG)["rank"] == 7


def test_the_grades_under_the_veto_are_those_the_page_names(made: dict[str, Any]) -> None:
    before, after = (made[name].set_index("area")["grade"] for name in ("scores", "vetoed"))
    changed = before[before != after]
    assert NAMES[changed.index].tolist() == ["Suxian District", "Guiyang County", "Zixing City"]
    assert changed.tolist() == ["excellent", "good", "excellent"]
    assert (after[changed.index] == "qualified").all()
    assert after[BEIHU] == "excellent"


def test_the_entropy_weights_of_the_page_are_those_of_the_code(scoring: str, made: dict[str, Any]) -> None:
    weights = made["weight"].set_index("target")["weight"]
    shown = rows(scoring, "target | equal | entropy")
    for name, cells in shown.items():
        assert cells == [f"{100 / 7:.1f} %", f"{100 * weights[TARGETS[name]]:.1f} %"]
    assert weights[[TARGETS[name] for name in shown]].sum() == pytest.approx(1)
    zero = ci.score_parts(made["verdicts"], weights="entropy", missing="zero")
    (gaps,) = zero.query("area == @SUXIAN and target == 'county_key_fields'")["weight"]
    before = shown["key fields"][1].removesuffix(" %")
    assert f"the weight of key fields goes from {before} to {100 * gaps:.1f} %" in scoring


def test_the_entropy_reckoned_by_hand_on_the_page_is_that_of_the_function(scoring: str) -> None:
    counted = pd.DataFrame({"target": ["a", "a", "b", "b"], "counted": [0.2, 0.6, 0.4, 0.8]})
    one, other = entropy_weights(counted)
    assert f"weights 0.189 / 0.270 = {one:.3f} and {other:.3f}" in scoring


# --- robustness ----------------------------------------------------------------------------------


def test_the_ranges_of_the_page_are_those_of_its_code(robustness: str, made: dict[str, Any]) -> None:
    heads = "county | points | rank | median | nine draws of ten | all draws | first in | without one target"
    shown = rows(robustness, heads)
    table = made["ranks"].sort_values("rank")
    assert [*shown] == NAMES[table["area"]].tolist()
    for row, cells in zip(table.itertuples(), shown.values(), strict=True):
        assert cells == [
            points(row.score),
            str(row.rank),
            f"{row.rank_median:.0f}",
            f"{row.rank_05:.0f}-{row.rank_95:.0f}",
            f"{row.rank_low}-{row.rank_high}",
            f"{100 * row.share_first:.1f} %",
            f"{row.rank_low_without}-{row.rank_high_without}",
        ]


def test_the_targets_that_anren_hangs_on_are_those_the_page_names(
    robustness: str, made: dict[str, Any]
) -> None:
    sentence = re.search(r"Anren is (\w+) without (.*?), (\w+) without (.*?), and (\w+)", robustness)
    assert sentence is not None
    ranks = made["anren"]
    for place, names in (sentence.group(1, 2), sentence.group(3, 4)):
        targets = [TARGETS[name] for name in names.split(" or ")]
        assert {*ranks.index[ranks == ORDINALS[place]]} == {*targets}
    assert (ranks == ORDINALS[sentence.group(5)]).sum() == 3
    without = made["left_out"]["rd_intensity_2010"]
    assert without[BEIHU] == 1


def test_other_seeds_and_more_draws_do_what_the_page_says(robustness: str, made: dict[str, Any]) -> None:
    tables = [ci.rank_robustness(made["verdicts"], seed=seed) for seed in range(13)]
    first = [100 * of(table, SUXIAN)["share_first"] for table in tables[1:]]
    shown = re.search(r"other seeds give (\d+) to (\d+) %", robustness)
    assert shown is not None
    assert [*shown.groups()] == [f"{min(first):.0f}", f"{max(first):.0f}"]
    many = of(ci.rank_robustness(made["verdicts"], draws=10_000), ANREN)
    few = of(made["ranks"], ANREN)
    assert [few["rank_low"], many["rank_low"]] == [4, 3]
    assert few[["rank_05", "rank_95"]].tolist() == many[["rank_05", "rank_95"]].tolist()
