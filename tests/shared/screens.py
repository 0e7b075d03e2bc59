"""What stands on a screen."""

from __future__ import annotations

import re

__all__ = ["cells"]


def cells(out: str, start: str) -> list[str]:
    """Return the cells of the line that begins with some words."""
    line = next(text for text in out.splitlines() if text.strip().startswith(start))
    return [cell.strip() for cell in re.split(r"\s{2,}", line.strip())]
