"""One figure through its editions: a staircase from release to release.

Every step is what a reader had from one release to the next. An edition without a date has no
place on it and is named at the foot; a value withdrawn is a gap.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..catalog import load_indicators
from ..doors import admit
from ..errors import ArgumentError, EditionError
from ..schemas import Observations
from ..units import convert, convertible
from ..vocabulary import ObsStatus
from .drawing import (
    ALERT,
    BLUE,
    INK,
    illustrative_line,
    limits,
    require_language,
    size_of,
    unit_line,
    unit_shown,
    value_axis,
)
from .fonts import house_style
from .frame import WIDE, framed
from .labels import Lang, area_label, day_label, indicator_label, listed, phrase, word
from .numbers import number_labels
from .placement import Label, label_clear
from .rows import starred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["dated_editions", "one_figure", "plot_revisions", "unit_of"]

FIGURE = ["indicator", "area", "year"]
SHARES = 0.09, 0.12  # of the time between first and last release, kept free before and behind
APART = 45.0  # an edition takes at least so many points where each is labelled
LEAST = 15.0  # days kept free at the least, so that no hours are written


def plot_revisions(
    observations: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "zh",
    title: str | None = None,
    note: str | None = None,
) -> Axes:
    """Draw how one figure moved from edition to edition.

    Parameters
    ----------
    observations : DataFrame[Observations]
        The editions of one figure: one indicator, one area, one year.
    ax : Axes, optional
        Where to draw, with room above for the heading and below for notes; new axes by default.
    lang : "zh" or "en"
        Language of every label.
    title : str, optional
        Heading; the indicator, the area and the year by default.
    note : str, optional
        A line at the foot, for sources.

    Returns
    -------
    Axes
        The axes drawn on; nothing is saved or shown.

    Raises
    ------
    TableError
        If `observations` is not a table of observations.
    ArgumentError
        If it is empty, holds several figures, or no edition has both a date and a value, or if `lang`
        is unknown.
    EditionError
        If two editions carry the same date.
    UnitError
        If the editions stand in units that do not convert.

    Notes
    -----
    Values are drawn in the catalogue's unit where theirs converts into it. An edition is labelled
    with its value, its day and, unless final, its status.

    Examples
    --------
    China's R&D intensity of 2007 was first 1.49 %, and is 1.35 % in the latest edition:

    >>> import chenzhou_indicators as ci
    >>> published = ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")
    >>> ax = ci.plot_revisions(published.query("year == 2007"), lang="en")
    >>> ax.get_title(loc="left")
    'R&D expenditure as a share of GDP, China, 2007: edition by edition'
    >>> ci.plot_revisions(published)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: observations hold 17 figures, the editions of one are ...
    """
    require_language(lang)
    editions = one_figure(observations)
    unit = unit_of(editions)
    editions = editions.assign(value=convert(editions["value"], editions["unit"], unit))
    dated = dated_editions(editions)
    undated = editions[editions["released"].isna()]
    with house_style():
        above = [*illustrative_line(editions["obs_status"], lang), *unit_line(unit, lang)]
        foot = _foot(editions, undated, unit, lang, note)
        across = WIDE if ax is None else size_of(ax)[0]
        if len(_labelled(dated["value"].to_numpy(), across)) < len(dated):
            foot.insert(1, phrase("revisions_labelled", lang, count=len(dated)))
        ax = framed(ax, title or _title(editions.iloc[0], lang), above, foot)
        _draw(ax, editions, dated, unit, lang)
        value_axis(ax, unit)
    return ax


# --- what is drawn -------------------------------------------------------------------------------


def one_figure(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the editions of one figure; refuse none and several."""
    editions = admit(observations, Observations, name="observations")
    if editions.empty:
        raise ArgumentError("observations are empty; pass the editions of one figure.")
    figures = editions[FIGURE].drop_duplicates()
    if len(figures) > 1:
        indicator, area, year = figures.iloc[0]
        raise ArgumentError(
            f"observations hold {len(figures)} figures, the editions of one are drawn; keep it with "
            f"observations.query(\"indicator == '{indicator}' and area == '{area}' and year == {year}\"):",
            [f"{indicator} in {area}, {year}" for indicator, area, year in figures.itertuples(index=False)],
        )
    return editions


def dated_editions(editions: pd.DataFrame) -> pd.DataFrame:
    """Return the editions with a date, by date; refuse what makes no staircase."""
    what = ", ".join(map(str, editions[FIGURE].iloc[0]))
    dated = editions[editions["released"].notna()].sort_values("released", kind="stable")
    if dated.empty:
        raise ArgumentError(f"No edition of {what} has a date; give each the day it was released.")
    if dated["value"].isna().all():
        raise ArgumentError(f"No dated edition of {what} has a value; there is nothing to draw.")
    same = dated[dated["released"].duplicated(keep=False)]
    if len(same):
        raise EditionError(
            f"Editions of {what} carry the same date; give each its own in `released`, or keep one:",
            [
                f"{day_label(row['released'])}: {row['value']:g} ({row['source']})"
                for row in same.to_dict("records")
            ],
        )
    return dated


