"""The sources of growth, window by window, and below them the contribution rate.

Above, what capital, labour and the residual add to the growth of output stands stacked, and a dot is
that growth itself; below, the residual's share of it is a line, and what other elasticities would
make of it a pale bar. A window without an account is a gap in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import GrowthAccounts
from .drawing import (
    BLUE,
    INK,
    LEADING,
    LINE,
    NOTE,
    SOFT,
    ems,
    illustrative_line,
    require_language,
    size_of,
    value_axis,
    wrapped,
    write,
    year_axis,
)
from .fonts import house_axes, house_style
from .frame import framed
from .labels import Lang, area_label, indicator_label, missing_label, phrase, word
from .numbers import number_labels
from .placement import PAPER, Label, label_column
from .rate import Spread, draw_rates, rate_keys, rate_labels, spread_of, write_rates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["one_setting", "plot_growth_accounts"]

SETTING = ["area", "window", "capital_elasticity", "labour_elasticity"]
SOURCES = {"capital": "capital_contribution", "labour": "labour_contribution", "residual": "residual"}
# Told apart by colour-blind eyes and, from middling to pale to dark, on a grey print.
COLOURS = {"capital": "#d29a3f", "labour": "#c3d5cc", "residual": BLUE}
LETTERS = {"capital": "#8f6214", "labour": "#55705f", "residual": BLUE}
ON_BAR = {"capital": INK, "labour": INK, "residual": "white"}
SHARE_BELOW = 0.4  # of the height: the rate
BROADEST = 64.0  # of a bar, in points
ROOM = 26.0  # a window takes at least so many points where its figures are written
DOT, DOT_SHARE = 5.0, 0.6  # size of a dot, in points and of the room of a window
LEFT, RIGHT = 6.0, 22.0  # beside the bars, and beside the labels, in points


def plot_growth_accounts(
    growth: pd.DataFrame,
    *,
    sensitivity: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw where the growth of one area came from, and the contribution rate.

    Parameters
    ----------
    growth : DataFrame[GrowthAccounts]
        The accounts of one area, for windows of one length and one pair of elasticities.
    sensitivity : DataFrame[ContributionSensitivity], optional
        Rates under other elasticities; those of the same area and length of window are drawn as the
        range the rate lies in.
    ax : Axes, optional
        Where to draw; new axes by default. Axes of 5 by 3 inches with 1.2 inches of figure above them
        for the heading and 1.6 below for notes are enough. They are the frame of two axes of their own,
        ``ax.child_axes``: the contributions and the rate.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; it names the area by default.
    note : str, optional
        A line at the foot, for sources and assumptions.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `growth` or `sensitivity` is not the table it is taken for.
    ArgumentError
        If `growth` is empty, holds several areas, lengths of window or pairs of elasticities, or no
        account, if `sensitivity` holds nothing of the area and length of window or rests on other
        accounts, or if `lang` is unknown.

    Notes
    -----
    Contributions are drawn in percentage points a year, at the last year of their window. The axis of
    rates holds 0 to 100 %, and at the most from -50 to 150 %: a rate beyond is an arrow at the edge and
    written at the foot. A window without an account, and one without a rate, are named there with the
    reason.

    Examples
    --------
    China by windows of five years, and what other elasticities make of the rate:

    >>> import chenzhou_indicators as ci
    >>> accounts = ci.load_sample("accounts").query("area == '100000'")
    >>> growth, choices = ci.growth_accounts(accounts), ci.contribution_sensitivity(accounts)
    >>> ax = ci.plot_growth_accounts(growth, sensitivity=choices, lang="en")
    >>> ax.get_title(loc="left")
    'China: the sources of growth'
    >>> ci.plot_growth_accounts(ci.growth_accounts(accounts, window=(1, 5)))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: growth holds 2 areas, windows or pairs of elasticities, ...
    """
    require_language(lang)
    rows = one_setting(growth)
    others = None if sensitivity is None else spread_of(sensitivity, rows)
    windows = rows.set_index("end_year")
    windows = windows.reindex(range(windows.index.min(), windows.index.max() + 1))
    with house_style():
        first = rows.iloc[0]
        statuses = [*rows["obs_status"], *([] if others is None else others.statuses)]
        above = [*illustrative_line(statuses, lang), (_setting_line(first, lang), SOFT)]
        keys = [phrase("sources_key", lang), *rate_keys(windows["residual_share"], others, lang)]
        foot = [*keys, *_absences(windows, lang), *([note] if note else [])]
        heading = phrase("sources_title", lang, area=area_label(first["area"], lang))
        ax = framed(ax, title or heading, above, foot)
        _draw(ax, windows, others, lang)
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def one_setting(growth: pd.DataFrame) -> pd.DataFrame:
    """Return the windows by last year; refuse what does not compare, or has nothing to draw."""
    rows = admit(growth, GrowthAccounts, name="growth").reset_index(drop=True)
    rows = checked(rows, GrowthAccounts, name="growth")
    if rows.empty:
        raise ArgumentError("growth is empty; make it with growth_accounts(accounts).")
    settings = [*rows[SETTING].drop_duplicates().itertuples(index=False, name=None)]
    if len(settings) > 1:
        area, window, capital, labour = settings[0]
        raise ArgumentError(
            f"growth holds {len(settings)} areas, windows or pairs of elasticities, one is drawn; keep it "
            f"with growth.query(\"area == '{area}' and window == {window} and capital_elasticity == "
            f'{capital!r} and labour_elasticity == {labour!r}"):',
            [
                f"area {area}, window {window}, capital {capital:g}, labour {labour:g}"
                for area, window, capital, labour in settings
            ],
        )
    if rows["residual"].isna().all():
        raise ArgumentError(
            f"growth holds no account of {rows['area'].iloc[0]}; there is nothing to draw:",
            [f"{row['end_year']}: {row['reason']}" for row in rows.to_dict("records")],
        )
    return rows.sort_values("end_year")


