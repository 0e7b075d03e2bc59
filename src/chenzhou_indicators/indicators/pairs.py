"""Two frames of the same quantities, before and after: same rows, same columns, no cell unfit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError

__all__ = ["Floats", "paired"]

Floats = npt.NDArray[np.float64]


def paired(
    start: pd.DataFrame, end: pd.DataFrame, *, names: tuple[str, str], rows: str, columns: str
) -> tuple[Floats, Floats]:
    """Return both frames as arrays in the order of the first, or say what is wrong with them.

    Parameters
    ----------
    start, end : DataFrame of float
        Finite values, zero or more.
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
        If a frame is none, empty, or names a row or column twice; if they do not hold the same ones; or
        if a cell is missing, infinite, negative or no number: every one of them is named.
    """
    frames = dict(zip(names, (start, end), strict=True))
    for name, frame in frames.items():
        if not isinstance(frame, pd.DataFrame) or frame.empty:
            raise ArgumentError(f"{name} is a DataFrame with {rows} as rows and {columns} as columns.")
        twice = [*frame.index[frame.index.duplicated()], *frame.columns[frame.columns.duplicated()]]
        if twice:
            raise ArgumentError(f"{name} holds rows or columns of one name; name each once:", map(str, twice))
    odd = [*start.index.symmetric_difference(end.index), *start.columns.symmetric_difference(end.columns)]
    if odd:
        raise ArgumentError(
            f"{names[0]} and {names[1]} hold the same {rows} and {columns}; not in both:", map(str, odd)
        )
    problems = [problem for name, frame in frames.items() for problem in _unfit(frame, name)]
    if problems:
        raise ArgumentError("Values are finite and zero or more; they are not at:", problems)
    end = end.reindex(index=start.index, columns=start.columns)
    return start.to_numpy(dtype="float64"), end.to_numpy(dtype="float64")


def _unfit(frame: pd.DataFrame, name: str) -> list[str]:
    """List every cell of a frame that is no finite number from zero up."""
    numbers = frame.apply(pd.to_numeric, errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    unfit = ~((numbers >= 0) & np.isfinite(numbers))
    rows, columns = ([*map(str, labels)] for labels in (frame.index, frame.columns))
    cells = frame.to_numpy(dtype=object)
    return [
        f"{name}, {rows[row]}, {columns[column]}: {cells[row, column]}" for row, column in np.argwhere(unfit)
    ]
