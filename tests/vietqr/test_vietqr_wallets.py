"""Wallets behind transfer codes, by layouts with invented accounts."""

import pytest

from cashless_edu_health import vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.banks import Confidence
from cashless_edu_health.emvco import DataObject
from cashless_edu_health.vietqr import AdditionalData, VietQR, Wallet, WalletMatch

MOMO_LABEL = AdditionalData(reference_label="MOMOW2W12345678")
BIN, NUMBER = "38.01.00", "38.01.01"

CASES = [
    (
        VietQR(Account("971025", "PSP123456789000000"), additional_data=MOMO_LABEL),
        (Wallet.MOMO, False, True, (BIN, NUMBER, "62.05")),
    ),
    (VietQR(Account("971025", "PSP123456789000000")), (Wallet.MOMO, False, True, (BIN, NUMBER))),
    (VietQR(Account("971025", "0000123456789")), (Wallet.MOMO, False, True, (BIN,))),
    (
        VietQR(
            Account("970454", "99MM24011M00000000"),
            additional_data=MOMO_LABEL,
            extra=[DataObject("80", "000")],
        ),
        (Wallet.MOMO, False, False, (BIN, NUMBER, "62.05", "80")),
    ),
    (
        VietQR(Account("970454", "99MM24011M00000000")),
        (Wallet.MOMO, False, False, (BIN, NUMBER)),
    ),
    (
        VietQR(Account("970454", "99ZP24009M00000000")),
        (Wallet.ZALOPAY, False, True, (BIN, NUMBER)),
    ),
    (VietQR(Account("971005", "0000123456")), (Wallet.VIETTEL_MONEY, True, True, (BIN,))),
    (VietQR(Account("971011", "0000123456")), (Wallet.VNPT_MONEY, True, True, (BIN,))),
]


@pytest.mark.parametrize(("code", "expected"), CASES)
def test_a_wallet_is_told_by_bin_account_and_labels(code, expected):
    wallet, mobile_money, current, paths = expected
    match = WalletMatch(
        wallet=wallet,
        mobile_money=mobile_money,
        current=current,
        paths=paths,
        confidence=Confidence.VERIFIED,
    )
    assert vietqr.wallet(code) == match
    assert vietqr.wallet(vietqr.parse(code.encode())) == match


@pytest.mark.parametrize(
    "account",
    [
        Account("970436", "0000123456789"),
        Account("970454", "0000123456789"),
        Account("970454", "99MM24011M0000000"),
        Account("970454", "99ZP24009M000000000"),
        Account("970454", "99XX24009M00000000"),
        Account("970436", "99ZP24009M00000000"),
    ],
)
def test_a_bank_account_is_no_wallet(account):
    assert vietqr.wallet(VietQR(account)) is None
