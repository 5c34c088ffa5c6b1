"""Settlements: sums to the dong, lumps that pay no invoice, payments as receipts."""

from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import documents, messages, registry, settlements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry, Delivery
from cashless_edu_health.errors import DataError, EncodeError, UnknownLayoutError
from cashless_edu_health.findings import Skipped
from cashless_edu_health.invoices import Cover, PaymentRequest
from cashless_edu_health.receipts import Allocation, PayerClass, Receipt, ReceiptSource, Reversal
from cashless_edu_health.reconciliation import reconcile
from cashless_edu_health.settlements import (
    Refund,
    Settlement,
    SettlementColumns,
    SettlementItem,
    SettlementLayout,
)

SCHOOL = Account(acquirer_id="970436", number="0071000123456")
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
DAY = date(2026, 11, 22)


def item(name="P1", **changes):
    fields = {"id": name, "gross": 550_000, "paid_on": DAY, "method": "card_pos"}
    return SettlementItem(**(fields | changes))


def refund(name="R1", **changes):
    fields = {"id": name, "amount": 50_000, "refunded_on": DAY, "item_id": "P1"}
    return Refund(**(fields | changes))


def settlement(**changes):
    fields = {
        "id": "S1",
        "provider": "invented",
        "account": SCHOOL,
        "paid_on": date(2026, 11, 23),
        "items": (item(), item("P2", gross=450_000)),
        "refunds": (refund(),),
        "gross": 1_000_000,
        "fee": 11_000,
        "net": 939_000,
        "payout_reference": "INV20261122A",
    }
    return Settlement(**(fields | changes))


def found(one):
    return [(f.rule.id, f.path, dict(f.values)) for f in settlements.check(one).findings]


FAULTS = [
    ({}, []),
    ({"gross": 1_000_001, "net": 939_001}, [("SET-01", "gross", {"difference": 1})]),
    ({"net": 938_999}, [("SET-02", "net", {"difference": 1})]),
    ({"net": 939_500}, [("SET-02", "net", {"difference": -500})]),
    (
        {"items": (item(fee=6_000), item("P2", gross=450_000, fee=4_999))},
        [("SET-03", "fee", {"difference": 1})],
    ),
    ({"items": (item(fee=6_000), item("P2", gross=450_000, fee=5_000))}, []),
    ({"items": (item(), item(gross=450_000))}, [("SET-04", "items[1].id", {})]),
    ({"refunds": (refund("P2"),)}, [("SET-04", "refunds[0].id", {})]),
    ({"refunds": (refund(item_id="P9"),)}, [("SET-05", "refunds[0].item_id", {})]),
    ({"refunds": (refund(item_id=None),)}, [("SET-05", "refunds[0].item_id", {})]),
    (
        {
            "refunds": (refund(amount=500_000), refund("R2", amount=50_001)),
            "net": 438_999,
        },
        [("SET-06", "refunds[1].amount", {})],
    ),
    ({"paid_on": date(2026, 11, 21)}, [("SET-07", f"items[{n}].paid_on", {}) for n in (0, 1)]),
    ({"items": (), "refunds": (), "gross": 0, "fee": 0, "net": 0}, []),
    (
        {"items": (), "gross": 0, "fee": 0, "net": -50_000},
        [("SET-05", "refunds[0].item_id", {})],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), FAULTS)
def test_what_does_not_add_up_is_named(changes, expected):
    assert found(settlement(**changes)) == expected


def test_fees_are_skipped_by_name_where_a_payment_has_none():
    report = settlements.check(settlement(items=(item(fee=1), item("P2", gross=450_000))))
    assert report.skipped == (Skipped(check="fees", reason="no-item-fees"),)
    assert report.checked == ("sums", "parts")
    assert all(report.skipped[0].message(lang) for lang in messages.LANGUAGES)
    whole = settlements.check(settlement(items=(item(gross=1_000_000, fee=11_000),)))
    assert (whole.skipped, whole.checked) == ((), ("sums", "parts", "fees"))


@given(
    grosses=st.lists(st.integers(1, 10**9), max_size=5),
    fee=st.integers(0, 10**6),
    wrong=st.integers(-(10**6), 10**6),
)
def test_a_settlement_is_clean_exactly_when_it_adds_up(grosses, fee, wrong):
    one = settlement(
        items=tuple(item(f"P{n}", gross=gross) for n, gross in enumerate(grosses)),
        refunds=(),
        gross=sum(grosses),
        fee=fee,
        net=sum(grosses) - fee + wrong,
    )
    assert settlements.check(one).ok is (wrong == 0)


