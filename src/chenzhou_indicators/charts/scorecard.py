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
from ..vocabulary import ObsStatus, Status
from .drawing import (
    ALERT,
    BLUE,
    INK,
    PLUM,
    RULE,
    SOFT,
    entitle,
    illustrative_line,
    require_language,
    shortened,
    write,
)
from .fonts import house_axes, house_style, white_paper
from .labels import Lang, area_label, listed, phrase, plan_heading, word
from .numbers import share_label
from .rows import actual_label, promise_label, required_label, target_label, verdict_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_scorecard"]

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
TRACK = "#ececec"
NAME_WIDTH = 22  # of a name, in ems
TITLE_WIDTH = 52
NOTE_WIDTH = 150
ROUND = 56.0, 40.0  # what is written above and below the axes takes, in points
MOST = 2.0  # bars end at 200 % of what is required
# Columns, in units of 100 % of what is required: 0 to MOST is the bars' own ground.
NAME, CLAUSE, ACTUAL, REQUIRED, SHARE, VERDICT, END = -2.62, -0.13, 2.62, 3.36, 3.88, 4.02, 5.55


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
        Where to draw; new axes of fitting height by default.
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
    lines = _lines(assessments, lang)
    heights = _heights(lines)
    with house_style():
        if ax is None:
            ax = _new_axes(heights[-1])
        else:
            white_paper(ax, *ROUND)
        _prepare(ax, heights[-1], lang)
        shown = None
        for (status, rows), top in zip(lines, heights, strict=False):
            if status != shown:
                _draw_heading(ax, top - 1, status, sum(other == status for other, _ in lines), lang)
                shown = status
            _draw_line(ax, top, status, rows, lang)
        _draw_titles(ax, lines, lang, title, note)
    return ax


# --- what is drawn where -------------------------------------------------------------------------


def _lines(assessments: pd.DataFrame, lang: Lang) -> list[tuple[Status, pd.DataFrame]]:
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


def _heights(lines: list[tuple[Status, pd.DataFrame]]) -> list[float]:
    """Return the height of each line, a heading's room before each new verdict, and the whole."""
    heights: list[float] = []
    at, shown = 0.0, None
    for status, _ in lines:
        at += 1 if status == shown else 2.2
        heights.append(at)
        shown = status
    return [*heights, at + 0.8]


def _new_axes(height: float) -> Axes:
    from matplotlib import pyplot as plt

    inches = 0.285 * height + 1.6
    figure, ax = plt.subplots(figsize=(13, inches))
    figure.subplots_adjust(left=0.03, right=0.985, top=1 - 1.05 / inches, bottom=0.62 / inches)
    return ax


def _prepare(ax: Axes, height: float, lang: Lang) -> None:
    """Set the ground: scale, rules, column heads."""
    house_axes(ax)
    ax.set_xlim(NAME, END)
    ax.set_ylim(height, 0)
    ax.set_yticks([])
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    for share in (0, 0.5, 1, 1.5, MOST):
        ax.vlines(share, 1.0, height - 0.2, color=RULE, linewidth=0.5, zorder=0)
        write(ax, share, 0.8, f"{share:.0%}", ha="center", va="baseline", color=SOFT, fontsize=8)
    for at, column, side in (
        (ACTUAL, "actual", "right"),
        (REQUIRED, "required", "right"),
        (SHARE, "attainment", "right"),
        (VERDICT, "status", "left"),
        (CLAUSE, "promise", "right"),
    ):
        write(ax, at, 0.8, word("column", column, lang), ha=side, va="baseline", color=SOFT, fontsize=8)


def _draw_heading(ax: Axes, y: float, status: Status, count: int, lang: Lang) -> None:
    text = phrase("count_line", lang, status=word("status", status, lang), count=count)
    write(ax, NAME, y, text[:1].upper() + text[1:], va="center", color=COLOURS[status], fontsize=10.5)
    ax.hlines(y + 0.5, NAME, END, color=COLOURS[status], linewidth=0.7)


def _draw_line(ax: Axes, y: float, status: Status, rows: pd.DataFrame, lang: Lang) -> None:
    first = rows.iloc[0]
    write(ax, NAME, y, shortened(target_label(first, lang), NAME_WIDTH), va="center", color=INK)
    write(ax, CLAUSE, y, promise_label(first, lang), va="center", ha="right", color=SOFT, fontsize=7.5)
    if len(rows) == 1:
        _draw_bullet(ax, y, status, first)
        _draw_numbers(ax, y, first, lang)
    else:
        _draw_areas(ax, y, rows, lang)
    ax.scatter(VERDICT + 0.04, y, marker=MARKS[status], s=34, color=COLOURS[status], zorder=3)
    write(ax, VERDICT + 0.14, y, _verdict_text(status, rows, lang), va="center", color=INK, fontsize=8)


