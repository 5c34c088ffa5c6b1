"""Payments to merchants and cash withdrawals, the other two services of NAPAS's template 38."""

from typing import Final

from attrs import Factory, field, frozen

from cashless_edu_health import emvco
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod
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
)
from cashless_edu_health.vietqr._profiles import (
    COUNTRY,
    CURRENCY,
    DEMANDS,
    GUID,
    PAYMENT_SERVICE,
    Profile,
)

_OWN_IDS: Final = DEMANDS[Profile.PAYMENT].own


@frozen(kw_only=True)
class MerchantPayment:
    """A payment to a merchant by its acquirer (service QRPUSH).

    NAPAS demands category code, name and city here, which a transfer may leave out. A code that
    left its service out is read as this one and written with it.

    Attributes:
        account: BIN of the acquirer, and the merchant's number there.
        merchant_category_code: Object 52, 4 digits of ISO 18245.
        merchant_name: Object 59, printable ASCII, at most 25 characters.
        merchant_city: Object 60, printable ASCII, at most 15 characters.
        amount: Whole dong, 1 to 13 digits; ``None`` lets the payer fill it in.
        additional_data: Bill number, terminal, purpose and other labels.
        initiation: An amount makes the code dynamic unless told otherwise.
        extra: Other objects, kept as they came, in ascending order: tip or fee (55-57), postal
            code (61), name in another language (64) and more.

    Raises:
        EncodeError: A value that the format cannot carry; names the field, not the value.
    """

    account: Account
    merchant_category_code: str
    merchant_name: str = field(repr=hidden)
    merchant_city: str
    amount: int | None = field(default=None, repr=hidden)
    additional_data: AdditionalData = AdditionalData()  # noqa: RUF009 - frozen
    initiation: PointOfInitiationMethod = Factory(initiation_of, takes_self=True)
    extra: tuple[DataObject, ...] = field(default=(), converter=as_read)

    def __attrs_post_init__(self) -> None:
        require_kind(self.account, Account, "account")
        require_kind(self.merchant_category_code, str, "merchant_category_code")
        require_kind(self.merchant_name, str, "merchant_name")
        require_kind(self.merchant_city, str, "merchant_city")
        require_merchant(self.merchant_category_code, self.merchant_name, self.merchant_city)
        if self.amount is not None:
            require_amount(self.amount)
        require_kind(self.additional_data, AdditionalData, "additional_data")
        require_kind(self.initiation, PointOfInitiationMethod, "initiation")
        if self.extra:
            require_room(self, _OWN_IDS)

    def encode(self) -> str:
        """The payload: objects in ascending order, the checksum last."""
        pairs = [
            ("00", "01"),
            ("01", self.initiation.value),
            ("38", napas_template(GUID, self.account, PAYMENT_SERVICE)),
            ("52", self.merchant_category_code),
            ("53", CURRENCY),
            ("58", COUNTRY),
            ("59", self.merchant_name),
            ("60", self.merchant_city),
        ]
        if self.amount is not None:
            pairs.append(("54", str(self.amount)))
        if additional_data := self.additional_data.encode():
            pairs.append(("62", additional_data))
        return emvco.append_crc(joined(pairs, self.extra))


@frozen(kw_only=True)
class CashWithdrawal:
    """A withdrawal at a machine, as its screen shows it (service QRCASH). Read, never written.

    Attributes:
        account: BIN of the acquirer, and the number of the machine or its owner there.
        additional_data: The machine's reference label and terminal label, and more.
        amount: Whole dong; ``None`` lets the payer fill it in.
        initiation: NAPAS wants these codes dynamic; a static one is read, with a finding.
        merchant_name: Object 59, if it is there.
        merchant_city: Object 60, if it is there.
        extra: Other objects, kept as they came, in ascending order.
    """

    account: Account
    additional_data: AdditionalData
    amount: int | None = field(default=None, repr=hidden)
    initiation: PointOfInitiationMethod = PointOfInitiationMethod.DYNAMIC
    merchant_name: str | None = field(default=None, repr=hidden)
    merchant_city: str | None = None
    extra: tuple[DataObject, ...] = ()
