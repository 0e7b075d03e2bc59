"""The verdicts of two years beside each other, on the screen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..vocabulary import Status, VerdictChange
from .screen import say, show_fitted, show_list

if TYPE_CHECKING:
    import pandas as pd

    from ..plans import Plan
    from .options import Lang

__all__ = ["show_verdicts"]

TOLD = [VerdictChange.GAINED, VerdictChange.LOST, VerdictChange.MOVED]  # judged in both years


def show_verdicts(sides: pd.DataFrame, plan: Plan, years: tuple[int, int], lang: Lang) -> pd.DataFrame:
    """Show the verdicts that are others in the later year, and count the rest; return what is shown."""
    from ..charts.labels import listed, phrase, word

    title = phrase("judgements_of", lang, title=getattr(plan.title, lang), before=years[0], year=years[1])
    say(f"{title}\n{plan.document}")
    shown = sides[sides["verdict"].isin(TOLD)]
    if sides.empty:
        say(phrase("judgements_none", lang))
        return shown
    if len(shown):
        _show_sides(shown, years, lang)
    counts = Counter(shown["verdict"])
    lines = (
        phrase("count_line", lang, status=word("verdict_change", change, lang), count=counts[change])
        for change in TOLD
    )
    say(listed(lines, lang, by="semicolon"))
    show_list(phrase("left_out", lang), _counted(sides.drop(index=shown.index), lang))
    return shown


def _show_sides(sides: pd.DataFrame, years: tuple[int, int], lang: Lang) -> None:
    from ..charts.labels import area_label, word
    from ..charts.numbers import number_labels
    from ..charts.rows import starred, status_label, target_label

    cells = []
    for row in sides.to_dict("records"):
        pair = [row["actual_before"], row["actual_after"]]
        actual = [starred(text, row["obs_status"]) for text in number_labels(pair, row["unit"], lang)]
        verdicts = [
            status_label(row[f"status_{side}"], row[f"reason_{side}"], lang) for side in ("before", "after")
        ]
        became = word("verdict_change", row["verdict"], lang)
        cells.append([target_label(row, lang), area_label(row["area"], lang), *actual, *verdicts, became])
    heads = [word("column", name, lang) for name in ("name", "area")]
    heads += [f"{word('column', name, lang)}\n{year}" for name in ("actual", "status") for year in years]
    heads.append(word("column", "verdict_change", lang))
    show_fitted(heads, cells, spare=[{6}], folding={2, 3, 4, 5, 6})


def _counted(sides: pd.DataFrame, lang: Lang) -> list[str]:
    """Count what became of the other verdicts, by the reason where one could not be given."""
    from ..charts.labels import phrase, reason_label, reason_word, word

    now, then = (sides[f"status_{side}"] == Status.NOT_ASSESSABLE for side in ("after", "before"))
    reasons = sides["reason_after"].where(now, sides["reason_before"].where(then))
    texts = []
    told = zip(sides["verdict"], reasons.map(reason_word), strict=True)
    for (change, reason), count in Counter(told).most_common():
        text, why = word("verdict_change", change, lang), reason_label(reason, lang)
        named = phrase("bracketed", lang, text=text, more=why) if why else text
        if why and change == VerdictChange.NOW_JUDGED:
            named = phrase("judged_now", lang, why=why)
        texts.append(phrase("reason_count", lang, reason=named, count=count))
    return texts
