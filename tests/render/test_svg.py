"""The very document is rasterised and scanned back; hostile text stays out of it."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
import resvg_py
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cashless_edu_health import render
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.vietqr import AdditionalData, VietQR

ACCOUNT = Account("970436", "0000123456789")
CODE = VietQR(ACCOUNT, amount=550_000, additional_data=AdditionalData(purpose="HVX7K3M2P9X5H"))
SVG = "{http://www.w3.org/2000/svg}"


def scan(document):
    """What a camera would read off the picture; the symbol's format and level too."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=document))
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    return found


@pytest.mark.parametrize(
    "code",
    [
        VietQR(ACCOUNT),
        CODE,
        VietQR(Account("970403", "9" * 19), amount=9_999_999_999_999, merchant_name="A b/c-d."),
        VietQR(ACCOUNT, additional_data=AdditionalData(bill_number="<&>\"'", purpose="a" * 25)),
    ],
)
def test_a_transfer_code_is_scanned_back_as_its_payload(code):
    found = scan(render.svg(code))
    assert found.text == code.encode()
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    assert found.ec_level == "M"


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=300))
def test_any_printable_text_is_scanned_back(text):
    assert scan(render.svg(text)).text == text


@pytest.mark.parametrize("text", ["5914TRƯỜNG THCS Đ", "1", "9" * 512, "5904Café", "₫" * 512])
def test_texts_at_the_edges_are_scanned_back_and_are_no_micro_qr(text):
    found = scan(render.svg(text))
    assert found.text == text
    assert found.format == zxingcpp.BarcodeFormat.QRCode


def test_the_symbol_has_four_light_modules_around_it_at_any_scale():
    for scale in (1, 4, 7):
        root = ET.fromstring(render.svg(CODE, scale=scale))  # noqa: S314 - our own
        modules = int(root.get("viewBox").split()[2])
        assert root.get("width") == root.get("height") == str(modules * scale)
        assert (modules - 8 - 17) % 4 == 0
        first = re.match(r"M([0-9.]+) ([0-9.]+)h7", root.findall(f"{SVG}path")[1].get("d"))
        assert first.groups() == ("4", "4.5")


def test_a_title_is_there_only_if_asked_for_and_is_escaped():
    title = "</title><script>alert('Đ & Co')</script>"
    root = ET.fromstring(render.svg(CODE, title=title))  # noqa: S314 - our own
    assert [child.tag for child in root] == [f"{SVG}title", f"{SVG}path", f"{SVG}path"]
    assert root[0].text == title
    assert "<title" not in render.svg(CODE)


def test_the_picture_names_neither_account_nor_amount_nor_memo():
    document = render.svg(CODE)
    assert not any(word in document for word in ("0000123456789", "550000", "HVX7K3M2P9X5H"))


def test_a_path_gets_the_same_document(tmp_path):
    file = tmp_path / "hp-0017.svg"
    document = render.svg(CODE, file, title="Đóng học phí")
    assert file.read_bytes().decode() == document


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("",), "code: there is nothing to draw"),
        (("9" * 513,), "code: the payload is longer than 512 characters"),
        (("5802V\ud800",), "code: half of a surrogate pair is not a character"),
        ((CODE, None, "A\0B"), "title: holds a character that XML cannot carry"),
        ((CODE, None, "A\ud800"), "title: holds a character that XML cannot carry"),
        ((CODE, None, None, 0), "scale: a module is at least 1 pixel wide"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, words):
    code, path, title, scale = (*arguments, *(None, None, None, 4)[len(arguments) :])
    with pytest.raises(EncodeError) as caught:
        render.svg(code, path, title=title, scale=scale)
    assert str(caught.value) == words
