"""Numbers as people read them, in Chinese and English.

Tables hold fractions; only here do they become percentages and get their unit. Numbers that stand
side by side have the same decimals, and a result that falls short is never rounded up to its bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from .labels import Lang, phrase, unit_label, word

__all__ = [
    "MOST_DIGITS",
    "NOTHING",
    "bound_label",
    "chance_label",
    "difference_label",
    "digits_apart",
    "even_labels",
    "needed_label",
    "number_label",
    "number_labels",
    "share_label",
]

NOTHING = "—"
MOST_DIGITS = 8
NOISE = 1e-9  # numbers that differ by less, of one or of themselves, are the same
MOST_APART = 12  # decimals: with so many, what is no noise reads differently
SCALE = (1, 10, 33, 66, 90, 99)  # where the words for a probability change, in percent


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


def bound_label(
    minimum: float, maximum: float, stretch: float, *, strict: bool, unit: str, lang: Lang = "zh"
) -> str:
    """Write what is required: a floor, a ceiling or a band, with the hope behind a slash.

    Bounds are given, and are written with every digit given, up to eight: rounded, one that is missed
    could read as met.

    Examples
    --------
    >>> nan = float("nan")
    >>> bound_label(0.24045, nan, nan, strict=False, unit="fraction")
    '≥ 24.045%'
    >>> bound_label(400, nan, nan, strict=True, unit="count")
    '> 400'
    >>> bound_label(60, 70, nan, strict=False, unit="%"), bound_label(10, nan, 15, strict=False, unit="count")
    ('60–70%', '≥ 10 / 15')
    """
    if not math.isnan(minimum) and not math.isnan(maximum):
        return f"{_given(minimum, unit, lang).removesuffix('%')}–{_given(maximum, unit, lang)}"
    floor = not math.isnan(minimum)
    sign = {(True, False): "≥", (True, True): ">", (False, False): "≤", (False, True): "<"}[floor, strict]
    if unit == "milestone":
        return number_label(minimum, unit, lang)
    hope = "" if math.isnan(stretch) else f" / {_given(stretch, unit, lang)}"
    return f"{sign} {_given(minimum if floor else maximum, unit, lang)}{hope}"


def digits_apart(value: float, others: Iterable[float], unit: str) -> int:
    """Return how many decimals beyond the usual a number needs to be read rightly beside others.

    What differs from another by more than noise of reckoning reads differently when both have as many
    decimals; then it also stands on its own side of the other written in full. What is the same has
    the decimals that the other was given with.

    Examples
    --------
    >>> digits_apart(0.24, [0.24045], "fraction"), digits_apart(0.24045, [0.24045], "fraction")
    (1, 2)
    """
    if math.isnan(value):
        return 0
    written, usual = _written(value, unit), _usual(unit)
    beside = [_written(other, unit) for other in others if not math.isnan(other)]
    same = [other for other in beside if math.isclose(written, other, rel_tol=NOISE, abs_tol=NOISE)]
    different = [other for other in beside if other not in same]
    fewest = max([usual, *map(_decimals, same)])
    apart = (
        decimals
        for decimals in range(fewest, MOST_APART)
        if all(f"{written:.{decimals}f}" != f"{other:.{decimals}f}" for other in different)
    )
    return next(apart, MOST_APART) - usual


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


def _told_apart(groups: list[list[float]], decimals: int) -> bool:
    """Say whether the different numbers of every group read differently; noise of reckoning is none."""
    for group in groups:
        different = {float(f"{value:.10g}") for value in group if not math.isnan(value)}
        if len({_fixed(value, decimals) for value in different}) < len(different):
            return False
    return True


def _given(value: float, unit: str, lang: Lang) -> str:
    """Write a number with every digit it was given with, up to `MOST_DIGITS`; all before the point."""
    written = _written(value, unit)
    return _with_unit(_digits(written, _decimals(written)), unit, lang)


def _decimals(written: float) -> int:
    """Return how many decimals a number was given with, up to `MOST_DIGITS` digits in all."""
    before = math.floor(math.log10(abs(written))) + 1 if written else 1
    most = max(MOST_DIGITS - before, 0)
    fits = (n for n in range(most) if math.isclose(round(written, n), written, rel_tol=NOISE))
    return next(fits, most)


def _percent(probability: float) -> str:
    """Write whole percents, with decimals where they would read as the bound between two words."""
    for decimals in range(4):
        text = f"{100 * probability:.{decimals}f}"
        if float(text) not in SCALE or math.isclose(float(text), 100 * probability, rel_tol=1e-9):
            break
    return f"{text}%"


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
