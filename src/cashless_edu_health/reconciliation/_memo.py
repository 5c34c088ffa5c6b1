"""A remittance text as matchers read it: letters A-Z and digits, each with its place."""

import re
from collections.abc import Iterable
from itertools import compress
from string import ascii_letters, digits
from typing import Final

from cashless_edu_health import text

_KEPT: Final = (ascii_letters + digits).encode()
_DROPPED: Final = bytes(sorted(set(range(256)) - set(_KEPT)))
_UPPER: Final = bytes(range(256)).upper()
_IS_KEPT: Final = bytes(code in _KEPT for code in range(256))
_NOISE: Final = re.compile(r"[^0-9A-Za-z]+")


class _Letters(dict[int, str]):
    """The letter A-Z or digit that each character is when folded, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = text.fold(chr(code)).upper()
        kept = len(folded) == 1 and folded.isascii() and folded.isalnum()
        self[code] = folded if kept else ""
        return self[code]


_LETTERS: Final = _Letters()


def _letter(character: str) -> str:
    return _LETTERS[ord(character)]


def letters_of(memo: str) -> str:
    """The letters A-Z and digits of a memo, Vietnamese marks dropped.

    >>> letters_of("Đóng h.phí HP-26")
    'DONGHPHIHP26'
    """
    if memo.isascii():
        return memo.encode().translate(_UPPER, _DROPPED).decode()
    return memo.translate(_LETTERS)


class Memo:
    """A remittance text.

    Attributes:
        text: As received.
        letters: Its letters A-Z and digits.
    """

    __slots__ = ("_asked", "_places", "letters", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = letters_of(text)
        self._places: list[int] | None = None
        self._asked = False

    @property
    def places(self) -> list[int]:
        """Index in the text of each of the letters; worked out when first asked for."""
        if self._places is None:
            ascii_ = self.text.isascii()
            kept: Iterable[object] = (
                self.text.encode().translate(_IS_KEPT) if ascii_ else map(_letter, self.text)
            )
            self._places = list(compress(range(len(self.text)), kept))
        return self._places

    def at(self, index: int) -> str:
        """The letter or digit at an index of the text; ``""`` where there is none."""
        return _letter(self.text[index]) if 0 <= index < len(self.text) else ""

    def touches(self, left: int) -> bool:
        """Whether the letters at ``left`` and behind it stand side by side in the text."""
        if left < 0 or left + 1 >= len(self.letters):
            return False
        return self.places[left + 1] - self.places[left] == 1

    def parts_digits(self, first: int, last: int) -> bool:
        """Whether a blank stands between two neighbouring digits of letters first to last."""
        places, text = self.places, self.text
        return any(
            is_digit(self.letters[at])
            and is_digit(self.letters[at + 1])
            and " " in text[places[at] : places[at + 1]]
            for at in range(first, last)
        )

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where letters ``first`` to ``last`` begin and end in the text."""
        if self._places is None and not self._asked and self.text.isascii():
            # Unbroken and only once: found without the place of each letter. A second question
            # is answered by the places, lest a memo full of codes be searched for each of them.
            self._asked = True
            piece = self.letters[first : last + 1]
            at = self.text.upper().find(piece)
            if at != -1 and self.letters.count(piece) == 1:
                return at, at + len(piece)
        places = self.places
        return places[first], places[last] + 1


def any_of(anchors: Iterable[str]) -> re.Pattern[str]:
    """Where any of the anchors (1 to 3 letters A-Z or digits) begins, overlapping ones too.

    >>> [found.start() for found in any_of({"HVX", "HX", "XH"}).finditer("AHHVXHX")]
    [2, 4, 5]
    """
    tree: dict[str, dict[str, set[str]]] = {}
    for anchor in sorted(anchors):
        tree.setdefault(anchor[0], {}).setdefault(anchor[1:2], set()).add(anchor[2:3])
    branches = []
    for first, seconds in tree.items():
        rests = (
            second + ("" if "" in thirds else f"[{''.join(sorted(thirds))}]")
            for second, thirds in seconds.items()
        )
        branches.append(f"{first}(?={'|'.join(rests)})")
    return re.compile("|".join(branches) or r"(?!)")


def runs_of(words: Iterable[str], size: int) -> re.Pattern[str]:
    """Runs of at least ``size`` of the characters of some words: elsewhere none of them stands.

    >>> runs_of(["AB1", "C1D"], 3).findall("XAB1C2D1DAC")
    ['AB1C', 'D1DAC']
    """
    characters = "".join(sorted(set("".join(words))))
    return re.compile(f"[{characters}]{{{size},}}" if characters else r"(?!)")


def is_digit(character: str) -> bool:
    """Whether it is one of 0-9."""
    return character != "" and "0" <= character <= "9"
