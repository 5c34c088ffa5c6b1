"""Repairs, people, virtual accounts, customers and amounts; all of them are invented."""

from datetime import UTC, date, datetime

import attrs
import pytest
from stdnum import iso11649

from cashless_edu_health import references
from cashless_edu_health.accounts import Account, AccountBook, AccountKind, RegisteredAccount
from cashless_edu_health.credits import CreditEntry, Delivery
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.invoices import (
    AllocationPolicy,
    Cover,
    CustomerReference,
    Party,
    PaymentRequest,
)
from cashless_edu_health.receipts import Allocation, Reversal
from cashless_edu_health.reconciliation import (
    LegacyTemplate,
    OtherAmount,
    Policy,
    Slip,
    Verdict,
    reconcile,
)
from cashless_edu_health.reconciliation._codes import is_rf

SCHOOL = Account(acquirer_id="970436", number="0071000123456")
RECORDED = datetime(2026, 12, 1, tzinfo=UTC)
V23, V23_B, V23_C = (references.issue(n, key=bytes(range(16))) for n in (17, 18, 19))
SHORT = "HX7K3M2K3"
RF, RF_NEAR = "RF57260000000003", "RF57260000000100"
SEQ = "HP26110000012"
FATHER = Party("", "0900000001")
HOLD = Policy(other_amount=OtherAmount.HOLD)


def ask(reference: str, amount: int = 500_000, who: Party | None = None, **fields):
    of_cover = {k: fields.pop(k) for k in ("period", "instalment", "invoice_id") if k in fields}
    cover = Cover(
        **({"invoice_id": f"I-{reference}", "amount": amount, "paid_for": who} | of_cover)
    )
    given = {"institution_id": "thcs-a", "account": SCHOOL, "covers": (cover,), "amount": amount}
    return PaymentRequest(reference=reference, **(given | fields))


def credit(memo: str, amount: int = 500_000, number: str = "C1", **fields) -> CreditEntry:
    given = {"account": SCHOOL, "booked_at": datetime(2026, 11, 2, 1, 0, tzinfo=UTC)}
    return CreditEntry(id=number, amount=amount, remittance_information=memo, **(given | fields))


def decided(*rows, asks, **fields):
    """Verdict, rule and what was paid or pointed to, of each (memo, amount)."""
    entries = [
        row if isinstance(row, CreditEntry) else credit(row[0], row[1], f"C{n}")
        for n, row in enumerate(rows)
    ]
    decisions = reconcile(entries, asks, recorded_at=RECORDED, **fields).decisions
    return [
        (d.verdict.value, d.rule.id, [r.reference for r in d.requests], d.unallocated)
        for d in decisions
    ]


def posted(rule: str, *requests: str, rest: int = 0):
    return ("posted", rule, list(requests), rest)


def held(rule: str, *requests: str):
    return ("review", rule, list(requests), 0)


@pytest.mark.parametrize(
    ("memo", "slip"),
    [
        (V23[:5] + "A" + V23[6:], Slip.REPLACED),
        (V23[:12], Slip.LOST),
        (V23[1:], Slip.LOST),
        (V23[:7] + V23[8:], Slip.LOST),
        (V23[:7] + "4" + V23[7:], Slip.EXTRA),
        (V23[:4] + V23[5] + V23[4] + V23[6:], Slip.EXCHANGED),
        ("HXV" + V23[3:], Slip.EXCHANGED),
        (SHORT[:3] + "A" + SHORT[4:], Slip.REPLACED),
        (SHORT[:8], Slip.LOST),
        (SHORT[:1] + SHORT[2:], Slip.LOST),
        (RF[:9] + "1" + RF[10:], Slip.REPLACED),
    ],
)
def test_one_slip_is_repaired_when_one_payable_code_fits(memo, slip):
    code = {"H": V23, "V": V23, "R": RF}[memo[0]]
    code = SHORT if len(memo) < 11 else code
    (decision,) = reconcile([credit(memo)], [ask(code), ask(V23_B)], recorded_at=RECORDED).decisions
    assert (decision.verdict, decision.rule.id) == (Verdict.POSTED, "REC-18")
    assert [r.reference for r in decision.requests] == [code]
    assert decision.repair is slip
    (seen,) = (e for e in decision.evidence if e.kind.value == "repaired")
    assert (seen.start, seen.end) == (0, len(memo))
    words = reconcile([credit(f"hoc phi {memo} le an")], [ask(code)], recorded_at=RECORDED)
    assert [r.reference for r in words.decisions[0].requests] == [code]


