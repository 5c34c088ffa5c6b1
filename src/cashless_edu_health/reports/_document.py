"""What a report is made of, whatever it is written as.

Builders of content put values in; writers of formats (:mod:`~cashless_edu_health.reports`)
decide how they look. Texts are made harmless here, once: what a terminal, a web page or XML
cannot hold never gets into a document.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from cashless_edu_health import messages, text
from cashless_edu_health.compliance import percent
from cashless_edu_health.documents import ReportFrame
from cashless_edu_health.messages import Language
from cashless_edu_health.reports._calendar import day_text

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSHOWABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, marks that turn the direction of text, halves of pairs, non-characters."""


def shown(value: str) -> str:
    r"""The text in NFC, with ``\n`` as its only line end and ``\ufffd`` for what shows nothing.

    >>> shown("Lê\x1b[31m Thị\r\nA")
    'Lê\ufffd[31m Thị\nA'
    """
    lines = _LINE_ENDS.sub("\n", value).replace("\t", " ")
    return text.nfc(_UNSHOWABLE.sub("\ufffd", lines))


class ColumnKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    """Whole numbers."""
    MONEY = "money"
    """Whole dong."""
    SHARE = "share"
    DATE = "date"


@frozen
class Share:
    """A share, which never reads as a bound that it misses.

    Attributes:
        value: Exact.
        missed: The bound, where it is missed.
    """

    value: Fraction
    missed: Fraction | None = None

    def percent(self, lang: Language) -> str:
        """In percent, with as many decimals as tell it from the bound; without the sign."""
        return percent(self.value, missed=self.missed, lang=lang)


@frozen
class Answer:
    """An outcome: its words, and whether they are good news.

    Attributes:
        text: In words.
        good: True or False when there is a plain answer, else ``None``.
    """

    text: str = field(converter=shown)
    good: bool | None


Cell = str | int | date | Share | Answer | None
"""``None`` is an empty cell."""


def _cells(rows: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(shown(cell) if isinstance(cell, str) else cell for cell in row) for row in rows
    )


@frozen
class Column:
    """A column of a table.

    Attributes:
        name: Its heading.
        kind: What its cells are.
        width: How wide it is beside the others; for writers that lay out.
        original: Whether its texts stand as somebody else wrote them (names, memos, quotes),
            whatever the language of the report.
    """

    name: str = field(converter=shown)
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 10
    original: bool = False


def _as_wide(table: "Table", _: object, rows: tuple[tuple[Cell, ...], ...]) -> None:
    if any(len(row) != len(table.columns) for row in rows):
        raise ValueError("a row has another number of cells than there are columns")


@frozen(kw_only=True)
class Table:
    """Rows under named columns.

    Attributes:
        name: Short name, at most 31 characters, from the catalogue: the name of its sheet.
        columns: The columns.
        rows: Cells in their order.
        empty: What to say when there is no row.

    Raises:
        ValueError: A row with another number of cells.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(converter=_cells, validator=_as_wide)
    empty: str = ""


class Style(StrEnum):
    """How a paragraph is meant."""

    PLAIN = "plain"
    SMALL = "small"
    """Where figures come from, what to mind."""
    ITEM = "item"
    """One of a list."""
    ORIGINAL = "original"
    """As somebody else wrote it, whatever the language of the report."""
    BLANK = "blank"
    """Something that people must still fill in."""


@frozen
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its text.
        style: How it is meant.
    """

    text: str = field(converter=shown)
    style: Style = Style.PLAIN


@frozen(kw_only=True)
class Bar:
    """One bar of a chart.

    Attributes:
        label: What it is of.
        value: Its length; ``None`` when it is not known.
        mark: What was asked of it, if anything.
    """

    label: str = field(converter=shown)
    value: int | Share | None
    mark: Share | None = None


