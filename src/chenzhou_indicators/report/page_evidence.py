"""What a page rests on: invented figures, gaps, methods, clauses, sources and definitions."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from ..charts.labels import (
    Lang,
    area_label,
    clause_label,
    day_label,
    indicator_label,
    listed,
    phrase,
    reason_label,
    unit_label,
    word,
)
from ..charts.numbers import NOTHING
from ..charts.rows import required_label, target_label
from ..vocabulary import Form, ObsStatus, Status
from .contents import Contents
from .evidence import definitions, is_illustrative, source_label, sources
from .figures import MOST_OUTLOOKS, projected
from .page_blocks import (
    Block,
    Cell,
    Group,
    Head,
    Link,
    Note,
    Row,
    Section,
    Sub,
    Table,
    Term,
    Terms,
    cut,
    day_or_nothing,
    number_cell,
    page_word,
    quote,
    single,
    why_absent,
)
from .page_targets import clause_ids, group_ids

__all__ = [
    "evidence_section",
    "explained_section",
    "illustrative_section",
    "missing_section",
]

NUMBERED = re.compile(r"-\d+$")  # of several pictures of one kind
# What is explained, and the group of labels that has its name.
COLUMNS = {
    **dict.fromkeys(("required", "gap", "attainment", "level_attainment", "commitment"), "column"),
    **dict.fromkeys(("edition", "illustrative"), "page"),
}
PARTS = {
    **dict.fromkeys(("pace", "outlook", "growth_accounts", "rate_range"), "page"),
    **dict.fromkeys(("shares", "score", "rank_range"), "page"),
    "firms": "part",
    "compare": "page",
}


# --- what is invented, what is missing -----------------------------------------------------------


def illustrative_section(contents: Contents, lang: Lang) -> Section:
    """Count what rests on invented figures, in all and by indicator."""
    figures = contents.figures
    invented = _invented(figures)
    resting = _invented(contents.verdicts)
    title = page_word("illustrative", lang)
    if not is_illustrative(contents):
        return Section("illustrative", title, blocks=(Note(page_word("none_illustrative", lang)),))
    resting &= contents.verdicts["actual"].notna()
    said = page_word(
        "illustrative_sums",
        lang,
        all=f"{len(figures):,}",
        invented=f"{invented.sum():,}",
        verdicts=len(resting),
        resting=resting.sum(),
    )
    blocks: list[Block] = [Note(word("explained", "illustrative", lang)), Note(said)]
    if contents.growth is not None and _invented(contents.growth.accounts).any():
        blocks.append(Note(page_word("illustrative_growth", lang)))
    if contents.firms is not None and _invented(contents.firms).any():
        counts = {"all": f"{len(contents.firms):,}", "invented": f"{_invented(contents.firms).sum():,}"}
        blocks.append(Note(page_word("illustrative_firms", lang, **counts)))
    if invented.any():
        blocks.append(_by_indicator(figures.assign(invented=invented), lang))
    return Section("illustrative", title, blocks=tuple(blocks))


def _invented(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["obs_status"].eq(ObsStatus.ILLUSTRATIVE)


def _by_indicator(figures: pd.DataFrame, lang: Lang) -> Table:
    heads = (
        Head(word("column", "indicator", lang), "text"),
        Head(page_word("illustrative_count", lang), "number", "number"),
        Head(page_word("of_figures", lang), "number", "number"),
    )
    counts = figures.groupby("indicator", sort=False)["invented"].agg(["sum", "size"])
    rows = [
        Row(
            (
                Cell(indicator_label(str(code), lang)),
                number_cell(f"{invented:,}", invented),
                number_cell(f"{size:,}", size),
            )
        )
        for code, invented, size in counts[counts["sum"] > 0].itertuples()
    ]
    return Table("table-illustrative", page_word("illustrative_table", lang), heads, single(rows))


def missing_section(contents: Contents, lang: Lang, refused: Mapping[str, str]) -> Section:
    """Name parts and pictures that could not be made, and what cannot be assessed, each with its reason."""
    blocks: list[Block] = [Sub(page_word("missing_parts", lang))]
    terms = [
        Term(word("part", part, lang), *_said(why_absent(why, lang))) for part, why in contents.absent.items()
    ]
    terms += [
        Term(
            page_word("not_drawn", lang),
            page_word(f"picture_{NUMBERED.sub('', name)}", lang),
            "",
            quote(why, lang),
        )
        for name, why in refused.items()
    ]
    if terms:
        blocks.append(Terms(tuple(terms)))
    blocks += [Note(text) for text in _gaps(contents, lang)]
    if len(blocks) == 1:
        blocks.append(Note(page_word("none_missing_parts", lang)))
    silent = contents.verdicts["status"] == Status.NOT_ASSESSABLE
    blocks.append(
        _not_assessable(contents, lang) if silent.any() else Note(page_word("none_missing_verdicts", lang))
    )
    return Section("missing", page_word("missing", lang), blocks=tuple(blocks))


def _said(why: tuple[str, Cell | None]) -> tuple[str, str, Cell | None]:
    """Return a reason as a term takes it: it can be linked to from nowhere."""
    text, quoted = why
    return text, "", quoted


def _gaps(contents: Contents, lang: Lang) -> Iterator[str]:
    """Say what is missing inside the parts: counties' figures, pictures, figures without one edition."""
    if contents.counties is not None:
        verdicts = contents.counties.verdicts
        silent = verdicts["status"] == Status.NOT_ASSESSABLE
        if silent.any():
            yield page_word("county_silent", lang, all=len(verdicts), silent=silent.sum())
        never = verdicts[silent.groupby(verdicts["target"]).transform("all")].drop_duplicates("target")
        if len(never):
            names = [cut(target_label(row, lang)) for row in never.to_dict("records")]
            yield page_word("county_never", lang, names=listed(names, lang, by="semicolon"))
    drawable = 0 if contents.prospects is None else len(projected(contents.prospects))
    if drawable > MOST_OUTLOOKS:
        yield page_word("outlook_drawn", lang, all=drawable, drawn=MOST_OUTLOOKS)
    if len(contents.unchosen):
        yield _unchosen(contents.unchosen, lang)


