"""The heatmap of verdicts, read from what was drawn."""

from __future__ import annotations

import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import texts
from matplotlib import pyplot as plt
from matplotlib.collections import PatchCollection, PathCollection

import chenzhou_indicators as ci
from chenzhou_indicators.charts.heatmap import LIGHT, STRENGTH
from chenzhou_indicators.charts.scorecard import MARKS
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.vocabulary import Status

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAN = float("nan")
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()


@pytest.fixture(scope="module")
def counties():
    """Return the verdicts of the whole chain: seven targets of eleven counties that have figures."""
    plan, observations = ci.load_plan("chenzhou-2007"), ci.load_sample("observations")
    known = ci.latest_vintage(observations).query("indicator == 'registered_population' and year == 2006")
    parts = ci.break_down(plan, known.set_index("area")["value"][COUNTIES])
    own = plan.targets[plan.targets["scope"].isin(["each_area", "each_government"])]
    verdicts = ci.assess(observations, pd.concat([parts, own], ignore_index=True), year=2007)
    verdicts = verdicts[verdicts["area"].isin(COUNTIES)]
    return verdicts[verdicts.groupby("target")["attainment"].transform("count") > 0]


@pytest.fixture(scope="module")
def whole():
    """Return the city's own scorecard: 24 targets, two of them owed by counties too."""
    plan = ci.load_plan("chenzhou-2007")
    return ci.assess(ci.load_sample("observations"), plan.targets, year=2007, firms=ci.load_sample("firms"))


@pytest.fixture(scope="module")
def made(whole):
    """Make verdicts: ``made(("t1", "431002", "met", 1.2), ...)``."""

    def make(*rows, **common):
        table = pd.DataFrame(rows, columns=["target", "area", "status", "attainment"])
        rest = whole.iloc[[0] * len(rows)].drop(columns=table.columns).reset_index(drop=True)
        silent = table["status"].eq("not_assessable")
        reasons = pd.Series(np.where(silent, "no value: gdp 2007", None), dtype="str")
        names = {"name_zh": "目标" + table["target"], "name_en": "target " + table["target"]}
        return pd.concat([rest, table], axis=1).assign(
            **{"obs_status": "final", "reason": reasons, **names, **common}
        )

    return make


def grid(made, areas, targets, **common):
    """Make a full table, every verdict met by 120 %."""
    rows = [(f"t{j}", f"99{i:04d}", "met", 1.2) for i in range(areas) for j in range(targets)]
    return made(*rows, **common)


def written(ax):
    """Return what is written in places of the data: beside the cells, above them, and in them by place."""
    placed = [(text, *text.get_position()) for text in ax.texts if text.get_transform() == ax.transData]
    left = min(x for _, x, _ in placed)
    names = [text for text, x, y in placed if x == left and y % 1 == 0.5]
    heads = [text for text, _, y in placed if y < 0]
    inside = {(int(x), int(y)): text for text, x, y in placed if x > 0 and 0 < y < len(names)}
    return names, heads, inside


def numbers(ax):
    return written(ax)[2]


def artists(ax, kind):
    return [artist for artist in ax.collections if isinstance(artist, kind)]


def cells(ax):
    """Return the kind of every cell by (column, row), the legend left out."""
    rows = len(written(ax)[0])
    corners = [
        (boxes.get_label(), *path.get_extents().min)
        for boxes in artists(ax, PatchCollection)
        for path in boxes.get_paths()
    ]
    return {(int(x), int(y)): kind for kind, x, y in corners if x > 0 and y < rows}


def marks(ax):
    """Return the marks in cells by (column, row), as (outline, colour, right edge)."""
    found, rows = {}, len(written(ax)[0])
    point = np.ptp(ax.get_xlim()) / (ax.get_window_extent().width * 72 / ax.figure.dpi)
    for dots in artists(ax, PathCollection):
        ink, edge = mpl.colors.to_hex(dots.get_facecolor()[0]), np.sqrt(dots.get_sizes()[0]) / 2 * point
        for x, y in dots.get_offsets():
            if x > 0 and y < rows:
                found[int(x), int(y)] = (dots.get_paths()[0].vertices.round(3).tolist(), ink, x + edge)
    return found


def outline(mark):
    style = mpl.markers.MarkerStyle(mark)
    return style.get_path().transformed(style.get_transform()).vertices.round(3).tolist()


# --- what is drawn -------------------------------------------------------------------------------


def test_each_verdict_has_a_cell_where_its_area_and_target_cross(counties):
    ax = ci.plot_heatmap(counties)
    areas, targets = counties["area"].unique().tolist(), counties["target"].unique().tolist()
    expected = {
        (targets.index(row.target), areas.index(row.area)): row.status for row in counties.itertuples()
    }
    assert len(expected) == 77
    assert cells(ax) == expected


