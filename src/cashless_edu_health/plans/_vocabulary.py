"""The words that plans share."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import Attribute, evolve, field, frozen, validators

from cashless_edu_health.plans._conditions import Condition, MethodSet
from cashless_edu_health.plans._measures import Measure
from cashless_edu_health.plans._populations import Population


def _apart(kinds: "MethodKinds", _: "Attribute[frozenset[str]]", cash: frozenset[str]) -> None:
    if kinds.cashless & cash:
        raise ValueError("a kind of method is both cash and cashless")


@frozen(kw_only=True)
class MethodKinds:
    """Which kinds of method are without cash and which are cash.

    Attributes:
        cashless: Kinds without cash.
        cash: Kinds of cash.

    Raises:
        ValueError: A kind is both.
    """

    cashless: frozenset[str]
    cash: frozenset[str] = field(validator=_apart)

    def is_cashless(self, kind: str | None) -> bool | None:
        """Yes or no; ``None`` for a kind that is in neither list, or not known."""
        if kind in self.cashless:
            return True
        return False if kind in self.cash else None

    def extended(self, method_sets: Iterable[MethodSet]) -> "MethodKinds":
        """With the kinds that a plan's own lists of cashless methods name."""
        own = frozenset(kind for method_set in method_sets for kind in method_set.kinds)
        return evolve(self, cashless=self.cashless | own)


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
