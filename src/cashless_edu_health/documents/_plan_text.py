"""From plan values back to the text of a plan file."""

import json
from collections.abc import Collection, Iterable

from cashless_edu_health import plans
from cashless_edu_health.plans import Bound, BoundUnit

_Json = object


def plan_text(plan: plans.Plan) -> str:
    """The plan as JSON; keys without content are left out."""
    return json.dumps(_plan(plan), ensure_ascii=False, indent=1) + "\n"


def _table(**items: _Json) -> dict[str, _Json]:
    """The items that say something; a trailing underscore keeps a Python keyword out of keys."""
    return {
        key.rstrip("_"): value
        for key, value in items.items()
        if value is not None and value not in ("", False) and value not in ([], {})
    }


def _sorted(words: Collection[str]) -> list[str]:
    return sorted(words)


def _plan(plan: plans.Plan) -> dict[str, _Json]:
    return _table(
        id=plan.id,
        key=plan.key,
        title=plan.title,
        number=plan.number,
        issuer=plan.issuer,
        level=plan.level,
        area=plan.area,
        issued=None if plan.issued is None else plan.issued.isoformat(),
        period={"from": plan.period.first.isoformat(), "to": plan.period.last.isoformat()},
        source={
            "kind": plan.source.kind,
            "complete": plan.source.complete,
            **_table(
                unseen=_sorted(plan.source.unseen),
                file=plan.source.file,
                url=list(plan.source.urls),
            ),
        },
        implements=list(plan.implements),
        method_sets={str(s.name): _categories(s) for s in plan.method_sets},
        populations={str(p.name): _population_table(p) for p in plan.populations},
        conditions={str(c.name): _condition_table(c) for c in plan.conditions},
        measures={str(m.name): _measure_table(m) for m in plan.measures},
        readings={reading.name: reading.default for reading in plan.readings},
        targets=[_target(target) for target in plan.targets],
        duties=[_duty(duty) for duty in plan.duties],
        reporting=[_reporting(duty) for duty in plan.reporting],
        out_of_scope=[_out_of_scope(row) for row in plan.out_of_scope],
        extensions_beyond_seed_algebra=list(plan.extensions),
        notes=plan.notes,
    )


def _categories(method_set: plans.MethodSet) -> dict[str, list[str]]:
    return {name: _sorted(kinds) for name, kinds in method_set.categories.items()}


def _population(population: plans.Population) -> _Json:
    return population.name or _population_table(population)


def _population_table(population: plans.Population) -> dict[str, _Json]:
    return _table(
        entity=population.entity,
        sector=_sorted(population.sectors),
        types=_sorted(population.types),
        tier=population.tier,
        area_class=population.area_class,
        ownership=population.ownership,
        tags=_sorted(population.tags),
        minus=None if population.minus is None else _population(population.minus),
        union=[_population(part) for part in population.union],
    )


def _condition(condition: plans.Condition) -> _Json:
    return condition.name or _condition_table(condition)


def _condition_table(condition: plans.Condition) -> dict[str, _Json]:
    if isinstance(condition, plans.FactHolds):
        return {"fact": condition.fact}
    if isinstance(condition, plans.MethodsOffered):
        chosen = condition.method_set
        return {
            "methods": _table(
                at_least=condition.at_least,
                set_=None if chosen is None else chosen.name,
                kinds=_sorted(condition.kinds),
            )
        }
    keys = {plans.AllOf: "all", plans.AnyOf: "any", plans.NoneOf: "no"}
    return {keys[type(condition)]: [_condition(part) for part in condition.parts]}


def _measure(measure: plans.Measure) -> _Json:
    return measure.name or _measure_table(measure)


def _measure_table(measure: plans.Measure) -> dict[str, _Json]:
    if isinstance(measure, plans.ShareOfEntities):
        where = _condition(measure.where)
        return _table(share_of="entities", where=where, purposes=_sorted(measure.purposes))
    if isinstance(measure, plans.ShareOfTransactions):
        return _table(
            share_of="transactions",
            weight=measure.weight,
            where="cashless",
            purposes=_sorted(measure.purposes),
        )
    if isinstance(measure, plans.ShareOfPayers):
        return _table(share_of="payers", where="cashless", purposes=_sorted(measure.purposes))
    if isinstance(measure, plans.Series):
        return {"series": measure.series}
    if isinstance(measure, plans.Ratio):
        return {
            "ratio": {
                "num": {"series": measure.numerator},
                "den": {"series": measure.denominator},
            }
        }
    of = {"series": measure.series}
    return {"growth": _table(of=of, kind=measure.kind, base=measure.base, end=measure.end)}


def _bound(bound: Bound) -> str | int:
    return int(bound.value) if bound.unit is BoundUnit.LEVEL else str(bound)