BAD_VALUES = [
    (lambda: item(gross=0), "gross"),
    (lambda: item(gross=True), "gross"),
    (lambda: item(name=" "), "id"),
    (lambda: item(fee=-1), "fee"),
    (lambda: item(order_id=""), "order_id"),
    (lambda: refund(amount=0), "amount"),
    (lambda: settlement(net=10**13), "net"),
    (lambda: settlement(provider=""), "provider"),
    (lambda: settlement(account=Account("97", "1")), "acquirer_id"),
]


@pytest.mark.parametrize(("make", "names"), BAD_VALUES)
def test_a_value_without_sense_is_refused_without_being_quoted(make, names):
    with pytest.raises((ValueError, EncodeError), match=names):
        make()


def credit(name="C1", **changes):
    fields = {
        "id": name,
        "account": SCHOOL,
        "amount": 939_000,
        "booked_at": datetime(2026, 11, 23, 3, tzinfo=UTC),
        "remittance_information": "INVENTED PAY TT INV2026 1122a NGAY 22/11",
    }
    return CreditEntry(**(fields | changes))


OTHER = Account("970418", "0071000123456")
LUMPS = [
    ([credit()], [("C1", "SET-08", ["S1"])], [], []),
    (
        [credit(remittance_information="", bank_reference="INV20261122A")],
        [("C1", "SET-08", ["S1"])],
        [],
        [],
    ),
    ([credit(amount=939_001)], [("C1", "SET-09", ["S1"])], [], ["S1"]),
    ([credit(account=OTHER)], [("C1", "SET-10", ["S1"])], [], ["S1"]),
    ([credit(), credit("C2")], [("C1", "SET-08", ["S1"]), ("C2", "SET-11", ["S1"])], [], []),
    ([credit(remittance_information="TT")], [], ["C1"], ["S1"]),
    (
        [credit("C0", amount=1), credit(), credit("C9", remittance_information="HVX7K3M2P9X5H")],
        [("C0", "SET-09", ["S1"]), ("C1", "SET-08", ["S1"])],
        ["C9"],
        [],
    ),
]


@pytest.mark.parametrize(("entries", "lumps", "rest", "still_open"), LUMPS)
def test_a_lump_closes_its_settlement_and_pays_no_invoice(entries, lumps, rest, still_open):
    closing = settlements.close([settlement()], entries)
    found_here = [
        (one.entry.id, one.rule.id, [s.id for s in one.settlements]) for one in closing.lumps
    ]
    assert found_here == lumps
    assert [entry.id for entry in closing.rest] == rest
    assert [one.id for one in closing.open] == still_open
    assert [one.closes for one in closing.lumps] == [row[1] == "SET-08" for row in lumps]
    assert all(one.message(lang) for one in closing.lumps for lang in messages.LANGUAGES)


def test_a_credit_with_two_payout_references_closes_neither():
    two = settlement(id="S2", payout_reference="INV20261123B")
    entry = credit(remittance_information="INV20261122A INV20261123B")
    closing = settlements.close([settlement(), two], [entry])
    assert [(one.rule.id, len(one.settlements)) for one in closing.lumps] == [("SET-12", 2)]
    assert [one.id for one in closing.open] == ["S1", "S2"]


@pytest.mark.parametrize("reference", [None, "A1", "A-1-2-3"])
def test_an_amount_alone_closes_nothing(reference):
    entry = credit(remittance_information="A1 A123")
    closing = settlements.close([settlement(payout_reference=reference)], [entry])
    assert (closing.lumps, closing.rest) == ((), (entry,))
    assert [one.id for one in closing.open] == ["S1"]


def test_two_settlements_of_one_provider_have_two_ids():
    with pytest.raises(ValueError, match="have one id"):
        settlements.close([settlement(), settlement()], [])
    settlements.close([settlement(), settlement(provider="other")], [])


@given(st.lists(st.sampled_from(["INV20261122A", "HP 3A", "inv2026 1122 a x", ""]), max_size=8))
def test_every_credit_ends_in_exactly_one_list(memos):
    entries = [credit(f"C{n}", remittance_information=memo) for n, memo in enumerate(memos)]
    closing = settlements.close([settlement()], entries)
    ended = [one.entry for one in closing.lumps] + list(closing.rest)
    assert sorted(entry.id for entry in ended) == sorted(entry.id for entry in entries)
    assert sum(one.closes for one in closing.lumps) == (not closing.open)


def test_a_lump_whose_amount_is_a_request_is_not_matched_with_it():
    ask = request(amount=939_000)
    memo = f"INV20261122A {ask.reference}"
    closing = settlements.close([settlement()], [credit(remittance_information=memo)])
    assert reconcile(closing.rest, [ask], recorded_at=NOW).decisions == ()


