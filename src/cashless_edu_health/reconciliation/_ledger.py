"""What a ledger of credits does, whatever it keeps its rows in."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from attrs import field, frozen

from cashless_edu_health import text
from cashless_edu_health.accounts import AccountBook
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Report
from cashless_edu_health.invoices import CustomerReference, PaymentRequest
from cashless_edu_health.receipts import Allocation, Receipt, Reversal
from cashless_edu_health.reconciliation._decision import Decision, Reconciliation, Verdict
from cashless_edu_health.reconciliation._journal import Head, Row
from cashless_edu_health.reconciliation._owed import OpeningBalance, OpenItem
from cashless_edu_health.reconciliation._reconcile import USUAL, Policy


@frozen(kw_only=True)
class CreditState:
    """One credit, however often it was reported, and what became of it.

    Attributes:
        identity: SHA-256 of account, day, amount and the bank's reference, or the memo where no
            report of it has one; true copies of one another share it.
        acquirer_id: BIN of the credited account's bank.
        account_number: Its number; masked in the repr.
        booked_on: The day in Viet Nam.
        amount: Dong; negative when money went back.
        bank_reference: The bank's reference without dressing; ``""`` where no report has one.
        verdict: Where it stands: posted, for review, or unmatched.
        allocations: What it pays now, by invoice; empty once it was returned.
        unallocated: Dong of a posted credit that pay nothing yet.
        customer_id: The pupil or patient whose code or virtual account named it.
        returned: Whether a return took its posting back.
        returns: Identity of the credit that it takes back, if it is a return.
    """

    identity: str
    acquirer_id: str
    account_number: str = field(repr=text.mask_number)
    booked_on: date
    amount: int = field(repr=False)
    bank_reference: str
    verdict: Verdict
    allocations: tuple[Allocation, ...]
    unallocated: int = field(repr=False)
    customer_id: str | None = field(repr=text.mask_number)
    returned: bool
    returns: str | None


class Ledger(Protocol):
    """Takes credits in once and for all, and remembers who decided what, when and why.

    Its history only grows. A report is recorded before it is decided about, so that a crash
    between the two loses nothing: the next call decides. Calls that write are serialised by the
    store, whatever process or thread they come from.
    """

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
        """Record reports of credits, then decide about every one that still waits.

        A report that is there already (equal but for ``delivery.received_at``) adds nothing. One
        with a known id and other content is kept under an id of its own and goes to review.
        Credits that no request could be found for, or that the matchers left to a person, are
        looked at again; what a person decided is not.

        Args:
            entries: The reports; none is fine.
            requests: All that may be paid now in this ledger, not only what the entries name.
            recorded_at: When this is done, with a time zone.
            by: Who or what does it.
            method: Kind of method of the receipts, if known; as in ``reconcile``.
            closed: Requests no longer payable; their codes are known.
            customers: References that name a customer for good.
            book: Whose accounts are credited.
            policy: What the institution chose.

        Returns:
            The decisions that are new or changed, and the receipts that they make.

        Raises:
            ValueError: Two requests share a reference, or a time without zone. The reports are
                recorded all the same when only the requests are wrong.
            LedgerError: The store cannot be used; nothing of the unfinished step is kept.
        """

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
        """Post a credit to requests that a person chose, in their order.

        For a credit that waits, or for what is left of one that is posted. What is more than
        the requests still ask stays on account.

        Raises:
            ValueError: No such credit, nothing left of it, money that went back, no request, or
                a time without zone.
        """

    def give_back(
        self, entry_id: str, original_id: str, *, by: str, at: datetime, why: str
    ) -> Decision:
        """Say which posting a return takes back, when a person knows.

        Raises:
            ValueError: The first is not a waiting return, the second no posting of that amount
                that still stands, or a time without zone.
        """

    def undo(self, entry_id: str, *, by: str, at: datetime, why: str) -> Decision:
        """Take a posting back: the credit waits for a person; nothing is deleted.

        Raises:
            ValueError: No such posting, a return points to it, it is a return whose original
                would pay a debt twice by now (undo the other first), or a time without zone.
        """

    def open_with(
        self, balances: Iterable[OpeningBalance], *, by: str, at: datetime, why: str = ""
    ) -> None:
        """Record the balances of the first day; those already there add nothing.

        Raises:
            ValueError: An id is there with another content, or a time without zone.
        """

    def decisions(self) -> tuple[Decision, ...]:
        """The decision in force about every report, in the order in which they were decided."""

    def receipts(self) -> tuple[Receipt, ...]:
        """Receipts of the postings in force, those that were returned included."""

    def reversals(self) -> tuple[Reversal, ...]:
        """Returns in force."""

    def opening(self) -> tuple[OpeningBalance, ...]:
        """Balances of the first day."""

    def open_items(
        self, requests: Iterable[PaymentRequest], *, customer_id: str | None = None
    ) -> tuple[OpenItem, ...]:
        """What is owed now on requests that are still payable, of one customer or of all."""

    def credit_balances(self) -> dict[str | None, int]:
        """Dong on account by customer; ``None`` holds what belongs to nobody in particular."""

    def export(self) -> tuple[CreditState, ...]:
        """Every credit and what became of it, in an order of its own.

        The same reports of credits that do not compete for one debt give the same answer,
        whatever order, number and batches they came in.
        """

    def history(self) -> Sequence[Row]:
        """Every row, in order."""

    def head(self) -> Head:
        """The end of the history, to be written down elsewhere."""

    def verify_chain(self, *, head: Head | None = None) -> Report:
        """Whether the history hangs together (rules LED-04 to LED-07).

        Args:
            head: An end written down earlier, which must still be there; without it, rows cut
                off at the end cannot be noticed.
        """
