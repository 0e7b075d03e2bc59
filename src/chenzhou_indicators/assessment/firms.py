"""Firms against their R&D floors.

The plan sets floors for the R&D intensity of two classes of firm, asks for a rise of one point,
and ties public money to the floor: a firm below it gets none. A firm whose figures do not show
that it keeps the floor is not eligible, and the reason says which figure is missing; it is not
counted as having failed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..doors import admit, checked
from ..errors import ArgumentError, TableError
from ..schemas import Firms, FirmScreen
from ..targets import admit_targets
from ..units import in_unit
from ..vocabulary import FirmClass, Form, Scope
from .attainment import bounds_hold

__all__ = ["screen_firms"]


def screen_firms(firms: pd.DataFrame, targets: pd.DataFrame) -> DataFrame[FirmScreen]:
    """Say of every firm and year whether it keeps the R&D floor of its class and rose enough.

    Parameters
    ----------
    firms : DataFrame[Firms]
        One row per firm and year; sales and R&D in one and the same money unit.
    targets : DataFrame[Targets]
        A plan's targets; those of scope ``each_firm`` are used: minima of levels as floors, minima of
        changes as rises. They apply to every firm of the class, whatever area and year they name; of
        several for one class the highest counts.

    Returns
    -------
    DataFrame[FirmScreen]
        One row per row of `firms`, in its order and with its index. ``rd_intensity`` and
        ``required`` in %, ``intensity_rise_pp`` in percentage points against the firm's own
        previous *year* (not its previous row). Where a figure is missing, negative, or sales are
        zero, the verdicts are missing, ``eligible`` is False, and ``reason`` says why.

    Raises
    ------
    TableError
        If `firms` is not a table of firms or a firm stands twice in one year.
    ArgumentError
        If no target is owed by firms.

    Notes
    -----
    .. math:: \\text{intensity}_t = 100\\, \\text{spending}_t / \\text{sales}_t

    References
    ----------
    郴政发〔2007〕6号, 二(一): floors of 3 % and 5 %, no public money below; 五(一): the rise.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> firms = pd.DataFrame({"firm": ["A", "A", "B"], "area": "431002", "year": [2006, 2007, 2007],
    ...                       "firm_class": "tech", "sales": [1000.0, 1000.0, 0.0],
    ...                       "rd_expenditure": [20.0, 31.0, 5.0]})
    >>> screen = ci.screen_firms(firms, ci.load_plan("chenzhou-2007").targets)
    >>> screen[["firm", "year", "rd_intensity", "meets_floor", "meets_rise", "eligible"]]
      firm  year  rd_intensity  meets_floor  meets_rise  eligible
    0    A  2006           2.0        False        <NA>     False
    1    A  2007           3.1         True        True      True
    2    B  2007           NaN         <NA>        <NA>     False
    >>> screen["reason"].tolist()
    ['below the floor; no figures for the year before', nan, 'no sales; no figures for the year before']
    """
    firms = admit(firms, Firms, name="firms")
    owed = admit_targets(targets)
    owed = owed[owed["scope"] == Scope.EACH_FIRM]
    if owed.empty:
        raise ArgumentError("No target is owed by firms: none has scope each_firm.")
    _require_one_row_a_year(firms)
    _require_known_classes(firms)
    floors, rises = _bound_by_class(owed, Form.LEVEL), _bound_by_class(owed, Form.CHANGE)
    floor, strict_floor = _of_class(firms, floors)
    wanted_rise, strict_rise = _of_class(firms, rises)
    intensity = 100 * firms["rd_expenditure"] / firms["sales"].where(firms["sales"] > 0)
    intensity = intensity.where(firms["rd_expenditure"] >= 0)
    before = _year_before(firms, intensity)
    screen = firms[["firm", "area", "year", "firm_class"]].assign(
        rd_intensity=intensity,
        required=floor,
        meets_floor=_meets(intensity, floor, strict_floor, intensity),
        intensity_rise_pp=intensity - before,
        meets_rise=_meets(intensity - before, wanted_rise, strict_rise, intensity),
    )
    screen["eligible"] = screen["meets_floor"].fillna(False).astype(bool)
    screen["reason"] = _reasons(firms, screen, wanted_rise)
    nothing = pd.Series(None, index=firms.index, dtype="str")
    screen["obs_status"] = firms.get("obs_status", nothing)
    return checked(screen, FirmScreen, name="screen")


def _bound_by_class(owed: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return the highest minimum of each firm class among targets of one form, and whether it is strict."""
    rows = owed.loc[owed["form"] == form, ["firm_class", "minimum", "unit", "strict"]]
    unit = "%" if form == Form.LEVEL else "percentage points"
    rows = rows.assign(minimum=in_unit(rows["minimum"], rows["unit"], unit))
    spread = rows.assign(firm_class=rows["firm_class"].str.split(",")).explode("firm_class")
    highest = spread.dropna(subset="minimum").sort_values(["minimum", "strict"])
    return highest.drop_duplicates("firm_class", keep="last").set_index("firm_class")


