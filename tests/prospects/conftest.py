"""Makers of the series that projections rest on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

Maker = Callable[..., pd.DataFrame]


@pytest.fixture
def past(observations: Maker) -> Maker:
    """Make one series: ``past([2001, 2002], [1.0, 2.0])``."""

    def make(years: list[int], values: list[float | None], **common: Any) -> pd.DataFrame:
        rows = [{"year": year, "value": value} for year, value in zip(years, values, strict=True)]
        return observations(*rows, **common)

    return make
