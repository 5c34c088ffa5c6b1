"""Statement layouts as TOML."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.statements import Columns, Confidence, Layout


class _ColumnsPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    id: str
    bank: str
    account: str
    booked_at: str
    amount: str
    memo: str
    bank_reference: str | None = None
    notification_id: str | None = None
    channel: str | None = None


class LayoutDocument(Document[Layout]):
    """A file of ``data/layouts/``."""

    name: str
    columns: _ColumnsPart
    delimiter: str
    encoding: str
    thousands: str
    time_format: str
    utc_offset: str | None = None
    banks: dict[str, str] = Field(default_factory=dict)
    source: str
    confidence: Confidence

    def _to_value(self) -> Layout:
        return Layout(
            name=self.name,
            columns=Columns(**self.columns.model_dump()),
            delimiter=self.delimiter,
            encoding=self.encoding,
            thousands=self.thousands,
            time_format=self.time_format,
            utc_offset=self.utc_offset,
            banks=self.banks,
            source=self.source,
            confidence=self.confidence,
        )


def read_layout(path: Path) -> Layout:
    """The statement layout in a ``.toml`` or ``.json`` file.

    Raises:
        DataError: The file cannot be read or is wrong; names the place.
    """
    return from_file(LayoutDocument, path)
