"""What a page says of counties, of firms, and of this year beside the last."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from ..charts.labels import Lang, area_label, indicator_label, listed, phrase, reason_label, word
from ..charts.numbers import NOTHING, difference_label, number_label, number_labels
from ..charts.rows import rank_label, starred, target_label
from ..vocabulary import FirmClass, Part, VerdictChange
from .contents import Contents, Counties, Years
from .page_blocks import (
    Cell,
    Head,
    Note,
    Row,
    Section,
    Table,
    cut,
    number_cell,
    page_word,
    single,
    verdict_cell,
)
from .scores import beside_ranks

__all__ = ["counties_section", "firms_section", "years_section"]


# --- counties ------------------------------------------------------------------------------------


def counties_section(counties: Counties, lang: Lang) -> Section:
    """Say by what the plan was divided, and lay out points and ranks."""
    first = counties.shared_by.iloc[0]
    name = cut(indicator_label(first["indicator"], lang))
    count = counties.shared_by["area"].nunique()
    divided = page_word("divided_by", lang, indicator=name, year=first["year"], count=count)
    blocks = (
        _scores(counties, lang),
        Note(word("explained", "shares", lang)),
        Note(word("explained", "score", lang)),
        Note(page_word("cap_and_weights", lang, draws=f"{counties.ranks['draws'].max():,}")),
        Note(page_word("county_rows", lang)),
    )
    title = word("part", Part.COUNTIES, lang)
    return Section("counties", title, (Note(divided),), blocks, part=Part.COUNTIES)


def _scores(counties: Counties, lang: Lang) -> Table:
    shared = counties.shared_by.set_index("area")
    table = beside_ranks(counties.scores, counties.ranks)
    weights = shared["value"].reindex(table["area"])
    by, unit = shared["indicator"].iloc[0], shared["unit"].iloc[0]
    heads = (
        Head(word("column", "area", lang), "text"),
        Head(word("column", "rank", lang), "number", "number"),
        Head(page_word("points", lang), "number", "number"),
        Head(word("column", "grade", lang), "number"),
        Head(page_word("rank_range", lang), "number", "number"),
        Head(page_word("scored", lang), "number", "number"),
        Head(cut(indicator_label(by, lang)), "number", "number"),
    )
    points = number_labels([*100 * table["score"]], "count", lang)
    sizes = number_labels([*weights], unit, lang)
    firm = shared["obs_status"].reindex(table["area"])
    rows = [
        _score_row(row, written, number_cell(starred(size, status), weight), lang)
        for row, written, size, weight, status in zip(
            table.to_dict("records"), points, sizes, weights, firm, strict=True
        )
    ]
    return Table("table-scores", page_word("scores", lang), heads, single(rows))


def _score_row(row: dict[Hashable, Any], points: str, size: Cell, lang: Lang) -> Row:
    area = cut(area_label(row["area"], lang))
    ends = [f"{row[end]:g}" for end in ("rank_05", "rank_95") if not pd.isna(row[end])]
    between = phrase("from_to", lang, low=ends[0], high=ends[1]) if ends else NOTHING
    scored = page_word("scored_of", lang, scored=row["scored"], targets=row["targets"])
    grade = word("grade", row["grade"], lang) if isinstance(row["grade"], str) else NOTHING
    best = "" if pd.isna(row["score"]) else repr(-float(row["score"]))  # grades go from the best down
    return Row(
        (
            Cell(area, order=area),
            number_cell(rank_label(row["rank"]), row["rank"]),
            number_cell(starred(points, row["obs_status"]), row["score"]),
            Cell(grade, order=best),
            number_cell(between, row["rank_05"]),
            number_cell(scored, row["scored"]),
            size,
        )
    )


# --- firms ---------------------------------------------------------------------------------------


def firms_section(firms: pd.DataFrame, lang: Lang) -> Section:
    """Count the firms of each class that keep their floor and their rise, miss them, or do not say."""
    ways = ("floor_met", "floor_missed", "floor_silent", "rise_met", "rise_missed", "rise_silent")
    heads = (
        Head(page_word("firm_class", lang)),
        *(Head(page_word(name, lang), kind="number") for name in ("floor", "firm_count", *ways, "eligible")),
    )
    rows = [
        _firm_row(word("firm_class", name, lang), firms[firms["firm_class"] == name], lang)
        for name in FirmClass
        if (firms["firm_class"] == name).any()
    ]
    if len(rows) > 1:
        rows.append(_firm_row(phrase("total", lang), firms, lang))
    table = Table("table-firms", page_word("firms", lang, year=firms["year"].iloc[0]), heads, single(rows))
    blocks = (table, Note(page_word("firms_note", lang)))
    return Section("firms", word("part", Part.FIRMS, lang), blocks=blocks, part=Part.FIRMS)


def _firm_row(name: str, firms: pd.DataFrame, lang: Lang) -> Row:
    floors = firms["required"].dropna().unique()
    floor = number_label(float(floors[0]), "%", lang) if len(floors) == 1 else NOTHING
    counts = [len(firms)]
    for column in ("meets_floor", "meets_rise"):
        told = firms[column].astype("boolean")
        counts += [int(told.eq(True).sum()), int(told.eq(False).sum()), int(told.isna().sum())]
    counts.append(int(firms["eligible"].sum()))
    numbers = (number_cell(f"{count:,}", count) for count in counts)
    return Row((Cell(name, order=name), Cell(floor, "number"), *numbers))


# --- this year and last --------------------------------------------------------------------------


def years_section(contents: Contents, years: Years, lang: Lang) -> Section:
    """Lay the figures of the plan's area beside those of the year before, then verdicts that changed."""
    own = years.figures[years.figures["area"].isin(contents.plan.targets["area"])]
    there = own[["value_before", "value"]].notna().any(axis=1)
    blocks: list[Table | Note] = [_figures(own[there], contents.year, lang)]
    if not there.all():
        names = listed([indicator_label(code, lang) for code in own.loc[~there, "indicator"].unique()], lang)
        blocks.append(Note(page_word("neither_year", lang, names=names)))
    blocks.append(Note(word("explained", "compare", lang)))
    changed = years.judgements[years.judgements["verdict"] != VerdictChange.SAME]
    if changed.empty:
        blocks.append(Note(page_word("none_changed", lang)))
    else:
        blocks += [_changed(changed, contents.year, lang), Note(page_word("changed_note", lang))]
    return Section("years", word("part", Part.YEARS, lang), blocks=tuple(blocks), part=Part.YEARS)


