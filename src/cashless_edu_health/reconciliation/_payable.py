"""What may still be paid, and what was."""

from collections.abc import Iterable

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.reconciliation._decision import Decision, Evidence, EvidenceKind, Verdict
from cashless_edu_health.reconciliation._rules import ALREADY_PAID, EXPIRED, OTHER_ACCOUNT


class Payable:
    """The requests by code, the closed ones among them, and the credits that paid invoices.

    Raises:
        ValueError: Two requests have one reference.
    """

    __slots__ = ("_closed", "_paid_by", "_requests")

    def __init__(
        self, requests: Iterable[PaymentRequest], closed: Iterable[PaymentRequest]
    ) -> None:
        self._requests: dict[str, PaymentRequest] = {}
        self._paid_by: dict[str, str] = {}
        for request in requests:
            self._add(request)
        open_references = set(self._requests)
        for request in closed:
            self._add(request)
        self._closed = frozenset(self._requests.keys() - open_references)

    def _add(self, request: PaymentRequest) -> None:
        if request.reference in self._requests:
            raise ValueError(f"two requests have the reference {request.reference}")
        self._requests[request.reference] = request

    @property
    def references(self) -> Iterable[str]:
        """Every known code."""
        return self._requests.keys()

    def __getitem__(self, reference: str) -> PaymentRequest:
        return self._requests[reference]

    def settle(self, decision: Decision) -> None:
        """Remember the invoices that a posted credit paid."""
        if decision.verdict is Verdict.POSTED:
            for part in decision.allocations:
                self._paid_by.setdefault(part.invoice_id, decision.entry.id)

    def objection(
        self, request: PaymentRequest, entry: CreditEntry
    ) -> tuple[Rule, Evidence] | None:
        """Why this request is not payable by this credit, or ``None`` when it is."""
        # A request may name the virtual account that was addressed; its bank is the same.
        credited = {
            (entry.account.acquirer_id, number)
            for number in (entry.account.number, entry.virtual_account)
        }
        if (request.account.acquirer_id, request.account.number) not in credited:
            return OTHER_ACCOUNT, _about(request, EvidenceKind.OTHER_ACCOUNT)
        if request.reference in self._closed:
            return ALREADY_PAID, _about(request, EvidenceKind.CLOSED)
        for invoice_id in request.invoice_ids:
            if invoice_id in self._paid_by:
                payer = self._paid_by[invoice_id]
                return ALREADY_PAID, _about(request, EvidenceKind.ALREADY_PAID, payer)
        if request.expires_on is not None and entry.booked_on > request.expires_on:
            return EXPIRED, _about(request, EvidenceKind.EXPIRED)
        return None


def _about(request: PaymentRequest, kind: EvidenceKind, entry_id: str | None = None) -> Evidence:
    return Evidence(kind=kind, reference=request.reference, entry_id=entry_id)
