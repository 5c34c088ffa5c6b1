"""Shared by the tests of pictures: what a camera reads off them."""

import io

import pytest
import resvg_py
import zxingcpp
from PIL import Image


@pytest.fixture(scope="session")
def scan():
    """The one code on an SVG document, on the bytes of a PNG, or on an image."""

    def read(picture):
        if isinstance(picture, str):
            picture = bytes(resvg_py.svg_to_bytes(svg_string=picture, skip_system_fonts=True))
        if isinstance(picture, bytes):
            picture = Image.open(io.BytesIO(picture))
        # Of QR codes only: in the modules of some, a linear code can be found as well.
        qr = zxingcpp.BarcodeFormat.QRCode
        (found,) = zxingcpp.read_barcodes(picture.convert("L"), formats=qr)
        assert found.format == qr
        assert found.ec_level == "M"
        return found

    return read
