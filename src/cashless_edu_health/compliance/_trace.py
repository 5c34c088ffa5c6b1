"""What became of each row: kept as one byte a row, read as lines."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, overload

from attrs import frozen


class Counted(StrEnum):
    """Where a row went."""

    NUMERATOR = "numerator"
    """In the denominator and in the numerator."""
    DENOMINATOR = "denominator"
    """In the denominator only."""
    UNKNOWN = "unknown"
    """In the denominator, not known whether in the numerator."""
    PERHAPS = "perhaps"
    """Not known whether in the denominator."""
    LEFT_OUT = "left_out"


class TraceLine(NamedTuple):
    """What became of one row; ids only, never a person's name.

    Attributes:
        id: Id of the institution, receipt or head count, ``tallies[3]``, or ``R1/INV-3`` for
            the part of a receipt that pays one invoice (``R1/-`` for the rest).
        counted: Where it went.
        reason: Why, as a message key below ``reason.``; ``""`` when it is simply counted.
        number: Of a head count, how many of its members; 1 for any other row.
    """

    id: str
    counted: Counted
    reason: str = ""
    number: int = 1


@frozen
class Trace(Sequence[TraceLine]):
    """Lines that are made when they are asked for; a province has a million of them.

    Attributes:
        ids: Id of each row.
        codes: For each row, which entry of the legend.
        legend: What can become of a row: where it went and why.

    >>> trace = Trace(("R1", "R2"), bytes([0, 0]), ((Counted.DENOMINATOR, ""),))
    >>> trace[1].id, len(trace)
    ('R2', 2)
    """

    ids: tuple[str, ...]
    codes: bytes
    legend: tuple[tuple[Counted, str], ...]

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> TraceLine: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[TraceLine, ...]: ...
    def __getitem__(self, index: int | slice) -> TraceLine | tuple[TraceLine, ...]:
        if isinstance(index, slice):
            return tuple(self._lines(self.ids[index], self.codes[index]))
        return TraceLine(self.ids[index], *self.legend[self.codes[index]])

    def _lines(self, ids: Iterable[str], codes: Iterable[int]) -> Iterable[TraceLine]:
        legend = self.legend
        return (TraceLine(id_, *legend[code]) for id_, code in zip(ids, codes, strict=True))