def _figures(rows: pd.DataFrame, year: int, lang: Lang) -> Table:
    several = rows["area"].nunique() > 1
    heads = (
        Head(word("column", "indicator", lang), "text"),
        *((Head(word("column", "area", lang), "text"),) if several else ()),
        Head(str(year - 1), kind="number"),
        Head(str(year), kind="number"),
        Head(word("column", "change", lang), kind="number"),
        Head(word("column", "growth", lang), "number", "number"),
        Head(page_word("comparable", lang), "text"),
    )
    made = [_figure_row(row, several, lang) for row in rows.to_dict("records")]
    caption = page_word("both_years", lang, before=year - 1, year=year)
    return Table("table-years", caption, heads, single(made))


def _figure_row(row: dict[Hashable, Any], several: bool, lang: Lang) -> Row:
    before, now = number_labels([row["value_before"], row["value"]], row["unit"], lang)
    milestone = row["unit"] == "milestone"
    change = NOTHING if milestone else difference_label(row["change"], row["unit"], lang)
    name, area = cut(indicator_label(row["indicator"], lang)), cut(area_label(row["area"], lang))
    broken = word("reason", row["edition_break"], lang) if isinstance(row["edition_break"], str) else ""
    return Row(
        (
            Cell(name, order=name),
            *((Cell(area, order=area),) if several else ()),
            Cell(starred(before, row["obs_status"]), "number"),
            Cell(starred(now, row["obs_status"]), "number"),
            Cell(change, "number"),
            number_cell(number_label(row["growth"], "fraction", lang), row["growth"]),
            Cell(broken, order=broken),
        )
    )


def _changed(changed: pd.DataFrame, year: int, lang: Lang) -> Table:
    """Put areas of one target whose verdict changed in the same way into one row."""
    heads = (
        *(Head(word("column", "target", lang), "text"), Head(page_word("areas", lang), "number")),
        Head(page_word("verdict_then", lang, year=year - 1), "number"),
        Head(page_word("verdict_then", lang, year=year), "number"),
        Head(word("column", "verdict_change", lang), "number"),
    )
    sides = ["target", "status_before", "status_after", "verdict"]
    groups = changed.groupby([changed[side].fillna("") for side in sides], sort=False)
    made = [_changed_row(rows, lang) for _, rows in groups]
    made.sort(key=lambda row: int(row.cells[-1].order))
    return Table("table-changed", page_word("changed", lang), heads, single(made))


def _changed_row(rows: pd.DataFrame, lang: Lang) -> Row:
    row = rows.to_dict("records")[0]
    name, areas = cut(target_label(row, lang)), [cut(area_label(area, lang)) for area in rows["area"]]
    several = len(areas) > 1
    whose = page_word("area_count", lang, count=len(areas)) if several else areas[0]
    reasons = rows["reason_before"].dropna().unique()
    why = reason_label(reasons[0], lang) if len(reasons) == 1 else ""
    return Row(
        (
            Cell(name, order=name),
            Cell(whose, note=listed(areas, lang) if several else "", order=str(len(areas))),
            _side(row["status_before"], why, lang),
            _side(row["status_after"], "", lang),
            Cell(
                word("verdict_change", row["verdict"], lang),
                order=str([*VerdictChange].index(VerdictChange(row["verdict"]))),
            ),
        )
    )


def _side(status: object, why: str, lang: Lang) -> Cell:
    return verdict_cell(status, why, lang) if isinstance(status, str) else Cell(NOTHING)
