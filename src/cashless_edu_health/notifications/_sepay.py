"""SePay: signed bytes with a time, or a key in a header."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Final, Literal

from pydantic import Field
from pydantic.alias_generators import to_camel

from cashless_edu_health import intake, money, signatures
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import VIETNAM_TIME, CreditEntry, Delivery
from cashless_edu_health.errors import SignatureError
from cashless_edu_health.notifications._message import (
    Identity,
    Message,
    account_of,
    check_call,
    check_time,
    filled,
    header,
    moment,
    read,
    table,
)
from cashless_edu_health.notifications._notification import Movement, Notification, Proof

_CHANNEL: Final = "sepay"
_SECONDS: Final = re.compile(r"[0-9]{1,11}")
_SIGNATURE: Final = re.compile(r"sha256=([0-9a-f]{64})")
_KEY: Final = "Apikey "


class _Transfer(Message, alias_generator=to_camel):
    id: Identity
    transaction_date: str
    account_number: str
    sub_account: str | None = None
    content: str
    transfer_type: Literal["in", "out"]
    transfer_amount: int = Field(gt=0, le=money.MAX_AMOUNT)
    reference_code: str | None = None
    # Known and not used: the bank's name, the code that SePay found, the balance.
    gateway: str | None = None
    code: str | None = None
    description: str | None = None
    accumulated: int | None = None


def sepay(
    body: bytes,
    headers: Mapping[str, str],
    *,
    secrets: Sequence[str],
    accounts: Iterable[Account],
    received_at: datetime,
    zone: timezone = VIETNAM_TIME,
) -> Notification:
    """A message that SePay signed (``X-SePay-Signature``, ``X-SePay-Timestamp``).

    Args:
        body: The body, byte for byte as it came.
        headers: The headers of the request, names in any case.
        secrets: The webhook's secret; two while it is replaced.
        accounts: Accounts of ours. A message names an account by its number alone, and only
            money on one of these is taken in.
        received_at: When the request came, with a time zone.
        zone: Zone of the booking time, which is written without one. No page that was read
            says which it is; the default is the time of Viet Nam.

    Raises:
        SignatureError: A header is missing, no secret signed these bytes at that time, or the
            time is more than 5 minutes from ``received_at``.
        DataError: The message is signed and yet not as SePay describes it, or names an account
            that was not given.
        ValueError: No usable secret, or ``received_at`` without a zone.
    """
    check_call(body, received_at, _CHANNEL)
    stamp = header(headers, "X-SePay-Timestamp", _CHANNEL)
    given = _SIGNATURE.fullmatch(header(headers, "X-SePay-Signature", _CHANNEL))
    signed = stamp.encode("utf-8", "surrogatepass") + b"." + body
    held = signatures.holds(given[1] if given else "", signed, secrets=secrets, digest="sha256")
    if not held or not _SECONDS.fullmatch(stamp):
        raise SignatureError("the signature does not hold", channel=_CHANNEL)
    check_time(int(stamp) * 1000, received_at, _CHANNEL)
    return _notification(body, Proof.MESSAGE, accounts, received_at, zone)


def sepay_key(
    body: bytes,
    headers: Mapping[str, str],
    *,
    secrets: Sequence[str],
    accounts: Iterable[Account],
    received_at: datetime,
    zone: timezone = VIETNAM_TIME,
) -> Notification:
    """A message that SePay sent with ``Authorization: Apikey ...``.

    The key proves the sender only: it is the same in every request, and nothing ties it to the
    message. The result says so (:attr:`Proof.SENDER`). Prefer :func:`sepay`, whose arguments
    and exceptions are the same; ``secrets`` are the keys.

    Raises:
        SignatureError: The header is missing or holds another key.
        DataError: The message is not as SePay describes it, or names another account.
        ValueError: No usable key, or ``received_at`` without a zone.
    """
    check_call(body, received_at, _CHANNEL)
    given = header(headers, "Authorization", _CHANNEL)
    known = signatures.knows(given.removeprefix(_KEY), secrets=secrets)
    if not known or not given.startswith(_KEY):
        raise SignatureError("the key is not ours", channel=_CHANNEL)
    return _notification(body, Proof.SENDER, accounts, received_at, zone)


def _notification(
    body: bytes,
    proof: Proof,
    accounts: Iterable[Account],
    received_at: datetime,
    zone: timezone,
) -> Notification:
    value = table(intake.json_value(body, file=_CHANNEL), _CHANNEL)
    told = read(_Transfer, value, _CHANNEL)
    delivery = Delivery(channel=_CHANNEL, id=str(told.id), received_at=received_at)
    sign = 1 if told.transfer_type == "in" else -1
    entry = CreditEntry(
        id=f"{_CHANNEL}-{told.id}",
        account=account_of(told.account_number, accounts, _CHANNEL, "accountNumber"),
        amount=sign * told.transfer_amount,
        booked_at=moment(told.transaction_date, zone, _CHANNEL, "transactionDate"),
        remittance_information=told.content,
        virtual_account=filled(told.sub_account),
        bank_reference=filled(told.reference_code),
        delivery=delivery,
        reported_time=told.transaction_date,
    )
    movement = Movement(entry=entry, fields=value, unknown=told.unknown)
    return Notification(delivery=delivery, proof=proof, movements=(movement,))
