"""``cashless report``: what it writes, and how it fails."""

import contextlib
import json
import resource
import signal
import sqlite3

import docx
import openpyxl
import pytest

from cashless_edu_health import documents, registry
from cashless_edu_health.compliance import Dataset
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector

DEMO = registry.demo_folder()
WORDS = 'format = "report-words/1"\nplan = "KH4205"\ntasks = ["Đã tập huấn."]\n'


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "so-lieu"
    folder.mkdir()
    school = Institution(
        id="thcs-a", name="Trường THCS A (bịa)", sector=Sector.EDUCATION, type="lower_secondary",
        methods=(PaymentMethod(kind="qr_transfer"),),
        facts=(Fact(name="digital_platform", value=True),),
    )  # fmt: skip
    documents.write_dataset(Dataset(institutions=(school,)), folder)
    return folder


@pytest.fixture
def ledger(cashless, tmp_path):
    file = tmp_path / "so.db"
    code, _, _ = cashless(
        "reconcile", "--requests", DEMO / "payment_requests.json", "--credits",
        DEMO / "bank_credits.csv", "--ledger", file, "--out", tmp_path / "ket-qua",
    )  # fmt: skip
    assert code == 0
    return file


def test_a_report_of_an_assessment_is_written_in_every_format(cashless, tmp_path, data):
    words = tmp_path / "loi.toml"
    words.write_text(WORDS, encoding="utf-8")
    files = [tmp_path / f"bao-cao.{ending}" for ending in ("txt", "html", "xlsx", "docx")]
    outs = [word for file in files for word in ("--out", file)]
    code, out, err = cashless(
        "report", "assessment", "KH4205", data, "--period", 2024, "--as-of", "2024-12-31",
        "--compare", 2023, "--compare", 2022, "--words", words, "--rank-by", "methods", *outs,
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert out.splitlines() == [f"Đã ghi {file}" for file in files]
    text = files[0].read_text("utf-8")
    assert "Đã tập huấn." in text
    assert "Kỳ trước: Số liệu từ 01/01/2023 đến 31/12/2023" in text
    assert "VI. Xếp hạng" in text
    assert "KH4205-Q1, dùng nền tảng số: qua các năm" in files[1].read_text("utf-8")
    assert "Chỉ tiêu" in openpyxl.load_workbook(files[2]).sheetnames
    assert "Đã tập huấn." in [p.text for p in docx.Document(str(files[3])).paragraphs]
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_without_a_file_the_report_is_printed(cashless, data):
    words = ("report", "assessment", "KH4205", data, "--period", 2024, "--as-of", "2024-12-31")
    code, out, _ = cashless(*words, "--lang", "en")
    assert code == 0
    assert "II. Results by target" in out
    assert ">> [TO BE FILLED IN: solutions]" in out
    code, out, _ = cashless(*words, "--format", "json")
    answer = json.loads(out)
    assert (code, answer["lang"], len(answer["sections"])) == (0, "vi", 9)
    (table,) = [b for b in answer["sections"][1]["blocks"] if b.get("name") == "Chỉ tiêu"]
    row = table["rows"][0]
    assert row[2:5] == [1, 1, {"value": "1", "missed": None}]


@pytest.mark.parametrize(
    ("window", "first", "last", "year", "days"),
    [
        ("given", "2024-01-01", "2024-06-30", 2023, "từ 01/01/2023 đến 30/06/2023"),
        ("given", "2024-02-29", "2024-02-29", 2023, "từ 28/02/2023 đến 28/02/2023"),
        ("school_year", "2023-09-05", "2024-05-31", 2022, "từ 05/09/2021 đến 31/05/2022"),
    ],
)
def test_the_same_days_of_an_earlier_year_stand_beside_these(
    cashless, data, window, first, last, year, days
):
    code, out, _ = cashless(
        "report", "assessment", "KH4205", data, "--window", window, "--from", first, "--to", last,
        "--as-of", "2024-12-31", "--compare", year,
    )  # fmt: skip
    assert (code, f"Kỳ trước: Số liệu {days}" in out) == (0, True)


def test_a_report_of_a_ledger_is_written_and_printed(cashless, tmp_path, ledger):
    out_file = tmp_path / "doi-chieu.xlsx"
    words = ("report", "reconciliation", "--ledger", ledger, "--as-of", "2022-12-31")
    files = (
        "--requests", DEMO / "payment_requests.json", "--invoices", DEMO / "fee_list.csv",
        "--receipts", DEMO / "counter_receipts.json",
    )  # fmt: skip
    code, out, _ = cashless(*words, *files, "--out", out_file)
    assert (code, out) == (0, f"Đã ghi {out_file}\n")
    book = openpyxl.load_workbook(out_file)
    assert book.sheetnames[1:4] == ["Thu theo kênh", "Thu theo ngày", "Cần người xem"]
    code, out, _ = cashless(*words, "--from", "2022-11-01", "--to", "2022-11-02")
    assert code == 0
    assert "từ 01/11/2022 đến 02/11/2022" in out
    assert "Không nhận được tệp hóa đơn" in out


def test_settlements_stand_in_the_day_sheet(cashless, tmp_path, ledger):
    file = tmp_path / "quyet-toan.json"
    file.write_text(
        json.dumps(
            {
                "format": "settlement/1", "id": "Q1", "provider": "cong-bia",
                "account": {"acquirer_id": "970436", "number": "0071000123456"},
                "paid_on": "2022-11-08", "gross": 300_000, "fee": 3_300, "net": 296_700,
                "items": [{"id": "S1", "gross": 300_000, "paid_on": "2022-11-07"}],
            }
        ),
        encoding="utf-8",
    )  # fmt: skip
    code, out, _ = cashless("report", "reconciliation", "--ledger", ledger, "--settlement", file)
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith("08/11/2022  cong-bia")]
    assert line.split()[-4:] == ["300.000", "3.300", "0", "296.700"]


