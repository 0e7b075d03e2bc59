"""Promised against done: one verdict for every target and every area that owes it.

`assess` chooses the editions, finds who owes what, measures each actual in the form of its
target, and judges it. Every owed target has a row: what cannot be judged says why.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import year_number
from ..catalog import area_tree
from ..doors import admit, checked
from ..schemas import Assessments, Observations
from ..targets import admit_targets
from ..vocabulary import Form, Reason, Scope
from .actuals import measured, measured_on_firms
from .attainment import attainment, bounds_hold, gap, level_attainment, progress, required, upper_is_nearer
from .figures import baseline_years, chosen_figures
from .firms import screen_firms
from .owing import owed_by_area
from .status import expected_on_the_way, time_elapsed, verdict

__all__ = ["assess"]


def assess(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    year: int,
    firms: pd.DataFrame | None = None,
    as_of: str | date | pd.Timestamp | None = None,
    areas: pd.DataFrame | None = None,
) -> DataFrame[Assessments]:
    """Judge every target for every area that owes it.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in any number of editions. An observed ratio is used as it stands; one that was
        not observed is computed from its numerator and denominator (see `derive`).
    targets : DataFrame[Targets]
        What is promised, from `load_plan` or made by hand.
    year : int
        The year to judge.
    firms : DataFrame[Firms], optional
        Firms table for the targets every firm owes; without it they cannot be assessed.
    as_of : str like "2008-03-31", date or Timestamp, optional
        Judge by the editions known on that day; by the latest when not given.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Assessments]
        One row per target and owing area, in the order of `targets`, then of the area tree.
        ``actual``, ``required`` and ``gap`` in ``unit``; ``attainment``, ``level_attainment``,
        ``progress`` and ``time_elapsed`` as fractions; ``expected``, what the straight way to the
        bound passes in the year, in ``unit``. ``status`` is the verdict;
        ``not_assessable`` comes with a ``reason``. ``released`` and ``source`` name the edition of
        the year's value, ``obs_status`` the least firm of the values used: an illustrative figure
        makes an illustrative verdict. For a target that every firm owes, the actual is the share
        of firms that meet it, the bound is 1, and ``reason`` counts them.

    Raises
    ------
    TableError
        If a table lacks columns or holds the wrong type, a target contradicts itself or is owed twice
        by one area, or a figure that is needed is infinite or has no known status.
    ArgumentError
        If `year` is not a year or `as_of` not a day.

    Notes
    -----
    With *s* the observed value in the form of the target (level, growth, change, lead), the bounds
    [minimum, maximum] hold when minimum <= s <= maximum, allowing a relative 1e-9; a strict bound
    asks for more than that. In or after the due year the verdict is met or missed. Before it,
    what is not met is held against the straight line from the baseline b to the broken bound m,

    .. math:: e_t = b + (m - b) \\frac{t - t_0}{T - t_0},

    and is on track at or past it, lagging when it moved the right way but is short of it,
    regressing when it moved the wrong way.

    References
    ----------
    Rules of judgement: ``docs/methods/judgement.md``, with worked numbers.

    Examples
    --------
    The promise of 30 % more high-tech output, on the sample's 24 %, is 80 % of the growth and
    95.4 % of the level:

    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007")
    >>> verdicts = ci.assess(ci.load_sample("observations"), plan.targets, year=2007)
    >>> one = verdicts.set_index("target").loc["hightech_output_growth"]
    >>> f"{one['status']}: {one['attainment']:.1%} of the growth, {one['level_attainment']:.1%} of the level"
    'missed: 80.0% of the growth, 95.4% of the level'

    A year that is no year is refused:

    >>> ci.assess(ci.load_sample("observations"), plan.targets, year=207)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: year: 207 is not a year from 1949 to 2100.
    """
    year = year_number(year)
    observations = admit(observations, Observations, name="observations")
    targets = admit_targets(targets)
    areas = area_tree(areas)
    ordered = targets.assign(place=range(len(targets)))
    on_firms = ordered["scope"] == Scope.EACH_FIRM
    owed = owed_by_area(ordered[~on_firms], areas)
    figures = chosen_figures(observations, owed, areas, year=year, as_of=as_of)
    rows = measured(owed, figures, year=year)
    if on_firms.any():
        screen = None if firms is None else screen_firms(firms, targets)
        by_firms = measured_on_firms(ordered[on_firms], screen, areas, year=year)
        rows = pd.concat([rows, by_firms]).sort_values("place", kind="stable")
    return checked(_judged(rows.reset_index(drop=True), year), Assessments, name="assessments")


def _judged(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Hold each measured target against its bounds and its way."""
    actual, minimum, maximum = rows["actual"], rows["minimum"], rows["maximum"]
    bound = required(actual, minimum, maximum)
    elapsed = time_elapsed(year, baseline_years(rows), rows["due"])
    holds = bounds_hold(actual, minimum, maximum, strict=rows["strict"], magnitude=rows["magnitude"])
    unready = _unready(rows, year, holds)
    status = verdict(
        holds=holds,
        assessable=actual.notna() & unready.isna() & ~rows["open"].eq(True),
        due_reached=year >= rows["due"],
        actual=actual,
        upward=~upper_is_nearer(actual, minimum, maximum),
        bound=bound,
        baseline=rows["baseline"],
        elapsed=elapsed,
    )
    grows = rows["form"] == Form.GROWTH
    on_the_way = (year < rows["due"]) & (elapsed >= 0) & actual.notna()
    judged = rows.assign(
        year=year,
        required=bound,
        gap=gap(actual, minimum, maximum),
        attainment=attainment(actual, minimum, maximum),
        level_attainment=level_attainment(actual, minimum).where(grows),
        progress=progress(actual, rows["baseline"], bound),
        time_elapsed=elapsed,
        expected=expected_on_the_way(rows["baseline"], bound, elapsed).where(on_the_way),
        status=status,
        reason=_joined(unready, rows["reason"]),
    )
    return judged[[*Assessments.to_schema().columns]]


def _joined(why: pd.Series[str], counted: pd.Series[str]) -> pd.Series[str]:
    """Set why a target cannot be judged before what was counted, where both are there."""
    stated = why.dropna()
    both = stated.str.cat(counted[stated.index], sep=": ").fillna(stated)
    return counted.where(why.isna(), both.reindex(counted.index))


def _unready(rows: pd.DataFrame, year: int, holds: pd.Series[bool]) -> pd.Series[str]:
    """Say why a target that is not met yet cannot be held against a way to it."""
    early = rows["actual"].notna() & ~holds & (year < rows["due"])
    start = baseline_years(rows)
    reason = pd.Series(None, index=rows.index, dtype="str")
    unknown = early & rows["baseline"].isna()
    reason[unknown] = rows["baseline_reason"].fillna(str(Reason.NO_BASELINE))
    reason[early & start.isna()] = str(Reason.NO_BASELINE_YEAR)
    reason[early & (year < start).fillna(False).astype(bool)] = f"{Reason.BEFORE_BASELINE}: {year}"
    return reason
