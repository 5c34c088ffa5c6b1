"""Account books in files: ``account-book/1`` as JSON or TOML."""

from datetime import date
from pathlib import Path
from typing import Literal

from cashless_edu_health.accounts import (
    AccountBook,
    AccountKind,
    Alphabet,
    NumberPattern,
    RegisteredAccount,
)
from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.documents._write import document_text, plain


class PatternRow(Document[NumberPattern]):
    """A family of virtual accounts; ``length`` counts the whole number."""

    prefix: str
    length: int
    alphabet: Alphabet = Alphabet.DIGITS

    def _to_value(self) -> NumberPattern:
        return NumberPattern(**dict(self))


class RegisteredAccountRow(Document[RegisteredAccount]):
    """One account, or one family of virtual accounts, and whose it is."""

    id: str
    kind: AccountKind = AccountKind.BANK
    acquirer_id: str | None = None
    number: str | None = None
    pattern: PatternRow | None = None
    institution_ids: tuple[str, ...]
    shared: bool = False
    customer_id: str | None = None
    reference: str | None = None
    holder_name: str | None = None
    signed_by: str | None = None
    approved_by: str | None = None
    approved_on: date | None = None
    evidence: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def _to_value(self) -> RegisteredAccount:
        pattern = None if self.pattern is None else self.pattern.to_value()
        return RegisteredAccount(**(dict(self) | {"pattern": pattern}))


class AccountBookFile(Document[AccountBook]):
    """Format ``account-book/1``."""

    format: Literal["account-book/1"]
    accounts: tuple[RegisteredAccountRow, ...]

    def _to_value(self) -> AccountBook:
        return AccountBook(row.to_value() for row in self.accounts)


def read_account_book(path: Path) -> AccountBook:
    """The account book of a ``.json`` or ``.toml`` file.

    Raises:
        DataError: The file cannot be read or is not in the format; names file and place.
    """
    return from_file(AccountBookFile, path)


def write_account_book(book: AccountBook) -> str:
    """The text of a JSON file in format ``account-book/1``."""
    rows = [plain(row) for row in book.accounts]
    return document_text({"format": "account-book/1", "accounts": rows})
