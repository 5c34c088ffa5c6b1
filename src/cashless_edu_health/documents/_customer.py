"""Customers' own references, and balances of a ledger's first day."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from cashless_edu_health.documents._invoice import AccountPart, PartyPart
from cashless_edu_health.documents._model import Document, from_file, unique
from cashless_edu_health.documents._write import document_text, plain
from cashless_edu_health.invoices import AllocationPolicy, CustomerReference
from cashless_edu_health.reconciliation import OpeningBalance


class CustomerPart(Document[CustomerReference]):
    """A reference that a pupil or patient keeps."""

    reference: str
    institution_id: str
    account: AccountPart
    customer_id: str
    policy: AllocationPolicy = AllocationPolicy.EXACT

    def _to_value(self) -> CustomerReference:
        return CustomerReference(**(dict(self) | {"account": self.account.to_value()}))


class CustomersFile(Document[tuple[CustomerReference, ...]]):
    """Format ``customers/1``."""

    format: Literal["customers/1"]
    customers: tuple[CustomerPart, ...]

    def _to_value(self) -> tuple[CustomerReference, ...]:
        customers = tuple(part.to_value() for part in self.customers)
        seen: set[str] = set()
        for position, customer in enumerate(customers):
            if customer.reference in seen:
                raise ValueError(f"the reference of customers[{position}] stands twice")
            seen.add(customer.reference)
        return customers


class OpeningBalancePart(Document[OpeningBalance]):
    """What a customer owed (more than 0) or was owed (less) on the first day."""

    id: str
    institution_id: str
    customer: PartyPart
    amount: int
    on: date
    period: str | None = None

    def _to_value(self) -> OpeningBalance:
        return OpeningBalance(**(dict(self) | {"customer": self.customer.to_value()}))


class OpeningBalancesFile(Document[tuple[OpeningBalance, ...]]):
    """Format ``opening-balances/1``."""

    format: Literal["opening-balances/1"]
    balances: tuple[OpeningBalancePart, ...]

    def _to_value(self) -> tuple[OpeningBalance, ...]:
        return unique(tuple(part.to_value() for part in self.balances))


def read_customers(path: Path) -> tuple[CustomerReference, ...]:
    """The customers' references in a ``.json`` or ``.toml`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return from_file(CustomersFile, path)


def write_customers(customers: Iterable[CustomerReference]) -> str:
    """The text of a JSON file in format ``customers/1``; it holds accounts in the clear."""
    return document_text({"format": "customers/1", "customers": [plain(c) for c in customers]})


def read_opening_balances(path: Path) -> tuple[OpeningBalance, ...]:
    """The balances in a ``.json`` or ``.toml`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return from_file(OpeningBalancesFile, path)


def write_opening_balances(balances: Iterable[OpeningBalance]) -> str:
    """The text of a JSON file in format ``opening-balances/1``; it holds names in the clear."""
    return document_text(
        {"format": "opening-balances/1", "balances": [plain(one) for one in balances]}
    )
