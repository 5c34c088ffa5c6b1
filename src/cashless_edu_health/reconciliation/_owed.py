"""What is owed now, what stands on account, and money that waits; nothing here is stored."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from attrs import Attribute, field, frozen, validators

from cashless_edu_health import money, text
from cashless_edu_health.accounts import Account
from cashless_edu_health.invoices import Cover, Party, PaymentRequest
from cashless_edu_health.receipts import Allocation
from cashless_edu_health.reconciliation._decision import Decision, Verdict


@frozen(kw_only=True)
class OpenItem:
    """One debt: an invoice, or one instalment of it.

    Attributes:
        institution_id: Whom it is owed to.
        invoice_id: The invoice.
        instalment: Which part of it, where the request said so.
        references: Codes of the requests that ask for it, as they were given.
        customer_id: The pupil or patient, if known; masked in the repr.
        period: The time that it is for, if known.
        asked: Dong asked for.
        paid: Dong paid; never more than asked.
    """

    institution_id: str
    invoice_id: str
    instalment: str | None = None
    references: tuple[str, ...]
    customer_id: str | None = field(default=None, repr=text.mask_number)
    period: str | None = None
    asked: int = field(repr=False)
    paid: int = field(repr=False)

    @property
    def owed(self) -> int:
        """Dong still owed."""
        return self.asked - self.paid


def debts(requests: Iterable[PaymentRequest], paid: Iterable[Allocation]) -> tuple[OpenItem, ...]:
    """Every debt that requests ask for, the settled ones too, in the order of the requests.

    A debt that several requests ask for is owed once: the most that one of them asks.
    """
    paid_on: dict[tuple[str, str | None], int] = {}
    for part in paid:
        debt = part.invoice_id, part.instalment
        paid_on[debt] = paid_on.get(debt, 0) + part.amount
    asking: dict[tuple[str, str | None], dict[PaymentRequest, list[Cover]]] = {}
    for request in requests:
        for cover in request.covers:
            asking.setdefault(cover.debt, {}).setdefault(request, []).append(cover)
    return tuple(_item(by, paid_on.get(debt, 0)) for debt, by in asking.items())


def _item(by_request: dict[PaymentRequest, list[Cover]], paid: int) -> OpenItem:
    first, covers = next(iter(by_request.items()))
    asked = max(sum(cover.amount for cover in parts) for parts in by_request.values())
    person = covers[0].paid_for
    return OpenItem(
        institution_id=first.institution_id,
        invoice_id=covers[0].invoice_id,
        instalment=covers[0].instalment,
        references=tuple(request.reference for request in by_request),
        customer_id=None if person is None else person.id,
        period=covers[0].period,
        asked=asked,
        paid=min(asked, paid),
    )


def open_items(
    requests: Iterable[PaymentRequest],
    paid: Iterable[Allocation],
    *,
    customer_id: str | None = None,
) -> tuple[OpenItem, ...]:
    """What is owed now, of one customer or of all.

    Args:
        requests: Requests that are still payable.
        paid: What receipts in force pay; those for other invoices are ignored.
        customer_id: The pupil or patient; ``None`` for everyone.

    >>> from cashless_edu_health.accounts import Account
    >>> ask = PaymentRequest(
    ...     reference="HVX7K3M2P9X5H", institution_id="thcs-a", amount=550_000,
    ...     account=Account(acquirer_id="970436", number="0071000123456"),
    ...     covers=(Cover(invoice_id="HD-0017", amount=550_000),),
    ... )
    >>> [item.owed for item in open_items([ask], [Allocation("HD-0017", 300_000)])]
    [250000]
    """
    return tuple(
        item
        for item in debts(requests, paid)
        if item.owed and customer_id in (None, item.customer_id)
    )


def _not_zero(_: object, __: "Attribute[int]", value: int) -> None:
    if money.validate(value, minimum=-money.MAX_AMOUNT) == 0:
        raise ValueError("a balance of 0 dong opens nothing")


@frozen(kw_only=True)
class OpeningBalance:
    """What a customer owed, or was owed, on the day on which the ledger began.

    Attributes:
        id: Its id; the invoice id of a debt that is asked for.
        institution_id: Whom it is owed to, or who owes it.
        customer: The pupil or patient, with an id.
        amount: Dong: more than 0 is owed by the customer, less is money on account.
        on: The day as of which it stood.
        period: The time that a debt is for, if one.

    Raises:
        ValueError: A blank id, a customer without id, or an amount of 0.
    """

    id: str = field(validator=validators.min_len(1))
    institution_id: str = field(validator=validators.min_len(1))
    customer: Party = field()
    amount: int = field(validator=_not_zero, repr=False)
    on: date
    period: str | None = None

    @customer.validator
    def _(self, _: "Attribute[Party]", value: Party) -> None:
        if value.id is None:
            raise ValueError("the customer of an opening balance has an id")

    @property
    def customer_id(self) -> str:
        """The pupil or patient."""
        return self.customer.id or ""

    def request(self, *, reference: str, account: Account) -> PaymentRequest:
        """The payment request for a debt.

        Raises:
            EncodeError: The reference has another form.
            ValueError: It is money on account, which nobody is asked for.
        """
        if self.amount < 0:
            raise ValueError("money on account is not asked for")
        cover = Cover(
            invoice_id=self.id, amount=self.amount, paid_for=self.customer, period=self.period
        )
        return PaymentRequest(
            reference=reference,
            institution_id=self.institution_id,
            account=account,
            covers=(cover,),
            amount=self.amount,
        )


class Waiting(NamedTuple):
    """Money of a credit that pays nothing yet.

    Attributes:
        decision: The credit, and why it waits or what it pays otherwise.
        amount: Dong.
        days: Days since it was booked, at least 0.
    """

    decision: Decision
    amount: int
    days: int


def customer_of(decision: Decision) -> str | None:
    """Whose money a posted credit is: a customer named by it, or all its requests' one person."""
    if decision.customer_id is not None:
        return decision.customer_id
    people = {
        None if cover.paid_for is None else cover.paid_for.id
        for request in decision.requests
        for cover in request.covers
    }
    return people.pop() if len(people) == 1 else None


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Postings that no return took back, returns left out."""
    every = tuple(decisions)
    posted = [one for one in every if one.verdict is Verdict.POSTED]
    returned = {one.returns for one in posted}
    return tuple(one for one in posted if one.returns is None and one.entry.id not in returned)


def credit_balances(
    decisions: Iterable[Decision], opening: Iterable[OpeningBalance] = ()
) -> dict[str | None, int]:
    """Dong on account by customer; ``None`` holds what belongs to nobody in particular.

    Args:
        decisions: Decisions in force, one for each credit.
        opening: Balances of the first day; what was owed then is not money on account.
    """
    balances: dict[str | None, int] = {}
    parts = [(customer_of(one), one.unallocated) for one in in_force(decisions)]
    parts += [(one.customer_id, -one.amount) for one in opening if one.amount < 0]
    for customer, amount in parts:
        if amount:
            balances[customer] = balances.get(customer, 0) + amount
    return balances


def waiting_money(decisions: Iterable[Decision], *, as_of: date) -> tuple[Waiting, ...]:
    """Money booked up to a day that pays nothing yet, the oldest first.

    Credits that a person must look at count whole, posted ones with what is left of them;
    returned money and further reports of a credit do not count.
    """
    every = tuple(decisions)
    rest = {one.entry.id: one.unallocated for one in in_force(every)}
    for one in every:
        if one.verdict in (Verdict.REVIEW, Verdict.UNMATCHED) and one.entry.amount > 0:
            rest[one.entry.id] = one.entry.amount
    found = [
        Waiting(one, rest[one.entry.id], (as_of - one.entry.booked_on).days)
        for one in every
        if rest.get(one.entry.id) and one.entry.booked_on <= as_of
    ]
    return tuple(sorted(found, key=lambda one: (-one.days, one.decision.entry.id)))
