"""What a command shows: tables that fit the screen, sentences, the step at work."""

from __future__ import annotations

import math
import os
import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from ..report.division import Division
    from .options import Lang

__all__ = [
    "BARE",
    "POINTS",
    "console",
    "number_column",
    "progress",
    "say",
    "say_if_few",
    "show_blocks",
    "show_columns",
    "show_fitted",
    "show_illustrative",
    "show_list",
    "show_missing",
    "show_path",
    "table",
]

LEAST_WIDTH = 60
BARE = "count"  # the unit whose numbers are written without one
POINTS = "percentage points"
STOPS = "、；。，："  # behind these a Chinese line may end
FOLDED = 16  # width to which names in a table are folded while there are columns to spare
NARROW = 8  # width below which nothing is folded
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
DAY = re.compile(r"(?<=\d\d-\d\d-)(?=\d\d)")
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
    made = console()
    lines = [line for row in text.split("\n") for line in _lines(row, made.width)]
    made.print("\n".join(lines), soft_wrap=True, highlight=False, markup=False)


def say_if_few(made: Division, lang: Lang) -> None:
    """Say so where only some of the areas share."""
    from ..charts.labels import phrase

    if made.few:
        say(phrase("few_share", lang, count=len(made.shared_by), all=made.of_level))


def _lines(text: str, width: int) -> list[str]:
    """Fold a sentence between words, a Chinese one behind its stops, so that no name is torn."""
    from rich.cells import cell_len

    lines = [""]
    for piece in _pieces(text, width):
        if cell_len((lines[-1] + piece).rstrip()) > width and lines[-1].strip():
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str, width: int) -> list[str]:
    """Cut a sentence where a line may end; inside brackets only if they are wider than a line."""
    from rich.cells import cell_len, chop_cells

    wholes, depth = [""], 0
    for sign in text:
        depth += (sign == "（") - (sign == "）")
        wholes[-1] += sign
        if sign == " " or (sign in STOPS and depth < 1):
            wholes.append("")
    pieces = []
    for whole in wholes:
        parts = [whole] if cell_len(whole.rstrip()) <= width else re.findall(f"[^{STOPS}]*[{STOPS}]?", whole)
        # Room is left for the stop behind what is cut anywhere.
        pieces += [
            cut
            for part in parts
            for cut in ([part] if cell_len(part) <= width else chop_cells(part, width - 2))
        ]
    return pieces


