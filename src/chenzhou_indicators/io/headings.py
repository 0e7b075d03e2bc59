"""Which column of a file is which of ours, and which of its cells are wrong.

Headings may stand in any order, in English or Chinese; case, blanks, underscores and width do
not matter. A heading that is unknown, stands twice or is not there refuses the file, all of
them at once: a misspelt column must not be lost in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from ..errors import TableError, did_you_mean
from .cells import TextTable, shown
from .text import folded

__all__ = ["Parsed", "matched_columns", "problem_list", "rows_listed"]

Parsed = dict[str, tuple["pd.Series[Any]", "pd.Series[str]"]]


def matched_columns(
    table: TextTable, headings: Mapping[str, list[str]], *, optional: Collection[str], name: str, what: str
) -> dict[str, int]:
    """Return the place of each of our columns in the file.

    A column with neither heading nor content is none; a list without records has no header.

    Parameters
    ----------
    table : TextTable
        The file.
    headings : mapping of str to list of str
        How files head each of our columns, beside its own name.
    optional : collection of str
        Columns that may be absent.
    name, what : str
        What the file is called, and what it should be.

    Returns
    -------
    dict
        Place of each column found, in the order of `headings`.

    Raises
    ------
    TableError
        Listing every heading that is unknown, twice or absent.
    """
    if not table.header and table.rows.empty:
        return {}
    known, keys = _spelled(headings), _heading_keys(table.header)
    found: dict[str, list[int]] = {}
    problems = []
    for number, (heading, key) in enumerate(zip(table.header, keys, strict=True)):
        if key in known:
            found.setdefault(known[key], []).append(number)
        elif key:
            problems.append(
                f"column {number + 1}, “{shown(heading)}”: no such column{did_you_mean(key, known)}"
            )
        elif (table.rows[number].str.strip() != "").any():
            problems.append(f"column {number + 1} has no heading")
    for column, places in found.items():
        if len(places) > 1:
            stated = ", ".join(f"“{shown(table.header[number])}”" for number in places)
            problems.append(f"{len(places)} columns for {column}: {stated}; keep one")
    lacking = [column for column in headings if column not in found and column not in optional]
    problems += [f"no column {column} ({', '.join(headings[column][:2])})" for column in lacking]
    if problems:
        raise TableError(f"{name} does not have the header of {what}:", problems)
    return {column: found[column][0] for column in headings if column in found}


def problem_list(read: Parsed, table: TextTable, places: Mapping[str, int]) -> list[str]:
    """List the problem of every cell, in the order of the file."""
    present = {*table.rows.index}
    found: dict[Any, str] = {place: why for place, why in table.lost.items() if place[0] in present}
    for column, (_, problems) in read.items():
        if column in places:
            for row, problem in problems.dropna().items():
                found.setdefault((row, places[column]), problem)
    return [f"{table.place(*place)}: {found[place]}" for place in sorted(found)]


def rows_listed(rows: pd.Index, most: int = 5) -> str:
    """Name rows that belong together.

    Examples
    --------
    >>> rows_listed(pd.Index([2, 3])), rows_listed(pd.Index(range(2, 9)))
    ('2 and 3', '2, 3, 4, 5, 6 and 2 more')
    """
    numbers = [str(row) for row in rows]
    if len(numbers) > most:
        return ", ".join(numbers[:most]) + f" and {len(numbers) - most} more"
    return ", ".join(numbers[:-1]) + " and " + numbers[-1]


def _heading_keys(headings: Iterable[str]) -> list[str]:
    return folded(pd.Series([*headings], dtype="str")).str.replace("[ _]", "", regex=True).tolist()


def _spelled(headings: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the column that each folded heading means."""
    spelled = [(column, heading) for column, aliases in headings.items() for heading in (column, *aliases)]
    keys = _heading_keys(heading for _, heading in spelled)
    return {key: column for key, (column, _) in zip(keys, spelled, strict=True)}
