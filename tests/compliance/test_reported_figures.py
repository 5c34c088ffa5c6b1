"""Reported series: whole figures in a table, and laws against arithmetic done another way."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import (
    Dataset,
    Gap,
    GapUnit,
    Outcome,
    Part,
    Steps,
    _series_measures,
    _shares,
)
from cashless_edu_health.compliance._shares import Level
from cashless_edu_health.plans import Bound, BoundUnit, Comparison, Demand

MET, NOT_MET, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.INSUFFICIENT_DATA
LEVEL = {"series": "n"}
RATIO = {"ratio": {"num": {"series": "n"}, "den": {"series": "d"}}}
YEARLY = {"growth": {"of": {"series": "n"}, "kind": "yearly"}}
SPAN = {"growth": {"of": {"series": "n"}, "kind": "yearly", "base": 2022, "end": 2024}}
AVERAGE = {"growth": {"of": {"series": "n"}, "kind": "average", "base": 2022, "end": 2025}}
LAST = {"by": "2025-12-31"}
EACH = {"each_year": {"from": 2024, "to": 2025}}
HALF, TENTH = Fraction(1, 2), Fraction(1, 10)
CUBED = Fraction(1331, 1000)
"""Growth of 10 % a year over three years: 1.1 x 1.1 x 1.1."""


def answer(measure, schedule, series, year=2025, **readings):
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu (hư cấu)",
        "issuer": "UBND tỉnh Mẫu",
        "level": "province",
        "area": "mau",
        "period": {"from": "2020-01-01", "to": "2029-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [
            {
                "id": "T",
                "cite": "I",
                "quote": "x",
                "force": "must",
                "measure": measure,
                "schedule": [schedule],
            }
        ],
    }
    end = date(year, 12, 31)
    return compliance.assess(
        documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="one"),
        Dataset(institutions=(), series=series),
        period=year,
        as_of=end,
        known_at=end,
        readings=readings,
    )["T"]


def n(*figures, first=2022):
    """A series from a year on; a gap is a figure that nobody reported."""
    years = enumerate(figures, first)
    return {"n": {str(year): figure for year, figure in years if figure is not None}}


def add(units):
    return Gap(GapUnit.UNITS, add=Steps(units, units))


def convert(units):
    return Gap(GapUnit.UNITS, convert=Steps(units, units))


def held(comparison, bound, aspiration=None, unit=BoundUnit.LEVEL):
    """What a figure is held against: a level, or how many times another figure."""
    ends = [None if end is None else Bound(Fraction(end), unit) for end in (bound, aspiration)]
    return Demand(comparison=Comparison(comparison), bound=ends[0], aspiration=ends[1])


def times(comparison, bound):
    return held(comparison, bound, unit=BoundUnit.PERCENT)


def level(demand, units, per=1):
    """A figure that can be moved, and what it is held against."""
    return {"demand": demand, "count": Level(units, per)}


def part(outcome, reason="", label="n", **figures):
    return Part(label=label, outcome=outcome, reason=reason, **figures)


def share(numerator, denominator):
    exact = Fraction(numerator, denominator)
    known = {"share": exact, "low": exact, "high": exact}
    return {"numerator": numerator, "denominator": denominator} | known


@pytest.mark.parametrize(
    ("measure", "demand", "series", "expected"),
    [
        (LEVEL, {"at_least": 7}, n(6, first=2025),
         part(NOT_MET, numerator=6, distance=Fraction(-1), gap=add(1),
              **level(held("at_least", 7), 6))),
        (LEVEL, {"more_than": 7}, n(7, first=2025),
         part(NOT_MET, numerator=7, distance=Fraction(0), gap=add(1),
              **level(held("more_than", 7), 7))),
        (LEVEL, {"at_most": 7}, n(9, first=2025),
         part(NOT_MET, numerator=9, distance=Fraction(2), gap=convert(2),
              **level(held("at_most", 7), 9))),
        (LEVEL, {"range": [5, 9]}, n(9, first=2025),
         part(MET, numerator=9, distance=Fraction(4), gap=add(0), aspiration_reached=True,
              aspiration_gap=add(0), **level(held("range", 5, 9), 9))),
        (LEVEL, {"range": [5, 9]}, n(8, first=2025),
         part(MET, numerator=8, distance=Fraction(3), gap=add(0), aspiration_reached=False,
              aspiration_gap=add(1), **level(held("range", 5, 9), 8))),
        (LEVEL, {"about": 7}, n(9, first=2025),
         part(Outcome.NO_VERDICT, "about", numerator=9, distance=Fraction(2))),
        (LEVEL, {"unquantified": "tăng"}, n(9, first=2025),
         part(Outcome.NO_VERDICT, "unquantified", numerator=9)),
        (LEVEL, {"at_least": 7}, {},
         part(OPEN, "series-missing", missing=("n@2025",))),
        (RATIO, {"at_least": "50%"}, {"n": {"2025": 4}, "d": {"2025": 10}},
         part(NOT_MET, **share(4, 10), distance=Fraction(-1, 10), gap=add(1),
              **level(times("at_least", HALF), 4, 10))),
        (RATIO, {"at_most": "50%"}, {"n": {"2025": 8}, "d": {"2025": 11}},
         part(NOT_MET, **share(8, 11), distance=Fraction(5, 22), gap=convert(3),
              **level(times("at_most", HALF), 8, 11))),
        (RATIO, {"at_least": "50%"}, {"n": {"2025": 4}, "d": {"2025": 0}},
         part(Outcome.UNDEFINED, "zero-denominator", numerator=4, denominator=0)),
        (RATIO, {"at_least": "50%"}, {"n": {"2024": 4}, "d": {}},
         part(OPEN, "series-missing", missing=("n@2025", "d@2025"))),
        (AVERAGE, {"at_least": "10%"}, n(1000, None, None, 1330),
         part(NOT_MET, numerator=1330, denominator=1000, share=Fraction(133, 100), gap=add(1),
              **level(times("at_least", CUBED), 1330, 1000))),
        (AVERAGE, {"at_least": "10%"}, n(1, None, None, 2),
         part(MET, numerator=2, denominator=1, share=Fraction(2), gap=add(0),
              **level(times("at_least", CUBED), 2))),
        (AVERAGE, {"at_least": "10%"}, n(0, None, None, 5),
         part(Outcome.UNDEFINED, "growth-from-zero", numerator=5, denominator=0)),
        (AVERAGE, {"at_least": "10%"}, n(5),
         part(OPEN, "series-missing", missing=("n@2025",))),
    ],
)  # fmt: skip
def test_a_reported_figure_is_answered_whole(measure, demand, series, expected):
    found = answer(measure, LAST | demand, series)
    assert found.part == expected
    assert found.outcome is expected.outcome


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # 20 %, 50 % and -50 %: the mean is 20/3 %.
        ((10, 12, 18, 9), part(NOT_MET, numerator=9, denominator=10, share=Fraction(1, 15),
                               distance=Fraction(-1, 30), demand=times("at_least", TENTH))),
        ((1, 1, 1, 2), part(MET, numerator=2, denominator=1, share=Fraction(1, 3),
                            distance=Fraction(7, 30), demand=times("at_least", TENTH))),
        ((1, 2, 3, 0), part(MET, numerator=0, denominator=1, share=Fraction(1, 6),
                            distance=Fraction(1, 15), demand=times("at_least", TENTH))),
        ((1, 2, 0, 5), part(Outcome.UNDEFINED, "growth-from-zero", numerator=5, denominator=1)),
        ((1, None, 3, 5), part(OPEN, "series-missing", missing=("n@2023",))),
    ],
)  # fmt: skip
def test_the_mean_of_yearly_rates_is_answered_whole(figures, expected):
    schedule = LAST | {"at_least": "10%"}
    assert answer(AVERAGE, schedule, n(*figures), average_growth="arithmetic").part == expected


def test_a_mean_held_against_a_range_says_whether_the_upper_end_is_reached_and_no_gap():
    """100 to 115 to 138: 15 % and 20 %, the mean is 17.5 %."""
    measure = {"growth": AVERAGE["growth"] | {"end": 2024}}
    schedule = LAST | {"range": ["10%", "20%"]}
    found = answer(measure, schedule, n(100, 115, 138), average_growth="arithmetic").part
    asked = held("range", TENTH, Fraction(1, 5), BoundUnit.PERCENT)
    assert found == part(
        MET, numerator=138, denominator=100, share=Fraction(7, 40), distance=Fraction(3, 40),
        aspiration_reached=False, demand=asked,
    )  # fmt: skip


def year(label, outcome, now, before, gap):
    """Growth of one year that is held against 50 %: one and a half times the year before."""
    figures = {"numerator": now, "denominator": before, "share": Fraction(now, before)}
    moved = level(times("at_least", Fraction(3, 2)), now, before)
    return part(outcome, label=label, gap=gap, **figures, **moved)


def increased(label, outcome, now, before, gap):
    """A level that is to be more than the year before's."""
    moved = level(held("more_than", before), now)
    return part(outcome, label=label, numerator=now, denominator=before, gap=gap, **moved)


