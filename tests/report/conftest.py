"""The sample's year 2007, calculated once for all tests of reports."""

from __future__ import annotations

import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.plans import Plan
from chenzhou_indicators.report.contents import Contents, calculated


@pytest.fixture(scope="session")
def plan() -> Plan:
    return ci.load_plan("chenzhou-2007")


@pytest.fixture(scope="session")
def sample() -> Contents:
    return calculated(
        ci.load_sample("observations"),
        ci.load_plan("chenzhou-2007"),
        year=2007,
        firms=ci.load_sample("firms"),
        accounts=ci.load_sample("accounts"),
    )


@pytest.fixture(scope="session")
def bare() -> Contents:
    """Return what can be said of figures of the city alone: no firms, accounts, counties."""
    city = ci.load_sample("observations").query("area == '431000'")
    return calculated(city, ci.load_plan("chenzhou-2007"), year=2007)
