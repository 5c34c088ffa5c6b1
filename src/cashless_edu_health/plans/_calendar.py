"""Who reports to whom, and by when: the reporting duties of plans laid out over a span of days."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, Final

from attrs import field, frozen

from cashless_edu_health.legal import Citation
from cashless_edu_health.periods import (
    DeadlineReading,
    Frequency,
    Window,
    last_timely_days,
    periods_ending,
)
from cashless_edu_health.plans._duties import ReportingDuty
from cashless_edu_health.plans._plan import Part, Plan, SourceKind, Target

_BEFORE_DATE: Final = "before_date"
"""The reading that says what "before" a date leaves as the last timely day."""


class Timing(StrEnum):
    """How the text says when a report is due."""

    DATED = "dated"
    """It names a day: there is a last timely day."""
    PERIODIC = "periodic"
    """It names a period that is reported on and no day; none is made up."""
    AD_HOC = "ad_hoc"
    """When somebody asks (đột xuất)."""
    AS_REGULATED = "as_regulated"
    """Another text decides (theo quy định)."""


class Absence(StrEnum):
    """Why a calendar may hold less about a plan than the plan asks for."""

    NOT_VISIBLE = "not_visible"
    """Its whole text was not read: reports beyond those listed are unknown, not "none"."""
    NONE_STATED = "none_stated"
    """Its whole text asks for no report."""
    NOT_IN_FORCE = "not_in_force"
    """It applies on no day of the span."""


def _with_its_timing(row: "CalendarRow", _: object, timing: Timing) -> None:
    stated = (row.due is not None, row.reading is not None, row.period is not None)
    wanted = (timing is Timing.DATED, timing is Timing.DATED, timing is Timing.PERIODIC)
    if stated != wanted:
        raise ValueError("a dated report has its day and its reading, a periodic one its period")


@frozen(kw_only=True)
class CalendarRow:
    """One report that somebody owes somebody, once.

    Attributes:
        plan_id: The plan that asks for it.
        plan_key: Its short name.
        plan_number: Its number as printed, if it has one.
        issuer: Who issued it.
        duty_id: Id of the reporting duty in it.
        citation: The clause.
        quote: The words.
        by: Who reports, as printed.
        to: Who receives it, as printed; offices may have successors since.
        via: Through whom, if anybody.
        content: What it holds, as printed.
        due: Last timely day, or ``None`` where the text names no day.
        reading: What "before" was taken to mean for that day; ``None`` without a day.
        period: The calendar period reported on, or ``None``.
        ends_with: Other periods of the same duty that end on the same day: the second quarter
            and the half-year do.
        timing: How the text says when.

    Raises:
        ValueError: A day or a period that does not belong to the timing.
    """

    plan_id: str
    plan_key: str
    plan_number: str | None = None
    issuer: str
    duty_id: str
    citation: Citation
    quote: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    via: str | None = None
    content: tuple[str, ...] = ()
    due: date | None = None
    reading: DeadlineReading | None = None
    period: Window | None = None
    ends_with: tuple[Window, ...] = ()
    timing: Timing = field(validator=_with_its_timing)


@frozen(kw_only=True)
class CalendarNote:
    """What a calendar cannot show of a plan.

    Attributes:
        plan_id: The plan.
        plan_key: Its short name.
        absence: Why.
        source: What was read of it.
        in_force: The days on which it applies, if any.
    """

    plan_id: str
    plan_key: str
    absence: Absence
    source: SourceKind
    in_force: Window | None


@frozen(kw_only=True)
class ReportingCalendar:
    """The reports of some plans over a span of days; iterating gives the rows.

    Attributes:
        first: First day of the span.
        last: Last day of the span.
        rows: Dated reports by day, then periodic ones by the end of their period, then those
            that the text ties to no time.
        notes: Plans of which the rows do not tell everything, and why.
    """

    first: date
    last: date
    rows: tuple[CalendarRow, ...]
    notes: tuple[CalendarNote, ...]

    def __iter__(self) -> Iterator[CalendarRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def timed(self, timing: Timing) -> tuple[CalendarRow, ...]:
        """The rows of one timing, in order."""
        return tuple(row for row in self.rows if row.timing is timing)


def in_force(plan: Plan) -> Window | None:
    """The days on which a plan applies: from its own day, or the start of its period if later.

    ``None`` for a plan that was issued after its period had ended.

    >>> from cashless_edu_health import registry
    >>> str(in_force(registry.plan("XL83")).first)  # of 2021-2025, issued in 2023
    '2023-03-30'
    """
    first = max(plan.issued or plan.period.first, plan.period.first)
    return None if first > plan.period.last else Window(first, plan.period.last)


def targets_in(plan: Plan, window: Window) -> tuple[Target, ...]:
    """The targets of a plan that ask for something in a window; a silent year has none.

    >>> from cashless_edu_health import registry
    >>> from cashless_edu_health.periods import calendar_year
    >>> plan = registry.plan("DN24")  # of 2022-2025, with numbers for 2022 alone
    >>> [len(targets_in(plan, calendar_year(year))) for year in (2022, 2023, 2026)]
    [6, 0, 0]
    """
    if window.first > plan.period.last:
        return ()
    return tuple(
        target
        for target in plan.targets
        if target.schedule is not None and target.schedule.point(window) is not None
    )


def calendar(
    plans: Iterable[Plan],
    *,
    first: date,
    last: date,
    reading: DeadlineReading | None = None,
) -> ReportingCalendar:
    """The reports that plans ask for over a span of days, with a day only where the text has one.

    A dated report is in the span when its last timely day is, a periodic one when its period ends
    there. Nothing stands before a plan's own day or after its end.

    Args:
        plans: The plans.
        first: First day of the span.
        last: Last day of the span.
        reading: What "before" a date leaves as the last timely day; by default what each plan
            chooses, which is the day before unless its file says otherwise.

    Raises:
        ValueError: The span ends before it starts or after the year 9998.

    >>> from cashless_edu_health import registry
    >>> asked = calendar(
    ...     [registry.plan("XL83")], first=date(2023, 1, 1), last=date(2023, 12, 31)
    ... )
    >>> [str(row.due) for row in asked.timed(Timing.DATED)]
    ['2023-06-14', '2023-11-30']
    >>> [str(row.period.last) for row in asked.timed(Timing.PERIODIC)]
    ['2023-06-30', '2023-12-31', '2023-12-31']
    """
    span = Window(first, last)
    rows: list[CalendarRow] = []
    notes: list[CalendarNote] = []
    for plan in plans:
        applies = in_force(plan)
        days = _shared(applies, span)
        if days is not None:
            chosen = _chosen(plan) if reading is None else reading
            rows += (row for duty in plan.reporting for row in _rows(plan, duty, days, chosen))
        absence = _absence(plan, days)
        if absence is not None:
            notes.append(
                CalendarNote(
                    plan_id=plan.id,
                    plan_key=plan.key,
                    absence=absence,
                    source=plan.source.kind,
                    in_force=applies,
                )
            )
    return ReportingCalendar(
        first=first, last=last, rows=tuple(sorted(rows, key=_order)), notes=tuple(notes)
    )


def _shared(one: Window | None, other: Window) -> Window | None:
    """The days of both."""
    if one is None or one.last < other.first or other.last < one.first:
        return None
    return Window(max(one.first, other.first), min(one.last, other.last))


def _chosen(plan: Plan) -> DeadlineReading:
    for reading in plan.readings:
        if reading.name == _BEFORE_DATE:
            return DeadlineReading(reading.default)
    return DeadlineReading.EXCLUSIVE


def _absence(plan: Plan, days: Window | None) -> Absence | None:
    if days is None:
        return Absence.NOT_IN_FORCE
    unseen = plan.source.unseen
    if Part.REPORTING in unseen or not (plan.source.complete or unseen):
        return Absence.NOT_VISIBLE
    return None if plan.reporting else Absence.NONE_STATED


def _order(row: CalendarRow) -> tuple[int, date]:
    """Dated rows, then periodic ones, then the rest; those of one day stay in the plans' order."""
    if row.due is not None:
        return 0, row.due
    return (2, date.max) if row.period is None else (1, row.period.last)


