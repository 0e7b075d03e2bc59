"""The cells of a workbook: numbers with every digit, days as days, words as text.

Text stays text, whatever it begins with and whoever wrote it. A verdict has its sign beside its colour.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..charts.drawing import ALERT, BLUE, INK, PALE, RULE
from ..charts.labels import Lang, word
from ..charts.scorecard import COLOURS
from ..io.writing import FIRST_SHEET_DAY, MOST_CELL_TEXT, EveryDigit
from ..vocabulary import ObsStatus, Status
from .number_formats import YEARS, column_pattern

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "HEAD",
    "SIGNS",
    "VERDICTS",
    "Style",
    "clean",
    "lines_of",
    "row_lines",
    "style_of",
    "text_width",
    "tint",
    "verdict_rules",
    "write_column",
    "write_text",
]

Style = Callable[..., "Format"]

DAYS = re.compile(r"(\w+_)?released(_\w+)?$")
CODES = {"target", "indicator", "area", "plan", "clause", "code", "firm", "vetoed_by"}
VERDICTS = {"status", "status_before", "status_after", "verdict"}
FORMULA = ("=", "+", "-", "@", "\t", "\n")
# Beside the colour: a grey print and a colour-blind eye tell verdicts apart by the sign.
SIGNS = {
    Status.MET: "●",
    Status.ON_TRACK: "▲",
    Status.LAGGING: "▼",
    Status.REGRESSING: "◄",
    Status.MISSED: "×",
    Status.NOT_ASSESSABLE: "■",
}
HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": BLUE, "border": 1, "border_color": PALE}
LETTER = 0.9  # of the width of a digit
LONGEST_CODE = 255  # letters that a cell of the text format shows
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_WIDTH, LEAST_WIDTH, MOST_LINES = 40, 7, 4
WIDER = {"source": 60, "definition": 70, "reason": 56, "reference": 50}
SHOWN_DAY, SHOWN_YEAR = 11, 6


# --- texts ---------------------------------------------------------------------------------------


def clean(text: str) -> str:
    r"""Return a text that a cell holds: without control characters, cut where it is too long.

    Examples
    --------
    >>> clean("a\x07b\r\nc"), len(clean("长" * 40_000)), clean("长" * 40_000)[-2:]
    ('a\ufffdb\nc', 32767, '长…')
    """
    safe = UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = safe.encode("utf-16-le")
    if len(units) <= 2 * MOST_CELL_TEXT:
        return safe
    return units[: 2 * (MOST_CELL_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"


def text_width(text: str) -> int:
    """Return how many digits wide the longest line of a text is; a Chinese character counts as two.

    Examples
    --------
    >>> text_width("R&D"), text_width("研发\\n投入强度")
    (3, 8)
    """
    wide = unicodedata.east_asian_width
    return max(sum(1 + (wide(sign) in "WF") for sign in line) for line in text.split("\n"))


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Style, **look: Any) -> None:
    """Write a text as text; one that looks like a formula also stays text when it is edited."""
    safe = clean(text)
    if safe.startswith(FORMULA):
        look["quote_prefix"] = True
    sheet.write_string(row, column, safe, style(**look))


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a cell.

    Examples
    --------
    >>> lines_of("verdict", 10), lines_of("研发投入占地区生产总值比重", 14)
    (1, 2)
    """
    return sum(max(1, math.ceil(_letters_width(line) / width)) for line in text.split("\n"))


def _letters_width(line: str) -> float:
    """Return how wide a line is with letters as they are: narrower than digits, of which columns are made."""
    wide = text_width(line) - len(line)
    return 2 * wide + LETTER * (len(line) - wide)


def row_lines(table: pd.DataFrame, codes: Sequence[str], widths: Sequence[int]) -> list[int]:
    """Return how many lines each row of a table takes: those of its tallest cell."""
    counts = [1] * len(table)
    for column, (code, width) in enumerate(zip(codes, widths, strict=True)):
        values = table.iloc[:, column]
        if pd.api.types.is_numeric_dtype(values) or width < MOST_WIDTH:
            continue
        texts = values.dropna().unique()
        lines = {text: lines_of(text, width - 1) if _wraps(code, text) else 1 for text in texts}
        counts = [max(count, lines.get(text, 1)) for count, text in zip(counts, values, strict=True)]
    return counts


def _wraps(code: str, text: str) -> bool:
    """Say whether a text is set in lines: it is no code, longer than a line and not very long."""
    most = WIDER.get(code, MOST_WIDTH)
    return code not in CODES and most < _letters_width(text) <= MOST_LINES * most


def style_of(add_format: Callable[[dict[str, Any]], Format]) -> Style:
    """Return what makes each look of cells once."""

    @cache
    def style(**look: Any) -> Format:
        ruled = {"valign": "top", "bottom": 1, "bottom_color": RULE} if look.pop("ruled", True) else {}
        return add_format({**ruled, **look})

    return style


