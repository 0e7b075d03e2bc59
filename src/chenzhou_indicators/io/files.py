"""Opening other people's files, and leaving none of ours half written.

Every format comes down to the same thing: a header and rows of text, each cell with a place
that can be named (line 4, cell D4, record 3). Nothing is interpreted here beyond that, and
nothing in a file is executed or fetched.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from ..errors import ArgumentError, TableError

__all__ = ["TextTable", "cell_text", "read_text_table", "replacing"]

MOST_BYTES = 512 * 1024**2  # of a file, and of a workbook unpacked
WORKBOOK_TYPES = (".xlsx", ".xls", ".ods")


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
    broken : dict
        Cells whose content is lost, by (row label, column number): an error value, or a formula
        that was never calculated.

    """

    rows: pd.DataFrame
    header: list[str]
    place: Callable[[int, int], str]
    row_name: str
    broken: dict[tuple[int, int], str]


def read_text_table(path: str | Path, *, sheet: int | str | None = None) -> TextTable:
    """Read a file of any known type into text.

    Raises
    ------
    TableError
        If the file is not there, too large, empty, damaged, or not what its name says.
    ArgumentError
        If the type is unknown or needs a package that is not installed.

    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ArgumentError(
            f"{path.name}: files of type {path.suffix or '(none)'} are not read; known are {', '.join(READERS)}."
        )
    if sheet is not None and path.suffix.lower() not in WORKBOOK_TYPES:
        raise ArgumentError(f"{path.name} has no sheets; leave sheet= out.")
    content = _bytes_of(path)
    if not content.strip():
        raise TableError(f"{path.name} is empty.")
    return reader(content, path.name, sheet)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise TableError(f"{path.name} is a folder; name a file in it.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TableError(f"{path.name} has {size:,} bytes; the limit is {MOST_BYTES:,}. Split it.")
        return path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise TableError(f"{path.name} cannot be read: {error.strerror}.") from None


# --- text files ----------------------------------------------------------------------------------


def _decoded(content: bytes, name: str) -> str:
    """Decode by byte order mark, else strict UTF-8, else GB18030, which covers GBK and GB2312."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise TableError(
        f"{name} is not text in UTF-8, UTF-16 with a byte order mark, or GB18030 (GBK). "
        "Save it again as “CSV UTF-8”."
    )


