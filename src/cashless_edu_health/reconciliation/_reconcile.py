"""Credits in, decisions and receipts out."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.receipts import Allocation, PayerClass, Receipt, ReceiptSource
from cashless_edu_health.reconciliation._copies import Copies
from cashless_edu_health.reconciliation._decision import (
    Decision,
    Evidence,
    EvidenceKind,
    Reconciliation,
    Verdict,
)
from cashless_edu_health.reconciliation._memo import CodeIndex
from cashless_edu_health.reconciliation._payable import Payable
from cashless_edu_health.reconciliation._rules import (
    LOOK_ALIKE_CODE,
    NO_CODE,
    OVER,
    RETURN,
    SEVERAL_CODES,
    UNCERTAIN_CODE,
    UNDER,
    UNKNOWN_CODE,
    WHOLE_CODE,
    WHOLE_CODES,
)
from cashless_edu_health.references import SCHEMES, ReferenceScheme

_MAX_REQUESTS: Final = 5
"""Most requests that one credit may pay; the limit that Stripe documents for its own."""


def reconcile(
    entries: Iterable[CreditEntry],
    requests: Iterable[PaymentRequest],
    *,
    recorded_at: datetime,
    method: str | None = None,
    payer_class: PayerClass = PayerClass.HOUSEHOLD,
    closed: Iterable[PaymentRequest] = (),
    known: Iterable[Decision] = (),
    schemes: Sequence[ReferenceScheme] = SCHEMES,
) -> Reconciliation:
    """Decide about every credit, in the order given.

    A credit is posted when its memo holds the whole code of a request, or of up to five of one
    institution, payable to the credited account, and the amount is what they ask. Blanks, marks,
    case and punctuation that banks add are seen through. A code without check characters must
    also stand unbroken and must not run on: ``HP26110000012`` in front of a further digit may be
    the beginning of another code, and behind an injected blank its digits may be another
    number's. A further code with valid check characters that is nobody's stops a posting.

    Args:
        entries: Credits and returns; ids are unique.
        requests: What may be paid; references are unique.
        recorded_at: When the receipts are recorded, with a time zone.
        method: Kind of method of the receipts. A credit cannot prove how it was made (a code
            may be typed from a slip): give ``"qr_transfer"`` only if that is known; ``None``
            is unknown.
        payer_class: Who pays such requests, as a class.
        closed: Requests no longer payable (paid elsewhere, withdrawn); their codes are known.
        known: Decisions of earlier runs: their credits are not posted again, and what they paid
            is paid.
        schemes: Shapes of the codes with check characters.

    Raises:
        ValueError: Two entries share an id, or two requests a reference; a time without zone.
    """
    if recorded_at.utcoffset() is None:
        raise ValueError("recorded_at has no time zone")
    payable, copies = Payable(requests, closed), Copies()
    for decision in known:
        copies.add(decision.entry)
        payable.settle(decision)
    matcher = _Matcher(payable, CodeIndex(payable.references, schemes))
    decisions: list[Decision] = []
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ValueError(f"two entries have the id {entry.id!r}")
        seen.add(entry.id)
        decision = copies.decide(entry) or matcher.decide(entry)
        copies.add(entry)
        payable.settle(decision)
        decisions.append(decision)
    receipts = tuple(
        _receipt(d, recorded_at, method, payer_class)
        for d in decisions
        if d.verdict is Verdict.POSTED
    )
    return Reconciliation(decisions=tuple(decisions), receipts=receipts)


class _Matcher:
    """Decides about credits that are no copies."""

    __slots__ = ("_index", "_originals", "_payable")

    def __init__(self, payable: Payable, index: CodeIndex) -> None:
        self._payable = payable
        self._index = index
        self._originals: dict[tuple[object, ...], str] = {}

    def decide(self, entry: CreditEntry) -> Decision:
        hits, unknown = self._index.look(entry.remittance_information)
        asked = tuple(self._payable[hit.reference] for hit in hits)
        evidence = (*(e for hit in hits for e in hit.evidence), *unknown)
        objections = [o for r in asked if (o := self._payable.objection(r, entry)) is not None]
        evidence += tuple(objection for _, objection in objections)
        if entry.amount < 0:
            return _held(entry, RETURN, asked, (*evidence, *self._original_of(entry, asked)))
        self._remember(entry, asked)
        if not all(hit.certain for hit in hits):
            return _held(entry, UNCERTAIN_CODE, asked, evidence)
        if unknown:
            return _held(entry, UNKNOWN_CODE, asked, evidence)
        if not asked:
            return Decision(entry=entry, verdict=Verdict.UNMATCHED, rule=NO_CODE)
        if objections:
            return _held(entry, objections[0][0], asked, evidence)
        return _by_amount(entry, asked, evidence)

    def _remember(self, entry: CreditEntry, asked: tuple[PaymentRequest, ...]) -> None:
        for request in asked:
            key = (entry.account.acquirer_id, entry.account.number, entry.amount, request.reference)
            self._originals.setdefault(key, entry.id)

    def _original_of(
        self, entry: CreditEntry, asked: tuple[PaymentRequest, ...]
    ) -> tuple[Evidence, ...]:
        account = (entry.account.acquirer_id, entry.account.number)
        keys = [(*account, -entry.amount, request.reference) for request in asked]
        return tuple(
            Evidence(kind=EvidenceKind.RETURN_OF, entry_id=self._originals[key])
            for key in keys
            if key in self._originals
        )


def _by_amount(
    entry: CreditEntry, asked: tuple[PaymentRequest, ...], evidence: tuple[Evidence, ...]
) -> Decision:
    """Codes that are certain and payable: only the amount decides now."""
    amount = sum(request.amount for request in asked)
    invoices = [invoice_id for request in asked for invoice_id in request.invoice_ids]
    one_payment = (
        len(asked) <= _MAX_REQUESTS
        and len({request.institution_id for request in asked}) == 1
        and len(invoices) == len(set(invoices))
    )
    if not one_payment or (len(asked) > 1 and entry.amount != amount):
        return _held(entry, SEVERAL_CODES, asked, evidence)
    if entry.amount != amount:
        return _held(entry, UNDER if entry.amount < amount else OVER, asked, evidence)
    look_alike = any(e.kind is EvidenceKind.LOOK_ALIKE for e in evidence)
    one = LOOK_ALIKE_CODE if look_alike else WHOLE_CODE
    return Decision(
        entry=entry,
        verdict=Verdict.POSTED,
        rule=one if len(asked) == 1 else WHOLE_CODES,
        requests=asked,
        allocations=tuple(part for request in asked for part in _allocations(request)),
        evidence=evidence,
    )


def _allocations(request: PaymentRequest) -> tuple[Allocation, ...]:
    return tuple(
        Allocation(
            invoice_id=cover.invoice_id,
            amount=cover.amount,
            purpose=next(iter(cover.purposes)) if len(cover.purposes) == 1 else None,
        )
        for cover in request.covers
    )


def _held(
    entry: CreditEntry,
    rule: Rule,
    asked: tuple[PaymentRequest, ...],
    evidence: tuple[Evidence, ...],
) -> Decision:
    return Decision(
        entry=entry, verdict=Verdict.REVIEW, rule=rule, requests=asked, evidence=evidence
    )


def _receipt(
    decision: Decision, recorded_at: datetime, method: str | None, payer_class: PayerClass
) -> Receipt:
    entry = decision.entry
    name = entry.counterparty.name if entry.counterparty is not None else None
    return Receipt(
        id=entry.id,
        institution_id=decision.requests[0].institution_id,
        gross=entry.amount,
        paid_on=entry.booked_on,
        method=method,
        payer_class=payer_class,
        source=ReceiptSource.BANK,
        evidence=entry.id,
        recorded_at=recorded_at,
        purposes=frozenset(
            purpose
            for request in decision.requests
            for cover in request.covers
            for purpose in cover.purposes
        ),
        allocations=decision.allocations,
        payer_name=name,
        payer_name_source=None if name is None else ReceiptSource.BANK,
    )
