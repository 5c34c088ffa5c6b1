"""A report as a Word file in the form of a Vietnamese administrative report.

Paper, margins, typeface, sizes and places follow Appendix I of Decree 30/2020/NĐ-CP, part I,
sections I, II and V, as far as a copy of its text could be read; the drawing of section IV could
not. Sizes are those of its own examples.
"""

import io
import re
import zipfile
from datetime import datetime
from typing import Any, Final

from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.messages import Language
from cashless_edu_health.reports._document import (
    Answer,
    Cell,
    ColumnKind,
    Document,
    Paragraph,
    Style,
    Table,
    cell_text,
    chart_table,
)
from cashless_edu_health.reports._letterhead import head_of, signature_of

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - written as the time of making: one file
_ZIPPED: Final = (2000, 1, 1, 0, 0, 0)
_FACE: Final = "Times New Roman"
_MARGINS: Final = (21, 21, 31, 16)
"""Above, below, left and right; a millimetre inside what is allowed, since Word rounds."""
_TEXT_MM, _LYING_MM = 163, 250
"""Between left and right, upright and lying."""
_SHADES: Final = {True: "E3F4E6", False: "FDE7E4", None: "FDF6DC"}
_CENTRE, _JUSTIFIED = 1, 3
_TABLE_SIZE, _WIDE_TABLE_SIZE, _WIDE = 10, 9, 6
"""Sizes in tables, the smaller one beyond six columns; the Decree names none, these are ours."""


def as_docx(document: Document) -> bytes:
    """The Word file; what is still to be filled in is highlighted.

    Raises:
        MissingExtraError: The extra ``docx`` is not installed.
    """
    try:
        import docx  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtraError("docx") from None
    page = _Page(docx.Document(), document)
    page.write()
    out = io.BytesIO()
    page.file.save(out)
    return _same_each_time(out.getvalue())