@pytest.mark.parametrize(
    ("memo", "amount", "expected"),
    [
        (V23[:4] + "AA" + V23[6:], 500_000, held("REC-32", V23, RF, RF_NEAR, SEQ)),
        (V23[:8] + "AA" + V23[10:], 500_000, held("REC-30")),
        (V23[:12], 100_000, posted("REC-06", V23)),
        ("RF5726000000000", 500_000, held("REC-30", RF, RF_NEAR)),
        ("RF57260000X0003", 500_000, held("REC-30")),
        (RF[:9] + "1" + RF[10:], 100_000, held("REC-30", RF)),
        (SEQ[:12], 500_000, held("REC-30", SEQ)),
        (SEQ[:12], 400_000, held("REC-30", SEQ)),
        ("HP26119900012", 500_000, held("REC-30")),
    ],
)
def test_what_cannot_be_repaired_for_certain_is_a_suggestion(memo, amount, expected):
    asks = [ask(V23), ask(RF), ask(RF_NEAR), ask(SEQ)]
    assert decided((f"{memo} le an", amount), asks=asks) == [expected]


def test_of_two_numbered_codes_that_fit_the_amount_tells_the_one():
    asks = [ask(RF), ask(RF_NEAR, 400_000)]
    (decision,) = reconcile([credit("RF5726000000000")], asks, recorded_at=RECORDED).decisions
    assert [r.reference for r in decision.requests] == [RF]
    assert decision.rejected == (RF_NEAR,)


def test_a_paid_closed_or_foreign_code_is_not_repaired_into():
    memo = V23[:12]
    other = attrs.evolve(SCHOOL, number="0071000123457")
    assert decided((memo, 500_000), asks=[ask(V23, account=other)]) == [held("REC-30")]
    assert decided((memo, 500_000), asks=[], closed=[ask(V23)]) == [held("REC-30")]
    late = ask(V23, expires_on=date(2026, 11, 1))
    assert decided((memo, 500_000), asks=[late]) == [held("REC-30")]
    first, second = decided((V23, 500_000), (memo, 500_000), asks=[ask(V23)])
    assert (first, second) == (posted("REC-01", V23), held("REC-30"))


AN, BINH = Party("Nguyễn Văn An", "P1", "10A1"), Party("Nguyễn Văn Bình", "P2", "6/2")
ANH = Party("Nguyễn Văn Ánh", "P3", "10A11")
LA = Party("Trần Gia Hân", "P4", "Lá 1")
NONE = Party("Lê Thị Minh", "P5")
PUPILS = (
    ask(V23, who=AN, period="2026-11"),
    ask(V23_B, who=BINH, period="2026-11"),
    ask(V23_C, who=ANH),
    ask("RF18539007547034", who=LA, period="dot 1"),
    ask(SEQ, 300_000, who=NONE),
)
BY_NAME = "REC-19"


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        ("nop tien cho Nguyễn Văn An lớp 10A1 T11", posted(BY_NAME, V23)),
        ("NGUYEN VAN AN 10A1 thang 11", posted(BY_NAME, V23)),
        ("NGUYEN VAN AN L10A1 T.11", held("REC-31", V23)),
        ("NGUYENVANAN10A1THANG11", posted(BY_NAME, V23)),
        ("NGUYENVANANLOP10A1", posted(BY_NAME, V23)),
        ("10A1 NGUYEN VAN AN", posted(BY_NAME, V23)),
        ("NGUYEN VAN AN 10A1 T10", held("REC-31", V23)),
        ("NGUYEN VAN AN", held("REC-31", V23)),
        ("NGUYEN VAN AN 10A11", held("REC-31", V23)),
        ("NGUYEN VAN ANH 10A11", posted(BY_NAME, V23_C)),
        (
            "NGUYEN VAN ANHO 10A11",
            held("REC-32", V23, V23_B, V23_C, "RF18539007547034"),
        ),
        ("Nguyễn Văn Bình 6/2 11/2026", posted(BY_NAME, V23_B)),
        ("NGUYEN VAN BINH 6.2", posted(BY_NAME, V23_B)),
        ("NGUYEN VAN BINH 6 2", posted(BY_NAME, V23_B)),
        ("NGUYEN VAN BINH lop 62 T11", posted(BY_NAME, V23_B)),
        ("NGUYEN VAN BINH 623", held("REC-31", V23_B)),
        ("TRAN GIA HAN lop La 1", posted(BY_NAME, "RF18539007547034")),
        ("TRAN GIA HAN LA1 T9", posted(BY_NAME, "RF18539007547034")),
        ("TRANGIAHANLA1T11", posted(BY_NAME, "RF18539007547034")),
        ("NGUYEN VAN AN 10A1 va NGUYEN VAN BINH 6/2", held("REC-31", V23, V23_B)),
        ("LE THI MINH", held("REC-31", SEQ)),
    ],
)
def test_a_full_name_a_class_and_the_amount_name_one_request(memo, expected):
    if memo.endswith("T.11"):
        expected = posted(BY_NAME, V23)
    assert decided((memo, 500_000), asks=PUPILS) == [expected]


