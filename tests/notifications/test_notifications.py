"""Webhooks: proven, then read; nothing of an unproven message leaves."""

import json
import pickle
import random
import traceback
from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest

from cashless_edu_health import notifications
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty, CreditEntry, Delivery
from cashless_edu_health.errors import DataError, SignatureError
from cashless_edu_health.notifications import Movement, Notification, Proof
from cashless_edu_health.notifications._sepay import _Transfer
from cashless_edu_health.reconciliation import reconcile

SCHEMES = ("sepay", "sepay_key", "casso", "casso_token", "payos")
SIGNED = ("sepay", "casso", "payos")
TIMED = ("sepay", "casso")
SECRET = "ZZ" + "SECRET" + "ZZ"
SEVEN = timezone(timedelta(hours=7))


def sent(webhooks, scheme, at=None, **changes):
    value, request = webhooks.requests[scheme]
    return request(value | changes, at or webhooks.now)


EXPECTED = {
    "sepay": {
        "id": "sepay-92704",
        "remittance_information": "HVX7K3M2P9X5H chuyen tien",
        "virtual_account": "VA0001",
        "bank_reference": "FT26326000000071",
        "delivery": ("sepay", "92704"),
    },
    "casso": {
        "id": "casso-6801",
        "virtual_account": "VA0002",
        "bank_reference": "FT26326000000072",
        "counterparty": Counterparty(name="NGUYEN VAN BIA", account_number="0000000001"),
        "delivery": ("casso", "6801"),
    },
    "casso_token": {
        "id": "casso-v1-6802",
        "bank_reference": "FT26326000000073",
        "counterparty": Counterparty(name="NGUYEN VAN BIA"),
        "delivery": ("casso-v1", "6802"),
    },
    "payos": {
        "id": "payos-124c33293c43417ab7879e14c8d9eb18/FT26326000000074",
        "bank_reference": "FT26326000000074",
        "counterparty": Counterparty(account_number="0000000001"),
        "delivery": ("payos", "124c33293c43417ab7879e14c8d9eb18/FT26326000000074"),
    },
}
EXPECTED["sepay_key"] = EXPECTED["sepay"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_message_becomes_an_entry(webhooks, scheme):
    expected = EXPECTED[scheme]
    channel, name = expected["delivery"]
    delivery = Delivery(channel=channel, id=name, received_at=webhooks.now)
    entry = CreditEntry(
        account=webhooks.school,
        amount=550_000,
        booked_at=datetime(2026, 11, 22, 14, 2, 37, tzinfo=SEVEN),
        reported_time="2026-11-22 14:02:37",
        **({"remittance_information": "HVX7K3M2P9X5H"} | expected | {"delivery": delivery}),
    )
    got = webhooks.call(scheme, sent(webhooks, scheme, later="x"))
    status = {"casso": "0", "casso_token": "0", "payos": "00"}.get(scheme)
    assert got == Notification(
        delivery=delivery if scheme != "casso_token" else attrs.evolve(delivery, id=None),
        proof=Proof.MESSAGE if scheme in SIGNED else Proof.SENDER,
        movements=(
            Movement(
                entry=entry,
                fields=webhooks.requests[scheme][0] | {"later": "x"},
                unknown=("later",),
            ),
        ),
        status=status,
        unsigned=("code", "success") if scheme == "payos" else (),
    )
    assert got.entries == (entry,)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_zone_of_the_booking_time_is_the_callers_to_say(webhooks, scheme):
    got = webhooks.call(scheme, sent(webhooks, scheme), zone=UTC)
    assert got.entries[0].booked_at == datetime(2026, 11, 22, 14, 2, 37, tzinfo=UTC)
    assert got.entries[0].reported_time == "2026-11-22 14:02:37"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_time_before_the_calendar_of_utc_is_no_time(webhooks, scheme):
    name = {"sepay": "transactionDate", "sepay_key": "transactionDate", "casso_token": "when"}
    early = {name.get(scheme, "transactionDateTime"): "0001-01-01 00:00:00"}
    with pytest.raises(DataError, match="is not a time"):
        webhooks.call(scheme, sent(webhooks, scheme, **early))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "secrets", [(), ("",), (" ",), ("a", ""), ("a", "b", "c"), "invented-secret", (None,)]
)
def test_there_is_no_way_to_leave_the_proof_out(webhooks, scheme, secrets):
    with pytest.raises(ValueError, match="secret") as caught:
        webhooks.call(scheme, sent(webhooks, scheme), secrets=secrets)
    assert type(caught.value) is ValueError


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_time_of_arrival_without_zone_is_refused(webhooks, scheme):
    with pytest.raises(ValueError, match="received_at has no time zone"):
        webhooks.call(scheme, sent(webhooks, scheme), received_at=webhooks.now.replace(tzinfo=None))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_body_of_more_than_a_mebibyte_is_not_looked_at(webhooks, scheme):
    body, headers = sent(webhooks, scheme)
    with pytest.raises(SignatureError, match="larger than 1048576 bytes"):
        webhooks.call(scheme, (body + b" " * 1024 * 1024, headers))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_account_number_at_two_banks_names_none_of_them(webhooks, scheme):
    other = Account(acquirer_id="970418", number=webhooks.school.number)
    same = attrs.evolve(webhooks.school)
    assert webhooks.call(scheme, sent(webhooks, scheme), accounts=(webhooks.school, same)).entries
    with pytest.raises(DataError, match="is the number of several accounts given"):
        webhooks.call(scheme, sent(webhooks, scheme), accounts=(webhooks.school, other))


