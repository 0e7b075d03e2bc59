"""What .xlsx and .ods workbooks say of their cells beside the values.

Both are zip archives of XML. The archive is held to its claims first, so that nothing unpacks
to more than it says; then the XML is streamed, never built up in memory.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO
from xml.parsers import expat

from ..errors import TableError
from .cells import (
    COVERED,
    ERROR,
    MOST_BYTES,
    PERCENT_FORMATS,
    UNCALCULATED,
    SheetMarks,
    is_percent_format,
    require_room,
)

__all__ = ["package_marks"]

COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
MANIFEST = "META-INF/manifest.xml"
CHUNK = 1 << 20
# An .ods writes equal rows or cells once and how often. More marks than this say nothing new:
# equal rows are refused as duplicates, and no table is this wide.
REPEATS = 100
ERROR_SHOWN = re.compile(r"\s*(#|Err:)")

Attributes = dict[str, str]


def package_marks(content: bytes, name: str) -> dict[str, SheetMarks]:
    """Go through the sheets of an .xlsx or .ods workbook.

    Returns
    -------
    dict of SheetMarks
        By sheet title, in the order of the workbook.

    Raises
    ------
    TableError
        If the archive is damaged, no workbook, unpacks to more than `MOST_BYTES`, or a sheet spans
        more than `MOST_CELLS`.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _require_sound(archive, name)
            if "xl/workbook.xml" in archive.namelist():
                return _xlsx_marks(archive, name)
            return _ods_marks(archive, name)
    except TableError:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError):
        raise TableError(
            f"{name} is damaged or cut off: not a whole workbook. Copy or save it again."
        ) from None
    except (expat.ExpatError, LookupError):
        raise TableError(f"{name} is damaged: a sheet inside it cannot be read. Save it again.") from None
    except RuntimeError:
        raise TableError(f"{name} is protected by a password; save it without one.") from None