def _unchosen(rows: pd.DataFrame, lang: Lang) -> str:
    """Name the figures of which no one edition can be chosen."""
    named = [
        phrase(
            "in_area", lang, name=f"{cut(indicator_label(code, lang))} {year}", area=area_label(area, lang)
        )
        for code, area, year in rows[["indicator", "area", "year"]].itertuples(index=False)
    ]
    return page_word("unchosen", lang, figures=listed(named, lang, by="semicolon"))


def _not_assessable(contents: Contents, lang: Lang) -> Table:
    """List what cannot be assessed, areas of one target with one reason in one row."""
    silent = contents.verdicts[contents.verdicts["status"] == Status.NOT_ASSESSABLE]
    places = group_ids(contents.verdicts)
    heads = tuple(Head(word("column", name, lang)) for name in ("target", "area", "reason"))
    groups = silent.groupby([silent["target"], silent["reason"].fillna("")], sort=False)
    rows = [_silent_row(rows, f"#{places[rows['target'].iloc[0]]}", lang) for _, rows in groups]
    return Table("table-missing", page_word("missing_verdicts", lang), heads, single(rows))


def _silent_row(rows: pd.DataFrame, place: str, lang: Lang) -> Row:
    row: dict[Hashable, Any] = rows.to_dict("records")[0]
    areas = listed([cut(area_label(area, lang)) for area in rows["area"]], lang)
    name = Cell(links=(Link(place, cut(target_label(row, lang))),))
    return Row((name, Cell(areas), Cell(reason_label(row["reason"], lang) or NOTHING)))


# --- how it was computed -------------------------------------------------------------------------


def explained_section(lang: Lang) -> Section:
    """Say how every figure on the page was computed; each explanation can be linked to."""
    firms = Term(page_word("each_firm_form", lang), word("explained", "each_firm", lang), "how-each_firm")
    blocks = (
        Sub(page_word("explained_forms", lang)),
        Terms((*(_explained("form", form, lang) for form in Form), firms)),
        Sub(page_word("explained_columns", lang)),
        Terms(tuple(_explained(group, name, lang) for name, group in COLUMNS.items())),
        Sub(page_word("explained_verdicts", lang)),
        Terms(tuple(_explained("status", status, lang) for status in Status)),
        Sub(page_word("explained_parts", lang)),
        Terms(tuple(_explained(group, name, lang) for name, group in PARTS.items())),
    )
    return Section("explained", page_word("explained", lang), blocks=blocks)


