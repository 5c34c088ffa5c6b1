"""Payment references that survive a bank's remittance text: issue, validate, find.

A reference is a prefix, a payload of 8 or 5 characters and two check characters that detect
every one or two wrong characters and every exchange of two. Invoice numbers are scattered over
all payloads, so that a damaged reference is hardly ever another invoice's.

>>> reference = issue(17, key=bytes(range(16)))
>>> reference, format(reference), number_of(reference, key=bytes(range(16)))
('HVXH1KVHP6C3C', 'HVX H1KV HP6C 3C', 17)
>>> find(f"NHAN TU 0071 TRACE 482913 ND le thi minh{reference}.CT tu")[0].reference
'HVXH1KVHP6C3C'
"""

from cashless_edu_health.references._find import Found, find
from cashless_edu_health.references._issue import MAX_KEY, MIN_KEY, issue, number_of
from cashless_edu_health.references._scheme import (
    ALPHABET,
    LONG,
    SCHEMES,
    SHORT,
    ReferenceScheme,
    check_characters,
)
from cashless_edu_health.references._validate import format, is_valid, validate  # noqa: A004

__all__ = [
    "ALPHABET",
    "LONG",
    "MAX_KEY",
    "MIN_KEY",
    "SCHEMES",
    "SHORT",
    "Found",
    "ReferenceScheme",
    "check_characters",
    "find",
    "format",
    "is_valid",
    "issue",
    "number_of",
    "validate",
]
