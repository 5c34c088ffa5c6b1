"""A BIN that passes from one bank to another is asked of the directory as of a day."""

from datetime import date

import pytest
from attrs import evolve

from cashless_edu_health import accounts, registry, vietqr
from cashless_edu_health.accounts import Account, AccountBook, RegisteredAccount
from cashless_edu_health.banks import BankDirectory
from cashless_edu_health.vietqr import Verdict, VietQR

ENDS = date(2025, 6, 30)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
SHIPPED = registry.banks()
DIRECTORY = BankDirectory(
    banks=tuple(evolve(bank, valid_to=ENDS) if bank.bin == "970459" else bank for bank in SHIPPED),
    sources=SHIPPED.sources,
)  # CIMB's second row (970459, written as 422589), ended here by way of invention
OLD, NEW = Account("970459", "0000123456789"), Account("422589", "0000123456789")


@pytest.mark.parametrize(("on", "rules"), [(BEFORE, ["QR-43"]), (AFTER, ["QR-42"])])
def test_check_asks_for_the_bank_of_the_day(on, rules):
    assert [
        f.rule.id for f in vietqr.check(VietQR(OLD).encode(), banks=DIRECTORY, on=on).findings
    ] == rules


@pytest.mark.parametrize(
    ("on", "verdict"), [(BEFORE, Verdict.GENUINE), (AFTER, Verdict.ALTERED_BANK)]
)
def test_verify_takes_two_bins_for_one_bank_only_while_they_are(on, verdict):
    scan = vietqr.verify(VietQR(OLD).encode(), expected=VietQR(NEW), banks=DIRECTORY, on=on)
    assert scan.verdict is verdict


def test_an_account_book_does_the_same():
    row = RegisteredAccount(
        id="main", acquirer_id="422589", number="0000123456789", institution_ids=("bv-bia",),
        signed_by="Nguyễn Văn Bịa", approved_by="Trần Thị Đặt",
    )  # fmt: skip
    book = AccountBook((row,))
    assert book.find("970459", "0000123456789", on=BEFORE, banks=DIRECTORY) == (row,)
    assert book.find("970459", "0000123456789", on=AFTER, banks=DIRECTORY) == ()
    old = AccountBook((evolve(row, acquirer_id="970459"),))
    found = {
        on: [f.rule.id for f in accounts.check(old, banks=DIRECTORY, on=on).findings]
        for on in (BEFORE, AFTER)
    }
    assert found == {BEFORE: ["ACC-08"], AFTER: ["ACC-03"]}


def test_the_report_of_a_verification_asks_the_directory_as_of_the_day_too():
    def skipped_and_found(on, banks):
        report = vietqr.verify(
            VietQR(OLD, amount=600_000_000).encode(), expected=VietQR(OLD), banks=banks, on=on
        ).report
        own = [f.rule.id for f in report.findings if f.rule.id.startswith("QR-")]
        return own, [s.check for s in report.skipped if s.check != "account-book"]

    dates = ["amount-cap", "biometric-threshold"]
    assert skipped_and_found(AFTER, DIRECTORY)[0][-1] == "QR-42"
    assert skipped_and_found(AFTER, None)[1] == ["bank-directory"]
    assert skipped_and_found(date(2020, 1, 1), DIRECTORY)[1] == dates


def test_a_book_names_the_banks_that_differ_and_asks_only_the_institution_named():
    def row(name, acquirer_id, owner, **more):
        return RegisteredAccount(
            id=name, acquirer_id=acquirer_id, number="0000123456789", institution_ids=(owner,),
            signed_by="Nguyễn Văn Bịa", approved_by="Trần Thị Đặt", **more,
        )  # fmt: skip

    book = AccountBook((row("ours", "970436", "bv-bia"), row("theirs", "970418", "bv-khac")))
    scan = vietqr.verify(
        VietQR(Account("970415", "0000123456789")).encode(),
        accounts=book, institution_id="bv-bia", banks=SHIPPED, on=AFTER,
    )  # fmt: skip
    assert scan.verdict is Verdict.ALTERED_BANK
    (difference,) = scan.differences
    message = difference.message("en")
    assert ("Vietcombank" in message, "VietinBank" in message, "BIDV" in message) == (
        True, True, False,
    )  # fmt: skip
    theirs = VietQR(Account("970418", "0000123456789")).encode()
    own = vietqr.verify(theirs, accounts=book, institution_id="bv-bia", banks=SHIPPED, on=AFTER)
    assert not own.ok
    assert vietqr.verify(
        theirs, accounts=book, institution_id="bv-khac", banks=SHIPPED, on=AFTER
    ).ok
