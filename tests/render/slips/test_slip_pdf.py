"""Slips as PDF: read back by a scanner and by pdftotext, never more than a slip holds."""

import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cashless_edu_health import payments, render
from cashless_edu_health.errors import DataError, EncodeError, MissingExtraError
from cashless_edu_health.invoices import Line, Party
from cashless_edu_health.render import SlipSheet
from cashless_edu_health.render._slip_room import FORMS, is_roomy, text_width
from cashless_edu_health.render._slip_text import slip_text
from cashless_edu_health.render._slip_words import SlipWords

LONG = ("Nguyễn Thị Ánh Nguyệt " * 14)[:300]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def payloads(slips):
    return [payments.request(slip.request).encode() for slip in slips]


def sheets_of(items, size):
    return [sorted(items[at : at + size]) for at in range(0, len(items), size)]


@pytest.mark.parametrize("sheet", list(SlipSheet))
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_code_is_read_back_on_the_sheet_where_it_belongs(samples, sheet, lang):
    slips = [samples.slip(n) for n in range(8)]
    slips.append(samples.slip(8, institution=samples.HOSPITAL))
    slips.append(samples.slip(9, *(samples.invoice(n) for n in (9, 10, 11))))
    document = render.slips_pdf(slips, sheet=sheet, lang=lang)
    on_a_sheet = sheet.measures.columns * sheet.measures.rows
    assert samples.codes_of(document) == sheets_of(payloads(slips), on_a_sheet)


@pytest.mark.parametrize("sheet", list(SlipSheet))
def test_names_of_300_characters_hide_neither_amount_nor_code(samples, sheet):
    slips = [
        samples.slip(1, name=LONG),
        samples.slip(2, name="Ẩ" * 300, payer=Party(LONG)),
        samples.slip(3, name="W" * 300, institution=samples.HOSPITAL),
        samples.slip(4, *(samples.invoice(n, name=LONG[:100]) for n in (4, 5))),
    ]
    document = render.slips_pdf(slips, sheet=sheet, logo=SVG)
    on_a_sheet = sheet.measures.columns * sheet.measures.rows
    assert samples.codes_of(document) == sheets_of(payloads(slips), on_a_sheet)
    text = samples.words_of(document)
    for shown in ("472.000 ₫", "600.000 ₫", "944.000 ₫", "0071000123456"):
        assert shown in text
    packed = "".join(text.split()).replace("\u200b", "")
    for name in (LONG.replace(" ", ""), "Ẩ" * 300, "W" * 300):
        assert name in packed
    assert packed.count("Chỉđúngtênthìchưađủ.") == 4


def boxes_of(samples, document):
    """Corners of every word, in millimetres, by page."""
    command = [samples.tool("pdftotext"), "-bbox", "-", "-"]
    done = subprocess.run(command, input=document, capture_output=True, check=True)
    pages = done.stdout.decode().split("<page ")[1:]
    pattern = re.compile(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)"')
    return [
        [tuple(float(corner) * 25.4 / 72 for corner in box) for box in pattern.findall(page)]
        for page in pages
    ]


TEXTS = st.text(
    st.sampled_from("WMmiẢẬươn 1.,·"), min_size=1, max_size=300
).filter(lambda text: any(letter in "WMmiẢẬươn1" for letter in text))  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sheet=st.sampled_from(list(SlipSheet)),
    name=TEXTS,
    payer=TEXTS,
    reasons=st.lists(TEXTS.map(lambda text: text[:60]), min_size=1, max_size=4),
    school=st.booleans(),
    logo=st.booleans(),
)
def test_whatever_is_said_stays_inside_its_slip(samples, sheet, name, payer, reasons, school, logo):
    """Above all where the count says that it surely fits and nothing is measured."""
    lines = tuple(Line(amount=9_999_999, purpose="meals", reason=reason) for reason in reasons)
    institution = samples.SCHOOL if school else samples.HOSPITAL
    one = samples.slip(
        1, institution=institution, name=name, lines=lines, payer=Party(payer),
        due_on=date(2022, 11, 30), expires_on=date(2022, 12, 1),
    )  # fmt: skip
    document = render.slips_pdf([one], sheet=sheet, logo=SVG if logo else None)
    (width, height), (side, above) = sheet.measures.slip, FORMS[sheet.measures.layout].inset
    (boxes,) = boxes_of(samples, document)
    # pdftotext counts the room above and below letters too.
    for left, top, right, bottom in boxes:
        assert left > side - 0.2
        assert right < width - side + 0.2
        assert top > above - 2.5
        assert bottom < height - above + 2.5
    advice = slip_text(one, SlipWords("vi", {})).check
    assert advice.value.split()[-1] in samples.words_of(document)


def test_ordinary_slips_need_no_measuring_and_long_ones_do(samples):
    words = SlipWords("vi", {})
    ordinary = slip_text(samples.slip(1), words)
    long = slip_text(samples.slip(1, name="Ẩ" * 30 + " " + LONG), words)
    unbroken = slip_text(samples.slip(1, name="W" * 99), words)
    for sheet in SlipSheet:
        room = {"sheet": sheet.measures, "logo": True}
        assert is_roomy(ordinary, **room)
        assert not is_roomy(unbroken, **room)
    assert not is_roomy(long, SlipSheet.A4_8.measures, logo=False)


