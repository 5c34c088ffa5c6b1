"""Codes read off pictures that are made here: turned, tilted, several, none, broken."""

import io
import sys

import pytest
import segno
from PIL import Image

from cashless_edu_health import scan
from cashless_edu_health.errors import DataError, MissingExtraError

TEXT = "00020101021138570010A00000072701270006970436011300001234567890208QRIBFTTA53037045802VN6304"
OTHER = "https://example.org/pay"


def drawn(text, **options):
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=5, **options)
    return Image.open(io.BytesIO(out.getvalue()))


def side_by_side(*pictures):
    whole = Image.new("RGB", (sum(p.width for p in pictures), max(p.height for p in pictures)))
    whole.paste("white", (0, 0, *whole.size))
    left = 0
    for picture in pictures:
        whole.paste(picture.convert("RGB"), (left, 0))
        left += picture.width
    return whole


PICTURES = {
    "plain": (drawn(TEXT), (TEXT,)),
    "upside down": (drawn(TEXT).rotate(180), (TEXT,)),
    "on its side": (drawn(TEXT).rotate(90), (TEXT,)),
    "tilted": (drawn(TEXT).convert("L").rotate(37, expand=True, fillcolor=255), (TEXT,)),
    "mirrored": (drawn(TEXT).transpose(Image.Transpose.FLIP_LEFT_RIGHT), (TEXT,)),
    "white on black": (drawn(TEXT, dark="white", light="black"), (TEXT,)),
    "on nothing": (drawn(TEXT, light=None), (TEXT,)),
    "on nothing, in colours": (drawn(TEXT, light=None).convert("RGBA"), (TEXT,)),
    "two different": (side_by_side(drawn(TEXT), drawn(OTHER)), (TEXT, OTHER)),
    "the same twice": (side_by_side(drawn(TEXT), drawn(TEXT)), (TEXT,)),
    "none": (Image.new("RGB", (300, 300), "white"), ()),
    "one pixel": (Image.new("L", (1, 1)), ()),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_code_of_a_picture_is_read_once(tmp_path, name):
    picture, texts = PICTURES[name]
    picture.save(tmp_path / "a.png")
    assert set(scan.codes(tmp_path / "a.png")) == set(texts)
    assert len(scan.codes(tmp_path / "a.png")) == len(texts)


@pytest.mark.parametrize("ending", sorted(scan.SUFFIXES))
def test_pictures_of_every_listed_kind_are_opened(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    drawn(TEXT).convert("L").save(path)
    assert scan.codes(path) == (TEXT,)


def test_codes_come_from_top_to_bottom(tmp_path):
    upper, lower = drawn(OTHER).convert("L"), drawn(TEXT).convert("L")
    whole = Image.new("L", (lower.width, upper.height + lower.height), 255)
    whole.paste(upper, (0, 0))
    whole.paste(lower, (0, upper.height))
    whole.save(tmp_path / "a.png")
    assert scan.codes(tmp_path / "a.png") == (OTHER, TEXT)


@pytest.mark.parametrize("text", ["Đóng học phí", "A\x1dB", "\x1b[1mA", "日本語"])
def test_a_text_is_given_as_it_stands(tmp_path, text):
    drawn(text).save(tmp_path / "a.png")
    assert scan.codes(tmp_path / "a.png") == (text,)


def whole_png():
    out = io.BytesIO()
    drawn(TEXT).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", whole_png()[:60], whole_png()[:-40], b"%PDF-1.7", b"<svg/>"],
    ids=["empty", "text", "header alone", "cut off", "PDF", "SVG"],
)
def test_what_is_no_picture_is_a_data_error_with_its_name(tmp_path, data):
    path = tmp_path / "a.png"
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        scan.codes(path)
    assert str(caught.value) == "a.png: is no picture that can be opened"


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path):
    for side in (9_500, 14_000):  # above what Pillow warns of, and what it refuses
        Image.new("1", (side, side)).save(tmp_path / "a.png")
        with pytest.raises(DataError, match="has too many pixels"):
            scan.codes(tmp_path / "a.png")


def test_a_missing_file_is_a_data_error(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        scan.codes(tmp_path / "a.png")


@pytest.mark.parametrize("module", ["zxingcpp", "PIL"])
def test_without_the_extra_it_is_named(tmp_path, monkeypatch, module):
    drawn(TEXT).save(tmp_path / "a.png")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"cashless-edu-health\[scan\]"):
        scan.codes(tmp_path / "a.png")
