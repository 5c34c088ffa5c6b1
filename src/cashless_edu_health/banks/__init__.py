"""Banks and wallets of the NAPAS rail: by BIN, code and name, on a given day.

The BIN is the only key: codes differ from list to list and some stand for two banks. The shipped
directory comes from ``registry.banks()``; every row says which lists it rests on.

>>> from datetime import date
>>> ocean = FormerName(
...     names=("OceanBank", "Đại Dương"), sources=("press",),
...     changed_from=date(2025, 2, 1), changed_to=date(2025, 2, 28),
... )
>>> mbv = Bank(
...     bin="970414", code="MBV", short_name="MBV", former_names=(ocean,),
...     name_vi="Ngân hàng TNHH MTV Việt Nam Hiện Đại", name_en="Modern Bank of Vietnam Limited",
...     kind=BankKind.BANK, in_sbv_list=True, sources=("sbv", "momo"),
...     confidence=Confidence.VERIFIED, name_en_confidence=Confidence.MEMORY,
...     swift_confidence=Confidence.REJECTED,
... )
>>> match = BankDirectory((mbv,)).find("ocean bank", on=date(2026, 11, 22))
>>> match.bin, match.bank.short_name, match.standing
('970414', 'MBV', <Standing.FORMER: 'former'>)
"""

from cashless_edu_health.banks._directory import BankDirectory, BankMatch
from cashless_edu_health.banks._model import (
    Bank,
    BankKind,
    BinUse,
    Confidence,
    FormerName,
    ListedCode,
    OtherBin,
    Source,
    Standing,
)

__all__ = [
    "Bank",
    "BankDirectory",
    "BankKind",
    "BankMatch",
    "BinUse",
    "Confidence",
    "FormerName",
    "ListedCode",
    "OtherBin",
    "Source",
    "Standing",
]
