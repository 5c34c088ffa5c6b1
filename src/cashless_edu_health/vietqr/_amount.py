"""Checks of data objects 54 to 57: the amount, a tip, a fee."""

import re
from collections.abc import Iterator
from typing import Final

from cashless_edu_health import emvco
from cashless_edu_health.emvco import PointOfInitiationMethod, Template
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._profiles import Demands

_WHOLE: Final = re.compile(r"([0-9]+)\.?")
_DECIMAL: Final = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_ZERO: Final = re.compile(r"[0.]+")
_PERCENTAGE: Final = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
_FEE_BY_INDICATOR: Final = {"01": set[str](), "02": {"56"}, "03": {"57"}}
"""Which of 56 and 57 goes with a value of object 55; neither goes without it."""


def amount_of(text: str) -> int | None:
    """The amount in dong; ``None`` when it is not a whole number.

    A point with nothing behind it is legal in the standard and is read.
    """
    whole = _WHOLE.fullmatch(text)
    return int(whole[1]) if whole else None


def dong(tree: Template, _: str, __: Demands) -> Iterator[Finding]:
    """Findings on a whole amount, and on how it goes with the point of initiation method."""
    item, method = tree.get("54"), tree.get("01")
    if item is None:
        if method is not None and method.text == PointOfInitiationMethod.DYNAMIC:
            yield Finding(_rules.DYNAMIC_WITHOUT_AMOUNT, path="01")
        return
    if amount_of(item.text) is None:
        yield Finding(_rules.AMOUNT_FORM, path="54")
        return
    yield from _size(item.text)
    if method is not None and method.text == PointOfInitiationMethod.STATIC:
        yield Finding(_rules.STATIC_WITH_AMOUNT, path="01")


def payment(tree: Template, text: str, demands: Demands) -> Iterator[Finding]:
    """As :func:`dong`, with the tips and fees that a merchant may ask for."""
    yield from dong(tree, text, demands)
    yield from _fees(tree)


def any_currency(tree: Template, _: str, __: Demands) -> Iterator[Finding]:
    """The amount in the form of the standard, decimals included; tips and fees."""
    item = tree.get("54")
    if item is not None and not _DECIMAL.fullmatch(item.text):
        yield Finding(_rules.AMOUNT_DECIMAL, path="54")
    elif item is not None:
        yield from _size(item.text)
    yield from _fees(tree)


def _size(text: str) -> Iterator[Finding]:
    if emvco.ROOT["54"].is_too_long(text):
        yield Finding(_rules.AMOUNT_LENGTH, path="54")
    if _ZERO.fullmatch(text):
        yield Finding(_rules.AMOUNT_ZERO, path="54")
    elif text.startswith("0") and not text.startswith("0."):
        yield Finding(_rules.AMOUNT_LEADING_ZERO, path="54")
    if text.endswith("."):
        yield Finding(_rules.AMOUNT_POINT, path="54")


def _fees(tree: Template) -> Iterator[Finding]:
    """Objects 55-57 must fit together."""
    indicator, fixed, percentage = (tree.get(i) for i in ("55", "56", "57"))
    present = {item.id for item in (fixed, percentage) if item is not None}
    wanted = set[str]() if indicator is None else _FEE_BY_INDICATOR.get(indicator.text)
    if wanted != present:
        yield Finding(_rules.FEE_FORM, path="55")
    if fixed is not None and not _is_fee(fixed.text, _DECIMAL, 13):
        yield Finding(_rules.FEE_FORM, path="56")
    if percentage is not None and not _is_fee(percentage.text, _PERCENTAGE, 5):
        yield Finding(_rules.FEE_FORM, path="57")


def _is_fee(text: str, pattern: re.Pattern[str], longest: int) -> bool:
    return (
        len(text) <= longest
        and pattern.fullmatch(text) is not None
        and _ZERO.fullmatch(text) is None
    )
