"""The scorecard: one line per target, from the worst verdict to the best.

Each line is a bullet: the bar is the actual as a percentage of what is required, the line at
100 % what is required, a shaded stretch the band, a diamond the hope. The verdict is told by
word, mark and colour, so that a grey print says the same. A target that several areas owe
shows one mark for each of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..doors import admit
from ..errors import ArgumentError
from ..schemas import Assessments
from ..vocabulary import Status
from .drawing import (
    ALERT,
    BLUE,
    INK,
    PLUM,
    RULE,
    SOFT,
    illustrative_line,
    readable,
    require_language,
    shortened,
    size_of,
    write,
)
from .fonts import house_style
from .frame import framed
from .labels import Lang, listed, phrase, plan_heading, word
from .lines import MOST, SMALL, Ground, Line, column_heads, ground_of, line_of, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["lines_of", "plot_scorecard"]

# The worst first: that is where the reader has something to do.
ORDER = [
    Status.MISSED,
    Status.REGRESSING,
    Status.LAGGING,
    Status.NOT_ASSESSABLE,
    Status.ON_TRACK,
    Status.MET,
]
# Told apart by colour-blind eyes and, with the marks, on a grey print.
COLOURS = {
    Status.MISSED: ALERT,
    Status.REGRESSING: PLUM,
    Status.LAGGING: "#d08a1d",
    Status.NOT_ASSESSABLE: "#8a8a8a",
    Status.ON_TRACK: "#5b9bb5",
    Status.MET: BLUE,
}
MARKS = {
    Status.MISSED: "X",
    Status.REGRESSING: "<",
    Status.LAGGING: "v",
    Status.NOT_ASSESSABLE: "s",
    Status.ON_TRACK: "^",
    Status.MET: "o",
}
# The marks as letters, for tables; the fonts of an office have them.
SIGNS = {
    Status.MISSED: "×",
    Status.REGRESSING: "◄",
    Status.LAGGING: "▼",
    Status.NOT_ASSESSABLE: "■",
    Status.ON_TRACK: "▲",
    Status.MET: "●",
}
TRACK, BAND = "#ececec", "#d5d5d5"
PITCH = 20.0  # of a line of a new picture, in points
LEAST = 8.0  # a line of given axes takes at least so many points; lines without room are left out
HEADS, LAST = 0.8, 0.8  # where the heads of columns stand, and from the last line to the foot, in lines
NOTES = 8.0  # from the picture to the notes, in points


def plot_scorecard(
    assessments: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw one year's verdicts, a bullet for each target.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        The verdicts of one plan in one year.
    ax : Axes, optional
        Where to draw; new axes of fitting size by default. Letters of given axes become smaller with
        them; targets that no room is left for are left out, the best first, and counted at the foot.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the year by default, behind the plan's title if the library ships the plan.
    note : str, optional
        A line at the foot, for sources and editions.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `assessments` is not a table of assessments.
    ArgumentError
        If it is empty or holds more than one plan or year, or `lang` is unknown.

    Notes
    -----
    The length of a bar is actual / required. A target of which no number was asked has a mark on
    either side of the line instead; one whose figure is missing has neither.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2010")
    >>> verdicts = ci.assess(ci.load_sample("observations"), plan.targets, year=2010)
    >>> ax = ci.plot_scorecard(verdicts, lang="en")
    >>> ax.get_title(loc="left")
    "Chenzhou's science and technology work points 2010: targets and results, 2010"
    """
    found = lines_of(assessments, lang)
    first = found[0][1].iloc[0]
    statuses = [status for row in found for status in row[1]["obs_status"]]
    with house_style():
        shown = found[: _room(ax, found)]
        lines = [line_of(status, rows, lang) for status, rows in shown]
        heights = _heights([status for status, _ in shown])
        above = [*illustrative_line(statuses, lang), (_counts(found, lang), SOFT)]
        foot = [phrase("bullet_key", lang), *_left_out(found[len(shown) :], lang), *([note] if note else [])]
        heading = title or plan_heading("scorecard", first["plan"], first["year"], lang)
        heads = column_heads(lang)
        wide = width_of(lines, heads)
        ax = framed(ax, heading, above, foot, wide=wide, tall=PITCH * heights[-1], down=NOTES)
        ground = _prepare(ax, lines, heads, heights[-1])
        before = None
        for line, top in zip(lines, heights, strict=False):
            if line.status != before:
                _draw_heading(ax, top - 1, line.status, found, ground, lang)
                before = line.status
            _draw_line(ax, top, line, ground)
    return ax


