"""What a credit is for: matchers in order, the first that decides ends the search.

1. the virtual account that was addressed;
2. codes that stand in the memo, whole;
3. a code with check characters and one slip, the only one payable to the account;
4. the person's name, class and amount, when the memo holds nothing that looks like a code.

What none of them decides is left to a person, with what points to a request.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from cashless_edu_health.accounts import AccountBook, RegisteredAccount
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.invoices import CustomerReference, PaymentRequest
from cashless_edu_health.reconciliation._amounts import OtherAmount, Payment, pay, pay_customer
from cashless_edu_health.reconciliation._codes import CodeIndex, Hit, Look, is_rf
from cashless_edu_health.reconciliation._copies import may_be_one
from cashless_edu_health.reconciliation._decision import (
    Decision,
    Evidence,
    EvidenceKind,
    Verdict,
    held,
)
from cashless_edu_health.reconciliation._memo import Memo, letters_of
from cashless_edu_health.reconciliation._payable import Payable, Scope
from cashless_edu_health.reconciliation._people import Named, person_of
from cashless_edu_health.reconciliation._repair import Repair
from cashless_edu_health.reconciliation._returns import Returns
from cashless_edu_health.reconciliation._rules import (
    AMOUNT_ONLY,
    BROKEN_CODE,
    CONFLICTING_COPY,
    CONTRADICTED_ACCOUNT,
    CONTRADICTED_CODE,
    CUSTOMER_CODE,
    LOOK_ALIKE_CODE,
    NO_CODE,
    OTHER_ACCOUNT,
    PAID_AGAIN,
    PERSON_AND_AMOUNT,
    PERSON_ONLY,
    PLAIN_CODE,
    REPAIRED_CODE,
    SEVERAL_CODES,
    STALE_CODE,
    UNCERTAIN_CODE,
    UNKNOWN_CODE,
    VIRTUAL_ACCOUNT,
    WHOLE_CODE,
    WHOLE_CODES,
)

_MOST_SUGGESTED: Final = 5
_SHORT: Final = 10
"""Characters of a code that digits behind a word do not make by chance."""
_DOUBTS: Final = frozenset({EvidenceKind.RUNS_ON, EvidenceKind.OVERLAP})


class Matcher:
    """Decides about credits that are no copies.

    Attributes:
        returns: The postings that a return may undo.
    """

    __slots__ = ("_book", "_codes", "_payable", "_policy", "returns")

    def __init__(
        self, payable: Payable, codes: CodeIndex, book: AccountBook | None, policy: OtherAmount
    ) -> None:
        self._payable = payable
        self._codes = codes
        self._book = book
        self._policy = policy
        self.returns = Returns()

    def decide(self, entry: CreditEntry, memo: Memo) -> Decision:
        """The decision about one credit."""
        look = self._codes.look(memo)
        if entry.amount < 0:
            return self.returns.decide(entry, look, self._payable)
        decision = (
            self._by_virtual_account(entry, look)
            or self._by_codes(entry, look, memo)
            or self._by_repair(entry, look, memo)
            or self._by_person(entry, look, memo)
        )
        self.returns.remember(decision)
        return decision

    def _by_virtual_account(self, entry: CreditEntry, look: Look) -> Decision | None:
        if self._book is None or entry.virtual_account is None:
            return None
        rows = self._book.find(entry.account.acquirer_id, entry.virtual_account, on=entry.booked_on)
        pointed = [row for row in rows if row.reference is not None or row.customer_id is not None]
        if not pointed:
            return None
        seen = (Evidence(kind=EvidenceKind.VIRTUAL_ACCOUNT),)
        evidence = (*seen, *look.evidence)
        if len(pointed) > 1:
            return held(entry, SEVERAL_CODES, (), evidence)
        (row,) = pointed
        customers = self._payable.customers_of(row)
        payment = self._pointed(entry, row, customers)
        if payment is None:
            return held(entry, CONTRADICTED_ACCOUNT, (), evidence)
        allowed = {request.reference for request in (*payment.requests, *payment.also)}
        allowed.update(customer.reference for customer in customers)
        if look.unknown or not allowed.issuperset(hit.reference for hit in look.hits):
            return held(entry, CONTRADICTED_ACCOUNT, payment.requests, evidence)
        if payment.rule is CUSTOMER_CODE:
            payment = payment._replace(rule=None)
        decision = self._paid(entry, payment, VIRTUAL_ACCOUNT, evidence)
        return evolve(decision, customer_id=row.customer_id)

    def _pointed(
        self, entry: CreditEntry, row: RegisteredAccount, customers: Sequence[CustomerReference]
    ) -> Payment | None:
        """What the virtual account of a request or of a customer is paid for."""
        if row.reference is not None:
            request = self._payable.get(row.reference)
            if request is None or self._payable.objection(request, entry) is not None:
                return None
            return pay(entry, (request,), self._payable, self._policy)
        nameless = CustomerReference(
            reference="VIRTUAL",
            institution_id=row.institution_ids[0],
            account=entry.account,
            customer_id=row.customer_id or "",
        )
        return pay_customer(entry, next(iter(customers), nameless), self._payable)

    def _by_codes(self, entry: CreditEntry, look: Look, memo: Memo) -> Decision | None:
        if not look.hits and not look.unknown:
            return None
        evidence = look.evidence
        customers = self._payable.customers
        if customers and any(hit.reference in customers for hit in look.hits):
            return self._by_customer(entry, look, evidence)
        requests = self._payable.requests
        asked = tuple([requests[hit.reference] for hit in look.hits])
        found = [o for r in asked if (o := self._payable.objection(r, entry)) is not None]
        if look.unknown or found:
            rule = UNKNOWN_CODE if look.unknown else found[0][0]
            return held(entry, rule, asked, (*evidence, *(seen for _, seen in found)))
        payment = pay(entry, asked, self._payable, self._policy)
        contradiction = self._contradicted(entry, look.hits, asked, payment, memo)
        if contradiction is not None:
            return held(entry, contradiction, asked, evidence)
        return self._paid(entry, payment, _of_codes(look.hits), evidence)

    def _perhaps_told(
        self, entry: CreditEntry, requests: Sequence[PaymentRequest]
    ) -> Sequence[Evidence]:
        """Earlier payments on the same debts that may be this credit, told by another channel."""
        earlier = {paid.id: paid for paid in self._payable.payers(requests)}
        return [
            Evidence(EvidenceKind.COPY_OF, entry_id=paid.id)
            for paid in earlier.values()
            if may_be_one(paid, entry)
        ]

    def _contradicted(
        self,
        entry: CreditEntry,
        hits: Sequence[Hit],
        asked: tuple[PaymentRequest, ...],
        payment: Payment,
        memo: Memo,
    ) -> Rule | None:
        """Whether a code that proves nothing by itself should be left to a person."""
        for hit in hits:
            if len(hit.evidence) == 1:
                continue
            if EvidenceKind.OVERLAP in hit.kinds:
                return UNCERTAIN_CODE
            if EvidenceKind.RUNS_ON in hit.kinds and not self._glued_class(hit, memo):
                return UNCERTAIN_CODE
            # "HP 25635" may be a word and a bank's number: the amount must agree.
            short = len(hit.reference) < _SHORT and EvidenceKind.INTERRUPTED in hit.kinds
            if short and payment.rule is not None:
                return UNCERTAIN_CODE
        if payment.posts and payment.rule is None:
            return None
        if not all(self._codes.known[hit.reference] for hit in hits):
            people = self._payable.scope(entry, self._codes).people
            if any(people.contradicts(request, memo) for request in asked):
                return CONTRADICTED_CODE
        return None

    def _glued_class(self, hit: Hit, memo: Memo) -> bool:
        """Whether the digits behind a code begin the class that its request is for."""
        person = person_of(self._payable[hit.reference])
        if person is None or person.group is None:
            return False
        return letters_of(memo.text[hit.end :]).startswith(letters_of(person.group))

    def _by_customer(
        self, entry: CreditEntry, look: Look, evidence: tuple[Evidence, ...]
    ) -> Decision:
        references = [hit.reference for hit in look.hits]
        if len(references) > 1 or look.unknown:
            requests = tuple(r for ref in references if (r := self._payable.get(ref)) is not None)
            return held(entry, SEVERAL_CODES, requests, evidence)
        customer = self._payable.customers[references[0]]
        if not self._payable.takes(customer, entry):
            return held(entry, OTHER_ACCOUNT, (), evidence)
        if not all(_DOUBTS.isdisjoint(hit.kinds) for hit in look.hits):
            return held(entry, UNCERTAIN_CODE, (), evidence)
        payment = pay_customer(entry, customer, self._payable)
        decision = self._paid(entry, payment, None, evidence)
        return evolve(decision, customer_id=customer.customer_id)

    def _by_repair(self, entry: CreditEntry, look: Look, memo: Memo) -> Decision | None:
        scope = self._payable.scope(entry, self._codes)
        repairs = [r for r in scope.repairs.look(memo) if self._is_open(r.reference, entry)]
        if not repairs:
            return None
        evidence = (*map(_repaired, repairs), *look.pieces)
        # RF references are numbered in a row: a slip leads to another's. The amount must agree.
        safe = [r for r in repairs if not is_rf(r.reference) or self._owes_at(r.reference, entry)]
        if len(safe) != 1:
            asked = tuple(self._payable[repair.reference] for repair in repairs)
            return held(entry, BROKEN_CODE, asked[:_MOST_SUGGESTED], evidence)
        request = self._payable[safe[0].reference]
        payment = pay(entry, (request,), self._payable, self._policy)
        decision = self._paid(entry, payment, REPAIRED_CODE, evidence)
        rejected = tuple(r.reference for r in repairs if r is not safe[0])
        return evolve(decision, repair=safe[0].slip, rejected=rejected)

    def _by_person(self, entry: CreditEntry, look: Look, memo: Memo) -> Decision:
        scope = self._payable.scope(entry, self._codes)
        named = [n for n in scope.people.look(memo) if self._is_open(n.request.reference, entry)]
        fitting = [n for n in named if n.group is True and n.month is not False]
        evidence = (*look.pieces, *map(_person, named))
        if look.pieces:
            return self._broken(entry, scope, memo, named, evidence)
        if len(fitting) == 1 and self._owes(fitting[0].request, entry):
            payment = pay(entry, (fitting[0].request,), self._payable, self._policy)
            rejected = tuple(n.request.reference for n in named if n is not fitting[0])
            decision = self._paid(entry, payment, PERSON_AND_AMOUNT, evidence)
            return evolve(decision, rejected=rejected)
        if named:
            by_amount = [n for n in named if self._owes(n.request, entry)] or named
            asked = tuple(n.request for n in by_amount[:_MOST_SUGGESTED])
            return held(entry, PERSON_ONLY, asked, evidence)
        return self._suggested(entry, scope, AMOUNT_ONLY, ())

    def _owes_at(self, reference: str, entry: CreditEntry) -> bool:
        return self._owes(self._payable[reference], entry)

    def _owes(self, request: PaymentRequest, entry: CreditEntry) -> bool:
        return self._payable.outstanding(request) == entry.amount

    def _is_open(self, reference: str, entry: CreditEntry) -> bool:
        return self._payable.is_open(self._payable[reference], entry)

    def _broken(
        self,
        entry: CreditEntry,
        scope: Scope,
        memo: Memo,
        named: Sequence[Named],
        evidence: tuple[Evidence, ...],
    ) -> Decision:
        """A piece of a code: codes one slip away and people named are suggestions."""
        near = [r for r in scope.near.look(memo) if self._is_open(r.reference, entry)]
        hints = [self._payable[r.reference] for r in near] + [n.request for n in named]
        exact = [request for request in hints if self._owes(request, entry)]
        asked = tuple(dict.fromkeys(exact or hints))[:_MOST_SUGGESTED]
        return held(entry, BROKEN_CODE, asked, (*evidence, *map(_near, near)))

    def _suggested(
        self, entry: CreditEntry, scope: Scope, rule: Rule, evidence: tuple[Evidence, ...]
    ) -> Decision:
        """No code and no name: requests for just this amount, when there are few."""
        few = self._payable.asking(scope, entry, _MOST_SUGGESTED + 1)
        if not few:
            return Decision(entry=entry, verdict=Verdict.UNMATCHED, rule=NO_CODE)
        shown = few if len(few) <= _MOST_SUGGESTED else ()
        seen = Evidence(kind=EvidenceKind.AMOUNT)
        return held(entry, rule, shown, (*evidence, seen))

    def _paid(
        self,
        entry: CreditEntry,
        payment: Payment,
        rule: Rule | None,
        evidence: tuple[Evidence, ...],
    ) -> Decision:
        """A payment as a decision: the amount's own rule comes before that of the code."""
        why = payment.rule or rule or CUSTOMER_CODE
        if payment.rule is not None:
            told = self._perhaps_told(entry, payment.of or payment.requests)
            if told:
                return held(entry, CONFLICTING_COPY, payment.requests, (*evidence, *told))
            if payment.rule in (PAID_AGAIN, STALE_CODE):
                evidence = (*evidence, *self._already_paid(payment))
        if not payment.posts:
            family = [Evidence(EvidenceKind.FAMILY, r.reference) for r in payment.also]
            requests = (*payment.requests, *payment.also)
            return held(entry, why, requests, (*evidence, *family))
        return Decision(
            entry=entry,
            verdict=Verdict.POSTED,
            rule=why,
            requests=payment.requests,
            allocations=self._payable.allocations(payment.requests, entry.amount),
            evidence=evidence,
        )

    def _already_paid(self, payment: Payment) -> Iterator[Evidence]:
        for request in payment.requests:
            for paid in self._payable.payers((request,)):
                yield Evidence(EvidenceKind.ALREADY_PAID, request.reference, entry_id=paid.id)


def _of_codes(hits: Sequence[Hit]) -> Rule:
    """The rule of codes whose amount is just what was asked."""
    if len(hits) > 1:
        return WHOLE_CODES
    (hit,) = hits
    if hit.evidence[0].kind is EvidenceKind.LOOK_ALIKE:
        return LOOK_ALIKE_CODE
    interrupted = len(hit.evidence) > 1 and EvidenceKind.INTERRUPTED in hit.kinds
    return PLAIN_CODE if interrupted else WHOLE_CODE


def _repaired(repair: Repair) -> Evidence:
    return Evidence(
        kind=EvidenceKind.REPAIRED,
        reference=repair.reference,
        start=repair.start,
        end=repair.end,
    )


def _near(repair: Repair) -> Evidence:
    return _repaired(repair)._replace(kind=EvidenceKind.NEAR)


def _person(named: Named) -> Evidence:
    return Evidence(
        EvidenceKind.OTHER_GROUP if named.group is False else EvidenceKind.PERSON,
        named.request.reference,
        named.start,
        named.end,
    )