def _rows(
    plan: Plan, duty: ReportingDuty, days: Window, reading: DeadlineReading
) -> Iterator[CalendarRow]:
    def row(timing: Timing, **when: Any) -> CalendarRow:
        return CalendarRow(
            plan_id=plan.id,
            plan_key=plan.key,
            plan_number=plan.number,
            issuer=plan.issuer,
            duty_id=duty.id,
            citation=duty.citation,
            quote=plan.words(duty),
            by=duty.by,
            to=duty.to,
            via=duty.via,
            content=duty.content,
            timing=timing,
            **when,
        )

    due = duty.due
    if due.before:
        timely = last_timely_days(
            before=due.before, first=days.first, last=days.last, reading=reading
        )
        yield from (row(Timing.DATED, due=day, reading=reading) for day in timely)
    for period, others in _periods(due.frequencies, days):
        yield row(Timing.PERIODIC, period=period, ends_with=others)
    if due.ad_hoc:
        yield row(Timing.AD_HOC)
    if due.as_regulated:
        yield row(Timing.AS_REGULATED)


def _periods(
    frequencies: Iterable[Frequency], days: Window
) -> Iterator[tuple[Window, tuple[Window, ...]]]:
    """Each period that ends in those days, with the others that end when it does."""
    ending = [
        period
        for every in dict.fromkeys(frequencies)
        for period in periods_ending(every, first=days.first, last=days.last)
    ]
    for period in ending:
        yield period, tuple(p for p in ending if p.last == period.last and p != period)