def _setting_line(first: pd.Series[Any], lang: Lang) -> str:
    """Say what the rates are averages over, and with which elasticities they were computed."""
    elasticities = {name: f"{first[f'{name}_elasticity']:g}" for name in ("capital", "labour")}
    if first["window"] == 1:
        return phrase("year_setting", lang, **elasticities)
    return phrase("window_setting", lang, years=first["window"], **elasticities)


def _absences(windows: pd.DataFrame, lang: Lang) -> list[str]:
    """Name the windows without an account, and those without a rate, with the reason."""
    unaccounted = windows["residual"].isna()
    rateless = ~unaccounted & windows["residual_share"].isna()
    return [
        phrase(name, lang, windows=missing_label(map(str, gone.index[gone]), windows["reason"][gone], lang))
        for name, gone in (("no_account", unaccounted), ("no_rate", rateless))
        if gone.any()
    ]


# --- drawing -------------------------------------------------------------------------------------


def _draw(ax: Axes, windows: pd.DataFrame, others: Spread | None, lang: Lang) -> None:
    upper, lower = _two_axes(ax, lang)
    first, last = int(windows.index.min()), int(windows.index.max())
    rates, accounted = windows["residual_share"], windows[windows["residual"].notna()]
    above, below = (
        _source_labels(accounted.iloc[[-1]], lang),
        rate_labels(rates, windows["obs_status"], others, lang),
    )
    room = max(ems(label.text) * label.size for label in [*above, *below]) + RIGHT
    slot = (size_of(lower)[0] - LEFT - room) / len(windows)  # points that a window takes
    point = year_axis(lower, first, last, left=LEFT + slot / 2, right=room + slot / 2)
    width = min(0.8, BROADEST * point)
    lower.spines["bottom"].set_bounds(first - width / 2, last + width / 2)
    _draw_sources(upper, windows, width, slot)
    draw_rates(lower, rates, others, width, slot)
    for child in (upper, lower):
        child.hlines(
            0, first - width / 2, last + width / 2, color=INK, linewidth=0.8, zorder=3, clip_on=False
        )
    if slot >= ROOM:
        _write_sources(upper, accounted, lang)
        write_rates(lower, rates, lang)
    tie = last + width / 2 + 2 * point
    for child, labels in ((upper, above), (lower, below)):
        label_column(child, labels, tie=tie, at=tie + 14 * point)
    value_axis(upper, "count")
    value_axis(lower, "fraction")


