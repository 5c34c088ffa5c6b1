"""Each reading of payments in a case worked by hand, and what a payment is under each.

All figures are invented. One school; the year 2022; 50 % is asked for.

    transaction_unit   R1 1,000 by QR: three siblings' invoices of 300 and a rest of 100; R2, R3
                       300 each in cash. By receipt 1/3, missed; by allocation 4/6, met. The value
                       is 1,000/1,600 either way.
    cash_at_agent      R1 100 handed in at a shop, R2 100 in cash: 1/2 met; as cash 0/2, missed.
    collector_lump     R1 1,000, a teacher's transfer for a class; R2 1,000 in cash: 1/2 met; as
                       cash 0/2, missed.
    on_behalf          R1 1,000 by QR, of which 600 is insurance; R2 500 in cash; R3 700 by QR,
                       all of it insurance. Excluded: number 1/2 met, value 400/900, missed.
                       Included: 2/3 and 1,700/2,200, met.
    payer_basis        P1 pays once in cash and once by QR, P2 in cash: any 1/2, met; all 0/2.
"""

from datetime import date
from fractions import Fraction

import pytest

from cashless_edu_health.compliance import Counted, Outcome
from cashless_edu_health.receipts import PayerClass

NUMBER = {"share_of": "transactions", "weight": "count", "where": "cashless"}
VALUE = NUMBER | {"weight": "value"}
TUITION = {"purposes": ["tuition"]}
PAYERS = {"share_of": "payers", "where": "cashless"}
QR = "qr_transfer"
MET, MISSED = Outcome.MET, Outcome.NOT_MET


def siblings(make):
    parts = [(f"INV-{i}", 300, "tuition") for i in (1, 2, 3)]
    return [
        make.paid("R1", QR, 1000, *parts),
        make.paid("R2", "cash", 300),
        make.paid("R3", "cash", 300),
    ]


def insured(make):
    return [
        make.paid("R1", QR, 1000, ("A", 400), ("B", 600, None, True)),
        make.paid("R2", "cash", 500),
        make.paid("R3", QR, 700, ("C", 700, None, True)),
    ]


CASES = {
    "transaction_unit": (
        NUMBER,
        siblings,
        ("receipt", (1, 3), MISSED),
        ("allocation", (4, 6), MET),
    ),
    "cash_at_agent": (
        NUMBER,
        lambda make: [make.paid("R1", "cash_at_agent"), make.paid("R2", "cash")],
        ("as_cashless", (1, 2), MET),
        ("as_cash", (0, 2), MISSED),
    ),
    "collector_lump": (
        NUMBER,
        lambda make: [
            make.paid("R1", QR, 1000, collector_lump=True),
            make.paid("R2", "cash", 1000),
        ],
        ("as_transfer", (1, 2), MET),
        ("as_cash", (0, 2), MISSED),
    ),
    "on_behalf": (
        VALUE,
        insured,
        ("excluded", (400, 900), MISSED),
        ("included", (1700, 2200), MET),
    ),
    "payer_basis": (
        PAYERS,
        lambda make: [
            make.paid("R1", QR, payer_id="P1"),
            make.paid("R2", "cash", payer_id="P1"),
            make.paid("R3", "cash", payer_id="P2"),
        ],
        ("any_cashless", (1, 2), MET),
        ("all_cashless", (0, 2), MISSED),
    ),
}


@pytest.mark.parametrize("reading", CASES)
def test_a_reading_is_computed_both_ways_and_its_flip_is_told(make, reading):
    measure, rows, default, other = CASES[reading]
    plan, data = make.plan_of(measure), make.dataset(receipts=rows(make))
    for (option, figures, outcome), (alternative, _, otherwise) in (
        (default, other),
        (other, default),
    ):
        chosen = {} if option == default[0] else {reading: option}
        result = make.ask(plan, data, **chosen)
        assert (result.numerator, result.denominator) == figures
        assert (result.outcome, result.used[reading], result.robust) == (outcome, option, False)
        (found,) = [r for r in result.readings if r.reading == reading]
        assert (found.option, found.outcome) == (alternative, otherwise)


