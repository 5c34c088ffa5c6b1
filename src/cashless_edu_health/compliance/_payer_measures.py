"""The share of payers who pay without cash: counted by their ids, or as an office counted them."""

from collections.abc import Callable, Iterator
from datetime import date

from attrs import define, field

from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._lens import Extent
from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.compliance._payments import Payment, is_for
from cashless_edu_health.compliance._placing import (
    BUCKETS,
    Membership,
    counted,
    extent_of,
    joined,
    place,
)
from cashless_edu_health.compliance._results import Part
from cashless_edu_health.compliance._share_measures import membership, share_part, with_rows
from cashless_edu_health.compliance._shares import Count, GapUnit
from cashless_edu_health.compliance._trace import Counted, TraceLine
from cashless_edu_health.plans import Point, Population, ShareOfPayers, Target
from cashless_edu_health.receipts import PayerCount

LABEL = "payers"


@define
class _Payer:
    """What one payer's payments were: cashless or not, those that count and those that may."""

    sure: set[bool | None] = field(factory=set)
    perhaps: set[bool | None] = field(factory=set)

    def place(self, *, all_cashless: bool) -> tuple[bool | None, bool | None]:
        """Whether the payer is in the denominator, and in the numerator."""
        if not self.sure:  # who only may be in it is known by payments that are all alike
            return None, next(iter(self.perhaps)) if len(self.perhaps) == 1 else None
        decisive = not all_cashless  # one such payment settles it
        if decisive in self.sure:
            return True, decisive
        open_ = None in self.sure or self.perhaps - {not decisive}
        return True, None if open_ else not decisive


@define
class _Crowd:
    """Payers by id, payers that an office counted, and those who may be among them or not."""

    all_cashless: bool
    payers: dict[str, _Payer] = field(factory=dict)
    counted: dict[str, int] = field(factory=lambda: dict.fromkeys(BUCKETS.values(), 0))
    strangers: dict[bool | None, int] = field(factory=lambda: {True: 0, False: 0, None: 0})
    lines: list[tuple[TraceLine, str | None]] = field(factory=list)
    sources: set[str] = field(factory=set)

    def total(self) -> Count:
        """All payers in their buckets.

        A stranger may be a new payer, or one of the known, whom the payment may turn.
        """
        totals = dict(self.counted)
        for payer in self.payers.values():
            totals[BUCKETS[payer.place(all_cashless=self.all_cashless)]] += 1
        totals["maybe_yes"] += self.strangers[True]
        totals["maybe_no"] += self.strangers[False]
        totals["maybe_unknown"] += self.strangers[None]
        turned = "yes" if self.all_cashless else "no"
        turning = self.strangers[not self.all_cashless] + self.strangers[None]
        moved = min(totals[turned], turning)
        totals[turned] -= moved
        totals["unknown"] += moved
        return Count(**totals)

    def trace(self) -> Iterator[TraceLine]:
        """Lines by receipt; one of a known payer stands where the payer does."""
        for line, payer_id in self.lines:
            if payer_id is None:
                yield line
            else:
                place = self.payers[payer_id].place(all_cashless=self.all_cashless)
                yield line._replace(counted=counted(inside=place[0], counts=place[1]))

    def note(self, row_id: str, where: Counted, reason: str = "", number: int = 1) -> None:
        """Keep what became of a row."""
        self.lines.append((TraceLine(row_id, where, reason, number), None))

    def pay(self, payment: Payment, payer_id: str, *, sure: bool, cashless: bool | None) -> None:
        """A payment of a payer who is known by id."""
        payer = self.payers.setdefault(payer_id, _Payer())
        (payer.sure if sure else payer.perhaps).add(cashless)
        self.lines.append((TraceLine(payment.id, Counted.PERHAPS), payer_id))
        self.sources.add(payment.profile.source)

    def add(self, row_id: str, row: PayerCount, *, inside: bool | None, apart: bool) -> None:
        """Payers that were counted; ``apart`` when none of them can be known already."""
        self.sources.add("payer_count")
        groups = {True: row.cashless, False: row.total - row.cashless}
        for cashless, number in groups.items() if inside else {None: row.total}.items():
            if apart:
                self.counted[BUCKETS[inside, cashless]] += number
            else:
                self.strangers[cashless] += number
            if number:
                place = inside if apart else None
                reason = "" if place else "payer-unknown" if inside else "payers-in-part"
                self.note(row_id, counted(inside=place, counts=cashless), reason, number)


