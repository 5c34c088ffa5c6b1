"""The answer about one duty."""

from collections.abc import Iterator

from cashless_edu_health.compliance._books import View
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._outcomes import Outcome, combine
from cashless_edu_health.compliance._results import (
    DutyResult,
    FactCheck,
    InstitutionDuty,
    MethodsCheck,
)
from cashless_edu_health.plans import (
    Combination,
    Duty,
    Each,
    FactHolds,
    Fee,
    Indicator,
    Manual,
    MethodsOffered,
    Population,
    Template,
)

_ANSWERS = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.INSUFFICIENT_DATA}
_REASONS = {
    Outcome.NOT_APPLICABLE: "nobody",
    Outcome.INSUFFICIENT_DATA: "condition-unknown",
}
_BY_HAND: dict[type, str] = {
    Fee: "fee-per-channel",
    Indicator: "indicator",
    Manual: "manual",
    Template: "template-per-invoice",
}


def answer(duty: Duty, inquiry: Inquiry) -> DutyResult:
    """The answer about a duty: for each institution where one can be computed.

    Outside the life of the plan nothing is required; how institutions stand is still given.
    """
    head = inquiry.head(None)
    rows: tuple[InstitutionDuty, ...] = ()
    if isinstance(duty.asks, Each) and duty.population is not None:
        rows = tuple(_rows(duty, duty.asks, duty.population, inquiry))
        outcome = combine([row.outcome for row in rows], Combination.ALL)
        reason = _REASONS.get(outcome, "")
    else:
        outcome, reason = Outcome.NO_VERDICT, _BY_HAND[type(duty.asks)]
    if head not in inquiry.plan.period:
        outcome, reason = Outcome.NO_REQUIREMENT, "not-in-force"
    return DutyResult(duty=duty, outcome=outcome, reason=reason, institutions=rows)


def _rows(
    duty: Duty, asks: Each, population: Population, inquiry: Inquiry
) -> Iterator[InstitutionDuty]:
    head = inquiry.head(None)
    for institution in inquiry.dataset.institutions:
        member = population.contains(institution) if institution.covers(head) else False
        if member is False:
            continue
        view = inquiry.view(institution, head, head=head, purposes=duty.purposes)
        # A duty on those who may not be bound by it is not yet a breach.
        outcome = _ANSWERS[asks.condition.holds(view)] if member else Outcome.INSUFFICIENT_DATA
        checks = tuple(_check(leaf, view) for leaf in asks.condition.leaves())
        yield InstitutionDuty(institution_id=institution.id, outcome=outcome, checks=checks)


def _check(leaf: FactHolds | MethodsOffered, view: View) -> FactCheck | MethodsCheck:
    if isinstance(leaf, FactHolds):
        return FactCheck(fact=leaf.fact, satisfied=leaf.holds(view))
    offered = leaf.counted(view)
    wanted = sorted(leaf.kinds) if leaf.method_set is None else leaf.method_set.categories
    return MethodsCheck(
        offered=offered,
        needed=leaf.at_least,
        candidates=tuple(name for name in wanted if name not in offered),
        satisfied=leaf.holds(view),
    )
