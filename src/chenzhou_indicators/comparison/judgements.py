"""Two judgements side by side: which verdicts were gained, which lost, and what had changed.

A verdict can change because the year did, because the figure or its edition did, or because the target
did. Each is said beside it: progress, revision and moved goalposts look alike in a count of targets met.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import AssessmentComparison, Assessments
from ..units import convertible, in_unit
from ..vintages import least_firm
from ..vocabulary import Status, VerdictChange
from .moves import moved

__all__ = ["compare_assessments"]

KEY = ["plan", "target", "area"]
SHARED = ["indicator", "unit", "clause", "name_zh", "name_en"]  # one column, the second judgement's first
BOUNDS = ["minimum", "maximum"]
SAID = ["indicator", "form", "strict"]


def compare_assessments(before: pd.DataFrame, after: pd.DataFrame) -> DataFrame[AssessmentComparison]:
    """Lay two judgements side by side, and say what became of each verdict.

    Parameters
    ----------
    before, after : DataFrame[Assessments]
        Verdicts of `assess`, each of one year: of two years, of the editions of two days, or by two drafts
        of a plan. Targets are matched by plan, target and area. For the editions of two days
        `compare_vintages` makes both judgements itself.

    Returns
    -------
    DataFrame[AssessmentComparison]
        One row per target and area of either judgement, in the order of `after`, then of what only
        `before` has. ``verdict`` says what became of it; ``figure_changed``, ``edition_changed`` and
        ``target_changed`` what had changed. They are missing where only one judgement has the row, and
        ``edition_changed`` for two years, whose figures have editions of their own. Actuals and bounds are
        in ``unit``, the unit of `after`; where that of `before` does not convert, its values are missing,
        and so is ``figure_changed``.

    Raises
    ------
    TableError
        If one of them is not a table of assessments, or holds a target and area twice.
    ArgumentError
        If one of them holds several years.

    Notes
    -----
    A figure has changed if the actuals differ by more than a relative 1e-9 or only one is known; or if what
    was expected does, in judgements of one year on a target that did not change, for then the figure of the
    baseline was another. An edition has changed if day or source differ; a target if a bound, its
    strictness, its form, its indicator or its due year differ, or its unit does not convert. A target due in
    the very year judged, on both sides, is one asked anew each year: there the due year is no change. A
    stretch decides nothing and is not compared.

    Judgements carry the edition of the year's value alone. A revised value of the year before or of the
    baseline shows in ``figure_changed``, not in ``edition_changed``; and so do another baseline year and
    another second indicator, which they don't carry either. Of two years, what is expected moves with the
    time, and a revised baseline is not seen.

    References
    ----------
    Rules of judgement: ``docs/methods/judgement.md``; comparison: ``docs/methods/comparison.md``.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> observations = ci.load_sample("observations")
    >>> owed = ci.load_plan("chenzhou-2007").targets.query("target == 'patent_applications'")
    >>> years = [ci.assess(observations, owed.assign(due=year), year=year) for year in (2006, 2007)]
    >>> ci.compare_assessments(*years)[["actual_before", "actual_after", "verdict", "target_changed"]]
       actual_before  actual_after verdict  target_changed
    0          331.0         412.0  gained           False
    >>> ci.compare_assessments(pd.concat(years), years[1])
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: before holds several years; choose one of them:
      - 2006
      - 2007
    """
    one, other = (_one_year(frame, name) for frame, name in ((before, "before"), (after, "after")))
    both = pd.concat([other[KEY], one[KEY]]).drop_duplicates(ignore_index=True)
    sides = pd.concat([both, _laid_on(both, one, "_before"), _laid_on(both, other, "_after")], axis=1)
    sides = sides.assign(**{name: sides[f"{name}_after"].fillna(sides[f"{name}_before"]) for name in SHARED})
    sides = _in_one_unit(sides)
    shared = sides["status_before"].notna() & sides["status_after"].notna()
    same_year = sides["year_before"].eq(sides["year_after"]).fillna(value=False).astype(bool)
    target_changed = _target_changed(sides)
    table = sides.assign(
        attainment_change=sides["attainment_after"] - sides["attainment_before"],
        verdict=_verdicts(sides["status_before"], sides["status_after"]),
        figure_changed=_where(
            shared & sides["comparable"], _figure_changed(sides, same_year & ~target_changed)
        ),
        edition_changed=_where(shared & same_year, _differ(sides, ["released", "source"])),
        target_changed=_where(shared, target_changed),
        obs_status=least_firm(sides["obs_status_before"], sides["obs_status_after"]),
    )
    return checked(table[[*AssessmentComparison.to_schema().columns]], AssessmentComparison)


def _one_year(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Admit the verdicts of one year."""
    rows = checked(admit(frame, Assessments, name=name), Assessments, name=name)
    if len(years := sorted(rows["year"].unique())) > 1:
        raise ArgumentError(f"{name} holds several years; choose one of them:", map(str, years))
    return rows


