"""What files hold, account by account."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from attrs import field, frozen

from cashless_edu_health.accounts import Account
from cashless_edu_health.statements._balances import in_order
from cashless_edu_health.statements._statement import Statement

_SNIFFED: Final = 4096
_CAMT: Final = re.compile(rb"iso:20022:tech:xsd:camt\.05[34]\.")
_MT940: Final = re.compile(rb"(?:^|\n):20:[^\n]*\r?\n(?:[^\n]*\r?\n){0,4}?:(?:25|28)")


@frozen(kw_only=True)
class Overview:
    """What the statements of one account hold together.

    Attributes:
        account: The account.
        statements: How many statements.
        first_day: Day of the first entry; ``None`` when there is none.
        last_day: Day of the last entry.
        credits: How many entries brought money in.
        credited: Their sum in dong.
        debits: How many took money out.
        debited: Their sum in dong, positive.
        opening: Balance before the first statement, if told.
        closing: Balance after the last one, if told.
    """

    account: Account
    statements: int
    first_day: date | None
    last_day: date | None
    credits: int
    credited: int = field(repr=False)
    debits: int
    debited: int = field(repr=False)
    opening: int | None = field(repr=False)
    closing: int | None = field(repr=False)


def overview(statements: Iterable[Statement]) -> tuple[Overview, ...]:
    """What statements hold, one row for each account in order of appearance."""
    by_account: dict[Account, list[Statement]] = {}
    for one in statements:
        by_account.setdefault(one.account, []).append(one)
    return tuple(_of(account, of_one) for account, of_one in by_account.items())


def _of(account: Account, statements: list[Statement]) -> Overview:
    entries = [entry for one in statements for entry in one.entries]
    days = [entry.booked_on for entry in entries]
    amounts = [entry.amount for entry in entries]
    ordered = [one for _, one in in_order(list(enumerate(statements)))]
    return Overview(
        account=account,
        statements=len(statements),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        credits=sum(amount > 0 for amount in amounts),
        credited=sum(amount for amount in amounts if amount > 0),
        debits=sum(amount < 0 for amount in amounts),
        debited=-sum(amount for amount in amounts if amount < 0),
        opening=ordered[0].opening,
        closing=ordered[-1].closing,
    )


def message_kinds(data: bytes) -> tuple[str, ...]:
    r"""Which standard's message a file begins like: ``("camt",)``, ``("mt940",)`` or ``()``.

    >>> message_kinds(b":20:X\n:25:0071000123456\n:28C:1\n")
    ('mt940',)
    """
    head = data[:_SNIFFED]
    kinds = (("camt", _CAMT), ("mt940", _MT940))
    return tuple(name for name, pattern in kinds if pattern.search(head))
