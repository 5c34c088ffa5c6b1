"""What stands in a report of a reconciliation."""

from datetime import date

import pytest
from attrs import evolve

from cashless_edu_health import reports
from cashless_edu_health.periods import Window

AS_OF = date(2024, 12, 10)


def table(document, name):
    return next(
        block
        for part in document.sections
        for block in part.blocks
        if isinstance(block, reports.Table) and block.name == name
    )


def report(books, **terms):
    return reports.reconciliation_report(books, **({"as_of": AS_OF} | terms))


def test_the_day_sheet_adds_up_by_day_channel_and_method(made):
    sheet = table(report(made.books()), "Thu theo ngày")
    unknown = "chưa ghi nhận"
    assert sheet.rows == (
        (date(2024, 11, 4), "ngân hàng", "chưa rõ phương thức", 2, 650_000, unknown, 0, 650_000),
        (date(2024, 11, 5), "tại quầy", "tiền mặt", 2, 600_000, 0, 0, 600_000),
        (date(2024, 11, 5), "tại quầy", "Mobile Money", 1, 300_000, unknown, 0, unknown),
        (date(2024, 11, 8), "cong-bia", "thẻ (POS)", 1, 300_000, 3_300, 0, 296_700),
        (date(2024, 11, 8), "cong-bia", "thanh toán qua website", 1, 100_000, 1_100, 0, 98_900),
        (date(2024, 11, 8), "cong-bia", "phí, hoàn trả chung cả đợt", 0, 0, 0, 50_000, -50_000),
        (date(2024, 11, 9), "tại quầy", "tiền mặt", 0, 0, 0, 300_000, -300_000),
        ("Cộng", None, None, 7, 1_950_000, unknown, 350_000, unknown),
    )
    channels = table(report(made.books()), "Thu theo kênh")
    assert {row[0]: row[1:] for row in channels.rows}["cong-bia"] == (
        *(2, 400_000, 4_400, 50_000, 345_600),
    )


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"fees": (None, None), "extra": 5_000},
        {"fees": (3_300, None), "extra": 700},
        {"methods": ("card_pos", "card_pos")},
        {"methods": ("card_pos", "card_pos"), "fees": (None, None), "extra": 9},
        {"methods": (None, "card_pos")},
        {"refunded": 0},
    ],
)
def test_gross_less_fee_and_refunds_is_the_net_of_the_payout(made, terms):
    one = made.settlement(**terms)
    books = reports.Books(settlements=(one,))
    (channel,) = table(report(books), "Thu theo kênh").rows
    assert channel == ("cong-bia", 2, one.gross, one.fee, one.refunded, one.net)
    for row in table(report(books), "Thu theo ngày").rows:
        assert row[4] - row[5] - row[6] == row[7]


def test_receipts_of_a_payout_are_counted_once(made):
    one = made.settlement()
    again = evolve(
        made.receipt(1, "card_pos", made.ReceiptSource.SETTLEMENT), id=one.receipt_id("S0")
    )
    other = made.receipt(2, "card_pos", made.ReceiptSource.SETTLEMENT)
    back = evolve(made.books().reversals[-1], receipt_id=again.id)  # the payout counts it too
    books = reports.Books(settlements=(one,), receipts=(again, other), reversals=(back,))
    channels = {row[0]: row[1:] for row in table(report(books), "Thu theo kênh").rows}
    assert channels == {
        "cong-bia": (2, 400_000, 4_400, 50_000, 345_600),
        "cổng thanh toán, máy thẻ": (1, 300_000, "chưa ghi nhận", 0, "chưa ghi nhận"),
    }


def test_the_day_sheet_keeps_to_its_days(made):
    days = Window(date(2024, 11, 5), date(2024, 11, 5))
    document = report(made.books(), window=days)
    assert {row[0] for row in table(document, "Thu theo ngày").rows} == {
        *(date(2024, 11, 5), "Cộng"),
    }
    assert "từ 05/11/2024 đến 05/11/2024" in document.lines[0].text
    nothing = report(made.books(), window=Window(date(2020, 1, 1), date(2020, 1, 2)))
    assert "Không có khoản thu nào trong những ngày này." in reports.as_text(nothing)


