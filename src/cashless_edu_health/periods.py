"""Windows that figures are drawn over, ends of periods, and deadlines that come every year.

A plan's "before 15/11 each year" leaves 14/11 as the last timely day. Nothing rolls to a
working day: no text read for this library says so.

>>> from datetime import date
>>> days = last_timely_days(before=((11, 15),), first=date(2022, 6, 2), last=date(2023, 12, 31))
>>> [day.isoformat() for day in days]
['2022-11-14', '2023-11-14']
>>> date(2022, 12, 15) in calendar_year(2022), date(2022, 12, 15) in reporting_year(2022)
(True, False)
"""

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
    "last_timely_days",
    "period_ends",
    "reporting_year",
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


_LAST_MONTHS: Final = {
    Frequency.QUARTER: (3, 6, 9, 12),
    Frequency.HALF_YEAR: (6, 12),
    Frequency.YEAR: (12,),
}


def _not_before_first(window: "Window", _: "Attribute[date]", last: date) -> None:
    if last < window.first:
        raise ValueError("the window ends before it starts")


@frozen
class Window:
    """A span of whole days, both ends included.

    Attributes:
        first: First day.
        last: Last day; heads are counted on it.
        kind: How the window was chosen.

    Raises:
        ValueError: The window ends before it starts.
    """

    first: date
    last: date = field(validator=_not_before_first)
    kind: WindowKind = WindowKind.GIVEN

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
