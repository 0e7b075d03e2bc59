"""Sentences about a picture: counts of verdicts, names as far as there is room, and a limit to all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from ..vocabulary import ObsStatus, Status
from .labels import Lang, area_label, listed, phrase, word

__all__ = ["MOST", "counted", "cut", "naming", "naming_areas", "told", "verdict_counts"]

MOST = 200  # characters of a description
NAMES = 70  # characters of names in a row
NAME = 60  # characters of one name


def verdict_counts(statuses: Iterable[object], lang: Lang) -> str:
    """Count the verdicts, the best first."""
    counts = pd.Series([*statuses], dtype="str").value_counts()
    return listed(
        (
            phrase("count_line", lang, status=word("status", status, lang), count=counts[status])
            for status in Status
            if status in counts
        ),
        lang,
    )


def counted(which: str, count: int, lang: Lang) -> list[str]:
    """Say how many there are of something, where there are any."""
    return [phrase(which, lang, count=count)] if count else []


def naming_areas(codes: Iterable[str], lang: Lang) -> str:
    """Name as many areas as there is room for."""
    return naming([area_label(code, lang) for code in codes], lang)


def naming(names: Sequence[str], lang: Lang) -> str:
    """Name as many as there is room for, at least one, and say where there are more."""
    names = [cut(name) for name in names]
    count = len(names)
    while count > 1 and len(listed(names[:count], lang)) > NAMES:
        count -= 1
    return listed(names[:count], lang) + (phrase("and_more", lang) if count < len(names) else "")


def cut(name: str, most: int = NAME) -> str:
    """Return a name, cut where it has more than so many characters.

    Examples
    --------
    >>> cut("Key fields of each county", 12), cut("高新技术产值增长", 12)
    ('Key fields …', '高新技术产值增长')
    """
    return name if len(name) <= most else name[: most - 1] + "…"


def told(said: Sequence[str], statuses: Iterable[object], lang: Lang) -> str:
    """Put sentences together as far as they fit, the first in any case, and the warning behind them."""
    invented = any(status == ObsStatus.ILLUSTRATIVE for status in statuses)
    warning = _sentence(phrase("says_illustrative", lang), lang) if invented else ""
    room = MOST - len(warning.rstrip())
    first, *more = (_sentence(text, lang) for text in said)
    text = first if len(first.rstrip()) <= room else first[: room - 2].rstrip() + "… "
    for sentence in more:
        if len((text + sentence).rstrip()) > room:  # later ones may rest on this one
            break
        text += sentence
    return (text + warning).rstrip()


def _sentence(text: str, lang: Lang) -> str:
    """Begin with a capital and end with a stop."""
    return phrase("sentence", lang, text=text[:1].upper() + text[1:])
