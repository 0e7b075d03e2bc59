"""The picture of growth accounts, read from what was drawn."""

from __future__ import annotations

import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import bars, dots, flat, texts
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

import chenzhou_indicators as ci
from chenzhou_indicators.charts.drawing import BLUE
from chenzhou_indicators.charts.growth_accounts import COLOURS
from chenzhou_indicators.errors import ArgumentError, TableError

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COLUMNS = ["capital_contribution", "labour_contribution", "residual"]


def all_text(ax):
    """Return every text of the frame and the two axes in it, heading and ticks in sight too."""
    shown = [ax._left_title, *ax.texts]
    for child in ax.child_axes:
        low, high = child.get_ylim()
        shown += [text for text in child.get_yticklabels() if low <= text.get_position()[1] <= high]
        shown += [*child.texts, *(text for text in child.get_xticklabels() if text.get_visible())]
    return [text for text in shown if text.get_text().strip()]


# --- what is drawn -------------------------------------------------------------------------------


def test_each_contribution_is_a_bar_on_the_one_before(china):
    table = ci.growth_accounts(china).set_index("end_year")
    upper, _ = ci.plot_growth_accounts(table.reset_index()).child_axes
    capital, labour, residual = (bars(upper, COLOURS[name]) for name in COLOURS)
    assert len(capital) == len(labour) == len(residual) == 35
    for year, (points, more, rest) in (100 * table[COLUMNS]).iterrows():
        assert capital[year] == pytest.approx((0, points))
        assert labour[year] == pytest.approx((points, points + more))
        assert residual[year] == pytest.approx(
            (points + more if rest >= 0 else 0, points + more + rest if rest >= 0 else rest)
        )


def test_negative_contributions_are_stacked_below_zero(growth):
    upper, _ = ci.plot_growth_accounts(growth((2001, 5.0, -1.0, -2.0))).child_axes
    assert bars(upper, COLOURS["capital"])[2001] == pytest.approx((0, 5))
    assert bars(upper, COLOURS["labour"])[2001] == pytest.approx((0, -1))
    assert bars(upper, COLOURS["residual"])[2001] == pytest.approx((-1, -3))
    assert upper.get_ylim()[0] < -3


def test_the_growth_of_output_is_a_dot_and_the_rate_a_line(china):
    table = ci.growth_accounts(china)
    upper, lower = ci.plot_growth_accounts(table).child_axes
    assert list(dots(upper).values()) == pytest.approx((100 * table["output_growth"]).tolist())
    assert list(dots(lower).values()) == pytest.approx(table["residual_share"].tolist())
    assert list(dots(lower)) == list(range(1983, 2018))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "没有核算结果：2002（缺数据：资本 2002、劳动 2002）；2003（缺数据：资本 2002）。"),
        ("en", "No account: 2002 (no figure: capital 2002, labour 2002); 2003 (no figure: capital 2002)."),
    ],
)
def test_a_window_without_an_account_is_a_gap_named_with_its_reason(growth, lang, said):
    nothing = (np.nan, np.nan, np.nan)
    table = growth(
        (2001, 3.0, 1.0, 4.0), (2002, *nothing), (2003, *nothing), (2004, 3.0, 1.0, 2.0),
        reasons={2002: "no figure: capital 2002, labour 2002", 2003: "no figure: capital 2002"},
    )  # fmt: skip
    ax = ci.plot_growth_accounts(table, lang=lang)
    assert set(bars(ax.child_axes[0], COLOURS["capital"])) == {2001, 2004}
    assert list(dots(ax.child_axes[1]).values()) == pytest.approx([0.5, np.nan, np.nan, 1 / 3], nan_ok=True)
    assert said in " ".join(texts(ax)).replace("\n", " " if lang == "en" else "")


def test_part_of_an_account_is_not_drawn_as_if_it_were_all(growth):
    table = growth(
        (2001, 3.0, 1.0, 4.0), (2002, np.nan, 1.0, np.nan), reasons={2002: "no figure: capital 2001"}
    )
    upper, _ = ci.plot_growth_accounts(table).child_axes
    assert set(bars(upper, COLOURS["labour"])) == {2001}


