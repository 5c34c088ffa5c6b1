"""What the words of a command line stand for: plans, windows, readings, days."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from cashless_edu_health import documents, plans, registry
from cashless_edu_health.cli._show import Lang, UsageError, console, finding_text
from cashless_edu_health.errors import DataError
from cashless_edu_health.periods import (
    Window,
    WindowKind,
    calendar_year,
    reporting_year,
    school_year,
)
from cashless_edu_health.plans import Plan

_LAST_YEAR: Final = 9998
"""Deadlines are looked for up to this year; Python's calendar ends with the next."""

_PLAN_FILES: Final = (".toml", ".json")


class WindowChoice(StrEnum):
    """Kinds of window that can be asked for by name."""

    CALENDAR_YEAR = "calendar_year"
    SCHOOL_YEAR = "school_year"
    REPORTING_YEAR = "reporting_year"
    GIVEN = "given"


def chosen_plan(name: str, lang: Lang) -> Plan:
    """The bundled plan of that key or id, or the plan of that file.

    Words of a file that the vocabulary does not know are named on standard error.

    Raises:
        DataError: The file cannot be read or is no plan.
        UnknownPlanError: No such key or id.
    """
    if not name.endswith(_PLAN_FILES):
        return registry.plan(name)
    vocabulary = registry.vocabulary()
    plan = documents.read_plan(Path(name), vocabulary=vocabulary)
    if plan.period.last.year > _LAST_YEAR:
        reason = f"a plan without an end ends with {_LAST_YEAR} at the latest"
        raise DataError(reason, file=Path(name).name, path="period.to")
    for finding in plans.check(plan, vocabulary).findings:
        console(stderr=True).print(finding_text(finding, lang), soft_wrap=True)
    return plan


def chosen_window(
    kind: WindowChoice, year: int | None, first: datetime | None, last: datetime | None
) -> Window:
    """The window of that kind: of a year, or of two days.

    Raises:
        UsageError: What the kind needs is missing, or what it cannot use is given.
    """
    if kind in (WindowChoice.CALENDAR_YEAR, WindowChoice.REPORTING_YEAR):
        if year is None:
            raise UsageError("--period", "window-needs-year", window=kind)
        if first is not None or last is not None:
            raise UsageError("--from, --to", "window-has-days", window=kind)
        return calendar_year(year) if kind is WindowChoice.CALENDAR_YEAR else reporting_year(year)
    if year is not None:
        raise UsageError("--period", "window-by-days", window=kind)
    if first is None or last is None:
        raise UsageError("--from, --to", "window-needs-days", window=kind)
    return span(first.date(), last.date(), WindowKind(kind.value))


def span(first: date, last: date, kind: WindowKind = WindowKind.GIVEN) -> Window:
    """The days from one to another.

    Raises:
        UsageError: They are not in order, or no school year.
    """
    try:
        return school_year(first, last) if kind is WindowKind.SCHOOL_YEAR else Window(first, last)
    except ValueError as error:
        raise UsageError("--from, --to", "no-window", reason=error) from None


def chosen_readings(plan: Plan, words: Iterable[str]) -> Mapping[str, str]:
    """Options by name of reading, of words like ``pooling=each_sector``.

    Raises:
        UsageError: No such reading or option of the plan; names those that it has.
    """
    options = {reading.name: reading.options for reading in plan.readings}
    chosen: dict[str, str] = {}
    for word in words:
        name, _, option = word.partition("=")
        if name not in options:
            known = ", ".join(sorted(options))
            raise UsageError("--reading", "no-reading", plan=plan.key, name=name, known=known)
        if option not in options[name]:
            known = ", ".join(options[name])
            raise UsageError("--reading", "no-reading-option", name=name, known=known)
        if chosen.setdefault(name, option) != option:
            raise UsageError("--reading", "reading-twice", name=name)
    return chosen


def past_day(given: datetime | None, option: str, today: date) -> date:
    """The day of an option; today when there is none.

    Raises:
        UsageError: It has not come yet.
    """
    day = today if given is None else given.date()
    if day > today:
        raise UsageError(option, "future-day", day=day, today=today)
    return day
