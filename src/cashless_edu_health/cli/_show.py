"""What every command shares: its options, its two formats, its exit codes."""

import json
from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from cashless_edu_health import messages
from cashless_edu_health.findings import Report, Skipped
from cashless_edu_health.messages import Language

_SHORT: Final = 13
"""Cells up to this length (ids, dates, numbers of plans) are never broken."""


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
    table = Table(
        title=title or None, title_justify="left", show_header=any(names), show_lines=lines
    )
    cells = [tuple(row) for row in rows]
    for position, column in enumerate(names):
        short = all(len(row[position]) <= _SHORT for row in cells)
        table.add_column(column, overflow="fold", no_wrap=short)
    for row in cells:
        table.add_row(*row)
    console().print(table)


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
        severity = messages.text(f"severity.{finding.rule.severity.value}", lang.code)
        place = f" {finding.path}" if finding.path else ""
        out.print(f"{severity}{place}: {finding.message(lang.code)} [{finding.rule.id}]")
    for reason, checks in _by_reason(report.skipped, lang).items():
        out.print(f"{label('not-checked', lang)} ({', '.join(checks)}): {reason}")


def _by_reason(skipped: Iterable[Skipped], lang: Lang) -> Mapping[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        reasons.setdefault(one.message(lang.code), []).append(one.check)
    return reasons
