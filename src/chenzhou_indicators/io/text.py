"""Numbers, years, days and names out of text as people write it.

Full-width digits, thousands separators, a percent sign, 2007年, 2008年3月31日 and the usual
marks for “missing” are understood. Everything else is a problem in words, never a guess. Each
function takes a text column and returns what it read, and beside it the problem of each row
(missing where there is none).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..errors import did_you_mean
from ..schemas import FIRST_YEAR, LAST_YEAR, UNPRINTABLE
from .cells import shown

__all__ = [
    "days",
    "folded",
    "free_text",
    "names",
    "narrowed",
    "numbers",
    "or_missing",
    "positive_numbers",
    "shares",
    "years",
]

Read = tuple["pd.Series[Any]", "pd.Series[str]"]

MISSING_MARKS = {
    *("", "-", "--", "–", "—", "——", "―", "…", "……", "..", "...", "......"),
    *("na", "n/a", "n.a.", "nan", "null", "none"),
}
# Full-width characters, the ideographic blank and the minus sign; not footnote marks like ² or ①,
# which would become digits.
NARROW = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20, 0x2212: 0x2D}
NUMBER = r"[+-]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?"
YEAR = r"^([0-9]{4})(?:\.0+)?(?:年|年度)?$"
DAY = r"^([0-9]{4})(?:[-/.年])([0-9]{1,2})(?:[-/.月])([0-9]{1,2})日?(?:[ t]00:00(?::00(?:\.0+)?)?)?$"
COMPACT_DAY = r"^([0-9]{4})([0-9]{2})([0-9]{2})$"
SUGGESTED = 100  # distinct unknown names that get a suggestion: the search is slow


def folded(text: pd.Series[str]) -> pd.Series[str]:
    """Fold width, case and blanks: what a name is compared by.

    Examples
    --------
    >>> folded(pd.Series(["Ｒ＆Ｄ", " R&D  经费 "])).tolist()
    ['r&d', 'r&d 经费']
    """
    return text.str.normalize("NFKC").str.replace(r"\s+", " ", regex=True).str.strip().str.lower()


def narrowed(text: pd.Series[str]) -> pd.Series[str]:
    """Make full-width characters narrow: what a number, year or day is read from.

    Examples
    --------
    >>> narrowed(pd.Series(["１，２３４．５％", " 5² "])).tolist()
    ['1,234.5%', '5²']
    """
    return text.str.translate(NARROW).str.strip().str.lower()


def numbers(text: pd.Series[str], *, percent_allowed: pd.Series[bool]) -> Read:
    """Read numbers; a percent sign is dropped where the unit is a percentage, and refused elsewhere.

    Examples
    --------
    >>> read, problem = numbers(pd.Series(["1,234.5", "—", "3.2％", "12 a"]),
    ...                         percent_allowed=pd.Series(True, index=range(4)))
    >>> read.tolist()
    [1234.5, nan, 3.2, nan]
    >>> problem.tolist()
    [nan, nan, nan, '“12 a” is not a number; write it like 1234.5, or leave the cell empty']
    """
    plain = narrowed(text)
    missing = plain.isin(MISSING_MARKS)
    percent = plain.str.endswith("%")
    body = plain.str.removesuffix("%").str.strip()
    formed = body.str.fullmatch(NUMBER)
    value = body.where(formed, "nan").str.replace(",", "", regex=False).astype("float64")
    vanished = (value == 0) & body.str.contains("^[^e]*[1-9]", regex=True)
    problem = _no_problem(text)
    _say(
        problem,
        text,
        ~missing & ~formed,
        "“{}” is not a number; write it like 1234.5, or leave the cell empty",
    )
    _say(problem, text, value.abs().eq(np.inf) | vanished, "“{}” is too large or too small a number")
    _say(
        problem,
        text,
        percent & formed & ~percent_allowed,
        "“{}” has a percent sign, but the unit is no percentage; correct one of them",
    )
    return value.where(problem.isna()), problem


def positive_numbers(text: pd.Series[str]) -> Read:
    """Read numbers above zero, none of them a percentage.

    Examples
    --------
    >>> read, problem = positive_numbers(pd.Series(["1,234.5", "—", "0"]))
    >>> read.tolist(), problem.tolist()[2]
    ([1234.5, nan, nan], '“0” is not above zero; leave the cell empty where nothing is known')
    """
    value, problem = numbers(text, percent_allowed=pd.Series(False, index=text.index))
    low = value <= 0
    _say(problem, text, low, "“{}” is not above zero; leave the cell empty where nothing is known")
    return value.mask(low), problem


def shares(text: pd.Series[str]) -> Read:
    """Read shares of a whole as fractions from 0 to 1; one with a percent sign is read as a percentage.

    Examples
    --------
    >>> read, problem = shares(pd.Series(["0.52", "52％", "52", ""]))
    >>> read.tolist()
    [0.52, 0.52, nan, nan]
    >>> problem.tolist()[2]
    '“52” is no share of a whole; write a fraction from 0 to 1, like 0.52, or a percentage, like 52%'
    """
    value, problem = numbers(text, percent_allowed=pd.Series(True, index=text.index))
    value = value.mask(narrowed(text).str.endswith("%"), value / 100)
    outside = ~value.between(0, 1) & value.notna()
    _say(
        problem,
        text,
        outside,
        "“{}” is no share of a whole; write a fraction from 0 to 1, like 0.52, or a percentage, like 52%",
    )
    return value.mask(outside), problem


def years(text: pd.Series[str]) -> Read:
    """Read years: 2007, 2007年, 2007.0.

    Examples
    --------
    >>> read, problem = years(pd.Series(["2007年", "2007.5", "1800"]))
    >>> problem.tolist()
    [nan, '“2007.5” is not a year; write it like 2007', '1800 is before 1949']
    """
    plain = narrowed(text)
    found = plain.str.extract(YEAR)[0]
    number = found.astype("float64")
    problem = _no_problem(text)
    _say(problem, text, found.isna(), "“{}” is not a year; write it like 2007")
    _say(problem, text, plain == "", "empty; write a year like 2007")
    _say(problem, found, number < FIRST_YEAR, f"{{}} is before {FIRST_YEAR}")
    _say(problem, found, number > LAST_YEAR, f"{{}} is after {LAST_YEAR}")
    return number, problem


def days(text: pd.Series[str]) -> Read:
    """Read days: 2008-03-31, 2008/3/31, 2008年3月31日, 20080331; missing marks are missing.

    Examples
    --------
    >>> read, problem = days(pd.Series(["2008年3月31日", "2008-03", "2008-02-30", ""]))
    >>> read.dt.strftime("%Y-%m-%d").tolist()
    ['2008-03-31', nan, nan, nan]
    >>> problem.tolist()[1:]
    ['“2008-03” is not a day; write the full date, like 2008-03-31', 'there is no day 2008-02-30', nan]
    """
    plain = narrowed(text)
    parts = plain.str.extract(DAY).fillna(plain.str.extract(COMPACT_DAY))
    iso = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    day = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")
    problem = _no_problem(text)
    unread = iso.isna() & ~plain.isin(MISSING_MARKS)
    _say(problem, text, unread, "“{}” is not a day; write the full date, like 2008-03-31")
    _say(problem, iso, iso.notna() & day.isna(), "there is no day {}")
    return day, problem


def names(text: pd.Series[str], known: Mapping[str, Sequence[str]], *, what: str) -> Read:
    """Read names or codes by a table of folded names and the codes each may mean.

    An unknown name is told its nearest; a name of several things is refused.

    Examples
    --------
    >>> known = {"gdp": ["gdp"], "output": ["gdp", "gross_output"]}
    >>> read, problem = names(pd.Series(["GDP ", "gpd", "output"]), known, what="the indicator catalogue")
    >>> read.tolist()
    ['gdp', nan, nan]
    >>> problem.tolist()[1:]
    ['gpd is not in the indicator catalogue (did you mean gdp?)',
     'output may mean gdp or gross_output; write the code']
    """
    plain = folded(text)
    certain = {name: codes[0] for name, codes in known.items() if len(codes) == 1}
    code = plain.map(certain).astype("str")
    problem = _no_problem(text)
    unknown = code.isna()
    distinct = text[unknown].unique()
    sentences = {
        word: _unknown(word, plain_word, known, what, suggest=number < SUGGESTED)
        for number, (word, plain_word) in enumerate(zip(distinct, folded(pd.Series(distinct)), strict=True))
    }
    problem = problem.mask(unknown, text.map(sentences))
    _say(problem, text, plain == "", f"empty; write a code or name in {what}")
    return code, problem


def _unknown(word: str, plain: str, known: Mapping[str, Sequence[str]], what: str, *, suggest: bool) -> str:
    if plain in known:
        return f"{shown(word)} may mean {' or '.join(known[plain])}; write the code"
    near = did_you_mean(shown(plain), known) if suggest else ""
    return f"{shown(word)} is not in {what}{near}"


def free_text(text: pd.Series[str], *, ask: str = "say who published the figure") -> Read:
    """Read a text as it stands, without outer blanks; line breaks inside become blanks.

    Where there is none, the problem says what to write.
    """
    bare = text.str.replace(r"[\t\r\n\v\f]+", " ", regex=True).str.strip()
    problem = _no_problem(text)
    _say(problem, text, bare == "", f"empty; {ask}")
    unprintable = bare.str.contains(UNPRINTABLE, regex=True)
    _say(problem, text, unprintable, "“{}” holds characters that cannot be printed; write them anew")
    return bare, problem


def or_missing(text: pd.Series[str], read: Read) -> Read:
    """Let words that were read be missing where the text is empty or a mark for “missing”.

    Examples
    --------
    >>> text = pd.Series(["PWT", "", "—"])
    >>> [column.tolist() for column in or_missing(text, free_text(text))]
    [['PWT', nan, nan], [nan, nan, nan]]
    """
    value, problem = read
    missing = narrowed(text).isin(MISSING_MARKS)
    return value.mask(missing), problem.mask(missing)


def _no_problem(text: pd.Series[str]) -> pd.Series[str]:
    return pd.Series(None, index=text.index, dtype="str")


def _say(problem: pd.Series[str], text: pd.Series[Any], where: pd.Series[bool], sentence: str) -> None:
    """Note a sentence for the rows it is true of, each with its own text."""
    if where.any():
        problem.update(text[where].map(lambda cell: sentence.format(shown(cell))))
