"""The frame of a picture: heading, lines in their colours below it, notes at the foot.

All of it stands outside the axes. New axes get a figure that holds it; of given axes it can be said
beforehand how much room it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .drawing import LEADING, LINE, NOTE, SOFT, TITLE, balanced, entitle, shortened, size_of, wrapped
from .fonts import house_axes, white_paper

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ABOVE", "WIDE", "Frame", "beyond", "frame_of", "framed"]

SIZE = (9.0, 5.4)  # of an own picture, in inches
MARGINS = 45.0, 20.0  # left and right of its axes, in points
WIDE = SIZE[0] * 72 - sum(MARGINS)  # of the axes of an own picture, in points
ABOVE, BELOW = 6.0, 27.0  # points from the axes to the lines above, and past the years to the notes


class Frame(NamedTuple):
    """Texts broken to the width of the axes, and how far they reach beyond them, in points."""

    heading: str
    lines: list[tuple[str, str]]
    notes: str
    top: float
    bottom: float


def frame_of(
    across: float,
    title: str,
    above: Sequence[tuple[str, str]],
    below: Sequence[str],
    *,
    up: float = ABOVE,
    down: float = BELOW,
) -> Frame:
    """Break the texts around axes to their width; the heading has two lines at most.

    Parameters
    ----------
    across : float
        Width of the axes, in points.
    title : str
        Heading.
    above : sequence of (str, str)
        Lines between the heading and the picture, each with its colour.
    below : sequence of str
        Notes at the foot.
    up, down : float
        From the axes to the lines above them and to the notes, in points.

    Returns
    -------
    Frame
        What is written, and the room it takes above and below the axes.
    """
    heading = _heading(title, across / TITLE)
    lines = [(wrapped(text, across / LINE), colour) for text, colour in above]
    notes = "\n".join(wrapped(text, across / NOTE) for text in below)
    top = up + sum(map(_high, lines)) + (heading.count("\n") + 1) * TITLE * LEADING + 10
    bottom = down + (notes.count("\n") + 1) * NOTE * (LEADING + 0.15) + 8
    return Frame(heading, lines, notes, top, bottom)


def framed(
    ax: Axes | None,
    title: str,
    above: Sequence[tuple[str, str]],
    below: Sequence[str],
    *,
    wide: float | None = None,
    tall: float | None = None,
    up: float = ABOVE,
    down: float = BELOW,
) -> Axes:
    """Return axes with their heading, lines in their colours below it, and notes at the foot.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; new axes with fitting margins where none is given.
    title, above, below, up, down
        As in `frame_of`.
    wide, tall : float, optional
        Size of new axes, in points; by default what a picture of the usual size leaves them.

    Returns
    -------
    Axes
        Ready to be drawn on.
    """
    own = ax is None
    ax = _new_axes(wide) if ax is None else ax
    frame = frame_of(size_of(ax)[0], title, above, below, up=up, down=down)
    for text, colour in reversed(frame.lines):
        _note(ax, (0, 1), up, text, va="bottom", color=colour, fontsize=LINE)
        up += _high((text, colour))
    entitle(ax, frame.heading, up)
    _note(ax, (0, 0), -down, frame.notes, va="top", color=SOFT, fontsize=NOTE, linespacing=LEADING)
    if own:
        high = SIZE[1] * 72 if tall is None else tall + frame.top + frame.bottom
        figure: Any = ax.figure
        figure.set_size_inches(figure.get_size_inches()[0], high / 72)
        figure.subplots_adjust(top=1 - frame.top / high, bottom=frame.bottom / high)
    else:
        white_paper(ax, frame.top, frame.bottom)
    house_axes(ax)
    return ax


def beyond(ax: Axes, frame: Frame) -> tuple[float, float]:
    """Return how far a frame reaches beyond the figure of given axes, above and below, in points."""
    box, whole = ax.get_window_extent(), ax.figure.bbox
    scale = 72 / ax.figure.dpi
    above, below = (whole.y1 - box.y1) * scale, (box.y0 - whole.y0) * scale
    return max(frame.top - above, 0.0), max(frame.bottom - below, 0.0)


def _new_axes(wide: float | None) -> Axes:
    from matplotlib import pyplot as plt

    left, right = MARGINS
    whole = SIZE[0] * 72 if wide is None else left + wide + right
    figure, ax = plt.subplots(figsize=(whole / 72, SIZE[1]))
    figure.subplots_adjust(left=left / whole, right=1 - right / whole)
    return ax


def _heading(title: str, most: float) -> str:
    """Break a title into two even lines at most, and cut what is left."""
    for lines in (2.0, 1.8, 1.6, 1.4):
        heading = balanced(shortened(title, lines * most), most)
        if heading.count("\n") < 2:
            break
    return heading


def _high(line: tuple[str, str]) -> float:
    """Return how high a line above the axes is, in points."""
    return (line[0].count("\n") + 1) * LINE * LEADING


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
