"""Statement layouts as TOML."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.statements import Columns, Confidence, FileFormat, Layout

_Headings = str | tuple[str, ...]


class _ColumnsPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    booked_at: _Headings
    memo: _Headings
    amount: _Headings | None = None
    credit: _Headings | None = None
    debit: _Headings | None = None
    mark: _Headings | None = None
    charges: tuple[_Headings, ...] = ()
    clock: _Headings | None = None
    id: _Headings | None = None
    bank: _Headings | None = None
    account: _Headings | None = None
    bank_reference: _Headings | None = None
    balance: _Headings | None = None
    virtual_account: _Headings | None = None
    counterparty_name: _Headings | None = None
    counterparty_account: _Headings | None = None
    notification_id: _Headings | None = None
    channel: _Headings | None = None


class LayoutDocument(Document[Layout]):
    """A file of ``data/layouts/``."""

    name: str
    columns: _ColumnsPart
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    open: bool = False
    format: FileFormat = FileFormat.CSV
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    sheet: str | None = None
    header_row: int | None = None
    header_words: tuple[str, ...] = ()
    header_lines: int = 1
    blank_lines: bool = False
    footers: tuple[str, ...] = ()
    account_labels: tuple[str, ...] = ()
    opening_labels: tuple[str, ...] = ()
    closing_labels: tuple[str, ...] = ()
    bank: str | None = None
    thousands: str
    decimal: str = ""
    negative_debits: bool = False
    credit_marks: tuple[str, ...] = ()
    debit_marks: tuple[str, ...] = ()
    time_formats: tuple[str, ...]
    clock_formats: tuple[str, ...] = ()
    reference_behind_time: bool = False
    utc_offset: str | None = None
    banks: dict[str, str] = Field(default_factory=dict)
    source: str
    confidence: Confidence
    note: str = ""

    def _to_value(self) -> Layout:
        parts: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        parts["columns"] = Columns(**self.columns.model_dump())
        return Layout(**parts)


def read_layout(path: Path) -> Layout:
    """The statement layout in a ``.toml`` or ``.json`` file.

    Raises:
        DataError: The file cannot be read or is wrong; names the place.
    """
    return from_file(LayoutDocument, path)
