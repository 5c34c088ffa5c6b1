"""What became of every credit, whatever order its reports came in."""

from cashless_edu_health.receipts import Allocation
from cashless_edu_health.reconciliation._books import Books, content_identity
from cashless_edu_health.reconciliation._copies import telling_reference
from cashless_edu_health.reconciliation._decision import Decision, Verdict
from cashless_edu_health.reconciliation._ledger import CreditState
from cashless_edu_health.reconciliation._plain import as_text


def exported(books: Books) -> tuple[CreditState, ...]:
    """The state of every credit, sorted by all that it says."""
    states = [
        _state(decision, books)
        for decision in books.decisions.values()
        if decision.verdict is not Verdict.DUPLICATE
    ]
    return tuple(sorted(states, key=lambda state: (state.booked_on, as_text(state))))


def _state(decision: Decision, books: Books) -> CreditState:
    entry = decision.entry
    returned = books.returned_by(entry.id) is not None
    returns = None
    if decision.returns is not None:
        returns = _identity(books.decisions[decision.returns], books)
    return CreditState(
        identity=_identity(decision, books),
        acquirer_id=entry.account.acquirer_id,
        account_number=entry.account.number,
        booked_on=entry.booked_on,
        amount=entry.amount,
        bank_reference=_reference(decision, books),
        verdict=decision.verdict,
        allocations=() if returned else tuple(sorted(decision.allocations, key=_sorted_by)),
        unallocated=0 if returned else decision.unallocated,
        customer_id=decision.customer_id,
        returned=returned,
        returns=returns,
    )


def _identity(decision: Decision, books: Books) -> str:
    return content_identity(decision.entry, _reference(decision, books))


def _reference(decision: Decision, books: Books) -> str:
    """The bank's reference that any report of the credit has."""
    key = decision.entry.id
    reports = (key, *books.copies.get(key, ()))
    told = {telling_reference(books.reports[one]) for one in reports} - {""}
    return min(told, default="")


def _sorted_by(part: Allocation) -> str:
    return as_text(part)
