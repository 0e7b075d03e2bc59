"""How a row of assessments, paces or outlooks reads: its target, numbers and verdict.

A star marks what rests on invented figures. What is expected of a year stands behind the verdict on
a target that is on its way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import pandas as pd

from ..catalog import load_indicators
from ..vocabulary import Direction, EditionBreak, Form, ObsStatus, Status
from .labels import (
    Lang,
    clause_label,
    firm_count_label,
    indicator_label,
    listed,
    phrase,
    reason_label,
    unit_label,
    word,
)
from .numbers import NOTHING, bound_label, digits_apart, number_label

__all__ = [
    "actual_label",
    "agreement_label",
    "break_keys",
    "expected_label",
    "least_firm",
    "on_firms",
    "places_label",
    "promise_label",
    "rank_label",
    "ranks_key",
    "required_label",
    "row_unit_label",
    "shared_break",
    "signed",
    "starred",
    "status_label",
    "target_label",
    "verdict_label",
]

SIGNS = dict(zip(map(str, EditionBreak), "†‡§", strict=True))
ON_THE_WAY = (Status.ON_TRACK, Status.LAGGING, Status.REGRESSING)


class Row(Protocol):
    """A row of a table, as a Series or a dict: looked up by column."""

    def __getitem__(self, column: Any, /) -> Any:
        """Return the value of a column."""

    def __contains__(self, column: Any, /) -> bool:
        """Say whether there is such a column."""


def actual_label(row: Row, lang: Lang = "zh") -> str:
    """Write the actual, with digits enough to tell it from what is required or expected.

    Examples
    --------
    >>> row = {"actual": 650.5242, "minimum": 650.5249, "maximum": math.nan, "unit": "100 million CNY",
    ...        "form": "level", "obs_status": "final"}
    >>> actual_label(row), required_label({**row, "stretch": math.nan, "strict": False})
    ('650.524 亿元', '≥ 650.5249 亿元')
    """
    text = number_label(row["actual"], row["unit"], lang, more=_more(row))
    if on_firms(row) and text != NOTHING:
        text = phrase("firm_share", lang, share=text)
    return starred(text, row["obs_status"])


def expected_label(row: Row, lang: Lang = "zh") -> str:
    """Write what is expected of the year, with as many digits as the actual beside it.

    Examples
    --------
    >>> row = {"actual": 1.0986, "expected": 1.1036, "minimum": 2.0, "maximum": math.nan, "unit": "%"}
    >>> expected_label(row), expected_label({**row, "actual": 0.92}, "en")
    ('本年应达 1.104%', 'expected 1.1%')
    """
    value = number_label(row["expected"], row["unit"], lang, more=_more(row))
    return phrase("expected", lang, value=value)


def _more(row: Row) -> int:
    """Return the decimals beyond the usual that tell the actual from its bounds and what is expected."""
    others = [row["minimum"], row["maximum"]]
    if "expected" in row and row["expected"] != row["actual"]:  # parts of scores have none
        others.append(row["expected"])
    return digits_apart(row["actual"], others, row["unit"])


def starred(text: str, status: object) -> str:
    """Mark a number that rests on invented figures.

    Examples
    --------
    >>> starred("0.92%", "illustrative"), starred("0.92%", "final"), starred("—", "illustrative")
    ('0.92%*', '0.92%', '—')
    """
    return f"{text}*" if status == ObsStatus.ILLUSTRATIVE and text != NOTHING else text


def least_firm(statuses: Iterable[object]) -> str:
    """Return whether what is made of several figures rests on an invented one; else an empty text.

    Examples
    --------
    >>> least_firm(["final", "illustrative"]), least_firm(["final", float("nan")])
    ('illustrative', '')
    """
    return str(ObsStatus.ILLUSTRATIVE) if ObsStatus.ILLUSTRATIVE in {*statuses} else ""


def signed(text: str, status: object, break_: object) -> str:
    """Mark a difference that rests on invented figures, or on editions that may not compare.

    Examples
    --------
    >>> signed("0.12", "illustrative", "editions of different rounds"), signed("0.12", "final", None)
    ('0.12*‡', '0.12')
    """
    return starred(text, status) + SIGNS.get(str(break_), "")


def break_keys(breaks: Iterable[object], lang: Lang = "zh") -> list[str]:
    """Say what the signs of `signed` mean, of those that are there.

    Examples
    --------
    >>> break_keys(["edition not known", float("nan")], "en"), break_keys([None])
    (['Not wholly comparable: § edition not known.'], [])
    """
    there = {str(break_) for break_ in breaks}
    keys = [f"{sign} {word('reason', name, lang)}" for name, sign in SIGNS.items() if name in there]
    return [phrase("breaks_key", lang, signs=listed(keys, lang, by="semicolon"))] if keys else []


def shared_break(breaks: pd.Series[str]) -> str:
    """Return why figures may not compare where that is one reason for all; else an empty text.

    Examples
    --------
    >>> alike = pd.Series(["edition not known"] * 3)
    >>> shared_break(alike), shared_break(alike.mask([True, False, False]))
    ('edition not known', '')
    """
    alike = breaks.notna().all() and breaks.nunique() == 1
    return str(breaks.iloc[0]) if alike else ""


def rank_label(rank: Any) -> str:
    """Write a rank; an empty text where there is none.

    Examples
    --------
    >>> rank_label(3), rank_label(pd.NA)
    ('3', '')
    """
    return "" if pd.isna(rank) else str(rank)


def ranks_key(indicator: str, lang: Lang = "zh") -> str:
    """Say among which areas ranks are, and which is first.

    Examples
    --------
    >>> ranks_key("gdp", "en")
    'Ranks: among the areas compared, of one level and with figures of both years; the largest first.'
    """
    directions = load_indicators().set_index("indicator")["direction"]
    smaller = directions.get(indicator) == Direction.LOWER
    return phrase("ranks_key_smaller" if smaller else "ranks_key", lang)


def places_label(gained: Any, lang: Lang = "zh") -> str:
    """Write how many places an area rose or fell; an empty text where it has no rank.

    Examples
    --------
    >>> places_label(2, "en"), places_label(-1), places_label(0, "en"), places_label(pd.NA)
    ('up 2', '降1位', 'same', '')
    """
    if pd.isna(gained):
        return ""
    which = "places_up" if gained > 0 else "places_down" if gained < 0 else "places_same"
    return phrase(which, lang, places=abs(gained))


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
    >>> row = {"status": "lagging", "reason": None, "unit": "%",
    ...        "actual": 0.92, "expected": 1.1, "minimum": 2.0, "maximum": math.nan}
    >>> verdict_label(row), verdict_label(row, "en")
    ('进度滞后（本年应达 1.1%）', 'lagging (expected 1.1%)')
    """
    if row["status"] in ON_THE_WAY and not math.isnan(row["expected"]):
        text = word("status", row["status"], lang)
        return phrase("bracketed", lang, text=text, more=expected_label(row, lang))
    return status_label(row["status"], row["reason"], lang)


