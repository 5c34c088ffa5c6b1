"""A plan and its targets."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from attrs import field, frozen, validators

from cashless_edu_health.legal import Citation, DocumentKind, LegalDocument
from cashless_edu_health.periods import DeadlineReading, Window, last_timely_days
from cashless_edu_health.plans._conditions import Condition, MethodSet
from cashless_edu_health.plans._demands import BoundUnit, Comparison, Demand
from cashless_edu_health.plans._duties import Duty, Force, OutOfScope, Quote, ReportingDuty
from cashless_edu_health.plans._measures import (
    Growth,
    Measure,
    Ratio,
    Series,
    ShareOfEntities,
    ShareOfPayers,
    ShareOfTransactions,
)
from cashless_edu_health.plans._populations import Population
from cashless_edu_health.plans._schedules import Schedule
from cashless_edu_health.plans._vocabulary import MethodKinds, Reading

_SHARES: Final = (ShareOfEntities, ShareOfTransactions, ShareOfPayers)


class Combination(StrEnum):
    """How several measures of one target decide together."""

    ALL = "all_of"
    """Each must pass ("số lượng và giá trị")."""
    ANY = "any_of"
    """One is enough ("giá trị (hoặc số lượng)")."""


class Scope(StrEnum):
    """Whether an institution's own records can answer."""

    CORE = "core"
    EXTERNAL = "external"
    """Needs figures from elsewhere."""


class SourceKind(StrEnum):
    """What was read when the plan was encoded; printed with every verdict."""

    OFFICIAL_TEXT = "official_text"
    OFFICIAL_EXCERPT = "official_excerpt"
    NEWS_SECONDARY = "news_secondary"
    TRANSLATION = "translation"


class Part(StrEnum):
    """A part of a plan's text."""

    TARGETS = "targets"
    DUTIES = "duties"
    REPORTING = "reporting"
    ANNEX = "annex"


@frozen(kw_only=True)
class Source:
    """Where the words of a plan were read.

    Attributes:
        kind: Sort of text.
        complete: Whether the whole text was read.
        unseen: Parts that were not seen, or not whole: what they ask for is unknown, which is
            not the same as nothing. Empty when nothing is known to be missing.
        file: Name of the source text, if it is kept as a file.
        urls: Addresses, if any.

    Raises:
        ValueError: A text read whole has unseen parts.
    """

    kind: SourceKind
    complete: bool
    unseen: frozenset[Part] = frozenset()
    file: str | None = None
    urls: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.complete and self.unseen:
            raise ValueError("a text that was read whole has no unseen parts")


def _unit_fits(measure: Measure, demand: Demand) -> bool:
    if demand.comparison is Comparison.INCREASE:
        return isinstance(measure, Series)
    if demand.bound is None:
        return True
    unit = demand.bound.unit
    if isinstance(measure, Series):
        return unit is BoundUnit.LEVEL
    if isinstance(measure, Ratio):
        return unit in (BoundUnit.PERCENT, BoundUnit.MULTIPLE)
    if isinstance(measure, Growth):
        return unit is BoundUnit.PERCENT
    return unit is BoundUnit.PERCENT and demand.bound.value <= 1


@frozen(kw_only=True)
class Target:
    """One sentence of a plan that asks for a figure.

    Attributes:
        id: Stable id (``"DN24-Q3"``).
        citation: The clause.
        populations: Whose figure; several must each pass, none for reported series.
        measures: What is measured.
        combination: How several measures decide together.
        among: A condition that shrinks the denominator, if any.
        purposes: What methods or payments must be for; empty for any purpose.
        force: How strongly the text asks.
        scope: Whether own records can answer.
        schedule: When how much; ``None`` when the number stands in another document.
        defers_to: That other document.
        part_of: Id of the target that this one is nested in ("trong đó").
        quote: The words.
        conflict: True when sources disagree about this target.
        note: What a reader must know; may be empty.

    Raises:
        ValueError: Parts that do not belong together.
    """

    id: str = field(validator=validators.min_len(1))
    citation: Citation
    populations: tuple[Population, ...] = ()
    measures: tuple[Measure, ...] = ()
    combination: Combination = Combination.ALL
    among: Condition | None = None
    purposes: frozenset[str] = frozenset()
    force: Force
    scope: Scope = Scope.CORE
    schedule: Schedule | None = None
    defers_to: str | None = None
    part_of: str | None = None
    quote: Quote
    conflict: bool = False
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if (self.schedule is None) is (self.defers_to is None):
            raise ValueError("a target has a schedule or defers to a document: just one")
        if (self.defers_to is None) is (not self.measures):
            raise ValueError("a target that asks for a figure has a measure, and only that")
        counts_members = any(isinstance(measure, _SHARES) for measure in self.measures)
        if counts_members is not bool(self.populations):
            raise ValueError("a share has a population, a reported series has none")
        demands = () if self.schedule is None else [e.demand for e in self.schedule.entries]
        if not all(_unit_fits(m, demand) for m in self.measures for demand in demands):
            raise ValueError(
                "the demand does not fit the measure: other units, or a share over 100 %"
            )