def _of_class(firms: pd.DataFrame, bounds: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[bool]]:
    """Return each firm's bound, and whether it is strict."""
    bound = firms["firm_class"].map(bounds["minimum"].to_dict()).astype("float64")
    strict = firms["firm_class"].map(bounds["strict"].to_dict()).eq(True)
    return bound, strict


def _require_known_classes(firms: pd.DataFrame) -> None:
    unknown = sorted(set(firms["firm_class"].dropna().unique()) - set(FirmClass))
    if unknown or firms["firm_class"].isna().any():
        raise TableError(
            f"firms, column firm_class: must be one of {', '.join(FirmClass)}; it holds:",
            unknown or ["missing values"],
        )


def _require_one_row_a_year(firms: pd.DataFrame) -> None:
    twice = firms[firms.duplicated(["firm", "year"], keep=False)]
    if len(twice):
        keys = twice[["firm", "year"]].drop_duplicates()
        listed = [f"{firm} in {year}" for firm, year in keys.itertuples(index=False)]
        raise TableError("Firms that stand more than once in a year; keep one row each:", listed)


def _year_before(firms: pd.DataFrame, intensity: pd.Series[float]) -> pd.Series[float]:
    """Return each firm's intensity in the year before, missing where that year is not there."""
    rows = firms[["firm", "year"]].assign(before=intensity)
    rows["year"] = rows["year"] + 1
    pairs = firms[["firm", "year"]].merge(rows, on=["firm", "year"], how="left", validate="1:1")
    return pd.Series(pairs["before"].to_numpy(), index=firms.index)


def _meets(
    value: pd.Series[float], bound: pd.Series[float], strict: pd.Series[bool], magnitude: pd.Series[float]
) -> pd.Series[Any]:
    """Say whether a value reaches its bound; missing where either is missing."""
    nothing = pd.Series(np.nan, index=value.index)
    holds = bounds_hold(value, bound, nothing, strict=strict, magnitude=magnitude)
    return holds.astype("boolean").where(value.notna() & bound.notna())


def _reasons(firms: pd.DataFrame, screen: pd.DataFrame, wanted_rise: pd.Series[float]) -> pd.Series[str]:
    """Say why a firm is not eligible, and why no rise is known."""
    sales, rd = firms["sales"], firms["rd_expenditure"]
    floor = np.select(
        [
            screen["required"].isna(),
            sales.isna(),
            sales == 0,
            sales < 0,
            rd.isna(),
            rd < 0,
            ~screen["eligible"],
        ],
        [
            "no floor for the class",
            "no sales figure",
            "no sales",
            "negative sales",
            "no R&D figure",
            "negative R&D",
            "below the floor",
        ],
        "",
    )
    unknown = screen["meets_rise"].isna() & wanted_rise.notna()
    rise = np.where(unknown, "no figures for the year before", "")
    both = np.where((floor != "") & (rise != ""), "; ", "")
    text = pd.Series(floor, index=firms.index, dtype="str") + both + rise
    return text.where(text != "")
