"""The picture of a figure's editions, read from what was drawn."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import texts
from matplotlib import pyplot as plt
from matplotlib.dates import num2date

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, EditionError, TableError, UnitError


@pytest.fixture
def editions(observations):
    """Make editions of the city's GDP of 2007: ``editions(("2008-01-03", 659.0, "preliminary"), ...)``."""

    def make(*rows, **common):
        each = [{"released": day, "value": value, "obs_status": status} for day, value, status in rows]
        return observations(*each, **common)

    return make


@pytest.fixture
def three(editions):
    return editions(
        ("2008-01-03", 659.0, "preliminary"),
        ("2008-12-31", 650.524, "final"),
        ("2010-03-01", 655.1, "revised"),
    )


def staircase(ax):
    (line,) = [line for line in ax.lines if line.get_drawstyle() == "steps-post"]
    return [f"{num2date(day):%Y-%m-%d}" for day in line.get_xdata()], line.get_ydata().tolist()


def marks(ax, marker):
    return [point for line in ax.lines if line.get_marker() == marker for point in line.get_ydata().tolist()]


def test_each_edition_is_a_step_from_its_release_to_the_next(three):
    days, values = staircase(ci.plot_revisions(three))
    assert days[:3] == ["2008-01-03", "2008-12-31", "2010-03-01"]
    assert values == [659.0, 650.524, 655.1, 655.1]  # the last one still stands


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            {"659.00\n2008-01-03 初步数", "650.52\n2008-12-31", "655.10\n2010-03-01 修订数", "单位：亿元"},
        ),
        ("en", {"659.00\n2008-01-03 preliminary", "650.52\n2008-12-31", "Unit: 100 million CNY"}),
    ],
)
def test_an_edition_is_labelled_with_value_day_and_status_unless_final(three, lang, expected):
    assert expected <= set(texts(ci.plot_revisions(three, lang=lang)))


def test_values_that_differ_little_read_differently(editions):
    close = editions(("2008-01-03", 650.52, "final"), ("2008-12-31", 650.524, "final"))
    assert {"650.520\n2008-01-03", "650.524\n2008-12-31"} <= set(texts(ci.plot_revisions(close)))


def test_the_national_rd_intensity_of_2007_steps_down():
    published = ci.load_sample("published")
    one = published.query("indicator == 'rd_intensity' and area == '100000' and year == 2007")
    days, values = staircase(ci.plot_revisions(one))
    assert days[:2] == ["2009-01-08", "2009-12-21"]
    assert values[:4] == [1.49, 1.44, 1.39582, 1.35321]


def test_numbers_of_the_steps_and_of_the_axis_each_have_the_same_decimals():
    published = ci.load_sample("published")
    one = published.query("indicator == 'rd_intensity' and area == '100000' and year == 2007")
    ax = ci.plot_revisions(one)
    ax.figure.canvas.draw()
    steps = [text.split("\n")[0] for text in texts(ax) if "\n20" in text]
    assert sorted(steps) == ["1.35%", "1.40%", "1.44%", "1.49%"]
    ticks = [label.get_text() for label in ax.get_yticklabels()]
    assert "1.40%" in ticks
    assert {len(text) for text in ticks} == {5}


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "最后一级为最新版本，画至图边"), ("en", "the last is the latest edition, drawn to the edge")],
)
def test_the_key_says_what_the_last_step_is(three, lang, said):
    assert any(
        said in text.replace("\n", " " if lang == "en" else "")
        for text in texts(ci.plot_revisions(three, lang=lang))
    )


def test_an_edition_without_a_date_is_named_at_the_foot(editions):
    mixed = editions(
        ("2008-01-03", 659.0, "preliminary"), (pd.NaT, 648.0, "estimated"), ("2008-12-31", 650.5, "final")
    )
    ax = ci.plot_revisions(mixed)
    assert 648.0 not in staircase(ax)[1]
    assert any("未画出，因无发布日期：648.00 亿元（估计数、a test）" in text for text in texts(ax))


def test_a_value_withdrawn_is_a_gap_with_a_mark(editions):
    gone = editions(
        ("2008-01-03", 659.0, "preliminary"),
        ("2008-06-30", np.nan, "revised"),
        ("2008-12-31", 650.5, "final"),
    )
    ax = ci.plot_revisions(gone, lang="en")
    assert staircase(ax)[1] == pytest.approx([659.0, np.nan, 650.5, 650.5], nan_ok=True)
    assert marks(ax, "x") == [659.0]  # where it stood before
    assert "withdrawn\n2008-06-30 revised" in texts(ax)


def test_a_value_withdrawn_last_ends_the_staircase(editions):
    ax = ci.plot_revisions(editions(("2008-01-03", 659.0, "final"), ("2008-06-30", np.nan, "revised")))
    assert staircase(ax)[1] == pytest.approx([659.0, np.nan, np.nan], nan_ok=True)


