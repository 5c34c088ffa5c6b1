"""Requests as the providers send them; all people, accounts and secrets are invented."""

import hmac
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from cashless_edu_health import notifications
from cashless_edu_health.accounts import Account

SCHOOL = Account(acquirer_id="970436", number="0071000123456")
NOW = datetime(2026, 11, 22, 7, 3, tzinfo=UTC)
KEY = "invented-secret"

SEPAY = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-11-22 14:02:37",
    "accountNumber": SCHOOL.number,
    "subAccount": "VA0001",
    "code": None,
    "content": "HVX7K3M2P9X5H chuyen tien",
    "transferType": "in",
    "description": "",
    "transferAmount": 550_000,
    "accumulated": 0,
    "referenceCode": "FT26326000000071",
}
CASSO = {
    "id": 6801,
    "reference": "FT26326000000072",
    "description": "HVX7K3M2P9X5H",
    "amount": 550_000,
    "runningBalance": 1,
    "transactionDateTime": "2026-11-22 14:02:37",
    "accountNumber": SCHOOL.number,
    "virtualAccountNumber": "VA0002",
    "counterAccountName": "NGUYEN VAN BIA",
    "counterAccountNumber": "0000000001",
}
OLD_CASSO = {
    "id": 6802,
    "tid": "FT26326000000073",
    "description": "HVX7K3M2P9X5H",
    "amount": 550_000,
    "when": "2026-11-22 14:02:37",
    "bank_sub_acc_id": SCHOOL.number,
    "subAccId": "",
    "virtualAccount": "",
    "corresponsiveName": "NGUYEN VAN BIA",
    "corresponsiveAccount": "",
}
PAYOS = {
    "orderCode": 20261,
    "amount": 550_000,
    "description": "HVX7K3M2P9X5H",
    "accountNumber": SCHOOL.number,
    "reference": "FT26326000000074",
    "transactionDateTime": "2026-11-22 14:02:37",
    "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
    "code": "00",
    "desc": "success",
    "counterAccountName": None,
    "counterAccountNumber": "0000000001",
    "virtualAccountNumber": "",
}


def dumps(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def mac(text, name):
    return hmac.new(KEY.encode(), text.encode(), name).hexdigest()


def sepay_request(value, at=NOW):
    body, stamp = dumps(value), str(int(at.timestamp()))
    signature = f"sha256={mac(f'{stamp}.{body}', 'sha256')}"
    return body.encode(), {"X-SePay-Timestamp": stamp, "X-SePay-Signature": signature}


def key_request(value, at=NOW):
    return dumps(value).encode(), {"Authorization": f"Apikey {KEY}"}


def casso_request(value, at=NOW):
    body = {"error": 0, "data": value}
    stamp = int(at.timestamp() * 1000)
    ordered = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    signature = f"t={stamp},v1={mac(f'{stamp}.{ordered}', 'sha512')}"
    return dumps(body).encode(), {"X-Casso-Signature": signature}


def token_request(value, at=NOW):
    return dumps({"error": 0, "data": [value]}).encode(), {"secure-token": KEY}


def payos_request(value, at=NOW):
    text = "&".join(f"{k}={'' if value[k] is None else value[k]}" for k in sorted(value))
    body = {"code": "00", "success": True, "data": value, "signature": mac(text, "sha256")}
    return dumps(body).encode(), {}


def call(scheme, request, **changes):
    body, headers = request
    known = {"secrets": (KEY,), "accounts": (SCHOOL,), "received_at": NOW} | changes
    if scheme == "payos":
        return notifications.payos(body, **known)
    return getattr(notifications, scheme)(body, headers, **known)


REQUESTS = {
    "sepay": (SEPAY, sepay_request),
    "sepay_key": (SEPAY, key_request),
    "casso": (CASSO, casso_request),
    "casso_token": (OLD_CASSO, token_request),
    "payos": (PAYOS, payos_request),
}


@pytest.fixture(scope="session")
def webhooks():
    """The genuine messages by scheme, how each is sent, and how each is taken."""
    return SimpleNamespace(
        requests=REQUESTS, call=call, now=NOW, school=SCHOOL, key=KEY, dumps=dumps, mac=mac
    )
