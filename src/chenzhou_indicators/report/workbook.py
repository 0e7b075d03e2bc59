"""scorecard.xlsx: the tables of a report as sheets that an office keeps working in.

A summary with the counts and what is missing, then one sheet for each table: a title, what it is, and
below them the table with its header frozen and filtered. No cell holds a formula or a link to elsewhere.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..charts.drawing import ALERT, BLUE, PALE, SOFT
from ..charts.labels import Lang, phrase, word
from ..errors import ArgumentError
from ..vocabulary import ObsStatus
from .cells import (
    HEAD,
    VERDICTS,
    Place,
    Style,
    held,
    line_count,
    row_lines,
    style_of,
    text_width,
    verdict_rules,
    write_column,
    write_text,
)
from .contents import Contents
from .evidence import heading
from .native_charts import rate_chart, scores_chart
from .number_formats import OF_UNIT, row_patterns
from .sheets import HEADER, TableSheet, spaced, table_sheets
from .summary import write_summary

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["write_workbook"]

MOST_ROWS = 1_048_576 - HEADER - 1
# A workbook says when it was made. One fixed day: two runs from the same input give the same bytes.
CREATED = datetime(2000, 1, 1)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9
LINE_HEIGHT = 15  # points
HEAD_LINES, HEAD_ROOM = 3, 4  # of a heading; what its button and the space before it take
HEADING = {"text_wrap": True, "valign": "vcenter", "align": "left", "indent": 1}
CHARTS = {"growth-accounts": rate_chart, "scores": scores_chart}
CHART_ROWS, ONE_PAGE = 20, 24  # below a table of at most so many rows, a chart is on the same page
BARS = {"attainment": 1, "score": 100}  # what a bar over the whole cell stands for


def write_workbook(contents: Contents, path: Path, *, lang: Lang = "zh") -> None:
    """Write the workbook of a report.

    Parameters
    ----------
    contents : Contents
        What the report holds.
    path : path
        Where; a file of this name is replaced.
    lang : "zh" or "en"
        Language of names of sheets, headings, words and charts.

    Raises
    ------
    ArgumentError
        If the file cannot be written.

    Notes
    -----
    Cells hold every digit of a number; its format shows it in its unit. A part that is missing has no
    sheet, and the summary says why. Rows beyond what a sheet holds stand only in the tables beside it.
    """
    from xlsxwriter import Workbook

    sheets, content = table_sheets(contents, lang), BytesIO()
    with Workbook(content, OPTIONS) as book:
        book.set_properties({"title": held(heading(contents, lang)), "created": CREATED})
        style = style_of(book.add_format)
        summary = book.add_worksheet(word("sheet", "summary", lang))
        write_summary(book, summary, contents, sheets, style, lang)
        _page_set_up(summary, lang, pages=1)
        for made in sheets:
            sheet = book.add_worksheet(made.title)
            _write_sheet(sheet, made, contents, style, lang)
            _add_rules(book, sheet, made, lang)
            _add_chart(book, sheet, made, contents, lang)
    try:
        path.write_bytes(content.getvalue())
    except OSError as error:
        raise ArgumentError(f"{path} cannot be written: {error.strerror}.") from None


def _write_sheet(sheet: Worksheet, made: TableSheet, contents: Contents, style: Style, lang: Lang) -> None:
    """Write the title, the note, the headings and the rows that there is room for."""
    table = made.table.iloc[:MOST_ROWS]
    title = f"{made.title} · {heading(contents, lang)}"
    write_text(sheet, 0, 0, title, style, ruled=False, bold=True, font_size=14, font_color=BLUE)
    invented = _holds_invented(made, lang)
    patterns = _patterns(made, lang)
    widths = []
    for column, code in enumerate(made.codes):
        values, place = table.iloc[:, column], Place(sheet, HEADER + 1, column, style)
        read = column < made.printed
        wanted = write_column(place, code, values, patterns.get(code), lang, in_lines=read)
        widths.append(max(wanted, _head_width(str(values.name))) + 1)
        sheet.set_column(column, column, widths[-1])
        write_text(sheet, HEADER, column, str(values.name), style, **HEAD, **HEADING)
    heads = max(
        line_count(head, width - HEAD_ROOM) for head, width in zip(table.columns, widths, strict=True)
    )
    note, across = _note(made, invented=invented, lang=lang), sum(widths[: made.printed])
    look = {"ruled": False, "text_wrap": True, "font_color": ALERT if invented else SOFT}
    sheet.merge_range(1, 0, 1, made.printed - 1, "", style(**look))
    write_text(sheet, 1, 0, note, style, **look)
    for row, lines in {0: 1.5, 1: line_count(note, across) + 0.3, HEADER: heads + 0.4}.items():
        sheet.set_row(row, LINE_HEIGHT * lines)
    shown = row_lines(table.iloc[:, : made.printed], made.codes[: made.printed], widths[: made.printed])
    for row, lines in enumerate(shown, start=HEADER + 1):
        if lines > 1:
            sheet.set_row(row, LINE_HEIGHT * lines)
    _set_up(sheet, made, len(table), lang)


def _holds_invented(made: TableSheet, lang: Lang) -> bool:
    """Say whether a row of a table rests on invented figures."""
    if "obs_status" not in made.codes:
        return False
    status = made.table.iloc[:, made.codes.index("obs_status")]
    return bool((status == word("obs_status", ObsStatus.ILLUSTRATIVE, lang)).any())


def _head_width(head: str) -> int:
    """Return the least width at which a heading takes few lines and no word is broken."""
    longest = max(text_width(piece) for piece in head.split(" ")) if head.isascii() else 0
    return max(longest, -(-text_width(head) // HEAD_LINES)) + HEAD_ROOM


def _note(made: TableSheet, *, invented: bool, lang: Lang) -> str:
    """Say what a sheet holds, what of it is printed, and what there was no room for."""
    rows, texts = len(made.table), [made.note]
    if invented:
        texts.insert(0, phrase("sentence", lang, text="* " + phrase("illustrative", lang)).strip())
    if made.printed < len(made.codes):
        last = made.table.columns[made.printed - 1]
        texts.append(word("sheet", "printed_to", lang).format(column=last))
    if rows > MOST_ROWS:
        cut = {"shown": f"{MOST_ROWS:,}", "rows": f"{rows:,}", "name": made.name}
        texts.append(word("sheet", "rows_cut", lang).format(**cut))
    if not rows:
        texts.append(word("sheet", "no_rows", lang))
    return spaced(texts, lang)


def _patterns(made: TableSheet, lang: Lang) -> dict[str, list[str]]:
    """Return the number formats of columns whose unit stands row by row."""
    patterns: dict[str, list[str]] = {}
    table, units = made.table.iloc[:MOST_ROWS], made.units.iloc[:MOST_ROWS].fillna("")
    heads = dict(zip(made.codes, table.columns, strict=True))
    for unit in units.columns:
        shared = {code: table[heads[code]] for code in made.codes if OF_UNIT.get(code) == unit}
        numbers = {code: values for code, values in shared.items() if pd.api.types.is_numeric_dtype(values)}
        patterns |= row_patterns(numbers, units[unit], lang)
    return patterns


def _set_up(sheet: Worksheet, made: TableSheet, rows: int, lang: Lang) -> None:
    """Freeze and filter the table, and print what people read of it."""
    last, columns = max(HEADER + rows, HEADER + 1), len(made.codes)
    sheet.freeze_panes(HEADER + 1, made.names)
    sheet.autofilter(HEADER, 0, last, columns - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})  # codes are no numbers
    sheet.repeat_rows(HEADER)
    charted = made.name in CHARTS and 0 < rows <= ONE_PAGE
    sheet.print_area(0, 0, last + (CHART_ROWS if charted else 0), made.printed - 1)
    _page_set_up(sheet, lang, pages=1 if charted else 0)


def _page_set_up(sheet: Worksheet, lang: Lang, *, pages: int) -> None:
    """Print on A4, across, as wide as the page and so many pages long, or as many as it takes."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, pages)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&L&A&R" + word("sheet", "page_foot", lang).format(page="&P", pages="&N"))