def test_growth_of_each_year_is_answered_whole():
    found = answer(YEARLY, EACH | {"at_least": "50%"}, n(10, 15, 21, 40))
    assert found.part == part(
        NOT_MET,
        parts=(year("2024", NOT_MET, 21, 15, add(2)), year("2025", MET, 40, 21, add(0))),
    )
    lacking = answer(YEARLY, EACH | {"at_least": "50%"}, n(10, 0, None, 40))
    missing = [
        part(OPEN, "series-missing", label=label, missing=("n@2024",)) for label in ("2024", "2025")
    ]
    assert lacking.part == part(OPEN, "series-missing", parts=tuple(missing))
    alone = answer(YEARLY, LAST | {"at_least": "50%"}, n(10, 15, 20, 30))
    assert [inner.label for inner in alone.part.parts] == ["2025"]


def test_growth_of_each_year_of_a_stated_span_starts_after_its_base():
    found = answer(SPAN, LAST | {"at_least": "50%"}, n(0, 15, 40))
    zero = part(Outcome.UNDEFINED, "growth-from-zero", label="2023", numerator=15, denominator=0)
    assert found.part == part(
        Outcome.UNDEFINED, "growth-from-zero", parts=(zero, year("2024", MET, 40, 15, add(0)))
    )


def test_a_strict_increase_is_answered_whole_year_by_year():
    found = answer(LEVEL, EACH | {"increase": "strict"}, n(9, 3, 3, 4))
    assert found.part == part(
        NOT_MET,
        parts=(
            increased("2024", NOT_MET, 3, 3, add(1)),
            increased("2025", MET, 4, 3, add(0)),
        ),
    )
    lacking = answer(LEVEL, EACH | {"increase": "strict"}, n(9, None, 0, 4))
    assert lacking.part == part(
        OPEN,
        "series-missing",
        parts=(
            part(OPEN, "series-missing", label="2024", missing=("n@2023",)),
            increased("2025", MET, 4, 0, add(0)),
        ),
    )


