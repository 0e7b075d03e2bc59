"""One figure of many areas in two years: an open dot for the earlier year, a filled one for the later.

The area that is best in the later year stands first, areas of one level together. Values stand
outside their dots, growth or change in a column, and where areas are ranked, the rank and the places
gained. Signs mark figures that may not compare.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..catalog import load_areas, load_indicators
from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import YearComparison
from ..vocabulary import AreaLevel, Direction, Unaccounted
from .columns import fitted, scale_below
from .drawing import (
    BLUE,
    INK,
    MOST_AREAS,
    RULE,
    SOFT,
    TEXT,
    ems,
    illustrative_line,
    require_language,
    size_of,
    unit_line,
    unit_shown,
    write,
)
from .fonts import house_style
from .frame import framed
from .labels import Lang, area_label, indicator_label, missing_label, phrase, word
from .numbers import number_labels
from .placement import PAPER
from .rows import break_keys, places_label, rank_label, ranks_key, shared_break, signed, starred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["heads_of", "moves_of", "one_pair", "plot_comparison"]

PAIR = ["indicator", "year_before", "year"]
PITCH = 20.0  # of a row of a new picture, in points
BESIDE = 10.0  # between names, dots and columns, in points
NAMES = 0.36  # names take at most so much of the width
NARROW = 0.25  # of the width is left to the dots at the least
FROM_ZERO = 0.4  # where the least value is below so much of the largest, the scale begins at zero
SPAN = 0.1  # of the largest value, which the scale spans at the least: a small change looks small
RING, FILLED = 0.9, 0.68  # of the letters: a filled dot is seen within an open one
HEAD, FOOT = 1.2, 0.75  # from the first row to the top, and from the last to the foot, in rows


class Row(NamedTuple):
    """The dots of an area and what is written beside them."""

    name: str
    ends: tuple[float, float]  # the values of the earlier and of the later year
    texts: tuple[str, str]
    moved: str
    signs: str
    rank: str
    places: str
    level: str


class Ground(NamedTuple):
    """Where things stand: the dots' own ground, where names start, where columns end; sizes."""

    low: float
    high: float
    names: float
    columns: list[float]
    point: float  # of the scale, in a point of the picture
    most: float  # ems of a name
    lines: int  # of a name
    size: float


