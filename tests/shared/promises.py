"""Promises and figures that several tests of the judgement speak of."""

from __future__ import annotations

from typing import Any

import pandas as pd

import chenzhou_indicators as ci

Frame = pd.DataFrame

OUTPUT = {"indicator": "hightech_output"}
GROWTH = {"indicator": "hightech_output", "form": "growth", "unit": "fraction", "minimum": 0.30}
SPENDING = {"indicator": "fiscal_st_expenditure"}
REVENUE = {"indicator": "recurrent_fiscal_revenue"}
LEAD = {
    "indicator": "fiscal_st_expenditure",
    "against": "recurrent_fiscal_revenue",
    "form": "lead",
    "unit": "percentage points",
    "minimum": 0.0,
    "strict": True,
}
INTENSITY = {"indicator": "rd_intensity", "unit": "%"}
TWO_PERCENT = {**INTENSITY, "minimum": 2.0, "baseline_year": 2006, "due": 2010}
FLOOR = {
    "indicator": "firm_rd_intensity",
    "unit": "%",
    "minimum": 3.0,
    "scope": "each_firm",
    "firm_class": "tech",
}


def judged(observations: Frame, targets: Frame, year: int = 2007, **more: Any) -> pd.Series:
    """Judge a promise that one area owes."""
    verdicts = ci.assess(observations, targets, year=year, **more)
    assert len(verdicts) == 1
    return verdicts.iloc[0]
