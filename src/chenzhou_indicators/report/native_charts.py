"""Charts that a workbook draws itself, from the cells beside them.

In the inks of the other pictures, every axis named, every number told by a label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..charts.drawing import BLUE, INK, OCHRE, PLUM, RULE, SOFT
from ..charts.labels import Lang, word
from ..charts.scorecard import COLOURS
from ..vocabulary import Status
from .sheets import TableSheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

__all__ = ["SIZE", "growth_chart", "rate_chart", "scores_chart", "verdicts_chart"]

SIZE, MOST_HEIGHT = {"width": 640, "height": 340}, 1200  # pixels
# Told apart by ink, dash and mark; where the numbers stand.
RATES = {
    "highest_share": (OCHRE, "dash", "triangle", "above"),
    "residual_share": (BLUE, "solid", "circle", "below"),
    "lowest_share": (PLUM, "round_dot", "diamond", "below"),
}


def verdicts_chart(
    book: Workbook, words: list[Any], counts: list[Any], year: int, lang: Lang
) -> tuple[Chart, str]:
    """Draw how many targets have which verdict; `words` and `counts` are places of the cells."""
    chart = book.add_chart({"type": "bar"})
    points = [{"fill": {"color": COLOURS[status]}} for status in Status]
    name, title = word("column", "targets", lang), word("sheet", "chart_verdicts", lang).format(year=year)
    chart.add_series({**_bars(name, words, counts), "points": points})
    _inscribe(chart, title)
    _name_bars(chart, word("column", "status", lang), name, "0")
    return chart, title


def rate_chart(book: Workbook, made: TableSheet, _: int, lang: Lang) -> tuple[Chart, str]:
    """Draw the contribution rate through the years between its lowest and its highest."""
    chart = book.add_chart({"type": "line"})
    for code, (ink, dash, mark, side) in RATES.items():
        chart.add_series(
            {
                "name": word("column", code, lang),
                "categories": made.place("end_year"),
                "values": made.place(code),
                "line": {"color": ink, "width": 2.25 if code == "residual_share" else 1.5, "dash_type": dash},
                "marker": {"type": mark, "size": 7, "fill": {"color": ink}, "border": {"color": ink}},
                "data_labels": {"value": True, "position": side, "num_format": "0.0%", "font": _font(ink)},
            }
        )
    title = word("sheet", "chart_rate", lang)
    _inscribe(chart, title)
    chart.set_x_axis(_axis(word("column", "end_year", lang)))
    chart.set_y_axis({**_axis(word("column", "residual_share", lang)), "num_format": "0%", **_grid()})
    chart.set_legend({"position": "bottom", "font": _font(INK)})
    return chart, title


def scores_chart(book: Workbook, made: TableSheet, year: int, lang: Lang) -> tuple[Chart, str]:
    """Draw the points of the areas, the first rank on top."""
    chart = book.add_chart({"type": "bar"})
    name, title = word("column", "score", lang), word("sheet", "chart_scores", lang).format(year=year)
    chart.add_series(_bars(name, made.place("area_name"), made.place("score"), "0.0"))
    _inscribe(chart, title)
    _name_bars(chart, word("column", "area", lang), name, "0")
    chart.set_size(_tall(len(made.table)))
    return chart, title


def growth_chart(
    book: Workbook, made: TableSheet, rows: int, said: dict[str, Any], lang: Lang
) -> tuple[Chart, str]:
    """Draw the growth in the first rows of the two years' figures; `said` fills in area and year."""
    chart = book.add_chart({"type": "bar"})
    name, title = word("column", "growth", lang), word("sheet", "chart_growth", lang).format(**said)
    chart.add_series(_bars(name, made.place("indicator_name", rows), made.place("growth", rows), "0.0%"))
    _inscribe(chart, title)
    _name_bars(chart, word("column", "indicator", lang), name, "0%")
    chart.set_size(_tall(rows))
    return chart, title


def _bars(name: str, words: list[Any], numbers: list[Any], form: str = "0") -> dict[str, Any]:
    """Return one series of bars with its numbers beside them."""
    return {
        "name": name,
        "categories": words,
        "values": numbers,
        "fill": {"color": BLUE},
        "gap": 45,
        "data_labels": {"value": True, "num_format": form, "font": _font(INK)},
    }


def _inscribe(chart: Chart, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True, "color": INK}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_size(SIZE)
    chart.set_chartarea({"border": {"color": RULE}})


def _name_bars(chart: Chart, words: str, numbers: str, form: str) -> None:
    """Name the axes of lying bars; the first of them is on top, the scale below the last."""
    chart.set_x_axis({**_axis(numbers), "num_format": form, **_grid()})
    first_on_top = {"reverse": True, "crossing": "max", "interval_unit": 1}
    chart.set_y_axis({**_axis(words), **first_on_top, "label_position": "low"})


def _tall(bars: int) -> dict[str, int]:
    """Return the size of a chart whose bars all have room for their names."""
    return {**SIZE, "height": max(SIZE["height"], min(90 + 24 * bars, MOST_HEIGHT))}


def _axis(name: str) -> dict[str, Any]:
    return {"name": name, "name_font": {**_font(SOFT), "bold": False}, "num_font": _font(INK)}


def _grid() -> dict[str, Any]:
    return {"major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.5}}}


def _font(ink: str) -> dict[str, Any]:
    return {"size": 9, "color": ink}
