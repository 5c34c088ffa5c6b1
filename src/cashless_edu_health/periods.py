"""Windows that figures are drawn over, ends of periods, and deadlines that come every year.

A plan's "before 15/11 each year" leaves 14/11 as the last timely day. Nothing rolls to a
working day: no text read for this library says so.

>>> from datetime import date
>>> days = last_timely_days(before=((11, 15),), first=date(2022, 6, 2), last=date(2023, 12, 31))
>>> [day.isoformat() for day in days]
['2022-11-14', '2023-11-14']
>>> date(2022, 12, 15) in calendar_year(2022), date(2022, 12, 15) in reporting_year(2022)
(True, False)
>>> str(quarter(2022, 3).last), previous(quarter(2022, 1)) == quarter(2021, 4)
('2022-09-30', True)
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from attrs import Attribute, field, frozen
from dateutil.rrule import MONTHLY, YEARLY, rrule, rruleset

__all__ = [
    "DeadlineReading",
    "Frequency",
    "Validity",
    "Window",
    "WindowKind",
    "calendar_year",
    "half_year",
    "last_timely_days",
    "period_ends",
    "periods_ending",
    "previous",
    "quarter",
    "reporting_year",
    "school_year",
]

_LAST_YEAR: Final = 9998
"""The calendar of Python ends with 9999; one year is kept to look past the end of a span."""

_ANY_COMMON_YEAR: Final = 2023


class WindowKind(StrEnum):
    """How a window was chosen; reports print it beside the dates."""

    CALENDAR_YEAR = "calendar_year"
    """1 January to 31 December."""
    REPORTING_YEAR = "reporting_year"
    """15 December to 14 December, the year of periodic administrative reports."""
    SCHOOL_YEAR = "school_year"
    """As the caller gives it: each school year has its own dates, and none are bundled."""
    HALF_YEAR = "half_year"
    """January to June, or July to December."""
    QUARTER = "quarter"
    """Three months of the calendar year."""
    GIVEN = "given"
    """Any other span that the caller gives."""


class DeadlineReading(StrEnum):
    """What "before 15/11" (trước ngày 15/11) leaves as the last timely day."""

    EXCLUSIVE = "exclusive"
    """The day before, 14/11: what the word says, and the default."""
    INCLUSIVE = "inclusive"
    """The day itself, 15/11: what an office may accept."""


class Frequency(StrEnum):
    """How often a plan asks for a report when it names periods and no day."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_KIND_OF: Final = {
    Frequency.QUARTER: WindowKind.QUARTER,
    Frequency.HALF_YEAR: WindowKind.HALF_YEAR,
    Frequency.YEAR: WindowKind.CALENDAR_YEAR,
}

_MONTHS: Final = {WindowKind.QUARTER: 3, WindowKind.HALF_YEAR: 6}

_LAST_MONTHS: Final = {
    Frequency.QUARTER: (3, 6, 9, 12),
    Frequency.HALF_YEAR: (6, 12),
    Frequency.YEAR: (12,),
}


def _not_before_first(window: "Window", _: "Attribute[date]", last: date) -> None:
    if last < window.first:
        raise ValueError("the window ends before it starts")


def _fits_kind(window: "Window", _: "Attribute[WindowKind]", kind: WindowKind) -> None:
    fits = {
        WindowKind.CALENDAR_YEAR: _is_months(window, 12),
        WindowKind.HALF_YEAR: _is_months(window, 6),
        WindowKind.QUARTER: _is_months(window, 3),
        WindowKind.REPORTING_YEAR: _is_reporting_year(window),
        WindowKind.SCHOOL_YEAR: _is_school_year(window),
    }
    if not fits.get(kind, True):
        raise ValueError(f"these days are no {kind.value.replace('_', ' ')}")


def _is_months(window: "Window", months: int) -> bool:
    """Whether it is one of the equal parts, of that many months, of a calendar year."""
    first, last = window.first, window.last
    return (
        (first.year, first.day, first.month % months) == (last.year, 1, 1)
        and last.month == first.month + months - 1
        and last.day == monthrange(last.year, last.month)[1]
    )


