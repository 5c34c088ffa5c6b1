"""Methods that payments show, for certain or perhaps, where the register never heard of them."""

from datetime import date

import pytest

from cashless_edu_health.compliance import Counted, Outcome, Ready, TraceLine, readiness
from cashless_edu_health.registry import plan as bundled

MET, NOT_MET, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.INSUFFICIENT_DATA
THREE = {"share_of": "entities", "where": "three_of_four"}
ANY = {"share_of": "entities", "where": "cashless_accepted"}
IN_2022 = {"first": date(2022, 3, 1), "last": date(2022, 12, 31)}
INTO_2023 = {"first": date(2022, 12, 1), "last": date(2023, 1, 31)}
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
        (THREE, (), (*FOUR[:2], None), (), OPEN),
        (THREE, (), FOUR[:2], (None,), OPEN),
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
    assert (methods.offered, methods.unknown, methods.satisfied) == ((), 0, None)
    items = readiness(found)["a"].items
    assert [item.state for item in items if item.check == methods] == [Ready.UNKNOWN]
