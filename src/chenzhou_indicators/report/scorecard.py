"""The scorecard as files: a table, a picture for the page and one for the screen.

The table holds what an office sends round: names beside codes, headed in the reader's language,
one line per target and area with clause, source and edition. All files are made before the
first one is put in its place; other files in the folder are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, cast

import pandas as pd

from ..charts.fonts import house_style
from ..charts.labels import Lang, area_label, indicator_label, phrase, reason_label, word
from ..charts.rows import row_unit_label, target_label
from ..charts.scorecard import plot_scorecard
from ..errors import ArgumentError
from ..plans import Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["scorecard_table", "write_scorecard", "write_table"]

FORMULA = ("=", "+", "-", "@", "\t")

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

    Text that a spreadsheet would take for a formula gets an apostrophe before it, and is text.
    """
    texts = table.select_dtypes(["str", "object"]).columns
    safe = table[texts].map(lambda text: f"'{text}" if str(text).startswith(FORMULA) else text)
    written = table.assign(**{column: safe[column] for column in texts})
    written.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n", float_format="%.10g")


def write_scorecard(
    assessments: pd.DataFrame,
    plan: Plan,
    folder: str | Path,
    *,
    lang: Lang = "zh",
    as_of: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write ``scorecard.csv``, ``scorecard.png`` and ``scorecard.svg`` into a folder.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        The verdicts of one plan in one year.
    plan : Plan
        The plan they judge, for its title and document number.
    folder : str or path
        Made where it is not there; files of these names are replaced, others left alone.
    lang : "zh" or "en"
        Language of headings, names and labels.
    as_of : str, optional
        The day the editions were chosen by, for the foot of the picture.
    progress : callable, optional
        Told each file as work on it begins.

    Returns
    -------
    list of Path
        The files written. On an error none of them is.

    Raises
    ------
    ArgumentError
        If the folder cannot be made or written to.
    """
    folder = Path(folder)
    title = phrase("scorecard", lang, title=getattr(plan.title, lang), year=assessments["year"].iloc[0])
    note = phrase("sources", lang, document=plan.document)
    if as_of:
        note += {"zh": "；", "en": ". "}[lang] + phrase("edition", lang, day=as_of)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".", dir=folder) as temporary:
            made = Path(temporary)
            progress("scorecard.csv")
            write_table(scorecard_table(assessments, lang=lang, plan=plan), made / "scorecard.csv")
            _draw(assessments, made, lang, title, note, progress)
            return _put_in_place(sorted(made.iterdir()), folder)
    except OSError as error:
        raise ArgumentError(f"{folder} cannot be written: {error.strerror}.") from None


def _put_in_place(files: list[Path], folder: Path) -> list[Path]:
    """Move files made elsewhere into a folder, all of them or, if one cannot be, none."""
    for file in files:
        there = folder / file.name
        if there.exists() and not there.is_file():
            raise ArgumentError(f"{there} is no ordinary file; move it away.")
    kept = Path(mkdtemp(prefix=".", dir=folder))
    try:
        for file in files:
            if (folder / file.name).exists():
                (folder / file.name).replace(kept / file.name)
        return [file.replace(folder / file.name) for file in files]
    except BaseException:  # also an interrupt: what was set aside must come back
        for file in files:
            if not file.exists():
                (folder / file.name).unlink(missing_ok=True)
        for file in kept.iterdir():
            file.replace(folder / file.name)
        raise
    finally:
        rmtree(kept, ignore_errors=True)


def _draw(
    assessments: pd.DataFrame,
    folder: Path,
    lang: Lang,
    title: str,
    note: str,
    progress: Callable[[str], None],
) -> None:
    from matplotlib import pyplot as plt

    with house_style():
        ax = plot_scorecard(assessments, lang=lang, title=title, note=note)
        figure = cast("Figure", ax.get_figure(root=True))
        try:
            progress("scorecard.png")
            figure.savefig(folder / "scorecard.png", metadata={"Software": None})
            progress("scorecard.svg")
            # Without a date two equal runs give equal files.
            figure.savefig(folder / "scorecard.svg", metadata={"Date": None})
        finally:
            plt.close(figure)
