"""Shares of institutions and of payments."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from attrs import evolve

from cashless_edu_health.compliance import _head_counts
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.compliance._placing import (
    BUCKETS,
    Membership,
    Placement,
    Sheet,
    counted,
)
from cashless_edu_health.compliance._results import Part
from cashless_edu_health.compliance._shares import Count, GapUnit, gap
from cashless_edu_health.compliance._trace import Counted, Trace, TraceLine
from cashless_edu_health.institutions import Institution
from cashless_edu_health.plans import (
    INSTITUTION,
    Demand,
    Point,
    Population,
    ShareOfEntities,
    ShareOfPayers,
    ShareOfTransactions,
    Target,
    Weight,
)


def share_of_entities(
    measure: ShareOfEntities,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    point: Point | None,
) -> Part:
    """The share of institutions for which a condition holds on the day of counting."""
    label = measure.name or "entities"
    if population.entity != INSTITUTION:
        return Part(label=label, outcome=Outcome.INSUFFICIENT_DATA, reason="no-register")
    head = inquiry.head(point)
    stale = _head_counts.stale(population, inquiry, head)
    if stale:
        reason = "head-count-of-another-day"
        rows = tuple(TraceLine(row.id, Counted.PERHAPS, reason, row.total) for row in stale)
        outcome = Outcome.INSUFFICIENT_DATA
        return Part(label=label, outcome=outcome, reason=reason, trace=rows)
    purposes = target.purposes | measure.purposes
    totals = dict.fromkeys(BUCKETS.values(), 0)
    lines: list[TraceLine] = []
    sources: set[str] = set()
    for institution in inquiry.dataset.institutions:
        bucket, line = _member(measure, population, target, inquiry, head, institution)
        lines.append(line)
        if bucket is not None:
            totals[bucket] += 1
            sources.add("register")
    for share in _head_counts.shares(
        measure.where, target.among, population, inquiry, head, purposes
    ):
        lines.append(share.line)
        if share.bucket is not None:
            totals[share.bucket] += share.number
            sources.add(_head_counts.SOURCE)
    everybody = any(
        line.counted is not Counted.LEFT_OUT or line.reason == "not-among" for line in lines
    )
    empty = (Outcome.UNDEFINED, "nobody-among") if everybody else (Outcome.NOT_APPLICABLE, "nobody")
    part = share_part(label, Count(**totals), GapUnit.INSTITUTIONS, point, empty)
    return with_rows(part, lines if inquiry.traced else (), frozenset(sources))


def _member(
    measure: ShareOfEntities,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    head: date,
    institution: Institution,
) -> tuple[str | None, TraceLine]:
    purposes = target.purposes | measure.purposes
    inside, reason = inquiry.belongs(
        institution,
        target.among,
        head,
        member=population.contains(institution),
        head=head,
        purposes=purposes,
    )
    if inside is False:
        return None, TraceLine(institution.id, Counted.LEFT_OUT, reason)
    counts = inquiry.holds(measure.where, institution, head, head=head, purposes=purposes)
    reason = {True: "", False: "condition-fails", None: "condition-unknown"}[counts]
    line = TraceLine(institution.id, counted(inside=inside, counts=counts), reason)
    return BUCKETS[inside, counts], line


def share_of_transactions(
    measure: ShareOfTransactions,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    point: Point | None,
) -> Part:
    """The cashless share of payments up to the day of counting, by number or by value."""
    placement = _placement(measure, population, target, inquiry, inquiry.head(point))
    by_count = measure.weight is Weight.COUNT
    unit = GapUnit.PAYMENTS if by_count else GapUnit.DONG
    nobody = target.among is not None and placement.nobody_among
    empty = (Outcome.UNDEFINED, "nobody-among" if nobody else "no-payments")
    count = placement.number if by_count else placement.value
    part = share_part(measure.weight.value, count, unit, point, empty)
    part = with_rows(part, placement.trace, placement.sources)
    purposes = target.purposes | measure.purposes
    return _unbounded(part, _silent(population, target, inquiry, inquiry.head(point), purposes))


def _silent(
    population: Population,
    target: Target,
    inquiry: Inquiry,
    head: date,
    purposes: frozenset[str],
) -> tuple[str, ...]:
    """Institutions of the denominator that have not said what they took."""
    institutions = {row.id: row for row in inquiry.dataset.institutions}
    found = []
    for row in inquiry.books(head).unreported:
        institution = institutions[row.institution_id]
        member = population.contains(institution)
        inside, _ = inquiry.belongs(
            institution, target.among, head, member=member, head=head, purposes=purposes
        )
        if inside is not False:
            found.append(row.institution_id)
    return tuple(dict.fromkeys(found))


def _unbounded(part: Part, silent: tuple[str, ...]) -> Part:
    """What is left of a share when somebody's payments are not known: no bound but 0 and 1."""
    if not silent:
        return part
    reason = "payments-unreported"
    open_ = part.outcome not in (Outcome.NO_TARGET, Outcome.NO_VERDICT)
    return evolve(
        part,
        outcome=Outcome.INSUFFICIENT_DATA if open_ else part.outcome,
        reason=reason if open_ else part.reason,
        share=None,
        low=Fraction(0),
        high=Fraction(1),
        distance=None,
        gap=None,
        aspiration_reached=None,
        aspiration_gap=None,
        missing=tuple(f"payments@{one}" for one in silent),
        count=None,
        trace=(*part.trace, *(TraceLine(one, Counted.PERHAPS, reason) for one in silent)),
    )


