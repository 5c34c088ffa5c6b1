"""A reporting calendar as an iCalendar file (RFC 5545); the extra ``ics``."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cashless_edu_health import messages
from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import CalendarRow, ReportingCalendar
from cashless_edu_health.reports._calendar import (
    calendar_note_text,
    period_text,
    receiver_text,
    when_text,
)

if TYPE_CHECKING:
    from icalendar import Alarm

_PRODUCT: Final = "-//cashless_edu_health//reporting calendar//VI"
_DOMAIN: Final = "cashless-edu-health"
_MORNING: Final = timedelta(hours=8)
"""An alarm goes off at eight o'clock; without an hour it would be at midnight."""


def calendar_ics(
    calendar: ReportingCalendar,
    *,
    stamp: datetime,
    lang: Language = "vi",
    remind_days: int | None = None,
) -> bytes:
    r"""The dated reports of a calendar as all-day events, one each; lines end as RFC 5545 says.

    A report without a day becomes no event: it is listed in the description of the calendar, with
    what is unknown. Ids of events are made of plan, duty and day, so that a newer file speaks
    of the same events.

    Args:
        calendar: The calendar.
        stamp: When the file is made; with its time zone.
        lang: Language of the words that are not the plan's.
        remind_days: An alarm at eight in the morning so many days before each last timely day;
            none by default.

    Raises:
        MissingExtraError: The extra ``ics`` is not installed.
        ValueError: No dated report, a moment without a time zone, or a negative number of days.

    >>> from datetime import date
    >>> from cashless_edu_health import plans, registry
    >>> asked = plans.calendar(
    ...     [registry.plan("DN24")], first=date(2022, 1, 1), last=date(2022, 12, 31)
    ... )
    >>> file = calendar_ics(asked, stamp=datetime(2022, 7, 1, tzinfo=UTC))
    >>> [line for line in file.decode().split("\r\n") if line.startswith("DTSTART")]
    ['DTSTART;VALUE=DATE:20221114']
    """
    try:
        import icalendar  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError:
        raise MissingExtraError("ics") from None
    dated = [(row.due, row) for row in calendar if row.due is not None]
    if not dated:
        raise ValueError("no report with a day: a calendar file needs at least one")
    if stamp.tzinfo is None:
        raise ValueError("the moment has no time zone")
    if remind_days is not None and remind_days < 0:
        raise ValueError("a reminder comes before the day, not after it")
    file = icalendar.Calendar()
    for name, value in _calendar_properties(calendar, lang):
        file.add(name, value)
    for due, row in dated:
        event = icalendar.Event()
        for name, day in (("dtstart", due), ("dtend", due + timedelta(days=1))):
            event.add(name, day)
        event.add("dtstamp", stamp.astimezone(UTC))
        for name, value in _event_properties(due, row, lang):
            event.add(name, value)
        if remind_days is not None:
            event.add_component(_alarm(row, remind_days, lang))
        file.add_component(event)
    return bytes(file.to_ical())


def _calendar_properties(calendar: ReportingCalendar, lang: Language) -> Iterator[tuple[str, str]]:
    yield "prodid", _PRODUCT
    yield "version", "2.0"
    yield "name", _say("name", lang)
    yield "x-wr-calname", _say("name", lang)  # what most programs read instead
    left_out = "\n".join(_left_out(calendar, lang))
    if left_out:
        yield "description", left_out


def _left_out(calendar: ReportingCalendar, lang: Language) -> Iterator[str]:
    """The reports without a day, a line for each duty, and what is unknown."""
    times: dict[tuple[str, str], list[str]] = {}
    duties: dict[tuple[str, str], CalendarRow] = {}
    for row in calendar:
        if row.due is None:
            duty = (row.plan_id, row.duty_id)
            duties.setdefault(duty, row)
            time = when_text(row, lang) if row.period is None else period_text(row.period, lang)
            times.setdefault(duty, []).append(time)
    if duties:
        yield _say("left-out", lang)
    for duty, row in duties.items():
        by, to = ", ".join(row.by), receiver_text(row, lang)
        yield _say("left-out-row", lang, id=row.duty_id, by=by, to=to, when=", ".join(times[duty]))
    for note in calendar.notes:
        yield calendar_note_text(note, lang)


def _event_properties(due: date, row: CalendarRow, lang: Language) -> Iterator[tuple[str, str]]:
    # No underscore can stand in the id of a plan, so no two reports share this one.
    yield "uid", f"{row.plan_id}_{row.duty_id}_{due.isoformat()}@{_DOMAIN}"
    yield "summary", _summary(row, lang)
    yield "description", "\n".join(_details(row, lang))
    yield "transp", "TRANSPARENT"  # a deadline keeps nobody busy


def _summary(row: CalendarRow, lang: Language) -> str:
    return _say("summary", lang, plan=row.plan_key, to=receiver_text(row, lang))


def _details(row: CalendarRow, lang: Language) -> Iterator[str]:
    yield _say("by", lang, by=", ".join(row.by))
    yield _say("when", lang, when=when_text(row, lang))
    if row.content:
        yield _say("content", lang, content="; ".join(row.content))
    document = row.plan_number or row.plan_id
    clause = row.citation.pinpoint
    yield _say("clause", lang, clause=clause, document=document, issuer=row.issuer)
    yield _say("quote", lang, quote=row.quote)


def _alarm(row: CalendarRow, days: int, lang: Language) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - the extra may be missing

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _say("remind", lang, days=days, summary=_summary(row, lang)))
    alarm.add("trigger", _MORNING - timedelta(days=days))
    return alarm


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"calendar.file.{key}", lang, **values)
