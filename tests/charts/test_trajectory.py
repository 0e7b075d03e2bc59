"""The picture of a path, read from what was drawn."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import texts
from matplotlib import pyplot as plt

import chenzhou_indicators as ci
from chenzhou_indicators.charts.trajectory import MARKS
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError, UnitError
from chenzhou_indicators.vocabulary import Point

INTENSITY = {"indicator": "rd_intensity", "unit": "%"}


@pytest.fixture
def path():
    """From 0.8 % in 2006 through 1.1 % in 2008 to 2 % in 2010."""
    return ci.trajectory(
        2006, 0.8, 2010, 2.0, milestones={2008: 1.1}, area="431000", indicator="rd_intensity"
    )


@pytest.fixture
def actuals(observations):
    return observations(
        {"year": 2006, "value": 0.8}, {"year": 2007, "value": 0.9}, {"year": 2008, "value": 1.0}, **INTENSITY
    )


def together(*frames):
    return pd.concat(frames, ignore_index=True)


def lines(ax, style=None, marker=None):
    """Return the points of the lines of a style or with a marker."""
    return [
        [(float(x), float(y)) for x, y in line.get_xydata()]
        for line in ax.lines
        if (style is None or line.get_linestyle() == style)
        and (marker is None or line.get_marker() == marker)
    ]


def test_the_path_is_drawn_year_by_year(path):
    ax = ci.plot_trajectory(path)
    expected = list(zip(range(2006, 2011), [0.8, 0.95, 1.1, 1.55, 2.0], strict=True))
    (drawn,) = [line for line in lines(ax, style="-") if len(line) == 5]
    assert np.array(drawn) == pytest.approx(np.array(expected))


@pytest.mark.parametrize(
    ("point", "place"),
    [(Point.BASELINE, (2006, 0.8)), (Point.MILESTONE, (2008, 1.1)), (Point.TARGET, (2010, 2))],
)
def test_baseline_milestone_and_target_each_have_a_mark_of_their_own(path, point, place):
    assert lines(ci.plot_trajectory(path), marker=MARKS[point]) == [[place]]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", {"基期 0.80%", "阶段目标 1.10%", "目标 2.00%", "实际 1.00%", "目标路径（每年等量）"}),
        (
            "en",
            {
                "baseline 0.80%",
                "milestone 1.10%",
                "target 2.00%",
                "actual 1.00%",
                "path to the target (by equal steps)",
            },
        ),
    ],
)
def test_points_are_labelled_with_their_word_and_value(path, actuals, lang, expected):
    assert expected <= set(texts(ci.plot_trajectory(path, observations=actuals, lang=lang)))


# 2 - 1.0 = 1 point in the two years from 2008 to 2010, half a point a year.
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "尚需提高 1 个百分点\n还有 2 年，平均每年 0.5 个百分点"),
        ("en", "still to rise by 1 pp\n2 years left: 0.5 pp a year"),
    ],
)
def test_a_dashed_line_leads_from_the_latest_actual_to_the_target_and_says_what_is_needed(
    path, actuals, lang, text
):
    ax = ci.plot_trajectory(path, observations=actuals, lang=lang)
    assert lines(ax, style="--") == [[(2008, 1.0), (2010, 2.0)]]
    assert text in texts(ax)


def test_a_path_downwards_needs_a_fall(observations):
    path = ci.trajectory(2006, 5.0, 2010, 3.0)
    ax = ci.plot_trajectory(
        path, observations=observations({"year": 2009, "value": 3.5}, **INTENSITY), lang="en"
    )
    assert "still to fall by 0.5 pp\none year left" in texts(ax)


@pytest.mark.parametrize(
    ("year", "value", "text"),
    [
        (2009, 2.1, "0.1 pp above the target's value"),
        (2010, 1.9, "0.1 pp below the target's value"),
        (2010, 2.0, "at the target's value"),
    ],
)
def test_beyond_the_target_or_in_the_due_year_nothing_is_dashed(observations, year, value, text):
    path = ci.trajectory(2006, 0.8, 2010, 2.0)
    ax = ci.plot_trajectory(
        path, observations=observations({"year": year, "value": value}, **INTENSITY), lang="en"
    )
    assert lines(ax, style="--") == []
    assert text in texts(ax)


def test_what_is_just_short_never_reads_as_the_target(observations):
    close = observations({"year": 2010, "value": 1.9996}, **INTENSITY)
    shown = texts(ci.plot_trajectory(ci.trajectory(2006, 0.8, 2010, 2.0), observations=close))
    assert "实际 1.9996%" in shown
    assert "低于目标值 0.0004 个百分点" in shown


def test_an_actual_after_the_due_year_is_drawn_but_nothing_leads_back_from_it(path, actuals, observations):
    later = observations({"year": 2011, "value": 1.5}, **INTENSITY)
    ax = ci.plot_trajectory(path, observations=later)
    assert [(2011, 1.5)] in lines(ax, marker="o")
    assert lines(ax, style="--") == []


def test_a_year_without_a_value_is_a_gap_and_is_named(path, observations):
    gappy = observations(
        {"year": 2006, "value": 0.8},
        {"year": 2007, "value": np.nan},
        {"year": 2009, "value": 1.2},
        **INTENSITY,
    )
    ax = ci.plot_trajectory(path, observations=gappy)
    (drawn,) = lines(ax, marker="o")
    assert [year for year, value in drawn if np.isnan(value)] == [2007, 2008]
    assert any("缺数据年份：2007、2008" in text for text in texts(ax))


def test_only_figures_of_the_paths_indicator_and_area_are_drawn(path, actuals, observations):
    others = observations({"area": "431081", **INTENSITY}, {"indicator": "gdp"}, year=2008, value=9.0)
    mixed = ci.plot_trajectory(path, observations=together(actuals, others))
    assert lines(mixed, marker="o") == lines(ci.plot_trajectory(path, observations=actuals), marker="o")


def test_actuals_are_brought_to_the_unit_of_the_path(observations):
    path = ci.trajectory(2006, 500.0, 2010, 900.0, indicator="gdp")
    ax = ci.plot_trajectory(
        path, observations=observations({"value": 6_505_240.0, "unit": "10 000 CNY"}), lang="zh"
    )
    assert lines(ax, marker="o") == [[(2007, 650.524)]]
    assert "单位：亿元" in texts(ax)


def test_a_path_without_a_name_takes_the_unit_said_or_none(observations):
    path = ci.trajectory(2006, 100.0, 2010, 150.0)
    assert "Unit: persons" in texts(ci.plot_trajectory(path, unit="persons", lang="en"))
    assert not any("Unit" in text for text in texts(ci.plot_trajectory(path, lang="en")))


def test_years_stand_as_whole_numbers_ending_with_the_due_year(path):
    ax = ci.plot_trajectory(path)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2006", "2007", "2008", "2009", "2010"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_letter_has_a_glyph_also_on_given_axes(path, actuals, lang):
    # A missing glyph is a warning, and warnings are failures.
    _, ax = plt.subplots(figsize=(6, 4))
    ci.plot_trajectory(path, observations=actuals, lang=lang, ax=ax, title="标题 title", note="来源")
    ax.figure.canvas.draw()
    assert ax.get_title(loc="left") == "标题 title"


def test_illustrative_figures_are_marked_on_the_picture(path, actuals):
    phrase = "* 含示例数据，不代表真实结果"
    invented = actuals.assign(obs_status="illustrative")
    assert phrase in texts(ci.plot_trajectory(path, observations=invented))
    assert phrase not in texts(ci.plot_trajectory(path, observations=actuals))


def test_a_long_title_is_cut_to_two_lines_and_a_dollar_sign_begins_no_formula(path):
    ax = ci.plot_trajectory(path, title="预算 $100_ 至 $200^ " * 30, note="$\\frac{$")
    ax.figure.canvas.draw()
    assert ax.get_title(loc="left").count("\n") == 1


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(path, actuals):
    before, settings = (path.copy(deep=True), actuals.copy(deep=True)), dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert ci.plot_trajectory(path, observations=actuals, ax=ax) is ax
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert path.equals(before[0])
    assert actuals.equals(before[1])


def test_the_order_of_the_rows_does_not_matter(path, actuals):
    drawn = lines(ci.plot_trajectory(path, observations=actuals))
    assert lines(ci.plot_trajectory(path.iloc[::-1], observations=actuals.iloc[::-1])) == drawn


# --- refusals ------------------------------------------------------------------------------------


def test_an_empty_path_several_paths_and_a_path_without_its_target_are_refused(path):
    with pytest.raises(ArgumentError, match="trajectory is empty"):
        ci.plot_trajectory(path.iloc[:0])
    two = together(path, ci.trajectory(2006, 1.0, 2010, 2.0, area="431081", indicator="rd_intensity"))
    with pytest.raises(ArgumentError, match=r"holds 2 paths, one is drawn(.|\n)*rd_intensity in 431081"):
        ci.plot_trajectory(two)
    with pytest.raises(ArgumentError, match="0 rows with the point target"):
        ci.plot_trajectory(path.iloc[:-1])


def test_several_editions_indicators_or_areas_are_refused(path, actuals, observations):
    with pytest.raises(EditionError, match=r"several editions of one year(.|\n)*2007: 2 editions"):
        ci.plot_trajectory(path, observations=together(actuals, actuals.query("year == 2007")))
    bare = ci.trajectory(2006, 0.8, 2010, 2.0)
    with pytest.raises(ArgumentError, match="of 2 indicators, one is drawn"):
        ci.plot_trajectory(bare, observations=observations({"indicator": "gdp"}, {"indicator": "cpi"}))
    with pytest.raises(ArgumentError, match=r"of 2 areas(.|\n)*431081"):
        ci.plot_trajectory(bare, observations=observations({"area": "431000"}, {"area": "431081"}))


def test_actuals_of_something_else_are_refused(path, observations):
    with pytest.raises(ArgumentError, match=r"observations hold no rd_intensity in 431000; derive\(\)"):
        ci.plot_trajectory(path, observations=observations())
    with pytest.raises(UnitError, match="Not convertible into %"):
        ci.plot_trajectory(path, observations=observations(indicator="rd_intensity", unit="count"))


def test_another_table_and_an_unknown_language_are_refused(path, observations):
    with pytest.raises(TableError, match="trajectory is not a table of Trajectory"):
        ci.plot_trajectory(observations())
    with pytest.raises(TableError, match="observations is not a table of Observations"):
        ci.plot_trajectory(path, observations=path)
    with pytest.raises(ArgumentError, match="lang is 'de'; it is zh or en"):
        ci.plot_trajectory(path, lang="de")
