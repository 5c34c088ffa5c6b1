"""From a file with a layout to credit entries, all or none."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import define, field, frozen

from cashless_edu_health import intake
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Finding, Report, Skipped
from cashless_edu_health.intake import SheetLine
from cashless_edu_health.statements import _header
from cashless_edu_health.statements._balances import chain_of, own_balances
from cashless_edu_health.statements._entry import LineReader, Movement
from cashless_edu_health.statements._header import Header
from cashless_edu_health.statements._ids import Numbering
from cashless_edu_health.statements._labels import account_of, balance_of, starts_with
from cashless_edu_health.statements._layout import FileFormat, Layout
from cashless_edu_health.statements._lines import Lines, is_blank, lines_of
from cashless_edu_health.statements._rules import (
    BELOW_THE_END,
    HEADER_AGAIN,
    ID_TWICE,
    OTHER_ACCOUNT,
    WIDTH,
)
from cashless_edu_health.statements._statement import Inspection, Statement


def read(path: Path, *, layout: Layout, account: Account | None = None) -> tuple[CreditEntry, ...]:
    """The entries of a file, in its order.

    Args:
        path: The file.
        layout: How it is written (``registry.layout``).
        account: Whose export it is; needed when neither lines nor letterhead tell, and held
            against them when they do.

    Raises:
        DataError: The file cannot be read, or a line is broken: the first is named with its
            column, and how many more there are. Nothing is imported then.
        MissingExtraError: An XLSX file, and the extra ``xlsx`` is not installed.
    """
    data = intake.file_bytes(path)
    return read_bytes(data, file=path.name, layout=layout, account=account)


def read_bytes(
    data: bytes, *, file: str, layout: Layout, account: Account | None = None
) -> tuple[CreditEntry, ...]:
    """The entries of a file already in memory, in its order.

    Raises:
        DataError: As :func:`read`.
        MissingExtraError: As :func:`read`.
    """
    lines = lines_of(data, layout, file=file)
    inspection = _inspected(lines, layout, account)
    inspection.raise_for_errors(file=file, reason=lines.reason)
    return inspection.entries


def check(path: Path, *, layout: Layout, account: Account | None = None) -> Report:
    """Every fault of a file, in its order; the path of each names the line and the column.

    Raises:
        DataError: The file cannot be read from the disk.
        MissingExtraError: As :func:`read`.
    """
    data = intake.file_bytes(path)
    return check_bytes(data, file=path.name, layout=layout, account=account)


def check_bytes(
    data: bytes, *, file: str, layout: Layout, account: Account | None = None
) -> Report:
    """Every fault of a file already in memory; ``file`` is its name."""
    return inspect_bytes(data, file=file, layout=layout, account=account).report


def inspect_bytes(
    data: bytes, *, file: str, layout: Layout, account: Account | None = None
) -> Inspection:
    """What a file in memory holds, and every fault of it; never raises for its content.

    Raises:
        MissingExtraError: As :func:`read`.
    """
    return _inspected(lines_of(data, layout, file=file), layout, account)


def fitting(data: bytes, layouts: Iterable[Layout]) -> tuple[Layout, ...]:
    """The layouts whose headings a file has; nothing below the headings is looked at.

    Raises:
        MissingExtraError: A layout is of XLSX files, and the extra ``xlsx`` is not installed.
    """
    return tuple(
        layout
        for layout in layouts
        if _is_of(data, layout.format)
        and isinstance(_header.found(lines_of(data, layout, file="").lines, layout), Header)
    )


def _is_of(data: bytes, form: FileFormat) -> bool:
    zipped = data.startswith(b"PK")
    return zipped is (form is FileFormat.XLSX)


def _inspected(lines: Lines, layout: Layout, account: Account | None) -> Inspection:
    header = _header.found(lines.lines, layout) if lines.lines or not lines.broken else ()
    if not isinstance(header, Header):
        skipped = (Skipped(check="lines", reason="header-broken"),)
        findings = (*header, *lines.broken)
        return Inspection(report=Report(findings, checked=("header",), skipped=skipped))
    table = _Table(layout, header, account)
    table.take(lines.lines)
    around = _Around.of(table.around, layout, account)
    findings = (*around.findings, *table.findings, *lines.broken)
    return _judged(findings, _statements(table, around) if not findings else (), table)


@frozen
class _Around:
    """What stands above and below a table."""

    account: Account | None
    opening: int | None
    closing: int | None
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, lines: Sequence[SheetLine], layout: Layout, given: Account | None) -> "_Around":
        account = account_of(lines, layout, given)
        opening = balance_of(lines, layout.opening_labels, layout)
        closing = balance_of(lines, layout.closing_labels, layout)
        every = (account, opening, closing)
        return cls(
            account=None if isinstance(account, Finding) else account,
            opening=None if isinstance(opening, Finding) else opening,
            closing=None if isinstance(closing, Finding) else closing,
            findings=tuple(one for one in every if isinstance(one, Finding)),
        )


@define
class _Table:
    """The lines of a file as they are told apart: entries, what stands around them, faults."""

    layout: Layout
    header: Header
    given: Account | None
    movements: list[Movement] = field(factory=list)
    around: list[SheetLine] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    _lines: dict[str, int] = field(factory=dict)
    _ended: bool = False

    def take(self, lines: Sequence[SheetLine]) -> None:
        first = self.header.line + self.layout.header_lines
        for line in lines:
            if line.line < first:
                self.around.append(line)
            elif is_blank(line.cells) and (self.layout.blank_lines or self._ended):
                continue
            elif self._ended or starts_with(line, self.layout.footers):
                self._below(line)
            elif starts_with(line, (*self.layout.opening_labels, *self.layout.closing_labels)):
                self.around.append(line)
            else:
                self._entry(line)

    def _below(self, line: SheetLine) -> None:
        """A line at or behind the end of the table, where no entry may stand."""
        if self._ended and self._read(line).movement is not None:
            self.findings.append(Finding(BELOW_THE_END, path=f"line {line.line}"))
        self._ended = True
        self.around.append(line)

    def _entry(self, line: SheetLine) -> None:
        read = self._read(line)
        if read.movement is None and _header.is_header(line.cells, self.layout):
            self.findings.append(Finding(HEADER_AGAIN, path=f"line {line.line}"))
            return
        self.findings.extend(read.faults)
        if read.id is not None and self._lines.setdefault(read.id, line.line) != line.line:
            path = f"line {line.line}, {_header.title(self.layout, 'id')}"
            self.findings.append(
                Finding(ID_TWICE, path=path, values={"line": self._lines[read.id]})
            )
        if read.movement is not None:
            self._movement(read.movement)

    def _movement(self, movement: Movement) -> None:
        if self.given is not None and movement.account not in (None, self.given):
            self.findings.append(Finding(OTHER_ACCOUNT, path=f"line {movement.line}"))
        self.movements.append(movement)

    def _read(self, line: SheetLine) -> "_ReadLine":
        exact = self.layout.format is FileFormat.CSV
        outside = [cell for cell in line.cells[self.header.width :] if not is_blank((cell,))]
        if outside or (exact and len(line.cells) != self.header.width):
            values = {"cells": len(line.cells), "columns": self.header.width}
            return _ReadLine(faults=[Finding(WIDTH, path=f"line {line.line}", values=values)])
        reader = LineReader(line, self.header, self.layout)
        return _ReadLine(movement=reader.movement(), faults=reader.faults, id=reader.id)


@frozen(kw_only=True)
class _ReadLine:
    movement: Movement | None = None
    faults: list[Finding]
    id: str | None = None


def _judged(
    findings: tuple[Finding, ...],
    statements: tuple[Statement, ...],
    table: _Table,
) -> Inspection:
    """The result: what was found about the balances too, when all lines are read."""
    reason = "lines-broken" if findings else "no-balances"
    skipped = (Skipped(check="balances", reason=reason),) if table.layout.tells_balances else ()
    told = any(one.balance is not None for one in table.movements) or any(
        None not in (one.opening, one.closing) for one in statements
    )
    if findings or not told:
        report = Report(findings, checked=("header", "lines"), skipped=skipped)
        return Inspection(report=report, statements=statements)
    warnings = (*chain_of(table.movements).findings, *own_balances(statements))
    report = Report(warnings, checked=("header", "lines", "balances"))
    return Inspection(report=report, statements=statements)


def _statements(table: _Table, around: _Around) -> tuple[Statement, ...]:
    """The statements of a table, one for each account."""
    numbering = Numbering(table.layout.name)
    by_account: dict[Account, list[CreditEntry]] = {}
    if around.account is not None:
        by_account[around.account] = []
    for movement in table.movements:
        # An account has a column, or it is known from around the table: else there is a finding.
        account = next(one for one in (movement.account, around.account) if one is not None)
        by_account.setdefault(account, []).append(movement.entry(account, numbering))
    chain = chain_of(table.movements)
    alone = len(by_account) == 1
    opening = chain.opening if around.opening is None else around.opening
    closing = chain.closing if around.closing is None else around.closing
    return tuple(
        Statement(
            account=account,
            entries=tuple(entries),
            opening=opening if alone else None,
            closing=closing if alone else None,
        )
        for account, entries in by_account.items()
    )
