"""Reading a table of accounts: output, capital and labour of an area, year by year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..schemas import Accounts
from .tables import Reader, area_and_year, by_column, read_table, statuses, twice_a_year
from .text import free_text, or_missing, positive_numbers, shares

__all__ = ["read_accounts"]

MAY_BE_ABSENT = {"labour_share", "obs_status", "source"}


def read_accounts(
    path: str | Path, *, sheet: int | str | None = None, areas: pd.DataFrame | None = None
) -> DataFrame[Accounts]:
    """Read a file of accounts, or say everything that is wrong with it.

    Parameters
    ----------
    path : str or path
        A file of any type `read_observations` reads, headed area 地区, year 年份, output 产出, capital
        资本存量, labour 劳动力, and, if known, labour_share 劳动者报酬占比, obs_status 状态, source 来源.
        Output and capital stand at constant prices. A labour share is a fraction from 0 to 1; with a
        percent sign, or in a cell that shows one, it is a percentage.
    sheet : int or str, optional
        Which sheet of a workbook; needed when several are filled.
    areas : DataFrame, optional
        Catalogue to read areas by, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Accounts]
        The rows in the order of the file; of the last three columns those that it has. Empty cells and
        the marks — … - .. NA are missing, so that a year may stand there of which nothing is known.

    Raises
    ------
    TableError
        If the file cannot be opened or holds any cell that cannot be read for certain, output, capital or
        labour that is not above zero, or an area twice in a year; all of them are listed with their place.
    ArgumentError
        If the type of file is unknown, needs a package that is not installed, `sheet` does not fit, or
        `areas` lacks a column.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> import chenzhou_indicators as ci
    >>> file = Path(mkdtemp()) / "accounts.csv"
    >>> rows = ["地区,年份,产出,资本存量,从业人员,劳动者报酬占比", "郴州市,2007年,527.8,1061,255,51.9%"]
    >>> _ = file.write_text("\\n".join(rows), encoding="utf-8")
    >>> ci.read_accounts(file)
         area  year  output  capital  labour  labour_share
    0  431000  2007   527.8   1061.0   255.0         0.519

    >>> _ = file.write_text("\\n".join(rows).replace("255", "-255"), encoding="utf-8")
    >>> ci.read_accounts(file)
    Traceback (most recent call last):
    chenzhou_indicators.errors.TableError: accounts.csv is not a table of accounts (1 problem):
      - line 2, column 从业人员: “-255” is not above zero; leave the cell empty where nothing is known
    """
    readers: dict[str, Reader] = {
        **area_and_year(areas),
        **dict.fromkeys(("output", "capital", "labour"), positive_numbers),
        "labour_share": shares,
        "obs_status": lambda text: or_missing(text, statuses(text)),
        "source": lambda text: or_missing(text, free_text(text)),
    }
    return read_table(
        path,
        Accounts,
        sheet=sheet,
        headings="accounts",
        what="a table of accounts",
        optional=MAY_BE_ABSENT,
        parse=by_column(readers),
        twice=twice_a_year("area"),
    )
