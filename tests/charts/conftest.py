"""Every picture of a test is closed after it; and accounts to draw."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import chenzhou_indicators as ci

COLUMNS = ["capital_contribution", "labour_contribution", "residual"]


@pytest.fixture(autouse=True)
def _close_figures():
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")


@pytest.fixture(scope="module")
def china():
    return ci.load_sample("accounts").query("area == '100000'")


@pytest.fixture(scope="module")
def choices(china):
    return ci.contribution_sensitivity(china, window=(1, 5))


@pytest.fixture(scope="module")
def city():
    return ci.load_sample("accounts").query("area == '431000'")


@pytest.fixture(scope="module")
def city_choices(city):
    return ci.contribution_sensitivity(city, window=5)


@pytest.fixture
def growth():
    """Make accounts of single years: ``growth((2001, 3.0, 1.0, 4.0), ...)``, in points a year."""

    def make(*rows, reasons=None, **common):
        table = pd.DataFrame(rows, columns=["end_year", *COLUMNS])
        table[COLUMNS] /= 100
        output = table[COLUMNS].sum(axis=1, skipna=False)
        return table.assign(
            area="100000",
            start_year=table["end_year"] - 1,
            window=1,
            capital_elasticity=0.35,
            labour_elasticity=0.65,
            output_growth=output,
            capital_growth=table["capital_contribution"] / 0.35,
            labour_growth=table["labour_contribution"] / 0.65,
            capital_contribution_share=table["capital_contribution"] / output.where(output > 0),
            labour_contribution_share=table["labour_contribution"] / output.where(output > 0),
            residual_share=table["residual"] / output.where(output > 0),
            reason=table["end_year"].map(reasons or {}).astype("str"),
            obs_status="final",
        ).assign(**common)

    return make
