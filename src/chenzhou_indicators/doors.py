"""Where frames are held against their schema.

`admit` opens the door to a frame made by hand: it brings columns to their types where nothing
is lost by it, and refuses the rest in sentences. `checked` stands on the last line of a public
function: what leaves the library is what its schema says. Between the two doors frames are
trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar, cast

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors
from pandera.typing.pandas import DataFrame

from .errors import TableError, did_you_mean

__all__ = ["admit", "checked", "count_of"]

Model = TypeVar("Model", bound=pa.DataFrameModel)

# Schemas fix how text is stored when they are made; an option changed later must not matter.
TEXT: Any = pd.Series([], dtype="str").dtype

# A table made by hand may lack these; they are filled with missing values.
OPTIONAL = {
    "Observations": {"released"},
    "Targets": {
        *("against", "minimum", "maximum", "stretch", "strict", "firm_class", "baseline_year"),
        *("name_zh", "name_en", "note_zh", "note_en"),
    },
    "Assessments": {"source", "minimum", "maximum", "stretch", "strict", "name_zh", "name_en", "expected"},
}


def admit(frame: pd.DataFrame, model: type[Model], *, name: str) -> DataFrame[Model]:
    """Bring a frame to a schema's columns and types, without loss, or say what is wrong.

    Only the shape is looked at, not every value: whole-number floats become years, a column of
    nothing becomes an empty text or date, optional columns are added. Extra columns stay.

    Parameters
    ----------
    frame : DataFrame
        A table made by hand or by another function.
    model : schema
        The schema it is taken for.
    name : str
        What to call the frame in an error.

    Returns
    -------
    DataFrame
        The same rows and index; a new frame where anything had to change.

    Raises
    ------
    TableError
        If it is no DataFrame, lacks columns, or a column cannot be brought to its type.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TableError(f"{name} is a {type(frame).__name__}, not a DataFrame.")
    if {*frame.index.names} & {*frame.columns}:  # an index level of a column's name would hide it
        frame = frame.set_axis(frame.index.set_names([None] * frame.index.nlevels))
    columns = model.to_schema().columns
    optional = OPTIONAL.get(model.__name__, set())
    spare = [str(column) for column in frame.columns if column not in columns]
    problems = [
        f"no column {column}{did_you_mean(column, spare)}"
        for column, wanted in columns.items()
        if wanted.required and column not in frame.columns and column not in optional
    ]
    brought: dict[str, pd.Series[Any]] = {}
    for column, wanted in columns.items():
        if (columns_so_called := list(frame.columns).count(column)) > 1:
            problems.append(f"column {column}: stands {columns_so_called} times")
        elif column in frame.columns:
            brought[column], problem = _brought_to(frame[column], str(wanted.dtype))
            problems += [f"column {column}: {problem}"] if problem else []
        elif column in optional:
            brought[column] = _absent(frame.index, str(wanted.dtype))
    if problems:
        raise TableError(f"{name} is not a table of {model.__name__} ({count_of(problems)}):", problems)
    return cast("DataFrame[Model]", frame.assign(**brought))


def checked(frame: pd.DataFrame, model: type[Model], *, name: str = "The frame") -> DataFrame[Model]:
    """Hold every value of a frame against its schema; return it with the schema's columns first.

    Parameters
    ----------
    frame : DataFrame
        The table about to leave a function.
    model : schema
        What it promises to be.
    name : str, optional
        What to call the frame in an error.

    Returns
    -------
    DataFrame
        The same rows; columns in the schema's order, extra ones behind.

    Raises
    ------
    TableError
        Listing every value the schema does not admit.
    """
    named = [column for column in model.to_schema().columns if column in frame.columns]
    texts = {column: _as_stored(frame[column]) for column in named if frame[column].dtype == "str"}
    # Where labels repeat, as in tables put together, a row is told by its place.
    rows = frame if frame.index.is_unique else frame.reset_index(drop=True)
    try:
        valid = model.validate(frame.assign(**texts).set_axis(rows.index), lazy=True).set_axis(frame.index)
    except (SchemaErrors, SchemaError) as error:
        problems = _sentences(error, rows, model)
        headline = f"{name} is not a table of {model.__name__} ({count_of(problems)}):"
        raise TableError(headline, problems) from None
    order = [column for column in model.to_schema().columns if column in valid.columns]
    extra = [column for column in valid.columns if column not in order]
    return valid[order + extra]


def count_of(problems: list[str]) -> str:
    """Return how many problems there are, in words.

    Examples
    --------
    >>> count_of(["empty"]), count_of(["empty", "twice"])
    ('1 problem', '2 problems')
    """
    return f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"


# --- bringing a column to its type: the column and no problem, or the problem --------------------

Brought = tuple["pd.Series[Any]", str | None]


def _brought_to(series: pd.Series[Any], dtype: str) -> Brought:
    kind = next(kind for kind in CONVERTERS if dtype.startswith(kind))
    return CONVERTERS[kind](series)


def _absent(index: pd.Index, dtype: str) -> pd.Series[Any]:
    """Return an optional column that is not there: missing values, or False for a boolean."""
    if dtype.startswith("bool"):
        return pd.Series(False, index=index)
    return _brought_to(pd.Series(None, index=index, dtype=object), dtype)[0]


