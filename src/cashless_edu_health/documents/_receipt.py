"""Receipts, reversals and tallies in files: JSON in full, or flat CSV tables.

=============  ==================================================================================
file           columns, those in brackets optional
=============  ==================================================================================
receipts.csv   id, institution_id, gross, paid_on, method (empty: unknown), payer_class, source,
               recorded_at, [evidence, purposes, payer_name, payer_name_source, payer_id,
               collector_lump, carried]; what a receipt pays invoice by invoice is in JSON only
reversals.csv  id, receipt_id, amount, reversed_on, recorded_at, [reason, invoice_id]
tallies.csv    institution_id, method (empty: unknown), payer_class, count, value, paid_from,
               paid_to, [purposes, evidence, on_behalf]
payer_counts   institution_id, total, cashless, paid_from, paid_to, [purposes, evidence]
unreported     institution_id, paid_from, paid_to
=============  ==================================================================================

Amounts are dong in digits without separators; ``recorded_at`` has a time zone
(``2022-10-03T09:00:00+07:00``).
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeVar

from cashless_edu_health.documents._model import Document, from_file, unique
from cashless_edu_health.documents._table import from_csv
from cashless_edu_health.documents._write import document_text, plain
from cashless_edu_health.receipts import (
    Allocation,
    PayerClass,
    PayerCount,
    Receipt,
    ReceiptSource,
    Reversal,
    Tally,
    Unreported,
)

ValueT = TypeVar("ValueT")


class AllocationRow(Document[Allocation]):
    """The part of a receipt that pays one invoice."""

    invoice_id: str
    amount: int
    purpose: str | None = None
    on_behalf: bool = False
    instalment: str | None = None

    def _to_value(self) -> Allocation:
        return Allocation(**dict(self))


class ReceiptRow(Document[Receipt]):
    """One settled payment."""

    id: str
    institution_id: str
    gross: int
    paid_on: date
    method: str | None
    payer_class: PayerClass
    source: ReceiptSource
    recorded_at: datetime
    evidence: str = ""
    purposes: frozenset[str] = frozenset()
    allocations: tuple[AllocationRow, ...] = ()
    payer_name: str | None = None
    payer_name_source: ReceiptSource | None = None
    payer_id: str | None = None
    collector_lump: bool = False
    carried: frozenset[str] | None = None

    def _to_value(self) -> Receipt:
        allocations = tuple(row.to_value() for row in self.allocations)
        return Receipt(**(dict(self) | {"allocations": allocations}))


class ReversalRow(Document[Reversal]):
    """Money given back."""

    id: str
    receipt_id: str
    amount: int
    reversed_on: date
    recorded_at: datetime
    reason: str = ""
    invoice_id: str | None = None

    def _to_value(self) -> Reversal:
        return Reversal(**dict(self))


class TallyRow(Document[Tally]):
    """Payments already summed."""

    institution_id: str
    method: str | None
    payer_class: PayerClass
    count: int
    value: int
    paid_from: date
    paid_to: date
    purposes: frozenset[str] = frozenset()
    evidence: str = ""
    on_behalf: bool = False

    def _to_value(self) -> Tally:
        return Tally(**dict(self))


class PayerCountRow(Document[PayerCount]):
    """Payers already counted."""

    institution_id: str
    total: int
    cashless: int
    paid_from: date
    paid_to: date
    purposes: frozenset[str] = frozenset()
    evidence: str = ""

    def _to_value(self) -> PayerCount:
        return PayerCount(**dict(self))


class UnreportedRow(Document[Unreported]):
    """An institution that has not said what it took."""

    institution_id: str
    paid_from: date
    paid_to: date

    def _to_value(self) -> Unreported:
        return Unreported(**dict(self))


class ReceiptsFile(Document[tuple[Receipt, ...]]):
    """Format ``receipts/1``."""

    format: Literal["receipts/1"]
    receipts: tuple[ReceiptRow, ...]

    def _to_value(self) -> tuple[Receipt, ...]:
        return unique(tuple(row.to_value() for row in self.receipts))


class ReversalsFile(Document[tuple[Reversal, ...]]):
    """Format ``reversals/1``."""

    format: Literal["reversals/1"]
    reversals: tuple[ReversalRow, ...]

    def _to_value(self) -> tuple[Reversal, ...]:
        return unique(tuple(row.to_value() for row in self.reversals))


class TalliesFile(Document[tuple[Tally, ...]]):
    """Format ``tallies/1``."""

    format: Literal["tallies/1"]
    tallies: tuple[TallyRow, ...]

    def _to_value(self) -> tuple[Tally, ...]:
        return tuple(row.to_value() for row in self.tallies)


class PayerCountsFile(Document[tuple[PayerCount, ...]]):
    """Format ``payer_counts/1``."""

    format: Literal["payer_counts/1"]
    payer_counts: tuple[PayerCountRow, ...]

    def _to_value(self) -> tuple[PayerCount, ...]:
        return tuple(row.to_value() for row in self.payer_counts)


class UnreportedFile(Document[tuple[Unreported, ...]]):
    """Format ``unreported/1``."""

    format: Literal["unreported/1"]
    unreported: tuple[UnreportedRow, ...]

    def _to_value(self) -> tuple[Unreported, ...]:
        return tuple(row.to_value() for row in self.unreported)


def _read(
    whole: type[Document[tuple[ValueT, ...]]], row: type[Document[ValueT]], path: Path
) -> tuple[ValueT, ...]:
    if path.suffix == ".csv":
        return tuple(value for _, _, value in from_csv(row, path))
    return from_file(whole, path)


def read_receipts(path: Path) -> tuple[Receipt, ...]:
    """The receipts of a ``.json``, ``.toml`` or ``.csv`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return _read(ReceiptsFile, ReceiptRow, path)


def read_reversals(path: Path) -> tuple[Reversal, ...]:
    """The reversals of a ``.json``, ``.toml`` or ``.csv`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return _read(ReversalsFile, ReversalRow, path)


