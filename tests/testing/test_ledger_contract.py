"""Every store of this library keeps the contract; where no PostgreSQL answers, it says so."""

from collections.abc import Callable, Iterator

import pytest

from cashless_edu_health.reconciliation import JournalLedger, Ledger, MemoryJournal
from cashless_edu_health.reconciliation.sql import SqlLedger, open_ledger
from cashless_edu_health.testing.ledger_contract import LedgerContract


class TestInMemory(LedgerContract):
    @pytest.fixture
    def open_ledger(self) -> Callable[[], Ledger]:
        journal = MemoryJournal()
        return lambda: JournalLedger(journal)


def opener(url: str) -> Iterator[Callable[[], Ledger]]:
    opened: list[SqlLedger] = []

    def opens() -> Ledger:
        opened.append(open_ledger(url))
        return opened[-1]

    yield opens
    for ledger in opened:
        ledger.close()


class TestInSqlite(LedgerContract):
    @pytest.fixture
    def open_ledger(self, tmp_path) -> Iterator[Callable[[], Ledger]]:
        yield from opener(f"sqlite:///{tmp_path}/so-thu.db")


class TestInPostgres(LedgerContract):
    @pytest.fixture
    def open_ledger(self, postgres_url) -> Iterator[Callable[[], Ledger]]:
        yield from opener(postgres_url)


def test_a_subclass_says_how_its_ledger_is_opened() -> None:
    with pytest.raises(NotImplementedError):
        LedgerContract.open_ledger.__wrapped__(LedgerContract())
