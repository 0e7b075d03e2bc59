"""The year's judgement: `assess`, and the counts that `report` shows as well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .files import figures_and_plan, read_companies, require_csv, write_csv
from .options import AsOf, Figures, FirmsFile, Lang, Language, PlanName, Year
from .screen import console, progress, show_illustrative, show_path, table

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from ..plans import Plan

__all__ = ["assess", "show_summary"]

ALL_COLUMNS_FROM = 100  # characters; a narrower screen shows fewer columns


def assess(
    figures: Figures = None,
    plan: PlanName = "chenzhou-2007",
    year: Year = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    out: Annotated[
        Path | None, typer.Option("--out", help="Also write the verdicts to this .csv file.")
    ] = None,
    firms: FirmsFile = None,
) -> None:
    """Judge a plan's year and show every target and area."""
    with progress() as step:
        from ..report.scorecard import scorecard_table

        require_csv(out, "verdicts", [figures, firms, Path(plan)])
        observations, chosen, year = figures_and_plan(figures, plan, year, step)
        from ..assessment.judgement import assess as judge

        companies = read_companies(figures, firms)
        step(f"judging {len(chosen.targets)} targets")
        assessments = judge(observations, chosen.targets, year=year, firms=companies, as_of=as_of)
        if out is not None:
            write_csv(scorecard_table(assessments, lang=lang, plan=chosen), out, step)
    console().print(_verdicts(assessments, lang))
    show_illustrative(assessments, lang)
    show_path(out)


def show_summary(assessments: pd.DataFrame, plan: Plan, year: int, lang: Lang) -> None:
    """Count verdicts by commitment, the first thing anyone asks, and list what falls short."""
    from ..charts.labels import phrase, word
    from ..vocabulary import Commitment, Status

    counts = assessments.pivot_table(
        index="status", columns="commitment", values="target", aggfunc="count", fill_value=0
    )
    shown = [commitment for commitment in Commitment if commitment in counts]
    cells = [
        [word("status", s, lang), *(str(counts.loc[s, c]) for c in shown), str(counts.loc[s].sum())]
        for s in Status
        if s in counts.index
    ]
    heads = [word("column", "status_rows", lang), *(word("commitment", c, lang) for c in shown)]
    title = phrase("scorecard", lang, title=getattr(plan.title, lang), year=year)
    console().print(f"{title}\n{plan.document}", highlight=False, markup=False)
    console().print(table([*heads, phrase("all", lang)], cells, numbers_from=1))
    short = assessments[~assessments["status"].isin(["met", "on_track"])]
    console().print(_verdicts(short, lang) if len(short) else phrase("none_short", lang))


def _verdicts(assessments: pd.DataFrame, lang: Lang) -> Table:
    from ..charts import labels, numbers, rows

    cells = [
        [
            rows.target_label(row, lang),
            labels.area_label(row["area"], lang),
            rows.actual_label(row, lang),
            rows.required_label(row, lang),
            rows.verdict_label(row, lang),
            numbers.share_label(row["attainment"]),
            rows.promise_label(row, lang),
        ]
        for row in assessments.to_dict("records")
    ]
    columns = ["name", "area_name", "actual", "required", "status", "attainment", "promise"]
    fitting = len(columns) if console().width >= ALL_COLUMNS_FROM else 5
    heads = [labels.word("column", column, lang) for column in columns[:fitting]]
    return table(heads, [row[:fitting] for row in cells])
