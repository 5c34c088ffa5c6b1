"""One line of a file: what is wrong with it, and the entry it makes."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from cashless_edu_health import money
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry, Delivery
from cashless_edu_health.findings import Finding, Rule, Severity
from cashless_edu_health.statements._layout import Layout

_EMPTY: Final = Rule(id="ST-07", severity=Severity.ERROR)
_AMOUNT: Final = Rule(id="ST-08", severity=Severity.ERROR)
_TIME: Final = Rule(id="ST-09", severity=Severity.ERROR)
_BANK: Final = Rule(id="ST-10", severity=Severity.ERROR)
_ACCOUNT: Final = Rule(id="ST-11", severity=Severity.ERROR)
_NO_CHANNEL: Final = Rule(id="ST-12", severity=Severity.ERROR)

RULES: Final = (_EMPTY, _AMOUNT, _TIME, _BANK, _ACCOUNT, _NO_CHANNEL)

_ISO8601: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)
_BIN: Final = re.compile(r"[0-9]{6}")

Row = Mapping[str, str]


def faults_of(row: Row, layout: Layout, line: int) -> Iterator[Finding]:
    """What is wrong with a line, by column."""
    columns = layout.columns
    readers: tuple[tuple[str, Rule, Callable[[str], object]], ...] = (
        (columns.id, _EMPTY, str),
        (columns.bank, _BANK, lambda cell: _bin(cell, layout)),
        (columns.account, _ACCOUNT, _number),
        (columns.booked_at, _TIME, lambda cell: _time(cell, layout)),
        (columns.amount, _AMOUNT, lambda cell: _amount(cell, layout)),
    )
    for column, rule, reader in readers:
        path = f"line {line}, {column}"
        cell = row[column].strip()
        if not cell:
            yield Finding(_EMPTY, path=path)
            continue
        try:
            reader(cell)
        except ValueError:
            yield Finding(rule, path=path)
    if _cell(row, columns.notification_id) and columns.channel and not _cell(row, columns.channel):
        yield Finding(_NO_CHANNEL, path=f"line {line}, {columns.channel}")


def entry_of(row: Row, layout: Layout) -> CreditEntry:
    """The entry of a line without faults."""
    columns = layout.columns
    return CreditEntry(
        id=row[columns.id].strip(),
        account=Account(
            acquirer_id=_bin(row[columns.bank].strip(), layout),
            number=row[columns.account].strip(),
        ),
        amount=_amount(row[columns.amount].strip(), layout),
        booked_at=_time(row[columns.booked_at].strip(), layout),
        remittance_information=row[columns.memo],
        bank_reference=_cell(row, columns.bank_reference),
        delivery=_delivery(row, layout),
    )


def _delivery(row: Row, layout: Layout) -> Delivery:
    return Delivery(
        channel=_cell(row, layout.columns.channel) or layout.name,
        id=_cell(row, layout.columns.notification_id),
    )


def _cell(row: Row, column: str | None) -> str | None:
    return (row[column].strip() or None) if column else None


def _bin(cell: str, layout: Layout) -> str:
    if cell in layout.banks:
        return layout.banks[cell]
    if not _BIN.fullmatch(cell):
        raise ValueError("neither a BIN nor a code of the layout")
    return cell


def _number(cell: str) -> Account:
    return Account(acquirer_id="000000", number=cell)  # the bank is looked at by itself


def _amount(cell: str, layout: Layout) -> int:
    amount = money.parse(cell, thousands=layout.thousands, minimum=-money.MAX_AMOUNT)
    if amount == 0:
        raise ValueError("0 dong moved")
    return amount


def _time(cell: str, layout: Layout) -> datetime:
    if layout.zone is None:
        if not _ISO8601.fullmatch(cell):
            raise ValueError("not ISO 8601 with an offset")
        return datetime.fromisoformat(cell)
    if not cell.isascii():
        raise ValueError("digits of another script")
    return datetime.strptime(cell, layout.time_format).replace(tzinfo=layout.zone)
