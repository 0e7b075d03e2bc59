"""What converts into what.

Units and their factors are data (``definitions/units.toml``). Two units convert when they share
a dimension; a count never becomes money, and a percentage never becomes points of a percentage.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from .catalog import unit_table
from .errors import UnitError, did_you_mean
from .vocabulary import Form

__all__ = ["convert", "convertible", "in_unit", "target_unit"]


def convertible(units: pd.Series[str], into: pd.Series[str] | str) -> pd.Series[bool]:
    """Say of each unit whether it converts into another.

    Parameters
    ----------
    units : Series of str
        Units that values stand in; a missing one converts into nothing.
    into : Series of str aligned with `units`, or str
        Units they are wanted in.

    Returns
    -------
    Series of bool
        On the index of `units`; False where a unit is unknown or of another dimension.

    Examples
    --------
    >>> convertible(pd.Series(["10 000 CNY", "count", "tonnes"]), "100 million CNY").tolist()
    [True, False, False]
    """
    fits = units == into
    other = ~fits
    if other.any():
        dimensions = _column("dimension")
        wanted = dimensions.get(into) if isinstance(into, str) else into[other].map(dimensions)
        fits[other] = (units[other].map(dimensions) == wanted).fillna(False).to_numpy(dtype=bool)
    return fits


def in_unit(values: pd.Series[float], units: pd.Series[str], into: pd.Series[str] | str) -> pd.Series[float]:
    """Bring values to a unit, missing where that cannot be done.

    Parameters
    ----------
    values : Series of float
        Values, each in its own unit; missing stays missing.
    units : Series of str
        Their units, aligned with `values`.
    into : Series of str aligned with `values`, or str
        The units wanted.

    Returns
    -------
    Series of float
        On the index of `values`; a value already in the unit is untouched.

    Examples
    --------
    >>> in_unit(pd.Series([641117.0, 12.0]), pd.Series(["10 000 CNY", "count"]), "100 million CNY").tolist()
    [64.1117, nan]
    """
    other = (units != into) & values.notna()
    if not other.any():
        return values
    factors = _column("factor")
    moving = units[other]
    wanted = into if isinstance(into, str) else into[other]
    scale = (
        factors.get(wanted, float("nan"))
        if isinstance(wanted, str)
        else wanted.map(factors).astype("float64")
    )
    ratio = moving.map(factors).astype("float64") / scale
    # Powers of ten: multiplying up and dividing down keeps decimal figures exact.
    moved = values[other] * ratio.where(ratio >= 1, 1.0) / (1 / ratio).where(ratio < 1, 1.0)
    brought = values.copy()
    brought[other] = moved.where(convertible(moving, wanted)).to_numpy()  # by place: labels may repeat
    return brought


def convert(values: pd.Series[float], units: pd.Series[str], into: str) -> pd.Series[float]:
    """Bring values to one unit, or say which cannot be.

    Parameters
    ----------
    values : Series of float
        Values, each in its own unit; missing stays missing.
    units : Series of str
        Their units, aligned with `values`.
    into : str
        The unit wanted.

    Returns
    -------
    Series of float
        On the index of `values`.

    Raises
    ------
    UnitError
        Listing every unit that is unknown or of another dimension.

    Examples
    --------
    >>> convert(pd.Series([2.5]), pd.Series(["100 million CNY"]), "10 000 CNY").tolist()
    [25000.0]
    >>> convert(pd.Series([12.0]), pd.Series(["counts"]), "count")
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnitError: Not convertible into count:
      - counts (did you mean count?)
    """
    odd = units[~convertible(units, into)].unique()
    if len(odd):
        known = _column("factor")
        hints = ["" if unit in known else did_you_mean(unit, known) for unit in odd]
        raise UnitError(f"Not convertible into {into}:", map("{}{}".format, odd, hints))
    return in_unit(values, units, into)


def target_unit(form: Form | str, unit: str) -> str:
    """Return the unit the bounds of a target stand in, from the unit of its indicator.

    Examples
    --------
    >>> target_unit("growth", "100 million CNY"), target_unit("change", "%"), target_unit("level", "%")
    ('fraction', 'percentage points', '%')
    """
    if form == Form.GROWTH:
        return "fraction"
    if form == Form.LEAD or (form == Form.CHANGE and unit == "%"):
        return "percentage points"
    return unit


@cache
def _column(name: str) -> dict[str, Any]:
    table = unit_table()
    return dict(zip(table["unit"], table[name], strict=True))
