"""Pictures of institutions: what format they are, and whether they are pictures at all."""

import re
from typing import Final
from xml.etree import ElementTree as ET

from attrs import frozen

from cashless_edu_health.errors import EncodeError

MAX_LOGO_BYTES: Final = 1024 * 1024
"""Largest logo, in bytes; every file of slips carries it once."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"IEND\xaeB`\x82"
_JPEG: Final = b"\xff\xd8\xff"
_JPEG_END: Final = b"\xff\xd9"
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@frozen
class Logo:
    """A picture.

    Attributes:
        format: ``png``, ``jpg`` or ``svg``.
        data: The file.
    """

    format: str
    data: bytes

    @property
    def media_type(self) -> str:
        """As a page names it."""
        return {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}[self.format]


def read_logo(data: bytes) -> Logo:
    """The picture that these bytes are.

    Raises:
        EncodeError: No PNG, JPEG or SVG, one cut short, an SVG with a document type, or more
            than 1 MiB.
    """
    if len(data) > MAX_LOGO_BYTES:
        raise EncodeError("is larger than 1 MiB", path="logo")
    if data.startswith(_PNG) and _PNG_END in data:
        return Logo("png", data)
    if data.startswith(_JPEG) and _JPEG_END in data:
        return Logo("jpg", data)
    if _is_svg(data):
        return Logo("svg", data)
    raise EncodeError("is no picture in PNG, JPEG or SVG, or not a whole one", path="logo")


def _is_svg(data: bytes) -> bool:
    # Entities of a document type can make a small file fill the memory.
    if _DECLARED.search(data):
        return False
    try:
        return ET.fromstring(data).tag == _SVG  # noqa: S314 - no entities, see above
    except (ET.ParseError, ValueError):
        return False
