"""Areas down the side, targets across: one cell for each promise an area owes.

A cell tells the verdict by its ground and by the scorecard's mark, and how far the promise is kept
as a whole percentage. The ground is the darker the worse the verdict, so that a grey print says the
same. What cannot be assessed is hatched, what an area does not owe is left white. A target on which
no area can be assessed has no column; the foot names it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import Assessments
from ..vocabulary import Status
from .drawing import (
    INK,
    MOST_AREAS,
    NOTE,
    RULE,
    TEXT,
    ems,
    illustrative_line,
    require_language,
    size_of,
    write,
)
from .fonts import house_style
from .frame import ABOVE, beyond, frame_of, framed
from .grid import BESIDE, Grid, flow, grid_within, new_grid
from .labels import Lang, area_label, listed, phrase, plan_heading, reason_label, reason_word, word
from .rows import starred, target_label
from .scorecard import COLOURS, MARKS, ORDER
from .sentences import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_heatmap", "verdicts_of_year"]

MOST_TARGETS = 30
NAME = 40  # characters of the name of a target that is left out
# How much of a verdict's colour its cells have: the worse, the darker.
STRENGTH = {
    Status.MISSED: 1.0,
    Status.REGRESSING: 0.88,
    Status.LAGGING: 0.6,
    Status.ON_TRACK: 0.5,
    Status.MET: 0.2,
}
LIGHT = (Status.MISSED, Status.REGRESSING)  # letters are white on these
HATCH = "////"
NOT_OWED = "not_owed"
SMALLEST, EDGE = 5.0, 4.0  # numbers in a cell, smaller ones are left out; beside them; in points
MARK, APART, STAR = 0.7, 0.8, 0.47  # a mark, from it to the number, a star: in sizes of letters
GAP = 0.7  # between a cell and its bounds, in points
# Points from the cells to the legend's first line, from line to line, from the last to the foot, to notes.
FIRST, LINE, LAST, NOTES = 14.0, 14.0, 7.0, 6.0
SWATCH, BETWEEN = (18.0, 10.0), 9.0  # of the legend, in points
LEAST = 583.0  # across a new picture, in points


def plot_heatmap(
    assessments: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw one year's verdicts, areas down the side and targets across.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        The verdicts of one plan in one year, on up to 30 targets for up to 40 areas. Both are drawn
        in the order in which they first stand in the table.
    ax : Axes, optional
        Where to draw; by default new axes, as large as the table needs. In given axes cells become
        smaller, and hold the mark alone where a number would have less than 5 points. Axes of 6 by 4
        inches with 1 inch of figure above them for the heading and 0.8 below for notes are enough for
        a dozen areas and eight targets; what the figure lacks there is taken from the cells.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the year by default, behind the plan's title if the library ships the plan.
    note : str, optional
        A line at the foot, for sources and editions.

    Returns
    -------
    Axes
        The axes drawn on, with a cell to the unit, the first from 0 to 1 both ways; nothing is saved
        or shown.

    Raises
    ------
    TableError
        If `assessments` is not a table of assessments, or a target stands twice for an area.
    ArgumentError
        If it is empty, holds more than one plan or year, or more areas or targets than can be read,
        or if `lang` is unknown.

    Notes
    -----
    The number is attainment, rounded to a whole percentage; what is short of 100 % never reads
    100 %. A mark without a number stands for a verdict on a bound of zero or less, or on one of
    which the document gives no number. Targets on which no area can be assessed are left out and named
    at the foot, unless an area owes no other.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007")
    >>> owed = plan.targets.query("scope in ['each_area', 'each_government']")
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007)
    >>> ax = ci.plot_heatmap(verdicts, lang="en")
    >>> ax.get_title(loc="left")
    "Chenzhou's Year of Science and Technology 2007: each area and target, 2007"
    >>> ci.plot_heatmap(verdicts.iloc[:0])
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: assessments are empty; make them with assess(observations, ...).
    """
    require_language(lang)
    table, left_out = verdicts_of_year(assessments)
    told = [*_left_out(left_out, lang), *([note] if note else [])]
    with house_style():
        legend, first = _legend(table, lang), table.iloc[0]
        heading = title or plan_heading("heatmap", first["plan"], first["year"], lang)
        above = illustrative_line(table["obs_status"], lang)
        longest = [*_notes(table, lang, numbered=True), *told]
        grid, down = _layout(ax, table, legend, (heading, above, longest), lang)
        size = _letters(table, grid)
        foot = [*_notes(table, lang, numbered=size > 0), *told]
        room = {"wide": grid.across, "tall": grid.tall, "up": ABOVE - grid.top, "down": down}
        ax = framed(ax, heading, above, foot, **room)
        _prepare(ax, grid)
        _write_names(ax, grid)
        _draw_cells(ax, table, grid, size)
        _draw_legend(ax, legend, grid, len(grid.rows))
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def verdicts_of_year(assessments: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one plan's verdicts of a year with the places of their cells, and those that have none."""
    table = admit(assessments, Assessments, name="assessments").reset_index(drop=True)
    table = checked(table, Assessments, name="assessments")
    if table.empty:
        raise ArgumentError("assessments are empty; make them with assess(observations, ...).")
    for column in ("plan", "year"):
        found = table[column].unique().tolist()
        if len(found) > 1:
            choice = f'assessments.query("{column} == {found[0]!r}")'
            raise ArgumentError(
                f"assessments are of {len(found)} {column}s, one is drawn; keep it with {choice}:",
                map(str, found),
            )
    silent = _without_verdicts(table)
    table, left_out = table[~silent].reset_index(drop=True), table[silent]
    for column, most in (("area", MOST_AREAS), ("target", MOST_TARGETS)):
        count = table[column].nunique()
        if count > most:
            raise ArgumentError(
                f"assessments hold {count} {column}s, {most} at most can be read; draw some at a time, "
                f"with assessments[assessments[{column!r}].isin([...])]."
            )
    places = {f"{column}_place": pd.factorize(table[column])[0] for column in ("area", "target")}
    return table.assign(**places), left_out


def _without_verdicts(table: pd.DataFrame) -> pd.Series[bool]:
    """Mark targets on which no area can be assessed, but not those of an area that owes no other."""
    target = table["target"]
    silent = table["status"].eq(Status.NOT_ASSESSABLE).groupby(target).transform("all")
    bare = silent.groupby(table["area"]).transform("all")
    return silent & ~bare.groupby(target).transform("any")


def _left_out(rows: pd.DataFrame, lang: Lang) -> list[str]:
    """Name the targets that have no column, and say why."""
    names = [cut(target_label(row, lang), NAME) for row in rows.drop_duplicates("target").to_dict("records")]
    said = {"count": len(names), "reasons": _reasons(rows, lang), "names": listed(names, lang)}
    return [phrase("heatmap_left_out", lang, **said)] if names else []


def _notes(table: pd.DataFrame, lang: Lang, *, numbered: bool) -> list[str]:
    """Say how to read a cell, and why some cannot be assessed."""
    silent = table["status"] == Status.NOT_ASSESSABLE
    lines = [phrase("heatmap_key" if numbered else "heatmap_marks", lang)]
    if numbered and (table["attainment"].isna() & ~silent).any():
        lines.append(phrase("heatmap_no_share", lang))
    if reasons := _reasons(table[silent], lang):
        lines.append(phrase("silent_reasons", lang, reasons=reasons))
    return lines


def _reasons(rows: pd.DataFrame, lang: Lang) -> str:
    """Count the reasons why verdicts cannot be given."""
    reasons = rows["reason"].dropna().map(reason_word).value_counts(sort=False)
    counts = [
        phrase("silent_reason", lang, reason=reason_label(str(reason), lang), count=count)
        for reason, count in reasons.items()
    ]
    return listed(counts, lang, by="semicolon")


def _percent(share: float) -> str:
    """Write a share in whole percents; neither what is short of 1 nor what is not 0 is rounded to it."""
    if math.isnan(share):
        return ""
    if share >= 9.995:
        return ">999%"
    percent = round(100 * share)
    if percent == 0 and share:
        return "<1%" if share > 0 else "<0%"
    if percent == 100 and share < 1 and not math.isclose(share, 1, rel_tol=1e-9):
        percent = 99
    return f"{percent}%"


def _texts(table: pd.DataFrame) -> list[str]:
    """Return the numbers in the cells; none where there is no attainment."""
    pairs = zip(table["attainment"], table["obs_status"], strict=True)
    return [starred(text, status) if (text := _percent(share)) else "" for share, status in pairs]


def _legend(table: pd.DataFrame, lang: Lang) -> list[tuple[str, str]]:
    """Return every kind of cell there is, the worst verdict first, with what it is called and how many."""
    counts = {str(status): int((table["status"] == status).sum()) for status in ORDER}
    names = {kind: word("status", kind, lang) for kind in counts}
    counts[NOT_OWED] = table["area"].nunique() * table["target"].nunique() - len(table)
    names[NOT_OWED] = phrase(NOT_OWED, lang)
    return [
        (kind, phrase("count_line", lang, status=names[kind], count=count))
        for kind, count in counts.items()
        if count
    ]


# --- how large things are ------------------------------------------------------------------------


def _layout(
    ax: Axes | None,
    table: pd.DataFrame,
    legend: list[tuple[str, str]],
    texts: tuple[str, list[tuple[str, str]], list[str]],
    lang: Lang,
) -> tuple[Grid, float]:
    """Lay out names and cells above the legend, and say how far below the axes notes begin.

    In given axes heading and notes come nearer to the cells by what their figure has no room for.
    """
    areas = [area_label(area, lang) for area in table["area"].unique()]
    targets = [target_label(row, lang) for row in table.drop_duplicates("target").to_dict("records")]
    if ax is None:
        grid = new_grid(areas, targets, least=LEAST)
        return grid._replace(tall=grid.tall + _deep(legend, grid.across)), NOTES
    across, tall = size_of(ax)
    deep = _deep(legend, across)
    above, below = beyond(ax, frame_of(across, *texts, down=NOTES))
    grid = grid_within(across, tall, areas, targets, above=above, below=deep + below)
    left = tall - above - grid.heads.high - grid.high * len(areas) - deep
    return grid, NOTES - min(below, left)


def _deep(legend: list[tuple[str, str]], across: float) -> float:
    """Return how high the legend is."""
    return FIRST + LINE * flow(_widths(legend), across + BETWEEN)[-1][0] + LAST


def _widths(legend: list[tuple[str, str]]) -> list[float]:
    return [SWATCH[0] + ems(text) * TEXT + BESIDE / 2 + BETWEEN for _, text in legend]


def _letters(table: pd.DataFrame, grid: Grid) -> float:
    """Return the size of the numbers in the cells; zero where they would be too small to read."""
    size = min(NOTE, 0.6 * grid.high, (grid.wide - EDGE) / _pair(table))
    return size if size >= SMALLEST and table["attainment"].notna().any() else 0.0


def _pair(table: pd.DataFrame) -> float:
    """Return how much the longest number takes with its mark, in sizes of letters."""
    return MARK + APART + max(map(ems, _texts(table)))


# --- drawing -------------------------------------------------------------------------------------


def _prepare(ax: Axes, grid: Grid) -> None:
    """Lay the ground: a cell to the unit."""
    ax.set_xlim(-grid.side / grid.wide, (grid.across - grid.side) / grid.wide)
    first = grid.top + grid.heads.high  # from the top to the first row
    ax.set_ylim((grid.tall - first) / grid.high, -first / grid.high)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False, axis="y")
    ax.spines["bottom"].set_visible(False)


