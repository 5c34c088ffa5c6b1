"""Casso: version 2 signs a time and the values; version 1 shows a token."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Final

from pydantic import Field
from pydantic.alias_generators import to_camel

from cashless_edu_health import intake, money, signatures
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import VIETNAM_TIME, CreditEntry, Delivery
from cashless_edu_health.errors import DataError, SignatureError
from cashless_edu_health.notifications._message import (
    Identity,
    Message,
    account_of,
    check_call,
    check_time,
    compact,
    counterparty,
    filled,
    header,
    moment,
    read,
    table,
    unproven_table,
)
from cashless_edu_health.notifications._notification import Movement, Notification, Proof

_CHANNEL: Final = "casso"
_TOKEN_CHANNEL: Final = "casso-v1"  # noqa: S105 - the name of a channel
_HEADER: Final = re.compile(r"t=([0-9]{1,14}),v1=([0-9a-f]{128})")
_MOST: Final = money.MAX_AMOUNT


class _Envelope(Message):
    error: int


class _Transfer(Message, alias_generator=to_camel):
    id: Identity
    reference: str | None = None
    description: str
    amount: int = Field(ge=-_MOST, le=_MOST)
    transaction_date_time: str
    account_number: str
    virtual_account_number: str | None = None
    counter_account_name: str | None = None
    counter_account_number: str | None = None
    # Known and not used.
    running_balance: int | None = None
    bank_name: str | None = None
    bank_abbreviation: str | None = None
    virtual_account_name: str | None = None
    counter_account_bank_id: str | None = None
    counter_account_bank_name: str | None = None


class _OldTransfer(Message):
    id: Identity
    tid: str | None = None
    description: str
    amount: int = Field(ge=-_MOST, le=_MOST)
    when: str
    bank_sub_acc_id: str | None = None
    sub_acc_id: str | None = Field(default=None, alias="subAccId")
    virtual_account: str | None = Field(default=None, alias="virtualAccount")
    name: str | None = Field(default=None, alias="corresponsiveName")
    number: str | None = Field(default=None, alias="corresponsiveAccount")
    # Known and not used.
    cusum_balance: int | None = None
    virtual_account_name: str | None = Field(default=None, alias="virtualAccountName")
    bank_id: str | None = Field(default=None, alias="corresponsiveBankId")
    bank_name: str | None = Field(default=None, alias="corresponsiveBankName")
    own_bank_name: str | None = Field(default=None, alias="bankName")
    own_bank_abbreviation: str | None = Field(default=None, alias="bankAbbreviation")


def casso(
    body: bytes,
    headers: Mapping[str, str],
    *,
    secrets: Sequence[str],
    accounts: Iterable[Account],
    received_at: datetime,
    zone: timezone = VIETNAM_TIME,
) -> Notification:
    """A message of Casso's webhook version 2 (``X-Casso-Signature: t=...,v1=...``).

    Casso signs the values, keys sorted, and not the bytes. Its two published verifiers write
    letters beyond ASCII and ``/`` in different ways, so either way holds; both name the
    same values.

    Args:
        body: The body as it came.
        headers: The headers of the request, names in any case.
        secrets: The webhook's key; two while it is replaced.
        accounts: Accounts of ours; only money on one of these is taken in.
        received_at: When the request came, with a time zone.
        zone: Zone of the booking time, which is written without one; the default is assumed.

    Raises:
        SignatureError: The header is missing or of another form, the body is not strict JSON,
            no secret signed these values at that time, or the time is more than 5 minutes away.
        DataError: The message is signed and yet not as Casso describes it, or names an account
            that was not given.
        ValueError: No usable secret, or ``received_at`` without a zone.
    """
    check_call(body, received_at, _CHANNEL)
    given = _HEADER.fullmatch(header(headers, "X-Casso-Signature", _CHANNEL))
    value = unproven_table(body, _CHANNEL)
    stamp, signature = given.groups() if given else ("", "")
    forms = (
        f"{stamp}.{compact(value, _CHANNEL, escaped=escaped)}".encode() for escaped in (False, True)
    )
    if not signatures.holds(signature, *forms, secrets=secrets, digest="sha512"):
        raise SignatureError("the signature does not hold", channel=_CHANNEL)
    check_time(int(stamp), received_at, _CHANNEL)
    error = read(_Envelope, value, _CHANNEL).error
    movements = []
    delivery = Delivery(channel=_CHANNEL, received_at=received_at)
    if error == 0:
        movements.append(_movement(value.get("data"), accounts, received_at, zone))
        delivery = movements[0].entry.delivery or delivery
    return Notification(
        delivery=delivery, proof=Proof.MESSAGE, movements=tuple(movements), status=str(error)
    )


def casso_token(
    body: bytes,
    headers: Mapping[str, str],
    *,
    secrets: Sequence[str],
    accounts: Iterable[Account],
    received_at: datetime,
    zone: timezone = VIETNAM_TIME,
) -> Notification:
    """A message of Casso's older webhook, which shows a token (``secure-token``).

    The token proves the sender only, and the result says so (:attr:`Proof.SENDER`). One message
    may tell of several movements; the id of each is that of its own delivery. Arguments are
    those of :func:`casso`; ``secrets`` are the tokens.

    Raises:
        SignatureError: The header is missing or holds another token.
        DataError: The message is not as Casso describes it, or names another account; then none
            of its movements is taken in.
        ValueError: No usable token, or ``received_at`` without a zone.
    """
    check_call(body, received_at, _TOKEN_CHANNEL)
    given = header(headers, "secure-token", _TOKEN_CHANNEL)
    if not signatures.knows(given, secrets=secrets):
        raise SignatureError("the token is not ours", channel=_TOKEN_CHANNEL)
    value = table(intake.json_value(body, file=_TOKEN_CHANNEL), _TOKEN_CHANNEL)
    error = read(_Envelope, value, _TOKEN_CHANNEL).error
    rows = value.get("data") if error == 0 else []
    if not isinstance(rows, list):
        raise DataError("is not a list", file=_TOKEN_CHANNEL, path="data")
    known = tuple(accounts)
    movements = tuple(
        _old_movement(row, known, received_at, zone, path=f"data[{number}]")
        for number, row in enumerate(rows)
    )
    ids = [one.entry.id for one in movements]
    if len(set(ids)) < len(ids):
        raise DataError("an id stands twice", file=_TOKEN_CHANNEL, path="data")
    return Notification(
        delivery=Delivery(channel=_TOKEN_CHANNEL, received_at=received_at),
        proof=Proof.SENDER,
        movements=movements,
        status=str(error),
    )


def _movement(
    value: object, accounts: Iterable[Account], received_at: datetime, zone: timezone
) -> Movement:
    told = read(_Transfer, value, _CHANNEL, "data")
    entry = CreditEntry(
        id=f"{_CHANNEL}-{told.id}",
        account=account_of(told.account_number, accounts, _CHANNEL, "data.accountNumber"),
        amount=_moved(told.amount, _CHANNEL, "data.amount"),
        booked_at=moment(
            told.transaction_date_time, zone, _CHANNEL, path="data.transactionDateTime"
        ),
        remittance_information=told.description,
        virtual_account=filled(told.virtual_account_number),
        bank_reference=filled(told.reference),
        counterparty=counterparty(told.counter_account_name, told.counter_account_number),
        delivery=Delivery(channel=_CHANNEL, id=str(told.id), received_at=received_at),
        reported_time=told.transaction_date_time,
    )
    return Movement(entry=entry, fields=table(value, _CHANNEL), unknown=told.unknown)


def _old_movement(
    value: Any, accounts: tuple[Account, ...], received_at: datetime, zone: timezone, *, path: str
) -> Movement:
    told = read(_OldTransfer, value, _TOKEN_CHANNEL, path)
    numbers = {n for n in (filled(told.bank_sub_acc_id), filled(told.sub_acc_id)) if n}
    if len(numbers) != 1:
        raise DataError("does not name one account", file=_TOKEN_CHANNEL, path=path)
    entry = CreditEntry(
        id=f"{_TOKEN_CHANNEL}-{told.id}",
        account=account_of(numbers.pop(), accounts, _TOKEN_CHANNEL, f"{path}.bank_sub_acc_id"),
        amount=_moved(told.amount, _TOKEN_CHANNEL, f"{path}.amount"),
        booked_at=moment(told.when, zone, _TOKEN_CHANNEL, f"{path}.when"),
        remittance_information=told.description,
        virtual_account=filled(told.virtual_account),
        bank_reference=filled(told.tid),
        counterparty=counterparty(told.name, told.number),
        delivery=Delivery(channel=_TOKEN_CHANNEL, id=str(told.id), received_at=received_at),
        reported_time=told.when,
    )
    return Movement(entry=entry, fields=value, unknown=told.unknown)


def _moved(amount: int, channel: str, path: str) -> int:
    if amount == 0:
        raise DataError("0 dong moved", file=channel, path=path)
    return amount
