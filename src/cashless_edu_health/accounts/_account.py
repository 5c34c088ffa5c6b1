"""One account, as a payment code can carry it."""

import re
from enum import StrEnum
from typing import Final

from attrs import Attribute, field, frozen

from cashless_edu_health import text
from cashless_edu_health.errors import EncodeError

MAX_NUMBER_LENGTH: Final = 19
"""Longest account, card or merchant number of NAPAS data object 38.01.01, in characters."""

_ACQUIRER_ID: Final = re.compile(r"[0-9]{6}")
_NUMBER: Final = re.compile(r"[0-9A-Za-z]{1,19}")


class AccountKind(StrEnum):
    """What sort of account it is."""

    BANK = "bank"
    """A current account at a bank or wallet."""
    COLLECTION = "collection"
    """Opened for collecting only (tài khoản chuyên thu)."""
    VIRTUAL = "virtual"
    """Stands for a customer or a request; the money lands in another account."""
    CARD = "card"
    """The number is that of a card; codes carry it with service QRIBFTTC."""
    MERCHANT = "merchant"
    """The number is that of a merchant at its acquirer; codes carry it with service QRPUSH."""
    TREASURY = "treasury"
    """At the State Treasury (Kho bạc); no BIN of it is known, so no code can pay into it."""


def is_acquirer_id(_: object, attribute: "Attribute[str]", value: object) -> None:
    """Refuse what is not a BIN."""
    if not isinstance(value, str) or not _ACQUIRER_ID.fullmatch(value):
        raise EncodeError("a BIN is 6 digits", path=attribute.name)


def is_number(_: object, attribute: "Attribute[str]", value: object) -> None:
    """Refuse what is not an account number, without quoting it."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        reason = f"an account number is 1 to {MAX_NUMBER_LENGTH} letters A-Z, a-z and digits"
        raise EncodeError(reason, path=attribute.name)


def masked(number: str | None) -> str:
    """A number in a repr."""
    return repr(text.mask_number(number))


@frozen
class Account:
    """An account by the BIN of its bank and its number.

    Attributes:
        acquirer_id: 6-digit BIN as NAPAS data object 38.01.00 carries it.
        number: 1 to 19 letters or digits; masked in the repr.
        kind: What sort of account it is; not part of a payment code.

    Raises:
        EncodeError: Either has another form. Whether the BIN is a bank's is asked of the
            directory (:mod:`cashless_edu_health.banks`), not here.
    """

    acquirer_id: str = field(validator=is_acquirer_id)
    number: str = field(validator=is_number, repr=masked)
    kind: AccountKind = AccountKind.BANK