def read_tallies(path: Path) -> tuple[Tally, ...]:
    """The tallies of a ``.json``, ``.toml`` or ``.csv`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return _read(TalliesFile, TallyRow, path)


def read_payer_counts(path: Path) -> tuple[PayerCount, ...]:
    """The counts of payers of a ``.json``, ``.toml`` or ``.csv`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return _read(PayerCountsFile, PayerCountRow, path)


def read_unreported(path: Path) -> tuple[Unreported, ...]:
    """Who has not said what was taken, of a ``.json``, ``.toml`` or ``.csv`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return _read(UnreportedFile, UnreportedRow, path)


def write_receipts(receipts: Iterable[Receipt]) -> str:
    """The text of a JSON file in format ``receipts/1``; it holds payers' names in the clear."""
    return document_text({"format": "receipts/1", "receipts": [plain(row) for row in receipts]})


def write_reversals(reversals: Iterable[Reversal]) -> str:
    """The text of a JSON file in format ``reversals/1``."""
    return document_text({"format": "reversals/1", "reversals": [plain(row) for row in reversals]})


def write_tallies(tallies: Iterable[Tally]) -> str:
    """The text of a JSON file in format ``tallies/1``."""
    return document_text({"format": "tallies/1", "tallies": [plain(row) for row in tallies]})


def write_payer_counts(payer_counts: Iterable[PayerCount]) -> str:
    """The text of a JSON file in format ``payer_counts/1``."""
    rows = [plain(row) for row in payer_counts]
    return document_text({"format": "payer_counts/1", "payer_counts": rows})


def write_unreported(unreported: Iterable[Unreported]) -> str:
    """The text of a JSON file in format ``unreported/1``."""
    rows = [plain(row) for row in unreported]
    return document_text({"format": "unreported/1", "unreported": rows})
