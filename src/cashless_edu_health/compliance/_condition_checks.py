"""A condition taken apart into what it asks for, each with what shows it."""

from collections.abc import Iterator
from typing import Final, Literal

from cashless_edu_health.compliance._books import IN_USE, View
from cashless_edu_health.compliance._checks import (
    CompoundCheck,
    Evidence,
    FactCheck,
    MethodsCheck,
    in_order,
)
from cashless_edu_health.plans import (
    AllOf,
    AnyOf,
    Condition,
    FactHolds,
    MethodsOffered,
    NoneOf,
)

_ASKS: Final[dict[type, Literal["all", "any", "none"]]] = {
    AllOf: "all",
    AnyOf: "any",
    NoneOf: "none",
}

ConditionCheck = FactCheck | MethodsCheck | CompoundCheck


def checks(condition: Condition, view: View) -> Iterator[ConditionCheck]:
    """The things that must each be so; what is "any of" or "none of" stays together."""
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from checks(part, view)
    else:
        yield _check(condition, view)


def _check(condition: Condition, view: View) -> ConditionCheck:
    if isinstance(condition, FactHolds):
        return FactCheck(
            fact=condition.fact,
            satisfied=condition.holds(view),
            evidence=in_order(_of_fact(condition.fact, view)),
        )
    if isinstance(condition, MethodsOffered):
        return _methods(condition, view)
    return CompoundCheck(
        asks=_ASKS[type(condition)],
        parts=tuple(_check(part, view) for part in condition.parts),
        satisfied=condition.holds(view),
    )


def _methods(leaf: MethodsOffered, view: View) -> MethodsCheck:
    offered = leaf.counted(view)
    if leaf.method_set is not None:
        wanted, kinds = list(leaf.method_set.categories), leaf.method_set.kinds
    else:
        wanted, kinds = sorted(leaf.kinds), leaf.kinds or frozenset(offered)
    return MethodsCheck(
        offered=offered,
        needed=leaf.at_least,
        candidates=tuple(name for name in wanted if name not in offered),
        satisfied=leaf.holds(view),
        unknown=leaf.most(view) - len(offered),
        evidence=of_methods(kinds, view),
    )


def _of_fact(name: str, view: View) -> Iterator[Evidence]:
    for fact in view.institution.facts:
        if fact.name == name and fact.covers(view.day):
            yield Evidence(
                of=name, text=fact.evidence, valid_from=fact.valid_from, valid_to=fact.valid_to
            )
    if name == IN_USE:
        first = view.books.use(view.institution, view.purposes).sure
        if first is not None:
            yield Evidence(of=name, paid_on=first)


def of_methods(kinds: frozenset[str], view: View) -> tuple[Evidence, ...]:
    """What shows that an institution offers these kinds: the register, else a payment."""
    return in_order(_of_methods(kinds, view))


def _of_methods(kinds: frozenset[str], view: View) -> Iterator[Evidence]:
    registered = {method.kind for method in view.institution.methods}
    offered = view.kinds() & kinds
    for method in view.institution.methods:
        if method.kind in offered and method.covers(view.day) and method.serves(view.purposes):
            yield Evidence(
                of=method.kind,
                text=method.evidence,
                valid_from=method.valid_from,
                valid_to=method.valid_to,
            )
    firsts = view.books.use(view.institution, view.purposes).kinds
    for kind in offered - registered:
        yield Evidence(of=kind, paid_on=firsts[kind])
