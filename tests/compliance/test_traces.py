"""What the trace says became of each row, whole, with the reason where there is one."""

from datetime import date

import pytest
from attrs import evolve

from cashless_edu_health.compliance import Counted, TraceLine
from cashless_edu_health.institutions import PaymentMethod

COUNT = {"share_of": "transactions", "weight": "count", "where": "cashless"}
VALUE = COUNT | {"weight": "value"}
PAYERS = {"share_of": "payers", "where": "cashless"}
TUITION = {"purposes": ["tuition"]}
PRESCHOOLS = {"entity": "institution", "sector": "education", "types": ["preschool"]}
QR, CASH = "qr_transfer", "cash"
YES, NO, UNKNOWN = Counted.NUMERATOR, Counted.DENOMINATOR, Counted.UNKNOWN
PERHAPS, OUT = Counted.PERHAPS, Counted.LEFT_OUT
FIRST, JUNE, LAST = date(2022, 1, 1), date(2022, 6, 30), date(2022, 12, 31)


def test_members_of_a_head_count_are_told_apart(make):
    """8 of 10 accept, 7 of 10 have a platform: 5 to 7 of the 8, one has none, 2 stay open."""
    row = make.heads("mn", 10, {"digital_platform": 7, "cashless_accepted": 8})
    plan = make.plan_of("platform_share", pop=PRESCHOOLS, among="cashless_accepted")
    assert make.ask(plan, make.dataset(make.school(), head_counts=[row])).trace == (
        TraceLine("a", OUT, "not-in-population"),
        TraceLine("mn", YES, "", 5),
        TraceLine("mn", NO, "condition-fails", 1),
        TraceLine("mn", UNKNOWN, "condition-unknown", 2),
        TraceLine("mn", OUT, "not-among", 2),
    )


@pytest.mark.parametrize(
    ("parts", "back", "line"),
    [
        # 100 of tuition and 100 of meals, of which 100 went back and nobody said of which.
        ([("A", 100, "tuition"), ("B", 100, "meals")], [(100, None)], (PERHAPS, "reversal-unsaid")),
        ([("A", 100, "tuition"), ("B", 100, "meals")], [(100, "A")], (OUT, "reversed")),
        ([("A", 100, "tuition", True), ("B", 100, "meals")], [], (OUT, "on-behalf")),
        ([("A", 100, "books"), ("B", 100, "meals")], [], (OUT, "other-purpose")),
        ([("A", 100, "meals"), ("B", 100, None)], [], (PERHAPS, "purpose-unknown")),
        ([("A", 100, "tuition"), ("B", 100, None)], [], (YES, "part-unknown")),
        ([("A", 100, "tuition"), ("B", 100, "meals")], [(50, None)], (YES, "part-unknown")),
        ([("A", 100, "tuition"), ("B", 100, "meals")], [], (YES, "")),
    ],
)
def test_a_receipt_of_several_parts_says_why_it_counts_or_does_not(make, parts, back, line):
    rows = [make.paid("R", QR, 200, *parts)]
    reversals = [make.back(f"V{i}", "R", *row) for i, row in enumerate(back)]
    data = make.dataset(receipts=rows, reversals=reversals)
    result = make.ask(make.plan_of(VALUE | TUITION), data)
    assert result.trace == (TraceLine("R", *line),)


@pytest.mark.parametrize(
    ("back", "first", "second"),
    [
        ([], (YES, ""), (OUT, "other-purpose")),
        ([(100, "A")], (OUT, "reversed"), (OUT, "other-purpose")),
        # As much went back unsaid as the part is: it may be gone.
        ([(100, None)], (PERHAPS, "reversal-unsaid"), (OUT, "other-purpose")),
        ([(99, None)], (YES, ""), (OUT, "other-purpose")),
    ],
)
def test_each_invoice_says_why_it_counts_or_does_not(make, back, first, second):
    rows = [make.paid("R", QR, 200, ("A", 100, "tuition"), ("B", 100, "meals"))]
    reversals = [make.back(f"V{i}", "R", *row) for i, row in enumerate(back)]
    data = make.dataset(receipts=rows, reversals=reversals)
    result = make.ask(make.plan_of(COUNT | TUITION), data, transaction_unit="allocation")
    assert result.trace == (TraceLine("R/A", *first), TraceLine("R/B", *second))


def test_an_invoice_alone_stands_while_something_is_left_of_it(make):
    rows = [make.paid("R", QR, 100, ("A", 100, "tuition"))]
    data = make.dataset(receipts=rows, reversals=[make.back("V", "R", 50)])
    result = make.ask(make.plan_of(COUNT | TUITION), data, transaction_unit="allocation")
    assert (result.trace, result.sources) == ((TraceLine("R/A", YES, ""),), ("bank",))


