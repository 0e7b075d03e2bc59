"""Arguments that are no tables: years, numbers, shares, words.

Each is read once, at the door of a public function, and refused in a sentence that names it.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from enum import StrEnum
from numbers import Real
from typing import TypeVar

from .errors import ArgumentError, did_you_mean
from .schemas import FIRST_YEAR, LAST_YEAR

__all__ = [
    "code",
    "elasticity",
    "number",
    "one_of",
    "one_or_several",
    "read_each",
    "share",
    "whole_number",
    "year_number",
]

Word = TypeVar("Word", bound=StrEnum)
Read = TypeVar("Read")


def year_number(year: object, name: str = "year") -> int:
    """Read a year: a whole number in the range figures may have.

    Examples
    --------
    >>> year_number(2007)
    2007
    >>> year_number("2007", "due")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: due: '2007' is not a year; write a whole number like 2007.
    """
    try:
        found = operator.index(year)  # type: ignore[arg-type]
    except TypeError:
        raise ArgumentError(f"{name}: {year!r} is not a year; write a whole number like 2007.") from None
    if isinstance(year, bool) or not FIRST_YEAR <= found <= LAST_YEAR:
        raise ArgumentError(f"{name}: {year} is not a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return found


def whole_number(value: object, name: str, *, least: int, most: int) -> int:
    """Read a whole number between two others, both included.

    Examples
    --------
    >>> whole_number(0, "horizon", least=1, most=10)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: horizon is 0; it is a whole number from 1 to 10.
    """
    try:
        found = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        found = least - 1
    if isinstance(value, bool) or not least <= found <= most:
        raise ArgumentError(f"{name} is {value!r}; it is a whole number from {least} to {most}.")
    return found


def number(value: object, name: str) -> float:
    """Read a finite number.

    Examples
    --------
    >>> number(float("nan"), "target_value")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: target_value is nan; a finite number is needed.
    """
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        raise ArgumentError(f"{name} is {value!r}; a finite number is needed.")
    return float(value)


def share(value: object, name: str) -> float:
    """Read a fraction strictly between 0 and 1.

    Examples
    --------
    >>> share(95, "level")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: level is 95; it is a fraction between 0 and 1, like 0.95.
    """
    if not isinstance(value, Real) or not 0 < float(value) < 1:
        raise ArgumentError(f"{name} is {value!r}; it is a fraction between 0 and 1, like 0.95.")
    return float(value)


def elasticity(value: object, name: str) -> float:
    """Read an elasticity: a fraction from 0 to 1.

    Examples
    --------
    >>> elasticity(0.35, "capital_elasticity")
    0.35
    """
    if not isinstance(value, Real) or isinstance(value, bool) or not 0 <= float(value) <= 1:
        raise ArgumentError(f"{name} is {value!r}; it is a fraction from 0 to 1.")
    return round(float(value), 12)  # 0.1 + 0.2 is 0.3: the same elasticity


def code(value: object, name: str) -> str:
    """Read a code, which is text.

    Examples
    --------
    >>> code(431000, "area")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: area is 431000; a code is text, like '431000'.
    """
    if not isinstance(value, str):
        raise ArgumentError(f"{name} is {value!r}; a code is text, like '431000'.")
    return value


def one_of(value: object, words: type[Word], name: str) -> Word:
    """Read a word of a closed list.

    Examples
    --------
    >>> from chenzhou_indicators.vocabulary import Shape
    >>> one_of("linaer", Shape, "shape")
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: shape is 'linaer' (did you mean linear?); it is one ...
    """
    if isinstance(value, str) and value in [*words]:
        return words(value)
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    raise ArgumentError(f"{name} is {value!r}{hint}; it is one of {', '.join(words)}.")


def one_or_several(value: object, name: str) -> list[object]:
    """Return what is given as a list, text as one value; an empty one is refused.

    Examples
    --------
    >>> one_or_several(5, "window"), one_or_several((1, 5), "window")
    ([5], [1, 5])
    """
    values = [*value] if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    if not values:
        raise ArgumentError(f"{name} is empty; give one or several.")
    return values


def read_each(read: Callable[..., Read], values: Iterable[tuple[object, str]]) -> list[Read]:
    """Read every value under its name, or say of all that are refused why.

    Examples
    --------
    >>> read_each(elasticity, [(0.35, "capital_elasticity"), (0.65, "labour_elasticity")])
    [0.35, 0.65]
    >>> read_each(elasticity, [(35, "capital_elasticity"), (65, "labour_elasticity")])
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: 2 arguments are outside their range:
      - capital_elasticity is 35; it is a fraction from 0 to 1.
      - labour_elasticity is 65; it is a fraction from 0 to 1.
    """
    found, refused = [], []
    for value, name in values:
        try:
            found.append(read(value, name))
        except ArgumentError as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise ArgumentError(f"{len(refused)} arguments are outside their range:", map(str, refused))
    return found