def test_one_edition_is_one_step(editions):
    days, values = staircase(ci.plot_revisions(editions(("2008-01-03", 659.0, "final"))))
    assert (days[0], values) == ("2008-01-03", [659.0, 659.0])


def test_editions_in_different_units_are_drawn_in_the_catalogues(observations):
    mixed = observations(
        {"value": 6_590_000.0, "unit": "10 000 CNY", "released": "2008-01-03"},
        {"value": 650.5, "released": "2008-12-31"},
    )
    assert staircase(ci.plot_revisions(mixed))[1] == [659.0, 650.5, 650.5]


def test_labels_of_eight_editions_do_not_cover_each_other(editions):
    days = pd.date_range("2008-01-31", periods=8, freq="QE").strftime("%Y-%m-%d")
    values = [640.0, 649.2, 650.5, 650.6, 655.0, 661.3, 661.2, 670.0]
    ax = ci.plot_revisions(
        editions(*((day, value, "revised") for day, value in zip(days, values, strict=True)))
    )
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if "修订数" in text.get_text()]
    assert len(boxes) == 8
    assert not any(
        a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
        for place, a in enumerate(boxes)
        for b in boxes[:place]
    )


def test_illustrative_figures_are_marked_on_the_picture(three):
    warning = "* 含示例数据，不代表真实结果"
    assert warning in texts(ci.plot_revisions(three.assign(obs_status="illustrative")))
    assert warning not in texts(ci.plot_revisions(three))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_letter_has_a_glyph_also_on_given_axes(three, lang):
    # A missing glyph is a warning, and warnings are failures.
    _, ax = plt.subplots(figsize=(6, 4))
    ci.plot_revisions(three, lang=lang, ax=ax, title="标题 $title_", note="来源 ^$").figure.canvas.draw()
    months = [label.get_text() for label in ax.get_xticklabels()]
    assert all(text.replace("-", "").isdigit() for text in months if text)


def test_it_draws_on_given_axes_and_leaves_settings_and_table_alone(three):
    before, settings = three.copy(deep=True), dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert ci.plot_revisions(three, ax=ax) is ax
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert three.equals(before)


def test_the_order_of_the_rows_does_not_matter(three):
    assert staircase(ci.plot_revisions(three.iloc[::-1])) == staircase(ci.plot_revisions(three))


# --- refusals ------------------------------------------------------------------------------------


def test_several_figures_are_refused_with_the_way_to_keep_one(observations):
    several = observations({"year": 2006}, {"year": 2007}, {"area": "431081"})
    with pytest.raises(
        ArgumentError,
        match=r"3 figures(.|\n)*area == '431000' and year == 2006(.|\n)*gdp in 431000, 2006(.|\n)*in 431081",
    ):
        ci.plot_revisions(several)


def test_nothing_to_draw_is_refused(observations, editions):
    with pytest.raises(ArgumentError, match="observations are empty"):
        ci.plot_revisions(observations().iloc[:0])
    with pytest.raises(ArgumentError, match="No edition of gdp, 431000, 2007 has a date"):
        ci.plot_revisions(observations())
    with pytest.raises(ArgumentError, match="No dated edition of gdp, 431000, 2007 has a value"):
        ci.plot_revisions(editions(("2008-01-03", np.nan, "final"), (pd.NaT, 659.0, "final")))


def test_two_editions_of_one_day_are_refused(editions):
    twice = editions(("2008-01-03", 659.0, "final"), ("2008-01-03", 650.0, "final"))
    with pytest.raises(EditionError, match=r"carry the same date(.|\n)*2008-01-03: 659 \(a test\)"):
        ci.plot_revisions(twice)


def test_units_that_do_not_convert_are_refused(observations):
    mixed = observations({"unit": "count", "released": "2008-01-03"}, {"released": "2008-12-31"})
    with pytest.raises(UnitError, match="Not convertible into count"):
        ci.plot_revisions(mixed)


def test_another_table_and_an_unknown_language_are_refused(three):
    with pytest.raises(TableError, match="observations is not a table of Observations"):
        ci.plot_revisions(three.drop(columns="value"))
    with pytest.raises(ArgumentError, match="lang is 'ZH'; it is zh or en"):
        ci.plot_revisions(three, lang="ZH")


def test_what_never_had_a_value_is_not_called_withdrawn(editions):
    rows = editions(
        ("2008-01-03", None, "preliminary"), ("2008-12-31", 650.5, "final"), ("2010-03-01", None, "revised")
    )
    shown = texts(ci.plot_revisions(rows, lang="en"))
    assert [text.split("\n")[0] for text in shown if "2008-01-03" in text] == ["no value"]
    assert [text.split("\n")[0] for text in shown if "2010-03-01" in text] == ["withdrawn"]
