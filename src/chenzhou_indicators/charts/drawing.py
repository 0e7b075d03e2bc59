"""What the pictures share: inks, titles, notes, years along the foot, the line of the actuals.

Room is reckoned in ems and points, so that a text is wrapped to the width of its axes whatever
their size.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..doors import admit
from ..errors import ArgumentError, EditionError
from ..schemas import Observations
from ..units import convert
from ..vocabulary import ObsStatus
from .fonts import house_axes, white_paper
from .labels import Lang, phrase, unit_label
from .numbers import even_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "ALERT",
    "INK",
    "LEADING",
    "LINE",
    "NOTE",
    "RULE",
    "SOFT",
    "TEXT",
    "below_axis",
    "ems",
    "entitle",
    "framed",
    "illustrative_line",
    "limits",
    "one_line",
    "require_language",
    "shortened",
    "size_of",
    "unit_line",
    "unit_shown",
    "value_axis",
    "with_gaps",
    "wrapped",
    "write",
    "year_axis",
]

INK, SOFT, RULE, ALERT = "#222222", "#666666", "#bbbbbb", "#b5432a"
TITLE, LINE, NOTE, TEXT = 13.0, 9.5, 7.5, 8.5  # sizes of letters, in points
SIZE = (9.0, 5.4)  # of an own picture, in inches
LEADING = 1.45  # from line to line, in sizes of letters
BELOW = 27.0  # points from the axis to the notes, past the years
LATIN = 0.56  # ems a Latin letter takes at most, on average
WIDE = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef][，。；：、）！？]*|[^\S\n]+|[^\s\u2e80-\u9fff\uff00-\uffef]+"
)


# --- texts ---------------------------------------------------------------------------------------


def write(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write a text as it stands: a dollar sign begins no formula."""
    ax.text(x, y, text, parse_math=False, **style)


def entitle(ax: Axes, text: str, pad: float) -> None:
    """Write the heading some points above the axes, which may come with a font without Chinese."""
    from matplotlib import rcParams

    font = {"family": rcParams["font.family"], "size": TITLE, "color": INK}
    ax.set_title(text, loc="left", pad=pad, parse_math=False, fontdict=font)


def require_language(lang: str) -> None:
    """Refuse a language there are no labels in."""
    if lang not in ("zh", "en"):
        raise ArgumentError(f"lang is {lang!r}; it is zh or en.")


def illustrative_line(statuses: Iterable[object], lang: Lang) -> list[tuple[str, str]]:
    """Return the warning, with its colour, where a figure is invented; else nothing."""
    invented = any(status == ObsStatus.ILLUSTRATIVE for status in statuses)
    return [("* " + phrase("illustrative", lang), ALERT)] if invented else []


def ems(text: str) -> float:
    """Return how many ems the longest line of a text takes at most.

    Examples
    --------
    >>> ems("研发\\n投入强度"), ems("")
    (4, 0)
    """
    widths = (sum(_em(letter, LATIN) for letter in line) for line in text.split("\n"))
    return max(widths)


def shortened(text: str, most: float) -> str:
    """Cut a text to a width in ems, a Chinese character being one and a Latin one about half.

    Examples
    --------
    >>> shortened("科技进步贡献率", 5), shortened("Patent applications", 5)
    ('科技进步…', 'Patent ap…')
    """
    width = 0.0
    for place, letter in enumerate(text):
        width += _em(letter, 0.5)
        if width > most:
            return text[: max(place - 1, 0)] + "…"
    return text


