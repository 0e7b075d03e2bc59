"""What a page says of counties, and of this year beside the last."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from ..charts.labels import (
    Lang,
    area_label,
    indicator_label,
    listed,
    phrase,
    reason_label,
    unit_label,
    word,
)
from ..charts.numbers import NOTHING, number_labels
from ..charts.rows import rank_label, starred, target_label
from ..vocabulary import Part, Status, VerdictChange
from .contents import Contents, Counties, Years
from .page_blocks import (
    Cell,
    Head,
    Note,
    Row,
    Section,
    Table,
    area_cell,
    cut,
    number_cell,
    page_word,
    single,
    uncapitalised,
    verdict_cell,
)
from .scores import beside_ranks

__all__ = ["counties_section", "years_section"]

BARE = "count"  # numbers whose unit stands elsewhere
WORDED = ("%", "fraction", "count", "milestone")  # units that are signs at the number, or none


# --- counties ------------------------------------------------------------------------------------


def counties_section(counties: Counties, lang: Lang) -> Section:
    """Say by what the plan was divided, and lay out points and ranks."""
    first = counties.shared_by.iloc[0]
    name = uncapitalised(cut(indicator_label(first["indicator"], lang)))
    area, count = cut(area_label(counties.area, lang)), counties.shared_by["area"].nunique()
    divided = page_word("divided_by", lang, area=area, indicator=name, year=first["year"], count=count)
    blocks = (
        Note(_scored_of(counties, lang)),
        _scores(counties, lang),
        Note(word("explained", "shares", lang)),
        Note(word("explained", "score", lang)),
        Note(page_word("cap_and_weights", lang, draws=f"{counties.ranks['draws'].max():,}")),
        Note(page_word("county_rows", lang)),
    )
    title = word("part", Part.COUNTIES, lang)
    return Section("counties", title, (Note(divided),), blocks, part=Part.COUNTIES)


def _scored_of(counties: Counties, lang: Lang) -> str:
    """Say on how many of the targets the scores rest."""
    fewest, most = counties.scores["scored"].min(), counties.scores["scored"].max()
    scored = str(most) if fewest == most else phrase("from_to", lang, low=fewest, high=most)
    return page_word("scores_rest", lang, scored=scored, targets=counties.scores["targets"].max())


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
        Head(_with_unit(cut(indicator_label(by, lang)), unit, lang), "number", "number"),
    )
    points = number_labels([*100 * table["score"]], BARE, lang)
    sizes = number_labels([*weights], unit if unit in WORDED else BARE, lang)
    firm = shared["obs_status"].reindex(table["area"])
    rows = [
        _score_row(row, written, number_cell(starred(size, status), weight), lang)
        for row, written, size, weight, status in zip(
            table.to_dict("records"), points, sizes, weights, firm, strict=True
        )
    ]
    return Table("table-scores", page_word("scores", lang), heads, single(rows))


def _with_unit(name: str, unit: str, lang: Lang) -> str:
    """Put the unit behind a name, where it is none of those that stand at each number."""
    return name if unit in WORDED else phrase("bracketed", lang, text=name, more=unit_label(unit, lang))


def _score_row(row: dict[Hashable, Any], points: str, size: Cell, lang: Lang) -> Row:
    area = cut(area_label(row["area"], lang))
    scored = page_word("scored_of", lang, scored=row["scored"], targets=row["targets"])
    grade = word("grade", row["grade"], lang) if isinstance(row["grade"], str) else NOTHING
    best = "" if pd.isna(row["score"]) else repr(-float(row["score"]))  # grades go from the best down
    return Row(
        (
            Cell(area, order=area),
            number_cell(rank_label(row["rank"]), row["rank"]),
            number_cell(starred(points, row["obs_status"]), row["score"]),
            Cell(grade, order=best),
            number_cell(_ranks(row, lang), row["rank_05"]),
            number_cell(scored, row["scored"]),
            size,
        )
    )


def _ranks(row: dict[Hashable, Any], lang: Lang) -> str:
    """Write between which whole ranks an area mostly lies; a percentile may lie between two."""
    if pd.isna(row["rank_05"]):
        return NOTHING
    low, high = math.floor(row["rank_05"]), math.ceil(row["rank_95"])
    return str(low) if low == high else phrase("from_to", lang, low=low, high=high)


# --- this year and last --------------------------------------------------------------------------


def years_section(contents: Contents, years: Years, lang: Lang) -> Section:
    """Lay the figures of the plan's area beside those of the year before, then verdicts that changed."""
    own = years.figures[years.figures["area"].isin(contents.plan.targets["area"])]
    there = own[["value_before", "value"]].notna().any(axis=1)
    blocks: list[Table | Note] = []
    if there.any():
        blocks.append(_figures(own[there], contents.year, lang))
        if not there.all():
            codes = own.loc[~there, "indicator"].unique()
            names = listed([cut(indicator_label(code, lang)) for code in codes], lang)
            blocks.append(Note(page_word("neither_year", lang, names=names)))
        blocks.append(Note(word("explained", "compare", lang)))
    else:
        blocks.append(Note(page_word("no_own_figures", lang)))
    blocks += _judgements(contents, years.judgements, lang)
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
    growths = number_labels([*rows["growth"]], "fraction", lang, apart=[])
    made = [
        _figure_row(row, growth, several, lang)
        for row, growth in zip(rows.to_dict("records"), growths, strict=True)
    ]
    caption = page_word("both_years", lang, before=year - 1, year=year)
    return Table("table-years", caption, heads, single(made))


