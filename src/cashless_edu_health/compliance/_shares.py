"""A share whose parts may be unknown: its bounds, its outcome, and what is missing."""

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.plans import Comparison, Demand


class GapUnit(StrEnum):
    """What a gap is counted in."""

    INSTITUTIONS = "institutions"
    PAYMENTS = "payments"
    DONG = "dong"
    UNITS = "units"
    """Units of a reported series."""


@frozen
class Steps:
    """How many: the same number twice, or the least and the most while something is unknown.

    Attributes:
        least: If every unknown turns out well.
        most: If none does.
    """

    least: int
    most: int


@frozen
class Gap:
    """What is missing to meet a demand; zero when it is met.

    Attributes:
        unit: What is counted.
        convert: Out of those already counted, how many must change sides: institutions that
            must start, payments or dong that must move from cash to cashless.
        add: How many new ones on the good side would do it, with the rest unchanged.
            ``None`` in either place: no number of that kind does it, or the question has no
            meaning for the measure.
    """

    unit: GapUnit
    convert: Steps | None = None
    add: Steps | None = None


@frozen(kw_only=True)
class Count:
    """How many, or how many dong, stand where; whole numbers.

    Attributes:
        yes: In the denominator and the numerator.
        no: In the denominator only.
        unknown: In the denominator; whether in the numerator is not known.
        maybe_yes: In both, if in the denominator at all.
        maybe_no: In the denominator only, if at all.
        maybe_unknown: Nothing is known of it.
    """

    yes: int = 0
    no: int = 0
    unknown: int = 0
    maybe_yes: int = 0
    maybe_no: int = 0
    maybe_unknown: int = 0

    @property
    def denominator(self) -> int:
        """What is in the denominator for certain."""
        return self.yes + self.no + self.unknown

    @property
    def total(self) -> int:
        """What may be in the denominator at most."""
        return self.denominator + self.maybe_yes + self.maybe_no + self.maybe_unknown

    @property
    def worst(self) -> tuple[int, int]:
        """Numerator and denominator if every unknown turns out badly."""
        return self.yes, self.denominator + self.maybe_no + self.maybe_unknown

    @property
    def best(self) -> tuple[int, int]:
        """Numerator and denominator if every unknown turns out well."""
        maybe = self.maybe_yes + self.maybe_unknown
        return self.yes + self.unknown + maybe, self.denominator + maybe

    @property
    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """Least and greatest possible share; ``None`` where it could be nothing over nothing."""
        if self.denominator == 0:
            return None
        return Fraction(*self.worst), Fraction(*self.best)

    @property
    def share(self) -> Fraction | None:
        """The share, when nothing unknown could change it."""
        low, high = self.bounds or (None, None)
        return low if low == high else None

    def outcome(self, demand: Demand) -> Outcome:
        """Whether the demand is met whatever the unknowns are."""
        if self.total == 0:
            return Outcome.UNDEFINED
        if self.bounds is None:
            return Outcome.INSUFFICIENT_DATA
        answers = {demand.is_met_by(bound) for bound in self.bounds}
        if len(answers) > 1:
            return Outcome.INSUFFICIENT_DATA
        return Outcome.MET if answers == {True} else Outcome.NOT_MET


def share_gap(count: Count, demand: Demand, unit: GapUnit) -> Gap | None:
    """What is missing; ``None`` for a demand without a line to pass or a share without members."""
    if not demand.decides or demand.bound is None or count.denominator == 0:
        return None
    bound = demand.bound.value
    convert = _steps(count, lambda n, d: _convert(n, d, bound, demand.comparison))
    if unit is GapUnit.INSTITUTIONS:
        return Gap(unit, convert=convert)
    return Gap(unit, convert, _steps(count, lambda n, d: _add(n, d, bound, demand.comparison)))


def _steps(count: Count, steps: Callable[[int, int], int | None]) -> Steps | None:
    least, most = steps(*count.best), steps(*count.worst)
    if least is None or most is None:
        return None
    return Steps(min(least, most), max(least, most))


def _convert(numerator: int, denominator: int, bound: Fraction, op: Comparison) -> int | None:
    if op is Comparison.AT_MOST:
        return max(0, numerator - int(bound * denominator))
    needed = at_least_units(bound * denominator, op)
    return max(0, needed - numerator) if needed <= denominator else None


def _add(numerator: int, denominator: int, bound: Fraction, op: Comparison) -> int | None:
    if op is Comparison.AT_MOST:
        return 0 if numerator <= bound * denominator else None
    short = bound * denominator - numerator
    if bound >= 1:
        return 0 if short <= 0 and op is not Comparison.MORE_THAN else None
    return max(0, at_least_units(Fraction(short, 1 - bound), op))


def at_least_units(bound: Fraction, op: Comparison) -> int:
    """The smallest whole number that passes a bound from below.

    >>> at_least_units(Fraction(7, 2), Comparison.AT_LEAST)
    4
    >>> at_least_units(Fraction(7_500), Comparison.MORE_THAN)
    7501
    """
    floor = bound.numerator // bound.denominator
    if op is Comparison.MORE_THAN:
        return floor + 1
    return floor if bound == floor else floor + 1
