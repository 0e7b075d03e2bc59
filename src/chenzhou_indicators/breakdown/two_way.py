"""Two-way apportionment: whole numbers in rows and columns that add up to fixed totals both ways.

The city promises so many patent applications and so many achievements, and each county has agreed to so
many of both together: rows and columns are fixed, the cells are not. Weights are first fitted to the
totals, which gives cells with fractions that add up both ways; then every cell is rounded down or up, so
that the totals still hold and the table stays as near to the fitted one as it can.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import ArgumentError
from .rounding import rounded_both_ways
from .wholes import by_label

__all__ = ["apportion_two_way"]

MOST = 10**6  # units
CELLS = 10**5
EXACT = 1e-12  # of a row's total: when the fit is reached,
NOISE = 4e-15  # and of the whole, which floats do not tell
ROUNDS = 500  # of the fit, which takes about ten

Floats: TypeAlias = NDArray[np.float64]
Wholes: TypeAlias = NDArray[np.int64]


def apportion_two_way(
    row_totals: pd.Series[int], column_totals: pd.Series[int], weights: pd.DataFrame
) -> pd.DataFrame:
    r"""Divide whole numbers among rows and columns whose totals are both fixed.

    For a plan of which the city's total of each indicator and the total of each area are settled before the
    single figures are. Totals of indicators and areas have to be of things that may be added.

    Parameters
    ----------
    row_totals : Series of int
        What each row adds up to, such as an indicator for the city: whole numbers of zero or more.
    column_totals : Series of int
        What each column adds up to, such as an area over all indicators. Both add up to the same, at most
        1,000,000.
    weights : DataFrame of float
        A row for each label of `row_totals` and a column for each of `column_totals`, in any order: finite,
        zero or more, at most 100,000 cells. Only the proportions within the table count: a row or a
        column multiplied by a number says the same. A cell of weight zero is given nothing.

    Returns
    -------
    DataFrame of int
        On the index and columns of `weights`, in their order. ``attrs["tied"]`` lists the cells, as pairs of
        labels, that are other in another table equally near. Of these tables the one is given that rounds
        up the cells that come first when the larger fitted values are set first, then rows, then columns
        sorted as text.

    Raises
    ------
    ArgumentError
        If totals are no whole numbers in range or do not add up to the same, weights are negative, missing,
        infinite, no numbers, too far apart or too many, labels repeat or differ, or the weights of zero
        leave no table with these totals (with the rows, the columns and their sums).

    Notes
    -----
    The fitted table is :math:`f_{ij} = a_i w_{ij} b_j`, with factors a of rows and b of columns such that
    both totals hold; where weights of zero force further cells to zero, it is the limit of such tables.
    Of the tables of whole numbers with these totals in which every cell is :math:`f_{ij}` rounded down or
    up, the one with the least :math:`\sum (x_{ij} - f_{ij})^2` is given; there always is one. Fitted values
    are read to six places; from there on the reckoning is exact.

    References
    ----------
    Deming and Stephan, On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known, Annals of Mathematical Statistics 11, 1940, 427-444. Bacharach, Biproportional
    Matrices and Input-Output Change, 1970. Cox and Ernst, Controlled rounding, INFOR 20, 1982, 423-432.
    Worked numbers: ``docs/methods/two-way.md``.

    Examples
    --------
    Ten applications and five achievements; three counties have agreed to 7, 5 and 3 of both:

    >>> city = pd.Series({"applications": 10, "achievements": 5})
    >>> agreed = pd.Series({"Suxian": 7, "Guiyang": 5, "Zixing": 3})
    >>> done = {"Suxian": [53, 34], "Guiyang": [48, 104], "Zixing": [23, 14]}
    >>> last_year = pd.DataFrame(done, index=city.index)
    >>> apportion_two_way(city, agreed, last_year)
                  Suxian  Guiyang  Zixing
    applications       5        3       2
    achievements       2        2       1

    Whoever has no weight can be given nothing:

    >>> apportion_two_way(city, agreed, last_year.assign(Suxian=[0, 34]))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: Weights of zero leave no table with these totals: rows that add
    up to 10 have weights only in columns that add up to 8:
      - row applications: 10
      - column Guiyang: 5
      - column Zixing: 3
    """
    claims = _claims(weights)
    down, across = (_by_text(labels) for labels in (weights.index, weights.columns))
    claims = claims.iloc[down, across]  # sorted, so that the order given decides nothing
    rows = _totals(row_totals, claims.index, "row_totals", "rows")
    columns = _totals(column_totals, claims.columns, "column_totals", "columns")
    _require_one_whole(rows.sum(), columns.sum())
    units, tied = rounded_both_ways(_fitted(rows, columns, claims.to_numpy()))
    given, marks = (
        pd.DataFrame(each, claims.index, claims.columns).iloc[np.argsort(down), np.argsort(across)]
        for each in (units, tied)
    )
    given.attrs["tied"] = [(given.index[row], given.columns[column]) for row, column in np.argwhere(marks)]
    return given


def _by_text(labels: pd.Index[Any]) -> NDArray[np.intp]:
    """Return the places of labels when they are sorted as text."""
    return np.argsort(labels.map(str).to_numpy(), kind="stable")


# --- the fitted table ----------------------------------------------------------------------------


def _fitted(rows: pd.Series[int], columns: pd.Series[int], weights: Floats) -> Floats:
    """Fit weights to the totals, part by part."""
    row_parts, column_parts = _parts(rows, columns, weights > 0)
    fitted = np.zeros(weights.shape)
    for part in np.intersect1d(row_parts, column_parts):
        here, there = row_parts == part, column_parts == part
        block = np.ix_(here, there)
        found = _scaled(rows[here].to_numpy(), columns[there].to_numpy(), weights[block])
        if found is None:
            least, most = weights[block][weights[block] > 0].min(), weights[block].max()
            raise ArgumentError(f"weights are too far apart to be fitted, {least} and {most}.")
        fitted[block] = found
    return fitted


def _parts(
    rows: pd.Series[int], columns: pd.Series[int], weighted: NDArray[np.bool_]
) -> tuple[Wholes, Wholes]:
    """Return for each row and each column the part of the table it is in, or say why there is no table.

    Two cells in a row and column of different parts are nothing in every table with these totals. Parts
    are found from one such table, a largest flow from rows to columns: what can flow back goes together.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

    height, width = weighted.shape
    total, end = rows.sum(), height + width + 1
    above, across = np.arange(1, height + 1), np.arange(height + 1, end)
    row, column = np.nonzero(weighted)
    starts = np.concatenate([np.zeros(height, dtype=np.intp), above[row], across])
    ends = np.concatenate([above, across[column], np.full(width, end)])
    more = np.full(len(row), total + 1)  # there is always room left in a cell
    room = np.concatenate([rows, more, columns])
    ways = csr_array((room.astype(np.int32), (starts, ends)), shape=(end + 1, end + 1))
    flow = maximum_flow(ways, 0, end)
    left = ways - flow.flow > 0
    if flow.flow_value < total:
        reached = np.isin(np.arange(end), breadth_first_order(left, 0, return_predecessors=False))
        _refuse(rows[reached[above]], columns[reached[across]])
    part = connected_components(left, connection="strong")[1]
    return part[above], part[across]


