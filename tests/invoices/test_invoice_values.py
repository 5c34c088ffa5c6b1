"""Invoices, their totals, and the invariants that they hold."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.invoices import (
    Invoice,
    InvoiceState,
    Line,
    NameSource,
    Party,
    TaxInvoiceKey,
)
from cashless_edu_health.invoices._invoice import is_blank
from cashless_edu_health.money import MAX_AMOUNT

MEALS = Line(amount=550_000, purpose="meals", period="2026-11")


def invoice(*lines: Line, **fields: object) -> Invoice:
    return Invoice(**({"id": "HD-1", "institution_id": "thcs-a", "lines": lines} | fields))


def line(amount: int) -> Line:
    return Line(amount=amount, purpose="meals", reason="miễn giảm" if amount < 0 else None)


@pytest.mark.parametrize(
    ("amounts", "total", "state"),
    [
        ((550_000,), 550_000, InvoiceState.DUE),
        ((550_000, -549_999), 1, InvoiceState.DUE),
        ((550_000, -550_000), 0, InvoiceState.NOTHING_DUE),
        ((0,), 0, InvoiceState.NOTHING_DUE),
        ((-1,), -1, InvoiceState.CREDIT_BALANCE),
    ],
)
def test_the_total_says_what_is_asked(amounts, total, state):
    asked = invoice(*map(line, amounts))
    assert (asked.total, asked.state) == (total, state)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=5))
def test_every_line_counts_to_the_dong(amounts):
    assert invoice(*map(line, amounts)).total == sum(amounts)


@pytest.mark.parametrize(
    ("amount", "reason", "words"),
    [
        (-5, None, "a negative line needs a reason"),
        (-5, "\u00a0\u200b", "a negative line needs a reason"),
        (True, None, "not bool"),
        (1.5, None, "not float"),
        ("79,000", None, "not str"),
        (MAX_AMOUNT + 1, None, f"more than {MAX_AMOUNT} dong"),
        (-MAX_AMOUNT - 1, "trả lại", f"less than -{MAX_AMOUNT} dong"),
    ],
)
def test_a_bad_line_is_refused(amount, reason, words):
    with pytest.raises(ValueError, match=words):
        Line(amount=amount, purpose="meals", reason=reason)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lines": ()}, "at least one line"),
        ({"lines": (line(MAX_AMOUNT), line(1))}, "the total has more than 13 digits"),
        ({"id": ""}, "id is empty"),
        ({"institution_id": ""}, "institution_id is empty"),
        ({"payer_source": NameSource.BANK}, "payer_source without a payer's name"),
        (
            {"payer": Party(name=" "), "payer_source": NameSource.BANK},
            "payer_source without a payer's name",
        ),
        (
            {"issued_on": date(2026, 11, 2), "due_on": date(2026, 11, 1)},
            "due_on is before issued_on",
        ),
        ({"due_on": datetime(2026, 11, 1)}, "due_on is a date without a time"),  # noqa: DTZ001
    ],
)
def test_a_bad_invoice_is_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        invoice(**({"lines": (MEALS,)} | fields))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seller_tax_code": "12345"}, "seller_tax_code is 10, 13 or 12 digits"),
        ({"seller_tax_code": "0100000001-٠٠١"}, "seller_tax_code"),
        ({"template_symbol": "12"}, "template_symbol is one digit"),
        ({"series": "c26taa"}, "series is 6 digits and letters A-Z"),
        ({"number": 0}, "number is a whole number"),
        ({"number": 100_000_000}, "number is a whole number"),
        ({"number": True}, "number is a whole number"),
        ({"number": "6036"}, "number is a whole number"),
    ],
)
def test_a_tax_invoice_key_of_another_form_is_refused(changed, words):
    right = {
        "seller_tax_code": "0100000001-001",
        "template_symbol": "1",
        "series": "C26TAA",
        "number": 6036,
    }
    assert TaxInvoiceKey(**right).number == 6036
    with pytest.raises(ValueError, match=words):
        TaxInvoiceKey(**(right | changed))


@pytest.mark.parametrize(
    ("value", "blank"),
    [
        (None, True),
        ("", True),
        (" \t\u00a0\u3000", True),
        ("\u200b\u200d\ufeff", True),
        ("\u3164\uffa0", True),
        ("---", True),
        ("Ý", False),
        ("An", False),
    ],
)
def test_what_shows_nothing_is_blank(value, blank):
    assert is_blank(value) is blank


def test_a_repr_shows_no_person_and_no_amount():
    shown = repr(
        invoice(
            Line(amount=-123_457, purpose="meals", reason="Trần Thị An nghỉ"),
            payer=Party(name="Lý Văn Bình (bịa)", id="079000000001"),
            paid_for=Party(name="Trần Thị An (bịa)", id="HS0000000123"),
        )
    )
    for secret in ("Trần", "Bình", "079000000001", "HS0000000123", "123457"):
        assert secret not in shown
    assert "L*** V*** B***" in shown


@pytest.mark.parametrize("name", [None, 5])
def test_a_name_is_a_text(name):
    with pytest.raises(ValueError, match="name is a text"):
        Party(name=name)
    assert Party(name="").id is None
