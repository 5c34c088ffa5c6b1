"""What must be supplied before anything of a plan can be computed."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from attrs import evolve, fields, frozen

from cashless_edu_health.compliance._requirement_values import (
    ORDER,
    AnswerNeeded,
    AttributeNeeded,
    DocumentNeeded,
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
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import (
    ByDate,
    Comparison,
    Condition,
    Demand,
    Duty,
    Each,
    EachYear,
    FactHolds,
    Fee,
    FromDate,
    Growth,
    GrowthKind,
    Indicator,
    InSchoolYear,
    InYear,
    Measure,
    MethodSet,
    MethodsOffered,
    Plan,
    Population,
    Ratio,
    ScheduleEntry,
    Series,
    ShareOfEntities,
    ShareOfPayers,
    ShareOfTransactions,
    Target,
    Template,
)
from cashless_edu_health.receipts import POOLED_CASHLESS

_ItemT = TypeVar("_ItemT")
_Years = tuple[int, ...]

_JOINED: Final = frozenset({"rows", "populations", "values", "weights", "years"})


def requirements(plan: Plan, period: Window | None = None) -> Requirements:
    """What must be supplied before anything of a plan can be computed.

    Args:
        plan: The plan.
        period: Only what is asked in that window; rows without a year stay, because a caller
            may declare one. ``None`` for the whole life of the plan.
    """
    needs: dict[object, Requirement] = {}
    for need in _all(plan, period):
        key = _key(need)
        needs[key] = _joined(needs[key], need) if key in needs else need
    ordered = sorted(needs.values(), key=lambda need: ORDER.index(type(need)))
    return Requirements(plan=plan, period=period, needs=tuple(ordered))


def _key(need: Requirement) -> tuple[object, ...]:
    """What makes two requirements one; the rest of them is joined."""
    names = [part.name for part in fields(type(need)) if part.name not in _JOINED]
    return type(need), *(getattr(need, name) for name in names)


def _joined(one: Requirement, other: Requirement) -> Requirement:
    joined = evolve(
        one,
        rows=_once((*one.rows, *other.rows)),
        populations=_once((*one.populations, *other.populations)),
    )
    if isinstance(joined, AttributeNeeded) and isinstance(other, AttributeNeeded):
        return evolve(joined, values=joined.values | other.values)
    if isinstance(joined, PaymentsNeeded) and isinstance(other, PaymentsNeeded):
        return evolve(joined, weights=joined.weights | other.weights)
    if isinstance(joined, SeriesNeeded) and isinstance(other, SeriesNeeded):
        return evolve(joined, years=tuple(sorted({*joined.years, *other.years})))
    return joined


def _once(items: Iterable[_ItemT]) -> tuple[_ItemT, ...]:
    return tuple(dict.fromkeys(items))


def _all(plan: Plan, period: Window | None) -> Iterator[Requirement]:
    for target in plan.targets:
        asks = _asks(target, plan, period)
        if target.defers_to is not None:
            yield DocumentNeeded(rows=(target.id,), document=target.defers_to)
        elif asks is not None:
            yield from _target(target, plan, asks)
    if period is None or (period.first <= plan.period.last and plan.period.first <= period.last):
        for duty in plan.duties:
            yield from _duty(duty, plan)


@frozen
class _Asked:
    """What is asked of one year, or of a row of years up to it."""

    demand: Demand
    year: int
    since: int | None = None


def _asks(target: Target, plan: Plan, period: Window | None) -> tuple[_Asked, ...] | None:
    """What is asked when; empty for no stated year, ``None`` when nothing is asked."""
    if target.schedule is None or target.schedule.undated is not None:
        return ()
    if period is None:
        return tuple(
            one for entry in target.schedule.entries for one in _of_entry(entry, plan.period)
        )
    point = target.schedule.point(period) if period.first <= plan.period.last else None
    return None if point is None else (_Asked(point.demand, period.last.year, point.since),)


def _of_entry(entry: ScheduleEntry, life: Window) -> Iterator[_Asked]:
    match entry:
        case InYear(year=year):
            yield _Asked(entry.demand, year or 0)  # an undated entry stands alone
        case InSchoolYear(year=year):
            yield _Asked(entry.demand, year + 1)
        case ByDate(by=by):
            yield _Asked(entry.demand, by.year)
        case FromDate(starts=starts):
            yield from (_Asked(entry.demand, y) for y in range(starts.year, life.last.year + 1))
        case EachYear(first=first, last=last):
            yield _Asked(entry.demand, last, first)
        case _:
            years = range(entry.first, entry.last + 1)
            yield from (_Asked(entry.demand, year) for year in years)


def _target(target: Target, plan: Plan, asks: tuple[_Asked, ...]) -> Iterator[Requirement]:
    rows = (target.id,)
    yield from _register(target.populations, rows)
    for measure in target.measures:
        yield from _measure(measure, target, plan, asks)
    if target.among is not None:
        yield from _condition(target.among, target.populations, target.purposes, plan, rows)


def _measure(
    measure: Measure, target: Target, plan: Plan, asks: tuple[_Asked, ...]
) -> Iterator[Requirement]:
    rows, populations = (target.id,), target.populations
    match measure:
        case ShareOfEntities():
            purposes = target.purposes | measure.purposes
            yield from _condition(measure.where, populations, purposes, plan, rows)
        case ShareOfTransactions():
            yield _payments(measure, populations, target.purposes, rows)
        case ShareOfPayers():
            purposes = target.purposes | measure.purposes
            yield PayersNeeded(purposes=purposes, populations=populations, rows=rows)
        case Ratio():
            years = tuple(ask.year for ask in asks)
            for name in (measure.numerator, measure.denominator):
                yield SeriesNeeded(series=name, years=years, rows=rows)
        case _:
            years = tuple(sorted({year for ask in asks for year in _years(measure, ask)}))
            yield SeriesNeeded(series=measure.series, years=years, rows=rows)


def _years(measure: Series | Growth, ask: _Asked) -> _Years:
    """The years whose figures one demand compares."""
    since = ask.year if ask.since is None else ask.since
    if isinstance(measure, Series):
        grows = ask.demand.comparison is Comparison.INCREASE
        return tuple(range(since - 1, ask.year + 1)) if grows else (ask.year,)
    end = measure.end or ask.year
    if measure.kind is GrowthKind.YEARLY:
        return tuple(range(since - 1 if measure.base is None else measure.base, end + 1))
    return (measure.base or end, end)


def _payments(
    measure: ShareOfTransactions,
    populations: tuple[Population, ...],
    purposes: frozenset[str],
    rows: tuple[str, ...],
) -> PaymentsNeeded:
    return PaymentsNeeded(
        weights=frozenset({measure.weight}),
        purposes=purposes | measure.purposes,
        populations=populations,
        rows=rows,
    )


def _duty(duty: Duty, plan: Plan) -> Iterator[Requirement]:
    rows = (duty.id,)
    populations = () if duty.population is None else (duty.population,)
    yield from _register(populations, rows)
    match duty.asks:
        case Each(condition=condition):
            yield from _condition(condition, populations, duty.purposes, plan, rows)
        case Template(fields=asked):
            for name, presence in asked.items():
                yield FieldNeeded(field=name, presence=presence, populations=populations, rows=rows)
        case Fee(subject=subject):
            yield FeesNeeded(subject=subject, populations=populations, rows=rows)
        case Indicator(shares=shares, method_set=method_set):
            for share in shares:
                yield _payments(share, populations, duty.purposes, rows)
            if method_set is not None:
                yield from _of_set(method_set, populations, duty.purposes, rows)
        case _:
            yield AnswerNeeded(task=duty.asks.task, populations=populations, rows=rows)


def _register(populations: tuple[Population, ...], rows: tuple[str, ...]) -> Iterator[Requirement]:
    for population in populations:
        whose = (population,)
        yield RegisterNeeded(entity=population.entity, populations=whose, rows=rows)
        for name, values in _attributes(population):
            yield AttributeNeeded(name=name, values=frozenset(values), populations=whose, rows=rows)


def _attributes(population: Population) -> Iterator[tuple[str, Iterable[str]]]:
    """What membership depends on, in the parts of a population too."""
    asked = {
        "sector": population.sectors,
        "type": population.types,
        "tier": (population.tier,),
        "area_class": (population.area_class,),
        "ownership": (population.ownership,),
        "tags": population.tags,
    }
    for name, values in asked.items():
        given = [value for value in values if value is not None]
        if given:
            yield name, given
    for part in (*population.union, *([population.minus] if population.minus else ())):
        yield from _attributes(part)


def _condition(
    condition: Condition,
    populations: tuple[Population, ...],
    purposes: frozenset[str],
    plan: Plan,
    rows: tuple[str, ...],
) -> Iterator[Requirement]:
    for leaf in condition.leaves():
        if isinstance(leaf, FactHolds):
            yield FactNeeded(fact=leaf.fact, populations=populations, rows=rows)
        elif leaf.method_set is not None:
            yield from _of_set(leaf.method_set, populations, purposes, rows)
        else:
            for kind in _kinds(leaf, plan):
                yield MethodNeeded(
                    kind=kind, category="", purposes=purposes, populations=populations, rows=rows
                )


def _kinds(leaf: MethodsOffered, plan: Plan) -> list[str]:
    """The named kinds, else every cashless kind that is a kind in particular."""
    return sorted(leaf.kinds or plan.methods.cashless - {POOLED_CASHLESS})


def _of_set(
    method_set: MethodSet,
    populations: tuple[Population, ...],
    purposes: frozenset[str],
    rows: tuple[str, ...],
) -> Iterator[Requirement]:
    for category, kinds in method_set.categories.items():
        for kind in sorted(kinds):
            yield MethodNeeded(
                kind=kind, category=category, purposes=purposes, populations=populations, rows=rows
            )
