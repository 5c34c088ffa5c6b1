"""How a bank or provider writes its export."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta, timezone
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from attrs import Attribute, field, fields, frozen, validators

ISO8601: Final = "iso8601"
"""The time format ``2026-11-01T08:00:00+07:00``; the offset is needed."""

_OFFSET: Final = re.compile(r"([+-])([01][0-9]|2[0-3]):([0-5][0-9])")
_BIN: Final = re.compile(r"[0-9]{6}")
_NEEDED: Final = frozenset(
    {"booked_at", "memo", "amount", "credit", "debit", "mark", "bank", "account"}
)
_POSITION: Final = re.compile(r"#[1-9][0-9]{0,2}")


class Confidence(StrEnum):
    """How well a layout is known."""

    OWN = "own"
    """This library's own format."""
    DOCUMENTED = "documented"
    """The maker describes it."""
    SAMPLED = "sampled"
    """At least two unrelated public samples or readers agree on it."""
    UNSURE = "unsure"
    """One public reader, or a part that none shows: compare with a file of your own first."""


class FileFormat(StrEnum):
    """What a layout's files are."""

    CSV = "csv"
    XLSX = "xlsx"


Headings = tuple[str, ...]
"""Headings that a column may have; see :class:`Columns`."""


def _headings(value: str | tuple[str, ...] | list[str] | None) -> Headings:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _each(given: Iterable[str | tuple[str, ...] | list[str] | None]) -> tuple[Headings, ...]:
    return tuple(_headings(one) for one in given)


@frozen(kw_only=True)
class Columns:
    """Headings of a file's columns by what they hold.

    A heading is written as it stands (case, Unicode form, line breaks and blanks around ``/`` do
    not count), as ``~words`` when it only has to contain these words (marks do not count), or as
    ``#3`` for the third column whatever its heading. A tuple lists alternatives; ``None`` or
    ``()`` says that there is no such column.

    Attributes:
        id: Our id of the report; made from the content where there is none.
        bank: BIN of the credited account's bank, or a code that the layout maps to one.
        account: Number of the credited account.
        booked_at: Time or day of booking.
        clock: Time of day, where it stands apart from the day.
        amount: Dong, negative for money that went back; with ``mark``, always positive.
        mark: Whether ``amount`` is a credit or a debit.
        credit: Dong that came in; with ``debit`` instead of ``amount``.
        debit: Dong that went out.
        charges: Signed dong that a line moved besides its debit, or alone: fees, taxes.
        memo: Remittance information.
        bank_reference: The bank's reference.
        balance: Balance behind the line, in dong.
        virtual_account: The virtual account that was addressed.
        counterparty_name: Name of the other side.
        counterparty_account: Account of the other side.
        notification_id: The channel's id of the message.
        channel: By what the report came.

    Raises:
        ValueError: One column is named for two things, ``#0`` and the like, or the amount is not
            given in exactly one way.
    """

    id: Headings = field(default=(), converter=_headings)
    bank: Headings = field(default=(), converter=_headings)
    account: Headings = field(default=(), converter=_headings)
    booked_at: Headings = field(converter=_headings, validator=validators.min_len(1))
    clock: Headings = field(default=(), converter=_headings)
    amount: Headings = field(default=(), converter=_headings)
    mark: Headings = field(default=(), converter=_headings)
    credit: Headings = field(default=(), converter=_headings)
    debit: Headings = field(default=(), converter=_headings)
    charges: tuple[Headings, ...] = field(default=(), converter=_each)
    memo: Headings = field(converter=_headings, validator=validators.min_len(1))
    bank_reference: Headings = field(default=(), converter=_headings)
    balance: Headings = field(default=(), converter=_headings)
    virtual_account: Headings = field(default=(), converter=_headings)
    counterparty_name: Headings = field(default=(), converter=_headings)
    counterparty_account: Headings = field(default=(), converter=_headings)
    notification_id: Headings = field(default=(), converter=_headings)
    channel: Headings = field(default=(), converter=_headings)

    @property
    def named(self) -> Mapping[str, Headings]:
        """The columns that there are, by field; the n-th charge is ``charges[n]``."""
        found = {
            one.name: getattr(self, one.name)
            for one in fields(Columns)
            if one.name != "charges" and getattr(self, one.name)
        }
        return {**found, **{f"charges[{n}]": one for n, one in enumerate(self.charges)}}

    def __attrs_post_init__(self) -> None:
        every = [heading for headings in self.named.values() for heading in headings]
        if len(set(every)) < len(every):
            raise ValueError("one column is named for two things")
        if any(one.startswith("#") and not _POSITION.fullmatch(one) for one in every):
            raise ValueError("a position is written like #3")
        if not all(every):
            raise ValueError("a heading is empty")
        if bool(self.amount) is bool(self.credit) or bool(self.credit) is not bool(self.debit):
            raise ValueError("the amount has one column, or there is one for each direction")
        if (self.mark and not self.amount) or (self.charges and not self.debit):
            raise ValueError("a mark goes with an amount, charges go with a debit")


