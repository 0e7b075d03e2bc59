"""Labels that cover nothing: in a column on the right, or beside their points.

A column is spread as little as need be. Beside a point, a few dozen places are tried and the
nearest is taken that covers no curve and no other label. Only places are computed here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .drawing import INK, LEADING, TEXT, ems, size_of, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["PAPER", "Label", "label_clear", "label_column", "spread"]

REACHES = (7.0, 14.0, 24.0, 36.0, 50.0, 66.0, 84.0)  # how far from its point a label may be, in points
WAYS = ((0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0))
TIED = 20.0  # a label further off is tied to its point

Floats = npt.NDArray[np.float64]

PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # behind a label, over the grid


class Label(NamedTuple):
    """A text that belongs to a point."""

    x: float
    y: float
    text: str
    colour: str = INK
    size: float = TEXT


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return where labels stand in a column, as near as can be to where they are wanted.

    Parameters
    ----------
    wanted : sequence of float
        Where the middle of each should be.
    heights : sequence of float
        How much room each takes.
    low, high : float
        The ends of the column.

    Returns
    -------
    list of float
        Where the middle of each is, in the order given; none covers another.

    Examples
    --------
    >>> spread([5.0, 5.0, 9.0], [2.0, 2.0, 2.0], 0, 12)
    [4.0, 6.0, 9.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    blocks: list[tuple[list[int], float]] = []  # labels that touch, and where their middle is
    for place in order:
        members, middle = [place], wanted[place]
        while blocks and blocks[-1][1] + _half(blocks[-1][0], heights) > middle - _half(members, heights):
            before, other = blocks.pop()
            middle = (other * len(before) + middle * len(members)) / (len(before) + len(members))
            members = before + members
        blocks.append((members, middle))
    places = [0.0] * len(wanted)
    for members, middle in blocks:
        at = middle - _half(members, heights)
        for place in members:
            places[place] = at + heights[place] / 2
            at += heights[place]
    floor = low
    for place in order:  # not below the foot
        places[place] = max(places[place], floor + heights[place] / 2)
        floor = places[place] + heights[place] / 2
    ceiling = high
    for place in reversed(order):  # not above the head
        places[place] = min(places[place], ceiling - heights[place] / 2)
        ceiling = places[place] - heights[place] / 2
    return places


def _half(members: Sequence[int], heights: Sequence[float]) -> float:
    return sum(heights[place] for place in members) / 2


def label_column(ax: Axes, labels: Sequence[Label], *, tie: float, at: float) -> None:
    """Write labels in a column, none over another, each tied to the height it belongs to.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    labels : sequence of Label
        In any order; their ``x`` is not looked at.
    tie, at : float
        Where the lines to the labels start, and where the labels do.
    """
    low, high = ax.get_ylim()
    line = LEADING / size_of(ax)[1] * (high - low)
    heights = [(label.text.count("\n") + 1) * label.size * line for label in labels]
    places = spread([label.y for label in labels], heights, low, high)
    for label, y in zip(labels, places, strict=True):
        end = at - 0.2 * (at - tie)
        ax.plot([tie, end], [label.y, y], color=label.colour, linewidth=0.6, zorder=4, clip_on=False)
        style = {"va": "center", "color": label.colour, "fontsize": label.size, "linespacing": 1.25}
        write(ax, at, y, label.text, **style, bbox=PAPER)


def label_clear(ax: Axes, labels: Sequence[Label], curves: Sequence[tuple[Any, Any]]) -> None:
    """Write each label beside its point, where it covers no curve and no other label.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    labels : sequence of Label
        The most important first.
    curves : sequence of (x, y)
        What is drawn, as arrays of the data.
    """
    scale = 72 / ax.figure.dpi
    drawn = _dots(ax, curves, scale)
    extent = ax.get_window_extent()
    frame = np.array([extent.x0, extent.y0, extent.x1, extent.y1]) * scale
    taken: list[Floats] = []
    for label in labels:
        at = ax.transData.transform((label.x, label.y)) * scale
        size = np.array([ems(label.text), (label.text.count("\n") + 1) * LEADING]) * label.size
        places = [(reach, way, _box(at, reach, way, size)) for reach in REACHES for way in WAYS]
        costs = [_cost(at, box, reach, drawn, taken, frame) for reach, _, box in places]
        reach, way, box = places[int(np.argmin(costs))]
        taken.append(box)
        _beside(ax, label, reach, way)


def _box(at: Floats, reach: float, way: tuple[int, int], size: Floats) -> Floats:
    """Return left, foot, right and head of a label so far from its point, in that direction."""
    middle = at + np.array(way) * (reach / math.hypot(*way) + size / 2)
    return np.concatenate([middle - size / 2, middle + size / 2])


def _cost(
    at: Floats, box: Floats, reach: float, drawn: Floats, taken: Sequence[Floats], frame: Floats
) -> float:
    """Say how bad a place is: what it covers, how far out of the axes and from its point it is."""
    low, high = box[:2] - 1.5, box[2:] + 1.5
    covered = float(np.sum(np.all((drawn > low) & (drawn < high), axis=1)))
    clashes = sum(bool(np.all(low < other[2:]) and np.all(other[:2] < high)) for other in taken)
    crossed = _crosses(at, np.clip(at, box[:2], box[2:]), drawn, taken)
    outside = float(np.sum(np.maximum(frame[:2] - box[:2], 0)) + np.sum(np.maximum(box[2:] - frame[2:], 0)))
    return 100 * clashes + 40 * crossed + 3 * outside + 6 * covered + 0.3 * reach


def _crosses(at: Floats, edge: Floats, drawn: Floats, taken: Sequence[Floats]) -> bool:
    """Say whether a curve or a label lies between a point and its own label."""
    distance = math.dist(at, edge)
    steps = np.arange(4.0, distance, 2.0) / max(distance, 1.0)  # a curve through the point is no matter
    between = at + steps[:, None] * (edge - at)
    if (np.abs(between[:, None, :] - drawn[None, :, :]).max(axis=2) < 1.6).any():
        return True
    return any(bool(((between > box[:2]) & (between < box[2:])).all(axis=1).any()) for box in taken)


def _dots(ax: Axes, curves: Sequence[tuple[Any, Any]], scale: float) -> Floats:
    """Return points two apart along what is drawn, gaps left out."""
    dots = [np.empty((0, 2))]
    for x, y in curves:
        points = ax.transData.transform(np.column_stack([x, y]).astype("float64")) * scale
        dots.append(points[np.isfinite(points).all(axis=1)])
        for start, end in pairwise(points):
            if np.isfinite(start).all() and np.isfinite(end).all():
                steps = np.linspace(0, 1, int(math.dist(start, end) // 2) + 2)
                dots.append(start + steps[:, None] * (end - start))
    return np.concatenate(dots)


def _beside(ax: Axes, label: Label, reach: float, way: tuple[int, int]) -> None:
    shift = np.array(way) * reach / math.hypot(*way)
    tie = {"arrowstyle": "-", "color": label.colour, "linewidth": 0.5, "shrinkA": 1, "shrinkB": 4}
    corner = (0.5 - way[0] / 2, 0.5 - way[1] / 2)
    ax.annotate(
        label.text,
        (label.x, label.y),
        xytext=(shift[0], shift[1]),
        textcoords="offset points",
        ha={-1: "right", 0: "center", 1: "left"}[way[0]],
        va={-1: "top", 0: "center", 1: "bottom"}[way[1]],
        color=label.colour,
        fontsize=label.size,
        linespacing=1.3,
        parse_math=False,
        annotation_clip=False,
        bbox=PAPER,
        arrowprops={**tie, "relpos": corner} if reach > TIED else None,
        zorder=6,
    )
