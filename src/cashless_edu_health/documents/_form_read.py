"""Returned forms: what institutions answered, or everything that is wrong with the file at once.

A file is a CSV table, or the sheet ``bieu`` of an XLSX workbook. The row of column keys may have
rows of labels above it. Nothing that stands in a cell is ever repeated in a finding.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from cashless_edu_health import intake
from cashless_edu_health.documents import _form_cells as cells
from cashless_edu_health.documents._form import REQUIRED, Form, FormColumn, any_column
from cashless_edu_health.documents._form_cells import Answer, answer
from cashless_edu_health.documents._form_rows import row_findings
from cashless_edu_health.documents._form_rules import (
    ANOTHER_WIDTH,
    COLUMN_MISSING,
    COLUMN_TWICE,
    HEADER_AGAIN,
    MERGED,
    NO_HEADER,
    NO_ROWS,
    REQUIRED_EMPTY,
    UNKNOWN_COLUMN,
    UNREADABLE,
)
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Finding, Report, Rule
from cashless_edu_health.intake import CellKind, SheetCell, SheetLine
from cashless_edu_health.periods import Window

SHEET: Final = "bieu"
GUIDE: Final = "huong-dan"
_FIRST_KEY: Final = "plan"
_HEADER_WITHIN: Final = 10
"""Rows of a file among which the column keys are looked for."""

_DELIMITERS: Final = (",", ";", "\t")
_CHECKED: Final = ("columns", "cells", "rows")


def _frozen_answers(answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    return MappingProxyType(dict(answers))


@frozen(kw_only=True)
class Return:
    """What one institution answered in one version of its return.

    Attributes:
        file: Name of the file.
        line: Line of the row in it.
        answers: What it answered by column key; ``None`` for what it left blank.
    """

    file: str
    line: int
    answers: Mapping[str, Answer] = field(converter=_frozen_answers, hash=False)

    @property
    def plan_id(self) -> str:
        """Id of the plan that the form was made for."""
        return str(self.answers["plan"])

    @property
    def window(self) -> Window:
        """The days that the form asks about."""
        return Window(self._day("paid_from"), self._day("paid_to"))

    @property
    def as_of(self) -> date:
        """The day on which the answers hold ("số liệu tính đến")."""
        return self._day("as_of")

    @property
    def version(self) -> int:
        """Number of the return, from 1; a correction has a higher one."""
        version = self.answers["version"]
        return version if isinstance(version, int) else 0

    def _day(self, key: str) -> date:
        day = self.answers[key]
        if not isinstance(day, date):
            raise TypeError(f"{key} is not a date")
        return day

    def text(self, key: str) -> str:
        """A text or word; ``""`` where nothing was answered."""
        return str(self.answers.get(key) or "")

    def family(self, prefix: str) -> Mapping[str, Answer]:
        """What was answered below a prefix (``"fact."``), by the rest of the key; no blanks."""
        return {
            key.removeprefix(prefix): value
            for key, value in self.answers.items()
            if key.startswith(prefix) and value is not None
        }


@frozen(kw_only=True)
class FormReading:
    """A returned file.

    Attributes:
        file: Its name.
        returns: What it answers, a row each; nothing of it when something is wrong.
        report: Everything that is wrong, with line and column.
    """

    file: str
    returns: tuple[Return, ...]
    report: Report


def read_form(path: Path, form: Form | None = None) -> FormReading:
    """What a returned form answers, or everything that is wrong with it.

    Args:
        path: A ``.csv`` or ``.xlsx`` file.
        form: The form that was sent out: other columns are then unknown, and all of its columns
            must be there. Without it any key that some form has is a column.

    Raises:
        MissingExtraError: An XLSX file, and the extra ``xlsx`` is not installed.
    """
    try:
        lines, merged = _lines(path)
    except DataError as error:
        finding = Finding(UNREADABLE, path=error.path, values={"reason": error.reason})
        return _refused(path, [finding])
    found = [Finding(MERGED)] if merged else []
    header = _header(lines)
    if header is None:
        return _refused(path, [*found, Finding(NO_HEADER)])
    keys = [_word(cell) for cell in lines[header].cells]
    columns = [_column(key, form) for key in keys]
    found += _header_findings(keys, columns, form, lines[header].line)
    if found:
        return _refused(path, found)
    labels = [_plain(line) for line in lines[: header + 1]]
    rows = []
    for line in lines[header + 1 :]:
        answers, wrong = _row(line, [c for c in columns if c is not None], labels)
        found += wrong
        rows.append(Return(file=path.name, line=line.line, answers=answers))
    found += [] if rows else [Finding(NO_ROWS)]
    if any(finding in found for finding in Report(tuple(found)).errors):
        return _refused(path, found)
    report = Report(findings=tuple(found), checked=_CHECKED)
    return FormReading(file=path.name, returns=tuple(rows), report=report)


def _refused(path: Path, found: Sequence[Finding]) -> FormReading:
    report = Report(findings=tuple(found), checked=_CHECKED)
    return FormReading(file=path.name, returns=(), report=report)


def _lines(path: Path) -> tuple[tuple[SheetLine, ...], bool]:
    data = intake.file_bytes(path)
    if path.suffix.lower() == ".xlsx":
        sheet = intake.xlsx_sheet(data, file=path.name, sheet=SHEET, beside=(GUIDE,))
        return sheet.lines, sheet.merged
    if path.suffix.lower() != ".csv":
        raise DataError("is neither .csv nor .xlsx", file=path.name)
    return _csv(data, path.name), False


def _csv(data: bytes, file: str) -> tuple[SheetLine, ...]:
    """The rows as the first delimiter splits them under which a row of keys is found."""
    plain: tuple[SheetLine, ...] | None = None
    error: DataError | None = None
    for delimiter in _DELIMITERS:
        try:
            lines = tuple(_csv_lines(data, file, delimiter))
        except DataError as found:
            error = error or found
            continue
        if _header(lines) is not None:
            return lines
        plain = lines if plain is None else plain
    if plain is None and error is not None:
        raise error
    return plain or ()


def _csv_lines(data: bytes, file: str, delimiter: str) -> Iterator[SheetLine]:
    for line in intake.csv_lines(data, file=file, delimiter=delimiter):
        row = [_text_cell(cell) for cell in line.cells]
        while row and row[-1].kind is CellKind.EMPTY:
            row.pop()
        if row:
            yield SheetLine(line.line, tuple(row))


def _text_cell(cell: str) -> SheetCell:
    plain = intake.csv_rearmed(cell)
    # A formula that was disarmed is a text; one that was not is a formula.
    if plain == cell and cell.lstrip().startswith("="):
        return SheetCell(CellKind.FORMULA)
    return SheetCell(CellKind.TEXT, plain) if plain.strip() else SheetCell(CellKind.EMPTY)


def _word(cell: SheetCell) -> str:
    return str(cell.value).strip() if cell.kind is CellKind.TEXT else ""


def _plain(line: SheetLine) -> tuple[str, ...]:
    return tuple(_word(cell) for cell in line.cells)


def _header(lines: Sequence[SheetLine]) -> int | None:
    """The row of column keys."""
    for index, line in enumerate(lines[:_HEADER_WITHIN]):
        words = _plain(line)
        if _FIRST_KEY in words and "as_of" in words:
            return index
    return None


def _column(key: str, form: Form | None) -> FormColumn | None:
    return any_column(key) if form is None else form.column(key)


def _header_findings(
    keys: Sequence[str], columns: Sequence[FormColumn | None], form: Form | None, line: int
) -> list[Finding]:
    found = [
        Finding(
            UNKNOWN_COLUMN,
            path=f"line {line}, cell {place}",
            values={"column": intake.named(key)},
        )
        for place, (key, column) in enumerate(zip(keys, columns, strict=True), start=1)
        if column is None
    ]
    for key, times in Counter(column.key for column in columns if column).items():
        if times > 1:
            found.append(Finding(COLUMN_TWICE, path=f"line {line}", values={"column": key}))
    needed = REQUIRED if form is None else [column.key for column in form.columns]
    found += [
        Finding(COLUMN_MISSING, path=f"line {line}", values={"column": key})
        for key in needed
        if key not in keys
    ]
    return found


def _row(
    line: SheetLine, columns: Sequence[FormColumn], headers: Sequence[tuple[str, ...]]
) -> tuple[Mapping[str, Answer], list[Finding]]:
    place = f"line {line.line}"
    if _plain(line) in headers:
        return {}, [Finding(HEADER_AGAIN, path=place)]
    if len(line.cells) > len(columns):
        return {}, [Finding(ANOTHER_WIDTH, path=place, values={"columns": len(columns)})]
    blank = [SheetCell(CellKind.EMPTY)] * (len(columns) - len(line.cells))
    answers: dict[str, Answer] = {}
    found = []
    for column, cell in zip(columns, (*line.cells, *blank), strict=True):
        said = answer(column, cell)
        if isinstance(said, Rule):
            found.append(_cell_finding(said, column, f"{place}, {column.key}"))
            continue
        answers[column.key] = said
        if said is None and column.required:
            found.append(Finding(REQUIRED_EMPTY, path=f"{place}, {column.key}"))
    return answers, [*found, *row_findings(answers, place)]


def _cell_finding(rule: Rule, column: FormColumn, path: str) -> Finding:
    values = {}
    if rule is cells.NOT_A_CHOICE:
        # A report has one place for both languages; the machine words are the same in each.
        values = {"choices": ", ".join(column.choices[:20])}
    return Finding(rule, path=path, values=values)
