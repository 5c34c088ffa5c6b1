"""Which modules of a QR symbol are dark. The only module that imports segno."""

from functools import cache
from typing import Final

import segno

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.render._masks import Masks, Rows

QUIET_ZONE: Final = 4
"""Light modules around a symbol, as the QR Code standard asks."""

_DIGITS: Final = bytes.maketrans(b"\0\1", b"01")


def matrix(code: vietqr.VietQR | str) -> Rows:
    """The rows of a code's symbol, without its quiet zone: error correction M, least penalty.

    Raises:
        EncodeError: The text is empty, longer than 512 characters or not Unicode.
    """
    payload = code if isinstance(code, str) else code.encode()
    _check(payload)
    # segno would draw and score eight symbols, module by module; that is most of its time.
    drawn = segno.make_qr(payload, error="m", boost_error=False, encoding="utf-8", mask=0)
    return _masks(int(drawn.version)).best(_rows(drawn))


def check_scale(scale: int, *, most: int = 1_000) -> None:
    """Refuse a width of modules that is none.

    Raises:
        EncodeError: Less than 1 pixel, or more than ``most``.
    """
    if scale < 1:
        raise EncodeError("a module is at least 1 pixel wide", path="scale")
    if scale > most:
        raise EncodeError(f"a module is at most {most} pixels wide", path="scale")


@cache
def _masks(version: int) -> Masks:
    return Masks.of(
        [
            _rows(segno.make_qr("0", version=version, error="m", boost_error=False, mask=mask))
            for mask in range(8)
        ]
    )


def _rows(drawn: segno.QRCode) -> Rows:
    return [row.translate(_DIGITS).decode() for row in drawn.matrix]


def _check(payload: str) -> None:
    if payload == "":
        raise EncodeError("there is nothing to draw", path="code")
    if len(payload) > emvco.MAX_PAYLOAD_LENGTH:
        raise EncodeError(emvco.Fault.TOO_LONG.value, path="code")
    if any("\ud800" <= character <= "\udfff" for character in payload):
        raise EncodeError(emvco.Fault.NOT_UNICODE.value, path="code")
