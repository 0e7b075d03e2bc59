"""The way to a promise: `path`, where it should be by now, and `outlook`, where the past leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .files import figures_and_plan, require_csv, write_csv
from .options import AsOf, Figures, FromYear, Lang, Language, OutFile, PlanName
from .screen import progress, say, show_fitted, show_illustrative, show_list, show_path

if TYPE_CHECKING:
    import pandas as pd

    from ..plans import Plan

__all__ = ["outlook", "path"]

Row = dict[Any, Any]
NONE = float("nan")

COLUMNS = [
    *("name", "area", "unit", "baseline", "actual", "expected", "required_when_due"),
    *("actual_pace", "required_pace", "pace_ratio", "year_reached", "rating"),
]
SPARE = [
    ("baseline",),
    ("actual_pace", "required_pace"),
    ("year_reached",),
    ("expected",),
    ("unit",),
    ("area",),
]
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
        _show_paces(told, method, lang)
    _show_left_out(paces.drop(index=told.index), lang)
    show_illustrative(told, lang)
    show_path(out)


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
    show_path(out)


def _show_title(name: str, plan: Plan, year: int, lang: Lang) -> None:
    from ..charts.labels import phrase

    say(f"{phrase(name, lang, title=getattr(plan.title, lang), year=year)}\n{plan.document}")


def _show_left_out(rows: pd.DataFrame, lang: Lang) -> None:
    """Count by reason what has nothing to show."""
    from ..charts.labels import phrase, reason_label, reason_word

    counts = rows["reason"].map(reason_word).value_counts().items()
    sentences = [
        phrase("reason_count", lang, reason=reason_label(str(reason), lang), count=count)
        for reason, count in counts
    ]
    show_list(phrase("left_out", lang), sentences)


# --- paces ---------------------------------------------------------------------------------------


def _show_paces(paces: pd.DataFrame, method: str, lang: Lang) -> None:
    from ..charts.labels import area_label, unit_label, word
    from ..charts.numbers import NOTHING, share_label
    from ..charts.rows import target_label

    cells = [
        {
            "name": target_label(row, lang),
            "area": area_label(row["area"], lang),
            "unit": unit_label(row["unit"], lang),
            **_values(row, lang),
            "pace_ratio": share_label(row["pace_ratio"]),
            "year_reached": _year_reached(row, method, lang),
            "rating": word("rating", row["rating"], lang) if isinstance(row["rating"], str) else NOTHING,
        }
        for row in paces.to_dict("records")
    ]
    columns = [name for name in COLUMNS if name != "rating" or method == "cagr_ratio"]
    if paces["unit"].isin(SHORT).all():
        columns.remove("unit")
    show_fitted(
        [word("column", name, lang) for name in columns],
        [[row[name] for name in columns] for row in cells],
        spare=[{columns.index(name) for name in group if name in columns} for group in SPARE],
        folding={len(columns) - 1} if method == "cagr_ratio" else (),
    )


def _values(row: Row, lang: Lang) -> dict[str, str]:
    """Write the numbers of a row, told apart where they differ; a long unit stands in its own column."""
    from ..charts.labels import phrase
    from ..charts.numbers import bound_label, number_labels
    from ..charts.rows import starred

    unit = _written(row["unit"])
    values = [row["baseline"], row["actual"], row["expected"]]
    # The actual is told from all it is held against, these not from each other.
    against = [row["baseline"], row["expected"], row["minimum"], row["maximum"]]
    apart = [[row["actual"], other] for other in against]
    baseline, actual, expected = number_labels(values, unit, lang, apart=apart)
    pace_unit = row["pace_unit"] if row["pace_form"] == "compound" or row["unit"] == "%" else unit
    done, needed = number_labels([row["actual_pace"], row["required_pace"]], pace_unit, lang)
    bound = bound_label(row["minimum"], row["maximum"], NONE, strict=row["strict"], unit=unit, lang=lang)
    return {
        "baseline": phrase("bracketed", lang, text=baseline, more=row["baseline_year"]),
        "actual": starred(actual, row["obs_status"]),
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
    from ..charts.numbers import NOTHING
    from ..schemas import LAST_YEAR

    reached = row["year_reached"]
    if isinstance(reached, int):
        return str(reached)
    # By compound rates the year is also missing where the bound holds already.
    never = method == "pace" and not math.isnan(row["actual_pace"])
    return phrase("not_reached", lang, year=LAST_YEAR) if never else NOTHING


# --- outlooks ------------------------------------------------------------------------------------


def _show_outlook(methods: list[Row], lang: Lang) -> None:
    """Show one target: a line per method, and in a sentence whether they agree."""
    from ..charts import labels, numbers, rows

    row = methods[0]
    unit, low, high = row["unit"], row["minimum"], row["maximum"]
    apart = _apart([row["last_value"]], [low, high])
    (last,) = numbers.number_labels([row["last_value"]], unit, lang, apart=apart)
    head = labels.phrase(
        "outlook_of_target",
        lang,
        target=rows.target_label(row, lang),
        area=labels.area_label(row["area"], lang),
        year=row["last_year"],
        last=rows.starred(last, row["obs_status"]),
        due=row["due"],
        required=numbers.bound_label(low, high, NONE, strict=row["strict"], unit=unit, lang=lang),
        first=row["first_year"],
        count=row["n_observations"],
    )
    say(f"\n{head}")
    heads = [labels.word("column", name, lang) for name in ("method", "median", "probability", "verdict")]
    heads.insert(2, labels.phrase("outlook_interval", lang, level=numbers.share_label(row["level"])))
    show_fitted(heads, _method_lines(methods, lang), spare=[{4}], folding={2, 3, 4})
    spread = numbers.difference_label(row["spread"], unit, lang)
    say(labels.phrase("outlook_spread", lang, said=rows.agreement_label(methods, lang), spread=spread))


def _apart(values: list[float], bounds: list[float]) -> list[list[float]]:
    """Return the pairs that have to read differently: each value and each bound."""
    return [[value, bound] for value in values for bound in bounds]


def _method_lines(methods: list[Row], lang: Lang) -> list[list[str]]:
    """Write a line per method, all numbers with the same decimals."""
    from ..charts import labels, numbers, rows

    medians, lower, upper = ([row[name] for row in methods] for name in ("median", "lower", "upper"))
    apart = [
        *_apart(medians, [methods[0]["minimum"], methods[0]["maximum"]]),
        *map(list, zip(lower, upper, strict=True)),
    ]
    unit = _written(methods[0]["unit"])
    written = numbers.number_labels([*medians, *lower, *upper], unit, lang, apart=apart)
    count = len(methods)
    lines = []
    for place, row in enumerate(methods):
        median, low, high = written[place::count]
        method = labels.word("method", row["method"], lang)
        if row["read_first"]:
            method = labels.phrase("bracketed", lang, text=method, more=labels.phrase("read_first", lang))
        interval = labels.phrase("from_to", lang, low=low, high=high) if low != numbers.NOTHING else low
        chance = numbers.chance_label(row["probability"], row["likelihood"], lang) or numbers.NOTHING
        verdict = rows.status_label(row["verdict"], row["reason"], lang)
        lines.append([method, median, interval, chance, verdict])
    return lines
