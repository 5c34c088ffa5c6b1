"""Institutions in an order that the caller's own criteria make."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.compliance._checks import MethodsCheck, MethodsFigure, ShareFigure
from cashless_edu_health.compliance._readiness import InstitutionReadiness, Ready
from cashless_edu_health.plans import Weight

_SHARES: Final = {Weight.COUNT: "cashless_count", Weight.VALUE: "cashless_value"}


class Order(StrEnum):
    """Which end of a figure comes first."""

    DESCENDING = "desc"
    """The greatest first."""
    ASCENDING = "asc"
    """The least first."""


def _above_zero(_: object, attribute: "Attribute[Any]", weight: Fraction | None) -> None:
    if weight is not None and weight <= 0:
        raise ValueError(f"{attribute.name}: a weight is above zero")


@frozen
class Criterion:
    """One figure to rank by.

    Attributes:
        metric: Name of the figure.
        order: Which end comes first.
        weight: Its weight in a sum; ``None`` to rank by one criterion after the other.

    Raises:
        ValueError: No name, or a weight that is not above zero.
    """

    metric: str = field(validator=validators.min_len(1))
    order: Order = Order.DESCENDING
    weight: Fraction | None = field(default=None, validator=_above_zero)


def _exact(value: Fraction | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _frozen_values(values: Mapping[str, Fraction | int | None]) -> Mapping[str, Fraction | None]:
    return MappingProxyType({name: _exact(value) for name, value in values.items()})


@frozen(kw_only=True)
class Standing:
    """One institution with the figures it can be ranked by.

    Attributes:
        id: Its id.
        name: Its name.
        values: Figures by name, exact; ``None`` where a figure is not known.
    """

    id: str
    name: str
    values: Mapping[str, Fraction | None] = field(converter=_frozen_values, hash=False)


@frozen(kw_only=True)
class Place:
    """A place in a ranking.

    Attributes:
        place: 1 for the first; those who tie share it, and the next place is left out.
        tied: Whether others have the same place.
        standing: The institution and its figures.
        score: The weighted sum, where weights were given.
    """

    place: int
    tied: bool
    standing: Standing
    score: Fraction | None = None


@frozen(kw_only=True)
class NotRanked:
    """An institution that a criterion cannot be applied to.

    Attributes:
        standing: The institution and the figures it has.
        missing: Names of the figures that it lacks, in the order of the criteria.
    """

    standing: Standing
    missing: tuple[str, ...]


@frozen(kw_only=True)
class Ranking:
    """Institutions in order, and those that could not be put in it.

    Attributes:
        criteria: What was ranked by.
        places: The order; those who tie stand by id.
        not_ranked: Whoever lacks a figure, by id: neither first nor last.
    """

    criteria: tuple[Criterion, ...]
    places: tuple[Place, ...]
    not_ranked: tuple[NotRanked, ...]


def rank(standings: Iterable[Standing], criteria: Sequence[Criterion]) -> Ranking:
    """The institutions in the order that these criteria make, and no other.

    No plan says how to rank, so the criteria are the caller's. Without weights the first
    criterion decides, the next only among those who are equal by it, and so on. With weights,
    which are then given for every criterion, the figures are multiplied as they are and added
    (``asc`` subtracts): nothing is scaled, so figures of unlike size are the caller's to weigh.

    Whoever lacks a figure that a criterion asks for is not ranked, and listed with what is
    missing: an unknown figure is neither a good nor a bad one.

    Raises:
        ValueError: No criterion, one twice, weights for some and not for others, an id twice, or
            a figure that no institution has a value or a place for.

    >>> rows = [Standing(id=i, name=i, values={"methods": n}) for i, n in
    ...         {"a": 3, "b": 4, "c": 3, "d": None}.items()]
    >>> found = rank(rows, [Criterion("methods")])
    >>> [(one.place, one.standing.id, one.tied) for one in found.places]
    [(1, 'b', False), (2, 'a', True), (2, 'c', True)]
    >>> [(one.standing.id, one.missing) for one in found.not_ranked]
    [('d', ('methods',))]
    """
    rows = sorted(standings, key=lambda row: row.id)
    chosen = tuple(criteria)
    _refuse(rows, chosen)
    keys: dict[str, tuple[Fraction, ...]] = {}
    not_ranked = []
    for row in rows:
        found = [row.values.get(one.metric) for one in chosen]
        figures = [value for value in found if value is not None]
        if len(figures) == len(found):
            keys[row.id] = _key(figures, chosen)
        else:
            missing = [one.metric for one, v in zip(chosen, found, strict=True) if v is None]
            not_ranked.append(NotRanked(standing=row, missing=tuple(missing)))
    weighted = chosen[0].weight is not None
    return Ranking(
        criteria=chosen,
        places=tuple(_places([row for row in rows if row.id in keys], keys, weighted=weighted)),
        not_ranked=tuple(not_ranked),
    )


def _refuse(rows: Sequence[Standing], criteria: tuple[Criterion, ...]) -> None:
    metrics = [one.metric for one in criteria]
    if not criteria:
        raise ValueError("a ranking needs criteria: no plan gives any")
    if len(set(metrics)) < len(metrics):
        raise ValueError("a criterion stands twice")
    if len({one.weight is None for one in criteria}) > 1:
        raise ValueError("every criterion has a weight, or none has")
    if len({row.id for row in rows}) < len(rows):
        raise ValueError("an institution stands twice")
    known = {name for row in rows for name in row.values}
    for metric in metrics:
        if rows and metric not in known:
            names = ", ".join(sorted(known)) or "none"
            raise ValueError(f"nobody has the figure {metric!r}; there are: {names}")


def _key(figures: Sequence[Fraction], criteria: tuple[Criterion, ...]) -> tuple[Fraction, ...]:
    """What to compare, the greatest first: each figure in turn, or the one weighted sum."""
    signed = [
        figure if one.order is Order.DESCENDING else -figure
        for figure, one in zip(figures, criteria, strict=True)
    ]
    weights = [one.weight for one in criteria if one.weight is not None]
    if not weights:
        return tuple(signed)
    return (sum((w * part for w, part in zip(weights, signed, strict=True)), Fraction(0)),)


def _places(
    rows: Sequence[Standing], keys: Mapping[str, tuple[Fraction, ...]], *, weighted: bool
) -> Iterator[Place]:
    shared = Counter(keys[row.id] for row in rows)
    firsts: dict[tuple[Fraction, ...], int] = {}
    ordered = sorted(rows, key=lambda row: keys[row.id], reverse=True)  # stable: ties stand by id
    for number, row in enumerate(ordered, start=1):
        key = keys[row.id]
        yield Place(
            place=firsts.setdefault(key, number),
            tied=shared[key] > 1,
            standing=row,
            score=key[0] if weighted else None,
        )


def standings(rows: Iterable[InstitutionReadiness]) -> tuple[Standing, ...]:
    """The figures of institutions that a plan's duties and indicators give.

    ``ready`` is 1 or 0; ``methods`` is the number of categories offered; ``cashless_count`` and
    ``cashless_value`` are shares from 0 to 1; ``cashless_count_change`` and
    ``cashless_value_change`` are the share minus that of the window before. A share of payments
    for named purposes has them behind its name (``cashless_value[tuition]``). A figure that
    unknown rows could change is not known, and so is one that two duties answer differently.
    """
    return tuple(
        Standing(id=row.institution.id, name=row.institution.name, values=_values(row))
        for row in rows
    )


def _values(row: InstitutionReadiness) -> dict[str, Fraction | int | None]:
    values: dict[str, Fraction | int | None] = {}
    for name, value in _named(row):
        values[name] = value if values.get(name, value) == value else None
    return values


def _named(row: InstitutionReadiness) -> Iterator[tuple[str, Fraction | int | None]]:
    yield "ready", {Ready.READY: 1, Ready.NOT_READY: 0}.get(row.state)
    for item in row.items:
        check = item.check
        if isinstance(check, MethodsCheck | MethodsFigure):
            yield "methods", None if check.unknown else len(check.offered)
        elif isinstance(check, ShareFigure):
            of = f"[{','.join(sorted(check.purposes))}]" if check.purposes else ""
            name = _SHARES[check.weight]
            now, before = check.count.share, check.before.share
            yield f"{name}{of}", now
            change = None if now is None or before is None else now - before
            yield f"{name}_change{of}", change
