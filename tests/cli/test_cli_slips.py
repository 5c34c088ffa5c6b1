"""``cashless slips``: files in, a PDF and a page out; every mistake is one line."""

import json
import resource
import signal
import sys

import pytest

from cashless_edu_health import documents, registry

DEMO = registry.demo_folder()
FILES = (
    "slips", "--invoices", DEMO / "fee_list.csv", "--requests", DEMO / "payment_requests.json",
    "--institutions", DEMO / "institutions.json",
)  # fmt: skip
HELP, MEND = "See: cashless slips --help", "Mend that place and run it again."
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def altered(tmp_path, name, change):
    """A demo file with something else in it."""
    value = json.loads((DEMO / name).read_text(encoding="utf-8"))
    change(value)
    (tmp_path / name).write_text(json.dumps(value), encoding="utf-8")
    return tmp_path / name


def test_slips_are_written_as_pdf_and_page_and_counted(cashless, tmp_path):
    pdf, html = tmp_path / "slips.pdf", tmp_path / "slips.html"
    code, out, err = cashless(*FILES, "--pdf", pdf, "--html", html, "--sheet", "a4-8")
    assert (code, out, err) == (0, f"Đã in 180 phiếu: {pdf}, {html}\n", "")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert html.read_text("utf-8").count("<article>") == 180
    assert names(tmp_path) == ["slips.html", "slips.pdf"]


def test_slips_answer_programs_in_json(cashless, tmp_path):
    page = tmp_path / "slips.html"
    code, out, _ = cashless(*FILES, "--html", page, "--format", "json", "--lang", "en")
    requests = documents.read_requests(DEMO / "payment_requests.json")
    assert (code, json.loads(out)) == (0, {
        "slips": 180, "amount": sum(request.amount for request in requests), "sheet": "a4-4",
        "files": [str(page)],
    })  # fmt: skip
    assert '<html lang="en">' in page.read_text("utf-8")


def test_slips_take_a_logo_a_template_and_words_of_ones_own(cashless, tmp_path):
    (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "own.typ").write_text('#json("slips.json").slips.len()', encoding="utf-8")
    (tmp_path / "words.toml").write_text(
        'check = "Hỏi văn phòng."\n[education]\ntitle = "GIẤY BÁO"\n', encoding="utf-8"
    )
    code, _, err = cashless(
        *FILES, "--pdf", tmp_path / "a.pdf", "--html", tmp_path / "a.html",
        "--logo", tmp_path / "logo.svg", "--template", tmp_path / "own.typ",
        "--strings", tmp_path / "words.toml",
    )  # fmt: skip
    assert (code, err) == (0, "")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "GIẤY BÁO" in page
    assert "Hỏi văn phòng." in page
    assert 'id="logo"' in page
    assert (tmp_path / "a.pdf").stat().st_size < 20_000


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        ((), 2, "--pdf, --html: one of the two is needed, or both"),
        (("--html", "a.html", "--template", "own.typ"), 2,
         "--template: is for the PDF; add --pdf FILE"),
        (("--pdf", "a.pdf", "--logo", "none.png"), 3,
         "none.png: cannot be read: No such file or directory"),
        (("--pdf", "a.pdf", "--logo", "text.png"), 2,
         "logo: is no picture in PNG, JPEG or SVG, or not a whole one"),
        (("--pdf", "a.pdf", "--template", "broken.typ"), 3,
         "broken.typ: line 2, column 1: unknown variable: nowhere"),
        (("--html", "a.html", "--strings", "number.toml"), 3, "number.toml: title: is not a text"),
        (("--html", "a.html", "--strings", "unknown.toml"), 2,
         "strings['heading']: slips have no label of that name"),
        (("--html", "none/a.html"), 3, "a.html: cannot be written: No such file or directory"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_no_file(cashless, tmp_path, monkeypatch, words, code, line):
    monkeypatch.chdir(tmp_path)
    given = {
        "text.png": "no picture", "broken.typ": "\n#nowhere", "number.toml": "title = 1",
        "unknown.toml": 'heading = "x"',
    }  # fmt: skip
    for name, text in given.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    step = HELP if code == 2 else MEND
    answer = cashless(*FILES, *words, "--lang", "en")
    assert answer == (code, "", f"cashless: {line}. {step}\n")
    assert names(tmp_path) == sorted(given)


def test_what_the_files_do_not_hold_is_named(cashless, tmp_path):
    page = ("--html", tmp_path / "a.html", "--lang", "en")
    none = altered(tmp_path, "payment_requests.json", lambda value: value["requests"].clear())
    assert cashless(*FILES, *page, "--requests", none) == (
        2, "", f"cashless: slips: there are no slips. {HELP}\n",
    )  # fmt: skip
    schools = altered(tmp_path, "institutions.json", lambda value: value["institutions"].pop(0))
    code, _, err = cashless(*FILES, *page, "--institutions", schools)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("cashless: --institutions: has no S0016, who asks for HVX")
    fees = (DEMO / "fee_list.csv").read_text("utf-8").splitlines()
    (tmp_path / "fees.csv").write_text("\n".join(fees[:3]) + "\n", encoding="utf-8")
    code, _, err = cashless(*FILES, *page, "--invoices", tmp_path / "fees.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("cashless: --invoices: has no INV")
    unnamed = [row.replace("Trần Phương Kim Anh", " ") for row in fees]
    (tmp_path / "fees.csv").write_text("\n".join(unnamed) + "\n", encoding="utf-8")
    code, _, err = cashless(*FILES, *page, "--invoices", tmp_path / "fees.csv")
    assert (code, "INV-04" in err) == (1, True)
    long = [row.replace("156000", "156000000000000") for row in fees]
    (tmp_path / "fees.csv").write_text("\n".join(long) + "\n", encoding="utf-8")
    code, _, err = cashless(*FILES, *page, "--invoices", tmp_path / "fees.csv")
    assert (code, err.count("\n")) == (3, 1)
    assert "digits" in err or "more than" in err
    assert not (tmp_path / "a.html").exists()


def test_a_disk_that_is_full_leaves_the_file_of_before(cashless, tmp_path):
    file = tmp_path / "slips.pdf"
    file.write_bytes(b"of before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        answer = cashless(*FILES, "--pdf", file, "--lang", "en")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert answer == (3, "", f"cashless: slips.pdf: cannot be written: File too large. {MEND}\n")
    assert (names(tmp_path), file.read_bytes()) == (["slips.pdf"], b"of before")


def test_without_the_extra_slips_name_it_and_the_demo_goes_on(cashless, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    needed = "cần cài phần mở rộng: pip install 'cashless-edu-health[pdf]'"
    assert cashless(*FILES, "--pdf", tmp_path / "a.pdf") == (2, "", f"cashless: {needed}\n")
    code, _, err = cashless("demo", "--out", tmp_path / "demo")
    assert (code, err) == (0, f"slips-*.pdf: {needed}\n")
    assert not list(tmp_path.rglob("*.pdf"))
