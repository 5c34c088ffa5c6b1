"""What gateways and card terminals collected for an institution, and what they paid out.

A gateway keeps the payments of a day, takes its fee and pays the rest in one credit, the lump.
Each payment is a receipt; the lump is not: it closes the settlement. Gross is fee plus refunds
plus net, to the dong.

>>> from datetime import UTC, date, datetime
>>> from cashless_edu_health.accounts import Account
>>> from cashless_edu_health.credits import CreditEntry
>>> school = Account(acquirer_id="970436", number="0071000123456")
>>> day = Settlement(
...     id="S-2026-11-22", provider="invented-pay", account=school, paid_on=date(2026, 11, 23),
...     payout_reference="IP20261122A", gross=1_050_000, fee=11_550, net=988_450,
...     items=(
...         SettlementItem(id="P1", gross=550_000, paid_on=date(2026, 11, 22), order_id="O-1",
...                        reference="HVX7K3M2P9X5H", method="card_pos"),
...         SettlementItem(id="P2", gross=500_000, paid_on=date(2026, 11, 22), method="card_pos"),
...     ),
...     refunds=(Refund(id="R1", item_id="P2", amount=50_000, refunded_on=date(2026, 11, 22)),),
... )
>>> check(day).ok
True
>>> lump = CreditEntry(
...     id="C1", account=school, amount=988_450, remittance_information="IP20261122A TT",
...     booked_at=datetime(2026, 11, 23, 3, tzinfo=UTC),
... )
>>> closing = close([day], [lump])
>>> [(one.rule.id, one.settlements[0].id) for one in closing.lumps], closing.rest
([('SET-08', 'S-2026-11-22')], ())
"""

from cashless_edu_health.settlements._check import RULES as _CHECK_RULES
from cashless_edu_health.settlements._check import check
from cashless_edu_health.settlements._closing import RULES as _CLOSING_RULES
from cashless_edu_health.settlements._closing import Closing, Lump, close
from cashless_edu_health.settlements._layout import SettlementColumns, SettlementLayout
from cashless_edu_health.settlements._read import read, read_bytes
from cashless_edu_health.settlements._receipts import RULES as _RECEIPT_RULES
from cashless_edu_health.settlements._receipts import Posting, post
from cashless_edu_health.settlements._settlement import Refund, Settlement, SettlementItem
from cashless_edu_health.settlements._vnpay import VNPayResult, vnpay

RULES = (*_CHECK_RULES, *_CLOSING_RULES, *_RECEIPT_RULES)
"""Every rule of :func:`check`, :func:`close` and :func:`post`."""

__all__ = [
    "RULES",
    "Closing",
    "Lump",
    "Posting",
    "Refund",
    "Settlement",
    "SettlementColumns",
    "SettlementItem",
    "SettlementLayout",
    "VNPayResult",
    "check",
    "close",
    "post",
    "read",
    "read_bytes",
    "vnpay",
]
