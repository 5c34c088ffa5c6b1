"""What a plan is computed from."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from attrs import Attribute, field, frozen

from cashless_edu_health.institutions import HeadCount, Institution, Sector
from cashless_edu_health.receipts import PayerCount, Receipt, Reversal, Tally, Unreported


def _unique_ids(
    _: object,
    attribute: "Attribute[Any]",
    rows: tuple[HeadCount | Institution | Receipt | Reversal, ...],
) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise ValueError(f"{attribute.name}: the id {row.id!r} stands twice")
        seen.add(row.id)


@frozen(kw_only=True)
class Dataset:
    """Institutions, the money they took, and reported series.

    Receipts are settled payments; one that failed is not recorded. The order of rows never
    matters.

    Attributes:
        institutions: The register, one record each.
        receipts: Single payments.
        reversals: Money given back on receipts of this dataset, or on one invoice of a receipt.
        tallies: Payments already summed; an institution's payments of a day stand either in
            receipts or in tallies, never in both.
        series: Reported figures by name and year (or other period label).
        head_counts: Institutions that are counted and not listed; no institution stands in both.
        payer_counts: Payers already counted; receipts of those days at that institution name none.
        unreported: Institutions that have not said what they took, and when.

    Raises:
        ValueError: An id twice, a row about an unknown institution or receipt, more given back
            than was paid (on a receipt, or on an invoice of it), an institution that may be
            counted twice on some day, or payers who may be.
    """

    institutions: tuple[Institution, ...] = field(validator=_unique_ids)
    receipts: tuple[Receipt, ...] = field(default=(), validator=_unique_ids)
    reversals: tuple[Reversal, ...] = field(default=(), validator=_unique_ids)
    tallies: tuple[Tally, ...] = ()
    series: Mapping[str, Mapping[str, int]] = field(factory=dict)
    head_counts: tuple[HeadCount, ...] = field(default=(), validator=_unique_ids)
    payer_counts: tuple[PayerCount, ...] = ()
    unreported: tuple[Unreported, ...] = ()

    def __attrs_post_init__(self) -> None:
        known = {institution.id for institution in self.institutions}
        paid: tuple[Receipt | Tally | PayerCount | Unreported, ...] = (
            *self.receipts,
            *self.tallies,
            *self.payer_counts,
            *self.unreported,
        )
        for row in paid:
            if row.institution_id not in known:
                raise ValueError(f"the institution {row.institution_id!r} is not in the register")
        _check_given_back(self.receipts, self.reversals)
        _check_heads(self.head_counts, self.institutions)
        _check_payers(self.payer_counts, self.receipts)


def _check_given_back(receipts: Iterable[Receipt], reversals: Iterable[Reversal]) -> None:
    left = {receipt.id: receipt.gross for receipt in receipts}
    of_invoice = {
        (receipt.id, part.invoice_id): 0 for receipt in receipts for part in receipt.allocations
    }
    for receipt in receipts:
        for part in receipt.allocations:
            of_invoice[receipt.id, part.invoice_id] += part.amount
    for reversal in reversals:
        if reversal.receipt_id not in left:
            raise ValueError(f"the reversal {reversal.id!r} is of no receipt here")
        left[reversal.receipt_id] -= reversal.amount
        if left[reversal.receipt_id] < 0:
            raise ValueError(f"more than was paid is given back by {reversal.id!r}")
        if reversal.invoice_id is not None:
            key = (reversal.receipt_id, reversal.invoice_id)
            of_invoice[key] = of_invoice.get(key, 0) - reversal.amount
            if of_invoice[key] < 0:
                raise ValueError(
                    f"{reversal.id!r} gives back more on the invoice {reversal.invoice_id!r} "
                    f"than the receipt {reversal.receipt_id!r} paid on it"
                )


def _check_heads(heads: Sequence[HeadCount], institutions: Iterable[Institution]) -> None:
    """Nobody is counted twice on any day; what cannot be told apart may be the same."""
    for one, other in combinations(heads, 2):
        if one.may_share_members(other) and one.overlaps(other):
            raise ValueError(
                f"the head counts {one.id!r} and {other.id!r} may count one institution twice"
            )
    groups: dict[tuple[Sector, str], list[HeadCount]] = {}
    for row in heads:
        groups.setdefault((row.sector, row.type), []).append(row)
    for institution in institutions:
        for row in groups.get((institution.sector, institution.type), []):
            if row.may_hold(institution) and row.overlaps(institution):
                raise ValueError(
                    f"the institution {institution.id!r} is listed and may be "
                    f"counted by the head count {row.id!r} too"
                )


def _check_payers(counts: Iterable[PayerCount], receipts: Iterable[Receipt]) -> None:
    spans: dict[str, list[PayerCount]] = {}
    for row in counts:
        spans.setdefault(row.institution_id, []).append(row)
    for receipt in receipts if spans else ():
        for row in spans.get(receipt.institution_id, []):
            if receipt.payer_id is not None and row.paid_from <= receipt.paid_on <= row.paid_to:
                raise ValueError(
                    f"the payer of {receipt.id!r} may stand in a payer count of "
                    f"{receipt.institution_id!r} for the same days too"
                )
