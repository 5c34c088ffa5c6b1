"""The rules that payment codes are checked by."""

from typing import Final

from cashless_edu_health.emvco import Fault
from cashless_edu_health.findings import Rule, Severity
from cashless_edu_health.legal import Citation


def _emvco(pinpoint: str = "") -> Citation:
    return Citation(document="emvco-mpm-1.1", pinpoint=pinpoint)


def _napas(pinpoint: str) -> Citation:
    return Citation(document="napas-vietqr-1.0", pinpoint=pinpoint)


def _error(number: int, citation: Citation | None) -> Rule:
    return Rule(f"QR-{number:02}", Severity.ERROR, citation)


def _warning(number: int, citation: Citation | None) -> Rule:
    return Rule(f"QR-{number:02}", Severity.WARNING, citation)


def _info(number: int, citation: Citation | None) -> Rule:
    return Rule(f"QR-{number:02}", Severity.INFO, citation)


TOO_LONG: Final = _error(1, _emvco())
NOT_UNICODE: Final = _error(2, _emvco())
HEADER: Final = _error(3, _emvco())
OVERRUN: Final = _error(4, _emvco())
LEFT_OVER: Final = _error(5, _emvco())
REPEATED: Final = _error(6, None)
NOT_FIRST: Final = _error(7, _napas("5.1"))
NOT_LAST: Final = _error(8, _napas("5.1"))
CHECKSUM: Final = _error(9, _napas("5.2.15"))
CHECKSUM_CASE: Final = _warning(10, _napas("5.2.15"))
PAYLOAD_FORMAT: Final = _error(11, _emvco("ID 00"))
MISSING: Final = _error(12, _napas("Table 1"))
INITIATION: Final = _error(13, _napas("5.2.2"))
CURRENCY: Final = _error(14, _napas("ID 53"))
COUNTRY: Final = _error(15, _napas("ID 58"))
AMOUNT_FORM: Final = _error(16, _napas("5.2.6"))
AMOUNT_ZERO: Final = _error(17, _napas("5.2.6"))
AMOUNT_LENGTH: Final = _error(18, _napas("5.2.6"))
AMOUNT_POINT: Final = _warning(19, _napas("5.2.6"))
AMOUNT_LEADING_ZERO: Final = _warning(20, None)
AMOUNT_CAP: Final = _warning(21, _napas("8.1.1"))
DYNAMIC_WITHOUT_AMOUNT: Final = _warning(22, None)
STATIC_WITH_AMOUNT: Final = _info(23, _napas("5.2.2"))
NOT_TEMPLATE: Final = _error(24, _napas("5.1"))
NETWORK: Final = _error(25, _napas("Table 4"))
OTHER_SERVICE: Final = _error(26, _napas("ID 38"))
NO_SERVICE: Final = _error(27, _napas("ID 38"))
UNKNOWN_SERVICE: Final = _error(28, _napas("ID 38"))
VNPAY: Final = _error(29, None)
ACQUIRER_FORM: Final = _error(30, _napas("Table 4"))
NUMBER_FORM: Final = _error(31, _napas("Table 4"))
UNDEFINED: Final = _error(32, _napas("Table 4"))
TEXT_LENGTH: Final = _error(33, _emvco())
TEXT_ASCII: Final = _error(34, _napas("Table 1"))
EMPTY: Final = _warning(35, _emvco())
CATEGORY_CODE: Final = _error(36, _emvco("ID 52"))
OTHER_OBJECT: Final = _info(37, None)
OTHER_ACCOUNT: Final = _warning(38, None)
TIP: Final = _warning(39, _emvco("ID 55"))
NOT_ASCII: Final = _warning(40, _napas("5.1"))
OTHER_LENGTH: Final = _warning(41, _emvco())
UNKNOWN_BANK: Final = _warning(42, Citation(document="sbv-1589-2024"))
OTHER_BIN: Final = _warning(43, Citation(document="sbv-1589-2024"))
PROFILE: Final = _info(44, None)
OTHER_SCHEME: Final = _info(45, None)
WRONG_SERVICE: Final = _error(46, _napas("ID 38"))
NOT_VNPAY: Final = _error(47, None)
VNPAY_MERCHANT: Final = _error(48, None)
REQUIRED: Final = _error(49, _emvco())
NO_ACCOUNT: Final = _error(50, _emvco("ID 02-51"))
CODE_FORM: Final = _error(51, _emvco())
AMOUNT_DECIMAL: Final = _error(52, _emvco("ID 54"))
FEE_FORM: Final = _error(53, _emvco("ID 55-57"))
CONSUMER_DATA: Final = _error(54, _emvco("ID 62.09"))
BIOMETRICS: Final = _info(55, Citation(document="decision-2345-2023"))
CASH_CATEGORY: Final = _error(56, _napas(""))
CASH_STATIC: Final = _warning(57, _napas(""))
KEPT: Final = _info(58, None)
FEE: Final = _warning(59, _emvco("ID 55"))
VNPAY_MISSING: Final = _error(60, None)

STRUCTURE: Final = {
    Fault.TOO_LONG: TOO_LONG,
    Fault.NOT_UNICODE: NOT_UNICODE,
    Fault.HEADER: HEADER,
    Fault.OVERRUN: OVERRUN,
    Fault.LEFT_OVER: LEFT_OVER,
    Fault.REPEATED: REPEATED,
}
"""Rule for each way in which a text does not split."""

RULES: Final[tuple[Rule, ...]] = (
    *STRUCTURE.values(),
    NOT_FIRST,
    NOT_LAST,
    CHECKSUM,
    CHECKSUM_CASE,
    PAYLOAD_FORMAT,
    MISSING,
    INITIATION,
    CURRENCY,
    COUNTRY,
    AMOUNT_FORM,
    AMOUNT_ZERO,
    AMOUNT_LENGTH,
    AMOUNT_POINT,
    AMOUNT_LEADING_ZERO,
    AMOUNT_CAP,
    DYNAMIC_WITHOUT_AMOUNT,
    STATIC_WITH_AMOUNT,
    NOT_TEMPLATE,
    NETWORK,
    OTHER_SERVICE,
    NO_SERVICE,
    UNKNOWN_SERVICE,
    VNPAY,
    ACQUIRER_FORM,
    NUMBER_FORM,
    UNDEFINED,
    TEXT_LENGTH,
    TEXT_ASCII,
    EMPTY,
    CATEGORY_CODE,
    OTHER_OBJECT,
    OTHER_ACCOUNT,
    TIP,
    NOT_ASCII,
    OTHER_LENGTH,
    UNKNOWN_BANK,
    OTHER_BIN,
    PROFILE,
    OTHER_SCHEME,
    WRONG_SERVICE,
    NOT_VNPAY,
    VNPAY_MERCHANT,
    REQUIRED,
    NO_ACCOUNT,
    CODE_FORM,
    AMOUNT_DECIMAL,
    FEE_FORM,
    CONSUMER_DATA,
    BIOMETRICS,
    CASH_CATEGORY,
    CASH_STATIC,
    KEPT,
    FEE,
    VNPAY_MISSING,
)
"""Every rule of this package, by number."""
