"""What may still be paid, to which account, and what was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from attrs import define

from cashless_edu_health.accounts import AccountBook, RegisteredAccount
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.invoices import Cover, CustomerReference, PaymentRequest
from cashless_edu_health.receipts import Allocation
from cashless_edu_health.reconciliation._codes import CodeIndex
from cashless_edu_health.reconciliation._decision import Decision, Evidence, EvidenceKind, Verdict
from cashless_edu_health.reconciliation._grouped import Grouped
from cashless_edu_health.reconciliation._people import PeopleIndex, person_of
from cashless_edu_health.reconciliation._repair import RepairIndex
from cashless_edu_health.reconciliation._rules import EXPIRED, OTHER_ACCOUNT, STALE_CODE

Debt = str | tuple[str, str | None]
"""An invoice, or one instalment of it."""


@define(eq=False)
class Scope:
    """The requests that a credit to one account can pay, with look-ups made when first needed.

    Attributes:
        requests: Requests payable to the account, those already paid included.
    """

    requests: tuple[PaymentRequest, ...]
    codes: CodeIndex
    _repairs: RepairIndex | None = None
    _near: RepairIndex | None = None
    _people: PeopleIndex | None = None
    _amounts: Grouped[int, PaymentRequest] | None = None

    @property
    def repairs(self) -> RepairIndex:
        """Codes with check characters, by half."""
        if self._repairs is None:
            known = self.codes.known
            self._repairs = RepairIndex([r for r in self._references() if known[r]])
        return self._repairs

    @property
    def near(self) -> RepairIndex:
        """Codes without check characters, by half: for suggestions only."""
        if self._near is None:
            known = self.codes.known
            self._near = RepairIndex([r for r in self._references() if not known[r]])
        return self._near

    @property
    def people(self) -> PeopleIndex:
        """Requests by the name of the person that they are for."""
        if self._people is None:
            self._people = PeopleIndex(self.requests)
        return self._people

    def asking(self, amount: int) -> Sequence[PaymentRequest]:
        """Requests for just that amount, those left out of a list that were found to be paid."""
        if self._amounts is None:
            self._amounts = Grouped[int, PaymentRequest]()
            for request in self.requests:
                self._amounts.add(request.amount, request)
        return self._amounts.get(amount)

    def _references(self) -> list[str]:
        return [request.reference for request in self.requests]


class Payable:
    """The requests by code, the closed ones among them, and what was paid on their debts.

    Raises:
        ValueError: Two requests or customers have one reference.
    """

    def __init__(
        self,
        requests: Iterable[PaymentRequest],
        closed: Iterable[PaymentRequest],
        customers: Iterable[CustomerReference],
        book: AccountBook | None,
    ) -> None:
        self.requests: dict[str, PaymentRequest] = {}
        self.customers: dict[str, CustomerReference] = {}
        self._codes_of: dict[tuple[str, str], tuple[CustomerReference, ...]] = {}
        self._book = book
        self._paid: dict[Debt, int] = {}
        self._paid_by: dict[Debt, CreditEntry] = {}
        self._posted: dict[str, tuple[Allocation, ...]] = {}
        self._scopes: dict[object, Scope] = {}
        self._reopened: dict[str, PaymentRequest] = {}
        self._owners: dict[object, tuple[str, ...]] = {}
        for request in requests:
            self._add(request)
        self._open = tuple(self.requests.values())
        for request in closed:
            self._add(request)
        self._closed = frozenset(list(self.requests)[len(self._open) :])
        for customer in customers:
            if customer.reference in self.customers or customer.reference in self.requests:
                raise ValueError(f"two requests have the reference {customer.reference}")
            self.customers[customer.reference] = customer
            owner = customer.institution_id, customer.customer_id
            self._codes_of[owner] = (*self._codes_of.get(owner, ()), customer)
        self._by_account = defaultdict[tuple[str, str], list[PaymentRequest]](list)
        self._by_institution = defaultdict[str, list[PaymentRequest]](list)
        self._families = Grouped[str, PaymentRequest]()
        self._people = defaultdict[str, Grouped[str, PaymentRequest]](Grouped)
        for request in self._open:
            self._file(request)

    def _add(self, request: PaymentRequest) -> None:
        if request.reference in self.requests:
            raise ValueError(f"two requests have the reference {request.reference}")
        self.requests[request.reference] = request

    def _file(self, request: PaymentRequest) -> None:
        account, payer = request.account, request.payer
        self._by_account[account.acquirer_id, account.number].append(request)
        self._by_institution[request.institution_id].append(request)
        if payer is not None and payer.id is not None:
            self._families.add(payer.id, request)
        person = person_of(request)
        if person is not None and person.id is not None:
            self._people[request.institution_id].add(person.id, request)

    @property
    def references(self) -> Iterable[str]:
        """Every known code."""
        return (*self.requests, *self.customers)

    def __getitem__(self, reference: str) -> PaymentRequest:
        return self.requests[reference]

    def get(self, reference: str) -> PaymentRequest | None:
        """The request of that reference, if any."""
        return self.requests.get(reference)

    def scope(self, entry: CreditEntry, codes: CodeIndex) -> Scope:
        """What a credit to its account can pay on its day."""
        institutions = self._institutions(entry)
        key = (entry.account.acquirer_id, entry.account.number, institutions)
        if key not in self._scopes:
            found = self._by_account.get(key[:2], [])
            if institutions:
                theirs = (r for one in institutions for r in self._by_institution.get(one, ()))
                found = list({r.reference: r for r in chain(found, theirs)}.values())
            self._scopes[key] = Scope(tuple(found), codes)
        return self._scopes[key]

    def _institutions(self, entry: CreditEntry) -> tuple[str, ...]:
        """Whose account was credited, by the book."""
        if self._book is None:
            return ()
        key = entry.account.acquirer_id, entry.account.number, entry.booked_on
        if key not in self._owners:
            rows = self._book.find(key[0], key[1], on=key[2])
            self._owners[key] = tuple(sorted({one for row in rows for one in row.institution_ids}))
        return self._owners[key]

    def outstanding(self, request: PaymentRequest) -> int:
        """Dong that are still owed on a request."""
        if len(request.covers) == 1:
            return self._owed(request.covers[0])
        return sum([left for _, left in self._debts(request)])

    def _owed(self, cover: Cover) -> int:
        """Dong that are owed on a cover that is alone in its request."""
        debt = cover.invoice_id if cover.instalment is None else cover.debt
        paid = self._paid.get(debt)
        return cover.amount if paid is None else max(cover.amount - paid, 0)

    def _debts(self, request: PaymentRequest) -> Sequence[tuple[Cover, int]]:
        """Each cover, and what is owed on it; earlier money pays earlier covers."""
        if len(request.covers) == 1:
            return ((request.covers[0], self._owed(request.covers[0])),)
        used: dict[Debt, int] = {}
        debts = []
        for cover in request.covers:
            debt = _debt(cover)
            paid = self._paid.get(debt, 0) - used.get(debt, 0)
            taken = min(paid, cover.amount)
            used[debt] = used.get(debt, 0) + taken
            debts.append((cover, cover.amount - taken))
        return debts

    def allocations(
        self, requests: Iterable[PaymentRequest], amount: int
    ) -> tuple[Allocation, ...]:
        """What an amount pays of these requests, in order; a rest is in no allocation."""
        parts: list[Allocation] = []
        for request in requests:
            for cover, owed in self._debts(request):
                share = min(owed, amount)
                if share > 0:
                    parts.append(_part(cover, share))
                    amount -= share
        return tuple(parts)

    def settle(self, decision: Decision) -> None:
        """Remember what a posted credit paid, or a return took back."""
        if decision.verdict is not Verdict.POSTED:
            return
        if decision.returns is not None:
            for part in self._posted.pop(decision.returns, ()):
                self._paid[_debt(part)] -= part.amount
            self._reopened.update((request.reference, request) for request in decision.requests)
            return
        self._posted[decision.entry.id] = decision.allocations
        for part in decision.allocations:
            debt = _debt(part)
            self._paid[debt] = self._paid.get(debt, 0) + part.amount
            self._paid_by[debt] = decision.entry

    def payers(self, requests: Iterable[PaymentRequest]) -> Iterator[CreditEntry]:
        """The last credit that paid on each debt of these requests, if any did."""
        for request in requests:
            for cover in request.covers:
                paid_by = self._paid_by.get(_debt(cover))
                if paid_by is not None:
                    yield paid_by

    def is_open(self, request: PaymentRequest, entry: CreditEntry) -> bool:
        """Whether an open request is payable on the day of a credit and something is owed."""
        if request.expires_on is not None and entry.booked_on > request.expires_on:
            return False
        return self.outstanding(request) > 0

    def asking(self, scope: Scope, entry: CreditEntry, most: int) -> tuple[PaymentRequest, ...]:
        """The first open requests of the account for just the amount of a credit."""
        listed = scope.asking(entry.amount)
        found: list[PaymentRequest] = []
        unpaid: list[PaymentRequest] = []
        seen = 0
        while seen < len(listed) and len(found) < most:
            request = listed[seen]
            seen += 1
            if self.outstanding(request):
                unpaid.append(request)
                if self.is_open(request, entry):
                    found.append(request)
        if isinstance(listed, list):  # a paid one is looked at once, not for every credit
            listed[:seen] = unpaid
        again = {
            request.reference: request
            for request in (*found, *self._reopened.values())
            if request.amount == entry.amount
            and self.is_open(request, entry)
            and self.takes(request, entry)
        }
        return tuple(again.values())[:most]

    def family(self, request: PaymentRequest, entry: CreditEntry) -> list[PaymentRequest]:
        """Open requests of the same payer for other people that the same account takes."""
        if request.payer is None or request.payer.id is None:
            return []
        family = self._others(request, self._families.get(request.payer.id), entry)
        person = person_of(request)
        return [other for other in family if person is None or person_of(other) != person]

    def same_person(self, request: PaymentRequest, entry: CreditEntry) -> list[PaymentRequest]:
        """Other open requests for the same pupil or patient."""
        person = person_of(request)
        if person is None or person.id is None:
            return []
        theirs = self._people[request.institution_id].get(person.id)
        return self._others(request, theirs, entry)

    def customers_of(self, row: RegisteredAccount) -> list[CustomerReference]:
        """The references of the customer that a virtual account stands for."""
        owners = [(institution, row.customer_id or "") for institution in row.institution_ids]
        return [customer for owner in owners for customer in self._codes_of.get(owner, ())]

    def requests_of(self, customer: CustomerReference) -> Sequence[PaymentRequest]:
        """A customer's requests, those already paid included."""
        return self._people[customer.institution_id].get(customer.customer_id)

    def of_customer(self, customer: CustomerReference, entry: CreditEntry) -> list[PaymentRequest]:
        """A customer's open requests, oldest period first."""
        return sorted(
            (request for request in self.requests_of(customer) if self.is_open(request, entry)),
            key=lambda request: request.covers[0].period or "",
        )

    def _others(
        self, request: PaymentRequest, requests: Iterable[PaymentRequest], entry: CreditEntry
    ) -> list[PaymentRequest]:
        return [
            other
            for other in requests
            if other.reference != request.reference
            and self.is_open(other, entry)
            and self.takes(other, entry)
        ]

    def takes(self, request: PaymentRequest | CustomerReference, entry: CreditEntry) -> bool:
        """Whether the credited account is one to which it may be paid."""
        # A request may name the virtual account that was addressed; its bank is the same.
        wanted, credited = request.account, entry.account
        if wanted.acquirer_id == credited.acquirer_id and wanted.number in (
            credited.number,
            entry.virtual_account,
        ):
            return True
        return request.institution_id in self._institutions(entry)

    def objection(
        self, request: PaymentRequest, entry: CreditEntry
    ) -> tuple[Rule, Evidence] | None:
        """Why this request is not payable by this credit at all, or ``None``."""
        if not self.takes(request, entry):
            return OTHER_ACCOUNT, _about(request, EvidenceKind.OTHER_ACCOUNT)
        if request.reference in self._closed:
            return STALE_CODE, _about(request, EvidenceKind.CLOSED)
        if request.expires_on is not None and entry.booked_on > request.expires_on:
            return EXPIRED, _about(request, EvidenceKind.EXPIRED)
        return None


def _debt(part: Cover | Allocation) -> Debt:
    """What is owed; most often an invoice as a whole."""
    return part.invoice_id if part.instalment is None else (part.invoice_id, part.instalment)


def _part(cover: Cover, share: int) -> Allocation:
    (purpose,) = cover.purposes if len(cover.purposes) == 1 else (None,)
    return Allocation(cover.invoice_id, share, purpose, instalment=cover.instalment)


def _about(request: PaymentRequest, kind: EvidenceKind, entry_id: str | None = None) -> Evidence:
    return Evidence(kind=kind, reference=request.reference, entry_id=entry_id)
