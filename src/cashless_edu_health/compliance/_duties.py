"""The answer about one duty, for each institution that it binds."""

from collections.abc import Callable, Iterator
from typing import Final

from cashless_edu_health.compliance._checks import Check, ManualCheck, State
from cashless_edu_health.compliance._condition_checks import checks
from cashless_edu_health.compliance._fees import fee_check
from cashless_edu_health.compliance._indicators import figures
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._outcomes import Outcome, combine
from cashless_edu_health.compliance._results import DutyResult, InstitutionDuty
from cashless_edu_health.compliance._template_payments import template_checks
from cashless_edu_health.institutions import Institution
from cashless_edu_health.plans import (
    Combination,
    Duty,
    Each,
    Fee,
    Indicator,
    Manual,
    Template,
)

_Answer = tuple[Outcome, tuple[Check, ...]]

_ANSWERS: Final = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.INSUFFICIENT_DATA}
_OUTCOMES: Final = {
    State.YES: Outcome.MET,
    State.NO: Outcome.NOT_MET,
    State.UNKNOWN: Outcome.INSUFFICIENT_DATA,
    State.ATTENTION: Outcome.ATTENTION,
    State.NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
}
_REASONS: Final[dict[tuple[type, Outcome], str]] = {
    (Each, Outcome.INSUFFICIENT_DATA): "condition-unknown",
    (Template, Outcome.INSUFFICIENT_DATA): "fields-not-recorded",
    (Template, Outcome.NOT_APPLICABLE): "no-payments-made",
    (Fee, Outcome.ATTENTION): "dearer-than-cash",
    (Fee, Outcome.INSUFFICIENT_DATA): "charge-not-stated",
    (Fee, Outcome.NOT_APPLICABLE): "no-cashless-method",
    (Indicator, Outcome.NO_VERDICT): "indicator",
    (Manual, Outcome.NO_VERDICT): "manual",
}


def answer(duty: Duty, inquiry: Inquiry) -> DutyResult:
    """The answer about a duty: for each institution, and over all that it binds.

    Outside the life of the plan nothing is required; how institutions stand is still given.
    Where institutions are counted and not listed, nobody knows which of them comply.
    """
    rows = tuple(_rows(duty, inquiry))
    if isinstance(duty.asks, Indicator | Manual):
        outcome = Outcome.NO_VERDICT
    else:
        counted = [Outcome.INSUFFICIENT_DATA] if _some_are_only_counted(duty, inquiry) else []
        outcome = combine([*(row.outcome for row in rows), *counted], Combination.ALL)
    reason = _reason(duty, outcome, rows)
    if inquiry.head(None) not in inquiry.plan.period:
        outcome, reason = Outcome.NO_REQUIREMENT, "not-in-force"
    return DutyResult(duty=duty, outcome=outcome, reason=reason, institutions=rows)


def _reason(duty: Duty, outcome: Outcome, rows: tuple[InstitutionDuty, ...]) -> str:
    if not rows and outcome is Outcome.NOT_APPLICABLE:
        return "nobody"
    undecided = [row for row in rows if row.outcome is Outcome.INSUFFICIENT_DATA]
    if outcome is Outcome.INSUFFICIENT_DATA and not undecided:
        return "counted-not-listed"
    if outcome is Outcome.INSUFFICIENT_DATA and not any(row.certain for row in undecided):
        return "perhaps-not-bound"
    return _REASONS.get((type(duty.asks), outcome), "")


def _some_are_only_counted(duty: Duty, inquiry: Inquiry) -> bool:
    """Whether the dataset counts institutions of the sectors bound without listing them."""
    head = inquiry.head(None)
    return any(
        duty.population is None or count.sector in duty.population.sectors_reached()
        for count in inquiry.dataset.head_counts
        if count.covers(head)
    )


def _rows(duty: Duty, inquiry: Inquiry) -> Iterator[InstitutionDuty]:
    """One row for each active institution that the duty binds, or may bind.

    A manual duty that names nobody of the register has no rows; charges are compared for
    everybody unless the text names fewer.
    """
    if duty.population is None and isinstance(duty.asks, Manual):
        return
    head = inquiry.head(None)
    answered = _answerer(duty, inquiry)
    for institution in inquiry.dataset.institutions:
        active = institution.covers(head)
        member = active and (duty.population is None or duty.population.contains(institution))
        if member is False:
            continue
        outcome, found = answered(institution)
        if member is None and outcome in (Outcome.NOT_MET, Outcome.ATTENTION):
            # A duty on those who may not be bound by it is not yet a breach.
            outcome = Outcome.INSUFFICIENT_DATA
        yield InstitutionDuty(
            institution_id=institution.id,
            outcome=outcome,
            checks=found,
            certain=member is True,
        )


def _answerer(duty: Duty, inquiry: Inquiry) -> Callable[[Institution], _Answer]:
    """What answers the duty for one institution; work that all share is done once."""
    head, asks = inquiry.head(None), duty.asks
    if isinstance(asks, Template):
        carried = template_checks(asks, inquiry, duty.purposes)
        return lambda institution: _of_check(carried(institution))
    if isinstance(asks, Indicator):
        shown = figures(asks, inquiry, duty.purposes)
        return lambda institution: (Outcome.NO_VERDICT, shown(institution))
    if isinstance(asks, Manual):
        by_hand = ManualCheck(task=asks.task)
        return lambda _: (Outcome.NO_VERDICT, (by_hand,))

    def of_the_day(institution: Institution) -> _Answer:
        view = inquiry.view(institution, head, head=head, purposes=duty.purposes)
        if isinstance(asks, Fee):
            return _of_check(fee_check(view))
        return _ANSWERS[asks.condition.holds(view)], tuple(checks(asks.condition, view))

    return of_the_day


def _of_check(check: Check) -> _Answer:
    return _OUTCOMES[check.state], (check,)
