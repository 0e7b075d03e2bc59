"""What the library knows, and whether a file is what it should be: `plans`, `indicators`, `validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Language
from .screen import console, progress, table

__all__ = ["indicators", "plans", "validate"]


def plans(lang: Language = "zh") -> None:
    """List the plans that are shipped."""
    from ..charts.labels import word
    from ..plans import list_plans

    rows = list_plans()
    columns = ["id", "document", "issued", "targets", "title" if lang == "zh" else "title_en"]
    heads = [word("column", column, lang) for column in ("plan", "document", "issued", "targets", "title")]
    console().print(table(heads, rows[columns].astype(str).to_numpy().tolist()))


def indicators(lang: Language = "zh") -> None:
    """List the indicator catalogue."""
    from ..catalog import load_indicators
    from ..charts.labels import unit_label, word

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
    console().print(table(heads, cells))


def validate(
    file: Annotated[Path, typer.Argument(readable=False, help="A file of observations, or a plan (.toml).")],
) -> None:
    """Check a file and list everything that is wrong with it (exit code 1)."""
    from ..errors import IndicatorsError

    try:
        with progress() as step:
            step(f"reading {file.name}")
            found = _contents(file)
    except IndicatorsError as error:
        headline = str(error).split("\n", 1)[0]
        errors = console(stderr=True)
        errors.print(headline, style="red", highlight=False, markup=False, soft_wrap=True)
        for problem in error.problems:
            errors.print(f"  - {problem}", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    console().print(f"{file.name}: {found}.", highlight=False, markup=False, soft_wrap=True)


def _contents(file: Path) -> str:
    if file.suffix.lower() == ".toml":
        from ..plans import load_plan

        plan = load_plan(file)
        return f"a plan, {len(plan.targets)} target(s), nothing wrong"
    from ..io.observations import read_observations

    rows = read_observations(file)
    if rows.empty:
        return "a table of observations that holds none"
    missing = int(rows["value"].isna().sum())
    return f"{len(rows):,} observations, {missing:,} of them missing, nothing wrong"
