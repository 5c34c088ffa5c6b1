"""VietQR and its neighbours: make payment codes, read them, say what is wrong with them.

The profiles of NAPAS on EMVCo merchant-presented mode. A :class:`VietQR` is a transfer to an
account (QRIBFTTA) or to a card (QRIBFTTC), static or dynamic, and what :func:`parse` and
:func:`check` look for unless told otherwise. Payments to merchants (QRPUSH, and VNPAY's own),
cash withdrawals and plain EMVCo codes have a :class:`Profile` each, with ``auto`` for whichever
a text names. A value that exists can be written; a text that :func:`check` finds no error in
can be read by the same profile. Amounts are whole dong.

>>> from cashless_edu_health.accounts import Account
>>> code = VietQR(
...     account=Account(acquirer_id="970436", number="0000123456789"),
...     amount=79_000,
...     additional_data=AdditionalData(purpose="HP9A 001"),
... )
>>> code.encode()[:74]
'00020101021238570010A00000072701270006970436011300001234567890208QRIBFTTA5'
>>> code.encode()[74:]
'3037045405790005802VN62120808HP9A 001630448F9'
>>> parse(code.encode()) == code
True
>>> [finding.rule.id for finding in check(code.encode().replace("79000", "79001")).findings]
['QR-09']
>>> AdditionalData(purpose="Đóng học phí")
Traceback (most recent call last):
    ...
cashless_edu_health.errors.EncodeError: purpose: character 1 is not printable ASCII
>>> pasted = VietQR(account=Account(acquirer_id="970436", number="0000123456780"), amount=79_000)
>>> verify(pasted.encode(), expected=code).verdict
<Verdict.ALTERED_ACCOUNT: 'altered_account'>

Source: NAPAS, format of VietQR codes in NAPAS247, v1.0 (09/2021).
"""

from cashless_edu_health.vietqr._additional_data import AdditionalData
from cashless_edu_health.vietqr._check import Banks, check
from cashless_edu_health.vietqr._code import ServiceCode, VietQR
from cashless_edu_health.vietqr._parse import AnyCode, parse
from cashless_edu_health.vietqr._payee import Payee
from cashless_edu_health.vietqr._payment import CashWithdrawal, MerchantPayment
from cashless_edu_health.vietqr._profiles import Profile, ProfileName
from cashless_edu_health.vietqr._rules import RULES as CHECK_RULES
from cashless_edu_health.vietqr._verification import (
    VERIFY_RULES,
    Difference,
    Verdict,
    Verification,
)
from cashless_edu_health.vietqr._verify import Issued, verify
from cashless_edu_health.vietqr._vnpay import VNPayQR
from cashless_edu_health.vietqr._wallets import Wallet, WalletMatch, wallet

__all__ = [
    "RULES",
    "AdditionalData",
    "AnyCode",
    "Banks",
    "CashWithdrawal",
    "Difference",
    "Issued",
    "MerchantPayment",
    "Payee",
    "Profile",
    "ProfileName",
    "ServiceCode",
    "VNPayQR",
    "Verdict",
    "Verification",
    "VietQR",
    "Wallet",
    "WalletMatch",
    "check",
    "parse",
    "verify",
    "wallet",
]

RULES = (*CHECK_RULES, *VERIFY_RULES)
"""Every rule of :func:`check` and of :func:`verify`."""
