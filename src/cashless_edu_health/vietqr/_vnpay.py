"""Payments to merchants of VNPAY."""

from typing import Final

from attrs import Factory, field, frozen

from cashless_edu_health import emvco
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.vietqr._additional_data import AdditionalData
from cashless_edu_health.vietqr._beneficiary import VNPAY_MERCHANT
from cashless_edu_health.vietqr._fields import (
    MERCHANT_IDS,
    as_read,
    hidden,
    initiation_of,
    joined,
    require_amount,
    require_form,
    require_kind,
    require_merchant,
    require_room,
)
from cashless_edu_health.vietqr._profiles import COUNTRY, CURRENCY, DEMANDS, VNPAY_GUID, Profile

_OWN_IDS: Final = DEMANDS[Profile.VNPAY].own


def _as_read_in_26(objects: tuple[DataObject, ...]) -> tuple[DataObject, ...]:
    return as_read(objects, within="26")


@frozen(kw_only=True)
class VNPayQR:
    """A payment to a merchant of VNPAY: template 26 with the identifier ``A000000775``.

    VNPAY publishes no specification; the layout is what its merchants' codes have in common,
    as other libraries and public samples show it.

    Attributes:
        merchant_id: Object 26.01, letters and digits; most have 10.
        merchant_category_code: Object 52, 4 digits of ISO 18245; some codes leave it out.
        merchant_name: Object 59, printable ASCII, at most 25 characters.
        merchant_city: Object 60, printable ASCII, at most 15 characters.
        amount: Whole dong, 1 to 13 digits; ``None`` lets the payer fill it in.
        additional_data: Bill number, store, reference, terminal, purpose.
        initiation: An amount makes the code dynamic unless told otherwise.
        merchant_data: Other objects of template 26, kept as they came, in ascending order.
        extra: Other objects of the root, kept as they came, in ascending order.

    Raises:
        EncodeError: A value that the format cannot carry; names the field, not the value.
    """

    merchant_id: str = field(repr=hidden)
    merchant_category_code: str | None = None
    merchant_name: str | None = field(default=None, repr=hidden)
    merchant_city: str | None = None
    amount: int | None = field(default=None, repr=hidden)
    additional_data: AdditionalData = AdditionalData()  # noqa: RUF009 - frozen
    initiation: PointOfInitiationMethod = Factory(initiation_of, takes_self=True)
    merchant_data: tuple[DataObject, ...] = field(default=(), converter=_as_read_in_26)
    extra: tuple[DataObject, ...] = field(default=(), converter=as_read)

    def __attrs_post_init__(self) -> None:
        reason = "is letters A-Z, a-z and digits"
        require_form(self.merchant_id, VNPAY_MERCHANT, reason, "merchant_id")
        require_merchant(self.merchant_category_code, self.merchant_name, self.merchant_city)
        if self.amount is not None:
            require_amount(self.amount)
        require_kind(self.additional_data, AdditionalData, "additional_data")
        require_kind(self.initiation, PointOfInitiationMethod, "initiation")
        for item in self.merchant_data:
            if item.id in {"00", "01"}:
                reason = "the object has a field of its own"
                raise EncodeError(reason, path=f"merchant_data, {item.id}")
        if len(self._template()) > emvco.MAX_VALUE_LENGTH:
            reason = f"template 26 would be longer than {emvco.MAX_VALUE_LENGTH} characters"
            raise EncodeError(reason, path="merchant_id")
        require_room(self, _OWN_IDS)

    def encode(self) -> str:
        """The payload: objects in ascending order, the checksum last."""
        pairs = [
            ("00", "01"),
            ("01", self.initiation.value),
            ("26", self._template()),
            ("53", CURRENCY),
            ("58", COUNTRY),
        ]
        if self.amount is not None:
            pairs.append(("54", str(self.amount)))
        for name, object_id in MERCHANT_IDS.items():
            if (value := getattr(self, name)) is not None:
                pairs.append((object_id, value))
        if additional_data := self.additional_data.encode():
            pairs.append(("62", additional_data))
        return emvco.append_crc(joined(pairs, self.extra))

    def _template(self) -> str:
        return joined([("00", VNPAY_GUID), ("01", self.merchant_id)], self.merchant_data)
