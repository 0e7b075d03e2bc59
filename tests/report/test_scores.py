"""Scores and their parts as tables."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.report.scores import beside_ranks, parts_table, scores_table

NONE = float("nan")


@pytest.fixture
def scores():
    """Return the scores of three areas, the second best first, of one nothing known."""
    frame = pd.DataFrame(
        {
            "area": ["431003", "431021", "431002"],
            "year": 2007,
            "score": [0.75, NONE, 1.1],
            "rank": pd.array([2, None, 1], dtype="Int64"),
            "grade": ["qualified", None, "excellent"],
            "vetoed": pd.array([True, None, False], dtype="boolean"),
            "vetoed_by": ["p", None, None],
            "targets": 2,
            "scored": [2, 0, 2],
            "coverage": [1.0, 0.0, 1.0],
            "obs_status": ["final", None, "illustrative"],
        }
    )
    return ci.schemas.Scores.validate(frame.astype({"grade": "str", "vetoed_by": "str", "obs_status": "str"}))


@pytest.fixture
def robustness(scores):
    ranks = scores[["area", "year", "score", "rank"]].assign(
        **{name: pd.array([1, None, 1], dtype="Int64") for name in ("rank_low", "rank_low_without")},
        **{name: pd.array([2, None, 2], dtype="Int64") for name in ("rank_high", "rank_high_without")},
        **{name: [2.0, NONE, 1.0] for name in ("rank_05", "rank_median", "rank_95")},
        share_first=[0.25, NONE, 0.75],
        draws=1000,
        obs_status=scores["obs_status"],
    )
    return ci.schemas.RankRobustness.validate(ranks.iloc[::-1])


# of two targets, with weights of 3 and 1: all and a fifth more of the first, half of the second
@pytest.fixture
def judged():
    """Return two verdicts on one area, and what they are worth in its score: 0.75 * 1.2 + 0.25 * 0.5."""
    common = {"plan": "test", "area": "431002", "year": 2007, "clause": "1", "obs_status": "final"}
    named = pd.DataFrame({"target": ["p", "a"], "indicator": ["patent_applications", "st_achievements"]})
    named = named.assign(
        **common, name_zh=["专利", None], name_en=["Patents", None], status=["met", "missed"]
    )
    parts = named.assign(
        attainment=[1.3, 0.5],
        counted=[1.2, 0.5],
        weight=[0.75, 0.25],
        weight_used=[0.75, 0.25],
        part=[0.9, 0.125],
        shortfall=[-0.15, 0.125],
        score_without=[0.5, 1.2],
        reason=None,
    )
    verdicts = named.assign(
        actual=[13.0, 1.0],
        required=[10.0, 2.0],
        unit="count",
        form="level",
        minimum=[10.0, 2.0],
        maximum=NONE,
        stretch=NONE,
        strict=False,
        reason=None,
    )
    text = {"reason": "str", "name_zh": "str", "name_en": "str"}
    return parts.astype(text), verdicts.astype(text)


def test_the_first_rank_comes_first_and_areas_without_one_last(scores, robustness):
    beside = beside_ranks(scores, robustness)
    assert beside["area"].tolist() == ["431002", "431003", "431021"]
    assert beside["rank_95"].tolist() == pytest.approx([1.0, 2.0, NONE], nan_ok=True)
    assert beside["share_first"].tolist() == pytest.approx([0.75, 0.25, NONE], nan_ok=True)
    alone = beside_ranks(scores, None)
    assert alone.columns.tolist() == scores.columns.tolist()
    assert alone["area"].tolist() == beside["area"].tolist()


def test_scores_are_written_in_points_and_words(scores, robustness):
    table = scores_table(beside_ranks(scores, robustness), lang="zh")
    assert table["得分（各项目标恰好完成计100分）"].tolist() == pytest.approx([110, 75, NONE], nan_ok=True)
    assert table["地区名称"].tolist() == ["北湖区", "苏仙区", "桂阳县"]
    assert table["等次"].tolist()[:2] == ["优秀", "合格"]
    assert table["是否被否决"].tolist()[:2] == ["否", "是"]
    assert table[["等次", "是否被否决"]].iloc[2].isna().all()


def test_veto_targets_are_named_where_the_parts_are_given(scores, judged):
    table = scores_table(scores, parts=judged[0], lang="zh")
    assert table[["否决目标", "否决目标名称"]].iloc[0].tolist() == ["p", "专利"]
    assert table["否决目标名称"].iloc[1:].isna().all()
    both = scores.assign(vetoed_by=pd.Series(["p, a", None, None], dtype="str"))
    named = scores_table(both, parts=judged[0], lang="en")["name of veto target"]
    assert named[0] == "Patents; Science and technology achievements"
    assert "否决目标名称" not in scores_table(scores, lang="zh")


def test_the_table_of_parts_adds_up_to_the_score(judged):
    table = parts_table(*judged, lang="en")
    points = table["points (100 × weight used × attainment counted)"]
    assert points.tolist() == pytest.approx([90, 12.5])
    weight, counted = table.filter(like="weight used (").iloc[:, 0], table.filter(like="counted (").iloc[:, 0]
    assert (100 * weight * counted).tolist() == pytest.approx(points.tolist())
    short = table["points short (100 × weight used × (1 − attainment counted))"]
    assert short.sum() == pytest.approx(100 - points.sum())
    assert table["points of the area without this target"].tolist() == pytest.approx([50, 120])


def test_the_figures_stand_beside_their_part(judged):
    table = parts_table(*judged, lang="zh")
    assert table[["实际", "要求"]].to_numpy().tolist() == [[13.0, 10.0], [1.0, 2.0]]
    assert table["结论"].tolist() == ["完成", "未完成"]
    assert table["目标名称"].tolist() == ["专利", "科技成果"]
    assert table["单位"].tolist() == ["个", "个"]


def test_the_tables_are_in_one_language_with_no_heading_twice(scores, robustness, judged):
    for made in (
        lambda lang: scores_table(beside_ranks(scores, robustness), lang=lang),
        lambda lang: parts_table(*judged, lang=lang),
    ):
        chinese, english = made("zh"), made("en")
        assert chinese.columns.is_unique
        assert english.columns.is_unique
        assert all(re.search("[\u4e00-\u9fff]", heading) for heading in chinese)
        assert not any(re.search("[\u4e00-\u9fff]|_", heading) for heading in english)
        texts = [english[column].dropna() for column in english.select_dtypes(["str", "object"])]
        assert not pd.concat(texts).astype("str").str.contains("[\u4e00-\u9fff]").any()


def test_the_frames_are_not_changed(scores, judged):
    copies = [frame.copy() for frame in (scores, *judged)]
    scores_table(beside_ranks(scores, None))
    parts_table(*judged)
    for frame, copy in zip((scores, *judged), copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
