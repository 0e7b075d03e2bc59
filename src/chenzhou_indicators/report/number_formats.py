"""Numbers in the form of their unit, as a workbook shows them.

A format only shows a number: with as many decimals as tell the numbers of a row apart, so that what falls
short of a bound never reads like the bound, and what is not zero never reads like zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pandas as pd

from ..catalog import unit_table
from ..charts.labels import Lang, phrase, word
from ..charts.numbers import MOST_DIGITS

__all__ = ["OF_UNIT", "YEARS", "column_pattern", "number_pattern", "row_patterns"]

# Which column says the unit of which numbers, row by row.
OF_UNIT = {
    **dict.fromkeys(("actual", "expected", "required", "minimum", "maximum", "stretch", "gap"), "unit"),
    **dict.fromkeys(("baseline", "last_value", "median", "lower", "upper", "spread", "figure"), "unit"),
    **dict.fromkeys(("actual_before", "actual_after", "required_before", "required_after"), "unit"),
    **dict.fromkeys(("earlier_value", "later_value", "rd_intensity", "floor"), "unit"),
    **dict.fromkeys(("actual_pace", "required_pace"), "pace_unit"),
    "change": "change_unit",
}
DIFFERENCES = ("gap", "spread")  # of percentages, in points
SHARES = {
    *("attainment", "level_attainment", "progress", "time_elapsed", "attainment_before", "attainment_after"),
    *("level", "probability", "growth", "output_growth", "capital_growth", "labour_growth"),
    *("capital_contribution_share", "labour_contribution_share", "residual_share", "residual_share_before"),
    *("lowest_share", "highest_share", "share_met", "coverage", "share_first"),
}
DECIMALS = {
    **dict.fromkeys(("capital_elasticity", "labour_elasticity", "pace_ratio", "score"), 2),
    **dict.fromkeys(("rise_pp", "intensity_rise_pp"), 2),
    **dict.fromkeys(("capital_contribution", "labour_contribution", "residual", "attainment_change"), 4),
}
YEARS = re.compile(r"(\w+_)?year(_\w+)?$|due$")


def number_pattern(unit: str, decimals: int, lang: Lang = "zh", *, difference: bool = False) -> str:
    """Return the number format of a unit.

    Parameters
    ----------
    unit : str
        Unit code; one that is not known is shown as a plain number.
    decimals : int
        How many decimals.
    lang : "zh" or "en"
        Language of the words in it.
    difference : bool
        Whether the number is the difference of two values.

    Returns
    -------
    str
        A number format as workbooks have it.

    Examples
    --------
    >>> number_pattern("fraction", 1), number_pattern("%", 2), number_pattern("count", 0)
    ('0.0%', '0.00"%"', '#,##0')
    >>> number_pattern("%", 2, "en", difference=True), number_pattern("milestone", 0, "en")
    ('0.00" pp"', '"done";"not done";"not done"')
    """
    digits = "0" + ("." + "0" * decimals if decimals else "")
    if unit == "fraction":
        return f"{digits}%"
    if unit == "percentage points" or (unit == "%" and difference):
        return f'{digits}" {word("sheet", "pp", lang)}"'
    if unit == "%":
        return f'{digits}"%"'
    if unit == "milestone" and not difference:
        done, open_ = phrase("done", lang), phrase("not_done", lang)
        return f'"{done}";"{open_}";"{open_}"'
    return f"#,##{digits}"


def row_patterns(
    columns: Mapping[str, Iterable[float]], units: Iterable[str], lang: Lang = "zh"
) -> dict[str, list[str]]:
    """Return the number formats of columns that share a unit, row by row.

    Parameters
    ----------
    columns : mapping of str to Series or sequence of float
        Numbers by column.
    units : iterable of str
        The unit of each row.
    lang : "zh" or "en"
        Language of the words in the formats.

    Returns
    -------
    dict of str to list of str
        By column, a format for each row: of one row all have as many decimals as tell its numbers apart.

    Examples
    --------
    >>> row_patterns({"actual": [1.9996, 412.0], "required": [2.0, 400.0]}, ["%", "count"])["actual"]
    ['0.0000"%"', '#,##0']
    """
    made: dict[str, list[str]] = {name: [] for name in columns}
    for unit, *numbers in zip(units, *columns.values(), strict=True):
        decimals = _decimals(numbers, unit)
        for name in columns:
            made[name].append(number_pattern(unit, decimals, lang, difference=name in DIFFERENCES))
    return made


@cache
def _usual(unit: str) -> int:
    """Return how many decimals a number of the unit has where two would read apart without more."""
    if unit == "fraction":
        return 1
    known = unit_table().set_index("unit")
    counted = unit in known.index and known.loc[unit, "dimension"] in ("count", "persons", "milestone")
    return 0 if counted and known.loc[unit, "factor"] == 1 else 2


def _decimals(numbers: Iterable[float], unit: str) -> int:
    """Return the decimals by which different numbers, and zero, are told apart."""
    there = [float(number) for number in numbers if pd.notna(number) and math.isfinite(number)]
    usual = _usual(unit)
    if not usual and any(number != round(number) for number in there):
        usual = 2
    return _apart([0.0, *there], usual, 2 if unit == "fraction" else 0)


def _apart(numbers: list[float], usual: int, shift: int) -> int:
    """Return the fewest decimals, beginning with the usual ones; noise of reckoning is no difference."""
    noise = 1e-9 * max(map(abs, numbers))
    exact = {Decimal(f"{number:.9g}").scaleb(shift) for number in numbers if abs(number) > noise}
    exact.add(Decimal(0))
    for decimals in range(usual, MOST_DIGITS):
        step = Decimal(1).scaleb(-decimals)
        if len({number.quantize(step, ROUND_HALF_UP) for number in exact}) == len(exact):
            return decimals
    return MOST_DIGITS


def column_pattern(code: str, value: float) -> str:
    """Return the format of a number whose unit is that of its column."""
    if YEARS.match(code):
        return "0"
    if code in SHARES:
        return number_pattern("fraction", _apart([0.0, value, 1.0], 1, 2))
    if code in DECIMALS:
        return number_pattern("", DECIMALS[code])
    return "#,##0" if value == round(value) else "#,##0.0"
