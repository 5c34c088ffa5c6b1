"""When how much is asked: points in time, none of which is ever carried to another period."""

from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Final, NamedTuple

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.periods import Window, WindowKind
from cashless_edu_health.plans._demands import Bound, BoundUnit, Comparison, Demand

_OTHER_THAN_YEARS: Final = (WindowKind.SCHOOL_YEAR, WindowKind.QUARTER, WindowKind.HALF_YEAR)
"""Kinds of window to which a demand on a year does not answer: half of 2022 is not 2022."""


class Point(NamedTuple):
    """What a schedule asks for in one window.

    Attributes:
        demand: The demand.
        due: Last day on which it can still be met.
        since: First year of a demand on several years, of which all up to the window count.
    """

    demand: Demand
    due: date
    since: int | None = None


def _due_in(window: Window, year: int) -> date:
    """Last day of a demand on a year that a window stands for.

    A given window inside the year, a quarter say, is a part of it: the year is not over with it.
    """
    part = window.kind is WindowKind.GIVEN and window.first.year == year
    return date(year, 12, 31) if part else window.last


class _Claim(NamedTuple):
    """The years that an entry speaks for; ``last`` is open when ``None``."""

    first: int
    last: int | None
    school: bool = False

    def clashes(self, other: "_Claim") -> bool:
        if self.school is not other.school:
            return False
        starts = max(self.first, other.first)
        return all(last is None or starts <= last for last in (self.last, other.last))


@frozen(kw_only=True)
class InYear:
    """A demand on one year ("năm 2022"), or on no stated year.

    Attributes:
        year: The year; ``None`` where the text gives none, which allows no verdict.
        demand: What is asked.
    """

    year: int | None
    demand: Demand

    def _claims(self) -> tuple[_Claim, ...]:
        return () if self.year is None else (_Claim(self.year, self.year),)

    def _point(self, window: Window) -> Point | None:
        if window.kind in _OTHER_THAN_YEARS or window.last.year != self.year:
            return None
        return Point(self.demand, _due_in(window, window.last.year))


@frozen(kw_only=True)
class InSchoolYear:
    """A demand on one school year ("năm học 2020-2021"), named by the year it starts in.

    It answers only to a window of that kind, because school years have their own dates.
    """

    year: int
    demand: Demand

    def _claims(self) -> tuple[_Claim, ...]:
        return (_Claim(self.year, self.year, school=True),)

    def _point(self, window: Window) -> Point | None:
        if window.kind is not WindowKind.SCHOOL_YEAR or window.first.year != self.year:
            return None
        return Point(self.demand, window.last)


def _after_start(entry: "ByDate", _: "Attribute[date]", by: date) -> None:
    if entry.starts is not None and by < entry.starts:
        raise ValueError("the deadline is before the start")


@frozen(kw_only=True)
class ByDate:
    """A demand to be met by a day ("đến cuối năm 2025"), asked for in the window of that day.

    A reporting year, which ends on 14 December, stands for the year that it is named by.

    Attributes:
        starts: First day of the phase, if the text gives one.
        by: Last day.
        demand: What is asked.
    """

    starts: date | None = None
    by: date = field(validator=_after_start)
    demand: Demand

    def _claims(self) -> tuple[_Claim, ...]:
        return (_Claim(self.by.year, self.by.year),)

    def _point(self, window: Window) -> Point | None:
        if window.kind is WindowKind.REPORTING_YEAR:
            mine = self.by.year == window.last.year
        else:
            mine = self.by in window
        return Point(self.demand, self.by) if mine else None


@frozen(kw_only=True)
class FromDate:
    """A standing demand from a day on ("từ tháng 1-2022"), in every later window of the plan."""

    starts: date
    demand: Demand

    def _claims(self) -> tuple[_Claim, ...]:
        return (_Claim(self.starts.year, None),)

    def _point(self, window: Window) -> Point | None:
        return Point(self.demand, window.last) if self.starts <= window.last else None


def _ordered(entry: "EachYear | Ramp", _: "Attribute[int]", last: int) -> None:
    if last < entry.first:
        raise ValueError("the last year is before the first")