def plot_comparison(
    comparison: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw the figures of one indicator in two years, area by area.

    Parameters
    ----------
    comparison : DataFrame[YearComparison]
        Rows of one indicator and one pair of years, from `compare_years`; at most 40 areas.
    ax : Axes, optional
        Where to draw; new axes of fitting height by default. Axes of 6 by 3 inches with 1.2 inches of
        figure above them for the heading and 1.6 below for notes are enough for a dozen areas.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the indicator and the two years by default.
    note : str, optional
        A line at the foot, for sources and editions.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `comparison` is not the table it is taken for.
    ArgumentError
        If it is empty, holds several indicators or pairs of years, a milestone, more than 40 areas or no
        figure at all, or if `lang` is unknown.

    Notes
    -----
    The column on the right is the growth over the whole time where there is any, else the change. The
    scale is never logarithmic. Levels are those of the area catalogue. An area with a figure of one
    year only shows that one; one without any is named at the foot.

    Examples
    --------
    Beihu had the largest high-tech output of the illustrative counties in both years:

    >>> import chenzhou_indicators as ci
    >>> figures = ci.latest_vintage(ci.load_sample("observations")).query("indicator == 'hightech_output'")
    >>> sides = ci.compare_years(figures, years=[2006, 2007], areas="county")
    >>> ax = ci.plot_comparison(sides, lang="en")
    >>> ax.get_title(loc="left")
    'High-tech output: 2006 and 2007'
    >>> ci.plot_comparison(ci.compare_years(figures, years=[2005, 2006, 2007], areas="county"))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: comparison holds 2 pairs of years or indicators, one is ...
    """
    require_language(lang)
    table = one_pair(comparison)
    first = table.iloc[0]
    drawn = _in_order(table[table[["value_before", "value"]].notna().any(axis=1)])
    rows = _rows(drawn, lang)
    with house_style():
        key = phrase("dots_key", lang, before=first["year_before"], year=first["year"])
        above = [
            *illustrative_line(table["obs_status"], lang),
            (key, BLUE),
            *unit_line(first["unit"], lang),
        ]
        foot = [*_notes(table, drawn, lang), *([note] if note else [])]
        tall = PITCH * (len(rows) - 1 + HEAD + FOOT)
        ax = framed(ax, title or _title(table, lang), above, foot, tall=tall)
        _draw(ax, rows, heads_of(drawn, lang), first["unit"])
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def one_pair(comparison: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one indicator in one pair of years; refuse what is no picture."""
    table = admit(comparison, YearComparison, name="comparison").reset_index(drop=True)
    table = checked(table, YearComparison, name="comparison")
    if table.empty:
        raise ArgumentError("comparison is empty; make it with compare_years(observations, years=...).")
    pairs = [*table[PAIR].drop_duplicates().itertuples(index=False, name=None)]
    if len(pairs) > 1:
        indicator, before, year = pairs[0]
        raise ArgumentError(
            f"comparison holds {len(pairs)} pairs of years or indicators, one is drawn; keep it with "
            f"comparison.query(\"indicator == '{indicator}' and year_before == {before} and "
            f'year == {year}"):',
            [f"{indicator}, {before} and {year}" for indicator, before, year in pairs],
        )
    if table["unit"].iloc[0] == "milestone":
        raise ArgumentError(
            f"{pairs[0][0]} is a milestone, done or not done, and has no place on a scale. Read the columns "
            "value_before and value, 1 where it is done; or draw verdicts with plot_heatmap(assessments)."
        )
    if len(table) > MOST_AREAS:
        raise ArgumentError(
            f"comparison holds {len(table)} areas, at most {MOST_AREAS} are drawn; keep some of them, like "
            f"comparison.nlargest({MOST_AREAS}, 'value')."
        )
    if table[["value_before", "value"]].isna().all(axis=None):
        indicator, before, year = pairs[0]
        raise ArgumentError(f"No area has a figure of {indicator} for {before} or {year}; nothing to draw.")
    return table


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Put areas of one level together, the best of the later year first, those without one last."""
    level = table["area"].map(load_areas().set_index("area")["level"])
    sign = 1 if _smaller_first(table) else -1
    order = pd.DataFrame(
        {
            "level": level.map({str(name): place for place, name in enumerate(AreaLevel)}),
            "value": sign * table["value"],
            "before": sign * table["value_before"],
        }
    )
    places = order.sort_values([*order], kind="stable").index
    return table.assign(level=level.astype("str").fillna("")).loc[places]


def _smaller_first(table: pd.DataFrame) -> bool:
    directions = load_indicators().set_index("indicator")["direction"]
    return bool(directions.get(table["indicator"].iloc[0]) == Direction.LOWER)


def _rows(drawn: pd.DataFrame, lang: Lang) -> list[Row]:
    """Return the areas with everything that is written of them."""
    pairs = drawn[["value_before", "value"]].to_numpy().tolist()
    flat = [value for pair in pairs for value in pair]
    texts = number_labels(flat, unit_shown(drawn["unit"].iloc[0]), lang, apart=pairs)
    moves = moves_of(drawn, lang)
    if _break_of_all(drawn):  # the foot says it once
        drawn = drawn.assign(edition_break="")
    return [
        Row(
            area_label(row["area"], lang),
            (row["value_before"], row["value"]),
            _values(texts[2 * place : 2 * place + 2], row),
            moves[place],
            signed(moves[place], row["obs_status"], row["edition_break"]).removeprefix(moves[place]),
            rank_label(row["rank"]),
            places_label(row["rank_change"], lang),
            row["level"],
        )
        for place, row in enumerate(drawn.to_dict("records"))
    ]


def _values(texts: list[str], row: dict[Any, Any]) -> tuple[str, str]:
    """Return what stands beside the dots; a lone value bears its star itself."""
    alone = math.isnan(row["value_before"]) != math.isnan(row["value"])
    before, value = (starred(text, row["obs_status"]) if alone else text for text in texts)
    return before, value


def moves_of(drawn: pd.DataFrame, lang: Lang) -> list[str]:
    """Write the growth of each area, or where none has any, the change."""
    grown = drawn["growth"].notna().any()
    values, unit = (drawn["growth"], "fraction") if grown else (drawn["change"], "count")
    return number_labels(values.tolist(), unit, lang, apart=[])


def heads_of(drawn: pd.DataFrame, lang: Lang) -> list[str]:
    """Name the columns: growth or change, and where areas are ranked, rank and places gained."""
    points = drawn["change_unit"].iloc[0] == "percentage points"
    change = phrase("change_points", lang) if points else word("column", "change", lang)
    moved = word("column", "growth", lang) if drawn["growth"].notna().any() else change
    if drawn["rank"].isna().all():
        return [moved]
    since = phrase("since_year", lang, year=drawn["year_before"].iloc[0])
    return [moved, word("column", "rank", lang), since]


def _title(table: pd.DataFrame, lang: Lang) -> str:
    """Name the indicator, a single area too, and the years."""
    first = table.iloc[0]
    name = indicator_label(first["indicator"], lang)
    if len(table) == 1:
        name = phrase("in_area", lang, name=name, area=area_label(first["area"], lang))
    years = {"before": first["year_before"], "year": first["year"]}
    return phrase("comparison_title", lang, name=name, **years)


def _notes(table: pd.DataFrame, drawn: pd.DataFrame, lang: Lang) -> list[str]:
    """Say what ranks are among, what the signs mean, and of which areas figures are missing."""
    lines = []
    if drawn["rank"].notna().any():
        lines.append(ranks_key(table["indicator"].iloc[0], lang))
    if why := _break_of_all(drawn):
        lines.append(phrase("break_of_all", lang, why=word("reason", why, lang)))
    else:
        lines += break_keys(drawn["edition_break"], lang)
    gone = table[["value_before", "value"]].isna()
    ungrown = ~gone.any(axis=1) & table["reason"].notna()
    for which, rows in (
        ("one_year_only", gone.sum(axis=1) == 1),
        ("parts_left_out", gone.all(axis=1)),
        ("without_growth", ungrown),
    ):
        if rows.any():
            reasons = table.loc[rows, "reason"].where(ungrown[rows], _lacking(table[rows]))
            names = [area_label(area, lang) for area in table.loc[rows, "area"]]
            lines.append(phrase(which, lang, parts=missing_label(names, reasons, lang)))
    return lines


def _break_of_all(drawn: pd.DataFrame) -> str:
    """Return why no two figures are wholly comparable; an empty text where some are, or reasons differ."""
    both = drawn[["value_before", "value"]].notna().all(axis=1)
    return shared_break(drawn.loc[both, "edition_break"])


def _lacking(table: pd.DataFrame) -> pd.Series[str]:
    """Say which years lack a figure, without the area, so that areas with one reason are named together."""
    sides = ((table["value_before"], table["year_before"]), (table["value"], table["year"]))
    years = [year.astype("str").where(value.isna()) for value, year in sides]
    return pd.concat(years, axis=1).apply(
        lambda row: f"{Unaccounted.NO_FIGURE}: {', '.join(row.dropna())}", axis=1
    )


# --- drawing -------------------------------------------------------------------------------------


def _draw(ax: Axes, rows: list[Row], heads: list[str], unit: str) -> None:
    last = len(rows) - 1
    ax.set_ylim(last + FOOT, -HEAD)
    ax.set_yticks([])
    ground = _ground(ax, rows, heads)
    scale_below(ax, ground.low, ground.high, unit_shown(unit), top=-0.6, foot=last + FOOT)
    for place, row in enumerate(rows):
        level: dict[str, Any] = {"va": "center", "fontsize": ground.size}
        write(ax, ground.names, place, fitted(row.name, ground.most, ground.lines), color=INK, **level)
        _draw_dots(ax, row, place, ground)
        for at, text in zip(ground.columns, (row.moved, row.rank, row.places), strict=False):
            write(ax, at, place, text, ha="right", color=INK, **level)
        write(ax, ground.columns[0] + 0.5 * ground.point, place, row.signs, ha="left", color=INK, **level)
        if place and row.level != rows[place - 1].level:
            ax.axhline(place - 0.5, color=RULE, linewidth=0.7, zorder=1)
    for at, head in zip(ground.columns, heads, strict=True):
        write(ax, at, -0.85, head, ha="right", va="baseline", color=SOFT, fontsize=min(8.0, ground.size))


def _draw_dots(ax: Axes, row: Row, place: int, ground: Ground) -> None:
    """Draw the line and the dots of an area, and write each value on the outer side of its dot."""
    ring, filled = RING * ground.size, FILLED * ground.size
    ax.hlines(place, ground.low, ground.high, color=RULE, linewidth=0.4, alpha=0.7, zorder=1)
    ax.plot(row.ends, (place, place), color=BLUE, linewidth=1.8, zorder=3)
    style: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": BLUE}
    earlier, later = row.ends
    hollow = {**style, "markerfacecolor": "white", "markeredgewidth": 1.2}
    ax.plot([earlier], [place], markersize=ring, zorder=4, **hollow)
    ax.plot([later], [place], markersize=filled, markeredgewidth=0, zorder=5, **style)
    clear = (ring / 2 + 3) * ground.point
    lefts = earlier <= later, later < earlier  # a lone value is written on the right
    for value, text, colour, on_left in zip(row.ends, row.texts, (SOFT, INK), lefts, strict=True):
        if not math.isnan(value):
            at, side = (value - clear, "right") if on_left else (value + clear, "left")
            style = {"va": "center", "color": colour, "fontsize": ground.size}
            write(ax, at, place, text, ha=side, **style, bbox=PAPER, zorder=2)


def _ground(ax: Axes, rows: list[Row], heads: list[str]) -> Ground:
    """Divide the width among names, dots and columns."""
    across, high = size_of(ax)
    pitch = high / (len(rows) - 1 + HEAD + FOOT)
    size = min(TEXT, 0.72 * pitch)
    names, value, signs, widths = _widths(rows, heads, size, across)
    needed = names + BESIDE + 2 * value + sum(widths) + signs + len(widths) * BESIDE
    if needed > (1 - NARROW) * across:  # long numbers make all letters smaller
        size *= (1 - NARROW) * across / needed
        names, value, signs, widths = _widths(rows, heads, size, across)
    low, end = _reach(rows)
    columns = sum(widths) + signs + len(widths) * BESIDE
    wide = max(across - names - BESIDE - 2 * value - columns, NARROW * across)
    point = (end - low) / wide
    left = low - (names + BESIDE + value) * point
    places, at = [], end + value * point
    for number, width in enumerate(widths):
        at += (width + BESIDE + (signs if number == 1 else 0)) * point
        places.append(at)
    right = at + (signs if len(widths) == 1 else 0) * point
    ax.set_xlim(left, right)
    lines = max(int(pitch / (1.2 * size)), 1)
    return Ground(low, end, left, places, point, names / size, lines, size)


def _widths(
    rows: list[Row], heads: list[str], size: float, across: float
) -> tuple[float, float, float, list[float]]:
    """Return what names, a value, signs and the columns take with letters of a size, in points."""
    names = min(max(ems(row.name) for row in rows) * size, NAMES * across)
    value = max(ems(text) for row in rows for text in row.texts) * size + size
    signs = max(ems(row.signs) for row in rows) * size
    cells = zip(*((row.moved, row.rank, row.places) for row in rows), strict=True)
    columns = zip(heads, cells, strict=False)
    return names, value, signs, [max(map(ems, (head, *column))) * size for head, column in columns]


def _reach(rows: list[Row]) -> tuple[float, float]:
    """Return the ends of the scale: zero is one of them where the values lie near it."""
    known = [value for row in rows for value in row.ends if not math.isnan(value)]
    low, high = min(known), max(known)
    if 0 < low < FROM_ZERO * high:
        low = 0.0
    elif FROM_ZERO * low < high < 0:
        high = 0.0
    span = max(high - low, SPAN * max(abs(low), abs(high))) or 1.0
    start = low - (span - (high - low)) / 2
    start = max(start, 0.0) if low >= 0 else start
    return start, start + span
