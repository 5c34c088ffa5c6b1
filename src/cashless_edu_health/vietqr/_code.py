"""Transfer codes as values that can always be written."""

from enum import StrEnum
from functools import lru_cache
from typing import Final

from attrs import Factory, field, frozen

from cashless_edu_health import emvco
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Prefix
from cashless_edu_health.vietqr._additional_data import AdditionalData
from cashless_edu_health.vietqr._fields import (
    as_read,
    hidden,
    initiation_of,
    joined,
    napas_template,
    require_amount,
    require_kind,
    require_merchant,
    require_room,
    written,
)
from cashless_edu_health.vietqr._profiles import COUNTRY, CURRENCY, DEMANDS, GUID, Profile

OWN_IDS: Final = DEMANDS[Profile.TRANSFER].own
"""Objects of the root that have a field of their own."""

_STATIC: Final = PointOfInitiationMethod.STATIC
COUNTRY_OBJECT: Final = written("58", COUNTRY)
"""The object behind an amount, or behind the prefix where there is none."""


class ServiceCode(StrEnum):
    """What kind of transfer, object 38.02."""

    ACCOUNT = "QRIBFTTA"
    """To an account."""
    CARD = "QRIBFTTC"
    """To a card."""


_TO_ACCOUNT: Final = ServiceCode.ACCOUNT
_NOTHING: Final = AdditionalData()
_NO_MERCHANT: Final = (None, None, None)


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

    account: Account
    service_code: ServiceCode = _TO_ACCOUNT
    amount: int | None = field(default=None, repr=hidden)
    additional_data: AdditionalData = _NOTHING
    initiation: PointOfInitiationMethod = Factory(initiation_of, takes_self=True)
    merchant_category_code: str | None = field(default=None, kw_only=True)
    merchant_name: str | None = field(default=None, repr=hidden, kw_only=True)
    merchant_city: str | None = field(default=None, kw_only=True)
    extra: tuple[DataObject, ...] = field(default=(), converter=as_read, kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_kind(self.account, Account, "account")
        require_kind(self.service_code, ServiceCode, "service_code")
        require_kind(self.additional_data, AdditionalData, "additional_data")
        require_kind(self.initiation, PointOfInitiationMethod, "initiation")
        if self.amount is not None:
            require_amount(self.amount)
        merchant = (self.merchant_category_code, self.merchant_name, self.merchant_city)
        if merchant != _NO_MERCHANT:
            require_merchant(*merchant)
        if self.extra:
            require_room(self, OWN_IDS)

    def encode(self) -> str:
        """The payload: objects in ascending order, the checksum last.

        Codes of one account share their beginning, checksum included: it is made once.
        """
        if self.extra or self.merchant_category_code is not None:
            return emvco.append_crc(joined(self._pairs(), self.extra))
        prefix = prefix_of(
            self.account.acquirer_id,
            self.account.number,
            to_account=self.service_code is _TO_ACCOUNT,
            static=self.initiation is _STATIC,
        )
        text = "" if self.amount is None else written("54", str(self.amount))
        text += COUNTRY_OBJECT
        if self.merchant_name is not None:
            text += written("59", self.merchant_name)
        if self.merchant_city is not None:
            text += written("60", self.merchant_city)
        if additional_data := self.additional_data.encode():
            text += written("62", additional_data)
        return prefix.close(text)

    def _pairs(self) -> list[tuple[str, str]]:
        """Every object but those in ``extra`` and the checksum, in any order."""
        optional = {
            "52": self.merchant_category_code,
            "54": None if self.amount is None else str(self.amount),
            "59": self.merchant_name,
            "60": self.merchant_city,
            "62": self.additional_data.encode() or None,
        }
        return [
            ("00", "01"),
            ("01", self.initiation.value),
            ("38", napas_template(GUID, self.account, self.service_code.value)),
            ("53", CURRENCY),
            ("58", COUNTRY),
            *((object_id, text) for object_id, text in optional.items() if text is not None),
        ]


@lru_cache(maxsize=1024)
def prefix_of(acquirer_id: str, number: str, *, to_account: bool, static: bool) -> Prefix:
    """Objects 00, 01, 38 and 53, which all codes of one account share."""
    method = _STATIC if static else PointOfInitiationMethod.DYNAMIC
    service = _TO_ACCOUNT if to_account else ServiceCode.CARD
    template = napas_template(GUID, Account(acquirer_id, number), service.value)
    pairs = (("00", "01"), ("01", method.value), ("38", template), ("53", CURRENCY))
    return Prefix.of("".join(written(object_id, text) for object_id, text in pairs))
