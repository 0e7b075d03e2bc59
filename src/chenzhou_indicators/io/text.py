"""Numbers, years, days and names out of text as people write it.

Full-width digits, thousands separators, a percent sign, 2007年, 2008年3月31日 and the usual
marks for “missing” are understood. Everything else is a problem in words, never a guess. Each
function takes a text column and returns what it read, and beside it the problem of each row
(missing where there is none).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..errors import did_you_mean
from ..schemas import FIRST_YEAR, LAST_YEAR, UNPRINTABLE

__all__ = ["days", "folded", "free_text", "names", "numbers", "years"]

Read = tuple["pd.Series[Any]", "pd.Series[str]"]

MISSING_MARKS = {
    *("", "-", "--", "–", "—", "——", "―", "…", "……", "..", "...", "......"),
    *("na", "n/a", "n.a.", "nan", "null", "none"),
}
NUMBER = r"[+-]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?"
YEAR = r"([0-9]{4})(?:\.0+)?(?:年|年度)?"
DAY = r"([0-9]{4})(?:[-/.年])([0-9]{1,2})(?:[-/.月])([0-9]{1,2})日?(?:[ t]00:00(?::00(?:\.0+)?)?)?"
COMPACT_DAY = r"([0-9]{4})([0-9]{2})([0-9]{2})"


def folded(text: pd.Series[str]) -> pd.Series[str]:
    """Fold width, case and blanks: what a name or number is compared by.

    Examples
    --------
    >>> folded(pd.Series(["１，２３４．５％", " R＆D  经费 "])).tolist()
    ['1,234.5%', 'r&d 经费']

    """
    return text.str.normalize("NFKC").str.replace(r"\s+", " ", regex=True).str.strip().str.lower()


def is_missing(text: pd.Series[str]) -> pd.Series[bool]:
    """Say which cells hold nothing or a mark for it."""
    return folded(text).isin({*MISSING_MARKS, *(mark.replace("…", "...") for mark in MISSING_MARKS)})


def numbers(text: pd.Series[str], *, percent_allowed: pd.Series[bool]) -> Read:
    """Read numbers; a percent sign is dropped where the unit is a percentage, and refused elsewhere.

    Examples
    --------
    >>> read, problem = numbers(pd.Series(["1,234.5", "—", "3.2％", "12 a"]),
    ...                         percent_allowed=pd.Series(True, index=range(4)))
    >>> read.tolist(), problem.tolist()
    ([1234.5, nan, 3.2, nan], [nan, nan, nan, '“12 a” is not a number'])

    """
    plain = folded(text).str.replace("−", "-", regex=False)
    missing = is_missing(text)
    percent = plain.str.endswith("%")
    body = plain.str.removesuffix("%").str.strip()
    formed = body.str.fullmatch(NUMBER)
    bare = body.where(formed & ~missing, "nan").str.replace(",", "", regex=False)
    value = bare.astype("float64")
    infinite = np.isinf(value)
    problem = _no_problem(text)
    problem[~missing & ~formed] = "“" + text + "” is not a number"
    problem[infinite] = "“" + text + "” is too large a number"
    problem[percent & formed & ~percent_allowed] = (
        "“" + text + "” has a percent sign, but the unit is no percentage"
    )
    return value.where(problem.isna()), problem


def years(text: pd.Series[str]) -> Read:
    """Read years: 2007, 2007年, 2007.0.

    Examples
    --------
    >>> read, problem = years(pd.Series(["2007年", "2007.5", "1800"]))
    >>> problem.tolist()
    [nan, '“2007.5” is not a year; write 2007', '1800 is before 1949']

    """
    found = folded(text).str.extract(rf"^{YEAR}$")[0]
    number = found.astype("float64")
    problem = _no_problem(text)
    problem[found.isna()] = "“" + text + "” is not a year; write 2007"
    problem[folded(text) == ""] = "empty; write a year like 2007"
    problem[number < FIRST_YEAR] = found + f" is before {FIRST_YEAR}"
    problem[number > LAST_YEAR] = found + f" is after {LAST_YEAR}"
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
    plain = folded(text)
    parts = plain.str.extract(f"^{DAY}$").fillna(plain.str.extract(f"^{COMPACT_DAY}$"))
    iso = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    day = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")
    problem = _no_problem(text)
    problem[iso.isna() & ~is_missing(text)] = (
        "“" + text + "” is not a day; write the full date, like 2008-03-31"
    )
    problem[iso.notna() & day.isna()] = "there is no day " + iso
    return day, problem


def names(text: pd.Series[str], known: Mapping[str, str], *, what: str) -> Read:
    """Read names or codes by a table of folded names; an unknown one is told its nearest.

    Examples
    --------
    >>> read, problem = names(pd.Series(["GDP ", "gpd"]), {"gdp": "gdp"}, what="the indicator catalogue")
    >>> read.tolist(), problem.tolist()
    (['gdp', nan], [nan, 'gpd is not in the indicator catalogue (did you mean gdp?)'])

    """
    plain = folded(text)
    code = plain.map(known).astype("str")
    problem = _no_problem(text)
    unknown = text[code.isna() & (plain != "")]
    sentences = {
        word: f"{word} is not in {what}{did_you_mean(folded(pd.Series([word]))[0], known)}"
        for word in unknown.unique()
    }
    problem[code.isna()] = unknown.map(sentences)
    problem[plain == ""] = "empty"
    return code, problem


def free_text(text: pd.Series[str]) -> Read:
    """Read a text as it stands, without outer blanks; line breaks inside become blanks."""
    bare = text.str.replace(r"[\t\r\n\v\f]+", " ", regex=True).str.strip()
    problem = _no_problem(text)
    problem[bare == ""] = "empty"
    problem[bare.str.contains(UNPRINTABLE, regex=True)] = "holds characters that cannot be printed"
    return bare, problem


def _no_problem(text: pd.Series[str]) -> pd.Series[str]:
    return pd.Series(None, index=text.index, dtype="str")
