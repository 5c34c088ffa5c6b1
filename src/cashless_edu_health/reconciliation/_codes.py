"""Codes that stand whole in a memo, however the bank spaced, marked or glued it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from attrs import field, frozen, validators

from cashless_edu_health import references
from cashless_edu_health.accounts import Alphabet
from cashless_edu_health.reconciliation._decision import Evidence, EvidenceKind
from cashless_edu_health.reconciliation._memo import Memo, any_of, is_digit
from cashless_edu_health.references import ReferenceScheme

_ANCHOR: Final = 3
_PERHAPS_ANOTHER: Final = frozenset({EvidenceKind.RUNS_ON, EvidenceKind.OVERLAP})
_RF: Final = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")
_RF_LETTERS: Final = {
    ord(letter): str(value) for value, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10)
}
_LETTERS_FIRST: Final = re.compile(r"([A-Z]+)[0-9]+")
_NUMBER: Final = 4
"""Digits of the shortest number that is glued behind a code; fewer are a slip of the hand."""
_PIECE: Final = 5
"""Characters behind a prefix that make a piece look like a code."""


@frozen(kw_only=True)
class LegacyTemplate:
    """Codes without check characters, as a product gave them out before: never a free pattern.

    Attributes:
        prefix: Letters A-Z and digits that every code begins with, at least one letter.
        lengths: Numbers of characters that a whole code can have.
        alphabet: Characters behind the prefix.
    """

    prefix: str = field(validator=validators.matches_re(r"(?=[0-9]*[A-Z])[0-9A-Z]{1,12}"))
    lengths: frozenset[int] = field(validator=validators.min_len(1))
    alphabet: Alphabet = Alphabet.DIGITS


class Hit(NamedTuple):
    """A code that stands in a memo, and what is doubtful about it."""

    reference: str
    start: int
    end: int
    evidence: tuple[Evidence, ...]

    @property
    def kinds(self) -> list[EvidenceKind]:
        """What was seen at this place."""
        return [seen.kind for seen in self.evidence]

    @property
    def unbroken(self) -> bool:
        """Whether nothing stands between its characters."""
        return self.end - self.start == len(self.reference)

    def overlaps(self, other: "Hit | references.Found") -> bool:
        """Whether the two share characters."""
        return self.start < other.end and other.start < self.end


def is_rf(reference: str) -> bool:
    """Whether it is an ISO 11649 RF reference whose check digits hold."""
    # Check digits 00, 01 and 99 are second spellings of 97, 98 and 02: no maker writes them.
    if not reference.startswith("RF") or not _RF.fullmatch(reference):
        return False
    if reference[2:4] in ("00", "01", "99"):
        return False
    turned = reference[4:] + reference[:4]
    return int(turned.translate(_RF_LETTERS)) % 97 == 1


class Look(NamedTuple):
    """What a memo holds of codes.

    Attributes:
        hits: Known codes, each once, in the order of the memo.
        unknown: Codes that prove themselves but are nobody's here.
        pieces: Where something looks like a code and is none that is known.
    """

    hits: Sequence[Hit]
    unknown: Sequence[Evidence]
    pieces: Sequence[Evidence] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What was seen of known codes and of codes that prove themselves."""
        if len(self.hits) == 1 and not self.unknown:
            return self.hits[0].evidence
        return (*(seen for hit in self.hits for seen in hit.evidence), *self.unknown)


