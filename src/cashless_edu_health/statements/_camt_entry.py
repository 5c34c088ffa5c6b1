"""One entry of a camt message: what is wrong with it, and the movements it tells of."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from typing import Final
from xml.etree.ElementTree import Element

from attrs import define, frozen

from cashless_edu_health import money
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty, CreditEntry, Delivery, in_utc
from cashless_edu_health.findings import Finding, Rule
from cashless_edu_health.statements._cells import Time
from cashless_edu_health.statements._ids import Numbering
from cashless_edu_health.statements._rules import (
    AMOUNT,
    CURRENCY,
    ELEMENT,
    NOT_BOOKED,
    PARTS,
    TIME,
)
from cashless_edu_health.statements._xml import child, children, said

_AMOUNT: Final = re.compile(r"([0-9]{1,13})(?:\.0{1,2})?")
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SIGNS: Final = {"CRDT": 1, "DBIT": -1}
_BOOKED: Final = "BOOK"
_LATER: Final = frozenset({"PDNG", "INFO", "FUTR"})
_NO_REFERENCE: Final = frozenset({"", "NOTPROVIDED", "NONREF"})


class _FaultError(ValueError):
    """What keeps an entry from being read: a rule, and the element that broke it."""

    def __init__(self, rule: Rule, element: str) -> None:
        super().__init__(rule, element)
        self.rule = rule
        self.element = element


@frozen
class _Part:
    """One movement, before the account is known."""

    amount: int
    memo: str
    bank_reference: str | None
    counterparty: Counterparty | None
    creditor: str | None
    """Number of the account that the payer addressed, for a credit."""

    def entry(
        self, account: Account, time: Time, channel: str, numbering: Numbering
    ) -> CreditEntry:
        """The credit entry, on this account."""
        return CreditEntry(
            id=numbering.id(account, self.bank_reference, time.at, self.amount, self.memo),
            account=account,
            amount=self.amount,
            booked_at=time.at,
            reported_time=time.written,
            remittance_information=self.memo,
            bank_reference=self.bank_reference,
            virtual_account=None if self.creditor == account.number else self.creditor,
            counterparty=self.counterparty,
            delivery=Delivery(channel=channel),
        )


@define
class EntryReader:
    """Reads one ``Ntry``.

    Attributes:
        parts: The movements; empty when the entry is wrong or not booked yet.
        total: Dong that it moved, as far as booked.
    """

    zone: timezone | None
    line_width: int
    parts: tuple[_Part, ...] = ()
    time: Time | None = None

    def read(self, entry: Element, place: str) -> Finding | None:
        """Take the entry apart; what is wrong with it, or that it is not booked yet."""
        try:
            if not _is_booked(entry):
                return Finding(NOT_BOOKED, path=place)
            self.time = booking_time(child(entry, "BookgDt"), self.zone)
            self.parts = self._parts(entry, _signed(entry, "CdtDbtInd"))
        except _FaultError as fault:
            values = {"element": fault.element} if fault.rule is ELEMENT else {}
            return Finding(fault.rule, path=f"{place}, {fault.element}", values=values)
        return None

    def _parts(self, entry: Element, total: int) -> tuple[_Part, ...]:
        details = [
            one for group in children(entry, "NtryDtls") for one in children(group, "TxDtls")
        ]
        reference = said(entry, "AcctSvcrRef")
        note = said(entry, "AddtlNtryInf")
        amounts = [_part_amount(one, total) for one in details]
        if len(details) < 2 or all(amount is None for amount in amounts):
            memos = [memo for one in details if (memo := self._memo(one))]
            own = _own_reference(details[0]) if len(details) == 1 else ""
            only = details[0] if len(details) == 1 else None
            return (_part(total, " ".join(memos) or note, own or reference, only),)
        told = [amount for amount in amounts if amount is not None]
        if len(told) < len(details) or sum(told) != total:
            raise _FaultError(PARTS, "TxDtls")
        # One bank reference for many payments would make equal ones look like copies.
        return tuple(
            _part(amount, self._memo(one) or note, _own_reference(one), one)
            for amount, one in zip(told, details, strict=True)
        )

    def _memo(self, details: Element) -> str:
        lines = [one.text or "" for one in children(details, "RmtInf", "Ustrd")]
        written = joined(lines, self.line_width)
        references = [
            reference
            for one in children(details, "RmtInf", "Strd")
            if (reference := said(one, "CdtrRefInf", "Ref"))
        ]
        memo = " ".join((*([written] if written.strip() else ()), *references))
        if memo:
            return memo
        # Money of ours that comes back bears our own id, which is nobody's payment code.
        end_to_end = "" if _is_return(details) else said(details, "Refs", "EndToEndId")
        return said(details, "AddtlTxInf") or ("" if end_to_end in _NO_REFERENCE else end_to_end)

    def entries(
        self, account: Account, channel: str, numbering: Numbering
    ) -> Iterator[CreditEntry]:
        """The credit entries of this entry, on this account."""
        if self.time is None:
            return
        for part in self.parts:
            yield part.entry(account, self.time, channel, numbering)


def joined(lines: Sequence[str], width: int) -> str:
    """Lines of a memo as one: a line that fills its width was cut, so the next goes on at once."""
    memo = ""
    for number, line in enumerate(lines):
        cut = number > 0 and len(lines[number - 1]) >= width
        memo += line if not number or cut else f" {line}"
    return memo


def booking_time(element: Element | None, zone: timezone | None) -> Time:
    """The moment in a ``Dt`` or ``DtTm``; a day means its 00:00.

    Raises:
        ValueError: There is none, it has another form, or no zone and none was given.
    """
    day, moment = said(element, "Dt"), said(element, "DtTm")
    if bool(day) is bool(moment):
        raise _FaultError(ELEMENT, "BookgDt")
    found = _DAY.fullmatch(day)
    written = f"{found[1]}T00:00:00{found[2] or ''}" if found else moment
    if not _MOMENT.fullmatch(written):
        raise _FaultError(TIME, "BookgDt")
    try:
        at = datetime.fromisoformat(written)
        at = in_utc(at if at.tzinfo is not None else at.replace(tzinfo=zone))
    except ValueError:
        raise _FaultError(TIME, "BookgDt") from None
    return Time(at, day or moment)


def balance(element: Element) -> int:
    """The dong of a balance, negative when overdrawn.

    Raises:
        ValueError: Not whole dong with a direction.
    """
    return _signed(element, "CdtDbtInd", zero=True)


def account_number(account: Element | None) -> str:
    """The number of an account element, without blanks; ``""`` when it has none."""
    identification = child(account, "Id")
    written = said(identification, "IBAN") or said(identification, "Othr", "Id")
    return "".join(written.split())


def _is_booked(entry: Element) -> bool:
    status = said(entry, "Sts", "Cd") or said(entry, "Sts")
    if status != _BOOKED and status not in _LATER:
        raise _FaultError(ELEMENT, "Sts")
    if said(entry, "RvslInd") not in ("", "true", "false", "1", "0"):
        raise _FaultError(ELEMENT, "RvslInd")
    return status == _BOOKED


def _signed(element: Element, direction: str, *, zero: bool = False) -> int:
    """An amount with the sign of its direction.

    The direction is that of this movement, of a reversal too: ``RvslInd`` says only that it takes
    an earlier one back.
    """
    sign = _SIGNS.get(said(element, direction))
    if sign is None:
        raise _FaultError(ELEMENT, direction)
    return sign * _whole(child(element, "Amt"), zero=zero)


def _whole(amount: Element | None, *, zero: bool = False) -> int:
    if amount is None:
        raise _FaultError(ELEMENT, "Amt")
    if amount.get("Ccy") != "VND":
        raise _FaultError(CURRENCY, "Amt")
    found = _AMOUNT.fullmatch((amount.text or "").strip())
    if found is None or (int(found[1]) == 0 and not zero):
        raise _FaultError(AMOUNT, "Amt")
    return money.validate(int(found[1]))


def _part_amount(details: Element, total: int) -> int | None:
    amount = child(details, "Amt")
    if amount is None:
        amount = child(details, "AmtDtls", "TxAmt", "Amt")
    if amount is None:
        return None
    written = said(details, "CdtDbtInd")
    sign = _SIGNS.get(written) if written else (1 if total > 0 else -1)
    if sign is None:
        raise _FaultError(ELEMENT, "CdtDbtInd")
    return sign * _whole(amount)


def _is_return(details: Element) -> bool:
    """Whether a payment that was made earlier comes back."""
    return child(details, "RtrInf") is not None


def _own_reference(details: Element) -> str:
    return said(details, "Refs", "AcctSvcrRef") or said(details, "Refs", "TxId")


def _part(amount: int, memo: str, reference: str, details: Element | None) -> _Part:
    parties = child(details, "RltdPties")
    theirs = amount > 0 and not (details is not None and _is_return(details))
    other = "Dbtr" if theirs else "Cdtr"
    name = said(parties, other, "Nm") or said(parties, other, "Pty", "Nm")
    number = account_number(child(parties, f"{other}Acct"))
    creditor = account_number(child(parties, "CdtrAcct")) if theirs else ""
    return _Part(
        amount=amount,
        memo=memo,
        bank_reference=None if reference in _NO_REFERENCE else reference,
        counterparty=(
            Counterparty(name=name or None, account_number=number or None)
            if name or number
            else None
        ),
        creditor=creditor or None,
    )