def test_widths_are_not_less_than_typst_draws(samples, tmp_path):
    import json

    import typst

    words = [*samples.LETTERS, *"0123456789₫·…–-.,:;/()'\"&@%#", "李", "🙂", "Ω", "ж"]
    source = (
        '#set text(font: "Libertinus Serif", size: 100pt, weight: "bold")\n'
        "#context metadata(json(bytes(sys.inputs.words)).map(word => measure(word).width / 100pt))"
    )
    compiler = typst.Compiler(
        source.encode(), ignore_system_fonts=True, sys_inputs={"words": json.dumps(words)}
    )
    drawn = json.loads(compiler.query("metadata", field="value", one=True))
    wider = [(w, d) for w, d in zip(words, drawn, strict=True) if d > text_width(w)]
    assert wider == []


def test_more_than_the_smallest_letters_hold_is_an_error_that_names_the_slip(samples):
    lines = tuple(Line(amount=1_000, purpose=f"khoản {n}") for n in range(80))
    slips = [samples.slip(1), samples.slip(2, lines=lines)]
    with pytest.raises(EncodeError) as caught:
        render.slips_pdf(slips, sheet=SlipSheet.A4_8)
    assert str(caught.value) == (
        "slips[1]: says more than a slip of this size holds; choose a larger sheet"
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_pdftotext_finds_200_names_with_all_letters(samples, form):
    names = [samples.made_up_name(number) for number in range(200)]
    assert set(samples.LETTERS) <= set("".join(names))
    slips = [
        samples.slip(number, name=unicodedata.normalize(form, name))
        for number, name in enumerate(names)
    ]
    lines = unicodedata.normalize("NFC", samples.words_of(render.slips_pdf(slips))).split("\n")
    assert [name for name in names if name not in lines] == []


def test_no_font_of_the_machine_is_used_and_nothing_tells_when_or_where(samples):
    slips = [samples.slip(n) for n in range(3)]
    document = render.slips_pdf(slips)
    assert document == render.slips_pdf(iter(slips)), "the same slips, the same bytes"
    fonts = set(re.findall(rb"/BaseFont */[A-Z]{6}\+([A-Za-z]+)", document))
    assert fonts == {b"LibertinusSerif"}
    assert not re.search(rb"CreationDate|ModDate|/Author|xmp:CreateDate", document)
    shown = subprocess.run(
        [samples.tool("pdfinfo"), "-"], input=document, capture_output=True, check=True
    ).stdout.decode()
    assert "Title:           Phiếu báo thanh toán\n" in shown
    assert "Tagged:          yes\n" in shown
    assert not any(samples.made_up_name(n) in shown for n in range(3))


@pytest.mark.parametrize(("sheet", "lines"), [("a4-2", 1), ("a4-4", 2), ("a4-8", 4), ("a6", 0)])
def test_cut_marks_run_between_slips(samples, sheet, lines):
    document = render.slips_pdf([samples.slip(1)], sheet=SlipSheet(sheet))
    (page,) = samples.pictures_of(document, dpi=72)
    measures = SlipSheet(sheet).measures
    found = 0
    for row in range(1, measures.rows):
        middle = round(row * page.height / measures.rows)
        found += page.crop((0, middle - 1, 15, middle + 2)).getextrema()[0] < 220
    for column in range(1, measures.columns):
        middle = round(column * page.width / measures.columns)
        found += page.crop((middle - 1, 0, middle + 2, 15)).getextrema()[0] < 220
    assert found == lines


@pytest.mark.parametrize("kind", ["png", "jpg", "svg"])
def test_a_logo_is_drawn_in_the_corner(samples, kind, tmp_path):
    from PIL import Image

    if kind == "svg":
        logo = SVG
    else:
        Image.new("RGB", (40, 40), "black").save(tmp_path / f"logo.{kind}")
        logo = (tmp_path / f"logo.{kind}").read_bytes()
    with_logo, without = (
        samples.pictures_of(render.slips_pdf([samples.slip(1)], logo=one), dpi=72)[0]
        for one in (logo, None)
    )
    corner = (20, 17, 50, 36)
    assert without.crop(corner).getextrema()[0] == 255
    assert with_logo.crop(corner).getextrema()[0] < 40


@pytest.mark.parametrize(
    "logo",
    [
        b"", b"GIF89a", b"\x89PNG\r\n\x1a\n cut short", b"\xff\xd8\xff\xe0 cut short",
        b"<html></html>", b"<svg>", b"<svg></svg>",
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)  # fmt: skip
def test_a_logo_that_is_no_picture_is_one_clear_line(samples, logo):
    for show in (render.slips_pdf, render.slips_html):
        with pytest.raises(EncodeError) as caught:
            show([samples.slip(1)], logo=logo)
        assert str(caught.value) == ("logo: is no picture in PNG, JPEG or SVG, or not a whole one")


def test_a_logo_too_large_or_broken_inside(samples):
    with pytest.raises(EncodeError, match="logo: is larger than 1 MiB"):
        render.slips_pdf([samples.slip(1)], logo=b"\x89PNG\r\n\x1a\n" + bytes(2**20))
    broken = b"\x89PNG\r\n\x1a\n" + b"x" * 40 + b"IEND\xaeB`\x82"
    with pytest.raises(EncodeError, match="logo: the picture cannot be drawn") as caught:
        render.slips_pdf([samples.slip(1)], logo=broken)
    assert "\n" not in str(caught.value)


OWN = """#let data = json("slips.json")
#set document(date: none)
#for slip in data.slips [
  = #slip.title #data.version
  #slip.institution #slip.rows.map(row => row.at(1)).join(", ") #slip.total.at(1)
  #let code = slip.code
  #image(bytes(code.pixels), format: (encoding: "luma8", width: code.side, height: code.side),
    width: 4cm, scaling: "pixelated")
]
"""


def test_an_own_template_gets_the_same_data(samples, tmp_path):
    one = samples.slip(1, name="Trần An")
    file = tmp_path / "own.typ"
    file.write_text(OWN, encoding="utf-8")
    documents = [render.slips_pdf([one], template=template) for template in (OWN, file)]
    assert documents[0] == documents[1]
    assert samples.codes_of(documents[0]) == [payloads([one])]
    text = samples.words_of(documents[0])
    assert "PHIẾU BÁO THU 1" in text
    assert "Trần An, 3A, P1" in text


def test_the_template_of_the_how_to_prints(samples):
    how_to = Path(__file__).parents[3] / "docs" / "how-to" / "print-slips.md"
    (template,) = re.findall(r"```text\n(.*?)```", how_to.read_text("utf-8"), re.DOTALL)
    slips = [samples.slip(number) for number in range(3)]
    document = render.slips_pdf(slips, template=template)
    assert samples.codes_of(document) == [[payload] for payload in payloads(slips)]
    assert "366.000 ₫" in samples.words_of(document)


def test_the_how_to_names_every_key_of_the_data(samples):
    how_to = Path(__file__).parents[3] / "docs" / "how-to" / "print-slips.md"
    told = set(re.findall(r"`([a-z-]+)`", how_to.read_text("utf-8")))
    template = """#let data = json("slips.json")
        #let keys = (data, data.sheet, data.slips.first(), data.slips.first().code)
        #keys.map(part => part.keys()).flatten().join(" ")"""
    document = render.slips_pdf([samples.slip(1)], template=template)
    assert set(samples.words_of(document).split()) - told == set()


def test_an_own_template_reads_what_lies_beside_it_and_uses_fonts_it_is_given(samples, tmp_path):
    (tmp_path / "seal.svg").write_bytes(SVG)
    file = tmp_path / "own.typ"
    file.write_text('#image("seal.svg", width: 1cm)', encoding="utf-8")
    assert render.slips_pdf([samples.slip(1)], template=file, fonts=[tmp_path])[:5] == b"%PDF-"
    file.write_text('#read("/etc/passwd")', encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.typ: line 1, column 6: file not found"):
        render.slips_pdf([samples.slip(1)], template=file)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("#let a = \n#foo(", "template: line 1, column 8: expected expression"),
        ("\n\n  #nowhere", "template: line 3, column 3: unknown variable: nowhere"),
        ('#panic("x\\ny")', "template: line 1, column 1: panicked with: x y"),
        ('x\n#import "@preview/cetz:0.2.0"', "template: line 2: packages are not fetched"),
        ("a\ud800", "template: is not UTF-8"),
    ],
)
def test_an_error_in_an_own_template_is_one_line_with_its_place(samples, source, words):
    with pytest.raises(DataError) as caught:
        render.slips_pdf([samples.slip(1)], template=source)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)


def test_a_template_file_that_is_not_there_or_not_text(samples, tmp_path):
    with pytest.raises(DataError, match=r"none\.typ: cannot be read: No such file"):
        render.slips_pdf([samples.slip(1)], template=tmp_path / "none.typ")
    (tmp_path / "a.typ").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match=r"a\.typ: is not UTF-8"):
        render.slips_pdf([samples.slip(1)], template=tmp_path / "a.typ")


def test_own_words_too_long_for_their_column_are_broken(samples):
    own = {"education.paid-for": "Học sinh, sinh viên, học viên, người học", "payer": "P" * 60}
    (box, *boxes), *_ = boxes_of(samples, render.slips_pdf([samples.slip(1)], strings=own))
    assert max(right for _, _, right, _ in (box, *boxes)) < 98.2


def test_without_the_extra_the_error_names_it(samples, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match="pdf"):
        render.slips_pdf([samples.slip(1)])


def test_slips_are_taken_one_by_one(samples):
    taken = []

    def source():
        for number in range(3):
            taken.append(number)
            yield samples.slip(number)

    render.slips_pdf(source())
    assert taken == [0, 1, 2]
