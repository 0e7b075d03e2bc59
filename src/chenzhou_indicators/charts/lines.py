"""The lines of a scorecard: what is written of a target, and how wide its columns are.

Bars have the ground that texts leave. Where that is too little, letters shrink, and where they could
no longer be read, the clauses give way.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from ..vocabulary import ObsStatus, Status
from .drawing import TEXT, ems
from .labels import Lang, area_label, listed, phrase, word
from .numbers import share_label
from .rows import actual_label, promise_label, required_label, starred, target_label, verdict_label

__all__ = ["MOST", "SMALL", "Ground", "Line", "column_heads", "ground_of", "line_of", "width_of"]

BESIDE = 12.0  # between the columns, in points
BARS, NARROW = 150.0, 40.0  # the bars' own ground in a new picture, and the narrowest there is
NAMES, VERDICTS = 22.0, 22.0  # names and verdicts take at most so many ems
SMALL = 0.88  # letters of clauses and verdicts, of those of names
SMALLEST = 5.0  # letters below this are not read: the clauses give way
MOST = 2.0  # bars end at 200 % of what is required


class Line(NamedTuple):
    """A target: its worst verdict, its rows, and what is written of them."""

    status: Status
    rows: pd.DataFrame
    name: str
    promise: str
    actual: str
    required: str
    share: str
    verdict: str


class Ground(NamedTuple):
    """Where the columns stand, in units of 100 % of what is required, and the letters."""

    names: float
    promise: float
    actual: float
    required: float
    share: float
    mark: float
    verdict: float
    end: float
    size: float
    most: tuple[float, float]  # ems of a name and of a verdict
    promised: bool  # whether clauses are written


def line_of(status: Status, rows: pd.DataFrame, lang: Lang) -> Line:
    """Return what is written of a target; of several areas, how many have met it."""
    first = rows.to_dict("records")[0]
    if len(rows) == 1:
        actual, share = actual_label(first, lang), share_label(first["attainment"])
    else:
        invented = rows["obs_status"].eq(ObsStatus.ILLUSTRATIVE).any()
        met = f"{(rows['status'] == Status.MET).sum()}/{len(rows)}"
        actual, share = starred(met, ObsStatus.ILLUSTRATIVE if invented else None), ""
    return Line(
        status,
        rows,
        target_label(first, lang),
        promise_label(first, lang),
        actual,
        required_label(first, lang),
        share,
        _verdict_text(status, rows, lang),
    )


def _verdict_text(status: Status, rows: pd.DataFrame, lang: Lang) -> str:
    """Say the verdict of one area; of several, the worst, and who falls short."""
    if len(rows) == 1:
        return verdict_label(rows.iloc[0], lang)
    named = _areas_of(status, rows, lang)
    text = word("status", status, lang)
    return phrase("bracketed", lang, text=text, more=named) if named else text


def _areas_of(status: Status, rows: pd.DataFrame, lang: Lang) -> str:
    """Name up to two areas with the verdict shown, unless it is a good one."""
    if status in (Status.MET, Status.ON_TRACK):
        return ""
    areas = rows.loc[rows["status"] == status, "area"]
    named = listed([area_label(area, lang) for area in areas.iloc[:2]], lang)
    return named + (phrase("and_more", lang) if len(areas) > 2 else "")


def column_heads(lang: Lang) -> dict[str, str]:
    """Name the columns."""
    names = {"actual": "actual", "required": "required", "share": "attainment", "verdict": "status"}
    return {field: word("column", name, lang) for field, name in {"promise": "promise", **names}.items()}


# --- how large things are ------------------------------------------------------------------------


def width_of(lines: list[Line], heads: dict[str, str]) -> float:
    """Return how wide a new picture is, in points."""
    return sum(_widths(lines, heads, TEXT)) + 7 * BESIDE + BARS


def _widths(lines: list[Line], heads: dict[str, str], size: float) -> list[float]:
    """Return what names, promises, actuals, bounds, shares, marks and verdicts take, in points."""
    small = SMALL * size
    columns = {
        name: max(ems(text) for text in [heads.get(name, ""), *(getattr(line, name) for line in lines)])
        for name in ("name", "promise", "actual", "required", "share", "verdict")
    }
    return [
        min(columns["name"], NAMES) * size,
        columns["promise"] * small,
        *(columns[name] * size for name in ("actual", "required", "share")),
        small,
        min(columns["verdict"], VERDICTS) * small,
    ]


def ground_of(across: float, pitch: float, lines: list[Line], heads: dict[str, str]) -> Ground:
    """Divide the width: bars take what texts leave, and letters shrink where that is too little."""
    size = min(TEXT, 0.72 * pitch)
    gaps = 7 * BESIDE * size / TEXT
    widths = _widths(lines, heads, size)
    narrow = min(NARROW, 0.2 * across)
    shrunk = min(1.0, (across - narrow) / (sum(widths) + gaps))
    promised = shrunk * SMALL * size >= SMALLEST
    if not promised:
        widths[1] = 0.0
        shrunk = min(1.0, (across - narrow) / (sum(widths) + gaps))
    size, gaps, widths = size * shrunk, gaps * shrunk, [width * shrunk for width in widths]
    gap = gaps / 7
    name, promise, *columns, mark, verdict = widths
    unit = (across - sum(widths) - gaps) / MOST  # points of 100 %
    left = -(name + promise + 2 * gap) / unit
    ends = [MOST]
    for width in (*(gap + column for column in columns), gap + mark / 2, mark / 2 + gap / 2):
        ends.append(ends[-1] + width / unit)
    most = name / size, verdict / (SMALL * size)
    actual, required, share, mark, verdict = ends[1:]
    end = left + across / unit
    return Ground(
        left, -gap / unit, actual, required, share, mark, verdict, end, size, most, promised=promised
    )
