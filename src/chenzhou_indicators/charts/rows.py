"""How a row of assessments, paces or outlooks reads: its target, numbers and verdict.

A star marks what rests on invented figures. What is expected of a year stands behind the verdict on
a target that is on its way.
"""

from __future__ import annotations

import math
import re
from typing import Any, Protocol

from ..vocabulary import Form, ObsStatus, Status
from .labels import (
    MOST_DIGITS,
    NOTHING,
    Lang,
    bound_label,
    clause_label,
    firm_count_label,
    indicator_label,
    number_label,
    phrase,
    reason_label,
    unit_label,
    word,
)

__all__ = [
    "actual_label",
    "on_firms",
    "promise_label",
    "required_label",
    "row_unit_label",
    "target_label",
    "verdict_label",
]

ON_THE_WAY = (Status.ON_TRACK, Status.LAGGING, Status.REGRESSING)


class Row(Protocol):
    """A row of a table, as a Series or a dict: looked up by column."""

    def __getitem__(self, column: Any, /) -> Any:
        """Return the value of a column."""


def actual_label(row: Row, lang: Lang = "zh") -> str:
    """Write the actual, with digits enough to tell it from what is required.

    Examples
    --------
    >>> row = {"actual": 650.5242, "minimum": 650.5249, "maximum": math.nan, "unit": "100 million CNY",
    ...        "form": "level", "obs_status": "final"}
    >>> actual_label(row)
    '650.524 亿元'
    """
    star = "*" if row["obs_status"] == ObsStatus.ILLUSTRATIVE and not math.isnan(row["actual"]) else ""
    if on_firms(row):
        share = number_label(row["actual"], "fraction", lang)
        return share + star if share == NOTHING else phrase("firm_share", lang, share=share) + star
    text = number_label(row["actual"], row["unit"], lang)
    for bound in (row["minimum"], row["maximum"]):
        for more in range(1, MOST_DIGITS):
            if row["actual"] == bound or text != number_label(bound, row["unit"], lang):
                break
            text = number_label(row["actual"], row["unit"], lang, more=more)
    return text + star


def required_label(row: Row, lang: Lang = "zh") -> str:
    """Write what a target requires."""
    if on_firms(row):
        return phrase("all_firms", lang)
    bounds = [row[bound] for bound in ("minimum", "maximum", "stretch")]
    return bound_label(*bounds, strict=row["strict"], unit=row["unit"], lang=lang)


def row_unit_label(row: Row, lang: Lang = "zh") -> str:
    """Return what the numbers of a row count."""
    return phrase("firm_share_unit", lang) if on_firms(row) else unit_label(row["unit"], lang)


def on_firms(row: Row) -> bool:
    """Say whether a row is judged on the share of firms that meet its target."""
    level = row["form"] in (Form.LEVEL, Form.CHANGE)
    return bool(row["unit"] == "fraction" and level and row["minimum"] == 1)


def promise_label(row: Row, lang: Lang = "zh") -> str:
    """Write how firmly a target is promised, and in which clause."""
    return f"{word('commitment', row['commitment'], lang)} · {clause_label(row['clause'], lang)}"


def verdict_label(row: Row, lang: Lang = "zh") -> str:
    """Write a verdict, and behind it why it cannot be given, how many firms, or what was expected.

    Examples
    --------
    >>> row = {"status": "lagging", "reason": None, "expected": 1.1, "unit": "%"}
    >>> verdict_label(row), verdict_label(row, "en")
    ('进度滞后 (本年应达 1.1%)', 'lagging (expected 1.1%)')
    """
    text, behind = word("status", row["status"], lang), firm_count_label(row["reason"], lang)
    if row["status"] == Status.NOT_ASSESSABLE and not behind:
        behind = re.split("[:：]", reason_label(row["reason"], lang))[0]
    elif row["status"] in ON_THE_WAY and not math.isnan(row["expected"]):
        behind = phrase("expected", lang, value=number_label(row["expected"], row["unit"], lang))
    return f"{text} ({behind})" if behind else text


def target_label(row: Row, lang: Lang = "zh") -> str:
    """Return a target's name; its indicator's where the plan gives none."""
    name = row[f"name_{lang}"]
    return name if isinstance(name, str) else indicator_label(row["indicator"], lang)
