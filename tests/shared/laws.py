"""What the laws draw from: amounts a city could report, as rows and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

Step = Callable[[pd.DataFrame], pd.DataFrame]

KEY = ["indicator", "area", "year"]
amounts = st.integers(1, 10**8).map(lambda hundredths: hundredths / 100)
money = st.sampled_from(["CNY", "10 000 CNY", "million CNY", "100 million CNY"])


def cases(number: int) -> settings:
    """Ask for so many cases, however slow the machine."""
    return settings(max_examples=number, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def figure(year: int, value: float | None, **more: Any) -> dict[str, Any]:
    """Return a row of observations: the city's GDP, unless more is said."""
    row = {"indicator": "gdp", "area": "431000", "year": year, "value": value, "unit": "100 million CNY",
           "released": pd.NaT, "obs_status": "final", "source": "a law"}  # fmt: skip
    return row | more


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a table of observations."""
    frame = pd.DataFrame(rows)
    released = pd.to_datetime(frame["released"]).astype("datetime64[us]")
    return frame.assign(released=released, value=frame["value"].astype("float64"))


def promise(**more: Any) -> dict[str, Any]:
    """Return a row of targets: a level of the city's GDP, unless more is said."""
    row = {"plan": "law", "target": "t", "indicator": "gdp", "form": "level", "minimum": None,
           "maximum": None, "strict": False, "unit": "100 million CNY", "scope": "city", "area": "431000",
           "baseline_year": None, "due": 2007, "commitment": "achieve", "clause": "1"}  # fmt: skip
    return row | more