def _as_text(series: pd.Series[Any]) -> Brought:
    if series.dtype == "str":
        return _as_stored(series), None
    present = series.dropna()
    odd = present[~present.map(lambda value: isinstance(value, str)).astype(bool)]
    if len(odd):
        return series, f"{odd.iloc[0]} is not text; codes are text too: .astype(str)"
    return series.astype(TEXT), None


def _as_stored(series: pd.Series[Any]) -> pd.Series[Any]:
    """Bring text to the storage the schemas know, with or without pyarrow."""
    return series if getattr(series.dtype, "storage", "") == TEXT.storage else series.astype(TEXT)


def _as_whole(series: pd.Series[Any]) -> Brought:
    if series.dtype == "int64":
        return series, None
    number = _numeric(series)
    if number is None or number.isna().any() or (number % 1 != 0).any():
        return series, "not all whole numbers; a year is a number like 2007"
    return number.astype("int64"), None


def _as_whole_or_missing(series: pd.Series[Any]) -> Brought:
    number = _numeric(series)
    if number is None or (number.dropna() % 1 != 0).any():
        return series, "not all whole numbers or missing"
    return number.astype("Int64"), None


def _as_number(series: pd.Series[Any]) -> Brought:
    if series.dtype == "float64":
        return series, None
    number = _numeric(series)
    if number is None:
        return series, "not all numbers; text is read by read_observations"
    return number, None


def _as_day(series: pd.Series[Any]) -> Brought:
    if isinstance(series.dtype, pd.DatetimeTZDtype):
        return series, "has a time zone; a release is a day: .dt.tz_localize(None)"
    if pd.api.types.is_datetime64_dtype(series.dtype):
        return series.astype("datetime64[us]"), None
    days = series.dropna()
    if not days.map(lambda day: isinstance(day, date) and getattr(day, "tzinfo", None) is None).all():
        return series, "not dates: pd.to_datetime makes them"
    return pd.to_datetime(series).astype("datetime64[us]"), None


def _as_truth(series: pd.Series[Any]) -> Brought:
    if series.dtype == "bool":
        return series, None
    if series.isna().any() or not series.isin([True, False]).all():
        return series, "not all true or false"
    return series.astype(bool), None


def _as_truth_or_missing(series: pd.Series[Any]) -> Brought:
    if not series.dropna().isin([True, False]).all():
        return series, "not all true, false or missing"
    return series.astype("boolean"), None


def _numeric(series: pd.Series[Any]) -> pd.Series[float] | None:
    """Return the column as floats where every value is a number or missing, else None."""
    series = series.infer_objects()
    if pd.api.types.is_numeric_dtype(series.dtype):
        return None if pd.api.types.is_bool_dtype(series.dtype) else series.astype("float64")
    return None if series.notna().any() else pd.Series(float("nan"), index=series.index)


CONVERTERS: dict[str, Callable[[pd.Series[Any]], Brought]] = {
    "str": _as_text,
    "int64": _as_whole,
    "Int64": _as_whole_or_missing,
    "float64": _as_number,
    "datetime64": _as_day,
    "boolean": _as_truth_or_missing,
    "bool": _as_truth,
}


# --- pandera's report in sentences ---------------------------------------------------------------


WORDS = {
    "greater_than_or_equal_to": "below",
    "less_than_or_equal_to": "above",
    "greater_than": "not above",
    "not_nullable": "missing",
    "str_matches": "not of the form",
}


def _sentences(
    error: SchemaErrors | SchemaError, frame: pd.DataFrame, model: type[pa.DataFrameModel]
) -> list[str]:
    """Rewrite pandera's report: one sentence per check, with the values and rows it failed on."""
    cases = error.failure_cases
    if not isinstance(cases, pd.DataFrame):
        return [str(error)]
    sentences = []
    for (column, check), group in cases.groupby(["column", "check"], sort=False, dropna=False):
        rows = group["index"].dropna().unique()
        if "unique" in str(check):
            keys = frame.loc[rows, list(model.to_schema().unique or [])].drop_duplicates()
            stated = _some("(" + ", ".join(map(str, key)) + ")" for key in keys.itertuples(index=False))
            sentences.append(f"the same key stands more than once: {stated}, in rows {_some(rows)}")
        else:
            values = group["failure_case"].map(repr).unique()
            where = f" in rows {_some(rows)}" if len(rows) else ""
            sentences.append(f"column {column}: {_some(values)}{where} {_worded(str(check))}")
    return list(dict.fromkeys(sentences))


def _worded(check: str) -> str:
    """Say in words what a failed check found: isin([<A: 'a'>]) is “is not one of a”."""
    name, _, argument = check.partition("(")
    if name == "isin":
        words = re.findall(r"'([^']*)'", argument)
        return f"is not one of {', '.join(words)}"
    return f"is {WORDS.get(name, name)} {argument.removesuffix(')')}".rstrip()


def _some(values: Iterable[object], most: int = 5) -> str:
    listed = [str(value) for value in values]
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
