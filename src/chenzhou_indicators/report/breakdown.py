"""A plan broken down, as a table that can be used again, and held against what the whole owes.

Other tables of reports are headed and worded for a reader. This one keeps the library's own headings,
codes and words, with names beside them: read back, it is a table of targets as `assess` and `add_up` take it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..breakdown.adding_up import add_up
from ..charts.labels import Lang, area_label, indicator_label
from ..schemas import Targets
from ..vintages import infirmity, status_of
from ..vocabulary import Scope
from .tables import worded

__all__ = ["beside_whole", "breakdown_table", "with_own", "with_sum"]

BOUNDS = ["minimum", "maximum", "stretch"]
KEY = ["plan", "target"]


def breakdown_table(targets: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return the targets of areas with names beside their codes.

    Parameters
    ----------
    targets : DataFrame[Targets]
        Targets of areas, like those of `break_down`.
    lang : "zh" or "en"
        Language of the names of indicators and areas; headings, codes and words stay as they are.

    Returns
    -------
    DataFrame
        One row per target and area, in the order given: the columns of `Targets`, ``indicator_name`` behind
        ``indicator`` and ``area_name`` behind ``area``.

    Notes
    -----
    Written to a file, it is read back by ``pd.read_csv(file, dtype={"area": "str", "clause": "str",
    "plan": "str"})``. Without the types, pandas takes codes and clauses that look like numbers for numbers.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> weights = pd.Series({"431002": 31.2, "431003": 34.1})
    >>> parts = ci.break_down(ci.load_plan("chenzhou-2007"), weights)
    >>> table = breakdown_table(parts.query("target == 'demonstration_villages'"), lang="en")
    >>> table[["indicator", "minimum", "area", "area_name"]]
                     indicator  minimum    area        area_name
    28  demonstration_villages      6.0  431002   Beihu District
    29  demonstration_villages      6.0  431003  Suxian District
    """
    columns = [*Targets.to_schema().columns]
    for name in ("indicator", "area"):
        columns.insert(columns.index(name) + 1, f"{name}_name")
    return targets.assign(
        indicator_name=worded(targets["indicator"], lambda code: indicator_label(code, lang)),
        area_name=worded(targets["area"], lambda code: area_label(code, lang)),
    )[columns]


def beside_whole(parts: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Add the targets of areas up, and lay what they make beside what the whole owes.

    Parameters
    ----------
    parts : DataFrame[Targets]
        Targets of areas, like those of `break_down`.
    targets : DataFrame[Targets]
        The targets they were divided from; those that were not divided are left out.

    Returns
    -------
    DataFrame
        The targets that were divided, each with ``area_sum``, ``minimum_sum``, ``maximum_sum``,
        ``stretch_sum`` and ``strict_sum``: the area that the areas make, and what they make; ``exact`` where
        that is what the whole owes, and ``alike`` where every area is asked for the same as the whole.

    Examples
    --------
    More than 400 is divided as 401:

    >>> import chenzhou_indicators as ci
    >>> targets = ci.load_plan("chenzhou-2007").targets
    >>> parts = ci.break_down(targets, pd.Series({"431002": 31.2, "431003": 34.1}))
    >>> beside = beside_whole(parts, targets).set_index("target")
    >>> beside.loc[["patent_applications", "rd_intensity_2010"], ["minimum_sum", "exact", "alike"]]
                         minimum_sum  exact  alike
    target
    patent_applications        401.0  False  False
    rd_intensity_2010            2.0   True   True
    """
    summed = add_up(parts)[[*KEY, "area", *BOUNDS, "strict"]]
    beside = targets.merge(summed, on=KEY, suffixes=("", "_sum"), validate="1:1")
    made = beside[[f"{bound}_sum" for bound in BOUNDS]].set_axis(BOUNDS, axis=1)
    exact = _close(beside[BOUNDS], made) & (beside["strict"] == beside["strict_sum"])
    exact &= beside["area"] == beside["area_sum"]
    each = parts[[*KEY, *BOUNDS]].merge(summed[[*KEY, *BOUNDS]], on=KEY, suffixes=("", "_sum"))
    same = _close(each[BOUNDS], each[[f"{bound}_sum" for bound in BOUNDS]].set_axis(BOUNDS, axis=1))
    alike = same.groupby([each[name] for name in KEY]).all().rename("alike").reset_index()
    return beside.assign(exact=exact).merge(alike, on=KEY, validate="1:1")


def with_own(parts: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Put behind the targets of areas what each area and government of the plan owes already.

    Parameters
    ----------
    parts : DataFrame[Targets]
        Targets of areas, like those of `break_down`.
    targets : DataFrame[Targets]
        The targets they were divided from.

    Returns
    -------
    DataFrame[Targets]
        The rows of `parts` and those of `targets` that every area or government owes for itself, numbered
        anew.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> targets = ci.load_plan("chenzhou-2007").targets
    >>> owed = with_own(ci.break_down(targets, pd.Series({"431002": 31.2, "431003": 34.1})), targets)
    >>> owed["target"].tolist()[-2:]
    ['county_key_fields', 'government_st_meetings']
    """
    own = targets[targets["scope"].isin([Scope.EACH_AREA, Scope.EACH_GOVERNMENT])]
    return pd.concat([parts, own], ignore_index=True)


def with_sum(figures: pd.DataFrame) -> pd.DataFrame:
    """Put below figures of areas their sum, as firm as the least firm of them.

    Parameters
    ----------
    figures : DataFrame
        With ``value`` and ``obs_status``.

    Returns
    -------
    DataFrame
        The rows, numbered anew, and one more with ``value`` and ``obs_status`` alone.

    Examples
    --------
    >>> with_sum(pd.DataFrame({"value": [2.0, 1.0], "obs_status": ["final", "revised"]}))
       value obs_status
    0    2.0      final
    1    1.0    revised
    2    3.0    revised
    """
    status = status_of(pd.Series([infirmity(figures["obs_status"]).max()]))
    total = pd.DataFrame({"value": [figures["value"].sum()], "obs_status": status})
    return pd.concat([figures, total], ignore_index=True)


def _close(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series[bool]:
    """Say row by row whether bounds are the same but for rounding."""
    same = np.isclose(one.astype("float64"), other.astype("float64"), rtol=1e-9, atol=0, equal_nan=True)
    return pd.Series(same.all(axis=1), index=one.index)
