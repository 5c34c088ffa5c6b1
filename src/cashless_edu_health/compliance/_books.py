"""Payments as a window and a day of knowledge show them, and what they say of use."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.institutions import Institution, PaymentMethod
from cashless_edu_health.plans import MethodKinds
from cashless_edu_health.receipts import PayerClass, Receipt, Tally, Unreported

IN_USE: Final = "cashless_in_use"
"""The fact that payments prove: at least one settled cashless payment in the period."""

_VIET_NAM: Final = timezone(timedelta(hours=7))


class PayerScope(StrEnum):
    """Whose payments count."""

    HOUSEHOLD = "household"
    ALL_PAYERS = "all_payers"


@frozen(kw_only=True)
class Payment:
    """Payments of one kind to one institution, net of what was given back.

    Attributes:
        id: Id of the receipt, or ``tallies[3]``.
        institution_id: Who was paid.
        kind: Kind of method, if known.
        cashless: Whether that is without cash; ``None`` when nobody knows.
        count: How many payments.
        value: Their sum in dong.
        first: First day that they may be of.
        last: Last day that they may be of.
        inside: Whether all of them are in the window; ``None`` when only some may be.
        purposes: What they are for, as far as known.
        excluded: Why they do not count, as a reason; ``""`` when they do.
        source: Sort of record.
    """

    id: str
    institution_id: str
    kind: str | None
    cashless: bool | None
    count: int
    value: int
    first: date
    last: date
    inside: bool | None
    purposes: frozenset[str]
    excluded: str
    source: str

    @property
    def days(self) -> tuple[date, ...]:
        """The first and last day, once if they are the same."""
        return (self.first,) if self.first == self.last else (self.first, self.last)

    def serves(self, purposes: frozenset[str]) -> bool | None:
        """Whether it is for those purposes; ``None`` when that is not known, or mixed."""
        if not purposes or (self.purposes and self.purposes <= purposes):
            return True
        return None if not self.purposes or self.purposes & purposes else False


@frozen(kw_only=True)
class Use:
    """First days on which an institution's payments show something; ``None`` for never.

    Attributes:
        sure: A cashless payment has certainly been made.
        possible: One may have been made.
        books: Any payment at all was recorded.
        kinds: First day of each cashless kind of method.
    """

    sure: date | None
    possible: date | None
    books: date | None
    kinds: dict[str | None, date]

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
    """The payments of a dataset from the first day of a window to the day of counting.

    Attributes:
        dataset: The dataset.
        methods: Which kinds of method are cashless.
        first: First day of the window.
        last: Day of counting.
        known_at: Only what had been recorded by the end of that day in Viet Nam exists.
        scope: Whose payments count.
    """

    dataset: Dataset
    methods: MethodKinds
    first: date
    last: date
    known_at: date
    scope: PayerScope
    payments: tuple[Payment, ...] = field(init=False)
    _by_institution: dict[str, list[Payment]] = field(init=False, repr=False)
    _uses: dict[tuple[str, frozenset[str]], Use] = field(init=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        payments = (*self._receipts(), *self._tallies())
        by_institution: dict[str, list[Payment]] = {}
        for payment in payments:
            by_institution.setdefault(payment.institution_id, []).append(payment)
        # attrs' own way to set a field of a frozen class after its inputs are there.
        object.__setattr__(self, "payments", payments)
        object.__setattr__(self, "_by_institution", by_institution)

    def _known(self, recorded_at: datetime) -> bool:
        return recorded_at.astimezone(_VIET_NAM).date() <= self.known_at

    def _receipts(self) -> Iterator[Payment]:
        given_back: dict[str, int] = {}
        for reversal in self.dataset.reversals:
            if self._known(reversal.recorded_at):
                amount = given_back.get(reversal.receipt_id, 0) + reversal.amount
                given_back[reversal.receipt_id] = amount
        for receipt in self.dataset.receipts:
            if self.first <= receipt.paid_on <= self.last:
                yield self._receipt(receipt, receipt.gross - given_back.get(receipt.id, 0))

    def _receipt(self, receipt: Receipt, net: int) -> Payment:
        if not self._known(receipt.recorded_at):
            excluded = "recorded-later"
        elif net == 0:
            excluded = "reversed"
        else:
            excluded = self._excluded(receipt.payer_class)
        return Payment(
            id=receipt.id,
            institution_id=receipt.institution_id,
            kind=receipt.method,
            cashless=self.methods.is_cashless(receipt.method),
            count=1,
            value=net,
            first=receipt.paid_on,
            last=receipt.paid_on,
            inside=True,
            purposes=receipt.purposes,
            excluded=excluded,
            source=receipt.source.value,
        )

    def _tallies(self) -> Iterator[Payment]:
        for index, tally in enumerate(self.dataset.tallies):
            if tally.count and tally.paid_from <= self.last and self.first <= tally.paid_to:
                yield self._tally(f"tallies[{index}]", tally)

    def _tally(self, tally_id: str, tally: Tally) -> Payment:
        whole = self.first <= tally.paid_from and tally.paid_to <= self.last
        return Payment(
            id=tally_id,
            institution_id=tally.institution_id,
            kind=tally.method,
            cashless=self.methods.is_cashless(tally.method),
            count=tally.count,
            value=tally.value,
            first=max(tally.paid_from, self.first),
            last=min(tally.paid_to, self.last),
            inside=True if whole else None,
            purposes=tally.purposes,
            excluded=self._excluded(tally.payer_class),
            source="tally",
        )

    def _excluded(self, payer_class: PayerClass) -> str:
        household = payer_class is PayerClass.HOUSEHOLD
        return "" if household or self.scope is PayerScope.ALL_PAYERS else "not-household"

    @property
    def unreported(self) -> tuple[Unreported, ...]:
        """Who has not said what it took in some part of the days looked at."""
        return tuple(
            row
            for row in self.dataset.unreported
            if row.paid_from <= self.last and self.first <= row.paid_to
        )

    def use(self, institution: Institution, purposes: frozenset[str]) -> Use:
        """What the payments for those purposes show of an institution."""
        key = (institution.id, purposes)
        if key not in self._uses:
            self._uses[key] = self._use(institution.id, purposes)
        return self._uses[key]

    def _use(self, institution_id: str, purposes: frozenset[str]) -> Use:
        sure: list[date] = []
        possible: list[date] = []
        books: list[date] = []
        kinds: dict[str | None, date] = {}
        for payment in self._by_institution.get(institution_id, []):
            serves = payment.serves(purposes)
            if payment.excluded or serves is False:
                continue
            certain = payment.inside and serves
            books.append(payment.last if certain else payment.first)
            if payment.cashless is not False:
                possible.append(payment.first)
            if payment.cashless and certain:
                sure.append(payment.last)
            if payment.cashless is not False and certain:
                kinds[payment.kind] = min(payment.last, kinds.get(payment.kind, payment.last))
        # Who has not said what it took may have been paid without cash from the first day on.
        possible += [
            max(row.paid_from, self.first)
            for row in self.unreported
            if row.institution_id == institution_id
        ]
        return Use(
            sure=min(sure, default=None),
            possible=min(possible, default=None),
            books=min(books, default=None),
            kinds=kinds,
        )


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
        shown = self.books.use(self.institution, self.purposes).on(self.day)
        return True if shown else shown if stated is None else stated

    def kinds(self) -> frozenset[str | None]:
        """Kinds offered, by the register; a kind that it never heard of is shown by payments."""
        offered = {m.kind for m in self.institution.methods if m.covers(self.day) and self._for(m)}
        registered = {method.kind for method in self.institution.methods}
        paid_by = self.books.use(self.institution, self.purposes).kinds
        shown = {kind for kind, first in paid_by.items() if first <= self.day}
        if registered:
            shown.discard(None)
        return frozenset(offered | (shown - registered))

    def open_kinds(self) -> frozenset[str]:
        """Kinds of which nobody said whether they are offered."""
        return self.institution.unknown_methods

    def is_cashless(self, kind: str | None) -> bool | None:
        """Whether that kind of method is without cash."""
        return self.books.methods.is_cashless(kind)

    def _for(self, method: PaymentMethod) -> bool:
        purposes = method.purposes
        return not self.purposes or purposes is None or bool(self.purposes & purposes)
