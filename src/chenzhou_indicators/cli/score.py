"""Who delivered: `score`, the year's assessment of counties or parks, and why one stands where it does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..vocabulary import MissingRule
from .files import Step, figures_and_plan, require_csv, write_csv
from .options import AsOf, Figures, Lang, Language, Level, PlanName, SharedBy, Sharing, Year
from .screen import (
    BARE,
    number_column,
    progress,
    say,
    say_if_few,
    show_columns,
    show_illustrative,
    show_path,
)
from .why import Scored, show_unscored, show_vetoes, show_why

if TYPE_CHECKING:
    import pandas as pd

    from ..report.division import Division

__all__ = ["score"]


def score(
    figures: Figures = None,
    plan: PlanName = "chenzhou-2007",
    year: Year = None,
    to: Level = "county",
    area: Sharing = None,
    by: SharedBy = "registered_population",
    weights: Annotated[
        str,
        typer.Option(
            "--weights",
            metavar="equal|entropy|TARGET=WEIGHT,...",
            help="Of the targets: all the same, by entropy, or given; those not named weigh 1.",
        ),
    ] = "equal",
    cap: Annotated[float, typer.Option("--cap", help="Up to where attainment counts; 1.2 is 120 %.")] = 1.2,
    missing: Annotated[
        MissingRule, typer.Option("--missing", help="What a target that cannot be assessed does to a score.")
    ] = MissingRule.LEAVE_OUT,
    veto: Annotated[
        list[str] | None,
        typer.Option(
            "--veto", metavar="TARGET", help="Missing it caps the grade; may be given several times."
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="How many random weightings the ranks are tried under.")
    ] = 1000,
    robustness: Annotated[
        bool, typer.Option("--robustness/--no-robustness", help="Whether to try the ranks under them.")
    ] = True,
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="AREA", help="Area whose score is explained; the last when left out."),
    ] = None,
    as_of: AsOf = None,
    lang: Language = "zh",
    out: Annotated[
        Path | None, typer.Option("--out", help="Also write the scores to this .csv file.")
    ] = None,
    parts: Annotated[
        Path | None,
        typer.Option(
            "--parts",
            help="Also write what each target is worth, to compute every score again, to this .csv.",
        ),
    ] = None,
) -> None:
    """Score counties or parks on the targets of a plan broken down, rank them, and say why."""
    tried = draws if robustness else None
    with progress() as step:
        _require_two_files(out, parts, [figures, Path(plan)])
        rule = _weights(weights)
        observations, chosen, year = figures_and_plan(figures, plan, year, step)
        from ..report.division import divided

        made = divided(chosen, observations, by, to, step, named=area or [], as_of=as_of)
        chosen_area = None if why is None else _known_area(why, made)
        verdicts = _verdicts(made, observations, year, as_of, step)
        step(f"scoring {made.shared_by['area'].nunique()} areas")
        rule = _of_every_target(rule, verdicts)
        _require_scored(veto or [], verdicts, "--veto")
        ways: dict[str, Any] = {"weights": rule, "cap": cap, "missing": missing}
        scored = _scored(verdicts, ways, veto or [], tried, step)
        _write(scored, out, parts, lang, step)
    _show_setting(made, year, ways, lang)
    _show_scores(scored, tried, lang)
    if veto:
        show_vetoes(scored, veto, lang)
    show_unscored(scored, lang)
    show_why(scored, chosen_area, lang)
    invented = made.shared_by["obs_status"].eq("illustrative").any()
    show_illustrative(made.shared_by if invented else verdicts, lang)
    show_path(out)
    show_path(parts)


# --- what is asked for ---------------------------------------------------------------------------


def _require_two_files(out: Path | None, parts: Path | None, inputs: list[Path | None]) -> None:
    """Refuse files that are no .csv, are read, or are one and the same."""
    from ..errors import ArgumentError

    require_csv(out, "scores", inputs)
    require_csv(parts, "parts of scores", inputs)
    if out is not None and parts is not None and out.resolve() == parts.resolve():
        raise ArgumentError(f"{out.name} is named for two tables; name another file with --parts.")


def _weights(text: str) -> str | dict[str, float]:
    """Read the name of a weighting, or weights of targets like a=2,b=1."""
    from ..errors import ArgumentError
    from ..vocabulary import Weighting

    if text in [*Weighting]:
        return text
    weights: dict[str, float] = {}
    problems = []
    for pair in re.split("[,，、]", text):
        target, equals, number = (part.strip() for part in pair.partition("="))
        try:
            weight = float(number) if equals and target else None
        except ValueError:
            weight = None
        if weight is None:
            problems.append(f"{pair.strip() or 'nothing between two commas'}: no target with its weight")
        elif target in weights:
            problems.append(f"{target}: named twice")
        else:
            weights[target] = weight
    if problems:
        words = " or ".join(Weighting)
        raise ArgumentError(f"--weights is {words}, or targets with weights like a=2,b=1.5:", problems)
    return weights


def _of_every_target(rule: str | dict[str, float], verdicts: pd.DataFrame) -> str | dict[str, float]:
    """Let targets that are not named weigh 1."""
    if isinstance(rule, str):
        return rule
    _require_scored(rule, verdicts, "--weights")
    return dict.fromkeys(verdicts["target"].unique(), 1.0) | rule


def _require_scored(targets: Iterable[str], verdicts: pd.DataFrame, option: str) -> None:
    """Refuse names of targets that are not scored, each with the one that is likely meant."""
    from ..catalog import require_known

    scored = verdicts[["target", "name_zh", "name_en"]].drop_duplicates("target")
    headline = f"{option} names targets that are not scored; --parts writes the codes of those that are:"
    require_known(targets, scored.rename(columns={"target": "indicator"}), headline=headline)


def _known_area(area: str, made: Division) -> str:
    """Return the area to explain, if it is one of those that are scored."""
    from ..catalog import load_areas, require_known

    areas = made.shared_by["area"]
    catalogue = load_areas()
    require_known([area], catalogue[catalogue["area"].isin(areas)], headline="Not among the areas scored:")
    return area


# --- judging and scoring -------------------------------------------------------------------------


def _verdicts(
    made: Division, observations: pd.DataFrame, year: int, as_of: str | None, step: Step
) -> pd.DataFrame:
    """Judge each area on its share of the plan and on what it owes already."""
    from ..assessment.judgement import assess
    from ..errors import ArgumentError
    from ..report.breakdown import with_own

    owed = with_own(made.parts, made.plan.targets)
    step(f"judging {len(owed)} targets")
    verdicts = assess(observations, owed, year=year, as_of=as_of)
    verdicts = verdicts[verdicts["area"].isin(made.shared_by["area"])].reset_index(drop=True)
    if verdicts.empty:
        raise ArgumentError(
            f"No target of {made.plan.id} is divided among these areas or owed by each of them."
        )
    return verdicts


def _scored(
    verdicts: pd.DataFrame, ways: dict[str, Any], vetoes: list[str], draws: int | None, step: Step
) -> Scored:
    """Score the areas, and try their ranks under random weightings if any are to be drawn."""
    from ..assessment.robustness import rank_robustness
    from ..assessment.scorecard import score as score_areas
    from ..assessment.scorecard import score_parts
    from ..report.scores import beside_ranks

    scores = score_areas(verdicts, vetoes=vetoes, **ways)
    parts = score_parts(verdicts, **ways)
    ranks = None
    if draws is not None:
        step(f"ranking under {draws} weightings")
        ranks = rank_robustness(verdicts, draws=draws, **ways)
    return Scored(verdicts, beside_ranks(scores, ranks), parts)


def _write(scored: Scored, out: Path | None, parts: Path | None, lang: Lang, step: Step) -> None:
    """Write the tables that are wanted."""
    from ..report.scores import parts_table, scores_table

    if out is not None:
        write_csv(scores_table(scored.scores, parts=scored.parts, lang=lang), out, step)
    if parts is not None:
        write_csv(parts_table(scored.parts, scored.verdicts, lang=lang), parts, step)


# --- what is shown -------------------------------------------------------------------------------


def _show_setting(made: Division, year: int, ways: dict[str, Any], lang: Lang) -> None:
    """Name the plan, and say how it was divided and scored."""
    from ..charts.labels import indicator_label, phrase, word
    from ..charts.numbers import share_label

    title = getattr(made.plan.title, lang)
    say(f"{phrase('scores_of_plan', lang, title=title, year=year)}\n{made.plan.document}")
    first, rule = made.shared_by.iloc[0], ways["weights"]
    weighting = word("weighting", rule, lang) if isinstance(rule, str) else phrase("weights_given", lang)
    shared = {"indicator": indicator_label(first["indicator"], lang), "shared_year": first["year"]}
    scoring = {"weighting": weighting, "cap": share_label(ways["cap"])}
    say(phrase("score_setting", lang, **shared, **scoring))
    say_if_few(made, lang)
    say(phrase("score_missing", lang, missing=word("missing_rule", ways["missing"], lang)))


def _show_scores(scored: Scored, draws: int | None, lang: Lang) -> None:
    """Show the areas by rank."""
    from ..charts.labels import phrase

    if draws is not None:
        say(phrase("rank_range_key", lang, draws=draws))
    columns = _score_columns(scored.scores, lang)
    show_columns(columns, [{len(columns) - 1}])


def _score_columns(rows: pd.DataFrame, lang: Lang) -> dict[str, list[str]]:
    """Write rank, points and grade of each area, its range of ranks, and how much of it could be scored."""
    from ..charts.labels import area_label, phrase, word
    from ..charts.numbers import NOTHING
    from ..charts.rows import starred

    points = zip(number_column(100 * rows["score"], BARE, lang), rows["obs_status"], strict=True)
    columns = {
        word("column", "area_name", lang): [area_label(area, lang) for area in rows["area"]],
        word("column", "rank", lang): number_column(rows["rank"].astype("float64"), BARE, lang),
        phrase("score_points", lang): [starred(*pair) for pair in points],
        word("column", "grade", lang): [
            word("grade", grade, lang) if isinstance(grade, str) else NOTHING for grade in rows["grade"]
        ],
    }
    if "rank_05" in rows:
        columns[phrase("rank_range", lang)] = _ranges(rows, lang)
    counts = zip(rows["scored"], rows["targets"], strict=True)
    columns[phrase("targets_scored", lang)] = [f"{scored}/{owed}" for scored, owed in counts]
    columns[phrase("weight_scored", lang)] = number_column(rows["coverage"], "fraction", lang)
    return columns


def _ranges(rows: pd.DataFrame, lang: Lang) -> list[str]:
    """Write between which ranks an area mostly lies."""
    from numpy import ceil, floor

    from ..charts.numbers import NOTHING, number_label

    # A percentile may lie between two ranks; the range holds it.
    ranks = floor(rows["rank_05"]), ceil(rows["rank_95"])
    ends = ([number_label(rank, BARE, lang) for rank in end] for end in ranks)
    return [low if low in (high, NOTHING) else f"{low}–{high}" for low, high in zip(*ends, strict=True)]