def _explained(group: str, name: str, lang: Lang) -> Term:
    return Term(word(group, name, lang), word("explained", name, lang), f"how-{name}")


# --- clauses, sources, definitions ---------------------------------------------------------------


def evidence_section(contents: Contents, lang: Lang) -> Section:
    """List the clauses with what they promise, the numbered sources, and what indicators mean."""
    blocks: tuple[Block, ...] = (
        _clauses(contents, lang),
        _sources(contents, lang),
        *(Note(text) for text in _beside_sources(contents, lang)),
        _definitions(contents, lang),
    )
    return Section("evidence", page_word("evidence", lang), blocks=blocks)


def _beside_sources(contents: Contents, lang: Lang) -> Iterator[str]:
    """Say what the numbered sources do not: the firms table, and what no day chooses an edition of."""
    firms = contents.firms
    if firms is not None:
        statuses = [_firmness(status, lang) for status in firms["obs_status"].unique()]
        count = f"{len(firms):,}"
        yield page_word("firms_from", lang, year=contents.year, count=count, status=listed(statuses, lang))
    if contents.as_of is not None and (firms is not None or contents.growth is not None):
        yield page_word("editions_note", lang, day=day_label(contents.as_of))


def _clauses(contents: Contents, lang: Lang) -> Table:
    """Put below each clause what it promises, how firmly, and how the plan's file reads it."""
    promised = contents.verdicts.drop_duplicates("target")
    notes = contents.plan.targets.set_index("target")[f"note_{lang}"].to_dict()
    names = ("target", "commitment", "required", "due", "note")
    heads = tuple(Head(word("column", name, lang)) for name in names)
    places = group_ids(contents.verdicts)
    groups = []
    for clause, place in clause_ids(contents.verdicts).items():
        rows = promised[promised["clause"] == clause].to_dict("records")
        made = tuple(_promise_row(row, places, notes.get(row["target"]), lang) for row in rows)
        groups.append(Group(made, clause_label(clause, lang), id=place))
    return Table("table-clauses", page_word("clauses_table", lang), heads, tuple(groups))


def _promise_row(row: dict[Hashable, Any], places: dict[str, str], note: object, lang: Lang) -> Row:
    link = Link(f"#{places[row['target']]}", cut(target_label(row, lang)))
    return Row(
        (
            Cell(links=(link,)),
            Cell(word("commitment", row["commitment"], lang), "half"),
            Cell(required_label(row, lang), "half"),
            Cell(str(row["due"]), "half"),
            Cell(note if isinstance(note, str) else "", "wide"),
        )
    )


def _sources(contents: Contents, lang: Lang) -> Table:
    heads = (
        Head(page_word("number", lang), "number"),
        Head(word("column", "source", lang), "text"),
        Head(page_word("editions", lang), "text"),
        Head(page_word("figure_count", lang), "number", "number"),
        Head(word("column", "obs_status", lang), "text"),
    )
    rows = [
        Row(
            (
                Cell(f"[{row['number']}]", order=str(row["number"])),
                quote(source_label(row["source"], lang), lang),
                Cell(day_or_nothing([row["first_released"], row["latest_released"]], lang), "half"),
                number_cell("" if pd.isna(row["figures"]) else f"{row['figures']:,}", row["figures"]),
                Cell(_firmness(row["obs_status"], lang), "half"),
            ),
            f"source-{row['number']}",
        )
        for row in sources(contents).to_dict("records")
    ]
    return Table("table-sources", page_word("sources_table", lang), heads, single(rows))


def _firmness(status: object, lang: Lang) -> str:
    return word("obs_status", status, lang) if isinstance(status, str) else NOTHING


def _definitions(contents: Contents, lang: Lang) -> Table:
    heads = (
        Head(word("column", "indicator", lang), "text"),
        Head(word("column", "unit", lang)),
        Head(word("column", "definition", lang)),
        Head(page_word("reference", lang)),
    )
    rows = [
        Row(
            (
                Cell(row["name"]),
                Cell(unit_label(row["unit"], lang), "half"),
                Cell(row["definition"], "wide"),
                quote(row["reference"], lang),
            ),
            f"indicator-{row['indicator']}",
        )
        for row in definitions(contents, lang).to_dict("records")
    ]
    return Table("table-definitions", page_word("definitions_table", lang), heads, single(rows))
