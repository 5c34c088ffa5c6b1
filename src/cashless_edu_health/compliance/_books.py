"""Payments as a reading sees them, and what they say of use."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from cashless_edu_health.compliance._lens import Lens
from cashless_edu_health.compliance._payments import Ledger, Payment
from cashless_edu_health.institutions import Institution, PaymentMethod
from cashless_edu_health.receipts import Unreported

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
    """

    sure: date | None
    possible: date | None
    books: date | None
    kinds: dict[str | None, date]
    perhaps: dict[str | None, date]

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
            self._uses[key] = self._use(institution.id, purposes)
        return self._uses[key]

    def _use(self, institution_id: str, purposes: frozenset[str]) -> Use:
        shown: dict[str, date] = {}
        kinds: dict[str | None, date] = {}
        perhaps: dict[str | None, date] = {}
        for look, (first, last) in self._spans(institution_id, purposes).items():
            kind, serves, cashless = look
            day = last if serves else first
            shown["books"] = min(day, shown.get("books", day))
            if cashless is not False:
                shown["possible"] = min(first, shown.get("possible", first))
                perhaps[kind] = min(first, perhaps.get(kind, first))
                if serves:
                    kinds[kind] = min(last, kinds.get(kind, last))
            if cashless and serves:
                shown["sure"] = min(last, shown.get("sure", last))
        # Who has not said what it took may have been paid without cash from the first day on.
        for row in self.unreported:
            if row.institution_id == institution_id:
                first = max(row.paid_from, self.ledger.first)
                shown["possible"] = min(first, shown.get("possible", first))
        return Use(
            sure=shown.get("sure"),
            possible=shown.get("possible"),
            books=shown.get("books"),
            kinds=kinds,
            perhaps=perhaps,
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

    def kinds(self) -> frozenset[str | None]:
        """Kinds offered, by the register; a kind that it never heard of is shown by payments."""
        offered = {m.kind for m in self.institution.methods if m.covers(self.day) and self._for(m)}
        return frozenset(offered | self._unheard_of(self._use.kinds))

    def open_kinds(self) -> frozenset[str | None]:
        """Kinds of which nobody said whether they are offered, and those that may show in payments.

        A payment may be of another window, day or purpose.
        """
        return self.institution.unknown_methods | self._unheard_of(self._use.perhaps)

    @property
    def _use(self) -> Use:
        return self.books.use(self.institution, self.purposes)

    def _unheard_of(self, paid_by: Mapping[str | None, date]) -> frozenset[str | None]:
        """Kinds paid by so far that the register never heard of; it knows those without a name."""
        registered: set[str | None] = {method.kind for method in self.institution.methods}
        if registered:
            registered.add(None)
        return frozenset(k for k, first in paid_by.items() if first <= self.day) - registered

    def is_cashless(self, kind: str | None) -> bool | None:
        """Whether that kind of method is without cash."""
        return self.books.lens.methods.is_cashless(kind)

    def _for(self, method: PaymentMethod) -> bool:
        purposes = method.purposes
        return not self.purposes or purposes is None or bool(self.purposes & purposes)
