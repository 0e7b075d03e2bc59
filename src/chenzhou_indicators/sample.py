"""The sample: real published figures, and an invented city's year to try everything on.

The files stand once, in ``data/sample/`` of the project; a wheel carries the same files. Which
figures are real and which invented says each row's ``obs_status``, and the README beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import pandas as pd

from .errors import UnknownNameError, did_you_mean
from .io.accounts import read_accounts
from .io.firms import read_firms
from .io.observations import read_observations

__all__ = ["SAMPLES", "load_sample", "sample_file"]

SAMPLES = ("observations", "published", "firms", "accounts")
READERS: dict[str, Callable[..., pd.DataFrame]] = {"firms": read_firms, "accounts": read_accounts}


def load_sample(name: str) -> pd.DataFrame:
    """Load a table of the sample.

    Parameters
    ----------
    name : "observations", "published", "firms" or "accounts"
        ``observations``: Chenzhou 2004-2010 with counties and parks, mostly illustrative.
        ``published``: real published figures in their editions. ``firms``: some 300 illustrative
        firms 2005-2008, sales and R&D in 10 000 CNY. ``accounts``: output, capital and labour of
        China (Penn World Table 9.1) and of an illustrative city.

    Returns
    -------
    DataFrame
        `Observations`, `Firms` or `Accounts`; the latter two with ``obs_status`` behind. What is
        invented is ``illustrative`` there.

    Raises
    ------
    UnknownNameError
        If there is no such sample.

    References
    ----------
    ``data/sample/README.md``: producer, edition and licence of each file.

    Examples
    --------
    >>> load_sample("published").query("indicator == 'rd_intensity' and year == 2007")["value"].tolist()
    [1.49, 1.44, 1.39582, 1.35321]
    >>> load_sample("firm")
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnknownNameError: There is no sample firm (did you mean firms?); ...
    """
    if name not in SAMPLES:
        near = did_you_mean(str(name), SAMPLES)
        raise UnknownNameError(f"There is no sample {name}{near}; there are {', '.join(SAMPLES)}.")
    path = sample_file(name)
    return READERS.get(name, read_observations)(path)


def sample_file(name: str) -> Path:
    """Return the path of a sample file, in an installed wheel or in a checkout."""
    package: Traversable = files("chenzhou_indicators")
    installed = Path(str(package)) / "sample_files" / f"{name}.csv"
    return (
        installed if installed.exists() else Path(str(package)).parents[1] / "data" / "sample" / f"{name}.csv"
    )