def share_of_payers(
    measure: ShareOfPayers,
    population: Population,
    target: Target,
    inquiry: Inquiry,
    point: Point | None,
) -> Part:
    """The share of payers who paid without cash up to the day of counting.

    Payers are one by their id, over the whole population. A payment without one makes bounds.
    """
    head = inquiry.head(point)
    crowd = _Crowd(inquiry.choices["payer_basis"] == "all_cashless")
    purposes = target.purposes | measure.purposes
    lens = inquiry.books(head).lens
    counts = _counts(inquiry, head)
    for institution in inquiry.dataset.institutions:
        member_on = membership(institution, measure, population, target, inquiry, head)
        own = [
            (row_id, row, _extent(row, inquiry, head, purposes, member_on))
            for row_id, row in counts.get(institution.id, [])
        ]
        spans = [row for _, row, extent in own if extent.inside is not False]
        alone = True
        for payment in inquiry.books(head).of(institution.id):
            member = joined([member_on(day) for day in payment.days])
            extent = extent_of(payment, lens, purposes, member)
            alone &= payment.payer_id is None or extent.inside is False
            _enter(crowd, payment, extent, spans, cashless=lens.cashless(payment.profile))
        _add_counts(crowd, own, alone=alone)
    lines = tuple(crowd.trace()) if inquiry.traced else ()
    if not crowd.sources:
        reason = "payers-not-identified"
        part = Part(label=LABEL, outcome=Outcome.INSUFFICIENT_DATA, reason=reason)
    else:
        empty = (Outcome.UNDEFINED, "no-payments")
        part = share_part(LABEL, crowd.total(), GapUnit.PAYERS, point, empty)
    return with_rows(part, lines, frozenset(crowd.sources))


def _counts(inquiry: Inquiry, head: date) -> dict[str, list[tuple[str, PayerCount]]]:
    """Payers already counted by institution, of those that reach into the window."""
    found: dict[str, list[tuple[str, PayerCount]]] = {}
    for index, row in enumerate(inquiry.dataset.payer_counts):
        if row.paid_from <= head and inquiry.window.first <= row.paid_to:
            found.setdefault(row.institution_id, []).append((f"payer_counts[{index}]", row))
    return found


def _extent(
    row: PayerCount,
    inquiry: Inquiry,
    head: date,
    purposes: frozenset[str],
    member_on: Callable[[date], Membership],
) -> Extent:
    first, last = max(row.paid_from, inquiry.window.first), min(row.paid_to, head)
    inside = is_for(row.purposes, purposes)
    reason = {True: "", False: "other-purpose", None: "purpose-unknown"}[inside]
    whole = (first, last) == (row.paid_from, row.paid_to)
    member = joined([member_on(first), member_on(last)])
    if member[0] is False:
        inside, reason = member
    return place(Extent(inside, 0, 0, reason), member, whole=whole)


def _enter(
    crowd: _Crowd,
    payment: Payment,
    extent: Extent,
    spans: list[PayerCount],
    *,
    cashless: bool | None,
) -> None:
    if extent.inside is False:
        crowd.note(payment.id, Counted.LEFT_OUT, extent.reason)
    elif payment.payer_id is not None:
        crowd.pay(payment, payment.payer_id, sure=bool(extent.inside), cashless=cashless)
    elif any(s.paid_from <= payment.first and payment.last <= s.paid_to for s in spans):
        crowd.note(payment.id, Counted.LEFT_OUT, "counted-as-payers")
    else:
        crowd.strangers[cashless] += payment.number
        crowd.note(payment.id, Counted.PERHAPS, "payer-unknown")


def _add_counts(
    crowd: _Crowd, counts: list[tuple[str, PayerCount, Extent]], *, alone: bool
) -> None:
    """The largest count stands; nobody knows whom another one counts again."""
    for row_id, _, extent in counts:
        if extent.inside is False:
            crowd.note(row_id, Counted.LEFT_OUT, extent.reason)
    inside = [(row_id, row, e.inside) for row_id, row, e in counts if e.inside is not False]
    inside.sort(key=lambda entry: (bool(entry[2]), entry[1].total), reverse=True)
    for index, (row_id, row, place_) in enumerate(inside):
        crowd.add(row_id, row, inside=place_, apart=alone and index == 0)
