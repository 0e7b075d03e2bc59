"""Who owes what: `break-down`, a plan's targets as those of counties or parks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..vocabulary import Apportionment
from .files import figures_and_plan, require_csv, write_csv
from .options import AsOf, Figures, Lang, Language, Level, PlanName, SharedBy, Sharing
from .screen import (
    BARE,
    number_column,
    progress,
    say,
    say_if_few,
    show_blocks,
    show_illustrative,
    show_list,
    show_path,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..plans import Plan
    from ..report.division import Division

__all__ = ["break_down"]

BOUNDS = ["minimum", "maximum", "stretch"]
AT_LEAST = "≥ "  # said once for all columns
TOTAL = "total"  # below the areas


def break_down(
    figures: Figures = None,
    plan: PlanName = "chenzhou-2007",
    by: SharedBy = "registered_population",
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            help="Year of these figures; when left out, the newest before the plan's that every area has.",
        ),
    ] = None,
    to: Level = "county",
    area: Sharing = None,
    method: Annotated[
        Apportionment, typer.Option("--method", help="How whole numbers are divided.")
    ] = Apportionment.LARGEST_REMAINDER,
    as_of: AsOf = None,
    lang: Language = "zh",
    out: Annotated[
        Path | None, typer.Option("--out", help="Also write the areas' targets to this .csv file.")
    ] = None,
) -> None:
    """Turn a plan's targets into targets of counties or parks that make them again."""
    with progress() as step:
        require_csv(out, "targets", [figures, Path(plan)])
        observations, chosen, _ = figures_and_plan(figures, plan, year, step)
        from ..report.breakdown import breakdown_table
        from ..report.division import divided

        ways: dict[str, Any] = {"year": year, "method": method, "as_of": as_of}
        made = divided(chosen, observations, by, to, step, named=area or [], **ways)
        if out is not None:
            write_csv(breakdown_table(made.parts, lang=lang), out, step)
    _show_setting(made, to, method, lang)
    if len(made.parts):
        _show_parts(made, to, lang)
    _show_left(chosen, lang)
    show_illustrative(made.shared_by, lang)
    show_path(out)


# --- what is shown -------------------------------------------------------------------------------


def _show_setting(made: Division, to: str, method: str, lang: Lang) -> None:
    """Name the plan, and say by which figures it was divided."""
    from ..charts.labels import indicator_label, phrase, unit_label, word

    title, level = getattr(made.plan.title, lang), word("area_level", to, lang)
    say(f"{phrase('breakdown_of', lang, title=title, level=level)}\n{made.plan.document}")
    if made.parts.empty:
        say(phrase("no_breakdown", lang))
        return
    first = made.shared_by.iloc[0]
    said = {"year": first["year"], "method": word("apportionment", method, lang)}
    names = {"indicator": indicator_label(first["indicator"], lang), "unit": unit_label(first["unit"], lang)}
    say(phrase("breakdown_setting", lang, **said, **names))
    say_if_few(made, lang)


def _show_parts(made: Division, to: str, lang: Lang) -> None:
    """Show what each area owes, what all are asked for alike, and that they make the whole again."""
    from ..charts.labels import area_label, phrase, word
    from ..charts.rows import required_label, target_label
    from ..report.breakdown import beside_whole

    beside = beside_whole(made.parts, made.plan.targets)
    names = [*(area_label(area, lang) for area in made.shared_by["area"]), phrase("total", lang)]
    if not beside["alike"].all():
        say(phrase("at_least" if beside["stretch"].isna().all() else "at_least_hoped", lang))
    show_blocks(word("column", "area_name", lang), names, _columns(made, beside, lang))
    if len(alike := beside[beside["alike"]]):
        told = phrase("colon", lang)
        each = [
            f"{target_label(row, lang)}{told}{required_label(row, lang)}" for row in alike.to_dict("records")
        ]
        show_list(phrase("of_every_area", lang), each)
        if to == "park" or made.few:
            say(phrase("not_covering" if to == "park" else "few_not_covering", lang))
    _show_sums(beside, lang)


