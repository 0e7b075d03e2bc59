"""Every notebook runs from top to bottom, and is committed with its outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.notebook
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default")
def test_a_notebook_runs(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_as_it_ran(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert [
        output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"
    ] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_chart_of_a_notebook_shows(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    drawing = [cell for cell in cells if "ci.plot_" in cell.source]
    assert drawing
    shown = [any("image/png" in output.get("data", {}) for output in cell.outputs) for cell in drawing]
    assert all(shown), [cell.source for cell, there in zip(drawing, shown, strict=True) if not there]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_asks_a_question_and_ends_with_what_it_cannot_say(path):
    words = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert "?**" in words[0]
    assert "](../data/sample/README.md)" in words[0]  # what is invented
    assert sum(line.startswith("# ") for text in words for line in text.splitlines()) == 1
    end = words[-1][words[-1].index("## What this cannot say") :]
    assert "](../docs/methods/" in end
    following = NOTEBOOKS[(NOTEBOOKS.index(path) + 1) % len(NOTEBOOKS)]
    assert f"]({following.name})" in end


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_output_of_a_notebook_is_a_bare_object(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs if "data" in output]
    assert outputs
    assert [output for output in outputs if not {"text/html", "image/png"} & set(output.data)] == []
    texts = [output.data["text/plain"] for output in outputs if "text/html" in output.data]
    assert [text for text in texts if " object at 0x" in text or text.startswith("<")] == []


def test_notebooks_begin_alike_and_stand_in_the_reading_order():
    first = {
        next(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
        for path in NOTEBOOKS
    }
    assert len(first) == 1
    order = (NOTEBOOKS[0].parent / "README.md").read_text(encoding="utf-8")
    places = [order.index(f"]({path.name})") for path in NOTEBOOKS]
    assert places == sorted(places)
