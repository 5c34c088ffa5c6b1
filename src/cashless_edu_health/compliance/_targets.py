"""The answer about one target, under the chosen readings and under each other one."""

from collections.abc import Iterator
from typing import cast

from attrs import evolve

from cashless_edu_health.compliance._books import IN_USE
from cashless_edu_health.compliance._inquiry import BASE_YEAR, Inquiry
from cashless_edu_health.compliance._outcomes import Outcome, combine
from cashless_edu_health.compliance._results import Part, ReadingResult, Result
from cashless_edu_health.compliance._series_measures import reported
from cashless_edu_health.compliance._share_measures import share_of_entities, share_of_transactions
from cashless_edu_health.plans import (
    Combination,
    Condition,
    FactHolds,
    Growth,
    GrowthKind,
    Measure,
    Point,
    Population,
    ShareOfEntities,
    ShareOfPayers,
    ShareOfTransactions,
    Target,
)


def answer(target: Target, inquiry: Inquiry) -> Result:
    """The answer about a target."""
    if target.schedule is None:
        part = Part(label=target.id, outcome=Outcome.NO_VERDICT, reason="defers-to")
        return Result(target=target, outcome=part.outcome, reason=part.reason, part=part)
    point = inquiry.point(target)
    part = _figure(target, inquiry, point)
    if target.schedule.undated is not None:
        return Result(
            target=target,
            outcome=Outcome.NO_VERDICT,
            reason="undated",
            demand=target.schedule.undated,
            part=part,
        )
    if point is None:
        return Result(target=target, outcome=Outcome.NO_TARGET, reason="silent", part=part)
    readings = tuple(_otherwise(target, inquiry, point))
    not_due = inquiry.as_of < point.due
    return Result(
        target=target,
        outcome=Outcome.NOT_DUE if not_due else part.outcome,
        provisional=part.outcome if not_due else None,
        reason="not-over" if not_due else part.reason,
        demand=point.demand,
        due=point.due,
        part=part,
        readings=readings,
        robust=all(r.outcome is part.outcome for r in readings) if readings else None,
    )


def _figure(target: Target, inquiry: Inquiry, point: Point | None) -> Part:
    """The figures of a target: each population, each measure, combined as the text combines."""
    if not target.populations:
        return _arms(target, None, inquiry, point)
    populations = _groups(target, inquiry)
    groups = [_arms(target, population, inquiry, point) for population in populations]
    if len(groups) > 1:
        groups = [
            evolve(group, label=population.name or f"each_of[{index}]")
            for index, (group, population) in enumerate(zip(groups, populations, strict=True))
        ]
    return _combined(target.id, groups, Combination.ALL)


def _groups(target: Target, inquiry: Inquiry) -> tuple[Population, ...]:
    pooling = inquiry.choices["pooling"]
    if pooling == "pooled" and len(target.populations) > 1:
        return (Population(name="pooled", union=target.populations),)
    if pooling == "each_sector" and len(target.populations) == 1:
        (whole,) = target.populations
        return tuple(
            evolve(whole, name=sector.value, sectors=frozenset({sector}))
            for sector in sorted(whole.sectors_reached())
        )
    return target.populations


def _arms(
    target: Target, population: Population | None, inquiry: Inquiry, point: Point | None
) -> Part:
    parts = [_leaf(measure, population, target, inquiry, point) for measure in target.measures]
    name = None if population is None else population.name
    return _combined(name or "inline", parts, target.combination)


def _leaf(
    measure: Measure,
    population: Population | None,
    target: Target,
    inquiry: Inquiry,
    point: Point | None,
) -> Part:
    if isinstance(measure, ShareOfPayers):
        # Receipts name payers at most by name, and two people share a name.
        reason = "payers-not-identified"
        return Part(label="payers", outcome=Outcome.INSUFFICIENT_DATA, reason=reason)
    if not isinstance(measure, ShareOfEntities | ShareOfTransactions):
        return reported(measure, inquiry, point)
    counted = cast("Population", population)  # a target that asks for a share has a population
    if isinstance(measure, ShareOfEntities):
        return share_of_entities(measure, counted, target, inquiry, point)
    return share_of_transactions(measure, counted, target, inquiry, point)


def _combined(label: str, parts: list[Part], combination: Combination) -> Part:
    if len(parts) == 1:
        return parts[0]
    outcome = combine([part.outcome for part in parts], combination)
    reason = next((part.reason for part in parts if part.outcome is outcome), "")
    return Part(label=label, outcome=outcome, reason=reason, parts=tuple(parts))


def _otherwise(target: Target, inquiry: Inquiry, point: Point) -> Iterator[ReadingResult]:
    relevant = dict(_relevant(target))
    for reading in inquiry.plan.readings:
        for option in reading.options:
            if option == inquiry.choices[reading.name]:
                continue
            if option not in relevant.get(reading.name, ()):
                continue
            part = _figure(target, inquiry.under(reading.name, option), point)
            yield ReadingResult(
                reading=reading.name,
                option=option,
                outcome=part.outcome,
                part=part,
            )


def _relevant(target: Target) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The readings that could change this target, each with the options that could."""
    shares = [m for m in target.measures if isinstance(m, ShareOfEntities)]
    payments = any(isinstance(m, ShareOfTransactions) for m in target.measures)
    conditions = [m.where for m in shares]
    if target.among is not None:
        conditions.append(target.among)
    uses = any(_asks_for_use(condition) for condition in conditions)
    if uses:
        yield "adoption", ("installed_and_used", "installed_only")
    if uses or payments:
        yield "payer_scope", ("household", "all_payers")
    if payments and target.among is not None:
        yield "transaction_membership", ("at_event", "at_period_end")
    if len(target.populations) > 1:
        yield "pooling", ("as_written", "pooled")
    elif any(len(population.sectors_reached()) > 1 for population in target.populations):
        yield "pooling", ("as_written", "each_sector")
    for measure in target.measures:
        if isinstance(measure, Growth) and measure.kind is GrowthKind.AVERAGE:
            yield "average_growth", ("geometric", "arithmetic")
            years = range((measure.base or 0) + 1, measure.end or 0)
            yield BASE_YEAR, tuple(str(year) for year in years)


def _asks_for_use(condition: Condition) -> bool:
    return any(isinstance(leaf, FactHolds) and leaf.fact == IN_USE for leaf in condition.leaves())
