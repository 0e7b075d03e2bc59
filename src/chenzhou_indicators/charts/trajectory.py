"""The path to a target, and how far along it the figures are.

What the promise asks for is a solid line through its baseline, milestones and target; what was
done are dots. From the latest of them a dashed line leads to the target, and says what is still
needed. It is drawn, not foretold: a projection is another picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..catalog import load_indicators
from ..doors import admit
from ..errors import ArgumentError
from ..schemas import Trajectory
from ..vocabulary import Point
from .drawing import (
    ALERT,
    BLUE,
    INK,
    ems,
    illustrative_line,
    limits,
    one_line,
    require_language,
    unit_line,
    unit_shown,
    value_axis,
    with_gaps,
    year_axis,
)
from .fonts import house_style
from .frame import framed
from .labels import Lang, area_label, indicator_label, listed, phrase, word
from .numbers import difference_label, needed_label, number_labels
from .placement import Label, label_clear
from .rows import starred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "figures_of",
    "one_path",
    "path_name",
    "plot_trajectory",
    "still_needed",
    "usual_unit",
    "within_path",
]

# What the path passes: told apart by mark, filled the more the firmer it is promised.
MARKS = {Point.BASELINE: "s", Point.MILESTONE: "D", Point.TARGET: "*"}
SIZES = {Point.BASELINE: 6.0, Point.MILESTONE: 6.0, Point.TARGET: 13.0}
NUMBER = "count"  # how a number without a unit is written


def plot_trajectory(
    trajectory: pd.DataFrame,
    *,
    observations: pd.DataFrame | None = None,
    unit: str | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw the path a target implies, and beside it what was done.

    Parameters
    ----------
    trajectory : DataFrame[Trajectory]
        One path, from `trajectory`.
    observations : DataFrame[Observations], optional
        Figures in one edition each; those of the path's indicator and area are drawn. Where the path
        names none, they have to be of one indicator and one area.
    unit : str, optional
        Unit of the path's values; the catalogue's for the path's indicator by default, else that of
        the observations, else no unit is written.
    ax : Axes, optional
        Where to draw, with room above for the heading and below for notes; new axes by default.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the indicator and area of the path by default.
    note : str, optional
        A line at the foot, for sources and editions.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `trajectory` or `observations` is not the table it is taken for.
    ArgumentError
        If `trajectory` is empty, holds several paths or has no target, if `observations` hold nothing of
        the path's indicator and area, or several indicators or areas, or if `lang` is unknown.
    EditionError
        If `observations` hold several editions of one year.
    UnitError
        If a unit of the observations cannot be converted into the path's.

    Notes
    -----
    A year without a value is a gap in the line of actuals. What is still needed is the target less
    the latest actual within the path, and the same divided by the years left. An actual that is
    already beyond the target, or falls in the due year, says how far above or below it is.

    Examples
    --------
    China promised R&D of 2 % of GDP by 2010; the census of 2004 had counted 1.23 %:

    >>> import chenzhou_indicators as ci
    >>> path = ci.trajectory(2004, 1.23, 2010, 2.0, area="100000", indicator="rd_intensity")
    >>> known = ci.as_of(ci.load_sample("published"), "2007-12-31")
    >>> ax = ci.plot_trajectory(path, observations=known, lang="en")
    >>> ax.get_title(loc="left")
    'R&D expenditure as a share of GDP, China: the path to the target, and the actual'
    >>> ci.plot_trajectory(path, observations=ci.load_sample("published"))
    Traceback (most recent call last):
    chenzhou_indicators.errors.EditionError: observations hold several editions of one year. Choose ...
    """
    require_language(lang)
    path = one_path(trajectory)
    rows = None if observations is None else figures_of(observations, path)
    unit = unit or usual_unit(path, rows)
    done = pd.Series(dtype="float64") if rows is None else with_gaps(rows, unit or rows["unit"].iloc[0])
    with house_style():
        above = [*illustrative_line([] if rows is None else rows["obs_status"], lang)]
        ax = framed(
            ax, title or _title(path, lang), [*above, *unit_line(unit or "", lang)], _foot(done, lang, note)
        )
        _draw(ax, path, done, unit or NUMBER, _latest_status(rows), lang)
        value_axis(ax, unit or NUMBER)
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def one_path(trajectory: pd.DataFrame) -> pd.DataFrame:
    """Return one path by year; refuse none, several, and one without a target."""
    path = admit(trajectory, Trajectory, name="trajectory")
    if path.empty:
        raise ArgumentError("trajectory is empty; make one with trajectory(2006, 0.8, 2010, 2.0).")
    paths = path[["indicator", "area"]].drop_duplicates()
    if len(paths) > 1:
        raise ArgumentError(
            f"trajectory holds {len(paths)} paths, one is drawn; keep one of:",
            [f"{indicator} in {area}" for indicator, area in paths.itertuples(index=False)],
        )
    if (path["point"] == Point.TARGET).sum() != 1:
        raise ArgumentError(
            f"trajectory has {(path['point'] == Point.TARGET).sum()} rows with the point target; "
            "one is needed: pass the whole path."
        )
    return path.sort_values("year").reset_index(drop=True)


