"""Legible Chinese everywhere: the font that comes with the library, and the house style.

A bare machine has no Chinese font, and a chart without one shows boxes. The style is applied
within a context and leaves the analyst's own settings alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from pylopdf_fonts_zh_cn import sans_path

__all__ = ["house_style"]

FALLBACK = "DejaVu Sans"  # comes with matplotlib; has what the Chinese font lacks


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


@cache
def _settings() -> Any:  # matplotlib's stubs list every key
    with as_file(files(__package__) / "house.mplstyle") as path:
        style: Any = mpl.rc_params_from_file(path, use_default_template=False)
    return {**style, "font.family": [_chinese_family(), FALLBACK]}


@cache
def _chinese_family() -> str:
    font_manager.fontManager.addfont(sans_path())
    return font_manager.FontProperties(fname=sans_path()).get_name()
