"""Targets of areas added up: what they promise for the area they lie in.

Amounts add up, growth is the mean weighted with the base, and a ratio of two sums lies between the smallest
and the largest of its parts. It tells whether what the areas were asked for still makes the city's target.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import area_chains, area_tree
from ..doors import checked
from ..errors import ArgumentError, UnitError
from ..schemas import Targets
from ..units import convertible, in_unit
from ..vocabulary import Form
from .by_area import numbers_by_area, require_numbers, require_one_level, scaled
from .divisibility import BOUNDS, is_amount, known_targets, obstacles

__all__ = ["add_up"]

KEY = ["plan", "target"]
SAME = [  # what a target is: areas of which it differs are asked for different things
    *("indicator", "against", "form", "strict", "scope", "firm_class", "baseline_year", "due", "commitment"),
]
TEXTS = ["name_zh", "name_en", "note_zh", "note_en"]


def add_up(
    targets: pd.DataFrame, *, base: pd.Series[float] | None = None, areas: pd.DataFrame | None = None
) -> DataFrame[Targets]:
    """Put broken-down targets together to what they promise for the area they lie in.

    Parameters
    ----------
    targets : DataFrame[Targets]
        Targets of areas of one level, like those of `break_down`.
    base : Series of float, indexed by area, optional
        Base-year levels [any one unit], finite and above zero: needed where areas are asked for different
        growth, and then of the indicator that is to grow. It may hold further areas.
    areas : DataFrame, optional
        The area tree, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Targets]
        One row per target and the area above, in the unit and with the clause of its first area: amounts are
        sums, growth is the mean weighted with the base, a ratio has the smallest minimum and the largest
        maximum. A bound that an area lacks is missing, and so is a name or note that differs between areas.
        Columns beyond the schema are left out.

    Raises
    ------
    TableError
        If the targets are none.
    UnknownNameError
        If an indicator or area is in no catalogue.
    UnitError
        If bounds of a target stand in units that do not convert into that of its first area.
    ArgumentError
        If a target cannot be added up; if areas of a target differ in more than bounds, unit and texts, that
        is in indicator, second indicator, form, strictness, scope, class of firm, baseline year, due year or
        commitment; if areas are of several levels or lie in no area together; if base is no Series of
        numbers, its labels are no text or repeat, or growth differs and the base of an area is missing,
        infinite, zero or negative.

    Notes
    -----
    Amounts: :math:`\\sum_i m_i`. Growth: :math:`\\sum_i b_i g_i / \\sum_i b_i`, with b the base.

    References
    ----------
    As for `break_down`.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2007")
    >>> weights = pd.Series(1.0, index=ci.load_areas().query("level == 'county'")["area"])
    >>> whole = ci.add_up(ci.break_down(plan, weights)).set_index("target")
    >>> whole.loc[["patent_applications", "hightech_output_growth", "rd_intensity_2010"], "minimum"].tolist()
    [401.0, 0.3, 2.0]
    >>> parts = ci.break_down(plan, weights).query("target == 'patent_applications'")
    >>> ci.add_up(parts.assign(due=[2008, *[2007] * 10]))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: Targets of areas are added up if they are the same but for ...
      - patent_applications: due (2007, 2008)
    """
    rows = known_targets(targets)[[*Targets.to_schema().columns]]
    tree = area_tree(areas)
    if (odd := rows[obstacles(rows).notna()]).size:
        raise ArgumentError("Targets that do not add up:", odd["target"].unique())
    require_one_level([*rows["area"].unique()], tree, "targets")
    _require_same(rows)
    rows = _in_one_unit(rows)
    weights = _bases(rows, base)
    together = [_together(part, tree, weights) for _, part in rows.groupby(KEY, sort=False)]
    whole = pd.concat(together, ignore_index=True) if together else rows.iloc[:0]
    return checked(whole.astype(rows.dtypes.to_dict()), Targets, name="targets")


# --- what the areas have in common ---------------------------------------------------------------


def _require_same(rows: pd.DataFrame) -> None:
    """Refuse targets that are not one and the same for all their areas."""
    odd = [
        f"{target}: {column} ({', '.join(sorted(part[column].astype('str').fillna('none').unique()))})"
        for (_, target), part in rows.groupby(KEY, sort=False)
        for column in SAME
        if part[column].nunique(dropna=False) > 1
    ]
    if odd:
        raise ArgumentError(
            "Targets of areas are added up if they are the same but for bounds and unit; they differ in:",
            odd,
        )


def _in_one_unit(rows: pd.DataFrame) -> pd.DataFrame:
    """Bring the bounds of each target to the unit of its first area."""
    units = rows["unit"]
    into = rows.groupby(KEY)["unit"].transform("first")
    if (odd := rows.assign(into=into)[~convertible(units, into)]).size:
        raise UnitError(
            "Not convertible into the unit of the target's first area:",
            [f"{row.target} of {row.area}: {row.unit} into {row.into}" for row in odd.itertuples()],
        )
    return rows.assign(unit=into, **{bound: in_unit(rows[bound], units, into) for bound in BOUNDS})


def _bases(rows: pd.DataFrame, base: pd.Series[float] | None) -> pd.Series[float]:
    """Return the base of the areas that are asked for different growth."""
    known = pd.Series(dtype="float64") if base is None else numbers_by_area(base, "base")
    growing = rows[rows["form"] == Form.GROWTH]
    needed = pd.Index(
        [area for _, part in growing.groupby(KEY, sort=False) if not _alike(part) for area in part["area"]],
        dtype="str",
    )
    found = known.reindex(needed.unique())
    require_numbers(
        found,
        (found > 0) & (found < np.inf),
        "base= is needed where areas are asked for different growth, finite and above zero",
    )
    return found


def _alike(part: pd.DataFrame) -> bool:
    """Say whether all areas are asked for the same."""
    return bool(part[BOUNDS].nunique(dropna=False).le(1).all())


# --- putting together ----------------------------------------------------------------------------


def _together(part: pd.DataFrame, tree: pd.DataFrame, base: pd.Series[float]) -> pd.DataFrame:
    """Return what the areas' rows of one target promise for the area they lie in."""
    row = part.iloc[0].to_dict()
    if is_amount(row):
        bounds = part[BOUNDS].sum(skipna=False)
    elif row["form"] == Form.GROWTH and not _alike(part):
        shares = scaled(part["area"].map(base))
        bounds = part[BOUNDS].apply(_weighted, weights=shares)
    else:
        bounds = pd.Series({"minimum": part["minimum"].min(skipna=False),
                            "maximum": part["maximum"].max(skipna=False),
                            "stretch": part["stretch"].min(skipna=False)})  # fmt: skip
    differing = [text for text in TEXTS if part[text].nunique(dropna=False) > 1]
    whole = row | dict.fromkeys(differing) | bounds.to_dict()
    return pd.DataFrame([whole | {"area": _area_above([*part["area"]], tree)}])


def _weighted(bound: pd.Series[float], weights: pd.Series[float]) -> float:
    if bound.nunique(dropna=False) == 1:  # the same of all: no rounding
        return float(bound.iloc[0])
    return float((bound * weights).sum(skipna=False) / weights.sum())


def _area_above(areas: list[str], tree: pd.DataFrame) -> str:
    """Return the nearest area in which all of them lie."""
    chains = area_chains(tree)
    above = chains[chains["area"].isin(areas) & (chains["area"] != chains["ancestor"])]
    counts = above.groupby("ancestor").size()
    common = counts.index[counts == len(areas)]
    if common.empty:
        raise ArgumentError("The areas lie in no area together:", areas)
    depths = chains["area"].value_counts()  # an area of which a tree of one's own has no row comes last
    return str(max(common, key=lambda area: depths.get(area, 0)))