@pytest.mark.parametrize("reading", CASES)
def test_a_reading_that_the_data_hold_nothing_for_changes_nothing(make, reading):
    measure = CASES[reading][0]
    rows = [make.paid("R1", QR, payer_id="P1"), make.paid("R2", "cash", payer_id="P2")]
    result = make.ask(make.plan_of(measure), make.dataset(receipts=rows))
    (other,) = [r for r in result.readings if r.reading == reading]
    assert (other.outcome, other.part.share, result.robust) == (MET, Fraction(1, 2), True)


def lines(result):
    return [(line.id, line.counted, line.reason) for line in result.trace]


IN, OUT, BELOW = Counted.NUMERATOR, Counted.LEFT_OUT, Counted.DENOMINATOR


def test_by_allocation_the_trace_names_receipt_and_invoice(make):
    plan, data = make.plan_of(NUMBER), make.dataset(receipts=siblings(make))
    result = make.ask(plan, data, transaction_unit="allocation")
    assert lines(result) == [
        ("R1/INV-1", IN, ""),
        ("R1/INV-2", IN, ""),
        ("R1/INV-3", IN, ""),
        ("R1/-", IN, ""),
        ("R2", BELOW, ""),
        ("R3", BELOW, ""),
    ]
    trace = result.part.trace
    assert (len(trace), tuple(trace), trace[-2:]) == (6, result.trace, result.trace[4:])
    value = make.ask(make.plan_of(VALUE), data, transaction_unit="allocation")
    assert (value.share, value.trace[3].id) == (Fraction(1000, 1600), "R1/-")


def test_three_instalments_are_three_payments_either_way(make):
    rows = [make.paid(f"R{i}", QR, 100, ("INV-1", 100)) for i in (1, 2, 3)]
    result = make.ask(make.plan_of(NUMBER), make.dataset(receipts=rows))
    assert (result.denominator, result.robust) == (3, True)
    other = make.ask(
        make.plan_of(NUMBER), make.dataset(receipts=rows), transaction_unit="allocation"
    )
    assert (other.denominator, other.trace[0].id) == (3, "R1/INV-1")


def test_money_passed_on_is_left_out_and_a_mixed_receipt_stays_one_payment(make):
    data = make.dataset(receipts=insured(make), tallies=[make.tallied(QR, 5, 500, on_behalf=True)])
    result = make.ask(make.plan_of([NUMBER, VALUE]), data)
    number, value = result.parts
    assert (number.numerator, number.denominator) == (1, 2)
    assert (value.numerator, value.denominator) == (400, 900)
    assert lines(result)[:4] == [
        ("R1", IN, ""),
        ("R2", BELOW, ""),
        ("R3", OUT, "on-behalf"),
        ("tallies[0]", OUT, "on-behalf"),
    ]
    apart = make.ask(make.plan_of(NUMBER), data, transaction_unit="allocation")
    assert lines(apart)[:2] == [("R1/A", IN, ""), ("R1/B", OUT, "on-behalf")]


def test_a_tuition_target_counts_the_receipt_once_with_the_value_of_tuition(make):
    rows = [
        make.paid("R1", QR, 1000, ("A", 400, "tuition"), ("B", 600, "meals")),
        make.paid("R2", "cash", 400, purposes=frozenset({"tuition"})),
        make.paid("R3", QR, 500, ("C", 500, "meals")),
        make.paid("R4", QR, 500, ("D", 500), purposes=frozenset({"meals"})),
    ]
    number, value = make.ask(
        make.plan_of([NUMBER | TUITION, VALUE | TUITION]), make.dataset(receipts=rows)
    ).parts
    assert (number.share, value.share) == (Fraction(1, 2), Fraction(1, 2))
    assert [line.reason for line in number.trace] == ["", "", "other-purpose", "other-purpose"]


def test_parts_without_a_purpose_and_rests_are_bounds(make):
    rows = [
        make.paid("R1", QR, 1000, ("A", 400, "tuition"), ("B", 100)),
        make.paid("R2", "cash", 600, purposes=frozenset({"tuition"})),
        make.paid("R3", QR, 100, ("C", 60, "meals")),
    ]
    number, value = make.ask(
        make.plan_of([NUMBER | TUITION, VALUE | TUITION]), make.dataset(receipts=rows)
    ).parts
    # R1 certainly pays 400 of tuition, at most all 1,000; of R3 the rest of 40 may be tuition.
    assert (value.low, value.high) == (Fraction(400, 1000), Fraction(1040, 1640))
    assert (number.low, number.high) == (Fraction(1, 2), Fraction(2, 3))
    assert [(line.counted, line.reason) for line in value.trace] == [
        (IN, "part-unknown"),
        (BELOW, ""),
        (Counted.PERHAPS, "purpose-unknown"),
    ]


