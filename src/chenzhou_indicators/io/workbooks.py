"""Sheets of .xlsx, .ods and .xls workbooks.

calamine reads the cells. Before it does, the file itself is gone through (`packages`,
`excel97`), for what a reader of values never sees: errors and formulas without a value,
percentages, and how far the cells reach.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from ..errors import ArgumentError, TableError
from .cells import COVERED, SheetMarks, TextTable, cell_text, shown, text_frame
from .excel97 import excel97_marks
from .packages import package_marks

__all__ = ["WORKBOOK_TYPES", "read_workbook"]

WORKBOOK_TYPES = (".xlsx", ".xls", ".ods")

Span = tuple[range, range]  # rows counted from 1, columns from 0


def read_workbook(content: bytes, name: str, sheet: int | str | None) -> TextTable:
    """Read one sheet of a workbook into text.

    Raises
    ------
    TableError
        If it is no workbook, damaged, protected, too large, or has cells under no heading.
    ArgumentError
        If `sheet` is not there, or none is chosen and several are filled.
    """
    if content.startswith(b"PK"):
        marks = package_marks(content, name)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        marks = excel97_marks(content, name)
    else:
        kind = "a web page" if b"<html" in content[:2000].lower() else "a text or something else"
        raise TableError(
            f"{name} is no workbook but {kind}, whatever its name says. Save it as .xlsx or .csv."
        )
    title = _chosen_title(marks, sheet, name)
    try:
        found = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(title)
        cells = found.to_python(skip_empty_area=False)
        covered = _covered(found)
    except PasswordError:
        raise TableError(f"{name} is protected by a password; save it without one.") from None
    except BaseException as error:
        # A panic of the reader is no Exception, and its class cannot be imported.
        panic = type(error).__name__ == "PanicException"
        if not panic and not isinstance(error, CalamineError | OSError | ValueError | LookupError):
            raise
        reason = shown((str(error).splitlines() or ["damaged"])[0])
        raise TableError(
            f"{name} is not a workbook that can be read ({reason}). Open it and save it again."
        ) from None
    return _sheet_table(cells, marks[title], covered, f"{name}, sheet {title}")


def _chosen_title(marks: dict[str, SheetMarks], sheet: int | str | None, name: str) -> str:
    titles = [*marks]
    if isinstance(sheet, str) and sheet in titles:
        return sheet
    if isinstance(sheet, int) and not isinstance(sheet, bool) and 0 <= sheet < len(titles):
        return titles[sheet]
    if sheet is not None:
        raise ArgumentError(f"{name} has no sheet {sheet}; it has {_listed(titles)} (counted from 0).")
    filled = [title for title in titles if marks[title].rows]
    if len(filled) > 1:
        raise ArgumentError(f"{name} has several filled sheets: {_listed(filled)}. Choose one with sheet=.")
    if not filled:
        raise TableError(f"{name} has no filled sheet.")
    return filled[0]


def _listed(titles: list[str], most: int = 10) -> str:
    return ", ".join(titles[:most]) + (f" and {len(titles) - most} more" if len(titles) > most else "")


def _sheet_table(cells: list[list[Any]], marks: SheetMarks, covered: Iterable[Span], name: str) -> TextTable:
    texts = _texts(cells, marks)
    filled = [(number, row) for number, row in enumerate(texts, start=1) if any(map(str.strip, row))]
    if not filled:
        raise TableError(f"{name} is empty.")
    (top, header), *body = filled
    width = max((n for n, heading in enumerate(header, start=1) if heading.strip()), default=0)
    beside = [
        f"cell {letters(n)}{number}, “{shown(row[n])}”"
        for number, row in body
        for n in range(width, len(row))
        if row[n].strip()
    ]
    if beside:
        raise TableError(
            f"{name} has cells under no heading. The header is taken from row {top}: "
            "delete titles above it, and give every column one.",
            beside,
        )
    header = [heading.strip() for heading in header[:width]]
    rows = text_frame([row[:width] for _, row in body], [number for number, _ in body], width)
    lost = marks.lost | _under_merged(covered, rows)
    return TextTable(
        rows,
        header,
        lambda row, n: f"cell {letters(n)}{row} ({shown(header[n])})",
        "row",
        {place: why for place, why in lost.items() if place[1] < width},
    )


def _texts(cells: list[list[Any]], marks: SheetMarks) -> list[list[str]]:
    """Write the cells of a sheet as text, as far as they reach; what is lost stands as a question mark."""
    width = max(marks.columns, max(map(len, cells), default=0))
    texts = [
        [cell_text(cell, percent=(number, n) in marks.percent) for n, cell in enumerate(row)]
        for number, row in enumerate(cells, start=1)
    ]
    texts += [[] for _ in range(marks.rows - len(texts))]
    for row in texts:
        row.extend([""] * (width - len(row)))
    for (number, n), why in marks.lost.items():
        if why != COVERED:
            texts[number - 1][n] = "?"
    return texts


def _under_merged(covered: Iterable[Span], rows: pd.DataFrame) -> dict[tuple[int, int], str]:
    """Return the cells of a table that lie under a merged one."""
    numbers = [*rows.index]
    return {
        (number, n): COVERED
        for down, across in covered
        for number in numbers[bisect_left(numbers, down.start) : bisect_left(numbers, down.stop)]
        for n in range(across.start, min(across.stop, len(rows.columns)))
        if (number, n) != (down.start, across.start)
    }


def _covered(sheet: CalamineSheet) -> list[Span]:
    """Return the rows and columns that each merged cell of a sheet spans."""
    return [
        (range(top + 1, bottom + 2), range(left, right + 1))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]


def letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    Examples
    --------
    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    column, text = column + 1, ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
