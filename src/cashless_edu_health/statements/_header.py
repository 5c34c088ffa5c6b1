"""The line of the headings: which column holds what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from attrs import frozen

from cashless_edu_health import text
from cashless_edu_health.findings import Finding
from cashless_edu_health.intake import CellKind, SheetCell, SheetLine
from cashless_edu_health.statements._layout import Headings, Layout
from cashless_edu_health.statements._rules import (
    COLUMN_MISSING,
    COLUMN_TWICE,
    COLUMN_UNKNOWN,
    NO_HEADER,
)

_SEARCHED: Final = 100
"""Lines in which headings are looked for; exports have letterheads of up to 25 lines."""

_WIDEST: Final = 500
"""Columns in which headings are looked for."""

_LONGEST: Final = 200
"""Characters of a cell that can be a heading."""

_BLANKS: Final = re.compile(r"\s+")
_AROUND_STROKE: Final = re.compile(r" ?/ ?")


def heading(cell: str) -> str:
    """A heading in the form in which headings are compared."""
    single = _BLANKS.sub(" ", text.nfc(cell)).strip()
    return _AROUND_STROKE.sub("/", single).casefold()


def folded(words: str) -> str:
    """Words in the form in which they are looked for inside a cell."""
    return _BLANKS.sub(" ", text.fold(words)).strip().casefold()


@lru_cache(maxsize=512)
def all_folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a layout, ready for comparing."""
    return tuple(map(folded, words))


def cell_text(cell: SheetCell) -> str:
    """What a cell says, for comparing; ``""`` unless it holds a text."""
    return str(cell.value) if cell.kind is CellKind.TEXT else ""


@frozen
class Header:
    """Where the columns of a file are.

    Attributes:
        line: The line of the headings.
        places: Index of each column by its field; columns that the file lacks are left out.
        width: Number of columns.
    """

    line: int
    places: Mapping[str, int]
    width: int


def found(lines: Sequence[SheetLine], layout: Layout) -> Header | tuple[Finding, ...]:
    """The header of a file, or what is wrong with it."""
    if layout.header_row is not None:
        by_number = {line.line: line.cells for line in lines}
        cells = by_number.get(layout.header_row, ())
        faults = tuple(_faults(cells, layout, layout.header_row))
        return faults or _header(SheetLine(layout.header_row, cells), layout)
    for line in lines[:_SEARCHED]:
        if is_header(line.cells, layout):
            faults = tuple(_faults(line.cells, layout, line.line))
            return faults or _header(line, layout)
    return (Finding(NO_HEADER), *_nearest(lines, layout))


def is_header(cells: Sequence[SheetCell], layout: Layout) -> bool:
    """Whether a line has every heading that a file must have."""
    if len(cells) < len(layout.columns.named) - len(layout.optional):
        return False
    words = [folded(cell_text(cell)[:_LONGEST]) for cell in cells[:_WIDEST]]
    return all(
        any(word in one for one in words) for word in all_folded(layout.header_words)
    ) and all(
        _places(cells, headings)
        for field, headings in layout.columns.named.items()
        if field not in layout.optional
    )


def title(layout: Layout, field: str) -> str:
    """A column's name in messages: the layout's own word for it, not the file's."""
    named = layout.columns.named[field][0]
    return f"column {named[1:]}" if named.startswith("#") else named.removeprefix("~")


def _header(line: SheetLine, layout: Layout) -> Header:
    places = {
        field: found_at[0]
        for field, headings in layout.columns.named.items()
        if (found_at := _places(line.cells, headings))
    }
    return Header(line.line, places, len(line.cells))


@frozen
class _Wanted:
    """Headings that a column may have, ready for comparing."""

    exact: frozenset[str]
    parts: tuple[str, ...]
    places: frozenset[int]

    def fits(self, place: int, said: str) -> bool:
        """Whether a cell with these words, at this place, heads the column."""
        if place in self.places or (said and heading(said) in self.exact):
            return True
        return bool(said and self.parts) and any(part in folded(said) for part in self.parts)


@lru_cache(maxsize=512)
def _wanted(headings: Headings) -> _Wanted:
    return _Wanted(
        exact=frozenset(heading(one) for one in headings if one[:1] not in ("#", "~")),
        parts=tuple(folded(one[1:]) for one in headings if one.startswith("~")),
        places=frozenset(int(one[1:]) - 1 for one in headings if one.startswith("#")),
    )


def _places(cells: Sequence[SheetCell], headings: Headings) -> list[int]:
    """Where the headings stand, from the left."""
    wanted = _wanted(headings)
    return [
        place
        for place, cell in enumerate(cells[:_WIDEST])
        if wanted.fits(place, cell_text(cell)[:_LONGEST])
    ]


def _faults(cells: Sequence[SheetCell], layout: Layout, line: int) -> Iterator[Finding]:
    place_of_all: set[int] = set()
    for field, headings in layout.columns.named.items():
        places = _places(cells, headings)
        place_of_all.update(places)
        if len(places) > 1:
            values = {"column": title(layout, field)}
            yield Finding(COLUMN_TWICE, path=f"line {line}", values=values)
        elif not places and field not in layout.optional:
            values = {"column": title(layout, field)}
            yield Finding(COLUMN_MISSING, path=f"line {line}", values=values)
    if layout.open:
        return
    ignored = _wanted(layout.ignored)
    for place, cell in enumerate(cells):
        # A file without a header has a person's data here: an unknown column is not quoted.
        known = place in place_of_all or ignored.fits(place, cell_text(cell)[:_LONGEST])
        if not known and cell.kind is not CellKind.EMPTY:
            yield Finding(COLUMN_UNKNOWN, path=f"line {line}, column {place + 1}")


def _nearest(lines: Sequence[SheetLine], layout: Layout) -> Iterator[Finding]:
    """What the line that comes nearest lacks, when it has at least half of the headings."""
    needed = {f: h for f, h in layout.columns.named.items() if f not in layout.optional}
    best: tuple[int, SheetLine | None] = (0, None)
    for line in lines[:_SEARCHED]:
        fits = sum(bool(_places(line.cells, headings)) for headings in needed.values())
        best = max(best, (fits, line), key=lambda one: one[0])
    if best[1] is None or 2 * best[0] < len(needed):
        return
    for field, headings in needed.items():
        if not _places(best[1].cells, headings):
            values = {"column": title(layout, field)}
            yield Finding(COLUMN_MISSING, path=f"line {best[1].line}", values=values)
