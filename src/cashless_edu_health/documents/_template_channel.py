"""What ways to pay do with the fields of the minimum template, as TOML."""

from pathlib import Path
from typing import Literal

from cashless_edu_health.documents._model import Document, from_file, unique
from cashless_edu_health.invoices import (
    Basis,
    Carriage,
    ChannelField,
    TemplateChannel,
    TemplateField,
)


class _FieldDocument(Document[ChannelField]):
    carriage: Carriage
    how_vi: str = ""
    how_en: str = ""
    source: str = ""
    basis: Basis | None = None

    def _to_value(self) -> ChannelField:
        return ChannelField(**dict(self))


class _ChannelDocument(Document[TemplateChannel]):
    id: str
    name_vi: str
    name_en: str
    kinds: tuple[str, ...] = ()
    payer_name: _FieldDocument
    beneficiary_name: _FieldDocument
    reason: _FieldDocument
    invoice_ref: _FieldDocument

    def _to_value(self) -> TemplateChannel:
        documents = {
            TemplateField.PAYER_NAME: self.payer_name,
            TemplateField.BENEFICIARY_NAME: self.beneficiary_name,
            TemplateField.REASON: self.reason,
            TemplateField.INVOICE_REF: self.invoice_ref,
        }
        return TemplateChannel(
            id=self.id,
            name_vi=self.name_vi,
            name_en=self.name_en,
            kinds=self.kinds,
            fields={name: document.to_value() for name, document in documents.items()},
        )


class TemplateChannelsDocument(Document[tuple[TemplateChannel, ...]]):
    """A file of ``data/channels/``."""

    format: Literal["template-channels/1"]
    channels: tuple[_ChannelDocument, ...]

    def _to_value(self) -> tuple[TemplateChannel, ...]:
        return unique(tuple(row.to_value() for row in self.channels))


def read_template_channels(path: Path) -> tuple[TemplateChannel, ...]:
    """The channels of a ``.toml`` or ``.json`` file in format ``template-channels/1``.

    Raises:
        DataError: The file cannot be read or is wrong; names the place.
    """
    return from_file(TemplateChannelsDocument, path)
