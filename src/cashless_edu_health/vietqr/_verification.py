"""The answer of a comparison: verdicts, differences, findings."""

import re
from enum import StrEnum
from typing import Final, NamedTuple, NoReturn

import attrs
from attrs import frozen

from cashless_edu_health import messages, money
from cashless_edu_health.accounts import RegisteredAccount
from cashless_edu_health.findings import Report, Rule, Severity
from cashless_edu_health.messages import Language


class Verdict(StrEnum):
    """What a scanned code turned out to be, worst first."""

    ALTERED_ACCOUNT = "altered_account"
    """It pays into another account."""
    ALTERED_BANK = "altered_bank"
    """It pays into the same number at another bank."""
    SECOND_PAYEE = "second_payee"
    """It holds a further payee, which some app may pay."""
    ALTERED_AMOUNT = "altered_amount"
    """It asks for another amount, or for a tip or fee on top."""
    FOREIGN_REFERENCE = "foreign_reference"
    """It pays another bill: reference, purpose or a label differs."""
    STATIC_WHERE_DYNAMIC = "static_where_dynamic"
    """It can be used again and again where a code for one payment was issued."""
    ALTERED_OTHER = "altered_other"
    """Something else differs that decides how the code is paid."""
    EXPIRED_ACCOUNT = "expired_account"
    """Its account is registered, and not valid on that day."""
    NOT_VIETQR = "not_vietqr"
    """It is no VietQR code: another text, another scheme, another country."""
    UNREADABLE = "unreadable"
    """It is broken: it does not split, or no reader could rely on what it says."""
    NOT_CHECKED = "not_checked"
    """There was nothing to compare it with."""
    GENUINE = "genuine"
    """Nothing that matters differs."""


def _rule(number: int, severity: Severity) -> Rule:
    return Rule(f"VER-{number:02}", severity)


ACCOUNT: Final = _rule(1, Severity.ERROR)
BANK: Final = _rule(2, Severity.ERROR)
AMOUNT: Final = _rule(3, Severity.ERROR)
REFERENCE: Final = _rule(4, Severity.ERROR)
STATIC: Final = _rule(5, Severity.ERROR)
PAYEE: Final = _rule(6, Severity.ERROR)
OTHER: Final = _rule(7, Severity.ERROR)
NOT_VIETQR: Final = _rule(8, Severity.ERROR)
FOREIGN_COUNTRY: Final = _rule(9, Severity.ERROR)
UNREADABLE: Final = _rule(10, Severity.ERROR)
HINT: Final = _rule(11, Severity.WARNING)
UNREGISTERED: Final = _rule(12, Severity.ERROR)
NOT_VALID: Final = _rule(13, Severity.ERROR)
OTHER_INSTITUTION: Final = _rule(14, Severity.ERROR)
BORROWED_NAME: Final = _rule(15, Severity.WARNING)
NOTHING_TO_COMPARE: Final = _rule(16, Severity.ERROR)
OTHER_FORM: Final = _rule(17, Severity.INFO)
REGISTERED_ELSEWHERE: Final = _rule(18, Severity.ERROR)
SERVICE: Final = _rule(19, Severity.ERROR)

VERDICTS: Final = {
    ACCOUNT: Verdict.ALTERED_ACCOUNT,
    BANK: Verdict.ALTERED_BANK,
    AMOUNT: Verdict.ALTERED_AMOUNT,
    REFERENCE: Verdict.FOREIGN_REFERENCE,
    STATIC: Verdict.STATIC_WHERE_DYNAMIC,
    PAYEE: Verdict.SECOND_PAYEE,
    OTHER: Verdict.ALTERED_OTHER,
    NOT_VIETQR: Verdict.NOT_VIETQR,
    FOREIGN_COUNTRY: Verdict.NOT_VIETQR,
    UNREADABLE: Verdict.UNREADABLE,
    UNREGISTERED: Verdict.ALTERED_ACCOUNT,
    NOT_VALID: Verdict.EXPIRED_ACCOUNT,
    OTHER_INSTITUTION: Verdict.ALTERED_ACCOUNT,
    NOTHING_TO_COMPARE: Verdict.NOT_CHECKED,
    REGISTERED_ELSEWHERE: Verdict.ALTERED_BANK,
    SERVICE: Verdict.ALTERED_OTHER,
}
"""Verdict that a finding stands for."""

VERIFY_RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((*VERDICTS, HINT, BORROWED_NAME, OTHER_FORM), key=lambda rule: rule.id)
)
"""Every rule of ``verify``, by number."""

_UNSEEN: Final = re.compile(r"[^ -~]")
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,12}")


def _hidden(value: str | None) -> str:
    return "None" if value is None else "***"


@frozen
class Difference:
    """One field in which a scanned code is not what it should be.

    Attributes:
        path: The data object, as ids joined by dots (``"38.01.01"``).
        field: What a person calls it: ``account``, ``bank``, ``amount``, ``purpose`` ...
        expected: The value as issued or registered; ``None`` when there is none, or several
            registered accounts would do. Not in the repr.
        scanned: The value in the code; ``None`` when the object is missing. Not in the repr.
        expected_name: Of a bank: its name, when a directory knows it.
        scanned_name: The same of the bank in the code.
    """

    path: str
    field: str
    expected: str | None = attrs.field(repr=_hidden)
    scanned: str | None = attrs.field(repr=_hidden)
    expected_name: str | None = None
    scanned_name: str | None = None

    def message(self, lang: Language) -> str:
        """Field and both values in words, for a person to compare.

        What is not printable ASCII is written as its code point, so that look-alike letters,
        full-width digits and marks that reorder a line are seen.
        """
        expected, scanned = self.expected, self.scanned
        kind = "added" if expected is None else "missing" if scanned is None else "differs"
        return messages.text(
            f"verify.{kind}",
            lang,
            field=messages.text(f"verify.field.{self.field}", lang),
            expected=self._shown(expected or "", self.expected_name, lang),
            scanned=self._shown(_UNSEEN.sub(_code_point, scanned or ""), self.scanned_name, lang),
        )

    def _shown(self, value: str, name: str | None, lang: Language) -> str:
        if self.field == "amount" and _WHOLE.fullmatch(value):
            return money.format_vnd(int(value), lang)
        if messages.has(f"verify.value.{self.field}.{value}"):
            return messages.text(f"verify.value.{self.field}.{value}", lang)
        return value if name is None else f"{value} ({name})"


def _code_point(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


class Found(NamedTuple):
    """What is not as it should be: a finding, with the field if it is about one."""

    rule: Rule
    path: str = ""
    difference: Difference | None = None


@frozen
class Verification:
    """What a comparison showed.

    Its truth value is refused: ask for :attr:`ok`.

    Attributes:
        verdicts: All that apply, worst first; never empty.
        differences: Fields that differ, with both values.
        report: The findings behind the verdicts, what was checked and what was not.
        registered: Rows of the account book that the code's account belongs to on that day.
    """

    verdicts: tuple[Verdict, ...]
    differences: tuple[Difference, ...]
    report: Report
    registered: tuple[RegisteredAccount, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst verdict."""
        return self.verdicts[0]

    @property
    def ok(self) -> bool:
        """True when the code is genuine; read what was skipped."""
        return self.verdict is Verdict.GENUINE

    def message(self, lang: Language) -> str:
        """The worst verdict in words."""
        return messages.text(f"verdict.{self.verdict.value}", lang)

    def __bool__(self) -> NoReturn:
        raise TypeError("a verification has no truth value: ask for .ok, and read .report.skipped")
