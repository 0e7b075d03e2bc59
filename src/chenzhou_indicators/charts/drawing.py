"""What the pictures share: inks, texts and their room, years along the foot, the line of the actuals.

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
import numpy.typing as npt
import pandas as pd

from ..doors import admit
from ..errors import ArgumentError, EditionError
from ..schemas import Observations
from ..units import convert
from ..vocabulary import ObsStatus
from .labels import Lang, phrase, unit_label
from .numbers import even_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "ALERT",
    "BLUE",
    "INK",
    "LEADING",
    "LINE",
    "MOST_AREAS",
    "NOTE",
    "OCHRE",
    "PALE",
    "PLUM",
    "RULE",
    "SOFT",
    "TEXT",
    "TITLE",
    "balanced",
    "below_axis",
    "ems",
    "entitle",
    "illustrative_line",
    "limits",
    "longest_piece",
    "one_line",
    "pieces",
    "readable",
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
BLUE, PALE, OCHRE, PLUM = "#1f5f8b", "#c9dcea", "#c77d12", "#8c4a7d"
TITLE, LINE, NOTE, TEXT = 13.0, 9.5, 7.5, 8.5  # sizes of letters, in points
TICK, LEAST_TICK, AIR = 9.0, 4.0, 5.0  # numbers of an axis, the smallest, and what parts them from it
CONTRAST = 4.5  # of letters and white: WCAG 2.2, 1.4.3
LEADING = 1.45  # from line to line, in sizes of letters
MOST_AREAS = 40  # rows of a picture that can be read
LATIN = 0.56  # ems a Latin letter takes at most, on average
# What no line is broken in: a Chinese character with its brackets and stops, a word, a space.
PIECE = re.compile(
    r"（*[\u2e80-\u9fff\uff00-\uffef][，。；：、）！？]*|[^\S\n]+|[^\s\u2e80-\u9fff\uff00-\uffef]+"
)


# --- texts ---------------------------------------------------------------------------------------


def readable(colour: str) -> str:
    """Return a colour dark enough for letters on white: the colour itself, or a darker one of its hue.

    Examples
    --------
    >>> readable("#1f5f8b"), readable("#d08a1d")
    ('#1f5f8b', '#a06a16')
    """
    from matplotlib.colors import to_hex, to_rgb

    parts, share = np.array(to_rgb(colour)), 1.0
    while 1.05 / (_luminance(share * parts) + 0.05) < CONTRAST:
        share -= 0.01
    return str(to_hex((share * parts).tolist()))


def _luminance(parts: npt.NDArray[np.float64]) -> float:
    """Return the relative luminance of a colour, as the guidelines for accessible pages define it."""
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def write(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write a text as it stands: a dollar sign begins no formula, and a tail moves no line up."""
    if style.get("va") == "center" and "\n" not in text:
        style["va"] = "center_baseline"
    ax.text(x, y, text, parse_math=False, **style)


def entitle(ax: Axes, text: str, pad: float) -> None:
    """Write the heading so many points above the axes, which may come with a font without Chinese."""
    from matplotlib import rcParams

    font = {"family": rcParams["font.family"], "size": TITLE, "color": INK}
    ax.set_title(text, loc="left", y=1.0, pad=pad, va="bottom", parse_math=False, fontdict=font)


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


def size_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of the axes in points."""
    extent = ax.get_window_extent()
    scale = 72 / ax.figure.dpi
    return extent.width * scale, extent.height * scale


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

    What is too long for a line by itself is broken at any character.

    Examples
    --------
    >>> wrapped("科技进步，贡献率", 4), wrapped("Patent applications filed", 12)
    ('科技进\\n步，贡献\\n率', 'Patent applications\\nfiled')
    >>> wrapped("十佳示范乡（镇）", 6), wrapped("Patent applications", 4)
    ('十佳示范乡\\n（镇）', 'Patent\\napplica\\ntions')
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in pieces(paragraph):
            for part in [piece] if ems(piece.rstrip()) <= most else piece:
                if line and ems(line + part.rstrip()) > most:
                    lines.append(line.rstrip())
                    line = part.lstrip()
                else:
                    line += part
        lines.append(line.rstrip())
    return "\n".join(lines)


def balanced(text: str, most: float) -> str:
    """Break a text into as few lines as can be, of like length, and no word in two.

    Examples
    --------
    >>> balanced("the path to the target, and the actual", 14), balanced("郴州市2007年科技创新年", 9)
    ('the path to the target,\\nand the actual', '郴州市2007\\n年科技创新年')
    """
    broken = wrapped(text, most)
    for narrow in range(math.ceil(longest_piece(text)), math.ceil(most)):
        even = wrapped(text, narrow)
        if even.count("\n") <= broken.count("\n"):
            return even
    return broken


def longest_piece(text: str) -> float:
    """Return how many ems the longest piece takes that no line is broken in."""
    return max(map(ems, pieces(text)), default=0)


def pieces(text: str) -> list[str]:
    """Return the pieces of a text that stay whole where there is room for them.

    Examples
    --------
    >>> pieces("各乡（镇），GDP")
    ['各', '乡', '（镇），', 'GDP']
    """
    return PIECE.findall(text)


def _em(letter: str, latin: float) -> float:
    return 1 if unicodedata.east_asian_width(letter) in "WF" else latin


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
    room = ax.get_window_extent().x0 * 72 / ax.figure.dpi - AIR  # to the edge of the figure, in points
    widest = max(map(ems, even_labels([float(tick) for tick in ax.get_yticks()], shown)), default=0)
    if widest * TICK > room:
        ax.tick_params(axis="y", labelsize=max(room / widest, LEAST_TICK))


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
