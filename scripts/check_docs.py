"""Hold the built documentation and the Markdown pages against what they link to.

Every link inside the site has to lead to a page and every anchor to a place on it, every link of a
Markdown page to a file and a heading of the repository. Nothing a page needs may come from the
network. Addresses of other sites are not visited: a build has no network.

    python scripts/check_docs.py build/docs
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

__all__ = ["heading_anchors", "markdown_faults", "site_faults"]

ROOT = Path(__file__).parents[1]
MADE = ("docs/notebooks", "docs/repository", "docs/api/names", "build", "out")  # not written by hand
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
LOADING = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}
IN_STYLE = re.compile(r"""(?:url\(|@import)\s*['"]?([^'")\s;]+)""")
MARKDOWN_LINK = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^(`{3,}|:{3,}|~{3,}).*?^\1", flags=re.DOTALL | re.MULTILINE)


class Address(NamedTuple):
    """Where something on a page points to, and whether the page needs it to be shown."""

    target: str
    needed: bool


@dataclass
class Page(HTMLParser):
    """What a page points to, and the places on it that can be pointed to."""

    anchors: set[str] = field(default_factory=set)
    addresses: list[Address] = field(default_factory=list)
    style: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses and the anchor of an element."""
        values = {name: value for name, value in attrs if value is not None}
        self.style = tag == "style"
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if tag in LOADED and LOADED[tag] in values:
            self.addresses.append(Address(values[LOADED[tag]], needed=True))
        if tag == "link" and "href" in values:
            needed = bool(LOADING & set(values.get("rel", "").lower().split()))
            self.addresses.append(Address(values["href"], needed))
        if tag in {"a", "area"} and "href" in values:
            self.addresses.append(Address(values["href"], needed=False))
        self.note_style(values.get("style", ""))

    def handle_data(self, data: str) -> None:
        """Note what a style sheet within the page loads."""
        if self.style:
            self.note_style(data)

    def note_style(self, text: str) -> None:
        """Note what a style sheet loads."""
        self.addresses += [Address(target, needed=True) for target in IN_STYLE.findall(text)]


@cache
def read_page(path: Path) -> Page:
    """Read a page or a style sheet of the site."""
    page = Page()
    if path.suffix == ".css":
        page.note_style(path.read_text(encoding="utf-8"))
    else:
        page.feed(path.read_text(encoding="utf-8"))
    return page


def _fault(path: Path, address: Address) -> str | None:
    """Say what is wrong with an address on a page; nothing when all is well."""
    parts = urlsplit(address.target)
    if parts.scheme in {"data", "mailto", "javascript"}:
        return None
    if parts.scheme or parts.netloc:
        return "needs the network" if address.needed else None
    there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if there.is_dir():
        there /= "index.html"
    if not there.is_file():
        return "leads nowhere"
    anchor = unquote(parts.fragment)
    if anchor and there.suffix == ".html" and anchor not in read_page(there).anchors:
        return "has no such place on the page"
    return None


def _pages(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] != "_static"]


def site_faults(site: Path) -> Iterator[str]:
    """Give what is wrong on the pages and in the style sheets of a built site, one a line."""
    for path in [*_pages(site), *sorted(site.rglob("*.css"))]:
        for address in dict.fromkeys(read_page(path).addresses):
            fault = _fault(path, address)
            if fault:
                yield f"{path.relative_to(site)}: {address.target} {fault}"


def heading_anchors(text: str) -> set[str]:
    """Return the anchors that a repository view gives to the headings of a Markdown page."""
    anchors: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?)\s*#*$", FENCE.sub("", text), flags=re.MULTILINE):
        bare = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = sum(
            anchor == bare or re.fullmatch(rf"{re.escape(bare)}-\d+", anchor) is not None
            for anchor in anchors
        )
        anchors.add(f"{bare}-{number}" if number else bare)
    return anchors


@cache
def _headings(path: Path) -> set[str]:
    return heading_anchors(path.read_text(encoding="utf-8"))


def markdown_faults(root: Path) -> Iterator[str]:
    """Give the links between Markdown pages of the repository that lead nowhere, one a line."""
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "data").rglob("*.md")]
    for path in sorted(pages):
        place = path.relative_to(root).as_posix()
        if place.startswith(MADE):
            continue
        for target in MARKDOWN_LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
            parts = urlsplit(target)
            if parts.scheme:
                continue
            there = path.parent / unquote(parts.path) if parts.path else path
            if not there.exists():
                yield f"{place}: {target} leads nowhere"
            elif parts.fragment and unquote(parts.fragment) not in _headings(there):
                yield f"{place}: {target} names no heading"


def main() -> int:
    """Check, list what is wrong, and return the exit code."""
    site = Path(sys.argv[1])
    if not (site / "index.html").is_file():
        print(f"{site} holds no built site; make docs builds it", file=sys.stderr)
        return 2
    faults = [*site_faults(site), *markdown_faults(ROOT)]
    print(*faults, sep="\n", file=sys.stderr)
    print(f"{len(_pages(site))} pages checked, {len(faults)} links wrong")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
