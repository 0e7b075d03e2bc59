"""The actual of every target: who owes it, and what the figures say in the target's form.

A target is owed by its area, by every county-level unit of it, by every government, or by every
firm. For each owing area the value of the year is looked up, and with it the year before, the
second indicator or the baseline, where the form needs one. What is missing becomes a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..catalog import area_chains, load_indicators
from ..errors import UnknownNameError
from ..indicators.growth import relative_change
from ..indicators.ratios import computable_ratios, missing_ratios
from ..units import convertible, in_unit
from ..vintages import infirmity, known_on, least_firm, newest, status_of, undecided
from ..vocabulary import AreaLevel, Form, Reason, Scope

__all__ = ["chosen_figures", "measured", "measured_on_firms", "owed_by_area"]

FIGURE = ["indicator", "area", "year"]
FACTS = ["value", "unit", "released", "obs_status", "source", "several"]


class Absence(NamedTuple):
    """Rows that lack something, why, and what in particular."""

    rows: pd.Series[bool]
    why: Reason
    detail: Callable[[pd.DataFrame], pd.Series[str]]


# --- who owes ------------------------------------------------------------------------------------


def owed_by_area(ordered: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return one row per target and owing area, in the order of `place`, then of the area tree.

    Raises
    ------
    UnknownNameError
        If every unit of an area owes a target, but the area tree knows none.

    """
    spread = ordered["scope"].isin([Scope.EACH_AREA, Scope.EACH_GOVERNMENT])
    chains = area_chains(areas)
    counties = areas.loc[areas["level"] == AreaLevel.COUNTY, "area"]
    units = chains[chains["area"].isin(counties)].rename(columns={"area": "unit_area", "ancestor": "area"})
    by_unit = ordered[spread].merge(units, on="area")
    lacking = ordered.loc[spread & ~ordered["area"].isin(units["area"]), "area"]
    if len(lacking):
        raise UnknownNameError(
            "Every county-level unit owes a target, but the area tree knows none in:", lacking.unique()
        )
    by_unit = by_unit.drop(columns="area").rename(columns={"unit_area": "area"})
    governments = ordered[ordered["scope"] == Scope.EACH_GOVERNMENT]
    own = pd.concat([ordered[~spread], governments[~governments["area"].isin(counties)]])
    return pd.concat([own, by_unit]).sort_values("place", kind="stable", ignore_index=True)


# --- which figures -------------------------------------------------------------------------------


def chosen_figures(
    observations: pd.DataFrame, owed: pd.DataFrame, areas: pd.DataFrame, *, year: int, as_of: object
) -> pd.DataFrame:
    """Return the editions of the figures the owed targets need, indexed by indicator, area and year.

    A ratio that was not observed is computed where numerator and denominator are there.
    """
    ratios = computable_ratios().set_index("indicator")
    named = set(owed["indicator"]) | set(owed["against"].dropna())
    wanted = ratios.loc[ratios.index.intersection(sorted(named))]
    years = {year, year - 1, *owed["baseline_year"].dropna().astype(int)}
    needed = observations["year"].isin(years)
    needed &= observations["indicator"].isin(named | set(wanted["numerator"]) | set(wanted["denominator"]))
    rows = observations[needed]
    rows = rows if as_of is None else known_on(rows, as_of)  # type: ignore[arg-type]
    rows = newest(rows.assign(several=undecided(rows)))
    if len(wanted):
        added = missing_ratios(_usable(rows), areas, only=wanted.index)
        rows = pd.concat([rows, added.assign(several=False)]) if len(added) else rows
    return rows.set_index(FIGURE)[FACTS]


