"""The actual of every target, in the target's form.

For each owing area the figure of the year is looked up, and with it the year before, the second
indicator or the baseline, where the form needs one. What is missing becomes a reason. For a
target that every firm owes, the actual is the share of firms that meet it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from ..catalog import area_chains
from ..indicators.growth import relative_change
from ..indicators.growth_accounting import CONTRIBUTION_RATE, stated_setting
from ..indicators.ratios import computable_ratios
from ..units import convertible, in_unit
from ..vintages import infirmity, status_of
from ..vocabulary import Form, Reason
from .attainment import bounds_hold
from .figures import EDITION, FACTS, baseline_years, finder
from .reasons import Absence, first_reason

__all__ = ["measured", "measured_on_firms"]


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
        ``baseline``, ``reason`` (missing where the actual is there), ``baseline_reason`` (missing
        where the baseline is there), ``released``, ``obs_status`` and ``source``.
    """
    form = owed["form"]
    moving, leading, based = form != Form.LEVEL, form == Form.LEAD, baseline_years(owed).notna()
    look_up = finder(figures, owed)
    now = look_up("indicator", year, [*FACTS, *EDITION])
    before = look_up("indicator", pd.Series(year - 1, index=owed.index).where(moving), [*FACTS, "source"])
    second = look_up("against", year)
    second_before = look_up("against", year - 1)
    start = look_up("indicator", baseline_years(owed))

    # Growth is free of the unit, so that the year before is brought to the unit of the year.
    unit = owed["unit"].where(owed["unit"] != "percentage points", "%")
    unit = unit.where(~form.isin([Form.GROWTH, Form.LEAD]), now["unit"])
    value, value_before = _in(now, unit), _in(before, unit)
    growth = relative_change(value, value_before)
    growth_second = relative_change(_in(second, second["unit"]), _in(second_before, second["unit"]))
    unlike = _unlike_rates(owed, now["source"], before["source"])
    change = (value - value_before).mask(unlike)
    actual = _by_form(form, value, growth, change, 100 * (growth - growth_second))
    magnitude = _by_form(
        form,
        value.abs(),
        (1 + growth).abs(),
        _larger(value, value_before),
        100 * _larger(1 + growth, 1 + growth_second),
    )
    used = [now, before, second, second_before]
    baseline = _in(start, unit)
    own, other, both = _naming("indicator"), _naming("against"), f"{year - 1}, {year}"
    absences = [
        Absence(owed["unitless"], Reason.NO_UNITS, lambda o: o["area"]),
        Absence(_several([now]), Reason.SEVERAL_EDITIONS, own(year)),
        Absence(_several([before]), Reason.SEVERAL_EDITIONS, own(year - 1)),
        Absence(_several([second, second_before]), Reason.SEVERAL_EDITIONS, other(both)),
        Absence(now["value"].isna(), Reason.NO_VALUE, _name_year(year)),
        Absence(value.isna(), Reason.NOT_CONVERTIBLE, _units(now["unit"], unit)),
        Absence(moving & before["value"].isna(), Reason.NO_YEAR_BEFORE, _name_year(year - 1)),
        Absence(moving & value_before.isna(), Reason.NOT_CONVERTIBLE, _units(before["unit"], unit)),
        Absence(unlike, Reason.UNLIKE_RATES, own(both)),
        Absence(leading & (second["value"].isna() | second_before["value"].isna()),
                Reason.NO_SECOND_INDICATOR, other(both)),
        Absence(leading & second_before["unit"].ne(second["unit"])
                & growth_second.isna() & second_before["value"].gt(0),
                Reason.NOT_CONVERTIBLE, _units(second_before["unit"], second["unit"])),
        Absence(leading & growth.notna() & growth_second.isna(), Reason.NO_GROWTH_FROM, other(year - 1)),
        Absence(actual.isna(), Reason.NO_GROWTH_FROM, own(year - 1)),
    ]  # fmt: skip
    baseline_absences = [
        Absence(_several([start]), Reason.SEVERAL_EDITIONS, _name_baseline),
        Absence(based & start["value"].isna(), Reason.NO_BASELINE, _name_baseline),
        Absence(based & baseline.isna(), Reason.NOT_CONVERTIBLE, _units(start["unit"], unit)),
    ]
    return owed.assign(
        actual=actual.where(~_several(used) & ~owed["unitless"]),
        magnitude=magnitude,
        baseline=baseline.where(~_several([start])),
        reason=first_reason(owed, absences),
        baseline_reason=first_reason(owed, baseline_absences),
        open=False,
        released=now["released"],
        obs_status=status_of(pd.concat([facts["rank"] for facts in [*used, start]], axis=1).max(axis=1)),
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


def _unlike_rates(owed: pd.DataFrame, now: pd.Series[str], before: pd.Series[str]) -> pd.Series[bool]:
    """Say of each target whether it asks for the change of two contribution rates that do not compare."""
    unlike = pd.Series(False, index=owed.index)
    rates = owed[(owed["form"] == Form.CHANGE) & (owed["indicator"] == CONTRIBUTION_RATE)].index
    one, other = (stated_setting(sources[rates]).fillna("") for sources in (now, before))
    unlike[rates] = one != other
    return unlike


def _several(used: list[pd.DataFrame]) -> pd.Series[bool]:
    return pd.concat([facts["several"].eq(True) for facts in used], axis=1).any(axis=1)


def _naming(column: str) -> Callable[[object], Callable[[pd.DataFrame], pd.Series[str]]]:
    return lambda years: lambda owed: owed[column] + f" {years}"


def _units(found: pd.Series[str], wanted: pd.Series[str]) -> Callable[[pd.DataFrame], pd.Series[str]]:
    return lambda owed: found[owed.index] + " → " + wanted[owed.index]


def _name_year(year: int) -> Callable[[pd.DataFrame], pd.Series[str]]:
    """Name the indicator and year; of a ratio also what it could have been computed from."""
    ratios = computable_ratios().set_index("indicator")
    parts = " (" + ratios["numerator"] + " / " + ratios["denominator"] + ")"
    return lambda owed: owed["indicator"] + f" {year}" + owed["indicator"].map(parts).fillna("")


def _name_baseline(owed: pd.DataFrame) -> pd.Series[str]:
    return owed["indicator"] + " " + owed["baseline_year"].astype("str")


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
        Firms with ``rd_intensity``, ``intensity_rise_pp`` and, if known, ``obs_status``; None
        without a table.
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
            obs_status=pd.Series(None, index=owed.index, dtype="str"),
        )
    firms = _firms_by_target(owed, _of_year(screen, year), areas)
    meets = _firms_meet(firms)
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
    wanted = _firm_unit(owed["form"])
    open_ = (share == 1) & (silent > 0)
    reason = counted.where(~open_, f"{Reason.FIRMS_WITHOUT_FIGURES}: " + counted)
    reason = reason.where(share.notna(), f"{Reason.NO_FIRMS}: {year}")
    odd = f"{Reason.NOT_CONVERTIBLE}: " + owed["unit"] + " → " + wanted
    return _as_shares(owed).assign(
        actual=share,
        magnitude=1.0,
        reason=reason.where(convertible(owed["unit"], wanted), odd),
        open=open_,
        obs_status=status_of(statuses).set_axis(owed.index),
    )