# --- what is drawn where -------------------------------------------------------------------------


def lines_of(assessments: pd.DataFrame, lang: Lang) -> list[tuple[Status, pd.DataFrame]]:
    """Return each target's worst verdict and rows, the worst targets first, else in their order."""
    require_language(lang)
    frame = admit(assessments, Assessments, name="assessments")
    for column in ("plan", "year"):
        if frame[column].nunique() != 1:
            raise ArgumentError(
                f"A scorecard shows one {column}; this table holds {frame[column].nunique()}."
            )
    lines = [
        (min((Status(status) for status in rows["status"]), key=ORDER.index), rows)
        for _, rows in frame.groupby("target", sort=False)
    ]
    return sorted(lines, key=lambda line: ORDER.index(line[0]))


def _heights(statuses: list[Status]) -> list[float]:
    """Return the height of each line, a heading's room before each new verdict, and the whole."""
    heights: list[float] = []
    at, shown = 0.0, None
    for status in statuses:
        at += 1 if status == shown else 2.2
        heights.append(at)
        shown = status
    return [*heights, at + LAST]


def _room(ax: Axes | None, found: list[tuple[Status, pd.DataFrame]]) -> int:
    """Return how many lines given axes have room for; one at the least."""
    if ax is None:
        return len(found)
    heights = _heights([status for status, _ in found])
    return max(sum(height + LAST <= size_of(ax)[1] / LEAST for height in heights[:-1]), 1)


def _left_out(found: list[tuple[Status, pd.DataFrame]], lang: Lang) -> list[str]:
    return [phrase("scorecard_left_out", lang, verdicts=_counts(found, lang, by="comma"))] if found else []


def _counts(found: list[tuple[Status, pd.DataFrame]], lang: Lang, *, by: str = "") -> str:
    """Say how many targets have which verdict, the worst first."""
    counts = [(status, sum(other == status for other, _ in found)) for status in ORDER]
    stated = [phrase("count_line", lang, status=word("status", s, lang), count=n) for s, n in counts if n]
    return listed(stated, lang, by=by) if by else "   ".join(stated)


def _prepare(ax: Axes, lines: list[Line], heads: dict[str, str], height: float) -> Ground:
    """Set the ground: scale, rules, column heads."""
    across, tall = size_of(ax)
    ground = ground_of(across, tall / height, lines, heads)
    ax.set_xlim(ground.names, ground.end)
    ax.set_ylim(height, 0)
    ax.set_yticks([])
    ax.set_xticks([])
    ax.grid(visible=False, axis="y")
    ax.spines["bottom"].set_visible(False)
    style: dict[str, Any] = {"va": "baseline", "color": SOFT, "fontsize": min(8.0, ground.size)}
    shares = (0, 0.5, 1, 1.5, MOST)
    ax.vlines(shares, 1.0, height - 0.2, color=RULE, linewidth=0.4, alpha=0.7, zorder=0)
    unit = across / (ground.end - ground.names)  # points of 100 %
    each = 1 if unit >= 2 * 3.5 * style["fontsize"] else 2 if unit >= 3.5 * style["fontsize"] else 4
    for share in shares[::each]:
        write(ax, share, HEADS, f"{share:.0%}", ha="center", **style)
    for name, head in heads.items():
        if name != "promise" or ground.promised:
            side = "left" if name == "verdict" else "right"
            at = ground.mark - 0.5 * SMALL * ground.size / unit if side == "left" else getattr(ground, name)
            write(ax, at, HEADS, head, ha=side, **style)
    return ground


# --- lines ---------------------------------------------------------------------------------------


