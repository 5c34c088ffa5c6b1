"""What slips say: worked out once, shown by a page and by a PDF."""

from datetime import date

import pytest
from attrs import evolve

from cashless_edu_health import payments, registry, render
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.invoices import Cover, Line, Party, PaymentRequest
from cashless_edu_health.render._slip_text import InvoiceText, Row, groups, slip_text
from cashless_edu_health.render._slip_words import SlipWords, drawable

VI, EN = SlipWords("vi", {}), SlipWords("en", {})


def test_a_school_slip_says_what_is_asked_of_whom_and_where(samples):
    says = slip_text(samples.slip(17, reference="HVX7K3M2P9X5H"), VI)
    assert says.institution == "Trường THCS Hoa Sen (bịa)"
    assert says.title == "PHIẾU BÁO THU"
    assert says.rows == (
        Row("Học sinh", samples.made_up_name(17)),
        Row("Lớp", "3A"),
        Row("Mã học sinh", "P17"),
        Row("Người nộp tiền", "……………………………"),
        Row("Mã hóa đơn", "HD-000017"),
        Row("Hạn nộp", "30/11/2022"),
    )
    lines = (
        Row("Học phí · 2022-11", "156.000 ₫"),
        Row("Tiền ăn · 2022-11", "366.000 ₫"),
        Row("Tiền ăn · 2022-10 · nghỉ 2 ngày", "-50.000 ₫"),
    )
    assert says.invoices == (InvoiceText("", lines, ()),)
    assert says.total == Row("Tổng cộng", "472.000 ₫")
    assert says.words == "Bốn trăm bảy mươi hai nghìn đồng"
    assert says.pay == (Row("Ngân hàng", "Vietcombank"), Row("Số tài khoản", "0071000123456"))
    assert says.groups == ("HVX", "7K3M", "2P9X", "5H")
    assert (
        says.payload
        == payments.request(samples.slip(17, reference="HVX7K3M2P9X5H").request).encode()
    )
    assert "tên chủ tài khoản hiện ra phải là của đơn vị" in says.check.value
    assert "Chỉ đúng tên thì chưa đủ" in says.check.value


def test_a_hospital_slip_has_labels_of_its_own_and_says_who_bears_a_part(samples):
    says = slip_text(samples.slip(5, institution=samples.HOSPITAL), VI)
    assert says.title == "PHIẾU BÁO THANH TOÁN"
    assert [row.label for row in says.rows[:3]] == ["Người bệnh", "Khoa, phòng", "Mã người bệnh"]
    assert says.invoices[0].lines[2] == Row("Viện phí · 80 % · do bảo hiểm chi trả", "-1.000.000 ₫")


def test_in_english_every_label_is_english_and_there_are_no_vietnamese_words(samples):
    club = Line(amount=90_000, purpose="skating", on_behalf_of="CLB Patin", funded_by="the town")
    asked = samples.invoice(3, lines=(club,), payer=Party("Trần Thị Bình"))
    says = slip_text(samples.slip(3, asked, expires_on=date(2022, 12, 31)), EN)
    assert (says.title, says.words) == ("PAYMENT SLIP", "")
    assert says.rows == (
        Row("Pupil", samples.made_up_name(3)),
        Row("Class", "3A"),
        Row("Pupil no.", "P3"),
        Row("Payer", "Trần Thị Bình"),
        Row("Invoice", "HD-000003"),
        Row("Due", "2022-11-30"),
        Row("QR code valid until", "2022-12-31"),
    )
    line = Row("skating · paid by the town · collected for CLB Patin", "90,000 VND")
    assert says.invoices[0].lines == (line,)


def test_siblings_each_have_their_lines_class_and_total(samples):
    first = samples.invoice(1, paid_for=Party("Lê An", group="3A"), due_on=date(2022, 11, 30))
    second = samples.invoice(2, paid_for=Party("Lê Bình"), due_on=date(2022, 10, 31))
    says = slip_text(samples.slip(1, first, second), VI)
    assert says.rows == (
        Row("Người nộp tiền", "……………………………"), Row("Hạn nộp", "31/10/2022"),
    )  # fmt: skip
    assert [part.heading for part in says.invoices] == [
        "Lê An · Lớp 3A · HD-000001 · Hạn nộp 30/11/2022",
        "Lê Bình · HD-000002 · Hạn nộp 31/10/2022",
    ]
    assert [part.totals for part in says.invoices] == [(Row("Cộng hóa đơn", "472.000 ₫"),)] * 2
    assert says.total.value == "944.000 ₫"


def test_arrears_of_one_person_name_the_person_once(samples):
    person = Party("Lê An", group="3A")
    first, second = (samples.invoice(n, paid_for=person) for n in (1, 2))
    says = slip_text(samples.slip(1, first, second), VI)
    assert says.rows[0] == Row("Học sinh", "Lê An")
    assert [part.heading for part in says.invoices] == ["HD-000001", "HD-000002"]


@pytest.mark.parametrize(
    ("instalments", "label"),
    [((None,), "Phần thu lần này"), (("1/2", "1/2"), "Phần thu lần này · đợt 1/2")],
)
def test_a_part_of_an_invoice_is_told_from_its_total(samples, instalments, label):
    whole = samples.slip(17)
    covers = tuple(
        Cover(invoice_id="HD-000017", amount=100_000, instalment=part) for part in instalments
    )
    request = evolve(whole.request, covers=covers, amount=100_000 * len(covers))
    says = slip_text(evolve(whole, request=request), VI)
    asked = f"{len(covers)}00.000 ₫"
    assert says.invoices[0].totals == (Row("Cộng hóa đơn", "472.000 ₫"), Row(label, asked))
    assert says.total.value == asked


