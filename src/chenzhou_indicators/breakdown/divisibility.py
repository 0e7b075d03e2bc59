"""What can be divided among areas: which targets, and how.

Sums of areas make the whole, and what is divided in proportion adds up again. Leads, indices and what has
no parts do not. Of what can be divided, amounts are shared out, and growth and ratios are the same for all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..catalog import load_indicators, require_known, unit_table
from ..targets import admit_targets
from ..vocabulary import Form, Indivisible, Kind, Scope

__all__ = ["BOUNDS", "in_whole_numbers", "is_amount", "known_targets", "obstacles"]

BOUNDS = ["minimum", "maximum", "stretch"]
WHOLE = ("count", "persons")  # dimensions of what comes in whole numbers


def known_targets(targets: pd.DataFrame) -> pd.DataFrame:
    """Return targets by their schema, numbered anew, of indicators that are in the catalogue.

    Raises
    ------
    TableError
        If the targets are none.
    UnknownNameError
        If an indicator is not in the catalogue.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> known_targets(ci.load_plan("chenzhou-2007").targets.assign(indicator="gpd").iloc[:1])
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnknownNameError: Not in the indicator catalogue:
      - gpd (did you mean gdp?)
    """
    admitted = admit_targets(targets)
    require_known(
        admitted["indicator"].unique(), load_indicators(), headline="Not in the indicator catalogue:"
    )
    return admitted.reset_index(drop=True)


def obstacles(targets: pd.DataFrame) -> pd.Series[str]:
    """Say of each target why it cannot be divided; missing where it can.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> targets = ci.load_plan("chenzhou-2007").targets.set_index("target")
    >>> obstacles(targets.loc[["fiscal_st_lead", "patent_applications"]]).to_dict()
    {'fiscal_st_lead': 'leads of areas do not add up to one', 'patent_applications': nan}
    """
    catalogue = load_indicators().set_index("indicator").reindex(targets["indicator"])
    kind = pd.Series(catalogue["kind"].to_numpy(), index=targets.index)
    quotient = pd.Series(
        catalogue[["numerator", "denominator"]].notna().all(axis=1).to_numpy(), targets.index
    )
    found = {
        Indivisible.OWED_ALREADY: targets["scope"] != Scope.CITY,
        Indivisible.MILESTONE: kind == Kind.MILESTONE,
        Indivisible.LEAD: targets["form"] == Form.LEAD,
        Indivisible.INDEX: kind == Kind.INDEX,
        Indivisible.NO_PARTS: (kind == Kind.RATIO) & ~quotient,
        Indivisible.RATIO_CHANGE: (kind == Kind.RATIO) & (targets["form"] != Form.LEVEL),
    }
    words = np.select([*found.values()], [*map(str, found)], default="")
    said = pd.Series(words, index=targets.index, dtype="str")
    return said.where(said != "")


def is_amount(target: dict[Any, Any]) -> bool:
    """Say of a divisible target whether its bounds are amounts, to be shared, or rates, for all to keep.

    Examples
    --------
    >>> is_amount({"indicator": "gdp", "form": "level"}), is_amount({"indicator": "gdp", "form": "growth"})
    (True, False)
    """
    kind = load_indicators().set_index("indicator").loc[target["indicator"], "kind"]
    return bool(kind in (Kind.FLOW, Kind.STOCK) and target["form"] != Form.GROWTH)


def in_whole_numbers(unit: str) -> bool:
    """Say whether what stands in a unit is counted one by one.

    Examples
    --------
    >>> in_whole_numbers("persons"), in_whole_numbers("10 000 persons")
    (True, False)
    """
    dimension = unit_table().set_index("unit")["dimension"].get(unit)
    return dimension in WHOLE and unit in WHOLE
