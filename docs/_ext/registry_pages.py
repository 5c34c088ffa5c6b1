"""Sphinx extension: pages that are written from the registry at every build.

A page of :data:`registry_tables.PAGES` has an introduction in its file; the table that belongs to
it is added behind when the file is read, so that it cannot be older than the data.
"""

from collections.abc import Iterable
from typing import TypedDict

from registry_tables import PAGES
from sphinx.application import Sphinx


class _Metadata(TypedDict):
    version: str
    parallel_read_safe: bool
    parallel_write_safe: bool


def add_table(_app: Sphinx, page: str, source: list[str]) -> None:
    """Add what belongs to the page."""
    if page in PAGES:
        source[0] = f"{source[0].rstrip()}\n\n{PAGES[page]()}\n"


def always_read(_app: Sphinx, *_changes: object) -> Iterable[str]:
    """The pages to read again although their files are as they were: the data may not be."""
    return tuple(PAGES)


def setup(app: Sphinx) -> _Metadata:
    """Called by Sphinx."""
    app.connect("source-read", add_table)
    app.connect("env-get-outdated", always_read)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
