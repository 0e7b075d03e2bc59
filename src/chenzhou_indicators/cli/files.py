"""The files a command is given, and the one file it may write.

What is read is never written over, nor is the sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ..plans import Plan

__all__ = [
    "figures_and_plan",
    "read_account_file",
    "read_companies",
    "read_figures",
    "require_csv",
    "require_not_an_input",
    "write_csv",
]

Step = Callable[[str], None]


def figures_and_plan(
    figures: Path | None, plan: str, year: int | None, step: Step
) -> tuple[pd.DataFrame, Plan, int]:
    """Read the observations and the plan; without a year it is the plan's first due year."""
    step("loading pandas")
    from ..plans import load_plan

    chosen = load_plan(plan)
    year = year if year is not None else int(chosen.targets["due"].min())
    return read_figures(figures, "observations", step), chosen, year


def read_figures(figures: Path | None, sample: str, step: Step) -> pd.DataFrame:
    """Read a file of observations, or without one a sample."""
    step(f"reading {figures.name if figures else 'the sample'}")
    from ..io.observations import read_observations
    from ..sample import load_sample

    return read_observations(figures) if figures else load_sample(sample)


def read_account_file(accounts: Path | None, step: Step) -> pd.DataFrame:
    """Read a file of accounts, or without one the sample's."""
    step(f"reading {accounts.name if accounts else 'the sample'}")
    from ..errors import TableError
    from ..io.accounts import read_accounts
    from ..sample import load_sample

    read = read_accounts(accounts) if accounts else load_sample("accounts")
    if read.empty:
        raise TableError(f"{accounts} holds no accounts.")
    return read


def read_companies(figures: Path | None, firms: Path | None) -> pd.DataFrame | None:
    """Read the firms table; without one, the sample's beside the sample, else none."""
    from ..io.firms import read_firms
    from ..sample import load_sample

    if firms is None:
        return load_sample("firms") if figures is None else None
    return read_firms(firms)


def require_csv(out: Path | None, contents: str, inputs: Iterable[Path | None]) -> None:
    """Refuse a file for a table that is no .csv, that is read, or that is the sample's."""
    from ..errors import ArgumentError
    from ..sample import SAMPLES, sample_file

    if out is None:
        return
    if out.suffix.lower() != ".csv":
        raise ArgumentError(f"{out.name}: {contents} are written as .csv.")
    require_not_an_input([out], [*inputs, *map(sample_file, SAMPLES)])


def require_not_an_input(outputs: Iterable[Path], inputs: Iterable[Path | None]) -> None:
    """Refuse to write over what is read."""
    from ..errors import ArgumentError

    given = [path for path in inputs if path is not None and path.exists()]
    for output in outputs:
        if output.exists() and any(output.samefile(path) for path in given):
            raise ArgumentError(
                f"{output} is read by this command, or belongs to the sample; write somewhere else."
            )


def write_csv(table: pd.DataFrame, out: Path, step: Step) -> None:
    """Write a table whole, or leave what was there."""
    step(f"writing {out.name}")
    from ..io.files import replacing
    from ..report.scorecard import write_table

    with replacing(out) as temporary:
        write_table(table, temporary)
