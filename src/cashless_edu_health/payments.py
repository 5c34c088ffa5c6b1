"""Payment requests become codes that any Vietnamese bank app scans.

>>> from cashless_edu_health.accounts import Account
>>> from cashless_edu_health.invoices import Cover, PaymentRequest
>>> ask = PaymentRequest(
...     reference="HVX7K3M2P9X5H", institution_id="thcs-a", amount=550_000,
...     account=Account(acquirer_id="970436", number="0071000123456"),
...     covers=(Cover(invoice_id="HD-0017", amount=550_000),),
... )
>>> code = request(ask, remittance="bán trú T11")
>>> code.additional_data.purpose, code.initiation.name
('HVX7K3M2P9X5H BAN TRU T11', 'DYNAMIC')
"""

from collections.abc import Iterable
from typing import Final

from cashless_edu_health import references, text
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.vietqr import AdditionalData, VietQR

__all__ = ["MAX_PURPOSE_LENGTH", "request", "requests"]

MAX_PURPOSE_LENGTH: Final = 25
"""Characters of object 62.08, what a payer's app fills in and the statement brings back."""


def request(ask: PaymentRequest, *, remittance: str = "") -> VietQR:
    """The code for a payment request; its amount makes it dynamic.

    The reference stands in object 62.08 (purpose), which comes back on the statement; object
    62.01 (bill number) does not.

    Args:
        ask: The request.
        remittance: A few words behind the reference (``"AN 3A T11"``), brought to capitals
            without marks. They are seen by banks and by whoever reads the memo: no diagnosis,
            no full name with a class.

    Raises:
        EncodeError: Reference and words are longer than 25 characters together, the words hold
            a character with no form in ``A-Z``, ``0-9`` and space, or they would run on from a
            reference without check characters once a bank drops the space.
    """
    purpose = ask.reference
    if words := _words(remittance):
        if _runs_on(ask.reference, words):
            reason = "the words would run on from a reference without check characters"
            raise EncodeError(reason, path="remittance")
        purpose = f"{ask.reference} {words}"
    if len(purpose) > MAX_PURPOSE_LENGTH:
        room = MAX_PURPOSE_LENGTH - len(ask.reference) - 1
        raise EncodeError(f"there is room for {max(room, 0)} characters", path="remittance")
    return VietQR(
        account=ask.account, amount=ask.amount, additional_data=AdditionalData(purpose=purpose)
    )


def requests(asks: Iterable[PaymentRequest]) -> tuple[VietQR, ...]:
    """The codes for many requests, in their order.

    Raises:
        EncodeError: Two requests have one reference, so that their money could not be told
            apart; the path names the second by its position.
    """
    codes: list[VietQR] = []
    seen: set[str] = set()
    for position, ask in enumerate(asks):
        if ask.reference in seen:
            raise EncodeError("the reference stands twice", path=f"asks[{position}].reference")
        seen.add(ask.reference)
        codes.append(request(ask))
    return tuple(codes)


def _words(remittance: str) -> str:
    try:
        return text.remittance(remittance)
    except ValueError as error:
        raise EncodeError(str(error), path="remittance") from None


def _runs_on(reference: str, words: str) -> bool:
    if references.is_valid(reference):
        return False
    return _is_digit(reference[-1]) is _is_digit(words[0])


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"