def test_the_clerk_sees_memo_payer_reason_and_what_it_may_be_for(made):
    document = report(made.books(payers=("LE THI BIA",)))
    (held,) = table(document, "Cần người xem").rows
    assert held[0] == "C900\n04/11/2024 08:30\n0071000123456"
    assert held[1:4] == (660_000, f"{made.CODES[2]} {made.CODES[3]}", "LE THI BIA")
    assert "mã" in held[4]
    assert "HD-2 · Lê Văn Bịa 3A · 550.000 ₫" in held[5]
    (unmatched,) = table(document, "Chưa rõ").rows
    assert unmatched[1:4] == (77_000, "khong ro", "LE THI BIA")


def test_what_is_owed_stands_by_class_and_person(made):
    document = report(made.books(groups=("3A", None)))
    by_class = table(document, "Còn thu theo lớp").rows
    assert by_class == (
        ("3A", 1, 550_000, 0, 550_000),
        ("không ghi lớp", 2, 1_100_000, 100_000, 1_000_000),
    )
    assert table(document, "Còn phải thu").rows[0] == (
        *("3A", "Lê Văn Bịa · HS2", "HD-2 · 2024-11", 550_000, 0, 550_000),
    )


def test_a_debt_whose_request_is_not_given_keeps_the_customers_code(made):
    books = evolve(made.books(), requests=())
    rows = table(report(books), "Còn phải thu").rows
    assert {(row[0], row[1]) for row in rows} == {
        *(("không ghi lớp", f"HS{number}") for number in (1, 2, 3)),
    }


def test_money_that_waits_stands_by_age(made):
    document = report(made.books(memos=("a", "b")), as_of=date(2024, 12, 5))
    assert table(document, "Tuổi khoản tiền").rows == (
        ("đến 30 ngày", 0, 0),
        ("31 đến 60 ngày", 3, 814_000),
        ("61 đến 90 ngày", 0, 0),
        ("trên 90 ngày", 0, 0),
    )
    waiting = table(document, "Tiền chờ").rows
    assert [(row[0], row[1], row[3]) for row in waiting] == [
        ("C2", 32, 77_000), ("C3", 31, 77_000), ("C900", 31, 660_000),
    ]  # fmt: skip


def test_a_paid_invoice_without_an_e_invoice_is_not_recorded_and_never_missing(made):
    document = report(made.books())
    assert table(document, "Chưa ghi HĐĐT").rows == (
        ("3A", "Lê Văn Bịa", "HD-0", 550_000, 550_000, "chưa ghi nhận"),
        # HD-1 has its key; HD-2 is not paid; what was paid on HD-3 was given back.
        ("3A", "Lê Văn Bịa", "HD-4", 550_000, 300_000, "chưa ghi nhận"),
    )
    text = reports.as_text(document, width=200)
    assert "«Chưa ghi nhận» nghĩa là tệp không ghi, chưa phải là chưa lập." in text


def test_money_given_back_on_an_invoice_is_not_paid_on_it(made):
    books = made.books()
    back = evolve(books.reversals[-1], id="V2", receipt_id="R1", amount=100_000, invoice_id="HD-4")
    rows = table(report(evolve(books, reversals=(*books.reversals, back))), "Chưa ghi HĐĐT").rows
    assert {row[2]: row[4] for row in rows} == {"HD-0": 550_000, "HD-4": 200_000}
    whole = evolve(back, amount=300_000)
    rows = table(report(evolve(books, reversals=(*books.reversals, whole))), "Chưa ghi HĐĐT").rows
    assert {row[2] for row in rows} == {"HD-0"}


def test_an_invoice_of_nobody_in_particular_is_listed_too(made):
    books = made.books()
    alone = evolve(books.invoices[0], paid_for=None)
    rows = table(report(evolve(books, invoices=(alone,))), "Chưa ghi HĐĐT").rows
    assert rows == ((None, None, "HD-0", 550_000, 550_000, "chưa ghi nhận"),)


def test_without_an_invoice_file_nothing_is_said_of_e_invoices(made):
    text = reports.as_text(report(evolve(made.books(), invoices=None)))
    assert ">> Không nhận được tệp hóa đơn" in text
    assert "Chưa ghi HĐĐT" not in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_ledger_makes_a_report_in_every_format(lang):
    document = report(reports.Books(invoices=()), lang=lang)
    text = reports.as_text(document)
    assert text.count("Không" if lang == "vi" else "No") >= 4
    for write in (reports.as_html, reports.as_xlsx, reports.as_docx):
        assert write(document)
