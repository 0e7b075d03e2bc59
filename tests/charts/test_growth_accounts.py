"""The picture of growth accounts, read from what was drawn."""

from __future__ import annotations

import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import texts
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

import chenzhou_indicators as ci
from chenzhou_indicators.charts.growth_accounts import COLOURS
from chenzhou_indicators.charts.rate import BAND, RATE
from chenzhou_indicators.errors import ArgumentError, TableError

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COLUMNS = ["capital_contribution", "labour_contribution", "residual"]


@pytest.fixture(scope="module")
def china():
    return ci.load_sample("accounts").query("area == '100000'")


@pytest.fixture(scope="module")
def city():
    return ci.load_sample("accounts").query("area == '431000'")


@pytest.fixture
def growth():
    """Make accounts of single years: ``growth((2001, 3.0, 1.0, 4.0), ...)``, in points a year."""

    def make(*rows, reasons=None, **common):
        table = pd.DataFrame(rows, columns=["end_year", *COLUMNS])
        table[COLUMNS] /= 100
        output = table[COLUMNS].sum(axis=1, skipna=False)
        return table.assign(
            area="100000",
            start_year=table["end_year"] - 1,
            window=1,
            capital_elasticity=0.35,
            labour_elasticity=0.65,
            output_growth=output,
            capital_growth=table["capital_contribution"] / 0.35,
            labour_growth=table["labour_contribution"] / 0.65,
            capital_contribution_share=table["capital_contribution"] / output.where(output > 0),
            labour_contribution_share=table["labour_contribution"] / output.where(output > 0),
            residual_share=table["residual"] / output.where(output > 0),
            reason=table["end_year"].map(reasons or {}).astype("str"),
            obs_status="final",
        ).assign(**common)

    return make


def bars(ax, colour):
    """Return the bars of a colour as {year: (from, to)}."""
    return {
        round(bar.get_x() + bar.get_width() / 2): (bar.get_y(), bar.get_y() + bar.get_height())
        for bar in ax.patches
        if isinstance(bar, Rectangle) and mpl.colors.same_color(bar.get_facecolor(), colour)
    }


def dots(ax):
    """Return the dots of output growth, or of the rate, as {year: value}."""
    (line,) = [line for line in ax.lines if line.get_marker() == "o"]
    return dict(zip(line.get_xdata().tolist(), line.get_ydata().tolist(), strict=True))


def all_text(ax):
    """Return every text of the frame and the two axes in it, heading and ticks in sight too."""
    shown = [ax._left_title, *ax.texts]
    for child in ax.child_axes:
        low, high = child.get_ylim()
        shown += [text for text in child.get_yticklabels() if low <= text.get_position()[1] <= high]
        shown += [*child.texts, *(text for text in child.get_xticklabels() if text.get_visible())]
    return [text for text in shown if text.get_text().strip()]


def flat(ax):
    """Return the notes and lines of the frame, each without its line breaks."""
    return " | ".join(texts(ax)).replace("\n", "")


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


def test_the_range_over_the_elasticities_is_a_pale_bar_from_the_lowest_to_the_highest_rate(china):
    choices = ci.contribution_sensitivity(china, window=(1, 5))
    ax = ci.plot_growth_accounts(
        ci.growth_accounts(china), sensitivity=choices.sample(frac=1, random_state=1)
    )
    rates = choices[choices["window"] == 5].groupby("end_year")["residual_share"]
    drawn = bars(ax.child_axes[1], BAND)
    assert np.array([drawn[year] for year in range(1983, 2018)]) == pytest.approx(
        np.column_stack([rates.min(), rates.max()])
    )
    assert "资本弹性取 0.3–0.6、劳动弹性取 0.4–0.7" in flat(ax)


def test_without_sensitivity_there_is_no_range_and_no_word_of_it(china):
    ax = ci.plot_growth_accounts(ci.growth_accounts(china))
    assert bars(ax.child_axes[1], BAND) == {}
    assert "浅色柱" not in flat(ax)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "没有核算结果：2002（缺数：资本 2002、劳动 2002）；2003（缺数：资本 2002）。"),
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


