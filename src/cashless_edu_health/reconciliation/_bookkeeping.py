"""A ledger over any journal."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import RLock

from attrs import evolve

from cashless_edu_health.accounts import AccountBook
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Report
from cashless_edu_health.invoices import CustomerReference, PaymentRequest
from cashless_edu_health.receipts import Receipt, Reversal
from cashless_edu_health.reconciliation._books import Books, ReceiptFacts
from cashless_edu_health.reconciliation._decide import Run, Terms, order_of
from cashless_edu_health.reconciliation._decision import (
    Decision,
    Evidence,
    EvidenceKind,
    Reconciliation,
    Verdict,
)
from cashless_edu_health.reconciliation._draft import Draft
from cashless_edu_health.reconciliation._export import exported
from cashless_edu_health.reconciliation._journal import Head, Journal, MemoryJournal, Row, verify
from cashless_edu_health.reconciliation._ledger import CreditState
from cashless_edu_health.reconciliation._ledger_rules import (
    BY_A_PERSON,
    OTHER_CONTENT,
    TAKEN_BACK,
)
from cashless_edu_health.reconciliation._owed import (
    OpeningBalance,
    OpenItem,
    credit_balances,
    debts,
    in_force,
    open_items,
)
from cashless_edu_health.reconciliation._reconcile import USUAL, Policy, receipt_of, reversal_of


class JournalLedger:
    """The ledger over a journal: see :class:`Ledger` for what each call does.

    Args:
        journal: Where the rows are kept. Several ledgers, in several processes, may share one.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._books = Books()
        self._lock = RLock()

    def take(
        self,
        entries: Iterable[CreditEntry],
        requests: Iterable[PaymentRequest],
        *,
        recorded_at: datetime,
        by: str = "",
        method: str | None = None,
        closed: Iterable[PaymentRequest] = (),
        customers: Iterable[CustomerReference] = (),
        book: AccountBook | None = None,
        policy: Policy = USUAL,
    ) -> Reconciliation:
        """See :meth:`Ledger.take`."""
        terms = Terms(
            requests=tuple(requests),
            closed=tuple(closed),
            customers=tuple(customers),
            book=book,
            policy=policy,
        )
        with self._writing(recorded_at, by) as draft:
            draft.deliver(entries)
        facts = ReceiptFacts(recorded_at, method, policy.payer_class)
        with self._writing(recorded_at, by) as draft:
            decisions = self._decided(terms)
            for decision in decisions:
                draft.decide(decision, facts)
        return _result(decisions, facts)

    def _decided(self, terms: Terms) -> tuple[Decision, ...]:
        books, waiting = self._books, self._books.waiting()
        pending = sorted(books.pending.values(), key=order_of)
        if not pending and not waiting:
            return ()
        concerned = [*pending, *(one.entry for one in waiting.values())]
        fresh = [entry for entry in pending if entry.id not in books.conflicts]
        conflicts = [
            _conflict(entry, books.conflicts[entry.id])
            for entry in pending
            if entry.id in books.conflicts
        ]
        run = Run(terms, books.bearing_on(concerned, terms))
        return (*run.decide(fresh, waiting), *conflicts)

    def assign(
        self,
        entry_id: str,
        requests: Iterable[PaymentRequest],
        *,
        by: str,
        at: datetime,
        why: str,
        method: str | None = None,
        policy: Policy = USUAL,
    ) -> Decision:
        """See :meth:`Ledger.assign`."""
        chosen = tuple(requests)
        terms = Terms(requests=chosen, policy=policy)

        def changed(current: Decision) -> Decision:
            posted = current.verdict is Verdict.POSTED
            rest = current.unallocated if posted else current.entry.amount
            if not chosen:
                raise ValueError("no request is given")
            if current.verdict is Verdict.DUPLICATE or rest <= 0 or self._returned(current):
                raise ValueError(f"nothing of the credit {entry_id!r} is left to assign")
            run = Run(terms, self._books.bearing_on((), terms))
            before = current.requests if posted else ()
            return evolve(
                current,
                verdict=Verdict.POSTED,
                rule=BY_A_PERSON,
                requests=tuple(dict.fromkeys((*before, *chosen))),
                allocations=(*current.allocations, *run.pays(chosen, rest)),
            )

        facts = ReceiptFacts(at, method, policy.payer_class)
        return self._change(entry_id, changed, at=at, by=by, why=why, facts=facts)

    def give_back(
        self, entry_id: str, original_id: str, *, by: str, at: datetime, why: str
    ) -> Decision:
        """See :meth:`Ledger.give_back`."""

        def changed(current: Decision) -> Decision:
            if current.verdict is not Verdict.REVIEW or current.entry.amount > 0:
                raise ValueError(f"{entry_id!r} is no return that waits")
            original = self._current(original_id)
            stands = original in in_force(self._books.decisions.values())
            if not stands or original.entry.amount != -current.entry.amount:
                raise ValueError(f"{original_id!r} is no posting of that amount that stands")
            return evolve(current, verdict=Verdict.POSTED, rule=BY_A_PERSON, returns=original_id)

        return self._change(entry_id, changed, at=at, by=by, why=why)

    def undo(self, entry_id: str, *, by: str, at: datetime, why: str) -> Decision:
        """See :meth:`Ledger.undo`."""

        def changed(current: Decision) -> Decision:
            if current.verdict is not Verdict.POSTED:
                raise ValueError(f"the credit {entry_id!r} is not posted")
            if self._returned(current):
                raise ValueError(f"a return points to the credit {entry_id!r}: undo that first")
            if current.returns is not None and self._paid_since(current.returns):
                raise ValueError("another credit has paid the debt since: undo that first")
            return evolve(
                current, verdict=Verdict.REVIEW, rule=TAKEN_BACK, allocations=(), returns=None
            )

        return self._change(entry_id, changed, at=at, by=by, why=why, undone=True)

    def _change(
        self,
        entry_id: str,
        changed: Callable[[Decision], Decision],
        *,
        at: datetime,
        by: str,
        why: str,
        facts: ReceiptFacts | None = None,
        undone: bool = False,
    ) -> Decision:
        """One decision of a person, in one transaction."""
        with self._writing(at, by, why) as draft:
            decision = changed(self._current(entry_id))
            if undone:
                draft.undo(entry_id)
            draft.decide(decision, facts or ReceiptFacts(at, None, USUAL.payer_class))
        return decision

    def open_with(
        self, balances: Iterable[OpeningBalance], *, by: str, at: datetime, why: str = ""
    ) -> None:
        """See :meth:`Ledger.open_with`."""
        with self._writing(at, by, why) as draft:
            known = dict(self._books.openings)
            for balance in balances:
                if balance.id not in known:
                    known[balance.id] = balance
                    draft.open_with(balance)
                elif known[balance.id] != balance:
                    raise ValueError(f"the opening balance {balance.id!r} was another before")

    def decisions(self) -> tuple[Decision, ...]:
        """See :meth:`Ledger.decisions`."""
        with self._reading() as books:
            return tuple(books.decisions.values())

    def receipts(self) -> tuple[Receipt, ...]:
        """See :meth:`Ledger.receipts`."""
        with self._reading() as books:
            return tuple(
                _receipt(one, books.receipts[key, books.numbers[key]])
                for key, one in books.decisions.items()
                if one.verdict is Verdict.POSTED and one.returns is None
            )

    def reversals(self) -> tuple[Reversal, ...]:
        """See :meth:`Ledger.reversals`."""
        with self._reading() as books:
            return tuple(
                reversal_of(one, one.returns, books.decided_at[key])
                for key, one in books.decisions.items()
                if one.returns is not None
            )

    def opening(self) -> tuple[OpeningBalance, ...]:
        """See :meth:`Ledger.opening`."""
        with self._reading() as books:
            return tuple(books.openings.values())

    def open_items(
        self, requests: Iterable[PaymentRequest], *, customer_id: str | None = None
    ) -> tuple[OpenItem, ...]:
        """See :meth:`Ledger.open_items`."""
        standing = in_force(self.decisions())
        paid = [part for decision in standing for part in decision.allocations]
        return open_items(requests, paid, customer_id=customer_id)

    def credit_balances(self) -> dict[str | None, int]:
        """See :meth:`Ledger.credit_balances`."""
        with self._reading() as books:
            return credit_balances(books.decisions.values(), books.openings.values())

    def export(self) -> tuple[CreditState, ...]:
        """See :meth:`Ledger.export`."""
        with self._reading() as books:
            return exported(books)

    def history(self) -> Sequence[Row]:
        """See :meth:`Ledger.history`."""
        return tuple(self._journal.rows_after(0))

    def head(self) -> Head:
        """See :meth:`Ledger.head`."""
        with self._reading() as books:
            return books.head

    def verify_chain(self, *, head: Head | None = None) -> Report:
        """See :meth:`Ledger.verify_chain`."""
        return verify(self.history(), self._journal.faults(), head=head)

    @contextmanager
    def _writing(self, at: datetime, by: str, why: str = "") -> Iterator[Draft]:
        """A transaction whose books hold all that was written before it.

        What it adds enters the books when it is read back, so never before it is kept.
        """
        if at.utcoffset() is None:
            raise ValueError("the time of a record has no time zone")
        with self._lock, self._journal.writing() as writing:
            self._books.fold(writing.rows_after(self._books.head.seq))
            draft = Draft(self._books, at=at, by=by, why=why)
            yield draft
            if draft.rows:
                writing.append(draft.rows)

    @contextmanager
    def _reading(self) -> Iterator[Books]:
        """The books with all that is kept by now."""
        with self._lock:
            self._books.fold(self._journal.rows_after(self._books.head.seq))
            yield self._books

    def _paid_since(self, original_id: str) -> bool:
        """Whether a returned posting would pay a debt beyond what was asked, if it stood again."""
        original = self._current(original_id)
        paid: Counter[tuple[str, str | None]] = Counter()
        for decision in (original, *in_force(self._books.decisions.values())):
            for part in decision.allocations:
                paid[part.invoice_id, part.instalment] += part.amount
        asked = debts(original.requests, ())
        return any(paid[one.invoice_id, one.instalment] > one.asked for one in asked)

    def _current(self, entry_id: str) -> Decision:
        decision = self._books.decisions.get(entry_id)
        if decision is None:
            raise ValueError(f"no credit {entry_id!r} was decided about")
        return decision

    def _returned(self, decision: Decision) -> bool:
        return self._books.returned_by(decision.entry.id) is not None


def MemoryLedger() -> JournalLedger:  # noqa: N802 - read as the class that it makes
    """A ledger in memory: for tests, trials and runs that keep nothing."""
    return JournalLedger(MemoryJournal())


def _conflict(entry: CreditEntry, original: str) -> Decision:
    return Decision(
        entry=entry,
        verdict=Verdict.REVIEW,
        rule=OTHER_CONTENT,
        evidence=(Evidence(kind=EvidenceKind.COPY_OF, entry_id=original),),
    )


def _result(decisions: tuple[Decision, ...], facts: ReceiptFacts) -> Reconciliation:
    posted = [one for one in decisions if one.verdict is Verdict.POSTED]
    return Reconciliation(
        decisions=decisions,
        receipts=tuple(_receipt(one, facts) for one in posted if one.returns is None),
        reversals=tuple(
            reversal_of(one, one.returns, facts.recorded_at)
            for one in posted
            if one.returns is not None
        ),
    )


def _receipt(decision: Decision, facts: ReceiptFacts) -> Receipt:
    return receipt_of(decision, facts.recorded_at, facts.method, facts.payer_class)
