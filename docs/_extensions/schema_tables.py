"""Tables and words of the library, written from its own code: no list is kept twice.

``{schema-tables}`` shows the models of a module column by column, ``{word-lists}`` the closed
lists of words with what each is called in Chinese and English.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from inspect import getdoc, getsource, isclass
from types import ModuleType
from typing import Any

from docutils import nodes
from pandera.api.checks import Check
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from chenzhou_indicators import schemas
from chenzhou_indicators.catalog import label_texts

__all__ = ["setup"]

PACKAGE = "chenzhou_indicators"
ESCAPED_BAR = r"\|"
MEMBER = re.compile(r'^    (\w+) = "(.*?)"(?:  # (.*))?$', flags=re.MULTILINE)
BOUNDS = {
    "greater_than_or_equal_to": ("min_value", "≥"),
    "less_than_or_equal_to": ("max_value", "≤"),
    "greater_than": ("min_value", ">"),
    "less_than": ("max_value", "<"),
}


def _literal(text: object) -> str:
    return f"`{text}`"


def _admissible(check: Check) -> str:
    values = check.statistics or {}
    if check.name == "isin":
        return ", ".join(_literal(value) for value in values["allowed_values"])
    if check.name in BOUNDS:
        key, sign = BOUNDS[check.name]
        return f"{sign} {values[key]}"
    return ""


def _kind(dtype: object) -> str:
    """Return the kind of a column in a word."""
    name = str(dtype).lower()
    words = {"str": "text", "object": "text", "int": "whole number", "float": "number", "bool": "yes or no"}
    words |= {"datetime": "day"}
    return next((word for start, word in words.items() if start in name), name)


def _table(headings: list[str], rows: list[list[str]]) -> Iterator[str]:
    for row in [headings, ["---"] * len(headings), *rows]:
        yield f"| {' | '.join(cell.replace('|', ESCAPED_BAR) for cell in row)} |"
    yield ""


def _heading(mark: str, name: str, described: type) -> Iterator[str]:
    """Give a heading that references in docstrings lead to, and the first lines below it."""
    yield from (f"```{{py:class}} {name}", ":no-typesetting:", "```", "")
    yield from (f"{mark} {name}", "", getdoc(described) or "", "")


def _model_lines(name: str, model: Any) -> Iterator[str]:
    schema = model.to_schema()
    rows = []
    for column, field in schema.columns.items():
        limits = ", ".join(filter(None, map(_admissible, field.checks)))
        holds = field.description + (f": {limits}" if limits else "")
        kind = _kind(field.dtype) + ("" if field.required else ", may be left out")
        rows.append([_literal(column), kind, "yes" if field.nullable else "no", holds])
    yield from _heading("###", name, model)
    if schema.unique:
        yield from (f"Unique: {', '.join(map(_literal, schema.unique))}.", "")
    yield from _table(["column", "kind", "may be missing", "holds"], rows)


def _word_lines(name: str, words: type[StrEnum], labels: dict[str, Any]) -> Iterator[str]:
    group = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    said = {code: meaning for _, code, meaning in MEMBER.findall(getsource(words))}
    called = labels.get(group, labels["reason"])
    rows = []
    for word in words:
        texts = called.get(word, {})
        rows.append([_literal(word), texts.get("zh", ""), texts.get("en", ""), said.get(word, "")])
    filled = [place for place in range(len(rows[0])) if any(row[place] for row in rows)]
    headings = ["word", "Chinese", "English", "means"]
    yield from _heading("##", name, words)
    yield from _table(
        [headings[place] for place in filled], [[row[place] for place in filled] for row in rows]
    )


class _Generated(SphinxDirective):
    """Lines of Markdown made from a module, parsed where they stand."""

    required_arguments = 1

    def lines(self, module: ModuleType) -> Iterator[str]:
        """Give the lines."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Parse the lines, with their headings."""
        module = import_module(self.arguments[0])
        head = [f"```{{py:currentmodule}} {PACKAGE}.{self.arguments[0].split('.')[1]}", "```", ""]
        return self.parse_text_to_nodes("\n".join([*head, *self.lines(module)]), allow_section_headings=True)


class SchemaTables(_Generated):
    """The models a module names, column by column."""

    def lines(self, module: ModuleType) -> Iterator[str]:
        """Give the lines."""
        for name in module.__all__:
            model = getattr(module, name)
            if name in schemas.__all__ and hasattr(model, "to_schema"):
                yield from _model_lines(name, model)


class WordLists(_Generated):
    """The lists of words a module names."""

    def lines(self, module: ModuleType) -> Iterator[str]:
        """Give the lines."""
        labels = label_texts()
        for name in module.__all__:
            words = getattr(module, name)
            if isclass(words) and issubclass(words, StrEnum):
                yield from _word_lines(name, words, labels)


def setup(app: Sphinx) -> dict[str, bool]:
    """Give Sphinx the two directives."""
    app.add_directive("schema-tables", SchemaTables)
    app.add_directive("word-lists", WordLists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
