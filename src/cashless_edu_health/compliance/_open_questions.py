"""What a dataset does not answer yet of what a plan needs."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from cashless_edu_health.compliance._books import IN_USE
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.compliance._requirement_values import (
    AttributeNeeded,
    FactNeeded,
    FeesNeeded,
    FieldNeeded,
    MethodNeeded,
    PayersNeeded,
    PaymentsNeeded,
    RegisterNeeded,
    Requirement,
    Requirements,
    SeriesNeeded,
)
from cashless_edu_health.institutions import Institution
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import INSTITUTION
from cashless_edu_health.receipts import PayerCount, Tally, Unreported


@frozen(kw_only=True)
class OpenQuestion:
    """A requirement that is not, or not wholly, answered.

    Attributes:
        requirement: What is needed.
        institutions: Ids of the institutions that have not answered; empty where the question
            is not about single institutions.
        years: Years whose figures are missing.
    """

    requirement: Requirement
    institutions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def open_questions(
    needs: Requirements, dataset: Dataset, *, window: Window, on: date
) -> tuple[OpenQuestion, ...]:
    """What the plan needs and the dataset does not answer, in the order of the needs.

    Groups that are only counted answer for nobody in particular and are not looked at.

    Args:
        needs: What the plan needs.
        dataset: The data.
        window: The days whose payments are asked for.
        on: The day whose facts are asked for.
    """
    known = _known(dataset, window)
    found = []
    for need in needs:
        if isinstance(need, SeriesNeeded):
            reported = dataset.series.get(need.series, {})
            years = tuple(year for year in need.years if str(year) not in reported)
            if years or not need.years:
                found.append(OpenQuestion(requirement=need, years=years))
        elif _of_institutions(need):
            silent = tuple(_silent(need, dataset, known, on))
            if silent:
                found.append(OpenQuestion(requirement=need, institutions=silent))
        else:
            found.append(OpenQuestion(requirement=need))
    return tuple(found)


def _of_institutions(need: Requirement) -> bool:
    """Whether single institutions answer; a register of institutions is the dataset's own."""
    ours = all(population.entity == INSTITUTION for population in need.populations)
    kinds = (AttributeNeeded, FactNeeded, MethodNeeded, PaymentsNeeded, PayersNeeded)
    return ours and isinstance(need, (*kinds, FeesNeeded, FieldNeeded, RegisterNeeded))


@frozen(kw_only=True)
class _Known:
    """Institutions of which the dataset knows something in the window.

    Attributes:
        paid: All that they took.
        payers: How many people paid them.
        bare: Not: receipts that do not say which fields of the template came with them.
    """

    paid: frozenset[str]
    payers: frozenset[str]
    bare: frozenset[str]


def _known(dataset: Dataset, window: Window) -> _Known:
    receipts = [row for row in dataset.receipts if row.paid_on in window]

    def within(rows: Iterable[Tally | PayerCount | Unreported]) -> frozenset[str]:
        return frozenset(
            row.institution_id
            for row in rows
            if row.paid_from <= window.last and window.first <= row.paid_to
        )

    took = frozenset(row.institution_id for row in receipts)
    nameless = frozenset(row.institution_id for row in receipts if row.payer_id is None)
    return _Known(
        paid=(took | within(dataset.tallies)) - within(dataset.unreported),
        payers=within(dataset.payer_counts) | (took - nameless),
        bare=frozenset(row.institution_id for row in receipts if row.carried is None),
    )


def _silent(need: Requirement, dataset: Dataset, known: _Known, on: date) -> Iterator[str]:
    for institution in dataset.institutions:
        inside = [population.contains(institution) for population in need.populations]
        if not institution.covers(on) or (inside and all(m is False for m in inside)):
            continue
        if isinstance(need, AttributeNeeded):
            open_ = None in inside and getattr(institution, need.name) is None
        else:
            open_ = _is_open(need, institution, known, on)
        if open_:
            yield institution.id


def _is_open(need: Requirement, institution: Institution, known: _Known, on: date) -> bool:
    if isinstance(need, FactNeeded):
        shown = need.fact == IN_USE and institution.id in known.paid
        return institution.fact(need.fact, on) is None and not shown
    if isinstance(need, MethodNeeded):
        return need.kind in institution.unknown_methods
    if isinstance(need, FeesNeeded):
        offered = [method for method in institution.methods if method.covers(on)]
        return not offered or any(method.payer_fee is None for method in offered)
    if isinstance(need, FieldNeeded):
        return institution.id in known.bare
    asked = {PaymentsNeeded: known.paid, PayersNeeded: known.payers}.get(type(need))
    return asked is not None and institution.id not in asked
