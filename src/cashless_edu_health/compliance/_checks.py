"""What a duty asks of one institution, item by item, and what is known of each."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from attrs import field, frozen

from cashless_edu_health.compliance._shares import Count
from cashless_edu_health.institutions import PayerFee
from cashless_edu_health.periods import Validity, Window
from cashless_edu_health.plans import Weight


class State(StrEnum):
    """How one thing that is asked for stands."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    ATTENTION = "attention"
    """Asked for "as far as possible": something to look at, not a breach."""
    NOT_APPLICABLE = "not_applicable"
    """There is nothing that it could be asked of."""
    NO_VERDICT = "no_verdict"
    """A figure to follow, or a person's answer."""


class Trend(StrEnum):
    """How a share moved from one window to the next."""

    ROSE = "rose"
    FELL = "fell"
    EQUAL = "equal"
    UNKNOWN = "unknown"
    """There is no share to compare with, or what is not known could turn it either way."""


_STATES = {True: State.YES, False: State.NO, None: State.UNKNOWN}


@frozen(kw_only=True)
class Evidence(Validity):
    """Where something is known from; ``valid_from`` and ``valid_to`` are the register's days.

    Attributes:
        of: Name of the fact, or kind of method.
        text: What the register says; may be empty.
        paid_on: Day of the first payment that shows it, where the register does not.
    """

    of: str
    text: str = ""
    paid_on: date | None = None


