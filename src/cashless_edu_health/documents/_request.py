"""Payment requests in JSON files."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from cashless_edu_health.documents._invoice import AccountPart, PartyPart
from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.documents._write import document_text, plain
from cashless_edu_health.invoices import Cover, PaymentRequest


class CoverPart(Document[Cover]):
    """What a request asks for."""

    invoice_id: str
    amount: int
    purposes: frozenset[str] = frozenset()
    instalment: str | None = None
    paid_for: PartyPart | None = None
    period: str | None = None

    def _to_value(self) -> Cover:
        paid_for = None if self.paid_for is None else self.paid_for.to_value()
        return Cover(**(dict(self) | {"paid_for": paid_for}))


class RequestPart(Document[PaymentRequest]):
    """One payment request."""

    reference: str
    institution_id: str
    account: AccountPart
    covers: tuple[CoverPart, ...]
    amount: int
    expires_on: date | None = None
    payer: PartyPart | None = None

    def _to_value(self) -> PaymentRequest:
        return PaymentRequest(
            reference=self.reference,
            institution_id=self.institution_id,
            account=self.account.to_value(),
            covers=tuple(cover.to_value() for cover in self.covers),
            amount=self.amount,
            expires_on=self.expires_on,
            payer=None if self.payer is None else self.payer.to_value(),
        )


class RequestsFile(Document[tuple[PaymentRequest, ...]]):
    """Format ``payment-requests/1``."""

    format: Literal["payment-requests/1"]
    requests: tuple[RequestPart, ...]

    def _to_value(self) -> tuple[PaymentRequest, ...]:
        requests = tuple(part.to_value() for part in self.requests)
        seen: set[str] = set()
        for position, request in enumerate(requests):
            if request.reference in seen:
                raise ValueError(f"the reference of requests[{position}] stands twice")
            seen.add(request.reference)
        return requests


def read_requests(path: Path) -> tuple[PaymentRequest, ...]:
    """The payment requests in a ``.json`` or ``.toml`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return from_file(RequestsFile, path)


def write_requests(requests: Iterable[PaymentRequest]) -> str:
    """The text of a JSON file in format ``payment-requests/1``; it holds accounts in the clear."""
    return document_text(
        {"format": "payment-requests/1", "requests": [plain(request) for request in requests]}
    )
