"""Shares of institutions and of payments."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve

from cashless_edu_health.compliance._books import Payment
from cashless_edu_health.compliance._inquiry import Inquiry, Placement
from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.compliance._results import Counted, Part, TraceLine
from cashless_edu_health.compliance._shares import Count, Gap, GapUnit, share_gap
from cashless_edu_health.plans import (
    INSTITUTION,
    Comparison,
    Demand,
    Point,
    Population,
    ShareOfEntities,
    ShareOfTransactions,
    Target,
    Weight,
)

_BUCKETS = {
    (True, True): "yes",
    (True, False): "no",
    (True, None): "unknown",
    (None, True): "maybe_yes",
    (None, False): "maybe_no",
    (None, None): "maybe_unknown",
}
_COUNTED = {"yes": Counted.NUMERATOR, "no": Counted.DENOMINATOR, "unknown": Counted.UNKNOWN}


class _Row(NamedTuple):
    """A row that was looked at; ``bucket`` is ``None`` when it is left out."""

    id: str
    weight: int
    bucket: str | None
    reason: str
    source: str

    @property
    def trace(self) -> TraceLine:
        if self.bucket is None:
            return TraceLine(self.id, Counted.LEFT_OUT, self.reason)
        return TraceLine(self.id, _COUNTED.get(self.bucket, Counted.PERHAPS), self.reason)


def _bucket(*, inside: bool | None, counts: bool | None) -> str | None:
    return None if inside is False else _BUCKETS[inside, counts]


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
    purposes = target.purposes | measure.purposes
    rows = []
    everybody = 0
    for institution in inquiry.dataset.institutions:
        inside, reason = inquiry.belongs(
            institution,
            target.among,
            head,
            member=population.contains(institution),
            head=head,
            purposes=purposes,
        )
        everybody += inside is not False or reason == "not-among"
        counts: bool | None = False
        if inside is not False:
            counts = inquiry.holds(measure.where, institution, head, head=head, purposes=purposes)
            reason = {True: "", False: "condition-fails", None: "condition-unknown"}[counts]
        bucket = _bucket(inside=inside, counts=counts)
        rows.append(_Row(institution.id, 1, bucket, reason, "register"))
    empty = (Outcome.UNDEFINED, "nobody-among") if everybody else (Outcome.NOT_APPLICABLE, "nobody")
    return _part(label, rows, GapUnit.INSTITUTIONS, point, empty, traced=inquiry.traced)


def share_of_transactions(
    measure: ShareOfTransactions,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    point: Point | None,
) -> Part:
    """The cashless share of payments up to the day of counting, by number or by value."""
    head = inquiry.head(point)
    by_count = measure.weight is Weight.COUNT
    rows = []
    for payment, inside, reason in _placed(measure, population, target, inquiry, head):
        counts = payment.cashless
        why = "method-unknown" if inside and counts is None else reason
        weight = payment.count if by_count else payment.value
        bucket = _bucket(inside=inside, counts=counts)
        rows.append(_Row(payment.id, weight, bucket, why, payment.source))
    unit = GapUnit.PAYMENTS if by_count else GapUnit.DONG
    nobody = target.among is not None and all(row.reason == "not-among" for row in rows)
    reason = "nobody-among" if rows and nobody else "no-payments"
    empty = (Outcome.UNDEFINED, reason)
    part = _part(measure.weight.value, rows, unit, point, empty, traced=inquiry.traced)
    purposes = target.purposes | measure.purposes
    return _unbounded(part, _silent(population, target, inquiry, head, purposes))


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
        trace=(*part.trace, *(TraceLine(one, Counted.PERHAPS, reason) for one in silent)),
    )


def _placed(
    measure: ShareOfTransactions,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    head: date,
) -> list[Placement]:
    """Every payment with whether it is in the denominator; number and value share the work."""
    purposes = target.purposes | measure.purposes
    key = (target.id, population, purposes, head)
    if key in inquiry.placements:
        return inquiry.placements[key]
    institutions = {row.id: row for row in inquiry.dataset.institutions}
    members = {row.id: population.contains(row) for row in inquiry.dataset.institutions}
    seen: dict[tuple[str, date], tuple[bool | None, str]] = {}

    def belongs(institution_id: str, day: date) -> tuple[bool | None, str]:
        if (institution_id, day) not in seen:
            seen[institution_id, day] = inquiry.belongs(
                institutions[institution_id],
                target.among,
                day,
                member=members[institution_id],
                head=head,
                purposes=purposes,
            )
        return seen[institution_id, day]

    at_end = inquiry.choices["transaction_membership"] == "at_period_end"
    placed: list[Placement] = []
    for payment in inquiry.books(head).payments:
        days = (head,) if at_end else payment.days
        answers = [belongs(payment.institution_id, day) for day in days]
        placed.append((payment, *_inside(payment, answers, purposes)))
    inquiry.placements[key] = placed
    return placed


def _inside(
    payment: Payment, seen: Sequence[tuple[bool | None, str]], purposes: frozenset[str]
) -> tuple[bool | None, str]:
    """Whether a payment is in the denominator, and why not."""
    serves = payment.serves(purposes)
    if payment.excluded or serves is False:
        return False, payment.excluded or "other-purpose"
    first, reason = seen[0]
    if first is None or any(inside is not first for inside, _ in seen):
        return None, "membership-unknown"
    if not first:
        return False, reason
    if payment.inside is None:
        return None, "straddles-window"
    return (True, "") if serves else (None, "purpose-unknown")


def _part(
    label: str,
    rows: list[_Row],
    unit: GapUnit,
    point: Point | None,
    empty: tuple[Outcome, str],
    *,
    traced: bool,
) -> Part:
    totals = dict.fromkeys(_BUCKETS.values(), 0)
    for row in rows:
        if row.bucket is not None:
            totals[row.bucket] += row.weight
    count = Count(**totals)
    demand = None if point is None else point.demand
    outcome, reason = verdict(count, demand)
    if outcome is Outcome.UNDEFINED:
        outcome, reason = empty
    low, high = count.bounds or (None, None)
    aspiration = _aspiration(demand)
    reached = count.outcome(aspiration) if aspiration else None
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
        gap=None if demand is None else share_gap(count, demand, unit),
        aspiration_reached={Outcome.MET: True, Outcome.NOT_MET: False}.get(reached)
        if reached
        else None,
        aspiration_gap=_gap_to(count, aspiration, unit),
        trace=tuple(row.trace for row in rows) if traced else (),
        sources=frozenset(row.source for row in rows if row.bucket is not None),
    )


def verdict(count: Count, demand: Demand | None) -> tuple[Outcome, str]:
    """The answer about a share, and why it is not a plain yes or no."""
    if demand is None:
        return Outcome.NO_TARGET, "silent"
    if not demand.decides:
        return Outcome.NO_VERDICT, demand.comparison.value
    outcome = count.outcome(demand)
    return outcome, "unknown-rows" if outcome is Outcome.INSUFFICIENT_DATA else ""


def _aspiration(demand: Demand | None) -> Demand | None:
    if demand is None or demand.aspiration is None:
        return None
    return Demand(comparison=Comparison.AT_LEAST, bound=demand.aspiration)


def _gap_to(count: Count, aspiration: Demand | None, unit: GapUnit) -> Gap | None:
    return None if aspiration is None else share_gap(count, aspiration, unit)


def _distance(share: Fraction | None, demand: Demand | None) -> Fraction | None:
    if share is None or demand is None or demand.bound is None:
        return None
    return share - demand.bound.value
