"""Reading and writing tables of observations.

One row per observation, columns in any order under English, Chinese or SDMX headings. Nothing
is dropped and nothing guessed: a file with an offending cell is refused whole, with every
offender listed by its place, its text and what to do. What was written reads back equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import load_areas, load_indicators, unit_table
from ..doors import admit, checked
from ..errors import ArgumentError, TableError
from ..schemas import Observations
from ..units import convertible
from ..vocabulary import ObsStatus
from .files import replacing
from .headings import Parsed, rows_listed
from .names import area_names, name_table, own_catalogue, word_table
from .tables import Texts, read_table
from .text import days, folded, free_text, names, numbers, years
from .writing import WRITERS

__all__ = ["read_observations", "write_observations"]

KEY = ["indicator", "area", "year", "released"]
COLUMNS = [*Observations.to_schema().columns]
MAY_BE_ABSENT = {"released"}
INDICATOR_COLUMNS = ["indicator", "name_zh", "name_en", "unit"]
PERCENTAGES = {"%", "percentage points"}


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
        If the type of file is unknown, needs a package that is not installed, `sheet` does not fit, or
        a catalogue lacks a column.

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
    chenzhou_indicators.errors.TableError: figures.csv is not an observations table (1 problem):
      - line 2, column 单位: 吨 is not in the unit catalogue
    """
    known = (
        load_indicators()
        if indicators is None
        else own_catalogue(indicators, "indicators", INDICATOR_COLUMNS)
    )
    return read_table(
        path,
        Observations,
        sheet=sheet,
        headings="observations",
        what="an observations table",
        optional=MAY_BE_ABSENT,
        parse=partial(_parsed, known_areas=area_names(areas), indicators=known),
        twice=_duplicates,
    )


# --- the cells -----------------------------------------------------------------------------------


def _parsed(texts: Texts, known_areas: dict[str, list[str]], indicators: pd.DataFrame) -> Parsed:
    """Read every column; each comes with the problem of each row."""
    known_indicators = name_table(indicators, *INDICATOR_COLUMNS[:3])
    unit_names = unit_table().explode("alias")
    known_units = name_table(unit_names, "unit", "name_zh", "name_en", "alias")
    indicator, odd_indicator = names(texts["indicator"], known_indicators, what="the indicator catalogue")
    unit, odd_unit = names(texts["unit"], known_units, what="the unit catalogue")
    own_unit = indicator.map(indicators.set_index("indicator")["unit"]).astype("str")
    strange = unit.notna() & own_unit.notna() & ~convertible(unit, own_unit)
    misfit = unit + " does not measure " + indicator + ", whose unit is " + own_unit
    odd_unit = odd_unit.mask(strange, misfit)
    return {
        "indicator": (indicator, odd_indicator),
        "area": names(texts["area"], known_areas, what="the area catalogue"),
        "year": years(texts["year"]),
        "value": numbers(texts["value"], percent_allowed=unit.isin(PERCENTAGES) | unit.isna()),
        "unit": (unit, odd_unit),
        "released": days(texts["released"]),
        "obs_status": names(
            texts["obs_status"], word_table("obs_status"), what=f"the list {', '.join(ObsStatus)}"
        ),
        "source": free_text(texts["source"]),
    }


# --- what is wrong -------------------------------------------------------------------------------


def _duplicates(read: Parsed, row_name: str) -> Iterable[str]:
    """List rows that state the same indicator, area, year and release."""
    keys = pd.DataFrame({column: read[column][0] for column in KEY})
    keys = keys[keys[["indicator", "area", "year"]].notna().all(axis=1) & read["released"][1].isna()]
    twice = keys[keys.duplicated(keep=False)]
    groups: Any = twice.groupby(KEY, sort=False, dropna=False)
    for (indicator, area, year, released), rows in groups:
        day = "no release date" if pd.isna(released) else f"{released:%Y-%m-%d}"
        yield (
            f"{row_name}s {rows_listed(rows.index)}: the same indicator, area, year and release "
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
        If `observations` is not a table of observations, has names for codes, further columns or times
        of day that a reader would not take back, or does not fit on a sheet. Codes that the
        catalogues do not know are written; they read back with ``areas=`` and ``indicators=``.
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
    chenzhou_indicators.errors.ArgumentError: figures.doc: files of type .doc are not written; ...
    """
    if not isinstance(path, str | PathLike):
        raise ArgumentError(f"{path!r} is not a path.")
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        old = " Excel 97 files are only read; write .xlsx." if path.suffix.lower() == ".xls" else ""
        raise ArgumentError(
            f"{path.name}: files of type {path.suffix or '(none)'} are not written; "
            f"known are {', '.join(WRITERS)}.{old}"
        )
    frame = checked(admit(observations, Observations, name="observations"), Observations, name="observations")
    extra = [str(column) for column in frame.columns if column not in COLUMNS]
    if extra:
        raise TableError(f"Columns no observations table has: {', '.join(extra)}. Drop them before writing.")
    clocked = frame["released"].dropna()
    clocked = clocked[clocked != clocked.dt.normalize()]
    if len(clocked):
        raise TableError(
            "`released` is a day and has no time of day (.dt.normalize() drops it):",
            [f"row {row}: {moment}" for row, moment in clocked.items()],
        )
    names_written = _names_for_codes(frame)
    if names_written:
        raise TableError("Names stand where codes belong; they would read back as codes:", names_written)
    with replacing(path) as temporary:
        writer(frame, temporary)


def _names_for_codes(frame: pd.DataFrame) -> list[str]:
    """List the names that stand in columns of codes; codes of one's own catalogue are none of them."""
    catalogues = {"indicator": load_indicators(), "area": load_areas(), "unit": unit_table()}
    found = []
    for column, catalogue in catalogues.items():
        own = sorted(set(frame[column].unique()) - set(catalogue[column]))
        known = name_table(catalogue, column, "name_zh", "name_en")
        meant = zip(own, folded(pd.Series(own, dtype="str")), strict=True)
        found += [f"column {column}: {name} (code {known[key][0]})" for name, key in meant if key in known]
    return found
