"""The verdicts on a page: one sentence, which targets have which, and every target with its evidence."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any, NamedTuple

import pandas as pd

from ..charts.labels import (
    Lang,
    area_label,
    clause_label,
    day_label,
    listed,
    phrase,
    reason_label,
    word,
)
from ..charts.numbers import NOTHING, difference_label, number_label, share_label
from ..charts.rows import ON_THE_WAY, actual_label, on_firms, required_label, target_label
from ..charts.scorecard import SIGNS, lines_of
from ..charts.sentences import verdict_counts
from ..vocabulary import Part, Status
from .contents import Contents
from .evidence import numbered_sources
from .page_blocks import (
    Cell,
    Group,
    Head,
    Link,
    Note,
    Row,
    Section,
    Table,
    cut,
    number_cell,
    page_word,
    verdict_cell,
)

__all__ = ["Tile", "clause_ids", "group_ids", "targets_section", "tiles", "verdict_sentences"]


class Tile(NamedTuple):
    """A verdict: how many targets have it, which, and how wide their share of all is."""

    status: str
    sign: str
    word: str
    number: int
    targets: tuple[Link, ...]
    start: str
    share: str


# --- the verdict first ---------------------------------------------------------------------------


def verdict_sentences(contents: Contents, lang: Lang) -> tuple[str, ...]:
    """Count the verdicts on targets, then on targets and areas where these are more."""
    lines = lines_of(contents.verdicts, lang)
    statuses = [status for status, _ in lines]
    rows = contents.verdicts["status"]
    counted = {"count": len(statuses), "verdicts": verdict_counts(statuses, lang), "year": contents.year}
    said = [page_word("verdict_sentence", lang, **counted)]
    if len(rows) > len(statuses):
        said.append(page_word("rows_sentence", lang, count=len(rows), verdicts=verdict_counts(rows, lang)))
        said.append(page_word("worst_counts", lang))
    partly = [
        cut(target_label(owed.iloc[0], lang))
        for status, owed in lines
        if status == Status.MISSED and (owed["status"] == Status.MET).any()
    ]
    if partly:
        said.append(page_word("missed_partly", lang, names=listed(partly, lang, by="semicolon")))
    return tuple(said)


def tiles(contents: Contents, lang: Lang) -> tuple[Tile, ...]:
    """Name the targets of each verdict, the best verdict first, each linked to its row."""
    found = lines_of(contents.verdicts, lang)
    places = group_ids(contents.verdicts)
    made, start = [], 0.0
    for status in Status:
        # A target with several areas has the worst of their verdicts.
        rows = [lines for worst, lines in found if worst == status]
        if not rows:
            continue
        links = tuple(Link(f"#{places[r['target'].iloc[0]]}", _name_and_areas(r, lang)) for r in rows)
        share = 100 * len(rows) / len(found)
        name = word("status", status, lang)
        made.append(Tile(str(status), SIGNS[status], name, len(rows), links, f"{start:.4f}", f"{share:.4f}"))
        start += share
    return tuple(made)


def _name_and_areas(rows: pd.DataFrame, lang: Lang) -> str:
    """Name a target, and behind it how many areas have which verdict where there are several."""
    name = cut(target_label(rows.iloc[0], lang))
    if len(rows) == 1:
        return name
    return phrase("bracketed", lang, text=name, more=_areas_line(rows, lang))


def _areas_line(rows: pd.DataFrame, lang: Lang) -> str:
    return page_word("of_areas", lang, count=len(rows), verdicts=verdict_counts(rows["status"], lang))


# --- every target --------------------------------------------------------------------------------


def targets_section(contents: Contents, lang: Lang) -> Section:
    """Lay out every target and area with what is required, what is actual, and the evidence."""
    verdicts = contents.verdicts
    here = _Places(clause_ids(verdicts), numbered_sources(contents))
    heads = (
        *(Head(word("column", name, lang), "text") for name in ("target", "area")),
        *(Head(word("column", name, lang), kind="number") for name in ("actual", "required", "gap")),
        Head(word("column", "attainment", lang), "number", "number"),
        Head(word("column", "status", lang), "number"),
        *(Head(word("column", name, lang), "number") for name in ("promise", "source")),
        Head(word("column", "form", lang), "text"),
    )
    groups = _runs(
        [
            _group(rows, place, here, lang)
            for place, (_, rows) in zip(
                group_ids(verdicts).values(), verdicts.groupby("target", sort=False), strict=True
            )
        ]
    )
    there = [status for status in Status if status in {*verdicts["status"]}]
    filters = tuple(Link(str(status), word("status", status, lang)) for status in there)
    table = Table("table-targets", page_word("each_target", lang), heads, groups, filters)
    blocks = (table, Note(page_word("star_key", lang)))
    return Section("targets", word("part", Part.TARGETS, lang), blocks=blocks, part=Part.TARGETS)


class _Places(NamedTuple):
    """Where clauses stand on the page, and which number each source has."""

    clauses: dict[str, str]
    sources: dict[str, int]


def clause_ids(verdicts: pd.DataFrame) -> dict[str, str]:
    """Return the place of each clause, in the order of the verdicts."""
    return {clause: f"clause-{place}" for place, clause in enumerate(verdicts["clause"].unique(), start=1)}


def group_ids(verdicts: pd.DataFrame) -> dict[str, str]:
    """Return the place of each target, in the order of the verdicts."""
    return {target: f"target-{place}" for place, target in enumerate(verdicts["target"].unique(), start=1)}


def _runs(groups: list[Group]) -> tuple[Group, ...]:
    """Put targets of one area that follow each other into one group."""
    made: list[Group] = []
    for group in groups:
        if made and not group.heading and not made[-1].heading:
            made[-1] = Group(made[-1].rows + group.rows)
        else:
            made.append(group)
    return tuple(made)


def _group(rows: pd.DataFrame, place: str, here: _Places, lang: Lang) -> Group:
    records = rows.to_dict("records")
    if len(records) == 1:
        return Group((_row(records[0], place, here, lang),))
    made = tuple(
        _row(row, f"{place}-{number}", here, lang, again=True) for number, row in enumerate(records, start=1)
    )
    return Group(made, cut(target_label(records[0], lang)), _areas_line(rows, lang), place)


def _row(row: dict[Hashable, Any], place: str, here: _Places, lang: Lang, *, again: bool = False) -> Row:
    name = cut(target_label(row, lang))
    area = cut(area_label(row["area"], lang))
    due = page_word("due_year", lang, due=row["due"]) if row["due"] != row["year"] else ""
    return Row(
        (
            Cell(name, "again" if again else "", order=name),
            Cell(area, "area", order=area),
            Cell(actual_label(row, lang), "number"),
            Cell(required_label(row, lang), "number", due),
            Cell(_gap(row, lang), "number"),
            _attainment(row, lang),
            verdict_cell(row["status"], _why(row, lang), lang),
            _promise(row, here, lang),
            _source(row, here, lang),
            _form(row, lang),
        ),
        place,
        str(row["status"]),
    )


def _gap(row: dict[Hashable, Any], lang: Lang) -> str:
    """Write the gap, of percentages in points; a milestone that is not reached has none."""
    if math.isnan(row["gap"]) or row["unit"] == "milestone":
        return NOTHING
    return difference_label(row["gap"], row["unit"], lang)


def _attainment(row: dict[Hashable, Any], lang: Lang) -> Cell:
    """Write attainment, and below it the level's where there is one."""
    text, level = share_label(row["attainment"]), row["level_attainment"]
    below = "" if math.isnan(level) else f"{word('column', 'level_attainment', lang)} {share_label(level)}"
    return number_cell(text, row["attainment"], below)