def mixed(make, *reversals):
    """R1 pays 400 of tuition and 600 of meals by QR, R2 300 of tuition in cash."""
    return make.dataset(
        receipts=[
            make.paid("R1", QR, 1000, ("A", 400, "tuition"), ("B", 600, "meals")),
            make.paid("R2", "cash", 300, ("C", 300, "tuition")),
        ],
        reversals=[make.back(*row) for row in reversals],
    )


@pytest.mark.parametrize(
    ("reversals", "low", "high", "number"),
    [
        ([("V", "R1", 100, "A")], (300, 600), (300, 600), Fraction(1, 2)),
        ([("V", "R1", 600, "B")], (400, 700), (400, 700), Fraction(1, 2)),
        ([("V", "R1", 400, "A")], (0, 300), (0, 300), Fraction(0)),
        # Nobody said of what: at most all 400 of tuition are left, at least 300.
        ([("V", "R1", 100)], (300, 600), (400, 700), Fraction(1, 2)),
        # Of 700 given back at least 100 were tuition, and perhaps all 400.
        ([("V", "R1", 700)], (0, 300), (300, 600), None),
        ([("V", "R1", 1000)], (0, 300), (0, 300), Fraction(0)),
        ([("V", "R1", 600, "B"), ("W", "R1", 100)], (300, 600), (300, 600), Fraction(1, 2)),
    ],
)
def test_what_is_given_back_lowers_the_value_of_what_it_had_paid(
    make, reversals, low, high, number
):
    data = mixed(make, *reversals)
    counted, value = make.ask(make.plan_of([NUMBER | TUITION, VALUE | TUITION]), data).parts
    assert (value.low, value.high) == (Fraction(*low), Fraction(*high))
    assert counted.share == number


def test_money_given_back_without_a_word_is_exact_where_it_makes_no_difference(make):
    number, value = make.ask(make.plan_of([NUMBER, VALUE]), mixed(make, ("V", "R1", 700))).parts
    assert (number.share, value.share) == (Fraction(1, 2), Fraction(300, 600))
    apart = make.ask(
        make.plan_of([NUMBER, VALUE]),
        mixed(make, ("V", "R1", 400), ("W", "R1", 50, "A")),
        transaction_unit="allocation",
    )
    number, value = apart.parts
    # 350 of A are left, and 400 may be of either: A may be gone, B (600) is not.
    assert [line.reason for line in number.trace] == ["reversal-unsaid", "", ""]
    assert (number.low, number.high) == (Fraction(1, 2), Fraction(2, 3))
    assert value.share == Fraction(550, 850)


def test_a_receipt_wholly_given_back_is_no_payment_under_any_unit(make):
    for option in ("receipt", "allocation"):
        result = make.ask(
            make.plan_of(NUMBER), mixed(make, ("V", "R1", 1000)), transaction_unit=option
        )
        assert (result.numerator, result.denominator) == (0, 1)
        assert {line.reason for line in result.trace[:-1]} == {"reversed"}


def test_of_one_invoice_in_two_parts_only_a_whole_reversal_is_told_apart(make):
    parts = (("A", 400, "tuition"), ("A", 200, "meals"), ("B", 100, "meals"))
    for amount, low, high in ((600, 0, 0), (100, 300, 400)):
        data = make.dataset(
            receipts=[make.paid("R1", QR, 700, *parts), make.paid("R2", "cash", 400)],
            reversals=[make.back("V", "R1", amount, "A")],
        )
        count = make.ask(make.plan_of(VALUE | TUITION), data).part.count
        assert (count.yes, count.yes + count.maybe_yes) == (low, high)


