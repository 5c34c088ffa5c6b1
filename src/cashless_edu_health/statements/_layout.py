"""How a bank or provider writes its export."""

import re
from collections.abc import Mapping
from datetime import timedelta, timezone
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from attrs import Attribute, asdict, field, frozen, validators

_OFFSET: Final = re.compile(r"([+-])([01][0-9]|2[0-3]):([0-5][0-9])")
_BIN: Final = re.compile(r"[0-9]{6}")


class Confidence(StrEnum):
    """How well a layout is known."""

    OWN = "own"
    """This library's own format."""
    DOCUMENTED = "documented"
    """The maker describes it."""
    SAMPLED = "sampled"
    """Read off real files."""


@frozen(kw_only=True)
class Columns:
    """Names of a file's columns by what they hold; ``None`` where there is no such column.

    Attributes:
        id: Our id of the report.
        bank: BIN of the credited account's bank, or a code that the layout maps to one.
        account: Number of the credited account.
        booked_at: Time of booking.
        amount: Dong, negative for money that went back.
        memo: Remittance information.
        bank_reference: The bank's reference.
        notification_id: The channel's id of the message.
        channel: By what the report came.
    """

    id: str
    bank: str
    account: str
    booked_at: str
    amount: str
    memo: str
    bank_reference: str | None = None
    notification_id: str | None = None
    channel: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the file must have, and may only have."""
        return tuple(name for name in asdict(self).values() if name is not None)

    def __attrs_post_init__(self) -> None:
        if len(set(self.names)) < len(self.names):
            raise ValueError("one column is named for two things")


def _one_character(_: object, __: "Attribute[str]", value: str) -> None:
    if len(value) != 1:
        raise ValueError("delimiter is one character")


def _offset_where_needed(layout: "Layout", _: "Attribute[str | None]", value: str | None) -> None:
    if (layout.time_format == "iso8601") is not (value is None):
        raise ValueError("utc_offset is given exactly when the file's times have none")
    if value is not None and not _OFFSET.fullmatch(value):
        raise ValueError("utc_offset is written like +07:00")


def _bins(_: object, __: "Attribute[Mapping[str, str]]", banks: Mapping[str, str]) -> None:
    if not all(_BIN.fullmatch(number) for number in banks.values()):
        raise ValueError("banks maps codes to BINs of 6 digits")


def _frozen_mapping(values: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(values))


@frozen(kw_only=True)
class Layout:
    """One layout of CSV files.

    Attributes:
        name: Stable name, as ``registry.layout`` takes it.
        columns: The columns.
        delimiter: One character.
        encoding: A Python encoding name.
        thousands: Separator inside amounts: ``"."``, ``","``, ``" "`` or ``""``.
        time_format: ``"iso8601"`` (``2026-11-01T08:00:00+07:00``, offset needed), or a format of
            :meth:`datetime.datetime.strptime`.
        utc_offset: Offset of times that carry none (``"+07:00"``); ``None`` for ``iso8601``.
        banks: BINs by the bank codes that the file uses; empty when it writes BINs.
        source: Where the layout is known from.
        confidence: How well.

    Raises:
        ValueError: A part has another form.
    """

    name: str = field(validator=validators.matches_re(r"[a-z0-9][a-z0-9-]*"))
    columns: Columns
    delimiter: str = field(validator=_one_character)
    encoding: str
    thousands: str = field(validator=validators.in_(("", ".", ",", " ")))
    time_format: str = field(validator=validators.min_len(1))
    utc_offset: str | None = field(validator=_offset_where_needed)
    banks: Mapping[str, str] = field(validator=_bins, converter=_frozen_mapping, hash=False)
    source: str = field(validator=validators.min_len(1))
    confidence: Confidence

    @property
    def zone(self) -> timezone | None:
        """Zone of times that carry none."""
        if self.utc_offset is None:
            return None
        hours, minutes = int(self.utc_offset[1:3]), int(self.utc_offset[4:6])
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if self.utc_offset[0] == "-" else span)