def _scaled(rows: Wholes, columns: Wholes, weights: Floats) -> Floats | None:
    """Multiply rows and columns so that both totals hold: Newton's method on the logarithms of row factors.

    Columns hold throughout. A step of range r is shortened to log(1 + r) / r of it: that far the sum
    that is made least, of columns times the logarithms of their sums, is sure to fall.
    """
    if len(rows) > len(columns):
        turned = _scaled(columns, rows, weights.T)
        return turned if turned is None else turned.T
    logs = np.log(weights, out=np.full(weights.shape, -np.inf), where=weights > 0)
    factors = np.zeros(len(rows))
    for _ in range(ROUNDS):
        table: Floats = np.exp(logs + factors[:, None] - (logs + factors[:, None]).max(axis=0))
        table *= columns / table.sum(axis=0)
        short = rows - table.sum(axis=1)
        if (np.abs(short) <= EXACT * rows + NOISE * rows.sum()).all():
            return table
        shared = table / columns @ table.T
        np.fill_diagonal(shared, 0)
        bend = np.diag(shared.sum(axis=1)) - shared
        try:
            step = np.append(0, np.linalg.solve(bend[1:, 1:], short[1:]))  # one factor is free
        except np.linalg.LinAlgError:
            return None
        factors += step * (np.log1p(np.ptp(step)) / np.ptp(step))
    return None


# --- what is refused -----------------------------------------------------------------------------


def _claims(weights: pd.DataFrame) -> pd.DataFrame:
    """Return the weights as floats: finite and zero or more."""
    if not isinstance(weights, pd.DataFrame) or weights.empty:
        raise ArgumentError("weights are a DataFrame of at least one row and one column.")
    if weights.size > CELLS:
        raise ArgumentError(f"weights have {weights.size} cells; at most {CELLS} can be fitted.")
    for labels, name in ((weights.index, "rows"), (weights.columns, "columns")):
        if twice := [*labels[labels.duplicated()].unique()]:
            raise ArgumentError(f"weights hold each label of {name} once; more than once:", map(str, twice))
    if odd := [
        f"{label}: {kind}"
        for label, kind in weights.dtypes.items()
        if not pd.api.types.is_any_real_numeric_dtype(kind)
    ]:
        raise ArgumentError("weights are numbers; these columns are of another type:", odd)
    claims = pd.DataFrame(weights.to_numpy(np.float64, na_value=np.nan), weights.index, weights.columns)
    wrong = np.argwhere(~(np.isfinite(claims) & (claims >= 0)))
    if len(wrong):
        named = (
            (claims.index[row], claims.columns[column], claims.iloc[row, column]) for row, column in wrong
        )
        raise ArgumentError(
            "weights are finite and zero or more; they are not at:",
            [f"{row}, {column}: {weight}" for row, column, weight in named],
        )
    return claims


def _totals(totals: Any, labels: pd.Index[Any], name: str, of: str) -> pd.Series[int]:
    """Return a total for each label."""
    if not isinstance(totals, pd.Series):
        raise ArgumentError(f"{name} is a {type(totals).__name__}; it is a Series of whole numbers by label.")
    return pd.Series(by_label(totals, labels, name, of=f"the {of} of weights", most=MOST), labels)


def _require_one_whole(of_rows: int, of_columns: int) -> None:
    """Refuse totals that do not add up to the same, or to too much."""
    if of_rows != of_columns:
        raise ArgumentError(
            f"row_totals add up to {of_rows}, column_totals to {of_columns}; both divide the same whole."
        )
    if of_rows > MOST:
        raise ArgumentError(f"row_totals add up to {of_rows}, above {MOST}.")


def _refuse(rows: pd.Series[int], columns: pd.Series[int]) -> NoReturn:
    """Say which rows have weights in too few columns."""
    raise ArgumentError(
        f"Weights of zero leave no table with these totals: rows that add up to {rows.sum()} have weights "
        f"only in columns that add up to {columns.sum()}:",
        [
            *(f"row {label}: {total}" for label, total in rows.items()),
            *(f"column {label}: {total}" for label, total in columns.items()),
        ],
    )
