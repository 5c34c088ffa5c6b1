"""Minimum payment templates as TOML."""

from pathlib import Path

from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.invoices import MinimumTemplate, Presence, TemplateField, TemplateItem
from cashless_edu_health.legal import Citation


class _ItemDocument(Document[TemplateItem]):
    field: TemplateField
    presence: Presence
    label: str

    def _to_value(self) -> TemplateItem:
        return TemplateItem(field=self.field, presence=self.presence, label=self.label)


class _CitationDocument(Document[Citation]):
    document: str
    pinpoint: str = ""

    def _to_value(self) -> Citation:
        return Citation(document=self.document, pinpoint=self.pinpoint)


class TemplateDocument(Document[MinimumTemplate]):
    """A file of ``data/templates/``."""

    id: str
    items: tuple[_ItemDocument, ...]
    citations: tuple[_CitationDocument, ...]

    def _to_value(self) -> MinimumTemplate:
        return MinimumTemplate(
            id=self.id,
            items=tuple(item.to_value() for item in self.items),
            citations=tuple(citation.to_value() for citation in self.citations),
        )


def read_template(path: Path) -> MinimumTemplate:
    """The minimum payment template in a ``.toml`` or ``.json`` file.

    Raises:
        DataError: The file cannot be read or is wrong; names the place.
    """
    return from_file(TemplateDocument, path)
