"""Payment requests: what they ask for adds up, and nothing is asked that is not due."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.invoices import Cover, Invoice, Line, PaymentRequest

SCHOOL = Account(acquirer_id="970436", number="0071000123456")
OTHER = Account(acquirer_id="970436", number="0071000123457")
CODE = "HVX7K3M2P9X5H"


def invoice(*lines: tuple[str, int], number: str = "HD-1", **fields: object) -> Invoice:
    made = tuple(
        Line(amount=amount, purpose=purpose, reason="giảm" if amount < 0 else None)
        for purpose, amount in lines
    )
    return Invoice(**({"id": number, "institution_id": "thcs-a", "lines": made} | fields))


def cover(amount: int, *purposes: str, number: str = "HD-1") -> Cover:
    return Cover(invoice_id=number, amount=amount, purposes=frozenset(purposes))


@pytest.mark.parametrize(
    ("lines", "covers"),
    [
        ([("meals", 5)], (cover(5, "meals"),)),
        ([("meals", 5), ("tuition", 7), ("meals", -2)], (cover(3, "meals"), cover(7, "tuition"))),
        ([("meals", 5), ("tuition", 0)], (cover(5, "meals"),)),
        ([("meals", 5), ("discount", -2)], (cover(3, "meals", "discount"),)),
        ([("", 5)], (cover(5),)),
    ],
)
def test_a_request_is_split_by_purpose_unless_that_would_be_a_guess(lines, covers):
    made = PaymentRequest.for_invoice(invoice(*lines), account=SCHOOL, reference=CODE)
    assert made == PaymentRequest(
        reference=CODE,
        institution_id="thcs-a",
        account=SCHOOL,
        covers=covers,
        amount=sum(c.amount for c in covers),
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["meals", "tuition", "bus", ""]), st.integers(-(10**9), 10**9)),
        min_size=1,
        max_size=6,
    )
)
def test_a_request_asks_for_the_total_or_for_nothing(lines):
    asked = invoice(*lines)
    if asked.total > 0:
        made = PaymentRequest.for_invoice(asked, account=SCHOOL, reference=CODE)
        assert made.amount == sum(c.amount for c in made.covers) == asked.total
    else:
        with pytest.raises(EncodeError, match=r"the total is (0|negative)"):
            PaymentRequest.for_invoice(asked, account=SCHOOL, reference=CODE)


def test_one_request_covers_several_invoices():
    made = PaymentRequest.for_invoices(
        [invoice(("meals", 5)), invoice(("bus", 7), number="HD-2", account=SCHOOL)],
        account=SCHOOL,
        reference=CODE,
        expires_on=date(2026, 11, 30),
    )
    assert made.covers == (cover(5, "meals"), cover(7, "bus", number="HD-2"))
    assert (made.amount, made.invoice_ids) == (12, ("HD-1", "HD-2"))
    assert made.expires_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("invoices", "error"),
    [
        ([], "invoices: a request covers at least one invoice"),
        ([invoice(("meals", 0))], "invoices[0]: the total is 0: there is nothing to ask for"),
        (
            [invoice(("meals", 5)), invoice(("meals", -5), number="HD-2")],
            "invoices[1]: the total is negative: a credit balance is not asked for",
        ),
        ([invoice(("meals", 5), number="\u00a0")], "invoices[0]: the invoice has no number"),
        (
            [invoice(("meals", 5), account=OTHER)],
            "invoices[0]: the invoice names another account",
        ),
        ([invoice(("meals", 5))] * 2, "invoices[1]: the invoice stands twice"),
        (
            [invoice(("meals", 5)), invoice(("meals", 5), number="2", institution_id="b")],
            "invoices[1]: the invoice is of another institution",
        ),
    ],
)
def test_what_cannot_be_asked_together_is_refused(invoices, error):
    with pytest.raises(EncodeError) as caught:
        PaymentRequest.for_invoices(invoices, account=SCHOOL, reference=CODE)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    "reference",
    ["", "HP123", "H" * 26, "hp261100001", "HP 2611 0001", "261100000012", "HP-26110001", None,
     "HP2611٠٠٠١", "ĐP26110001"],
)  # fmt: skip
def test_a_reference_of_another_form_is_refused(reference):
    with pytest.raises(EncodeError, match="reference: a reference is 6 to 25") as caught:
        PaymentRequest.for_invoice(invoice(("m", 5)), account=SCHOOL, reference=reference)
    assert "HP" not in str(caught.value)


@pytest.mark.parametrize("reference", [CODE, "RF18539007547034", "HP2611", "123A45", "A" * 25])
def test_legacy_codes_with_a_letter_are_references(reference):
    made = PaymentRequest.for_invoice(invoice(("m", 5)), account=SCHOOL, reference=reference)
    assert made.reference == reference


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"amount": 4}, "amount is not the sum of covers"),
        ({"amount": 0, "covers": ()}, "less than 1 dong"),
        ({"amount": True}, "not bool"),
        ({"institution_id": " "}, "institution_id is blank"),
    ],
)
def test_a_request_that_does_not_add_up_is_refused(changed, words):
    right = PaymentRequest.for_invoice(invoice(("m", 5)), account=SCHOOL, reference=CODE)
    with pytest.raises(ValueError, match=words):
        attrs.evolve(right, **changed)


def test_a_cover_is_of_an_invoice_and_more_than_nothing():
    with pytest.raises(ValueError, match="less than 1 dong"):
        cover(0)
    with pytest.raises(ValueError, match="invoice_id is blank"):
        cover(5, number=" ")


def test_a_repr_shows_no_account_and_no_amount():
    made = PaymentRequest.for_invoice(invoice(("m", 123_457)), account=SCHOOL, reference=CODE)
    assert CODE in repr(made)
    assert "123457" not in repr(made)
    assert SCHOOL.number not in repr(made)
