"""What a member of a population must do or have: a closed union of small classes."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.plans._logic import every, negated, some
from cashless_edu_health.plans._named import Named


class Witness(Protocol):
    """One institution on one day, as a condition asks it. An unknown answer is ``None``."""

    def fact(self, name: str) -> bool | None:
        """Whether the fact holds."""
        ...

    def kinds(self) -> frozenset[str]:
        """Kinds of method offered."""
        ...

    def open_kinds(self) -> frozenset[str]:
        """Kinds of which nobody said whether they are offered."""
        ...

    def unnamed(self) -> int:
        """How many kinds more may be offered, at most, that nobody named."""
        ...

    def is_cashless(self, kind: str) -> bool | None:
        """Whether that kind of method is without cash."""
        ...


def _frozen_categories(
    categories: Mapping[str, frozenset[str]],
) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({name: frozenset(kinds) for name, kinds in categories.items()})


def _kinds_once(
    _: object,
    __: "Attribute[Mapping[str, frozenset[str]]]",
    categories: Mapping[str, frozenset[str]],
) -> None:
    seen: set[str] = set()
    for kinds in categories.values():
        if not kinds:
            raise ValueError("a category of a method set has no kind of method")
        if seen & kinds:
            raise ValueError("a kind of method stands in two categories of one method set")
        seen |= kinds


@frozen(kw_only=True)
class MethodSet(Named):
    """The methods that a plan lists; the only place where kinds become categories.

    "Mã vuông QR (Chuyển khoản/Thanh toán)" is one category of two kinds, so they count once.

    Attributes:
        categories: Kinds of method by category, in the plan's order.

    Raises:
        ValueError: An empty set or category, or a kind in two categories.
    """

    categories: Mapping[str, frozenset[str]] = field(
        converter=_frozen_categories,
        validator=[validators.min_len(1), _kinds_once],
        hash=False,
    )

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind in the set."""
        return frozenset(kind for kinds in self.categories.values() for kind in kinds)

    def of(self, kinds: frozenset[str]) -> tuple[str, ...]:
        """Categories that these kinds fill, in the set's order."""
        return tuple(name for name, members in self.categories.items() if members & kinds)


@frozen(kw_only=True)
class FactHolds(Named):
    """A dated fact is yes.

    Attributes:
        fact: Name of the fact, an open word.
    """

    fact: str = field(validator=validators.min_len(1))

    def holds(self, witness: Witness) -> bool | None:
        """Yes, no, or ``None`` when the fact was never stated."""
        return witness.fact(self.fact)

    def leaves(self) -> "Iterator[FactHolds | MethodsOffered]":
        """Itself."""
        yield self


@frozen(kw_only=True)
class MethodsOffered(Named):
    """At least so many methods are offered.

    Attributes:
        at_least: How many; categories where ``method_set`` is given, else kinds.
        method_set: The plan's list; ``None`` for none.
        kinds: Kinds that count; empty with no ``method_set`` means every cashless kind.

    Raises:
        ValueError: Less than 1, both a set and kinds, or more than the set has.
    """

    at_least: int = field(validator=validators.ge(1))
    method_set: MethodSet | None = None
    kinds: frozenset[str] = frozenset()

    def __attrs_post_init__(self) -> None:
        if self.method_set is not None and self.kinds:
            raise ValueError("methods are of a set or of named kinds, not both")
        if self.method_set is not None and self.at_least > len(self.method_set.categories):
            raise ValueError("more methods are asked for than the method set has categories")

    def counted(self, witness: Witness) -> tuple[str, ...]:
        """What counts: the categories filled, or the kinds offered."""
        return self._counted(witness, witness.kinds())

    def _counted(self, witness: Witness, offered: frozenset[str]) -> tuple[str, ...]:
        if self.method_set is not None:
            return self.method_set.of(offered)
        if self.kinds:
            return tuple(sorted(offered & self.kinds))
        return tuple(sorted(kind for kind in offered if witness.is_cashless(kind)))

    def most(self, witness: Witness) -> int:
        """How many may count: those that do, those left open, and those that nobody knows.

        Each kind without a name, or of which nobody knows what it is, may be another method.
        """
        possible = witness.kinds() | witness.open_kinds()
        listed = self.kinds if self.method_set is None else self.method_set.kinds
        strangers = [kind for kind in possible - listed if witness.is_cashless(kind) is None]
        most = len(self._counted(witness, possible)) + len(strangers) + witness.unnamed()
        wanted = self.kinds if self.method_set is None else self.method_set.categories
        return min(most, len(wanted)) if wanted else most

    def holds(self, witness: Witness) -> bool | None:
        """Yes or no; ``None`` while kinds that nobody knows could make the difference."""
        if len(self.counted(witness)) >= self.at_least:
            return True
        return None if self.most(witness) >= self.at_least else False

    def leaves(self) -> "Iterator[FactHolds | MethodsOffered]":
        """Itself."""
        yield self


@frozen(kw_only=True)
class _Compound(Named):
    parts: tuple["Condition", ...] = field(validator=validators.min_len(1))

    def leaves(self) -> "Iterator[FactHolds | MethodsOffered]":
        """The facts and methods asked for, in order."""
        for part in self.parts:
            yield from part.leaves()


@frozen(kw_only=True)
class AllOf(_Compound):
    """Every part holds."""

    def holds(self, witness: Witness) -> bool | None:
        """Yes, no or unknown, by Kleene's AND."""
        return every(part.holds(witness) for part in self.parts)


@frozen(kw_only=True)
class AnyOf(_Compound):
    """At least one part holds."""

    def holds(self, witness: Witness) -> bool | None:
        """Yes, no or unknown, by Kleene's OR."""
        return some(part.holds(witness) for part in self.parts)


@frozen(kw_only=True)
class NoneOf(_Compound):
    """No part holds."""

    def holds(self, witness: Witness) -> bool | None:
        """Yes, no or unknown, by Kleene's NOT of OR."""
        return negated(some(part.holds(witness) for part in self.parts))


Condition = FactHolds | MethodsOffered | AllOf | AnyOf | NoneOf
