"""Numbers and words as people read them, in Chinese and English.

Tables hold fractions, codes and closed words; only here do they become percent signs, units
and names. A result that falls short is never rounded up to its bound.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Literal

from ..catalog import label_texts, load_areas, load_indicators, unit_table

__all__ = [
    "MOST_DIGITS",
    "NOTHING",
    "Lang",
    "area_label",
    "bound_label",
    "chance_label",
    "clause_label",
    "day_label",
    "difference_label",
    "even_labels",
    "firm_count_label",
    "indicator_label",
    "listed",
    "needed_label",
    "number_label",
    "number_labels",
    "phrase",
    "reason_label",
    "share_label",
    "unit_label",
    "word",
]

Lang = Literal["zh", "en"]


NOTHING = "—"
MOST_DIGITS = 8
SCALE = (1, 10, 33, 66, 90, 99)  # where the words for a probability change, in percent
CODE = re.compile(r"[a-z][a-z0-9_]+")
COUNTED = re.compile(r"(?P<meet>\d+) of (?P<judged>\d+) firms(?:, (?P<silent>\d+) without figures)?$")


def word(group: str, code: str, lang: Lang = "zh") -> str:
    """Return what a word of a table is called; the word itself where it has no name.

    Examples
    --------
    >>> word("status", "met", "zh"), word("status", "not_assessable", "en")
    ('完成', 'not assessable')
    """
    return label_texts().get(group, {}).get(code, {}).get(lang, code)


def phrase(name: str, /, lang: Lang = "zh", **parts: object) -> str:
    """Return a phrase with its parts filled in.

    Examples
    --------
    >>> phrase("count_line", "zh", status="完成", count=13)
    '完成 13 项'
    """
    return word("phrase", name, lang).format(**parts)


def listed(words: Iterable[str], lang: Lang = "zh", *, by: str = "comma") -> str:
    """Set words one behind the other, as the language does.

    Examples
    --------
    >>> listed(["2007", "2008"]), listed(["2007", "2008"], "en"), listed(["a, b", "c"], "en", by="semicolon")
    ('2007、2008', '2007, 2008', 'a, b; c')
    """
    return phrase(by, lang).join(words)


def number_label(value: float, unit: str, lang: Lang = "zh", *, more: int = 0) -> str:
    """Write a number with its unit.

    Parameters
    ----------
    value : float
        In `unit`; missing becomes a dash.
    unit : str
        Unit code; a fraction becomes a percentage.
    lang : "zh" or "en"
        Language.
    more : int, optional
        Decimals beyond the usual two (one for a fraction).

    Returns
    -------
    str
        The number and its unit; what is not zero never reads 0.

    Examples
    --------
    >>> number_label(0.24, "fraction"), number_label(0.5, "percentage points", "en")
    ('24%', '0.5 pp')
    >>> number_label(77.5, "100 million CNY"), number_label(1240, "10 000 CNY", "en")
    ('77.5 亿元', '1,240 (10 000 CNY)')
    >>> number_label(412, "count"), number_label(0, "milestone"), number_label(float("nan"), "%")
    ('412', '未完成', '—')
    """
    if math.isnan(value):
        return NOTHING
    if unit == "milestone":
        return phrase("done" if value >= 1 else "not_done", lang)
    return _with_unit(_digits(_written(value, unit), _usual(unit) + more), unit, lang)


def bound_label(
    minimum: float, maximum: float, stretch: float, *, strict: bool, unit: str, lang: Lang = "zh"
) -> str:
    """Write what is required: a floor, a ceiling or a band, with the hope behind a slash.

    Examples
    --------
    >>> nan = float("nan")
    >>> bound_label(400, nan, nan, strict=True, unit="count")
    '> 400'
    >>> bound_label(60, 70, nan, strict=False, unit="%"), bound_label(10, nan, 15, strict=False, unit="count")
    ('60–70%', '≥ 10 / 15')
    """
    if not math.isnan(minimum) and not math.isnan(maximum):
        low = number_label(minimum, unit, lang).removesuffix("%")
        return f"{low}–{number_label(maximum, unit, lang)}"
    floor = not math.isnan(minimum)
    sign = {(True, False): "≥", (True, True): ">", (False, False): "≤", (False, True): "<"}[floor, strict]
    if unit == "milestone":
        return number_label(minimum, unit, lang)
    hope = "" if math.isnan(stretch) else f" / {number_label(stretch, unit, lang)}"
    return f"{sign} {number_label(minimum if floor else maximum, unit, lang)}{hope}"


def number_labels(
    values: Sequence[float],
    unit: str,
    lang: Lang = "zh",
    *,
    apart: Iterable[Sequence[float]] | None = None,
) -> list[str]:
    """Write numbers that stand in one picture or column, all with the same decimals.

    Parameters
    ----------
    values : sequence of float
        In `unit`; a missing one becomes a dash.
    unit : str
        Unit code.
    lang : "zh" or "en"
        Language.
    apart : iterable of sequences of float, optional
        Numbers that have to read differently where they differ; all of `values` by default.

    Returns
    -------
    list of str
        Each with the usual decimals, none where all are whole, and more where different ones would
        read alike. What is not zero never reads 0.

    Examples
    --------
    >>> number_labels([1.42, 1.8, 2.0], "%"), number_labels([1.9996, 2.0, 2.0], "%")
    (['1.42%', '1.80%', '2.00%'], ['1.9996%', '2.0000%', '2.0000%'])
    >>> number_labels([399.0, 412.0], "count"), number_labels([0.15, 0.257], "fraction")
    (['399', '412'], ['15.0%', '25.7%'])
    """
    if unit == "milestone":
        return [number_label(value, unit, lang) for value in values]
    groups = [[_written(value, unit) for value in group] for group in ([values] if apart is None else apart)]
    written = [_written(value, unit) for value in values]
    known = [value for group in [written, *groups] for value in group if not math.isnan(value)]
    fewest = 0 if all(math.isclose(value, round(value), rel_tol=1e-9) for value in known) else _usual(unit)
    decimals = next((n for n in range(fewest, MOST_DIGITS) if _told_apart(groups, n)), MOST_DIGITS)
    return [
        NOTHING if math.isnan(value) else _with_unit(_fixed(value, decimals), unit, lang) for value in written
    ]


def even_labels(values: Sequence[float], unit: str, lang: Lang = "zh") -> list[str]:
    """Write the even numbers of an axis, all with the fewest decimals that say each of them wholly.

    Examples
    --------
    >>> even_labels([1.0, 1.5, 2.0], "%"), even_labels([0.0, 0.05, 0.1], "fraction")
    (['1.0%', '1.5%', '2.0%'], ['0%', '5%', '10%'])
    """
    written = [_written(value, unit) for value in values]
    least = 1e-6 * (max(map(abs, written), default=0.0) or 1.0)
    fits = (n for n in range(MOST_DIGITS) if all(abs(value - round(value, n)) <= least for value in written))
    decimals = next(fits, MOST_DIGITS)
    return [_with_unit(_signed(f"{value:,.{decimals}f}"), unit, lang) for value in written]


def _told_apart(groups: list[list[float]], decimals: int) -> bool:
    """Say whether the different numbers of every group read differently; noise of reckoning is none."""
    for group in groups:
        different = {float(f"{value:.10g}") for value in group if not math.isnan(value)}
        if len({_fixed(value, decimals) for value in different}) < len(different):
            return False
    return True


def difference_label(amount: float, unit: str, lang: Lang = "zh") -> str:
    """Write the difference of two values: of percentages, in points."""
    if unit in ("%", "fraction"):
        return number_label(amount * (100 if unit == "fraction" else 1), "percentage points", lang)
    return number_label(amount, unit, lang)


def needed_label(amount: float, years: int, unit: str, lang: Lang = "zh") -> str:
    """Write how far it still is to a target, in how many years, and how much that is a year.

    Examples
    --------
    >>> needed_label(-12.0, 4, "count", "en").splitlines()
    ['still to fall by 12', '4 years left: 3 a year']
    """
    far = difference_label(abs(amount), unit, lang)
    way = phrase("to_rise" if amount > 0 else "to_fall", lang, amount=far)
    if years == 1:
        return f"{way}\n{phrase('in_one_year', lang)}"
    yearly = difference_label(abs(amount) / years, unit, lang)
    return f"{way}\n{phrase('in_years', lang, years=years, yearly=yearly)}"


def chance_label(probability: float, likelihood: str | float, lang: Lang = "zh") -> str:
    """Write a probability in words and percent, an empty text where it is missing.

    Examples
    --------
    >>> chance_label(0.553, "about as likely as not"), chance_label(0.0001, "exceptionally unlikely", "en")
    ('或许可能（55%）', 'exceptionally unlikely (<1%)')
    >>> chance_label(0.664, "likely", "en"), chance_label(0.66, "about as likely as not", "en")
    ('likely (66.4%)', 'about as likely as not (66%)')
    """
    if math.isnan(probability) or not isinstance(likelihood, str):
        return ""
    percent = "<1%" if 0 < probability < 0.01 else ">99%" if 0.99 < probability < 1 else _percent(probability)
    return phrase("bracketed", lang, text=word("likelihood", likelihood, lang), more=percent)


def _percent(probability: float) -> str:
    """Write whole percents, with decimals where they would read as the bound between two words."""
    for decimals in range(4):
        text = f"{100 * probability:.{decimals}f}"
        if float(text) not in SCALE or math.isclose(float(text), 100 * probability, rel_tol=1e-9):
            break
    return f"{text}%"


def day_label(day: date) -> str:
    """Write a day as the tables do: 2009-01-08."""
    return f"{day:%Y-%m-%d}"


def share_label(share: float) -> str:
    """Write attainment or progress in percent; what is short of 1 never reads 100 %.

    Examples
    --------
    >>> share_label(0.8), share_label(0.99996), share_label(1.3), share_label(float("nan"))
    ('80%', '99.9%', '130%', '—')
    """
    if math.isnan(share):
        return NOTHING
    if share < 1 and round(share, 3) >= 1 and not math.isclose(share, 1, rel_tol=1e-9):
        return "99.9%"
    return f"{_digits(100 * share, 1)}%"


def reason_label(reason: str | float, lang: Lang = "zh") -> str:
    """Write a reason of an assessment; an empty text where there is none.

    Examples
    --------
    >>> reason_label("37 of 52 firms, 3 without figures", "zh")
    '52 户企业中 37 户达到，另有 3 户缺数'
    >>> reason_label("no value: gdp 2007", "zh"), reason_label(float("nan"))
    ('缺当年数：地区生产总值 2007', '')
    """
    if not isinstance(reason, str):
        return ""
    counted = COUNTED.search(reason)
    if counted:
        silent = counted["silent"]
        tail = phrase("firms_silent", lang, silent=silent) if silent else ""
        detail = phrase("firms", lang, meet=counted["meet"], judged=counted["judged"]) + tail
        why = reason[: counted.start()].removesuffix(": ")
    else:
        why, _, detail = reason.partition(": ")
        detail = CODE.sub(lambda code: indicator_label(code[0], lang), detail)
    colon = phrase("colon", lang) if why and detail else ""
    return word("reason", why, lang) + colon + detail


def firm_count_label(reason: str | float, lang: Lang = "zh") -> str:
    """Write the count of firms in a reason shortly; an empty text where it counts none.

    Examples
    --------
    >>> firm_count_label("37 of 52 firms, 3 without figures"), firm_count_label("no firms table")
    ('37/52 户', '')
    """
    counted = COUNTED.search(reason) if isinstance(reason, str) else None
    return f"{counted['meet']}/{counted['judged']} {phrase('firm_unit', lang)}" if counted else ""


def clause_label(clause: str, lang: Lang = "zh") -> str:
    """Write where the document says it, numbered in Chinese as Chinese documents are.

    Examples
    --------
    >>> clause_label("2.1", "zh"), clause_label("8", "zh"), clause_label("2.1", "en")
    ('二（一）', '八', 'clause 2.1')
    """
    numbered = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,2}))?", clause)
    if lang == "en" or numbered is None:
        return phrase("clause", lang, clause=clause)
    section, item = numbered.groups()
    numeral = _chinese_numeral(int(section))
    return phrase("bracketed", lang, text=numeral, more=_chinese_numeral(int(item))) if item else numeral


def _chinese_numeral(number: int) -> str:
    """Write a number below a hundred in Chinese numerals."""
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else ("" if tens == 1 else "零一二三四五六七八九"[tens]) + "十"
    return ten + ("一二三四五六七八九"[ones - 1] if ones else "" if tens else "零")


def area_label(area: str, lang: Lang = "zh") -> str:
    """Return an area's name, or its code where it has none.

    Examples
    --------
    >>> area_label("431000", "zh"), area_label("431081", "en"), area_label("999999")
    ('郴州市', 'Zixing City', '999999')
    """
    return _names("area", lang).get(area, area)


def indicator_label(indicator: str, lang: Lang = "zh") -> str:
    """Return an indicator's name, or its code where it has none.

    Examples
    --------
    >>> indicator_label("gdp", "zh")
    '地区生产总值'
    """
    return _names("indicator", lang).get(indicator, indicator)


@cache
def _names(key: str, lang: Lang) -> dict[str, str]:
    catalogue = {"area": load_areas, "indicator": load_indicators, "unit": unit_table}[key]()
    return dict(zip(catalogue[key], catalogue[f"name_{lang}"], strict=True))


def unit_label(unit: str, lang: Lang = "zh") -> str:
    """Return what a unit is called.

    Examples
    --------
    >>> unit_label("100 million CNY"), unit_label("fraction", "en")
    ('亿元', 'fraction')
    """
    return _names("unit", lang).get(unit, unit)


def _usual(unit: str) -> int:
    """Return how many decimals a number of the unit usually has."""
    return 1 if unit == "fraction" else 2


def _written(value: float, unit: str) -> float:
    """Return the number that is written: of a fraction, its percents."""
    return 100 * value if unit == "fraction" else value


def _digits(value: float, decimals: int) -> str:
    """Write a number with at most so many decimals and no trailing zeros, never as -0."""
    text = _fixed(value, decimals)
    return _signed(text.rstrip("0").rstrip(".") if "." in text else text)


def _fixed(value: float, decimals: int) -> str:
    """Write a number with so many decimals, more only where it would read 0 and is not."""
    while value and abs(value) < 0.5 * 10**-decimals and decimals < MOST_DIGITS:
        decimals += 1
    return _signed(f"{value:,.{decimals}f}")


def _signed(text: str) -> str:
    """Take the sign from a zero."""
    return text.removeprefix("-") if not text.strip("-0.") else text


def _with_unit(digits: str, unit: str, lang: Lang) -> str:
    if unit in ("fraction", "%"):
        return f"{digits}%"
    if unit == "count":
        return digits
    if unit == "percentage points":
        return f"{digits} 个百分点" if lang == "zh" else f"{digits} pp"
    name = unit_label(unit, lang)
    return f"{digits} ({name})" if lang == "en" and name[0].isdigit() else f"{digits} {name}"
