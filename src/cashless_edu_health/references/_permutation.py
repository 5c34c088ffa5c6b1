"""The keyed bijection that scatters a tenant's numbers over all payloads.

Neighbouring numbers give references that differ everywhere, so a misread reference is almost
never another pupil's, and nobody reads from two references how many lie between them.

The permutation, version 1, for another language to implement:

* ``M = 23 ** n`` with ``n`` the payload length (8 or 5). ``w`` is the smallest number of bits
  with ``2 ** (2 * w) >= M``: 19 for ``n = 8``, 12 for ``n = 5``.
* ``F(i, x)`` for round ``i`` (0 to 9) and a half ``x`` (``0 <= x < 2 ** w``): BLAKE2b with an
  8-byte digest, the tenant's key as its key, the personalisation
  ``"cashless1" + prefix + n`` in ASCII (``"cashless1HVX8"``, ``"cashless1HX5"``; BLAKE2b fills
  it with zero bytes to 16), no salt, over 5 bytes: ``i`` in one byte, then ``x`` in four bytes,
  most significant first. The digest is read as a number, most significant byte first, and its
  lowest ``w`` bits are the value.
* One pass over ``v`` (``0 <= v < 2 ** (2 * w)``): ``L`` is the upper ``w`` bits, ``R`` the lower
  ``w`` bits; ten times ``(L, R) = (R, L xor F(i, R))``; the result is ``L * 2 ** w + R``.
* Cycle walking: pass at least once, and again while the result is ``M`` or more. The inverse
  walks back with the inverse pass.

It hides order and volume from readers of references. It is not a signature: whether a
reference was issued is asked of the list of issued ones.
"""

import hashlib
from typing import Final

from attrs import frozen

from cashless_edu_health.references._scheme import ReferenceScheme

ROUNDS: Final = 10
"""Rounds of the Feistel network, as many as NIST SP 800-38G takes for its FF1."""


@frozen(repr=False)
class Permutation:
    """The bijection of one scheme under one key (16 to 64 bytes), on 0 to ``capacity - 1``."""

    scheme: ReferenceScheme
    key: bytes

    def forward(self, number: int) -> int:
        """Where the number lands."""
        return self._walk(number, range(ROUNDS), inverse=False)

    def backward(self, number: int) -> int:
        """The number that lands there."""
        return self._walk(number, range(ROUNDS - 1, -1, -1), inverse=True)

    def _walk(self, number: int, rounds: range, *, inverse: bool) -> int:
        width = half_width(self.scheme.capacity)
        while True:
            left, right = divmod(number, 1 << width)
            if inverse:
                left, right = right, left
            for index in rounds:
                left, right = right, left ^ self._round(index, right, width)
            if inverse:
                left, right = right, left
            number = (left << width) | right
            if number < self.scheme.capacity:
                return number

    def _round(self, index: int, half: int, width: int) -> int:
        digest = hashlib.blake2b(
            bytes([index]) + half.to_bytes(4, "big"),
            digest_size=8,
            key=self.key,
            person=f"cashless1{self.scheme.prefix}{self.scheme.payload_length}".encode("ascii"),
        ).digest()
        return int.from_bytes(digest, "big") % (1 << width)


def half_width(capacity: int) -> int:
    """Bits of one half: the fewest whose double holds every number below ``capacity``."""
    return ((capacity - 1).bit_length() + 1) // 2
