"""The waterfall of contributions, read from what was drawn."""

from __future__ import annotations

import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import texts
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection

import chenzhou_indicators as ci
from chenzhou_indicators.charts.contributions import DOWN, REMAINING, TOTAL, UP
from chenzhou_indicators.errors import ArgumentError, TableError

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SECTORS = ["primary_value_added", "secondary_value_added", "tertiary_value_added"]
PARTS = [f"part-{number}" for number in range(30)]


@pytest.fixture(scope="module")
def observed():
    return ci.latest_vintage(ci.load_sample("observations"))


@pytest.fixture(scope="module")
def counties(observed):
    return ci.contributions(observed, "hightech_output", year=2007, parts="county")


@pytest.fixture
def gdp(observations):
    """Make contributions of sectors to GDP, the whole first: ``gdp((200, 230), (40, 50), ...)``."""

    def make(*pairs):
        rows = [
            {"indicator": indicator, "year": year, "value": float(value)}
            for indicator, pair in zip(["gdp", *SECTORS], pairs, strict=True)
            for year, value in zip((2006, 2007), pair, strict=True)
            if value is not None
        ]
        return ci.contributions(observations(*rows), "gdp", year=2007, parts=SECTORS)

    return make


@pytest.fixture
def made():
    """Make contributions from points: ``made({"431002": 3.0, "431003": -1.0})``."""

    def make(points, **common):
        total = sum(points.values())
        table = pd.DataFrame({"part": [*points], "contribution_pp": [*points.values()]})
        return table.assign(
            indicator="gdp",
            area="431000",
            year=2007,
            contribution_share=table["contribution_pp"] / total,
            growth=0.1,
            total_growth=total / 100,
            value_before=1.0,
            value=1.1,
            unit="100 million CNY",
            reason=pd.Series(np.nan, index=table.index, dtype="str"),
            obs_status="final",
        ).assign(**common)

    return make


def steps(ax):
    """Return every bar from above, as (from, to, colour, hatched)."""
    found = sorted(ax.patches, key=lambda bar: bar.get_y())
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in found]
    inks = [(mpl.colors.to_hex(bar.get_facecolor()), bool(bar.get_hatch())) for bar in found]
    return [(*end, *ink) for end, ink in zip(ends, inks, strict=True)]


def upright(ax):
    """Return the upright lines as (x, from, to), from above."""
    lines = [
        line
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for line in artist.get_segments()
    ]
    return [(one[0], one[1], other[1]) for one, other in lines]


def table_of(ax):
    """Return the rows as they are written: name, points, share."""
    rows = {}
    for text in ax.texts:
        if text.get_transform() == ax.transData and text.get_position()[1] >= 0:
            rows.setdefault(text.get_position()[1], []).append((text.get_position()[0], text.get_text()))
    return [tuple(text for _, text in sorted(rows[place])) for place in sorted(rows)]


# --- what is drawn -------------------------------------------------------------------------------


def test_bars_go_from_the_largest_part_to_the_smallest_and_the_total(counties):
    ax = ci.plot_contributions(counties.sample(frac=1, random_state=1))
    points = counties["contribution_pp"].sort_values(ascending=False).tolist()
    ends = np.cumsum(points)
    drawn = steps(ax)
    assert [end - start for start, end, *_ in drawn] == pytest.approx([*points, 24.0], abs=1e-6)
    assert [start for start, *_ in drawn] == pytest.approx([0, *ends[:-1], 0])
    assert {colour for *_, colour, _ in drawn[:-1]} == {UP}
    assert drawn[-1][2] == TOTAL
    assert [name for name, *_ in table_of(ax)][:3] == ["北湖区", "苏仙区", "永兴县"]


def test_what_pulls_down_goes_back_hatched_and_in_another_ink(gdp):
    # Of a whole of 200: -5, +10 and +10 points; the whole grew by 30, 15 %.
    ax = ci.plot_contributions(gdp((200, 230), (40, 30), (90, 110), (70, 90)))
    assert steps(ax) == [
        (0, pytest.approx(10), UP, False),
        (pytest.approx(10), pytest.approx(20), UP, False),
        (pytest.approx(15), pytest.approx(20), DOWN, True),
        (0, pytest.approx(15), TOTAL, False),
    ]
    assert any("斜线：负的拉动。" in text for text in texts(ax))


def test_the_rest_comes_last_in_grey_however_large(observed):
    parks = ci.contributions(observed, "hightech_output", year=2007, parts="park")
    ax = ci.plot_contributions(parks, lang="en")
    assert [colour for *_, colour, _ in steps(ax)] == [UP, UP, UP, REMAINING, TOTAL]
    # The parks made 4.56, 3.02 and 0.80 points, which leaves 15.62 of 24.
    assert table_of(ax)[-2:] == [("rest", "15.62*", "65.1%"), ("total", "24.00*", "100.0%")]


def test_lines_lead_from_the_end_of_a_step_to_the_start_of_the_next(gdp):
    ax = ci.plot_contributions(gdp((200, 230), (40, 30), (90, 110), (70, 90)))
    between = [(x, low, high) for x, low, high in upright(ax) if high - low == pytest.approx(0.38)]
    assert [x for x, *_ in between] == pytest.approx([10, 20, 15])
    assert [low for _, low, _ in between] == pytest.approx([0.31, 1.31, 2.31])


