"""What goes on payment slips, and on which paper."""

from enum import StrEnum
from typing import NamedTuple

from attrs import Attribute, field, frozen

from cashless_edu_health.banks import Bank
from cashless_edu_health.institutions import Institution
from cashless_edu_health.invoices import Invoice, PaymentRequest


class SlipSheet(StrEnum):
    """The paper that slips are printed on, and how many stand on a sheet."""

    A4_2 = "a4-2"
    """Two slips of A5 across, one above the other."""
    A4_4 = "a4-4"
    """Four slips of A6."""
    A4_8 = "a4-8"
    """Eight slips of A7 across."""
    A5 = "a5"
    """One slip on A5 across."""
    A6 = "a6"
    """One slip on A6."""

    @property
    def measures(self) -> "SheetMeasures":
        """Paper and slips in millimetres."""
        return _MEASURES[self]


class SheetMeasures(NamedTuple):
    """A sheet in millimetres; its slips are all of one size and fill it.

    Attributes:
        width: Of the paper.
        height: Of the paper.
        columns: Slips beside each other.
        rows: Slips below each other.
        layout: ``tall`` (what is paid above the code), ``wide`` or ``small`` (beside it).
    """

    width: float
    height: float
    columns: int
    rows: int
    layout: str

    @property
    def slip(self) -> tuple[float, float]:
        """Width and height of a slip."""
        return self.width / self.columns, self.height / self.rows


_MEASURES = {
    SlipSheet.A4_2: SheetMeasures(210, 297, 1, 2, "wide"),
    SlipSheet.A4_4: SheetMeasures(210, 297, 2, 2, "tall"),
    SlipSheet.A4_8: SheetMeasures(210, 297, 2, 4, "small"),
    SlipSheet.A5: SheetMeasures(210, 148, 1, 1, "wide"),
    SlipSheet.A6: SheetMeasures(105, 148, 1, 1, "tall"),
}


def _same_invoices(
    slip: "Slip", _: "Attribute[tuple[Invoice, ...]]", invoices: tuple[Invoice, ...]
) -> None:
    if slip.request.invoice_ids != tuple(invoice.id for invoice in invoices):
        raise ValueError("the slip's invoices are not those that the request covers, in order")


def _same_institution(slip: "Slip", _: "Attribute[Institution]", institution: Institution) -> None:
    if slip.request.institution_id != institution.id:
        raise ValueError("the slip's institution is not the one that asks")


def _same_bank(slip: "Slip", _: "Attribute[Bank]", bank: Bank) -> None:
    if slip.request.account.acquirer_id != bank.bin:
        raise ValueError("the slip's bank is not that of the request's account")


@frozen(kw_only=True)
class Slip:
    """What one slip shows.

    Attributes:
        request: What is asked for, where, under which reference.
        invoices: The invoices that the request covers, in its order.
        institution: Who asks.
        bank: The bank of the request's account.

    Raises:
        ValueError: The parts do not belong together.
    """

    request: PaymentRequest
    invoices: tuple[Invoice, ...] = field(validator=_same_invoices)
    institution: Institution = field(validator=_same_institution)
    bank: Bank = field(validator=_same_bank)
