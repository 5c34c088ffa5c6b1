"""The bytes of PNG pictures: read back, of the size that is promised, light all around."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cashless_edu_health import render
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError, EncodeError
from cashless_edu_health.vietqr import AdditionalData, VietQR

CODE = VietQR(
    Account("970436", "0071000123456"),
    amount=550_000,
    additional_data=AdditionalData(purpose="HVX7K3M2P9X5H"),
)


def opened(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@settings(max_examples=50, deadline=None)
@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=512),
    st.integers(2, 12),
)
def test_any_text_is_read_back_at_any_scale_with_a_light_quiet_zone(scan, text, scale):
    data = render.png(text, scale=scale)
    assert scan(data).text == text
    picture = opened(data)
    assert (picture.mode, picture.format) == ("1", "PNG")
    light, dark = Image.new("1", picture.size, 1), picture.point(lambda value: not value)
    assert dark.getbbox() == (
        *(4 * scale, 4 * scale),
        *(picture.width - 4 * scale, picture.height - 4 * scale),
    )
    assert light.size == (picture.width, picture.width)
    assert (picture.width // scale - 8 - 17) % 4 == picture.width % scale == 0


@pytest.mark.parametrize("scale", [1, 3, 8, 100])
def test_a_png_shows_the_modules_of_the_svg_enlarged(scale):
    small = opened(render.png(CODE, scale=1))
    assert small.size == (49, 49)
    enlarged = small.resize((49 * scale, 49 * scale), Image.Resampling.NEAREST)
    assert opened(render.png(CODE, scale=scale)).tobytes() == enlarged.tobytes()


def test_the_recommended_sizes_are_as_documented(scan):
    picture = opened(render.png(CODE))
    assert picture.size == (49 * render.PRINT_SCALE,) * 2 == (392, 392)
    assert [round(per_inch) for per_inch in picture.info["dpi"]] == [300, 300]
    assert 0.67 < render.PRINT_SCALE / 300 * 25.4 < 0.68
    phone = render.png(CODE, scale=render.PHONE_SCALE)
    assert opened(phone).size == (490, 490)
    assert scan(phone).text == CODE.encode()
    other = opened(render.png(CODE, dpi=600))
    assert [round(per_inch) for per_inch in other.info["dpi"]] == [600, 600]


def test_a_path_gets_the_same_bytes(tmp_path):
    file = tmp_path / "hp-0017.png"
    assert file.write_bytes(b"an earlier picture")
    data = render.png(CODE, file)
    assert file.read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["hp-0017.png"]
    with pytest.raises(DataError, match="cannot be written"):
        render.png(CODE, tmp_path / "none" / "hp.png")


@pytest.mark.parametrize(
    ("code", "sizes", "words"),
    [
        ("", {}, "code: there is nothing to draw"),
        (CODE, {"scale": 0}, "scale: a module is at least 1 pixel wide"),
        (CODE, {"scale": 101}, "scale: a module is at most 100 pixels wide"),
        (CODE, {"dpi": 0}, "dpi: is 1 to 2400 pixels an inch"),
        (CODE, {"dpi": 2_401}, "dpi: is 1 to 2400 pixels an inch"),
    ],
)
def test_what_cannot_be_drawn_is_refused(code, sizes, words):
    with pytest.raises(EncodeError) as caught:
        render.png(code, **sizes)
    assert str(caught.value) == words
