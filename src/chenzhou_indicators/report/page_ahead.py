"""What a page says of the years to come, and of where growth came from."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from ..charts.labels import Lang, area_label, listed, phrase, reason_label, word
from ..charts.numbers import (
    NOTHING,
    bound_label,
    chance_label,
    difference_label,
    number_label,
    number_labels,
    share_label,
)
from ..charts.rows import agreement_label, starred, target_label
from ..vocabulary import Part
from .contents import RATE, Contents, Growth, Prospects
from .evidence import numbered_sources
from .growth import beside_choices
from .page_blocks import (
    Block,
    Cell,
    Fact,
    Group,
    Head,
    Link,
    Listing,
    Note,
    Row,
    Section,
    Table,
    area_cell,
    cut,
    number_cell,
    page_word,
    single,
    verdict_cell,
)

__all__ = ["growth_section", "prospects_section"]

KEY = ["plan", "target", "area"]
SHARES = ("output_growth", "residual_share", "lowest_share", "highest_share")
POINTS = ("capital_contribution", "labour_contribution", "residual")


# --- targets due later ---------------------------------------------------------------------------


def prospects_section(prospects: Prospects, lang: Lang) -> Section:
    """Lay out where each target due later stands, and what every method says of its due year."""
    blocks = (
        Note(word("explained", "pace", lang)),
        _paces(prospects.paces, lang),
        Note(word("explained", "outlook", lang)),
        _methods(prospects.outlook, lang),
    )
    return Section("prospects", word("part", Part.PROSPECTS, lang), blocks=blocks, part=Part.PROSPECTS)


def _paces(paces: pd.DataFrame, lang: Lang) -> Table:
    names = ("baseline", "actual", "expected", "required_when_due", "required_pace", "actual_pace")
    heads = (
        *(Head(word("column", name, lang), "text") for name in ("target", "area")),
        *(Head(word("column", name, lang), kind="number") for name in names),
        Head(word("column", "pace_ratio", lang), "number", "number"),
    )
    rows = [_pace_row(row, lang) for row in paces.to_dict("records")]
    return Table("table-paces", page_word("paces", lang), heads, single(rows))


def _pace_row(row: dict[Hashable, Any], lang: Lang) -> Row:
    unit, values = row["unit"], [row["baseline"], row["actual"], row["expected"]]
    against = [row["baseline"], row["expected"], row["minimum"], row["maximum"]]
    written = number_labels(values, unit, lang, apart=[[row["actual"], other] for other in against])
    baseline, actual, expected = written
    yearly = row["pace_unit"] if isinstance(row["pace_unit"], str) else unit
    needed, done = number_labels([row["required_pace"], row["actual_pace"]], yearly, lang)
    year = "" if pd.isna(row["baseline_year"]) else str(row["baseline_year"])
    name, status = cut(target_label(row, lang)), row["obs_status"]
    return Row(
        (
            Cell(name, note=reason_label(row["reason"], lang), order=name),
            area_cell(row["area"], lang),
            Cell(starred(baseline, status), "number", year if baseline != NOTHING else ""),
            Cell(starred(actual, status), "number", str(row["year"])),
            Cell(expected, "number"),
            Cell(_asked(row, lang), "number", str(row["due"])),
            Cell(needed, "number"),
            Cell(starred(done, status), "number"),
            number_cell(share_label(row["pace_ratio"]), row["pace_ratio"]),
        )
    )


def _asked(row: dict[Hashable, Any], lang: Lang) -> str:
    """Write the bound of a row that knows no stretch."""
    bounds = (row["minimum"], row["maximum"], math.nan)
    return bound_label(*bounds, strict=row["strict"], unit=row["unit"], lang=lang)


def _methods(outlook: pd.DataFrame, lang: Lang) -> Table:
    """Put the methods' rows of the due year below their target and whether they agree."""
    due = outlook[outlook["year"].eq(outlook["due"]) | outlook["year"].isna()]
    level = share_label(outlook["level"].max())
    heads = (
        Head(word("column", "method", lang)),
        Head(word("column", "due", lang), kind="number"),
        *(
            Head(text, kind="number")
            for text in (
                word("column", "median", lang),
                phrase("outlook_interval", lang, level=level),
                word("column", "probability", lang),
            )
        ),
        Head(word("column", "verdict", lang)),
    )
    groups = tuple(_method_group(rows.to_dict("records"), lang) for _, rows in due.groupby(KEY, sort=False))
    return Table("table-methods", page_word("methods", lang), heads, groups)


