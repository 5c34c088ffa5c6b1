"""SVG pictures of payment codes."""

import io
import re
from pathlib import Path
from typing import Final

import segno

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.errors import EncodeError

_QUIET_ZONE: Final = 4
"""Light modules around a symbol, as the QR Code standard asks."""

_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry, escaped or not."""


def svg(
    code: vietqr.VietQR | str, path: Path | None = None, *, title: str | None = None, scale: int = 4
) -> str:
    """The QR symbol of a payment code as an SVG document.

    Error correction level M, dark on white, four modules of quiet zone, never a Micro QR:
    what the cameras of banking apps expect. The picture holds the code and, only if asked
    for, a title; no name and no amount in clear.

    Args:
        code: A transfer code, or the text of any code, at most 512 characters; a text is
            drawn as it is: have it checked first (:func:`cashless_edu_health.vietqr.check`).
        path: File to write the document to, as UTF-8; ``None`` writes none.
        title: Accessible name of the picture; readers of the file see it.
        scale: Width of a module in pixels, at least 1; a style sheet may set another size.

    Raises:
        EncodeError: The text is empty, longer than 512 characters or not Unicode; the title
            has characters that XML cannot carry; or the scale is less than 1.
        OSError: The file cannot be written.
    """
    payload = code if isinstance(code, str) else code.encode()
    _check_payload(payload)
    if title is not None and _NOT_XML.search(title):
        raise EncodeError("holds a character that XML cannot carry", path="title")
    if scale < 1:
        raise EncodeError("a module is at least 1 pixel wide", path="scale")
    symbol = segno.make_qr(payload, error="m", boost_error=False, encoding="utf-8")
    out = io.BytesIO()
    symbol.save(
        out,
        kind="svg",
        xmldecl=False,
        nl=False,
        border=_QUIET_ZONE,
        omitsize=True,
        dark="#000",
        light="#fff",
        title=title,
    )
    side, _ = symbol.symbol_size(scale=scale, border=_QUIET_ZONE)
    # segno writes a size or a view box; with both, the picture follows a style sheet too.
    size = f'<svg width="{side}" height="{side}" '
    document = out.getvalue().decode().replace("<svg ", size, 1)
    if path is not None:
        path.write_bytes(document.encode())
    return document


def _check_payload(payload: str) -> None:
    if payload == "":
        raise EncodeError("there is nothing to draw", path="code")
    if len(payload) > emvco.MAX_PAYLOAD_LENGTH:
        raise EncodeError(emvco.Fault.TOO_LONG.value, path="code")
    if any("\ud800" <= character <= "\udfff" for character in payload):
        raise EncodeError(emvco.Fault.NOT_UNICODE.value, path="code")
