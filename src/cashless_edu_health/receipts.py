"""Money that an institution took: one receipt each, whatever the way it was paid.

>>> from datetime import UTC, date, datetime
>>> receipt = Receipt(
...     id="R1", institution_id="thcs-a", gross=550_000, paid_on=date(2022, 10, 3), method="cash",
...     payer_class=PayerClass.HOUSEHOLD, source=ReceiptSource.COUNTER, evidence="sổ quỹ 12",
...     recorded_at=datetime(2022, 10, 3, 2, 0, tzinfo=UTC), payer_name="Trần Thị B",
... )
>>> receipt.payer_name, "Trần" in repr(receipt)
('Trần Thị B', False)
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from attrs import Attribute, field, frozen, validators

from cashless_edu_health import money, text

__all__ = [
    "POOLED_CASHLESS",
    "Allocation",
    "PayerClass",
    "PayerCount",
    "Receipt",
    "ReceiptSource",
    "Reversal",
    "Tally",
    "Unreported",
]

POOLED_CASHLESS: Final = "cashless_any"
"""Kind of method of payments without cash that were summed over every kind."""

_MAX_TALLY: Final = 10**18
"""A sum over a province and a year passes 13 digits."""


class PayerClass(StrEnum):
    """Who paid, as far as plans tell payers apart."""

    HOUSEHOLD = "household"
    """A parent, pupil, patient or their family."""
    INSURER = "insurer"
    """A social or private insurance fund."""
    STATE = "state"
    """A budget."""
    SPONSOR = "sponsor"
    """Anyone who pays for people who are not their family."""


class ReceiptSource(StrEnum):
    """Where the money was seen."""

    BANK = "bank"
    """A credit on an account of the institution."""
    SETTLEMENT = "settlement"
    """An item in a gateway's or card terminal's file."""
    COUNTER = "counter"
    """The institution's own till."""
    DECLARED = "declared"
    """A figure that the institution gave without a record behind it."""


def _amount(minimum: int) -> Any:
    def check(_: object, attribute: "Attribute[int]", value: int) -> None:
        if type(value) is int and minimum <= value <= money.MAX_AMOUNT:
            return
        try:
            money.validate(value, minimum=minimum)
        except ValueError as error:
            raise ValueError(f"{attribute.name}: {error}") from None

    return check


def _aware(_: object, attribute: "Attribute[datetime]", value: datetime) -> None:
    if value.tzinfo is None or value.utcoffset() is None:
        raise ValueError(f"{attribute.name} has no time zone")


@frozen
class Allocation:
    """The part of a receipt that pays one invoice for one purpose.

    Attributes:
        invoice_id: The invoice.
        amount: Dong, more than 0.
        purpose: What it pays for (``tuition``), if known.
        on_behalf: Whether the institution only passes it on ("thu hộ": insurance premiums).
        instalment: Which part of the invoice it pays, where the request said so.
    """

    invoice_id: str = field(validator=validators.min_len(1))
    amount: int = field(validator=_amount(1), repr=False)
    purpose: str | None = None
    on_behalf: bool = field(default=False, validator=validators.instance_of(bool))
    instalment: str | None = None


def _within_gross(
    receipt: "Receipt", _: "Attribute[tuple[Allocation, ...]]", parts: tuple[Allocation, ...]
) -> None:
    if sum([part.amount for part in parts]) > receipt.gross:
        raise ValueError("allocations are more than gross")


def _beside_a_name(
    receipt: "Receipt", _: "Attribute[ReceiptSource | None]", source: ReceiptSource | None
) -> None:
    if source is not None and receipt.payer_name is None:
        raise ValueError("payer_name_source without a payer_name")


@frozen(kw_only=True)
class Receipt:
    """One settled payment to an institution.

    Attributes:
        id: Stable id.
        institution_id: Who was paid.
        gross: What the payer paid, in dong, before any provider's fee; more than 0.
        paid_on: Day of payment in Viet Nam.
        method: Kind of method (``cash``, ``qr_transfer``, ``card_pos``, ``mobile_money``,
            ``web_payment``); ``None`` when unknown.
        payer_class: Who paid, as a class.
        purposes: What it pays for, as far as known.
        allocations: The invoices it pays; what is not allocated is money without an invoice.
        source: Where the money was seen.
        evidence: Id of the record there (credit entry, settlement item, till book).
        recorded_at: When this receipt was recorded, with a time zone.
        payer_name: Name of the payer, masked in the repr; ``None`` when unknown.
        payer_name_source: Where the name is known from, if that was kept; only beside a name.
        payer_id: Opaque id of the payer (a pupil's or patient's code), left out of the repr;
            ``None`` when unknown. Payers are told apart by it, never by name.
        collector_lump: Whether one person paid what others had handed over in cash (a teacher's
            transfer for a class).
        carried: Names of the payment template's fields that the payment arrived with
            (``payer_name``, ``invoice_ref``), never their content; ``None`` when not recorded.

    Raises:
        ValueError: A bad amount, a time without zone, allocations over ``gross``, or the
            source of a name that is not there.
    """

    id: str = field(validator=validators.min_len(1))
    institution_id: str = field(validator=validators.min_len(1))
    gross: int = field(validator=_amount(1), repr=False)
    paid_on: date
    method: str | None
    payer_class: PayerClass
    source: ReceiptSource
    evidence: str = ""
    recorded_at: datetime = field(validator=_aware)
    purposes: frozenset[str] = frozenset()
    allocations: tuple[Allocation, ...] = field(default=(), validator=_within_gross)
    payer_name: str | None = field(default=None, repr=text.mask_name)
    payer_name_source: ReceiptSource | None = field(default=None, validator=_beside_a_name)
    payer_id: str | None = field(default=None, repr=False)
    collector_lump: bool = field(default=False, validator=validators.instance_of(bool))
    carried: frozenset[str] | None = None

    @property
    def unallocated(self) -> int:
        """Dong that pay no invoice yet."""
        return self.gross - sum(part.amount for part in self.allocations)


