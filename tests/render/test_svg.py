"""The very document is rasterised and scanned back; hostile text stays out of it."""

import json
import unicodedata
from xml.etree import ElementTree as ET

import pytest
import resvg_py
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from cashless_edu_health import render
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError, EncodeError
from cashless_edu_health.render import Caption
from cashless_edu_health.vietqr import AdditionalData, VietQR

ACCOUNT = Account("970436", "0000123456789")
CODE = VietQR(ACCOUNT, amount=550_000, additional_data=AdditionalData(purpose="HVX7K3M2P9X5H"))
CAPTION = Caption.of(CODE, bank="Vietcombank")
SVG = "{http://www.w3.org/2000/svg}"


def parsed(document):
    return ET.fromstring(document)  # noqa: S314 - our own


def dark_modules(document):
    """(column, row) of every dark module, quiet zone counted, followed along the path data."""
    found, x, y = set(), 0, 0
    path = parsed(document).findall(f"{SVG}path")[1].get("d")
    for step in path.replace("M", " M").replace("m", " m").replace("h", " h").split(" "):
        if step.startswith("M"):
            x = int(step[1:])
        elif step.startswith("m"):
            x += int(step[1:])
        elif step.startswith("h"):
            found |= {(x + n, y) for n in range(int(step[1:]))}
            x += int(step[1:])
        elif step.endswith(".5"):
            y = int(step[:-2])
        else:
            assert step in {"", "0"}
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
def test_a_transfer_code_is_scanned_back_as_its_payload(code, scan):
    assert scan(render.svg(code)).text == code.encode()


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=300))
def test_any_printable_text_is_scanned_back(scan, text):
    assert scan(render.svg(text)).text == text


@pytest.mark.parametrize("text", ["5914TRƯỜNG THCS Đ", "1", "9" * 512, "5904Café", "₫" * 512])
def test_texts_at_the_edges_are_scanned_back_and_are_no_micro_qr(text, scan):
    assert scan(render.svg(text)).text == text


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.sampled_from("0123456789ABCabc $"), min_size=1, max_size=512)
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=170)
)
def test_the_symbol_is_the_one_of_least_penalty_that_segno_looks_for_among_eight(text):
    theirs = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8").matrix
    dark = {(x + 4, y + 4) for y, row in enumerate(theirs) for x, m in enumerate(row) if m}
    assert dark_modules(render.svg(text)) == dark


def test_the_symbol_has_four_light_modules_around_it_at_any_scale():
    for scale in (1, 4, 7, 1_000):
        root = parsed(render.svg(CODE, scale=scale))
        side = int(root.get("viewBox").split()[2])
        assert (side - 8 - 17) % 4 == 0
        assert root.get("viewBox") == f"0 0 {side} {side}"
        assert root.get("width") == root.get("height") == str(side * scale)
        dark = dark_modules(render.svg(CODE, scale=scale))
        assert {min(x for x, _ in dark), min(y for _, y in dark)} == {4}
        assert {max(x for x, _ in dark), max(y for _, y in dark)} == {side - 5}
        white = root.findall(f"{SVG}path")[0]
        assert (white.get("fill"), white.get("d")) == ("#fff", f"M0 0h{side}v{side}h-{side}z")


def test_a_title_is_there_only_if_asked_for_and_is_escaped_injection():
    title = "</title><script>alert('Đ & Co')</script>"
    root = parsed(render.svg(CODE, title=title))
    assert [child.tag for child in root] == [f"{SVG}title", f"{SVG}path", f"{SVG}path"]
    assert root[0].text == title
    assert "<title" not in render.svg(CODE)


def test_the_picture_names_neither_account_nor_amount_nor_memo():
    document = render.svg(CODE)
    assert not any(word in document for word in ("0000123456789", "550000", "HVX7K3M2P9X5H"))


def test_a_path_gets_the_same_document(tmp_path):
    file = tmp_path / "hp-0017.svg"
    document = render.svg(CODE, file, title="Đóng học phí", caption=CAPTION)
    assert file.read_bytes().decode() == document


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(DataError, match=r"hp\.svg: cannot be written"):
        render.svg(CODE, tmp_path / "none" / "hp.svg")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("",), "code: there is nothing to draw"),
        (("9" * 513,), "code: the payload is longer than 512 characters"),
        (("5802V\ud800",), "code: half of a surrogate pair is not a character"),
        ((CODE, None, "A\0B"), "title: holds a character that XML cannot carry"),
        ((CODE, None, "A\ud800"), "title: holds a character that XML cannot carry"),
        ((CODE, None, None, 0), "scale: a module is at least 1 pixel wide"),
        ((CODE, None, None, 1_001), "scale: a module is at most 1000 pixels wide"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, words):
    code, path, title, scale = (*arguments, *(None, None, None, 4)[len(arguments) :])
    with pytest.raises(EncodeError) as caught:
        render.svg(code, path, title=title, scale=scale)
    assert str(caught.value) == words


