"""Legible Chinese everywhere: the font that comes with the library, and the house style.

A bare machine has no Chinese font, and a chart without one shows boxes. The style is applied
within a context and leaves the analyst's own settings alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import font_manager
from pylopdf_fonts_zh_cn import sans_path

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["house_axes", "house_style", "white_paper"]

FALLBACK = "DejaVu Sans"  # comes with matplotlib; has what the Chinese font lacks
DARK = 0.5  # a figure with no colour brighter than this hides dark letters
BESIDE = 40.0  # points of paper beside the axes, for the numbers of an axis


@contextmanager
def house_style() -> Iterator[None]:
    """Draw within the house style; afterwards its settings are as before.

    Only the style's own settings are put back: a notebook turns on with its first figure that
    pictures show themselves, and would show no second one if that were undone.
    """
    before = {name: mpl.rcParams[name] for name in _settings()}
    mpl.rcParams.update(_settings())
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def house_axes(ax: Axes) -> None:
    """Give axes the look of the house style, which may have been made under another."""
    style = mpl.rcParams
    ax.set_facecolor(style["axes.facecolor"])
    ax.set_axisbelow(True)
    ax.grid(visible=False, axis="x")
    ax.grid(visible=True, axis="y", color="#bbbbbb", linewidth=0.4, alpha=0.7)
    ax.spines[["left", "top", "right"]].set_visible(False)
    ax.spines["bottom"].set_color(style["axes.edgecolor"])
    for axis in (ax.xaxis, ax.yaxis):
        family: Any = style["font.family"]  # a list; the stubs know one name only
        axis.set_tick_params(
            colors=style["xtick.color"], labelsize=style["xtick.labelsize"], labelfontfamily=family
        )
    ax.tick_params(axis="y", length=0)


def white_paper(ax: Axes, above: float, below: float) -> None:
    """Lay white behind what is written around given axes, so many points, where their figure is dark."""
    from matplotlib.patches import Rectangle

    figure = ax.figure.canvas.figure
    *colours, opaque = mpl.colors.to_rgba(figure.get_facecolor())
    if opaque and max(colours) < DARK:
        box = ax.get_window_extent().padded(BESIDE * figure.dpi / 72, 0)
        x, y, width, height = (length / figure.dpi for length in box.bounds)
        figure.add_artist(
            Rectangle(
                (x, y - below / 72),
                width,
                height + (above + below) / 72,
                facecolor="white",
                edgecolor="none",
                zorder=-1,
                transform=figure.dpi_scale_trans,
            )
        )


@cache
def _settings() -> Any:  # matplotlib's stubs list every key
    with as_file(files(__package__) / "house.mplstyle") as path:
        style: Any = mpl.rc_params_from_file(path, use_default_template=False)
    return {**style, "font.family": [_chinese_family(), FALLBACK]}


@cache
def _chinese_family() -> str:
    font_manager.fontManager.addfont(sans_path())
    return font_manager.FontProperties(fname=sans_path()).get_name()
