"""Verdicts made from what areas attained, for tests of scores and ranks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

# What an area attained: a number, None where it could not be assessed, or the status and the number.
Attained: TypeAlias = "float | tuple[str, float | None] | None"

VERDICT = {
    "plan": "test",
    "indicator": "gdp",
    "year": 2007,
    "due": 2007,
    "form": "level",
    "unit": "100 million CNY",
    "actual": None,
    "required": 1.0,
    "gap": None,
    "level_attainment": None,
    "progress": None,
    "time_elapsed": None,
    "reason": None,
    "commitment": "achieve",
    "clause": "1",
    "released": pd.NaT,
    "obs_status": "final",
}


def verdicts(areas: Mapping[str, Mapping[str, Attained]], **common: Any) -> pd.DataFrame:
    """Make verdicts: ``verdicts({"A": {"t": 0.5, "u": None}, "B": {"t": ("lagging", 0.8)}})``."""
    rows = [
        {**VERDICT, "area": area, "target": target, **_judged(attained), **common}
        for area, owed in areas.items()
        for target, attained in owed.items()
    ]
    frame = pd.DataFrame(rows)
    for column in ("actual", "gap", "attainment", "level_attainment", "progress", "time_elapsed"):
        frame[column] = frame[column].astype("float64")
    return frame


def _judged(attained: Attained) -> dict[str, Any]:
    if isinstance(attained, tuple):
        return {"status": attained[0], "attainment": attained[1]}
    if attained is None:
        return {"status": "not_assessable", "attainment": None, "reason": "no value", "obs_status": None}
    return {"status": "met" if attained >= 1 else "missed", "attainment": attained}
