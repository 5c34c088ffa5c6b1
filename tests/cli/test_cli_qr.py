"""``cashless qr verify`` and ``cashless qr audit`` on pictures that are made here."""

import csv
import io
import json
import sys
from datetime import date

import pytest
import segno
from PIL import Image

from cashless_edu_health import emvco
from cashless_edu_health.accounts import Account
from cashless_edu_health.vietqr import AdditionalData, VietQR

# Every school, person and account here is invented.
BOOK = """
format = "account-book/1"

[[accounts]]
id = "fees"
kind = "collection"
acquirer_id = "970436"
number = "0071000123456"
institution_ids = ["thcs-a"]
holder_name = "Trường THCS A"
signed_by = "Kế toán A"
approved_by = "Hiệu trưởng A"

[[accounts]]
id = "pupils"
kind = "virtual"
acquirer_id = "970418"
pattern = { prefix = "M789", length = 12 }
institution_ids = ["thcs-a"]
signed_by = "Kế toán A"
approved_by = "Hiệu trưởng A"

[[accounts]]
id = "theirs"
acquirer_id = "970415"
number = "101000000123"
institution_ids = ["thcs-b"]
valid_to = 2026-12-31
signed_by = "Kế toán B"
approved_by = "Hiệu trưởng B"
"""
GENUINE = VietQR(Account("970436", "0071000123456")).encode()
VIRTUAL = VietQR(Account("970418", "M78900000123"), amount=550_000).encode()
THEIRS = VietQR(Account("970415", "101000000123")).encode()
PASTED = VietQR(Account("970422", "0900000000"), merchant_name="TRUONG THCS A").encode()
THAI = emvco.append_crc("00020101021129200016A0000006770101115802TH5303764")
ISSUED = VietQR(
    Account("970436", "0071000123456"),
    amount=550_000,
    additional_data=AdditionalData(purpose="HVX7K3M2P9X5H"),
)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def drawn(text):
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=5)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def two(first, second):
    left, right = drawn(first), drawn(second)
    width, height = left.width + right.width, max(left.height, right.height)
    whole = Image.new("RGB", (width, height), "white")
    whole.paste(left, (0, 0))
    whole.paste(right, (left.width, 0))
    return whole


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    (folder / "floor-2").mkdir(parents=True)
    drawn(GENUINE).save(folder / "a-genuine.png")
    drawn(GENUINE).rotate(180).save(folder / "b-upside-down.jpg")
    drawn(PASTED).save(folder / "floor-2" / "pasted.png")
    Image.new("RGB", (300, 300), "white").save(folder / "none.png")
    two(GENUINE, PASTED).save(folder / "two.png")
    drawn(THAI).save(folder / "thai.png")
    (folder / "payloads.txt").write_text(f"{VIRTUAL}\r\n\r\n{THEIRS}\n", encoding="utf-8-sig")
    (folder / "one.txt").write_text(GENUINE, encoding="utf-8")
    (folder / "empty.txt").write_text("\n", encoding="utf-8")
    (folder / "latin.txt").write_bytes(b"\xff\xfe\xfd")
    (folder / "iphone.heic").write_bytes(b"x")
    (folder / ".hidden.png").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    return folder


ANSWERS = [
    ("floor-2/pasted.png", "altered_account"),
    ("payloads.txt:2", "altered_account"),
    ("two.png", "several-codes"),
    ("thai.png", "not_vietqr"),
    ("empty.txt", "no-code"),
    ("iphone.heic", "not-opened"),
    ("latin.txt", "not-opened"),
    ("none.png", "no-code"),
    ("a-genuine.png", "genuine"),
    ("b-upside-down.jpg", "genuine"),
    ("one.txt", "genuine"),
    ("payloads.txt:1", "genuine"),
]


