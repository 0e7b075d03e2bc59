"""Names between single backquotes in docstrings: a public name links to its page, any other is code."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

import chenzhou_indicators

__all__ = ["setup"]


class Name(SphinxRole):
    """A public name, or what else stands between single backquotes: an argument, a column."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give a link to a public name, or code."""
        if self.text not in chenzhou_indicators.__all__:
            return [nodes.literal(self.rawtext, self.text)], []
        link = self.env.app.registry.domains["py"].roles["obj"]
        full = f"{chenzhou_indicators.__name__}.{self.text}"
        return link(
            "py:obj", f"`~{full}`", f"~{full}", self.lineno, self.inliner, dict(self.options), [*self.content]
        )


def setup(app: Sphinx) -> dict[str, bool]:
    """Give Sphinx the role; conf.py makes it that of what has none."""
    app.add_role("name", Name())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
