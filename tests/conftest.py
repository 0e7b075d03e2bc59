"""Makers of small valid tables, each taking only what the test is about; the command line as it is run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators import cli

OBSERVATION = {
    "indicator": "gdp",
    "area": "431000",
    "year": 2007,
    "value": 1.0,
    "unit": "100 million CNY",
    "released": pd.NaT,
    "obs_status": "final",
    "source": "a test",
}
TARGET = {
    "plan": "test",
    "target": "t",
    "indicator": "gdp",
    "against": None,
    "form": "level",
    "minimum": None,
    "maximum": None,
    "stretch": None,
    "strict": False,
    "unit": "100 million CNY",
    "scope": "city",
    "firm_class": None,
    "area": "431000",
    "baseline_year": None,
    "due": 2007,
    "commitment": "achieve",
    "clause": "1",
}
FIRM = {
    "firm": "A",
    "area": "431002",
    "year": 2007,
    "firm_class": "tech",
    "sales": 1000.0,
    "rd_expenditure": 30.0,
}

Maker = Callable[..., pd.DataFrame]


def _rows(default: dict[str, Any], rows: tuple[dict[str, Any], ...], common: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**default, **common, **row} for row in (rows or ({},))])


@pytest.fixture
def observations() -> Maker:
    """Make observations: ``observations({"year": 2006}, {"value": 2.0}, indicator="gdp")``."""

    def make(*rows: dict[str, Any], **common: Any) -> pd.DataFrame:
        frame = _rows(OBSERVATION, rows, common)
        frame["released"] = pd.to_datetime(frame["released"]).astype("datetime64[us]")
        return frame.astype({"value": "float64"})

    return make


@pytest.fixture
def targets() -> Maker:
    """Make targets: ``targets({"minimum": 400.0, "strict": True})``."""
    return lambda *rows, **common: _rows(TARGET, rows, common)


@pytest.fixture
def firms() -> Maker:
    """Make firms: ``firms({"year": 2006}, {"year": 2007, "sales": 0.0})``."""
    return lambda *rows, **common: _rows(FIRM, rows, common)


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the command line in a folder of its own; return exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run_it(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["chenzhou-indicators", *(str(word) for word in words)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


@pytest.fixture
def figures(tmp_path):
    """Write the sample's observations to a workbook."""
    path = tmp_path / "figures.xlsx"
    ci.write_observations(ci.load_sample("observations"), path)
    return path
