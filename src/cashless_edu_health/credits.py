"""One movement on an account as a bank reported it, in the words of ISO 20022.

>>> from datetime import datetime
>>> from cashless_edu_health.accounts import Account
>>> entry = CreditEntry(
...     id="C1", account=Account(acquirer_id="970436", number="0071000123456"), amount=550_000,
...     booked_at=datetime.fromisoformat("2026-11-02T06:30:00+07:00"),
...     reported_time="02/11/2026 06:30:00",
...     remittance_information="MBVCB.5271840396.HVX7K3M2P9X5H.CT tu LE THI MINH",
... )
>>> entry.booked_at.isoformat(), entry.booked_on.isoformat()
('2026-11-01T23:30:00+00:00', '2026-11-02')
>>> "LE THI MINH" in repr(entry)
False
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from attrs import Attribute, field, frozen

from cashless_edu_health import money, text
from cashless_edu_health.accounts import Account

__all__ = ["VIETNAM_TIME", "Counterparty", "CreditEntry", "Delivery", "in_utc"]

VIETNAM_TIME: Final = timezone(timedelta(hours=7))
"""Viet Nam keeps UTC+7 all year."""

_AHEAD: Final = timedelta(hours=7)


def in_utc(value: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        ValueError: No time with a time zone, or one beyond the years 1 to 9999 in UTC or Viet Nam.
    """
    if not isinstance(value, datetime) or value.utcoffset() is None:  # type: ignore[redundant-expr]
        raise ValueError("booked_at is a time with a time zone")
    try:
        moment = value.astimezone(UTC)
        (moment + _AHEAD).date()  # the day in Viet Nam exists as well
    except OverflowError:
        raise ValueError("booked_at is beyond the years 1 to 9999") from None
    return moment


def _not_empty(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{attribute.name} is empty")


def _not_empty_if_given(_: object, attribute: "Attribute[str | None]", value: object) -> None:
    if value is not None:
        _not_empty(_, attribute, value)  # type: ignore[arg-type]


def _is_text(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{attribute.name} is a text")  # noqa: TRY004 - one exception here


def _aware(_: object, attribute: "Attribute[datetime]", value: object) -> None:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise ValueError(f"{attribute.name} is a time with a time zone")


def _aware_if_given(_: object, attribute: "Attribute[datetime | None]", value: object) -> None:
    if value is not None:
        _aware(_, attribute, value)  # type: ignore[arg-type]


def _not_zero(_: object, __: "Attribute[int]", value: int) -> None:
    if money.validate(value, minimum=-money.MAX_AMOUNT) == 0:
        raise ValueError("the amount is 0 dong")


def _length(value: str) -> str:
    return f"<{len(value)} characters>"


@frozen(kw_only=True)
class Delivery:
    """One time that a movement was reported to us.

    Attributes:
        channel: By what (``statement``, ``webhook``, a provider's name).
        id: The channel's own id of the message, if it has one; a repeated id is a copy.
        received_at: When it came, if recorded.

    Raises:
        ValueError: An empty text, or a time without zone.
    """

    channel: str = field(validator=_not_empty)
    id: str | None = field(default=None, validator=_not_empty_if_given)
    received_at: datetime | None = field(default=None, validator=_aware_if_given)


@frozen(kw_only=True)
class Counterparty:
    """The other side of a movement, as far as the bank tells.

    Attributes:
        name: Name as the bank gives it, masked in the repr.
        account_number: Its account, masked in the repr; the bank's own spelling.
    """

    name: str | None = field(default=None, repr=text.mask_name, validator=_not_empty_if_given)
    account_number: str | None = field(
        default=None, repr=text.mask_number, validator=_not_empty_if_given
    )


@frozen(kw_only=True)
class CreditEntry:
    """One movement on an account of ours, as reported.

    Attributes:
        id: Our id of this report; unique within a run.
        account: The account that was credited.
        amount: Dong; negative when money went back (a return); never 0.
        booked_at: When the bank booked it. Given with any time zone, kept in UTC.
        remittance_information: The memo as received, blanks and all. It often names people:
            the repr gives only its length.
        virtual_account: Number of the virtual account that was addressed, if any.
        bank_reference: The bank's reference as received, if any.
        counterparty: The other side, if the bank tells.
        delivery: How this report reached us.
        reported_time: The time of booking as the bank or provider wrote it, before anybody read
            it; ``None`` when it came as something other than text and was not kept.

    Raises:
        ValueError: A bad amount, a time without zone, or an empty text where one is needed.
    """

    id: str = field(validator=_not_empty)
    account: Account
    amount: int = field(validator=_not_zero, repr=False)
    booked_at: datetime = field(converter=in_utc)
    remittance_information: str = field(validator=_is_text, repr=_length)
    virtual_account: str | None = field(
        default=None, validator=_not_empty_if_given, repr=text.mask_number
    )
    bank_reference: str | None = field(default=None, validator=_not_empty_if_given)
    counterparty: Counterparty | None = None
    delivery: Delivery | None = None
    reported_time: str | None = field(default=None, validator=_not_empty_if_given)

    @property
    def booked_on(self) -> date:
        """The day in Viet Nam."""
        return (self.booked_at + _AHEAD).date()
