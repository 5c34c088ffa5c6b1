"""Exports of banks, as public samples show them; all people, accounts and memos are invented."""

import csv
import io
from datetime import datetime, timedelta, timezone

import pytest
from openpyxl import Workbook

from cashless_edu_health import registry, statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty, CreditEntry, Delivery
from cashless_edu_health.errors import DataError
from cashless_edu_health.statements import Confidence, FileFormat

SEVEN = timezone(timedelta(hours=7))


def xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_file(rows: list[list[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SEVEN)


VIETIN = [
    ["NGÂN HÀNG TMCP CÔNG THƯƠNG VIỆT NAM"],
    [None, "Công ty/Company name:", "TRUONG TIEU HOC BIA"],
    [None, "Số tài khoản/ Account No.:", "117000000001"],
    [None, "Số dư đầu kỳ/Opening Balance:", 1_000_000],
    [None, "Số dư cuối kỳ/Closing Balance:", 1_545_000],
    [],
    [
        *("STT/No.", "Ngày hạch toán/Accounting date", "Mô tả giao dịch/ Transaction description"),
        *("Nợ/ Debit", "Có / Credit", "Số dư TK/ Account Balance"),
        "Số giao dịch/ Transaction number",
        "Số tài khoản đối ứng/ Corresponsive account",
        *("Tên tài khoản đối ứng/ Corresponsive name", "MTID/ CITAD"),
        "Mã định danh TK thụ hưởng/ To virtual account",
        "Ngày phát sinh giao dịch/ Transaction date",
    ],
    [1, "02-11-2026 14:34:15", "Phi SMS", 5000, 0, 1_545_000, "2937", "", "", "", "", "x"],
    [
        *(2, "01-11-2026 08:05:00", "CT DEN:2009  HVX7K3M2P9X5H", 0, 550_000, 1_550_000),
        *("928S2611", "0900000000", "LE THI MINH", "", "VA0017", "x"),
    ],
    ["Từ ngày 21/03/2025, VietinBank thực hiện cập nhật lại báo cáo sao kê"],
]
TECHCOM = [
    ["NGÂN HÀNG TMCP KỸ THƯƠNG VIỆT NAM"],
    ["Số tài khoản/Account number", "", "19030000000001"],
    ["Số dư đầu ngày/Opening balance", "", "100,000"],
    ["Số dư cuối ngày/ Closing balance", "", "644,500 VND"],
    [
        *("Ngày KH thực hiện/Requesting date", "Ngày giao dịch/Transaction date"),
        *("Số bút toán/Reference number", "Ngân hàng đối tác / Remitter's bank"),
        "Tài khoản đích/Remitter's account number",
        *("Tên tài khoản đối ứng/Remitter's account name", "Diễn giải/Description"),
        *("Nợ/Debit", "Có/Credit", "Phí/Lãi / Fee/Interest", "Thuế/Transaction VAT"),
        "Số dư/Running balance",
    ],
    [
        *("2026-10-31 22:29:49", "2026-11-01", "FT26305000000001", "MB", "0900000000"),
        *("LE THI MINH", "HVX7K3M2P9X5H", None, 550_000, None, None, 650_000),
    ],
    [
        *("2026-11-01", "2026-11-01", "FT26305000000002", "", "", "", "Chuyen tien"),
        *(-4000, None, -1000, -100, 644_900),
    ],
    ["2026-11-02", "2026-11-02", "FT3", "", "", "", "Phi", None, None, -400, None, 644_500],
    ["Phiếu này được in từ hệ thống"],
]
VCB = [
    ["SAO KÊ TÀI KHOẢN\nSTATEMENT OF ACCOUNT"],
    ["Số tài khoản/ Account number:", "", "0071000123456"],
    ["Số dư đầu kỳ/ Opening balance :", "", "0 VND"],
    [
        *("STT\nNo.", "Ngày/\nTNX Date / Số CT/\nDoc No", "Số tiền ghi nợ/\nDebit"),
        *("Số tiền ghi có/\nCredit", "Số dư/\nBalance"),
        "Nội dung chi tiết/\nTransactions in detail",
    ],
    [1, "04/11/2026\n5389 - 82579", "", "600,000.00", 600_000, "MBVCB.52.HVX7K3M2P9X5H.CT tu"],
    [2, "05/11/2026                       5423.56792", 100_000, "", 500_000, "PHI"],
    ["Tổng số/Total", "", 100_000, 600_000],
    ["Số dư cuối kỳ/ Closing balance :", "", "500,000 VND"],
]
VCB_TWO = [
    ["Số tài khoản:", "0071000123456"],
    ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"],
    ["04/11/2026", "5389 - 82579", "", "600,000", "HVX7K3M2P9X5H"],
    ["Tổng", "", "", "600,000"],
]
VCB_SIGNED = [
    ["Ngày giao dịch", "Số tham chiếu", "Thay đổi", "Số tiền", "Mô tả"],
    ["04/11/2026", "5389 - 82579", "+", "600,000", "HVX7K3M2P9X5H"],
    ["05/11/2026", "5389 - 82580", "-", "1,000", "PHI"],
    ["Tổng", "", "", "599,000"],
]
MB = [
    ["NGÂN HÀNG TMCP QUÂN ĐỘI"],
    ["Tài khoản/Account No: 2018000001"],
    ["Số dư đầu kỳ/ Opening Balance: 2,000,000 VND"],
    [
        *("Ngày giao dịch", "Ngày hạch toán", "Số bút toán", "Phát sinh nợ", "Phát sinh có"),
        *("Số dư lũy kế", "Nội dung", "Đơn vị thụ hưởng", "Tài khoản", "Ngân hàng đối tác"),
    ],
    [
        *("Transaction date", "Posting date", "Transaction No", "Debit", "Credit"),
        *("Balance", "Details", "Beneficiary", "Account", "Bank"),
    ],
    [
        *("03/11/2026 10:01:30", "03/11/2026", "FT26307000000001", "0", "1,090,000"),
        *("3,090,000", "HVX7K3M2P9X5H- Ma GD ACSP/ Ud269000", "LE THI MINH", "0900000000", "VCB"),
    ],
    ["Tổng phát sinh trong kỳ/Total", "", "", "0", "1,090,000"],
    ["Số dư cuối kỳ/ Closing Balance: 3,090,000 VND"],
]
BIDV = [
    ["Số tài khoản: 21510000001"],
    ["STT", "Mã GD", "Ngày hiệu lực", "Ghi nợ", "Ghi có", "Số dư", "Số tham chiếu", "Mô tả"],
    [1, "x", "09/11/2026", "0", "550,000", "550,000", "B01", "TKThe :0071, tai VCB. HVX7K3M2P9X5H"],
    ["Cộng phát sinh", "", "", "0", "550,000"],
]
ACB = [
    ["BẢNG SAO KÊ GIAO DỊCH - Tài khoản số: 28000001"],
    ["STT", "Ngày giao dịch", "Số GD", "Nội dung", "Tiền rút ra", "Tiền gửi vào", "Số dư"],
    [1, "09/11/2026", "77", "HVX7K3M2P9X5H GD 6264IBT1k", "", "550,000", "550,000"],
    ["Tổng cộng", "", "", "", "", "550,000"],
]
TECHCOM_CSV = [
    ["So tai khoan/Account number", "88896368", "", ""],
    [
        *("Ngay KH thuc hien/Requesting date", "Ngay giao dich/Transaction date"),
        *("So but toan/Reference number", "Ngan hang doi tac/Remitter's bank"),
        "Tai khoan dich/Remitter's account number",
        *("Tên tài khoản đối ứng/Remitter's account name", "Dien giai/Description"),
        *("No/Debit", "Co/Credit", "Phi - Lai/Fee - Interest", "Thue/VAT"),
        "So du/Running balance",
    ],
    [
        *("2026-11-01 03:11:16", "2026-11-01", "FT1", "MB", "0900000000", "LE THI MINH"),
        *("HVX7K3M2P9X5H", "", "550000", "", "", "550000"),
    ],
    ["", "2026-11-01", "FT2", "", "", "", "Chuyen tien", "-4000", "", "", "", "546000"],
    ["Phieu nay duoc in tu he thong"],
]

SAMPLES = {
    "vietinbank-efast-xlsx": xlsx(VIETIN),
    "techcombank-business-xlsx": xlsx(TECHCOM),
    "techcombank-business-csv": csv_file(TECHCOM_CSV),
    "vcb-statement-xlsx": xlsx(VCB),
    "vcb-account-xlsx": xlsx(VCB_TWO),
    "vcb-signed-xlsx": xlsx(VCB_SIGNED),
    "mb-statement-xlsx": xlsx(MB),
    "bidv-statement-xlsx": xlsx(BIDV),
    "acb-statement-xlsx": xlsx(ACB),
}
OF = {
    "vietinbank-efast-xlsx": Account("970415", "117000000001"),
    "techcombank-business-xlsx": Account("970407", "19030000000001"),
    "techcombank-business-csv": Account("970407", "88896368"),
    "vcb-statement-xlsx": Account("970436", "0071000123456"),
    "vcb-account-xlsx": Account("970436", "0071000123456"),
    "vcb-signed-xlsx": Account("970436", "0071000123456"),
    "mb-statement-xlsx": Account("970422", "2018000001"),
    "bidv-statement-xlsx": Account("970418", "21510000001"),
    "acb-statement-xlsx": Account("970416", "28000001"),
}
READ = {
    "vietinbank-efast-xlsx": [
        (-5000, at(2026, 11, 2, 14, 34, 15), "Phi SMS", "2937", None, None),
        (
            *(550_000, at(2026, 11, 1, 8, 5), "CT DEN:2009  HVX7K3M2P9X5H", "928S2611"),
            *("VA0017", Counterparty(name="LE THI MINH", account_number="0900000000")),
        ),
    ],
    "techcombank-business-xlsx": [
        (
            *(550_000, at(2026, 11, 1), "HVX7K3M2P9X5H", "FT26305000000001", None),
            Counterparty(name="LE THI MINH", account_number="0900000000"),
        ),
        (-5100, at(2026, 11, 1), "Chuyen tien", "FT26305000000002", None, None),
        (-400, at(2026, 11, 2), "Phi", "FT3", None, None),
    ],
    "techcombank-business-csv": [
        (
            *(550_000, at(2026, 11, 1), "HVX7K3M2P9X5H", "FT1", None),
            Counterparty(name="LE THI MINH", account_number="0900000000"),
        ),
        (-4000, at(2026, 11, 1), "Chuyen tien", "FT2", None, None),
    ],
    "vcb-statement-xlsx": [
        (600_000, at(2026, 11, 4), "MBVCB.52.HVX7K3M2P9X5H.CT tu", "5389 - 82579", None, None),
        (-100_000, at(2026, 11, 5), "PHI", "5423.56792", None, None),
    ],
    "vcb-account-xlsx": [
        (600_000, at(2026, 11, 4), "HVX7K3M2P9X5H", "5389 - 82579", None, None),
    ],
    "vcb-signed-xlsx": [
        (600_000, at(2026, 11, 4), "HVX7K3M2P9X5H", "5389 - 82579", None, None),
        (-1000, at(2026, 11, 5), "PHI", "5389 - 82580", None, None),
    ],
    "mb-statement-xlsx": [
        (
            *(1_090_000, at(2026, 11, 3, 10, 1, 30), "HVX7K3M2P9X5H- Ma GD ACSP/ Ud269000"),
            *("FT26307000000001", None),
            Counterparty(name="LE THI MINH", account_number="0900000000"),
        ),
    ],
    "bidv-statement-xlsx": [
        (
            *(550_000, at(2026, 11, 9), "TKThe :0071, tai VCB. HVX7K3M2P9X5H", "B01"),
            *(None, None),
        ),
    ],
    "acb-statement-xlsx": [
        (550_000, at(2026, 11, 9), "HVX7K3M2P9X5H GD 6264IBT1k", None, None, None),
    ],
}


def told(entry: CreditEntry) -> tuple[object, ...]:
    return (
        *(entry.amount, entry.booked_at, entry.remittance_information, entry.bank_reference),
        *(entry.virtual_account, entry.counterparty),
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_an_export_becomes_entries(name):
    account = OF[name]
    read = statements.read_bytes(
        SAMPLES[name], file="f", layout=registry.layout(name), account=account
    )
    assert [told(entry) for entry in read] == READ[name]
    assert {entry.account for entry in read} == {account}
    assert {entry.delivery for entry in read} == {Delivery(channel=name)}


@pytest.mark.parametrize("name", SAMPLES)
def test_an_export_read_again_gives_the_same_ids_and_no_id_twice(name):
    layout = registry.layout(name)
    first, second = (
        [
            entry.id
            for entry in statements.read_bytes(
                SAMPLES[name], file="f", layout=layout, account=OF[name]
            )
        ]
        for _ in range(2)
    )
    assert first == second
    assert len(set(first)) == len(first)
    assert all(one.startswith(f"{name}-") for one in first)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "vcb-signed-xlsx"])
def test_the_account_is_taken_from_the_letterhead(name):
    read = statements.read_bytes(SAMPLES[name], file="f", layout=registry.layout(name))
    assert {entry.account for entry in read} == {OF[name]}


def test_an_export_without_an_account_needs_one():
    layout = registry.layout("vcb-signed-xlsx")
    with pytest.raises(DataError, match="name the account"):
        statements.read_bytes(SAMPLES["vcb-signed-xlsx"], file="f", layout=layout)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_headings_tell_the_layout(name):
    fits = [one.name for one in statements.fitting(SAMPLES[name], registry.layouts())]
    assert name in fits
    # Two layouts of Vietcombank begin alike; every other export fits its own alone.
    assert set(fits) <= {name, "vcb-signed-xlsx"}


def test_a_file_of_nothing_known_fits_no_layout():
    assert statements.fitting(b"a,b\n1,2\n", registry.layouts()) == ()
    assert statements.fitting(xlsx([["a"], ["b"]]), registry.layouts()) == ()


@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [
        ("vietinbank-efast-xlsx", 1_000_000, 1_545_000),
        ("techcombank-business-xlsx", 100_000, 644_500),
        ("techcombank-business-csv", 0, 546_000),
        ("vcb-statement-xlsx", 0, 500_000),
        ("vcb-account-xlsx", None, None),
        ("mb-statement-xlsx", 2_000_000, 3_090_000),
    ],
)
def test_balances_are_read_around_the_table_or_from_its_lines(name, opening, closing):
    inspection = statements.inspect_bytes(SAMPLES[name], file="f", layout=registry.layout(name))
    (statement,) = inspection.statements
    assert (statement.opening, statement.closing) == (opening, closing)
    assert inspection.report.findings == ()


@pytest.mark.parametrize("layout", registry.layouts(), ids=lambda one: one.name)
def test_every_layout_says_where_it_is_known_from(layout):
    if layout.confidence is Confidence.OWN:
        return
    assert layout.source.startswith("public code, idx ")
    assert layout.bank in {bank.bin for bank in registry.banks()}
    assert layout.name in SAMPLES
    assert (layout.format is FileFormat.XLSX) == layout.name.endswith("-xlsx")
    assert layout.confidence is Confidence.UNSURE or layout.source.count(",") >= 2
    assert layout.note or layout.confidence is Confidence.SAMPLED