def test_audit_lists_every_counter_those_that_differ_first(cashless, photos, book, tmp_path):
    out_file = photos / "audit.csv"
    words = ("--accounts", book, "--institution", "thcs-a", "--by", "Trần Thị B (bịa)")
    dated = (*words, "--on", "2026-11-22", "--csv", out_file)
    code, out, err = cashless("qr", "audit", photos, *dated, "--format", "json")
    assert err == ""
    answer = json.loads(out)
    assert (code, answer["on"], answer["signer"]) == (1, "2026-11-22", "Trần Thị B (bịa)")
    assert [(row["file"], row["answer"]) for row in answer["counters"]] == ANSWERS
    assert [row["ok"] for row in answer["counters"]] == [False] * 8 + [True] * 4
    assert answer["accounts"]["ok"]
    [pasted] = answer["counters"][0]["codes"]
    assert pasted["verdicts"] == ["altered_account", "altered_bank"]
    assert [f["rule"] for f in pasted["report"]["findings"]] == ["VER-12", "VER-02", "VER-15"]
    assert pasted["differences"][0] == {
        "path": "38.01.01",
        "field": "account",
        "expected": "0071000123456",
        "scanned": "0900000000",
        "message": "Số tài khoản: đúng phải là 0071000123456, trong mã là 0900000000",
    }
    with out_file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Quầy (tệp)"], row["Từ khóa"]) for row in rows] == ANSWERS
    assert {row["Ngày"] for row in rows} == {"2026-11-22"}
    assert {row["Người kiểm tra"] for row in rows} == {"Trần Thị B (bịa)"}
    # The table of the audit lies in the folder now, and is no counter.
    code, out, _ = cashless("qr", "audit", photos, *dated)
    assert code == 1
    title = "Rà soát mã QR các quầy thu · ngày 22/11/2026 · người kiểm tra: Trần Thị B (bịa)"
    assert out.splitlines()[0].strip() == title
    places = [out.index(name) for name, _ in ANSWERS]
    assert places == sorted(places)
    for words in (
        "SAI TÀI KHOẢN",
        "đây là kiểu mã dán đè thường gặp",
        "CÓ 2 MÃ KHÁC NHAU",
        "đây là mã thanh toán của nước khác",
        "KHÔNG THẤY MÃ QR",
        "KHÔNG MỞ ĐƯỢC TỆP",
        "tài khoản trong mã là của đơn vị khác",
        "Đã xem 12 mục, 8 mục cần xử lý",
    ):
        assert words in " ".join(out.replace("│", " ").split())


def test_audit_of_genuine_codes_exits_with_0(cashless, book, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    drawn(GENUINE).save(folder / "1.png")
    code, out, _ = cashless("qr", "audit", folder, "--accounts", book, "--lang", "en")
    assert code == 0
    assert "1 looked at: all pay into registered accounts." in out
    assert f"{date.today().isoformat()} · signed: …" in out  # noqa: DTZ011
    assert "account in the book: fees" in out


def test_audit_shows_what_is_wrong_with_the_book(cashless, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "1.txt").write_text(GENUINE)
    path = folder / "book.toml"
    path.write_text(BOOK.replace('["thcs-a"]', '["thcs-a", "thcs-c"]', 1), encoding="utf-8")
    code, out, _ = cashless("qr", "audit", folder, "--accounts", path, "--on", "2026-11-22")
    assert (code, "[ACC-01]" in out, "book.toml" in out) == (1, True, True)
    path.write_text(BOOK.replace('"Hiệu trưởng A"', '"Kế toán A"', 1), encoding="utf-8")
    code, out, _ = cashless("qr", "audit", folder, "--accounts", path, "--on", "2026-11-22")
    assert (code, "[ACC-07]" in out) == (0, True)


def test_audit_of_nothing_is_unreadable(cashless, book, tmp_path):
    folder = tmp_path / "photos"
    for says in ("is no folder", "holds no photo"):
        code, out, err = cashless("qr", "audit", folder, "--accounts", book)
        assert (code, out, says in err) == (3, "", True)
        folder.mkdir(exist_ok=True)
    code, _, err = cashless("qr", "audit", folder, "--accounts", tmp_path / "none.toml")
    assert (code, "none.toml" in err) == (3, True)


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("a-genuine.png", 0, "đúng mã"),
        ("b-upside-down.jpg", 0, "đúng mã"),
        ("floor-2/pasted.png", 1, "SAI TÀI KHOẢN"),
        ("none.png", 3, "KHÔNG THẤY MÃ QR"),
        ("two.png", 1, "CÓ 2 MÃ KHÁC NHAU"),
        ("thai.png", 1, "đây là mã thanh toán của nước khác"),
        ("one.txt", 0, "đúng mã"),
        ("payloads.txt", 0, "payloads.txt:2: đúng mã"),
        ("empty.txt", 3, "KHÔNG THẤY MÃ QR"),
    ],
)
def test_verify_answers_about_a_photo(cashless, photos, book, name, code, says):
    on = ("--on", "2026-11-22")
    got, out, _ = cashless("qr", "verify", photos / name, "--accounts", book, *on)
    assert (got, says in out) == (code, True)


