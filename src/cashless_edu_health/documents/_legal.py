"""The register of cited documents: ``data/legal/documents.toml``."""

from datetime import date
from pathlib import Path
from typing import Literal

from cashless_edu_health.documents._model import Document, from_file, unique
from cashless_edu_health.legal import DocumentKind, LegalDocument


class LegalDocumentRow(Document[LegalDocument]):
    """One cited document; a number or day that is not known is left out."""

    id: str
    kind: DocumentKind
    title: str
    number: str | None = None
    issuer: str
    issued: date | None = None
    complete: bool
    note: str = ""

    def _to_value(self) -> LegalDocument:
        return LegalDocument(
            id=self.id,
            kind=self.kind,
            title=self.title,
            number=self.number,
            issuer=self.issuer,
            issued=self.issued,
            complete=self.complete,
            note=self.note,
        )


class LegalFile(Document[tuple[LegalDocument, ...]]):
    """Format ``legal/1``: cited documents, each id once."""

    format: Literal["legal/1"]
    documents: tuple[LegalDocumentRow, ...]

    def _to_value(self) -> tuple[LegalDocument, ...]:
        return unique(tuple(row.to_value() for row in self.documents))


def read_legal(path: Path) -> tuple[LegalDocument, ...]:
    """The documents of a ``.toml`` or ``.json`` file in format ``legal/1``.

    Raises:
        DataError: The file cannot be read or is not in that format; names the place.
    """
    return from_file(LegalFile, path)