def test_areas_and_targets_stand_in_the_order_of_the_table(made):
    table = made(("b", "431081", "met", 1.0), ("a", "431081", "met", 1.0), ("b", "431002", "missed", 0.5))
    ax = ci.plot_heatmap(table)
    names, heads, _ = written(ax)
    assert [text.get_text() for text in names] == ["资兴市", "北湖区"]
    assert [text.get_text() for text in heads] == ["目标b", "目标a"]
    assert cells(ax) == {(0, 0): "met", (1, 0): "met", (0, 1): "missed", (1, 1): "not_owed"}


@pytest.mark.parametrize(
    ("attainment", "text"),
    [
        (0.804, "80%"),
        (1.0, "100%"),
        (0.9996, "99%"),  # short is short
        (1 - 1e-12, "100%"),  # noise of reckoning
        (1.004, "100%"),
        (0.002, "<1%"),
        (0.0, "0%"),
        (-0.002, "<0%"),
        (-0.35, "-35%"),
        (4.6667, "467%"),
        (9.994, "999%"),
        (9.996, ">999%"),
    ],
)
def test_the_number_is_attainment_in_whole_percents(made, attainment, text):
    ax = ci.plot_heatmap(made(("t", "431002", "missed", attainment)))
    assert numbers(ax)[0, 0].get_text() == text


def test_a_cell_without_a_share_has_its_mark_in_the_middle_and_a_line_says_why(made):
    ax = ci.plot_heatmap(made(("t", "431002", "met", NAN), ("u", "431002", "met", 1.5)), lang="en")
    dots, _ = artists(ax, PathCollection)  # in the cells, and in the legend
    (x, y), (beside, _) = dots.get_offsets()
    assert (x, y) == (0.5, 0.5)
    assert 1 < beside < 1.5 < numbers(ax)[1, 0].get_position()[0]
    assert [*numbers(ax)] == [(1, 0)]
    note = "A mark alone: zero, less or no number was asked, of which there is no share."
    assert note in "\n".join(texts(ax)).split("\n")
    assert note not in "\n".join(texts(ci.plot_heatmap(made(("u", "431002", "met", 1.5)), lang="en")))


@pytest.mark.parametrize("status", [status for status in Status if status != Status.NOT_ASSESSABLE])
def test_a_verdict_is_told_by_ground_and_by_the_mark_of_the_scorecard(made, status):
    ax = ci.plot_heatmap(made(("t", "431002", str(status), 0.5)))
    shape, ink, _ = marks(ax)[0, 0]
    assert shape == outline(MARKS[status])
    assert ink == ("#ffffff" if status in LIGHT else "#222222")
    assert mpl.colors.to_hex(numbers(ax)[0, 0].get_color()) == ink


