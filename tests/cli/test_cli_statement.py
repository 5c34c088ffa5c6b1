"""``cashless statement check``: all people, accounts and memos are invented."""

import io
import json

import pytest
from openpyxl import Workbook

SVCB = "VCB:0071000123456"
HEAD = "credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source\n"
LINE = "C1,,VCB,0071000123456,FT1,2026-11-01T14:29:09+07:00,477000,ZZSECRETZZ,\n"


def mt940(opening: int, closing: int, number: int, amount: int) -> str:
    return (
        f":20:S{number}\n:25:0071000123456\n:28C:{number}/1\n:60F:C261101VND{opening},\n"
        f":61:26110{number}C{amount},NTRFX\n:86:ZZSECRETZZ\n:62F:C261101VND{closing},\n-\n"
    )


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.csv").write_text(HEAD + LINE + LINE.replace("C1", "C2").replace("477", "-7"))
    (tmp_path / "bad.csv").write_text(HEAD + LINE.replace("477000", "477.0005"))
    (tmp_path / "1.sta").write_text(mt940(0, 5, 1, 5))
    (tmp_path / "2.sta").write_text(mt940(6, 9, 2, 3))
    (tmp_path / "x.txt").write_text("x\n")
    book = Workbook()
    book.active.append(["Ngày giao dịch", "Số tham chiếu", "Thay đổi", "Số tiền", "Mô tả"])
    book.active.append(["04/11/2026", "B1", "+", "600,000", "ZZSECRETZZ"])
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "vcb.xlsx").write_bytes(out.getvalue())
    return tmp_path


def test_a_file_is_summed_up(cashless, files):
    code, out, err = cashless(
        "statement", "check", files / "a.csv", "--layout", "cashless-csv", "--lang", "en"
    )
    assert (code, err) == (0, "")
    assert "2 entries read" in out
    for shown in ("VCB 0071000123456", "01/11/2026 – 01/11/2026", "477,000 VND", "7,000 VND"):
        assert shown in out
    assert "SECRET" not in out


def test_a_file_is_summed_up_in_vietnamese(cashless, files):
    out = cashless("statement", "check", files / "a.csv", "--layout", "cashless-csv")[1]
    assert "đọc được 2 giao dịch" in out
    assert "477.000 ₫" in out


def test_the_json_has_every_figure(cashless, files):
    words = ("statement", "check", files / "1.sta", files / "2.sta", "--layout", "mt940")
    words += ("--account", SVCB, "--utc-offset", "+07:00", "--format", "json", "--lang", "en")
    code, out, _ = cashless(*words)
    told = json.loads(out)
    assert code == 0
    assert [one["entries"] for one in told["files"]] == [1, 1]
    assert told["accounts"] == [
        {
            "bank": "970436",
            "account": "0071000123456",
            "statements": 2,
            "first_day": "2026-11-01",
            "last_day": "2026-11-02",
            "credits": 2,
            "credited": 8,
            "debits": 0,
            "debited": 0,
            "opening": 0,
            "closing": 9,
        }
    ]
    (gap,) = told["gaps"]
    assert gap["file"].endswith("2.sta")
    assert "does not begin where the one before ended" in gap["message"]


def test_a_gap_is_named_with_the_file_behind_it(cashless, files):
    words = ("statement", "check", files / "2.sta", files / "1.sta", "--layout", "mt940")
    code, out, _ = cashless(*words, "--account", SVCB, "--utc-offset", "+07:00")
    assert code == 0
    assert "2.sta: Cảnh báo statement 1: sao kê này không bắt đầu từ nơi" in out


def test_a_broken_file_is_told_and_ends_with_1(cashless, files):
    words = ("statement", "check", files / "bad.csv", "--layout", "cashless-csv", "--lang", "en")
    code, out, _ = cashless(*words)
    assert code == 1
    assert "nothing imported" in out
    assert "line 2, amount: is not an amount in whole dong" in out
    assert "477" not in out.replace("bad.csv", "")


@pytest.mark.parametrize(
    ("file", "code", "shown"),
    [
        ("a.csv", 0, "fit cashless-csv"),
        ("1.sta", 0, "fit mt940"),
        ("vcb.xlsx", 0, "fit vcb-signed-xlsx"),
        ("x.txt", 1, "fit no layout"),
    ],
)
def test_without_a_layout_those_that_fit_are_listed(cashless, files, file, code, shown):
    ended, out, _ = cashless("statement", "check", files / file, "--lang", "en")
    assert ended == code
    assert shown in out
    told = json.loads(cashless("statement", "check", files / file, "--format", "json")[1])
    assert bool(told[0]["fits"]) is (code == 0)


def test_a_layout_of_one_bank_takes_the_number_alone(cashless, files):
    words = ("statement", "check", files / "vcb.xlsx", "--layout", "vcb-signed-xlsx")
    assert cashless(*words, "--account", "0071000123456")[0] == 0
    assert cashless(*words)[0] == 1


def test_a_layout_of_your_own_is_a_file(cashless, files, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\nthousands = ""\ntime_formats = ["iso8601"]\nopen = true\n'
        'source = "x"\nconfidence = "own"\n[columns]\nbooked_at = "booked_at"\n'
        'amount = "amount"\nmemo = "memo"\nbank = "bank"\naccount = "account"\n'
        "[banks]\nVCB = '970436'\n"
    )
    assert cashless("statement", "check", files / "a.csv", "--layout", own)[0] == 0


def test_a_camt_file_without_entries_has_no_days(cashless, tmp_path):
    file = tmp_path / "c.xml"
    file.write_text(
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        "<Acct><Id><Othr><Id>0071000123456</Id></Othr></Id></Acct>"
        "</Stmt></BkToCstmrStmt></Document>"
    )
    words = ("statement", "check", file, "--layout", "camt", "--account", SVCB)
    code, out, _ = cashless(*words)
    assert code == 0
    assert "—" in out
    assert "camt" in cashless("statement", "check", file)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--layout", "mt940", "--account", SVCB), "--utc-offset: MT940 has days only"),
        (("--layout", "camt", "--utc-offset", "7"), "--utc-offset: is written like"),
        (("--layout", "camt", "--account", "0071"), "--account: write the bank too"),
        (("--layout", "vcb-signed-xlsx", "--account", "1", "--account", "2"), "name one"),
        (("--layout", "nobody"), "unknown statement layout"),
        (("--layout", "camt", "--account", "NOBANK:1"), "unknown bank"),
    ],
)
def test_words_that_do_not_go_together_end_with_2(cashless, files, words, said):
    code, _, err = cashless("statement", "check", files / "1.sta", *words, "--lang", "en")
    assert code == 2
    assert said in err


def test_a_file_that_is_not_there_ends_with_3(cashless, tmp_path):
    assert cashless("statement", "check", tmp_path / "none")[0] == 3
