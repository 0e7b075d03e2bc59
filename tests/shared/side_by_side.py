"""Figures of areas in two years, and the areas that several tests of comparisons speak of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

Maker = Callable[..., pd.DataFrame]

BEIHU, SUXIAN, GUIYANG, YIZHANG = "431002", "431003", "431021", "431022"
PARK, OTHER_PARK = "431002-P1", "431003-P1"
YEARS = (2006, 2007)


def two_years(
    observations: Maker, *values: tuple[str, float | None, float | None], **common: Any
) -> pd.DataFrame:
    """Make the figures of areas in 2006 and 2007."""
    rows = [
        {"area": area, "year": year, "value": value}
        for area, *both in values
        for year, value in zip(YEARS, both, strict=True)
    ]
    return observations(*rows, **common)


def only(table: pd.DataFrame) -> pd.Series[Any]:
    """Return the one row of a table."""
    assert len(table) == 1
    return table.iloc[0]
