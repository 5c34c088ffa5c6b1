"""From a tenant's number to its reference and back."""

from collections.abc import Sequence
from typing import Final

from cashless_edu_health.errors import EncodeError
from cashless_edu_health.references._permutation import Permutation
from cashless_edu_health.references._scheme import (
    CHECK_LENGTH,
    LONG,
    SCHEMES,
    ReferenceScheme,
    check_characters,
    payload,
    payload_number,
)
from cashless_edu_health.references._validate import read

MIN_KEY: Final = 16
"""Fewest bytes of a key: 128 bits."""

MAX_KEY: Final = 64
"""Most bytes of a key: what BLAKE2b takes."""


def issue(number: int, *, key: bytes, scheme: ReferenceScheme = LONG) -> str:
    """The reference of the tenant's ``number``: the same for ever under the same key and scheme.

    The number is scattered by a keyed bijection (described in
    ``cashless_edu_health/references/_permutation.py``, with vectors in
    ``cashless_edu_health/data/vectors/references.json``), written in base 23 and completed by
    two check characters. Two numbers never give one reference.

    Args:
        number: 0 to ``scheme.capacity - 1``: a sequence number, never given out twice.
        key: 16 to 64 random bytes of the tenant's own, kept secret and kept for ever; there is
            no default.
        scheme: Shape and prefix.

    Raises:
        EncodeError: The number or the key is out of bounds.

    >>> issue(17, key=bytes(range(16)))
    'HVXH1KVHP6C3C'
    """
    if isinstance(number, bool) or not isinstance(number, int):
        raise EncodeError("a whole number (int) is needed", path="number")
    if not 0 <= number < scheme.capacity:
        raise EncodeError(f"not in 0 to {scheme.capacity - 1}", path="number")
    scattered = Permutation(scheme, _checked(key)).forward(number)
    body = scheme.prefix + payload(scattered, scheme.payload_length)
    return body + check_characters(body)


def number_of(reference: str, *, key: bytes, schemes: Sequence[ReferenceScheme] = SCHEMES) -> int:
    """The number that was issued as this reference under this key.

    A reference that was never issued also has a number; look it up before relying on it.

    Args:
        reference: A reference as :func:`validate` takes it.
        key: The key that it was issued with.
        schemes: Schemes that it may be of.

    Raises:
        DecodeError: Not a reference of these schemes.
        EncodeError: The key is out of bounds.

    >>> number_of("hvx h1kv hp6c 3c", key=bytes(range(16)))
    17
    """
    compact, scheme = read(reference, schemes)
    characters = compact[len(scheme.prefix) : -CHECK_LENGTH]
    return Permutation(scheme, _checked(key)).backward(payload_number(characters))


def _checked(key: object) -> bytes:
    if not isinstance(key, bytes) or not MIN_KEY <= len(key) <= MAX_KEY:
        raise EncodeError(f"a key is {MIN_KEY} to {MAX_KEY} bytes", path="key")
    return key
