"""Everything that is wrong with a scanned transfer code."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Protocol

from cashless_edu_health import emvco
from cashless_edu_health.accounts import MAX_NUMBER_LENGTH
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Template
from cashless_edu_health.errors import DecodeError
from cashless_edu_health.findings import Finding, Report, Skipped
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._additional_data import ADDITIONAL_DATA_IDS
from cashless_edu_health.vietqr._amount import amount_findings
from cashless_edu_health.vietqr._code import COUNTRY, CURRENCY, GUID, OWN_IDS, ServiceCode

_VNPAY_GUID: Final = "A000000775"
_OTHER_SERVICES: Final = frozenset({"QRPUSH", "QRCASH"})
_CAP_KNOWN_SINCE: Final = date(2021, 9, 1)
"""Month of NAPAS's document, the source of the cap."""

_METHODS: Final = frozenset(method.value for method in PointOfInitiationMethod)
_SERVICES: Final = frozenset(code.value for code in ServiceCode)
_CHECKSUM: Final = re.compile(r"[0-9A-Fa-f]{4}")
_ACQUIRER: Final = re.compile(r"[0-9]{6}")
_NUMBER: Final = re.compile(rf"[0-9A-Za-z]{{1,{MAX_NUMBER_LENGTH}}}")
_CATEGORY_CODE: Final = re.compile(r"[0-9]{4}")


class _Bank(Protocol):
    @property
    def writable_bin(self) -> str: ...


class Banks(Protocol):
    """What a check asks of a bank directory."""

    def get(self, bin: str, /) -> _Bank | None:  # noqa: A002 - the field's own word
        """The bank that answers to a BIN, alternative BINs included."""


def check(text: str, *, banks: Banks | None = None, on: date | None = None) -> Report:
    """All findings on a scanned text as a VietQR transfer.

    A report without errors means that :func:`parse` reads the text, one with errors that it
    refuses it. Findings of less severity name what was read leniently or needs a person's eye.

    Args:
        text: The text of the code, as scanned.
        banks: Bank directory; without one the check ``bank-directory`` is skipped.
        on: Day asked about, for rules with a date (the cap per transfer); ``None`` for as far
            as the sources reach.
    """
    try:
        tree = emvco.decode(text)
    except DecodeError as error:
        rule = _rules.STRUCTURE[emvco.Fault(error.reason)]
        finding = Finding(rule, path=error.path, values={"position": error.offset + 1})
        skipped = (*_CHECKS, "amount-cap", "bank-directory")
        return Report(
            findings=(finding,),
            checked=("structure",),
            skipped=tuple(Skipped(name, "not-split") for name in skipped),
        )
    return check_tree(tree, text, banks=banks, on=on)


def check_tree(
    tree: Template, text: str, *, banks: Banks | None = None, on: date | None = None
) -> Report:
    """As :func:`check`, of a text already split."""
    findings = [finding for find in _CHECKS.values() for finding in find(tree, text)]
    checked = ["structure", *_CHECKS]
    skipped = []
    if on is not None and on < _CAP_KNOWN_SINCE:
        findings = [f for f in findings if f.rule is not _rules.AMOUNT_CAP]
        skipped.append(Skipped("amount-cap", "before-source"))
    else:
        checked.append("amount-cap")
    acquirer = tree.find("38.01.00")
    if banks is None:
        skipped.append(Skipped("bank-directory", "no-banks"))
    elif acquirer is None or not _ACQUIRER.fullmatch(acquirer.text):
        skipped.append(Skipped("bank-directory", "no-bin"))
    else:
        findings += _bank_findings(banks.get(acquirer.text), acquirer.text)
        checked.append("bank-directory")
    return Report(findings=tuple(findings), checked=tuple(checked), skipped=tuple(skipped))


def _frame(tree: Template, text: str) -> Iterator[Finding]:
    """First, last, checksum."""
    ids = [item.id for item in tree]
    if ids[:1] != ["00"]:
        yield Finding(_rules.NOT_FIRST, path="00")
    if ids[-1:] != ["63"]:
        yield Finding(_rules.NOT_LAST, path="63")
        return
    checksum = tree.objects[-1].text
    if not _CHECKSUM.fullmatch(checksum) or checksum.upper() != emvco.crc16(text[:-4]):
        yield Finding(_rules.CHECKSUM, path="63")
    elif checksum != checksum.upper():
        yield Finding(_rules.CHECKSUM_CASE, path="63")


def _constants(tree: Template, _: str) -> Iterator[Finding]:
    """The objects whose values are given by the standards."""
    for object_id, allowed, rule in (
        ("00", {"01"}, _rules.PAYLOAD_FORMAT),
        ("01", _METHODS, _rules.INITIATION),
        ("53", {CURRENCY}, _rules.CURRENCY),
        ("58", {COUNTRY}, _rules.COUNTRY),
    ):
        item = tree.get(object_id)
        if item is None:
            yield from _missing(tree, object_id)
        elif item.text not in allowed:
            yield Finding(rule, path=object_id)


def _missing(tree: Template, path: str) -> Iterator[Finding]:
    """A finding when nothing stands at the path; 00 has a rule of its own."""
    if path != "00" and tree.find(path) is None:
        yield Finding(_rules.MISSING, path=path, values={"id": path})


