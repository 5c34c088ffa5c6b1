"""Reading a code."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, overload

from cashless_edu_health import emvco
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Template
from cashless_edu_health.errors import ChecksumError, DecodeError
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._additional_data import ADDITIONAL_DATA_IDS, AdditionalData
from cashless_edu_health.vietqr._amount import amount_of
from cashless_edu_health.vietqr._check import check_tree
from cashless_edu_health.vietqr._code import ServiceCode, VietQR
from cashless_edu_health.vietqr._payment import CashWithdrawal, MerchantPayment
from cashless_edu_health.vietqr._profiles import DEMANDS, Profile, ProfileName, fit
from cashless_edu_health.vietqr._usual import usual
from cashless_edu_health.vietqr._vnpay import VNPayQR

AnyCode = VietQR | MerchantPayment | CashWithdrawal | VNPayQR | Template
"""What :func:`parse` reads a text as: one value per profile, a tree for a foreign scheme."""

_OF_TRANSFERS: Final = (Profile.TRANSFER, Profile.AUTO)
_NAMES: Final = {object_id: name for name, object_id in ADDITIONAL_DATA_IDS.items()}


@overload
def parse(text: str, *, profile: Literal[Profile.TRANSFER] = ...) -> VietQR: ...
@overload
def parse(text: str, *, profile: Profile | ProfileName) -> AnyCode: ...
def parse(text: str, *, profile: Profile | ProfileName = Profile.TRANSFER) -> AnyCode:
    """What a scanned text asks for; a transfer, unless told to look for something else.

    Runs :func:`check` with the same profile and refuses on its first error. Read leniently,
    each with a finding of less severity: a checksum in lower case, an amount that ends in a
    point or begins with 0, a dynamic code without amount, objects of length 00, objects that
    the profile does not use (kept in ``extra``).

    Args:
        text: The text of the code, as scanned.
        profile: What is looked for. ``vietqr-transfer`` gives a :class:`VietQR` and refuses
            payments to merchants, cash withdrawals and VNPAY codes by name; ``vietqr-payment``
            a :class:`MerchantPayment`, ``vietqr-cash`` a :class:`CashWithdrawal`, ``vnpay`` a
            :class:`VNPayQR`, ``emv`` the tree; ``auto`` whichever of them the text names.

    Raises:
        ChecksumError: The text splits, and its checksum does not hold.
        DecodeError: Anything else: it does not split, or is no code of that profile that can be
            relied on.
        ValueError: There is no such profile.
    """
    judged = Profile(profile)
    if judged in _OF_TRANSFERS and (code := usual(text)) is not None:
        return code
    return parse_objects(text, judged)


def parse_objects(text: str, judged: Profile) -> AnyCode:
    """As :func:`parse`, by its objects: the way for every text."""
    tree = emvco.decode(text)
    if judged is Profile.AUTO:
        judged = fit(tree).profile
    errors = check_tree(tree, text, profile=judged).errors
    for error in errors:
        if error.rule is _rules.CHECKSUM:
            raise ChecksumError(_reason(error, 0), path="63", offset=len(text) - 4)
    if errors:
        first = errors[0]
        offset = tree.offset(first.path)
        raise DecodeError(_reason(first, len(errors) - 1), path=first.path, offset=offset)
    return _READERS[judged](tree)


def _reason(finding: Finding, more: int) -> str:
    return f"{finding.message('en')}{f' (and {more} more)' if more else ''}"


def _text(tree: Template, path: str) -> str:
    """The text at a path, ``""`` when there is none."""
    item = tree.find(path)
    return "" if item is None else item.text


def _transfer(tree: Template) -> VietQR:
    """The value of a tree without errors: every object it needs is there and fits."""
    return VietQR(
        account=_account(tree),
        service_code=ServiceCode(_text(tree, "38.02")),
        amount=amount_of(_text(tree, "54")),
        additional_data=_additional_data(tree),
        initiation=PointOfInitiationMethod(_text(tree, "01")),
        merchant_category_code=_text(tree, "52") or None,
        merchant_name=_text(tree, "59") or None,
        merchant_city=_text(tree, "60") or None,
        extra=_extra(tree, Profile.TRANSFER),
    )


def _merchant_payment(tree: Template) -> MerchantPayment:
    return MerchantPayment(
        account=_account(tree),
        merchant_category_code=_text(tree, "52"),
        merchant_name=_text(tree, "59"),
        merchant_city=_text(tree, "60"),
        amount=amount_of(_text(tree, "54")),
        additional_data=_additional_data(tree),
        initiation=PointOfInitiationMethod(_text(tree, "01")),
        extra=_extra(tree, Profile.PAYMENT),
    )


def _cash_withdrawal(tree: Template) -> CashWithdrawal:
    return CashWithdrawal(
        account=_account(tree),
        additional_data=_additional_data(tree),
        amount=amount_of(_text(tree, "54")),
        initiation=PointOfInitiationMethod(_text(tree, "01")),
        merchant_name=_text(tree, "59") or None,
        merchant_city=_text(tree, "60") or None,
        extra=_extra(tree, Profile.CASH),
    )


def _vnpay(tree: Template) -> VNPayQR:
    item = tree.get("26")
    parts = item.value if item is not None and isinstance(item.value, Template) else Template()
    return VNPayQR(
        merchant_id=_text(tree, "26.01"),
        merchant_category_code=_text(tree, "52") or None,
        merchant_name=_text(tree, "59") or None,
        merchant_city=_text(tree, "60") or None,
        amount=amount_of(_text(tree, "54")),
        additional_data=_additional_data(tree),
        initiation=PointOfInitiationMethod(_text(tree, "01")),
        merchant_data=tuple(part for part in parts if part.id not in {"00", "01"}),
        extra=_extra(tree, Profile.VNPAY),
    )


def _itself(tree: Template) -> Template:
    return tree


_READERS: Final[Mapping[Profile, Callable[[Template], AnyCode]]] = MappingProxyType(
    {
        Profile.TRANSFER: _transfer,
        Profile.PAYMENT: _merchant_payment,
        Profile.CASH: _cash_withdrawal,
        Profile.VNPAY: _vnpay,
        Profile.EMV: _itself,
    }
)


def _account(tree: Template) -> Account:
    return Account(acquirer_id=_text(tree, "38.01.00"), number=_text(tree, "38.01.01"))


def _extra(tree: Template, profile: Profile) -> tuple[DataObject, ...]:
    own = DEMANDS[profile].own
    return tuple(item for item in tree if item.id not in own)


def _additional_data(tree: Template) -> AdditionalData:
    item = tree.get("62")
    if item is None or isinstance(item.value, str):
        return AdditionalData()
    labels = {_NAMES[part.id]: part.text or None for part in item.value if part.id in _NAMES}
    return AdditionalData(**labels, extra=[part for part in item.value if part.id not in _NAMES])
