"""The kinds of thing that a plan needs."""

from collections.abc import Iterator
from typing import Final, TypeVar

from attrs import field, frozen

from cashless_edu_health.periods import Window
from cashless_edu_health.plans import Plan, Population, Presence, Weight


@frozen(kw_only=True)
class _Needed:
    """Something that rows of a plan need.

    Attributes:
        rows: Ids of the targets and duties that need it, in the plan's order.
        populations: Whose; empty where it belongs to no population.
    """

    rows: tuple[str, ...]
    populations: tuple[Population, ...] = ()


@frozen(kw_only=True)
class RegisterNeeded(_Needed):
    """A register of one kind of entity.

    Attributes:
        entity: Kind of entity (``institution``, ``merchant``).
    """

    entity: str


@frozen(kw_only=True)
class AttributeNeeded(_Needed):
    """Something that the register says of every entry.

    Attributes:
        name: ``sector``, ``type``, ``tier``, ``area_class``, ``ownership`` or ``tags``.
        values: The values that populations ask for.
    """

    name: str
    values: frozenset[str]


@frozen(kw_only=True)
class FactNeeded(_Needed):
    """A dated yes or no about every institution.

    Attributes:
        fact: Name of the fact.
    """

    fact: str


@frozen(kw_only=True)
class MethodNeeded(_Needed):
    """Whether every institution offers a kind of method.

    Attributes:
        kind: Kind of method.
        category: Category of the plan's set that it fills; ``""`` outside of a set.
        purposes: What it must serve; empty for any purpose.
    """

    kind: str
    category: str
    purposes: frozenset[str]


@frozen(kw_only=True)
class PaymentsNeeded(_Needed):
    """Cash and cashless payments of households to every institution in the window.

    Attributes:
        weights: Whether their number, their value or both are asked for.
        purposes: What they are for; empty for any purpose.
    """

    weights: frozenset[Weight]
    purposes: frozenset[str]


@frozen(kw_only=True)
class PayersNeeded(_Needed):
    """How many people paid every institution in the window, and how many of them without cash.

    Attributes:
        purposes: What they paid for; empty for any purpose.
    """

    purposes: frozenset[str]


@frozen(kw_only=True)
class SeriesNeeded(_Needed):
    """Reported figures.

    Attributes:
        series: Name of the series.
        years: Years whose figures are needed; empty where the text gives no year.
    """

    series: str
    years: tuple[int, ...]


@frozen(kw_only=True)
class FeesNeeded(_Needed):
    """What each way to pay costs the payer.

    Attributes:
        subject: What is compared (``cashless_not_above_cash``).
    """

    subject: str


@frozen(kw_only=True)
class FieldNeeded(_Needed):
    """A field of the payment template on every payment.

    Attributes:
        field: Name of the field (``payer_name``).
        presence: Whether it must be filled.
    """

    field: str
    presence: Presence


@frozen(kw_only=True)
class AnswerNeeded(_Needed):
    """Something that a person answers.

    Attributes:
        task: What.
    """

    task: str


@frozen(kw_only=True)
class DocumentNeeded(_Needed):
    """Another document, in which the number stands.

    Attributes:
        document: The document as the plan names it.
    """

    document: str


Requirement = (
    RegisterNeeded
    | AttributeNeeded
    | FactNeeded
    | MethodNeeded
    | PaymentsNeeded
    | PayersNeeded
    | SeriesNeeded
    | FeesNeeded
    | FieldNeeded
    | AnswerNeeded
    | DocumentNeeded
)
NeededT = TypeVar("NeededT", bound=_Needed)

ORDER: Final = (
    RegisterNeeded,
    AttributeNeeded,
    FactNeeded,
    MethodNeeded,
    PaymentsNeeded,
    PayersNeeded,
    SeriesNeeded,
    FeesNeeded,
    FieldNeeded,
    AnswerNeeded,
    DocumentNeeded,
)


@frozen(kw_only=True)
class Requirements:
    """What a plan needs; iterating gives the requirements in order.

    Attributes:
        plan: The plan.
        period: The period asked about; ``None`` for the whole plan.
        needs: The requirements: registers first, then what is asked of institutions, then
            figures and answers from elsewhere.
    """

    plan: Plan
    period: Window | None
    needs: tuple[Requirement, ...] = field(repr=False)

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.needs)

    def of(self, kind: type[NeededT]) -> tuple[NeededT, ...]:
        """The requirements of one kind, in order."""
        return tuple(need for need in self.needs if isinstance(need, kind))
