"""The ranks of areas, and how far other weights or one target less would move them.

Areas stand below one another, the best first, and ranks run from left to right. A dot is the rank
under the weights given, a pale bar where it lies in most draws of other weights, a line where it
lies in all of them; open diamonds below it are the best and the worst rank with one target left
out. An area without a rank is named at the foot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import RankRobustness
from .columns import fitted
from .drawing import (
    BLUE,
    INK,
    MOST_AREAS,
    PALE,
    RULE,
    SOFT,
    TEXT,
    ems,
    illustrative_line,
    require_language,
    size_of,
    write,
)
from .fonts import house_style
from .frame import framed
from .labels import Lang, area_label, listed, phrase
from .numbers import number_labels
from .rows import starred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_ranking", "ranks_of_year"]

RANGES = ["rank_low", "rank_high", "rank_low_without", "rank_high_without"]
PITCH = 20.0  # of a row of a new picture, in points
BESIDE = 10.0  # between the columns, in points
NAMES = 0.3  # names take at most so much of the width
HEAD, FOOT = 1.5, 0.8  # from the first row to the top, and from the last to the foot, in rows
ABOVE = 0.95  # of the heads of columns, over the first row
ROOMY = 10.0  # diamonds are drawn where a row has so many points
THICK, DOT, DIAMOND = 0.34, 0.3, 0.2  # of the bar and the marks, in rows
BELOW = 0.31  # of the diamonds, under their row
TICKS = 18.0  # from rank to rank along the foot at least, in points


class Row(NamedTuple):
    """What is written of an area."""

    rank: str
    name: str
    points: str
    first: str


class Columns(NamedTuple):
    """Where the texts of a row stand: all end there, but a name begins."""

    rank: float
    name: float
    points: float
    first: float


SIDES = Row("right", "left", "right", "right")


class Ground(NamedTuple):
    """The first and the last rank, where the columns of text stand, and sizes."""

    best: int
    worst: int
    columns: Columns
    ends: tuple[float, float]  # of the axes, in ranks
    point: float  # ranks in a point
    size: float  # of letters, in points
    most: float  # ems of a name
    lines: int  # of a name


def plot_ranking(
    robustness: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw the ranks of one year with their range under other weights.

    Parameters
    ----------
    robustness : DataFrame[RankRobustness]
        Ranks of one year, from `rank_robustness`, of up to 40 areas.
    ax : Axes, optional
        Where to draw; new axes of fitting height by default. Axes of 5 by 3 inches with 1.2 inches of
        figure above them for the heading and 1.6 below for notes are enough for a dozen areas.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the year by default.
    note : str, optional
        A line at the foot, for sources and editions.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `robustness` is not the table it is taken for.
    ArgumentError
        If it is empty, holds several years, more areas than can be read or no rank, or if `lang` is
        unknown.

    Notes
    -----
    Points are 100 times the score. Areas with the same rank stand in the order of their scores, then
    in that of the table. Ranks count the areas of the table `rank_robustness` was given, also where
    some are left out of the picture.

    Examples
    --------
    The counties' ranks on what each of them owes by the plan itself:

    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007")
    >>> owed = plan.targets.query("scope in ['each_area', 'each_government']")
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007).query("area != '431000'")
    >>> ranks = ci.rank_robustness(verdicts, draws=100)
    >>> ax = ci.plot_ranking(ranks, lang="en")
    >>> ax.get_title(loc="left")
    'Ranks of 2007, and how firm they are'
    >>> ci.plot_ranking(ranks.iloc[:0])
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: robustness is empty; make it with rank_robustness(assessments).
    """
    require_language(lang)
    table = ranks_of_year(robustness)
    ranked = table[table["rank"].notna()].sort_values(
        ["rank", "score"], ascending=[True, False], kind="stable"
    )
    rows = _rows(ranked, lang)
    heads = Row(*(phrase(f"ranking_{name}", lang) for name in Row._fields))
    with house_style():
        pitch = PITCH if ax is None else size_of(ax)[1] / (len(rows) - 1 + HEAD + FOOT)
        diamonds = pitch >= ROOMY and bool(ranked["rank_low_without"].notna().any())
        draws = phrase("ranking_draws", lang, draws=f"{table['draws'].max():,}")
        above = [*illustrative_line(table["obs_status"], lang), (draws, SOFT)]
        foot = [*_notes(table, lang, diamonds=diamonds), *([note] if note else [])]
        tall = PITCH * (len(rows) - 1 + HEAD + FOOT)
        heading = title or phrase("ranking_title", lang, year=table["year"].iloc[0])
        ax = framed(ax, heading, above, foot, tall=tall)
        ground = _ground(ax, ranked, [heads, *rows], pitch)
        _prepare(ax, ground, len(rows))
        _draw_ranges(ax, ranked, pitch, diamonds=diamonds)
        _write_rows(ax, heads, rows, ground, lang)
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def ranks_of_year(robustness: pd.DataFrame) -> pd.DataFrame:
    """Return the ranks of one year; refuse what is none or cannot be read."""
    table = admit(robustness, RankRobustness, name="robustness").reset_index(drop=True)
    table = checked(table, RankRobustness, name="robustness")
    if table.empty:
        raise ArgumentError("robustness is empty; make it with rank_robustness(assessments).")
    years = table["year"].unique().tolist()
    if len(years) > 1:
        raise ArgumentError(
            f"robustness is of {len(years)} years, one is drawn; keep it with "
            f'robustness.query("year == {years[0]}"):',
            map(str, years),
        )
    if len(table) > MOST_AREAS:
        raise ArgumentError(
            f"robustness holds {len(table)} areas, {MOST_AREAS} at most can be read; draw the first of "
            f'them with robustness.query("rank <= {MOST_AREAS}"), or some with '
            'robustness[robustness["area"].isin([...])].'
        )
    if table["rank"].isna().all():
        raise ArgumentError(f"No area has a rank in {years[0]}; nothing to draw:", table["area"])
    return table


