"""Values that an assessment is made of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from cashless_edu_health import messages
from cashless_edu_health.compliance._checks import Check, State
from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.compliance._shares import Count, Gap, Level
from cashless_edu_health.compliance._trace import TraceLine
from cashless_edu_health.findings import Report
from cashless_edu_health.institutions import Institution
from cashless_edu_health.messages import Language
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import Bound, Demand, Duty, Plan, Target


@frozen(kw_only=True)
class Part:
    """One figure, or several that decide together.

    Attributes:
        label: What it is of: a population's name, ``count``, ``value``, a series, a year.
        outcome: The answer of this part.
        reason: Why there is no plain yes or no, as a message key below ``reason.``; or ``""``.
        numerator: Counted for certain; for a series its figure, for growth the end.
        denominator: Counted for certain; for growth the base.
        share: Numerator over denominator, exact; for average growth in the arithmetic reading
            the mean rate. ``None`` when unknown rows could change it.
        low: Least possible share.
        high: Greatest possible share.
        distance: Share minus bound, when both are there.
        demand: What the figure itself was held against: for average growth, the growth over all
            the years.
        count: The figure with all that is unknown about it, for :func:`what_if`.
        gap: What is missing.
        aspiration_reached: Whether the upper end of a range is reached.
        aspiration_gap: What is missing to that.
        missing: Figures that are not there (``"mobile_count@2020"``, ``"payments@thcs-a"``).
        parts: The parts that decided.
        trace: What became of each row.
        sources: Sorts of record that were counted (``bank``, ``tally``, ``register``).
    """

    label: str
    outcome: Outcome
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    share: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    distance: Fraction | None = None
    demand: Demand | None = None
    count: Count | Level | None = None
    gap: Gap | None = None
    aspiration_reached: bool | None = None
    aspiration_gap: Gap | None = None
    missing: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()
    trace: Sequence[TraceLine] = ()
    sources: frozenset[str] = frozenset()

    def leaves(self) -> Iterator["Part"]:
        """The figures themselves, in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@frozen(kw_only=True)
class ReadingResult:
    """The answer under another reading of the text.

    Attributes:
        reading: Name of the choice.
        option: What was chosen instead.
        outcome: The answer then.
        part: Its figures.
    """

    reading: str
    option: str
    outcome: Outcome
    part: Part


@frozen(kw_only=True)
class Result:
    """The answer about one target.

    Attributes:
        target: The target, with its clause and words.
        outcome: The answer.
        provisional: What the answer would be today, when it is not due.
        reason: Why there is no plain yes or no, as a message key below ``reason.``; or ``""``.
        demand: What is asked for in the period; ``None`` where the plan is silent.
        due: Last day on which it can be met.
        part: The figure or figures.
        used: The option that was chosen for each reading that applies.
        readings: The answer under each other reading that applies.
        robust: Whether all readings agree; ``None`` when there is only one.
    """

    target: Target
    outcome: Outcome
    provisional: Outcome | None = None
    reason: str = ""
    demand: Demand | None = None
    due: date | None = None
    part: Part
    used: Mapping[str, str] = field(factory=lambda: MappingProxyType({}))
    readings: tuple[ReadingResult, ...] = ()
    robust: bool | None = None

    @property
    def bound(self) -> Bound | None:
        """What the figure is compared with."""
        return None if self.demand is None else self.demand.bound

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that decided, where there are several."""
        return self.part.parts

    @property
    def numerator(self) -> int | None:
        """Counted for certain; ``None`` where several figures decide."""
        return self.part.numerator

    @property
    def denominator(self) -> int | None:
        """Counted for certain; ``None`` where several figures decide."""
        return self.part.denominator

    @property
    def share(self) -> Fraction | None:
        """The exact share; ``None`` where it is unknown or several figures decide."""
        return self.part.share

    @property
    def gap(self) -> Gap | None:
        """What is missing; ``None`` where several figures decide."""
        return self.part.gap

    @property
    def trace(self) -> tuple[TraceLine, ...]:
        """What became of each row, over all figures."""
        return tuple(line for leaf in self.part.leaves() for line in leaf.trace)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of reported figures that are not there, over all figures."""
        return tuple(name for leaf in self.part.leaves() for name in leaf.missing)

    @property
    def sources(self) -> tuple[str, ...]:
        """Sorts of record that were counted, over all figures."""
        return tuple(sorted({source for leaf in self.part.leaves() for source in leaf.sources}))

    def explanation(self, lang: Language) -> str:
        """The reason in words; ``""`` when the answer needs none."""
        return messages.text(f"reason.{self.reason}", lang) if self.reason else ""


@frozen(kw_only=True)
class InstitutionDuty:
    """The answer about one institution's duty.

    Attributes:
        institution_id: The institution.
        outcome: Met, not met or insufficient data; attention, not applicable and no verdict
            where the duty can be answered so.
        checks: What was asked for, one by one.
        certain: Whether it is certain that the duty binds the institution.
    """

    institution_id: str
    outcome: Outcome
    checks: tuple[Check, ...]
    certain: bool = True

    @property
    def missing(self) -> tuple[Check, ...]:
        """What is not there, or not known to be."""
        return tuple(one for one in self.checks if one.state in (State.NO, State.UNKNOWN))


@frozen(kw_only=True)
class DutyResult:
    """The answer about one duty.

    Attributes:
        duty: The duty, with its clause and words.
        outcome: The answer over all whom it binds.
        reason: Why there is no plain yes or no, as a message key below ``reason.``; or ``""``.
        institutions: The answer for each institution, where one is possible.
    """

    duty: Duty
    outcome: Outcome
    reason: str = ""
    institutions: tuple[InstitutionDuty, ...] = ()

    def explanation(self, lang: Language) -> str:
        """The reason in words; ``""`` when the answer needs none."""
        return messages.text(f"reason.{self.reason}", lang) if self.reason else ""


@frozen(kw_only=True)
class Assessment:
    """A plan held against a dataset; iterating gives the results of its targets.

    Attributes:
        plan: The plan; its source says how far its words can be trusted.
        window: The period asked about.
        as_of: State of the world that was judged.
        known_at: What had been recorded by the end of that day, in Viet Nam.
        readings: What was chosen for every reading of the plan.
        results: The targets, in the plan's order.
        duties: The duties, in the plan's order.
        report: What is odd about the data.
        institutions: The register that was asked about.
    """

    plan: Plan
    window: Window
    as_of: date
    known_at: date
    readings: Mapping[str, str]
    results: tuple[Result, ...]
    duties: tuple[DutyResult, ...]
    report: Report
    institutions: tuple[Institution, ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[Result]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, row_id: str) -> Result | DutyResult:
        for result in self.results:
            if result.target.id == row_id:
                return result
        for duty in self.duties:
            if duty.duty.id == row_id:
                return duty
        raise KeyError(row_id)
