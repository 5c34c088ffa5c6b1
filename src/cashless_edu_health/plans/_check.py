"""Whether a plan uses words that nobody knows: a slip of the pen must not empty a population."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from cashless_edu_health.findings import Finding, Report, Rule, Severity
from cashless_edu_health.plans._conditions import Condition, FactHolds
from cashless_edu_health.plans._duties import Duty, Each, Fee, Indicator, Template
from cashless_edu_health.plans._measures import Growth, Measure, Ratio, Series, ShareOfEntities
from cashless_edu_health.plans._plan import Plan, Target
from cashless_edu_health.plans._populations import Population
from cashless_edu_health.plans._vocabulary import Vocabulary

UNKNOWN_WORD: Final = Rule(id="PLN-01", severity=Severity.WARNING)
RULES: Final[tuple[Rule, ...]] = (UNKNOWN_WORD,)

_Word = tuple[str, str]


def check(plan: Plan, vocabulary: Vocabulary) -> Report:
    """The plan's open words, held to the vocabulary.

    Facts, series, types, tags, purposes, kinds of method, fields of templates and what fees are
    compared with. Such words are declared by use, so a stranger is a warning with the nearest
    known word.
    """
    leaves = vocabulary.leaves
    kinds = vocabulary.methods.extended(plan.method_sets)
    known = {
        "fact": leaves.facts,
        "series": leaves.series,
        "type": leaves.types,
        "tag": leaves.tags,
        "purpose": leaves.purposes,
        "method": kinds.kinds,
        "field": leaves.fields,
        "fee": leaves.fees,
    }
    rows: tuple[Target | Duty, ...] = (*plan.targets, *plan.duties)
    findings = [
        Finding(
            UNKNOWN_WORD,
            path=row.id,
            values={"kind": kind, "word": word, "near": ", ".join(_near(word, known[kind])) or "-"},
        )
        for row in rows
        for kind, word in dict.fromkeys(_words(row))
        if word not in known[kind]
    ]
    return Report(findings=tuple(findings), checked=tuple(known))


def _near(word: str, known: frozenset[str]) -> list[str]:
    return get_close_matches(word, sorted(known), n=1)


def _words(row: Target | Duty) -> Iterator[_Word]:
    yield from (("purpose", purpose) for purpose in sorted(row.purposes))
    if isinstance(row, Duty):
        if row.population is not None:
            yield from _population_words(row.population)
        yield from _asked_words(row)
        return
    for population in row.populations:
        yield from _population_words(population)
    if row.among is not None:
        yield from _condition_words(row.among)
    for measure in row.measures:
        yield from _measure_words(measure)


def _asked_words(duty: Duty) -> Iterator[_Word]:
    asks = duty.asks
    if isinstance(asks, Each):
        yield from _condition_words(asks.condition)
    elif isinstance(asks, Template):
        yield from (("field", name) for name in asks.fields)
    elif isinstance(asks, Fee):
        yield "fee", asks.subject
    elif isinstance(asks, Indicator):
        for share in asks.shares:
            yield from _measure_words(share)


def _population_words(population: Population) -> Iterator[_Word]:
    yield from (("type", word) for word in sorted(population.types))
    yield from (("tag", word) for word in sorted(population.tags))
    for part in population.union:
        yield from _population_words(part)
    if population.minus is not None:
        yield from _population_words(population.minus)


def _condition_words(condition: Condition) -> Iterator[_Word]:
    for leaf in condition.leaves():
        if isinstance(leaf, FactHolds):
            yield "fact", leaf.fact
        else:
            listed = leaf.kinds if leaf.method_set is None else leaf.method_set.kinds
            yield from (("method", kind) for kind in sorted(listed))


def _measure_words(measure: Measure) -> Iterator[_Word]:
    if isinstance(measure, Series | Growth):
        yield "series", measure.series
    elif isinstance(measure, Ratio):
        yield "series", measure.numerator
        yield "series", measure.denominator
    else:
        yield from (("purpose", purpose) for purpose in sorted(measure.purposes))
        if isinstance(measure, ShareOfEntities):
            yield from _condition_words(measure.where)
