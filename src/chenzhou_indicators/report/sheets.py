"""Which tables stand on the sheets of the workbook, and how.

Columns that people read stand first and are printed; codes, bounds and evidence stand behind them.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from ..assessment.scorecard import GRADES
from ..catalog import label_texts
from ..charts.labels import Lang, area_label, listed, word
from ..vocabulary import Grade
from .contents import Contents, Growth
from .evidence import DERIVED, numbered_sources
from .exports import due_rows, tables
from .scores import beside_ranks, scores_table

__all__ = ["ABOVE", "FIRST", "HEADER", "TableSheet", "sources_counted", "spaced", "table_sheets"]

HEADER = 2  # the row of the headings, from 0: a title and a note stand above

VERDICT = [
    *("actual", "expected", "required", "unit", "gap", "attainment", "level_attainment"),
    *("status", "reason", "commitment", "clause", "obs_status", "released"),
]
FIRST = {
    "scorecard": ["name", "area_name", *VERDICT],
    "pace": [
        *("name", "area_name", "due", "baseline_year", "baseline", "actual", "expected", "required", "unit"),
        *("actual_pace", "required_pace", "pace_unit", "pace_ratio", "year_reached", "reason", "obs_status"),
    ],
    "outlook": [
        *("name", "area_name", "due", "method", "median", "lower", "upper", "level", "unit", "probability"),
        *("likelihood", "verdict", "agreement", "reason", "obs_status"),
    ],
    "growth-accounts": [
        *("area_name", "end_year", "window", "output_growth", "capital_growth", "labour_growth"),
        *("residual_share", "lowest_share", "highest_share", "residual_share_before", "rise_pp"),
        *("share_met", "n_judged", "reason", "obs_status"),
    ],
    "scores": [
        *("area_name", "rank", "score", "grade", "targets", "scored", "coverage", "rank_05", "rank_95"),
        *("share_first", "obs_status"),
    ],
    "county-verdicts": ["area_name", "name", *VERDICT],
    "firms": [
        *("firm", "area_name", "firm_class", "rd_intensity", "floor", "meets_floor", "intensity_rise_pp"),
        *("meets_rise", "eligible", "reason", "obs_status"),
    ],
    "years": [
        *("indicator_name", "area_name", "earlier_value", "later_value", "unit", "growth", "change"),
        *(
            "change_unit",
            "earlier_rank",
            "later_rank",
            "rank_change",
            "edition_break",
            "reason",
            "obs_status",
        ),
    ],
    "judgements": [
        *("name", "area_name", "actual_before", "actual_after", "unit", "attainment_before"),
        *("attainment_after", "status_before", "status_after", "verdict_change", "reason_before"),
        *("reason_after", "obs_status"),
    ],
    "observations": [
        *("indicator_name", "area_name", "year", "figure", "unit", "obs_status", "released", "source"),
    ],
    "sources": ["number", "source", "first_released", "latest_released", "n_figures", "obs_status"],
    "definitions": ["kind", "term", "unit", "definition", "reference"],
}
# What stands above a table: a text of `explained`, or of its own.
ABOVE = {
    **{name: ("explained", name) for name in ("pace", "outlook")},
    "growth-accounts": ("explained", "growth_accounts"),
    "scores": ("explained", "score"),
    "county-verdicts": ("explained", "shares"),
    "years": ("explained", "compare"),
    "observations": ("explained", "edition"),
    **{
        name: ("sheet", f"note_{name}")
        for name in ("scorecard", "firms", "judgements", "sources", "definitions")
    },
}


class TableSheet(NamedTuple):
    """A table as it stands on a sheet: what each column is, and the units of its rows."""

    name: str
    title: str
    note: str
    table: pd.DataFrame
    codes: list[str]
    units: pd.DataFrame
    printed: int  # columns, from the left

    @property
    def names(self) -> int:
        """How many columns, from the left, say what a row is about."""
        return 2 if self.codes[1] in ("name", "area_name", "source") else 1

    def place(self, code: str, rows: int | None = None) -> list[str | int]:
        """Return where a column stands on its sheet, as charts name it: all of it, or so many rows."""
        column, last = self.codes.index(code), len(self.table) if rows is None else rows
        return [self.title, HEADER + 1, column, HEADER + last, column]


def table_sheets(contents: Contents, lang: Lang) -> list[TableSheet]:
    """Return the tables of the workbook in their order, each with the columns that people read in front."""
    made = tables(contents, lang)
    if contents.counties is not None:
        counties = contents.counties
        ranked = beside_ranks(counties.scores, counties.ranks)
        made["scores"] = scores_table(ranked, parts=counties.parts, lang=lang)
    units, more = _units(contents), _said(contents, lang)
    if contents.years is not None:
        made["years"] = made["years"].loc[_own_first(contents, contents.years.figures)]
    code_of = {label[lang]: code for code, label in label_texts()["column"].items()}
    sheets = [_sheet(name, made[name], code_of, units, lang) for name in FIRST if name in made]
    return [sheet._replace(note=spaced([sheet.note, *more.get(sheet.name, [])], lang)) for sheet in sheets]


def spaced(sentences: list[str], lang: Lang) -> str:
    """Set sentences one behind the other."""
    return ("" if lang == "zh" else " ").join(sentences)


def _sheet(
    name: str, table: pd.DataFrame, code_of: dict[str, str], units: dict[str, pd.DataFrame], lang: Lang
) -> TableSheet:
    first = [word("column", code, lang) for code in FIRST[name]]
    ordered = table[[*first, *table.columns.difference(first, sort=False)]]
    codes = [code_of[head] for head in ordered.columns]
    row_units = units.get(name, pd.DataFrame(index=table.index)).reindex(table.index)
    title, note = word("sheet", name, lang), word(*ABOVE[name], lang)
    return TableSheet(name, title, note, ordered, codes, row_units, len(first))


def _said(contents: Contents, lang: Lang) -> dict[str, list[str]]:
    """Return what else is said above the tables of this report, by sheet."""
    said = {"scores": [_grades(lang)], "sources": [sources_counted(contents, lang)]}
    if contents.growth is not None:
        said["growth-accounts"] = _rise(contents.growth, lang)
    return said


def _grades(lang: Lang) -> str:
    """Say from how many points each grade is given."""
    bar = word("sheet", "grade_from", lang)
    bars = [
        bar.format(grade=word("grade", grade, lang), points=f"{100 * least:g}")
        for grade, least in GRADES.items()
    ]
    last = word("grade", Grade.UNQUALIFIED, lang)
    return word("sheet", "grades", lang).format(bars=listed(bars, lang), last=last)


def sources_counted(contents: Contents, lang: Lang) -> str:
    """Count the figures, the sources they are from, and apart from these what was computed from several."""
    computed = [source.startswith(f"{DERIVED}: ") for source in numbered_sources(contents)]
    counts = {"given": len(computed) - sum(computed), "computed": sum(computed)}
    return word("sheet", "sources_counted", lang).format(figures=f"{len(contents.figures):,}", **counts)


def _rise(growth: Growth, lang: Lang) -> list[str]:
    """Name the area, and say whether the plan asks for the rise that is judged."""
    rise = word("sheet", "rise_asked" if growth.asked else "rise_tried", lang)
    area = word("sheet", "accounts_of", lang)
    return [area.format(area=area_label(growth.area, lang)), rise.format(rise=f"{growth.rise:g}")]


def _units(contents: Contents) -> dict[str, pd.DataFrame]:
    """Return the unit codes of every row, on the index of each table."""
    made = {"scorecard": contents.verdicts[["unit"]], "observations": contents.figures[["unit"]]}
    if contents.prospects is not None:
        made["pace"] = contents.prospects.paces[["unit", "pace_unit"]]
        made["outlook"] = due_rows(contents.prospects.outlook)[["unit"]]
    if contents.counties is not None:
        made["county-verdicts"] = contents.counties.verdicts[["unit"]]
    if contents.firms is not None:
        made["firms"] = pd.DataFrame({"unit": "%"}, index=contents.firms.index)
    if contents.years is not None:
        made["years"] = contents.years.figures[["unit", "change_unit"]]
        made["judgements"] = contents.years.judgements[["unit"]]
    return made


def _own_first(contents: Contents, figures: pd.DataFrame) -> pd.Index:
    """Put the plan's own area first, what grew most in front; the others as they come."""
    own = figures["area"].isin(contents.plan.targets["area"])
    order = pd.DataFrame({"other": ~own, "growth": -figures["growth"].where(own)})
    return order.sort_values(["other", "growth"], kind="stable").index
