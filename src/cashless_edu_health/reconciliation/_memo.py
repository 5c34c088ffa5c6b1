"""Codes that stand whole in a memo, however the bank spaced, marked or glued it."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from attrs import frozen

from cashless_edu_health import references, text
from cashless_edu_health.reconciliation._decision import Evidence, EvidenceKind
from cashless_edu_health.references import ReferenceScheme

_ANCHOR: Final = 3
_PERHAPS_ANOTHER: Final = frozenset({EvidenceKind.RUNS_ON, EvidenceKind.OVERLAP})
_RF: Final = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")
_RF_LETTERS: Final = {c: str(value) for value, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10)}


@frozen
class Hit:
    """A code that stands in a memo, and what is doubtful about it."""

    reference: str
    start: int
    end: int
    evidence: tuple[Evidence, ...]

    @property
    def certain(self) -> bool:
        """Whether nothing about it is doubtful."""
        return not self.kinds & {EvidenceKind.INTERRUPTED, *_PERHAPS_ANOTHER}

    @property
    def kinds(self) -> set[EvidenceKind]:
        """What was seen at this place."""
        return {evidence.kind for evidence in self.evidence}


@cache
def _kept(character: str) -> str:
    """The letter A-Z or digit that a character is when folded; ``""`` when it is none."""
    folded = text.fold(character).upper()
    return folded if len(folded) == 1 and folded.isascii() and folded.isalnum() else ""


def folded(memo: str) -> tuple[str, list[int]]:
    """The letters A-Z and digits of a memo, and the index in it of each."""
    kept = [(letter, index) for index, c in enumerate(memo) if (letter := _kept(c))]
    return "".join(letter for letter, _ in kept), [index for _, index in kept]


def is_self_checking(reference: str, schemes: Sequence[ReferenceScheme]) -> bool:
    """Whether a code proves itself: by our check characters, or as an ISO 11649 RF reference."""
    return references.is_valid(reference, schemes=schemes) or _is_rf(reference)


def _is_rf(reference: str) -> bool:
    # Check digits 00, 01 and 99 are second spellings of 97, 98 and 02: no maker writes them.
    if not _RF.fullmatch(reference) or reference[2:4] in ("00", "01", "99"):
        return False
    turned = reference[4:] + reference[:4]
    return int("".join(_RF_LETTERS.get(c, c) for c in turned)) % 97 == 1


class CodeIndex:
    """All known codes, to be found in memos in time linear in the memo's length."""

    __slots__ = ("_checked", "_lengths", "_schemes", "_unchecked")

    def __init__(self, codes: Iterable[str], schemes: Sequence[ReferenceScheme]) -> None:
        self._schemes = schemes
        self._checked: set[str] = set()
        self._unchecked: set[str] = set()
        lengths: dict[str, set[int]] = {}
        for code in codes:
            checking = is_self_checking(code, schemes)
            (self._checked if checking else self._unchecked).add(code)
            lengths.setdefault(code[:_ANCHOR], set()).add(len(code))
        self._lengths = {anchor: sorted(sizes) for anchor, sizes in lengths.items()}

    def look(self, memo: str) -> tuple[tuple[Hit, ...], tuple[Evidence, ...]]:
        """The known codes in a memo, each once, and codes that prove themselves but are unknown.

        A code inside a longer one that stands unbroken is left out. Codes that share characters
        otherwise are doubtful, all of them.
        """
        letters, places = folded(memo)
        hits = self._whole(letters, places)
        unknown: list[Evidence] = []
        # Looking for the prefix first spares most memos without one a second reading.
        if any(scheme.prefix in letters for scheme in self._schemes):
            for find in references.find(memo, schemes=self._schemes):
                if find.reference not in self._checked:
                    unknown.append(_seen(EvidenceKind.UNKNOWN_CODE, find))
                elif find.substituted:
                    evidence = (_seen(EvidenceKind.LOOK_ALIKE, find),)
                    hits.append(Hit(find.reference, find.start, find.end, evidence))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return _each_once(_apart(hits)), tuple(unknown)

    def _whole(self, letters: str, places: list[int]) -> list[Hit]:
        hits: list[Hit] = []
        for start in range(len(letters) - _ANCHOR + 1):
            for size in self._lengths.get(letters[start : start + _ANCHOR], ()):
                code = letters[start : start + size]
                if code in self._checked or code in self._unchecked:
                    hits.append(self._hit(code, start, letters, places))
        return hits

    def _hit(self, code: str, first: int, letters: str, places: list[int]) -> Hit:
        last = first + len(code) - 1
        hit = Hit(code, places[first], places[last] + 1, ())
        evidence = [_seen(EvidenceKind.CODE, hit)]
        if code in self._unchecked:
            # A word glued in front of a code's letters is common and harmless.
            digits_before = _is_digit(code[0]) and _runs_on(letters, places, first - 1)
            if digits_before or _runs_on(letters, places, last):
                evidence.append(_seen(EvidenceKind.RUNS_ON, hit))
            if hit.end - hit.start > len(code):
                evidence.append(_seen(EvidenceKind.INTERRUPTED, hit))
        return Hit(code, hit.start, hit.end, tuple(evidence))


def _seen(kind: EvidenceKind, hit: Hit | references.Found) -> Evidence:
    return Evidence(kind=kind, reference=hit.reference, start=hit.start, end=hit.end)


def _runs_on(letters: str, places: list[int], left: int) -> bool:
    """Whether the characters at ``left`` and behind it touch and are both digits or letters."""
    if left < 0 or left + 1 >= len(letters) or places[left + 1] - places[left] > 1:
        return False
    return _is_digit(letters[left]) is _is_digit(letters[left + 1])


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def _each_once(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """One place of each code, in the order of the memo.

    A place where another code may stand counts before all; then the first without doubt.
    """
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.reference not in best or _weight(hit) > _weight(best[hit.reference]):
            best[hit.reference] = hit
    return tuple(best.values())


def _weight(hit: Hit) -> int:
    if hit.kinds & _PERHAPS_ANOTHER:
        return 2
    return 1 if hit.certain else 0


def _apart(hits: Sequence[Hit]) -> Sequence[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if not kept or kept[-1].end <= hit.start:
            kept.append(hit)
            continue
        before = kept[-1]
        if hit.end <= before.end and before.end - before.start == len(before.reference):
            continue
        kept[-1] = Hit(*_parts(before), (*before.evidence, _seen(EvidenceKind.OVERLAP, before)))
        kept.append(Hit(*_parts(hit), (*hit.evidence, _seen(EvidenceKind.OVERLAP, hit))))
    return kept


def _parts(hit: Hit) -> tuple[str, int, int]:
    return hit.reference, hit.start, hit.end