def test_of_a_whole_that_fell_the_share_is_of_the_fall(gdp):
    # Of a whole of 200: 5, -10 and -5 points, so -10 in all: -50, 100 and 50 % of the fall.
    table = gdp((200, 180), (40, 50), (90, 70), (70, 60))
    ax = ci.plot_contributions(table)
    assert table_of(ax) == [
        ("第一产业增加值", "5", "-50%"),
        ("第三产业增加值", "-5", "50%"),
        ("第二产业增加值", "-10", "100%"),
        ("合计", "-10", "100%"),
    ]
    assert "总量比上年下降 10%；拉动以百分点计" in texts(ax)
    assert "占下降的比重" in texts(ax)
    assert steps(ax)[-1][:2] == pytest.approx((-10, 0))


def test_of_a_whole_that_did_not_move_there_are_points_and_no_shares(gdp):
    ax = ci.plot_contributions(gdp((200, 200), (40, 50), (90, 80), (70, 70)))
    assert table_of(ax)[0] == ("第一产业增加值", "5", "—")
    assert table_of(ax)[-1] == ("合计", "0", "—")
    assert "总量与上年持平；拉动以百分点计" in texts(ax)


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        ("zh", ["其余（含缺数据的部分：第一产业增加值）。", "未画出：第一产业增加值（缺数据：2007）。"]),
        (
            "en",
            [
                "Rest (with parts that have no figures: Value added, primary sector).",
                "Not drawn: Value added, primary sector (no figure: 2007).",
            ],
        ),
    ],
)
def test_a_part_without_figures_is_named_and_not_drawn_as_zero(gdp, lang, notes):
    ax = ci.plot_contributions(gdp((200, 230), (40, None), (90, 110), (70, 90)), lang=lang)
    assert len(steps(ax)) == 4  # two sectors, the rest of 5 points, the total
    assert not [name for name, *_ in table_of(ax) if "primary" in name or "第一" in name]
    shown = " ".join(texts(ax)).replace("\n", " " if lang == "en" else "")
    assert [note for note in notes if note not in shown] == []


def test_areas_without_figures_of_the_same_years_are_named_together(observed):
    gone = observed["area"].isin(["431024", "431025"]) & (observed["year"] == 2007)
    gone |= (observed["area"] == "431026") & observed["year"].isin([2006, 2007])
    table = ci.contributions(observed[~gone], "hightech_output", year=2007, parts="county")
    ax = ci.plot_contributions(table)
    said = "未画出：嘉禾县、临武县（缺数据：2007）；汝城县（缺数据：2006、2007）。"
    assert said in "".join(texts(ax)).replace("\n", "")


def test_the_smallest_step_can_still_be_seen(made):
    ax = ci.plot_contributions(made({"431002": 12.0, "431003": -0.001}))
    marks = [
        x for x, low, high in upright(ax) if high - low == pytest.approx(0.62) and low == pytest.approx(0.69)
    ]
    assert marks == pytest.approx([11.999])
    assert table_of(ax)[1][1:] == ("-0.001", "-0.01%")


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            [
                "高新技术产值（郴州市）：2007年各部分的拉动",
                "总量比上年增长 24%；拉动以百分点计",
                "拉动",
                "贡献率",
            ],
        ),
        (
            "en",
            [
                "High-tech output, Chenzhou, 2007: what each part contributed",
                "The whole grew by 24% on the year before; contributions in percentage points",
                "points",
                "share of growth",
            ],
        ),
    ],
)
def test_heading_growth_and_columns_are_named(counties, lang, expected):
    ax = ci.plot_contributions(counties, lang=lang)
    assert set(expected) <= {ax.get_title(loc="left"), *texts(ax)}
    assert table_of(ax)[0][1:] == ("6.64*", "27.7%")


def test_hatching_is_explained_only_where_there_is_some(made):
    assert "斜线" not in " ".join(texts(ci.plot_contributions(made({"431002": 3.0, "431003": 1.0}))))
    assert "斜线" in " ".join(texts(ci.plot_contributions(made({"431002": 3.0, "431003": -1.0}))))


def test_the_scale_stands_below_the_bars_only(counties):
    ax = ci.plot_contributions(counties)
    assert [text.get_text() for text in ax.get_xticklabels()] == ["0", "5", "10", "15", "20"]
    assert ax.spines["bottom"].get_bounds() == pytest.approx((0, 24))
    left, right = ax.get_xlim()
    assert left < 0
    assert right > 24