def request(reference="HVX7K3M2P9X5H", amount=550_000, **changes):
    fields = {
        "reference": reference,
        "institution_id": "thcs-bia",
        "account": SCHOOL,
        "amount": amount,
        "covers": (
            Cover(invoice_id=f"HD-{reference}", amount=amount, purposes=frozenset({"tuition"})),
        ),
    }
    return PaymentRequest(**(fields | changes))


def post(one, requests=(), **changes):
    return settlements.post(
        one, requests, **({"institution_id": "school", "recorded_at": NOW} | changes)
    )


def outcome(posting):
    return (
        [(r.id, r.gross, r.institution_id, r.unallocated) for r in posting.receipts],
        [(r.id, r.receipt_id, r.amount) for r in posting.reversals],
        [(f.rule.id, f.path) for f in posting.findings],
    )


def test_a_payment_becomes_a_receipt_of_the_gross_and_a_refund_a_reversal():
    one = settlement(items=(item(reference="HVX7K3M2P9X5H", fee=5_000),), gross=550_000)
    assert post(one, [request()]) == settlements.Posting(
        receipts=(
            Receipt(
                id="invented:P1",
                institution_id="thcs-bia",
                gross=550_000,
                paid_on=DAY,
                method="card_pos",
                payer_class=PayerClass.HOUSEHOLD,
                source=ReceiptSource.SETTLEMENT,
                evidence="P1",
                recorded_at=NOW,
                purposes=frozenset({"tuition"}),
                allocations=(Allocation("HD-HVX7K3M2P9X5H", 550_000, "tuition"),),
            ),
        ),
        reversals=(
            Reversal(
                id="invented:R1",
                receipt_id="invented:P1",
                amount=50_000,
                reversed_on=DAY,
                recorded_at=NOW,
            ),
        ),
        findings=(),
    )


PAID = ("invented:P1", 550_000, "thcs-bia", 0)
HELD = ("invented:P1", 550_000, "thcs-bia", 550_000)
STRAY = ("invented:P1", 550_000, "school", 550_000)
WITH_CODE = item(reference="HVX7K3M2P9X5H")
POSTINGS = [
    (WITH_CODE, {}, PAID, []),
    (item(order_id="O-1"), {"orders": {"O-1": "HVX7K3M2P9X5H"}}, PAID, []),
    (item(order_id="O-1"), {"orders": {"O-2": "HVX7K3M2P9X5H"}}, STRAY, ["SET-13"]),
    (item(), {}, STRAY, ["SET-13"]),
    (item(reference="HVX000000011H"), {}, STRAY, ["SET-13"]),
    (
        attrs.evolve(WITH_CODE, gross=550_001),
        {},
        (*PAID[:1], 550_001, "thcs-bia", 550_001),
        ["SET-14"],
    ),
    (WITH_CODE, {"paid": {"HVX7K3M2P9X5H"}}, HELD, ["SET-15"]),
]


@pytest.mark.parametrize(("one", "changes", "receipt", "rules"), POSTINGS)
def test_what_a_payment_is_for_is_told_by_its_code_and_its_amount(one, changes, receipt, rules):
    posting = post(settlement(items=(one,), refunds=()), [request()], **changes)
    assert outcome(posting) == ([receipt], [], [(rule, "items[0]") for rule in rules])
    assert all(f.message(lang) for f in posting.findings for lang in messages.LANGUAGES)


def test_a_request_is_paid_once():
    one = settlement(items=(WITH_CODE, attrs.evolve(WITH_CODE, id="P2")), refunds=())
    got = outcome(post(one, [request()]))
    assert got == (
        [PAID, ("invented:P2", 550_000, "thcs-bia", 550_000)],
        [],
        [("SET-15", "items[1]")],
    )


def test_several_purposes_and_instalments_are_kept():
    covers = (
        Cover(invoice_id="A", amount=500_000, purposes=frozenset({"tuition", "meals"})),
        Cover(invoice_id="B", amount=50_000, instalment="1/3"),
    )
    posting = post(settlement(items=(WITH_CODE,), refunds=()), [request(covers=covers)])
    assert posting.receipts[0].allocations == (
        Allocation("A", 500_000),
        Allocation("B", 50_000, instalment="1/3"),
    )
    assert posting.receipts[0].purposes == {"tuition", "meals"}