@pytest.mark.parametrize(
    ("measure", "demand", "series", "expected"),
    [
        (LEVEL, {"at_least": 7}, n(9, first=2024),
         part(Outcome.NO_TARGET, "silent", numerator=9)),
        (LEVEL, {"at_least": 7}, {},
         part(Outcome.NO_TARGET, "series-missing", missing=("n@2024",))),
        (RATIO, {"at_least": "50%"}, {"n": {"2024": 4}, "d": {"2024": 10}},
         part(Outcome.NO_TARGET, "silent", **share(4, 10))),
        (RATIO, {"at_least": "50%"}, {"n": {"2024": 4}, "d": {"2024": 0}},
         part(Outcome.NO_TARGET, "zero-denominator", numerator=4, denominator=0)),
        (AVERAGE, {"at_least": "10%"}, n(1000, None, None, 1330),
         part(Outcome.NO_TARGET, "silent", numerator=1330, denominator=1000,
              share=Fraction(133, 100))),
        (YEARLY, {"at_least": "10%"}, n(10, 15, 21),
         part(Outcome.NO_TARGET, "silent", parts=(
             part(Outcome.NO_TARGET, "silent", label="2024", numerator=21, denominator=15,
                  share=Fraction(21, 15)),))),
    ],
)  # fmt: skip
def test_where_the_plan_is_silent_the_figure_is_still_given(measure, demand, series, expected):
    found = answer(measure, LAST | demand, series, 2024)
    assert (found.part, found.outcome) == (expected, Outcome.NO_TARGET)


