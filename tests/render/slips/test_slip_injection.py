"""Hostile names, reasons and ids stay text in every way of showing slips."""

import json
import subprocess
import unicodedata
from pathlib import Path

import pytest
from attrs import evolve

from cashless_edu_health import payments, render
from cashless_edu_health.invoices import Line, Party
from cashless_edu_health.render._slip_words import drawable

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "injections.json").read_text(encoding="utf-8")
)
# What pdftotext cannot give back: letters that the fonts of Typst do not have.
NO_LETTER = set("＝＋－＠﹦﹢﹣")


def hostile(samples, number, text):
    """A slip that says it everywhere a file could put it."""
    shown = text or "x"
    lines = (
        Line(amount=550_000, purpose=shown, period=shown),
        Line(
            amount=-50_000,
            purpose="meals",
            reason=f"x {shown}",
            funded_by=shown,
            on_behalf_of=shown,
        ),
    )
    invoice = samples.invoice(
        number, lines=lines, paid_for=Party(shown, id=shown, group=shown), payer=Party(shown)
    )
    slip = samples.slip(number, invoice)
    return evolve(slip, institution=evolve(slip.institution, name=shown))


def test_there_are_100_injection_vectors_each_with_its_aim():
    assert len({vector["id"] for vector in VECTORS}) == 100
    assert all(set(vector) == {"id", "text", "aimed_at"} for vector in VECTORS)
    assert len({vector["text"] for vector in VECTORS}) == 100


@pytest.fixture(scope="module")
def slips(samples):
    return [
        hostile(samples, number, vector["text"] or "x") for number, vector in enumerate(VECTORS)
    ]


def test_injection_into_pdf_slips_shows_as_text_and_does_nothing(samples, slips):
    document = render.slips_pdf(slips, sheet=render.SlipSheet.A6)
    pages = samples.words_of(document).split("\f")[:-1]
    assert len(pages) == 100, "no vector adds or takes a page"
    codes = samples.codes_of(document, dpi=110)
    for vector, slip, page, found in zip(VECTORS, slips, pages, codes, strict=True):
        assert found == [payments.request(slip.request).encode()], vector["id"]
        seen = "".join(unicodedata.normalize("NFC", page).split())
        assert "500.000₫" in seen, vector["id"]
        wanted = "".join(drawable(vector["text"]).split())
        wanted = "".join(letter for letter in wanted if letter not in NO_LETTER)
        seen = "".join(letter for letter in seen if letter not in NO_LETTER and letter != "\u200b")
        assert seen.count(wanted) >= 5, vector["id"]
    for kind in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/EmbeddedFile", b"/OpenAction"):
        assert kind not in document
    told = subprocess.run(
        [samples.tool("pdfinfo"), "-js", "-"], input=document, capture_output=True, check=True
    )
    assert told.stdout == b""


def test_injection_into_the_page_of_slips_makes_no_element(slips):
    import html.parser

    class Tags(html.parser.HTMLParser):
        def __init__(self):
            super().__init__()
            self.seen = []

        def handle_starttag(self, tag, attrs):
            self.seen.append((tag, tuple(sorted(name for name, _ in attrs))))

        def handle_comment(self, data):
            raise AssertionError(data)

        def handle_pi(self, data):
            raise AssertionError(data)

    def tags(source):
        parser = Tags()
        parser.feed(source)
        return parser.seen

    plain = tags(render.slips_html([slips[0]]))
    for vector, slip in zip(VECTORS, slips, strict=True):
        assert tags(render.slips_html([slip])) == plain, vector["id"]


def test_injection_into_own_words_and_the_json_of_a_template_stays_data(samples, slips):
    template = (
        '#let data = json("slips.json")\n'
        "#for slip in data.slips { assert(type(slip.institution) == str) }\n"
        "#data.slips.len() #data.slips.at(0).title"
    )
    document = render.slips_pdf(slips, template=template, strings={"title": "#panic[] </b>"})
    assert samples.words_of(document).split("\f")[0].strip() == "100 #panic[] </b>"
