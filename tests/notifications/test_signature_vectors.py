"""Every published vector holds, by the library and by a computation of its own."""

import hashlib
import json
from datetime import datetime
from importlib import resources

import pytest

from cashless_edu_health import notifications, settlements
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError, SignatureError
from cashless_edu_health.notifications import Proof

FILE = resources.files("cashless_edu_health").joinpath("data", "vectors", "webhook_signatures.json")
VECTORS = json.loads(FILE.read_text("utf-8"))
ACCOUNTS = tuple(Account(**row) for row in VECTORS["accounts"])
ROWS = [
    pytest.param(group["type"], row, id=f"{group['type']}-{row['id']}")
    for group in VECTORS["groups"]
    for row in group["tests"]
]
PROOFS = {"sepay_key": Proof.SENDER, "casso_token": Proof.SENDER}


def taken(scheme, row):
    """The amounts that a row moves, and the result."""
    known = {"secrets": row["secrets"], "received_at": datetime.fromisoformat(row["received_at"])}
    if scheme == "vnpay":
        result = settlements.vnpay(row["query"], merchant_code=row["merchant_code"], **known)
        return [result.item.gross] if result.item else [], result
    body = row["body"].encode()
    if scheme == "payos":
        result = notifications.payos(body, accounts=ACCOUNTS, **known)
    else:
        scheme_of = getattr(notifications, scheme)
        result = scheme_of(body, row["headers"], accounts=ACCOUNTS, **known)
    return [entry.amount for entry in result.entries], result


@pytest.mark.parametrize(("scheme", "row"), ROWS)
def test_a_vector_holds(scheme, row):
    if row["result"] == "valid":
        amounts, result = taken(scheme, row)
        assert amounts == row["amounts"]
        assert result.delivery.received_at == datetime.fromisoformat(row["received_at"])
        if scheme != "vnpay":
            assert result.proof is PROOFS.get(scheme, Proof.MESSAGE)
        return
    with pytest.raises((SignatureError, DataError)) as caught:
        taken(scheme, row)
    error = caught.value
    assert (type(error).__name__, error.reason) == (row["error"], row["reason"])
    assert getattr(error, "path", None) == row.get("path")


def test_there_are_vectors_of_each_kind():
    kinds = {(scheme, row["result"]) for scheme, row in (p.values for p in ROWS)}
    schemes = {"sepay", "sepay_key", "casso", "casso_token", "payos", "vnpay"}
    assert kinds == {(scheme, result) for scheme in schemes for result in ("valid", "invalid")}
    assert VECTORS["number_of_tests"] == len(ROWS) >= 150
    assert [row["id"] for _, row in (p.values for p in ROWS)] == list(range(1, len(ROWS) + 1))


def by_hand(key: str, message: bytes, name: str) -> str:
    """RFC 2104 without the module that the library uses."""
    block = hashlib.new(name).block_size
    padded = key.encode()
    padded = (padded if len(padded) <= block else hashlib.new(name, padded).digest()).ljust(
        block, b"\0"
    )
    inner = hashlib.new(name, bytes(byte ^ 0x36 for byte in padded) + message).digest()
    return hashlib.new(name, bytes(byte ^ 0x5C for byte in padded) + inner).hexdigest()


def in_order(value):
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    return [in_order(part) for part in value] if isinstance(value, list) else value


VALID_CASSO = [p for p in ROWS if p.values[0] == "casso" and p.values[1]["result"] == "valid"]


@pytest.mark.parametrize(("scheme", "row"), VALID_CASSO)
def test_a_second_computation_signs_the_same_values_for_casso(scheme, row):
    stamp, _, signature = row["headers"]["X-Casso-Signature"][2:].partition(",v1=")
    text = json.dumps(in_order(json.loads(row["body"])), ensure_ascii=False).encode()
    # Blanks between the parts only: no text of these rows holds one of these pairs.
    compact = text.replace(b'": ', b'":').replace(b', "', b',"').replace(b", {", b",{")
    php = json.dumps(in_order(json.loads(row["body"])), separators=(",", ":")).replace("/", "\\/")
    forms = (compact, php.encode(), compact.replace(b"5000.0", b"5000"))
    assert signature in [
        by_hand(key, stamp.encode() + b"." + form, "sha512")
        for key in row["secrets"]
        for form in forms
    ]
