"""Which edition of a figure to use.

A figure is published more than once: first as an estimate, then final, then revised after a
census. Every edition is a row of its own, told apart by the day it was `released`. Editions are
chosen, never mixed and never overwritten. An edition without a date is never newer than one
with a date; a value withdrawn by a later edition stays missing.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from .doors import admit, checked
from .errors import ArgumentError, EditionError
from .schemas import Observations
from .vocabulary import ObsStatus

__all__ = [
    "as_of",
    "infirmity",
    "known_on",
    "latest_vintage",
    "least_firm",
    "newest",
    "newest_marked",
    "require_one_edition",
    "status_of",
    "undecided",
]

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


def known_on(observations: pd.DataFrame, day: str | date | pd.Timestamp) -> pd.DataFrame:
    """Keep the editions released by a day, and those without a date."""
    released = observations["released"].dt.normalize()  # an edition counts on the whole of its day
    known: pd.DataFrame = observations[(released <= _day(day)) | released.isna()]
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
    codes = pd.Index(list(RANKS)).get_indexer(pd.Index(statuses))
    return pd.Series(codes, index=statuses.index, dtype="float64").replace(-1.0, float("nan"))


def status_of(ranks: pd.Series[float]) -> pd.Series[str]:
    """Return the observation status of each rank that `infirmity` gave."""
    codes = ranks.fillna(-1).astype("int8")
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(list(RANKS))), index=ranks.index).astype("str")


def _decided(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest edition of every figure; refuse those of which none is newest."""
    chosen = newest_marked(observations)
    open_ = chosen.loc[chosen["several"], [*FIGURE, "released"]]
    if len(open_):
        same = observations.merge(open_, on=[*FIGURE, "released"])
        raise EditionError(
            "Editions of one figure that carry the same date, or none, so that neither is newer. "
            "Give each its own date in `released`, or keep one:",
            _choices(same),
        )
    return chosen.drop(columns="several")


def _choices(editions: pd.DataFrame) -> list[str]:
    """List the editions of each figure: value and date."""
    released = editions["released"].dt.strftime("%Y-%m-%d").fillna("no date")
    stated = editions["value"].map("{:g}".format) + " (" + released + ")"
    listed = stated.groupby([editions[key] for key in FIGURE], sort=False).agg(", ".join)
    return [f"{indicator} {area} {year}: {text}" for (indicator, area, year), text in listed.items()]


def _day(day: str | date | pd.Timestamp) -> pd.Timestamp:
    if not isinstance(day, str | date | np.datetime64):  # pandas reads 2008 as so many nanoseconds
        raise ArgumentError(f"{day!r} is not a day; write it like 2009-01-31.")
    try:
        # pandas reads "2008" or "January 2008" as a first day; a release has to be a full date.
        stamp = pd.Timestamp(date.fromisoformat(day.strip()) if isinstance(day, str) else day)
    except (ValueError, TypeError):
        raise ArgumentError(f"{day} is not a day; write it like 2009-01-31.") from None
    if pd.isna(stamp) or stamp.tzinfo is not None:
        raise ArgumentError(f"{day} is not a plain day without time zone; write it like 2009-01-31.")
    return stamp
