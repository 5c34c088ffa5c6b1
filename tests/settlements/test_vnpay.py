"""VNPAY PAY requests: proven, then read."""

import hashlib
import hmac
import pickle
import random
from datetime import UTC, date, datetime
from urllib.parse import quote_plus

import pytest

from cashless_edu_health import settlements
from cashless_edu_health.credits import Delivery
from cashless_edu_health.errors import DataError, SignatureError
from cashless_edu_health.settlements import SettlementItem

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
KEY = "invented-secret"
SECRET = "ZZ" + "SECRET" + "ZZ"
PARAMS = {
    "vnp_Amount": "55000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14178510",
    "vnp_OrderInfo": "Hoc phi",
    "vnp_PayDate": "20261122233000",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": "INVENTED",
    "vnp_TransactionNo": "14178510",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "O-1",
}


def signed(**changes):
    params = {key: value for key, value in (PARAMS | changes).items() if value is not None}
    query = "&".join(f"{key}={quote_plus(params[key])}" for key in sorted(params))
    mac = hmac.new(KEY.encode(), query.encode(), hashlib.sha512).hexdigest()
    return f"{query}&vnp_SecureHash={mac}"


def taken(query, **changes):
    known = {"secrets": (KEY,), "merchant_code": "INVENTED", "received_at": NOW}
    return settlements.vnpay(query, **(known | changes))


def test_a_payment_is_an_item_of_a_settlement_to_come():
    got = taken(signed(vnp_Later="x"), method="web_payment")
    delivery = Delivery(channel="vnpay", id="INVENTED/O-1/14178510", received_at=NOW)
    assert got == settlements.VNPayResult(
        delivery=delivery,
        order_id="O-1",
        status="00/00",
        item=SettlementItem(
            id="14178510",
            gross=550_000,
            paid_on=date(2026, 11, 22),
            method="web_payment",
            order_id="O-1",
            bank_reference="VNP14178510",
            delivery=delivery,
        ),
        reported_time="20261122233000",
        fields=PARAMS | {"vnp_Later": "x"},
        unknown=("vnp_Later",),
    )


def test_the_day_is_that_of_viet_nam_whatever_the_zone_of_the_time():
    assert taken(signed()).item.paid_on == date(2026, 11, 22)
    assert taken(signed(), zone=UTC).item.paid_on == date(2026, 11, 23)


def test_a_result_survives_a_queue():
    got = taken(signed())
    assert pickle.loads(pickle.dumps(got)) == got  # noqa: S301 - made here


def test_return_and_ipn_tell_of_one_delivery():
    assert taken(signed()).delivery == taken(signed()).delivery


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"vnp_ResponseCode": "24", "vnp_TransactionStatus": "02"}, "24/02"),
        ({"vnp_TransactionNo": None, "vnp_ResponseCode": "24"}, "24/00"),
        ({"vnp_TransactionStatus": None}, "00/"),
    ],
)
def test_without_both_codes_there_is_no_payment(changes, status):
    got = taken(signed(**changes))
    assert (got.item, got.reported_time, got.status) == (None, None, status)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"vnp_TransactionNo": None}, "vnp_TransactionNo"),
        ({"vnp_PayDate": None}, "vnp_PayDate"),
        ({"vnp_PayDate": "2026-11-22"}, "vnp_PayDate"),
        ({"vnp_PayDate": "20261322000000"}, "vnp_PayDate"),
        ({"vnp_Amount": None}, "vnp_Amount"),
        ({"vnp_Amount": "٣٠٠"}, "vnp_Amount"),
        ({"vnp_Amount": "1000000000000000"}, "vnp_Amount"),
        ({"vnp_TxnRef": " "}, "vnp_TxnRef"),
        ({"vnp_TmnCode": "OTHER"}, "vnp_TmnCode"),
        ({"vnp_TmnCode": SECRET, "vnp_OrderInfo": SECRET}, "vnp_TmnCode"),
    ],
)
def test_a_proven_request_of_another_shape_is_refused_at_its_place(changes, path):
    with pytest.raises(DataError) as caught:
        taken(signed(**changes))
    assert caught.value.path == path
    assert SECRET not in f"{caught.value!r}"


def test_the_largest_amount_passes():
    assert taken(signed(vnp_Amount="999999999999900")).item.gross == 9_999_999_999_999


def test_200_forged_cut_and_reordered_requests_are_all_refused():
    query = signed(vnp_OrderInfo=f"{SECRET} x")
    source = random.Random(1)  # noqa: S311 - to be repeated
    refused = 0
    while refused < 200:
        at = source.randrange(len(query))
        changed = source.choice(
            (
                query[:at],
                query[:at] + source.choice("0123456789&=%") + query[at + 1 :],
                query[:at] + query[at + 1 :],
                query.replace("55000000", str(source.randrange(10**9))),
                query.replace("00&vnp_Tmn", f"{source.randrange(1, 99)}&vnp_Tmn"),
            )
        )
        if changed == query:
            continue
        with pytest.raises(SignatureError) as caught:
            taken(changed)
        assert SECRET not in f"{caught.value!r}"
        refused += 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"received_at": NOW.replace(tzinfo=None)}, "received_at has no time zone"),
        ({"secrets": ()}, "secrets are one or two"),
        ({"secrets": ("",)}, "not blank"),
    ],
)
def test_a_call_without_secret_or_clock_is_refused(changes, words):
    with pytest.raises(ValueError, match=words) as caught:
        taken(signed(), **changes)
    assert type(caught.value) is ValueError


def test_a_query_without_end_is_not_looked_at():
    with pytest.raises(SignatureError, match="longer than 65536"):
        taken("a=1&" * 20_000)


def test_no_repr_shows_what_a_request_holds():
    got = taken(signed(vnp_OrderInfo=SECRET, **{SECRET: "1"}))
    assert SECRET not in repr(got)
    assert got.fields["vnp_OrderInfo"] == SECRET
