"""``cashless reconcile``: what it writes, that it posts nothing twice, how it fails."""

import csv
import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from cashless_edu_health import documents, references, registry
from cashless_edu_health.accounts import Account, AccountBook, RegisteredAccount
from cashless_edu_health.invoices import CustomerReference, Invoice, Line
from cashless_edu_health.testing.ledger_contract import REQUESTS, SCHOOL

HEAD = "credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source"
OPEN = REQUESTS[:4]
STRANGE = references.issue(99, key=bytes(16))


def line(number: int, memo: str, amount: int, day: int = 2, channel: str = "statement") -> str:
    note = f"N{number}" if channel == "webhook" else ""
    when = f"2026-11-{day:02}T08:00:{number:02}+07:00"
    cells = (f"{channel[0].upper()}{number}", note, "970436", SCHOOL.number)
    return ",".join((*cells, f"FT2630600{number:04}", when, str(amount), memo, channel))


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    lines = (
        line(1, f"nop {OPEN[0].reference} 3A", OPEN[0].amount),
        line(1, f"nop {OPEN[0].reference} 3A", OPEN[0].amount, channel="webhook"),
        line(2, f"{OPEN[1].reference} thieu", 10_000),
        line(3, "=HYPERLINK(le thi minh)", 77_000, day=1),
        line(4, f"{STRANGE} cu", 1_000),
        line(5, f"HUY {OPEN[2].reference}", -5_000),
    )
    credits_ = tmp_path / "sao-ke.csv"
    credits_.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    requests, closed = tmp_path / "yeu-cau.json", tmp_path / "da-dong.json"
    requests.write_text(documents.write_requests(OPEN), encoding="utf-8")
    closed.write_text(documents.write_requests(REQUESTS[9:10]), encoding="utf-8")
    return {
        "credits": credits_,
        "requests": requests,
        "closed": closed,
        "ledger": tmp_path / "so-thu.db",
        "out": tmp_path / "ket-qua",
    }


def words(files: dict[str, Path], *more: object, but: str = "") -> list[object]:
    options = [part for name, path in files.items() if name != but for part in (f"--{name}", path)]
    return ["reconcile", *options, "--as-of", "2026-12-15", *more]


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))[1:]


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def part(number: int, amount: int) -> dict[str, int]:
    return {"number": number, "amount": amount}


def test_a_run_says_where_every_credit_ended(cashless, files):
    code, out, _ = cashless(*words(files, "--format", "json"))
    answer = json.loads(out)
    assert code == 0
    first, second = OPEN[0].amount, OPEN[1].amount
    head = answer.pop("head")
    ended = {
        "posted": part(2, first + 10_000),
        "duplicates": part(1, first),
        "review": part(2, -4_000),
        "unmatched": part(1, 77_000),
    }
    assert answer == {
        "as_of": "2026-12-15",
        "new": ended,
        "all": ended,
        "open": {
            "invoices": part(3, second - 10_000 + OPEN[2].amount + OPEN[3].amount),
            "credit_balances": part(0, 0),
        },
        "unallocated": {
            "0-30": part(0, 0),
            "31-60": part(2, 78_000),
            "61-90": part(0, 0),
            "over-90": part(0, 0),
        },
    }
    assert json.loads(contents(files["out"])["summary.json"]) == answer | {"head": head}
    assert {path.name for path in files["out"].iterdir()} == {
        *("posted.csv", "review.csv", "duplicates.csv", "unmatched.csv", "open_invoices.csv"),
        *("unallocated.csv", "decisions.json", "receipts.json", "reversals.json", "summary.json"),
    }


def test_the_files_hold_what_a_clerk_decides_by(cashless, files):
    assert cashless(*words(files))[0] == 0
    out = files["out"]
    assert [row[0] for row in rows(out / "posted.csv")] == ["S1", "S2"]
    assert [(row[0], row[-1]) for row in rows(out / "duplicates.csv")] == [("W1", "S1")]
    ((*_, memo, payer, rule, why),) = rows(out / "unmatched.csv")
    assert (memo, payer, rule) == ("'=HYPERLINK(le thi minh)", "", "REC-14")
    assert why == "không có mã, tên hay số tiền nào chỉ tới một yêu cầu thanh toán"
    review = {row[0]: row for row in rows(out / "review.csv")}
    assert list(review) == ["S4", "S5"]
    assert review["S5"][-1] == f"{OPEN[2].reference} · HD-2 · Học sinh số 2 (bịa) 3A · 520.000 ₫"
    assert rows(out / "open_invoices.csv")[0] == [
        *(
            "truong-bia",
            "HD-1",
            "",
            "2026-11",
            "HS-1",
            OPEN[1].reference,
            "510000",
            "10000",
            "500000",
        ),
    ]
    assert [(row[0], row[3:6]) for row in rows(out / "unallocated.csv")] == [
        ("S3", ["77000", "44", "31 đến 60 ngày"]),
        ("S4", ["1000", "43", "31 đến 60 ngày"]),
    ]


def test_running_again_posts_nothing_and_writes_the_same(cashless, files):
    cashless(*words(files))
    before = contents(files["out"])
    _, out, _ = cashless(*words(files, "--format", "json"))
    answer = json.loads(out)
    assert set(map(str, answer["new"].values())) == {str(part(0, 0))}
    after = contents(files["out"])
    for changed in (before, after):
        changed.pop("summary.json")
    assert after == before


