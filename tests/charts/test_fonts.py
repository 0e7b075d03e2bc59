"""The house style is put on for a drawing and taken off again."""

from __future__ import annotations

import matplotlib as mpl
import pytest

from chenzhou_indicators.charts.fonts import house_style


def drawn_wrongly() -> None:
    with house_style():
        assert mpl.rcParams["axes.titlelocation"] == "left"
        raise ValueError("drawn wrongly")


def test_the_settings_of_the_style_are_as_before_also_after_an_error() -> None:
    before = dict(mpl.rcParams)
    with pytest.raises(ValueError, match="drawn wrongly"):
        drawn_wrongly()
    assert before["axes.titlelocation"] != "left"
    assert dict(mpl.rcParams) == before


def test_a_notebook_that_shows_its_first_picture_shows_the_next() -> None:
    # The backend of notebooks makes pictures show themselves when the first figure is made.
    before = mpl.is_interactive()
    try:
        with house_style():
            mpl.interactive(True)
        assert mpl.is_interactive()
    finally:
        mpl.interactive(before)
