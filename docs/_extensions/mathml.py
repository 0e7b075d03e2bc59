"""Formulas as MathML, which browsers show without a script, a font or a network.

docutils converts them; a formula it cannot read stops the build with its text.
"""

from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

__all__ = ["mathml", "setup"]

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # of use in XML, not in HTML


def _accents_first(formula: ElementTree.Element) -> None:
    """Set the index of an accented letter beside it; docutils sets it below, as that of a sum."""
    for under in [*formula.iter("munderover")]:
        letter, index, accent = under
        if accent.tag == "mo" and accent.get("stretchy") == "false":
            accented = ElementTree.Element("mover", accent="true")
            accented.extend([letter, accent])
            under.tag = "msub"
            under[:] = [accented, index]


def _xml(tex: str, *, block: bool) -> str:
    """Return the formula as XML, without what only HTML can name, and without a name of its own."""
    return str(tex2mathml(tex, as_block=block)).replace("&ApplyFunction;", "\u2061").replace(NAMESPACE, "")


def mathml(tex: str, *, block: bool) -> str:
    """Return a formula as MathML; one that cannot be read stops the build."""
    try:
        formula = ElementTree.fromstring(_xml(tex, block=block))
        _accents_first(formula)
        return ElementTree.tostring(formula, encoding="unicode")
    except MathError as error:
        message = f"This formula cannot be read: {error}\n{tex}"
        raise ExtensionError(message) from error


def inline(writer: Any, node: nodes.math) -> None:
    """Write a formula within a line."""
    writer.body.append(mathml(node.astext(), block=False))
    raise nodes.SkipNode


def displayed(writer: Any, node: nodes.math_block) -> None:
    """Write a formula on lines of its own; one that is too wide for the page scrolls by itself."""
    formula = mathml(node.astext(), block=True)
    writer.body.append(f'<div class="formula" tabindex="0">{formula}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Give Sphinx the renderer."""
    app.add_html_math_renderer("mathml", (inline, None), (displayed, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
