"""payOS: the values of ``data`` are signed; what stands around them is not."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import Any, Final

from pydantic import Field
from pydantic.alias_generators import to_camel

from cashless_edu_health import money, signatures
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import VIETNAM_TIME, CreditEntry, Delivery
from cashless_edu_health.errors import DataError, SignatureError
from cashless_edu_health.notifications._message import (
    Message,
    account_of,
    check_call,
    compact,
    counterparty,
    filled,
    moment,
    read,
    unproven_table,
)
from cashless_edu_health.notifications._notification import Movement, Notification, Proof

_CHANNEL: Final = "payos"
_SUCCESS: Final = "00"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# "a=1&b=2" may be two values, or one value "1&b=2" of a: the signature cannot tell.
_ANOTHER_PAIR: Final = re.compile(r"&[A-Za-z_][A-Za-z0-9_]*=")
_NOTHING: Final = ("null", "undefined")


class _Payment(Message, alias_generator=to_camel):
    order_code: int
    amount: int = Field(gt=0, le=money.MAX_AMOUNT)
    description: str
    account_number: str
    reference: str
    transaction_date_time: str
    currency: str
    payment_link_id: str
    code: str
    virtual_account_number: str | None = None
    counter_account_name: str | None = None
    counter_account_number: str | None = None
    # Known and not used.
    desc: str | None = None
    virtual_account_name: str | None = None
    counter_account_bank_id: str | None = None
    counter_account_bank_name: str | None = None


def payos(
    body: bytes,
    *,
    secrets: Sequence[str],
    accounts: Iterable[Account],
    received_at: datetime,
    zone: timezone = VIETNAM_TIME,
) -> Notification:
    """A message of payOS (``signature`` inside the body).

    Only ``data`` is signed: ``code``, ``desc`` and ``success`` around it can be changed by
    anyone and are not looked at. No time is signed, so a replay is known by its delivery: the id
    of the payment link and the bank's reference.

    Args:
        body: The body as it came.
        secrets: The checksum key; two while it is replaced.
        accounts: Accounts of ours; only money on one of these is taken in.
        received_at: When the request came, with a time zone.
        zone: Zone of the booking time, which is written without one; the default is assumed.

    Raises:
        SignatureError: The body is not strict JSON, has no signature, no secret signed these
            values, or the values could be read in two ways under one signature.
        DataError: The message is signed and yet not as payOS describes it, is not in VND, or
            names an account that was not given.
        ValueError: No usable secret, or ``received_at`` without a zone.
    """
    check_call(body, received_at, _CHANNEL)
    value = unproven_table(body, _CHANNEL)
    data, given = value.get("data"), value.get("signature")
    if not isinstance(data, dict) or not isinstance(given, str):
        raise SignatureError("data or signature is missing", channel=_CHANNEL)
    signed = _signed(data).encode()
    if not signatures.holds(given, signed, secrets=secrets, digest="sha256"):
        raise SignatureError("the signature does not hold", channel=_CHANNEL)
    told = read(_Payment, data, _CHANNEL, "data")
    link, reference = told.payment_link_id, told.reference
    if filled(link) is None or filled(reference) is None:
        raise DataError("has no link id or no reference", file=_CHANNEL, path="data")
    delivery = Delivery(channel=_CHANNEL, id=f"{link}/{reference}", received_at=received_at)
    paid = told.code == _SUCCESS
    return Notification(
        delivery=delivery,
        proof=Proof.MESSAGE,
        movements=(_movement(told, data, accounts, delivery, zone),) if paid else (),
        status=told.code,
        unsigned=tuple(name for name in value if name not in {"data", "signature"}),
    )


def _signed(data: dict[str, Any]) -> str:
    """``k=v`` of the values, sorted by key, joined by ``&``.

    Raises:
        SignatureError: Another message would be written the same way.
    """
    pairs = []
    for key in sorted(data):
        text = _text(data[key])
        if not _NAME.fullmatch(key) or _ANOTHER_PAIR.search(text):
            reason = "the values could be read in two ways under one signature"
            raise SignatureError(reason, channel=_CHANNEL)
        pairs.append(f"{key}={text}")
    return "&".join(pairs)


def _text(value: object) -> str:
    """A value as payOS writes it before signing."""
    if isinstance(value, dict):
        raise SignatureError("the signature does not cover what an object holds", channel=_CHANNEL)
    if value is None or value in _NOTHING:
        return ""
    return value if isinstance(value, str) else compact(value, _CHANNEL)


def _movement(
    told: _Payment,
    data: dict[str, Any],
    accounts: Iterable[Account],
    delivery: Delivery,
    zone: timezone,
) -> Movement:
    if told.currency != "VND":
        raise DataError("is not VND", file=_CHANNEL, path="data.currency")
    entry = CreditEntry(
        id=f"{_CHANNEL}-{delivery.id}",
        account=account_of(told.account_number, accounts, _CHANNEL, "data.accountNumber"),
        amount=told.amount,
        booked_at=moment(
            told.transaction_date_time, zone, _CHANNEL, path="data.transactionDateTime"
        ),
        remittance_information=told.description,
        virtual_account=filled(told.virtual_account_number),
        bank_reference=told.reference,
        counterparty=counterparty(told.counter_account_name, told.counter_account_number),
        delivery=delivery,
        reported_time=told.transaction_date_time,
    )
    return Movement(entry=entry, fields=data, unknown=told.unknown)