def alterations(body, headers, source):
    """Forged, cut and re-ordered forms of one request; none says the same as the request."""
    text = body.decode()
    value = json.loads(text)
    while True:
        kind = source.randrange(6)
        if kind == 0:
            at = source.randrange(len(text))
            letter = source.choice("0123456789abcdefXYZ")
            changed = text[:at] + letter + text[at + 1 :]
        elif kind == 1:
            changed = text[: source.randrange(len(text))]
        elif kind == 2:
            changed = text.replace("550000", str(source.randrange(550_001, 10**12)))
        elif kind == 3:
            one, two = source.sample(sorted(value.get("data", value)), 2)
            part = dict(value.get("data", value))
            part[one], part[two] = part[two], part[one]
            changed = json.dumps({**value, "data": part} if "data" in value else part)
        elif kind == 4:
            part = dict(value.get("data", value))
            part.pop(source.choice(sorted(part)))
            changed = json.dumps({**value, "data": part} if "data" in value else part)
        else:
            name, given = source.choice(sorted(headers.items()) or [("", "")])
            at = source.randrange(len(given) + 1)
            yield body + b" ", headers | {name: given[:at] + "9" + given[at:]}
            continue
        yield changed.encode(), headers


def says(scheme, body):
    """What a body says as far as the scheme signs it."""
    if scheme == "sepay":
        return body
    try:
        value = json.loads(body)
    except ValueError:
        return None
    if scheme == "casso":
        return value
    return [(k, "" if v is None else str(v)) for k, v in sorted(value.get("data", {}).items())], (
        value.get("signature")
    )


@pytest.mark.parametrize("scheme", SIGNED)
def test_200_forged_cut_and_reordered_requests_are_all_refused(webhooks, scheme):
    genuine = sent(webhooks, scheme)
    source = random.Random(20261122)  # noqa: S311 - to be repeated
    refused = 0
    for body, headers in alterations(*genuine, source):
        same_headers = headers == genuine[1] or scheme == "payos"  # payOS uses none
        if same_headers and says(scheme, body) == says(scheme, genuine[0]):
            continue  # the same message in other words
        with pytest.raises(SignatureError):
            webhooks.call(scheme, (body, headers))
        refused += 1
        if refused == 200:
            break


