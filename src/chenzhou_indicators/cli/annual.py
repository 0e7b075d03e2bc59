"""The year's report: `report`, a folder with page, workbook, pictures and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .files import figures_and_plan, read_account_file, read_companies
from .options import AsOf, Figures, FirmsFile, Language, PlanName, SharedBy, Year
from .screen import progress, show_illustrative, show_path
from .year import show_summary

__all__ = ["report"]


def report(
    figures: Figures = None,
    plan: PlanName = "chenzhou-2007",
    year: Year = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    out: Annotated[Path, typer.Option("--out", help="Folder; the year's own folder is made inside.")] = Path(
        "out"
    ),
    firms: FirmsFile = None,
    accounts: Annotated[
        Path | None,
        typer.Option("--accounts", readable=False, help="Growth accounts; with the sample, the sample's."),
    ] = None,
    by: SharedBy = "registered_population",
    show: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser when it is made.")
    ] = False,
) -> None:
    """Write the report of a plan's year into OUT/YEAR: page, workbook, figures, tables, manifest."""
    with progress() as step:
        observations, chosen, year = figures_and_plan(figures, plan, year, step)
        companies = read_companies(figures, firms)
        # A sample city's accounts say nothing of an analyst's own figures.
        given = accounts is not None or figures is None
        growth = read_account_file(accounts, step) if given else None
        from ..assessment.judgement import assess
        from ..plans import names_a_file
        from ..report.annual import annual_report
        from ..sample import sample_file

        verdicts = assess(observations, chosen.targets, year=year, firms=companies, as_of=as_of)
        read = {"observations": figures, "firms": firms, "accounts": accounts}
        if figures is None:  # then what is not given is the sample's
            read = {name: path or sample_file(name) for name, path in read.items()}
        if names_a_file(plan):
            read["plan"] = Path(plan)
        folder = annual_report(
            observations,
            chosen,
            year=year,
            out=out / str(year),
            lang=lang,
            firms=companies,
            accounts=growth,
            as_of=as_of,
            divide_by=by,
            files={name: path for name, path in read.items() if path is not None},
            progress=step,
        )
    show_summary(verdicts, chosen, year, lang)
    show_illustrative(verdicts, lang)
    for name in ("report.html", "scorecard.xlsx"):
        show_path(folder / name)
    if show:
        typer.launch(str(folder / "report.html"))
