"""VietQR transfer codes: make them, read them, say what is wrong with them.

The profile of NAPAS on EMVCo merchant-presented mode, transfers to an account (QRIBFTTA) or
to a card (QRIBFTTC), static and dynamic. A value that exists can be written; a text that
:func:`check` finds no error in can be read. Amounts are whole dong.

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

Source: NAPAS, format of VietQR codes in NAPAS247, v1.0 (09/2021).
"""

from cashless_edu_health.vietqr._additional_data import AdditionalData
from cashless_edu_health.vietqr._check import Banks, check
from cashless_edu_health.vietqr._code import ServiceCode, VietQR
from cashless_edu_health.vietqr._parse import parse
from cashless_edu_health.vietqr._rules import RULES

__all__ = ["RULES", "AdditionalData", "Banks", "ServiceCode", "VietQR", "check", "parse"]