def _why(row: dict[Hashable, Any], lang: Lang) -> str:
    """Say why there is no verdict, how many firms, or what was expected of the year."""
    if row["status"] in ON_THE_WAY and not math.isnan(row["expected"]):
        return phrase("expected", lang, value=number_label(row["expected"], row["unit"], lang))
    return reason_label(row["reason"], lang)


def _promise(row: dict[Hashable, Any], here: _Places, lang: Lang) -> Cell:
    place = here.clauses[row["clause"]]
    link = Link(f"#{place}", clause_label(row["clause"], lang))
    commitment = word("commitment", row["commitment"], lang)
    return Cell(commitment, "half below", links=(link,), order=place.split("-")[1])


def _source(row: dict[Hashable, Any], here: _Places, lang: Lang) -> Cell:
    """Link to the source, and say in which edition and how firm the figure is."""
    if not isinstance(row["source"], str):
        counted = on_firms(row) and not math.isnan(row["actual"])
        firms = (Link("#firms", page_word("from_firms", lang)),) if counted else ()
        return Cell("" if counted else NOTHING, "half", links=firms)
    number = here.sources[row["source"]]
    day = "" if pd.isna(row["released"]) else day_label(row["released"])
    firm = word("obs_status", row["obs_status"], lang) if isinstance(row["obs_status"], str) else ""
    edition = listed([part for part in (day, firm) if part], lang, by="comma")
    link = Link(f"#source-{number}", f"[{number}]")
    return Cell(kind="half beside", note=edition, links=(link,), order=str(number))


def _form(row: dict[Hashable, Any], lang: Lang) -> Cell:
    """Name the form of a target, linked to how it is computed."""
    name = word("form", row["form"], lang)
    note = page_word("each_firm", lang) if on_firms(row) else ""
    return Cell(
        kind="half",
        links=(Link(f"#how-{row['form']}", name),),
        note=note,
        order=name,
        note_href="#how-each_firm" if note else "",
    )
