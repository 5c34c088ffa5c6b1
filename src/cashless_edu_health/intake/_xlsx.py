"""XLSX in: the cells of one sheet with their kinds; nothing is computed and nothing is trusted."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cashless_edu_health.errors import DataError, MissingExtraError

MAX_ROWS: Final = 100_000
"""Most rows of a sheet that are read."""

MAX_COLUMNS: Final = 500
"""Most columns of a sheet that are read."""

MAX_PARTS: Final = 200
MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_RATIO: Final = 100
_SMALL: Final = 64 * 1024
"""Parts below this size may be packed as tightly as they like: blank sheets are."""

_PROGRAM: Final = re.compile(
    r"vbaProject|macrosheets/|externalLinks/|embeddings/|activeX/", re.IGNORECASE
)
_MERGED: Final = re.compile(rb"<(?:[A-Za-z0-9]+:)?mergeCell[\s/>]")
# Declared entities; NUL bytes would hide them in another encoding, which no office program writes.
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)|\0")
_PLACE: Final = re.compile(rb"\sr\s*=\s*[\"'][A-Z]{0,3}([0-9]+)[\"']")
# What zip, XML and openpyxl raise on files that are none of ours.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    SyntaxError,
    RuntimeError,
    ArithmeticError,
    RecursionError,
)


class CellKind(StrEnum):
    """What a cell of a spreadsheet holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    FORMULA = "formula"
    """Something to be computed; its text is not read."""
    ERROR = "error"


_UNREAD: Final = {"f": CellKind.FORMULA, "e": CellKind.ERROR}
_KINDS: Final[tuple[tuple[Any, CellKind], ...]] = (
    (bool, CellKind.FLAG),
    (int | float, CellKind.NUMBER),
    (str, CellKind.TEXT),
    (date, CellKind.DATE),
)
_EXACT: Final = 2**53
"""Below this every whole number has a float of its own."""


class SheetCell(NamedTuple):
    """One cell.

    Attributes:
        kind: What it holds.
        value: A ``str``, ``int`` (or ``float`` that is not whole), ``bool`` or ``date``; ``None``
            for the other kinds.
    """

    kind: CellKind
    value: object = None


class SheetLine(NamedTuple):
    """One row of a sheet: its number, from 1, and its cells up to the last one in use."""

    line: int
    cells: tuple[SheetCell, ...]


class Sheet(NamedTuple):
    """One sheet.

    Attributes:
        lines: The rows that are not blank, in order.
        merged: Whether the workbook joins cells.
    """

    lines: tuple[SheetLine, ...]
    merged: bool


def xlsx_sheet(data: bytes, *, file: str, sheet: str, beside: Sequence[str] = ()) -> Sheet:
    """The cells of one sheet of a workbook.

    Args:
        data: The file.
        file: Its name for messages.
        sheet: Name of the sheet.
        beside: Names of other sheets that may be there; what they hold is not read.

    Raises:
        DataError: Not an XLSX file, a workbook with programs or links to others, more than
            ``MAX_ROWS`` rows or ``MAX_COLUMNS`` columns, larger than 100 MB unpacked or packed
            more than hundredfold, an XML declaration of entities, no such sheet, or another one.
        MissingExtraError: The extra ``xlsx`` is not installed.
    """
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtraError("xlsx") from None
    merged = _inspected(data, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a workbook has beyond cells
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            _check_sheets(book.sheetnames, sheet, beside, file)
            page: Any = book[sheet]
            page.reset_dimensions()
            lines = tuple(_lines(page, file))
    except DataError:
        raise
    except _BROKEN:
        raise DataError("is not a workbook that can be read", file=file) from None
    return Sheet(lines, merged)


def _inspected(data: bytes, file: str) -> bool:
    """Whether cells are joined; sizes are looked at before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(parts, file)
            texts = [p for p in parts if p.filename.endswith((".xml", ".rels"))]
            joined = [_joins_cells(part, archive.read(part), file) for part in texts]
            return any(joined)
    except DataError:
        raise
    except _BROKEN:
        raise DataError("is not an XLSX file", file=file) from None


def _joins_cells(part: zipfile.ZipInfo, text: bytes, file: str) -> bool:
    if _DECLARATION.search(text):
        raise DataError("declares entities of its own", file=file)
    if not part.filename.startswith("xl/worksheets/"):
        return False
    # A row number costs nothing to write and a loop to reach.
    if any(len(n) > len(str(MAX_ROWS)) or int(n) > MAX_ROWS for n in set(_PLACE.findall(text))):
        raise DataError(f"has more than {MAX_ROWS} rows", file=file)
    return _MERGED.search(text) is not None


def _check_parts(parts: Sequence[zipfile.ZipInfo], file: str) -> None:
    if len(parts) > MAX_PARTS:
        raise DataError(f"has more than {MAX_PARTS} parts", file=file)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise DataError(f"is larger than {MAX_UNPACKED} bytes when unpacked", file=file)
    for part in parts:
        if _PROGRAM.search(part.filename):
            raise DataError("holds programs or links to other files", file=file)
        if part.file_size > max(_SMALL, MAX_RATIO * part.compress_size):
            raise DataError(f"is packed more than {MAX_RATIO} to 1", file=file)


def _check_sheets(names: Sequence[str], sheet: str, beside: Sequence[str], file: str) -> None:
    if sheet not in names:
        raise DataError(f"has no sheet {sheet!r}", file=file)
    if set(names) - {sheet, *beside}:
        raise DataError("has a sheet that is not of the form", file=file)


def _lines(page: Any, file: str) -> Iterable[SheetLine]:
    rows = page.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS + 1)
    for number, row in enumerate(rows, start=1):
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1].kind is CellKind.EMPTY:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise DataError(f"has more than {MAX_COLUMNS} columns", file=file)
        if cells:
            yield SheetLine(number, tuple(cells))


def _cell(cell: Any) -> SheetCell:
    value = cell.value
    if value is None or value == "":
        return SheetCell(CellKind.EMPTY)
    if cell.data_type in _UNREAD:
        return SheetCell(_UNREAD[cell.data_type])
    if isinstance(value, datetime):
        # A day is a moment at midnight here; any other moment is none of our questions' answers.
        midnight = value.time() == datetime.min.time()
        return SheetCell(CellKind.DATE, value.date()) if midnight else SheetCell(CellKind.ERROR)
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    kinds = (kind for plain, kind in _KINDS if isinstance(value, plain))
    kind = next(kinds, CellKind.ERROR)
    return SheetCell(kind, None if kind is CellKind.ERROR else value)