def _draw_heading(
    ax: Axes,
    y: float,
    status: Status,
    found: list[tuple[Status, pd.DataFrame]],
    ground: Ground,
    lang: Lang,
) -> None:
    count = sum(other == status for other, _ in found)
    text = phrase("count_line", lang, status=word("status", status, lang), count=count)
    letters = {"color": readable(COLOURS[status]), "fontsize": 1.2 * ground.size}
    write(ax, ground.names, y, text[:1].upper() + text[1:], va="center", **letters)
    ax.hlines(y + 0.5, ground.names, ground.end, color=COLOURS[status], linewidth=0.7)


def _draw_line(ax: Axes, y: float, line: Line, ground: Ground) -> None:
    size, small = ground.size, SMALL * ground.size
    name, verdict = shortened(line.name, ground.most[0]), shortened(line.verdict, ground.most[1])
    write(ax, ground.names, y, name, va="center", color=INK, fontsize=size)
    if ground.promised:
        soft: dict[str, Any] = {"color": SOFT, "fontsize": small}
        write(ax, ground.promise, y, line.promise, va="center", ha="right", **soft)
    if len(line.rows) == 1:
        _draw_bullet(ax, y, line.status, line.rows.iloc[0], size)
    else:
        _draw_areas(ax, y, line.rows, size)
    style: dict[str, Any] = {"va": "center", "ha": "right", "fontsize": size}
    for at, text, colour in (
        (ground.actual, line.actual, INK),
        (ground.required, line.required, SOFT),
        (ground.share, line.share, INK),
    ):
        write(ax, at, y, text, color=colour, **style)
    ax.scatter(ground.mark, y, marker=MARKS[line.status], s=_area(size), color=COLOURS[line.status], zorder=3)
    write(ax, ground.verdict, y, verdict, va="center", color=INK, fontsize=small)


def _area(size: float) -> float:
    """Return the size of a mark in square points, from that of letters."""
    return (0.66 * size) ** 2


# --- bullets -------------------------------------------------------------------------------------


def _draw_bullet(ax: Axes, y: float, status: Status, row: pd.Series[Any], size: float) -> None:
    colour = COLOURS[status]
    bound, share = _scale(row), row["attainment"]
    ax.barh(y, 1, height=0.56, color=TRACK, zorder=1)
    ax.vlines(1, y - 0.38, y + 0.38, color=INK, linewidth=1.6, zorder=4)
    if math.isnan(bound):  # nothing to be a percentage of: a mark on the right side of the line
        if not math.isnan(row["actual"]):
            ax.scatter(
                1.1 if row["gap"] > 0 else 0.9, y, marker="D", s=0.7 * _area(size), color=colour, zorder=3
            )
        return
    if not math.isnan(row["maximum"]) and not math.isnan(row["minimum"]):
        ax.barh(y, row["maximum"] / bound - 1, left=1, height=0.56, color=BAND, zorder=1)
    if not math.isnan(row["stretch"]) and row["stretch"] / bound <= MOST:
        hope: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "zorder": 4}
        ax.scatter(row["stretch"] / bound, y, marker="D", s=0.6 * _area(size), **hope)
    if math.isnan(share):
        return
    length = row["actual"] / bound
    ax.barh(y, min(max(length, 0), MOST), height=0.3, color=colour, zorder=2)
    if length > MOST:
        ax.scatter(MOST, y, marker=">", s=0.8 * _area(size), color=colour, zorder=3, clip_on=False)


def _scale(row: pd.Series[Any]) -> float:
    """Return what 100 % is: the minimum, else the maximum; missing unless above zero."""
    bound = row["maximum"] if math.isnan(row["minimum"]) else row["minimum"]
    return float(bound) if bound > 0 else math.nan


def _draw_areas(ax: Axes, y: float, rows: pd.DataFrame, size: float) -> None:
    """Draw one mark for each area that owes the target, in the order of the table."""
    step = MOST / len(rows)
    for place, text in enumerate(rows["status"]):
        status = Status(text)
        face = "white" if status == Status.NOT_ASSESSABLE else COLOURS[status]
        style: dict[str, Any] = {"facecolor": face, "edgecolor": COLOURS[status], "zorder": 3}
        ax.scatter((place + 0.5) * step, y, marker=MARKS[status], s=0.8 * _area(size), **style)
