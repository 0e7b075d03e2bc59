"""Accounts of areas over consecutive years, as tests of growth write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

Figures = Sequence[float | None] | float


def accounts_of(output: Figures, *, capital: Figures = 1.0, labour: Figures = 1.0, first: int = 2000,
                area: str = "431000", **more: Any) -> pd.DataFrame:  # fmt: skip
    """Return accounts of one area, a year each figure; one figure stands for every year."""
    columns = {"output": output, "capital": capital, "labour": labour}
    years = max(len(column) for column in columns.values() if isinstance(column, Sequence))
    frame = pd.DataFrame(
        {"area": area, "year": range(first, first + years), **columns, **more}, index=range(years)
    )
    return frame.astype(dict.fromkeys(columns, "float64"))


def growing(start: float, *rates: float) -> list[float]:
    """Return a start and what it becomes by one rate a year after another."""
    values = [start]
    for rate in rates:
        values.append(values[-1] * (1 + rate))
    return values
