"""Everything that is wrong with a scanned code."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Protocol

from attrs import frozen

from cashless_edu_health import emvco
from cashless_edu_health.emvco import Template
from cashless_edu_health.errors import DecodeError
from cashless_edu_health.findings import Finding, Report, Rule, Skipped
from cashless_edu_health.vietqr import (
    _amount,
    _beneficiary,
    _emv,
    _frame,
    _rules,
    _texts,
)
from cashless_edu_health.vietqr._profiles import DEMANDS, Demands, Fit, Profile, ProfileName, fit

_Check = Callable[[Template, str, Demands], Iterable[Finding]]

_TRANSFER: Final[Mapping[str, _Check]] = {
    "checksum": _frame.frame,
    "constants": _frame.constants,
    "beneficiary": _beneficiary.transfer,
    "amount": _amount.dong,
    "merchant": _texts.merchant,
    "additional-data": _texts.additional_data,
    "other-objects": _texts.others,
}
_PAYMENT: Final[Mapping[str, _Check]] = {
    **_TRANSFER,
    "beneficiary": _beneficiary.merchant_or_cash,
    "amount": _amount.payment,
}

CHECKS: Final[Mapping[Profile, Mapping[str, _Check]]] = MappingProxyType(
    {
        Profile.TRANSFER: _TRANSFER,
        Profile.PAYMENT: _PAYMENT,
        Profile.CASH: {**_PAYMENT, "merchant": _texts.cash_merchant},
        Profile.VNPAY: {**_PAYMENT, "beneficiary": _beneficiary.vnpay},
        Profile.EMV: {
            "checksum": _frame.frame,
            "constants": _frame.constants_of_any_country,
            "beneficiary": _beneficiary.any_account,
            "amount": _amount.any_currency,
            "merchant": _emv.merchant,
            "additional-data": _emv.templates,
            "other-objects": _emv.others,
        },
    }
)
"""Checks of a text that splits, by profile and name; the names are the same in all."""


@frozen
class _Threshold:
    """An amount from which a rule with a date speaks, of a transfer."""

    rule: Rule
    since: date
    amount: int


_THRESHOLDS: Final[Mapping[str, _Threshold]] = MappingProxyType(
    {
        # NAPAS247 carries less than 500 million dong; known since its document of that month.
        "amount-cap": _Threshold(_rules.AMOUNT_CAP, date(2021, 9, 1), 500_000_000),
        # "Over 10 million dong" in one transfer; a day's total cannot be seen from a code.
        "biometric-threshold": _Threshold(_rules.BIOMETRICS, date(2024, 7, 1), 10_000_001),
    }
)


class _Bank(Protocol):
    @property
    def writable_bin(self) -> str: ...


class Banks(Protocol):
    """What a check asks of a bank directory."""

    def get(
        self,
        bin: str,  # noqa: A002 - the field's own word
        /,
        *,
        on: date | None = None,
    ) -> _Bank | None:
        """The bank that answers to a BIN on a day, alternative BINs included."""


def check(
    text: str,
    *,
    profile: Profile | ProfileName = Profile.TRANSFER,
    banks: Banks | None = None,
    on: date | None = None,
) -> Report:
    """All findings on a scanned text, judged by a profile.

    A report without errors means that :func:`parse` with the same profile reads the text, one
    with errors that it refuses it. Findings of less severity name what was read leniently or
    needs a person's eye.

    Args:
        text: The text of the code, as scanned.
        profile: By which rules; ``auto`` takes those of the scheme that the text names, and
            says in its first finding (QR-44 or QR-45) which and why.
        banks: Bank directory; without one the check ``bank-directory`` is skipped.
        on: Day asked about, for rules with a date (the cap per transfer, the threshold for
            biometrics); ``None`` for as far as the sources reach.

    Raises:
        ValueError: There is no such profile. No text raises.

    >>> report = check("00020101021126280010A000000775011001069133775204504553037045802VN5"
    ...                "906POS3656005HANOI63043AE0", profile="auto")
    >>> report.ok, report.findings[0].message("en")
    (True, 'the code is of profile vnpay, by 26.00')
    """
    judged = Profile(profile)
    try:
        tree = emvco.decode(text)
    except DecodeError as error:
        rule = _rules.STRUCTURE[emvco.Fault(error.reason)]
        finding = Finding(rule, path=error.path, values={"position": error.offset + 1})
        named = ("profile",) if judged is Profile.AUTO else ()
        skipped = (*named, *_TRANSFER, *_THRESHOLDS, "bank-directory")
        return Report(
            findings=(finding,),
            checked=("structure",),
            skipped=tuple(Skipped(name, "not-split") for name in skipped),
        )
    return check_tree(tree, text, profile=judged, banks=banks, on=on)


def check_tree(
    tree: Template,
    text: str,
    *,
    profile: Profile = Profile.TRANSFER,
    banks: Banks | None = None,
    on: date | None = None,
) -> Report:
    """As :func:`check`, of a text already split."""
    findings: list[Finding] = []
    checked, skipped = ["structure"], list[Skipped]()
    if profile is Profile.AUTO:
        fitting = fit(tree)
        profile = fitting.profile
        findings.append(_fit_finding(fitting))
        checked.append("profile")
    for name, find in CHECKS[profile].items():
        findings += find(tree, text, DEMANDS[profile])
        checked.append(name)
    for name, threshold in _THRESHOLDS.items():
        if profile is not Profile.TRANSFER:
            skipped.append(Skipped(name, "not-transfer"))
        elif on is not None and on < threshold.since:
            skipped.append(Skipped(name, "before-source"))
        else:
            findings += _threshold_findings(tree, threshold)
            checked.append(name)
    acquirer = tree.find("38.01.00")
    if banks is None:
        skipped.append(Skipped("bank-directory", "no-banks"))
    elif acquirer is None or not _beneficiary.ACQUIRER.fullmatch(acquirer.text):
        skipped.append(Skipped("bank-directory", "no-bin"))
    else:
        findings += _bank_findings(banks.get(acquirer.text, on=on), acquirer.text)
        checked.append("bank-directory")
    return Report(findings=tuple(findings), checked=tuple(checked), skipped=tuple(skipped))


def _fit_finding(fitting: Fit) -> Finding:
    values = {"profile": fitting.profile.value}
    if not fitting.paths:
        return Finding(_rules.OTHER_SCHEME, values=values)
    evidence = ", ".join(fitting.paths)
    return Finding(_rules.PROFILE, path=fitting.paths[-1], values=values | {"evidence": evidence})


def _threshold_findings(tree: Template, threshold: _Threshold) -> Iterator[Finding]:
    item = tree.get("54")
    amount = None if item is None else _amount.amount_of(item.text)
    if amount is not None and amount >= threshold.amount:
        yield Finding(threshold.rule, path="54")


def _bank_findings(bank: _Bank | None, acquirer_id: str) -> Iterator[Finding]:
    if bank is None:
        yield Finding(_rules.UNKNOWN_BANK, path="38.01.00")
    elif bank.writable_bin != acquirer_id:
        yield Finding(_rules.OTHER_BIN, path="38.01.00", values={"bin": bank.writable_bin})
