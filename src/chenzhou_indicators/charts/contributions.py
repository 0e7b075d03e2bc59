"""The parts of a whole's growth, step by step down to the total.

The part that adds most stands first and each next one starts where the one before ended; what pulls
down goes back, and is hatched. The rest comes last, in grey, and then the total from zero. A part
without figures has no step: it is named at the foot.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import Contributions
from ..vocabulary import REST, Unaccounted
from .columns import fitted, scale_below
from .drawing import (
    BLUE,
    INK,
    OCHRE,
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
from .labels import Lang, area_label, indicator_label, missing_label, part_label, phrase, reason_label
from .numbers import number_labels
from .rows import least_firm, starred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["one_whole", "plot_contributions"]

WHOLE = ["indicator", "area", "year"]
# Told apart by colour-blind eyes and, with the hatching, on a grey print.
UP, DOWN, REMAINING, TOTAL = BLUE, OCHRE, "#9a9a9a", "#444444"
HATCH = "////"
THICK = 0.62  # of a bar, in rows
PITCH = 20.0  # of a row of a new picture, in points
BESIDE = 10.0  # between names, bars and numbers, in points
NAMES = 0.36  # names take at most so much of the width
HEAD, FOOT = 1.2, 0.75  # from the first row to the top, and from the last to the foot, in rows
CLOSED = 1e-6  # percentage points: what the steps may miss the total by


class Row(NamedTuple):
    """A bar and what is written beside it."""

    name: str
    start: float
    end: float
    colour: str
    points: str
    share: str


class Ground(NamedTuple):
    """Where things stand: the bars' own ground, where names start and numbers end; size of letters."""

    low: float
    high: float
    names: float
    numbers: tuple[float, float]
    most: float  # ems of a name
    lines: int  # of a name
    size: float