def table(
    heads: list[str], cells: list[list[str]], *, numbers_from: int = 99, widths: Sequence[int] | None = None
) -> Table:
    """Lay out cells of text: columns from `numbers_from` on set right, of given widths or of their own."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, head in enumerate(heads):
        justify: Any = "right" if number >= numbers_from else "left"
        width = None if widths is None else widths[number]
        made.add_column(escape(head), justify=justify, overflow="fold", min_width=width, max_width=width)
    for row in cells:
        made.add_row(*(escape(cell) for cell in row))
    return made


def show_fitted(
    heads: list[str],
    cells: list[list[str]],
    *,
    spare: Sequence[Collection[int]] = (),
    folding: Collection[int] = (),
    numbers_from: int = 99,
) -> None:
    """Show the columns that fit: names and `folding` ones fold, then `spare` ones go, the first first.

    The other columns, of numbers, are never folded: where they do not fit, the lines are longer
    than the screen.
    """
    from rich.cells import cell_len

    columns = list(zip(*cells, strict=True))
    heads = [_folded(head, max(map(cell_len, column))) for head, column in zip(heads, columns, strict=True)]
    widths, least = [], []
    for number, (head, column) in enumerate(zip(heads, columns, strict=True)):
        width = max(map(cell_len, [*column, *head.split("\n")]))
        # Names, in the first column, fold anywhere, the others between words.
        words = [] if number == 0 else [word for cell in column for word in cell.split()]
        folded = max([FOLDED if number == 0 else NARROW, *map(cell_len, words)])
        widths.append(width)
        least.append(min(width, folded) if number == 0 or number in folding else width)
    kept = list(range(len(heads)))
    for group in spare:
        if _room([least[n] for n in kept]) < 0:
            kept = [n for n in kept if n not in group]
    shared = _shared([least[n] for n in kept], [widths[n] for n in kept])
    made = table(
        [_at_hyphen(heads[n], width) for n, width in zip(kept, shared, strict=True)],
        [[row[n] for n in kept] for row in cells],
        numbers_from=sum(n < numbers_from for n in kept),
        widths=shared,
    )
    console().print(made, crop=False)


def _shared(least: list[int], widths: list[int]) -> list[int]:
    """Give the room there is to the columns that are folded most; without any, fold the names more."""
    given = list(least)
    for _ in range(_room(least)):
        at = max(range(len(given)), key=lambda n: widths[n] - given[n])
        given[at] = min(given[at] + 1, widths[at])
    given[0] = max(given[0] + min(_room(given), 0), min(given[0], NARROW))
    return given


def _folded(head: str, width: int) -> str:
    """Fold a heading to the width of what stands below it: between words, a Chinese one evenly."""
    limit = max(width, NARROW)
    lines: list[str] = []
    for line in head.split("\n"):
        if CHINESE.fullmatch(line):
            size = math.ceil(len(line) / math.ceil(2 * len(line) / limit))
            lines += [line[at : at + size] for at in range(0, len(line), size)]
        else:
            lines += textwrap.wrap(line, limit, break_long_words=False)
    return "\n".join(lines)


def _at_hyphen(head: str, width: int) -> str:
    """Break a day in a heading before its last two digits, where it is too wide."""
    return DAY.sub("\n", head) if width < len("2008-06-30") else head


def _room(widths: Collection[int]) -> int:
    """Return how many characters a table of such columns leaves free on the screen."""
    return int(console().width) - sum(widths) - GAP * len(widths) + 1


def number_column(
    values: pd.Series[float], unit: str, lang: Lang, *, told_from: float | None = None
) -> list[str]:
    """Write a column of numbers, with as many decimals as tell them from another number, if there is one."""
    from ..charts.numbers import number_labels

    apart = [] if told_from is None else [[value, told_from] for value in values]
    return number_labels(values.tolist(), unit, lang, apart=apart)


def show_columns(columns: dict[str, list[str]], spare: Sequence[Collection[int]]) -> None:
    """Show columns under their headings, the first of names, the others of numbers."""
    cells = [list(row) for row in zip(*columns.values(), strict=True)]
    show_fitted([*columns], cells, spare=spare, numbers_from=1)


def show_blocks(head: str, names: list[str], columns: Iterable[tuple[str, list[str]]]) -> None:
    """Show columns of numbers beside names, in several tables where one is wider than the screen."""
    from rich.cells import cell_len

    first = min(max(map(cell_len, [head, *names])), FOLDED)
    blocks: list[list[tuple[str, list[str]]]] = [[]]
    widths = [first]
    for title, column in columns:
        below = max(map(cell_len, column))
        width = max([below, *map(cell_len, _folded(title, below).split("\n"))])
        if _room([*widths, width]) < 0 and blocks[-1]:
            blocks.append([])
            widths = [first]
        blocks[-1].append((title, column))
        widths.append(width)
    for block in blocks:
        cells = [list(row) for row in zip(names, *(column for _, column in block), strict=True)]
        show_fitted([head, *(title for title, _ in block)], cells, numbers_from=1)


def show_list(headline: str, sentences: Iterable[str]) -> None:
    """List sentences below a headline, each folded behind its mark; without any, show nothing."""
    mark = "  - "
    width = console().width - len(mark)
    for place, sentence in enumerate(sentences):
        if not place:
            say(headline)
        say(mark + f"\n{' ' * len(mark)}".join(_lines(sentence, width)))


def show_missing(reasons: Iterable[str], lang: Lang) -> None:
    """List why something is missing."""
    from ..charts.labels import phrase

    show_list(phrase("growth_missing", lang), reasons)


def show_path(path: Path | None) -> None:
    """Name a file that was written, on a line however long."""
    if path is not None:
        console().print(str(path), soft_wrap=True, highlight=False, markup=False)


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
