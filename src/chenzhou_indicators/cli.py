"""The command line: the year's judgement without a notebook.

Exit codes: 0 when the work was done, 1 when a file, plan or figure could not be used (the
message says which and why), 2 when the command itself was written wrongly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from .plans import Plan

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: quick, and legible on any console
    help="A plan's promises against the year's figures: which are kept, by how much, and why.",
    epilog="Exit codes: 0 done, 1 a file or figure cannot be used, 2 the command is written wrongly.",
)

Figures = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="Observations to judge; the sample when left out.")
]
PlanName = Annotated[str, typer.Option("--plan", help="Id of a shipped plan, or a .toml file of your own.")]
Year = Annotated[
    int | None, typer.Option("--year", help="Year to judge; the plan's first due year when left out.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Use the editions known on a day like 2008-03-31."),
]
Language = Annotated[Literal["zh", "en"], typer.Option("--lang", help="Language of names and labels.")]
FirmsFile = Annotated[
    Path | None, typer.Option("--firms", help="Firms table; with the sample, the sample's firms.")
]


@app.command()
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
) -> None:
    """Judge a plan's year and write scorecard.csv, .png and .svg into OUT/YEAR."""
    with _progress() as step:
        from .report.scorecard import write_scorecard

        chosen, year, assessments = _judged(figures, plan, year, as_of, firms, step)
        written = write_scorecard(
            assessments,
            chosen,
            out / str(year),
            lang=lang,
            as_of=as_of,
            progress=lambda name: step(f"writing {name}"),
        )
    console = _console()
    console.print(_summary(assessments, chosen, year, lang))
    console.print(_short_of(assessments, lang))
    if assessments["obs_status"].eq("illustrative").any():
        from .charts.labels import phrase

        console.print(phrase("illustrative", lang), style="yellow")
    for path in written:
        console.print(str(path), soft_wrap=True, highlight=False)


@app.command()
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
    with _progress() as step:
        _, _, assessments = _judged(figures, plan, year, as_of, firms, step)
        if out is not None:
            from .io.files import replacing
            from .report.scorecard import scorecard_table

            step(f"writing {out.name}")
            table = scorecard_table(assessments, lang=lang)
            with replacing(out) as temporary:
                table.to_csv(temporary, index=False, encoding="utf-8-sig", lineterminator="\n")
    _console().print(_verdicts(assessments, lang))


@app.command()
def plans() -> None:
    """List the plans that are shipped."""
    from .plans import list_plans

    rows = list_plans()
    columns = ["id", "document", "issued", "targets", "title", "title_en"]
    _console().print(_table(columns, rows[columns].astype(str).to_numpy().tolist()))