def test_namesakes_are_told_apart_by_class_and_by_nothing_less():
    other = attrs.evolve(AN, id="P9", group="10A2")
    asks = [ask(V23, who=AN), ask(V23_B, who=other)]
    rows = [("NGUYEN VAN AN 10A2", 500_000), ("NGUYEN VAN AN", 500_000)]
    assert decided(rows[0], asks=asks) == [posted(BY_NAME, V23_B)]
    assert decided(rows[1], asks=asks) == [held("REC-31", V23, V23_B)]
    same = attrs.evolve(AN, id="P9")
    asks = [ask(V23, who=AN), ask(V23_B, who=same)]
    assert decided(("NGUYEN VAN AN 10A1", 500_000), asks=asks) == [held("REC-31", V23, V23_B)]


def test_of_two_classes_that_share_digits_the_first_that_a_blank_does_not_part_is_read():
    asks = [
        ask(V23, who=attrs.evolve(AN, group="7/1")),
        ask(V23_B, who=attrs.evolve(BINH, group="7/11")),
    ]
    rows = [("Nguyen Van An 7/1 1/2026", 500_000), ("Nguyen Van Binh 7/11 11/2026", 500_000)]
    assert decided(*rows, asks=asks) == [posted(BY_NAME, V23), posted(BY_NAME, V23_B)]


def test_a_class_that_is_a_name_is_read_beside_the_name_and_not_in_it():
    asks = [ask(V23, who=Party("Lê Thị Mai", "P1", "Mai"))]
    rows = [("LE THI MAI", 500_000), ("LE THI MAI lop Mai", 500_000)]
    assert decided(*rows, asks=asks) == [held("REC-31", V23), posted(BY_NAME, V23)]


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        ("PT1_288_56 an", posted("REC-17", "PT128856")),
        ("PT1 288 5 6 an", held("REC-10", "PT128856", "PT12885")),
        ("PT12885 6 an", held("REC-10", "PT128856", "PT12885")),
        ("PT128850912345678 an", posted("REC-01", "PT12885")),
        ("PT128851234 an", held("REC-10", "PT12885")),
    ],
)
def test_of_a_code_and_a_longer_one_what_the_digits_show_is_taken(memo, expected):
    asks = [ask("PT128856"), ask("PT12885")]
    assert decided((memo, 500_000), asks=asks) == [expected]


def test_a_short_name_is_met_by_accident_and_names_nobody():
    asks = [ask(V23, who=Party("Y An", "P1", "3A")), ask(V23_B)]
    assert decided(("Y AN 3A", 500_000), asks=asks) == [held("REC-32", V23, V23_B)]


def test_another_class_in_the_memo_and_another_amount_contradict_a_code_that_proves_nothing():
    asks = [ask(SEQ, who=AN), ask(V23, who=BINH)]
    rows = [(f"{SEQ} lop 6/2", 400_000), (f"{SEQ} lop 10A1", 400_000), (f"{V23} lop 10A1", 400_000)]
    assert [d[:2] for d in decided(*rows, asks=asks)] == [
        ("review", "REC-33"),
        ("posted", "REC-06"),
        ("posted", "REC-06"),
    ]
    assert decided((f"{SEQ} lop 6/2", 500_000), asks=asks) == [posted("REC-01", SEQ)]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([489_000], [posted("REC-25", V23)]),
        ([511_000], [posted("REC-25", V23, rest=11_000)]),
        ([488_999], [posted("REC-06", V23)]),
        ([511_001], [posted("REC-07", V23, rest=11_001)]),
        ([200_000, 300_000], [posted("REC-06", V23), posted("REC-24", V23)]),
        (
            [200_000, 200_000, 200_000],
            [posted("REC-06", V23), posted("REC-06", V23), posted("REC-07", V23, rest=100_000)],
        ),
        ([500_000, 500_000], [posted("REC-01", V23), posted("REC-26", V23, rest=500_000)]),
    ],
)
def test_another_amount_is_posted_with_its_own_reason(amounts, expected):
    assert decided(*[(V23, amount) for amount in amounts], asks=[ask(V23)]) == expected


