"""Two frames of the same quantities, before and after: same rows, same columns, no cell unfit."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError

__all__ = ["Floats", "paired"]

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
MOST = sys.float_info.max


def paired(
    start: pd.DataFrame, end: pd.DataFrame, *, names: tuple[str, str], rows: str, columns: str
) -> tuple[Floats, Floats]:
    """Return both frames as arrays in the order of the first, or say what is wrong with them.

    Parameters
    ----------
    start, end : DataFrame of float
        Finite numbers, zero or more; neither text nor yes and no.
    names : (str, str)
        What the caller calls the frames.
    rows, columns : str
        What a row and a column stand for.

    Returns
    -------
    (array of float, array of float)
        The values before and after.

    Raises
    ------
    ArgumentError
        If a frame is none, empty, or names a row or column twice; if labels differ in their levels; if
        they do not hold the same ones; or if a cell is missing, infinite, negative or no number: every one
        of them is named.
    """
    frames = dict(zip(names, (start, end), strict=True))
    for name, frame in frames.items():
        if not isinstance(frame, pd.DataFrame):
            given = type(frame).__name__
            raise ArgumentError(f"{name} is a {given}; a DataFrame of {rows} by {columns} is needed.")
        if frame.empty:
            raise ArgumentError(f"{name} is empty; give it {rows} as rows and {columns} as columns.")
        twice = [*frame.index[frame.index.duplicated()], *frame.columns[frame.columns.duplicated()]]
        if twice:
            raise ArgumentError(f"{name} holds rows or columns of one name; name each once:", map(str, twice))
    levels = [(frame.index.nlevels, frame.columns.nlevels) for frame in (start, end)]
    if levels[0] != levels[1]:
        raise ArgumentError(f"{names[0]} and {names[1]} have labels of as many levels; they do not.")
    odd = [
        *start.index.symmetric_difference(end.index, sort=False),
        *start.columns.symmetric_difference(end.columns, sort=False),
    ]
    if odd:
        raise ArgumentError(
            f"{names[0]} and {names[1]} hold the same {rows} and {columns}; not in both:",
            sorted(map(str, odd)),
        )
    problems = [problem for name, frame in frames.items() for problem in _unfit(frame, name)]
    if problems:
        raise ArgumentError("Values are finite numbers, zero or more; they are not at:", problems)
    end = end.reindex(index=start.index, columns=start.columns)
    return start.to_numpy(dtype="float64"), end.to_numpy(dtype="float64")


def _unfit(frame: pd.DataFrame, name: str) -> list[str]:
    """List every cell of a frame that is no finite number from zero up."""
    fit = np.column_stack([_fit(column) for _, column in frame.items()])
    return [
        f"{name}, {frame.index[row]}, {frame.columns[column]}: {_shown(frame.iloc[row, column])}"
        for row, column in np.argwhere(~fit).tolist()
    ]


def _fit(column: pd.Series[Any]) -> Marks:
    """Mark the cells of a column that are finite numbers from zero up."""
    if pd.api.types.is_any_real_numeric_dtype(column):
        numbers = column.to_numpy(dtype="float64", na_value=np.nan)
        fit: Marks = (numbers >= 0) & np.isfinite(numbers)
        return fit
    return np.array([_is_amount(cell) for cell in column], dtype=bool)


def _is_amount(cell: object) -> bool:
    """Say of a cell in a column of mixed type whether it is a finite number from zero up."""
    number = cell.item() if isinstance(cell, np.integer | np.floating) else cell
    return isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number <= MOST


def _shown(cell: object) -> str:
    """Write a cell so that text can be told from a number."""
    return repr(cell) if isinstance(cell, str) else str(cell)