def _add_rules(book: Workbook, sheet: Worksheet, made: TableSheet, lang: Lang) -> None:
    """Colour verdicts beside their sign, and draw attainments and points as bars in their cells."""
    rows = min(len(made.table), MOST_ROWS)
    if not rows:
        return
    rules = [(said, book.add_format(look)) for said, look in verdict_rules(lang)]
    for column, code in enumerate(made.codes):
        place = (HEADER + 1, column, HEADER + rows, column)
        if code in VERDICTS:
            for said, look in rules:
                rule = {"type": "cell", "criteria": "==", "value": f'"{said}"', "format": look}
                sheet.conditional_format(*place, rule)
        elif code in BARS:
            ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": BARS[code]}
            look = {"bar_color": PALE, "bar_solid": True, "data_bar_2010": True}
            sheet.conditional_format(*place, {"type": "data_bar", **ends, **look})


def _add_chart(book: Workbook, sheet: Worksheet, made: TableSheet, contents: Contents, lang: Lang) -> None:
    """Draw below a table what a picture says better."""
    if made.name in CHARTS and len(made.table):
        chart, title = CHARTS[made.name](book, made, contents.year, lang)
        below = HEADER + len(made.table) + 2
        sheet.insert_chart(below, 0, chart, {"description": title, "x_offset": 5, "y_offset": 5})
