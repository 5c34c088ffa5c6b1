"""Accounts that money is paid to.

>>> account = Account(acquirer_id="970436", number="0071000123456")
>>> account
Account(acquirer_id='970436', number='0071***456', kind=<AccountKind.BANK: 'bank'>)
"""

import re
from enum import StrEnum
from typing import Final

from attrs import Attribute, field, frozen

from cashless_edu_health import text
from cashless_edu_health.errors import EncodeError

__all__ = ["MAX_NUMBER_LENGTH", "Account", "AccountKind"]

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


def _is_acquirer_id(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not _ACQUIRER_ID.fullmatch(value):
        raise EncodeError("a BIN is 6 digits", path=attribute.name)


def _is_number(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        reason = f"an account number is 1 to {MAX_NUMBER_LENGTH} letters A-Z, a-z and digits"
        raise EncodeError(reason, path=attribute.name)


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

    acquirer_id: str = field(validator=_is_acquirer_id)
    number: str = field(validator=_is_number, repr=lambda number: repr(text.mask_number(number)))
    kind: AccountKind = AccountKind.BANK
