"""``cashless plans calendar``: who reports to whom, and by when."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cashless_edu_health import intake, plans, registry, reports
from cashless_edu_health.cli._chosen import chosen_plan, span
from cashless_edu_health.cli._options import DAY, plan_keys
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    label,
    show_json,
    show_table,
)
from cashless_edu_health.periods import DeadlineReading, Window
from cashless_edu_health.plans import CalendarRow, ReportingCalendar, Timing
from cashless_edu_health.reports import CalendarLine


def calendar(
    first: Annotated[datetime, typer.Option("--from", formats=DAY)],
    last: Annotated[datetime, typer.Option("--to", formats=DAY)],
    plan: Annotated[list[str] | None, typer.Option("--plan", autocompletion=plan_keys)] = None,
    ics: Annotated[Path | None, typer.Option("--ics")] = None,
    remind: Annotated[int | None, typer.Option("--remind", min=0)] = None,
    inclusive: Annotated[bool, typer.Option("--inclusive")] = False,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """List the reports that fall due between two days."""
    days = span(first.date(), last.date())
    if remind is not None and ics is None:
        raise UsageError("--remind", "needs-ics")
    reading = DeadlineReading.INCLUSIVE if inclusive else None
    chosen = [chosen_plan(name, lang) for name in dict.fromkeys(plan)] if plan else registry.plans()
    asked = plans.calendar(chosen, first=days.first, last=days.last, reading=reading)
    if format_ is Format.JSON:
        show_json(_json(asked))
    else:
        _show_calendar(asked, lang)
    if ics is not None:
        _write(ics, asked, remind, lang)


def _write(file: Path, asked: ReportingCalendar, remind: int | None, lang: Lang) -> None:
    if not asked.timed(Timing.DATED):
        raise UsageError("--ics", "no-dated-report")
    stamp = datetime.now(UTC).replace(microsecond=0)
    data = reports.calendar_ics(asked, stamp=stamp, lang=lang.code, remind_days=remind)
    intake.write_whole(file, data)
    console(stderr=True).print(label("written", lang, file=file.name))


def _show_calendar(asked: ReportingCalendar, lang: Lang) -> None:
    out = console()
    first, last = (reports.day_text(day, lang.code) for day in (asked.first, asked.last))
    out.print(label("calendar.title", lang, first=first, last=last), style="bold")
    columns = [label(f"calendar.{key}", lang) for key in ("id", "when", "who")]
    lines = reports.calendar_lines(asked, lang.code)
    dated = [_cells([line]) for line in lines if line.timing is Timing.DATED]
    undated = [line for line in lines if line.timing is not Timing.DATED]
    of_duties = [_cells(of_duty) for of_duty in _by_duty(undated)]
    for name, cells in (("dated", dated), ("undated", of_duties)):
        title = label(f"calendar.{name}", lang, count=len(cells))
        if cells:
            show_table(columns, cells, title=title)
        else:
            out.print(title)
    for note in asked.notes:
        out.print(reports.calendar_note_text(note, lang.code))


def _by_duty(lines: Iterable[CalendarLine]) -> Iterable[Sequence[CalendarLine]]:
    duties: dict[tuple[str, str], list[CalendarLine]] = {}
    for line in lines:
        duties.setdefault((line.plan_id, line.id), []).append(line)
    return duties.values()


def _cells(lines: Sequence[CalendarLine]) -> tuple[str, str, str]:
    """One row for the lines of one duty."""
    line = lines[0]
    when = "\n".join(one.when for one in lines)
    return f"{line.id}\n{line.clause}", when, f"{line.by} → {line.to}"


def _json(asked: ReportingCalendar) -> dict[str, object]:
    return {
        "from": asked.first.isoformat(),
        "to": asked.last.isoformat(),
        "rows": [_row(row) for row in asked],
        "notes": [
            {"plan": note.plan_id, "key": note.plan_key, "absence": note.absence.value}
            for note in asked.notes
        ],
    }


def _row(row: CalendarRow) -> dict[str, object]:
    return {
        "plan": row.plan_id,
        "key": row.plan_key,
        "duty": row.duty_id,
        "clause": row.citation.pinpoint,
        "by": list(row.by),
        "to": list(row.to),
        "via": row.via,
        "content": list(row.content),
        "timing": row.timing.value,
        "due": row.due and row.due.isoformat(),
        "reading": row.reading and row.reading.value,
        "period": row.period and _period(row.period),
        "ends_with": [_period(period) for period in row.ends_with],
        "quote": row.quote,
    }


def _period(period: Window) -> dict[str, str]:
    return {
        "kind": period.kind.value,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
    }