def texts(document):
    return [text.text for text in parsed(document).findall(f"{SVG}text")]


def test_a_caption_says_what_the_code_says_and_the_code_is_still_read(scan):
    document = render.svg(CODE, caption=CAPTION)
    lines = ["Vietcombank", "0000123456789", "550.000 ₫", "HVX7K3M2P9X5H"]
    assert texts(document) == lines
    with_fonts = bytes(resvg_py.svg_to_bytes(svg_string=document))
    assert scan(with_fonts).text == scan(document).text == CODE.encode()
    assert texts(render.svg(CODE.encode(), caption=CAPTION)) == lines
    english = render.svg(CODE, caption=Caption.of(CODE, bank="Vietcombank", lang="en"))
    assert texts(english)[2] == "550,000 VND"
    fixed = VietQR(ACCOUNT)
    assert texts(render.svg(fixed, caption=Caption.of(fixed, bank="VCB"))) == [
        *("VCB", "0000123456789"),
    ]


def test_a_caption_stands_below_the_quiet_zone_and_within_the_width():
    wide = VietQR(
        Account("970436", "9" * 19),
        amount=9_999_999_999_999,
        additional_data=AdditionalData(purpose="W" * 25),
    )
    name = "Nga\u0302n hàng Nông nghiệp và Phát triển Nông thôn Việt Nam"
    document = render.svg(wide, caption=Caption.of(wide, bank=name), scale=2)
    root = parsed(document)
    _, _, side, height = map(int, root.get("viewBox").split())
    assert texts(document)[:3] == ["Ngân hàng Nông nghiệp và", "Phát triển Nông thôn Việt", "Nam"]
    assert (root.get("width"), root.get("height")) == (str(side * 2), str(height * 2))
    drawn = root.findall(f"{SVG}text")
    for place, text in enumerate(drawn):
        size = float(text.get("font-size"))
        assert 1.5 <= size <= 3
        assert 0.6 * size * len(text.text) <= side - 2
        assert text.get("y") == str(side + 4 * place + 3)
    assert height == side + 4 * len(drawn) + 1
    assert max(y for _, y in dark_modules(document)) == side - 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"account": "0000123456780"}, "caption.account: is not what the code says"),
        ({"amount": 55_000}, "caption.amount: is not what the code says"),
        ({"reference": "HVX7K3M2P9X5"}, "caption.reference: is not what the code says"),
        ({"bank": " \u00a0"}, "caption.bank: is blank"),
        ({"bank": "A" * 61}, "caption.bank: is longer than 60 characters"),
        ({"bank": "A\0"}, "caption.bank: holds a character that XML cannot carry"),
    ],
)
def test_a_caption_that_is_wrong_is_refused(change, words):
    lines = {
        "bank": "Vietcombank",
        "account": "0000123456789",
        "amount": 550_000,
        "reference": "HVX7K3M2P9X5H",
    }
    with pytest.raises(EncodeError) as caught:
        render.svg(CODE, caption=Caption(**lines | change))
    assert str(caught.value) == words


def test_a_caption_stands_under_transfer_codes_only():
    for text in ("https://example.org/", VietQR(ACCOUNT).encode()[:-1] + "?"):
        with pytest.raises(EncodeError, match="stands under transfer codes only"):
            render.svg(text, caption=CAPTION)


def test_no_injection_gets_out_of_a_title_or_a_caption(data_dir, scan):
    vectors = json.loads((data_dir / "injections.json").read_bytes())
    assert len(vectors) >= 100
    plain = [element.tag for element in parsed(render.svg(CODE, title="x", caption=CAPTION)).iter()]
    refused = []
    for vector in vectors:
        bank = vector["text"][:60]
        try:
            document = render.svg(CODE, title=vector["text"], caption=Caption.of(CODE, bank=bank))
        except EncodeError as error:
            refused.append(error.reason)
            continue
        root = parsed(document)
        tags = [element.tag for element in root.iter()]
        assert tags[: len(plain)] == plain, vector["id"]
        assert set(tags[len(plain) :]) <= {f"{SVG}text"}, vector["id"]
        assert "".join(root[0].text.split()) == "".join(vector["text"].split())
        shown = "".join(text.text for text in root.findall(f"{SVG}text"))
        wanted = "".join(unicodedata.normalize("NFC", bank).split())
        assert "".join(shown.split()).startswith(wanted[:20]), vector["id"]
        for element in root.iter():
            assert not any(name.startswith("on") or "href" in name for name in element.attrib)
    assert set(refused) <= {"holds a character that XML cannot carry"}
    assert len(refused) < 5
