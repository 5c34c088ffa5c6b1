"""``cashless assess``: a plan held against a dataset folder."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final

import typer

from cashless_edu_health import compliance, documents, intake, messages, reports
from cashless_edu_health.cli._chosen import (
    DATE,
    PlanArgument,
    WindowChoice,
    chosen_plan,
    chosen_readings,
    chosen_window,
    past_day,
)
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    console,
    label,
    plan_title,
    report_json,
    show_json,
    show_report,
    show_table,
    source_text,
)
from cashless_edu_health.compliance import Assessment, Gap, Outcome, Part, Result, Steps

_LARGE: Final = re.compile(r"(?<=\.[0-9]{3}|,[0-9]{3})/")
"""Between sums of money, where a narrow table may break the line."""

EXAMPLE: Final = (
    "Ví dụ / Example: cashless assess DN24 so-lieu/ --period 2022 --as-of 2022-12-31"
    " --reading payer_scope=all_payers"
)


DatasetArgument = Annotated[
    Path, typer.Argument(help="Folder: institutions, receipts, tallies ...")
]
PeriodOption = Annotated[
    int | None, typer.Option("--period", help="Year of the window.", min=1900, max=9000)
]
WindowOption = Annotated[
    WindowChoice,
    typer.Option(
        "--window",
        help="Days that figures are drawn over: of the year --period, or"
        " --from and --to (school_year, given).",
    ),
]
FirstOption = Annotated[
    datetime | None, typer.Option("--from", formats=DATE, help="First day of the window.")
]
LastOption = Annotated[
    datetime | None, typer.Option("--to", formats=DATE, help="Last day of the window.")
]
AsOfOption = Annotated[
    datetime | None, typer.Option("--as-of", formats=DATE, help="State judged; default today.")
]
KnownAtOption = Annotated[
    datetime | None,
    typer.Option("--known-at", formats=DATE, help="What was recorded; default today."),
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="NAME=OPTION", help="Another reading; repeatable."),
]
FailOnOption = Annotated[
    list[Outcome] | None,
    typer.Option(
        "--fail-on",
        metavar="OUTCOME",
        help="Exit with 1 when a target has this outcome (met, not_met, not_due ...); repeatable.",
    ),
]
HtmlOption = Annotated[Path | None, typer.Option("--html", help="Also write a page here.")]


def assess(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanArgument,
    dataset: DatasetArgument,
    period: PeriodOption = None,
    window: WindowOption = WindowChoice.CALENDAR_YEAR,
    first: FirstOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    reading: ReadingOption = None,
    fail_on: FailOnOption = None,
    html: HtmlOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Compute a plan from records / Tính kế hoạch từ số liệu."""
    today = date.today()
    chosen = chosen_plan(plan, lang)
    assessment = compliance.assess(
        chosen,
        period=chosen_window(window, period, first, last),
        as_of=past_day(as_of, "--as-of", today),
        known_at=past_day(known_at, "--known-at", today),
        readings=chosen_readings(chosen, reading or ()),
        dataset=documents.read_dataset(dataset),
    )
    if html is not None:
        intake.write_whole(html, reports.assessment_html(assessment, lang=lang.code).encode())
    if format_ is Format.JSON:
        show_json(assessment_json(assessment, lang))
    else:
        show_assessment(assessment, lang)
    if any(result.outcome in (fail_on or ()) for result in assessment):
        raise typer.Exit(Exit.FINDINGS)


def show_assessment(assessment: Assessment, lang: Lang) -> None:
    """The targets as a table, then what is odd about the data."""
    plan, out = assessment.plan, console()
    out.print(plan_title(plan), style="bold")
    for line in _basis(assessment, lang):
        out.print(line)
    names = ("id", "subject", "figures", "outcome")
    columns = tuple(label(f"assess.{name}", lang) for name in names)
    rows = reports.assessment_rows(assessment, lang.code)
    show_table(
        columns,
        (
            (
                f"{row.id}\n{row.clause}",
                _subject(row, lang),
                "\n".join(_LARGE.sub(" / ", figure) for figure in row.figures) or "—",
                "\n".join((row.outcome, *row.notes)),
            )
            for row in rows
        ),
    )
    show_report(assessment.report, lang)


