"""Bank credits against payment requests: every decision explained, nothing posted on a guess.

Every credit ends in exactly one list. It is posted when it is certain what it is for: by the
virtual account that was addressed, by a whole code, by a code with check characters and one slip
when only one payable code fits, or by a full name, a class and the exact amount together. An
amount never decides alone, a code of another stops the search, and a code without check
characters is not repaired. Another amount than asked is posted under a rule of its own (in part,
the rest as the payer's credit), or held, as the institution chose. A copy of a credit is a
duplicate; what points to nothing is unmatched; everything else goes to a person, with what was
seen.

>>> from datetime import UTC, datetime
>>> from cashless_edu_health.accounts import Account
>>> from cashless_edu_health.credits import CreditEntry
>>> from cashless_edu_health.invoices import Cover, PaymentRequest
>>> school = Account(acquirer_id="970436", number="0071000123456")
>>> ask = PaymentRequest(
...     reference="HVX7K3M2P9X5H", institution_id="thcs-a", account=school, amount=550_000,
...     covers=(Cover(invoice_id="HD-0017", amount=550_000, purposes=frozenset({"meals"})),),
... )
>>> entry = CreditEntry(
...     id="C1", account=school, amount=550_000,
...     booked_at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
...     remittance_information="MBVCB.5271.482913.hvx7k3m2 p9x5h.CT tu 0071000000123",
... )
>>> result = reconcile([entry], [ask], recorded_at=datetime(2026, 11, 3, tzinfo=UTC))
>>> [(d.verdict.value, d.rule.id, d.allocations[0].invoice_id) for d in result.posted]
[('posted', 'REC-01', 'HD-0017')]
>>> result.receipts[0].gross, result.receipts[0].method
(550000, None)
"""

from cashless_edu_health.reconciliation._amounts import OtherAmount
from cashless_edu_health.reconciliation._bookkeeping import JournalLedger, MemoryLedger
from cashless_edu_health.reconciliation._codes import LegacyTemplate
from cashless_edu_health.reconciliation._decision import (
    Decision,
    Evidence,
    EvidenceKind,
    Reconciliation,
    Verdict,
)
from cashless_edu_health.reconciliation._journal import (
    Head,
    Journal,
    MemoryJournal,
    Row,
    RowKind,
    Writing,
)
from cashless_edu_health.reconciliation._ledger import CreditState, Ledger
from cashless_edu_health.reconciliation._ledger_rules import LEDGER_RULES
from cashless_edu_health.reconciliation._owed import (
    OpeningBalance,
    OpenItem,
    Waiting,
    credit_balances,
    debts,
    open_items,
    waiting_money,
)
from cashless_edu_health.reconciliation._reconcile import USUAL, Policy, reconcile
from cashless_edu_health.reconciliation._repair import Slip
from cashless_edu_health.reconciliation._rules import RULES as _MATCHING_RULES

RULES = (*_MATCHING_RULES, *LEDGER_RULES)
"""Every rule of :func:`reconcile` (REC) and of ledgers (LED)."""

__all__ = [
    "RULES",
    "USUAL",
    "CreditState",
    "Decision",
    "Evidence",
    "EvidenceKind",
    "Head",
    "Journal",
    "JournalLedger",
    "Ledger",
    "LegacyTemplate",
    "MemoryJournal",
    "MemoryLedger",
    "OpenItem",
    "OpeningBalance",
    "OtherAmount",
    "Policy",
    "Reconciliation",
    "Row",
    "RowKind",
    "Slip",
    "Verdict",
    "Waiting",
    "Writing",
    "credit_balances",
    "debts",
    "open_items",
    "reconcile",
    "waiting_money",
]
