"""Invoices in files: JSON in full, and fee lists as flat CSV tables.

A fee list has one row for each line of an invoice. Columns, those in brackets optional:
``invoice_id, institution_id, purpose, amount, [period, reason, funded_by, on_behalf_of,
paid_for_id, paid_for_name, payer_name, payer_source, issued_on, due_on]``. Rows of one invoice
stand together or apart, and agree on all that is not the line's own.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cashless_edu_health.accounts import Account, AccountKind
from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.documents._table import from_csv
from cashless_edu_health.documents._write import document_text, plain
from cashless_edu_health.errors import DataError
from cashless_edu_health.invoices import Invoice, Line, NameSource, Party, TaxInvoiceKey


class AccountPart(Document[Account]):
    """An account."""

    acquirer_id: str
    number: str
    kind: AccountKind = AccountKind.BANK

    def _to_value(self) -> Account:
        return Account(**dict(self))


class PartyPart(Document[Party]):
    """A person or organisation."""

    name: str
    id: str | None = None
    group: str | None = None

    def _to_value(self) -> Party:
        return Party(**dict(self))


class LinePart(Document[Line]):
    """One charge or reduction."""

    amount: int
    purpose: str
    period: str | None = None
    funded_by: str | None = None
    on_behalf_of: str | None = None
    reason: str | None = None

    def _to_value(self) -> Line:
        return Line(**dict(self))


class TaxInvoicePart(Document[TaxInvoiceKey]):
    """The key of an electronic tax invoice."""

    seller_tax_code: str
    template_symbol: str
    series: str
    number: int

    def _to_value(self) -> TaxInvoiceKey:
        return TaxInvoiceKey(**dict(self))


class InvoicePart(Document[Invoice]):
    """One invoice."""

    id: str
    institution_id: str
    lines: tuple[LinePart, ...]
    paid_for: PartyPart | None = None
    payer: PartyPart | None = None
    payer_source: NameSource | None = None
    account: AccountPart | None = None
    issued_on: date | None = None
    due_on: date | None = None
    tax_invoice: TaxInvoicePart | None = None

    def _to_value(self) -> Invoice:
        fields: dict[str, Any] = {
            name: part.to_value() if isinstance(part, Document) else part
            for name, part in dict(self).items()
        }
        return Invoice(**(fields | {"lines": tuple(line.to_value() for line in self.lines)}))


class InvoiceFile(Document[Invoice]):
    """Format ``invoice/1``."""

    format: Literal["invoice/1"]
    invoice: InvoicePart

    def _to_value(self) -> Invoice:
        return self.invoice.to_value()


class InvoicesFile(Document[tuple[Invoice, ...]]):
    """Format ``invoices/1``."""

    format: Literal["invoices/1"]
    invoices: tuple[InvoicePart, ...]

    def _to_value(self) -> tuple[Invoice, ...]:
        invoices = tuple(part.to_value() for part in self.invoices)
        seen: set[str] = set()
        for position, invoice in enumerate(invoices):
            if invoice.id in seen:
                raise ValueError(f"the id of invoices[{position}] stands twice")
            seen.add(invoice.id)
        return invoices


def read_invoice(path: Path) -> Invoice:
    """The invoice in a ``.json`` or ``.toml`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return from_file(InvoiceFile, path)


def read_invoices(path: Path) -> tuple[Invoice, ...]:
    """The invoices in a ``.json`` or ``.toml`` file, or in a ``.csv`` fee list.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return read_fee_list(path) if path.suffix == ".csv" else from_file(InvoicesFile, path)


def write_invoice(invoice: Invoice) -> str:
    """The text of a JSON file in format ``invoice/1``; it holds people's names in the clear."""
    return document_text({"format": "invoice/1", "invoice": plain(invoice)})


def write_invoices(invoices: Iterable[Invoice]) -> str:
    """The text of a JSON file in format ``invoices/1``; it holds people's names in the clear."""
    return document_text({"format": "invoices/1", "invoices": [plain(i) for i in invoices]})


class _Head(NamedTuple):
    """What all rows of one invoice share."""

    institution_id: str
    paid_for: Party | None
    payer: Party | None
    payer_source: NameSource | None
    issued_on: date | None
    due_on: date | None


class _Fee(NamedTuple):
    invoice_id: str
    head: _Head
    line: Line


class FeeRow(Document[_Fee]):
    """One row of a fee list."""

    invoice_id: str
    institution_id: str
    purpose: str
    amount: int
    period: str | None = None
    reason: str | None = None
    funded_by: str | None = None
    on_behalf_of: str | None = None
    paid_for_id: str | None = None
    paid_for_name: str | None = None
    payer_name: str | None = None
    payer_source: NameSource | None = None
    issued_on: date | None = None
    due_on: date | None = None

    def _to_value(self) -> _Fee:
        paid_for = None
        if self.paid_for_id is not None or self.paid_for_name is not None:
            paid_for = Party(name=self.paid_for_name or "", id=self.paid_for_id)
        head = _Head(
            institution_id=self.institution_id,
            paid_for=paid_for,
            payer=None if self.payer_name is None else Party(name=self.payer_name),
            payer_source=self.payer_source,
            issued_on=self.issued_on,
            due_on=self.due_on,
        )
        line = Line(
            amount=self.amount,
            purpose=self.purpose,
            period=self.period,
            funded_by=self.funded_by,
            on_behalf_of=self.on_behalf_of,
            reason=self.reason,
        )
        return _Fee(self.invoice_id, head, line)


def read_fee_list(path: Path) -> tuple[Invoice, ...]:
    """The invoices of a CSV fee list, in the order of their first rows.

    Raises:
        DataError: The file is not such a table, a cell is wrong, rows of one invoice do not
            agree, or they make no invoice; names file and line.
    """
    first: dict[str, tuple[int, _Head]] = {}
    lines: dict[str, list[Line]] = {}
    for number, _, fee in from_csv(FeeRow, path):
        begun, head = first.setdefault(fee.invoice_id, (number, fee.head))
        for name, here, there in zip(_Head._fields, fee.head, head, strict=True):
            if here != there:
                reason = f"{name} is not that of the invoice's first row, line {begun}"
                raise DataError(reason, file=path.name, path=f"line {number}")
        lines.setdefault(fee.invoice_id, []).append(fee.line)
    return tuple(
        _invoice(path, first[invoice_id], invoice_id, tuple(parts))
        for invoice_id, parts in lines.items()
    )


def _invoice(
    path: Path, first: tuple[int, _Head], invoice_id: str, lines: tuple[Line, ...]
) -> Invoice:
    number, head = first
    try:
        return Invoice(id=invoice_id, lines=lines, **head._asdict())
    except ValueError as error:
        raise DataError(str(error), file=path.name, path=f"line {number}") from None
