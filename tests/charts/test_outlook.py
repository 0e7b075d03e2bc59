"""The picture of an outlook, read from what was drawn."""

from __future__ import annotations

from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import texts
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection, PolyCollection

import chenzhou_indicators as ci
from chenzhou_indicators.charts.outlook import COLOURS, DASHES, MARKS, STRONG
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError
from chenzhou_indicators.vocabulary import Method

METHODS = [Method.LINEAR, Method.DRIFT, Method.LOG_LINEAR, Method.COMPOUND]


@pytest.fixture(scope="module")
def promise():
    targets = ci.load_plan("chenzhou-2007").targets
    return targets[targets["target"] == "rd_intensity_2010"].assign(area="100000")


@pytest.fixture(scope="module")
def known():
    """Give R&D over GDP as the yearbook of 2007 had it, to 2006."""
    return ci.as_of(ci.load_sample("published"), "2007-12-31").query("indicator == 'rd_intensity'")


@pytest.fixture(scope="module")
def with_outcome(known):
    """Add what first came out for 2007 to 2010."""
    later = ci.first_release(ci.load_sample("published").query("indicator == 'rd_intensity'"))
    return pd.concat([known, later.query("2007 <= year <= 2010 and area == '100000'")], ignore_index=True)


@pytest.fixture(scope="module")
def due_only(known, promise):
    return ci.outlook(known, promise, year=2007)


@pytest.fixture(scope="module")
def every_year(known, promise):
    return ci.outlook(known, promise, year=2007, every_year=True)


@pytest.fixture
def short(observations):
    """Make five years of figures: ``short([1.0, 1.1, 1.3, 1.2, 1.4])`` from 2003."""

    def make(values, **more):
        rows = [{"year": 2003 + place, "value": value} for place, value in enumerate(values)]
        return observations(*rows, **{"indicator": "rd_intensity", "unit": "%", "area": "100000", **more})

    return make


def of_colour(ax, method):
    return [line for line in ax.lines if line.get_color() == COLOURS[method]]


def medians(ax, method):
    """Return the line of medians over the years."""
    (line,) = [
        line for line in of_colour(ax, method) if len(line.get_xdata()) == 4 and line.get_alpha() is None
    ]
    return line


def mark(ax, method):
    (line,) = [line for line in of_colour(ax, method) if line.get_marker() == MARKS[method]]
    return line


def bands(ax):
    return [artist for artist in ax.collections if isinstance(artist, PolyCollection)]


def intervals(ax):
    """Return the upright bars of the due year as (lower, upper)."""
    upright = [
        segment
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for segment in artist.get_segments()
        if segment[0][0] == segment[1][0]
    ]
    return [(bottom[1], top[1]) for bottom, top in upright]


# --- what is drawn -------------------------------------------------------------------------------


def test_each_method_has_its_medians_and_its_band_over_the_years(every_year):
    ax = ci.plot_outlook(every_year)
    for method in METHODS:
        rows = every_year[every_year["method"] == method]
        assert medians(ax, method).get_xdata().tolist() == [2007, 2008, 2009, 2010]
        assert medians(ax, method).get_ydata().tolist() == rows["median"].tolist()
    assert len(bands(ax)) == len(METHODS)
    filled = bands(ax)[0].get_paths()[0].get_extents()
    linear = every_year[every_year["method"] == "linear"]
    assert (filled.y0, filled.y1) == pytest.approx((linear["lower"].min(), linear["upper"].max()))


@pytest.mark.parametrize("rows", ["due_only", "every_year"])
def test_each_method_has_its_interval_and_median_of_the_due_year_side_by_side(rows, request):
    table = request.getfixturevalue(rows)
    ax = ci.plot_outlook(table)
    due = table[table["year"] == 2010]
    assert np.array(intervals(ax)) == pytest.approx(due[["lower", "upper"]].to_numpy())
    places = [float(mark(ax, method).get_xdata()[0]) for method in METHODS]
    assert places == sorted(set(places))
    assert min(places) > 2010
    assert [float(mark(ax, method).get_ydata()[0]) for method in METHODS] == due["median"].tolist()


def test_with_due_years_only_a_thin_line_leads_from_the_last_value_to_each_median(due_only):
    ax = ci.plot_outlook(due_only)
    assert bands(ax) == []
    for method, median in zip(due_only["method"], due_only["median"], strict=True):
        ways = [line.get_xydata().tolist() for line in of_colour(ax, Method(method))]
        assert [[2006, 1.42], [2010, median]] in ways


