"""Reading a table of firms: one row per firm and year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..catalog import file_headings, load_areas
from ..doors import checked, count_of
from ..errors import TableError
from ..schemas import Firms
from .files import read_text_table
from .headings import Parsed, matched_columns, problem_list, rows_listed
from .names import name_table, word_table
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
        If the type of file is unknown or `sheet` does not fit.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> file = Path(mkdtemp()) / "firms.csv"
    >>> rows = ["企业,地区,年份,企业类型,销售收入,研发投入", "甲,北湖区,2007年,高新技术企业,\\"1,000\\",52"]
    >>> _ = file.write_text("\\n".join(rows), encoding="utf-8")
    >>> read_firms(file)
      firm    area  year firm_class   sales  rd_expenditure
    0    甲  431002  2007  high_tech  1000.0            52.0
    """
    table = read_text_table(path, sheet=sheet)
    name = Path(path).name
    headings = file_headings("firms")
    places = matched_columns(table, headings, optional=MAY_BE_ABSENT, name=name, what="a table of firms")
    texts = {column: table.rows[place] for column, place in places.items()}
    read = _parsed(texts, load_areas() if areas is None else areas)
    problems = problem_list(read, table, places) + _twice(read, table.row_name)
    if problems:
        raise TableError(f"{name} is not a table of firms ({count_of(problems)}):", problems)
    frame = pd.DataFrame({column: values for column, (values, _) in read.items()})
    return checked(frame.astype({"year": "int64"}).reset_index(drop=True), Firms, name=name)


def _parsed(texts: dict[str, pd.Series[str]], areas: pd.DataFrame) -> Parsed:
    """Read every column; each comes with the problem of each row."""
    classes, money = word_table("firm_class"), pd.Series(False, index=texts["firm"].index)
    read: Parsed = {
        "firm": free_text(texts["firm"]),
        "area": names(
            texts["area"], name_table(areas, "area", "name_zh", "name_en"), what="the area catalogue"
        ),
        "year": years(texts["year"]),
        "firm_class": names(texts["firm_class"], classes, what="the classes tech and high_tech"),
        "sales": numbers(texts["sales"], percent_allowed=money),
        "rd_expenditure": numbers(texts["rd_expenditure"], percent_allowed=money),
    }
    if "obs_status" in texts:
        read["obs_status"] = names(texts["obs_status"], word_table("obs_status"), what="the list of statuses")
    return read


def _twice(read: Parsed, row_name: str) -> list[str]:
    """List firms that stand more than once in a year."""
    keys = pd.DataFrame({"firm": read["firm"][0], "year": read["year"][0]}).dropna()
    twice = keys[keys.duplicated(keep=False)]
    return [
        f"{row_name}s {rows_listed(rows.index)}: firm {firm} more than once in {int(year)}; keep one"  # type: ignore[call-overload]
        for (firm, year), rows in twice.groupby(["firm", "year"], sort=False)
    ]
