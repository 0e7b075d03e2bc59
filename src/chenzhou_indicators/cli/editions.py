"""How figures moved: `revisions`, and the verdicts of two days, `compare-vintages`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .files import figures_and_plan, read_companies, read_figures, require_csv, write_csv
from .options import AsOf, Editions, Figures, FirmsFile, Lang, Language, OutFile, PlanName, Year
from .screen import BARE, POINTS, progress, say, show_fitted, show_illustrative, show_path

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compare_vintages", "revisions"]

Row = dict[Any, Any]


def revisions(
    figures: Editions = None,
    indicator: Annotated[
        str | None, typer.Option("--indicator", metavar="CODE", help="Only figures of this indicator.")
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="CODE", help="Only figures of this area, like 431000.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Only figures about this year.")] = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    out: OutFile = None,
) -> None:
    """Show how far figures moved from their first edition to their latest."""
    with progress() as step:
        require_csv(out, "revisions", [figures])
        observations = read_figures(figures, "published", step)
        from ..report.prospects import revisions_table
        from ..vintages import known_on
        from ..vintages import revisions as revised

        if as_of is not None:
            observations = known_on(observations, as_of)
        chosen = _chosen(observations, indicator, area, year)
        step(f"comparing the editions of {len(chosen)} figures")
        found = revised(chosen)
        moved = found[found["n_editions"] > 1]
        if out is not None:
            write_csv(revisions_table(moved, lang=lang), out, step)
    from ..charts.labels import phrase

    if moved.empty:
        say(phrase("no_editions", lang))
    else:
        _show_revisions(moved, lang)
        _show_means(moved, lang)
        if single := len(found) - len(moved):
            say(phrase("one_edition", lang, count=single))
        show_illustrative(moved, lang)
    show_path(out)


def compare_vintages(
    before: Annotated[str, typer.Option("--before", metavar="DAY", help="The first day, like 2008-06-30.")],
    after: Annotated[str, typer.Option("--after", metavar="DAY", help="The second day, like 2008-12-31.")],
    figures: Figures = None,
    plan: PlanName = "chenzhou-2007",
    year: Year = None,
    lang: Language = "zh",
    firms: FirmsFile = None,
    out: OutFile = None,
) -> None:
    """Judge a year on the figures known on two days; show what moved, and which verdicts changed."""
    with progress() as step:
        require_csv(out, "verdicts", [figures, firms, Path(plan)])
        observations, chosen, year = figures_and_plan(figures, plan, year, step)
        from ..comparison.vintages import compare_vintages as compare
        from ..report.prospects import comparison_table

        companies = read_companies(figures, firms)
        step(f"judging {len(chosen.targets)} targets twice")
        sides = compare(observations, chosen.targets, year=year, before=before, after=after, firms=companies)
        if out is not None:
            write_csv(comparison_table(sides, lang=lang), out, step)
    from ..charts.labels import phrase

    days = {"before": before, "after": after}
    title = getattr(chosen.title, lang)
    say(f"{phrase('vintages_of_plan', lang, title=title, year=year, **days)}\n{chosen.document}")
    other = sides[sides["figure_changed"] | sides["verdict_changed"]]
    if other.empty:
        say(phrase("no_move", lang, **days))
    else:
        _show_sides(other, before, after, lang)
        changed = int(other["verdict_changed"].sum())
        counts = {"changed": changed, "moved": len(other) - changed, "same": len(sides) - len(other)}
        say(phrase("vintages_count", lang, **counts))
        show_illustrative(other, lang)
    show_path(out)


# --- revisions -----------------------------------------------------------------------------------


def _chosen(
    observations: pd.DataFrame, indicator: str | None, area: str | None, year: int | None
) -> pd.DataFrame:
    """Keep the figures asked for; refuse codes that neither the file nor the catalogue knows."""
    from ..arguments import year_number
    from ..catalog import likely_code, load_areas, load_indicators
    from ..errors import UnknownNameError

    problems = []
    for word, column, catalogue, where in (
        (indicator, "indicator", load_indicators(), "`chenzhou-indicators indicators` lists them"),
        (area, "area", load_areas(), "codes are those of GB/T 2260, like 431000"),
    ):
        own = [*observations[column].unique()]
        if word is not None and word not in {*own, *catalogue[column]}:
            hint = likely_code(word, catalogue, words=own)
            problems.append(f"{column} {word}{hint or f'; {where}'}")
    if problems:
        raise UnknownNameError("Neither in the figures nor in the catalogue:", problems)
    wanted = {"indicator": indicator, "area": area, "year": None if year is None else year_number(year)}
    for column, value in wanted.items():
        if value is not None:
            observations = observations[observations[column] == value]
    return observations


def _show_revisions(moved: pd.DataFrame, lang: Lang) -> None:
    from ..charts.labels import area_label, indicator_label, unit_label, word
    from ..charts.numbers import number_labels

    columns = [
        *("indicator", "area", "year", "unit", "first", "latest", "revision", "relative_revision"),
        *("n_editions", "first_released", "latest_released"),
    ]
    numbers = _numbers(moved, lang)
    relative = number_labels(moved["relative_revision"].tolist(), "fraction", lang, apart=())
    cells = [
        [
            indicator_label(row["indicator"], lang),
            area_label(row["area"], lang),
            str(row["year"]),
            unit_label(row["unit"], lang),
            *numbers[place],
            relative[place],
            str(row["n_editions"]),
            _day(row["first_released"]),
            _day(row["latest_released"]),
        ]
        for place, row in enumerate(moved.to_dict("records"))
    ]
    heads = [word("column", name, lang) for name in columns]
    show_fitted(heads, cells, spare=[{9, 10}, {8}, {6}, {7}, {3}], folding={3}, numbers_from=4)


def _numbers(moved: pd.DataFrame, lang: Lang) -> list[list[str]]:
    """Write first, latest and revision as bare numbers, for the unit stands beside; points say so.

    What is in one unit has the same decimals.
    """
    from ..charts.numbers import number_labels
    from ..charts.rows import starred

    written: dict[int, list[str]] = {}
    places = moved.reset_index(drop=True)
    for unit, rows in places.groupby("unit"):
        first, latest, change = (rows[name].tolist() for name in ("first", "latest", "revision"))
        pairs = [list(pair) for pair in zip(first, latest, strict=True)]
        texts = number_labels([*first, *latest], BARE, lang, apart=pairs)
        points = [100 * value for value in change] if unit == "fraction" else change
        changes = number_labels(points, POINTS if unit in ("%", "fraction") else BARE, lang, apart=())
        stars = [
            starred(text, status) for text, status in zip(texts[len(rows) :], rows["obs_status"], strict=True)
        ]
        for place, *three in zip(rows.index, texts[: len(rows)], stars, changes, strict=True):
            written[place] = three
    return [written[place] for place in places.index]


def _day(day: Any) -> str:
    from ..charts.labels import day_label
    from ..charts.numbers import NOTHING

    return NOTHING if str(day) == "NaT" else day_label(day)


def _show_means(moved: pd.DataFrame, lang: Lang) -> None:
    """Say of each indicator and area with several revised figures how far they moved on average."""
    from ..charts.labels import area_label, indicator_label, phrase
    from ..charts.numbers import difference_label

    for (indicator, area), rows in moved[moved["revision"].notna()].groupby(["indicator", "area"]):
        if len(rows) < 2:
            continue
        unit = rows["unit"].iloc[0]
        means = [
            difference_label(rows[name].iloc[0], unit, lang)
            for name in ("mean_revision", "mean_absolute_revision")
        ]
        parts = {"count": len(rows), "mean": means[0], "absolute": means[1]}
        names = {"indicator": indicator_label(str(indicator), lang), "area": area_label(str(area), lang)}
        say(phrase("mean_revisions", lang, **names, **parts))


# --- verdicts of two days ------------------------------------------------------------------------


def _show_sides(sides: pd.DataFrame, before: str, after: str, lang: Lang) -> None:
    from ..charts.labels import area_label, word
    from ..charts.numbers import number_labels
    from ..charts.rows import starred, status_label, target_label

    cells = []
    for row in sides.to_dict("records"):
        actual, expected = (
            number_labels([row[f"{name}_before"], row[f"{name}_after"]], row["unit"], lang)
            for name in ("actual", "expected")
        )
        actual = [starred(text, row["obs_status"]) for text in actual]
        # What was expected stands in columns of its own.
        verdicts = [
            status_label(row[f"status_{side}"], row[f"reason_{side}"], lang) for side in ("before", "after")
        ]
        cells.append([target_label(row, lang), area_label(row["area"], lang), *actual, *expected, *verdicts])
    heads = [word("column", name, lang) for name in ("name", "area")]
    for name in ("actual", "expected", "status"):
        heads += [f"{word('column', name, lang)}\n{day}" for day in (before, after)]
    show_fitted(heads, cells, spare=[{4, 5}, {1}], folding={2, 3, 6, 7})
