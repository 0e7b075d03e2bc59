"""What a command shows: tables that fit the screen, sentences, the step at work."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from .options import Lang

__all__ = ["console", "fitted_table", "progress", "say", "show_illustrative", "table"]

LEAST_WIDTH = 60
FOLDED = 16  # width to which names and sentences in a table may be folded
GAP = 3  # characters between two columns


def console(*, stderr: bool = False) -> Any:
    """Return the console, never narrower than a table can be read on."""
    from rich.console import Console

    made = Console(stderr=stderr)
    # A file or pipe has no width of its own; a table needs some.
    if not made.is_terminal and "COLUMNS" not in os.environ:
        return Console(stderr=stderr, width=120)
    return made if made.width >= LEAST_WIDTH else Console(stderr=stderr, width=LEAST_WIDTH)


def say(text: str) -> None:
    """Show sentences, folded to the screen."""
    console().print(text, highlight=False, markup=False)


def table(
    heads: list[str], cells: list[list[str]], *, numbers_from: int = 99, whole: Collection[int] = ()
) -> Table:
    """Lay out cells of text: columns from `numbers_from` on set right, `whole` ones never folded."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, head in enumerate(heads):
        justify: Any = "right" if number >= numbers_from else "left"
        made.add_column(escape(head), justify=justify, overflow="fold", no_wrap=number in whole)
    for row in cells:
        made.add_row(*(escape(cell) for cell in row))
    return made


def fitted_table(
    heads: list[str],
    cells: list[list[str]],
    *,
    spare: Sequence[Collection[int]] = (),
    folding: Collection[int] = (),
    numbers_from: int = 99,
) -> Table:
    """Lay out the columns that fit: names and `folding` ones fold, then `spare` ones go, the first first."""
    from rich.cells import cell_len

    columns = list(zip(*cells, strict=True))
    heads = [_folded(head, max(map(cell_len, column))) for head, column in zip(heads, columns, strict=True)]
    widths, least = [], []
    for number, (head, column) in enumerate(zip(heads, columns, strict=True)):
        width = max(map(cell_len, [*column, *head.split("\n")]))
        # Names, in the first column, fold anywhere, the others between words.
        words = [] if number == 0 else [word for cell in column for word in cell.split()]
        folds = number == 0 or number in folding
        widths.append(width)
        least.append(max([min(width, FOLDED), *map(cell_len, words)]) if folds else width)
    kept = list(range(len(heads)))
    for group in spare:
        if not _fits([least[n] for n in kept]):
            kept = [n for n in kept if n not in group]
    fits = _fits([least[n] for n in kept])
    return table(
        [heads[n] for n in kept],
        [[row[n] for n in kept] for row in cells],
        numbers_from=sum(n < numbers_from for n in kept),
        whole={place for place, n in enumerate(kept) if fits and least[n] == widths[n]},
    )


def _folded(head: str, width: int) -> str:
    """Fold a heading between words, to the width of what stands below it."""
    lines = [textwrap.wrap(line, max(width, 8), break_long_words=False) for line in head.split("\n")]
    return "\n".join(line for part in lines for line in part)


def _fits(widths: Collection[int]) -> bool:
    return bool(sum(widths) + GAP * len(widths) - 1 <= console().width)


def show_illustrative(frame: pd.DataFrame, lang: Lang) -> None:
    """Say so where a result rests on invented figures."""
    if frame["obs_status"].eq("illustrative").any():
        from ..charts.labels import phrase

        console().print("* " + phrase("illustrative", lang), style="yellow", markup=False)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step at work on a terminal; stay silent where the output goes elsewhere."""
    there = console(stderr=True)
    if not there.is_terminal:
        yield lambda _: None
        return
    with there.status("…") as status:
        yield status.update
