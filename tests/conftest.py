"""Shared by every test: where the sample files lie."""

from pathlib import Path

import pytest

# Scripts with command lines of their own; the tests beside them run them.
collect_ignore_glob = [
    *("conformance/[!t]*.py", "benchmarks/[!t]*.py", "fuzz/[!t]*.py", "mutation/[!t]*.py"),
]


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """``tests/data``: source texts, cases and invented files."""
    return Path(__file__).parent / "data"