def tint(colour: str, share: float = 0.18) -> str:
    """Mix a colour with white, for the ground of a cell.

    Examples
    --------
    >>> tint("#1f5f8b"), tint("#000000", 0.5)
    ('#d7e2ea', '#808080')
    """
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)


# --- a column ------------------------------------------------------------------------------------


def write_column(
    sheet: Worksheet,
    place: tuple[int, int],
    code: str,
    values: pd.Series[Any],
    patterns: Sequence[str] | None,
    style: Style,
    lang: Lang,
    *,
    in_lines: bool,
) -> int:
    """Write a column of a table, and return how wide it wants to be.

    Parameters
    ----------
    sheet : Worksheet
        Where.
    place : tuple of int
        Row and column of the first value.
    code : str
        What the column is, as the frames call it.
    values : Series
        Its values; what is missing or infinite becomes an empty cell.
    patterns : sequence of str or None
        A number format for each row, where the unit says it.
    style : callable
        Makes the looks of cells.
    lang : "zh" or "en"
        Language of words.
    in_lines : bool
        Whether long texts are set in lines; else they end with the cell.

    Returns
    -------
    int
        In digits.
    """
    if pd.api.types.is_numeric_dtype(values):
        return _write_numbers(sheet, place, code, values, patterns, style)
    if DAYS.match(code):
        return _write_days(sheet, place, values, style)
    return _write_texts(sheet, place, code, values, style, lang, in_lines=in_lines)


def _write_numbers(
    sheet: Worksheet,
    place: tuple[int, int],
    code: str,
    values: pd.Series[Any],
    patterns: Sequence[str] | None,
    style: Style,
) -> int:
    top, column = place
    width = SHOWN_YEAR if YEARS.match(code) else LEAST_WIDTH
    for at, value in enumerate(values.array):
        if pd.isna(value) or not math.isfinite(value):
            sheet.write_blank(top + at, column, None, style())
            continue
        pattern = column_pattern(code, float(value)) if patterns is None else patterns[at]
        sheet.write_number(top + at, column, EveryDigit(value), style(num_format=pattern))
        width = max(width, _shown_width(float(value), pattern))
    return width


def _shown_width(value: float, pattern: str) -> int:
    """Return how wide a number is shown."""
    digits, *words = pattern.split('"')
    decimals = len(digits.partition(".")[2].rstrip("%"))
    return len(f"{value:,.{decimals}f}") + (text_width(words[0]) if words else 1) + 1


def _write_days(sheet: Worksheet, place: tuple[int, int], values: pd.Series[Any], style: Style) -> int:
    top, column = place
    days = {text: pd.Timestamp(text) for text in values.dropna().unique()}
    for at, text in enumerate(values.array):
        if pd.isna(text):
            sheet.write_blank(top + at, column, None, style())
        elif days[text] < FIRST_SHEET_DAY:
            write_text(sheet, top + at, column, text, style)
        else:
            look = style(num_format="yyyy-mm-dd", align="left")
            sheet.write_datetime(top + at, column, days[text], look)
    return SHOWN_DAY


def _write_texts(
    sheet: Worksheet,
    place: tuple[int, int],
    code: str,
    values: pd.Series[Any],
    style: Style,
    lang: Lang,
    *,
    in_lines: bool,
) -> int:
    top, column = place
    widths = {text: text_width(text) for text in values.dropna().unique()}
    width = min(WIDER.get(code, MOST_WIDTH), max([LEAST_WIDTH, *widths.values()]))
    looks = {text: _look(code, text, lang, in_lines=in_lines) for text in widths}
    for at, text in enumerate(values.array):
        if pd.isna(text) or not text:
            sheet.write_blank(top + at, column, None, style())
        else:
            write_text(sheet, top + at, column, text, style, align="left", indent=1, **looks[text])
    return width + (3 if code in {*VERDICTS, "obs_status"} else 1)


def _look(code: str, text: str, lang: Lang, *, in_lines: bool) -> dict[str, Any]:
    """Return how a text looks: verdicts with their sign, codes as text, long words in lines."""
    if code in CODES and len(text) <= LONGEST_CODE:
        return {"num_format": "@"}
    if code in VERDICTS:
        signs = {word("status", status, lang): sign for status, sign in SIGNS.items()}
        return {"num_format": f'"{signs[text]} "@'} if text in signs else {}
    if code == "obs_status" and text == word("obs_status", ObsStatus.ILLUSTRATIVE, lang):
        return {"num_format": '"* "@', "font_color": ALERT}
    return {"text_wrap": True} if in_lines and _wraps(code, text) else {}


def verdict_rules(lang: Lang) -> list[tuple[str, dict[str, Any]]]:
    """Return for each verdict's word what a cell that holds it looks like."""
    return [
        (
            word("status", status, lang),
            {"bg_color": tint(COLOURS[status]), "font_color": INK, "num_format": f'"{sign} "@'},
        )
        for status, sign in SIGNS.items()
    ]