@frozen(kw_only=True)
class BarChart:
    """Bars from one line.

    Attributes:
        title: What it shows.
        name: Short name, as a table's.
        label_name: What the labels are.
        value_name: What the bars are.
        mark_name: What the marks are; ``""`` for none.
        bars: The bars; shares run from 0 to 100 %, numbers from 0 to the greatest.
    """

    title: str = field(converter=shown)
    name: str
    label_name: str
    value_name: str
    mark_name: str = ""
    bars: tuple[Bar, ...]


@frozen(kw_only=True)
class Line:
    """One line of a chart.

    Attributes:
        name: What it is of.
        values: A share for each period; ``None`` where there is none.
    """

    name: str = field(converter=shown)
    values: tuple[Share | None, ...]


@frozen(kw_only=True)
class LineChart:
    """Shares over periods, from 0 to 100 %.

    Attributes:
        title: What it shows.
        name: Short name, as a table's.
        period_name: What the periods are.
        periods: Their labels.
        reached: What was reached.
        asked: What was asked.
    """

    title: str = field(converter=shown)
    name: str
    period_name: str
    periods: tuple[str, ...]
    reached: Line
    asked: Line

    @property
    def lines(self) -> tuple[Line, Line]:
        """Both lines."""
        return self.reached, self.asked


Chart = BarChart | LineChart
Block = Paragraph | Table | Chart


@frozen(kw_only=True)
class Section:
    """A part of a report with a heading."""

    heading: str = field(converter=shown)
    blocks: tuple[Block, ...]


@frozen(kw_only=True)
class Document:
    """A report.

    Attributes:
        lang: Its language.
        title: What it is.
        about: One line that says what it is about, as a report's abstract.
        lines: What it rests on: plan, days, source.
        sections: Its parts, in order.
        letterhead: The frame of an administrative report, where it is one.
    """

    lang: Language
    title: str = field(converter=shown)
    about: str = field(default="", converter=shown)
    lines: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...]
    letterhead: ReportFrame | None = None


def cell_text(cell: Cell, lang: Language) -> str:
    r"""A cell as people read it; ``""`` when it is empty.

    >>> cell_text(1_250_000, "vi"), cell_text(Share(Fraction(1, 3)), "en")
    ('1.250.000', '33.33\xa0%')
    """
    match cell:
        case Share():
            return f"{cell.percent(lang)}\u00a0%"
        case Answer():
            return cell.text
        case int():
            return number_text(cell, lang)
        case date():
            return day_text(cell, lang)
    return cell or ""


def number_text(value: int, lang: Language) -> str:
    """A whole number with its thousands set apart."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if lang == "vi" else grouped


def value_text(value: int | Share | None, lang: Language) -> str:
    """A bar's length in words."""
    return cell_text(value, lang) or messages.text("report.unknown", lang)


def length_of(value: int | Share | None, most: int) -> float:
    """How long a bar is, from 0 to 1: a share of the whole, a number of the greatest."""
    if isinstance(value, Share):
        return min(max(float(value.value), 0.0), 1.0)
    return value / most if value and most else 0.0


def chart_table(chart: Chart) -> Table:
    """The values of a chart, for formats that cannot draw it and for people who do not see it."""
    if isinstance(chart, BarChart):
        shares = any(isinstance(bar.value, Share) or bar.mark for bar in chart.bars)
        kind = ColumnKind.SHARE if shares else ColumnKind.NUMBER
        columns = [Column(chart.label_name, width=24), Column(chart.value_name, kind)]
        rows: list[tuple[Cell, ...]] = [(bar.label, bar.value) for bar in chart.bars]
        if chart.mark_name:
            columns.append(Column(chart.mark_name, ColumnKind.SHARE))
            rows = [(*row, bar.mark) for row, bar in zip(rows, chart.bars, strict=True)]
        return Table(name=chart.name, columns=tuple(columns), rows=rows)
    columns = [Column(chart.period_name)]
    columns += [Column(line.name, ColumnKind.SHARE) for line in chart.lines]
    rows = [
        (period, *(line.values[place] for line in chart.lines))
        for place, period in enumerate(chart.periods)
    ]
    return Table(name=chart.name, columns=tuple(columns), rows=rows)
