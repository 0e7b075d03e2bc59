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

REPORT_FILES = ("scorecard.csv", "scorecard.png", "scorecard.svg")
LEAST_WIDTH = 60
ALL_COLUMNS_FROM = 100  # characters; a narrower screen shows fewer columns

Figures = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", readable=False, help="Observations to judge; the sample when left out."),
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
    Path | None,
    typer.Option("--firms", readable=False, help="Firms table; with the sample, the sample's firms."),
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
        folder = out / str(year)
        _require_not_an_input([folder / name for name in REPORT_FILES], [figures, firms, Path(plan)])
        written = write_scorecard(
            assessments,
            chosen,
            folder,
            lang=lang,
            as_of=as_of,
            progress=lambda name: step(f"writing {name}"),
        )
    _show_summary(assessments, chosen, year, lang)
    _show_illustrative(assessments, lang)
    for path in written:
        _console().print(str(path), soft_wrap=True, highlight=False, markup=False)


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
        from .errors import ArgumentError
        from .io.files import replacing
        from .report.scorecard import scorecard_table, write_table

        if out is not None:
            if out.suffix.lower() != ".csv":
                raise ArgumentError(f"{out.name}: verdicts are written as .csv.")
            _require_not_an_input([out], [figures, firms, Path(plan)])
        chosen, _, assessments = _judged(figures, plan, year, as_of, firms, step)
        if out is not None:
            step(f"writing {out.name}")
            with replacing(out) as temporary:
                write_table(scorecard_table(assessments, lang=lang, plan=chosen), temporary)
    _console().print(_verdicts(assessments, lang))
    _show_illustrative(assessments, lang)


@app.command()
def plans(lang: Language = "zh") -> None:
    """List the plans that are shipped."""
    from .charts.labels import word
    from .plans import list_plans

    rows = list_plans()
    columns = ["id", "document", "issued", "targets", "title" if lang == "zh" else "title_en"]
    heads = [word("column", column, lang) for column in ("plan", "document", "issued", "targets", "title")]
    _console().print(_table(heads, rows[columns].astype(str).to_numpy().tolist()))


@app.command()
def indicators(lang: Language = "zh") -> None:
    """List the indicator catalogue."""
    from .catalog import load_indicators
    from .charts.labels import unit_label, word

    rows = load_indicators()
    definition = "definition_zh" if lang == "zh" else "definition"
    cells = [
        [
            row["indicator"],
            row[f"name_{lang}"],
            unit_label(row["unit"], lang),
            word("kind", row["kind"], lang),
            row[definition],
        ]
        for row in rows.to_dict("records")
    ]
    heads = [
        word("column", name, lang) for name in ("indicator", "indicator_name", "unit", "kind", "definition")
    ]
    _console().print(_table(heads, cells))


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(readable=False, help="A file of observations, or a plan (.toml).")],
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
        return f"a plan, {len(plan.targets)} target(s), nothing wrong"
    from .io.observations import read_observations

    rows = read_observations(file)
    if rows.empty:
        return "a table of observations that holds none"
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


def _require_not_an_input(outputs: list[Path], inputs: list[Path | None]) -> None:
    """Refuse to write over what is read."""
    from .errors import ArgumentError

    for output in outputs:
        for given in inputs:
            if given is not None and output.exists() and given.exists() and output.samefile(given):
                raise ArgumentError(f"{output} is read by this command; write somewhere else.")


def _show_summary(assessments: pd.DataFrame, plan: Plan, year: int, lang: Any) -> None:
    """Count verdicts by commitment, the first thing anyone asks, and list what falls short."""
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
    heads = [word("column", "status_rows", lang), *(word("commitment", c, lang) for c in shown)]
    console = _console()
    title = phrase("scorecard", lang, title=getattr(plan.title, lang), year=year)
    console.print(f"{title}\n{plan.document}", highlight=False, markup=False)
    console.print(_table([*heads, phrase("all", lang)], cells, numbers_from=1))
    short = assessments[~assessments["status"].isin(["met", "on_track"])]
    console.print(_verdicts(short, lang) if len(short) else phrase("none_short", lang))


def _show_illustrative(assessments: pd.DataFrame, lang: Any) -> None:
    """Say so where a verdict rests on invented figures."""
    if assessments["obs_status"].eq("illustrative").any():
        from .charts.labels import phrase

        _console().print("* " + phrase("illustrative", lang), style="yellow", markup=False)


def _verdicts(assessments: pd.DataFrame, lang: Any) -> Table:
    from .charts import labels

    cells = [
        [
            labels.target_label(row, lang),
            labels.area_label(row["area"], lang),
            labels.actual_label(row, lang),
            labels.required_label(row, lang),
            labels.verdict_label(row, lang),
            labels.share_label(row["attainment"]),
            labels.promise_label(row, lang),
        ]
        for row in assessments.to_dict("records")
    ]
    columns = ["name", "area_name", "actual", "required", "status", "attainment", "promise"]
    fitting = len(columns) if _console().width >= ALL_COLUMNS_FROM else 5
    heads = [labels.word("column", column, lang) for column in columns[:fitting]]
    return _table(heads, [row[:fitting] for row in cells])


# --- the screen ----------------------------------------------------------------------------------


def _console(*, stderr: bool = False) -> Any:
    from rich.console import Console

    console = Console(stderr=stderr)
    # A file or pipe has no width of its own; a table needs some.
    if not console.is_terminal and "COLUMNS" not in os.environ:
        return Console(stderr=stderr, width=120)
    return console if console.width >= LEAST_WIDTH else Console(stderr=stderr, width=LEAST_WIDTH)


def _table(heads: list[str], cells: list[list[str]], *, numbers_from: int = 99) -> Table:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
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
    from .errors import IndicatorsError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of another encoding loses a letter, not the run
    os.environ["MPLBACKEND"] = "agg"  # pictures go to files; no window is opened
    try:
        app(prog_name="chenzhou-indicators")
    except IndicatorsError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        print(f"The output could not be written: {error.strerror or error}.", file=sys.stderr)
        sys.exit(1)
