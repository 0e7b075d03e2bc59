"""Shift-share: did a county grow with the nation, with its sectors, or by itself?

A county would have grown like the whole if every sector of it had. It grows faster where it has much
of what grows fast everywhere (its mix), and where its own sectors outgrow the same sectors elsewhere
(its regional part). The three add up to its growth.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..doors import checked
from ..errors import ArgumentError
from ..schemas import ShiftShare
from .pairs import Floats, paired

__all__ = ["shift_share"]

NAMES = ("start", "end")
REFERENCES = ("reference_start", "reference_end")


def shift_share(
    start: pd.DataFrame,
    end: pd.DataFrame,
    *,
    reference_start: pd.Series[float] | None = None,
    reference_end: pd.Series[float] | None = None,
) -> DataFrame[ShiftShare]:
    r"""Split the growth of areas into the whole's, that of their mix of sectors, and their own.

    Parameters
    ----------
    start, end : DataFrame of float
        Output or employment before and after [any one unit], zero or more: a row per area, a column per
        sector, the same in both, in any order. Sectors do not overlap; neither do areas: no counties
        beside parks.
    reference_start, reference_end : Series of float, optional
        The same for the whole, one value per sector; the sum over the areas by default. Both or none.

    Returns
    -------
    DataFrame[ShiftShare]
        One row per area, in the order of `start`: ``growth`` over the period, and ``national``, ``mix`` and
        ``regional``, which add up to it [fractions]. All but national are missing where the area
        had nothing at the start.

    Raises
    ------
    ArgumentError
        If a frame is empty, rows or columns differ, a value is missing, infinite, negative or no number,
        only one reference is given, or the whole had nothing at the start, in all or in a sector that
        an area had.

    Notes
    -----
    With :math:`e_{ir}` sector i of area r, :math:`G` the growth of the whole and :math:`G_i` of its
    sector i, and :math:`e_r = \sum_i e_{ir}` at the start,

    .. math:: national = G, \quad mix = \sum_i e_{ir} (G_i - G) / e_r, \quad
              regional = \sum_i (e'_{ir} - e_{ir} (1 + G_i)) / e_r,

    where the prime marks the end. Weighted with :math:`e_r`, mix and regional parts of all areas sum to zero
    each, where the whole is their sum. A sector that is new to an area is regional. Where it is new to the
    whole it has no growth: it raises :math:`G`, so that the mix of all falls short by it, and stands in
    the regional part of the areas that have it.

    References
    ----------
    Dunn, A statistical and analytical technique for regional analysis, Papers in Regional Science 6 (1960),
    pages 97-112.

    Examples
    --------
    Industry doubled, farming stood still. A grew more slowly than the whole because it farms, though
    its industry outgrew that of B:

    >>> before = pd.DataFrame({"farming": [80.0, 20.0], "industry": [20.0, 80.0]}, index=["A", "B"])
    >>> after = pd.DataFrame({"farming": [80.0, 20.0], "industry": [60.0, 140.0]}, index=["A", "B"])
    >>> shift_share(before, after).set_index("area").T.round(2)
    area        A    B
    growth    0.4  0.6
    national  0.5  0.5
    mix      -0.3  0.3
    regional  0.2 -0.2
    >>> shift_share(before, after.drop(index="B"))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: start and end hold the same areas and sectors; not in both:
      - B
    """
    before, after = paired(start, end, names=NAMES, rows="areas", columns="sectors")
    whole_before, whole_after = _whole(start, before, after, reference_start, reference_end)
    if not whole_before.sum() > 0:
        raise ArgumentError("The whole had nothing at the start; from zero nothing grows.")
    new = (whole_before == 0) & (before > 0).any(axis=0)
    if new.any():
        raise ArgumentError(
            "The whole had nothing at the start in a sector that areas had:", map(str, start.columns[new])
        )
    total_growth = whole_after.sum() / whole_before.sum() - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        sector_growth = np.where(whole_before > 0, whole_after / whole_before - 1, 0.0)
    size = before.sum(axis=1)
    size = np.where(size > 0, size, np.nan)
    table = pd.DataFrame(
        {
            "area": [*map(str, start.index)],
            "growth": after.sum(axis=1) / size - 1,
            "national": total_growth,
            "mix": before @ (sector_growth - total_growth) / size,
            "regional": (after - before * (1 + sector_growth)).sum(axis=1) / size,
        }
    )
    return checked(table, ShiftShare)


def _whole(
    start: pd.DataFrame,
    before: Floats,
    after: Floats,
    reference_start: pd.Series[float] | None,
    reference_end: pd.Series[float] | None,
) -> tuple[Floats, Floats]:
    """Return the whole by sector, before and after: as given, or the sum over the areas."""
    given = [side for side in (reference_start, reference_end) if side is not None]
    if not given:
        return before.sum(axis=0), after.sum(axis=0)
    if len(given) == 1 or not all(isinstance(side, pd.Series) for side in given):
        raise ArgumentError("reference_start and reference_end are Series by sector; give both or none.")
    one, other = (side.to_frame("whole").T for side in given)
    if len(odd := one.columns.symmetric_difference(start.columns, sort=False)):
        raise ArgumentError("The references hold the sectors of start; not in both:", sorted(map(str, odd)))
    first, last = paired(one[start.columns], other, names=REFERENCES, rows="areas", columns="sectors")
    return first[0], last[0]