def _one_character(_: object, __: "Attribute[str]", value: str) -> None:
    if len(value) != 1:
        raise ValueError("delimiter is one character")


def _offset_where_needed(layout: "Layout", _: "Attribute[str | None]", value: str | None) -> None:
    if (layout.time_formats == (ISO8601,)) is not (value is None):
        raise ValueError("utc_offset is given exactly when the file's times have none")
    if value is not None:
        zone_of(value)


def _bins(_: object, __: "Attribute[Mapping[str, str]]", banks: Mapping[str, str]) -> None:
    if not all(_BIN.fullmatch(number) for number in banks.values()):
        raise ValueError("banks maps codes to BINs of 6 digits")


def _one_bank(layout: "Layout", _: "Attribute[str | None]", value: str | None) -> None:
    if value is not None and not _BIN.fullmatch(value):
        raise ValueError("bank is a BIN of 6 digits")
    if (value is None) is not bool(layout.columns.bank):
        raise ValueError("the bank is that of the layout, or it has a column")


def _marks_apart(layout: "Layout", _: "Attribute[Headings]", value: Headings) -> None:
    marked = bool(layout.columns.mark)
    if marked is not bool(value) or marked is not bool(layout.credit_marks):
        raise ValueError("credit_marks and debit_marks are given exactly when there is a mark")
    if set(value) & set(layout.credit_marks):
        raise ValueError("a mark means one thing")


def _known_optional(layout: "Layout", _: "Attribute[Headings]", value: Headings) -> None:
    unknown = set(value) - set(layout.columns.named)
    needed = set(value) & _NEEDED
    if unknown or needed:
        raise ValueError("optional names columns of the layout that an entry can do without")


def _separators(layout: "Layout", _: "Attribute[str]", value: str) -> None:
    if value and value == layout.thousands:
        raise ValueError("thousands and decimal are two separators")


def _frozen_mapping(values: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(values))


def zone_of(utc_offset: str) -> timezone:
    """The zone of an offset written like ``+07:00``.

    Raises:
        ValueError: Written otherwise.
    """
    found = _OFFSET.fullmatch(utc_offset)
    if found is None:
        raise ValueError("utc_offset is written like +07:00")
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-span if found[1] == "-" else span)


