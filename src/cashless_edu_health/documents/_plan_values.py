"""From the tables of a plan file to plan values: every name looked up, every invariant held."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cashless_edu_health import plans
from cashless_edu_health.documents import _plan_tables as tables
from cashless_edu_health.documents._plan_names import Builder, at
from cashless_edu_health.legal import Citation
from cashless_edu_health.periods import Window


def vocabulary_value(table: tables.VocabularyTable, *, file: str) -> plans.Vocabulary:
    """The vocabulary of a file.

    Raises:
        DataError: A name that is not defined, or is defined by itself; a broken invariant.
    """
    builder = Builder(table, None, file)
    built = builder.definitions()
    with at(file, "readings"):
        readings = {
            name: plans.Reading(name, tuple(options)) for name, options in table.readings.items()
        }
    with at(file, "methods"):
        kinds = _method_kinds(table.methods, readings)
    leaves = {key: frozenset(words) for key, words in table.leaves.model_dump().items()}
    return plans.Vocabulary(
        methods=kinds,
        readings=readings,
        leaves=plans.LeafNames(**leaves),
        **built,
    )


def _method_kinds(
    table: tables.MethodKindsTable, readings: Mapping[str, plans.Reading]
) -> plans.MethodKinds:
    for row in table.by_reading.values():
        if row.reading not in readings or row.cashless not in readings[row.reading].options:
            raise ValueError(
                f"the reading {row.reading[:40]!r} has no option {row.cashless[:40]!r}"
            )
    return plans.MethodKinds(
        cashless=frozenset(table.cashless),
        cash=frozenset(table.cash),
        by_reading=tuple(
            plans.KindByReading(kind=kind, reading=row.reading, cashless=row.cashless)
            for kind, row in table.by_reading.items()
        ),
    )


def plan_value(table: tables.PlanTable, *, vocabulary: plans.Vocabulary, file: str) -> plans.Plan:
    """The plan of a file.

    Raises:
        DataError: A name that is not defined; a broken invariant. Names the row.
    """
    builder = Builder(table, vocabulary, file)
    built: dict[str, Any] = {
        kind: tuple(own.values()) for kind, own in builder.definitions().items()
    }
    rows = _rows(table, builder)
    with at(file, "period"):
        period = Window(table.period.from_, table.period.to)
    with at(file, "source"):
        source = _source(table.source)
    with at(file, "readings"):
        readings = _readings(table.readings, vocabulary)
    with at(file, ""):
        return plans.Plan(
            id=table.id,
            key=table.key or table.id,
            title=table.title,
            number=table.number,
            issuer=table.issuer,
            level=table.level,
            area=table.area,
            issued=table.issued,
            period=period,
            source=source,
            implements=tuple(table.implements),
            methods=vocabulary.methods.extended(builder.method_sets.own().values()),
            readings=readings,
            extensions=tuple(table.extensions_beyond_seed_algebra),
            notes=table.notes,
            **built,
            **rows,
        )


def _rows(table: tables.PlanTable, builder: Builder) -> dict[str, Any]:
    document = table.id.lower()
    return {
        "targets": tuple(
            _target(row, builder, document, f"targets[{index}]")
            for index, row in enumerate(table.targets)
        ),
        "duties": tuple(
            _duty(row, builder, document, f"duties[{index}]")
            for index, row in enumerate(table.duties)
        ),
        "reporting": tuple(
            _reporting(row, builder, document, f"reporting[{index}]")
            for index, row in enumerate(table.reporting)
        ),
        "out_of_scope": tuple(
            _out_of_scope(row, builder, document, f"out_of_scope[{index}]")
            for index, row in enumerate(table.out_of_scope)
        ),
    }


def _source(table: tables.SourceTable) -> plans.Source:
    return plans.Source(
        kind=table.kind,
        complete=table.complete,
        unseen=frozenset(table.unseen),
        file=table.file,
        urls=(table.url,) if isinstance(table.url, str) else tuple(table.url),
    )


def _readings(chosen: Mapping[str, str], vocabulary: plans.Vocabulary) -> tuple[plans.Reading, ...]:
    """The vocabulary's readings, with the options that the plan prefers as defaults."""
    for name in chosen:
        if name not in vocabulary.readings:
            raise ValueError(f"the reading {name[:40]!r} is not defined")
    return tuple(
        reading.preferring(chosen.get(name, reading.default))
        for name, reading in vocabulary.readings.items()
    )


def _target(row: tables.TargetTable, builder: Builder, document: str, path: str) -> plans.Target:
    file = builder.file
    with at(file, f"{path}.pop" if row.pop is not None else f"{path}.each_of"):
        populations = [row.pop] if row.pop is not None else row.each_of or []
        chosen = tuple(builder.population(ref) for ref in populations)
    arm = "all_of" if row.all_of is not None else "any_of" if row.any_of is not None else "measure"
    with at(file, f"{path}.{arm}"):
        refs = [row.measure] if row.measure is not None else row.all_of or row.any_of or []
        measures = tuple(builder.measure(ref) for ref in refs)
    with at(file, f"{path}.among"):
        among = None if row.among is None else builder.condition(row.among)
    with at(file, f"{path}.{'schedule' if row.ramp is None else 'ramp'}"):
        schedule = _schedule(row)
    with at(file, path):
        return plans.Target(
            id=row.id,
            citation=Citation(document, row.cite),
            populations=chosen,
            measures=measures,
            combination=plans.Combination.ALL if row.any_of is None else plans.Combination.ANY,
            among=among,
            purposes=frozenset(row.purposes),
            force=row.force,
            scope=row.scope,
            schedule=schedule,
            defers_to=row.defers_to,
            part_of=row.part_of,
            quote=_quote(row),
            conflict=row.conflict,
            note=row.note,
        )


