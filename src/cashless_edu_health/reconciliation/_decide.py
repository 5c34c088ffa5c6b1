"""Decisions about new credits, and once more about those that still wait."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from cashless_edu_health.accounts import AccountBook
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.invoices import CustomerReference, PaymentRequest
from cashless_edu_health.receipts import Allocation
from cashless_edu_health.reconciliation._codes import CodeIndex
from cashless_edu_health.reconciliation._copies import Copies
from cashless_edu_health.reconciliation._decision import Decision, Verdict
from cashless_edu_health.reconciliation._ledger_rules import LEDGER_RULES
from cashless_edu_health.reconciliation._matchers import Matcher
from cashless_edu_health.reconciliation._memo import Memo
from cashless_edu_health.reconciliation._payable import Payable
from cashless_edu_health.reconciliation._reconcile import USUAL, Policy
from cashless_edu_health.reconciliation._rules import CONFLICTING_COPY

_UNDECIDED: Final = frozenset({Verdict.REVIEW, Verdict.UNMATCHED})
_SETTLED: Final = (CONFLICTING_COPY, *LEDGER_RULES)


@frozen(kw_only=True)
class Terms:
    """What credits are held against.

    Attributes:
        requests: What may be paid now.
        closed: Requests no longer payable.
        customers: References that name a customer for good.
        book: Whose accounts are credited.
        policy: What the institution chose.
    """

    requests: tuple[PaymentRequest, ...]
    closed: tuple[PaymentRequest, ...] = ()
    customers: tuple[CustomerReference, ...] = ()
    book: AccountBook | None = None
    policy: Policy = USUAL


class Run:
    """One run of the matchers over a ledger's books.

    Args:
        terms: What credits are held against.
        known: Decisions in force that bear on the run, in the order in which their reports were
            first decided.
    """

    def __init__(self, terms: Terms, known: Sequence[Decision]) -> None:
        policy = terms.policy
        self.payable = Payable(terms.requests, terms.closed, terms.customers, terms.book)
        self._copies = Copies()
        codes = CodeIndex(self.payable.references, policy.schemes, policy.templates)
        self._matcher = Matcher(self.payable, codes, terms.book, policy.other_amount)
        returned = {decision.returns for decision in known if _posted(decision)}
        for decision in known:
            self._copies.take(decision.entry, Memo(decision.entry.remittance_information))
        # A report of a return may have come first: what it takes back must stand before it.
        for decision in sorted(known, key=lambda one: one.returns is not None):
            self.payable.settle(decision)
            if decision.entry.id not in returned:
                self._matcher.returns.remember(decision)

    def decide(
        self, fresh: Iterable[CreditEntry], waiting: Mapping[str, Decision]
    ) -> tuple[Decision, ...]:
        """Decisions about fresh credits, and changed ones about those that wait.

        Waiting credits are decided anew until nothing more is posted, so that the order in
        which credits came matters as little as it can.
        """
        decided = dict(waiting)
        for entry in fresh:
            memo = Memo(entry.remittance_information)
            copy = self._copies.take(entry, memo)
            decided[entry.id] = copy or self._decided(entry, memo)
        entries = sorted((one.entry for one in decided.values() if waits(one)), key=order_of)
        going = bool(waiting) or any(map(_posted, decided.values()))
        while going:
            going = False
            for entry in entries:
                if not _posted(decided[entry.id]):
                    memo = Memo(entry.remittance_information)
                    decided[entry.id] = self._decided(entry, memo)
                    going = going or _posted(decided[entry.id])
        return tuple(one for one in decided.values() if waiting.get(one.entry.id) != one)

    def _decided(self, entry: CreditEntry, memo: Memo) -> Decision:
        decision = self._matcher.decide(entry, memo)
        self.payable.settle(decision)
        return decision

    def pays(self, requests: Sequence[PaymentRequest], amount: int) -> tuple[Allocation, ...]:
        """What an amount pays of requests, in order."""
        return self.payable.allocations(requests, amount)


def order_of(entry: CreditEntry) -> tuple[object, ...]:
    """Earlier money pays first, whatever order it was reported in."""
    return entry.booked_at, entry.id


def _posted(decision: Decision) -> bool:
    return decision.verdict is Verdict.POSTED


def waits(decision: Decision) -> bool:
    """Whether the matchers may decide it anew: no person and no copy stands behind it."""
    return decision.verdict in _UNDECIDED and decision.rule not in _SETTLED
