"""From a file to a table of ours: the one way every reader goes.

A reader says how its columns are headed, how their cells are read, and which rows may stand only
once. Everything wrong with the file is listed together, and what comes out is held against the schema.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import DataFrame

from ..catalog import file_headings
from ..doors import checked, count_of
from ..errors import TableError
from .files import read_text_table
from .headings import Parsed, matched_columns, problem_list, rows_listed
from .names import area_names, word_table
from .text import names, years

__all__ = ["Reader", "Texts", "area_and_year", "by_column", "read_table", "statuses", "twice_a_year"]

Model = TypeVar("Model", bound=pa.DataFrameModel)
Texts = dict[str, "pd.Series[str]"]
Reader = Callable[["pd.Series[str]"], tuple["pd.Series[Any]", "pd.Series[str]"]]


def read_table(
    path: str | Path,
    model: type[Model],
    *,
    sheet: int | str | None,
    headings: str,
    what: str,
    optional: Collection[str],
    parse: Callable[[Texts], Parsed],
    twice: Callable[[Parsed, str], Iterable[str]],
) -> DataFrame[Model]:
    """Read a file into a table, or say everything that is wrong with it.

    Parameters
    ----------
    path : str or path
        The file.
    model : schema
        What it is to become.
    sheet : int or str, optional
        Which sheet of a workbook.
    headings : str
        Under which name ``columns.toml`` lists how files head the columns.
    what : str
        What to call such a file in an error.
    optional : collection of str
        Columns that may be absent. One that the schema needs is then blank, any other left out.
    parse : callable
        Reads the texts of the columns; each comes back with the problem of each row.
    twice : callable
        Lists rows that may stand only once, from what was read and what the file calls a row.

    Returns
    -------
    DataFrame
        The rows in the order of the file.

    Raises
    ------
    TableError
        If the file cannot be opened, or holds any cell or row that is refused.
    ArgumentError
        If the type of file is unknown or `sheet` does not fit.
    """
    table, name = read_text_table(path, sheet=sheet), Path(path).name
    known = file_headings(headings)
    places = matched_columns(table, known, optional=optional, name=name, what=what)
    needed = [column for column, wanted in model.to_schema().columns.items() if wanted.required]
    blank = pd.Series("", index=table.rows.index, dtype="str")
    texts = {
        column: table.rows[places[column]] if column in places else blank
        for column in known
        if column in places or column in needed
    }
    read = parse(texts)
    problems = [*problem_list(read, table, places), *twice(read, table.row_name)]
    if problems:
        raise TableError(f"{name} is not {what} ({count_of(problems)}):", problems)
    frame = pd.DataFrame({column: values for column, (values, _) in read.items()})
    return checked(frame.astype({"year": "int64"}).reset_index(drop=True), model, name=name)


def by_column(readers: Mapping[str, Reader]) -> Callable[[Texts], Parsed]:
    """Return what reads each column by itself, those that the file has."""

    def parsed(texts: Texts) -> Parsed:
        return {column: read(texts[column]) for column, read in readers.items() if column in texts}

    return parsed


def area_and_year(areas: pd.DataFrame | None) -> dict[str, Reader]:
    """Return what reads the two columns that say where and when, by our catalogue of areas or another one."""
    return {"area": partial(names, known=area_names(areas), what="the area catalogue"), "year": years}


def statuses(text: pd.Series[str]) -> tuple[pd.Series[Any], pd.Series[str]]:
    """Read how firm a figure is; the problem of each row beside it."""
    return names(text, word_table("obs_status"), what="the list of statuses")


def twice_a_year(subject: str) -> Callable[[Parsed, str], list[str]]:
    """Return what lists the rows of one subject, like a firm, that share a year."""

    def listed(read: Parsed, row_name: str) -> list[str]:
        keys = pd.DataFrame({column: read[column][0] for column in (subject, "year")}).dropna()
        groups: Any = keys[keys.duplicated(keep=False)].groupby([subject, "year"], sort=False)
        return [
            f"{row_name}s {rows_listed(rows.index)}: {subject} {name} more than once in {int(year)}; keep one"
            for (name, year), rows in groups
        ]

    return listed
