"""How a reading of the text looks at payments: which count, with how much, and as what."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attrs import frozen

from cashless_edu_health.compliance._payments import Payment, Piece, Profile, is_for
from cashless_edu_health.plans import MethodKinds
from cashless_edu_health.receipts import PayerClass


class Extent(NamedTuple):
    """How much of something counts.

    Attributes:
        inside: Whether it counts at all; ``None`` when that is not known.
        low: Dong that certainly count.
        high: Dong that may count.
        reason: Why it does not count, or only may, or only in part; ``""`` when it simply does.
    """

    inside: bool | None
    low: int
    high: int
    reason: str


class Unit(NamedTuple):
    """What is one payment: a receipt, or the part of it that pays one invoice."""

    id: str
    inside: bool | None
    reason: str


@frozen(kw_only=True)
class Lens:
    """The choices that payments are seen through.

    Attributes:
        methods: Which kinds of method are cashless.
        households_only: Whether other payers' money is outside.
        lump_is_cash: Whether cash that one person collected and transferred stays cash.
        on_behalf_counts: Whether money that is only passed on counts.
        by_allocation: Whether each invoice paid is one payment, or each receipt.
    """

    methods: MethodKinds
    households_only: bool
    lump_is_cash: bool
    on_behalf_counts: bool
    by_allocation: bool

    @classmethod
    def of(cls, methods: MethodKinds, choices: Mapping[str, str]) -> "Lens":
        """The lens of an option for every reading."""
        return cls(
            methods=methods.under(choices),
            households_only=choices["payer_scope"] == "household",
            lump_is_cash=choices["collector_lump"] == "as_cash",
            on_behalf_counts=choices["on_behalf"] == "included",
            by_allocation=choices["transaction_unit"] == "allocation",
        )

    def cashless(self, profile: Profile) -> bool | None:
        """Whether such payments are without cash; ``None`` when nobody knows."""
        if profile.lump and self.lump_is_cash:
            return False
        return self.methods.is_cashless(profile.kind)

    def excluded(self, profile: Profile) -> str:
        """Why such payments do not count, as a reason; ``""`` when they do."""
        if profile.gone:
            return profile.gone
        outside = self.households_only and profile.payer_class is not PayerClass.HOUSEHOLD
        return "not-household" if outside else ""

    def serves(self, part: Profile | Piece, purposes: frozenset[str]) -> tuple[bool | None, str]:
        """Whether money counts towards those purposes, and why not."""
        if part.on_behalf and not self.on_behalf_counts:
            return False, "on-behalf"
        inside = is_for(part.purposes, purposes)
        return inside, {True: "", False: "other-purpose", None: "purpose-unknown"}[inside]

    def extent(self, payment: Payment, purposes: frozenset[str]) -> Extent:
        """How much of a payment counts towards those purposes."""
        excluded = self.excluded(payment.profile)
        if excluded:
            return Extent(inside=False, low=0, high=0, reason=excluded)
        if payment.mixed:
            return self._mixed(payment, purposes)
        inside, reason = self.serves(payment.profile, purposes)
        low, high = payment.value if inside else 0, 0 if inside is False else payment.value
        return Extent(inside, low, high, reason)

    def _mixed(self, payment: Payment, purposes: frozenset[str]) -> Extent:
        """Each piece by itself; what was given back of nobody knows which may be of any."""
        sums: dict[bool | None, int] = {True: 0, False: 0, None: 0}
        for piece in payment.pieces:
            sums[self.serves(piece, purposes)[0]] += piece.amount
        low = max(0, sums[True] - payment.unsaid)
        high = min(sums[True] + sums[None], sum(sums.values()) - payment.unsaid)
        if low:
            return Extent(
                inside=True, low=low, high=high, reason="part-unknown" if low < high else ""
            )
        if high:
            unclear = "purpose-unknown" if sums[None] else "reversal-unsaid"
            return Extent(None, low, high, unclear)
        return Extent(inside=False, low=0, high=0, reason=self._why_not(payment, purposes))

    def _why_not(self, payment: Payment, purposes: frozenset[str]) -> str:
        """Why nothing of a payment counts: all that would is given back, or is passed on."""
        reasons = {self.serves(piece, purposes)[1] or "reversed" for piece in payment.pieces}
        known = ("reversed", "on-behalf", "other-purpose")
        return next(reason for reason in known if reason in reasons)

    def units(self, payment: Payment, purposes: frozenset[str]) -> Iterator[Unit]:
        """The payments that a receipt is where each piece of it is one."""
        excluded = self.excluded(payment.profile)
        for piece in payment.pieces:
            inside, reason = self.serves(piece, purposes)
            if excluded or not piece.amount:
                inside, reason = False, excluded or "reversed"
            elif inside and piece.amount <= payment.unsaid and len(payment.pieces) > 1:
                inside, reason = None, "reversal-unsaid"
            yield Unit(f"{payment.id}/{piece.label}", inside, reason)
