"""Every kind of bad file is refused in words: what, where, what to do; and nothing is touched."""

# ruff: noqa: E501 - the table of broken files is read row by row: what it is, its name, what is said of it

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from chenzhou_indicators.errors import ArgumentError, IndicatorsError, TableError
from chenzhou_indicators.io.observations import read_observations

FILES = Path(__file__).parent / "files"
SOUND = {
    "indicator": "gdp",
    "area": "431000",
    "year": "2007",
    "value": "1.5",
    "unit": "100 million CNY",
    "released": "2008-03-31",
    "obs_status": "final",
    "source": "yearbook",
}
HEADER = [*SOUND]
HEAD = ",".join(HEADER)
LINE = ",".join(SOUND.values())


# --- making files --------------------------------------------------------------------------------


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return ("\n".join(lines) + "\n").encode(encoding)


def cells(**wrong: str) -> bytes:
    """Make a sound file of one line, but for some cells."""
    return text(HEAD, ",".join(f'"{cell}"' for cell in (SOUND | wrong).values()))


def records(*wrong: dict[str, Any]) -> bytes:
    return json.dumps([SOUND | record for record in wrong], ensure_ascii=True).encode()


def workbook(fill: Callable[[Any, Any], object], *, sheets: Sequence[str] = ("figures",)) -> bytes:
    """Make a sound .xlsx with the header and one row on each sheet; `fill` does the damage."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for title in sheets:
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, [*SOUND.values()])
            fill(sheet, book)
    return stream.getvalue()


def titled(sheet: Any, book: Any) -> None:
    sheet.merge_range(0, 0, 0, 7, "郴州市主要指标", book.add_format({"align": "center"}))
    sheet.write_row(1, 0, HEADER)
    sheet.write_row(2, 0, [*SOUND.values()])


def percent(sheet: Any, book: Any) -> None:
    sheet.write_number(1, 3, 0.5, book.add_format({"num_format": "0.0%"}))


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return stream.getvalue()


def sheet_edited(old: bytes, new: bytes) -> bytes:
    """Make a sound .xlsx and change the XML of its sheet."""
    parts = members(workbook(lambda sheet, _: sheet.write_number(1, 3, 1.5)))
    assert old in parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new, 1)
    return archive(parts)


def old_edited(record: bytes, place: int, new: bytes) -> bytes:
    """Change bytes behind the first record of an .xls that begins like this."""
    content = bytearray((FILES / "figures.xls").read_bytes())
    begin = content.index(record) + place
    content[begin : begin + len(new)] = new
    return bytes(content)


def more_texts_claimed() -> bytes:
    parts = members(WORKBOOK)
    parts["xl/sharedStrings.xml"] = re.sub(
        rb'uniqueCount="\d+"', b'uniqueCount="999999999999"', parts["xl/sharedStrings.xml"]
    )
    return archive(parts)


def claiming(size: int) -> bytes:
    """Make a sound .xlsx whose table of contents claims another size of its first member."""
    content = bytearray(workbook(lambda *_: None))
    directory = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, directory + 24, size)
    return bytes(content)


def encrypted() -> bytes:
    """Set the bit that says a member of the archive needs a password."""
    content = bytearray(workbook(lambda *_: None))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.index(mark)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def compound(title: str) -> bytes:
    """Make a compound file with one stream of that name, as an encrypted workbook is kept in."""

    def entry(name: str, kind: int, first: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HB", len(raw) + 2, kind)
        return head.ljust(116, b"\0") + struct.pack("<LLL", first, size, 0)

    table = struct.pack("<128L", 0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE, *[0xFFFFFFFF] * 118)
    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry(title, 2, 2, 4096)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\0")
    header += struct.pack("<LLLLLLLL", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    return header + table + directory.ljust(512, b"\0") + bytes(4096)


def parquet(table: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(table), stream)
    return stream.getvalue()


def spreadsheet(rows: str) -> bytes:
    """Make an .ods with these rows behind the header."""
    names = {
        kind: f"urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0" for kind in ("office", "table", "text")
    }
    names["calcext"] = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    spaces = " ".join(f'xmlns:{kind}="{name}"' for kind, name in names.items())
    body = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="figures">{ods_row(HEADER)}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return archive({
        "mimetype": kind.encode(),
        "content.xml": body.encode(),
        "META-INF/manifest.xml": manifest.encode(),
    })  # fmt: skip


def ods_row(values: Sequence[str], **raw: str) -> str:
    """Make a row of text cells; `raw` replaces the cell of a column by XML."""
    texts = [
        raw.get(
            name, f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        )
        for name, value in zip(HEADER, values, strict=True)
    ]
    return f"<table:table-row>{''.join(texts)}</table:table-row>"


def ods_with(value: str) -> bytes:
    return spreadsheet(ods_row([*SOUND.values()], value=value))


# --- the table of broken files: what it is, its name, its content, what the message says ---------

Broken = tuple[str, str, bytes | None, list[str]]
WORKBOOK = workbook(lambda *_: None)

BROKEN: list[Broken] = [
    # text that is no text
    ("neither UTF-8 nor GB18030", "a.csv", b"indicator,area\n\xff\xfe\x80\n", ["UTF-8", "GB18030", "Save"]),
    ("NUL bytes", "a.csv", text(HEAD, LINE.replace("gdp", "g\0p")), ["line 2", "NUL"]),
    ("UTF-16 without a mark", "a.csv", text(HEAD, LINE, encoding="utf-16-le"), ["NUL", "byte order mark"]),
    ("UTF-16 cut off", "a.csv", b"\xff\xfe" + text(HEAD, encoding="utf-16-le")[:-1], ["UTF-16"]),
    ("an empty file", "a.csv", b"", ["empty"]),
    ("a file of blanks", "a.csv", b" \n\t\n  \n", ["empty"]),
    ("ideographic blanks only", "a.csv", "\u3000\n\u3000".encode(), ["empty"]),
    # the header
    ("no value column", "a.csv", text(HEAD.replace("value,", ""), LINE.replace("1.5,", "")), ["no column value", "OBS_VALUE", "数值"]),
    ("a misspelt column", "a.csv", text(HEAD.replace("year", "yaer"), LINE), ["column 3", "yaer", "did you mean year?"]),
    ("a column twice", "a.csv", text(HEAD + ",年份", LINE + ",2008"), ["2 columns for year", "“year”, “年份”", "keep one"]),
    ("a column without a name", "a.csv", text(HEAD + ",", LINE + ",note"), ["column 9 has no heading"]),
    ("a further column", "a.csv", text(HEAD + ",remark", LINE + ",x"), ["column 9", "remark", "no such column"]),
    ("no header", "a.csv", text(LINE, LINE), ["header", "column 1, “gdp”", "column 2, “431000”"]),
    ("a heading of a thousand letters", "a.csv", text(HEAD + "," + "x" * 1000, LINE + ",x"), ["column 9", "xxx…"]),
    ("twenty thousand columns", "a.csv", text(HEAD + "," * 20_000, LINE + "," * 20_000), ["20,008 columns", "split it"]),
    # the lines
    ("a cell too many", "a.csv", text(HEAD, LINE, LINE + ",2007"), ["line 3: 9 cells", "8 columns", "quotation marks"]),
    ("a cell too few", "a.csv", text(HEAD, LINE.removesuffix(",yearbook")), ["line 2: 7 cells", "8 columns"]),
    ("a quotation mark not closed", "a.csv", text(HEAD, LINE, LINE.replace("year", '"year'), LINE, LINE), ["line 3", "quotation marks"]),
    ("text behind a quotation", "a.csv", text(HEAD, '"gdp"p' + LINE[3:]), ["line 2", "quotation marks"]),
    ("a cell larger than any text", "a.csv", text(HEAD, LINE + "x" * 200_000), ["line 2", "field"]),
    # keys
    ("two values of one edition", "a.csv", text(HEAD, LINE, LINE.replace("1.5", "1.6")), ["lines 2 and 3", "gdp, 431000, 2007, 2008-03-31", "keep one"]),
    ("two values without an edition", "a.csv", text(HEAD, LINE.replace("2008-03-31", ""), LINE.replace("2008-03-31", "—")), ["lines 2 and 3", "no release date"]),
    ("the same key by code and by name", "a.csv", text(HEAD, LINE, LINE.replace("gdp,431000", "地区生产总值,郴州市")), ["lines 2 and 3", "gdp, 431000"]),
    ("a thousand times the same key", "a.csv", text(HEAD, *[LINE] * 1000), ["lines 2, 3, 4, 5, 6 and 995 more"]),
    # numbers
    ("text for a number", "a.csv", cells(value="约12"), ["line 2, column value", "“约12” is not a number", "1234.5"]),
    ("two decimal points", "a.csv", cells(value="1.2.3"), ["line 2, column value", "“1.2.3”"]),
    ("thousands in twos", "a.csv", cells(value="1,23"), ["line 2, column value", "“1,23”"]),
    ("a decimal comma", "a.csv", cells(value="1.234,5"), ["line 2, column value", "“1.234,5”"]),
    ("a decimal comma between semicolons", "a.csv", cells(value="3,14").replace(b'","', b'";"').replace(HEAD.encode(), HEAD.replace(",", ";").encode()), ["line 2, column value", "“3,14”"]),
    ("infinite", "a.csv", cells(value="inf"), ["line 2, column value", "“inf”"]),
    ("a number too large", "a.csv", cells(value="1e999"), ["line 2, column value", "“1e999”", "too large"]),
    ("a number too small", "a.csv", cells(value="1e-999"), ["line 2, column value", "“1e-999”", "too small"]),
    ("a footnote mark", "a.csv", cells(value="591②"), ["line 2, column value", "“591②”"]),
    ("a raised footnote", "a.csv", cells(value="591²"), ["line 2, column value", "“591²”"]),
    ("two numbers", "a.csv", cells(value="12 000"), ["line 2, column value", "“12 000”"]),
    ("a currency sign", "a.csv", cells(value="￥12"), ["line 2, column value", "“￥12”"]),
    ("a percent sign on money", "a.csv", cells(value="3.2%"), ["line 2, column value", "“3.2%”", "no percentage"]),
    ("a per mille sign", "a.csv", cells(value="3‰", unit="%"), ["line 2, column value", "“3‰”"]),
    ("a cell as long as a page", "a.csv", cells(value="0" * 50_000 + "x"), ["line 2, column value", "000…"]),
    # years
    ("half a year", "a.csv", cells(year="2007.5"), ["line 2, column year", "“2007.5” is not a year", "2007"]),
    ("a year before the first", "a.csv", cells(year="1948"), ["line 2, column year", "1948 is before 1949"]),
    ("a year after the last", "a.csv", cells(year="2101"), ["line 2, column year", "2101 is after 2100"]),
    ("a year of two digits", "a.csv", cells(year="07"), ["line 2, column year", "“07”"]),
    ("a span of years", "a.csv", cells(year="2006-2007"), ["line 2, column year", "“2006-2007”"]),
    ("no year", "a.csv", cells(year=""), ["line 2, column year", "empty", "2007"]),
    # names
    ("an unknown area", "a.csv", cells(area="长沙市"), ["line 2, column area", "长沙市 is not in the area catalogue"]),
    ("no area", "a.csv", cells(area=" "), ["line 2, column area", "empty"]),
    ("a misspelt indicator", "a.csv", cells(indicator="gpd"), ["line 2, column indicator", "gpd", "did you mean gdp?"]),
    ("no indicator", "a.csv", cells(indicator=""), ["line 2, column indicator", "empty"]),
    ("an unknown unit", "a.csv", cells(unit="吨"), ["line 2, column unit", "吨 is not in the unit catalogue"]),
    ("a unit of something else", "a.csv", cells(unit="count"), ["line 2, column unit", "count does not measure gdp", "100 million CNY"]),
    ("no unit", "a.csv", cells(unit=""), ["line 2, column unit", "empty"]),
    ("an unknown status", "a.csv", cells(obs_status="done"), ["line 2, column obs_status", "done", "final, revised"]),
    ("no status", "a.csv", cells(obs_status=""), ["line 2, column obs_status", "empty"]),
    ("no source", "a.csv", cells(source=""), ["line 2, column source", "empty"]),
    ("a control character", "a.csv", cells(source="year\x1b[31mbook"), ["line 2, column source", "cannot be printed"]),
    ("an area as long as a page", "a.csv", cells(area="x" * 50_000), ["line 2, column area", "xxx…"]),
    # days
    ("a month without a day", "a.csv", cells(released="2008年3月"), ["line 2, column released", "“2008年3月” is not a day", "2008-03-31"]),
    ("a day that never was", "a.csv", cells(released="2008-02-30"), ["line 2, column released", "there is no day 2008-02-30"]),
    ("a time zone", "a.csv", cells(released="2008-03-31T00:00:00+08:00"), ["line 2, column released", "+08:00"]),
    ("a time of day", "a.csv", cells(released="2008-03-31 09:30"), ["line 2, column released", "09:30"]),
    ("the day first", "a.csv", cells(released="31/03/2008"), ["line 2, column released", "“31/03/2008”"]),
    # where the file is
    ("a folder", "folder.csv", None, ["is a folder"]),
    ("no such file", "missing.csv", None, ["there is no such file"]),
    ("an unknown type", "a.docx", b"x", [".docx", ".csv", ".xlsx"]),
    ("no type", "figures", b"x", ["(none)", ".csv"]),
    # workbooks
    ("a title above the header", "a.xlsx", workbook(titled), ["row 1", "cell B2", "under no heading"]),
    ("two filled sheets", "a.xlsx", workbook(lambda *_: None, sheets=["2006", "2007"]), ["2006, 2007", "sheet="]),
    ("a sheet without a header", "a.xlsx", workbook(lambda sheet, _: sheet.write_row(0, 0, [*SOUND.values()])), ["header", "column 1, “gdp”"]),
    ("a note beside the table", "a.xlsx", workbook(lambda sheet, _: sheet.write(1, 10, "checked")), ["cell K2", "“checked”", "under no heading"]),
    ("a workbook with nothing in it", "a.xlsx", workbook(lambda *_: None, sheets=[]), ["no filled sheet"]),
    ("a workbook cut off", "a.xlsx", WORKBOOK[:3000], ["damaged or cut off", "again"]),
    ("a workbook with a hole", "a.xlsx", WORKBOOK[:1500] + bytes(40) + WORKBOOK[1540:], ["damaged"]),
    ("an archive that is no workbook", "a.xlsx", archive({"a.txt": b"x"}), ["zip archive", "no .xlsx or .ods workbook"]),
    ("a workbook in a password", "a.xlsx", compound("EncryptedPackage"), ["password"]),
    ("an archive in a password", "a.xlsx", encrypted(), ["password"]),
    ("a compound file that is no workbook", "a.xls", compound("WordDocument"), ["no workbook"]),
    ("the head of a compound file", "a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(256)) * 8, ["damaged"]),
    ("an old workbook cut off", "a.xls", (FILES / "figures.xls").read_bytes()[:1200], ["damaged or cut off"]),
    ("text named .xlsx", "a.xlsx", text(HEAD, LINE), ["no workbook but a text", "Save it as"]),
    ("a web page named .xls", "a.xls", b"<html><body><table></table></body></html>", ["web page", "Save it as"]),
    ("a formula never calculated", "a.xlsx", workbook(lambda sheet, _: sheet.write_formula(1, 3, "=1+1")), ["cell D2 (value)", "never calculated"]),
    ("a formula without a value", "a.xlsx", sheet_edited(b"<v>1.5</v>", b"<f>1+1</f>"), ["cell D2 (value)", "never calculated"]),
    ("an error", "a.xlsx", workbook(lambda sheet, _: sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")), ["cell D2 (value)", "error", "correct it"]),
    ("a truth for a number", "a.xlsx", workbook(lambda sheet, _: sheet.write_boolean(1, 3, True)), ["cell D2 (value)", "“TRUE” is not a number"]),
    ("a percentage of money", "a.xlsx", workbook(percent), ["cell D2 (value)", "“50%”", "no percentage"]),
    ("a day for a year", "a.xlsx", workbook(lambda sheet, book: sheet.write_number(1, 2, 39172, book.add_format({"num_format": "yyyy-mm-dd"}))), ["cell C2 (year)", "“2007-03-31” is not a year"]),
    ("a number for a day", "a.xlsx", workbook(lambda sheet, _: sheet.write_number(1, 5, 39538)), ["cell F2 (released)", "“39538” is not a day"]),
    ("merged cells", "a.xlsx", workbook(lambda sheet, _: (sheet.write_row(2, 0, [*SOUND.values()]), sheet.merge_range(1, 3, 2, 3, 1.5))), ["cell D3 (value)", "merged", "unmerge"]),
    ("a cell in the far corner", "a.xlsx", workbook(lambda sheet, _: sheet.write(1048575, 16383, "x")), ["1,048,576 rows and 16,384 columns", "20,000,000"]),
    ("a far cell without an address", "a.xlsx", sheet_edited(b"</sheetData>", b'<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row></sheetData>'), ["1,048,576 rows and 16,384 columns"]),
    ("a cell in another row than its own", "a.xlsx", sheet_edited(b"</sheetData>", b'<row r="1048576"><c r="XFD3"><v>1</v></c></row></sheetData>'), ["damaged"]),
    ("a member that claims a gigabyte", "a.xlsx", claiming(1 << 30), ["claims to unpack to", "limit"]),
    ("a member that claims too little", "a.xlsx", claiming(10), ["damaged"]),
    ("a sheet with a document type", "a.xlsx", sheet_edited(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'), ["damaged"]),
    ("a sheet of broken XML", "a.xlsx", sheet_edited(b"</sheetData>", b""), ["damaged"]),
    ("a workbook without its sheet", "a.xlsx", archive({name: part for name, part in members(WORKBOOK).items() if "sheet1" not in name}), ["damaged"]),
    ("old Excel: error, formula, truth, percent, merged", "a.xls", (FILES / "faulty.xls").read_bytes(), ["cell D2 (数值): shows an error", "cell D3 (数值): holds a formula", "cell D4", "TRUE", "cell D5", "“50%”", "cell D7 (数值): lies under a merged cell"]),
    ("an old workbook short of its end", "a.xls", (FILES / "figures.xls").read_bytes()[:-100], ["damaged or cut off"]),
    ("an old workbook whose rows end before they begin", "a.xls", old_edited(b"\x00\x02\x0e\x00", 4, b"\xff\xff\xff\x20"), ["damaged"]),
    ("an old workbook with a cell beyond every column", "a.xls", old_edited(b"\xfd\x00\x0a\x00", 6, b"\xff\xff"), ["65,536 columns"]),
    ("more texts claimed than there are", "a.xlsx", more_texts_claimed(), ["damaged"]),
    ("an error in a row of its own", "a.xlsx", workbook(lambda sheet, _: sheet.write_formula(4, 3, "=1/0", None, "#DIV/0!")), ["cell D5 (value)", "error"]),
    ("a sum below that was never calculated", "a.xlsx", sheet_edited(b"</sheetData>", b'<row r="9"><c r="D9"><f>SUM(D2:D8)</f></c></row></sheetData>'), ["cell D9 (value)", "never calculated"]),
    ("a formula beside the table", "a.xlsx", workbook(lambda sheet, _: sheet.write_formula(1, 9, "=1+1")), ["cell J2", "under no heading"]),
    ("a heading that is an error", "a.xlsx", workbook(lambda sheet, _: sheet.write_formula(0, 8, "=1/0", None, "#DIV/0!")), ["column 9", "no such column"]),
    ("a workbook packed in a strange way", "a.xlsx", archive(members(WORKBOOK), zipfile.ZIP_LZMA), ["damaged"]),
    ("an .ods in a password", "a.ods", archive({**members(ods_with("")), "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>', "content.xml": bytes(range(256))}), ["password"]),
    ("an error in .ods", "a.ods", ods_with('<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>'), ["cell D2 (value)", "error"]),
    ("a formula never calculated in .ods", "a.ods", ods_with('<table:table-cell table:formula="of:=1+1"/>'), ["cell D2 (value)", "never calculated"]),
    ("a percentage of money in .ods", "a.ods", ods_with('<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>'), ["cell D2 (value)", "“50%”"]),
    ("a covered cell in .ods", "a.ods", ods_with("<table:covered-table-cell/>"), ["cell D2 (value)", "merged"]),
    ("a far corner in .ods", "a.ods", spreadsheet('<table:table-row table:number-rows-repeated="1048574"/>' + ods_row([*SOUND.values()], source='<table:table-cell table:number-columns-repeated="16000"/><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>')), ["1,048,576 rows and 16,008 columns"]),
    # records
    ("no list", "a.json", b'{"indicator": "gdp"}', ["not a list of records"]),
    ("a list of lists", "a.json", b'[["gdp", 2007]]', ["not a list of records"]),
    ("a record inside a record", "a.json", records({"value": {"number": 1}}), ["record 1, value", "holds a record"]),
    ("a list inside a record", "a.json", records({}, {"year": [2007]}), ["record 2, year", "holds a list"]),
    ("nested a hundred thousand times", "a.json", b"[" * 100_000, ["nested too deeply"]),
    ("NaN in JSON", "a.json", records({"value": float("nan")}), ["record 1, value", "NaN is no number of JSON", "null"]),
    ("infinity in JSON", "a.json", records({"value": float("-inf")}), ["record 1, value", "-Infinity", "null"]),
    ("a key twice", "a.json", records({}).replace(b'"year"', b'"value": 2, "year"'), ["record 1, value", "stated twice"]),
    ("a comma too many", "a.json", records({}).replace(b"}]", b"},\n]"), ["line 2", "no JSON"]),
    ("half a character", "a.json", records({"source": "\ud83d"}), ["record 1, source", "half a character"]),
    ("a truth in JSON", "a.json", records({"value": True}), ["record 1, value", "“TRUE” is not a number"]),
    ("an unknown key in one record", "a.json", records({}, {"valeu": 1}), ["“valeu”", "did you mean value?"]),
    ("a key that cannot be printed", "a.json", records({"\ud83d": 1}), ["column 9", "no such column"]),
    ("a number of five thousand digits", "a.json", b'[{"value": ' + b"9" * 5000 + b"}]", ["no column indicator"]),
    # parquet
    ("parquet cut off", "a.parquet", parquet({name: [value] for name, value in SOUND.items()})[:-40], ["parquet"]),
    ("parquet with other columns", "a.parquet", parquet({"a": [1], "b": [2]}), ["“a”: no such column", "no column value"]),
    ("parquet without columns", "a.parquet", parquet({}), ["no columns"]),
    ("text named .parquet", "a.parquet", text(HEAD, LINE), ["not a parquet file"]),
    ("parquet with a time zone", "a.parquet", parquet({**{name: [value] for name, value in SOUND.items()}, "released": pd.to_datetime(["2008-03-31"]).tz_localize("Asia/Shanghai")}), ["row 1, column released", "+08:00"]),
    ("parquet with a list in a cell", "a.parquet", parquet({**{name: [value] for name, value in SOUND.items()}, "value": [[1.0, 2.0]]}), ["row 1, column value", "“[1.0, 2.0]” is not a number"]),
    ("parquet with an infinite value", "a.parquet", parquet({**{name: [value] for name, value in SOUND.items()}, "value": [float("inf")]}), ["row 1, column value", "“inf”"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_file_is_refused_in_words(
    name: str, content: bytes | None, words: list[str], tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    elif name.startswith("folder"):
        path.mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(IndicatorsError) as caught:
        read_observations(path)
    message = str(caught.value)
    missing = [word for word in (name, *words) if word not in message]
    assert not missing, message
    lines = message.replace(str(tmp_path), "").splitlines()
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 250
    assert not re.search(r"Traceback|\b(?:Value|Type|Key|Arrow|Calamine|Unicode|OS)\w*Error\b|\x1b", message)
    assert sorted(tmp_path.rglob("*")) == before
    assert content is None or path.read_bytes() == content


def test_every_broken_file_is_another() -> None:
    assert len({case[0] for case in BROKEN}) == len(BROKEN)
    assert len({(name, content) for _, name, content, _ in BROKEN}) == len(BROKEN)
    assert len(BROKEN) >= 45


def test_the_sound_file_the_others_are_made_from_is_read(tmp_path: Path) -> None:
    value = '<table:table-cell office:value-type="float" office:value="1.5"><text:p>1.5</text:p></table:table-cell>'
    makers = {"a.csv": cells(), "a.xlsx": WORKBOOK, "a.json": records({}), "a.ods": ods_with(value)}
    for name, content in makers.items():
        (tmp_path / name).write_bytes(content)
        assert read_observations(tmp_path / name)["value"].tolist() == [1.5], name


# --- several faults ------------------------------------------------------------------------------


def test_five_faults_are_five_problems_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "five.csv"
    path.write_bytes(
        text(
            HEAD,
            LINE.replace("1.5", "x"),
            LINE.replace("2007", "1800").replace("yearbook", ""),
            LINE.replace("2007", "2008"),
            LINE.replace("gdp", "gpd").replace("final", "done"),
        )
    )
    with pytest.raises(TableError, match=r"five\.csv is not an observations table \(5 problems\)") as caught:
        read_observations(path)
    places = [problem.partition(":")[0] for problem in caught.value.problems]
    assert places == [
        "line 2, column value",
        "line 3, column year",
        "line 3, column source",
        "line 5, column indicator",
        "line 5, column obs_status",
    ]


def test_five_hundred_faults_show_twelve_and_keep_all(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes(text(HEAD, *(LINE.replace("2007", f"x{number}") for number in range(500))))
    with pytest.raises(TableError) as caught:
        read_observations(path)
    shown = str(caught.value).splitlines()
    assert len(shown) == 1 + 12 + 1
    assert shown[1].startswith("  - line 2, column year: “x0”")
    assert shown[-1].startswith("  … and 488 more")
    assert len(caught.value.problems) == 500
    assert caught.value.problems[-1].startswith("line 501, column year: “x499”")


def test_faults_of_cells_and_doubled_keys_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    path.write_bytes(text(HEAD, LINE, LINE, LINE.replace("2007", "199")))
    with pytest.raises(TableError, match="2 problems") as caught:
        read_observations(path)
    assert [problem[:12] for problem in caught.value.problems] == ["line 4, colu", "lines 2 and "]


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(text(HEAD, "", LINE.replace("yearbook", '"two\nlines"'), "", LINE.replace("2007", "x")))
    with pytest.raises(TableError, match="line 6, column year"):
        read_observations(path)


def test_thousands_of_unknown_names_are_told_in_little_time(tmp_path: Path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_bytes(text(HEAD, *(LINE.replace("gdp", f"indicator {number}") for number in range(20_000))))
    with pytest.raises(TableError, match="20000 problems"):
        read_observations(path)


# --- the arguments -------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["2009", 2, -1, True])
def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(sheet: Any, tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    path.write_bytes(workbook(lambda *_: None, sheets=["2006", "2007"]))
    with pytest.raises(ArgumentError, match=rf"two\.xlsx has no sheet {sheet}; it has 2006, 2007"):
        read_observations(path, sheet=sheet)


def test_a_text_file_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(cells())
    with pytest.raises(ArgumentError, match="has no sheets"):
        read_observations(path, sheet=0)


def test_a_catalogue_lacking_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(cells())
    with pytest.raises(ArgumentError, match=r"areas= needs .* area, name_zh, name_en"):
        read_observations(path, areas=pd.DataFrame({"area": ["431000"]}))


def test_a_catalogue_with_a_code_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(cells())
    areas = pd.DataFrame({"area": ["1", "1"], "name_zh": ["甲", "乙"], "name_en": ["A", "B"]})
    with pytest.raises(ArgumentError, match=r"areas= has codes that stand twice.*\n  - 1"):
        read_observations(path, areas=areas)


def test_a_name_of_two_areas_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(cells(area="城关镇"))
    areas = pd.DataFrame({"area": ["1", "2"], "name_zh": ["城关镇", "城关镇"], "name_en": ["A", "B"]})
    with pytest.raises(TableError, match="line 2, column area: 城关镇 may mean 1 or 2; write the code"):
        read_observations(path, areas=areas)
