"""VNPAY PAY: the parameters of a return or IPN request, proven before they are used."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timezone
from functools import partial
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, quote_plus

import attrs
from attrs import field, frozen

from cashless_edu_health import money, signatures
from cashless_edu_health.credits import VIETNAM_TIME, Delivery
from cashless_edu_health.errors import DataError, SignatureError
from cashless_edu_health.settlements._settlement import SettlementItem

_CHANNEL: Final = "vnpay"
_LARGEST: Final = 64 * 1024
_HASH, _HASH_TYPE = "vnp_SecureHash", "vnp_SecureHashType"
_SUCCESS: Final = "00"
_DIGITS: Final = re.compile(r"[0-9]{1,15}")
_TIME: Final = re.compile(r"20[0-9]{12}")
_KNOWN: Final = frozenset(
    {
        *("vnp_Amount", "vnp_BankCode", "vnp_BankTranNo", "vnp_CardType", "vnp_OrderInfo"),
        *("vnp_PayDate", "vnp_ResponseCode", "vnp_TmnCode", "vnp_TransactionNo"),
        *("vnp_TransactionStatus", "vnp_TxnRef"),
    }
)


def _frozen_mapping(values: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(values))


def _counted(values: "Mapping[str, str] | tuple[str, ...]") -> str:
    return f"<{len(values)} fields>"  # they hold order texts, and names can be anything


@frozen(kw_only=True)
class VNPayResult:
    """What a proven VNPAY PAY request says of one order.

    The return of the payer's browser and the server's own IPN tell of the same payment with the
    same delivery id.

    Attributes:
        delivery: The channel, the merchant's and VNPAY's id of the transaction, and when it came.
        order_id: The institution's own order id (``vnp_TxnRef``).
        status: ``vnp_ResponseCode`` and ``vnp_TransactionStatus`` as written, joined by ``/``.
        item: The payment, when both are ``00``; else ``None``.
        reported_time: The time of payment as written, without a zone; ``None`` without payment.
        fields: Every parameter except the signature; the repr gives only their number.
        unknown: Names of the parameters that this library does not know.
    """

    delivery: Delivery
    order_id: str
    status: str
    item: SettlementItem | None
    reported_time: str | None
    fields: Mapping[str, str] = field(converter=_frozen_mapping, repr=_counted, hash=False)
    unknown: tuple[str, ...] = field(default=(), repr=_counted)

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled; results travel through queues.
        parts = {one.name: getattr(self, one.name) for one in attrs.fields(type(self))}
        return partial(type(self), **(parts | {"fields": dict(self.fields)})), ()


def vnpay(
    query: str,
    *,
    secrets: Sequence[str],
    merchant_code: str,
    received_at: datetime,
    method: str | None = None,
    zone: timezone = VIETNAM_TIME,
) -> VNPayResult:
    """The payment that a VNPAY PAY return or IPN request tells of.

    ``vnp_SecureHash`` is the HMAC-SHA512 of the other parameters, sorted and URL-encoded: as
    they came, or as they are written anew. Both name the same values.

    Args:
        query: The query string of the request as it came, without ``?``.
        secrets: The hash secret; two while it is replaced.
        merchant_code: The institution's ``vnp_TmnCode``.
        received_at: When the request came, with a time zone.
        method: Kind of method of the payment, if that is known.
        zone: Zone of ``vnp_PayDate``, which is written without one; the default is assumed.

    Raises:
        SignatureError: The query is too long or no list of parameters, one stands twice, the
            hash is missing or does not hold.
        DataError: The request is signed and yet not as VNPAY describes it, or is for another
            merchant.
        ValueError: No usable secret, or ``received_at`` without a zone.

    >>> import hashlib, hmac
    >>> from datetime import UTC, datetime
    >>> query = (
    ...     "vnp_Amount=55000000&vnp_OrderInfo=Hoc+phi&vnp_PayDate=20261122140237"
    ...     "&vnp_ResponseCode=00&vnp_TmnCode=INVENTED&vnp_TransactionNo=14178510"
    ...     "&vnp_TransactionStatus=00&vnp_TxnRef=O-1"
    ... )
    >>> mac = hmac.new(b"a-secret", query.encode(), hashlib.sha512).hexdigest()
    >>> got = vnpay(
    ...     f"{query}&vnp_SecureHash={mac}", secrets=("a-secret",), merchant_code="INVENTED",
    ...     received_at=datetime(2026, 11, 22, 7, 3, tzinfo=UTC),
    ... )
    >>> got.item.gross, got.order_id, got.item.paid_on.isoformat()
    (550000, 'O-1', '2026-11-22')
    """
    if received_at.utcoffset() is None:
        raise ValueError("received_at has no time zone")
    fields = _proven(query, secrets)
    if _needed(fields, "vnp_TmnCode") != merchant_code:
        raise DataError("is another merchant's", file=_CHANNEL, path="vnp_TmnCode")
    order_id, number = _needed(fields, "vnp_TxnRef"), fields.get("vnp_TransactionNo", "")
    status = (fields.get("vnp_ResponseCode", ""), fields.get("vnp_TransactionStatus", ""))
    delivery = Delivery(
        channel=_CHANNEL, id=f"{merchant_code}/{order_id}/{number}", received_at=received_at
    )
    paid = status == (_SUCCESS, _SUCCESS)
    return VNPayResult(
        delivery=delivery,
        order_id=order_id,
        status="/".join(status),
        item=_item(fields, delivery, method, zone) if paid else None,
        reported_time=fields.get("vnp_PayDate") if paid else None,
        fields=fields,
        unknown=tuple(name for name in fields if name not in _KNOWN),
    )


def _proven(query: str, secrets: Sequence[str]) -> dict[str, str]:
    """The parameters without the hash, once it holds."""
    if len(query) > _LARGEST:
        raise SignatureError(f"the query is longer than {_LARGEST}", channel=_CHANNEL)
    pieces = query.split("&")
    try:
        query.encode("ascii")
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        raise SignatureError("the query is no list of parameters", channel=_CHANNEL) from None
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names) or _HASH not in names:
        reason = "a parameter stands twice, or there is no vnp_SecureHash"
        raise SignatureError(reason, channel=_CHANNEL)
    signed = {name: value for name, value in pairs if name not in {_HASH, _HASH_TYPE}}
    raw = sorted((name, piece) for name, piece in zip(names, pieces, strict=True) if name in signed)
    forms = (
        "&".join(piece for _, piece in raw).encode(),
        "&".join(f"{quote_plus(n)}={quote_plus(v)}" for n, v in sorted(signed.items())).encode(),
    )
    given = dict(pairs)[_HASH].lower()
    if not signatures.holds(given, *forms, secrets=secrets, digest="sha512"):
        raise SignatureError("the signature does not hold", channel=_CHANNEL)
    return signed


def _item(
    fields: Mapping[str, str],
    delivery: Delivery,
    method: str | None,
    zone: timezone,
) -> SettlementItem:
    written = _needed(fields, "vnp_Amount")
    hundredths = int(written) if _DIGITS.fullmatch(written) else 0
    amount, rest = divmod(hundredths, 100)
    if rest or not 0 < amount <= money.MAX_AMOUNT:
        reason = "is not whole dong times 100"
        raise DataError(reason, file=_CHANNEL, path="vnp_Amount")
    return SettlementItem(
        id=_needed(fields, "vnp_TransactionNo"),
        gross=amount,
        paid_on=_moment(_needed(fields, "vnp_PayDate"), zone).astimezone(VIETNAM_TIME).date(),
        method=method,
        order_id=_needed(fields, "vnp_TxnRef"),
        bank_reference=fields.get("vnp_BankTranNo", "").strip() or None,
        delivery=delivery,
    )


def _moment(written: str, zone: timezone) -> datetime:
    if _TIME.fullmatch(written):
        with suppress(ValueError):  # a day or an hour that there is not
            return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    raise DataError("is not a time yyyyMMddHHmmss", file=_CHANNEL, path="vnp_PayDate")


def _needed(fields: Mapping[str, str], name: str) -> str:
    value = fields.get(name, "")
    if not value.strip():
        raise DataError("is missing", file=_CHANNEL, path=name)
    return value
