"""What would be, by the same arithmetic that says what is missing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.compliance import (
    Count,
    Gap,
    GapUnit,
    Level,
    MethodsCheck,
    Outcome,
    Part,
    Steps,
    WhatIf,
    what_if,
)
from cashless_edu_health.compliance._shares import gap
from cashless_edu_health.plans import Comparison, Demand, bound

MET, MISSED, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.INSUFFICIENT_DATA


def demand(at_least, op=Comparison.AT_LEAST, upper=None):
    aspiration = None if upper is None else bound(upper)
    return Demand(comparison=op, bound=bound(at_least), aspiration=aspiration)


def part(count, asked):
    return Part(label="", outcome=MISSED, count=count, demand=asked)


numbers = st.integers(0, 10**6)
counts = st.builds(
    Count,
    yes=numbers,
    no=numbers,
    unknown=numbers,
    maybe_yes=numbers,
    maybe_no=numbers,
    maybe_unknown=numbers,
).filter(lambda count: count.denominator)
demands = st.builds(
    lambda share, op: demand(f"{share}%", op),
    st.integers(0, 100),
    st.sampled_from([Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.AT_MOST]),
)


@given(counts, demands, st.sampled_from(["convert", "add"]))
def test_the_most_of_the_gap_meets_the_demand_and_less_than_the_least_does_not(count, asked, way):
    found = gap(count, asked, GapUnit.DONG)
    steps = getattr(found, way)
    if steps is None:
        assert getattr(found, f"no_{way}") == f"never-by-{way}ing"
        return
    row = part(count, asked)
    most = min(steps.most, count.worst[1] - count.worst[0]) if way == "convert" else steps.most
    if asked.comparison is not Comparison.AT_MOST:
        assert what_if(row, **{way: most}).outcome is MET
    if steps.least:
        assert what_if(row, **{way: steps.least - 1}).outcome is not MET


@given(numbers, st.integers(1, 10**6), st.integers(0, 3000))
def test_the_gap_of_a_reported_figure_is_the_least_that_meets_it(units, per, percent):
    asked = demand(f"{percent}%")
    add = gap(Level(units, per), asked, GapUnit.UNITS).add
    row = part(Level(units, per), asked)
    assert what_if(row, add=add.most).outcome is MET
    assert not add.least or what_if(row, add=add.least - 1).outcome is MISSED


@pytest.mark.parametrize(
    ("count", "asked", "convert", "add", "expected"),
    [
        (Count(yes=4, no=5), demand("50%"), 0, 0, (MISSED, Fraction(4, 9), None)),
        (Count(yes=4, no=5), demand("50%"), 1, 0, (MET, Fraction(5, 9), None)),
        (Count(yes=4, no=5), demand("50%"), 0, 1, (MET, Fraction(1, 2), None)),
        (Count(yes=4, no=5), demand("50%"), 5, 3, (MET, Fraction(1), None)),
        (Count(yes=6, no=4), demand("50%", Comparison.AT_MOST), 1, 0, (MET, Fraction(1, 2), None)),
        (Count(yes=8, no=2), demand("90%", Comparison.RANGE, "100%"), 1, 0,
         (MET, Fraction(9, 10), False)),
        (Count(yes=8, no=2), demand("90%", Comparison.RANGE, "100%"), 2, 0,
         (MET, Fraction(1), True)),
        (Level(7_400), demand(7_500), 0, 100, (MET, Fraction(7_500), None)),
        (Level(249, 10), demand("25x"), 0, 0, (MISSED, Fraction(249, 10), None)),
        (Level(249, 10), demand("25x"), 0, 1, (MET, Fraction(25), None)),
        (Level(9), demand(7, Comparison.AT_MOST), 2, 0, (MET, Fraction(7), None)),
        (Count(yes=1, no=1), demand("50%", Comparison.ABOUT), 1, 0,
         (Outcome.NO_VERDICT, Fraction(1), None)),
        (Count(yes=1, no=1), None, 1, 0, (Outcome.NO_TARGET, Fraction(1), None)),
    ],
)  # fmt: skip
def test_what_changes_and_what_is_added_moves_the_figure(count, asked, convert, add, expected):
    found = what_if(part(count, asked), convert=convert, add=add)
    assert (found.outcome, found.share, found.aspiration_reached) == expected


def test_what_is_unknown_leaves_the_answer_open():
    count = Count(yes=4, no=4, unknown=2)
    asked = demand("60%", Comparison.RANGE, "80%")
    assert what_if(part(count, asked), convert=1) == WhatIf(
        outcome=OPEN, low=Fraction(1, 2), high=Fraction(7, 10), aspiration_reached=False
    )
    assert what_if(part(count, asked), convert=2).aspiration_reached is None
    assert gap(count, asked, GapUnit.DONG) == Gap(GapUnit.DONG, Steps(0, 2), Steps(0, 5))
    assert what_if(part(Count(maybe_no=3, no=1), asked), add=1).low == Fraction(1, 5)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (demand("100%"), Gap(GapUnit.PAYMENTS, Steps(1, 1), None, "", "never-by-adding")),
        (
            demand("100%", Comparison.MORE_THAN),
            Gap(GapUnit.PAYMENTS, None, None, "never-by-converting", "never-by-adding"),
        ),
    ],
)
def test_what_no_number_brings_about_says_so(asked, expected):
    assert gap(Count(yes=9, no=1), asked, GapUnit.PAYMENTS) == expected


@pytest.mark.parametrize(
    ("row", "moves", "words"),
    [
        (part(Count(yes=4, no=5), demand("50%")), {"convert": 6}, "only 5 can change sides"),
        (part(Count(yes=4, no=5), demand("50%")), {"add": -1}, "at least 0"),
        (part(None, demand("50%")), {"add": 1}, "not one figure"),
        (part(Count(maybe_unknown=0), demand("50%")), {"add": 1}, "nobody is counted"),
        (
            part(Count(yes=1), demand("50%", Comparison.AT_MOST)),
            {"convert": 2},
            "only 1 can change",
        ),
    ],
)
def test_moves_that_cannot_be_are_refused(row, moves, words):
    with pytest.raises(ValueError, match=words):
        what_if(row, **moves)


def test_methods_are_three_less_those_that_are_there(make):
    check = MethodsCheck(
        offered=("qr",), needed=3, candidates=("website", "mobile_money", "card"), satisfied=False
    )
    assert [what_if(check, add=n).outcome for n in (0, 1, 2, 3)] == [MISSED, MISSED, MET, MET]
    unsure = MethodsCheck(offered=("qr",), needed=3, candidates=(), satisfied=None)
    assert what_if(unsure, add=1).outcome is OPEN
    with pytest.raises(ValueError, match="only 3 methods"):
        what_if(check, add=4)
    with pytest.raises(ValueError, match="do not change sides"):
        what_if(check, convert=1)


GROWTH = {"growth": {"of": {"series": "n"}, "kind": "average", "base": 2023, "end": 2025}}
BY_2025 = [{"by": "2025-12-31", "range": ["10%", "20%"]}]


def test_growth_and_increases_are_moved_in_units_of_the_series(make):
    plan = make.plan_of(GROWTH, schedule=BY_2025, pop=None)
    series = {"n": {"2023": 100, "2024": 110, "2025": 120}}
    result = make.ask(plan, make.dataset(series=series), period=2025)
    # 100 x 1.1^2 = 121 and 100 x 1.2^2 = 144 are needed.
    assert (result.outcome, result.gap.add, result.part.aspiration_gap.add) == (
        MISSED,
        Steps(1, 1),
        Steps(24, 24),
    )
    assert what_if(result, add=1) == WhatIf(
        outcome=MET,
        share=Fraction(121, 100),
        low=Fraction(121, 100),
        high=Fraction(121, 100),
        aspiration_reached=False,
    )
    assert what_if(result, add=24).aspiration_reached is True
    mean = make.ask(plan, make.dataset(series=series), period=2025, average_growth="arithmetic")
    with pytest.raises(ValueError, match="not one figure"):
        what_if(mean, add=1)
    rising = make.plan_of(
        {"series": "n"}, schedule=[{"period": 2025, "increase": "strict"}], pop=None
    )
    year = make.ask(rising, make.dataset(series={"n": {"2024": 5, "2025": 5}}), period=2025)
    assert [what_if(year.parts[0], add=n).outcome for n in (0, 1)] == [MISSED, MET]


def test_several_figures_are_asked_one_by_one(make):
    rows = [make.paid("R1", "qr_transfer", 100), make.paid("R2", "cash", 300)]
    result = make.ask(make.plan_of(["count_share", "value_share"]), make.dataset(receipts=rows))
    with pytest.raises(ValueError, match="not one figure"):
        what_if(result, add=1)
    number, value = result.parts
    assert what_if(number, add=0).outcome is MET
    assert [what_if(value, convert=n).outcome for n in (99, 100)] == [MISSED, MET]


def test_schools_that_start_are_converted(make):
    rows = [make.school(f"s{i}", facts={"digital_platform": i < 2}) for i in range(5)]
    result = make.ask(make.plan_of("platform_share"), make.dataset(*rows))
    assert result.gap == Gap(GapUnit.INSTITUTIONS, convert=Steps(1, 1))
    assert what_if(result, convert=1).share == Fraction(3, 5)
    assert what_if(result, add=1).share == Fraction(3, 6)
