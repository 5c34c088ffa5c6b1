"""Credits as a bank reported them."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import VIETNAM_TIME, Counterparty, CreditEntry, Delivery
from cashless_edu_health.money import MAX_AMOUNT

MEMO = "MBVCB.5271840396.HVX7K3M2P9X5H.CT tu 0071000000123 LE THI  MINH "
ENTRY = CreditEntry(
    id="C1",
    account=Account(acquirer_id="970436", number="0071000123456"),
    amount=123_457,
    booked_at=datetime(2026, 11, 1, 17, 0, tzinfo=UTC),
    remittance_information=MEMO,
    virtual_account="9990000000001",
    bank_reference="FT26305885032964",
    counterparty=Counterparty(name="LE THI MINH", account_number="0071000000123"),
    delivery=Delivery(channel="webhook", id="7", received_at=datetime(2026, 11, 1, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id": " "}, "id is empty"),
        ({"amount": 0}, "the amount is 0 dong"),
        ({"amount": 1.5}, "not float"),
        ({"amount": True}, "not bool"),
        ({"amount": "79,000"}, "not str"),
        ({"amount": 10**14}, "more than"),
        ({"booked_at": datetime(2026, 11, 1)}, "booked_at is a time with a time zone"),  # noqa: DTZ001
        ({"booked_at": date(2026, 11, 1)}, "booked_at is a time with a time zone"),
        ({"booked_at": datetime(1, 1, 1, tzinfo=VIETNAM_TIME)}, "beyond the years"),
        ({"booked_at": datetime(9999, 12, 31, 20, tzinfo=UTC)}, "beyond the years"),
        ({"reported_time": ""}, "reported_time is empty"),
        ({"remittance_information": None}, "remittance_information is a text"),
        ({"virtual_account": ""}, "virtual_account is empty"),
        ({"bank_reference": "  "}, "bank_reference is empty"),
    ],
)
def test_a_bad_entry_is_refused(changed, words):
    with pytest.raises(ValueError, match=words) as caught:
        attrs.evolve(ENTRY, **changed)
    assert "79,000" not in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"channel": ""}, "channel is empty"),
        ({"channel": "webhook", "id": ""}, "id is empty"),
        ({"channel": "w", "received_at": datetime(2026, 1, 1)}, "received_at is a time"),  # noqa: DTZ001
    ],
)
def test_a_bad_delivery_is_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        Delivery(**fields)


def test_a_counterparty_says_something_or_nothing():
    assert Counterparty() == Counterparty(name=None, account_number=None)
    with pytest.raises(ValueError, match="name is empty"):
        Counterparty(name=" ")


def test_the_memo_is_kept_as_it_came_and_never_shown():
    assert ENTRY.remittance_information == MEMO
    shown = repr(ENTRY)
    for secret in ("LE THI", "MINH", "0071000000123", "0071000123456", "9990000000001", "123457"):
        assert secret not in shown
    assert f"<{len(MEMO)} characters>" in shown


@given(
    st.integers(-MAX_AMOUNT, MAX_AMOUNT).filter(bool),
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001
)
def test_the_day_is_that_of_viet_nam(amount, moment):
    entry = attrs.evolve(ENTRY, amount=amount, booked_at=moment.replace(tzinfo=UTC))
    assert entry.booked_on == (moment + timedelta(hours=7)).date()
    same = attrs.evolve(entry, booked_at=entry.booked_at.astimezone(VIETNAM_TIME))
    assert (same.booked_on, same.amount) == (entry.booked_on, amount)
    assert same.booked_at.tzinfo is UTC
