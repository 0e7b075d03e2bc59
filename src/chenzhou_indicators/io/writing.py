"""Writing a table of observations in every format."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from ..errors import ArgumentError, TableError
from .cells import cell_text

__all__ = ["FIRST_SHEET_DAY", "MOST_CELL_TEXT", "WRITERS", "EveryDigit"]

MOST_SHEET_ROWS = 1_048_575  # below the header of a worksheet
MOST_CELL_TEXT = 32_767  # UTF-16 units, as Excel counts
FIRST_SHEET_DAY = pd.Timestamp("1900-03-01")  # before it, Excel counts a day that never was
SHEET = "observations"
DAY = "%Y-%m-%d"


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    texts = frame.assign(
        value=frame["value"].map(cell_text), released=frame["released"].dt.strftime(DAY).fillna("")
    )
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    texts.to_csv(path, sep=separator, index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_json(frame: pd.DataFrame, path: Path) -> None:
    days = frame["released"].dt.strftime(DAY)
    plain = frame.assign(released=days).astype(object)
    records = plain.where(plain.notna(), None).to_dict("records")
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, engine="pyarrow", index=False)
    except ImportError:
        raise ArgumentError(
            "Parquet files need pyarrow: pip install 'chenzhou-indicators[parquet]'."
        ) from None


# --- worksheets ----------------------------------------------------------------------------------


class EveryDigit(float):
    """A float that is written with all its digits; xlsxwriter would stop at sixteen."""

    def __format__(self, _: str) -> str:
        """Write every digit, whatever is asked for."""
        return repr(float(self))


def _write_xlsx(frame: pd.DataFrame, path: Path) -> None:
    from xlsxwriter import Workbook

    _require_sheet_room(frame)
    with Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(frame.columns) - 1, 16)
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, name)
            for row, value in enumerate(frame[name].array, start=1):
                if isinstance(value, str):  # stays text: no formula, no link, whatever it looks like
                    sheet.write_string(row, column, value)
                elif pd.isna(value):
                    continue
                elif not isinstance(value, pd.Timestamp):
                    sheet.write_number(row, column, EveryDigit(value))
                elif value < FIRST_SHEET_DAY:
                    sheet.write_string(row, column, value.strftime(DAY))
                else:
                    sheet.write_datetime(row, column, value, day_format)


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
ODS_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="{SHEET}">
"""
ODS_FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>\n"


def _write_ods(frame: pd.DataFrame, path: Path) -> None:
    _require_sheet_room(frame)
    columns = [frame[name].array for name in frame.columns]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)  # first and bare: the type can be seen
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as file:
            file.write(ODS_HEAD.encode())
            file.write(_ods_row(frame.columns))
            for row in zip(*columns, strict=True):
                file.write(_ods_row(row))
            file.write(ODS_FOOT.encode())


def _ods_row(values: Iterable[Any]) -> bytes:
    cells = "".join(map(_ods_cell, values))
    return f"<table:table-row>{cells}</table:table-row>\n".encode()


def _ods_cell(value: Any) -> str:
    if isinstance(value, str):
        attributes, text = 'office:value-type="string"', value
    elif pd.isna(value):
        return "<table:table-cell/>"
    elif isinstance(value, pd.Timestamp):
        text = value.strftime(DAY)
        attributes = f'office:value-type="date" office:date-value="{text}"'
    else:
        text = cell_text(value)
        attributes = f'office:value-type="float" office:value="{text}"'
    bare = escape(text).replace("  ", " <text:s/>")  # XML runs blanks together; <text:s/> stays
    return f"<table:table-cell {attributes}><text:p>{bare}</text:p></table:table-cell>"


def _require_sheet_room(frame: pd.DataFrame) -> None:
    if len(frame) > MOST_SHEET_ROWS:
        raise TableError(
            f"{len(frame):,} rows do not fit on a sheet of {MOST_SHEET_ROWS:,}; write .csv or .parquet."
        )
    units = frame["source"].map(lambda text: len(text.encode("utf-16-le")) // 2)
    long = [f"row {row}: {count:,} characters" for row, count in units[units > MOST_CELL_TEXT].items()]
    if long:
        raise TableError(f"`source` is too long for a cell, which holds {MOST_CELL_TEXT:,} characters:", long)


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _write_csv,
    ".tsv": _write_csv,
    ".xlsx": _write_xlsx,
    ".ods": _write_ods,
    ".parquet": _write_parquet,
    ".json": _write_json,
}