def wrapped(text: str, most: float) -> str:
    """Break a text into lines of at most so many ems: between Chinese characters, or at a space.

    Examples
    --------
    >>> wrapped("科技进步，贡献率", 4), wrapped("Patent applications filed", 12)
    ('科技进\\n步，贡献\\n率', 'Patent applications\\nfiled')
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for part in WIDE.findall(paragraph):
            if line and ems(line + part.rstrip()) > most:
                lines.append(line.rstrip())
                line = part.lstrip()
            else:
                line += part
        lines.append(line.rstrip())
    return "\n".join(lines)


def _em(letter: str, latin: float) -> float:
    return 1 if unicodedata.east_asian_width(letter) in "WF" else latin


# --- the frame: title, lines below it, notes at the foot -----------------------------------------


def framed(
    ax: Axes | None,
    title: str,
    above: Sequence[tuple[str, str]],
    below: Sequence[str],
    *,
    tall: float | None = None,
) -> Axes:
    """Return axes with their title, lines in their colours below it, and notes at the foot.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; new axes with fitting margins where none is given.
    title : str
        Heading.
    above : sequence of (str, str)
        Lines between the heading and the picture, each with its colour.
    below : sequence of str
        Notes at the foot.
    tall : float, optional
        Height of new axes, in points; by default what a picture of the usual size leaves them.

    Returns
    -------
    Axes
        Ready to be drawn on.
    """
    own = ax is None
    ax = _new_axes() if ax is None else ax
    across = size_of(ax)[0]
    heading = wrapped(shortened(title, 1.7 * across / TITLE), across / TITLE)  # two lines at most
    lines = [(wrapped(text, across / LINE), colour) for text, colour in above]
    notes = "\n".join(wrapped(text, across / NOTE) for text in below)
    up = 6.0
    for text, colour in reversed(lines):
        _note(ax, (0, 1), up, text, va="bottom", color=colour, fontsize=LINE)
        up += (text.count("\n") + 1) * LINE * LEADING
    entitle(ax, heading, up + 3)
    _note(ax, (0, 0), -BELOW, notes, va="top", color=SOFT, fontsize=NOTE, linespacing=LEADING)
    top = up + (heading.count("\n") + 1) * TITLE * LEADING + 10
    bottom = BELOW + (notes.count("\n") + 1) * NOTE * (LEADING + 0.15) + 8
    if own:
        high = SIZE[1] * 72 if tall is None else tall + top + bottom
        figure: Any = ax.figure
        figure.set_size_inches(SIZE[0], high / 72)
        figure.subplots_adjust(top=1 - top / high, bottom=bottom / high)
    else:
        white_paper(ax, top, bottom)
    house_axes(ax)
    return ax


def _new_axes() -> Axes:
    from matplotlib import pyplot as plt

    figure, ax = plt.subplots(figsize=SIZE)
    figure.subplots_adjust(left=0.07, right=0.97)
    return ax


def _note(ax: Axes, at: tuple[float, float], up: float, text: str, **style: Any) -> None:
    """Write a text some points above a corner of the axes."""
    ax.annotate(
        text,
        at,
        xycoords="axes fraction",
        xytext=(0, up),
        textcoords="offset points",
        parse_math=False,
        annotation_clip=False,
        **style,
    )


def size_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of the axes in points."""
    extent = ax.get_window_extent()
    scale = 72 / ax.figure.dpi
    return extent.width * scale, extent.height * scale


# --- figures drawn as a line ---------------------------------------------------------------------


def one_line(
    observations: pd.DataFrame, *, name: str, indicator: str | None, area: str | None
) -> pd.DataFrame:
    """Return the figures of one indicator in one area, or say why they are no line.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each.
    name : str
        What to call them in an error.
    indicator, area : str or None
        The line wanted; None takes the only one there is.

    Returns
    -------
    DataFrame[Observations]
        Its rows, by year.
    """
    rows = admit(observations, Observations, name=name)
    for column, code in (("indicator", indicator), ("area", area)):
        rows = rows if code is None else rows[rows[column] == code]
    if rows.empty:
        what, where = indicator or "figure", f" in {area}" if area else ""
        raise ArgumentError(f"{name} hold no {what}{where}; derive() computes a ratio that was not observed.")
    for column in ("indicator", "area"):
        if rows[column].nunique() > 1:
            choice = f'{name}.query("{column} == {rows[column].iloc[0]!r}")'
            raise ArgumentError(
                f"{name} are of {rows[column].nunique()} {column}s, one is drawn; keep it with {choice}:",
                rows[column].unique(),
            )
    several = rows[rows["year"].duplicated(keep=False)]
    if len(several):
        counts = several.groupby("year").size()
        raise EditionError(
            f"{name} hold several editions of one year. Choose with as_of(observations, date) "
            "or latest_vintage(observations):",
            [f"{year}: {count} editions" for year, count in counts.items()],
        )
    return rows.sort_values("year")