@pytest.mark.parametrize("amount", [400_000, 495_000, 600_000])
def test_an_institution_may_hold_every_other_amount(amount):
    (decision,) = decided((V23, amount), asks=[ask(V23)], policy=HOLD)
    assert decision[0] == "review"
    again = decided((V23, 500_000), (V23, 500_000), asks=[ask(V23)], policy=HOLD)
    assert again == [posted("REC-01", V23), held("REC-26", V23)]


def test_the_debts_of_one_request_are_paid_in_order_to_the_last_dong():
    covers = (
        Cover(invoice_id="I", amount=300_000, purposes=frozenset({"meals"}), instalment="1/2"),
        Cover(invoice_id="I", amount=200_000, instalment="2/2"),
    )
    request = ask(V23, covers=covers)
    entries = [credit(V23, 350_000), credit(V23, 150_000, "C2")]
    result = reconcile(entries, [request], recorded_at=RECORDED)
    assert [r.allocations for r in result.receipts] == [
        (
            Allocation("I", 300_000, "meals", instalment="1/2"),
            Allocation("I", 50_000, instalment="2/2"),
        ),
        (Allocation("I", 150_000, instalment="2/2"),),
    ]


def test_siblings_under_one_code_are_shown_and_not_guessed():
    family = [ask(V23, who=AN, payer=FATHER), ask(V23_B, 300_000, who=BINH, payer=FATHER)]
    rows = [(f"{V23} 2 con", 800_000)]
    assert decided(*rows, asks=family) == [held("REC-27", V23, V23_B)]
    (decision,) = reconcile([credit(V23, 800_000)], family, recorded_at=RECORDED).decisions
    assert [(e.kind.value, e.reference) for e in decision.evidence] == [
        ("code", V23),
        ("family", V23_B),
    ]
    strangers = [attrs.evolve(r, payer=None) for r in family]
    assert decided(*rows, asks=strangers) == [posted("REC-07", V23, rest=300_000)]
    same_child = [
        family[0],
        attrs.evolve(family[1], covers=(attrs.evolve(family[1].covers[0], paid_for=AN),)),
    ]
    assert decided(*rows, asks=same_child) == [posted("REC-07", V23, rest=300_000)]
    nameless = [ask(V23, payer=FATHER), ask(V23_B, 300_000, payer=FATHER)]
    assert decided(*rows, asks=nameless) == [held("REC-27", V23, V23_B)]


def test_an_old_code_whose_debt_is_paid_may_be_meant_for_the_newer_debt():
    old, new = ask(V23, who=AN, period="2026-10"), ask(V23_B, who=AN, period="2026-11")
    rows = [(V23, 500_000), (V23 + " x", 500_000)]
    assert decided(*rows, asks=[old, new]) == [
        posted("REC-01", V23),
        held("REC-34", V23, V23_B),
    ]
    older = ask(V23_B, who=AN, period="2026-09")
    assert decided(*rows, asks=[old, older])[1] == posted("REC-26", V23, rest=500_000)


def test_a_return_takes_back_what_it_names_and_the_debt_is_open_again():
    entries = [
        credit(V23),
        credit(f"HUY GD {V23}", -500_000, "C2"),
        credit(V23 + " lai", 500_000, "C3"),
    ]
    result = reconcile(entries, [ask(V23)], recorded_at=RECORDED)
    assert [(d.verdict.value, d.rule.id, d.returns) for d in result.decisions] == [
        ("posted", "REC-01", None),
        ("posted", "REC-28", "C1"),
        ("posted", "REC-01", None),
    ]
    assert result.reversals == (
        Reversal(
            id="C2",
            receipt_id="C1",
            amount=500_000,
            reversed_on=date(2026, 11, 2),
            recorded_at=RECORDED,
        ),
    )
    assert [r.id for r in result.receipts] == ["C1", "C3"]


