"""CSV in, with line numbers; CSV out, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from cashless_edu_health.errors import DataError, EncodeError
from cashless_edu_health.intake._bytes import decoded, named

# A cell starts where the file says so, and also behind ";", a tab or a line end inside a text:
# a spreadsheet set to Vietnamese splits lines at ";" and does not see the quotes around the cell.
_START: Final = r"(?:^|(?<=[;\t\r\n]))"
# Blanks and invisible characters that a spreadsheet skips; then what makes it compute, with the
# full-width, small and mathematical forms. Quotes count, so that disarming can be undone.
_BLANK: Final = (
    r"[\x01-\x08\x0b\x0c\x0e-\x20\x7f\x85\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028\u2029\u202f"
    r"\u205f-\u2064\u3000\ufeff]"
)
_LIVE: Final = rf"'*{_BLANK}*[=+\-@\t\r\n＝＋－＠﹦﹢﹣﹫−]"
_ARMED: Final = re.compile(rf"{_START}(?={_LIVE})")
_UNWRITABLE: Final = re.compile("[\\0\ud800-\udfff]")
_DISARMED: Final = re.compile(rf"{_START}'(?={_LIVE})")


class CsvLine(NamedTuple):
    """One record: the number of its first line in the file (from 1), and its cells."""

    line: int
    cells: tuple[str, ...]


def csv_lines(
    data: bytes, *, file: str, delimiter: str = ",", encoding: str = "utf-8-sig"
) -> Iterator[CsvLine]:
    """The records of a CSV file as they stand, blank lines included, of any width.

    Args:
        data: The file.
        file: Its name for messages.
        delimiter: One character.
        encoding: A Python encoding name; ``utf-8-sig`` also reads plain UTF-8.

    Raises:
        DataError: Wrong encoding, a NUL character, broken quoting, or a cell over 131,072
            characters; the message gives the line.
    """
    text = decoded(data, file=file, encoding=encoding)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError("holds a NUL character", file=file, path=f"line {line}")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1
    try:
        for cells in reader:
            yield CsvLine(first, tuple(cells))
            first = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"is not CSV: {error}", file=file, path=f"line {first}") from None


def csv_table(
    data: bytes,
    *,
    file: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
) -> tuple[tuple[int, Mapping[str, str]], ...]:
    """The rows of a CSV file of our own formats: a header, then rows of equal width.

    Args:
        data: The file.
        file: Its name for messages.
        required: Columns that must be there; the order is free.
        optional: Columns that may be there; no others may.
        delimiter: One character.
        encoding: A Python encoding name.

    Returns:
        For each row its first line number and its cells by column, without the quotes that
        :func:`csv_text` put before live texts. Blank lines at the end are ignored; elsewhere
        they are errors.

    Raises:
        DataError: As :func:`csv_lines`; also an empty file, an unknown, missing or repeated
            column, or a row of another width.
    """
    lines = list(csv_lines(data, file=file, delimiter=delimiter, encoding=encoding))
    while lines and not any(lines[-1].cells):
        lines.pop()
    if not lines:
        raise DataError("is empty: a header is needed", file=file)
    header = lines[0].cells
    _check_header(header, required, optional, file)
    rows = []
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            reason = f"has {len(cells)} cells, the header {len(header)}"
            raise DataError(reason, file=file, path=f"line {line}")
        rows.append((line, dict(zip(header, map(csv_rearmed, cells), strict=True))))
    return tuple(rows)


def _check_header(
    header: Sequence[str], required: Sequence[str], optional: Sequence[str], file: str
) -> None:
    for cell, column in enumerate(header, start=1):
        if column not in required and column not in optional:
            # A file without a header has people's data where the names of columns belong.
            reason = f"unknown column {named(column)!r}"
            raise DataError(reason, file=file, path=f"line 1, cell {cell}")
        if header.count(column) > 1:
            raise DataError(f"the column {column!r} stands twice", file=file, path="line 1")
    for column in required:
        if column not in header:
            raise DataError(f"the column {column!r} is missing", file=file, path="line 1")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> str:
    r"""A CSV file as text, lines ended by CR LF, cells that a spreadsheet would run disarmed.

    A text that a spreadsheet would compute gets a ``'`` before it, as OWASP advises: one that
    begins (behind blanks) with ``= + - @``, their other widths, a tab or a line end, at its
    start or behind a ``;``, a tab or a line end inside. :func:`csv_table` takes the quotes off
    again. Whole numbers are written as they are, ``None`` as an empty cell.

    Raises:
        EncodeError: A text holds a NUL character or half of a surrogate pair.

    >>> csv_text(["name", "amount"], [["=HYPERLINK(1)", -5]])
    "name,amount\r\n'=HYPERLINK(1),-5\r\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_disarmed(column) for column in header])
    writer.writerows([[_disarmed(cell) for cell in row] for row in rows])
    return out.getvalue()


def _disarmed(cell: str | int | None) -> str | int:
    if not isinstance(cell, str):
        return "" if cell is None else cell
    if _UNWRITABLE.search(cell):
        raise EncodeError("a NUL character or half of a surrogate pair", path="a CSV cell")
    return _ARMED.sub("'", cell)


def csv_rearmed(cell: str) -> str:
    """The text of a cell before :func:`csv_text` disarmed it."""
    return _DISARMED.sub("", cell)
