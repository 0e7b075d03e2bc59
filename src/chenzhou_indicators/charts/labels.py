"""Words as people read them, in Chinese and English.

Tables hold codes and closed words; only here do they become names. What each is called is data
(``definitions/labels.toml`` and the catalogues).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Literal

from ..catalog import label_texts, load_areas, load_indicators, unit_table
from ..plans import list_plans
from ..vocabulary import REST

__all__ = [
    "Lang",
    "area_label",
    "clause_label",
    "day_label",
    "firm_count_label",
    "indicator_label",
    "listed",
    "missing_label",
    "part_label",
    "phrase",
    "plan_heading",
    "reason_label",
    "reason_word",
    "unit_label",
    "word",
]

Lang = Literal["zh", "en"]


CODE = re.compile(r"\d{6}(?:-\w+)?|[a-z][a-z0-9_]+")  # of an area, or of an indicator or factor
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


def day_label(day: date) -> str:
    """Write a day as the tables do: 2009-01-08."""
    return f"{day:%Y-%m-%d}"


def reason_label(reason: str | float, lang: Lang = "zh") -> str:
    """Write why something is missing; an empty text where there is no reason.

    Examples
    --------
    >>> reason_label("37 of 52 firms, 3 without figures", "zh")
    '52 户企业中 37 户达到，另有 3 户缺数据'
    >>> reason_label("no value: gdp 2007", "zh"), reason_label(float("nan"))
    ('缺当年数据：地区生产总值 2007', '')
    >>> reason_label("no figure: capital 2005, labour 2005"), reason_label("no figure: 431024 2006", "en")
    ('缺数据：资本 2005、劳动 2005', 'no figure: Jiahe County 2006')
    >>> reason_label("unit cannot be converted: persons → count", "zh")
    '单位无法换算：人 → 个'

    A reason may stand behind another one:

    >>> why = "not assessed: no value: gdp 2007"
    >>> reason_label(why), reason_label(why, "en")
    ('无法评估：缺当年数据：地区生产总值 2007', 'not assessed: no value: Gross domestic product 2007')
    """
    if not isinstance(reason, str):
        return ""
    if counted := COUNTED.search(reason):
        silent = counted["silent"]
        tail = phrase("firms_silent", lang, silent=silent) if silent else ""
        detail = phrase("firms", lang, meet=counted["meet"], judged=counted["judged"]) + tail
        why = reason_label(reason[: counted.start()].removesuffix(": "), lang)
    else:
        first, _, detail = reason.partition(": ")
        why = word("reason", first, lang)
        if reason_word(detail) in label_texts()["reason"]:
            detail = reason_label(detail, lang)
        else:
            detail = listed([_named(part, lang) for part in detail.split(", ")], lang)
    colon = phrase("colon", lang) if why and detail else ""
    return why + colon + detail


def reason_word(reason: str | float) -> str:
    """Return the reason without what it is about; an empty text where there is no reason.

    Examples
    --------
    >>> reason_word("no value: gdp 2007"), reason_word("no firms table"), reason_word(float("nan"))
    ('no value', 'no firms table', '')
    """
    return reason.partition(": ")[0] if isinstance(reason, str) else ""


def missing_label(names: Iterable[str], reasons: Iterable[str | float], lang: Lang = "zh") -> str:
    """Name what is missing, and behind all that share a reason, the reason.

    Examples
    --------
    >>> missing_label(["2002", "2003", "2004"], ["output did not grow", float("nan"), "output did not grow"])
    '2002、2004（产出未增长）；2003'
    """
    groups: dict[str, list[str]] = {}
    for name, reason in zip(names, reasons, strict=True):
        groups.setdefault(reason_label(reason, lang), []).append(name)
    texts = [
        phrase("bracketed", lang, text=listed(group, lang), more=why) if why else listed(group, lang)
        for why, group in groups.items()
    ]
    return listed(texts, lang, by="semicolon")


def _named(detail: str, lang: Lang) -> str:
    """Write what a reason is about: the areas, indicators and factors in it, or from which unit to which."""
    if " → " in detail:
        return " → ".join(unit_label(unit, lang) for unit in detail.split(" → "))
    return CODE.sub(lambda code: _name_of(code[0], lang), detail)


def _name_of(code: str, lang: Lang) -> str:
    """Return what an area, an indicator or a factor of growth is called."""
    return area_label(code, lang) if code[0].isdigit() else indicator_label(word("factor", code, lang), lang)


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


def plan_heading(name: str, plan: str, year: int, lang: Lang = "zh") -> str:
    """Return the heading of a picture of one plan and year; only the year of a plan that is not shipped.

    Examples
    --------
    >>> plan_heading("scorecard", "chenzhou-2007", 2007), plan_heading("heatmap", "ours", 2007, "en")
    ('郴州市2007年科技创新年：2007年目标完成情况', 'Each area and target, 2007')
    """
    title = _titles(lang).get(plan)
    return (
        phrase(f"{name}_year", lang, year=year)
        if title is None
        else phrase(name, lang, title=title, year=year)
    )


@cache
def _titles(lang: Lang) -> dict[str, str]:
    plans = list_plans()
    return dict(zip(plans["id"], plans["title" if lang == "zh" else "title_en"], strict=True))


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


def part_label(part: str, lang: Lang = "zh") -> str:
    """Return what a part of a whole is called: an area, an indicator, or the rest.

    Examples
    --------
    >>> part_label("431002"), part_label("gdp", "en"), part_label("rest")
    ('北湖区', 'Gross domestic product', '其余')
    """
    return phrase("rest_of_whole", lang) if part == REST else indicator_label(area_label(part, lang), lang)


def unit_label(unit: str, lang: Lang = "zh") -> str:
    """Return what a unit is called.

    Examples
    --------
    >>> unit_label("100 million CNY"), unit_label("fraction", "en")
    ('亿元', 'fraction')
    """
    return _names("unit", lang).get(unit, unit)
