"""Pages of methods as tests read them: their text, what their code gives, the cells of their tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

METHODS = Path(__file__).parents[2] / "docs" / "methods"


def method_page(name: str) -> str:
    """Return the text of a page, with hyphens for dashes."""
    return (METHODS / f"{name}.md").read_text(encoding="utf-8").replace("–", "-")


def ran(*pages: str) -> dict[str, Any]:
    """Run the code of pages from top to bottom, and return the names it leaves."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", "".join(pages), flags=re.DOTALL):
        exec(block, names)
    return names


def table_row(page: str, beginning: str) -> list[str]:
    """Return the cells of a table's row behind the first, which begins so."""
    line = next(line for line in page.splitlines() if re.match(rf"\| {re.escape(beginning)}[ |]", line))
    return [cell.strip() for cell in line.split("|")[2:-1]]
