"""The scorecard as a table to send round, and such tables as files.

It has names beside codes, headed in the reader's language, one line per target and area with clause,
source and edition.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..charts.labels import Lang, area_label, indicator_label, reason_label, word
from ..charts.rows import row_unit_label, target_label
from ..plans import Plan
from .tables import clauses_said, clean

__all__ = ["scorecard_table", "write_table"]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

WORDED = ["form", "status", "commitment", "obs_status"]
COLUMNS = [
    *("target", "name", "indicator", "indicator_name", "area", "area_name", "year", "due", "form"),
    *(
        "actual",
        "expected",
        "required",
        "unit",
        "gap",
        "attainment",
        "level_attainment",
        "progress",
        "time_elapsed",
    ),
    *("status", "reason", "commitment", "clause", "minimum", "maximum", "stretch", "strict"),
    *("note", "obs_status", "released", "source", "plan"),
]


def scorecard_table(
    assessments: pd.DataFrame, *, lang: Lang = "zh", plan: Plan | None = None
) -> pd.DataFrame:
    """Return the scorecard with names and words in one language, headed in it.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        The verdicts.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.
    plan : Plan, optional
        The plan judged, for its notes on targets.

    Returns
    -------
    DataFrame
        One row per assessment, in its order.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2010")
    >>> verdicts = ci.assess(ci.load_sample("observations"), plan.targets, year=2010)
    >>> scorecard_table(verdicts, lang="zh")[["目标名称", "实际", "结论"]].head(2)
             目标名称    实际  结论
    0   国家级科技计划项目   6.0  完成
    1  省级重点科技计划项目  12.0  完成
    """
    table = assessments.assign(
        name=[target_label(row, lang) for row in assessments.to_dict("records")],
        indicator_name=assessments["indicator"].map(lambda code: indicator_label(code, lang)),
        area_name=assessments["area"].map(lambda code: area_label(code, lang)),
        reason=assessments["reason"].map(lambda reason: reason_label(reason, lang)),
        released=assessments["released"].dt.strftime("%Y-%m-%d"),
        unit=[row_unit_label(row, lang) for row in assessments.to_dict("records")],
        clause=clauses_said(assessments["clause"], lang),
        note=None if plan is None else assessments["target"].map(_notes(plan, lang)),
    )
    for column in WORDED:
        table[column] = table[column].map(
            lambda code, group=column: word(group, code, lang), na_action="ignore"
        )
    table["strict"] = table["strict"].map(lambda strict: word("truth", str(strict).lower(), lang))
    return table[COLUMNS].rename(columns={column: word("column", column, lang) for column in COLUMNS})


def _notes(plan: Plan, lang: Lang) -> dict[str, str]:
    notes = plan.targets.dropna(subset=f"note_{lang}").drop_duplicates("target")
    return dict(zip(notes["target"], notes[f"note_{lang}"], strict=True))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table of a report as CSV for a spreadsheet.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, and is text; control
    characters are replaced, marks that turn the direction of letters taken out.
    """
    texts = table.select_dtypes(["str", "object"]).columns
    written = table.assign(**{column: table[column].map(_plain) for column in texts})
    written.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n", float_format="%.10g")


def _plain(value: object) -> object:
    """Return a text as a spreadsheet may have it; what is no text as it is."""
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(FORMULA) else text
