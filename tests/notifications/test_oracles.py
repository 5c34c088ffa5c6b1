"""The payOS SDK signs and verifies as this library does, where it can read the message."""

import json

import payos
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.errors import SignatureError

KEY = "invented-secret"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30).filter(
    lambda text: "=" not in text
)


@pytest.fixture(scope="module")
def sdk():
    return payos.PayOS(client_id="invented", api_key="invented", checksum_key=KEY)


def request_of(sdk, data):
    signature = sdk.crypto.create_signature_from_object(data, KEY)
    return json.dumps({"code": "00", "desc": "", "data": data, "signature": signature}).encode()


@given(
    memo=TEXT,
    name=st.none() | TEXT,
    amount=st.integers(1, 9_999_999_999_999),
    order=st.integers(0, 2**53),
    later=st.none() | st.booleans() | TEXT | st.integers() | st.lists(st.integers() | TEXT),
)
def test_what_the_sdk_signs_is_taken(sdk, webhooks, memo, name, amount, order, later):
    value = webhooks.requests["payos"][0] | {
        "description": memo,
        "counterAccountName": name,
        "amount": amount,
        "orderCode": order,
        "later": later,
    }
    got = webhooks.call("payos", (request_of(sdk, value), {}))
    assert (got.entries[0].amount, got.entries[0].remittance_information) == (amount, memo)
    assert got.movements[0].unknown == ("later",)


def test_what_is_taken_here_the_sdk_verifies_unless_a_field_is_new(sdk, webhooks):
    value = webhooks.requests["payos"][0]
    full = value | {
        f"{side}Account{what}": ""
        for side, what in (
            ("counter", "BankId"),
            ("counter", "BankName"),
            ("virtual", "Name"),
        )
    }
    request = request_of(sdk, full)
    assert (
        sdk.webhooks.verify(request).amount
        == webhooks.call("payos", (request, {})).entries[0].amount
    )
    new = request_of(sdk, full | {"later": "x"})
    with pytest.raises(payos.WebhookError):
        sdk.webhooks.verify(new)  # a genuine event with a field that the SDK does not know
    assert webhooks.call("payos", (new, {})).movements[0].unknown == ("later",)


def test_what_the_sdk_refuses_is_refused(sdk, webhooks):
    request = request_of(sdk, webhooks.requests["payos"][0])
    changed = request.replace(b"550000", b"950000")
    with pytest.raises(payos.WebhookError):
        sdk.webhooks.verify(changed)
    with pytest.raises(SignatureError):
        webhooks.call("payos", (changed, {}))
