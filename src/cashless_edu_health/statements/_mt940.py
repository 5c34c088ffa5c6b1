"""SWIFT MT940 statements become credit entries; the library ``mt-940`` splits the fields."""

import copy
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import define, field

from cashless_edu_health import intake, money
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry, Delivery, in_utc
from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.findings import Finding, Report, Rule, Skipped
from cashless_edu_health.statements._balances import own_balances
from cashless_edu_health.statements._camt_entry import joined
from cashless_edu_health.statements._ids import Numbering
from cashless_edu_health.statements._layout import zone_of
from cashless_edu_health.statements._rules import (
    AMOUNT,
    CURRENCY,
    NO_ACCOUNT,
    NOT_MT940,
    OTHER_ACCOUNT,
)
from cashless_edu_health.statements._statement import Inspection, Statement

DETAILS_WIDTH: Final = 65
"""Longest line of field 86, in characters: a line that fills it was cut."""

_BLOCK: Final = re.compile(r"(?m)^(?=:20:)")
_LINE: Final = re.compile(r"(?m)^:61:([0-9]*)")
_NO_REFERENCE: Final = frozenset({"", "NONREF"})
_NUMBER: Final = re.compile(r"[0-9]{1,5}")
# What the library raises on messages that are none.
_BROKEN: Final = (ValueError, RuntimeError, ArithmeticError, LookupError, TypeError, AttributeError)
# It logs what it could not read, memos and amounts with it: its tags get a log that goes nowhere.
_SILENT: Final = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - of no tree


def read_mt940(
    path: Path,
    *,
    accounts: Iterable[Account],
    utc_offset: str,
    line_width: int = DETAILS_WIDTH,
) -> tuple[Statement, ...]:
    """The statements of an MT940 file.

    Args:
        path: The file, in UTF-8 or ASCII.
        accounts: Accounts that it may be of: the message tells the number, they tell the bank.
        utc_offset: Offset of the days of the message (``"+07:00"``); a day means its 00:00.
        line_width: Width at which the bank cuts lines of the memo, in characters.

    Raises:
        DataError: The file cannot be read, or a part of it is wrong; nothing is imported then.
        MissingExtraError: The extra ``mt940`` is not installed.
        ValueError: ``utc_offset`` has another form.
    """
    data = intake.file_bytes(path)
    inspection = inspect_mt940(
        data, accounts=accounts, utc_offset=utc_offset, line_width=line_width
    )
    inspection.raise_for_errors(file=path.name)
    return inspection.statements


def inspect_mt940(
    data: bytes,
    *,
    accounts: Iterable[Account],
    utc_offset: str,
    line_width: int = DETAILS_WIDTH,
) -> Inspection:
    """What messages in memory hold, and every fault of them; never raises for their content.

    The day of an entry is its entry date, else its value date. The memo is field 86, its lines
    joined; without one, the customer's reference.

    Raises:
        MissingExtraError: The extra ``mt940`` is not installed.
        ValueError: ``utc_offset`` has another form.
    """
    reader = _Reader(tuple(accounts), zone_of(utc_offset), line_width)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _broken([Finding(NOT_MT940)])
    blocks = _BLOCK.split(text.replace("\r\n", "\n"))
    before, messages = blocks[0], blocks[1:]
    if not messages or _LINE.search(before):
        return _broken([Finding(NOT_MT940)])
    line = before.count("\n") + 1
    for block in messages:
        reader.take(block, line)
        line += block.count("\n")
    if reader.findings:
        return _broken(reader.findings)
    statements = tuple(reader.statements)
    told = any(None not in (one.opening, one.closing) for one in statements)
    skipped = () if told else (Skipped(check="balances", reason="no-balances"),)
    checked = ("entries", "balances") if told else ("entries",)
    findings = tuple(own_balances(statements))
    return Inspection(report=Report(findings, checked, skipped), statements=statements)


def _broken(findings: Sequence[Finding]) -> Inspection:
    skipped = (Skipped(check="balances", reason="lines-broken"),)
    return Inspection(report=Report(tuple(findings), ("entries",), skipped))


