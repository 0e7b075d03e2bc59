"""The scorecard picture, read from what was drawn."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from drawn import texts
from matplotlib import pyplot as plt
from matplotlib.collections import PathCollection

import chenzhou_indicators as ci
from chenzhou_indicators.charts.scorecard import COLOURS, MARKS, ORDER
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.vocabulary import Status


@pytest.fixture(scope="module")
def verdicts():
    plan = ci.load_plan("chenzhou-2007")
    return ci.assess(ci.load_sample("observations"), plan.targets, year=2007, firms=ci.load_sample("firms"))


def bars(ax):
    """Return the coloured bars as (length, colour)."""
    coloured = {mpl.colors.to_rgba(colour) for colour in COLOURS.values()}
    return [(bar.get_width(), bar.get_facecolor()) for bar in ax.patches if bar.get_facecolor() in coloured]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_target_has_a_line_with_its_name(verdicts, lang):
    shown = texts(ci.plot_scorecard(verdicts, lang=lang))
    names = verdicts[f"name_{lang}"].unique()
    assert len(names) == 24
    assert [name for name in names if name not in shown] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_letter_has_a_glyph(verdicts, lang):
    # A missing glyph is a warning, and warnings are failures.
    ci.plot_scorecard(verdicts, lang=lang).get_figure().canvas.draw()


def test_a_bar_is_the_share_of_what_is_required(verdicts, observations):
    one = verdicts[verdicts["target"] == "st_achievements"]
    ((length, colour),) = bars(ci.plot_scorecard(one))
    assert length == pytest.approx(118 / 120)
    assert colour == mpl.colors.to_rgba(COLOURS[Status.MISSED])


def test_a_bar_ends_at_twice_what_is_required(verdicts):
    one = (
        verdicts[verdicts["target"] == "government_st_meetings"].query("area == '431000'").assign(actual=40.0)
    )
    ((length, _),) = bars(ci.plot_scorecard(one))
    assert length == 2


def test_a_missing_figure_has_no_bar_and_says_why(verdicts):
    ax = ci.plot_scorecard(verdicts[verdicts["target"] == "top_demonstration_towns"])
    assert bars(ax) == []
    assert "无法评估（缺当年数据）" in texts(ax)


def test_a_target_of_many_areas_has_a_mark_for_each_and_names_who_falls_short(verdicts):
    ax = ci.plot_scorecard(verdicts[verdicts["target"] == "county_key_fields"])
    marks = [artist for artist in ax.collections if isinstance(artist, PathCollection)]
    assert len(marks) == 11 + 1  # eleven counties and the line's own verdict
    assert "9/11*" in texts(ax)
    assert "未完成（临武县）" in texts(ax)  # Guidong has no figure, and is not blamed


def test_the_worst_verdict_comes_first(verdicts):
    shown = texts(ci.plot_scorecard(verdicts, lang="en"))
    headings = [text for text in shown if text in {"9 missed", "1 lagging", "1 not assessable", "13 met"}]
    assert headings == ["9 missed", "1 lagging", "1 not assessable", "13 met"]


def test_illustrative_figures_are_marked_on_the_picture(verdicts):
    assert any("illustrative" in text for text in texts(ci.plot_scorecard(verdicts, lang="en")))
    real = verdicts.assign(obs_status="final")
    assert not any(
        "illustrative" in text or "*" in text for text in texts(ci.plot_scorecard(real, lang="en"))
    )


def test_verdicts_are_told_apart_without_colour():
    assert len({MARKS[status] for status in Status}) == len(Status)
    assert set(ORDER) == set(Status)


def test_it_draws_on_given_axes_and_returns_them(verdicts):
    _, ax = plt.subplots()
    assert ci.plot_scorecard(verdicts, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_it_leaves_settings_and_table_alone(verdicts):
    before, settings = verdicts.copy(deep=True), dict(mpl.rcParams)
    ci.plot_scorecard(verdicts)
    assert dict(mpl.rcParams) == settings
    assert verdicts.equals(before)


def test_a_dollar_sign_begins_no_formula(verdicts):
    named = verdicts.assign(name_zh="投入$\\frac{$元")
    ci.plot_scorecard(named, title="预算 $100_ 至 $200^").get_figure().canvas.draw()


def test_a_long_name_is_cut_not_drawn_over_the_bars(verdicts):
    shown = texts(ci.plot_scorecard(verdicts.assign(name_zh="很" * 80)))
    assert max(map(len, (text for text in shown if "很" in text))) < 25


def test_a_table_of_two_years_is_refused(verdicts):
    two = verdicts.assign(year=np.arange(len(verdicts)) % 2 + 2007)
    with pytest.raises(ArgumentError, match="one year; this table holds 2"):
        ci.plot_scorecard(two)


def test_an_empty_table_an_unknown_language_and_another_table_are_refused(verdicts, observations):
    with pytest.raises(ArgumentError, match="holds 0"):
        ci.plot_scorecard(verdicts.iloc[:0])
    with pytest.raises(ArgumentError, match="zh or en"):
        ci.plot_scorecard(verdicts, lang="de")
    with pytest.raises(TableError, match="no column plan"):
        ci.plot_scorecard(observations())
