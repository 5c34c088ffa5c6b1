"""Sphinx configuration."""

import sys
from pathlib import Path

from cashless_edu_health import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "cashless_edu_health"
author = "The cashless_edu_health authors"
copyright = "2026, the cashless_edu_health authors"  # noqa: A001
release = __version__

extensions = [
    "myst_parser",
    "registry_pages",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "cashless_edu_health"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_default_options = {"members": True}
napoleon_numpy_docstring = False
napoleon_use_ivar = True
doctest_test_doctest_blocks = ""  # docstrings run under pytest, with their module's names

# No inventory of other projects is fetched: the build needs no network. Types of the standard
# library and of dependencies therefore stand as plain text.
nitpick_ignore_regex = [
    ("py:.*", r"(?!cashless_edu_health).*"),
    ("py:.*", r"cashless_edu_health(\..*)?\.(_.*|.*T)"),
]
