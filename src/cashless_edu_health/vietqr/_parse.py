"""Reading a transfer code."""

from typing import Final

from cashless_edu_health import emvco
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import PointOfInitiationMethod, Template
from cashless_edu_health.errors import ChecksumError, DecodeError
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._additional_data import ADDITIONAL_DATA_IDS, AdditionalData
from cashless_edu_health.vietqr._amount import amount_of
from cashless_edu_health.vietqr._check import check_tree
from cashless_edu_health.vietqr._code import MERCHANT_IDS, OWN_IDS, ServiceCode, VietQR

_NAMES: Final = {object_id: name for name, object_id in ADDITIONAL_DATA_IDS.items()}


def parse(text: str) -> VietQR:
    """The transfer that a scanned text asks for.

    Runs :func:`check` and refuses on its first error. Read leniently, each with a finding of
    less severity: a checksum in lower case, an amount that ends in a point or begins with 0, a
    dynamic code without amount, objects of length 00, objects that transfers do not use (kept
    in ``extra``).

    Raises:
        ChecksumError: The text splits, and its checksum does not hold.
        DecodeError: Anything else: it does not split, or is no transfer that can be relied on.
            Payments to merchants, cash withdrawals and VNPAY codes are named as such.
    """
    tree = emvco.decode(text)
    errors = check_tree(tree, text).errors
    for error in errors:
        if error.rule is _rules.CHECKSUM:
            raise ChecksumError(_reason(error, 0), path="63", offset=len(text) - 4)
    if errors:
        first = errors[0]
        offset = tree.offset(first.path)
        raise DecodeError(_reason(first, len(errors) - 1), path=first.path, offset=offset)
    return _code(tree)


def _reason(finding: Finding, more: int) -> str:
    return f"{finding.message('en')}{f' (and {more} more)' if more else ''}"


def _text(tree: Template, path: str) -> str:
    """The text at a path, ``""`` when there is none."""
    item = tree.find(path)
    return "" if item is None else item.text


def _code(tree: Template) -> VietQR:
    """The value of a tree without errors: every object it needs is there and fits."""
    merchant = {name: _text(tree, i) or None for name, i in MERCHANT_IDS.items()}
    return VietQR(
        account=Account(acquirer_id=_text(tree, "38.01.00"), number=_text(tree, "38.01.01")),
        service_code=ServiceCode(_text(tree, "38.02")),
        amount=amount_of(_text(tree, "54")),
        additional_data=_additional_data(tree),
        initiation=PointOfInitiationMethod(_text(tree, "01")),
        extra=[item for item in tree if item.id not in OWN_IDS],
        **merchant,
    )


def _additional_data(tree: Template) -> AdditionalData:
    item = tree.get("62")
    if item is None or isinstance(item.value, str):
        return AdditionalData()
    labels = {_NAMES[part.id]: part.text or None for part in item.value if part.id in _NAMES}
    return AdditionalData(**labels, extra=[part for part in item.value if part.id not in _NAMES])
