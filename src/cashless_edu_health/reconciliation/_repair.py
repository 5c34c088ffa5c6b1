"""Codes that are one slip away from what stands in a memo.

One slip leaves one half of a code whole: a character replaced, lost or too many, or two
neighbours exchanged, touches either the first half or the last, never both (the character in the
middle of a code of odd length belongs to neither half).
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from cashless_edu_health.reconciliation._memo import Memo, runs_of

_MANY: Final = 64
"""A half that so many codes share says too little to look at each."""
_GAP: Final = "  "
"""Between two codes that share a half."""


class Slip(StrEnum):
    """What happened to a code."""

    REPLACED = "replaced"
    LOST = "lost"
    EXTRA = "extra"
    EXCHANGED = "exchanged"


class Repair(NamedTuple):
    """A code as it must have been.

    Attributes:
        reference: The code.
        slip: What happened to it.
        start: Index of its first character in the memo.
        end: Index behind its last.
    """

    reference: str
    slip: Slip
    start: int
    end: int


def slip_between(seen: str, meant: str) -> Slip | None:
    """The one slip that makes ``seen`` of ``meant``; ``None`` when there is no or no single one.

    >>> slip_between("7K3N2", "7K3M2"), slip_between("7K32", "7K3M2"), slip_between("K7", "7K")
    (<Slip.REPLACED: 'replaced'>, <Slip.LOST: 'lost'>, <Slip.EXCHANGED: 'exchanged'>)
    """
    at = next((i for i, (a, b) in enumerate(zip(seen, meant, strict=False)) if a != b), None)
    if at is None:
        at = min(len(seen), len(meant))
    if len(seen) == len(meant):
        if seen[at + 1 :] == meant[at + 1 :]:
            return Slip.REPLACED if at < len(seen) else None
        if seen[at : at + 2] == meant[at : at + 2][::-1] and seen[at + 2 :] == meant[at + 2 :]:
            return Slip.EXCHANGED
    elif len(seen) + 1 == len(meant) and seen[at:] == meant[at + 1 :]:
        return Slip.LOST
    elif len(seen) == len(meant) + 1 and seen[at + 1 :] == meant[at:]:
        return Slip.EXTRA
    return None


class RepairIndex:
    """Codes by each of their halves.

    A half leads to the codes that it begins or ends, in one text: most halves have one code, and
    hundreds of thousands of lists would be a burden.
    """

    __slots__ = ("_codes", "_runs")

    def __init__(self, codes: Iterable[str]) -> None:
        table: dict[str, str] = {}
        for code in codes:
            half = (len(code) - 1) // 2
            for key in (code[:half], code[-half:]):
                before = table.get(key)
                if before is None:
                    table[key] = code
                elif before:
                    few = len(before + _GAP) < _MANY * len(code + _GAP)
                    table[key] = before + _GAP + code if few else ""
        self._codes = table
        sizes = sorted(set(map(len, table)))
        self._runs = [(size, runs_of(table, size)) for size in sizes]

    def look(self, memo: Memo) -> tuple[Repair, ...]:
        """Codes that are one slip away, each once, in the order of the memo."""
        found: dict[str, Repair] = {}
        for repair in self._repairs(memo):
            found.setdefault(repair.reference, repair)
        return tuple(found.values())

    def _repairs(self, memo: Memo) -> Iterator[Repair]:
        letters, codes = memo.letters, self._codes
        for size, runs in self._runs:
            places = [
                at
                for run in runs.finditer(letters)
                for at in range(run.start(), run.end() - size + 1)
                if letters[at : at + size] in codes
            ]
            for at in places:
                half = letters[at : at + size]
                for code in codes[half].split():
                    if code.startswith(half):
                        yield from _behind(code, at, size, memo)
                    if code.endswith(half):
                        yield from _in_front(code, at, size, memo)


def _behind(code: str, at: int, size: int, memo: Memo) -> Iterator[Repair]:
    """The repair when the first half stands at ``at`` and the rest has a slip."""
    meant = code[size:]
    for more in (0, -1, 1):
        seen = memo.letters[at + size : at + len(code) + more]
        slip = slip_between(seen, meant)
        if slip is not None:
            yield Repair(code, slip, *memo.span(at, at + size + len(seen) - 1))
            return


def _in_front(code: str, at: int, size: int, memo: Memo) -> Iterator[Repair]:
    """The repair when the last half stands at ``at`` and what is in front of it has a slip."""
    meant = code[: len(code) - size]
    for more in (0, -1, 1):
        first = at - len(meant) - more
        slip = None if first < 0 else slip_between(memo.letters[first:at], meant)
        if slip is not None:
            yield Repair(code, slip, *memo.span(first, at + size - 1))
            return
