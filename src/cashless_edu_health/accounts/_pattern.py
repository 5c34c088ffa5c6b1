"""Families of virtual accounts: a prefix, a length, an alphabet; never a regular expression."""

import re
from enum import StrEnum
from typing import Final

from attrs import Attribute, field, frozen

from cashless_edu_health.accounts._account import MAX_NUMBER_LENGTH, masked

_PREFIX: Final = re.compile(rf"[0-9A-Za-z]{{1,{MAX_NUMBER_LENGTH}}}")


class Alphabet(StrEnum):
    """Characters behind the prefix of a family of numbers."""

    DIGITS = "digits"
    """0-9."""
    UPPER_ALPHANUMERIC = "upper_alphanumeric"
    """A-Z and 0-9."""
    ALPHANUMERIC = "alphanumeric"
    """A-Z, a-z and 0-9."""


_CHARACTERS: Final = {
    Alphabet.DIGITS: re.compile(r"[0-9]*"),
    Alphabet.UPPER_ALPHANUMERIC: re.compile(r"[0-9A-Z]*"),
    Alphabet.ALPHANUMERIC: re.compile(r"[0-9A-Za-z]*"),
}


def _is_prefix(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not _PREFIX.fullmatch(value):
        raise ValueError(f"{attribute.name}: letters A-Z, a-z and digits, at least one")


def _is_length(pattern: "NumberPattern", attribute: "Attribute[int]", value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{attribute.name}: a whole number")  # noqa: TRY004 - one exception
    if not len(pattern.prefix) < value <= MAX_NUMBER_LENGTH:
        raise ValueError(
            f"{attribute.name}: more than the prefix has and at most {MAX_NUMBER_LENGTH}"
        )


@frozen
class NumberPattern:
    """Account numbers that begin alike, as banks and collection services give them out.

    Attributes:
        prefix: How each begins; upper and lower case differ. Masked in the repr.
        length: Characters of the whole number, prefix included.
        alphabet: What stands behind the prefix.

    Raises:
        ValueError: No prefix, foreign characters in it, or a length that leaves nothing behind
            it or is over 19.

    >>> pattern = NumberPattern("M789", 12)
    >>> pattern.fits("M78900000123"), pattern.fits("M789ABCDEFGH"), pattern.fits("M7890")
    (True, False, False)
    """

    prefix: str = field(validator=_is_prefix, repr=masked)
    length: int = field(validator=_is_length)
    alphabet: Alphabet = Alphabet.DIGITS

    def fits(self, number: str) -> bool:
        """Whether the number is one of the family."""
        return (
            len(number) == self.length
            and number.startswith(self.prefix)
            and _CHARACTERS[self.alphabet].fullmatch(number, len(self.prefix)) is not None
        )

    def overlaps(self, other: "NumberPattern") -> bool:
        """Whether some number fits both.

        >>> NumberPattern("96", 10).overlaps(NumberPattern("962", 10))
        True
        """
        short, long = sorted((self, other), key=lambda pattern: len(pattern.prefix))
        # Every alphabet has the digits, so what follows the longer prefix can always be found.
        return self.length == other.length and short.fits(long.prefix.ljust(long.length, "0"))
