"""Payments as a reading sees them, and what they say of use."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from cashless_edu_health.compliance._lens import Lens
from cashless_edu_health.compliance._payments import Ledger, Payment
from cashless_edu_health.institutions import Institution
from cashless_edu_health.periods import Validity
from cashless_edu_health.receipts import POOLED_CASHLESS, Unreported

IN_USE: Final = "cashless_in_use"
"""The fact that payments prove: at least one settled cashless payment in the period."""

_Look = tuple[str | None, bool, bool | None]
"""Kind of method, whether it is certainly of the window and purpose, whether it is cashless."""


@frozen(kw_only=True)
class Use:
    """First days on which an institution's payments show something; ``None`` for never.

    Attributes:
        sure: A cashless payment has certainly been made.
        possible: One may have been made.
        books: Any payment at all was recorded.
        kinds: Day from which each kind that may be cashless has certainly been paid by.
        perhaps: Day from which it may have been.
        unnamed: How many payments by kinds that nobody named, and that the register does not
            explain, there may be, by their first day.
    """

    sure: date | None
    possible: date | None
    books: date | None
    kinds: dict[str, date]
    perhaps: dict[str, date]
    unnamed: dict[date, int]

    def on(self, day: date) -> bool | None:
        """Whether cashless methods were in use by that day.

        Books with cash alone say no. No books say nothing.
        """
        if self.sure is not None and self.sure <= day:
            return True
        if self.possible is not None and self.possible <= day:
            return None
        return False if self.books is not None and self.books <= day else None


@frozen
class Books:
    """The payments of a window as one reading sees them.

    Attributes:
        ledger: The payments.
        lens: The reading.
    """

    ledger: Ledger
    lens: Lens
    _uses: dict[tuple[str, frozenset[str]], Use] = field(init=False, repr=False, factory=dict)

    def of(self, institution_id: str) -> tuple[Payment, ...]:
        """The payments to an institution."""
        return self.ledger.by_institution.get(institution_id, ())

    @property
    def unreported(self) -> tuple[Unreported, ...]:
        """Who has not said what it took in some part of the days looked at."""
        return tuple(
            row
            for row in self.ledger.dataset.unreported
            if row.paid_from <= self.ledger.last and self.ledger.first <= row.paid_to
        )

    def use(self, institution: Institution, purposes: frozenset[str]) -> Use:
        """What the payments for those purposes show of an institution."""
        key = (institution.id, purposes)
        if key not in self._uses:
            self._uses[key] = self._use(institution, purposes)
        return self._uses[key]

    def _use(self, institution: Institution, purposes: frozenset[str]) -> Use:
        shown: dict[str, date] = {}
        kinds: dict[str, date] = {}
        perhaps: dict[str, date] = {}
        for look, (first, last) in self._spans(institution.id, purposes).items():
            kind, serves, cashless = look
            day = last if serves else first
            shown["books"] = min(day, shown.get("books", day))
            if cashless is not False:
                shown["possible"] = min(first, shown.get("possible", first))
                if kind is not None:
                    perhaps[kind] = min(first, perhaps.get(kind, first))
                if kind is not None and serves:
                    kinds[kind] = min(last, kinds.get(kind, last))
            if cashless and serves:
                shown["sure"] = min(last, shown.get("sure", last))
        # Who has not said what it took may have been paid without cash from the first day on.
        for row in self.unreported:
            if row.institution_id == institution.id:
                first = max(row.paid_from, self.ledger.first)
                shown["possible"] = min(first, shown.get("possible", first))
        return Use(
            sure=shown.get("sure"),
            possible=shown.get("possible"),
            books=shown.get("books"),
            kinds=kinds,
            perhaps=perhaps,
            unnamed=self._unnamed(institution, purposes),
        )

    def _unnamed(self, institution: Institution, purposes: frozenset[str]) -> dict[date, int]:
        """Each payment may be by a kind of its own, also each of those that a tally sums up."""
        numbers: dict[date, int] = {}
        for payment in self.of(institution.id):
            if payment.profile.kind in (None, POOLED_CASHLESS):
                look = self._look(payment, purposes)
                if look is not None and not self._explained(payment, institution, purposes):
                    numbers[payment.first] = numbers.get(payment.first, 0) + payment.number
        return numbers

    def _explained(
        self, payment: Payment, institution: Institution, purposes: frozenset[str]
    ) -> bool:
        """Whether it may be by a method of the register, or was by a person's cash."""
        cashless = self.lens.cashless(payment.profile)
        days = Validity(valid_from=payment.first, valid_to=payment.last)
        return cashless is False or any(
            method.overlaps(days)
            and method.serves(purposes)
            and not (cashless and self.lens.methods.is_cashless(method.kind) is False)
            for method in institution.methods
        )

    def _spans(
        self, institution_id: str, purposes: frozenset[str]
    ) -> dict[_Look, tuple[date, date]]:
        """For payments that look alike, the least first day and the least last day of any."""
        looks: dict[object, _Look | None] = {}
        spans: dict[_Look, tuple[date, date]] = {}
        for payment in self.of(institution_id):
            key = payment.id if payment.mixed else (payment.profile, payment.whole)
            if key not in looks:
                looks[key] = self._look(payment, purposes)
            look = looks[key]
            if look is not None:
                first, last = spans.get(look, (payment.first, payment.last))
                spans[look] = (min(first, payment.first), min(last, payment.last))
        return spans

    def _look(self, payment: Payment, purposes: frozenset[str]) -> _Look | None:
        inside = self.lens.extent(payment, purposes).inside
        if inside is False:
            return None
        profile = payment.profile
        return profile.kind, bool(inside and payment.whole), self.lens.cashless(profile)


