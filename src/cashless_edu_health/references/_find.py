"""References in the remittance text of a bank, with everything that banks do to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_letters, digits
from typing import Final

from attrs import frozen

from cashless_edu_health.references._scheme import (
    ALPHABET,
    LOOK_ALIKES,
    SCHEMES,
    ReferenceScheme,
    holds,
    in_alphabet,
)
from cashless_edu_health.text import fold

_NOISE: Final = re.compile(r"[^0-9A-Za-z]")
_VALUES: Final = bytes(max(ALPHABET.find(chr(i).translate(LOOK_ALIKES)), 0) for i in range(256))
_ASCII: Final = {character: character.upper() for character in ascii_letters + digits}
_LAST_ASCII: Final = "\x7f"
_LAST_FOLDED: Final = "\u212b"
"""The last character whose unmarked form is in A-Z (the Ångström sign); saves the rest a look."""


@frozen
class Found:
    """A reference that stands in a text.

    Attributes:
        reference: Its compact form, check characters proven.
        scheme: The scheme that it is of.
        start: Index of its first character in the text.
        end: Index behind its last character in the text.
        substituted: Indexes in ``reference`` where the text had a look-alike letter (``O`` for
            ``0``); empty when it stood there as it is.
    """

    reference: str
    scheme: ReferenceScheme
    start: int
    end: int
    substituted: tuple[int, ...] = ()


def find(text: str, *, schemes: Sequence[ReferenceScheme] = SCHEMES) -> tuple[Found, ...]:
    """Every reference in a remittance text, from left to right.

    Vietnamese marks are dropped, case is raised, and all but ``A-Z`` and ``0-9`` is passed over:
    banks put spaces and dots inside references and glue words to both ends. Wherever a prefix
    then stands, the next characters are taken up to the scheme's length. Look-alike letters
    (``O I L S Z B G U W`` for ``0 1 1 5 2 8 6 V V``) are replaced inside that window only, never
    in the prefix and never elsewhere. It is a find when the check characters hold; nothing is
    repaired.

    A find inside a longer one is left out, since the longer one explains it, unless only the
    inner one stood there without look-alikes. Finds that overlap in part are all given, for
    choosing one would be a guess; so are two copies of one reference. Windows of chance pass
    the check once in 529; the prefix makes them rare, more so in the long form.

    Args:
        text: Any text; time grows linearly with its length.
        schemes: Schemes to look for.

    >>> find("MBVCB.5271.hvx7k3m 2P9X5H.CT tu 0071000000123")[0].reference
    'HVX7K3M2P9X5H'
    >>> [(hit.reference, hit.substituted) for hit in find("hoc phi HX 7K3MZ K3")]
    [('HX7K3M2K3', (6,))]
    >>> find("HVX7K3M2P9X5J")
    ()
    """
    kept, places = _kept(text)
    hits = (hit for scheme in schemes for hit in _hits(kept, places, scheme))
    return tuple(_outermost(sorted(hits, key=lambda hit: (hit.start, -hit.end))))


def _kept(text: str) -> tuple[str, list[int]]:
    """The characters A-Z and 0-9 of the folded text, and the place in it of each."""
    if text.isascii():
        places = [place for place, character in enumerate(text) if character.isalnum()]
        return "".join([text[place] for place in places]).upper(), places
    folded = _ASCII | {
        character: _NOISE.sub("", fold(character)).upper()
        for character in set(text)
        if _LAST_ASCII < character <= _LAST_FOLDED
    }
    places = [place for place, character in enumerate(text) if folded.get(character)]
    return "".join(folded[text[place]] for place in places), places


def _hits(kept: str, places: list[int], scheme: ReferenceScheme) -> Iterator[Found]:
    # One cheap sum turns 22 of 23 windows away: a text made of prefixes is one long try.
    values = kept.encode("ascii").translate(_VALUES)
    first = kept.find(scheme.prefix)
    while first != -1 and first + scheme.length <= len(kept):
        behind = first + scheme.length
        if sum(values[first:behind]) % len(ALPHABET) == 0:
            yield from _hit(kept[first:behind], scheme, places[first], places[behind - 1] + 1)
        first = kept.find(scheme.prefix, first + 1)


def _hit(window: str, scheme: ReferenceScheme, start: int, end: int) -> Iterator[Found]:
    reference = window.translate(LOOK_ALIKES)
    if in_alphabet(reference) and holds(reference):
        pairs = enumerate(zip(window, reference, strict=True))
        substituted = tuple(place for place, (seen, meant) in pairs if seen != meant)
        yield Found(reference, scheme, start, end, substituted)


def _outermost(hits: Iterable[Found]) -> Iterator[Found]:
    """The hits, sorted by start and falling end, without those that an earlier one explains."""
    furthest = furthest_strict = 0
    for hit in hits:
        if hit.end > (furthest if hit.substituted else furthest_strict):
            yield hit
        furthest = max(furthest, hit.end)
        if not hit.substituted:
            furthest_strict = max(furthest_strict, hit.end)
