"""The picture of ranks, read from what was drawn."""

from __future__ import annotations

import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import texts
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection, PathCollection

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAN = float("nan")
RANKS = ["rank", "rank_low", "rank_high", "rank_low_without", "rank_high_without"]
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()


@pytest.fixture
def made():
    """Make ranks: ``made(("431002", 1, (1, 3), (1, 2.5), (1, 2), 0.9), ...)``.

    An area, its rank, the range of all draws, of nine in ten, of one target less, and its share of
    first places; the score falls by a tenth from rank to rank.
    """

    def make(*rows, **common):
        table = pd.DataFrame(
            [
                (area, 1.1 - rank / 10, rank, *whole, *most, *without, first)
                for area, rank, whole, most, without, first in rows
            ],
            columns=["area", "score", *RANKS[:3], "rank_05", "rank_95", *RANKS[3:], "share_first"],
        )
        table = table.assign(year=2007, rank_median=table["rank"], draws=1000, obs_status="final", **common)
        return table.astype(dict.fromkeys(RANKS, "Int64") | {"rank_median": "float64"})

    return make


@pytest.fixture
def three(made):
    return made(
        ("431003", 2, (1, 3), (1.0, 2.5), (2, 3), 0.2),
        ("431002", 1, (1, 2), (1.0, 2.0), (1, 1), 0.8),
        ("431021", 3, (2, 3), (2.5, 3.0), (3, 3), 0.0),
    )


def many(made, count):
    """Make so many ranks, each moving by three places at most."""
    names = [*COUNTIES, *(f"99{place:04d}" for place in range(count))][:count]
    ends = [(max(rank - 3, 1), min(rank + 3, count)) for rank in range(1, count + 1)]
    rows = zip(names, range(1, count + 1), ends, ends, ends, [0.5, *[0.0] * count], strict=False)
    return made(*rows)


def silent(table, *areas):
    """Return the table with no score for some areas."""
    gone = [*RANKS, "score", "share_first", "rank_median", "rank_05", "rank_95"]
    return table.assign(**table[gone].mask(table["area"].isin(areas)))


def rows_of(ax):
    """Return what is written from above, row by row: rank, name, points, share of first places."""
    rows = {}
    for text in ax.texts:
        x, y = text.get_position()
        if text.get_transform() == ax.transData and y >= 0:
            rows.setdefault(y, []).append((x, text.get_text()))
    return [tuple(text for _, text in sorted(rows[y])) for y in sorted(rows)]


def points(ax):
    """Return the marks as {colour within: [(rank, row), ...]}, from above."""
    found = {}
    for dots in ax.collections:
        if isinstance(dots, PathCollection):
            at = [tuple(place) for place in dots.get_offsets().tolist()]
            found.setdefault(mpl.colors.to_hex(dots.get_facecolor()[0]), []).extend(at)
    return {colour: sorted(at, key=lambda place: place[::-1]) for colour, at in found.items()}


def lines(ax):
    """Return the level lines as (row, from, to), from above."""
    segments = [
        line
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for line in artist.get_segments()
    ]
    return sorted((one[1], one[0], other[0]) for one, other in segments if one[1] == other[1])


# --- what is drawn -------------------------------------------------------------------------------


def test_the_best_area_stands_first_with_a_dot_at_its_rank(three):
    ax = ci.plot_ranking(three)
    assert [row[:2] for row in rows_of(ax)] == [("1", "北湖区"), ("2", "苏仙区"), ("3", "桂阳县")]
    assert points(ax)["#1f5f8b"] == [(1, 0), (2, 1), (3, 2)]
    low, high = ax.get_ylim()
    assert low > high


def test_a_line_goes_from_the_best_to_the_worst_rank_and_a_bar_holds_nine_draws_in_ten(three):
    ax = ci.plot_ranking(three)
    assert [line for line in lines(ax) if line[0] % 1 == 0] == [(0, 1, 2), (1, 1, 3), (2, 2, 3)]
    bars = [
        (bar.get_x(), bar.get_x() + bar.get_width(), bar.get_y() + bar.get_height() / 2) for bar in ax.patches
    ]
    assert sorted(bars, key=lambda bar: bar[2]) == [
        pytest.approx((1, 2, 0)),
        pytest.approx((1, 2.5, 1)),
        pytest.approx((2.5, 3, 2)),
    ]
    assert {bar.get_zorder() < 3 for bar in ax.patches} == {True}  # the line is drawn over the bar


def test_open_diamonds_below_a_row_are_the_ranks_with_one_target_less(three):
    ax = ci.plot_ranking(three)
    assert points(ax)["#ffffff"] == [
        pytest.approx(place) for place in [(1, 0.31), (1, 0.31), (2, 1.31), (3, 1.31), (3, 2.31), (3, 2.31)]
    ]
    assert "空心菱形：逐一去掉一个目标时最好与最差的位次。" in "\n".join(texts(ax)).split("\n")