def _quote(row: tables.RowTable) -> plans.Quote:
    return plans.Quote(row.quote or "", row.quote_of, row.quote_en or "")


def _schedule(row: tables.TargetTable) -> plans.Schedule | None:
    if row.ramp is not None:
        ramp = plans.Ramp(
            first=row.ramp.start,
            at_least=plans.bound(row.ramp.at_least),
            add=Fraction(Fraction(row.ramp.add.removesuffix("pp")), 100),
            last=row.ramp.until,
            ends_at=plans.bound(row.ramp.ends_at),
        )
        return plans.Schedule((ramp,))
    if row.schedule is None:
        return None
    return plans.Schedule(tuple(_entry(point) for point in row.schedule))


def _entry(point: tables.PointTable) -> plans.ScheduleEntry:
    demand = _demand(point)
    if point.each_year is not None:
        return plans.EachYear(first=point.each_year.from_, last=point.each_year.to, demand=demand)
    if point.school_year is not None:
        return plans.InSchoolYear(year=point.school_year, demand=demand)
    if point.by is not None:
        return plans.ByDate(starts=point.starts, by=point.by, demand=demand)
    if point.starts is not None:
        return plans.FromDate(starts=point.starts, demand=demand)
    return plans.InYear(year=point.period if isinstance(point.period, int) else None, demand=demand)


def _demand(point: tables.PointTable) -> plans.Demand:
    if point.range_ is not None:
        low, high = (plans.bound(end) for end in point.range_)
        return plans.Demand(comparison=plans.Comparison.RANGE, bound=low, aspiration=high)
    if point.unquantified is not None:
        return plans.Demand(comparison=plans.Comparison.UNQUANTIFIED, wording=point.unquantified)
    for name in ("at_least", "more_than", "at_most", "about"):
        written = getattr(point, name)
        if written is not None:
            return plans.Demand(comparison=plans.Comparison(name), bound=plans.bound(written))
    return plans.Demand(comparison=plans.Comparison.INCREASE)


def _duty(row: tables.DutyTable, builder: Builder, document: str, path: str) -> plans.Duty:
    with at(builder.file, f"{path}.pop"):
        population = None if row.pop is None else builder.population(row.pop)
    asked = "indicator" if row.indicator is not None else "each"
    with at(builder.file, f"{path}.{asked}"):
        asks = _asks(row, builder)
    with at(builder.file, path):
        return plans.Duty(
            id=row.id,
            citation=Citation(document, row.cite),
            population=population,
            asks=asks,
            force=row.force,
            quote=_quote(row),
            purposes=frozenset(row.purposes),
            note=row.note,
        )


def _asks(
    row: tables.DutyTable, builder: Builder
) -> plans.Each | plans.Template | plans.Fee | plans.Indicator | plans.Manual:
    if row.each is not None:
        return plans.Each(builder.condition(row.each))
    if row.template is not None:
        return plans.Template(row.template)
    if row.fee is not None:
        ((subject, wish),) = row.fee.items()
        return plans.Fee(subject, wish)
    if row.indicator is not None:
        return _indicator(row.indicator, builder)
    return plans.Manual(row.manual or "")


def _indicator(table: tables.IndicatorTable, builder: Builder) -> plans.Indicator:
    shares = [builder.measure(ref) for ref in table.shares]
    if not all(isinstance(share, plans.ShareOfTransactions) for share in shares):
        raise ValueError("an indicator shows shares of transactions")
    return plans.Indicator(
        shares=tuple(share for share in shares if isinstance(share, plans.ShareOfTransactions)),
        method_set=None if table.methods is None else builder.method_sets[table.methods],
    )


def _out_of_scope(
    row: tables.OutOfScopeTable, builder: Builder, document: str, path: str
) -> plans.OutOfScope:
    with at(builder.file, path):
        return plans.OutOfScope(
            id=row.id, citation=Citation(document, row.cite), quote=_quote(row), reason=row.reason
        )


def _reporting(
    row: tables.ReportingTable, builder: Builder, document: str, path: str
) -> plans.ReportingDuty:
    with at(builder.file, path):
        return plans.ReportingDuty(
            id=row.id,
            citation=Citation(document, row.cite),
            by=tuple(row.by),
            to=tuple(row.to),
            via=row.via,
            due=plans.Due(
                before=tuple((int(day[:2]), int(day[3:])) for day in row.due.before),
                frequencies=tuple(row.due.frequency),
                ad_hoc=row.due.ad_hoc,
                as_regulated=row.due.as_regulated,
            ),
            content=tuple(row.content),
            quote=_quote(row),
        )