def _write_names(ax: Axes, grid: Grid) -> None:
    style: dict[str, Any] = {"color": INK, "linespacing": 1.1}
    for place, name in enumerate(grid.rows):
        write(ax, -grid.side / grid.wide, place + 0.5, name, va="center", fontsize=grid.size, **style)
    style |= {"rotation": 90, "ma": "left"} if grid.heads.upright else {"ma": "center"}
    for place, name in enumerate(grid.heads.texts):
        at = -0.5 * BESIDE / grid.high
        write(ax, place + 0.5, at, name, ha="center", va="bottom", fontsize=grid.heads.size, **style)


def _draw_cells(ax: Axes, table: pd.DataFrame, grid: Grid, size: float) -> None:
    """Draw every cell: its ground, and on it mark and number side by side, or the mark alone."""
    texts = pd.Series(_texts(table) if size else "", index=table.index, dtype="str")
    mark = size or min(NOTE, 0.5 * grid.high, 0.5 * grid.wide)
    x, y = table["target_place"] + 0.5, table["area_place"] + 0.5
    half = _pair(table) * size / 2 / grid.wide
    marks = x - (texts != "") * (half - MARK * size / 2 / grid.wide)
    starred_ones = texts.str.endswith("*")
    hanging = STAR * starred_ones.any() * ~starred_ones  # digits stand below digits, stars beyond them
    numbers = x + half - hanging * size / grid.wide
    _draw_boxes(ax, NOT_OWED, _places_not_owed(table), grid)
    for status, rows in table.groupby("status", sort=False).groups.items():
        kind = str(status)
        _draw_boxes(ax, kind, [*zip(x[rows] - 0.5, y[rows] - 0.5, strict=True)], grid)
        _draw_marks(ax, kind, marks[rows], y[rows], mark)
        style: dict[str, Any] = {"ha": "right", "va": "center", "color": _ink(kind), "fontsize": size}
        for row in rows:
            if texts[row]:
                write(ax, numbers[row], y[row], texts[row], **style)


