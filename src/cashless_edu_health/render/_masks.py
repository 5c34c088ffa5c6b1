"""Which of its eight masks a symbol wears: the one with the least penalty, as ISO/IEC 18004 asks.

Two masks of a version differ in the same modules whatever the symbol says. So one is drawn, and the
others follow by exclusive or. A symbol is scored as two whole numbers, its rows and its columns one
after the other, a bit for each module: each operation then looks at all modules at once.
"""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

_GAP: Final = 4
"""Light modules between two lines of a number: as many as a false finder needs beside it."""

Rows = Sequence[str]
"""A symbol from top to bottom, a row as ``"0"`` for light and ``"1"`` for dark modules."""


def transposed(rows: Rows) -> list[str]:
    """The columns of a square symbol as rows."""
    modules = "".join(rows)
    return [modules[column :: len(rows)] for column in range(len(rows))]


@frozen
class Masks:
    """The masks of one version of symbols.

    Attributes:
        side: Modules of a row.
        changes: For each mask, what differs from a symbol drawn with the first one: as rows, and
            as columns.
        scored: All modules but the format and version information, which take no part in the
            choice: as rows, and as columns.
        neighbours: Every module that has another one before it in its line.
    """

    side: int
    changes: tuple[tuple[int, int], ...]
    scored: tuple[int, int]
    neighbours: int

    @classmethod
    def of(cls, drawn: Sequence[Rows]) -> "Masks":
        """Learn the masks from one and the same symbol, drawn with each of them in order."""
        pairs = [(_number(rows), _number(transposed(rows))) for rows in drawn]
        side = len(drawn[0])
        about = _about_the_symbol(side)
        return cls(
            side=side,
            changes=tuple((r ^ pairs[0][0], c ^ pairs[0][1]) for r, c in pairs),
            scored=(~_number(about), ~_number(transposed(about))),
            neighbours=_number(["0" + "1" * (side - 1)] * side),
        )

    def best(self, rows: Rows) -> Rows:
        """A symbol that was drawn with the first mask, under the mask with the least penalty."""
        across, down = _number(rows), _number(transposed(rows))
        penalties = [self._penalty(across ^ a, down ^ d) for a, d in self.changes]
        chosen = penalties.index(min(penalties))
        if chosen == 0:
            return rows
        step = self.side + _GAP
        text = format(across ^ self.changes[chosen][0], f"0{step * self.side}b")
        return [text[start : start + self.side] for start in range(0, len(text), step)]

    def _penalty(self, across: int, down: int) -> int:
        across &= self.scored[0]
        down &= self.scored[1]
        alike = self._alike(across)
        below = self.side + _GAP
        blocks = alike & (alike >> below) & ~(across ^ (across >> below))
        whole = self.side * self.side
        fifths = abs(20 * across.bit_count() - 10 * whole) // whole
        return (
            _runs(alike)
            + _runs(self._alike(down))
            + 3 * blocks.bit_count()
            + 40 * (_false_finders(across) + _false_finders(down))
            + 10 * fifths
        )

    def _alike(self, lines: int) -> int:
        """Every module that is as the one before it in its line."""
        return ~(lines ^ (lines >> 1)) & self.neighbours


def _runs(alike: int) -> int:
    """3 for each five modules alike in a line, and 1 for each that follows."""
    pairs = alike & (alike >> 1)
    fives = pairs & (pairs >> 2)
    return fives.bit_count() + 2 * (fives & ~(fives << 1)).bit_count()


def _false_finders(lines: int) -> int:
    """How often 1011101 stands in a line with four light modules before or behind it."""
    dark = lines & (lines >> 2) & (lines >> 3) & (lines >> 4) & (lines >> 6)
    found = dark & ~(lines >> 1) & ~(lines >> 5)
    pairs = lines | (lines >> 1)
    fours = pairs | (pairs >> 2)
    counted = found & ~((fours >> 7) & (fours << 4))
    # Two that share modules count once.
    return (counted & ~(counted << 4) & ~(counted << 6)).bit_count()


def _number(rows: Rows) -> int:
    return int(("0" * _GAP).join(rows) + "0" * _GAP, 2)


def _about_the_symbol(side: int) -> list[str]:
    """Where the format information stands and, from version 7 on, the version information."""
    places = {(8, n) for n in (*range(9), *range(side - 8, side)) if n != 6}
    if side > 41:
        places |= {(n, side - m) for n in range(6) for m in (9, 10, 11)}
    places |= {(column, row) for row, column in places}
    return ["".join("01"[(r, c) in places] for c in range(side)) for r in range(side)]