def test_the_method_to_read_first_is_drawn_strongest(every_year):
    ax = ci.plot_outlook(every_year)
    widths = {method: medians(ax, method).get_linewidth() for method in METHODS}
    assert widths.pop(Method.LINEAR) == STRONG > max(widths.values())
    fill = {band.get_facecolor()[0][:3].tobytes(): band.get_alpha() for band in bands(ax)}
    strongest = max(fill, key=fill.get)
    assert np.frombuffer(strongest) == pytest.approx(np.array(mpl.colors.to_rgb(COLOURS[Method.LINEAR])))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            {
                "线性趋势 1.78%（优先参考）\n几乎不可能（<1%）",
                "年均增量外推 1.80%\n很不可能（2%）",
                "对数线性趋势 2.04%\n可能（66.4%）",
                "年均增速外推 2.03%\n或许可能（55%）",
                "目标 ≥ 2%",
            },
        ),
        (
            "en",
            {
                "linear trend 1.78% (read first)\nexceptionally unlikely (<1%)",
                "drift 1.80%\nvery unlikely (2%)",
                "log-linear trend 2.04%\nlikely (66.4%)",
                "compound rate 2.03%\nabout as likely as not (55%)",
                "target ≥ 2%",
            },
        ),
    ],
)
def test_each_method_is_labelled_with_its_median_and_probability_in_words(every_year, lang, expected):
    assert expected <= set(texts(ci.plot_outlook(every_year, lang=lang)))


def test_labels_do_not_cover_each_other(every_year, with_outcome):
    _, ax = plt.subplots(figsize=(6, 4))
    ci.plot_outlook(every_year, observations=with_outcome, ax=ax, lang="en")
    ax.figure.canvas.draw()
    column = [
        text for text in ax.texts if text.get_position()[0] > 2010 and "intervals" not in text.get_text()
    ]
    spans = sorted((text.get_window_extent().y0, text.get_window_extent().y1) for text in column)
    assert len(spans) == 6
    assert all(below[1] <= above[0] + 1 for below, above in pairwise(spans))
    frame = ax.get_window_extent()
    assert all(text.get_window_extent().x1 <= frame.x1 + 1 for text in column)


def test_a_line_below_the_title_says_whether_the_methods_agree(every_year, known, promise, short):
    shown = texts(ci.plot_outlook(every_year))
    assert (
        "各方法结论不一致：按中位数，对数线性趋势、年均增速外推达到目标，线性趋势、年均增量外推达不到"
        in shown
    )
    for bound, text in ((1.0, "能达到目标"), (9.0, "达不到目标")):
        agreed = ci.plot_outlook(ci.outlook(known, promise.assign(minimum=bound), year=2007))
        assert f"各方法结论一致：按中位数，2010年{text}" in texts(agreed)
    alone = ci.outlook(known, promise, year=2007).query("method == 'drift'").assign(agreement=pd.NA)
    assert "只有一种方法给出结论，无从比较" in texts(ci.plot_outlook(alone))


def test_figures_to_the_last_year_are_solid_and_later_ones_hollow_and_labelled(every_year, with_outcome):
    ax = ci.plot_outlook(every_year, observations=with_outcome)
    dots = [line for line in ax.lines if line.get_color() == "#222222" and line.get_marker() == "o"]
    past, outcome = dots
    assert past.get_xdata().tolist() == list(range(1999, 2007))
    assert past.get_ydata()[-1] == 1.42
    assert outcome.get_xdata().tolist() == [2007, 2008, 2009, 2010]
    assert outcome.get_markerfacecolor() == "white"
    assert outcome.get_linestyle() == "None"
    assert "后来的实际\n2010年 1.76%" in texts(ax)


def test_without_figures_the_last_value_stands_alone(every_year):
    ax = ci.plot_outlook(every_year)
    (dot,) = [line for line in ax.lines if line.get_color() == "#222222" and line.get_marker() == "o"]
    assert dot.get_xydata().tolist() == [[2006, 1.42]]


@pytest.mark.parametrize(
    ("minimum", "maximum", "label", "heights"),
    [
        (2.0, np.nan, "目标 ≥ 2%", [2.0]),
        (np.nan, 1.0, "目标 ≤ 1%", [1.0]),
        (1.5, 2.0, "目标 1.5–2%", [1.5, 2.0]),
    ],
)
def test_floor_ceiling_and_band_are_drawn_as_what_they_are(known, promise, minimum, maximum, label, heights):
    ahead = ci.outlook(known, promise.assign(minimum=minimum, maximum=maximum), year=2007)
    ax = ci.plot_outlook(ahead)
    level = [
        segment[0][1]
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for segment in artist.get_segments()
        if segment[0][1] == segment[1][1]
    ]
    assert level == heights
    assert label in texts(ax)


def test_a_method_without_a_projection_is_named_with_its_reason(short, promise):
    low = short([-0.5, 0.2, 0.4, 0.3, 0.9])
    shown = texts(ci.plot_outlook(ci.outlook(low, promise, year=2007), lang="zh"))
    assert any(
        "无法推算：对数线性趋势（零或负数没有对数）、年均增速外推（零或负数没有对数）"
        in text.replace("\n", "")
        for text in shown
    )
    assert not any(text.startswith("年均增速") for text in shown)


@pytest.mark.parametrize(("lang", "scale"), [("zh", "不大可能<33%"), ("en", "unlikely <33%")])
def test_the_key_gives_the_scale_of_the_words(due_only, lang, scale):
    assert any(scale in text.replace("\n", " ") for text in texts(ci.plot_outlook(due_only, lang=lang)))