def _placement(
    measure: ShareOfTransactions,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    head: date,
) -> Placement:
    """Every payment in its place; number and value share the work."""
    purposes = target.purposes | measure.purposes
    key = (target.id, population, purposes, head)
    if key not in inquiry.placements:
        books = inquiry.books(head)
        sheet = Sheet(books.lens, purposes, inquiry.traced)
        for institution in inquiry.dataset.institutions:
            payments = books.of(institution.id)
            if payments:
                member_on = membership(institution, measure, population, target, inquiry, head)
                sheet.add(payments, member_on)
        inquiry.placements[key] = sheet.placement()
    return inquiry.placements[key]


def membership(
    institution: Institution,
    measure: ShareOfTransactions | ShareOfPayers,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    head: date,
) -> Callable[[date], Membership]:
    """Whether payments to an institution on a day are in the denominator, and why not."""
    member = population.contains(institution)
    at_end = inquiry.choices["transaction_membership"] == "at_period_end"
    purposes = target.purposes | measure.purposes

    def on(day: date) -> Membership:
        return inquiry.belongs(
            institution,
            target.among,
            head if at_end else day,
            member=member,
            head=head,
            purposes=purposes,
        )

    return on


def share_part(
    label: str, count: Count, unit: GapUnit, point: Point | None, empty: tuple[Outcome, str]
) -> Part:
    """The answer about a share."""
    demand = None if point is None else point.demand
    outcome, reason = verdict(count, demand)
    if outcome is Outcome.UNDEFINED:
        outcome, reason = empty
    low, high = count.bounds or (None, None)
    aspiration = None if demand is None else demand.aspiring
    reached = None if aspiration is None else count.outcome(aspiration)
    return Part(
        label=label,
        outcome=outcome,
        reason=reason,
        numerator=count.yes,
        denominator=count.denominator,
        share=count.share,
        low=low,
        high=high,
        distance=_distance(count.share, demand),
        demand=demand,
        count=count,
        gap=None if demand is None else gap(count, demand, unit),
        aspiration_reached={Outcome.MET: True, Outcome.NOT_MET: False}.get(reached)
        if reached
        else None,
        aspiration_gap=None if aspiration is None else gap(count, aspiration, unit),
    )


def with_rows(part: Part, trace: Sequence[TraceLine], sources: frozenset[str]) -> Part:
    """The answer with what became of each row."""
    return evolve(part, trace=trace if isinstance(trace, Trace) else tuple(trace), sources=sources)


def verdict(count: Count, demand: Demand | None) -> tuple[Outcome, str]:
    """The answer about a share, and why it is not a plain yes or no."""
    if demand is None:
        return Outcome.NO_TARGET, "silent"
    if not demand.decides:
        return Outcome.NO_VERDICT, demand.comparison.value
    outcome = count.outcome(demand)
    return outcome, "unknown-rows" if outcome is Outcome.INSUFFICIENT_DATA else ""


def _distance(share: Fraction | None, demand: Demand | None) -> Fraction | None:
    if share is None or demand is None or demand.bound is None:
        return None
    return share - demand.bound.value
