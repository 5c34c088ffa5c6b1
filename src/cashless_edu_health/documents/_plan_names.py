"""Names in plan files: what each stands for, in the vocabulary or in the file itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from cashless_edu_health import plans
from cashless_edu_health.documents import _plan_tables as tables
from cashless_edu_health.errors import DataError
from cashless_edu_health.institutions import Sector

_TableT = TypeVar("_TableT")
_ValueT = TypeVar("_ValueT")


class _Definitions(Generic[_TableT, _ValueT]):
    """Values by name: the vocabulary's, and those that a file defines, built when first asked."""

    def __init__(
        self,
        kind: str,
        known: Mapping[str, _ValueT],
        own: Mapping[str, _TableT],
        build: Callable[[_TableT, str], _ValueT],
    ) -> None:
        for name in own:
            if name in known:
                raise ValueError(f"the {kind} {name!r} is already in the vocabulary")
        self._kind, self._own, self._build = kind, own, build
        self._values = dict(known)
        self._open: set[str] = set()

    def __getitem__(self, name: str) -> _ValueT:
        if name not in self._values:
            if name in self._open:
                raise ValueError(f"the {self._kind} {name!r} is defined by itself")
            self._open.add(name)
            self._values[name] = self._build(self._table(name), name)
        return self._values[name]

    def own(self) -> dict[str, _ValueT]:
        """What the file itself defines."""
        return {name: self[name] for name in self._own}

    def _table(self, name: str) -> _TableT:
        if name not in self._own:
            near = get_close_matches(name, [*self._values, *self._own], n=1)
            hint = f"; near: {near[0]}" if near else ""
            raise ValueError(f"the {self._kind} {name[:40]!r} is not defined{hint}")
        return self._own[name]


@contextmanager
def at(file: str, path: str) -> Iterator[None]:
    """A broken invariant inside becomes a ``DataError`` at that place of the file."""
    try:
        yield
    except ValueError as error:
        raise DataError(str(error), file=file, path=path) from None


class Builder:
    """Builds values of one file; names are looked up in it and in the vocabulary."""

    def __init__(
        self,
        own: tables.PlanTable | tables.VocabularyTable,
        vocabulary: plans.Vocabulary | None,
        file: str,
    ) -> None:
        self.file = file
        base = vocabulary or plans.Vocabulary(
            methods=plans.MethodKinds(cashless=frozenset(), cash=frozenset())
        )
        with at(file, "method_sets"):
            self.method_sets = _Definitions(
                "method set", base.method_sets, own.method_sets, _method_set
            )
        with at(file, "populations"):
            self.populations = _Definitions(
                "population", base.populations, own.populations, self._population
            )
        with at(file, "conditions"):
            self.conditions = _Definitions(
                "condition", base.conditions, own.conditions, self._condition
            )
        with at(file, "measures"):
            self.measures = _Definitions("measure", base.measures, own.measures, self._measure)

    def definitions(self) -> dict[str, dict[str, Any]]:
        """All that the file defines, built; each failure names its table."""
        built: dict[str, dict[str, Any]] = {}
        for kind in ("method_sets", "populations", "conditions", "measures"):
            with at(self.file, kind):
                built[kind] = getattr(self, kind).own()
        return built

    def population(self, ref: str | tables.PopulationTable) -> plans.Population:
        return self.populations[ref] if isinstance(ref, str) else self._population(ref)

    def condition(self, ref: str | tables.ConditionTable) -> plans.Condition:
        return self.conditions[ref] if isinstance(ref, str) else self._condition(ref)

    def measure(self, ref: str | tables.MeasureTable) -> plans.Measure:
        return self.measures[ref] if isinstance(ref, str) else self._measure(ref)

    def _population(
        self, table: tables.PopulationTable, name: str | None = None
    ) -> plans.Population:
        sectors = [table.sector] if isinstance(table.sector, Sector) else table.sector
        return plans.Population(
            name=name,
            entity=table.entity,
            sectors=frozenset(sectors),
            types=frozenset(table.types),
            tier=table.tier,
            area_class=table.area_class,
            ownership=table.ownership,
            tags=frozenset(table.tags),
            minus=None if table.minus is None else self.population(table.minus),
            union=tuple(self.population(part) for part in table.union),
        )

    def _condition(self, table: tables.ConditionTable, name: str | None = None) -> plans.Condition:
        if table.fact is not None:
            return plans.FactHolds(name=name, fact=table.fact)
        if table.methods is not None:
            chosen = table.methods.set_
            return plans.MethodsOffered(
                name=name,
                at_least=table.methods.at_least,
                method_set=None if chosen is None else self.method_sets[chosen],
                kinds=frozenset(table.methods.kinds),
            )
        if table.all_ is not None:
            return plans.AllOf(name=name, parts=self._parts(table.all_))
        if table.any_ is not None:
            return plans.AnyOf(name=name, parts=self._parts(table.any_))
        return plans.NoneOf(name=name, parts=self._parts(table.no or []))

    def _parts(self, refs: Sequence[str | tables.ConditionTable]) -> tuple[plans.Condition, ...]:
        return tuple(self.condition(ref) for ref in refs)

    def _measure(self, table: tables.MeasureTable, name: str | None = None) -> plans.Measure:
        purposes = frozenset(table.purposes)
        if table.share_of == "entities" and table.where is not None:
            where = self.condition(table.where)
            return plans.ShareOfEntities(name=name, where=where, purposes=purposes)
        if table.weight is not None:
            return plans.ShareOfTransactions(name=name, weight=table.weight, purposes=purposes)
        if table.ratio is not None:
            numerator, denominator = table.ratio.num.series, table.ratio.den.series
            return plans.Ratio(name=name, numerator=numerator, denominator=denominator)
        if table.growth is not None:
            growth = table.growth
            return plans.Growth(
                name=name,
                series=growth.of.series,
                kind=growth.kind,
                base=growth.base,
                end=growth.end,
            )
        if table.series is not None:
            return plans.Series(name=name, series=table.series)
        return plans.ShareOfPayers(name=name, purposes=purposes)


def _method_set(categories: Mapping[str, Sequence[str]], name: str) -> plans.MethodSet:
    return plans.MethodSet(
        name=name, categories={key: frozenset(kinds) for key, kinds in categories.items()}
    )
