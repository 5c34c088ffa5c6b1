"""The history of a ledger: rows that are only ever added, each chained to the one before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Final, NamedTuple, Protocol

from attrs import evolve, field, frozen

from cashless_edu_health.findings import Finding, Report
from cashless_edu_health.reconciliation._ledger_rules import (
    CHAIN_BROKEN,
    CONTENT_CHANGED,
    HEAD_MISSING,
    TABLE_CHANGED,
)
from cashless_edu_health.reconciliation._plain import canonical, digest, moment

_BEGINNING: Final = "0" * 64


class RowKind(StrEnum):
    """What a row of the history records."""

    DELIVERY = "delivery"
    """A report of a credit, as received."""
    REQUEST = "request"
    """A payment request, as it stood when a decision first named it."""
    DECISION = "decision"
    """What was decided about a credit; the last one of a credit is in force."""
    RECEIPT = "receipt"
    """The receipt that a posting made."""
    REVERSAL = "reversal"
    """Money given back."""
    UNDO = "undo"
    """A decision that a person took back."""
    OPENING = "opening"
    """A balance of the day on which the ledger began."""


_WITH_CONTENT: Final = frozenset({RowKind.DELIVERY, RowKind.REQUEST, RowKind.OPENING})


class Head(NamedTuple):
    """The end of a history; written down elsewhere, it proves that nothing was cut off.

    Attributes:
        seq: Number of the last row; 0 when there is none.
        hash: Its hash.
    """

    seq: int = 0
    hash: str = _BEGINNING


@frozen(kw_only=True)
class Row:
    """One row of the history.

    Attributes:
        seq: 1 for the first row, then without gaps.
        kind: What it records.
        at: When, as the caller said; in UTC, ISO 8601.
        by: Who did it: a person's or a program's id.
        why: Why; may be empty.
        body: Canonical JSON, without names or memos.
        content: Canonical JSON of the report or request that the body names by its digest; the
            only part that holds people's data.
        previous: Hash of the row before.
        hash: SHA-256 of all of the above but the content, which the body's digest stands for.
    """

    seq: int
    kind: RowKind = field(converter=RowKind)
    at: str
    by: str
    why: str
    body: str
    content: str | None = field(default=None, repr=False)
    previous: str
    hash: str

    def expected_hash(self) -> str:
        """The hash as it must be."""
        kind = self.kind.value
        return digest(
            canonical([self.seq, kind, self.at, self.by, self.why, self.body, self.previous])
        )


class Writing(Protocol):
    """A transaction on a journal: all that is added, or nothing."""

    def rows_after(self, seq: int) -> Sequence[Row]:
        """Rows with a higher number, in order."""

    def append(self, rows: Sequence[Row]) -> None:
        """Add rows."""


class Journal(Protocol):
    """Where a ledger keeps its history. It has no rule of its own."""

    def writing(self) -> AbstractContextManager[Writing]:
        """A transaction that excludes every other writer of this book until it ends.

        Nothing is kept when the block raises or the process dies; all of it when it ends well.
        """

    def rows_after(self, seq: int) -> Sequence[Row]:
        """Kept rows with a higher number, in order."""

    def faults(self) -> Sequence[str]:
        """Places where a copy kept for look-ups differs from the history; usually none."""


class MemoryJournal:
    """A journal in memory: for tests, trials and runs that keep nothing."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._lock = Lock()

    @contextmanager
    def writing(self) -> Iterator["_MemoryWriting"]:
        """See :class:`Journal`."""
        with self._lock:
            draft = _MemoryWriting(self._rows)
            yield draft
            self._rows.extend(draft.added)

    def rows_after(self, seq: int) -> Sequence[Row]:
        """See :class:`Journal`."""
        return self._rows[seq:]

    def faults(self) -> Sequence[str]:
        """See :class:`Journal`."""
        return ()


class _MemoryWriting:
    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self.added: list[Row] = []

    def rows_after(self, seq: int) -> Sequence[Row]:
        return [*self._rows, *self.added][seq:]

    def append(self, rows: Sequence[Row]) -> None:
        self.added.extend(rows)


class Pen:
    """Writes the rows of one transaction, chained to the head."""

    def __init__(self, head: Head, *, at: datetime, by: str, why: str = "") -> None:
        self._head = head
        self._at, self._by, self._why = moment(at), by, why
        self.rows: list[Row] = []

    def write(
        self, kind: RowKind, body: Mapping[str, object], *, content: str | None = None
    ) -> None:
        """Add one row."""
        row = Row(
            seq=self._head.seq + 1,
            kind=kind,
            at=self._at,
            by=self._by,
            why=self._why,
            body=canonical(body),
            content=content,
            previous=self._head.hash,
            hash="",
        )
        row = evolve(row, hash=row.expected_hash())
        self.rows.append(row)
        self._head = Head(row.seq, row.hash)


def verify(rows: Iterable[Row], faults: Iterable[str], *, head: Head | None) -> Report:
    """Whether a history hangs together, and still holds a head that was written down."""
    findings: list[Finding] = []
    end, seen = Head(), head is None or head.seq == 0
    for row in rows:
        chained = (row.seq, row.previous) == (end.seq + 1, end.hash)
        if not chained or row.hash != row.expected_hash():
            findings.append(Finding(CHAIN_BROKEN, path=f"row {row.seq}"))
        if row.kind in _WITH_CONTENT and f'"{digest(row.content or "")}"' not in row.body:
            findings.append(Finding(CONTENT_CHANGED, path=f"row {row.seq}"))
        end = Head(row.seq, row.hash)
        seen = seen or end == head
    if not seen and head is not None:
        findings.append(Finding(HEAD_MISSING, path=f"row {head.seq}"))
    findings += [Finding(TABLE_CHANGED, path=place) for place in faults]
    return Report(findings=tuple(findings), checked=("chain", "contents", "tables"))
