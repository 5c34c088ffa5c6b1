"""A share whose parts may be unknown: its bounds, its outcome, and what is missing."""

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from attrs import frozen

from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.plans import Comparison, Demand


class GapUnit(StrEnum):
    """What a gap is counted in."""

    INSTITUTIONS = "institutions"
    PAYMENTS = "payments"
    DONG = "dong"
    PAYERS = "payers"
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
        no_convert: Why no number of changes does it, as a message key below ``reason.``; or ``""``.
        no_add: Why no number of new ones does it, likewise.
    """

    unit: GapUnit
    convert: Steps | None = None
    add: Steps | None = None
    no_convert: str = ""
    no_add: str = ""


class Case(NamedTuple):
    """A figure without unknowns, which can be moved.

    Attributes:
        numerator: Whole units.
        denominator: Whole units.
        grows: Whether a new one is in the denominator too.
    """

    numerator: int
    denominator: int
    grows: bool

    @property
    def figure(self) -> Fraction:
        """The figure."""
        return Fraction(self.numerator, self.denominator)

    def after(self, *, convert: int = 0, add: int = 0) -> "Case":
        """When so many have changed to the good side (below 0: away) and so many are new there."""
        numerator = self.numerator + convert
        if self.grows:  # a share: nobody changes sides twice
            numerator = max(0, min(numerator, self.denominator))
        return Case(numerator + add, self.denominator + (add if self.grows else 0), self.grows)


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
    def cases(self) -> tuple[Case, Case]:
        """The worst and the best that the unknowns can come to."""
        return Case(*self.worst, grows=True), Case(*self.best, grows=True)

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


@frozen
class Level:
    """A reported figure: units of a series, or how many times another one.

    Attributes:
        units: Units of the series.
        per: Units that make 1 of the figure: 1 for a level, the base for growth.
    """

    units: int
    per: int = 1

    @property
    def cases(self) -> tuple[Case, Case]:
        """Itself, twice: nothing is unknown."""
        case = Case(self.units, self.per, grows=False)
        return case, case

    def outcome(self, demand: Demand) -> Outcome:
        """Whether the demand is met."""
        return Outcome.MET if demand.is_met_by(self.cases[0].figure) else Outcome.NOT_MET


def gap(count: Count | Level, demand: Demand, unit: GapUnit) -> Gap | None:
    """What is missing; ``None`` for a demand without a line to pass or a share without members.

    The smallest number of changes, and of new ones, after which the figure meets the demand.
    """
    if not demand.decides or demand.bound is None or count.cases[0].denominator == 0:
        return None
    if isinstance(count, Level):
        if demand.comparison is Comparison.AT_MOST:
            return Gap(unit, convert=_steps(count, demand, _convert))
        return Gap(unit, add=_steps(count, demand, _add))
    if count.denominator == 0:
        return None
    convert = _steps(count, demand, _convert)
    no_convert = "" if convert else "never-by-converting"
    if unit is GapUnit.INSTITUTIONS:
        return Gap(unit, convert, no_convert=no_convert)
    add = _steps(count, demand, _add)
    return Gap(unit, convert, add, no_convert, "" if add else "never-by-adding")


def _steps(
    count: Count | Level, demand: Demand, least: Callable[[Case, Demand], int | None]
) -> Steps | None:
    worst, best = (least(case, demand) for case in count.cases)
    if worst is None or best is None:
        return None
    return Steps(min(worst, best), max(worst, best))


def _convert(case: Case, demand: Demand) -> int | None:
    if demand.comparison is Comparison.AT_MOST:
        limit = case.numerator
        return _least(limit, lambda k: demand.is_met_by(case.after(convert=-k).figure))
    limit = case.denominator - case.numerator
    return _least(limit, lambda k: demand.is_met_by(case.after(convert=k).figure))


def _add(case: Case, demand: Demand) -> int | None:
    bound = Fraction(0) if demand.bound is None else demand.bound.value
    short = bound * case.denominator - case.numerator
    if case.grows:  # k new ones are short of the bound by k * bound less
        short = Fraction(short, 1 - bound) if bound < 1 else Fraction(0)
    if demand.comparison is Comparison.AT_MOST:
        short = Fraction(0)
    limit = max(0, short.numerator // short.denominator + 1)
    return _least(limit, lambda k: demand.is_met_by(case.after(add=k).figure))


def _least(limit: int, meets: Callable[[int], bool]) -> int | None:
    """The smallest number up to the limit that meets; more than it never stops meeting."""
    if not meets(limit):
        return 0 if meets(0) else None
    low, high = 0, limit
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if meets(middle) else (middle + 1, high)
    return low