def luminance(colour):
    """Return the relative luminance of WCAG 2.2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    return float(np.dot(parts, [0.2126, 0.7152, 0.0722]))


def grounds(made):
    ax = ci.plot_heatmap(made(*[(str(status), "431002", str(status), 0.5) for status in STRENGTH]))
    boxes = artists(ax, PatchCollection)
    return {one.get_label(): luminance(one.get_facecolor()[0]) for one in boxes}


def test_on_a_grey_print_the_worse_verdict_is_the_darker(made):
    worst_first = [str(status) for status in STRENGTH]
    assert worst_first == ["missed", "regressing", "lagging", "on_track", "met"]
    found = grounds(made)
    assert sorted(worst_first, key=found.__getitem__) == worst_first


def test_letters_stand_out_from_their_ground(made):
    # 4.5 to 1 is what WCAG 2.2 asks for, criterion 1.4.3.
    for status, ground in grounds(made).items():
        letters = 1.0 if status in LIGHT else luminance(mpl.colors.to_rgb("#222222"))
        high, low = max(ground, letters), min(ground, letters)
        assert (high + 0.05) / (low + 0.05) > 4.5, status


def test_what_cannot_be_assessed_is_hatched_and_has_neither_mark_nor_number(made):
    ax = ci.plot_heatmap(made(("t", "431002", "not_assessable", NAN), ("t", "431003", "met", 1.0)))
    hatched = [boxes for boxes in artists(ax, PatchCollection) if boxes.get_hatch()]
    assert {boxes.get_label() for boxes in hatched} == {"not_assessable"}
    assert [*numbers(ax)] == [*marks(ax)] == [(0, 1)]


def test_what_an_area_does_not_owe_is_left_white(whole):
    ax = ci.plot_heatmap(whole)
    blank = [boxes for boxes in ax.collections if boxes.get_label() == "not_owed"]
    assert {mpl.colors.to_hex(boxes.get_facecolor()[0]) for boxes in blank} == {"#ffffff"}
    # 24 targets of 12 areas and 45 rows; one target and its row have no column, as it cannot be assessed.
    assert sum(kind == "not_owed" for kind in cells(ax).values()) == 23 * 12 - 44 == 232
    assert any(text == "不承担 232 项" for text in texts(ax))


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            "郴州市2007年科技创新年：2007年各地区各项目标完成情况|"
            "未完成 29 项|倒退 2 项|进度滞后 7 项|无法评估 2 项|进度正常 1 项|完成 36 项",
        ),
        (
            "en",
            "Chenzhou's Year of Science and Technology 2007: each area and target, 2007|"
            "29 missed|2 regressing|7 lagging|2 not assessable|1 on track|36 met",
        ),
    ],
)
def test_the_legend_counts_every_verdict_the_worst_first(counties, lang, expected):
    ax = ci.plot_heatmap(counties, lang=lang)
    title, *legend = expected.split("|")
    assert ax.get_title(loc="left") == title
    assert [text for text in texts(ax) if text in legend] == legend


def test_why_cells_cannot_be_assessed_is_counted(made):
    table = made(*[("t", area, "not_assessable", NAN) for area in COUNTIES[:3]])
    table["reason"] = ["no value: gdp 2007", "no value: gdp 2007", "several editions, none chosen"]
    table.index = [7, 7, 7]
    said = "无法评估的原因：缺当年数据 2 项；有多个版本，未选定 1 项。"
    assert said in "".join(texts(ci.plot_heatmap(table)))
    english = " ".join(texts(ci.plot_heatmap(table, lang="en"))).replace("\n", " ")
    assert "Why not assessable: no value (2); several editions, none chosen (1)." in english


def test_illustrative_numbers_are_starred_and_digits_stand_below_digits(made):
    table = made(("t", "431002", "met", 1.0), ("t", "431003", "met", 1.0))
    table.loc[0, "obs_status"] = "illustrative"
    ax = ci.plot_heatmap(table, lang="en")
    shown = numbers(ax)
    assert [shown[0, 0].get_text(), shown[0, 1].get_text()] == ["100%*", "100%"]
    ax.figure.canvas.draw()
    left, below = (shown[0, row].get_window_extent().x0 for row in (0, 1))
    assert left == pytest.approx(below, abs=1.5)  # pixels
    plain = ci.plot_heatmap(table.assign(obs_status="final"), lang="en")
    assert ["* contains illustrative figures: not a finding" in texts(one) for one in (ax, plain)] == [1, 0]


def test_no_word_of_the_other_language_is_left(counties):
    for lang, foreign in (("en", CHINESE), ("zh", re.compile(r"[A-Za-z]"))):
        shown = [
            text.replace("GDP", "") for text in texts(ci.plot_heatmap(counties, lang=lang, title="2007"))
        ]
        assert [text for text in shown if foreign.search(text)] == []


def test_heads_are_level_where_words_fit_and_upright_where_not(counties, whole):
    for table, lang, angle in ((counties, "zh", 0), (counties, "en", 0), (whole, "zh", 0), (whole, "en", 90)):
        assert {text.get_rotation() for text in written(ci.plot_heatmap(table, lang=lang))[1]} == {angle}


# --- room ----------------------------------------------------------------------------------------


def test_cells_of_a_new_picture_keep_their_size(made):
    heights, widths = set(), []
    for ax in (ci.plot_heatmap(grid(made, *size)) for size in ((1, 1), (11, 6), (40, 30))):
        extent, scale = ax.get_window_extent(), 72 / ax.figure.dpi
        heights.add(round(extent.height * scale / np.ptp(ax.get_ylim()), 6))
        widths.append(extent.width * scale / np.ptp(ax.get_xlim()))
    assert heights == {22.0}
    assert widths == pytest.approx([72.0, 72.0, 42.0])


def test_in_small_axes_numbers_give_way_to_marks(whole):
    _, ax = plt.subplots(figsize=(5, 4))
    ax = ci.plot_heatmap(whole, ax=ax, lang="en")
    assert numbers(ax) == {}
    assert len(marks(ax)) == (whole["status"] != "not_assessable").sum() == 42
    assert "Ground and mark of a cell: the verdict." in "\n".join(texts(ax))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [None, (5, 3), (9, 5)])
@pytest.mark.parametrize("which", ["counties", "whole", "one", "many"])
def test_no_text_covers_another_or_leaves_the_picture(counties, whole, made, which, size, lang):
    table = {
        "counties": lambda: counties,
        "whole": lambda: whole,
        "one": lambda: counties.iloc[:1],
        "many": lambda: grid(made, 40, 30, obs_status="illustrative"),
    }[which]()
    ax = None
    if size:
        wide, high = size
        box = (1 / (wide + 1.2), 1.6 / (high + 2.8), wide / (wide + 1.2), high / (high + 2.8))
        ax = plt.figure(figsize=(wide + 1.2, high + 2.8)).add_axes(box)
    ax = ci.plot_heatmap(table, ax=ax, lang=lang, note="来源" if lang == "zh" else "source")
    ax.figure.canvas.draw()
    shown = [text for text in [ax._left_title, *ax.texts] if text.get_text()]
    boxes = np.array([text.get_window_extent().extents for text in shown])
    whole_picture = np.add(ax.figure.bbox.extents, [4, 4, -4, -4])
    beyond = (boxes[:, :2] < whole_picture[:2]) | (boxes[:, 2:] > whole_picture[2:])
    assert [text.get_text() for text, out in zip(shown, beyond.any(axis=1), strict=True) if out] == []
    tolerance = 0.1 * (boxes[:, 2:] - boxes[:, :2])  # the air around letters
    low, high = boxes[:, :2] + tolerance, boxes[:, 2:] - tolerance
    clash = ((low[:, None] < high) & (low < high[:, None])).all(axis=2) & ~np.eye(len(boxes), dtype=bool)
    assert [shown[place].get_text() for place in np.flatnonzero(clash.any(axis=1))] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_the_axes_of_a_plain_figure_everything_is_seen(whole, lang):
    ax = ci.plot_heatmap(whole, ax=plt.subplots()[1], lang=lang)
    ax.figure.canvas.draw()
    boxes = np.array([text.get_window_extent().extents for text in [ax._left_title, *ax.texts]])
    seen = (boxes[:, :2] >= ax.figure.bbox.min) & (boxes[:, 2:] <= ax.figure.bbox.max)
    assert seen.all() & (boxes[2:, 3].max() <= boxes[:2, 1].min())  # heading and warning above the rest


def test_numbers_and_marks_stay_within_their_cells(counties):
    ax = ci.plot_heatmap(counties, lang="en")
    ax.figure.canvas.draw()
    marks_there = marks(ax)
    for (column, row), text in numbers(ax).items():
        box = text.get_window_extent().transformed(ax.transData.inverted())
        assert column < marks_there[column, row][2] < box.x0
        assert box.x1 < column + 1
        assert row < min(box.y0, box.y1)
        assert max(box.y0, box.y1) < row + 1


# --- what is left alone, what is refused ---------------------------------------------------------


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(counties):
    before, settings = counties.copy(deep=True), dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert ci.plot_heatmap(counties, ax=ax, title="标题 $x_", note="来源：$x_") is ax
    assert ax.get_title(loc="left") == "标题 $x_"
    assert any("来源：$x_" in text for text in texts(ax))
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert counties.equals(before)


@pytest.mark.parametrize(("column", "other"), [("year", 2008), ("plan", "chenzhou-2010")])
def test_several_years_or_plans_are_refused_with_a_choice_that_works(counties, column, other):
    both = pd.concat([counties, counties.assign(**{column: other})], ignore_index=True)
    with pytest.raises(ArgumentError, match=f"assessments are of 2 {column}s, one is drawn") as refused:
        ci.plot_heatmap(both)
    assert refused.value.problems == (str(counties[column].iloc[0]), str(other))
    query = re.search(r'assessments\.query\("(.*)"\)', str(refused.value))[1]
    assert len(cells(ci.plot_heatmap(both.query(query)))) == 77


def test_a_target_that_stands_twice_for_an_area_is_refused(counties):
    with pytest.raises(TableError, match=r"the same key stands more than once: \(chenzhou-2007, "):
        ci.plot_heatmap(pd.concat([counties, counties.iloc[:1]], ignore_index=True))


@pytest.mark.parametrize(
    ("areas", "targets", "message"),
    [
        (41, 2, r"hold 41 areas, 40 at most can be read; .*assessments\[assessments\['area'\]\.isin"),
        (2, 31, r"hold 31 targets, 30 at most can be read; .*assessments\[assessments\['target'\]\.isin"),
    ],
)
def test_more_than_can_be_read_is_refused(made, areas, targets, message):
    with pytest.raises(ArgumentError, match=message):
        ci.plot_heatmap(grid(made, areas, targets))


def test_an_empty_table_another_table_and_an_unknown_language_are_refused(counties, observations):
    with pytest.raises(ArgumentError, match="assessments are empty; make them with assess"):
        ci.plot_heatmap(counties.iloc[:0])
    with pytest.raises(TableError, match="assessments is not a table of Assessments"):
        ci.plot_heatmap(observations())
    with pytest.raises(ArgumentError, match="lang is 'fr'; it is zh or en"):
        ci.plot_heatmap(counties, lang="fr")
