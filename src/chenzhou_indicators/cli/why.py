"""Why an area stands where it does: its parts, what could not be scored, and veto targets missed."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from .screen import BARE, number_column, say, show_columns, show_list

if TYPE_CHECKING:
    import pandas as pd

    from .options import Lang

__all__ = ["Scored", "show_unscored", "show_vetoes", "show_why"]

TOTAL = "total"  # below the targets


class Scored(NamedTuple):
    """The verdicts of a year, the score of each area by rank, and what each target is worth in it."""

    verdicts: pd.DataFrame
    scores: pd.DataFrame
    parts: pd.DataFrame


def _target_names(parts: pd.DataFrame, lang: Lang) -> dict[str, str]:
    """Return what each target is called."""
    from ..charts.rows import target_label

    return {row["target"]: target_label(row, lang) for row in parts.to_dict("records")}


def show_vetoes(scored: Scored, vetoes: Collection[str], lang: Lang) -> None:
    """Say which areas missed which veto targets, and of which areas this is not known."""
    from ..charts.labels import phrase
    from ..vocabulary import Status

    parts, scores = scored.parts, scored.scores
    missed = scores.set_index("area")["vetoed_by"].dropna().str.split(", ").explode()
    show_list(phrase("vetoes", lang), _by_targets(missed, parts, lang) or [phrase("no_veto", lang)])
    # Of an area that missed another veto target it no longer matters.
    open_ = scores.loc[scores["vetoed"].isna(), "area"]
    unknown = parts[parts["target"].isin(vetoes) & (parts["status"] == Status.NOT_ASSESSABLE)]
    told = unknown.set_index("area")["target"]
    order = [area for area in open_ if area in told.index]
    show_list(phrase("vetoes_open", lang), _by_targets(told.loc[order], parts, lang))


def _by_targets(targets: pd.Series[str], parts: pd.DataFrame, lang: Lang) -> list[str]:
    """Name the areas that have the same targets behind these; of each area in the order given."""
    from ..charts.labels import area_label, listed, phrase

    names = _target_names(parts, lang)
    together: dict[str, list[str]] = {}
    for area, own in targets.groupby(level="area", sort=False):
        said = listed((names[code] for code in own), lang)
        together.setdefault(said, []).append(area_label(str(area), lang))
    return [said + phrase("colon", lang) + listed(areas, lang) for said, areas in together.items()]


def show_unscored(scored: Scored, lang: Lang) -> None:
    """Count by reason the targets without a part in the scores, and those that count as zero."""
    from ..charts.labels import phrase, reason_label

    reasons, part = _reasons(scored), scored.parts["part"]
    for name, rows in (("not_scored", reasons[part.isna()]), ("scored_as_zero", reasons[part.notna()])):
        counts = rows.value_counts().items()
        sentences = [
            phrase("reason_count", lang, reason=reason_label(str(reason), lang), count=count)
            for reason, count in counts
        ]
        show_list(phrase(name, lang), sentences)


def _reasons(scored: Scored) -> pd.Series[str]:
    """Return why each target has no attainment, as one word; missing where it has one."""
    from ..charts.labels import reason_word
    from ..report.scores import with_figures

    return with_figures(scored.parts, scored.verdicts)["reason"].map(reason_word, na_action="ignore")


def show_why(scored: Scored, area: str | None, lang: Lang) -> None:
    """Show what each target is worth in the score of one area, by default of the last."""
    from ..charts.labels import area_label, listed, phrase, reason_label
    from ..charts.numbers import number_label
    from ..report.scores import with_figures

    ranked = scored.scores[scored.scores["rank"].notna()]
    if area is None and ranked.empty:
        say(phrase("no_scores", lang))
        return
    chosen = str(ranked["area"].iloc[-1]) if area is None else area
    name = area_label(chosen, lang)
    parts = scored.parts[scored.parts["area"] == chosen]
    told = parts[parts["part"].notna()].sort_values("shortfall", ascending=False, kind="stable")
    if told.empty:
        say(f"\n{phrase('why_no_score', lang, area=name)}")
    else:
        row = scored.scores.set_index("area").loc[chosen].to_dict()
        said = {"rank": row["rank"], "count": len(ranked), "points": number_label(100 * row["score"], BARE)}
        say(f"\n{phrase('why_rank', lang, area=name, **said)}")
        _show_parts(with_figures(told, scored.verdicts), lang)
    silent = parts[parts["part"].isna()]
    names, reasons = _target_names(parts, lang), _reasons(scored)[silent.index]
    colon = phrase("colon", lang)
    sentences = [
        reason_label(str(reason), lang) + colon + listed(targets.map(names), lang, by="semicolon")
        for reason, targets in silent["target"].groupby(reasons, sort=False)
    ]
    show_list(phrase("why_left_out", lang, area=name), sentences)


def _show_parts(parts: pd.DataFrame, lang: Lang) -> None:
    """Show the parts of one score, the largest shortfall first, and what they add up to."""
    from ..charts.labels import phrase, word
    from ..charts.numbers import share_label
    from ..charts.rows import actual_label, required_label, target_label

    rows = parts.to_dict("records")
    numbers = parts[["part", "shortfall", "weight_used", "score_without"]].set_axis(range(len(parts)))
    numbers.loc[TOTAL] = numbers.sum()
    points, short, without = (
        number_column(100 * numbers[name], BARE, lang) for name in ("part", "shortfall", "score_without")
    )
    columns = {
        word("column", "name", lang): [*(target_label(row, lang) for row in rows), phrase("total", lang)],
        word("column", "actual", lang): [*(actual_label(row, lang) for row in rows), ""],
        word("column", "required", lang): [*(required_label(row, lang) for row in rows), ""],
        word("column", "attainment", lang): [*(share_label(share) for share in parts["attainment"]), ""],
        phrase("weight_used", lang): number_column(numbers["weight_used"], "fraction", lang),
        phrase("score_points", lang): points,
        phrase("points_short", lang): short,
        phrase("points_without", lang): [*without[:-1], ""],
    }
    show_columns(columns, [{7}, {4}, {3}])
