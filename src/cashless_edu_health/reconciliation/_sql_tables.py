"""The tables of the SQL store, and what each row of the history puts into them."""

import json
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from cashless_edu_health.reconciliation._journal import Row, RowKind

METADATA: Final = MetaData()

BOOKS: Final = Table("books", METADATA, Column("book", Text, primary_key=True))
"""One row for each ledger of the database: what its writers lock."""

HISTORY: Final = Table(
    "history",
    METADATA,
    Column("book", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("content", Text),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("book", "seq"),
    UniqueConstraint("book", "previous"),
)


def _table(name: str, columns: dict[str, Any], *unique: tuple[str, ...]) -> Table:
    """A copy of what rows of one kind say; ``?`` behind a name allows no value."""
    return Table(
        name,
        METADATA,
        Column("book", Text, nullable=False),
        Column("seq", BigInteger, nullable=False),
        *(Column(c.removesuffix("?"), kind, nullable="?" in c) for c, kind in columns.items()),
        *(UniqueConstraint("book", *names) for names in unique),
    )


DELIVERIES: Final = _table(
    "deliveries",
    {
        "entry": Text,
        "report": Text,
        "digest": Text,
        "acquirer": Text,
        "account": Text,
        "booked_on": Text,
        "amount": BigInteger,
        "channel?": Text,
        "notification?": Text,
        "received_at?": Text,
    },
    ("entry",),
    ("report", "digest"),
)
CREDITS: Final = _table("credits", {"entry": Text, "identity": Text}, ("entry",), ("identity",))
DECISIONS: Final = _table(
    "decisions",
    {
        "entry": Text,
        "number": Integer,
        "verdict": Text,
        "rule": Text,
        "customer?": Text,
        "returns?": Text,
    },
    ("entry", "number"),
)
ALLOCATIONS: Final = _table(
    "allocations",
    {
        "entry": Text,
        "number": Integer,
        "position": Integer,
        "invoice": Text,
        "amount": BigInteger,
        "purpose?": Text,
        "on_behalf": Boolean,
        "instalment?": Text,
    },
    ("entry", "number", "position"),
)
RECEIPTS: Final = _table(
    "receipts",
    {
        "receipt": Text,
        "number": Integer,
        "institution": Text,
        "gross": BigInteger,
        "paid_on": Text,
        "method?": Text,
        "payer_class": Text,
    },
    ("receipt", "number"),
)
REVERSALS: Final = _table(
    "reversals",
    {
        "reversal": Text,
        "number": Integer,
        "receipt": Text,
        "amount": BigInteger,
        "reversed_on": Text,
    },
    ("reversal", "number"),
)
UNDOS: Final = _table("undos", {"entry": Text, "number": Integer}, ("entry", "number"))
REQUESTS: Final = _table("requests", {"reference": Text, "digest": Text}, ("reference", "digest"))
OPENINGS: Final = _table(
    "openings",
    {
        "balance": Text,
        "digest": Text,
        "institution": Text,
        "customer": Text,
        "amount": BigInteger,
    },
    ("balance",),
)

COPIES: Final = (
    *(DELIVERIES, CREDITS, DECISIONS, ALLOCATIONS, RECEIPTS, REVERSALS, UNDOS, REQUESTS),
    OPENINGS,
)
"""Tables that say again what the history says."""

_WHOLE: Final = {
    RowKind.DELIVERY: DELIVERIES,
    RowKind.DECISION: DECISIONS,
    RowKind.RECEIPT: RECEIPTS,
    RowKind.REVERSAL: REVERSALS,
    RowKind.UNDO: UNDOS,
    RowKind.REQUEST: REQUESTS,
    RowKind.OPENING: OPENINGS,
}
_ALLOCATION: Final = ("invoice", "amount", "purpose", "on_behalf", "instalment")


def copied(row: Row, book: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    """What a row of the history puts into the other tables."""
    body = json.loads(row.body)
    place = {"book": book, "seq": row.seq}
    table = _WHOLE[row.kind]
    yield table, place | {c.name: body[c.name] for c in table.c if c.name not in place}
    if row.kind is not RowKind.DECISION:
        return
    if body["identity"] is not None:
        yield CREDITS, place | {"entry": body["entry"], "identity": body["identity"]}
    for position, part in enumerate(body["allocations"]):
        which = {"entry": body["entry"], "number": body["number"], "position": position}
        yield ALLOCATIONS, place | which | dict(zip(_ALLOCATION, part, strict=True))