@frozen(kw_only=True)
class Plan:
    """A plan of a province or district, or a document like it.

    Attributes:
        id: Slug, which is the file's name too (``"dong-nai-24-kh-ubnd-2022"``).
        key: Short name that its rows start with (``"DN24"``).
        title: Title as printed.
        number: Number as printed, if known.
        issuer: Who issued it.
        level: ``province``, ``district``, ``ministry``, ...
        area: Administrative unit and the year of its borders.
        issued: Day of issue, if known.
        period: Days in which it applies.
        source: What was read.
        implements: Numbers of the documents that it implements.
        targets: What it asks for in figures.
        duties: What it asks for without.
        reporting: Reports that it asks for.
        out_of_scope: Duties of the text that this library does not carry.
        method_sets: Its own lists of methods.
        populations: Its own named populations.
        conditions: Its own named conditions.
        measures: Its own named measures.
        methods: Kinds of method that are cashless, or cash, under it.
        readings: Interpretive choices, the default first.
        extensions: What its words needed beyond the first plans.
        notes: What a reader must know; may be empty.

    Raises:
        ValueError: An id twice, or a row that refers to one that is not there.
    """

    id: str = field(validator=validators.matches_re(r"[A-Za-z0-9][A-Za-z0-9.-]*"))
    key: str = field(validator=validators.min_len(1))
    title: str
    number: str | None = None
    issuer: str
    level: str
    area: str
    issued: date | None = None
    period: Window
    source: Source
    implements: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    out_of_scope: tuple[OutOfScope, ...] = ()
    method_sets: tuple[MethodSet, ...] = ()
    populations: tuple[Population, ...] = ()
    conditions: tuple[Condition, ...] = ()
    measures: tuple[Measure, ...] = ()
    methods: MethodKinds
    readings: tuple[Reading, ...] = ()
    extensions: tuple[str, ...] = ()
    notes: str = ""

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for row in self._rows():
            if row.id in seen:
                raise ValueError(f"the id {row.id!r} stands twice")
            seen.add(row.id)
        with_words = {row.id for row in self._rows() if row.quote.same_as is None}
        for row in self._rows():
            if row.quote.same_as is not None and row.quote.same_as not in with_words:
                raise ValueError(f"{row.id}: the row whose words it shares is not there")
        targets = {target.id for target in self.targets}
        for target in self.targets:
            if target.part_of is not None and target.part_of not in targets - {target.id}:
                raise ValueError(f"{target.id}: the target that it is part of is not there")

    def _rows(self) -> Iterator[Target | Duty | ReportingDuty | OutOfScope]:
        yield from self.targets
        yield from self.duties
        yield from self.reporting
        yield from self.out_of_scope

    def words(self, row: Target | Duty | ReportingDuty | OutOfScope) -> str:
        """The words that a row rests on, its own or those of the row that it shares them with."""
        quotes = {other.id: other.quote for other in self._rows()}
        quote = row.quote
        if quote.same_as is not None:
            quote = quotes[quote.same_as]
        return quote.text or quote.translated

    def last_timely_days(
        self, duty: ReportingDuty, reading: DeadlineReading = DeadlineReading.EXCLUSIVE
    ) -> tuple[date, ...] | None:
        """Last timely days of a report over the life of the plan; ``None`` where no day is named.

        The first report falls after the plan's own date; a plan issued after its period has none.

        Raises:
            ValueError: The period ends after the year 9998.
        """
        if not duty.due.before:
            return None
        first = max(self.issued or self.period.first, self.period.first)
        if first > self.period.last:
            return ()
        return last_timely_days(
            before=duty.due.before, first=first, last=self.period.last, reading=reading
        )

    def legal_document(self) -> LegalDocument:
        """The plan as a document that rules and reports cite."""
        news = self.source.kind is SourceKind.NEWS_SECONDARY
        return LegalDocument(
            id=self.id.lower(),
            kind=DocumentKind.NEWS if news else DocumentKind.PLAN,
            title=self.title,
            number=self.number,
            issuer=self.issuer,
            issued=self.issued,
            complete=self.source.complete,
            note=self.notes,
        )
