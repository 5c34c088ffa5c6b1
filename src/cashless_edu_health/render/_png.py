"""PNG pictures of payment codes: one bit a pixel."""

import struct
import zlib
from pathlib import Path
from typing import Final

from cashless_edu_health import intake, vietqr
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.render._masks import Rows
from cashless_edu_health.render._matrix import QUIET_ZONE, check_scale, matrix

PRINT_SCALE: Final = 8
"""Pixels of a module for paper: 0.68 mm at 300 pixels an inch."""

PHONE_SCALE: Final = 10
"""Pixels of a module for a picture that is sent to a phone: 490 across for an ordinary code."""

_MOST_PIXELS: Final = 100
_MOST_DPI: Final = 2_400
_SWAPPED: Final = str.maketrans("01", "10")  # in a PNG of shades of grey, 0 is black


def png(
    code: vietqr.VietQR | str,
    path: Path | None = None,
    *,
    scale: int = PRINT_SCALE,
    dpi: int = 300,
) -> bytes:
    """The QR symbol of a payment code as a PNG file in black and white, one bit a pixel.

    The same symbol as :func:`svg`: level M, four modules of quiet zone. It has no caption: a
    PNG holds pixels, and this library brings no font to draw letters with.

    Args:
        code: A transfer code, or the text of any code, at most 512 characters, drawn as it is.
        path: File to write the picture to, whole or not at all; ``None`` writes none.
        scale: Width of a module in pixels, 1 to 100. The picture is ``(modules + 8) * scale``
            pixels wide and high; an ordinary code with amount and reference has 41 modules.
        dpi: Pixels an inch that printing programs shall take, 1 to 2,400. Screens ignore it.

    Raises:
        EncodeError: The text is empty, longer than 512 characters or not Unicode; or the scale
            or the pixels an inch are out of their range.
        DataError: The file cannot be written.
    """
    check_scale(scale, most=_MOST_PIXELS)
    if not 1 <= dpi <= _MOST_DPI:
        raise EncodeError(f"is 1 to {_MOST_DPI} pixels an inch", path="dpi")
    picture = _picture(matrix(code), scale, dpi)
    if path is not None:
        intake.write_whole(path, picture)
    return picture


def _picture(rows: Rows, scale: int, dpi: int) -> bytes:
    side = (len(rows) + 2 * QUIET_ZONE) * scale
    per_metre = round(dpi / 0.0254)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">2IB", per_metre, per_metre, 1)),
            # The ordinary level: the highest takes five times as long for a tenth less.
            _chunk(b"IDAT", zlib.compress(_pixels(rows, scale, side), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _pixels(rows: Rows, scale: int, side: int) -> bytes:
    """Every line of pixels behind its filter: 0 for a line as it is, 2 for one like the last."""
    width = (side + 7) // 8
    again = b"\2" + bytes(width)
    quiet = b"\0" + b"\xff" * width + again * (QUIET_ZONE * scale - 1)
    margin, filling = "1" * (QUIET_ZONE * scale), "1" * (width * 8 - side)
    light, dark = "1" * scale, "0" * scale
    lines = [quiet]
    for row in rows:
        pixels = row.translate(_SWAPPED).replace("1", light).replace("0", dark)
        line = int(f"{margin}{pixels}{margin}{filling}", 2).to_bytes(width)
        lines.append(b"\0" + line + again * (scale - 1))
    return b"".join((*lines, quiet))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
