"""What a plan is computed from."""

from collections.abc import Mapping
from typing import Any

from attrs import Attribute, field, frozen

from cashless_edu_health.institutions import HeadCount, Institution
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
        reversals: Money given back on receipts of this dataset.
        tallies: Payments already summed; an institution's payments of a day stand either in
            receipts or in tallies, never in both.
        series: Reported figures by name and year (or other period label).
        head_counts: Institutions that are counted and not listed; no institution stands in both.
        payer_counts: Payers already counted.
        unreported: Institutions that have not said what they took, and when.

    Raises:
        ValueError: An id twice, a row about an unknown institution or receipt, or more given
            back than was paid.
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
        left = {receipt.id: receipt.gross for receipt in self.receipts}
        for reversal in self.reversals:
            if reversal.receipt_id not in left:
                raise ValueError(f"the reversal {reversal.id!r} is of no receipt here")
            left[reversal.receipt_id] -= reversal.amount
            if left[reversal.receipt_id] < 0:
                raise ValueError(f"more than was paid is given back by {reversal.id!r}")