def _usable(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep what a ratio can be computed from: one edition, in a unit the catalogue can convert."""
    units = rows["indicator"].map(load_indicators().set_index("indicator")["unit"])
    return rows[~rows["several"] & convertible(rows["unit"], units)]


def _look_up(
    figures: pd.DataFrame, indicator: pd.Series[str], area: pd.Series[str], year: pd.Series[Any]
) -> pd.DataFrame:
    """Return the facts of each figure on the index of `indicator`, missing where there are none."""
    keys = pd.MultiIndex.from_arrays([indicator, area, year])
    found = figures.reindex(keys)
    found.index = indicator.index
    return found.assign(several=found["several"].eq(True))


# --- in the form of the target -------------------------------------------------------------------


def measured(owed: pd.DataFrame, figures: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Add to each owed target its actual in the target's form, and what it rests on.

    Parameters
    ----------
    owed : DataFrame
        One row per target and owing area.
    figures : DataFrame
        From `chosen_figures`.
    year : int
        The year judged.

    Returns
    -------
    DataFrame
        `owed` with ``actual``, ``magnitude`` (size of the figures it was computed from),
        ``baseline``, ``reason`` (missing where the actual is there), ``released``, ``obs_status``
        and ``source``.

    """
    form, area = owed["form"], owed["area"]
    moving, leading, based = form != Form.LEVEL, form == Form.LEAD, owed["baseline_year"].notna()
    this, last = (pd.Series(y, index=owed.index) for y in (year, year - 1))

    def facts(rows: pd.Series[bool], indicator: pd.Series[str], at: pd.Series[Any]) -> pd.DataFrame:
        return _look_up(figures, indicator[rows], area[rows], at[rows]).reindex(owed.index)

    now = facts(form.notna(), owed["indicator"], this)
    before = facts(moving, owed["indicator"], last)
    second = facts(leading, owed["against"], this)
    second_before = facts(leading, owed["against"], last)
    start = facts(based, owed["indicator"], owed["baseline_year"].astype("float64"))

    # Growth is free of the unit, so that the year before is brought to the unit of the year.
    unit = owed["unit"].where(owed["unit"] != "percentage points", "%")
    unit = unit.where(~form.isin([Form.GROWTH, Form.LEAD]), now["unit"])
    value, value_before = _in(now, unit), _in(before, unit)
    growth = relative_change(value, value_before)
    growth_second = relative_change(_in(second, second["unit"]), _in(second_before, second["unit"]))
    actual = _by_form(form, value, growth, value - value_before, 100 * (growth - growth_second))
    magnitude = _by_form(
        form,
        value.abs(),
        (1 + growth).abs(),
        _larger(value, value_before),
        100 * _larger(1 + growth, 1 + growth_second),
    )
    used = [now, before, second, second_before, start]
    absences = [
        Absence(_several(used), Reason.SEVERAL_EDITIONS, _name_year(year)),
        Absence(now["value"].isna(), Reason.NO_VALUE, _name_year(year)),
        Absence(value.isna(), Reason.NOT_CONVERTIBLE, lambda o: now["unit"][o.index] + " → " + unit[o.index]),
        Absence(moving & before["value"].isna(), Reason.NO_YEAR_BEFORE, _name_year(year - 1)),
        Absence(moving & value_before.isna(), Reason.NOT_CONVERTIBLE,
                lambda o: before["unit"][o.index] + " → " + unit[o.index]),
        Absence(leading & (second["value"].isna() | second_before["value"].isna()),
                Reason.NO_SECOND_INDICATOR, lambda o: o["against"] + f" {year - 1}, {year}"),
        Absence(leading & second_before["unit"].ne(second["unit"])
                & growth_second.isna() & second_before["value"].gt(0),
                Reason.NOT_CONVERTIBLE, lambda o: second_before["unit"][o.index] + " → " + second["unit"][o.index]),
        Absence(actual.isna(), Reason.NO_GROWTH_FROM, _name_year(year - 1)),
    ]  # fmt: skip
    return owed.assign(
        actual=actual.where(~_several(used)),
        magnitude=magnitude,
        baseline=_in(start, unit),
        reason=_first_reason(owed, absences),
        open=False,
        released=now["released"],
        obs_status=least_firm(*(facts["obs_status"] for facts in used)),
        source=now["source"],
    )


def _in(facts: pd.DataFrame, unit: pd.Series[str]) -> pd.Series[float]:
    return in_unit(facts["value"], facts["unit"], unit)


def _by_form(form: pd.Series[str], level: pd.Series[float], growth: pd.Series[float],
             change: pd.Series[float], lead: pd.Series[float]) -> pd.Series[float]:  # fmt: skip
    values = np.select(
        [form == Form.LEVEL, form == Form.GROWTH, form == Form.CHANGE], [level, growth, change], lead
    )
    return pd.Series(values, index=form.index, dtype="float64")


def _larger(one: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    return one.abs().where(~(one.abs() < other.abs()), other.abs())


def _several(used: list[pd.DataFrame]) -> pd.Series[bool]:
    return pd.concat([facts["several"].eq(True) for facts in used], axis=1).any(axis=1)


def _name_year(year: int) -> Callable[[pd.DataFrame], pd.Series[str]]:
    """Name the indicator and year; of a ratio also what it could have been computed from."""
    ratios = computable_ratios().set_index("indicator")
    parts = " (nor " + ratios["numerator"] + " / " + ratios["denominator"] + " in one usable edition)"
    return lambda owed: owed["indicator"] + f" {year}" + owed["indicator"].map(parts).fillna("")


def _first_reason(owed: pd.DataFrame, absences: list[Absence]) -> pd.Series[str]:
    reason = pd.Series(None, index=owed.index, dtype="str")
    for absence in reversed(absences):
        if absence.rows.any():
            lacking = owed[absence.rows]
            reason[absence.rows] = f"{absence.why}: " + absence.detail(lacking)
    return reason


# --- on firms ------------------------------------------------------------------------------------


def measured_on_firms(
    owed: pd.DataFrame, screen: pd.DataFrame | None, areas: pd.DataFrame, *, year: int
) -> pd.DataFrame:
    """Add to each target that firms owe the share of them that meet it.

    The share is taken over the firms whose figures allow a verdict; the others are counted in the
    reason. When all of the former meet the target, the latter leave it open.

    Parameters
    ----------
    owed : DataFrame
        Targets of scope ``each_firm``.
    screen : DataFrame or None
        Firms with ``meets_floor``, ``meets_rise`` and, if known, ``obs_status``; None without a table.
    areas : DataFrame
        The area tree: a firm counts for its area and for every area that lies in.
    year : int
        The year judged.

    Returns
    -------
    DataFrame
        `owed` with the columns of `measured`; the actual is a fraction, the bound 1.

    """
    if screen is None:
        absent = _as_shares(owed)
        return absent.assign(
            actual=np.nan,
            magnitude=1.0,
            reason=str(Reason.NO_FIRMS_TABLE),
            open=False,
            obs_status=absent["source"],
        )
    firms = _firms_by_target(owed, screen[screen["year"] == year], areas)
    meets = firms["meets_floor"].where(firms["form"] == Form.LEVEL, firms["meets_rise"])
    met = meets.fillna(False).astype(bool)
    counts = pd.DataFrame({"meet": met, "judged": meets.notna(), "place": firms["place"]})
    counts = counts.groupby("place").agg(
        meet=("meet", "sum"), judged=("judged", "sum"), all=("judged", "size")
    )
    counts = counts.reindex(range(len(owed)), fill_value=0).set_index(owed.index)
    silent = counts["all"] - counts["judged"]
    share = counts["meet"] / counts["judged"].where(counts["judged"] > 0)
    counted = counts["meet"].astype("str") + " of " + counts["judged"].astype("str") + " firms"
    counted += (", " + silent.astype("str") + " without figures").where(silent > 0, "")
    statuses = firms.groupby("place")["rank"].max().reindex(range(len(owed)))
    return _as_shares(owed).assign(
        actual=share,
        magnitude=1.0,
        reason=counted.where(share.notna(), f"{Reason.NO_FIRMS}: {year}"),
        open=(share == 1) & (silent > 0),
        obs_status=status_of(statuses).set_axis(owed.index),
    )


def _firms_by_target(owed: pd.DataFrame, firms: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Pair each target, by its place in `owed`, with every firm of its classes and area."""
    classes = owed["firm_class"].str.split(",")
    wanted = owed[["area", "form"]].assign(firm_class=classes, place=range(len(owed))).explode("firm_class")
    chains = area_chains(areas)
    outside = firms.loc[~firms["area"].isin(chains["area"]), ["area"]].drop_duplicates()
    chains = pd.concat([chains, outside.assign(ancestor=outside["area"])])
    status = firms["obs_status"] if "obs_status" in firms else pd.Series(None, index=firms.index, dtype="str")
    seated = firms.assign(rank=infirmity(status)).merge(chains, on="area").drop(columns="area")
    return wanted.merge(seated, left_on=["area", "firm_class"], right_on=["ancestor", "firm_class"])


def _as_shares(owed: pd.DataFrame) -> pd.DataFrame:
    """Restate targets that every firm owes as: the share of firms that meet it is 1."""
    return owed.assign(
        **dict.fromkeys(("maximum", "stretch", "baseline"), np.nan),
        minimum=1.0,
        strict=False,
        unit="fraction",
        released=pd.Series(pd.NaT, index=owed.index, dtype="datetime64[us]"),
        source=pd.Series(None, index=owed.index, dtype="str"),
    )