def _named(path: pd.DataFrame, column: str) -> str | None:
    name = path[column].iloc[0]
    return name if isinstance(name, str) else None


def figures_of(observations: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a path's indicator and area."""
    indicator, area = _named(path, "indicator"), _named(path, "area")
    return one_line(observations, name="observations", indicator=indicator, area=area)


def usual_unit(path: pd.DataFrame, rows: pd.DataFrame | None) -> str | None:
    """Return the catalogue's unit of the indicator, else that of the figures."""
    known = load_indicators().set_index("indicator")["unit"].get(_named(path, "indicator") or "")
    if known is not None or rows is None:
        return known
    return str(rows["unit"].iloc[0])


def path_name(path: pd.DataFrame, lang: Lang) -> str:
    """Name the indicator and the area of a path, as far as it has them; else an empty text."""
    indicator, area = _named(path, "indicator"), _named(path, "area")
    name = indicator_label(indicator, lang) if indicator else ""
    if indicator and area:
        return phrase("in_area", lang, name=name, area=area_label(area, lang))
    return name or (area_label(area, lang) if area else "")


def _title(path: pd.DataFrame, lang: Lang) -> str:
    name = path_name(path, lang)
    if not name:
        bare = phrase("path", lang)
        return bare[0].upper() + bare[1:]
    return phrase("path_title", lang, name=name)


def _foot(done: pd.Series[float], lang: Lang, note: str | None) -> list[str]:
    missing = [str(year) for year, value in done.items() if math.isnan(value)]
    gaps = [phrase("no_values", lang, years=listed(missing, lang))] if missing else []
    return [phrase("path_key", lang), *gaps, *([note] if note else [])]


# --- drawing -------------------------------------------------------------------------------------


def _latest_status(rows: pd.DataFrame | None) -> object:
    """Return how firm the latest figure is."""
    known = [] if rows is None else rows.loc[rows["value"].notna(), "obs_status"].tolist()
    return known[-1] if known else None


def _draw(
    ax: Axes, path: pd.DataFrame, done: pd.Series[float], unit: str, status: object, lang: Lang
) -> None:
    known = done.dropna()
    points = path[path["point"].notna()]
    labels = _labels(path, points, known, unit, status, lang)
    due, middle = path["year"].max(), path["year"].mean()
    # What stands beside the dashed line, in the latter half of the path, needs part of the room.
    shares = [1.0 if label.x >= due else 0.6 if label.x > middle else 0.0 for label in labels]
    right = (
        max(ems(label.text) * label.size * share for label, share in zip(labels, shares, strict=True)) + 16
    )
    years = [*path["year"], *done.index]
    year_axis(ax, min(years), max(years), right=right, left=24)
    ax.set_ylim(limits([*path["expected_value"], *known], room=0.16))
    ax.plot(path["year"], path["expected_value"], color=BLUE, linewidth=1.8, zorder=2)
    for row in points.to_dict("records"):
        _mark(ax, row)
    curves: list[tuple[Any, Any]] = [(path["year"], path["expected_value"]), (done.index, done)]
    ax.plot(done.index, done, color=INK, linewidth=1.3, marker="o", markersize=4.5, zorder=4)
    if len(within := within_path(path, known)):
        goal = path.iloc[-1]
        ahead = [within.index[-1], goal["year"]], [within.iloc[-1], goal["expected_value"]]
        if _is_short(path, within):
            ax.plot(*ahead, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=3)
            curves.append(ahead)
    label_clear(ax, labels, curves)


def _mark(ax: Axes, row: Mapping[Any, Any]) -> None:
    point = Point(row["point"])
    colour = ALERT if point == Point.TARGET else BLUE
    face = "white" if point == Point.BASELINE else colour
    ax.plot(
        [row["year"]],
        [row["expected_value"]],
        marker=MARKS[point],
        markersize=SIZES[point],
        color=colour,
        markerfacecolor=face,
        linestyle="none",
        zorder=5,
    )


def within_path(path: pd.DataFrame, known: pd.Series[float]) -> pd.Series[float]:
    """Return the values there are within the years of the path."""
    return known.loc[path["year"].min() : path["year"].max()]


def _is_short(path: pd.DataFrame, within: pd.Series[float]) -> bool:
    """Say whether there is a way left: years, and a value on the near side of the target."""
    start, goal = path["expected_value"].iloc[0], path["expected_value"].iloc[-1]
    left = goal - within.iloc[-1]
    return bool(within.index[-1] < path["year"].iloc[-1] and left != 0 and left * (goal - start) >= 0)


def _labels(
    path: pd.DataFrame,
    points: pd.DataFrame,
    known: pd.Series[float],
    unit: str,
    status: object,
    lang: Lang,
) -> list[Label]:
    """Return what is written beside the points: target, baseline, latest actual, what is needed."""
    values = number_labels([*points["expected_value"], *known.iloc[-1:]], unit_shown(unit), lang)
    labels = [
        Label(
            row["year"],
            row["expected_value"],
            f"{word('point', row['point'], lang)} {text}",
            ALERT if row["point"] == Point.TARGET else BLUE,
        )
        for row, text in zip(points.to_dict("records"), values[: len(points)], strict=True)
    ][::-1]
    if len(known):
        latest = f"{word('column', 'actual', lang)} {starred(values[-1], status)}"
        labels.append(Label(float(known.index[-1]), known.iloc[-1], latest, INK))
    if len(within := within_path(path, known)):
        labels.append(still_needed(path, within, unit, lang))
    return [*labels, _path_label(path, lang)]


def still_needed(path: pd.DataFrame, within: pd.Series[float], unit: str, lang: Lang) -> Label:
    """Say what is needed beside the dashed line; where there is none, how far off the target is."""
    goal, year, value = path.iloc[-1], int(within.index[-1]), float(within.iloc[-1])
    left = float(goal["expected_value"]) - value
    if _is_short(path, within):
        text = needed_label(left, int(goal["year"]) - year, unit, lang)
        return Label((year + goal["year"]) / 2, (value + goal["expected_value"]) / 2, text, INK)
    which = "at_target" if left == 0 else "below_target" if left > 0 else "above_target"
    return Label(year, value, phrase(which, lang, amount=difference_label(abs(left), unit, lang)), INK)


def _path_label(path: pd.DataFrame, lang: Lang) -> Label:
    """Name the path at the middle of its way, between two of its years."""
    at = len(path) // 2
    between = path.iloc[at - 1 : at + 1]
    shape = word("shape", path["shape"].iloc[0], lang)
    text = phrase("bracketed", lang, text=phrase("path", lang), more=shape)
    return Label(between["year"].mean(), between["expected_value"].mean(), text, BLUE)