class CodeIndex:
    """All known codes, to be found in memos in time linear in the memo's length.

    Attributes:
        known: Each of them, and whether it has check characters: those prove themselves.
    """

    __slots__ = ("_anchors", "_lengths", "_longest", "_pieces", "_prefixes", "_schemes", "known")

    def __init__(
        self,
        codes: Iterable[str],
        schemes: Sequence[ReferenceScheme],
        templates: Sequence[LegacyTemplate] = (),
    ) -> None:
        self._schemes = schemes
        self._prefixes = tuple(scheme.prefix for scheme in schemes)
        self.known: dict[str, bool] = {}
        lengths: dict[str, set[int]] = {}
        shaped = {scheme.prefix: scheme.length for scheme in schemes}
        for code in codes:
            size, anchor = len(code), code[:_ANCHOR]
            ours = size in (shaped.get(anchor), shaped.get(code[:2]))
            checks = (ours and references.is_valid(code, schemes=schemes)) or is_rf(code)
            self.known[code] = checks
            sizes = lengths.get(anchor)
            if sizes is None:
                lengths[anchor] = {size}
            else:
                sizes.add(size)
        self._lengths = {anchor: sorted(sizes) for anchor, sizes in lengths.items()}
        self._anchors = any_of({*lengths, *self._prefixes})
        plain = [code for code, checks in self.known.items() if not checks]
        shapes = list(_shapes(plain, templates))
        self._longest = {prefix: max(sizes) for prefix, sizes in shapes}
        self._pieces = _piece_pattern(schemes, shapes, rf=any(map(is_rf, self.known)))

    def look(self, memo: Memo) -> Look:
        """What stands in a memo.

        A code inside a longer one that stands unbroken is left out. Codes that share characters
        otherwise are doubtful, all of them.
        """
        hits, prefixed = self._whole(memo)
        unknown: list[Evidence] = []
        if prefixed:
            self._add_self_proving(hits, unknown, memo)
        if len(hits) > 1:
            hits.sort(key=lambda hit: (hit.start, -hit.end))
            hits = _each_once(_apart(_likely(hits, memo)))
        if hits or unknown:
            return Look(hits, unknown)
        return Look((), (), list(self._broken(memo)))

    def _whole(self, memo: Memo) -> tuple[list[Hit], bool]:
        """Known codes that stand whole, and whether a scheme's prefix begins none of them."""
        letters, known, prefixed = memo.letters, self.known, False
        hits: list[Hit] = []
        for anchor in self._anchors.finditer(letters):
            start, before = anchor.start(), len(hits)
            for size in self._lengths.get(letters[start : start + _ANCHOR], ()):
                code = letters[start : start + size]
                if code in known and len(code) == size:
                    hits.append(self._hit(code, start, memo))
            if len(hits) == before and letters.startswith(self._prefixes, start):
                prefixed = True
        return hits, prefixed

    def _add_self_proving(self, hits: list[Hit], unknown: list[Evidence], memo: Memo) -> None:
        """Codes of the schemes that no whole hit explains; most memos need no second reading."""
        for find in references.find(memo.text, schemes=self._schemes):
            if not self.known.get(find.reference):
                # Of 529 windows behind a prefix one passes by chance; an issued code explains it.
                if not any(hit.overlaps(find) and self.known[hit.reference] for hit in hits):
                    unknown.append(_seen(EvidenceKind.UNKNOWN_CODE, find))
            elif find.substituted:
                evidence = (_seen(EvidenceKind.LOOK_ALIKE, find),)
                hits.append(Hit(find.reference, find.start, find.end, evidence))

    def _broken(self, memo: Memo) -> Iterator[Evidence]:
        for piece in self._pieces.finditer(memo.letters):
            start, end = memo.span(piece.start(), piece.end() - 1)
            yield Evidence(kind=EvidenceKind.PIECE, start=start, end=end)

    def _hit(self, code: str, first: int, memo: Memo) -> Hit:
        start, end = memo.span(first, first + len(code) - 1)
        seen = Evidence(EvidenceKind.CODE, code, start, end)
        if self.known[code]:
            return Hit(code, start, end, (seen,))
        return Hit(code, start, end, (seen, *self._doubts(code, start, end, memo)))

    def _doubts(self, code: str, start: int, end: int, memo: Memo) -> list[Evidence]:
        """What is doubtful about a code without check characters at this place."""
        doubts = []
        # A word glued in front of a code's letters is common and harmless.
        before = is_digit(code[0]) and is_digit(memo.at(start - 1))
        behind = memo.at(end)
        goes_on = behind != "" and is_digit(behind) is is_digit(code[-1])
        if before or (goes_on and not self._ends(code, end, memo)):
            doubts.append(Evidence(EvidenceKind.RUNS_ON, code, start, end))
        if end - start != len(code):
            doubts.append(Evidence(EvidenceKind.INTERRUPTED, code, start, end))
        return doubts

    def _ends(self, code: str, end: int, memo: Memo) -> bool:
        """Whether a code ends where digits go on.

        It does when they are more than the longest code of its kind has, and enough for a number
        of its own (a phone, a trace): not a longer code, and not a digit too many.
        """
        shape = _LETTERS_FIRST.fullmatch(code)
        if shape is None:
            return False
        more = self._longest[shape[1]] - len(code) + _NUMBER
        return all(is_digit(memo.at(end + further)) for further in range(more))


