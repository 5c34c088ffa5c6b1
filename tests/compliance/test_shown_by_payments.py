"""Methods that payments show, for certain or perhaps, where the register never heard of them."""

from datetime import date

import pytest

from cashless_edu_health.compliance import Counted, Outcome, Ready, TraceLine, readiness
from cashless_edu_health.institutions import Institution, PaymentMethod, Sector
from cashless_edu_health.receipts import POOLED_CASHLESS
from cashless_edu_health.registry import plan as bundled

MET, NOT_MET, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.INSUFFICIENT_DATA
THREE = {"share_of": "entities", "where": "three_of_four"}
ANY = {"share_of": "entities", "where": "cashless_accepted"}
IN_2022 = {"first": date(2022, 3, 1), "last": date(2022, 12, 31)}
INTO_2023 = {"first": date(2022, 12, 1), "last": date(2023, 1, 31)}
TWO_OF_ANY = {"share_of": "entities", "where": {"methods": {"at_least": 2}}}
ALL = POOLED_CASHLESS
FOUR = ("qr_transfer", "web_payment", "mobile_money", "card_pos")


@pytest.mark.parametrize(
    ("measure", "register", "certain", "perhaps", "outcome"),
    [
        # A sum that reaches into the next year may hold nothing of this one.
        (ANY, (), (), FOUR[:1], OPEN),
        (ANY, (), FOUR[:1], (), MET),
        (ANY, (), ("cash",), (), NOT_MET),
        (ANY, ("cash",), (), FOUR[:1], OPEN),
        # Each such sum may show a method of its own, and no more than one.
        (THREE, (), (), FOUR[:3], OPEN),
        (THREE, (), (), FOUR[:2], NOT_MET),
        (THREE, (), FOUR[:2], FOUR[2:3], OPEN),
        (THREE, (), FOUR[:3], (), MET),
        (THREE, FOUR[:2], (), FOUR[2:], OPEN),
        (THREE, FOUR[:2], (), FOUR[:2], NOT_MET),
        (THREE, FOUR[:3], (), FOUR[3:], MET),
        # A register knows its methods, so a payment of none in particular is by one of them.
        (THREE, FOUR[:2], (None,), (None,), NOT_MET),
        (THREE, FOUR[:2], (None, ALL), (None, ALL), NOT_MET),
        (THREE, (), (*FOUR[:2], None), (), OPEN),
        (THREE, (), FOUR[:2], (None,), OPEN),
        # Each payment of no method in particular may be by another one.
        (THREE, (), (None,), (), NOT_MET),
        (THREE, (), (None, None), (), NOT_MET),
        (THREE, (), (None, None, None), (), OPEN),
        (THREE, (), (None,), (None, None), OPEN),
        (THREE, (), (*FOUR[:1], None), (), NOT_MET),
        (THREE, (), (*FOUR[:1], None, None), (), OPEN),
        # So may each of a sum over every cashless method, which shows that there is one.
        (ANY, (), (ALL,), (), MET),
        (ANY, (), (), (ALL,), OPEN),
        (THREE, (), (ALL, ALL), (), NOT_MET),
        (THREE, (), (ALL, ALL, ALL), (), OPEN),
        (THREE, (), (ALL,), (None, ALL), OPEN),
        # Cash alone explains a payment of which nobody said how, but none without cash.
        (THREE, ("cash",), (None, None, None), (), NOT_MET),
        (THREE, ("cash",), (ALL, ALL, ALL), (), OPEN),
        (TWO_OF_ANY, (), (*FOUR[:1], ALL), (), OPEN),
        (TWO_OF_ANY, FOUR[:1], (ALL,), (), NOT_MET),
        (TWO_OF_ANY, (), (*FOUR[:2], ALL), (), MET),
    ],
)
def test_what_may_be_of_another_year_leaves_methods_open(
    make, measure, register, certain, perhaps, outcome
):
    tallies = [
        *(make.tallied(kind, **IN_2022) for kind in certain),
        *(make.tallied(kind, **INTO_2023) for kind in perhaps),
    ]
    data = make.dataset(make.school("a", *register), tallies=tallies)
    assert make.ask(make.plan_of(measure), data).outcome is outcome


