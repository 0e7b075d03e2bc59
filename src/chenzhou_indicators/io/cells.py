"""A table as it stands in a file: text, in places that can be named.

Every format comes down to this before anything is read out of it, so that a problem can be
told the same way whether it stands on line 4, in cell D4 or in record 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from math import isnan

import pandas as pd

from ..errors import TableError
from ..schemas import UNPRINTABLE

__all__ = [
    "COVERED",
    "ERROR",
    "MOST_BYTES",
    "MOST_CELLS",
    "PERCENT_FORMATS",
    "UNCALCULATED",
    "SheetMarks",
    "TextTable",
    "cell_text",
    "is_percent_format",
    "require_room",
    "shown",
    "text_frame",
]

MOST_BYTES = 512 * 1024**2  # of a file, and of a workbook unpacked
MOST_CELLS = 20_000_000  # from the first cell of a table to its last
MOST_COLUMNS = 16_384  # of a sheet; no table of observations has a hundredth of them
# Why a workbook holds no value for a cell that is not empty.
ERROR = "shows an error, like #DIV/0!; correct it in the workbook"
UNCALCULATED = "holds a formula that was never calculated; open the workbook, calculate and save it"
COVERED = "lies under a merged cell; unmerge it and write every row's own"
PERCENT_FORMATS = {9, 10}  # built into every workbook of Excel: 0% and 0.00%
LONGEST = 60  # characters of a cell that an error repeats
EXACT_WHOLE = 1e15  # up to here a float is written as a whole number without loss


@dataclass(frozen=True)
class TextTable:
    """A header and rows of text as they stand in a file.

    Attributes
    ----------
    rows : DataFrame
        Text cells, empty text for an empty cell; columns numbered, index the line, row or record.
    header : list of str
        One heading per column.
    place : callable
        Names the place of a cell, from row label and column number.
    row_name : str
        What a row is called: line, row or record.
    lost : dict
        Cells whose content the file does not hold, by (row label, column number), and why: an
        error value, a formula that was never calculated, a key stated twice.
    """

    rows: pd.DataFrame
    header: list[str]
    place: Callable[[int, int], str]
    row_name: str
    lost: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass
class SheetMarks:
    """What a sheet says of its cells beside their values; rows count from 1, columns from 0.

    Attributes
    ----------
    rows, columns : int
        How far the filled cells reach.
    lost : dict
        Cells without a value though they are not empty, and why.
    percent : set
        Cells whose number is shown as a percentage.
    """

    rows: int = 0
    columns: int = 0
    lost: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: set[tuple[int, int]] = field(default_factory=set)

    def reach(self, row: int, column: int) -> None:
        """Note a filled cell."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column + 1)


def text_frame(cells: Sequence[Sequence[str]], index: Iterable[int], width: int) -> pd.DataFrame:
    """Make the rows of a `TextTable`."""
    return pd.DataFrame([*cells], index=pd.Index([*index], dtype="int64"), columns=range(width), dtype="str")


def require_room(name: str, rows: int, columns: int) -> None:
    """Refuse a table with more cells than fit in memory with ease.

    Raises
    ------
    TableError
        If there are more than `MOST_CELLS`, empty ones in between counted, or more than
        `MOST_COLUMNS`.
    """
    if rows * columns > MOST_CELLS or columns > MOST_COLUMNS:
        raise TableError(
            f"{name} spans {rows:,} rows and {columns:,} columns; at most {MOST_CELLS:,} cells in "
            f"{MOST_COLUMNS:,} columns are read. Delete what stands far out, or split it."
        )


def shown(text: str) -> str:
    """Cut a text to what an error can repeat: one short line, all of it printable.

    Examples
    --------
    >>> shown("two\\nlines"), len(shown("long " * 100))
    ('two lines', 60)
    """
    line = re.sub(UNPRINTABLE, "�", " ".join(text.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def cell_text(value: object, *, percent: bool = False) -> str:
    """Write a typed cell as text: whole numbers without a point, days in ISO, nothing as ''.

    Parameters
    ----------
    value : object
        What a file holds.
    percent : bool, optional
        Whether the file shows the number as a percentage, so that 0.032 reads 3.2%.

    Returns
    -------
    str
        The text; numbers with every digit they have.

    Examples
    --------
    >>> from datetime import date
    >>> cell_text(2007.0), cell_text(0.92), cell_text(None), cell_text(date(2008, 3, 31))
    ('2007', '0.92', '', '2008-03-31')
    >>> cell_text(0.032, percent=True)
    '3.2%'
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float) and percent:
        return f"{Decimal(repr(value)).scaleb(2).normalize():f}%"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(value)


def _float_text(value: float) -> str:
    if isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < EXACT_WHOLE else repr(float(value))


def is_percent_format(code: str) -> bool:
    """Say whether a number format multiplies by 100: has a percent sign that is not quoted.

    Examples
    --------
    >>> is_percent_format("0.0%"), is_percent_format('0.0"%"')
    (True, False)
    """
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code)
