"""What one cell says: an amount, a time, a text. A cell that says something else is refused."""

import re
from datetime import datetime
from typing import Final, NamedTuple, cast

from cashless_edu_health import money
from cashless_edu_health.credits import in_utc
from cashless_edu_health.intake import CellKind, SheetCell
from cashless_edu_health.statements._layout import ISO8601, Layout

_ISO8601: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)
_ZEROS: Final = re.compile(r"0{1,2}")
"""Three would be a group of thousands as well."""
_LONGEST_TIME: Final = 40


def is_empty(cell: SheetCell) -> bool:
    """Whether a cell holds nothing but blanks."""
    return cell.kind is CellKind.EMPTY or (
        cell.kind is CellKind.TEXT and not str(cell.value).strip()
    )


def text_of(cell: SheetCell) -> str:
    """The text of a cell as it stands, blanks and all; ``""`` for an empty one.

    Raises:
        ValueError: A formula, an error, a date (a spreadsheet made one of a text), or a number
            that is not whole.
    """
    if cell.kind is CellKind.EMPTY:
        return ""
    if cell.kind is CellKind.TEXT or (cell.kind is CellKind.NUMBER and isinstance(cell.value, int)):
        return str(cell.value)
    raise ValueError("not a text")


def amount_of(cell: SheetCell, layout: Layout) -> int:
    """Dong, of either sign.

    Raises:
        ValueError: Not a whole number of dong as the layout writes it.
    """
    if cell.kind is CellKind.NUMBER:
        return money.validate(cell.value, minimum=-money.MAX_AMOUNT)
    if cell.kind is not CellKind.TEXT:
        raise ValueError("not an amount")
    return written_amount(str(cell.value), layout)


def written_amount(written: str, layout: Layout) -> int:
    """Dong in writing, of either sign.

    Raises:
        ValueError: Not a whole number of dong as the layout writes it.
    """
    whole = written.strip()
    if layout.decimal and layout.decimal in whole:
        whole, _, rest = whole.partition(layout.decimal)
        if not _ZEROS.fullmatch(rest):
            raise ValueError("part of a dong")
    return money.parse(whole, thousands=layout.thousands, minimum=-money.MAX_AMOUNT)


class Time(NamedTuple):
    """A time of booking.

    Attributes:
        at: The moment.
        written: The time as it stands there; of a date cell, its day and hour in ISO 8601.
        behind: What stands behind it where the layout says so, else ``""``.
    """

    at: datetime
    written: str
    behind: str = ""


def time_of(cell: SheetCell, clock: SheetCell | None, layout: Layout) -> Time:
    """The time in a cell, and in that of the clock where the layout has one.

    Raises:
        ValueError: Not a time as the layout writes it.
    """
    behind: list[str] = []
    if cell.kind is CellKind.DATE:
        moment = cast("datetime", cell.value)
        written = (moment if clock is None else moment.date()).isoformat()
    else:
        written = _written_time(cell)
        if layout.reference_behind_time:
            written, *behind = written.split(None, 1)
        if layout.zone is None:
            return Time(in_utc(_iso8601(written)), written)
        moment = _parsed(written, layout.time_formats)
    if moment.tzinfo is not None or layout.zone is None:
        raise ValueError("a time with another zone than the layout's")
    if clock is not None:
        hour = _written_time(clock)
        moment = datetime.combine(moment.date(), _parsed(hour, layout.clock_formats).time())
        written = f"{written} {hour}"
    return Time(in_utc(moment.replace(tzinfo=layout.zone)), written, "".join(behind))


def _written_time(cell: SheetCell) -> str:
    if cell.kind is not CellKind.TEXT:
        raise ValueError("not a time")
    return str(cell.value).strip()


def _iso8601(written: str) -> datetime:
    if not _ISO8601.fullmatch(written):
        raise ValueError(f"not {ISO8601} with an offset")
    return datetime.fromisoformat(written)


def _parsed(written: str, formats: tuple[str, ...]) -> datetime:
    if not written.isascii() or len(written) > _LONGEST_TIME:
        raise ValueError("not a time")  # digits of another script, or far too long
    for form in formats:
        try:
            return datetime.strptime(written, form)  # noqa: DTZ007 - the layout has the zone
        except ValueError:
            continue
    raise ValueError("not a time as the layout writes it")