def test_where_output_did_not_grow_bars_stand_and_the_rate_is_a_gap(growth):
    table = growth((2001, 3.0, 1.0, 4.0), (2002, 3.0, 1.0, -6.0), reasons={2002: "output did not grow"})
    ax = ci.plot_growth_accounts(table)
    assert bars(ax.child_axes[0], COLOURS["residual"])[2002] == pytest.approx((0, -6))
    assert list(dots(ax.child_axes[1]).values()) == pytest.approx([0.5, np.nan], nan_ok=True)
    assert "没有贡献率：2002（产出未增长）。" in flat(ax)


def test_without_any_rate_the_contributions_are_still_drawn(growth):
    ax = ci.plot_growth_accounts(growth((2002, 3.0, 1.0, -6.0), reasons={2002: "output did not grow"}))
    assert ax.child_axes[1].get_ylim()[1] > 1
    assert "2002年" not in " ".join(texts(ax.child_axes[1]))


def test_a_rate_far_off_is_an_arrow_written_at_the_foot_and_does_not_squeeze_the_rest(growth):
    # Residual over output: -5 / 1 = -500 %, 6 / 2 = 300 %, 4 / 8 = 50 %.
    table = growth((2001, 5.0, 1.0, -5.0), (2002, -3.0, -1.0, 6.0), (2003, 3.0, 1.0, 4.0))
    ax = ci.plot_growth_accounts(table, lang="en")
    lower = ax.child_axes[1]
    low, high = lower.get_ylim()
    assert low == pytest.approx(-0.64)  # -0.5 and 1.5, and 7 % of 2 on either side
    assert high == pytest.approx(1.64)
    arrows = {
        line.get_marker(): line.get_xydata().tolist() for line in lower.lines if line.get_marker() in "v^"
    }
    assert arrows == {"v": [[2001, -0.5]], "^": [[2002, 1.5]]}
    assert list(dots(lower).values()) == pytest.approx([np.nan, np.nan, 0.5], nan_ok=True)
    assert "Arrows: rates beyond the picture: 2001: -500%, 2002: 300%." in texts(ax)[-1].replace("\n", " ")


def test_a_range_that_goes_on_beyond_the_picture_is_said(china):
    choices = ci.contribution_sensitivity(china)
    ax = ci.plot_growth_accounts(ci.growth_accounts(china, window=1), sensitivity=choices)
    lowest = choices[choices["window"] == 1].groupby("end_year")["residual_share"].min()
    years = "、".join(str(year) for year in lowest.index[lowest < -0.5])
    assert f"范围在图外继续：{years}。" in flat(ax)


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
            {"capital", "labour", "residual", "output growth"},
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


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("zh", "2017年 27.7%\n资本弹性 0.3–0.6：\n-20.9% 至 37.4%"),
        ("en", "2017: 27.7%\ncapital elasticity\n0.3–0.6: -20.9% to 37.4%"),
    ],
)
def test_the_last_rate_is_written_with_its_range(china, lang, label):
    # PWT 9.1, China 2012-2017: residual over output growth, at capital elasticities 0.35, 0.6 and 0.3.
    table, choices = ci.growth_accounts(china), ci.contribution_sensitivity(china)
    last = choices.query("end_year == 2017 and window == 5")["residual_share"]
    assert (last.min().round(3), last.max().round(3)) == (-0.209, 0.374)
    assert label in texts(ci.plot_growth_accounts(table, sensitivity=choices, lang=lang).child_axes[1])


def test_few_windows_have_their_figures_written_and_many_have_not(china, growth):
    few = growth((2001, 3.0, 0.1, 4.0), (2002, 2.0, 0.1, 3.0))
    upper, lower = ci.plot_growth_accounts(few).child_axes
    assert {"3.0", "4.0", "7.1", "2.0", "5.1"} <= set(texts(upper))
    assert "0.1" not in texts(upper)  # no room in so thin a part
    assert {"56.3%", "58.8%"} <= set(texts(lower))  # 4 / 7.1 and 3 / 5.1
    upper, lower = ci.plot_growth_accounts(ci.growth_accounts(china)).child_axes
    assert len(texts(upper)) == 5  # its name, three sources, output
    assert len(texts(lower)) == 2