def with_gaps(rows: pd.DataFrame, unit: str) -> pd.Series[float]:
    """Return the values by year in one unit, a year without a value missing, so that the line breaks."""
    values = convert(rows["value"], rows["unit"], unit).set_axis(rows["year"])
    return values.reindex(range(values.index.min(), values.index.max() + 1))


# --- axes ----------------------------------------------------------------------------------------


def year_axis(ax: Axes, first: int, last: int, *, right: float, left: float = 14.0) -> float:
    """Lay whole years along the foot, ending with the last one; keep room beside them.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    first, last : int
        The years shown.
    right, left : float
        Room for labels beside them, in points.

    Returns
    -------
    float
        Years in a point: what a distance along the foot is.
    """
    across = size_of(ax)[0]
    span = max(last - first, 1)
    point = span / max(across - left - right, 0.3 * across)
    ax.set_xlim(first - left * point, last + right * point)
    most = max((span / point) // 30, 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if span / step <= most)
    ticks = list(range(last, first - 1, -step))[::-1]
    ax.set_xticks(ticks, [str(year) for year in ticks])
    ax.spines["bottom"].set_bounds(first, last)
    return point


def below_axis(ax: Axes, x: float, text: str) -> None:
    """Write a text where the years stand, of what has no year of its own."""
    ax.annotate(
        text,
        (x, 0),
        xycoords=("data", "axes fraction"),
        xytext=(0, -6),
        textcoords="offset points",
        va="top",
        color=SOFT,
        fontsize=NOTE,
        parse_math=False,
        annotation_clip=False,
    )


def value_axis(ax: Axes, unit: str) -> None:
    """Write the numbers of the value axis with the same decimals, a percentage with its sign."""
    from matplotlib.ticker import Formatter, MaxNLocator

    shown = unit_shown(unit)

    class Even(Formatter):
        def __call__(self, value: float, pos: int | None = None) -> str:  # noqa: ARG002
            return self.format_ticks([value])[0]

        def format_ticks(self, values: Sequence[float]) -> list[str]:
            return even_labels(values, shown)

    ax.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(Even())


def unit_shown(unit: str) -> str:
    """Return the unit that every number of a picture bears: a percentage its sign, others none."""
    return unit if unit in ("%", "fraction") else "count"


def unit_line(unit: str, lang: Lang) -> list[tuple[str, str]]:
    """Return the line that names the unit, unless every number does."""
    if not unit or unit_shown(unit) == unit:
        return []
    return [(phrase("unit", lang, unit=unit_label(unit, lang)), SOFT)]


def limits(core: Iterable[float], reach: Iterable[float] = (), *, room: float) -> tuple[float, float]:
    """Return the ends of a value axis that holds the core, and what reaches beyond it up to as much again.

    Examples
    --------
    >>> limits([1.0, 3.0], [0.5, 99.0], room=0.0)
    (0.5, 5.0)
    """
    inner = np.array([value for value in core if math.isfinite(value)])
    low, high = inner.min(), inner.max()
    span = (high - low) or abs(high) or 1.0
    outer = [low, high, *(value for value in reach if not math.isnan(value))]
    low, high = max(min(outer), low - span), min(max(outer), high + span)
    room *= high - low or span
    return float(low - room), float(high + room)
