"""One line of a table: what is wrong with it, and the movement it tells of."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeVar

from attrs import define, field, frozen

from cashless_edu_health import money
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty, CreditEntry, Delivery
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.findings import Finding, Rule
from cashless_edu_health.intake import SheetCell, SheetLine
from cashless_edu_health.statements._cells import Time, amount_of, is_empty, text_of, time_of
from cashless_edu_health.statements._header import Header, folded, title
from cashless_edu_health.statements._ids import Numbering
from cashless_edu_health.statements._layout import Layout
from cashless_edu_health.statements._lines import EMPTY
from cashless_edu_health.statements._rules import (
    ACCOUNT,
    AMOUNT,
    BALANCE_CELL,
    BANK,
    CREDIT_WITH_CHARGES,
    EMPTY_CELL,
    MARK,
    NO_CHANNEL,
    NOT_TEXT,
    ONE_DIRECTION,
    TIME,
)

_BIN: Final = re.compile(r"[0-9]{6}")
_ANY_BANK: Final = "000000"
_NO_TIME: Final = Time(datetime(1, 1, 1, tzinfo=UTC), "")
_T = TypeVar("_T")


@frozen
class Movement:
    """What a line says, before the account of the file is known.

    Attributes:
        line: Its number.
        id: The file's own id; ``None`` where it has none.
        account: The account that the line names; ``None`` where it names none.
        amount: Dong; negative for money that went out.
        time: When the bank booked it.
        memo: Remittance information as it stands.
        bank_reference: The bank's reference, if any.
        virtual_account: The virtual account that was addressed, if any.
        counterparty: The other side, as far as told.
        delivery: How the report came.
        balance: Balance behind it, if told.
    """

    line: int
    id: str | None
    account: Account | None
    amount: int
    time: Time
    memo: str
    bank_reference: str | None
    virtual_account: str | None
    counterparty: Counterparty | None
    delivery: Delivery
    balance: int | None

    def entry(self, account: Account, numbering: Numbering) -> CreditEntry:
        """The credit entry of this line, on this account."""
        return CreditEntry(
            id=self.id
            or numbering.id(account, self.bank_reference, self.time.at, self.amount, self.memo),
            account=account,
            amount=self.amount,
            booked_at=self.time.at,
            reported_time=self.time.written,
            remittance_information=self.memo,
            virtual_account=self.virtual_account,
            bank_reference=self.bank_reference,
            counterparty=self.counterparty,
            delivery=self.delivery,
        )


@define
class LineReader:
    """Reads one line of a table; ``faults`` lists what is wrong with it, ``id`` is its own id."""

    line: SheetLine
    header: Header
    layout: Layout
    faults: list[Finding] = field(factory=list)
    id: str | None = None

    def movement(self) -> Movement | None:
        """What the line says; ``None`` when something is wrong with it."""
        written = self._needed("id", text_of, NOT_TEXT)
        self.id = written.strip() if written else None
        account = self._account()
        time = self._time()
        amount = self._amount()
        movement = Movement(
            line=self.line.line,
            id=self.id,
            account=account,
            amount=amount,
            time=time,
            memo=self._read("memo", text_of, NOT_TEXT, ""),
            bank_reference=self._text("bank_reference") or time.behind or None,
            virtual_account=self._text("virtual_account"),
            counterparty=self._counterparty(),
            delivery=self._delivery(),
            balance=self._read("balance", self._balance, BALANCE_CELL, None),
        )
        return None if self.faults else movement

    def _cell(self, name: str) -> SheetCell | None:
        """The cell of a column; ``None`` when the file has no such column."""
        place = self.header.places.get(name)
        if place is None:
            return None
        return self.line.cells[place] if place < len(self.line.cells) else EMPTY

    def _fault(self, rule: Rule, name: str) -> None:
        path = f"line {self.line.line}, {title(self.layout, name)}"
        self.faults.append(Finding(rule, path=path))

    def _read(self, name: str, reader: Callable[[SheetCell], _T], rule: Rule, otherwise: _T) -> _T:
        """What a cell says; ``otherwise`` when there is no such column, or a fault."""
        cell = self._cell(name)
        if cell is None:
            return otherwise
        try:
            return reader(cell)
        except ValueError:
            self._fault(rule, name)
            return otherwise

    def _needed(self, name: str, reader: Callable[[SheetCell], _T], rule: Rule) -> _T | None:
        """As :meth:`_read`, of a cell that may not be empty."""
        cell = self._cell(name)
        if cell is not None and is_empty(cell):
            self._fault(EMPTY_CELL, name)
            return None
        reader_or_none: Callable[[SheetCell], _T | None] = reader
        return self._read(name, reader_or_none, rule, None)

    def _text(self, name: str) -> str | None:
        return self._read(name, text_of, NOT_TEXT, "").strip() or None

    def _account(self) -> Account | None:
        bank = self._needed("bank", self._bin, BANK) if self.layout.columns.bank else None
        number = self._needed("account", self._number, ACCOUNT)
        acquirer_id = bank or self.layout.bank
        return Account(acquirer_id, number) if number and acquirer_id else None

    def _bin(self, cell: SheetCell) -> str:
        written = text_of(cell).strip()
        if written in self.layout.banks:
            return self.layout.banks[written]
        if not _BIN.fullmatch(written):
            raise ValueError("neither a BIN nor a code of the layout")
        return written

    def _number(self, cell: SheetCell) -> str:
        if not isinstance(cell.value, str):
            raise ValueError("a number has lost its leading zeros")  # noqa: TRY004 - as any cell
        return account_number(cell.value)

    def _time(self) -> Time:
        clock = self._cell("clock")
        read = self._needed("booked_at", lambda cell: time_of(cell, clock, self.layout), TIME)
        return read or _NO_TIME

    def _amount(self) -> int:
        if self.layout.columns.amount:
            amount = self._needed("amount", self._whole, AMOUNT) or 0
            return amount * self._sign() if self.layout.columns.mark else amount
        before = len(self.faults)
        credit, debit = self._side("credit"), self._side("debit")
        charges = sum(self._side(f"charges[{n}]") for n in range(len(self.layout.columns.charges)))
        if len(self.faults) > before:
            return 0
        moved = credit or charges - debit
        if credit and charges:
            self._fault(CREDIT_WITH_CHARGES, "credit")
        elif (credit and debit) or moved == 0:
            self._fault(ONE_DIRECTION, "credit")
        elif abs(moved) > money.MAX_AMOUNT:
            self._fault(AMOUNT, "debit")
        return moved

    def _whole(self, cell: SheetCell) -> int:
        amount = amount_of(cell, self.layout)
        if amount == 0 or (amount < 0 and self.layout.columns.mark):
            raise ValueError("0 dong moved, or a sign beside the mark")
        return amount

    def _side(self, name: str) -> int:
        """Dong of one direction, never negative; charges keep their sign."""
        cell = self._cell(name)
        if cell is None or is_empty(cell):
            return 0
        return self._read(name, lambda one: self._signed(one, name), AMOUNT, 0)

    def _signed(self, cell: SheetCell, name: str) -> int:
        amount = amount_of(cell, self.layout)
        if name.startswith("charges") or amount >= 0:
            return amount
        if name == "debit" and self.layout.negative_debits:
            return -amount
        raise ValueError("a negative amount in a column of one direction")

    def _sign(self) -> int:
        mark = self._needed("mark", text_of, MARK)
        if mark is None:
            return 1
        for marks, sign in ((self.layout.credit_marks, 1), (self.layout.debit_marks, -1)):
            if folded(mark) in map(folded, marks):
                return sign
        self._fault(MARK, "mark")
        return 1

    def _balance(self, cell: SheetCell) -> int | None:
        return None if is_empty(cell) else amount_of(cell, self.layout)

    def _counterparty(self) -> Counterparty | None:
        name, number = self._text("counterparty_name"), self._text("counterparty_account")
        return Counterparty(name=name, account_number=number) if name or number else None

    def _delivery(self) -> Delivery:
        channel, message = self._text("channel"), self._text("notification_id")
        if message and self.layout.columns.channel and not channel:
            self._fault(NO_CHANNEL, "channel")
        return Delivery(channel=channel or self.layout.name, id=message)


def account_number(written: str) -> str:
    """An account number as it is written in a file.

    Raises:
        ValueError: Not 1 to 19 letters and digits.
    """
    number = written.strip()
    try:
        Account(_ANY_BANK, number)
    except EncodeError:
        raise ValueError("not an account number") from None
    return number