def _places_not_owed(table: pd.DataFrame) -> list[tuple[int, int]]:
    owed = {*zip(table["target_place"], table["area_place"], strict=True)}
    columns, rows = (range(table[name].max() + 1) for name in ("target_place", "area_place"))
    return [(x, y) for y in rows for x in columns if (x, y) not in owed]


def _draw_boxes(
    ax: Axes,
    kind: str,
    places: Sequence[tuple[float, float]],
    grid: Grid,
    box: tuple[float, float] | None = None,
) -> None:
    """Draw boxes of one kind from their upper left corners; their size in points, if not that of a cell."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    wide, high = (grid.wide, grid.high) if box is None else box
    gap = GAP / grid.wide, GAP / grid.high
    size = wide / grid.wide - 2 * gap[0], high / grid.high - 2 * gap[1]
    patches = [Rectangle((x + gap[0], y + gap[1]), *size) for x, y in places]
    plain = kind in (NOT_OWED, Status.NOT_ASSESSABLE)
    style: dict[str, Any] = {
        "facecolor": "white" if plain else _tint(kind),
        "edgecolor": RULE if plain else "none",
    }
    boxes = PatchCollection(patches, linewidth=0.5, zorder=2, label=kind, clip_on=False, **style)
    if kind == Status.NOT_ASSESSABLE:
        boxes.set_hatch(HATCH)
        boxes.set_hatch_linewidth(0.5)
    ax.add_collection(boxes, autolim=False)


def _draw_marks(ax: Axes, kind: str, x: Any, y: Any, size: float) -> None:
    if kind in STRENGTH:
        style: dict[str, Any] = {"marker": MARKS[Status(kind)], "color": _ink(kind), "linewidth": 0}
        ax.scatter(x, y, s=(MARK * size) ** 2, zorder=4, clip_on=False, **style)


def _tint(status: str) -> tuple[float, ...]:
    """Return the ground of a verdict: its colour, the more of it the worse."""
    from matplotlib.colors import to_rgb

    strength = STRENGTH[Status(status)]
    return tuple(1 - strength * (1 - part) for part in to_rgb(COLOURS[Status(status)]))


def _ink(status: str) -> str:
    return "white" if status in LIGHT else INK


def _draw_legend(ax: Axes, legend: list[tuple[str, str]], grid: Grid, rows: int) -> None:
    """Draw a cell of every kind below the grid, with what it is called and how many there are."""
    for (kind, text), (line, at) in zip(legend, flow(_widths(legend), grid.across + BETWEEN), strict=True):
        x = (at - grid.side) / grid.wide
        y = rows + (FIRST + LINE * line) / grid.high
        _draw_boxes(ax, kind, [(x, y - SWATCH[1] / 2 / grid.high)], grid, SWATCH)
        _draw_marks(ax, kind, x + SWATCH[0] / 2 / grid.wide, y, NOTE)
        write(ax, x + (SWATCH[0] + BESIDE / 2) / grid.wide, y, text, va="center", color=INK, fontsize=TEXT)