def test_the_payer_is_who_is_asked_or_those_that_the_invoices_name(samples):
    named = [samples.invoice(n, payer=Party(name)) for n, name in ((1, "Bà Ba"), (2, "Ông Tư"))]
    both = samples.slip(1, *named)
    asked = evolve(both, request=evolve(both.request, payer=Party("Cô Năm")))
    blank = evolve(both, request=evolve(both.request, payer=Party(" ")))
    payers = [
        next(row.value for row in slip_text(one, VI).rows if row.label == "Người nộp tiền")
        for one in (both, asked, blank)
    ]
    assert payers == ["Bà Ba, Ông Tư", "Cô Năm", "……………………………"]


def test_what_is_not_known_is_not_shown(samples):
    bare = samples.invoice(9, paid_for=None, due_on=None)
    says = slip_text(samples.slip(9, bare), VI)
    assert [row.label for row in says.rows] == ["Người nộp tiền", "Mã hóa đơn"]
    unnamed = [samples.invoice(n, paid_for=None) for n in (1, 2)]
    assert slip_text(samples.slip(1, *unnamed), VI).invoices[0].heading == "HD-000001"


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("HVX7K3M2P9X5H", ("HVX", "7K3M", "2P9X", "5H")),
        ("HX7K3M2K3", ("HX", "7K3M", "2K3")),
        ("HVX7K3M2P9X5J", ("HVX7", "K3M2", "P9X5", "J")),
        ("RF18539007547034", ("RF18", "5390", "0754", "7034")),
        ("HS20241234", ("HS20", "2412", "34")),
    ],
)
def test_groups_joined_are_the_reference_again(reference, parts):
    assert groups(reference) == parts
    assert "".join(parts) == reference


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ("Nguye\u0302\u0303n  Va\u0306n\tAn ", "Nguyễn Văn An"),
        ("A\u202eB\u2066C\u2069\u200f\u061cD", "ABCD"),
        ("A\u2028B\x85C\x00\x1b[31m\ufeff", "A B C[31m"),
        ("a\ud800b", "ab"),
        ("A" + "\u0301" * 300, "Á\u0301\u0301"),
        ("李四 ﷺ 🙂", "李四 ﷺ 🙂"),
        ("\ue000", "\ue000"),
    ],
)
def test_a_text_is_drawn_on_one_line_in_nfc_of_visible_characters(given, drawn):
    assert drawable(given) == drawn


def test_own_words_go_before_the_catalogues(samples):
    own = {
        "title": "GIẤY BÁO",
        "education.paid-for": "Sinh viên",
        "purpose.tuition": "Học phí HK1",
        "purpose.skating": "Trượt băng",
        "funder.state": "ngân sách",
        "on-behalf-of": "hộ {who}",
    }
    lines = (
        Line(amount=9_000, purpose="tuition", funded_by="state", on_behalf_of="CLB"),
        Line(amount=1_000, purpose="skating"),
    )
    says = slip_text(samples.slip(1, samples.invoice(1, lines=lines)), SlipWords("vi", own))
    assert says.title == "GIẤY BÁO"
    assert says.rows[0].label == "Sinh viên"
    assert [row.label for row in says.invoices[0].lines] == [
        "Học phí HK1 · do ngân sách chi trả · hộ CLB",
        "Trượt băng",
    ]


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"heading": "x"}, "strings['heading']: slips have no label of that name"),
        ({"health.check": "x"}, "strings['health.check']: slips have no label of that name"),
        ({"title": "{who}"}, "strings['title']: has a placeholder that this label does not fill"),
        ({"instalment": "{part.real}"}, "strings['instalment']: has a placeholder that this label"),
        ({"check": "a { b"}, "strings['check']: has a brace without its partner"),
    ],
)
def test_own_words_that_slips_cannot_use_are_refused(samples, own, words):
    for show in (render.slips_html, render.slips_pdf):
        with pytest.raises(EncodeError) as caught:
            show([samples.slip()], strings=own)
        assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"invoices": ()}, "not those that the request covers"),
        ({"institution": Institution(id="x", name="X", sector=Sector.HEALTH, type="clinic")},
         "not the one that asks"),
        ({"bank": registry.banks().by_bin("970418")}, "not that of the request's account"),
    ],
)  # fmt: skip
def test_parts_that_do_not_belong_together_are_refused(samples, changes, words):
    with pytest.raises(ValueError, match=words):
        evolve(samples.slip(), **changes)


def test_an_amount_of_fifteen_digits_never_reaches_a_slip(samples):
    with pytest.raises(ValueError, match="the amount is more than 9999999999999 dong"):
        Line(amount=123_456_789_012_345, purpose="tuition")
    cover = {"invoice_id": "HD-1", "amount": 5_000_000_000_000}
    with pytest.raises(ValueError, match="the amount is more than 9999999999999 dong"):
        PaymentRequest(
            reference="HVX7K3M2P9X5H", institution_id="thcs-a", account=samples.ACCOUNT,
            covers=(Cover(**cover), Cover(**cover)), amount=10_000_000_000_000,
        )  # fmt: skip


@pytest.mark.parametrize("show", [render.slips_html, render.slips_pdf])
def test_no_slips_is_an_error_of_one_line(show):
    with pytest.raises(EncodeError) as caught:
        show(iter(()))
    assert str(caught.value) == "slips: there are no slips"


@pytest.mark.parametrize(
    ("sheet", "size"),
    [
        ("a4-2", (210, 148.5)), ("a4-4", (105, 148.5)), ("a4-8", (105, 74.25)),
        ("a5", (210, 148)), ("a6", (105, 148)),
    ],
)  # fmt: skip
def test_slips_fill_their_sheet(sheet, size):
    assert render.SlipSheet(sheet).measures.slip == size