@pytest.mark.parametrize(("lang", "given"), [("zh", False), ("en", False), ("zh", True), ("en", True)])
@pytest.mark.parametrize("which", ["china5", "china1", "city5", "one"])
def test_no_text_covers_another_or_leaves_the_picture(china, city, which, lang, given):
    accounts = china if which.startswith("china") else city
    table = ci.growth_accounts(accounts, window=1 if which == "china1" else 5)
    table = table.tail(1) if which == "one" else table
    ax = None
    if given:  # axes of 5 by 3 inches
        ax = plt.figure(figsize=(6.4, 5.8)).add_axes((1 / 6.4, 1.6 / 5.8, 5 / 6.4, 3 / 5.8))
    ax = ci.plot_growth_accounts(table, sensitivity=ci.contribution_sensitivity(accounts), ax=ax, lang=lang)
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


def test_no_word_of_the_other_language_is_left(city):
    table, choices = ci.growth_accounts(city), ci.contribution_sensitivity(city)
    english = all_text(ci.plot_growth_accounts(table, sensitivity=choices, lang="en"))
    assert [text.get_text() for text in english if CHINESE.search(text.get_text())] == []
    chinese = all_text(ci.plot_growth_accounts(table, sensitivity=choices))
    assert [text.get_text() for text in chinese if re.search("[A-Za-z]", text.get_text())] == []


def test_sources_are_told_apart_on_a_grey_print():
    grey = sorted(
        float(np.dot(mpl.colors.to_rgb(colour), (0.299, 0.587, 0.114))) for colour in COLOURS.values()
    )
    assert min(np.diff(grey)) > 0.15
    assert COLOURS["residual"] == RATE


def test_illustrative_accounts_are_marked_on_the_picture(china, city):
    warning = "* contains illustrative figures: not a finding"
    assert warning in texts(ci.plot_growth_accounts(ci.growth_accounts(city), lang="en"))
    assert warning not in texts(ci.plot_growth_accounts(ci.growth_accounts(china), lang="en"))


def test_it_draws_on_given_axes_and_leaves_settings_and_tables_alone(china):
    table, choices = ci.growth_accounts(china), ci.contribution_sensitivity(china)
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


def test_sensitivity_of_something_else_is_refused(china, city):
    with pytest.raises(
        ArgumentError, match=r"no rate of area 100000 with a window of 5(.|\n)*area 431000, window 1"
    ):
        ci.plot_growth_accounts(ci.growth_accounts(china), sensitivity=ci.contribution_sensitivity(city))
    with pytest.raises(ArgumentError, match=r"with a window of 7(.|\n)*area 100000, window 3"):
        ci.plot_growth_accounts(
            ci.growth_accounts(china, window=7), sensitivity=ci.contribution_sensitivity(china)
        )


def test_sensitivity_computed_from_other_accounts_is_refused(china):
    other = china.assign(capital=china["capital"] * np.linspace(1, 2, len(china)))
    with pytest.raises(
        ArgumentError, match=r"rests on other accounts than growth(.|\n)*1983: a rate of .* and 0.2"
    ):
        ci.plot_growth_accounts(ci.growth_accounts(china), sensitivity=ci.contribution_sensitivity(other))


def test_another_table_a_window_twice_and_an_unknown_language_are_refused(growth, observations):
    with pytest.raises(TableError, match="growth is not a table of GrowthAccounts"):
        ci.plot_growth_accounts(observations())
    with pytest.raises(TableError, match="sensitivity is not a table of ContributionSensitivity"):
        ci.plot_growth_accounts(growth((2001, 3.0, 1.0, 4.0)), sensitivity=observations())
    with pytest.raises(TableError, match="the same key stands more than once"):
        ci.plot_growth_accounts(growth((2001, 3.0, 1.0, 4.0), (2001, 3.0, 1.0, 4.0)))
    with pytest.raises(ArgumentError, match="lang is 'fr'; it is zh or en"):
        ci.plot_growth_accounts(growth((2001, 3.0, 1.0, 4.0)), lang="fr")