def _beneficiary(tree: Template, _: str) -> Iterator[Finding]:
    """Template 38: network, bank, account, service."""
    item = tree.get("38")
    if item is None:
        other = tree.find("26.00")
        if other is not None and other.text == _VNPAY_GUID:
            yield Finding(_rules.VNPAY, path="26")
        else:
            yield from _missing(tree, "38")
        return
    if isinstance(item.value, str):
        yield Finding(_rules.NOT_TEMPLATE, path="38")
        return
    network = item.value.get("00")
    if network is None or network.text != GUID:
        yield Finding(_rules.NETWORK, path="38.00")
        return
    yield from _account(tree)
    yield from _service(item.value.get("02"))
    yield from _undefined(item.value, "38", {"00", "01", "02"})


def _account(tree: Template) -> Iterator[Finding]:
    item = tree.find("38.01")
    if item is not None and isinstance(item.value, str):
        yield Finding(_rules.NOT_TEMPLATE, path="38.01")
        return
    for path, pattern, rule in (
        ("38.01.00", _ACQUIRER, _rules.ACQUIRER_FORM),
        ("38.01.01", _NUMBER, _rules.NUMBER_FORM),
    ):
        part = tree.find(path)
        if part is None:
            yield from _missing(tree, path)
        elif not pattern.fullmatch(part.text):
            yield Finding(rule, path=path)
    if item is not None and isinstance(item.value, Template):
        yield from _undefined(item.value, "38.01", {"00", "01"})


def _service(item: DataObject | None) -> Iterator[Finding]:
    if item is None:
        yield Finding(_rules.NO_SERVICE, path="38.02")
    elif item.text in _OTHER_SERVICES:
        yield Finding(_rules.OTHER_SERVICE, path="38.02", values={"service": item.text})
    elif item.text not in _SERVICES:
        yield Finding(_rules.UNKNOWN_SERVICE, path="38.02")


def _undefined(template: Template, path: str, defined: set[str]) -> Iterator[Finding]:
    for item in template:
        if item.id not in defined:
            yield Finding(_rules.UNDEFINED, path=f"{path}.{item.id}")


def _merchant(tree: Template, _: str) -> Iterator[Finding]:
    """52, 59 and 60, which a transfer may carry."""
    code = tree.get("52")
    if code is not None and code.text == "":
        yield Finding(_rules.EMPTY, path="52")
    elif code is not None and not _CATEGORY_CODE.fullmatch(code.text):
        yield Finding(_rules.CATEGORY_CODE, path="52")
    for object_id in ("59", "60"):
        if (item := tree.get(object_id)) is not None:
            yield from _label(item, object_id, emvco.ROOT[object_id])


def _label(item: DataObject, path: str, spec: emvco.ObjectSpec) -> Iterator[Finding]:
    """Text that a value of this library has a field for."""
    if item.text == "":
        yield Finding(_rules.EMPTY, path=path)
    if spec.is_too_long(item.text):
        yield Finding(_rules.TEXT_LENGTH, path=path, values={"limit": spec.max_length})
    foreign = spec.foreign_at(item.text)
    if foreign is not None:
        yield Finding(_rules.TEXT_ASCII, path=path, values={"position": foreign + 1})


def _additional_data(tree: Template, _: str) -> Iterator[Finding]:
    """Template 62."""
    item = tree.get("62")
    if item is None:
        return
    if isinstance(item.value, str):
        yield Finding(_rules.NOT_TEMPLATE, path="62")
        return
    if not item.value:
        yield Finding(_rules.EMPTY, path="62")
    for part in item.value:
        path = f"62.{part.id}"
        if part.id in ADDITIONAL_DATA_IDS.values():
            yield from _label(part, path, emvco.ADDITIONAL_DATA[part.id])
        else:
            yield from _kept(part, path, emvco.ADDITIONAL_DATA.get(part.id))


def _others(tree: Template, text: str) -> Iterator[Finding]:
    """What transfers do not use; kept, and named."""
    for item in tree:
        if item.id not in OWN_IDS:
            yield from _kept(item, item.id, emvco.ROOT.get(item.id))
    if not text.isascii():
        yield Finding(_rules.NOT_ASCII)


def _kept(item: DataObject, path: str, spec: emvco.ObjectSpec | None) -> Iterator[Finding]:
    if "02" <= path <= "51":
        yield Finding(_rules.OTHER_ACCOUNT, path=path)
    elif path in {"55", "56", "57"}:
        yield Finding(_rules.TIP, path=path)
    else:
        yield Finding(_rules.OTHER_OBJECT, path=path)
    if item.text == "":
        yield Finding(_rules.EMPTY, path=path)
    if spec is not None and spec.is_too_long(item.text):
        yield Finding(_rules.OTHER_LENGTH, path=path, values={"limit": spec.max_length})


def _bank_findings(bank: _Bank | None, acquirer_id: str) -> Iterator[Finding]:
    if bank is None:
        yield Finding(_rules.UNKNOWN_BANK, path="38.01.00")
    elif bank.writable_bin != acquirer_id:
        yield Finding(_rules.OTHER_BIN, path="38.01.00", values={"bin": bank.writable_bin})


_CHECKS: Final = {
    "checksum": _frame,
    "constants": _constants,
    "beneficiary": _beneficiary,
    "amount": amount_findings,
    "merchant": _merchant,
    "additional-data": _additional_data,
    "other-objects": _others,
}
"""Checks of a text that splits, by name."""
