"""The two shapes of a reference, its 23 characters and its two check characters."""

import operator
import re
from typing import Final

from attrs import Attribute, field, frozen

from cashless_edu_health.errors import DecodeError

ALPHABET: Final = "0123456789CFHJKMNPQRTVX"
"""The characters of a reference; the value of each is its place here, from 0.

23 is prime, so two sums find every pair of wrong characters. No vowel, no ``D`` and no ``W``:
a Vietnamese keyboard turns runs that hold them into marked letters. No ``O I L S Z B G``: they
are read as digits. No Vietnamese word can be written with these letters.
"""

LOOK_ALIKES: Final = str.maketrans("OILSZBGUW", "0115286VV")
"""Letters outside the alphabet, and the character each is commonly misread for."""

CHECK_LENGTH: Final = 2
"""Number of check characters at the end of a reference."""

_BASE: Final = len(ALPHABET)
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_VALUE_BYTES: Final = bytes(max(ALPHABET.find(chr(code)), 0) for code in range(256))
_POSITIONS: Final = range(1, _BASE)
_PREFIX: Final = re.compile(r"[CFHJKMNPQRTVX]{2,3}")
_PREFIX_LENGTHS: Final = {8: 3, 5: 2}
_MAX_BODY: Final = _BASE - 1 - CHECK_LENGTH


def _is_prefix(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not _PREFIX.fullmatch(value):
        raise ValueError(f"{attribute.name}: 2 or 3 letters of CFHJKMNPQRTVX")


def _fits_prefix(scheme: "ReferenceScheme", attribute: "Attribute[int]", value: object) -> None:
    if isinstance(value, bool) or value not in _PREFIX_LENGTHS:
        raise ValueError(f"{attribute.name}: 8 (long form) or 5 (short form)")
    if len(scheme.prefix) != _PREFIX_LENGTHS[scheme.payload_length]:
        raise ValueError("prefix: 3 letters in the long form, 2 in the short form")


@frozen
class ReferenceScheme:
    """The shape of one tenant's references: prefix, payload, two check characters.

    There are two shapes and no others: 3 + 8 + 2 = 13 characters, and 2 + 5 + 2 = 9 for
    providers that leave 9 characters of the remittance text. Detection and false finds were
    measured for these. A 2-letter prefix before 8 would only give away a letter of the anchor,
    and a 3-letter prefix before 5 would not fit the 9 characters that the short form is for.

    Attributes:
        prefix: 3 letters (long) or 2 letters (short) of ``CFHJKMNPQRTVX``.
        payload_length: 8 (long) or 5 (short) characters.

    Raises:
        ValueError: Another prefix or another length.

    >>> ReferenceScheme("KMT", 8).length
    13
    >>> ReferenceScheme("HX", 8)
    Traceback (most recent call last):
        ...
    ValueError: prefix: 3 letters in the long form, 2 in the short form
    """

    prefix: str = field(validator=_is_prefix)
    payload_length: int = field(validator=_fits_prefix)

    @property
    def length(self) -> int:
        """Number of characters of a whole reference."""
        return len(self.prefix) + self.payload_length + CHECK_LENGTH

    @property
    def capacity(self) -> int:
        """How many references there are; they carry the numbers 0 to ``capacity - 1``."""
        return int(_BASE**self.payload_length)


LONG: Final = ReferenceScheme("HVX", 8)
"""The default: 13 characters, 78,310,985,281 references."""

SHORT: Final = ReferenceScheme("HX", 5)
"""9 characters, 6,436,343 references, for providers that leave no more."""

SCHEMES: Final = (LONG, SHORT)
"""What is read when a caller names no schemes."""


def check_characters(body: str) -> str:
    """The two characters that complete a body (prefix and payload).

    With ``c_i`` the values of all characters, check characters included, and positions ``i``
    from 1, both ``sum(c_i)`` and ``sum(i * c_i)`` are 0 modulo 23. Any one or two wrong
    characters and any exchange of two characters break one of the sums.

    Args:
        body: 1 to 20 characters of the alphabet; beyond 22 in all, positions would repeat
            modulo 23.

    Raises:
        DecodeError: Another character, or another length.

    >>> check_characters("HVX7K3M2P9X"), check_characters("HX7K3M2")
    ('5H', 'K3')
    """
    if not 1 <= len(body) <= _MAX_BODY:
        raise DecodeError(f"a body has 1 to {_MAX_BODY} characters", path="reference")
    for offset, character in enumerate(body):
        if character not in _VALUES:
            raise DecodeError("not a character of references", path="reference", offset=offset)
    plain, weighted = _sums(body)
    last = ((len(body) + 1) * plain - weighted) % _BASE
    return ALPHABET[(-plain - last) % _BASE] + ALPHABET[last]


def holds(characters: str) -> bool:
    """Whether the check characters of a whole reference, all of the alphabet, hold."""
    plain, weighted = _sums(characters)
    return plain % _BASE == 0 and weighted % _BASE == 0


def in_alphabet(characters: str) -> bool:
    """Whether every character is one of the 23."""
    return not characters.strip(ALPHABET)  # nothing is left where none is another


def payload(number: int, length: int) -> str:
    """A number in base 23, most significant character first, filled with ``0`` on the left."""
    characters = ""
    for _ in range(length):
        number, value = divmod(number, _BASE)
        characters = ALPHABET[value] + characters
    return characters


def payload_number(characters: str) -> int:
    """The number that a payload writes."""
    number = 0
    for character in characters:
        number = number * _BASE + _VALUES[character]
    return number


def _sums(characters: str) -> tuple[int, int]:
    values = characters.encode("ascii").translate(_VALUE_BYTES)
    return sum(values), sum(map(operator.mul, values, _POSITIONS))
