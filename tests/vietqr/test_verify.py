"""A scanned code against the one that was issued, and against registered accounts."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import emvco, messages, registry, vietqr
from cashless_edu_health.accounts import Account, AccountBook, AccountKind, NumberPattern
from cashless_edu_health.accounts import RegisteredAccount as Row
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Template
from cashless_edu_health.findings import Severity, Skipped
from cashless_edu_health.vietqr import AdditionalData, Difference, ServiceCode, Verdict, VietQR

BANKS = registry.banks()
ON = date(2026, 11, 22)
ACCOUNT = Account("970436", "0000123456789")
ISSUED = VietQR(
    ACCOUNT,
    amount=79_000,
    additional_data=AdditionalData(purpose="HVX7K3M2P9X5H", store_label="Q1"),
    merchant_name="TRUONG THCS A",
)
STATIC = VietQR(ACCOUNT)
OTHER = Account("970436", "0000123456780")


def evolve(**changes):
    return attrs.evolve(ISSUED, **changes).encode()


def purpose(text):
    return AdditionalData(purpose=text, store_label="Q1")


def resealed(old, new, text=None):
    """The issued code with one piece changed and its checksum repaired."""
    whole = ISSUED.encode() if text is None else text
    assert whole.count(old) == 1
    return emvco.append_crc(whole[:-8].replace(old, new))


def with_objects(*objects, code=ISSUED):
    return emvco.append_crc(code.encode()[:-8] + "".join(o.encode() for o in objects))


def own(verification):
    """Rules of the comparison alone, with their places."""
    findings = verification.report.findings
    return [(f.rule.id, f.path) for f in findings if f.rule.id.startswith("VER")]


def differing(verification):
    return [(d.path, d.field, d.expected, d.scanned) for d in verification.differences]


VNPAY = Template([DataObject("00", "A000000775"), DataObject("01", "0100000001")])

AGAINST_ISSUED = {
    "the same": (ISSUED.encode(), [Verdict.GENUINE], [], []),
    "another account": (
        evolve(account=OTHER),
        [Verdict.ALTERED_ACCOUNT],
        [("VER-01", "38.01.01")],
        [("38.01.01", "account", "0000123456789", "0000123456780")],
    ),
    "the same name on another account": (
        evolve(account=OTHER, merchant_name="TRUONG THCS A"),
        [Verdict.ALTERED_ACCOUNT],
        [("VER-01", "38.01.01")],
        [("38.01.01", "account", "0000123456789", "0000123456780")],
    ),
    "another name on the same account": (
        evolve(merchant_name="TRUONG THCS B"),
        [Verdict.GENUINE],
        [("VER-11", "59")],
        [("59", "merchant_name", "TRUONG THCS A", "TRUONG THCS B")],
    ),
    "no name, another place and category": (
        evolve(merchant_name=None, merchant_city="HA NOI", merchant_category_code="8211"),
        [Verdict.GENUINE],
        [("VER-11", "52"), ("VER-11", "59"), ("VER-11", "60")],
        [
            ("52", "merchant_category_code", None, "8211"),
            ("59", "merchant_name", "TRUONG THCS A", None),
            ("60", "merchant_city", None, "HA NOI"),
        ],
    ),
    "another bank": (
        evolve(account=Account("970422", "0000123456789")),
        [Verdict.ALTERED_BANK],
        [("VER-02", "38.01.00")],
        [("38.01.00", "bank", "970436", "970422")],
    ),
    "another account at another bank": (
        evolve(account=Account("970422", "0000123456780")),
        [Verdict.ALTERED_ACCOUNT, Verdict.ALTERED_BANK],
        [("VER-02", "38.01.00"), ("VER-01", "38.01.01")],
        [
            ("38.01.00", "bank", "970436", "970422"),
            ("38.01.01", "account", "0000123456789", "0000123456780"),
        ],
    ),
    "card": (
        evolve(service_code=ServiceCode.CARD),
        [Verdict.ALTERED_OTHER],
        [("VER-07", "38.02")],
        [("38.02", "service", "QRIBFTTA", "QRIBFTTC")],
    ),
    "another amount": (
        evolve(amount=790_000),
        [Verdict.ALTERED_AMOUNT],
        [("VER-03", "54")],
        [("54", "amount", "79000", "790000")],
    ),
    "no amount": (
        evolve(amount=None),
        [Verdict.ALTERED_AMOUNT],
        [("VER-03", "54")],
        [("54", "amount", "79000", None)],
    ),
    "another purpose": (
        evolve(additional_data=purpose("HVX7K3M2P9X5J")),
        [Verdict.FOREIGN_REFERENCE],
        [("VER-04", "62.08")],
        [("62.08", "purpose", "HVX7K3M2P9X5H", "HVX7K3M2P9X5J")],
    ),
    "no purpose": (
        evolve(additional_data=purpose(None)),
        [Verdict.FOREIGN_REFERENCE],
        [("VER-04", "62.08")],
        [("62.08", "purpose", "HVX7K3M2P9X5H", None)],
    ),
    "the purpose in lower case": (
        evolve(additional_data=purpose("hvx7k3m2p9x5h")),
        [Verdict.FOREIGN_REFERENCE],
        [("VER-04", "62.08")],
        [("62.08", "purpose", "HVX7K3M2P9X5H", "hvx7k3m2p9x5h")],
    ),
    "static with the same amount": (
        evolve(initiation=PointOfInitiationMethod.STATIC),
        [Verdict.STATIC_WHERE_DYNAMIC],
        [("VER-05", "01")],
        [("01", "initiation", "12", "11")],
    ),
    "the static code of the same account": (
        STATIC.encode(),
        [Verdict.STATIC_WHERE_DYNAMIC],
        [
            *[("VER-05", "01"), ("VER-05", "54"), ("VER-11", "59")],
            *[("VER-05", "62.03"), ("VER-05", "62.08")],
        ],
        [
            ("01", "initiation", "12", "11"),
            ("54", "amount", "79000", None),
            ("59", "merchant_name", "TRUONG THCS A", None),
            ("62.03", "store_label", "Q1", None),
            ("62.08", "purpose", "HVX7K3M2P9X5H", None),
        ],
    ),
    "static with another amount": (
        evolve(initiation=PointOfInitiationMethod.STATIC, amount=1),
        [Verdict.ALTERED_AMOUNT, Verdict.STATIC_WHERE_DYNAMIC],
        [("VER-05", "01"), ("VER-03", "54")],
        [("01", "initiation", "12", "11"), ("54", "amount", "79000", "1")],
    ),
    "a payee of VNPAY beside": (
        with_objects(DataObject("26", VNPAY)),
        [Verdict.SECOND_PAYEE],
        [("VER-06", "26")],
        [("26", "payee", None, "0010A00000077501100100000001")],
    ),
    "a label of a wallet beside": (
        with_objects(DataObject("80", "046")),
        [Verdict.SECOND_PAYEE],
        [("VER-06", "80")],
        [("80", "payee", None, "046")],
    ),
    "a tip": (
        with_objects(DataObject("55", "01")),
        [Verdict.ALTERED_AMOUNT],
        [("VER-03", "55")],
        [("55", "fee", None, "01")],
    ),
    "names in another language": (
        with_objects(DataObject("64", "0002VN0103ABC0202HN")),
        [Verdict.GENUINE],
        [("VER-11", "64.00"), ("VER-11", "64.01"), ("VER-11", "64.02")],
        [
            ("64.00", "merchant_name", None, "VN"),
            ("64.01", "merchant_name", None, "ABC"),
            ("64.02", "merchant_city", None, "HN"),
        ],
    ),
    "an object that nobody uses": (
        with_objects(DataObject("65", "X")),
        [Verdict.ALTERED_OTHER],
        [("VER-07", "65")],
        [("65", "other", None, "X")],
    ),
    "a template inside 62": (
        resealed("62230302Q1", "623450070003ABC0302Q1"),
        [Verdict.SECOND_PAYEE],
        [("VER-06", "62.50")],
        [("62.50", "payee", None, "0003ABC")],
    ),
    "currency": (
        resealed("5303704", "5303840"),
        [Verdict.ALTERED_OTHER, Verdict.UNREADABLE],
        [("VER-07", "53"), ("VER-10", "")],
        [("53", "other", "704", "840")],
    ),
    "an amount in words": (
        resealed("540579000", "54057900A"),
        [Verdict.ALTERED_AMOUNT, Verdict.UNREADABLE],
        [("VER-03", "54"), ("VER-10", "")],
        [("54", "amount", "79000", "7900A")],
    ),
    "a wrong checksum": (
        ISSUED.encode()[:-4] + "0000",
        [Verdict.UNREADABLE],
        [("VER-10", "")],
        [],
    ),
    "account changed, checksum not repaired": (
        ISSUED.encode().replace("0000123456789", "0000123456780"),
        [Verdict.ALTERED_ACCOUNT, Verdict.UNREADABLE],
        [("VER-01", "38.01.01"), ("VER-10", "")],
        [("38.01.01", "account", "0000123456789", "0000123456780")],
    ),
    "cut off": (ISSUED.encode()[:-5], [Verdict.UNREADABLE], [("VER-10", "")], []),
    "the account twice": (
        resealed(
            "38570010A000000727012700069704360113",
            "38620010A0000007270132010190006970436" + "0113",
        ),
        [Verdict.UNREADABLE],
        [("VER-10", "")],
        [],
    ),
    "text behind": (ISSUED.encode() + "0", [Verdict.UNREADABLE], [("VER-10", "")], []),
    "half a character": ("000201\ud800", [Verdict.UNREADABLE], [("VER-10", "")], []),
    "very long": ("000201" + "9" * 65_536, [Verdict.UNREADABLE], [("VER-10", "")], []),
    "another network": (
        resealed("0010A000000727", "0010A000000728"),
        [Verdict.NOT_VIETQR],
        [("VER-08", "")],
        [],
    ),
    "a code of VNPAY": (
        emvco.append_crc("00020101021226280010A00000077501100100000001530370454031005802VN"),
        [Verdict.NOT_VIETQR],
        [("VER-08", "")],
        [],
    ),
    "a code of Thailand": (
        emvco.append_crc("00020101021129200016A0000006770101115802TH5303764"),
        [Verdict.NOT_VIETQR],
        [("VER-09", "58")],
        [],
    ),
    "a country that is none": (
        emvco.append_crc("0002015802th"),
        [Verdict.NOT_VIETQR],
        [("VER-08", "")],
        [],
    ),
    "a link": ("https://example.org/pay?a=1", [Verdict.NOT_VIETQR], [("VER-08", "")], []),
    "nothing": ("", [Verdict.NOT_VIETQR], [("VER-08", "")], []),
}


@pytest.mark.parametrize("name", AGAINST_ISSUED)
def test_a_code_is_held_against_the_issued_one(name):
    text, verdicts, rules, differences = AGAINST_ISSUED[name]
    found = vietqr.verify(text, expected=ISSUED, banks=BANKS, on=ON)
    assert own(found) == rules
    assert differing(found) == differences
    assert found.verdicts == tuple(verdicts)
    assert found.verdict is verdicts[0]
    assert found.ok is found.report.ok is (verdicts == [Verdict.GENUINE])


PIECES = [one.encode() for one in emvco.decode(ISSUED.encode())]
SAME = {
    "another order": emvco.append_crc(PIECES[0] + "".join(reversed(PIECES[1:-1]))),
    "the checksum in lower case": ISSUED.encode()[:-4] + ISSUED.encode()[-4:].lower(),
    "a point behind the amount": resealed("540579000", "540679000."),
    "zeros before the amount": resealed("540579000", "54070079000"),
    "empty objects": with_objects(DataObject("60", "")),
}


@pytest.mark.parametrize("name", SAME)
def test_a_code_written_otherwise_that_means_the_same_is_genuine(name):
    assert SAME[name] != ISSUED.encode()
    found = vietqr.verify(SAME[name], expected=ISSUED, banks=BANKS, on=ON)
    assert (found.verdicts, found.differences) == ((Verdict.GENUINE,), ())
    assert own(found) == [("VER-17", "")]


def test_another_bin_of_the_same_bank_is_the_same_bank_with_a_directory_alone():
    issued, scanned = (VietQR(Account(one, "7000000001")) for one in ("422589", "970459"))
    found = vietqr.verify(scanned.encode(), expected=issued, banks=BANKS)
    assert (found.verdict, own(found)) == (Verdict.GENUINE, [("VER-17", "")])
    found = vietqr.verify(scanned.encode(), expected=issued)
    assert found.verdict is Verdict.ALTERED_BANK
    assert Skipped("bank-directory", "no-banks") in found.report.skipped


def test_a_bank_is_named_when_the_directory_knows_it():
    scanned = evolve(account=Account("970422", "0000123456789"))
    [difference] = vietqr.verify(scanned, expected=ISSUED, banks=BANKS).differences
    assert difference.message("vi") == (
        "Ngân hàng (BIN): đúng phải là 970436 (Vietcombank), trong mã là 970422 (MBBank)"
    )
    [difference] = vietqr.verify(scanned, expected=ISSUED).differences
    assert difference.message("en") == "Bank (BIN): should be 970436, the code says 970422"


def test_an_object_that_went_missing_is_no_second_payee():
    issued = attrs.evolve(STATIC, extra=[DataObject("80", "046")])
    found = vietqr.verify(STATIC.encode(), expected=issued)
    assert (found.verdicts, own(found)) == ((Verdict.ALTERED_OTHER,), [("VER-07", "80")])
    assert vietqr.verify(issued.encode(), expected=issued).ok


def test_a_single_use_code_where_one_for_all_was_issued_is_altered():
    dynamic = attrs.evolve(STATIC, amount=5, initiation=PointOfInitiationMethod.DYNAMIC)
    found = vietqr.verify(dynamic.encode(), expected=STATIC)
    assert found.verdicts == (Verdict.ALTERED_AMOUNT, Verdict.ALTERED_OTHER)


def test_codes_of_vnpay_are_compared_with_each_other():
    issued = emvco.decode(
        emvco.append_crc(
            "00020101021226280010A000000775011001000000015204821153037045405100005802VN"
        )
    )
    assert vietqr.verify(issued.encode(), expected=issued).verdicts[0] is Verdict.GENUINE
    other = resealed("0100000001", "0100000002", issued.encode())
    assert vietqr.verify(other, expected=issued).verdicts[0] is Verdict.ALTERED_ACCOUNT
    found = vietqr.verify(ISSUED.encode(), expected=issued)
    assert found.verdict is Verdict.NOT_VIETQR


def row(name="fees", **fields):
    given = {"acquirer_id": "970436", "institution_ids": ("thcs-a",)}
    if "pattern" not in fields:
        given["number"] = ACCOUNT.number
    return Row(id=name, **(given | fields))


FEES = row(holder_name="Trường THCS A")
MEALS = row("meals", acquirer_id="970415", number="101000000123", kind=AccountKind.COLLECTION)
PUPILS = row(
    "pupils", kind=AccountKind.VIRTUAL, acquirer_id="970418", pattern=NumberPattern("M789", 12)
)
OLD = row("old", number="0000000000001", valid_to=date(2026, 6, 30))
LATER = row("later", number="0000000000002", valid_from=date(2027, 1, 1))
CARD = row("card", number="9704360000000001", kind=AccountKind.CARD)
SHOP = row("shop", number="SHOP01", kind=AccountKind.MERCHANT)
THEIRS = row("theirs", number="0000000000009", institution_ids=("thcs-b",))
BOOK = AccountBook((FEES, MEALS, PUPILS, OLD, LATER, CARD, SHOP, THEIRS))


def pays(acquirer_id, number, **fields):
    return VietQR(Account(acquirer_id, number), **fields).encode()


def to_merchant(service):
    """A payment to a merchant, its service written or left out."""
    beneficiary = "00" + "06970436" + "0106SHOP01"
    account = f"0010A00000072701{len(beneficiary):02}{beneficiary}{service}"
    head = f"00020101021138{len(account):02}{account}5204821153037045802VN5907TRUONGA6006HA NOI"
    return emvco.append_crc(head)


AGAINST_BOOK = {
    "its own account": (pays("970436", "0000123456789"), ["genuine"], [], [], ["fees"]),
    "any amount and purpose": (ISSUED.encode(), ["genuine"], [], [], ["fees"]),
    "another of its accounts": (pays("970415", "101000000123"), ["genuine"], [], [], ["meals"]),
    "a virtual account": (pays("970418", "M78900000123"), ["genuine"], [], [], ["pupils"]),
    "a virtual account one digit short": (
        pays("970418", "M7890000012"),
        ["altered_account"],
        [("VER-12", "38.01.01")],
        [("38.01.01", "account", None, "M7890000012")],
        [],
    ),
    "a card": (
        pays("970436", "9704360000000001", service_code=ServiceCode.CARD),
        *(["genuine"], [], [], ["card"]),
    ),
    "a merchant": (to_merchant("0206QRPUSH"), ["genuine"], [], [], ["shop"]),
    "a merchant without service": (to_merchant(""), ["genuine"], [], [], ["shop"]),
    "the digits of the account as a card": (
        pays("970436", "0000123456789", service_code=ServiceCode.CARD),
        ["altered_other"],
        [("VER-19", "38.02")],
        [("38.02", "service", "QRIBFTTA", "QRIBFTTC")],
        [],
    ),
    "the number at another bank": (
        pays("970422", "0000123456789"),
        ["altered_bank"],
        [("VER-18", "38.01.00")],
        [("38.01.00", "bank", "970436", "970422")],
        [],
    ),
    "another number, one account known there": (
        pays("970415", "101000000124"),
        ["altered_account"],
        [("VER-12", "38.01.01")],
        [("38.01.01", "account", "101000000123", "101000000124")],
        [],
    ),
    "another number, several known there": (
        pays("970436", "0000123456780"),
        ["altered_account"],
        [("VER-12", "38.01.01")],
        [("38.01.01", "account", None, "0000123456780")],
        [],
    ),
    "another number at a bank without accounts": (
        pays("970422", "0900000000"),
        ["altered_account"],
        [("VER-12", "38.01.01")],
        [("38.01.01", "account", None, "0900000000")],
        [],
    ),
    "the right name on another account": (
        pays("970422", "0900000000", merchant_name="TRUONG THCS A"),
        ["altered_account"],
        [("VER-12", "38.01.01"), ("VER-15", "59")],
        [("38.01.01", "account", None, "0900000000")],
        [],
    ),
    "another name on the right account": (
        pays("970436", "0000123456789", merchant_name="NGUYEN VAN B"),
        ["genuine"],
        [("VER-11", "59")],
        [("59", "merchant_name", "Trường THCS A", "NGUYEN VAN B")],
        ["fees"],
    ),
    "an account that ended": (
        pays("970436", "0000000000001"),
        ["expired_account"],
        [("VER-13", "38.01.01")],
        *([], []),
    ),
    "an account that begins later": (
        pays("970436", "0000000000002"),
        ["expired_account"],
        [("VER-13", "38.01.01")],
        *([], []),
    ),
    "a payee of VNPAY beside": (
        with_objects(DataObject("26", VNPAY)),
        ["second_payee"],
        [("VER-06", "26")],
        [("26", "payee", None, "0010A00000077501100100000001")],
        ["fees"],
    ),
    "the number of a card beside": (
        with_objects(DataObject("02", "4000000000000000")),
        ["second_payee"],
        [("VER-06", "02")],
        [("02", "payee", None, "4000000000000000")],
        ["fees"],
    ),
    "a template for other apps beside": (
        with_objects(DataObject("80", VNPAY)),
        ["second_payee"],
        [("VER-06", "80")],
        [("80", "payee", None, "0010A00000077501100100000001")],
        ["fees"],
    ),
    "the phone digits of an older MoMo code beside": (
        with_objects(DataObject("80", "046")),
        *(["genuine"], [], [], ["fees"]),
    ),
    "a link for other apps beside": (
        with_objects(DataObject("80", "https://example.org")),
        ["second_payee"],
        [("VER-06", "80")],
        [("80", "payee", None, "https://example.org")],
        ["fees"],
    ),
    "digits where MoMo puts none": (
        with_objects(DataObject("81", "046")),
        ["second_payee"],
        [("VER-06", "81")],
        [("81", "payee", None, "046")],
        ["fees"],
    ),
    "a fee": (
        with_objects(DataObject("55", "02"), DataObject("56", "5000")),
        ["altered_amount"],
        [("VER-03", "55"), ("VER-03", "56")],
        [("55", "fee", None, "02"), ("56", "fee", None, "5000")],
        ["fees"],
    ),
    "no beneficiary at all": (
        emvco.append_crc("00020101021138140010A0000007275303704" + "5802VN"),
        ["altered_account", "unreadable"],
        [("VER-12", "38.01.01"), ("VER-10", "")],
        [("38.01.01", "account", None, "")],
        [],
    ),
}


@pytest.mark.parametrize("name", AGAINST_BOOK)
def test_a_code_is_held_against_the_book(name):
    text, verdicts, rules, differences, registered = AGAINST_BOOK[name]
    found = vietqr.verify(text, accounts=BOOK, institution_id="thcs-a", banks=BANKS, on=ON)
    assert [verdict.value for verdict in found.verdicts] == verdicts
    assert own(found) == rules
    assert differing(found) == differences
    assert [one.id for one in found.registered] == registered
    assert found.ok is found.report.ok is (verdicts == ["genuine"])


def test_the_one_account_of_a_school_is_what_a_foreign_one_should_have_been():
    found = vietqr.verify(pays("970422", "0900000000"), accounts=AccountBook((FEES,)), banks=BANKS)
    assert found.verdicts == (Verdict.ALTERED_ACCOUNT, Verdict.ALTERED_BANK)
    assert differing(found) == [
        ("38.01.01", "account", "0000123456789", "0900000000"),
        ("38.01.00", "bank", "970436", "970422"),
    ]


def test_the_account_of_another_institution_is_not_its_own():
    text = pays("970436", "0000000000009")
    found = vietqr.verify(text, accounts=BOOK, institution_id="thcs-a", on=ON)
    assert (found.verdict, own(found)) == (Verdict.ALTERED_ACCOUNT, [("VER-14", "38.01.01")])
    assert vietqr.verify(text, accounts=BOOK, institution_id="thcs-b", on=ON).ok
    found = vietqr.verify(text, accounts=BOOK, on=ON)
    assert found.ok
    assert Skipped("institution", "no-institution") in found.report.skipped


def test_without_a_day_every_row_counts_and_that_is_said():
    found = vietqr.verify(pays("970436", "0000000000001"), accounts=BOOK)
    assert found.ok
    assert Skipped("account-dates", "no-date") in found.report.skipped
    found = vietqr.verify(pays("970436", "0000000000001"), accounts=BOOK, on=date(2026, 6, 30))
    assert found.ok
    assert "account-dates" in found.report.checked


def test_a_second_bin_of_a_registered_bank_is_found():
    book = AccountBook((row(acquirer_id="422589", number="7000000001"),))
    assert vietqr.verify(pays("970459", "7000000001"), accounts=book, banks=BANKS).ok
    found = vietqr.verify(pays("970459", "7000000001"), accounts=book)
    assert found.verdict is Verdict.ALTERED_BANK


def test_a_long_holder_may_be_cut_to_what_a_code_can_carry():
    book = AccountBook((row(holder_name="Trường Trung học cơ sở Hòa Bình"),))
    cut = "TRUONG TRUNG HOC CO SO HO"
    assert len(cut) == 25
    text = pays("970436", "0000123456789", merchant_name=cut)
    assert own(vietqr.verify(text, accounts=book)) == []


def test_a_code_given_both_must_pass_both():
    issued = VietQR(Account("970418", "M78900000123"))
    other = VietQR(Account("970418", "M78900000124"))
    both = {"expected": issued, "accounts": BOOK, "on": ON}
    assert vietqr.verify(issued.encode(), **both).ok
    found = vietqr.verify(other.encode(), **both)
    assert found.verdict is Verdict.ALTERED_ACCOUNT
    assert [one.id for one in found.registered] == ["pupils"]
    unregistered = VietQR(OTHER)
    found = vietqr.verify(unregistered.encode(), expected=unregistered, accounts=BOOK, on=ON)
    assert (found.verdict, own(found)) == (Verdict.ALTERED_ACCOUNT, [("VER-12", "38.01.01")])
    assert {"issued-code", "account-book"} <= set(found.report.checked)


def test_with_nothing_to_compare_a_code_is_not_checked():
    found = vietqr.verify(ISSUED.encode())
    assert (found.verdicts, found.ok, found.report.ok) == ((Verdict.NOT_CHECKED,), False, False)
    assert own(found) == [("VER-16", "")]
    assert found.report.skipped[:2] == (
        Skipped("issued-code", "no-expected"),
        Skipped("account-book", "no-accounts"),
    )
    assert vietqr.verify("").verdict is Verdict.NOT_VIETQR


def test_a_text_that_is_refused_was_compared_with_nothing():
    found = vietqr.verify("https://example.org", expected=ISSUED, accounts=BOOK)
    assert found.report.checked == ("structure",)
    assert found.report.skipped == (
        Skipped("issued-code", "not-vietqr"),
        Skipped("account-book", "not-vietqr"),
    )


PARTS = st.sampled_from(
    [
        *("000201", "010211", "010212", "5303704", "540579000", "5802VN", "5802TH", "62", "3800"),
        *("6304", "26280010A00000077501100100000001", "550201", "80070003ABC", "0000", "9999"),
        *("38570010A00000072701270006970436011300001234567890208QRIBFTTA", "38140010A000000727"),
        *("38250010A0000007270107000697043", "62070803HP1", "٣", "０", "é", "😀", "\ud800", "\n"),
    ]
)
SEALED = st.lists(PARTS.filter(lambda p: p != "\ud800"), max_size=9).map(
    lambda parts: emvco.append_crc("".join(["000201", *parts]))
)
ANY_TEXT = st.one_of(
    SEALED,
    st.lists(PARTS, max_size=9).map("".join),
    st.text(st.characters() | st.sampled_from("\ud800\udfff"), max_size=600),
)


@given(ANY_TEXT)
def test_verify_never_raises_and_passes_nothing_but_what_was_issued(text):
    for asked in ({"expected": ISSUED}, {"accounts": BOOK}, {}):
        found = vietqr.verify(text, banks=BANKS, on=ON, **asked)
        assert found.ok is found.report.ok
        said = (*found.differences, *found.report.findings, *found.report.skipped)
        assert all(one.message(lang) for one in said for lang in ("vi", "en"))
    assert not vietqr.verify(text, expected=ISSUED).ok


@pytest.mark.parametrize("piece", ["0", "0000", "38", "\ud800", "é", "０", "000201", "\0"])
def test_64_kib_of_anything_are_answered(piece):
    text = (piece * 65_536)[:65_536]
    assert vietqr.verify(text, expected=ISSUED, accounts=BOOK).verdict in {
        Verdict.NOT_VIETQR,
        Verdict.UNREADABLE,
    }


@given(st.integers(0, 200), st.characters(codec="utf-8"))
def test_no_one_character_can_be_changed_unnoticed(position, other):
    text = ISSUED.encode()
    position %= len(text) - 8
    changed = emvco.append_crc(text[:position] + other + text[position + 1 : -8])
    found = vietqr.verify(changed, expected=ISSUED, banks=BANKS, on=ON)
    harmless = {"merchant_name"} >= {difference.field for difference in found.differences}
    assert changed == text or not found.ok or (found.differences and harmless)


def test_no_repr_and_no_finding_shows_an_account_a_memo_or_an_amount():
    scanned = pays(
        "970422",
        "0000999999999",
        amount=12_345,
        additional_data=AdditionalData(purpose="SECRETMEMO"),
        merchant_name="SECRET NAME",
    )
    found = vietqr.verify(scanned, expected=ISSUED, accounts=BOOK, banks=BANKS, on=ON)
    said = [f.message(lang) for f in found.report.findings for lang in ("vi", "en")]
    shown = f"{found!r} {found.differences!r} {' '.join(said)}"
    secrets = ("0000999999999", "0000123456789", "12345", "SECRET", "HVX7K3M2P9X5H", "79000")
    assert [secret for secret in secrets if secret in shown] == []
    assert "***" in shown


@pytest.mark.parametrize(
    ("difference", "vi", "en"),
    [
        (
            Difference("54", "amount", "79000", "790000"),
            "Số tiền: đúng phải là 79.000 ₫, trong mã là 790.000 ₫",
            "Amount: should be 79,000 VND, the code says 790,000 VND",
        ),
        (
            Difference("01", "initiation", "12", "11"),
            "Loại mã: đúng phải là mã động (12), trong mã là mã tĩnh (11)",
            "Kind of code: should be dynamic (12), the code says static (11)",
        ),
        (
            Difference("54", "amount", "79000", "７9000"),
            "Số tiền: đúng phải là 79.000 ₫, trong mã là [U+FF17]9000",
            "Amount: should be 79,000 VND, the code says [U+FF17]9000",
        ),
        (
            Difference("62.08", "purpose", None, "H\u202eP\x1b[1m"),
            "Nội dung: trong mã là H[U+202E]P[U+001B][1m, bản đối chiếu không có",
            "Purpose: the code says H[U+202E]P[U+001B][1m, where nothing such is known",
        ),
        (
            Difference("62.08", "purpose", "HP1", None),
            "Nội dung: đúng phải là HP1, trong mã không có",
            "Purpose: should be HP1, the code has none",
        ),
        (
            Difference("38.02", "service", "QRIBFTTA", "{0}"),
            "Dịch vụ: đúng phải là chuyển tới tài khoản (QRIBFTTA), trong mã là {0}",
            "Service: should be transfer to an account (QRIBFTTA), the code says {0}",
        ),
    ],
)
def test_a_difference_is_said_in_both_languages_with_every_foreign_mark_seen(difference, vi, en):
    assert difference.message("vi") == vi
    assert difference.message("en") == en


def test_a_verification_has_words_and_no_truth_value():
    found = vietqr.verify(evolve(account=OTHER), expected=ISSUED)
    assert (found.message("vi"), found.message("en")) == ("SAI TÀI KHOẢN", "ANOTHER ACCOUNT")
    with pytest.raises(TypeError, match=r"ask for \.ok"):
        bool(found)


def test_every_verdict_has_words_and_is_reached():
    for lang in ("vi", "en"):
        said = [messages.text(f"verdict.{verdict.value}", lang) for verdict in Verdict]
        assert len(set(said)) == len(Verdict)
    reached = {verdict for _, verdicts, _, _ in AGAINST_ISSUED.values() for verdict in verdicts}
    reached |= {Verdict(word) for _, words, *_ in AGAINST_BOOK.values() for word in words}
    assert reached | {Verdict.NOT_CHECKED} == set(Verdict)


def test_every_rule_is_broken_by_some_text():
    found = {rule for _, _, rules, _ in AGAINST_ISSUED.values() for rule, _ in rules}
    found |= {rule for _, _, rules, *_ in AGAINST_BOOK.values() for rule, _ in rules}
    listed = {rule.id: rule for rule in vietqr.RULES if rule.id.startswith("VER")}
    assert found | {"VER-14", "VER-16", "VER-17"} == set(listed)
    lenient = {name for name, rule in listed.items() if rule.severity is not Severity.ERROR}
    assert lenient == {"VER-11", "VER-15", "VER-17"}
