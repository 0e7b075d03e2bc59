"""How the documentation is built: without a network, and with every warning an error."""

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

import chenzhou_indicators

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "chenzhou_indicators"
author = "The chenzhou_indicators developers"
copyright = "the chenzhou_indicators developers"  # noqa: A001 - the name Sphinx reads
release = version = chenzhou_indicators.__version__
language = "en"
smartquotes = False

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "myst_nb",
    "sphinx_design",
    "sphinx_copybutton",
    # in _extensions
    "languages",
    "repository_pages",
    "mathml",
    "names",
    "schema_tables",
]
exclude_patterns = ["_build"]
templates_path = ["_templates"]

# Markdown
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

lexers["csv"] = TextLexer()  # tables have no colours

# Notebooks are committed as they ran.
nb_execution_mode = "off"
nb_merge_streams = True

# Python
default_role = "name"  # from _extensions
autosummary_generate = True
autodoc_typehints = "none"  # the docstrings say types in words
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
nitpicky = True

# Pages
html_math_renderer = "mathml"
html_theme = "pydata_sphinx_theme"
html_title = "chenzhou_indicators"
html_static_path = ["_static"]
html_css_files = ["custom.css"]
html_show_sourcelink = False
html_copy_source = False
html_last_updated_fmt = None
html_theme_options = {
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher", "language-link"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "header_links_before_dropdown": 6,
    "show_prev_next": True,
    "navigation_with_keys": False,
}
html_context = {"default_mode": "auto"}
ALONE = ("index", "zh/index", "getting-started", "gallery")  # with nothing below them
html_sidebars = {page: [] for page in ALONE}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = False
