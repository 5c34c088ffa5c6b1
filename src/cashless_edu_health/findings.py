"""What a check found, what it looked at, and what it could not look at.

A check returns a :class:`Report`; it does not raise for what it finds. "Not checked" is a
result with a name: it stands in ``skipped`` and never counts as fine.

>>> rule = Rule(id="XX-01", severity=Severity.ERROR, citation=Citation(document="emvco-mpm-1.1"))
>>> report = Report(findings=(Finding(rule, path="54"),), checked=("amount",))
>>> report.ok, [finding.rule.id for finding in report.errors]
(False, ['XX-01'])
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NoReturn

from attrs import field, frozen, validators

from cashless_edu_health import messages
from cashless_edu_health.errors import CashlessError
from cashless_edu_health.legal import Citation
from cashless_edu_health.messages import Language

__all__ = ["Finding", "FindingsError", "Report", "Rule", "Severity", "Skipped", "merge"]


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Must not be used as it is."""
    WARNING = "warning"
    """May be used; a person should know."""
    INFO = "info"
    """Worth noting."""


@frozen
class Rule:
    """One thing that is checked.

    Attributes:
        id: Stable id, never reused (``"QR-07"``); the message key is ``rule.<id>``.
        severity: Severity of its findings.
        citation: What the rule rests on; ``None`` for a rule of this library's own.
    """

    id: str = field(validator=validators.matches_re(r"[A-Z]{2,4}-[0-9]{2}"))
    severity: Severity
    citation: Citation | None = None


def _frozen_mapping(values: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(values))


@frozen
class Finding:
    """One thing that a check found.

    Attributes:
        rule: The rule that was broken.
        path: Where: data object ids (``"38.01"``), field (``"lines[2].amount"``), or place in
            a file (``"line 17, amount"``); ``""`` for the whole.
        values: Values for the message's placeholders; never a person's data.
    """

    rule: Rule
    path: str = ""
    values: Mapping[str, object] = field(factory=dict, converter=_frozen_mapping, hash=False)

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled; findings travel between worker processes.
        return type(self), (self.rule, self.path, dict(self.values))

    def message(self, lang: Language) -> str:
        """The finding in words, without its path.

        Raises:
            ValueError: No messages in that language.
        """
        return messages.text(f"rule.{self.rule.id}", lang, **self.values)


@frozen
class Skipped:
    """A check that was not made.

    Attributes:
        check: Name of the check, as it would stand in ``checked``.
        reason: Why, as a message key below ``skipped.``.
    """

    check: str
    reason: str

    def message(self, lang: Language) -> str:
        """Why the check was not made, in words."""
        return messages.text(f"skipped.{self.reason}", lang)


@frozen
class Report:
    """The result of a check.

    Its truth value is refused: ask for :attr:`ok`, or look at what was skipped.

    Attributes:
        findings: What was found, in the order of the thing checked.
        checked: Names of the checks that were made.
        skipped: Checks that were not made, with the reason.
    """

    findings: tuple[Finding, ...] = ()
    checked: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def ok(self) -> bool:
        """True when no finding is an error. Skipped checks do not make it false: read them."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity error."""
        return tuple(f for f in self.findings if f.rule.severity is Severity.ERROR)

    def raise_for_errors(self) -> None:
        """Do nothing when the report is ok.

        Raises:
            FindingsError: The report has findings of severity error.
        """
        if not self.ok:
            raise FindingsError(self)

    def __bool__(self) -> NoReturn:
        raise TypeError("a report has no truth value: ask for .ok, and read .skipped")


def merge(reports: Iterable[Report]) -> Report:
    """One report of several, in order; a check skipped or made in any of them stands once."""
    parts = tuple(reports)
    return Report(
        findings=tuple(f for part in parts for f in part.findings),
        checked=tuple(dict.fromkeys(c for part in parts for c in part.checked)),
        skipped=tuple(dict.fromkeys(s for part in parts for s in part.skipped)),
    )


class FindingsError(CashlessError, ValueError):
    """A report with errors was asked to raise.

    Attributes:
        report: The whole report.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return "; ".join(
            f"{f.path or '-'}: {f.message('en')} [{f.rule.id}]" for f in self.report.errors
        )
