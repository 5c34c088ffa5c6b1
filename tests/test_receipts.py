from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from cashless_edu_health.receipts import (
    Allocation,
    PayerClass,
    Receipt,
    ReceiptSource,
    Reversal,
    Tally,
    Unreported,
)

NOW = datetime(2022, 10, 3, 2, tzinfo=UTC)


def receipt(**changes: Any) -> Receipt:
    fields = {
        "id": "R1",
        "institution_id": "thcs-a",
        "gross": 550_000,
        "method": "cash",
        "paid_on": date(2022, 10, 3),
        "payer_class": PayerClass.HOUSEHOLD,
        "source": ReceiptSource.COUNTER,
        "recorded_at": NOW,
    }
    return Receipt(**(fields | changes))


def reversal(**changes: Any) -> Reversal:
    fields = {
        "id": "V1",
        "receipt_id": "R1",
        "amount": 1,
        "reversed_on": date(2022, 10, 4),
        "recorded_at": NOW,
    }
    return Reversal(**(fields | changes))


def tally(**changes: Any) -> Tally:
    fields = {
        "institution_id": "thcs-a",
        "method": None,
        "payer_class": PayerClass.INSURER,
        "count": 2,
        "value": 10,
        "paid_from": date(2022, 1, 1),
        "paid_to": date(2022, 1, 1),
    }
    return Tally(**(fields | changes))


def test_what_pays_no_invoice_is_unallocated() -> None:
    parts = (Allocation("HP1", 300_000, "tuition"), Allocation("HP2", 200_000))
    assert receipt().unallocated == 550_000
    assert receipt(allocations=parts).unallocated == 50_000
    assert receipt(gross=500_000, allocations=parts).unallocated == 0


@pytest.mark.parametrize(
    ("make", "changes", "words"),
    [
        (receipt, {"gross": 0}, "gross: the amount is less than 1 dong"),
        (receipt, {"gross": -5}, "gross: the amount is less than 1 dong"),
        (receipt, {"gross": 5.0}, "gross: .*not float"),
        (receipt, {"gross": True}, "gross: .*not bool"),
        (receipt, {"gross": "5"}, "gross: .*not str"),
        (receipt, {"gross": 10**13}, "gross: the amount is more than"),
        (receipt, {"id": ""}, "id"),
        (receipt, {"institution_id": ""}, "institution_id"),
        (receipt, {"recorded_at": NOW.replace(tzinfo=None)}, "recorded_at has no time zone"),
        (receipt, {"allocations": (Allocation("HP1", 550_001),)}, "allocations are more than"),
        (receipt, {"payer_name_source": ReceiptSource.BANK}, "without a payer_name"),
        (reversal, {"amount": 0}, "amount: the amount is less than 1 dong"),
        (reversal, {"amount": 1.5}, "amount: .*not float"),
        (reversal, {"recorded_at": NOW.replace(tzinfo=None)}, "recorded_at has no time zone"),
        (reversal, {"receipt_id": ""}, "receipt_id"),
        (tally, {"count": -1}, "count: the amount is less than 0"),
        (tally, {"count": 2.0}, "count: .*not float"),
        (tally, {"value": -1}, "less than 0 dong"),
        (tally, {"value": 10**18 + 1}, "more than 1000000000000000000 dong"),
        (tally, {"count": 0}, "value without a payment"),
        (tally, {"paid_to": date(2021, 12, 31)}, "paid_to is before paid_from"),
    ],
)
def test_a_record_that_cannot_be_is_refused(make: Any, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make(**changes)


def test_edges_that_are_fine() -> None:
    assert tally(count=0, value=0).value == 0
    assert tally(value=10**18).value == 10**18
    assert receipt(recorded_at=NOW.astimezone(timezone(timedelta(hours=7)))).recorded_at == NOW
    named = receipt(payer_name="Trần Thị B", payer_name_source=ReceiptSource.BANK)
    assert named.payer_name_source is ReceiptSource.BANK
    assert reversal().amount == 1


@pytest.mark.parametrize(("invoice", "amount"), [("", 1), ("HP1", 0), ("HP1", True)])
def test_an_allocation_pays_something_for_some_invoice(invoice: str, amount: int) -> None:
    with pytest.raises(ValueError, match=r"invoice_id|amount"):
        Allocation(invoice, amount)


def test_the_words_that_files_use_stay() -> None:
    assert [word.value for kind in (PayerClass, ReceiptSource) for word in kind] == [
        *("household", "insurer", "state", "sponsor"),
        *("bank", "settlement", "counter", "declared"),
    ]


def test_a_span_that_is_not_reported_does_not_end_first() -> None:
    with pytest.raises(ValueError, match="paid_to is before paid_from"):
        Unreported(institution_id="a", paid_from=date(2022, 2, 1), paid_to=date(2022, 1, 1))
