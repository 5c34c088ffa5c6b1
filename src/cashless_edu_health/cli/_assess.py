"""``cashless assess``: a plan held against a dataset folder."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cashless_edu_health import compliance, documents, registry, reports
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    console,
    label,
    report_json,
    show_json,
    show_report,
    show_table,
)
from cashless_edu_health.compliance import Assessment, Outcome
from cashless_edu_health.periods import calendar_year

_DATE = ["%Y-%m-%d"]


def assess(
    plan: Annotated[str, typer.Argument(help="Id or key of a plan, e.g. DN24.")],
    dataset: Annotated[Path, typer.Argument(help="Folder: institutions, receipts, tallies ...")],
    period: Annotated[int, typer.Option(help="Calendar year.", min=1900, max=9000)],
    as_of: Annotated[
        datetime | None, typer.Option(formats=_DATE, help="State judged; default today.")
    ] = None,
    known_at: Annotated[
        datetime | None, typer.Option(formats=_DATE, help="What was recorded; default today.")
    ] = None,
    fail_on: Annotated[
        list[Outcome] | None, typer.Option(help="Exit with 1 when a target has this outcome.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Also write a page here.")] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Compute a plan from records / Tính kế hoạch từ số liệu."""
    today = date.today()
    assessment = compliance.assess(
        registry.plan(plan),
        documents.read_dataset(dataset),
        period=calendar_year(period),
        as_of=as_of.date() if as_of else today,
        known_at=known_at.date() if known_at else today,
    )
    if html is not None:
        html.write_text(reports.assessment_html(assessment, lang=lang.code), encoding="utf-8")
    if format_ is Format.JSON:
        show_json(assessment_json(assessment, lang))
    else:
        show_assessment(assessment, lang)
    if any(result.outcome in (fail_on or ()) for result in assessment):
        raise typer.Exit(Exit.FINDINGS)


def show_assessment(assessment: Assessment, lang: Lang) -> None:
    """The targets as a table, then what is odd about the data."""
    plan = assessment.plan
    console().print(f"{plan.key} · {plan.number or '—'} · {plan.issuer}", style="bold")
    names = ("id", "subject", "asked", "figures", "outcome")
    columns = tuple(label(f"assess.{name}", lang) for name in names)
    rows = reports.assessment_rows(assessment, lang.code)
    show_table(
        columns,
        (
            (
                f"{row.id}\n{row.clause}",
                row.subject,
                row.asked or "—",
                "\n".join(row.figures) or "—",
                "\n".join((row.outcome, *row.notes)),
            )
            for row in rows
        ),
    )
    show_report(assessment.report, lang)


def assessment_json(assessment: Assessment, lang: Lang) -> dict[str, object]:
    """The assessment for programs: exact fractions as ``n/d``, outcomes by their stable words."""
    rows = reports.assessment_rows(assessment, lang.code)
    outcomes = [r.outcome for r in assessment] + [d.outcome for d in assessment.duties]
    return {
        "plan": assessment.plan.id,
        "from": assessment.window.first.isoformat(),
        "to": assessment.window.last.isoformat(),
        "as_of": assessment.as_of.isoformat(),
        "known_at": assessment.known_at.isoformat(),
        "source_kind": assessment.plan.source.kind.value,
        "targets": [
            {
                "id": result.target.id,
                "clause": result.target.citation.pinpoint,
                "outcome": result.outcome.value,
                "provisional": result.provisional and result.provisional.value,
                "reason": result.reason or None,
                "robust": result.robust,
                "bound": str(result.bound) if result.bound else None,
                "figures": [
                    {
                        "label": part.label,
                        "numerator": part.numerator,
                        "denominator": part.denominator,
                        "share": str(part.share) if part.share is not None else None,
                        "outcome": part.outcome.value,
                    }
                    for part in result.part.leaves()
                ],
            }
            for result in assessment
        ],
        "rows": [
            {"id": row.id, "outcome": outcome.value, "text": row.outcome, "notes": list(row.notes)}
            for row, outcome in zip(rows, outcomes, strict=True)
        ],
        "report": report_json(assessment.report, lang),
    }
