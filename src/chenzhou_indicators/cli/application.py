"""The commands there are, and what a run ends with.

Exit codes: 0 when the work was done, 1 when a file, plan or figure could not be used (the
message says which and why), 2 when the command itself was written wrongly.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from .annual import report
from .breakdown import break_down
from .catalogue import indicators, plans, validate
from .contributions import contributions
from .editions import compare_vintages, revisions
from .growth import growth_accounts
from .path import outlook, path
from .score import score
from .year import assess
from .years import compare

if TYPE_CHECKING:
    from ..errors import IndicatorsError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: quick, and legible on any console
    help="A plan's promises against the figures: which are kept, by how much, why, what lies ahead, "
    "and where growth comes from.",
    epilog="Exit codes: 0 done, 1 a file or figure cannot be used, 2 the command is written wrongly.",
)
for command in (
    *(report, assess),
    *(break_down, score),
    *(path, outlook),
    *(growth_accounts, contributions),
    *(compare, revisions, compare_vintages),
    *(plans, indicators, validate),
):
    app.command()(command)


def main() -> None:
    """Run the command line; errors an analyst can act on are sentences, with exit code 1."""
    from ..errors import IndicatorsError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of another encoding loses a letter, not the run
    os.environ["MPLBACKEND"] = "agg"  # pictures go to files; no window is opened
    try:
        app(prog_name="chenzhou-indicators")
    except IndicatorsError as error:
        print(_in_full(error), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        print(f"The output could not be written: {error.strerror or error}.", file=sys.stderr)
        sys.exit(1)


def _in_full(error: IndicatorsError) -> str:
    """Write an error with all its problems, also those its message leaves out."""
    from ..errors import bulleted

    headline = str(error).removesuffix(bulleted(error.problems))
    return headline + "".join(f"\n  - {problem}" for problem in error.problems)
