"""Accounts that money is paid to, and the book of those that an institution registered.

A payment code is genuine when its account stands in the book on that day; the design of the
picture and the name on it prove nothing.

>>> from datetime import date
>>> account = Account(acquirer_id="970436", number="0071000123456")
>>> account
Account(acquirer_id='970436', number='0071***456', kind=<AccountKind.BANK: 'bank'>)
>>> book = AccountBook((
...     RegisteredAccount(
...         id="fees", acquirer_id="970436", number="0071000123456", institution_ids=("thcs-a",),
...         valid_to=date(2026, 8, 31), signed_by="Kế toán A", approved_by="Hiệu trưởng A",
...     ),
...     RegisteredAccount(
...         id="pupils", kind=AccountKind.VIRTUAL, acquirer_id="970418",
...         pattern=NumberPattern("M789", 12), institution_ids=("thcs-a",),
...         signed_by="Kế toán A", approved_by="Hiệu trưởng A",
...     ),
... ))
>>> [entry.id for entry in book.find("970418", "M78900000123", on=date(2026, 11, 22))]
['pupils']
>>> book.find("970436", "0071000123456", on=date(2026, 11, 22))
()
>>> [(f.rule.id, f.path) for f in check(book, on=date(2026, 11, 22)).findings]
[('ACC-02', 'accounts[0]')]
"""

from cashless_edu_health.accounts._account import MAX_NUMBER_LENGTH, Account, AccountKind
from cashless_edu_health.accounts._book import (
    AccountBook,
    Banks,
    RegisteredAccount,
    dated,
    is_same_bank,
)
from cashless_edu_health.accounts._check import RULES, check
from cashless_edu_health.accounts._pattern import Alphabet, NumberPattern

__all__ = [
    "MAX_NUMBER_LENGTH",
    "RULES",
    "Account",
    "AccountBook",
    "AccountKind",
    "Alphabet",
    "Banks",
    "NumberPattern",
    "RegisteredAccount",
    "check",
    "dated",
    "is_same_bank",
]