@pytest.mark.parametrize(
    ("purposes", "outcome"),
    [((), OPEN), (("tuition", "meals"), OPEN), (("tuition",), MET), (("meals",), NOT_MET)],
)
def test_what_may_be_for_another_purpose_leaves_methods_open(make, purposes, outcome):
    plan = make.plan_of(ANY, purposes=["tuition"])
    rows = [make.paid("r", "card_pos", purposes=frozenset(purposes))]
    assert make.ask(plan, make.dataset(receipts=rows)).outcome is outcome


def test_between_the_days_of_a_sum_nobody_knows_whether_its_method_is_offered(make):
    """Cards were taken between March and December; whether in June already, nobody knows."""
    plan = make.plan_of("count_share", among="cashless_accepted")
    days = {"before": date(2022, 2, 28), "while": date(2022, 6, 1), "after": date(2022, 12, 31)}
    rows = [make.paid(id_, "cash", on=day) for id_, day in days.items()]
    data = make.dataset(receipts=rows, tallies=[make.tallied("card_pos", **IN_2022)])
    assert make.ask(plan, data).trace[:3] == (
        TraceLine("before", Counted.LEFT_OUT, "not-among"),
        TraceLine("while", Counted.PERHAPS, "membership-unknown"),
        TraceLine("after", Counted.DENOMINATOR),
    )


def test_a_duty_is_open_where_three_methods_may_have_been_used_in_its_year(make):
    sums = [make.tallied(kind, **INTO_2023) for kind in FOUR[:3]]
    found = make.assess(bundled("DN24"), make.dataset(tallies=sums), known_at=date(2023, 6, 30))
    (duty,) = found["DN24-D1"].institutions
    methods = duty.checks[0]
    assert (methods.offered, methods.unknown, methods.satisfied) == ((), 3, None)
    items = readiness(found)["a"].items
    assert [item.state for item in items if item.check == methods] == [Ready.UNKNOWN]


@pytest.mark.parametrize(("count", "outcome"), [(1, NOT_MET), (2, NOT_MET), (3, OPEN), (500, OPEN)])
@pytest.mark.parametrize("method", [None, POOLED_CASHLESS])
def test_a_tally_may_hold_as_many_methods_as_payments(make, method, count, outcome):
    sums = [make.tallied(method, count=count, **IN_2022)]
    data = make.dataset(make.school("a"), tallies=sums)
    assert make.ask(make.plan_of(THREE), data).outcome is outcome


@pytest.mark.parametrize(
    ("ended", "purposes", "outcome"),
    [
        (None, None, NOT_MET),
        # The only method of the register may have gone before the money came.
        (date(2022, 2, 28), None, OPEN),
        (date(2022, 3, 1), None, NOT_MET),
        # Or it serves nothing of what was paid for.
        (None, frozenset({"meals"}), OPEN),
        (None, frozenset({"meals", "tuition"}), NOT_MET),
    ],
)
def test_a_method_explains_only_payments_of_its_days_and_purposes(make, ended, purposes, outcome):
    method = PaymentMethod(kind="card_pos", valid_to=ended, purposes=purposes)
    school = Institution(
        id="a", name="A (bịa)", sector=Sector.EDUCATION, type="primary", methods=(method,)
    )
    sums = [make.tallied(None, count=9, **IN_2022)]
    plan = make.plan_of(THREE, purposes=["tuition"])
    assert make.ask(plan, make.dataset(school, tallies=sums)).outcome is outcome


def test_what_a_person_collected_in_cash_is_no_method(make):
    """Under the reading that it stays cash, it leaves nothing open."""
    rows = [make.paid(name, None, collector_lump=True) for name in ("x", "y", "z")]
    data = make.dataset(make.school("a"), receipts=rows)
    plan = make.plan_of(THREE)
    as_cash = make.ask(plan, data, collector_lump="as_cash")
    assert (make.ask(plan, data).outcome, as_cash.outcome) == (OPEN, NOT_MET)