def _read_delimited(content: bytes, name: str, sheet: int | str | None) -> TextTable:
    text = _decoded(content, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        numbered = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise TableError(
            f"{name}, line {reader.line_num}: {error}. Check the quotation marks there."
        ) from None
    (_, header), body = numbered[0], numbered[1:]
    uneven = [(line, len(cells)) for line, cells in body if len(cells) != len(header)]
    if uneven:
        raise TableError(
            f"{name} has {len(header)} columns in its header, but not in every line:",
            [
                f"line {line}: {width} cells; a comma inside a text needs quotation marks"
                for line, width in uneven
            ],
        )
    rows = pd.DataFrame(
        [cells for _, cells in body],
        index=[line for line, _ in body],
        columns=range(len(header)),
        dtype="str",
    )
    return TextTable(rows, header, _place_in_lines(header), "line", {})


def _place_in_lines(header: list[str]) -> Callable[[int, int], str]:
    return lambda line, column: f"line {line}, column {header[column]}"


# --- records -------------------------------------------------------------------------------------


def _read_json(content: bytes, name: str, sheet: int | str | None) -> TextTable:
    try:
        records = json.loads(_decoded(content, name), parse_constant=_no_constant, object_pairs_hook=_no_twin)
    except (ValueError, RecursionError) as error:
        raise TableError(f"{name} is not JSON that can be read: {error}.") from None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise TableError(f'{name} is JSON, but not a list of records like [{{"indicator": …}}, …].')
    header = list(dict.fromkeys(key for record in records for key in record))
    nested = [
        f"record {number}, {key}: {type(value).__name__} inside a record; write text, a number or null"
        for number, record in enumerate(records, start=1)
        for key, value in record.items()
        if isinstance(value, list | dict)
    ]
    if nested:
        raise TableError(f"{name} is JSON, but not a flat table:", nested)
    cells = [[cell_text(record.get(key)) for key in header] for record in records]
    index = range(1, len(records) + 1)
    rows = pd.DataFrame(cells, index=index, columns=range(len(header)), dtype="str")
    return TextTable(rows, header, lambda row, column: f"record {row}, {header[column]}", "record", {})


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not a number of JSON; write null for a missing value")


def _no_twin(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twins = {key for key in keys if keys.count(key) > 1}
    if twins:
        raise ValueError(f"a record states {', '.join(sorted(twins))} twice")
    return dict(pairs)


def _read_parquet(content: bytes, name: str, sheet: int | str | None) -> TextTable:
    try:
        frame = pd.read_parquet(BytesIO(content))
    except ImportError:
        raise ArgumentError(
            "Parquet files need pyarrow: pip install 'chenzhou-indicators[parquet]'."
        ) from None
    except (OSError, ValueError) as error:
        raise TableError(
            f"{name} is not a parquet file that can be read: {str(error).splitlines()[0]}."
        ) from None
    header = [str(column) for column in frame.columns]
    cells = {number: frame.iloc[:, number].astype(object).map(cell_text) for number in range(len(header))}
    rows = pd.DataFrame(cells).astype("str")
    rows.index = pd.RangeIndex(1, len(rows) + 1)
    return TextTable(rows, header, lambda row, column: f"row {row}, {header[column]}", "row", {})


# --- workbooks -----------------------------------------------------------------------------------


def _read_workbook(content: bytes, name: str, sheet: int | str | None) -> TextTable:
    if content.startswith(b"PK"):
        _require_sound_archive(content, name)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        title = _chosen_sheet(workbook, sheet, name)
        cells = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except PasswordError:
        raise TableError(f"{name} is protected by a password; save it without one.") from None
    except (CalamineError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "damaged"
        raise TableError(
            f"{name} is not a workbook that can be read ({reason}). Open and save it again."
        ) from None
    return _sheet_table(cells, content, name, title)


def _sheet_table(cells: list[list[Any]], content: bytes, name: str, title: str) -> TextTable:
    filled = [(number, row) for number, row in enumerate(cells, start=1) if any(cell != "" for cell in row)]
    if not filled:
        raise TableError(f"{name}, sheet {title} is empty.")
    (top, head), body = filled[0], filled[1:]
    header = [cell_text(cell).strip() for cell in head]
    width = max((place for place, text in enumerate(header, start=1) if text), default=0)
    rows = pd.DataFrame(
        [[cell_text(cell) for cell in row] for _, row in body],
        index=[number for number, _ in body], columns=range(len(header)), dtype="str",
    )  # fmt: skip
    beside = rows.iloc[:, width:]
    if (beside != "").to_numpy().any():
        row, column = next((r, c) for c in range(width, len(header)) for r in rows.index[rows[c] != ""])
        raise TableError(
            f"{name}, sheet {title}: cell {_letters(column)}{row} stands under no heading. "
            f"The header is taken from row {top}; an observations table has one heading per column there."
        )

    def place(row: int, column: int) -> str:
        return f"cell {_letters(column)}{row} ({header[column]})"

    broken = _broken_cells(content, title) if content.startswith(b"PK") else {}
    return TextTable(rows.iloc[:, :width], header[:width], place, "row", broken)


def _chosen_sheet(workbook: CalamineWorkbook, sheet: int | str | None, name: str) -> str:
    titles = workbook.sheet_names
    if isinstance(sheet, str) and sheet in titles:
        return sheet
    if isinstance(sheet, int) and not isinstance(sheet, bool) and 0 <= sheet < len(titles):
        return titles[sheet]
    if sheet is not None:
        raise ArgumentError(f"{name} has no sheet {sheet}; it has {', '.join(titles)} (counted from 0).")
    filled = [title for title in titles if workbook.get_sheet_by_name(title).total_height]
    if len(filled) > 1:
        raise ArgumentError(f"{name} has several sheets: {', '.join(filled)}. Choose one with sheet=.")
    return filled[0] if filled else titles[0]


def _require_sound_archive(content: bytes, name: str) -> None:
    """Refuse what is no zip, no workbook, or claims to unpack to more than the limit."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise TableError(
            f"{name} is damaged or cut off: not a whole workbook. Copy or save it again."
        ) from None
    names = {member.filename for member in members}
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise TableError(f"{name} is a zip archive, but no workbook inside it.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_BYTES:
        raise TableError(f"{name} claims to unpack to {unpacked:,} bytes; the limit is {MOST_BYTES:,}.")


LOST = re.compile(
    rb"<c\b(?P<formula>[^>]*)>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
    rb'|<c\b(?P<error>[^>]*\bt="e"[^>]*)>'
)


def _broken_cells(content: bytes, title: str) -> dict[tuple[int, int], str]:
    """Find the cells of a sheet that read as empty though they are not: errors, uncalculated formulas."""
    sheet = _sheet_xml(content, title)
    broken = {}
    for found in LOST.finditer(sheet):
        attributes = found["formula"] if found["formula"] is not None else found["error"]
        address = re.search(rb'\br="([A-Z]+)([0-9]+)"', attributes)
        if address:
            column = sum((byte - 64) * 26**power for power, byte in enumerate(reversed(address[1]))) - 1
            broken[int(address[2]), column] = (
                "an error value" if b't="e"' in attributes else "a formula that was never calculated"
            )
    return broken


def _sheet_xml(content: bytes, title: str) -> bytes:
    """Return the XML of a sheet of an .xlsx by its title; nothing for other workbooks."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return b""
        try:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            ids = {
                s.get("name"): next(v for k, v in s.items() if k.endswith("}id"))
                for s in book.iter()
                if s.tag.endswith("}sheet")
            }
            paths = {link.get("Id"): str(link.get("Target")) for link in links}
            path = paths[ids[title]].lstrip("/")
            return archive.read(path if path.startswith("xl/") else f"xl/{path}")
        except (ElementTree.ParseError, KeyError, StopIteration, zipfile.BadZipFile):
            return b""


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    Examples
    --------
    >>> _letters(0), _letters(27)
    ('A', 'AB')

    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_text(value: object) -> str:
    """Write a typed cell as text: whole numbers without a point, days in ISO, nothing as ''.

    Examples
    --------
    >>> cell_text(2007.0), cell_text(0.92), cell_text(None), cell_text(date(2008, 3, 31))
    ('2007', '0.92', '', '2008-03-31')

    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        if pd.isna(value):
            return ""
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return str(value)


READERS: dict[str, Callable[[bytes, str, int | str | None], TextTable]] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    **dict.fromkeys(WORKBOOK_TYPES, _read_workbook),
    ".parquet": _read_parquet,
    ".json": _read_json,
}


# --- writing -------------------------------------------------------------------------------------


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Hand out a temporary path beside `path`, and put it in its place when all went well.

    What stood at `path` before stays whole until then; on an error nothing is left behind.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
    except FileNotFoundError:
        raise ArgumentError(f"{path.parent}: there is no such folder; make it first.") from None
    except OSError as error:
        raise ArgumentError(f"{path} cannot be written: {error.strerror}.") from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except IsADirectoryError:
        raise ArgumentError(f"{path} is a folder; name a file in it.") from None
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
