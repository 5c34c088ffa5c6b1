"""Pages opened in a headless Chromium: nothing overflows, nothing complains, all can be read."""

import re
import shutil
import subprocess
from datetime import date

import pytest

from cashless_edu_health import documents, reports

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

CONTRAST = """
() => {
  const light = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const lum = c => 0.2126 * light(c[0]) + 0.7152 * light(c[1]) + 0.0722 * light(c[2]);
  const rgb = text => text.match(/[0-9.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const worst = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (!node.textContent.trim()) continue;
    const e = node.parentElement, style = getComputedStyle(e);
    const ink = rgb(e.closest('svg') ? style.fill : style.color);
    const pair = [lum(ink), lum(ground(e))].sort((a, b) => b - a);
    worst.push([(pair[0] + 0.05) / (pair[1] + 0.05), node.textContent.trim().slice(0, 40)]);
  }
  return worst.sort((a, b) => a[0] - b[0])[0];
}
"""
OVERFLOW = """
() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.tagName + ' ' + e.textContent.slice(0, 40)).slice(0, 3)
"""
OTHERS_WORDS = """
() => {
  for (const e of document.querySelectorAll('[lang=vi]:not(html)')) e.remove();
  const labels = [...document.querySelectorAll('[aria-label],[data-name]')]
    .map(e => (e.getAttribute('aria-label') || '') + ' ' + (e.getAttribute('data-name') || ''));
  return document.body.innerText + ' ' + labels.join(' ') + ' ' + document.title;
}
"""
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        one = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update"),
                "--disable-sync",
            ],
        )
        yield one
        one.close()


def page_of(made, lang, name):
    long = ("Trường " + "NGUYỄN" * 50, "x" * 300)
    if name == "assessment":
        written = made.full_report(lang)
    elif name == "blank":
        written = made.full_report(lang, words=documents.ReportWords())
    elif name == "long":
        written = made.full_report(lang, names=long)
    else:
        books = made.books(payers=("LE THI BIA",))
        written = reports.reconciliation_report(books, as_of=date(2024, 12, 10), lang=lang)
    return reports.as_html(written)


@pytest.fixture(scope="module")
def opened(browser, made, tmp_path_factory):
    """A page opened at a width, with what it complained of and what it fetched."""

    def open_(lang, name, width):
        file = tmp_path_factory.mktemp("page") / f"{name}.html"
        file.write_text(page_of(made, lang, name), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800})
        said, fetched = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(file.as_uri())
        return page, said, [url for url in fetched if url != file.as_uri()]

    return open_


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["assessment", "blank", "reconciliation", "long"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_overflows_nowhere_and_can_be_read(opened, lang, name, width):
    page, said, fetched = opened(lang, name, width)
    assert (said, fetched) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOW) == []
    ratio, where = page.evaluate(CONTRAST)
    assert ratio >= 4.5, where
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('td, p, li, th')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 12
    page.close()


@pytest.mark.parametrize("name", ["assessment", "blank", "reconciliation"])
def test_an_english_page_is_english_where_it_is_not_somebodys_words(opened, made, name):
    page, _, _ = opened("en", name, 1280)
    text = page.evaluate(OTHERS_WORDS)
    frame = made.WORDS.frame
    theirs = (*frame.to, *frame.copies, frame.issuer, frame.parent, frame.position, frame.signer)
    theirs = (*theirs, f"07/{frame.symbol}", frame.authority)
    # A clause is cited as it is printed: "VI (đoạn kết)"; issuers and people keep their names.
    allowed = " ".join((*theirs, "UBND tỉnh Khánh Hòa (đoạn kết) Bịa")).upper()
    odd = {word for word in text.split() if VIETNAMESE.search(word)}
    assert {word for word in odd if word.strip(",;.").upper() not in allowed} == set()
    page.close()


@pytest.mark.parametrize("name", ["assessment", "reconciliation", "long"])
def test_a_page_prints_on_a4_with_nothing_cut_off(opened, name, tmp_path):
    tools = [shutil.which(name) for name in ("pdfinfo", "pdftotext")]
    if None in tools:
        pytest.skip("poppler (pdfinfo, pdftotext) is not installed")
    info, to_text = tools
    page, _, _ = opened("vi", name, 1280)
    file = tmp_path / "page.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    page.close()
    told = subprocess.run([info, file], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in told
    layout = subprocess.run(
        [to_text, "-bbox", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    rights = [float(x) for x in re.findall(r'<word [^>]*xMax="([0-9.]+)"', layout)]
    lefts = [float(x) for x in re.findall(r'<word xMin="([0-9.]+)"', layout)]
    assert min(lefts) >= 12 / 25.4 * 72 - 1
    assert max(rights) <= 595 - 12 / 25.4 * 72 + 2


def test_a_page_needs_no_file_beside_it(made):
    page = reports.as_html(made.full_report())
    outside = re.findall(r'(?:src|href)=|url\(|@import|https?://[^"\s<]*', page)
    assert set(outside) == {"http://www.w3.org/2000/svg"}
