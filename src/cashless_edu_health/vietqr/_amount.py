"""Data object 54: the amount, as it may be written."""

import re
from collections.abc import Iterator
from typing import Final

from cashless_edu_health import emvco
from cashless_edu_health.emvco import PointOfInitiationMethod, Template
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules

_WHOLE: Final = re.compile(r"([0-9]+)\.?")
_CAP: Final = 500_000_000
"""NAPAS247 carries less than this per transaction, in dong."""


def amount_of(text: str) -> int | None:
    """The amount in dong; ``None`` when it is not a whole number.

    A point with nothing behind it is legal in the standard and is read.
    """
    whole = _WHOLE.fullmatch(text)
    return int(whole[1]) if whole else None


def amount_findings(tree: Template, _: str) -> Iterator[Finding]:
    """Findings on the amount, and on how it goes with the point of initiation method."""
    item, method = tree.get("54"), tree.get("01")
    if item is None:
        if method is not None and method.text == PointOfInitiationMethod.DYNAMIC:
            yield Finding(_rules.DYNAMIC_WITHOUT_AMOUNT, path="01")
        return
    amount = amount_of(item.text)
    if amount is None:
        yield Finding(_rules.AMOUNT_FORM, path="54")
        return
    yield from _size(item.text, amount)
    if method is not None and method.text == PointOfInitiationMethod.STATIC:
        yield Finding(_rules.STATIC_WITH_AMOUNT, path="01")


def _size(text: str, amount: int) -> Iterator[Finding]:
    if emvco.ROOT["54"].is_too_long(text):
        yield Finding(_rules.AMOUNT_LENGTH, path="54")
    if amount == 0:
        yield Finding(_rules.AMOUNT_ZERO, path="54")
    elif text.startswith("0"):
        yield Finding(_rules.AMOUNT_LEADING_ZERO, path="54")
    if text.endswith("."):
        yield Finding(_rules.AMOUNT_POINT, path="54")
    if amount >= _CAP:
        yield Finding(_rules.AMOUNT_CAP, path="54")