def test_refunds_go_to_known_receipts_and_never_beyond_them():
    earlier = post(settlement(items=(item("P0"),), refunds=())).receipts
    one = settlement(
        items=(item(),),
        refunds=(
            refund(amount=550_000),
            refund("R2", amount=1),
            refund("R3", item_id="P0"),
            refund("R4", item_id="P8"),
            refund("R5", item_id=None),
        ),
    )
    reversed_here = [
        ("invented:R1", "invented:P1", 550_000),
        ("invented:R3", "invented:P0", 50_000),
    ]
    faults = [("SET-17", "refunds[1]"), ("SET-16", "refunds[3]"), ("SET-16", "refunds[4]")]
    got = post(one, receipts=earlier)
    assert outcome(got)[1:] == (reversed_here, [("SET-13", "items[0]"), *faults])
    assert all(f.message(lang) for f in got.findings for lang in messages.LANGUAGES)


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(ValueError, match="two requests have one reference"):
        post(settlement(), [request(), request()])
    with pytest.raises(ValueError, match="two payments have one id"):
        post(settlement(items=(item(), item())))
    with pytest.raises(ValueError, match="time zone"):
        post(settlement(), recorded_at=datetime(2026, 1, 1))  # noqa: DTZ001 - refused for that


LAYOUT = registry.settlement_layout("cashless-settlement-csv")
HEADER = ",".join(LAYOUT.columns.names)
NAMES = LAYOUT.columns.names
ROW = dict.fromkeys(NAMES, "") | {"settlement_id": "S1", "day": "2026-11-22"}
PAYMENT = {**ROW, "kind": "payment", "id": "P1", "amount": "550000", "fee": "6000"} | {
    "order_id": "O-1",
    "reference": "HVX7K3M2P9X5H",
    "method": "card_pos",
    "bank_ref": "FT1",
}
BARE = {**ROW, "kind": "payment", "id": "P2", "amount": "450000"}
REFUND = {**ROW, "kind": "refund", "id": "R1", "amount": "50000", "payment_id": "P1"}
TOTAL = {**ROW, "kind": "total", "day": "2026-11-23", "amount": "1000000"} | {
    "fee": "11000",
    "net": "939000",
    "payout_ref": "INV20261122A",
}


def table(*rows, layout=LAYOUT):
    lines = [
        layout.delimiter.join(names) for names in (layout.columns.names, *map(dict.values, rows))
    ]
    return "\n".join(lines).encode()


def read(data, layout=LAYOUT):
    return settlements.read_bytes(
        data, file="s.csv", layout=layout, provider="invented", account=SCHOOL
    )


def came(name, layout=LAYOUT):
    return Delivery(channel=layout.name, id=f"invented/{name}")


def test_a_file_becomes_settlements(tmp_path):
    whole = settlement(
        items=(
            item(fee=6_000, order_id="O-1", reference="HVX7K3M2P9X5H", bank_reference="FT1"),
            item("P2", gross=450_000, method=None),
        )
    )
    second = {
        **TOTAL,
        "settlement_id": "S2",
        "amount": "0",
        "fee": "0",
        "net": "-5",
        "payout_ref": "",
    }
    data = table(PAYMENT, REFUND, second, BARE, TOTAL)
    empty = settlement(id="S2", items=(), refunds=(), gross=0, fee=0, net=-5, payout_reference=None)
    whole = attrs.evolve(whole, delivery=came("S1"))
    empty = attrs.evolve(empty, delivery=came("S2"))
    assert read(data) == (whole, empty)
    path = tmp_path / "s.csv"
    path.write_bytes(data)
    assert settlements.read(
        path, layout=LAYOUT, provider="invented", account=SCHOOL, received_at=NOW
    ) == tuple(
        attrs.evolve(one, delivery=attrs.evolve(one.delivery, received_at=NOW))
        for one in (whole, empty)
    )
    assert read(HEADER.encode()) == ()


BAD_FILES = [
    ({**PAYMENT, "kind": "x"}, "line 2, kind", "is no word of the layout"),
    ({**PAYMENT, "kind": ""}, "line 2, kind", "is empty"),
    ({**PAYMENT, "settlement_id": " "}, "line 2, settlement_id", "is empty"),
    ({**PAYMENT, "id": ""}, "line 2, id", "is empty"),
    ({**PAYMENT, "amount": ""}, "line 2, amount", "is empty"),
    ({**PAYMENT, "amount": "5.5"}, "line 2, amount", "is not an amount in whole dong"),
    ({**PAYMENT, "amount": "0"}, "line 2, amount", "is not an amount in whole dong"),
    ({**PAYMENT, "fee": "-1"}, "line 2, fee", "is not an amount in whole dong"),
    ({**PAYMENT, "day": "22/11/2026"}, "line 2, day", "is not a day"),
    ({**PAYMENT, "day": "２026-11-22"}, "line 2, day", "is not a day"),
    ({**PAYMENT, "method": "cash"}, "line 2, method", "is no word of the layout"),
    ({**REFUND, "amount": "-1"}, "line 2, amount", "is not an amount in whole dong"),
    ({**TOTAL, "net": "x"}, "line 2, net", "is not an amount in whole dong"),
    (TOTAL, "line 3", "has not exactly one line of sums"),
]