def test_invoices_paid_to_a_closed_school_are_left_out_one_by_one(make):
    gone = make.school("a", valid_to=JUNE)
    rows = [make.paid("R", QR, 200, ("A", 100, "tuition"), ("B", 100, "meals"))]
    data = make.dataset(gone, receipts=rows)
    result = make.ask(make.plan_of(COUNT | TUITION), data, transaction_unit="allocation")
    assert result.trace == (TraceLine("R/A", OUT, "inactive"), TraceLine("R/B", OUT, "inactive"))
    assert (result.denominator, result.sources) == (0, ())


def test_where_some_parts_name_a_purpose_the_others_and_the_rest_may_be_anything(make):
    rows = [
        make.paid("R", QR, 120, ("A", 60, "tuition"), ("B", 40), purposes=frozenset({"tuition"}))
    ]
    count = make.ask(make.plan_of(VALUE | TUITION), make.dataset(receipts=rows)).part.count
    assert (count.yes, count.maybe_yes) == (60, 60)


def test_payers_stand_where_all_their_payments_put_them(make):
    rows = [
        make.paid("R1", QR, payer_id="P1"),
        make.paid("R2", CASH, payer_id="P1"),
        make.paid("R3", CASH, payer_id="P2"),
        make.paid("R4", CASH),
        make.paid("R5", CASH),
    ]
    result = make.ask(make.plan_of(PAYERS), make.dataset(receipts=rows))
    one, two, anybody = TraceLine("R1", YES), TraceLine("R3", NO), (PERHAPS, "payer-unknown")
    rest = (TraceLine("R4", *anybody), TraceLine("R5", *anybody))
    assert result.trace == (one, one._replace(id="R2"), two, *rest)
    assert (result.part.label, result.part.count.maybe_no) == ("payers", 2)
    (all_,) = (r for r in result.readings if r.reading == "payer_basis")
    assert (all_.part.trace, all_.part.label) == ((), "payers")
    chosen = make.ask(make.plan_of(PAYERS), make.dataset(receipts=rows), payer_basis="all_cashless")
    turned = one._replace(counted=NO)
    assert chosen.trace == (turned, turned._replace(id="R2"), two, *rest)


def test_payers_that_nobody_told_apart_have_a_label_and_no_figure(make):
    result = make.ask(make.plan_of(PAYERS), make.dataset(receipts=[make.paid("R", QR)]))
    assert (result.part.label, result.reason) == ("payers", "payers-not-identified")


def test_payments_after_the_day_of_counting_or_to_a_closed_school_show_no_payers(make):
    by_june = make.plan_of(PAYERS, schedule=[{"by": "2022-06-30", "at_least": "50%"}])
    rows = [make.paid("R1", QR, on=JUNE, payer_id="P1"), make.paid("R2", CASH, payer_id="P2")]
    result = make.ask(by_june, make.dataset(receipts=rows))
    assert (result.numerator, result.denominator) == (1, 1)
    whole = make.plan_of(PAYERS)
    gone = make.school("a", valid_to=date(2022, 8, 31))
    result = make.ask(whole, make.dataset(gone, receipts=rows))
    assert result.trace == (TraceLine("R1", YES), TraceLine("R2", OUT, "inactive"))


def test_payers_of_schools_that_began_to_accept_within_the_year(make):
    """Cash was paid in spring, before cards were accepted; by the end of the year they are."""
    plan = make.plan_of(PAYERS, among="cashless_accepted")
    school = make.school("a")
    shown = make.paid("R2", QR, on=JUNE, payer_id="P2")
    rows = [make.paid("R1", CASH, on=FIRST, payer_id="P1"), shown]
    data = make.dataset(school, receipts=rows)
    result = make.ask(plan, data)
    assert result.trace == (TraceLine("R1", OUT, "not-among"), TraceLine("R2", YES))
    late = make.ask(plan, data, transaction_membership="at_period_end")
    assert late.trace == (TraceLine("R1", NO), TraceLine("R2", YES))


@pytest.mark.parametrize("ids", [("P1", None), (None, "P1")])
def test_one_payer_known_by_id_keeps_those_counted_from_standing_apart(make, ids):
    """The one may be among the ten, whatever other payments there are."""
    counts = [make.payers(10, 6, last=JUNE)]
    days = [date(2022, 9, 1), date(2022, 9, 2)]
    rows = [
        make.paid(f"R{i}", CASH, on=day, payer_id=id_)
        for i, (id_, day) in enumerate(zip(ids, days, strict=True))
    ]
    result = make.ask(make.plan_of(PAYERS), make.dataset(receipts=rows, payer_counts=counts))
    assert (result.part.count.yes, result.part.count.maybe_yes) == (0, 6)
    assert [line for line in result.trace if line.id == "payer_counts[0]"] == [
        TraceLine("payer_counts[0]", PERHAPS, "payer-unknown", 6),
        TraceLine("payer_counts[0]", PERHAPS, "payer-unknown", 4),
    ]


