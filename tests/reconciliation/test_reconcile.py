"""What is posted, what is held and why; people, accounts and codes are invented."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from cashless_edu_health import messages, references
from cashless_edu_health.accounts import Account, AccountKind
from cashless_edu_health.credits import Counterparty, CreditEntry, Delivery
from cashless_edu_health.invoices import Cover, Party, PaymentRequest
from cashless_edu_health.receipts import Allocation, PayerClass, Receipt, ReceiptSource
from cashless_edu_health.reconciliation import (
    RULES,
    Evidence,
    EvidenceKind,
    Policy,
    Reconciliation,
    Verdict,
    reconcile,
)

SCHOOL = Account(acquirer_id="970436", number="0071000123456")
OTHER = Account(acquirer_id="970436", number="0071000123457")
RECORDED = datetime(2026, 12, 1, tzinfo=UTC)
BOOKED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
KEY = bytes(range(16))


def ask(
    reference: str, amount: int = 500, account: Account = SCHOOL, paid_for=None, **fields
) -> PaymentRequest:
    cover = Cover(
        invoice_id=f"I-{reference}",
        amount=amount,
        purposes=frozenset({"meals"}),
        paid_for=paid_for,
    )
    return PaymentRequest(
        **(
            {
                "reference": reference,
                "institution_id": "thcs-a",
                "account": account,
                "covers": (cover,),
                "amount": amount,
            }
            | fields
        )
    )


def credit(memo: str, amount: int = 500, number: str = "C1", **fields) -> CreditEntry:
    return CreditEntry(
        **(
            {
                "id": number,
                "account": SCHOOL,
                "amount": amount,
                "booked_at": BOOKED,
                "remittance_information": memo,
            }
            | fields
        )
    )


V23, V23_B = references.issue(17, key=KEY), references.issue(18, key=KEY)
UNKNOWN = references.issue(99, key=KEY)
RF = "RF18539007547034"
SEQ, LONGER, SEQ_B = "HP26110000012", "HP261100000123", "HP26110000099"
FAR = ask("HP26119999999", account=OTHER)
CLOSED = ask("HP26118888888")
EXPIRED = ask("HP26117777777", expires_on=date(2026, 11, 1))
OPEN = (*map(ask, (V23, V23_B, RF, SEQ, SEQ_B)), FAR, EXPIRED)


def run(*entries: CreditEntry, asks: Iterable[PaymentRequest] = OPEN, **fields) -> Reconciliation:
    return reconcile(entries, asks, **({"recorded_at": RECORDED, "closed": [CLOSED]} | fields))


def verdict(memo: str, amount: int = 500, **fields) -> tuple[str, str, set[str]]:
    (decision,) = run(credit(memo, amount), **fields).decisions
    kinds = {evidence.kind.value for evidence in decision.evidence}
    return decision.verdict.value, decision.rule.id, kinds


@pytest.mark.parametrize("code", [V23, RF, SEQ])
@pytest.mark.parametrize(
    "memo",
    [
        "MBVCB.5271840396.482913.{}.CT tu 0071000000123 LE THI MINH toi 0181000000456 TRUONG",
        "{}",
        "TKThe :0590000139999, tai MB. {} -CTLNHIDI000014950160000-1/1-CRE-002",
        "BankAPINotify 125916000983-{}-CHUYEN TIEN-OQCH000AEXXX-MOMO125916000983MOMO",
        "ĐÓNG học phí {} 3A tháng 11",
        "IBFT le thi minh{}LE",
        "{} {} FT26071800000974",
    ],
)
def test_a_whole_code_with_its_amount_is_posted(code, memo):
    assert verdict(memo.format(code, code)) == ("posted", "REC-01", {"code"})
    assert verdict(memo.format(code.lower(), code)) == ("posted", "REC-01", {"code"})


@pytest.mark.parametrize("code", [V23, RF])
def test_a_code_that_proves_itself_is_read_through_everything(code):
    spaced = f"{code[:5]} {code[5:9]}.{code[9:]}"
    assert verdict(f"CK{spaced}0912345678") == ("posted", "REC-01", {"code"})


@pytest.mark.parametrize(
    ("memo", "amount", "expected"),
    [
        (f"{SEQ}3 le minh", 500, ("review", "REC-10", {"code", "runs_on"})),
        (f"{SEQ}312 le minh", 500, ("review", "REC-10", {"code", "runs_on"})),
        (f"{SEQ}0912345678", 500, ("posted", "REC-01", {"code"})),
        (f"{SEQ[:8]} {SEQ[8:]} 3A", 500, ("posted", "REC-17", {"code", "interrupted"})),
        (f"{SEQ[:8]}.{SEQ[8:]}", 500, ("posted", "REC-17", {"code", "interrupted"})),
        ("H P26110000012", 500, ("posted", "REC-17", {"code", "interrupted"})),
        ("H P26110000012", 200, ("posted", "REC-25", {"code", "interrupted"})),
    ],
)
def test_a_code_without_check_characters_may_be_spaced_and_not_run_on(memo, amount, expected):
    assert verdict(memo, amount) == expected


@pytest.mark.parametrize(
    ("memo", "amount", "expected"),
    [
        ("HP25635 an", 500, ("posted", "REC-01", {"code"})),
        ("HP25635 an", 400, ("posted", "REC-25", {"code"})),
        ("HP 25635 an", 500, ("posted", "REC-17", {"code", "interrupted"})),
        ("HP 25635 an", 400, ("review", "REC-10", {"code", "interrupted"})),
    ],
)
def test_a_word_and_a_number_make_a_short_code_only_with_its_amount(memo, amount, expected):
    assert verdict(memo, amount, asks=[ask("HP25635")]) == expected


@pytest.mark.parametrize(
    ("memo", "rule"),
    [
        ("hocphi DHP2611001 3C T11", "REC-01"),
        ("hocphiDHP2611001 3C T11", "REC-09"),
        ("D HP26110013", "REC-09"),
    ],
)
def test_a_word_of_its_own_is_the_code_and_not_one_that_begins_inside_it(memo, rule):
    asks = [ask("DHP2611001"), ask("HP26110013", account=OTHER)]
    assert verdict(memo, asks=asks)[1] == rule


def test_a_class_glued_to_a_code_is_no_part_of_it():
    pupil = Party("Lê An", "P1", "3A")
    asks = [ask("HP99812", paid_for=pupil), ask("HP998123")]
    assert verdict("HP998123A", asks=asks[:1]) == ("posted", "REC-01", {"code", "runs_on"})
    assert verdict("HP998123A", asks=asks) == ("posted", "REC-01", {"code"})
    assert verdict("HP998124A", asks=asks) == ("review", "REC-10", {"code", "runs_on"})


@pytest.mark.parametrize(
    ("memo", "end", "codes"),
    [
        (LONGER, "posted", [LONGER]),
        (f"{SEQ} 4A", "posted", [SEQ]),
        (f"{SEQ}-3", "review", [LONGER, SEQ]),
        (f"{SEQ} 3A", "review", [LONGER, SEQ]),
        (f"{LONGER}4", "review", [LONGER]),
    ],
)
def test_a_code_that_begins_another_is_told_from_it_or_held(memo, end, codes):
    (decision,) = run(credit(memo), asks=[ask(SEQ), ask(LONGER)]).decisions
    assert decision.verdict.value == end
    assert [request.reference for request in decision.requests] == codes


@pytest.mark.parametrize(
    ("code", "memo", "certain"),
    [
        ("123456A", "99123456A", False),
        ("123456A", "99 123456A", True),
        ("123456A", "99.123456A B", True),
        ("123456A", "LE123456A", True),
        ("123456A", "123456AN", False),
        ("123456A", "123456A AN", True),
    ],
)
def test_a_legacy_code_ends_where_its_kind_of_character_ends(code, memo, certain):
    expected = (
        ("posted", "REC-01", {"code"}) if certain else ("review", "REC-10", {"code", "runs_on"})
    )
    assert verdict(memo, asks=[ask(code)]) == expected


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        (f"{SEQ} 0071 {SEQ}", ("posted", "REC-01", {"code"})),
        (f"{SEQ[:8]} {SEQ[8:]};{SEQ}", ("posted", "REC-01", {"code"})),
        (f"{SEQ};{SEQ[:8]} {SEQ[8:]}", ("posted", "REC-01", {"code"})),
        (f"{SEQ}3 {SEQ}", ("review", "REC-10", {"code", "runs_on"})),
        (f"{SEQ} {SEQ}3", ("review", "REC-10", {"code", "runs_on"})),
    ],
)
def test_a_code_at_two_places_is_doubtful_where_another_code_may_stand(memo, expected):
    assert verdict(memo) == expected


def test_a_code_beside_a_longer_one_that_begins_with_it_is_not_lost():
    for memo in (f"{LONGER};{SEQ}", f"{SEQ};{LONGER}"):
        (decision,) = run(credit(memo), asks=[ask(SEQ), ask(LONGER)]).decisions
        assert decision.rule.id == "REC-11"
        assert {request.reference for request in decision.requests} == {SEQ, LONGER}


def test_look_alike_letters_are_read_when_the_check_characters_hold():
    ours = "HVX7K3M2P9X5H"
    assert verdict("HVX7K3MZP9XSH", asks=[ask(ours)]) == ("posted", "REC-16", {"look_alike"})
    assert verdict(f"{ours} HVX7K3MZP9XSH", asks=[ask(ours)]) == ("posted", "REC-01", {"code"})
    assert verdict("HP261100000l2") == ("review", "REC-30", {"piece", "near"})


@pytest.mark.parametrize(
    ("memo", "amount", "expected"),
    [
        ("LE THI MINH chuyen tien", 501, ("unmatched", "REC-14", set())),
        ("", 501, ("unmatched", "REC-14", set())),
        ("", 500, ("review", "REC-32", {"amount"})),
        ("nop tien 26110000012", 500, ("review", "REC-32", {"amount"})),
        (SEQ[:-1], 500, ("review", "REC-30", {"piece", "near"})),
        (SEQ[:7], 500, ("review", "REC-30", {"piece"})),
        (FAR.reference, 500, ("review", "REC-09", {"code", "other_account"})),
        (CLOSED.reference, 500, ("review", "REC-34", {"code", "closed"})),
        (EXPIRED.reference, 500, ("review", "REC-15", {"code", "expired"})),
        (f"{V23} {V23_B}", 1000, ("posted", "REC-02", {"code"})),
        (f"{V23} {V23_B}", 500, ("review", "REC-11", {"code"})),
        (f"{V23} {FAR.reference}", 1000, ("review", "REC-09", {"code", "other_account"})),
        (UNKNOWN, 500, ("review", "REC-12", {"unknown_code"})),
        (f"{V23} {UNKNOWN}", 500, ("review", "REC-12", {"code", "unknown_code"})),
        (V23, -500, ("review", "REC-13", {"code"})),
        ("hoan tien", -500, ("review", "REC-13", set())),
    ],
)
def test_everything_else_is_held_with_its_reason(memo, amount, expected):
    assert verdict(memo, amount) == expected


def test_a_code_of_chance_that_shares_characters_with_an_issued_one_is_no_other_code():
    ours = "HVXC1HX47C5MT"
    assert references.is_valid(ours)
    assert [hit.reference for hit in references.find(f"{ours}T11")] == [ours, "HX47C5MTT"]
    assert verdict(f"NOP{ours}T11", asks=[ask(ours)]) == ("posted", "REC-01", {"code"})
    assert verdict("HX47C5MTT", asks=[ask(ours)]) == ("review", "REC-12", {"unknown_code"})


def test_codes_that_share_characters_are_doubtful():
    asks = [ask("ABC123XYZ9"), ask("XYZ9DEF456")]
    assert verdict("ABC123XYZ9DEF456", 1000, asks=asks) == (
        "review",
        "REC-10",
        {"code", "overlap"},
    )


def test_codes_of_two_institutions_or_of_one_invoice_are_not_paid_together():
    twice = attrs.evolve(ask(SEQ_B), covers=ask(SEQ).covers)
    elsewhere = ask(SEQ_B, institution_id="thcs-b")
    for second in (twice, elsewhere):
        memo = f"{SEQ} {SEQ_B}"
        assert verdict(memo, 1000, asks=[ask(SEQ), second]) == ("review", "REC-11", {"code"})


def test_five_requests_are_paid_together_and_six_are_not():
    codes = [f"HP2611000010{n}" for n in range(6)]
    for count, expected in ((5, ("posted", "REC-02")), (6, ("review", "REC-11"))):
        memo = ";".join(codes[:count])
        assert verdict(memo, 500 * count, asks=map(ask, codes))[:2] == expected


def test_a_second_payment_is_money_on_account_and_names_the_first():
    first, second = run(credit(V23), credit(V23 + " x", number="C2")).decisions
    assert first.verdict is Verdict.POSTED
    assert (second.verdict, second.rule.id) == (Verdict.POSTED, "REC-26")
    assert (second.allocations, second.unallocated) == ((), 500)
    assert second.evidence[-1] == Evidence(
        kind=EvidenceKind.ALREADY_PAID, reference=V23, entry_id="C1"
    )


def test_an_invoice_asked_for_twice_is_paid_once():
    again = attrs.evolve(ask(SEQ_B), covers=ask(SEQ).covers)
    result = run(credit(SEQ), credit(SEQ_B, number="C2"), asks=[ask(SEQ), again])
    assert [d.rule.id for d in result.decisions] == ["REC-01", "REC-26"]
    assert [len(d.allocations) for d in result.decisions] == [1, 0]


def test_a_virtual_account_that_was_addressed_is_the_credited_account():
    virtual = Account(acquirer_id="970436", number="V789000001", kind=AccountKind.VIRTUAL)
    for number, expected in (("V789000001", "posted"), ("V789000002", "review"), (None, "review")):
        entry = credit(SEQ, virtual_account=number)
        assert run(entry, asks=[ask(SEQ, account=virtual)]).decisions[0].verdict.value == expected


def test_the_kind_of_account_does_not_matter():
    collection = attrs.evolve(SCHOOL, kind=AccountKind.COLLECTION)
    assert verdict(SEQ, asks=[ask(SEQ, account=collection)])[0] == "posted"


def told(number: str, **fields) -> CreditEntry:
    base = {"number": number, "bank_reference": "FT26305885032964", "amount": 500, "memo": V23}
    return credit(**(base | fields))


def webhook(delivery_id: str, channel: str = "webhook") -> Delivery:
    return Delivery(channel=channel, id=delivery_id)


NO_NUMBER = {"bank_reference": None}
LONG = f"{V23} LE THI MINH chuyen tien hoc thang 11 lop 3A"


def test_channels_are_paired_report_by_report():
    """Two true payments of equal content, told by two channels, are two and not three."""
    feed = [
        told(f"C{n}", **NO_NUMBER, delivery=webhook(str(n), channel))
        for n, channel in enumerate(("webhook", "webhook", "statement", "statement", "statement"))
    ]
    rules = [decision.rule.id for decision in run(*feed).decisions]
    assert rules == ["REC-01", "REC-26", "REC-29", "REC-29", "REC-05"]
    numbers = ("FT100001", "FT100002", "FT100001", None)
    feed = [told(f"C{n}", bank_reference=r, memo=SEQ) for n, r in enumerate(numbers)]
    rules = [decision.rule.id for decision in run(*feed).decisions]
    assert rules == ["REC-01", "REC-26", "REC-04", "REC-26"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"delivery": webhook("7")}, {"delivery": webhook("7")}, "REC-03"),
        ({}, {"delivery": webhook("8")}, "REC-04"),
        ({}, {"bank_reference": "FT26305885032964\\BNK"}, "REC-04"),
        ({}, {"bank_reference": "ft26305885032964 - 1"}, "REC-04"),
        ({"bank_reference": "845726"}, {"bank_reference": "REF845726"}, "REC-04"),
        ({}, {"memo": V23.lower()[:6] + "  " + V23[6:]}, "REC-04"),
        ({}, {"booked_at": BOOKED + timedelta(hours=3)}, "REC-04"),
        ({}, {"memo": SEQ}, "REC-05"),
        ({"delivery": webhook("7")}, {"delivery": webhook("7"), "amount": 501}, "REC-05"),
        ({"delivery": webhook("7")}, {"delivery": webhook("7"), "account": OTHER}, "REC-05"),
        (
            {"delivery": webhook("7")},
            {"delivery": webhook("7", "other"), "bank_reference": "FT26305885032965"},
            "REC-26",
        ),
        ({"delivery": webhook("7")}, {"delivery": webhook("7", "other"), **NO_NUMBER}, "REC-29"),
        (NO_NUMBER, {"delivery": webhook("7")}, "REC-29"),
        ({"memo": LONG}, {"memo": LONG[:30]}, "REC-04"),
        ({"memo": LONG[:30]}, {"memo": LONG}, "REC-04"),
        ({"memo": LONG}, {"memo": LONG[:18]}, "REC-05"),
        ({"memo": LONG}, {"memo": LONG[:30], "delivery": webhook("7"), **NO_NUMBER}, "REC-05"),
        ({}, {"booked_at": BOOKED + timedelta(days=1)}, "REC-26"),
        ({}, {"account": OTHER}, "REC-09"),
        ({}, {"amount": 501}, "REC-26"),
        ({}, {"bank_reference": None}, "REC-26"),
        ({"bank_reference": None}, {"bank_reference": None}, "REC-26"),
        ({"bank_reference": "-"}, {"bank_reference": "-"}, "REC-26"),
        ({"bank_reference": "N/A"}, {"bank_reference": "N/A"}, "REC-26"),
        ({"bank_reference": "000000"}, {"bank_reference": "000000"}, "REC-26"),
        ({"bank_reference": "12"}, {"bank_reference": "12"}, "REC-26"),
    ],
)
def test_a_copy_is_known_by_its_identity_and_a_stranger_is_not_dropped(first, second, expected):
    decisions = run(told("C1", **first), told("C2", **second)).decisions
    assert [d.rule.id for d in decisions] == ["REC-01", expected]
    if expected in ("REC-03", "REC-04", "REC-05"):
        copy_of = Evidence(kind=EvidenceKind.COPY_OF, entry_id="C1")
        assert decisions[1].evidence[-1] == copy_of
        held = Verdict.REVIEW if expected == "REC-05" else Verdict.DUPLICATE
        assert decisions[1].verdict is held


def test_a_second_run_posts_nothing_again():
    entries = (told("C1", delivery=webhook("7")), credit(SEQ, number="C2"))
    before = run(*entries)
    again = run(*entries, credit(SEQ_B, number="C3"), known=before.decisions)
    assert [d.rule.id for d in again.decisions] == ["REC-03", "REC-03", "REC-01"]
    assert [receipt.id for receipt in again.receipts] == ["C3"]


def test_a_receipt_says_what_is_known_and_no_more():
    covers = (
        Cover(invoice_id="I-1", amount=300, purposes=frozenset({"meals"})),
        Cover(invoice_id="I-2", amount=200, purposes=frozenset({"bus", "discount"})),
    )
    entry = credit(SEQ, counterparty=Counterparty(name="LE THI MINH"))
    expected = Receipt(
        id="C1",
        institution_id="thcs-a",
        gross=500,
        paid_on=date(2026, 11, 2),
        method=None,
        payer_class=PayerClass.HOUSEHOLD,
        source=ReceiptSource.BANK,
        evidence="C1",
        recorded_at=RECORDED,
        purposes=frozenset({"meals", "bus", "discount"}),
        allocations=(
            Allocation(invoice_id="I-1", amount=300, purpose="meals"),
            Allocation(invoice_id="I-2", amount=200, purpose=None),
        ),
        payer_name="LE THI MINH",
        payer_name_source=ReceiptSource.BANK,
    )
    asks = [ask(SEQ, covers=covers)]
    assert run(entry, asks=asks).receipts == (expected,)
    nameless = attrs.evolve(entry, counterparty=None)
    policy = Policy(payer_class=PayerClass.SPONSOR)
    result = run(nameless, asks=asks, method="qr_transfer", policy=policy)
    assert result.receipts == (
        attrs.evolve(
            expected,
            payer_name=None,
            payer_name_source=None,
            method="qr_transfer",
            payer_class=PayerClass.SPONSOR,
        ),
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"asks": [ask(SEQ), ask(SEQ)]}, f"two requests have the reference {SEQ}"),
        ({"asks": [CLOSED]}, "two requests have the reference"),
        ({"recorded_at": datetime(2026, 12, 1)}, "recorded_at has no time zone"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_told_apart_is_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        run(**fields)
    with pytest.raises(ValueError, match="two entries have the id 'C1'"):
        run(credit("a"), credit("b"))


def test_a_decision_that_allocates_what_it_may_not_is_refused():
    (posted,) = run(credit(V23)).posted
    more = (Allocation(invoice_id="I-1", amount=501),)
    for changed in ({"allocations": more}, {"verdict": Verdict.REVIEW}):
        with pytest.raises(ValueError, match="pays at most its amount, another nothing"):
            attrs.evolve(posted, **changed)


def test_evidence_gives_places_and_a_repr_shows_no_person():
    memo = f"LE THI MINH {V23} 0900000000"
    (decision,) = run(credit(memo, counterparty=Counterparty(name="LE THI MINH"))).decisions
    assert decision.evidence == (Evidence(kind=EvidenceKind.CODE, reference=V23, start=12, end=25),)
    assert memo[12:25] == V23
    for secret in ("MINH", "0900000000", SCHOOL.number):
        assert secret not in repr(decision)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_rule_and_every_kind_of_evidence_speaks(lang):
    assert len({messages.text(f"rule.{rule.id}", lang) for rule in RULES}) == len(RULES)
    said = {Evidence(kind=k, reference=V23, entry_id="C1").message(lang) for k in EvidenceKind}
    assert len(said) == len(EvidenceKind)
    nameless = {EvidenceKind.PIECE, EvidenceKind.VIRTUAL_ACCOUNT, EvidenceKind.AMOUNT}
    assert sum(V23 in text or "C1" in text for text in said) == len(said) - len(nameless)
    (decision,) = run(credit("x", 501)).unmatched
    assert decision.message(lang) == messages.text("rule.REC-14", lang)