def _firms_by_target(owed: pd.DataFrame, firms: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Pair each target, by its place in `owed`, with every firm of its classes and area."""
    classes = owed["firm_class"].str.split(",")
    wanted = owed[["area", "form", "minimum", "maximum", "strict", "unit"]]
    wanted = wanted.assign(firm_class=classes, place=range(len(owed))).explode("firm_class")
    chains = area_chains(areas)
    outside = firms.loc[~firms["area"].isin(chains["area"]), ["area"]].drop_duplicates()
    chains = pd.concat([chains, outside.assign(ancestor=outside["area"])])
    seated = firms.merge(chains, on="area").drop(columns="area")
    pairs = wanted.merge(seated, left_on=["area", "firm_class"], right_on=["ancestor", "firm_class"])
    both_years = pairs[["rank", "rank_before"]].max(axis=1)
    return pairs.assign(rank=pairs["rank"].where(pairs["form"] == Form.LEVEL, both_years))


def _of_year(screen: pd.DataFrame, year: int) -> pd.DataFrame:
    """Keep the firms of a year, with how firm their figures are then and the year before."""
    nothing = pd.Series(None, index=screen.index, dtype="str")
    ranked = screen.assign(rank=infirmity(screen.get("obs_status", nothing)))
    before = ranked.loc[ranked["year"] == year - 1, ["firm", "rank"]]
    return ranked[ranked["year"] == year].merge(before, on="firm", how="left", suffixes=("", "_before"))


def _firms_meet(firms: pd.DataFrame) -> pd.Series[Any]:
    """Say whether each firm keeps the bounds of the target it is paired with; missing: cannot be said."""
    value = firms["rd_intensity"].where(firms["form"] == Form.LEVEL, firms["intensity_rise_pp"])
    unit = _firm_unit(firms["form"])
    low, high = (in_unit(firms[bound], firms["unit"], unit) for bound in ("minimum", "maximum"))
    holds = bounds_hold(value, low, high, strict=firms["strict"], magnitude=firms["rd_intensity"])
    return holds.astype("boolean").where(value.notna() & (low.notna() | high.notna()))


def _firm_unit(form: pd.Series[str]) -> pd.Series[str]:
    """Return the unit the R&D intensity of firms, or its rise, stands in."""
    return pd.Series("%", index=form.index, dtype="str").where(form == Form.LEVEL, "percentage points")


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
