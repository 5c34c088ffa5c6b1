"""Institutions that have not said what they offer or took: bounds, never zeroes."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

from cashless_edu_health import compliance, registry
from cashless_edu_health.compliance import Counted, Dataset, Outcome, TraceLine
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.receipts import POOLED_CASHLESS, PayerClass, Tally, Unreported

FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)
FOUR = frozenset(registry.vocabulary().method_sets["four"].kinds)


def school(id_, **parts):
    row = {"id": id_, "name": id_, "sector": Sector.EDUCATION, "type": "primary"}
    return Institution(**(row | parts))


def tally(at, method, value):
    return Tally(
        institution_id=at,
        method=method,
        payer_class=PayerClass.HOUSEHOLD,
        count=1,
        value=value,
        paid_from=FIRST,
        paid_to=LAST,
    )


def silent(at, first=FIRST, last=LAST):
    return Unreported(institution_id=at, paid_from=first, paid_to=last)


def assess(key, dataset, year=2022):
    end = date(year, 12, 31)
    return compliance.assess(
        registry.plan(key), dataset, period=calendar_year(year), as_of=end, known_at=end
    )


ANSWERED = school(
    "a",
    methods=(PaymentMethod(kind="qr_transfer"),),
)
IN_USE_ALL_YEAR = evolve(ANSWERED, facts=(Fact(name=compliance.IN_USE, value=True),))
TALLIES = (tally("a", POOLED_CASHLESS, 900), tally("a", "cash", 100))


def test_a_school_that_has_not_reported_leaves_the_share_of_payments_open():
    register = (ANSWERED, school("b", unknown_methods=FOUR))
    reported = assess("DN24", Dataset(institutions=register, tallies=TALLIES))["DN24-Q5"]
    assert reported.outcome is Outcome.MET
    waiting = assess(
        "DN24", Dataset(institutions=register, tallies=TALLIES, unreported=(silent("b"),))
    )["DN24-Q5"]
    assert (waiting.outcome, waiting.reason) == (
        Outcome.INSUFFICIENT_DATA,
        "payments-unreported",
    )
    assert {(p.low, p.high, p.share, p.gap) for p in waiting.part.leaves()} == {
        (Fraction(0), Fraction(1), None, None)
    }
    assert waiting.missing == ("payments@b", "payments@b")
    assert TraceLine("b", Counted.PERHAPS, "payments-unreported") in waiting.part.parts[0].trace


@pytest.mark.parametrize(
    ("row", "key", "target"),
    [
        (silent("b", date(2021, 1, 1), date(2021, 12, 31)), "DN24", "DN24-Q5"),
        (silent("b", date(2023, 1, 1), date(2023, 12, 31)), "DN24", "DN24-Q5"),
    ],
)
def test_what_is_not_reported_of_another_year_changes_nothing(row, key, target):
    register = (ANSWERED, school("b"))
    data = Dataset(institutions=register, tallies=TALLIES, unreported=(row,))
    assert assess(key, data)[target].outcome is Outcome.MET


def test_who_is_certainly_not_in_the_denominator_may_stay_silent():
    register = (IN_USE_ALL_YEAR, school("b"))
    data = Dataset(institutions=register, tallies=TALLIES, unreported=(silent("b"),))
    assert assess("DT153", data)["DT153-Q7"].outcome is Outcome.MET
    maybe = Dataset(
        institutions=(IN_USE_ALL_YEAR, school("b", unknown_methods=FOUR)),
        tallies=TALLIES,
        unreported=(silent("b"),),
    )
    assert assess("DT153", maybe)["DT153-Q7"].outcome is Outcome.INSUFFICIENT_DATA


def test_a_plan_that_is_silent_for_the_period_stays_silent():
    data = Dataset(
        institutions=(ANSWERED,),
        unreported=(silent("a", date(2024, 1, 1), date(2024, 12, 31)),),
    )
    assert assess("DN24", data, 2024)["DN24-Q5"].outcome is Outcome.NO_TARGET


def test_use_and_readiness_of_who_has_not_answered_are_unknown_not_no():
    register = (
        ANSWERED,
        school("b", unknown_methods=FOUR),
        school("c", unknown_methods=FOUR),
    )
    data = Dataset(institutions=register, tallies=TALLIES, unreported=(silent("b"), silent("c")))
    adoption = assess("DN24", data)["DN24-Q3"]
    assert (adoption.part.low, adoption.part.high) == (Fraction(1, 3), Fraction(1))
    assert adoption.outcome is Outcome.INSUFFICIENT_DATA
    cash_alone = Dataset(
        institutions=(ANSWERED,), tallies=(tally("a", "cash", 5),), unreported=(silent("a"),)
    )
    assert assess("DN24", cash_alone)["DN24-Q3"].outcome is Outcome.INSUFFICIENT_DATA


def test_a_pooled_sum_is_cashless_but_shows_no_method_in_particular():
    data = Dataset(institutions=(school("a"),), tallies=(tally("a", POOLED_CASHLESS, 5),))
    found = assess("DN24", data)
    assert found["DN24-Q3"].outcome is Outcome.MET
    assert [f.rule.id for f in found.report.findings] == []
