"""What was decided about each credit, and on what."""

from enum import StrEnum
from typing import NamedTuple

from attrs import Attribute, field, frozen

from cashless_edu_health import messages, text
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.messages import Language
from cashless_edu_health.receipts import Allocation, Receipt, Reversal
from cashless_edu_health.reconciliation._repair import Slip


class Verdict(StrEnum):
    """Where a credit ends."""

    POSTED = "posted"
    """It pays what its allocations say."""
    REVIEW = "review"
    """A person decides; something points to a request, or something is odd."""
    DUPLICATE = "duplicate"
    """Another report of a credit already taken in."""
    UNMATCHED = "unmatched"
    """Nothing in it points to a request."""


class EvidenceKind(StrEnum):
    """What was seen."""

    CODE = "code"
    """A request's code stands whole in the memo."""
    LOOK_ALIKE = "look_alike"
    """A request's code stands there with look-alike letters; its check characters hold."""
    RUNS_ON = "runs_on"
    """More of the same kind follows or precedes the code: it may be part of another."""
    INTERRUPTED = "interrupted"
    """A code without check characters is interrupted: its parts may belong to two things."""
    OVERLAP = "overlap"
    """Two codes share characters."""
    UNKNOWN_CODE = "unknown_code"
    """A code with valid check characters that is no request's here."""
    PIECE = "piece"
    """What looks like a code that was cut or typed wrong, and is none that is known."""
    REPAIRED = "repaired"
    """A request's code stands there with one slip."""
    NEAR = "near"
    """A code without check characters is one slip away: a hint, never a proof."""
    PERSON = "person"
    """The name of the person that a request is for stands in the memo."""
    OTHER_GROUP = "other_group"
    """The memo names another class than the request's."""
    VIRTUAL_ACCOUNT = "virtual_account"
    """The virtual account that was addressed stands for the request or customer."""
    FAMILY = "family"
    """Another open request of the same payer makes up the rest of the amount."""
    AMOUNT = "amount"
    """A request asks for just this amount."""
    OTHER_ACCOUNT = "other_account"
    """The request is to be paid to another account."""
    CLOSED = "closed"
    """The request is no longer payable."""
    ALREADY_PAID = "already_paid"
    """An invoice of the request was paid by the credit named."""
    EXPIRED = "expired"
    """The credit was booked after the request's last day."""
    COPY_OF = "copy_of"
    """The credit named has the same identity."""
    RETURN_OF = "return_of"
    """The credit named has the opposite amount and the same code on the same account."""


class Evidence(NamedTuple):
    """One thing seen. It holds places in the memo, never its text.

    Attributes:
        kind: What was seen.
        reference: The code concerned, if any.
        start: Index of its first character in the memo, if it stands there.
        end: Index behind its last character.
        entry_id: Another credit concerned, if any.
    """

    kind: EvidenceKind
    reference: str | None = None
    start: int | None = None
    end: int | None = None
    entry_id: str | None = None

    def message(self, lang: Language) -> str:
        """What was seen, in words."""
        return messages.text(
            f"reconciliation.{self.kind.value}",
            lang,
            reference=self.reference,
            entry_id=self.entry_id,
        )


def _within_the_credit(
    decision: "Decision", _: "Attribute[tuple[Allocation, ...]]", parts: tuple[Allocation, ...]
) -> None:
    posted = decision.verdict is Verdict.POSTED
    paid = sum([part.amount for part in parts])
    if paid and paid > (decision.entry.amount if posted else 0):
        raise ValueError("a posted credit pays at most its amount, another nothing")


@frozen(kw_only=True)
class Decision:
    """What was decided about one credit.

    Attributes:
        entry: The credit.
        verdict: Where it ends.
        rule: The first decisive rule.
        requests: The requests it pays, or for review those that it points to.
        customer_id: The pupil or patient on whose account it is, where a code or a virtual
            account named one.
        allocations: What it pays; empty unless posted.
        evidence: Everything seen.
        repair: The slip in the code that was repaired, if one was.
        rejected: References that were looked at and not taken.
        returns: Id of the credit whose posting it takes back, if it is a return.

    Raises:
        ValueError: Allocations of more than a posted credit, or of another.
    """

    entry: CreditEntry
    verdict: Verdict
    rule: Rule
    requests: tuple[PaymentRequest, ...] = ()
    customer_id: str | None = field(default=None, repr=text.mask_number)
    allocations: tuple[Allocation, ...] = field(default=(), validator=_within_the_credit)
    evidence: tuple[Evidence, ...] = ()
    repair: Slip | None = None
    rejected: tuple[str, ...] = ()
    returns: str | None = None

    @property
    def unallocated(self) -> int:
        """Dong of a posted credit that pay nothing yet: a credit balance of the payer."""
        if self.verdict is not Verdict.POSTED or self.returns is not None:
            return 0
        return self.entry.amount - sum(part.amount for part in self.allocations)

    def message(self, lang: Language) -> str:
        """Why, in words."""
        return messages.text(f"rule.{self.rule.id}", lang)


def held(
    entry: CreditEntry,
    rule: Rule,
    asked: tuple[PaymentRequest, ...],
    evidence: tuple[Evidence, ...],
) -> Decision:
    """A credit that a person decides about."""
    return Decision(
        entry=entry, verdict=Verdict.REVIEW, rule=rule, requests=asked, evidence=evidence
    )


@frozen(kw_only=True)
class Reconciliation:
    """The decisions of one run, in the order of the credits, and the receipts they make.

    Attributes:
        decisions: One for each credit.
        receipts: One for each posted credit.
        reversals: One for each return whose credit was found.
    """

    decisions: tuple[Decision, ...]
    receipts: tuple[Receipt, ...]
    reversals: tuple[Reversal, ...] = ()

    @property
    def posted(self) -> tuple[Decision, ...]:
        """Credits that pay requests."""
        return self._of(Verdict.POSTED)

    @property
    def review(self) -> tuple[Decision, ...]:
        """Credits that a person decides."""
        return self._of(Verdict.REVIEW)

    @property
    def duplicates(self) -> tuple[Decision, ...]:
        """Further reports of credits."""
        return self._of(Verdict.DUPLICATE)

    @property
    def unmatched(self) -> tuple[Decision, ...]:
        """Credits that point to no request."""
        return self._of(Verdict.UNMATCHED)

    def _of(self, verdict: Verdict) -> tuple[Decision, ...]:
        return tuple(d for d in self.decisions if d.verdict is verdict)
