"""Reading a table of firms: one row per firm and year."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..schemas import Firms
from .names import word_table
from .tables import Reader, area_and_year, by_column, read_table, statuses, twice_a_year
from .text import free_text, names, numbers

__all__ = ["read_firms"]

MAY_BE_ABSENT = {"obs_status"}


def read_firms(
    path: str | Path, *, sheet: int | str | None = None, areas: pd.DataFrame | None = None
) -> DataFrame[Firms]:
    """Read a file of firms, or say everything that is wrong with it.

    Parameters
    ----------
    path : str or path
        A file of any type `read_observations` reads, headed firm 企业, area 地区, year 年份, firm_class
        企业类型, sales 销售收入, rd_expenditure 研发投入, and, if known, obs_status 状态. Sales and R&D
        stand in one and the same money unit.
    sheet : int or str, optional
        Which sheet of a workbook; needed when several are filled.
    areas : DataFrame, optional
        Catalogue to read areas by, as `load_areas` returns it, which is the default.

    Returns
    -------
    DataFrame[Firms]
        The rows in the order of the file; ``obs_status`` behind them where the file has it.

    Raises
    ------
    TableError
        If the file cannot be opened or holds any cell that cannot be read for certain, or a firm
        twice in a year; all of them are listed with their place.
    ArgumentError
        If the type of file is unknown, needs a package that is not installed, `sheet` does not fit, or
        `areas` lacks a column.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> import chenzhou_indicators as ci
    >>> file = Path(mkdtemp()) / "firms.csv"
    >>> rows = ["企业,地区,年份,企业类型,销售收入,研发投入", "甲,北湖区,2007年,高新技术企业,\\"1,000\\",52"]
    >>> _ = file.write_text("\\n".join(rows), encoding="utf-8")
    >>> ci.read_firms(file)
      firm    area  year firm_class   sales  rd_expenditure
    0    甲  431002  2007  high_tech  1000.0            52.0

    >>> _ = file.write_text("\\n".join(rows).replace("52", "3%"), encoding="utf-8")
    >>> ci.read_firms(file)
    Traceback (most recent call last):
    chenzhou_indicators.errors.TableError: firms.csv is not a table of firms (1 problem):
      - line 2, column 研发投入: “3%” has a percent sign, but the unit is no percentage; correct one of them
    """
    classes = word_table("firm_class")
    readers: dict[str, Reader] = {
        "firm": partial(free_text, ask="write the firm's code or name"),
        **area_and_year(areas),
        "firm_class": partial(names, known=classes, what="the classes tech and high_tech"),
        **dict.fromkeys(("sales", "rd_expenditure"), _money),
        "obs_status": statuses,
    }
    return read_table(
        path,
        Firms,
        sheet=sheet,
        headings="firms",
        what="a table of firms",
        optional=MAY_BE_ABSENT,
        parse=by_column(readers),
        twice=twice_a_year("firm"),
    )


def _money(text: pd.Series[str]) -> tuple[pd.Series[float], pd.Series[str]]:
    """Read amounts of money, none of them a percentage."""
    return numbers(text, percent_allowed=pd.Series(False, index=text.index))
