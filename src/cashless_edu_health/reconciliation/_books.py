"""What a history amounts to: every report, the decision in force about each, and look-ups."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from attrs import evolve, frozen

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.receipts import Allocation, PayerClass
from cashless_edu_health.reconciliation._copies import telling_reference
from cashless_edu_health.reconciliation._decide import Terms, order_of, waits
from cashless_edu_health.reconciliation._decision import (
    Decision,
    Evidence,
    EvidenceKind,
    Verdict,
)
from cashless_edu_health.reconciliation._journal import Head, Row, RowKind
from cashless_edu_health.reconciliation._ledger_rules import LEDGER_RULES
from cashless_edu_health.reconciliation._memo import letters_of
from cashless_edu_health.reconciliation._owed import OpeningBalance
from cashless_edu_health.reconciliation._plain import canonical, digest, from_text
from cashless_edu_health.reconciliation._repair import Slip
from cashless_edu_health.reconciliation._rules import RULES

_RULES: Final = {rule.id: rule for rule in (*RULES, *LEDGER_RULES)}

_Key = tuple[object, ...]


@frozen
class ReceiptFacts:
    """What a receipt says beyond its decision."""

    recorded_at: datetime
    method: str | None
    payer_class: PayerClass


class Books:
    """The sum of a history's rows, kept up to date row by row."""

    def __init__(self) -> None:
        self.head = Head()
        self.reports: dict[str, CreditEntry] = {}
        self.digests: dict[str, str] = {}
        self.decisions: dict[str, Decision] = {}
        self.numbers: dict[str, int] = {}
        self.decided_at: dict[str, datetime] = {}
        self.pending: dict[str, CreditEntry] = {}
        self.requests: dict[tuple[str, str], PaymentRequest] = {}
        self.receipts: dict[tuple[str, int], ReceiptFacts] = {}
        self.openings: dict[str, OpeningBalance] = {}
        self.conflicts: dict[str, str] = {}
        self.occurrences: dict[str, int] = {}
        self.copies: dict[str, list[str]] = {}
        self._ranks: dict[str, int] = {}
        self._alike: dict[_Key, list[str]] = {}
        self._by_amount: dict[_Key, list[str]] = {}
        self._by_debt: dict[tuple[str, str | None], dict[str, None]] = {}
        self._returns: dict[str, list[str]] = {}

    def fold(self, rows: Iterable[Row]) -> None:
        """Take further rows in."""
        for row in rows:
            body = json.loads(row.body)
            if row.kind is RowKind.DELIVERY:
                self._deliver(body, row.content or "")
            elif row.kind is RowKind.REQUEST:
                key = body["reference"], body["digest"]
                self.requests[key] = from_text(PaymentRequest, row.content or "")
            elif row.kind is RowKind.DECISION:
                self._decide(body)
                self.decided_at[body["entry"]] = datetime.fromisoformat(row.at)
            elif row.kind is RowKind.RECEIPT:
                self.receipts[body["receipt"], body["number"]] = ReceiptFacts(
                    datetime.fromisoformat(row.at), body["method"], PayerClass(body["payer_class"])
                )
            elif row.kind is RowKind.OPENING:
                self.openings[body["balance"]] = from_text(OpeningBalance, row.content or "")
            self.head = Head(row.seq, row.hash)

    def _deliver(self, body: dict[str, Any], content: str) -> None:
        entry = evolve(from_text(CreditEntry, content), id=body["entry"])
        if body["received_at"] is not None and entry.delivery is not None:
            received_at = datetime.fromisoformat(body["received_at"])
            entry = evolve(entry, delivery=evolve(entry.delivery, received_at=received_at))
        self.reports[entry.id] = self.pending[entry.id] = entry
        self.digests[entry.id] = body["digest"]
        if body["report"] != entry.id:
            self.conflicts[entry.id] = body["report"]
        for key in _alike(entry):
            self._alike.setdefault(key, []).append(entry.id)
        self._by_amount.setdefault(_amount_key(entry, entry.amount), []).append(entry.id)

    def _decide(self, body: dict[str, Any]) -> None:
        decision = self._decision(body)
        key = decision.entry.id
        self.pending.pop(key, None)
        self._ranks.setdefault(key, len(self._ranks))
        self.decisions[key] = decision
        self.numbers[key] = body["number"]
        if body["identity"] is not None:
            content = content_identity(decision.entry)
            self.occurrences[content] = self.occurrences.get(content, 0) + 1
        if decision.verdict is Verdict.DUPLICATE:
            self.copies.setdefault(decision.evidence[0].entry_id or "", []).append(key)
        for part in decision.allocations:
            self._by_debt.setdefault((part.invoice_id, part.instalment), {})[key] = None
        if decision.returns is not None:
            self._returns.setdefault(decision.returns, []).append(key)

    def _decision(self, body: dict[str, Any]) -> Decision:
        return Decision(
            entry=self.reports[body["entry"]],
            verdict=Verdict(body["verdict"]),
            rule=_RULES[body["rule"]],
            requests=tuple(self.requests[reference, sha] for reference, sha in body["requests"]),
            customer_id=body["customer"],
            allocations=tuple(Allocation(*part) for part in body["allocations"]),
            evidence=tuple(Evidence(EvidenceKind(kind), *rest) for kind, *rest in body["evidence"]),
            repair=None if body["repair"] is None else Slip(body["repair"]),
            rejected=tuple(body["rejected"]),
            returns=body["returns"],
        )

    def waiting(self) -> dict[str, Decision]:
        """Decisions that the matchers may take anew, the earliest money first."""
        found = [one for one in self.decisions.values() if waits(one)]
        return {one.entry.id: one for one in sorted(found, key=lambda one: order_of(one.entry))}

    def bearing_on(self, entries: Sequence[CreditEntry], terms: Terms) -> list[Decision]:
        """Decisions in force that can matter for these entries, in the order of the reports.

        Other reports of the same credits, what paid the debts that may be paid, and what a
        return may take back.
        """
        keys: dict[str, None] = {}
        for entry in entries:
            for place in _alike(entry):
                keys.update(dict.fromkeys(self._alike.get(place, ())))
            if entry.amount < 0:
                back = _amount_key(entry, -entry.amount)
                keys.update(dict.fromkeys(self._by_amount.get(back, ())))
        for request in terms.requests:
            for cover in request.covers:
                keys.update(self._by_debt.get(cover.debt, ()))
        for key in tuple(keys):
            keys.update(dict.fromkeys(self._returns.get(key, ())))
        known = sorted((self._ranks[key], key) for key in keys if key in self.decisions)
        return [self.decisions[key] for _, key in known]

    def returned_by(self, key: str) -> str | None:
        """The return in force that takes a posting back, if any."""
        return next(
            (one for one in self._returns.get(key, ()) if self.decisions[one].returns == key), None
        )


def _alike(entry: CreditEntry) -> Iterable[_Key]:
    """What two reports of one credit share: place, day and amount, or the notification."""
    account = entry.account
    yield account.acquirer_id, account.number, entry.booked_on, entry.amount
    if entry.delivery is not None and entry.delivery.id is not None:
        yield entry.delivery.channel, entry.delivery.id


def _amount_key(entry: CreditEntry, amount: int) -> _Key:
    return entry.account.acquirer_id, entry.account.number, amount


def content_identity(entry: CreditEntry, reference: str | None = None) -> str:
    """What makes it this credit: account, day and amount, and the bank's reference or the memo."""
    told = telling_reference(entry) if reference is None else reference
    parts = [
        entry.account.acquirer_id,
        entry.account.number,
        entry.booked_on.isoformat(),
        entry.amount,
        told,
        "" if told else letters_of(entry.remittance_information),
    ]
    return digest(canonical(parts))
