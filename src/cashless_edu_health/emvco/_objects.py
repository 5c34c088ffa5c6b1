"""The data objects of the standard: ids, names, formats, lengths, presence."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from attrs import frozen

MAX_PAYLOAD_LENGTH: Final = 512
"""Longest payload, in characters."""

MAX_VALUE_LENGTH: Final = 99
"""Longest value of one data object, in characters; two digits hold no more."""


class Format(StrEnum):
    """What characters a value is made of."""

    N = "N"
    """Digits 0-9."""
    ANS = "ans"
    """Printable ASCII, from the space to the tilde."""
    S = "S"
    """Any Unicode text, carried as UTF-8."""


class Presence(StrEnum):
    """Whether the standard wants an object in every payload."""

    MANDATORY = "M"
    CONDITIONAL = "C"
    OPTIONAL = "O"


class PointOfInitiationMethod(StrEnum):
    """Value of data object 01."""

    STATIC = "11"
    """The same code serves many payments."""
    DYNAMIC = "12"
    """The code was made for one payment."""


_FOREIGN: Final = {
    Format.N: re.compile(r"[^0-9]"),
    Format.ANS: re.compile(r"[^ -~]"),
}


@frozen
class ObjectSpec:
    """What the standard says of one data object.

    Attributes:
        id: Two digits.
        name: Name in the standard.
        format: Characters of its value.
        max_length: Longest value, in characters.
        presence: Whether it must be there. A profile may ask for less: transfers in Viet Nam
            leave out 52, 59 and 60.
        template: Whether its value is itself a sequence of data objects.
    """

    id: str
    name: str
    format: Format
    max_length: int
    presence: Presence = Presence.OPTIONAL
    template: bool = False

    def is_too_long(self, value: str) -> bool:
        """Whether the value has more characters than the standard allows."""
        return len(value) > self.max_length

    def foreign_at(self, value: str) -> int | None:
        """Index of the first character outside the format; ``None`` when all are inside.

        >>> ROOT["54"].foreign_at("79 000 ₫")
        7
        """
        pattern = _FOREIGN.get(self.format)
        found = pattern.search(value) if pattern else None
        return found.start() if found else None


def _ids(first: int, last: int) -> list[str]:
    return [f"{number:02}" for number in range(first, last + 1)]


def _table(*specs: ObjectSpec) -> Mapping[str, ObjectSpec]:
    return MappingProxyType({spec.id: spec for spec in specs})


_M: Final = Presence.MANDATORY
_C: Final = Presence.CONDITIONAL
_ANS: Final = Format.ANS

ROOT: Final = _table(
    ObjectSpec("00", "Payload Format Indicator", Format.N, 2, _M),
    ObjectSpec("01", "Point of Initiation Method", Format.N, 2),
    *(ObjectSpec(i, "Merchant Account Information", _ANS, 99) for i in _ids(2, 25)),
    *(ObjectSpec(i, "Merchant Account Information", _ANS, 99, template=True) for i in _ids(26, 51)),
    ObjectSpec("52", "Merchant Category Code", Format.N, 4, _M),
    ObjectSpec("53", "Transaction Currency", Format.N, 3, _M),
    ObjectSpec("54", "Transaction Amount", _ANS, 13, _C),
    ObjectSpec("55", "Tip or Convenience Indicator", Format.N, 2),
    ObjectSpec("56", "Value of Convenience Fee Fixed", _ANS, 13, _C),
    ObjectSpec("57", "Value of Convenience Fee Percentage", _ANS, 5, _C),
    ObjectSpec("58", "Country Code", _ANS, 2, _M),
    ObjectSpec("59", "Merchant Name", _ANS, 25, _M),
    ObjectSpec("60", "Merchant City", _ANS, 15, _M),
    ObjectSpec("61", "Postal Code", _ANS, 10),
    ObjectSpec("62", "Additional Data Field Template", Format.S, 99, template=True),
    ObjectSpec("63", "CRC", _ANS, 4, _M),
    ObjectSpec("64", "Merchant Information - Language Template", Format.S, 99, template=True),
    *(ObjectSpec(i, "RFU for EMVCo", Format.S, 99) for i in _ids(65, 79)),
    *(ObjectSpec(i, "Unreserved Templates", Format.S, 99, template=True) for i in _ids(80, 99)),
)
"""Objects of the root, by id. At least one of 02-51 is mandatory."""

ADDITIONAL_DATA: Final = _table(
    ObjectSpec("01", "Bill Number", _ANS, 25),
    ObjectSpec("02", "Mobile Number", _ANS, 25),
    ObjectSpec("03", "Store Label", _ANS, 25),
    ObjectSpec("04", "Loyalty Number", _ANS, 25),
    ObjectSpec("05", "Reference Label", _ANS, 25),
    ObjectSpec("06", "Customer Label", _ANS, 25),
    ObjectSpec("07", "Terminal Label", _ANS, 25),
    ObjectSpec("08", "Purpose of Transaction", _ANS, 25),
    ObjectSpec("09", "Additional Consumer Data Request", _ANS, 3),
    *(
        ObjectSpec(i, "Payment System Specific Template", Format.S, 99, template=True)
        for i in _ids(50, 99)
    ),
)
"""Objects of template 62, by id; ids left out are reserved for EMVCo's use."""

LANGUAGE: Final = _table(
    ObjectSpec("00", "Language Preference", _ANS, 2, _M),
    ObjectSpec("01", "Merchant Name - Alternate Language", Format.S, 25, _M),
    ObjectSpec("02", "Merchant City - Alternate Language", Format.S, 15),
)
"""Objects of template 64, by id; ids left out are reserved for EMVCo's use."""

NETWORK_TEMPLATES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"A000000727": frozenset({"01"})}
)
"""Objects that a payment network declares to be templates, by the network's identifier.

The standard leaves objects 01-99 of a merchant account template to the network that object
00 names. A000000727 is NAPAS; its object 01 (the beneficiary) holds objects 00 and 01.
Everything else that a network puts there is text, whatever it looks like: the merchant id
``0106273448`` would split, and is not a template.
"""