@frozen(kw_only=True)
class EachYear:
    """A demand on every year of a span; asked about one year, it asks about all before it too.

    Attributes:
        first: First year.
        last: Last year.
        demand: What is asked of each.
    """

    first: int
    last: int = field(validator=_ordered)
    demand: Demand

    def _claims(self) -> tuple[_Claim, ...]:
        return (_Claim(self.first, self.last),)

    def _point(self, window: Window) -> Point | None:
        year = window.last.year
        if window.kind in _OTHER_THAN_YEARS or not self.first <= year <= self.last:
            return None
        return Point(self.demand, _due_in(window, year), self.first)


def _in_percent(_: object, attribute: "Attribute[Bound]", bound: Bound) -> None:
    if bound.unit is not BoundUnit.PERCENT:
        raise ValueError(f"{attribute.name}: a ramp is in percent")


def _upwards(_: object, __: "Attribute[Fraction]", add: Fraction) -> None:
    if add <= 0:
        raise ValueError("a ramp adds points every year")


def _reaches(ramp: "Ramp", _: "Attribute[Bound]", end: Bound) -> None:
    _in_percent(ramp, _, end)
    if ramp.bound_in(ramp.last) != end.value:
        raise ValueError("the ramp does not reach the end that it states")


@frozen(kw_only=True)
class Ramp:
    """At least a share that grows by the same percentage points every year.

    Attributes:
        first: First year.
        at_least: Share in the first year.
        add: Points added in each later year; 10 points are 1/10.
        last: Last year.
        ends_at: Share in the last year as the text states it: a checksum.

    Raises:
        ValueError: The stated end is not reached exactly, or the last year is first.
    """

    first: int
    at_least: Bound = field(validator=_in_percent)
    add: Fraction = field(validator=_upwards)
    last: int = field(validator=_ordered)
    ends_at: Bound = field(validator=_reaches)

    def bound_in(self, year: int) -> Fraction:
        """The share asked for in a year of the ramp."""
        return self.at_least.value + self.add * (year - self.first)

    def _claims(self) -> tuple[_Claim, ...]:
        return (_Claim(self.first, self.last),)

    def _point(self, window: Window) -> Point | None:
        year = window.last.year
        if window.kind in _OTHER_THAN_YEARS or not self.first <= year <= self.last:
            return None
        bound = Bound(self.bound_in(year), BoundUnit.PERCENT)
        demand = Demand(comparison=Comparison.AT_LEAST, bound=bound)
        return Point(demand, _due_in(window, year))

    @property
    def demand(self) -> Demand:
        """The demand of the first year."""
        return Demand(comparison=Comparison.AT_LEAST, bound=self.at_least)


ScheduleEntry = InYear | InSchoolYear | ByDate | FromDate | EachYear | Ramp


def _one_each(
    _: object, __: "Attribute[tuple[ScheduleEntry, ...]]", entries: tuple[ScheduleEntry, ...]
) -> None:
    alone = [isinstance(e, Ramp) or (isinstance(e, InYear) and e.year is None) for e in entries]
    if len(entries) > 1 and any(alone):
        raise ValueError("a ramp or an undated entry stands alone")
    claims = [claim for entry in entries for claim in entry._claims()]  # noqa: SLF001 - own module
    if any(one.clashes(other) for one, other in combinations(claims, 2)):
        raise ValueError("two points of the schedule are for one period")


@frozen
class Schedule:
    """All that a target asks for over time.

    >>> from cashless_edu_health.periods import calendar_year
    >>> from cashless_edu_health.plans import bound
    >>> stairs = Ramp(
    ...     first=2022, at_least=bound("50%"), add=Fraction(1, 10), last=2025, ends_at=bound("80%")
    ... )
    >>> str(Schedule((stairs,)).point(calendar_year(2024)).demand.bound)
    '70%'
    >>> Schedule((stairs,)).point(calendar_year(2026)) is None
    True

    Raises:
        ValueError: No entry, or two entries for one period.
    """

    entries: tuple[ScheduleEntry, ...] = field(validator=[validators.min_len(1), _one_each])

    @property
    def undated(self) -> Demand | None:
        """The demand for which the text gives no year, if this is one."""
        entry = self.entries[0]
        return entry.demand if isinstance(entry, InYear) and entry.year is None else None

    def point(self, window: Window) -> Point | None:
        """What is asked for in that window; ``None`` where the schedule is silent."""
        for entry in self.entries:
            point = entry._point(window)  # noqa: SLF001 - own module
            if point is not None:
                return point
        return None
