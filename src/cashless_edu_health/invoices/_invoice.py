"""Invoices and their parts."""

import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from attrs import Attribute, field, frozen, validators

from cashless_edu_health import money, text
from cashless_edu_health.accounts import Account

_TAX_CODE: Final = re.compile(r"[0-9]{10}(-?[0-9]{3})?|[0-9]{12}")
_SERIES: Final = re.compile(r"[0-9A-Z]{6}")
_TEMPLATE_SYMBOL: Final = re.compile(r"[0-9]")
# Letters by their Unicode category, yet drawn as nothing.
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")


def is_blank(value: str | None) -> bool:
    r"""Whether a text says nothing: no letter and no digit in it.

    >>> is_blank("\u00a0\u200b"), is_blank("---"), is_blank("Lý Ý")
    (True, True, False)
    """
    return value is None or not any(
        unicodedata.category(c)[0] in "LN" and c not in _FILLERS for c in value
    )


def _is_text(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{attribute.name} is a text")  # noqa: TRY004 - one exception here


def _is_id(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or value == "":
        raise ValueError(f"{attribute.name} is empty")


def _is_day(_: object, attribute: "Attribute[date | None]", value: object) -> None:
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise ValueError(f"{attribute.name} is a date without a time")


class NameSource(StrEnum):
    """Where a payer's name is known from."""

    RECORD = "record"
    """The institution's own register."""
    PAYER = "payer"
    """The payer gave it when paying."""
    BANK = "bank"
    """The bank or wallet named the payer."""
    COUNTER = "counter"
    """The cashier wrote it down."""


@frozen
class Party:
    """A person or organisation on an invoice.

    Attributes:
        name: Name as known; masked in the repr. It may be blank: a check reports that.
        id: Number in the institution's register (pupil, patient, guardian), masked in the repr.
        group: Class or ward, as the institution writes it (``3A``), if any.
    """

    name: str = field(validator=_is_text, repr=text.mask_name)
    id: str | None = field(
        default=None, validator=validators.optional(_is_id), repr=text.mask_number
    )
    group: str | None = field(default=None, validator=validators.optional(_is_id))


def _line_amount(line: "Line", _: "Attribute[int]", amount: int) -> None:
    money.validate(amount, minimum=-money.MAX_AMOUNT)
    if amount < 0 and is_blank(line.reason):
        raise ValueError("a negative line needs a reason")


@frozen(kw_only=True)
class Line:
    """One charge or reduction.

    Attributes:
        amount: Dong. Negative for a reduction or for money returned; 0 for a charge that is
            named but not made.
        purpose: What it is for, an open word (``tuition``, ``meals``, ``examination``).
        period: The time it is for, as the institution names it (``2026-11``), if any.
        funded_by: Who bears it when that is not the payer (``state``, ``insurer``,
            ``sponsor``); what another party pays is a negative line.
        on_behalf_of: For whom the institution collects it (an insurer, a club), if not for
            itself.
        reason: Why the amount is negative; needed exactly then, allowed always.

    Raises:
        ValueError: Not a whole number of dong, over 13 digits, or negative without a reason.
    """

    amount: int = field(validator=_line_amount, repr=False)
    purpose: str = field(validator=_is_text)
    period: str | None = None
    funded_by: str | None = None
    on_behalf_of: str | None = None
    reason: str | None = field(default=None, repr=False)


def _matches(pattern: re.Pattern[str], what: str) -> Any:
    def validate(_: object, attribute: "Attribute[str]", value: object) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"{attribute.name} is {what}")

    return validate


def _tax_number(_: object, __: "Attribute[int]", value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 99_999_999:
        raise ValueError("number is a whole number from 1 to 99999999")


@frozen(kw_only=True)
class TaxInvoiceKey:
    """The key of an electronic tax invoice, which is another paper than the bill to be paid.

    The bill exists before the payment, the tax invoice often after it.

    Attributes:
        seller_tax_code: Tax code of the seller, 10 digits, 10 and 3, or 12.
        template_symbol: ``KHMSHDon``, one digit.
        series: ``KHHDon``, 6 digits and capital letters (``C26TAA``).
        number: ``SHDon`` as a whole number, 1 to 99999999: ``00006036`` and ``6036`` are equal.

    Raises:
        ValueError: A part has another form.
    """

    seller_tax_code: str = field(validator=_matches(_TAX_CODE, "10, 13 or 12 digits"))
    template_symbol: str = field(validator=_matches(_TEMPLATE_SYMBOL, "one digit"))
    series: str = field(validator=_matches(_SERIES, "6 digits and letters A-Z"))
    number: int = field(validator=_tax_number)


class InvoiceState(StrEnum):
    """What an invoice's total asks for. Whether it was paid is told by receipts, not here."""

    DUE = "due"
    """The payer is asked for money."""
    NOTHING_DUE = "nothing_due"
    """The total is 0: there is nothing to ask, and nothing was paid."""
    CREDIT_BALANCE = "credit_balance"
    """The total is negative: the institution owes the payer."""


def _lines(_: object, __: "Attribute[tuple[Line, ...]]", lines: tuple[Line, ...]) -> None:
    if not lines:
        raise ValueError("an invoice has at least one line")
    try:
        money.validate(sum(line.amount for line in lines), minimum=-money.MAX_AMOUNT)
    except ValueError:
        raise ValueError("the total has more than 13 digits") from None


def _source_of_a_name(invoice: "Invoice", _: "Attribute[Any]", source: NameSource | None) -> None:
    if source is not None and (invoice.payer is None or is_blank(invoice.payer.name)):
        raise ValueError("payer_source without a payer's name")


def _due(invoice: "Invoice", attribute: "Attribute[date | None]", due_on: date | None) -> None:
    _is_day(invoice, attribute, due_on)
    if due_on is not None and invoice.issued_on is not None and due_on < invoice.issued_on:
        raise ValueError("due_on is before issued_on")


@frozen(kw_only=True)
class Invoice:
    """What one payer owes an institution: a fee notice, a hospital bill.

    Attributes:
        id: The bill's code or number (the template's "Mã/số hóa đơn thanh toán").
        institution_id: Who asks.
        lines: Charges and reductions, at least one; all of them make the total.
        paid_for: The pupil or patient (the template's "người thụ hưởng"), if any.
        payer: Who pays; ``None`` while unknown.
        payer_source: Where the payer's name is known from.
        account: Where to pay, if the invoice says so.
        issued_on: Day of issue, if known.
        due_on: Last day to pay, if there is one.
        tax_invoice: Key of the electronic tax invoice, once there is one.

    Raises:
        ValueError: An empty id, no line, a total over 13 digits, a source without a name, or
            due before issued.
    """

    id: str = field(validator=_is_id)
    institution_id: str = field(validator=_is_id)
    lines: tuple[Line, ...] = field(validator=_lines)
    paid_for: Party | None = None
    payer: Party | None = None
    payer_source: NameSource | None = field(default=None, validator=_source_of_a_name)
    account: Account | None = None
    issued_on: date | None = field(default=None, validator=_is_day)
    due_on: date | None = field(default=None, validator=_due)
    tax_invoice: TaxInvoiceKey | None = None

    @property
    def total(self) -> int:
        """Sum of the lines in dong; may be 0 or negative."""
        return sum(line.amount for line in self.lines)

    @property
    def state(self) -> InvoiceState:
        """What the total asks for."""
        if self.total > 0:
            return InvoiceState.DUE
        return InvoiceState.NOTHING_DUE if self.total == 0 else InvoiceState.CREDIT_BALANCE

    @property
    def purposes(self) -> frozenset[str]:
        """What the lines are for; blank purposes left out."""
        return frozenset(line.purpose for line in self.lines if not is_blank(line.purpose))