@pytest.mark.parametrize("name", ["latin.txt", "iphone.heic", "missing.png", "missing.txt"])
def test_verify_of_a_file_that_cannot_be_opened_is_unreadable(cashless, photos, book, name):
    code, out, err = cashless("qr", "verify", photos / name, "--accounts", book)
    assert (code, out, err.startswith(f"cashless: {name}: ")) == (3, "", True)


def test_verify_against_the_issued_code_shows_both_values(cashless):
    scanned = VietQR(Account("970436", "0071000123450"), amount=550_000).encode()
    code, out, _ = cashless("qr", "verify", scanned, "--expected", ISSUED.encode())
    assert code == 1
    assert out.splitlines() == [
        "SAI TÀI KHOẢN",
        "  Số tài khoản: đúng phải là 0071000123456, trong mã là 0071000123450",
        "  Nội dung: đúng phải là HVX7K3M2P9X5H, trong mã không có",
        "  Chưa kiểm tra: không có sổ tài khoản để đối chiếu",
    ]
    code, out, _ = cashless("qr", "verify", ISSUED.encode(), "--expected", ISSUED.encode())
    assert (code, out.splitlines()[0]) == (0, "đúng mã")


def test_verify_answers_programs_in_json(cashless):
    words = (VIRTUAL, "--expected", ISSUED.encode(), "--format", "json", "--lang", "en")
    code, out, _ = cashless("qr", "verify", *words)
    [answer] = json.loads(out)
    assert (code, answer["file"], answer["ok"], answer["answer"]) == (
        *(1, "", False, "altered_account"),
    )
    [found] = answer["codes"]
    assert found["verdicts"] == ["altered_account", "altered_bank", "foreign_reference"]
    assert found["differences"][0] == {
        "path": "38.01.00",
        "field": "bank",
        "expected": "970436",
        "scanned": "970418",
        "message": "Bank (BIN): should be 970436 (Vietcombank), the code says 970418 (BIDV)",
    }
    assert [f["rule"] for f in found["report"]["findings"]] == ["VER-02", "VER-01", "VER-04"]


@pytest.mark.parametrize("scanned", ["", "https://example.org/pay", "x" * 5_000, "a/b\nc"])
def test_verify_takes_what_is_no_file_for_the_text_of_a_code(cashless, book, scanned):
    code, out, _ = cashless("qr", "verify", scanned, "--accounts", book)
    assert (code, out.splitlines()[0]) == (1, "KHÔNG PHẢI VIETQR")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--expected"),
        (("--expected", "abc"), "--expected"),
        (("--expected", GENUINE[:-4] + "0000"), "--expected"),
        (("--accounts", "book.toml", "--on", "22/11/2026"), "--on"),
    ],
)
def test_verify_without_something_to_compare_with_is_wrong_usage(cashless, words, says):
    code, out, err = cashless("qr", "verify", GENUINE, *words, "--lang", "en")
    assert (code, out, says in err) == (2, "", True)


def test_a_photo_without_the_extra_names_the_extra_and_a_payload_needs_none(
    cashless, photos, book, monkeypatch
):
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    code, _, err = cashless("qr", "verify", photos / "a-genuine.png", "--accounts", book)
    assert (code, "cashless-edu-health[scan]" in err) == (2, True)
    code, _, err = cashless("qr", "audit", photos, "--accounts", book)
    assert (code, "cashless-edu-health[scan]" in err) == (2, True)
    assert cashless("qr", "verify", photos / "one.txt", "--accounts", book)[0] == 0
