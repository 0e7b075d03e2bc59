"""Which figures a judgement rests on, and where each of them is found.

Of all observations only those are taken that a target asks for: the year's, the year before's or
the baseline's, in the chosen edition. A ratio that was not observed is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from ..catalog import load_indicators
from ..errors import TableError
from ..indicators.ratios import computable_ratios, missing_ratios
from ..schemas import FIRST_YEAR, LAST_YEAR
from ..units import convertible, in_unit
from ..vintages import Day, infirmity, known_on, newest_marked
from ..vocabulary import Form, ObsStatus

__all__ = ["EDITION", "FACTS", "baseline_years", "chosen_figures", "chosen_series", "finder", "series_of"]

FIGURE = ["indicator", "area", "year"]
FACTS = ["value", "unit", "rank", "several"]
EDITION = ["released", "source"]
NOWHERE = -(10**12)  # a number no figure has, also after a year was added


def chosen_figures(
    observations: pd.DataFrame, owed: pd.DataFrame, areas: pd.DataFrame, *, year: int, as_of: Day | None
) -> pd.DataFrame:
    """Return the editions of the figures the owed targets need, one row each.

    A ratio that was not observed is computed where numerator and denominator are there.
    """
    ratios = computable_ratios().set_index("indicator")
    named = {*owed["indicator"].unique(), *owed["against"].dropna().unique()}
    wanted = ratios.loc[ratios.index.intersection(sorted(named))]
    years = {year, year - 1, *baseline_years(owed).dropna().astype(int)}
    based = baseline_years(owed)
    backward = owed.loc[(owed["form"] != Form.LEVEL) | based.notna()]
    looking_back = {*backward["indicator"].unique(), *backward["against"].dropna().unique()}
    rows = observations[np.isin(observations["year"].to_numpy(), sorted(years))]
    rows = rows[
        rows["indicator"].isin(_with_parts(looking_back, wanted))
        | ((rows["year"] == year) & rows["indicator"].isin(_with_parts(named, wanted)))
    ]
    return _one_edition_each(rows, wanted, areas, as_of)


def chosen_series(
    observations: pd.DataFrame, owed: pd.DataFrame, areas: pd.DataFrame, *, until: int, as_of: Day | None
) -> pd.DataFrame:
    """Return the editions of every year's figures of the owed indicators up to a year, one row each.

    A ratio that was not observed is computed where numerator and denominator are there.
    """
    ratios = computable_ratios().set_index("indicator")
    named = {*owed["indicator"].unique()}
    wanted = ratios.loc[ratios.index.intersection(sorted(named))]
    rows = observations[observations["indicator"].isin(_with_parts(named, wanted))]
    return _one_edition_each(rows[rows["year"] <= until], wanted, areas, as_of)


def _one_edition_each(
    rows: pd.DataFrame, wanted: pd.DataFrame, areas: pd.DataFrame, as_of: Day | None
) -> pd.DataFrame:
    """Choose the edition of each figure and add the wanted ratios that were not observed."""
    rows = rows if as_of is None else known_on(rows, as_of)
    rows = newest_marked(rows)
    _require_sound(rows)
    wanted = wanted[wanted.index.isin(computable_ratios(rows)["indicator"])]
    if len(wanted):
        rows = pd.concat([rows, *_ratios_and_what_spoils_them(rows, wanted, areas)])
    return rows.assign(rank=infirmity(rows["obs_status"]))[[*FIGURE, *FACTS, *EDITION]]


def _ratios_and_what_spoils_them(
    rows: pd.DataFrame, ratios: pd.DataFrame, areas: pd.DataFrame
) -> list[pd.DataFrame]:
    """Compute ratios that were not observed from parts in one edition, in a unit fit for it.

    An observed ratio stays whatever its state, so that no computed one takes its place. Where a part
    is unfit, a row in place of the ratio says so: the year would else be missing without a word.
    """
    rows = rows[rows["indicator"].isin(_with_parts({*ratios.index}, ratios))]
    units = rows["indicator"].map(load_indicators().set_index("indicator")["unit"])
    observed = rows["indicator"].isin(ratios.index)
    fit = observed | (~rows["several"] & convertible(rows["unit"], units))
    added = missing_ratios(rows[fit], areas, only=ratios.index).assign(several=False)
    unfit = rows[~fit & (rows["several"] | rows["value"].notna())]
    if unfit.empty:
        return [added] if len(added) else []
    sides = [ratios[side].rename("part").reset_index() for side in ("numerator", "denominator")]
    spoilt = unfit.rename(columns={"indicator": "part"}).merge(pd.concat(sides), on="part")
    spoilt = spoilt.assign(unit=spoilt["unit"] + " (" + spoilt["part"] + ")")
    taken = pd.MultiIndex.from_frame(pd.concat([rows[observed], added])[FIGURE])
    free = spoilt[~pd.MultiIndex.from_frame(spoilt[FIGURE]).isin(taken)]
    free = free.sort_values("several", ascending=False, kind="stable").drop_duplicates(FIGURE)
    return [frame for frame in (added, free[[*rows.columns]]) if len(frame)]


def baseline_years(targets: pd.DataFrame) -> pd.Series[Any]:
    """Return the baseline year of levels; any other form is counted from the year before."""
    years: pd.Series[Any] = targets["baseline_year"].where(targets["form"] == Form.LEVEL)
    return years


def _require_sound(rows: pd.DataFrame) -> None:
    """Refuse figures no verdict may rest on: infinite, of an unknown status, of a year that is none."""
    no_year = ~rows["year"].between(FIRST_YEAR, LAST_YEAR)
    odd = rows[~rows["obs_status"].isin([*ObsStatus]) | (rows["value"].abs() == np.inf) | no_year]
    if len(odd):
        keys = odd[[*FIGURE, "value", "obs_status"]].itertuples(index=False)
        raise TableError(
            f"observations hold infinite values, statuses outside {', '.join(ObsStatus)}, "
            f"or years outside {FIRST_YEAR} to {LAST_YEAR}:",
            [
                f"{indicator} {area} {year}: {value:g}, {status}"
                for indicator, area, year, value, status in keys
            ],
        )


def _with_parts(indicators: set[str], ratios: pd.DataFrame) -> set[str]:
    """Add the numerators and denominators of ratios to the indicators."""
    among = ratios[ratios.index.isin(sorted(indicators))]
    return {*indicators, *among["numerator"], *among["denominator"]}


def finder(figures: pd.DataFrame, owed: pd.DataFrame) -> Callable[..., pd.DataFrame]:
    """Return a function that looks up the facts of each owed target's figure in a year.

    Names are numbered once, so that a figure is found by one whole number instead of three keys.
    """
    places = _numbers(figures["area"], owed["area"])
    names = _numbers(figures["indicator"], owed["indicator"], owed["against"])
    width = 1 + max((codes.max(initial=0) for codes in places), default=0)
    numbers = [
        np.where(name < 0, NOWHERE, (name * width + place) * (LAST_YEAR + 1))
        for name, place in zip(names, (places[0], places[1], places[1]), strict=True)
    ]
    table = figures.set_index(numbers[0] + figures["year"].to_numpy())[[*FACTS, *EDITION]]
    sought = dict(zip(("indicator", "against"), numbers[1:], strict=True))

    def look_up(name: str, year: pd.Series[Any] | int, facts: list[str] = FACTS) -> pd.DataFrame:
        when = pd.Series(year, index=owed.index).fillna(NOWHERE).astype("int64")
        found = table[facts].reindex(sought[name] + when.to_numpy())
        found.index = owed.index
        return found.assign(several=found["several"].eq(True))

    return look_up


def series_of(figures: pd.DataFrame, owed: pd.DataFrame) -> pd.DataFrame:
    """Return the values that every owed target's indicator has had in its area.

    Parameters
    ----------
    figures : DataFrame
        From `chosen_series`.
    owed : DataFrame
        One row per target and owing area.

    Returns
    -------
    DataFrame
        ``series`` (the place of the target in `owed`), ``year``, and the facts of the figure with
        its ``value`` in the target's unit, missing where it cannot be converted, and ``odd`` where
        that is why; ordered by series and year.
    """
    places = _numbers(figures["area"], owed["area"])
    names = _numbers(figures["indicator"], owed["indicator"])
    width = 1 + max((codes.max(initial=0) for codes in places), default=0)
    ours, theirs = (name * width + place for name, place in zip(names, places, strict=True))
    wanted = pd.DataFrame({"key": theirs, "series": range(len(owed)), "into": owed["unit"].to_numpy()})
    rows = figures[["year", *FACTS]].assign(key=ours).merge(wanted, on="key")
    value = in_unit(rows["value"], rows["unit"], rows["into"])
    rows = rows.assign(value=value, odd=value.isna() & rows["value"].notna())
    order = np.argsort(rows["series"].to_numpy() * (LAST_YEAR + 1) + rows["year"].to_numpy())
    return rows.iloc[order].drop(columns=["key", "into"]).reset_index(drop=True)


def _numbers(*columns: pd.Series[str]) -> list[np.ndarray[Any, Any]]:
    """Number the words of several columns alike; missing is -1."""
    codes, _ = pd.factorize(pd.concat(columns, ignore_index=True))
    return np.split(codes, np.cumsum([len(column) for column in columns])[:-1])