def _subject(row: reports.AssessmentRow, lang: Lang) -> str:
    asked = (label("assess.asked", lang, demand=row.asked),) if row.asked else ()
    return "\n".join((row.subject, *asked))


def _basis(assessment: Assessment, lang: Lang) -> Iterator[str]:
    """What the figures rest on: window, days, readings, and the text that was read."""
    window = assessment.window
    days = {
        "first": window.first,
        "last": window.last,
        "as_of": assessment.as_of,
        "known_at": assessment.known_at,
    }
    shown = {name: reports.day_text(day, lang.code) for name, day in days.items()}
    kind = messages.text(f"window.{window.kind.value}", lang.code)
    basis = messages.text("assessment.basis", lang.code, **shown)
    yield f"{messages.text('assessment.window', lang.code, window=kind)} {basis}"
    chosen = ", ".join(f"{name}={option}" for name, option in assessment.readings.items())
    yield label("assess.readings", lang, readings=chosen)
    source = source_text(assessment.plan, lang)
    yield messages.text("assessment.source", lang.code, source=source)


def assessment_json(assessment: Assessment, lang: Lang) -> dict[str, object]:
    """The assessment for programs: exact fractions as ``n/d``, outcomes by their stable words."""
    rows = reports.assessment_rows(assessment, lang.code)
    outcomes = [r.outcome for r in assessment] + [d.outcome for d in assessment.duties]
    return {
        "plan": assessment.plan.id,
        "from": assessment.window.first.isoformat(),
        "to": assessment.window.last.isoformat(),
        "window": assessment.window.kind.value,
        "as_of": assessment.as_of.isoformat(),
        "known_at": assessment.known_at.isoformat(),
        "readings": dict(assessment.readings),
        "source_kind": assessment.plan.source.kind.value,
        "source_complete": assessment.plan.source.complete,
        "targets": [_target_json(result) for result in assessment],
        "rows": [
            {"id": row.id, "outcome": outcome.value, "text": row.outcome, "notes": list(row.notes)}
            for row, outcome in zip(rows, outcomes, strict=True)
        ],
        "report": report_json(assessment.report, lang),
    }


def _target_json(result: Result) -> dict[str, object]:
    return {
        "id": result.target.id,
        "clause": result.target.citation.pinpoint,
        "outcome": result.outcome.value,
        "provisional": result.provisional and result.provisional.value,
        "reason": result.reason or None,
        "robust": result.robust,
        "bound": str(result.bound) if result.bound else None,
        "figures": _figures_json(result.part),
        "used": dict(result.used),
        "readings": [
            {
                "reading": other.reading,
                "option": other.option,
                "outcome": other.outcome.value,
                "figures": _figures_json(other.part),
            }
            for other in result.readings
        ],
    }


def _figures_json(part: Part) -> list[dict[str, object]]:
    return [
        {
            "label": leaf.label,
            "numerator": leaf.numerator,
            "denominator": leaf.denominator,
            "share": _exact(leaf.share),
            "low": _exact(leaf.low),
            "high": _exact(leaf.high),
            "outcome": leaf.outcome.value,
            "reason": leaf.reason or None,
            "gap": leaf.gap and _gap_json(leaf.gap),
            "aspiration_gap": leaf.aspiration_gap and _gap_json(leaf.aspiration_gap),
            "missing": list(leaf.missing),
        }
        for leaf in part.leaves()
    ]


def _exact(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _gap_json(gap: Gap) -> dict[str, object]:
    return {
        "unit": gap.unit.value,
        "convert": gap.convert and _steps_json(gap.convert),
        "no_convert": gap.no_convert or None,
        "add": gap.add and _steps_json(gap.add),
        "no_add": gap.no_add or None,
    }


def _steps_json(steps: Steps) -> dict[str, int]:
    return {"least": steps.least, "most": steps.most}