def _two_axes(ax: Axes, lang: Lang) -> tuple[Axes, Axes]:
    """Return the axes of the contributions and, below, of the rate, each under its name."""
    across, high = size_of(ax)
    ax.set_axis_off()
    names = phrase("source_points", lang), indicator_label("st_contribution_rate", lang)
    heads = [wrapped(name, across / LINE) for name in names]
    tall = [(head.count("\n") + 1) * LINE * LEADING / high for head in heads]
    free = 1 - sum(tall) - 10 / high
    below, above = SHARE_BELOW * free, (1 - SHARE_BELOW) * free
    upper = ax.inset_axes((0, 1 - tall[0] - above, 1, above))
    lower = ax.inset_axes((0, 0, 1, below), sharex=upper)
    for child, head in zip((upper, lower), heads, strict=True):
        house_axes(child)
        at = 1 + 3 / size_of(child)[1]
        write(child, 0, at, head, transform=child.transAxes, va="bottom", color=INK, fontsize=LINE)
    upper.spines["bottom"].set_visible(False)
    upper.tick_params(axis="x", length=0, labelbottom=False)
    return upper, lower


def _stacked(windows: pd.DataFrame) -> list[tuple[str, pd.Series[float], pd.Series[float]]]:
    """Return each source with its points and where they start: negative ones go down from zero."""
    up, down = (pd.Series(0.0, index=windows.index) for _ in range(2))
    stack = []
    for source, column in SOURCES.items():
        points = 100 * windows[column].where(windows["residual"].notna())
        stack.append((source, points, up.where(points >= 0, down)))
        up, down = up + points.clip(lower=0), down + points.clip(upper=0)
    return stack


def _draw_sources(ax: Axes, windows: pd.DataFrame, width: float, slot: float) -> None:
    """Draw the contributions stacked, and the growth of output as a dot."""
    ends = [0.0]
    for source, points, start in _stacked(windows):
        known = points.dropna()
        style: dict[str, Any] = {"color": COLOURS[source], "edgecolor": "white", "linewidth": 0.5}
        ax.bar(known.index, known, width=width, bottom=start[known.index], zorder=2, **style)
        ends += [*(start + known).dropna()]
    output = 100 * windows["output_growth"]
    size = min(DOT, DOT_SHARE * slot)
    hollow: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": size}
    hollow |= {"markerfacecolor": "white", "markeredgewidth": 0.24 * size}
    ax.plot(output.index, output, color=INK, zorder=5, **hollow)
    low, high = min([*ends, *output.dropna()]), max([*ends, *output.dropna()])
    ax.set_ylim(low - 0.06 * (high - low) if low < 0 else 0, high + 0.1 * (high - low))


def _write_sources(ax: Axes, accounted: pd.DataFrame, lang: Lang) -> None:
    """Write a contribution into its part of the bar where there is room, and growth above the bar.

    A fall is written below its dot, for the bar may end far above.
    """
    low, high = ax.get_ylim()
    line = 1.3 * NOTE / size_of(ax)[1] * (high - low)
    style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": NOTE, "zorder": 6}
    output, stack = 100 * accounted["output_growth"], _stacked(accounted)
    percents = [*output / 100, *(value / 100 for _, points, _ in stack for value in points)]
    written = [text.removesuffix("%") for text in number_labels(percents, "fraction", lang, apart=[])]
    tops, count = output.clip(lower=0), len(accounted)
    for _, points, start in stack:
        tops = tops.where(tops > start + points, start + points)
    at = (tops + 0.9 * line).where(output >= 0, output - 0.9 * line)
    for place, (source, points, start) in enumerate(stack, start=1):
        middle = start + points / 2
        free = (points.abs() >= line) & ((middle - output).abs() >= line) & ((middle - at).abs() >= line)
        for year, text in zip(points.index, written[place * count :], strict=False):
            if free[year]:
                write(ax, year, middle[year], text, color=ON_BAR[source], **style)
    for year, text in zip(at.index, written, strict=False):
        write(ax, year, at[year], text, color=INK, bbox=PAPER if output[year] < 0 else None, **style)
    ax.set_ylim(min(low, at.min() - 0.9 * line), max(high, at.max() + 0.9 * line))


def _source_labels(last: pd.DataFrame, lang: Lang) -> list[Label]:
    """Name what stands in the last bar, each at its height."""
    labels = [
        Label(0, float((start + points / 2).iloc[0]), word("factor", source, lang), LETTERS[source])
        for source, points, start in _stacked(last)
    ]
    return [*labels, Label(0, 100 * float(last["output_growth"].iloc[0]), phrase("output_growth", lang), INK)]
