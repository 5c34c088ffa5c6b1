"""What an amount pays, once it is certain what it is for."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations
from typing import Final, NamedTuple

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.invoices import AllocationPolicy, CustomerReference, PaymentRequest
from cashless_edu_health.reconciliation._payable import Payable
from cashless_edu_health.reconciliation._rules import (
    CUSTOMER_CODE,
    CUSTOMER_HELD,
    FAMILY_SUM,
    FEE_SIZED,
    FURTHER_PART,
    OVER,
    PAID_AGAIN,
    SEVERAL_CODES,
    STALE_CODE,
    UNDER,
)

MAX_REQUESTS: Final = 5
"""Most requests that one credit may pay; the limit that Stripe documents for its own."""

_FEE_SIZED: Final = 11_000
"""Dong. Differences up to it are of the size of transfer fees that payers met in Viet Nam."""


class OtherAmount(StrEnum):
    """What to do when a code is certain and the amount is another than asked."""

    POST = "post"
    """Post with the difference named: part of the debt stays open, or money stays on account."""
    HOLD = "hold"
    """A person decides."""


class Payment(NamedTuple):
    """What an amount pays.

    Attributes:
        posts: Whether it is posted; else it is a suggestion.
        rule: Why, where the amount is not just what was asked; ``None`` when it is.
        requests: What it pays.
        also: Requests that a person may want to add.
        of: All requests of the customer, where a customer was named.
    """

    posts: bool
    rule: Rule | None
    requests: tuple[PaymentRequest, ...]
    also: tuple[PaymentRequest, ...] = ()
    of: Sequence[PaymentRequest] = ()


def _posted(rule: Rule | None, requests: tuple[PaymentRequest, ...]) -> Payment:
    return Payment(True, rule, requests)  # noqa: FBT003


def _held(
    rule: Rule, requests: tuple[PaymentRequest, ...], also: tuple[PaymentRequest, ...] = ()
) -> Payment:
    return Payment(posts=False, rule=rule, requests=requests, also=also)


def _by(policy: OtherAmount, rule: Rule, requests: tuple[PaymentRequest, ...]) -> Payment:
    return Payment(posts=policy is OtherAmount.POST, rule=rule, requests=requests)


def pay(
    entry: CreditEntry, asked: tuple[PaymentRequest, ...], payable: Payable, policy: OtherAmount
) -> Payment:
    """What the amount of a credit pays of the requests whose codes it holds."""
    if len(asked) > 1:
        return _pay_several(entry, asked, payable)
    (request,) = asked
    owed = payable.outstanding(request)
    if owed == 0:
        return _pay_again(entry, request, payable, policy)
    if entry.amount == owed:
        return _posted(FURTHER_PART if owed < request.amount else None, asked)
    if entry.amount < owed:
        small = owed - entry.amount <= _FEE_SIZED
        return _by(policy, FEE_SIZED if small else UNDER, asked)
    family = _making_up(entry.amount - owed, payable.family(request, entry), payable)
    if family:
        return _held(FAMILY_SUM, asked, family)
    return _by(policy, FEE_SIZED if entry.amount - owed <= _FEE_SIZED else OVER, asked)


def _pay_again(
    entry: CreditEntry, request: PaymentRequest, payable: Payable, policy: OtherAmount
) -> Payment:
    """A code whose debt is paid: money on account, unless it may be meant for a newer debt."""
    period = request.covers[0].period or ""
    newer = tuple(
        other
        for other in payable.same_person(request, entry)
        if (other.covers[0].period or "") > period
    )
    if newer:
        return _held(STALE_CODE, (request,), newer)
    return _by(policy, PAID_AGAIN, (request,))


def _pay_several(
    entry: CreditEntry, asked: tuple[PaymentRequest, ...], payable: Payable
) -> Payment:
    debts = [cover.debt for request in asked for cover in request.covers]
    one_payment = (
        len(asked) <= MAX_REQUESTS
        and len({request.institution_id for request in asked}) == 1
        and len({(debt, r.reference) for r in asked for debt in {c.debt for c in r.covers}})
        == len(set(debts))
    )
    owed = sum(payable.outstanding(request) for request in asked)
    if one_payment and entry.amount == owed and all(map(payable.outstanding, asked)):
        return _posted(None, asked)
    return _held(SEVERAL_CODES, asked)


def pay_customer(entry: CreditEntry, customer: CustomerReference, payable: Payable) -> Payment:
    """What a credit with a customer's reference pays, by the declared policy."""
    payment = _of_customer(entry, customer, payable)
    return payment._replace(of=payable.requests_of(customer))


def _of_customer(entry: CreditEntry, customer: CustomerReference, payable: Payable) -> Payment:
    open_ = payable.of_customer(customer, entry)
    exact = _exact(entry.amount, open_, payable)
    if customer.policy is AllocationPolicy.HOLD or not open_:
        return _held(CUSTOMER_HELD, exact or tuple(open_[:MAX_REQUESTS]))
    if exact:
        return _posted(CUSTOMER_CODE, exact)
    if customer.policy is AllocationPolicy.EXACT:
        return _held(CUSTOMER_HELD, tuple(open_[:MAX_REQUESTS]))
    return _posted(CUSTOMER_CODE, _oldest(entry.amount, open_, payable))


def _exact(
    amount: int, open_: list[PaymentRequest], payable: Payable
) -> tuple[PaymentRequest, ...]:
    """The one choice of up to five requests whose sum it is; nothing when there are more."""
    few = open_[: 2 * MAX_REQUESTS]
    found = [
        chosen
        for size in range(1, min(MAX_REQUESTS, len(few)) + 1)
        for chosen in combinations(few, size)
        if sum(map(payable.outstanding, chosen)) == amount
    ]
    return found[0] if len(found) == 1 else ()


def _oldest(
    amount: int, open_: list[PaymentRequest], payable: Payable
) -> tuple[PaymentRequest, ...]:
    chosen = []
    for request in open_:
        if amount <= 0:
            break
        chosen.append(request)
        amount -= payable.outstanding(request)
    return tuple(chosen)


def _making_up(
    rest: int, others: list[PaymentRequest], payable: Payable
) -> tuple[PaymentRequest, ...]:
    """Other requests of the family whose sum is the rest; the fewest first."""
    for size in range(1, min(MAX_REQUESTS - 1, len(others)) + 1):
        for chosen in combinations(others[: 2 * MAX_REQUESTS], size):
            if sum(map(payable.outstanding, chosen)) == rest:
                return chosen
    return ()
