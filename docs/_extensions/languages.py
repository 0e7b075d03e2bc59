"""Pages in Chinese stand in ``zh``, under the name of the English page they tell the same as.

A page says in its own language what the theme adds to it, and its ways to the page before and the
next one lead to pages of its own language.
"""

from typing import Any

from sphinx.application import Sphinx

__all__ = ["chinese_words", "in_chinese", "say_language", "setup"]

CHINESE = "zh/"
COPIED = "repository/overview-zh"  # README.zh.md, of which the landing page is the English one
# what the theme's templates write
WORDS = {
    "Skip to main content": "跳到正文",
    "Back to top": "回到顶部",
    "Site navigation": "网站导航",
    "Section Navigation": "本部分",
    "On this page": "本页内容",
    "Breadcrumb": "所在位置",
    "Home": "首页",
    "More": "更多",
    "Collapse Sidebar": "收起侧栏",
    "Expand Sidebar": "展开侧栏",
    "Search": "搜索",
    "Search the docs ...": "搜索文档",
    "Color mode": "颜色模式",
    "Light": "浅色",
    "Dark": "深色",
    "System Settings": "跟随系统",
    "previous page": "上一页",
    "previous": "上一页",
    "next page": "下一页",
    "next": "下一页",
    "© Copyright %(copyright)s.": "© %(copyright)s",
}
OPTIONS = ("theme_search_bar_text", "theme_header_dropdown_text")  # words that are no template's


def in_chinese(page: str) -> bool:
    """Say whether a page is written in Chinese."""
    return page == COPIED or page.startswith(CHINESE)


def chinese_words(text: str) -> str:
    """Return what the theme says in Chinese; what is not known here stays as it is."""
    return WORDS.get(text, text)


def say_language(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _page: object) -> None:
    """Tell a page its language, and where the same stands in the other."""
    chinese = in_chinese(pagename)
    landing = "index" if chinese else f"{CHINESE}index"
    other = pagename.removeprefix(CHINESE) if pagename.startswith(CHINESE) else CHINESE + pagename
    context["other_language"] = other if other in app.env.all_docs else landing
    context["in_chinese"] = chinese
    _, *beside = app.builder.relations.get(pagename, (None, None, None))
    for way, page in zip(("prev", "next"), beside, strict=True):
        if page is not None and in_chinese(page) != chinese:
            context[way] = None
    if chinese:
        context |= {"language": "zh-CN", "gettext": chinese_words}
        context |= {option: chinese_words(context[option]) for option in OPTIONS if option in context}


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell every page."""
    app.connect("html-page-context", say_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