def in_order(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Evidence by what it is of, the register's before a payment, the oldest first.

    How a register lists it does not matter.
    """

    def place(one: Evidence) -> tuple[str, date, date, date, str]:
        first, last = one.valid_from or date.min, one.valid_to or date.max
        return one.of, one.paid_on or date.min, first, last, one.text

    return tuple(sorted(found, key=place))


@frozen(kw_only=True)
class FactCheck:
    """Whether an institution has a fact that a duty asks for.

    Attributes:
        fact: Name of the fact.
        satisfied: Yes, no, or ``None`` when it was never stated.
        evidence: What states it.
    """

    fact: str
    satisfied: bool | None
    evidence: tuple[Evidence, ...] = ()

    @property
    def state(self) -> State:
        """Yes, no or unknown."""
        return _STATES[self.satisfied]


@frozen(kw_only=True)
class MethodsCheck:
    """Whether an institution offers the methods that a duty asks for.

    Attributes:
        offered: Categories, or kinds, that count.
        needed: How many are asked for.
        candidates: Categories of the set that it does not offer.
        satisfied: Yes, no, or ``None`` when unknown kinds could make the difference.
        unknown: How many more may count, as far as nobody knows.
        evidence: What shows each kind that counts.
    """

    offered: tuple[str, ...]
    needed: int
    candidates: tuple[str, ...]
    satisfied: bool | None
    unknown: int = 0
    evidence: tuple[Evidence, ...] = ()

    @property
    def missing_at_least(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - len(self.offered))

    @property
    def state(self) -> State:
        """Yes, no or unknown."""
        return _STATES[self.satisfied]


@frozen(kw_only=True)
class CompoundCheck:
    """Several things of which not simply each is asked for.

    Attributes:
        asks: ``any``: one is enough. ``none``: no one may be so. ``all``: each, inside another.
        parts: The things.
        satisfied: Yes, no, or ``None`` when what is unknown could decide.
    """

    asks: Literal["all", "any", "none"]
    parts: tuple["FactCheck | MethodsCheck | CompoundCheck", ...]
    satisfied: bool | None

    @property
    def state(self) -> State:
        """Yes, no or unknown."""
        return _STATES[self.satisfied]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """That of the parts."""
        return tuple(one for part in self.parts for one in part.evidence)


@frozen(kw_only=True)
class TemplateCheck:
    """How many payments arrived with the fields that a template requires.

    Attributes:
        required: Names of the required fields.
        payments: Payments looked at, those of summed figures included.
        lacking: Payments that lack at least one required field.
        by_field: How many lack each required field; their sum can be more than ``lacking``.
        undecided: Payments of which nobody recorded what they carried, or which may be outside.
    """

    required: tuple[str, ...]
    payments: int
    lacking: int
    by_field: Mapping[str, int] = field(hash=False)
    undecided: int

    @property
    def complete(self) -> int:
        """Payments that carry every required field."""
        return self.payments - self.lacking - self.undecided

    @property
    def state(self) -> State:
        """No if any lacks a field, else unknown if any is undecided, else yes."""
        if not self.payments:
            return State.NOT_APPLICABLE
        if self.lacking:
            return State.NO
        return State.UNKNOWN if self.undecided else State.YES

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """None: the payments themselves are the evidence."""
        return ()


@frozen(kw_only=True)
class Charge:
    """What one method without cash costs the payer.

    Attributes:
        kind: Kind of method.
        fee: What it costs; ``None`` when nobody said.
        dearer: Whether it can cost more than cash at some amount; ``None`` when not known.
        evidence: What the register says of the method.
    """

    kind: str
    fee: PayerFee | None
    dearer: bool | None
    evidence: Evidence | None = None


@frozen(kw_only=True)
class FeeCheck:
    """What paying without cash costs the payer beside paying in cash.

    Attributes:
        charges: The methods without cash.
        cash: What each way of paying in cash costs; ``None`` where nobody said. Empty: the
            register lists no cash, and the charges are held against zero.
    """

    charges: tuple[Charge, ...]
    cash: tuple[PayerFee | None, ...]

    @property
    def dearer(self) -> tuple[Charge, ...]:
        """The methods that can cost the payer more than cash."""
        return tuple(charge for charge in self.charges if charge.dearer)

    @property
    def unstated(self) -> tuple[Charge, ...]:
        """The methods of which that is not known."""
        return tuple(charge for charge in self.charges if charge.dearer is None)

    @property
    def state(self) -> State:
        """Attention if any is dearer, else unknown if that is not known of any, else yes."""
        if not self.charges:
            return State.NOT_APPLICABLE
        if self.dearer:
            return State.ATTENTION
        return State.UNKNOWN if self.unstated else State.YES

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the register says of the methods."""
        return tuple(charge.evidence for charge in self.charges if charge.evidence is not None)


@frozen(kw_only=True)
class ShareFigure:
    """The cashless share of one institution's payments, beside that of the window before.

    Attributes:
        weight: By number or by value.
        purposes: What the payments are for; empty for any purpose.
        window: First and last day counted.
        count: The payments of these days.
        before_window: The same days of the year before (or as many years as do not overlap).
        before: The payments of those days.
    """

    weight: Weight
    purposes: frozenset[str]
    window: Window
    count: Count
    before_window: Window
    before: Count

    @property
    def trend(self) -> Trend:
        """Whether the share rose, whatever the unknowns are."""
        now, before = self.count.bounds, self.before.bounds
        if now is None or before is None:
            return Trend.UNKNOWN
        if now[0] > before[1]:
            return Trend.ROSE
        if now[1] < before[0]:
            return Trend.FELL
        exact = now[0] == now[1] and before[0] == before[1]
        return Trend.EQUAL if exact else Trend.UNKNOWN

    @property
    def state(self) -> State:
        """No verdict: the text draws no line."""
        return State.NO_VERDICT

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """None: the payments themselves are the evidence."""
        return ()


@frozen(kw_only=True)
class MethodsFigure:
    """How many categories of a list of methods an institution offers.

    Attributes:
        offered: The categories.
        listed: Every category of the list.
        unknown: How many more may count, as far as nobody knows.
        evidence: What shows each kind.
    """

    offered: tuple[str, ...]
    listed: tuple[str, ...]
    unknown: int = 0
    evidence: tuple[Evidence, ...] = ()

    @property
    def state(self) -> State:
        """No verdict: the text draws no line."""
        return State.NO_VERDICT


@frozen(kw_only=True)
class ManualCheck:
    """Something that a person has to answer.

    Attributes:
        task: What, an open word.
    """

    task: str

    @property
    def state(self) -> State:
        """No verdict: nothing is computed."""
        return State.NO_VERDICT

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """None."""
        return ()


Check = (
    FactCheck
    | MethodsCheck
    | CompoundCheck
    | TemplateCheck
    | FeeCheck
    | ShareFigure
    | MethodsFigure
    | ManualCheck
)
