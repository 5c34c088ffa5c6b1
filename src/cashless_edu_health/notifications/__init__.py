"""Webhooks of payment providers become movements on our accounts: proven first, then read.

Each function takes the bytes of one request as they came and answers with a
:class:`Notification`, or raises. Only two exceptions leave for what a sender can cause:
:class:`~cashless_edu_health.errors.SignatureError` when the message cannot be shown to come
from the provider (nothing of it has been used then), and
:class:`~cashless_edu_health.errors.DataError` when a proven message is not as the provider
describes it. A ``ValueError`` of another kind means that the caller passed no usable secret or
time.

===================  =============================  =============  ===========================
function             what is proven                 signed time    id of the delivery
===================  =============================  =============  ===========================
:func:`sepay`        the bytes of the body          5 minutes      ``id``
:func:`sepay_key`    the sender, not the message    none           ``id``
:func:`casso`        every value of the body        5 minutes      ``data.id``
:func:`casso_token`  the sender, not the message    none           ``id`` of each movement
:func:`payos`        every value of ``data``        none           link id and bank reference
===================  =============================  =============  ===========================

Where no time is signed, a replay is the same delivery again: whoever keeps the entries knows
it by its :class:`~cashless_edu_health.credits.Delivery`.

>>> import hashlib, hmac
>>> from datetime import UTC, datetime
>>> from cashless_edu_health.accounts import Account
>>> school = Account(acquirer_id="970436", number="0071000123456")
>>> body = (b'{"id":92704,"gateway":"Vietcombank","transactionDate":"2026-11-22 14:02:37",'
...         b'"accountNumber":"0071000123456","subAccount":null,"code":null,'
...         b'"content":"HVX7K3M2P9X5H","transferType":"in","description":"","newField":1,'
...         b'"transferAmount":550000,"accumulated":0,"referenceCode":"FT26326000000071"}')
>>> now = datetime(2026, 11, 22, 7, 3, tzinfo=UTC)
>>> stamp = str(int(now.timestamp()))
>>> mac = hmac.new(b"a-secret", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
>>> got = sepay(
...     body, {"X-SePay-Timestamp": stamp, "X-SePay-Signature": f"sha256={mac}"},
...     secrets=("a-secret",), accounts=(school,), received_at=now,
... )
>>> [(entry.amount, entry.booked_at.isoformat()) for entry in got.entries], got.proof.value
([(550000, '2026-11-22T07:02:37+00:00')], 'message')
>>> got.movements[0].unknown, got.movements[0].entry.delivery.id
(('newField',), '92704')
"""

from cashless_edu_health.notifications._casso import casso, casso_token
from cashless_edu_health.notifications._notification import Movement, Notification, Proof
from cashless_edu_health.notifications._payos import payos
from cashless_edu_health.notifications._sepay import sepay, sepay_key

__all__ = [
    "Movement",
    "Notification",
    "Proof",
    "casso",
    "casso_token",
    "payos",
    "sepay",
    "sepay_key",
]