@pytest.mark.parametrize(("row", "path", "reason"), BAD_FILES)
def test_a_broken_line_is_named(row, path, reason):
    rows = (row,) if row is not TOTAL and row["kind"] == "total" else (row, TOTAL)
    with pytest.raises(DataError, match=reason) as caught:
        read(table(*rows))
    assert (caught.value.path, caught.value.file) == (path, "s.csv")


def test_a_settlement_without_sums_is_refused():
    with pytest.raises(DataError, match="has not exactly one line of sums") as caught:
        read(table(PAYMENT))
    assert caught.value.path == ""


SMALL = SettlementLayout(
    name="small",
    columns=SettlementColumns(
        kind="Loai", settlement="Phien", id="Ma", day="Ngay", amount="Tien", fee="Phi", net="Nhan"
    ),
    kinds={"GD": "payment", "HOAN": "refund", "TONG": "total", "GD2": "payment"},
    delimiter=";",
    encoding="utf-8-sig",
    thousands=".",
    day_format="%d/%m/%Y",
    source="invented",
    confidence="sampled",
)


def test_a_layout_of_ones_own_reads_another_providers_file():
    data = (
        "Loai;Phien;Ma;Ngay;Tien;Phi;Nhan\n"
        "GD2;S1;P1;22/11/2026;1.000.000;11.000;\n"
        "HOAN;S1;R1;22/11/2026;50.000;;\n"
        "TONG;S1;;23/11/2026;1.000.000;11.000;939.000\n"
    )
    expected = settlement(
        items=(item(gross=1_000_000, method=None, fee=11_000),),
        refunds=(refund(item_id=None),),
        payout_reference=None,
        delivery=came("S1", SMALL),
    )
    assert read(data.encode(), SMALL) == (expected,)


BAD_LAYOUTS = [
    {"name": "A b"},
    {"delimiter": ";;"},
    {"delimiter": ""},
    {"thousands": "'"},
    {"kinds": {"GD": "payment"}},
    {"confidence": "sure"},
    {"source": ""},
    {"day_format": ""},
]


@pytest.mark.parametrize("changes", BAD_LAYOUTS)
def test_a_layout_without_sense_is_refused(changes):
    with pytest.raises(ValueError, match=next(iter(changes))):
        attrs.evolve(SMALL, **changes)


def test_a_column_holds_one_thing():
    with pytest.raises(ValueError, match="one column is named for two things"):
        attrs.evolve(SMALL.columns, item="Ma")


def test_an_unknown_layout_names_the_known_ones():
    with pytest.raises(UnknownLayoutError) as caught:
        registry.settlement_layout("nothing")
    assert caught.value.candidates == ("cashless-settlement-csv",)


WHOLE = settlement(
    items=(
        item(
            fee=0,
            order_id="O-1",
            reference="HVX7K3M2P9X5H",
            bank_reference="FT1",
            delivery=Delivery(channel="vnpay", id="1", received_at=NOW),
        ),
        item("P2", method=None),
    )
)


@pytest.mark.parametrize(
    "one", [WHOLE, settlement(delivery=came("S1")), settlement(refunds=(), items=())]
)
def test_a_settlement_reads_back_as_it_was_written(tmp_path, one):
    path = tmp_path / "s.json"
    path.write_text(documents.write_settlement(one), encoding="utf-8")
    assert documents.read_settlement(path) == one


BAD_DOCUMENTS = [
    ('"settlement/1"', '"settlement/2"', "format"),
    ('"gross": 1000000', '"gross": 1000000.5', "gross"),
    ('"gross": 1000000', '"gross": -1', ""),
    ('"net"', '"more": 1, "net"', "more"),
    ('"gross": 550000', '"gross": 0', "items[0]"),
    ('"id": "S1"', '"id": ""', ""),
]


@pytest.mark.parametrize(("old", "new", "path"), BAD_DOCUMENTS)
def test_a_broken_document_is_refused_with_its_place(tmp_path, old, new, path):
    file = tmp_path / "s.json"
    text = documents.write_settlement(settlement())
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        documents.read_settlement(file)
    assert caught.value.path == path


def test_no_repr_shows_an_amount_or_an_account():
    assert "550000" not in repr(WHOLE)
    assert SCHOOL.number not in repr(WHOLE)
