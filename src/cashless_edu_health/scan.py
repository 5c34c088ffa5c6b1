"""Payment codes read off pictures; the extra ``scan`` (zxing-cpp, Pillow).

Turned, tilted and mirrored codes are read as they are. What the text says is for
:mod:`cashless_edu_health.vietqr` to judge.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> import segno
>>> with TemporaryDirectory() as folder:
...     picture = Path(folder, "counter-1.png")
...     segno.make_qr("00020101021138").save(str(picture), scale=4)
...     codes(picture)
('00020101021138',)
"""

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cashless_edu_health import intake
from cashless_edu_health.errors import DataError, MissingExtraError

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["SUFFIXES", "codes"]

SUFFIXES: Final = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
"""Endings of the pictures that can be opened, in lower case."""

_FORMATS: Final = ("BMP", "GIF", "JPEG", "PNG", "WEBP")
"""Formats that Pillow may try. Not TIFF: its reader writes to standard error by itself."""


def codes(path: Path) -> tuple[str, ...]:
    """The texts of all QR codes on a picture, each once, from top to bottom; perhaps none.

    Raises:
        DataError: The file cannot be read, is no picture, or has more pixels than Pillow takes
            for safe (about 89 million).
        MissingExtraError: The extra ``scan`` is not installed.
    """
    try:
        import zxingcpp  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError:
        raise MissingExtraError("scan") from None
    found = zxingcpp.read_barcodes(
        _picture(intake.file_bytes(path), path.name),
        formats=zxingcpp.barcode_formats_from_str("QRCode"),
        text_mode=zxingcpp.TextMode.Plain,
    )
    placed = sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return tuple(dict.fromkeys(code.text for code in placed))


def _picture(data: bytes, file: str) -> "Image.Image":
    """The picture in shades of grey, on white where it is transparent."""
    try:
        from PIL import Image  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError:
        raise MissingExtraError("scan") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken notes of the camera do not matter
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(data), formats=_FORMATS)
            picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise DataError("has too many pixels", file=file) from None
    except (OSError, SyntaxError, ValueError):  # what Pillow raises for broken files
        raise DataError("is no picture that can be opened", file=file) from None
    if picture.has_transparency_data:
        shown = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    return picture.convert("L")
