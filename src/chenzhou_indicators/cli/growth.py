"""Where growth comes from: `growth-accounts`, capital, labour and the rest; `contributions`, its parts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .files import read_account_file, read_figures, require_csv, write_csv
from .options import AccountsFile, AsOf, Lang, Language, OutFile, Parted
from .screen import progress, say, show_fitted, show_illustrative, show_path

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["contributions", "growth_accounts"]

Row = dict[Any, Any]
BARE = "count"  # the unit whose numbers are written without one
DECIMALS = 12  # so that 1 - 0.55 is 0.45
CAPITAL, LABOUR = 0.35, 0.65  # the elasticities where none is given
ASKED = 0.5  # percentage points by which the rate is to rise
WINDOWS = (1, 3, 5)  # beside the window asked for, as far as the accounts reach

# The columns of growth accounts on the screen that go first where it is narrow, by their place.
GROWTH_SPARE = [{2, 3}, {4, 5}, {9}, {6}]


def growth_accounts(
    accounts: AccountsFile = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="CODE", help="Only accounts of this area, like 431000.")
    ] = None,
    window: Annotated[int, typer.Option("--window", help="Years that growth is averaged over.")] = 5,
    capital_elasticity: Annotated[
        float | None,
        typer.Option(
            "--capital-elasticity",
            help="Of output, 0 to 1; when left out, what the labour elasticity leaves to one, or 0.35.",
        ),
    ] = None,
    labour_elasticity: Annotated[
        float | None,
        typer.Option(
            "--labour-elasticity",
            help="Of output, 0 to 1; when left out, what the capital elasticity leaves to one, or 0.65.",
        ),
    ] = None,
    start: Annotated[
        int | None, typer.Option("--start", help="Only windows that begin in this year or later.")
    ] = None,
    end: Annotated[
        int | None, typer.Option("--end", help="Only windows that end in this year or earlier.")
    ] = None,
    lang: Language = "zh",
    out: OutFile = None,
) -> None:
    """Share growth out among capital, labour and the rest: the contribution rate, and how firm it is."""
    with progress() as step:
        step("loading pandas")
        require_csv(out, "growth accounts", [accounts])
        chosen = _of_area(read_account_file(accounts, step), area)
        from ..indicators.growth_accounting import growth_accounts as account
        from ..indicators.sensitivity import contribution_sensitivity
        from ..report.growth import beside_choices, growth_accounts_table

        step(f"accounting for the growth of {chosen['area'].nunique()} area(s)")
        capital, labour = _elasticities(capital_elasticity, labour_elasticity)
        growth = account(chosen, capital_elasticity=capital, labour_elasticity=labour, window=window)
        windows = [*dict.fromkeys((*_fitting(chosen), window))]
        choices = contribution_sensitivity(chosen, window=windows, minimum_rise=ASKED)
        rows = _between(beside_choices(growth, choices), start, end, window)
        if out is not None:
            write_csv(growth_accounts_table(rows, lang=lang), out, step)
    _show_setting(window, capital, labour, lang)
    choices_of = choices.groupby("area")
    for name, windows_of_area in rows.groupby("area", sort=False):
        _show_accounts(windows_of_area, _grid(choices), lang)
        _show_choices(windows_of_area.iloc[-1].to_dict(), choices_of.get_group(name), lang)
    show_illustrative(rows, lang)
    show_path(out)


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
        from .. import vintages
        from ..indicators.contributions import contributions as contributed
        from ..report.growth import contributions_table, largest_first

        known = (
            vintages.latest_vintage(observations) if as_of is None else vintages.as_of(observations, as_of)
        )
        step(f"sharing out the growth of {indicator}")
        made = largest_first(contributed(known, indicator, year=year, parts=_named_parts(parts), area=area))
        if out is not None:
            write_csv(contributions_table(made, lang=lang), out, step)
    from ..charts.labels import phrase

    if made.empty:
        say(phrase("no_parts", lang))
    for place, (_, rows) in enumerate(made.groupby("area", sort=False)):
        say("\n" * min(place, 1) + _title(rows.iloc[0].to_dict(), lang))
        _show_parts(rows, lang)
    show_illustrative(made, lang)
    show_path(out)


# --- growth accounts -----------------------------------------------------------------------------


def _elasticities(capital: float | None, labour: float | None) -> tuple[float, float]:
    """Return both elasticities; one that is not given is what the other leaves to one."""

    def left_by(other: float | None, default: float) -> float:
        # What is no elasticity leaves nothing; it is refused for itself.
        return default if other is None or not 0 <= other <= 1 else round(1 - other, DECIMALS)

    return (
        left_by(labour, CAPITAL) if capital is None else capital,
        left_by(capital, LABOUR) if labour is None else labour,
    )


def _of_area(accounts: pd.DataFrame, area: str | None) -> pd.DataFrame:
    """Keep the accounts of one area, where one is asked for."""
    if area is None:
        return accounts
    from ..catalog import load_areas
    from ..errors import UnknownNameError

    there = [*accounts["area"].unique()]
    if area not in there:
        names = load_areas()
        named = names.loc[(names["name_zh"] == area) | (names["name_en"] == area), "area"]
        hint = f" (did you mean {named.iloc[0]}?)" if len(named) else ""
        raise UnknownNameError(f"There are no accounts of area {area}{hint}; there are of:", there)
    return accounts[accounts["area"] == area]


def _fitting(accounts: pd.DataFrame) -> list[int]:
    """Return the windows to compare that fit into the years of every area."""
    years = accounts.groupby("area")["year"]
    shortest = (years.max() - years.min()).min()
    return [window for window in WINDOWS if window <= shortest]


def _between(rows: pd.DataFrame, start: int | None, end: int | None, window: int) -> pd.DataFrame:
    """Keep the windows that lie between two years."""
    from ..arguments import year_number
    from ..errors import ArgumentError

    first = rows["start_year"].min() if start is None else year_number(start, "start")
    last = rows["end_year"].max() if end is None else year_number(end, "end")
    kept = rows[(rows["start_year"] >= first) & (rows["end_year"] <= last)]
    if kept.empty:
        raise ArgumentError(f"No window of {window} years lies between {first} and {last}.")
    return kept


def _show_setting(window: int, capital: float, labour: float, lang: Lang) -> None:
    """Say which window and elasticities the accounts are made with."""
    from ..charts.labels import phrase

    say(phrase("growth_setting", lang, window=window, capital=capital, labour=labour))
    if round(capital + labour, DECIMALS) != 1:
        say(phrase("growth_setting_sum", lang, total=capital + labour))


def _grid(choices: pd.DataFrame) -> dict[str, float]:
    """Return the least and the largest of the elasticities compared."""
    alphas = choices["capital_elasticity"]
    return {"low": alphas.min(), "high": alphas.max()}


def _show_accounts(rows: pd.DataFrame, grid: dict[str, float], lang: Lang) -> None:
    """Show the windows of one area, and why something is missing."""
    from ..charts.labels import area_label, listed, phrase, reason_label, word
    from ..charts.numbers import NOTHING, number_labels
    from ..charts.rows import starred

    def percents(column: str) -> list[str]:
        return number_labels(rows[column].tolist(), "fraction", lang, apart=())

    def points(column: str) -> list[str]:
        return number_labels((100 * rows[column]).tolist(), BARE, lang, apart=())

    years = [f"{row.start_year}–{row.end_year}" for row in rows.itertuples()]
    rates = [starred(*pair) for pair in zip(percents("residual_share"), rows["obs_status"], strict=True)]
    rises = rows["rise_pp"].tolist()
    ranges = [
        low if low == NOTHING else phrase("from_to", lang, low=low, high=high)
        for low, high in zip(percents("lowest_share"), percents("highest_share"), strict=True)
    ]
    columns = {
        word("column", "years_from_to", lang): years,
        **{
            phrase("growth_of", lang, factor=word("factor", factor, lang)): percents(f"{factor}_growth")
            for factor in ("output", "capital", "labour")
        },
        **{
            phrase("points_from", lang, factor=word("factor", factor, lang)): points(f"{factor}_contribution")
            for factor in ("capital", "labour")
        },
        phrase("points_residual", lang): points("residual"),
        word("column", "residual_share", lang): rates,
        # A rise that falls short of what is asked for does not read like it.
        phrase("points_rise", lang): number_labels(
            rises, BARE, lang, apart=[[rise, ASKED] for rise in rises]
        ),
        phrase("rate_range_by", lang, **grid): ranges,
    }
    say(f"\n{area_label(rows['area'].iloc[0], lang)}")
    cells = [list(row) for row in zip(*columns.values(), strict=True)]
    show_fitted([*columns], cells, spare=GROWTH_SPARE, numbers_from=1)
    windows: dict[str, list[str]] = {}
    for name, reason in zip(years, rows["reason"], strict=True):
        windows.setdefault(reason_label(reason, lang), []).append(name)
    windows.pop("", None)
    colon = phrase("colon", lang)
    _list_missing((listed(names, lang) + colon + reason for reason, names in windows.items()), lang)


def _list_missing(reasons: Iterable[str], lang: Lang) -> None:
    """List why something is missing."""
    from ..charts.labels import phrase

    for place, reason in enumerate(reasons):
        if not place:
            say(phrase("growth_missing", lang))
        say(f"  - {reason}")


def _show_choices(last: Row, choices: pd.DataFrame, lang: Lang) -> None:
    """Say under how many choices of elasticity and window the rate rose by what is asked for."""
    from ..charts.labels import listed, phrase

    count, year = int(last["n_judged"]), last["end_year"]
    if not count:
        say(phrase("rise_not_judged", lang, year=year))
        return
    judged = choices[choices["meets"].notna() & (choices["end_year"] == year)]
    windows = listed(map(str, judged["window"].unique()), lang)
    met = round(last["share_met"] * count)
    said = {"year": year, "asked": ASKED, "met": met, "count": count, "windows": windows}
    say(phrase("rise_met", lang, **said, **_grid(judged)))


# --- contributions -------------------------------------------------------------------------------


def _named_parts(parts: str) -> str | list[str]:
    """Read a level of area, or codes set apart by commas."""
    names = [name.strip() for name in re.split("[,，、]", parts) if name.strip()]
    return names[0] if len(names) == 1 else names


def _title(row: Row, lang: Lang) -> str:
    """Name the whole and how it grew."""
    from ..charts.labels import area_label, indicator_label, phrase, unit_label
    from ..charts.numbers import number_label

    unknown = math.isnan(row["total_growth"])
    return phrase(
        "contributions_unknown" if unknown else "contributions_of",
        lang,
        indicator=indicator_label(row["indicator"], lang),
        area=area_label(row["area"], lang),
        year=row["year"],
        growth=number_label(row["total_growth"], "fraction", lang),
        unit=unit_label(row["unit"], lang),
    )


def _show_parts(rows: pd.DataFrame, lang: Lang) -> None:
    """Show what each part of one whole added to its growth, and the total."""
    from ..charts.labels import part_label, phrase, reason_label, word
    from ..charts.numbers import number_labels
    from ..charts.rows import starred
    from ..report.growth import with_total

    year, grown = rows["year"].iloc[0], rows["total_growth"].iloc[0]
    summed = with_total(rows)

    def column(name: str, unit: str = BARE) -> list[str]:
        return number_labels(summed[name].tolist(), unit, lang, apart=())

    points = zip(column("contribution_pp"), summed["obs_status"], strict=True)
    columns = {
        word("column", "part", lang): [
            *(part_label(part, lang) for part in rows["part"]),
            phrase("total", lang),
        ],
        str(year - 1): column("value_before"),
        str(year): column("value"),
        word("column", "growth", lang): column("growth", "fraction"),
        phrase("points", lang): [starred(*pair) for pair in points],
        phrase("share_of_fall" if grown < 0 else "share_of_growth", lang): column(
            "contribution_share", "fraction"
        ),
    }
    cells = [list(row) for row in zip(*columns.values(), strict=True)]
    show_fitted([*columns], cells, spare=[{1, 2}, {3}], numbers_from=1)
    details: dict[str, list[str]] = {}
    for reason in rows["reason"].dropna().unique():
        why, _, of = reason.partition(": ")
        details.setdefault(why, []).append(of)
    reasons = (": ".join(filter(None, (why, ", ".join(of)))) for why, of in details.items())
    _list_missing((reason_label(reason, lang) for reason in reasons), lang)
