"""What .xls workbooks (Excel 97 to 2003) say of their cells beside the values.

Such a file is a little file system of chained sectors with one stream of records in it; the
records are gone through one by one. Microsoft describes both: [MS-CFB] and [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ..errors import TableError
from .cells import ERROR, PERCENT_FORMATS, UNCALCULATED, SheetMarks, is_percent_format, require_room

__all__ = ["excel97_marks"]

# Sectors
IN_HEADER = 109  # sectors of the allocation table that the file header names
DIRECTORY_ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA  # numbers above mean: end of the chain, free, reserved
# Records
BOF, EOF, BOUNDSHEET, FORMAT, XF, FILEPASS = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0, 0x002F
NUMBER, RK, MULRK, FORMULA, BOOLERR = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
DIMENSIONS = 0x0200
TEXTS = {0x00FD, 0x0204, 0x00D6}
CELLS = {NUMBER, RK, FORMULA, BOOLERR} | TEXTS
WORKSHEET = 0
EXCEL_97 = 0x0600
NO_NUMBER = 0xFFFF  # the last two bytes of a formula's result that is none
RESULT_ERROR, RESULT_BLANK = 2, 3


def excel97_marks(content: bytes, name: str) -> dict[str, SheetMarks]:
    """Go through the sheets of an .xls workbook.

    Returns
    -------
    dict of SheetMarks
        By sheet title, in the order of the workbook.

    Raises
    ------
    TableError
        If the file is damaged, protected, no workbook, or older than Excel 97.
    """
    try:
        streams = _streams(content)
        if "EncryptedPackage" in streams:
            raise TableError(f"{name} is protected by a password; save it without one.")
        if "Workbook" not in streams:
            raise TableError(f"{name} is no workbook of Excel 97 or later; save it as .xlsx.")
        return _marks(streams["Workbook"], name)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise TableError(f"{name} is damaged or cut off: not a whole workbook. Save it again.") from None


# --- the file system -----------------------------------------------------------------------------


def _streams(content: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by name."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    directory, _, cutoff, small_table, _, more, _ = struct.unpack_from("<LLLLLLL", content, 48)
    size = 1 << shift
    if shift not in {9, 12} or small_shift > shift:
        raise IndexError

    def sector(number: int) -> bytes:
        found = content[(number + 1) * size : (number + 2) * size]
        if not found:
            raise IndexError
        return found

    tables = [number for number in struct.unpack_from(f"<{IN_HEADER}L", content, 76) if number < LAST_SECTOR]
    while more < LAST_SECTOR and len(tables) * size < len(content):
        *named, more = struct.unpack(f"<{size // 4}L", sector(more))
        tables += [number for number in named if number < LAST_SECTOR]
    table = _numbers(b"".join(sector(number) for number in tables))

    def chained(start: int) -> bytes:
        return b"".join(sector(number) for number in _chain(start, table))

    entries = {}
    raw = chained(directory)
    if len(raw) % DIRECTORY_ENTRY:
        raise IndexError
    for begin in range(0, len(raw), DIRECTORY_ENTRY):
        entry = raw[begin : begin + DIRECTORY_ENTRY]
        (length,) = struct.unpack_from("<H", entry, 64)
        first, bytes_ = struct.unpack_from("<LL", entry, 116)
        if entry[66]:
            entries[entry[: max(length - 2, 0)].decode("utf-16-le")] = (first, bytes_)
    small_sectors = chained(entries["Root Entry"][0]) if "Root Entry" in entries else b""
    small_numbers = _numbers(chained(small_table))

    def stream(first: int, length: int) -> bytes:
        if length >= cutoff:
            return chained(first)[:length]
        return b"".join(
            small_sectors[number << small_shift : (number + 1) << small_shift]
            for number in _chain(first, small_numbers)
        )[:length]

    wanted = {"Workbook", "EncryptedPackage"} & {*entries}
    return {title: stream(*entries[title]) for title in wanted}


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}L", raw[: len(raw) // 4 * 4])


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """Follow a chain of sectors to its end; one that never ends is a damaged file."""
    for _ in range(len(table) + 1):
        if start >= LAST_SECTOR:
            return
        yield start
        start = table[start]
    raise IndexError


# --- the records ---------------------------------------------------------------------------------


def _records(stream: bytes, position: int = 0) -> Iterator[tuple[int, bytes]]:
    """Follow the records from a beginning to its end, leaving out what is embedded (charts)."""
    depth = 0
    while position < len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4
        depth += (kind == BOF) - (kind == EOF)
        if depth == 1:
            yield kind, stream[position : position + length]
        if depth == 0:
            return
        position += length
    raise IndexError


def _marks(stream: bytes, name: str) -> dict[str, SheetMarks]:
    formats, styles, sheets = set(PERCENT_FORMATS), list[int](), dict[str, int]()
    for kind, body in _records(stream):
        if kind == BOF and struct.unpack_from("<H", body)[0] != EXCEL_97:
            raise TableError(f"{name} is older than Excel 97; save it as .xlsx.")
        if kind == FILEPASS:
            raise TableError(f"{name} is protected by a password; save it without one.")
        if kind == BOUNDSHEET and body[5] == WORKSHEET:
            sheets[_text(body[6:], body[6], 1)] = struct.unpack_from("<L", body)[0]
        elif kind == XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == FORMAT:
            number, length = struct.unpack_from("<HH", body)
            formats |= {number} if is_percent_format(_text(body[2:], length, 2)) else set()
    percent = {number for number, style in enumerate(styles) if style in formats}
    return {
        title: _sheet_marks(_records(stream, begin), percent, f"{name}, sheet {title}")
        for title, begin in sheets.items()
    }


def _text(raw: bytes, length: int, size: int) -> str:
    """Read a text: its length (of one or two bytes), whether it is wide, its characters."""
    wide, characters = raw[size] & 1, raw[size + 1 :]
    return characters[: 2 * length].decode("utf-16-le") if wide else characters[:length].decode("latin-1")


def _sheet_marks(records: Iterator[tuple[int, bytes]], percent: set[int], name: str) -> SheetMarks:
    marks = SheetMarks()
    for kind, body in records:
        if kind == DIMENSIONS:
            top, rows, left, columns = struct.unpack_from("<LLHH", body)
            if top > rows or left > columns:
                raise IndexError
            require_room(name, rows, columns)
            continue
        if kind == MULRK:
            row, first, *_ = struct.unpack_from("<HH", body)
            cells = [struct.unpack_from("<H", body, 4 + 6 * n)[0] for n in range((len(body) - 6) // 6)]
        elif kind in CELLS:
            row, first, style = struct.unpack_from("<HHH", body)
            cells = [style]
        else:
            continue
        marks.reach(row + 1, first + len(cells) - 1)
        require_room(name, marks.rows, marks.columns)
        why = _lost(kind, body)
        if why is not None:
            marks.lost[row + 1, first] = why
        elif kind != BOOLERR and kind not in TEXTS:
            marks.percent.update((row + 1, first + n) for n, style in enumerate(cells) if style in percent)
    return marks


def _lost(kind: int, body: bytes) -> str | None:
    if kind == BOOLERR:
        return ERROR if body[7] else None
    if kind == FORMULA and struct.unpack_from("<H", body, 12)[0] == NO_NUMBER:
        return {RESULT_ERROR: ERROR, RESULT_BLANK: UNCALCULATED}.get(body[6])
    return None
