"""A reporting calendar in words."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.messages import Language
from cashless_edu_health.periods import DeadlineReading, Window, WindowKind
from cashless_edu_health.plans import (
    Absence,
    CalendarNote,
    CalendarRow,
    ReportingCalendar,
    ReportingDuty,
    Timing,
)

_ROMAN: Final = ("I", "II", "III", "IV")


@frozen(kw_only=True)
class CalendarLine:
    """One line of a reporting calendar; periods of one duty that end together share it.

    Attributes:
        plan_id: The plan.
        id: Id of the reporting duty.
        clause: Clause as printed.
        by: Who reports.
        to: To whom, and through whom.
        when: By when; for a period its end, which is no deadline.
        content: What the report holds, as printed; may be empty.
        quote: The words of the plan.
        timing: How the text says when.
    """

    plan_id: str
    id: str
    clause: str
    by: str
    to: str
    when: str
    content: str
    quote: str
    timing: Timing


def calendar_lines(calendar: ReportingCalendar, lang: Language) -> tuple[CalendarLine, ...]:
    """The rows of a calendar in words, in its order.

    >>> from cashless_edu_health import plans, registry
    >>> asked = plans.calendar(
    ...     [registry.plan("KH4205")], first=date(2022, 5, 12), last=date(2022, 6, 30)
    ... )
    >>> calendar_lines(asked, "vi")[0].when
    'quý II/2022 và 6 tháng đầu năm 2022, cùng hết 30/06/2022'
    """
    return tuple(_lines(calendar, lang))


def _lines(calendar: ReportingCalendar, lang: Language) -> Iterator[CalendarLine]:
    shown: set[tuple[str, str, date]] = set()
    for row in calendar:
        if row.period is not None:
            end = (row.plan_id, row.duty_id, row.period.last)
            if end in shown:
                continue
            shown.add(end)
        yield CalendarLine(
            plan_id=row.plan_id,
            id=row.duty_id,
            clause=row.citation.pinpoint,
            by=", ".join(row.by),
            to=receiver_text(row, lang),
            when=when_text(row, lang),
            content="; ".join(row.content),
            quote=row.quote,
            timing=row.timing,
        )


def receiver_text(row: CalendarRow | ReportingDuty, lang: Language) -> str:
    """To whom a report goes, and through whom."""
    to = ", ".join(row.to)
    return to if row.via is None else _say("via", lang, to=to, via=row.via)


def when_text(row: CalendarRow, lang: Language) -> str:
    """By when a report is due; for a period its end, which is no deadline."""
    if row.due is not None:
        return _day_text(row.due, row.reading, lang)
    if row.period is None:
        return _say(row.timing.value, lang)
    together = sorted((row.period, *row.ends_with), key=_length)
    names = [period_text(period, lang) for period in together]
    if len(names) == 1:
        return _say("period", lang, period=names[0], day=day_text(row.period.last, lang))
    joined = _say("and", lang, some=", ".join(names[:-1]), last=names[-1])
    return _say("periods", lang, periods=joined, day=day_text(row.period.last, lang))


def _day_text(due: date, reading: DeadlineReading | None, lang: Language) -> str:
    if reading is DeadlineReading.INCLUSIVE:
        return _say("due-inclusive", lang, day=day_text(due, lang))
    fixed = due + timedelta(days=1)
    return _say("due-exclusive", lang, day=day_text(due, lang), fixed=day_text(fixed, lang))


def _length(period: Window) -> timedelta:
    return period.last - period.first


def period_text(period: Window, lang: Language) -> str:
    """The name of a quarter, half-year or year; the days of any other window.

    >>> from cashless_edu_health.periods import quarter
    >>> period_text(quarter(2022, 3), "vi"), period_text(quarter(2022, 3), "en")
    ('quý III/2022', 'Q3 2022')
    """
    year = period.last.year
    match period.kind:
        case WindowKind.CALENDAR_YEAR:
            return _say("year", lang, year=year)
        case WindowKind.HALF_YEAR:
            return _say(f"half-{period.last.month // 6}", lang, year=year)
        case WindowKind.QUARTER:
            number = period.last.month // 3
            shown = _ROMAN[number - 1] if lang == "vi" else number
            return _say("quarter", lang, number=shown, year=year)
        case _:
            first, last = day_text(period.first, lang), day_text(period.last, lang)
            return f"{first} - {last}"


def calendar_note_text(note: CalendarNote, lang: Language) -> str:
    """Why a calendar may hold less about a plan than the plan asks for."""
    if note.absence is Absence.NOT_IN_FORCE and note.in_force is not None:
        first, last = (day_text(day, lang) for day in (note.in_force.first, note.in_force.last))
        return _say("not-in-force", lang, plan=note.plan_key, first=first, last=last)
    source = messages.text(f"source.{note.source.value}", lang)
    key = note.absence.value.replace("_", "-")
    return _say(key if note.in_force else "never-in-force", lang, plan=note.plan_key, source=source)


def day_text(day: date, lang: Language) -> str:
    """A day as readers of a language write it: 14/11/2022, 2022-11-14."""
    return f"{day:%d/%m/%Y}" if lang == "vi" else day.isoformat()


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"calendar.{key}", lang, **values)