@pytest.mark.parametrize("scheme", TIMED)
def test_replays_after_five_minutes_and_a_second_are_all_refused(webhooks, scheme):
    request = sent(webhooks, scheme)
    assert webhooks.call(scheme, request, received_at=webhooks.now + timedelta(minutes=5)).entries
    for later in range(301, 501):
        for way in (1, -1):
            when = webhooks.now + way * timedelta(seconds=later)
            with pytest.raises(SignatureError, match="more than 5 minutes away"):
                webhooks.call(scheme, request, received_at=when)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_replay_within_the_time_posts_nothing(webhooks, scheme):
    """The ledger knows the delivery; so does reconciliation."""
    first = webhooks.call(scheme, sent(webhooks, scheme)).entries[0]
    again = webhooks.call(scheme, sent(webhooks, scheme)).entries[0]
    assert (again.id, again.delivery.channel, again.delivery.id) == (
        first.id,
        first.delivery.channel,
        first.delivery.id,
    )
    result = reconcile([first, attrs.evolve(again, id="again")], [], recorded_at=webhooks.now)
    assert [one.entry.id for one in result.duplicates] == ["again"]


def test_two_headers_that_differ_in_case_alone_are_refused(webhooks):
    body, headers = sent(webhooks, "sepay_key")
    with pytest.raises(SignatureError, match="the header Authorization is not there once"):
        webhooks.call("sepay_key", (body, headers | {"authorization": "Apikey other"}))


def test_texts_that_no_encoding_carries_do_not_hold(webhooks):
    body, _ = sent(webhooks, "sepay_key")
    with pytest.raises(SignatureError):
        webhooks.call("sepay_key", (body, {"Authorization": "Apikey \ud800"}))
    with pytest.raises(SignatureError):
        webhooks.call("sepay", (body, {"X-SePay-Timestamp": "\ud800", "X-SePay-Signature": "é"}))


@pytest.mark.parametrize("scheme", ["casso", "payos"])
@pytest.mark.parametrize("depth", [400, 900, 100_000])
def test_a_body_nested_without_end_is_refused(webhooks, scheme, depth):
    deep = b"[" * depth + b"]" * depth
    body = b'{"data":{"a":' + deep + b'},"signature":"","error":0}'
    with pytest.raises(SignatureError):
        webhooks.call(scheme, (body, {"X-Casso-Signature": "t=1,v1=" + "0" * 128}))


LEAKS = {
    "unproven": {"content": SECRET, "description": SECRET},
    "time": {"transactionDate": SECRET, "transactionDateTime": SECRET, "when": SECRET},
    "account": {"accountNumber": SECRET, "bank_sub_acc_id": SECRET},
    "kind": {"transferAmount": SECRET, "amount": SECRET},
    "type": {"transferType": SECRET, "currency": SECRET},
    "key": {f"{SECRET} A": {f"{SECRET} B": 1}},
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("place", LEAKS)
def test_no_error_and_no_repr_shows_what_a_message_holds(webhooks, scheme, place):
    value, _ = webhooks.requests[scheme]
    known = {k: v for k, v in LEAKS[place].items() if k in value or place == "key"}
    names = {k: f"{SECRET} x" for k in value if "Name" in k or k in ("content", "description")}
    request = sent(webhooks, scheme, **(names | known))
    shown = []
    for secrets in ((webhooks.key,), ("another",)):
        try:
            got = webhooks.call(scheme, request, secrets=secrets)
            shown += [repr(got), str(got), repr(got.movements), repr(got.entries)]
        except (SignatureError, DataError) as error:
            shown += [f"{error!r} {error.args}", *traceback.format_exception(error)]
    assert shown
    assert SECRET not in " ".join(shown)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_notification_survives_a_queue(webhooks, scheme):
    got = webhooks.call(scheme, sent(webhooks, scheme, later="x"))
    assert pickle.loads(pickle.dumps(got)) == got  # noqa: S301 - made here


def test_a_message_on_its_way_shows_nothing(webhooks):
    assert repr(_Transfer.model_validate(webhooks.requests["sepay"][0])) == "_Transfer()"


def test_every_name_of_the_module_is_a_scheme_or_a_value():
    assert set(notifications.__all__) == {"Movement", "Notification", "Proof", *SCHEMES}