def _columns(made: Division, beside: pd.DataFrame, lang: Lang) -> list[tuple[str, list[str]]]:
    """Write the figures the plan is divided by, and the bounds of each target that is shared, with totals."""
    from ..charts.labels import indicator_label
    from ..charts.numbers import NOTHING
    from ..charts.rows import starred
    from ..report.breakdown import with_sum

    indicator, shares = str(made.shared_by["indicator"].iloc[0]), with_sum(made.shared_by)
    texts = number_column(shares["value"], BARE, lang)
    figures = [starred(*pair) for pair in zip(texts, shares["obs_status"], strict=True)]
    if not _adds_up(indicator):
        figures[-1] = NOTHING
    columns = [(indicator_label(indicator, lang), figures)]
    for row in beside[~beside["alike"]].to_dict("records"):
        own = made.parts[made.parts["target"] == row["target"]].set_index("area")
        bounds = own.loc[made.shared_by["area"], [*BOUNDS, "strict"]]
        bounds.loc[TOTAL] = [row[f"{bound}_sum"] for bound in bounds]
        columns.append((_bound_head(row, lang), _bound_texts(bounds, lang)))
    return columns


def _bound_head(row: dict[Any, Any], lang: Lang) -> str:
    """Name a target, its unit in brackets unless it is counted."""
    from ..charts.labels import phrase, unit_label
    from ..charts.rows import target_label

    name, unit = target_label(row, lang), row["unit"]
    if unit != BARE:
        name = phrase("bracketed", lang, text=name, more=unit_label(unit, lang))
    return name.replace("（", "\n（")  # where a Chinese heading may be folded


def _bound_texts(bounds: pd.DataFrame, lang: Lang) -> list[str]:
    """Write the bounds of one target; floors as bare numbers, all with the same decimals."""
    from ..charts.rows import required_label
    from ..vocabulary import Form

    if bounds[["maximum", "stretch"]].isna().all(axis=None) and not bounds["strict"].any():
        return number_column(bounds["minimum"], BARE, lang)
    bare = bounds.assign(unit=BARE, form=Form.LEVEL)
    texts = [required_label(bound, lang) for bound in bare.to_dict("records")]
    return [text.removeprefix(AT_LEAST) for text in texts]


def _adds_up(indicator: str) -> bool:
    """Say whether figures of areas make that of the whole."""
    from ..catalog import load_indicators
    from ..vocabulary import Kind

    kinds = load_indicators().set_index("indicator")["kind"]
    return kinds[indicator] in (Kind.FLOW, Kind.STOCK)


def _show_sums(beside: pd.DataFrame, lang: Lang) -> None:
    """Say how many targets the areas make again exactly, and what becomes of the others."""
    from ..charts.labels import area_label, listed, phrase
    from ..charts.rows import required_label, target_label

    whole = listed((area_label(area, lang) for area in beside["area"].unique()), lang)
    count = {"area": whole, "count": len(beside)}
    if beside["exact"].all():
        say(phrase("adds_up", lang, **count))
        return
    odd = []
    for row in beside[~beside["exact"]].to_dict("records"):
        made = row | {name: row[f"{name}_sum"] for name in (*BOUNDS, "strict")}
        sides = {"asked": required_label(row, lang), "made": required_label(made, lang)}
        odd.append(phrase("added_up", lang, name=target_label(row, lang), **sides))
    show_list(phrase("adds_up_but", lang, exact=int(beside["exact"].sum()), **count), odd)


def _show_left(plan: Plan, lang: Lang) -> None:
    """List by reason the targets that stay with the whole, or are owed by each area already."""
    from ..breakdown.plan import indivisible
    from ..charts.labels import listed, phrase, reason_label
    from ..charts.rows import target_label

    names = {row["target"]: target_label(row, lang) for row in plan.targets.to_dict("records")}
    left = indivisible(plan).groupby("reason", sort=False)["target"]
    if left.ngroups:
        colon = phrase("colon", lang)
        sentences = [
            reason_label(str(reason), lang) + colon + listed(targets.map(names), lang, by="semicolon")
            for reason, targets in left
        ]
        show_list(phrase("not_divided", lang), sentences)
