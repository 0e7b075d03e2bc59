"""Pages of the repository that stand outside ``docs``, as pages of the site.

Notebooks and a few pages are copied in before the build, into folders that git ignores. A link is
written for whoever reads the file in the repository; here it is turned to the page's place on the
site. A link to a file that is no page, like a script, becomes plain text.
"""

import re
from collections.abc import Iterator
from os.path import normpath, relpath
from pathlib import Path, PurePosixPath

from sphinx.application import Sphinx

__all__ = ["on_site", "setup", "site_links"]

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
# page of the repository: its place below docs
COPIED = {
    "README.zh.md": "repository/overview-zh.md",
    "ARCHITECTURE.md": "repository/architecture.md",
    "CHANGELOG.md": "repository/changelog.md",
    "CONTRIBUTING.md": "repository/contributing.md",
    "data/sample/README.md": "repository/sample.md",
}
FOLDERS = ("notebooks", "repository")  # hold copies and nothing else
PAGES = (".md", ".ipynb", ".png", ".svg")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s#:]+)(#[^()\s]*)?\)")


def _copies() -> dict[str, str]:
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return COPIED | {f"notebooks/{path.name}": f"notebooks/{path.name}" for path in notebooks}


def on_site(path: str) -> str | None:
    """Return where a file of the repository stands below ``docs``; nothing when it is no page."""
    if path == "README.md":
        return "index.md"
    if path.startswith("docs/") and path.endswith(PAGES):
        return path.removeprefix("docs/")
    return _copies().get(path)


def site_links(text: str, page: str) -> str:
    """Turn the links of a page of the repository to where they lead on the site."""
    here = PurePosixPath(page).parent
    there = PurePosixPath(on_site(page) or page).parent

    def turned(link: re.Match[str]) -> str:
        mark, words, target, anchor = link.groups(default="")
        path = normpath(here / target)
        if not (ROOT / path).exists():
            return link.group()
        place = on_site(path)
        if place is None:
            return words
        return f"{mark}[{words}]({relpath(place, there)}{anchor})"

    return LINK.sub(turned, text)


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def copy_pages(_app: Sphinx) -> None:
    """Copy what stands outside, as it is now; a copy that is as it should be is left alone."""
    copies = _copies()
    for page, place in copies.items():
        _write(DOCS / place, site_links((ROOT / page).read_text(encoding="utf-8"), page))
    for path in _stale(set(copies.values())):
        path.unlink()


def _stale(places: set[str]) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in (DOCS / folder).iterdir():
            if path.is_file() and path.relative_to(DOCS).as_posix() not in places:
                yield path


def turn_links(app: Sphinx, docname: str, source: list[str]) -> None:
    """Turn the links of a page as it is read; the copies have theirs turned already."""
    path = Path(app.env.doc2path(docname)).relative_to(DOCS).as_posix()
    if path.endswith(".md") and not path.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
        source[0] = site_links(source[0], f"docs/{path}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Copy before anything is read, and turn links while it is."""
    app.connect("builder-inited", copy_pages, priority=0)
    app.connect("source-read", turn_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
