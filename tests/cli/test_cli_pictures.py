"""``cashless qr make`` with sizes, captions and the terminal, and ``cashless qr images``."""

import io
import json

import pytest
import resvg_py
import zxingcpp
from PIL import Image

from cashless_edu_health import documents, payments, render, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.cli import _pictures
from cashless_edu_health.invoices import Cover, PaymentRequest

# Every school and account here is invented.
SCHOOL = Account("970436", "0071000123456")
MAKE = ("qr", "make", "--bank", "VCB", "--account", "0071000123456", "--amount", "550000")
CODE = vietqr.VietQR(SCHOOL, amount=550_000)


def scan(picture):
    if isinstance(picture, str):
        picture = bytes(resvg_py.svg_to_bytes(svg_string=picture, skip_system_fonts=True))
    (found,) = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(picture)).convert("L"), formats=zxingcpp.BarcodeFormat.QRCode
    )
    return found.text


@pytest.fixture
def asked(tmp_path):
    """Three requests, and the file that holds them."""
    requests = [
        PaymentRequest(
            reference=f"HVX7K3M2P{number}X5H",
            institution_id="thcs-a",
            account=account,
            covers=(Cover(invoice_id=f"HD-{number}", amount=1_000 * number),),
            amount=1_000 * number,
        )
        for number, account in ((1, SCHOOL), (2, Account("999999", "123")), (3, SCHOOL))
    ]
    path = tmp_path / "requests.json"
    path.write_text(documents.write_requests(requests), encoding="utf-8")
    return requests, path


def test_make_writes_svg_or_png_by_the_ending_in_the_size_asked_for(cashless, tmp_path):
    for name, data in (
        ("a.svg", render.svg(CODE, scale=4).encode()),
        ("b.PNG", render.png(CODE, scale=8)),
    ):
        assert cashless(*MAKE, "--out", tmp_path / name)[0] == 0
        assert (tmp_path / name).read_bytes() == data
    for name, data in (
        ("a.svg", render.svg(CODE, scale=12).encode()),
        ("b.png", render.png(CODE, scale=12)),
    ):
        assert cashless(*MAKE, "--scale", 12, "--out", tmp_path / name)[0] == 0
        assert (tmp_path / name).read_bytes() == data


def test_make_answers_programs_in_json(cashless, tmp_path):
    code, out, _ = cashless(*MAKE, "--out", tmp_path / "a.png", "--format", "json")
    answer = {"payload": CODE.encode(), "bank": "970436", "file": str(tmp_path / "a.png")}
    assert (code, json.loads(out)) == (0, answer)
    assert scan((tmp_path / "a.png").read_bytes()) == CODE.encode()


def test_make_captions_an_svg(cashless, tmp_path):
    picture = tmp_path / "a.svg"
    words = ("--purpose", "HVX7K3M2P9X5H", "--caption", "--out", picture)
    assert cashless(*MAKE, *words, "--lang", "en")[0] == 0
    document = picture.read_text(encoding="utf-8")
    for line in ("Vietcombank", "0071000123456", "550,000 VND", "HVX7K3M2P9X5H"):
        assert f">{line}</text>" in document
    assert vietqr.parse(scan(document)).amount == 550_000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--out", "x.gif"), "--out: a picture ends in .svg or .png"),
        (("--out", "x"), "--out: a picture ends in .svg or .png"),
        (("--out", "x.png", "--caption"), "--caption: stands in SVG only"),
        (("--out", "x.svg", "--scale", "0"), "--scale"),
        (("--out", "x.png", "--scale", "101"), "--scale"),
    ],
)
def test_make_refuses_a_picture_that_it_cannot_make(cashless, tmp_path, monkeypatch, words, says):
    monkeypatch.chdir(tmp_path)
    code, out, err = cashless(*MAKE, *words, "--lang", "en")
    assert (code, out, says in err) == (2, "", True)
    assert list(tmp_path.iterdir()) == []


def test_make_shows_the_code_above_its_payload_without_colours_where_none_are(cashless):
    code, out, err = cashless(*MAKE, "--show")
    assert (code, err) == (0, "")
    assert out == render.terminal(CODE, colour=False) + "\n" + CODE.encode() + "\n"


