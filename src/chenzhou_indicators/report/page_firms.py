"""What a page says of firms: how many of each class keep their floor and their rise.

A class that the plan asks for no floor or no rise is not counted there, neither as keeping it nor as
silent.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from ..charts.labels import Lang, phrase, word
from ..charts.numbers import NOTHING, number_label
from ..charts.rows import least_firm, starred
from ..vocabulary import FirmClass, Form, Part, Scope
from .contents import Contents
from .page_blocks import Block, Cell, Head, Note, Row, Section, Table, number_cell, page_word, single

__all__ = ["firms_section"]

FLOOR = ("floor_met", "floor_missed", "floor_silent")
RISE = ("rise_met", "rise_missed", "rise_silent")


class _Asked(NamedTuple):
    """The classes of firms that are asked for a floor, and for a rise."""

    floor: set[str]
    rise: set[str]


def firms_section(contents: Contents, firms: pd.DataFrame, lang: Lang) -> Section:
    """Count the firms of each class that keep their floor and their rise, miss them, or do not say."""
    there = [name for name in FirmClass if (firms["firm_class"] == name).any()]
    asked = _Asked(*(_classes_asked(contents.plan.targets, form) for form in (Form.LEVEL, Form.CHANGE)))
    money = bool(asked.floor.intersection(there))
    names = ("floor", "firm_count", *FLOOR, *RISE, *(["eligible"] if money else []))
    heads = (
        Head(page_word("firm_class", lang)),
        *(Head(page_word(name, lang), kind="number") for name in names),
    )
    rows = [
        _row(word("firm_class", name, lang), firms[firms["firm_class"] == name], asked, lang, money=money)
        for name in there
    ]
    if len(rows) > 1:
        rows.append(_row(phrase("total", lang), firms, asked, lang, money=money))
    table = Table("table-firms", page_word("firms", lang, year=firms["year"].iloc[0]), heads, single(rows))
    notes = ["firms_note", *(["firms_starred"] if least_firm(firms["obs_status"]) else [])]
    blocks: tuple[Block, ...] = (table, *(Note(page_word(note, lang)) for note in notes))
    return Section("firms", word("part", Part.FIRMS, lang), blocks=blocks, part=Part.FIRMS)


def _classes_asked(targets: pd.DataFrame, form: Form) -> set[str]:
    """Return the classes that a plan asks for a floor of one form."""
    owed = targets[(targets["scope"] == Scope.EACH_FIRM) & (targets["form"] == form)]
    named = owed.loc[owed["minimum"].notna(), "firm_class"].dropna().str.split(",").explode()
    return {*named.str.strip()}


def _row(name: str, firms: pd.DataFrame, asked: _Asked, lang: Lang, *, money: bool) -> Row:
    floors = firms["required"].unique()
    one = len(floors) == 1 and not pd.isna(floors[0])
    floor = number_label(float(floors[0]), "%", lang) if one else NOTHING
    counts = [
        len(firms),
        *_counted(firms, "meets_floor", asked.floor),
        *_counted(firms, "meets_rise", asked.rise),
    ]
    if money:
        owing = firms["firm_class"].isin(asked.floor)
        counts.append(int(firms["eligible"].sum()) if owing.any() else None)
    status = least_firm(firms["obs_status"])
    return Row((Cell(name, order=name), Cell(floor, "number"), *(_count(count, status) for count in counts)))


def _counted(firms: pd.DataFrame, column: str, asked: Collection[str]) -> list[int | None]:
    """Count the firms that keep what they are asked for, miss it, or do not say; nothing if none is asked."""
    told = firms.loc[firms["firm_class"].isin(asked), column].astype("boolean")
    if told.empty:
        return [None, None, None]
    return [int(told.eq(True).sum()), int(told.eq(False).sum()), int(told.isna().sum())]


def _count(count: int | None, status: str) -> Cell:
    return number_cell("") if count is None else number_cell(starred(f"{count:,}", status), count)
