"""A trial balance by hand: four institutions, one year, four targets of DN24.

All names and figures are invented. The year 2022, counted on 31/12/2022.

Receipts of households (dong):

    school    method        payments                          number   value
    thcs-a    qr_transfer   550,000 + 550,000 + 1,200,000          3   2,300,000
    thcs-a    cash          550,000 + 400,000                      2     950,000
    th-b      card_pos      300,000, of which 100,000 refunded     1     200,000
    th-b      qr_transfer   700,000, wholly reversed               0           0
    th-b      cash          800,000                                1     800,000
    mn-c      cash          450,000 + 450,000                      2     900,000
    clinic    card_pos      1,000,000                              1   1,000,000
    clinic    cash          3 x 1,000,000 + 1,000,000              4   4,000,000

A pupil of mn-c is exempt: the invoice is zero, nobody pays, there is no receipt, and the pupil
is in no denominator. The health insurance fund pays the clinic 9,000,000 by transfer: not a
household, so outside.

    Q3  schools that use cashless methods: thcs-a (QR) and th-b (card), not mn-c (its books
        hold cash alone): 2/3 >= 1/2, met.
    Q4  health: the clinic, 1/1 >= 3/10, met.
    Q5  schools, number: (3 + 1) / (3 + 2 + 1 + 1 + 2) = 4/9 < 1/2.
                 value: 2,500,000 / 5,150,000 = 50/103 < 1/2.  Both are short: not met.
        gap, number: half of 9 is 4.5, so 5 are needed: convert 1; add (4+1)/(9+1) = 1/2: 1.
        gap, value: half of 5,150,000 is 2,575,000: convert 75,000; add 150,000.
    Q6  health, number: 1/5 = 20 % >= 20 %; value: 1,000,000 / 5,000,000 = 20 %.  Met on the line.
"""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import Counted, Dataset, Gap, GapUnit, Outcome, Steps
from cashless_edu_health.institutions import Institution, PaymentMethod, Sector
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Reversal

END = date(2022, 12, 31)


def institution(id_, name, sector, type_, *kinds):
    methods = tuple(PaymentMethod(kind=kind, valid_from=date(2022, 1, 1)) for kind in kinds)
    return Institution(id=id_, name=name, sector=sector, type=type_, methods=methods)


def receipt(id_, institution_id, method, gross, payer=PayerClass.HOUSEHOLD):
    return Receipt(
        id=id_,
        institution_id=institution_id,
        gross=gross,
        paid_on=date(2022, 10, 5),
        method=method,
        payer_class=payer,
        source=ReceiptSource.COUNTER if method == "cash" else ReceiptSource.BANK,
        recorded_at=datetime(2022, 10, 5, 3, tzinfo=UTC),
    )


def reversal(id_, receipt_id, amount):
    return Reversal(
        id=id_,
        receipt_id=receipt_id,
        amount=amount,
        reversed_on=date(2022, 10, 9),
        recorded_at=datetime(2022, 10, 9, 3, tzinfo=UTC),
    )


def balance() -> Dataset:
    education, health = Sector.EDUCATION, Sector.HEALTH
    return Dataset(
        institutions=(
            institution("thcs-a", "Trường THCS A", education, "lower_secondary", "qr_transfer"),
            institution("th-b", "Trường TH B", education, "primary", "card_pos", "qr_transfer"),
            institution("mn-c", "Trường MN C", education, "preschool"),
            institution("clinic", "Phòng khám D", health, "clinic", "card_pos"),
        ),
        receipts=(
            receipt("a1", "thcs-a", "qr_transfer", 550_000),
            receipt("a2", "thcs-a", "qr_transfer", 550_000),
            receipt("a3", "thcs-a", "qr_transfer", 1_200_000),
            receipt("a4", "thcs-a", "cash", 550_000),
            receipt("a5", "thcs-a", "cash", 400_000),
            receipt("b1", "th-b", "card_pos", 300_000),
            receipt("b2", "th-b", "qr_transfer", 700_000),
            receipt("b3", "th-b", "cash", 800_000),
            receipt("c1", "mn-c", "cash", 450_000),
            receipt("c2", "mn-c", "cash", 450_000),
            receipt("d1", "clinic", "card_pos", 1_000_000),
            *(receipt(f"d{i}", "clinic", "cash", 1_000_000) for i in range(2, 6)),
            receipt("d6", "clinic", "qr_transfer", 9_000_000, PayerClass.INSURER),
        ),
        reversals=(reversal("r1", "b1", 100_000), reversal("r2", "b2", 700_000)),
    )


def assessed(dataset):
    plan = registry.plan("DN24")
    return compliance.assess(plan, dataset, period=2022, as_of=END, known_at=END)


def figures(part):
    return (part.numerator, part.denominator, part.share, part.outcome)


def test_the_balance_comes_out_as_by_hand():
    answers = assessed(balance())
    q3, q4, q5, q6 = (answers[f"DN24-Q{i}"] for i in (3, 4, 5, 6))
    assert figures(q3.part) == (2, 3, Fraction(2, 3), Outcome.MET)
    assert figures(q4.part) == (1, 1, Fraction(1), Outcome.MET)
    assert [figures(part) for part in q5.parts] == [
        (4, 9, Fraction(4, 9), Outcome.NOT_MET),
        (2_500_000, 5_150_000, Fraction(50, 103), Outcome.NOT_MET),
    ]
    assert [part.gap for part in q5.parts] == [
        Gap(GapUnit.PAYMENTS, convert=Steps(1, 1), add=Steps(1, 1)),
        Gap(GapUnit.DONG, convert=Steps(75_000, 75_000), add=Steps(150_000, 150_000)),
    ]
    assert q5.outcome is Outcome.NOT_MET
    assert [figures(part) for part in q6.parts] == [
        (1, 5, Fraction(1, 5), Outcome.MET),
        (1_000_000, 5_000_000, Fraction(1, 5), Outcome.MET),
    ]
    assert q6.outcome is Outcome.MET
    assert answers.report.findings == ()


def test_the_trace_says_what_was_left_out_and_why():
    count, _ = assessed(balance())["DN24-Q6"].parts
    lines = {line.id: (line.counted, line.reason) for line in count.trace}
    assert lines["d1"] == (Counted.NUMERATOR, "")
    assert lines["d2"] == (Counted.DENOMINATOR, "")
    assert lines["d6"] == (Counted.LEFT_OUT, "not-household")
    assert lines["a1"] == (Counted.LEFT_OUT, "not-in-population")
    assert lines["b2"] == (Counted.LEFT_OUT, "reversed")
    assert assessed(balance())["DN24-Q6"].sources == ("bank", "counter")


def test_the_insurance_fund_would_flip_the_hospital_and_the_result_says_so():
    q6 = assessed(balance())["DN24-Q6"]
    (wide,) = [reading for reading in q6.readings if reading.option == "all_payers"]
    count, value = wide.part.parts
    assert (count.share, value.share) == (Fraction(2, 6), Fraction(10, 14))
    assert (wide.outcome, q6.robust) == (Outcome.MET, True)


@pytest.mark.parametrize("row_id", ["DN24-Q3", "DN24-Q4", "DN24-Q5", "DN24-Q6"])
def test_the_same_files_from_a_folder_give_the_same_answers(row_id, tmp_path):
    documents.write_dataset(balance(), tmp_path)
    assert assessed(documents.read_dataset(tmp_path))[row_id] == assessed(balance())[row_id]
