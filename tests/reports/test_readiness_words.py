"""Readiness and rankings in words. Every school, person and figure is invented."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from cashless_edu_health import compliance, documents, registry, reports
from cashless_edu_health.compliance import Criterion, Dataset, Order, Standing, rank, readiness
from cashless_edu_health.institutions import (
    Fact,
    Institution,
    PaymentMethod,
    Sector,
    payer_fee,
)
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Tally

END = date(2022, 12, 31)
FOUR = ("payer_name", "beneficiary_name", "reason", "invoice_ref")


def school(id_="a", *, methods=(), facts=(), **extra):
    return Institution(
        id=id_, name=f"Trường {id_} (bịa)", sector=Sector.EDUCATION, type="primary",
        methods=tuple(methods), facts=tuple(facts), **extra,
    )  # fmt: skip


def paid(id_, method="qr_transfer", *, year=2022, gross=100, carried=None):
    return Receipt(
        id=id_, institution_id="a", gross=gross, paid_on=date(year, 10, 3), method=method,
        payer_class=PayerClass.HOUSEHOLD, source=ReceiptSource.BANK,
        recorded_at=datetime(year, 10, 3, 5, tzinfo=UTC), carried=carried,
    )  # fmt: skip


def plan_of(*duties, **extra):
    table = {
        "id": "one", "title": "Kế hoạch mẫu (bịa)", "issuer": "UBND tỉnh Mẫu (bịa)",
        "level": "province", "area": "mau",
        "period": {"from": "2020-01-01", "to": "2029-12-31"},
        "source": {"kind": "official_text", "complete": True}, "targets": [],
        "duties": [
            {"id": f"D{i}", "cite": f"IV.{i}", "pop": "edu", "force": "must", "quote": "lời",
             **duty}
            for i, duty in enumerate(duties)
        ],
    }  # fmt: skip
    return documents.plan_from_table(table | extra, vocabulary=registry.vocabulary(), file="one")


def assessed(plan, *rows, as_of=END, **data):
    return compliance.assess(
        plan, Dataset(institutions=rows or (school(),), **data), period=as_of.year, as_of=as_of,
        known_at=as_of,
    )  # fmt: skip


def items(plan, *rows, lang="vi", **data):
    (row,) = reports.readiness_rows(readiness(assessed(plan, *rows, **data)), lang)
    return row.items


def found(duty, *rows, lang="vi", **data):
    """State, findings and evidence of the first thing that a duty asks."""
    row = items(plan_of(duty), *rows, lang=lang, **data)[0]
    return row.state, row.found, row.evidence


THREE = {"each": {"methods": {"at_least": 3, "set": "four"}}}
SINCE, UNTIL = date(2022, 9, 5), date(2023, 8, 31)


def test_methods_say_what_is_there_what_is_missing_and_on_what_evidence():
    methods = (
        PaymentMethod(kind="qr_transfer", evidence="hợp đồng 12", valid_from=SINCE),
        PaymentMethod(kind="qr_payment", valid_to=UNTIL),
        PaymentMethod(kind="card_pos", evidence="biên bản 4", valid_from=SINCE, valid_to=UNTIL),
    )
    assert found(THREE, school(methods=methods)) == (
        "CHƯA CÓ",
        (
            "đã có 2: mã vuông QR, thẻ (POS)",
            "còn thiếu ít nhất 1 phương thức, có thể thêm: website, Mobile Money",
        ),
        (
            "thẻ (POS): biên bản 4, từ 05/09/2022 đến 31/08/2023",
            "thanh toán bằng mã QR: không ghi căn cứ, đến 31/08/2023",
            "chuyển khoản bằng mã QR: hợp đồng 12, từ 05/09/2022",
        ),
    )
    any_two = {"each": {"methods": {"at_least": 2}}}
    assert found(any_two, receipts=(paid("r", "card_pos"),), lang="en") == (
        "MISSING",
        ("has 1: card (POS)", "lacks at least 1 methods"),
        ("card (POS): a payment of 03/10/2022",),
    )
    assert found(any_two)[1] == ("chưa có phương thức nào", "còn thiếu ít nhất 2 phương thức")


def test_a_fact_says_what_states_it_or_that_nothing_does():
    fact = {"each": {"fact": "support_contact"}}
    told = school(facts=[Fact(name="support_contact", value=True, evidence="quyết định 15")])
    assert found(fact, told) == ("Có", (), ("quyết định 15",))
    assert found(fact) == ("Chưa rõ", (), ("sổ đăng ký chưa ghi",))


TEMPLATE = {"template": dict.fromkeys(FOUR, "required")}


def test_a_template_says_how_many_payments_lack_which_field():
    rows = [paid(f"r{i}", carried=frozenset(FOUR)) for i in range(1_199)]
    rows += [paid("x", carried=frozenset(FOUR[:3]))]
    data = {
        "receipts": tuple(rows),
        "tallies": (
            Tally(
                institution_id="a", method="cash", payer_class=PayerClass.HOUSEHOLD, count=34,
                value=100, paid_from=SINCE, paid_to=END,
            ),
        ),
    }  # fmt: skip
    assert found(TEMPLATE, **data)[:2] == (
        "CHƯA CÓ",
        (
            "đủ thông tin: 1.199/1.234 khoản thu",
            "1/1.234 khoản thu thiếu mã/số hóa đơn thanh toán",
            "34/1.234 khoản thu không ghi lại đã kèm thông tin nào",
        ),
    )
    assert found(TEMPLATE) == ("Không áp dụng", (), ())


FEE = {"fee": {"cashless_not_above_cash": "minimise"}}


def test_charges_are_written_as_people_read_them():
    def offers(kind, fee=None):
        return PaymentMethod(kind=kind, payer_fee=None if fee is None else payer_fee(fee))

    methods = (
        offers("qr_transfer", "0"),
        offers("mobile_money", "3300"),
        offers("card_pos", "1.1%"),
        offers("web_payment", "2200+0.5%"),
        offers("e_wallet"),
        offers("seashells", "5"),
    )
    assert found(FEE, school(methods=methods))[:2] == (
        "Lưu ý",
        (
            "thẻ (POS): 1,1 % (đắt hơn tiền mặt)",
            "ví điện tử: chưa khai phí",
            "Mobile Money: 3.300 ₫ mỗi lần (đắt hơn tiền mặt)",
            "chuyển khoản bằng mã QR: không mất phí",
            "seashells: 5 ₫ mỗi lần (chưa so được)",
            "thanh toán qua website: 2.200 ₫ + 0,5 % (đắt hơn tiền mặt)",
            "danh sách không có tiền mặt: so với 0 đồng",
        ),
    )
    assert found(FEE, school(methods=(offers("cash", "0"),)))[:2] == ("Không áp dụng", ())


SHARES = {"indicator": {"shares": ["count_share", "value_share"], "methods": "four"}}


def test_an_indicator_says_the_share_and_how_it_moved():
    rows = (
        paid("a", gross=300),
        paid("b", "cash"),
        paid("c", "cash", year=2021),
        paid("d", year=2021),
    )
    count, value, offered = items(
        plan_of(SHARES), school(methods=(PaymentMethod(kind="qr_transfer"),)), receipts=rows
    )
    assert (count.asked, count.state, count.found) == (
        "Số lượng thanh toán không dùng tiền mặt",
        "Theo dõi",
        ("1/2 = 50,00 %; cùng kỳ trước 50,00 %: không đổi",),
    )
    assert value.found == ("300 ₫/400 ₫ = 75,00 %; cùng kỳ trước 50,00 %: tăng",)
    assert (offered.asked, offered.found) == ("Số phương thức đang có", ("1/4: mã vuông QR",))


def test_an_indicator_with_unknowns_or_nothing_says_so():
    tuition = {"indicator": {"shares": ["count_share"]}, "purposes": ["tuition"]}
    row = items(plan_of(tuition), receipts=(paid("a"), paid("b")), lang="en")[0]
    assert row.asked == "Number of cashless payments (Tuition)"
    assert row.found == (
        "from 0.00 % to 100.00 %; the period before no payments: cannot be compared",
    )
    row = items(plan_of(SHARES), receipts=(paid("a", None), paid("b")))[0]
    assert row.found[0].startswith("từ 50,00 % đến 100,00 %; ")
    assert items(plan_of(SHARES))[2].found == ("0/4: —",)


def test_alternatives_and_a_persons_judgement_are_named():
    both = {"each": {"any": [{"fact": "support_contact"}, {"all": [{"fact": "support_staff"},
            {"no": [{"fact": "x"}, {"methods": {"at_least": 1}}]}]}]}}  # fmt: skip
    row, by_hand = items(
        plan_of(both, {"manual": "reuse_existing_payment_means"}),
        school(facts=[Fact(name="x", value=False)]),
    )
    assert row.asked == (
        "Có ít nhất một: Đầu mối hướng dẫn, hỗ trợ, Có đủ: Nhân lực hướng dẫn, hỗ trợ, "
        "Không có: X, Tối thiểu 1 phương thức"
    )
    assert row.found == ("chưa có phương thức nào", "còn thiếu ít nhất 1 phương thức")
    assert by_hand.asked == "Người đánh giá: người trả dùng được phương tiện thanh toán sẵn có"
    assert (by_hand.found, by_hand.evidence, by_hand.good) == ((), (), None)


def test_what_may_not_be_asked_says_so():
    urban = {"sector": "education", "area_class": "urban"}
    plan = plan_of({"each": {"fact": "support_contact"}, "pop": urban})
    assert items(plan)[0].found == ("chưa chắc thuộc đối tượng của yêu cầu này",)


def test_a_list_of_schools_says_who_is_ready_and_what_each_lacks():
    compound = {"each": {"any": [{"fact": "support_contact"}, {"fact": "support_staff"}]}}
    ready = readiness(
        assessed(
            plan_of(THREE, TEMPLATE, FEE, compound),
            school("a", methods=(PaymentMethod(kind="card_pos", payer_fee=payer_fee("1%")),)),
            school("b", valid_to=date(2022, 1, 1)),
            receipts=(paid("r", carried=frozenset(FOUR[1:])),),
        )
    )
    (row,) = reports.readiness_rows(ready, "vi")
    assert (row.id, row.name, row.ready, row.methods) == (
        "a", "Trường a (bịa)", "CHƯA SẴN SÀNG", "2 (cần 3)",
    )  # fmt: skip
    assert row.missing == (
        "còn thiếu ít nhất 1 phương thức, có thể thêm: website, Mobile Money",
        "1/1 khoản thu thiếu họ và tên người trả tiền",
        "thẻ (POS): 1 % (đắt hơn tiền mặt)",
        "chuyển khoản bằng mã QR: chưa khai phí",
        "Có ít nhất một: Đầu mối hướng dẫn, hỗ trợ, Nhân lực hướng dẫn, hỗ trợ",
    )
    assert row.items[0].clause == "IV.0"
    assert row.items[0].quote == "lời"
    assert row.items[0].good is False
    heading = reports.readiness_heading(ready, "vi")
    assert heading == (
        "Mức độ sẵn sàng theo kế hoạch UBND tỉnh Mẫu (bịa)",
        (
            "Xét vào ngày 31/12/2022; khoản thu từ 01/01/2022 đến 31/12/2022; "
            "theo sổ sách đã ghi đến hết ngày 31/12/2022."
        ),
        "Nguồn văn bản của kế hoạch: văn bản chính thức.",
        "Không hoạt động vào ngày xét: b.",
    )


def test_the_heading_counts_several_and_says_when_the_plan_has_ended():
    ready = readiness(
        assessed(registry.plan("DN24"), school("a"), school("b"), as_of=date(2026, 11, 22))
    )
    heading = reports.readiness_heading(ready, "en")
    assert heading[0] == "Readiness by the plan 24/KH-UBND · UBND tỉnh Đồng Nai"
    assert heading[3:] == (
        (
            "On 22/11/2026 the plan does not apply (02/06/2022 - 31/12/2025): "
            "the table says what is there and judges nothing."
        ),
        "0 ready · 0 not ready · 0 not known yet · 2 not asked",
    )


def test_methods_of_an_indicator_stand_in_a_list_where_none_are_asked_for():
    def methods(plan):
        return reports.readiness_rows(readiness(assessed(plan)), "vi")[0].methods

    assert methods(plan_of(SHARES)) == "0"
    assert methods(plan_of({"each": {"fact": "x"}})) == ""


def standing(id_, **values):
    return Standing(id=id_, name=f"Trường {id_} (bịa)", values=values)


def test_a_ranking_shows_its_criteria_its_ties_and_who_is_left_out():
    table = reports.ranking_table(
        rank(
            [
                standing("a", cashless_value=Fraction(2, 3), methods=3),
                standing("b", cashless_value=Fraction(2, 3), methods=3),
                standing("c", cashless_value=Fraction(9, 10), methods=None),
            ],
            [Criterion("cashless_value"), Criterion("methods", Order.ASCENDING)],
        ),
        "vi",
    )
    assert table.title == (
        "Xếp hạng theo tiêu chí người dùng đưa ra: tỷ lệ giá trị không dùng tiền mặt (cao trước), "
        "số phương thức (thấp trước)"
    )
    assert table.columns == (
        "Hạng", "Cơ sở", "tỷ lệ giá trị không dùng tiền mặt", "số phương thức",
    )  # fmt: skip
    assert table.rows == (
        ("1 (đồng hạng)", "Trường a (bịa) (a)", "66,67 %", "3"),
        ("1 (đồng hạng)", "Trường b (bịa) (b)", "66,67 %", "3"),
    )
    assert table.not_ranked == (("Trường c (bịa) (c)", "số phương thức"),)
    assert "chỉ do các tiêu chí trên" in table.note


def test_weights_and_scores_are_shown():
    table = reports.ranking_table(
        rank(
            [standing("a", **{"cashless_count[tuition]": Fraction(1, 3), "own": 2})],
            [
                Criterion("cashless_count[tuition]", Order.DESCENDING, Fraction(3, 2)),
                Criterion("own", Order.DESCENDING, Fraction(1)),
            ],
        ),
        "en",
    )
    assert table.title.endswith(
        "cashless share by number[tuition] (highest first) × 1.50, own (highest first) × 1"
    )
    assert table.columns[-1] == "Score"
    assert table.rows == (("1", "Trường a (bịa) (a)", "33.33 %", "2", "2.50"),)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_assessment_tells_what_its_duties_found(lang):
    plan = plan_of(
        TEMPLATE, FEE, SHARES, {"manual": "x"},
        {"each": {"fact": "support_contact"},
         "pop": {"sector": "education", "area_class": "urban"}},
    )  # fmt: skip
    rows = (paid("r", carried=frozenset()),)
    table = {row.id: row for row in reports.assessment_rows(assessed(plan, receipts=rows), lang)}
    assert {id_: row.figures for id_, row in table.items()} == {
        "D0": ("0/1",), "D1": ("0/1",), "D2": (), "D3": (), "D4": ("0/1",),
    }  # fmt: skip
    assert "1/1" in table["D0"].notes[0]
    assert table["D1"].notes[1].startswith("a: ")
    assert "100" in table["D2"].notes[1]
    assert len(table["D3"].notes) == 1
    assert "," in table["D4"].notes[1]


def test_whoever_a_duty_cannot_be_asked_of_is_not_in_its_figure():
    rows = (paid("r", carried=frozenset(FOUR)),)
    found = assessed(plan_of(TEMPLATE), school("a"), school("b"), receipts=rows)
    assert reports.assessment_rows(found, "vi")[0].figures == ("1/1",)
    nobody = assessed(plan_of(TEMPLATE), school("a"))
    assert reports.assessment_rows(nobody, "vi")[0].figures == ()


def test_a_long_list_of_open_institutions_is_cut_and_counted():
    rows = [school(f"s{i}") for i in range(7)]
    found = assessed(plan_of({"each": {"fact": "support_contact"}}), *rows)
    notes = reports.assessment_rows(found, "vi")[0].notes
    assert notes[1] == "s0: chưa khai báo đầu mối hướng dẫn, hỗ trợ"
    assert notes[-1] == "… và 2 đơn vị khác"
