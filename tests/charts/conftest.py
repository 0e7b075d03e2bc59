"""Every picture of a test is closed after it."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def _close_figures():
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")
