"""The report of a year: a folder with a page, a workbook, pictures, tables and a manifest.

Everything is calculated once, written beside the folder, and put in its place whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..arguments import code, year_number
from ..charts.drawing import require_language
from ..errors import ArgumentError
from ..plans import Plan
from ..vintages import Day
from .contents import Contents, calculated
from .exports import tables
from .figures import Figure, drawn
from .folder import MANIFEST, checksums, replacing_folder
from .manifest import manifest
from .page import page
from .scorecard import write_table
from .workbook import write_workbook

if TYPE_CHECKING:
    from ..charts.labels import Lang

__all__ = ["annual_report"]


def annual_report(
    observations: pd.DataFrame,
    plan: Plan,
    *,
    year: int,
    out: str | Path,
    lang: Lang = "zh",
    firms: pd.DataFrame | None = None,
    accounts: pd.DataFrame | None = None,
    as_of: Day | None = None,
    divide_by: str = "registered_population",
    files: Mapping[str, str | Path] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Write the report of a plan's year into a folder, whole or not at all.

    Parameters
    ----------
    observations : DataFrame[Observations]
        The figures, in any number of editions.
    plan : Plan
        From `load_plan`.
    year : int
        The year judged.
    out : str or path
        The folder. It is made, or replaced where it holds an earlier report and nothing else.
    lang : "zh" or "en"
        Language of everything written.
    firms : DataFrame[Firms], optional
        Firms of the year and the year before, for targets that each firm owes.
    accounts : DataFrame[Accounts], optional
        Output, capital and labour of the plan's area, for the contribution of technological progress;
        only years up to `year` are used.
    as_of : str, date or Timestamp, optional
        Choose the editions known on this day; the newest by default. Accounts and firms have no editions.
    divide_by : str
        Indicator by which targets that can be divided are shared out among the counties.
    files : mapping of str to path, optional
        Files that ``observations``, ``plan``, ``firms`` or ``accounts`` were read from; the manifest tells
        their names and checksums.
    progress : callable, optional
        Told each step as it begins.

    Returns
    -------
    Path
        The folder: ``report.html`` (one file, complete without network or script), ``scorecard.xlsx``,
        ``figures/`` (svg, png), ``tables/`` (csv) and ``manifest.json``.

    Raises
    ------
    TableError, DefinitionError, UnknownNameError, EditionError, UnitError
        If a table is not what it is taken for, as by `assess`.
    ArgumentError
        If an argument is outside its range, or the folder cannot be written or holds files that an
        earlier report did not write or that were changed since.

    Notes
    -----
    A part that cannot be made, as without firms, accounts or a year before, is named with the reason,
    and the rest of the report stands. Two runs from the same input give the same bytes: nothing tells the
    time. A run that is interrupted leaves the earlier report as it was.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> from tempfile import TemporaryDirectory
    >>> plan, figures = ci.load_plan("chenzhou-2007"), ci.load_sample("observations")
    >>> with TemporaryDirectory() as folder:
    ...     written = ci.annual_report(figures, plan, year=2007, out=f"{folder}/2007", lang="en")
    ...     sorted(path.name for path in written.iterdir())
    ['figures', 'manifest.json', 'report.html', 'scorecard.xlsx', 'tables']
    >>> ci.annual_report(figures, plan, year="2007", out="2007")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: year: '2007' is not a year; write a whole number like 2007.
    """
    require_language(lang)
    if not isinstance(plan, Plan):
        raise ArgumentError(f"plan is {type(plan).__name__}; give a Plan, as load_plan returns it.")
    read = _files_known(files or {}, Path(out))
    step = progress or _silent
    with replacing_folder(Path(out)) as made:
        contents = calculated(
            observations,
            plan,
            year=year_number(year),
            firms=firms,
            accounts=accounts,
            as_of=as_of,
            divide_by=code(divide_by, "divide_by"),
            progress=step,
        )
        pictures, refused = drawn(contents, lang, progress=step)
        _write(contents, pictures, refused, made, lang, step)
        given = {"observations": observations, "firms": firms, "accounts": accounts}
        step(f"writing {MANIFEST}")
        told = manifest(
            contents,
            lang=lang,
            divide_by=divide_by,
            inputs=given,
            files=read,
            refused=refused,
            outputs=checksums(made),
        )
        (made / MANIFEST).write_text(told, encoding="utf-8", newline="\n")
    return Path(out)


def _silent(_: str) -> None:
    """Tell nobody."""


def _files_known(files: Mapping[str, str | Path], out: Path) -> dict[str, Path]:
    """Refuse files of tables that a report does not take, that are not there, or that it would replace."""
    names = ("observations", "plan", "firms", "accounts")
    if odd := [f"{name}: one of {', '.join(names)}" for name in files if name not in names]:
        raise ArgumentError("files names tables that a report does not take:", odd)
    paths = {name: Path(path) for name, path in files.items()}
    if gone := [f"{name}: {path}" for name, path in paths.items() if not path.is_file()]:
        raise ArgumentError("files names files that are not there:", gone)
    if inside := [str(path) for path in paths.values() if path.resolve().is_relative_to(out.resolve())]:
        raise ArgumentError(f"{out} would be replaced by the report, but these are read from it:", inside)
    return paths


def _write(
    contents: Contents,
    pictures: list[Figure],
    refused: Mapping[str, str],
    folder: Path,
    lang: Lang,
    progress: Callable[[str], None],
) -> None:
    """Write page, workbook, pictures and tables into an empty folder."""
    progress("writing report.html")
    (folder / "report.html").write_text(
        page(contents, pictures, lang, refused=refused), encoding="utf-8", newline="\n"
    )
    progress("writing scorecard.xlsx")
    write_workbook(contents, folder / "scorecard.xlsx", lang=lang)
    (folder / "figures").mkdir()
    for picture in pictures:
        (folder / "figures" / f"{picture.name}.svg").write_bytes(picture.svg)
        (folder / "figures" / f"{picture.name}.png").write_bytes(picture.png)
    (folder / "tables").mkdir()
    for name, table in tables(contents, lang).items():
        progress(f"writing {name}.csv")
        write_table(table, folder / "tables" / f"{name}.csv")
