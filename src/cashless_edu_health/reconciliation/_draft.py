"""The rows that one transaction of a ledger adds."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from attrs import evolve

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.reconciliation._books import Books, ReceiptFacts, content_identity
from cashless_edu_health.reconciliation._copies import telling_reference
from cashless_edu_health.reconciliation._decision import Decision, Verdict
from cashless_edu_health.reconciliation._journal import Pen, Row, RowKind
from cashless_edu_health.reconciliation._ledger_rules import OTHER_CONTENT
from cashless_edu_health.reconciliation._owed import OpeningBalance
from cashless_edu_health.reconciliation._plain import as_text, canonical, digest, moment
from cashless_edu_health.reconciliation._rules import CONFLICTING_COPY


class Draft:
    """Rows to be added to a history.

    Args:
        books: What the history amounts to before them.
        at: When they are written.
        by: Who writes them.
        why: Why.
    """

    def __init__(self, books: Books, *, at: datetime, by: str, why: str) -> None:
        self._books = books
        self._pen = Pen(books.head, at=at, by=by, why=why)
        self._new: set[object] = set()
        self._occurrences: Counter[str] = Counter()

    @property
    def rows(self) -> list[Row]:
        """The rows so far."""
        return self._pen.rows

    def deliver(self, entries: Iterable[CreditEntry]) -> None:
        """Reports that are not there yet, each once."""
        digests = self._books.digests
        new: dict[str, str] = {}
        for entry in entries:
            content = as_text(_as_told(entry))
            sha = digest(content)
            key, first = entry.id, digests.get(entry.id) or new.get(entry.id)
            if first not in (None, sha):
                key = f"{entry.id}~{sha[:12]}"
            if key in digests or key in new:
                continue
            new[key] = sha
            body = _delivery(entry, key, sha)
            self._pen.write(RowKind.DELIVERY, body, content=content)

    def decide(self, decision: Decision, facts: ReceiptFacts) -> None:
        """A decision, the requests that it names, and what it makes."""
        entry, books = decision.entry, self._books
        number = books.numbers.get(entry.id, 0) + 1
        named = [self._request(as_text(one), one.reference) for one in decision.requests]
        body = {
            "entry": entry.id,
            "number": number,
            "identity": self._identity(decision) if number == 1 else None,
            "verdict": decision.verdict.value,
            "rule": decision.rule.id,
            "requests": named,
            "customer": decision.customer_id,
            "allocations": [
                [part.invoice_id, part.amount, part.purpose, part.on_behalf, part.instalment]
                for part in decision.allocations
            ],
            "evidence": [[seen.kind.value, *seen[1:]] for seen in decision.evidence],
            "repair": None if decision.repair is None else decision.repair.value,
            "rejected": list(decision.rejected),
            "returns": decision.returns,
        }
        self._pen.write(RowKind.DECISION, body)
        if decision.verdict is Verdict.POSTED:
            self._made(decision, number, facts)

    def _made(self, decision: Decision, number: int, facts: ReceiptFacts) -> None:
        """The receipt or the reversal of a posting."""
        entry = decision.entry
        day = entry.booked_on.isoformat()
        if decision.returns is not None:
            body: dict[str, object] = {
                "reversal": entry.id,
                "number": number,
                "receipt": decision.returns,
                "amount": -entry.amount,
                "reversed_on": day,
            }
            self._pen.write(RowKind.REVERSAL, body)
            return
        body = {
            "receipt": entry.id,
            "number": number,
            "institution": decision.requests[0].institution_id,
            "gross": entry.amount,
            "paid_on": day,
            "method": facts.method,
            "payer_class": facts.payer_class.value,
        }
        self._pen.write(RowKind.RECEIPT, body)

    def _request(self, content: str, reference: str) -> tuple[str, str]:
        key = reference, digest(content)
        if key not in self._books.requests and key not in self._new:
            self._new.add(key)
            body = {"reference": reference, "digest": key[1]}
            self._pen.write(RowKind.REQUEST, body, content=content)
        return key

    def _identity(self, decision: Decision) -> str | None:
        """What no two credits share; ``None`` for further reports of one."""
        if decision.verdict is Verdict.DUPLICATE or decision.rule in (
            CONFLICTING_COPY,
            OTHER_CONTENT,
        ):
            return None
        content = content_identity(decision.entry)
        if telling_reference(decision.entry):
            return content
        before = self._books.occurrences.get(content, 0) + self._occurrences[content]
        self._occurrences[content] += 1
        return digest(canonical([content, before]))

    def undo(self, entry_id: str) -> None:
        """The decision in force about a credit is taken back."""
        number = self._books.numbers[entry_id]
        self._pen.write(RowKind.UNDO, {"entry": entry_id, "number": number})

    def open_with(self, balance: OpeningBalance) -> None:
        """A balance of the first day."""
        content = as_text(balance)
        body = {
            "balance": balance.id,
            "digest": digest(content),
            "institution": balance.institution_id,
            "customer": balance.customer_id,
            "amount": balance.amount,
        }
        self._pen.write(RowKind.OPENING, body, content=content)


def _as_told(entry: CreditEntry) -> CreditEntry:
    """The report without the moment at which it reached us: that differs each time."""
    if entry.delivery is None or entry.delivery.received_at is None:
        return entry
    return evolve(entry, delivery=evolve(entry.delivery, received_at=None))


def _delivery(entry: CreditEntry, key: str, sha: str) -> dict[str, object]:
    told = entry.delivery
    received_at = None if told is None else told.received_at
    return {
        "entry": key,
        "report": entry.id,
        "digest": sha,
        "acquirer": entry.account.acquirer_id,
        "account": entry.account.number,
        "booked_on": entry.booked_on.isoformat(),
        "amount": entry.amount,
        "channel": None if told is None else told.channel,
        "notification": None if told is None else told.id,
        "received_at": None if received_at is None else moment(received_at),
    }
