"""What was decided about each credit, and on what."""

from enum import StrEnum

from attrs import Attribute, field, frozen

from cashless_edu_health import messages
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.messages import Language
from cashless_edu_health.receipts import Allocation, Receipt


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


@frozen(kw_only=True)
class Evidence:
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


def _posted_alone_allocates(
    decision: "Decision", _: "Attribute[tuple[Allocation, ...]]", parts: tuple[Allocation, ...]
) -> None:
    whole = decision.entry.amount if decision.verdict is Verdict.POSTED else 0
    if sum(part.amount for part in parts) != whole:
        raise ValueError("a posted credit is allocated to the last dong, another not at all")


@frozen(kw_only=True)
class Decision:
    """What was decided about one credit.

    Attributes:
        entry: The credit.
        verdict: Where it ends.
        rule: The first decisive rule.
        requests: The requests it pays, or for review those that it points to.
        allocations: What it pays, to the last dong; empty unless posted.
        evidence: Everything seen.

    Raises:
        ValueError: Allocations that are not the whole of a posted credit.
    """

    entry: CreditEntry
    verdict: Verdict
    rule: Rule
    requests: tuple[PaymentRequest, ...] = ()
    allocations: tuple[Allocation, ...] = field(default=(), validator=_posted_alone_allocates)
    evidence: tuple[Evidence, ...] = ()

    def message(self, lang: Language) -> str:
        """Why, in words."""
        return messages.text(f"rule.{self.rule.id}", lang)


@frozen(kw_only=True)
class Reconciliation:
    """The decisions of one run, in the order of the credits, and the receipts they make.

    Attributes:
        decisions: One for each credit.
        receipts: One for each posted credit.
    """

    decisions: tuple[Decision, ...]
    receipts: tuple[Receipt, ...]

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
