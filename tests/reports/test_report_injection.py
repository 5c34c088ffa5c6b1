"""A hundred hostile texts as names, memos, classes and words: none gets through in any format."""

import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser

import openpyxl
import pytest
from attrs import evolve
from lxml import etree

from cashless_edu_health import documents, reports
from cashless_edu_health.reconciliation import Verdict
from cashless_edu_health.reports._document import shown

OURS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "section", "ul"),
    *("li", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "path"),
    *("rect", "circle", "text", "br", "mark"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "class", "scope", "style", "data-name", "xmlns"),
    *("viewbox", "role", "aria-label", "font-size", "fill", "x", "y", "width", "height", "d"),
    *("stroke", "stroke-width", "stroke-dasharray", "text-anchor", "font-weight", "cx", "cy", "r"),
}


@pytest.fixture(scope="module")
def hostile(made):
    """Both reports, full of hostile texts."""
    texts = tuple(one["text"] for one in made.INJECTIONS)
    assert len(texts) >= 100
    everywhere = documents.ReportFrame(
        parent=texts[0], issuer=texts[1], number=texts[2], symbol=texts[3], place=texts[4],
        to=texts[5:8], copies=texts[8:11], filed=texts[11], authority=texts[12],
        position=texts[13], signer=texts[14],
    )  # fmt: skip
    words = documents.ReportWords(
        about=texts[24], frame=everywhere, tasks=texts, results=texts, difficulties=texts,
        solutions=texts, proposals=texts,
    )  # fmt: skip
    names = tuple(text for text in texts if text.strip())
    assessed = [made.full_report(words=words)]
    assessed += [
        made.full_report(words=None, names=names[start : start + 7])
        for start in range(0, len(names), 7)
    ]
    chart = reports.BarChart(
        title=texts[30], name="Biểu đồ", label_name="Nhãn", value_name="Số",
        bars=tuple(reports.Bar(label=text, value=1) for text in texts),
    )  # fmt: skip
    filled = [text if text.strip() else "x" for text in texts]
    books = made.books(names=filled, memos=texts, payers=filled, groups=filled)
    ledger = reports.reconciliation_report(books, as_of=date(2024, 12, 10))
    part = reports.Section(heading=texts[31], blocks=(chart,))
    ledger = evolve(ledger, sections=(*ledger.sections, part))
    return (*assessed, ledger)


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.attributes = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_decl(self, decl):
        assert decl == "doctype html"

    def handle_comment(self, data):
        raise AssertionError(data)


def test_no_injection_gets_through_in_html(hostile):
    for document in hostile:
        page = reports.as_html(document)
        tags = Tags(page)
        assert tags.found <= OURS
        assert tags.attributes <= ATTRIBUTES
        assert page.count("<style>") == page.count("</style>") == 1
        assert (
            re.search(r"<(script|a|img|iframe|foreignObject|use|image|base|link)\b", page) is None
        )
        for svg in re.findall(r"<svg .*?</svg>", page, re.DOTALL):
            etree.fromstring(svg)


def test_no_injection_gets_through_in_text(hostile):
    for document in hostile:
        for columns in (80, 120):
            text = reports.as_text(document, width=columns)
            assert (
                re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) is None
            )


def test_no_injection_gets_through_in_xlsx(hostile, made):
    kept = set()
    for document in hostile:
        data = reports.as_xlsx(document)
        for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
            for cells in page.iter_rows():
                for cell in cells:
                    assert cell.data_type in "snd"
                    assert cell.hyperlink is None
                    kept.add(cell.value)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if "worksheets/" in name:
                    assert re.search(rb"<f>|<f |<hyperlink|TargetMode", package.read(name)) is None
    # All of them are there, as the texts that they are.
    assert {shown(one["text"]) for one in made.INJECTIONS} <= kept


def test_no_injection_gets_through_in_docx(hostile, made):
    kept = ""
    for document in (hostile[0], hostile[1], hostile[-1]):  # all words, some names, all names
        with zipfile.ZipFile(io.BytesIO(reports.as_docx(document))) as package:
            body = etree.fromstring(package.read("word/document.xml"))
            relations = package.read("word/_rels/document.xml.rels")
        names = {etree.QName(element).localname for element in body.iter(tag=etree.Element)}
        assert names.isdisjoint({"fldSimple", "instrText", "fldChar", "hyperlink", "object"})
        assert b'TargetMode="External"' not in relations
        kept += "".join(body.itertext())
    texts = [shown(one["text"]).replace("\n", "") for one in made.INJECTIONS]
    assert [text for text in texts if text not in kept] == []


def test_no_injection_gets_through_in_csv(made):
    texts = [one["text"] for one in made.INJECTIONS if "\x00" not in one["text"]]
    books = made.books(memos=texts)
    for verdict in (Verdict.REVIEW, Verdict.UNMATCHED):
        table = reports.decisions_csv(books.decisions, verdict)
        assert re.search(r"(^|[,\n\t;])\"?[\s\u200b]*[=+@＝＋－＠]", table) is None
