"""Every rule about statement files."""

from typing import Final

from cashless_edu_health.findings import Rule, Severity


def _error(number: int) -> Rule:
    return Rule(id=f"ST-{number:02}", severity=Severity.ERROR)


def _warning(number: int) -> Rule:
    return Rule(id=f"ST-{number:02}", severity=Severity.WARNING)


NOT_CSV: Final = _error(1)
COLUMN_MISSING: Final = _error(2)
COLUMN_UNKNOWN: Final = _error(3)
COLUMN_TWICE: Final = _error(4)
WIDTH: Final = _error(5)
ID_TWICE: Final = _error(6)
EMPTY_CELL: Final = _error(7)
AMOUNT: Final = _error(8)
TIME: Final = _error(9)
BANK: Final = _error(10)
ACCOUNT: Final = _error(11)
NO_CHANNEL: Final = _error(12)
NO_HEADER: Final = _error(13)
HEADER_AGAIN: Final = _error(14)
BELOW_THE_END: Final = _error(15)
ONE_DIRECTION: Final = _error(16)
MARK: Final = _error(17)
NOT_TEXT: Final = _error(18)
NO_ACCOUNT: Final = _error(19)
OTHER_ACCOUNT: Final = _error(20)
CREDIT_WITH_CHARGES: Final = _error(21)
NOT_XLSX: Final = _error(22)
NOT_XML: Final = _error(23)
NOT_CAMT: Final = _error(24)
ELEMENT: Final = _error(25)
CURRENCY: Final = _error(26)
PARTS: Final = _error(27)
NOT_MT940: Final = _error(28)
BALANCE_CELL: Final = _error(29)
BALANCE_CHAIN: Final = _warning(30)
BALANCES: Final = _warning(31)
GAP: Final = _warning(32)
NOT_BOOKED: Final = Rule(id="ST-33", severity=Severity.INFO)

RULES: Final = (
    *(NOT_CSV, COLUMN_MISSING, COLUMN_UNKNOWN, COLUMN_TWICE, WIDTH, ID_TWICE, EMPTY_CELL),
    *(AMOUNT, TIME, BANK, ACCOUNT, NO_CHANNEL, NO_HEADER, HEADER_AGAIN, BELOW_THE_END),
    *(ONE_DIRECTION, MARK, NOT_TEXT, NO_ACCOUNT, OTHER_ACCOUNT, CREDIT_WITH_CHARGES),
    *(NOT_XLSX, NOT_XML, NOT_CAMT, ELEMENT, CURRENCY, PARTS, NOT_MT940, BALANCE_CELL),
    *(BALANCE_CHAIN, BALANCES, GAP, NOT_BOOKED),
)
"""Every rule of the checks of files, in the order of their ids."""