def test_without_a_ledger_nothing_is_remembered_and_it_says_so(cashless, files):
    for _ in range(2):
        code, out, _ = cashless(*words(files, but="ledger"))
        assert code == 0
        assert "Không có --ledger" in out
        assert "Lần này: đã ghi" in out
    assert not files["ledger"].exists()
    english = cashless(*words(files, "--lang", "en", but="ledger"))[1]
    assert "This run: posted" in english


def test_invoices_whose_numbers_are_codes_need_the_account_of_their_school(
    cashless, files, tmp_path
):
    fees = tmp_path / "thu.csv"
    fees.write_text(
        "invoice_id,institution_id,purpose,amount,paid_for_id,paid_for_name\n"
        f"{OPEN[0].reference},truong-bia,meals,{OPEN[0].amount},HS-0,An (bịa)\n"
        "HD0002,truong-bia,meals,0,HS-1,Bình (bịa)\n",
        encoding="utf-8",
    )
    own = RegisteredAccount(
        id="thu", acquirer_id="970436", number=SCHOOL.number, institution_ids=("truong-bia",)
    )
    book = tmp_path / "tai-khoan.json"
    book.write_text(documents.write_account_book(AccountBook((own,))), encoding="utf-8")
    given = words({"credits": files["credits"], "out": files["out"], "invoices": fees})
    code, _, err = cashless(*given, "--lang", "en")
    assert (code, "--accounts: invoice TEST" in err) == (2, True)
    code, out, _ = cashless(*given, "--accounts", book, "--format", "json")
    assert (code, json.loads(out)["all"]["posted"]["number"]) == (0, 1)
    fees.write_text(
        "invoice_id,institution_id,purpose,amount\n12,truong-bia,meals,5\n", encoding="utf-8"
    )
    code, _, err = cashless(*given, "--accounts", book, "--lang", "en")
    assert (code, "--invoices: invoice 12: reference:" in err) == (2, True)


def test_an_invoice_may_name_its_account(cashless, files, tmp_path):
    line_ = Line(amount=OPEN[0].amount, purpose="meals")
    invoice = Invoice(
        id=OPEN[0].reference, institution_id="truong-bia", lines=(line_,), account=SCHOOL
    )
    named = tmp_path / "hoa-don.json"
    named.write_text(documents.write_invoices([invoice]), encoding="utf-8")
    given = words({"credits": files["credits"], "out": files["out"], "invoices": named})
    code, out, _ = cashless(*given, "--format", "json")
    assert (code, json.loads(out)["all"]["posted"]["number"]) == (0, 1)


def test_a_customer_s_own_code_on_another_account_is_for_review(cashless, files, tmp_path):
    customers = tmp_path / "hoc-sinh.json"
    other = Account(acquirer_id="970436", number="0071000999999")
    one = CustomerReference(
        reference="HOCSINH7", institution_id="truong-bia", account=other, customer_id="HS-3"
    )
    customers.write_text(documents.write_customers([one]), encoding="utf-8")
    text = files["credits"].read_text(encoding="utf-8")
    files["credits"].write_text(f"{text}{line(7, 'HOCSINH7', 5)}\n", encoding="utf-8")
    assert cashless(*words(files, "--customers", customers))[0] == 0
    assert [row[6] for row in rows(files["out"] / "review.csv")] == ["REC-12", "REC-13", "REC-09"]


def test_a_layout_may_be_a_file(cashless, files, tmp_path):
    layout = tmp_path / "mau.toml"
    bundled = Path(str(registry.demo_folder().parent)) / "layouts" / "cashless-csv.toml"
    layout.write_text(bundled.read_text(encoding="utf-8"), encoding="utf-8")
    assert cashless(*words(files, "--layout", layout))[0] == 0


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"requests": None}, 2, "--requests, --invoices: give one of the two"),
        ({"credits": "không-có.csv"}, 3, "không-có.csv"),
        ({"closed": "requests"}, 2, "two requests have the reference TESTCCCCC"),
        ({"ledger": "mysql://x"}, 3, "not installed"),
        ({"ledger": "oracle+none://x:bí-mật@y/z"}, 3, "URL of the ledger"),
    ],
)
def test_a_mistake_is_one_line_with_the_next_step(cashless, files, change, code, said):
    for name, value in change.items():
        files[name] = files.get(value, value)
    given = {name: value for name, value in files.items() if value is not None}
    ended, _, err = cashless(*words(given), "--lang", "en")
    assert (ended, len(err.splitlines())) == (code, 1)
    assert said in err
    assert "bí-mật" not in err


def test_a_ledger_that_was_changed_is_not_written_to(cashless, files):
    cashless(*words(files))
    base = sqlite3.connect(files["ledger"])
    base.execute("DROP TRIGGER history_no_update")
    base.execute("UPDATE history SET body = replace(body, '500000', '400000') WHERE seq = 1")
    base.commit()
    base.close()
    code, out, _ = cashless(*words(files))
    assert code == 1
    assert "row 1" in out
    assert "[LED-04]" in out


def test_ages_are_counted_to_today_unless_a_day_is_given(cashless, files):
    without = [word for word in words(files) if word not in ("--as-of", "2026-12-15")]
    answer = json.loads(cashless(*without, "--format", "json")[1])
    assert answer["as_of"] == date.today().isoformat()  # noqa: DTZ011 - as the command does
