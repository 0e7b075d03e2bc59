"""What all pictures share: heading, mark, source line, letters, files that come out the same twice."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import chenzhou_indicators as ci
from chenzhou_indicators.charts import growth_accounts, heatmap
from chenzhou_indicators.charts.drawing import ALERT, NOTE, SOFT, TITLE
from chenzhou_indicators.charts.fonts import house_style

CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
LATIN = re.compile(r"[A-Za-z]{3,}")  # beside the names of things
NAMES = {"GDP", "IPCC"}
MARK = {"zh": "* 含示例数据，不代表真实结果", "en": "* contains illustrative figures: not a finding"}
SOURCE = {"zh": "数据来源：统计局", "en": "Source: the statistics office"}
LEFT, CONTRAST = 45.0, 4.5  # points from the left edge to the heading; WCAG 2.2, 1.4.3


@pytest.fixture(scope="module")
def tables():
    """Return what each picture of the sample's city is drawn from, all of it invented."""
    plan, observed = ci.load_plan("chenzhou-2007"), ci.load_sample("observations")
    known = ci.latest_vintage(observed)
    with_ratios = ci.derive(known).query("area == '431000'")
    own = plan.targets[plan.targets["scope"].isin(["each_area", "each_government"])]
    owed = ci.assess(observed, own, year=2007).query("area != '431000'")
    city = ci.load_sample("accounts").query("area == '431000'")
    output = known.query("indicator == 'hightech_output'")
    rd = plan.targets.query("target == 'rd_intensity_2010'")
    editions = output.query("area == '431000' and year == 2007")
    return {
        "scorecard": ci.assess(observed, plan.targets, year=2007, firms=ci.load_sample("firms")),
        "heatmap": owed,
        "ranking": ci.rank_robustness(owed, draws=50),
        "comparison": ci.compare_years(output, years=[2006, 2007], areas="county"),
        "contributions": ci.contributions(known, "hightech_output", year=2007, parts="county"),
        "revisions": pd.concat([editions, editions.assign(released=pd.Timestamp("2009-06-30"))]),
        "trajectory": ci.trajectory(2006, 0.8, 2010, 2.0, area="431000", indicator="rd_intensity"),
        "figures": with_ratios.query("indicator == 'rd_intensity' and year <= 2007"),
        "outlook": ci.outlook(ci.derive(known), rd, year=2007, every_year=True),
        "growth_accounts": ci.growth_accounts(city, window=5),
        "choices": ci.contribution_sensitivity(city, window=5),
    }


@pytest.fixture
def draw(tables):
    """Draw a picture by its name: ``draw("scorecard", lang="en")``."""
    beside = {
        "trajectory": {"observations": tables["figures"]},
        "outlook": {"observations": tables["figures"]},
        "growth_accounts": {"sensitivity": tables["choices"]},
    }

    def picture(name, **arguments):
        return getattr(ci, f"plot_{name}")(tables[name], **{**beside.get(name, {}), **arguments})

    return picture


CHARTS = [name.removeprefix("plot_") for name in ci.__all__ if name.startswith("plot_")]
every_chart = pytest.mark.parametrize("name", CHARTS)
both = pytest.mark.parametrize("lang", ["zh", "en"])


def all_texts(ax):
    """Return every text drawn, in the axes and those within them, with the numbers of their scales."""
    ax.figure.canvas.draw()
    found = [ax._left_title]
    for one in (ax, *ax.child_axes):
        found += one.texts
        if one.axison:
            found += [tick.label1 for axis in (one.xaxis, one.yaxis) for tick in axis._update_ticks()]
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def the(ax, start):
    """Return the one text that begins, or holds a line that begins, with some words."""
    (text,) = [one for one in ax.texts if any(line.startswith(start) for line in one.get_text().split("\n"))]
    return text


def placed(text):
    """Return left, foot, right and head of a text in points from the corner of its figure."""
    return text.get_window_extent().extents * 72 / text.figure.dpi


def luminance(colour):
    parts = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def saved(ax, kind):
    """Return the bytes of a picture, saved as the report does."""
    file = io.BytesIO()
    with house_style():
        ax.figure.savefig(
            file, format=kind, metadata={"svg": {"Date": None}, "png": {"Software": None}}[kind]
        )
    return file.getvalue()


def test_every_chart_of_the_library_is_looked_at():
    assert len(CHARTS) == 9


# --- one place, one size -------------------------------------------------------------------------


@every_chart
@both
def test_the_heading_stands_at_the_left_edge_in_one_size(draw, name, lang):
    ax = draw(name, lang=lang)
    ax.figure.canvas.draw()
    title = ax._left_title
    assert (title.get_fontsize(), title.get_color()) == (TITLE, "#222222")
    assert placed(title)[0] == pytest.approx(LEFT, abs=2)
    head = ax.figure.get_size_inches()[1] * 72 - placed(title)[3]
    assert 8 < head < 25


@every_chart
@both
def test_the_mark_of_invented_figures_stands_right_below_the_heading(draw, name, lang):
    ax = draw(name, lang=lang)
    ax.figure.canvas.draw()
    mark = the(ax, MARK[lang])
    assert mark.get_text() == MARK[lang]
    assert (mark.get_color(), mark.get_fontsize()) == (ALERT, 9.5)
    assert placed(mark)[0] == pytest.approx(LEFT, abs=2)
    below = placed(ax._left_title)[1] - placed(mark)[3]
    assert 0 < below < 6
    between = [text for text in ax.texts if placed(mark)[3] < placed(text)[1] < placed(ax._left_title)[1]]
    assert between == []


