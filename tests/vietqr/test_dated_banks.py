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
