"""A file as lines of typed cells, whatever its format."""

from attrs import frozen

from cashless_edu_health import intake
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Finding
from cashless_edu_health.intake import CellKind, SheetCell, SheetLine
from cashless_edu_health.statements._layout import FileFormat, Layout
from cashless_edu_health.statements._rules import NOT_CSV, NOT_XLSX

EMPTY = SheetCell(CellKind.EMPTY)


@frozen
class Lines:
    """The lines of a file up to where it can no longer be read.

    Attributes:
        lines: Numbered from 1; blank ones at the end are left off.
        broken: Why the rest cannot be read, if so.
        reason: The same in English, in the words of ``intake``.
    """

    lines: tuple[SheetLine, ...]
    broken: tuple[Finding, ...] = ()
    reason: DataError | None = None


def lines_of(data: bytes, layout: Layout, *, file: str) -> Lines:
    """The lines of a file as the layout says that it is made."""
    if layout.format is FileFormat.XLSX:
        try:
            return Lines(intake.xlsx_lines(data, file=file, sheet=layout.sheet))
        except DataError as error:
            return Lines((), (Finding(NOT_XLSX),), error)
    return _csv(data, layout, file)


def _csv(data: bytes, layout: Layout, file: str) -> Lines:
    lines: list[SheetLine] = []
    broken: tuple[Finding, ...] = ()
    reason = None
    try:
        for line, cells in intake.csv_lines(
            data, file=file, delimiter=layout.delimiter, encoding=layout.encoding
        ):
            lines.append(SheetLine(line, tuple(map(_text, cells))))
    except DataError as error:
        broken, reason = (Finding(NOT_CSV, path=error.path),), error
    while lines and is_blank(lines[-1].cells):
        lines.pop()
    return Lines(tuple(lines), broken, reason)


def _text(cell: str) -> SheetCell:
    return SheetCell(CellKind.TEXT, cell) if cell else EMPTY


def is_blank(cells: tuple[SheetCell, ...]) -> bool:
    """Whether no cell holds anything."""
    return all(cell.kind is CellKind.EMPTY for cell in cells)
