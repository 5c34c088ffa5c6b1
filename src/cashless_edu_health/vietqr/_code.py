"""Transfer codes as values that can always be written."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from attrs import Attribute, Factory, field, frozen

from cashless_edu_health import emvco, money
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.vietqr._additional_data import (
    AdditionalData,
    as_read,
    hidden,
    is_label,
    joined,
)

GUID: Final = "A000000727"
"""Identifier of NAPAS in object 38.00."""

CURRENCY: Final = "704"
"""The dong in ISO 4217, object 53."""

COUNTRY: Final = "VN"
"""Viet Nam in ISO 3166, object 58."""

MERCHANT_IDS: Final = {"merchant_category_code": "52", "merchant_name": "59", "merchant_city": "60"}
"""Objects of the root that the standard demands and a transfer may leave out."""

OWN_IDS: Final = frozenset({"00", "01", "38", "53", "54", "58", "62", "63", *MERCHANT_IDS.values()})
"""Objects of the root that have a field of their own."""

_CATEGORY_CODE: Final = re.compile(r"[0-9]{4}")


class ServiceCode(StrEnum):
    """What kind of transfer, object 38.02."""

    ACCOUNT = "QRIBFTTA"
    """To an account."""
    CARD = "QRIBFTTC"
    """To a card."""


def _is_amount(_: object, attribute: "Attribute[int | None]", amount: object) -> None:
    if amount is None:
        return
    try:
        money.validate(amount, minimum=1)
    except ValueError as error:
        raise EncodeError(str(error), path=attribute.name) from None


def _is_a(kind: type) -> Any:
    def check(_: object, attribute: "Attribute[object]", value: object) -> None:
        if not isinstance(value, kind):
            reason = f"must be {kind.__name__}, not {type(value).__name__}"
            raise EncodeError(reason, path=attribute.name)

    return check


def _is_category_code(_: object, attribute: "Attribute[str | None]", code: object) -> None:
    if code is not None and not (isinstance(code, str) and _CATEGORY_CODE.fullmatch(code)):
        raise EncodeError("a merchant category code is 4 digits", path=attribute.name)


def _fits_root(instance: "VietQR", _: object, extra: tuple[DataObject, ...]) -> None:
    for item in extra:
        if item.id in OWN_IDS:
            raise EncodeError("the object has a field of its own", path=f"extra, {item.id}")
    if extra and len(instance.encode()) > emvco.MAX_PAYLOAD_LENGTH:
        raise EncodeError(emvco.Fault.TOO_LONG.value, path="extra")


def _initiation(code: "VietQR") -> PointOfInitiationMethod:
    if code.amount is None:
        return PointOfInitiationMethod.STATIC
    return PointOfInitiationMethod.DYNAMIC


@frozen
class VietQR:
    """A transfer to an account or card, as a code asks for it.

    Attributes:
        account: Who is paid. Its ``kind`` is not part of a code.
        service_code: Transfer to an account or to a card.
        amount: Whole dong, 1 to 13 digits; ``None`` lets the payer fill it in.
        additional_data: Remittance text and labels.
        initiation: An amount makes the code dynamic unless told otherwise.
        merchant_category_code: Object 52, 4 digits of ISO 18245; optional for transfers.
        merchant_name: Object 59, printable ASCII, at most 25 characters; optional.
        merchant_city: Object 60, printable ASCII, at most 15 characters; optional.
        extra: Objects that transfers do not use, kept as they came, in ascending order.

    Raises:
        EncodeError: A value that the format cannot carry; names the field, not the value.
    """

    account: Account = field(validator=_is_a(Account))
    service_code: ServiceCode = field(default=ServiceCode.ACCOUNT, validator=_is_a(ServiceCode))
    amount: int | None = field(default=None, validator=_is_amount, repr=hidden)
    additional_data: AdditionalData = field(
        default=AdditionalData(), validator=_is_a(AdditionalData)
    )
    initiation: PointOfInitiationMethod = field(
        default=Factory(_initiation, takes_self=True),
        validator=_is_a(PointOfInitiationMethod),
    )
    merchant_category_code: str | None = field(
        default=None, validator=_is_category_code, kw_only=True
    )
    merchant_name: str | None = field(
        default=None, validator=is_label(emvco.ROOT["59"]), repr=hidden, kw_only=True
    )
    merchant_city: str | None = field(
        default=None, validator=is_label(emvco.ROOT["60"]), kw_only=True
    )
    extra: tuple[DataObject, ...] = field(
        default=(), converter=as_read, validator=_fits_root, kw_only=True
    )

    def encode(self) -> str:
        """The payload: objects in ascending order, the checksum last."""
        return emvco.append_crc(joined(list(self._pairs()), self.extra))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        yield "00", "01"
        yield "01", self.initiation.value
        yield "38", self._beneficiary()
        yield "53", CURRENCY
        yield "58", COUNTRY
        if self.amount is not None:
            yield "54", str(self.amount)
        for name, object_id in MERCHANT_IDS.items():
            if (value := getattr(self, name)) is not None:
                yield object_id, value
        if additional_data := self.additional_data.encode():
            yield "62", additional_data

    def _beneficiary(self) -> str:
        """The value of object 38: network, bank and account, service."""
        account = joined([("00", self.account.acquirer_id), ("01", self.account.number)], ())
        return joined([("00", GUID), ("01", account), ("02", self.service_code.value)], ())