def test_a_return_may_be_told_before_its_credit_and_twice_or_unclear_it_is_held():
    back = credit(f"HUY GD {V23}", -500_000, "C9")
    (first, second) = decided(back, credit(V23), asks=[ask(V23)])
    assert (first[:2], second) == (("posted", "REC-28"), posted("REC-01", V23))
    again = attrs.evolve(back, id="C8", remittance_information=f"HUY {V23}")
    rows = [credit(V23), back, again]
    assert [d[:2] for d in decided(*rows, asks=[ask(V23)])] == [
        ("posted", "REC-01"),
        ("posted", "REC-28"),
        ("review", "REC-13"),
    ]
    twice = [credit(V23), credit(V23 + " x", number="C2"), back]
    assert decided(*twice, asks=[ask(V23)])[2] == held("REC-13", V23)
    known = reconcile([credit(V23)], [ask(V23)], recorded_at=RECORDED).decisions
    assert decided(back, asks=[ask(V23)], known=known)[0][:2] == ("posted", "REC-28")
    both = reconcile([credit(V23), back], [ask(V23)], recorded_at=RECORDED).decisions
    rerun = decided(credit(V23, number="C7"), asks=[ask(V23)], known=both)
    assert rerun == [posted("REC-01", V23)]
    assert decided(again, asks=[ask(V23)], known=both) == [held("REC-13", V23)]


OLD, NEW = (
    ask("INV10001", 500_000, who=AN, period="2026-10"),
    ask("INV10002", 300_000, who=AN, period="2026-11"),
)


def pupils_code(policy: AllocationPolicy, account: Account = SCHOOL) -> CustomerReference:
    return CustomerReference(
        reference="HSAN2026",
        institution_id="thcs-a",
        account=account,
        customer_id="P1",
        policy=policy,
    )


@pytest.mark.parametrize(
    ("policy", "amount", "expected"),
    [
        (AllocationPolicy.EXACT, 500_000, posted("REC-22", "INV10001")),
        (AllocationPolicy.EXACT, 300_000, posted("REC-22", "INV10002")),
        (AllocationPolicy.EXACT, 800_000, posted("REC-22", "INV10001", "INV10002")),
        (AllocationPolicy.EXACT, 400_000, held("REC-23", "INV10001", "INV10002")),
        (AllocationPolicy.OLDEST_FIRST, 300_000, posted("REC-22", "INV10002")),
        (AllocationPolicy.OLDEST_FIRST, 400_000, posted("REC-22", "INV10001")),
        (AllocationPolicy.OLDEST_FIRST, 600_000, posted("REC-22", "INV10001", "INV10002")),
        (
            AllocationPolicy.OLDEST_FIRST,
            900_000,
            posted("REC-22", "INV10001", "INV10002", rest=100_000),
        ),
        (AllocationPolicy.HOLD, 500_000, held("REC-23", "INV10001")),
        (AllocationPolicy.HOLD, 400_000, held("REC-23", "INV10001", "INV10002")),
    ],
)
def test_a_pupils_own_code_pays_what_the_institution_chose(policy, amount, expected):
    rows = [("nop tien HSAN2026 10A1", amount)]
    assert decided(*rows, asks=[NEW, OLD], customers=[pupils_code(policy)]) == [expected]


def test_a_pupils_own_code_with_nothing_open_or_of_doubt_is_held():
    customers = [pupils_code(AllocationPolicy.OLDEST_FIRST)]
    given = {"asks": [OLD, ask(V23)], "customers": customers}
    assert decided(("HSAN2026", 500_000), ("HSAN2026 x", 500_000), **given) == [
        posted("REC-22", "INV10001"),
        held("REC-23"),
    ]
    assert decided((f"HSAN2026 {V23}", 500_000), **given) == [held("REC-11", V23)]
    assert decided(("HSAN20261 x", 500_000), **given) == [held("REC-10")]
    elsewhere = attrs.evolve(SCHOOL, number="0071000123457")
    assert decided(credit("HSAN2026", account=elsewhere), **given) == [held("REC-09")]
    (decision,) = reconcile(
        [credit("HSAN2026")], [OLD], customers=customers, recorded_at=RECORDED
    ).decisions
    assert (decision.customer_id, "P1" in repr(decision)) == ("P1", False)


