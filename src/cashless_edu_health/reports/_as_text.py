"""A report as plain text for a terminal or an e-mail."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cashless_edu_health.messages import Language
from cashless_edu_health.reports._document import (
    BarChart,
    Block,
    Chart,
    Column,
    ColumnKind,
    Document,
    Paragraph,
    Style,
    Table,
    cell_text,
    chart_table,
    length_of,
    value_text,
)
from cashless_edu_health.reports._letterhead import head_of, signature_of

_GAP: Final = "  "
_NARROWEST: Final = 9
"""A column of words may be so narrow, or two thirds of the width that it was given; below, the
rows become records."""
_BAR: Final = 30
_SIGNS: Final = {Style.ITEM: "- ", Style.BLANK: ">> "}


def as_text(document: Document, *, width: int = 80) -> str:
    """The whole report in lines of at most ``width`` columns.

    A table that does not fit stands as records: one line for each cell, with its heading.

    Args:
        document: The report.
        width: Columns of the terminal, at least 40.

    Raises:
        ValueError: Fewer than 40 columns.
    """
    if width < 40:
        raise ValueError("a report needs at least 40 columns")
    lines = [*_frame_head(document, width), *_wrapped(document.title.upper(), width)]
    lines += _wrapped(document.about, width) if document.about else ()
    if document.letterhead is not None:
        for line in head_of(document.letterhead, document.lang).to:
            lines += _paragraph(line, width)
    for line in document.lines:
        lines += _paragraph(line, width)
    for section in document.sections:
        lines += ["", *_wrapped(section.heading, width), "─" * min(width, 60)]
        for block in section.blocks:
            lines += _block(block, width, document.lang)
    lines += _frame_foot(document, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _frame_head(document: Document, width: int) -> Iterator[str]:
    if document.letterhead is not None:
        head = head_of(document.letterhead, document.lang)
        for line in (*head.right[:2], *head.left, *head.right[2:]):
            yield from _paragraph(line, width)
        yield ""


def _frame_foot(document: Document, width: int) -> Iterator[str]:
    if document.letterhead is not None:
        foot = signature_of(document.letterhead, document.lang)
        gap = Paragraph("")
        for line in (gap, *foot.above, gap, foot.signer, gap, *foot.copies):
            yield from _paragraph(line, width)


def _block(block: Block, width: int, lang: Language) -> Iterable[str]:
    if isinstance(block, Paragraph):
        return _paragraph(block, width)
    if isinstance(block, Table):
        return ("", *_table(block, width, lang), "")
    return ("", *_wrapped(block.title, width), *_chart(block, width, lang), "")


def _paragraph(block: Paragraph, width: int) -> Iterator[str]:
    sign = _SIGNS.get(block.style, "")
    if sign and block.text.startswith(sign):
        sign = ""
    for place, line in enumerate(_wrapped(block.text, width - len(sign))):
        yield (sign if place == 0 else " " * len(sign)) + line


def _chart(chart: Chart, width: int, lang: Language) -> Iterator[str]:
    """Bars as bars; lines over periods as a table."""
    if not isinstance(chart, BarChart):
        yield from _table(chart_table(chart), width, lang)
        return
    most = max((bar.value for bar in chart.bars if isinstance(bar.value, int)), default=0)
    for bar in chart.bars:
        yield from _wrapped(bar.label, width)
        long = min(_BAR, width - 14)
        length = round(length_of(bar.value, most) * long)
        line = f"  {'█' * length:<{long}} {value_text(bar.value, lang)}"
        asked = f"  ({chart.mark_name}: {value_text(bar.mark, lang)})" if bar.mark else ""
        together = _width(line + asked) <= width
        yield from (line + asked,) if together else (line, *_wrapped(asked.strip(), width))


def _table(table: Table, width: int, lang: Language) -> Iterator[str]:
    if not table.rows:
        yield from _wrapped(table.empty, width)
        return
    texts = [[cell_text(cell, lang) or "—" for cell in row] for row in table.rows]
    widths = _widths(table.columns, texts, width)
    if widths is None:
        yield from _records(table.columns, texts, width)
        return
    yield from _row([column.name for column in table.columns], table.columns, widths)
    yield _GAP.join("─" * each for each in widths)
    for row in texts:
        yield from _row(row, table.columns, widths)


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int
) -> list[int] | None:
    """A width for each column: words share what figures leave; ``None`` when it is too little."""
    wanted, least = [], []
    for place, column in enumerate(columns):
        texts = [column.name, *(row[place] for row in rows)]
        widest = max(_width(line) for text in texts for line in text.split("\n"))
        rigid = column.kind is not ColumnKind.TEXT
        words = (word for text in texts for word in text.replace("\n", " ").split(" "))
        word = max(map(_width, words))
        wanted.append(widest)
        least.append(min(widest, word if rigid else max(_NARROWEST, column.width * 2 // 3)))
    left = width - len(_GAP) * (len(columns) - 1) - sum(least)
    if left < 0:
        return None
    while left and any(have < want for have, want in zip(least, wanted, strict=True)):
        for place, want in enumerate(wanted):
            if left and least[place] < want:
                least[place] += 1
                left -= 1
    return least


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    cells = [_wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    for place in range(max(len(cell) for cell in cells)):
        parts = []
        for cell, column, width in zip(cells, columns, widths, strict=True):
            line = cell[place] if place < len(cell) else ""
            space = " " * (width - _width(line))
            right = column.kind in (ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.SHARE)
            parts.append(space + line if right else line + space)
        yield _GAP.join(parts)


def _records(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    for place, row in enumerate(rows):
        if place:
            yield ""
        for column, text in zip(columns, row, strict=True):
            if text != "—":
                first, *rest = _wrapped(f"{column.name}: {text}", width - 2)
                yield first
                yield from (f"  {line}" for line in rest)


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken between words where that is possible.

    No-break spaces hold; a word that is too long is cut.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if _width(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *whole, line = _cut(word, width)
            lines += whole
        lines.append(line)
    return lines


def _cut(word: str, width: int) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if _width(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def _width(text: str) -> int:
    """Columns that a terminal needs: 0 for marks that sit on a letter, 2 for wide letters."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )
