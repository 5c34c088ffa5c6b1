"""Money that went back."""

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.reconciliation._codes import Look
from cashless_edu_health.reconciliation._decision import (
    Decision,
    Evidence,
    EvidenceKind,
    Verdict,
    held,
)
from cashless_edu_health.reconciliation._grouped import Grouped
from cashless_edu_health.reconciliation._payable import Payable
from cashless_edu_health.reconciliation._rules import RETURN, RETURNED


class Returns:
    """The postings so far, to be found when their money goes back."""

    __slots__ = ("_originals", "_posted", "_undone")

    def __init__(self) -> None:
        self._originals = Grouped[str, Decision]()
        self._posted: list[Decision] = []
        self._undone: set[str] = set()

    def remember(self, decision: Decision) -> None:
        """Keep a posting for a return that may follow, or that one followed."""
        if decision.returns is not None:
            self._undone.add(decision.returns)
        elif decision.verdict is Verdict.POSTED:
            self._posted.append(decision)

    def decide(self, entry: CreditEntry, look: Look, payable: Payable) -> Decision:
        """A return undoes the posting of the same code and amount, if there is just one."""
        known = [payable.get(hit.reference) for hit in look.hits]
        asked = tuple(request for request in known if request is not None)
        found = [one for request in asked for one in self._originals_of(entry, request)]
        returns = tuple(Evidence(kind=EvidenceKind.RETURN_OF, entry_id=one) for one in found)
        evidence = (*look.evidence, *returns)
        if len(asked) != 1 or len(found) != 1:
            return held(entry, RETURN, asked, evidence)
        self._undone.add(found[0])
        return Decision(
            entry=entry,
            verdict=Verdict.POSTED,
            rule=RETURNED,
            requests=asked,
            evidence=evidence,
            returns=found[0],
        )

    def _originals_of(self, entry: CreditEntry, request: PaymentRequest) -> list[str]:
        """Ids of postings that a return of this amount and code may undo."""
        for decision in self._posted:
            for paid in decision.requests:
                self._originals.add(paid.reference, decision)
        self._posted.clear()
        return [
            one.entry.id
            for one in self._originals.get(request.reference)
            if _takes_back(entry, one.entry) and one.entry.id not in self._undone
        ]


def _takes_back(entry: CreditEntry, paid: CreditEntry) -> bool:
    """Whether it is of the same account and the opposite amount."""
    one, other = entry.account, paid.account
    same = one.acquirer_id == other.acquirer_id and one.number == other.number
    return same and entry.amount == -paid.amount