def _shapes(
    plain: Iterable[str], templates: Sequence[LegacyTemplate]
) -> Iterator[tuple[str, frozenset[int]]]:
    """Prefixes of codes without check characters, each with the lengths that a code has."""
    sizes: dict[str, set[int]] = {}
    for code in plain:
        shape = _LETTERS_FIRST.fullmatch(code)
        if shape is not None:
            sizes.setdefault(shape[1], set()).add(len(code))
    for template in templates:
        sizes.setdefault(template.prefix, set()).update(template.lengths)
    for prefix, found in sorted(sizes.items()):
        yield prefix, frozenset(found)


def _piece_pattern(
    schemes: Sequence[ReferenceScheme], shapes: Sequence[tuple[str, frozenset[int]]], *, rf: bool
) -> re.Pattern[str]:
    """What looks like a code that was typed wrong or cut: a prefix and five of its characters."""
    parts = [f"{scheme.prefix}[{references.ALPHABET}]{{{_PIECE}}}" for scheme in schemes]
    parts += [f"{prefix}[0-9]{{{min(_PIECE, min(sizes) - 1)}}}" for prefix, sizes in shapes]
    if rf:
        parts.append(f"RF[0-9]{{{_PIECE}}}")
    return re.compile("|".join(parts))


def _seen(kind: EvidenceKind, hit: Hit | references.Found) -> Evidence:
    return Evidence(kind=kind, reference=hit.reference, start=hit.start, end=hit.end)


def _each_once(hits: Sequence[Hit]) -> list[Hit]:
    """One place of each code, in the order of the memo.

    A place where another code may stand counts before all; then the first without doubt.
    """
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.reference not in best or _weight(hit) > _weight(best[hit.reference]):
            best[hit.reference] = hit
    return list(best.values())


def _weight(hit: Hit) -> int:
    if not _PERHAPS_ANOTHER.isdisjoint(hit.kinds):
        return 2
    return 0 if EvidenceKind.INTERRUPTED in hit.kinds else 1


def _likely(hits: Sequence[Hit], memo: Memo) -> Sequence[Hit]:
    """The hits without those that a code which is a word of its own explains.

    In "DHP11 3C" stands ``DHP11`` and not ``HP113``, which begins inside a word and goes on
    behind a blank.
    """
    words = [
        hit for hit in hits if hit.unbroken and not (memo.at(hit.start - 1) + memo.at(hit.end))
    ]
    return [
        hit
        for hit in hits
        if hit.unbroken
        or not memo.at(hit.start - 1)
        or not any(hit.overlaps(word) for word in words)
    ]


def _apart(hits: Sequence[Hit]) -> Sequence[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if not kept or kept[-1].end <= hit.start:
            kept.append(hit)
            continue
        before = kept[-1]
        explained = before.unbroken or EvidenceKind.RUNS_ON in hit.kinds
        if hit.end <= before.end and explained:
            continue
        kept[-1] = Hit(*_parts(before), (*before.evidence, _seen(EvidenceKind.OVERLAP, before)))
        kept.append(Hit(*_parts(hit), (*hit.evidence, _seen(EvidenceKind.OVERLAP, hit))))
    return kept


def _parts(hit: Hit) -> tuple[str, int, int]:
    return hit.reference, hit.start, hit.end