def _laid_on(keys: pd.DataFrame, rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return the rows of a judgement on the keys of both, missing where it has none."""
    wide = keys.merge(rows.assign(year=rows["year"].astype("Int64")), on=KEY, how="left", validate="1:1")
    return wide.drop(columns=KEY).add_suffix(side)


def _in_one_unit(sides: pd.DataFrame) -> pd.DataFrame:
    """Bring the first judgement's values into the unit of the second."""
    theirs = sides["unit_before"].fillna(sides["unit"])
    fits = (theirs == sides["unit"]) | convertible(theirs, sides["unit"])
    values = [f"{name}_before" for name in ("actual", "expected", "required", *BOUNDS)]
    brought = {
        name: in_unit(sides[name].where(fits), theirs.where(fits, sides["unit"]), sides["unit"])
        for name in values
    }
    return sides.assign(**brought, comparable=fits)


# --- what became of a verdict --------------------------------------------------------------------


def _verdicts(before: pd.Series[str], after: pd.Series[str]) -> pd.Series[str]:
    """Return the word for what became of each verdict."""
    met, met_now = before == Status.MET, after == Status.MET
    open_, open_now = before == Status.NOT_ASSESSABLE, after == Status.NOT_ASSESSABLE
    cases = {
        VerdictChange.ADDED: before.isna(),
        VerdictChange.DROPPED: after.isna(),
        VerdictChange.SAME: before == after,
        VerdictChange.NOW_JUDGED: open_,
        VerdictChange.NO_LONGER_JUDGED: open_now,
        VerdictChange.GAINED: met_now,
        VerdictChange.LOST: met,
    }
    words = np.select([*cases.values()], [*map(str, cases)], default=str(VerdictChange.MOVED))
    return pd.Series(words, index=before.index, dtype="str")


def _figure_changed(sides: pd.DataFrame, alike: pd.Series[bool]) -> pd.Series[bool]:
    """Say whether the actual is another, or with year and target alike what was expected."""
    actual, expected = (
        moved(sides[f"{name}_before"], sides[f"{name}_after"]) for name in ("actual", "expected")
    )
    return actual | (expected & alike)


def _target_changed(sides: pd.DataFrame) -> pd.Series[bool]:
    """Say whether bounds, strictness, form, indicator, due year or unit are others."""
    bounds = [moved(sides[f"{name}_before"], sides[f"{name}_after"]) for name in BOUNDS]
    yearly = (sides["due_before"] == sides["year_before"]) & (sides["due_after"] == sides["year_after"])
    later = _differ(sides, ["due"]) & ~yearly.fillna(value=False).astype(bool)
    return pd.concat([*bounds, later, _differ(sides, SAID), ~sides["comparable"]], axis=1).any(axis=1)


def _differ(sides: pd.DataFrame, names: list[str]) -> pd.Series[bool]:
    """Say whether any of some columns differs between the sides; both missing is no difference."""
    pairs = [(sides[f"{name}_before"], sides[f"{name}_after"]) for name in names]
    return pd.concat([(one != other) & ~(one.isna() & other.isna()) for one, other in pairs], axis=1).any(
        axis=1
    )


def _where(known: pd.Series[bool], changed: pd.Series[bool]) -> pd.Series[bool]:
    """Return what changed where it can be said, missing elsewhere."""
    return changed.astype("boolean").where(known)