def _same_each_time(data: bytes) -> bytes:
    """The package without the time of day in it, so that one report is one file."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, _ZIPPED), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Page:
    """One Word file in the making."""

    def __init__(self, file: Any, document: Document) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Mm, Pt  # noqa: PLC0415

        self.element, self.named, self.mm, self.pt = OxmlElement, qn, Mm, Pt
        self.file, self.document, self.lang = file, document, document.lang
        # What nobody signs is a work list of wide tables.
        self.lying = document.letterhead is None
        self.text_mm = _LYING_MM if self.lying else _TEXT_MM

    def write(self) -> None:
        """Everything, in order."""
        self._paper()
        document = self.document
        if document.letterhead is not None:
            self._head()
        self._line(document.title.upper(), size=14, bold=True, align=_CENTRE, before=12)
        if document.about:
            self._line(document.about, size=14, bold=True, align=_CENTRE, after=0)
            self._rule(self.file.add_paragraph(), 60, of=self.text_mm)
        if document.letterhead is not None:
            self._receivers()
        for line in document.lines:
            self._paragraph(line)
        for section in document.sections:
            heading = section.heading.upper()
            self._line(heading, size=14, bold=True, before=12, keep=True)
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    self._paragraph(block)
                elif isinstance(block, Table):
                    self._table(block)
                else:
                    self._line(block.title, size=13, bold=True, keep=True)
                    self._table(chart_table(block))
        if document.letterhead is not None:
            self._foot()

    def _paper(self) -> None:
        mm, section = self.mm, self.file.sections[0]
        sides = (mm(297), mm(210)) if self.lying else (mm(210), mm(297))
        section.page_width, section.page_height = sides
        section.orientation = int(self.lying)
        above, below, left, right = map(mm, _MARGINS)
        section.top_margin, section.bottom_margin = above, below
        section.left_margin, section.right_margin = left, right
        section.header_distance = mm(10)
        section.different_first_page_header_footer = True
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = _FACE, self.pt(14)
        fonts = style.element.rPr.rFonts
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(self.named(kind), _FACE)
        self._page_number(section.header.paragraphs[0])
        told = self.file.core_properties
        told.author, told.last_modified_by, told.comments = "", "", ""
        told.title, told.created, told.modified = self.document.title[:255], _MADE, _MADE

    def _page_number(self, paragraph: Any) -> None:
        """The only field of the file: the number of each page but the first."""
        paragraph.alignment = _CENTRE
        field = self.element("w:fldSimple")
        field.set(self.named("w:instr"), "PAGE")
        run = paragraph.add_run("2")
        run.font.size, run.font.name = self.pt(14), _FACE
        field.append(run._r)  # noqa: SLF001 - python-docx has no fields
        paragraph._p.append(field)  # noqa: SLF001

    def _head(self) -> None:
        head = head_of(self.document.letterhead, self.lang)  # type: ignore[arg-type]
        left, right = self._two_cells(64, 99)
        *above, issuer, number = head.left
        nation, motto, place = head.right
        for line in above:
            self._line(line.text, into=left, size=12, align=_CENTRE, after=0)
        self._marked(issuer, into=left, size=12, bold=True, align=_CENTRE, after=0)
        self._rule(left.add_paragraph(), 24, of=60)
        self._marked(number, into=left, size=13, align=_CENTRE, after=0)
        self._line(nation.text, into=right, size=12, bold=True, align=_CENTRE, after=0)
        self._line(motto.text, into=right, size=13, bold=True, align=_CENTRE, after=0)
        self._rule(right.add_paragraph(), 57, of=95)
        self._marked(place, into=right, size=13, italic=True, align=_CENTRE, after=0)
        for cell in (left, right):
            cell._tc.remove(cell.paragraphs[0]._p)  # noqa: SLF001 - every cell starts with one

    def _receivers(self) -> None:
        head = head_of(self.document.letterhead, self.lang)  # type: ignore[arg-type]
        first, *rest = head.to
        self._marked(first, size=14, indent=0 if rest else 25, before=6)
        for place, line in enumerate(rest, start=1):
            self._marked(line, size=14, indent=35, after=6 if place == len(rest) else 0)

    def _foot(self) -> None:
        foot = signature_of(self.document.letterhead, self.lang)  # type: ignore[arg-type]
        left, right = self._two_cells(80, 83)
        first, *rest = foot.copies
        self._line(first.text, into=left, size=12, bold=True, italic=True, after=0)
        for line in rest:
            self._marked(line, into=left, size=11, after=0)
        for line in foot.above:
            self._marked(line, into=right, size=14, bold=True, align=_CENTRE, after=0)
        for _ in range(4):  # room for signature and seal
            self._line("", into=right, size=14, after=0)
        self._marked(foot.signer, into=right, size=14, bold=True, align=_CENTRE, after=0)
        for cell in (left, right):
            cell._tc.remove(cell.paragraphs[0]._p)  # noqa: SLF001

    def _two_cells(self, *widths: int) -> Any:
        table = self.file.add_table(rows=1, cols=2)
        table.autofit = False
        self._whole_rows(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self.mm(width)
            column.cells[0].width = self.mm(width)
        return table.rows[0].cells

    def _marked(self, line: Paragraph, **how: Any) -> None:
        self._line(line.text, blank=line.style is Style.BLANK, **how)

    def _paragraph(self, block: Paragraph) -> None:
        small = block.style is Style.SMALL
        words = f"- {block.text}" if block.style is Style.ITEM else block.text
        self._marked(
            Paragraph(words, block.style),
            size=13 if small else 14,
            italic=small,
            align=_JUSTIFIED,
            first_line=10,
        )

    def _line(  # noqa: PLR0913 - how a paragraph looks
        self,
        words: str,
        *,
        into: Any = None,
        size: int,
        bold: bool = False,
        italic: bool = False,
        blank: bool = False,
        align: int | None = None,
        before: int = 0,
        after: int = 6,
        indent: int = 0,
        first_line: int = 0,
        keep: bool = False,
    ) -> None:
        paragraph = (into or self.file).add_paragraph()
        form = paragraph.paragraph_format
        form.alignment, form.keep_with_next = align, keep
        form.space_before, form.space_after = self.pt(before), self.pt(after)
        form.left_indent, form.first_line_indent = self.mm(indent), self.mm(first_line)
        form.line_spacing = 1.0
        run = paragraph.add_run(words)
        run.font.name, run.font.size = _FACE, self.pt(size)
        run.bold, run.italic = bold, italic
        if blank:
            run.font.highlight_color = 7  # yellow

    def _rule(self, paragraph: Any, length: int, *, of: int) -> None:
        """A plain line of so many millimetres in the middle."""
        form = paragraph.paragraph_format
        form.space_before, form.space_after = self.pt(3), self.pt(4)
        form.line_spacing = self.pt(3)
        form.left_indent = form.right_indent = self.mm((of - length) / 2)
        borders, top = self.element("w:pBdr"), self.element("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(self.named(f"w:{name}"), value)
        borders.append(top)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no borders
        properties.insert_element_before(
            borders,
            *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"),
        )

    def _table(self, table: Table) -> None:
        if not table.rows:
            self._paragraph(Paragraph(table.empty, Style.SMALL))
            return
        made = self.file.add_table(rows=1 + len(table.rows), cols=len(table.columns))
        made.style, made.autofit = "Table Grid", False
        size = _TABLE_SIZE if len(table.columns) <= _WIDE else _WIDE_TABLE_SIZE
        widths = _millimetres(table, size, self.text_mm, self.lang)
        for one, width in zip(made.columns, widths, strict=True):
            one.width = self.mm(width)
        lines: list[list[tuple[str, bool, Cell]]]
        lines = [[(column.name, True, None) for column in table.columns]]
        lines += [
            [(cell_text(cell, self.lang) or "—", False, cell) for cell in row] for row in table.rows
        ]
        for row, line in zip(made.rows, lines, strict=True):
            for cell, (words, bold, value), column, width in zip(
                row.cells, line, table.columns, widths, strict=True
            ):
                cell.width = self.mm(width)
                figure = column.kind is not ColumnKind.TEXT and not isinstance(value, str)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = self.pt(0)
                paragraph.alignment = 2 if figure and not bold else None
                run = paragraph.add_run(words)
                run.font.name, run.font.size, run.bold = _FACE, self.pt(size), bold
                self._shade(cell, value, head=bold)
        repeated = self.element("w:tblHeader")
        made.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001
        self._line("", size=6, after=0)

    def _whole_rows(self, table: Any) -> None:
        for row in table.rows:
            row._tr.get_or_add_trPr().append(self.element("w:cantSplit"))  # noqa: SLF001

    def _shade(self, cell: Any, value: Cell, *, head: bool) -> None:
        colour = "E8EEF7" if head else None
        if isinstance(value, Answer):
            colour = _SHADES[value.good]
        if colour is not None:
            shade = self.element("w:shd")
            shade.set(self.named("w:val"), "clear")
            shade.set(self.named("w:fill"), colour)
            cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _millimetres(table: Table, size: int, space: int, lang: Language) -> list[float]:
    """A width for each column: at least its longest word, and words share what is left."""
    least = []
    for place, column in enumerate(table.columns):
        texts = (column.name, *(cell_text(row[place], lang) for row in table.rows))
        words = (word for text in texts for word in _BREAK.split(text))
        least.append(min(4.2 + max(map(_word_mm, words)) * size / 10, 45.0))
    left = max(space - sum(least), 0)
    # Wide columns are those of sentences: they gain the most.
    shares = [c.width**2 / (1 if c.kind is ColumnKind.TEXT else 4) for c in table.columns]
    whole = sum(shares)
    widths = [width + left * share / whole for width, share in zip(least, shares, strict=True)]
    scale = space / sum(widths)
    return [width * scale for width in widths]


_BREAK: Final = re.compile("[ \n]|(?<=-)")


def _word_mm(word: str) -> float:
    """What a word of a table takes, also where a wider face stands in for Times New Roman."""
    return sum(1.2 if character in ".,:;-/\u00a0" else 2.3 for character in word)
