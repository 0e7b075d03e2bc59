"""The cells of a workbook: numbers with every digit, days as days, words as text.

Text stays text, whatever it begins with and whoever wrote it. A verdict has its sign beside its colour.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..charts.drawing import ALERT, BLUE, INK, PALE, RULE
from ..charts.labels import Lang, word
from ..charts.scorecard import COLOURS, SIGNS
from ..io.writing import FIRST_SHEET_DAY, MOST_CELL_TEXT, EveryDigit
from ..vocabulary import ObsStatus, Status
from .number_formats import YEARS, column_pattern
from .tables import clean

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "HEAD",
    "VERDICTS",
    "Place",
    "Style",
    "held",
    "line_count",
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
HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": BLUE, "border": 1, "border_color": PALE}
LETTER = 0.9  # of the width of a digit
LONGEST_CODE = 255  # letters that a cell of the text format shows
MOST_WIDTH, LEAST_WIDTH, MOST_LINES = 40, 7, 4
WIDER = {"source": 60, "definition": 70, "reason": 56, "reference": 50}
SHOWN_DAY, SHOWN_YEAR = 11, 6


# --- texts ---------------------------------------------------------------------------------------


def held(text: str) -> str:
    r"""Return a text that a cell holds: without what does harm, cut where it is too long.

    Examples
    --------
    >>> held("a\x07b\r\nc"), len(held("长" * 40_000)), held("长" * 40_000)[-2:]
    ('a\ufffdb\nc', 32767, '长…')
    """
    safe = clean(text)
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
    safe = held(text)
    if safe.startswith(FORMULA):
        look["quote_prefix"] = True
    sheet.write_string(row, column, safe, style(**look))


def line_count(text: str, width: int) -> int:
    """Return how many lines a text takes in a cell.

    Examples
    --------
    >>> line_count("verdict", 10), line_count("研发投入占地区生产总值比重", 14)
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
        lines = {text: line_count(text, width - 1) if _wraps(code, text) else 1 for text in texts}
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


class Place(NamedTuple):
    """The first cell of a column, and what makes the looks of its cells."""

    sheet: Worksheet
    row: int
    column: int
    style: Style

    def write_nothing(self, at: int) -> None:
        """Leave the cell so many rows further down empty."""
        self.sheet.write_blank(self.row + at, self.column, None, self.style())

    def write_text(self, at: int, text: str, **look: Any) -> None:
        """Write a text so many rows further down."""
        write_text(self.sheet, self.row + at, self.column, text, self.style, **look)


def write_column(
    place: Place,
    code: str,
    values: pd.Series[Any],
    patterns: Sequence[str] | None,
    lang: Lang,
    *,
    in_lines: bool,
) -> int:
    """Write a column of a table, and return how wide it wants to be.

    Parameters
    ----------
    place : Place
        Where.
    code : str
        What the column is, as the frames call it.
    values : Series
        Its values; what is missing or infinite becomes an empty cell.
    patterns : sequence of str or None
        A number format for each row, where the unit says it.
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
        if patterns is None:
            patterns = [column_pattern(code, float(value)) if _there(value) else "" for value in values.array]
        return _write_numbers(place, values, patterns, SHOWN_YEAR if YEARS.match(code) else LEAST_WIDTH)
    if DAYS.match(code):
        return _write_days(place, values)
    return _write_words(place, code, values, lang, in_lines=in_lines)


def _there(value: Any) -> bool:
    return not pd.isna(value) and math.isfinite(value)


def _write_numbers(place: Place, values: pd.Series[Any], patterns: Sequence[str], width: int) -> int:
    for at, (value, pattern) in enumerate(zip(values.array, patterns, strict=True)):
        if _there(value):
            look = place.style(num_format=pattern)
            place.sheet.write_number(place.row + at, place.column, EveryDigit(value), look)
            width = max(width, _shown_width(float(value), pattern))
        else:
            place.write_nothing(at)
    return width


def _shown_width(value: float, pattern: str) -> int:
    """Return how wide a number is shown."""
    digits, *words = pattern.split('"')
    decimals = len(digits.partition(".")[2].rstrip("%"))
    return len(f"{value:,.{decimals}f}") + (text_width(words[0]) if words else 1) + 1


def _write_days(place: Place, values: pd.Series[Any]) -> int:
    days = {text: pd.Timestamp(text) for text in values.dropna().unique()}
    look = place.style(num_format="yyyy-mm-dd", align="left")
    for at, text in enumerate(values.array):
        if pd.isna(text):
            place.write_nothing(at)
        elif days[text] < FIRST_SHEET_DAY:
            place.write_text(at, text)
        else:
            place.sheet.write_datetime(place.row + at, place.column, days[text], look)
    return SHOWN_DAY


def _write_words(place: Place, code: str, values: pd.Series[Any], lang: Lang, *, in_lines: bool) -> int:
    widths = {text: text_width(text) for text in values.dropna().unique()}
    looks = {text: _look(code, text, lang, in_lines=in_lines) for text in widths}
    for at, text in enumerate(values.array):
        if pd.isna(text) or not text:
            place.write_nothing(at)
        else:
            place.write_text(at, text, align="left", indent=1, **looks[text])
    width = min(WIDER.get(code, MOST_WIDTH), max([LEAST_WIDTH, *widths.values()]))
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
            {"bg_color": tint(COLOURS[status]), "font_color": INK, "num_format": f'"{SIGNS[status]} "@'},
        )
        for status in Status
    ]
