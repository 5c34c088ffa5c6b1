"""Payments as they were made and recorded; how a text reads them is not decided here."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, NamedTuple

from attrs import field, frozen

from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.receipts import PayerClass, Receipt, Reversal, Tally

VIET_NAM: Final = timezone(timedelta(hours=7))

REST: Final = "-"
"""What stands for an invoice where a part of a receipt pays none."""


def is_for(stated: frozenset[str], purposes: frozenset[str]) -> bool | None:
    """Whether money for the stated purposes is for those asked; ``None``: not known, or mixed."""
    if not purposes or (stated and stated <= purposes):
        return True
    return None if not stated or stated & purposes else False


class Piece(NamedTuple):
    """The part of a payment that pays one invoice, or the rest.

    Attributes:
        label: The invoice, or ``-``.
        amount: Dong that are left of it.
        purposes: What it is for, as far as known.
        on_behalf: Whether the institution only passes it on.
    """

    label: str
    amount: int
    purposes: frozenset[str]
    on_behalf: bool


@frozen(eq=False)
class Profile:
    """What payments have in common that a reading may ask about; one object for all who share it.

    Attributes:
        kind: Kind of method, if known.
        payer_class: Who paid, as a class.
        lump: Whether one person paid what others had handed over in cash.
        purposes: What all of it is for, as far as known.
        on_behalf: Whether the institution only passes all of it on.
        gone: Why it does not exist, as a reason; ``""`` when it does.
        source: Sort of record.
    """

    kind: str | None
    payer_class: PayerClass
    lump: bool
    purposes: frozenset[str]
    on_behalf: bool
    gone: str
    source: str


class Payment(NamedTuple):
    """Payments of one kind to one institution, net of what was given back.

    Attributes:
        id: Id of the receipt, or ``tallies[3]``.
        profile: What it shares with others.
        number: How many payments.
        value: Their sum in dong.
        first: First day that they may be of.
        last: Last day that they may be of.
        whole: Whether all of them are in the window; else only some may be.
        payer_id: Who paid, if that is known.
        pieces: What it pays, invoice by invoice; empty when that is not known.
        mixed: Whether its pieces differ, so that the profile does not speak for all of it.
        plain: Whether it is of one day and not mixed, so that all of it goes to one place.
        unsaid: Dong given back of which nobody said what they had paid.
    """

    id: str
    profile: Profile
    number: int
    value: int
    first: date
    last: date
    whole: bool = True
    payer_id: str | None = None
    pieces: tuple[Piece, ...] = ()
    mixed: bool = False
    plain: bool = True
    unsaid: int = 0

    @property
    def days(self) -> tuple[date, ...]:
        """The first and last day, once if they are the same."""
        return (self.first,) if self.first == self.last else (self.first, self.last)


@frozen
class Ledger:
    """The payments of a dataset from the first day of a window to the day of counting.

    Attributes:
        dataset: The dataset.
        first: First day of the window.
        last: Day of counting.
        known_at: Only what had been recorded by the end of that day in Viet Nam exists.
        by_institution: The payments to each institution that has any.
    """

    dataset: Dataset
    first: date
    last: date
    known_at: date
    by_institution: Mapping[str, tuple[Payment, ...]] = field(init=False, repr=False)
    _profiles: dict[tuple[object, ...], Profile] = field(init=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        rows: dict[str, list[Payment]] = {}
        for institution_id, payment in (*self._receipts(), *self._tallies()):
            rows.setdefault(institution_id, []).append(payment)
        found = {institution_id: tuple(payments) for institution_id, payments in rows.items()}
        # attrs' own way to set a field of a frozen class after its inputs are there.
        object.__setattr__(self, "by_institution", found)

    def _profile(
        self,
        row: Receipt | Tally,
        purposes: frozenset[str],
        source: str,
        *,
        lump: bool = False,
        on_behalf: bool = False,
        gone: str = "",
    ) -> Profile:
        values = (row.method, row.payer_class, lump, purposes, on_behalf, gone, source)
        found = self._profiles.get(values)
        if found is None:
            found = self._profiles[values] = Profile(*values)
        return found

    def _receipts(self) -> Iterator[tuple[str, Payment]]:
        end_of_day = datetime.combine(self.known_at, time.max, VIET_NAM)
        given_back: dict[str, list[Reversal]] = {}
        for reversal in self.dataset.reversals:
            if reversal.recorded_at <= end_of_day:
                given_back.setdefault(reversal.receipt_id, []).append(reversal)
        for receipt in self.dataset.receipts:
            if self.first <= receipt.paid_on <= self.last:
                late = receipt.recorded_at > end_of_day
                back = given_back.get(receipt.id, [])
                yield receipt.institution_id, self._receipt(receipt, back, late=late)

    def _receipt(self, receipt: Receipt, back: list[Reversal], *, late: bool) -> Payment:
        pieces = _pieces(receipt) if receipt.allocations else ()
        net, unsaid = receipt.gross, 0
        if back:
            net -= sum(reversal.amount for reversal in back)
            pieces, unsaid = _settled(pieces, back)
        gone = "recorded-later" if late else "" if net else "reversed"
        kinds = {(piece.purposes, piece.on_behalf) for piece in pieces}
        alike = len(kinds) == 1
        return Payment(
            receipt.id,
            self._profile(
                receipt,
                pieces[0].purposes if alike else receipt.purposes,
                receipt.source.value,
                lump=receipt.collector_lump,
                on_behalf=alike and pieces[0].on_behalf,
                gone=gone,
            ),
            1,
            net,
            receipt.paid_on,
            receipt.paid_on,
            payer_id=receipt.payer_id,
            pieces=pieces,
            mixed=len(kinds) > 1,
            plain=len(kinds) < 2,
            unsaid=unsaid,
        )

    def _tallies(self) -> Iterator[tuple[str, Payment]]:
        for index, tally in enumerate(self.dataset.tallies):
            if tally.count and tally.paid_from <= self.last and self.first <= tally.paid_to:
                profile = self._profile(tally, tally.purposes, "tally", on_behalf=tally.on_behalf)
                first, last = max(tally.paid_from, self.first), min(tally.paid_to, self.last)
                whole = (first, last) == (tally.paid_from, tally.paid_to)
                payment = Payment(
                    f"tallies[{index}]",
                    profile,
                    tally.count,
                    tally.value,
                    first,
                    last,
                    whole=whole,
                    plain=whole and first == last,
                )
                yield tally.institution_id, payment


def _pieces(receipt: Receipt) -> tuple[Piece, ...]:
    """What a receipt pays; a part without a purpose is for what the receipt is, if none has one."""
    named = any(part.purpose is not None for part in receipt.allocations)
    others: frozenset[str] = frozenset() if named else receipt.purposes
    pieces = tuple(
        Piece(
            part.invoice_id,
            part.amount,
            others if part.purpose is None else frozenset({part.purpose}),
            part.on_behalf,
        )
        for part in receipt.allocations
    )
    rest = receipt.unallocated
    return (*pieces, Piece(REST, rest, others, on_behalf=False)) if rest else pieces


def _settled(pieces: tuple[Piece, ...], back: list[Reversal]) -> tuple[tuple[Piece, ...], int]:
    """The pieces less what was given back on them, and what was given back without saying on which.

    An invoice that stands in several pieces and is given back in part leaves that unsaid too.
    """
    unsaid = 0
    said: dict[str, int] = {}
    for reversal in back:
        if reversal.invoice_id is None:
            unsaid += reversal.amount
        else:
            said[reversal.invoice_id] = said.get(reversal.invoice_id, 0) + reversal.amount
    left = {label: -amount for label, amount in said.items()}
    alone = dict.fromkeys(said, 0)
    for piece in pieces:
        if piece.label in said:
            left[piece.label] += piece.amount
            alone[piece.label] += 1
    unsaid += sum(amount for label, amount in said.items() if alone[label] > 1 and left[label])
    return tuple(
        piece._replace(amount=left[piece.label])
        if piece.label in said and (alone[piece.label] == 1 or not left[piece.label])
        else piece
        for piece in pieces
    ), unsaid