def test_a_year_that_is_not_in_the_table_is_a_gap(growth):
    ax = ci.plot_growth_accounts(growth((2001, 3.0, 1.0, 4.0), (2003, 3.0, 1.0, 4.0)))
    assert list(dots(ax.child_axes[1]).values()) == pytest.approx([0.5, np.nan, 0.5], nan_ok=True)
    assert "没有核算结果：2002。" in flat(ax)


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "line", "names"),
    [
        (
            "zh",
            "5年平均，记在末年；产出弹性：资本 0.35，劳动 0.65",
            {"资本", "劳动", "科技进步（余值）", "产出增长"},
        ),
        (
            "en",
            "Averages over 5 years, shown at the last of them. Elasticities: capital 0.35, labour 0.65",
            {"capital", "labour", "technology (residual)", "output growth"},
        ),
    ],
)
def test_the_setting_stands_below_the_heading_and_names_beside_the_last_bar(china, lang, line, names):
    ax = ci.plot_growth_accounts(ci.growth_accounts(china), lang=lang)
    assert line in [text.replace("\n", " ") for text in texts(ax)]
    assert names <= set(texts(ax.child_axes[0]))


def test_single_years_are_called_so(china):
    assert "逐年；产出弹性：资本 0.4，劳动 0.6" in texts(
        ci.plot_growth_accounts(
            ci.growth_accounts(china, window=1, capital_elasticity=0.4, labour_elasticity=0.6)
        )
    )


def test_few_windows_have_their_figures_written_and_many_have_not(china, growth):
    few = growth((2001, 3.0, 0.1, 4.0), (2002, 2.0, 0.1, 3.0))
    upper, lower = ci.plot_growth_accounts(few).child_axes
    assert {"3.0", "4.0", "7.1", "2.0", "5.1"} <= set(texts(upper))
    assert "0.1" not in texts(upper)  # no room in so thin a part
    assert {"56.3%", "58.8%"} <= set(texts(lower))  # 4 / 7.1 and 3 / 5.1
    upper, lower = ci.plot_growth_accounts(ci.growth_accounts(china)).child_axes
    assert len(texts(upper)) == 5  # its name, three sources, output
    assert len(texts(lower)) == 2


def test_a_fall_of_output_is_written_at_its_dot_and_a_rise_above_the_bar(growth):
    # 4 + 1 - 7 = -2, whose bar ends at 5; 4 + 1 - 2 = 3, whose bar ends at 5 too.
    table = growth((2001, 4.0, 1.0, -7.0), (2002, 4.0, 1.0, -2.0), reasons={2001: "output did not grow"})
    upper, _ = ci.plot_growth_accounts(table).child_axes
    places = {text.get_text(): text.get_position()[1] for text in upper.texts}
    assert -3.5 < places["-2"] < -2
    assert 5 < places["3"] < 6.5


def test_dots_leave_narrow_bars_in_sight(china):
    _, ax = plt.subplots(figsize=(5, 4))
    upper, lower = ci.plot_growth_accounts(ci.growth_accounts(china), ax=ax).child_axes
    (bar, *_) = [bar for bar in upper.patches if isinstance(bar, Rectangle) and bar.get_height()]
    for child in (upper, lower):
        (line,) = [line for line in child.lines if line.get_marker() == "o"]
        assert line.get_markersize() < bar.get_window_extent().width * 72 / ax.figure.dpi


@pytest.mark.parametrize(
    ("which", "lang", "given"),
    [
        *(
            (which, lang, given)
            for which in ("china5", "city5")
            for lang in ("zh", "en")
            for given in (False, True)
        ),
        ("china1", "en", True),
        ("one", "en", True),
    ],
)
def test_no_text_covers_another_or_leaves_the_picture(china, city, choices, city_choices, which, lang, given):
    accounts, others = (china, choices) if which.startswith("china") else (city, city_choices)
    table = ci.growth_accounts(accounts, window=1 if which == "china1" else 5)
    table = table.tail(1) if which == "one" else table
    ax = None
    if given:  # axes of 5 by 3 inches
        ax = plt.figure(figsize=(6.4, 5.8)).add_axes((1 / 6.4, 1.6 / 5.8, 5 / 6.4, 3 / 5.8))
    ax = ci.plot_growth_accounts(table, sensitivity=others, ax=ax, lang=lang)
    ax.figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in all_text(ax)]
    whole = ax.figure.bbox
    assert [
        name for name, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ] == []
    assert [
        (one, other)
        for (one, first), (other, second) in combinations(boxes, 2)
        if first.shrunk(0.9, 0.8).overlaps(second.shrunk(0.9, 0.8))
    ] == []


