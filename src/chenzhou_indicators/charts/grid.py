"""A grid of cells and the names around it: how wide and high everything is.

Names of rows stand on the left, names of columns above. These are level where their longest word is
no wider than a cell, and upright else. Lengths are in points; nothing is drawn here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from .columns import fitted
from .drawing import NOTE, TEXT, balanced, ems, longest_piece

__all__ = ["BESIDE", "Grid", "Heads", "flow", "grid_within", "new_grid"]

HIGH = 22.0  # of a cell of a new picture
HIGHEST = 33.0  # of a cell of given axes
NARROW, WIDE = 42.0, 72.0  # of a cell
ACROSS = 840.0  # cells of a new picture are as wide as level heads need, up to this width of all
BESIDE = 8.0  # between names and cells
SIDE, LONGEST = 0.3, 150.0  # names of rows take at most so much of the width, and so many points
DEEP = 0.4  # names of columns take at most so much of given axes, or of what is free of them
LOW = 0.3  # of the same, which cells have at the least
LINES, UPRIGHT = 6, 96.0  # the most lines of a level head, and the longest of an upright one
LEADING = 1.25  # from line to line of a name, in sizes of letters


class Heads(NamedTuple):
    """Names of columns."""

    texts: list[str]
    size: float
    upright: bool
    high: float  # what they take, with what parts them from the cells


class Grid(NamedTuple):
    """Where the cells lie within the axes, and the names as they are written."""

    across: float  # of the axes
    tall: float
    wide: float  # of a cell
    high: float
    side: float  # what the names of rows take, with what parts them from the cells
    top: float  # what is left free above the names of columns
    rows: list[str]
    size: float  # of their letters
    heads: Heads


def new_grid(rows: Sequence[str], columns: Sequence[str], *, least: float) -> Grid:
    """Say how large axes have to be for cells that can be read.

    Parameters
    ----------
    rows, columns : sequence of str
        Names beside and above the cells.
    least : float
        The axes are no narrower than this.

    Returns
    -------
    Grid
        As high as the cells and their heads.
    """
    side = _side(rows, LONGEST)
    needed = max(map(longest_piece, columns)) * NOTE + BESIDE / 2
    roomy = max(needed, min(WIDE, 0.6 * ACROSS / len(columns)), NARROW)
    wide = roomy if roomy <= WIDE and roomy * len(columns) <= ACROSS else NARROW
    heads = _heads(columns, wide, math.inf)
    size, names = _beside(rows, side, HIGH)
    across = max(side + wide * len(columns), least)
    return Grid(across, heads.high + HIGH * len(rows), wide, HIGH, side, 0.0, names, size, heads)


def grid_within(
    across: float,
    tall: float,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    above: float = 0.0,
    below: float,
) -> Grid:
    """Divide axes of a size among names and cells.

    Parameters
    ----------
    across, tall : float
        Of the axes.
    rows, columns : sequence of str
        Names beside and above the cells.
    above, below : float
        What is left free at the top and at the foot, as far as cells keep some height.

    Returns
    -------
    Grid
        With cells up to a size; then the axes are not filled.
    """
    side = _side(rows, min(SIDE * across, LONGEST))
    wide = min((across - side) / len(columns), WIDE)
    room = tall - above
    heads = _heads(columns, wide, DEEP * room)
    high = min(max(room - heads.high - below, LOW * room) / len(rows), HIGHEST)
    size, names = _beside(rows, side, high)
    return Grid(across, tall, wide, high, side, above, names, size, heads)


def flow(widths: Sequence[float], across: float) -> list[tuple[int, float]]:
    """Return in which line, and where in it, pieces of these widths start one behind the other.

    Examples
    --------
    >>> flow([40.0, 50.0, 30.0], 100)
    [(0, 0.0), (0, 40.0), (1, 0.0)]
    """
    places: list[tuple[int, float]] = []
    line, at = 0, 0.0
    for wide in widths:
        if at and at + wide > across:
            line, at = line + 1, 0.0
        places.append((line, at))
        at += wide
    return places


def _side(rows: Sequence[str], most: float) -> float:
    return min(max(map(ems, rows)) * TEXT, most) + BESIDE


def _beside(rows: Sequence[str], side: float, high: float) -> tuple[float, list[str]]:
    """Return the size of letters of the names of rows, and these broken to their room."""
    size = min(TEXT, 0.72 * high)
    lines = max(int(high / (LEADING * size)), 1)
    return size, [fitted(name, (side - BESIDE) / size, lines) for name in rows]


def _heads(columns: Sequence[str], wide: float, most: float) -> Heads:
    """Break the names of columns to their room: level if the longest word fits a cell, upright else."""
    room = (wide - BESIDE / 2) / NOTE
    if max(map(longest_piece, columns)) <= room:
        lines = max(int(min((most - BESIDE) / (LEADING * NOTE), LINES)), 1)
        texts = [_filled(name, room, lines) for name in columns]
        deepest = max(text.count("\n") + 1 for text in texts)
        return Heads(texts, NOTE, upright=False, high=deepest * LEADING * NOTE + BESIDE)
    size = min(NOTE, 0.8 * wide)
    lines = max(int(wide / (LEADING * size)), 1)
    texts = [_filled(name, min(most - BESIDE, UPRIGHT) / size, lines) for name in columns]
    return Heads(texts, size, upright=True, high=max(map(ems, texts)) * size + BESIDE)


def _filled(name: str, most: float, lines: int) -> str:
    """Break a name into even lines, at most so many of so many ems, and cut what is left.

    Examples
    --------
    >>> _filled("研发投入占GDP比重达到2%", 4, 4), _filled("Key fields of each county", 8, 2)
    ('研发投入\\n占GDP比\\n重达到\\n2%', 'Key fields of\\neach county')
    >>> _filled("重大专项和重点项目资金比重", 5, 2), _filled("Informatization of counties", 5, 3)
    ('重大专项和\\n重点项…', 'Informat\\nization\\nof coun…')
    """
    even = balanced(name, most)
    return even if even.count("\n") < lines else fitted(name, most, lines)
