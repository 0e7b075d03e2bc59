"""What stands around the rows of a picture: names on the left that fit, a scale below their own ground.

Numbers are written in columns on the right, so the scale must not run under them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .drawing import RULE, ems, shortened, size_of, wrapped
from .numbers import even_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["fitted", "scale_below"]

MOST_TICKS = 5
TICK = 9.0  # size of the numbers of a scale, in points


def fitted(name: str, most: float, lines: int) -> str:
    """Break a long name into lines, as many as a row has room for, and cut what is left.

    Parameters
    ----------
    name : str
        What stands left of a row.
    most : float
        Width there is, in ems.
    lines : int
        How many lines a row has room for.

    Returns
    -------
    str
        The name, whole if it fits into the lines.

    Examples
    --------
    >>> fitted("Chenzhou Export Processing Zone", 12, 2), fitted("Chenzhou Export Processing Zone", 12, 1)
    ('Chenzhou Export\\nProcessing Zone', 'Chenzhou Export Proc…')
    """
    broken = wrapped(name, most + 0.01).split("\n")
    if len(broken) <= lines:
        return "\n".join(broken)
    kept, rest = broken[: lines - 1], name
    for line in kept:
        rest = rest[len(line) :].lstrip()
    return "\n".join([*kept, shortened(rest, 0.88 * most)])


def scale_below(ax: Axes, low: float, high: float, unit: str, *, top: float, foot: float) -> None:
    """Write even numbers along the foot between two values only, with upright lines through the rows.

    There are as many numbers as have room beside each other, and at most about five.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    low, high : float
        Where the ground of the rows begins and ends.
    unit : str
        Unit that every number bears.
    top, foot : float
        Where the upright lines begin and end.
    """
    from matplotlib.ticker import MaxNLocator

    left, right = ax.get_xlim()
    wide = (high - low) / (right - left) * size_of(ax)[0]
    for bins in range(MOST_TICKS, 0, -1):
        places = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        ticks = [float(tick) for tick in places if low <= tick <= high]
        labels = even_labels(ticks, unit)
        if len(labels) * (max(map(ems, labels), default=0) + 1) * TICK <= wide + TICK:
            break
    ax.set_xticks(ticks, labels)
    ax.spines["bottom"].set_bounds(low, high)
    ax.grid(visible=False, axis="y")
    ax.vlines(ticks, top, foot, color=RULE, linewidth=0.4, alpha=0.7, zorder=0)
