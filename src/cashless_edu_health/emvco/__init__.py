"""EMVCo merchant-presented mode: payloads as trees of data objects.

Knows the standard's objects and no bank. :func:`decode` splits a scanned text and
:meth:`Template.encode` writes it back unchanged; whether the content makes sense is for the
check of a profile (:mod:`cashless_edu_health.vietqr`).

>>> tree = decode("00020101021153037045802VN62090805HELLO63040000")
>>> [item.id for item in tree], tree.find("62.08").text
(['00', '01', '53', '58', '62', '63'], 'HELLO')
>>> decode("0002010102")
Traceback (most recent call last):
    ...
cashless_edu_health.errors.DecodeError: 01 (character 6): the length runs past the end

Source of the tables: EMV QRCPS Merchant-Presented Mode v1.1, data object tables.
"""

from cashless_edu_health.emvco._crc import Prefix, append_crc, crc16
from cashless_edu_health.emvco._objects import (
    ADDITIONAL_DATA,
    LANGUAGE,
    MAX_PAYLOAD_LENGTH,
    MAX_VALUE_LENGTH,
    NETWORK_TEMPLATES,
    ROOT,
    Format,
    ObjectSpec,
    PointOfInitiationMethod,
    Presence,
)
from cashless_edu_health.emvco._tree import DataObject, Fault, Template, decode

__all__ = [
    "ADDITIONAL_DATA",
    "LANGUAGE",
    "MAX_PAYLOAD_LENGTH",
    "MAX_VALUE_LENGTH",
    "NETWORK_TEMPLATES",
    "ROOT",
    "DataObject",
    "Fault",
    "Format",
    "ObjectSpec",
    "PointOfInitiationMethod",
    "Prefix",
    "Presence",
    "Template",
    "append_crc",
    "crc16",
    "decode",
]
