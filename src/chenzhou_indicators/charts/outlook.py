"""The outlook: what every method says of one target, against what was promised.

The method to read first has the broad line and the filled band, the others thin ones; on the
right every method's interval stands by itself, with its median and its probability in words.
Figures that came out later are hollow: no method knew them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..doors import admit
from ..errors import ArgumentError
from ..schemas import Outlook
from ..vocabulary import Method
from .drawing import (
    ALERT,
    BLUE,
    INK,
    OCHRE,
    PLUM,
    below_axis,
    ems,
    illustrative_line,
    limits,
    one_line,
    readable,
    require_language,
    unit_line,
    unit_shown,
    value_axis,
    with_gaps,
    year_axis,
)
from .fonts import house_style
from .frame import framed
from .labels import Lang, area_label, listed, phrase, reason_label, word
from .numbers import bound_label, chance_label, number_labels, share_label
from .placement import Label, label_column
from .rows import agreement_label, starred, target_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["one_target", "plot_outlook"]

# Told apart by colour-blind eyes and, by dashes and marks, on a grey print.
COLOURS = {
    Method.LINEAR: BLUE,
    Method.DRIFT: OCHRE,
    Method.LOG_LINEAR: PLUM,
    Method.COMPOUND: "#2f8f7a",
    Method.NO_CHANGE: "#7a7a7a",
}
DASHES: dict[Method, Any] = {
    Method.LINEAR: "-",
    Method.DRIFT: (0, (5, 2)),
    Method.LOG_LINEAR: (0, (1, 1.4)),
    Method.COMPOUND: (0, (4, 1.2, 1, 1.2)),
    Method.NO_CHANGE: (0, (9, 4)),
}
MARKS = {
    Method.LINEAR: "o",
    Method.DRIFT: "s",
    Method.LOG_LINEAR: "^",
    Method.COMPOUND: "D",
    Method.NO_CHANGE: "v",
}
STRONG, THIN = 2.6, 1.2  # lines of the method to read first, and of the others
STEP = 12.0  # from one interval on the right to the next, in points
NEAR = 12.0  # from the last interval to the labels


class Ground(NamedTuple):
    """Where things stand along the foot: last year, step of intervals, start of ties and of labels."""

    end: int
    step: float
    tie: float
    labels: float


def plot_outlook(
    outlook: pd.DataFrame,
    *,
    observations: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw what every method says of one target in one area.

    Parameters
    ----------
    outlook : DataFrame[Outlook]
        The rows of one target in one area, from `outlook`. With ``every_year=True`` each method has its
        band over the years, else its interval in the due year only.
    observations : DataFrame[Observations], optional
        Figures in one edition each. Those up to the last year the projections rest on are drawn as the
        past, later ones up to the due year as the outcome.
    ax : Axes, optional
        Where to draw, with room above for the heading and below for notes; new axes by default.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the target, the area and the due year by default.
    note : str, optional
        A line at the foot, for sources and editions.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `outlook` or `observations` is not the table it is taken for.
    ArgumentError
        If `outlook` is empty, holds several targets or areas, has no row of the due year or no
        projection, if `observations` hold nothing of the target's indicator and area, or another
        edition of the last year than the outlook rests on, or if `lang` is unknown.
    EditionError
        If `observations` hold several editions of one year.
    UnitError
        If a unit of the observations cannot be converted into the target's.

    Notes
    -----
    The value axis holds the figures, the medians and the bounds, and of the intervals what lies no
    further beyond these than they are apart; an arrow says that an interval goes on. A method
    without a projection is named at the foot with its reason.

    Examples
    --------
    The promise of 2 % of GDP by 2010, looked at for the whole country from the figures of 2007:

    >>> import chenzhou_indicators as ci
    >>> promise = ci.load_plan("chenzhou-2007").targets.query("target == 'rd_intensity_2010'")
    >>> known = ci.as_of(ci.load_sample("published"), "2007-12-31")
    >>> ahead = ci.outlook(known, promise.assign(area="100000"), year=2007, every_year=True)
    >>> ax = ci.plot_outlook(ahead, observations=known, lang="en")
    >>> [text.get_text() for text in ax.texts if "disagree" in text.get_text()][0].replace("\\n", " ")
    'The methods disagree. By the median, met by: log-linear trend, compound rate; missed by: ...'
    >>> ci.plot_outlook(ahead.iloc[:0])
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: outlook is empty; make one with outlook(observations, ...
    """
    require_language(lang)
    rows = one_target(outlook)
    first = rows.iloc[0]
    figures = None if observations is None else _figures(observations, first)
    values = pd.Series(dtype="float64") if figures is None else with_gaps(figures, first["unit"])
    due = rows[(rows["year"] == rows["due"]) & rows["median"].map(math.isfinite)]
    ends = _ends(due, values)
    with house_style():
        statuses = [*rows["obs_status"], *([] if figures is None else figures["obs_status"])]
        above = [*illustrative_line(statuses, lang), (agreement_label(due.to_dict("records"), lang), INK)]
        foot = [*_keys(due, ends, lang), *_absences(rows, values, lang), *([note] if note else [])]
        ax = framed(ax, title or _title(first, lang), [*above, *unit_line(first["unit"], lang)], foot)
        ax.set_ylim(ends)
        _draw(
            ax,
            rows,
            due,
            values,
            {} if figures is None else dict(zip(figures["year"], figures["obs_status"], strict=True)),
            lang,
        )
        value_axis(ax, first["unit"])
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def one_target(outlook: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one target in one area by year; refuse what is no picture."""
    rows = admit(outlook, Outlook, name="outlook")
    if rows.empty:
        raise ArgumentError("outlook is empty; make one with outlook(observations, targets, year=...).")
    which = rows[["plan", "target", "area"]].drop_duplicates()
    if len(which) > 1:
        _, target, area = which.iloc[0]
        raise ArgumentError(
            f"outlook holds {len(which)} targets or areas, one is drawn; keep it with "
            f"outlook.query(\"target == '{target}' and area == '{area}'\"):",
            [f"{target} of {plan} in {area}" for plan, target, area in which.itertuples(index=False)],
        )
    what = f"{rows['target'].iloc[0]} in {rows['area'].iloc[0]}"
    at_due = rows[rows["year"] == rows["due"]]
    if at_due.empty:
        raise ArgumentError(
            f"{what} has no row of its due year {rows['due'].iloc[0]}; pass its whole outlook."
        )
    if not at_due["median"].map(math.isfinite).any():
        reasons = at_due["reason"].dropna().unique()
        why = reasons[0] if len(reasons) else "no median"
        raise ArgumentError(
            f"{what} has no projection to draw – {why}; leave it out with outlook.dropna(subset='median')."
        )
    twice = rows[rows.duplicated(["method", "year"])]
    if len(twice):
        method, year = twice[["method", "year"]].iloc[0]
        raise ArgumentError(f"{what} has {method} {year} twice; draw one outlook at a time.")
    return rows.sort_values("year", kind="stable")


def _figures(observations: pd.DataFrame, first: pd.Series[Any]) -> pd.DataFrame:
    """Return the figures of the target's series, in the edition the outlook rests on."""
    rows = one_line(observations, name="observations", indicator=first["indicator"], area=first["area"])
    rows = rows[rows["year"] <= int(first["due"])]
    value = with_gaps(rows, first["unit"]).get(first["last_year"], math.nan) if len(rows) else math.nan
    if not math.isnan(value) and not math.isclose(value, first["last_value"], rel_tol=1e-9):
        raise ArgumentError(
            f"observations give {value:g} for {first['last_year']}, the outlook rests on "
            f"{first['last_value']:g}; pass the same edition, with as_of(observations, date)."
        )
    return rows


def _title(first: pd.Series[Any], lang: Lang) -> str:
    name = phrase("in_area", lang, name=target_label(first, lang), area=area_label(first["area"], lang))
    return phrase("outlook_title", lang, name=name, due=first["due"])


def _bounds(first: pd.Series[Any]) -> list[float]:
    """Return what is promised: a floor, a ceiling or both."""
    return [float(first[bound]) for bound in ("minimum", "maximum") if not math.isnan(first[bound])]


def _ends(due: pd.DataFrame, values: pd.Series[float]) -> tuple[float, float]:
    """Return the ends of the value axis: intervals may be wide, and are cut before the rest is squeezed."""
    core = [*values, *due["median"], *due["last_value"], *_bounds(due.iloc[0])]
    return limits(core, [*due["lower"], *due["upper"]], room=0.05)


def _keys(due: pd.DataFrame, ends: tuple[float, float], lang: Lang) -> list[str]:
    """Say how to read the picture."""
    first = due.iloc[0]
    key = phrase("outlook_key", lang, level=share_label(first["level"]), due=first["due"])
    cut = due["lower"].lt(ends[0]).any() or due["upper"].gt(ends[1]).any()
    return [key, phrase("cut_off", lang)] if cut else [key]


def _absences(rows: pd.DataFrame, values: pd.Series[float], lang: Lang) -> list[str]:
    """Say which method has no projection and why, and which years no value."""
    silent = rows[(rows["year"] == rows["due"]) & ~rows["median"].map(math.isfinite)]
    lines = []
    if len(silent):
        named = []
        for row in silent.to_dict("records"):
            method, why = word("method", row["method"], lang), reason_label(row["reason"], lang)
            named.append(phrase("bracketed", lang, text=method, more=why) if why else method)
        lines.append(phrase("no_projection", lang, methods=listed(named, lang)))
    missing = [str(year) for year, value in values.items() if math.isnan(value)]
    if missing:
        lines.append(phrase("no_values", lang, years=listed(missing, lang)))
    return lines


# --- drawing -------------------------------------------------------------------------------------


def _draw(
    ax: Axes,
    rows: pd.DataFrame,
    due: pd.DataFrame,
    values: pd.Series[float],
    statuses: Mapping[Any, object],
    lang: Lang,
) -> None:
    first = due.iloc[0]
    last_year = int(first["last_year"])
    past = values[values.index <= last_year] if len(values) else pd.Series({last_year: first["last_value"]})
    outcome = values[values.index > last_year].dropna()
    labels = _labels(due, outcome, statuses, lang)
    wide = max(ems(label.text) * label.size for label in labels)
    end = max([first["due"], *outcome.index])
    strip = STEP * (len(due) + 1)
    point = year_axis(ax, min([last_year, *past.index]), end, right=strip + NEAR + wide + 4)
    ground = Ground(int(end), STEP * point, end + strip * point, end + (strip + NEAR) * point)
    _draw_bounds(ax, _bounds(first), ground)
    for place, (method, each) in enumerate(_by_method(rows, due)):
        _draw_method(ax, Method(method), each, ground, place)
    ax.plot(past.index, past, color=INK, linewidth=1.5, marker="o", markersize=4, zorder=7)
    if len(outcome):
        hollow: dict[str, Any] = {
            "linestyle": "none",
            "marker": "o",
            "markersize": 6,
            "markerfacecolor": "white",
        }
        ax.plot(outcome.index, outcome, color=INK, markeredgewidth=1.3, zorder=8, **hollow)
    label_column(ax, labels, tie=ground.tie, at=ground.labels)
    below_axis(ax, ground.end + 1.5 * ground.step, phrase("due_intervals", lang, due=first["due"]))


def _by_method(rows: pd.DataFrame, due: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return each method that has a projection with its rows, in the order of the table."""
    return [(method, rows[rows["method"] == method]) for method in due["method"]]


def _draw_bounds(ax: Axes, bounds: list[float], ground: Ground) -> None:
    """Draw what is promised across the picture, a band filled."""
    left, right = ax.get_xlim()[0], ground.tie
    for bound in bounds:
        ax.hlines(bound, left, right, color=ALERT, linewidth=1.3, linestyle=(0, (7, 3)), zorder=3)
    if len(bounds) == 2:
        ax.fill_between([left, right], bounds[0], bounds[1], color=ALERT, alpha=0.07, linewidth=0, zorder=0)


def _draw_method(ax: Axes, method: Method, rows: pd.DataFrame, ground: Ground, place: int) -> None:
    """Draw a method: its way from the last value, its band over the years, its interval on the right."""
    colour, due = COLOURS[method], rows.iloc[-1]
    strong = bool(due["read_first"])
    width = STRONG if strong else THIN
    style = {"color": colour, "linestyle": DASHES[method], "zorder": 6 if strong else 5}
    start = [due["last_year"], rows["year"].iloc[0]], [due["last_value"], rows["median"].iloc[0]]
    ax.plot(*start, **{**style, "linewidth": 0.8})
    if len(rows) > 1:
        ax.plot(rows["year"], rows["median"], **style, linewidth=width)
        fill: dict[str, Any] = {"alpha": 0.2 if strong else 0.05, "linewidth": 0, "zorder": 1}
        ax.fill_between(rows["year"], rows["lower"], rows["upper"], color=colour, **fill)
        if not strong:
            for edge in ("lower", "upper"):
                ax.plot(rows["year"], rows[edge], **{**style, "linewidth": 0.6, "alpha": 0.75, "zorder": 2})
    at = ground.end + (place + 1) * ground.step
    ax.plot([due["year"], ground.tie], [due["median"]] * 2, color=colour, linewidth=0.5, alpha=0.6, zorder=4)
    _draw_interval(ax, at, due, colour, width)
    ax.plot(
        [at], [due["median"]], marker=MARKS[method], markersize=6 if strong else 5, color=colour, zorder=8
    )


def _draw_interval(ax: Axes, at: float, due: pd.Series[Any], colour: str, width: float) -> None:
    """Draw the interval of the due year; an arrow where it goes on beyond the picture."""
    low, high = ax.get_ylim()
    ends = max(due["lower"], low), min(due["upper"], high)
    if math.isnan(due["lower"]):
        return
    ax.vlines(at, *ends, color=colour, linewidth=width, zorder=5)
    for end, value, mark in zip(ends, (due["lower"], due["upper"]), ("v", "^"), strict=True):
        if end != value:
            ax.plot([at], [end], marker=mark, markersize=5, color=colour, clip_on=False, zorder=9)


# --- labels on the right -------------------------------------------------------------------------


def _labels(
    due: pd.DataFrame, outcome: pd.Series[float], statuses: Mapping[Any, object], lang: Lang
) -> list[Label]:
    """Return the labels of the methods, the target and the outcome, each with the height it belongs to."""
    first, bounds = due.iloc[0], _bounds(due.iloc[0])
    latest = outcome.iloc[-1:]
    unit = unit_shown(first["unit"])
    texts = number_labels([*due["median"], *latest, *bounds], unit, lang)
    labels = []
    for row, text in zip(due.to_dict("records"), texts[: len(due)], strict=True):
        head = f"{word('method', row['method'], lang)} {starred(text, row['obs_status'])}"
        if row["read_first"]:
            head = phrase("bracketed", lang, text=head, more=phrase("read_first", lang))
        chance = chance_label(row["probability"], row["likelihood"], lang)
        size = 9.0 if row["read_first"] else 8.0
        labels.append(
            Label(
                0, row["median"], f"{head}\n{chance}".strip(), readable(COLOURS[Method(row["method"])]), size
            )
        )
    if bounds:
        low, high, strict = first["minimum"], first["maximum"], bool(first["strict"])
        promised = bound_label(low, high, math.nan, strict=strict, unit=unit, lang=lang)
        text = f"{word('point', 'target', lang)} {promised}"
        labels.append(Label(0, sum(bounds) / len(bounds), text, ALERT))
    for year, value in latest.items():
        stated = phrase("year_value", lang, year=year, value=starred(texts[len(due)], statuses.get(year)))
        labels.append(Label(0, value, f"{phrase('outcome', lang)}\n{stated}", INK))
    return labels
