"""Shared by every test: where the sample files lie, and a database to try things on."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

# Scripts with command lines of their own; the tests beside them run them.
collect_ignore_glob = [
    *("conformance/[!t]*.py", "benchmarks/[!t]*.py", "fuzz/[!t]*.py", "mutation/[!t]*.py"),
    "simulator/[!t]*.py",
]

POSTGRES = os.environ.get("CASHLESS_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/test")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """``tests/data``: source texts, cases and invented files."""
    return Path(__file__).parent / "data"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A PostgreSQL schema of the test's own, dropped behind it; skipped where none answers."""
    engine = sqlalchemy.create_engine(POSTGRES, poolclass=sqlalchemy.NullPool)
    schema = f"ledger_{secrets.token_hex(6)}"
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    except sqlalchemy.exc.OperationalError:
        pytest.skip("no PostgreSQL answers")
    yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