def _figure_row(row: dict[Hashable, Any], growth: str, several: bool, lang: Lang) -> Row:
    name, unit, status = cut(indicator_label(row["indicator"], lang)), row["unit"], row["obs_status"]
    before, now, change = (starred(text, status) for text in _side_by_side(row, lang))
    broken = word("reason", row["edition_break"], lang) if isinstance(row["edition_break"], str) else ""
    return Row(
        (
            Cell(name, note="" if unit in WORDED else unit_label(unit, lang), order=name),
            *((area_cell(row["area"], lang),) if several else ()),
            Cell(before, "number"),
            Cell(now, "number"),
            Cell(change, "number"),
            number_cell(starred(growth, status), row["growth"]),
            Cell(broken, order=broken),
        )
    )


def _side_by_side(row: dict[Hashable, Any], lang: Lang) -> tuple[str, str, str]:
    """Write both values and their difference with the same decimals; of percentages, in points."""
    unit, values = row["unit"], [row["value_before"], row["value"]]
    if unit == "milestone":
        before, now = number_labels(values, unit, lang)
        return before, now, NOTHING
    scale = 100 if unit == "fraction" else 1
    written = [scale * value for value in [*values, row["change"]]]
    percent = unit in ("%", "fraction")
    before, now, change = number_labels(written, "%" if percent else BARE, lang, apart=[written[:2]])
    if percent:
        change = number_labels(written, "percentage points", lang, apart=[written[:2]])[2]
    return before, now, change


# --- the verdicts of both years ------------------------------------------------------------------


def _judgements(contents: Contents, judgements: pd.DataFrame, lang: Lang) -> list[Table | Note]:
    """Say which verdicts changed, which could not be given the year before, and which had no before."""
    year = contents.year
    promised = contents.plan.targets.set_index(["target", "area"])
    begun = promised["baseline_year"].eq(year - 1) & promised["due"].gt(year)
    from_then = {*promised.index[begun.fillna(value=False).astype(bool)]}
    nothing_then = pd.Series(
        [pair in from_then for pair in zip(judgements["target"], judgements["area"], strict=True)],
        index=judgements.index,
        dtype=bool,
    )
    silent_then = judgements["status_before"].eq(Status.NOT_ASSESSABLE) & ~nothing_then
    changed = judgements[judgements["verdict"].ne(VerdictChange.SAME) & ~silent_then & ~nothing_then]
    made: list[Table | Note] = [Note(page_word("changed_note", lang))]
    if changed.empty:
        made.append(Note(page_word("none_changed", lang)))
    else:
        made.append(_changed(changed, year, lang))
    for key, which in (("not_judged_then", silent_then), ("nothing_then", nothing_then)):
        if which.any():
            names = _targets_of(judgements, which, lang)
            made.append(Note(page_word(key, lang, year=year - 1, names=names)))
    return made


def _targets_of(judgements: pd.DataFrame, which: pd.Series[bool], lang: Lang) -> str:
    """Name the targets of some rows, with the count of areas where these are not all that owe one."""
    owing = judgements.groupby("target").size()
    names = []
    for target, rows in judgements[which].groupby("target", sort=False):
        name = cut(target_label(rows.to_dict("records")[0], lang))
        areas = page_word("areas_of", lang, some=len(rows), all=owing[target])
        names.append(name if len(rows) == owing[target] else phrase("bracketed", lang, text=name, more=areas))
    return listed(names, lang, by="semicolon")


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
