"""An independent reader and writer agree: regular expressions and a checksum table."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.vietqr import AdditionalData, VietQR

TABLE = []
for high in range(256):
    entry = high << 8
    for _ in range(8):
        entry = ((entry << 1) ^ 0x1021) & 0xFFFF if entry & 0x8000 else entry << 1
    TABLE.append(entry)


def table_crc(text):
    crc = 0xFFFF
    for byte in text.encode():
        crc = (crc << 8 & 0xFFFF) ^ TABLE[crc >> 8 ^ byte]
    return hex(0x10000 + crc)[3:].upper()


TRANSFER = re.compile(
    r"00020101021(?P<method>[12])"
    r"38(?P<outer>[0-9]{2})0010A00000072701(?P<inner>[0-9]{2})0006(?P<bin>[0-9]{6})"
    r"01(?P<length>[0-9]{2})(?P<number>[0-9A-Za-z]+?)0208(?P<service>QRIBFTT[AC])"
    r"5303704(?:54(?P<digits>[0-9]{2})(?P<amount>[0-9]+))?5802VN"
    r"(?:62(?P<data>[0-9]{2})08(?P<characters>[0-9]{2})(?P<purpose>[ -~]+))?"
    r"6304(?P<crc>[0-9A-F]{4})"
)


def write(acquirer_id, number, amount, purpose):
    inner = f"0006{acquirer_id}01{len(number):02d}{number}"
    outer = f"0010A00000072701{len(inner):02d}{inner}0208QRIBFTTA"
    text = f"0002010102{'11' if amount is None else '12'}38{len(outer):02d}{outer}5303704"
    if amount is not None:
        text += f"54{len(str(amount)):02d}{amount}"
    text += "5802VN"
    if purpose is not None:
        text += f"62{len(purpose) + 4:02d}08{len(purpose):02d}{purpose}"
    return text + "6304" + table_crc(text + "6304")


PARTS = {
    "acquirer_id": st.from_regex(r"[0-9]{6}", fullmatch=True),
    "number": st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    "amount": st.none() | st.integers(1, 9_999_999_999_999),
    "purpose": st.none() | st.from_regex(r"[ -~]{1,25}", fullmatch=True),
}


def code_of(acquirer_id, number, amount, purpose):
    return VietQR(
        Account(acquirer_id, number), amount=amount, additional_data=AdditionalData(purpose=purpose)
    )


@given(**PARTS)
def test_both_write_the_same_bytes(acquirer_id, number, amount, purpose):
    ours = code_of(acquirer_id, number, amount, purpose).encode()
    assert ours == write(acquirer_id, number, amount, purpose)


@given(**PARTS)
def test_what_the_other_writes_is_read_here(acquirer_id, number, amount, purpose):
    text = write(acquirer_id, number, amount, purpose)
    assert vietqr.parse(text) == code_of(acquirer_id, number, amount, purpose)


@given(**PARTS)
def test_what_is_written_here_the_other_reads(acquirer_id, number, amount, purpose):
    text = code_of(acquirer_id, number, amount, purpose).encode()
    found = TRANSFER.fullmatch(text)
    assert found is not None
    assert found["bin"] == acquirer_id
    assert (found["number"], int(found["length"])) == (number, len(number))
    assert (found["amount"] or None) == (None if amount is None else str(amount))
    assert found["purpose"] == purpose
    assert found["crc"] == table_crc(text[:-4])
