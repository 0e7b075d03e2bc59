"""The dumbbells of two years, read from what was drawn."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import flat, texts
from matplotlib import pyplot as plt

import chenzhou_indicators as ci
from chenzhou_indicators.charts import comparison as module
from chenzhou_indicators.charts.drawing import BLUE, MOST_AREAS
from chenzhou_indicators.errors import ArgumentError, TableError

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NONE = float("nan")


@pytest.fixture(scope="module")
def observed():
    return ci.latest_vintage(ci.load_sample("observations"))


@pytest.fixture(scope="module")
def output(observed):
    """Return high-tech output of every area in 2006 and 2007."""
    return ci.compare_years(observed.query("indicator == 'hightech_output'"), years=[2006, 2007])


@pytest.fixture
def made(observations):
    """Make comparisons of 2006 and 2007: ``made({"431002": (2.0, 3.0)}, indicator="cpi")``."""

    def make(pairs, *, unit="100 million CNY", **common):
        rows = [
            {"area": area, "year": year, "value": value, "released": f"{year + 1}-03-31"}
            for area, pair in pairs.items()
            for year, value in zip((2006, 2007), pair, strict=True)
        ]
        return ci.compare_years(observations(*rows, unit=unit, **common), years=[2006, 2007])

    return make


def dumbbells(ax):
    """Return each row from above: the earlier value, the later value."""
    rows = {}
    for line in ax.lines:
        if line.get_marker() == "o":
            (x,), (place,) = line.get_xdata(), line.get_ydata()
            empty = mpl.colors.same_color(line.get_markerfacecolor(), "white")
            rows.setdefault(place, {})["open" if empty else "filled"] = float(x)
    return [(rows[place]["open"], rows[place]["filled"]) for place in sorted(rows)]


def table_of(ax):
    """Return the rows as they are written, from left to right: name, values, change, signs, ranks."""
    rows = {}
    for text in ax.texts:
        if text.get_transform() == ax.transData and text.get_position()[1] >= 0 and text.get_text():
            rows.setdefault(text.get_position()[1], []).append((text.get_position()[0], text.get_text()))
    return [tuple(text for _, text in sorted(rows[place])) for place in sorted(rows)]


def heads(ax):
    """Return what stands above the columns."""
    above = [text for text in ax.texts if text.get_transform() == ax.transData and text.get_position()[1] < 0]
    return [text.get_text() for text in sorted(above, key=lambda text: text.get_position()[0])]


def spoken(ax):
    """Return all texts in one line, as English is read."""
    return " ".join(texts(ax)).replace("\n", " ")


def names(ax):
    return [row[0] for row in table_of(ax)]


# --- what is drawn -------------------------------------------------------------------------------


def test_an_open_dot_is_the_earlier_year_and_a_filled_one_the_later(made):
    ax = ci.plot_comparison(made({"431002": (20.0, 30.0), "431003": (50.0, 40.0)}), lang="en")
    assert dumbbells(ax) == [(50, 40), (20, 30)]
    lines = [line for line in ax.lines if line.get_marker() == "None"]
    assert [tuple(line.get_xdata()) for line in lines] == [(50, 40), (20, 30)]
    assert {mpl.colors.to_hex(line.get_color()) for line in ax.lines} == {BLUE}
    assert "○ 2006   ● 2007" in texts(ax)


def test_of_the_same_value_in_both_years_the_filled_dot_lies_within_the_open_one(made):
    ax = ci.plot_comparison(made({"431002": (20.0, 20.0)}))
    ring, filled = [line for line in ax.lines if line.get_marker() == "o"]
    assert filled.get_markersize() < 0.8 * ring.get_markersize()
    assert filled.get_zorder() > ring.get_zorder()
    assert table_of(ax)[0][1:3] == ("20", "20")


def test_areas_stand_best_first_whatever_their_order(output):
    counties = output[output["area"].str.len() == 6].query("area != '431000'")
    ax = ci.plot_comparison(counties.sample(frac=1, random_state=1))
    assert names(ax)[:3] == ["苏仙区", "北湖区", "资兴市"]
    later = [later for _, later in dumbbells(ax)]
    assert later == sorted(later, reverse=True)


def test_areas_of_one_level_stand_together_under_a_rule(output):
    ax = ci.plot_comparison(output, lang="en")
    assert names(ax)[0] == "Chenzhou"
    assert names(ax)[1] == "Suxian District"
    assert names(ax)[12] == "Chenzhou Economic Development Zone"
    rules = [line.get_ydata()[0] for line in ax.lines if list(line.get_xdata()) == [0, 1]]
    assert rules == [0.5, 11.5]


def test_where_less_is_better_the_smallest_stands_first(made, monkeypatch):
    catalogue = ci.load_indicators()
    catalogue.loc[catalogue["indicator"] == "gdp", "direction"] = "lower_is_better"
    table = made({"431002": (2.0, 30.0), "431003": (5.0, 4.0), "431021": (1.0, NONE)})
    monkeypatch.setattr(module, "load_indicators", lambda: catalogue)
    monkeypatch.setattr("chenzhou_indicators.charts.rows.load_indicators", lambda: catalogue)
    ax = ci.plot_comparison(table, lang="en")
    assert names(ax) == ["Suxian District", "Beihu District", "Guiyang County"]
    assert "the smallest first" in flat(ax)


def test_values_stand_outside_their_dots_the_smaller_on_the_left(made):
    ax = ci.plot_comparison(made({"431002": (20.0, 30.0), "431003": (50.0, 40.0)}))
    (low, high), (first, last) = [
        [text for text in ax.texts if text.get_text() in pair] for pair in (("40", "50"), ("20", "30"))
    ]
    assert [text.get_ha() for text in (low, high)] == ["left", "right"]  # 50, then 40
    assert (low.get_position()[0] > 50, high.get_position()[0] < 40) == (True, True)
    assert [text.get_ha() for text in (first, last)] == ["right", "left"]
    assert (first.get_position()[0] < 20, last.get_position()[0] > 30) == (True, True)


def test_values_that_differ_never_read_alike(made):
    ax = ci.plot_comparison(made({"431002": (2.0001, 2.0002), "431003": (7.0, 8.0)}))
    assert table_of(ax)[1][1:3] == ("2.0001", "2.0002")


def test_the_scale_is_even_and_begins_at_zero_where_zero_is_near(made):
    near = ci.plot_comparison(made({"431002": (1.0, 10.0)}))
    far = ci.plot_comparison(made({"431002": (90.0, 100.0)}))
    assert near.get_xscale() == far.get_xscale() == "linear"
    assert near.spines["bottom"].get_bounds() == pytest.approx((0, 10))
    assert far.spines["bottom"].get_bounds() == pytest.approx((90, 100))
    assert [text.get_text() for text in near.get_xticklabels()] == ["0", "2", "4", "6", "8", "10"]
    ticks = ci.plot_comparison(made({"431002": (91.0, 99.0)})).get_xticks()
    assert (min(ticks), max(ticks)) == (92, 98)


def test_long_numbers_of_the_scale_stand_apart(made):
    ax = ci.plot_comparison(made({"431002": (-3e9, 5e9), "431003": (2e9, -4e9)}), lang="en")
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.get_xticklabels()]
    assert len(boxes) > 1
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))


def test_a_small_change_looks_small(made):
    # of 100.2, a tenth is 10.02; the values lie in its middle
    ax = ci.plot_comparison(made({"431002": (100.0, 100.2)}))
    assert ax.spines["bottom"].get_bounds() == pytest.approx((95.09, 105.11))


@pytest.mark.parametrize(
    ("pair", "bounds"), [((0.0, 0.0), (0, 1)), ((-10.0, -1.0), (-10, 0)), ((-2.0, 3.0), (-2, 3))]
)
def test_the_scale_holds_zeros_and_values_below_zero(made, pair, bounds):
    ax = ci.plot_comparison(made({"431002": pair}))
    assert ax.spines["bottom"].get_bounds() == pytest.approx(bounds)


# --- columns -------------------------------------------------------------------------------------


def test_growth_rank_and_places_gained_stand_on_the_right(made):
    # 20 to 30 is +50 %, 25 to 20 is -20 %: the second fell from the first place to the second
    table = made({"431002": (20.0, 30.0), "431003": (25.0, 20.0), "431021": (1.0, 2.0)})
    ax = ci.plot_comparison(table, lang="en")
    assert heads(ax) == ["growth", "rank", "since 2006"]
    assert [row[3:] for row in table_of(ax)] == [
        ("50%", "1", "up 1"),
        ("-20%", "2", "down 1"),
        ("100%", "3", "same"),
    ]
    ax = ci.plot_comparison(table)
    assert heads(ax) == ["增长", "位次", "比2006年"]
    assert [row[-1] for row in table_of(ax)] == ["升1位", "降1位", "不变"]
    assert "由大到小" in flat(ax)


def test_what_does_not_grow_shows_its_change_in_points(made):
    table = made({"431002": (2.0, 2.5), "431003": (1.0, 0.8)}, indicator="rd_intensity", unit="%")
    ax = ci.plot_comparison(table)
    assert heads(ax)[0] == "变动（百分点）"
    assert table_of(ax)[0][:4] == ("北湖区", "2.00%", "2.50%", "0.50")
    assert not any("单位" in text for text in texts(ax))
    ax = ci.plot_comparison(made({"431002": (102.0, 104.0)}, indicator="cpi", unit="previous year = 100"))
    assert heads(ax) == ["变动"]
    assert table_of(ax)[0][-1] == "2"


def test_areas_that_are_not_ranked_have_no_ranks(made):
    ax = ci.plot_comparison(made({"431000": (2.0, 3.0)}), lang="en")
    assert (heads(ax), "Ranks" in flat(ax)) == (["growth"], False)


# --- what is missing, what may not compare -------------------------------------------------------


def test_an_area_with_one_figure_shows_it_and_the_foot_says_so(made):
    table = made({"431002": (20.0, 30.0), "431003": (NONE, 10.0), "431021": (5.0, NONE)})
    ax = ci.plot_comparison(table, lang="en")
    assert table_of(ax)[1:] == [("Suxian District", "10", "—"), ("Guiyang County", "5", "—")]
    drawn = dumbbells(ax)
    assert (drawn[1][1], drawn[2][0]) == (10, 5)
    assert np.isnan(drawn[1][0])
    foot = "Figure of one year only: Suxian District (no figure: 2006); Guiyang County (no figure: 2007)."
    assert foot in spoken(ax)
    assert "Not drawn" not in spoken(ax)
    assert "只有一年数据：苏仙区（缺数据：2006）；桂阳县（缺数据：2007）。" in flat(ci.plot_comparison(table))


def test_an_area_without_figures_is_named_and_has_no_row(made):
    ax = ci.plot_comparison(made({"431002": (20.0, 30.0), "431003": (NONE, NONE)}))
    assert names(ax) == ["北湖区"]
    assert "未画出：苏仙区（缺数据：2006、2007）。" in flat(ax)


def test_growth_from_zero_is_a_dash_with_its_reason(made):
    ax = ci.plot_comparison(made({"431002": (20.0, 30.0), "431003": (0.0, 10.0)}))
    assert table_of(ax)[1][3] == "—"
    assert "没有增长率：苏仙区（基数为零或负数，无增速）。" in flat(ax)


def test_figures_that_may_not_compare_bear_a_sign_that_is_explained(output):
    breaks = ["one is firmer than the other", "editions of different rounds", "edition not known"]
    table = output[output["area"].isin(["431002", "431003", "431021"])]
    table = table.assign(edition_break=pd.Series(breaks, index=table.index), obs_status="final")
    ax = ci.plot_comparison(table, lang="en")
    rows = {row[0]: row for row in table_of(ax)}
    assert rows["Beihu District"][3:5] == ("30.3%", "†")
    assert rows["Suxian District"][3:5] == ("21.6%", "‡")
    assert rows["Guiyang County"][3:5] == ("23.5%", "§")
    said = "† one is firmer than the other; ‡ editions of different rounds; § edition not known."
    assert said in spoken(ax)
    assert "不完全可比：† 两年数据状态不同；‡ 两年数据的发布批次不同；§" in flat(ci.plot_comparison(table))


def test_where_no_edition_is_known_the_foot_says_it_once_and_no_row_bears_a_sign(made):
    table = made({"431002": (20.0, 30.0), "431003": (25.0, 20.0), "431021": (NONE, 2.0)})
    unknown = [*["edition not known"] * 2, None]
    said = spoken(ci.plot_comparison(table.assign(edition_break=unknown), lang="en"))
    assert ("None is wholly comparable: edition not known." in said, "§" in said) == (True, False)
    mixed = ci.plot_comparison(table.assign(edition_break=[*unknown[1:], None]), lang="en")
    assert [row for row in table_of(mixed) if "§" in row] == [table_of(mixed)[0]]


def test_invented_figures_are_marked_where_they_are_and_above(made):
    pairs = {"431002": (20.0, 30.0), "431003": (NONE, 10.0)}
    ax = ci.plot_comparison(made(pairs, obs_status="illustrative"), lang="en")
    assert [row[1:] for row in table_of(ax)] == [("20", "30", "50%", "*"), ("10*", "—")]
    warning = "* contains illustrative figures: not a finding"
    assert warning in texts(ax)
    assert warning not in texts(ci.plot_comparison(made(pairs), lang="en"))


# --- words and room ------------------------------------------------------------------------------


def test_heading_names_indicator_and_years_and_a_single_area(made, output):
    assert ci.plot_comparison(output).get_title(loc="left") == "高新技术产值：2006年与2007年"
    one = made({"431000": (2.0, 3.0)})
    english = ci.plot_comparison(one, lang="en").get_title(loc="left")
    assert english == "Gross domestic product, Chenzhou: 2006 and 2007"
    assert "单位：亿元" in texts(ci.plot_comparison(one))


def test_no_word_of_the_other_language_is_left(made):
    table = made({"431002": (20.0, 30.0), "431003": (NONE, 10.0), "431021": (NONE, NONE)})
    for lang, foreign in (("en", CHINESE), ("zh", re.compile("[A-Za-z]"))):
        ax = ci.plot_comparison(table, lang=lang)
        assert [text for text in [ax.get_title(loc="left"), *texts(ax)] if foreign.search(text)] == []


def many(number):
    """Return so many areas with values of every size, falls among them."""
    random = np.random.default_rng(3)
    before = random.lognormal(4, 1, number)
    pairs = zip(before, before * random.normal(1.1, 0.2, number), strict=True)
    return {f"99{place:04d}": pair for place, pair in enumerate(pairs)}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("which", "given"), [(1, False), (3, False), (40, False), ("all", False), (11, True)]
)
def test_no_text_covers_another_or_a_dot_or_leaves_the_picture(made, output, which, lang, given):
    table = output if which == "all" else made(many(which), obs_status="illustrative")
    ax = None
    if given:  # axes of 6 by 3 inches
        ax = plt.figure(figsize=(7.2, 5.8)).add_axes((0.6 / 7.2, 1.6 / 5.8, 6 / 7.2, 3 / 5.8))
    ax = ci.plot_comparison(table, ax=ax, lang=lang, note="来源")
    ax.figure.canvas.draw()
    shown = [text for text in [ax._left_title, *ax.texts, *ax.get_xticklabels()] if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    whole = ax.figure.bbox
    assert [
        name for name, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ] == []
    assert [
        (one, other)
        for (one, first), (other, second) in combinations(boxes, 2)
        if first.shrunk(0.95, 0.8).overlaps(second.shrunk(0.95, 0.8))
    ] == []
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    extents = [line.get_window_extent() for line in dots if np.isfinite(line.get_xdata()).all()]
    assert [name for name, box in boxes for dot in extents if box.overlaps(dot)] == []


def test_names_leave_room_for_the_dots_on_narrow_axes(output):
    ax = ci.plot_comparison(output, ax=plt.subplots(figsize=(5, 6))[1], lang="en")
    ax.figure.canvas.draw()
    assert names(ax)[13] == "Chenzhou Nonferrous Metals\nIndustrial Park"
    wide = ax.get_window_extent().width
    written = [text for text in ax.texts if text.get_text() in names(ax)]
    assert 5.5 < written[0].get_fontsize() < 8.5  # smaller letters, so that all of it fits
    assert max(text.get_window_extent().width for text in written) < 0.37 * wide


def test_new_axes_are_as_high_as_the_rows_need(made):
    for number in (2, 30):
        ax = ci.plot_comparison(made(many(number)))
        low, high = sorted(ax.get_ylim())
        assert ax.get_window_extent().height * 72 / ax.figure.dpi / (high - low) == pytest.approx(20)


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(output):
    before, settings = output.copy(deep=True), dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert ci.plot_comparison(output, ax=ax, title="标题", note="来源：$x_") is ax
    assert ax.get_title(loc="left") == "标题"
    assert any("来源：$x_" in text for text in texts(ax))
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert output.equals(before)


# --- refusals ------------------------------------------------------------------------------------


def test_several_indicators_or_pairs_of_years_are_refused_with_a_choice_that_works(observed):
    rows = observed[observed["indicator"].isin(["gdp", "hightech_output"])]
    both = ci.compare_years(rows, years=[2005, 2006, 2007], areas="county")
    with pytest.raises(ArgumentError, match="comparison holds 4 pairs of years or indicators") as refused:
        ci.plot_comparison(both)
    assert refused.value.problems[0] == "gdp, 2005 and 2006"
    assert len(refused.value.problems) == 4
    query = re.search(r'comparison\.query\("(.*)"\)', str(refused.value))[1]
    assert names(ci.plot_comparison(both.query(query)))


def test_more_areas_than_a_page_holds_are_refused_with_a_choice_that_works(made):
    table = made(many(MOST_AREAS + 1))
    with pytest.raises(ArgumentError, match="holds 41 areas, at most 40 are drawn") as refused:
        ci.plot_comparison(table)
    assert "comparison.nlargest(40, 'value')" in str(refused.value)
    assert len(dumbbells(ci.plot_comparison(table.nlargest(40, "value")))) == 40


def test_a_milestone_is_refused_with_what_to_read_instead(made):
    done = made({"431002": (0, 1)}, indicator="provincial_major_project", unit="milestone")
    with pytest.raises(
        ArgumentError,
        match=r"provincial_major_project is a milestone, done or not done.*value_before and value",
    ):
        ci.plot_comparison(done)


def test_what_says_nothing_is_refused(made, output):
    with pytest.raises(ArgumentError, match="comparison is empty; make it with compare_years"):
        ci.plot_comparison(output.iloc[:0])
    with pytest.raises(ArgumentError, match="No area has a figure of gdp for 2006 or 2007"):
        ci.plot_comparison(made({"431002": (NONE, NONE)}))


def test_another_table_and_an_unknown_language_are_refused(output, observations):
    with pytest.raises(TableError, match="comparison is not a table of YearComparison"):
        ci.plot_comparison(observations())
    with pytest.raises(ArgumentError, match="lang is 'fr'; it is zh or en"):
        ci.plot_comparison(output, lang="fr")