def test_an_interval_that_leaves_the_picture_has_an_arrow_and_is_explained(short, promise):
    wild = short([10.0, 40.0, 20.0, 90.0, 60.0])
    ahead = ci.outlook(wild, promise.assign(minimum=200.0), year=2007)
    ax = ci.plot_outlook(ahead)
    arrows = [line for line in ax.lines if line.get_marker() == "^" and not line.get_clip_on()]
    assert ahead["upper"].max() > 10 * ax.get_ylim()[1]
    assert [float(line.get_ydata()[0]) for line in arrows] == [ax.get_ylim()[1]] * 2
    assert any("箭头" in text for text in texts(ax))


def test_what_is_just_short_never_reads_as_the_target(due_only):
    close = due_only.assign(median=due_only["median"].where(due_only["method"] != "drift", 1.9996))
    assert any(text.startswith("年均增量外推 1.9996%") for text in texts(ci.plot_outlook(close)))


def test_methods_are_told_apart_without_colour():
    for signs in (COLOURS, DASHES, MARKS):
        assert set(signs) == set(Method)
        assert len(set(map(str, signs.values()))) == len(Method)


def test_illustrative_figures_are_marked_on_the_picture(due_only):
    warning = "* contains illustrative figures: not a finding"
    assert warning in texts(ci.plot_outlook(due_only.assign(obs_status="illustrative"), lang="en"))
    assert warning not in texts(ci.plot_outlook(due_only, lang="en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_letter_has_a_glyph_also_on_given_axes(every_year, with_outcome, lang):
    # A missing glyph is a warning, and warnings are failures.
    _, ax = plt.subplots(figsize=(6, 4))
    ci.plot_outlook(
        every_year, observations=with_outcome, lang=lang, ax=ax, note="来源：$x_"
    ).figure.canvas.draw()


def test_years_stand_as_whole_numbers_ending_with_the_due_year(every_year):
    ax = ci.plot_outlook(every_year)
    assert [label.get_text() for label in ax.get_xticklabels()][-2:] == ["2009", "2010"]


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(every_year, with_outcome):
    before = every_year.copy(deep=True), with_outcome.copy(deep=True)
    settings = dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert ci.plot_outlook(every_year, observations=with_outcome, ax=ax) is ax
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert every_year.equals(before[0])
    assert with_outcome.equals(before[1])


# --- refusals ------------------------------------------------------------------------------------


def test_several_targets_or_areas_are_refused_with_the_way_to_keep_one(due_only):
    two = pd.concat([due_only, due_only.assign(area="431000")], ignore_index=True)
    with pytest.raises(
        ArgumentError, match=r"2 targets or areas(.|\n)*query(.|\n)*rd_intensity_2010 of .* in 431000"
    ):
        ci.plot_outlook(two)


def test_a_target_without_a_projection_is_refused_with_the_reason(short, promise):
    few = ci.outlook(short([1.0, 1.1]), promise, year=2007)
    with pytest.raises(ArgumentError, match="no projection to draw – fewer than four observations: 2"):
        ci.plot_outlook(few)


def test_an_empty_table_and_one_without_the_due_year_are_refused(every_year):
    with pytest.raises(ArgumentError, match="outlook is empty"):
        ci.plot_outlook(every_year.iloc[:0])
    with pytest.raises(ArgumentError, match="no row of its due year 2010"):
        ci.plot_outlook(every_year.query("year < 2010"))


def test_figures_of_something_else_and_several_editions_are_refused(due_only, observations):
    with pytest.raises(ArgumentError, match=r"observations hold no rd_intensity in 100000"):
        ci.plot_outlook(due_only, observations=observations())
    with pytest.raises(EditionError, match="several editions of one year"):
        ci.plot_outlook(due_only, observations=ci.load_sample("published"))


def test_another_table_and_an_unknown_language_are_refused(due_only, observations):
    with pytest.raises(TableError, match="outlook is not a table of Outlook"):
        ci.plot_outlook(observations())
    with pytest.raises(ArgumentError, match="lang is 'fr'; it is zh or en"):
        ci.plot_outlook(due_only, lang="fr")


def test_only_what_came_up_to_the_due_year_is_the_outcome(every_year, known):
    # First releases of 2007 to 2012; the promise is due in 2010, when it was 1.76.
    later = ci.first_release(ci.load_sample("published").query("indicator == 'rd_intensity'"))
    later = later.query("2007 <= year <= 2012 and area == '100000'")
    ax = ci.plot_outlook(every_year, observations=pd.concat([known, later]), lang="en")
    assert [text for text in texts(ax) if "2010: 1.76%" in text]
    assert not [text for text in texts(ax) if "2012" in text]


def test_figures_of_another_edition_than_the_outlook_s_are_refused(every_year):
    latest = ci.latest_vintage(ci.load_sample("published").query("indicator == 'rd_intensity'"))
    with pytest.raises(ArgumentError, match=r"observations give 1.34923 for 2006, the outlook rests on 1.42"):
        ci.plot_outlook(every_year, observations=latest)


def test_two_outlooks_of_one_target_are_not_drawn_as_one(every_year):
    with pytest.raises(ArgumentError, match="has linear 2007 twice; draw one outlook at a time"):
        ci.plot_outlook(pd.concat([every_year, every_year]))
