"""``cashless plans``: the bundled plans and one's own."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from cashless_edu_health import messages, plans, registry, reports
from cashless_edu_health.cli import _plans_calendar, _plans_new
from cashless_edu_health.cli._chosen import chosen_plan
from cashless_edu_health.cli._help import Command, command_group
from cashless_edu_health.cli._options import OnOption, PlanArgument
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    console,
    label,
    plan_title,
    show_json,
    show_table,
    source_text,
)
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.plans import Duty, OutOfScope, Plan, ReportingDuty, Target

app = command_group()

_Row = Target | Duty | ReportingDuty

_KINDS: Final = {Target: "target", Duty: "duty", ReportingDuty: "report"}


@app.command("list", cls=Command)
def list_(
    on: OnOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """List the bundled plans, and which apply on a day."""
    day, bundled = on.date() if on else date.today(), registry.plans()
    if format_ is Format.JSON:
        show_json([_summary(plan, lang) | _standing(plan, day) for plan in bundled])
        return
    columns = [label(f"plan.{key}", lang) for key in ("key", "plan", "rows")]
    columns.append(label("plan.on", lang, day=reports.day_text(day, lang.code)))
    show_table(columns, (_line(plan, day, lang) for plan in bundled))
    if not any(plans.targets_in(plan, calendar_year(day.year)) for plan in bundled):
        console().print(label("plan.none-this-year", lang, year=day.year))


@app.command("show", cls=Command)
def show(
    plan: PlanArgument,
    on: OnOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Show one plan with every target, duty and quote."""
    chosen = chosen_plan(plan, lang)
    if format_ is Format.JSON:
        show_json(_summary(chosen, lang) | _whole(chosen, lang))
    else:
        _show_plan(chosen, on.date() if on else date.today(), lang)


app.command("calendar", cls=Command)(_plans_calendar.calendar)
app.command("new", cls=Command)(_plans_new.new)


def _summary(plan: Plan, lang: Lang) -> dict[str, object]:
    applies = plans.in_force(plan)
    return {
        "key": plan.key,
        "number": plan.number or "—",
        "issuer": plan.issuer,
        "issued": plan.issued.isoformat() if plan.issued else "—",
        "targets": len(plan.targets),
        "duties": len(plan.duties),
        "reports": len(plan.reporting),
        "source": messages.text(f"source.{plan.source.kind.value}", lang.code),
        "source_kind": plan.source.kind.value,
        "source_complete": plan.source.complete,
        "from": applies and applies.first.isoformat(),
        "to": applies and applies.last.isoformat(),
        "id": plan.id,
    }


def _standing(plan: Plan, day: date) -> dict[str, object]:
    applies = plans.in_force(plan)
    asked = plans.targets_in(plan, calendar_year(day.year))
    return {
        "on": day.isoformat(),
        "in_force": applies is not None and day in applies,
        "year": day.year,
        "targets_in_year": [target.id for target in asked],
    }


def _line(plan: Plan, day: date, lang: Lang) -> tuple[str, str, str, str]:
    issued = f", {reports.day_text(plan.issued, lang.code)}" if plan.issued else ""
    counts = {"targets": plan.targets, "duties": plan.duties, "reports": plan.reporting}
    asked = len(plans.targets_in(plan, calendar_year(day.year)))
    key = "plan.year-targets" if asked else "plan.no-year-targets"
    return (
        plan.key,
        f"{plan.number or '—'}{issued}\n{plan.issuer}\n{source_text(plan, lang)}",
        label("plan.counts", lang, **{name: len(rows) for name, rows in counts.items()}),
        f"{_applies(plan, day, lang)}\n{label(key, lang, count=asked, year=day.year)}",
    )


def _applies(plan: Plan, day: date, lang: Lang) -> str:
    days = plans.in_force(plan)
    if days is None:
        return label("plan.never", lang)
    key = "over" if day > days.last else "not-yet" if day < days.first else "in-force"
    first, last = (reports.day_text(end, lang.code) for end in (days.first, days.last))
    return label(f"plan.{key}", lang, first=first, last=last)