@pytest.mark.parametrize(
    ("which", "lang", "given"),
    [
        *(
            (which, lang, given)
            for which in ("county", "park")
            for lang in ("zh", "en")
            for given in (False, True)
        ),
        *(("many", lang, True) for lang in ("zh", "en")),
        ("two", "en", True),
    ],
)
def test_no_text_covers_another_or_a_bar_or_leaves_the_picture(observed, made, which, lang, given):
    many = dict(zip([*PARTS[1:], "rest"], np.random.default_rng(1).normal(0.4, 0.8, 30), strict=True))
    table = {
        "many": lambda: made(many),
        "two": lambda: made({"431002": 1.0, "431003": -9.0}),
    }.get(which, lambda: ci.contributions(observed, "hightech_output", year=2007, parts=which))()
    ax = None
    if given:  # axes of 5 by 3 inches
        ax = plt.figure(figsize=(6.4, 5.8)).add_axes((1 / 6.4, 1.6 / 5.8, 5 / 6.4, 3 / 5.8))
    ax = ci.plot_contributions(table, ax=ax, lang=lang, note="来源")
    ax.figure.canvas.draw()
    shown = [text for text in [ax._left_title, *ax.texts, *ax.get_xticklabels()] if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    boxes += [("a bar", bar.get_window_extent()) for bar in ax.patches]
    whole = ax.figure.bbox
    assert [
        name for name, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ] == []
    assert [
        (one, other)
        for (one, first), (other, second) in combinations(boxes, 2)
        if first.shrunk(0.95, 0.8).overlaps(second.shrunk(0.95, 0.8)) and one != other
    ] == []


def test_a_long_name_is_broken_where_rows_are_high_and_cut_where_they_are_low(observed, made):
    parks = ci.contributions(observed, "hightech_output", year=2007, parts="park")
    _, ax = plt.subplots(figsize=(5, 4))
    names = [name for name, *_ in table_of(ci.plot_contributions(parks, ax=ax, lang="en"))]
    assert [name.replace("\n", " ") for name in names[:2]] == [
        "Chenzhou Economic Development Zone",
        "Chenzhou Nonferrous Metals Industrial Park",
    ]
    assert "\n" in names[1]
    low = made({"431003-P1": 5.0, **dict.fromkeys(PARTS[:20], 0.1)})
    _, ax = plt.subplots(figsize=(5, 4))
    assert table_of(ci.plot_contributions(low, ax=ax, lang="en"))[0][0].endswith("…")


def test_no_word_of_the_other_language_is_left(observed, gdp):
    table = gdp((200, 190), (40, None), (90, 80), (70, 75))
    for lang, foreign in (("en", CHINESE), ("zh", re.compile("[A-Za-z]"))):
        ax = ci.plot_contributions(table, lang=lang)
        assert [text for text in [ax.get_title(loc="left"), *texts(ax)] if foreign.search(text)] == []


def test_illustrative_figures_are_marked_on_the_picture(counties, made):
    warning = "* contains illustrative figures: not a finding"
    assert warning in texts(ci.plot_contributions(counties, lang="en"))
    assert warning not in texts(ci.plot_contributions(made({"431002": 3.0}), lang="en"))


def test_new_axes_are_as_high_as_the_rows_need(made):
    few = ci.plot_contributions(made({"431002": 3.0, "431003": 1.0}))
    many = ci.plot_contributions(made(dict.fromkeys(PARTS, 1.0)))
    for ax in (few, many):
        low, high = sorted(ax.get_ylim())
        assert ax.get_window_extent().height * 72 / ax.figure.dpi / (high - low) == pytest.approx(20)


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(counties):
    before, settings = counties.copy(deep=True), dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert ci.plot_contributions(counties, ax=ax, title="标题", note="来源：$x_") is ax
    assert ax.get_title(loc="left") == "标题"
    assert any("来源：$x_" in text for text in texts(ax))
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert counties.equals(before)


# --- refusals ------------------------------------------------------------------------------------


def test_several_wholes_or_years_are_refused_with_a_choice_that_works(counties):
    both = pd.concat([counties, counties.assign(year=2008)], ignore_index=True)
    with pytest.raises(ArgumentError, match="contributions are to 2 wholes or years") as refused:
        ci.plot_contributions(both)
    assert refused.value.problems == ("hightech_output in 431000, 2007", "hightech_output in 431000, 2008")
    query = re.search(r'contributions\.query\("(.*)"\)', str(refused.value))[1]
    assert len(steps(ci.plot_contributions(both.query(query)))) == 12


def test_rows_that_do_not_add_up_to_the_whole_are_refused(counties):
    with pytest.raises(ArgumentError, match=r"add up to 15.6 points, the whole moved by 24; pass every row"):
        ci.plot_contributions(counties.nlargest(3, "contribution_pp"))


def test_what_says_nothing_is_refused_with_the_reasons(gdp, counties):
    with pytest.raises(ArgumentError, match="contributions are empty; make them with contributions"):
        ci.plot_contributions(counties.iloc[:0])
    with pytest.raises(
        ArgumentError, match=r"no contribution to gdp in 431000(.|\n)*primary.*no value of the whole"
    ):
        ci.plot_contributions(gdp((None, 230), (40, 50), (90, 100), (70, 80)))


def test_another_table_and_an_unknown_language_are_refused(counties, observations):
    with pytest.raises(TableError, match="contributions is not a table of Contributions"):
        ci.plot_contributions(observations())
    with pytest.raises(ArgumentError, match="lang is 'fr'; it is zh or en"):
        ci.plot_contributions(counties, lang="fr")
