"""Checks of what every code has: first, last, checksum, the values given by the standards."""

import re
from collections.abc import Iterator
from typing import Final

from cashless_edu_health import emvco
from cashless_edu_health.emvco import PointOfInitiationMethod, Template
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._profiles import COUNTRY, CURRENCY, Demands

_METHODS: Final = frozenset(method.value for method in PointOfInitiationMethod)
_CHECKSUM: Final = re.compile(r"[0-9A-Fa-f]{4}")
_CURRENCY: Final = re.compile(r"[0-9]{3}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def frame(tree: Template, text: str, _: Demands) -> Iterator[Finding]:
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


def absent(tree: Template, demands: Demands, path: str) -> Iterator[Finding]:
    """A finding when the profile demands an object and nothing stands at the path.

    Object 00 is left to :func:`frame`, which wants it first.
    """
    if path != "00" and path in demands.mandatory and tree.find(path) is None:
        yield Finding(demands.missing, path=path, values={"id": path})


def constants(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """Payload format, initiation, and the currency and country of Viet Nam."""
    for object_id, allowed, rule in (
        ("00", {"01"}, _rules.PAYLOAD_FORMAT),
        ("01", _METHODS, _rules.INITIATION),
        ("53", {CURRENCY}, _rules.CURRENCY),
        ("58", {COUNTRY}, _rules.COUNTRY),
    ):
        item = tree.get(object_id)
        if item is None:
            yield from absent(tree, demands, object_id)
        elif item.text not in allowed:
            yield Finding(rule, path=object_id)


def constants_of_any_country(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """As :func:`constants`, with any currency and country in the standard's form."""
    for object_id, pattern, rule in (
        ("00", re.compile("01"), _rules.PAYLOAD_FORMAT),
        ("01", re.compile("|".join(_METHODS)), _rules.INITIATION),
        ("53", _CURRENCY, _rules.CODE_FORM),
        ("58", _COUNTRY, _rules.CODE_FORM),
    ):
        item = tree.get(object_id)
        if item is None:
            yield from absent(tree, demands, object_id)
        elif not pattern.fullmatch(item.text):
            yield Finding(rule, path=object_id)
