"""What is measured: a closed union."""

from enum import StrEnum

from attrs import field, frozen, validators

from cashless_edu_health.plans._conditions import Condition
from cashless_edu_health.plans._named import Named


class Weight(StrEnum):
    """How a payment counts."""

    COUNT = "count"
    """Each payment is one (số lượng)."""
    VALUE = "value"
    """Each payment is its dong (giá trị)."""


class GrowthKind(StrEnum):
    """How growth over several years is asked for."""

    AVERAGE = "average"
    """On average over the years from base to end (bình quân)."""
    YEARLY = "yearly"
    """In each year of itself."""


@frozen(kw_only=True)
class ShareOfEntities(Named):
    """The share of a population for which a condition holds, on a day.

    Attributes:
        where: The condition.
        purposes: What the methods must serve (``tuition``); empty for any purpose.
    """

    where: Condition
    purposes: frozenset[str] = frozenset()


@frozen(kw_only=True)
class ShareOfTransactions(Named):
    """The cashless share of payments to a population, over a window.

    Attributes:
        weight: By number or by value.
        purposes: What the payments are for; empty for any purpose.
    """

    weight: Weight
    purposes: frozenset[str] = frozenset()


@frozen(kw_only=True)
class ShareOfPayers(Named):
    """The share of payers (patients, pupils) who pay without cash, over a window.

    Attributes:
        purposes: What they pay for; empty for any purpose.
    """

    purposes: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Series(Named):
    """A reported figure of one year.

    Attributes:
        series: Name of the series, an open word.
    """

    series: str = field(validator=validators.min_len(1))


@frozen(kw_only=True)
class Ratio(Named):
    """One reported figure over another, of the same year.

    Attributes:
        numerator: Name of a series.
        denominator: Name of a series.
    """

    numerator: str = field(validator=validators.min_len(1))
    denominator: str = field(validator=validators.min_len(1))


@frozen(kw_only=True)
class Growth(Named):
    """Growth of a reported figure.

    Attributes:
        series: Name of the series.
        kind: On average, or in each year.
        base: Year that growth starts from; ``None`` for the year before (yearly only).
        end: Last year; ``None`` for the year asked about (yearly only).

    Raises:
        ValueError: Average growth without base and end, or an end that is not after the base.
    """

    series: str = field(validator=validators.min_len(1))
    kind: GrowthKind
    base: int | None = None
    end: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.kind is GrowthKind.AVERAGE and (self.base is None or self.end is None):
            raise ValueError("average growth needs a base and an end")
        if self.base is not None and self.end is not None and self.end <= self.base:
            raise ValueError("growth ends after its base")


Measure = ShareOfEntities | ShareOfTransactions | ShareOfPayers | Series | Ratio | Growth
