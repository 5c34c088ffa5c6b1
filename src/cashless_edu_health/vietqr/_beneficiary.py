"""Checks of who is paid: template 38 of NAPAS, template 26 of VNPAY, any account of EMVCo."""

import re
from collections.abc import Generator, Iterator
from typing import Final

from cashless_edu_health.accounts import MAX_NUMBER_LENGTH
from cashless_edu_health.emvco import DataObject, Template
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._frame import absent
from cashless_edu_health.vietqr._profiles import (
    CASH_SERVICE,
    GUID,
    PAYMENT_SERVICE,
    VNPAY_GUID,
    Demands,
)

ACQUIRER: Final = re.compile(r"[0-9]{6}")
NUMBER: Final = re.compile(rf"[0-9A-Za-z]{{1,{MAX_NUMBER_LENGTH}}}")
VNPAY_MERCHANT: Final = re.compile(r"[0-9A-Za-z]+")
_OTHER_SERVICES: Final = frozenset({PAYMENT_SERVICE, CASH_SERVICE})


def transfer(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """Template 38 of a transfer; a code of another scheme is called by its name."""
    other = tree.find("26.00")
    if tree.get("38") is None and other is not None and other.text == VNPAY_GUID:
        yield Finding(_rules.VNPAY, path="26")
        return
    template = yield from _napas(tree, demands)
    if template is not None:
        yield from _transfer_service(template.get("02"), demands)
        yield from _undefined(template, "38", {"00", "01", "02"})


def merchant_or_cash(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """Template 38 of a payment to a merchant, or of a withdrawal."""
    template = yield from _napas(tree, demands)
    if template is None:
        return
    service = template.get("02")
    if (None if service is None else service.text) not in demands.service:
        values = {"expected": demands.service[0]}
        yield Finding(_rules.WRONG_SERVICE, path="38.02", values=values)
    yield from _undefined(template, "38", {"00", "01", "02"})


def vnpay(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """Template 26: VNPAY and its merchant."""
    item = tree.get("26")
    if item is None:
        yield from absent(tree, demands, "26")
        return
    if isinstance(item.value, str):
        yield Finding(_rules.NOT_TEMPLATE, path="26")
        return
    network = item.value.get("00")
    if network is None or network.text != VNPAY_GUID:
        yield Finding(_rules.NOT_VNPAY, path="26.00")
        return
    merchant = item.value.get("01")
    if merchant is None:
        yield from absent(tree, demands, "26.01")
    elif not VNPAY_MERCHANT.fullmatch(merchant.text):
        yield Finding(_rules.VNPAY_MERCHANT, path="26.01")
    for part in item.value:
        if part.id not in {"00", "01"}:
            yield Finding(_rules.KEPT, path=f"26.{part.id}")


def any_account(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """Objects 02-51: at least one, and those from 26 on templates with an identifier."""
    accounts = [item for item in tree if "02" <= item.id <= "51"]
    if not any(item.text for item in accounts):
        yield Finding(_rules.NO_ACCOUNT)
    for item in accounts:
        if item.text == "":
            yield Finding(_rules.EMPTY, path=item.id)
        elif item.id < "26":
            continue
        elif isinstance(item.value, str):
            yield Finding(_rules.NOT_TEMPLATE, path=item.id)
        elif item.value.get("00") is None:
            path = f"{item.id}.00"
            yield Finding(demands.missing, path=path, values={"id": path})


def _napas(tree: Template, demands: Demands) -> Generator[Finding, None, Template | None]:
    """Findings on network and account; the result is template 38 where it is NAPAS's."""
    item = tree.get("38")
    if item is None:
        yield from absent(tree, demands, "38")
        return None
    if isinstance(item.value, str):
        yield Finding(_rules.NOT_TEMPLATE, path="38")
        return None
    network = item.value.get("00")
    if network is None or network.text != GUID:
        yield Finding(_rules.NETWORK, path="38.00")
        return None
    yield from _account(tree, demands)
    return item.value


def _account(tree: Template, demands: Demands) -> Iterator[Finding]:
    item = tree.find("38.01")
    if item is not None and isinstance(item.value, str):
        yield Finding(_rules.NOT_TEMPLATE, path="38.01")
        return
    for path, pattern, rule in (
        ("38.01.00", ACQUIRER, _rules.ACQUIRER_FORM),
        ("38.01.01", NUMBER, _rules.NUMBER_FORM),
    ):
        part = tree.find(path)
        if part is None:
            yield from absent(tree, demands, path)
        elif not pattern.fullmatch(part.text):
            yield Finding(rule, path=path)
    if item is not None and isinstance(item.value, Template):
        yield from _undefined(item.value, "38.01", {"00", "01"})


def _transfer_service(item: DataObject | None, demands: Demands) -> Iterator[Finding]:
    if item is None:
        yield Finding(_rules.NO_SERVICE, path="38.02")
    elif item.text in _OTHER_SERVICES:
        yield Finding(_rules.OTHER_SERVICE, path="38.02", values={"service": item.text})
    elif item.text not in demands.service:
        yield Finding(_rules.UNKNOWN_SERVICE, path="38.02")


def _undefined(template: Template, path: str, defined: set[str]) -> Iterator[Finding]:
    for item in template:
        if item.id not in defined:
            yield Finding(_rules.UNDEFINED, path=f"{path}.{item.id}")