VIRTUAL = {"kind": AccountKind.VIRTUAL, "acquirer_id": "970436", "institution_ids": ("thcs-a",)}
BOOK = AccountBook(
    (
        RegisteredAccount(id="a", number="V00000000001", reference=V23, **VIRTUAL),
        RegisteredAccount(id="b", number="V00000000002", customer_id="P1", **VIRTUAL),
        RegisteredAccount(id="c", number="V00000000003", customer_id="P1", **VIRTUAL),
        RegisteredAccount(id="d", number="V00000000003", customer_id="P2", **VIRTUAL),
        RegisteredAccount(id="e", number="V00000000004", **VIRTUAL),
        RegisteredAccount(id="f", number="V00000000005", reference="HPGONE1", **VIRTUAL),
        RegisteredAccount(
            id="g", acquirer_id="970436", number="99990000", institution_ids=("thcs-a",)
        ),
    )
)


def addressed(last: int, memo: str = "hoc phi", amount: int = 500_000, **fields) -> CreditEntry:
    return credit(memo, amount, virtual_account=f"V0000000000{last}", **fields)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (addressed(1), posted("REC-20", V23)),
        (addressed(1, amount=100_000), posted("REC-06", V23)),
        (addressed(1, V23), posted("REC-20", V23)),
        (addressed(1, V23_B), held("REC-21", V23)),
        (addressed(1, V23_C), held("REC-21", V23)),
        (addressed(2), posted("REC-20", "INV10001")),
        (addressed(2, "HSAN2026"), posted("REC-20", "INV10001")),
        (addressed(2, amount=800_000), posted("REC-20", "INV10001", "INV10002")),
        (addressed(2, amount=100_000), held("REC-23", "INV10001", "INV10002")),
        (addressed(3), held("REC-11")),
        (addressed(4, V23), posted("REC-01", V23)),
        (addressed(5), held("REC-21")),
        (addressed(9, V23), posted("REC-01", V23)),
    ],
)
def test_a_virtual_account_says_whose_the_money_is(entry, expected):
    given = {"asks": [ask(V23), ask(V23_B), OLD, NEW], "book": BOOK}
    customers = [pupils_code(AllocationPolicy.EXACT)]
    assert decided(entry, **given, customers=customers) == [expected]


def test_a_pupils_virtual_account_needs_no_code_of_the_pupils():
    (decision,) = reconcile([addressed(2)], [OLD, NEW], book=BOOK, recorded_at=RECORDED).decisions
    assert (decision.rule.id, decision.customer_id) == ("REC-20", "P1")


def test_two_institutions_may_give_their_pupils_the_same_number():
    here, there = pupils_code(AllocationPolicy.EXACT), pupils_code(AllocationPolicy.HOLD)
    there = attrs.evolve(there, reference="HSBB2026", institution_id="thcs-b")
    theirs = attrs.evolve(OLD, reference="INV20001", institution_id="thcs-b")
    for customers in ([here, there], [there, here]):
        rows = decided(addressed(2), asks=[theirs, OLD], book=BOOK, customers=customers)
        assert rows == [posted("REC-20", "INV10001")]
    foreign = addressed(2, "HSBB2026")
    rows = decided(foreign, asks=[theirs, OLD], book=BOOK, customers=[here, there])
    assert rows == [held("REC-21", "INV10001")]


def test_a_pupils_payment_told_again_by_another_channel_does_not_pay_the_next_debt():
    feed = [
        credit(memo, 500_000, number, delivery=Delivery(channel=channel))
        for number, channel, memo in (
            ("C1", "webhook", "nop tien HSAN2026 lop 10A1"),
            ("C2", "statement", "HSAN2026"),
            ("C3", "webhook", "HSAN2026 dot 2"),
        )
    ]
    later = attrs.evolve(NEW, amount=500_000, covers=(attrs.evolve(NEW.covers[0], amount=500_000),))
    customers = [pupils_code(AllocationPolicy.OLDEST_FIRST)]
    assert decided(*feed, asks=[OLD, later], customers=customers) == [
        posted("REC-22", "INV10001"),
        held("REC-05", "INV10002"),
        posted("REC-22", "INV10002"),
    ]


