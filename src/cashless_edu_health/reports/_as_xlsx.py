"""A report as a workbook: one sheet for the words, one for each table, charts beside values."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from cashless_edu_health import messages
from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.reports._document import (
    Answer,
    BarChart,
    Cell,
    Chart,
    Column,
    ColumnKind,
    Document,
    LineChart,
    Paragraph,
    Share,
    Style,
    Table,
    cell_text,
    chart_table,
)
from cashless_edu_health.reports._letterhead import head_of, signature_of

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no zones
"""Written as the time of making, so that one report is one file."""
_LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_EXACT: Final = 10**15
"""Numbers from here on lose digits in a spreadsheet, and are written as text."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Spreadsheets take 1900 for a leap year; earlier days are written as text."""
_NAME_LENGTH: Final = 31
_WIDEST, _WORDS_WIDTH, _HEIGHT = 60, 110, 15
"""Characters that a column shows at most, those of the sheet of words, points of a line."""


def as_xlsx(document: Document) -> bytes:
    """The workbook. Texts are texts: nothing in them is computed or linked.

    Raises:
        MissingExtraError: The extra ``xlsx`` is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtraError("xlsx") from None
    out = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, settings)
    book.set_properties({"title": document.title, "author": "", "created": _MADE})
    _Pages(book, document).write()
    book.close()
    return out.getvalue()


class _Pages:
    """The sheets of one workbook and their formats."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.document = book, document
        wrapped = {"text_wrap": True, "valign": "top"}
        self.heading = book.add_format(
            {**wrapped, "bold": True, "border": 1, "bg_color": "#E8EEF7"}
        )
        self.words = book.add_format(wrapped)
        self.title = book.add_format({**wrapped, "bold": True, "font_size": 14})
        self.blank = book.add_format({**wrapped, "bg_color": "#FFF1B8"})
        self.section = book.add_format({"bold": True, "font_size": 12})
        self.shares: dict[int, Any] = {}
        self.kinds = {
            ColumnKind.NUMBER: book.add_format({"num_format": "#,##0", "valign": "top"}),
            ColumnKind.MONEY: book.add_format({"num_format": "#,##0", "valign": "top"}),
            ColumnKind.DATE: book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        }
        colours = {True: "#E3F4E6", False: "#FDE7E4", None: "#FDF6DC"}
        self.answers = {
            good: book.add_format({**wrapped, "bg_color": colour})
            for good, colour in colours.items()
        }
        self.used: set[str] = set()

    def write(self) -> None:
        """All sheets, the words first."""
        pages = [
            (block, self._free(block.name), section.heading)
            for section in self.document.sections
            for block in section.blocks
            if not isinstance(block, Paragraph)
        ]
        self._words([name for _, name, _ in pages])
        for block, name, heading in pages:
            if isinstance(block, Table):
                self._table(block, name, heading)
            else:
                self._chart(block, name)

    def _free(self, name: str) -> str:
        """The name of a sheet; one that is taken gets a number."""
        free, number = name[:_NAME_LENGTH], 2
        while free.lower() in self.used:
            free = f"{name[: _NAME_LENGTH - 4]} {number}"
            number += 1
        self.used.add(free.lower())
        return free

    def _sheet(self, name: str) -> Any:
        page = self.book.add_worksheet(name)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        return page

    def _words(self, names: list[str]) -> None:
        page = self._sheet(self._free(messages.text("report-sheet.words", self.document.lang)))
        page.set_column(0, 0, _WORDS_WIDTH)
        for line, (text, style) in enumerate(self._lines(iter(names))):
            page.write_string(line, 0, text[:_LONGEST], style)
            page.set_row(line, _HEIGHT * _lines_of(text, _WORDS_WIDTH))

    def _lines(self, names: Iterator[str]) -> Iterator[tuple[str, Any]]:
        document, lang = self.document, self.document.lang
        if document.letterhead is not None:
            head = head_of(document.letterhead, lang)
            yield from map(self._line, (*head.right[:2], *head.left, *head.right[2:]))
        yield document.title, self.title
        yield document.about, self.section
        if document.letterhead is not None:
            yield from map(self._line, head_of(document.letterhead, lang).to)
        yield from map(self._line, document.lines)
        for section in document.sections:
            yield section.heading, self.section
            parts = [block for block in section.blocks if isinstance(block, Paragraph)]
            yield from map(self._line, parts)
            for block in section.blocks:
                if not isinstance(block, Paragraph):
                    yield messages.text("report.on-sheet", lang, name=next(names)), self.words
        if document.letterhead is not None:
            foot = signature_of(document.letterhead, lang)
            yield from map(self._line, (*foot.above, foot.signer, *foot.copies))

    def _line(self, part: Paragraph) -> tuple[str, Any]:
        return part.text, self.blank if part.style is Style.BLANK else self.words

    def _table(self, table: Table, name: str, heading: str) -> None:
        page = self._sheet(name)
        page.write_string(0, 0, heading[:_LONGEST], self.section)
        self._fill(page, table, 1)
        page.freeze_panes(2, 1)
        if table.rows:
            page.autofilter(1, 0, 1 + len(table.rows), len(table.columns) - 1)
        else:
            page.write_string(2, 0, table.empty[:_LONGEST])
        page.repeat_rows(1)

    def _fill(self, page: Any, table: Table, top: int) -> None:
        widths = [self._width(table, place) for place in range(len(table.columns))]
        for line, row in enumerate(table.rows, start=top + 1):
            texts = [cell_text(cell, self.document.lang) for cell in row]
            page.set_row(line, _HEIGHT * max(map(_lines_of, texts, widths)))
        for place, column in enumerate(table.columns):
            page.set_column(place, place, widths[place])
            page.write_string(top, place, column.name[:_LONGEST], self.heading)
            for line, row in enumerate(table.rows, start=top + 1):
                self._cell(page, line, place, row[place], column)

    def _cell(self, page: Any, line: int, place: int, cell: Cell, column: Column) -> None:
        match cell:
            case None:
                return
            case Share():
                value = float(cell.value)
                page.write_number(line, place, value, self._share(cell))
            case Answer():
                page.write_string(line, place, cell.text[:_LONGEST], self.answers[cell.good])
            case int() if abs(cell) < _EXACT:
                kind = self.kinds.get(column.kind, self.kinds[ColumnKind.NUMBER])
                page.write_number(line, place, cell, kind)
            case date() if cell >= _FIRST_DAY:
                moment = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
                page.write_datetime(line, place, moment, self.kinds[ColumnKind.DATE])
            case _:
                words = cell_text(cell, self.document.lang)
                page.write_string(line, place, words[:_LONGEST], self.words)

    def _share(self, share: Share) -> Any:
        """As many decimals as the same share has in words."""
        decimals = len(share.percent("en").partition(".")[2])
        if decimals not in self.shares:
            form = f"0.{'0' * decimals}%"
            self.shares[decimals] = self.book.add_format({"num_format": form, "valign": "top"})
        return self.shares[decimals]

    def _width(self, table: Table, place: int) -> int:
        """The widest line of a column within reason."""
        column = table.columns[place]
        texts = [column.name[:24]]
        texts += [cell_text(row[place], self.document.lang) for row in table.rows]
        return min(max(len(line) for text in texts for line in text.split("\n")) + 2, _WIDEST)

    def _chart(self, chart: Chart, name: str) -> None:
        page = self._sheet(name)
        table = chart_table(chart)
        page.write_string(0, 0, chart.title[:_LONGEST], self.section)
        self._fill(page, table, 1)
        page.freeze_panes(2, 1)
        if not table.rows:
            return
        drawn = self.book.add_chart({"type": "line" if isinstance(chart, LineChart) else "bar"})
        shares = any(column.kind is ColumnKind.SHARE for column in table.columns)
        last = 1 + len(table.rows)
        for place in range(1, len(table.columns)):
            drawn.add_series(
                {
                    "name": [name, 1, place],
                    "categories": [name, 2, 0, last, 0],
                    "values": [name, 2, place, last, place],
                    "marker": {"type": "circle"},
                }
            )
        drawn.set_title({"none": True})
        axis = {"num_format": "0%", "min": 0, "max": 1} if shares else {"num_format": "0", "min": 0}
        drawn.set_y_axis({"reverse": True} if isinstance(chart, BarChart) else axis)
        drawn.set_x_axis(axis if isinstance(chart, BarChart) else {})
        drawn.set_size({"width": 720, "height": 160 + 24 * len(table.rows)})
        page.insert_chart(1, len(table.columns) + 1, drawn)


def _lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a column; a row is 409 points high at most."""
    return min(sum(1 + len(line) // width for line in text.split("\n")), 27)
