"""Two years side by side: what changed, by how much, who passed whom.

Two figures differ because the years differ, or because one is of a firmer edition than the other. The
second kind of difference is marked, so that nobody takes it for the first.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import load_indicators
from ..doors import checked
from ..indicators.figures import missing_figures, reason_where
from ..indicators.growth import relative_change
from ..indicators.ratios import DERIVED
from ..schemas import YearComparison
from ..units import target_unit
from ..vintages import least_firm
from ..vocabulary import EditionBreak, Form, ObsStatus, Reason
from .choice import Areas, figures_compared, grows, pairs_of_years
from .ranks import best_first, lower_is_better, numbers_ranked

__all__ = ["compare_years"]

HALF_YEAR = 180  # days: releases of one round keep to the calendar more closely
YEAR = 365.25
SIDE = ["indicator", "area", "value", "released", "source", "obs_status"]
FIRM = [ObsStatus.FINAL, ObsStatus.REVISED]


def compare_years(
    observations: pd.DataFrame, *, years: Iterable[int], areas: Areas = None
) -> DataFrame[YearComparison]:
    r"""Lay the figures of a year beside those of an earlier one.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures in one edition each; units may differ, the catalogue converts them.
    years : iterable of int
        Two or more, going up; each is compared with the one given before it.
    areas : str, iterable of str or DataFrame, optional
        A level of area, like "county"; codes; or an area tree, as `load_areas` returns it. All areas of
        the observations by default.

    Returns
    -------
    DataFrame[YearComparison]
        One row per pair of years, indicator and area with an observation of either year; where areas are
        named, per pair of years, area named and indicator that any of them has an observation of. In this
        order: indicators as in the catalogue, areas as given, or as in the area catalogue. Both values and
        their ``change`` in the catalogue's unit, or in that of the newest row where it knows none, and
        percentage points for what is in %; ``growth`` of flows and stocks over the whole time [fraction];
        ranks among the areas of a level that have both figures, if there are two. A missing figure stays
        missing, with a ``reason`` that names its year.

    Raises
    ------
    TableError
        If `observations` is not a table of observations, or a figure of these years is infinite, smaller
        than 1e-100 or larger than 1e100, or its status unknown.
    UnknownNameError
        If an area is neither in the catalogue nor observed.
    ArgumentError
        If years are no years, fewer than two or not going up; if no area is named, or one twice.
    EditionError
        If a figure of these years stands in several editions.
    UnitError
        If a unit cannot be converted into the indicator's.

    Notes
    -----
    With x the later and :math:`x_0` the earlier value, the change is :math:`x - x_0` and the growth
    :math:`(x - x_0) / x_0`, missing where :math:`x_0 \le 0`. The best is ranked first by the catalogue's
    direction, the largest where there is none; equals share the better place. A rise in rank is positive.

    ``edition_break`` says, of two figures that are there, why they may differ for another reason than the
    years: *one is firmer than the other*, where one is final or revised and the other is not, or one
    alone is illustrative; else *edition not known*, where a date of release is missing, unless neither
    has one and both are illustrative; else *editions of different rounds*, where the two came out on
    different days, and one alone is revised or one came out later behind its year by 180 days or more.
    A ratio that `derive` computed has no edition of its own: where nothing is to be said of it, what is
    said of its numerator counts, else of its denominator, if they stand among the observations.

    References
    ----------
    System of National Accounts 2008, chapter 15. McKenzie and Gamba, Interpreting the results of revision
    analyses: recommended summary statistics, OECD and Eurostat task force on revisions analysis, 2008.

    Examples
    --------
    In June 2008 the city's GDP of 2007 was known as 659.0, a first estimate, and that of 2006 finally:

    >>> import chenzhou_indicators as ci
    >>> then = ci.as_of(ci.load_sample("observations"), "2008-06-30").query("indicator == 'gdp'")
    >>> moved = ci.compare_years(then, years=(2006, 2007), areas="431000")
    >>> moved[["change", "growth", "edition_break"]].round(3)
        change  growth                  edition_break
    0  112.766   0.206  one is firmer than the other
    >>> ci.compare_years(then, years=(2007, 2006))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: years go up, each given once; 2007, 2006 do not.
    """
    pairs = pairs_of_years(years)
    figures, levels, units = figures_compared(observations, {year for pair in pairs for year in pair}, areas)
    named = None if areas is None else levels.index
    sides = [_side_by_side(figures, before, year, named) for before, year in pairs]
    table = pd.concat(sides, ignore_index=True)
    table["unit"] = table["indicator"].map(units).astype("str")
    table = _ranked(_ordered(_measured(table), levels), levels)
    return checked(table[[*YearComparison.to_schema().columns]], YearComparison)


def _side_by_side(figures: pd.DataFrame, before: int, year: int, named: pd.Index | None) -> pd.DataFrame:
    """Return the figures of two years in one row for each indicator and area that has either or is named."""
    one, other = (figures.loc[figures["year"] == each, SIDE] for each in (before, year))
    key = ["indicator", "area"]
    sides = one.merge(other, on=key, how="outer", suffixes=("_before", ""), validate="1:1")
    if named is not None and len(sides):
        every = pd.MultiIndex.from_product([sides["indicator"].unique(), named], names=key)
        sides = sides.set_index(key).reindex(every).reset_index()
    return sides.assign(year_before=before, year=year)


def _measured(table: pd.DataFrame) -> pd.DataFrame:
    """Compute change and growth, and say why one is missing or may mislead."""
    before, value, may_grow = table["value_before"], table["value"], grows(table["indicator"])
    silent = missing_figures([(table["indicator"], before, value)], (table["year_before"], table["year"]))
    shrunk = reason_where(may_grow & (before <= 0), Reason.NO_GROWTH_FROM)
    statuses = (table["obs_status_before"].where(before.notna()), table["obs_status"].where(value.notna()))
    points = {unit: target_unit(Form.CHANGE, unit) for unit in table["unit"].unique()}
    return table.assign(
        change=value - before,
        change_unit=table["unit"].map(points).astype("str"),
        growth=relative_change(value, before).where(may_grow),
        edition_break=_handed_on(table, _edition_breaks(table)),
        reason=silent.fillna(shrunk),
        obs_status=least_firm(*statuses),
    )


def _edition_breaks(table: pd.DataFrame) -> pd.Series[str]:
    """Say of each pair of figures why their editions may not compare; missing where nothing says so."""
    one, other = table["obs_status_before"], table["obs_status"]
    invented = (one == ObsStatus.ILLUSTRATIVE).astype(int) + (other == ObsStatus.ILLUSTRATIVE)
    firmer = (one.isin(FIRM) != other.isin(FIRM)) | (invented == 1)
    undated = table[["released_before", "released"]].isna().sum(axis=1)
    unknown = (undated > 0) & (undated + invented < 4)  # two invented figures without dates: nothing to know
    apart = (table["released"].dt.normalize() - table["released_before"].dt.normalize()).dt.days
    late = (apart - YEAR * (table["year"] - table["year_before"])).abs() >= HALF_YEAR
    revised = (one == ObsStatus.REVISED) != (other == ObsStatus.REVISED)
    breaks = reason_where(firmer, EditionBreak.STATUS)
    breaks = breaks.fillna(reason_where(unknown, EditionBreak.UNKNOWN))
    breaks = breaks.fillna(reason_where((apart != 0) & (late | revised), EditionBreak.ROUND))
    return breaks.where(table[["value_before", "value"]].notna().all(axis=1))


def _handed_on(table: pd.DataFrame, breaks: pd.Series[str]) -> pd.Series[str]:
    """Let a ratio that was computed compare no better than the figures of its area it was computed from."""
    catalogue = load_indicators().set_index("indicator")
    place = [table["area"], table["year"]]
    told = breaks.set_axis(pd.MultiIndex.from_arrays([table["indicator"], *place]))
    computed = table[["source_before", "source"]].apply(lambda each: each.str.startswith(f"{DERIVED}: "))
    whole = table[["value_before", "value"]].notna().all(axis=1) & computed.any(axis=1)
    for side in ("numerator", "denominator"):
        parts = pd.MultiIndex.from_arrays([table["indicator"].map(catalogue[side]), *place])
        breaks = breaks.fillna(told.reindex(parts).set_axis(table.index).where(whole))
    return breaks


def _ordered(table: pd.DataFrame, levels: pd.Series[str]) -> pd.DataFrame:
    """Order rows by years, by indicator as in the catalogue, and by area as compared."""
    catalogue = pd.Index(load_indicators()["indicator"])
    known = catalogue.get_indexer(pd.Index(table["indicator"]))
    keys = {
        "year": table["year"],
        "known": pd.Series(known, index=table.index).replace(-1, len(catalogue)),
        "indicator": table["indicator"],
        "area": pd.Series(levels.index.get_indexer(pd.Index(table["area"])), index=table.index),
    }
    order = pd.DataFrame(keys).sort_values([*keys]).index
    return table.loc[order].reset_index(drop=True)


def _ranked(table: pd.DataFrame, levels: pd.Series[str]) -> pd.DataFrame:
    """Rank each area among those of its level that have figures of both years."""
    level = table["area"].map(levels).fillna("")
    groups = table.assign(level=level).groupby(["year", "indicator", "level"]).ngroup()
    lower = lower_is_better(table["indicator"])
    both = table[["value_before", "value"]].notna().all(axis=1)
    before, after = (best_first(table[name].where(both), groups, lower) for name in ("value_before", "value"))
    counted = numbers_ranked(table["value"].where(both), groups)
    return table.assign(rank_before=before, rank=after, rank_change=before - after, ranked=counted)
