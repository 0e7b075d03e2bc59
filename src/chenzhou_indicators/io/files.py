"""Opening other people's files, and leaving none of ours half written.

Every format comes down to a `TextTable`. Nothing is interpreted beyond that, and nothing in a
file is executed or fetched. How a workbook is read stands in `workbooks`.
"""

from __future__ import annotations

import csv
import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO, StringIO
from os import PathLike
from pathlib import Path
from typing import Any

from ..errors import ArgumentError, TableError
from .cells import MOST_BYTES, MOST_CELLS, TextTable, cell_text, require_room, shown, text_frame
from .workbooks import WORKBOOK_TYPES, read_workbook

__all__ = ["read_text_table", "replacing"]

INDEX_LEVEL = r"__index_level_\d+__"  # how pandas stores row numbers in a parquet file


def read_text_table(path: str | Path, *, sheet: int | str | None = None) -> TextTable:
    """Read a file of any known type into text.

    Raises
    ------
    TableError
        If the file is not there, too large, empty, damaged, or not what its name says.
    ArgumentError
        If the type is unknown or needs a package that is not installed, or `sheet` does not fit.
    """
    if not isinstance(path, str | PathLike):
        raise ArgumentError(f"{path!r} is not a path.")
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in (*READERS, *WORKBOOK_TYPES):
        known = ", ".join((*READERS, *WORKBOOK_TYPES))
        raise ArgumentError(f"{path.name}: files of type {kind or '(none)'} are not read; known are {known}.")
    if sheet is not None and kind not in WORKBOOK_TYPES:
        raise ArgumentError(f"{path.name} has no sheets; leave sheet= out.")
    content = _bytes_of(path)
    if not content.strip():
        raise TableError(f"{path.name} is empty.")
    if kind in WORKBOOK_TYPES:
        return read_workbook(content, path.name, sheet)
    return READERS[kind](content, path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise TableError(f"{path.name} is a folder; name a file in it.")
        if path.exists() and not path.is_file():
            raise TableError(f"{path.name} is a device or pipe, not a file.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TableError(f"{path.name} has {size:,} bytes; the limit is {MOST_BYTES:,}. Split it.")
        return path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{path}: there is no such file.") from None
    except (OSError, ValueError) as error:  # a name with a NUL in it is no name
        raise TableError(f"{shown(path.name)} cannot be read: {getattr(error, 'strerror', error)}.") from None


# --- text files ----------------------------------------------------------------------------------


def _decoded(content: bytes, name: str) -> str:
    """Decode by byte order mark, else strict UTF-8, else GB18030, which covers GBK and GB2312."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            raise TableError(
                f"{name}, line {line} holds NUL bytes: the file is damaged, or UTF-16 without a byte order "
                "mark. Save it again as UTF-8."
            )
        return text
    raise TableError(
        f"{name} is not text in UTF-8, UTF-16 with a byte order mark, or GB18030 (GBK). "
        "Save it again as UTF-8."
    )


def _read_delimited(content: bytes, name: str) -> TextTable:
    text = _decoded(content, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise TableError(f"{name} is empty.")
    (_, header), *body = _numbered_rows(text, max(",\t;", key=first.count), name)
    require_room(name, len(body), len(header))
    uneven = [
        f"line {line}: {len(cells)} cells; a comma inside a text needs quotation marks around it"
        for line, cells in body
        if len(cells) != len(header)
    ]
    if uneven:
        raise TableError(f"{name} has {len(header)} columns in its header, but not in every line:", uneven)
    rows = text_frame([cells for _, cells in body], [line for line, _ in body], len(header))
    return TextTable(rows, header, lambda line, n: f"line {line}, column {shown(header[n])}", "line")


def _numbered_rows(text: str, delimiter: str, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with the line it begins on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered = []
    count = begun = 0
    try:
        while (cells := next(reader, None)) is not None:
            if any(cell.strip() for cell in cells):
                numbered.append((begun + 1, cells))
            begun = reader.line_num
            count += len(cells)
            if count > MOST_CELLS:
                require_room(name, count, 1)
    except csv.Error as error:
        raise TableError(
            f"{name}, line {begun + 1}: what begins there cannot be read ({error}). "
            "Check the quotation marks: a text in quotation marks doubles those inside it, and ends with one."
        ) from None
    return numbered


# --- records -------------------------------------------------------------------------------------


class _Lost(str):
    """In the place of what a record cannot hold: why."""

    __slots__ = ()


def _read_json(content: bytes, name: str) -> TextTable:
    text = _decoded(content, name)
    try:
        records = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_record
        )
    except json.JSONDecodeError as error:
        raise TableError(
            f"{name}, line {error.lineno}, character {error.colno}: no JSON from there on ({error.msg}). "
            "Correct it there."
        ) from None
    except RecursionError:
        raise TableError(f"{name} is JSON nested too deeply; write a flat list of records.") from None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise TableError(f'{name} is JSON, but not a list of records like [{{"indicator": …}}, …].')
    header = list(dict.fromkeys(key for record in records for key in record))
    require_room(name, len(records), len(header))
    index = range(1, len(records) + 1)
    cells = [[_json_text(record.get(key)) for key in header] for record in records]
    lost = {
        (row, column): str(cell)
        for row, record in zip(index, cells, strict=True)
        for column, cell in enumerate(record)
        if isinstance(cell, _Lost)
    }
    header = [key.encode("utf-8", "replace").decode() for key in header]
    rows = text_frame(cells, index, len(header))
    return TextTable(rows, header, lambda row, n: f"record {row}, {shown(header[n])}", "record", lost)


def _constant(word: str) -> str:
    return _Lost(f"{word} is no number of JSON; write null where a value is missing")


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twins = {key for key in keys if keys.count(key) > 1}
        record |= dict.fromkeys(twins, _Lost("stated twice in one record; keep one"))
    return record


def _json_text(value: object) -> str:
    if isinstance(value, list | dict):
        word = "a list" if isinstance(value, list) else "a record"
        return _Lost(f"holds {word}; write text, a number or null")
    if isinstance(value, str) and not value.isascii() and re.search("[\ud800-\udfff]", value):
        return _Lost("holds half a character (a lone surrogate); write the text anew")
    return cell_text(value) if not isinstance(value, str) else value


def _read_parquet(content: bytes, name: str) -> TextTable:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ArgumentError(
            "Parquet files need pyarrow: pip install 'chenzhou-indicators[parquet]'."
        ) from None
    try:
        file = parquet.ParquetFile(BytesIO(content))
        require_room(name, file.metadata.num_rows, file.metadata.num_columns)
        table = file.read()
        columns = {
            n: [cell_text(value) for value in column.to_pylist()] for n, column in enumerate(table.columns)
        }
    except TableError:
        raise
    except (pa.ArrowException, OSError, ValueError, LookupError, OverflowError) as error:
        reason = shown((str(error).splitlines() or ["damaged"])[0])
        raise TableError(
            f"{name} is not a parquet file that can be read ({reason}). Write it again."
        ) from None
    kept = [n for n, column in enumerate(table.column_names) if not re.fullmatch(INDEX_LEVEL, column)]
    if not kept:
        raise TableError(f"{name} has no columns.")
    header = [table.column_names[n] for n in kept]
    rows = text_frame([*zip(*(columns[n] for n in kept), strict=True)], range(1, len(table) + 1), len(kept))
    return TextTable(rows, header, lambda row, n: f"row {row}, column {shown(header[n])}", "row")


READERS: dict[str, Callable[[bytes, str], TextTable]] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".parquet": _read_parquet,
    ".json": _read_json,
}


# --- writing -------------------------------------------------------------------------------------


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Hand out a temporary path beside `path`, and put it in its place when all went well.

    What stood at `path` before stays whole until then; on an error nothing is left behind.

    Raises
    ------
    ArgumentError
        If there is no such folder, `path` is a folder, or it cannot be written.
    """
    target = path.resolve()  # a link stays a link
    temporary = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    try:
        if path.is_dir():
            raise ArgumentError(f"{path} is a folder; name a file in it.")
        if target.exists() and not target.is_file():
            raise ArgumentError(f"{path} is no ordinary file; name another one.")
        if not path.parent.is_dir():
            raise ArgumentError(f"{path.parent}: there is no such folder; make it first.")
        temporary.touch(exist_ok=False)
        yield temporary
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise ArgumentError(f"{path.name} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):  # where it could not be made, it cannot be removed either
            temporary.unlink(missing_ok=True)