@pytest.mark.parametrize(
    ("on", "covered"),
    [(date(2022, 2, 28), False), (date(2022, 3, 1), True), (JUNE, True), (date(2022, 7, 1), False)],
)
def test_receipts_of_the_days_of_a_count_are_in_it(make, on, covered):
    counts = [make.payers(10, 6, first=date(2022, 3, 1), last=JUNE)]
    data = make.dataset(receipts=[make.paid("R", CASH, on=on)], payer_counts=counts)
    line = make.ask(make.plan_of(PAYERS), data).trace[0]
    expected = (OUT, "counted-as-payers") if covered else (PERHAPS, "payer-unknown")
    assert line == TraceLine("R", *expected)


def test_counts_of_two_schools_and_of_one_school_twice_add_up(make):
    counts = [make.payers(10, 6, last=JUNE), make.payers(4, 1, at="b")]
    counts += [make.payers(8, 2, last=JUNE), make.payers(7, 3, last=JUNE)]
    rows = (make.school("a"), make.school("b"))
    count = make.ask(make.plan_of(PAYERS), make.dataset(*rows, payer_counts=counts)).part.count
    # The ten of a and the four of b stand; nobody knows whom the eight and the seven count again.
    assert (count.yes + count.no + count.unknown, count.yes) == (14, 7)
    assert (count.maybe_yes, count.maybe_no) == (5, 10)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_a_count_of_the_first_or_last_day_alone_is_of_the_year(make, day):
    counts = [make.payers(10, 6, first=day, last=day)]
    result = make.ask(make.plan_of(PAYERS), make.dataset(payer_counts=counts))
    assert (result.numerator, result.denominator) == (6, 10)


def test_a_small_count_that_is_sure_stands_before_a_large_one_that_is_not(make):
    counts = [make.payers(20, 20, first=date(2021, 9, 1), last=JUNE), make.payers(10, 6)]
    result = make.ask(make.plan_of(PAYERS), make.dataset(payer_counts=counts))
    assert result.trace == (
        TraceLine("payer_counts[1]", YES, "", 6),
        TraceLine("payer_counts[1]", NO, "", 4),
        TraceLine("payer_counts[0]", PERHAPS, "payers-in-part", 20),
    )
    assert (result.denominator, result.part.count.maybe_unknown) == (10, 20)


def test_a_count_at_a_school_that_closed_within_its_days_is_open(make):
    gone = make.school("a", valid_to=JUNE)
    result = make.ask(make.plan_of(PAYERS), make.dataset(gone, payer_counts=[make.payers(10, 6)]))
    assert result.trace == (TraceLine("payer_counts[0]", PERHAPS, "payers-in-part", 10),)


def test_nobody_counted_as_a_payer_is_nothing_over_nothing(make):
    result = make.ask(make.plan_of(PAYERS), make.dataset(payer_counts=[make.payers(0, 0)]))
    assert (result.outcome.value, result.reason) == ("undefined", "no-payments")


@pytest.mark.parametrize(
    "purposes", [{"target": ["tuition"]}, {"measure": ["tuition"]}, {"target": [], "measure": []}]
)
def test_who_is_among_them_is_asked_for_the_purposes_of_the_target(make, purposes):
    """a takes cards for meals alone: for tuition it accepts nothing."""
    measure = COUNT | {"purposes": purposes.get("measure", [])}
    plan = make.plan_of(measure, among="cashless_accepted", purposes=purposes.get("target", []))
    card = PaymentMethod(kind="card_pos", purposes=frozenset({"meals"}))
    school = evolve(make.school("a"), methods=(card,))
    rows = [make.paid("R", CASH, purposes=frozenset({"tuition"}))]
    result = make.ask(plan, make.dataset(school, receipts=rows))
    asked = any(purposes.values())
    assert result.trace == (TraceLine("R", *((OUT, "not-among") if asked else (NO, ""))),)


@pytest.mark.parametrize(
    ("back", "low", "high"),
    [
        ([(30, None), (40, None)], 30, 100),
        ([(30, "A"), (40, "A")], 30, 30),
        ([(30, "A"), (40, None)], 30, 70),
    ],
)
def test_money_given_back_in_two_parts_is_taken_off_twice(make, back, low, high):
    rows = [make.paid("R", QR, 200, ("A", 100, "tuition"), ("B", 100, "meals"))]
    reversals = [make.back(f"V{i}", "R", *row) for i, row in enumerate(back)]
    data = make.dataset(receipts=rows, reversals=reversals)
    count = make.ask(make.plan_of(VALUE | TUITION), data).part.count
    assert (count.yes, count.yes + count.maybe_yes) == (low, high)


def test_a_summed_figure_is_no_collectors_lump_and_passes_nothing_on_unless_it_says_so(make):
    data = make.dataset(tallies=[make.tallied(QR, 3), make.tallied(CASH, 3)])
    result = make.ask(make.plan_of(COUNT), data, collector_lump="as_cash")
    assert (result.numerator, result.denominator) == (3, 6)
    said = make.dataset(tallies=[make.tallied(QR, 3, on_behalf=True), make.tallied(CASH, 3)])
    assert make.ask(make.plan_of(COUNT), said).trace == (
        TraceLine("tallies[0]", OUT, "on-behalf"),
        TraceLine("tallies[1]", NO, ""),
    )
