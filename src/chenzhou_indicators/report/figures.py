"""Every picture of a report: drawn once, as SVG and PNG, with words for those who cannot see it.

Which pictures there are follows from the parts that could be made. A picture that a chart refuses to
draw, as of more areas than it has room for, is left out and its refusal told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, cast

import pandas as pd

from ..catalog import load_areas
from ..charts import descriptions
from ..charts.comparison import plot_comparison
from ..charts.fonts import house_style
from ..charts.growth_accounts import plot_growth_accounts
from ..charts.heatmap import plot_heatmap
from ..charts.labels import Lang, day_label, phrase
from ..charts.outlook import plot_outlook
from ..charts.ranking import plot_ranking
from ..charts.scorecard import plot_scorecard
from ..errors import IndicatorsError
from ..indicators.ratios import derive
from ..vocabulary import AreaLevel, Part
from .contents import Contents, Prospects
from .evidence import heading

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

__all__ = ["MOST_OUTLOOKS", "Figure", "drawn", "projected"]

MOST_OUTLOOKS = 6  # pictures of targets due later; the tables hold all of them
PIXELS = 96  # of CSS in an inch
TARGET = ["plan", "target", "area"]


class Figure(NamedTuple):
    """A picture with its place in the report, its heading, what it says in words, and its size in pixels."""

    name: str
    part: Part
    caption: str
    alt: str
    svg: bytes
    png: bytes
    width: int
    height: int


class _Drawing(NamedTuple):
    """A picture not drawn yet."""

    name: str
    part: Part
    draw: Callable[[], Axes]
    describe: Callable[[], str]


def drawn(
    contents: Contents, lang: Lang = "zh", *, progress: Callable[[str], None] = lambda _: None
) -> tuple[list[Figure], dict[str, str]]:
    """Draw every picture of a report.

    Returns
    -------
    list of Figure
        In the order of the report.
    dict
        Of each picture that a chart refused to draw, why.
    """
    figures, refused = [], {}
    for drawing in _drawings(contents, lang):
        progress(f"drawing {drawing.name}")
        try:
            figures.append(_figure(drawing))
        except IndicatorsError as error:
            refused[drawing.name] = str(error)
    return figures, refused


def _drawings(contents: Contents, lang: Lang) -> Iterator[_Drawing]:
    """Yield every picture in the order of the report."""
    for part in (_scorecard, _outlooks, _growth, _counties, _years):
        yield from part(contents, lang)


def _scorecard(contents: Contents, lang: Lang) -> Iterator[_Drawing]:
    verdicts, note = contents.verdicts, _note(contents, "scorecard", lang)
    title = heading(contents, lang)
    yield _Drawing(
        "scorecard",
        Part.TARGETS,
        partial(plot_scorecard, verdicts, lang=lang, title=title, note=note),
        partial(descriptions.describe_scorecard, verdicts, lang),
    )


def _growth(contents: Contents, lang: Lang) -> Iterator[_Drawing]:
    if contents.growth is None:
        return
    accounts, choices = contents.growth.accounts, contents.growth.choices
    note = _note(contents._replace(as_of=None), "growth-accounts", lang)  # accounts have no editions
    yield _Drawing(
        "growth-accounts",
        Part.GROWTH,
        partial(plot_growth_accounts, accounts, sensitivity=choices, lang=lang, note=note),
        partial(descriptions.describe_growth_accounts, accounts, choices, lang),
    )


def _counties(contents: Contents, lang: Lang) -> Iterator[_Drawing]:
    if contents.counties is None:
        return
    verdicts, ranks = contents.counties.verdicts, contents.counties.ranks
    yield _Drawing(
        "heatmap",
        Part.COUNTIES,
        partial(plot_heatmap, verdicts, lang=lang, note=_note(contents, "county-verdicts", lang)),
        partial(descriptions.describe_heatmap, verdicts, lang),
    )
    yield _Drawing(
        "ranking",
        Part.COUNTIES,
        partial(plot_ranking, ranks, lang=lang, note=_note(contents, "scores", lang)),
        partial(descriptions.describe_ranking, ranks, lang),
    )


def _years(contents: Contents, lang: Lang) -> Iterator[_Drawing]:
    """Yield the counties' figures of one indicator, where there are any."""
    if contents.years is None:
        return
    sides = _widest(contents.years.figures, contents.plan.targets["indicator"].tolist())
    if len(sides):
        yield _Drawing(
            "comparison",
            Part.YEARS,
            partial(plot_comparison, sides, lang=lang, note=_note(contents, "years", lang)),
            partial(descriptions.describe_comparison, sides, lang),
        )


def _outlooks(contents: Contents, lang: Lang) -> Iterator[_Drawing]:
    """Yield a picture for each target due later that a method has something to say of."""
    if contents.prospects is None:
        return
    note = _note(contents, "outlook", lang)
    figures = derive(contents.figures)
    for number, rows in enumerate(projected(contents.prospects)[:MOST_OUTLOOKS], start=1):
        yield _Drawing(
            f"outlook-{number}",
            Part.PROSPECTS,
            partial(plot_outlook, rows, observations=figures, lang=lang, note=note),
            partial(descriptions.describe_outlook, rows, lang),
        )


def projected(prospects: Prospects) -> list[pd.DataFrame]:
    """Return what is said of each target due later, where any method says something."""
    ahead = prospects.outlook
    told = ahead[ahead["median"].notna().groupby([ahead[name] for name in TARGET]).transform("any")]
    return [rows for _, rows in told.groupby(TARGET, sort=False)]


def _widest(sides: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Keep the counties' rows of one indicator: the first that most of them have both figures of."""
    levels = load_areas().set_index("area")["level"]
    counties = sides[sides["area"].map(levels) == AreaLevel.COUNTY]
    both = counties.groupby("indicator")["change"].count()
    known = both.reindex([*dict.fromkeys(order)]).dropna()
    return counties[counties["indicator"] == known.idxmax()] if len(known) else counties.iloc[:0]


def _note(contents: Contents, table: str, lang: Lang) -> str:
    """Name the plan's document, the table that holds the figures, and the day editions were chosen by."""
    note = phrase("sources", lang, document=contents.plan.document, table=f"tables/{table}.csv")
    if contents.as_of is None:
        return note
    return phrase("semicolon", lang).join([note, phrase("edition", lang, day=day_label(contents.as_of))])


def _figure(drawing: _Drawing) -> Figure:
    from matplotlib import pyplot as plt

    with house_style():
        ax = drawing.draw()
        picture = cast("Picture", ax.get_figure(root=True))
        try:
            # Without a date and a program's name two equal runs give equal files.
            svg = _saved(picture, "svg", {"Date": None})
            png = _saved(picture, "png", {"Software": None})
        finally:
            plt.close(picture)
    width, height = (round(inches * PIXELS) for inches in picture.get_size_inches())
    return Figure(
        drawing.name, drawing.part, ax.get_title(loc="left"), drawing.describe(), svg, png, width, height
    )


def _saved(picture: Picture, kind: str, metadata: dict[str, None]) -> bytes:
    written = BytesIO()
    picture.savefig(written, format=kind, metadata=metadata)
    return written.getvalue()
