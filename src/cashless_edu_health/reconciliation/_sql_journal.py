"""A journal in an SQL database."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from cashless_edu_health.errors import LedgerError
from cashless_edu_health.reconciliation._journal import Row
from cashless_edu_health.reconciliation._sql_tables import (
    BOOKS,
    COPIES,
    HISTORY,
    METADATA,
    copied,
)

_PATIENCE: Final = 120
"""Seconds that a writer of SQLite waits for the others."""

_FIELDS: Final = ("seq", "kind", "at", "by", "why", "body", "content", "previous", "hash")

_GROWING: Final = (HISTORY, *COPIES)


class SqlJournal:
    """The history of one book of a database."""

    def __init__(self, url: str, *, book: str) -> None:
        self._book = book
        with _failing("the database cannot be opened"):
            self._engine = _engine(url)
            with _transaction(self._engine) as connection:
                _make_tables(connection)

    @contextmanager
    def writing(self) -> Iterator["_SqlWriting"]:
        """See :class:`Journal`."""
        with _failing("the ledger cannot be written"), _transaction(self._engine) as connection:
            if connection.dialect.name != "sqlite":  # there, the transaction locks all
                _lock(connection, self._book)
            yield _SqlWriting(connection, self._book)

    def rows_after(self, seq: int) -> Sequence[Row]:
        """See :class:`Journal`."""
        with _failing("the ledger cannot be read"), self._engine.connect() as connection:
            return _rows_after(connection, self._book, seq)

    def faults(self) -> Sequence[str]:
        """See :class:`Journal`."""
        with _failing("the ledger cannot be read"), self._engine.connect() as connection:
            told: Counter[tuple[Any, ...]] = Counter()
            for row in _rows_after(connection, self._book, 0):
                for table, values in copied(row, self._book):
                    told[table.name, *(values[column.name] for column in table.c)] += 1
            for table in COPIES:
                query = select(table).where(table.c.book == self._book)
                told.subtract((table.name, *values) for values in connection.execute(query))
        places = {(key[0], key[2]) for key, count in told.items() if count}
        return tuple(f"table {name}, row {seq}" for name, seq in sorted(places))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


class _SqlWriting:
    def __init__(self, connection: Connection, book: str) -> None:
        self._connection = connection
        self._book = book

    def rows_after(self, seq: int) -> Sequence[Row]:
        return _rows_after(self._connection, self._book, seq)

    def append(self, rows: Sequence[Row]) -> None:
        history = [
            {"book": self._book} | {name: getattr(row, name) for name in _FIELDS} for row in rows
        ]
        self._connection.execute(insert(HISTORY), history)
        by_table: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            for table, values in copied(row, self._book):
                by_table.setdefault(table.name, []).append(values)
        for name, copies in by_table.items():
            self._connection.execute(insert(METADATA.tables[name]), copies)


def _rows_after(connection: Connection, book: str, seq: int) -> Sequence[Row]:
    query = (
        select(*(HISTORY.c[name] for name in _FIELDS))
        .where(HISTORY.c.book == book, HISTORY.c.seq > seq)
        .order_by(HISTORY.c.seq)
    )
    return [Row(**row) for row in connection.execute(query).mappings()]


def _lock(connection: Connection, book: str) -> None:
    """Wait until no other transaction writes in this book."""
    row = postgresql.insert(BOOKS).values(book=book).on_conflict_do_nothing()
    connection.execute(row)
    connection.execute(select(BOOKS).where(BOOKS.c.book == book).with_for_update())


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except (ArgumentError, ValueError):
        raise LedgerError("the URL of the ledger is none that SQLAlchemy reads") from None
    except ModuleNotFoundError as error:
        raise LedgerError(f"the database driver {error.name} is not installed") from None
    if engine.dialect.name not in ("sqlite", "postgresql"):
        raise LedgerError("the ledger is kept in SQLite or PostgreSQL, in nothing else")
    if engine.dialect.name == "sqlite":
        if engine.url.database in (None, "", ":memory:"):
            raise LedgerError("SQLite keeps the ledger in a file: sqlite:///so-thu.db")
        event.listen(engine, "connect", _patient)
    return engine


def _patient(connection: Any, _: object) -> None:
    # The driver would begin transactions late, with a read: two writers would then collide.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _make_tables(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two programs that start at once would both make them.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('cashless ledger'))")
    METADATA.create_all(connection)
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def _guards(dialect: str) -> Iterator[str]:
    """What makes the database itself refuse to change or delete rows."""
    if dialect == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'a ledger only grows'; END $$"
        )
    for table in _GROWING:
        for action in ("UPDATE", "DELETE"):
            name = f"{table.name}_no_{action.lower()}"
            if dialect == "sqlite":
                yield (
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {action} ON {table.name} "
                    "BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END"
                )
            else:
                yield (
                    f"CREATE OR REPLACE TRIGGER {name} BEFORE {action} ON {table.name} "
                    "FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()"
                )


@contextmanager
def _failing(what: str) -> Iterator[None]:
    """The database's own mistakes as one of ours: they quote parameters, which name people."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None)
        raise LedgerError(f"{what}: {type(cause or error).__name__}") from None