@frozen(kw_only=True)
class Reversal:
    """Money given back; it belongs to the receipt it reverses, whatever its own date.

    Attributes:
        id: Stable id.
        receipt_id: The receipt.
        amount: Dong given back, more than 0.
        reversed_on: Day in Viet Nam.
        recorded_at: When it was recorded, with a time zone.
        reason: Why.
        invoice_id: The invoice whose part is given back; ``None`` when nobody said.
    """

    id: str = field(validator=validators.min_len(1))
    receipt_id: str = field(validator=validators.min_len(1))
    amount: int = field(validator=_amount(1), repr=False)
    reversed_on: date
    recorded_at: datetime = field(validator=_aware)
    reason: str = ""
    invoice_id: str | None = None


def _tally_value(tally: "Tally", _: "Attribute[int]", value: int) -> None:
    money.validate(value, maximum=_MAX_TALLY)
    if tally.count == 0 and value > 0:
        raise ValueError("value without a payment")


def _tally_end(tally: "Tally", _: "Attribute[date]", end: date) -> None:
    if end < tally.paid_from:
        raise ValueError("paid_to is before paid_from")


@frozen(kw_only=True)
class Tally:
    """Settled payments of one kind, already summed; what an office has when it has no list.

    Attributes:
        institution_id: Who was paid.
        method: Kind of method; ``None`` when unknown.
        payer_class: Who paid, as a class.
        count: Number of payments, at least 0.
        value: Their sum in dong, at least 0; not capped, a province's year fits.
        paid_from: First day covered.
        paid_to: Last day covered.
        purposes: What they pay for, as far as known.
        evidence: Where the figure is from.
        on_behalf: Whether the institution only passes the money on ("thu hộ").

    Raises:
        ValueError: Negative or not whole, value without a payment, or a span that ends first.
    """

    institution_id: str = field(validator=validators.min_len(1))
    method: str | None
    payer_class: PayerClass
    count: int = field(validator=_amount(0))
    value: int = field(validator=_tally_value)
    paid_from: date
    paid_to: date = field(validator=_tally_end)
    purposes: frozenset[str] = frozenset()
    evidence: str = ""
    on_behalf: bool = field(default=False, validator=validators.instance_of(bool))


def _not_over_total(count: "PayerCount", _: "Attribute[int]", cashless: int) -> None:
    if cashless > count.total:
        raise ValueError("more payers are cashless than there are payers")


def _count_end(count: "PayerCount", _: "Attribute[date]", end: date) -> None:
    if end < count.paid_from:
        raise ValueError("paid_to is before paid_from")


@frozen(kw_only=True)
class PayerCount:
    """Payers of one institution, already counted ("tỷ lệ học sinh thanh toán không tiền mặt").

    Attributes:
        institution_id: Who was paid.
        total: Payers who paid in the span, at least 0.
        cashless: Those of them who are counted as paying without cash, at least 0.
        paid_from: First day covered.
        paid_to: Last day covered.
        purposes: What they paid for, as far as known.
        evidence: Where the figure is from.

    Raises:
        ValueError: Negative or not whole, more cashless than all, or a span that ends first.
    """

    institution_id: str = field(validator=validators.min_len(1))
    total: int = field(validator=_amount(0))
    cashless: int = field(validator=[_amount(0), _not_over_total])
    paid_from: date
    paid_to: date = field(validator=_count_end)
    purposes: frozenset[str] = frozenset()
    evidence: str = ""


def _unreported_end(span: "Unreported", _: "Attribute[date]", end: date) -> None:
    if end < span.paid_from:
        raise ValueError("paid_to is before paid_from")


@frozen(kw_only=True)
class Unreported:
    """An institution that has not said what it took in a span: not the same as nothing.

    Attributes:
        institution_id: Who has not said.
        paid_from: First day of the span.
        paid_to: Last day of the span.

    Raises:
        ValueError: A span that ends first.
    """

    institution_id: str = field(validator=validators.min_len(1))
    paid_from: date
    paid_to: date = field(validator=_unreported_end)
