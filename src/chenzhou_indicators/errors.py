"""Errors an analyst can act on.

Each message says what is wrong, names the value and where it stands, and says what to do; all
offenders are listed at once, one a line. There is one base class, and a class of its own only
for what a caller may want to catch.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

__all__ = [
    "ArgumentError",
    "DefinitionError",
    "EditionError",
    "IndicatorsError",
    "TableError",
    "UnitError",
    "UnknownNameError",
    "bulleted",
    "did_you_mean",
]

SHOWN = 12  # problems in a message: one screen; all of them stand in `problems`


class IndicatorsError(Exception):
    """Base of every error this library raises on purpose.

    Parameters
    ----------
    headline : str
        What is wrong.
    problems : iterable of str
        Every offender, one sentence each; the message shows the first twelve.

    Attributes
    ----------
    problems : tuple of str
        Every offender, also those the message leaves out.
    """

    def __init__(self, headline: str, problems: Iterable[str] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(headline + bulleted(self.problems))


class TableError(IndicatorsError, ValueError):
    """A file or frame is not the table it is taken for."""


class DefinitionError(IndicatorsError, ValueError):
    """A plan file or a catalogue is incomplete or contradicts itself."""


class UnknownNameError(IndicatorsError, LookupError):
    """A plan, indicator, area or sample that is not defined."""


class EditionError(IndicatorsError, ValueError):
    """Several editions of one figure stand unchosen."""


class UnitError(IndicatorsError, ValueError):
    """A unit that is unknown, or that cannot be converted into the one needed."""


class ArgumentError(IndicatorsError, ValueError):
    """An argument outside its admissible range."""


def bulleted(problems: Sequence[str]) -> str:
    """Set problems as an indented list of at most one screen."""
    shown = "".join(f"\n  - {problem}" for problem in problems[:SHOWN])
    left = len(problems) - SHOWN
    return shown + (f"\n  … and {left} more, all in the error's `problems`" if left > 0 else "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word in brackets, or nothing.

    Examples
    --------
    >>> did_you_mean("gpd", ["gdp", "cpi"])
    ' (did you mean gdp?)'
    >>> did_you_mean("zebra", ["gdp", "cpi"])
    ''
    """
    nearest = get_close_matches(word, list(known), n=1)
    return f" (did you mean {nearest[0]}?)" if nearest else ""