rates = st.integers(0, 1500)
one_failure = settings(report_multiple_bugs=False, deadline=None)


@one_failure
@given(st.integers(1, 500), st.integers(0, 3000), rates, st.booleans())
def test_growth_without_roots_agrees_with_whole_numbers(base, end, permille, strictly):
    """Met when end x 1000^3 reaches base x (1000 + permille)^3; no fraction, no root."""
    demand = {"more_than" if strictly else "at_least": f"{permille // 10}.{permille % 10}%"}

    def passes(figure):
        left, right = figure * 1000**3, base * (1000 + permille) ** 3
        return left > right if strictly else left >= right

    found = answer(AVERAGE, LAST | demand, n(base, None, None, end))
    assert found.outcome is (MET if passes(end) else NOT_MET)
    needed = end + found.gap.add.least
    assert passes(needed)
    assert needed == end or not passes(needed - 1)


@one_failure
@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 100), st.booleans())
def test_the_gap_of_a_ratio_meets_it_and_one_less_does_not(numerator, denominator, bound, strictly):
    demand = {"more_than" if strictly else "at_least": f"{bound}%"}

    def outcome(figure):
        return answer(RATIO, LAST | demand, {"n": {"2025": figure}, "d": {"2025": denominator}})

    short = outcome(numerator).gap.add.least
    assert outcome(numerator + short).outcome is MET
    if short:
        assert outcome(numerator + short - 1).outcome is NOT_MET


@one_failure
@given(st.integers(0, 40), st.integers(0, 40))
def test_an_increase_is_strict_and_its_gap_is_the_least_that_makes_it(before, now):
    found = answer(LEVEL, EACH | {"increase": "strict"}, n(0, before, before + 1, now)).parts[1]
    assert (found.outcome is MET) is (now > before + 1)
    assert now + found.gap.add.least == max(now, before + 2)


@pytest.mark.parametrize(
    ("owner", "name", "defect", "law"),
    [
        (_series_measures, "_compounded",
         lambda spread: lambda demand, years: spread(demand, years - 1),
         test_growth_without_roots_agrees_with_whole_numbers),
        (_shares, "_add", lambda added: lambda *asked: max(0, added(*asked) - 1),
         test_the_gap_of_a_ratio_meets_it_and_one_less_does_not),
        (_series_measures, "_increase",
         lambda made: lambda *asked: evolve(made(*asked), outcome=MET),
         test_an_increase_is_strict_and_its_gap_is_the_least_that_makes_it),
    ],
)  # fmt: skip
def test_a_wrong_figure_would_be_noticed(owner, name, defect, law, monkeypatch):
    monkeypatch.setattr(owner, name, defect(getattr(owner, name)))
    with pytest.raises(AssertionError):
        law()
