"""The look of every picture, whatever style is in force and whosever axes it is drawn on."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

import chenzhou_indicators as ci

PAPER = (1.0, 1.0, 1.0, 1.0)


def scorecard(ax):
    verdicts = ci.assess(ci.load_sample("observations"), ci.load_plan("chenzhou-2010").targets, year=2010)
    return ci.plot_scorecard(verdicts, ax=ax)


def trajectory(ax):
    return ci.plot_trajectory(ci.trajectory(2004, 1.23, 2010, 2.0), ax=ax)


def outlook(ax):
    known = ci.as_of(ci.load_sample("published"), "2007-12-31")
    promise = ci.load_plan("chenzhou-2007").targets.query("target == 'rd_intensity_2010'")
    return ci.plot_outlook(ci.outlook(known, promise.assign(area="100000"), year=2007), ax=ax)


def revisions(ax):
    published = ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")
    return ci.plot_revisions(published.query("year == 2007"), ax=ax)


def growth_accounts(ax):
    accounts = ci.load_sample("accounts").query("area == '100000'")
    return ci.plot_growth_accounts(ci.growth_accounts(accounts), ax=ax)


def contributions(ax):
    observed = ci.latest_vintage(ci.load_sample("observations"))
    made = ci.contributions(observed, "hightech_output", year=2007, parts="county")
    return ci.plot_contributions(made, ax=ax)


def comparison(ax):
    figures = ci.latest_vintage(ci.load_sample("observations")).query("indicator == 'hightech_output'")
    return ci.plot_comparison(ci.compare_years(figures, years=[2006, 2007], areas="county"), ax=ax)


CHARTS = [scorecard, trajectory, outlook, revisions, growth_accounts, contributions, comparison]


def grounds(ax):
    """Return the colours of the axes and of those within them."""
    return {one.get_facecolor() for one in (ax, *ax.child_axes)}


@pytest.mark.parametrize("chart", CHARTS)
def test_numbers_of_given_axes_have_the_font_and_size_of_the_house(chart):
    with mpl.rc_context({"font.family": "DejaVu Serif", "xtick.labelsize": 20, "ytick.labelsize": 20}):
        _, ax = plt.subplots(figsize=(9, 7))
        drawn = chart(ax)
    ticks = [
        text
        for one in (drawn, *drawn.child_axes)
        for text in [*one.get_xticklabels(), *one.get_yticklabels()]
        if text.get_text()
    ]
    assert bool(ticks) == (chart is not scorecard)  # which has no axis
    assert {text.get_fontsize() for text in ticks} <= {9.0}
    assert "DejaVu Serif" not in {name for text in ticks for name in text.get_fontfamily()}


@pytest.mark.parametrize("chart", CHARTS)
def test_in_a_dark_style_new_and_given_axes_are_white(chart):
    with plt.style.context("dark_background"):
        new = chart(None)
        figure, ax = plt.subplots(figsize=(9, 7))
        figure.subplots_adjust(top=0.8, bottom=0.2)
        given = chart(ax)
        figure.canvas.draw()
    assert grounds(new) | grounds(given) == {PAPER}
    assert new.figure.get_facecolor() == PAPER
    assert new.figure.artists == []
    # The white behind given axes holds all that is written around them.
    (paper,) = figure.artists
    assert isinstance(paper, Rectangle)
    assert paper.get_facecolor() == PAPER
    inside, whole = given.get_tightbbox(), paper.get_window_extent()
    assert whole.x0 <= inside.x0
    assert whole.x1 >= inside.x1
    assert whole.y0 <= inside.y0
    assert whole.y1 >= inside.y1


def test_a_light_figure_keeps_its_own_paper():
    figure, ax = plt.subplots(facecolor="ivory")
    trajectory(ax)
    assert figure.artists == []
