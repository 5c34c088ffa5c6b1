"""The answer about one target, under the chosen readings and under each other one."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import cast

from attrs import evolve

from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._outcomes import Outcome, combine
from cashless_edu_health.compliance._payer_measures import share_of_payers
from cashless_edu_health.compliance._readings import relevant
from cashless_edu_health.compliance._results import Part, ReadingResult, Result
from cashless_edu_health.compliance._series_measures import reported
from cashless_edu_health.compliance._share_measures import share_of_entities, share_of_transactions
from cashless_edu_health.plans import (
    Combination,
    Growth,
    Measure,
    Point,
    Population,
    Ratio,
    Series,
    ShareOfEntities,
    ShareOfPayers,
    Target,
)


def answer(target: Target, inquiry: Inquiry) -> Result:
    """The answer about a target."""
    if target.schedule is None:
        part = Part(label=target.id, outcome=Outcome.NO_VERDICT, reason="defers-to")
        return Result(target=target, outcome=part.outcome, reason=part.reason, part=part)
    point = inquiry.point(target)
    part = _figure(target, inquiry, point)
    asked = relevant(target, inquiry.plan, changing=inquiry.changing)
    used = MappingProxyType({name: inquiry.choices[name] for name, _ in asked})
    if target.schedule.undated is not None:
        return Result(
            target=target,
            outcome=Outcome.NO_VERDICT,
            reason="undated",
            demand=target.schedule.undated,
            part=part,
            used=used,
        )
    if point is None:
        outcome = Outcome.NO_TARGET
        return Result(target=target, outcome=outcome, reason="silent", part=part, used=used)
    readings = tuple(_otherwise(target, inquiry, point, part))
    not_due = not inquiry.is_due(point)
    return Result(
        target=target,
        outcome=Outcome.NOT_DUE if not_due else part.outcome,
        provisional=part.outcome if not_due else None,
        reason="not-over" if not_due else part.reason,
        demand=point.demand,
        due=point.due,
        part=part,
        used=used,
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
    if isinstance(measure, Series | Ratio | Growth):
        return reported(measure, inquiry, point)
    counted = cast("Population", population)  # a target that asks for a share has a population
    if isinstance(measure, ShareOfPayers):
        return share_of_payers(measure, counted, target, inquiry, point)
    if isinstance(measure, ShareOfEntities):
        return share_of_entities(measure, counted, target, inquiry, point)
    return share_of_transactions(measure, counted, target, inquiry, point)


def _combined(label: str, parts: list[Part], combination: Combination) -> Part:
    if len(parts) == 1:
        return parts[0]
    outcome = combine([part.outcome for part in parts], combination)
    reason = next((part.reason for part in parts if part.outcome is outcome), "")
    return Part(label=label, outcome=outcome, reason=reason, parts=tuple(parts))


def _otherwise(
    target: Target, inquiry: Inquiry, point: Point, found: Part
) -> Iterator[ReadingResult]:
    options = dict(relevant(target, inquiry.plan, changing=inquiry.changing))
    for reading in inquiry.plan.readings:
        for option in reading.options:
            if option == inquiry.choices[reading.name]:
                continue
            if option not in options.get(reading.name, ()):
                continue
            same = reading.name in inquiry.indifferent
            other = inquiry.under(reading.name, option)
            part = found if same else _figure(target, other, point)
            yield ReadingResult(
                reading=reading.name,
                option=option,
                outcome=part.outcome,
                part=part,
            )