def test_make_shows_the_code_in_black_on_white_on_a_terminal(cashless, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    code, out, _ = cashless(*MAKE, "--show")
    assert (code, out) == (0, render.terminal(CODE) + "\n" + CODE.encode() + "\n")


def test_make_says_when_the_terminal_is_too_narrow(cashless, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    code, out, err = cashless(*MAKE, "--show", "--lang", "en")
    assert (code, out) == (0, CODE.encode() + "\n")
    assert "it takes 45 columns" in " ".join(err.split())


@pytest.mark.parametrize(("png", "kind"), [((), "svg"), (("--png",), "png")])
def test_images_of_requests_are_named_by_their_references(cashless, tmp_path, asked, png, kind):
    requests, path = asked
    folder = tmp_path / "ma-qr"
    words = ("qr", "images", "--requests", path, "--out", folder, *png)
    code, out, err = cashless(*words)
    assert (code, out, err) == (0, f"Đã ghi 3 mã QR vào {folder}\n", "")
    assert sorted(file.name for file in folder.iterdir()) == [
        f"{request.reference}.{kind}" for request in requests
    ]
    for request in requests:
        data = (folder / f"{request.reference}.{kind}").read_bytes()
        assert scan(data if png else data.decode()) == payments.request(request).encode()
    answer = json.loads(cashless(*words, "--format", "json")[1])
    assert answer == {
        "folder": str(folder),
        "files": [f"{request.reference}.{kind}" for request in requests],
    }


def test_images_of_requests_may_have_captions_an_unknown_bank_by_its_number(
    cashless, tmp_path, asked
):
    words = ("--requests", asked[1], "--out", tmp_path / "o", "--caption", "--scale", 6)
    assert cashless("qr", "images", *words)[0] == 0
    first, second, _ = sorted((tmp_path / "o").iterdir())
    assert ">Vietcombank</text>" in first.read_text(encoding="utf-8")
    assert ">999999</text>" in second.read_text(encoding="utf-8")
    assert first.read_text(encoding="utf-8").startswith('<svg width="294" ')


def test_images_of_payloads_are_named_by_their_lines(cashless, tmp_path):
    path, folder = tmp_path / "p.txt", tmp_path / "o"
    path.write_text(f"\ufeff{CODE.encode()}\r\n\r\n  {CODE.encode()}\n", encoding="utf-8")
    words = ("qr", "images", "--payloads", path, "--out", folder, "--workers", 2)
    code, out, _ = cashless(*words, "--lang", "en")
    assert (code, out) == (0, f"Wrote 2 QR codes to {folder}\n")
    assert [file.name for file in sorted(folder.iterdir())] == ["00001.svg", "00003.svg"]
    assert {scan(file.read_text(encoding="utf-8")) for file in folder.iterdir()} == {CODE.encode()}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{CODE.encode()}\n\n{CODE.encode()[:-1]}\n".encode(), "p.txt: line 3: is no payment"),
        (b"https://example.org/\n", "p.txt: line 1: is no payment code"),
        (b"\xff\xfe", "p.txt: is not utf-8"),
    ],
)
def test_images_refuses_what_is_no_payment_code_before_it_writes(cashless, tmp_path, text, says):
    (tmp_path / "p.txt").write_bytes(text)
    words = ("--payloads", tmp_path / "p.txt", "--out", tmp_path / "o")
    code, out, err = cashless("qr", "images", *words)
    assert (code, out, says in err, len(err.splitlines())) == (3, "", True, 1)
    assert not (tmp_path / "o").exists()


def test_images_into_a_folder_that_cannot_be_is_one_clear_line(cashless, tmp_path, asked):
    (tmp_path / "o").write_text("x", encoding="utf-8")
    code, out, err = cashless("qr", "images", "--requests", asked[1], "--out", tmp_path / "o")
    assert (code, out, err.startswith("cashless: o: cannot be made: ")) == (3, "", True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--requests, --payloads: give one of the two"),
        (("--requests", "a", "--payloads", "b"), "--requests, --payloads: give one of the two"),
        (("--payloads", "b", "--caption"), "--caption: stands in SVG only, with --requests"),
        (("--requests", "a", "--png", "--caption"), "--caption: stands in SVG only"),
        (("--requests", "a", "--workers", "0"), "--workers"),
    ],
)
def test_images_refuses_words_that_do_not_go_together(cashless, tmp_path, words, says):
    words = (*words, "--lang", "en")
    code, out, err = cashless("qr", "images", "--out", tmp_path / "o", *words)
    assert (code, out, says in err) == (2, "", True)


def test_many_images_are_shared_among_the_cores(cashless, tmp_path, asked, monkeypatch):
    seen = []
    write = render.write_images
    monkeypatch.setattr(_pictures, "_ALONE", 3)
    monkeypatch.setattr(_pictures.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(
        render, "write_images", lambda *a, **k: (seen.append(k["workers"]), write(*a, **k))[1]
    )
    words = ("qr", "images", "--requests", asked[1], "--out", tmp_path / "o")
    assert cashless(*words)[0] == cashless(*words, "--workers", 1)[0] == 0
    assert seen == [2, 1]
    assert len(list((tmp_path / "o").iterdir())) == 3
