"""Which edition of a figure to use.

A figure is published more than once: first as an estimate, then final, then revised after a
census. Every edition is a row of its own, told apart by the day it was `released`. Editions are
chosen, never mixed and never overwritten. An edition without a date is never newer than one
with a date, nor is it the first where one has a date; a value withdrawn by a later edition stays
missing.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from .catalog import load_indicators
from .doors import admit, checked
from .errors import ArgumentError, EditionError, UnitError
from .schemas import Observations, Revisions
from .units import convertible, in_unit
from .vocabulary import ObsStatus

__all__ = [
    "Day",
    "as_of",
    "day_of",
    "first_release",
    "infirmity",
    "known_figures",
    "known_on",
    "latest_vintage",
    "least_firm",
    "newest",
    "newest_marked",
    "require_one_edition",
    "revisions",
    "status_of",
    "undecided",
]

Day = str | date | pd.Timestamp  # a day as callers write it

FIGURE = ["indicator", "area", "year"]
RANKS = {str(status): rank for rank, status in enumerate(ObsStatus)}


def latest_vintage(observations: pd.DataFrame) -> DataFrame[Observations]:
    """Choose the newest edition of every figure.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures, each in any number of editions.

    Returns
    -------
    DataFrame[Observations]
        One row per indicator, area and year, in the order and with the index of the input. A value
        that the newest edition leaves missing is missing.

    Raises
    ------
    TableError
        If `observations` is not a table of observations.
    EditionError
        If two editions of a figure carry the same date, or none, so that neither is newer.

    Examples
    --------
    China's R&D intensity of 2007 was published as 1.49 %, then 1.44, 1.40 and 1.35:

    >>> import chenzhou_indicators as ci
    >>> published = ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")
    >>> ci.latest_vintage(published).query("year == 2007")["value"].tolist()
    [1.35321]
    """
    observations = admit(observations, Observations, name="observations")
    return checked(_decided(observations), Observations, name="observations")


def as_of(observations: pd.DataFrame, date: str | date | pd.Timestamp) -> DataFrame[Observations]:
    """Choose the editions a reader had on a given day.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures, each in any number of editions.
    date : str like "2008-03-31", datetime.date or Timestamp
        The day; an edition released on it counts.

    Returns
    -------
    DataFrame[Observations]
        One row per figure known on that day, in the order and with the index of the input. An
        edition without a date is taken as known, and as older than any with one.

    Raises
    ------
    TableError
        If `observations` is not a table of observations.
    ArgumentError
        If `date` is not a day.
    EditionError
        If two editions of a figure carry the same date, or none.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> published = ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")
    >>> ci.as_of(published, "2009-01-08").query("year == 2007")["value"].tolist()
    [1.49]
    >>> ci.as_of(published, "January 2009")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: January 2009 is not a day; write it like 2009-01-31.
    """
    observations = admit(observations, Observations, name="observations")
    return checked(_decided(known_on(observations, date)), Observations, name="observations")


def first_release(observations: pd.DataFrame) -> DataFrame[Observations]:
    """Choose the edition in which every figure first came out.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures, each in any number of editions.

    Returns
    -------
    DataFrame[Observations]
        One row per figure, in the order and with the index of the input: the edition with the earliest
        date. One without a date is the first only where no edition has a date, for it may have come
        out at any time.

    Raises
    ------
    TableError
        If `observations` is not a table of observations.
    EditionError
        If two editions of a figure carry the earliest date, or there are several and none has one.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> published = ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")
    >>> ci.first_release(published).query("year in (2007, 2010)")["value"].tolist()
    [1.49, 1.76]
    """
    observations = admit(observations, Observations, name="observations")
    return checked(
        _without_ties(observations, _earliest_marked(observations)), Observations, name="observations"
    )


def revisions(observations: pd.DataFrame) -> DataFrame[Revisions]:
    r"""Say how far every figure moved from its first edition to its latest.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures, each in any number of editions; units may differ.

    Returns
    -------
    DataFrame[Revisions]
        One row per figure, ordered by indicator, area and year: ``first``, ``latest`` and
        ``revision`` in ``unit``, the catalogue's; ``relative_revision``, a fraction of the first value,
        missing where that is not above zero; ``n_editions``. A figure without a second edition that
        can be dated has no revision, one that was withdrawn no latest value. ``mean_revision`` and
        ``mean_absolute_revision`` are taken over all revisions of the indicator in the area: over areas
        of different size they would tell of the largest only.

    Raises
    ------
    TableError
        If `observations` is not a table of observations.
    EditionError
        If it cannot be told which edition of a figure is the first or the latest: two carry the same
        date, or there are several and none has one.
    UnitError
        If the editions of an indicator do not convert into one unit.

    Notes
    -----
    With P the first and L the latest value of a figure, the revision is R = L - P, the relative
    revision R / P, the mean revision the mean of R and the mean absolute revision the mean of \|R\|.

    References
    ----------
    McKenzie and Gamba, Interpreting the results of revision analyses: recommended summary
    statistics, OECD and Eurostat task force on revisions analysis, 2008.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> published = ci.load_sample("published").query("indicator == 'rd_intensity' and area == '100000'")
    >>> moved = ci.revisions(published).set_index("year")
    >>> moved.loc[2007, ["first", "latest", "n_editions"]].tolist()
    [1.49, 1.35321, 4.0]
    >>> float(moved.loc[2007, "relative_revision"].round(3))
    -0.092
    """
    observations = admit(observations, Observations, name="observations")
    units = _one_unit_each(observations)
    rows = observations.assign(unit=units, value=_brought(observations, units))
    sides = (first_release(rows), latest_vintage(rows))
    first, latest = (side.set_index(FIGURE)[["value", "released", "unit"]].sort_index() for side in sides)
    again = latest["released"] > first["released"]
    change = (latest["value"] - first["value"]).where(again)
    ranks = rows.assign(rank=infirmity(rows["obs_status"])).groupby(FIGURE)["rank"]
    series = ["indicator", "area"]
    table = pd.DataFrame(
        {
            "unit": latest["unit"],
            "first": first["value"],
            "latest": latest["value"],
            "revision": change,
            "relative_revision": change / first["value"].where(first["value"] > 0),
            "n_editions": ranks.size(),
            "first_released": first["released"],
            "latest_released": latest["released"],
            "mean_revision": change.groupby(level=series).transform("mean"),
            "mean_absolute_revision": change.abs().groupby(level=series).transform("mean"),
            "obs_status": status_of(ranks.max()),
        }
    )
    return checked(table.reset_index(), Revisions)


def known_figures(observations: pd.DataFrame, day: Day | None) -> pd.DataFrame:
    """Choose one edition of each figure: the newest, or that of a day."""
    return latest_vintage(observations) if day is None else as_of(observations, day)


def known_on(observations: pd.DataFrame, day: Day) -> pd.DataFrame:
    """Keep the editions released by a day, and those without a date."""
    released = observations["released"].dt.normalize()  # an edition counts on the whole of its day
    known: pd.DataFrame = observations[(released <= day_of(day)) | released.isna()]
    return known


def newest(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest edition of every figure; of several without a newest, the last row."""
    if not observations.duplicated(FIGURE).any():
        return observations
    # NaT is the smallest int64, so undated editions sort first.
    age = observations["released"].astype("datetime64[us]").to_numpy().view("int64")
    order = np.argsort(age, kind="stable")
    last = ~observations.iloc[order].duplicated(FIGURE, keep="last").to_numpy()
    return observations.iloc[np.sort(order[last])]