def _demand(demand: plans.Demand) -> dict[str, _Json]:
    bounds = [_bound(end) for end in (demand.bound, demand.aspiration) if end is not None]
    if demand.comparison is plans.Comparison.RANGE:
        return {"range": bounds}
    if demand.comparison is plans.Comparison.UNQUANTIFIED:
        return {"unquantified": demand.wording}
    if demand.comparison is plans.Comparison.INCREASE:
        return {"increase": "strict"}
    return {demand.comparison.value: bounds[0]}


def _entry(entry: plans.ScheduleEntry) -> dict[str, _Json]:
    demand = _demand(entry.demand)
    if isinstance(entry, plans.InYear):
        return {"period": "undated" if entry.year is None else entry.year, **demand}
    if isinstance(entry, plans.InSchoolYear):
        return {"school_year": entry.year, **demand}
    if isinstance(entry, plans.ByDate):
        starts = None if entry.starts is None else entry.starts.isoformat()
        return _table(starts=starts, by=entry.by.isoformat()) | demand
    if isinstance(entry, plans.FromDate):
        return {"starts": entry.starts.isoformat(), **demand}
    return {"each_year": {"from": entry.first, "to": entry.last}, **demand}


def _ramp(ramp: plans.Ramp) -> dict[str, _Json]:
    points = str(Bound(ramp.add, BoundUnit.PERCENT)).removesuffix("%")
    return {
        "start": ramp.first,
        "at_least": str(ramp.at_least),
        "add": f"{points}pp",
        "until": ramp.last,
        "ends_at": str(ramp.ends_at),
    }


def _schedule(schedule: plans.Schedule | None) -> dict[str, _Json]:
    if schedule is None:
        return {}
    first = schedule.entries[0]
    if isinstance(first, plans.Ramp):
        return {"ramp": _ramp(first)}
    return {"schedule": [_entry(entry) for entry in schedule.entries]}


def _one_or_many(one: str, many: str, items: Iterable[_Json]) -> dict[str, _Json]:
    values = list(items)
    if len(values) > 1:
        return {many: values}
    return {one: values[0]} if values else {}


def _quote(quote: plans.Quote) -> dict[str, _Json]:
    return _table(quote=quote.text, quote_of=quote.same_as, quote_en=quote.translated)


def _target(target: plans.Target) -> dict[str, _Json]:
    populations = (_population(population) for population in target.populations)
    measures = (_measure(measure) for measure in target.measures)
    return {
        "id": target.id,
        "cite": target.citation.pinpoint,
        **_one_or_many("pop", "each_of", populations),
        **_one_or_many("measure", target.combination, measures),
        **_table(
            among=None if target.among is None else _condition(target.among),
            purposes=_sorted(target.purposes),
            force=target.force,
            scope=target.scope,
            defers_to=target.defers_to,
            part_of=target.part_of,
            conflict=target.conflict,
            note=target.note,
        ),
        **_schedule(target.schedule),
        **_quote(target.quote),
    }


def _asks(duty: plans.Duty) -> dict[str, _Json]:
    if isinstance(duty.asks, plans.Each):
        return {"each": _condition(duty.asks.condition)}
    if isinstance(duty.asks, plans.Template):
        return {"template": dict(duty.asks.fields)}
    if isinstance(duty.asks, plans.Fee):
        return {"fee": {duty.asks.subject: duty.asks.wish}}
    if isinstance(duty.asks, plans.Indicator):
        methods = None if duty.asks.method_set is None else duty.asks.method_set.name
        shares = [_measure(share) for share in duty.asks.shares]
        return {"indicator": _table(shares=shares, methods=methods)}
    return {"manual": duty.asks.task}


def _duty(duty: plans.Duty) -> dict[str, _Json]:
    return {
        "id": duty.id,
        "cite": duty.citation.pinpoint,
        **_table(pop=None if duty.population is None else _population(duty.population)),
        "force": duty.force,
        **_asks(duty),
        **_table(purposes=_sorted(duty.purposes), note=duty.note),
        **_quote(duty.quote),
    }


def _out_of_scope(row: plans.OutOfScope) -> dict[str, _Json]:
    return {
        "id": row.id,
        "cite": row.citation.pinpoint,
        "reason": row.reason,
        **_quote(row.quote),
    }


def _reporting(duty: plans.ReportingDuty) -> dict[str, _Json]:
    due = _table(
        before=[f"{month:02}-{day:02}" for month, day in duty.due.before],
        every="year" if duty.due.before else None,
        frequency=list(duty.due.frequencies),
        ad_hoc=duty.due.ad_hoc,
        as_regulated=duty.due.as_regulated,
    )
    return {
        "id": duty.id,
        "cite": duty.citation.pinpoint,
        **_table(by=list(duty.by), to=list(duty.to), via=duty.via),
        "due": due,
        **_table(content=list(duty.content)),
        **_quote(duty.quote),
    }