@frozen
class View:
    """One institution on one day, as conditions ask it (:class:`plans.Witness`).

    Attributes:
        institution: The institution.
        day: The day.
        purposes: What methods must serve; empty for any purpose.
        books: The payments.
        installed_only: Whether the reading asks for installation without use.
    """

    institution: Institution
    day: date
    purposes: frozenset[str]
    books: Books
    installed_only: bool = False

    def fact(self, name: str) -> bool | None:
        """A dated fact; use is proven by payments first, then by declaration."""
        stated = self.institution.fact(name, self.day)
        if name != IN_USE:
            return stated
        if self.installed_only:
            return True
        shown = self._use.on(self.day)
        return True if shown else shown if stated is None else stated

    def kinds(self) -> frozenset[str]:
        """Kinds offered, by the register; a kind that it never heard of is shown by payments."""
        methods = self.institution.methods
        registered = {m.kind for m in methods if m.covers(self.day) and m.serves(self.purposes)}
        offered = registered | self._unheard_of(self._use.kinds)
        # A sum over every kind shows that there is one, and none in particular.
        named = offered - {POOLED_CASHLESS}
        return frozenset(named if any(map(self.is_cashless, named)) else offered)

    def open_kinds(self) -> frozenset[str]:
        """Kinds of which nobody said whether they are offered, and those that may show in payments.

        A payment may be of another window, day or purpose.
        """
        perhaps = self._unheard_of(self._use.perhaps) - {POOLED_CASHLESS}
        return self.institution.unknown_methods | perhaps

    def unnamed(self) -> int:
        """Payments so far by kinds that nobody named, which no method of the register explains."""
        return sum(n for first, n in self._use.unnamed.items() if first <= self.day)

    @property
    def _use(self) -> Use:
        return self.books.use(self.institution, self.purposes)

    def _unheard_of(self, paid_by: Mapping[str, date]) -> frozenset[str]:
        """Kinds paid by so far that the register never heard of."""
        registered = {method.kind for method in self.institution.methods}
        return frozenset(k for k, first in paid_by.items() if first <= self.day) - registered

    def is_cashless(self, kind: str) -> bool | None:
        """Whether that kind of method is without cash."""
        return self.books.lens.methods.is_cashless(kind)
