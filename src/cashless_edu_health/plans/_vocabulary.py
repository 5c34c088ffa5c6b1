"""The words that plans share."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.plans._conditions import Condition, MethodSet
from cashless_edu_health.plans._measures import Measure
from cashless_edu_health.plans._populations import Population


def _apart(kinds: "MethodKinds", _: "Attribute[frozenset[str]]", cash: frozenset[str]) -> None:
    if kinds.cashless & cash:
        raise ValueError("a kind of method is both cash and cashless")


@frozen(kw_only=True)
class KindByReading:
    """A kind of method that is cashless under one reading of the text and cash under another.

    Attributes:
        kind: The kind (``cash_at_agent``).
        reading: Name of the reading that decides.
        cashless: The option under which it is cashless; under any other it is cash.
    """

    kind: str = field(validator=validators.min_len(1))
    reading: str = field(validator=validators.min_len(1))
    cashless: str = field(validator=validators.min_len(1))


def _in_no_list(
    kinds: "MethodKinds", _: "Attribute[Any]", by_reading: tuple[KindByReading, ...]
) -> None:
    names = [row.kind for row in by_reading]
    if len(set(names)) < len(names) or (kinds.cashless | kinds.cash) & set(names):
        raise ValueError("a kind of method that a reading decides stands in a second place")


@frozen(kw_only=True)
class MethodKinds:
    """Which kinds of method are without cash and which are cash.

    Attributes:
        cashless: Kinds without cash.
        cash: Kinds of cash.
        by_reading: Kinds that are one or the other as a reading has it.

    Raises:
        ValueError: A kind stands in two places.

    >>> kinds = MethodKinds(
    ...     cashless=frozenset({"qr_transfer"}),
    ...     cash=frozenset({"cash"}),
    ...     by_reading=(KindByReading(kind="agent", reading="agents", cashless="as_cashless"),),
    ... )
    >>> kinds.is_cashless("agent") is None
    True
    >>> kinds.under({"agents": "as_cash"}).is_cashless("agent")
    False
    """

    cashless: frozenset[str]
    cash: frozenset[str] = field(validator=_apart)
    by_reading: tuple[KindByReading, ...] = field(default=(), validator=_in_no_list)

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind that is known."""
        return self.cashless | self.cash | {row.kind for row in self.by_reading}

    def is_cashless(self, kind: str | None) -> bool | None:
        """Yes or no; ``None`` for a kind that is not known, or that a reading decides."""
        if kind in self.cashless:
            return True
        return False if kind in self.cash else None

    def under(self, choices: Mapping[str, str]) -> "MethodKinds":
        """Under these readings, by name; a kind whose reading is not among them stays open."""
        decided = [row for row in self.by_reading if row.reading in choices]
        good = frozenset(row.kind for row in decided if choices[row.reading] == row.cashless)
        return MethodKinds(
            cashless=self.cashless | good,
            cash=self.cash | ({row.kind for row in decided} - good),
            by_reading=tuple(row for row in self.by_reading if row not in decided),
        )

    def extended(self, method_sets: Iterable[MethodSet]) -> "MethodKinds":
        """With the kinds that a plan's own lists of cashless methods name."""
        own = frozenset(kind for method_set in method_sets for kind in method_set.kinds)
        return MethodKinds(
            cashless=self.cashless | own,
            cash=self.cash,
            by_reading=tuple(row for row in self.by_reading if row.kind not in own),
        )


@frozen
class Reading:
    """A named choice where a text can be read in more than one way.

    Attributes:
        name: Name of the choice.
        options: What can be chosen, the default first.

    Raises:
        ValueError: No option, or one twice.
    """

    name: str
    options: tuple[str, ...] = field(validator=validators.min_len(1))

    def __attrs_post_init__(self) -> None:
        if len(set(self.options)) < len(self.options):
            raise ValueError("an option of a reading stands twice")

    @property
    def default(self) -> str:
        """What is chosen unless the caller says otherwise."""
        return self.options[0]

    def preferring(self, option: str) -> "Reading":
        """The same choice with another default.

        Raises:
            ValueError: There is no such option.
        """
        if option not in self.options:
            raise ValueError(f"the reading {self.name!r} has no option {option[:40]!r}")
        return Reading(self.name, (option, *(o for o in self.options if o != option)))


def _mapping(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(values))


@frozen(kw_only=True)
class LeafNames:
    """Words that plans may use without defining them; another word gets a warning.

    Attributes:
        facts: Names of facts.
        series: Names of series.
        types: Types of entity.
        tags: Tags.
        purposes: Purposes of payments.
        fields: Fields of a payment template.
        fees: What a duty on fees compares.
    """

    facts: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    fees: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Vocabulary:
    """Tables that plans refer to by name.

    Attributes:
        methods: Which kinds of method are cashless.
        method_sets: Lists of methods by name.
        populations: Populations by name.
        conditions: Conditions by name.
        measures: Measures by name.
        readings: Interpretive choices by name.
        leaves: Known words of the kinds that need no definition.
    """

    methods: MethodKinds
    method_sets: Mapping[str, MethodSet] = field(factory=dict, converter=_mapping, hash=False)
    populations: Mapping[str, Population] = field(factory=dict, converter=_mapping, hash=False)
    conditions: Mapping[str, Condition] = field(factory=dict, converter=_mapping, hash=False)
    measures: Mapping[str, Measure] = field(factory=dict, converter=_mapping, hash=False)
    readings: Mapping[str, Reading] = field(factory=dict, converter=_mapping, hash=False)
    leaves: LeafNames = field(factory=LeafNames)
