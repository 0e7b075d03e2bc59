"""Reading and writing tables of observations.

One row per observation, columns in any order under English, Chinese or SDMX headings. Nothing
is dropped and nothing guessed: a file with an offending cell is refused whole, with every
offender listed by its place, its text and what to do. What was written reads back equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import file_headings, label_texts, load_areas, load_indicators, unit_table
from ..doors import admit, checked, count_of
from ..errors import ArgumentError, TableError, did_you_mean
from ..schemas import Observations
from ..units import convertible
from ..vocabulary import ObsStatus
from .files import TextTable, cell_text, read_text_table, replacing
from .text import days, folded, free_text, names, numbers, years

__all__ = ["read_observations", "write_observations"]

KEY = ["indicator", "area", "year", "released"]
MAY_BE_ABSENT = {"released"}
MOST_SHEET_ROWS = 1_048_575  # below the header of a worksheet
MOST_CELL_TEXT = 32_767
SHEET = "observations"


def read_observations(
    path: str | Path,
    *,
    sheet: int | str | None = None,
    areas: pd.DataFrame | None = None,
    indicators: pd.DataFrame | None = None,
) -> DataFrame[Observations]:
    """Read a tidy file of observations, or say everything that is wrong with it.

    Parameters
    ----------
    path : str or path
        A ``.csv``, ``.tsv``, ``.xlsx``, ``.xls``, ``.ods``, ``.parquet`` or ``.json`` file. Text is
        read as UTF-8 (with or without byte order mark), UTF-16 with one, or GB18030 (GBK, GB2312).
        The first row heads the columns: indicator 指标, area 地区, year 年份, value 数值, unit 单位,
        released 发布日期 (may be absent: edition unknown), obs_status 状态, source 来源.
    sheet : int or str, optional
        Which sheet of a workbook, by place from 0 or by title; needed when several are filled.
    areas, indicators : DataFrame, optional
        Catalogues to read codes and names by, as `load_areas` and `load_indicators` return them,
        which are the default.

    Returns
    -------
    DataFrame[Observations]
        The rows in the order of the file. Indicators, areas and units may stand as codes or as
        names in either language and come back as codes; full-width digits, thousands separators,
        ``2007年`` and ``3.2%`` (where the unit is a percentage) are understood; empty cells and the
        marks — … - .. NA are missing.

    Raises
    ------
    TableError
        If the file cannot be opened, is not a table of observations, or holds any cell that cannot
        be read for certain; all of them are listed with their place.
    ArgumentError
        If the type of file is unknown, needs a package that is not installed, or `sheet` does not fit.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> import chenzhou_indicators as ci
    >>> file = Path(mkdtemp()) / "figures.csv"
    >>> rows = ["指标,地区,年份,数值,单位,状态,来源", "专利申请量,郴州市,2007年,４１２,件,示例数,手工"]
    >>> _ = file.write_text("\\n".join(rows), encoding="gb18030")
    >>> ci.read_observations(file)[["indicator", "area", "year", "value", "unit"]]
                 indicator    area  year  value   unit
    0  patent_applications  431000  2007  412.0  count

    >>> _ = file.write_text("\\n".join(rows).replace("件", "吨"), encoding="utf-8")
    >>> ci.read_observations(file)
    Traceback (most recent call last):
    TableError: figures.csv is not an observations table (1 problem):
      - line 2, column 单位: 吨 is not in the unit catalogue

    """
    table = read_text_table(path, sheet=sheet)
    name = Path(path).name
    places = _columns(table, name)
    columns = {column: table.rows[number] for column, number in places.items()}
    read = _parsed(
        columns,
        load_areas() if areas is None else areas,
        load_indicators() if indicators is None else indicators,
    )
    problems = [*_problem_list(read, table, places), *_duplicates(read, table)]
    if problems:
        raise TableError(f"{name} is not an observations table ({count_of(problems)}):", problems)
    frame = pd.DataFrame({column: values for column, (values, _) in read.items()})
    frame = frame.astype({"year": "int64"}).reset_index(drop=True)
    return checked(frame, Observations, name=name)


# --- the columns of the file ---------------------------------------------------------------------


def _columns(table: TextTable, name: str) -> dict[str, int]:
    """Return the place of each of our columns in the file, or refuse its header."""
    headings = _headings()
    found: dict[str, list[int]] = {}
    problems = []
    for number, heading in enumerate(table.header):
        column = headings.get(_heading_key(heading))
        if column is None:
            near = did_you_mean(_heading_key(heading), headings)
            problems.append(
                f"column {number + 1}, “{heading}”: no such column{near}" if heading.strip()
                else f"column {number + 1} has no heading"
            )  # fmt: skip
        else:
            found.setdefault(column, []).append(number)
    for column, numbers_ in found.items():
        if len(numbers_) > 1:
            stated = ", ".join(f"“{table.header[number]}”" for number in numbers_)
            problems.append(f"two columns for {column}: {stated}; keep one")
    lacking = [column for column in _expected() if column not in found and column not in MAY_BE_ABSENT]
    problems += [f"no column {column} ({', '.join(file_headings()[column][:2])})" for column in lacking]
    if problems:
        raise TableError(f"{name} does not have the header of an observations table:", problems)
    return {column: found[column][0] for column in _expected() if column in found}


def _expected() -> list[str]:
    return [*Observations.to_schema().columns]


def _heading_key(heading: str) -> str:
    return folded(pd.Series([heading], dtype="str"))[0].replace(" ", "").replace("_", "")


@cache
def _headings() -> dict[str, str]:
    spelled = {column: [column, *aliases] for column, aliases in file_headings().items()}
    return {_heading_key(heading): column for column, aliases in spelled.items() for heading in aliases}


# --- the cells -----------------------------------------------------------------------------------

Parsed = dict[str, tuple["pd.Series[Any]", "pd.Series[str]"]]


def _parsed(columns: dict[str, pd.Series[str]], areas: pd.DataFrame, indicators: pd.DataFrame) -> Parsed:
    """Read every column; each comes with the problem of each row."""
    indicator = names(
        columns["indicator"], _name_table(indicators, "indicator"), what="the indicator catalogue"
    )
    unit = names(columns["unit"], _unit_table(), what="the unit catalogue")
    own_unit = indicator[0].map(indicators.set_index("indicator")["unit"]).astype("str")
    unit[1][unit[0].notna() & own_unit.notna() & ~convertible(unit[0], own_unit)] = (
        "“" + columns["unit"] + "” does not measure " + indicator[0] + ", whose unit is " + own_unit
    )
    absent = pd.Series("", index=columns["indicator"].index, dtype="str")
    percentage = unit[0].isin(["%", "percentage points"])
    return {
        "indicator": indicator,
        "area": names(columns["area"], _name_table(areas, "area"), what="the area catalogue"),
        "year": years(columns["year"]),
        "value": numbers(columns["value"], percent_allowed=percentage),
        "unit": unit,
        "released": days(columns.get("released", absent)),
        "obs_status": names(columns["obs_status"], _status_table(), what=f"({', '.join(ObsStatus)})"),
        "source": free_text(columns["source"]),
    }


def _name_table(catalogue: pd.DataFrame, code: str) -> dict[str, str]:
    """Return the code of every folded code and name of a catalogue."""
    spelled = [catalogue[column].set_axis(catalogue[code]) for column in ("name_en", "name_zh", code)]
    together = pd.concat(spelled).dropna()
    return dict(zip(folded(together), together.index, strict=True))


def _unit_table() -> dict[str, str]:
    units = unit_table()
    return _name_table(units, "unit") | _name_table(units.explode("alias").assign(
        name_en=lambda rows: rows["alias"], name_zh=lambda rows: rows["alias"]), "unit")  # fmt: skip


def _status_table() -> dict[str, str]:
    texts = label_texts()["obs_status"]
    return {word: code for code, spelled in texts.items() for word in (code, *spelled.values())}


# --- what is wrong -------------------------------------------------------------------------------


def _problem_list(read: Parsed, table: TextTable, places: dict[str, int]) -> Iterable[str]:
    """List the problem of every cell, in the order of the file."""
    lost = {(row, column) for row, column in table.broken if row in table.rows.index}
    found: list[tuple[Any, int, str]] = [
        (row, column, f"{table.broken[row, column]}; calculate and save it") for row, column in lost
    ]
    for column, (_, problems) in read.items():
        if column in places:
            present = problems.dropna()
            found += [
                (row, places[column], text)
                for row, text in present.items()
                if (row, places[column]) not in lost
            ]
    return [f"{table.place(row, column)}: {text}" for row, column, text in sorted(found, key=lambda f: f[:2])]


def _duplicates(read: Parsed, table: TextTable) -> Iterable[str]:
    """List rows that state the same indicator, area, year and release."""
    keys = pd.DataFrame({column: read[column][0] for column in KEY})
    whole = keys[["indicator", "area", "year"]].notna().all(axis=1) & read["released"][1].isna()
    twice = keys[whole & keys[whole].duplicated(keep=False).reindex(keys.index, fill_value=False)]
    groups: Any = twice.groupby(KEY, sort=False, dropna=False)
    for (indicator, area, year, released), rows in groups:
        numbers_ = [str(row) for row in rows.index]
        listed = ", ".join(numbers_[:-1]) + " and " + numbers_[-1]
        day = "no release date" if pd.isna(released) else f"{released:%Y-%m-%d}"
        yield (
            f"{table.row_name}s {listed}: the same indicator, area, year and release more than once "
            f"({indicator}, {area}, {int(year)}, {day}); keep one, or give each edition its own date"
        )


# --- writing -------------------------------------------------------------------------------------


def write_observations(observations: pd.DataFrame, path: str | Path) -> None:
    """Write observations to a file, whole or not at all; what was written reads back equal.

    Parameters
    ----------
    observations : DataFrame[Observations]
        What to write; its index is not kept.
    path : str or path
        A ``.csv`` or ``.tsv`` (UTF-8 with byte order mark, so that a spreadsheet shows Chinese),
        ``.xlsx``, ``.ods``, ``.parquet`` or ``.json`` file. A file that stands there is replaced.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, has further columns that a reader would
        not take back, or does not fit on a sheet.
    ArgumentError
        If the type of file is unknown, needs a package that is not installed, or cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> import chenzhou_indicators as ci
    >>> observations = ci.load_sample("observations")
    >>> file = Path(mkdtemp()) / "figures.xlsx"
    >>> ci.write_observations(observations, file)
    >>> ci.read_observations(file).equals(observations)
    True
    >>> ci.write_observations(observations, file.with_suffix(".doc"))
    Traceback (most recent call last):
    ArgumentError: figures.doc: files of type .doc are not written; known are ...

    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        old = " Excel 97 files are only read; write .xlsx." if path.suffix.lower() == ".xls" else ""
        raise ArgumentError(
            f"{path.name}: files of type {path.suffix or '(none)'} are not written; "
            f"known are {', '.join(WRITERS)}.{old}"
        )
    frame = checked(admit(observations, Observations, name="observations"), Observations, name="observations")
    extra = [str(column) for column in frame.columns if column not in _expected()]
    if extra:
        raise TableError(f"Columns no observations table has: {', '.join(extra)}. Drop them before writing.")
    with replacing(path) as temporary:
        writer(frame, temporary)


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table as text, numbers with as many digits as they have."""
    return frame.assign(
        value=frame["value"].map(cell_text),
        released=frame["released"].dt.strftime("%Y-%m-%d").fillna(""),
    )


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    _texts(frame).to_csv(path, sep=separator, index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_json(frame: pd.DataFrame, path: Path) -> None:
    plain = frame.assign(released=_texts(frame)["released"]).astype(object)
    plain = plain.where(plain.notna() & (plain != ""), None)
    lines = [json.dumps(record, ensure_ascii=False) for record in plain.to_dict("records")]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, index=False)
    except ImportError:
        raise ArgumentError(
            "Parquet files need pyarrow: pip install 'chenzhou-indicators[parquet]'."
        ) from None


def _write_xlsx(frame: pd.DataFrame, path: Path) -> None:
    _require_sheet_room(frame)
    # Text stays text: no formula, no link, whatever it looks like.
    options = {
        "options": {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    }
    with pd.ExcelWriter(
        path, engine="xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs=options
    ) as book:
        frame.to_excel(book, sheet_name=SHEET, index=False, freeze_panes=(1, 0))
        book.sheets[SHEET].set_column(0, len(frame.columns) - 1, 16)


def _write_ods(frame: pd.DataFrame, path: Path) -> None:
    _require_sheet_room(frame)
    try:
        from odfdo import Document, Table
    except ImportError:
        raise ArgumentError("Writing .ods needs odfdo: pip install 'chenzhou-indicators[ods]'.") from None
    plain = frame.assign(released=_texts(frame)["released"]).astype(object)
    plain["released"] = plain["released"].map(lambda day: date.fromisoformat(day) if day else None)
    cells = plain.where(plain.notna(), None).to_numpy().tolist()
    document = Document("spreadsheet")
    document.body.clear()
    table = Table(SHEET)
    table.set_values([[*frame.columns], *cells])
    document.body.append(table)
    document.save(path)


def _require_sheet_room(frame: pd.DataFrame) -> None:
    if len(frame) > MOST_SHEET_ROWS:
        raise TableError(
            f"{len(frame):,} rows do not fit on a sheet of {MOST_SHEET_ROWS:,}; write .csv or .parquet."
        )
    long = frame[frame["source"].str.len() > MOST_CELL_TEXT]
    if len(long):
        raise TableError(
            f"A cell holds at most {MOST_CELL_TEXT:,} characters; `source` has more in row {long.index[0]}."
        )


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _write_csv,
    ".tsv": _write_csv,
    ".xlsx": _write_xlsx,
    ".ods": _write_ods,
    ".parquet": _write_parquet,
    ".json": _write_json,
}