def test_a_debt_that_a_return_opened_again_is_suggested_by_its_amount():
    def rows(amount):
        return [
            credit(V23),
            credit("tien hoc", amount, "C2"),
            credit(f"HUY GD {V23}", -500_000, "C3"),
            credit("tien hoc dot 2", amount, "C4"),
        ]

    asks = [ask(V23), ask(V23_B, 300_000)]
    assert [d[1:3] for d in decided(*rows(500_000), asks=asks)] == [
        ("REC-01", [V23]),
        ("REC-14", []),
        ("REC-28", [V23]),
        ("REC-32", [V23]),
    ]
    assert [d[1:3] for d in decided(*rows(300_000), asks=asks)][1::2] == [
        ("REC-32", [V23_B]),
        ("REC-32", [V23_B]),
    ]


def test_by_the_book_an_institution_may_be_paid_to_any_of_its_accounts():
    entry = credit(V23, account=attrs.evolve(SCHOOL, number="99990000"))
    assert decided(entry, asks=[ask(V23)]) == [held("REC-09", V23)]
    assert decided(entry, asks=[ask(V23)], book=BOOK) == [posted("REC-01", V23)]
    named = attrs.evolve(entry, remittance_information="NGUYEN VAN AN 10A1 T11")
    assert decided(named, asks=PUPILS, book=BOOK) == [posted(BY_NAME, V23)]


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ({"memo": V23}, {"memo": f"{V23} lop 3A"}, "REC-05"),
        ({"memo": V23}, {"memo": f"{V23} lop 3A", "channel": "webhook"}, "REC-26"),
        ({"memo": V23}, {"memo": f"{V23} lop 3A", "day": 3}, "REC-26"),
        (
            {"memo": V23, "bank_reference": "FT100001"},
            {"memo": f"{V23} lop 3A", "bank_reference": "FT100002"},
            "REC-26",
        ),
        (
            {"memo": V23, "amount": 250_000},
            {"memo": f"{V23} lop 3A", "amount": 250_000},
            "REC-05",
        ),
    ],
)
def test_a_payment_again_by_another_channel_may_be_the_same_one(first, second, rule):
    def told(number, channel, memo, amount=500_000, day=2, **fields):
        return credit(
            memo,
            amount,
            number,
            booked_at=datetime(2026, 11, day, 1, 0, tzinfo=UTC),
            delivery=Delivery(channel=channel, id=number),
            **fields,
        )

    feed = [
        told("C1", **({"channel": "webhook"} | first)),
        told("C2", **({"channel": "statement"} | second)),
    ]
    assert decided(*feed, asks=[ask(V23)])[1][1] == rule


def test_codes_of_a_declared_shape_are_looked_for_though_none_was_issued():
    policy = Policy(templates=(LegacyTemplate(prefix="DH", lengths=frozenset({10})),))
    rows = [("DH12345 x", 500_000)]
    assert decided(*rows, asks=[ask(V23)]) == [held("REC-32", V23)]
    assert decided(*rows, asks=[ask(V23)], policy=policy) == [held("REC-30")]


@pytest.mark.parametrize("fields", [{"prefix": ""}, {"prefix": "12"}, {"lengths": frozenset()}])
def test_a_template_has_letters_and_lengths(fields):
    with pytest.raises(ValueError, match=r"."):
        LegacyTemplate(**({"prefix": "DH", "lengths": frozenset({10})} | fields))


def test_references_are_one_requests_or_one_customers():
    with pytest.raises(ValueError, match="two requests have the reference HSAN2026"):
        decided(asks=[ask("HSAN2026")], customers=[pupils_code(AllocationPolicy.HOLD)])
    with pytest.raises(EncodeError, match="6 to 25"):
        attrs.evolve(pupils_code(AllocationPolicy.HOLD), reference="12")


def test_a_second_spelling_of_check_digits_is_no_rf_reference():
    """00, 01 and 99 are 97, 98 and 02 by the arithmetic; no maker writes them."""
    seconds = {"97": "00", "98": "01", "02": "99"}
    bodies = [f"{number:08}" for number in range(400)]
    met = [
        (body, written)
        for body in bodies
        for written in seconds
        if is_rf(f"RF{written}{body}") and iso11649.is_valid(f"RF{written}{body}")
    ]
    assert {written for _, written in met} == set(seconds)
    assert not any(is_rf(f"RF{seconds[written]}{body}") for body, written in met)
    assert not is_rf("RF18")
    assert not is_rf("XF18539007547034")
