"""How much is asked: a comparison with a bound, exact."""

import re
from enum import StrEnum
from fractions import Fraction
from typing import Final

from attrs import Attribute, field, frozen

_PERCENT: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)%")
_MULTIPLE: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)x")


class BoundUnit(StrEnum):
    """What a bound is counted in."""

    PERCENT = "percent"
    MULTIPLE = "multiple"
    """Times another figure ("gấp 25 lần GDP")."""
    LEVEL = "level"
    """Whole units of a series ("trên 7.500 điểm")."""


@frozen
class Bound:
    """A number that a share, ratio or level is compared with.

    Attributes:
        value: Exact; 50 % is 1/2.
        unit: What it is counted in.
    """

    value: Fraction
    unit: BoundUnit

    def __str__(self) -> str:
        if self.unit is BoundUnit.LEVEL:
            return str(self.value)
        scale, sign = (100, "%") if self.unit is BoundUnit.PERCENT else (1, "x")
        units, rest = divmod(self.value.numerator * scale, self.value.denominator)
        digits = ""
        while rest:
            digit, rest = divmod(rest * 10, self.value.denominator)
            digits += str(digit)
        return f"{units}.{digits}{sign}" if digits else f"{units}{sign}"


def bound(written: str | int) -> Bound:
    """A bound as plan files write it: ``"50%"``, ``"25x"``, or a whole number of units.

    Raises:
        ValueError: Anything else; a fraction or a float is not a way to write a bound.

    >>> bound("62.5%"), str(bound("62.5%"))
    (Bound(value=Fraction(5, 8), unit=<BoundUnit.PERCENT: 'percent'>), '62.5%')
    """
    if isinstance(written, int) and not isinstance(written, bool) and written >= 0:
        return Bound(Fraction(written), BoundUnit.LEVEL)
    if isinstance(written, str) and (percent := _PERCENT.fullmatch(written)):
        return Bound(Fraction(Fraction(percent[1]), 100), BoundUnit.PERCENT)
    if isinstance(written, str) and (multiple := _MULTIPLE.fullmatch(written)):
        return Bound(Fraction(multiple[1]), BoundUnit.MULTIPLE)
    raise ValueError('a bound is written "50%", "25x" or as a whole number of units')


class Comparison(StrEnum):
    """How a figure is compared with its bound."""

    AT_LEAST = "at_least"
    """đạt, ít nhất, tối thiểu, X trở lên."""
    MORE_THAN = "more_than"
    """trên, hơn."""
    AT_MOST = "at_most"
    """không quá."""
    RANGE = "range"
    """The lower end binds, the upper end is an aspiration."""
    ABOUT = "about"
    """khoảng: there is no line to pass."""
    INCREASE = "increase"
    """Every year strictly more than the year before."""
    UNQUANTIFIED = "unquantified"
    """Wished for without a number."""


_WITHOUT_BOUND: Final = frozenset({Comparison.INCREASE, Comparison.UNQUANTIFIED})


def _fits(demand: "Demand", _: "Attribute[Bound | None]", value: Bound | None) -> None:
    if (value is None) is not (demand.comparison in _WITHOUT_BOUND):
        raise ValueError(f"{demand.comparison.value}: a bound is missing or out of place")


def _above(demand: "Demand", _: "Attribute[Bound | None]", value: Bound | None) -> None:
    if (value is not None) is not (demand.comparison is Comparison.RANGE):
        raise ValueError("a range has two ends, and only a range has")
    if value is not None and demand.bound is not None:
        if value.unit is not demand.bound.unit:
            raise ValueError("the ends of a range are in different units")
        if value.value <= demand.bound.value:
            raise ValueError("a range starts at its lower end")


@frozen(kw_only=True)
class Demand:
    """What a target asks of its figure.

    Attributes:
        comparison: How the figure is compared.
        bound: What with; ``None`` for an increase and for an unquantified wish.
        aspiration: Upper end of a range; more than it is no breach.
        wording: The wish as printed, when it is unquantified.

    Raises:
        ValueError: Parts that do not fit the comparison.
    """

    comparison: Comparison
    bound: Bound | None = field(default=None, validator=_fits)
    aspiration: Bound | None = field(default=None, validator=_above)
    wording: str = ""

    @property
    def decides(self) -> bool:
        """Whether a figure can meet it or miss it at all."""
        return self.comparison not in (Comparison.ABOUT, Comparison.UNQUANTIFIED)

    @property
    def aspiring(self) -> "Demand | None":
        """The upper end of a range as a demand of its own; ``None`` where there is none."""
        if self.aspiration is None:
            return None
        return Demand(comparison=Comparison.AT_LEAST, bound=self.aspiration)

    def is_met_by(self, figure: Fraction) -> bool:
        """Whether the figure passes; exact.

        Raises:
            ValueError: The demand has no line to pass, or compares years with each other.
        """
        if self.bound is None or not self.decides:
            raise ValueError(f"{self.comparison.value}: one figure cannot meet or miss this")
        if self.comparison is Comparison.MORE_THAN:
            return figure > self.bound.value
        if self.comparison is Comparison.AT_MOST:
            return figure <= self.bound.value
        return figure >= self.bound.value
