"""Which promises have a path: levels that areas owe.

Growth, a change or a lead is asked anew every year and has no way to go; what each firm owes is
judged firm by firm; a milestone is done or not. Such targets keep their row and say so.
"""

from __future__ import annotations

import pandas as pd

from ..assessment.owing import owed_by_area
from ..assessment.reasons import Absence, first_reason
from ..catalog import load_indicators
from ..vocabulary import Form, Kind, Obstacle, Reason, Scope, Shape

__all__ = ["TRACED", "paths_owed"]

# What a row carries from the plan.
TRACED = [
    *("plan", "target", "indicator", "area", "due", "form", "unit", "minimum", "maximum", "strict"),
    *("commitment", "clause", "name_zh", "name_en"),
]


def paths_owed(targets: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return one row per target and owing area, with why it has no path, missing where it has one.

    Parameters
    ----------
    targets : DataFrame[Targets]
        What is promised.
    areas : DataFrame
        The area tree.

    Returns
    -------
    DataFrame
        `targets` with ``area`` the one that owes it, ``shape`` of its way and ``pathless``, the
        reason.
    """
    owed = owed_by_area(targets.assign(place=range(len(targets))), areas)
    kinds = owed["indicator"].map(load_indicators().set_index("indicator")["kind"])
    absences = [
        Absence(owed["unitless"], Reason.NO_UNITS, lambda rows: rows["area"]),
        Absence(owed["scope"] == Scope.EACH_FIRM, Obstacle.ON_FIRMS),
        Absence(owed["form"] != Form.LEVEL, Obstacle.NOT_A_LEVEL),
        Absence((kinds == Kind.MILESTONE) | (owed["unit"] == Kind.MILESTONE), Obstacle.MILESTONE),
    ]
    return owed.assign(pathless=first_reason(owed, absences), shape=_usual_shape(kinds, owed["unit"]))


def _usual_shape(kinds: pd.Series[str], units: pd.Series[str]) -> pd.Series[str]:
    """Return how an indicator is taken to move: ratios and indices by steps, levels by rates.

    An indicator the catalogue does not know is taken by its unit: percentages by steps.
    """
    by_steps = kinds.isin([Kind.RATIO, Kind.INDEX]) | (
        kinds.isna() & units.isin(["%", "fraction", "percentage points"])
    )
    compound = pd.Series(str(Shape.COMPOUND), index=kinds.index, dtype="str")
    return compound.mask(by_steps, str(Shape.LINEAR))
