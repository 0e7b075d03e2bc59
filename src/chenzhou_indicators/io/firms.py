"""Reading a table of firms: one row per firm and year."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..schemas import Firms
from .headings import Parsed
from .names import area_names, word_table
from .tables import Texts, read_table, twice_a_year
from .text import free_text, names, numbers, years

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
    return read_table(
        path,
        Firms,
        sheet=sheet,
        headings="firms",
        what="a table of firms",
        optional=MAY_BE_ABSENT,
        parse=partial(_parsed, known_areas=area_names(areas)),
        twice=twice_a_year("firm"),
    )


def _parsed(texts: Texts, known_areas: dict[str, list[str]]) -> Parsed:
    """Read every column; each comes with the problem of each row."""
    classes, money = word_table("firm_class"), pd.Series(False, index=texts["firm"].index)
    read: Parsed = {
        "firm": free_text(texts["firm"], ask="write the firm's code or name"),
        "area": names(texts["area"], known_areas, what="the area catalogue"),
        "year": years(texts["year"]),
        "firm_class": names(texts["firm_class"], classes, what="the classes tech and high_tech"),
        "sales": numbers(texts["sales"], percent_allowed=money),
        "rd_expenditure": numbers(texts["rd_expenditure"], percent_allowed=money),
    }
    if "obs_status" in texts:
        read["obs_status"] = names(texts["obs_status"], word_table("obs_status"), what="the list of statuses")
    return read