ASSESS = ("report", "assessment", "KH4205")
MEND = "Sửa chỗ đó rồi chạy lại."


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (
            ("--period", 2024, "--out", "x.pdf"),
            2,
            "--out: x.pdf: a report ends in one of: .txt, .html",
        ),
        (("--period", 2024, "--compare", 2024), 2, "--compare: 2024 is not before the period"),
        (("--period", 2024, "--words", "missing.toml"), 3, "missing.toml: cannot be read"),
        (("--period", 2024, "--rank-by", "beauty"), 2, "beauty"),
        ((), 2, "--period: the window calendar_year needs a year"),
    ],
)
def test_a_report_that_cannot_be_made_says_why_in_one_line(cashless, data, words, code, says):
    got, out, err = cashless(*ASSESS, data, *words, "--lang", "en")
    assert (got, out) == (code, "")
    assert says in " ".join(err.split())


def test_words_of_another_plan_are_refused(cashless, tmp_path, data):
    words = tmp_path / "loi.toml"
    words.write_text(WORDS.replace("KH4205", "DN24"), encoding="utf-8")
    code, _, err = cashless(*ASSESS, data, "--period", 2024, "--words", words)
    what = "--words: không dùng được cho báo cáo này: the words are for another plan"
    assert (code, err) == (2, f"cashless: {what}. Xem: cashless report assessment --help\n")


def test_a_ledger_that_is_not_there_is_not_made(cashless, tmp_path):
    file = tmp_path / "khong-co.db"
    code, _, err = cashless("report", "reconciliation", "--ledger", file)
    assert (code, list(tmp_path.iterdir())) == (3, [])
    what = "khong-co.db: is no ledger; 'cashless reconcile --ledger' makes one"
    assert err == f"cashless: {what}. {MEND}\n"


def test_a_ledger_may_be_named_by_its_address(cashless, ledger):
    code, out, _ = cashless("report", "reconciliation", "--ledger", f"sqlite:///{ledger}")
    assert (code, "BÁO CÁO ĐỐI CHIẾU THU" in out) == (0, True)


def test_one_day_alone_is_refused(cashless, ledger):
    code, _, err = cashless("report", "reconciliation", "--ledger", ledger, "--from", "2022-11-01")
    what = "--from, --to: cần cả hai ngày, hoặc bỏ cả hai để lấy mọi ngày"
    assert (code, err) == (2, f"cashless: {what}. Xem: cashless report reconciliation --help\n")


def test_nothing_is_reported_of_a_history_that_was_altered(cashless, ledger):
    with contextlib.closing(sqlite3.connect(ledger)) as database:
        database.execute("DROP TRIGGER history_no_update")
        database.execute("UPDATE history SET why = 'bịa' WHERE seq = 2")
        database.commit()
    code, out, _ = cashless("report", "reconciliation", "--ledger", ledger)
    assert (code, "LED-0" in out, "BÁO CÁO" in out) == (1, True, False)


@pytest.mark.parametrize("ending", ["txt", "html", "xlsx", "docx"])
def test_an_unwritable_folder_is_one_line_and_no_file(cashless, tmp_path, data, ending):
    file = tmp_path / "khong-co" / f"bao-cao.{ending}"
    code, out, err = cashless(*ASSESS, data, "--period", 2024, "--out", file)
    assert (code, out, file.exists()) == (3, "", False)
    what = f"bao-cao.{ending}: cannot be written: No such file or directory"
    assert err == f"cashless: {what}. {MEND}\n"


@pytest.mark.parametrize("ending", ["html", "xlsx", "docx"])
def test_a_full_disk_leaves_the_earlier_file_and_no_half_of_the_new(
    cashless, tmp_path, data, ending
):
    file = tmp_path / f"bao-cao.{ending}"
    file.write_bytes(b"before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        code, _, err = cashless(*ASSESS, data, "--period", 2024, "--out", file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, kept)
    what = f"bao-cao.{ending}: cannot be written: File too large"
    assert (code, err) == (3, f"cashless: {what}. {MEND}\n")
    assert file.read_bytes() == b"before"
    assert [one for one in tmp_path.iterdir() if one.name.endswith(".part")] == []
