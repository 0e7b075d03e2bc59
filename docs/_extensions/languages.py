"""Pages in Chinese stand in ``zh``, under the name of the English page they tell the same as."""

from typing import Any

from sphinx.application import Sphinx

__all__ = ["setup"]

CHINESE = "zh/"


def say_language(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _page: object) -> None:
    """Tell a page its language, and where the same stands in the other."""
    chinese = pagename.startswith(CHINESE)
    other = pagename.removeprefix(CHINESE) if chinese else CHINESE + pagename
    landing = "index" if chinese else f"{CHINESE}index"
    context["other_language"] = other if other in app.env.all_docs else landing
    if chinese:
        context["language"] = "zh-CN"


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell every page."""
    app.connect("html-page-context", say_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
