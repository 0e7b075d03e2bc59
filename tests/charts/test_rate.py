"""The contribution rate and its range in the picture of growth accounts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn import bars, dots, flat, texts

import chenzhou_indicators as ci
from chenzhou_indicators.charts.drawing import PALE
from chenzhou_indicators.charts.growth_accounts import COLOURS
from chenzhou_indicators.errors import ArgumentError


def test_the_range_over_the_elasticities_is_a_pale_bar_from_the_lowest_to_the_highest_rate(china, choices):
    ax = ci.plot_growth_accounts(
        ci.growth_accounts(china), sensitivity=choices.sample(frac=1, random_state=1)
    )
    rates = choices[choices["window"] == 5].groupby("end_year")["residual_share"]
    drawn = bars(ax.child_axes[1], PALE)
    assert np.array([drawn[year] for year in range(1983, 2018)]) == pytest.approx(
        np.column_stack([rates.min(), rates.max()])
    )
    assert "资本弹性取 0.3 至 0.6、劳动弹性为其余时" in flat(ax)


def test_elasticities_of_labour_are_stated_unless_they_are_what_capital_leaves(china):
    table = ci.growth_accounts(china, capital_elasticity=0.4, labour_elasticity=0.5)
    one, other = (
        ci.contribution_sensitivity(china, capital_elasticity=[0.4, 0.5], labour_elasticity=labour)
        for labour in (0.5, 0.6)
    )
    for others, said in ((one, "0.5."), (pd.concat([one, other], ignore_index=True), "0.5 to 0.6.")):
        ax = ci.plot_growth_accounts(table, sensitivity=others, lang="en")
        whole = f"a capital elasticity of 0.4 to 0.5, a labour elasticity of {said}"
        assert whole in " ".join(texts(ax)).replace("\n", " ")


def test_without_sensitivity_there_is_no_range_and_no_word_of_it(china):
    ax = ci.plot_growth_accounts(ci.growth_accounts(china))
    assert bars(ax.child_axes[1], PALE) == {}
    assert "浅色柱" not in flat(ax)


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


def test_a_range_that_goes_on_beyond_the_picture_is_said(china, choices):
    ax = ci.plot_growth_accounts(ci.growth_accounts(china, window=1), sensitivity=choices)
    lowest = choices[choices["window"] == 1].groupby("end_year")["residual_share"].min()
    years = "、".join(str(year) for year in lowest.index[lowest < -0.5])
    assert f"范围在图外继续：{years}。" in flat(ax)


def test_rates_are_written_clear_of_the_zero_line(growth):
    # Residual over output: 4/4, -0.3/5, 3/8, 0.2/8, 4/8, -2/5, 4/8.
    rows = [(4.0, 4), (-0.3, 5), (3.0, 8), (0.2, 8), (4.0, 8), (-2.0, 5), (4.0, 8)]
    rest, total = zip(*rows, strict=True)
    table = growth(*((2001 + at, total[at] - rest[at] - 1, 1.0, rest[at]) for at in range(7)))
    _, lower = ci.plot_growth_accounts(table).child_axes
    lower.figure.canvas.draw()
    zero = lower.transData.transform((0, 0))[1]
    boxes = [text.get_window_extent() for text in lower.texts if text.get_transform() == lower.transData]
    frame = lower.get_window_extent()
    assert [box for box in boxes[:7] if box.y0 + 1 < zero < box.y1 - 1] == []
    assert min(box.y0 for box in boxes) > frame.y0


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("zh", "2017年 27.7%\n资本弹性 0.3 至 0.6：\n-20.9% 至 37.4%"),
        ("en", "2017: 27.7%\ncapital elasticity\n0.3 to 0.6: -20.9% to 37.4%"),
    ],
)
def test_the_last_rate_is_written_with_its_range(china, choices, lang, label):
    # PWT 9.1, China 2012-2017: residual over output growth, at capital elasticities 0.35, 0.6 and 0.3.
    table = ci.growth_accounts(china)
    last = choices.query("end_year == 2017 and window == 5")["residual_share"]
    assert (last.min().round(3), last.max().round(3)) == (-0.209, 0.374)
    assert label in texts(ci.plot_growth_accounts(table, sensitivity=choices, lang=lang).child_axes[1])


def test_sensitivity_of_something_else_is_refused(china, choices, city_choices):
    with pytest.raises(
        ArgumentError, match=r"no rate of area 100000 with a window of 5(.|\n)*area 431000, window 5"
    ):
        ci.plot_growth_accounts(ci.growth_accounts(china), sensitivity=city_choices)
    with pytest.raises(ArgumentError, match=r"with a window of 7(.|\n)*area 100000, window 5"):
        ci.plot_growth_accounts(ci.growth_accounts(china, window=7), sensitivity=choices)


def test_sensitivity_computed_from_other_accounts_is_refused(china):
    other = china.assign(capital=china["capital"] * np.linspace(1, 2, len(china)))
    for capital in (0.35, 0.37):  # on the grid of choices and off it
        growth = ci.growth_accounts(china, capital_elasticity=capital, labour_elasticity=1 - capital)
        with pytest.raises(
            ArgumentError,
            match=r"other accounts than growth(.|\n)*1983: a rate of .*, by the growth drawn 0\.2",
        ):
            ci.plot_growth_accounts(growth, sensitivity=ci.contribution_sensitivity(other))
