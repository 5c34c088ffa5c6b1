"""Slips as a page: its source, and what a browser makes of it on a phone, a screen, in print."""

import io
import re
import subprocess
import unicodedata
from html.parser import HTMLParser

import pytest
import resvg_py
import zxingcpp
from PIL import Image

from cashless_edu_health import payments, render
from cashless_edu_health.invoices import Line, Party
from cashless_edu_health.render import SlipSheet

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


class Page(HTMLParser):
    """Tags and texts as a browser would see them."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "style") for name, _ in attrs)
        assert all(
            value.startswith(("#logo", "data:image/")) for name, value in attrs if name == "href"
        )

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_shows_what_is_asked_and_a_code_that_is_read_back(samples):
    one = samples.slip(17, name='Trần <b>An</b> & "Bạn"', reference="HVX7K3M2P9X5H")
    source = render.slips_html([one])
    page = Page(source)
    for shown in (
        'Trần <b>An</b> & "Bạn"', "HD-000017", "30/11/2022", "Tiền ăn · 2022-11", "366.000 ₫",
        "-50.000 ₫", "472.000 ₫", "Bốn trăm bảy mươi hai nghìn đồng", "Vietcombank",
        "0071000123456", "Cách biết phiếu này là thật",
    ):  # fmt: skip
        assert any(shown in words for words in page.words), shown
    assert "<span>HVX</span><span>7K3M</span><span>2P9X</span><span>5H</span>" in source
    assert not {"b", "script", "img", "link"} & set(page.tags)
    (picture,) = re.findall(r"<svg.*?</svg>", source, re.DOTALL)
    png = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=picture))))
    (found,) = zxingcpp.read_barcodes(png.convert("L"))
    assert found.text == payments.request(one.request).encode()


def test_several_invoices_a_logo_and_english(samples):
    one = samples.slip(1, samples.invoice(1), samples.invoice(2))
    page = Page(render.slips_html([one, samples.slip(3)], lang="en", logo=SVG))
    assert page.tags.count("h3") == 2
    assert page.tags.count("image") == 1, "the logo is there once"
    assert page.tags.count("use") == 2
    assert "PAYMENT SLIP" in page.words
    assert not any("nghìn đồng" in words for words in page.words)


def test_slips_are_taken_one_by_one(samples):
    taken = []

    def source():
        for number in range(3):
            taken.append(number)
            yield samples.slip(number)

    assert render.slips_html(source()).count("<article>") == 3
    assert taken == [0, 1, 2]


@pytest.fixture(scope="module")
def browser(samples):
    from playwright.sync_api import sync_playwright

    flags = [
        *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=samples.tool("chromium"), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page; whatever it logs, throws or asks for but itself fails the test."""
    heard = []

    def go(source, width=1280):
        file = tmp_path / "slips.html"
        file.write_text(source, encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("dialog", lambda dialog: heard.append(dialog.message))
        page.on("request", lambda request: heard.append(request.url))
        page.goto(file.as_uri())
        page.wait_for_load_state("networkidle")
        own = file.as_uri()
        heard[:] = [one for one in heard if one != own and not one.startswith("data:image/svg")]
        return page

    yield go
    assert heard == []


def some(samples):
    lines = (Line(amount=9_999_999_999_999, purpose="Quỹ" * 40),)
    return [
        *(samples.slip(number) for number in range(5)),
        samples.slip(5, institution=samples.HOSPITAL),
        samples.slip(6, samples.invoice(6), samples.invoice(7)),
        samples.slip(8, name="Nguyễn Thị Ánh Nguyệt " * 13, payer=Party("Ẩ" * 300)),
        samples.slip(9, lines=lines),
    ]


OVERFLOWING = """() => {
  const within = [...document.querySelectorAll('article')];
  return within.flatMap(slip => [...slip.querySelectorAll(':not(title)')].filter(part => {
    const [a, b] = [part.getBoundingClientRect(), slip.getBoundingClientRect()];
    return a.left < b.left - .5 || a.right > b.right + .5 || a.top < b.top - .5
      || a.bottom > b.bottom + .5;
  }).map(part => part.tagName)).concat(
    document.documentElement.scrollWidth > innerWidth ? ['page'] : []);
}"""

CONTRAST = """() => {
  const light = colour => { const [r, g, b] = colour.match(/[0-9.]+/g).map(Number).map(v => {
    v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = part => { for (; part; part = part.parentElement) {
    const colour = getComputedStyle(part).backgroundColor;
    if (!colour.startsWith('rgba(0, 0, 0, 0')) return colour; } return 'rgb(255, 255, 255)'; };
  return Math.min(...[...document.querySelectorAll('article *')]
    .filter(part => [...part.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(part => part.namespaceURI.endsWith('xhtml')).map(part => {
      const two = [light(getComputedStyle(part).color), light(behind(part))].sort((a, b) => b - a);
      return (two[0] + .05) / (two[1] + .05); }));
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_overflows_and_contrast_is_aa(samples, opened, width, lang):
    page = opened(render.slips_html(some(samples), lang=lang, logo=SVG), width)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(CONTRAST) >= 4.5
    assert page.evaluate("document.documentElement.lang") == lang


@pytest.mark.parametrize("sheet", list(SlipSheet))
def test_in_print_sheets_are_filled_and_every_code_is_read_back(samples, opened, sheet):
    measures = sheet.measures
    slips = [samples.slip(number) for number in range(9)]
    page = opened(render.slips_html(slips, sheet=sheet))
    document = page.pdf(prefer_css_page_size=True)
    on_a_sheet = measures.columns * measures.rows
    expected = [payments.request(slip.request).encode() for slip in slips]
    found = samples.codes_of(document)
    assert sorted(text for texts in found for text in texts) == sorted(expected)
    assert len(found) == -(-9 // on_a_sheet), "as many sheets as there have to be"
    told = subprocess.run(
        [samples.tool("pdfinfo"), "-"], input=document, capture_output=True, check=True
    ).stdout.decode()
    size = re.search(r"Page size: +([0-9.]+) x ([0-9.]+) pts", told)
    wide, high = (float(side) * 25.4 / 72 for side in size.groups())
    assert abs(wide - measures.width) < 0.5
    assert abs(high - measures.height) < 0.5


def test_in_print_long_slips_grow_and_lose_nothing(samples, opened):
    slips = some(samples)
    document = opened(render.slips_html(slips, sheet=SlipSheet.A4_8)).pdf(prefer_css_page_size=True)
    expected = sorted(payments.request(slip.request).encode() for slip in slips)
    found = samples.codes_of(document)
    assert sorted(text for texts in found for text in texts) == expected
    packed = unicodedata.normalize("NFC", "".join(samples.words_of(document).split()))
    assert "9.999.999.999.999₫" in packed


ENGLISH = re.compile(r"\b(pupil|class|payer|invoice|due|total|bank|account|slip)\b", re.IGNORECASE)
VIETNAMESE = re.compile(
    r"học sinh|lớp|người|hóa đơn|hạn|tổng|ngân hàng|tài khoản|phiếu", re.IGNORECASE
)


@pytest.mark.parametrize(("lang", "foreign"), [("vi", ENGLISH), ("en", VIETNAMESE)])
@pytest.mark.parametrize("sector", ["school", "hospital"])
def test_all_words_are_in_the_language_chosen(samples, opened, lang, foreign, sector):
    institution = samples.SCHOOL if sector == "school" else samples.HOSPITAL
    one = samples.slip(1, institution=institution, name="N", payer=Party("P"))
    bare = render.slips_html([one], lang=lang).replace(institution.name, "")
    text = opened(bare).evaluate("document.title + '\\n' + document.body.innerText")
    given = ("nghỉ 2 ngày", "xét nghiệm", "Khoa Nội", "Vietcombank")
    for words in given:
        text = text.replace(words, "")
    assert foreign.findall(text) == []


def test_copied_from_the_page_the_reference_is_what_is_typed(samples, opened):
    page = opened(render.slips_html([samples.slip(1, reference="HVX7K3M2P9X5H")]))
    assert page.evaluate("document.querySelector('.reference').textContent") == "HVX7K3M2P9X5H"
