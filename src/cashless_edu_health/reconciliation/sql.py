"""A ledger in an SQL database: SQLite in a file, or PostgreSQL; the extra ``sql``.

Every row of the history stands in the table ``history``. The tables ``deliveries``, ``credits``,
``decisions``, ``allocations``, ``receipts``, ``reversals``, ``undos``, ``requests`` and
``openings`` say the same for queries, are written in the same transaction and are held against the
history by ``verify_chain``. All of them only grow: the database itself refuses to change or delete
a row.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> ledger = open_ledger(f"sqlite:///{folder.name}/so-thu.db")
>>> ledger.export(), ledger.head().seq, ledger.verify_chain().ok
((), 0, True)
>>> ledger.close(); folder.cleanup()
"""

from collections.abc import Callable

from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.reconciliation._bookkeeping import JournalLedger
from cashless_edu_health.reconciliation._journal import Journal

__all__ = ["SqlLedger", "open_ledger"]


class SqlLedger(JournalLedger):
    """A :class:`~cashless_edu_health.reconciliation.Ledger` in a database; close it when done.

    Made by :func:`open_ledger`.
    """

    def __init__(self, journal: Journal, release: Callable[[], None]) -> None:
        super().__init__(journal)
        self._release = release

    def close(self) -> None:
        """Give the connections back; what is written is written."""
        self._release()


def open_ledger(url: str, *, book: str = "main") -> SqlLedger:
    """The ledger of one book in a database; tables are made where there are none.

    Args:
        url: As SQLAlchemy writes them: ``sqlite:///so-thu.db``,
            ``postgresql+psycopg://user@host/database``. SQLite needs a file.
        book: Which of the database's ledgers. Give each institution one of its own, but keep
            those together whose requests may be paid to one account: writers of a book wait
            for each other, and invoice ids are unique within it.

    Raises:
        MissingExtraError: The extra ``sql`` is not installed.
        LedgerError: The database cannot be reached or used, its driver is not installed, or the
            URL is none; the message holds no password.
    """
    try:
        from cashless_edu_health.reconciliation._sql_journal import (  # noqa: PLC0415 - an extra
            SqlJournal,
        )
    except ModuleNotFoundError as error:
        if error.name != "sqlalchemy":
            raise
        raise MissingExtraError("sql") from None
    journal = SqlJournal(url, book=book)
    return SqlLedger(journal, journal.close)