def _verdict_text(status: Status, rows: pd.DataFrame, lang: Lang) -> str:
    """Say the verdict of one area; of several, the worst, and who falls short."""
    if len(rows) == 1:
        return verdict_label(rows.iloc[0], lang)
    named = _areas_of(status, rows, lang)
    text = word("status", status, lang)
    return phrase("bracketed", lang, text=text, more=named) if named else text


def _areas_of(status: Status, rows: pd.DataFrame, lang: Lang) -> str:
    """Name up to two areas with the verdict shown, unless it is a good one."""
    if status in (Status.MET, Status.ON_TRACK):
        return ""
    areas = rows.loc[rows["status"] == status, "area"]
    named = listed([area_label(area, lang) for area in areas.iloc[:2]], lang)
    return named + (phrase("and_more", lang) if len(areas) > 2 else "")


# --- bullets -------------------------------------------------------------------------------------


def _draw_bullet(ax: Axes, y: float, status: Status, row: pd.Series[Any]) -> None:
    colour = COLOURS[status]
    bound, share = _scale(row), row["attainment"]
    ax.barh(y, 1, height=0.56, color=TRACK, zorder=1)
    ax.vlines(1, y - 0.38, y + 0.38, color=INK, linewidth=1.6, zorder=4)
    if math.isnan(bound):  # nothing to be a percentage of: a mark on the right side of the line
        if not math.isnan(row["actual"]):
            ax.scatter(1.1 if row["gap"] > 0 else 0.9, y, marker="D", s=22, color=colour, zorder=3)
        return
    if not math.isnan(row["maximum"]) and not math.isnan(row["minimum"]):
        ax.barh(y, row["maximum"] / bound - 1, left=1, height=0.56, color="#d5d5d5", zorder=1)
    if not math.isnan(row["stretch"]) and row["stretch"] / bound <= MOST:
        ax.scatter(row["stretch"] / bound, y, marker="D", s=20, facecolor="white", edgecolor=INK, zorder=4)
    if math.isnan(share):
        return
    length = row["actual"] / bound
    ax.barh(y, min(max(length, 0), MOST), height=0.3, color=colour, zorder=2)
    if length > MOST:
        ax.scatter(MOST, y, marker=">", s=26, color=colour, zorder=3, clip_on=False)


def _scale(row: pd.Series[Any]) -> float:
    """Return what 100 % is: the minimum, else the maximum; missing unless above zero."""
    bound = row["maximum"] if math.isnan(row["minimum"]) else row["minimum"]
    return float(bound) if bound > 0 else math.nan


def _draw_numbers(ax: Axes, y: float, row: pd.Series[Any], lang: Lang) -> None:
    write(ax, ACTUAL, y, actual_label(row, lang), va="center", ha="right", color=INK)
    write(ax, REQUIRED, y, required_label(row, lang), va="center", ha="right", color=SOFT)
    write(ax, SHARE, y, share_label(row["attainment"]), va="center", ha="right", color=INK)


def _draw_areas(ax: Axes, y: float, rows: pd.DataFrame, lang: Lang) -> None:
    """Draw one mark for each area that owes the target, in the order of the table."""
    step = MOST / len(rows)
    for place, row in enumerate(rows.to_dict("records")):
        status, at = Status(row["status"]), (place + 0.5) * step
        face = "white" if status == Status.NOT_ASSESSABLE else COLOURS[status]
        ax.scatter(at, y, marker=MARKS[status], s=26, facecolor=face, edgecolor=COLOURS[status], zorder=3)
    first = rows.iloc[0]
    met = f"{(rows['status'] == Status.MET).sum()}/{len(rows)}"
    star = "*" if rows["obs_status"].eq(ObsStatus.ILLUSTRATIVE).any() else ""
    write(ax, ACTUAL, y, met + star, va="center", ha="right", color=INK)
    write(ax, REQUIRED, y, required_label(first, lang), va="center", ha="right", color=SOFT)


def _draw_titles(
    ax: Axes, lines: list[tuple[Status, pd.DataFrame]], lang: Lang, title: str | None, note: str | None
) -> None:
    frame = pd.concat([rows for _, rows in lines])
    heading = title or plan_heading("scorecard", frame["plan"].iloc[0], frame["year"].iloc[0], lang)
    entitle(ax, shortened(heading, TITLE_WIDTH), 23)
    counts = [(status, sum(other == status for other, _ in lines)) for status in ORDER]
    stated = [phrase("count_line", lang, status=word("status", s, lang), count=n) for s, n in counts if n]
    write(ax, 0, 1, "   ".join(stated), transform=ax.transAxes, va="bottom", color=SOFT, fontsize=9.5)
    foot = [phrase("bullet_key", lang), *([shortened(note, NOTE_WIDTH)] if note else [])]
    for warning, colour in illustrative_line(frame["obs_status"], lang):
        write(ax, END, 0, warning, fontsize=9.5, ha="right", va="bottom", color=colour)
    write(
        ax, 0, 0, "\n".join(foot), transform=ax.transAxes, va="top", color=SOFT, fontsize=7.5, linespacing=1.6
    )
