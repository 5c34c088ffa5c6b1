"""Words for demands, schedules, assessments and reconciliations."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from cashless_edu_health import compliance, registry, reports
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.invoices import Cover, PaymentRequest
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.plans import Comparison, Demand, bound
from cashless_edu_health.receipts import PayerClass, Tally
from cashless_edu_health.reconciliation import reconcile


@pytest.mark.parametrize(
    ("demand", "vi", "en"),
    [
        (Demand(comparison=Comparison.AT_LEAST, bound=bound("62.5%")), "≥ 62,5%", "≥ 62.5%"),
        (Demand(comparison=Comparison.MORE_THAN, bound=bound(7500)), "> 7500", "> 7500"),
        (Demand(comparison=Comparison.RANGE, bound=bound("90%"), aspiration=bound("100%")),
         "90% - 100%", "90% - 100%"),
        (Demand(comparison=Comparison.INCREASE), "năm sau cao hơn năm trước",
         "each year more than the year before"),
    ],
)  # fmt: skip
def test_demands_read_as_people_write_them(demand, vi, en):
    assert (reports.demand_text(demand, "vi"), reports.demand_text(demand, "en")) == (vi, en)


def test_schedules_and_reports_of_the_bundled_plans_read_plainly():
    def asks(key, row_id):
        plan = registry.plan(key)
        rows = {row.id: row for row in (*plan.targets, *plan.duties, *plan.reporting)}
        return reports.asks_text(rows[row_id], plan, "vi")

    assert asks("DN24", "DN24-Q6").endswith("; năm 2022: ≥ 20%")
    assert asks("XL83", "XL83-Q11").endswith("đến 31/12/2025: 90% - 100%")
    assert asks("XL83", "XL83-Q10").startswith("theo văn bản khác: ")
    assert asks("XL83", "XL83-Q3").endswith("mỗi năm 2022-2025: năm sau cao hơn năm trước")
    assert asks("KH4205", "KH4205-Q6").endswith("không ghi năm: ≥ 100%")
    assert asks("DN24", "DN24-R1") == "chậm nhất: 14/11/2022, 14/11/2023, 14/11/2024, 14/11/2025"
    assert asks("DN24", "DN24-R2") == "theo quy định"
    assert asks("KH4205", "KH4205-R1") == "hàng quý, 6 tháng, tổng kết năm, đột xuất"
    assert asks("DT153", "DT153-D2") == "chi phí của người trả"


def assessment(*, as_of=date(2022, 12, 31), cash=10_001):
    def school(name, *, platform, **more):
        facts = () if platform is None else (Fact(name="digital_platform", value=platform),)
        return Institution(
            id=name, name=f"Trường <{name}>", sector=Sector.EDUCATION, type="primary", facts=facts,
            methods=(PaymentMethod(kind="qr_transfer"),), **more,
        )  # fmt: skip

    def tally(method, count, value):
        return Tally(
            institution_id="a", method=method, payer_class=PayerClass.HOUSEHOLD, count=count,
            value=value, paid_from=date(2022, 1, 1), paid_to=date(2022, 6, 30),
        )  # fmt: skip

    dataset = compliance.Dataset(
        institutions=(school("a", platform=True), school("b", platform=False),
                      school("c", platform=None), school("d", platform=None)),
        tallies=(tally("qr_transfer", 9_999, 10**10), tally("cash", cash, 10**10)),
    )  # fmt: skip
    return compliance.assess(
        registry.plan("DN24"), dataset, period=calendar_year(2022), as_of=as_of, known_at=as_of
    )


def rows(value, lang="vi"):
    return {row.id: row for row in reports.assessment_rows(value, lang)}


def test_a_share_just_below_its_bound_never_prints_as_the_bound():
    row = rows(assessment())["DN24-Q5"]
    assert row.figures[0] == "số lượng: 9.999/20.000 = 49,995\u00a0%"
    assert row.figures[1] == "giá trị: 10.000.000.000/20.000.000.000 = 50,00\u00a0%"
    assert (row.met, row.asked) == (False, "≥ 50%")
    assert "cần chuyển 1 lượt trả tiền mặt sang không dùng tiền mặt" in row.notes


def test_unknown_facts_print_as_bounds():
    row = rows(assessment())["DN24-Q1"]
    assert row.figures == ("1/4; từ 25,00 % đến 75,00 %",)
    assert (row.met, row.outcome) == (None, "Thiếu số liệu")


def test_before_the_end_of_the_year_the_answer_is_provisional():
    row = rows(assessment(as_of=date(2022, 8, 31)), "en")["DN24-Q5"]
    assert row.outcome == "Not due yet; so far: Not met"
    assert row.met is None


def test_duties_name_what_each_institution_lacks():
    row = rows(assessment())["DN24-D1"]
    assert row.figures == ("0/4",)
    assert row.notes[0].startswith("a: 1/3 phương thức, chưa khai báo mô-đun thanh toán")


@pytest.mark.parametrize(("lang", "day"), [("vi", "31/12/2022"), ("en", "2022-12-31")])
def test_the_page_says_what_it_rests_on_and_escapes_what_it_shows(lang, day):
    page = reports.assessment_html(assessment(), lang=lang)
    assert day in page
    assert "phần đầu đạt 50%" in page  # the quote, with the source's own slip
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "Trường &lt;a&gt;" in page
    assert all(page.count(f"DN24-{row}<") or page.count(f"DN24-{row}\n") for row in ("Q6", "D17"))


def test_the_reconciliation_table_has_every_credit_and_no_memo():
    account = Account(acquirer_id="970436", number="0071000123456")
    cover = Cover(invoice_id="HD-1", amount=500_000)
    ask = PaymentRequest(
        reference="HVX7K3M2P9X5H", institution_id="a", account=account, covers=(cover,),
        amount=500_000,
    )  # fmt: skip

    def credit(name, memo, amount=500_000):
        return CreditEntry(
            id=name, account=account, amount=amount, remittance_information=memo,
            booked_at=datetime(2022, 11, 2, 1, 0, tzinfo=UTC),
        )  # fmt: skip

    entries = [credit("=C1", "HVX7K3M2P9X5H SECRET"), credit("C2", "SECRET NAME")]
    result = reconcile(entries, [ask], recorded_at=datetime(2022, 11, 3, tzinfo=UTC))
    text = reports.reconciliation_csv(result, lang="en")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert "SECRET" not in text
    assert [(r["credit"], r["verdict"], r["amount"], r["invoices"]) for r in table] == [
        ("'=C1", "posted", "500000", "HD-1"),
        ("C2", "unmatched", "500000", ""),
    ]
