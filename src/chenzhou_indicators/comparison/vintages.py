"""The editions of two days: the same targets and year, judged twice.

Two such judgements differ for one reason only:
the figures were revised.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..assessment.judgement import assess
from ..doors import checked
from ..errors import ArgumentError
from ..schemas import VintageComparison
from ..vintages import day_of, least_firm
from .moves import moved

__all__ = ["compare_vintages"]

KEY = ["plan", "target", "area"]
COMPARED = ["actual", "expected", "status", "reason", "released", "obs_status"]


def compare_vintages(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    year: int,
    before: str | date | pd.Timestamp,
    after: str | date | pd.Timestamp,
    firms: pd.DataFrame | None = None,
    areas: pd.DataFrame | None = None,
) -> DataFrame[VintageComparison]:
    """Judge one year on the editions of two days, and say which verdicts changed.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in all their editions.
    targets : DataFrame[Targets]
        What is promised, from `load_plan` or made by hand.
    year : int
        The year to judge.
    before, after : str like "2008-03-31", date or Timestamp
        The two days, the first not later than the second; editions released on a day count.
    firms : DataFrame[Firms], optional
        Firms table for the targets every firm owes. It has no editions, and counts on both days.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[VintageComparison]
        One row per target and owing area, in the order of `assess`: the actual, what was expected,
        the status, reason and edition of either day, ``figure_changed`` and ``verdict_changed``. What
        was not known on a day is missing there. ``expected`` is there only before the due year.

    Raises
    ------
    TableError
        If a table lacks columns or holds the wrong type, a target contradicts itself or is owed twice
        by one area, or a figure that is needed is infinite or has no known status or year.
    ArgumentError
        If `year` is no year, a day no day, or the first day is the later one.

    Notes
    -----
    Targets, year, firms and areas being the same, a verdict can change only because a figure did.

    References
    ----------
    Rules of judgement: ``docs/methods/judgement.md``; editions: ``docs/methods/vintages.md``.

    Examples
    --------
    The city's R&D intensity of 2007 moved with the GDP and the R&D it is made of; it stayed lagging:

    >>> import chenzhou_indicators as ci
    >>> promise = ci.load_plan("chenzhou-2007").targets.query("target == 'rd_intensity_2010'")
    >>> observations = ci.load_sample("observations")
    >>> moved = ci.compare_vintages(observations, promise, year=2007, before="2008-06-30", after="2008-12-31")
    >>> moved[["actual_before", "actual_after", "status_before", "status_after"]].round(2)
       actual_before  actual_after status_before status_after
    0           0.89          0.92       lagging      lagging
    >>> ci.compare_vintages(observations, promise, year=2007, before="2009", after="2010")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: 2009 is not a day; write it like 2009-01-31.
    """
    if day_of(before) > day_of(after):
        raise ArgumentError(f"before is {before}, later than after, which is {after}; swap them.")
    one, two = (
        assess(observations, targets, year=year, firms=firms, as_of=day, areas=areas)
        for day in (before, after)
    )
    sides = one.merge(two[[*KEY, *COMPARED]], on=KEY, suffixes=("_before", "_after"), validate="1:1")
    changed = {
        name: moved(sides[f"{name}_before"], sides[f"{name}_after"]) for name in ("actual", "expected")
    }
    table = sides.assign(
        figure_changed=changed["actual"] | changed["expected"],
        verdict_changed=sides["status_before"] != sides["status_after"],
        obs_status=least_firm(sides["obs_status_before"], sides["obs_status_after"]),
    )
    return checked(table[[*VintageComparison.to_schema().columns]], VintageComparison)
