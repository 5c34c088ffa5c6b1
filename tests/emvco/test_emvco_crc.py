"""The checksum agrees with published values and with another way to compute it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import emvco

STANDARD_SAMPLE = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233"
    "030412340603***0708A60086670902ME91320016A0112233449988770708123456786304"
)


@pytest.mark.parametrize(
    ("text", "checksum"),
    [
        ("123456789", "29B1"),
        ("", "FFFF"),
        # The sample of the standard: lengths in characters, checksum over UTF-8 bytes.
        (STANDARD_SAMPLE, "A13A"),
        # A checksum that begins with 0 keeps it.
        ("00020101021138540010A00000072701240006970436011000000019830208QRIBFTTA6304", "00BD"),
    ],
)
def test_published_checksums_come_out(text, checksum):
    assert emvco.crc16(text) == checksum


def test_the_sample_of_the_standard_splits_into_its_templates():
    tree = emvco.decode(STANDARD_SAMPLE + "A13A")
    assert tree.find("64.01") == emvco.DataObject("01", "最佳运输")
    assert tree.find("91.07") == emvco.DataObject("07", "12345678")
    assert tree.find("62.06") == emvco.DataObject("06", "***")


def by_polynomial(data):
    """Long division, bit by bit."""
    remainder = 0xFFFF
    for byte in data:
        for bit in range(7, -1, -1):
            carry = (remainder >> 15) ^ (byte >> bit & 1)
            remainder = (remainder << 1 & 0xFFFF) ^ (0x1021 if carry else 0)
    return f"{remainder:04X}"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_checksums_agree_with_long_division(text):
    assert emvco.crc16(text) == by_polynomial(text.encode())
    assert emvco.append_crc(text) == f"{text}6304{by_polynomial(text.encode() + b'6304')}"


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40),
)
def test_a_checksum_continued_from_a_prefix_is_the_checksum_of_the_whole(first, rest):
    assert emvco.Prefix.of(first).close(rest) == emvco.append_crc(first + rest)


def test_a_prefix_hides_its_text():
    assert "0000123456789" not in repr(emvco.Prefix.of("01130000123456789"))
