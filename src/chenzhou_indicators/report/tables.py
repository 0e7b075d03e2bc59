"""A table to send round: names beside codes, words and headings in one language, numbers as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import pandas as pd

from ..charts.labels import (
    Lang,
    area_label,
    clause_label,
    indicator_label,
    reason_label,
    unit_label,
    word,
)

__all__ = ["clauses_said", "clean", "headed", "worded"]

# Columns of words, and the group of labels that says what the words are called.
WORDED = {
    **{name: name for name in ("form", "commitment", "obs_status", "method", "likelihood", "rating")},
    **{name: name for name in ("grade", "status")},
    **dict.fromkeys(("verdict", "status_before", "status_after"), "status"),
    "pace_form": "shape",
}
REASONS = ("reason", "reason_before", "reason_after")
DAYS = ("released", "released_before", "released_after", "first_released", "latest_released")
# What turns the direction of letters, so that a text reads as another one; and what no file can hold.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def headed(
    frame: pd.DataFrame, columns: Sequence[str], lang: Lang, *, truths: Iterable[str] = ()
) -> pd.DataFrame:
    """Name what is coded, word what is a closed word, and head the columns.

    Parameters
    ----------
    frame : DataFrame
        Rows of one of our tables.
    columns : sequence of str
        Which columns to keep, in order; ``indicator_name``, ``area_name`` and ``name`` are made.
    lang : "zh" or "en"
        Language of names, words and headings.
    truths : iterable of str, optional
        Columns of true and false.

    Returns
    -------
    DataFrame
        The rows; what is missing stays missing, of a reason an empty text.
    """
    table = frame.assign(area_name=worded(frame["area"], lambda code: area_label(code, lang)))
    if "unit" in frame:
        table["unit"] = worded(frame["unit"], lambda unit: unit_label(unit, lang))
    if "indicator" in frame:
        table["indicator_name"] = worded(frame["indicator"], lambda code: indicator_label(code, lang))
    if "name" in columns:
        table["name"] = frame[f"name_{lang}"].fillna(table["indicator_name"])
    for column in table.columns.intersection([*REASONS]):
        table[column] = worded(table[column], lambda reason: reason_label(reason, lang)).fillna("")
    if "clause" in table:
        table["clause"] = clauses_said(table["clause"], lang)
    for column in table.columns.intersection([*DAYS]):
        table[column] = table[column].dt.strftime("%Y-%m-%d")
    for column in table.columns.intersection([*WORDED]):
        table[column] = worded(table[column], partial(word, WORDED[column], lang=lang))
    for column in truths:
        truth = table[column].astype("boolean").astype("str").str.lower().where(table[column].notna())
        table[column] = worded(truth, lambda code: word("truth", code, lang))
    return table[[*columns]].rename(columns={column: word("column", column, lang) for column in columns})


def clauses_said(clauses: pd.Series[str], lang: Lang) -> pd.Series[str]:
    """Number clauses as Chinese documents do; in English they keep their number alone."""
    return worded(clauses, clause_label) if lang == "zh" else clauses


def clean(text: str) -> str:
    r"""Return a text without control characters and without marks that turn its direction.

    Examples
    --------
    >>> clean("a\x07b\r\nc"), clean("1\u202e23")
    ('a\ufffdb\nc', '123')
    """
    plain = TURNING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return UNSAFE.sub("\ufffd", plain)


def worded(codes: pd.Series[str], say: Callable[[str], str]) -> pd.Series[str]:
    """Say each code, looking every different one up once; missing stays missing."""
    return codes.map({code: say(code) for code in codes.dropna().unique()}).astype("str")
