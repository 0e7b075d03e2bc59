"""What stands in a picture."""

from __future__ import annotations

from matplotlib.axes import Axes


def texts(ax: Axes) -> list[str]:
    """Return every text of a picture, as it was written."""
    return [text.get_text() for text in ax.texts]