def plot_contributions(
    contributions: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw what each part added to the growth of one whole in one year.

    Parameters
    ----------
    contributions : DataFrame[Contributions]
        Every row of one whole in one year, from `contributions`.
    ax : Axes, optional
        Where to draw; new axes of fitting height by default. Axes of 5 by 3 inches with 1.2 inches of
        figure above them for the heading and 1.6 below for notes are enough.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the indicator, the area and the year by default.
    note : str, optional
        A line at the foot, for sources and editions.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `contributions` is not the table it is taken for.
    ArgumentError
        If it is empty, holds several wholes or years, or no contribution, if its rows do not add up to
        the growth of the whole, or if `lang` is unknown.

    Notes
    -----
    Bars are in percentage points of the whole's growth, the largest contribution first. The share
    beside them is that of the growth, or of the fall where the whole fell: a positive share of a fall
    pulls down.

    Examples
    --------
    High-tech output of the illustrative city grew by 24 % in 2007, two counties made half of it:

    >>> import chenzhou_indicators as ci
    >>> observations = ci.latest_vintage(ci.load_sample("observations"))
    >>> made = ci.contributions(observations, "hightech_output", year=2007, parts="county")
    >>> ax = ci.plot_contributions(made, lang="en")
    >>> ax.get_title(loc="left")
    'High-tech output, Chenzhou, 2007: what each part contributed'
    >>> ci.plot_contributions(made.nlargest(3, "contribution_pp"))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: The rows add up to 15.6 points, the whole moved by 24; ...
    """
    require_language(lang)
    table = one_whole(contributions)
    first = table.iloc[0]
    rows = _rows(table, lang)
    with house_style():
        above = [
            *illustrative_line(table["obs_status"], lang),
            (_growth_line(first["total_growth"], lang), SOFT),
        ]
        foot = [*_notes(table, lang), *([note] if note else [])]
        tall = PITCH * (len(rows) - 1 + HEAD + FOOT)
        ax = framed(ax, title or _title(first, lang), above, foot, tall=tall)
        _draw(ax, rows, first["total_growth"], lang)
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def one_whole(contributions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one whole in one year; refuse what makes no steps down to a total."""
    table = admit(contributions, Contributions, name="contributions").reset_index(drop=True)
    table = checked(table, Contributions, name="contributions")
    if table.empty:
        raise ArgumentError("contributions are empty; make them with contributions(observations, ...).")
    wholes = [*table[WHOLE].drop_duplicates().itertuples(index=False, name=None)]
    if len(wholes) > 1:
        indicator, area, year = wholes[0]
        raise ArgumentError(
            f"contributions are to {len(wholes)} wholes or years, one is drawn; keep it with "
            f"contributions.query(\"indicator == '{indicator}' and area == '{area}' and year == {year}\"):",
            [f"{indicator} in {area}, {year}" for indicator, area, year in wholes],
        )
    if table["contribution_pp"].isna().all():
        indicator, area, year = wholes[0]
        raise ArgumentError(
            f"There is no contribution to {indicator} in {area}, {year}; nothing to draw:",
            [f"{row['part']}: {row['reason']}" for row in table.to_dict("records")],
        )
    made, growth = table["contribution_pp"].sum(), 100 * table["total_growth"].iloc[0]
    if not abs(made - growth) <= CLOSED:
        raise ArgumentError(
            f"The rows add up to {made:.3g} points, the whole moved by {growth:.3g}; pass every row of it, "
            "the rest too."
        )
    return table


def _rows(table: pd.DataFrame, lang: Lang) -> list[Row]:
    """Return the bars from the largest contribution to the smallest, then the rest, then the total."""
    drawn = table[table["contribution_pp"].notna()].assign(last=table["part"] == REST)
    drawn = drawn.sort_values(["last", "contribution_pp"], ascending=[True, False], kind="stable")
    growth = float(table["total_growth"].iloc[0])
    whole = float(drawn["contribution_share"].sum(min_count=1))
    points = number_labels([*drawn["contribution_pp"], 100 * growth], "count", lang, apart=[])
    firm = [*drawn["obs_status"], least_firm(drawn["obs_status"])]
    points = [starred(text, status) for text, status in zip(points, firm, strict=True)]
    shares = number_labels([*drawn["contribution_share"], whole], "fraction", lang, apart=[])
    ends = drawn["contribution_pp"].cumsum()
    names = [part_label(part, lang) for part in drawn["part"]]
    colours = [
        REMAINING if part == REST else UP if value >= 0 else DOWN
        for part, value in zip(drawn["part"], drawn["contribution_pp"], strict=True)
    ]
    steps = zip(names, [0.0, *ends[:-1]], ends, colours, points, shares, strict=False)
    total = Row(phrase("total", lang), 0.0, 100 * growth, TOTAL, points[-1], shares[-1])
    return [*map(Row._make, steps), total]


def _title(first: pd.Series[Any], lang: Lang) -> str:
    name = indicator_label(first["indicator"], lang)
    named = phrase("in_area", lang, name=name, area=area_label(first["area"], lang))
    return phrase("parts_title", lang, name=named, year=first["year"])


def _growth_line(growth: float, lang: Lang) -> str:
    """Say how far the whole moved."""
    which = "whole_grew" if growth > 0 else "whole_fell" if growth < 0 else "whole_unchanged"
    return phrase(which, lang, growth=number_labels([abs(growth)], "fraction", lang)[0])


def _notes(table: pd.DataFrame, lang: Lang) -> list[str]:
    """Say how to read the picture, what the rest holds, and which parts have no step."""
    falls = [phrase("falls_key", lang)] if (table["contribution_pp"] < 0).any() else []
    lines = [phrase("parts_key", lang), *falls]
    holding = table["reason"].str.startswith(str(Unaccounted.PARTS_WITHOUT_FIGURES)).fillna(value=False)
    for reason in table.loc[(table["part"] == REST) & holding, "reason"]:
        lines.append(phrase("rest_holds", lang, why=reason_label(reason, lang)))
    silent = table[table["contribution_pp"].isna()]
    if len(silent):
        names = [part_label(part, lang) for part in silent["part"]]
        lines.append(phrase("parts_left_out", lang, parts=missing_label(names, _reasons(silent), lang)))
    return lines


def _reasons(silent: pd.DataFrame) -> list[str]:
    """Return why each part is missing without its name, so that parts with one reason are named together."""
    reasons = silent["reason"].fillna(str(Unaccounted.NO_FIGURE))
    unnamed = (reason.replace(f"{part} ", "") for part, reason in zip(silent["part"], reasons, strict=True))
    return [re.sub(r"(\d{4}) (?=\d{4})", r"\1, ", reason) for reason in unnamed]  # a comma between years


# --- drawing -------------------------------------------------------------------------------------


def _draw(ax: Axes, rows: list[Row], growth: float, lang: Lang) -> None:
    last = len(rows) - 1
    heads = phrase("points_of_part", lang), phrase("share_of_fall" if growth < 0 else "share_of_growth", lang)
    ax.set_ylim(last + FOOT, -HEAD)
    ax.set_yticks([])
    ground = _ground(ax, rows, heads)
    _draw_scale(ax, ground, last)
    for place, row in enumerate(rows):
        falls = row.end < row.start and place < last
        style: dict[str, Any] = {"hatch": HATCH, "edgecolor": "white"} if falls else {}
        left, width = min(row.start, row.end), abs(row.end - row.start)
        ax.barh(place, width, left=left, height=THICK, color=row.colour, linewidth=0, zorder=3, **style)
        ax.vlines(row.end, place - THICK / 2, place + THICK / 2, color=row.colour, linewidth=1, zorder=4)
        if place < last:
            ax.vlines(row.end, place + THICK / 2, place + 1 - THICK / 2, color=SOFT, linewidth=0.8, zorder=2)
    for place, row in enumerate(rows):
        level: dict[str, Any] = {"va": "center", "color": INK, "fontsize": ground.size}
        write(ax, ground.names, place, fitted(row.name, ground.most, ground.lines), linespacing=1.1, **level)
        for at, text in zip(ground.numbers, (row.points, row.share), strict=True):
            write(ax, at, place, text, ha="right", **level)
    for at, head in zip(ground.numbers, heads, strict=True):
        write(ax, at, -0.8, head, ha="right", va="center", color=SOFT, fontsize=min(8.0, ground.size))


def _ground(ax: Axes, rows: list[Row], heads: tuple[str, str]) -> Ground:
    """Divide the width among names, bars and numbers."""
    across, high = size_of(ax)
    pitch = high / (len(rows) - 1 + HEAD + FOOT)
    size = min(TEXT, 0.72 * pitch)
    names = min(max(ems(row.name) for row in rows) * size, NAMES * across)
    points, shares = (
        max(ems(text) for text in column) * size
        for column in ([heads[0], *(row.points for row in rows)], [heads[1], *(row.share for row in rows)])
    )
    reach = [0.0, *(row.end for row in rows)]
    low, end = min(reach), max(reach)
    wide = max(across - names - points - shares - 3 * BESIDE, 0.2 * across)
    point = ((end - low) or 1.0) / wide
    left, right = low - (names + BESIDE) * point, end + (points + shares + 2 * BESIDE) * point
    ax.set_xlim(left, right)
    return Ground(
        low,
        end,
        left,
        (right - (shares + BESIDE) * point, right),
        names / size,
        max(int(pitch / (1.2 * size)), 1),
        size,
    )


def _draw_scale(ax: Axes, ground: Ground, last: int) -> None:
    """Write percentage points along the foot, below the bars only; a rule parts the total from the steps."""
    scale_below(ax, ground.low, ground.high, "count", top=THICK - HEAD, foot=last + FOOT)
    ax.vlines(0, THICK - HEAD, last + FOOT, color=INK, linewidth=0.8, zorder=4)
    ax.axhline(last - 0.5, color=RULE, linewidth=0.7, zorder=1)
