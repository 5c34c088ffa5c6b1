"""Secrets: one or two, never blank, compared whole."""

import hashlib
import hmac

import pytest

from cashless_edu_health import signatures


def mac(key, message, name="sha256"):
    return hmac.new(key.encode(), message, name).hexdigest()


@pytest.mark.parametrize(
    ("signature", "messages", "secrets", "digest", "expected"),
    [
        (mac("a", b"m"), (b"m",), ("a",), "sha256", True),
        (mac("a", b"m"), (b"m",), ("b", "a"), "sha256", True),
        (mac("a", b"m"), (b"n", b"m"), ["a"], "sha256", True),
        (mac("a", b"m", "sha512"), (b"m",), ("a",), "sha512", True),
        (mac("đ", b"m"), (b"m",), ("đ",), "sha256", True),
        (mac("a", b"m"), (), ("a",), "sha256", False),
        (mac("a", b"m"), (b"n",), ("a",), "sha256", False),
        (mac("a", b"m"), (b"m",), ("b",), "sha256", False),
        (mac("a", b"m"), (b"m",), ("a",), "sha512", False),
        (mac("a", b"m").upper(), (b"m",), ("a",), "sha256", False),
        (mac("", b"m"), (b"m",), ("a",), "sha256", False),
        ("", (b"m",), ("a",), "sha256", False),
        ("\ud800", (b"m",), ("a",), "sha256", False),
    ],
)
def test_a_signature_holds_under_one_of_the_secrets(signature, messages, secrets, digest, expected):
    assert signatures.holds(signature, *messages, secrets=secrets, digest=digest) is expected


@pytest.mark.parametrize(
    ("given", "secrets", "expected"),
    [
        ("a", ("a",), True),
        ("a", ("b", "a"), True),
        ("a", ("b",), False),
        ("", ("b",), False),
        ("a ", ("a",), False),
        ("\ud800", ("a",), False),
    ],
)
def test_a_secret_is_known_whole(given, secrets, expected):
    assert signatures.knows(given, secrets=secrets) is expected


@pytest.mark.parametrize("secrets", [(), ("",), ("a", " "), ("a", "b", "c"), "secret", (1,), b"ab"])
def test_no_secret_no_answer(secrets):
    with pytest.raises(ValueError, match="secret"):
        signatures.holds("", b"", secrets=secrets, digest="sha256")
    with pytest.raises(ValueError, match="secret"):
        signatures.knows("", secrets=secrets)


def test_the_hash_is_that_of_the_standard_library():
    assert signatures.holds(
        hmac.new(b"k", b"m", hashlib.sha256).hexdigest(), b"m", secrets=("k",), digest="sha256"
    )