def _rows(ranked: pd.DataFrame, lang: Lang) -> list[Row]:
    points = number_labels([*(100 * ranked["score"])], "count", lang)
    first = number_labels([*ranked["share_first"]], "fraction", lang, apart=[])
    names = [area_label(area, lang) for area in ranked["area"]]
    points = [starred(text, status) for text, status in zip(points, ranked["obs_status"], strict=True)]
    return [*map(Row, ranked["rank"].astype("str"), names, points, first)]


def _notes(table: pd.DataFrame, lang: Lang, *, diamonds: bool) -> list[str]:
    """Say how to read the picture, and who has no rank."""
    lines = [phrase("ranking_key", lang)]
    if diamonds:
        lines.append(phrase("ranking_without", lang))
    silent = table[table["rank"].isna()]
    if len(silent):
        names = listed([area_label(area, lang) for area in silent["area"]], lang)
        lines.append(phrase("ranking_left_out", lang, areas=names))
    return lines


# --- drawing -------------------------------------------------------------------------------------


def _ground(ax: Axes, ranked: pd.DataFrame, texts: list[Row], pitch: float) -> Ground:
    """Divide the width among names, ranks and numbers."""
    across = size_of(ax)[0]
    size = min(TEXT, 0.72 * pitch)
    rank, name, points, first = (max(map(ems, column)) * size for column in zip(*texts, strict=True))
    name = min(name, NAMES * across)
    left, right = rank + name + 3 * BESIDE, points + first + 3 * BESIDE
    reach = ranked[["rank", *RANGES]].astype("float64")
    best, worst = (int(end) for end in (np.nanmin(reach), np.nanmax(reach)))
    point = max(worst - best, 1) / max(across - left - right, 0.2 * across)
    start = best - left * point
    end = start + across * point
    lines = max(int(pitch / (1.15 * size)), 1)
    columns = Columns(
        start + rank * point, start + (rank + BESIDE) * point, end - (first + BESIDE) * point, end
    )
    return Ground(best, worst, columns, (start, end), point, size, name / size, lines)


def _prepare(ax: Axes, ground: Ground, rows: int) -> None:
    """Lay the ranks along the foot, below the ranges only."""
    ax.set_xlim(*ground.ends)
    ax.set_ylim(rows - 1 + FOOT, -HEAD)
    ax.set_yticks([])
    ticks = _ticks(ground.best, ground.worst, TICKS * ground.point)
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.spines["bottom"].set_bounds(ground.best, ground.worst)
    ax.grid(visible=False, axis="y")
    ax.vlines(ticks, -0.6, rows - 1 + FOOT, color=RULE, linewidth=0.4, alpha=0.7, zorder=0)


def _ticks(best: int, worst: int, least: float) -> list[int]:
    """Return the ranks that are written: the best, then in even steps of at least so many.

    Examples
    --------
    >>> _ticks(1, 5, 0.7), _ticks(1, 9, 1.5), _ticks(4, 16, 4.5), _ticks(1, 40, 6.0)
    ([1, 2, 3, 4, 5], [1, 3, 5, 7, 9], [4, 10, 15], [1, 10, 20, 30, 40])
    """
    step = next((step for step in (1, 2, 5, 10, 20, 50) if step >= least), 100)
    if step <= 2:
        return [*range(best, worst + 1, step)]
    return [best, *(rank for rank in range(best, worst + 1) if rank % step == 0 and rank - best >= least)]


def _draw_ranges(ax: Axes, ranked: pd.DataFrame, pitch: float, *, diamonds: bool) -> None:
    """Draw line, bar, dot and diamonds of every row."""
    table = ranked[["rank", "rank_05", "rank_95", *RANGES]].astype("float64").reset_index(drop=True)
    at = table.index.to_numpy()
    bars = table["rank_95"] - table["rank_05"]
    ax.barh(at, bars, left=table["rank_05"], height=THICK, color=PALE, zorder=2)
    thin = min(1.0, pitch / 16)
    ax.hlines(at, table["rank_low"], table["rank_high"], color=BLUE, linewidth=thin, zorder=3)
    ax.scatter(table["rank"], at, s=_area(DOT * pitch), color=BLUE, linewidth=0, zorder=5)
    if diamonds:
        low, high = table["rank_low_without"], table["rank_high_without"]
        ax.hlines(at + BELOW, low, high, color=SOFT, linewidth=0.5, zorder=3)
        style: dict[str, Any] = {"facecolor": "white", "edgecolor": SOFT, "linewidth": 0.8, "zorder": 4}
        for ends in (low, high):
            ax.scatter(ends, at + BELOW, marker="D", s=_area(DIAMOND * pitch), **style)


def _area(wide: float) -> float:
    """Return the size of a mark in square points, from its width."""
    return min(max(wide, 2.0), 6.0) ** 2


def _write_rows(ax: Axes, heads: Row, rows: list[Row], ground: Ground, lang: Lang) -> None:
    style: dict[str, Any] = {"va": "baseline", "color": SOFT, "fontsize": min(8.0, ground.size)}
    write(ax, ground.best, -ABOVE, phrase("ranking_scale", lang), **style)
    for place, whole in zip([-ABOVE, *range(len(rows))], [heads, *rows], strict=True):
        row = whole._replace(name=fitted(whole.name, ground.most, ground.lines))
        for at, text, side in zip(ground.columns, row, SIDES, strict=True):
            write(ax, at, place, text, ha=side, linespacing=1.1, **style)
        style |= {"va": "center", "color": INK, "fontsize": ground.size}
