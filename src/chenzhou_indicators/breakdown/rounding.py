"""Controlled rounding: a table rounded so that the totals of rows and columns stay as they are.

Rounding each cell to the nearest whole number breaks the totals. Here every cell goes down or up to a
whole number beside it, the totals hold, and of all such tables the nearest to the given one is taken.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["rounded_both_ways"]

PLACES = 10**6  # cells are read to six places

Floats: TypeAlias = NDArray[np.float64]
Wholes: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]


def rounded_both_ways(table: Floats) -> tuple[Wholes, Marks]:
    r"""Round a table whose rows and columns add up to whole numbers.

    Parameters
    ----------
    table : array of float
        Cells of zero or more; what is within half a millionth of a whole number is taken as that.

    Returns
    -------
    tuple of arrays
        The rounded table, and the marks of the cells that are other in another table equally near.

    Notes
    -----
    With :math:`\phi` what a cell has beyond its whole part, rounding it up rather than down adds
    :math:`1 - 2 \phi` to the sum of squares. The least sum is a linear programme whose corners are whole
    numbers. Tables equally near differ along closed ways of cells whose reduced cost is zero; marked are
    the cells on such ways. Among these tables the one is taken that rounds up the cells that come first
    when the larger are set first, then rows and columns in order.

    Examples
    --------
    >>> rounded_both_ways(np.array([[1.2, 0.8], [0.8, 1.2]]))[0].tolist()
    [[1, 1], [1, 1]]
    >>> up, tied = rounded_both_ways(np.array([[0.5, 0.5], [0.5, 0.5]]))
    >>> up.tolist(), tied.all()
    ([[1, 0], [0, 1]], np.True_)
    """
    read = np.rint(table * PLACES).astype(np.int64)
    whole, beyond = np.divmod(read, PLACES)
    totals = [np.rint(table.sum(axis=axis)).astype(np.int64) - whole.sum(axis=axis) for axis in (1, 0)]
    open_ = beyond > 0
    if not open_.any():
        return whole, open_
    up, level = _nearest(beyond, open_, *totals)
    tied = level & _on_closed_ways(up, level)
    free = tied.copy()
    largest_first = np.argsort(-read, axis=None, kind="stable")
    for place in largest_first[tied.flat[largest_first]]:
        _settle(up, free, *divmod(int(place), table.shape[1]))
    return whole + up, tied


def _nearest(beyond: Wholes, open_: Marks, row_ups: Wholes, column_ups: Wholes) -> tuple[Marks, Marks]:
    """Say which cells a nearest table rounds up, and which open cells have a reduced cost of zero."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    rows, columns = np.nonzero(open_)
    cells = np.arange(len(rows))
    places = (np.concatenate([rows, len(row_ups) + columns]), np.concatenate([cells, cells]))
    sums = coo_array((np.ones(2 * len(rows)), places), shape=(sum(beyond.shape), len(rows)))
    cost = PLACES - 2 * beyond[rows, columns]
    found = linprog(
        cost, A_eq=sums.tocsr(), b_eq=np.concatenate([row_ups, column_ups]), bounds=(0, 1), method="highs-ds"
    )
    prices = np.rint(found.eqlin.marginals).astype(np.int64)  # whole numbers, as costs are
    up, free = np.zeros_like(open_), np.zeros_like(open_)
    up[rows, columns] = np.rint(found.x) == 1
    free[rows, columns] = cost == prices[rows] + prices[len(row_ups) + columns]
    return up, free


# --- ties ----------------------------------------------------------------------------------------


def _on_closed_ways(up: Marks, free: Marks) -> Marks:
    """Mark cells whose row and column reach each other: from row to column where a cell may rise."""
    from scipy.sparse import block_array, csr_array
    from scipy.sparse.csgraph import connected_components

    rise, fall = (csr_array(free & marks, dtype=np.int8) for marks in (~up, up))
    ways = block_array([[None, rise], [fall.T, None]], format="csr")
    part = connected_components(ways, connection="strong")[1]
    marks: Marks = part[: len(up), None] == part[len(up) :]
    return marks


def _settle(up: Marks, free: Marks, row: int, column: int) -> None:
    """Round a cell up if a closed way allows it; either way, keep it so from now on."""
    free[row, column] = False
    if up[row, column]:
        return
    if way := _way(up, free, row, column):
        cells = (*np.transpose([(row, column), *way]),)
        up[cells] = ~up[cells]


def _way(up: Marks, free: Marks, row: int, column: int) -> list[tuple[int, int]]:
    """Return the cells that change if a cell of this row and column rises, none if it cannot.

    From the column go to rows where a cell may fall, from these to columns where one may rise, and on.
    """
    row_from = np.full(up.shape[0], -1)  # the column it was reached from
    column_from = np.full(up.shape[1], -1)
    columns = np.array([column])
    while row_from[row] < 0 and len(columns):
        rows = _reached((free[:, columns] & up[:, columns]).T, columns, row_from)
        columns = _reached(free[rows] & ~up[rows], rows, column_from)
    way = []
    while row_from[row] >= 0:
        way.append((row, int(row_from[row])))
        if row_from[row] == column:
            break
        row = int(column_from[way[-1][1]])
        way.append((row, way[-1][1]))
    return way


def _reached(steps: Marks, places: Wholes, origin: Wholes) -> Wholes:
    """Return where steps from some places lead for the first time, and note where each came from."""
    new = np.flatnonzero(steps.any(axis=0) & (origin < 0))
    if len(new):
        origin[new] = places[steps[:, new].argmax(axis=0)]
    return new