@frozen(kw_only=True)
class Layout:
    """One layout of CSV or XLSX files.

    Attributes:
        name: Stable name, as ``registry.layout`` takes it.
        columns: The columns.
        optional: Fields of ``columns`` whose column a file may lack.
        ignored: Headings that are known and hold nothing that is read.
        open: Whether other columns may stand in a file; else an unknown one is a fault.
        format: What its files are.
        delimiter: One character, for CSV.
        encoding: A Python encoding name, for CSV.
        sheet: Name of the sheet, for XLSX; ``None`` for the only one in use.
        header_row: Line of the headings, from 1; ``None`` when they are looked for.
        header_words: What the line of the headings must contain besides, for columns by position.
        header_lines: Lines that the headings take; the second is often a translation.
        blank_lines: Whether blank lines may stand between entries.
        footers: How the first cell of the line behind the last entry begins.
        account_labels: Cells above or below the table behind which the account's number stands.
        opening_labels: Likewise the balance before the first entry.
        closing_labels: Likewise the balance after the last entry.
        bank: BIN of the bank whose export it is; ``None`` when a column tells.
        thousands: Separator inside amounts: ``"."``, ``","``, ``" "`` or ``""``.
        decimal: Decimal separator, ``"."`` or ``","``, behind which one or two zeros may stand;
            ``""`` for amounts without.
        negative_debits: Whether the debit column writes a minus.
        credit_marks: What ``mark`` says of money that came in.
        debit_marks: What it says of money that went out.
        time_formats: ``("iso8601",)``, or formats of :meth:`datetime.datetime.strptime`, of which
            the first that fits is taken. A day without a time of day means its 00:00.
        clock_formats: Formats of ``columns.clock``.
        reference_behind_time: Whether the cell of the time goes on, behind a blank or a line
            break, with the bank's reference.
        utc_offset: Offset of times that carry none (``"+07:00"``); ``None`` for ``iso8601``.
        banks: BINs by the bank codes that the file uses; empty when it writes BINs.
        source: Where the layout is known from.
        confidence: How well.
        note: What to know before it is used.

    Raises:
        ValueError: A part has another form, or two parts contradict each other.
    """

    name: str = field(validator=validators.matches_re(r"[a-z0-9][a-z0-9-]*"))
    columns: Columns
    optional: tuple[str, ...] = field(default=(), validator=_known_optional)
    ignored: tuple[str, ...] = ()
    open: bool = False
    format: FileFormat = FileFormat.CSV
    delimiter: str = field(default=",", validator=_one_character)
    encoding: str = "utf-8-sig"
    sheet: str | None = None
    header_row: int | None = field(default=None, validator=validators.optional(validators.ge(1)))
    header_words: tuple[str, ...] = ()
    header_lines: int = field(default=1, validator=validators.ge(1))
    blank_lines: bool = False
    footers: tuple[str, ...] = ()
    account_labels: tuple[str, ...] = ()
    opening_labels: tuple[str, ...] = ()
    closing_labels: tuple[str, ...] = ()
    bank: str | None = field(default=None, validator=_one_bank)
    thousands: str = field(validator=validators.in_(("", ".", ",", " ")))
    decimal: str = field(default="", validator=[validators.in_(("", ".", ",")), _separators])
    negative_debits: bool = False
    credit_marks: tuple[str, ...] = ()
    debit_marks: tuple[str, ...] = field(default=(), validator=_marks_apart)
    time_formats: tuple[str, ...] = field(validator=validators.min_len(1))
    clock_formats: tuple[str, ...] = ()
    reference_behind_time: bool = False
    utc_offset: str | None = field(validator=_offset_where_needed)
    banks: Mapping[str, str] = field(
        validator=_bins, converter=_frozen_mapping, hash=False, factory=dict
    )
    source: str = field(validator=validators.min_len(1))
    confidence: Confidence
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if bool(self.columns.clock) is not bool(self.clock_formats):
            raise ValueError("clock_formats are given exactly when there is a clock")
        if self.reference_behind_time and self.columns.bank_reference:
            raise ValueError("the bank's reference stands in one place")
        by_position = all(
            heading.startswith("#") for named in self.columns.named.values() for heading in named
        )
        if by_position and not (self.header_row or self.header_words):
            raise ValueError("columns by position need header_row or header_words")

    @property
    def zone(self) -> timezone | None:
        """Zone of times that carry none."""
        return None if self.utc_offset is None else zone_of(self.utc_offset)

    @property
    def tells_balances(self) -> bool:
        """Whether its files tell balances, by line or around the table."""
        return bool(self.columns.balance or (self.opening_labels and self.closing_labels))
