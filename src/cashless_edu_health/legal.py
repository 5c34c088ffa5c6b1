"""What a rule rests on: documents of law and standards, and places in them.

>>> citation = Citation(document="emvco-mpm-1.1", pinpoint="ID 63")
>>> citation.document
'emvco-mpm-1.1'
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from attrs import field, frozen, validators

__all__ = ["Citation", "DocumentKind", "LegalDocument", "LegalRegister"]


class DocumentKind(StrEnum):
    """What sort of document a citation points to."""

    LAW = "law"
    """Laws, decrees, decisions and circulars."""
    LETTER = "letter"
    """Official letters that guide but do not bind."""
    PLAN = "plan"
    """Plans of provinces and districts."""
    STANDARD = "standard"
    """Technical standards and their public descriptions."""
    NEWS = "news"
    """A report about a document whose text was not available."""


@frozen
class Citation:
    """A place in a document.

    Attributes:
        document: Id of a :class:`LegalDocument`.
        pinpoint: Clause as printed there (``"IV.1.b"``); ``""`` for the whole document.
    """

    document: str = field(validator=validators.min_len(1))
    pinpoint: str = ""


@frozen
class LegalDocument:
    """A document that rules cite.

    Attributes:
        id: Stable id, lower-case with dashes.
        kind: What sort of document it is.
        title: Title as printed, or a short description where the title is not at hand.
        number: Number as printed, if it has one.
        issuer: Who issued it.
        issued: Date of issue, if known.
        complete: Whether the whole text was read.
        note: What a reader must know before relying on it; may be empty.
    """

    id: str = field(validator=validators.matches_re(r"[a-z0-9][a-z0-9.-]*"))
    kind: DocumentKind
    title: str
    number: str | None
    issuer: str
    issued: date | None
    complete: bool
    note: str = ""


class LegalRegister:
    """All documents that may be cited, by id.

    Raises:
        ValueError: Two documents share an id.
    """

    __slots__ = ("_documents",)

    def __init__(self, documents: Iterable[LegalDocument]) -> None:
        table: dict[str, LegalDocument] = {}
        for document in documents:
            if document.id in table:
                raise ValueError(f"two documents have the id {document.id!r}")
            table[document.id] = document
        self._documents: Mapping[str, LegalDocument] = MappingProxyType(table)

    def __iter__(self) -> Iterator[LegalDocument]:
        return iter(self._documents.values())

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._documents

    def __getitem__(self, document_id: str) -> LegalDocument:
        return self._documents[document_id]

    def describe(self, citation: Citation) -> str:
        """The citation as a reader would write it: pinpoint, number or title, issuer.

        Raises:
            KeyError: The document is not registered.
        """
        document = self._documents[citation.document]
        name = document.number or document.title
        place = f"{citation.pinpoint}, " if citation.pinpoint else ""
        return f"{place}{name} ({document.issuer})"
