"""What a page is built from: sections of paragraphs, tables and lists, all of them text already.

A cell knows its words and what they are sorted by; of escaping, colours and layout it knows nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

import pandas as pd

from ..charts.labels import Lang, area_label, day_label, phrase, reason_label, reason_word, word
from ..charts.numbers import NOTHING
from ..charts.scorecard import SIGNS
from ..vocabulary import PartAbsent, Status

__all__ = [
    "Block",
    "Cell",
    "Fact",
    "Group",
    "Head",
    "Link",
    "Listing",
    "Note",
    "Row",
    "Section",
    "Sub",
    "Table",
    "Term",
    "Terms",
    "area_cell",
    "cut",
    "day_or_nothing",
    "number_cell",
    "page_word",
    "quote",
    "single",
    "uncapitalised",
    "verdict_cell",
    "why_absent",
]

NAME = 120  # characters of a name; the tables of a report hold it whole
SHORT = 30  # characters of an area that need not be broken
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class Link(NamedTuple):
    """A place on the page, and what it is called there."""

    href: str
    text: str


class Cell(NamedTuple):
    """A cell: words, a link, smaller words below, and what the column is sorted by."""

    text: str = ""
    kind: str = ""  # number, verdict, area, quote; how wide it may be; a target that is named again
    note: str = ""
    links: tuple[Link, ...] = ()
    order: str = ""
    sign: str = ""
    status: str = ""
    language: str = ""  # of a quote
    note_href: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.text or self.note or self.links or self.sign)


class Head(NamedTuple):
    """The head of a column: how it is sorted (text, number or not at all), and whether it holds numbers."""

    text: str
    sort: str = ""
    kind: str = ""


class Row(NamedTuple):
    """A row; the first cell is its head."""

    cells: tuple[Cell, ...]
    id: str = ""
    status: str = ""


class Group(NamedTuple):
    """Rows that belong together, with a line above them if there is a heading."""

    rows: tuple[Row, ...]
    heading: str = ""
    more: str = ""
    id: str = ""


class Table(NamedTuple):
    """A table with its caption; where `filters` has words, rows can be chosen by them."""

    id: str
    caption: str
    heads: tuple[Head, ...]
    groups: tuple[Group, ...]
    filters: tuple[Link, ...] = ()
    kind: str = "table"


class Note(NamedTuple):
    """A paragraph; `tone` says whether it leads, explains, or stands for something missing."""

    text: str
    tone: str = "note"
    links: tuple[Link, ...] = ()
    quoted: Cell | None = None
    kind: str = "paragraph"


class Fact(NamedTuple):
    """A name with its number, and how the number is to be read."""

    name: str
    value: str
    more: str = ""


class Listing(NamedTuple):
    """Numbers that matter most, set large."""

    facts: tuple[Fact, ...]
    kind: str = "facts"


class Term(NamedTuple):
    """A word and what it means; `id` is where it is linked to."""

    name: str
    text: str
    id: str = ""
    quoted: Cell | None = None


class Terms(NamedTuple):
    """Words and what they mean."""

    terms: tuple[Term, ...]
    kind: str = "terms"


class Sub(NamedTuple):
    """A heading within a section."""

    text: str
    kind: str = "heading"


Block: TypeAlias = Table | Note | Listing | Terms | Sub


class Section(NamedTuple):
    """A part of the page with its heading, what comes before its pictures, and what behind them."""

    id: str
    title: str
    before: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    part: str = ""


def page_word(key: str, /, lang: Lang, **parts: object) -> str:
    """Return words of the page with their parts filled in.

    Examples
    --------
    >>> page_word("area_count", "en", count=11)
    '11 areas'
    """
    return word("page", key, lang).format(**parts)


def cut(name: str) -> str:
    """Return a name, cut where it is too long for a page."""
    return name if len(name) <= NAME else name[: NAME - 1] + "…"


def area_cell(area: str, lang: Lang) -> Cell:
    """Return the name of an area, kept in one piece unless it is long."""
    name = cut(area_label(area, lang))
    return Cell(name, "area" if len(name) <= SHORT else "", order=name)


def uncapitalised(name: str) -> str:
    """Return a name as it stands within a sentence; initials keep their capitals.

    Examples
    --------
    >>> uncapitalised("Registered population"), uncapitalised("R&D at 2 % of GDP"), uncapitalised("户籍人口")
    ('registered population', 'R&D at 2 % of GDP', '户籍人口')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def single(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Return rows that need no line above them as one group."""
    return (Group(tuple(rows)),)


def number_cell(text: str, value: float = math.nan, note: str = "") -> Cell:
    """Return a number as it is written, sorted by what it is; nothing where it is missing."""
    return Cell(text or NOTHING, "number", note, order="" if pd.isna(value) else repr(float(value)))


def verdict_cell(status: str, note: str, lang: Lang) -> Cell:
    """Return a verdict by sign and word, sorted from the best to what cannot be said."""
    place = [*Status].index(Status(status))
    return Cell(
        word("status", status, lang),
        "verdict",
        note,
        order=str(place),
        sign=SIGNS[Status(status)],
        status=str(status),
    )


def quote(text: str | float, lang: Lang) -> Cell:
    """Return words of a document or source as they stand there, with their language."""
    if not isinstance(text, str):
        return Cell(NOTHING)
    chinese = bool(CHINESE.search(text))
    language = ("" if lang == "zh" else "zh-CN") if chinese else ("en" if lang == "zh" else "")
    return Cell(text, "quote", language=language)


def why_absent(reason: str, lang: Lang) -> tuple[str, Cell | None]:
    """Return why a part is missing; of a part that was refused, behind it what the library said, as said.

    Examples
    --------
    >>> why_absent("no growth accounts given", "en")
    ('no growth accounts given', None)
    """
    if reason_word(reason) != PartAbsent.REFUSED:
        return reason_label(reason, lang), None
    return word("reason", PartAbsent.REFUSED, lang), quote(reason.partition(": ")[2], lang)


def day_or_nothing(days: Sequence[pd.Timestamp], lang: Lang) -> str:
    """Write the first and last of some days, one where they are the same, a dash where none is known."""
    known = sorted({day_label(day) for day in days if not pd.isna(day)})
    if len(known) == 2:
        return phrase("from_to", lang, low=known[0], high=known[1])
    return known[0] if known else NOTHING
