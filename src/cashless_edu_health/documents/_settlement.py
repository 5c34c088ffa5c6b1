"""Settlements in JSON files, and layouts of settlement files as TOML."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cashless_edu_health.credits import Delivery
from cashless_edu_health.documents._invoice import AccountPart
from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.documents._write import document_text, plain
from cashless_edu_health.settlements import (
    Refund,
    Settlement,
    SettlementColumns,
    SettlementItem,
    SettlementLayout,
)


class DeliveryPart(Document[Delivery]):
    """One time that something was reported."""

    channel: str
    id: str | None = None
    received_at: datetime | None = None

    def _to_value(self) -> Delivery:
        return Delivery(**dict(self))


class ItemPart(Document[SettlementItem]):
    """One payment."""

    id: str
    gross: int
    paid_on: date
    method: str | None = None
    order_id: str | None = None
    reference: str | None = None
    fee: int | None = None
    bank_reference: str | None = None
    delivery: DeliveryPart | None = None

    def _to_value(self) -> SettlementItem:
        delivery = None if self.delivery is None else self.delivery.to_value()
        return SettlementItem(**(dict(self) | {"delivery": delivery}))


class RefundPart(Document[Refund]):
    """Money given back."""

    id: str
    amount: int
    refunded_on: date
    item_id: str | None = None

    def _to_value(self) -> Refund:
        return Refund(**dict(self))


class SettlementFile(Document[Settlement]):
    """Format ``settlement/1``."""

    format: Literal["settlement/1"]
    id: str
    provider: str
    account: AccountPart
    paid_on: date
    items: tuple[ItemPart, ...]
    refunds: tuple[RefundPart, ...] = ()
    gross: int
    fee: int
    net: int
    payout_reference: str | None = None
    delivery: DeliveryPart | None = None

    def _to_value(self) -> Settlement:
        return Settlement(
            id=self.id,
            provider=self.provider,
            account=self.account.to_value(),
            paid_on=self.paid_on,
            items=tuple(item.to_value() for item in self.items),
            refunds=tuple(refund.to_value() for refund in self.refunds),
            gross=self.gross,
            fee=self.fee,
            net=self.net,
            payout_reference=self.payout_reference,
            delivery=None if self.delivery is None else self.delivery.to_value(),
        )


class _ColumnsPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    kind: str
    settlement: str
    id: str
    day: str
    amount: str
    fee: str
    net: str
    item: str | None = None
    order: str | None = None
    reference: str | None = None
    method: str | None = None
    bank_reference: str | None = None
    payout_reference: str | None = None


class SettlementLayoutDocument(Document[SettlementLayout]):
    """A file of ``data/settlement_layouts/``."""

    name: str
    columns: _ColumnsPart
    kinds: dict[str, str]
    methods: dict[str, str] = Field(default_factory=dict)
    delimiter: str
    encoding: str
    thousands: str
    day_format: str
    source: str
    confidence: str

    def _to_value(self) -> SettlementLayout:
        columns = SettlementColumns(**self.columns.model_dump())
        return SettlementLayout(**(dict(self) | {"columns": columns}))


def read_settlement(path: Path) -> Settlement:
    """The settlement in a ``.json`` or ``.toml`` file.

    Whether it adds up is asked of :func:`~cashless_edu_health.settlements.check`.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return from_file(SettlementFile, path)


def write_settlement(settlement: Settlement) -> str:
    """The text of a JSON file in format ``settlement/1``; it holds accounts in the clear."""
    return document_text({"format": "settlement/1", **plain(settlement)})


def read_settlement_layout(path: Path) -> SettlementLayout:
    """The layout of settlement files in a ``.toml`` or ``.json`` file.

    Raises:
        DataError: The file cannot be read or is wrong; names the place.
    """
    return from_file(SettlementLayoutDocument, path)
