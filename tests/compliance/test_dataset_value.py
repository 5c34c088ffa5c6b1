from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve

from cashless_edu_health.compliance import Dataset
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.receipts import (
    Allocation,
    PayerClass,
    Receipt,
    ReceiptSource,
    Reversal,
    Tally,
)

NOW = datetime(2022, 10, 3, 2, tzinfo=UTC)


def institution(institution_id: str) -> Institution:
    return Institution(id=institution_id, name="A", sector=Sector.HEALTH, type="hospital")


def receipt(receipt_id: str, institution_id: str = "a") -> Receipt:
    return Receipt(
        id=receipt_id,
        institution_id=institution_id,
        gross=100,
        paid_on=date(2022, 10, 3),
        method="cash",
        payer_class=PayerClass.HOUSEHOLD,
        source=ReceiptSource.COUNTER,
        recorded_at=NOW,
    )


def reversal(reversal_id: str, amount: int, receipt_id: str = "R1") -> Reversal:
    return Reversal(
        id=reversal_id,
        receipt_id=receipt_id,
        amount=amount,
        reversed_on=date(2022, 10, 4),
        recorded_at=NOW,
    )


def tally(institution_id: str) -> Tally:
    return Tally(
        institution_id=institution_id,
        method="cash",
        payer_class=PayerClass.HOUSEHOLD,
        count=1,
        value=1,
        paid_from=date(2021, 1, 1),
        paid_to=date(2021, 12, 31),
    )


def build(**parts: Any) -> Dataset:
    return Dataset(**({"institutions": (institution("a"),), "receipts": (receipt("R1"),)} | parts))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: build(institutions=(institution("a"), institution("a"))), "institutions: the id"),
        (lambda: build(receipts=(receipt("R1"), receipt("R1"))), "receipts: the id 'R1' stands"),
        (lambda: build(reversals=(reversal("V", 1), reversal("V", 1))), "reversals: the id 'V'"),
        (lambda: build(receipts=(receipt("R1", "b"),)), "'b' is not in the register"),
        (lambda: build(tallies=(tally("b"),)), "'b' is not in the register"),
        (lambda: build(reversals=(reversal("V", 1, "R9"),)), "'V' is of no receipt here"),
        (lambda: build(reversals=(reversal("V", 101),)), "given back by 'V'"),
        (lambda: build(reversals=(reversal("V", 60), reversal("W", 41))), "given back by 'W'"),
        (
            lambda: build(reversals=(evolve(reversal("V", 1), invoice_id="A"),)),
            "'V' gives back more on the invoice 'A' than the receipt 'R1' paid on it",
        ),
        (
            lambda: build(
                receipts=(evolve(receipt("R1"), allocations=(Allocation("A", 60),)),),
                reversals=(
                    evolve(reversal("V", 40), invoice_id="A"),
                    evolve(reversal("W", 21), invoice_id="A"),
                ),
            ),
            "'W' gives back more on the invoice 'A'",
        ),
    ],
)
def test_a_dataset_that_contradicts_itself_is_refused(
    make: Callable[[], Dataset], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        make()


def test_a_receipt_may_be_given_back_in_full_and_in_parts() -> None:
    dataset = build(reversals=(reversal("V", 60), reversal("W", 40)), tallies=(tally("a"),))
    assert [row.id for row in dataset.reversals] == ["V", "W"]
    assert dataset.series == {}