def test_use_is_shown_by_what_counts_as_cashless(make):
    adoption = make.plan_of("adoption_share")
    rows = [make.paid("R1", QR, 100, collector_lump=True), make.paid("R2", "cash")]
    result = make.ask(adoption, make.dataset(make.school("a", QR), receipts=rows))
    flips = {r.reading for r in result.readings if r.outcome is MISSED}
    assert (result.outcome, flips) == (MET, {"collector_lump"})
    rows = [make.paid("R1", "cash_at_agent"), make.paid("R2", "cash")]
    result = make.ask(adoption, make.dataset(make.school("a", "cash_at_agent"), receipts=rows))
    flips = {r.reading for r in result.readings if r.outcome is MISSED}
    assert (result.outcome, flips) == (MET, {"cash_at_agent"})


def test_accepting_cash_at_agents_is_accepting_under_one_reading(make):
    data = make.dataset(make.school("a", "cash_at_agent"))
    result = make.ask(make.plan_of("acceptance_share"), data)
    flips = {r.reading for r in result.readings if r.outcome is MISSED}
    assert (result.outcome, flips, result.robust) == (MET, {"cash_at_agent"}, False)
    assert dict(result.used) == SHOWN | {"cash_at_agent": "as_cashless"}
    assert make.ask(make.plan_of("readiness_share"), data).used == SHOWN


SHOWN = {"payer_scope": "household", "collector_lump": "as_transfer", "on_behalf": "excluded"}
"""The readings that decide which payments show a method."""


@pytest.mark.parametrize(
    ("row", "reading"),
    [
        ({"payer_class": PayerClass.INSURER}, "payer_scope"),
        ({"collector_lump": True}, "collector_lump"),
        ({"parts": [("x", 100, None, True)]}, "on_behalf"),
        ({"method": "cash_at_agent"}, "cash_at_agent"),
    ],
)
@pytest.mark.parametrize("kinds", [(), (QR, "cash_at_agent")])
def test_a_method_shown_by_a_payment_is_shown_by_the_reading_that_counts_it(
    make, row, reading, kinds
):
    """Nothing is registered; one payment beside one in cash shows a method, or does not."""
    where = {"methods": {"at_least": 1} | ({"kinds": list(kinds)} if kinds else {})}
    plan = make.plan_of({"share_of": "entities", "where": where})
    parts = row.get("parts", [])
    extra = {name: row[name] for name in row if name not in {"parts", "method"}}
    rows = [
        make.paid("R1", row.get("method", QR), 100, *parts, **extra),
        make.paid("R2", "cash"),
    ]
    result = make.ask(plan, make.dataset(receipts=rows))
    assert {r.reading for r in result.readings if r.outcome is not result.outcome} == {reading}
    assert result.robust is False


@pytest.mark.parametrize(
    ("days", "flips"),
    [
        ({"valid_to": date(2022, 10, 31)}, True),
        ({"valid_from": date(2022, 9, 1)}, False),
        ({"valid_to": date(2022, 12, 31)}, False),
        ({"valid_to": date(2021, 12, 31)}, False),
    ],
)
def test_what_was_paid_to_a_school_that_closed_counts_by_one_reading(make, days, flips):
    """a took 1 by QR and is open; b took 3 in cash in October: 1/4 then, 1/1 at the end."""
    gone = make.school("b", "cash", **days)
    rows = [make.paid("R1", QR), *(make.paid(f"C{i}", "cash", at="b") for i in range(3))]
    result = make.ask(make.plan_of(NUMBER), make.dataset(make.school("a"), gone, receipts=rows))
    named = "transaction_membership" in result.used
    found = {r.reading for r in result.readings if r.outcome is not result.outcome}
    assert (named, found) == (
        "valid_from" in days or flips,
        {"transaction_membership"} if flips else set(),
    )


def test_every_row_says_which_readings_it_was_read_with(make):
    result = make.ask(make.plan_of([NUMBER, VALUE], at_least="1%"), make.dataset(), period=2021)
    assert (result.outcome, dict(result.used)) == (
        Outcome.NO_TARGET,
        {
            "payer_scope": "household",
            "collector_lump": "as_transfer",
            "on_behalf": "excluded",
            "cash_at_agent": "as_cashless",
            "transaction_unit": "receipt",
        },
    )
    ranged = make.plan_of("platform_share", schedule=[{"period": 2022, "range": ["50%", "90%"]}])
    assert make.ask(ranged, make.dataset()).used == {"range": "floor_binds"}
