"""The way to a promise: `path`, where it should be by now, and `outlook`, where the past leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .files import figures_and_plan, require_csv, write_csv
from .options import AsOf, Figures, FromYear, Lang, Language, OutFile, PlanName
from .screen import console, fitted_table, progress, say, show_illustrative

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from ..plans import Plan

__all__ = ["outlook", "path"]

Row = dict[Any, Any]
NONE = float("nan")

COLUMNS = [
    *("name", "area", "unit", "baseline", "actual", "expected", "required_when_due"),
    *("actual_pace", "required_pace", "pace_ratio", "year_reached", "rating"),
]
SPARE = [("baseline",), ("actual_pace", "required_pace"), ("year_reached",), ("expected",)]
SHORT = ("%", "fraction", "count", "percentage points", "milestone")  # units written with each number


def path(
    figures: Figures = None,
    plan: PlanName = "chenzhou-2007",
    year: FromYear = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    method: Annotated[
        Literal["pace", "cagr_ratio"],
        typer.Option("--method", help="Pace since the baseline, or Eurostat's ratio of compound rates."),
    ] = "pace",
    out: OutFile = None,
) -> None:
    """Show where each target should be by now, and its pace beside the pace it still needs."""
    with progress() as step:
        require_csv(out, "paces", [figures, Path(plan)])
        observations, chosen, year = figures_and_plan(figures, plan, year, step)
        from ..prospects.pace import pace
        from ..report.prospects import pace_table

        step(f"comparing {len(chosen.targets)} targets")
        paces = pace(observations, chosen.targets, year=year, method=method, as_of=as_of)
        if out is not None:
            write_csv(pace_table(paces, lang=lang), out, step)
    from ..charts.labels import phrase

    told = paces[paces["reason"].isna()]
    _show_title("path_of_plan", chosen, year, lang)
    if told.empty:
        say(phrase("no_path", lang, year=year))
    else:
        say(phrase(f"path_{method}", lang, year=year))
        console().print(_paces(told, method, lang))
    _show_left_out(paces.drop(index=told.index), lang)
    show_illustrative(told, lang)


def outlook(
    figures: Figures = None,
    plan: PlanName = "chenzhou-2007",
    year: FromYear = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    level: Annotated[
        float, typer.Option("--level", help="Probability that an interval holds, between 0 and 1.")
    ] = 0.95,
    out: OutFile = None,
) -> None:
    """Show by every method whether targets not yet due will be met, and whether the methods agree."""
    with progress() as step:
        require_csv(out, "outlooks", [figures, Path(plan)])
        observations, chosen, year = figures_and_plan(figures, plan, year, step)
        from ..prospects.outlook import outlook as look_ahead
        from ..report.prospects import outlook_table

        step(f"projecting {len(chosen.targets)} targets")
        ahead = look_ahead(observations, chosen.targets, year=year, as_of=as_of, level=level)
        if out is not None:
            write_csv(outlook_table(ahead, lang=lang), out, step)
    from ..charts.labels import phrase

    key = ["plan", "target", "area"]
    told = ahead["median"].notna().groupby([ahead[name] for name in key]).transform("any")
    _show_title("outlook_of_plan", chosen, year, lang)
    if not told.any():
        say(phrase("no_outlook", lang, year=year))
    for _, rows in ahead[told].groupby(key, sort=False):
        _show_outlook(rows.to_dict("records"), lang)
    _show_left_out(ahead[~told].drop_duplicates(key), lang)
    show_illustrative(ahead[told], lang)


def _show_title(name: str, plan: Plan, year: int, lang: Lang) -> None:
    from ..charts.labels import phrase

    say(f"{phrase(name, lang, title=getattr(plan.title, lang), year=year)}\n{plan.document}")


def _show_left_out(rows: pd.DataFrame, lang: Lang) -> None:
    """Count by reason what has nothing to show."""
    from ..charts.labels import phrase, reason_label

    if rows.empty:
        return
    say(phrase("left_out", lang))
    # The text before the colon is the reason, what follows differs from row to row.
    for reason, count in rows["reason"].str.partition(": ")[0].value_counts().items():
        say("  - " + phrase("reason_count", lang, reason=reason_label(str(reason), lang), count=count))


# --- paces ---------------------------------------------------------------------------------------


def _paces(paces: pd.DataFrame, method: str, lang: Lang) -> Table:
    from ..charts.labels import area_label, share_label, unit_label, word
    from ..charts.rows import target_label

    cells = [
        {
            "name": target_label(row, lang),
            "area": area_label(row["area"], lang),
            "unit": unit_label(row["unit"], lang),
            **_values(row, lang),
            "pace_ratio": share_label(row["pace_ratio"]),
            "year_reached": _year_reached(row, method, lang),
            "rating": word("rating", row["rating"], lang) if isinstance(row["rating"], str) else "—",
        }
        for row in paces.to_dict("records")
    ]
    columns = [name for name in COLUMNS if name != "rating" or method == "cagr_ratio"]
    if paces["unit"].isin(SHORT).all():
        columns.remove("unit")
    return fitted_table(
        [word("column", name, lang) for name in columns],
        [[row[name] for name in columns] for row in cells],
        spare=[{columns.index(name) for name in group} for group in SPARE],
        folding={len(columns) - 1} if method == "cagr_ratio" else (),
    )


def _values(row: Row, lang: Lang) -> dict[str, str]:
    """Write the numbers of a row, told apart where they differ; a long unit stands in its own column."""
    from ..charts.labels import bound_label, number_labels, phrase
    from ..charts.rows import actual_label

    unit = _written(row["unit"])
    base, _ = number_labels([row["baseline"], row["actual"]], unit, lang)
    expected, _ = number_labels([row["expected"], row["actual"]], unit, lang)
    pace_unit = row["pace_unit"] if row["pace_form"] == "compound" or row["unit"] == "%" else unit
    done, needed = number_labels([row["actual_pace"], row["required_pace"]], pace_unit, lang)
    bound = bound_label(row["minimum"], row["maximum"], NONE, strict=row["strict"], unit=unit, lang=lang)
    return {
        "baseline": phrase("bracketed", lang, text=base, more=row["baseline_year"]),
        "actual": actual_label({**row, "unit": unit}, lang),
        "expected": expected,
        "required_when_due": phrase("bracketed", lang, text=bound, more=row["due"]),
        "actual_pace": done,
        "required_pace": needed,
    }


def _written(unit: str) -> str:
    """Return the unit to write numbers with: itself if it is short, else the one that is not written."""
    return unit if unit in SHORT else "count"


def _year_reached(row: Row, method: str, lang: Lang) -> str:
    import math

    from ..charts.labels import phrase
    from ..schemas import LAST_YEAR

    reached = row["year_reached"]
    if isinstance(reached, int):
        return str(reached)
    # By compound rates the year is also missing where the bound holds already.
    never = method == "pace" and not math.isnan(row["actual_pace"])
    return phrase("not_reached", lang, year=LAST_YEAR) if never else "—"


# --- outlooks ------------------------------------------------------------------------------------


def _show_outlook(methods: list[Row], lang: Lang) -> None:
    """Show one target: a line per method, and in a sentence whether they agree."""
    from ..charts import labels, rows

    row = methods[0]
    unit, bounds = row["unit"], [row["minimum"], row["maximum"], NONE]
    head = labels.phrase(
        "outlook_of_target",
        lang,
        target=rows.target_label(row, lang),
        area=labels.area_label(row["area"], lang),
        year=row["last_year"],
        last=rows.actual_label({**row, "actual": row["last_value"]}, lang),
        due=row["due"],
        required=labels.bound_label(*bounds, strict=row["strict"], unit=unit, lang=lang),
        first=row["first_year"],
        count=row["n_observations"],
    )
    say(f"\n{head}")
    heads = [labels.word("column", name, lang) for name in ("method", "median", "probability", "verdict")]
    heads.insert(2, labels.phrase("outlook_interval", lang, level=labels.share_label(row["level"])))
    console().print(fitted_table(heads, [_method_line(each, lang) for each in methods], folding={2, 3, 4}))
    spread = labels.difference_label(row["spread"], unit, lang)
    say(labels.phrase("outlook_spread", lang, said=_together(methods, lang), spread=spread))


def _method_line(row: Row, lang: Lang) -> list[str]:
    from ..charts import labels, rows

    method = labels.word("method", row["method"], lang)
    if row["read_first"]:
        method = labels.phrase("bracketed", lang, text=method, more=labels.phrase("read_first", lang))
    unit = _written(row["unit"])
    ends = labels.number_labels([row["lower"], row["upper"]], unit, lang)
    spoken = isinstance(row["likelihood"], str)
    return [
        method,
        rows.actual_label({**row, "unit": unit, "actual": row["median"], "obs_status": None}, lang),
        labels.phrase("from_to", lang, low=ends[0], high=ends[1]) if spoken else ends[0],
        labels.chance_label(row["probability"], row["likelihood"], lang) if spoken else ends[0],
        rows.verdict_label({**row, "status": row["verdict"]}, lang),
    ]


def _together(rows: list[Row], lang: Lang) -> str:
    """Say whether the methods agree."""
    from ..charts.labels import phrase, word

    met, missed = (
        [word("method", row["method"], lang) for row in rows if row["verdict"] == verdict]
        for verdict in ("met", "missed")
    )
    if met and missed:
        comma = {"zh": "、", "en": ", "}[lang]
        return phrase("methods_differ", lang, met=comma.join(met), missed=comma.join(missed))
    return phrase("all_meet" if met else "all_miss", lang, due=rows[0]["due"])