def _require_sound(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    names = [member.filename.lower() for member in members]
    if not {"xl/workbook.xml", "content.xml"} & {*names}:
        raise TableError(f"{name} is a zip archive, but there is no .xlsx or .ods workbook inside it.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_BYTES:
        raise TableError(
            f"{name} claims to unpack to {unpacked:,} bytes; the limit is {MOST_BYTES:,}. Split it."
        )
    strange = len({*names}) < len(names) or any(
        member.compress_type not in COMPRESSIONS for member in members
    )
    # A claim that is false fails its checksum.
    if strange or archive.testzip() is not None:
        raise zipfile.BadZipFile


def _stream(
    file: IO[bytes], *, start: Callable[[str, Attributes], None], **handlers: Callable[[str], None]
) -> None:
    """Read XML element by element, by local names; a document type is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    if "end" in handlers:
        parser.EndElementHandler = lambda tag: handlers["end"](tag.rpartition(":")[2])
        parser.CharacterDataHandler = handlers["text"]
    parser.StartDoctypeDeclHandler = _refuse
    while chunk := file.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise zipfile.BadZipFile


def _elements(archive: zipfile.ZipFile, member: str) -> list[tuple[str, Attributes]]:
    found: list[tuple[str, Attributes]] = []
    with archive.open(member) as file:
        _stream(file, start=lambda tag, attributes: found.append((tag, attributes)))
    return found


# --- .xlsx ---------------------------------------------------------------------------------------


def _xlsx_marks(archive: zipfile.ZipFile, name: str) -> dict[str, SheetMarks]:
    book = _elements(archive, "xl/workbook.xml")
    links = {
        link["Id"]: str(PurePosixPath("/xl") / link["Target"])[1:]
        for tag, link in _elements(archive, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship" and link.get("TargetMode") != "External"
    }
    # What must be calculated when the workbook is opened holds no result yet.
    uncalculated = any(
        tag == "calcPr" and setting.get("fullCalcOnLoad") in {"1", "true"} for tag, setting in book
    )
    for texts in archive.infolist():
        if texts.filename.lower().endswith("sharedstrings.xml"):
            _require_sound_count(archive, texts)
    percent = _percent_styles(archive) if "xl/styles.xml" in archive.namelist() else set()
    marks = {}
    for tag, sheet in book:
        if tag == "sheet":
            member = links[next((value for key, value in sheet.items() if key.endswith(":id")), "")]
            scan = _XlsxScan(f"{name}, sheet {sheet['name']}", percent, uncalculated=uncalculated)
            with archive.open(member) as file:
                _stream(file, start=scan.start, end=scan.end, text=scan.text)
            marks[sheet["name"]] = scan.marks
    return marks


def _require_sound_count(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a list of texts that claims more of them than it has bytes: room would be made for all."""

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sst" and int(attributes.get("uniqueCount", 0)) > member.file_size:
            raise zipfile.BadZipFile

    with archive.open(member) as file:
        _stream(file, start=start)


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """Return the numbers of the cell styles that show a percentage."""
    elements = _elements(archive, "xl/styles.xml")
    formats = {
        int(attributes["numFmtId"])
        for tag, attributes in elements
        if tag == "numFmt" and is_percent_format(attributes.get("formatCode", ""))
    }
    begun = next((n for n, (tag, _) in enumerate(elements) if tag == "cellXfs"), len(elements))
    ended = next((n for n, (tag, _) in enumerate(elements) if tag in {"cellStyles", "dxfs"}), len(elements))
    styles = [attributes for tag, attributes in elements[begun:ended] if tag == "xf"]
    return {
        str(number)
        for number, style in enumerate(styles)
        if int(style.get("numFmtId", 0)) in formats | PERCENT_FORMATS
    }


class _XlsxScan:
    """Follows the cells of one sheet of an .xlsx."""

    def __init__(self, name: str, percent: set[str], *, uncalculated: bool) -> None:
        self.marks = SheetMarks()
        self.name, self.percent, self.uncalculated = name, percent, uncalculated
        self.row, self.column = 0, -1
        self.cell: Attributes = {}
        self.inside = ""
        self.formula = self.value = False

    def start(self, tag: str, attributes: Attributes) -> None:
        self.inside = tag
        if tag == "c":
            self.cell = attributes
            self.formula = self.value = False
            self._step(attributes.get("r"))
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
        elif tag == "f":
            self.formula = True

    def _step(self, address: str | None) -> None:
        """Go to the next cell of the row, or to its address, which must be in the row."""
        if address is None:
            self.column += 1
            return
        known = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", address)
        if known is None or int(known[2]) != self.row:
            raise zipfile.BadZipFile
        self.column = _column_of(known[1])

    def text(self, _: str) -> None:
        if self.inside in {"v", "t"}:
            self.value = True

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag != "c" or not (self.formula or self.value):
            return
        place, kind = (self.row, self.column), self.cell.get("t", "n")
        self.marks.reach(*place)
        require_room(self.name, self.marks.rows, self.marks.columns)
        if kind == "e":
            self.marks.lost[place] = ERROR
        elif self.formula and (self.uncalculated or not (self.value or kind == "str")):
            self.marks.lost[place] = UNCALCULATED
        elif kind == "n" and self.cell.get("s") in self.percent:
            self.marks.percent.add(place)


def _column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# --- .ods ----------------------------------------------------------------------------------------


def _ods_marks(archive: zipfile.ZipFile, name: str) -> dict[str, SheetMarks]:
    manifest = _elements(archive, MANIFEST) if MANIFEST in archive.namelist() else []
    if any(tag == "encryption-data" for tag, _ in manifest):
        raise TableError(f"{name} is protected by a password; save it without one.")
    scan = _OdsScan(name)
    with archive.open("content.xml") as file:
        _stream(file, start=scan.start, end=scan.end, text=scan.text)
    return scan.sheets


class _OdsScan:
    """Follows the cells of every sheet of an .ods, repeated ones as often as they are."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets: dict[str, SheetMarks] = {}
        self.marks = SheetMarks()
        self.row = self.column = 0
        self.rows = 1  # how often the row at hand is repeated
        self.cell: Attributes | None = None
        self.shown = ""
        self.note = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "table":
            self.marks = self.sheets.setdefault(attributes["table:name"], SheetMarks())
            self.row, self.rows = 0, 0
        elif tag == "table-row":
            self.row += self.rows
            self.rows = int(attributes.get("table:number-rows-repeated", 1))
            self.column = 0
        elif tag in {"table-cell", "covered-table-cell"}:
            self.cell, self.shown = attributes, ""
        elif tag == "annotation":
            self.note = True

    def text(self, text: str) -> None:
        if not self.note and len(self.shown) < len("#DIV/0!"):
            self.shown += text

    def end(self, tag: str) -> None:
        if tag == "annotation":
            self.note = False
        if self.cell is None or tag not in {"table-cell", "covered-table-cell"}:
            return
        columns = int(self.cell.get("table:number-columns-repeated", 1))
        kind, formula = self.cell.get("office:value-type"), "table:formula" in self.cell
        covered = tag == "covered-table-cell"
        if kind or formula or covered or self.shown.strip():
            self.marks.reach(self.row + self.rows, self.column + columns - 1)
            require_room(self.name, self.marks.rows, self.marks.columns)
        places = [
            (self.row + row, self.column + column)
            for row in range(1, min(self.rows, REPEATS) + 1)
            for column in range(min(columns, REPEATS))
        ]
        if covered:
            self.marks.lost |= dict.fromkeys(places, COVERED)
        elif self.cell.get("calcext:value-type") == "error" or (formula and ERROR_SHOWN.match(self.shown)):
            self.marks.lost |= dict.fromkeys(places, ERROR)
        elif formula and not kind:
            self.marks.lost |= dict.fromkeys(places, UNCALCULATED)
        elif kind == "percentage":
            self.marks.percent.update(places)
        self.column += columns
        self.cell = None