def status_label(status: str, reason: str | float, lang: Lang = "zh") -> str:
    """Write a verdict, and behind it why it cannot be given, or how many firms.

    Examples
    --------
    >>> status_label("not_assessable", "no value: gdp 2007"), status_label("met", None, "en")
    ('无法评估（缺当年数据）', 'met')
    """
    text, behind = word("status", status, lang), firm_count_label(reason, lang)
    if status == Status.NOT_ASSESSABLE and not behind:
        behind = re.split("[:：]", reason_label(reason, lang))[0]
    return phrase("bracketed", lang, text=text, more=behind) if behind else text


def agreement_label(rows: Sequence[Row], lang: Lang = "zh") -> str:
    """Say whether the methods agree on a target, and on what; where they do not, which says what.

    Examples
    --------
    >>> row = {"method": "linear", "verdict": "missed", "agreement": False, "due": 2010}
    >>> agreement_label([row, {**row, "method": "compound", "verdict": "met"}], "en")
    'The methods disagree. By the median, met by: compound rate; missed by: linear trend'
    """
    agreed, due = rows[0]["agreement"], rows[0]["due"]
    if pd.isna(agreed):
        return phrase("one_method", lang)
    met, missed = (
        [word("method", row["method"], lang) for row in rows if row["verdict"] == verdict]
        for verdict in (Status.MET, Status.MISSED)
    )
    if agreed:
        return phrase("all_meet" if met else "all_miss", lang, due=due)
    return phrase("methods_differ", lang, met=listed(met, lang), missed=listed(missed, lang))


def target_label(row: Row, lang: Lang = "zh") -> str:
    """Return a target's name; its indicator's where the plan gives none."""
    name = row[f"name_{lang}"]
    return name if isinstance(name, str) else indicator_label(row["indicator"], lang)