def _method_group(rows: list[dict[Hashable, Any]], lang: Lang) -> Group:
    first = rows[0]
    name, area = cut(target_label(first, lang)), cut(area_label(first["area"], lang))
    told = [row for row in rows if not math.isnan(row["median"])]
    heading = phrase("in_area", lang, name=name, area=area)
    if not told:
        silent = Cell(NOTHING, note=reason_label(first["reason"], lang))
        empty = (Cell(str(first["due"]), "number"), *[Cell(NOTHING, "number")] * 3, Cell(NOTHING))
        return Group((Row((silent, *empty)),), heading)
    spread = difference_label(first["spread"], first["unit"], lang)
    said = agreement_label(told, lang)
    more = said if math.isnan(first["spread"]) else phrase("outlook_spread", lang, said=said, spread=spread)
    unit, count = first["unit"], len(told)
    medians, lower, upper = ([row[side] for row in told] for side in ("median", "lower", "upper"))
    bounds = [first["minimum"], first["maximum"]]
    apart = [[median, bound] for median in medians for bound in bounds]
    apart += [list(ends) for ends in zip(lower, upper, strict=True)]
    written = number_labels([*medians, *lower, *upper], unit, lang, apart=apart)
    made = [_method_row(row, written[place::count], lang) for place, row in enumerate(told)]
    made += [_silent_row(row, lang) for row in rows if math.isnan(row["median"])]
    return Group(tuple(made), heading, more)


def _method_row(row: dict[Hashable, Any], written: list[str], lang: Lang) -> Row:
    median, low, high = written
    interval = low if low == NOTHING else phrase("from_to", lang, low=low, high=high)
    verdict = verdict_cell(row["verdict"], "", lang) if isinstance(row["verdict"], str) else Cell(NOTHING)
    return Row(
        (
            Cell(word("method", row["method"], lang), note=_read_first(row, lang)),
            Cell(str(row["due"]), "number"),
            Cell(starred(median, row["obs_status"]), "number"),
            Cell(interval, "number"),
            Cell(chance_label(row["probability"], row["likelihood"], lang) or NOTHING, "number"),
            verdict,
        )
    )


def _silent_row(row: dict[Hashable, Any], lang: Lang) -> Row:
    method = Cell(word("method", row["method"], lang), note=reason_label(row["reason"], lang))
    return Row((method, Cell(str(row["due"]), "number"), *[Cell(NOTHING, "number")] * 3, Cell(NOTHING)))


def _read_first(row: dict[Hashable, Any], lang: Lang) -> str:
    return phrase("read_first", lang) if row["read_first"] is True else ""


# --- where growth came from ----------------------------------------------------------------------


def growth_section(contents: Contents, growth: Growth, lang: Lang) -> Section:
    """Lay out the contribution rate with its rise and range, then the accounts of every window."""
    table = beside_choices(growth.accounts, growth.choices)
    latest = table.to_dict("records")[-1]
    judged = contents.verdicts["indicator"].eq(RATE).any()
    blocks: tuple[Block, ...] = (
        Listing(_key_facts(contents, growth, latest, lang)),
        Note(word("explained", "growth_accounts", lang)),
        Note(word("explained", "rate_range", lang)),
        Note(page_word("reported_rate" if judged else "computed_rate", lang)),
        _accounts(table, growth, lang),
        *_where_from(contents, growth, lang),
    )
    # The numbers that matter stand before the picture.
    return Section("growth", word("part", Part.GROWTH, lang), blocks[:1], blocks[1:], part=Part.GROWTH)


def _key_facts(contents: Contents, growth: Growth, row: dict[Hashable, Any], lang: Lang) -> tuple[Fact, ...]:
    shares = [row["residual_share"], row["lowest_share"], row["highest_share"]]
    rate, low, high = number_labels(shares, "fraction", lang)
    rise = number_label(row["rise_pp"], "percentage points", lang)
    between = low if low == NOTHING else phrase("from_to", lang, low=low, high=high)
    why, status = reason_label(row["reason"], lang), row["obs_status"]
    return (
        Fact(
            page_word("rate_in", lang, year=row["end_year"]),
            starred(rate, status),
            _computed_how(contents, growth, row, lang),
        ),
        Fact(page_word("rate_rise", lang), starred(rise, status), why),
        Fact(page_word("rate_range", lang), starred(between, status)),
        Fact(page_word(_choices(growth), lang), _met_of(row, lang), _counted(growth, row, lang)),
    )


