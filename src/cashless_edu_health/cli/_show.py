"""What every command shares: its options, its two formats, its exit codes."""

import json
import re
from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from cashless_edu_health import messages
from cashless_edu_health.errors import CashlessError
from cashless_edu_health.findings import Finding, Report, Skipped
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import Plan

_SHORT: Final = 13
"""Lines of cells up to this length (ids, dates, numbers of plans) are never broken."""

_TIE: Final = "\ue000"
"""A letter that no text has; rich breaks lines at every space, no-break spaces among them."""

_UNBREAKABLE: Final = re.compile("\u00a0|(?<=[≥≤>]) (?=[0-9])| (?=%)")


class Exit(IntEnum):
    """Exit codes."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


class Lang(StrEnum):
    """Language of the text answer."""

    VI = "vi"
    EN = "en"

    @property
    def code(self) -> Language:
        """The language as the library takes it."""
        return "en" if self is Lang.EN else "vi"


class UsageError(CashlessError):
    """Words of the command line that do not go together; one line says which and what to do."""

    def __init__(self, option: str, advice: str) -> None:
        super().__init__(option, advice)
        self.option = option
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.option}: {self.advice}"


LangOption = Annotated[Lang, typer.Option("--lang", help="Language of the answer.")]
FormatOption = Annotated[
    Format, typer.Option("--format", help="text for people, json for programs.")
]


def label(key: str, lang: Lang, **values: object) -> str:
    """A label of the command line."""
    return messages.text(f"cli.{key}", lang.code, **values)


def console(*, stderr: bool = False) -> Console:
    """The terminal; colours and widths as it has them, no mark-up in data."""
    return Console(stderr=stderr, markup=False, highlight=False)


def show_json(value: object) -> None:
    """One JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_table(
    columns: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    title: str = "",
    lines: bool = False,
) -> None:
    """A table for people; without a heading when no column has a name."""
    names = tuple(columns)
    cells = [tuple(_tied(cell) for cell in row) for row in rows]
    table = Table(
        title=title or None, title_justify="left", show_header=any(names), show_lines=lines
    )
    for position, column in enumerate(names):
        texts = [text for row in cells for text in row[position].splitlines()]
        short = all(len(text) <= _SHORT for text in texts)
        table.add_column(column, overflow="fold", no_wrap=short)
    for row in cells:
        table.add_row(*row)
    out = console()
    with out.capture() as drawn:
        out.print(table)
    typer.echo(drawn.get().replace(_TIE, " "), nl=False)


def _tied(cell: str) -> str:
    """The cell with the spaces at which no line may break made into letters, as rich sees them."""
    return _UNBREAKABLE.sub(_TIE, cell)


def report_json(report: Report, lang: Lang) -> Mapping[str, object]:
    """A report as JSON: rule, severity, path and message of each finding; what was skipped."""
    return {
        "ok": report.ok,
        "findings": [
            {
                "rule": finding.rule.id,
                "severity": finding.rule.severity.value,
                "path": finding.path,
                "message": finding.message(lang.code),
            }
            for finding in report.findings
        ],
        "checked": list(report.checked),
        "skipped": [
            {"check": skipped.check, "reason": skipped.message(lang.code)}
            for skipped in report.skipped
        ],
    }


def show_report(report: Report, lang: Lang) -> None:
    """A report as lines: severity, place, message, rule; then what was not checked."""
    out = console()
    for finding in report.findings:
        out.print(finding_text(finding, lang))
    for reason, checks in _by_reason(report.skipped, lang).items():
        out.print(f"{label('not-checked', lang)} ({', '.join(checks)}): {reason}")


def finding_text(finding: Finding, lang: Lang) -> str:
    """A finding as one line: severity, place, message, rule."""
    severity = messages.text(f"severity.{finding.rule.severity.value}", lang.code)
    place = f" {finding.path}" if finding.path else ""
    return f"{severity}{place}: {finding.message(lang.code)} [{finding.rule.id}]"


def plan_title(plan: Plan) -> str:
    """Key, number and issuer of a plan."""
    return f"{plan.key} · {plan.number or '—'} · {plan.issuer}"


def source_text(plan: Plan, lang: Lang) -> str:
    """What was read of a plan, and whether it was the whole."""
    kind = messages.text(f"source.{plan.source.kind.value}", lang.code)
    return label("plan.whole" if plan.source.complete else "plan.part", lang, source=kind)


def _by_reason(skipped: Iterable[Skipped], lang: Lang) -> Mapping[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        reasons.setdefault(one.message(lang.code), []).append(one.check)
    return reasons
