"""The checksum of a payload."""

from binascii import crc_hqx
from typing import Final, Self

from attrs import field, frozen

_HEADER: Final = "6304"
_START: Final = 0xFFFF


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE over the UTF-8 bytes of a text, as 4 upper-case hex digits.

    The standard names ISO/IEC 13239 with polynomial 0x1021, initial value 0xFFFF, no
    reflection and no final exclusive or. Lengths count characters, the checksum bytes: only
    so does the sample of the standard (which holds Chinese text) come out as ``A13A``.

    Args:
        text: The payload up to and including ``6304``, the header of the checksum itself.

    Raises:
        UnicodeEncodeError: The text holds a lone surrogate; :func:`decode` refuses those.

    >>> crc16("123456789")
    '29B1'
    """
    return f"{crc_hqx(text.encode(), _START):04X}"


def append_crc(text: str) -> str:
    """The payload closed by its checksum, data object 63.

    Args:
        text: Every object but 63, encoded.

    >>> append_crc("00020101021153037045802VN")
    '00020101021153037045802VN630483CC'
    """
    return f"{text}{_HEADER}{crc16(text + _HEADER)}"


@frozen
class Prefix:
    """The beginning that many payloads share, with its checksum already taken so far.

    Attributes:
        text: The first objects, encoded.

    >>> Prefix.of("000201010211").close("53037045802VN")
    '00020101021153037045802VN630483CC'
    """

    text: str = field(repr=False)
    _state: int = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """The prefix of that text."""
        return cls(text, crc_hqx(text.encode(), _START))

    def close(self, text: str) -> str:
        """The payload of the prefix and the rest, as :func:`append_crc` would close it."""
        rest = text + _HEADER
        return f"{self.text}{rest}{crc_hqx(rest.encode(), self._state):04X}"
