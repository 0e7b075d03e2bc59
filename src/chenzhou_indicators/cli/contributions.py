"""Who made the growth of a total: `contributions`, part by part."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Annotated

import typer

from .files import read_figures, require_csv, write_csv
from .options import AsOf, Lang, Language, OutFile, Parted
from .screen import (
    BARE,
    number_column,
    progress,
    say,
    show_columns,
    show_illustrative,
    show_missing,
    show_path,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["contributions"]

VALUES = ["value_before", "value"]  # of a part, in the two years compared
SPARE = [{1, 2}, {3}]  # the columns that go first where the screen is narrow, by their place


def contributions(
    indicator: Annotated[
        str, typer.Option("--indicator", metavar="CODE", help="The whole: an indicator that adds up.")
    ],
    year: Annotated[int, typer.Option("--year", help="The later of the two years compared.")],
    parts: Annotated[
        str,
        typer.Option(
            "--parts",
            metavar="LEVEL|CODES",
            help="county, park or another level; or codes of areas, or of indicators, set apart by commas.",
        ),
    ],
    figures: Parted = None,
    area: Annotated[
        str | None,
        typer.Option(
            "--area", metavar="CODE", help="Area of the whole; the one above the parts when left out."
        ),
    ] = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    out: OutFile = None,
) -> None:
    """Show how many points of a total's growth each county, park or sector made."""
    with progress() as step:
        step("loading pandas")
        require_csv(out, "contributions", [figures])
        observations = read_figures(figures, "observations", step)
        from ..indicators.contributions import contributions as contributed
        from ..report.growth import contributions_table, largest_first
        from ..vintages import known_figures

        known = known_figures(observations, as_of)
        step(f"sharing out the growth of {indicator}")
        made = largest_first(contributed(known, indicator, year=year, parts=_named_parts(parts), area=area))
        if out is not None:
            write_csv(contributions_table(made, lang=lang), out, step)
    from ..charts.labels import phrase

    if made.empty:
        say(phrase("no_parts", lang))
    for place, (_, rows) in enumerate(made.groupby("area", sort=False)):
        say("\n" * min(place, 1) + _title(rows, lang))
        if rows[VALUES].notna().any(axis=None):
            _show_parts(rows, lang)
    show_illustrative(made, lang)
    show_path(out)


def _named_parts(parts: str) -> str | list[str]:
    """Read a level of area, or codes set apart by commas."""
    names = [name.strip() for name in re.split("[,，、]", parts) if name.strip()]
    return names[0] if len(names) == 1 else names


def _title(rows: pd.DataFrame, lang: Lang) -> str:
    """Name the whole and how it grew, or say that no part has any figure."""
    from ..charts.labels import area_label, indicator_label, phrase, unit_label
    from ..charts.numbers import number_label

    whole = rows.iloc[0].to_dict()
    unknown = math.isnan(whole["total_growth"])
    silent = rows[VALUES].isna().all(axis=None)
    return phrase(
        "contributions_none" if silent else "contributions_unknown" if unknown else "contributions_of",
        lang,
        indicator=indicator_label(whole["indicator"], lang),
        area=area_label(whole["area"], lang),
        before=whole["year"] - 1,
        year=whole["year"],
        growth=number_label(whole["total_growth"], "fraction", lang),
        unit=unit_label(whole["unit"], lang),
    )


def _show_parts(rows: pd.DataFrame, lang: Lang) -> None:
    """Show what each part of one whole added to its growth, and the total, and why something is missing."""
    show_columns(_part_columns(rows, lang), SPARE)
    show_missing([*_silent_parts(rows, lang), *_other_reasons(rows, lang)], lang)


def _part_columns(rows: pd.DataFrame, lang: Lang) -> dict[str, list[str]]:
    """Write the figures of both years, growth, points and share of each part and of the total."""
    from ..charts.labels import part_label, phrase, word
    from ..charts.rows import starred
    from ..report.growth import with_total

    year, grown = rows["year"].iloc[0], rows["total_growth"].iloc[0]
    summed = with_total(rows)
    names = [part_label(part, lang) for part in rows["part"]]
    points = zip(number_column(summed["contribution_pp"], BARE, lang), summed["obs_status"], strict=True)
    share = phrase("share_of_fall" if grown < 0 else "share_of_growth", lang)
    return {
        word("column", "part", lang): [*names, phrase("total", lang)],
        str(year - 1): number_column(summed["value_before"], BARE, lang),
        str(year): number_column(summed["value"], BARE, lang),
        word("column", "growth", lang): number_column(summed["growth"], "fraction", lang),
        phrase("points", lang): [starred(*pair) for pair in points],
        share: number_column(summed["contribution_share"], "fraction", lang),
    }


def _silent_parts(rows: pd.DataFrame, lang: Lang) -> list[str]:
    """List the parts that lack figures by the years they lack."""
    from ..charts.labels import listed, part_label, phrase, word
    from ..vocabulary import REST, Unaccounted

    year = rows["year"].iloc[0]
    lacking = rows[VALUES].set_axis([year - 1, year], axis=1).isna()
    years = lacking.apply(lambda row: listed((str(when) for when in row.index[row]), lang), axis=1)
    sentences = []
    for when, parts in rows[years != ""].groupby(years, sort=False)["part"]:
        why = phrase("bracketed", lang, text=word("reason", Unaccounted.NO_FIGURE, lang), more=when)
        whom = listed((part_label(part, lang) for part in parts), lang)
        every = len(parts) == (rows["part"] != REST).sum() > 1
        sentences.append(why + phrase("colon", lang) + (phrase("every_part", lang) if every else whom))
    return sentences


def _other_reasons(rows: pd.DataFrame, lang: Lang) -> list[str]:
    """List why something is missing of parts that have both figures, and what the rest holds."""
    from ..charts.labels import part_label, phrase, reason_label
    from ..vocabulary import REST, Unaccounted

    told = rows[rows[VALUES].notna().all(axis=1)]["reason"].dropna().drop_duplicates()
    holding = told.str.startswith(Unaccounted.PARTS_WITHOUT_FIGURES)
    # Which parts these are is said where their figures are missing.
    holds = reason_label(str(Unaccounted.PARTS_WITHOUT_FIGURES), lang)
    rest = phrase("bracketed", lang, text=part_label(REST, lang), more=holds)
    return [*(reason_label(reason, lang) for reason in told[~holding]), *([rest] if holding.any() else [])]