@every_chart
def test_a_number_on_invented_figures_bears_a_star_where_numbers_are_written(draw, name):
    starred = [text for text in all_texts(draw(name)) if "*" in text.get_text().removeprefix("* ")]
    assert starred


@every_chart
@both
def test_the_source_is_the_last_line_at_the_foot(draw, name, lang):
    ax = draw(name, lang=lang, note=SOURCE[lang])
    ax.figure.canvas.draw()
    foot = the(ax, SOURCE[lang])
    assert foot.get_text().split("\n")[-1] == SOURCE[lang]
    assert (foot.get_color(), foot.get_fontsize()) == (SOFT, NOTE)
    assert placed(foot)[0] == pytest.approx(LEFT, abs=2)
    assert placed(foot)[1] == pytest.approx(min(placed(text)[1] for text in all_texts(ax)))
    assert 4 < placed(foot)[1] < 25


@every_chart
@both
def test_letters_come_in_few_sizes(draw, name, lang):
    sizes = {round(text.get_fontsize(), 1) for text in all_texts(draw(name, lang=lang))}
    assert sizes <= {13.0, 10.2, 9.5, 9.0, 8.5, 8.0, 7.5}


# --- words and contrast --------------------------------------------------------------------------


@every_chart
def test_no_word_of_the_other_language_is_left(draw, name):
    english = [text.get_text() for text in all_texts(draw(name, lang="en"))]
    assert [text for text in english if CHINESE.search(text)] == []
    chinese = [text.get_text() for text in all_texts(draw(name, lang="zh"))]
    assert {word for text in chinese for word in LATIN.findall(text)} <= NAMES


@every_chart
def test_letters_on_white_have_contrast_enough(draw, name):
    for text in all_texts(draw(name)):
        on_white = 1.05 / (luminance(text.get_color()) + 0.05)
        on_dark = luminance(text.get_color()) > 0.9  # white letters, in a bar or a cell
        assert on_white >= CONTRAST or on_dark, text.get_text()


def test_letters_in_cells_and_bars_have_contrast_enough():
    pairs = [(heatmap._ink(status), heatmap._tint(status)) for status in heatmap.STRENGTH]
    pairs += [(growth_accounts.ON_BAR[source], colour) for source, colour in growth_accounts.COLOURS.items()]
    for letters, ground in pairs:
        darker, lighter = sorted([luminance(letters), luminance(ground)])
        assert (lighter + 0.05) / (darker + 0.05) >= CONTRAST


@every_chart
def test_grid_lines_and_axes_have_one_colour(draw, name):
    ax = draw(name)
    drawn = [one for one in (ax, *ax.child_axes) if one.axison]
    assert {mpl.colors.to_hex(one.spines["bottom"].get_edgecolor()) for one in drawn} == {"#888888"}
    lines = [line for one in drawn for line in one.get_ygridlines() if line.get_visible()]
    assert {line.get_color() for line in lines} <= {"#bbbbbb"}


# --- no text over another ------------------------------------------------------------------------


@every_chart
@both
def test_no_text_covers_another_or_leaves_the_picture(draw, name, lang):
    ax = draw(name, lang=lang, note=SOURCE[lang])
    texts = all_texts(ax)
    boxes = np.array([text.get_window_extent().extents for text in texts])
    paper = ax.figure.bbox.extents
    outside = (boxes[:, :2] < paper[:2]).any(axis=1) | (boxes[:, 2:] > paper[2:]).any(axis=1)
    assert [text.get_text() for text, out in zip(texts, outside, strict=True) if out] == []
    air = 0.12 * (boxes[:, 2:] - boxes[:, :2])
    low, high = boxes[:, :2] + air, boxes[:, 2:] - air
    clash = ((low[:, None] < high) & (low < high[:, None])).all(axis=2) & ~np.eye(len(boxes), dtype=bool)
    assert [texts[place].get_text() for place in np.flatnonzero(clash.any(axis=1))] == []


@every_chart
def test_a_long_heading_has_two_lines_at_most(draw, name):
    for title in ("很长的标题" * 40, "a long heading " * 30):
        assert draw(name, title=title).get_title(loc="left").count("\n") <= 1


@every_chart
def test_small_axes_are_drawn_on_without_new_ones(draw, name):
    ax = plt.figure(figsize=(4.2, 4.6)).add_axes((0.24, 0.34, 0.72, 0.42))
    assert draw(name, ax=ax) is ax
    ax.figure.canvas.draw()
    assert len(plt.get_fignums()) == 1
    assert ax.get_title(loc="left")


# --- files ---------------------------------------------------------------------------------------


@every_chart
def test_files_come_out_the_same_twice(draw, name):
    for kind in ("svg", "png"):
        assert saved(draw(name), kind) == saved(draw(name), kind)


@every_chart
def test_a_drawing_needs_no_font_and_bears_no_date(draw, name):
    drawing = saved(draw(name), "svg").decode("utf-8")
    assert "<text" not in drawing
    assert "font-family" not in drawing
    assert "dc:date" not in drawing
