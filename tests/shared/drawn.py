"""What stands in a picture."""

from __future__ import annotations

from matplotlib import colors
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle


def texts(ax: Axes) -> list[str]:
    """Return every text of a picture, as it was written."""
    return [text.get_text() for text in ax.texts]


def bars(ax: Axes, colour: str) -> dict[int, tuple[float, float]]:
    """Return the bars of a colour as {year: (from, to)}."""
    return {
        round(bar.get_x() + bar.get_width() / 2): (bar.get_y(), bar.get_y() + bar.get_height())
        for bar in ax.patches
        if isinstance(bar, Rectangle) and colors.same_color(bar.get_facecolor(), colour)
    }


def dots(ax: Axes) -> dict[int, float]:
    """Return the dots of output growth, or of the rate, as {year: value}."""
    (line,) = [line for line in ax.lines if line.get_marker() == "o"]
    return dict(zip(line.get_xdata().tolist(), line.get_ydata().tolist(), strict=True))


def flat(ax: Axes) -> str:
    """Return the notes and lines of the frame, each without its line breaks."""
    return " | ".join(texts(ax)).replace("\n", "")