def test_without_ranks_of_one_target_less_there_are_no_diamonds_and_no_word_of_them(three):
    ax = ci.plot_ranking(three.assign(rank_low_without=pd.NA, rank_high_without=pd.NA))
    assert "#ffffff" not in points(ax)
    assert "菱形" not in "".join(texts(ax))


def test_areas_of_one_rank_stand_in_the_order_of_their_scores(three):
    tied = three.assign(rank=three["rank"].where(three["rank"] != 3, 2), score=[0.8, 1.0, 0.9])
    assert [row[:2] for row in rows_of(ci.plot_ranking(tied))] == [
        ("1", "北湖区"),
        ("2", "桂阳县"),
        ("2", "苏仙区"),
    ]


def test_points_are_a_hundred_times_the_score_and_first_places_a_percentage(three):
    assert [row[2:] for row in rows_of(ci.plot_ranking(three))] == [
        ("100", "80%"),
        ("90", "20%"),
        ("80", "0%"),
    ]


def test_points_that_differ_read_differently(three):
    shown = rows_of(ci.plot_ranking(three.assign(score=[0.912341, 0.912349, 0.5])))
    assert [row[2] for row in shown] == ["91.235", "91.234", "50.000"]


def test_illustrative_points_are_starred(three):
    ax = ci.plot_ranking(three.assign(obs_status=["illustrative", "final", "final"]), lang="en")
    assert [row[2] for row in rows_of(ax)] == ["100", "90*", "80"]
    warning = "* contains illustrative figures: not a finding"
    assert warning in texts(ax)
    assert warning not in texts(ci.plot_ranking(three, lang="en"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "没有得分，不排名：苏仙区、桂阳县。"),
        ("en", "No score, no rank: Suxian District, Guiyang County."),
    ],
)
def test_an_area_without_a_rank_is_named_at_the_foot(three, lang, said):
    ax = ci.plot_ranking(silent(three, "431003", "431021"), lang=lang)
    assert [row[0] for row in rows_of(ax)] == ["1"]
    assert said in "\n".join(texts(ax)).split("\n")


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", ["2007年得分位次及其稳定性", "与 1,000 组随机权重下的位次相比"]),
        ("zh", ["位次", "地区", "得分", "居首位占比", "位次（越靠左越好）"]),
        ("en", ["Ranks of 2007, and how firm they are", "Beside the ranks under 1,000 random weightings"]),
        ("en", ["rank", "area", "points", "share first", "rank (the best on the left)"]),
    ],
)  # fmt: skip
def test_heading_draws_and_columns_are_named(three, lang, expected):
    ax = ci.plot_ranking(three, lang=lang)
    assert set(expected) <= {ax.get_title(loc="left"), *texts(ax)}


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (1, ["1"]),
        (11, [str(rank) for rank in range(1, 12)]),
        (40, [str(rank) for rank in range(1, 40, 2)]),
    ],
)
def test_ranks_stand_along_the_foot_from_the_first(made, count, shown):
    ax = ci.plot_ranking(many(made, count))
    assert [text.get_text() for text in ax.get_xticklabels()] == shown
    assert ax.spines["bottom"].get_bounds() == (1, count)


def test_in_narrow_axes_ranks_go_by_fives(made):
    _, ax = plt.subplots(figsize=(6, 9))
    ax = ci.plot_ranking(many(made, 30), ax=ax)
    assert [text.get_text() for text in ax.get_xticklabels()] == ["1", "5", "10", "15", "20", "25", "30"]


def test_in_low_rows_lines_are_thin_long_names_cut_and_diamonds_left_out_with_their_key(made):
    crowd = many(made, 40)
    crowd.loc[3, "area"] = "431003-P1"
    _, ax = plt.subplots(figsize=(3, 4))
    ax = ci.plot_ranking(crowd, ax=ax, lang="en")
    assert "#ffffff" not in points(ax)
    assert "diamonds" not in "".join(texts(ax))
    assert [text.get_text()[-1] for text in ax.texts if "Nonferrous" in text.get_text()] == ["…"]
    widths = [artist.get_linewidth()[0] for artist in ax.collections if artist.get_zorder() == 3]
    assert len(widths) == 1
    assert widths[0] < 0.5


def test_ranks_take_the_room_between_names_and_numbers(three):
    for table in (three, three.query("rank == 3")):  # ranks 1 to 3, and 2 and 3
        ax = ci.plot_ranking(table)
        (left, right), (best, worst) = ax.get_xlim(), ax.spines["bottom"].get_bounds()
        assert 0.6 < (worst - best) / (right - left) < 0.9


def test_upright_lines_end_with_the_scale(three):
    ax = ci.plot_ranking(three)
    ends = [
        line[:, 1] for artist in ax.collections if artist.get_zorder() == 0 for line in artist.get_segments()
    ]
    assert {(low, high) for low, high in ends} == {(-0.6, ax.get_ylim()[0])}


