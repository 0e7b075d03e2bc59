"""A year beside an earlier one: `compare`, the figures, or the verdicts on a plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ..vocabulary import AreaLevel
from .files import read_companies, read_figures, require_csv, write_csv
from .judgements import show_verdicts
from .options import AsOf, Lang, Language, OutFile
from .screen import (
    BARE,
    POINTS,
    number_column,
    progress,
    say,
    show_columns,
    show_fitted,
    show_illustrative,
    show_missing,
    show_path,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..plans import Plan

__all__ = ["compare"]

USUAL_PLAN = "chenzhou-2007"  # whose area is compared where none is named
MILESTONE = "milestone"  # its values are words
VALUES = ["value_before", "value"]
NO_ROW: dict[Any, Any] = dict.fromkeys(VALUES, math.nan)  # of an area that has no figure of either year


def compare(
    before: Annotated[int, typer.Argument(metavar="YEAR", help="The earlier year.")],
    year: Annotated[int, typer.Argument(metavar="YEAR", help="The later year.")],
    figures: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", readable=False, help="Observations to compare; the sample when left out."
        ),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option("--indicator", metavar="CODE", help="Only this indicator; may be given several times."),
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option("--area", metavar="CODE", help="Only this area; may be given several times."),
    ] = None,
    to: Annotated[
        AreaLevel | None, typer.Option("--to", help="Only areas of this level, instead of --area.")
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option("--plan", help="Compare the verdicts on this plan: a shipped one, or a .toml file."),
    ] = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    firms: Annotated[
        Path | None,
        typer.Option(
            "--firms",
            readable=False,
            help="Firms table, with --plan; of the sample, the sample's firms when left out.",
        ),
    ] = None,
    out: OutFile = None,
) -> None:
    """Lay a year beside an earlier one: figures, changes, ranks; or the verdicts on a plan."""
    with progress() as step:
        step("loading pandas")
        _require_plan_for_firms(plan, firms)
        require_csv(out, "comparisons", [figures, firms, None if plan is None else Path(plan)])
        observations = read_figures(figures, "observations", step)
        asked = _asked(observations, (before, year), indicator or [], area or [], to, as_of)
        if plan is None:
            from ..report.comparison import years_table as in_words

            step(f"comparing {asked.known['indicator'].nunique()} indicators")
            sides = _figures_compared(asked)
        else:
            from ..plans import load_plan
            from ..report.comparison import judgements_table as in_words

            chosen = load_plan(plan)
            companies = read_companies(figures, firms)
            step(f"judging {len(chosen.targets)} targets in two years")
            sides = _verdicts_compared(asked, chosen, companies)
        if out is not None:
            write_csv(in_words(sides, lang=lang), out, step)
    judged = plan is not None
    shown = show_verdicts(sides, chosen, asked.years, lang) if judged else _show_figures(sides, asked, lang)
    show_illustrative(shown, lang)
    show_path(out)


# --- what is asked for ---------------------------------------------------------------------------


class Asked(NamedTuple):
    """Figures in one edition each, and which of them are laid side by side; no codes stand for all."""

    known: pd.DataFrame
    years: tuple[int, int]
    indicators: list[str]
    areas: list[str]


def _require_plan_for_firms(plan: str | None, firms: Path | None) -> None:
    """Refuse a firms table that nothing would be judged by."""
    from ..errors import ArgumentError

    if firms is not None and plan is None:
        raise ArgumentError(
            "--firms goes with --plan: without it, figures are compared, and no firm is judged."
        )


def _asked(
    observations: pd.DataFrame,
    years: tuple[int, int],
    indicators: list[str],
    areas: list[str],
    level: AreaLevel | None,
    as_of: str | None,
) -> Asked:
    """Read what is asked for; refuse codes that neither the figures nor the catalogue knows."""
    from ..catalog import load_indicators, require_known
    from ..comparison.choice import areas_compared, pairs_of_years
    from ..errors import ArgumentError
    from ..vintages import known_figures

    pair = pairs_of_years(years)[0]
    if areas and level is not None:
        raise ArgumentError("--area names areas, --to all of a level; give one of them.")
    known = known_figures(observations, as_of)
    headline = "Neither in the figures nor in the indicator catalogue:"
    require_known(indicators, load_indicators(), headline=headline, words=known["indicator"].unique())
    wanted = [*dict.fromkeys(areas)] or level
    named = [] if wanted is None else [*areas_compared(wanted, known["area"], known["area"]).index]
    return Asked(known, pair, [*dict.fromkeys(indicators)], named)


def _figures_compared(asked: Asked) -> pd.DataFrame:
    """Compare the figures asked for, ratios that can be computed among them."""
    from ..comparison.years import compare_years
    from ..indicators.ratios import derive

    rows = derive(_needed(asked))
    if asked.indicators:
        rows = rows[rows["indicator"].isin(asked.indicators)]
    areas = asked.areas or ([] if asked.indicators else _city_among(rows["area"]))
    if areas:
        rows = rows[rows["area"].isin(areas)]
    there = {*rows["area"]}
    return compare_years(rows, years=asked.years, areas=[area for area in areas if area in there] or None)


def _needed(asked: Asked) -> pd.DataFrame:
    """Keep the indicators asked for, and those that a ratio among them is computed from."""
    from ..catalog import load_indicators

    if not asked.indicators:
        return asked.known
    catalogue = load_indicators()
    parts = catalogue.loc[catalogue["indicator"].isin(asked.indicators), ["numerator", "denominator"]]
    codes = {*asked.indicators, *parts["numerator"].dropna(), *parts["denominator"].dropna()}
    return asked.known[asked.known["indicator"].isin(codes)]


def _city_among(areas: pd.Series[str]) -> list[str]:
    """Return the city of the usual plan, or nothing where there are no figures of it."""
    from ..plans import load_plan

    return [*areas[areas.isin(load_plan(USUAL_PLAN).targets["area"])].unique()]


def _verdicts_compared(asked: Asked, plan: Plan, firms: pd.DataFrame | None) -> pd.DataFrame:
    """Judge a plan in both years, and keep the verdicts asked for."""
    from ..assessment.judgement import assess
    from ..comparison.judgements import compare_assessments

    judged = [assess(asked.known, plan.targets, year=year, firms=firms) for year in asked.years]
    sides: pd.DataFrame = compare_assessments(*judged)
    for column, codes in (("indicator", asked.indicators), ("area", asked.areas)):
        sides = sides[sides[column].isin(codes)] if codes else sides
    return sides


# --- figures -------------------------------------------------------------------------------------


def _show_figures(sides: pd.DataFrame, asked: Asked, lang: Lang) -> pd.DataFrame:
    """Show the figures of one area in one table, else each indicator in its own; return what is shown."""
    from ..charts.labels import phrase, word
    from ..charts.rows import shared_break

    there = sides[VALUES].notna()
    # What was asked for by name is shown with one figure too, else an indicator needs both somewhere.
    told = sides.loc[there.any(axis=1) if asked.indicators else there.all(axis=1), "indicator"]
    shown = sides[sides["indicator"].isin(told)]
    if shown.empty:
        say(phrase("compared_none", lang, before=asked.years[0], year=asked.years[1]))
        return shown
    breaks = shown.loc[shown[VALUES].notna().all(axis=1), "edition_break"]
    why = shared_break(breaks) if len(breaks) > 1 else ""
    signed = shown.assign(edition_break=None) if why else shown
    if len({*shown["area"], *asked.areas}) == 1:
        _show_area(signed, lang)
    else:
        for place, (_, rows) in enumerate(signed.groupby("indicator", sort=False)):
            _show_indicator(rows, asked.areas, lang, gap=min(place, 1))
    _say_notes(signed, [*asked.indicators, *sides["indicator"]], lang)
    if why:
        say(phrase("break_of_all", lang, why=word("reason", why, lang)))
    return shown


def _say_notes(shown: pd.DataFrame, indicators: list[str], lang: Lang) -> None:
    """Say what ranks and signs mean, and which indicators are not shown."""
    from ..charts.labels import indicator_label, listed, phrase
    from ..charts.rows import break_keys, ranks_key

    ranked = shown.loc[shown["rank"].notna(), "indicator"].unique()
    keys = dict.fromkeys(ranks_key(code, lang) for code in ranked)
    for line in (*keys, *break_keys(shown["edition_break"], lang)):
        say(line)
    there = {*shown["indicator"]}
    left = [indicator_label(code, lang) for code in dict.fromkeys(indicators) if code not in there]
    if left:
        years = {"before": shown["year_before"].iloc[0], "year": shown["year"].iloc[0]}
        say(phrase("compared_left", lang, **years, names=listed(left, lang)))


def _show_area(rows: pd.DataFrame, lang: Lang) -> None:
    """Show the indicators of one area, each in its unit."""
    from ..charts.labels import area_label, indicator_label, phrase, unit_label, word

    first = rows.iloc[0]
    years = {"before": first["year_before"], "year": first["year"]}
    say(phrase("comparison_title", lang, name=area_label(first["area"], lang), **years))
    growth = number_column(rows["growth"], "fraction", lang)
    cells = [
        [indicator_label(row["indicator"], lang), unit_label(row["unit"], lang), *_numbers(row, lang), grown]
        for row, grown in zip(rows.to_dict("records"), growth, strict=True)
    ]
    heads = [word("column", name, lang) for name in ("indicator", "unit", "change", "growth")]
    heads[2:2] = [str(year) for year in years.values()]
    show_fitted(heads, cells, spare=[{1}], folding={1}, numbers_from=2)
    show_missing(_missing(rows, "indicator", lang), lang)


def _numbers(row: dict[Any, Any], lang: Lang) -> list[str]:
    """Write both values and their change as bare numbers, for the unit stands beside; points say so."""
    from ..charts.numbers import number_labels
    from ..charts.rows import signed

    values = [row[name] for name in VALUES]
    unit = MILESTONE if row["unit"] == MILESTONE else BARE
    texts = _stars_alone(number_labels(values, unit, lang, apart=[values]), row)
    points = POINTS if row["change_unit"] == POINTS else BARE
    change = number_labels([row["change"], *values], points, lang, apart=[values])[0]
    return [*texts, signed(change, row["obs_status"], row["edition_break"])]


def _show_indicator(rows: pd.DataFrame, areas: list[str], lang: Lang, *, gap: int) -> None:
    """Show the areas of one indicator, with their ranks, and which of those asked for have no figure."""
    from ..charts.labels import indicator_label, phrase, unit_label

    first = rows.iloc[0]
    title = phrase(
        "comparison_of",
        lang,
        name=indicator_label(first["indicator"], lang),
        before=first["year_before"],
        year=first["year"],
        unit=unit_label(first["unit"], lang),
    )
    say("\n" * gap + title)
    columns = _columns(rows, lang)
    show_columns(columns, [{len(columns) - 1}, {3}])
    absent = [area for area in areas if area not in {*rows["area"]}]
    show_missing(_missing(rows, "area", lang, absent), lang)


def _columns(rows: pd.DataFrame, lang: Lang) -> dict[str, list[str]]:
    """Write values, changes and, where there are any, growth and ranks of areas."""
    from ..charts.labels import area_label, phrase, word
    from ..charts.numbers import number_labels
    from ..charts.rows import places_label, rank_label, signed

    first, records = rows.iloc[0], rows.to_dict("records")
    pairs = rows[VALUES].to_numpy().tolist()
    unit = MILESTONE if first["unit"] == MILESTONE else BARE
    flat = [value for pair in pairs for value in pair]
    texts = number_labels(flat, unit, lang, apart=pairs)
    starred = [_stars_alone(texts[2 * place : 2 * place + 2], row) for place, row in enumerate(records)]
    moved = number_labels([*rows["change"], *flat], BARE, lang, apart=pairs)
    change = (
        phrase("change_points", lang) if first["change_unit"] == POINTS else word("column", "change", lang)
    )
    columns = {
        word("column", "area", lang): [area_label(area, lang) for area in rows["area"]],
        str(first["year_before"]): [before for before, _ in starred],
        str(first["year"]): [value for _, value in starred],
        change: [
            signed(text, row["obs_status"], row["edition_break"])
            for text, row in zip(moved, records, strict=False)
        ],
    }
    if rows["growth"].notna().any():
        columns[word("column", "growth", lang)] = number_column(rows["growth"], "fraction", lang)
    if rows["rank"].notna().any():
        columns[word("column", "rank", lang)] = [rank_label(rank) for rank in rows["rank"]]
        since = phrase("since_year", lang, year=first["year_before"])
        columns[since] = [places_label(gained, lang) for gained in rows["rank_change"]]
    return columns


def _stars_alone(texts: list[str], row: dict[Any, Any]) -> list[str]:
    """Mark an invented value that has no other beside it; elsewhere the change is marked."""
    from ..charts.numbers import NOTHING
    from ..charts.rows import starred

    return [starred(text, row["obs_status"]) for text in texts] if NOTHING in texts else texts


def _missing(rows: pd.DataFrame, column: str, lang: Lang, absent: Sequence[str] = ()) -> list[str]:
    """List which areas or indicators lack figures, by the years they lack, and which have no growth."""
    from ..charts.labels import area_label, indicator_label, listed, phrase, reason_label, word
    from ..vocabulary import Unaccounted

    say_name = area_label if column == "area" else indicator_label
    years = rows[["year_before", "year"]].iloc[0].tolist()
    whom: dict[str, list[str]] = {}
    for row in [*rows.to_dict("records"), *({column: code, **NO_ROW} for code in absent)]:
        gone = [str(year) for name, year in zip(VALUES, years, strict=True) if math.isnan(row[name])]
        no_figure = word("reason", Unaccounted.NO_FIGURE, lang)
        why = phrase("bracketed", lang, text=no_figure, more=listed(gone, lang))
        whom.setdefault(why if gone else reason_label(row["reason"], lang), []).append(row[column])
    return [
        f"{why}{phrase('colon', lang)}{listed((say_name(code, lang) for code in codes), lang)}"
        for why, codes in whom.items()
        if why
    ]
