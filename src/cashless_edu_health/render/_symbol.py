"""The modules of QR symbols, for pages that draw them by themselves."""

from typing import Final

import segno
from attrs import frozen

_MASK: Final = 3
"""Readers take any of the eight patterns; to look for the best is four fifths of the work."""

_LEVELS: Final = bytes((255, 0)) + bytes(254)


@frozen
class Symbol:
    """A symbol without its quiet zone.

    Attributes:
        side: Modules in a row.
        pixels: A byte for each module, row by row: 0 is dark, 255 is light.
    """

    side: int
    pixels: bytes


def symbol(payload: str) -> Symbol:
    """The symbol of a payload: level M without boost, never a Micro QR."""
    code = segno.make_qr(payload, error="m", boost_error=False, encoding="utf-8", mask=_MASK)
    return Symbol(len(code.matrix), b"".join(code.matrix).translate(_LEVELS))