def _whole(plan: Plan, lang: Lang) -> dict[str, object]:
    rows: tuple[_Row, ...] = (*plan.targets, *plan.duties, *plan.reporting)
    return {
        "title": plan.title,
        "level": plan.level,
        "area": plan.area,
        "implements": list(plan.implements),
        "notes": plan.notes,
        "rows": [_row(row, plan, lang) for row in rows],
        "out_of_scope": [
            {
                "id": row.id,
                "clause": row.citation.pinpoint,
                "reason": row.reason,
                "quote": plan.words(row),
            }
            for row in plan.out_of_scope
        ],
    }


def _row(row: _Row, plan: Plan, lang: Lang) -> dict[str, object]:
    shown: dict[str, object] = {
        "kind": _KINDS[type(row)],
        "id": row.id,
        "clause": row.citation.pinpoint,
        "asks": reports.asks_text(row, plan, lang.code),
        "quote": plan.words(row),
    }
    if isinstance(row, ReportingDuty):
        who = {"by": list(row.by), "to": list(row.to), "via": row.via}
        shown |= who | {"content": list(row.content)}
    else:
        shown["force"] = row.force.value
    return shown


def _show_plan(plan: Plan, day: date, lang: Lang) -> None:
    out = console()
    out.print(plan_title(plan), style="bold")
    out.print(plan.title)
    for line in _heading(plan, day, lang):
        out.print(line)
    targets = [(row, reports.asks_text(row, plan, lang.code)) for row in plan.targets]
    duties = [(row, reports.asks_text(row, plan, lang.code)) for row in plan.duties]
    asked = [(row, _reporting_text(row, plan, lang)) for row in plan.reporting]
    beyond = [(row, row.reason) for row in plan.out_of_scope]
    _show_section("targets", "asks", targets, plan, lang)
    _show_section("duties", "asks", duties, plan, lang)
    _show_section("reporting", "who", asked, plan, lang)
    _show_section("out_of_scope", "reason", beyond, plan, lang)
    if not plan.source.complete:
        out.print(label("plan.unseen", lang), style="bold")


def _heading(plan: Plan, day: date, lang: Lang) -> Iterator[str]:
    first, last = (
        reports.day_text(end, lang.code) for end in (plan.period.first, plan.period.last)
    )
    values = {
        "issued": reports.day_text(plan.issued, lang.code) if plan.issued else "—",
        "applies": f"{first} - {last} ({_applies(plan, day, lang)})",
        "source": source_text(plan, lang),
        "implements": ", ".join(plan.implements),
        "notes": plan.notes,
    }
    for key, value in values.items():
        if value:
            yield f"{label(f'plan.{key}', lang)}: {value}"


def _reporting_text(row: ReportingDuty, plan: Plan, lang: Lang) -> str:
    to = reports.receiver_text(row, lang.code)
    return f"{', '.join(row.by)} → {to}\n{reports.asks_text(row, plan, lang.code)}"


def _show_section(
    name: str,
    column: str,
    rows: Iterable[tuple[_Row | OutOfScope, str]],
    plan: Plan,
    lang: Lang,
) -> None:
    cells = [
        (f"{row.id}\n{row.citation.pinpoint}", text, _quote(row, plan, lang)) for row, text in rows
    ]
    title = label(f"plan.section-{name}", lang, count=len(cells))
    if not cells:
        console().print(title)
        return
    columns = [label(f"plan.{key}", lang) for key in ("id-clause", column, "quote")]
    show_table(columns, cells, title=title)


def _quote(row: _Row | OutOfScope, plan: Plan, lang: Lang) -> str:
    if row.quote.same_as is not None:
        return label("plan.same-words", lang, id=row.quote.same_as)
    return plan.words(row)
