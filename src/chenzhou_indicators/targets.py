"""Targets as a table: what a row must say so that it can be judged.

A plan file is checked key by key when it is read. A table of targets made by hand, or broken
down to areas, comes in through `admit_targets`, which holds it against the schema and refuses
rows that contradict themselves: a judgement must not make sense of nonsense.
"""

from __future__ import annotations

import pandas as pd
from pandera.typing.pandas import DataFrame

from .doors import admit, count_of
from .errors import TableError
from .schemas import FIRST_YEAR, LAST_YEAR, Targets
from .vocabulary import Commitment, Form, Scope

__all__ = ["MOST_GROWTH", "admit_targets"]

WORDS = {"form": Form, "scope": Scope, "commitment": Commitment}
NEEDED = ["plan", "target", "indicator", "unit", "area", "clause"]
MOST_GROWTH = 3  # a quadrupling in one year; what lies above was meant in percent


def admit_targets(targets: pd.DataFrame) -> DataFrame[Targets]:
    """Bring targets to their schema and refuse what cannot be judged.

    Parameters
    ----------
    targets : DataFrame
        A plan's targets, or a table of that kind made by hand.

    Returns
    -------
    DataFrame[Targets]
        The same rows and index.

    Raises
    ------
    TableError
        Listing what stands in the way of the schema, or every target that is incomplete, contradicts
        itself or stands twice.

    Examples
    --------
    >>> from chenzhou_indicators.plans import load_plan
    >>> targets = load_plan("chenzhou-2007").targets
    >>> admit_targets(targets.assign(minimum=None, maximum=None).iloc[:1])
    Traceback (most recent call last):
    chenzhou_indicators.errors.TableError: targets cannot be judged (1 problem):
      - city_technology_centres: has neither minimum nor maximum
    """
    frame = admit(targets, Targets, name="targets")
    problems = [
        f"{target}: {fault}"
        for fault, rows in _faults(frame).items()
        for target in frame.loc[rows, "target"].unique()
    ]
    if problems:
        raise TableError(f"targets cannot be judged ({count_of(problems)}):", problems)
    return frame


def _faults(targets: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    """Mark the rows of each fault."""
    form, unit, low, high = (targets[column] for column in ("form", "unit", "minimum", "maximum"))
    on_firms = targets["scope"] == Scope.EACH_FIRM
    growing, leading = form == Form.GROWTH, form == Form.LEAD
    bounds = targets[["minimum", "maximum", "stretch"]]
    return {
        **{
            f"{column} is not one of {', '.join(words)}": ~targets[column].isin([*words])
            for column, words in WORDS.items()
        },
        f"one of {', '.join(NEEDED)} is missing": targets[NEEDED].isna().any(axis=1),
        "stands more than once for one area": targets.duplicated(["plan", "target", "area"], keep=False),
        "has neither minimum nor maximum": low.isna() & high.isna(),
        "has its minimum above its maximum": low > high,
        f"is due outside {FIRST_YEAR} to {LAST_YEAR}": ~targets["due"].between(FIRST_YEAR, LAST_YEAR),
        "is counted from its due year or a later one": targets["baseline_year"]
        .ge(targets["due"])
        .fillna(False)
        .astype(bool),
        "has a bound that is not finite": bounds.abs().eq(float("inf")).any(axis=1),
        "growth is a fraction (30 % is 0.30) and its unit is fraction": growing
        & ((unit != "fraction") | (bounds > MOST_GROWTH).any(axis=1)),
        "a lead stands in percentage points": leading & (unit != "percentage points"),
        "a lead needs its second indicator in `against`": leading & targets["against"].isna(),
        "every firm owes it, but no firm_class is named": on_firms & targets["firm_class"].isna(),
        "firms are judged by level or change": on_firms & (growing | leading),
    }
