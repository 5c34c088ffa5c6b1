"""Whether a message was signed with one of our secrets; every comparison takes constant time.

While a secret is replaced there are two, the new and the old. There is no way to ask for "no
check": an empty secret is refused.

>>> mac = "c0b79fd10f8a93a9a7b2a51b4a52e7ad2e5a9c1ec6bd5fb6e7a62f1a0b0a5d11"
>>> holds(mac, b"1790000000.{}", secrets=("new-secret", "old-secret"), digest="sha256")
False
>>> knows("old-secret", secrets=("new-secret", "old-secret"))
True
"""

import hmac
from collections.abc import Sequence
from typing import Final, Literal

__all__ = ["Digest", "holds", "knows"]

Digest = Literal["sha256", "sha512"]

_MOST_SECRETS: Final = 2


def holds(signature: str, *messages: bytes, secrets: Sequence[str], digest: Digest) -> bool:
    """Whether a hexadecimal HMAC is that of one of the messages under one of the secrets.

    Args:
        signature: The HMAC as received, lower-case hexadecimal; anything else does not hold.
        messages: The ways in which the sender may have written what it signed.
        secrets: One or two secrets, none of them blank; all are tried, whichever holds.
        digest: Hash of the HMAC.

    Raises:
        ValueError: No secret, more than two, or a blank one.
    """
    given = _bytes(signature)
    tried = [
        hmac.compare_digest(given, hmac.new(key, message, digest).hexdigest().encode())
        for key in _keys(secrets)
        for message in messages
    ]
    return any(tried)


def knows(given: str, *, secrets: Sequence[str]) -> bool:
    """Whether a sender showed one of the secrets itself; that says nothing about its message.

    Raises:
        ValueError: No secret, more than two, or a blank one.
    """
    shown = _bytes(given)
    tried = [hmac.compare_digest(shown, key) for key in _keys(secrets)]
    return any(tried)


def _keys(secrets: Sequence[str]) -> list[bytes]:
    if isinstance(secrets, str | bytes) or not 1 <= len(secrets) <= _MOST_SECRETS:
        raise ValueError("secrets are one or two texts, the new one and the old one")
    if not all(map(_is_secret, secrets)):
        raise ValueError("a secret is a text that is not blank")
    return [_bytes(secret) for secret in secrets]


def _is_secret(secret: object) -> bool:
    return isinstance(secret, str) and bool(secret.strip())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