@app.command()
def indicators(lang: Language = "zh") -> None:
    """List the indicator catalogue."""
    from .catalog import load_indicators
    from .charts.labels import word

    rows = load_indicators()
    definition = "definition_zh" if lang == "zh" else "definition"
    cells = [
        [row["indicator"], row[f"name_{lang}"], row["unit"], word("kind", row["kind"], lang), row[definition]]
        for row in rows.to_dict("records")
    ]
    heads = [
        word("column", name, lang) for name in ("indicator", "indicator_name", "unit", "kind", "definition")
    ]
    _console().print(_table(heads, cells))


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(help="A file of observations, or a plan (.toml).")],
) -> None:
    """Check a file and list everything that is wrong with it (exit code 1)."""
    from .errors import IndicatorsError

    try:
        with _progress() as step:
            step(f"reading {file.name}")
            found = _contents(file)
    except IndicatorsError as error:
        headline = str(error).split("\n", 1)[0]
        _console(stderr=True).print(headline, style="red", highlight=False, markup=False, soft_wrap=True)
        for problem in error.problems:
            _console(stderr=True).print(f"  - {problem}", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    _console().print(f"{file.name}: {found}.", highlight=False, markup=False, soft_wrap=True)


def _contents(file: Path) -> str:
    if file.suffix.lower() == ".toml":
        from .plans import load_plan

        plan = load_plan(file)
        return f"a plan of {len(plan.targets)} targets, nothing wrong"
    from .io.observations import read_observations

    rows = read_observations(file)
    missing = int(rows["value"].isna().sum())
    return f"{len(rows):,} observations, {missing:,} of them missing, nothing wrong"


# --- the work ------------------------------------------------------------------------------------


def _judged(
    figures: Path | None,
    plan: str,
    year: int | None,
    as_of: str | None,
    firms: Path | None,
    step: Callable[[str], None],
) -> tuple[Plan, int, pd.DataFrame]:
    """Read what is asked for and judge it."""
    step("loading pandas")
    from .assessment.judgement import assess as judge
    from .io.firms import read_firms
    from .io.observations import read_observations
    from .plans import load_plan
    from .sample import load_sample

    chosen = load_plan(plan)
    year = year if year is not None else int(chosen.targets["due"].min())
    step(f"reading {figures.name if figures else 'the sample'}")
    observations = read_observations(figures) if figures else load_sample("observations")
    table = read_firms(firms) if firms else (load_sample("firms") if figures is None else None)
    step(f"judging {len(chosen.targets)} targets")
    return chosen, year, judge(observations, chosen.targets, year=year, firms=table, as_of=as_of)


def _summary(assessments: pd.DataFrame, plan: Plan, year: int, lang: Any) -> Table:
    """Count verdicts by commitment: the first thing anyone asks."""
    from .charts.labels import phrase, word
    from .vocabulary import Commitment, Status

    counts = assessments.pivot_table(
        index="status", columns="commitment", values="target", aggfunc="count", fill_value=0
    )
    shown = [commitment for commitment in Commitment if commitment in counts]
    cells = [
        [word("status", s, lang), *(str(counts.loc[s, c]) for c in shown), str(counts.loc[s].sum())]
        for s in Status
        if s in counts.index
    ]
    heads = [
        word("column", "status", lang),
        *(word("commitment", c, lang) for c in shown),
        phrase("all", lang),
    ]
    title = phrase("scorecard", lang, title=getattr(plan.title, lang), year=year)
    return _table(heads, cells, title=f"{title}\n{plan.document}", numbers_from=1)


def _short_of(assessments: pd.DataFrame, lang: Any) -> Table:
    """List what is neither met nor on the way."""
    return _verdicts(assessments[~assessments["status"].isin(["met", "on_track"])], lang)


def _verdicts(assessments: pd.DataFrame, lang: Any) -> Table:
    from .charts import labels

    cells = [
        [
            labels.target_label(row, lang),
            labels.area_label(row["area"], lang),
            labels.number_label(row["actual"], row["unit"], lang),
            labels.required_label(row, lang),
            labels.share_label(row["attainment"]),
            labels.verdict_label(row, lang),
            labels.promise_label(row, lang),
        ]
        for row in assessments.to_dict("records")
    ]
    columns = ["name", "area_name", "actual", "required", "attainment", "status", "promise"]
    return _table([labels.word("column", column, lang) for column in columns], cells)


# --- the screen ----------------------------------------------------------------------------------


def _console(*, stderr: bool = False) -> Any:
    from rich.console import Console

    console = Console(stderr=stderr)
    # A file or pipe has no width of its own; 80 columns would break every name.
    return console if console.is_terminal or "COLUMNS" in os.environ else Console(stderr=stderr, width=120)


def _table(
    heads: list[str], cells: list[list[str]], *, title: str | None = None, numbers_from: int = 99
) -> Table:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for number, head in enumerate(heads):
        table.add_column(escape(head), justify="right" if number >= numbers_from else "left", overflow="fold")
    for row in cells:
        table.add_row(*(escape(cell) for cell in row))
    return table


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show the step at work on a terminal; stay silent where the output goes elsewhere."""
    console = _console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("…") as status:
        yield status.update


def main() -> None:
    """Run the command line; errors an analyst can act on are sentences, with exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of another encoding loses a letter, not the run
    from .errors import IndicatorsError

    try:
        app(prog_name="chenzhou-indicators")
    except IndicatorsError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
