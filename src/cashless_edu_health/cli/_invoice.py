"""``cashless invoice check``: invoices against the minimum payment template."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cashless_edu_health import documents, invoices, money, registry
from cashless_edu_health.cli._help import Command, command_group
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    console,
    finding_text,
    label,
    report_json,
    show_json,
)
from cashless_edu_health.findings import Report, Severity
from cashless_edu_health.institutions import Sector
from cashless_edu_health.invoices import Invoice

app = command_group()


class Moment(StrEnum):
    """When an invoice is looked at."""

    REQUEST = "request"
    SETTLEMENT = "settlement"


class _Row(NamedTuple):
    file: Path
    invoice: Invoice
    report: Report


@app.command("check", cls=Command)
def check(
    files: Annotated[list[Path], typer.Argument()],
    sector: Annotated[Sector, typer.Option("--sector")] = Sector.EDUCATION,
    at: Annotated[Moment, typer.Option("--at")] = Moment.REQUEST,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Hold invoices against the minimum payment template."""
    rows = list(_rows(files, sector, at))
    if format_ is Format.JSON:
        show_json([_json(row, lang) for row in rows])
    else:
        _show(rows, lang)
    if not all(row.report.ok for row in rows):
        raise typer.Exit(Exit.FINDINGS)


def _rows(files: list[Path], sector: Sector, at: Moment) -> Iterator[_Row]:
    template = registry.template(sector)
    for file in files:
        for invoice in documents.read_invoices(file):
            yield _Row(file, invoice, invoices.check(invoice, template, at=at.value))


def _json(row: _Row, lang: Lang) -> dict[str, object]:
    return {
        "file": str(row.file),
        "invoice": row.invoice.id,
        "total": row.invoice.total,
        "report": report_json(row.report, lang),
    }


def _show(rows: list[_Row], lang: Lang) -> None:
    out = console()
    remarks: Counter[str] = Counter()
    for row in rows:
        for finding in row.report.findings:
            text = finding_text(finding, lang)
            if finding.rule.severity is Severity.INFO:
                remarks[text] += 1
            else:
                out.print(f"{row.file.name} {row.invoice.id}: {text}")
    for remark, count in remarks.items():
        out.print(label("invoice.of-many", lang, finding=remark, count=count))
    wrong = sum(not row.report.ok for row in rows)
    due = money.format_vnd(sum(max(row.invoice.total, 0) for row in rows), lang.code)
    key = "some-wrong" if wrong else "all-right"
    text = label(f"invoice.{key}", lang, count=len(rows), wrong=wrong, due=due)
    out.print(text, style="bold")
