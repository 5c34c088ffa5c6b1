"""The usual shape of a transfer code, recognised at a glance.

Nine codes in ten are account, perhaps an amount, perhaps a purpose, in ascending order. An
expression proposes what such a text says; the writer proves it, because a value that writes the
very text, lengths and checksum included, is what the text says. Whatever is not proved goes the
long way: nothing is refused here.
"""

import re
from functools import lru_cache
from typing import Final

from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import PointOfInitiationMethod
from cashless_edu_health.vietqr._additional_data import AdditionalData
from cashless_edu_health.vietqr._code import ServiceCode, VietQR

_SHAPE: Final = re.compile(
    r"0002010102(1[12])"
    r"38[0-9]{2}0010A00000072701[0-9]{2}0006([0-9]{6})01[0-9]{2}([0-9A-Za-z]{1,19})"
    r"0208QRIBFTT([AC])5303704"
    r"(?:54[0-9]{2}([1-9][0-9]{0,12}))?"
    r"5802VN"
    r"(?:62[0-9]{2}08[0-9]{2}([ -~]{1,25}))?"
    r"6304[0-9A-F]{4}"
)
_METHODS: Final = {method.value: method for method in PointOfInitiationMethod}
_SERVICES: Final = {"A": ServiceCode.ACCOUNT, "C": ServiceCode.CARD}
_NOTHING: Final = AdditionalData()
_account: Final = lru_cache(maxsize=1024)(Account)
"""Scans are of few accounts again and again."""


def usual(text: str) -> VietQR | None:
    """The transfer that a text of the usual shape asks for; ``None`` for every other text."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    method, acquirer_id, number, service, amount, purpose = found.groups()
    code = VietQR(
        _account(acquirer_id, number),
        _SERVICES[service],
        None if amount is None else int(amount),
        _NOTHING if purpose is None else AdditionalData(purpose=purpose),
        _METHODS[method],
    )
    return code if code.encode() == text else None
