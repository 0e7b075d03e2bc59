"""An HTML page as tests read it: elements with their attributes, what stands in them, and their text."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "img", "input", "rect"}  # tags that hold nothing


class Element(dict[str, Any]):
    """A tag with its attributes, what stands in it, and its text."""

    def __init__(self, tag: str, attributes: dict[str, Any], parent: Element | None) -> None:
        super().__init__(attributes)
        self.tag, self.parent = tag, parent
        self.inside: list[Element | str] = []

    def all(self, tag: str | None = None, **wanted: str) -> list[Element]:
        """Return the elements within, by tag, class or any other attribute."""
        found = []
        for inner in self.inside:
            if isinstance(inner, Element):
                if tag in (None, inner.tag) and all(inner.has(*pair) for pair in wanted.items()):
                    found.append(inner)
                found += inner.all(tag, **wanted)
        return found

    def has(self, name: str, value: str) -> bool:
        """Say whether an attribute has a value; of a class, whether it is one of them."""
        given = self.get(name.strip("_").replace("_", "-"))
        return given == value or (name == "class_" and value in (given or "").split())

    def text(self, skip: Iterable[str] = ()) -> str:
        """Return what is written, but for what stands in tags or classes to skip."""
        parts = [
            inner if isinstance(inner, str) else "" if inner.leaves(skip) else inner.text(skip)
            for inner in self.inside
        ]
        return " ".join(" ".join(parts).split())

    def leaves(self, skip: Iterable[str]) -> bool:
        """Say whether this is to be skipped."""
        return self.tag in skip or any(self.has("class_", name) for name in skip)


class Reader(HTMLParser):
    """Reads a page into elements, and refuses a tag that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("document", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, dict(attrs), self.at)
        self.at.inside.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        if tag in VOID:
            return
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self.at.inside.append(data)


def read(text: str) -> Element:
    """Read a page."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root
    return reader.root


def rows_of(root: Element, table: str) -> list[Element]:
    """Return the rows of a table that are no headings of groups."""
    (found,) = root.all("table", id=table)
    rows = [row for body in found.all("tbody") for row in body.all("tr")]
    return [row for row in rows if not row.has("class_", "group")]
