"""Requests become codes that read back as what was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import payments, references, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import PointOfInitiationMethod
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.invoices import Cover, PaymentRequest
from cashless_edu_health.vietqr import AdditionalData, VietQR

SCHOOL = Account(acquirer_id="970436", number="0071000123456")


def ask(reference: str = "HVX7K3M2P9X5H", amount: int = 550_000) -> PaymentRequest:
    return PaymentRequest(
        reference=reference,
        institution_id="thcs-a",
        account=SCHOOL,
        covers=(Cover(invoice_id="HD-1", amount=amount),),
        amount=amount,
    )


@pytest.mark.parametrize(
    ("reference", "remittance", "purpose"),
    [
        ("HVX7K3M2P9X5H", "", "HVX7K3M2P9X5H"),
        ("HVX7K3M2P9X5H", "  ", "HVX7K3M2P9X5H"),
        ("HVX7K3M2P9X5H", "Ăn  3A T11", "HVX7K3M2P9X5H AN 3A T11"),
        ("HVX7K3M2P9X5H", "bán trú th11", "HVX7K3M2P9X5H BAN TRU TH11"),
        ("HP26110000012", "AN 3A", "HP26110000012 AN 3A"),
        ("A" * 25, "", "A" * 25),
    ],
)
def test_the_reference_and_the_words_stand_in_the_purpose(reference, remittance, purpose):
    if len(purpose) > payments.MAX_PURPOSE_LENGTH:
        with pytest.raises(EncodeError, match="remittance: there is room for 11 characters"):
            payments.request(ask(reference), remittance=remittance)
        return
    assert payments.request(ask(reference), remittance=remittance) == VietQR(
        account=SCHOOL, amount=550_000, additional_data=AdditionalData(purpose=purpose)
    )


@pytest.mark.parametrize(
    ("reference", "remittance", "error"),
    [
        ("HVX7K3M2P9X5H", "HỌC PHÍ BÁN TRÚ", "remittance: there is room for 11 characters"),
        ("A" * 24 + "1", "A", "remittance: there is room for 0 characters"),
        ("HVX7K3M2P9X5H", "HP-09", "remittance: character 3 has no form in A-Z, 0-9 and space"),
        (
            "HP26110000012",
            "3A T11",
            "remittance: the words would run on from a reference without check characters",
        ),
        (
            "TRUONGABC",
            "AN",
            "remittance: the words would run on from a reference without check characters",
        ),
    ],
)
def test_words_that_do_not_fit_are_refused_and_never_cut(reference, remittance, error):
    with pytest.raises(EncodeError) as caught:
        payments.request(ask(reference), remittance=remittance)
    assert str(caught.value) == error


@given(st.integers(1, 10**13 - 1), st.integers(0, references.LONG.capacity - 1))
def test_a_code_reads_back_as_what_was_asked(amount, number):
    reference = references.issue(number, key=bytes(range(16)))
    code = vietqr.parse(payments.request(ask(reference, amount), remittance="AN 3A").encode())
    assert (code.account, code.amount, code.initiation) == (
        SCHOOL,
        amount,
        PointOfInitiationMethod.DYNAMIC,
    )
    assert [f.reference for f in references.find(code.additional_data.purpose)] == [reference]


def test_many_requests_become_as_many_codes_in_their_order():
    asks = [ask("HP26110000012", 5), ask("HP26110000013", 7)]
    assert payments.requests(asks) == tuple(map(payments.request, asks))
    assert payments.requests([]) == ()


def test_two_requests_under_one_reference_are_refused():
    with pytest.raises(EncodeError, match=r"asks\[1\]\.reference: the reference stands twice"):
        payments.requests([ask(amount=5), ask(amount=7)])
