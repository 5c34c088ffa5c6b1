"""Reports about invented schools, hospitals and people, for the tests of this folder."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from cashless_edu_health import compliance, documents, registry, reports
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty, CreditEntry
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.invoices import (
    Cover,
    Invoice,
    Line,
    Party,
    PaymentRequest,
    TaxInvoiceKey,
)
from cashless_edu_health.receipts import (
    Allocation,
    PayerClass,
    Receipt,
    ReceiptSource,
    Reversal,
    Tally,
    Unreported,
)
from cashless_edu_health.reconciliation import MemoryLedger
from cashless_edu_health.settlements import Refund, Settlement, SettlementItem

INJECTIONS = json.loads(
    (Path(__file__).parents[1] / "data" / "injections.json").read_text(encoding="utf-8")
)
END = date(2024, 12, 31)
NOW = datetime(2024, 11, 20, 2, tzinfo=UTC)
ACCOUNT = Account(acquirer_id="970436", number="0071000123456")
KINDS = ("qr_transfer", "card_pos", "mobile_money", "web_payment")


def institution(number, name=None):
    school = bool(number % 3)
    facts = [Fact(name="payment_module_integrated", value=number % 2 == 0)]
    if number % 5:
        facts.append(Fact(name="digital_platform", value=number % 4 != 0))
    return Institution(
        id=f"co-so-{number:02}",
        name=name or f"{'Trường THCS Hoa Sen' if school else 'Bệnh viện Bịa Đặt'} {number}",
        sector=Sector.EDUCATION if school else Sector.HEALTH,
        type="lower_secondary" if school else "hospital",
        methods=tuple(PaymentMethod(kind=kind) for kind in KINDS[: number % 5]),
        facts=tuple(facts),
    )


def dataset(names=()):
    rows = tuple(institution(n, dict(enumerate(names, start=1)).get(n)) for n in range(1, 8))
    tallies = [
        Tally(
            institution_id=one.id, method=method, payer_class=PayerClass.HOUSEHOLD,
            count=count + 100 * (year - 2022), value=1_000_000_000, paid_from=date(year, 1, 1),
            paid_to=date(year, 12, 31),
        )
        for one in rows[:-1]
        for year in (2022, 2023, 2024)
        for method, count in (("qr_transfer", 500), ("cash", 700))
    ]  # fmt: skip
    unreported = Unreported(
        institution_id=rows[-1].id, paid_from=date(2024, 3, 1), paid_to=date(2025, 3, 1)
    )
    return compliance.Dataset(institutions=rows, tallies=tuple(tallies), unreported=(unreported,))


def assessed(data, year=2024, plan="KH4205"):
    end = date(year, 12, 31)
    return compliance.assess(registry.plan(plan), data, period=year, as_of=end, known_at=END)


WORDS = documents.ReportWords(
    plan="KH4205",
    frame=documents.ReportFrame(
        parent="UBND tỉnh Bịa", issuer="Sở Giáo dục và Đào tạo", number="7", symbol="BC-SGDĐT",
        place="Bịa", day=date(2025, 1, 5), to=("Ủy ban nhân dân tỉnh", "Sở Thông tin"),
        copies=("Các phòng",), filed="VT, KHTC", authority="KT. Giám đốc",
        position="Phó Giám đốc", signer="Trần Thị Bịa",
    ),
    tasks=("Đã hướng dẫn các trường.", "Đã tập huấn kế toán."),
    difficulties=("Phụ huynh ở xa chưa có tài khoản.",),
)  # fmt: skip


def full_report(lang="vi", *, words=WORDS, names=(), ranked=True):
    data = dataset(names)
    now = assessed(data)
    ranking = compliance.rank(
        compliance.standings(compliance.readiness(now)),
        [compliance.Criterion("methods"), compliance.Criterion("cashless_value")],
    )
    return reports.assessment_report(
        now,
        earlier=[assessed(data, 2022), assessed(data, 2023)],
        unreported=data.unreported,
        ranking=ranking if ranked else None,
        words=words,
        lang=lang,
    )


def request(number, reference, *, name="Lê Văn Bịa", group="3A", amount=550_000):
    cover = Cover(
        invoice_id=f"HD-{number}", amount=amount, purposes=frozenset({"meals"}),
        paid_for=Party(name, f"HS{number}", group), period="2024-11",
    )  # fmt: skip
    return PaymentRequest(
        reference=reference, institution_id="co-so-01", account=ACCOUNT, covers=(cover,),
        amount=amount,
    )  # fmt: skip


def credit(number, memo, amount=550_000, day=4, payer=None):
    return CreditEntry(
        id=f"C{number}", account=ACCOUNT, amount=amount, remittance_information=memo,
        booked_at=datetime(2024, 11, day, 1, 30, tzinfo=UTC),
        counterparty=Counterparty(name=payer) if payer else None,
    )  # fmt: skip


CODES = ("HVX7K3M2P9X5H", "HVXTNHV84T0JM", "HVXHTP7TC7K6N", "HVX3V9NQP19XJ")


def receipt(number, method, source, gross=300_000, day=5, invoice="HD-4"):
    return Receipt(
        id=f"R{number}", institution_id="co-so-01", gross=gross, paid_on=date(2024, 11, day),
        method=method, payer_class=PayerClass.HOUSEHOLD, source=source, recorded_at=NOW,
        allocations=(Allocation(invoice, gross),),
    )  # fmt: skip


def settlement(
    *, fees=(3_300, 1_100), extra=0, methods=("card_pos", "web_payment"), refunded=50_000
):
    items = tuple(
        SettlementItem(
            id=f"S{n}", gross=gross, paid_on=date(2024, 11, 6), method=method, fee=fee
        )
        for n, (gross, method, fee) in enumerate(
            zip((300_000, 100_000), methods, fees, strict=True)
        )
    )  # fmt: skip
    fee = sum(one or 0 for one in fees) + extra
    refund = Refund(id="X1", amount=50_000, refunded_on=date(2024, 11, 7), item_id="S0")
    refunds = (refund,) if refunded else ()
    return Settlement(
        id="Q1", provider="cong-bia", account=ACCOUNT, paid_on=date(2024, 11, 8), items=items,
        refunds=refunds, gross=400_000, fee=fee, net=400_000 - fee - refunded,
    )  # fmt: skip


def books(*, names=("Lê Văn Bịa",), memos=("khong ro",), payers=(None,), groups=("3A",)):
    """A ledger with posted, held and unmatched credits, a counter and a payout."""
    asked = tuple(
        request(n, code, name=names[n % len(names)], group=groups[n % len(groups)])
        for n, code in enumerate(CODES)
    )
    entries = [credit(0, f"nop {CODES[0]}"), credit(1, f"{CODES[1]} thieu", 100_000)]
    entries += [
        credit(n, memo, 77_000, day=1 + n % 20, payer=payers[n % len(payers)])
        for n, memo in enumerate(memos, start=2)
    ]
    entries += [credit(900, f"{CODES[2]} {CODES[3]}", 660_000, payer=payers[0])]
    ledger = MemoryLedger()
    ledger.take(entries, asked, recorded_at=NOW, by="thử")
    invoices = tuple(
        Invoice(
            id=f"HD-{n}", institution_id="co-so-01", lines=(Line(amount=550_000, purpose="meals"),),
            paid_for=Party(names[n % len(names)], f"HS{n}", groups[n % len(groups)]),
            tax_invoice=TaxInvoiceKey(
                seller_tax_code="0100000001", template_symbol="1", series="C24TAA", number=1
            )
            if n == 1
            else None,
        )
        for n in range(5)
    )  # fmt: skip
    counter = (
        receipt(1, "cash", ReceiptSource.COUNTER),
        receipt(2, "mobile_money", ReceiptSource.COUNTER, invoice="HD-9"),
        receipt(3, "cash", ReceiptSource.COUNTER, invoice="HD-3"),
    )
    back = Reversal(
        id="V1", receipt_id="R3", amount=300_000, reversed_on=date(2024, 11, 9), recorded_at=NOW
    )
    return reports.Books(
        decisions=ledger.decisions(),
        receipts=(*ledger.receipts(), *counter),
        reversals=(*ledger.reversals(), back),
        settlements=(settlement(),),
        requests=asked,
        open_items=ledger.open_items(asked),
        invoices=invoices,
    )
