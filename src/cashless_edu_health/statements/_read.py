"""From the lines of a file to credit entries, all or none."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from cashless_edu_health import intake
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Finding, Report, Rule, Severity, Skipped
from cashless_edu_health.intake import CsvLine
from cashless_edu_health.statements._entry import RULES as _ENTRY_RULES
from cashless_edu_health.statements._entry import entry_of, faults_of
from cashless_edu_health.statements._layout import Layout

_NOT_CSV: Final = Rule(id="ST-01", severity=Severity.ERROR)
_COLUMN_MISSING: Final = Rule(id="ST-02", severity=Severity.ERROR)
_COLUMN_UNKNOWN: Final = Rule(id="ST-03", severity=Severity.ERROR)
_COLUMN_TWICE: Final = Rule(id="ST-04", severity=Severity.ERROR)
_WIDTH: Final = Rule(id="ST-05", severity=Severity.ERROR)
_ID_TWICE: Final = Rule(id="ST-06", severity=Severity.ERROR)

RULES: Final = (
    _NOT_CSV,
    _COLUMN_MISSING,
    _COLUMN_UNKNOWN,
    _COLUMN_TWICE,
    _WIDTH,
    _ID_TWICE,
    *_ENTRY_RULES,
)
"""Every rule of :func:`check`."""


@frozen
class _Contents:
    entries: tuple[CreditEntry, ...]
    findings: tuple[Finding, ...]
    header_broken: bool = False


def read(path: Path, *, layout: Layout) -> tuple[CreditEntry, ...]:
    """The entries of a file, in its order.

    Raises:
        DataError: The file cannot be read, or a line is broken: the first is named with its
            column, and how many more there are. Nothing is imported then.
    """
    return read_bytes(intake.file_bytes(path), file=path.name, layout=layout)


def read_bytes(data: bytes, *, file: str, layout: Layout) -> tuple[CreditEntry, ...]:
    """The entries of a file already in memory, in its order.

    Raises:
        DataError: As :func:`read`.
    """
    contents = _contents(data, layout)
    if contents.findings:
        first, *rest = contents.findings
        more = f" (and {len(rest)} more)" if rest else ""
        raise DataError(f"{first.message('en')}{more}", file=file, path=first.path)
    return contents.entries


def check(path: Path, *, layout: Layout) -> Report:
    """Every fault of a file, in its order; the path of each names the line and the column.

    Raises:
        DataError: The file cannot be read from the disk.
    """
    return check_bytes(intake.file_bytes(path), file=path.name, layout=layout)


def check_bytes(data: bytes, *, file: str, layout: Layout) -> Report:
    """Every fault of a file already in memory; ``file`` is its name."""
    del file  # the findings name places inside it
    contents = _contents(data, layout)
    if contents.header_broken:
        skipped = (Skipped(check="lines", reason="header-broken"),)
        return Report(findings=contents.findings, checked=("header",), skipped=skipped)
    return Report(findings=contents.findings, checked=("header", "lines"))


def _contents(data: bytes, layout: Layout) -> _Contents:
    lines: list[CsvLine] = []
    broken: tuple[Finding, ...] = ()
    try:
        for line in intake.csv_lines(
            data, file="", delimiter=layout.delimiter, encoding=layout.encoding
        ):
            lines.append(line)  # noqa: PERF402 - the lines before a broken one are kept
    except DataError as error:
        broken = (Finding(_NOT_CSV, path=error.path),)
    while lines and not any(lines[-1].cells):
        lines.pop()
    header = lines[0].cells if lines else ()
    if broken and not lines:
        return _Contents((), broken, header_broken=True)
    if faults := tuple(_header_faults(header, layout.columns.names)):
        return _Contents((), (*faults, *broken), header_broken=True)
    entries, findings = _rows(lines[1:], header, layout)
    return _Contents(entries, (*findings, *broken))


def _header_faults(header: Sequence[str], names: Sequence[str]) -> Iterator[Finding]:
    for name in names:
        if name not in header:
            yield Finding(_COLUMN_MISSING, path="line 1", values={"column": name})
    for position, column in enumerate(header):
        # A file without a header has a person's data here: an unknown column is not quoted.
        if column not in names:
            yield Finding(_COLUMN_UNKNOWN, path=f"line 1, column {position + 1}")
        elif column in header[:position]:
            yield Finding(_COLUMN_TWICE, path="line 1", values={"column": column})


def _rows(
    lines: Sequence[CsvLine], header: Sequence[str], layout: Layout
) -> tuple[tuple[CreditEntry, ...], tuple[Finding, ...]]:
    entries: list[CreditEntry] = []
    findings: list[Finding] = []
    first_line: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) != len(header):
            values = {"cells": len(cells), "columns": len(header)}
            findings.append(Finding(_WIDTH, path=f"line {line}", values=values))
            continue
        row = dict(zip(header, cells, strict=True))
        faults = tuple(faults_of(row, layout, line))
        findings.extend(faults)
        entry_id = row[layout.columns.id].strip()
        if entry_id and first_line.setdefault(entry_id, line) != line:
            path = f"line {line}, {layout.columns.id}"
            findings.append(Finding(_ID_TWICE, path=path, values={"line": first_line[entry_id]}))
        elif not faults:
            entries.append(entry_of(row, layout))
    return tuple(entries), tuple(findings)
