"""Credits in, decisions and receipts out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from attrs import frozen

from cashless_edu_health.accounts import AccountBook
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.invoices import CustomerReference, PaymentRequest
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Reversal
from cashless_edu_health.reconciliation._amounts import OtherAmount
from cashless_edu_health.reconciliation._codes import CodeIndex, LegacyTemplate
from cashless_edu_health.reconciliation._copies import Copies
from cashless_edu_health.reconciliation._decision import Decision, Reconciliation, Verdict
from cashless_edu_health.reconciliation._matchers import Matcher
from cashless_edu_health.reconciliation._memo import Memo
from cashless_edu_health.reconciliation._payable import Payable
from cashless_edu_health.reconciliation._rules import RETURN
from cashless_edu_health.references import SCHEMES, ReferenceScheme


@frozen(kw_only=True)
class Policy:
    """What an institution chose, for all its credits.

    Attributes:
        schemes: Shapes of its codes with check characters.
        templates: Codes without check characters that it gave out before.
        other_amount: What to do when a code is certain and the amount is another than asked.
        payer_class: Who pays such requests, as a class.
    """

    schemes: tuple[ReferenceScheme, ...] = SCHEMES
    templates: tuple[LegacyTemplate, ...] = ()
    other_amount: OtherAmount = OtherAmount.POST
    payer_class: PayerClass = PayerClass.HOUSEHOLD


USUAL: Final = Policy()
"""The library's own schemes, no legacy codes declared, other amounts posted with a warning."""


def reconcile(
    entries: Iterable[CreditEntry],
    requests: Iterable[PaymentRequest],
    *,
    recorded_at: datetime,
    method: str | None = None,
    closed: Iterable[PaymentRequest] = (),
    known: Iterable[Decision] = (),
    customers: Iterable[CustomerReference] = (),
    book: AccountBook | None = None,
    policy: Policy = USUAL,
) -> Reconciliation:
    """Decide about every credit, in the order given.

    What a credit is for is told, in this order, by the virtual account that was addressed; by
    codes that stand whole in the memo, however the bank spaced, marked or glued them; by one
    code with check characters and one slip, when it is the only one payable to the account; by
    the person's full name, class and amount, when nothing in the memo looks like a code. A code
    that is there and is another's stops the search, and amounts never decide alone. What the
    amount then pays has a rule of its own: less, more, a further part, paid again.

    Args:
        entries: Credits and returns; ids are unique.
        requests: What may be paid; references are unique.
        recorded_at: When the receipts are recorded, with a time zone.
        method: Kind of method of the receipts. A credit cannot prove how it was made (a code
            may be typed from a slip): give ``"qr_transfer"`` only if that is known; ``None``
            is unknown.
        closed: Requests no longer payable (paid elsewhere, withdrawn); their codes are known.
        known: Decisions of earlier runs: their credits, known by id, are not posted again, and
            what they paid is paid.
        customers: References that name a customer for good.
        book: Whose accounts are credited, and whose virtual accounts are addressed; without
            it, a request is payable to its own account only.
        policy: What the institution chose.

    Raises:
        ValueError: Two entries share an id, or two requests a reference; a time without zone.
    """
    if recorded_at.utcoffset() is None:
        raise ValueError("recorded_at has no time zone")
    payable, copies = Payable(requests, closed, customers, book), Copies()
    codes = CodeIndex(payable.references, policy.schemes, policy.templates)
    matcher = Matcher(payable, codes, book, policy.other_amount)
    for decision in known:
        copies.remember(decision.entry)
        payable.settle(decision)
        matcher.returns.remember(decision)
    decisions = _decided(entries, copies, payable, matcher)
    posted = [d for d in decisions if d.verdict is Verdict.POSTED]
    return Reconciliation(
        decisions=decisions,
        receipts=tuple(
            receipt_of(d, recorded_at, method, policy.payer_class)
            for d in posted
            if d.returns is None
        ),
        reversals=tuple(
            reversal_of(d, d.returns, recorded_at) for d in posted if d.returns is not None
        ),
    )


def _decided(
    entries: Iterable[CreditEntry], copies: Copies, payable: Payable, matcher: Matcher
) -> tuple[Decision, ...]:
    decided: dict[str, Decision] = {}
    for entry in entries:
        if entry.id in decided:
            raise ValueError(f"two entries have the id {entry.id!r}")
        memo = Memo(entry.remittance_information)
        decision = copies.take(entry, memo) or matcher.decide(entry, memo)
        payable.settle(decision)
        decided[entry.id] = decision
    for decision in tuple(decided.values()):
        if decision.rule is RETURN:  # feeds may report it before the credit that it undoes
            again = matcher.decide(decision.entry, Memo(decision.entry.remittance_information))
            payable.settle(again)
            decided[decision.entry.id] = again
    return tuple(decided.values())


def receipt_of(
    decision: Decision, recorded_at: datetime, method: str | None, payer_class: PayerClass
) -> Receipt:
    """The receipt of a posted credit."""
    entry = decision.entry
    name = None if entry.counterparty is None else entry.counterparty.name
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
        purposes=_purposes(decision),
        allocations=decision.allocations,
        payer_name=name,
        payer_name_source=None if name is None else ReceiptSource.BANK,
    )


def _purposes(decision: Decision) -> frozenset[str]:
    covers = decision.requests[0].covers
    if len(decision.requests) == len(covers) == 1:
        return covers[0].purposes
    every = (cover.purposes for request in decision.requests for cover in request.covers)
    return frozenset[str]().union(*every)


def reversal_of(decision: Decision, returns: str, recorded_at: datetime) -> Reversal:
    """The reversal of a return that was found to take back the receipt ``returns``."""
    return Reversal(
        id=decision.entry.id,
        receipt_id=returns,
        amount=-decision.entry.amount,
        reversed_on=decision.entry.booked_on,
        recorded_at=recorded_at,
    )
