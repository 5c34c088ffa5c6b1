"""From the payments of a settlement to receipts, and from refunds to reversals."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from attrs import frozen

from cashless_edu_health.findings import Finding, Rule, Severity
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.receipts import Allocation, PayerClass, Receipt, ReceiptSource, Reversal
from cashless_edu_health.settlements._settlement import Settlement, SettlementItem

_NO_REQUEST: Final = Rule(id="SET-13", severity=Severity.WARNING)
_OTHER_AMOUNT: Final = Rule(id="SET-14", severity=Severity.WARNING)
_PAID_BEFORE: Final = Rule(id="SET-15", severity=Severity.WARNING)
_NO_RECEIPT: Final = Rule(id="SET-16", severity=Severity.ERROR)
_MORE_THAN_PAID: Final = Rule(id="SET-17", severity=Severity.ERROR)

RULES: Final = (_NO_REQUEST, _OTHER_AMOUNT, _PAID_BEFORE, _NO_RECEIPT, _MORE_THAN_PAID)
"""Every rule of :func:`post`."""

_NO_ORDERS: Final[Mapping[str, str]] = MappingProxyType({})


@frozen(kw_only=True)
class Posting:
    """The receipts and reversals of one settlement, and what a person looks at.

    Attributes:
        receipts: One for each payment, in order; without allocations where the findings say so.
        reversals: One for each refund of a known receipt.
        findings: Payments that pay no request, and refunds that could not be posted; the path
            is the place in the settlement (``items[3]``, ``refunds[0]``).
    """

    receipts: tuple[Receipt, ...]
    reversals: tuple[Reversal, ...]
    findings: tuple[Finding, ...]


def post(
    settlement: Settlement,
    requests: Iterable[PaymentRequest],
    *,
    institution_id: str,
    recorded_at: datetime,
    orders: Mapping[str, str] = _NO_ORDERS,
    paid: Collection[str] = (),
    receipts: Iterable[Receipt] = (),
    payer_class: PayerClass = PayerClass.HOUSEHOLD,
) -> Posting:
    """The payments of a settlement as receipts, gross, whatever fee was kept.

    A payment is for a request when it carries the request's reference, or an order id that
    ``orders`` maps to one, and is of the amount asked. Every payment makes a receipt: money
    that pays no request is money of the institution all the same.

    Args:
        settlement: The settlement; whether it adds up is asked of
            :func:`~cashless_edu_health.settlements.check`.
        requests: What may be paid; references are unique.
        institution_id: Who was paid, where the request does not say.
        recorded_at: When the receipts are recorded, with a time zone.
        orders: References of requests by the institution's own order ids.
        paid: References of requests that were paid before.
        receipts: Receipts of earlier settlements, for refunds of them.
        payer_class: Who pays such requests, as a class.

    Raises:
        ValueError: Two requests share a reference, two payments an id, or a time without zone.
    """
    asked = _by_reference(requests)
    if len({item.id for item in settlement.items}) < len(settlement.items):
        raise ValueError("two payments have one id")
    done, findings, made = set(paid), list[Finding](), list[Receipt]()
    for number, item in enumerate(settlement.items):
        reference = item.reference or orders.get(item.order_id or "", "")
        wanted = asked.get(reference)
        fault = _fault(item, wanted, done)
        if fault is not None:
            findings.append(Finding(fault, path=f"items[{number}]"))
        else:
            done.add(reference)
        made.append(
            Receipt(
                id=settlement.receipt_id(item.id),
                institution_id=institution_id if wanted is None else wanted.institution_id,
                gross=item.gross,
                paid_on=item.paid_on,
                method=item.method,
                payer_class=payer_class,
                source=ReceiptSource.SETTLEMENT,
                evidence=item.id,
                recorded_at=recorded_at,
                **_paid_for(None if fault else wanted),
            )
        )
    reversals, faults = _reversals(settlement, (*receipts, *made), recorded_at)
    return Posting(receipts=tuple(made), reversals=reversals, findings=(*findings, *faults))


def _by_reference(requests: Iterable[PaymentRequest]) -> dict[str, PaymentRequest]:
    asked: dict[str, PaymentRequest] = {}
    for request in requests:
        if asked.setdefault(request.reference, request) is not request:
            raise ValueError("two requests have one reference")
    return asked


def _fault(item: SettlementItem, request: PaymentRequest | None, done: set[str]) -> Rule | None:
    """Why a payment pays no request; ``None`` when it does."""
    if request is None:
        return _NO_REQUEST
    if request.reference in done:
        return _PAID_BEFORE
    return None if item.gross == request.amount else _OTHER_AMOUNT


def _paid_for(request: PaymentRequest | None) -> dict[str, Any]:
    """What a receipt says of what it pays."""
    if request is None:
        return {}
    allocations = tuple(
        Allocation(
            cover.invoice_id,
            cover.amount,
            next(iter(cover.purposes)) if len(cover.purposes) == 1 else None,
            instalment=cover.instalment,
        )
        for cover in request.covers
    )
    purposes = frozenset(name for cover in request.covers for name in cover.purposes)
    return {"allocations": allocations, "purposes": purposes}


def _reversals(
    settlement: Settlement, receipts: Iterable[Receipt], recorded_at: datetime
) -> tuple[tuple[Reversal, ...], tuple[Finding, ...]]:
    left = {receipt.id: receipt.gross for receipt in receipts}
    reversals, findings = list[Reversal](), list[Finding]()
    for number, refund in enumerate(settlement.refunds):
        receipt_id = settlement.receipt_id(refund.item_id or "")
        if receipt_id not in left or refund.amount > left[receipt_id]:
            rule = _MORE_THAN_PAID if receipt_id in left else _NO_RECEIPT
            findings.append(Finding(rule, path=f"refunds[{number}]"))
            continue
        left[receipt_id] -= refund.amount
        reversals.append(
            Reversal(
                id=settlement.receipt_id(refund.id),
                receipt_id=receipt_id,
                amount=refund.amount,
                reversed_on=refund.refunded_on,
                recorded_at=recorded_at,
            )
        )
    return tuple(reversals), tuple(findings)
