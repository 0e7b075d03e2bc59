"""Where growth comes from: `growth-accounts`, capital, labour and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .files import read_account_file, require_csv, write_csv
from .options import AccountsFile, Lang, Language, OutFile
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

__all__ = ["growth_accounts"]

Row = dict[Any, Any]
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
        from ..report.growth import beside_choices, growth_accounts_table

        step(f"accounting for the growth of {chosen['area'].nunique()} area(s)")
        capital, labour = _elasticities(capital_elasticity, labour_elasticity)
        growth = account(chosen, capital_elasticity=capital, labour_elasticity=labour, window=window)
        choices = _choices(chosen, capital, labour, window)
        rows = _between(beside_choices(growth, choices), start, end, window)
        if out is not None:
            write_csv(growth_accounts_table(rows, lang=lang), out, step)
    _show_setting(window, capital, labour, lang)
    choices_of = choices.groupby("area")
    fixed = None if _leave_nothing(capital, labour) else labour
    for name, windows_of_area in rows.groupby("area", sort=False):
        _show_accounts(windows_of_area, _grid(choices), lang)
        _show_choices(windows_of_area.iloc[-1].to_dict(), choices_of.get_group(name), fixed, lang)
    show_illustrative(rows, lang)
    show_path(out)


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
    from ..catalog import likely_code, load_areas
    from ..errors import UnknownNameError

    there = [*accounts["area"].unique()]
    if area not in there:
        hint = likely_code(area, load_areas(), words=there)
        raise UnknownNameError(f"There are no accounts of area {area}{hint}; there are of:", there)
    return accounts[accounts["area"] == area]


def _leave_nothing(capital: float, labour: float) -> bool:
    """Say whether two elasticities add up to one."""
    return round(capital + labour, DECIMALS) == 1


def _choices(accounts: pd.DataFrame, capital: float, labour: float, window: int) -> pd.DataFrame:
    """Return the rate under the usual elasticities and windows, and under those asked for."""
    from ..indicators.sensitivity import ELASTICITIES, contribution_sensitivity

    return contribution_sensitivity(
        accounts,
        capital_elasticity=[*ELASTICITIES, capital],
        labour_elasticity=None if _leave_nothing(capital, labour) else labour,
        window=[*dict.fromkeys((*_fitting(accounts), window))],
        minimum_rise=ASKED,
    )


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

    setting = "growth_setting_yearly" if window == 1 else "growth_setting"
    say(phrase(setting, lang, window=window, capital=capital, labour=labour))
    if not _leave_nothing(capital, labour):
        say(phrase("growth_setting_sum", lang, total=capital + labour))


def _grid(choices: pd.DataFrame) -> dict[str, float]:
    """Return the least and the largest of the elasticities compared."""
    alphas = choices["capital_elasticity"]
    return {"low": alphas.min(), "high": alphas.max()}


def _show_accounts(rows: pd.DataFrame, grid: dict[str, float], lang: Lang) -> None:
    """Show the windows of one area, and why something is missing."""
    from ..charts.labels import area_label, listed, phrase, reason_label

    say(f"\n{area_label(rows['area'].iloc[0], lang)}")
    show_columns(_account_columns(rows, grid, lang), GROWTH_SPARE)
    missing = rows[rows["reason"].notna()]
    colon = phrase("colon", lang)
    show_missing(
        (
            listed(_years(windows), lang) + colon + reason_label(str(reason), lang)
            for reason, windows in missing.groupby("reason", sort=False)
        ),
        lang,
    )


def _account_columns(rows: pd.DataFrame, grid: dict[str, float], lang: Lang) -> dict[str, list[str]]:
    """Write growth, the points of each source, the rate, its rise and its range, under their headings."""
    from ..charts.labels import phrase, word
    from ..charts.rows import starred

    factors = {factor: word("factor", factor, lang) for factor in ("output", "capital", "labour")}
    growth = {
        phrase("growth_of", lang, factor=name): number_column(rows[f"{factor}_growth"], "fraction", lang)
        for factor, name in factors.items()
    }
    points = {
        phrase("points_from", lang, factor=factors[factor]): number_column(
            100 * rows[f"{factor}_contribution"], BARE, lang
        )
        for factor in ("capital", "labour")
    }
    rates = zip(number_column(rows["residual_share"], "fraction", lang), rows["obs_status"], strict=True)
    return {
        word("column", "years_from_to", lang): _years(rows),
        **growth,
        **points,
        phrase("points_residual", lang): number_column(100 * rows["residual"], BARE, lang),
        word("column", "residual_share", lang): [starred(*pair) for pair in rates],
        # A rise that falls short of what is asked for does not read like it.
        phrase("points_rise", lang): number_column(rows["rise_pp"], BARE, lang, told_from=ASKED),
        phrase("rate_range_by", lang, **grid): _ranges(rows, lang),
    }


def _years(rows: pd.DataFrame) -> list[str]:
    """Write the years of each window."""
    return [f"{start}–{end}" for start, end in zip(rows["start_year"], rows["end_year"], strict=True)]


def _ranges(rows: pd.DataFrame, lang: Lang) -> list[str]:
    """Write from where to where the rate of each window goes."""
    from ..charts.labels import phrase
    from ..charts.numbers import NOTHING

    low, high = (number_column(rows[f"{end}_share"], "fraction", lang) for end in ("lowest", "highest"))
    return [
        NOTHING if NOTHING in pair else phrase("from_to", lang, low=pair[0], high=pair[1])
        for pair in zip(low, high, strict=True)
    ]


def _show_choices(last: Row, choices: pd.DataFrame, labour: float | None, lang: Lang) -> None:
    """Say under how many choices the rate rose by what is asked for, labour's elasticity fixed or not."""
    from ..charts.labels import phrase

    count, year = int(last["n_judged"]), last["end_year"]
    if not count:
        say(phrase("rise_not_judged", lang, year=year))
        return
    judged = choices[choices["meets"].notna() & (choices["end_year"] == year)]
    said = {
        "year": year,
        "asked": ASKED,
        "met": round(last["share_met"] * count),
        "count": count,
        "labour": phrase("labour_left" if labour is None else "labour_given", lang, labour=labour),
        "windows": _windows(judged["window"].unique().tolist(), lang),
    }
    say(phrase("rise_met", lang, **said, **_grid(judged)))


def _windows(lengths: list[int], lang: Lang) -> str:
    """Name windows by their years."""
    from ..charts.labels import listed, phrase

    *others, last = map(str, lengths)
    years = listed(filter(None, (listed(others, lang), last)), lang, by="and")
    return phrase("windows_of_a_year" if lengths == [1] else "windows_of_years", lang, years=years)
