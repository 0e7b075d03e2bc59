"""Chosen figures: sound, in the unit wanted, two years side by side, and which of them are missing.

What is computed from the figures of two years rests on the same steps: one edition of each, every
value and status admissible, one unit, and a name for each figure that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from ..catalog import unit_table
from ..doors import checked
from ..errors import UnitError, did_you_mean
from ..schemas import Observations
from ..units import convertible, in_unit
from ..vintages import infirmity, require_one_edition
from ..vocabulary import Unaccounted

__all__ = ["figures_of", "missing_figures", "reason_where", "two_years"]

Figure = tuple["pd.Series[str] | str", "pd.Series[float]", "pd.Series[float]"]


def figures_of(observations: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Return the figures of some indicators, each in the unit wanted of it.

    Parameters
    ----------
    observations : DataFrame
        Observations of the right columns and types, as `admit` returns them.
    units : mapping of str to str
        Codes of indicators, and the unit each is wanted in.

    Returns
    -------
    DataFrame
        The observations of these indicators, ``value`` and ``unit`` as wanted, with ``rank``, their
        infirmity, missing where the value is.

    Raises
    ------
    EditionError
        If a figure stands in several editions.
    TableError
        If a value is infinite, a status unknown or a text blank.
    UnitError
        If a unit cannot be converted into the one wanted.
    """
    rows = observations[observations["indicator"].isin(list(units))]
    require_one_edition(rows)
    rows = checked(rows, Observations, name="observations")
    wanted = rows["indicator"].map(units).astype("str")
    _require_convertible(rows, wanted)
    return rows.assign(
        value=in_unit(rows["value"], rows["unit"], wanted),
        unit=wanted,
        rank=infirmity(rows["obs_status"].where(rows["value"].notna())),
    )


def _require_convertible(rows: pd.DataFrame, wanted: pd.Series[str]) -> None:
    """Refuse figures in a unit that is unknown or of another dimension, each with its place."""
    odd = rows.assign(into=wanted)[~convertible(rows["unit"], wanted)]
    if len(odd):
        known = {*unit_table()["unit"]}
        hints = {unit: "" if unit in known else did_you_mean(unit, known) for unit in odd["unit"].unique()}
        places = odd[["indicator", "area", "year", "unit", "into"]].itertuples(index=False)
        raise UnitError(
            "Figures that do not convert into the unit needed; correct the unit:",
            [
                f"{indicator} {area} {year}: {unit}{hints[unit]} into {into}"
                for indicator, area, year, unit, into in places
            ],
        )


def two_years(observations: pd.DataFrame, units: Mapping[str, str], years: tuple[int, int]) -> pd.DataFrame:
    """Return the figures of two years side by side, by indicator and area.

    Parameters
    ----------
    observations : DataFrame
        Observations of the right columns and types, as `admit` returns them.
    units : mapping of str to str
        Codes of indicators, and the unit each is wanted in.
    years : (int, int)
        The earlier and the later year.

    Returns
    -------
    DataFrame
        ``before``, ``after`` and ``rank``, the infirmity of the less firm of the two; a row for each
        indicator and area with an observation of either year.

    Raises
    ------
    EditionError, TableError, UnitError
        As `figures_of`, whatever stands in other years.
    """
    rows = figures_of(observations[observations["year"].isin(years)], units)
    before, after = (rows[rows["year"] == year].set_index(["indicator", "area"]) for year in years)
    figures = pd.DataFrame({"before": before["value"], "after": after["value"]})
    return figures.assign(rank=pd.concat([before["rank"], after["rank"]], axis=1).max(axis=1))


def reason_where(condition: pd.Series[bool], reason: pd.Series[str] | str) -> pd.Series[str]:
    """Return a reason where a condition holds, missing elsewhere.

    Examples
    --------
    >>> reason_where(pd.Series([True, False]), Unaccounted.NEGATIVE).tolist()
    ['no logarithm below zero', nan]
    """
    text = reason if isinstance(reason, pd.Series) else str(reason)
    return pd.Series(text, index=condition.index, dtype="str").where(condition)


def missing_figures(
    figures: Iterable[Figure],
    years: tuple[pd.Series[int] | int, pd.Series[int] | int],
    *,
    why: str = Unaccounted.NO_FIGURE,
) -> pd.Series[str]:
    """Say row by row which figures of two years are missing, each by its name and years.

    Parameters
    ----------
    figures : iterable of (str or Series of str, Series of float, Series of float)
        What a figure is called, its values of the earlier and of the later year, all on one index.
    years : (int or Series of int, int or Series of int)
        The earlier and the later year.
    why : str, optional
        The word before the names.

    Returns
    -------
    Series of str
        Missing where no figure is.

    Examples
    --------
    >>> none, some, all_ = pd.Series([None, 2.0]), pd.Series([2.0, None]), pd.Series([3.0, 4.0])
    >>> missing_figures([("capital", none, none), ("labour", all_, some)], (2006, 2007)).tolist()
    ['no figure: capital 2006 2007', 'no figure: labour 2007']
    """
    each = [(name, [before.isna(), after.isna()]) for name, before, after in figures]
    some = pd.concat([gone for _, sides in each for gone in sides], axis=1).any(axis=1)
    text = pd.Series("", index=some.index[some], dtype="str")
    for name, sides in each:
        when = text.where(text == "", "")
        for year, gone in zip(years, sides, strict=True):
            when += reason_where(gone[some], " " + _written(year, some)).fillna("")
        text += reason_where(when != "", ", " + _written(name, some) + when).fillna("")
    return (f"{why}: " + text.str[2:]).reindex(some.index)


def _written(
    value: pd.Series[str] | pd.Series[int] | str | int, some: pd.Series[bool]
) -> pd.Series[str] | str:
    """Write a name or a year, where it differs from row to row those of some rows."""
    return value[some].astype("str") if isinstance(value, pd.Series) else str(value)