def unit_of(editions: pd.DataFrame) -> str:
    """Return the catalogue's unit where the editions' convert into it, else that of the first."""
    own = str(editions["unit"].iloc[0])
    known = load_indicators().set_index("indicator")["unit"].get(editions["indicator"].iloc[0], own)
    return str(known) if convertible(editions["unit"], known).all() else own


def _title(first: pd.Series[Any], lang: Lang) -> str:
    name = indicator_label(first["indicator"], lang)
    named = phrase("in_area", lang, name=name, area=area_label(first["area"], lang))
    return phrase("revisions_title", lang, name=named, year=first["year"])


def _foot(
    editions: pd.DataFrame, undated: pd.DataFrame, unit: str, lang: Lang, note: str | None
) -> list[str]:
    lines = [phrase("revisions_key", lang)]
    if len(undated):
        values = number_labels(list(undated["value"]), unit, lang, apart=[list(editions["value"])])
        named = [
            phrase(
                "bracketed", lang, text=value, more=listed([word("obs_status", status, lang), source], lang)
            )
            for value, status, source in zip(values, undated["obs_status"], undated["source"], strict=True)
        ]
        lines.append(phrase("undated", lang, editions=listed(named, lang, by="semicolon")))
    return [*lines, *([note] if note else [])]


# --- drawing -------------------------------------------------------------------------------------


def _draw(ax: Axes, editions: pd.DataFrame, dated: pd.DataFrame, unit: str, lang: Lang) -> None:
    days = np.asarray(_dates().date2num(dated["released"].to_numpy()), dtype="float64")
    values = dated["value"].to_numpy()
    span = days[-1] - days[0]
    before, behind = (max(share * span, LEAST) for share in SHARES)
    x = np.append(days, days[-1] + behind)
    y = np.append(values, values[-1])
    ax.set_xlim(days[0] - before, x[-1])
    ax.set_ylim(limits(values, room=0.28))
    _date_axis(ax)
    ax.step(x, y, where="post", color=BLUE, linewidth=1.8, zorder=3)
    ax.plot(days, values, linestyle="none", marker="o", markersize=5, color=BLUE, zorder=4)
    standing = dated["value"].ffill().bfill().to_numpy()  # where the mark of a withdrawal stands
    gone = np.isnan(values)
    ax.plot(
        days[gone],
        standing[gone],
        linestyle="none",
        marker="x",
        markersize=7,
        markeredgewidth=1.6,
        color=ALERT,
        zorder=5,
    )
    texts, labelled = _texts(editions, dated, unit, lang), _labelled(values, size_of(ax)[0])
    labels = [
        Label(days[place], standing[place], texts[place], ALERT if gone[place] else INK)
        for place in sorted(labelled)
    ]
    label_clear(ax, labels, [(np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1])])


def _labelled(values: npt.NDArray[np.float64], across: float) -> set[int]:
    """Return which editions are labelled: all, or of too many the first, last, least and most."""
    if len(values) <= across / APART:
        return {*range(len(values))}
    return {0, len(values) - 1, int(np.nanargmin(values)), int(np.nanargmax(values))}


def _texts(editions: pd.DataFrame, dated: pd.DataFrame, unit: str, lang: Lang) -> list[str]:
    """Return what is written at each edition: its value, its day, and its status unless final."""
    texts = []
    values = number_labels(list(dated["value"]), unit_shown(unit), lang, apart=[list(editions["value"])])
    published = dated["value"].notna().cummax()
    for value, row, before in zip(values, dated.to_dict("records"), published, strict=True):
        # What never had a value cannot be withdrawn.
        shown = phrase("withdrawn" if before else "no_value", lang) if math.isnan(row["value"]) else value
        status = word("obs_status", row["obs_status"], lang)
        behind = "" if row["obs_status"] == ObsStatus.FINAL else f" {status}"
        texts.append(f"{starred(shown, row['obs_status'])}\n{day_label(row['released'])}{behind}")
    return texts


def _date_axis(ax: Axes) -> None:
    """Write the days of the axis: years, or months where there are few."""
    locator = _dates().AutoDateLocator(minticks=3, maxticks=8)
    by_digits = ["%Y", "%Y-%m", "%Y-%m-%d", *["%H:%M"] * 3]  # no names of months: they have a language
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(
        _dates().ConciseDateFormatter(locator, formats=by_digits, zero_formats=by_digits, show_offset=False)
    )


def _dates() -> Any:  # its functions are untyped
    from matplotlib import dates

    return dates