def _computed_how(contents: Contents, growth: Growth, row: dict[Hashable, Any], lang: Lang) -> str:
    """Say whose rate it is and of which years, and where the page has the rate as it was reported."""
    area = cut(area_label(growth.area, lang))
    said = [page_word("rate_window", lang, area=area, start=row["start_year"], end=row["end_year"])]
    if contents.years is not None:
        figures = contents.years.figures
        own = figures["indicator"].eq(RATE) & figures["area"].eq(growth.area) & figures["value"].notna()
        for reported in figures[own].to_dict("records"):
            rate = starred(number_label(reported["value"], reported["unit"], lang), reported["obs_status"])
            said.append(page_word("rate_reported", lang, rate=rate))
    return listed(said, lang, by="semicolon")


def _choices(growth: Growth) -> str:
    return "choices_met" if growth.asked else "choices_tried"


def _counted(growth: Growth, row: dict[Hashable, Any], lang: Lang) -> str:
    """Say which rise is asked for or tried, and of which choices that are counted the rate is made."""
    wanted = number_label(growth.rise, "percentage points", lang)
    said = [page_word("rise_asked" if growth.asked else "rise_tried", lang, rise=wanted)]
    rows = growth.choices
    counted = rows[rows["end_year"].eq(row["end_year"]) & rows["rise_pp"].notna()]
    if len(counted):
        windows = listed(map(str, sorted(counted["window"].unique())), lang)
        elasticities = counted["capital_elasticity"].nunique()
        said.append(page_word("choices_counted", lang, elasticities=elasticities, windows=windows))
    return listed(said, lang, by="semicolon")


def _where_from(contents: Contents, growth: Growth, lang: Lang) -> tuple[Note, ...]:
    """Link to the sources of the accounts, where they name any."""
    if "source" not in growth.rests_on:
        return ()
    numbers = numbered_sources(contents)
    named = sorted({numbers[source] for source in growth.rests_on["source"].dropna()})
    links = tuple(Link(f"#source-{number}", f"[{number}]") for number in named)
    return (Note(page_word("accounts_from", lang), links=links),) if links else ()


def _met_of(row: dict[Hashable, Any], lang: Lang) -> str:
    """Say under how many choices the rise is the one asked for, of those that give a rise at all."""
    if pd.isna(row["n_judged"]) or pd.isna(row["share_met"]):
        return NOTHING
    met = round(row["share_met"] * row["n_judged"])
    return page_word("met_of", lang, count=row["n_judged"], met=met)


def _accounts(table: pd.DataFrame, growth: Growth, lang: Lang) -> Table:
    heads = (
        Head(page_word("window", lang), "number"),
        *(
            Head(page_word(name, lang), "number", "number")
            for name in ("output", "from_capital", "from_labour", "from_residual", "rate", "rise")
        ),
        Head(page_word("range", lang), kind="number"),
        Head(page_word(_choices(growth), lang), kind="number"),
    )
    written = {name: number_labels([*table[name].astype("float64")], "fraction", lang) for name in SHARES}
    written |= {name: number_labels([*100 * table[name].astype("float64")], "count", lang) for name in POINTS}
    written["rise_pp"] = number_labels([*table["rise_pp"].astype("float64")], "percentage points", lang)
    rows = [
        _account_row(row, {name: texts[place] for name, texts in written.items()}, lang)
        for place, row in enumerate(table.to_dict("records"))
    ]
    return Table("table-accounts", page_word("accounts", lang), heads, single(rows))


def _account_row(row: dict[Hashable, Any], written: dict[str, str], lang: Lang) -> Row:
    marked = {name: starred(text, row["obs_status"]) for name, text in written.items()}
    low = written["lowest_share"]
    between = low if low == NOTHING else phrase("from_to", lang, low=low, high=marked["highest_share"])
    return Row(
        (
            Cell(f"{row['start_year']}–{row['end_year']}", order=str(row["end_year"])),
            *(number_cell(marked[name], row[name]) for name in ("output_growth", *POINTS, "residual_share")),
            number_cell(marked["rise_pp"], row["rise_pp"], reason_label(row["reason"], lang)),
            Cell(between, "number"),
            Cell(_met_of(row, lang), "number"),
        )
    )