class _FaultError(ValueError):
    """What keeps a message from being read."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.rule = rule


@define
class _Reader:
    accounts: Sequence[Account]
    zone: timezone
    line_width: int
    findings: list[Finding] = field(factory=list)
    statements: list[Statement] = field(factory=list)
    _numbering: Numbering = field(factory=lambda: Numbering("mt940"))

    def take(self, block: str, line: int) -> None:
        """One message; ``line`` is that of its first field in the file."""
        try:
            self.statements.append(self._statement(block))
        except _FaultError as fault:
            self.findings.append(Finding(fault.rule, path=f"line {line}"))
        except _BROKEN as error:
            # The library hands over the field that it could not read: only its line is told.
            unread = error.args[2] if len(error.args) > 2 else ""
            found = block.find(str(unread)) if unread else 0
            path = f"line {line + block.count(chr(10), 0, max(found, 0))}"
            self.findings.append(Finding(NOT_MT940, path=path))

    def _statement(self, block: str) -> Statement:
        if "\n:25:" not in block:
            raise _FaultError(NOT_MT940)
        told, lines = _parsed(block)
        # The library takes "5.000,NTRF" for 5 with a remark behind: a line without its type of
        # transaction, which stands behind the amount, is misread.
        days = _LINE.findall(block)
        if len(lines) != len(days) or not all(line.get("id") for line in lines):
            raise _FaultError(NOT_MT940)
        account = self._account(str(told.get("account_identification") or ""))
        number = str(told.get("statement_number") or "")
        return Statement(
            account=account,
            entries=tuple(
                self._entry(line, day, account) for line, day in zip(lines, days, strict=True)
            ),
            opening=_balance(told, "opening"),
            closing=_balance(told, "closing"),
            id=told.get("transaction_reference"),
            number=int(number) if _NUMBER.fullmatch(number) else None,
        )

    def _account(self, written: str) -> Account:
        numbers = {"".join(part.split()) for part in (written, written.rpartition("/")[2])}
        found = next((one for one in self.accounts if one.number in numbers), None)
        if found is None:
            raise _FaultError(OTHER_ACCOUNT if self.accounts else NO_ACCOUNT)
        return found

    def _entry(self, line: Mapping[str, Any], written: str, account: Account) -> CreditEntry:
        day = line.get("entry_date") or line["date"]
        at = in_utc(datetime.combine(date(day.year, day.month, day.day), time.min, self.zone))
        amount, reference = _dong(line["amount"]), line.get("bank_reference") or ""
        memo = joined(str(line.get("transaction_details") or "").split("\n"), self.line_width)
        customer = line.get("customer_reference") or ""
        memo = memo or line.get("extra_details") or ("" if customer in _NO_REFERENCE else customer)
        known = None if reference in _NO_REFERENCE else reference
        return CreditEntry(
            id=self._numbering.id(account, known, at, amount, memo),
            account=account,
            amount=amount,
            booked_at=at,
            reported_time=written,
            remittance_information=memo,
            bank_reference=known,
            delivery=Delivery(channel="mt940"),
        )


def _parsed(block: str) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """What a message says of itself, and its lines."""
    try:
        import mt940  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtraError("mt940") from None
    # Nothing is corrected (a 30 February is refused) and field 86 stays as it was sent; behind the
    # closing balance it speaks of the statement, not of the last line.
    processors: Any = {"pre_statement": [], "post_transaction_details": [_of_a_line]}
    message = mt940.models.Transactions(processors, _tags(), options=mt940.Options.all())
    message.parse(block)
    return message.data, [line.data for line in message.transactions]


@cache
def _tags() -> Any:
    """The library's tags with a log that goes nowhere."""
    import mt940  # noqa: PLC0415 - an extra

    tags = {key: copy.copy(tag) for key, tag in mt940.models.Transactions.default_tags().items()}
    for tag in tags.values():
        vars(tag)["logger"] = _SILENT
    return tags


def _of_a_line(message: Any, _tag: Any, _read: object, told: dict[str, Any]) -> dict[str, Any]:
    return {} if any("closing_balance" in name for name in message.data) else told


def _dong(amount: Any) -> int:
    if amount.currency != "VND":
        raise _FaultError(CURRENCY)
    written: Decimal = amount.amount
    # "5,000" may be 5 dong or 5,000: only two decimals are taken for decimals.
    if written.as_tuple().exponent not in (0, -1, -2):
        raise _FaultError(AMOUNT)
    if written != written.to_integral_value() or abs(written) > money.MAX_AMOUNT or not written:
        raise _FaultError(AMOUNT)
    return int(written)


def _balance(told: Mapping[str, Any], which: str) -> int | None:
    for name in (f"final_{which}_balance", f"intermediate_{which}_balance", f"{which}_balance"):
        if name in told:
            amount = told[name].amount
            return 0 if not amount.amount else _dong(amount)
    return None
