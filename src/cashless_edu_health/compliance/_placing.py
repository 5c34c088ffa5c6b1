"""Payments put into their places: in the denominator or not, cashless or not, by number and value.

Nearly all payments look like thousands of others, so a place is worked out once for each sort of
payment and each state of membership, and then only looked up.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from attrs import define, field, frozen

from cashless_edu_health.compliance._lens import Extent, Lens, Unit
from cashless_edu_health.compliance._payments import Payment, Profile
from cashless_edu_health.compliance._shares import Count
from cashless_edu_health.compliance._trace import Counted, Trace

Membership = tuple[bool | None, str]
"""Whether an institution is in the denominator on a day, and why not."""

BUCKETS: Final = {
    (True, True): "yes",
    (True, False): "no",
    (True, None): "unknown",
    (None, True): "maybe_yes",
    (None, False): "maybe_no",
    (None, None): "maybe_unknown",
}
COUNTED: Final = {True: Counted.NUMERATOR, False: Counted.DENOMINATOR, None: Counted.UNKNOWN}


def counted(*, inside: bool | None, counts: bool | None) -> Counted:
    """Where a row goes that is inside or not, and counts or not."""
    if inside is False:
        return Counted.LEFT_OUT
    return Counted.PERHAPS if inside is None else COUNTED[counts]


@frozen
class Placement:
    """Payments in their places.

    Attributes:
        number: How many stand where.
        value: How many dong stand where.
        trace: What became of each.
        sources: Sorts of record that were counted.
        nobody_among: Whether payments were left out because of their institutions.
    """

    number: Count
    value: Count
    trace: Trace
    sources: frozenset[str]
    nobody_among: bool


class _Cell(NamedTuple):
    """Where payments of one sort go; ``bucket`` is ``None`` when they are left out."""

    bucket: str | None
    code: int


def joined(memberships: Sequence[Membership]) -> Membership:
    """The membership over several days."""
    inside, reason = memberships[0]
    if all(other is inside for other, _ in memberships):
        return (None, "membership-unknown") if inside is None else (inside, reason)
    return None, "membership-unknown"


def place(extent: Extent, membership: Membership, *, whole: bool) -> Extent:
    """What counts of money for an institution that is in the denominator, or may be.

    ``whole`` says whether all of it is certainly of the window.
    """
    inside, reason = membership
    if extent.inside is False:
        return extent
    if inside is None:
        return Extent(None, 0, extent.high, reason)
    if not whole:
        return Extent(None, 0, extent.high, "straddles-window")
    return extent


def extent_of(
    payment: Payment, lens: Lens, purposes: frozenset[str], membership: Membership
) -> Extent:
    """What counts of a payment; what it is for is only asked where everything else admits it."""
    inside, reason = membership
    excluded = lens.excluded(payment.profile)
    if excluded or inside is False:
        return Extent(inside=False, low=0, high=0, reason=excluded or reason)
    return place(lens.extent(payment, purposes), membership, whole=payment.whole)


@define
class Sheet:
    """Adds payments up, one after the other.

    Attributes:
        lens: How they are read.
        purposes: What they must be for; empty for any purpose.
        traced: Whether to keep what became of each.
    """

    lens: Lens
    purposes: frozenset[str]
    traced: bool
    _number: dict[str, int] = field(init=False)
    _value: dict[str, int] = field(init=False)
    _ids: list[str] = field(init=False, factory=list)
    _codes: bytearray = field(init=False, factory=bytearray)
    _legend: dict[tuple[Counted, str], int] = field(init=False, factory=dict)
    _sources: set[str] = field(init=False, factory=set)
    _cells: dict[Membership, dict[Profile, _Cell]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._number = dict.fromkeys(BUCKETS.values(), 0)
        self._value = dict.fromkeys(BUCKETS.values(), 0)

    def add(self, payments: Iterable[Payment], member_on: Callable[[date], Membership]) -> None:
        """The payments to one institution, which may be a member on some days only."""
        by_day: dict[date, dict[Profile, _Cell]] = {}
        number, value = self._number, self._value
        add_id, add_code = self._ids.append, self._codes.append
        by_allocation, traced = self.lens.by_allocation, self.traced
        for payment in payments:
            if not payment.plain or (by_allocation and payment.pieces):
                self._add_singly(payment, joined([member_on(day) for day in payment.days]))
                continue
            first = payment.first
            cells = by_day.get(first)
            if cells is None:
                cells = by_day[first] = self._cells.setdefault(joined([member_on(first)]), {})
            cell = cells.get(payment.profile)
            if cell is None:
                cell = cells[payment.profile] = self._cell(payment, joined([member_on(first)]))
            bucket, code = cell
            if bucket is not None:
                number[bucket] += payment.number
                value[bucket] += payment.value
            if traced:
                add_id(payment.id)
                add_code(code)

    def _cell(self, payment: Payment, membership: Membership) -> _Cell:
        extent = extent_of(payment, self.lens, self.purposes, membership)
        counts = self.lens.cashless(payment.profile)
        code = self._code(inside=extent.inside, counts=counts, reason=extent.reason)
        if extent.inside is False:
            return _Cell(None, code)
        self._sources.add(payment.profile.source)
        return _Cell(BUCKETS[extent.inside, counts], code)

    def _add_singly(self, payment: Payment, membership: Membership) -> None:
        """A payment whose parts go to different places, or of which only some may count."""
        counts = self.lens.cashless(payment.profile)
        extent = extent_of(payment, self.lens, self.purposes, membership)
        if extent.inside is not False:
            self._sources.add(payment.profile.source)
            self._value[BUCKETS[True, counts]] += extent.low
            self._value[BUCKETS[None, counts]] += extent.high - extent.low
        if not self.lens.by_allocation or not payment.pieces:
            self._note(payment, Unit(payment.id, extent.inside, extent.reason), counts=counts)
            return
        for unit in self.lens.units(payment, self.purposes):
            if extent.inside is False and membership[0] is False:
                placed = extent
            else:
                of_unit = Extent(unit.inside, 0, 0, unit.reason)
                placed = place(of_unit, membership, whole=payment.whole)
            self._note(payment, Unit(unit.id, placed.inside, placed.reason), counts=counts)

    def _note(self, payment: Payment, unit: Unit, *, counts: bool | None) -> None:
        if unit.inside is not False:
            self._number[BUCKETS[unit.inside, counts]] += payment.number
        code = self._code(inside=unit.inside, counts=counts, reason=unit.reason)
        if self.traced:
            self._ids.append(unit.id)
            self._codes.append(code)

    def _code(self, *, inside: bool | None, counts: bool | None, reason: str) -> int:
        why = "method-unknown" if inside and counts is None else reason
        return self._legend.setdefault(
            (counted(inside=inside, counts=counts), why), len(self._legend)
        )

    def placement(self) -> Placement:
        """All that was added."""
        return Placement(
            number=Count(**self._number),
            value=Count(**self._value),
            trace=Trace(tuple(self._ids), bytes(self._codes), tuple(self._legend)),
            sources=frozenset(self._sources),
            nobody_among=(Counted.LEFT_OUT, "not-among") in self._legend,
        )
