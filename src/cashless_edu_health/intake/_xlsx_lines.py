"""XLSX in, for tables that others made: the only sheet in use, with times of day kept."""

import io
import warnings
from datetime import date, datetime, time
from typing import Any, Final

from cashless_edu_health.errors import DataError, MissingExtraError
from cashless_edu_health.intake._xlsx import (
    _BROKEN,
    MAX_COLUMNS,
    MAX_ROWS,
    CellKind,
    SheetCell,
    SheetLine,
    _cell,
    _inspected,
)

_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"


def xlsx_lines(data: bytes, *, file: str, sheet: str | None = None) -> tuple[SheetLine, ...]:
    """The rows of a workbook that are not blank, each with its number in the sheet.

    Args:
        data: The file.
        file: Its name for messages.
        sheet: Name of the sheet; ``None`` for the only one in use.

    Returns:
        Lines as :func:`xlsx_sheet` gives them, but a cell of kind ``DATE`` holds a ``datetime``
        without a zone; a day is its midnight.

    Raises:
        DataError: As :func:`xlsx_sheet`; an old ``.xls`` file is named as such; more than one
            sheet in use and none named.
        MissingExtraError: The extra ``xlsx`` is not installed.
    """
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtraError("xlsx") from None
    if data.startswith(_OLD_EXCEL):
        reason = "is an old Excel file (.xls) or has a password: save it as .xlsx without one"
        raise DataError(reason, file=file)
    _inspected(data, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a workbook has beyond cells
            book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            pages = {name: _page(book[name], file) for name in _names(book, sheet, file)}
    except DataError:
        raise
    except _BROKEN:
        raise DataError("is not a workbook that can be read", file=file) from None
    used = [lines for lines in pages.values() if lines]
    if len(used) > 1:
        raise DataError("has more than one sheet in use: name the one to read", file=file)
    return used[0] if used else ()


def _names(book: Any, sheet: str | None, file: str) -> list[str]:
    if sheet is None:
        return [page.title for page in book.worksheets]
    if sheet not in book.sheetnames:
        raise DataError(f"has no sheet {sheet!r}", file=file)
    return [sheet]


def _page(page: Any, file: str) -> tuple[SheetLine, ...]:
    from openpyxl.cell.read_only import EMPTY_CELL  # noqa: PLC0415 - an extra

    page.reset_dimensions()
    rows = page.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS + 1)
    lines = []
    for number, row in enumerate(rows, start=1):
        used = len(row)
        while used and row[used - 1] is EMPTY_CELL:  # rows are filled up to the widest allowed
            used -= 1
        cells = [_timed(cell) for cell in row[:used]]
        while cells and cells[-1].kind is CellKind.EMPTY:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise DataError(f"has more than {MAX_COLUMNS} columns", file=file)
        if cells:
            lines.append(SheetLine(number, tuple(cells)))
    return tuple(lines)


def _timed(cell: Any) -> SheetCell:
    value = cell.value
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
        return SheetCell(CellKind.DATE, moment)
    return _cell(cell)