def newest_marked(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest edition of every figure, with ``several`` where another one has its date."""
    if not observations.duplicated(FIGURE).any():
        return observations.assign(several=False)
    return newest(observations.assign(several=undecided(observations)))


def undecided(observations: pd.DataFrame) -> pd.Series[bool]:
    """Mark editions of a figure that share their date, or have none, with another one."""
    return observations.duplicated([*FIGURE, "released"], keep=False)


def require_one_edition(observations: pd.DataFrame) -> None:
    """Refuse several editions of one figure, listing the choices."""
    several = observations[observations.duplicated(FIGURE, keep=False)]
    if len(several):
        raise EditionError(
            "Several editions stand unchosen. Choose with as_of(observations, date) "
            "or latest_vintage(observations):",
            _choices(several),
        )


def least_firm(*statuses: pd.Series[str]) -> pd.Series[str]:
    """Return, row by row, the least firm of several observation statuses; missing where all are.

    Examples
    --------
    >>> least_firm(pd.Series(["final", "final"]), pd.Series(["illustrative", None])).tolist()
    ['illustrative', 'final']
    """
    return status_of(pd.concat([infirmity(status) for status in statuses], axis=1).max(axis=1))


def infirmity(statuses: pd.Series[str]) -> pd.Series[float]:
    """Rank observation statuses, firmest 0; missing stays missing, as does a word that is none."""
    codes, words = pd.factorize(statuses)  # each word is looked up once
    ranks = np.array([*(RANKS.get(word, np.nan) for word in words), np.nan])
    return pd.Series(ranks[codes], index=statuses.index, dtype="float64")


def status_of(ranks: pd.Series[float]) -> pd.Series[str]:
    """Return the observation status of each rank that `infirmity` gave."""
    codes = ranks.fillna(-1).astype("int8")
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(list(RANKS))), index=ranks.index).astype("str")


def _decided(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest edition of every figure; refuse those of which none is newest."""
    return _without_ties(observations, newest_marked(observations))


def _earliest_marked(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the edition of every figure with the earliest date, else one without; ties in ``several``."""
    age = observations["released"].astype("datetime64[us]").to_numpy().view("int64")
    order = np.argsort(np.where(observations["released"].isna(), np.iinfo("int64").max, age), kind="stable")
    first = ~observations.iloc[order].duplicated(FIGURE).to_numpy()
    return observations.assign(several=undecided(observations)).iloc[np.sort(order[first])]


def _without_ties(observations: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Return the chosen editions; refuse those that share their date, or the lack of one."""
    open_ = chosen.loc[chosen["several"], [*FIGURE, "released"]]
    if len(open_):
        same = observations.merge(open_, on=[*FIGURE, "released"])
        raise EditionError(
            "Editions of one figure that carry the same date, or none, so that neither is newer. "
            "Give each its own date in `released`, or keep one:",
            _choices(same),
        )
    return chosen.drop(columns="several")


def _one_unit_each(observations: pd.DataFrame) -> pd.Series[str]:
    """Return the unit of each row's indicator: the catalogue's, else the first of its own by name."""
    catalogue = load_indicators().set_index("indicator")["unit"]
    own = observations.groupby("indicator")["unit"].transform("min")
    return observations["indicator"].map(catalogue).fillna(own)


def _brought(observations: pd.DataFrame, units: pd.Series[str]) -> pd.Series[float]:
    """Bring every value to its indicator's unit, or list which cannot be."""
    odd = observations.assign(into=units)[~convertible(observations["unit"], units)]
    if len(odd):
        pairs = odd[["indicator", "unit", "into"]].drop_duplicates().itertuples(index=False)
        raise UnitError(
            "Editions that do not convert into their indicator's unit:",
            [f"{indicator}: {unit} into {into}" for indicator, unit, into in pairs],
        )
    return in_unit(observations["value"], observations["unit"], units)


def _choices(editions: pd.DataFrame) -> list[str]:
    """List the editions of each figure: value and date."""
    released = editions["released"].dt.strftime("%Y-%m-%d").fillna("no date")
    stated = editions["value"].map("{:g}".format) + " (" + released + ")"
    listed = stated.groupby([editions[key] for key in FIGURE], sort=False).agg(", ".join)
    return [f"{indicator} {area} {year}: {text}" for (indicator, area, year), text in listed.items()]


def day_of(day: Day) -> pd.Timestamp:
    """Read a day, given in full; a year or a month alone is no day."""
    whole = not isinstance(day, np.datetime64) or np.datetime_data(day.dtype)[0] not in ("Y", "M", "W")
    # pandas reads 2008 as so many nanoseconds, and numpy's year or month as its first day.
    if not (isinstance(day, str | date | np.datetime64) and whole):
        raise ArgumentError(f"{day!r} is not a day; write it like 2009-01-31.")
    try:
        # pandas reads "2008" or "January 2008" as a first day; a release has to be a full date.
        stamp = pd.Timestamp(date.fromisoformat(day.strip()) if isinstance(day, str) else day)
    except (ValueError, TypeError):
        raise ArgumentError(f"{day} is not a day; write it like 2009-01-31.") from None
    if pd.isna(stamp) or stamp.tzinfo is not None:
        raise ArgumentError(f"{day} is not a plain day without time zone; write it like 2009-01-31.")
    return stamp