def _is_reporting_year(window: "Window") -> bool:
    first, last = window.first, window.last
    return (first.month, first.day, last.month, last.day) == (12, 15, 12, 14) and (
        last.year == first.year + 1
    )


def _is_school_year(window: "Window") -> bool:
    """Whether it begins in one calendar year, ends in the next and is no longer than a year."""
    first, last = window.first, window.last
    ends_in_next = last.year == first.year + 1
    return ends_in_next and (last.month, last.day) < (first.month, first.day)


@frozen
class Window:
    """A span of whole days, both ends included.

    Attributes:
        first: First day.
        last: Last day; heads are counted on it.
        kind: How the window was chosen.

    Raises:
        ValueError: The window ends before it starts, or its days are not of its kind.
    """

    first: date
    last: date = field(validator=_not_before_first)
    kind: WindowKind = field(default=WindowKind.GIVEN, validator=_fits_kind)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def _not_before_start(span: "Validity", _: "Attribute[date | None]", end: date | None) -> None:
    if end is not None and span.valid_from is not None and end < span.valid_from:
        raise ValueError("valid_to is before valid_from")


@frozen(kw_only=True)
class Validity:
    """A span of days in which something holds, both ends included; an open end is ``None``.

    Raises:
        ValueError: The span ends before it starts.
    """

    valid_from: date | None = None
    valid_to: date | None = field(default=None, validator=_not_before_start)

    def covers(self, on: date) -> bool:
        """Whether that day lies in the span."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def overlaps(self, other: "Validity") -> bool:
        """Whether some day lies in both spans."""
        starts = [v.valid_from for v in (self, other) if v.valid_from is not None]
        ends = [v.valid_to for v in (self, other) if v.valid_to is not None]
        return not starts or not ends or max(starts) <= min(ends)


def calendar_year(year: int) -> Window:
    """1 January to 31 December of a year.

    Raises:
        ValueError: The year is not from 1 to 9999.
    """
    return Window(date(year, 1, 1), date(year, 12, 31), WindowKind.CALENDAR_YEAR)


def reporting_year(year: int) -> Window:
    """15 December of the year before to 14 December: the year of periodic reports.

    The bounds are those of Decree 09/2019/NĐ-CP, Article 12, known from one second-hand source
    only; whether they apply to a report is the caller's to decide.

    Raises:
        ValueError: The year is not from 2 to 9999.

    >>> reporting_year(2022).first.isoformat(), reporting_year(2022).last.isoformat()
    ('2021-12-15', '2022-12-14')
    """
    return Window(date(year - 1, 12, 15), date(year, 12, 14), WindowKind.REPORTING_YEAR)


def half_year(year: int, half: int) -> Window:
    """January to June (half 1) or July to December (half 2) of a year.

    Raises:
        ValueError: The year is not from 1 to 9999, or the half is not 1 or 2.

    >>> [str(half_year(2022, half).last) for half in (1, 2)]
    ['2022-06-30', '2022-12-31']
    """
    return _part_of_year(year, half, WindowKind.HALF_YEAR)


def quarter(year: int, number: int) -> Window:
    """Three months of a year: quarter 1 is January to March.

    Raises:
        ValueError: The year is not from 1 to 9999, or the quarter is not from 1 to 4.

    >>> str(quarter(2024, 1).first), str(quarter(2024, 1).last)
    ('2024-01-01', '2024-03-31')
    """
    return _part_of_year(year, number, WindowKind.QUARTER)


def _part_of_year(year: int, number: int, kind: WindowKind) -> Window:
    months = _MONTHS[kind]
    if not 1 <= number <= 12 // months:
        raise ValueError(f"a year has no {kind.value.replace('_', ' ')} {number}")
    month = months * number
    first = date(year, month - months + 1, 1)
    return Window(first, date(year, month, monthrange(year, month)[1]), kind)


def school_year(first: date, last: date) -> Window:
    """The school year of these days ("năm học 2022-2023"); each has its own, and none are bundled.

    Raises:
        ValueError: It does not begin in one calendar year and end in the next, or is longer than a
            year.

    >>> school_year(date(2022, 9, 5), date(2023, 5, 31)).kind.value
    'school_year'
    """
    return Window(first, last, WindowKind.SCHOOL_YEAR)


def previous(window: Window) -> Window | None:
    """The window of the same kind that ends where this one begins, to compare figures with.

    Returns:
        ``None`` for a school year and for given days: nothing says which days the one before had,
        so the caller must give them. Nor is there one before a window that begins in the year 1.

    >>> previous(calendar_year(2022)) == calendar_year(2021)
    True
    >>> previous(school_year(date(2022, 9, 5), date(2023, 5, 31))) is None
    True
    """
    if window.kind in (WindowKind.SCHOOL_YEAR, WindowKind.GIVEN) or window.first.year == 1:
        return None
    return _ending(window.kind, window.first - timedelta(days=1))


def _ending(kind: WindowKind, end: date) -> Window:
    if kind is WindowKind.CALENDAR_YEAR:
        return calendar_year(end.year)
    if kind is WindowKind.REPORTING_YEAR:
        return reporting_year(end.year)
    return _part_of_year(end.year, end.month // _MONTHS[kind], kind)


def periods_ending(every: Frequency, *, first: date, last: date) -> tuple[Window, ...]:
    """The calendar quarters, half-years or years that end within a span, in order.

    Each is whole, also where it begins before the span.

    Raises:
        ValueError: The span ends before it starts, or after the year 9998.

    >>> [str(window.first) for window in periods_ending(
    ...     Frequency.QUARTER, first=date(2022, 5, 12), last=date(2022, 9, 30))]
    ['2022-04-01', '2022-07-01']
    """
    kind = _KIND_OF[every]
    return tuple(_ending(kind, end) for end in period_ends(every, first=first, last=last))


def period_ends(every: Frequency, *, first: date, last: date) -> tuple[date, ...]:
    """Last days of the calendar quarters, half-years or years that end within a span.

    These are ends of periods, not deadlines: a plan that names a period and no day sets none.

    Raises:
        ValueError: The span ends before it starts, or after the year 9998.

    >>> [str(d) for d in period_ends(Frequency.HALF_YEAR, first=date(2022, 7, 1),
    ...                              last=date(2023, 6, 30))]
    ['2022-12-31', '2023-06-30']
    """
    _check_span(first, last)
    rule = rrule(
        MONTHLY,
        dtstart=_midnight(first),
        until=_midnight(last),
        bymonth=_LAST_MONTHS[every],
        bymonthday=-1,
    )
    return tuple(moment.date() for moment in rule)


def last_timely_days(
    *,
    before: Sequence[tuple[int, int]],
    first: date,
    last: date,
    reading: DeadlineReading = DeadlineReading.EXCLUSIVE,
) -> tuple[date, ...]:
    """The last timely days of a report due before fixed dates of every year, in order.

    Args:
        before: Month and day of each fixed date: ``((6, 15), (12, 1))`` is "before 15/6 and
            before 01/12".
        first: First day on which a report can be due: the day of the plan.
        last: Last such day: the end of the plan.
        reading: Whether the fixed date itself is still timely.

    Returns:
        The last timely days from ``first`` to ``last``, each once.

    Raises:
        ValueError: No date, a date that is not in every year (29/02 among them), or a span that
            ends before it starts or after the year 9998.
    """
    _check_span(first, last)
    days_early = timedelta(days=1 if reading is DeadlineReading.EXCLUSIVE else 0)
    dates = rruleset()
    # One rule for each date: bymonth=(6, 12), bymonthday=(15, 1) in one rule means all four pairs.
    for month, day in _yearly(before):
        dates.rrule(
            rrule(
                YEARLY,
                dtstart=_midnight(first + days_early),
                until=_midnight(last + days_early),
                bymonth=month,
                bymonthday=day,
            )
        )
    return tuple(moment.date() - days_early for moment in dates)


def _yearly(dates: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    if not dates:
        raise ValueError("a recurring deadline needs at least one date")
    for month, day in dates:
        try:
            date(_ANY_COMMON_YEAR, month, day)
        except ValueError:
            raise ValueError(f"month {month}, day {day} is not a day of every year") from None
    return dates


def _check_span(first: date, last: date) -> None:
    if last < first:
        raise ValueError("the span ends before it starts")
    if last.year > _LAST_YEAR:
        raise ValueError(f"the span ends after the year {_LAST_YEAR}")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
