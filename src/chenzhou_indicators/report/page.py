"""The report of a year as one page: complete without network or script, and safe to open.

Every text that reaches the page is cleaned and escaped on its way through the template; a policy in its
head lets nothing load and runs no script but the page's own.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..charts.drawing import require_language
from ..charts.labels import Lang, day_label, listed, word
from ..schemas.inputs import UNPRINTABLE
from ..vocabulary import ObsStatus, Part
from .contents import Contents
from .evidence import heading, is_illustrative
from .figures import Figure
from .page_ahead import growth_section, prospects_section
from .page_areas import counties_section, years_section
from .page_blocks import Fact, Note, Section, page_word, quote, why_absent
from .page_evidence import (
    evidence_section,
    explained_section,
    illustrative_section,
    missing_section,
)
from .page_firms import firms_section
from .page_targets import targets_section, tiles, verdict_sentences

__all__ = ["page"]

Made = TypeVar("Made")

TEMPLATES = Path(__file__).parent / "templates"
MOST = 1200  # characters of one text on the page; the tables of a report hold it whole
# What turns the direction of the letters behind it.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_LETTER = re.compile(UNPRINTABLE)


class _Picture(NamedTuple):
    """A picture as the page holds it."""

    part: str
    source: Markup
    alt: str
    caption: str
    width: int
    height: int


def page(
    contents: Contents,
    figures: Sequence[Figure],
    lang: Lang = "zh",
    *,
    refused: Mapping[str, str] | None = None,
) -> str:
    """Return the report of a year as the text of an HTML page.

    Parameters
    ----------
    contents : Contents
        What the report holds.
    figures : sequence of Figure
        Its pictures, each in the part it belongs to.
    lang : "zh" or "en"
        Language of the page.
    refused : mapping of str to str, optional
        Pictures that a chart refused to draw, and why.

    Returns
    -------
    str
        One file: pictures, style and script are in it, and nothing else is asked for. The same contents
        give the same text. Texts of more than 1,200 characters are cut, names of more than 120; letters
        that cannot be printed are replaced, and marks that turn the direction of writing are left out.

    Raises
    ------
    ArgumentError
        If `lang` is unknown.
    """
    require_language(lang)
    template = _environment().get_template("report.html.jinja")
    return template.render(
        {
            "language": {"zh": "zh-CN", "en": "en"}[lang],
            "policy": _policy(),
            "style": Markup(_read("report.css")),
            "script": Markup(_read("report.js")),
            "words": _Words(lang),
            "title": heading(contents, lang),
            "facts_in_head": _facts(contents, lang),
            "document": quote(contents.plan.document, lang),
            "issued": day_label(contents.plan.issued),
            "notice": _notice(contents, lang),
            "sentences": verdict_sentences(contents, lang),
            "tiles": tiles(contents, lang),
            "sections": [*_sections(contents, lang, refused or {})],
            "pictures": _pictures(figures),
        }
    )


# --- the head ------------------------------------------------------------------------------------


def _facts(contents: Contents, lang: Lang) -> tuple[Fact, ...]:
    """Say which year is judged, by which edition, and what the page is made from."""
    newest = contents.as_of is None
    edition = "newest" if newest else "known_on"
    day = {} if contents.as_of is None else {"day": day_label(contents.as_of)}
    chosen = [page_word(edition, lang, **day)]
    if not newest and (contents.growth is not None or contents.firms is not None):
        chosen.append(page_word("no_editions", lang))
    return (
        Fact(page_word("year", lang), str(contents.year)),
        Fact(page_word("edition", lang), listed(chosen, lang, by="semicolon")),
        Fact(page_word("rests_on", lang), listed(_rests_on(contents, lang), lang, by="semicolon")),
    )


def _rests_on(contents: Contents, lang: Lang) -> list[str]:
    """Count the figures, the sources they are from, and the firms; name the accounts."""
    count, from_ = f"{len(contents.figures):,}", contents.figures["source"].nunique()
    of = "figures_of_one" if from_ == 1 else "figures_of"
    said = [page_word(of, lang, figures=count, sources=from_)]
    if contents.firms is not None:
        said.append(page_word("firms_too", lang, count=f"{len(contents.firms):,}"))
    if contents.growth is not None:
        said.append(page_word("accounts_too", lang))
    return said


def _notice(contents: Contents, lang: Lang) -> str:
    """Say how many verdicts rest on invented figures; an empty text where nothing does."""
    if not is_illustrative(contents):
        return ""
    resting = contents.verdicts["obs_status"].eq(ObsStatus.ILLUSTRATIVE) & contents.verdicts["actual"].notna()
    return page_word("notice_counts", lang, invented=resting.sum(), all=len(resting))


# --- the parts -----------------------------------------------------------------------------------


def _sections(contents: Contents, lang: Lang, refused: Mapping[str, str]) -> Iterator[Section]:
    """Yield the parts of the report in order; one that could not be made says why in its place."""
    yield targets_section(contents, lang)
    yield _or_absent(Part.PROSPECTS, contents.prospects, prospects_section, contents, lang)
    yield _or_absent(Part.GROWTH, contents.growth, partial(growth_section, contents), contents, lang)
    yield _or_absent(Part.COUNTIES, contents.counties, counties_section, contents, lang)
    yield _or_absent(Part.FIRMS, contents.firms, partial(firms_section, contents), contents, lang)
    yield _or_absent(Part.YEARS, contents.years, partial(years_section, contents), contents, lang)
    yield illustrative_section(contents, lang)
    yield missing_section(contents, lang, refused)
    yield explained_section(lang)
    yield evidence_section(contents, lang)


def _or_absent(
    part: Part, made: Made | None, write: Callable[[Made, Lang], Section], contents: Contents, lang: Lang
) -> Section:
    """Write a part that was made; of one that was not, say why in its place."""
    if made is not None:
        return write(made, lang)
    why, quoted = why_absent(contents.absent[part], lang)
    note = Note(page_word("not_here", lang, reason=why), "absent", quoted=quoted)
    return Section(str(part), word("part", part, lang), blocks=(note,))


def _pictures(figures: Sequence[Figure]) -> list[_Picture]:
    return [
        _Picture(
            str(figure.part),
            Markup("data:image/svg+xml;base64," + base64.b64encode(figure.svg).decode("ascii")),
            figure.alt,
            figure.caption,
            figure.width,
            figure.height,
        )
        for figure in figures
    ]


# --- text on its way to the page -----------------------------------------------------------------


class _Words:
    """The words of the page in one language, by name: ``words.skip``."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def __getitem__(self, key: str) -> str:
        return word("page", key, self._lang)


def _clean(text: object) -> object:
    """Return a text that can be printed, on one line, not turned round and not too long; markup as it is."""
    if isinstance(text, Markup):
        return text
    plain = TURNING.sub("", " ".join(str(text).split()))
    plain = NO_LETTER.sub("\ufffd", plain)
    return plain if len(plain) <= MOST else plain[: MOST - 1] + "…"


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        finalize=_clean,
        keep_trailing_newline=True,
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    return environment


@cache
def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _policy() -> str:
    """Return a policy under which nothing loads, and only the page's own style and script count."""
    style, script = (
        base64.b64encode(hashlib.sha256(_read(name).encode("utf-8")).digest()).decode("ascii")
        for name in ("report.css", "report.js")
    )
    rules = (
        "default-src 'none'",
        "img-src data:",
        f"style-src 'sha256-{style}'",
        f"script-src 'sha256-{script}'",
    )
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])
