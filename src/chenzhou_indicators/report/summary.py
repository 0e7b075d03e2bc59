"""The first sheet of the workbook: what it is about, verdicts counted, what is missing, the other sheets.

A target is counted once, by the worst verdict of the areas that owe it; beside it, every area counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..charts.drawing import ALERT, BLUE, SOFT
from ..charts.labels import (
    Lang,
    area_label,
    day_label,
    indicator_label,
    listed,
    phrase,
    reason_label,
    word,
)
from ..charts.scorecard import lines_of
from ..vocabulary import Part, PartAbsent, Status
from .cells import HEAD, Style, line_count, verdict_rules, write_text
from .contents import Contents
from .evidence import heading, is_illustrative
from .native_charts import SIZE, growth_chart, verdicts_chart
from .sheets import ABOVE, TableSheet, sources_counted

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["write_summary"]

WIDTHS = (24, 16, 16, 4)
BESIDE = 4  # the column where charts stand
ROW_PIXELS, LINE_HEIGHT = 20, 15  # points of a line
ACROSS, ACROSS_WIDTH = 12, 110  # the last column, and the digits, that a sentence is set across
MOST_NAMED = 20  # figures without a chosen edition


def write_summary(
    book: Workbook,
    sheet: Worksheet,
    contents: Contents,
    sheets: list[TableSheet],
    style: Style,
    lang: Lang,
) -> None:
    """Write the summary on a sheet of its own.

    Parameters
    ----------
    book : Workbook
        The workbook.
    sheet : Worksheet
        The sheet, still empty.
    contents : Contents
        What the report holds.
    sheets : list of TableSheet
        The other sheets, in their order.
    style : callable
        Makes the looks of cells.
    lang : "zh" or "en"
        Language.
    """
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    title = heading(contents, lang)
    write_text(sheet, 0, 0, title, style, ruled=False, bold=True, font_size=16, font_color=BLUE)
    sheet.set_row(0, 26)
    row = _write_facts(sheet, contents, style, lang)
    row = _write_counts(book, sheet, row + 1, contents, style, lang)
    row = max(row, 1 + SIZE["height"] // ROW_PIXELS)
    row = _write_missing(sheet, row + 1, contents, style, lang)
    row = _write_index(sheet, row + 1, sheets, style, lang)
    _add_growth(book, sheet, row + 1, contents, sheets, lang)


def _write_facts(sheet: Worksheet, contents: Contents, style: Style, lang: Lang) -> int:
    """Write what the report is about, and whether anything in it is invented; return the next row."""
    plan, day = contents.plan, contents.as_of
    edition = word("sheet", "newest", lang) if day is None else phrase("edition", lang, day=day_label(day))
    facts: list[tuple[str, str | int]] = [
        (word("column", "document", lang), plan.document),
        (word("column", "issued", lang), day_label(plan.issued)),
        (word("column", "plan", lang), plan.id),
        (word("column", "year", lang), contents.year),
        (word("sheet", "edition", lang), edition),
        (word("sheet", "rests_on", lang), sources_counted(contents, lang)),
    ]
    if day is not None and not (contents.growth is None and contents.firms is None):
        facts.insert(-1, ("", word("sheet", "no_editions", lang)))
    row = 1
    if is_illustrative(contents):
        mark = "* " + phrase("illustrative", lang)
        write_text(sheet, row, 0, mark, style, ruled=False, bold=True, font_color=ALERT)
        row += 1
    for name, value in facts:
        write_text(sheet, row, 0, name, style, ruled=False, font_color=SOFT)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, style(ruled=False, num_format="0", align="left"))
        else:
            write_text(sheet, row, 1, value, style, ruled=False)
        row += 1
    return row


def _write_counts(
    book: Workbook, sheet: Worksheet, row: int, contents: Contents, style: Style, lang: Lang
) -> int:
    """Count targets, and targets × areas, by verdict, and draw the first; return the next row."""
    heads = [word("column", "status", lang), word("column", "targets", lang), word("sheet", "rows", lang)]
    _write_heads(sheet, row, heads, style)
    targets = [status for status, _ in lines_of(contents.verdicts, lang)]
    rows = [*contents.verdicts["status"]]
    looks = dict(zip(Status, (look for _, look in verdict_rules(lang)), strict=True))
    first = row + 1
    for at, status in enumerate(Status, start=first):
        write_text(sheet, at, 0, word("status", status, lang), style, **looks[status])
        sheet.write_number(at, 1, targets.count(status), style(num_format="#,##0"))
        sheet.write_number(at, 2, rows.count(status), style(num_format="#,##0"))
    last = first + len(Status) - 1
    write_text(sheet, last + 1, 0, word("sheet", "total", lang), style, bold=True)
    for column, count in ((1, len(targets)), (2, len(rows))):
        sheet.write_number(last + 1, column, count, style(num_format="#,##0", bold=True))
    write_text(sheet, last + 2, 0, phrase("says_worst", lang), style, ruled=False, font_color=SOFT)
    here = word("sheet", "summary", lang)
    words, counts = ([here, first, column, last, column] for column in (0, 1))
    chart, title = verdicts_chart(book, words, counts, contents.year, lang)
    sheet.insert_chart(1, BESIDE, chart, {"description": title})
    return last + 3


def _write_heads(sheet: Worksheet, row: int, heads: list[str], style: Style) -> None:
    for column, head in enumerate(heads):
        write_text(sheet, row, column, head, style, **HEAD)


def _write_missing(sheet: Worksheet, row: int, contents: Contents, style: Style, lang: Lang) -> int:
    """Say what the report has not, and why; return the next row."""
    missing = _missing(contents, lang)
    if not missing:
        return row - 1
    heads = [word("sheet", "report_part", lang), word("sheet", "why_missing", lang)]
    _write_heads(sheet, row, heads, style)
    look = {"ruled": False, "font_color": ALERT, "text_wrap": True, "valign": "top"}
    for at, (name, why) in enumerate(missing, start=row + 1):
        write_text(sheet, at, 0, name, style)
        sheet.merge_range(at, 1, at, ACROSS, "", style(**look))
        write_text(sheet, at, 1, why, style, **look)
        sheet.set_row(at, LINE_HEIGHT * line_count(why, ACROSS_WIDTH))
    return row + 1 + len(missing)


def _missing(contents: Contents, lang: Lang) -> list[tuple[str, str]]:
    """Name the parts, county verdicts and figures that are missing, each with the reason."""
    absent = [part for part in Part if part in contents.absent]
    missing = [(word("part", part, lang), _why(contents.absent[part], lang)) for part in absent]
    if contents.counties is not None:
        verdicts = contents.counties.verdicts
        if silent := int((verdicts["status"] == Status.NOT_ASSESSABLE).sum()):
            said = word("sheet", "counties_silent", lang).format(silent=silent, all=len(verdicts))
            missing.append((word("part", Part.COUNTIES, lang), said))
    if len(contents.unchosen):
        missing.append((word("sheet", "edition", lang), _unchosen(contents, lang)))
    return missing


def _why(reason: str, lang: Lang) -> str:
    """Write why a part is missing; the words of a refusal as they stand."""
    first, _, message = reason.partition(": ")
    if first != PartAbsent.REFUSED:
        return reason_label(reason, lang)
    return word("reason", first, lang) + phrase("colon", lang) + message


def _unchosen(contents: Contents, lang: Lang) -> str:
    """Count and name the figures of which no one edition can be chosen."""
    rows = contents.unchosen[["indicator", "area", "year"]].itertuples(index=False)
    named = sorted(
        phrase("in_area", lang, name=f"{indicator_label(code, lang)} {year}", area=area_label(area, lang))
        for code, area, year in rows
    )
    shown = [*named[:MOST_NAMED], *(["…"] if len(named) > MOST_NAMED else [])]
    said = listed(shown, lang, by="semicolon")
    return word("sheet", "unchosen", lang).format(count=f"{len(named):,}", figures=said)


def _write_index(sheet: Worksheet, row: int, sheets: list[TableSheet], style: Style, lang: Lang) -> int:
    """List the other sheets, each with a way to it; return the next row."""
    _write_heads(sheet, row, [word("sheet", "sheets", lang), word("sheet", "content", lang)], style)
    for at, made in enumerate(sheets, start=row + 1):
        link = style(font_color=BLUE, underline=1)
        sheet.write_url(at, 0, f"internal:'{made.title}'!A1", link, made.title)
        write_text(sheet, at, 1, word(*ABOVE[made.name], lang), style, ruled=False)
    return row + 1 + len(sheets)


def _add_growth(
    book: Workbook, sheet: Worksheet, row: int, contents: Contents, sheets: list[TableSheet], lang: Lang
) -> None:
    """Draw how the indicators of the plan's own area grew, where two of them did."""
    made = next((made for made in sheets if made.name == "years"), None)
    if made is None or contents.years is None:
        return
    figures = contents.years.figures
    areas = contents.plan.targets["area"].unique()
    rows = int((figures["area"].isin(areas) & figures["growth"].notna()).sum())
    if len(areas) != 1 or rows < 2:
        return
    said: dict[str, Any] = {"area": area_label(areas[0], lang), "year": contents.year}
    chart, title = growth_chart(book, made, rows, said, lang)
    sheet.insert_chart(row, 0, chart, {"description": title})
