"""Payment requests: an invoice, or several, asked for under one reference."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, Self

from attrs import Attribute, field, frozen

from cashless_edu_health import money
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.invoices._invoice import Invoice, InvoiceState, Party, is_blank

_REFERENCE: Final = re.compile(r"(?=[0-9]*[A-Z])[A-Z0-9]{6,25}")


def check_reference(_: object, attribute: "Attribute[str]", value: object) -> None:
    """Refuse what bank memos would hold by accident."""
    if not isinstance(value, str) or not _REFERENCE.fullmatch(value):
        reason = "a reference is 6 to 25 letters A-Z and digits, with at least one letter"
        raise EncodeError(reason, path=attribute.name)


@frozen(kw_only=True)
class Cover:
    """The part of a request that asks for one invoice, or for one purpose of it.

    Attributes:
        invoice_id: The invoice.
        amount: Dong, more than 0.
        purposes: What it pays for, as far as known.
        instalment: Which part of the invoice this is (``"1/3"``, ``"deposit"``); covers of one
            invoice with different parts are different debts, with the same part one debt.
        paid_for: The pupil or patient, if known.
        period: The time it is for, as the institution names it (``2026-11``), if one.

    Raises:
        ValueError: An empty invoice id or a bad amount.
    """

    invoice_id: str = field()
    amount: int = field(repr=False)
    purposes: frozenset[str] = frozenset()
    instalment: str | None = None
    paid_for: Party | None = None
    period: str | None = None

    @property
    def debt(self) -> tuple[str, str | None]:
        """What is owed: the invoice and, of an instalment, which."""
        return self.invoice_id, self.instalment

    @invoice_id.validator
    def _(self, _: "Attribute[str]", value: str) -> None:
        if is_blank(value):
            raise ValueError("invoice_id is blank")

    @amount.validator
    def _(self, _: "Attribute[int]", value: int) -> None:
        money.validate(value, minimum=1)


@frozen(kw_only=True)
class PaymentRequest:
    """One sum asked for under one reference, to one account.

    Attributes:
        reference: 6 to 25 capital letters and digits, at least one letter: a shorter code, or
            one of digits alone, is met by accident among the accounts, phones and traces of a
            bank's memo.
        institution_id: Who asks.
        account: Where to pay.
        covers: What it asks for; an invoice may stand once for each of its purposes.
        amount: Dong, more than 0; the sum of ``covers``.
        expires_on: Last day on which the request may be paid, if there is one.
        payer: Who is asked to pay (a guardian), if known; requests of one payer's id are of one
            family.

    Raises:
        EncodeError: The reference has another form.
        ValueError: Nothing is covered, or the amounts do not add up.
    """

    reference: str = field(validator=check_reference)
    institution_id: str = field()
    account: Account
    covers: tuple[Cover, ...] = field()
    amount: int = field(repr=False)
    expires_on: date | None = None
    payer: Party | None = None

    @institution_id.validator
    def _(self, _: "Attribute[str]", value: str) -> None:
        if is_blank(value):
            raise ValueError("institution_id is blank")

    @amount.validator
    def _(self, _: "Attribute[int]", value: int) -> None:
        money.validate(value, minimum=1)
        if value != sum(cover.amount for cover in self.covers):
            raise ValueError("amount is not the sum of covers")

    @property
    def invoice_ids(self) -> tuple[str, ...]:
        """The invoices asked for, each once, in order."""
        return tuple(dict.fromkeys(cover.invoice_id for cover in self.covers))

    @classmethod
    def for_invoice(
        cls, invoice: Invoice, *, account: Account, reference: str, expires_on: date | None = None
    ) -> Self:
        """A request for the whole of one invoice.

        Raises:
            EncodeError: The total is 0 or negative (there is nothing to ask for), the invoice
                names another account, its id is blank, or the reference has another form.
        """
        return cls.for_invoices(
            [invoice], account=account, reference=reference, expires_on=expires_on
        )

    @classmethod
    def for_invoices(
        cls,
        invoices: Iterable[Invoice],
        *,
        account: Account,
        reference: str,
        expires_on: date | None = None,
    ) -> Self:
        """A request for the whole of several invoices of one institution.

        Raises:
            EncodeError: There are none, one stands twice, they are of several institutions, or
                as :meth:`for_invoice`; the path names the invoice by its position.
        """
        asked = tuple(invoices)
        if not asked:
            raise EncodeError("a request covers at least one invoice", path="invoices")
        for position, invoice in enumerate(asked):
            _payable(invoice, asked[:position], account, path=f"invoices[{position}]")
        covers = tuple(cover for invoice in asked for cover in _covers(invoice))
        return cls(
            reference=reference,
            institution_id=asked[0].institution_id,
            account=account,
            covers=covers,
            amount=sum(cover.amount for cover in covers),
            expires_on=expires_on,
            payer=_payer(asked),
        )


def _payer(asked: tuple[Invoice, ...]) -> Party | None:
    """Who pays, when all invoices agree."""
    payers = {invoice.payer for invoice in asked}
    return asked[0].payer if len(payers) == 1 else None


def _payable(invoice: Invoice, before: tuple[Invoice, ...], account: Account, *, path: str) -> None:
    if invoice.state is InvoiceState.NOTHING_DUE:
        raise EncodeError("the total is 0: there is nothing to ask for", path=path)
    if invoice.state is InvoiceState.CREDIT_BALANCE:
        raise EncodeError("the total is negative: a credit balance is not asked for", path=path)
    if is_blank(invoice.id):
        raise EncodeError("the invoice has no number", path=path)
    if invoice.account is not None and invoice.account != account:
        raise EncodeError("the invoice names another account", path=path)
    if any(other.id == invoice.id for other in before):
        raise EncodeError("the invoice stands twice", path=path)
    if any(other.institution_id != invoice.institution_id for other in before):
        raise EncodeError("the invoice is of another institution", path=path)


def _covers(invoice: Invoice) -> tuple[Cover, ...]:
    """One cover for each purpose; one for the whole where a purpose alone is negative.

    A reduction under a purpose of its own belongs to no other purpose in particular, so the
    total is then not split on a guess.
    """
    periods = {line.period for line in invoice.lines}
    whose: dict[str, Any] = {
        "paid_for": invoice.paid_for,
        "period": invoice.lines[0].period if len(periods) == 1 else None,
    }
    by_purpose: dict[str, int] = {}
    for line in invoice.lines:
        by_purpose[line.purpose] = by_purpose.get(line.purpose, 0) + line.amount
    if any(amount < 0 for amount in by_purpose.values()):
        whole = Cover(
            invoice_id=invoice.id, amount=invoice.total, purposes=invoice.purposes, **whose
        )
        return (whole,)
    return tuple(
        Cover(
            invoice_id=invoice.id,
            amount=amount,
            purposes=frozenset() if is_blank(purpose) else frozenset({purpose}),
            **whose,
        )
        for purpose, amount in by_purpose.items()
        if amount > 0
    )