def test_no_word_of_the_other_language_is_left(city, city_choices):
    table = ci.growth_accounts(city)
    english = all_text(ci.plot_growth_accounts(table, sensitivity=city_choices, lang="en"))
    assert [text.get_text() for text in english if CHINESE.search(text.get_text())] == []
    chinese = all_text(ci.plot_growth_accounts(table, sensitivity=city_choices))
    assert [text.get_text() for text in chinese if re.search("[A-Za-z]", text.get_text())] == []


def test_sources_are_told_apart_on_a_grey_print():
    grey = sorted(
        float(np.dot(mpl.colors.to_rgb(colour), (0.299, 0.587, 0.114))) for colour in COLOURS.values()
    )
    assert min(np.diff(grey)) > 0.15
    assert COLOURS["residual"] == BLUE


def test_illustrative_accounts_are_marked_on_the_picture(china, city):
    warning = "* contains illustrative figures: not a finding"
    assert warning in texts(ci.plot_growth_accounts(ci.growth_accounts(city), lang="en"))
    assert warning not in texts(ci.plot_growth_accounts(ci.growth_accounts(china), lang="en"))


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(china, choices):
    table = ci.growth_accounts(china)
    before, settings = (table.copy(deep=True), choices.copy(deep=True)), dict(mpl.rcParams)
    _, ax = plt.subplots()
    drawn = ci.plot_growth_accounts(
        table.sample(frac=1, random_state=2), sensitivity=choices, ax=ax, title="标题", note="来源：$x_"
    )
    assert drawn is ax
    assert ax.get_title(loc="left") == "标题"
    assert "来源：$x_" in texts(ax)[-1]
    assert len(plt.get_fignums()) == 1
    assert dict(mpl.rcParams) == settings
    assert table.equals(before[0])
    assert choices.equals(before[1])
    assert list(dots(ax.child_axes[1]).values()) == pytest.approx(table["residual_share"].tolist())


def test_years_stand_as_whole_numbers_ending_with_the_last(china):
    upper, lower = ci.plot_growth_accounts(ci.growth_accounts(china)).child_axes
    assert [label.get_text() for label in lower.get_xticklabels()][-2:] == ["2012", "2017"]
    assert upper.get_xlim() == lower.get_xlim()


# --- refusals ------------------------------------------------------------------------------------


def test_several_areas_windows_or_elasticities_are_refused_with_a_choice_that_works(china):
    both = pd.concat(
        [ci.growth_accounts(china, window=(1, 5)), ci.growth_accounts(china, capital_elasticity=0.4)]
    )
    with pytest.raises(ArgumentError, match=r"growth holds 3 areas, windows or pairs") as refused:
        ci.plot_growth_accounts(both)
    assert refused.value.problems == (
        "area 100000, window 1, capital 0.35, labour 0.65",
        "area 100000, window 5, capital 0.35, labour 0.65",
        "area 100000, window 5, capital 0.4, labour 0.65",
    )
    query = re.search(r'growth\.query\("(.*)"\)', str(refused.value))[1]
    assert len(ci.plot_growth_accounts(both.query(query)).child_axes) == 2


def test_accounts_that_say_nothing_are_refused_with_the_reasons(growth):
    with pytest.raises(ArgumentError, match="growth is empty; make it with growth_accounts"):
        ci.plot_growth_accounts(growth())
    nothing = growth((2001, np.nan, np.nan, np.nan), reasons={2001: "no figure: labour 2000"})
    with pytest.raises(ArgumentError, match=r"no account of 100000(.|\n)*2001: no figure: labour 2000"):
        ci.plot_growth_accounts(nothing)


def test_another_table_a_window_twice_and_an_unknown_language_are_refused(growth, observations):
    with pytest.raises(TableError, match="growth is not a table of GrowthAccounts"):
        ci.plot_growth_accounts(observations())
    with pytest.raises(TableError, match="sensitivity is not a table of ContributionSensitivity"):
        ci.plot_growth_accounts(growth((2001, 3.0, 1.0, 4.0)), sensitivity=observations())
    with pytest.raises(TableError, match="the same key stands more than once"):
        ci.plot_growth_accounts(growth((2001, 3.0, 1.0, 4.0), (2001, 3.0, 1.0, 4.0)))
    with pytest.raises(ArgumentError, match="lang is 'fr'; it is zh or en"):
        ci.plot_growth_accounts(growth((2001, 3.0, 1.0, 4.0)), lang="fr")
