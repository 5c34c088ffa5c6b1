"""ISO 20022 statements (camt.053) and notifications (camt.054) become credit entries.

Written from the public message definitions. Every version of both messages is read: the parts
that are read have kept their names.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timezone
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from attrs import define, field

from cashless_edu_health import intake
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Finding, Report, Severity, Skipped
from cashless_edu_health.statements._balances import own_balances
from cashless_edu_health.statements._camt_entry import (
    EntryReader,
    account_number,
    balance,
)
from cashless_edu_health.statements._ids import Numbering
from cashless_edu_health.statements._layout import zone_of
from cashless_edu_health.statements._rules import (
    BALANCE_CELL,
    NO_ACCOUNT,
    NOT_CAMT,
    NOT_XML,
    OTHER_ACCOUNT,
)
from cashless_edu_health.statements._statement import Inspection, Statement
from cashless_edu_health.statements._xml import Piece, pieces, said

_MESSAGE: Final = re.compile(
    r"\{urn:iso:std:iso:20022:tech:xsd:(camt\.05[34])\.001\.[0-9]{2}\}Document"
)
_WHOLES: Final = frozenset({"Stmt", "Ntfctn"})
_PARTS: Final = frozenset({"Id", "ElctrncSeqNb", "LglSeqNb", "FrToDt", "Acct", "Bal", "Ntry"})
_BEFORE: Final = frozenset({"OPBD", "PRCD"})
_AFTER: Final = frozenset({"CLBD"})
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
USTRD_WIDTH: Final = 140
"""Longest line of unstructured remittance information in ISO 20022, in characters."""


def read_camt(
    path: Path,
    *,
    accounts: Iterable[Account],
    utc_offset: str | None = None,
    line_width: int = USTRD_WIDTH,
) -> tuple[Statement, ...]:
    """The statements or notifications of a camt.053 or camt.054 file.

    Args:
        path: The file.
        accounts: Accounts that it may be of: the message tells the number, they tell the bank.
        utc_offset: Offset of times and days that carry none (``"+07:00"``).
        line_width: Width at which the bank cuts lines of the memo, in characters.

    Raises:
        DataError: The file cannot be read, or a part of it is wrong; nothing is imported then.
        MissingExtraError: The extra ``xml`` is not installed.
        ValueError: ``utc_offset`` has another form.
    """
    data = intake.file_bytes(path)
    inspection = inspect_camt(
        data, file=path.name, accounts=accounts, utc_offset=utc_offset, line_width=line_width
    )
    inspection.raise_for_errors(file=path.name)
    return inspection.statements


def inspect_camt(
    data: bytes,
    *,
    file: str,
    accounts: Iterable[Account],
    utc_offset: str | None = None,
    line_width: int = USTRD_WIDTH,
) -> Inspection:
    """What a message in memory holds, and every fault of it; never raises for its content.

    An entry with several transactions becomes one credit entry for each when all of their amounts
    are told and add up; one for the whole, with all their memos, when none is. A memo is the
    unstructured lines and behind them the creditor's structured reference; the end-to-end id
    stands in for a memo where there is none. Entries that are not booked are named and left out.

    Raises:
        MissingExtraError: The extra ``xml`` is not installed.
        ValueError: ``utc_offset`` has another form.
    """
    zone = None if utc_offset is None else zone_of(utc_offset)
    message = _Message(tuple(accounts), zone, line_width)
    try:
        for piece in pieces(data, file=file, parts=_PARTS, wholes=_WHOLES):
            message.take(piece)
    except DataError as error:
        message.findings.append(Finding(NOT_XML, path=error.path))
    return message.inspection()


@define
class _Open:
    """A statement whose end has not come yet."""

    id: str | None = None
    number: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    account: str | None = None
    opening: int | None = None
    closing: int | None = None
    readers: list[EntryReader] = field(factory=list)
    entries: int = 0


@define
class _Message:
    """Takes a message piece by piece."""

    accounts: Sequence[Account]
    zone: timezone | None
    line_width: int
    findings: list[Finding] = field(factory=list)
    statements: list[Statement] = field(factory=list)
    _channel: str | None = None
    _foreign: bool = False
    _count: int = 0
    _numbering: Numbering | None = None
    _open: _Open = field(factory=_Open)

    def take(self, piece: Piece) -> None:
        """The next piece."""
        found = _MESSAGE.fullmatch(piece.path[0]) if piece.path else None
        if found is None or self._foreign:
            self._foreign = True
            return
        self._channel = found[1]
        if piece.name in _WHOLES:
            self._end(found[1])
        elif piece.path[-1] in _WHOLES:
            self._part(piece.name, piece.element)

    def _part(self, name: str, element: Element) -> None:
        one = self._open
        match name:
            case "Id":
                one.id = (element.text or "").strip() or None
            case "ElctrncSeqNb" | "LglSeqNb":
                written = (element.text or "").strip()
                one.number = int(written) if _NUMBER.fullmatch(written) else one.number
            case "FrToDt":
                one.from_day = _day(said(element, "FrDtTm"))
                one.to_day = _day(said(element, "ToDtTm"))
            case "Acct":
                one.account = account_number(element)
            case "Bal":
                self._balance(element)
            case _:
                self._entry(element)

    def _place(self) -> str:
        return f"statement {self._count + 1}"

    def _balance(self, element: Element) -> None:
        kind = said(element, "Tp", "CdOrPrtry", "Cd")
        if kind not in _BEFORE | _AFTER:
            return
        try:
            dong = balance(element)
        except ValueError:
            self.findings.append(Finding(BALANCE_CELL, path=f"{self._place()}, Bal"))
            return
        if kind in _AFTER:
            self._open.closing = dong
        elif self._open.opening is None or kind == "OPBD":
            self._open.opening = dong

    def _entry(self, element: Element) -> None:
        self._open.entries += 1
        reader = EntryReader(self.zone, self.line_width)
        finding = reader.read(element, f"{self._place()}, entry {self._open.entries}")
        if finding is not None:
            self.findings.append(finding)
        self._open.readers.append(reader)

    def _end(self, channel: str) -> None:
        one, self._open = self._open, _Open()
        account = next((a for a in self.accounts if a.number == one.account), None)
        if account is None:
            rule = OTHER_ACCOUNT if one.account and self.accounts else NO_ACCOUNT
            self.findings.append(Finding(rule, path=self._place()))
        else:
            self.statements.append(self._statement(one, account, channel))
        self._count += 1

    def _statement(self, one: _Open, account: Account, channel: str) -> Statement:
        numbering = self._numbering = self._numbering or Numbering(channel)
        return Statement(
            account=account,
            entries=tuple(
                entry
                for reader in one.readers
                for entry in reader.entries(account, channel, numbering)
            ),
            opening=one.opening,
            closing=one.closing,
            from_day=one.from_day,
            to_day=one.to_day,
            id=one.id,
            number=one.number,
        )

    def inspection(self) -> Inspection:
        """What was taken."""
        if not self.findings and (self._channel is None or self._foreign):
            self.findings.append(Finding(NOT_CAMT))
        if any(one.rule.severity is Severity.ERROR for one in self.findings):
            skipped = (Skipped(check="balances", reason="lines-broken"),)
            return Inspection(report=Report(tuple(self.findings), ("entries",), skipped))
        statements = tuple(self.statements)
        told = any(None not in (one.opening, one.closing) for one in statements)
        unmade = () if told else (Skipped(check="balances", reason="no-balances"),)
        checked = ("entries", "balances") if told else ("entries",)
        findings = (*self.findings, *own_balances(statements))
        return Inspection(report=Report(findings, checked, unmade), statements=statements)


def _day(written: str) -> date | None:
    found = _DAY.match(written)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