def test_no_word_of_the_other_language_is_left(three):
    for lang, foreign in (("en", CHINESE), ("zh", re.compile(r"[A-Za-z]"))):
        ax = ci.plot_ranking(silent(three, "431003"), lang=lang)
        shown = [ax.get_title(loc="left"), *texts(ax)]
        assert [text for text in shown if foreign.search(text)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [None, (5, 3), (9, 5)])
@pytest.mark.parametrize("count", [1, 3, 11, 40])
def test_no_text_covers_another_or_leaves_the_picture(made, count, size, lang):
    table = many(made, count).assign(obs_status="illustrative")
    table.loc[table.index[-1], "area"] = "431003-P1"  # a long name
    ax = None
    if size:
        wide, high = size
        box = (1 / (wide + 1.2), 1.6 / (high + 2.8), wide / (wide + 1.2), high / (high + 2.8))
        ax = plt.figure(figsize=(wide + 1.2, high + 2.8)).add_axes(box)
    ax = ci.plot_ranking(table, ax=ax, lang=lang, note="来源" if lang == "zh" else "source")
    ax.figure.canvas.draw()
    shown = [text for text in [ax._left_title, *ax.texts, *ax.get_xticklabels()] if text.get_text()]
    boxes = np.array([text.get_window_extent().extents for text in shown])
    paper = np.add(ax.figure.bbox.extents, [4, 4, -4, -4])
    beyond = (boxes[:, :2] < paper[:2]) | (boxes[:, 2:] > paper[2:])
    assert [text.get_text() for text, out in zip(shown, beyond.any(axis=1), strict=True) if out] == []
    tolerance = 0.1 * (boxes[:, 2:] - boxes[:, :2])  # the air around letters
    low, high = boxes[:, :2] + tolerance, boxes[:, 2:] - tolerance
    clash = ((low[:, None] < high) & (low < high[:, None])).all(axis=2) & ~np.eye(len(boxes), dtype=bool)
    assert [shown[place].get_text() for place in np.flatnonzero(clash.any(axis=1))] == []
    best, worst = ax.transData.transform([(1, 0), (count, 0)])[:, 0]
    for text in ax.texts:
        if text.get_transform() == ax.transData and text.get_position()[1] >= 0:
            box = text.get_window_extent()
            assert box.x1 < best or box.x0 > worst, text.get_text()
            assert ax.bbox.x0 - 1 < box.x0, text.get_text()
            assert box.x1 < ax.bbox.x1 + 1, text.get_text()


# --- what is left alone, what is refused ---------------------------------------------------------


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(three):
    before, settings = three.copy(deep=True), dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert ci.plot_ranking(three, ax=ax, title="标题 $x_", note="来源：$x_") is ax
    assert ax.get_title(loc="left") == "标题 $x_"
    assert any("来源：$x_" in text for text in texts(ax))
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert three.equals(before)


def test_several_years_are_refused_with_a_choice_that_works(three):
    both = three.assign(year=[2007, 2008, 2007])
    with pytest.raises(ArgumentError, match="robustness is of 2 years, one is drawn") as refused:
        ci.plot_ranking(both)
    assert refused.value.problems == ("2007", "2008")
    query = re.search(r'robustness\.query\("(.*)"\)', str(refused.value))[1]
    assert [row[0] for row in rows_of(ci.plot_ranking(both.query(query)))] == ["2", "3"]


def test_more_areas_than_can_be_read_are_refused_with_a_choice_that_works(made):
    crowd = many(made, 41)
    with pytest.raises(ArgumentError, match="robustness holds 41 areas, 40 at most can be read") as refused:
        ci.plot_ranking(crowd)
    query = re.search(r'robustness\.query\("([^"]*)"\)', str(refused.value))[1]
    assert len(rows_of(ci.plot_ranking(crowd.query(query)))) == 40


def test_a_table_without_ranks_is_refused_with_its_areas(three):
    with pytest.raises(ArgumentError, match="No area has a rank in 2007; nothing to draw") as refused:
        ci.plot_ranking(silent(three, *three["area"]))
    assert refused.value.problems == ("431003", "431002", "431021")


def test_an_empty_table_another_table_and_an_unknown_language_are_refused(three, observations):
    with pytest.raises(ArgumentError, match="robustness is empty; make it with rank_robustness"):
        ci.plot_ranking(three.iloc[:0])
    with pytest.raises(TableError, match="robustness is not a table of RankRobustness"):
        ci.plot_ranking(observations())
    with pytest.raises(TableError, match="the same key stands more than once"):
        ci.plot_ranking(pd.concat([three, three.iloc[:1]]))
    with pytest.raises(ArgumentError, match="lang is 'fr'; it is zh or en"):
        ci.plot_ranking(three, lang="fr")
